(** * Networks of linear units and output gates compute the polynomials of degree at most 2^depth

    - [monomial_value l x]: the product of the inputs whose indices are listed in l, with repetitions
    - [polynomial_value], [polynomial_of_degree n D f]: f is a real polynomial of degree at most D in n inputs
    - [gate_tree]: linear units over the inputs, linear units over two signals, and gates, which multiply two signals
    - [gate_depth], [number_of_gates], [affine_leaves], [inputs_below]
    - [gated_tree_computes_polynomials] is Q-S19 *)

From Coq Require Import Reals List Lia Lra Arith.
From AttentionQuarks Require Import QuadraticForm.
Import ListNotations.
Open Scope nat_scope.

Definition monomial_value (l : list nat) (x : real_vector) : R := fold_right (fun i p => (x i * p)%R) 1%R l.

(** The sum of the terms c * monomial. *)
Definition polynomial_value (terms : list (R * list nat)) (x : real_vector) : R :=
  fold_right (fun t s => (fst t * monomial_value (snd t) x + s)%R) 0%R terms.

Definition polynomial_of_degree (n D : nat) (f : real_vector -> R) : Prop :=
  exists terms, (forall t, In t terms -> length (snd t) <= D /\ Forall (fun i => i < n) (snd t)) /\
    forall x, f x = polynomial_value terms x.

(** w_0 x_i + w_1 x_(i+1) + ... *)
Fixpoint weighted_from (i : nat) (w : list R) (x : real_vector) : R :=
  match w with
  | [] => 0%R
  | a :: v => (a * x i + weighted_from (S i) v x)%R
  end.

(** An affine form: its constant and its weights. *)
Definition affine_value (form : R * list R) (x : real_vector) : R := (fst form + weighted_from 0 (snd form) x)%R.

Inductive gate_tree : Type :=
  | InputUnit (form : R * list R)
  | SumUnit (a : R) (s : gate_tree) (b : R) (t : gate_tree)
  | GateUnit (s t : gate_tree).

Fixpoint tree_value (t : gate_tree) (x : real_vector) : R :=
  match t with
  | InputUnit form => affine_value form x
  | SumUnit a s b u => (a * tree_value s x + b * tree_value u x)%R
  | GateUnit s u => (tree_value s x * tree_value u x)%R
  end.

(** The largest number of gates on a path. *)
Fixpoint gate_depth (t : gate_tree) : nat :=
  match t with
  | InputUnit _ => 0
  | SumUnit _ s _ u => Nat.max (gate_depth s) (gate_depth u)
  | GateUnit s u => S (Nat.max (gate_depth s) (gate_depth u))
  end.

Fixpoint number_of_gates (t : gate_tree) : nat :=
  match t with
  | InputUnit _ => 0
  | SumUnit _ s _ u => number_of_gates s + number_of_gates u
  | GateUnit s u => S (number_of_gates s + number_of_gates u)
  end.

(** The forms of the leaves, if there are gates and leaves only. *)
Fixpoint affine_leaves (t : gate_tree) : option (list (R * list R)) :=
  match t with
  | InputUnit form => Some [form]
  | SumUnit _ _ _ _ => None
  | GateUnit s u => match affine_leaves s, affine_leaves u with Some l, Some k => Some (l ++ k) | _, _ => None end
  end.

(** Only the inputs 0, ..., n-1 have weights. *)
Fixpoint inputs_below (n : nat) (t : gate_tree) : Prop :=
  match t with
  | InputUnit form => length (snd form) <= n
  | SumUnit _ s _ u => inputs_below n s /\ inputs_below n u
  | GateUnit s u => inputs_below n s /\ inputs_below n u
  end.

Definition product_of_forms (forms : list (R * list R)) (x : real_vector) : R :=
  fold_right (fun form p => (affine_value form x * p)%R) 1%R forms.

(** ** A tree of gates for a product *)

Lemma product_of_forms_app : forall l k x,
  product_of_forms (l ++ k) x = (product_of_forms l x * product_of_forms k x)%R.
