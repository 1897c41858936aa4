(** * What exported proofs need

    An exported proof is the certificate that the kernel of [proofs] has checked, step by step: every step states a
    fact in canonical form, [p = 0], [p >= 0] or [p > 0] with a polynomial [p], and proves it with the lemmas below and
    with [ring] or [field]; nothing is searched for.

    - [Z_...], [R_...]: comparisons over the integers and over the reals
    - [Z_integral]: the step from [p > 0] to [p - 1 >= 0]
    - [Z_induction], [Z_split]: induction and case distinction over the integers from a base
    - [polynomial_equation], [equal_arguments]: the two tactics *)

From Coq Require Import ZArith Lia Reals Lra.

(** An equation between polynomials: of integers, or of reals with rational coefficients. *)
Ltac polynomial_equation := first [ring | field].

(** An equation between two applications of one function whose arguments are equal polynomials. *)
Ltac equal_arguments := f_equal; polynomial_equation.

(** ** Comparisons over Z *)

Section Integers.
Open Scope Z_scope.
Implicit Types a b p q s t u : Z.

(** From a comparison to its canonical form [p rel 0], and back. *)
Lemma Z_eq_elim : forall t u p, t = u -> p = t - u -> p = 0.
Proof. intros t u p E F; lia. Qed.

Lemma Z_ge_elim : forall t u p, t >= u -> p = t - u -> p >= 0.
Proof. intros t u p E F; lia. Qed.

Lemma Z_gt_elim : forall t u p, t > u -> p = t - u -> p > 0.
Proof. intros t u p E F; lia. Qed.

Lemma Z_eq_intro : forall t u p, p = t - u -> p = 0 -> t = u.
Proof. intros t u p E F; lia. Qed.

Lemma Z_ge_intro : forall t u p, p = t - u -> p >= 0 -> t >= u.
Proof. intros t u p E F; lia. Qed.

Lemma Z_gt_intro : forall t u p, p = t - u -> p > 0 -> t > u.
Proof. intros t u p E F; lia. Qed.

(** One canonical fact from another. *)
Lemma Z_gt_ge : forall p, p > 0 -> p >= 0.
Proof. intros p E; lia. Qed.

Lemma Z_eq_ge : forall p, p = 0 -> p >= 0.
Proof. intros p E; lia. Qed.

Lemma Z_negated : forall p q, p = 0 -> q = - p -> q = 0.
Proof. intros p q E F; lia. Qed.

Lemma Z_antisymmetry : forall p q, p >= 0 -> q >= 0 -> q = - p -> p = 0.
Proof. intros p q E F G; lia. Qed.

(** Sums of facts. *)
Lemma Z_sum_eq : forall a b, a = 0 -> b = 0 -> a + b = 0.
Proof. intros a b E F; lia. Qed.

Lemma Z_sum_ge : forall a b, a >= 0 -> b >= 0 -> a + b >= 0.
Proof. intros a b E F; lia. Qed.

Lemma Z_sum_gt_left : forall a b, a > 0 -> b >= 0 -> a + b > 0.
Proof. intros a b E F; lia. Qed.

Lemma Z_sum_gt_right : forall a b, a >= 0 -> b > 0 -> a + b > 0.
Proof. intros a b E F; lia. Qed.

(** Products of facts. *)
Lemma Z_positive : forall n : positive, Z.pos n > 0.
Proof. reflexivity. Qed.

Lemma Z_product_eq : forall a b, a = 0 -> a * b = 0.
Proof. intros a b E; rewrite E; ring. Qed.

Lemma Z_product_ge : forall a b, a >= 0 -> b >= 0 -> a * b >= 0.
Proof. intros a b E F; apply Z.le_ge, Z.mul_nonneg_nonneg; apply Z.ge_le; assumption. Qed.

Lemma Z_product_gt : forall a b, a > 0 -> b > 0 -> a * b > 0.
Proof. intros a b E F; apply Z.lt_gt, Z.mul_pos_pos; apply Z.gt_lt; assumption. Qed.

Lemma Z_square : forall s, s * s >= 0.
Proof. intro s; apply Z.le_ge, Z.square_nonneg. Qed.

(** A certificate [s] for [n * q], with [n] the common denominator of its coefficients. *)
Lemma Z_conclude_eq : forall (n : positive) q s, s = 0 -> Z.pos n * q = s -> q = 0.
Proof. intros n q s E F; pose proof (Z_positive n) as P; nia. Qed.

Lemma Z_conclude_ge : forall (n : positive) q s, s >= 0 -> Z.pos n * q = s -> q >= 0.
Proof. intros n q s E F; pose proof (Z_positive n) as P; nia. Qed.

Lemma Z_conclude_gt : forall (n : positive) q s, s > 0 -> Z.pos n * q = s -> q > 0.
Proof. intros n q s E F; pose proof (Z_positive n) as P; nia. Qed.

(** The two cases of a case distinction by the sign of a term. *)
Lemma Z_sign_cases : forall t, t > 0 \/ 0 - t >= 0.
Proof. intro t; lia. Qed.

End Integers.

(** ** Comparisons over R *)

Section Reals.
Open Scope R_scope.
Implicit Types a b p q s t u : R.

(** From a comparison to its canonical form [p rel 0], and back. *)
Lemma R_eq_elim : forall t u p, t = u -> p = t - u -> p = 0.
Proof. intros t u p E F; lra. Qed.

