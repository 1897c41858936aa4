(** * One unit of dimension 3 finds the pairs that sum to 0 modulo M

    The trigonometric unit has the scores c cos(theta_i + theta_j), theta = 2 pi x / M, the integer unit the scores
    x^2 - (x - k)^2 with k = -y mod M; the blank token has the score of a match.

    - [matching_pair]: Match2 at a position
    - [softmax_unit_output]: what one unit computes for a token, its weights being exponentials of the scores;
      [base_unit_output]: the same in a base, for integer scores
    - [circle_query], [circle_key]: the trigonometric unit; [residue_query], [residue_key]: the integer unit
    - [match2_trigonometric_unit] is S-L21, [one_head_computes_match2] is S-T6 *)

From Coq Require Import List ZArith Lia Reals Lra.
From AttentionQuarks Require Import Decide MomentCurve TripleMatching Averages CosineGap.
Import ListNotations.
Open Scope R_scope.

Definition matching_pair (M : Z) (xs : list Z) (i : nat) : Prop :=
  exists j, (j < length xs)%nat /\ ((nth i xs 0 + nth j xs 0) mod M = 0)%Z.

Definition softmax_unit_output {T : Type} (query key : T -> list R) (value : T -> R) (x : T) (tokens : list T) : R :=
  average (fun y => exp (scalar (query x) (key y))) value tokens.

Definition base_unit_output {T : Type} (B : R) (query key : T -> list Z) (value : T -> R) (x : T) (tokens : list T) :
  R :=
  average (fun y => power_weight B (score (query x) (key y))) value tokens.

Definition angle (M x : Z) : R := 2 * PI * IZR x / IZR M.

(** The functions [co] and [si] are cosine and sine, or rounded to what is near them. *)
Definition circle_query (c : R) (co si : Z -> R) (t : option Z) : list R :=
  match t with
  | Some x => [c * co x; c * si x; c]
  | None => [0; 0; 0]
  end.

Definition circle_key (co si : Z -> R) (t : option Z) : list R :=
  match t with
  | Some y => [co y; - si y; 0]
  | None => [0; 0; 1]
  end.

Definition residue_query (t : option Z) : list Z :=
  match t with
  | Some x => [2 * x; -1; x ^ 2]%Z
  | None => [0; 0; 0]%Z
  end.

Definition residue_key (M : Z) (t : option Z) : list Z :=
  match t with
  | Some y => [(- y) mod M; ((- y) mod M) ^ 2; 0]%Z
  | None => [0; 0; 1]%Z
  end.

(** ** The output from the weights *)

Lemma marked_average : forall A (w : option A -> R) (f : A -> R) blank xs,
  (forall y, w (Some y) = f y) -> w None = blank ->
  average w residue_mark (with_blank xs) = summed f xs / (summed f xs + blank).
Proof.
  intros A w f blank xs Res Bl. unfold average. rewrite !summed_with_blank, Bl.
  assert (Num : summed (fun y => w (Some y) * residue_mark (Some y)) xs = summed f xs).
  { apply summed_ext. intros y _. rewrite Res. simpl. ring. }
  assert (Den : summed (fun y => w (Some y)) xs = summed f xs) by (apply summed_ext; intros; apply Res).
  rewrite Num, Den. simpl residue_mark. unfold Rdiv. apply f_equal2; ring.
Qed.

(** W of the sum W + E of the weights is in matches. *)
Lemma share : forall W E a, 0 < E -> 0 <= W -> 0 <= a ->
  (W <= a * E -> W / (W + E) <= a / (a + 1)) /\ (a * E <= W -> a / (a + 1) <= W / (W + E)).
