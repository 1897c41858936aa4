(** * The gap of the cosine on the M-th part of the circle

    [cosine_gap] is S-L20. *)

From Coq Require Import ZArith Lia Reals Lra.
Open Scope R_scope.

(** |sin n x| <= n |sin x|, with a factor |cos x| that makes it strict. *)
Lemma sine_of_multiple : forall x n, Rabs (sin (INR n * x)) <= INR n * Rabs (sin x) /\
  Rabs (sin (INR (S n) * x)) <= INR n * Rabs (sin x) * Rabs (cos x) + Rabs (sin x).
Proof.
  intros x. assert (Step : forall n, Rabs (sin (INR n * x)) <= INR n * Rabs (sin x) ->
    Rabs (sin (INR (S n) * x)) <= INR n * Rabs (sin x) * Rabs (cos x) + Rabs (sin x)).
  { intros n IH. rewrite S_INR. replace ((INR n + 1) * x) with (INR n * x + x) by ring. rewrite sin_plus.
    apply (Rle_trans _ _ _ (Rabs_triang _ _)). rewrite !Rabs_mult. apply Rplus_le_compat.
    - apply Rmult_le_compat_r; [apply Rabs_pos | exact IH].
    - rewrite <- (Rmult_1_l (Rabs (sin x))) at 2. apply Rmult_le_compat_r; [apply Rabs_pos|].
      apply Rabs_le. pose proof (COS_bound (INR n * x)). lra. }
  induction n as [|n [IH T]].
  - assert (Z : Rabs (sin (INR 0 * x)) <= INR 0 * Rabs (sin x)).
    { simpl INR. rewrite !Rmult_0_l, sin_0, Rabs_R0. lra. }
    split; [exact Z | apply Step, Z].
  - assert (Next : Rabs (sin (INR (S n) * x)) <= INR (S n) * Rabs (sin x)).
    { apply (Rle_trans _ _ _ T). rewrite (S_INR n).
      assert (Rabs (cos x) <= 1) by (apply Rabs_le; pose proof (COS_bound x); lra).
      pose proof (Rabs_pos (sin x)). pose proof (pos_INR n).
      assert (0 <= INR n * Rabs (sin x)) by (apply Rmult_le_pos; assumption). nra. }
    split; [exact Next | apply Step, Next].
Qed.

Lemma cosine_lower : forall x, 0 < x -> 1 - x * x / 2 <= cos x.
Proof.
  intros x P. assert (E : cos x = cos (2 * (x / 2))) by (f_equal; field). rewrite E, cos_2a_sin.
  pose proof (sin_lt_x (x / 2) ltac:(lra)) as U. pose proof (SIN_bound (x / 2)).
  destruct (Rle_lt_dec 2 (x / 2)); [nra|].
  pose proof PI2_3_2. pose proof (sin_gt_0 (x / 2) ltac:(lra)). assert (x / 2 < PI) by lra. specialize (H1 H2). nra.
Qed.

(** sin (pi / M) is at least 2 / M, and greater if M > 2. *)
Lemma least_sine : forall M, (2 <= M)%nat ->
  2 / INR M <= sin (PI / INR M) /\ ((3 <= M)%nat -> 2 / INR M < sin (PI / INR M)).
