(** * Threshold functions on the Boolean cube: the definitions, and what is closed under what

    Every other file speaks of the notions defined here, and a reader who trusts the theorems needs to read these
    definitions only.

    - [cube], [monomial], [polynomial]: the Boolean cube and real multilinear polynomials on it
    - [H], [sgn]: threshold and sign (Q-D2)
    - [ptf]: polynomial threshold functions, the class T(n;d) (Q-D3); [ltf]: given by weights, the case d = 1

    A point of {0,1}^n is the list of its n bits, x_n first, so that [cube n] lists the points in the order of the
    numbers that they are in binary. *)

From Coq Require Import Reals List Lia Lra Arith Bool.
Import ListNotations.
Open Scope R_scope.

Notation point := (list bool) (only parsing).

Fixpoint cube (n : nat) : list point :=
  match n with
  | O => [[]]
  | S m => map (cons false) (cube m) ++ map (cons true) (cube m)
  end.

(** ** Polynomials *)

Definition bit (b : bool) : R := if b then 1 else 0.

(** The number of variables in a monomial, which is given by the set of its variables, as a list of bits. *)
Fixpoint size (u : point) : nat :=
  match u with
  | [] => O
  | b :: v => ((if b then 1 else 0) + size v)%nat
  end.

(** The product of the variables in [u]. *)
Fixpoint monomial (u x : point) : R :=
  match u, x with
  | true :: v, b :: y => bit b * monomial v y
  | false :: v, _ :: y => monomial v y
  | _, _ => 1
  end.

Fixpoint sum (l : list point) (f : point -> R) : R :=
  match l with
  | [] => 0
  | u :: k => f u + sum k f
  end.

(** The monomials of degree at most d in n variables. *)
Definition exponents (d n : nat) : list point := filter (fun u => size u <=? d)%nat (cube n).

(** p is, on the cube, a real multilinear polynomial of degree at most d, with the coefficients c. *)
Definition polynomial (d n : nat) (p : point -> R) : Prop :=
  exists c : point -> R, forall x, In x (cube n) -> p x = sum (exponents d n) (fun u => c u * monomial u x).

(** ** Threshold functions *)

(** Q-D2: H(t) is 1 if t > 0, and 0 otherwise; sgn(t) is +1 if t > 0, and -1 otherwise. *)
Definition H (t : R) : bool := if Rlt_dec 0 t then true else false.
Definition sign (b : bool) : Z := if b then 1%Z else (-1)%Z.
Definition sgn (t : R) : Z := if Rlt_dec 0 t then 1%Z else (-1)%Z.

(** Q-D3: the class T(n;d) of the functions H(p), p a polynomial of degree at most d without a zero on the cube. *)
Definition ptf (d n : nat) (f : point -> bool) : Prop :=
  exists p, polynomial d n p /\ forall x, In x (cube n) -> p x <> 0 /\ f x = H (p x).

(** The same for d = 1, with a weight for each input and a constant. *)
Fixpoint dot (w : list R) (x : point) : R :=
  match w, x with
  | a :: v, b :: y => a * bit b + dot v y
  | _, _ => 0
  end.

Definition ltf (n : nat) (f : point -> bool) : Prop :=
  exists w0 w, length w = n /\ forall x, In x (cube n) -> w0 + dot w x <> 0 /\ f x = H (w0 + dot w x).

(** ** The cube *)

Lemma in_cube : forall n x, In x (cube n) <-> length x = n.
Proof.
  induction n as [|n IH]; intros x; simpl.
  - split; [intros [<-|[]]; reflexivity | destruct x; [auto | discriminate]].
  - rewrite in_app_iff, !in_map_iff. split.
    + intros [[y [<- Hy]]|[y [<- Hy]]]; simpl; f_equal; apply IH; exact Hy.
    + destruct x as [|b y]; [discriminate|]. simpl. intros E. injection E as E.
      apply IH in E. destruct b; [right | left]; exists y; auto.
Qed.

Lemma cube_cons : forall n b x, In (b :: x) (cube (S n)) <-> In x (cube n).
Proof. intros. rewrite !in_cube. simpl. lia. Qed.

Lemma cube_inv : forall n y, In y (cube (S n)) -> exists b x, y = b :: x /\ In x (cube n).
Proof.
  intros n [|b x] Hy; [apply in_cube in Hy; discriminate|].
  exists b, x. split; [reflexivity | apply (proj1 (cube_cons n b x)); exact Hy].
