(** * Too few messages: two sets with the same message, and the input on which Bob errs

    Alice sends one message mu(a), Bob answers from the message and b whether a and b meet. Nothing is assumed about
    the messages but that they can be told apart: strings of bits, tuples of numbers of p bits, states of an automaton.

    - [single n i]: the set {i}
    - [one_way_messages] is S-L7: the messages of different sets are different, so at least 2^n messages are used
    - [collision_gives_failing_input]: two sets with the same message give i, and Bob errs on one of them with {i}
    - [few_messages_fail]: below 2^n messages there is such an input
    - [message_budget]: k numbers of p bits each suffice only if k p >= n *)

From Coq Require Import List Bool Arith Lia.
From AttentionQuarks Require Import Thr Disjointness.
Import ListNotations.
Open Scope nat_scope.

Definition single (n i : nat) : list bool := map (fun j => i =? j) (seq 0 n).

Lemma in_cube_single : forall n i, In (single n i) (cube n).
Proof. intros n i. apply in_cube. unfold single. rewrite map_length, seq_length. reflexivity. Qed.

Lemma single_before : forall a s i, i < s -> disjoint a (map (fun j => i =? j) (seq s (length a))) = true.
Proof.
  induction a as [|x a IH]; intros s i L; simpl; [reflexivity|].
  rewrite (proj2 (Nat.eqb_neq i s)), andb_false_r, IH by lia. reflexivity.
Qed.

Lemma single_meets : forall n a i, length a = n -> i < n -> meet a (single n i) = nth i a false.
Proof.
  intros n a i <-. unfold meet, single. change i with (0 + i) at 2. generalize 0 as s. revert i.
  induction a as [|x a IH]; intros i s L; simpl in *; [lia|]. destruct i as [|i].
  - rewrite Nat.add_0_r, Nat.eqb_refl, single_before by lia. destruct x; reflexivity.
  - rewrite (proj2 (Nat.eqb_neq (s + S i) s)) by lia. rewrite andb_false_r. simpl.
    rewrite <- (IH i (S s)) by lia. replace (s + S i) with (S s + i) by lia. reflexivity.
Qed.

Lemma first_difference : forall (a c : list bool), length a = length c -> a <> c ->
  exists i, i < length a /\ nth i a false <> nth i c false.
Proof.
  induction a as [|x a IH]; intros [|y c] L N; try discriminate L; [contradiction|]. simpl in *.
  destruct (bool_dec x y) as [->|D]; [|exists 0; split; [lia | exact D]].
  destruct (IH c ltac:(lia) ltac:(congruence)) as (i & Li & Di). exists (S i). split; [lia | exact Di].
Qed.

Theorem collision_gives_failing_input : forall n (M : Type) (message : list bool -> M)
    (answer : M -> list bool -> bool) a c,
  In a (cube n) -> In c (cube n) -> a <> c -> message a = message c ->
  exists i, i < n /\ nth i a false <> nth i c false /\
    (answer (message a) (single n i) <> meet a (single n i) \/ answer (message c) (single n i) <> meet c (single n i)).
Proof.
  intros n M message answer a c Ia Ic N E. apply in_cube in Ia, Ic.
  destruct (first_difference a c ltac:(congruence) N) as (i & L & D). rewrite Ia in L. exists i. split; [exact L|].
  split; [exact D|]. rewrite !single_meets, E by assumption.
  destruct (bool_dec (answer (message c) (single n i)) (nth i a false)) as [->|X]; [right | left]; assumption.
Qed.

Theorem one_way_messages : forall n (M : Type) (message : list bool -> M) (answer : M -> list bool -> bool),
  (forall a b, In a (cube n) -> In b (cube n) -> answer (message a) b = meet a b) ->
  (forall a c, In a (cube n) -> In c (cube n) -> message a = message c -> a = c) /\
  forall messages, (forall a, In a (cube n) -> In (message a) messages) -> 2 ^ n <= length messages.
Proof.
  intros n M message answer Right.
  assert (Inj : forall a c, In a (cube n) -> In c (cube n) -> message a = message c -> a = c).
  { intros a c Ia Ic E. destruct (list_eq_dec bool_dec a c) as [F|N]; [exact F|].
    destruct (collision_gives_failing_input n M message answer a c Ia Ic N E) as (i & _ & _ & [X|X]);
      contradiction X; apply Right; auto using in_cube_single. }
  split; [exact Inj|]. intros messages All. rewrite <- (length_cube n), <- (map_length message).
  apply NoDup_incl_length; [apply nodup_map; [exact Inj | apply nodup_cube]|].
  intros m I. apply in_map_iff in I. destruct I as (a & <- & I). apply All, I.
