(** * One third-order unit with integer scores finds the triples that sum to 0 modulo M

    With u = x + y + z the score of the tokens y and z for the token x is 1 - P(u), where P(u) is
    (u (u - M) (u - 2M))^2. The pair of the blank token with itself has the score 1, a pair of a residue and the blank
    token the score 0.

    - [trilinear]: the sum of the products of three coordinates, the score of a third-order unit
    - [third_order_output]: what a unit with the given query, keys, values and base computes for a token
    - [triple_polynomial], [taylor]: P, and the coefficients of P(x + t) as a polynomial in t
    - [triple_query], [first_triple_key], [second_triple_key]: the 29 coordinates; a residue is [Some x]
    - [third_order_integer_unit] is S-L28, [third_order_attention_computes_match3] is S-P1 *)

From Coq Require Import List ZArith Lia Reals Lra.
From AttentionQuarks Require Import Binomial TripleMatching Averages.
Import ListNotations.
Open Scope Z_scope.

Fixpoint trilinear (q k l : list Z) : Z :=
  match q, k, l with
  | a :: q', b :: k', c :: l' => a * b * c + trilinear q' k' l'
  | _, _, _ => 0
  end.

Definition third_order_output {T : Type} (B : R) (query first second : T -> list Z) (value value' : T -> R) (x : T)
    (tokens : list T) : R :=
  pair_average (fun y z => power_weight B (trilinear (query x) (first y) (second z)))
    (fun y z => (value y * value' z)%R) tokens.

Definition triple_polynomial (M u : Z) : Z := (u * (u - M) * (u - 2 * M)) ^ 2.

Definition taylor (M x : Z) (k : nat) : Z :=
  match k with
  | 0%nat => triple_polynomial M x
  | 1%nat => 6 * x ^ 5 - 30 * M * x ^ 4 + 52 * M ^ 2 * x ^ 3 - 36 * M ^ 3 * x ^ 2 + 8 * M ^ 4 * x
  | 2%nat => 15 * x ^ 4 - 60 * M * x ^ 3 + 78 * M ^ 2 * x ^ 2 - 36 * M ^ 3 * x + 4 * M ^ 4
  | 3%nat => 20 * x ^ 3 - 60 * M * x ^ 2 + 52 * M ^ 2 * x - 12 * M ^ 3
  | 4%nat => 15 * x ^ 2 - 30 * M * x + 13 * M ^ 2
  | 5%nat => 6 * x - 6 * M
  | 6%nat => 1
  | _ => 0
  end.

(** The 28 pairs (b, c) with b + c <= 6. *)
Definition degrees : list (nat * nat) := flat_map (fun b => map (fun c => (b, c)) (seq 0 (7 - b))) (seq 0 7).

Definition triple_query (M : Z) (t : option Z) : list Z :=
  match t with
  | Some x => map (fun p => (if (fst p + snd p =? 0)%nat then 1 else 0)
                     - Z.of_nat (binomial (fst p + snd p) (fst p)) * taylor M x (fst p + snd p)) degrees ++ [1]
  | None => repeat 0 29
  end.

Definition first_triple_key (t : option Z) : list Z :=
  match t with
  | Some y => map (fun p => y ^ Z.of_nat (fst p)) degrees ++ [0]
  | None => repeat 0 28 ++ [1]
  end.

Definition second_triple_key (t : option Z) : list Z :=
  match t with
  | Some z => map (fun p => z ^ Z.of_nat (snd p)) degrees ++ [0]
  | None => repeat 0 28 ++ [1]
  end.

(** ** The scores *)

Lemma score_of_residues : forall M x y z,
  trilinear (triple_query M (Some x)) (first_triple_key (Some y)) (second_triple_key (Some z))
  = 1 - triple_polynomial M (x + y + z).
Proof. intros M x y z. unfold triple_polynomial. cbn -[Z.mul Z.add Z.sub Z.pow]. unfold triple_polynomial. ring. Qed.

Lemma score_of_blanks : forall M x, trilinear (triple_query M (Some x)) (first_triple_key None) (second_triple_key
  None) = 1.
Proof. intros M x. cbn -[Z.mul Z.add Z.sub Z.pow taylor]. ring. Qed.

Lemma score_of_residue_and_blank : forall M x y,
  trilinear (triple_query M (Some x)) (first_triple_key (Some y)) (second_triple_key None) = 0.
Proof. intros M x y. cbn -[Z.mul Z.add Z.sub Z.pow taylor]. ring. Qed.

Lemma score_of_blank_and_residue : forall M x z,
  trilinear (triple_query M (Some x)) (first_triple_key None) (second_triple_key (Some z)) = 0.
Proof. intros M x z. cbn -[Z.mul Z.add Z.sub Z.pow taylor]. ring. Qed.

Lemma dimensions : forall M t,
  length (triple_query M t) = 29%nat /\ length (first_triple_key t) = 29%nat /\ length (second_triple_key t) = 29%nat.
Proof. intros M [x|]; repeat split. Qed.

(** ** The polynomial vanishes at the multiples of M only *)

Lemma polynomial_of_a_match : forall M u, 1 <= M -> 0 <= u <= 3 * M - 3 -> u mod M = 0 -> triple_polynomial M u = 0.
Proof.
  intros M u P B E. apply Z.mod_divide in E; [|lia]. destruct E as [k ->].
  assert (k = 0 \/ k = 1 \/ k = 2) as [->|[->| ->]] by nia; unfold triple_polynomial; ring.
Qed.

Lemma polynomial_elsewhere : forall M u, 1 <= M -> u mod M <> 0 -> 1 <= triple_polynomial M u.
Proof.
  intros M u P E. unfold triple_polynomial.
  assert (N : forall k, u - k * M <> 0).
  { intros k F. apply E. replace u with (k * M) by lia. apply Z.mod_mul. lia. }
  pose proof (N 0). pose proof (N 1). pose proof (N 2).
  assert (u * (u - M) * (u - 2 * M) <> 0); [|nia].
  intros F. apply Z.mul_eq_0 in F as [F|F]; [apply Z.mul_eq_0 in F as [F|F]|]; lia.
Qed.

(** ** The output *)

Open Scope R_scope.

Lemma high_or_low : forall W Z E, 0 < E -> 0 <= Z -> 0 <= W ->
  (6 * W <= E -> W / (W + Z + E) <= 1 / 7) /\ (E <= W -> 3 * Z <= E -> 3 / 7 <= W / (W + Z + E)).
Proof.
  intros W Z E P Q S. assert (D : 0 < W + Z + E) by lra. split; intros.
  - apply (Rmult_le_reg_r (W + Z + E)); [exact D|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. lra.
  - apply (Rmult_le_reg_r (W + Z + E)); [exact D|]. unfold Rdiv. rewrite (Rmult_assoc W), Rinv_l, Rmult_1_r by lra.
    lra.
Qed.

(** The sum over the pairs of residues, when the weight of a matching pair is E and that of others is at most b. *)
Lemma residue_pairs : forall (f : Z -> Z -> R) xs, (forall y z, 0 <= f y z) ->
  (forall b, (forall y z, In y xs -> In z xs -> f y z <= b) ->
     summed (fun y => summed (f y) xs) xs <= INR (length xs) * (INR (length xs) * b)) /\
  (forall y z, In y xs -> In z xs -> f y z <= summed (fun y => summed (f y) xs) xs).
Proof.
  intros f xs P. split.
  - intros b B. apply summed_at_most. intros y Iy. apply summed_at_most. intros z Iz. apply B; assumption.
  - intros y z Iy Iz. apply Rle_trans with (summed (f y) xs).
    + apply summed_member; [intros; apply P | exact Iz].
    + apply (summed_member _ (fun y => summed (f y) xs)); [intros; apply summed_nonneg; intros; apply P | exact Iy].
Qed.

Lemma marked_pairs : forall (w : option Z -> option Z -> R) (f : Z -> Z -> R) one blank xs,
  (forall y z, w (Some y) (Some z) = f y z) -> w None None = blank ->
  (forall y, w (Some y) None = one) -> (forall z, w None (Some z) = one) ->
  pair_average w (fun y z => residue_mark y * residue_mark z) (with_blank xs)
  = summed (fun y => summed (f y) xs) xs / (summed (fun y => summed (f y) xs) xs + 2 * INR (length xs) * one + blank).
Proof.
  intros w f one blank xs Res Bl Left Right. unfold pair_average. rewrite !pairs_with_blank.
  assert (Num : summed (fun y => summed (fun z => w (Some y) (Some z) * (residue_mark (Some y) * residue_mark (Some
    z))) xs) xs
    = summed (fun y => summed (f y) xs) xs).
  { apply summed_ext. intros y _. apply summed_ext. intros z _. rewrite Res. simpl. ring. }
  assert (Den : summed (fun y => summed (fun z => w (Some y) (Some z)) xs) xs = summed (fun y => summed (f y) xs) xs).
  { apply summed_ext. intros y _. apply summed_ext. intros z _. apply Res. }
  assert (Z1 : summed (fun y => w (Some y) None * (residue_mark (Some y) * residue_mark (@None Z))) xs
    = INR (length xs) * 0).
  { rewrite <- summed_constant. apply summed_ext. intros y _. simpl. ring. }
  assert (Z2 : summed (fun z => w None (Some z) * (residue_mark (@None Z) * residue_mark (Some z))) xs
    = INR (length xs) * 0).
  { rewrite <- summed_constant. apply summed_ext. intros y _. simpl. ring. }
  assert (O1 : summed (fun y => w (Some y) None) xs = INR (length xs) * one).
  { rewrite <- summed_constant. apply summed_ext. intros y _. apply Left. }
  assert (O2 : summed (fun z => w None (Some z)) xs = INR (length xs) * one).
  { rewrite <- summed_constant. apply summed_ext. intros y _. apply Right. }
  rewrite Num, Den, Z1, Z2, O1, O2, Bl. simpl residue_mark. unfold Rdiv. apply f_equal2; [ring | apply (f_equal Rinv);
    ring].
Qed.

Lemma triple_output : forall B M xs x,
  third_order_output B (triple_query M) first_triple_key second_triple_key residue_mark residue_mark (Some x)
    (with_blank xs)
  = let W := summed (fun y => summed (fun z => power_weight B (1 - triple_polynomial M (x + y + z))) xs) xs in
    W / (W + 2 * INR (length xs) * 1 + B).
Proof.
  intros B M xs x. unfold third_order_output. cbv zeta.
  apply (marked_pairs _ (fun y z => power_weight B (1 - triple_polynomial M (x + y + z)))).
  - intros y z. rewrite score_of_residues. reflexivity.
  - rewrite score_of_blanks. apply base_weight_one.
  - intros y. rewrite score_of_residue_and_blank. reflexivity.
  - intros z. rewrite score_of_blank_and_residue. reflexivity.
Qed.

Lemma residue_range : forall M (xs : list Z) i, (forall x, In x xs -> (0 <= x < M)%Z) -> (i < length xs)%nat ->
  (0 <= nth i xs 0 < M)%Z.
Proof. intros M xs i B L. apply B, nth_In, L. Qed.

Theorem third_order_integer_unit : forall M (xs : list Z) i (B : R), (1 <= M)%Z ->
  (forall x, In x xs -> (0 <= x < M)%Z) -> (i < length xs)%nat -> 6 * INR (length xs) ^ 2 <= B ->
  let output := third_order_output B (triple_query M) first_triple_key second_triple_key residue_mark residue_mark
                  (Some (nth i xs 0%Z)) (with_blank xs) in
  (forall t, length (triple_query M t) = 29%nat /\ length (first_triple_key t) = 29%nat /\
             length (second_triple_key t) = 29%nat) /\
  (forall x y z, trilinear (triple_query M (Some x)) (first_triple_key (Some y)) (second_triple_key (Some z))
                 = 1 - ((x + y + z) * (x + y + z - M) * (x + y + z - 2 * M)) ^ 2)%Z /\
  (forall x, trilinear (triple_query M (Some x)) (first_triple_key None) (second_triple_key None) = 1%Z) /\
  (forall x y, trilinear (triple_query M (Some x)) (first_triple_key (Some y)) (second_triple_key None) = 0%Z /\
               trilinear (triple_query M (Some x)) (first_triple_key None) (second_triple_key (Some y)) = 0%Z) /\
  (~ matching_triple Literal M xs i -> output <= 1 / 7) /\
  (matching_triple Literal M xs i -> 3 / 7 <= output) /\
  (rational B -> rational output).
Proof.
  intros M xs i B PM Bx Li BB output. split; [apply dimensions|]. split; [apply score_of_residues|].
  split; [apply score_of_blanks|].
  split; [intros x y; split; [apply score_of_residue_and_blank | apply score_of_blank_and_residue]|].
  pose proof (residue_range M xs i Bx Li) as Rx. set (x := nth i xs 0%Z) in *.
  assert (Size : 1 <= INR (length xs)) by (apply (le_INR 1); lia). set (N := INR (length xs)) in *.
  assert (One : 1 <= B) by nra. set (f := fun y z => power_weight B (1 - triple_polynomial M (x + y + z))).
  assert (P : forall y z, 0 <= f y z) by (intros; apply Rlt_le, base_weight_positive; lra).
  destruct (residue_pairs f xs P) as [Above Below]. fold N in Above.
  set (W := summed (fun y => summed (f y) xs) xs) in *.
  assert (Out : output = W / (W + 2 * N * 1 + B)) by (apply triple_output).
  assert (Wp : 0 <= W) by (apply summed_nonneg; intros; apply summed_nonneg; intros; apply P).
  destruct (high_or_low W (2 * N * 1) B) as [Low High]; [lra | lra | exact Wp|]. rewrite Out. split; [|split].
  - intros No. apply Low. assert (W <= N * (N * 1)); [|nra]. apply Above. intros y z Iy Iz.
    apply base_weight_at_most_one; [exact One|]. enough (1 <= triple_polynomial M (x + y + z))%Z by lia.
    apply polynomial_elsewhere; [exact PM|]. intros E. apply No.
    apply (In_nth _ _ 0%Z) in Iy as (j & Lj & <-). apply (In_nth _ _ 0%Z) in Iz as (k & Lk & <-).
    exists j, k. repeat split; assumption.
  - intros (j & k & Lj & Lk & _ & E). apply High; [|nra]. fold x in E.
    set (y := nth j xs 0%Z) in *. set (z := nth k xs 0%Z) in *.
    replace B with (f y z); [apply Below; apply nth_In; assumption|]. unfold f.
    rewrite polynomial_of_a_match; [apply base_weight_one | exact PM | | exact E].
    assert (0 <= y < M)%Z by (apply residue_range; assumption).
    assert (0 <= z < M)%Z by (apply residue_range; assumption). lia.
  - intros Q. assert (Qw : rational W).
    { apply rational_summed. intros y _. apply rational_summed. intros z _.
      apply rational_base_weight; [lra | exact Q]. }
    unfold Rdiv. apply rational_mult; [exact Qw|]. apply rational_inverse; [lra|].
    apply rational_plus; [|exact Q]. apply rational_plus; [exact Qw|].
    apply rational_mult; [apply rational_mult; [apply (rational_integer 2)|] | apply (rational_integer 1)].
    unfold N. rewrite INR_IZR_INZ. apply rational_integer.
Qed.

Theorem third_order_attention_computes_match3 : forall N M, (1 <= N)%nat -> (1 <= M)%Z ->
  exists (query first second : option Z -> list Z) (value value' : option Z -> R) (B : R),
    (forall t, length (query t) = 29%nat /\ length (first t) = 29%nat /\ length (second t) = 29%nat) /\
    forall xs i, length xs = N -> (forall x, In x xs -> (0 <= x < M)%Z) -> (i < N)%nat ->
      (1 / 3 < third_order_output B query first second value value' (Some (nth i xs 0%Z)) (with_blank xs)
       <-> matching_triple Literal M xs i).
Proof.
  intros N M PN PM. exists (triple_query M), first_triple_key, second_triple_key, residue_mark, residue_mark,
    (6 * INR N ^ 2).
  split; [apply dimensions|]. intros xs i L Bx Li. rewrite <- L in Li.
  destruct (third_order_integer_unit M xs i (6 * INR N ^ 2) PM Bx Li) as (_ & _ & _ & _ & Low & High & _);
    [rewrite L; lra|]. cbv zeta in Low, High.
  split; [intros G | intros G; specialize (High G); lra].
  assert (D : forall b : bool, {b = true} + {b = false}) by (intros []; auto).
  set (found := existsb (fun j => existsb (fun k =>
    ((nth i xs 0 + nth j xs 0 + nth k xs 0) mod M =? 0)%Z) (seq 0 (length xs))) (seq 0 (length xs))).
  destruct (D found) as [F|F].
  - apply existsb_exists in F as (j & Ij & F). apply existsb_exists in F as (k & Ik & F).
    apply in_seq in Ij, Ik. apply Z.eqb_eq in F. exists j, k. repeat split; try lia; exact F.
  - exfalso. assert (No : ~ matching_triple Literal M xs i); [|specialize (Low No); lra].
    intros (j & k & Lj & Lk & _ & E). assert (found = true); [|congruence]. apply existsb_exists. exists j.
    split; [apply in_seq; lia|]. apply existsb_exists. exists k. split; [apply in_seq; lia|]. apply Z.eqb_eq, E.
Qed.
