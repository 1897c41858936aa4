(** * The quadratic form of a gated pair: rank at most two, signature (1,1)

    The product (W.X)(V.X) of two linear forms is the quadratic form of the matrix Q = (W V^T + V W^T)/2.

    - [sum_below n f]: the sum of f(i) over i < n; [inner_product]: the scalar product of two vectors
    - [linear_combination c xs]: the linear combination of the vectors or functions xs with the coefficients c
    - [linearly_independent]; [rank_at_most n Q r]: the rows of the n x n matrix Q are combinations of r vectors
    - [quadratic_form n Q X]: X^T Q X; [signature n Q p m]: the largest dimensions p of a space on which the form is
      positive definite, and m of one on which it is negative definite
    - [gated_form_rank], [gated_form_rank_one], [gated_form_signature] are Q-S2

    A vector of length n is a function of which only the values below n are read. *)

From Coq Require Import Reals List Lia Lra Arith.
Import ListNotations.
Open Scope nat_scope.

Definition real_vector := nat -> R.
Definition real_matrix := nat -> nat -> R.

Fixpoint sum_below (n : nat) (f : nat -> R) : R :=
  match n with
  | 0 => 0%R
  | S k => (sum_below k f + f k)%R
  end.

Definition inner_product (n : nat) (w x : real_vector) : R := sum_below n (fun i => (w i * x i)%R).

Fixpoint linear_combination {P : Type} (c : list R) (xs : list (P -> R)) (p : P) : R :=
  match c, xs with
  | a :: d, x :: ys => (a * x p + linear_combination d ys p)%R
  | _, _ => 0%R
  end.

(** Only the combination with all coefficients 0 is the zero vector. *)
Definition linearly_independent (n : nat) (xs : list real_vector) : Prop :=
  forall c, length c = length xs -> (forall i, i < n -> linear_combination c xs i = 0%R) ->
    Forall (fun a => a = 0%R) c.

Definition rank_at_most (n : nat) (Q : real_matrix) (r : nat) : Prop :=
  exists xs, length xs = r /\
    forall i, i < n -> exists c, length c = r /\ forall j, j < n -> Q i j = linear_combination c xs j.

Definition quadratic_form (n : nat) (Q : real_matrix) (X : real_vector) : R :=
  sum_below n (fun i => sum_below n (fun j => (X i * Q i j * X j)%R)).

(** The vectors xs are a basis of a space on which the form is positive definite. *)
Definition positive_on (n : nat) (Q : real_matrix) (xs : list real_vector) : Prop :=
  forall c, length c = length xs -> ~ Forall (fun a => a = 0%R) c ->
    (0 < quadratic_form n Q (linear_combination c xs))%R.

Definition positive_index (n : nat) (Q : real_matrix) (p : nat) : Prop :=
  (exists xs, length xs = p /\ positive_on n Q xs) /\ forall xs, positive_on n Q xs -> length xs <= p.

Definition signature (n : nat) (Q : real_matrix) (p m : nat) : Prop :=
  positive_index n Q p /\ positive_index n (fun i j => (- Q i j)%R) m.

(** (W V^T + V W^T)/2. *)
Definition gated_matrix (W V : real_vector) : real_matrix := fun i j => ((W i * V j + V i * W j) / 2)%R.

(** ** Sums *)

Lemma sum_below_ext : forall n f g, (forall i, i < n -> f i = g i) -> sum_below n f = sum_below n g.
Proof.
  induction n as [|n IH]; intros f g E; simpl; [reflexivity|].
  rewrite E by lia. rewrite (IH f g) by (intros; apply E; lia). reflexivity.
Qed.

Lemma sum_below_combination : forall n a b f g,
  sum_below n (fun i => (a * f i + b * g i)%R) = (a * sum_below n f + b * sum_below n g)%R.
Proof. induction n as [|n IH]; intros a b f g; simpl; [ring | rewrite IH; ring]. Qed.

Lemma sum_below_scale : forall n a f, sum_below n (fun i => (a * f i)%R) = (a * sum_below n f)%R.
Proof. induction n as [|n IH]; intros a f; simpl; [ring | rewrite IH; ring]. Qed.

Lemma sum_below_zero : forall n f, (forall i, i < n -> f i = 0%R) -> sum_below n f = 0%R.
Proof.
  induction n as [|n IH]; intros f E; simpl; [reflexivity|].
  rewrite E, IH by (intros; try apply E; lia). ring.
