(** * One layer for triple matching with real scores: a margin of the output costs messages

    Alice's partial sums of a head are sent as the mean u = S/Z of her values and the logarithm l of Z, each as the
    number of the cell, of length 2 eta, in which it lies.

    - [ceiling], [cells]: the least natural number that is at least x; the number of cells, at least 1
    - [cell]: the number of the cell of x, among k cells of length w that begin at lo
    - [logistic_slope]: Z/(Z + W) as a function of ln Z has slope at most 1/4
    - [match3_margin_budget] is S-L34 *)

From Coq Require Import Reals List Lia Lra Arith ZArith Bool.
From AttentionQuarks Require Import Thr Disjointness OneWay TripleMatching HeadMessages SparseAveraging.
Import ListNotations.
Open Scope R_scope.

Definition ceiling (x : R) : nat := Z.to_nat (1 - up (- x)).

Definition cells (x : R) : nat := Nat.max 1 (ceiling x).

Lemma ceiling_bounds : forall x, 0 <= x -> x <= INR (ceiling x) <= 1 + x.
Proof.
  intros x P. unfold ceiling. destruct (archimed (- x)) as [A B]. set (u := up (- x)) in *.
  assert (L : (u <= 1)%Z) by (apply le_IZR; simpl; lra).
  rewrite INR_IZR_INZ, Z2Nat.id, minus_IZR by lia. lra.
Qed.

Lemma cells_bounds : forall x, 0 <= x -> x <= INR (cells x) <= 1 + x.
Proof.
  intros x P. pose proof (ceiling_bounds x P) as B. unfold cells.
  destruct (Nat.max_spec 1 (ceiling x)) as [[L ->]|[L ->]]; [exact B|].
  apply le_INR in L. simpl (INR 1) in *. lra.
Qed.

Fixpoint cell (lo w x : R) (k : nat) : nat :=
  match k with
  | O => 0
  | S j => if Rle_dec x (lo + w) then 0%nat else match j with O => 0%nat | S _ => S (cell (lo + w) w x j) end
  end.

Lemma cell_below : forall k lo w x, (1 <= k)%nat -> (cell lo w x k < k)%nat.
Proof.
  induction k as [|k IH]; intros lo w x L; [lia|]. cbn [cell]. destruct (Rle_dec x (lo + w)); [lia|].
  destruct k as [|k]; [lia|]. specialize (IH (lo + w) w x ltac:(lia)). lia.
Qed.

Lemma cell_close : forall k lo w x y, 0 < w -> lo <= x <= lo + INR k * w -> lo <= y <= lo + INR k * w ->
  cell lo w x k = cell lo w y k -> Rabs (x - y) <= w.
Proof.
  induction k as [|k IH]; intros lo w x y P Bx By E.
  - simpl in Bx, By. apply Rabs_le. lra.
  - rewrite S_INR in Bx, By. cbn [cell] in E. destruct (Rle_dec x (lo + w)) as [Lx|Gx], (Rle_dec y (lo + w)) as
    [Ly|Gy].
    + apply Rabs_le. lra.
    + destruct k; [|discriminate E]. simpl in Bx, By. apply Rabs_le. lra.
    + destruct k; [|discriminate E]. simpl in Bx, By. apply Rabs_le. lra.
    + destruct k as [|k]; [simpl in Bx, By; apply Rabs_le; lra|]. injection E as E.
      apply (IH (lo + w) w x y P); [lra | lra | exact E].
Qed.

(** ** The logistic function *)