Proof.
  intros W E a P S A. assert (D : 0 < W + E) by lra. assert (I : a / (a + 1) = 1 - / (a + 1)) by (field; lra).
  assert (J : W / (W + E) = 1 - E * / (W + E)) by (field; lra). rewrite I, J.
  assert (K : E * / (W + E) * (W + E) = E) by (field; lra). assert (L : / (a + 1) * (a + 1) = 1) by (field; lra).
  set (u := E * / (W + E)) in *. set (v := / (a + 1)) in *.
  assert (Vp : 0 < v) by (apply Rinv_0_lt_compat; lra). split; intros H.
  - apply Rplus_le_compat_l, Ropp_le_contravar. destruct (Rle_lt_dec v u) as [Y|N]; [exact Y|]. exfalso.
    assert (u * (W + E) < v * (W + E)) by (apply Rmult_lt_compat_r; lra).
    assert (v * (W + E) <= v * (a * E + E)) by (apply Rmult_le_compat_l; lra).
    assert (v * (a * E + E) = E) by (replace (v * (a * E + E)) with (v * (a + 1) * E) by ring; rewrite L; ring). lra.
  - apply Rplus_le_compat_l, Ropp_le_contravar. destruct (Rle_lt_dec u v) as [Y|N]; [exact Y|]. exfalso.
    assert (v * (W + E) < u * (W + E)) by (apply Rmult_lt_compat_r; lra).
    assert (v * (a * E + E) <= v * (W + E)) by (apply Rmult_le_compat_l; lra).
    assert (v * (a * E + E) = E) by (replace (v * (a * E + E)) with (v * (a + 1) * E) by ring; rewrite L; ring). lra.
Qed.

(** ** The trigonometric unit *)

Lemma full_turn : forall x (k : Z), cos (x + 2 * IZR k * PI) = cos x.
Proof.
  intros x k. destruct (Z_le_gt_dec 0 k) as [G|G].
  - replace (IZR k) with (INR (Z.to_nat k)) by (rewrite INR_IZR_INZ, Z2Nat.id by lia; reflexivity). apply cos_period.
  - rewrite <- (cos_period (x + 2 * IZR k * PI) (Z.to_nat (- k))).
    rewrite INR_IZR_INZ, Z2Nat.id, opp_IZR by lia. f_equal. ring.
Qed.

Lemma cosine_of_multiple : forall M u, (1 <= M)%Z -> (u mod M = 0)%Z -> cos (angle M u) = 1.
Proof.
  intros M u P E. apply Z.mod_divide in E; [|lia]. destruct E as [k ->]. unfold angle. rewrite mult_IZR.
  assert (1 <= IZR M) by (apply IZR_le in P; exact P).
  replace (2 * PI * (IZR k * IZR M) / IZR M) with (0 + 2 * IZR k * PI) by (field; lra). rewrite full_turn.
  apply cos_0.
Qed.

(** The weight of what does not match, with the base of the unit. *)
Lemma weight_off_match : forall M u c a, (1 <= M)%Z -> (u mod M <> 0)%Z -> 0 < a -> a <= exp (8 * c / IZR M ^ 2) ->
  0 <= c -> exp (c * cos (angle M u)) <= exp c / a.
Proof.
  intros M u c a P E A G C. destruct (Z.eq_dec M 1) as [->|N]; [exfalso; apply E, Z.mod_1_r|].
  destruct (cosine_gap M u ltac:(lia) E) as (_ & Gap & _). fold (angle M u) in Gap.
  assert (Mp : 2 <= IZR M) by (apply (IZR_le 2); lia).
  assert (Sc : c * cos (angle M u) <= c - 8 * c / IZR M ^ 2).
  { replace (8 * c / IZR M ^ 2) with (c * (8 / IZR M ^ 2)) by (field; nra). nra. }
  apply Rle_trans with (exp (c - 8 * c / IZR M ^ 2)).
  - destruct Sc as [Sc|Sc]; [left; apply exp_increasing, Sc | right; rewrite Sc; reflexivity].
  - unfold Rminus. rewrite exp_plus, exp_Ropp. unfold Rdiv. apply Rmult_le_compat_l; [left; apply exp_pos|].
    apply Rinv_le_contravar; assumption.
Qed.

Lemma exponent_nonnegative : forall M c, (1 <= M)%Z -> 6 <= exp (8 * c / IZR M ^ 2) -> IZR M ^ 2 / 8 <= c.
Proof.
  intros M c P G. assert (Mp : 1 <= IZR M) by (apply IZR_le in P; exact P).
  assert (X : 1 <= 8 * c / IZR M ^ 2).
  { destruct (Rle_lt_dec 1 (8 * c / IZR M ^ 2)) as [Y|N]; [exact Y|]. apply exp_increasing in N.
    pose proof exp_le_3. lra. }
  apply (Rmult_le_compat_r (IZR M ^ 2)) in X; [|nra]. unfold Rdiv in X. rewrite Rmult_assoc, Rinv_l in X by nra. lra.
Qed.

Lemma circle_score : forall M c x y,
  scalar (circle_query c (fun x => cos (angle M x)) (fun x => sin (angle M x)) (Some x))
        (circle_key (fun x => cos (angle M x)) (fun x => sin (angle M x)) (Some y)) = c * cos (angle M (x + y)).
