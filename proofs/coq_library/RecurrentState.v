(** * Sparse averaging by a recurrent network needs N/2 bits of state, already for q = 1

    The state after a token is a function of the position, the token and the state before; an output is a function of
    the position, the token and the state before it. In a bidirectional network it also depends on a state that is
    computed from the tokens after it, from right to left.

    - [forward_state], [backward_state], [recurrent_output]: the network (S-D10); states may be of any type
    - [recurrent_state_lower_bound] is S-T11, for both kinds of networks and every N >= 2n *)

From Coq Require Import Reals List Lia Lra Arith Bool Sorted.
From AttentionQuarks Require Import Thr SparseAveraging.
Import ListNotations.
Open Scope R_scope.

(** The state before the first of these tokens is s, its position is i. *)
Fixpoint forward_state {S : Type} (g : nat -> pointed_token -> S ->
  S) (i : nat) (s : S) (l : list pointed_token) : S :=
  match l with
  | [] => s
  | t :: k => forward_state g (1 + i) (g i t s) k
  end.

(** The state after the last of these tokens is s, the position of the first is i. *)
Fixpoint backward_state {S : Type} (g : nat -> pointed_token -> S ->
  S) (i : nat) (s : S) (l : list pointed_token) : S :=
  match l with
  | [] => s
  | t :: k => g i t (backward_state g (1 + i) s k)
  end.

Definition recurrent_output {S B : Type} (g : nat -> pointed_token -> S -> S) (s : S)
    (g' : nat -> pointed_token -> B -> B) (s' : B) (output : nat -> pointed_token -> S -> B -> list R)
    (X : list pointed_token) (i : nat) : list R :=
  output i (token_at X i) (forward_state g 1 s (firstn (i - 1) X)) (backward_state g' (i + 1) s' (skipn i X)).

Lemma forward_state_app : forall S (g : nat -> pointed_token -> S -> S) k i s l,
  forward_state g i s (k ++ l) = forward_state g (length k + i) (forward_state g i s k) l.
Proof.
  intros S g k. induction k as [|t k IH]; intros i s l; simpl; [reflexivity|]. rewrite IH. f_equal. lia.
Qed.

(** Alice's tokens hold her bits as -1 and +1, the token n + i points to i. *)
Definition told_token (d n : nat) (a : list bool) (j : nat) : pointed_token :=
  if (j <=? n)%nat
  then Pointed (map (fun c => if (c =? 0)%nat then if nth (j - 1) a false then 1 else -1 else 0) (seq 0 d)) [1%nat] j
  else Pointed (repeat 0 d) [if (j <=? 2 * n)%nat then (j - n)%nat else 1%nat] j.

Definition told_tokens (N d n : nat) (a : list bool) : list pointed_token := map (told_token d n a) (seq 1 N).

Lemma told_tokens_valid : forall N d n a, (1 <= n)%nat -> (2 * n <= N)%nat ->
  averaging_input N d 1 (told_tokens N d n a).
Proof.
  intros N d n a Pn L. unfold told_tokens. split.
  - rewrite map_map. rewrite <- (map_id (seq 1 N)) at 2. apply map_ext. intros j. unfold told_token.
    destruct (j <=? n)%nat; reflexivity.
  - intros t I. apply in_map_iff in I. destruct I as (j & <- & I). apply in_seq in I.
    unfold told_token, averaging_token.
    destruct (Nat.leb_spec j n); cbn [content pointer_set place].
    + rewrite map_length, seq_length. split; [reflexivity|]. split.
      * destruct d as [|d]; cbn [seq map sum_over]; [lra|].
        rewrite <- seq_shift, map_map, sum_over_map, (sum_over_ext _ _ _ (fun _ => 0)).
        -- rewrite sum_over_zero. cbn [Nat.eqb]. destruct (nth (j - 1) a false); lra.
        -- intros c _. cbn [Nat.eqb]. ring.
      * split; [reflexivity|]. split; [repeat constructor|]. split; [|lia]. intros i [<-|[]]. lia.
    + rewrite repeat_length, zero_vector. split; [reflexivity|]. split; [lra|]. split; [reflexivity|].
      split; [repeat constructor|]. split; [|lia]. intros i [<-|[]]. destruct (Nat.leb_spec j (2 * n)); lia.
Qed.

Lemma told_average : forall N d n a i, (1 <= d)%nat -> (2 * n <= N)%nat -> (i < n)%nat ->
  nth 0 (sparse_average d (told_tokens N d n a) (n + i + 1)) 0 = if nth i a false then 1 else -1.
Proof.
  intros N d n a i Pd L Li. unfold sparse_average, told_tokens. rewrite token_at_map by lia.
  unfold told_token at 1 3. destruct (Nat.leb_spec (n + i + 1) n); [lia|]. cbn [pointer_set].
  destruct (Nat.leb_spec (n + i + 1) (2 * n)); [|lia].
  destruct d as [|d]; [lia|]. cbn [seq map nth sum_over length]. rewrite token_at_map by lia. unfold told_token.
  destruct (Nat.leb_spec (n + i + 1 - n) n); [|lia]. cbn [content seq map nth Nat.eqb].
  replace (n + i + 1 - n - 1)%nat with i by lia. simpl INR. field.
Qed.

Lemma firstn_map_seq : forall A (f : nat -> A) k N, (k <= N)%nat -> firstn k (map f (seq 1 N)) = map f (seq 1 k).
Proof.
  intros A f k N L. replace N with (k + (N - k))%nat by lia.
  rewrite seq_app, map_app, firstn_app, map_length, seq_length, Nat.sub_diag, firstn_O, app_nil_r.
  apply firstn_all2. rewrite map_length, seq_length. lia.
Qed.

Lemma skipn_map_seq : forall A (f : nat -> A) k N, (k <= N)%nat ->
  skipn k (map f (seq 1 N)) = map f (seq (1 + k) (N - k)).
Proof.
  intros A f k N L. replace N with (k + (N - k))%nat at 1 by lia.
  rewrite seq_app, map_app, skipn_app, map_length, seq_length, Nat.sub_diag.
  rewrite skipn_all2 by (rewrite map_length, seq_length; lia). reflexivity.
Qed.

Theorem recurrent_state_lower_bound : forall N d n eps S B g (s : S) g' (s' : B) output,
  (2 * n <= N)%nat -> (1 <= d)%nat -> 0 <= eps -> eps < 1 ->
  approximates N d 1 eps (recurrent_output g s g' s' output) ->
  (forall states, (forall X, averaging_input N d 1 X -> In (forward_state g 1 s (firstn n X)) states) ->
    (2 ^ n <= length states)%nat) /\
  forall b, few_values (averaging_input N d 1) (fun X => forward_state g 1 s (firstn n X)) b -> (n <= b)%nat.
