(** * The real part of a product as a sum of few products of real linear forms

    A complex number is a pair (X, Y) of real numbers. With the s angles k pi / s,
    Re(z_1 ... z_s) = (2^(s-1) / s) sum_k (-1)^k prod_i (cos(k pi / s) X_i + sin(k pi / s) Y_i).

    - [complex_times], [complex_product]: the product of two complex numbers, and of a list
    - [projection]: the product of the linear forms at an angle
    - [power]: the n-th power of a complex number
    - [real_part_power_identity] is S-L25, [cosine_of_three_sum_rank_three] is S-L26 *)

From Coq Require Import List ZArith Lia Reals Lra Rtrigo_facts.
From AttentionQuarks Require Import Averages.
Import ListNotations.
Open Scope R_scope.

Definition complex_times (z w : R * R) : R * R := (fst z * fst w - snd z * snd w, fst z * snd w + snd z * fst w).

Definition complex_product (zs : list (R * R)) : R * R := fold_right complex_times (1, 0) zs.

Definition complex_power (z : R * R) (n : nat) : R * R := complex_product (repeat z n).

Definition projection (phi : R) (zs : list (R * R)) : R :=
  fold_right (fun z p => (cos phi * fst z + sin phi * snd z) * p) 1 zs.

Definition part_of_pi (s k : nat) : R := INR k * PI / INR s.

(** ** Sums of cosines and sines over the angles *)

Lemma sine_of_whole : forall k, sin (INR k * PI) = 0.
Proof.
  induction k as [|k IH]; [simpl; rewrite Rmult_0_l; apply sin_0|]. rewrite S_INR.
  replace ((INR k + 1) * PI) with (INR k * PI + PI) by ring. rewrite neg_sin, IH. ring.
Qed.

Lemma cosine_of_whole : forall k, cos (INR k * PI) = (-1) ^ k.
Proof.
  induction k as [|k IH]; [simpl; rewrite Rmult_0_l; apply cos_0|]. rewrite S_INR.
  replace ((INR k + 1) * PI) with (INR k * PI + PI) by ring. rewrite neg_cos, IH. simpl. ring.
Qed.

Lemma telescoped_cosines : forall a n,
  2 * sin a * summed (fun k => cos (2 * INR k * a)) (seq 0 n) = sin ((2 * INR n - 1) * a) + sin a.
Proof.
  intros a n. induction n as [|n IH].
  - unfold summed. simpl. replace ((2 * 0 - 1) * a) with (- a) by ring. rewrite sin_neg. ring.
  - rewrite seq_S, summed_app, Rmult_plus_distr_l, IH. unfold summed. simpl fold_right. rewrite S_INR.
    replace ((2 * (INR n + 1) - 1) * a) with (2 * INR n * a + a) by ring.
    replace ((2 * INR n - 1) * a) with (2 * INR n * a - a) by ring. rewrite sin_plus, sin_minus. ring.
Qed.

Lemma telescoped_sines : forall a n,
  2 * sin a * summed (fun k => sin (2 * INR k * a)) (seq 0 n) = cos a - cos ((2 * INR n - 1) * a).
Proof.
  intros a n. induction n as [|n IH].
  - unfold summed. simpl. replace ((2 * 0 - 1) * a) with (- a) by ring. rewrite cos_neg. ring.
  - rewrite seq_S, summed_app, Rmult_plus_distr_l, IH. unfold summed. simpl fold_right. rewrite S_INR.
    replace ((2 * (INR n + 1) - 1) * a) with (2 * INR n * a + a) by ring.
    replace ((2 * INR n - 1) * a) with (2 * INR n * a - a) by ring. rewrite cos_plus, cos_minus. ring.
Qed.

Lemma roots_sum_to_zero : forall s j, (0 < j < s)%nat ->
  summed (fun k => cos (2 * INR k * (INR j * PI / INR s))) (seq 0 s) = 0 /\
  summed (fun k => sin (2 * INR k * (INR j * PI / INR s))) (seq 0 s) = 0.