Qed.

(** The sum of a function that vanishes but for one place. *)
Lemma sum_below_single : forall n k f, k < n -> (forall i, i < n -> i <> k -> f i = 0%R) -> sum_below n f = f k.
Proof.
  induction n as [|n IH]; intros k f L E; [lia|]. simpl. destruct (Nat.eq_dec n k) as [<-|D].
  - rewrite sum_below_zero by (intros; apply E; lia). ring.
  - rewrite (IH k), (E n) by (try (intros; apply E); lia). ring.
Qed.

(** ** The form *)

Lemma quadratic_form_of_gated_matrix : forall n W V X,
  quadratic_form n (gated_matrix W V) X = (inner_product n W X * inner_product n V X)%R.
Proof.
  intros n W V X. unfold quadratic_form, gated_matrix.
  rewrite (sum_below_ext n _ (fun i => inner_product n V X / 2 * (W i * X i) + inner_product n W X / 2 * (V i * X
    i))%R).
  - rewrite sum_below_combination. fold (inner_product n W X) (inner_product n V X). field.
  - intros i _. unfold inner_product.
    rewrite (sum_below_ext n _ (fun j => X i * W i / 2 * (V j * X j) + X i * V i / 2 * (W j * X j))%R)
      by (intros; field).
    rewrite sum_below_combination. field.
Qed.

Lemma inner_combination : forall n w a b x y,
  inner_product n w (linear_combination [a; b] [x; y]) = (a * inner_product n w x + b * inner_product n w y)%R.
Proof.
  intros. unfold inner_product. rewrite <- sum_below_combination. apply sum_below_ext. intros. simpl. ring.
Qed.

Lemma inner_ext : forall n w x y, (forall i, i < n -> x i = y i) -> inner_product n w x = inner_product n w y.
Proof. intros n w x y E. apply sum_below_ext. intros i L. rewrite E by exact L. reflexivity. Qed.

(** ** Independence of two vectors *)

Definition two_by_two_minor (W V : real_vector) (i j : nat) : R := (W i * V j - W j * V i)%R.

Lemma some_or_none : forall n (f : nat -> R), (exists i, i < n /\ f i <> 0%R) \/ (forall i, i < n -> f i = 0%R).
Proof.
  induction n as [|n IH]; intros f; [right; intros; lia|].
  destruct (Req_EM_T (f n) 0) as [Z|Z]; [|left; exists n; auto].
  destruct (IH f) as [(i & L & E)|N]; [left; exists i; split; [lia | exact E]|].
  right. intros i L. destruct (Nat.eq_dec i n) as [->|D]; [exact Z | apply N; lia].
Qed.

Lemma all_minors_vanish_or_not : forall n W V,
  (exists i j, i < n /\ j < n /\ two_by_two_minor W V i j <> 0%R) \/
  (forall i j, i < n -> j < n -> two_by_two_minor W V i j = 0%R).
Proof.
  intros n W V. assert (D : forall m, (exists i j, i < m /\ j < n /\ two_by_two_minor W V i j <> 0%R) \/
                                      (forall i j, i < m -> j < n -> two_by_two_minor W V i j = 0%R)); [|exact (D n)].
  induction m as [|m [(i & j & L & M & N)|N]]; [right; intros; lia | left; exists i, j; repeat split; auto; lia |].
  destruct (some_or_none n (two_by_two_minor W V m)) as [(j & L & E)|Z].
  - left. exists m, j. repeat split; auto; lia.
  - right. intros i j L M. destruct (Nat.eq_dec i m) as [->|D]; [apply Z; exact M | apply N; lia].
Qed.

Lemma minor_gives_independence : forall n W V i j, i < n -> j < n -> two_by_two_minor W V i j <> 0%R ->
  linearly_independent n [W; V].
