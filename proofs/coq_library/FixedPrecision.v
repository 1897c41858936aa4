(** * Sparse averaging with rounded queries, from keys that are restricted isometries

    - [softmax_weight s l j]: e^(s_j) over the sum of the e^(s_i), i in l
    - [averaging_error]: the length of the difference of the weighted average of the vectors z_j and their mean over y
    - [rounded_queries_average] is what S-T2 needs besides published theorems: these say that such keys exist with
      m = O(q log N) coordinates, and bound the length of the queries *)

From Coq Require Import List Arith ZArith Lia Reals Lra Permutation.
From AttentionQuarks Require Import Decide Averages Rounding DualCertificates RestrictedIsometry KernelDuality.
Import ListNotations.
Open Scope R_scope.

Definition softmax_weight (s : nat -> R) (l : list nat) (j : nat) : R := exp (s j) / summed (fun i => exp (s i)) l.

Definition averaging_error (d : nat) (s : nat -> R) (z : nat -> list R) (l y : list nat) : R :=
  norm (mixture d (fun j => softmax_weight s l j - (if in_dec Nat.eq_dec j y then / INR (length y) else 0)) z l).

(** ** Lengths *)

Lemma scalar_at_most : forall v w, length v = length w -> Rabs (scalar v w) <= norm v * norm w.
Proof.
  intros v w L. unfold norm. pose proof (scalar_square v) as V. pose proof (scalar_square w) as W.
  assert (Q : scalar v w ^ 2 <= scalar v v * scalar w w).
  { apply discriminant; [exact V|]. intros s.
    pose proof (scalar_square (vector_sum (map (Rmult s) v) (map (Rmult (-1)) w))) as H.
    rewrite scalar_sum in H by (rewrite !map_length; exact L). rewrite !scalar_multiple in H.
    rewrite (scalar_symmetric _ v), (scalar_symmetric _ w) in H.
    rewrite !scalar_sum in H by (rewrite !map_length; exact L). rewrite !scalar_multiple in H.
    rewrite (scalar_symmetric w v) in H. lra. }
  rewrite <- sqrt_mult by assumption. rewrite <- sqrt_Rsqr_abs. apply sqrt_le_1_alt. unfold Rsqr. simpl in Q. lra.
Qed.

Lemma norm_of_mixture : forall d x (z : nat -> list R) l, (forall j, length (z j) = d) ->
  (forall j, norm (z j) <= 1) -> norm (mixture d x z l) <= summed (fun j => Rabs (x j)) l.
Proof.
  intros d x z l L B. set (v := mixture d x z l). destruct (mixture_score d x z l v (fun a _ => L a)) as [Lv E].
  fold v in Lv, E. set (t := summed (fun j => Rabs (x j)) l).
  assert (N0 : 0 <= norm v) by apply sqrt_pos.
  assert (Sq : norm v * norm v <= norm v * t).
  { unfold norm at 1 2. rewrite sqrt_sqrt by apply scalar_square. rewrite E. unfold t. rewrite <- summed_scale.
    apply summed_le. intros j _. pose proof (scalar_at_most v (z j) ltac:(rewrite L; exact Lv)) as C.
    pose proof (B j) as Bj. assert (0 <= norm (z j)) by apply sqrt_pos.
    pose proof (Rle_abs (x j * scalar v (z j))) as A. rewrite Rabs_mult in A. pose proof (Rabs_pos (x j)).
    assert (Rabs (scalar v (z j)) <= norm v) by nra. nra. }
  assert (T0 : 0 <= t) by (apply summed_nonneg; intros; apply Rabs_pos). nra.
Qed.

(** ** Soft selection, as the sum of the differences of the weights *)

Lemma soft_selection_weights : forall (s : nat -> R) l y top delta gamma, NoDup l -> NoDup y -> incl y l -> y <> [] ->
  0 <= delta -> (forall j, In j y -> top - delta <= s j <= top + delta) ->
  (forall j, In j l -> ~ In j y -> s j <= top - gamma) ->
  summed (fun j => Rabs (softmax_weight s l j - (if in_dec Nat.eq_dec j y then / INR (length y) else 0))) l
    <= (exp (2 * delta) - 1) + 2 * (INR (length l) * exp (delta - gamma) / INR (length y)).
