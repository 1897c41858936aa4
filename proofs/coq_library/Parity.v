(** * Parity needs degree n (Q-S5)

    - [chi]: x_1 ... x_n for inputs in {-1,+1}
    - [orthogonal]: a polynomial of degree below n is orthogonal to chi; [top_part]: so is nothing else
    - [parity_needs_degree_n]: chi and -chi are the only functions that are not in T(n;n-1) *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Number Cover Upper Steered.
Import ListNotations.
Open Scope R_scope.

Fixpoint chi (x : point) : R := match x with [] => 1 | b :: y => signed b * chi y end.

Lemma chi_square : forall x, chi x * chi x = 1.
Proof.
  induction x as [|b x IH]; simpl; [ring|].
  replace (signed b * chi x * (signed b * chi x)) with (signed b * signed b * (chi x * chi x)) by ring.
  rewrite IH. unfold signed. destruct b; simpl; ring.
Qed.

Lemma sum_cube : forall n f, sum (cube (S n)) f = sum (cube n) (fun x => f (false :: x) + f (true :: x)).
Proof. intros n f. simpl cube. rewrite sum_app, !sum_map, <- sum_add. reflexivity. Qed.

Lemma sum_positive : forall l f, (forall x, In x l -> 0 < f x) -> l <> [] -> 0 < sum l f.
Proof.
  assert (N : forall l f, (forall x, In x l -> 0 < f x) -> 0 <= sum l f).
  { induction l as [|x l IH]; intros f P; simpl; [lra|]. specialize (IH f ltac:(intros; apply P; right; assumption)).
    specialize (P x (or_introl eq_refl)). lra. }
  intros [|x l] f P E; [contradiction|]. simpl. pose proof (N l f ltac:(intros; apply P; right; assumption)).
  specialize (P x (or_introl eq_refl)). lra.
Qed.

Lemma orthogonal : forall n d p, (d < n)%nat -> polynomial d n p -> sum (cube n) (fun x => chi x * p x) = 0.
Proof.
  induction n as [|n IH]; intros d p L Hp; [lia|]. rewrite sum_cube. destruct d as [|d].
  - apply polynomial_split_zero in Hp. destruct Hp as (q & _ & E).
    rewrite (sum_ext _ _ (fun x => 0 * q x)).
    + rewrite sum_scale. ring.
    + intros x Hx. rewrite !E by exact Hx. cbn [chi]. unfold signed, bit. ring.
  - apply polynomial_split in Hp. destruct Hp as (q & r & _ & Hr & E). rewrite <- (IH d r ltac:(lia) Hr).
    apply sum_ext. intros x Hx. rewrite !E by exact Hx. cbn [chi]. unfold signed, bit. ring.
Qed.

(** Every function is a polynomial of degree below n and a multiple of chi. *)
Lemma top_part : forall n (p : point -> R), exists q,
  match n with O => forall x, q x = 0 | S m => polynomial m n q end /\
  forall x, In x (cube n) -> p x = q x + sum (cube n) (fun y => chi y * p y) / 2 ^ n * chi x.
Proof.
  induction n as [|n IH]; intros p.
  - exists (fun _ => 0). split; [reflexivity|]. intros x [<-|[]]. simpl. field.
  - set (s := fun x => / 2 * (p (true :: x) + p (false :: x))).
    set (r := fun x => / 2 * (p (true :: x) - p (false :: x))).
    destruct (IH r) as (q & Hq & E).
    assert (Hs : polynomial n n s) by (apply every_function_is_a_polynomial; lia).
    assert (Hh : polynomial n (S n) (fun y => (2 * (bit (hd false y) * q (tl y)) + -1 * q (tl y)))).
    { destruct n as [|n].
      - apply (polynomial_ext _ _ (fun _ => 0)); [intros; rewrite !Hq; ring | apply polynomial_const].
      - apply polynomial_add; apply polynomial_scale; [apply polynomial_times_head; exact Hq|].
        apply polynomial_pad, polynomial_raise. exact Hq. }
    exists (fun y => s (tl y) + (2 * (bit (hd false y) * q (tl y)) + -1 * q (tl y))). split.
    + apply polynomial_add; [apply polynomial_pad; exact Hs | exact Hh].
    + assert (ES : sum (cube (S n)) (fun y => chi y * p y) = 2 * sum (cube n) (fun y => chi y * r y)).
      { rewrite sum_cube, <- sum_scale. apply sum_ext. intros x _. cbn [chi]. unfold r, signed, bit. field. }
      intros y Hy. apply cube_inv in Hy. destruct Hy as (b & x & -> & Hx). rewrite ES. simpl hd. simpl tl.
      set (a := sum (cube n) (fun y => chi y * r y)) in *.
      assert (E2 : 2 * a / 2 ^ S n = a / 2 ^ n) by (simpl; field; apply pow_nonzero; lra).
      rewrite E2. specialize (E x Hx).
      replace (chi (b :: x)) with (signed b * chi x) by reflexivity.
      replace (a / 2 ^ n * (signed b * chi x)) with (signed b * (r x - q x)) by (rewrite E; ring).
      unfold s, r, signed, bit. destruct b; field.
Qed.

Lemma degree_below_n : forall n p, (1 <= n)%nat -> sum (cube n) (fun x => chi x * p x) = 0 -> polynomial (n - 1) n p.
Proof.
  intros [|n] p L S0; [lia|]. replace (S n - 1)%nat with n by lia. destruct (top_part (S n) p) as (q & Hq & E).
  apply (polynomial_ext _ _ q); [|exact Hq]. intros x Hx. rewrite E, S0 by exact Hx. unfold Rdiv. ring.
Qed.

Lemma chi_sign : forall x, (0 < chi x \/ chi x < 0) /\ chi x <> 0.
Proof. intros x. pose proof (chi_square x). destruct (Rtotal_order (chi x) 0) as [|[E|]]; [lra | rewrite E in *; lra | lra]. Qed.

Lemma H_opposite : forall t, t <> 0 -> H (- t) = negb (H t).
Proof.
  intros t N. destruct (Rtotal_order t 0) as [L|[L|L]]; [|contradiction|].
  - rewrite H_pos, H_nonpos by lra. reflexivity.
  - rewrite H_nonpos, H_pos by lra. reflexivity.
Qed.

(** A function that agrees with chi somewhere and with -chi somewhere has degree below n. *)
Lemma mixed : forall n f u v, (1 <= n)%nat -> In u (cube n) -> In v (cube n) -> f u = H (chi u) -> f v <> H (chi v) ->
  ptf (n - 1) n f.
Proof.
  intros n f u v L Hu Hv Eu Ev.
  set (agree := fun x => Bool.eqb (f x) (H (chi x))).
  set (a := sum (cube n) (fun x => bit (agree x))). set (b := sum (cube n) (fun x => bit (negb (agree x)))).
  assert (N0 : forall g l, 0 <= sum l (fun x => bit (g x))).
  { intros g. induction l as [|x l IH]; simpl; [lra|]. unfold bit at 1. destruct (g x); lra. }
  assert (P0 : forall g l w, In w l -> g w = true -> 0 < sum l (fun x => bit (g x))).
  { intros g. induction l as [|x l IH]; intros w Hw G; [destruct Hw|]. simpl. pose proof (N0 g l). destruct Hw as [->|Hw].
    - rewrite G. simpl. lra.
    - specialize (IH w Hw G). unfold bit at 1. destruct (g x); lra. }
  assert (Ha : 0 < a) by (apply (P0 agree _ u Hu); unfold agree; rewrite Eu; apply eqb_reflx).
  assert (Hb : 0 < b).
  { apply (P0 (fun x => negb (agree x)) _ v Hv). unfold agree.
    destruct (f v), (H (chi v)); try reflexivity; contradiction Ev; reflexivity. }
  set (p := fun x => chi x * (if agree x then b else - a)).
  exists p. split.
  - apply degree_below_n; [exact L|].
    rewrite (sum_ext _ _ (fun x => b * bit (agree x) + - a * bit (negb (agree x)))).
    + rewrite sum_add, !sum_scale. fold a b. ring.
    + intros x _. unfold p. replace (chi x * (chi x * (if agree x then b else - a))) with
        (chi x * chi x * (if agree x then b else - a)) by ring.
      rewrite chi_square. destruct (agree x); simpl; ring.
  - intros x Hx. destruct (chi_sign x) as [S0 NZ]. unfold p. destruct (agree x) eqn:E; unfold agree in E.
    + apply eqb_prop in E. rewrite E. split; [apply Rmult_integral_contrapositive; split; [exact NZ | lra]|].
      destruct S0 as [S0|S0].
      * rewrite !H_pos; [reflexivity | nra | exact S0].
      * rewrite !H_nonpos; [reflexivity | nra | lra].
    + apply eqb_false_iff in E. split; [apply Rmult_integral_contrapositive; split; [exact NZ | lra]|].
      destruct S0 as [S0|S0].
      * rewrite (H_pos _ S0) in E. rewrite H_nonpos by nra. destruct (f x); [contradiction E; reflexivity | reflexivity].
      * rewrite (H_nonpos (chi x)) in E by lra. rewrite H_pos by nra. destruct (f x); [reflexivity | contradiction E; reflexivity].
Qed.

Lemma missing : forall n f, (1 <= n)%nat -> ~ ptf (n - 1) n f <->
  (forall x, In x (cube n) -> f x = H (chi x)) \/ (forall x, In x (cube n) -> f x = H (- chi x)).
Proof.
  intros n f L. split.
  - intros N. destruct (existsb (fun x => Bool.eqb (f x) (H (chi x))) (cube n)) eqn:A.
    + left. apply existsb_exists in A. destruct A as (u & Hu & Eu). apply eqb_prop in Eu.
      intros x Hx. destruct (bool_dec (f x) (H (chi x))) as [E|E]; [exact E|]. exfalso. apply N. apply (mixed n f u x); auto.
    + right. intros x Hx. rewrite H_opposite by apply chi_sign.
      destruct (Bool.eqb (f x) (H (chi x))) eqn:E.
      * exfalso. assert (X : existsb (fun x => Bool.eqb (f x) (H (chi x))) (cube n) = true) by (apply existsb_exists; exists x; auto).
        congruence.
      * apply eqb_false_iff in E. destruct (f x), (H (chi x)); try reflexivity; contradiction E; reflexivity.
  - assert (X : forall p, polynomial (n - 1) n p -> ~ forall x, In x (cube n) -> 0 < chi x * p x).
    { intros p Hp P. pose proof (orthogonal n (n - 1) p ltac:(lia) Hp) as O.
      pose proof (sum_positive (cube n) (fun x => chi x * p x) P (cube_not_empty n)). lra. }
    assert (Pos : forall s t, s <> 0 -> t <> 0 -> H s = H t -> 0 < s * t).
    { intros s t Ns Nt E. destruct (H t) eqn:Et.
      - apply H_true in E. apply H_true in Et. nra.
      - apply H_false in E. apply H_false in Et. assert (s < 0) by lra. assert (t < 0) by lra. nra. }
    intros D (p & Hp & Z). destruct D as [E|E].
    + apply (X p Hp). intros x Hx. destruct (Z x Hx) as [N Ef].
      apply Pos; [apply chi_sign | exact N|]. rewrite <- E, <- Ef by exact Hx. reflexivity.
    + apply (X (fun x => -1 * p x)); [apply polynomial_scale; exact Hp|].
      intros x Hx. destruct (Z x Hx) as [N Ef]. replace (chi x * (-1 * p x)) with (- chi x * p x) by ring.
      apply Pos; [pose proof (proj2 (chi_sign x)); lra | exact N|]. rewrite <- E, <- Ef by exact Hx. reflexivity.
Qed.

(** Q-S5: exactly chi and -chi are not in T(n;n-1), for n >= 1; so T(n,n-1) = 2^(2^n) - 2. *)
Theorem parity_needs_degree_n : forall n, (1 <= n)%nat ->
  (forall f, ~ ptf (n - 1) n f <->
    (forall x, In x (cube n) -> f x = H (chi x)) \/ (forall x, In x (cube n) -> f x = H (- chi x))) /\
  T n (n - 1) = (2 ^ (2 ^ n) - 2)%nat.
Proof.
  intros n L. split; [intros f; apply missing; exact L|].
  pose proof (length_filter _ (is_ptf (n - 1) n) (cube (2 ^ n))) as S0. rewrite length_cube in S0.
  fold (T_tables n (n - 1)) in S0. fold (T n (n - 1)) in S0.
  set (others := filter (fun t => negb (is_ptf (n - 1) n t)) (cube (2 ^ n))) in S0.
  set (pair := [table n (fun x => H (chi x)); table n (fun x => H (- chi x))]).
  assert (ND : NoDup pair).
  { constructor; [|constructor; [intros [] | constructor]]. intros [E|[]].
    apply (proj1 (table_ext _ _ _ _)) with (x := repeat true n) in E; [|apply in_cube, repeat_length].
    rewrite H_opposite in E by apply chi_sign. destruct (H (chi (repeat true n))); discriminate. }
  assert (In_others : forall t, In t others <-> In t pair).
  { intros t. unfold others. rewrite filter_In, in_cube, negb_true_iff. split.
    - intros [Lt F]. unfold is_ptf in F. destruct (ptf_dec (n - 1) n (untable false t)) as [|N]; [discriminate|].
      apply missing in N; [|exact L]. rewrite <- (table_untable _ false n t Lt).
      destruct N as [E|E]; [left | right; left]; apply table_ext; intros x Hx; symmetry; apply E; exact Hx.
    - intros Ht. assert (X : exists f, t = table n f /\ ~ ptf (n - 1) n f).
      { destruct Ht as [<-|[<-|[]]]; eexists; (split; [reflexivity|]); apply missing; auto. }
      destruct X as (f & -> & N). split; [apply length_table|]. unfold is_ptf.
      destruct (ptf_dec (n - 1) n (untable false (table n f))) as [P|]; [|reflexivity]. exfalso. apply N.
      apply (ptf_ext _ _ (untable false (table n f))); [|exact P]. intros x Hx. apply untable_table. exact Hx. }
  assert (Len : length others = length pair).
  { apply Nat.le_antisymm; apply NoDup_incl_length.
    - apply NoDup_filter, nodup_cube.
    - intros t Ht. apply In_others. exact Ht.
    - exact ND.
    - intros t Ht. apply In_others. exact Ht. }
  simpl in Len. lia.
Qed.
