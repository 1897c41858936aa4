(** * With logarithms: what a leading capacity is, and Zuev's theorem as it was published

    - [leading_capacity_in_logarithms]: for every real eps > 0 there is N, so that for n >= N the class C(n) has k
      functions with (1 - eps) p(n)/q <= log2 k <= (1 + eps) p(n)/q
    - [zuev_in_logarithms]: n^2 (1 - 10/ln n) < log2 T(n,1) < n^2

    Not in the library, since Coq's logarithm rests on the law of the excluded middle. *)

From Coq Require Import Reals List Lia Lra Arith Bool ZArith.
From AttentionQuarks Require Import Thr Decide Number Zuev LeadingOrder.
Open Scope nat_scope.

Lemma powers_and_logarithms : forall k a b, 1 <= k ->
  (2 ^ a <= k ^ b <-> (INR a <= INR b * (ln (INR k) / ln 2))%R) /\
  (k ^ b <= 2 ^ a <-> (INR b * (ln (INR k) / ln 2) <= INR a)%R).
Proof.
  intros k a b Lk. assert (P2 : (0 < ln 2)%R) by (rewrite <- ln_1; apply ln_increasing; lra).
  assert (Pk : (0 < INR k)%R) by (apply lt_0_INR; lia).
  assert (Pos : forall c j, 1 <= c -> (0 < INR (c ^ j))%R).
  { intros c j Lc. apply lt_0_INR. pose proof (Nat.pow_nonzero c j). lia. }
  assert (Log : forall c j, 1 <= c -> ln (INR (c ^ j)) = (INR j * ln (INR c))%R).
  { intros c j Lc. rewrite pow_INR. induction j as [|j IH]; [simpl; rewrite ln_1; ring|].
    rewrite S_INR. simpl pow. rewrite ln_mult, IH; [ring | apply lt_0_INR; lia | apply pow_lt, lt_0_INR; lia]. }
  assert (Le : forall c e i j, 1 <= c -> 1 <= e -> (c ^ i <= e ^ j <-> (INR i * ln (INR c) <= INR j * ln (INR e))%R)).
  { intros c e i j Lc Le. rewrite <- !Log by assumption. split.
    - intros L. apply le_INR in L. destruct L as [L|L].
      + left. apply ln_increasing; auto.
      + right. rewrite L. reflexivity.
    - intros L. apply Nat.nlt_ge. intros G. apply lt_INR in G. apply ln_increasing in G; [lra | auto]. }
  assert (Two : ln (INR 2) = ln 2) by (f_equal; simpl; lra).
  assert (Q : (INR b * (ln (INR k) / ln 2) * ln 2 = INR b * ln (INR k))%R) by (field; lra).
  split; rewrite Le, Two by lia; rewrite <- Q; split; intros L.
  - apply Rmult_le_reg_r in L; assumption.
  - apply Rmult_le_compat_r; lra.
  - apply Rmult_le_reg_r in L; assumption.
  - apply Rmult_le_compat_r; lra.
Qed.

Theorem leading_capacity_in_logarithms : forall V (C : nat -> (point -> V) -> Prop) p q, 1 <= q ->
  leading_capacity C p q <-> forall eps, (0 < eps)%R -> exists N, forall n, N <= n ->
    exists k, number n (C n) k /\ 1 <= k /\
      ((1 - eps) * (INR (p n) / INR q) <= ln (INR k) / ln 2 <= (1 + eps) * (INR (p n) / INR q))%R.
Proof.
  intros V C p q Lq. assert (Pq : (0 < INR q)%R) by (apply lt_0_INR; lia). split.
  - intros L eps Pe. destruct (archimed_cor1 eps Pe) as (m & Em & Lm). destruct (L m Lm) as [N B]. exists N.
    intros n Ln. destruct (B n Ln) as (k & Nk & A & U). exists k. split; [exact Nk|].
    assert (Lk : 1 <= k).
    { destruct k as [|k]; [|lia]. rewrite Nat.pow_0_l in A by nia.
      pose proof (Nat.pow_nonzero 2 ((m - 1) * p n)). lia. }
    split; [exact Lk|]. destruct (powers_and_logarithms k ((m - 1) * p n) (m * q) Lk) as [[A' _] _].
    destruct (powers_and_logarithms k ((m + 1) * p n) (m * q) Lk) as [_ [U' _]]. apply A' in A. apply U' in U.
    rewrite !mult_INR, minus_INR in A by lia. rewrite !mult_INR, plus_INR in U. simpl INR in A, U.
    assert (Pm : (0 < INR m)%R) by (apply lt_0_INR; lia). set (x := (ln (INR k) / ln 2)%R) in *.
    assert (Pp : (0 <= INR (p n) / INR q)%R).
    { apply Rmult_le_pos; [apply pos_INR | left; apply Rinv_0_lt_compat; exact Pq]. }
    assert (H1 : ((1 - / INR m) * (INR (p n) / INR q) <= x)%R).
    { apply (Rmult_le_reg_r (INR m * INR q)); [nra|]. replace ((1 - / INR m) * (INR (p n) / INR q) * (INR m * INR q))%R
        with ((INR m - 1) * INR (p n))%R by (field; lra). lra. }
    assert (H2 : (x <= (1 + / INR m) * (INR (p n) / INR q))%R).
    { apply (Rmult_le_reg_r (INR m * INR q)); [nra|]. replace ((1 + / INR m) * (INR (p n) / INR q) * (INR m * INR q))%R
        with ((INR m + 1) * INR (p n))%R by (field; lra). lra. }
    split; nra.
  - intros L m Lm. assert (Pm : (0 < INR m)%R) by (apply lt_0_INR; lia).
    destruct (L (/ INR m)%R (Rinv_0_lt_compat _ Pm)) as [N B]. exists N. intros n Ln.
    destruct (B n Ln) as (k & Nk & Lk & A & U). exists k. split; [exact Nk|].
    set (x := (ln (INR k) / ln 2)%R) in *.
    split; apply (powers_and_logarithms k _ _ Lk); fold x; rewrite !mult_INR.
    + rewrite minus_INR by lia. simpl INR. apply (Rmult_le_compat_r (INR m * INR q)) in A; [|nra].
      replace ((1 - / INR m) * (INR (p n) / INR q) * (INR m * INR q))%R with ((INR m - 1) * INR (p n))%R in A
        by (field; lra). lra.
    + rewrite plus_INR. simpl INR. apply (Rmult_le_compat_r (INR m * INR q)) in U; [|nra].
      replace ((1 + / INR m) * (INR (p n) / INR q) * (INR m * INR q))%R with ((INR m + 1) * INR (p n))%R in U
        by (field; lra). lra.
Qed.

(** Zuev's theorem as it was published: n^2 (1 - 10/ln n) < log2 T(n,1) < n^2, here for n >= 2^48. *)
Theorem zuev_in_logarithms : forall n, 48 <= Nat.log2 n ->
  (INR n ^ 2 * (1 - 10 / ln (INR n)) < ln (INR (T n 1)) / ln 2 < INR n ^ 2)%R.
Proof.
  intros n L. destruct (zuev_asymptotics n L) as [A B].
  assert (Pn : 0 < n) by (apply Nat.neq_0_lt_0; intros ->; change (Nat.log2 0) with 0 in L; lia).
  destruct (Nat.log2_spec n Pn) as [_ G]. set (l := Nat.log2 n) in *.
  assert (LT : 1 <= T n 1).
  { apply Nat.neq_0_lt_0. intros E. rewrite E, Nat.pow_0_l in A by lia.
    pose proof (Nat.pow_nonzero 2 ((l - 9) * n ^ 2)). lia. }
  assert (P2 : (0 < ln 2)%R) by (rewrite <- ln_1; apply ln_increasing; lra).
  assert (Q2 : (ln 2 < 1)%R).
  { rewrite <- (ln_exp 1). apply ln_increasing; [lra|]. pose proof (exp_ineq1 1 ltac:(lra)). lra. }
  assert (N1 : (1 <= INR n)%R) by (apply (le_INR 1); lia). assert (Nl : (48 <= INR l)%R).
  { replace 48%R with (INR 48) by (simpl; lra). apply le_INR. exact L. }
  assert (Gn : (ln (INR n) < INR l + 1)%R).
  { apply lt_INR in G. rewrite pow_INR in G. apply ln_increasing in G; [|lra].
    rewrite <- Rpower_pow, ln_Rpower in G by (simpl; lra). rewrite S_INR in G.
    replace (INR 2) with 2%R in G by (simpl; lra). nra. }
  assert (N2 : 1 < n).
  { destruct n as [|[|n]]; [lia | | lia]. unfold l in L. change (Nat.log2 1) with 0 in L. lia. }
  assert (Ln : (0 < ln (INR n))%R).
  { rewrite <- ln_1. apply ln_increasing; [lra|]. apply (lt_INR 1). exact N2. }
  apply (powers_and_logarithms _ _ _ LT) in A. rewrite mult_INR, minus_INR, pow_INR in A by lia.
  assert (Sq : (0 < INR n ^ 2)%R) by (apply pow_lt; lra). set (x := (ln (INR (T n 1)) / ln 2)%R) in *.
  replace (INR 9) with 9%R in A by (simpl; lra). split.
  - assert (X : (1 - 10 / ln (INR n) < 1 - 9 / INR l)%R).
    { assert (Y : (9 / INR l < 10 / ln (INR n))%R); [|lra].
      apply (Rmult_lt_reg_r (INR l * ln (INR n))); [nra|].
      replace (9 / INR l * (INR l * ln (INR n)))%R with (9 * ln (INR n))%R by (field; lra).
      replace (10 / ln (INR n) * (INR l * ln (INR n)))%R with (10 * INR l)%R by (field; lra). lra. }
    apply (Rmult_lt_compat_l (INR n ^ 2)) in X; [|exact Sq]. apply (Rlt_le_trans _ _ _ X).
    apply (Rmult_le_reg_l (INR l)); [lra|].
    replace (INR l * (INR n ^ 2 * (1 - 9 / INR l)))%R with ((INR l - 9) * INR n ^ 2)%R by (field; lra). exact A.
  - apply lt_INR in B. rewrite pow_INR in B. replace (INR 2) with 2%R in B by (simpl; lra).
    apply ln_increasing in B; [|apply lt_0_INR; lia]. rewrite <- Rpower_pow, ln_Rpower in B by lra.
    rewrite pow_INR in B. apply (Rmult_lt_reg_r (ln 2)); [exact P2|].
    replace (x * ln 2)%R with (ln (INR (T n 1))) by (unfold x; field; lra). exact B.
Qed.