Qed.

Lemma length_cube : forall n, length (cube n) = (2 ^ n)%nat.
Proof.
  induction n as [|n IH]; [reflexivity|]. simpl cube. rewrite app_length, !map_length, IH. simpl. lia.
Qed.

Lemma nodup_app : forall (A : Type) (l k : list A),
  NoDup l -> NoDup k -> (forall a, In a l -> ~ In a k) -> NoDup (l ++ k).
Proof.
  induction l as [|a l IH]; intros k Hl Hk D; simpl; [exact Hk|].
  inversion Hl; subst. constructor.
  - rewrite in_app_iff. intros [?|?]; [contradiction | apply (D a); simpl; auto].
  - apply IH; auto. intros b Hb. apply D. simpl; auto.
Qed.

Lemma nodup_map : forall (A B : Type) (f : A -> B) (l : list A),
  (forall a b, In a l -> In b l -> f a = f b -> a = b) -> NoDup l -> NoDup (map f l).
Proof.
  induction l as [|a l IH]; intros I N; simpl; [constructor|]. inversion N; subst. constructor.
  - rewrite in_map_iff. intros [b [E Hb]]. apply I in E; simpl; auto. subst. contradiction.
  - apply IH; auto. intros. apply I; simpl; auto.
Qed.

Lemma nodup_cube : forall n, NoDup (cube n).
Proof.
  induction n as [|n IH]; simpl; [repeat constructor; auto|].
  apply nodup_app.
  1, 2: apply nodup_map; [intros a b _ _ E; injection E; auto | exact IH].
  intros x Hx Hy. apply in_map_iff in Hx. apply in_map_iff in Hy.
  destruct Hx as [a [<- _]], Hy as [b [E _]]. discriminate.
Qed.

(** ** Sums *)

Lemma sum_app : forall l k f, sum (l ++ k) f = sum l f + sum k f.
Proof. induction l; intros; simpl; [|rewrite IHl]; lra. Qed.

Lemma sum_map : forall g l f, sum (map g l) f = sum l (fun u => f (g u)).
Proof. induction l; intros; simpl; [|rewrite IHl]; reflexivity. Qed.

Lemma sum_ext : forall l f g, (forall u, In u l -> f u = g u) -> sum l f = sum l g.
Proof.
  induction l as [|u l IH]; intros f g E; simpl; [reflexivity|].
  rewrite (E u), (IH f g); simpl; auto. intros; apply E; simpl; auto.
Qed.

Lemma sum_add : forall l f g, sum l (fun u => f u + g u) = sum l f + sum l g.
Proof. induction l; intros; simpl; [|rewrite IHl]; lra. Qed.

Lemma sum_scale : forall a l f, sum l (fun u => a * f u) = a * sum l f.
Proof. induction l; intros; simpl; [|rewrite IHl]; lra. Qed.

(** ** Polynomials are closed under sums, multiples, new and fixed variables *)

Lemma filter_map : forall (A B : Type) (g : A -> B) (P : B -> bool) l,
  filter P (map g l) = map g (filter (fun a => P (g a)) l).
Proof. induction l as [|a l IH]; simpl; [reflexivity|]. rewrite IH. destruct (P (g a)); reflexivity. Qed.

Lemma exponents_cons : forall d n,
  exponents (S d) (S n) = map (cons false) (exponents (S d) n) ++ map (cons true) (exponents d n).
Proof. intros. unfold exponents. simpl cube. rewrite filter_app, !filter_map. reflexivity. Qed.

Lemma exponents_zero : forall n, exponents 0 (S n) = map (cons false) (exponents 0 n).
Proof.
  intros. unfold exponents. simpl cube. rewrite filter_app, !filter_map. simpl.
  rewrite <- app_nil_r. f_equal. induction (cube n); simpl; auto.
Qed.

(** p(s,x) = q(x) + s r(x), with q of degree at most d and r of degree below d. *)
Lemma polynomial_split : forall d n p, polynomial (S d) (S n) p <->
  exists q r, polynomial (S d) n q /\ polynomial d n r /\
    forall b x, In x (cube n) -> p (b :: x) = q x + bit b * r x.
