(** * The Hamming distance is affine (Q-L11) *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr.
Import ListNotations.
Open Scope R_scope.

(** The number of places where a and b differ. *)
Fixpoint distance (a b : point) : nat :=
  match a, b with
  | x :: u, y :: v => ((if xorb x y then 1 else 0) + distance u v)%nat
  | _, _ => O
  end.

(** The sum of b_j + (1 - 2 b_j) a_j. *)
Definition distance_weights (b : point) : list R := map (fun y => 1 - 2 * bit y) b.
Definition distance_bias (b : point) : R := INR (size b).

Lemma distance_affine : forall a b, length a = length b ->
  INR (distance a b) = distance_bias b + dot (distance_weights b) a.
Proof.
  unfold distance_bias. induction a as [|x a IH]; intros [|y b] L; try discriminate; [simpl; ring|].
  simpl in L. injection L as L. cbn [distance size distance_weights map dot]. rewrite !plus_INR, (IH b L).
  unfold distance_weights. destruct x, y; simpl; ring.
Qed.

Lemma distance_zero : forall a b, length a = length b -> (distance a b = O <-> a = b).
Proof.
  induction a as [|x a IH]; intros [|y b] L; try discriminate; [split; auto|]. simpl in L. injection L as L.
  specialize (IH b L). simpl. split.
  - intros E. destruct x, y; simpl in E; try discriminate; f_equal; apply IH; exact E.
  - intros E. injection E as -> E. apply IH in E. rewrite E, xorb_nilpotent. reflexivity.
Qed.

Lemma distance_polynomial : forall n b, length b = n -> polynomial 1 n (fun a => INR (distance a b)).
Proof.
  intros n b L. apply polynomial_one. exists (distance_bias b), (distance_weights b).
  split; [unfold distance_weights; rewrite map_length; exact L|].
  intros x Hx. apply in_cube in Hx. apply distance_affine. congruence.
Qed.

Lemma distance_positive : forall a b, length a = length b -> a <> b -> 1 <= INR (distance a b).
Proof.
  intros a b L N. change 1 with (INR 1). apply le_INR. pose proof (distance_zero a b L) as Z.
  destruct (distance a b); [exfalso; apply N, Z; reflexivity | lia].
Qed.
