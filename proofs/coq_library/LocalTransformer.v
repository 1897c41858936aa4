(** * One layer finds the triples of near tokens that sum to 0 modulo M

    The positions are 1, ..., N. The score of position j for position i is i^2 - (i - j)^2, so the weights fall by the
    square of the distance. The value of position j is x_j + 1 in the slot j mod (2K + 1), and j in
    one more coordinate.

    - [local_output]: the 2K + 2 coordinates of the output at position i
    - [powers]: the sum of the B^(-(i - j)^2) over the positions j, which depends on i and N only
    - [read_value]: what is read of the position j from the output at i; [local_decision]: the output map
    - [near_triple]: Match3Local at a position
    - [match3_local_one_layer] is S-T9/1 *)

From Coq Require Import List Bool ZArith Lia Reals Lra.
From AttentionQuarks Require Import MomentCurve Averages PairUnit Rounding BigramTransformer.
Import ListNotations.
Open Scope R_scope.

Definition slot_value (K : nat) (xs : list Z) (c j : nat) : R :=
  if (j mod (2 * K + 1) =? c)%nat then IZR (value_at xs j + 1) else 0.

Definition local_output (B : R) (K : nat) (xs : list Z) (i : nat) : list R :=
  map (fun c => fetched B i (slot_value K xs c) (length xs)) (seq 0 (2 * K + 1)) ++ [fetched B i INR (length xs)].

Definition powers (B : R) (N i : nat) : R :=
  summed (fun j => power_weight B (- (Z.of_nat j - Z.of_nat i) ^ 2)) (seq 1 N).

Definition read_value (B : R) (K N : nat) (row : list R) (i j : nat) : Z :=
  (nearest (nth (j mod (2 * K + 1)) row 0%R * powers B N i * power_weight B ((Z.of_nat j - Z.of_nat i) ^ 2)) - 1)%Z.

Definition local_decision (B : R) (K N : nat) (M : Z) (row : list R) : bool :=
  let i := Z.to_nat (nearest (nth (2 * K + 1) row 0)) in
  let window := filter (fun j => (Z.abs (Z.of_nat j - Z.of_nat i) <=? Z.of_nat K)%Z) (seq 1 N) in
  existsb (fun j => existsb (fun k =>
    ((read_value B K N row i i + read_value B K N row i j + read_value B K N row i k) mod M =? 0)%Z) window) window.

Definition near_triple (M : Z) (K : nat) (xs : list Z) (i : nat) : Prop :=
  exists j k, (1 <= j <= length xs)%nat /\ (1 <= k <= length xs)%nat /\
    (Z.abs (Z.of_nat i - Z.of_nat j) <= Z.of_nat K)%Z /\ (Z.abs (Z.of_nat i - Z.of_nat k) <= Z.of_nat K)%Z /\
    ((value_at xs i + value_at xs j + value_at xs k) mod M = 0)%Z.

(** Two positions in the same slot are equal or far apart. *)
Lemma same_slot : forall K i j k, (j mod (2 * K + 1) = k mod (2 * K + 1))%nat -> j <> k ->
  (Z.abs (Z.of_nat j - Z.of_nat i) <= Z.of_nat K)%Z ->
  (Z.abs (Z.of_nat j - Z.of_nat i) + 1 <= Z.abs (Z.of_nat k - Z.of_nat i))%Z.
Proof.
  intros K i j k E N L. pose proof (Nat.div_mod j (2 * K + 1) ltac:(lia)) as J.
  pose proof (Nat.div_mod k (2 * K + 1) ltac:(lia)) as H. rewrite E in J.
  set (a := (j / (2 * K + 1))%nat) in *. set (b := (k / (2 * K + 1))%nat) in *.
  set (r := (k mod (2 * K + 1))%nat) in *.
  assert (D : (2 * K + 1 <= Z.to_nat (Z.abs (Z.of_nat j - Z.of_nat k)))%nat).
  { destruct (Nat.lt_trichotomy a b) as [Q|[Q|Q]]; [nia | exfalso; apply N; rewrite J, H, Q; reflexivity | nia]. }
  lia.