Proof.
  intros d n p. split.
  - intros [c E].
    exists (fun x => sum (exponents (S d) n) (fun u => c (false :: u) * monomial u x)),
           (fun x => sum (exponents d n) (fun u => c (true :: u) * monomial u x)).
    split; [|split].
    + exists (fun u => c (false :: u)). reflexivity.
    + exists (fun u => c (true :: u)). reflexivity.
    + intros b x Hx. rewrite E by (apply cube_cons; exact Hx).
      rewrite exponents_cons, sum_app, !sum_map. rewrite <- sum_scale. f_equal.
      apply sum_ext. intros u _. simpl. ring.
  - intros (q & r & [cq Eq] & [cr Er] & E).
    exists (fun u => match u with true :: v => cr v | false :: v => cq v | [] => 0 end).
    intros y Hy. apply cube_inv in Hy. destruct Hy as (b & x & -> & Hx).
    rewrite E, Eq, Er by exact Hx. rewrite exponents_cons, sum_app, !sum_map. rewrite <- sum_scale. f_equal.
    apply sum_ext. intros u _. simpl. ring.
Qed.

Lemma polynomial_split_zero : forall n p, polynomial 0 (S n) p <->
  exists q, polynomial 0 n q /\ forall b x, In x (cube n) -> p (b :: x) = q x.
Proof.
  intros n p. split.
  - intros [c E]. exists (fun x => sum (exponents 0 n) (fun u => c (false :: u) * monomial u x)). split.
    + exists (fun u => c (false :: u)). reflexivity.
    + intros b x Hx. rewrite E by (apply cube_cons; exact Hx). rewrite exponents_zero, sum_map. reflexivity.
  - intros (q & [cq Eq] & E). exists (fun u => cq (tl u)).
    intros y Hy. apply cube_inv in Hy. destruct Hy as (b & x & -> & Hx).
    rewrite E, Eq by exact Hx. rewrite exponents_zero, sum_map. reflexivity.
Qed.

Lemma polynomial_ext : forall d n p q,
  (forall x, In x (cube n) -> p x = q x) -> polynomial d n p -> polynomial d n q.
Proof. intros d n p q E [c Hc]. exists c. intros x Hx. rewrite <- E by exact Hx. auto. Qed.

Lemma polynomial_add : forall d n p q,
  polynomial d n p -> polynomial d n q -> polynomial d n (fun x => p x + q x).
Proof.
  intros d n p q [a Ha] [b Hb]. exists (fun u => a u + b u). intros x Hx.
  rewrite Ha, Hb by exact Hx. rewrite <- sum_add. apply sum_ext. intros. ring.
Qed.

Lemma polynomial_scale : forall d n a p, polynomial d n p -> polynomial d n (fun x => a * p x).
Proof.
  intros d n a p [c Hc]. exists (fun u => a * c u). intros x Hx.
  rewrite Hc by exact Hx. rewrite <- sum_scale. apply sum_ext. intros. ring.
Qed.

Lemma polynomial_const : forall n d a, polynomial d n (fun _ => a).
Proof.
  induction n as [|n IH]; intros d a.
  - exists (fun _ => a). intros x [<-|[]]. unfold exponents. simpl. ring.
  - destruct d as [|d].
    + apply polynomial_split_zero. exists (fun _ => a). split; auto.
    + apply polynomial_split. exists (fun _ => a), (fun _ => 0). repeat split; auto. intros; ring.
Qed.

Lemma polynomial_raise : forall n d p, polynomial d n p -> polynomial (S d) n p.
Proof.
  induction n as [|n IH]; intros d p Hp.
  - destruct Hp as [c Hc]. exists c. exact Hc.
  - destruct d as [|d].
    + apply polynomial_split_zero in Hp. destruct Hp as (q & Hq & E). apply polynomial_split.
      exists q, (fun _ => 0). repeat split; auto using polynomial_const. intros. rewrite E by assumption. ring.
    + apply polynomial_split in Hp. destruct Hp as (q & r & Hq & Hr & E). apply polynomial_split.
      exists q, r. auto.
Qed.

Lemma polynomial_le : forall d e n p, (d <= e)%nat -> polynomial d n p -> polynomial e n p.
Proof. intros d e n p L Hp. induction L; auto using polynomial_raise. Qed.

(** One more variable, which p does not read. *)
Lemma polynomial_pad : forall d n p, polynomial d n p -> polynomial d (S n) (fun y => p (tl y)).
Proof.
  intros [|d] n p Hp.
  - apply polynomial_split_zero. exists p. auto.
  - apply polynomial_split. exists p, (fun _ => 0). repeat split; auto using polynomial_const.
    intros. simpl. ring.