Lemma R_ge_elim : forall t u p, t >= u -> p = t - u -> p >= 0.
Proof. intros t u p E F; lra. Qed.

Lemma R_gt_elim : forall t u p, t > u -> p = t - u -> p > 0.
Proof. intros t u p E F; lra. Qed.

Lemma R_eq_intro : forall t u p, p = t - u -> p = 0 -> t = u.
Proof. intros t u p E F; lra. Qed.

Lemma R_ge_intro : forall t u p, p = t - u -> p >= 0 -> t >= u.
Proof. intros t u p E F; lra. Qed.

Lemma R_gt_intro : forall t u p, p = t - u -> p > 0 -> t > u.
Proof. intros t u p E F; lra. Qed.

(** One canonical fact from another. *)
Lemma R_gt_ge : forall p, p > 0 -> p >= 0.
Proof. intros p E; lra. Qed.

Lemma R_eq_ge : forall p, p = 0 -> p >= 0.
Proof. intros p E; lra. Qed.

Lemma R_negated : forall p q, p = 0 -> q = - p -> q = 0.
Proof. intros p q E F; lra. Qed.

Lemma R_antisymmetry : forall p q, p >= 0 -> q >= 0 -> q = - p -> p = 0.
Proof. intros p q E F G; lra. Qed.

(** Sums of facts. *)
Lemma R_sum_eq : forall a b, a = 0 -> b = 0 -> a + b = 0.
Proof. intros a b E F; lra. Qed.

Lemma R_sum_ge : forall a b, a >= 0 -> b >= 0 -> a + b >= 0.
Proof. intros a b E F; lra. Qed.

Lemma R_sum_gt_left : forall a b, a > 0 -> b >= 0 -> a + b > 0.
Proof. intros a b E F; lra. Qed.

Lemma R_sum_gt_right : forall a b, a >= 0 -> b > 0 -> a + b > 0.
Proof. intros a b E F; lra. Qed.

(** Products of facts. *)
Lemma R_positive : forall n : positive, IZR (Z.pos n) > 0.
Proof. intro n; apply Rlt_gt, IZR_lt; reflexivity. Qed.

Lemma R_product_eq : forall a b, a = 0 -> a * b = 0.
Proof. intros a b E; rewrite E; ring. Qed.

Lemma R_product_ge : forall a b, a >= 0 -> b >= 0 -> a * b >= 0.
Proof. intros a b E F; apply Rle_ge, Rmult_le_pos; apply Rge_le; assumption. Qed.

Lemma R_product_gt : forall a b, a > 0 -> b > 0 -> a * b > 0.
Proof. intros a b E F; apply Rlt_gt, Rmult_lt_0_compat; apply Rgt_lt; assumption. Qed.

Lemma R_square : forall s, s * s >= 0.
Proof. intro s; apply Rle_ge, Rle_0_sqr. Qed.

(** A certificate [s] for [n * q], with [n] the common denominator of its coefficients. *)
Lemma R_conclude_eq : forall (n : positive) q s, s = 0 -> IZR (Z.pos n) * q = s -> q = 0.
Proof. intros n q s E F; pose proof (R_positive n) as P; rewrite E in F; apply Rmult_integral in F; destruct F; [lra | assumption]. Qed.

Lemma R_conclude_ge : forall (n : positive) q s, s >= 0 -> IZR (Z.pos n) * q = s -> q >= 0.
Proof. intros n q s E F; pose proof (R_positive n) as P; destruct (Rlt_le_dec q 0) as [L|L]; [ | lra ]; pose proof (Rmult_lt_gt_compat_neg_l q 0 (IZR (Z.pos n)) L P); lra. Qed.

Lemma R_conclude_gt : forall (n : positive) q s, s > 0 -> IZR (Z.pos n) * q = s -> q > 0.
Proof. intros n q s E F; pose proof (R_positive n) as P; destruct (Rle_lt_dec q 0) as [L|L]; [ | lra ]; pose proof (Rmult_le_compat_neg_l q 0 (IZR (Z.pos n)) L); nra. Qed.

(** The two cases of a case distinction by the sign of a term. *)
Lemma R_sign_cases : forall t, t > 0 \/ 0 - t >= 0.
Proof. intro t; destruct (Rlt_le_dec 0 t); [left | right]; lra. Qed.

End Reals.

(** ** Integers only *)

Section Induction.
Open Scope Z_scope.

Lemma Z_integral : forall p q : Z, p > 0 -> q = p - 1 -> q >= 0.
Proof. intros p q E F; lia. Qed.

Lemma Z_induction : forall (b : Z) (P : Z -> Prop),
  P b -> (forall x, x >= b -> P x -> P (x + 1)) -> forall x, x >= b -> P x.
Proof.
  intros b P base step x above.
  replace x with (b + Z.of_nat (Z.to_nat (x - b))) by lia.
  induction (Z.to_nat (x - b)) as [|n IH].
  - replace (b + Z.of_nat 0) with b by lia; exact base.
  - replace (b + Z.of_nat (S n)) with (b + Z.of_nat n + 1) by lia.
    apply step; [lia | exact IH].
Qed.

Lemma Z_split : forall (b : Z) (P : Z -> Prop),
  P b -> (forall x, x >= b -> P (x + 1)) -> forall x, x >= b -> P x.
Proof.
  intros b P base step x above.
  apply (Z_induction b); [exact base | intros y E _; exact (step y E) | exact above].
Qed.

End Induction.