Proof.
  intros s l y top delta gamma Dl Dy Sub Ne D0 On Off. pose proof (inside_and_outside l y Dl Dy Sub) as Perm.
  set (R := outside l y) in *. set (q := INR (length y)). set (r := fun j => exp (s j)).
  assert (Q : 1 <= q) by (apply (le_INR 1); destruct y; [contradiction | simpl; lia]).
  assert (Mono : forall a b, a <= b -> exp a <= exp b).
  { intros a b [H|H]; [left; apply exp_increasing, H | right; rewrite H; reflexivity]. }
  set (Si := summed r y). set (So := summed r R). assert (Tot : summed r l = Si + So).
  { rewrite (summed_permutation _ _ _ _ Perm), summed_app. reflexivity. }
  assert (So0 : 0 <= So) by (apply summed_nonneg; intros; left; apply exp_pos).
  assert (Low : q * exp (top - delta) <= Si).
  { unfold q. rewrite <- summed_constant. apply summed_le. intros j J. apply Mono, On, J. }
  assert (High : Si <= q * exp (top + delta)).
  { apply summed_at_most. intros j J. apply Mono, On, J. }
  pose proof (exp_pos (top - delta)) as E1. pose proof (exp_pos (top + delta)) as E2.
  assert (Sip : 0 < Si) by nra.
  assert (SoB : So <= INR (length l) * exp (top - gamma)).
  { apply Rle_trans with (INR (length R) * exp (top - gamma)).
    - apply summed_at_most. intros j J. apply in_outside in J as [J N]. apply Mono, Off; assumption.
    - apply Rmult_le_compat_r; [left; apply exp_pos|]. apply le_INR. apply Permutation_length in Perm.
      rewrite app_length in Perm. lia. }
  assert (Ratio : So / (Si + So) <= INR (length l) * exp (delta - gamma) / q).
  { apply Rle_trans with (So / Si).
    - apply Rmult_le_compat_l; [exact So0|]. apply Rinv_le_contravar; lra.
    - apply (Rmult_le_reg_r Si); [exact Sip|]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
      apply (Rle_trans _ _ _ SoB).
      apply Rle_trans with (INR (length l) * exp (delta - gamma) / q * (q * exp (top - delta))).
      + right. replace (top - gamma) with (delta - gamma + (top - delta)) by ring. rewrite exp_plus. field. lra.
      + apply Rmult_le_compat_l; [|exact Low]. apply Rmult_le_pos; [|left; apply Rinv_0_lt_compat; lra].
        apply Rmult_le_pos; [apply pos_INR | left; apply exp_pos]. }
  rewrite (summed_permutation _ _ _ _ Perm), summed_app.
  assert (Outer : summed (fun j => Rabs (softmax_weight s l j - (if in_dec Nat.eq_dec j y then / q else 0))) R
    = So / (Si + So)).
  { unfold Rdiv. rewrite Rmult_comm. unfold So at 2. rewrite <- summed_scale. apply summed_ext. intros j J.
    apply in_outside in J as [_ N]. destruct (in_dec Nat.eq_dec j y) as [F|_]; [contradiction|].
    unfold softmax_weight. fold r. rewrite Tot, Rminus_0_r. rewrite Rabs_pos_eq; [unfold Rdiv, r; ring|].
    apply Rmult_le_pos; [left; apply exp_pos | left; apply Rinv_0_lt_compat; lra]. }
  assert (Inner : summed (fun j => Rabs (softmax_weight s l j - (if in_dec Nat.eq_dec j y then / q else 0))) y
    <= So / (Si + So) + (exp (2 * delta) - 1)).
  { apply Rle_trans with (summed (fun j => So / (Si + So) / Si * r j + (exp (2 * delta) - 1) / q) y).
    - apply summed_le. intros j J. destruct (in_dec Nat.eq_dec j y) as [_|F]; [|contradiction].
      unfold softmax_weight. fold r. rewrite Tot. fold (r j). pose proof (exp_pos (s j)) as Rj. fold (r j) in Rj.
      destruct (On j J) as [On1 On2]. apply Mono in On1, On2. fold (r j) in On1, On2.
      replace (r j / (Si + So) - / q) with (- (So / (Si + So) / Si * r j) + (r j / Si - / q)) by (field; lra).
      apply (Rle_trans _ _ _ (Rabs_triang _ _)). rewrite Rabs_Ropp. apply Rplus_le_compat.
      + right. apply Rabs_pos_eq. apply Rmult_le_pos; [|lra].
        apply Rmult_le_pos; [apply Rmult_le_pos; [exact So0|] |]; left; apply Rinv_0_lt_compat; lra.
      + assert (Ed : exp (2 * delta) * exp (top - delta) = exp (top + delta)) by (rewrite <- exp_plus; f_equal; ring).
        set (e := exp (2 * delta)) in *. assert (E3 : 1 <= e) by (unfold e; rewrite <- exp_0; apply Mono; lra).
        set (lo := exp (top - delta)) in *. rewrite <- Ed in On2, High.
        assert (Eq : 0 < e * q) by (apply Rmult_lt_0_compat; lra).
        assert (Sq : 0 < Si * (e * q)) by (apply Rmult_lt_0_compat; lra).
        assert (U : r j / Si <= e / q).
        { apply (Rmult_le_reg_r (Si * q)); [apply Rmult_lt_0_compat; lra|].
          replace (r j / Si * (Si * q)) with (r j * q) by (field; lra).
          replace (e / q * (Si * q)) with (e * Si) by (field; lra).
          pose proof (Rmult_le_compat_l e _ _ ltac:(lra) Low). pose proof (Rmult_le_compat_r q _ _ ltac:(lra) On2).
          lra. }
        assert (V : / (e * q) <= r j / Si).
        { apply (Rmult_le_reg_r (Si * (e * q))); [exact Sq|].
          replace (r j / Si * (Si * (e * q))) with (r j * e * q) by (field; lra).
          replace (/ (e * q) * (Si * (e * q))) with Si by (field; lra).
          pose proof (Rmult_le_compat_l (e * q) _ _ ltac:(lra) On1). lra. }
        assert (W : / q - / (e * q) <= (e - 1) / q).
        { replace (/ q - / (e * q)) with ((e - 1) / q * / e) by (field; lra).
          rewrite <- (Rmult_1_r ((e - 1) / q)) at 2. apply Rmult_le_compat_l.
          - apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra].
          - rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
        apply Rabs_le. replace ((e - 1) / q) with (e / q - / q) in * by (field; lra). lra.
    - rewrite summed_plus, summed_scale, summed_constant. fold q. unfold Si at 2. right. unfold Si. field.
      fold Si. split; [lra|]. split; lra. }
  fold q. rewrite Outer. lra.
