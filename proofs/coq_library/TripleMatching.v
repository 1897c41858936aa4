(** * Disjointness embeds in triple matching, for every modulus M >= N + 1 and in all three modes

    The token of position 1 is 1. Alice's i-th token is alpha_i if a_i = 1, and 1 otherwise, where alpha_1, ..., alpha_n
    are 0, 2, 3, ..., n; Bob's i-th token is M - 1 - alpha_i if b_i = 1, and 1 otherwise. There may be more tokens 1.

    - [mode], [allowed], [matching_triple]: the task Match3 of S-D6 at one position; positions are counted from 0
    - [embedded]: the embedding
    - [disjointness_embeds_in_match3] is S-L30 *)

From Coq Require Import List Bool ZArith Lia.
From AttentionQuarks Require Import Thr Disjointness.
Import ListNotations.
Open Scope nat_scope.

Inductive mode : Type := Literal | NotSelf | AllDistinct.

Definition allowed (m : mode) (i j k : nat) : Prop :=
  match m with
  | Literal => True
  | NotSelf => j <> i /\ k <> i
  | AllDistinct => j <> i /\ k <> i /\ j <> k
  end.

(** Match3 at the position i is 1. *)
Definition matching_triple (m : mode) (modulus : Z) (tokens : list Z) (i : nat) : Prop :=
  exists j k, j < length tokens /\ k < length tokens /\ allowed m i j k /\
    ((nth i tokens 0 + nth j tokens 0 + nth k tokens 0) mod modulus)%Z = 0%Z.

Definition alpha (i : nat) : Z := if i =? 1 then 0%Z else Z.of_nat i.

(** The tokens of one party: the value of the index, which begins at [s], where the bit is 1. *)
Fixpoint party (value_at : nat -> Z) (s : nat) (a : list bool) : list Z :=
  match a with
  | [] => []
  | x :: c => (if x then value_at s else 1%Z) :: party value_at (S s) c
  end.

(** The n tokens of Alice and of Bob, after the first token, and [r] tokens 1 after them. *)
Definition embedded (modulus : Z) (r : nat) (a b : list bool) : list Z :=
  1%Z :: party alpha 1 a ++ party (fun i => (modulus - 1 - alpha i)%Z) 1 b ++ repeat 1%Z r.

Lemma length_party : forall f a s, length (party f s a) = length a.
Proof. induction a as [|x a IH]; intros s; simpl; congruence. Qed.

Lemma nth_party : forall f a s i, nth i a false = true -> nth i (party f s a) 0%Z = f (s + i).
Proof.
  induction a as [|x a IH]; intros s [|i] E; simpl in *; try discriminate.
  - rewrite E, Nat.add_0_r. reflexivity.
  - rewrite IH by exact E. f_equal. lia.
Qed.

Lemma in_party : forall f a s x, In x (party f s a) ->
  x = 1%Z \/ exists i, i < length a /\ nth i a false = true /\ x = f (s + i).
Proof.
  induction a as [|y a IH]; intros s x I; simpl in I; [destruct I|]. destruct I as [E|I].
  - destruct y; [right | left; auto]. exists 0. rewrite Nat.add_0_r. simpl. repeat split; [lia | auto].
  - destruct (IH _ _ I) as [E|(i & L & B & E)]; [left; exact E | right]. exists (S i). simpl.
    repeat split; [lia | exact B|]. rewrite E. f_equal. lia.
Qed.

Lemma meet_iff : forall a b, meet a b = true <-> exists i, nth i a false = true /\ nth i b false = true.
Proof.
  unfold meet. induction a as [|x a IH]; intros b.
  { simpl. split; [discriminate|]. intros ([|i] & E & _); discriminate E. }
  destruct b as [|y b]; [simpl; split; [discriminate | intros ([|i] & _ & E); discriminate E]|].
  simpl. rewrite negb_andb, negb_involutive, orb_true_iff, andb_true_iff, IH. split.
  - intros [[-> ->]|(i & A & B)]; [exists 0 | exists (S i)]; auto.
  - intros ([|i] & A & B); [left; auto | right; exists i; auto].
Qed.

Lemma alpha_range : forall i, 1 <= i -> (0 <= alpha i <= Z.of_nat i /\ alpha i <> 1)%Z.
Proof. intros i L. unfold alpha. destruct (Nat.eqb_spec i 1); lia. Qed.

Lemma alpha_injective : forall i j, 1 <= i -> 1 <= j -> alpha i = alpha j -> i = j.
Proof. intros i j Li Lj. unfold alpha. destruct (Nat.eqb_spec i 1), (Nat.eqb_spec j 1); lia. Qed.

(** What a token can be, up to a multiple of the modulus: 1, alpha_i, or -1 - alpha_i. *)
Lemma token_kinds : forall M r a b x, length a = length b -> In x (embedded M r a b) ->
  x = 1%Z \/
  (exists i, i < length a /\ nth i a false = true /\ x = alpha (S i)) \/
  (exists i, i < length a /\ nth i b false = true /\ x = (M - 1 - alpha (S i))%Z).