Lemma logistic_increment : forall W t t', 0 < W -> t <= t' ->
  Rabs (exp t' / (exp t' + W) - exp t / (exp t + W)) <= (t' - t) / 4.
Proof.
  intros W t t' P L. destruct (Rle_lt_or_eq_dec t t' L) as [Lt| ->].
  2: { rewrite Rminus_diag_eq, Rabs_R0 by reflexivity. lra. }
  set (f := (exp / (exp + fct_cte W))%F).
  destruct (MVT_cor2 f (fun c => (exp c * (exp c + W) - (exp c + 0) * exp c) / Rsqr (exp c + W)) t t' Lt)
    as (c & E & _).
  { intros c _. unfold f. apply (derivable_pt_lim_div exp (exp + fct_cte W)%F c (exp c) (exp c + 0)).
    - apply derivable_pt_lim_exp.
    - apply derivable_pt_lim_plus; [apply derivable_pt_lim_exp | apply derivable_pt_lim_const].
    - unfold plus_fct, fct_cte. pose proof (exp_pos c). lra. }
  change (f t') with (exp t' / (exp t' + W)) in E. change (f t) with (exp t / (exp t + W)) in E. rewrite E.
  pose proof (exp_pos c) as Pc. set (z := exp c) in *.
  replace ((z * (z + W) - (z + 0) * z) / Rsqr (z + W)) with (z * W / ((z + W) * (z + W)))
    by (unfold Rsqr; field; lra).
  assert (Slope : 0 <= z * W / ((z + W) * (z + W)) <= / 4).
  { split; [apply Rmult_le_pos; [nra | apply Rlt_le, Rinv_0_lt_compat; nra]|].
    apply Rmult_le_reg_r with ((z + W) * (z + W)); [nra|].
    replace (z * W / ((z + W) * (z + W)) * ((z + W) * (z + W))) with (z * W) by (field; lra).
    pose proof (Rle_0_sqr (z - W)) as Sq. unfold Rsqr in Sq. lra. }
  rewrite Rabs_pos_eq by (apply Rmult_le_pos; lra). nra.
Qed.

Lemma logistic_slope : forall Z Z' W, 0 < Z -> 0 < Z' -> 0 < W ->
  Rabs (Z / (Z + W) - Z' / (Z' + W)) <= Rabs (ln Z - ln Z') / 4.
Proof.
  intros Z Z' W P P' PW. destruct (Rle_dec (ln Z) (ln Z')) as [L|G].
  - rewrite Rabs_minus_sym, (Rabs_minus_sym (ln Z)), (Rabs_pos_eq (ln Z' - ln Z)) by lra.
    pose proof (logistic_increment W _ _ PW L) as I. rewrite !exp_ln in I by assumption. exact I.
  - rewrite (Rabs_pos_eq (ln Z - ln Z')) by lra.
    pose proof (logistic_increment W (ln Z') (ln Z) PW ltac:(lra)) as I. rewrite !exp_ln in I by assumption. exact I.
Qed.

(** Two means, each of an own part (S, Z) and the same other part (T, W). *)
Lemma means_close : forall S Z S' Z' T W v e, 0 < Z -> 0 < Z' -> 0 < W -> 0 <= v -> Rabs S' <= v * Z' ->
  Rabs T <= v * W ->
  Rabs (S / Z - S' / Z') <= 2 * e -> Rabs (ln Z - ln Z') <= 2 * e ->
  Rabs ((S + T) / (Z + W) - (S' + T) / (Z' + W)) <= 2 * (e * (1 + v / 2)).
Proof.
  intros S Z S' Z' T W v e P P' PW Pv BS BT Du Dl. pose proof (logistic_slope Z Z' W P P' PW) as Lam.
  set (a := Z / (Z + W)) in *. set (a' := Z' / (Z' + W)) in *.
  assert (Ra : 0 <= a <= 1).
  { unfold a. split; [apply Rmult_le_pos; [lra | apply Rlt_le, Rinv_0_lt_compat; lra]|].
    apply Rmult_le_reg_r with (Z + W); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert (U' : Rabs (S' / Z') <= v).
  { unfold Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ Z')) by (apply Rlt_le, Rinv_0_lt_compat, P').
    apply Rmult_le_reg_r with Z'; [exact P'|]. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert (UB : Rabs (T / W) <= v).
  { unfold Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ W)) by (apply Rlt_le, Rinv_0_lt_compat, PW).
    apply Rmult_le_reg_r with W; [exact PW|]. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert (E : (S + T) / (Z + W) - (S' + T) / (Z' + W)
    = a * (S / Z - S' / Z') + (a - a') * (S' / Z' - T / W)) by (unfold a, a'; field; lra).
  rewrite E. eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult, (Rabs_pos_eq a) by lra.
  pose proof (Rabs_pos (S / Z - S' / Z')). pose proof (Rabs_pos (a - a')).
  assert (D : Rabs (S' / Z' - T / W) <= 2 * v).
  { unfold Rminus. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. lra. }
  pose proof (Rabs_pos (S' / Z' - T / W)). pose proof (Rabs_pos (ln Z - ln Z')).
  assert (X1 : a * Rabs (S / Z - S' / Z') <= 1 * (2 * e)) by (apply Rmult_le_compat; lra).
  assert (X2 : Rabs (a - a') * Rabs (S' / Z' - T / W) <= 2 * e / 4 * (2 * v)) by (apply Rmult_le_compat; lra).
  lra.
Qed.

(** ** Sums over positions *)

Lemma position_sum_bounds : forall (s : nat -> Z -> R) (g : nat -> Z -> R) s_max v_max, 0 <= v_max ->
  (forall i x, Rabs (s i x) <= s_max) -> (forall i x, Rabs (g i x) <= v_max) -> forall l i,
  INR (length l) * exp (- s_max) <= position_sum 0 Rplus (fun i x => exp (s i x)) i l <= INR (length l) * exp s_max /\
  Rabs (position_sum 0 Rplus (fun i x => exp (s i x) * g i x) i l)
    <= v_max * position_sum 0 Rplus (fun i x => exp (s i x)) i l.
Proof.
  intros s g s_max v_max Pv Bs Bg l. induction l as [|x l IH]; intros i.
  - cbn [position_sum length]. simpl INR. rewrite Rabs_R0. lra.
  - cbn [position_sum length]. rewrite S_INR. destruct (IH (S i)) as [[L U] A]. specialize (Bs i x).
    specialize (Bg i x).
    apply abs_bounds in Bs.
    assert (Mono : forall y z, y <= z -> exp y <= exp z).
    { intros y z Lyz. destruct (Rle_lt_or_eq_dec y z Lyz) as [Lt| ->]; [apply Rlt_le, exp_increasing, Lt | lra]. }
    pose proof (Mono (- s_max) (s i x) ltac:(lra)). pose proof (Mono (s i x) s_max ltac:(lra)).
    split; [lra|]. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult, (Rabs_pos_eq (exp (s i x)))
      by (apply Rlt_le, exp_pos).
    pose proof (exp_pos (s i x)). pose proof (Rabs_pos (g i x)). nra.
Qed.

Definition real_heads (parts : list ((nat -> Z -> R) * (nat -> Z -> nat -> R))) : list (head R) :=
  map (fun se => Head R (fun i x => exp (fst se i x)) (snd se)) parts.

Definition real_layer (parts : list ((nat -> Z -> R) * (nat -> Z -> nat -> R))) (m : nat) (tokens : list Z) : list R :=
  layer_output 0 Rplus Rmult Rdiv 0 Rplus (real_heads parts) m tokens.

Lemma sums_close : forall A (f g : A -> R) e l, (forall h, In h l -> Rabs (f h - g h) <= e) ->
  Rabs (sum_of 0 Rplus (map f l) - sum_of 0 Rplus (map g l)) <= INR (length l) * e.
Proof.
  intros A f g e l. induction l as [|h l IH]; intros B.
  - cbn. rewrite Rminus_diag_eq, Rabs_R0 by reflexivity. lra.
  - specialize (IH ltac:(intros; apply B; right; assumption)). pose proof (B h (or_introl eq_refl)) as Bh.
    unfold sum_of in *. cbn [map fold_right length]. rewrite S_INR.
    match goal with |- Rabs (?a + ?x - (?b + ?y)) <= _ => replace (a + x - (b + y)) with ((a - b) + (x - y)) by ring
      end.
    eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

Lemma ln_monotone : forall x y, 0 < x -> x <= y -> ln x <= ln y.
Proof.
  intros x y P L. destruct (Rle_lt_or_eq_dec x y L) as [Lt| ->]; [apply Rlt_le, ln_increasing; assumption | lra].
Qed.

Lemma ln_power : forall x k, 0 < x -> ln (x ^ k) = INR k * ln x.
Proof.
  intros x k P. induction k as [|k IH]; cbn [pow]; [rewrite ln_1; simpl; ring|].
  rewrite ln_mult, IH, S_INR by (try apply pow_lt; exact P). ring.
Qed.

Theorem match3_margin_budget : forall parts m n r (modulus : Z) mode s_max v_max gamma,
  let H := INR (length parts) in
  let eta := gamma / (H * (1 + v_max / 2)) in
  (1 <= n)%nat -> (1 <= length parts)%nat -> (2 * Z.of_nat n + 2 <= modulus)%Z -> 0 <= s_max -> 0 < v_max ->
    0 < gamma ->
  (forall s e i x c, In (s, e) parts -> Rabs (s i x) <= s_max /\ Rabs (e i x c) <= v_max) ->
  (forall a b a' b', In a (cube n) -> In b (cube n) -> In a' (cube n) -> In b' (cube n) ->
    matching_triple mode modulus (embedded modulus r a b) 0 ->
    ~ matching_triple mode modulus (embedded modulus r a' b') 0 ->
    exists c, (c < m)%nat /\ 2 * gamma < Rabs (nth c (real_layer parts m (embedded modulus r a b)) 0
      - nth c (real_layer parts m (embedded modulus r a' b')) 0)) ->
  (2 ^ n <= (cells (v_max / eta) ^ m * cells (s_max / eta)) ^ length parts)%nat /\
  INR n * ln 2 <= INR ((m + 1) * length parts) * ln (1 + H * (1 + v_max) * (1 + v_max + s_max) / gamma).
Proof.
  intros parts m n r M mode s_max v_max gamma H eta Pn PH Big Ps Pv Pg Bounds Margin.
  assert (PHR : 0 < H) by (apply lt_0_INR; lia).
  assert (PD : 0 < H * (1 + v_max / 2)) by (apply Rmult_lt_0_compat; lra).
  assert (Pe : 0 < eta) by (apply Rdiv_lt_0_compat; assumption).
  assert (Ge : H * (eta * (1 + v_max / 2)) = gamma) by (unfold eta; field; lra).
  assert (First : (2 ^ n <= (cells (v_max / eta) ^ m * cells (s_max / eta)) ^ length parts)%nat).
  { set (kv := cells (v_max / eta)). set (ks := cells (s_max / eta)).
    assert (Qv : 0 <= v_max / eta) by (apply Rmult_le_pos; [lra | apply Rlt_le, Rinv_0_lt_compat, Pe]).
    assert (Qs : 0 <= s_max / eta) by (apply Rmult_le_pos; [lra | apply Rlt_le, Rinv_0_lt_compat, Pe]).
    assert (Kv : v_max <= INR kv * eta).
    { pose proof (proj1 (cells_bounds _ Qv)) as B. apply (Rmult_le_compat_r eta) in B; [|lra].
      replace (v_max / eta * eta) with v_max in B by (field; lra). exact B. }
    assert (Ks : s_max <= INR ks * eta).
    { pose proof (proj1 (cells_bounds _ Qs)) as B. apply (Rmult_le_compat_r eta) in B; [|lra].
      replace (s_max / eta * eta) with s_max in B by (field; lra). exact B. }
    set (den := fun (p : (nat -> Z -> R) * (nat -> Z -> nat -> R)) i l =>
      position_sum 0 Rplus (fun i x => exp (fst p i x)) i l).
    set (num := fun (p : (nat -> Z -> R) * (nat -> Z -> nat -> R)) c i l =>
      position_sum 0 Rplus (fun i x => exp (fst p i x) * snd p i x c) i l).
    assert (Sums : forall p c i l, In p parts -> INR (length l) * exp (- s_max) <= den p i l <= INR (length l) * exp
      s_max /\
      Rabs (num p c i l) <= v_max * den p i l).
    { intros [s e] c i l I. apply (position_sum_bounds s (fun i x => e i x c) s_max v_max); [lra | |];
        intros i' x'; apply (Bounds s e i' x' c I). }
    assert (DenPos : forall p i l, In p parts -> (1 <= length l)%nat -> 0 < den p i l).
    { intros p i l I L. destruct (Sums p 0%nat i l I) as [[B _] _]. eapply Rlt_le_trans; [|exact B].
      apply Rmult_lt_0_compat; [apply lt_0_INR; lia | apply exp_pos]. }
    set (mine := fun a => party alpha 1 a).
    assert (Means : forall p c x, In p parts -> length x = n ->
      - v_max <= num p c 1%nat (mine x) / den p 1%nat (mine x) <= - v_max + INR kv * (2 * eta)).
    { intros p c x Ip Lx. assert (Pd : 0 < den p 1%nat (mine x)).
      { apply DenPos; [exact Ip|]. unfold mine. rewrite length_party. lia. }
      destruct (Sums p c 1%nat (mine x) Ip) as [_ B]. apply abs_bounds in B.
      set (y := num p c 1%nat (mine x) / den p 1%nat (mine x)).
      assert (Ey : num p c 1%nat (mine x) = y * den p 1%nat (mine x)) by (unfold y; field; lra). rewrite Ey in B.
      assert (- v_max <= y) by (apply Rmult_le_reg_r with (den p 1%nat (mine x)); lra).
      assert (y <= v_max) by (apply Rmult_le_reg_r with (den p 1%nat (mine x)); lra). lra. }
    assert (Logarithms : forall p x, In p parts -> length x = n ->
      ln (INR n) - s_max <= ln (den p 1%nat (mine x)) <= ln (INR n) - s_max + INR ks * (2 * eta)).
    { intros p x Ip Lx. destruct (Sums p 0%nat 1%nat (mine x) Ip) as [[B1 B2] _].
      unfold mine in B1, B2. rewrite length_party, Lx in B1, B2. fold (mine x) in B1, B2.
      assert (PnR : 0 < INR n) by (apply lt_0_INR; lia).
      pose proof (Rmult_lt_0_compat _ _ PnR (exp_pos (- s_max))) as P1.
      apply ln_monotone in B2; [|lra]. apply ln_monotone in B1; [|exact P1].
      rewrite ln_mult, ln_exp in B1 by (exact PnR || apply exp_pos).
      rewrite ln_mult, ln_exp in B2 by (exact PnR || apply exp_pos). lra. }
    set (code := fun a => map (fun p =>
      (map (fun c => cell (- v_max) (2 * eta) (num p c 1%nat (mine a) / den p 1%nat (mine a)) kv) (seq 0 m),
       cell (ln (INR n) - s_max) (2 * eta) (ln (den p 1%nat (mine a))) ks)) parts).
    replace ((kv ^ m * ks) ^ length parts)%nat
      with (length (lists_of (length parts) (list_prod (lists_of m (seq 0 kv)) (seq 0 ks))))
      by (rewrite length_lists_of, prod_length, length_lists_of, !seq_length; reflexivity).
    apply (messages_counted n _ code).
    - intros a a' Ia Ia' E. apply (meet_tells n); [exact Ia | exact Ia'|]. intros b Ib.
      pose proof (proj1 (in_cube n a) Ia) as La. pose proof (proj1 (in_cube n a') Ia') as La'.
      pose proof (proj1 (in_cube n b) Ib) as Lb.
      destruct (disjointness_embeds_in_match3 n r a b M mode Pn La Lb Big) as (_ & _ & Da).
      destruct (disjointness_embeds_in_match3 n r a' b M mode Pn La' Lb Big) as (_ & _ & Da').
      assert (Close : forall c, (c < m)%nat -> Rabs (nth c (real_layer parts m (embedded M r a b)) 0
        - nth c (real_layer parts m (embedded M r a' b)) 0) <= 2 * gamma).
      { intros c Lc. unfold real_layer, layer_output, real_heads.
        set (theirs := party (fun i => (M - 1 - alpha i)%Z) 1 b ++ repeat 1%Z r).
        assert (At : forall x, length x = n ->
          nth c (map (fun c => sum_of 0 Rplus (map (fun h => numerator 0 Rplus Rmult h c 0 (embedded M r x b)
            / denominator 0 Rplus h 0 (embedded M r x b))
            (map (fun se => Head R (fun i x => exp (fst se i x)) (snd se)) parts))) (seq 0 m)) 0
          = sum_of 0 Rplus (map (fun p => (num p c 1%nat (mine x) + (num p c 0%nat [1%Z] + num p c (1 + n)%nat theirs))
            / (den p 1%nat (mine x) + (den p 0%nat [1%Z] + den p (1 + n)%nat theirs))) parts)).
        { intros x Lx. rewrite (nth_indep _ _ ((fun c => sum_of 0 Rplus (map (fun h => numerator 0 Rplus Rmult h c 0
            (embedded M r x b) / denominator 0 Rplus h 0 (embedded M r x b))
            (map (fun se => Head R (fun i x => exp (fst se i x)) (snd se)) parts))) 0%nat))
            by (rewrite map_length, seq_length; exact Lc).
          rewrite (map_nth (fun c => sum_of 0 Rplus (map (fun h => numerator 0 Rplus Rmult h c 0
            (embedded M r x b) / denominator 0 Rplus h 0 (embedded M r x b))
            (map (fun se => Head R (fun i x => exp (fst se i x)) (snd se)) parts)))), seq_nth by exact Lc.
          rewrite map_map. f_equal. apply map_ext. intros p. unfold numerator, denominator, embedded.
          cbn [weight entry position_sum]. fold theirs.
          rewrite !(position_sum_app R 0 Rplus Rplus_0_l (fun x y z => eq_sym (Rplus_assoc x y z))).
          rewrite length_party, Lx. unfold num, den, mine. cbn [position_sum Nat.add].
          match goal with |- ?x / ?y = ?x' / ?y' => replace x with x' by ring; replace y with y' by ring end.
          reflexivity. }
        rewrite (At a La), (At a' La'). eapply Rle_trans; [apply sums_close|].
        - intros p Ip. apply (means_close _ _ _ _ _ _ v_max eta).
          + apply DenPos; [exact Ip|]. unfold mine. rewrite length_party. lia.
          + apply DenPos; [exact Ip|]. unfold mine. rewrite length_party. lia.
          + pose proof (DenPos p 0%nat [1%Z] Ip ltac:(simpl; lia)).
            destruct (Sums p c (1 + n)%nat theirs Ip) as [[B _] _].
            pose proof (pos_INR (length theirs)). pose proof (exp_pos (- s_max)). nra.
          + lra.
          + apply Sums, Ip.
          + eapply Rle_trans; [apply Rabs_triang|]. destruct (Sums p c 0%nat [1%Z] Ip) as [_ B1].
            destruct (Sums p c (1 + n)%nat theirs Ip) as [_ B2]. lra.
          + pose proof (map_equal _ _ _ _ _ E p Ip) as Ep. injection Ep as Ec _.
            pose proof (map_equal _ _ _ _ _ Ec c ltac:(apply in_seq; lia)) as Ecc.
            apply (cell_close kv (- v_max) (2 * eta)); [lra | | | exact Ecc]; apply Means; assumption.
          + pose proof (map_equal _ _ _ _ _ E p Ip) as Ep. injection Ep as _ El.
            apply (cell_close ks (ln (INR n) - s_max) (2 * eta)); [lra | | | exact El]; apply Logarithms; assumption.
        - fold H. rewrite <- Ge. lra. }
      destruct (meet a b) eqn:Ea, (meet a' b) eqn:Ea'; try reflexivity; exfalso.
      + destruct (Margin a b a' b Ia Ib Ia' Ib) as (c & Lc & Far); [apply Da; reflexivity | rewrite Da';
        discriminate|].
        specialize (Close c Lc). lra.
      + destruct (Margin a' b a b Ia' Ib Ia Ib) as (c & Lc & Far); [apply Da'; reflexivity | rewrite Da;
        discriminate|].
        specialize (Close c Lc). rewrite Rabs_minus_sym in Close. lra.
    - intros a Ia. unfold code.
      replace (length parts) with (length (code a)) by (unfold code; apply map_length).
      apply in_lists_of. intros v I. unfold code in I. apply in_map_iff in I. destruct I as (p & <- & Ip).
      assert (One : forall x, (1 <= cells x)%nat) by (intros; unfold cells; lia).
      apply in_prod; [|apply in_seq; split; [lia|]; apply cell_below, One].
      set (us := map _ (seq 0 m)). replace m with (length us) by (unfold us; rewrite map_length, seq_length;
        reflexivity).
      apply in_lists_of. intros w J. unfold us in J. apply in_map_iff in J. destruct J as (c & <- & _).
      apply in_seq. split; [lia|]. apply cell_below, One. }
  split; [exact First|]. set (X := 1 + H * (1 + v_max) * (1 + v_max + s_max) / gamma).
  assert (Cells : forall y, 0 <= y -> y * (1 + v_max / 2) <= (1 + v_max) * (1 + v_max + s_max) ->
    INR (cells (y / eta)) <= X).
  { intros y Py Ly. assert (Qy : 0 <= y / eta) by (apply Rmult_le_pos; [lra | apply Rlt_le, Rinv_0_lt_compat, Pe]).
    eapply Rle_trans; [apply (cells_bounds _ Qy)|]. unfold X. apply Rplus_le_compat_l.
    replace (y / eta) with (H * (y * (1 + v_max / 2)) * / gamma) by (unfold eta; field; lra). unfold Rdiv.
    apply Rmult_le_compat_r; [apply Rlt_le, Rinv_0_lt_compat, Pg|]. rewrite Rmult_assoc.
    apply Rmult_le_compat_l; [lra | exact Ly]. }
  assert (PX : 1 <= X).
  { unfold X. assert (0 <= H * (1 + v_max) * (1 + v_max + s_max) / gamma); [|lra]. unfold Rdiv.
    apply Rmult_le_pos; [|apply Rlt_le, Rinv_0_lt_compat, Pg]. repeat apply Rmult_le_pos; lra. }
  assert (Power : 2 ^ n <= X ^ ((m + 1) * length parts)).
  { apply le_INR in First. rewrite pow_INR, (pow_INR _ (length parts)), mult_INR, pow_INR in First.
    eapply Rle_trans; [exact First|]. rewrite pow_mult. apply pow_incr. split.
    - apply Rmult_le_pos; [apply pow_le|]; apply pos_INR.
    - rewrite pow_add, pow_1. apply Rmult_le_compat; [apply pow_le, pos_INR | apply pos_INR | |].
      + apply pow_incr. split; [apply pos_INR|]. apply Cells; nra.
      + apply Cells; nra. }
  rewrite <- !ln_power by lra. apply ln_monotone; [apply pow_lt; lra | exact Power].
Qed.
