(** * Exact numbers from branch-and-refute trees

    A tree decides the points of the cube one after the other. A node is a [Branch] (the next point is 0 on the left and
    1 on the right), a [Leaf] with integer weights for the function that has been reached, or [Refuted] with points of
    value 1 and points of value 0 whose monomials have equal sums, so that no threshold function agrees so far.

    - [count]: the number of leaves of a tree, or nothing if one of its certificates is wrong
    - [tree_count]: if the tree of the whole cube has c leaves, then T(n,d) = c

    The trees themselves are data; the files with them are written by a program, and nothing about it is believed. *)

From Coq Require Import Reals List Lia Lra Arith Bool ZArith NArith.
From AttentionQuarks Require Import Thr Decide Number Cover Upper.
Import ListNotations.

(** Points that were decided are counted backwards: 0 is the last one. *)
Inductive tree : Type :=
| Branch : tree -> tree -> tree
| Leaf : list Z -> tree
| Refuted : list nat -> list nat -> tree.

(** ** The check *)

(** The values of the monomials at a point. *)
Fixpoint divides (u x : point) : bool :=
  match u, x with
  | true :: v, b :: y => b && divides v y
  | false :: v, _ :: y => divides v y
  | _, _ => true
  end.

Definition bits (d n : nat) (x : point) : list bool := map (fun u => divides u x) (exponents d n).

Fixpoint weighted (w : list Z) (b : list bool) : Z :=
  match w, b with
  | a :: v, true :: c => (a + weighted v c)%Z
  | _ :: v, false :: c => weighted v c
  | _, _ => 0%Z
  end.

Fixpoint zeros (k : nat) : list nat := match k with O => [] | S j => O :: zeros j end.

Fixpoint add_bits (b : list bool) (s : list nat) : list nat :=
  match b, s with
  | true :: c, k :: r => S k :: add_bits c r
  | false :: c, k :: r => k :: add_bits c r
  | _, _ => s
  end.

(** The sums of the monomials over the decided points with given indices, if all of them have the value b. *)
Fixpoint column_sums (D : nat) (decided : list (list bool * bool)) (b : bool) (l : list nat) : option (list nat) :=
  match l with
  | [] => Some (zeros D)
  | i :: k =>
      match nth_error decided i, column_sums D decided b k with
      | Some (x, a), Some s => if Bool.eqb a b then Some (add_bits x s) else None
      | _, _ => None
      end
  end.

Fixpoint equal_lists (s t : list nat) : bool :=
  match s, t with
  | [], [] => true
  | a :: s', b :: t' => Nat.eqb a b && equal_lists s' t'
  | _, _ => false
  end.

Definition refutes (D : nat) (decided : list (list bool * bool)) (p q : list nat) : bool :=
  match p, column_sums D decided true p, column_sums D decided false q with
  | _ :: _, Some s, Some t => equal_lists s t
  | _, _, _ => false
  end.

Definition represents (w : list Z) (decided : list (list bool * bool)) : bool :=
  forallb (fun e : list bool * bool =>
             if snd e then (0 <? weighted w (fst e))%Z else (weighted w (fst e) <? 0)%Z) decided.

Fixpoint count (D : nat) (open : list (list bool)) (decided : list (list bool * bool)) (t : tree) {struct t} : option N :=
  match t with
  | Branch l r =>
      match open with
      | [] => None
      | x :: xs =>
          match count D xs ((x, false) :: decided) l, count D xs ((x, true) :: decided) r with
          | Some a, Some b => Some (a + b)%N
          | _, _ => None
          end
      end
  | Leaf w =>
      match open with
      | [] => if Nat.eqb (length w) D && represents w decided then Some 1%N else None
      | _ :: _ => None
      end
  | Refuted p q => if refutes D decided p q then Some 0%N else None
  end.

(** ** Its soundness *)

Open Scope R_scope.

Definition agrees (w : list R) (e : list bool * bool) : Prop :=
  if snd e then 0 < scalar w (map bit (fst e)) else scalar w (map bit (fst e)) < 0.