Proof.
  intros M c x y. simpl. replace (angle M (x + y)) with (angle M x + angle M y).
  - rewrite cos_plus. ring.
  - unfold angle. rewrite plus_IZR. unfold Rdiv. ring.
Qed.

Lemma absolute_bounds : forall x a, Rabs x <= a -> - a <= x <= a.
Proof. intros x a H. pose proof (Rle_abs x). pose proof (Rle_abs (- x)) as N. rewrite Rabs_Ropp in N. lra. Qed.

Lemma fourth_root_of_three : exp (1 / 4) <= 1317 / 1000.
Proof.
  destruct (Rle_lt_dec (exp (1 / 4)) (1317 / 1000)) as [Y|N]; [exact Y|]. exfalso. pose proof exp_le_3 as T.
  replace 1 with (1 / 4 + 1 / 4 + (1 / 4 + 1 / 4)) in T by field. rewrite !exp_plus in T.
  set (e := exp (1 / 4)) in *. assert (1317 / 1000 * (1317 / 1000) < e * e) by nra. nra.
Qed.

Theorem match2_trigonometric_unit : forall M (xs : list Z) i c, (1 <= M)%Z -> (i < length xs)%nat ->
  6 * INR (length xs) <= exp (8 * c / IZR M ^ 2) ->
  let co := fun x => cos (angle M x) in
  let si := fun x => sin (angle M x) in
  let output := fun co si => softmax_unit_output (circle_query c co si) (circle_key co si) residue_mark
                               (Some (nth i xs 0%Z)) (with_blank xs) in
  (~ matching_pair M xs i -> output co si <= 1 / 7) /\ (matching_pair M xs i -> 1 / 2 <= output co si) /\
  forall u co' si', 0 <= u <= 1 / (20 * c) ->
    (forall x, Rabs (co' x - co x) <= u) -> (forall x, Rabs (si' x - si x) <= u) ->
    (~ matching_pair M xs i -> output co' si' <= 18 / 100) /\ (matching_pair M xs i -> 43 / 100 <= output co' si').