Qed.

Lemma slot_times_powers : forall B K xs i c,
  1 < B -> (1 <= i <= length xs)%nat ->
  fetched B i (slot_value K xs c) (length xs) * powers B (length xs) i
  = summed (fun j => power_weight B (- (Z.of_nat j - Z.of_nat i) ^ 2) * slot_value K xs c j) (seq 1 (length xs)).
Proof.
  intros B K xs i c P L. unfold fetched, average, powers. set (l := seq 1 (length xs)).
  set (e := power_weight B (Z.of_nat i ^ 2)). assert (Ep : 0 < e) by (apply base_weight_positive; lra).
  assert (W : forall j, power_weight B (score (position_query i) (position_key j))
    = e * power_weight B (- (Z.of_nat j - Z.of_nat i) ^ 2)).
  { intros j. rewrite position_score. apply base_weight_plus. lra. }
  rewrite (summed_ext _ (fun j => power_weight B (score (position_query i) (position_key j)))
    (fun j => e * power_weight B (- (Z.of_nat j - Z.of_nat i) ^ 2))) by (intros; apply W).
  rewrite (summed_ext _ (fun j => power_weight B (score _ _) * slot_value K xs c j)
    (fun j => e * (power_weight B (- (Z.of_nat j - Z.of_nat i) ^ 2) * slot_value K xs c j))) by (intros; rewrite W;
      ring).
  rewrite !summed_scale. field. split; [|lra].
  assert (0 < summed (fun j => power_weight B (- (Z.of_nat j - Z.of_nat i) ^ 2)) l); [|lra].
  apply Rlt_le_trans with (power_weight B (- (Z.of_nat i - Z.of_nat i) ^ 2)); [apply base_weight_positive; lra|].
  apply (summed_member _ (fun j => power_weight B (- (Z.of_nat j - Z.of_nat i) ^ 2))).
  - intros; left; apply base_weight_positive; lra.
  - apply in_seq. lia.
Qed.

Lemma reading : forall B M K xs i j, (1 <= M)%Z -> (forall x, In x xs -> (0 <= x < M)%Z) ->
  4 * (IZR M + 1) * INR (length xs) <= B -> (1 <= i <= length xs)%nat -> (1 <= j <= length xs)%nat ->
  (Z.abs (Z.of_nat j - Z.of_nat i) <= Z.of_nat K)%Z ->
  read_value B K (length xs) (local_output B K xs i) i j = value_at xs j.
