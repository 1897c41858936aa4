(** * What the class T(n;d) is closed under, and that its encodings are immaterial (Q-F2)

    - [substitution]: constants, inputs and negated inputs put for the inputs of a threshold function, in any order
    - [signed_ptf]: the class with inputs read as -1 and +1; [input_encoding]: it is the same
    - [threshold_class_closure]: all of Q-F2 *)

From Coq Require Import Reals List Lia Lra Arith Bool ZArith Permutation.
From AttentionQuarks Require Import Thr Gating Steered.
Import ListNotations.
Open Scope R_scope.

Definition input (i : nat) (x : point) : bool := nth i x false.

(** ** Substitution of constants and literals *)

(** h is a constant, an input or a negated input. *)
Definition literal (h : point -> bool) : Prop := exists i a b, forall x, bit (h x) = a + b * bit (input i x).

Lemma literal_constant : forall b, literal (fun _ => b).
Proof. intros b. exists O, (bit b), 0. intros x. ring. Qed.

Lemma literal_input : forall i, literal (input i).
Proof. intros i. exists i, 0, 1. intros x. ring. Qed.

Lemma literal_negated : forall i b, literal (fun x => xorb b (input i x)).
Proof.
  intros i [|].
  - exists i, 1, (-1). intros x. destruct (input i x); simpl; ring.
  - exists i, 0, 1. intros x. destruct (input i x); simpl; ring.
Qed.

Lemma polynomial_times_input : forall n i d p,
  polynomial d n p -> polynomial (S d) n (fun x => bit (input i x) * p x).
Proof.
  induction n as [|n IH]; intros i d p Hp.
  - apply (polynomial_ext _ _ (fun _ => bit (input i []) * p [])); [|apply polynomial_const].
    intros x [<-|[]]. reflexivity.
  - assert (X : exists q r, polynomial d n q /\ polynomial d n r /\ (forall b x, In x (cube n) -> p (b :: x) = q x + bit b * r x) /\
        forall j, polynomial d n (fun x => bit (input j x) * r x)).
    { destruct d as [|d].
      - apply polynomial_split_zero in Hp. destruct Hp as (q & Hq & E). exists q, (fun _ => 0).
        repeat split; auto using polynomial_const.
        + intros. rewrite E by assumption. ring.
        + intros j. apply (polynomial_ext _ _ (fun _ => 0)); [intros; ring | apply polynomial_const].
      - apply polynomial_split in Hp. destruct Hp as (q & r & Hq & Hr & E). exists q, r.
        repeat split; auto using polynomial_raise. }
    destruct X as (q & r & Hq & Hr & E & Hj). apply polynomial_split. destruct i as [|i].
    + exists (fun _ => 0), (fun x => q x + r x). repeat split; auto using polynomial_const, polynomial_add.
      intros b x Hx. rewrite E by exact Hx. unfold input. destruct b; simpl; ring.
    + exists (fun x => bit (input i x) * q x), (fun x => bit (input i x) * r x). repeat split; auto.
      intros b x Hx. rewrite E by exact Hx. unfold input. simpl. ring.
Qed.

Lemma polynomial_times_literal : forall n h d p, literal h ->
  polynomial d n p -> polynomial (S d) n (fun x => bit (h x) * p x).
Proof.
  intros n h d p (i & a & b & E) Hp.
  apply (polynomial_ext _ _ (fun x => a * p x + b * (bit (input i x) * p x))); [intros; rewrite E; ring|].
  apply polynomial_add; apply polynomial_scale; [apply polynomial_raise | apply polynomial_times_input]; exact Hp.
Qed.

Lemma polynomial_sum : forall d n (l : list point) c (g : point -> point -> R),
  (forall u, In u l -> polynomial d n (g u)) -> polynomial d n (fun x => sum l (fun u => c u * g u x)).
Proof.
  intros d n l c g. induction l as [|u l IH]; intros A; simpl; [apply polynomial_const|].
  apply polynomial_add; [apply polynomial_scale, A; left; reflexivity | apply IH; intros; apply A; right; assumption].
Qed.

Lemma monomial_of_literals : forall n hs u, Forall literal hs ->
  polynomial (size u) n (fun x => monomial u (map (fun h => h x) hs)).