Proof.
  intros M xs i c PM Li BB co si output. assert (Size : 1 <= INR (length xs)) by (apply (le_INR 1); lia).
  set (N := INR (length xs)) in *. assert (Cp : IZR M ^ 2 / 8 <= c) by (apply exponent_nonnegative; [exact PM | lra]).
  assert (Mp : 1 <= IZR M) by (apply IZR_le in PM; exact PM). assert (C8 : 1 / 8 <= c) by nra.
  set (x := nth i xs 0%Z) in *. pose proof (exp_pos c) as Ep.
  assert (Near : forall h g, 0 <= h -> (forall y, Rabs (g y - c * cos (angle M (x + y))) <= h) ->
    let W := summed (fun y => exp (g y)) xs in
    0 <= W /\ (~ matching_pair M xs i -> W <= exp h / 6 * exp c) /\ (matching_pair M xs i -> / exp h * exp c <= W)).
  { intros h g Hh G W. pose proof (exp_pos h) as Hp. split; [|split].
    - apply summed_nonneg. intros y _. left. apply exp_pos.
    - intros No. replace (exp h / 6 * exp c) with (N * (exp h * (exp c / (6 * N)))) by (field; lra).
      apply summed_at_most. intros y Iy. apply Rle_trans with (exp (h + c * cos (angle M (x + y)))).
      + specialize (G y). apply absolute_bounds in G.
        destruct (proj2 G) as [L|L]; [left; apply exp_increasing; lra | right; f_equal; lra].
      + rewrite exp_plus. apply Rmult_le_compat_l; [lra|]. apply weight_off_match; try assumption; try lra.
        intros E. apply No. apply (In_nth _ _ 0%Z) in Iy as (j & Lj & <-). exists j. split; assumption.
    - intros (j & Lj & E). apply Rle_trans with (exp (g (nth j xs 0%Z))).
      + rewrite <- exp_Ropp, <- exp_plus. specialize (G (nth j xs 0%Z)). fold x in E.
        rewrite (cosine_of_multiple M _ PM E) in G. apply absolute_bounds in G.
        destruct (proj1 G) as [L|L]; [left; apply exp_increasing; lra | right; f_equal; lra].
      + apply (summed_member _ (fun y => exp (g y))); [intros; left; apply exp_pos | apply nth_In, Lj]. }
  assert (Form : forall co' si', output co' si'
    = let W := summed (fun y => exp (c * (co' x * co' y - si' x * si' y))) xs in W / (W + exp c)).
  { intros co' si'. unfold output, softmax_unit_output. apply marked_average.
    - intros y. f_equal. simpl. ring.
    - f_equal. simpl. ring. }
  assert (Exact : forall y, c * (co x * co y - si x * si y) = c * cos (angle M (x + y))).
  { intros y. rewrite <- circle_score. simpl. unfold co, si. ring. }
  split; [|split].
  - intros No. rewrite Form. cbv zeta. destruct (Near 0 (fun y => c * (co x * co y - si x * si y)) (Rle_refl 0)) as
      (Wp & Low & _); [intros y; rewrite Exact, Rminus_diag_eq, Rabs_R0 by reflexivity; lra|].
    specialize (Low No). rewrite exp_0 in Low. destruct (share _ (exp c) (1 / 6) Ep Wp ltac:(lra)) as [S _].
    specialize (S Low). lra.
  - intros Yes. rewrite Form. cbv zeta. destruct (Near 0 (fun y => c * (co x * co y - si x * si y)) (Rle_refl 0)) as
      (Wp & _ & High); [intros y; rewrite Exact, Rminus_diag_eq, Rabs_R0 by reflexivity; lra|].
    specialize (High Yes). rewrite exp_0, Rinv_1 in High. destruct (share _ (exp c) 1 Ep Wp ltac:(lra)) as [_ S].
    specialize (S High). lra.
  - intros u co' si' [U0 U] Cc Cs. assert (Uc : u * c <= 1 / 20).
    { apply (Rmult_le_compat_r c) in U; [|lra]. replace (1 / (20 * c) * c) with (1 / 20) in U by (field; lra).
      exact U. }
    assert (Uh : u <= 1 / 2) by nra.
    assert (Close : forall y, Rabs (c * (co' x * co' y - si' x * si' y) - c * cos (angle M (x + y))) <= 1 / 4).
    { intros y. rewrite <- Exact. pose proof (COS_bound (angle M x)). pose proof (COS_bound (angle M y)).
      pose proof (SIN_bound (angle M x)). pose proof (SIN_bound (angle M y)).
      pose proof (Cc x) as D1. pose proof (Cc y) as D2. pose proof (Cs x) as D3. pose proof (Cs y) as D4.
      apply absolute_bounds in D1, D2, D3, D4. unfold co, si in *.
      assert (Prod : forall p q p' q', -1 <= p <= 1 -> -1 <= q <= 1 -> - u <= p' - p <= u -> - u <= q' - q <= u ->
        - (2 * u + u * u) <= p' * q' - p * q <= 2 * u + u * u).
      { intros p q p' q' Pp Pq Dp Dq. replace (p' * q' - p * q) with ((p' - p) * q + p * (q' - q) + (p' - p) * (q' -
        q)) by ring.
        assert (Ab : forall s t v w, 0 <= v -> 0 <= w -> - v <= s <= v -> - w <= t <= w -> - (v * w) <= s * t <= v *
          w).
        { intros s t v w V W0 [] []. split; nra. }
        pose proof (Ab (p' - p) q u 1 U0 Rle_0_1 Dp Pq). pose proof (Ab p (q' - q) 1 u Rle_0_1 U0 Pp Dq).
        pose proof (Ab (p' - p) (q' - q) u u U0 U0 Dp Dq). lra. }
      pose proof (Prod _ _ _ _ H H0 D1 D2) as P1. pose proof (Prod _ _ _ _ H1 H2 D3 D4) as P2.
      rewrite <- Rmult_minus_distr_l, Rabs_mult, (Rabs_pos_eq c) by lra.
      apply Rle_trans with (c * (5 * u)); [|lra]. apply Rmult_le_compat_l; [lra|]. apply Rabs_le. nra. }
    destruct (Near (1 / 4) _ ltac:(lra) Close) as (Wp & Low & High). rewrite Form. cbv zeta.
    pose proof fourth_root_of_three as Fr. pose proof (exp_pos (1 / 4)) as Fp. split.
    + intros No. specialize (Low No). destruct (share _ (exp c) (18 / 82) Ep Wp ltac:(lra)) as [S _].
      assert (18 / 82 / (18 / 82 + 1) = 18 / 100) as V by field. rewrite V in S. apply S.
      apply (Rle_trans _ _ _ Low). apply Rmult_le_compat_r; lra.
    + intros Yes. specialize (High Yes). destruct (share _ (exp c) (43 / 57) Ep Wp ltac:(lra)) as [_ S].
      assert (43 / 57 / (43 / 57 + 1) = 43 / 100) as V by field. rewrite V in S. apply S.
      apply Rle_trans with (2 := High). apply Rmult_le_compat_r; [lra|].
      apply (Rmult_le_reg_r (exp (1 / 4))); [lra|]. rewrite Rinv_l by lra. lra.
