(** * The disjointness matrix of the subsets of n elements

    A subset of n elements is a point of the cube, the list of its n bits. The entry of the matrix D_n at (a, b) is 1 if
    a and b are disjoint and 0 otherwise; the entry of the intersection matrix is 1 if they meet.

    - [disjoint], [meet]: the two indicators; [disjoint] of longer lists is the block form [[D, D], [D, 0]]
    - [inverse_matrices], [bordered]: inverse integer matrices, and the block matrix [[0, E], [E, -E]]
    - [disjointness_matrix_inverse] is S-L3/1
    - [disjointness_matrix_rank] is S-L3/3 and [intersection_matrix_rank] is S-L4, over every commutative ring, so over
      every field: the columns that are left are linearly independent *)

From Coq Require Import List Bool ZArith Lia Ring_theory.
From AttentionQuarks Require Import Thr.
Import ListNotations.
Open Scope nat_scope.

Fixpoint disjoint (a b : list bool) : bool :=
  match a, b with
  | x :: c, y :: d => negb (x && y) && disjoint c d
  | _, _ => true
  end.

(** The function DISJ of S-D9: 1 if the two sets have a common element. *)
Definition meet (a b : list bool) : bool := negb (disjoint a b).

Definition empty_set (n : nat) : list bool := repeat false n.

Lemma disjoint_empty : forall a n, disjoint a (empty_set n) = true.
Proof. intros a n. revert a. induction n as [|n IH]; intros [|[] a]; simpl; auto. Qed.

Lemma disjoint_symmetric : forall a b, disjoint a b = disjoint b a.
Proof. induction a as [|x a IH]; intros [|y b]; simpl; auto. rewrite (andb_comm x y), IH. reflexivity. Qed.

Lemma in_cube_cons : forall n x a, In (x :: a) (cube (S n)) <-> In a (cube n).
Proof.
  intros n x a. simpl. rewrite in_app_iff, !in_map_iff. split.
  - intros [(c & E & I)|(c & E & I)]; injection E as _ <-; exact I.
  - intros I. destruct x; [right | left]; exists a; auto.
Qed.

(** ** The inverse over the integers *)

Fixpoint total (l : list (list bool)) (f : list bool -> Z) : Z :=
  match l with
  | [] => 0%Z
  | a :: k => (f a + total k f)%Z
  end.

Definition indicator (b : bool) : Z := if b then 1%Z else 0%Z.

Definition identity_matrix (a b : list bool) : Z := if list_eq_dec bool_dec a b then 1%Z else 0%Z.

Definition inverse_matrices (n : nat) (D E : list bool -> list bool -> Z) : Prop :=
  forall a b, In a (cube n) -> In b (cube n) ->
    total (cube n) (fun c => D a c * E c b)%Z = identity_matrix a b /\
    total (cube n) (fun c => E a c * D c b)%Z = identity_matrix a b.

(** [[0, E], [E, -E]] *)
Definition bordered (E : list bool -> list bool -> Z) (a b : list bool) : Z :=
  match a, b with
  | false :: c, true :: d => E c d
  | true :: c, false :: d => E c d
  | true :: c, true :: d => (- E c d)%Z
  | _, _ => 0%Z
  end.

(** The inverse of D_n. *)
Fixpoint disjointness_inverse (n : nat) : list bool -> list bool -> Z :=
  match n with
  | 0 => fun _ _ => 1%Z
  | S m => bordered (disjointness_inverse m)
  end.

Lemma total_app : forall k l f, total (k ++ l) f = (total k f + total l f)%Z.
Proof. induction k as [|a k IH]; intros l f; simpl; [reflexivity|]. rewrite IH. lia. Qed.

Lemma total_map : forall l (g : list bool -> list bool) f, total (map g l) f = total l (fun a => f (g a)).
Proof. induction l as [|a l IH]; intros g f; simpl; [reflexivity|]. rewrite IH. reflexivity. Qed.

Lemma total_both : forall l f g h, (forall a, f a + g a = h a)%Z -> (total l f + total l g)%Z = total l h.
Proof. induction l as [|a l IH]; intros f g h E; simpl; [reflexivity|]. rewrite <- E, <- (IH f g h E). lia. Qed.

Lemma total_cancel : forall l f g, (forall a, f a + g a = 0)%Z -> (total l f + total l g)%Z = 0%Z.
Proof.
  induction l as [|a l IH]; intros f g E; simpl; [reflexivity|].
  specialize (E a) as Ea. specialize (IH f g E). lia.
Qed.

Lemma identity_cons : forall x y a b,
  identity_matrix (x :: a) (y :: b) = if eqb x y then identity_matrix a b else 0%Z.
Proof.
  intros x y a b. unfold identity_matrix.
  destruct (list_eq_dec bool_dec (x :: a) (y :: b)) as [E|N]; destruct (list_eq_dec bool_dec a b) as [F|M];
    destruct x, y; simpl; congruence.
