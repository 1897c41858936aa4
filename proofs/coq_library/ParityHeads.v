(** * One layer of k heads computes the parity of k bits, and of no more

    The tokens are a read-out token at the position 0 and the bits at the positions 1, ..., n.
      Query, key and value of a
    token are arbitrary functions of position and bit, the weights are positive (exponentials of scores), values have
      any
    dimension; a linear read-out and a constant follow, and the sign of the result is the answer.

    - [bit_tokens], [layer_at_read_out], [read_out]: the layer at the read-out token, and what follows
    - [k_heads_parity_threshold] is S-F1 *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Steered Products Parity AdditiveParity SparseAveraging LinearDependence.
From AttentionQuarks Require Import FeedforwardWidth UniformHead TriangleProtocol.
Import ListNotations.
Open Scope R_scope.

Definition bit_tokens (x : list bool) : list (nat * bool) := combine (seq 0 (S (length x))) (false :: x).

Definition layer_at_read_out (m : nat) (heads : list (attention_head (nat * bool))) (x : list bool) : list R :=
  vector_sum m (map (fun h => head_at m h (0%nat, false) (bit_tokens x)) heads).

Definition read_out (m : nat) (heads : list (attention_head (nat * bool))) (r : list R) (a : R) (x : list bool) : R :=
  a + sum_over (seq 0 m) (fun c => nth c r 0 * nth c (layer_at_read_out m heads x) 0).

(** ** Too few heads *)

Lemma affine_in_the_bits : forall (g : nat -> bool -> R) n s,
  polynomial 1 n (fun x => sum_over (combine (seq s n) x) (fun t => g (fst t) (snd t))).
Proof.
  intros g. induction n as [|n IH]; intros s.
  - apply (polynomial_ext _ _ (fun _ => 0)); [reflexivity | apply polynomial_const].
  - apply (polynomial_ext _ _ (fun y => (g s false + (g s true - g s false) * bit (hd false y))
      + sum_over (combine (seq (S s) n) (tl y)) (fun t => g (fst t) (snd t)))).
    + intros y I. apply cube_inv in I. destruct I as (b & x & -> & _). cbn [hd tl seq combine sum_over fst snd].
      destruct b; unfold bit; ring.
    + apply polynomial_add; [apply polynomial_add; [apply polynomial_const|] | apply (polynomial_pad 1 n (fun x =>
        sum_over (combine (seq (S s) n) x) (fun t => g (fst t) (snd t)))), IH].
      apply polynomial_scale, polynomial_head. lia.
Qed.

Lemma affine_in_the_tokens : forall (g : nat * bool -> R) n,
  polynomial 1 n (fun x => sum_over (bit_tokens x) g).
Proof.
  intros g n. apply (polynomial_ext _ _ (fun x => g (0%nat, false) + sum_over (combine (seq 1 n) x)
    (fun t => g (fst t, snd t)))).
  - intros x I. apply in_cube in I. unfold bit_tokens. rewrite I. cbn [seq combine sum_over]. f_equal.
    apply sum_over_ext. intros [i b] _. reflexivity.
  - apply polynomial_add; [apply polynomial_const|]. apply (affine_in_the_bits (fun i b => g (i, b))).
Qed.

Lemma read_out_by_heads : forall m heads r a x, read_out m heads r a x
  = a + sum_over heads (fun h => sum_over (seq 0 m) (fun c => nth c r 0 * nth c (head_at m h (0%nat, false)
    (bit_tokens x)) 0)).
Proof.
  intros m heads r a x. unfold read_out, layer_at_read_out, vector_sum. f_equal.
  rewrite (sum_over_ext _ _ _ (fun c => sum_over heads (fun h => nth c r 0
    * nth c (head_at m h (0%nat, false) (bit_tokens x)) 0))).
  - generalize (seq 0 m) as l. intros l. induction l as [|c l IH]; cbn [sum_over].
    + induction heads as [|h heads IH]; cbn [sum_over]; [reflexivity | rewrite <- IH; ring].
    + rewrite IH, <- sum_over_add. reflexivity.
  - intros c I. apply in_seq in I. rewrite nth_map_seq by lia. rewrite sum_over_map, <- sum_over_scale. reflexivity.
Qed.

Lemma common_denominator : forall m n r a heads,
  (forall h q k, In h heads -> 0 < weight_of_pair h q k) ->
  exists D F, polynomial (length heads) n D /\ polynomial (length heads) n F /\
    forall x, In x (cube n) -> 0 < D x /\ F x = D x * read_out m heads r a x.
Proof.
  intros m n r a heads. induction heads as [|h heads IH]; intros Pos.
  - exists (fun _ => 1), (fun _ => a). split; [apply polynomial_const|]. split; [apply polynomial_const|].
    intros x _. rewrite read_out_by_heads. cbn [sum_over]. split; [lra | ring].
  - destruct IH as (D & F & HD & HF & E); [intros; apply Pos; right; assumption|].
    set (w := fun t => weight_of_pair h (query_of (parameters h) (0%nat, false)) (key_of (parameters h) t)).
    set (Z := fun x => sum_over (bit_tokens x) w).
    set (S := fun x => sum_over (bit_tokens x) (fun t => sum_over (seq 0 m) (fun c => nth c r 0
      * (w t * nth c (value_of (parameters h) t) 0)))).
    exists (fun x => Z x * D x), (fun x => Z x * F x + S x * D x). cbn [length].
    change (Datatypes.S (length heads)) with (1 + length heads)%nat.
    split; [apply polynomial_product; [apply affine_in_the_tokens | exact HD]|].
    split; [apply polynomial_add; apply polynomial_product; try apply affine_in_the_tokens; assumption|].
    intros x I. destruct (E x I) as [PD EF]. assert (PZ : 0 < Z x).
    { unfold Z. apply Rlt_le_trans with (w (0%nat, false)); [apply Pos; left; reflexivity|].
      apply (term_at_most_sum _ _ w); [intros; apply Rlt_le, Pos; left; reflexivity | left; reflexivity]. }
    split; [apply Rmult_lt_0_compat; assumption|]. rewrite read_out_by_heads in *. cbn [sum_over].
    assert (Head : sum_over (seq 0 m) (fun c => nth c r 0 * nth c (head_at m h (0%nat, false) (bit_tokens x)) 0)
      = S x / Z x).
    { unfold S. rewrite (sum_over_ext _ (seq 0 m) _ (fun c => / Z x * (nth c r 0
        * sum_over (bit_tokens x) (fun t => w t * nth c (value_of (parameters h) t) 0)))).
      - rewrite sum_over_scale. unfold Rdiv. rewrite Rmult_comm. f_equal.
        generalize (bit_tokens x) as l. intros l. induction l as [|t l IHl]; cbn [sum_over].
        + rewrite (sum_over_ext _ _ _ (fun _ => 0)) by (intros; ring). apply sum_over_zero.
        + rewrite <- IHl, <- sum_over_add. apply sum_over_ext. intros; ring.
      - intros c Ic. apply in_seq in Ic. unfold head_at, attended. rewrite nth_map_seq by lia.
        change (nth c r 0 * (sum_over (bit_tokens x) (fun t => w t * nth c (value_of (parameters h) t) 0) / Z x) =
          / Z x * (nth c r 0 * sum_over (bit_tokens x) (fun t => w t * nth c (value_of (parameters h) t) 0))).
        field. lra. }
    rewrite Head, EF. field. lra.
Qed.

Lemma chi_and_parity : forall x, chi x = (-1) ^ length x * (if parity x then -1 else 1).
Proof.
  induction x as [|b x IH]; cbn [chi parity length pow]; [ring|]. rewrite IH. unfold signed, bit.
  destruct b, (parity x); cbn [xorb]; ring.
Qed.

Lemma sum_strict : forall (l : list point) f x, (forall y, In y l -> 0 <= f y) -> In x l -> 0 < f x -> 0 < sum l f.
Proof.
  assert (N : forall (l : list point) f, (forall y, In y l -> 0 <= f y) -> 0 <= sum l f).
  { induction l as [|y l IH]; intros f P; cbn [sum]; [lra|]. pose proof (P y (or_introl eq_refl)).
    specialize (IH f ltac:(intros; apply P; right; assumption)). lra. }
  induction l as [|y l IH]; intros f x P I Px; [destruct I|]. cbn [sum].
  assert (Pl : forall z, In z l -> 0 <= f z) by (intros; apply P; right; assumption). destruct I as [->|I].
  - pose proof (N l f Pl). lra.
  - pose proof (P y (or_introl eq_refl)). specialize (IH f x Pl I Px). lra.
Qed.

Lemma both_parities : forall n b, (1 <= n)%nat -> exists x, In x (cube n) /\ parity x = b.
Proof.
  intros [|n] b L; [lia|]. exists (b :: repeat false n). split; [apply in_cube; cbn; rewrite repeat_length;
    reflexivity|].
  cbn [parity]. rewrite parity_of_falses. apply xorb_false_r.
Qed.

Lemma too_few_heads : forall n m heads r a e, (length heads < n)%nat ->
  (forall h q k, In h heads -> 0 < weight_of_pair h q k) ->
  ~ forall x, In x (cube n) -> H (read_out m heads r a x) = xorb e (parity x).
Proof.
  intros n m heads r a e L Pos Right.
  destruct (common_denominator m n r a heads Pos) as (D & F & _ & HF & E).
  pose proof (orthogonal n _ F L HF) as Zero. set (s := (-1) ^ n * (if e then 1 else -1)).
  assert (Sign : forall x, In x (cube n) -> s * (chi x * F x) = (if xorb e (parity x) then 1 else -1) * F x).
  { intros x I. rewrite chi_and_parity. apply in_cube in I. rewrite I. unfold s.
    replace ((-1) ^ n * (if e then 1 else -1) * ((-1) ^ n * (if parity x then -1 else 1) * F x))
      with (((-1) ^ n) ^ 2 * ((if e then 1 else -1) * (if parity x then -1 else 1) * F x)) by ring.
    rewrite <- pow_mult, (Nat.mul_comm n 2), pow_mult. replace ((-1) ^ 2) with 1 by ring. rewrite pow1.
    destruct e, (parity x); cbn [xorb]; ring. }
  assert (Total : sum (cube n) (fun x => s * (chi x * F x)) = 0) by (rewrite sum_scale, Zero; ring).
  rewrite (sum_ext _ _ _ Sign) in Total.
  assert (P : forall x, In x (cube n) -> 0 <= (if xorb e (parity x) then 1 else -1) * F x /\
    (xorb e (parity x) = true -> 0 < (if xorb e (parity x) then 1 else -1) * F x)).
  { intros x I. destruct (E x I) as [PD EF]. specialize (Right x I). rewrite EF.
    destruct (xorb e (parity x)).
    - apply H_true in Right. split; [|intros _]; nra.
    - apply H_false in Right. split; [nra | discriminate]. }
  destruct (both_parities n (negb e) ltac:(lia)) as (x & I & Px).
  assert (0 < sum (cube n) (fun x => (if xorb e (parity x) then 1 else -1) * F x)); [|lra].
  apply (sum_strict _ _ x); [intros y Iy; apply P, Iy | exact I|]. apply P; [exact I|]. rewrite Px. destruct e;
    reflexivity.
Qed.

(** ** k heads *)

Fixpoint product_over (l : list nat) (f : nat -> R) : R :=
  match l with
  | [] => 1
  | j :: k => f j * product_over k f
  end.

(** The product of (j - 1/2 - c)/(c + j), decomposed into partial fractions. *)
Lemma partial_fractions : forall l, NoDup l -> exists K alpha, forall c, 0 <= c -> (forall j, In j l -> 0 < INR j) ->
  product_over l (fun j => (INR j - 1 / 2 - c) / (c + INR j)) = K + sum_over l (fun j => alpha j / (c + INR j)).
Proof.
  intros l D. induction D as [|j l N D (K & alpha & E)].
  - exists 1, (fun _ => 0). intros c _ _. cbn [product_over sum_over]. ring.
  - set (g := 2 * INR j - 1 / 2).
    set (alpha' := fun i => if (i =? j)%nat
      then g * K - sum_over l (fun i => g * alpha i / (INR j - INR i)) else g * alpha i / (INR j - INR i) - alpha i).
    exists (- K), alpha'. intros c Pc Pos. cbn [product_over sum_over].
    rewrite (E c Pc) by (intros; apply Pos; right; assumption).
    pose proof (Pos j (or_introl eq_refl)) as Pj. unfold alpha' at 1. rewrite Nat.eqb_refl.
    rewrite (sum_over_ext _ l (fun i => alpha' i / (c + INR i))
      (fun i => - (alpha i / (c + INR i)) + g * (alpha i / ((c + INR i) * (c + INR j)))
        + / (c + INR j) * (g * alpha i / (INR j - INR i)))).
    + rewrite !sum_over_add, !sum_over_scale.
      rewrite (sum_over_ext _ l (fun i => - (alpha i / (c + INR i))) (fun i => -1 * (alpha i / (c + INR i))))
        by (intros; ring).
      rewrite (sum_over_ext _ l (fun i => alpha i / ((c + INR i) * (c + INR j)))
        (fun i => / (c + INR j) * (alpha i / (c + INR i)))).
      * rewrite !sum_over_scale. unfold g. field. lra.
      * intros i I. pose proof (Pos i (or_intror I)). field. lra.
    + intros i I. unfold alpha'. destruct (Nat.eqb_spec i j) as [->|X]; [contradiction|].
      pose proof (Pos i (or_intror I)). apply not_INR in X. field. lra.
Qed.

Lemma product_over_app : forall k l f, product_over (k ++ l) f = product_over k f * product_over l f.
Proof. intros k l f. induction k as [|j k IH]; cbn [app product_over]; [ring|]. rewrite IH. ring. Qed.

Lemma alternating_signs : forall k c, 0 < (-1) ^ Nat.min c k *
  product_over (seq 1 k) (fun j => (INR j - 1 / 2 - INR c) / (INR c + INR j)).
Proof.
  induction k as [|k IH]; intros c.
  - rewrite Nat.min_0_r. cbn [seq product_over pow]. lra.
  - rewrite seq_S, product_over_app. cbn [product_over]. specialize (IH c).
    assert (P : 0 < INR c + INR (1 + k)) by (pose proof (pos_INR c); pose proof (lt_0_INR (1 + k)); lia || (
      assert (0 < INR (1 + k)) by (apply lt_0_INR; lia); lra)).
    set (X := product_over (seq 1 k) _) in *. set (f := (INR (1 + k) - 1 / 2 - INR c) / (INR c + INR (1 + k))) in *.
    destruct (Nat.le_gt_cases c k) as [L|G].
    + rewrite Nat.min_l in * by lia. assert (0 < f).
      { apply Rdiv_lt_0_compat; [|exact P]. apply le_INR in L. rewrite plus_INR. simpl (INR 1). lra. }
      replace ((-1) ^ c * (X * (f * 1))) with ((-1) ^ c * X * f) by ring. apply Rmult_lt_0_compat; assumption.
    + rewrite Nat.min_r in * by lia. assert (0 < - f).
      { unfold f. replace (- ((INR (1 + k) - 1 / 2 - INR c) / (INR c + INR (1 + k))))
          with ((INR c - INR (1 + k) + 1 / 2) / (INR c + INR (1 + k))) by (field; lra).
        apply Rdiv_lt_0_compat; [|exact P]. assert (INR (1 + k) <= INR c) by (apply le_INR; lia). lra. }
      replace ((-1) ^ Datatypes.S k * (X * (f * 1))) with ((-1) ^ k * X * - f) by (cbn [pow]; ring).
      apply Rmult_lt_0_compat; assumption.
Qed.

Definition parity_weight (k j : nat) (t : nat * bool) : R :=
  if (fst t =? 0)%nat then INR j / 2 else (if snd t then 1 else 0) + INR j / (2 * INR k).

Definition parity_head (k : nat) (alpha : nat -> R) (j : nat) : attention_head (nat * bool) :=
  AttentionHead _ (AttentionUnit _ (fun _ => [1]) (fun t => [ln (parity_weight k j t)])
    (fun t => [if (fst t =? 0)%nat then - 2 * alpha j / INR j else 0])) exponential_weight.

Lemma sign_of_ones : forall x, (-1) ^ size x = if parity x then -1 else 1.
Proof.
  induction x as [|b x IH]; cbn [size parity]; [reflexivity|]. rewrite pow_add, IH.
  destruct b, (parity x); cbn [xorb pow]; ring.
Qed.

Lemma ones_at_most : forall x, (size x <= length x)%nat.
Proof. induction x as [|[] x IH]; cbn [size length]; lia. Qed.

Lemma parity_weight_positive : forall k j t, (1 <= k)%nat -> (1 <= j)%nat -> 0 < parity_weight k j t.
Proof.
  intros k j [i b] Pk Pj. unfold parity_weight. cbn [fst snd].
  assert (0 < INR j) by (apply lt_0_INR; lia). assert (0 < INR k) by (apply lt_0_INR; lia).
  assert (0 < INR j / (2 * INR k)) by (apply Rdiv_lt_0_compat; lra).
  destruct (i =? 0)%nat; [lra|]. destruct b; lra.
Qed.

Lemma parity_head_at : forall k alpha j x, (1 <= k)%nat -> (1 <= j)%nat -> length x = k ->
  head_at 1 (parity_head k alpha j) (0%nat, false) (bit_tokens x) = [- alpha j / (INR (size x) + INR j)].
Proof.
  intros k alpha j x Pk Pj L.
  assert (0 < INR j) by (apply lt_0_INR; lia). assert (PK : 0 < INR k) by (apply lt_0_INR; lia).
  unfold head_at, attended, parity_head. cbn [seq map parameters weight_of_pair query_of key_of value_of nth].
  assert (W : forall t, exponential_weight [1] [ln (parity_weight k j t)] = parity_weight k j t).
  { intros t. unfold exponential_weight. cbn [nth]. rewrite Rmult_1_l. apply exp_ln, parity_weight_positive;
    assumption. }
  unfold bit_tokens. cbn [length seq combine sum_over fst]. rewrite !W. cbn [Nat.eqb].
  assert (Rest : forall (f : nat * bool -> R) y s, (1 <= s)%nat ->
    sum_over (combine (seq s (length y)) y) (fun t => exponential_weight [1] [ln (parity_weight k j t)] * f t)
    = sum_over (combine (seq s (length y)) y)
      (fun t => ((if snd t then 1 else 0) + INR j / (2 * INR k)) * f t)).
  { intros f y s Ps. apply sum_over_ext. intros [i b] I. rewrite W. unfold parity_weight. cbn [fst snd].
    apply in_combine_l, in_seq in I. destruct (Nat.eqb_spec i 0); [lia | reflexivity]. }
  assert (Num : sum_over (combine (seq 1 (length x)) x) (fun t => exponential_weight [1] [ln (parity_weight k j t)]
    * (if (fst t =? 0)%nat then - 2 * alpha j / INR j else 0)) = 0).
  { rewrite (sum_over_ext _ _ _ (fun _ => 0)); [apply sum_over_zero|]. intros [i b] I. cbn [fst].
    apply in_combine_l, in_seq in I. destruct (Nat.eqb_spec i 0); [lia | ring]. }
  assert (Den : sum_over (combine (seq 1 (length x)) x) (fun t => exponential_weight [1] [ln (parity_weight k j t)])
    = INR (size x) + INR k * (INR j / (2 * INR k))).
  { rewrite (sum_over_ext _ _ _ (fun t => exponential_weight [1] [ln (parity_weight k j t)] * 1)) by (intros; ring).
    rewrite (Rest (fun _ => 1)) by lia. rewrite <- L. generalize (INR j / (2 * INR (length x))) as e. intros e.
    generalize 1%nat as s. clear. induction x as [|b x IH]; intros s; cbn [length seq combine sum_over size];
      [simpl; ring|]. rewrite IH, S_INR, plus_INR. cbn [snd]. destruct b; simpl (INR _); simpl; ring. }
  rewrite Num, Den. f_equal. unfold parity_weight. cbn [fst Nat.eqb]. pose proof (pos_INR (size x)). field.
  repeat split; lra.
Qed.

Theorem k_heads_parity_threshold : forall k,
  (exists heads a, length heads = k /\ (forall h, In h heads -> weight_of_pair h = exponential_weight) /\
    forall x, In x (cube k) -> read_out 1 heads [1] a x <> 0 /\ H (read_out 1 heads [1] a x) = parity x) /\
  forall n m heads r a e, (k < n)%nat -> length heads = k -> (forall h q u, In h heads -> 0 < weight_of_pair h q u) ->
    ~ forall x, In x (cube n) -> H (read_out m heads r a x) = xorb e (parity x).
Proof.
  intros k. split; [|intros n m heads r a e L <- Pos; apply too_few_heads; assumption].
  destruct (partial_fractions (seq 1 k) (seq_NoDup _ _)) as (K & alpha & E).
  exists (map (parity_head k alpha) (seq 1 k)), (- K). split; [rewrite map_length, seq_length; reflexivity|].
  split; [intros h I; apply in_map_iff in I; destruct I as (j & <- & _); reflexivity|].
  intros x I. apply in_cube in I.
  assert (Value : read_out 1 (map (parity_head k alpha) (seq 1 k)) [1] (- K) x
    = - product_over (seq 1 k) (fun j => (INR j - 1 / 2 - INR (size x)) / (INR (size x) + INR j))).
  { rewrite E; [|apply pos_INR | intros j J; apply in_seq in J; apply lt_0_INR; lia].
    rewrite read_out_by_heads, sum_over_map, Ropp_plus_distr. f_equal.
    rewrite <- (Rmult_1_l (sum_over (seq 1 k) (fun j => alpha j / _))), Ropp_mult_distr_l, <- sum_over_scale.
    apply sum_over_ext. intros j J. apply in_seq in J. rewrite parity_head_at by lia. cbn [seq sum_over nth].
    pose proof (pos_INR (size x)). assert (0 < INR j) by (apply lt_0_INR; lia). field. lra. }
  rewrite Value. pose proof (alternating_signs k (size x)) as Sgn. pose proof (ones_at_most x) as Ones.
  rewrite Nat.min_l in Sgn by lia. rewrite sign_of_ones in Sgn. destruct (parity x).
  - split; [lra|]. apply H_true. lra.
  - split; [lra|]. apply H_false. lra.
Qed.