Proof. induction l as [|f l IH]; intros k x; simpl; [ring | rewrite IH; ring]. Qed.

Lemma leaves_at_most_power : forall t l, affine_leaves t = Some l ->
  length l <= 2 ^ gate_depth t /\ length l = S (number_of_gates t).
Proof.
  induction t as [form|a s _ b u _|s IHs u IHu]; intros l E; simpl in E; try discriminate.
  - injection E as <-. simpl. lia.
  - destruct (affine_leaves s) as [ls|]; [|discriminate]. destruct (affine_leaves u) as [lu|]; [|discriminate].
    injection E as <-. destruct (IHs ls eq_refl) as [A B], (IHu lu eq_refl) as [C D]. rewrite app_length. simpl.
    pose proof (Nat.pow_le_mono_r 2 _ _ ltac:(lia) (Nat.le_max_l (gate_depth s) (gate_depth u))).
    pose proof (Nat.pow_le_mono_r 2 _ _ ltac:(lia) (Nat.le_max_r (gate_depth s) (gate_depth u))). lia.
Qed.

Lemma balanced_tree : forall L l, l <> [] -> length l <= 2 ^ L ->
  exists t, affine_leaves t = Some l /\ gate_depth t <= L /\ forall x, tree_value t x = product_of_forms l x.
Proof.
  induction L as [|L IH]; intros l N B.
  - destruct l as [|f [|g l]]; [contradiction | | simpl in B; lia]. exists (InputUnit f). repeat split; auto.
    intros x. simpl. ring.
  - destruct l as [|f [|g l]]; [contradiction | |].
    + exists (InputUnit f). simpl. repeat split; auto; [lia | intros; ring].
    + set (all := f :: g :: l) in *. set (h := length all / 2).
      assert (Two : 2 <= length all) by (simpl; lia).
      pose proof (Nat.div_mod (length all) 2 ltac:(lia)) as DM.
      pose proof (Nat.mod_upper_bound (length all) 2 ltac:(lia)). fold h in DM.
      rewrite Nat.pow_succ_r' in B. clearbody h all.
      assert (Lf : length (firstn h all) = h) by (rewrite firstn_length; lia).
      assert (Ls : length (skipn h all) = length all - h) by apply skipn_length.
      destruct (IH (firstn h all)) as (s & As & Ds & Vs).
      { intros E. rewrite E in Lf. simpl in Lf. lia. }
      { lia. }
      destruct (IH (skipn h all)) as (u & Au & Du & Vu).
      { intros E. rewrite E in Ls. simpl in Ls. lia. }
      { lia. }
      exists (GateUnit s u). simpl. rewrite As, Au, firstn_skipn. repeat split; [lia |].
      intros x. rewrite Vs, Vu, <- product_of_forms_app, firstn_skipn. reflexivity.
Qed.

Lemma product_tree : forall l, l <> [] -> exists t,
  affine_leaves t = Some l /\ gate_depth t = Nat.log2_up (length l) /\ number_of_gates t = length l - 1 /\
  forall x, tree_value t x = product_of_forms l x.
Proof.
  intros l N. assert (P : 0 < length l) by (destruct l; [contradiction | simpl; lia]).
  assert (B : length l <= 2 ^ Nat.log2_up (length l)).
  { destruct (Nat.eq_dec (length l) 1) as [->|D]; [simpl; lia | apply Nat.log2_up_spec; lia]. }
  destruct (balanced_tree _ l N B) as (t & A & D & V). destruct (leaves_at_most_power t l A) as [C G].
  exists t. repeat split; auto; [|lia].
  apply Nat.le_antisymm; [exact D|]. rewrite <- (Nat.log2_up_pow2 (gate_depth t)) by lia. apply Nat.log2_up_le_mono, C.
Qed.

(** ** Polynomials *)

Lemma polynomial_value_app : forall p q x,
  polynomial_value (p ++ q) x = (polynomial_value p x + polynomial_value q x)%R.
Proof. induction p as [|t p IH]; intros q x; simpl; [ring | rewrite IH; ring]. Qed.

