(** * Without a bound of the precision one uniform head computes every function of the input

    The tokens are pairs of a position, counted from 0, and a residue in {0..M-1}. All scores are 0; the value of the
    residue x at the position j is x M^j. So N times the output is the number whose base-M digits are the residues.

    - [exponential_weight], [uniform_unit]: the weight exp(q k), and the unit, with m = 1
    - [uniform_head_decodes_everything] is S-L35 *)

From Coq Require Import Reals List Lia Lra Arith ZArith.
From AttentionQuarks Require Import Thr SparseAveraging.
Import ListNotations.
Open Scope R_scope.

Definition exponential_weight (q k : list R) : R := exp (nth 0 q 0 * nth 0 k 0).

Definition uniform_unit (M : Z) : attention_unit (nat * Z) :=
  AttentionUnit _ (fun _ => [0]) (fun _ => [0]) (fun t => [IZR (snd t * M ^ Z.of_nat (fst t))]).

Definition residue_input (N : nat) (M : Z) (X : list Z) : Prop := length X = N /\ forall x, In x X -> (0 <= x < M)%Z.

Definition positioned (X : list Z) : list (nat * Z) := combine (seq 0 (length X)) X.

Definition uniform_output (M : Z) (X : list Z) : list R :=
  attended exponential_weight (uniform_unit M) 1 [0] (positioned X).

(** The number with these digits, the last significant one first. *)
Fixpoint number_of (M : Z) (X : list Z) : Z :=
  match X with
  | [] => 0
  | x :: l => x + M * number_of M l
  end.

Lemma number_range : forall M X, (forall x, In x X -> 0 <= x < M)%Z ->
  (0 <= number_of M X < M ^ Z.of_nat (length X))%Z.
Proof.
  intros M X. induction X as [|x X IH]; intros B; [simpl; lia|]. cbn [number_of length].
  pose proof (B x (or_introl eq_refl)). specialize (IH ltac:(intros; apply B; right; assumption)).
  rewrite Nat2Z.inj_succ, Z.pow_succ_r by lia. nia.
Qed.

Lemma digits : forall M X j, (forall x, In x X -> 0 <= x < M)%Z -> (j < length X)%nat ->
  (number_of M X / M ^ Z.of_nat j mod M = nth j X 0)%Z.
Proof.
  intros M X. induction X as [|x X IH]; intros j B L; [simpl in L; lia|]. cbn [number_of].
  pose proof (B x (or_introl eq_refl)) as Bx. destruct j as [|j].
  - simpl Z.of_nat. rewrite Z.pow_0_r, Z.div_1_r, (Z.mul_comm M), Z.mod_add, Z.mod_small by lia. reflexivity.
  - cbn [nth]. rewrite <- (IH j) by (try (intros; apply B; right; assumption); simpl in L; lia).
    rewrite Nat2Z.inj_succ, Z.pow_succ_r by lia.
    assert (0 < M ^ Z.of_nat j)%Z by (apply Z.pow_pos_nonneg; lia). rewrite <- Z.div_div by lia.
    rewrite (Z.mul_comm M (number_of M X)), Z.div_add, (Z.div_small x) by lia. reflexivity.
Qed.

Lemma digits_all : forall M X, (forall x, In x X -> 0 <= x < M)%Z ->
  map (fun j => (number_of M X / M ^ Z.of_nat j) mod M)%Z (seq 0 (length X)) = X.
Proof.
  intros M X B. apply (nth_ext _ _ 0%Z 0%Z); [rewrite map_length, seq_length; reflexivity|]. intros j L.
  rewrite map_length, seq_length in L.
  set (digit := fun j => (number_of M X / M ^ Z.of_nat j mod M)%Z).
  rewrite (nth_indep _ _ (digit 0%nat)) by (rewrite map_length, seq_length; exact L).
  rewrite map_nth, seq_nth by exact L. apply digits; assumption.
Qed.

Lemma weighted_number : forall M X s, (0 <= s)%nat ->
  sum_over (combine (seq s (length X)) X) (fun t => IZR (snd t * M ^ Z.of_nat (fst t)))
    = IZR (number_of M X * M ^ Z.of_nat s).
Proof.
  intros M X. induction X as [|x X IH]; intros s P; [simpl; reflexivity|]. cbn [length seq combine sum_over number_of].
  rewrite IH by lia. cbn [fst snd]. rewrite <- plus_IZR. f_equal. rewrite Nat2Z.inj_succ, Z.pow_succ_r by lia. ring.
Qed.

Lemma uniform_value : forall M X, X <> [] -> uniform_output M X = [IZR (number_of M X) / INR (length X)].
Proof.
  intros M X N. unfold uniform_output, attended. cbn [seq map uniform_unit key_of value_of nth]. f_equal.
  unfold exponential_weight. cbn [nth]. rewrite Rmult_0_l, exp_0. f_equal.
  - rewrite (sum_over_ext _ _ _ (fun t => IZR (snd t * M ^ Z.of_nat (fst t)))) by (intros; apply Rmult_1_l).
    unfold positioned. rewrite weighted_number by lia. simpl Z.of_nat. rewrite Z.pow_0_r, Z.mul_1_r. reflexivity.
  - unfold positioned. assert (G : forall (l : list (nat * Z)), sum_over l (fun _ => 1) = INR (length l)).
    { induction l as [|t l IH]; [reflexivity|]. cbn [sum_over length]. rewrite IH, S_INR. ring. }
    rewrite G, combine_length, seq_length, Nat.min_id. reflexivity.
