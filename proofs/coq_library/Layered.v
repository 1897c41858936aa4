(** * Fully connected threshold networks: the upper bound (Q-T3a)

    - [layered]: the maps of an architecture (n_1, ..., n_L); [layered_bits]: the sum of min(n_1, ..., n_k) n_k n_(k+1)
    - [layered_restrictions]: on few points the maps are few; a layer maps few points to few points
    - [layered_upper_bound]: the number of maps is at most 2^[layered_bits] *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Number Binomial Cover Upper Layers Additive.
Import ListNotations.
Open Scope nat_scope.

(** The maps from {0,1}^n to the outputs of the last layer, when layers of sizes ms follow the n inputs; every unit is a
    threshold function of all units of the layer before. *)
Fixpoint layered (n : nat) (ms : list nat) (f : point -> point) : Prop :=
  match ms with
  | [] => forall x, In x (cube n) -> f x = x
  | m :: rest => exists units g, length units = m /\ Forall (ptf 1 n) units /\ layered m rest g /\
      forall x, In x (cube n) -> f x = g (map (fun unit : point -> bool => unit x) units)
  end.

(** The sum over the layers, from one of n units on, when r is the least size so far. *)
Fixpoint layered_bits (r n : nat) (ms : list nat) : nat :=
  match ms with
  | [] => 0
  | m :: rest => r * n * m + layered_bits (Nat.min r m) m rest
  end.

(** ** There is a number *)

Lemma layered_tables : forall ms n, exists L : list (list point), forall t, In t L <-> exists f, layered n ms f /\ table n f = t.
Proof.
  induction ms as [|m ms IH]; intros n.
  - exists [cube n]. intros t. split.
    + intros [<-|[]]. exists (fun x => x). split; [simpl; auto | apply map_id].
    + intros (f & F & <-). left. unfold table. rewrite <- (map_id (cube n)) at 1. apply map_ext_in. intros x Hx.
      symmetry. apply F. exact Hx.
  - destruct (IH m) as [L E].
    set (composed := fun q : list (list bool) * list point =>
      table n (fun x => untable [] (snd q) (map (fun t => untable false t x) (fst q)))).
    exists (map composed (list_prod (T_choices n (repeat 1 m)) L)). intros t. rewrite in_map_iff.
    assert (V : forall units g, length units = m ->
      composed (map (table n) units, table m g) = table n (fun x => g (map (fun unit : point -> bool => unit x) units))).
    { intros units g Lu. unfold composed. simpl. apply table_ext. intros x Hx. rewrite map_map.
      rewrite (map_ext (fun u => untable false (table n u) x) (fun u : point -> bool => u x))
        by (intros; apply untable_table; exact Hx).
      apply untable_table, in_cube. rewrite map_length. exact Lu. }
    split.
    + intros ([s u] & <- & Hsu). apply in_prod_iff in Hsu. destruct Hsu as [Hs Hu]. apply in_T_choices in Hs.
      destruct Hs as (units & F & <-). apply forall2_repeat in F. destruct F as [Lu Au]. apply E in Hu.
      destruct Hu as (g & Gg & <-). exists (fun x => g (map (fun unit : point -> bool => unit x) units)). split.
      * exists units, g. auto.
      * symmetry. apply V. exact Lu.
    + intros (f & (units & g & Lu & Au & Gg & Ef) & <-). exists (map (table n) units, table m g). split.
      * rewrite V by exact Lu. apply table_ext. intros x Hx. symmetry. apply Ef. exact Hx.
      * apply in_prod; [apply in_T_choices; exists units; split; [apply forall2_repeat; auto | reflexivity]|].
        apply E. exists g. auto.
Qed.

Lemma layered_number : forall n ms, exists k, number n (layered n ms) k.
Proof.
  intros n ms. destruct (layered_tables ms n) as [L E].
  destruct (number_exists point (list_eq_dec bool_dec) n (layered n ms) L E) as (k & N & _). exists k. exact N.
Qed.

(** ** On few points *)

(** Threshold functions on at most 2^r points, r n >= 1. *)
Lemma units_on_points : forall n r (ps : list point) (K : list (list bool)), 2 <= n -> 1 <= r -> length ps <= 2 ^ r ->
  (forall x, In x ps -> In x (cube n)) -> NoDup K -> (forall t, In t K -> exists f, ptf 1 n f /\ map f ps = t) ->
  length K <= 2 ^ (r * n).
Proof.
  intros n r ps K Ln Lr Lp Ip NK EK. destruct ps as [|p ps].
  - apply (Nat.le_trans _ 1); [|pose proof (Nat.pow_nonzero 2 (r * n)); lia].
    apply (NoDup_incl_length NK (l' := [[]])). intros t Ht. destruct (EK t Ht) as (f & _ & <-). left. reflexivity.
  - assert (C : length K <= 2 * binomial_sum (length (p :: ps) - 1) (length (map monomial (exponents 1 n)))).
    { apply cover; [discriminate | exact NK|]. intros t Ht. destruct (EK t Ht) as (f & (q & [c Eq] & Z) & <-).
      exists (fun x => sum (exponents 1 n) (fun u => (c u * monomial u x)%R)). split; [apply span_sum|].
      assert (V : forall x, In x (p :: ps) -> if f x then (0 < sum (exponents 1 n) (fun u => (c u * monomial u x)%R))%R
                                               else (sum (exponents 1 n) (fun u => (c u * monomial u x)%R) < 0)%R).
      { intros x Hx. specialize (Ip x Hx). rewrite <- Eq by exact Ip. destruct (Z x Ip) as [N E]. symmetry in E.
        destruct (f x); [apply H_true; exact E | apply H_false in E; lra]. }
      revert V. generalize (p :: ps) as l. induction l as [|x l IH]; intros V; constructor.
      - apply V. left. reflexivity.
      - apply IH. intros y Hy. apply V. right. exact Hy. }
    rewrite map_length, length_exponents in C.
    replace (binomial_sum n 2) with (S n) in C by (simpl; rewrite binomial_0, binomial_1; lia).
    assert (R2 : 2 <= 2 ^ r) by (change 2 with (2 ^ 1) at 1; apply Nat.pow_le_mono_r; lia).
    rewrite Nat.pow_mul_r. apply (Nat.le_trans _ _ _ C). destruct ps as [|p' ps].
    + simpl length. rewrite Nat.sub_diag, binomial_sum_zero.
      apply (Nat.le_trans _ ((2 ^ r) ^ 1)); [rewrite Nat.pow_1_r; lia | apply Nat.pow_le_mono_r; lia].
    + pose proof (binomial_sum_at_most_power n (length (p :: p' :: ps)) Ln ltac:(simpl; lia)) as B.
      pose proof (Nat.pow_le_mono_l _ _ n Lp). lia.
Qed.

(** Tuples of m threshold functions on these points. *)
Lemma tuples_on_points : forall n r m (ps : list point) (K : list (list point)), 2 <= n -> 1 <= r -> length ps <= 2 ^ r ->
  (forall x, In x ps -> In x (cube n)) -> NoDup K ->
  (forall t, In t K -> exists units, length units = m /\ Forall (ptf 1 n) units /\
     map (fun x => map (fun unit : point -> bool => unit x) units) ps = t) ->
  length K <= 2 ^ (r * n * m).
Proof.
  intros n r m ps K Ln Lr Lp Ip NK EK.
  set (good := fun t : list bool => existsb (fun s => if list_eq_dec bool_dec (map (untable false s) ps) t then true else false) (T_tables n 1)).
  set (U := filter good (cube (length ps))).
  assert (InU : forall f, ptf 1 n f -> In (map f ps) U).
  { intros f P. apply filter_In. split; [apply in_cube, map_length|]. apply existsb_exists. exists (table n f).
    split; [apply (proj2 (T_tables_are_the_tables n 1)); exists f; auto|].
    destruct (list_eq_dec bool_dec _ _) as [|N]; [reflexivity | exfalso; apply N].
    apply map_ext_in. intros x Hx. apply untable_table. apply Ip. exact Hx. }
  assert (LU : length U <= 2 ^ (r * n)).
  { apply (units_on_points n r ps U Ln Lr Lp Ip); [apply NoDup_filter, nodup_cube|]. intros t Ht. apply filter_In in Ht.
    destruct Ht as [_ E]. apply existsb_exists in E. destruct E as (s & Hs & E).
    destruct (list_eq_dec bool_dec (map (untable false s) ps) t) as [<-|]; [|discriminate].
    apply (proj2 (T_tables_are_the_tables n 1)) in Hs. destruct Hs as (f & P & <-). exists (untable false (table n f)).
    split; [|reflexivity]. apply (ptf_ext 1 n f); [|exact P]. intros x Hx. symmetry. apply untable_table. exact Hx. }
  rewrite Nat.pow_mul_r. apply (Nat.le_trans _ (length (choices (repeat U m)))).
  - set (seen := fun s : list (list bool) => map (fun i => map (fun column => nth i column false) s) (seq 0 (length ps))).
    rewrite <- (map_length seen (choices (repeat U m))). apply NoDup_incl_length; [exact NK|]. intros t Ht.
    destruct (EK t Ht) as (units & Lu & Au & <-). apply in_map_iff. exists (map (fun f => map f ps) units). split.
    + unfold seen. assert (X : map (fun i => nth i ps []) (seq 0 (length ps)) = ps).
      { clear. induction ps as [|p ps IH]; [reflexivity|]. simpl. f_equal. rewrite <- seq_shift, map_map. exact IH. }
      transitivity (map (fun x => map (fun unit : point -> bool => unit x) units) (map (fun i => nth i ps []) (seq 0 (length ps))));
        [|rewrite X; reflexivity]. rewrite map_map. apply map_ext_in. intros i Hi. apply in_seq in Hi. rewrite map_map. apply map_ext.
      intros f. rewrite (nth_indep _ false (f [])) by (rewrite map_length; lia). apply map_nth.
    + apply in_choices, forall2_repeat. rewrite map_length. split; [exact Lu|]. apply Forall_forall. intros t Ht'.
      apply in_map_iff in Ht'. destruct Ht' as (f & <- & Hf). apply InU. rewrite Forall_forall in Au. auto.
  - rewrite length_choices, map_repeat, product_repeat. apply Nat.pow_le_mono_l. exact LU.
Qed.

Lemma functions_on_points : forall (C : (point -> point) -> Prop) (ps : list point) K,
  (forall t, In t K -> exists f, C f /\ map f ps = t) -> exists fs, Forall C fs /\ map (fun f => map f ps) fs = K.
Proof.
  intros C ps K. induction K as [|t K IH]; intros E; [exists []; auto|].
  destruct IH as (fs & A & M); [intros; apply E; right; assumption|].
  destruct (E t (or_introl eq_refl)) as (f & Cf & Ef). exists (f :: fs). split; [constructor; assumption|].
  simpl. rewrite M, Ef. reflexivity.
Qed.

(** The restrictions of the maps to at most 2^r points. *)
Lemma layered_restrictions : forall ms n r (ps : list point) (K : list (list point)),
  Forall (fun m => 2 <= m) (removelast (n :: ms)) -> (ms <> [] -> 1 <= r) -> length ps <= 2 ^ r ->
  (forall x, In x ps -> In x (cube n)) -> NoDup K -> (forall t, In t K -> exists f, layered n ms f /\ map f ps = t) -> length K <= 2 ^ layered_bits r n ms.
Proof.
  induction ms as [|m ms IH]; intros n r ps K A Lr Lp Ip NK EK.
  - simpl. apply (NoDup_incl_length NK (l' := [ps])). intros t Ht. destruct (EK t Ht) as (f & F & <-). left.
    rewrite <- (map_id ps) at 1. apply map_ext_in. intros x Hx. symmetry. apply F, Ip. exact Hx.
  - change (removelast (n :: m :: ms)) with (n :: removelast (m :: ms)) in A. inversion A as [|? ? Ln A']; subst.
    specialize (Lr ltac:(discriminate)). simpl layered_bits. rewrite Nat.pow_add_r.
    set (through := fun (units : list (point -> bool)) => map (fun x => map (fun unit : point -> bool => unit x) units) ps).
    (* the values of the first layer that occur *)
    assert (S : exists M, NoDup M /\ (forall s, In s M -> exists units, length units = m /\ Forall (ptf 1 n) units /\ through units = s) /\
      forall t, In t K -> exists s, In s M /\ exists g, layered m ms g /\ map g s = t).
    { assert (X : exists M, (forall s, In s M -> exists units, length units = m /\ Forall (ptf 1 n) units /\ through units = s) /\
        forall t, In t K -> exists s, In s M /\ exists g, layered m ms g /\ map g s = t).
      { clear NK. induction K as [|t K IHK]; [exists []; split; [intros s [] | intros t []]|].
        destruct IHK as (M & MU & MK); [intros; apply EK; right; assumption|].
        destruct (EK t (or_introl eq_refl)) as (f & (units & g & Lu & Au & Gg & Ef) & <-). exists (through units :: M). split.
        - intros s [<-|Hs]; [exists units; auto | auto].
        - intros u [<-|Hu].
          + exists (through units). split; [left; reflexivity|]. exists g. split; [exact Gg|]. unfold through. rewrite map_map.
            apply map_ext_in. intros x Hx. symmetry. apply Ef, Ip. exact Hx.
          + destruct (MK u Hu) as (s & Hs & G). exists s. split; [right; exact Hs | exact G]. }
      destruct X as (M & MU & MK). exists (nodup (list_eq_dec (list_eq_dec bool_dec)) M). split; [apply NoDup_nodup|]. split.
      - intros s Hs. apply nodup_In in Hs. auto.
      - intros t Ht. destruct (MK t Ht) as (s & Hs & G). exists s. split; [apply nodup_In; exact Hs | exact G]. }
    destruct S as (M & NM & MU & MK).
    apply (Nat.le_trans _ (length M * 2 ^ layered_bits (Nat.min r m) m ms)).
    2: { apply Nat.mul_le_mono_r. apply (tuples_on_points n r m ps M Ln Lr Lp Ip NM MU). }
    apply (labelled (list point) (list point) (list_eq_dec (list_eq_dec bool_dec))
             (fun s t => exists g, layered m ms g /\ map g s = t) M K); [exact NK | exact MK|].
    intros s L Hs NL EL. destruct (MU s Hs) as (units & Lu & Au & <-).
    destruct (functions_on_points (layered m ms) (through units) L EL) as (gs & Ag & Eg).
    set (qs := nodup (list_eq_dec bool_dec) (through units)).
    rewrite <- Eg, map_length, <- (map_length (fun g => map g qs)).
    assert (Iq : forall y, In y qs -> In y (cube m)).
    { intros y Hy. unfold qs in Hy. apply nodup_In in Hy. apply in_map_iff in Hy. destruct Hy as (x & <- & _).
      apply in_cube. rewrite map_length. exact Lu. }
    apply (IH m (Nat.min r m) qs); [exact A' | | | exact Iq | |].
    + intros Nm. destruct ms as [|m' ms]; [contradiction|]. inversion A' as [|? ? Lm _]; subst. lia.
    + destruct (Nat.min_spec r m) as [[_ ->]|[_ ->]].
      * apply (Nat.le_trans _ (length ps)); [|exact Lp]. unfold qs. replace (length ps) with (length (through units)) by apply map_length.
        apply NoDup_incl_length; [apply NoDup_nodup|]. intros y Hy. apply nodup_In in Hy. exact Hy.
      * rewrite <- (length_cube m). apply NoDup_incl_length; [apply NoDup_nodup | exact Iq].
    + rewrite <- Eg in NL. clear - NL. induction gs as [|g gs IH]; simpl in *; [constructor|].
      inversion NL as [|? ? Ng NL']; subst. constructor; [|auto]. intros I. apply Ng. apply in_map_iff in I.
      destruct I as (h & E & Hh). apply in_map_iff. exists h. split; [|exact Hh]. apply map_ext_in. intros y Hy.
      assert (Hq : In y qs) by (apply nodup_In; exact Hy). revert E Hq. generalize qs as l. clear.
      induction l as [|z l IHl]; intros E Hq; [destruct Hq|]. simpl in E. injection E as E1 E2. destruct Hq as [<-|Hq]; auto.
    + intros t Ht. apply in_map_iff in Ht. destruct Ht as (g & <- & Hg). exists g. split; [|reflexivity].
      rewrite Forall_forall in Ag. auto.
Qed.

(** Q-T3a: for n_1, ..., n_(L-1) >= 2 the number of maps of the architecture (n_1, ..., n_L) is at most 2 to the sum of
    min(n_1, ..., n_k) n_k n_(k+1) over k < L. *)
Theorem layered_upper_bound : forall n ms, Forall (fun m => 2 <= m) (removelast (n :: ms)) ->
  exists k, number n (layered n ms) k /\ k <= 2 ^ layered_bits n n ms.
Proof.
  intros n ms A. destruct (layered_number n ms) as (k & L & [NL EL] & <-). exists (length L). split; [exists L; split; [split|]; auto|].
  apply (layered_restrictions ms n n (cube n)); [exact A | | rewrite length_cube; lia | auto | exact NL | intros t Ht; apply EL; exact Ht].
  intros N. destruct ms as [|m ms]; [contradiction|]. inversion A; subst. lia.
Qed.