Proof.
  intros n hs u A. revert u. induction A as [|h hs Lh A IH]; intros u.
  - apply (polynomial_ext _ _ (fun _ => 1)); [|apply polynomial_const]. intros x _. destruct u as [|[] u]; reflexivity.
  - destruct u as [|[|] u]; simpl; [apply polynomial_const | apply polynomial_times_literal; auto | apply IH].
Qed.

Lemma polynomial_substitution : forall d n m hs p, length hs = n -> Forall literal hs ->
  polynomial d n p -> polynomial d m (fun x => p (map (fun h => h x) hs)).
Proof.
  intros d n m hs p L A [c E].
  apply (polynomial_ext _ _ (fun x => sum (exponents d n) (fun u => c u * monomial u (map (fun h => h x) hs)))).
  - intros x _. symmetry. apply E. apply in_cube. rewrite map_length. exact L.
  - apply (polynomial_sum d m (exponents d n) c (fun u x => monomial u (map (fun h => h x) hs))). intros u Hu.
    apply filter_In in Hu. destruct Hu as [_ Hu]. apply Nat.leb_le in Hu.
    apply (polynomial_le (size u)); [exact Hu | apply monomial_of_literals; exact A].
Qed.

Theorem substitution : forall d n m hs f, length hs = n -> Forall literal hs ->
  ptf d n f -> ptf d m (fun x => f (map (fun h => h x) hs)).
Proof.
  intros d n m hs f L A (p & Hp & Z). exists (fun x => p (map (fun h => h x) hs)).
  split; [apply (polynomial_substitution d n); assumption|].
  intros x _. apply Z, in_cube. rewrite map_length. exact L.
Qed.

Lemma segment : forall (x : point) i k, (i + k <= length x)%nat ->
  map (fun j => input j x) (seq i k) = firstn k (skipn i x).
Proof.
  intros x i k. revert x i. induction k as [|k IH]; intros x i L; [reflexivity|]. simpl. rewrite IH by lia.
  assert (S0 : skipn i x = input i x :: skipn (S i) x).
  { clear IH. revert i L. induction x as [|b x IHx]; intros [|i] L; simpl in L; try lia; [reflexivity|].
    simpl. rewrite IHx by lia. reflexivity. }
  rewrite S0. reflexivity.
Qed.

Lemma inputs_are_literals : forall l, Forall literal (map input l).
Proof. intros l. apply Forall_forall. intros h Hh. apply in_map_iff in Hh. destruct Hh as (i & <- & _). apply literal_input. Qed.

(** ** Inputs read as -1 and +1 *)

Fixpoint signed_monomial (u x : point) : R :=
  match u, x with
  | true :: v, b :: y => signed b * signed_monomial v y
  | false :: v, _ :: y => signed_monomial v y
  | _, _ => 1
  end.

(** T(n;d) over {-1,+1}^n. *)
Definition signed_ptf (d n : nat) (f : point -> bool) : Prop :=
  exists c, forall x, In x (cube n) -> sum (exponents d n) (fun u => c u * signed_monomial u x) <> 0 /\
                                       f x = H (sum (exponents d n) (fun u => c u * signed_monomial u x)).

Lemma signed_polynomial : forall n d p, polynomial d n p <->
  exists c, forall x, In x (cube n) -> p x = sum (exponents d n) (fun u => c u * signed_monomial u x).