Qed.

(** The first variable times a polynomial in the others. *)
Lemma polynomial_times_head : forall d n p,
  polynomial d n p -> polynomial (S d) (S n) (fun y => bit (hd false y) * p (tl y)).
Proof.
  intros d n p Hp. apply polynomial_split. exists (fun _ => 0), p.
  repeat split; auto using polynomial_const. intros. simpl. ring.
Qed.

Lemma polynomial_head : forall d n, (1 <= d)%nat -> polynomial d (S n) (fun y => bit (hd false y)).
Proof.
  intros d n L. apply (polynomial_le 1); [exact L|].
  apply (polynomial_ext _ _ (fun y => bit (hd false y) * 1)); [intros; ring|].
  apply (polynomial_times_head 0 n (fun _ => 1)). apply polynomial_const.
Qed.

(** The first variable fixed. *)
Lemma polynomial_fix : forall d n b p, polynomial d (S n) p -> polynomial d n (fun x => p (b :: x)).
Proof.
  intros [|d] n b p Hp.
  - apply polynomial_split_zero in Hp. destruct Hp as (q & Hq & E).
    apply (polynomial_ext _ _ q); auto. intros. rewrite E; auto.
  - apply polynomial_split in Hp. destruct Hp as (q & r & Hq & Hr & E).
    apply (polynomial_ext _ _ (fun x => q x + bit b * r x)); [intros; rewrite E; auto|].
    apply polynomial_add; [|apply polynomial_scale, polynomial_raise]; assumption.
Qed.

(** ** Degree 1 is weights and a constant *)

Lemma polynomial_zero_constant : forall n p, polynomial 0 n p -> exists a, forall x, In x (cube n) -> p x = a.
Proof.
  induction n as [|n IH]; intros p Hp.
  - exists (p []). intros x [<-|[]]. reflexivity.
  - apply polynomial_split_zero in Hp. destruct Hp as (q & Hq & E). destruct (IH q Hq) as [a Ha].
    exists a. intros y Hy. apply cube_inv in Hy. destruct Hy as (b & x & -> & Hx). rewrite E; auto.
Qed.

Lemma polynomial_one : forall n p, polynomial 1 n p <->
  exists w0 w, length w = n /\ forall x, In x (cube n) -> p x = w0 + dot w x.
Proof.
  induction n as [|n IH]; intros p.
  - split.
    + intros _. exists (p []), []. split; [reflexivity|]. intros x [<-|[]]. simpl. ring.
    + intros (w0 & w & _ & E). apply (polynomial_ext _ _ (fun _ => p [])); [|apply polynomial_const].
      intros x [<-|[]]. reflexivity.
  - rewrite polynomial_split. split.
    + intros (q & r & Hq & Hr & E). apply IH in Hq. destruct Hq as (w0 & w & L & Eq).
      apply polynomial_zero_constant in Hr. destruct Hr as [a Ha].
      exists w0, (a :: w). split; [simpl; congruence|]. intros y Hy.
      apply cube_inv in Hy. destruct Hy as (b & x & -> & Hx).
      rewrite E, Eq, Ha by exact Hx. simpl. ring.
    + intros (w0 & [|a w] & L & E); [discriminate|]. simpl in L. injection L as L.
      exists (fun x => w0 + dot w x), (fun _ => a). split; [|split].
      * apply IH. exists w0, w. auto.
      * apply polynomial_const.
      * intros b x Hx. rewrite E by (apply cube_cons; exact Hx). simpl. ring.
Qed.

Theorem ltf_is_ptf_of_degree_one : forall n f, ltf n f <-> ptf 1 n f.
Proof.
  intros n f. split.
  - intros (w0 & w & L & E). exists (fun x => w0 + dot w x). split; [|exact E].
    apply polynomial_one. exists w0, w. auto.
  - intros (p & Hp & E). apply polynomial_one in Hp. destruct Hp as (w0 & w & L & Ep).
    exists w0, w. split; [exact L|]. intros x Hx. rewrite <- Ep by exact Hx. auto.
Qed.

(** ** Threshold and sign *)

Lemma H_pos : forall t, 0 < t -> H t = true.
Proof. intros t L. unfold H. destruct (Rlt_dec 0 t); [reflexivity | contradiction]. Qed.

Lemma H_nonpos : forall t, t <= 0 -> H t = false.
Proof. intros t L. unfold H. destruct (Rlt_dec 0 t); [lra | reflexivity]. Qed.