Proof.
  intros M r a b x L I. unfold embedded in I. destruct I as [E|I]; [auto|]. rewrite !in_app_iff in I.
  destruct I as [I|[I|I]]; [apply in_party in I as [E|X] | apply in_party in I as [E|X] | apply repeat_spec in I]; auto.
  rewrite L. auto.
Qed.

Lemma length_embedded : forall M r a b, length (embedded M r a b) = 1 + length a + length b + r.
Proof. intros. unfold embedded. simpl. rewrite !app_length, !length_party, repeat_length. lia. Qed.

Lemma small_multiple : forall M x, (0 < M -> x mod M = 0 -> - M < x < M -> x = 0)%Z.
Proof. intros M x P E B. apply Z.mod_divide in E; [|lia]. destruct E as [k ->]. assert (- 1 < k < 1)%Z by nia. nia. Qed.

Theorem disjointness_embeds_in_match3 : forall n r a b (modulus : Z) m, 1 <= n -> length a = n -> length b = n ->
  (2 * Z.of_nat n + 2 <= modulus)%Z ->
  length (embedded modulus r a b) = 2 * n + 1 + r /\
  (forall x, In x (embedded modulus r a b) -> 0 <= x < modulus)%Z /\
  (matching_triple m modulus (embedded modulus r a b) 0 <-> meet a b = true).
Proof.
  intros n r a b M m Pos La Lb Big. split; [rewrite length_embedded; lia|]. split.
  { intros x I. apply token_kinds in I; [|congruence].
    destruct I as [->|[(i & L & _ & ->)|(i & L & _ & ->)]]; [lia| |]; pose proof (alpha_range (S i) ltac:(lia)); lia. }
  rewrite meet_iff. split.
  - intros (j & k & Lj & Lk & _ & E).
    apply (nth_In _ 0%Z) in Lj, Lk. set (x := nth j (embedded M r a b) 0%Z) in *.
    set (y := nth k (embedded M r a b) 0%Z) in *. change (nth 0 (embedded M r a b) 0%Z) with 1%Z in E.
    assert (Shift : forall u v, (exists w, 1 + x + y = 1 + u + v + w * M)%Z ->
      (- M < 1 + u + v < M)%Z -> (1 + u + v = 0)%Z).
    { intros u v (w & Ew) B. apply (small_multiple M); [lia | | exact B]. rewrite Ew, Z.mod_add in E by lia. exact E. }
    apply token_kinds in Lj; [|congruence]. apply token_kinds in Lk; [|congruence].
    destruct Lj as [Ex|[(i & Li & Ai & Ex)|(i & Li & Bi & Ex)]], Lk as [Ey|[(l & Ll & Al & Ey)|(l & Ll & Bl & Ey)]];
      try pose proof (alpha_range (S i) ltac:(lia)); try pose proof (alpha_range (S l) ltac:(lia)).
    + pose proof (Shift 1 1 ltac:(exists 0%Z; lia) ltac:(lia))%Z. lia.
    + pose proof (Shift 1 (alpha (S l)) ltac:(exists 0%Z; lia) ltac:(lia))%Z. lia.
    + pose proof (Shift 1 (- 1 - alpha (S l)) ltac:(exists 1%Z; lia) ltac:(lia))%Z. lia.
    + pose proof (Shift (alpha (S i)) 1 ltac:(exists 0%Z; lia) ltac:(lia))%Z. lia.
    + pose proof (Shift (alpha (S i)) (alpha (S l)) ltac:(exists 0%Z; lia) ltac:(lia))%Z. lia.
    + pose proof (Shift (alpha (S i)) (- 1 - alpha (S l)) ltac:(exists 1%Z; lia) ltac:(lia))%Z.
      assert (S i = S l) by (apply alpha_injective; lia).
      exists i. split; [exact Ai|]. replace i with l by lia. exact Bl.
    + pose proof (Shift (- 1 - alpha (S i)) 1 ltac:(exists 1%Z; lia) ltac:(lia))%Z. lia.
    + pose proof (Shift (- 1 - alpha (S i)) (alpha (S l)) ltac:(exists 1%Z; lia) ltac:(lia))%Z.
      assert (S i = S l) by (apply alpha_injective; lia).
      exists l. split; [exact Al|]. replace l with i by lia. exact Bi.
    + pose proof (Shift (- 1 - alpha (S i)) (- 1 - alpha (S l)) ltac:(exists 2%Z; lia) ltac:(lia))%Z. lia.
  - intros (i & A & B). assert (Li : i < n).
    { destruct (Nat.lt_ge_cases i n) as [L|G]; [exact L|]. rewrite nth_overflow in A by lia. discriminate. }
    exists (S i), (S (n + i)). rewrite length_embedded. split; [lia|]. split; [lia|].
    split; [destruct m; simpl; lia|]. unfold embedded. cbn [nth].
    rewrite (app_nth1 (party _ _ a)) by (rewrite length_party; lia).
    rewrite (app_nth2 (party _ _ a)) by (rewrite length_party; lia).
    rewrite length_party, La. replace (n + i - n) with i by lia.
    rewrite app_nth1 by (rewrite length_party; lia). rewrite !nth_party by assumption. simpl (1 + i).
    replace (1 + alpha (S i) + (M - 1 - alpha (S i)))%Z with M by ring. apply Z.mod_same. lia.
Qed.