Proof.
  induction n as [|n IH]; intros d p.
  - split; intros [c E]; exists c; intros x Hx; rewrite E by exact Hx; destruct Hx as [<-|[]]; unfold exponents; reflexivity.
  - destruct d as [|d].
    + rewrite polynomial_split_zero. split.
      * intros (q & Hq & E). apply IH in Hq. destruct Hq as [c Ec]. exists (fun u => c (tl u)). intros y Hy.
        apply cube_inv in Hy. destruct Hy as (b & x & -> & Hx). rewrite E, Ec, exponents_zero, sum_map by exact Hx. reflexivity.
      * intros [c E]. exists (fun x => sum (exponents 0 n) (fun u => c (false :: u) * signed_monomial u x)). split.
        -- apply IH. exists (fun u => c (false :: u)). reflexivity.
        -- intros b x Hx. rewrite E by (apply cube_cons; exact Hx). rewrite exponents_zero, sum_map. reflexivity.
    + rewrite polynomial_split. split.
      * intros (q & r & Hq & Hr & E).
        assert (Hs : polynomial (S d) n (fun x => q x + / 2 * r x)).
        { apply polynomial_add; [exact Hq | apply polynomial_scale, polynomial_raise; exact Hr]. }
        apply IH in Hs. apply IH in Hr. destruct Hs as [cs Es], Hr as [cr Er].
        exists (fun u => match u with true :: v => / 2 * cr v | false :: v => cs v | [] => 0 end).
        intros y Hy. apply cube_inv in Hy. destruct Hy as (b & x & -> & Hx).
        rewrite E by exact Hx. rewrite exponents_cons, sum_app, !sum_map. simpl. rewrite <- Es by exact Hx.
        replace (sum (exponents d n) (fun u => / 2 * cr u * (signed b * signed_monomial u x))) with (/ 2 * signed b * r x).
        -- unfold signed. field.
        -- rewrite Er by exact Hx. rewrite <- sum_scale. apply sum_ext. intros. ring.
      * intros [c E].
        set (s := fun x => sum (exponents (S d) n) (fun u => c (false :: u) * signed_monomial u x)).
        set (r := fun x => sum (exponents d n) (fun u => c (true :: u) * signed_monomial u x)).
        assert (Hs : polynomial (S d) n s) by (apply IH; exists (fun u => c (false :: u)); reflexivity).
        assert (Hr : polynomial d n r) by (apply IH; exists (fun u => c (true :: u)); reflexivity).
        exists (fun x => s x + -1 * r x), (fun x => 2 * r x). split; [|split].
        -- apply polynomial_add; [exact Hs | apply polynomial_scale, polynomial_raise; exact Hr].
        -- apply polynomial_scale. exact Hr.
        -- intros b x Hx. rewrite E by (apply cube_cons; exact Hx). rewrite exponents_cons, sum_app, !sum_map. simpl.
           replace (sum (exponents d n) (fun u => c (true :: u) * (signed b * signed_monomial u x))) with (signed b * r x).
           ++ unfold s, signed. ring.
           ++ unfold r. rewrite <- sum_scale. apply sum_ext. intros. ring.
Qed.

Lemma input_encoding : forall d n f, ptf d n f <-> signed_ptf d n f.
Proof.
  intros d n f. split.
  - intros (p & Hp & Z). apply signed_polynomial in Hp. destruct Hp as [c E]. exists c. intros x Hx.
    rewrite <- E by exact Hx. auto.
  - intros [c Z]. exists (fun x => sum (exponents d n) (fun u => c u * signed_monomial u x)).
    split; [apply signed_polynomial; exists c; reflexivity | exact Z].
Qed.

(** Q-F2. The encoding of the inputs is immaterial; f -> 2f - 1 is a bijection of the classes in the two encodings of the
    output, products are AND and XNOR; T(n;d) is closed under negation, permutations and negations of the inputs, under
    fixing an input and adding a dummy input, at any place i. *)
Theorem threshold_class_closure : forall d n,
  (forall f, ptf d n f <-> signed_ptf d n f) /\
  ((forall g, (exists p, argument d n p /\ forall x, In x (cube n) -> g x = sgn (p x)) <->
              exists f, ptf d n f /\ forall x, In x (cube n) -> g x = (2 * Z.b2z (f x) - 1)%Z) /\
   (forall a b, (2 * Z.b2z a - 1 = 2 * Z.b2z b - 1)%Z -> a = b) /\
   (forall a b, (Z.b2z a * Z.b2z b = Z.b2z (a && b))%Z) /\
   (forall a b, ((2 * Z.b2z a - 1) * (2 * Z.b2z b - 1) = 2 * Z.b2z (negb (xorb a b)) - 1)%Z)) /\
  (forall f, ptf d n f -> ptf d n (fun x => negb (f x)) /\
     (forall places, Permutation.Permutation places (seq 0 n) -> ptf d n (fun x => f (map (fun i => nth i x false) places))) /\
     (forall flips, length flips = n -> ptf d n (fun x => f (map (fun p => xorb (fst p) (snd p)) (combine flips x))))) /\
  (forall f i b, ptf d (S n) f -> (i <= n)%nat -> ptf d n (fun x => f (firstn i x ++ b :: skipn i x))) /\
  (forall f i, ptf d n f -> (i <= n)%nat -> ptf d (S n) (fun x => f (firstn i x ++ skipn (S i) x))).
