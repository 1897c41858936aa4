(** * Self-attention, and what a permutation of the tokens does to it

    A head of self-attention for n tokens of dimension d, given as the rows of X, without a positional code. In place
    of the exponential function of softmax stands any function f of a score, so a factor of the scores is included.

    - [matrix_product k A B]: the product of two matrices with k columns and k rows
    - [attention_score], [attention_weight], [self_attention]: S = (X W_Q)(X W_K)^T, A = f(S) divided by the sums of
      its rows, Y = A (X W_V)
    - [permutation_matrix n P]: row a of P has its 1 at sigma(a), for a permutation sigma of 0, ..., n-1
    - [attention_is_permutation_equivariant] is Q-S14, [attention_is_convex] is step 5 of Q-S12 *)

From Coq Require Import Reals List Lia Lra Arith Permutation.
From AttentionQuarks Require Import Thr QuadraticForm.
Import ListNotations.
Open Scope nat_scope.

Definition matrix_product (k : nat) (A B : real_matrix) : real_matrix :=
  fun i j => sum_below k (fun l => (A i l * B l j)%R).

Definition attention_score (d m : nat) (X WQ WK : real_matrix) (a b : nat) : R :=
  sum_below m (fun c => (matrix_product d X WQ a c * matrix_product d X WK b c)%R).

(** The share of token b in what token a attends to. *)
Definition attention_weight (f : R -> R) (n d m : nat) (X WQ WK : real_matrix) (a b : nat) : R :=
  (f (attention_score d m X WQ WK a b) / sum_below n (fun c => f (attention_score d m X WQ WK a c)))%R.

Definition self_attention (f : R -> R) (n d m : nat) (WQ WK WV X : real_matrix) : real_matrix :=
  matrix_product n (attention_weight f n d m X WQ WK) (matrix_product d X WV).

Definition permutation_matrix (n : nat) (P : real_matrix) : Prop :=
  exists sigma : nat -> nat,
    (forall a, a < n -> sigma a < n) /\ (forall a b, a < n -> b < n -> sigma a = sigma b -> a = b) /\
    forall a b, P a b = if b =? sigma a then 1%R else 0%R.

(** ** Sums in another order *)

Definition total_of (l : list R) : R := fold_right Rplus 0%R l.

Lemma total_of_app : forall l k, total_of (l ++ k) = (total_of l + total_of k)%R.
Proof. induction l as [|a l IH]; intros k; simpl; [ring | rewrite IH; ring]. Qed.

Lemma sum_below_is_total : forall n f, sum_below n f = total_of (map f (seq 0 n)).
Proof.
  induction n as [|n IH]; intros f; [reflexivity|].
  rewrite seq_S, map_app, total_of_app, <- IH. simpl. ring.
Qed.

Lemma total_of_permutation : forall l k, Permutation l k -> total_of l = total_of k.
Proof.
  intros l k P. induction P; simpl; [reflexivity | rewrite IHP; reflexivity | ring | rewrite IHP1; exact IHP2].
Qed.

Lemma sum_below_permuted : forall n sigma (f : nat -> R), (forall a, a < n -> sigma a < n) ->
  (forall a b, a < n -> b < n -> sigma a = sigma b -> a = b) -> sum_below n (fun a => f (sigma a)) = sum_below n f.
Proof.
  intros n sigma f Inside Inj. rewrite !sum_below_is_total, <- (map_map sigma f). apply total_of_permutation.
  apply Permutation_map, NoDup_Permutation_bis.
  - apply nodup_map; [|apply seq_NoDup]. intros a b Ia Ib. apply in_seq in Ia, Ib. apply Inj; lia.
  - rewrite map_length. lia.
  - intros b I. apply in_map_iff in I. destruct I as (a & <- & I). apply in_seq in I. apply in_seq.
    specialize (Inside a). lia.
Qed.

Lemma permuted_rows : forall n P sigma X a i, (forall a b, P a b = if b =? sigma a then 1%R else 0%R) ->
  sigma a < n ->
  matrix_product n P X a i = X (sigma a) i.
Proof.
  intros n P sigma X a i E L. unfold matrix_product. rewrite (sum_below_single n (sigma a)); [|exact L|].
  - rewrite E, Nat.eqb_refl. ring.
  - intros b _ D. rewrite E. destruct (Nat.eqb_spec b (sigma a)); [contradiction | ring].
Qed.

(** ** The two theorems *)

(** Q-S14: Y(PX) = P Y(X), and the sum over the positions does not change. *)
Theorem attention_is_permutation_equivariant : forall f n d m WQ WK WV X P, permutation_matrix n P ->
  (forall a v, a < n -> self_attention f n d m WQ WK WV (matrix_product n P X) a v
                        = matrix_product n P (self_attention f n d m WQ WK WV X) a v) /\
  (forall v, sum_below n (fun a => self_attention f n d m WQ WK WV (matrix_product n P X) a v)
             = sum_below n (fun a => self_attention f n d m WQ WK WV X a v)).
