(** * The leading terms of the capacities (Q-T8)

    - [leading_capacity C p q]: the class C(n) of functions of n inputs has the capacity p(n)/q (1 + o(1))
    - one theorem for each line of Q-T8: the sandwiches of the other files, with the cited theorems on T(n,d) put in

    For degree 1 nothing is cited: Zuev's theorem is proved in [Zuev.v]. For every fixed degree the theorem of Baldi and
    Vershynin is cited, an axiom of [Citations.v]. *)

From Coq Require Import Reals List Lia Arith Bool ZArith.
From AttentionQuarks Require Import Thr Decide Number Binomial Upper Gating Operators Layers Additive Steered Synapse.
From AttentionQuarks Require Import GatedLayer Zuev Citations.
Import ListNotations.
Open Scope nat_scope.

(** For every eps > 0, here 1/m, there is N, so that for n >= N the class C(n) has k functions of n inputs with
    (1 - eps) p(n)/q <= log2 k <= (1 + eps) p(n)/q. *)
Definition leading_capacity {V : Type} (C : nat -> (point -> V) -> Prop) (p : nat -> nat) (q : nat) : Prop :=
  forall m, 1 <= m -> exists N, forall n, N <= n ->
    exists k, number n (C n) k /\ 2 ^ ((m - 1) * p n) <= k ^ (m * q) <= 2 ^ ((m + 1) * p n).

(** The two halves for one n. *)
Definition above (m k p q : nat) : Prop := 2 ^ ((m - 1) * p) <= k ^ (m * q).
Definition below (m k p q : nat) : Prop := k ^ (m * q) <= 2 ^ ((m + 1) * p).

Lemma leading_capacity_ext : forall V (C : nat -> (point -> V) -> Prop) p p' q, (forall n, p n = p' n) ->
  leading_capacity C p q -> leading_capacity C p' q.
Proof.
  intros V C p p' q E L m Lm. destruct (L m Lm) as [N B]. exists N. intros n Ln. rewrite <- E. exact (B n Ln).
Qed.

(** ** Powers *)

Lemma above_le : forall m k l p q, k <= l -> above m k p q -> above m l p q.
Proof. intros m k l p q L A. apply (Nat.le_trans _ _ _ A). apply Nat.pow_le_mono_l. exact L. Qed.

Lemma below_le : forall m k l p q, k <= l -> below m l p q -> below m k p q.
Proof. intros m k l p q L B. refine (Nat.le_trans _ _ _ _ B). apply Nat.pow_le_mono_l. exact L. Qed.

Lemma power_of_product : forall m a b q1 q2,
  (a * b) ^ (m * (q1 * q2)) = (a ^ (m * q1)) ^ q2 * (b ^ (m * q2)) ^ q1.
Proof. intros. rewrite Nat.pow_mul_l, <- !Nat.pow_mul_r. f_equal; f_equal; nia. Qed.

Lemma power_of_sum : forall c p1 p2 q1 q2, 2 ^ (c * (q2 * p1 + q1 * p2)) = (2 ^ (c * p1)) ^ q2 * (2 ^ (c * p2)) ^ q1.
Proof. intros. rewrite <- !Nat.pow_mul_r, <- Nat.pow_add_r. f_equal. nia. Qed.

Lemma above_times : forall m a b p1 q1 p2 q2, above m a p1 q1 -> above m b p2 q2 ->
  above m (a * b) (q2 * p1 + q1 * p2) (q1 * q2).
Proof.
  unfold above. intros m a b p1 q1 p2 q2 A B. rewrite power_of_product, power_of_sum.
  apply Nat.mul_le_mono; apply Nat.pow_le_mono_l; assumption.
Qed.

Lemma below_times : forall m a b p1 q1 p2 q2, below m a p1 q1 -> below m b p2 q2 ->
  below m (a * b) (q2 * p1 + q1 * p2) (q1 * q2).
Proof.
  unfold below. intros m a b p1 q1 p2 q2 A B. rewrite power_of_product, power_of_sum.
  apply Nat.mul_le_mono; apply Nat.pow_le_mono_l; assumption.
