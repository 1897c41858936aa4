(** * The number of parameters of a class of functions

    The parameters of a class of functions are the coefficients c_1, ..., c_k if its functions are the sums of the
    c_i g_i, for fixed functions g_1, ..., g_k, and if a function determines its coefficients.

    - [has_parameters E F k]: the class F of functions on the points E has k parameters
    - [weighted_terms ms g c p]: the sum of c(m) g(m, p) over the terms m in ms
    - [free_terms E ms g F]: the terms are the g(m), for m in ms: which ones they are is told as well
    - [parameters_unique]: the number is unique *)

From Coq Require Import Reals List Lia Lra Arith.
From AttentionQuarks Require Import Cover QuadraticForm.
Import ListNotations.
Open Scope nat_scope.

Fixpoint weighted_terms {A P : Type} (ms : list A) (g : A -> P -> R) (c : A -> R) (p : P) : R :=
  match ms with
  | [] => 0%R
  | m :: rest => (c m * g m p + weighted_terms rest g c p)%R
  end.

Definition free_terms {A P : Type} (E : P -> Prop) (ms : list A) (g : A -> P -> R) (F : (P -> R) -> Prop) : Prop :=
  NoDup ms /\
  (forall c, (forall p, E p -> weighted_terms ms g c p = 0%R) -> forall m, In m ms -> c m = 0%R) /\
  (forall f, F f <-> exists c, forall p, E p -> f p = weighted_terms ms g c p).

Definition has_parameters {P : Type} (E : P -> Prop) (F : (P -> R) -> Prop) (k : nat) : Prop :=
  exists gs : list (P -> R), length gs = k /\
    (forall c, length c = k -> (forall p, E p -> linear_combination c gs p = 0%R) -> Forall (fun a => a = 0%R) c) /\
    (forall f, F f <-> exists c, length c = k /\ forall p, E p -> f p = linear_combination c gs p).

(** ** Sums of terms *)

Lemma weighted_terms_app : forall A P (l k : list A) (g : A -> P -> R) c p,
  weighted_terms (l ++ k) g c p = (weighted_terms l g c p + weighted_terms k g c p)%R.
Proof. intros A P l k g c p. induction l as [|m l IH]; simpl; [ring | rewrite IH; ring]. Qed.

Lemma weighted_terms_ext : forall A P Q (l : list A) (g : A -> P -> R) (h : A -> Q -> R) c d p q,
  (forall m, In m l -> c m * g m p = d m * h m q)%R -> weighted_terms l g c p = weighted_terms l h d q.
Proof.
  intros A P Q l g h c d p q E. induction l as [|m l IH]; simpl; [reflexivity|].
  rewrite (E m), IH; [reflexivity | intros; apply E; right; assumption | left; reflexivity].
Qed.

Lemma weighted_terms_map : forall A B P (h : B -> A) l (g : A -> P -> R) c p,
  weighted_terms (map h l) g c p = weighted_terms l (fun m => g (h m)) (fun m => c (h m)) p.
Proof. intros A B P h l g c p. induction l as [|m l IH]; simpl; [reflexivity | rewrite IH; reflexivity]. Qed.

Lemma weighted_terms_zero : forall A P (l : list A) (g : A -> P -> R) c p,
  (forall m, In m l -> c m * g m p = 0)%R -> weighted_terms l g c p = 0%R.
Proof.
  intros A P l g c p E. induction l as [|m l IH]; simpl; [reflexivity|].
  rewrite (E m), IH; [ring | intros; apply E; right; assumption | left; reflexivity].
Qed.

Lemma weighted_terms_single : forall A P (l : list A) (g : A -> P -> R) c p m, NoDup l -> In m l ->
  (forall k, In k l -> k <> m -> c k * g k p = 0)%R -> weighted_terms l g c p = (c m * g m p)%R.
Proof.
  intros A P l g c p m N. induction N as [|k l Nk N IH]; intros I Z; [destruct I|]. simpl. destruct I as [->|I].
  - rewrite weighted_terms_zero; [ring|]. intros k Ik. apply Z; [right; exact Ik|]. intros ->. contradiction.
  - rewrite IH, Z; [ring | left; reflexivity | intros ->; contradiction | exact I |].
    intros j Ij. apply Z. right. exact Ij.
Qed.

Lemma weighted_terms_seq : forall A P (h : nat -> A) n (g : A -> P -> R) c p,
  weighted_terms (map h (seq 0 n)) g c p = sum_below n (fun i => (c (h i) * g (h i) p)%R).
Proof.
  intros A P h n g c p. induction n as [|n IH]; [reflexivity|].
  rewrite seq_S, map_app, weighted_terms_app, IH. simpl. ring.
Qed.

(** ** From terms to parameters *)

Lemma coefficient_function : forall A (eq_dec : forall a b : A, {a = b} + {a <> b}) (ms : list A) (c : list R),
  NoDup ms -> length c = length ms -> exists d, map d ms = c.
Proof.
  intros A eq_dec ms c N. revert c. induction N as [|m ms Nm N IH]; intros [|a c] L; try discriminate.
  - exists (fun _ => 0%R). reflexivity.
  - destruct (IH c) as (d & D); [injection L; auto|]. exists (fun k => if eq_dec k m then a else d k). simpl. f_equal.
    + destruct (eq_dec m m); [reflexivity | contradiction].
    + rewrite <- D. apply map_ext_in. intros k I. destruct (eq_dec k m) as [->|_]; [contradiction | reflexivity].
Qed.

Lemma combination_of_terms : forall A P (ms : list A) (g : A -> P -> R) d p,
  linear_combination (map d ms) (map g ms) p = weighted_terms ms g d p.
Proof. intros A P ms g d p. induction ms as [|m ms IH]; simpl; [reflexivity | rewrite IH; reflexivity]. Qed.