Lemma monomial_value_app : forall l k x, monomial_value (l ++ k) x = (monomial_value l x * monomial_value k x)%R.
Proof. induction l as [|i l IH]; intros k x; simpl; [ring | rewrite IH; ring]. Qed.

Definition term_times (t : R * list nat) (p : list (R * list nat)) : list (R * list nat) :=
  map (fun u => ((fst t * fst u)%R, snd t ++ snd u)) p.

Lemma term_times_value : forall t p x,
  polynomial_value (term_times t p) x = (fst t * monomial_value (snd t) x * polynomial_value p x)%R.
Proof.
  intros t p x. induction p as [|u p IH]; simpl; [ring|]. rewrite IH, monomial_value_app. ring.
Qed.

Lemma weaker_degree : forall n D E f, D <= E -> polynomial_of_degree n D f -> polynomial_of_degree n E f.
Proof.
  intros n D E f L (p & A & V). exists p. split; [|exact V]. intros t I. destruct (A t I). split; [lia | assumption].
Qed.

Lemma sum_of_polynomials : forall n D a f b g, polynomial_of_degree n D f -> polynomial_of_degree n D g ->
  polynomial_of_degree n D (fun x => (a * f x + b * g x)%R).
Proof.
  intros n D a f b g (p & A & V) (q & B & W). exists (term_times (a, []) p ++ term_times (b, []) q). split.
  - intros t I. apply in_app_or in I. destruct I as [I|I]; apply in_map_iff in I; destruct I as (u & <- & I);
      [exact (A u I) | exact (B u I)].
  - intros x. rewrite polynomial_value_app, !term_times_value, V, W. simpl. ring.
Qed.

Lemma product_of_polynomials : forall n D E f g, polynomial_of_degree n D f -> polynomial_of_degree n E g ->
  polynomial_of_degree n (D + E) (fun x => (f x * g x)%R).
Proof.
  intros n D E f g (p & A & V) (q & B & W). exists (flat_map (fun t => term_times t q) p). split.
  - intros t I. apply in_flat_map in I. destruct I as (u & Iu & I). apply in_map_iff in I. destruct I as (v & <- & Iv).
    destruct (A u Iu) as [A1 A2], (B v Iv) as [B1 B2]. simpl. rewrite app_length. split; [lia|].
    apply Forall_app. auto.
  - intros x. rewrite V, W. clear. induction p as [|t p IH]; simpl; [ring|].
    rewrite polynomial_value_app, term_times_value, <- IH. ring.
Qed.

Lemma weighted_inputs_are_polynomial : forall n w i, i + length w <= n ->
  polynomial_of_degree n 1 (weighted_from i w).
Proof.
  intros n w. induction w as [|a w IH]; intros i L; simpl in *.
  - exists []. split; [intros t [] | reflexivity].
  - destruct (IH (S i)) as (p & A & V); [lia|]. exists ((a, [i]) :: p). split.
    + intros t [<-|I]; [simpl; split; [lia | repeat constructor; lia] | exact (A t I)].
    + intros x. simpl. rewrite V. ring.
Qed.

Lemma tree_is_polynomial : forall n t, inputs_below n t -> polynomial_of_degree n (2 ^ gate_depth t) (tree_value t).
Proof.
  intros n t. induction t as [[b w]|a s IHs b u IHu|s IHs u IHu]; simpl; intros I.
  - destruct (weighted_inputs_are_polynomial n w 0 I) as (p & A & V). exists ((b, []) :: p). split.
    + intros t [<-|It]; [simpl; auto | exact (A t It)].
    + intros x. unfold affine_value. simpl. rewrite V. ring.
  - destruct I as [Is Iu]. apply sum_of_polynomials; [apply (weaker_degree n (2 ^ gate_depth s)) |
      apply (weaker_degree n (2 ^ gate_depth u))]; auto; apply Nat.pow_le_mono_r; lia.
  - destruct I as [Is Iu]. apply (weaker_degree n (2 ^ gate_depth s + 2 ^ gate_depth u)).
    + pose proof (Nat.pow_le_mono_r 2 _ _ ltac:(lia) (Nat.le_max_l (gate_depth s) (gate_depth u))).
      pose proof (Nat.pow_le_mono_r 2 _ _ ltac:(lia) (Nat.le_max_r (gate_depth s) (gate_depth u))). lia.
    + apply product_of_polynomials; auto.
