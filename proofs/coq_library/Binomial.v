(** * Binomial coefficients, and the sums of the first of them

    - [binomial n k] by Pascal's rule; [binomial_sum n d] is the sum of C(n,k) over k < d
    - [binomial_sum_at_most_power] is Q-L2 *)

From Coq Require Import Arith Lia.

Fixpoint binomial (n k : nat) : nat :=
  match n, k with
  | _, 0 => 1
  | 0, S _ => 0
  | S m, S j => binomial m j + binomial m (S j)
  end.

Fixpoint binomial_sum (n d : nat) : nat :=
  match d with
  | 0 => 0
  | S e => binomial_sum n e + binomial n e
  end.

Lemma binomial_0 : forall n, binomial n 0 = 1.
Proof. destruct n; reflexivity. Qed.

Lemma binomial_1 : forall n, binomial n 1 = n.
Proof. induction n as [|n IH]; [reflexivity|]. simpl. rewrite binomial_0, IH. reflexivity. Qed.

Lemma binomial_above : forall n k, n < k -> binomial n k = 0.
Proof.
  induction n as [|n IH]; intros [|k] L; simpl; try lia. rewrite !IH; lia.
Qed.

Lemma binomial_2 : forall n, 2 * binomial n 2 + n = n * n.
Proof. induction n as [|n IH]; [reflexivity|]. simpl binomial. rewrite binomial_1. lia. Qed.

Lemma binomial_sum_pascal : forall n d, binomial_sum (S n) (S d) = binomial_sum n (S d) + binomial_sum n d.
Proof.
  intros n d. induction d as [|d IH]; [simpl; rewrite binomial_0; reflexivity|].
  change (binomial_sum (S n) (S (S d))) with (binomial_sum (S n) (S d) + (binomial n d + binomial n (S d))).
  rewrite IH. simpl. lia.
Qed.

Lemma binomial_sum_zero : forall d, binomial_sum 0 (S d) = 1.
Proof. induction d as [|d IH]; [reflexivity|]. change (binomial_sum 0 (S d) + 0 = 1). lia. Qed.

Lemma binomial_sum_le : forall n d e, d <= e -> binomial_sum n d <= binomial_sum n e.
Proof. intros n d e L. induction L; simpl; lia. Qed.

(** C(m,k+1) (k+1) = C(m,k) (m-k), written without subtraction. *)
Lemma absorption : forall m k, binomial m (S k) * S k + binomial m k * k = binomial m k * m.
Proof.
  induction m as [|m IH]; intros k; [destruct k; reflexivity|].
  destruct k as [|k]; [rewrite binomial_0, binomial_1; lia|].
  simpl binomial. pose proof (IH (S k)). pose proof (IH k). nia.
Qed.

Lemma binomial_at_most_power : forall m k, binomial m k <= (m + 1) ^ k.
Proof.
  intros m. induction k as [|k IH]; [rewrite binomial_0; reflexivity|].
  pose proof (absorption m k). simpl. nia.
Qed.

(** Q-L2: 2 sum_{k<=r} C(N-1,k) <= N^r for r, N >= 2, and the difference is at least N - 2. *)
Theorem binomial_sum_at_most_power : forall r N, 2 <= r -> 2 <= N ->
  2 * binomial_sum (N - 1) (S r) + (N - 2) <= N ^ r.
Proof.
  intros r N Lr LN. destruct N as [|m]; [lia|]. replace (S m - 1) with m by lia.
  induction Lr as [|r Lr IH].
  - simpl binomial_sum. rewrite binomial_0, binomial_1. pose proof (binomial_2 m). simpl. lia.
  - change (binomial_sum m (S (S r))) with (binomial_sum m (S r) + binomial m (S r)).
    assert (2 * binomial m (S r) <= m * S m ^ r).
    { pose proof (absorption m r) as A. pose proof (binomial_at_most_power m r) as P.
      replace (m + 1) with (S m) in P by lia. nia. }
    rewrite Nat.pow_succ_r'. lia.
Qed.

(** Not for r = 1: 2 (C(N-1,0) + C(N-1,1)) = 2 N > N. Not with N^(r-1): for r = N = 2 the sum is 4 = 2^2 > 2^1. *)
Example binomial_sum_needs_two : 2 * binomial_sum (2 - 1) 2 > 2 ^ 1 /\ 2 * binomial_sum (2 - 1) 3 > 2 ^ (2 - 1).
Proof. simpl. lia. Qed.