Proof.
  intros N d n eps S B g s g' s' output L Pd Pe Le Ap.
  assert (Many : forall states, (forall X, averaging_input N d 1 X -> In (forward_state g 1 s (firstn n X)) states) ->
    (2 ^ n <= length states)%nat).
  { intros states All. destruct n as [|n0]; [|set (n := Datatypes.S n0) in *; assert (Pn : (1 <= n)%nat) by lia;
    clearbody n].
    - simpl. specialize (All (map (fun j => Pointed (repeat 0 d) [1%nat] j) (seq 1 N))). destruct states; [|simpl;
      lia].
      exfalso. apply All. split; [rewrite map_map; apply map_id|].
      intros t I. apply in_map_iff in I. destruct I as (j & <- & I). apply in_seq in I. unfold averaging_token.
      cbn [content pointer_set place]. rewrite repeat_length, zero_vector.
      split; [reflexivity|]. split; [lra|]. split; [reflexivity|]. split; [repeat constructor|]. split; [|lia].
      intros i [<-|[]]. lia.
    - apply (messages_counted n S (fun a => forward_state g 1 s (firstn n (told_tokens N d n a)))).
      + intros a c Ia Ic E. apply in_cube in Ia, Ic. apply (nth_ext _ _ false false); [congruence|].
        intros i Li. rewrite Ia in Li.
        assert (Output : forall x, length x = n -> Rabs (nth 0 (recurrent_output g s g' s' output (told_tokens N d n x)
          (n + i + 1)%nat) 0 - (if nth i x false then 1 else -1)) <= eps).
        { intros x Lx. rewrite <- (told_average N d n x i Pd L Li). apply (within_coordinate eps d); [exact Pe | lia|].
          apply Ap; [apply told_tokens_valid; assumption | lia]. }
        assert (Same : recurrent_output g s g' s' output (told_tokens N d n a) (n + i + 1)%nat
                     = recurrent_output g s g' s' output (told_tokens N d n c) (n + i + 1)%nat).
        { unfold recurrent_output. unfold told_tokens in *. rewrite !token_at_map by lia.
          assert (Late : forall j, (n < j)%nat -> told_token d n a j = told_token d n c j).
          { intros j Lj. unfold told_token. destruct (Nat.leb_spec j n); [lia | reflexivity]. }
          rewrite (Late (n + i + 1)%nat), !skipn_map_seq, !firstn_map_seq by lia. f_equal.
          - replace (n + i + 1 - 1)%nat with (n + i)%nat by lia. rewrite seq_app, !map_app, !forward_state_app.
            rewrite !firstn_map_seq in E by lia. rewrite E, !map_length. f_equal. apply map_ext_in. intros j I.
            apply in_seq in I. apply Late. lia.
          - f_equal. apply map_ext_in. intros j I. apply in_seq in I. apply Late. lia. }
        pose proof (Output a Ia) as Oa. pose proof (Output c Ic) as Oc. rewrite Same in Oa.
        destruct (nth i a false), (nth i c false); try reflexivity; exfalso;
          apply abs_bounds in Oa; apply abs_bounds in Oc; lra.
      + intros a _. apply All, told_tokens_valid; assumption. }
  split; [exact Many|]. intros b (states & Len & All). apply power_at_most.
  eapply Nat.le_trans; [apply Many, All | exact Len].
Qed.