Proof.
  intros n W V i j Li Lj M [|a [|b [|? ?]]] Len E; try discriminate Len. simpl in E.
  pose proof (E i Li) as Ei. pose proof (E j Lj) as Ej. unfold two_by_two_minor in M.
  assert (A : (a * (W i * V j - W j * V i) = 0)%R).
  { replace (a * (W i * V j - W j * V i))%R with
      (V j * (a * W i + (b * V i + 0)) - V i * (a * W j + (b * V j + 0)))%R by ring. rewrite Ei, Ej. ring. }
  assert (B : (b * (W i * V j - W j * V i) = 0)%R).
  { replace (b * (W i * V j - W j * V i))%R with
      (W i * (a * W j + (b * V j + 0)) - W j * (a * W i + (b * V i + 0)))%R by ring. rewrite Ei, Ej. ring. }
  apply Rmult_integral in A. apply Rmult_integral in B. repeat constructor; tauto.
Qed.

Lemma vanishing_minors_give_dependence : forall n W V,
  (forall i j, i < n -> j < n -> two_by_two_minor W V i j = 0%R) -> ~ linearly_independent n [W; V].
Proof.
  intros n W V Z I. destruct (some_or_none n W) as [(i & L & N)|N].
  - specialize (I [V i; (- W i)%R] eq_refl).
    assert (F : Forall (fun a => a = 0%R) [V i; (- W i)%R]).
    { apply I. intros j M. simpl. pose proof (Z i j L M) as E. unfold two_by_two_minor in E. lra. }
    inversion F as [|? ? _ G]; subst. inversion G; subst. lra.
  - specialize (I [1%R; 0%R] eq_refl). assert (F : Forall (fun a => a = 0%R) [1%R; 0%R]).
    { apply I. intros j M. simpl. rewrite N by exact M. ring. }
    inversion F; subst. lra.
Qed.

Lemma independence_gives_minor : forall n W V, linearly_independent n [W; V] ->
  exists i j, i < n /\ j < n /\ two_by_two_minor W V i j <> 0%R.
Proof.
  intros n W V I. destruct (all_minors_vanish_or_not n W V) as [M|Z]; [exact M|].
  destruct (vanishing_minors_give_dependence n W V Z I).
Qed.

(** ** Rank *)

(** Q-S2/1: Q is symmetric, its form is the product of the two linear forms, and its rank is at most 2. *)
Theorem gated_form_rank : forall n W V,
  (forall i j, gated_matrix W V i j = gated_matrix W V j i) /\
  (forall X, quadratic_form n (gated_matrix W V) X = (inner_product n W X * inner_product n V X)%R) /\
  rank_at_most n (gated_matrix W V) 2.
Proof.
  intros n W V. split; [|split].
  - intros i j. unfold gated_matrix. lra.
  - apply quadratic_form_of_gated_matrix.
  - exists [V; W]. split; [reflexivity|]. intros i _. exists [(W i / 2)%R; (V i / 2)%R]. split; [reflexivity|].
    intros j _. unfold gated_matrix. simpl. field.
Qed.

Lemma rank_one_minor : forall n Q i j k l, rank_at_most n Q 1 -> i < n -> j < n -> k < n -> l < n ->
  (Q i j * Q k l = Q i l * Q k j)%R.
Proof.
  intros n Q i j k l (xs & Len & E) Li Lj Lk Ll. destruct xs as [|x [|? ?]]; try discriminate Len.
  destruct (E i Li) as ([|a [|? ?]] & La & Ei); try discriminate La.
  destruct (E k Lk) as ([|b [|? ?]] & Lb & Ek); try discriminate Lb.
  rewrite (Ei j Lj), (Ei l Ll), (Ek j Lj), (Ek l Ll). simpl. ring.
Qed.

(** Q-S2/2: the rank is at most 1 exactly when W and V are linearly dependent. *)
Theorem gated_form_rank_one : forall n W V,
  rank_at_most n (gated_matrix W V) 1 <-> ~ linearly_independent n [W; V].