Proof.
  intros d n. split; [apply input_encoding|]. split; [|split; [|split]].
  - split; [|split; [|split]]; try (intros [|] [|]; simpl; reflexivity || discriminate).
    intros g. split.
    + intros (p & [Hp Z] & E). exists (fun x => H (p x)). split; [exists p; auto|]. intros x Hx. rewrite E by exact Hx.
      rewrite sgn_is_sign_of_H. destruct (H (p x)); reflexivity.
    + intros (f & (p & Hp & Z) & E). exists p. split; [split; [exact Hp | intros x Hx; apply Z; exact Hx]|].
      intros x Hx. rewrite E by exact Hx. destruct (Z x Hx) as [_ ->]. rewrite sgn_is_sign_of_H. destruct (H (p x)); reflexivity.
  - intros f Pf. split; [apply ptf_negation; exact Pf|]. split.
    + intros places P. apply (ptf_ext _ _ (fun x => f (map (fun h => h x) (map input places)))).
      * intros x _. rewrite map_map. reflexivity.
      * apply (substitution d n); [|apply inputs_are_literals | exact Pf].
        rewrite map_length, (Permutation_length P). apply seq_length.
    + intros flips L. set (hs := map (fun p x => xorb (snd p) (input (fst p) x)) (combine (seq 0 n) flips)).
      apply (ptf_ext _ _ (fun x => f (map (fun h => h x) hs))).
      * intros x Hx. f_equal. apply in_cube in Hx. unfold hs. rewrite map_map. simpl. clear hs Pf.
        assert (X : forall i k, (i + length flips = length (k ++ x))%nat -> i = length k ->
          map (fun p => xorb (snd p) (input (fst p) (k ++ x))) (combine (seq i (length flips)) flips) =
          map (fun p => xorb (fst p) (snd p)) (combine flips x)).
        { rewrite <- L in Hx. clear L. revert x Hx. induction flips as [|b flips IH]; intros x Hx i k Li Lk; [reflexivity|].
          destruct x as [|c x]; [discriminate|]. simpl. f_equal.
          - unfold input. rewrite app_nth2, Lk, Nat.sub_diag by lia. reflexivity.
          - specialize (IH x ltac:(simpl in Hx; congruence) (S i) (k ++ [c])). rewrite <- app_assoc in IH. simpl in IH.
            apply IH; [|rewrite app_length; simpl; lia]. rewrite app_length in *. simpl in *. lia. }
        rewrite <- L. apply (X O []); [simpl; congruence | reflexivity].
      * apply (substitution d n); [| | exact Pf].
        -- unfold hs. rewrite map_length, combine_length, seq_length, L. apply Nat.min_id.
        -- apply Forall_forall. intros h Hh. apply in_map_iff in Hh. destruct Hh as (p & <- & _). apply literal_negated.
  - intros f i b Pf L.
    apply (ptf_ext _ _ (fun x => f (map (fun h => h x) (map input (seq 0 i) ++ (fun _ => b) :: map input (seq i (n - i)))))).
    + intros x Hx. apply in_cube in Hx. rewrite map_app. simpl. rewrite !map_map, !segment by lia. simpl.
      rewrite (firstn_all2 (skipn i x)) by (rewrite skipn_length; lia). reflexivity.
    + apply (substitution d (S n)); [| | exact Pf].
      * rewrite app_length. simpl. rewrite !map_length, !seq_length. lia.
      * apply Forall_app. split; [|constructor]; auto using inputs_are_literals, literal_constant.
  - intros f i Pf L.
    apply (ptf_ext _ _ (fun x => f (map (fun h => h x) (map input (seq 0 i) ++ map input (seq (S i) (n - i)))))).
    + intros x Hx. apply in_cube in Hx. rewrite map_app, !map_map, !segment by lia. simpl skipn at 1.
      rewrite (firstn_all2 (skipn (S i) x)) by (rewrite skipn_length; lia). reflexivity.
    + apply (substitution d n); [| | exact Pf].
      * rewrite app_length, !map_length, !seq_length. lia.
      * apply Forall_app. split; apply inputs_are_literals.
Qed.
