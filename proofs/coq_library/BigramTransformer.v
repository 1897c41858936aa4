(** * Two layers find the bigrams that sum to 0 modulo M together with a token

    The token of position p = 1, ..., N is the residue x_p, the blank token of position N + 1 has the value 0. A head
    of the first layer fetches the value at a target position t: its score at position i is t^2 - (t - i)^2.

    - [fetched B t v n]: the output of a head with the query (2t, -1), the keys (i, i^2) and the values v(i), i = 1..n
    - [bigram_first_layer], [between_layers], [bigram_output]: the value of the next position, the own
      value and the own position; the element-wise map, which sees these three numbers only; the output of the
      second layer
    - [bigram]: Match3Bigram at a position
    - [match3_bigram_two_layers] is S-T8 *)

From Coq Require Import List ZArith Lia Reals Lra.
From AttentionQuarks Require Import MomentCurve Averages PairUnit Rounding.
Import ListNotations.
Open Scope R_scope.

Definition position_key (i : nat) : list Z := [Z.of_nat i; Z.of_nat i ^ 2]%Z.

Definition position_query (t : nat) : list Z := [2 * Z.of_nat t; -1]%Z.

Definition fetched (B : R) (t : nat) (v : nat -> R) (n : nat) : R :=
  average (fun i => power_weight B (score (position_query t) (position_key i))) v (seq 1 n).

Definition value_at (xs : list Z) (p : nat) : Z := nth (p - 1) xs 0%Z.

Definition bigram_first_layer (B : R) (xs : list Z) (j : nat) : R * R * R :=
  let n := S (length xs) in
  (fetched B (S j) (fun i => IZR (value_at xs i)) n, fetched B j (fun i => IZR (value_at xs i)) n, fetched B j INR n).

(** [None] is the blank token, [Some (x, k)] a token with the residue x and the key k. *)
Definition between_layers (N M : Z) (row : R * R * R) : option (Z * Z) :=
  let '(following, own, place) := row in
  let j := nearest place in
  if (j =? N + 1)%Z then None
  else Some (nearest own, if (j <? N)%Z then (- (nearest own + nearest following)) mod M else M)%Z.

Definition bigram_query (t : option (Z * Z)) : list Z :=
  match t with
  | Some (x, _) => [2 * x; -1; x ^ 2]%Z
  | None => [0; 0; 0]%Z
  end.

Definition bigram_key (t : option (Z * Z)) : list Z :=
  match t with
  | Some (_, k) => [k; k ^ 2; 0]%Z
  | None => [0; 0; 1]%Z
  end.