Proof.
  intros s j B. pose proof PI_RGT_0 as P. set (a := INR j * PI / INR s).
  assert (Sp : 1 <= INR s) by (apply (le_INR 1); lia). assert (Jp : 1 <= INR j) by (apply (le_INR 1); lia).
  assert (Js : INR j < INR s) by (apply lt_INR; lia).
  assert (Pos : 0 < sin a).
  { apply sin_gt_0; unfold a.
    - apply Rdiv_lt_0_compat; nra.
    - apply (Rmult_lt_reg_r (INR s)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra. }
  assert (Turn : (2 * INR s - 1) * a = - a + 2 * INR j * PI) by (unfold a; field; lra).
  pose proof (telescoped_cosines a s) as C. pose proof (telescoped_sines a s) as D.
  rewrite Turn in C, D. rewrite sin_period, sin_neg in C. rewrite cos_period, cos_neg in D. split.
  - apply (Rmult_eq_reg_l (2 * sin a)); [rewrite C; ring | lra].
  - apply (Rmult_eq_reg_l (2 * sin a)); [rewrite D; ring | lra].
Qed.

(** The frequency n = s - 2 j, with the alternating sign: only j = 0 is left. *)
Lemma frequencies : forall s j a b, (1 <= s)%nat -> (j < s)%nat ->
  summed (fun k => (-1) ^ k * (a * cos ((INR s - 2 * INR j) * part_of_pi s k)
                               + b * sin ((INR s - 2 * INR j) * part_of_pi s k))) (seq 0 s)
  = if (j =? 0)%nat then INR s * a else 0.
Proof.
  intros s j a b P B. assert (Sp : 1 <= INR s) by (apply (le_INR 1); lia).
  assert (Term : forall k, (-1) ^ k * (a * cos ((INR s - 2 * INR j) * part_of_pi s k)
                               + b * sin ((INR s - 2 * INR j) * part_of_pi s k))
    = a * cos (2 * INR k * (INR j * PI / INR s)) + - b * sin (2 * INR k * (INR j * PI / INR s))).
  { intros k. replace ((INR s - 2 * INR j) * part_of_pi s k)
      with (INR k * PI - 2 * INR k * (INR j * PI / INR s)) by (unfold part_of_pi; field; lra).
    rewrite cos_minus, sin_minus, sine_of_whole, cosine_of_whole.
    assert (Sq : (-1) ^ k * (-1) ^ k = 1) by (rewrite <- Rpow_mult_distr; replace (-1 * -1) with 1 by ring;
      apply pow1).
    set (e := (-1) ^ k) in *. set (u := cos _). set (v := sin _).
    replace (e * (a * (e * u + 0 * v) + b * (0 * u - e * v))) with (e * e * (a * u - b * v)) by ring. rewrite Sq.
    ring. }
  rewrite (summed_ext _ _ _ _ (fun k _ => Term k)), summed_plus, !summed_scale.
  destruct (Nat.eqb_spec j 0) as [->|N].
  - rewrite (summed_ext _ _ (fun _ => 1)), (summed_ext _ (fun k => sin _) (fun _ => 0)).
    + rewrite !summed_constant, seq_length. ring.
    + intros k _. simpl INR. replace (2 * INR k * (0 * PI / INR s)) with 0 by (field; lra). apply sin_0.
    + intros k _. simpl INR. replace (2 * INR k * (0 * PI / INR s)) with 0 by (field; lra). apply cos_0.
  - destruct (roots_sum_to_zero s j ltac:(lia)) as [-> ->]. ring.
Qed.

(** ** The product of linear forms, one factor after the other *)

Lemma one_more_factor : forall n phi a b x y,
  (a * cos (n * phi) + b * sin (n * phi)) * (cos phi * x + sin phi * y)
  = / 2 * ((a * x - b * y) * cos ((n + 1) * phi) + (a * y + b * x) * sin ((n + 1) * phi))
    + / 2 * ((a * x + b * y) * cos ((n - 1) * phi) + (b * x - a * y) * sin ((n - 1) * phi)).
Proof.
  intros n phi a b x y. replace ((n + 1) * phi) with (n * phi + phi) by ring.
  replace ((n - 1) * phi) with (n * phi - phi) by ring. rewrite cos_plus, cos_minus, sin_plus, sin_minus. field.
Qed.

Lemma alternating_sum : forall s zs j a b, (1 <= s)%nat -> (j + length zs < s)%nat -> 
  summed (fun k => (-1) ^ k * ((a * cos ((INR s - 2 * INR j - INR (length zs)) * part_of_pi s k)
                               + b * sin ((INR s - 2 * INR j - INR (length zs)) * part_of_pi s k))
                              * projection (part_of_pi s k) zs)) (seq 0 s)
  = if (j =? 0)%nat then INR s * (/ 2) ^ length zs * fst (complex_times (a, b) (complex_product zs)) else 0.
Proof.
  intros s zs. induction zs as [|[x y] zs IH]; intros j a b P B.
  - simpl length in *. rewrite (summed_ext _ _ (fun k => (-1) ^ k * (a * cos ((INR s - 2 * INR j) * part_of_pi s k)
                               + b * sin ((INR s - 2 * INR j) * part_of_pi s k)))).
    + rewrite frequencies by lia. destruct (j =? 0)%nat; [simpl; ring | reflexivity].
    + intros k _. simpl. rewrite Rmult_1_r, Rminus_0_r. reflexivity.
  - simpl length in *. pose proof (IH j (a * x - b * y) (a * y + b * x) P ltac:(lia)) as Up.
    pose proof (IH (S j) (a * x + b * y) (b * x - a * y) P ltac:(lia)) as Down. simpl (S j =? 0)%nat in Down.
    rewrite (summed_ext _ _ (fun k => / 2 * ((-1) ^ k *
        (((a * x - b * y) * cos ((INR s - 2 * INR j - INR (length zs)) * part_of_pi s k)
         + (a * y + b * x) * sin ((INR s - 2 * INR j - INR (length zs)) * part_of_pi s k))
         * projection (part_of_pi s k) zs))
      + / 2 * ((-1) ^ k *
        (((a * x + b * y) * cos ((INR s - 2 * INR (S j) - INR (length zs)) * part_of_pi s k)
         + (b * x - a * y) * sin ((INR s - 2 * INR (S j) - INR (length zs)) * part_of_pi s k))
         * projection (part_of_pi s k) zs)))).
    + rewrite summed_plus, !summed_scale, Up, Down. destruct (j =? 0)%nat; simpl; ring.
    + intros k _. set (phi := part_of_pi s k). rewrite !S_INR.
      pose proof (one_more_factor (INR s - 2 * INR j - (INR (length zs) + 1)) phi a b x y) as One.
      replace (INR s - 2 * INR j - (INR (length zs) + 1) + 1) with (INR s - 2 * INR j - INR (length zs)) in One
        by ring.
      replace (INR s - 2 * INR j - (INR (length zs) + 1) - 1)
        with (INR s - 2 * (INR j + 1) - INR (length zs)) in One by ring.
      change (projection phi ((x, y) :: zs)) with ((cos phi * x + sin phi * y) * projection phi zs).
      set (f := (INR s - 2 * INR j - (INR (length zs) + 1)) * phi) in *.
      transitivity ((-1) ^ k * ((a * cos f + b * sin f) * (cos phi * x + sin phi * y) * projection phi zs)); [ring|].
      rewrite One. ring.
Qed.

Lemma polarised : forall s zs, (1 <= s)%nat -> length zs = s ->
  fst (complex_product zs)
  = 2 ^ (s - 1) / INR s * summed (fun k => (-1) ^ k * projection (part_of_pi s k) zs) (seq 0 s).
Proof.
  intros s [|[x y] zs] P L; simpl in L; [lia|]. assert (Sp : 1 <= INR s) by (apply (le_INR 1); lia).
  pose proof (alternating_sum s zs 0 x y P ltac:(lia)) as A. simpl (0 =? 0)%nat in A. cbv iota in A.
  rewrite (summed_ext _ _ (fun k => (-1) ^ k * projection (part_of_pi s k) ((x, y) :: zs))) in A.
  - rewrite A. change (complex_product ((x, y) :: zs)) with (complex_times (x, y) (complex_product zs)).
    replace (s - 1)%nat with (length zs) by lia. rewrite pow_inv. field.
    split; [pose proof (pow_lt 2 (length zs) ltac:(lra)); lra | lra].
  - intros k _. replace (INR s - 2 * INR 0 - INR (length zs)) with 1.
    + rewrite Rmult_1_l. simpl. ring.
    + rewrite <- L, S_INR. simpl. ring.
Qed.

Theorem real_part_power_identity : forall s, (1 <= s)%nat ->
  (forall x y, fst (complex_power (x, y) s)
    = 2 ^ (s - 1) / INR s
      * summed (fun k => (-1) ^ k * (cos (INR k * PI / INR s) * x + sin (INR k * PI / INR s) * y) ^ s) (seq 0 s)) /\
  (forall zs, length zs = s -> fst (complex_product zs)
    = 2 ^ (s - 1) / INR s * summed (fun k => (-1) ^ k * projection (INR k * PI / INR s) zs) (seq 0 s)).
Proof.
  intros s P. split; [|intros zs L; apply (polarised s zs P L)]. intros x y. unfold complex_power.
  rewrite (polarised s _ P (repeat_length (x, y) s)). f_equal. apply summed_ext. intros k _. f_equal.
  unfold part_of_pi. generalize (INR k * PI / INR s) as phi. intros phi. clear P.
  induction s as [|s IH]; simpl; [reflexivity|].
  rewrite <- IH. reflexivity.
Qed.

(** ** The tensor of cos(a + b + c) *)

Definition form (u : R * R) (a : R) : R := fst u * cos a + snd u * sin a.

Definition complex_form (u v : R * R) (a : R) : R * R :=
  (fst u * cos a + fst v * sin a, snd u * cos a + snd v * sin a).

Theorem cosine_of_three_sum_rank_three :
  (forall a b c, cos (a + b + c)
    = 4 / 3 * summed (fun k => cos (a - 2 * PI * INR k / 3) * cos (b - 2 * PI * INR k / 3) * cos (c - 2 * PI * INR k
      / 3))
                (seq 0 3)) /\
  (forall a b k, cos (a - b) = form (cos b, sin b) a /\ k * form (cos b, sin b) a = form (k * cos b, k * sin b) a) /\
  (~ exists u1 u2 v1 v2 w1 w2 : R * R, forall a b c,
     cos (a + b + c) = form u1 a * form v1 b * form w1 c + form u2 a * form v2 b * form w2 c) /\
  (exists u1 u2 v1 v2 w1 w2 u1' u2' v1' v2' w1' w2' : R * R, forall a b c,
     let z := complex_times (complex_form u1 u1' a) (complex_times (complex_form v1 v1' b) (complex_form w1 w1' c)) in
     let w := complex_times (complex_form u2 u2' a) (complex_times (complex_form v2 v2' b) (complex_form w2 w2' c)) in
     (cos (a + b + c), 0) = (fst z + fst w, snd z + snd w)) /\
  (~ exists u v w u' v' w' : R * R, forall a b c,
     (cos (a + b + c), 0) = complex_times (complex_form u u' a) (complex_times (complex_form v v' b) (complex_form w
       w' c))).
Proof.
  assert (Q1 : cos (PI / 2 + PI / 2) = -1) by (replace (PI / 2 + PI / 2) with PI by field; apply cos_PI).
  assert (Q2 : cos (PI / 2 + PI / 2 + PI / 2) = 0).
  { replace (PI / 2 + PI / 2 + PI / 2) with (3 * (PI / 2)) by field. apply cos_3PI2. }
  split; [|split; [|split; [|split]]].
  - intros a b c. unfold summed. simpl fold_right.
    assert (A1 : 2 * PI * 1 / 3 = PI - PI / 3) by field. assert (A2 : 2 * PI * (1 + 1) / 3 = PI / 3 + PI) by field.
    assert (A0 : 2 * PI * 0 / 3 = 0) by field. rewrite A0, A1, A2, !Rminus_0_r.
    rewrite !(cos_minus _ (PI - PI / 3)), !(cos_minus _ (PI / 3 + PI)), neg_cos, neg_sin, Rtrigo_facts.cos_pi_minus,
      sin_PI_x.
    rewrite cos_PI3, sin_PI3, !cos_plus, sin_plus.
    pose proof (sqrt_sqrt 3 ltac:(lra)) as T. set (t := sqrt 3) in *.
    assert (T3 : forall r, t * t * r = 3 * r) by (intros; rewrite T; ring).
    set (x := cos a) in *. set (x' := sin a) in *. set (y := cos b) in *. set (y' := sin b) in *.
    set (z := cos c) in *. set (z' := sin c) in *.
    transitivity (x * y * z * (4 / 3 * (1 - 1 / 4)) - t * t * (1 / 3) * (x * y' * z' + x' * y * z' + x' * y' * z)).
    + rewrite T. field.
    + field.
  - intros a b k. unfold form. simpl. rewrite cos_minus. split; ring.
  - intros ([p1 q1] & [p2 q2] & [r1 s1] & [r2 s2] & [m1 n1] & [m2 n2] & E). unfold form in E. simpl in E.
    pose proof (E 0 0 0) as E0. pose proof (E 0 0 (PI / 2)) as E1. pose proof (E 0 (PI / 2) 0) as E2.
    pose proof (E (PI / 2) 0 0) as E3. pose proof (E 0 (PI / 2) (PI / 2)) as E4.
    pose proof (E (PI / 2) 0 (PI / 2)) as E5.
    pose proof (E (PI / 2) (PI / 2) 0) as E6. pose proof (E (PI / 2) (PI / 2) (PI / 2)) as E7. clear E.
    rewrite ?Rplus_0_l, ?Rplus_0_r, ?Q1, ?Q2, ?cos_0, ?sin_0, ?cos_PI2, ?sin_PI2 in *.
    set (t000 := p1 * r1 * m1 + p2 * r2 * m2). set (t001 := p1 * r1 * n1 + p2 * r2 * n2).
    set (t010 := p1 * s1 * m1 + p2 * s2 * m2). set (t011 := p1 * s1 * n1 + p2 * s2 * n2).
    set (t100 := q1 * r1 * m1 + q2 * r2 * m2). set (t101 := q1 * r1 * n1 + q2 * r2 * n2).
    set (t110 := q1 * s1 * m1 + q2 * s2 * m2). set (t111 := q1 * s1 * n1 + q2 * s2 * n2).
    assert (F : t000 = 1 /\ t001 = 0 /\ t010 = 0 /\ t100 = 0 /\ t011 = -1 /\ t101 = -1 /\ t110 = -1 /\ t111 = 0).
    { unfold t000, t001, t010, t011, t100, t101, t110, t111. repeat split; nra. }
    destruct F as (F0 & F1 & F2 & F3 & F4 & F5 & F6 & F7).
    assert (Cayley : (t000 * t111 - t001 * t110 - t010 * t101 + t100 * t011) ^ 2
        - 4 * (t000 * t011 - t001 * t010) * (t100 * t111 - t101 * t110)
      = ((p1 * q2 - p2 * q1) * (r1 * s2 - r2 * s1) * (m1 * n2 - m2 * n1)) ^ 2)
      by (unfold t000, t001, t010, t011, t100, t101, t110, t111; ring).
    rewrite F0, F1, F2, F3, F4, F5, F6, F7 in Cayley.
    pose proof (pow2_ge_0 ((p1 * q2 - p2 * q1) * (r1 * s2 - r2 * s1) * (m1 * n2 - m2 * n1))). lra.
  - exists (/ 2, 0), (/ 2, 0), (1, 0), (1, 0), (1, 0), (1, 0), (0, / 2), (0, - / 2), (0, 1), (0, -1), (0, 1), (0, -1).
    intros a b c. unfold complex_times, complex_form. simpl. rewrite !cos_plus, sin_plus. f_equal; field.
  - intros ([p p0] & [q q0] & [r r0] & [p' p0'] & [q' q0'] & [r' r0'] & E). unfold complex_times, complex_form in E.
    simpl in E.
    pose proof (E 0 0 0) as E0. pose proof (E 0 (PI / 2) (PI / 2)) as E1. pose proof (E 0 0 (PI / 2)) as E2. clear E.
    rewrite ?Rplus_0_l, ?Rplus_0_r, ?Q1, ?cos_0, ?sin_0, ?cos_PI2, ?sin_PI2 in *.
    injection E0 as A0 B0. injection E1 as A1 B1. injection E2 as A2 B2. ring_simplify in A0. ring_simplify in B0.
    ring_simplify in A1. ring_simplify in B1. ring_simplify in A2. ring_simplify in B2.
    set (z := complex_times (p, p0) (complex_times (q, q0) (r, r0))). set (w := complex_times (p, p0) (complex_times
      (q', q0') (r', r0'))).
    set (v := complex_times (p, p0) (complex_times (q, q0) (r', r0'))).
    set (u := complex_times (p, p0) (complex_times (q', q0') (r, r0))).
    assert (Same : fst z * fst w - snd z * snd w = fst v * fst u - snd v * snd u) by (unfold z, w, v, u,
      complex_times; simpl; ring).
    assert (Z : fst z = 1 /\ snd z = 0) by (unfold z, complex_times; simpl; lra).
    assert (W : fst w = -1 /\ snd w = 0) by (unfold w, complex_times; simpl; lra).
    assert (V : fst v = 0 /\ snd v = 0) by (unfold v, complex_times; simpl; lra).
    destruct Z as [Z1 Z2], W as [W1 W2], V as [V1 V2].
    rewrite Z1, Z2, W1, W2, V1, V2 in Same. lra.
Qed.