Qed.

Lemma weighted_single : forall i k x, weighted_from k (repeat 0%R i ++ [1%R]) x = x (k + i).
Proof.
  induction i as [|i IH]; intros k x; simpl.
  - rewrite Nat.add_0_r. ring.
  - rewrite IH, Nat.add_succ_comm. ring.
Qed.

(** The form x_i. *)
Definition input_form (i : nat) : R * list R := (0%R, repeat 0%R i ++ [1%R]).

Lemma leaves_below : forall n t l, affine_leaves t = Some l -> Forall (fun form => length (snd form) <= n) l ->
  inputs_below n t.
Proof.
  intros n t. induction t as [form|a s _ b u _|s IHs u IHu]; intros l E F; simpl in *; try discriminate.
  - injection E as <-. inversion F; assumption.
  - destruct (affine_leaves s) as [ls|]; [|discriminate]. destruct (affine_leaves u) as [lu|]; [|discriminate].
    injection E as <-. apply Forall_app in F. destruct F. eauto.
Qed.

Lemma monomial_tree : forall n L l, length l <= 2 ^ L -> Forall (fun i => i < n) l ->
  exists t, inputs_below n t /\ gate_depth t <= L /\ forall x, tree_value t x = monomial_value l x.
Proof.
  intros n L [|i l] B F.
  - exists (InputUnit (1%R, [])). simpl. repeat split; try lia. intros x. unfold affine_value. simpl. ring.
  - destruct (balanced_tree L (map input_form (i :: l))) as (t & A & D & V);
      [discriminate | rewrite map_length; exact B |].
    exists t. split; [|split; [exact D|]].
    + apply (leaves_below n t _ A). apply Forall_forall. intros form If.
      apply in_map_iff in If. destruct If as (j & <- & Ij). assert (j < n) by exact (proj1 (Forall_forall _ _) F j Ij).
      simpl. rewrite app_length, repeat_length. simpl. lia.
    + intros x. rewrite V. clear. induction (i :: l) as [|j k IH]; [reflexivity|]. simpl. rewrite IH.
      unfold affine_value. simpl. rewrite weighted_single. simpl. ring.
Qed.

Lemma polynomial_tree : forall n L p,
  (forall t, In t p -> length (snd t) <= 2 ^ L /\ Forall (fun i => i < n) (snd t)) ->
  exists t, inputs_below n t /\ gate_depth t <= L /\ forall x, tree_value t x = polynomial_value p x.
Proof.
  intros n L p. induction p as [|[c l] p IH]; intros A.
  - exists (InputUnit (0%R, [])). simpl. repeat split; try lia. intros x. unfold affine_value. simpl. ring.
  - destruct IH as (t & It & Dt & Vt); [intros u Iu; apply A; right; exact Iu|].
    destruct (A (c, l) (or_introl eq_refl)) as [B F]. destruct (monomial_tree n L l B F) as (s & Is & Ds & Vs).
    exists (SumUnit c s 1 t). simpl. repeat split; auto; [lia|]. intros x. rewrite Vs, Vt. ring.
Qed.

(** ** The degree 2^L is attained *)

Definition everywhere (r : R) : real_vector := fun _ => r.

Lemma monomial_everywhere : forall l r, monomial_value l (everywhere r) = (r ^ length l)%R.
Proof. induction l as [|i l IH]; intros r; simpl; [reflexivity | rewrite IH; reflexivity]. Qed.

Lemma polynomial_bound : forall D p, (forall t, In t p -> length (snd t) <= D) -> exists C, (0 <= C)%R /\
  forall r, (1 <= r)%R -> (polynomial_value p (everywhere r) <= C * r ^ D)%R.
