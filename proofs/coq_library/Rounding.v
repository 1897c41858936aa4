(** * Rounding

    - [nearest]: the nearest integer, of two equally near ones the greater
    - [rounded b x]: x rounded to b fractional bits
    - [query_rounding_error] is S-L15 *)

From Coq Require Import List ZArith Lia Reals Lra.
From AttentionQuarks Require Import Decide.
Import ListNotations.
Open Scope R_scope.

Definition nearest (r : R) : Z := up (r - 1 / 2).

Definition rounded (b : nat) (x : R) : R := IZR (nearest (x * 2 ^ b)) / 2 ^ b.

Lemma nearest_integer : forall r z, Rabs (r - IZR z) < 1 / 2 -> nearest r = z.
Proof. intros r z H. apply Rabs_def2 in H. unfold nearest. symmetry. apply tech_up; lra. Qed.

Lemma nearest_error : forall r, Rabs (IZR (nearest r) - r) <= 1 / 2.
Proof. intros r. unfold nearest. destruct (archimed (r - 1 / 2)) as [A B]. apply Rabs_le. lra. Qed.

Lemma rounding_error : forall b x, Rabs (rounded b x - x) <= / 2 ^ (b + 1).
Proof.
  intros b x. unfold rounded. pose proof (pow_lt 2 b ltac:(lra)) as P.
  replace (IZR (nearest (x * 2 ^ b)) / 2 ^ b - x) with ((IZR (nearest (x * 2 ^ b)) - x * 2 ^ b) * / 2 ^ b) by (field;
    lra).
  rewrite Rabs_mult, (Rabs_pos_eq (/ 2 ^ b)) by (left; apply Rinv_0_lt_compat, P).
  rewrite pow_add, pow_1, Rinv_mult. rewrite Rmult_comm. apply Rmult_le_compat_l.
  - left. apply Rinv_0_lt_compat, P.
  - pose proof (nearest_error (x * 2 ^ b)). lra.
Qed.

Lemma scores_move : forall e w w' u c, length w = length u -> length w' = length u ->
  (forall k, Rabs (nth k w' 0 - nth k w 0) <= e) -> (forall a, In a u -> Rabs a = c) ->
  Rabs (scalar w' u - scalar w u) <= INR (length u) * (e * c).
Proof.
  intros e w w' u c. revert w w'. induction u as [|a u IH]; intros [|x w] [|x' w'] L L' E U; try discriminate.
  - simpl. rewrite Rminus_0_r, Rabs_R0. lra.
  - cbn [scalar length]. rewrite S_INR.
    pose proof (IH w w' ltac:(simpl in L; lia) ltac:(simpl in L'; lia) (fun k => E (S k)) (fun b I => U b (or_intror
      I))) as H.
    pose proof (E 0%nat) as E0. simpl in E0. pose proof (U a (or_introl eq_refl)) as Ua.
    replace (x' * a + scalar w' u - (x * a + scalar w u)) with ((x' - x) * a + (scalar w' u - scalar w u)) by ring.
    apply (Rle_trans _ _ _ (Rabs_triang _ _)). rewrite Rabs_mult, Ua.
    assert (0 <= c) by (rewrite <- Ua; apply Rabs_pos). nra.
Qed.

Theorem query_rounding_error : forall m b (w u : list R), (1 <= m)%nat -> length w = m -> length u = m ->
  (forall a, In a u -> Rabs a = 1 / sqrt (INR m)) ->
  (forall x, Rabs (rounded b x - x) <= / 2 ^ (b + 1) /\ exists z, rounded b x = IZR z / 2 ^ b) /\
  Rabs (scalar (map (rounded b) w) u - scalar w u) <= sqrt (INR m) * / 2 ^ (b + 1) /\
  forall k, m = (4 ^ k)%nat -> forall a, In a u -> a = 1 / 2 ^ k \/ a = -1 / 2 ^ k.
Proof.
  intros m b w u Pm Lw Lu U. split; [intros x; split; [apply rounding_error | eexists; reflexivity]|].
  assert (Mp : 1 <= INR m) by (apply (le_INR 1); exact Pm). split.
  - assert (Move : forall k, Rabs (nth k (map (rounded b) w) 0 - nth k w 0) <= / 2 ^ (b + 1)).
    { intros k. destruct (Nat.lt_ge_cases k (length w)) as [L|G].
      - rewrite (nth_indep _ 0 (rounded b 0)) by (rewrite map_length; exact L). rewrite map_nth. apply rounding_error.
      - rewrite !nth_overflow by (try rewrite map_length; exact G). rewrite Rminus_0_r, Rabs_R0. left.
        apply Rinv_0_lt_compat, pow_lt. lra. }
    apply (Rle_trans _ _ _ (scores_move _ w (map (rounded b) w) u _ ltac:(congruence) ltac:(rewrite map_length;
      congruence) Move U)).
    right. rewrite Lu. pose proof (sqrt_lt_R0 (INR m) ltac:(lra)) as S.
    pose proof (sqrt_sqrt (INR m) ltac:(lra)) as Q.
    rewrite <- Q at 1. field. pose proof (pow_lt 2 (b + 1) ltac:(lra)). lra.
  - intros k -> a I. apply U in I. assert (S : sqrt (INR (4 ^ k)) = 2 ^ k).
    { rewrite pow_INR. replace (INR 4) with (2 * 2) by (simpl; ring). rewrite Rpow_mult_distr. apply sqrt_square.
      apply pow_le. lra. }
    rewrite S in I. pose proof (pow_lt 2 k ltac:(lra)) as P. unfold Rabs in I. destruct (Rcase_abs a) as [N|N].
    + right. unfold Rdiv in *. lra.
    + left. exact I.
Qed.
