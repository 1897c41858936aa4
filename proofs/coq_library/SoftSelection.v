(** * The error of soft selection

    In the base-B softmax the weight of the position j is B^(s_j), divided by the sum over all positions.

    - [soft_selection]: the mean of the vectors z_1, ..., z_N with these weights; [mean_over]: their mean over y
    - [soft_selection_error] is S-L2 *)

From Coq Require Import Reals List Lia Lra Arith Bool Permutation.
From AttentionQuarks Require Import SparseAveraging LinearDependence FeedforwardWidth.
Import ListNotations.
Open Scope R_scope.

Definition soft_selection (B : R) (N d : nat) (s : nat -> R) (z : nat -> list R) : list R :=
  map (fun c => sum_over (seq 1 N) (fun j => Rpower B (s j) * nth c (z j) 0)
    / sum_over (seq 1 N) (fun j => Rpower B (s j))) (seq 0 d).

Definition mean_over (d : nat) (y : list nat) (z : nat -> list R) : list R :=
  map (fun c => sum_over y (fun j => nth c (z j) 0) / INR (length y)) (seq 0 d).

Definition chosen (y : list nat) (j : nat) : bool := existsb (Nat.eqb j) y.

(** The positions that are not in y. *)
Definition others (N : nat) (y : list nat) : list nat := filter (fun j => negb (chosen y j)) (seq 1 N).

(** ** A weighted sum of short vectors *)

Lemma inner_bound : forall d (x u : nat -> R) T, 0 < T -> sum_over (seq 0 d) (fun c => x c ^ 2) <= 1 ->
  sum_over (seq 0 d) (fun c => u c ^ 2) <= T ^ 2 -> Rabs (sum_over (seq 0 d) (fun c => x c * u c)) <= T.
Proof.
  intros d x u T P X U.
  assert (G : forall s, s ^ 2 = 1 -> s * sum_over (seq 0 d) (fun c => x c * u c) <= T).
  { intros s Es. assert (Sq : 0 <= sum_over (seq 0 d) (fun c => (T * x c + - s * u c) ^ 2)).
    { apply sum_over_nonnegative. intros. apply pow2_ge_0. }
    rewrite (sum_over_ext _ _ _ (fun c => (T ^ 2 * x c ^ 2 + s ^ 2 * u c ^ 2) + - (2 * T * s) * (x c * u c))) in Sq
      by (intros; ring).
    rewrite sum_over_add, sum_over_add, !sum_over_scale, Es in Sq.
    assert (0 <= T ^ 2) by apply pow2_ge_0.
    assert (T * (s * sum_over (seq 0 d) (fun c => x c * u c)) <= T * T) by nra.
    apply Rmult_le_reg_l with T; assumption. }
  pose proof (G 1 ltac:(ring)). pose proof (G (-1) ltac:(ring)). apply Rabs_le. lra.
Qed.

Lemma at_most_square : forall U S, 0 <= S -> (forall T, S < T -> U <= T ^ 2) -> U <= S ^ 2.
Proof.
  intros U S P All. destruct (Rle_dec U (S ^ 2)) as [L|G]; [exact L|]. exfalso.
  assert (0 < (U - S ^ 2) / (2 * S + 2)) by (apply Rdiv_lt_0_compat; lra).
  set (t := Rmin 1 ((U - S ^ 2) / (2 * S + 2))).
  assert (Pt : 0 < t) by (apply Rmin_glb_lt; lra). assert (t <= 1) by apply Rmin_l.
  assert (Lt : t * (2 * S + 2) <= U - S ^ 2).
  { apply Rle_trans with ((U - S ^ 2) / (2 * S + 2) * (2 * S + 2)).
    - apply Rmult_le_compat_r; [lra | apply Rmin_r].
    - right. field. lra. }
  specialize (All (S + t) ltac:(lra)). nra.
Qed.

Lemma weighted_sum_short : forall A (l : list A) d (e : A -> R) (z : A -> nat -> R),
  (forall j, In j l -> sum_over (seq 0 d) (fun c => z j c ^ 2) <= 1) ->
  sum_over (seq 0 d) (fun c => sum_over l (fun j => e j * z j c) ^ 2) <= sum_over l (fun j => Rabs (e j)) ^ 2.