Proof.
  intros M L. pose proof PI_RGT_0 as P. pose proof PI_4 as P4.
  assert (Mp : 2 <= INR M) by (apply (le_INR 2); exact L).
  assert (Q : 0 < PI / INR M) by (apply Rdiv_lt_0_compat; lra).
  assert (Q2 : PI / INR M <= PI / 2).
  { unfold Rdiv. apply Rmult_le_compat_l; [lra|]. apply Rinv_le_contravar; lra. }
  assert (Sp : 0 < sin (PI / INR M)) by (apply sin_gt_0; lra).
  assert (As : Rabs (sin (PI / INR M)) = sin (PI / INR M)) by (apply Rabs_pos_eq; lra).
  assert (C : Rabs (cos (PI / INR M)) < 1 /\ 0 <= Rabs (cos (PI / INR M))).
  { split; [|apply Rabs_pos]. pose proof (sin2_cos2 (PI / INR M)) as E. unfold Rsqr in E.
    assert (cos (PI / INR M) * cos (PI / INR M) < 1) by nra. apply Rabs_def1; nra. }
  destruct C as [C C0]. destruct (Nat.Even_or_Odd M) as [[h E]|[h E]].
  - destruct h as [|h]; [lia|].
    destruct (sine_of_multiple (PI / INR M) h) as [_ T]. destruct (sine_of_multiple (PI / INR M) (S h)) as [U _].
    assert (One : INR (S h) * (PI / INR M) = PI / 2).
    { replace (INR M) with (2 * INR (S h)) by (rewrite E, mult_INR; simpl INR; ring). field.
      pose proof (lt_0_INR (S h) ltac:(lia)). lra. }
    rewrite One, sin_PI2, As in T, U. rewrite Rabs_R1 in T, U.
    assert (Mh : INR M = 2 * INR (S h)) by (rewrite E, mult_INR; simpl INR; ring).
    assert (Hp : 1 <= INR (S h)) by (apply (le_INR 1); lia).
    replace (2 / INR M) with (/ INR (S h)) by (rewrite Mh; field; lra). split; [|intros L3].
    + apply (Rmult_le_reg_l (INR (S h))); [lra|]. rewrite Rinv_r by lra. exact U.
    + apply (Rmult_lt_reg_l (INR (S h))); [lra|]. rewrite Rinv_r by lra. rewrite S_INR.
      assert (1 <= INR h) by (apply (le_INR 1); lia). assert (0 < INR h * sin (PI / INR M)) by nra. nra.
  - assert (L3 : (3 <= M)%nat) by lia. enough (Strict : 2 / INR M < sin (PI / INR M)) by (split; [lra | auto]).
    destruct (sine_of_multiple (PI / INR M) h) as [U _].
    assert (Mh : INR M = 2 * INR h + 1) by (rewrite E, plus_INR, mult_INR; simpl INR; ring).
    assert (Hp : 1 <= INR h) by (apply (le_INR 1); lia).
    assert (Co : sin (INR h * (PI / INR M)) = cos (PI / (2 * INR M))).
    { rewrite <- sin_shift. f_equal. rewrite Mh. field. lra. }
    rewrite Co, As in U. assert (R : 0 < PI / (2 * INR M)) by (apply Rdiv_lt_0_compat; lra).
    pose proof (cosine_lower _ R) as B.
    assert (Sq : PI / (2 * INR M) * (PI / (2 * INR M)) / 2 < / INR M).
    { replace (PI / (2 * INR M) * (PI / (2 * INR M)) / 2) with (PI * PI / (8 * INR M) * / INR M) by (field; lra).
      rewrite <- (Rmult_1_l (/ INR M)) at 2. apply Rmult_lt_compat_r; [apply Rinv_0_lt_compat; lra|].
      apply (Rmult_lt_reg_r (8 * INR M)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra.
      assert (3 <= INR M) by (apply (le_INR 3) in L3; simpl in L3; lra). nra. }
    pose proof (Rle_abs (cos (PI / (2 * INR M)))) as Ab.
    assert (F : 1 - / INR M < INR h * sin (PI / INR M)) by lra.
    assert (Ex : 1 - / INR M = INR h * (2 / INR M)) by (rewrite Mh; field; lra).
    rewrite Ex in F. apply (Rmult_lt_reg_l (INR h)); lra.
Qed.

(** The same for the multiples of pi / M. *)
Lemma least_sine_of_multiple : forall M r, (2 <= M)%nat -> (0 < r < M)%nat ->
  sin (PI / INR M) <= sin (PI * INR r / INR M).
Proof.
  intros M r L B. pose proof PI_RGT_0 as P. assert (Mp : 2 <= INR M) by (apply (le_INR 2); exact L).
  assert (Half : forall s, (0 < s)%nat -> (2 * s <= M)%nat -> sin (PI / INR M) <= sin (PI * INR s / INR M)).
  { intros s Ps Ls. assert (Hs : 1 <= INR s) by (apply (le_INR 1); lia).
    assert (Hm : 2 * INR s <= INR M) by (apply le_INR in Ls; rewrite mult_INR in Ls; simpl in Ls; lra).
    assert (D : PI / INR M = PI * / INR M) by reflexivity.
    assert (I : 0 < / INR M) by (apply Rinv_0_lt_compat; lra).
    assert (U : PI * INR s / INR M <= PI / 2).
    { apply (Rmult_le_reg_r (INR M)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra. }
    assert (V : PI / INR M <= PI * INR s / INR M).
    { unfold Rdiv. apply Rmult_le_compat_r; [lra|]. nra. }
    assert (W : 0 < PI / INR M) by (apply Rdiv_lt_0_compat; lra).
    apply sin_incr_1; lra. }
  destruct (le_lt_dec (2 * r) M) as [E|E]; [apply Half; lia|].
  replace (PI * INR r / INR M) with (PI - PI * INR (M - r) / INR M).
  - rewrite sin_PI_x. apply Half; lia.
  - rewrite minus_INR by lia. field. lra.
Qed.

Lemma cosine_of_double : forall x, 1 - cos (2 * x) = 2 * (sin x * sin x).
Proof. intros x. rewrite cos_2a_sin. ring. Qed.

Theorem cosine_gap : forall M k : Z, (2 <= M)%Z -> (k mod M <> 0)%Z ->
  1 - cos (2 * PI * IZR k / IZR M) = 2 * (sin (PI * IZR k / IZR M)) ^ 2 /\
  8 / IZR M ^ 2 <= 1 - cos (2 * PI * IZR k / IZR M) /\
  (1 - cos (2 * PI * IZR k / IZR M) = 8 / IZR M ^ 2 <-> M = 2%Z).
Proof.
  intros M k L E. assert (Mp : 2 <= IZR M) by (apply IZR_le in L; exact L).
  assert (Sq : 1 - cos (2 * PI * IZR k / IZR M) = 2 * sin (PI * IZR k / IZR M) ^ 2).
  { replace (2 * PI * IZR k / IZR M) with (2 * (PI * IZR k / IZR M)) by (field; lra). rewrite cosine_of_double. ring.
    }
  split; [exact Sq|]. set (m := Z.to_nat M). set (r := Z.to_nat (k mod M)).
  pose proof (Z.mod_pos_bound k M ltac:(lia)) as B. assert (Lm : (2 <= m)%nat) by (unfold m; lia).
  assert (Br : (0 < r < m)%nat) by (unfold r, m; lia).
  assert (Im : INR m = IZR M) by (unfold m; rewrite INR_IZR_INZ, Z2Nat.id by lia; reflexivity).
  assert (Ir : INR r = IZR (k mod M)) by (unfold r; rewrite INR_IZR_INZ, Z2Nat.id by lia; reflexivity).
  assert (Red : cos (2 * PI * IZR k / IZR M) = cos (2 * (PI * INR r / INR m))).
  { rewrite Ir, Im. pose proof (Z.div_mod k M ltac:(lia)) as D. set (d := (k / M)%Z) in *.
    set (s := (k mod M)%Z) in *.
    assert (Dk : IZR k = IZR M * IZR d + IZR s) by (rewrite D, plus_IZR, mult_IZR; reflexivity).
    assert (Ang : 2 * PI * IZR k / IZR M = 2 * (PI * IZR s / IZR M) + 2 * IZR d * PI) by (rewrite Dk; field; lra).
    rewrite Ang. destruct (Z_le_gt_dec 0 d) as [G|G].
    - replace (IZR d) with (INR (Z.to_nat d)) by (rewrite INR_IZR_INZ, Z2Nat.id by lia; reflexivity).
      apply cos_period.
    - set (x := 2 * (PI * IZR s / IZR M)).
      replace x with (x + 2 * IZR d * PI + 2 * INR (Z.to_nat (- d)) * PI) at 2; [symmetry; apply cos_period|].
      rewrite INR_IZR_INZ, Z2Nat.id, opp_IZR by lia. ring. }
  pose proof (least_sine m Lm) as [Low Strict]. pose proof (least_sine_of_multiple m r Lm Br) as Mono.
  rewrite Red, cosine_of_double. rewrite Im in *. set (t := sin (PI * INR r / IZR M)) in *.
  assert (Pos : 0 < 2 / IZR M) by (apply Rdiv_lt_0_compat; lra).
  assert (Eq : 8 / IZR M ^ 2 = 2 * (2 / IZR M * (2 / IZR M))) by (field; lra). rewrite Eq.
  split; [nra|]. split.
  - intros F. destruct (Z.eq_dec M 2) as [T|T]; [exact T|]. specialize (Strict ltac:(unfold m; lia)). nra.
  - intros ->. assert (r = 1)%nat as R1 by (unfold r, m in *; lia). unfold t. rewrite R1.
    replace (PI * INR 1 / 2) with (PI / 2) by (simpl; field). rewrite sin_PI2. lra.
Qed.
