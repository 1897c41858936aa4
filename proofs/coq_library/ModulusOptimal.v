(** * The modulus N + 1 of the reduction to triple matching is best possible

    - [local_tokens]: token 1 is the constant c, Alice's i-th token a function of a_i, Bob's i-th token one of b_i
    - [match3_modulus_is_optimal] is S-L31: if such an embedding is right in the mode literal, then M >= 2n + 2, and
      c is odd if M = 2n + 2. The proof counts residues: c, the n tokens of Alice for the bit 1, and the residues that
      match them are 2n + 2 different ones *)

From Coq Require Import List Bool Arith ZArith Lia.
From AttentionQuarks Require Import Thr Disjointness TripleMatching.
Import ListNotations.
Open Scope nat_scope.

Definition local_tokens (n : nat) (c : Z) (f g : nat -> bool -> Z) (a b : list bool) : list Z :=
  c :: map (fun i => f i (nth i a false)) (seq 0 n) ++ map (fun i => g i (nth i b false)) (seq 0 n).

Definition bits_of_set (n : nat) (h : nat -> bool) : list bool := map h (seq 0 n).

Lemma nth_map_seq : forall A (h : nat -> A) n i d, i < n -> nth i (map h (seq 0 n)) d = h i.
Proof.
  intros A h n i d L. rewrite (nth_indep _ d (h 0)) by (rewrite map_length, seq_length; exact L).
  rewrite map_nth, seq_nth by exact L. reflexivity.
Qed.

Lemma nth_bits : forall n h i, i < n -> nth i (bits_of_set n h) false = h i.
Proof. intros. apply nth_map_seq. assumption. Qed.

Lemma length_local : forall n c f g a b, length (local_tokens n c f g a b) = 1 + n + n.
Proof. intros. unfold local_tokens. simpl. rewrite app_length, !map_length, !seq_length. reflexivity. Qed.

Lemma alice_token : forall n c f g a b i, i < n -> nth (S i) (local_tokens n c f g a b) 0%Z = f i (nth i a false).
Proof.
  intros n c f g a b i L. unfold local_tokens. cbn [nth].
  rewrite app_nth1 by (rewrite map_length, seq_length; exact L). apply nth_map_seq, L.
Qed.

Lemma bob_token : forall n c f g a b i, i < n -> nth (S (n + i)) (local_tokens n c f g a b) 0%Z = g i (nth i b false).
Proof.
  intros n c f g a b i L. unfold local_tokens. cbn [nth].
  rewrite app_nth2 by (rewrite map_length, seq_length; lia). rewrite map_length, seq_length.
  replace (n + i - n) with i by lia. apply nth_map_seq, L.
Qed.