Qed.

(** ** The integer unit *)

Lemma residue_score : forall M x y,
  score (residue_query (Some x)) (residue_key M (Some y)) = (x ^ 2 - (x - (- y) mod M) ^ 2)%Z.
Proof. intros M x y. cbn -[Z.mul Z.add Z.sub Z.pow Z.modulo]. ring. Qed.

Lemma key_of_match : forall M x y, (1 <= M)%Z -> (0 <= x < M)%Z -> (((x + y) mod M = 0) <-> x = (- y) mod M)%Z.
Proof.
  intros M x y P B. split.
  - intros E. apply Z.mod_divide in E; [|lia]. destruct E as [k E].
    apply (Z.mod_unique _ _ (- k)); [left; exact B | lia].
  - intros ->. rewrite Zplus_mod_idemp_l. replace (- y + y)%Z with 0%Z by ring. apply Z.mod_0_l. lia.
Qed.

Lemma base_weight_plus : forall B s t, 0 < B -> power_weight B (s + t) = power_weight B s * power_weight B t.
Proof. intros B s t P. apply powerRZ_add. lra. Qed.

Lemma base_weight_negative : forall B s, 1 <= B -> (s <= -1)%Z -> power_weight B s <= / B.
Proof.
  intros B s P L. replace s with (-1 + (s + 1))%Z by ring. rewrite base_weight_plus by lra.
  assert (E : power_weight B (-1) = / B) by (unfold power_weight; simpl; rewrite Rmult_1_r; reflexivity). rewrite E.
  rewrite <- (Rmult_1_r (/ B)) at 2. apply Rmult_le_compat_l; [left; apply Rinv_0_lt_compat; lra|].
  apply base_weight_at_most_one; [exact P | lia].
Qed.

Lemma selected_share : forall A (k : A -> Z) (l : list A) x B, 6 * INR (length l) <= B -> 1 <= B ->
  let W := summed (fun a => power_weight B (x ^ 2 - (x - k a) ^ 2)) l in
  0 <= W /\ ((forall a, In a l -> k a <> x) -> W / (W + power_weight B (x ^ 2)) <= 1 / 7) /\
  ((exists a, In a l /\ k a = x) -> 1 / 2 <= W / (W + power_weight B (x ^ 2))).
Proof.
  intros A k l x B BB One W. set (g := fun a => power_weight B (x ^ 2 - (x - k a) ^ 2)).
  set (E := power_weight B (x ^ 2)). assert (Ep : 0 < E) by (apply base_weight_positive; lra).
  assert (Gp : forall a, 0 <= g a) by (intros; left; apply base_weight_positive; lra).
  assert (Wp : 0 <= W) by (apply summed_nonneg; intros; apply Gp). split; [exact Wp|]. split.
  - intros No. destruct (share W E (1 / 6) Ep Wp ltac:(lra)) as [S _].
    assert (W <= 1 / 6 * E); [|specialize (S H); lra].
    apply Rle_trans with (INR (length l) * (E * / B)).
    + apply summed_at_most. intros a I. unfold E. unfold Z.sub at 1. rewrite base_weight_plus by lra.
      apply Rmult_le_compat_l; [left; apply base_weight_positive; lra|]. apply base_weight_negative; [lra|].
      specialize (No a I). nia.
    + assert (I : INR (length l) * / B <= 1 / 6); [|nra].
      apply (Rmult_le_reg_r B); [lra|]. rewrite Rmult_assoc, Rinv_l by lra. lra.
  - intros (a & I & F). destruct (share W E 1 Ep Wp ltac:(lra)) as [_ S].
    assert (1 * E <= W); [|specialize (S H); lra]. rewrite Rmult_1_l.
    replace E with (g a); [apply (summed_member _ g); [intros; apply Gp | exact I]|].
    unfold g, E. rewrite F. f_equal. ring.
