(** * Keys on the moment curve: integer scores that tie on the support and are smaller by at least 1 off it

    The key of the position j is (j, j^2, ..., j^(2q)). For q positions y, P_y(t) is the product of the
    (t - s)^2, s in y, a polynomial in t with the coefficients c_0, ..., c_2q; the query is -(c_1, ..., c_2q).

    - [support_product], [support_polynomial]: P_y(t), and the list of its coefficients
    - [evaluated c t]: the value at t of the polynomial with the coefficients c, the constant one first
    - [key], [query], [score]: the score of a position is the scalar product of query and key
    - [moment_curve_keys_tie_on_support] is S-L8 *)

From Coq Require Import List ZArith Lia.
From AttentionQuarks Require Import Binomial.
Import ListNotations.
Open Scope Z_scope.

Fixpoint support_product (y : list Z) (t : Z) : Z :=
  match y with
  | [] => 1
  | s :: l => (t - s) ^ 2 * support_product l t
  end.

Fixpoint evaluated (c : list Z) (t : Z) : Z :=
  match c with
  | [] => 0
  | x :: r => x + t * evaluated r t
  end.

(** The coefficients of carry + (t - s) c(t). *)
Fixpoint times_linear (s carry : Z) (c : list Z) : list Z :=
  match c with
  | [] => [carry]
  | x :: r => (carry - s * x) :: times_linear s x r
  end.

Fixpoint support_polynomial (y : list Z) : list Z :=
  match y with
  | [] => [1]
  | s :: l => times_linear s 0 (times_linear s 0 (support_polynomial l))
  end.

Definition key (q : nat) (j : Z) : list Z := map (fun k => j ^ Z.of_nat k) (seq 1 (2 * q)).

Definition query (y : list Z) : list Z := map Z.opp (tl (support_polynomial y)).

Fixpoint score (w u : list Z) : Z :=
  match w, u with
  | a :: v, b :: x => a * b + score v x
  | _, _ => 0
  end.

(** ** The coefficients *)

Lemma evaluated_times_linear : forall c s carry t,
  evaluated (times_linear s carry c) t = carry + (t - s) * evaluated c t.
Proof. induction c as [|x c IH]; intros s carry t; cbn [times_linear evaluated]; [ring|]. rewrite IH. ring. Qed.

Lemma length_times_linear : forall c s carry, length (times_linear s carry c) = S (length c).
Proof. induction c as [|x c IH]; intros s carry; simpl; [reflexivity|]. rewrite IH. reflexivity. Qed.

Lemma evaluated_support : forall y t, evaluated (support_polynomial y) t = support_product y t.
Proof.
  induction y as [|s y IH]; intros t; cbn [support_polynomial support_product evaluated]; [ring|].
  rewrite !evaluated_times_linear, IH. ring.
Qed.

Lemma length_support : forall y, length (support_polynomial y) = (2 * length y + 1)%nat.
Proof. induction y as [|s y IH]; simpl; [reflexivity|]. rewrite !length_times_linear, IH. lia. Qed.

(** ** The scores *)

Lemma score_powers : forall r j m,
  score (map Z.opp r) (map (fun k => j ^ Z.of_nat k) (seq m (length r))) = - (j ^ Z.of_nat m * evaluated r j).
Proof.
  induction r as [|x r IH]; intros j m; cbn [length seq map score evaluated]; [ring|].
  rewrite IH, Nat2Z.inj_succ, Z.pow_succ_r by lia. ring.
Qed.

Lemma moment_curve_score : forall y j,
  score (query y) (key (length y) j) = hd 0 (support_polynomial y) - support_product y j.
Proof.
  intros y j. unfold query, key. rewrite <- evaluated_support. pose proof (length_support y) as L.
  destruct (support_polynomial y) as [|c0 c]; [simpl in L; lia|]. simpl in L |- *.
  replace (length y + (length y + 0))%nat with (length c) by lia. rewrite score_powers. simpl Z.of_nat. ring.
Qed.

Lemma support_product_on : forall y j, In j y -> support_product y j = 0.
Proof.
  induction y as [|s y IH]; intros j I; cbn [support_product]; [destruct I|].
  destruct I as [->|I]; [|rewrite IH by exact I; ring].
  rewrite Z.sub_diag. reflexivity.
Qed.