Proof.
  intros D p. induction p as [|[c l] p IH]; intros A.
  - exists 0%R. split; [lra|]. intros r _. simpl. lra.
  - destruct IH as (C & P & B); [intros t I; apply A; right; exact I|]. exists (Rabs c + C)%R.
    split; [pose proof (Rabs_pos c); lra|]. intros r Lr. simpl. rewrite monomial_everywhere. specialize (B r Lr).
    assert (X : (c * r ^ length l <= Rabs c * r ^ D)%R).
    { apply Rle_trans with (Rabs c * r ^ length l)%R.
      - apply Rmult_le_compat_r; [apply pow_le; lra | apply Rle_abs].
      - apply Rmult_le_compat_l; [apply Rabs_pos|]. apply Rle_pow; [exact Lr|]. apply (A (c, l)). left. reflexivity. }
    lra.
Qed.

Fixpoint repeated_square (L : nat) : gate_tree :=
  match L with
  | 0 => InputUnit (input_form 0)
  | S k => GateUnit (repeated_square k) (repeated_square k)
  end.

Lemma repeated_square_value : forall L r, tree_value (repeated_square L) (everywhere r) = (r ^ (2 ^ L))%R.
Proof.
  induction L as [|L IH]; intros r; simpl.
  - unfold affine_value, input_form, everywhere. simpl. ring.
  - rewrite !IH, <- pow_add. f_equal. lia.
Qed.

Lemma repeated_square_degree : forall L n D, polynomial_of_degree n D (tree_value (repeated_square L)) -> 2 ^ L <= D.
Proof.
  intros L n D (p & A & V). destruct (le_lt_dec (2 ^ L) D) as [B|B]; [exact B|]. exfalso.
  destruct (polynomial_bound D p (fun t I => proj1 (A t I))) as (C & P & Bound).
  specialize (Bound (C + 1)%R ltac:(lra)).
  rewrite <- V, repeated_square_value in Bound.
  assert (X : ((C + 1) ^ S D <= (C + 1) ^ (2 ^ L))%R) by (apply Rle_pow; [lra | lia]). simpl in X.
  assert (Y : (0 < (C + 1) ^ D)%R) by (apply pow_lt; lra). lra.
Qed.

Lemma repeated_square_depth : forall L, gate_depth (repeated_square L) = L.
Proof. induction L as [|L IH]; simpl; [reflexivity | rewrite IH; lia]. Qed.

(** Q-S19: k affine forms are multiplied by a tree of k - 1 gates of depth ceil(log2 k); the functions of linear units
    and gates of depth at most L are the polynomials of degree at most 2^L, and the degree 2^L is attained. *)
Theorem gated_tree_computes_polynomials :
  (forall forms, forms <> [] -> exists t, affine_leaves t = Some forms /\ number_of_gates t = length forms - 1 /\
     gate_depth t = Nat.log2_up (length forms) /\ forall x, tree_value t x = product_of_forms forms x) /\
  (forall n L f, (exists t, inputs_below n t /\ gate_depth t <= L /\ forall x, tree_value t x = f x) <->
     polynomial_of_degree n (2 ^ L) f) /\
  (forall L, exists t, inputs_below 1 t /\ gate_depth t = L /\
     forall n D, polynomial_of_degree n D (tree_value t) -> 2 ^ L <= D).
Proof.
  split; [|split].
  - intros forms N. destruct (product_tree forms N) as (t & A & B & C & D). exists t. auto.
  - intros n L f. split.
    + intros (t & I & D & V). destruct (tree_is_polynomial n t I) as (p & A & W). exists p. split.
      * intros u Iu. destruct (A u Iu) as [B F]. split; [|exact F].
        apply (Nat.le_trans _ _ _ B), Nat.pow_le_mono_r; lia.
      * intros x. rewrite <- V. apply W.
    + intros (p & A & V). destruct (polynomial_tree n L p A) as (t & I & D & W). exists t. repeat split; auto.
      intros x. rewrite V. apply W.
  - intros L. exists (repeated_square L).
    split; [|split; [apply repeated_square_depth | apply repeated_square_degree]].
    induction L as [|L IH]; simpl; [lia | auto].
Qed.