Definition bigram_output (B B' : R) (M : Z) (xs : list Z) (j : nat) : R :=
  let token := fun p => between_layers (Z.of_nat (length xs)) M (bigram_first_layer B xs p) in
  base_unit_output B' bigram_query bigram_key residue_mark (token j) (map token (seq 1 (S (length xs)))).

Definition bigram (M : Z) (xs : list Z) (i : nat) : Prop :=
  exists j, (1 <= j < length xs)%nat /\ ((value_at xs i + value_at xs j + value_at xs (S j)) mod M = 0)%Z.

(** ** What a head fetches *)

Lemma position_score : forall t i,
  score (position_query t) (position_key i)
  = (Z.of_nat t ^ 2 + - (Z.of_nat i - Z.of_nat t) ^ 2)%Z.
Proof. intros t i. unfold position_query, position_key. cbn -[Z.mul Z.add Z.sub Z.pow Z.of_nat]. ring. Qed.

Lemma decay : forall B d, 1 <= B -> (1 <= d)%nat -> power_weight B (- Z.of_nat d ^ 2) <= (/ B) ^ d.
Proof.
  intros B d P L. replace (- Z.of_nat d ^ 2)%Z with (- Z.of_nat d + (Z.of_nat d - Z.of_nat d ^ 2))%Z by ring.
  rewrite base_weight_plus by lra.
  assert (E : power_weight B (- Z.of_nat d) = (/ B) ^ d).
  { unfold power_weight. rewrite powerRZ_neg'. rewrite <- pow_powerRZ. symmetry. apply pow_inv. }
  rewrite E. rewrite <- (Rmult_1_r ((/ B) ^ d)) at 2.
  apply Rmult_le_compat_l; [apply pow_le; left; apply Rinv_0_lt_compat; lra|].
  apply base_weight_at_most_one; [exact P | nia].
Qed.

Lemma geometric_right : forall r t n,
  (1 - r) * summed (fun i => r ^ (i - t)) (seq (S t) n) = r - r ^ S n.
Proof.
  intros r t n. induction n as [|n IH]; [unfold summed; simpl; ring|].
  rewrite seq_S, summed_app, Rmult_plus_distr_l, IH. unfold summed. cbn [fold_right].
  replace (S t + n - t)%nat with (S n) by lia. simpl. ring.
Qed.

Lemma geometric_left : forall r n a, (1 - r) * summed (fun i => r ^ (a + n - i)) (seq a n) = r - r ^ S n.
Proof.
  intros r n. induction n as [|n IH]; intros a; [unfold summed; simpl; ring|].
  change (seq a (S n)) with ([a] ++ seq (S a) n). rewrite summed_app, Rmult_plus_distr_l.
  rewrite (summed_ext _ (fun i => r ^ (a + S n - i)) (fun i => r ^ (S a + n - i)) (seq (S a) n)).
  - rewrite (IH (S a)). unfold summed. cbn [fold_right]. replace (a + S n - a)%nat with (S n) by lia. simpl. ring.
  - intros i _. f_equal. lia.
Qed.

Lemma split_positions : forall t n, (1 <= t <= n)%nat -> seq 1 n = seq 1 (t - 1) ++ [t] ++ seq (S t) (n - t).
Proof.
  intros t n B. replace n with ((t - 1) + S (n - t))%nat at 1 by lia. rewrite seq_app. f_equal.
  replace (1 + (t - 1))%nat with t by lia. reflexivity.
Qed.

Lemma fetched_value : forall B t v n d, 1 < B -> (1 <= t <= n)%nat -> 0 <= d ->
  (forall i, (1 <= i <= n)%nat -> Rabs (v i - v t) <= d) -> Rabs (fetched B t v n - v t) <= 2 * d / (B - 1).
Proof.
  intros B t v n d P L D H. unfold fetched, average.
  set (w := fun i => power_weight B (score (position_query t) (position_key i))).
  set (c := power_weight B (Z.of_nat t ^ 2)). assert (Cp : 0 < c) by (apply base_weight_positive; lra).
  assert (Wp : forall i, 0 < w i) by (intros; apply base_weight_positive; lra).
  assert (Wd : forall i e, (1 <= e)%nat -> ((Z.of_nat i - Z.of_nat t) ^ 2
    = Z.of_nat e ^ 2)%Z -> w i <= c * (/ B) ^ e).
  { intros i e Pe E. unfold w. rewrite position_score, E, base_weight_plus by lra. apply Rmult_le_compat_l; [lra|].
    apply decay; [lra | exact Pe]. }
  assert (Wt : w t = c).
  { unfold w, c. rewrite position_score. f_equal. ring. }
  assert (Sw : c <= summed w (seq 1 n)).
  { rewrite <- Wt. apply summed_member; [intros; left; apply Wp | apply in_seq; lia]. }
  set (r := / B). assert (Rp : 0 < r) by (apply Rinv_0_lt_compat; lra).
  assert (R1 : r < 1) by (unfold r; rewrite <- Rinv_1; apply Rinv_lt_contravar; lra).
  assert (Ri : r / (1 - r) = 1 / (B - 1)) by (unfold r; field; lra).
  assert (Tail : summed (fun i => w i * Rabs (v i - v t)) (seq 1 n) <= c * (2 * d / (B - 1))).
  { rewrite (split_positions t n L), !summed_app.
    assert (Left : summed (fun i => w i * Rabs (v i - v t)) (seq 1 (t - 1)) <= c * d * (r / (1 - r))).
    { apply Rle_trans with (c * d * summed (fun i => r ^ (1 + (t - 1) - i)) (seq 1 (t - 1))).
      - rewrite <- summed_scale. apply summed_le. intros i I. apply in_seq in I.
        apply Rle_trans with (c * r ^ (1 + (t - 1) - i) * d); [|right; ring].
        apply Rmult_le_compat; [left; apply Wp | apply Rabs_pos | | apply H; lia]. apply Wd; [lia | nia].
      - apply Rmult_le_compat_l; [nra|]. apply (Rmult_le_reg_l (1 - r)); [lra|]. rewrite geometric_left.
        replace ((1 - r) * (r / (1 - r))) with r by (field; lra). pose proof (pow_lt r (S (t - 1)) Rp). lra. }
    assert (Right : summed (fun i => w i * Rabs (v i - v t)) (seq (S t) (n - t)) <= c * d * (r / (1 - r))).
    { apply Rle_trans with (c * d * summed (fun i => r ^ (i - t)) (seq (S t) (n - t))).
      - rewrite <- summed_scale. apply summed_le. intros i I. apply in_seq in I.
        apply Rle_trans with (c * r ^ (i - t) * d); [|right; ring].
        apply Rmult_le_compat; [left; apply Wp | apply Rabs_pos | | apply H; lia]. apply Wd; [lia | nia].
      - apply Rmult_le_compat_l; [nra|]. apply (Rmult_le_reg_l (1 - r)); [lra|]. rewrite geometric_right.
        replace ((1 - r) * (r / (1 - r))) with r by (field; lra). pose proof (pow_lt r (S (n - t)) Rp). lra. }
    assert (Mid : summed (fun i => w i * Rabs (v i - v t)) [t] = 0).
    { unfold summed. simpl. rewrite Rminus_diag_eq, Rabs_R0 by reflexivity. ring. }
    rewrite Mid. rewrite Ri in Left, Right. replace (c * (2 * d / (B - 1))) with (c * d * (1 / (B - 1)) * 2)
      by (field; lra).
    lra. }
  set (S := summed w (seq 1 n)) in *. set (T := summed (fun i => w i * v i) (seq 1 n)).
  assert (Diff : (T / S - v t) * S = summed (fun i => w i * (v i - v t)) (seq 1 n)).
  { rewrite (summed_ext _ (fun i => w i * (v i - v t)) (fun i => w i * v i + - v t * w i)) by (intros; ring).
    rewrite summed_plus, summed_scale. fold T S. field. lra. }
  apply (Rmult_le_reg_r S); [lra|]. change (Rabs (T / S - v t) * S <= 2 * d / (B - 1) * S).
  assert (Ab : Rabs (T / S - v t) * S = Rabs ((T / S - v t) * S)) by (rewrite Rabs_mult, (Rabs_pos_eq S) by lra;
    ring).
  rewrite Ab, Diff.
  apply (Rle_trans _ _ _ (summed_abs _ _ _)).
  rewrite (summed_ext _ _ (fun i => w i * Rabs (v i - v t))).
  - apply (Rle_trans _ _ _ Tail). rewrite Rmult_comm. apply Rmult_le_compat_l; [|exact Sw].
    apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra].
  - intros i _. rewrite Rabs_mult, (Rabs_pos_eq (w i)) by (left; apply Wp). reflexivity.
Qed.

Lemma rational_fetched : forall B t v n, 1 < B -> (1 <= n)%nat -> rational B -> (forall i, rational (v i)) ->
  rational (fetched B t v n).
Proof.
  intros B t v n P L Q H. unfold fetched, average, Rdiv. apply rational_mult.
  - apply rational_summed. intros i _. apply rational_mult; [apply rational_base_weight; [lra | exact Q] | apply H].
  - apply rational_inverse; [|apply rational_summed; intros; apply rational_base_weight; [lra | exact Q]].
    assert (0 < summed (fun i => power_weight B (score (position_query t) (position_key i))) (seq 1 n)); [|lra].
    apply Rlt_le_trans with (power_weight B (score (position_query t) (position_key 1))).
    + apply base_weight_positive. lra.
    + apply (summed_member _ (fun i => power_weight B (score (position_query t) (position_key i)))).
      * intros; left; apply base_weight_positive; lra.
      * apply in_seq. lia.
Qed.

(** ** The transformer *)

Lemma value_range : forall M xs p, (1 <= M)%Z -> (forall x, In x xs -> (0 <= x < M)%Z) -> (0 <= value_at xs p <= M -
  1)%Z.
Proof.
  intros M xs p P B. unfold value_at. destruct (le_lt_dec (length xs) (p - 1)) as [G|L].
  - rewrite nth_overflow by exact G. lia.
  - specialize (B _ (nth_In xs 0%Z L)). lia.
Qed.

Lemma first_layer_rounds : forall B M xs j, (1 <= M)%Z -> (forall x, In x xs -> (0 <= x < M)%Z) ->
  4 * Rmax (IZR M - 1) (INR (length xs) + 1) + 1 < B -> (1 <= j <= length xs + 1)%nat ->
  between_layers (Z.of_nat (length xs)) M (bigram_first_layer B xs j)
  = if (j =? length xs + 1)%nat then None
    else Some (value_at xs j, if (j <? length xs)%nat then (- (value_at xs j + value_at xs (S j))) mod M else M)%Z.
Proof.
  intros B M xs j PM Bx BB Lj. set (n := S (length xs)). set (d := Rmax (IZR M - 1) (INR (length xs) + 1)) in *.
  assert (D1 : IZR M - 1 <= d) by apply Rmax_l. assert (D2 : INR (length xs) + 1 <= d) by apply Rmax_r.
  pose proof (pos_INR (length xs)) as N0. assert (B1 : 1 < B) by lra.
  assert (Small : 2 * d / (B - 1) < 1 / 2).
  { apply (Rmult_lt_reg_r (B - 1)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  assert (Values : forall t, (1 <= t <= n)%nat -> nearest (fetched B t (fun i => IZR (value_at xs i)) n)
    = value_at xs t).
  { intros t Lt. apply nearest_integer. apply Rle_lt_trans with (2 := Small).
    apply (fetched_value B t (fun i => IZR (value_at xs i)) n d B1 Lt); [lra|]. intros i _.
    pose proof (value_range M xs i PM Bx) as [A1 A2]. pose proof (value_range M xs t PM Bx) as [A3 A4].
    apply IZR_le in A1, A2, A3, A4. rewrite minus_IZR in A2, A4. apply Rabs_le. lra. }
  assert (Place : nearest (fetched B j INR n) = Z.of_nat j).
  { apply nearest_integer. rewrite <- INR_IZR_INZ. apply Rle_lt_trans with (2 := Small).
    apply (fetched_value B j INR n d B1); [unfold n; lia | lra|]. intros i Li. unfold n in Li.
    assert (X1 : INR i <= INR (length xs) + 1) by (rewrite <- S_INR; apply le_INR; lia).
    assert (X2 : INR j <= INR (length xs) + 1) by (rewrite <- S_INR; apply le_INR; lia).
    pose proof (pos_INR i). pose proof (pos_INR j). apply Rabs_le. lra. }
  unfold between_layers, bigram_first_layer. fold n. cbv zeta. rewrite Place.
  replace (Z.of_nat j =? Z.of_nat (length xs) + 1)%Z with (j =? length xs + 1)%nat.
  - destruct (Nat.eqb_spec j (length xs + 1)) as [E|E]; [reflexivity|]. rewrite Values by (unfold n; lia).
    replace (Z.of_nat j <? Z.of_nat (length xs))%Z with (j <? length xs)%nat.
    + destruct (Nat.ltb_spec j (length xs)) as [L|G]; [|reflexivity]. rewrite Values by (unfold n; lia). reflexivity.
    + destruct (Nat.ltb_spec j (length xs)), (Z.ltb_spec (Z.of_nat j) (Z.of_nat (length xs))); lia.
  - destruct (Nat.eqb_spec j (length xs + 1)), (Z.eqb_spec (Z.of_nat j) (Z.of_nat (length xs) + 1)); lia.
Qed.

Theorem match3_bigram_two_layers : forall M (xs : list Z) (B B' : R) j, (1 <= M)%Z ->
  (forall x, In x xs -> (0 <= x < M)%Z) -> 4 * Rmax (IZR M - 1) (INR (length xs) + 1) + 1 < B ->
  6 * INR (length xs) <= B' -> (1 <= j <= length xs)%nat ->
  (forall t p, length (position_query p) = 2%nat /\ length (position_key p) = 2%nat /\
               length (bigram_query t) = 3%nat /\ length (bigram_key t) = 3%nat) /\
  (forall p i, score (position_query p) (position_key i)
               = (Z.of_nat p ^ 2 - (Z.of_nat i - Z.of_nat p) ^ 2)%Z) /\
  (~ bigram M xs j -> bigram_output B B' M xs j <= 1 / 7) /\
  (bigram M xs j -> 1 / 2 <= bigram_output B B' M xs j) /\
  (rational B -> forall p, let '(following, own, place) := bigram_first_layer B xs p in
                           rational following /\ rational own /\ rational place) /\
  (rational B' -> rational (bigram_output B B' M xs j)).
Proof.
  intros M xs B B' j PM Bx BB BB' Lj.
  split; [intros [[x k]|] p; repeat split|]. split; [intros p i; rewrite position_score; ring|].
  assert (Size : 1 <= INR (length xs)) by (apply (le_INR 1); lia).
  set (key_at := fun p => if (p <? length xs)%nat then ((- (value_at xs p + value_at xs (S p))) mod M)%Z else M).
  set (x := value_at xs j). set (g := fun p => power_weight B' (x ^ 2 - (x - key_at p) ^ 2)).
  set (l := seq 1 (length xs)). assert (Rx : (0 <= x <= M - 1)%Z) by (apply value_range; assumption).
  assert (Form : bigram_output B B' M xs j = summed g l / (summed g l + power_weight B' (x ^ 2))).
  { unfold bigram_output. cbv zeta.
    assert (Tokens : map (fun p => between_layers (Z.of_nat (length xs)) M (bigram_first_layer B xs p)) (seq 1 (S
      (length
      xs)))
      = with_blank (map (fun p => (value_at xs p, key_at p)) l)).
    { rewrite seq_S, map_app. unfold with_blank. f_equal.
      - rewrite map_map. apply map_ext_in. intros p I. apply in_seq in I.
        rewrite first_layer_rounds by (assumption || lia).
        destruct (Nat.eqb_spec p (length xs + 1)); [lia|]. reflexivity.
      - cbn [map]. rewrite first_layer_rounds by (assumption || lia).
        destruct (Nat.eqb_spec (1 + length xs) (length xs + 1)); [reflexivity | lia]. }
    rewrite Tokens, first_layer_rounds by (assumption || lia).
    destruct (Nat.eqb_spec j (length xs + 1)) as [E|_]; [lia|]. fold x. fold (key_at j).
    unfold base_unit_output. rewrite (marked_average _ _ (fun t => power_weight B' (x ^ 2 - (x - snd t) ^ 2))
      (power_weight B' (x ^ 2))).
    - rewrite summed_map. reflexivity.
    - intros [y k]. f_equal. cbn -[Z.mul Z.add Z.sub Z.pow]. ring.
    - f_equal. cbn -[Z.mul Z.add Z.sub Z.pow]. ring. }
  assert (Ll : length l = length xs) by apply seq_length.
  destruct (selected_share _ key_at l x B' ltac:(rewrite Ll; exact BB') ltac:(lra)) as (Wp & Low & High).
  fold g in Wp, Low, High. rewrite Form. split; [|split; [|split]].
  - intros No. apply Low. intros p I E. apply in_seq in I. unfold key_at in E.
    destruct (Nat.ltb_spec p (length xs)) as [L|G]; [|lia]. apply No. exists p. split; [lia|].
    rewrite <- Z.add_assoc. fold x. apply key_of_match; [exact PM | lia | symmetry; exact E].
  - intros (p & Lp & E). apply High. exists p. split; [apply in_seq; lia|]. unfold key_at.
    destruct (Nat.ltb_spec p (length xs)) as [L|G]; [|lia]. rewrite <- Z.add_assoc in E. fold x in E.
    apply key_of_match in E; [symmetry; exact E | exact PM | lia].
  - intros Q p. unfold bigram_first_layer. assert (B1 : 1 < B).
    { pose proof (Rmax_r (IZR M - 1) (INR (length xs) + 1)). lra. }
    repeat split; apply rational_fetched; try exact Q; try exact B1; try lia; intros i; try apply rational_integer.
    rewrite INR_IZR_INZ. apply rational_integer.
  - intros Q. assert (Qw : rational (summed g l)).
    { apply rational_summed. intros p _. apply rational_base_weight; [lra | exact Q]. }
    assert (Ep : 0 < power_weight B' (x ^ 2)) by (apply base_weight_positive; lra).
    unfold Rdiv. apply rational_mult; [exact Qw|]. apply rational_inverse; [lra|].
    apply rational_plus; [exact Qw | apply rational_base_weight; [lra | exact Q]].
Qed.