Qed.

Lemma integer_part : forall k, (up (IZR k) - 1)%Z = k.
Proof. intros k. rewrite <- (tech_up (IZR k) (k + 1)); [lia | |]; rewrite plus_IZR; lra. Qed.

Theorem uniform_head_decodes_everything : forall N M, (1 <= N)%nat -> (1 <= M)%Z ->
  (forall (A : Type) (f : list Z -> A), exists output : list R -> A,
    forall X, residue_input N M X -> output (uniform_output M X) = f X) /\
  (forall X, residue_input N M X ->
    (exists k, (0 <= k < M ^ Z.of_nat N)%Z /\ uniform_output M X = [IZR k / INR N]) /\
    forall t, In t (positioned X) -> query_of (uniform_unit M) t = [0] /\ key_of (uniform_unit M) t = [0] /\
      exists k, (0 <= k < M ^ Z.of_nat N)%Z /\ value_of (uniform_unit M) t = [IZR k]) /\
  forall p, (M ^ Z.of_nat N <= 2 ^ Z.of_nat p)%Z ->
    few_values (fun t => (fst t < N)%nat /\ (0 <= snd t < M)%Z) (value_of (uniform_unit M)) p /\
    few_values (residue_input N M) (uniform_output M) p.
Proof.
  intros N M PN PM.
  assert (Value : forall X, residue_input N M X ->
    (0 <= number_of M X < M ^ Z.of_nat N)%Z /\ uniform_output M X = [IZR (number_of M X) / INR N]).
  { intros X [Len B]. rewrite <- Len. split; [apply number_range, B | apply uniform_value]. intros ->. simpl in Len.
    lia. }
  assert (Small : forall j x, (j < N)%nat -> (0 <= x < M)%Z -> (0 <= x * M ^ Z.of_nat j < M ^ Z.of_nat N)%Z).
  { intros j x Lj Bx. assert (0 < M ^ Z.of_nat j)%Z by (apply Z.pow_pos_nonneg; lia). split; [nia|].
    apply Z.lt_le_trans with (M ^ Z.of_nat (S j))%Z; [rewrite Nat2Z.inj_succ, Z.pow_succ_r by lia; nia|].
    apply Z.pow_le_mono_r; lia. }
  split; [|split].
  - intros A f. exists (fun o => f (map (fun j => (up (nth 0 o 0 * INR N)%R - 1) / M ^ Z.of_nat j mod M)%Z (seq 0 N))).
    intros X HX. destruct (Value X HX) as [_ ->]. destruct HX as [Len B]. f_equal. cbn [nth].
    replace (IZR (number_of M X) / INR N * INR N) with (IZR (number_of M X)) by (field; apply not_0_INR; lia).
    rewrite integer_part, <- Len. apply digits_all, B.
  - intros X HX. split; [exists (number_of M X); apply Value, HX|]. destruct HX as [Len B]. intros [j x] I.
    split; [reflexivity|]. split; [reflexivity|]. exists (x * M ^ Z.of_nat j)%Z. split; [|reflexivity].
    unfold positioned in I. pose proof (in_combine_l _ _ _ _ I) as Ij. apply in_seq in Ij.
    apply in_combine_r in I. apply Small; [lia | apply B, I].
  - intros p Bits.
    assert (In_range : forall k (g : Z -> list R), (0 <= k < M ^ Z.of_nat N)%Z ->
      In (g k) (map (fun i => g (Z.of_nat i)) (seq 0 (Z.to_nat (M ^ Z.of_nat N))))).
    { intros k g Bk. apply in_map_iff. exists (Z.to_nat k). rewrite Z2Nat.id by lia. split; [reflexivity|].
      apply in_seq. lia. }
    assert (Len : (Z.to_nat (M ^ Z.of_nat N) <= 2 ^ p)%nat).
    { rewrite <- (Nat2Z.id (2 ^ p)). apply Z2Nat.inj_le; [apply Z.pow_nonneg; lia | lia|].
      rewrite Nat2Z.inj_pow. exact Bits. }
    split.
    + exists (map (fun i => [IZR (Z.of_nat i)]) (seq 0 (Z.to_nat (M ^ Z.of_nat N)))). rewrite map_length, seq_length.
      split; [exact Len|]. intros [j x] [Lj Bx]. apply (In_range _ (fun k => [IZR k])), Small; assumption.
    + exists (map (fun i => [IZR (Z.of_nat i) / INR N]) (seq 0 (Z.to_nat (M ^ Z.of_nat N)))).
      rewrite map_length, seq_length. split; [exact Len|]. intros X HX. destruct (Value X HX) as [B ->].
      apply (In_range _ (fun k => [IZR k / INR N])), B.
Qed.