(** Some real weights have the right strict sign at all these points. *)
Definition fits (D : nat) (l : list (list bool * bool)) : Prop :=
  exists w, length w = D /\ forall e, In e l -> agrees w e.

Lemma weighted_scalar : forall w b, scalar (map IZR w) (map bit b) = IZR (weighted w b).
Proof.
  induction w as [|a w IH]; intros [|[|] b]; simpl; try reflexivity; rewrite IH, ?plus_IZR; unfold bit; ring.
Qed.

Lemma scalar_zeros : forall w k, scalar w (map INR (zeros k)) = 0.
Proof. induction w as [|a w IH]; intros [|k]; simpl; try reflexivity. rewrite IH. ring. Qed.

Lemma scalar_add_bits : forall w x s, length x = length s ->
  scalar w (map INR (add_bits x s)) = scalar w (map bit x) + scalar w (map INR s).
Proof.
  induction w as [|a w IH]; intros [|[|] x] [|k s] L; simpl add_bits; simpl in L; try discriminate;
    cbn [map scalar]; try ring; rewrite IH by lia; rewrite ?S_INR; unfold bit; ring.
Qed.

Lemma length_add_bits : forall x s, length (add_bits x s) = length s.
Proof. induction x as [|[|] x IH]; intros [|k s]; simpl; auto. Qed.

Lemma length_zeros : forall k, length (zeros k) = k.
Proof. induction k; simpl; auto. Qed.

Definition well_formed (D : nat) (l : list (list bool * bool)) : Prop := forall e, In e l -> length (fst e) = D.

Lemma column_sums_length : forall D l b p s, column_sums D l b p = Some s -> length s = D.
Proof.
  induction p as [|i p IH]; simpl; intros s E.
  - injection E as <-. apply length_zeros.
  - destruct (nth_error l i) as [[x a]|]; [|discriminate]. destruct (column_sums D l b p) as [r|]; [|discriminate].
    destruct (Bool.eqb a b); [|discriminate]. injection E as <-. rewrite length_add_bits. apply IH. reflexivity.
Qed.

Lemma column_sums_sign : forall D l w b p s, well_formed D l -> (forall e, In e l -> agrees w e) ->
  column_sums D l b p = Some s ->
  if b then p <> [] -> 0 < scalar w (map INR s) else scalar w (map INR s) <= 0.
Proof.
  intros D l w b p. induction p as [|i p IH]; simpl; intros s W A E.
  - injection E as <-. rewrite scalar_zeros. destruct b; [intros F; contradiction | lra].
  - destruct (nth_error l i) as [[x a]|] eqn:Ei; [|discriminate].
    destruct (column_sums D l b p) as [r|] eqn:Er; [|discriminate].
    destruct (Bool.eqb a b) eqn:Eab; [|discriminate]. injection E as <-. apply eqb_prop in Eab. subst a.
    apply nth_error_In in Ei. specialize (IH r W A eq_refl).
    rewrite scalar_add_bits by (rewrite (column_sums_length D l b p r Er); apply (W _ Ei)).
    specialize (A _ Ei). unfold agrees in A. simpl in A. destruct b.
    + intros _. destruct p as [|j p]; [|assert (NE : j :: p <> []) by discriminate; specialize (IH NE); lra].
      simpl in Er. injection Er as <-. rewrite scalar_zeros. lra.
    + lra.
Qed.

Lemma equal_lists_true : forall s t, equal_lists s t = true -> s = t.
Proof.
  induction s as [|a s IH]; intros [|b t] E; simpl in E; try discriminate; [reflexivity|].
  apply andb_prop in E. destruct E as [E1 E2]. apply Nat.eqb_eq in E1. f_equal; auto.
Qed.