Qed.

(** ** Pigeonhole *)

Lemma different_or_collision : forall (A M : Type) (eq_dec : forall x y : M, {x = y} + {x <> y}) (f : A -> M) l,
  NoDup l ->
  NoDup (map f l) \/ exists a c, In a l /\ In c l /\ a <> c /\ f a = f c.
Proof.
  intros A M eq_dec f l D. induction D as [|x l N D IH]; simpl; [left; constructor|].
  destruct IH as [IH|(a & c & Ia & Ic & R)]; [|right; exists a, c; auto].
  destruct (in_dec eq_dec (f x) (map f l)) as [I|O]; [right | left; constructor; assumption].
  apply in_map_iff in I. destruct I as (y & E & I). exists x, y. repeat split; auto. intros ->. contradiction.
Qed.

Theorem few_messages_fail : forall n (M : Type) (eq_dec : forall x y : M, {x = y} + {x <> y}) (message : list bool -> M)
    (answer : M -> list bool -> bool) (messages : list M),
  (forall a, In a (cube n) -> In (message a) messages) -> length messages < 2 ^ n ->
  exists a c i, In a (cube n) /\ In c (cube n) /\ i < n /\ nth i a false <> nth i c false /\ message a = message c /\
    (answer (message a) (single n i) <> meet a (single n i) \/ answer (message c) (single n i) <> meet c (single n i)).
Proof.
  intros n M eq_dec message answer messages All Few.
  destruct (different_or_collision _ M eq_dec message (cube n) (nodup_cube n)) as [D|(a & c & Ia & Ic & N & E)].
  - apply (NoDup_incl_length (l' := messages)) in D; [rewrite map_length, length_cube in D; lia|].
    intros m I. apply in_map_iff in I. destruct I as (a & <- & I). apply All, I.
  - destruct (collision_gives_failing_input n M message answer a c Ia Ic N E) as (i & L & D & X).
    exists a, c, i. auto 7.
Qed.

(** ** Messages of k numbers of p bits *)

Fixpoint number_lists (k r : nat) : list (list nat) :=
  match k with
  | 0 => [[]]
  | S j => flat_map (fun v => map (cons v) (number_lists j r)) (seq 0 r)
  end.

Lemma length_number_lists : forall k r, length (number_lists k r) = r ^ k.
Proof.
  induction k as [|k IH]; intros r; simpl; [reflexivity|]. rewrite <- IH. generalize (number_lists k r) as L. intros L.
  replace (r * length L) with (length (seq 0 r) * length L) by (rewrite seq_length; reflexivity).
  induction (seq 0 r) as [|v l IHl]; simpl; [reflexivity|]. rewrite app_length, map_length, IHl. reflexivity.
Qed.

Lemma in_number_lists : forall k r m, length m = k -> Forall (fun v => v < r) m -> In m (number_lists k r).
Proof.
  induction k as [|k IH]; intros r [|v m] L F; try discriminate L; simpl; [auto|].
  inversion F; subst. apply in_flat_map. exists v. split; [apply in_seq; lia|]. apply in_map, IH; auto.
Qed.

Theorem message_budget : forall n k p (message : list bool -> list nat) (answer : list nat -> list bool -> bool),
  (forall a, In a (cube n) -> length (message a) = k /\ Forall (fun v => v < 2 ^ p) (message a)) ->
  (forall a b, In a (cube n) -> In b (cube n) -> answer (message a) b = meet a b) -> n <= k * p.
Proof.
  intros n k p message answer Small Right. destruct (one_way_messages n _ message answer Right) as [_ Many].
  specialize (Many (number_lists k (2 ^ p))).
  rewrite length_number_lists, <- Nat.pow_mul_r, (Nat.mul_comm p k) in Many.
  assert (~ k * p < n); [|lia]. intros L. apply (Nat.pow_lt_mono_r 2) in L; [|lia].
  apply (Nat.lt_irrefl (2 ^ n)). eapply Nat.le_lt_trans; [apply Many | exact L].
  intros a I. destruct (Small a I). apply in_number_lists; assumption.
Qed.