Qed.

Lemma bordered_inverse : forall n E, inverse_matrices n (fun a b => indicator (disjoint a b)) E ->
  inverse_matrices (S n) (fun a b => indicator (disjoint a b)) (bordered E).
Proof.
  intros n E I [|x a] [|y b] Ha Hb;
    try (simpl in Ha, Hb; rewrite in_app_iff, !in_map_iff in *; firstorder discriminate).
  apply in_cube_cons in Ha. apply in_cube_cons in Hb. destruct (I a b Ha Hb) as [L R].
  rewrite identity_cons. simpl cube. rewrite !total_app, !total_map. clear I Ha Hb.
  split; [destruct x, y; cbn [eqb]; try rewrite <- L | destruct x, y; cbn [eqb]; try rewrite <- R];
    first [apply total_both | apply total_cancel]; intros c; simpl; rewrite ?andb_true_r; lia.
Qed.

Theorem disjointness_matrix_inverse : forall n,
  inverse_matrices n (fun a b => indicator (disjoint a b)) (disjointness_inverse n) /\
  forall E, inverse_matrices n (fun a b => indicator (disjoint a b)) E ->
    inverse_matrices (S n) (fun a b => indicator (disjoint a b)) (bordered E).
Proof.
  intros n. split; [|apply bordered_inverse]. induction n as [|n IH]; [|apply bordered_inverse, IH].
  intros a b [<-|[]] [<-|[]]. split; reflexivity.
Qed.

(** ** Ranks over every commutative ring *)

(** The value at the row [a] of the matrix with entries 0 and 1, given by [entry], times the vector [u], whose entries
    are those of the columns in [columns]. *)
Fixpoint row_times_vector {F : Type} (zero : F) (add : F -> F -> F)
    (entry : list bool -> bool) (columns : list (list bool)) (u : list bool -> F) : F :=
  match columns with
  | [] => zero
  | b :: k => add (if entry b then u b else zero) (row_times_vector zero add entry k u)
  end.

(** The columns of the matrix are linearly independent over F. *)
Definition independent_columns {F : Type} (zero : F) (add : F -> F -> F)
    (entry : list bool -> list bool -> bool) (rows columns : list (list bool)) : Prop :=
  forall u : list bool -> F, (forall a, In a rows -> row_times_vector zero add (entry a) columns u = zero) ->
    forall b, In b columns -> u b = zero.

Lemma row_app : forall F zero one add mul sub opp, @ring_theory F zero one add mul sub opp eq ->
  forall e k l (u : list bool -> F),
  row_times_vector zero add e (k ++ l) u = add (row_times_vector zero add e k u) (row_times_vector zero add e l u).
Proof.
  intros F zero one add mul sub opp RT e k l u. induction k as [|b k IH]; simpl.
  - symmetry. apply (Radd_0_l RT).
  - rewrite IH. apply (Radd_assoc RT).
Qed.

Lemma row_map : forall F (zero : F) add e (g : list bool -> list bool) k u,
  row_times_vector zero add e (map g k) u = row_times_vector zero add (fun b => e (g b)) k (fun b => u (g b)).
Proof. intros F zero add e g k u. induction k as [|b k IH]; simpl; congruence. Qed.

Lemma row_zero : forall F zero one add mul sub opp, @ring_theory F zero one add mul sub opp eq ->
  forall e k (u : list bool -> F),
  (forall b, In b k -> e b = true -> u b = zero) -> row_times_vector zero add e k u = zero.
Proof.
  intros F zero one add mul sub opp RT e k u. induction k as [|b k IH]; intros Z; simpl; [reflexivity|].
  rewrite IH by (intros; apply Z; simpl; auto). pose proof (Z b (or_introl eq_refl)) as Zb.
  destruct (e b); [rewrite Zb by reflexivity|]; apply (Radd_0_l RT).
Qed.

Theorem disjointness_matrix_rank : forall F zero one add mul sub opp, @ring_theory F zero one add mul sub opp eq ->
  forall n, length (cube n) = 2 ^ n /\ independent_columns zero add disjoint (cube n) (cube n).