Lemma free_terms_are_parameters : forall A (eq_dec : forall a b : A, {a = b} + {a <> b}) P (E : P -> Prop) ms
    (g : A -> P -> R) F k, length ms = k -> free_terms E ms g F -> has_parameters E F k.
Proof.
  intros A eq_dec P E ms g F k <- (N & Free & Class). exists (map g ms). split; [apply map_length|]. split.
  - intros c L Z. destruct (coefficient_function A eq_dec ms c N L) as (d & <-). apply Forall_forall. intros a I.
    apply in_map_iff in I. destruct I as (m & <- & I). revert m I. apply Free. intros p Ep.
    rewrite <- combination_of_terms. apply Z, Ep.
  - intros f. rewrite Class. split.
    + intros (d & D). exists (map d ms). split; [apply map_length|]. intros p Ep. rewrite combination_of_terms.
      apply D, Ep.
    + intros (c & L & C). destruct (coefficient_function A eq_dec ms c N L) as (d & <-). exists d. intros p Ep.
      rewrite <- combination_of_terms. apply C, Ep.
Qed.

(** ** The number of parameters is unique *)

Lemma linear_combination_span : forall P (gs : list (P -> R)) c v, length c = length gs ->
  (forall p, v p = linear_combination c gs p) -> span gs v.
Proof.
  intros P gs. induction gs as [|g gs IH]; intros [|a c] v L E; try discriminate; simpl in *; [exact E|].
  exists a. apply (IH c); [injection L; auto|]. intros p. rewrite E. ring.
Qed.

(** Of independent functions in the span of the gs there are at most as many as the gs. *)
Lemma independent_in_span : forall P n (hs gs : list (P -> R)), length hs = n -> (forall h, In h hs -> span gs h) ->
  (forall c, length c = n -> (forall p, linear_combination c hs p = 0%R) -> Forall (fun a => a = 0%R) c) ->
  n <= length gs.
Proof.
  intros P n. induction n as [|n IH]; intros hs gs Len S I; [lia|]. destruct hs as [|h hs]; [discriminate|].
  injection Len as Len. destruct (le_lt_dec (Datatypes.S n) (length gs)) as [L|L]; [exact L|]. exfalso.
  assert (Z : forall p, h p = 0%R).
  { intros p. destruct (Req_dec (h p) 0) as [Z|N]; [exact Z|]. exfalso.
    destruct (span_vanishing P gs p) as [V|(ks & Lk & V)]; [apply N, V, S; left; reflexivity|].
    set (e := fun k : P -> R => fun q => (1 * k q + - (k p / h p) * h q)%R).
    assert (n <= length ks); [|lia]. apply (IH (map e hs)); [rewrite map_length; exact Len | |].
    - intros k Ik. apply in_map_iff in Ik. destruct Ik as (k0 & <- & Ik). apply V.
      + apply span_combination; apply S; [right; exact Ik | left; reflexivity].
      + unfold e. field. exact N.
    - intros c Lc Zc. assert (F : Forall (fun a => a = 0%R) ((- (linear_combination c hs p / h p))%R :: c)).
      { apply I; [simpl; congruence|]. intros q. rewrite <- (Zc q). simpl. clear - N.
        revert c. induction hs as [|k hs IH]; intros [|a c]; simpl; try (field; exact N).
        rewrite <- IH. unfold e. field. exact N. }
      inversion F; assumption. }
  assert (F : Forall (fun a => a = 0%R) (1%R :: map (fun _ => 0%R) hs)).
  { apply I; [simpl; rewrite map_length; congruence|]. intros p. simpl.
    rewrite Z, combination_of_zeros. ring. }
  inversion F. lra.
Qed.

Lemma parameters_at_most : forall P (E : P -> Prop) F k l, has_parameters E F k -> has_parameters E F l -> k <= l.
Proof.
  intros P E F k l (gs & Lg & I & G) (hs & Lh & _ & H). rewrite <- Lh.
  set (on := fun (g : P -> R) (p : {q : P | E q}) => g (proj1_sig p)).
  assert (On : forall c fs p, linear_combination c (map on fs) p = linear_combination c fs (proj1_sig p)).
  { intros c fs p. revert c. induction fs as [|f fs IH]; intros [|a c]; simpl; try reflexivity.
    rewrite IH. reflexivity. }
  rewrite <- (map_length on hs). apply (independent_in_span _ k (map on gs)); [rewrite map_length; exact Lg | |].
  - intros g' Ig. apply in_map_iff in Ig. destruct Ig as (g & <- & Ig).
    assert (Fg : F g).
    { apply G. apply in_split in Ig. destruct Ig as (l1 & l2 & ->).
      exists (map (fun _ => 0%R) l1 ++ 1%R :: map (fun _ => 0%R) l2).
      split; [rewrite <- Lg, !app_length; simpl; rewrite !map_length; reflexivity|]. intros p _. clear.
      induction l1 as [|f l1 IH]; simpl; [rewrite combination_of_zeros; ring | rewrite <- IH; ring]. }
    apply H in Fg. destruct Fg as (c & Lc & C).
    apply (linear_combination_span _ _ c); [rewrite map_length; congruence|].
    intros (p & Ep). rewrite On. apply C, Ep.
  - intros c Lc Z. apply I; [exact Lc|]. intros p Ep. rewrite <- (Z (exist _ p Ep)), On. reflexivity.
Qed.

(** A class has one number of parameters only. *)
Theorem parameters_unique : forall P (E : P -> Prop) F k l, has_parameters E F k -> has_parameters E F l -> k = l.
Proof. intros P E F k l K L. apply Nat.le_antisymm; eapply parameters_at_most; eassumption. Qed.