Qed.

Lemma above_power : forall j m a p q, above m a p q -> above m (a ^ j) (j * p) q.
Proof.
  unfold above. intros j m a p q A. replace ((m - 1) * (j * p)) with ((m - 1) * p * j) by lia.
  rewrite <- Nat.pow_mul_r, (Nat.mul_comm j), (Nat.pow_mul_r 2), (Nat.pow_mul_r a). apply Nat.pow_le_mono_l. exact A.
Qed.

Lemma below_power : forall j m a p q, below m a p q -> below m (a ^ j) (j * p) q.
Proof.
  unfold below. intros j m a p q B. replace ((m + 1) * (j * p)) with ((m + 1) * p * j) by lia.
  rewrite <- Nat.pow_mul_r, (Nat.mul_comm j), (Nat.pow_mul_r 2), (Nat.pow_mul_r a). apply Nat.pow_le_mono_l. exact B.
Qed.

(** ** A shift of n changes n^e by little *)

Lemma shift_loses : forall e r n, r <= n -> n ^ S e <= (n - r) ^ S e + S e * r * n ^ e.
Proof.
  intros e r n L. induction e as [|e IH]; [simpl; lia|].
  assert (M : (n - r) ^ S e <= n ^ S e) by (apply Nat.pow_le_mono_l; lia).
  rewrite (Nat.pow_succ_r' n (S e)), (Nat.pow_succ_r' (n - r) (S e)).
  replace (n * n ^ S e) with ((n - r) * n ^ S e + r * n ^ S e) by nia.
  apply (Nat.mul_le_mono_l _ _ (n - r)) in IH.
  assert ((n - r) * (S e * r * n ^ e) <= S e * r * n ^ S e).
  { rewrite (Nat.pow_succ_r' n e). replace (S e * r * (n * n ^ e)) with (n * (S e * r * n ^ e)) by lia.
    apply Nat.mul_le_mono_r. lia. }
  replace (S (S e) * r * n ^ S e) with (r * n ^ S e + S e * r * n ^ S e) by lia. nia.
Qed.

Lemma shifted_power : forall m e r n, r <= n -> m * S e * r <= n -> (m - 1) * n ^ S e <= m * (n - r) ^ S e.
Proof.
  intros m e r n L1 L2. pose proof (shift_loses e r n L1) as B. apply (Nat.mul_le_mono_l _ _ m) in B.
  rewrite Nat.mul_add_distr_l in B. apply (Nat.mul_le_mono_r _ _ (n ^ e)) in L2.
  rewrite <- Nat.pow_succ_r' in L2. replace (m * (S e * r * n ^ e)) with (m * S e * r * n ^ e) in B by lia.
  rewrite Nat.mul_sub_distr_r. lia.
Qed.

(** ** Binomial coefficients as powers *)

(** (n-d)^d <= d! C(n,d). *)
Lemma binomial_from_below : forall d n, (n - d) ^ d <= fact d * binomial n d.
Proof.
  induction d as [|d IH]; intros n; [rewrite binomial_0; simpl; lia|].
  pose proof (absorption n d) as A. specialize (IH n).
  destruct (Nat.le_gt_cases n d) as [L|L]; [replace (n - S d) with 0 by lia; simpl; lia|].
  assert (E : S d * binomial n (S d) = (n - d) * binomial n d) by nia.
  replace (fact (S d) * binomial n (S d)) with (fact d * (S d * binomial n (S d))) by (simpl; lia).
  rewrite E, Nat.pow_succ_r'.
  assert ((n - S d) ^ d <= (n - d) ^ d) by (apply Nat.pow_le_mono_l; lia). nia.
Qed.

(** ** T(n,d), from above and from below *)

Lemma threshold_count_below : forall d m, 1 <= d -> exists N, forall n, N <= n -> below m (T n d) (n ^ S d) (fact d).
Proof.
  intros d m Ld. exists (2 + (m + 1) * S d * d). intros n Ln. unfold below.
  pose proof (T_below_power n d ltac:(nia) Ld) as U. pose proof (binomial_sum_from_above d n) as B.
  pose proof (shifted_power (m + 1) d d (n + d) ltac:(lia) ltac:(nia)) as W.
  replace (m + 1 - 1) with m in W by lia. replace (n + d - d) with n in W by lia.
  apply Nat.le_trans with ((2 ^ (n * (binomial_sum n (S d) - 1))) ^ (m * fact d)); [apply Nat.pow_le_mono_l; lia|].
  rewrite <- Nat.pow_mul_r. apply Nat.pow_le_mono_r; [lia|]. refine (Nat.le_trans _ _ _ _ W).
  replace (n * (binomial_sum n (S d) - 1) * (m * fact d)) with (m * (n * (fact d * (binomial_sum n (S d) - 1)))) by lia.
  apply Nat.mul_le_mono_l. rewrite Nat.pow_succ_r'. apply Nat.mul_le_mono; [lia|].
  refine (Nat.le_trans _ _ _ _ B). apply Nat.mul_le_mono_l. lia.
Qed.

(** T(n-r,d) has still the leading term of T(n,d), for n so large against r as is said. *)
Definition reaches (d : nat) : Prop := forall m, 1 <= m -> exists N, forall n r, N + 2 * m * S d * r <= n ->
  above m (T (n - r) d) (n ^ S d) (fact d).

(** It is enough to know 2m, and the square root is taken. *)
Lemma halved : forall m a p q r, 1 <= m -> (2 * m - 2) * p <= r -> 2 ^ r <= a ^ (2 * m * q) -> above m a p q.
Proof.
  intros m a p q r Lm L B. unfold above. apply (Nat.pow_le_mono_l_iff _ _ 2); [lia|]. rewrite <- !Nat.pow_mul_r.
  replace (m * q * 2) with (2 * m * q) by lia. refine (Nat.le_trans _ _ _ _ B). apply Nat.pow_le_mono_r; lia.
Qed.

(** By Zuev's theorem, as proved in [Zuev.v]. *)
Lemma degree_one_reaches : reaches 1.
Proof.
  intros m Lm. destruct (zuev_lower_bound (2 * m)) as [N Z]; [lia|]. exists N. intros n r Ln.
  apply (halved m _ _ _ ((2 * m - 1) * (n - r) ^ 2)); [exact Lm | |].
  - pose proof (shifted_power (2 * m - 1) 1 r n ltac:(nia) ltac:(nia)) as W.
    replace (2 * m - 1 - 1) with (2 * m - 2) in W by lia. exact W.
  - replace (2 * m * fact 1) with (2 * m) by (simpl; lia). apply Z. nia.
Qed.

(** By the theorem of Baldi and Vershynin. *)
Lemma every_degree_reaches : forall d, 1 <= d -> reaches d.
Proof.
  intros d Ld m Lm. destruct (cite_BV19a d (2 * m)) as [N B]; [exact Ld | lia|].
  exists (N + 2 * m * S d * d + d). intros n r Ln.
  assert (M : 2 * m * S d * (r + d) <= n) by nia. assert (L1 : r + d <= n) by nia.
  apply (halved m _ _ _ (((2 * m - 1) * ((n - r) * binomial_sum (n - r) (S d))) * fact d)); [exact Lm | |].
  - pose proof (shifted_power (2 * m - 1) d (r + d) n L1 ltac:(nia)) as W.
    replace (2 * m - 1 - 1) with (2 * m - 2) in W by lia. apply (Nat.le_trans _ _ _ W).
    rewrite <- (Nat.mul_assoc (2 * m - 1)). apply Nat.mul_le_mono_l. rewrite <- Nat.mul_assoc, Nat.pow_succ_r'.
    apply Nat.mul_le_mono; [lia|]. rewrite Nat.mul_comm. replace (n - (r + d)) with (n - r - d) by lia.
    apply (Nat.le_trans _ _ _ (binomial_from_below d (n - r))). apply Nat.mul_le_mono_l.
    change (binomial_sum (n - r) (S d)) with (binomial_sum (n - r) d + binomial (n - r) d). lia.
  - rewrite !Nat.pow_mul_r. apply Nat.pow_le_mono_l. rewrite <- !Nat.pow_mul_r. apply B. nia.
Qed.

(** ** Classes that are enclosed by powers and products of T(n,d) *)

Lemma leading_capacity_of_powers : forall V (C : nat -> (point -> V) -> Prop) d r (j : nat -> nat),
  1 <= d -> reaches d ->
  (forall n, r < n -> exists k, number n (C n) k /\ T (n - r) d ^ j n <= k <= T n d ^ j n) ->
  leading_capacity C (fun n => j n * n ^ S d) (fact d).
Proof.
  intros V C d r j Ld R E m Lm. destruct (R m Lm) as [N1 A]. destruct (threshold_count_below d m Ld) as [N2 B].
  exists (N1 + 2 * m * S d * r + N2 + r + 1). intros n Ln. destruct (E n ltac:(lia)) as (k & Nk & L & U).
  exists k. split; [exact Nk|]. split.
  - apply (above_le m _ _ _ _ L), above_power, A. lia.
  - apply (below_le m _ _ _ _ U), below_power, B. lia.
Qed.

Lemma leading_capacity_of_products : forall V (C : nat -> (point -> V) -> Prop) d1 d2, 1 <= d1 -> 1 <= d2 ->
  reaches d1 -> reaches d2 ->
  (forall n, 1 <= n -> exists k, number n (C n) k /\ T (n - 1) d1 * T (n - 1) d2 <= k <= T n d1 * T n d2) ->
  leading_capacity C (fun n => fact d2 * n ^ S d1 + fact d1 * n ^ S d2) (fact d1 * fact d2).
Proof.
  intros V C d1 d2 L1 L2 R1 R2 E m Lm. destruct (R1 m Lm) as [N1 A1]. destruct (R2 m Lm) as [N2 A2].
  destruct (threshold_count_below d1 m L1) as [N3 B1]. destruct (threshold_count_below d2 m L2) as [N4 B2].
  exists (N1 + 2 * m * S d1 * 1 + N2 + 2 * m * S d2 * 1 + N3 + N4 + 1). intros n Ln.
  destruct (E n ltac:(lia)) as (k & Nk & L & U). exists k. split; [exact Nk|]. split.
  - apply (above_le m _ _ _ _ L), above_times; [apply A1 | apply A2]; lia.
  - apply (below_le m _ _ _ _ U), below_times; [apply B1 | apply B2]; lia.
Qed.

(** ** One unit *)

(** Q-T8, first line. By Zuev's theorem: a linear threshold function has the capacity n^2 (1 + o(1)). *)
Theorem threshold_leading_capacity : leading_capacity (ptf 1) (fun n => n ^ 2) 1.
Proof.
  apply (leading_capacity_ext _ _ (fun n => 1 * n ^ 2)); [intros; lia|].
  apply (leading_capacity_of_powers _ _ 1 0 (fun _ => 1)); [lia | exact degree_one_reaches|].
  intros n _. exists (T n 1). rewrite Nat.sub_0_r, Nat.pow_1_r. split; [apply T_is_the_number | lia].
Qed.

(** Q-T8, second line. By Baldi and Vershynin: degree d has the capacity n^(d+1)/d! (1 + o(1)). *)
Theorem polynomial_threshold_leading_capacity : forall d, 1 <= d ->
  leading_capacity (ptf d) (fun n => n ^ (d + 1)) (fact d).
Proof.
  intros d Ld. apply (leading_capacity_ext _ _ (fun n => 1 * n ^ S d)).
  { intros n. rewrite Nat.add_1_r. lia. }
  apply (leading_capacity_of_powers _ _ d 0 (fun _ => 1)); [exact Ld | apply every_degree_reaches; exact Ld|].
  intros n _. exists (T n d). rewrite Nat.sub_0_r, Nat.pow_1_r. split; [apply T_is_the_number | lia].
Qed.

(** Q-T8, third line: quadratic threshold functions, n^3/2. *)
Theorem quadratic_threshold_leading_capacity : leading_capacity (ptf 2) (fun n => n ^ 3) 2.
Proof. exact (polynomial_threshold_leading_capacity 2 ltac:(lia)). Qed.

(** ** Gated units *)

(** Q-T8: a linear threshold function gated by another, 2 n^2, in {0,1} and in {-1,+1}. *)
Theorem output_gating_leading_capacity :
  leading_capacity (and_gated 1 1) (fun n => 2 * n ^ 2) 1 /\ leading_capacity (sign_gated 1 1) (fun n => 2 * n ^ 2) 1.
Proof.
  split; apply (leading_capacity_of_powers _ _ 1 1 (fun _ => 2)); try exact degree_one_reaches; try lia; intros n Ln.
  - apply output_gating_bits; lia.
  - apply output_gating_signs; lia.
Qed.

(** Q-T8: degree d gated by degree d, 2 n^(d+1)/d!, in both encodings. *)
Theorem polynomial_output_gating_leading_capacity : forall d, 1 <= d ->
  leading_capacity (and_gated d d) (fun n => 2 * n ^ (d + 1)) (fact d) /\
  leading_capacity (sign_gated d d) (fun n => 2 * n ^ (d + 1)) (fact d).
Proof.
  intros d Ld. pose proof (every_degree_reaches d Ld) as R. rewrite Nat.add_1_r.
  split; apply (leading_capacity_of_powers _ _ d 1 (fun _ => 2) Ld R); intros n Ln.
  - apply output_gating_bits; lia.
  - apply output_gating_signs; lia.
Qed.

(** Q-T8: degrees d1 and d2, n^(d1+1)/d1! + n^(d2+1)/d2!, in both encodings. *)
Theorem output_gating_of_two_degrees_leading_capacity : forall d1 d2, 1 <= d1 -> 1 <= d2 ->
  leading_capacity (and_gated d1 d2) (fun n => fact d2 * n ^ (d1 + 1) + fact d1 * n ^ (d2 + 1)) (fact d1 * fact d2) /\
  leading_capacity (sign_gated d1 d2) (fun n => fact d2 * n ^ (d1 + 1) + fact d1 * n ^ (d2 + 1)) (fact d1 * fact d2).
Proof.
  intros d1 d2 L1 L2. pose proof (every_degree_reaches d1 L1) as R1. pose proof (every_degree_reaches d2 L2) as R2.
  rewrite !Nat.add_1_r. split; apply (leading_capacity_of_products _ _ d1 d2 L1 L2 R1 R2); intros n Ln.
  - apply output_gating_bits_two_degrees; assumption.
  - apply output_gating_signs_two_degrees; assumption.
Qed.

(** Q-T8: B(f_1,...,f_k) with B depending on all its k arguments, k n^2. *)
Theorem operator_leading_capacity : forall V (eq_dec : forall a b : V, {a = b} + {a <> b}) k (B : list bool -> V),
  1 <= k -> (forall j, j < k -> depends_on k B j) ->
  leading_capacity (fun n => combined n (repeat 1 k) B) (fun n => k * n ^ 2) 1.
Proof.
  intros V eq_dec k B Lk D.
  apply (leading_capacity_of_powers _ _ 1 (k - 1) (fun _ => k)); [lia | exact degree_one_reaches|]. intros n Ln.
  pose proof (irreducible_operator_sandwich V eq_dec n (repeat 1 k) B) as E.
  rewrite !map_repeat, !product_repeat, repeat_length in E. apply E; try lia; [|exact D].
  apply Forall_forall. intros d Hd. apply repeat_spec in Hd. lia.
Qed.

(** Q-T8: additive activation attention, 2 n^2. *)
Theorem additive_attention_leading_capacity : leading_capacity multiplexed (fun n => 2 * n ^ 2) 1.
Proof.
  intros m Lm. destruct (degree_one_reaches m Lm) as [N A]. exists (N + 4 * m + 2). intros n Ln.
  destruct (additive_attention_sandwich n ltac:(lia)) as (k & Nk & L & U). exists k.
  split; [exact Nk|]. split.
  - apply (above_le m _ _ _ _ L), (above_power 2 m _ (n ^ 2)), A. lia.
  - apply (below_le m _ _ _ _ U). unfold below.
    pose proof (linear_threshold_functions_below_power n ltac:(lia)) as B.
    apply Nat.le_trans with ((2 ^ (n * n) * 2 ^ (n * (n + 1))) ^ (m * 1)).
    { apply Nat.pow_le_mono_l, Nat.mul_le_mono_r. lia. }
    rewrite <- Nat.pow_add_r, <- Nat.pow_mul_r. apply Nat.pow_le_mono_r; [lia|]. rewrite Nat.pow_2_r. nia.
Qed.

(** Q-T8: one synapse gated by a linear threshold function, 2 n^2, in the four encodings. *)
Theorem synapse_gating_leading_capacity : forall gate input, In gate [bit; signed] -> In input [bit; signed] ->
  leading_capacity (synapse_gated gate input) (fun n => 2 * n ^ 2) 1.
Proof.
  intros gate input Hg Hi m Lm. destruct (degree_one_reaches m Lm) as [N A]. exists (N + 8 * m + 2). intros n Ln.
  destruct (single_synapse_gating n gate input ltac:(lia) Hg Hi) as (k & Nk & L & U). exists k.
  split; [exact Nk|]. split.
  - apply (above_le m _ _ _ _ L), (above_power 2 m _ (n ^ 2)), A. lia.
  - apply (below_le m _ _ _ _ U). unfold below.
    pose proof (linear_threshold_functions_below_power n ltac:(lia)) as B.
    apply Nat.le_trans with ((2 ^ (n * n) * 2 ^ (n * n)) ^ (m * 1)).
    { apply Nat.pow_le_mono_l, Nat.mul_le_mono_r. lia. }
    rewrite <- Nat.pow_add_r, <- Nat.pow_mul_r. apply Nat.pow_le_mono_r; [lia|]. rewrite Nat.pow_2_r. nia.
Qed.

(** ** Layers: the numbers of units may grow with n *)

Lemma leading_capacity_of_tuples : forall V (C : nat -> (point -> V) -> Prop) p q (m : nat -> nat),
  leading_capacity C p q -> leading_capacity (fun n => tuples n (m n) (C n)) (fun n => m n * p n) q.
Proof.
  intros V C p q m L t Lt. destruct (L t Lt) as [N B]. exists N. intros n Ln. destruct (B n Ln) as (k & Nk & A & U).
  exists (k ^ m n). split; [apply number_of_tuples; exact Nk|].
  split; [apply above_power; exact A | apply below_power; exact U].
Qed.

(** Q-T3c: one synchronous step of n units, n^3. *)
Theorem recurrent_step_leading_capacity :
  (forall n, number n (tuples n n (ltf n)) (T n 1 ^ n)) /\
  leading_capacity (fun n => tuples n n (ltf n)) (fun n => n ^ 3) 1.
Proof.
  split; [exact recurrent_step_count|]. apply (leading_capacity_ext _ _ (fun n => n * n ^ 2)).
  { intros n. simpl. lia. }
  apply (leading_capacity_of_tuples _ ltf (fun n => n ^ 2) 1 (fun n => n)). intros m Lm.
  destruct (threshold_leading_capacity m Lm) as [N B]. exists N. intros n Ln. destruct (B n Ln) as (k & Nk & E).
  exists k. split; [|exact E]. apply (number_iff _ n (ptf 1 n)); [|exact Nk].
  intros f. symmetry. apply ltf_is_ptf_of_degree_one.
Qed.

(** Q-T8: m linear threshold functions, each with its own gate, 2 m n^2, in both encodings. *)
Theorem gated_units_leading_capacity : forall m : nat -> nat,
  leading_capacity (fun n => tuples n (m n) (and_gated 1 1 n)) (fun n => 2 * m n * n ^ 2) 1 /\
  leading_capacity (fun n => tuples n (m n) (sign_gated 1 1 n)) (fun n => 2 * m n * n ^ 2) 1.
Proof.
  intros m. destruct output_gating_leading_capacity as [A X].
  split; (apply (leading_capacity_ext _ _ (fun n => m n * (2 * n ^ 2))); [intros; lia|]);
    apply leading_capacity_of_tuples; assumption.
Qed.

(** Q-T8: m linear threshold functions and k gates, all products, (m + k) n^2, in both encodings. *)
Theorem all_products_leading_capacity : forall m k : nat -> nat, (forall n, 1 <= m n) -> (forall n, 1 <= k n) ->
  leading_capacity (fun n => products andb 1 n (m n) (k n)) (fun n => (m n + k n) * n ^ 2) 1 /\
  leading_capacity (fun n => products times 1 n (m n) (k n)) (fun n => (m n + k n) * n ^ 2) 1.
Proof.
  intros m k Lm Lk.
  split; apply (leading_capacity_of_powers _ _ 1 1 (fun n => m n + k n)); try exact degree_one_reaches; try lia;
    intros n Ln; apply all_products; try lia; auto.
Qed.

(** Q-T8: m linear threshold functions and one shared gate, (m + 1) n^2, in both encodings. *)
Theorem shared_gate_leading_capacity : forall m : nat -> nat, (forall n, 1 <= m n) ->
  leading_capacity (fun n => shared andb 1 n (m n)) (fun n => (m n + 1) * n ^ 2) 1 /\
  leading_capacity (fun n => shared times 1 n (m n)) (fun n => (m n + 1) * n ^ 2) 1.
Proof.
  intros m Lm.
  split; apply (leading_capacity_of_powers _ _ 1 1 (fun n => m n + 1)); try exact degree_one_reaches; try lia;
    intros n Ln; apply shared_gate; try lia; auto.
Qed.

(** ** A layer of gated pairs and a threshold output *)

(** Q-T8: 2 m n^2 if log m = o(n). For every eps > 0, here 1/t, there are N and delta > 0, here 1/s, so that for all
    n >= N and all m >= 2 with log2 m <= delta n the capacity is between (1 - eps) 2 m n^2 and (1 + eps) 2 m n^2. *)
Theorem gated_layer_capacity : forall t, 1 <= t -> exists N s, forall n m, N <= n -> 2 <= m -> m ^ s <= 2 ^ n ->
  exists k, number n (gated_layer n m) k /\ 2 ^ ((t - 1) * (2 * m * n ^ 2)) <= k ^ t <= 2 ^ ((t + 1) * (2 * m * n ^ 2)).
Proof.
  intros t Lt. destruct (degree_one_reaches t Lt) as [N A]. exists (2 * (N + 8 * t) + 2), (8 * t).
  intros n m Ln Lm E. set (r := Nat.log2_up m). destruct (Nat.log2_up_spec m ltac:(lia)) as [P _]. fold r in P.
  assert (W : Nat.pred r * (8 * t) <= n).
  { apply (Nat.pow_le_mono_r_iff 2); [lia|]. refine (Nat.le_trans _ _ _ _ E). rewrite Nat.pow_mul_r.
    apply Nat.pow_le_mono_l. lia. }
  assert (M : N + 2 * t * 2 * (r + 1) <= n) by nia.
  destruct (gated_layer_threshold_output n m r Lm eq_refl ltac:(nia)) as (a & k & _ & Nk & L1 & L2 & U).
  exists k. split; [exact Nk|]. split.
  - specialize (A n (r + 1) M). replace (n - (r + 1)) with (n - r - 1) in A by lia.
    apply (above_power (2 * m)) in A. apply (above_le _ _ k) in A; [|lia].
    unfold above in A. simpl fact in A. rewrite Nat.mul_1_r in A. exact A.
  - pose proof (linear_threshold_functions_below_power n ltac:(lia)) as B.
    apply Nat.le_trans with ((2 ^ (n * n * (2 * m) + n * m)) ^ t).
    + apply Nat.pow_le_mono_l. apply (Nat.le_trans _ _ _ U). rewrite Nat.pow_add_r. apply Nat.mul_le_mono_r.
      rewrite (Nat.pow_mul_r 2 (n * n)). apply Nat.pow_le_mono_l. lia.
    + rewrite <- Nat.pow_mul_r. apply Nat.pow_le_mono_r; [lia|]. rewrite Nat.pow_2_r.
      assert (t * (n * m) <= 2 * m * (n * n)) by nia. nia.
Qed.

(** The same for numbers m(n) of pairs: log m = o(n) says that m^s <= 2^n for every s, from some n on. *)
Theorem gated_layer_leading_capacity : forall m : nat -> nat, (forall n, 2 <= m n) ->
  (forall s, exists N, forall n, N <= n -> m n ^ s <= 2 ^ n) ->
  leading_capacity (fun n => gated_layer n (m n)) (fun n => 2 * m n * n ^ 2) 1.
Proof.
  intros m Lm O t Lt. destruct (gated_layer_capacity t Lt) as (N & s & B). destruct (O s) as [M Q].
  exists (N + M). intros n Ln. rewrite Nat.mul_1_r. apply B; [lia | apply Lm | apply Q; lia].
Qed.

(** ** What the definition says *)

(** A class has at most one leading capacity: p/q and p'/q' agree up to every factor 1 + eps. *)
Theorem leading_capacity_unique : forall V (C : nat -> (point -> V) -> Prop) p q p' q',
  leading_capacity C p q -> leading_capacity C p' q' ->
  forall m, 1 <= m -> exists N, forall n, N <= n -> (m - 1) * (p n * q') <= (m + 1) * (p' n * q).
Proof.
  intros V C p q p' q' A B m Lm. destruct (A m Lm) as [N1 E]. destruct (B m Lm) as [N2 F]. exists (N1 + N2).
  intros n Ln. destruct (E n ltac:(lia)) as (k & Nk & L & _). destruct (F n ltac:(lia)) as (l & Nl & _ & U).
  rewrite (number_unique _ _ _ _ _ Nl Nk) in U. apply (Nat.pow_le_mono_r_iff 2); [lia|].
  rewrite !Nat.mul_assoc, (Nat.pow_mul_r 2 _ q'), (Nat.pow_mul_r 2 _ q).
  apply Nat.le_trans with ((k ^ (m * q)) ^ q'); [apply Nat.pow_le_mono_l; exact L|].
  apply Nat.le_trans with ((k ^ (m * q')) ^ q); [|apply Nat.pow_le_mono_l; exact U].
  rewrite <- !Nat.pow_mul_r. apply Nat.eq_le_incl. f_equal. lia.
Qed.

(** A bound for all n >= 2, and so for the leading term. *)
Lemma leading_capacity_at_most : forall V (C : nat -> (point -> V) -> Prop) p q e, leading_capacity C p q ->
  (forall n, 2 <= n -> exists k, number n (C n) k /\ k <= 2 ^ e n) ->
  forall m, 1 <= m -> exists N, forall n, N <= n -> (m - 1) * p n <= m * q * e n.
Proof.
  intros V C p q e A E m Lm. destruct (A m Lm) as [N B]. exists (N + 2). intros n Ln.
  destruct (B n ltac:(lia)) as (k & Nk & L & _). destruct (E n ltac:(lia)) as (l & Nl & U).
  rewrite (number_unique _ _ _ _ _ Nl Nk) in U. apply (Nat.pow_le_mono_r_iff 2); [lia|].
  apply (Nat.le_trans _ _ _ L). rewrite (Nat.mul_comm (m * q)), (Nat.pow_mul_r 2). apply Nat.pow_le_mono_l. exact U.
Qed.