Proof.
  intros B M K xs i j PM Bx BB Li Lj Near. assert (Size : 1 <= INR (length xs)) by (apply (le_INR 1); lia).
  assert (Mp : 1 <= IZR M) by (apply IZR_le in PM; exact PM). set (N := length xs) in *.
  assert (B1 : 1 < B) by nra. unfold read_value.
  assert (Slot : nth (j mod (2 * K + 1)) (local_output B K xs i) 0
    = fetched B i (slot_value K xs (j mod (2 * K + 1))) N).
  { pose proof (Nat.mod_upper_bound j (2 * K + 1) ltac:(lia)) as U. unfold local_output.
    rewrite app_nth1 by (rewrite map_length, seq_length; exact U).
    rewrite (nth_indep _ 0 (fetched B i (slot_value K xs 0) (length xs))) by (rewrite map_length, seq_length;
      exact U).
    rewrite (map_nth (fun c => fetched B i (slot_value K xs c) (length xs))), seq_nth by exact U. reflexivity. }
  rewrite Slot. unfold N. rewrite slot_times_powers by assumption. fold N. set (c := (j mod (2 * K + 1))%nat).
  set (up := power_weight B ((Z.of_nat j - Z.of_nat i) ^ 2)).
  enough (E : nearest (summed (fun k => power_weight B (- (Z.of_nat k - Z.of_nat i) ^ 2) * slot_value K xs c k) (seq 1
    N) * up)
    = (value_at xs j + 1)%Z) by (rewrite E; ring).
  apply nearest_integer. rewrite (Rmult_comm _ up), <- summed_scale.
  set (f := fun k => up * (power_weight B (- (Z.of_nat k - Z.of_nat i) ^ 2) * slot_value K xs c k)).
  assert (Fj : f j = IZR (value_at xs j + 1)).
  { unfold f, up, slot_value, c. rewrite Nat.eqb_refl, <- Rmult_assoc, <- base_weight_plus by lra.
    replace ((Z.of_nat j - Z.of_nat i) ^ 2 + - (Z.of_nat j - Z.of_nat i) ^ 2)%Z with 0%Z by ring.
    unfold power_weight. simpl powerRZ. ring. }
  assert (Others : forall k, k <> j -> 0 <= f k <= IZR M * / B).
  { intros k Nk. unfold f, up, slot_value. destruct (Nat.eqb_spec (k mod (2 * K + 1)) c) as [E|E].
    - rewrite <- Rmult_assoc, <- base_weight_plus by lra. pose proof (value_range M xs k PM Bx) as [V0 V1].
      assert (V2 : 0 <= IZR (value_at xs k + 1)) by (apply IZR_le; lia).
      assert (V3 : IZR (value_at xs k + 1) <= IZR M) by (apply IZR_le; lia).
      assert (Far := same_slot K i j k (eq_sym E) (fun X => Nk (eq_sym X)) Near).
      assert (Q : power_weight B ((Z.of_nat j - Z.of_nat i) ^ 2 + - (Z.of_nat k - Z.of_nat i) ^ 2) <= / B).
      { apply base_weight_negative; [lra|].
        rewrite (Z.pow_even_abs (Z.of_nat j - Z.of_nat i) 2), (Z.pow_even_abs (Z.of_nat k - Z.of_nat i) 2)
          by (exists 1%Z; reflexivity). nia. }
      pose proof (base_weight_positive B ((Z.of_nat j - Z.of_nat i) ^ 2 + - (Z.of_nat k - Z.of_nat i) ^ 2)
        ltac:(lra)).
      split; [apply Rmult_le_pos; lra|]. rewrite (Rmult_comm (IZR M)). apply Rmult_le_compat; lra.
    - rewrite !Rmult_0_r. split; [lra|]. apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra]. }
  rewrite (split_positions j N Lj), !summed_app. unfold summed at 2. cbn [fold_right]. rewrite Fj.
  assert (Part : forall l, (forall k, In k l -> k <> j) -> 0 <= summed f l <= INR (length l) * (IZR M * / B)).
  { intros l H. split; [apply summed_nonneg | apply summed_at_most]; intros k I; apply Others, H, I. }
  destruct (Part (seq 1 (j - 1))) as [L0 L1]; [intros k I; apply in_seq in I; lia|].
  destruct (Part (seq (S j) (N - j))) as [R0 R1]; [intros k I; apply in_seq in I; lia|].
  rewrite !seq_length in *. fold f. set (s1 := summed f (seq 1 (j - 1))) in *.
  set (s2 := summed f (seq (S j) (N - j))) in *.
  assert (Count : INR (j - 1) + INR (N - j) <= INR N) by (rewrite <- plus_INR; apply le_INR; lia).
  assert (Bound : INR N * (IZR M * / B) <= 1 / 4).
  { apply (Rmult_le_reg_r B); [lra|]. rewrite !Rmult_assoc, Rinv_l, Rmult_1_r by lra. nra. }
  assert (Pos : 0 <= IZR M * / B) by (apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra]).
  apply Rle_lt_trans with (1 / 4); [|lra]. replace (s1 + (IZR (value_at xs j + 1) + 0 + s2) - IZR (value_at xs j + 1))
    with (s1 + s2) by ring. rewrite Rabs_pos_eq by lra. nra.
Qed.

