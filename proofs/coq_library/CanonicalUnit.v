(** * Canonical units for sparse averaging: dimension 2q suffices, and is needed for N >= 3q

    In a canonical unit the query is a function of the position and the pointer set, the key a function of the
      position,
    the value is the vector of the token, and there is no output map. The weight of the base B is B^(<query, key>).

    - [base_weight], [canonical_unit]: the weight, for m coordinates, and the unit
    - [moment_curve_unit]: queries and keys of [MomentCurve], with 2q integer coordinates
    - [infinite_precision_sparse_averaging] is S-T3
    - [chosen_between]: a set of q positions with prescribed and forbidden elements
    - [canonical_attention_needs_dimension_2q] is S-L10 *)

From Coq Require Import Reals List Lia Lra Arith Bool ZArith Sorted.
From AttentionQuarks Require Import Thr MomentCurve MomentCurveGap SparseAveraging LinearDependence FeedforwardWidth.
From AttentionQuarks Require Import SoftSelection.
Import ListNotations.
Open Scope R_scope.

Definition base_weight (B : R) (m : nat) (q k : list R) : R :=
  Rpower B (sum_over (seq 0 m) (fun c => nth c q 0 * nth c k 0)).

Definition canonical_unit (asks : nat -> list nat -> list R) (offers : nat -> list R) : attention_unit pointed_token :=
  AttentionUnit _ (fun t => asks (place t) (pointer_set t)) (fun t => offers (place t)) content.

Definition canonical_output (B : R) (m d : nat) (asks : nat -> list nat -> list R) (offers : nat -> list R)
    (X : list pointed_token) (i : nat) : list R :=
  let u := canonical_unit asks offers in attended (base_weight B m) u d (query_of u (token_at X i)) X.

Definition moment_query (y : list nat) : list Z := query (map Z.of_nat y).
Definition moment_key (q j : nat) : list Z := key q (Z.of_nat j).

Definition moment_curve_output (B : R) (q d : nat) : list pointed_token -> nat -> list R :=
  canonical_output B (2 * q) d (fun _ y => map IZR (moment_query y)) (fun j => map IZR (moment_key q j)).

Lemma tokens_by_position : forall N d q X, averaging_input N d q X ->
  X = map (token_at X) (seq 1 N) /\ forall j, (1 <= j <= N)%nat -> place (token_at X j) = j /\ In (token_at X j) X.
Proof.
  intros N d q X [P _]. assert (L : length X = N) by (rewrite <- (map_length place), P; apply seq_length). split.
  - apply (nth_ext _ _ (Pointed [] [] 0) (token_at X 0)); [rewrite map_length, seq_length; exact L|]. intros i Li.
    rewrite map_nth, seq_nth by lia. unfold token_at. f_equal. lia.
  - intros j B. unfold token_at. split; [|apply nth_In; lia].
    rewrite <- (map_nth place), P. cbn [place]. rewrite seq_nth; lia.
Qed.

Lemma canonical_is_soft_selection : forall N d q B m asks offers X i, averaging_input N d q X -> (1 <= i <= N)%nat ->
  canonical_output B m d asks offers X i = soft_selection B N d
    (fun j => sum_over (seq 0 m) (fun c => nth c (asks i (pointer_set (token_at X i))) 0 * nth c (offers j) 0))
    (fun j => content (token_at X j)).
Proof.
  intros N d q B m asks offers X i V Bi. destruct (tokens_by_position N d q X V) as [E At].
  unfold canonical_output, attended, soft_selection. cbn [canonical_unit query_of key_of value_of].
  rewrite (proj1 (At i Bi)).
  assert (Sum : forall f, sum_over X f = sum_over (seq 1 N) (fun j => f (token_at X j))).
  { intros f. rewrite E at 1. apply sum_over_map. }
  apply map_ext. intros c. rewrite !Sum.
  f_equal; apply sum_over_ext; intros j I; apply in_seq in I;
    rewrite (proj1 (At j ltac:(lia))); unfold base_weight; reflexivity.
Qed.

Lemma average_is_mean : forall d X i,
  sparse_average d X i = mean_over d (pointer_set (token_at X i)) (fun j => content (token_at X j)).
Proof. reflexivity. Qed.

Lemma sorted_nodup : forall y, StronglySorted lt y -> NoDup y.
Proof.
  induction y as [|j y IH]; intros S; [constructor|]. apply StronglySorted_inv in S. destruct S as [S F].
  constructor; [|apply IH, S]. intros I. rewrite Forall_forall in F. specialize (F j I). lia.
