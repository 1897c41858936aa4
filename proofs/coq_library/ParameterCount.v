(** * Parameters of linear, gated and quadratic units

    - [bit_points]: the points with coordinates in {0,1}; [every_point]: all real points
    - [linear_unit], [linear_unit_without_bias], [quadratic_unit], [quadratic_unit_with_squares]
    - [unit_with_gated_synapses]: a linear unit, the synapse from i multiplied by the output gate(i) if there is one
    - [unit_with_gates]: a linear unit with further wires from output gates; [pair_of_linear_units]
    - [linear_parameters], [quadratic_parameters], [gating_parameters], [gated_pair_parameters] are Q-S11 *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Binomial QuadraticForm GateTrees FreeTerms.
Import ListNotations.
Open Scope nat_scope.

Definition bit_points (x : real_vector) : Prop := forall i, x i = 0%R \/ x i = 1%R.
Definition every_point (x : real_vector) : Prop := True.

Definition linear_unit_without_bias (n : nat) (E : real_vector -> Prop) (f : real_vector -> R) : Prop :=
  exists w, forall x, E x -> f x = sum_below n (fun i => (w i * x i)%R).

Definition linear_unit (n : nat) (E : real_vector -> Prop) (f : real_vector -> R) : Prop :=
  exists b w, forall x, E x -> f x = (b + sum_below n (fun i => w i * x i))%R.

(** b + sum w_i x_i + sum over i < j of q_ij x_i x_j. *)
Definition quadratic_unit (n : nat) (E : real_vector -> Prop) (f : real_vector -> R) : Prop :=
  exists b w q, forall x, E x ->
    f x = (b + sum_below n (fun i => w i * x i)
           + sum_below n (fun j => sum_below j (fun i => q i j * (x i * x j))))%R.

Definition quadratic_unit_with_squares (n : nat) (E : real_vector -> Prop) (f : real_vector -> R) : Prop :=
  exists b w q s, forall x, E x ->
    f x = (b + sum_below n (fun i => w i * x i)
           + sum_below n (fun j => sum_below j (fun i => q i j * (x i * x j)))
           + sum_below n (fun i => s i * (x i * x i)))%R.

(** The output gate(i) multiplies the weight of the synapse from i: (x_j w_i) x_i. *)
Definition unit_with_gated_synapses (n : nat) (gate : nat -> option nat) (E : real_vector -> Prop)
    (f : real_vector -> R) : Prop :=
  exists b w, forall x, E x ->
    f x = (b + sum_below n (fun i => match gate i with Some j => x j * w i * x i | None => w i * x i end))%R.

Definition is_gated (gate : nat -> option nat) (i : nat) : bool :=
  match gate i with Some _ => true | None => false end.

(** Every pair (i,j) in gs is an output gate x_i x_j with a wire of its own. *)
Definition unit_with_gates (n : nat) (gs : list (nat * nat)) (E : real_vector -> Prop)
    (f : real_vector -> R) : Prop :=
  exists b w v, forall x, E x ->
    f x = (b + sum_below n (fun i => w i * x i)
           + fold_right (fun p s => v (fst p) (snd p) * (x (fst p) * x (snd p)) + s) 0 gs)%R.

(** Two linear units with the same inputs: their outputs are the values at (true, x) and at (false, x). *)
Definition pair_of_linear_units (n : nat) (E : real_vector -> Prop) (f : bool * real_vector -> R) : Prop :=
  forall side, linear_unit n E (fun x => f (side, x)).

Definition is_quadratic (m : list nat) : bool := length m =? 2.

(** ** Monomials of degree at most two without squares have free coefficients already on the cube *)

Definition valid_monomials (ms : list (list nat)) : Prop :=
  NoDup ms /\ forall m, In m ms ->
    m = [] \/ (exists i, m = [i]) \/ (exists i j, m = [i; j] /\ i <> j /\ ~ In [j; i] ms).

Definition indicator_of (m : list nat) : real_vector := fun i => if in_dec Nat.eq_dec i m then 1%R else 0%R.

Lemma indicator_is_bits : forall m, bit_points (indicator_of m).
Proof. intros m i. unfold indicator_of. destruct (in_dec Nat.eq_dec i m); auto. Qed.

Lemma monomial_value_one : forall l x, (forall i, In i l -> x i = 1%R) -> monomial_value l x = 1%R.
Proof.
  induction l as [|i l IH]; intros x E; simpl; [reflexivity|].
  rewrite E, IH; [ring | intros; apply E; right; assumption | left; reflexivity].
Qed.

Lemma monomial_value_zero : forall l x i, In i l -> x i = 0%R -> monomial_value l x = 0%R.
Proof.
  induction l as [|j l IH]; intros x i I Z; [destruct I|]. simpl. destruct I as [->|I]; [rewrite Z; ring|].
  rewrite (IH x i I Z). ring.
Qed.

Lemma included_or_not : forall l m : list nat, incl l m \/ exists i, In i l /\ ~ In i m.
Proof.
  induction l as [|i l IH]; intros m; [left; intros j []|].
  destruct (in_dec Nat.eq_dec i m) as [I|N]; [|right; exists i; simpl; auto].
  destruct (IH m) as [J|(j & Ij & Nj)]; [left; apply incl_cons; assumption | right; exists j; simpl; auto].
Qed.

(** A monomial that is contained in another one of the list is smaller. *)
Lemma contained_is_smaller : forall ms m k, valid_monomials ms -> In m ms -> In k ms -> incl k m -> k <> m ->
  length k < length m.
Proof.
  intros ms m k [_ V] Im Ik C D.
  destruct (V m Im) as [->|[(i & ->)|(i & j & -> & Nij & Nm)]], (V k Ik) as [->|[(a & ->)|(a & b & -> & Nab & _)]];
    simpl; try lia; try (destruct D; reflexivity).
  - destruct (C a (or_introl eq_refl)).
  - destruct (C a (or_introl eq_refl)).
  - destruct (C a (or_introl eq_refl)) as [->|[]]. destruct D. reflexivity.
  - destruct (C a (or_introl eq_refl)) as [<-|[]]. destruct (C b (or_intror (or_introl eq_refl))) as [<-|[]].
    destruct Nab. reflexivity.
  - exfalso. destruct (C a (or_introl eq_refl)) as [<-|[<-|[]]].
    + destruct (C b (or_intror (or_introl eq_refl))) as [<-|[<-|[]]]; [destruct Nab | destruct D]; reflexivity.
    + destruct (C b (or_intror (or_introl eq_refl))) as [<-|[<-|[]]]; [contradiction | destruct Nab; reflexivity].
Qed.

Lemma coefficients_are_free : forall ms (E : real_vector -> Prop) c, valid_monomials ms ->
  (forall x, bit_points x -> E x) ->
  (forall x, E x -> weighted_terms ms monomial_value c x = 0%R) -> forall m, In m ms -> c m = 0%R.
Proof.
  intros ms E c V Sub Z. assert (All : forall k m, length m < k -> In m ms -> c m = 0%R).
  2: { intros m. apply (All (S (length m))). lia. }
  induction k as [|k IH]; intros m L I; [lia|].
  specialize (Z (indicator_of m) (Sub _ (indicator_is_bits m))). rewrite (weighted_terms_single _ _ _ _ _ _ m) in Z.
  - rewrite monomial_value_one in Z; [lra|]. intros i Ii. unfold indicator_of.
    destruct (in_dec Nat.eq_dec i m); [reflexivity | contradiction].
  - apply V.
  - exact I.
  - intros j Ij D. destruct (included_or_not j m) as [C|(i & Ii & Ni)].
    + rewrite (IH j); [ring | | exact Ij]. pose proof (contained_is_smaller ms m j V I Ij C D). lia.
    + rewrite (monomial_value_zero j _ i Ii); [ring|]. unfold indicator_of.
      destruct (in_dec Nat.eq_dec i m); [contradiction | reflexivity].
Qed.

(** ** The lists of monomials *)

Definition single_inputs (n : nat) : list (list nat) := map (fun i => [i]) (seq 0 n).

Fixpoint pairs_below (n : nat) : list (list nat) :=
  match n with
  | 0 => []
  | S j => pairs_below j ++ map (fun i => [i; j]) (seq 0 j)
  end.

Definition input_squares (n : nat) : list (list nat) := map (fun i => [i; i]) (seq 0 n).

Definition multilinear_monomials (n : nat) : list (list nat) := [] :: single_inputs n ++ pairs_below n.

Lemma in_singles : forall n m, In m (single_inputs n) <-> exists i, i < n /\ m = [i].
Proof.
  intros n m. unfold single_inputs. rewrite in_map_iff. split; intros (i & A & B); exists i.
  - apply in_seq in B. split; [lia | auto].
  - split; [auto | apply in_seq; lia].
Qed.

Lemma in_pairs_below : forall n m, In m (pairs_below n) <-> exists i j, i < j /\ j < n /\ m = [i; j].
Proof.
  induction n as [|n IH]; intros m; simpl.
  - split; [intros [] | intros (i & j & _ & L & _); lia].
  - rewrite in_app_iff, in_map_iff, IH. split.
    + intros [(i & j & A & B & E)|(i & <- & I)]; [exists i, j; repeat split; auto; lia|].
      apply in_seq in I. exists i, n. repeat split; lia.
    + intros (i & j & A & B & ->). destruct (Nat.eq_dec j n) as [->|D].
      * right. exists i. split; [reflexivity | apply in_seq; lia].
      * left. exists i, j. repeat split; lia.
Qed.

Lemma nodup_singles : forall n, NoDup (single_inputs n).
Proof. intros n. apply nodup_map; [intros i j _ _ E; injection E; auto | apply seq_NoDup]. Qed.

Lemma nodup_pairs_below : forall n, NoDup (pairs_below n).
Proof.
  induction n as [|n IH]; simpl; [constructor|]. apply nodup_app; [exact IH | |].
  - apply nodup_map; [intros i j _ _ E; injection E; auto | apply seq_NoDup].
  - intros m I J. apply in_pairs_below in I. apply in_map_iff in J.
    destruct I as (i & j & _ & L & ->), J as (k & E & _). injection E as _ ->. lia.
Qed.

Lemma nodup_squares : forall n, NoDup (input_squares n).
Proof. intros n. apply nodup_map; [intros i j _ _ E; injection E; auto | apply seq_NoDup]. Qed.

Lemma length_singles : forall n, length (single_inputs n) = n.
Proof. intros n. unfold single_inputs. rewrite map_length, seq_length. reflexivity. Qed.

Lemma length_pairs_below : forall n, length (pairs_below n) = n * (n - 1) / 2 /\
  length (pairs_below n) = binomial n 2.
Proof.
  intros n. assert (E : 2 * length (pairs_below n) + n = n * n).
  { induction n as [|n IH]; [reflexivity|]. simpl pairs_below. rewrite app_length, map_length, seq_length.
    rewrite Nat.mul_succ_l, Nat.mul_succ_r. lia. }
  split.
  - apply (Nat.div_unique _ _ _ 0); [lia|]. rewrite Nat.mul_sub_distr_l. lia.
  - pose proof (binomial_2 n). lia.
Qed.

Lemma length_multilinear : forall n, length (multilinear_monomials n) = 1 + n + n * (n - 1) / 2.
Proof.
  intros n. unfold multilinear_monomials. cbn [length]. rewrite app_length, length_singles.
  destruct (length_pairs_below n). lia.
Qed.

Lemma valid_linear : forall n, valid_monomials ([] :: single_inputs n).
Proof.
  intros n. split.
  - constructor; [|apply nodup_singles]. intros I. apply in_singles in I. destruct I as (i & _ & E). discriminate.
  - intros m [<-|I]; [left; reflexivity|]. apply in_singles in I. destruct I as (i & _ & ->). right. left. eauto.
Qed.

Lemma valid_multilinear : forall n, valid_monomials (multilinear_monomials n).
Proof.
  intros n. unfold multilinear_monomials. split.
  - constructor.
    + intros I. apply in_app_or in I. destruct I as [I|I].
      * apply in_singles in I. destruct I as (i & _ & E). discriminate.
      * apply in_pairs_below in I. destruct I as (i & j & _ & _ & E). discriminate.
    + apply nodup_app; [apply nodup_singles | apply nodup_pairs_below|]. intros m I J.
      apply in_singles in I. apply in_pairs_below in J.
      destruct I as (i & _ & ->), J as (k & l & _ & _ & E). discriminate.
  - intros m [<-|I]; [left; reflexivity|]. apply in_app_or in I. destruct I as [I|I].
    + apply in_singles in I. destruct I as (i & _ & ->). right. left. eauto.
    + apply in_pairs_below in I. destruct I as (i & j & L & M & ->). right. right. exists i, j.
      split; [reflexivity|]. split; [lia|]. intros [E|J]; [discriminate|]. apply in_app_or in J. destruct J as [J|J].
      * apply in_singles in J. destruct J as (k & _ & E). discriminate.
      * apply in_pairs_below in J. destruct J as (a & b & K & _ & E). injection E as -> ->. lia.
Qed.

Lemma linear_value : forall n c x, weighted_terms ([] :: single_inputs n) monomial_value c x =
  (c [] + sum_below n (fun i => c [i] * x i))%R.
Proof.
  intros n c x. simpl. unfold single_inputs. rewrite weighted_terms_seq, Rmult_1_r. f_equal.
  apply sum_below_ext. intros i _. simpl. ring.
Qed.

Lemma pairs_value : forall n c x, weighted_terms (pairs_below n) monomial_value c x =
  sum_below n (fun j => sum_below j (fun i => (c [i; j] * (x i * x j))%R)).
Proof.
  induction n as [|n IH]; intros c x; [reflexivity|].
  simpl pairs_below. rewrite weighted_terms_app, IH, weighted_terms_seq. simpl. f_equal.
  apply sum_below_ext. intros i _. ring.
Qed.

Lemma squares_value : forall n c x, weighted_terms (input_squares n) monomial_value c x =
  sum_below n (fun i => (c [i; i] * (x i * x i))%R).
Proof.
  intros n c x. unfold input_squares. rewrite weighted_terms_seq. apply sum_below_ext. intros i _. simpl. ring.
Qed.

Lemma multilinear_value : forall n c x, weighted_terms (multilinear_monomials n) monomial_value c x =
  (c [] + sum_below n (fun i => c [i] * x i)
   + sum_below n (fun j => sum_below j (fun i => c [i; j] * (x i * x j))))%R.
Proof.
  intros n c x. unfold multilinear_monomials. rewrite app_comm_cons, weighted_terms_app, linear_value, pairs_value.
  reflexivity.
Qed.

(** The coefficients b, w, q as one function of the monomial. *)
Definition coefficients_up_to_two (b : R) (w : nat -> R) (q : nat -> nat -> R) (m : list nat) : R :=
  match m with
  | [] => b
  | [i] => w i
  | i :: j :: _ => q i j
  end.

(** ** The theorems *)

(** Step 1 of Q-S11: n weights, and one bias. *)
Theorem linear_parameters : forall n (E : real_vector -> Prop), (forall x, bit_points x -> E x) ->
  has_parameters E (linear_unit_without_bias n E) n /\ has_parameters E (linear_unit n E) (n + 1).
Proof.
  intros n E Sub. pose proof (valid_linear n) as V. split.
  - apply (free_terms_are_parameters _ (list_eq_dec Nat.eq_dec) _ E (single_inputs n) monomial_value);
      [apply length_singles|]. split; [apply nodup_singles|]. split.
    + intros c Z m I.
      apply (coefficients_are_free ([] :: single_inputs n) E (fun k => match k with [] => 0 | _ => c k end)%R)
        with (m := m) in V; [| exact Sub | | right; exact I].
      * apply in_singles in I. destruct I as (i & _ & ->). exact V.
      * intros x Ex. rewrite linear_value, <- (Rplus_0_l (sum_below _ _)). simpl. rewrite Rplus_0_l at 1.
        specialize (Z x Ex). unfold single_inputs in Z. rewrite weighted_terms_seq in Z. rewrite <- Z at 2.
        rewrite Rplus_0_l. apply sum_below_ext. intros i _. simpl. ring.
    + intros f. split.
      * intros (w & W). exists (coefficients_up_to_two 0 w (fun _ _ => 0%R)). intros x Ex. rewrite (W x Ex).
        unfold single_inputs. rewrite weighted_terms_seq. apply sum_below_ext. intros i _. simpl. ring.
      * intros (c & W). exists (fun i => c [i]). intros x Ex. rewrite (W x Ex). unfold single_inputs.
        rewrite weighted_terms_seq. apply sum_below_ext. intros i _. simpl. ring.
  - apply (free_terms_are_parameters _ (list_eq_dec Nat.eq_dec) _ E ([] :: single_inputs n) monomial_value);
      [simpl; rewrite length_singles; lia|].
    split; [apply V|]. split; [intros c; exact (coefficients_are_free _ E c V Sub)|]. intros f. split.
    + intros (b & w & W). exists (coefficients_up_to_two b w (fun _ _ => 0%R)). intros x Ex. rewrite linear_value.
      exact (W x Ex).
    + intros (c & W). exists (c []), (fun i => c [i]). intros x Ex. rewrite <- linear_value. exact (W x Ex).
Qed.

Lemma quadratic_unit_parameters : forall n (E : real_vector -> Prop), (forall x, bit_points x -> E x) ->
  has_parameters E (quadratic_unit n E) (1 + n + n * (n - 1) / 2).
Proof.
  intros n E Sub. pose proof (valid_multilinear n) as V.
  apply (free_terms_are_parameters _ (list_eq_dec Nat.eq_dec) _ E (multilinear_monomials n) monomial_value);
    [apply length_multilinear|]. split; [apply V|].
  split; [intros c; exact (coefficients_are_free _ E c V Sub)|]. intros f. split.
  - intros (b & w & q & W). exists (coefficients_up_to_two b w q). intros x Ex. rewrite multilinear_value.
    exact (W x Ex).
  - intros (c & W). exists (c []), (fun i => c [i]), (fun i j => c [i; j]). intros x Ex. rewrite <- multilinear_value.
    exact (W x Ex).
Qed.

(** The point with s at k and 0 elsewhere. *)
Definition point_on_axis (k : nat) (s : R) : real_vector := fun i => if Nat.eq_dec i k then s else 0%R.

Lemma value_on_axis : forall n c k s, k < n ->
  weighted_terms (multilinear_monomials n ++ input_squares n) monomial_value c (point_on_axis k s)
  = (c [] + s * c [k] + s * s * c [k; k])%R.
Proof.
  intros n c k s L. rewrite weighted_terms_app, multilinear_value, squares_value.
  assert (Off : forall i, i <> k -> point_on_axis k s i = 0%R).
  { intros i D. unfold point_on_axis. destruct (Nat.eq_dec i k); [contradiction | reflexivity]. }
  assert (On : point_on_axis k s k = s).
  { unfold point_on_axis. destruct (Nat.eq_dec k k); [reflexivity | contradiction]. }
  rewrite (sum_below_single n k (fun i => c [i] * point_on_axis k s i)%R);
    [|exact L | intros i _ D; rewrite Off by exact D; ring].
  rewrite (sum_below_single n k (fun i => c [i; i] * (point_on_axis k s i * point_on_axis k s i))%R);
    [|exact L | intros i _ D; rewrite Off by exact D; ring].
  rewrite (sum_below_zero n).
  - rewrite On. ring.
  - intros j _. apply sum_below_zero. intros i Li.
    destruct (Nat.eq_dec i k) as [->|D]; [|rewrite Off by exact D; ring].
    rewrite (Off j) by lia. ring.
Qed.

(** Step 2 of Q-S11: n weights, n(n-1)/2 weights of products, n weights of squares, and one bias. On the cube the
    squares are redundant, and C(n,<=2) remain. *)
Theorem quadratic_parameters : forall n,
  has_parameters every_point (quadratic_unit_with_squares n every_point) (n + n * (n - 1) / 2 + n + 1) /\
  has_parameters bit_points (quadratic_unit_with_squares n bit_points) (binomial_sum n 3) /\
  binomial_sum n 3 = 1 + n + n * (n - 1) / 2 /\
  forall E : real_vector -> Prop, (forall x, bit_points x -> E x) ->
    has_parameters E (quadratic_unit n E) (binomial_sum n 3).
Proof.
  intros n. assert (B : binomial_sum n 3 = 1 + n + n * (n - 1) / 2).
  { simpl binomial_sum. rewrite binomial_0, binomial_1. destruct (length_pairs_below n). lia. }
  split; [|rewrite B; split; [|split; [reflexivity | intros E Sub; apply quadratic_unit_parameters; exact Sub]]].
  - pose proof (valid_multilinear n) as V.
    apply (free_terms_are_parameters _ (list_eq_dec Nat.eq_dec) _ every_point
      (multilinear_monomials n ++ input_squares n) monomial_value);
      [rewrite app_length, length_multilinear; unfold input_squares; rewrite map_length, seq_length; lia|].
    split; [|split].
    + apply nodup_app; [apply V | apply nodup_squares|]. intros m I J. unfold input_squares in J.
      apply in_map_iff in J.
      destruct J as (k & <- & _). destruct I as [E|I]; [discriminate|]. apply in_app_or in I. destruct I as [I|I].
      * apply in_singles in I. destruct I as (i & _ & E). discriminate.
      * apply in_pairs_below in I. destruct I as (i & j & L & _ & E). injection E as -> ->. lia.
    + intros c Z. assert (Sq : forall k, k < n -> c [k; k] = 0%R).
      { intros k L. pose proof (Z (point_on_axis k 0) I) as Z0. pose proof (Z (point_on_axis k 1) I) as Z1.
        pose proof (Z (point_on_axis k (-1)) I) as Z2. rewrite value_on_axis in Z0, Z1, Z2 by exact L. lra. }
      intros m I. apply in_app_or in I. destruct I as [I|I].
      * revert m I. apply (coefficients_are_free _ every_point c V); [exact (fun _ _ => I)|]. intros x Ex.
        specialize (Z x Ex). rewrite weighted_terms_app, squares_value, (sum_below_zero n) in Z; [lra|].
        intros k L. rewrite (Sq k L). ring.
      * unfold input_squares in I. apply in_map_iff in I. destruct I as (k & <- & Ik). apply in_seq in Ik. apply Sq.
        lia.
    + intros f. split.
      * intros (b & w & q & s & W).
        exists (coefficients_up_to_two b w (fun i j => if Nat.eq_dec i j then s i else q i j)). intros x Ex.
        rewrite weighted_terms_app, multilinear_value, squares_value, (W x Ex). simpl coefficients_up_to_two.
        f_equal; [f_equal|].
        -- apply sum_below_ext. intros j _. apply sum_below_ext. intros i L.
           destruct (Nat.eq_dec i j); [lia | reflexivity].
        -- apply sum_below_ext. intros i _. destruct (Nat.eq_dec i i); [reflexivity | contradiction].
      * intros (c & W). exists (c []), (fun i => c [i]), (fun i j => c [i; j]), (fun i => c [i; i]). intros x Ex.
        rewrite <- squares_value, <- multilinear_value, <- weighted_terms_app. exact (W x Ex).
  - destruct (quadratic_unit_parameters n bit_points (fun _ H => H)) as (gs & L & F & W).
    exists gs. split; [exact L|]. split; [exact F|]. intros f. rewrite <- W. split.
    + intros (b & w & q & s & V). exists b, (fun i => w i + s i)%R, q. intros x Bx. rewrite (V x Bx).
      rewrite (sum_below_ext n (fun i => (w i + s i) * x i)%R (fun i => 1 * (w i * x i) + 1 * (s i * (x i * x i)))%R).
      * rewrite sum_below_combination. ring.
      * intros i _. destruct (Bx i) as [->| ->]; ring.
    + intros (b & w & q & V). exists b, w, q, (fun _ => 0%R). intros x Bx. rewrite (V x Bx).
      rewrite (sum_below_zero n (fun i => 0 * (x i * x i))%R); [ring | intros; ring].
Qed.

Lemma length_filter_map : forall A B (p : B -> bool) (h : A -> B) l,
  length (filter p (map h l)) = length (filter (fun a => p (h a)) l).
Proof. intros A B p h l. induction l as [|a l IH]; simpl; [reflexivity|]. destruct (p (h a)); simpl; lia. Qed.

Lemma filter_none : forall A (p : A -> bool) l, (forall a, In a l -> p a = false) -> filter p l = [].
Proof.
  intros A p l E. induction l as [|a l IH]; simpl; [reflexivity|]. rewrite (E a) by (left; reflexivity).
  apply IH. intros b I. apply E. right. exact I.
Qed.

(** The monomial of the synapse from i. *)
Definition synapse_monomial (gate : nat -> option nat) (i : nat) : list nat :=
  match gate i with Some j => [i; j] | None => [i] end.

Lemma gated_synapses_are_free : forall n gate (E : real_vector -> Prop), (forall x, bit_points x -> E x) ->
  (forall i j, i < n -> gate i = Some j -> i <> j /\ (j < n -> gate j <> Some i)) ->
  exists ms, length ms = n + 1 /\ length (filter is_quadratic ms) = length (filter (is_gated gate) (seq 0 n)) /\
    free_terms E ms monomial_value (unit_with_gated_synapses n gate E).
Proof.
  intros n gate E Sub G. set (h := synapse_monomial gate).
  assert (Head : forall i, exists l, h i = i :: l).
  { intros i. unfold h, synapse_monomial. destruct (gate i); eauto. }
  assert (V : valid_monomials ([] :: map h (seq 0 n))).
  { split.
    - constructor.
      + intros I. apply in_map_iff in I. destruct I as (i & Ei & _). destruct (Head i) as (l & El). congruence.
      + apply nodup_map; [|apply seq_NoDup]. intros i j _ _ Eij. destruct (Head i) as (l & El), (Head j) as (k & Ek).
        congruence.
    - intros m [<-|I]; [left; reflexivity|]. apply in_map_iff in I. destruct I as (i & <- & I). apply in_seq in I.
      change (h i) with (match gate i with Some j => [i; j] | None => [i] end).
      destruct (gate i) as [j|] eqn:Gi; [|right; left; eauto].
      destruct (G i j ltac:(lia) Gi) as [D M]. right. right. exists i, j.
      split; [reflexivity|]. split; [exact D|]. intros [X|J]; [discriminate|].
      apply in_map_iff in J. destruct J as (k & Ek & Jk). unfold h, synapse_monomial in Ek.
      destruct (gate k) as [l|] eqn:Gk; [|discriminate]. injection Ek as -> ->. apply in_seq in Jk.
      apply M; [lia | exact Gk]. }
  exists ([] :: map h (seq 0 n)).
  split; [simpl; rewrite map_length, seq_length; lia|]. split; [|split; [apply V|split]].
  - simpl. rewrite length_filter_map. f_equal. apply filter_ext. intros i. unfold is_gated, h, synapse_monomial.
    destruct (gate i); reflexivity.
  - intros c. exact (coefficients_are_free _ E c V Sub).
  - assert (Value : forall c x, weighted_terms ([] :: map h (seq 0 n)) monomial_value c x =
      (c [] + sum_below n (fun i => match gate i with Some j => x j * c (h i) * x i | None => c (h i) * x i end))%R).
    { intros c x. simpl. rewrite weighted_terms_seq, Rmult_1_r. f_equal. apply sum_below_ext. intros i _.
      unfold h, synapse_monomial. destruct (gate i); simpl; ring. }
    intros f. split.
    + intros (b & w & W). exists (fun m => match m with [] => b | i :: _ => w i end). intros x Ex.
      rewrite (W x Ex), Value. f_equal. apply sum_below_ext. intros i _. destruct (Head i) as (l & ->). reflexivity.
    + intros (c & W). exists (c []), (fun i => c (h i)). intros x Ex. rewrite (W x Ex). apply Value.
Qed.

Lemma added_gates_are_free : forall n gs (E : real_vector -> Prop), (forall x, bit_points x -> E x) -> NoDup gs ->
  (forall i j, In (i, j) gs -> i <> j /\ ~ In (j, i) gs) ->
  exists ms, length ms = n + 1 + length gs /\ length (filter is_quadratic ms) = length gs /\
    free_terms E ms monomial_value (unit_with_gates n gs E).
Proof.
  intros n gs E Sub N G. set (h := fun p : nat * nat => [fst p; snd p]).
  set (ms := ([] :: single_inputs n) ++ map h gs).
  assert (V : valid_monomials ms).
  { split.
    - apply nodup_app; [apply valid_linear | |].
      + apply nodup_map; [|exact N]. intros (i & j) (k & l) _ _ X. injection X as -> ->. reflexivity.
      + intros m I J. apply in_map_iff in J. destruct J as (p & <- & _). destruct I as [X|I]; [discriminate|].
        apply in_singles in I. destruct I as (i & _ & X). discriminate.
    - intros m I. apply in_app_or in I. destruct I as [[<-|I]|I]; [left; reflexivity | |].
      + apply in_singles in I. destruct I as (i & _ & ->). right. left. eauto.
      + apply in_map_iff in I. destruct I as ((i & j) & <- & I). destruct (G i j I) as [D M]. right. right.
        exists i, j. repeat split; auto. intros J. apply in_app_or in J. destruct J as [[X|J]|J]; [discriminate | |].
        * apply in_singles in J. destruct J as (k & _ & X). discriminate.
        * apply in_map_iff in J. destruct J as ((k & l) & X & J). injection X as -> ->. contradiction. }
  exists ms. split; [|split; [|split; [apply V|split]]].
  - unfold ms. rewrite app_length, map_length. simpl. rewrite length_singles. lia.
  - unfold ms. rewrite filter_app, (filter_none _ _ ([] :: single_inputs n)).
    + simpl. rewrite length_filter_map. clear.
      induction gs as [|p gs IH]; simpl; [reflexivity | f_equal; exact IH].
    + intros m [<-|I]; [reflexivity|]. apply in_singles in I. destruct I as (i & _ & ->). reflexivity.
  - intros c. exact (coefficients_are_free _ E c V Sub).
  - assert (Value : forall c x, weighted_terms ms monomial_value c x = (c [] + sum_below n (fun i => c [i] * x i)
      + fold_right (fun p s => c [fst p; snd p] * (x (fst p) * x (snd p)) + s) 0 gs)%R).
    { intros c x. unfold ms. rewrite weighted_terms_app, linear_value. f_equal. rewrite weighted_terms_map. unfold h.
      clear.
      induction gs as [|p gs IH]; simpl; [reflexivity | rewrite IH; ring]. }
    intros f. split.
    + intros (b & w & v & W). exists (coefficients_up_to_two b w v). intros x Ex. rewrite (W x Ex), Value.
      reflexivity.
    + intros (c & W). exists (c []), (fun i => c [i]), (fun i j => c [i; j]). intros x Ex. rewrite (W x Ex).
      apply Value.
Qed.

(** Step 3 of Q-S11: r gatings, of which no two have the same product, give r quadratic terms;
  the number of parameters
    remains n + 1 when the weights of the synapses are reused, and it is n + 1 + r with r new wires. *)
Theorem gating_parameters : forall n (E : real_vector -> Prop), (forall x, bit_points x -> E x) ->
  (forall gate, (forall i j, i < n -> gate i = Some j -> i <> j /\ (j < n -> gate j <> Some i)) ->
     exists ms, length ms = n + 1 /\ length (filter is_quadratic ms) = length (filter (is_gated gate) (seq 0 n)) /\
       free_terms E ms monomial_value (unit_with_gated_synapses n gate E)) /\
  (forall gs, NoDup gs -> (forall i j, In (i, j) gs -> i <> j /\ ~ In (j, i) gs) ->
     exists ms, length ms = n + 1 + length gs /\ length (filter is_quadratic ms) = length gs /\
       free_terms E ms monomial_value (unit_with_gates n gs E)).
Proof.
  intros n E Sub. split.
  - intros gate. apply gated_synapses_are_free; exact Sub.
  - intros gs. apply added_gates_are_free; exact Sub.
Qed.

(** Step 4 of Q-S11: a pair of linear units has 2(n+1) parameters, a full quadratic unit on the cube C(n,<=2). *)
Theorem gated_pair_parameters : forall n,
  has_parameters (fun p => bit_points (snd p)) (pair_of_linear_units n bit_points) (2 * (n + 1)) /\
  has_parameters bit_points (quadratic_unit n bit_points) (binomial_sum n 3).
Proof.
  intros n. split; [|apply quadratic_parameters; auto].
  pose proof (valid_linear n) as V. set (L := [] :: single_inputs n) in *.
  set (side := fun (s : bool) (m : list nat) => (s, m)).
  set (g := fun (a : bool * list nat) (p : bool * real_vector) =>
    if Bool.eqb (fst a) (fst p) then monomial_value (snd a) (snd p) else 0%R).
  assert (Value : forall c s x, weighted_terms (map (side true) L ++ map (side false) L) g c (s, x)
    = weighted_terms L monomial_value (fun m => c (s, m)) x).
  { intros c s x. rewrite weighted_terms_app, !weighted_terms_map. destruct s.
    - rewrite (weighted_terms_zero _ _ L (fun m => g (side false m))) by (intros; unfold g; simpl; ring).
      rewrite Rplus_0_r. apply weighted_terms_ext. reflexivity.
    - rewrite (weighted_terms_zero _ _ L (fun m => g (side true m))) by (intros; unfold g; simpl; ring).
      rewrite Rplus_0_l. apply weighted_terms_ext. reflexivity. }
  assert (eq_dec : forall a b : bool * list nat, {a = b} + {a <> b}).
  { decide equality; [apply (list_eq_dec Nat.eq_dec) | apply bool_dec]. }
  apply (free_terms_are_parameters _ eq_dec _ _ (map (side true) L ++ map (side false) L) g); [|split; [|split]].
  - rewrite app_length, !map_length. unfold L. simpl. rewrite length_singles. lia.
  - apply nodup_app; try (apply nodup_map; [intros a b _ _ X; injection X; auto | apply V]).
    intros a I J. apply in_map_iff in I, J. destruct I as (b & <- & _), J as (d & X & _). discriminate.
  - intros c Z (s & m) I. apply (coefficients_are_free L bit_points (fun k => c (s, k)) V (fun _ H => H)).
    + intros x Bx. rewrite <- Value. apply Z. exact Bx.
    + apply in_app_or in I. destruct I as [I|I]; apply in_map_iff in I; destruct I as (k & X & I);
        injection X as _ <-;
        exact I.
  - intros f. split.
    + intros U. destruct (U true) as (b & w & W), (U false) as (b' & w' & W').
      exists (fun a : bool * list nat => if fst a then coefficients_up_to_two b w (fun _ _ => 0%R) (snd a)
                       else coefficients_up_to_two b' w' (fun _ _ => 0%R) (snd a)).
      intros (s & x) Bx. rewrite Value. unfold L. rewrite linear_value. destruct s; [apply W | apply W']; exact Bx.
    + intros (c & W) s. exists (c (s, [])), (fun i => c (s, [i])). intros x Bx. rewrite (W (s, x) Bx), Value.
      unfold L. apply linear_value.
Qed.