Lemma H_true : forall t, H t = true <-> 0 < t.
Proof. intros t. unfold H. destruct (Rlt_dec 0 t); split; auto; discriminate || contradiction. Qed.

Lemma H_false : forall t, H t = false <-> t <= 0.
Proof. intros t. unfold H. destruct (Rlt_dec 0 t); split; intros; try discriminate; try lra; auto. Qed.

Lemma sgn_is_sign_of_H : forall t, sgn t = sign (H t).
Proof. intros t. unfold sgn, H. destruct (Rlt_dec 0 t); reflexivity. Qed.

Lemma sgn_is_twice_H_minus_one : forall t, sgn t = (2 * (if H t then 1 else 0) - 1)%Z.
Proof. intros t. unfold sgn, H. destruct (Rlt_dec 0 t); reflexivity. Qed.

(** A bound for finitely many values. *)
Lemma bounded : forall (A : Type) (l : list A) (p : A -> R), exists K, 0 < K /\ forall x, In x l -> Rabs (p x) < K.
Proof.
  induction l as [|a l IH]; intros p; [exists 1; split; [lra | intros x []]|].
  destruct (IH p) as (K & HK & B). exists (K + Rabs (p a) + 1). pose proof (Rabs_pos (p a)). split; [lra|].
  intros x [<-|Hx]; [lra | specialize (B x Hx); lra].
Qed.

Lemma bounded_away : forall (A : Type) (l : list A) (p : A -> R),
  exists e, 0 < e /\ forall x, In x l -> 0 < p x -> 2 * e <= p x.
Proof.
  induction l as [|a l IH]; intros p; [exists 1; split; [lra | intros x []]|].
  destruct (IH p) as (e & He & B). destruct (Rlt_dec 0 (p a)) as [P|P].
  - exists (Rmin e (p a / 2)). split; [apply Rmin_glb_lt; lra|].
    pose proof (Rmin_l e (p a / 2)). pose proof (Rmin_r e (p a / 2)).
    intros x [<-|Hx] Px; [lra | specialize (B x Hx Px); lra].
  - exists e. split; [exact He|]. intros x [<-|Hx] Px; [lra | auto].
Qed.

(** Q-F1. Let E be a finite set and F a family of real functions on E that is closed under adding constants. Then the
    functions H(S), S in F, are those H(S') where S' in F has no zero on E. *)
Theorem zero_arguments_can_be_removed : forall (A : Type) (E : list A) (F : (A -> R) -> Prop),
  (forall S a, F S -> F (fun x => S x + a)) ->
  forall S, F S -> exists S', F S' /\ forall x, In x E -> S' x <> 0 /\ H (S' x) = H (S x).
Proof.
  intros A E F C S FS. destruct (bounded_away _ E S) as (e & He & B).
  exists (fun x => S x + - e). split; [apply C; exact FS|].
  intros x Hx. destruct (Rlt_dec 0 (S x)) as [P|P].
  - specialize (B x Hx P). split; [lra|]. rewrite !H_pos; lra.
  - split; [lra|]. rewrite !H_nonpos; lra.
Qed.

(** So every polynomial gives a threshold function, with or without zeros. *)
Lemma ptf_of_polynomial : forall d n p f, polynomial d n p ->
  (forall x, In x (cube n) -> f x = H (p x)) -> ptf d n f.
Proof.
  intros d n p f Hp E.
  destruct (zero_arguments_can_be_removed _ (cube n) (polynomial d n)) with (S := p) as (q & Hq & Z); [|exact Hp|].
  { intros S a HS. apply polynomial_add; auto using polynomial_const. }
  exists q. split; [exact Hq|]. intros x Hx. destruct (Z x Hx) as [N EH]. split; [exact N|].
  rewrite EH. auto.
Qed.

(** ** Closure of T(n;d): Q-F2, items 3 and 4, and monotony in d (Q-F3) *)

Lemma ptf_ext : forall d n f g, (forall x, In x (cube n) -> f x = g x) -> ptf d n f -> ptf d n g.
Proof. intros d n f g E (p & Hp & Z). exists p. split; [exact Hp|]. intros x Hx. rewrite <- E by exact Hx. auto. Qed.