Proof.
  intros n W V. split.
  - intros K. apply vanishing_minors_give_dependence. intros i j Li Lj.
    pose proof (rank_one_minor _ _ i i j j K Li Li Lj Lj) as E. unfold gated_matrix in E. unfold two_by_two_minor.
    assert (Sq : ((W i * V j - W j * V i) * (W i * V j - W j * V i) = 0)%R).
    { replace ((W i * V j - W j * V i) * (W i * V j - W j * V i))%R with
        (4 * ((W i * V j + V i * W j) / 2 * ((W j * V i + V j * W i) / 2)
              - (W i * V i + V i * W i) / 2 * ((W j * V j + V j * W j) / 2)))%R by field.
      rewrite <- E. ring. }
    apply Rmult_integral in Sq. tauto.
  - intros D. destruct (all_minors_vanish_or_not n W V) as [(i & j & Li & Lj & M)|Z].
    + destruct D. apply (minor_gives_independence n W V i j Li Lj M).
    + destruct (some_or_none n W) as [(k & L & N)|N].
      * exists [W]. split; [reflexivity|]. intros i Li. exists [(V k / W k * W i)%R]. split; [reflexivity|].
        intros j Lj. pose proof (Z k i L Li) as Ei. pose proof (Z k j L Lj) as Ej. unfold two_by_two_minor in Ei, Ej.
        assert (Ai : V i = (V k / W k * W i)%R).
        { apply (Rmult_eq_reg_l (W k)); [|exact N]. field_simplify; [|exact N]. lra. }
        assert (Aj : V j = (V k / W k * W j)%R).
        { apply (Rmult_eq_reg_l (W k)); [|exact N]. field_simplify; [|exact N]. lra. }
        unfold gated_matrix. rewrite Ai, Aj. simpl. field. exact N.
      * exists [W]. split; [reflexivity|]. intros i Li. exists [0%R]. split; [reflexivity|]. intros j Lj.
        unfold gated_matrix. simpl. rewrite (N i Li), (N j Lj). field.
Qed.

(** ** Signature *)

(** Independent forms take any two values at once. *)
Lemma independent_forms_take_all_values : forall n W V s t, linearly_independent n [W; V] ->
  exists X, inner_product n W X = s /\ inner_product n V X = t.
Proof.
  intros n W V s t I. destruct (independence_gives_minor n W V I) as (i & j & Li & Lj & M).
  unfold two_by_two_minor in M.
  assert (Dij : i <> j) by (intros ->; apply M; ring).
  set (e := fun k l : nat => if Nat.eq_dec l k then 1%R else 0%R).
  assert (Unit : forall w k, k < n -> inner_product n w (e k) = w k).
  { intros w k L. unfold inner_product. rewrite (sum_below_single n k); [|exact L|].
    2: { intros l _ N. unfold e. destruct (Nat.eq_dec l k); [contradiction | ring]. }
    unfold e. destruct (Nat.eq_dec k k); [ring | contradiction]. }
  set (D := (W i * V j - W j * V i)%R) in *.
  exists (linear_combination [((s * V j - t * W j) / D)%R; ((t * W i - s * V i) / D)%R] [e i; e j]).
  rewrite !inner_combination, !Unit by assumption.
  split; unfold D; field; exact M.
Qed.

Lemma negated_form : forall n Q X, quadratic_form n (fun i j => (- Q i j)%R) X = (- quadratic_form n Q X)%R.
Proof.
  intros n Q X. unfold quadratic_form.
  replace (- sum_below n (fun i => sum_below n (fun j => X i * Q i j * X j)))%R
    with (-1 * sum_below n (fun i => sum_below n (fun j => X i * Q i j * X j)))%R by ring.
  rewrite <- sum_below_scale. apply sum_below_ext.
  intros i _. rewrite <- sum_below_scale. apply sum_below_ext. intros. ring.
Qed.

Lemma form_ext : forall n Q X Y, (forall i, i < n -> X i = Y i) -> quadratic_form n Q X = quadratic_form n Q Y.
Proof.
  intros n Q X Y E. apply sum_below_ext. intros i Li. apply sum_below_ext. intros j Lj.
  rewrite (E i Li), (E j Lj). reflexivity.
Qed.

Lemma combination_of_zeros : forall P (xs : list (P -> R)) p, linear_combination (map (fun _ => 0%R) xs) xs p = 0%R.
Proof. intros P. induction xs as [|x xs IH]; intros i; simpl; [reflexivity | rewrite IH; ring]. Qed.

(** A form that vanishes wherever a linear form does is definite on no plane. *)
Lemma index_at_most_one : forall n Q w, (forall X, inner_product n w X = 0%R -> quadratic_form n Q X = 0%R) ->
  forall xs, positive_on n Q xs -> length xs <= 1.
