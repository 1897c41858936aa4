(** * Disjointness embeds in sparse averaging, and in triangle detection

    - [pointers], [bob_value]: Alice's pointers of the token 2q+1, and Bob's values of the tokens 1, ..., 2q
    - [selected_sum]: q times the sparse average, a coordinate at a time
    - [disjointness_embeds_in_sparse_averaging] is S-L19
    - [triangle_through], [triangle_graph]: directed triangles, and the graph of 3s nodes with s^2 bits of each party
    - [disjointness_embeds_in_triangles] is S-L36 *)

From Coq Require Import List Bool ZArith Lia.
From AttentionQuarks Require Import Thr Disjointness TripleMatching.
Import ListNotations.
Open Scope nat_scope.

(** ** Sparse averaging *)

(** The number of common elements. *)
Fixpoint common (a b : list bool) : nat :=
  match a, b with
  | x :: c, y :: d => (if x && y then 1 else 0) + common c d
  | _, _ => 0
  end.

(** Alice's pointers {2i + a_i - 1 : i = 1..q}. *)
Definition pointers (q : nat) (a : list bool) : list nat :=
  map (fun i => 2 * i + (if nth (i - 1) a false then 1 else 0) - 1) (seq 1 q).

(** Coordinate [c] of Bob's values: z_2i = (2b_i - 1) e_1, z_(2i-1) = -e_1; coordinates are counted from 0. *)
Definition bob_value (b : list bool) (c j : nat) : Z :=
  if c =? 0 then (if Nat.even j && nth (j / 2 - 1) b false then 1 else -1)%Z else 0%Z.

(** Coordinate [c] of the sum of the values at the pointers: q times the sparse average. *)
Definition selected_sum (b : list bool) (c : nat) (l : list nat) : Z := fold_right Z.add 0%Z (map (bob_value b c) l).

Lemma bob_value_at : forall b i x, 1 <= i ->
  bob_value b 0 (2 * i + (if x : bool then 1 else 0) - 1) = (if x && nth (i - 1) b false then 1 else -1)%Z.
Proof.
  intros b i x L. unfold bob_value. simpl (0 =? 0). destruct x; cbn [andb].
  - replace (2 * i + 1 - 1) with (2 * i) by lia. rewrite (Nat.mul_comm 2 i), Nat.div_mul by lia.
    rewrite Nat.even_mul, orb_true_r. reflexivity.
  - replace (2 * i + 0 - 1) with (1 + 2 * (i - 1)) by lia. rewrite Nat.even_add_mul_2. reflexivity.
Qed.

Lemma selected_from : forall b0 a b s, 1 <= s -> length a = length b ->
  (forall i, i < length b -> nth (s + i - 1) b0 false = nth i b false) ->
  forall a0, (forall i, i < length a -> nth (s + i - 1) a0 false = nth i a false) ->
  selected_sum b0 0 (map (fun i => 2 * i + (if nth (i - 1) a0 false then 1 else 0) - 1) (seq s (length a)))
    = (2 * Z.of_nat (common a b) - Z.of_nat (length a))%Z.
Proof.
  intros b0. unfold selected_sum.
  induction a as [|x a IH]; intros [|y b] s Ps L B a0 A; try discriminate L; [reflexivity|].
  injection L as L. cbn [length seq map fold_right common]. rewrite bob_value_at by exact Ps.
  rewrite (IH b (S s)); [|lia | exact L | |].
  - pose proof (A 0 ltac:(simpl; lia)) as A0. pose proof (B 0 ltac:(simpl; lia)) as B0.
    rewrite Nat.add_0_r in A0, B0. simpl in A0, B0. rewrite A0, B0. destruct (x && y); lia.
  - intros i Li. replace (S s + i - 1) with (s + S i - 1) by lia. rewrite B by (simpl; lia). reflexivity.
  - intros i Li. replace (S s + i - 1) with (s + S i - 1) by lia. rewrite A by (simpl; lia). reflexivity.
Qed.

Lemma selected_zero : forall b c l, c <> 0 -> selected_sum b c l = 0%Z.
Proof.
  intros b c l N. unfold selected_sum. induction l as [|j l IH]; simpl; [reflexivity|]. rewrite IH. unfold bob_value.
  rewrite (proj2 (Nat.eqb_neq c 0) N). reflexivity.
Qed.

Lemma common_none : forall a b, meet a b = false <-> common a b = 0.
Proof.
  unfold meet. induction a as [|x a IH]; intros [|y b]; simpl; try tauto.
  rewrite negb_andb, negb_involutive, orb_false_iff, IH. destruct (x && y); intuition (try discriminate; lia).
Qed.

Theorem disjointness_embeds_in_sparse_averaging : forall q a b, length a = q -> length b = q ->
  length (pointers q a) = q /\ NoDup (pointers q a) /\ (forall j, In j (pointers q a) -> 1 <= j <= 2 * q) /\
  (forall c, selected_sum b c (pointers q a)
    = if c =? 0 then (- Z.of_nat q + 2 * Z.of_nat (common a b))%Z else 0%Z) /\
  (common a b = 0 <-> meet a b = false).
Proof.
  intros q a b La Lb. split; [unfold pointers; rewrite map_length, seq_length; reflexivity|]. split; [|split; [|split]].
  - apply nodup_map; [|apply seq_NoDup]. intros i j Ii Ij E. apply in_seq in Ii, Ij.
    destruct (nth (i - 1) a false), (nth (j - 1) a false); lia.
  - intros j I. apply in_map_iff in I. destruct I as (i & <- & I). apply in_seq in I.
    destruct (nth (i - 1) a false); lia.
  - intros c. destruct (Nat.eqb_spec c 0) as [->|N]; [|apply selected_zero, N]. unfold pointers. subst q.
    rewrite (selected_from b a b 1); [lia | lia | congruence | |]; intros i Li; f_equal; lia.
  - symmetry. apply common_none.
Qed.

(** ** Triangles *)

(** The graph on the nodes u_i = i, v_j = s + j, w_i = 2s + i, for i, j < s: u_i -> v_j iff a_ij, v_j -> w_i iff b_ij,
    and w_i -> u_i. The bit a_ij is the bit i s + j of a. *)
Definition triangle_graph (s : nat) (a b : list bool) (x y : nat) : bool :=
  match x / s, y / s with
  | 0, 1 => nth (x mod s * s + y mod s) a false
  | 1, 2 => nth (y mod s * s + x mod s) b false
  | 2, 0 => x mod s =? y mod s
  | _, _ => false
  end.

(** Cycle3 at the node i of a graph of n nodes is 1. *)
Definition triangle_through (n : nat) (edge : nat -> nat -> bool) (i : nat) : Prop :=
  exists j k, j < n /\ k < n /\ edge i j && edge j k && edge k i = true.

Lemma block : forall s k i, i < s -> (k * s + i) / s = k /\ (k * s + i) mod s = i.
Proof.
  intros s k i L. split; [rewrite Nat.div_add_l, (Nat.div_small i s) by lia; lia|].
  rewrite Nat.add_comm, Nat.mod_add, Nat.mod_small by lia. reflexivity.
Qed.

Lemma triangle_at : forall s a b i, i < s ->
  triangle_through (3 * s) (triangle_graph s a b) i <->
  exists j, j < s /\ nth (i * s + j) a false = true /\ nth (i * s + j) b false = true.
Proof.
  intros s a b i L. pose proof (Nat.div_small i s L) as Di. pose proof (Nat.mod_small i s L) as Mi.
  unfold triangle_through, triangle_graph. split.
  - intros (j & k & _ & _ & E). apply andb_true_iff in E. destruct E as [E Eki]. apply andb_true_iff in E.
    destruct E as [Eij Ejk]. rewrite Di in Eij, Eki. rewrite Mi in Eij, Eki.
    destruct (j / s) as [|[|]]; try discriminate Eij. destruct (k / s) as [|[|[|]]]; try discriminate Ejk.
    apply Nat.eqb_eq in Eki. rewrite Eki in Ejk. exists (j mod s). split; [apply Nat.mod_upper_bound; lia | auto].
  - intros (j & Lj & A & B). exists (1 * s + j), (2 * s + i). destruct (block s 1 j Lj) as [-> ->].
    destruct (block s 2 i L) as [-> ->]. rewrite Di, Mi, A, B, Nat.eqb_refl. split; [lia|]. split; [lia | reflexivity].
Qed.

Theorem disjointness_embeds_in_triangles : forall s a b, length a = s * s -> length b = s * s ->
  (forall i, i < s -> triangle_through (3 * s) (triangle_graph s a b) i <->
    exists j, j < s /\ nth (i * s + j) a false = true /\ nth (i * s + j) b false = true) /\
  ((exists i, i < s /\ triangle_through (3 * s) (triangle_graph s a b) i) <-> meet a b = true).
Proof.
  intros s a b La Lb. split; [intros; apply triangle_at; assumption|]. rewrite meet_iff. split.
  - intros (i & L & Tr). apply triangle_at in Tr; [|exact L]. destruct Tr as (j & _ & A & B). exists (i * s + j). auto.
  - intros (k & A & B). assert (Lk : k < s * s).
    { destruct (Nat.lt_ge_cases k (s * s)) as [L|G]; [exact L|]. rewrite nth_overflow in A by lia. discriminate. }
    assert (Ps : s <> 0) by (intros ->; simpl in Lk; lia). exists (k / s).
    assert (L : k / s < s) by (apply Nat.div_lt_upper_bound; assumption). split; [exact L|].
    apply triangle_at; [exact L|]. exists (k mod s). split; [apply Nat.mod_upper_bound, Ps|].
    rewrite (Nat.mul_comm (k / s)), <- Nat.div_mod by exact Ps. auto.
Qed.
