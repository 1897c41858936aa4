(** * Sparse averaging by one attention unit needs 3 m p >= q

    A token holds a vector z, a q-subset y of the positions {1..N}, as the increasing list of its elements, and its
    position; the sparse average at a token is the mean of the vectors at the positions of y. Vectors are lists of real
    numbers. Of the weight of a query and a key nothing is assumed, so it may be the exponential of the scalar product,
    for any base.

    - [pointed_token], [averaging_token], [averaging_input], [sparse_average], [approximates]: the task S-D5
    - [attention_unit], [attended]: query, key and value of a token, and what the unit computes at a token
    - [few_values]: p-bit precision as it is used (S-D4): on the tokens, a function takes at most 2^k values
    - [averaging_messages_are_injective]: the unconditional form: query, key and value of Alice's token tell her input
    - [sparse_averaging_needs_q_bits] is S-T4 *)

From Coq Require Import Reals List Lia Lra Arith Bool ZArith Sorted.
From AttentionQuarks Require Import Thr Disjointness OneWay Reductions.
Import ListNotations.
Open Scope R_scope.

(** ** The task *)

Fixpoint sum_over {A : Type} (l : list A) (f : A -> R) : R :=
  match l with
  | [] => 0
  | x :: k => f x + sum_over k f
  end.

(** The Euclidean distance of the first d coordinates is at most eps, for eps >= 0. *)
Definition within (eps : R) (d : nat) (u v : list R) : Prop :=
  sum_over (seq 0 d) (fun c => (nth c u 0 - nth c v 0) ^ 2) <= eps ^ 2.

Record pointed_token : Type := Pointed { content : list R; pointer_set : list nat; place : nat }.

Definition averaging_token (N d q : nat) (t : pointed_token) : Prop :=
  length (content t) = d /\ sum_over (content t) (fun x => x ^ 2) <= 1 /\
  length (pointer_set t) = q /\ StronglySorted lt (pointer_set t) /\
  (forall j, In j (pointer_set t) -> 1 <= j <= N)%nat /\ (1 <= place t <= N)%nat.

Definition averaging_input (N d q : nat) (X : list pointed_token) : Prop :=
  map place X = seq 1 N /\ forall t, In t X -> averaging_token N d q t.

(** The token at a position; positions are counted from 1. *)
Definition token_at (X : list pointed_token) (j : nat) : pointed_token := nth (j - 1) X (Pointed [] [] 0).

Definition sparse_average (d : nat) (X : list pointed_token) (i : nat) : list R :=
  let y := pointer_set (token_at X i) in
  map (fun c => sum_over y (fun j => nth c (content (token_at X j)) 0) / INR (length y)) (seq 0 d).

Definition approximates (N d q : nat) (eps : R) (f : list pointed_token -> nat -> list R) : Prop :=
  forall X i, averaging_input N d q X -> (1 <= i <= N)%nat -> within eps d (f X i) (sparse_average d X i).

(** ** A unit *)

Record attention_unit (T : Type) : Type :=
  AttentionUnit { query_of : T -> list R; key_of : T -> list R; value_of : T -> list R }.
Arguments query_of {T}. Arguments key_of {T}. Arguments value_of {T}.

(** What a token with this query sees of the tokens of a list: the weighted mean of their values. *)
Definition attended {T : Type} (w : list R -> list R -> R) (u : attention_unit T) (dimension : nat) (q : list R)
    (l : list T) : list R :=
  map (fun c => sum_over l (fun t => w q (key_of u t) * nth c (value_of u t) 0) / sum_over l (fun t => w q (key_of u
    t)))
    (seq 0 dimension).

(** There is a list of 2^k values that holds those of f. *)
Definition few_values {A V : Type} (on : A -> Prop) (f : A -> V) (k : nat) : Prop :=
  exists values, (length values <= 2 ^ k)%nat /\ forall x, on x -> In (f x) values.

(** ** Sums *)

Lemma sum_over_ext : forall A (l : list A) f g, (forall x, In x l -> f x = g x) -> sum_over l f = sum_over l g.
Proof.
  intros A l f g E. induction l as [|x l IH]; simpl; [reflexivity|].
  rewrite (E x (or_introl eq_refl)), IH; [reflexivity|]. intros y I. apply E. right. exact I.
