(** * The number of functions of a class

    - [table]: the truth table of a function of n inputs, its values at the points of the cube in their order
    - [number n C k]: the class C has exactly k functions of n inputs; that is, k is the length of a list without
      repetition that holds the truth tables of the functions in C and nothing else
    - [T n d]: the number T(n,d) of polynomial threshold functions (Q-D3), with [T_is_the_number]
    - [combined]: functions made from several threshold functions by a rule B; they have a number, and it is at most
      the product of the numbers of the parts
    - [lower_bound]: if all choices of parts can be read off from the functions of a class, then it has at least so many

    The values of the functions are of any type V: truth values, signs, or tuples for layers. *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide.
Import ListNotations.
Open Scope nat_scope.

Definition table {V : Type} (n : nat) (f : point -> V) : list V := map f (cube n).

Definition tables {V : Type} (n : nat) (C : (point -> V) -> Prop) (L : list (list V)) : Prop :=
  NoDup L /\ forall t, In t L <-> exists f, C f /\ table n f = t.

Definition number {V : Type} (n : nat) (C : (point -> V) -> Prop) (k : nat) : Prop :=
  exists L, tables n C L /\ length L = k.

Theorem number_unique : forall V n (C : (point -> V) -> Prop) k l, number n C k -> number n C l -> k = l.
Proof.
  intros V n C k l (L & [NL EL] & <-) (M & [NM EM] & <-).
  apply Nat.le_antisymm; apply NoDup_incl_length; auto; intros t Ht; [apply EM, EL | apply EL, EM]; exact Ht.
Qed.

(** A smaller class has at most as many functions. *)
Lemma number_le : forall V n (C D : (point -> V) -> Prop) k l,
  (forall f, C f -> D f) -> number n C k -> number n D l -> k <= l.
Proof.
  intros V n C D k l I (L & [NL EL] & <-) (M & [NM EM] & <-).
  apply NoDup_incl_length; [exact NL|]. intros t Ht. apply EL in Ht. destruct Ht as (f & Cf & E).
  apply EM. exists f. auto.
Qed.

Lemma number_iff : forall V n (C D : (point -> V) -> Prop) k,
  (forall f, C f <-> D f) -> number n C k -> number n D k.
Proof.
  intros V n C D k I (L & [NL EL] & E). exists L. split; [|exact E]. split; [exact NL|].
  intros t. rewrite EL. split; intros (f & Cf & Et); exists f; split; auto; apply I; exact Cf.
Qed.

(** ** Tables and functions *)

Lemma length_table : forall V n (f : point -> V), length (table n f) = 2 ^ n.
Proof. intros. unfold table. rewrite map_length. apply length_cube. Qed.

Lemma table_ext : forall V n (f g : point -> V), table n f = table n g <-> forall x, In x (cube n) -> f x = g x.
Proof.
  intros V n f g. split; [|intros E; apply map_ext_in; exact E].
  unfold table. induction (cube n) as [|y l IH]; intros E x Hx; [destruct Hx|].
  simpl in E. injection E as E1 E2. destruct Hx as [<-|Hx]; auto.
Qed.

(** The number that a point is in binary, and the function of a table. *)
Fixpoint value (x : point) : nat :=
  match x with
  | [] => 0
  | b :: y => (if b then 2 ^ length y else 0) + value y
  end.

Definition untable {V : Type} (default : V) (t : list V) (x : point) : V := nth (value x) t default.

Lemma value_lt : forall x, value x < 2 ^ length x.
Proof. induction x as [|b x IH]; simpl; [lia|]. destruct b; lia. Qed.

Lemma untable_table : forall V (v : V) n f x, In x (cube n) -> untable v (table n f) x = f x.
Proof.
  intros V v n. unfold untable, table. induction n as [|n IH]; intros f y Hy.
  - destruct Hy as [<-|[]]. reflexivity.
  - apply cube_inv in Hy. destruct Hy as (b & x & -> & Hx). simpl cube. rewrite map_app, !map_map.
    pose proof (value_lt x) as L. assert (Lx := proj1 (in_cube n x) Hx). rewrite Lx in L.
    simpl value. rewrite Lx. destruct b.
    + rewrite app_nth2; rewrite map_length, length_cube; [|lia].
      replace (2 ^ n + value x - 2 ^ n) with (value x) by lia. apply (IH (fun x => f (true :: x))). exact Hx.
    + rewrite app_nth1 by (rewrite map_length, length_cube; lia). apply (IH (fun x => f (false :: x))). exact Hx.
Qed.

Lemma table_untable : forall V (v : V) n t, length t = 2 ^ n -> table n (untable v t) = t.
Proof.
  intros V v n. induction n as [|n IH]; intros t Lt.
  - destruct t as [|a [|]]; try discriminate. reflexivity.
  - unfold table. simpl cube. rewrite map_app, !map_map. simpl in Lt.
    transitivity (firstn (2 ^ n) t ++ skipn (2 ^ n) t); [|apply firstn_skipn]. f_equal.
    + rewrite <- (IH (firstn (2 ^ n) t)) by (rewrite firstn_length; lia).
      apply map_ext_in. intros x Hx. unfold untable. simpl.
      pose proof (value_lt x) as L. apply in_cube in Hx. rewrite Hx in L.
      rewrite <- (firstn_skipn (2 ^ n) t) at 1. apply app_nth1. rewrite firstn_length. lia.
    + rewrite <- (IH (skipn (2 ^ n) t)) by (rewrite skipn_length; lia).
      apply map_ext_in. intros x Hx. unfold untable. simpl. apply in_cube in Hx. rewrite Hx.
      rewrite <- (firstn_skipn (2 ^ n) t) at 1. rewrite app_nth2; rewrite firstn_length; [|lia].
      f_equal. lia.
Qed.

(** ** The number of threshold functions *)

Definition is_ptf (d n : nat) (t : list bool) : bool := if ptf_dec d n (untable false t) then true else false.

Definition T_tables (n d : nat) : list (list bool) := filter (is_ptf d n) (cube (2 ^ n)).

(** Q-D3: T(n,d). *)
Definition T (n d : nat) : nat := length (T_tables n d).

Arguments T : simpl never.

Lemma T_tables_are_the_tables : forall n d, tables n (ptf d n) (T_tables n d).
Proof.
  intros n d. split; [apply NoDup_filter, nodup_cube|]. intros t.
  unfold T_tables. rewrite filter_In, in_cube. unfold is_ptf. split.
  - intros [Lt D]. destruct (ptf_dec d n (untable false t)) as [P|]; [|discriminate].
    exists (untable false t). split; [exact P | apply table_untable; exact Lt].
  - intros (f & P & <-). split; [apply length_table|].
    destruct (ptf_dec d n (untable false (table n f))) as [|N]; [reflexivity|]. exfalso. apply N.
    apply (ptf_ext d n f); [|exact P]. intros x Hx. rewrite untable_table by exact Hx. reflexivity.
Qed.

Theorem T_is_the_number : forall n d, number n (ptf d n) (T n d).
Proof. intros n d. exists (T_tables n d). split; [apply T_tables_are_the_tables | reflexivity]. Qed.

Lemma T_from : forall n d k, number n (ptf d n) k -> T n d = k.
Proof. intros n d k N. apply (number_unique _ n (ptf d n)); [apply T_is_the_number | exact N]. Qed.

(** ** Choices: one element from each of several lists *)

Fixpoint choices {A : Type} (Ls : list (list A)) : list (list A) :=
  match Ls with
  | [] => [[]]
  | L :: Ks => flat_map (fun a => map (cons a) (choices Ks)) L
  end.

Fixpoint product (l : list nat) : nat := match l with [] => 1 | a :: k => a * product k end.

Lemma length_choices : forall A (Ls : list (list A)), length (choices Ls) = product (map (@length A) Ls).
Proof.
  induction Ls as [|L Ls IH]; simpl; [reflexivity|]. rewrite <- IH.
  induction L as [|a L IHL]; simpl; [reflexivity|]. rewrite app_length, map_length, IHL. reflexivity.
Qed.

Lemma in_choices : forall A (Ls : list (list A)) s, In s (choices Ls) <-> Forall2 (fun L a => In a L) Ls s.
Proof.
  induction Ls as [|L Ls IH]; intros s; simpl.
  - split; [intros [<-|[]]; constructor | intros F; inversion F; auto].
  - rewrite in_flat_map. split.
    + intros (a & Ha & Hs). apply in_map_iff in Hs. destruct Hs as (r & <- & Hr). constructor; [exact Ha|].
      apply IH. exact Hr.
    + intros F. inversion F as [|? a ? r Ha Hr]; subst. exists a. split; [exact Ha|]. apply in_map, IH. exact Hr.
Qed.

Lemma nodup_choices : forall A (Ls : list (list A)), Forall (@NoDup A) Ls -> NoDup (choices Ls).
Proof.
  intros A Ls F. induction F as [|L Ls NL F IH]; simpl; [repeat constructor; auto|].
  induction NL as [|a L Na NL IHL]; simpl; [constructor|]. apply nodup_app.
  - apply nodup_map; [intros ? ? _ _ E; injection E; auto | exact IH].
  - exact IHL.
  - intros s Hs Hs'. apply in_map_iff in Hs. destruct Hs as (r & <- & _).
    apply in_flat_map in Hs'. destruct Hs' as (b & Hb & Hr). apply in_map_iff in Hr.
    destruct Hr as (r' & E & _). injection E as -> _. contradiction.
Qed.

(** All choices of tables of threshold functions, of degrees ds. *)
Definition T_choices (n : nat) (ds : list nat) : list (list (list bool)) := choices (map (T_tables n) ds).

Lemma length_T_choices : forall n ds, length (T_choices n ds) = product (map (T n) ds).
Proof. intros. unfold T_choices. rewrite length_choices, map_map. reflexivity. Qed.

Lemma nodup_T_choices : forall n ds, NoDup (T_choices n ds).
Proof.
  intros. apply nodup_choices, Forall_forall. intros L HL. apply in_map_iff in HL. destruct HL as (d & <- & _).
  apply T_tables_are_the_tables.
Qed.

Lemma in_T_choices : forall n ds s, In s (T_choices n ds) <->
  exists fs, Forall2 (fun d f => ptf d n f) ds fs /\ map (table n) fs = s.
Proof.
  intros n ds. unfold T_choices. induction ds as [|d ds IH]; intros s; simpl.
  - split; [intros [<-|[]]; exists []; auto | intros (fs & F & <-); inversion F; auto].
  - rewrite in_flat_map. split.
    + intros (t & Ht & Hs). apply in_map_iff in Hs. destruct Hs as (r & <- & Hr).
      apply (proj2 (T_tables_are_the_tables n d)) in Ht. destruct Ht as (f & Pf & <-).
      apply IH in Hr. destruct Hr as (fs & F & <-). exists (f :: fs). auto.
    + intros (fs & F & <-). inversion F as [|? f ? gs Pf G]; subst. exists (table n f). split.
      * apply (proj2 (T_tables_are_the_tables n d)). exists f. auto.
      * simpl. apply in_map, IH. exists gs. auto.
Qed.

(** There are 2^(2^n) truth tables. *)
Theorem number_at_most_all : forall n (C : (point -> bool) -> Prop) k, number n C k -> k <= 2 ^ (2 ^ n).
Proof.
  intros n C k (L & [N E] & <-). rewrite <- (length_cube (2 ^ n)). apply NoDup_incl_length; [exact N|].
  intros t Ht. apply E in Ht. destruct Ht as (f & _ & <-). apply in_cube, length_table.
Qed.

(** ** Classes made of threshold functions by a rule *)

(** B applied to the values of threshold functions of degrees ds. *)
Definition combined {V : Type} (n : nat) (ds : list nat) (B : list bool -> V) (f : point -> V) : Prop :=
  exists fs, Forall2 (fun d g => ptf d n g) ds fs /\ forall x, In x (cube n) -> f x = B (map (fun g => g x) fs).

(** A class that finitely many tables make up, repetitions allowed, has a number. *)
Lemma number_exists : forall V (eq_dec : forall a b : V, {a = b} + {a <> b}) n (C : (point -> V) -> Prop) L,
  (forall t, In t L <-> exists f, C f /\ table n f = t) -> exists k, number n C k /\ k <= length L.
Proof.
  intros V eq_dec n C L E. exists (length (nodup (list_eq_dec eq_dec) L)). split.
  - exists (nodup (list_eq_dec eq_dec) L). split; [|reflexivity]. split; [apply NoDup_nodup|].
    intros t. rewrite nodup_In. apply E.
  - apply NoDup_incl_length; [apply NoDup_nodup|]. intros t Ht. apply nodup_In in Ht. exact Ht.
Qed.

Theorem combined_number : forall V (eq_dec : forall a b : V, {a = b} + {a <> b}) n ds B,
  exists k, number n (combined (V := V) n ds B) k /\ k <= product (map (T n) ds).
Proof.
  intros V eq_dec n ds B.
  rewrite <- length_T_choices.
  rewrite <- (map_length (fun s => table n (fun x => B (map (fun t => untable false t x) s)))).
  apply number_exists; [exact eq_dec|]. intros t. rewrite in_map_iff.
  assert (E : forall fs x, In x (cube n) ->
    B (map (fun u => untable false u x) (map (table n) fs)) = B (map (fun g => g x) fs)).
  { intros fs x Hx. f_equal. rewrite map_map. apply map_ext. intros g. apply untable_table. exact Hx. }
  split.
  - intros (s & <- & Hs). apply in_T_choices in Hs. destruct Hs as (fs & F & <-).
    exists (fun x => B (map (fun g => g x) fs)). split; [exists fs; auto|].
    apply table_ext. intros x Hx. symmetry. apply E. exact Hx.
  - intros (f & (fs & F & Ef) & <-). exists (map (table n) fs). split; [|apply in_T_choices; exists fs; auto].
    apply table_ext. intros x Hx. rewrite E, Ef by exact Hx. reflexivity.
Qed.

(** ** Lower bounds *)

Lemma at_least : forall (A B : Type) (r : B -> A) (L : list A) (M : list B),
  NoDup L -> (forall a, In a L -> exists b, In b M /\ r b = a) -> length L <= length M.
Proof.
  intros A B r L M N S. rewrite <- (map_length r M). apply NoDup_incl_length; [exact N|].
  intros a Ha. destruct (S a Ha) as (b & Hb & <-). apply in_map. exact Hb.
Qed.

(** Suppose that for every choice of threshold functions of n inputs the class C, of r + n inputs, has a function F in
    which each of them can be seen: at the address a (r bits), read through delta. Then C has at least as many functions
    as there are choices. *)
Theorem lower_bound : forall V n r ds (C : (point -> V) -> Prop) (views : list (point * (V -> bool))) k,
  number (r + n) C k -> Forall (fun view => length (fst view) = r) views ->
  (forall fs, Forall2 (fun d f => ptf d n f) ds fs -> exists F, C F /\
    Forall2 (fun view f => forall x, In x (cube n) -> snd view (F (fst view ++ x)) = f x) views fs) ->
  product (map (T n) ds) <= k.
Proof.
  intros V n r ds C views k (M & [NM EM] & <-) A S. rewrite <- length_T_choices.
  destruct M as [|t0 M].
  - assert (T_choices n ds = []) as ->; [|apply le_n].
    destruct (T_choices n ds) as [|s L] eqn:E; [reflexivity|]. exfalso.
    assert (Hs : In s (T_choices n ds)) by (rewrite E; left; reflexivity).
    apply in_T_choices in Hs. destruct Hs as (fs & F & _). destruct (S fs F) as (G & CG & _).
    apply (EM (table (r + n) G)). exists G. auto.
  - assert (v : V).
    { destruct t0 as [|v t0]; [|exact v]. exfalso.
      destruct (proj1 (EM []) (or_introl eq_refl)) as (f & _ & E).
      apply (f_equal (@length V)) in E. rewrite length_table in E. simpl in E.
      pose proof (Nat.pow_nonzero 2 (r + n)). lia. }
    apply (at_least _ _ (fun t => map (fun view => table n (fun x => snd view (untable v t (fst view ++ x)))) views)).
    + apply nodup_T_choices.
    + intros s Hs. apply in_T_choices in Hs. destruct Hs as (fs & F & <-).
      destruct (S fs F) as (G & CG & W). exists (table (r + n) G). split; [apply EM; exists G; auto|].
      clear - W A. induction W as [|[a delta] f views fs E W IH]; simpl; [reflexivity|].
      pose proof (Forall_inv A) as La. f_equal; [|apply IH; exact (Forall_inv_tail A)].
      apply table_ext. intros x Hx. simpl in *. rewrite <- E by exact Hx. f_equal. apply untable_table.
      apply in_cube. rewrite app_length, La. f_equal. apply in_cube. exact Hx.
Qed.
