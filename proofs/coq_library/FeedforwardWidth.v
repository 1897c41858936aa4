(** * Sparse averaging by a feed-forward network needs a first layer of width N d / 2

    The first layer is a linear map of the whole input. A unit of it is given by its coefficients at the coordinates of
    the vectors, by position and coordinate, and by what it computes from the pointer sets: a linear function of any
    encoding of them, here an arbitrary one. What follows the first layer is arbitrary.

    - [first_layer_unit], [first_layer]: the units of the first layer and their outputs (S-D10)
    - [feedforward_width_lower_bound] is S-T10 *)

From Coq Require Import Reals List Lia Lra Arith Bool Sorted.
From AttentionQuarks Require Import Thr SparseAveraging LinearDependence.
Import ListNotations.
Open Scope R_scope.

Record first_layer_unit : Type :=
  FirstLayerUnit { coefficient : nat -> nat -> R; of_pointers : list (list nat) -> R }.

Definition first_layer (N d : nat) (W : list first_layer_unit) (X : list pointed_token) : list R :=
  map (fun r => sum_over (list_prod (seq 1 N) (seq 0 d))
      (fun jc => coefficient r (fst jc) (snd jc) * nth (snd jc) (content (token_at X (fst jc))) 0)
    + of_pointers r (map pointer_set X)) W.

Lemma nodup_list_prod : forall A B (k : list A) (l : list B), NoDup k -> NoDup l -> NoDup (list_prod k l).
Proof.
  intros A B k l Dk Dl. induction Dk as [|x k N Dk IH]; simpl; [constructor|]. apply nodup_app; [|exact IH|].
  - apply nodup_map; [|exact Dl]. intros y z _ _ E. congruence.
  - intros xy I J. apply in_map_iff in I. destruct I as (y & <- & _). apply in_prod_iff in J. tauto.
Qed.

Lemma nth_map_seq : forall (f : nat -> R) d c, (c < d)%nat -> nth c (map f (seq 0 d)) 0 = f c.
Proof.
  intros f d c L. rewrite (nth_indep _ _ (f 0%nat)) by (rewrite map_length, seq_length; exact L).
  rewrite map_nth, seq_nth by exact L. reflexivity.
Qed.

(** The vectors v of the first K positions, zero at the others; token 1 points to i and to K + 1, ..., K + q - 1. *)
Definition vector_token (K d q : nat) (v : nat * nat -> R) (i j : nat) : pointed_token :=
  Pointed (map (fun c => if (j <=? K)%nat then v (j, c) else 0) (seq 0 d))
    (if (j =? 1)%nat then i :: seq (K + 1) (q - 1) else seq 1 q) j.

Definition vector_tokens (N K d q : nat) (v : nat * nat -> R) (i : nat) : list pointed_token :=
  map (vector_token K d q v i) (seq 1 N).

Lemma vector_tokens_valid : forall N K d q v i, (1 <= q)%nat -> (K + (q - 1) <= N)%nat -> (1 <= i <= K)%nat ->
  (forall j, (1 <= j <= K)%nat -> sum_over (seq 0 d) (fun c => v (j, c) ^ 2) <= 1) ->
  averaging_input N d q (vector_tokens N K d q v i).
Proof.
  intros N K d q v i Pq L Bi Short. unfold vector_tokens. split; [rewrite map_map; apply map_id|].
  intros t I. apply in_map_iff in I. destruct I as (j & <- & I). apply in_seq in I.
  unfold averaging_token, vector_token. cbn [content pointer_set place]. rewrite map_length, seq_length.
  split; [reflexivity|]. split; [|split; [|split; [|split; [|lia]]]].
  - rewrite sum_over_map. destruct (Nat.leb_spec j K); [apply Short; lia|].
    rewrite (sum_over_ext _ _ _ (fun _ => 0)), sum_over_zero; [lra | intros; ring].
  - destruct (j =? 1)%nat; simpl; rewrite seq_length; lia.
  - destruct (j =? 1)%nat; [|apply sorted_seq]. constructor; [apply sorted_seq|]. apply Forall_forall. intros k Ik.
    apply in_seq in Ik. lia.
  - destruct (j =? 1)%nat; intros k Ik; [destruct Ik as [<-|Ik]; [lia|]|]; apply in_seq in Ik; lia.
Qed.

Lemma sum_over_list_prod : forall A B (k : list A) (l : list B) f,
  sum_over (list_prod k l) f = sum_over k (fun x => sum_over l (fun y => f (x, y))).
Proof.
  intros A B k l f. induction k as [|x k IH]; simpl; [reflexivity|]. rewrite sum_over_app, IH, sum_over_map.
    reflexivity.
Qed.

