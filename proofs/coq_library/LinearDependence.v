(** * More unknowns than equations: a solution that is not zero

    - [kernel_vector]: homogeneous linear equations over the real numbers, fewer than the unknowns *)

From Coq Require Import Reals List Lia Lra Arith.
From AttentionQuarks Require Import SparseAveraging.
Import ListNotations.
Open Scope R_scope.

Lemma sum_over_add : forall A (l : list A) f g, sum_over l (fun x => f x + g x) = sum_over l f + sum_over l g.
Proof. intros A l f g. induction l as [|x l IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma sum_over_scale : forall A a (l : list A) f, sum_over l (fun x => a * f x) = a * sum_over l f.
Proof. intros A a l f. induction l as [|x l IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma all_zero_or_not : forall A (f : A -> R) l, (forall r, In r l -> f r = 0) \/ exists r, In r l /\ f r <> 0.
Proof.
  intros A f l. induction l as [|r l IH]; [left; intros r []|].
  destruct (Req_dec (f r) 0) as [Z|N]; [|right; exists r; simpl; auto].
  destruct IH as [All|(r' & I & N)]; [left; intros x [<-|I]; auto | right; exists r'; simpl; auto].
Qed.

Theorem kernel_vector : forall (A : Type) (eq_dec : forall x y : A, {x = y} + {x <> y}) (unknowns : list A)
    (equations : list (A -> R)), NoDup unknowns -> (length equations < length unknowns)%nat ->
  exists v, (exists x, In x unknowns /\ v x <> 0) /\
    forall e, In e equations -> sum_over unknowns (fun x => e x * v x) = 0.
Proof.
  intros A eq_dec unknowns. induction unknowns as [|x xs IH]; intros es D L; simpl in L; [lia|].
  apply NoDup_cons_iff in D as [Out D].
  set (set_at := fun (v : A -> R) a y => if eq_dec y x then a else v y).
  assert (Rest : forall v a (e : A -> R), sum_over (x :: xs) (fun y => e y * set_at v a y)
    = e x * a + sum_over xs (fun y => e y * v y)).
  { intros v a e. cbn [sum_over]. unfold set_at at 1. destruct (eq_dec x x); [|contradiction]. f_equal.
    apply sum_over_ext. intros y I. unfold set_at. destruct (eq_dec y x) as [->|]; [contradiction | reflexivity]. }
  destruct (all_zero_or_not _ (fun e : A -> R => e x) es) as [All|(e & I & N)].
  - exists (set_at (fun _ => 0) 1). split.
    + exists x. split; [left; reflexivity|]. unfold set_at. destruct (eq_dec x x); [lra | contradiction].
    + intros e I. rewrite Rest, All by exact I. rewrite (sum_over_ext _ _ _ (fun _ => 0)); [|intros; ring].
      rewrite sum_over_zero. ring.
  - apply in_split in I. destruct I as (l1 & l2 & ->).
    destruct (IH (map (fun e' y => e' y - e' x / e x * e y) (l1 ++ l2)) D) as (v & (y & Iy & Ny) & Zero).
    { rewrite map_length, app_length. rewrite app_length in L. simpl in L. lia. }
    exists (set_at v (- sum_over xs (fun y => e y * v y) / e x)). split.
    + exists y. split; [right; exact Iy|]. unfold set_at. destruct (eq_dec y x) as [->|]; [contradiction | exact Ny].
    + intros e' I. rewrite Rest. assert (I' : e' = e \/ In e' (l1 ++ l2)).
      { apply in_app_iff in I. destruct I as [I|[I|I]]; [right | left | right]; auto using in_or_app. }
      destruct I' as [->|I']; [field; exact N|].
      specialize (Zero _ (in_map _ _ _ I')). cbv beta in Zero.
      rewrite (sum_over_ext _ xs (fun y => (e' y - e' x / e x * e y) * v y)
        (fun y => e' y * v y + - (e' x / e x) * (e y * v y))) in Zero by (intros; ring).
      rewrite sum_over_add, sum_over_scale in Zero.
      replace (sum_over xs (fun y => e' y * v y)) with (e' x / e x * sum_over xs (fun y => e y * v y)) by lra.
      field. exact N.
Qed.