Theorem ptf_negation : forall d n f, ptf d n f -> ptf d n (fun x => negb (f x)).
Proof.
  intros d n f (p & Hp & Z). exists (fun x => -1 * p x). split; [apply polynomial_scale; exact Hp|].
  intros x Hx. destruct (Z x Hx) as [N ->]. split; [lra|].
  destruct (Rtotal_order (p x) 0) as [L|[L|L]]; [|contradiction|].
  - rewrite H_nonpos, H_pos; [reflexivity | lra | lra].
  - rewrite H_pos, H_nonpos; [reflexivity | lra | lra].
Qed.

Theorem ptf_restriction : forall d n b f, ptf d (S n) f -> ptf d n (fun x => f (b :: x)).
Proof.
  intros d n b f (p & Hp & Z). exists (fun x => p (b :: x)). split; [apply polynomial_fix; exact Hp|].
  intros x Hx. apply Z. apply cube_cons. exact Hx.
Qed.

Theorem ptf_dummy_input : forall d n f, ptf d n f -> ptf d (S n) (fun y => f (tl y)).
Proof.
  intros d n f (p & Hp & Z). exists (fun y => p (tl y)). split; [apply polynomial_pad; exact Hp|].
  intros y Hy. apply cube_inv in Hy. destruct Hy as (b & x & -> & Hx). apply Z. exact Hx.
Qed.

Theorem ptf_le : forall d e n f, (d <= e)%nat -> ptf d n f -> ptf e n f.
Proof. intros d e n f L (p & Hp & Z). exists p. split; [apply (polynomial_le d); assumption | exact Z]. Qed.

(** Q-L10, the multiplexing extension. Let f0 = H(p0) be in T(n;d), d >= 1, eps in {0,1} and K > max |p0|. Then
    F(s,x) = H(p0(x) + (2 eps - 1) K (1 - s)) is in T(n+1;d), F(1,.) = f0, and F(0,.) is constantly eps. *)
Theorem multiplexing_extension : forall d n p0 f0 (eps : bool) K, (1 <= d)%nat -> polynomial d n p0 ->
  (forall x, In x (cube n) -> p0 x <> 0 /\ f0 x = H (p0 x)) -> (forall x, In x (cube n) -> Rabs (p0 x) < K) ->
  exists F, (forall s x, F (s :: x) = H (p0 x + (2 * bit eps - 1) * K * (1 - bit s))) /\
    ptf d (S n) F /\ (forall x, In x (cube n) -> F (true :: x) = f0 x) /\ (forall x, In x (cube n) -> F (false :: x) = eps).
Proof.
  intros d n p0 f0 eps K L Hp Z B. set (a := (2 * bit eps - 1) * K).
  exists (fun y => H (p0 (tl y) + a * (1 - bit (hd false y)))). split; [reflexivity|]. split; [|split].
  - apply (ptf_of_polynomial d (S n) (fun y => p0 (tl y) + (a + - a * bit (hd false y)))).
    + apply polynomial_add; [apply polynomial_pad; exact Hp|].
      apply polynomial_add; [apply polynomial_const | apply polynomial_scale, polynomial_head; exact L].
    + intros y _. f_equal. ring.
  - intros x Hx. simpl. destruct (Z x Hx) as [_ ->]. f_equal. ring.
  - intros x Hx. simpl. specialize (B x Hx). apply Rabs_def2 in B. unfold a.
    destruct eps; simpl; [apply H_pos | apply H_nonpos]; lra.
Qed.

(** The same with the roles of the two halves free. *)
Lemma half_and_constant : forall d n f0 s eps, (1 <= d)%nat -> ptf d n f0 ->
  exists F, ptf d (S n) F /\ forall x, In x (cube n) -> F (s :: x) = f0 x /\ F (negb s :: x) = eps.
Proof.
  intros d n f0 s eps L (p & Hp & Z). destruct (bounded _ (cube n) p) as (K & HK & B).
  destruct (multiplexing_extension d n p f0 eps K L Hp Z B) as (F & EF & PF & F1 & F0).
  destruct s; [exists F; split; [exact PF|]; intros x Hx; split; auto|].
  exists (fun y => F (negb (hd false y) :: tl y)). split; [|intros x Hx; simpl; auto].
  set (a := (2 * bit eps - 1) * K).
  apply (ptf_of_polynomial d (S n) (fun y => p (tl y) + a * bit (hd false y))).
  - apply polynomial_add; [apply polynomial_pad; exact Hp | apply polynomial_scale, polynomial_head; exact L].
  - intros y _. rewrite EF. f_equal. unfold a. destruct (hd false y); simpl; ring.
Qed.