Qed.

Lemma exponential_bound : forall x, 0 <= x <= 1 / 4 -> exp x <= 1 + 4 / 3 * x.
Proof.
  intros x [A B]. pose proof (exp_ineq1_le (- x)) as H. rewrite exp_Ropp in H. pose proof (exp_pos x) as P.
  assert (E : / exp x * exp x = 1) by (apply Rinv_l; lra). set (e := exp x) in *. nra.
Qed.

Theorem rounded_queries_average : forall m (u : nat -> list R) (l y : list nat) b eps delta, (1 <= m)%nat ->
  (forall j, length (u j) = m /\ forall a, In a (u j) -> Rabs a = 1 / sqrt (INR m)) ->
  NoDup l -> NoDup y -> incl y l -> y <> [] -> 0 < eps <= 1 ->
  restricted_isometry m u l (2 * length y) delta -> 0 <= delta <= 1 / (1 + 2 * sqrt 2) ->
  4 * sqrt (INR m) / eps <= 2 ^ b ->
  exists w, length w = m /\ tied u l y w (1 / 2) /\
    let rounded_query := map (rounded b) (map (Rmult (2 * ln (8 * INR (length l) / eps))) w) in
    (forall a, In a rounded_query -> exists k, a = IZR k / 2 ^ b) /\
    forall d z, (forall j, length (z j) = d /\ norm (z j) <= 1) ->
      averaging_error d (fun j => scalar rounded_query (u j)) z l y <= eps.