Proof.
  intros F zero one add mul sub opp RT n. split; [apply length_cube|].
  induction n as [|n IH]; intros u Eq b Hb.
  { destruct Hb as [<-|[]]. specialize (Eq [] (or_introl eq_refl)). simpl in Eq.
    rewrite (Radd_comm RT), (Radd_0_l RT) in Eq. exact Eq. }
  assert (Split : forall x a, row_times_vector zero add (disjoint (x :: a)) (cube (S n)) u =
    add (row_times_vector zero add (disjoint a) (cube n) (fun c => u (false :: c)))
        (row_times_vector zero add (fun c => negb x && disjoint a c) (cube n) (fun c => u (true :: c)))).
  { intros x a. simpl cube. rewrite (row_app _ _ _ _ _ _ _ RT), !row_map. f_equal; simpl;
      rewrite ?andb_false_r, ?andb_true_r; reflexivity. }
  assert (Absent : forall c, In c (cube n) -> u (false :: c) = zero).
  { apply IH. intros a Ha. specialize (Eq (true :: a) (proj2 (in_cube_cons n true a) Ha)). rewrite Split in Eq.
    rewrite (row_zero _ _ _ _ _ _ _ RT (fun c => negb true && _)) in Eq by (intros ? _ X; discriminate X).
    rewrite (Radd_comm RT), (Radd_0_l RT) in Eq. exact Eq. }
  assert (Present : forall c, In c (cube n) -> u (true :: c) = zero).
  { apply IH. intros a Ha. specialize (Eq (false :: a) (proj2 (in_cube_cons n false a) Ha)). rewrite Split in Eq.
    rewrite (row_zero _ _ _ _ _ _ _ RT (disjoint a)) in Eq by (intros; apply Absent; assumption).
    rewrite (Radd_0_l RT) in Eq. exact Eq. }
  destruct b as [|x b]; [simpl in Hb; rewrite in_app_iff, !in_map_iff in Hb; firstorder discriminate|].
  apply in_cube_cons in Hb. destruct x; [apply Present | apply Absent]; exact Hb.
Qed.

Lemma cube_starts_with_empty_set : forall n, cube n = empty_set n :: tl (cube n).
Proof. induction n as [|n IH]; [reflexivity|]. simpl. rewrite IH. reflexivity. Qed.

(** Together the two sums are the sum of all entries. *)
Lemma row_meet : forall F zero one add mul sub opp, @ring_theory F zero one add mul sub opp eq ->
  forall a k (u : list bool -> F),
  add (row_times_vector zero add (disjoint a) k u) (row_times_vector zero add (meet a) k u)
    = row_times_vector zero add (fun _ => true) k u.
Proof.
  intros F zero one add mul sub opp RT a k u. induction k as [|b k IH]; simpl; [apply (Radd_0_l RT)|].
  rewrite <- IH. unfold meet. destruct (disjoint a b); simpl.
  - rewrite (Radd_0_l RT). symmetry. apply (Radd_assoc RT).
  - rewrite (Radd_0_l RT), !(Radd_assoc RT). f_equal. apply (Radd_comm RT).
Qed.

Theorem intersection_matrix_rank : forall F zero one add mul sub opp, @ring_theory F zero one add mul sub opp eq ->
  forall n, cube n = empty_set n :: tl (cube n) /\ length (tl (cube n)) = 2 ^ n - 1 /\
    (forall a, meet a (empty_set n) = false) /\ independent_columns zero add meet (cube n) (tl (cube n)).
Proof.
  intros F zero one add mul sub opp RT n. pose proof (cube_starts_with_empty_set n) as Start.
  split; [exact Start|]. split; [|split].
  { pose proof (length_cube n) as L. rewrite Start in L. simpl in L. rewrite <- L. simpl.
    rewrite Nat.sub_0_r. reflexivity. }
  { intros a. unfold meet. rewrite disjoint_empty. reflexivity. }
  intros u Eq b Hb. set (s := row_times_vector zero add (fun _ => true) (tl (cube n)) u).
  pose proof (nodup_cube n) as Distinct. rewrite Start in Distinct. apply NoDup_cons_iff in Distinct as [Out _].
  set (v := fun c => if list_eq_dec bool_dec c (empty_set n) then opp s else u c).
  assert (Same : forall e k, ~ In (empty_set n) k -> row_times_vector zero add e k v = row_times_vector zero add e k u).
  { intros e. induction k as [|c k IH]; intros N; simpl; [reflexivity|]. simpl in N. rewrite IH by tauto.
    unfold v. destruct (list_eq_dec bool_dec c (empty_set n)); [tauto|reflexivity]. }
  assert (V : forall c, In c (cube n) -> v c = zero).
  { apply (disjointness_matrix_rank _ _ _ _ _ _ _ RT n). intros a Ha. rewrite Start. simpl.
    rewrite disjoint_empty, Same by exact Out. pose proof (row_meet _ _ _ _ _ _ _ RT a (tl (cube n)) u) as Sum.
    rewrite Eq in Sum by exact Ha. rewrite (Radd_comm RT), (Radd_0_l RT) in Sum. fold s in Sum. rewrite Sum.
    unfold v. destruct (list_eq_dec bool_dec (empty_set n) (empty_set n)); [|contradiction].
    rewrite (Radd_comm RT). apply (Ropp_def RT). }
  assert (Hc : In b (cube n)) by (rewrite Start; right; exact Hb). specialize (V b Hc). unfold v in V.
  destruct (list_eq_dec bool_dec b (empty_set n)) as [E|_]; [rewrite E in Hb; contradiction | exact V].
Qed.