Lemma refutes_sound : forall D l p q, well_formed D l -> refutes D l p q = true -> ~ fits D l.
Proof.
  intros D l p q W E (w & _ & A). unfold refutes in E. destruct p as [|i p]; [discriminate|].
  destruct (column_sums D l true (i :: p)) as [s|] eqn:Es; [|discriminate].
  destruct (column_sums D l false q) as [t|] eqn:Et; [|discriminate].
  apply equal_lists_true in E. subst t.
  pose proof (column_sums_sign D l w true _ s W A Es) as P. pose proof (column_sums_sign D l w false _ s W A Et) as Q.
  simpl in P, Q. assert (NE : i :: p <> []) by discriminate. specialize (P NE). lra.
Qed.

Lemma represents_sound : forall D w l, Nat.eqb (length w) D && represents w l = true -> fits D l.
Proof.
  intros D w l E. apply andb_prop in E. destruct E as [EL E]. apply Nat.eqb_eq in EL.
  exists (map IZR w). split; [rewrite map_length; exact EL|]. intros e He.
  unfold represents in E. rewrite forallb_forall in E. specialize (E e He). unfold agrees.
  rewrite weighted_scalar. destruct (snd e); apply Z.ltb_lt in E; [apply (IZR_lt 0) | apply (IZR_lt _ 0)]; exact E.
Qed.

Lemma fits_incl : forall D l k, (forall e, In e k -> In e l) -> fits D l -> fits D k.
Proof. intros D l k I (w & L & A). exists w. split; [exact L|]. intros e He. apply A, I, He. Qed.

Lemma count_sound : forall D t open decided c, well_formed D decided -> (forall x, In x open -> length x = D) ->
  count D open decided t = Some c ->
  exists L, NoDup L /\ N.of_nat (length L) = c /\
    forall s, In s L <-> length s = length open /\ fits D (combine open s ++ decided).