Lemma support_product_off : forall y j, ~ In j y -> 1 <= support_product y j.
Proof.
  induction y as [|s y IH]; intros j N; cbn [support_product]; [lia|]. simpl in N.
  specialize (IH j ltac:(tauto)). assert (1 <= (j - s) ^ 2) by nia. nia.
Qed.

(** ** Sizes *)

Lemma nth_times_linear : forall c s carry k,
  nth k (times_linear s carry c) 0 = (match k with O => carry | S l => nth l c 0 end) - s * nth k c 0.
Proof.
  induction c as [|x c IH]; intros s carry k; simpl.
  - destruct k as [|[|k]]; ring.
  - destruct k as [|k]; [ring|]. rewrite IH. destruct k; ring.
Qed.

Definition bounded (m : nat) (N : Z) (c : list Z) : Prop :=
  forall k, Z.abs (nth k c 0) <= Z.of_nat (binomial m k) * N ^ Z.of_nat (m - k).

Lemma bounded_times_linear : forall m N s c, 1 <= s <= N -> bounded m N c -> bounded (S m) N (times_linear s 0 c).
Proof.
  intros m N s c Bs Bc k. rewrite nth_times_linear. assert (Tail : Z.abs (s * nth k c 0) <= N * Z.abs (nth k c 0)).
  { rewrite Z.abs_mul. pose proof (Z.abs_nonneg (nth k c 0)). nia. }
  assert (Next : N * Z.abs (nth k c 0) <= Z.of_nat (binomial m k) * N ^ Z.of_nat (S m - k)).
  { specialize (Bc k). destruct (Nat.le_gt_cases k m) as [L|G].
    - replace (S m - k)%nat with (S (m - k)) by lia. rewrite Nat2Z.inj_succ, Z.pow_succ_r by lia. nia.
    - rewrite (binomial_above m k G) in Bc |- *. change (Z.of_nat 0) with 0 in *. rewrite Z.mul_0_l in Bc |- *. nia. }
  destruct k as [|k].
  - rewrite binomial_0 in Next. rewrite binomial_0. lia.
  - specialize (Bc k). change (S m - S k)%nat with (m - k)%nat in *. cbn [binomial]. rewrite Nat2Z.inj_add. lia.
Qed.

Lemma bounded_support : forall N y,
  (forall s, In s y -> 1 <= s <= N) -> bounded (2 * length y) N (support_polynomial y).
Proof.
  intros N y. induction y as [|s y IH]; intros B.
  - intros [|[|k]]; simpl; lia.
  - replace (2 * length (s :: y))%nat with (S (S (2 * length y))) by (simpl; lia).
    simpl support_polynomial. assert (1 <= s <= N) by (apply B; left; reflexivity).
    apply bounded_times_linear, bounded_times_linear, IH; auto. intros t I. apply B. right. exact I.
Qed.

Theorem moment_curve_keys_tie_on_support : forall y : list Z,
  length (support_polynomial y) = (2 * length y + 1)%nat /\
  (forall t, evaluated (support_polynomial y) t = support_product y t) /\
  (forall j, score (query y) (key (length y) j) = hd 0 (support_polynomial y) - support_product y j) /\
  (forall j, In j y -> score (query y) (key (length y) j) = hd 0 (support_polynomial y)) /\
  (forall j, ~ In j y -> score (query y) (key (length y) j) <= hd 0 (support_polynomial y) - 1) /\
  forall N, (forall s, In s y -> 1 <= s <= N) ->
    (forall k, Z.abs (nth k (support_polynomial y) 0)
      <= Z.of_nat (binomial (2 * length y) k) * N ^ Z.of_nat (2 * length y - k)) /\
    forall j x, 1 <= j <= N -> In x (key (length y) j) -> 1 <= x <= N ^ Z.of_nat (2 * length y).
Proof.
  intros y. split; [apply length_support|]. split; [apply evaluated_support|]. split; [apply moment_curve_score|].
  split; [intros j I; rewrite moment_curve_score, support_product_on by exact I; ring|].
  split; [intros j I; rewrite moment_curve_score; pose proof (support_product_off y j I); lia|].
  intros N B. split; [exact (bounded_support N y B)|]. intros j x Bj I. unfold key in I. apply in_map_iff in I.
  destruct I as (k & <- & I). apply in_seq in I. split; [pose proof (Z.pow_pos_nonneg j (Z.of_nat k)); lia|].
  apply Z.le_trans with (N ^ Z.of_nat k); [apply Z.pow_le_mono_l; lia | apply Z.pow_le_mono_r; lia].
Qed.
