(** * How many functions do output gates have?

    The classes of Q-D6 are defined here as on the theory page, and their numbers are enclosed for all n:
    - [and_gated], [sign_gated], [mixed_gated]: A(n;d), X(n;d) and products of a sign and a bit
    - [output_gating_bits], [output_gating_signs], and both with two degrees: Q-T4 *)

From Coq Require Import Reals List Lia Lra Arith Bool ZArith.
From AttentionQuarks Require Import Thr Decide Number.
Import ListNotations.
Open Scope nat_scope.

(** p is a polynomial of degree at most d without a zero on the cube. *)
Definition argument (d n : nat) (p : point -> R) : Prop :=
  polynomial d n p /\ forall x, In x (cube n) -> p x <> 0%R.

(** A(n;d1,d2): H(p) H(q), output gating with values in {0,1}. *)
Definition and_gated (d1 d2 n : nat) (f : point -> bool) : Prop :=
  exists p q, argument d1 n p /\ argument d2 n q /\ forall x, In x (cube n) -> f x = H (p x) && H (q x).

(** X(n;d1,d2): sgn(p) sgn(q), output gating with values in {-1,+1}. *)
Definition sign_gated (d1 d2 n : nat) (f : point -> Z) : Prop :=
  exists p q, argument d1 n p /\ argument d2 n q /\ forall x, In x (cube n) -> f x = (sgn (p x) * sgn (q x))%Z.

(** sgn(p) H(q): a sign gated by a bit, with values in {-1,0,+1}. *)
Definition mixed_gated (d1 d2 n : nat) (f : point -> Z) : Prop :=
  exists p q, argument d1 n p /\ argument d2 n q /\
    forall x, In x (cube n) -> f x = (sgn (p x) * (if H (q x) then 1 else 0))%Z.

Lemma ptf_iff_argument : forall d n f,
  ptf d n f <-> exists p, argument d n p /\ forall x, In x (cube n) -> f x = H (p x).
Proof.
  intros d n f. split.
  - intros (p & Hp & Z). exists p. repeat split; auto; intros; apply Z; assumption.
  - intros (p & [Hp Z] & E). exists p. auto.
Qed.

(** A class of products is a class made by a rule. *)
Lemma gated_is_combined : forall V (op : bool -> bool -> V) d1 d2 n (f : point -> V),
  (exists p q, argument d1 n p /\ argument d2 n q /\ forall x, In x (cube n) -> f x = op (H (p x)) (H (q x))) <->
  combined n [d1; d2] (fun s => op (hd false s) (hd false (tl s))) f.