Proof.
  intros f n d m WQ WK WV X P (sigma & Inside & Inj & E).
  assert (Proj : forall W a c, a < n ->
    matrix_product d (matrix_product n P X) W a c = matrix_product d X W (sigma a) c).
  { intros W a c L. apply sum_below_ext. intros i _. rewrite (permuted_rows n P sigma) by auto. reflexivity. }
  assert (Sc : forall a b, a < n -> b < n ->
    attention_score d m (matrix_product n P X) WQ WK a b = attention_score d m X WQ WK (sigma a) (sigma b)).
  { intros a b La Lb. apply sum_below_ext. intros c _. rewrite !Proj by assumption. reflexivity. }
  assert (Eq : forall a v, a < n -> self_attention f n d m WQ WK WV (matrix_product n P X) a v
                                    = self_attention f n d m WQ WK WV X (sigma a) v).
  { intros a v La. transitivity (sum_below n (fun b => attention_weight f n d m X WQ WK (sigma a) b
                                                       * matrix_product d X WV b v)%R); [|reflexivity].
    rewrite <- (sum_below_permuted n sigma (fun b => attention_weight f n d m X WQ WK (sigma a) b
                                                     * matrix_product d X WV b v)%R) by assumption.
    apply sum_below_ext. intros b Lb. cbv beta. rewrite Proj by exact Lb.
    unfold attention_weight. rewrite Sc by assumption.
    rewrite (sum_below_ext n (fun c => f (attention_score d m (matrix_product n P X) WQ WK a c))
      (fun c => f (attention_score d m X WQ WK (sigma a) (sigma c)))).
    - rewrite (sum_below_permuted n sigma (fun c => f (attention_score d m X WQ WK (sigma a) c))) by assumption.
      reflexivity.
    - intros c Lc. rewrite Sc by assumption. reflexivity. }
  split.
  - intros a v La. rewrite Eq, (permuted_rows n P sigma) by auto. reflexivity.
  - intros v. rewrite (sum_below_ext n _ (fun a => self_attention f n d m WQ WK WV X (sigma a) v)) by auto.
    apply (sum_below_permuted n sigma (fun a => self_attention f n d m WQ WK WV X a v)); assumption.
Qed.

Lemma sum_below_nonnegative : forall n f, (forall i, i < n -> (0 <= f i)%R) -> (0 <= sum_below n f)%R.
Proof.
  induction n as [|n IH]; intros f N; simpl; [lra|].
  pose proof (N n (Nat.lt_succ_diag_r n)). assert (0 <= sum_below n f)%R by (apply IH; intros; apply N; lia). lra.
Qed.

Lemma sum_below_positive : forall n f, 0 < n -> (forall i, i < n -> (0 < f i)%R) -> (0 < sum_below n f)%R.
Proof.
  intros [|n] f L P; [lia|]. simpl. pose proof (P n (Nat.lt_succ_diag_r n)).
  assert (0 <= sum_below n f)%R by (apply sum_below_nonnegative; intros i Li; apply Rlt_le, P; lia). lra.
Qed.

(** Step 5 of Q-S12: for f > 0 the weights of a token are positive with sum 1, so an output is between the least and
    the largest value. *)
Theorem attention_is_convex : forall f n d m WQ WK WV X a, (forall t, (0 < f t)%R) -> 1 <= n ->
  (forall b, (0 < attention_weight f n d m X WQ WK a b)%R) /\
  sum_below n (attention_weight f n d m X WQ WK a) = 1%R /\
  (forall v, self_attention f n d m WQ WK WV X a v
             = sum_below n (fun b => attention_weight f n d m X WQ WK a b * matrix_product d X WV b v)%R) /\
  (forall v low high, (forall b, b < n -> (low <= matrix_product d X WV b v <= high)%R) ->
     (low <= self_attention f n d m WQ WK WV X a v <= high)%R).
Proof.
  intros f n d m WQ WK WV X a Pos L.
  assert (S : (0 < sum_below n (fun c => f (attention_score d m X WQ WK a c)))%R) by (apply sum_below_positive; auto).
  assert (W : forall b, (0 < attention_weight f n d m X WQ WK a b)%R) by (intros b; apply Rdiv_lt_0_compat; auto).
  assert (One : sum_below n (attention_weight f n d m X WQ WK a) = 1%R).
  { unfold attention_weight. rewrite (sum_below_ext n _
      (fun b => / sum_below n (fun c => f (attention_score d m X WQ WK a c)) * f (attention_score d m X WQ WK a b))%R)
      by (intros; unfold Rdiv; ring).
    rewrite sum_below_scale. field. lra. }
  split; [exact W | split; [exact One | split; [reflexivity |]]].
  intros v low high B.
  assert (D : forall s, (self_attention f n d m WQ WK WV X a v - s)%R
    = sum_below n (fun b => attention_weight f n d m X WQ WK a b * (matrix_product d X WV b v - s))%R).
  { intros s. rewrite (sum_below_ext n _
      (fun b => 1 * (attention_weight f n d m X WQ WK a b * matrix_product d X WV b v)
                + (- s) * attention_weight f n d m X WQ WK a b)%R) by (intros; ring).
    rewrite sum_below_combination, One. unfold self_attention, matrix_product at 1. ring. }
  split.
  - assert (0 <= self_attention f n d m WQ WK WV X a v - low)%R; [|lra]. rewrite D. apply sum_below_nonnegative.
    intros b Lb. apply Rmult_le_pos; [apply Rlt_le, W | specialize (B b Lb); lra].
  - assert (0 <= - (self_attention f n d m WQ WK WV X a v - high))%R; [|lra]. rewrite D.
    rewrite <- (Rmult_1_l (sum_below _ _)), Ropp_mult_distr_l, <- sum_below_scale. apply sum_below_nonnegative.
    intros b Lb. replace (- (1) * (attention_weight f n d m X WQ WK a b * (matrix_product d X WV b v - high)))%R
      with (attention_weight f n d m X WQ WK a b * (high - matrix_product d X WV b v))%R by ring.
    apply Rmult_le_pos; [apply Rlt_le, W | specialize (B b Lb); lra].
Qed.
