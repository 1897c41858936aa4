(** * Weighted averages: what an attention unit computes at one token

    - [summed f l]: the sum of f over a list
    - [average]: the average of values with weights over the tokens; [pair_average]: over the pairs of tokens
    - [power_weight]: the weight of an integer score in a base
    - [residue_mark]: the value 1 of a token and 0 of the blank token
    - [with_blank]: the tokens of residues, or other tokens, and the blank token *)

From Coq Require Import List ZArith Lia Reals Lra QArith Qreals.
Import ListNotations.
Open Scope R_scope.

Definition summed {A : Type} (f : A -> R) (l : list A) : R := fold_right (fun x s => f x + s) 0 l.

Definition average {A : Type} (weight value : A -> R) (l : list A) : R :=
  summed (fun y => weight y * value y) l / summed weight l.

Definition pair_average {A : Type} (weight value : A -> A -> R) (l : list A) : R :=
  summed (fun y => summed (fun z => weight y z * value y z) l) l / summed (fun y => summed (weight y) l) l.

Definition power_weight (B : R) (s : Z) : R := powerRZ B s.

Definition residue_mark {A : Type} (t : option A) : R := match t with Some _ => 1 | None => 0 end.

Definition with_blank {A : Type} (xs : list A) : list (option A) := map Some xs ++ [None].

(** ** Sums *)