Proof.
  intros V op d1 d2 n f. split.
  - intros (p & q & Ap & Aq & E). exists [fun x => H (p x); fun x => H (q x)]. split; [|exact E].
    repeat constructor; apply ptf_iff_argument; [exists p | exists q]; auto.
  - intros (fs & F & E). inversion F as [|? g ? gs Pg F']; subst. inversion F' as [|? h ? hs Ph F'']; subst.
    inversion F''; subst. apply ptf_iff_argument in Pg. apply ptf_iff_argument in Ph.
    destruct Pg as (p & Ap & Ep), Ph as (q & Aq & Eq). exists p, q. repeat split; try apply Ap; try apply Aq.
    intros x Hx. rewrite E by exact Hx. simpl. rewrite Ep, Eq by exact Hx. reflexivity.
Qed.

(** The sandwich for a product [op] in which the partner [true] lets the other value be seen (through [see]). *)
Lemma sandwich : forall V (eq_dec : forall a b : V, {a = b} + {a <> b}) (op : bool -> bool -> V) (see : V -> bool) d1 d2 n,
  (forall a, see (op a true) = a) -> (forall a, see (op true a) = a) -> 1 <= d1 -> 1 <= d2 -> 1 <= n ->
  exists k, number n (fun f => exists p q, argument d1 n p /\ argument d2 n q /\
                               forall x, In x (cube n) -> f x = op (H (p x)) (H (q x))) k /\
    T (n - 1) d1 * T (n - 1) d2 <= k <= T n d1 * T n d2.
Proof.
  intros V eq_dec op see d1 d2 n S1 S2 L1 L2 Ln. destruct n as [|n]; [lia|]. replace (S n - 1) with n by lia.
  set (B := fun s => op (hd false s) (hd false (tl s))).
  destruct (combined_number V eq_dec (S n) [d1; d2] B) as (k & N & U). simpl in U. rewrite Nat.mul_1_r in U.
  exists k. split; [|split; [|exact U]].
  - revert N. apply number_iff. intros f. symmetry. apply gated_is_combined.
  - replace (T n d1 * T n d2) with (product (map (T n) [d1; d2])) by (simpl; lia).
    apply (lower_bound V n 1 [d1; d2] (combined (S n) [d1; d2] B) [([true], see); ([false], see)] k N).
    + repeat constructor.
    + intros fs F. inversion F as [|? f0 ? gs Pf F']; subst. inversion F' as [|? g0 ? hs Pg F'']; subst.
      inversion F''; subst.
      destruct (half_and_constant d1 n f0 true true L1 Pf) as (F1 & PF & EF).
      destruct (half_and_constant d2 n g0 false true L2 Pg) as (G1 & PG & EG).
      exists (fun x => B [F1 x; G1 x]). split; [exists [F1; G1]; split; [repeat constructor; assumption | reflexivity]|].
      repeat constructor; intros x Hx; unfold B; simpl; destruct (EF x Hx) as [E1 E2], (EG x Hx) as [E3 E4];
        simpl in E2, E4.
      * rewrite E1, E4. apply S1.
      * rewrite E2, E3. apply S2.
Qed.

(** Q-T4 with two degrees, for {0,1}. *)
Theorem output_gating_bits_two_degrees : forall n d1 d2, 1 <= n -> 1 <= d1 -> 1 <= d2 ->
  exists A, number n (and_gated d1 d2 n) A /\ T (n - 1) d1 * T (n - 1) d2 <= A <= T n d1 * T n d2.
Proof.
  intros n d1 d2 Ln L1 L2. apply (sandwich bool bool_dec andb (fun b => b)); auto. intros []; reflexivity.
Qed.

(** Q-T4 with two degrees, for {-1,+1}. *)
Theorem output_gating_signs_two_degrees : forall n d1 d2, 1 <= n -> 1 <= d1 -> 1 <= d2 ->
  exists X, number n (sign_gated d1 d2 n) X /\ T (n - 1) d1 * T (n - 1) d2 <= X <= T n d1 * T n d2.
Proof.
  intros n d1 d2 Ln L1 L2.
  destruct (sandwich Z Z.eq_dec (fun a b => sign a * sign b)%Z (fun z => (0 <? z)%Z) d1 d2 n) as (k & N & B); auto.
  1, 2: intros []; reflexivity.
  exists k. split; [|exact B]. revert N. apply number_iff. intros f. unfold sign_gated.
  split; intros (p & q & Ap & Aq & E); exists p, q; repeat split; try apply Ap; try apply Aq;
    intros x Hx; rewrite E by exact Hx; rewrite !sgn_is_sign_of_H; reflexivity.
Qed.

(** Q-T4 for a sign gated by a bit (products in {-1,0,+1}). *)
Theorem output_gating_mixed : forall n d1 d2, 1 <= n -> 1 <= d1 -> 1 <= d2 ->
  exists k, number n (mixed_gated d1 d2 n) k /\ T (n - 1) d1 * T (n - 1) d2 <= k <= T n d1 * T n d2.
Proof.
  intros n d1 d2 Ln L1 L2.
  destruct (sandwich Z Z.eq_dec (fun a b => sign a * (if b then 1 else 0))%Z (fun z => (0 <? z)%Z) d1 d2 n)
    as (k & N & B); auto.
  1, 2: intros []; reflexivity.
  exists k. split; [|exact B]. revert N. apply number_iff. intros f. unfold mixed_gated.
  split; intros (p & q & Ap & Aq & E); exists p, q; repeat split; try apply Ap; try apply Aq;
    intros x Hx; rewrite E by exact Hx; rewrite sgn_is_sign_of_H; reflexivity.
Qed.

(** Q-T4: T(n-1,d)^2 <= |A(n;d)| <= T(n,d)^2 for d, n >= 1. *)
Theorem output_gating_bits : forall n d, 1 <= n -> 1 <= d ->
  exists A, number n (and_gated d d n) A /\ T (n - 1) d ^ 2 <= A <= T n d ^ 2.
Proof. intros n d Ln Ld. rewrite !Nat.pow_2_r. apply output_gating_bits_two_degrees; assumption. Qed.

(** Q-T4: T(n-1,d)^2 <= |X(n;d)| <= T(n,d)^2 for d, n >= 1. *)
Theorem output_gating_signs : forall n d, 1 <= n -> 1 <= d ->
  exists X, number n (sign_gated d d n) X /\ T (n - 1) d ^ 2 <= X <= T n d ^ 2.
Proof. intros n d Ln Ld. rewrite !Nat.pow_2_r. apply output_gating_signs_two_degrees; assumption. Qed.

(** Q-T4 with two degrees, in both encodings. *)
Theorem output_gating_two_degrees : forall n d1 d2, 1 <= n -> 1 <= d1 -> 1 <= d2 ->
  (exists A, number n (and_gated d1 d2 n) A /\ T (n - 1) d1 * T (n - 1) d2 <= A <= T n d1 * T n d2) /\
  (exists X, number n (sign_gated d1 d2 n) X /\ T (n - 1) d1 * T (n - 1) d2 <= X <= T n d1 * T n d2).
Proof.
  intros n d1 d2 Ln L1 L2.
  split; [apply output_gating_bits_two_degrees | apply output_gating_signs_two_degrees]; assumption.
Qed.
