(** * Zuev's lower bound, with an explicit error (Q-T1)

    - [threshold_count_from_closures]: a bound with a free number p of points and a free K
    - [zuev_asymptotics]: n^2 (1 - 9/l) <= log2 T(n,1) < n^2, where l is log2 n rounded down and l >= 48
    - [zuev_lower_bound]: for every eps > 0 log2 T(n,1) >= (1 - eps) n^2 from some n on

    The closures of lists of p points are flats, and flats are at most as many as threshold functions. All points
    together lie in so few closures of lists ([lists_around_a_point]) that at least half of all lists have a closure of
    few points, at most M. Such a closure belongs to at most M^p lists, so that at least 2^(n p)/(2 M^p) flats exist.
    Neither the independence of the points nor that closures have no further points is needed. *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Number Binomial Cover Upper Operators Layers Flats.
From AttentionQuarks Require Import SignedSums Kernels Rows.
Import ListNotations.
Open Scope nat_scope.

(** ** Lists in parts *)

Lemma parted : forall A (P Q : A -> Prop) (G : list A), NoDup G -> (forall a, In a G -> P a \/ Q a) ->
  exists G1 G2, NoDup G1 /\ NoDup G2 /\ length G = length G1 + length G2 /\
    (forall a, In a G1 -> In a G /\ P a) /\ (forall a, In a G2 -> In a G /\ Q a).
Proof.
  intros A P Q G N. induction N as [|a G Na N IH]; intros E.
  - exists [], []. split; [constructor|]. split; [constructor|]. split; [reflexivity|]. split; intros a [].
  - destruct IH as (G1 & G2 & N1 & N2 & L & A1 & A2); [intros b Hb; apply E; right; exact Hb|].
    destruct (E a (or_introl eq_refl)) as [Pa|Qa].
    + exists (a :: G1), G2. split; [constructor; [|exact N1]; intros H; apply Na, (A1 a H)|]. split; [exact N2|].
      split; [simpl; lia|]. split.
      * intros b [<-|H]; [split; [left; reflexivity | exact Pa] | split; [right|]; apply (A1 b H)].
      * intros b H. split; [right|]; apply (A2 b H).
    + exists G1, (a :: G2). split; [exact N1|]. split; [constructor; [|exact N2]; intros H; apply Na, (A2 a H)|].
      split; [simpl; lia|]. split.
      * intros b H. split; [right|]; apply (A1 b H).
      * intros b [<-|H]; [split; [left; reflexivity | exact Qa] | split; [right|]; apply (A2 b H)].
Qed.

Lemma united : forall A C (P : C -> A -> Prop) (Q : A -> Prop) k b e (cs : list C),
  (forall c G, In c cs -> NoDup G -> (forall a, In a G -> P c a) -> length G * k <= b) ->
  (forall G, NoDup G -> (forall a, In a G -> Q a) -> length G * k <= e) ->
  forall G, NoDup G -> (forall a, In a G -> (exists c, In c cs /\ P c a) \/ Q a) -> length G * k <= length cs * b + e.
Proof.
  intros A C P Q k b e. induction cs as [|c cs IH]; intros B1 B2 G N E.
  - simpl. apply B2; [exact N|]. intros a Ha. destruct (E a Ha) as [(c & [] & _)|Qa]. exact Qa.
  - destruct (parted A (P c) (fun a => (exists d, In d cs /\ P d a) \/ Q a) G N) as (G1 & G2 & N1 & N2 & L & A1 & A2).
    { intros a Ha. destruct (E a Ha) as [(d & [<-|Hd] & Pd)|Qa]; [auto | right; left; exists d; auto | auto]. }
    pose proof (B1 c G1 (or_introl eq_refl) N1 (fun a Ha => proj2 (A1 a Ha))) as X.
    pose proof (IH (fun d G' Hd => B1 d G' (or_intror Hd)) B2 G2 N2 (fun a Ha => proj2 (A2 a Ha))) as Y.
    rewrite L. simpl length. lia.
Qed.

(** ** How many lists of p points have a given point in their closure *)

(** A bound for the mean number of points in the closure of a list of p points. *)
Definition excess (n p K : nat) : nat :=
  p ^ (4 * K * K) * (2 ^ (4 * K * K) * binomial_sum n (S (4 * K * K))) + 1.

Lemma binomial_sum_at_most_all : forall n d, binomial_sum n d <= 2 ^ n.
Proof.
  induction n as [|n IH]; intros [|d]; try (simpl; lia).
  - rewrite binomial_sum_zero. simpl. lia.
  - rewrite binomial_sum_pascal. pose proof (IH (S d)). pose proof (IH d). rewrite Nat.pow_succ_r'. lia.
Qed.

Lemma lists_around_a_point : forall n p K x G, 1 <= p -> p <= n -> 1 <= K -> 4 ^ n <= K ^ (n - p) ->
  In x (cube n) -> NoDup G ->
  (forall X, In X G -> length X = p /\ (forall y, In y X -> In y (cube n)) /\ closure n X x) ->
  length G * 2 ^ n <= 2 ^ (p * n) * excess n p K.
Proof.
  intros n p K x G Lp Lpn LK LKn Hx N A. set (m := 4 * K * K).
  set (fits := fun X : list point => length X = p /\ forall y, In y X -> In y (cube n)).
  unfold excess. fold m.
  replace (2 ^ (p * n) * (p ^ m * (2 ^ m * binomial_sum n (S m)) + 1))
    with (length (choices (repeat (seq 0 p) m)) * (2 ^ (p * n) * 2 ^ m * binomial_sum n (S m)) + 2 ^ (p * n)).
  2: { rewrite length_choices, map_repeat, product_repeat, seq_length. ring. }
  apply (united _ _ (fun js X => fits X /\ related p x 2 js X) (fun X => fits X /\ related p x K (seq 0 p) X)).
  - intros js G1 Hjs N1 A1. apply in_choices_repeat in Hjs. destruct Hjs as [Ljs _].
    pose proof (related_count n p x 2 js G1 ltac:(lia) Hx N1) as B. rewrite Ljs, <- Nat.pow_mul_r in B. apply B.
    intros X HX. destruct (A1 X HX) as [[L1 L2] R1]. auto.
  - intros G1 N1 A1. pose proof (related_count n p x K (seq 0 p) G1 LK Hx N1) as B.
    rewrite seq_length, <- Nat.pow_mul_r in B.
    assert (B' : length G1 * K ^ n <= 2 ^ (p * n) * K ^ p * binomial_sum n (S p)).
    { apply B. intros X HX. destruct (A1 X HX) as [[L1 L2] R1]. auto. }
    pose proof (binomial_sum_at_most_all n (S p)) as W.
    assert (P : 0 < K ^ p * 2 ^ n).
    { apply Nat.mul_pos_pos; apply Nat.neq_0_lt_0, Nat.pow_nonzero; lia. }
    apply (Nat.mul_le_mono_pos_r _ _ (K ^ p * 2 ^ n)); [exact P|].
    apply Nat.le_trans with (length G1 * K ^ n).
    + replace (length G1 * 2 ^ n * (K ^ p * 2 ^ n)) with (length G1 * (K ^ p * (2 ^ n * 2 ^ n))) by ring.
      apply Nat.mul_le_mono_l. replace (K ^ n) with (K ^ p * K ^ (n - p)).
      * apply Nat.mul_le_mono_l. rewrite <- Nat.pow_mul_l. exact LKn.
      * rewrite <- Nat.pow_add_r. f_equal. lia.
    + apply (Nat.le_trans _ _ _ B'). rewrite <- Nat.mul_assoc. apply Nat.mul_le_mono_l, Nat.mul_le_mono_l. exact W.
  - exact N.
  - intros X HX. destruct (A X HX) as (LX & CX & C).
    destruct (few_or_many n p x K X Hx Lp LK LX CX C) as [(js & Hjs & R1)|R1].
    + left. exists js. split; [exact Hjs|]. split; [split; assumption | exact R1].
    + right. split; [split; assumption | exact R1].
Qed.

(** ** Closures as flats *)

Lemma kernel_of_list : forall P (X : list P) (gs : list (P -> R)),
  exists hs, forall v, span hs v <-> span gs v /\ forall y, In y X -> v y = 0%R.
Proof.
  intros P. induction X as [|y X IH]; intros gs.
  - exists gs. intros v. split; [intros S; split; [exact S | intros y []] | intros [S _]; exact S].
  - destruct (IH gs) as (ks & E). destruct (span_kernel P ks y) as [V|[_ (hs & K)]].
    + exists ks. intros v. rewrite E. split; intros [S Z]; (split; [exact S|]).
      * intros z [<-|Hz]; [apply V, E; auto | auto].
      * intros z Hz. apply Z. right. exact Hz.
    + exists hs. intros v. rewrite K, E. split.
      * intros [[S Z] Zy]. split; [exact S|]. intros z [<-|Hz]; auto.
      * intros [S Z]. split; [split; [exact S|]; intros z Hz; apply Z; right; exact Hz | apply Z; left; reflexivity].
Qed.

Lemma closure_or_not : forall n X x, closure n X x \/ ~ closure n X x.
Proof.
  intros n X x. destruct (kernel_of_list _ X (affine n)) as (hs & E).
  destruct (span_kernel _ hs x) as [V|[(u & Su & Nu) _]].
  - left. intros v S Z. apply V, E. auto.
  - right. intros C. apply Nu. apply E in Su. destruct Su as [S Z]. apply C; assumption.
Qed.

Lemma closure_table : forall n X (ps : list point),
  exists Z, Forall2 (fun p (b : bool) => b = true <-> closure n X p) ps Z.
Proof.
  intros n X. induction ps as [|p ps (Z & F)]; [exists []; constructor|].
  destruct (closure_or_not n X p) as [C|C]; [exists (true :: Z) | exists (false :: Z)]; constructor; try exact F.
  - split; auto.
  - split; [discriminate | contradiction].
Qed.

Lemma forall2_length : forall A B (P : A -> B -> Prop) l k, Forall2 P l k -> length l = length k.
Proof. intros A B P l k F. induction F as [|a b l k _ _ IH]; simpl; congruence. Qed.

Lemma forall2_combine : forall A B (P : A -> B -> Prop) l k, Forall2 P l k ->
  forall a b, In (a, b) (combine l k) -> P a b.
Proof.
  intros A B P l k F. induction F as [|a b l k Pab F IH]; intros c d H; [destruct H|].
  destruct H as [E|H]; [injection E as <- <-; exact Pab | apply IH; exact H].
Qed.

Lemma combine_complete : forall A B (l : list A) (k : list B), length l = length k ->
  forall a, In a l -> exists b, In (a, b) (combine l k).
Proof.
  intros A B. induction l as [|c l IH]; intros [|e k] L a Ha; try discriminate; [destruct Ha|].
  destruct Ha as [<-|Ha]; [exists e; left; reflexivity|]. destruct (IH k ltac:(simpl in L; lia) a Ha) as (b & Hb).
  exists b. right. exact Hb.
Qed.

(** The points of a table. *)
Definition marked (n : nat) (Z : list bool) : list point := map fst (filter snd (combine (cube n) Z)).

Lemma in_marked : forall n Z x, In x (marked n Z) <-> In (x, true) (combine (cube n) Z).
Proof.
  intros n Z x. unfold marked. rewrite in_map_iff. split.
  - intros ((y & b) & <- & H). apply filter_In in H. destruct H as [H E]. simpl in *. subst. exact H.
  - intros H. exists (x, true). split; [reflexivity|]. apply filter_In. auto.
Qed.

Lemma nodup_marked : forall n Z, NoDup (marked n Z).
Proof.
  intros n Z. unfold marked. assert (G : forall (l : list point) (k : list bool), NoDup l ->
    NoDup (map fst (filter snd (combine l k)))); [|apply G, nodup_cube].
  intros l k N. revert k. induction N as [|a l Na N IH]; intros [|b k]; simpl; try constructor.
  destruct b; simpl; [|apply IH]. constructor; [|apply IH]. intros H. apply in_map_iff in H.
  destruct H as ((c & e) & <- & H). apply filter_In in H. destruct H as [H _]. apply in_combine_l in H. contradiction.
Qed.

Definition table_of (n : nat) (X : list point) (Z : list bool) : Prop :=
  Forall2 (fun p (b : bool) => b = true <-> closure n X p) (cube n) Z.

Lemma marked_closure : forall n X Z x, table_of n X Z -> (In x (marked n Z) <-> In x (cube n) /\ closure n X x).
Proof.
  intros n X Z x F. rewrite in_marked. pose proof (forall2_combine _ _ _ _ _ F) as E. split.
  - intros H. split; [apply in_combine_l in H; exact H | apply (E x true H); reflexivity].
  - intros [Hx C]. destruct (combine_complete _ _ (cube n) Z) with (a := x) as (b & Hb).
    + exact (forall2_length _ _ _ _ _ F).
    + exact Hx.
    + apply (E x b Hb) in C. subst. exact Hb.
Qed.

Lemma closure_is_flat : forall n X Z, table_of n X Z -> flat (affine n) (cube n) Z.
Proof.
  intros n X Z F. split; [symmetry; exact (forall2_length _ _ _ _ _ F)|]. intros p b H V.
  apply (forall2_combine _ _ _ _ _ F p b H). intros v S Zv. apply V; [exact S|].
  intros y Hy. apply (proj2 (proj1 (marked_closure n X Z y F) (proj2 (in_marked n Z y) Hy))); assumption.
Qed.

(** Lists whose closures have at most M points each: their closures are many flats. *)
Lemma flats_from_lists : forall n p M G, NoDup G ->
  (forall X, In X G -> length X = p /\ (forall y, In y X -> In y (cube n)) /\
     exists Z, table_of n X Z /\ length (marked n Z) <= M) ->
  length G <= T n 1 * M ^ p.
Proof.
  intros n p M G N A.
  assert (E : exists Zs, (forall Z, In Z Zs -> length (marked n Z) <= M /\ flat (affine n) (cube n) Z) /\
    forall X, In X G -> exists Z, In Z Zs /\ In X (choices (repeat (marked n Z) p))).
  { clear N. induction G as [|X G IH]; [exists []; split; [intros Z [] | intros X []]|].
    destruct IH as (Zs & B1 & B2); [intros Y HY; apply A; right; exact HY|].
    destruct (A X (or_introl eq_refl)) as (LX & CX & Z & F & LZ). exists (Z :: Zs). split.
    - intros Y [<-|HY]; [split; [exact LZ | apply (closure_is_flat n X); exact F] | apply B1; exact HY].
    - intros Y [<-|HY].
      + exists Z. split; [left; reflexivity|]. apply in_choices_repeat. split; [exact LX|]. intros y Hy.
        apply (marked_closure n X Z y F). split; [apply CX; exact Hy|]. intros v _ Zv. apply Zv. exact Hy.
      + destruct (B2 Y HY) as (W & HW & C). exists W. split; [right; exact HW | exact C]. }
  destruct E as (Zs & B1 & B2). set (Fs := nodup (list_eq_dec bool_dec) Zs).
  assert (LF : length Fs <= T n 1).
  { apply flats_at_most_T; [apply NoDup_nodup|]. intros Z HZ. apply nodup_In in HZ. apply B1. exact HZ. }
  apply Nat.le_trans with (length (flat_map (fun Z => choices (repeat (marked n Z) p)) Fs)).
  - apply NoDup_incl_length; [exact N|]. intros X HX. destruct (B2 X HX) as (Z & HZ & C).
    apply in_flat_map. exists Z. split; [apply nodup_In; exact HZ | exact C].
  - apply Nat.le_trans with (length Fs * M ^ p); [|apply Nat.mul_le_mono_r; exact LF].
    assert (B3 : forall Z, In Z Fs -> length (choices (repeat (marked n Z) p)) <= M ^ p).
    { intros Z HZ. rewrite length_choices, map_repeat, product_repeat. apply Nat.pow_le_mono_l.
      apply nodup_In in HZ. apply B1. exact HZ. }
    clear - B3. revert B3. generalize Fs. clear. intros Fs. induction Fs as [|Z Fs IH]; intros B3; [simpl; lia|].
    simpl. rewrite app_length. pose proof (B3 Z (or_introl eq_refl)).
    pose proof (IH (fun Y HY => B3 Y (or_intror HY))). lia.
Qed.

(** ** Counting pairs twice *)

Lemma counted_twice : forall (n p M R : nat) (G : list (list point)), NoDup G ->
  (forall X, In X G -> exists S, NoDup S /\ M <= length S /\ forall x, In x S -> In x (cube n) /\ closure n X x) ->
  (forall x G1, In x (cube n) -> NoDup G1 -> (forall X, In X G1 -> In X G /\ closure n X x) ->
     length G1 * 2 ^ n <= R) ->
  length G * M <= R.
Proof.
  intros n p M R G N A B.
  assert (E : exists PL : list (list point * point), NoDup PL /\ length G * M <= length PL /\
    forall X x, In (X, x) PL -> In X G /\ In x (cube n) /\ closure n X x).
  { clear B. induction N as [|X G NX N IH]; [exists []; split; [constructor|]; split; [simpl; lia | intros X x []]|].
    destruct IH as (PL & NP & LP & IP); [intros Y HY; apply A; right; exact HY|].
    destruct (A X (or_introl eq_refl)) as (S & NS & LS & IS). exists (map (pair X) S ++ PL). split; [|split].
    - apply nodup_app; [apply nodup_map; [intros a b _ _ Eab; congruence | exact NS] | exact NP|].
      intros q Hq Hq'. apply in_map_iff in Hq. destruct Hq as (x & <- & _). apply IP in Hq'. apply NX, Hq'.
    - rewrite app_length, map_length. simpl. lia.
    - intros Y x H. apply in_app_iff in H. destruct H as [H|H].
      + apply in_map_iff in H. destruct H as (y & Eq & Hy). injection Eq as <- <-.
        split; [left; reflexivity | apply IS; exact Hy].
      + apply IP in H. split; [right; apply H | apply H]. }
  destruct E as (PL & NP & LP & IP). apply (Nat.le_trans _ _ _ LP).
  set (fibre := fun x : point =>
    filter (fun q : list point * point => if list_eq_dec bool_dec (snd q) x then true else false) PL).
  assert (LF : forall x, In x (cube n) -> length (fibre x) * 2 ^ n <= R).
  { intros x Hx. rewrite <- (map_length fst). apply (B x); [exact Hx | |].
    - apply nodup_map; [|apply NoDup_filter; exact NP]. intros q r Hq Hr Eq.
      apply filter_In in Hq. apply filter_In in Hr.
      destruct Hq as [_ Hq], Hr as [_ Hr]. destruct q as [Y y], r as [W w]. simpl in *.
      destruct (list_eq_dec bool_dec y x) as [->|]; [|discriminate].
      destruct (list_eq_dec bool_dec w x) as [->|]; [|discriminate]. congruence.
    - intros X HX. apply in_map_iff in HX. destruct HX as ([Y y] & <- & HX). apply filter_In in HX.
      destruct HX as [HX Ex]. simpl in *. destruct (list_eq_dec bool_dec y x) as [->|]; [|discriminate].
      apply IP in HX. split; apply HX. }
  assert (I : length PL <= length (flat_map fibre (cube n))).
  { apply NoDup_incl_length; [exact NP|]. intros [X x] H. apply in_flat_map. exists x. split; [apply (IP X x H)|].
    apply filter_In. split; [exact H|]. simpl. destruct (list_eq_dec bool_dec x x); [reflexivity | contradiction]. }
  apply (Nat.le_trans _ _ _ I).
  assert (W : forall l, (forall x, In x l -> In x (cube n)) -> length (flat_map fibre l) * 2 ^ n <= length l * R).
  { induction l as [|x l IH]; intros Hl; [simpl; lia|]. simpl flat_map. rewrite app_length. simpl length.
    pose proof (LF x (Hl x (or_introl eq_refl))). pose proof (IH (fun y Hy => Hl y (or_intror Hy))). lia. }
  pose proof (W (cube n) (fun x H => H)) as V. rewrite length_cube in V.
  apply (Nat.mul_le_mono_pos_r _ _ (2 ^ n)); [apply Nat.neq_0_lt_0, Nat.pow_nonzero; lia|]. lia.
Qed.

(** ** The bound with free parameters *)

(** T(n,1) >= 2^(n p) / (2 (2 e)^p), where e is [excess n p K], if 4^n <= K^(n-p). *)
Theorem threshold_count_from_closures : forall n p K, 1 <= p -> p <= n -> 1 <= K -> 4 ^ n <= K ^ (n - p) ->
  2 ^ (p * n) <= 2 * T n 1 * (2 * excess n p K) ^ p.
Proof.
  intros n p K Lp Lpn LK LKn. set (M := 2 * excess n p K). set (G := choices (repeat (cube n) p)).
  assert (NG : NoDup G).
  { apply nodup_choices, Forall_forall. intros L HL. apply repeat_spec in HL. subst. apply nodup_cube. }
  assert (LG : length G = 2 ^ (p * n)).
  { unfold G. rewrite length_choices, map_repeat, product_repeat, length_cube, <- Nat.pow_mul_r. f_equal. lia. }
  destruct (parted _ (fun X => exists Z, table_of n X Z /\ length (marked n Z) <= M)
    (fun X => exists Z, table_of n X Z /\ M <= length (marked n Z)) G NG) as (G1 & G2 & N1 & N2 & L & A1 & A2).
  { intros X _. destruct (closure_table n X (cube n)) as (Z & F).
    destruct (Nat.le_ge_cases (length (marked n Z)) M); [left | right]; exists Z; auto. }
  assert (B1 : length G1 <= T n 1 * M ^ p).
  { apply (flats_from_lists n p M G1 N1). intros X HX. destruct (A1 X HX) as [HG E].
    apply in_choices_repeat in HG. destruct HG as [LX CX]. auto. }
  assert (B2 : length G2 * M <= 2 ^ (p * n) * excess n p K).
  { apply (counted_twice n p M _ G2 N2).
    - intros X HX. destruct (A2 X HX) as [_ (Z & F & LM)]. exists (marked n Z).
      split; [apply nodup_marked|]. split; [exact LM|]. intros x Hx. apply (marked_closure n X Z x F). exact Hx.
    - intros x G3 Hx N3 A3. apply (lists_around_a_point n p K x G3); try assumption. intros X HX.
      destruct (A3 X HX) as [HX2 C]. destruct (A2 X HX2) as [HG _]. apply in_choices_repeat in HG.
      destruct HG as [LX CX]. auto. }
  unfold M in B2. assert (E : 1 <= excess n p K) by (unfold excess; lia).
  assert (B3 : 2 * length G2 <= 2 ^ (p * n)).
  { apply (Nat.mul_le_mono_pos_r _ _ (excess n p K)); [lia|]. lia. }
  rewrite L in LG. lia.
Qed.

(** ** Numbers *)

Lemma successor_to_the_power : forall a e, a ^ S e + S e * a ^ e <= S a ^ S e.
Proof.
  intros a. induction e as [|e IH]; [simpl; lia|].
  rewrite (Nat.pow_succ_r' (S a) (S e)), (Nat.pow_succ_r' a (S e)). apply (Nat.mul_le_mono_l _ _ (S a)) in IH.
  replace (S a * (a ^ S e + S e * a ^ e)) with (a * a ^ S e + a ^ S e + S e * (a * a ^ e) + S e * a ^ e) in IH by lia.
  rewrite <- (Nat.pow_succ_r' a e) in IH. lia.
Qed.

Lemma binomial_from_above : forall d n, fact d * binomial n d <= n ^ d.
Proof.
  induction d as [|d IH]; intros n; [rewrite binomial_0; simpl; lia|].
  pose proof (absorption n d) as A. specialize (IH n).
  replace (fact (S d) * binomial n (S d)) with (fact d * (S d * binomial n (S d))) by (simpl; lia).
  rewrite Nat.pow_succ_r'. assert (S d * binomial n (S d) <= n * binomial n d) by nia. nia.
Qed.

(** d! C(n,<=d) <= (n+d)^d. *)
Lemma binomial_sum_from_above : forall d n, fact d * binomial_sum n (S d) <= (n + d) ^ d.
Proof.
  induction d as [|d IH]; intros n; [simpl; rewrite binomial_0; lia|].
  change (binomial_sum n (S (S d))) with (binomial_sum n (S d) + binomial n (S d)).
  pose proof (binomial_from_above (S d) n) as B. specialize (IH n).
  assert (n ^ S d <= (n + d) ^ S d) by (apply Nat.pow_le_mono_l; lia).
  assert (P : (n + d) ^ S d + S d * (n + d) ^ d <= (n + S d) ^ S d).
  { replace (n + S d) with (S (n + d)) by lia. apply successor_to_the_power. }
  replace (fact (S d) * (binomial_sum n (S d) + binomial n (S d)))
    with (S d * (fact d * binomial_sum n (S d)) + fact (S d) * binomial n (S d)) by (simpl; lia). nia.
Qed.

(** The excess is 2 to a power that is small against n, if K is a small power of n. *)
Lemma excess_at_most : forall n p k l, p <= n -> n <= 2 ^ (l + 1) -> 2 * k <= l -> 1 <= l ->
  2 * excess n p (2 ^ k) <= 2 ^ (4 * 2 ^ k * 2 ^ k * (2 * l + 5) + 2).
Proof.
  intros n p k l Lp Ln Lk Ll. unfold excess. set (M := 4 * 2 ^ k * 2 ^ k).
  assert (EM : M = 2 ^ (2 * k + 2)).
  { unfold M. replace (2 * k + 2) with (2 + (k + k)) by lia. rewrite !Nat.pow_add_r. change (2 ^ 2) with 4. lia. }
  assert (LM : M <= 2 ^ (l + 2)) by (rewrite EM; apply Nat.pow_le_mono_r; lia).
  assert (A : p ^ M <= 2 ^ ((l + 1) * M)) by (rewrite Nat.pow_mul_r; apply Nat.pow_le_mono_l; lia).
  assert (B : binomial_sum n (S M) <= 2 ^ ((l + 3) * M)).
  { pose proof (binomial_sum_from_above M n) as B. pose proof (lt_O_fact M) as F.
    apply Nat.le_trans with ((n + M) ^ M); [nia|]. rewrite Nat.pow_mul_r. apply Nat.pow_le_mono_l.
    replace (l + 2) with (S (l + 1)) in LM by lia. replace (l + 3) with (S (S (l + 1))) by lia.
    rewrite !Nat.pow_succ_r' in *. lia. }
  assert (C : p ^ M * (2 ^ M * binomial_sum n (S M)) <= 2 ^ (M * (2 * l + 5))).
  { replace (M * (2 * l + 5)) with ((l + 1) * M + (M + (l + 3) * M)) by ring. rewrite !Nat.pow_add_r.
    apply Nat.mul_le_mono; [exact A|]. apply Nat.mul_le_mono_l. exact B. }
  pose proof (Nat.pow_nonzero 2 (M * (2 * l + 5))). rewrite Nat.pow_add_r. change (2 ^ 2) with 4. lia.
Qed.

Lemma fourth_power : forall k, 12 <= k -> 2 * (4 * k + 3) * (32 * k + 48) <= 2 ^ k * 2 ^ k.
Proof.
  intros k L. induction L as [|k L IH]; [apply Nat.leb_le; vm_compute; reflexivity|].
  rewrite Nat.pow_succ_r'. apply Nat.le_trans with (4 * (2 * (4 * k + 3) * (32 * k + 48))); [nia | lia].
Qed.

Lemma zuev_explicit : forall n, 48 <= Nat.log2 n ->
  2 ^ ((Nat.log2 n - 9) * n ^ 2) <= T n 1 ^ Nat.log2 n.
Proof.
  intros n Ll. assert (Pn : 0 < n).
  { destruct n as [|n]; [|lia]. change (Nat.log2 0) with 0 in Ll. lia. }
  set (l := Nat.log2 n) in *.
  destruct (Nat.log2_spec n Pn) as [L1 L2]. fold l in L1, L2. rewrite <- (Nat.add_1_r l) in L2.
  set (k := l / 4). assert (Ek : 4 * k <= l /\ l <= 4 * k + 3).
  { unfold k. pose proof (Nat.div_mod l 4 ltac:(lia)). pose proof (Nat.mod_upper_bound l 4 ltac:(lia)). lia. }
  destruct Ek as [K1 K2]. assert (K3 : 12 <= k) by lia.
  set (d := 2 * n / k). assert (D1 : k * d <= 2 * n) by (apply Nat.mul_div_le; lia).
  assert (D2 : 2 * n < k * (d + 1)).
  { pose proof (Nat.mul_succ_div_gt (2 * n) k ltac:(lia)) as G. fold d in G. lia. }
  assert (D3 : 6 * d <= n) by nia.
  assert (N48 : 48 <= n) by (pose proof (Nat.pow_gt_lin_r 2 l ltac:(lia)); lia).
  set (p := n - (d + 1)). assert (Ep : p + (d + 1) = n) by lia.
  set (s := 4 * 2 ^ k * 2 ^ k * (2 * l + 5) + 2).
  assert (X : 2 * excess n p (2 ^ k) <= 2 ^ s) by (apply excess_at_most; lia).
  pose proof (threshold_count_from_closures n p (2 ^ k) ltac:(lia) ltac:(lia)
    ltac:(pose proof (Nat.pow_nonzero 2 k); lia)) as Z.
  assert (Y : 2 ^ (p * n) <= T n 1 * 2 ^ (s * p + 1)).
  { apply (Nat.le_trans _ (2 * T n 1 * (2 * excess n p (2 ^ k)) ^ p)).
    - apply Z. replace (n - p) with (d + 1) by lia. change 4 with (2 ^ 2). rewrite <- !Nat.pow_mul_r.
      apply Nat.pow_le_mono_r; lia.
    - rewrite Nat.pow_add_r, (Nat.pow_mul_r 2 s p). apply (Nat.pow_le_mono_l _ _ p) in X.
      change (2 ^ 1) with 2. nia. }
  assert (H : 2 * (l * (s + 2)) <= n).
  { assert (H1 : 2 ^ k * 2 ^ k * (2 ^ k * 2 ^ k) <= n).
    { rewrite <- !Nat.pow_add_r. apply Nat.le_trans with (2 ^ l); [apply Nat.pow_le_mono_r; lia | exact L1]. }
    pose proof (fourth_power k K3) as F. pose proof (Nat.pow_nonzero 2 k ltac:(lia)) as P.
    unfold s. set (q := 2 ^ k * 2 ^ k) in *. assert (Q : 1 <= q) by (unfold q; nia).
    replace (4 * 2 ^ k * 2 ^ k) with (4 * q) by (unfold q; ring).
    apply Nat.le_trans with (q * (2 * (4 * k + 3) * (32 * k + 48))); [|nia].
    assert (S1 : 4 * q * (2 * l + 5) + 2 + 2 <= q * (32 * k + 48)) by nia.
    apply Nat.le_trans with (2 * ((4 * k + 3) * (q * (32 * k + 48)))); [|nia].
    apply Nat.mul_le_mono_l, Nat.mul_le_mono; assumption. }
  assert (W : l * ((d + 1) * n + s * p + 1) <= 9 * n ^ 2).
  { rewrite Nat.pow_2_r. assert (W1 : l * (d * n) <= 8 * (n * n) + 3 * (d * n)).
    { apply Nat.le_trans with ((4 * k + 3) * (d * n)); [apply Nat.mul_le_mono_r; exact K2|]. nia. }
    assert (W2 : 6 * (d * n) <= n * n) by nia.
    assert (W3 : 2 * (l * (s + 2)) * n <= n * n) by (apply Nat.mul_le_mono_r; exact H).
    assert (W4 : l * (n + s * p + 1) <= l * (s + 2) * n).
    { rewrite <- Nat.mul_assoc. apply Nat.mul_le_mono_l. nia. }
    lia. }
  apply (Nat.mul_le_mono_pos_r _ _ (2 ^ (9 * n ^ 2))); [apply Nat.neq_0_lt_0, Nat.pow_nonzero; lia|].
  rewrite <- Nat.pow_add_r.
  apply Nat.le_trans with (T n 1 ^ l * 2 ^ (l * ((d + 1) * n + s * p + 1))).
  - apply (Nat.pow_le_mono_l _ _ l) in Y. rewrite Nat.pow_mul_l, <- !Nat.pow_mul_r in Y.
    replace ((l - 9) * n ^ 2 + 9 * n ^ 2) with (p * n * l + l * ((d + 1) * n)).
    + rewrite Nat.pow_add_r. replace (l * ((d + 1) * n + s * p + 1)) with ((s * p + 1) * l + l * ((d + 1) * n)) by ring.
      rewrite (Nat.pow_add_r 2 ((s * p + 1) * l)), (Nat.mul_assoc (T n 1 ^ l)). apply Nat.mul_le_mono_r. exact Y.
    + replace ((l - 9) * n ^ 2 + 9 * n ^ 2) with (l * (n * n)) by (rewrite Nat.pow_2_r; nia). rewrite <- Ep at 3. ring.
  - apply Nat.mul_le_mono_l, Nat.pow_le_mono_r; [lia | exact W].
Qed.

(** Q-T1 with an explicit error: n^2 (1 - 9/l) <= log2 T(n,1) < n^2, where l is log2 n rounded down, for n >= 2^48. *)
Theorem zuev_asymptotics : forall n, 48 <= Nat.log2 n ->
  2 ^ ((Nat.log2 n - 9) * n ^ 2) <= T n 1 ^ Nat.log2 n /\ T n 1 < 2 ^ n ^ 2.
Proof.
  intros n L. split; [apply zuev_explicit; exact L|]. rewrite Nat.pow_2_r. apply linear_threshold_functions_below_power.
  apply Nat.nlt_ge. intros S. destruct n as [|[|n]];
    [change (Nat.log2 0) with 0 in L | change (Nat.log2 1) with 0 in L |]; lia.
Qed.

(** For every eps > 0, here 1/m, there is N, so that for n >= N log2 T(n,1) >= (1 - eps) n^2. *)
Theorem zuev_lower_bound : forall m, 1 <= m -> exists N, forall n, N <= n -> 2 ^ ((m - 1) * n ^ 2) <= T n 1 ^ m.
Proof.
  intros m Lm. exists (2 ^ (9 * m + 48)). intros n Ln. apply Nat.log2_le_mono in Ln. rewrite Nat.log2_pow2 in Ln by lia.
  pose proof (zuev_explicit n ltac:(lia)) as Z. set (l := Nat.log2 n) in *.
  apply (Nat.pow_le_mono_l_iff _ _ l); [lia|]. rewrite <- !Nat.pow_mul_r, (Nat.mul_comm m), (Nat.pow_mul_r (T n 1)).
  apply Nat.le_trans with ((2 ^ ((l - 9) * n ^ 2)) ^ m); [|apply Nat.pow_le_mono_l; exact Z].
  rewrite <- Nat.pow_mul_r. apply Nat.pow_le_mono_r; [lia|].
  replace ((m - 1) * n ^ 2 * l) with ((m - 1) * l * n ^ 2) by ring.
  replace ((l - 9) * n ^ 2 * m) with ((l - 9) * m * n ^ 2) by ring. apply Nat.mul_le_mono_r. nia.
Qed.