Proof.
  intros D. induction t as [l IHl r IHr | w | p q]; intros open decided c W O E.
  - destruct open as [|x xs]; [discriminate|]. simpl in E.
    destruct (count D xs ((x, false) :: decided) l) as [a|] eqn:Ea; [|discriminate].
    destruct (count D xs ((x, true) :: decided) r) as [b|] eqn:Eb; [|discriminate]. injection E as <-.
    assert (W' : forall v, well_formed D ((x, v) :: decided)).
    { intros v e [<-|He]; [apply O; left; reflexivity | apply W; exact He]. }
    assert (O' : forall y, In y xs -> length y = D) by (intros; apply O; right; assumption).
    destruct (IHl xs _ a (W' false) O' Ea) as (L0 & N0 & E0 & S0).
    destruct (IHr xs _ b (W' true) O' Eb) as (L1 & N1 & E1 & S1).
    assert (M : forall v s, fits D (combine xs s ++ (x, v) :: decided) <-> fits D (combine (x :: xs) (v :: s) ++ decided)).
    { intros v s. split; apply fits_incl; intros e; simpl; rewrite !in_app_iff; simpl; tauto. }
    exists (map (cons false) L0 ++ map (cons true) L1). split; [|split].
    + apply nodup_app.
      1, 2: apply nodup_map; [intros ? ? _ _ F; injection F; auto | assumption].
      intros s Hs Ht. apply in_map_iff in Hs. apply in_map_iff in Ht.
      destruct Hs as (y & <- & _), Ht as (z & F & _). discriminate.
    + rewrite app_length, !map_length, Nnat.Nat2N.inj_add, E0, E1. reflexivity.
    + intros s. rewrite in_app_iff, !in_map_iff. split.
      * intros [(y & <- & Hy)|(y & <- & Hy)]; [apply S0 in Hy | apply S1 in Hy];
          (split; [simpl; f_equal; apply Hy | apply M, Hy]).
      * intros [Ls Fs]. destruct s as [|v s]; [discriminate|]. simpl in Ls. injection Ls as Ls.
        apply M in Fs. destruct v; [right | left]; exists s; (split; [reflexivity|]); [apply S1 | apply S0]; auto.
  - destruct open as [|x xs]; [|simpl in E; discriminate]. simpl in E.
    destruct (Nat.eqb (length w) D && represents w decided) eqn:R; [|discriminate]. injection E as <-.
    exists [[]]. split; [repeat constructor; auto|]. split; [reflexivity|]. intros s. split.
    + intros [<-|[]]. split; [reflexivity|]. apply (represents_sound D w). exact R.
    + intros [Ls _]. destruct s; [left; reflexivity | discriminate].
  - simpl in E. destruct (refutes D decided p q) eqn:R; [|discriminate]. injection E as <-.
    exists []. split; [constructor|]. split; [reflexivity|]. intros s. split; [intros []|].
    intros [_ F]. apply (refutes_sound D decided p q W R). revert F. apply fits_incl.
    intros e He. apply in_app_iff. right. exact He.
Qed.

Lemma monomial_divides : forall u x, monomial u x = bit (divides u x).
Proof.
  induction u as [|[|] u IH]; intros [|b x]; simpl; try reflexivity; [|apply IH].
  rewrite IH. destruct b; simpl; unfold bit; ring.
Qed.

Lemma ptf_iff_fits : forall d n f,
  ptf d n f <-> fits (length (exponents d n)) (combine (map (bits d n) (cube n)) (table n f)).
Proof.
  intros d n f.
  assert (I : forall e, In e (combine (map (bits d n) (cube n)) (table n f)) <->
                        exists x, In x (cube n) /\ e = (bits d n x, f x)).
  { intros e. unfold table. induction (cube n) as [|x l IH]; simpl.
    - split; [intros [] | intros (x & [] & _)].
    - rewrite IH. split.
      + intros [<-|(y & Hy & E)]; [exists x | exists y]; auto.
      + intros (y & [<-|Hy] & E); [left; auto | right; exists y; auto]. }
  assert (V : forall c x, scalar (map c (exponents d n)) (map bit (bits d n x)) =
                          sum (exponents d n) (fun u => c u * monomial u x)).
  { intros c x. rewrite <- scalar_sum_of. unfold bits. rewrite map_map. f_equal.
    apply map_ext. intros u. symmetry. apply monomial_divides. }
  split.
  - intros (p & [c Ep] & Z). exists (map c (exponents d n)). split; [apply map_length|].
    intros e He. apply I in He. destruct He as (x & Hx & ->). unfold agrees. simpl. rewrite V, <- Ep by exact Hx.
    destruct (Z x Hx) as [N ->]. destruct (H (p x)) eqn:E; [apply H_true; exact E | apply H_false in E; lra].
  - intros (w & Lw & A). destruct (coefficients _ w (nodup_exponents d n) Lw) as [c <-].
    exists (fun x => sum (exponents d n) (fun u => c u * monomial u x)). split; [exists c; reflexivity|].
    intros x Hx. assert (A' := A (bits d n x, f x) (proj2 (I _) (ex_intro _ x (conj Hx eq_refl)))).
    unfold agrees in A'. simpl in A'. rewrite V in A'. destruct (f x).
    + split; [lra | symmetry; apply H_pos; exact A'].
    + split; [lra | symmetry; apply H_nonpos; lra].
Qed.

Definition count_cube (n d : nat) (t : tree) : option N :=
  count (length (exponents d n)) (map (bits d n) (cube n)) [] t.

(** If the check of the tree on the whole cube ends with c, then T(n,d) = c. *)
Theorem tree_count : forall n d t c, count_cube n d t = Some c -> T n d = N.to_nat c.
Proof.
  intros n d t c E.
  destruct (count_sound (length (exponents d n)) t (map (bits d n) (cube n)) [] c) as (L & N & <- & S); [| | exact E |].
  { intros e []. }
  { intros x Hx. apply in_map_iff in Hx. destruct Hx as (y & <- & _). apply map_length. }
  rewrite Nnat.Nat2N.id. apply T_from. exists L. split; [|reflexivity]. split; [exact N|].
  intros s. rewrite S, app_nil_r, map_length, length_cube. split.
  - intros [Ls F]. exists (untable false s).
    assert (Es : table n (untable false s) = s) by (apply table_untable; exact Ls).
    split; [apply ptf_iff_fits; rewrite Es; exact F | exact Es].
  - intros (f & P & <-). split; [apply length_table | apply ptf_iff_fits; exact P].
Qed.