Qed.

Lemma sum_over_app : forall A (k l : list A) f, sum_over (k ++ l) f = sum_over k f + sum_over l f.
Proof. intros A k l f. induction k as [|x k IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma sum_over_map : forall A B (g : A -> B) l f, sum_over (map g l) f = sum_over l (fun x => f (g x)).
Proof. intros A B g l f. induction l as [|x l IH]; simpl; [reflexivity|]. rewrite IH. reflexivity. Qed.

Lemma sum_over_nonnegative : forall A (l : list A) f, (forall x, In x l -> 0 <= f x) -> 0 <= sum_over l f.
Proof.
  intros A l f P. induction l as [|x l IH]; simpl; [lra|]. pose proof (P x (or_introl eq_refl)).
  specialize (IH ltac:(intros; apply P; right; assumption)). lra.
Qed.

Lemma sum_over_zero : forall A (l : list A), sum_over l (fun _ => 0) = 0.
Proof. intros A l. induction l as [|x l IH]; simpl; [reflexivity|]. rewrite IH. ring. Qed.

Lemma term_at_most_sum : forall A (l : list A) f x, (forall y, In y l -> 0 <= f y) -> In x l -> f x <= sum_over l f.
Proof.
  intros A l f x P I. induction l as [|y l IH]; simpl; [destruct I|].
  pose proof (P y (or_introl eq_refl)) as Py.
  assert (Pl : forall z, In z l -> 0 <= f z) by (intros; apply P; right; assumption).
  pose proof (sum_over_nonnegative _ l f Pl). destruct I as [->|I]; [lra|]. specialize (IH Pl I). lra.
Qed.

Lemma map_seq_nth : forall A B (f : A -> B) g l n, length l = n -> (forall i d, (i < n)%nat -> f (nth i l d) = g i) ->
  map f l = map g (seq 0 n).
Proof.
  intros A B f g l. revert g. induction l as [|x l IH]; intros g n <- E; [reflexivity|]. simpl. f_equal.
  - apply (E 0%nat x). simpl. lia.
  - rewrite <- seq_shift, map_map. apply IH; [reflexivity|]. intros i d L. apply (E (S i) d). simpl. lia.
Qed.

Lemma within_coordinate : forall eps d u v c, 0 <= eps -> (c < d)%nat -> within eps d u v ->
  Rabs (nth c u 0 - nth c v 0) <= eps.
Proof.
  intros eps d u v c P L W. unfold within in W.
  assert (Le : (nth c u 0 - nth c v 0) ^ 2 <= eps ^ 2).
  { eapply Rle_trans; [|exact W]. apply (term_at_most_sum _ _ (fun c => (nth c u 0 - nth c v 0) ^ 2)).
    - intros. apply pow2_ge_0.
    - apply in_seq. lia. }
  rewrite <- (Rabs_pos_eq eps P). apply Rsqr_le_abs_0. unfold Rsqr. nra.
Qed.

Lemma abs_bounds : forall x e, Rabs x <= e -> - e <= x <= e.
Proof. intros x e. unfold Rabs. destruct (Rcase_abs x); lra. Qed.

(** ** Alice's token and Bob's tokens *)

Definition alice_token (d q : nat) (a : list bool) : pointed_token :=
  Pointed (repeat 0 d) (pointers q a) (2 * q + 1).

Definition bob_token (d q : nat) (b : list bool) (j : nat) : pointed_token :=
  Pointed (map (fun c => if (j <=? 2 * q)%nat then IZR (bob_value b c j) else 0) (seq 0 d)) (seq 1 q) j.

Definition averaging_tokens (N d q : nat) (a b : list bool) : list pointed_token :=
  map (fun j => if (j =? 2 * q + 1)%nat then alice_token d q a else bob_token d q b j) (seq 1 N).

Lemma sorted_seq : forall n s, StronglySorted lt (seq s n).
Proof.
  induction n as [|n IH]; intros s; simpl; constructor; [apply IH|]. apply Forall_forall. intros j I.
    apply in_seq in I.
  lia.
Qed.

Lemma sorted_map_seq : forall (f : nat -> nat) n s, (forall i j, (i < j)%nat -> (f i < f j)%nat) ->
  StronglySorted lt (map f (seq s n)).
Proof.
  intros f. induction n as [|n IH]; intros s M; simpl; constructor; [apply IH, M|]. apply Forall_forall. intros j I.
  apply in_map_iff in I. destruct I as (i & <- & I). apply in_seq in I. apply M. lia.
Qed.

Lemma sorted_pointers : forall q a, StronglySorted lt (pointers q a).
Proof.
  intros q a. unfold pointers. apply sorted_map_seq.
  intros i j L. destruct (nth (i - 1) a false), (nth (j - 1) a false); lia.
Qed.

Lemma token_at_map : forall f N j, (1 <= j <= N)%nat -> token_at (map f (seq 1 N)) j = f j.
Proof.
  intros f N j L. unfold token_at. rewrite (nth_indep _ _ (f 0%nat)) by (rewrite map_length, seq_length; lia).
  rewrite map_nth, seq_nth by lia. f_equal. lia.
Qed.

Lemma zero_vector : forall d, sum_over (repeat 0 d) (fun x => x ^ 2) = 0.
Proof. induction d as [|d IH]; cbn [repeat sum_over]; [reflexivity|]. rewrite IH. ring. Qed.

Lemma bob_content_short : forall b j (on : bool) n,
  sum_over (map (fun c => if on then IZR (bob_value b c j) else 0) (seq 0 n)) (fun x => x ^ 2) <= 1.
Proof.
  intros b j on [|n]; cbn [seq map sum_over]; [lra|]. rewrite <- seq_shift, map_map, sum_over_map.
  rewrite (sum_over_ext _ _ _ (fun _ => 0)).
  - rewrite sum_over_zero. unfold bob_value. cbn [Nat.eqb].
    destruct on, (Nat.even j && nth (j / 2 - 1) b false); lra.
  - intros c _. unfold bob_value. cbn [Nat.eqb]. destruct on; ring.
Qed.

Lemma averaging_tokens_valid : forall N d q a b, (2 * q + 1 <= N)%nat -> length a = q ->
  averaging_input N d q (averaging_tokens N d q a b).
Proof.
  intros N d q a b L La. unfold averaging_tokens. split.
  - rewrite map_map. rewrite <- (map_id (seq 1 N)) at 2. apply map_ext. intros j.
    destruct (Nat.eqb_spec j (2 * q + 1)) as [->|]; reflexivity.
  - intros t I. apply in_map_iff in I. destruct I as (j & <- & I). apply in_seq in I.
    destruct (Nat.eqb_spec j (2 * q + 1)) as [->|N0].
    + destruct (disjointness_embeds_in_sparse_averaging q a a La La) as (Len & _ & In1 & _).
      unfold alice_token, averaging_token. cbn [content pointer_set place].
      rewrite repeat_length, zero_vector. repeat split; try lra; try lia; auto using sorted_pointers; apply In1 in H;
        lia.
    + unfold bob_token, averaging_token. cbn [content pointer_set place]. rewrite map_length, !seq_length.
      repeat split; try lia; auto using sorted_seq, bob_content_short; apply in_seq in H; lia.
Qed.

Lemma averaging_value : forall N d q a b, (2 * q + 1 <= N)%nat -> (1 <= d)%nat -> length a = q -> length b = q ->
  nth 0 (sparse_average d (averaging_tokens N d q a b) (2 * q + 1)) 0
    = (- INR q + 2 * INR (common a b)) / INR q.
Proof.
  intros N d q a b L Pd La Lb.
  destruct (disjointness_embeds_in_sparse_averaging q a b La Lb) as (Len & _ & In1 & Sum & _).
  assert (At : token_at (averaging_tokens N d q a b) (2 * q + 1) = alice_token d q a).
  { unfold averaging_tokens. rewrite token_at_map, Nat.eqb_refl by lia. reflexivity. }
  unfold sparse_average. rewrite At. destruct d as [|d]; [lia|]. cbn [seq map nth alice_token pointer_set].
  rewrite Len. f_equal.
  rewrite (sum_over_ext _ _ _ (fun j => IZR (bob_value b 0 j))).
  - assert (S : forall l, sum_over l (fun j => IZR (bob_value b 0 j)) = IZR (selected_sum b 0 l)).
    { induction l as [|j l IH]; simpl; [reflexivity|].
      unfold selected_sum in *. simpl. rewrite plus_IZR, IH. reflexivity. }
    rewrite S, (Sum 0%nat). cbn [Nat.eqb]. rewrite plus_IZR, opp_IZR, mult_IZR, <- !INR_IZR_INZ. reflexivity.
  - intros j I. apply In1 in I. unfold averaging_tokens. rewrite token_at_map by lia.
    destruct (Nat.eqb_spec j (2 * q + 1)); [lia|]. unfold bob_token. cbn [content seq map nth].
    destruct (Nat.leb_spec j (2 * q)); [reflexivity | lia].
Qed.

(** Bob reads the answer from the output at Alice's token. *)
Definition read_off (q : nat) (o : list R) : bool := H (nth 0 o 0 - (-1 + 1 / INR q)).

Lemma averaging_decides : forall N d q eps f, (2 * q + 1 <= N)%nat -> (1 <= d)%nat -> (1 <= q)%nat ->
  0 <= eps -> eps < 1 / INR q -> approximates N d q eps f ->
  forall a b, In a (cube q) -> In b (cube q) ->
    read_off q (f (averaging_tokens N d q a b) (2 * q + 1)%nat) = meet a b.
Proof.
  intros N d q eps f L Pd Pq Pe Le Ap a b Ia Ib. apply in_cube in Ia, Ib.
  specialize (Ap _ (2 * q + 1)%nat (averaging_tokens_valid N d q a b L Ia) ltac:(lia)).
  apply (within_coordinate eps d _ _ 0 Pe ltac:(lia)) in Ap. rewrite averaging_value in Ap by assumption.
  set (o := nth 0 (f _ _) 0) in *. unfold read_off. fold o.
  assert (Pos : 0 < INR q) by (apply lt_0_INR; lia).
  replace ((- INR q + 2 * INR (common a b)) / INR q) with (-1 + 2 * INR (common a b) * (1 / INR q)) in Ap
    by (field; lra).
  assert (0 < 1 / INR q) by (apply Rdiv_lt_0_compat; lra).
  apply abs_bounds in Ap.
  destruct (meet a b) eqn:M.
  - apply H_true. assert (C : (1 <= common a b)%nat).
    { destruct (common a b) eqn:C; [|lia]. apply common_none in C. congruence. }
    apply le_INR in C. simpl (INR 1) in C. nra.
  - apply H_false. apply common_none in M. rewrite M in Ap. simpl (INR 0) in Ap. nra.
Qed.

Lemma meet_tells : forall n a c, In a (cube n) -> In c (cube n) ->
  (forall b, In b (cube n) -> meet a b = meet c b) -> a = c.
Proof.
  intros n a c Ia Ic E.
  destruct (list_eq_dec bool_dec a c) as [Y|X]; [exact Y|]. pose proof (proj1 (in_cube n a) Ia) as La.
  pose proof (proj1 (in_cube n c) Ic) as Lc.
  destruct (first_difference a c ltac:(congruence) X) as (i & Li & D). rewrite La in Li.
  specialize (E _ (in_cube_single n i)). rewrite !single_meets in E by assumption. contradiction.
Qed.

Lemma messages_counted : forall n M (message : list bool -> M) values,
  (forall a c, In a (cube n) -> In c (cube n) -> message a = message c -> a = c) ->
  (forall a, In a (cube n) -> In (message a) values) -> (2 ^ n <= length values)%nat.
Proof.
  intros n M message values Inj All. rewrite <- (length_cube n), <- (map_length message).
  apply NoDup_incl_length; [apply nodup_map; [exact Inj | apply nodup_cube]|].
  intros t I. apply in_map_iff in I. destruct I as (a & <- & I). apply All, I.
Qed.

(** ** What the unit computes at Alice's token *)

Lemma attended_same : forall T w (u : attention_unit T) dimension q k l,
  map (fun t => (key_of u t, value_of u t)) k = map (fun t => (key_of u t, value_of u t)) l ->
  attended w u dimension q k = attended w u dimension q l.
Proof.
  intros T w u dimension q k l E. unfold attended.
  assert (S : forall g : list R -> list R -> R, sum_over k (fun t => g (key_of u t) (value_of u t))
    = sum_over l (fun t => g (key_of u t) (value_of u t))).
  { intros g. set (h := fun kv : list R * list R => g (fst kv) (snd kv)).
    transitivity (sum_over (map (fun t => (key_of u t, value_of u t)) k) h); [symmetry; apply sum_over_map|].
    rewrite E. apply sum_over_map. }
  apply map_ext. intros c.
  rewrite (S (fun x v => w q x * nth c v 0)), (S (fun x _ => w q x)). reflexivity.
Qed.

(** The message of Alice in the three readings: query, key and value; the query, if a token does not attend to itself;
    the embedded token. *)
Theorem averaging_messages_are_injective : forall N d q eps, (2 * q + 1 <= N)%nat -> (1 <= d)%nat -> (1 <= q)%nat ->
  0 <= eps -> eps < 1 / INR q ->
  (forall w (u : attention_unit pointed_token) dimension output,
    approximates N d q eps (fun X i => output (attended w u dimension (query_of u (token_at X i)) X)) ->
    forall a c, In a (cube q) -> In c (cube q) ->
      query_of u (alice_token d q a) = query_of u (alice_token d q c) ->
      key_of u (alice_token d q a) = key_of u (alice_token d q c) ->
      value_of u (alice_token d q a) = value_of u (alice_token d q c) -> a = c) /\
  (forall w (u : attention_unit pointed_token) dimension output,
    approximates N d q eps (fun X i => output (attended w u dimension (query_of u (token_at X i))
      (filter (fun t => negb (place t =? i)%nat) X))) ->
    forall a c, In a (cube q) -> In c (cube q) ->
      query_of u (alice_token d q a) = query_of u (alice_token d q c) -> a = c) /\
  (forall w (embed : pointed_token -> list R) (u : attention_unit (list R)) dimension output,
    approximates N d q eps (fun X i => output (embed (token_at X i))
      (attended w u dimension (query_of u (embed (token_at X i))) (map embed X))) ->
    forall a c, In a (cube q) -> In c (cube q) ->
      embed (alice_token d q a) = embed (alice_token d q c) -> a = c).
Proof.
  intros N d q eps L Pd Pq Pe Le.
  assert (At : forall a b, token_at (averaging_tokens N d q a b) (2 * q + 1) = alice_token d q a).
  { intros a b. unfold averaging_tokens. rewrite token_at_map, Nat.eqb_refl by lia. reflexivity. }
  assert (Reduce : forall f, approximates N d q eps f -> forall a c, In a (cube q) -> In c (cube q) ->
    (forall b, f (averaging_tokens N d q a b) (2 * q + 1)%nat = f (averaging_tokens N d q c b) (2 * q + 1)%nat) ->
    a = c).
  { intros f Ap a c Ia Ic E. apply (meet_tells q); [exact Ia | exact Ic|]. intros b Ib.
    rewrite <- (averaging_decides N d q eps f L Pd Pq Pe Le Ap a b Ia Ib),
      <- (averaging_decides N d q eps f L Pd Pq Pe Le Ap c b Ic Ib), E. reflexivity. }
  split; [|split].
  - intros w u dimension output Ap a c Ia Ic Q K V. apply (Reduce _ Ap a c Ia Ic). intros b.
    rewrite !At, Q. f_equal. apply attended_same. unfold averaging_tokens. rewrite !map_map. apply map_ext. intros j.
    destruct (j =? 2 * q + 1)%nat; congruence.
  - intros w u dimension output Ap a c Ia Ic Q. apply (Reduce _ Ap a c Ia Ic). intros b. rewrite !At, Q. f_equal.
    f_equal.
    unfold averaging_tokens. generalize (seq 1 N) as l. induction l as [|j l IH]; [reflexivity|]. cbn [map filter].
    rewrite IH. destruct (Nat.eqb_spec j (2 * q + 1)) as [->|X].
    + unfold alice_token. cbn [place]. rewrite Nat.eqb_refl. reflexivity.
    + unfold bob_token. cbn [place]. destruct (Nat.eqb_spec j (2 * q + 1)); [contradiction | reflexivity].
  - intros w embed u dimension output Ap a c Ia Ic E. apply (Reduce _ Ap a c Ia Ic). intros b. rewrite !At, E. f_equal.
    f_equal. unfold averaging_tokens. rewrite !map_map. apply map_ext. intros j.
    destruct (j =? 2 * q + 1)%nat; congruence.
Qed.

Lemma power_at_most : forall n k, (2 ^ n <= 2 ^ k)%nat -> (n <= k)%nat.
Proof. intros n k L. apply (Nat.pow_le_mono_r_iff 2); [lia | exact L]. Qed.

Lemma alice_token_valid : forall N d q a, (2 * q + 1 <= N)%nat -> length a = q ->
  averaging_token N d q (alice_token d q a).
Proof.
  intros N d q a L La. apply (proj2 (averaging_tokens_valid N d q a a L La)). unfold averaging_tokens.
    apply in_map_iff.
  exists (2 * q + 1)%nat. rewrite Nat.eqb_refl. split; [reflexivity|]. apply in_seq. lia.
Qed.

Theorem sparse_averaging_needs_q_bits : forall N d q eps m p, (2 * q + 1 <= N)%nat -> (1 <= d)%nat -> (1 <= q)%nat ->
  0 <= eps -> eps < 1 / INR q ->
  (forall w (u : attention_unit pointed_token) v output,
    few_values (averaging_token N d q) (query_of u) (m * p) ->
    few_values (averaging_token N d q) (key_of u) (m * p) ->
    few_values (averaging_token N d q) (value_of u) (v * p) ->
    approximates N d q eps (fun X i => output (attended w u v (query_of u (token_at X i)) X)) ->
    (q <= (2 * m + v) * p)%nat /\ (v = m -> (q <= 3 * m * p)%nat)) /\
  (forall w (u : attention_unit pointed_token) v output,
    few_values (averaging_token N d q) (query_of u) (m * p) ->
    approximates N d q eps (fun X i => output (attended w u v (query_of u (token_at X i))
      (filter (fun t => negb (place t =? i)%nat) X))) -> (q <= m * p)%nat) /\
  (forall w (embed : pointed_token -> list R) (u : attention_unit (list R)) v output,
    few_values (averaging_token N d q) embed (m * p) ->
    approximates N d q eps (fun X i => output (embed (token_at X i))
      (attended w u v (query_of u (embed (token_at X i))) (map embed X))) -> (q <= m * p)%nat).
Proof.
  intros N d q eps m p L Pd Pq Pe Le.
  destruct (averaging_messages_are_injective N d q eps L Pd Pq Pe Le) as (Wide & Others & Narrow).
  assert (Valid : forall a, In a (cube q) -> averaging_token N d q (alice_token d q a)).
  { intros a Ia. apply in_cube in Ia. apply alice_token_valid; assumption. }
  split; [|split].
  - intros w u v output (Qs & Lq & Aq) (Ks & Lk & Ak) (Vs & Lv & Av) Ap.
    assert (Main : (q <= (2 * m + v) * p)%nat); [|split; [exact Main | intros ->; lia]]. apply power_at_most.
    eapply Nat.le_trans; [apply (messages_counted q _ (fun a => (query_of u (alice_token d q a),
      (key_of u (alice_token d q a), value_of u (alice_token d q a)))) (list_prod Qs (list_prod Ks Vs)))|].
    + intros a c Ia Ic E. injection E as E1 E2 E3. apply (Wide w u v output Ap); assumption.
    + intros a Ia. repeat apply in_prod; auto.
    + rewrite !prod_length. replace ((2 * m + v) * p)%nat with (m * p + (m * p + v * p))%nat by lia.
      rewrite !Nat.pow_add_r. repeat apply Nat.mul_le_mono; assumption.
  - intros w u v output (Qs & Lq & Aq) Ap. apply power_at_most. eapply Nat.le_trans; [|exact Lq].
    apply (messages_counted q _ (fun a => query_of u (alice_token d q a))); [|auto].
    intros a c Ia Ic E. apply (Others w u v output Ap); assumption.
  - intros w embed u v output (Es & Ls & As) Ap. apply power_at_most. eapply Nat.le_trans; [|exact Ls].
    apply (messages_counted q _ (fun a => embed (alice_token d q a))); [|auto].
    intros a c Ia Ic E. apply (Narrow w embed u v output Ap); assumption.
Qed.