Proof.
  intros A l d e z Short. apply at_most_square; [apply sum_over_nonnegative; intros; apply Rabs_pos|].
  induction l as [|j l IH]; intros T L; cbn [sum_over] in *.
  - rewrite (sum_over_ext _ _ _ (fun _ => 0)), sum_over_zero; [nra | intros; ring].
  - specialize (IH ltac:(intros; apply Short; right; assumption) (T - Rabs (e j)) ltac:(lra)).
    assert (P : 0 < T - Rabs (e j)).
    { pose proof (sum_over_nonnegative _ l (fun j => Rabs (e j)) ltac:(intros; apply Rabs_pos)). lra. }
    pose proof (inner_bound d (z j) _ _ P (Short j (or_introl eq_refl)) IH) as I. apply abs_bounds in I.
    set (u := fun c => sum_over l (fun i => e i * z i c)) in *.
    rewrite (sum_over_ext _ _ _ (fun c => (e j ^ 2 * z j c ^ 2 + u c ^ 2) + 2 * e j * (z j c * u c)))
      by (intros; fold (u x); ring).
    rewrite sum_over_add, sum_over_add, !sum_over_scale.
    pose proof (Short j (or_introl eq_refl)) as Sj. pose proof (pow2_abs (e j)) as Ea.
    set (X := sum_over (seq 0 d) (fun c => z j c ^ 2)) in *. set (I' := sum_over (seq 0 d) (fun c => z j c * u c)) in
      *.
    set (V := sum_over (seq 0 d) (fun c => u c ^ 2)) in *.
    assert (e j ^ 2 * X <= Rabs (e j) ^ 2) by (rewrite Ea; pose proof (pow2_ge_0 (e j)); nra).
    assert (e j * I' <= Rabs (e j) * (T - Rabs (e j))).
    { apply Rle_trans with (Rabs (e j * I')); [apply Rle_abs|]. rewrite Rabs_mult.
      apply Rmult_le_compat_l; [apply Rabs_pos | apply Rabs_le, I]. }
    replace (T ^ 2) with (Rabs (e j) ^ 2 + (T - Rabs (e j)) ^ 2 + 2 * (Rabs (e j) * (T - Rabs (e j)))) by ring.
    change (V <= (T - Rabs (e j)) ^ 2) in IH. lra.
Qed.

Lemma within_weaken : forall e e' d u v, 0 <= e -> e <= e' -> within e d u v -> within e' d u v.
Proof. intros e e' d u v P L W. unfold within in *. eapply Rle_trans; [exact W|]. apply pow_incr. lra. Qed.

(** ** Sums over y and over the other positions *)

Lemma chosen_iff : forall y j, chosen y j = true <-> In j y.
Proof.
  intros y j. unfold chosen. rewrite existsb_exists. split.
  - intros (k & I & E). apply Nat.eqb_eq in E. subst. exact I.
  - intros I. exists j. rewrite Nat.eqb_refl. auto.
Qed.

Lemma sum_over_filter : forall A (P : A -> bool) l f,
  sum_over l f = sum_over (filter P l) f + sum_over (filter (fun x => negb (P x)) l) f.
Proof.
  intros A P l f. induction l as [|x l IH]; cbn [sum_over filter]; [ring|]. rewrite IH.
  destruct (P x); cbn [negb sum_over]; ring.
Qed.

Lemma sum_over_permutation : forall A (k l : list A) f, Permutation k l -> sum_over k f = sum_over l f.
Proof. intros A k l f P. induction P; cbn [sum_over]; lra. Qed.

Lemma chosen_positions : forall N y, NoDup y -> (forall j, In j y -> (1 <= j <= N)%nat) ->
  Permutation (filter (chosen y) (seq 1 N)) y.
Proof.
  intros N y D B. apply NoDup_Permutation; [apply NoDup_filter, seq_NoDup | exact D|]. intros j.
  rewrite filter_In, chosen_iff, in_seq. split; [tauto|]. intros I. specialize (B j I). split; [lia | exact I].
Qed.

Lemma sum_split : forall N y f, NoDup y -> (forall j, In j y -> (1 <= j <= N)%nat) ->
  sum_over (seq 1 N) f = sum_over y f + sum_over (others N y) f.
Proof.
  intros N y f D B. rewrite (sum_over_filter _ (chosen y)). f_equal. apply sum_over_permutation, chosen_positions;
    assumption.
Qed.

Lemma sum_over_constant : forall A (l : list A) a, sum_over l (fun _ => a) = INR (length l) * a.
Proof.
  intros A l a. induction l as [|x l IH]; cbn [sum_over length]; [simpl; ring|]. rewrite IH, S_INR. ring.
Qed.

Lemma sum_over_le : forall A (l : list A) f g, (forall x, In x l -> f x <= g x) -> sum_over l f <= sum_over l g.
Proof.
  intros A l f g L. induction l as [|x l IH]; cbn [sum_over]; [lra|]. pose proof (L x (or_introl eq_refl)).
  specialize (IH ltac:(intros; apply L; right; assumption)). lra.
Qed.

Lemma others_many : forall N y, NoDup y -> (forall j, In j y -> (1 <= j <= N)%nat) ->
  INR (length (others N y)) = INR N - INR (length y).
Proof.
  intros N y D B. pose proof (sum_split N y (fun _ => 1) D B) as E. rewrite !sum_over_constant, seq_length in E. lra.
Qed.

(** ** The error *)

Theorem soft_selection_error : forall B N d s z y middle delta gap, 1 < B -> 0 <= delta ->
  NoDup y -> y <> [] -> (forall j, In j y -> (1 <= j <= N)%nat) ->
  (forall j, (1 <= j <= N)%nat -> sum_over (seq 0 d) (fun c => nth c (z j) 0 ^ 2) <= 1) ->
  (forall j, In j y -> middle - delta <= s j <= middle + delta) ->
  (forall j, (1 <= j <= N)%nat -> ~ In j y -> s j <= middle - gap) ->
  let q := INR (length y) in
  let spread := Rpower B delta in
  let tau := sum_over (others N y) (fun j => Rpower B (s j - middle)) in
  tau <= (INR N - q) * Rpower B (- gap) /\
  within (spread ^ 2 - 1 + 2 * spread * tau / q) d (soft_selection B N d s z) (mean_over d y z) /\
  spread ^ 2 - 1 + 2 * spread * tau / q
    <= Rpower B (2 * delta) - 1 + 2 * (INR N - q) * Rpower B (delta - gap) / q /\
  (delta = 0 -> within (2 * tau / (q + tau)) d (soft_selection B N d s z) (mean_over d y z)) /\
  (delta = 0 -> 1 <= gap -> 2 <= B -> forall eps, 0 < eps -> 2 * (INR N - q) / (q * eps) <= B ->
    within eps d (soft_selection B N d s z) (mean_over d y z)).
Proof.
  intros B N d s z y middle delta gap PB Pd D NE In1 Short On Off q spread tau.
  assert (Pq : 0 < q) by (apply lt_0_INR; destruct y; [contradiction | simpl; lia]).
  assert (Pos : forall x, 0 < Rpower B x) by (intros; apply exp_pos).
  assert (Mono : forall x x', x <= x' -> Rpower B x <= Rpower B x') by (intros; apply Rle_Rpower; lra).
  assert (P1 : 1 <= spread) by (unfold spread; rewrite <- (Rpower_O B) by lra; apply Mono, Pd).
  assert (Pt : 0 <= tau) by (apply sum_over_nonnegative; intros; apply Rlt_le, Pos).
  set (r := fun j => Rpower B (s j - middle)).
  assert (Tau : tau <= (INR N - q) * Rpower B (- gap)).
  { unfold tau, q. rewrite <- others_many by assumption. rewrite <- sum_over_constant. apply sum_over_le. intros j I.
    apply filter_In in I. destruct I as [I C]. apply in_seq in I. apply negb_true_iff in C. apply Mono.
    assert (~ In j y) by (rewrite <- chosen_iff; congruence). specialize (Off j ltac:(lia) H). lra. }
  assert (Ron : forall j, In j y -> / spread <= r j <= spread).
  { intros j I. specialize (On j I). unfold r, spread. rewrite <- Rpower_Ropp. split; apply Mono; lra. }
  set (S := sum_over y r).
  assert (HS : q / spread <= S <= q * spread).
  { unfold S, q, Rdiv. rewrite <- !sum_over_constant. split; apply sum_over_le; intros j I; apply (Ron j I). }
  assert (Ps : 0 < S) by (apply Rlt_le_trans with (q / spread); [apply Rdiv_lt_0_compat; lra | apply HS]).
  set (e := fun j => r j / (S + tau) - if chosen y j then / q else 0).
  assert (Total : sum_over (seq 1 N) (fun j => Rabs (e j)) <= spread ^ 2 - 1 + 2 * tau / (S + tau)).
  { rewrite (sum_split N y) by assumption.
    assert (Out : sum_over (others N y) (fun j => Rabs (e j)) = tau / (S + tau)).
    { rewrite (sum_over_ext _ _ _ (fun j => / (S + tau) * r j)).
      - rewrite sum_over_scale. unfold tau, r. field. fold r. unfold tau in *. fold r in Pt. lra.
      - intros j I. apply filter_In in I. destruct I as [_ C]. apply negb_true_iff in C. unfold e. rewrite C.
        rewrite Rabs_pos_eq; [field; lra|]. pose proof (Pos (s j - middle)). fold (r j) in H.
        assert (0 < r j / (S + tau)) by (apply Rdiv_lt_0_compat; lra). lra. }
    assert (Inside : sum_over y (fun j => Rabs (e j)) <= spread ^ 2 - 1 + tau / (S + tau)).
    { apply Rle_trans with (sum_over y (fun j => (/ S - / (S + tau)) * r j + (spread ^ 2 - 1) / q)).
      - apply sum_over_le. intros j I. unfold e. rewrite (proj2 (chosen_iff y j) I). specialize (Ron j I).
        assert (Split : r j / (S + tau) - / q = - ((/ S - / (S + tau)) * r j) + (r j / S - / q)) by (field; lra).
        rewrite Split. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp.
        assert (0 <= / S - / (S + tau)).
        { assert (/ (S + tau) <= / S) by (apply Rinv_le_contravar; lra). lra. }
        rewrite (Rabs_pos_eq ((/ S - / (S + tau)) * r j)) by (apply Rmult_le_pos; [assumption | apply Rlt_le, Pos]).
        apply Rplus_le_compat_l. apply Rabs_le.
        assert (Isp : 0 < / spread <= 1).
        { split; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
        assert (U : r j / S <= spread ^ 2 / q).
        { apply Rle_trans with (spread / (q / spread)).
          - unfold Rdiv at 1 2. apply Rmult_le_compat; [apply Rlt_le, Pos | apply Rlt_le, Rinv_0_lt_compat, Ps | lra|].
            apply Rinv_le_contravar; [apply Rdiv_lt_0_compat; lra | lra].
          - right. field. lra. }
        assert (Lo : (/ spread) ^ 2 / q <= r j / S).
        { apply Rle_trans with (/ spread / (q * spread)); [right; field; lra|].
          unfold Rdiv. apply Rmult_le_compat; [lra | apply Rlt_le, Rinv_0_lt_compat; nra | lra|].
          apply Rinv_le_contravar; lra. }
        assert (Iq : 0 < / q) by (apply Rinv_0_lt_compat; lra). unfold Rdiv in *.
        assert (1 - (/ spread) ^ 2 <= spread ^ 2 - 1).
        { assert (spread * / spread = 1) by (field; lra). pose proof (pow2_ge_0 (spread - / spread)). nra. }
        split; nra.
      - rewrite sum_over_add, sum_over_scale, sum_over_constant. fold q. fold S. right. field. lra. }
    rewrite Out. apply Rle_trans with (spread ^ 2 - 1 + tau / (S + tau) + tau / (S + tau)); [lra | right; field;
      lra]. }
  assert (Nonneg : 0 <= spread ^ 2 - 1 + 2 * tau / (S + tau)).
  { eapply Rle_trans; [|exact Total]. apply sum_over_nonnegative. intros. apply Rabs_pos. }
  assert (Close : within (spread ^ 2 - 1 + 2 * tau / (S + tau)) d (soft_selection B N d s z) (mean_over d y z)).
  { unfold within. eapply Rle_trans; [|apply pow_incr; split; [|exact Total]];
      [|apply sum_over_nonnegative; intros; apply Rabs_pos].
    eapply Rle_trans; [|apply (weighted_sum_short _ _ d e (fun j c => nth c (z j) 0))].
    - right. apply sum_over_ext. intros c Ic. apply in_seq in Ic. f_equal. unfold soft_selection, mean_over.
      rewrite !nth_map_seq by lia. fold q.
      assert (Shift : forall j, Rpower B (s j) = Rpower B middle * r j).
      { intros j. unfold r. rewrite <- Rpower_plus. f_equal. ring. }
      assert (Den : sum_over (seq 1 N) (fun j => Rpower B (s j)) = Rpower B middle * (S + tau)).
      { rewrite (sum_over_ext _ _ _ (fun j => Rpower B middle * r j)) by (intros; apply Shift).
        rewrite sum_over_scale, (sum_split N y) by assumption. reflexivity. }
      rewrite Den, (sum_over_ext _ (seq 1 N) _ (fun j => Rpower B middle * (r j * nth c (z j) 0)))
        by (intros; rewrite Shift; ring).
      rewrite sum_over_scale. pose proof (Pos middle) as Pm.
      assert (Y : sum_over y (fun j => nth c (z j) 0)
        = sum_over (seq 1 N) (fun j => (if chosen y j then 1 else 0) * nth c (z j) 0)).
      { rewrite (sum_split N y) by assumption. rewrite (sum_over_ext _ (others N y) _ (fun _ => 0)).
        - rewrite sum_over_zero, Rplus_0_r. apply sum_over_ext. intros j I.
          rewrite (proj2 (chosen_iff y j) I). ring.
        - intros j I. apply filter_In in I. destruct I as [_ C]. apply negb_true_iff in C. rewrite C. ring. }
      rewrite Y. rewrite (sum_over_ext _ (seq 1 N) (fun j => e j * nth c (z j) 0)
        (fun j => / (S + tau) * (r j * nth c (z j) 0) + - / q * ((if chosen y j then 1 else 0) * nth c (z j) 0))).
      + rewrite sum_over_add, !sum_over_scale. field. lra.
      + intros j _. unfold e. destruct (chosen y j); field; lra.
    - intros j I. apply in_seq in I. apply Short. lia. }
  assert (Exact : delta = 0 -> within (2 * tau / (q + tau)) d (soft_selection B N d s z) (mean_over d y z)).
  { intros Z. assert (E1 : spread = 1) by (unfold spread; rewrite Z; apply Rpower_O; lra).
    assert (Sq : S = q) by (rewrite E1 in HS; lra). rewrite E1, Sq in Close.
    replace (1 ^ 2 - 1 + 2 * tau / (q + tau)) with (2 * tau / (q + tau)) in Close by ring. exact Close. }
  split; [exact Tau|]. split; [|split; [|split; [exact Exact|]]].
  - refine (within_weaken _ _ _ _ _ Nonneg _ Close). apply Rplus_le_compat_l. unfold Rdiv.
    replace (2 * spread * tau * / q) with (2 * tau * / (q / spread)) by (field; lra). apply Rmult_le_compat_l; [lra|].
    apply Rinv_le_contravar; [apply Rdiv_lt_0_compat; lra | lra].
  - replace (2 * delta) with (delta + delta) by ring. rewrite Rpower_plus. fold spread.
    replace (delta - gap) with (delta + - gap) by ring. rewrite Rpower_plus. fold spread.
    replace (spread ^ 2) with (spread * spread) by ring. apply Rplus_le_compat_l. unfold Rdiv.
    apply Rmult_le_compat_r; [apply Rlt_le, Rinv_0_lt_compat, Pq|]. nra.
  - intros Z G B2 eps Pe Le. specialize (Exact Z). refine (within_weaken _ _ _ _ _ _ _ Exact).
    + unfold Rdiv. apply Rmult_le_pos; [lra | apply Rlt_le, Rinv_0_lt_compat; lra].
    + assert (NQ : 0 <= INR N - q) by (unfold q; rewrite <- others_many by assumption; apply pos_INR).
      assert (Gap : Rpower B (- gap) <= / B).
      { rewrite <- (Rpower_1 B) at 2 by lra. rewrite <- Rpower_Ropp. apply Mono. lra. }
      assert (HB : 2 * (INR N - q) <= B * (q * eps)).
      { apply Rmult_le_reg_r with (/ (q * eps)); [apply Rinv_0_lt_compat; nra|].
        replace (B * (q * eps) * / (q * eps)) with B by (field; lra). exact Le. }
      assert (T2 : 2 * tau <= q * eps).
      { apply Rle_trans with (2 * ((INR N - q) * / B)); [nra|].
        apply Rmult_le_reg_r with B; [lra|]. replace (2 * ((INR N - q) * / B) * B) with (2 * (INR N - q)) by (field;
          lra).
        lra. }
      apply Rmult_le_reg_r with (q + tau); [lra|]. replace (2 * tau / (q + tau) * (q + tau)) with (2 * tau) by (field;
        lra).
      nra.
Qed.
