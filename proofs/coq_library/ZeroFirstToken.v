(** * The reduction to triple matching with a first token 0 is wrong in the mode literal

    The embedding of the authors' talks: token 1 is 0, Alice's tokens are 2, ..., n + 1 where her bit is 1, Bob's are
    the opposite residues, and both send 1 where the bit is 0.

    - [zero_first]: the embedding
    - [zero_first_token] is S-L29: constant in the mode literal; in the mode not self right for M >= N + 2 and wrong for
      M = N + 1; in the mode distinct right for M >= N + 1 *)

From Coq Require Import List Bool Arith ZArith Lia.
From AttentionQuarks Require Import Thr Disjointness OneWay TripleMatching.
Import ListNotations.
Open Scope nat_scope.

Definition zero_first (modulus : Z) (a b : list bool) : list Z :=
  0%Z :: party Z.of_nat 2 a ++ party (fun i => (modulus - Z.of_nat i)%Z) 2 b.

Lemma length_zero_first : forall M a b, length (zero_first M a b) = 1 + length a + length b.
Proof. intros. unfold zero_first. simpl. rewrite app_length, !length_party. reflexivity. Qed.

Lemma nth_party_bit : forall f a s i, i < length a ->
  nth i (party f s a) 0%Z = if nth i a false then f (s + i) else 1%Z.
Proof.
  induction a as [|x a IH]; intros s [|i] L; simpl in *; try lia; [rewrite Nat.add_0_r; reflexivity|].
  rewrite IH by lia. replace (S s + i) with (s + S i) by lia. reflexivity.
Qed.

(** The token of a position after the first. *)
Lemma zero_first_at : forall M n a b p, length a = n -> length b = n -> p <> 0 -> p < 1 + n + n ->
  nth p (zero_first M a b) 0%Z = 1%Z \/
  (exists i, i < n /\ p = S i /\ nth i a false = true /\ nth p (zero_first M a b) 0%Z = Z.of_nat (2 + i)) \/
  (exists i, i < n /\ p = S (n + i) /\ nth i b false = true /\ nth p (zero_first M a b) 0%Z = (M - Z.of_nat (2 + i))%Z).
Proof.
  intros M n a b [|p] La Lb N L; [lia|]. unfold zero_first. cbn [nth]. destruct (Nat.lt_ge_cases p n) as [X|X].
  - rewrite app_nth1 by (rewrite length_party; lia). rewrite nth_party_bit by lia.
    destruct (nth p a false) eqn:E; [right; left | left; reflexivity]. exists p. auto.
  - rewrite app_nth2 by (rewrite length_party; lia). rewrite length_party, La, nth_party_bit by lia.
    destruct (nth (p - n) b false) eqn:E; [right; right | left; reflexivity].
    exists (p - n). repeat split; [lia | lia | exact E].
Qed.

Lemma zero_first_right : forall n a b M m, 1 <= n -> length a = n -> length b = n ->
  (m = NotSelf /\ 2 * Z.of_nat n + 3 <= M \/ m = AllDistinct /\ 2 * Z.of_nat n + 2 <= M)%Z ->
  matching_triple m M (zero_first M a b) 0 <-> meet a b = true.