Qed.

Lemma integer_pair_unit : forall M (xs : list Z) i B, (1 <= M)%Z -> (forall x, In x xs -> (0 <= x < M)%Z) ->
  (i < length xs)%nat -> 6 * INR (length xs) <= B ->
  let output := base_unit_output B residue_query (residue_key M) residue_mark (Some (nth i xs 0%Z)) (with_blank xs) in
  (~ matching_pair M xs i -> output <= 1 / 7) /\ (matching_pair M xs i -> 1 / 2 <= output).
Proof.
  intros M xs i B PM Bx Li BB output. assert (Size : 1 <= INR (length xs)) by (apply (le_INR 1); lia).
  assert (Rx : (0 <= nth i xs 0 < M)%Z) by (apply Bx, nth_In, Li). set (x := nth i xs 0%Z) in *.
  set (g := fun y => power_weight B (x ^ 2 - (x - (- y) mod M) ^ 2)).
  assert (Form : output = summed g xs / (summed g xs + power_weight B (x ^ 2))).
  { unfold output, base_unit_output. apply marked_average.
    - intros y. rewrite residue_score. reflexivity.
    - f_equal. cbn -[Z.mul Z.add Z.sub Z.pow]. ring. }
  destruct (selected_share _ (fun y => (- y) mod M)%Z xs x B BB ltac:(lra)) as (_ & Low & High). fold g in Low, High.
  rewrite Form. split.
  - intros No. apply Low. intros y Iy E. apply No. apply (In_nth _ _ 0%Z) in Iy as (j & Lj & <-).
    exists j. split; [exact Lj|]. fold x. apply key_of_match; [exact PM | exact Rx | symmetry; exact E].
  - intros (j & Lj & F). apply High. exists (nth j xs 0%Z). split; [apply nth_In, Lj|]. fold x in F.
    apply key_of_match in F; [symmetry; exact F | exact PM | exact Rx].
Qed.

Theorem one_head_computes_match2 : forall N M, (1 <= N)%nat -> (1 <= M)%Z ->
  exists (query key : option Z -> list Z) (value : option Z -> R) (B : R),
    (forall t, length (query t) = 3%nat /\ length (key t) = 3%nat) /\
    (forall t a, (forall x, t = Some x -> (0 <= x < M)%Z) -> In a (query t ++ key t) ->
       (Z.abs a <= Z.max 2 (2 * M ^ 2))%Z) /\
    forall xs i, length xs = N -> (forall x, In x xs -> (0 <= x < M)%Z) -> (i < N)%nat ->
      (1 / 3 < base_unit_output B query key value (Some (nth i xs 0%Z)) (with_blank xs) <-> matching_pair M xs i).
Proof.
  intros N M PN PM. exists residue_query, (residue_key M), residue_mark, (6 * INR N).
  split; [intros [x|]; split; reflexivity|]. split.
  { intros [x|] a B I.
    - specialize (B x eq_refl). pose proof (Z.mod_pos_bound (- x) M ltac:(lia)).
      cbn -[Z.mul Z.pow Z.modulo Z.abs] in I. destruct I as [<-|[<-|[<-|[<-|[<-|[<-|[]]]]]]]; nia.
    - cbn -[Z.mul Z.pow Z.modulo Z.abs] in I. destruct I as [<-|[<-|[<-|[<-|[<-|[<-|[]]]]]]]; nia. }
  intros xs i L Bx Li. rewrite <- L in Li.
  destruct (integer_pair_unit M xs i (6 * INR N) PM Bx Li ltac:(rewrite L; lra)) as [Low High]. cbv zeta in Low, High.
  split; [intros G | intros G; specialize (High G); lra].
  set (found := existsb (fun j => ((nth i xs 0 + nth j xs 0) mod M =? 0)%Z) (seq 0 (length xs))).
  destruct found eqn:F; unfold found in F.
  - apply existsb_exists in F as (j & Ij & F). apply in_seq in Ij. apply Z.eqb_eq in F. exists j.
    split; [lia | exact F].
  - exfalso. assert (No : ~ matching_pair M xs i); [|specialize (Low No); lra].
    intros (j & Lj & E). enough (found = true) by (unfold found in *; congruence). apply existsb_exists. exists j.
    split; [apply in_seq; lia | apply Z.eqb_eq, E].
Qed.