Qed.

Lemma vector_square : forall v d, length v = d ->
  sum_over (seq 0 d) (fun c => nth c v 0 ^ 2) = sum_over v (fun x => x ^ 2).
Proof.
  induction v as [|x v IH]; intros d <-; [reflexivity|]. cbn [length seq sum_over nth]. f_equal.
  rewrite <- seq_shift, sum_over_map. cbn [nth]. apply IH. reflexivity.
Qed.

(** For q = 1 the bound eps < 1/q of the lower bounds is best possible: zero is always within 1. *)
Lemma zero_approximates_with_error_one : forall N d, approximates N d 1 1 (fun _ _ => []).
Proof.
  intros N d X i V Bi. destruct (tokens_by_position N d 1 X V) as [_ At].
  destruct (proj2 V _ (proj2 (At i Bi))) as (_ & _ & Ly & _ & By & _).
  rewrite average_is_mean. destruct (pointer_set (token_at X i)) as [|j [|k y]]; try discriminate Ly.
  destruct (proj2 V _ (proj2 (At j (By j (or_introl eq_refl))))) as (Lc & Sc & _). unfold within.
  rewrite <- (vector_square _ _ Lc) in Sc. eapply Rle_trans; [|replace (1 ^ 2) with 1 by ring; exact Sc]. right.
  apply sum_over_ext. intros c Ic. apply in_seq in Ic. unfold mean_over. rewrite nth_map_seq by lia.
  cbn [sum_over length]. replace (nth c [] 0) with 0 by (destruct c; reflexivity). simpl (INR 1). field.
Qed.

Lemma integer_scores : forall w u n, length w = n -> length u = n ->
  sum_over (seq 0 n) (fun c => nth c (map IZR w) 0 * nth c (map IZR u) 0) = IZR (score w u).
Proof.
  induction w as [|a w IH]; intros [|b u] n <- L; try discriminate L; [reflexivity|].
  cbn [length seq sum_over nth map score]. rewrite plus_IZR, mult_IZR. f_equal.
  rewrite <- seq_shift, sum_over_map. cbn [nth]. apply IH; [reflexivity|]. simpl in L. lia.
Qed.

Lemma length_query : forall y, length (moment_query y) = (2 * length y)%nat.
Proof.
  intros y. unfold moment_query, query. rewrite map_length. pose proof (length_support (map Z.of_nat y)) as L.
  rewrite map_length in L. destruct (support_polynomial (map Z.of_nat y)); simpl in *; lia.
Qed.

Lemma length_key : forall q j, length (moment_key q j) = (2 * q)%nat.
Proof. intros q j. unfold moment_key, key. rewrite map_length, seq_length. reflexivity. Qed.

Theorem infinite_precision_sparse_averaging : forall N d q eps B, (1 <= q)%nat -> (q <= N)%nat -> 0 < eps -> 2 <= B ->
  2 * (INR N - INR q) / (INR q * eps) <= B \/
    2 * (INR N - INR q) / (INR q * eps) <= B ^ Z.to_nat (minimum_gap q) ->
  approximates N d q eps (moment_curve_output B q d) /\
  forall y, length y = q -> length (moment_query y) = (2 * q)%nat /\
    forall j, length (moment_key q j) = (2 * q)%nat.
