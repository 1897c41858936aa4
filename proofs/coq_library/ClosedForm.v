(** * The number of threshold functions on a finite set, in closed form (Q-L9)

    The number e is the sum of the series of 1/k!. Coq's own [exp 1] is this sum by definition, but its construction needs
    an axiom more. *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Binomial PointSets.
Import ListNotations.
Open Scope R_scope.

Lemma weighted_binomial_sum : forall x, 0 <= x <= 1 -> forall N d, x ^ d * INR (binomial_sum N (S d)) <= (1 + x) ^ N.
Proof.
  intros x X. induction N as [|N IH]; intros d.
  - rewrite binomial_sum_zero. simpl. rewrite Rmult_1_r. rewrite <- (pow1 d). apply pow_incr. exact X.
  - rewrite binomial_sum_pascal, plus_INR. pose proof (IH d) as I1. simpl pow at 2. destruct d as [|d].
    + simpl binomial_sum at 2. simpl INR at 2. assert (0 <= x * (1 + x) ^ N) by (apply Rmult_le_pos; [|apply pow_le]; lra).
      lra.
    + pose proof (IH d) as I2. apply (Rmult_le_compat_l x) in I2; [|lra]. simpl pow at 1. simpl pow at 1 in I1. lra.
Qed.

(** (1 + 1/N)^N <= e, term by term. *)
Lemma below_e : forall e N, infinite_sum (fun k => / INR (fact k)) e -> (1 <= N)%nat -> (1 + / INR N) ^ N <= e.
Proof.
  intros e N E L. assert (PN : 0 < INR N) by (apply lt_0_INR; lia).
  assert (F : forall k, 0 < INR (fact k)) by (intros k; apply INR_fact_lt_0).
  rewrite Rplus_comm, Coq.Reals.Binomial.binomial. apply (Rle_trans _ (sum_f_R0 (fun k => / INR (fact k)) N)).
  - apply sum_Rle. intros k Hk. rewrite pow1, Rmult_1_r. unfold C.
    assert (P : forall j, (j <= N)%nat -> INR (fact N) <= INR N ^ j * INR (fact (N - j))).
    { induction j as [|j IH]; intros Lj; [rewrite Nat.sub_0_r; simpl; lra|]. eapply Rle_trans; [apply IH; lia|].
      replace (N - j)%nat with (S (N - S j)) by lia. rewrite fact_simpl, mult_INR. simpl pow.
      assert (INR (S (N - S j)) <= INR N) by (apply le_INR; lia).
      assert (0 <= INR N ^ j * INR (fact (N - S j))).
      { apply Rmult_le_pos; [apply pow_le; lra | apply Rlt_le, F]. }
      nra. }
    specialize (P k Hk). pose proof (F k). pose proof (F (N - k)%nat).
    assert (Pk : 0 < INR N ^ k) by (apply pow_lt; exact PN). rewrite pow_inv.
    apply (Rmult_le_reg_l (INR (fact k) * (INR (fact (N - k)) * INR N ^ k))).
    { repeat apply Rmult_lt_0_compat; assumption. }
    replace (INR (fact k) * (INR (fact (N - k)) * INR N ^ k) * (INR (fact N) / (INR (fact k) * INR (fact (N - k))) * / INR N ^ k))
      with (INR (fact N)) by (field; repeat split; lra).
    replace (INR (fact k) * (INR (fact (N - k)) * INR N ^ k) * / INR (fact k)) with (INR N ^ k * INR (fact (N - k))) by (field; lra).
    exact P.
  - apply sum_incr; [exact E|]. intros k. apply Rlt_le, Rinv_0_lt_compat, F.
Qed.

(** Q-L9, the second part: t(E) <= 2 (e |E| / n)^n if |E| >= n >= 1. *)
Theorem finite_set_capacity_closed_form : forall e n (E : list (list R)) L, infinite_sum (fun k => / INR (fact k)) e ->
  (1 <= n <= length E)%nat -> NoDup E -> (forall x, In x E -> length x = n) -> restrictions n E L ->
  INR (length L) <= 2 * (e * INR (length E) / INR n) ^ n.
Proof.
  intros e n E L He [Ln LE] ND A RL. destruct (finite_set_capacity n E) as (K & RK & _ & U); [|exact ND | exact A|].
  { intros ->. simpl in LE. lia. }
  assert (length L = length K) as ->.
  { destruct RL as [NL IL], RK as [NK IK]. apply Nat.le_antisymm; apply NoDup_incl_length; auto; intros t Ht;
      [apply IK, IL | apply IL, IK]; exact Ht. }
  set (N := length E) in *. assert (Pn : 0 < INR n) by (apply lt_0_INR; lia). assert (PN : 0 < INR N) by (apply lt_0_INR; lia).
  set (x := INR n / INR N).
  assert (Hx : 0 < x <= 1).
  { unfold x. split; [apply Rdiv_lt_0_compat; assumption|]. apply (Rmult_le_reg_r (INR N)); [exact PN|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r, Rmult_1_l by lra. apply le_INR. exact LE. }
  assert (B : x ^ n * INR (binomial_sum (N - 1) (n + 1)) <= e ^ n).
  { replace (n + 1)%nat with (S n) by lia. eapply Rle_trans; [apply weighted_binomial_sum; lra|].
    apply (Rle_trans _ ((1 + x) ^ N)); [apply Rle_pow; [lra | lia]|].
    assert (I : 0 < / INR N) by (apply Rinv_0_lt_compat; exact PN).
    apply (Rle_trans _ (((1 + / INR N) ^ n) ^ N)).
    - apply pow_incr. split; [lra|]. pose proof (poly n (/ INR N) I). unfold x, Rdiv. lra.
    - rewrite <- pow_mult, Nat.mul_comm, pow_mult. apply pow_incr. split; [apply pow_le; lra|].
      apply below_e; [exact He | lia]. }
  apply (Rle_trans _ (2 * INR (binomial_sum (N - 1) (n + 1)))).
  { apply le_INR in U. rewrite mult_INR in U. simpl INR at 2 in U. lra. }
  apply Rmult_le_compat_l; [lra|]. replace (e * INR N / INR n) with (e * / x) by (unfold x; field; lra).
  rewrite Rpow_mult_distr, pow_inv. assert (Px : 0 < x ^ n) by (apply pow_lt; lra).
  apply (Rmult_le_reg_l (x ^ n)); [exact Px|]. eapply Rle_trans; [exact B|]. right. field. lra.
Qed.
