(** * Upper bounds for the number of threshold functions (Q-F3, Q-L3)

    - [degree_n_gives_all_functions]: T(n;d) increases with d, from the two constants to all functions (Q-F3)
    - [T_at_most_regions]: T(n,d) is at most 2 sum_{k<D} C(2^n - 1, k), where D = C(n,<=d)
    - [T_below_power]: T(n,d) < 2^(n(D-1)) for n >= 2 and d >= 1
    - [linear_threshold_functions_below_power]: T(n,1) < 2^(n^2) for n >= 2
    - [threshold_count_upper_bound]: all of Q-L3 *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Number Binomial Cover.
Import ListNotations.
Open Scope nat_scope.

(** The number of monomials of degree at most d in n variables is C(n,<=d). *)
Lemma length_exponents : forall n d, length (exponents d n) = binomial_sum n (S d).
Proof.
  induction n as [|n IH]; intros d.
  - unfold exponents. simpl cube. simpl filter. rewrite binomial_sum_zero. reflexivity.
  - destruct d as [|d].
    + rewrite exponents_zero, map_length, IH. simpl. rewrite binomial_0. reflexivity.
    + rewrite exponents_cons, app_length, !map_length, !IH, <- binomial_sum_pascal. reflexivity.
Qed.

Lemma span_sum : forall (l : list point) (c : point -> R) (g : point -> point -> R),
  span (map g l) (fun x => sum l (fun u => (c u * g u x)%R)).
Proof.
  induction l as [|u l IH]; intros c g; simpl; [reflexivity|]. exists (c u).
  apply (span_ext _ _ (fun x => sum l (fun v => (c v * g v x)%R))); [intros; lra | apply IH].
Qed.

(** The pattern of a function on the cube is its truth table. *)
Lemma pattern_of_table : forall n (v : point -> R) f,
  (forall x, In x (cube n) -> v x <> 0%R /\ f x = H (v x)) -> pattern v (cube n) (table n f).
Proof.
  intros n v f. unfold pattern, table. induction (cube n) as [|x l IH]; intros E; simpl; constructor.
  - destruct (E x (or_introl eq_refl)) as [N ->]. destruct (H (v x)) eqn:Ev.
    + apply H_true. exact Ev.
    + apply H_false in Ev. lra.
  - apply IH. intros y Hy. apply E. right. exact Hy.
Qed.

Lemma cube_not_empty : forall n, cube n <> [].
Proof. intros n E. apply (f_equal (@length _)) in E. rewrite length_cube in E. pose proof (Nat.pow_nonzero 2 n). simpl in E. lia. Qed.

(** Any class of functions whose arguments lie in the span of finitely many functions. *)
Lemma spanned_class : forall n (gs : list (point -> R)) (L : list (list bool)), NoDup L ->
  (forall t, In t L -> exists f v, span gs v /\ (forall x, In x (cube n) -> v x <> 0%R /\ f x = H (v x)) /\ table n f = t) ->
  length L <= 2 * binomial_sum (2 ^ n - 1) (length gs).
Proof.
  intros n gs L N S. rewrite <- (length_cube n). apply cover; [apply cube_not_empty | exact N|].
  intros t Ht. destruct (S t Ht) as (f & v & Sv & E & <-). exists v. split; [exact Sv|].
  apply pattern_of_table. exact E.
Qed.

(** Q-L3, the first inequality. *)
Theorem T_at_most_regions : forall n d, T n d <= 2 * binomial_sum (2 ^ n - 1) (binomial_sum n (S d)).
Proof.
  intros n d. destruct (T_tables_are_the_tables n d) as [N E]. unfold T.
  rewrite <- length_exponents, <- (map_length monomial (exponents d n)). apply spanned_class; [exact N|].
  intros t Ht. apply E in Ht. destruct Ht as (f & (p & [c Ep] & Z) & Et).
  exists f, (fun x => sum (exponents d n) (fun u => (c u * monomial u x)%R)). split; [apply span_sum|].
  split; [|exact Et]. intros x Hx. rewrite <- Ep by exact Hx. apply Z. exact Hx.
Qed.

Lemma two_to_the : forall n, 2 <= n -> 4 <= 2 ^ n.
Proof. intros n L. change 4 with (2 ^ 2). apply Nat.pow_le_mono_r; lia. Qed.

(** Q-L3: T(n,d) < 2^(n(D-1)) for n >= 2 and d >= 1, where D = C(n,<=d) = sum_{k<=d} C(n,k). *)
Theorem T_below_power : forall n d, 2 <= n -> 1 <= d -> T n d < 2 ^ (n * (binomial_sum n (S d) - 1)).
Proof.
  intros n d Ln Ld. pose proof (T_at_most_regions n d) as U.
  assert (D : 3 <= binomial_sum n (S d)).
  { apply Nat.le_trans with (binomial_sum n 2); [|apply binomial_sum_le; lia].
    simpl. rewrite binomial_0, binomial_1. lia. }
  pose proof (two_to_the n Ln) as N.
  pose proof (binomial_sum_at_most_power (binomial_sum n (S d) - 1) (2 ^ n)) as B.
  replace (S (binomial_sum n (S d) - 1)) with (binomial_sum n (S d)) in B by lia.
  rewrite Nat.pow_mul_r. lia.
Qed.

(** #(threshold functions of n inputs) < 2^(n^2) for n >= 2. *)
Theorem linear_threshold_functions_below_power : forall n, 2 <= n -> T n 1 < 2 ^ (n * n).
Proof.
  intros n L. pose proof (T_below_power n 1 L (le_n 1)) as B. simpl binomial_sum in B.
  rewrite binomial_0, binomial_1 in B. replace (1 + n - 1) with n in B by lia. exact B.
Qed.

(** Quadratic threshold functions: T(n,2) < 2^(n^2(n+1)/2) for n >= 2. *)
Theorem quadratic_threshold_functions_below_power : forall n, 2 <= n -> T n 2 < 2 ^ (n * n * (n + 1) / 2).
Proof.
  intros n L. pose proof (T_below_power n 2 L (le_S _ _ (le_n 1))) as B.
  replace (n * n * (n + 1) / 2) with (n * (binomial_sum n 3 - 1)); [exact B|].
  simpl binomial_sum. rewrite binomial_0, binomial_1. pose proof (binomial_2 n) as C.
  apply Nat.div_unique_exact; [lia|]. nia.
Qed.

(** Q-L3. With D = C(n,<=d): T(n,d) <= 2 sum_{k<D} C(2^n - 1, k), and for n >= 2 and d >= 1 T(n,d) < 2^(n(D-1)).
    In particular T(n,1) < 2^(n^2) and T(n,2) < 2^(n^2(n+1)/2). *)
Theorem threshold_count_upper_bound : forall n d,
  T n d <= 2 * binomial_sum (2 ^ n - 1) (binomial_sum n (S d)) /\
  (2 <= n -> 1 <= d -> T n d < 2 ^ (n * (binomial_sum n (S d) - 1))) /\
  (2 <= n -> T n 1 < 2 ^ (n * n)) /\
  (2 <= n -> T n 2 < 2 ^ (n * n * (n + 1) / 2)).
Proof.
  intros n d. split; [apply T_at_most_regions|]. split; [apply T_below_power|].
  split; [apply linear_threshold_functions_below_power | apply quadratic_threshold_functions_below_power].
Qed.

(** ** From the constants to all functions *)

Lemma every_function_is_a_polynomial : forall n d p, n <= d -> polynomial d n p.
Proof.
  induction n as [|n IH]; intros d p L.
  - apply (polynomial_ext _ _ (fun _ => p [])); [|apply polynomial_const]. intros x [<-|[]]. reflexivity.
  - destruct d as [|d]; [lia|]. apply polynomial_split.
    exists (fun x => p (false :: x)), (fun x => (p (true :: x) - p (false :: x))%R).
    split; [apply IH; lia|]. split; [apply IH; lia|]. intros [|] x _; unfold bit; ring.
Qed.

(** Q-F3: T(n;0) consists of the two constants, T(n;d) is contained in T(n;d+1), and for d >= n it is the set of all
    2^(2^n) functions. *)
Theorem degree_n_gives_all_functions : forall n d,
  (forall f, ptf 0 n f <-> exists b, forall x, In x (cube n) -> f x = b) /\
  (forall f, ptf d n f -> ptf (d + 1) n f) /\
  (n <= d -> (forall f, ptf d n f) /\ T n d = 2 ^ (2 ^ n)).
Proof.
  intros n d. split; [|split].
  - intros f. split.
    + intros (p & Hp & Z). apply polynomial_zero_constant in Hp. destruct Hp as [a Ha]. exists (H a).
      intros x Hx. rewrite <- (Ha x Hx). apply Z. exact Hx.
    + intros [b E]. apply (ptf_of_polynomial 0 n (fun _ => bit b)); [apply polynomial_const|].
      intros x Hx. rewrite E by exact Hx. destruct b; simpl; symmetry; [apply H_pos | apply H_nonpos]; lra.
  - intros f. apply ptf_le. lia.
  - intros L.
    assert (A : forall f, ptf d n f).
    { intros f. apply (ptf_of_polynomial d n (fun x => bit (f x))); [apply every_function_is_a_polynomial; exact L|].
      intros x _. destruct (f x); simpl; symmetry; [apply H_pos | apply H_nonpos]; lra. }
    split; [exact A|]. apply T_from. exists (cube (2 ^ n)). split; [split; [apply nodup_cube|] | apply length_cube].
    intros t. rewrite in_cube. split; [|intros (f & _ & <-); apply length_table].
    intros Lt. exists (untable false t). split; [apply A | apply table_untable; exact Lt].
Qed.