Theorem match3_local_one_layer : forall M K (xs : list Z) (B : R) i, (1 <= M)%Z ->
  (forall x, In x xs -> (0 <= x < M)%Z) -> 4 * (IZR M + 1) * INR (length xs) <= B -> (1 <= i <= length xs)%nat ->
  (forall j, length (position_query j) = 2%nat /\ length (position_key j) = 2%nat) /\
  length (local_output B K xs i) = (2 * K + 2)%nat /\
  (local_decision B K (length xs) M (local_output B K xs i) = true <-> near_triple M K xs i) /\
  (rational B -> forall y, In y (local_output B K xs i) -> rational y).
Proof.
  intros M K xs B i PM Bx BB Li. assert (Size : 1 <= INR (length xs)) by (apply (le_INR 1); lia).
  assert (Mp : 1 <= IZR M) by (apply IZR_le in PM; exact PM). assert (B1 : 1 < B) by nra.
  split; [intros j; split; reflexivity|].
  split; [unfold local_output; rewrite app_length, map_length, seq_length; simpl; lia|]. split.
  - assert (Place : nearest (nth (2 * K + 1) (local_output B K xs i) 0) = Z.of_nat i).
    { unfold local_output. rewrite app_nth2; rewrite map_length, seq_length; [|lia]. rewrite Nat.sub_diag. simpl nth.
      apply nearest_integer. rewrite <- INR_IZR_INZ.
      apply Rle_lt_trans with (2 * (INR (length xs) - 1) / (B - 1)).
      - apply (fetched_value B i INR (length xs) (INR (length xs) - 1) B1 Li); [lra|]. intros j Lj.
        assert (1 <= INR j) by (apply (le_INR 1); lia). assert (1 <= INR i) by (apply (le_INR 1); lia).
        assert (INR j <= INR (length xs)) by (apply le_INR; lia). assert (INR i <= INR (length xs)) by (apply le_INR;
          lia).
        apply Rabs_le. lra.
      - apply (Rmult_lt_reg_r (B - 1)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra. }
    unfold local_decision. rewrite Place, Nat2Z.id. cbv zeta.
    assert (Win : forall j, In j (filter (fun j => (Z.abs (Z.of_nat j - Z.of_nat i) <=? Z.of_nat K)%Z) (seq 1 (length
      xs)))
      <-> (1 <= j <= length xs)%nat /\ (Z.abs (Z.of_nat j - Z.of_nat i) <= Z.of_nat K)%Z).
    { intros j. rewrite filter_In, in_seq, Z.leb_le. split; intros [A C]; split; (lia || exact C). }
    assert (Own : read_value B K (length xs) (local_output B K xs i) i i = value_at xs i).
    { apply (reading B M); try assumption. rewrite Z.sub_diag. simpl. lia. }
    rewrite Own. rewrite existsb_exists. split.
    + intros (j & Ij & E). apply existsb_exists in E as (k & Ik & E). apply Win in Ij as [Lj Dj].
      apply Win in Ik as [Lk Dk].
      rewrite (reading B M K xs i j), (reading B M K xs i k) in E by assumption. apply Z.eqb_eq in E.
      exists j, k. repeat split; try lia; exact E.
    + intros (j & k & Lj & Lk & Dj & Dk & E). exists j. split; [apply Win; split; lia|].
      apply existsb_exists. exists k. split; [apply Win; split; lia|].
      rewrite (reading B M K xs i j), (reading B M K xs i k) by (assumption || lia). apply Z.eqb_eq, E.
  - intros Q y I. unfold local_output in I. apply in_app_iff in I as [I|[<-|[]]].
    + apply in_map_iff in I as (c & <- & _). apply rational_fetched; [exact B1 | lia | exact Q|]. intros j.
      unfold slot_value. destruct (_ =? _)%nat; [apply rational_integer | apply (rational_integer 0)].
    + apply rational_fetched; [exact B1 | lia | exact Q|]. intros j. rewrite INR_IZR_INZ. apply rational_integer.
Qed.