Proof.
  intros n a b M m Pos La Lb Mode. rewrite meet_iff. split.
  - intros (j & k & Lj & Lk & Al & E). rewrite length_zero_first, La, Lb in Lj, Lk.
    change (nth 0 (zero_first M a b) 0%Z) with 0%Z in E.
    assert (Nj : j <> 0 /\ k <> 0 /\ (m = AllDistinct -> j <> k)).
    { destruct Mode as [[-> _]|[-> _]]; simpl in Al; repeat split; try tauto; discriminate. }
    destruct Nj as (Nj & Nk & Njk). assert (Big : (2 * Z.of_nat n + 2 <= M)%Z) by (destruct Mode as [[_ B]|[_ B]]; lia).
    assert (Self : (m = AllDistinct \/ 2 * Z.of_nat n + 3 <= M)%Z) by tauto. clear Mode Al.
    assert (Shift : forall u v,
      (exists w, 0 + nth j (zero_first M a b) 0 + nth k (zero_first M a b) 0 = u + v + w * M)%Z ->
      (- M < u + v < M)%Z -> (u + v = 0)%Z).
    { intros u v (w & Ew) B. apply (small_multiple M); [lia | | exact B]. rewrite Ew, Z.mod_add in E by lia. exact E. }
    destruct (zero_first_at M n a b j La Lb Nj Lj) as [Ex|[(i & Li & Pj & Ai & Ex)|(i & Li & Pj & Bi & Ex)]],
      (zero_first_at M n a b k La Lb Nk Lk) as [Ey|[(l & Ll & Pk & Al & Ey)|(l & Ll & Pk & Bl & Ey)]];
      rewrite Ex, Ey in Shift.
    + pose proof (Shift 1 1 ltac:(exists 0%Z; lia) ltac:(lia))%Z. lia.
    + pose proof (Shift 1 (Z.of_nat (2 + l)) ltac:(exists 0%Z; lia) ltac:(lia))%Z. lia.
    + pose proof (Shift 1 (- Z.of_nat (2 + l)) ltac:(exists 1%Z; lia) ltac:(lia))%Z. lia.
    + pose proof (Shift (Z.of_nat (2 + i)) 1 ltac:(exists 0%Z; lia) ltac:(lia))%Z. lia.
    + assert (i <> l \/ 2 * Z.of_nat n + 3 <= M)%Z by (destruct Self as [S|S]; [left; specialize (Njk S); lia | auto]).
      pose proof (Shift (Z.of_nat (2 + i)) (Z.of_nat (2 + l)) ltac:(exists 0%Z; lia) ltac:(lia))%Z. lia.
    + pose proof (Shift (Z.of_nat (2 + i)) (- Z.of_nat (2 + l)) ltac:(exists 1%Z; lia) ltac:(lia))%Z.
      exists i. split; [exact Ai|]. replace i with l by lia. exact Bl.
    + pose proof (Shift (- Z.of_nat (2 + i)) 1 ltac:(exists 1%Z; lia) ltac:(lia))%Z. lia.
    + pose proof (Shift (- Z.of_nat (2 + i)) (Z.of_nat (2 + l)) ltac:(exists 1%Z; lia) ltac:(lia))%Z.
      exists l. split; [exact Al|]. replace l with i by lia. exact Bi.
    + assert (i <> l \/ 2 * Z.of_nat n + 3 <= M)%Z by (destruct Self as [S|S]; [left; specialize (Njk S); lia | auto]).
      pose proof (Shift (- Z.of_nat (2 + i)) (- Z.of_nat (2 + l)) ltac:(exists 2%Z; lia) ltac:(lia))%Z. lia.
  - intros (i & A & B). assert (Li : i < n).
    { destruct (Nat.lt_ge_cases i n) as [L|G]; [exact L|]. rewrite nth_overflow in A by lia. discriminate. }
    exists (S i), (S (n + i)). rewrite length_zero_first. split; [lia|]. split; [lia|].
    split; [destruct m; simpl; lia|]. unfold zero_first. cbn [nth].
    rewrite (app_nth1 (party _ _ a)) by (rewrite length_party; lia).
    rewrite (app_nth2 (party _ _ a)) by (rewrite length_party; lia).
    rewrite length_party, La. replace (n + i - n) with i by lia. rewrite !nth_party_bit, A, B by lia.
    replace (0 + Z.of_nat (2 + i) + (M - Z.of_nat (2 + i)))%Z with M by ring. apply Z.mod_same.
    destruct Mode as [[_ X]|[_ X]]; lia.
Qed.

Theorem zero_first_token : forall n, 1 <= n ->
  (forall a b modulus, matching_triple Literal modulus (zero_first modulus a b) 0) /\
  (forall a b modulus, length a = n -> length b = n -> (2 * Z.of_nat n + 3 <= modulus)%Z ->
     matching_triple NotSelf modulus (zero_first modulus a b) 0 <-> meet a b = true) /\
  (exists a b, length a = n /\ length b = n /\ meet a b = false /\
     matching_triple NotSelf (2 * Z.of_nat n + 2) (zero_first (2 * Z.of_nat n + 2) a b) 0) /\
  (forall a b modulus, length a = n -> length b = n -> (2 * Z.of_nat n + 2 <= modulus)%Z ->
     matching_triple AllDistinct modulus (zero_first modulus a b) 0 <-> meet a b = true).
Proof.
  intros n Pos. split; [|split; [|split]].
  - intros a b M. exists 0, 0. rewrite length_zero_first. repeat split; lia.
  - intros a b M La Lb B. apply (zero_first_right n); auto.
  - exists (repeat true n), (empty_set n). unfold empty_set. rewrite !repeat_length. split; [reflexivity|].
    split; [reflexivity|]. split; [unfold meet; rewrite (disjoint_empty _ n); reflexivity|].
    exists n, n. rewrite length_zero_first, !repeat_length. split; [lia|]. split; [lia|]. split; [simpl; lia|].
    destruct n as [|n]; [lia|]. unfold zero_first. cbn [nth].
    rewrite app_nth1 by (rewrite length_party, repeat_length; lia).
    rewrite nth_party
      by (rewrite (nth_indep _ false true) by (rewrite repeat_length; lia); apply nth_repeat).
    replace (0 + Z.of_nat (2 + n) + Z.of_nat (2 + n))%Z with (2 * Z.of_nat (S n) + 2)%Z by lia. apply Z_mod_same_full.
  - intros a b M La Lb B. apply (zero_first_right n); auto.
Qed.