Lemma greatest : forall A (f : A -> R) l, l <> [] -> exists x, In x l /\ forall y, In y l -> f y <= f x.
Proof.
  intros A f l. induction l as [|x l IH]; intros N; [contradiction|]. destruct l as [|x' l].
  - exists x. split; [left; reflexivity|]. intros y [<-|[]]. lra.
  - destruct (IH ltac:(discriminate)) as (z & Iz & Mz). destruct (Rle_dec (f x) (f z)) as [Le|G].
    + exists z. split; [right; exact Iz|]. intros y [<-|I]; auto.
    + exists x. split; [left; reflexivity|]. intros y [<-|I]; [lra|]. specialize (Mz y I). lra.
Qed.

(** The sum of squared distances of o from u and from -u is at least 2 |u|^2. *)
Lemma opposite_values : forall eps d o u u', (forall c, (c < d)%nat -> nth c u' 0 = - nth c u 0) ->
  within eps d o u -> within eps d o u' -> sum_over (seq 0 d) (fun c => nth c u 0 ^ 2) <= eps ^ 2.
Proof.
  intros eps d o u u' Op W W'. unfold within in W, W'.
  assert (S : sum_over (seq 0 d) (fun c => 2 * nth c u 0 ^ 2) <= sum_over (seq 0 d) (fun c =>
    (nth c o 0 - nth c u 0) ^ 2 + (nth c o 0 - nth c u' 0) ^ 2)).
  { clear W W'. assert (G : forall l, (forall c, In c l -> (c < d)%nat) -> sum_over l (fun c => 2 * nth c u 0 ^ 2) <=
      sum_over l (fun c => (nth c o 0 - nth c u 0) ^ 2 + (nth c o 0 - nth c u' 0) ^ 2)).
    { induction l as [|c l IH]; intros B; cbn [sum_over]; [lra|].
      rewrite (Op c) by (apply B; left; reflexivity). specialize (IH ltac:(intros; apply B; right; assumption)).
      pose proof (pow2_ge_0 (nth c o 0)). nra. }
    apply G. intros c I. apply in_seq in I. lia. }
  rewrite sum_over_scale, sum_over_add in S. lra.
Qed.

Theorem feedforward_width_lower_bound : forall N d q eps W output, (1 <= q)%nat -> (2 * q <= N)%nat ->
  0 <= eps -> eps < 1 / INR q ->
  approximates N d q eps (fun X i => output (first_layer N d W X) i) ->
  ((N + 1) / 2 * d <= length W)%nat.
Proof.
  intros N d q eps W output Pq L Pe Le Ap. set (K := ((N + 1) / 2)%nat).
  assert (HK : (N <= 2 * K <= N + 1)%nat).
  { unfold K. pose proof (Nat.div_mod (N + 1) 2 ltac:(lia)). pose proof (Nat.mod_upper_bound (N + 1) 2 ltac:(lia)).
    lia. }
  clearbody K. destruct (Nat.le_gt_cases (K * d) (length W)) as [Done|Few]; [exact Done | exfalso].
  set (index := list_prod (seq 1 K) (seq 0 d)).
  assert (Dec : forall x y : nat * nat, {x = y} + {x <> y}) by (decide equality; apply Nat.eq_dec).
  destruct (kernel_vector (nat * nat) Dec index (map (fun r jc => coefficient r (fst jc) (snd jc)) W))
    as (v & ((j0 & c0) & I0 & N0) & Zero).
  { apply nodup_list_prod; apply seq_NoDup. }
  { unfold index. rewrite map_length, prod_length, !seq_length. exact Few. }
  set (square := fun j => sum_over (seq 0 d) (fun c => v (j, c) ^ 2)).
  apply in_prod_iff in I0. destruct I0 as [Ij Ic].
  destruct (greatest _ square (seq 1 K)) as (i & Ii & Max); [intros E; rewrite E in Ij; destruct Ij|].
  assert (Pos : 0 < square i).
  { apply Rlt_le_trans with (square j0); [|apply Max, Ij].
    apply Rlt_le_trans with (v (j0, c0) ^ 2); [pose proof (pow2_ge_0 (v (j0, c0))); nra|].
    apply (term_at_most_sum _ _ (fun c => v (j0, c) ^ 2)); [intros; apply pow2_ge_0 | exact Ic]. }
  set (s := / sqrt (square i)).
  assert (Hs : s ^ 2 * square i = 1).
  { unfold s. rewrite <- (sqrt_sqrt (square i)) at 2 by lra. field. pose proof (sqrt_lt_R0 _ Pos). lra. }
  set (u := fun jc => s * v jc). set (u' := fun jc => - (s * v jc)).
  assert (Scaled : forall j, sum_over (seq 0 d) (fun c => u (j, c) ^ 2) = s ^ 2 * square j).
  { intros j. unfold square. rewrite <- sum_over_scale. apply sum_over_ext. intros; unfold u; ring. }
  assert (Short : forall j, (1 <= j <= K)%nat -> sum_over (seq 0 d) (fun c => u (j, c) ^ 2) <= 1).
  { intros j Bj. rewrite Scaled, <- Hs. apply Rmult_le_compat_l; [apply pow2_ge_0|]. apply Max, in_seq. lia. }
  apply in_seq in Ii.
  assert (Valid : forall w, (forall jc, w jc ^ 2 = u jc ^ 2) -> averaging_input N d q (vector_tokens N K d q w i)).
  { intros w E. apply vector_tokens_valid; [lia | lia | lia|]. intros j Bj.
    rewrite (sum_over_ext _ _ _ (fun c => u (j, c) ^ 2)); [apply Short, Bj | intros; apply E]. }
  assert (Layer : forall w a, (forall jc, w jc = a * v jc) ->
    first_layer N d W (vector_tokens N K d q w i) = first_layer N d W (vector_tokens N K d q (fun _ => 0) i)).
  { intros w a E. unfold first_layer. apply map_ext_in. intros r Ir. f_equal.
    - assert (Linear : forall w, sum_over (list_prod (seq 1 N) (seq 0 d)) (fun jc => coefficient r (fst jc) (snd jc) *
        nth (snd jc) (content (token_at (vector_tokens N K d q w i) (fst jc))) 0)
        = sum_over index (fun jc => coefficient r (fst jc) (snd jc) * w jc)).
      { intros w0. unfold index. rewrite !sum_over_list_prod. replace N with (K + (N - K))%nat at 1 by lia.
        rewrite seq_app, sum_over_app. rewrite (sum_over_ext _ (seq (1 + K) (N - K)) _ (fun _ => 0)).
        - rewrite sum_over_zero, Rplus_0_r. apply sum_over_ext. intros j Bj. apply in_seq in Bj.
          apply sum_over_ext. intros c Bc. apply in_seq in Bc. cbn [fst snd]. unfold vector_tokens.
          rewrite token_at_map by lia. unfold vector_token. cbn [content]. rewrite nth_map_seq by lia.
          destruct (Nat.leb_spec j K); [reflexivity | lia].
        - intros j Bj. apply in_seq in Bj. rewrite (sum_over_ext _ _ _ (fun _ => 0)); [apply sum_over_zero|].
          intros c Bc. apply in_seq in Bc. cbn [fst snd]. unfold vector_tokens. rewrite token_at_map by lia.
          unfold vector_token. cbn [content]. rewrite nth_map_seq by lia. destruct (Nat.leb_spec j K); [lia | ring]. }
      rewrite !Linear. specialize (Zero _ (in_map _ _ _ Ir)). cbv beta in Zero.
      rewrite (sum_over_ext _ _ _ (fun jc => a * (coefficient r (fst jc) (snd jc) * v jc)))
        by (intros; rewrite E; ring).
      rewrite sum_over_scale, Zero, (sum_over_ext _ _ _ (fun _ => 0)), sum_over_zero; [ring | intros; ring].
    - f_equal. unfold vector_tokens. rewrite !map_map. reflexivity. }
  assert (Average : forall w c, (c < d)%nat ->
    nth c (sparse_average d (vector_tokens N K d q w i) 1) 0 = w (i, c) / INR q).
  { intros w c Lc. unfold sparse_average, vector_tokens. rewrite token_at_map by lia. rewrite nth_map_seq by exact Lc.
    unfold vector_token at 1 3. cbn [pointer_set Nat.eqb length sum_over].
    replace (S (length (seq (K + 1) (q - 1)))) with q by (rewrite seq_length; lia). f_equal.
    rewrite token_at_map by lia. unfold vector_token at 1. cbn [content]. rewrite nth_map_seq by exact Lc.
    destruct (Nat.leb_spec i K); [|lia]. rewrite (sum_over_ext _ _ _ (fun _ => 0)), sum_over_zero; [ring|].
    intros j Bj. apply in_seq in Bj. rewrite token_at_map by lia. unfold vector_token. cbn [content].
    rewrite nth_map_seq by exact Lc. destruct (Nat.leb_spec j K); [lia | reflexivity]. }
  pose proof (Ap _ 1%nat (Valid u ltac:(reflexivity)) ltac:(lia)) as W1.
  pose proof (Ap _ 1%nat (Valid u' ltac:(intros; unfold u, u'; ring)) ltac:(lia)) as W2.
  cbv beta in W1, W2. rewrite (Layer u s) in W1 by reflexivity.
  rewrite (Layer u' (- s)) in W2 by (intros; unfold u'; ring).
  assert (Sq : sum_over (seq 0 d) (fun c => nth c (sparse_average d (vector_tokens N K d q u i) 1) 0 ^ 2) <= eps ^ 2).
  { refine (opposite_values eps d _ _ _ _ W1 W2). intros c Lc. rewrite !Average by exact Lc. unfold u, u'. field.
    apply not_0_INR. lia. }
  assert (Pq' : 0 < INR q) by (apply lt_0_INR; lia).
  rewrite (sum_over_ext _ _ _ (fun c => (/ INR q) ^ 2 * u (i, c) ^ 2)) in Sq.
  - rewrite sum_over_scale, Scaled, Hs in Sq. unfold Rdiv in Le. rewrite Rmult_1_l in Le.
    pose proof (Rinv_0_lt_compat _ Pq'). nra.
  - intros c Bc. apply in_seq in Bc. rewrite Average by lia. unfold Rdiv. ring.
Qed.
