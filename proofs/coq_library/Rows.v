(** * Points that are affine combinations of others, by the rows of their coordinates

    - [closure n X x]: x is a zero of every affine function that vanishes on X
    - [rows x X]: for each coordinate the list of the bits of the points of X, against the bit of x
    - [few_or_many]: if x is in the closure of X, then a function with few zero_count vanishes on all rows: one of few
      coordinates and with at most a half of all points as zeros, or one with at most a part 1/K of them
    - [related_count]: how often that happens *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Number Binomial Cover Upper Operators Layers Flats.
From AttentionQuarks Require Import SignedSums Kernels.
Import ListNotations.
Open Scope R_scope.

(** ** Points and the rows of their coordinates *)

Definition affine (n : nat) : list (point -> R) := map monomial (exponents 1 n).

(** x is a zero of every affine function that vanishes on X. *)
Definition closure (n : nat) (X : list point) (x : point) : Prop :=
  forall v, span (affine n) v -> (forall y, In y X -> v y = 0) -> v x = 0.

Lemma closure_affine : forall n X x, In x (cube n) -> (forall y, In y X -> In y (cube n)) -> closure n X x ->
  exists a, length a = length X /\
    forall w0 w, length w = n -> w0 + dot w x = scalar a (map (fun z => w0 + dot w z) X).
Proof.
  intros n X x Hx HX C. destruct (closure_coefficients _ X (affine n) x C) as (a & La & E). exists a.
  split; [exact La|]. intros w0 w Lw.
  assert (Q : polynomial 1 n (fun z => w0 + dot w z)).
  { apply polynomial_one. exists w0, w. split; [exact Lw | reflexivity]. }
  destruct Q as [c Ec]. rewrite (Ec x Hx).
  rewrite (map_ext_in _ (fun z => sum (exponents 1 n) (fun u => c u * monomial u z))) by (intros y Hy; apply Ec; auto).
  apply (E (fun z => sum (exponents 1 n) (fun u => c u * monomial u z))). apply span_sum.
Qed.

(** The coordinates of the points of X, one row for each, against those of x. *)
Fixpoint rows (x : point) (X : list point) : list point :=
  match x with
  | [] => []
  | b :: y => map (fun z => xorb b (hd false z)) X :: rows y (map (@tl bool) X)
  end.

Lemma length_rows : forall x X, length (rows x X) = length x.
Proof. induction x as [|b x IH]; intros X; simpl; [reflexivity|]. rewrite IH. reflexivity. Qed.

Lemma length_row : forall x X r, In r (rows x X) -> length r = length X.
Proof.
  induction x as [|b x IH]; intros X r Hr; [destruct Hr|]. destruct Hr as [<-|Hr]; [apply map_length|].
  rewrite (IH _ _ Hr). apply map_length.
Qed.

Lemma rows_injective : forall x X Y, length X = length Y -> (forall z, In z X -> length z = length x) ->
  (forall z, In z Y -> length z = length x) -> rows x X = rows x Y -> X = Y.
Proof.
  induction x as [|b x IH]; intros X Y L HX HY E.
  - clear E. revert Y L HY. induction X as [|z X IHX]; intros [|t Y] L HY; try discriminate; [reflexivity|].
    pose proof (HX z (or_introl eq_refl)). pose proof (HY t (or_introl eq_refl)).
    destruct z; [|discriminate]. destruct t; [|discriminate]. f_equal. apply IHX; auto; intros u Hu.
    + apply HX. right. exact Hu.
    + apply HY. right. exact Hu.
  - simpl in E. injection E as E1 E2. apply IH in E2.
    + revert Y L HY E1 E2. induction X as [|z X IHX]; intros [|t Y] L HY E1 E2; try discriminate; [reflexivity|].
      simpl in E1, E2. injection E1 as A1 A2. injection E2 as B1 B2.
      pose proof (HX z (or_introl eq_refl)) as Lz. pose proof (HY t (or_introl eq_refl)) as Lt.
      destruct z as [|c z]; [discriminate|]. destruct t as [|e t]; [discriminate|]. simpl in A1, B1. subst t.
      assert (c = e) as -> by (destruct b, c, e; simpl in A1; congruence).
      f_equal. apply IHX; auto.
      * intros u Hu. apply HX. right. exact Hu.
      * intros u Hu. apply HY. right. exact Hu.
    + rewrite !map_length. exact L.
    + intros z Hz. apply in_map_iff in Hz. destruct Hz as (u & <- & Hu). apply HX in Hu. destruct u; simpl in *; lia.
    + intros z Hz. apply in_map_iff in Hz. destruct Hz as (u & <- & Hu). apply HY in Hu. destruct u; simpl in *; lia.
Qed.

Lemma dot_repeat_zero : forall k z, dot (repeat 0 k) z = 0.
Proof. induction k as [|k IH]; intros [|b z]; simpl; try reflexivity. rewrite IH. ring. Qed.

Lemma dot_of_map : forall (f : point -> bool) a X, dot a (map f X) = scalar a (map (fun z => bit (f z)) X).
Proof. intros f. induction a as [|c a IH]; intros [|z X]; simpl; try reflexivity. rewrite IH. reflexivity. Qed.

Lemma kernel_of_rows : forall x X a, (forall z, In z X -> length z = length x) ->
  (forall w0 w, length w = length x -> w0 + dot w x = scalar a (map (fun z => w0 + dot w z) X)) ->
  forall r, In r (rows x X) -> dot a r = 0.
Proof.
  induction x as [|b x IH]; intros X a HX H r Hr; [destruct Hr|]. destruct Hr as [<-|Hr].
  - rewrite dot_of_map.
    pose proof (H (bit b) ((1 - 2 * bit b) :: repeat 0 (length x))) as E.
    specialize (E ltac:(simpl; rewrite repeat_length; reflexivity)).
    simpl dot in E. rewrite dot_repeat_zero in E.
    transitivity (bit b + ((1 - 2 * bit b) * bit b + 0)); [|destruct b; unfold bit; ring]. rewrite E. f_equal.
    apply map_ext_in. intros z Hz. apply HX in Hz. destruct z as [|c z]; [discriminate|]. simpl.
    rewrite dot_repeat_zero. destruct b, c; unfold bit; simpl; ring.
  - apply (IH (map (@tl bool) X) a) in Hr; [exact Hr | |].
    + intros z Hz. apply in_map_iff in Hz. destruct Hz as (u & <- & Hu). apply HX in Hu. destruct u; simpl in *; lia.
    + intros w0 w Lw. pose proof (H w0 (0 :: w) ltac:(simpl; congruence)) as E. simpl dot in E.
      replace (w0 + dot w x) with (w0 + (0 * bit b + dot w x)) by ring. rewrite E, map_map. f_equal.
      apply map_ext_in. intros z Hz. apply HX in Hz. destruct z as [|c z]; [discriminate|]. simpl. ring.
Qed.

(** ** Coordinates *)

Definition coordinate (j : nat) (r : point) : R := bit (nth j r false).

Lemma span_member : forall P (gs : list (P -> R)) g, In g gs -> span gs g.
Proof.
  intros P gs g Hg. induction gs as [|h gs IH]; [destruct Hg|]. destruct Hg as [->|Hg].
  - exists 1. apply (span_ext _ _ (fun _ => 0)); [intros; ring | apply span_zero].
  - exists 0. apply (span_ext _ _ g); [intros; ring | apply IH; exact Hg].
Qed.

Lemma dot_nil : forall a, dot a [] = 0.
Proof. destruct a; reflexivity. Qed.

Lemma dot_skipn : forall h t k r, dot (h :: t) (skipn k r) = h * coordinate k r + dot t (skipn (S k) r).
Proof.
  intros h t. unfold coordinate. induction k as [|k IH]; intros [|b r].
  - simpl. rewrite dot_nil. ring.
  - reflexivity.
  - simpl. rewrite dot_nil. ring.
  - simpl skipn at 1. rewrite IH. reflexivity.
Qed.

Lemma dot_in_span : forall a k js, (forall j, (j < length a)%nat -> nth j a 0 <> 0 -> In (k + j)%nat js) ->
  span (map coordinate js) (fun r => dot a (skipn k r)).
Proof.
  induction a as [|h t IH]; intros k js S.
  - apply (span_ext _ _ (fun _ => 0)); [reflexivity | apply span_zero].
  - assert (St : span (map coordinate js) (fun r => dot t (skipn (Datatypes.S k) r))).
    { apply IH. intros j Lj Nj. replace (Datatypes.S k + j)%nat with (k + Datatypes.S j)%nat by lia.
      apply S; [simpl; lia | exact Nj]. }
    destruct (Req_dec h 0) as [->|Nh].
    + revert St. apply span_ext. intros r. rewrite dot_skipn. ring.
    + apply (span_ext _ _ (fun r => h * coordinate k r + 1 * dot t (skipn (Datatypes.S k) r))).
      { intros r. rewrite dot_skipn. ring. }
      apply span_combination; [|exact St]. apply span_member, in_map.
      replace k with (k + 0)%nat by lia. apply S; [simpl; lia | exact Nh].
Qed.

Lemma list_by_indices : forall a : list R, a = map (fun j => nth j a 0) (seq 0 (length a)).
Proof.
  induction a as [|h a IH]; [reflexivity|]. simpl. f_equal. rewrite <- seq_shift, map_map. exact IH.
Qed.

Definition support (a : list R) : list nat := filter (fun j => negb (is 0 (nth j a 0))) (seq 0 (length a)).

Lemma length_support : forall a, length (support a) = nonzeros a.
Proof.
  intros a. unfold nonzeros. rewrite (list_by_indices a) at 2. rewrite filter_map, map_length. reflexivity.
Qed.

Lemma in_support : forall a j, In j (support a) <-> (j < length a)%nat /\ nth j a 0 <> 0.
Proof.
  intros a j. unfold support. rewrite filter_In, in_seq. unfold is.
  destruct (Req_EM_T (nth j a 0) 0) as [E|N]; simpl.
  - split; [intros [_ D]; discriminate | intros [_ D]; contradiction].
  - split; intros [L _]; split; auto; lia.
Qed.

Lemma no_nonzeros : forall a l, nonzeros a = 0%nat -> scalar a l = 0.
Proof.
  induction a as [|h a IH]; intros [|x l] N; try reflexivity. unfold nonzeros in N. simpl in N. unfold is at 1 in N.
  destruct (Req_EM_T h 0) as [->|_]; [|discriminate]. simpl. rewrite IH by exact N. ring.
Qed.

(** ** The relation that a point of the closure brings about *)

Definition related (p : nat) (x : point) (K : nat) (js : list nat) (X : list point) : Prop :=
  exists v, span (map coordinate js) v /\ (zero_count v (cube p) * K <= 2 ^ p)%nat /\
    forall r, In r (rows x X) -> v r = 0.

Lemma in_choices_repeat : forall A (L : list A) m s,
  In s (choices (repeat L m)) <-> length s = m /\ forall a, In a s -> In a L.
Proof.
  intros A L m s. rewrite in_choices, forall2_repeat, Forall_forall. reflexivity.
Qed.

Lemma few_or_many : forall n p x K X, In x (cube n) -> (1 <= p)%nat -> (1 <= K)%nat -> length X = p ->
  (forall y, In y X -> In y (cube n)) -> closure n X x ->
  (exists js, In js (choices (repeat (seq 0 p) (4 * K * K))) /\ related p x 2 js X) \/ related p x K (seq 0 p) X.
Proof.
  intros n p x K X Hx Lp LK LX HX C. destruct (closure_affine n X x Hx HX C) as (a & La & E).
  apply in_cube in Hx.
  assert (HX' : forall z, In z X -> length z = length x).
  { intros z Hz. apply HX, in_cube in Hz. congruence. }
  assert (Z : forall r, In r (rows x X) -> dot a r = 0).
  { apply kernel_of_rows; [exact HX'|]. intros w0 w Lw. apply E. congruence. }
  rewrite LX in La.
  destruct (le_lt_dec (4 * K * K) (nonzeros a)) as [M|F].
  - right. exists (dot a). split; [|split].
    + apply (dot_in_span a 0). intros j Lj _. apply in_seq. lia.
    + rewrite <- La. apply few_zeros; assumption.
    + exact Z.
  - left. exists (support a ++ repeat 0%nat (4 * K * K - nonzeros a)). split.
    + apply in_choices_repeat. split.
      * rewrite app_length, repeat_length, length_support. lia.
      * intros j Hj. apply in_seq. apply in_app_iff in Hj. destruct Hj as [Hj|Hj].
        -- apply in_support in Hj. lia.
        -- apply repeat_spec in Hj. lia.
    + exists (dot a). split; [|split].
      * apply (dot_in_span a 0). intros j Lj Nj. apply in_app_iff. left. apply in_support. auto.
      * rewrite <- La. apply half_zeros. apply Nat.nlt_ge. intros N.
        pose proof (E 1 (repeat 0 n) (repeat_length _ _)) as E1. rewrite no_nonzeros in E1 by lia.
        rewrite dot_repeat_zero in E1. lra.
      * exact Z.
Qed.

Lemma related_count : forall n p x K js G, (1 <= K)%nat -> In x (cube n) -> NoDup G ->
  (forall X, In X G -> length X = p /\ (forall y, In y X -> In y (cube n)) /\ related p x K js X) ->
  (length G * K ^ n <= (2 ^ p) ^ n * K ^ length js * binomial_sum n (S (length js)))%nat.
Proof.
  intros n p x K js G LK Hx N A. apply in_cube in Hx.
  rewrite <- (map_length (rows x) G), <- (map_length coordinate js), <- (length_cube p).
  apply (lists_with_a_kernel _ (list_eq_dec bool_dec)); [exact LK | |].
  - apply nodup_map; [|exact N]. intros X Y HX HY E. destruct (A X HX) as (LX & CX & _), (A Y HY) as (LY & CY & _).
    apply (rows_injective x); try congruence; intros z Hz; [apply CX in Hz | apply CY in Hz]; apply in_cube in Hz;
      congruence.
  - intros l Hl. apply in_map_iff in Hl. destruct Hl as (X & <- & HX). destruct (A X HX) as (LX & CX & v & Sv & F & Z).
    split; [rewrite length_rows; exact Hx|]. split.
    + intros r Hr. apply in_cube. rewrite (length_row _ _ _ Hr). exact LX.
    + exists v. rewrite length_cube. auto.
Qed.