(** The constant, and Alice's tokens for the bit 1. *)
Definition root (c : Z) (f : nat -> bool -> Z) (p : nat) : Z := match p with O => c | S i => f i true end.

Theorem match3_modulus_is_optimal : forall n (modulus c : Z) (f g : nat -> bool -> Z), (1 <= modulus)%Z ->
  (forall a b, In a (cube n) -> In b (cube n) ->
     matching_triple Literal modulus (local_tokens n c f g a b) 0 <-> meet a b = true) ->
  (2 * Z.of_nat n + 2 <= modulus)%Z /\ (modulus = 2 * Z.of_nat n + 2 -> Z.odd c = true)%Z.
Proof.
  intros n M c f g Pos Right.
  assert (Cube : forall h, In (bits_of_set n h) (cube n)).
  { intros h. apply in_cube. unfold bits_of_set. rewrite map_length. apply seq_length. }
  assert (NoMatch : forall h k, (forall i, i < n -> h i && k i = false) ->
    ~ matching_triple Literal M (local_tokens n c f g (bits_of_set n h) (bits_of_set n k)) 0).
  { intros h k D Tr. apply Right in Tr; auto. apply meet_iff in Tr. destruct Tr as (i & A & B).
    destruct (Nat.lt_ge_cases i n) as [L|G].
    - unfold bits_of_set in A, B. rewrite nth_map_seq in A, B by exact L. specialize (D i L). rewrite A, B in D.
      discriminate.
    - rewrite nth_overflow in A by (unfold bits_of_set; rewrite map_length, seq_length; exact G). discriminate. }
  assert (At : forall h k p, p <= n -> (p <> 0 -> h (p - 1) = true) ->
    nth p (local_tokens n c f g (bits_of_set n h) (bits_of_set n k)) 0%Z = root c f p).
  { intros h k [|p] L Hp; [reflexivity|]. rewrite alice_token by lia. unfold bits_of_set. rewrite nth_map_seq by lia.
    specialize (Hp ltac:(lia)). simpl in Hp. rewrite Nat.sub_0_r in Hp. rewrite Hp. reflexivity. }
  (* no two of the roots match *)
  assert (P1 : forall p q, p <= n -> q <= n -> ((c + root c f p + root c f q) mod M)%Z <> 0%Z).
  { intros p q Lp Lq E.
    apply (NoMatch (fun i => (S i =? p) || (S i =? q)) (fun _ => false)); [intros; apply andb_false_r|].
    exists p, q. rewrite length_local. split; [lia|]. split; [lia|]. split; [exact I|].
    rewrite !At; [exact E | lia | | lia | | lia |].
    - intros N. replace (S (q - 1)) with q by lia. rewrite Nat.eqb_refl. apply orb_true_r.
    - intros N. replace (S (p - 1)) with p by lia. rewrite Nat.eqb_refl. reflexivity.
    - intros N. contradiction. }
  (* each of Alice's matches Bob's of the same index *)
  assert (P3 : forall i, i < n -> ((c + f i true + g i true) mod M)%Z = 0%Z).
  { intros i L. set (h := fun l => l =? i). set (none := fun _ : nat => false).
    assert (Tr : matching_triple Literal M (local_tokens n c f g (bits_of_set n h) (bits_of_set n h)) 0).
    { apply Right; auto. apply meet_iff. exists i. unfold bits_of_set. rewrite nth_map_seq by exact L.
      unfold h. rewrite Nat.eqb_refl. auto. }
    destruct Tr as (j & k & Lj & Lk & _ & E). rewrite length_local in Lj, Lk.
    assert (Without : forall p, p < 1 + n + n ->
      (p <> S i -> nth p (local_tokens n c f g (bits_of_set n h) (bits_of_set n h)) 0%Z
                 = nth p (local_tokens n c f g (bits_of_set n none) (bits_of_set n h)) 0%Z) /\
      (p <> S (n + i) -> nth p (local_tokens n c f g (bits_of_set n h) (bits_of_set n h)) 0%Z
                       = nth p (local_tokens n c f g (bits_of_set n h) (bits_of_set n none)) 0%Z)).
    { intros [|p] Lp; [auto|]. destruct (Nat.lt_ge_cases p n) as [X|X].
      - rewrite !alice_token by exact X. split; [|auto]. intros N. unfold bits_of_set. rewrite !nth_map_seq by exact X.
        unfold h, none. rewrite (proj2 (Nat.eqb_neq p i)) by lia. reflexivity.
      - replace p with (n + (p - n)) by lia. rewrite !bob_token by lia. split; [auto|]. intros N. unfold bits_of_set.
        rewrite !nth_map_seq by lia. unfold h, none. rewrite (proj2 (Nat.eqb_neq (p - n) i)) by lia. reflexivity. }
    assert (Ends : nth (S i) (local_tokens n c f g (bits_of_set n h) (bits_of_set n h)) 0%Z = f i true /\
      nth (S (n + i)) (local_tokens n c f g (bits_of_set n h) (bits_of_set n h)) 0%Z = g i true).
    { rewrite alice_token, bob_token by exact L. unfold bits_of_set. rewrite nth_map_seq by exact L. unfold h.
      rewrite Nat.eqb_refl. auto. }
    destruct Ends as [EA EB]. destruct (Without j Lj) as [Ja Jb], (Without k Lk) as [Ka Kb].
    change (nth 0 (local_tokens n c f g (bits_of_set n h) (bits_of_set n h)) 0%Z) with c in E.
    destruct (Nat.eq_dec j (S i)) as [->|Nj]; [destruct (Nat.eq_dec k (S (n + i))) as [->|Nk]|].
    - rewrite EA, EB in E. exact E.
    - exfalso. apply (NoMatch h none); [intros; apply andb_false_r|].
      exists (S i), k. rewrite length_local. repeat split; try lia. rewrite <- Jb, <- Kb by lia. exact E.
    - destruct (Nat.eq_dec k (S i)) as [->|Nk]; [destruct (Nat.eq_dec j (S (n + i))) as [->|Mj]|].
      + rewrite EA, EB in E. rewrite <- E. f_equal. ring.
      + exfalso. apply (NoMatch h none); [intros; apply andb_false_r|].
        exists j, (S i). rewrite length_local. repeat split; try lia. rewrite <- Jb, <- Kb by lia. exact E.
      + exfalso. apply (NoMatch none h); [reflexivity|].
        exists j, k. rewrite length_local. repeat split; try lia. rewrite <- Ja, <- Ka by assumption. exact E. }
  assert (P2' : forall p q, p <= n -> S q <= n -> p <> S q -> (root c f p mod M <> root c f (S q) mod M)%Z).
  { intros p q Lp Lq N E. apply (NoMatch (fun i => S i =? p) (fun i => i =? q)).
    - intros i _. destruct (Nat.eqb_spec (S i) p), (Nat.eqb_spec i q); simpl; auto. lia.
    - exists p, (S (n + q)). rewrite length_local. repeat split; try lia. rewrite bob_token by lia.
      rewrite nth_bits, Nat.eqb_refl by lia. rewrite !At; [|lia | | lia |].
      + rewrite <- (P3 q Lq). change (f q true) with (root c f (S q)).
        rewrite <- (Zplus_mod_idemp_l (c + _)), <- (Zplus_mod_idemp_r (root c f p)), E, Zplus_mod_idemp_r.
        rewrite Zplus_mod_idemp_l. reflexivity.
      + intros X. replace (S (p - 1)) with p by lia. apply Nat.eqb_refl.
      + intros X. contradiction. }
  assert (P2 : forall p q, p <= n -> q <= n -> (root c f p mod M = root c f q mod M)%Z -> p = q).
  { intros p q Lp Lq E. destruct (Nat.eq_dec p q) as [F|N]; [exact F|]. exfalso.
    destruct q as [|q]; [destruct p as [|p]; [lia|]|].
    - apply (P2' 0 p); auto.
    - apply (P2' p q); auto. }
  set (first := map (fun p => (root c f p mod M)%Z) (seq 0 (n + 1))).
  set (second := map (fun p => ((- c - root c f p) mod M)%Z) (seq 0 (n + 1))).
  assert (Different : NoDup (first ++ second)).
  { apply nodup_app.
    - apply nodup_map; [|apply seq_NoDup]. intros p q Ip Iq E. apply in_seq in Ip, Iq. apply P2; [lia | lia | exact E].
    - apply nodup_map; [|apply seq_NoDup]. intros p q Ip Iq E. apply in_seq in Ip, Iq. apply P2; [lia | lia |].
      replace (root c f p) with (- c - (- c - root c f p))%Z by ring.
      rewrite Zminus_mod, E, <- Zminus_mod. f_equal. ring.
    - intros x I J. apply in_map_iff in I, J. destruct I as (p & <- & Ip), J as (q & E & Iq).
      apply in_seq in Ip, Iq. apply (P1 p q); [lia | lia|].
      replace (c + root c f p + root c f q)%Z with (root c f p - (- c - root c f q))%Z by ring.
      rewrite Zminus_mod, E, Z.sub_diag. apply Z.mod_0_l. lia. }
  assert (Range : forall x, In x (first ++ second) -> (0 <= x < M)%Z).
  { intros x I. apply in_app_iff in I. destruct I as [I|I]; apply in_map_iff in I; destruct I as (p & <- & _);
      apply Z.mod_pos_bound; lia. }
  assert (Len : length (first ++ second) = 2 * n + 2).
  { unfold first, second. rewrite app_length, !map_length, !seq_length. lia. }
  assert (In_all : incl (first ++ second) (map Z.of_nat (seq 0 (Z.to_nat M)))).
  { intros x I. apply Range in I. apply in_map_iff. exists (Z.to_nat x). split; [apply Z2Nat.id; lia|].
    apply in_seq. lia. }
  pose proof (NoDup_incl_length Different In_all) as B. rewrite Len, map_length, seq_length in B. split; [lia|].
  intros EM. destruct (Z.odd c) eqn:Parity; [reflexivity|]. exfalso.
  assert (Ev : Z.even c = true) by (rewrite <- Z.negb_odd, Parity; reflexivity). apply Z.even_spec in Ev.
  destruct Ev as [u Eu].
  assert (All : incl (map Z.of_nat (seq 0 (Z.to_nat M))) (first ++ second)).
  { apply NoDup_length_incl; [exact Different | rewrite Len, map_length, seq_length; lia | exact In_all]. }
  assert (I : In ((- u) mod M)%Z (first ++ second)).
  { apply All, in_map_iff. pose proof (Z.mod_pos_bound (- u) M ltac:(lia)).
    exists (Z.to_nat ((- u) mod M)). split; [apply Z2Nat.id; lia | apply in_seq; lia]. }
  apply in_app_iff in I. destruct I as [I|I]; apply in_map_iff in I; destruct I as (p & E & Ip); apply in_seq in Ip;
    apply (P1 p p); try lia.
  - replace (c + root c f p + root c f p)%Z with (2 * (root c f p - - u))%Z by lia.
    rewrite Z.mul_mod, Zminus_mod, E, Z.sub_diag, Z.mod_0_l, Z.mul_0_r by lia. apply Z.mod_0_l. lia.
  - replace (c + root c f p + root c f p)%Z with (- 2 * ((- c - root c f p) - - u))%Z by lia.
    rewrite Z.mul_mod, Zminus_mod, E, Z.sub_diag, Z.mod_0_l, Z.mul_0_r by lia. apply Z.mod_0_l. lia.
Qed.
