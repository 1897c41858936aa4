(** * Explicit bounds for the capacity of output gating, for all n, without an asymptotic symbol

    The capacity of a class is log2 of its number of functions (Q-D4), so that "2^a <= k < 2^b" says that it is at least
    a and below b. *)

From Coq Require Import List Lia Arith.
From AttentionQuarks Require Import Thr Number Upper Lower Gating.
Open Scope nat_scope.

(** The capacity of a linear threshold function: 1 + n(n-1)/2 <= log2 T(n,1) < n^2 for n >= 2. *)
Theorem capacity_of_threshold_functions : forall n, 2 <= n ->
  2 ^ (1 + n * (n - 1) / 2) <= T n 1 < 2 ^ (n * n).
Proof.
  intros n L. split; [apply linear_threshold_functions_at_least | apply linear_threshold_functions_below_power; exact L].
Qed.

Lemma square_bounds : forall n k, 2 <= n -> T (n - 1) 1 * T (n - 1) 1 <= k <= T n 1 * T n 1 ->
  2 ^ (2 * (1 + (n - 1) * (n - 2) / 2)) <= k < 2 ^ (2 * (n * n)).
Proof.
  intros n k L [B1 B2]. pose proof (linear_threshold_functions_at_least (n - 1)) as A.
  replace (n - 1 - 1) with (n - 2) in A by lia. pose proof (linear_threshold_functions_below_power n L) as U.
  replace (2 * (1 + (n - 1) * (n - 2) / 2)) with (1 + (n - 1) * (n - 2) / 2 + (1 + (n - 1) * (n - 2) / 2)) by lia.
  replace (2 * (n * n)) with (n * n + n * n) by lia. rewrite !Nat.pow_add_r in *. split; nia.
Qed.

(** {0,1} output gating: 2 (1 + (n-1)(n-2)/2) <= log2 |A(n)| < 2 n^2 for n >= 2. *)
Theorem capacity_of_output_gating_bits : forall n, 2 <= n ->
  exists A, number n (and_gated 1 1 n) A /\ 2 ^ (2 * (1 + (n - 1) * (n - 2) / 2)) <= A < 2 ^ (2 * (n * n)).
Proof.
  intros n L. destruct (output_gating_bits_two_degrees n 1 1) as (k & N & B); try lia.
  exists k. split; [exact N | apply square_bounds; assumption].
Qed.

(** {-1,+1} output gating: 2 (1 + (n-1)(n-2)/2) <= log2 |X(n)| < 2 n^2 for n >= 2. *)
Theorem capacity_of_output_gating_signs : forall n, 2 <= n ->
  exists X, number n (sign_gated 1 1 n) X /\ 2 ^ (2 * (1 + (n - 1) * (n - 2) / 2)) <= X < 2 ^ (2 * (n * n)).
Proof.
  intros n L. destruct (output_gating_signs_two_degrees n 1 1) as (k & N & B); try lia.
  exists k. split; [exact N | apply square_bounds; assumption].
Qed.