Lemma summed_app : forall A (f : A -> R) k l, summed f (k ++ l) = summed f k + summed f l.
Proof. intros A f k l. unfold summed. induction k as [|x k IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma summed_map : forall A B (g : A -> B) (f : B -> R) l, summed f (map g l) = summed (fun x => f (g x)) l.
Proof. intros A B g f l. unfold summed. induction l as [|x l IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma summed_ext : forall A (f g : A -> R) l, (forall x, In x l -> f x = g x) -> summed f l = summed g l.
Proof.
  intros A f g l. unfold summed. induction l as [|x l IH]; intros E; simpl; [ring|].
  rewrite IH by (intros y I; apply E; right; exact I). rewrite E by (left; reflexivity). ring.
Qed.

Lemma summed_nonneg : forall A (f : A -> R) l, (forall x, In x l -> 0 <= f x) -> 0 <= summed f l.
Proof.
  intros A f l. unfold summed. induction l as [|x l IH]; intros P; simpl; [lra|].
  pose proof (P x (or_introl eq_refl)). pose proof (IH (fun y I => P y (or_intror I))). lra.
Qed.

Lemma summed_le : forall A (f g : A -> R) l, (forall x, In x l -> f x <= g x) -> summed f l <= summed g l.
Proof.
  intros A f g l. unfold summed. induction l as [|x l IH]; intros P; simpl; [lra|].
  pose proof (P x (or_introl eq_refl)). pose proof (IH (fun y I => P y (or_intror I))). lra.
Qed.

Lemma summed_constant : forall A (l : list A) c, summed (fun _ => c) l = INR (length l) * c.
Proof. intros A l c. unfold summed. induction l as [|x l IH]; [simpl; ring|]. cbn [fold_right length].
rewrite IH, S_INR. ring. Qed.

Lemma summed_at_most : forall A (f : A -> R) l b, (forall x, In x l -> f x <= b) -> summed f l <= INR (length l) * b.
Proof. intros A f l b P. rewrite <- (summed_constant A l b). apply summed_le, P. Qed.

Lemma summed_member : forall A (f : A -> R) l x, (forall y, In y l -> 0 <= f y) -> In x l -> f x <= summed f l.
Proof.
  intros A f l x. unfold summed. induction l as [|y l IH]; intros P I; [destruct I|]. simpl.
  pose proof (summed_nonneg A f l (fun z J => P z (or_intror J))) as N. unfold summed in N.
  destruct I as [->|I]; [lra|]. pose proof (IH (fun z J => P z (or_intror J)) I).
  pose proof (P y (or_introl eq_refl)). lra.
Qed.

Lemma summed_scale : forall A (f : A -> R) c l, summed (fun x => c * f x) l = c * summed f l.
Proof. intros A f c l. unfold summed. induction l as [|x l IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma summed_plus : forall A (f g : A -> R) l, summed (fun x => f x + g x) l = summed f l + summed g l.
Proof. intros A f g l. unfold summed. induction l as [|x l IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma summed_abs : forall A (f : A -> R) l, Rabs (summed f l) <= summed (fun x => Rabs (f x)) l.
Proof.
  intros A f l. unfold summed. induction l as [|x l IH]; simpl; [rewrite Rabs_R0; lra|].
  pose proof (Rabs_triang (f x) (fold_right (fun y s => f y + s) 0 l)). lra.
Qed.

Lemma summed_swap : forall A B (f : A -> B -> R) k l,
  summed (fun x => summed (f x) l) k = summed (fun y => summed (fun x => f x y) k) l.
Proof.
  intros A B f k l. induction k as [|x k IH].
  - symmetry. apply (eq_trans (summed_constant _ l 0)). unfold summed. simpl. ring.
  - change (summed (f x) l + summed (fun x => summed (f x) l) k
      = summed (fun y => f x y + summed (fun x => f x y) k) l). rewrite summed_plus, IH. reflexivity.
Qed.

Lemma summed_with_blank : forall A (f : option A -> R) xs,
  summed f (with_blank xs) = summed (fun x => f (Some x)) xs + f None.
Proof. intros A f xs. unfold with_blank. rewrite summed_app, summed_map. unfold summed at 2. simpl. ring. Qed.

(** ** The sum over pairs of tokens, of which one or both may be blank *)

Lemma pairs_with_blank : forall (f : option Z -> option Z -> R) xs,
  summed (fun y => summed (f y) (with_blank xs)) (with_blank xs)
  = summed (fun y => summed (fun z => f (Some y) (Some z)) xs) xs + summed (fun y => f (Some y) None) xs
    + summed (fun z => f None (Some z)) xs + f None None.
Proof.
  intros f xs. rewrite !summed_with_blank.
  rewrite (summed_ext _ _ (fun y => summed (fun z => f (Some y) (Some z)) xs + f (Some y) None))
    by (intros; apply summed_with_blank). rewrite summed_plus. ring.
Qed.

(** ** Weights in a base *)

Lemma base_weight_positive : forall B s, 0 < B -> 0 < power_weight B s.
Proof. intros B s P. apply powerRZ_lt, P. Qed.

Lemma base_weight_one : forall B, power_weight B 1 = B.
Proof. intros B. unfold power_weight. simpl. ring. Qed.

Lemma base_weight_at_most_one : forall B s, 1 <= B -> (s <= 0)%Z -> power_weight B s <= 1.
Proof.
  intros B s P N. unfold power_weight. destruct s as [|s|s]; [simpl; lra | lia|]. simpl.
  rewrite <- Rinv_1. apply Rinv_le_contravar; [lra|]. apply pow_R1_Rle, P.
Qed.

(** ** Rational numbers *)

Definition rational (x : R) : Prop := exists q : Q, x = Q2R q.

Lemma rational_integer : forall z, rational (IZR z).
Proof. intros z. exists (inject_Z z). unfold Q2R, inject_Z. simpl. field. Qed.

Lemma rational_plus : forall x y, rational x -> rational y -> rational (x + y).
Proof. intros x y (p & ->) (q & ->). exists (p + q)%Q. symmetry. apply Q2R_plus. Qed.

Lemma rational_mult : forall x y, rational x -> rational y -> rational (x * y).
Proof. intros x y (p & ->) (q & ->). exists (p * q)%Q. symmetry. apply Q2R_mult. Qed.

Lemma rational_inverse : forall x, x <> 0 -> rational x -> rational (/ x).
Proof.
  intros x N (p & ->). exists (/ p)%Q. symmetry. apply Q2R_inv. intros E. apply N. apply Qeq_eqR in E. rewrite E.
  unfold Q2R. simpl. ring.
Qed.

Lemma rational_power : forall x n, rational x -> rational (x ^ n).
Proof. intros x n H. induction n as [|n IH]; simpl; [apply (rational_integer 1) | apply rational_mult; assumption].
Qed.

Lemma rational_base_weight : forall B s, 0 < B -> rational B -> rational (power_weight B s).
Proof.
  intros B s P H. unfold power_weight. destruct s as [|s|s]; simpl.
  - apply (rational_integer 1).
  - apply rational_power, H.
  - apply rational_inverse; [pose proof (pow_lt B (Pos.to_nat s) P); lra | apply rational_power, H].
Qed.

Lemma rational_summed : forall A (f : A -> R) l, (forall x, In x l -> rational (f x)) -> rational (summed f l).
Proof.
  intros A f l. unfold summed. induction l as [|x l IH]; intros P; simpl; [apply (rational_integer 0)|].
  apply rational_plus; [apply P; left; reflexivity | apply IH; intros y I; apply P; right; exact I].
Qed.