Proof.
  intros n Q w Zero [|x [|y xs]] P; simpl; try lia. exfalso.
  assert (C : exists a b, ~ (a = 0 /\ b = 0)%R /\ (a * inner_product n w x + b * inner_product n w y = 0)%R).
  { destruct (Req_EM_T (inner_product n w x) 0) as [E|E].
    - exists 1%R, 0%R. split; [lra | rewrite E; ring].
    - exists (inner_product n w y), (- inner_product n w x)%R. split; [lra | ring]. }
  destruct C as (a & b & N & E). specialize (P (a :: b :: map (fun _ => 0%R) xs)).
  rewrite (form_ext n Q _ (linear_combination [a; b] [x; y])), Zero in P.
  - apply (Rlt_irrefl 0), P; [simpl; rewrite map_length; reflexivity|]. intros F. apply N.
    inversion F as [|? ? A G]; subst. inversion G; subst. auto.
  - rewrite inner_combination. exact E.
  - intros i _. simpl. rewrite combination_of_zeros. ring.
Qed.

Lemma positive_index_one : forall n Q w X, (forall Y, inner_product n w Y = 0%R -> quadratic_form n Q Y = 0%R) ->
  (0 < quadratic_form n Q X)%R -> positive_index n Q 1.
Proof.
  intros n Q w X Zero Pos. split; [|exact (index_at_most_one n Q w Zero)]. exists [X]. split; [reflexivity|].
  intros [|a [|? ?]] Len N; try discriminate Len.
  assert (A : a <> 0%R) by (intros ->; apply N; repeat constructor).
  replace (quadratic_form n Q (linear_combination [a] [X])) with (a * a * quadratic_form n Q X)%R.
  - apply Rmult_lt_0_compat; [|exact Pos]. apply Rsqr_pos_lt, A.
  - unfold quadratic_form. rewrite <- sum_below_scale. apply sum_below_ext. intros i _. rewrite <- sum_below_scale.
    apply sum_below_ext. intros j _. simpl. ring.
Qed.

(** Q-S2/3: if W and V are independent, the form is the difference of the squares of two independent forms, and its
    signature is (1,1). *)
Theorem gated_form_signature : forall n W V, linearly_independent n [W; V] ->
  linearly_independent n [fun i => (W i + V i)%R; fun i => (W i - V i)%R] /\
  (forall X, quadratic_form n (gated_matrix W V) X =
     (inner_product n (fun i => W i + V i) X ^ 2 / 4 - inner_product n (fun i => W i - V i) X ^ 2 / 4)%R) /\
  signature n (gated_matrix W V) 1 1.
Proof.
  intros n W V I. split; [|split; [|split]].
  - intros [|a [|b [|? ?]]] Len E; try discriminate Len. simpl in E.
    assert (F : Forall (fun c => c = 0%R) [(a + b)%R; (a - b)%R]).
    { apply I; [reflexivity|]. intros i L. specialize (E i L). simpl. lra. }
    inversion F as [|? ? A G]; subst. inversion G as [|? ? B _]; subst. repeat constructor; lra.
  - intros X. rewrite quadratic_form_of_gated_matrix.
    assert (S : forall a,
      inner_product n (fun i => W i + a * V i)%R X = (inner_product n W X + a * inner_product n V X)%R).
    { intros a. unfold inner_product.
      replace (sum_below n (fun i => W i * X i)%R) with (1 * sum_below n (fun i => W i * X i))%R by ring.
      rewrite <- sum_below_combination. apply sum_below_ext. intros. ring. }
    replace (inner_product n (fun i => W i + V i)%R X) with (inner_product n W X + 1 * inner_product n V X)%R.
    2: { rewrite <- S. apply sum_below_ext. intros. ring. }
    replace (inner_product n (fun i => W i - V i)%R X) with (inner_product n W X + (-1) * inner_product n V X)%R.
    2: { rewrite <- S. apply sum_below_ext. intros. ring. }
    field.
  - destruct (independent_forms_take_all_values n W V 1 1 I) as (X & A & B).
    apply (positive_index_one n _ W X).
    + intros Y E. rewrite quadratic_form_of_gated_matrix, E. ring.
    + rewrite quadratic_form_of_gated_matrix, A, B. lra.
  - destruct (independent_forms_take_all_values n W V 1 (-1) I) as (X & A & B).
    apply (positive_index_one n _ W X).
    + intros Y E. rewrite negated_form, quadratic_form_of_gated_matrix, E. ring.
    + rewrite negated_form, quadratic_form_of_gated_matrix, A, B. lra.
Qed.