Proof.
  intros m u l y b eps delta Pm Keys Dl Dy Sub Ne [E0 E1] Iso [D0 D1] Bits.
  assert (L : forall j, length (u j) = m) by (intros; apply Keys).
  assert (Mp : 1 <= INR m) by (apply (le_INR 1); exact Pm). assert (Sm : 0 < sqrt (INR m)) by (apply sqrt_lt_R0; lra).
  assert (R2 : 1 <= sqrt 2) by (rewrite <- sqrt_1; apply sqrt_le_1_alt; lra).
  assert (Dlt : delta < 1).
  { apply Rle_lt_trans with (1 := D1). apply (Rmult_lt_reg_r (1 + 2 * sqrt 2)); [lra|]. unfold Rdiv.
    rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert (Ly : (1 <= length y)%nat) by (destruct y; [contradiction | simpl; lia]).
  assert (Q : 1 <= INR (length y)) by (apply (le_INR 1); exact Ly).
  assert (NN : INR (length y) <= INR (length l)) by (apply le_INR, NoDup_incl_length; assumption).
  destruct (dual_certificate_lp_duality m u l y L Dl Dy Sub) as (rho & R0 & (w & Lw & Tw) & _ & _ & Att).
  { intros x K a Ia. destruct (Iso y x Dy Sub ltac:(lia)) as [Lo _]. rewrite K, scalar_zero in Lo.
    assert (S0 : 0 <= summed (fun j => x j ^ 2) y) by (apply summed_nonneg; intros; apply pow2_ge_0).
    pose proof (summed_member _ (fun j => x j ^ 2) y a (fun j _ => pow2_ge_0 (x j)) Ia) as M. cbv beta in M.
    assert (x a ^ 2 <= 0) by nra. nra. }
  assert (Half : rho <= 1 / 2).
  { destruct (Rle_lt_dec rho (1 / 2)) as [Y1|N1]; [exact Y1|]. exfalso. destruct (Att ltac:(lra)) as (h & K & Nz & E).
    destruct (isometry_implies_null_space_property m u l y h (length y) delta Ly L Dl Dy Sub (le_n _) (conj D0 Dlt)
      Iso K)
      as [Nsp C]. apply C in D1. set (t := summed (fun j => Rabs (h j)) (outside l y)) in *.
    pose proof (summed_abs _ h y) as A. assert (T0 : 0 <= t) by (apply summed_nonneg; intros; apply Rabs_pos).
    assert (B : Rabs (summed h y) <= 1 / 2 * t).
    { apply (Rle_trans _ _ _ A), (Rle_trans _ _ _ Nsp). apply Rmult_le_compat_r; assumption. }
    rewrite E in B. assert (Tz : t = 0) by nra.
    assert (Out : forall j, In j (outside l y) -> h j = 0).
    { intros j J. pose proof (summed_member _ (fun j => Rabs (h j)) _ j (fun i _ => Rabs_pos (h i)) J) as M.
      cbv beta in M.
      fold t in M. destruct (Req_EM_T (h j) 0) as [Z|Z]; [exact Z|]. apply Rabs_pos_lt in Z. lra. }
    assert (In0 : summed (fun j => Rabs (h j)) y <= 0) by (rewrite Tz in Nsp; lra).
    destruct Nz as (j & Ij & Nj). apply Nj. destruct (in_dec Nat.eq_dec j y) as [J|J].
    - pose proof (summed_member _ (fun j => Rabs (h j)) y j (fun i _ => Rabs_pos (h i)) J) as M. cbv beta in M.
      destruct (Req_EM_T (h j) 0) as [Z|Z]; [exact Z|]. apply Rabs_pos_lt in Z. lra.
    - apply Out, in_outside. tauto. }
  exists w. split; [exact Lw|]. destruct Tw as [On Off].
  assert (Off' : forall j, In j l -> ~ In j y -> Rabs (scalar w (u j)) <= 1 / 2).
  { intros j Ij Nj. apply Rle_trans with (2 := Half). apply Off; assumption. }
  split; [split; assumption|]. cbv zeta. split.
  - intros a I. apply in_map_iff in I as (x & <- & _). unfold rounded. eexists. reflexivity.
  - intros d z Z. set (N := INR (length l)) in *. set (alpha := 2 * ln (8 * N / eps)).
    set (move := sqrt (INR m) * / 2 ^ (b + 1)). assert (P2 : 0 < 2 ^ b) by (apply pow_lt; lra).
    assert (Mv : 0 <= move <= eps / 8).
    { unfold move. rewrite pow_add, pow_1, Rinv_mult. split.
      - apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; left; apply Rinv_0_lt_compat; lra.
      - apply (Rmult_le_reg_r (8 * 2 ^ b)); [lra|].
        replace (sqrt (INR m) * (/ 2 ^ b * / 2) * (8 * 2 ^ b)) with (4 * sqrt (INR m)) by (field; lra).
        replace (eps / 8 * (8 * 2 ^ b)) with (eps * 2 ^ b) by field.
        apply (Rmult_le_compat_l eps) in Bits; [|lra].
        replace (eps * (4 * sqrt (INR m) / eps)) with (4 * sqrt (INR m)) in Bits by (field; lra). exact Bits. }
    set (s := fun j => scalar (map (rounded b) (map (Rmult alpha) w)) (u j)).
    assert (Near : forall j, Rabs (s j - alpha * scalar w (u j)) <= move).
    { intros j. destruct (Keys j) as [Lj Uj].
      destruct (query_rounding_error m b (map (Rmult alpha) w) (u j) Pm ltac:(rewrite map_length;
        exact Lw) Lj Uj) as (_ & H & _).
      rewrite (scalar_symmetric (map (Rmult alpha) w)), scalar_multiple, (scalar_symmetric (u j)) in H. exact H. }
    assert (A0 : 0 < 8 * N / eps) by (apply Rdiv_lt_0_compat; lra).
    assert (Ae : exp (- (alpha / 2)) = eps / (8 * N)).
    { rewrite exp_Ropp. replace (alpha / 2) with (ln (8 * N / eps)) by (unfold alpha; field).
      rewrite exp_ln by exact A0.
      field. lra. }
    assert (Ap : 0 <= alpha).
    { unfold alpha. apply Rmult_le_pos; [lra|]. left. rewrite <- ln_1. apply ln_increasing; [lra|].
      apply (Rmult_lt_reg_r eps); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
    unfold averaging_error. fold s.
    apply (Rle_trans _ _ _ (norm_of_mixture d _ z l (fun j => proj1 (Z j)) (fun j => proj2 (Z j)))).
    apply (Rle_trans _ _ _ (soft_selection_weights s l y alpha move (alpha / 2 - move) Dl Dy Sub Ne (proj1 Mv)
      ltac:(intros j J; specialize (Near j); rewrite (On j J), Rmult_1_r in Near; unfold Rabs in Near;
            destruct (Rcase_abs (s j - alpha)); lra)
      ltac:(intros j J NJ; specialize (Near j); specialize (Off' j J NJ); pose proof (Rle_abs (scalar w (u j)));
            pose proof (Rle_abs (s j - alpha * scalar w (u j))); nra))).
    replace (move - (alpha / 2 - move)) with (2 * move + - (alpha / 2)) by ring. rewrite exp_plus, Ae. fold N.
    pose proof (exponential_bound (2 * move) ltac:(lra)) as Ex. pose proof (exp_pos (2 * move)) as Ep.
    set (g := exp (2 * move)) in *.
    assert (Last : N * (g * (eps / (8 * N))) / INR (length y) <= g * eps / 8).
    { replace (N * (g * (eps / (8 * N))) / INR (length y)) with (g * eps / 8 * / INR (length y)) by (field; lra).
      assert (Ee : 0 <= g * eps / 8) by nra.
      rewrite <- (Rmult_1_r (g * eps / 8)) at 2. apply Rmult_le_compat_l; [exact Ee|].
      rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
    assert (g <= 1 + eps / 3) by lra. nra.
Qed.