Proof.
  intros N d q eps B Pq L Pe PB Enough. split.
  2: { intros y Ly. split; [rewrite length_query, Ly; reflexivity | intros; apply length_key]. }
  intros X i V Bi. unfold moment_curve_output. rewrite (canonical_is_soft_selection N d q) by assumption.
  rewrite average_is_mean. set (y := pointer_set (token_at X i)).
  destruct (tokens_by_position N d q X V) as [_ At].
  destruct (proj2 V _ (proj2 (At i Bi))) as (_ & _ & Ly & Sy & By & _). fold y in Ly, Sy, By.
  pose proof (sorted_nodup y Sy) as Dy.
  set (zs := map Z.of_nat y). assert (Lz : length zs = q) by (unfold zs; rewrite map_length; exact Ly).
  assert (Dz : NoDup zs) by (unfold zs; apply nodup_map; [intros a c _ _ E; lia | exact Dy]).
  assert (Mem : forall j, In (Z.of_nat j) zs <-> In j y).
  { intros j. unfold zs. rewrite in_map_iff. split; [|intros I; exists j; auto].
    intros (k & E & I). apply Nat2Z.inj in E. subst. exact I. }
  assert (Bz : forall s, In s zs -> (1 <= s <= Z.of_nat N)%Z).
  { intros s I. unfold zs in I. apply in_map_iff in I. destruct I as (k & <- & I). specialize (By k I). lia. }
  pose proof (moment_curve_keys_tie_on_support zs) as (_ & _ & _ & On & _ & _).
  set (top := IZR (hd 0%Z (support_polynomial zs))).
  set (s := fun j => sum_over (seq 0 (2 * q)) (fun c => nth c (map IZR (moment_query y)) 0
    * nth c (map IZR (moment_key q j)) 0)).
  assert (Score : forall j, s j = IZR (score (query zs) (key (length zs) (Z.of_nat j)))).
  { intros j. unfold s. rewrite integer_scores; [rewrite Lz; reflexivity | rewrite length_query, Ly; reflexivity|].
    apply length_key. }
  assert (Tie : forall j, In j y -> s j = top).
  { intros j I. rewrite Score, On by (apply Mem, I). reflexivity. }
  assert (Gap : 1 <= IZR (minimum_gap q)).
  { apply IZR_le. destruct (Nat.le_gt_cases (q + 1) (q + 1)) as [G|G]; [|lia].
    destruct (moment_curve_minimum_gap q (q + 1) G) as [_ (ym & jm & _ & _ & _ & _ & Nm & Em)].
    rewrite <- Em. apply support_product_off, Nm. }
  assert (Off : forall j, (1 <= j <= N)%nat -> ~ In j y -> s j <= top - IZR (minimum_gap q)).
  { intros j Bj Nj. rewrite Score, moment_curve_score. unfold top. rewrite minus_IZR. apply Rplus_le_compat_l.
    apply Ropp_le_contravar, IZR_le. assert (Big : (q + 1 <= N)%nat).
    { assert (NoDup (j :: y)) by (constructor; assumption). rewrite <- Ly, <- (seq_length N 1).
      replace (length y + 1)%nat with (length (j :: y)) by (simpl; lia). apply NoDup_incl_length; [assumption|].
      intros k [<-|I]; apply in_seq; [lia|]. specialize (By k I). lia. }
    destruct (moment_curve_minimum_gap q N Big) as [Least _]. apply Least; auto; [lia|]. rewrite Mem. exact Nj. }
  assert (Cases : forall B', 1 < B' -> 2 <= B' -> forall s', (forall j, In j y -> s' j = s' (hd 0%nat y)) ->
    (forall j, (1 <= j <= N)%nat -> ~ In j y -> s' j <= s' (hd 0%nat y) - 1) ->
    2 * (INR N - INR q) / (INR q * eps) <= B' ->
    within eps d (soft_selection B' N d s' (fun j => content (token_at X j)))
      (mean_over d y (fun j => content (token_at X j)))).
  { intros B' P1 P2 s' T O En.
    destruct (soft_selection_error B' N d s' (fun j => content (token_at X j)) y (s' (hd 0%nat y)) 0 1 P1 (Rle_refl 0)
      Dy)
      as (_ & _ & _ & _ & Goal0).
    - intros E. rewrite E in Ly. simpl in Ly. lia.
    - exact By.
    - intros j Bj. destruct (proj2 V _ (proj2 (At j Bj))) as (Lc & Sc & _). rewrite vector_square by exact Lc.
      exact Sc.
    - intros j I. rewrite (T j I). lra.
    - exact O.
    - apply Goal0; [reflexivity | lra | exact P2 | exact Pe|]. rewrite Ly. exact En. }
  assert (Hd : s (hd 0%nat y) = top).
  { apply Tie. destruct y; [simpl in Ly; lia | left; reflexivity]. }
  destruct Enough as [En|En].
  - apply Cases; [lra | exact PB | | | exact En].
    + intros j I. rewrite Hd. apply Tie, I.
    + intros j Bj Nj. rewrite Hd. specialize (Off j Bj Nj). lra.
  - set (g := IZR (minimum_gap q)) in *.
    assert (Pow : B ^ Z.to_nat (minimum_gap q) = Rpower B g).
    { rewrite <- Rpower_pow by lra. unfold g. rewrite INR_IZR_INZ, Z2Nat.id; [reflexivity|].
      apply le_IZR. apply Rle_trans with 1; [simpl; lra | exact Gap]. }
    rewrite Pow in En.
    assert (Rescale : soft_selection B N d s (fun j => content (token_at X j))
      = soft_selection (Rpower B g) N d (fun j => s j / g) (fun j => content (token_at X j))).
    { unfold soft_selection. apply map_ext. intros c.
      f_equal; apply sum_over_ext; intros j _; rewrite Rpower_mult;
        replace (g * (s j / g)) with (s j) by (field; lra); reflexivity. }
    fold s. rewrite Rescale. assert (Bg : B <= Rpower B g).
    { rewrite <- (Rpower_1 B) at 1 by lra. apply Rle_Rpower; lra. }
    apply Cases; [lra | lra | | | exact En].
    + intros j I. rewrite Hd, (Tie j I). reflexivity.
    + intros j Bj Nj. rewrite Hd. specialize (Off j Bj Nj). apply Rmult_le_reg_r with g; [lra|].
      unfold Rdiv. rewrite Rmult_minus_distr_r. replace (s j * / g * g) with (s j) by (field; lra).
      replace (top * / g * g) with top by (field; lra). lra.
Qed.

(** ** The obstruction *)

Lemma sum_over_swap : forall A C (k : list A) (l : list C) (f : A -> C -> R),
  sum_over k (fun x => sum_over l (f x)) = sum_over l (fun y => sum_over k (fun x => f x y)).
Proof.
  intros A C k l f. induction k as [|x k IH]; cbn [sum_over]; [symmetry; apply sum_over_zero|].
  rewrite IH, <- sum_over_add. reflexivity.
Qed.

Lemma sum_over_single : forall (g : nat -> R) l x, NoDup l -> In x l ->
  sum_over l (fun j => g j * (if (j =? x)%nat then 1 else 0)) = g x.
Proof.
  intros g l x D. induction D as [|j l N D IH]; intros I; cbn [sum_over]; [destruct I|].
  destruct (Nat.eqb_spec j x) as [->|X].
  - rewrite (sum_over_ext _ _ _ (fun _ => 0)), sum_over_zero; [ring|]. intros k Ik.
    destruct (Nat.eqb_spec k x) as [->|]; [contradiction | ring].
  - destruct I as [I|I]; [contradiction|]. rewrite IH by exact I. ring.
Qed.

Lemma chosen_between : forall (must may : nat -> bool) n s q, (forall j, must j = true -> may j = true) ->
  (length (filter must (seq s n)) <= q)%nat -> (q <= length (filter may (seq s n)))%nat ->
  exists y, StronglySorted lt y /\ length y = q /\
    (forall j, In j (seq s n) -> must j = true -> In j y) /\ forall j, In j y -> In j (seq s n) /\ may j = true.
Proof.
  intros must may. induction n as [|n IH]; intros s q Sub L U; cbn [seq filter] in *.
  - simpl in U. exists []. split; [constructor|]. split; [simpl; lia|]. split; [intros j [] | intros j []].
  - assert (Take : forall q', may s = true -> q = S q' -> (length (filter must (seq (S s) n)) <= q')%nat ->
      (q' <= length (filter may (seq (S s) n)))%nat -> exists y, StronglySorted lt y /\ length y = q /\
        (forall j, In j (s :: seq (S s) n) -> must j = true -> In j y) /\
        forall j, In j y -> In j (s :: seq (S s) n) /\ may j = true).
    { intros q' Ms -> L' U'. destruct (IH (S s) q' Sub L' U') as (y & Sy & Ly & My & By). exists (s :: y).
      split; [constructor; [exact Sy|]; apply Forall_forall; intros j I; apply By in I; destruct I as [I _];
        apply in_seq in I; lia|].
      split; [simpl; congruence|]. split.
      - intros j [<-|I] Mj; [left; reflexivity | right; auto].
      - intros j [<-|I]; [simpl; auto|]. destruct (By j I). simpl. auto. }
    assert (Skip : must s = false -> (length (filter must (seq (S s) n)) <= q)%nat ->
      (q <= length (filter may (seq (S s) n)))%nat -> exists y, StronglySorted lt y /\ length y = q /\
        (forall j, In j (s :: seq (S s) n) -> must j = true -> In j y) /\
        forall j, In j y -> In j (s :: seq (S s) n) /\ may j = true).
    { intros Ms L' U'. destruct (IH (S s) q Sub L' U') as (y & Sy & Ly & My & By). exists y.
      split; [exact Sy|]. split; [exact Ly|]. split.
      - intros j [<-|I] Mj; [congruence | auto].
      - intros j I. destruct (By j I). simpl. auto. }
    assert (Fewer : forall l, (length (filter must l) <= length (filter may l))%nat).
    { induction l as [|j l IHl]; cbn [filter]; [lia|]. destruct (must j) eqn:E; [rewrite (Sub j E); simpl; lia|].
      destruct (may j); simpl; lia. }
    specialize (Fewer (seq (S s) n)).
    destruct (must s) eqn:Ms.
    + rewrite (Sub s Ms) in U. cbn [length] in L, U. destruct q as [|q']; [lia|].
      apply (Take q'); [apply Sub, Ms | reflexivity | lia | lia].
    + destruct (may s) eqn:Ys; [cbn [length] in U|apply Skip; auto].
      destruct (Nat.le_gt_cases q (length (filter may (seq (S s) n)))) as [Le|G]; [apply Skip; auto|].
      destruct q as [|q']; [lia|]. apply (Take q'); [reflexivity | reflexivity | lia | lia].
Qed.

Definition positive (r : R) : bool := if Rlt_dec 0 r then true else false.

Lemma positive_iff : forall r, positive r = true <-> 0 < r.
Proof. intros r. unfold positive. destruct (Rlt_dec 0 r); split; auto; discriminate. Qed.

(** The position j holds the first unit vector, all others hold zero; all point to y. *)
Definition single_tokens (N d : nat) (y : list nat) (j : nat) : list pointed_token :=
  map (fun i => Pointed (map (fun c => if (c =? 0)%nat then if (i =? j)%nat then 1 else 0 else 0) (seq 0 d)) y i)
    (seq 1 N).

Lemma single_tokens_valid : forall N d q y j, length y = q -> StronglySorted lt y ->
  (forall i, In i y -> (1 <= i <= N)%nat) -> averaging_input N d q (single_tokens N d y j).
Proof.
  intros N d q y j Ly Sy By. unfold single_tokens. split; [rewrite map_map; apply map_id|].
  intros t I. apply in_map_iff in I. destruct I as (i & <- & I). apply in_seq in I. unfold averaging_token.
  cbn [content pointer_set place]. rewrite map_length, seq_length. split; [reflexivity|]. split; [|auto with arith].
  - rewrite sum_over_map. destruct d as [|d]; cbn [seq sum_over]; [lra|].
    rewrite <- seq_shift, sum_over_map, (sum_over_ext _ _ _ (fun _ => 0)), sum_over_zero by (intros; cbn [Nat.eqb];
      ring).
    cbn [Nat.eqb]. destruct (i =? j)%nat; lra.
  - split; [exact Ly|]. split; [exact Sy|]. split; [exact By | lia].
Qed.

Lemma canonical_scores_separate : forall N d q B m eps asks offers, (1 <= q)%nat -> (1 <= N)%nat -> (1 <= d)%nat ->
  1 < B -> 0 <= eps -> eps < 1 / (2 * INR q) -> approximates N d q eps (canonical_output B m d asks offers) ->
  forall y, length y = q -> StronglySorted lt y -> (forall i, In i y -> (1 <= i <= N)%nat) ->
  exists theta, forall j, (1 <= j <= N)%nat ->
    let s := sum_over (seq 0 m) (fun c => nth c (asks 1%nat y) 0 * nth c (offers j) 0) in
    (In j y -> theta < s) /\ (~ In j y -> s < theta).
Proof.
  intros N d q B m eps asks offers Pq PN Pd PB Pe Le Ap y Ly Sy By.
  set (s := fun j => sum_over (seq 0 m) (fun c => nth c (asks 1%nat y) 0 * nth c (offers j) 0)).
  assert (Qpos : 0 < INR q) by (apply lt_0_INR; lia).
  assert (Pos : forall x, 0 < Rpower B x) by (intros; apply exp_pos).
  set (Z := sum_over (seq 1 N) (fun j => Rpower B (s j))).
  assert (PZ : 0 < Z).
  { apply Rlt_le_trans with (Rpower B (s 1%nat)); [apply Pos|].
    apply (term_at_most_sum _ _ (fun j => Rpower B (s j))); [intros; apply Rlt_le, Pos | apply in_seq; lia]. }
  assert (Close : forall j, (1 <= j <= N)%nat -> Rabs (Rpower B (s j) / Z - (if chosen y j then 1 else 0) / INR q) <=
    eps).
  { intros j Bj. pose proof (single_tokens_valid N d q y j Ly Sy By) as V.
    specialize (Ap _ 1%nat V ltac:(lia)). apply (within_coordinate eps d _ _ 0 Pe ltac:(lia)) in Ap.
    rewrite (canonical_is_soft_selection N d q) in Ap by (assumption || lia). rewrite average_is_mean in Ap.
    assert (At : forall i, (1 <= i <= N)%nat -> pointer_set (token_at (single_tokens N d y j) i) = y /\
      nth 0 (content (token_at (single_tokens N d y j) i)) 0 = if (i =? j)%nat then 1 else 0).
    { intros i Bi. unfold single_tokens. rewrite token_at_map by exact Bi. cbn [pointer_set content].
      split; [reflexivity|]. rewrite nth_map_seq by lia. reflexivity. }
    rewrite (proj1 (At 1%nat ltac:(lia))) in Ap. unfold soft_selection, mean_over in Ap. fold s in Ap.
    rewrite !nth_map_seq in Ap by lia. fold Z in Ap. rewrite Ly in Ap.
    rewrite (sum_over_ext _ (seq 1 N) _ (fun i => Rpower B (s i) * (if (i =? j)%nat then 1 else 0))) in Ap.
    2: { intros i I. apply in_seq in I. rewrite (proj2 (At i ltac:(lia))). reflexivity. }
    rewrite (sum_over_single (fun i => Rpower B (s i))) in Ap by (apply seq_NoDup || (apply in_seq; lia)).
    rewrite (sum_over_ext _ y _ (fun i => 1 * (if (i =? j)%nat then 1 else 0))) in Ap.
    2: { intros i I. rewrite (proj2 (At i (By i I))). ring. }
    destruct (chosen y j) eqn:C.
    - apply chosen_iff in C. rewrite (sum_over_single (fun _ => 1)) in Ap by (apply sorted_nodup, Sy || exact C).
      exact Ap.
    - rewrite (sum_over_ext _ y _ (fun _ => 0)), sum_over_zero in Ap; [exact Ap|]. intros i I.
      destruct (Nat.eqb_spec i j) as [->|]; [|ring]. apply chosen_iff in I. congruence. }
  set (T := Z / (2 * INR q)). assert (PT : 0 < T) by (apply Rdiv_lt_0_compat; lra).
  assert (LB : 0 < ln B) by (rewrite <- ln_1; apply ln_increasing; lra).
  exists (ln T / ln B). intros j Bj. fold (s j). cbv zeta.
  assert (RT : Rpower B (ln T / ln B) = T).
  { unfold Rpower. replace (ln T / ln B * ln B) with (ln T) by (field; lra). apply exp_ln, PT. }
  specialize (Close j Bj). apply abs_bounds in Close. pose proof (Pos (s j)) as Ps.
  assert (Eq : Rpower B (s j) = Rpower B (s j) / Z * Z) by (field; lra).
  assert (ET : T = 1 / (2 * INR q) * Z) by (unfold T; field; lra).
  assert (Half : 1 / INR q = 1 / (2 * INR q) + 1 / (2 * INR q)) by (field; lra). split.
  - intros I. apply chosen_iff in I. rewrite I in Close. apply Rnot_le_lt. intros L.
    apply (Rle_Rpower B) in L; [|lra]. rewrite RT in L. nra.
  - intros I. assert (C : chosen y j = false) by (rewrite <- not_true_iff_false, chosen_iff; exact I).
    rewrite C in Close.
    apply Rnot_le_lt. intros L. apply (Rle_Rpower B) in L; [|lra]. rewrite RT in L.
    replace (0 / INR q) with 0 in Close by (field; lra). nra.
Qed.

Theorem canonical_attention_needs_dimension_2q : forall N d q, (1 <= q)%nat -> (3 * q <= N)%nat -> (1 <= d)%nat ->
  (forall B m eps asks offers, 1 < B -> 0 <= eps -> eps < 1 / (2 * INR q) ->
    approximates N d q eps (canonical_output B m d asks offers) -> (2 * q <= m)%nat) /\
  forall eps, 0 < eps -> exists B asks offers, 1 < B /\
    approximates N d q eps (canonical_output B (2 * q) d asks offers).
Proof.
  intros N d q Pq L Pd. split.
  2: { intros eps Pe. set (x := 2 * (INR N - INR q) / (INR q * eps)). exists (Rmax 2 x). eexists. eexists.
    split; [apply Rlt_le_trans with 2; [lra | apply Rmax_l]|].
    refine (proj1 (infinite_precision_sparse_averaging N d q eps (Rmax 2 x) Pq ltac:(lia) Pe (Rmax_l 2 x) _)).
    left. apply Rmax_r. }
  intros B m eps asks offers PB Pe Le Ap.
  destruct (Nat.le_gt_cases (2 * q) m) as [Done|Small]; [exact Done | exfalso].
  set (ps := seq 1 (m + 2)).
  destruct (kernel_vector nat Nat.eq_dec ps ((fun _ => 1) :: map (fun c j => nth c (offers j) 0) (seq 0 m)))
    as (v0 & (j0 & I0 & N0) & Zero0).
  { apply seq_NoDup. }
  { unfold ps. cbn [length]. rewrite map_length, !seq_length. lia. }
  assert (WLOG : exists v, (exists j, In j ps /\ v j <> 0) /\ sum_over ps v = 0 /\
    (forall c, (c < m)%nat -> sum_over ps (fun j => nth c (offers j) 0 * v j) = 0) /\
    (length (filter (fun j => positive (v j)) ps) <= q)%nat).
  { assert (Two : forall l, (length (filter (fun j => positive (v0 j)) l) + length (filter (fun j => positive (- v0
    j)) l)
      <= length l)%nat).
    { induction l as [|j l IH]; [simpl; lia|]. cbn [filter].
      destruct (positive (v0 j)) eqn:E1, (positive (- v0 j)) eqn:E2; cbn [length]; try lia.
      apply positive_iff in E1, E2. lra. }
    specialize (Two ps). unfold ps at 3 in Two. rewrite seq_length in Two.
    assert (Z1 : sum_over ps v0 = 0).
    { rewrite <- (Zero0 (fun _ => 1) (or_introl eq_refl)). apply sum_over_ext. intros; ring. }
    assert (Zc : forall c, (c < m)%nat -> sum_over ps (fun j => nth c (offers j) 0 * v0 j) = 0).
    { intros c Lc. apply (Zero0 (fun j => nth c (offers j) 0)). right.
      apply (in_map (fun c j => nth c (offers j) 0)). apply in_seq. lia. }
    destruct (Nat.le_gt_cases (length (filter (fun j => positive (v0 j)) ps)) q) as [Le0|G].
    - exists v0. split; [exists j0; auto|]. auto.
    - exists (fun j => - v0 j). split; [exists j0; split; [exact I0 | lra]|]. split; [|split; [|cbv beta; lia]].
      + rewrite (sum_over_ext _ _ _ (fun j => -1 * v0 j)) by (intros; ring). rewrite sum_over_scale, Z1. ring.
      + intros c Lc. rewrite (sum_over_ext _ _ _ (fun j => -1 * (nth c (offers j) 0 * v0 j))) by (intros; ring).
        rewrite sum_over_scale, Zc by exact Lc. ring. }
  clear v0 N0 Zero0 I0 j0. destruct WLOG as (v & (j0 & I0 & N0) & Z1 & Zc & Few).
  assert (Some_positive : exists j, In j ps /\ 0 < v j).
  { destruct (existsb (fun j => positive (v j)) ps) eqn:E.
    - apply existsb_exists in E. destruct E as (j & I & P). exists j. rewrite positive_iff in P. auto.
    - exfalso. assert (All : forall j, In j ps -> 0 <= - v j).
      { intros j I. destruct (Rle_dec (v j) 0) as [X|X]; [lra|]. assert (existsb (fun j => positive (v j)) ps = true).
        { apply existsb_exists. exists j. rewrite positive_iff. split; [exact I | lra]. } congruence. }
      pose proof (term_at_most_sum _ ps (fun j => - v j) j0 All I0) as X.
      rewrite (sum_over_ext _ _ _ (fun j => -1 * v j)) in X by (intros; ring). rewrite sum_over_scale, Z1 in X.
      specialize (All j0 I0). lra. }
  set (must := fun j => ((1 <=? j) && (j <=? m + 2))%nat && positive (v j)).
  set (may := fun j => negb (((1 <=? j) && (j <=? m + 2))%nat && positive (- v j))).
  assert (Range : forall j, ((1 <=? j) && (j <=? m + 2))%nat = true <-> In j ps).
  { intros j. unfold ps. rewrite andb_true_iff, !Nat.leb_le, in_seq. lia. }
  assert (SplitN : seq 1 N = ps ++ seq (m + 3) (N - (m + 2))).
  { unfold ps. replace N with ((m + 2) + (N - (m + 2)))%nat at 1 by lia. rewrite seq_app. do 2 f_equal. lia. }
  assert (Beyond : forall j, In j (seq (m + 3) (N - (m + 2))) -> ((1 <=? j) && (j <=? m + 2))%nat = false).
  { intros j I. apply in_seq in I. apply andb_false_iff. right. apply Nat.leb_gt. lia. }
  destruct (chosen_between must may N 1 q) as (y & Sy & Ly & My & By).
  - intros j E. unfold must, may in *. apply andb_true_iff in E. destruct E as [-> P]. apply positive_iff in P.
    simpl. destruct (positive (- v j)) eqn:Q; [|reflexivity]. apply positive_iff in Q. lra.
  - rewrite SplitN, filter_app, app_length. rewrite (filter_ext_in must (fun j => positive (v j)) ps).
    + rewrite (filter_ext_in must (fun _ => false) (seq (m + 3) (N - (m + 2)))).
      * assert (E : forall l : list nat, filter (fun _ => false) l = []) by (induction l; auto). rewrite E. simpl. lia.
      * intros j I. unfold must. rewrite (Beyond j I). reflexivity.
    + intros j I. unfold must. rewrite (proj2 (Range j) I). reflexivity.
  - rewrite SplitN, filter_app, app_length.
    rewrite (filter_ext_in may (fun _ => true) (seq (m + 3) (N - (m + 2)))).
    2: { intros j I. unfold may. rewrite (Beyond j I). reflexivity. }
    assert (E : forall l : list nat, filter (fun _ => true) l = l) by (induction l; simpl; congruence).
    rewrite E, seq_length. assert (1 <= length (filter may ps))%nat; [|lia].
    destruct Some_positive as (j & I & P). assert (J : In j (filter may ps)).
    { apply filter_In. split; [exact I|]. unfold may. rewrite (proj2 (Range j) I). simpl.
      destruct (positive (- v j)) eqn:Q; [|reflexivity]. apply positive_iff in Q. lra. }
    destruct (filter may ps); [destruct J | simpl; lia].
  - destruct (canonical_scores_separate N d q B m eps asks offers Pq ltac:(lia) Pd PB Pe Le Ap y Ly Sy)
      as (theta & Sep).
    { intros i I. destruct (By i I) as [I' _]. apply in_seq in I'. lia. }
    set (s := fun j => sum_over (seq 0 m) (fun c => nth c (asks 1%nat y) 0 * nth c (offers j) 0)).
    assert (Signs : forall j, In j ps -> (0 < v j -> theta < s j) /\ (v j < 0 -> s j < theta)).
    { intros j I. assert (Bj : (1 <= j <= N)%nat) by (unfold ps in I; apply in_seq in I; lia).
      destruct (Sep j Bj) as [On Off]. split; intros P.
      - apply On, My; [apply in_seq; lia|]. unfold must. rewrite (proj2 (Range j) I). apply positive_iff, P.
      - apply Off. intros J. destruct (By j J) as [_ Y]. unfold may in Y. rewrite (proj2 (Range j) I) in Y.
        rewrite (proj2 (positive_iff (- v j))) in Y by lra. discriminate Y. }
    assert (Terms : forall j, In j ps -> 0 <= v j * (s j - theta)).
    { intros j I. destruct (Signs j I) as [A C]. destruct (Rtotal_order (v j) 0) as [X|[->|X]].
      - specialize (C X). nra.
      - lra.
      - specialize (A X). nra. }
    assert (Total : sum_over ps (fun j => v j * (s j - theta)) = 0).
    { rewrite (sum_over_ext _ _ _ (fun j => v j * s j + - theta * v j)) by (intros; ring).
      rewrite sum_over_add, sum_over_scale, Z1, Rmult_0_r, Rplus_0_r.
      rewrite (sum_over_ext _ _ _ (fun j => sum_over (seq 0 m) (fun c => nth c (asks 1%nat y) 0
        * (nth c (offers j) 0 * v j)))).
      - rewrite sum_over_swap, (sum_over_ext _ _ _ (fun _ => 0)), sum_over_zero; [reflexivity|]. intros c Ic.
        apply in_seq in Ic. rewrite sum_over_scale, Zc by lia. ring.
      - intros j _. unfold s. rewrite <- sum_over_scale. apply sum_over_ext. intros; ring. }
    pose proof (term_at_most_sum _ ps (fun j => v j * (s j - theta)) j0 Terms I0) as X. rewrite Total in X.
    destruct (Signs j0 I0) as [A C]. destruct (Rtotal_order (v j0) 0) as [Y|[Y|Y]]; [|contradiction|].
    + specialize (C Y). nra.
    + specialize (A Y). nra.
Qed.
