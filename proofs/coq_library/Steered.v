(** * Units whose signals are steered by threshold gates: the number of functions, from above

    Threshold gates decide which signals arrive at a unit; the unit takes a weighted sum with a bias of its own.

    - [steered]: the class of the unit; [steered_number]: it has a number, at most the number of choices of the gates
      times the number of regions (Q-L1, Q-L2)
    - [signed], [encoded]: the values -1 and +1, and affine functions in any encoding of the inputs *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Number Binomial Cover Upper Flats Additive.
Import ListNotations.
Open Scope nat_scope.

(** A bit as -1 or +1; [bit] gives it as 0 or 1. *)
Definition signed (b : bool) : R := (2 * bit b - 1)%R.

(** The functions H(w0 + w.s), where the signals s, D of them, depend on the input and on the values of gates of
    degrees ds. *)
Definition steered (n D : nat) (ds : list nat) (signals : list bool -> point -> list R) (f : point -> bool) : Prop :=
  exists gs w0 w, Forall2 (fun d g => ptf d n g) ds gs /\ length w = D /\
    forall x, In x (cube n) -> f x = H (w0 + scalar w (signals (map (fun g => g x) gs) x)).

(** ** Zeros removed, and lists of vectors *)

Lemma steered_without_zeros : forall n D ds signals f, steered n D ds signals f ->
  exists gs w, Forall2 (fun d g => ptf d n g) ds gs /\ length w = S D /\
    forall x, In x (cube n) -> (scalar w (1%R :: signals (map (fun g => g x) gs) x) <> 0)%R /\
                               f x = H (scalar w (1%R :: signals (map (fun g => g x) gs) x)).
Proof.
  intros n D ds signals f (gs & w0 & w & G & L & E).
  set (s := fun x : point => signals (map (fun g : point -> bool => g x) gs) x) in *.
  set (F := fun v : point -> R => exists w0, forall x, v x = (w0 + scalar w (s x))%R).
  assert (C : forall v a, F v -> F (fun x => (v x + a)%R)).
  { intros v a [c Ec]. exists (c + a)%R. intros x. rewrite Ec. ring. }
  destruct (zero_arguments_can_be_removed _ (cube n) F C (fun x => (w0 + scalar w (s x))%R)) as (v & [v0 Ev] & Z).
  - exists w0. reflexivity.
  - exists gs, (v0 :: w). split; [exact G|]. split; [simpl; congruence|]. intros x Hx. fold (s x). simpl.
    rewrite Rmult_1_r, <- Ev. destruct (Z x Hx) as [N EH]. split; [exact N|].
    rewrite EH. apply E. exact Hx.
Qed.

Lemma coordinates_of : forall D a, length a = D -> map (fun g => g a) (coordinates D) = a.
Proof.
  induction D as [|D IH]; intros [|c a] L; try discriminate; [reflexivity|].
  simpl. f_equal. rewrite map_map. apply IH. simpl in L. congruence.
Qed.

Lemma solution_dec : forall (D : nat) (xs : list (list R)) (t : list bool), (forall x, In x xs -> length x = D) ->
  {exists w, length w = D /\ (forall x, In x xs -> (scalar w x <> 0)%R) /\ t = map (fun x => H (scalar w x)) xs} +
  {~ exists w, length w = D /\ (forall x, In x xs -> (scalar w x <> 0)%R) /\ t = map (fun x => H (scalar w x)) xs}.
Proof.
  intros D xs t A.
  assert (LC : length (coordinates D) = D) by apply length_coordinates.
  destruct (pattern_dec (list R) (coordinates D) xs t) as [Y|N]; [left | right].
  - destruct Y as (v & Sv & F). apply span_scalar_of in Sv. destruct Sv as (w & Lw & E). exists w.
    rewrite LC in Lw. split; [exact Lw|].
    assert (E' : forall x, In x xs -> v x = scalar w x).
    { intros x Hx. rewrite E, coordinates_of by auto. reflexivity. }
    split; [intros x Hx; rewrite <- E' by exact Hx; apply (pattern_nonzero _ _ _ _ F); exact Hx|].
    clear - F E'. induction F as [|x b l s Fb F IH]; [reflexivity|]. simpl.
    rewrite IH by (intros; apply E'; right; assumption). f_equal.
    rewrite <- E' by (left; reflexivity). symmetry. destruct b; [apply H_pos | apply H_nonpos]; lra.
  - intros (w & Lw & NZ & E). apply N. exists (fun a => scalar w a). split; [apply span_scalar; exact Lw|].
    subst t. clear - NZ. induction xs as [|x xs IH]; simpl; constructor.
    + specialize (NZ x (or_introl eq_refl)). destruct (H (scalar w x)) eqn:E.
      * apply H_true in E. exact E.
      * apply H_false in E. lra.
    + apply IH. intros y Hy. apply NZ. right. exact Hy.
Qed.

(** ** The number *)

Theorem steered_number : forall n D ds signals, 2 <= D -> 1 <= n ->
  (forall s x, In x (cube n) -> length (signals s x) = D) ->
  exists k, number n (steered n D ds signals) k /\ k <= product (map (T n) ds) * 2 ^ (n * D).
Proof.
  intros n D ds signals LD Ln A.
  set (vectors := fun s : list (list bool) =>
    map (fun x => 1%R :: signals (map (fun t => untable false t x) s) x) (cube n)).
  assert (AV : forall s a, In a (vectors s) -> length a = S D).
  { intros s a Ha. apply in_map_iff in Ha. destruct Ha as (x & <- & Hx). simpl. rewrite A by exact Hx. reflexivity. }
  set (solved := fun s t => exists w, length w = S D /\ (forall a, In a (vectors s) -> (scalar w a <> 0)%R) /\
                                      t = map (fun a => H (scalar w a)) (vectors s)).
  assert (Values : forall gs x, In x (cube n) ->
    map (fun t : list bool => untable false t x) (map (table n) gs) = map (fun g : point -> bool => g x) gs).
  { intros gs x Hx. rewrite map_map. apply map_ext. intros g. apply untable_table. exact Hx. }
  assert (I : forall t, (exists f, steered n D ds signals f /\ table n f = t) <-> exists s, In s (T_choices n ds) /\ solved s t).
  { intros t. split.
    - intros (f & St & <-). apply steered_without_zeros in St. destruct St as (gs & w & G & L & Z).
      exists (map (table n) gs). split; [apply in_T_choices; exists gs; auto|]. exists w. split; [exact L|]. split.
      + intros a Ha. apply in_map_iff in Ha. destruct Ha as (x & <- & Hx). rewrite Values by exact Hx. apply Z. exact Hx.
      + unfold vectors. rewrite map_map. unfold table at 1. apply map_ext_in. intros x Hx.
        rewrite Values by exact Hx. apply Z. exact Hx.
    - intros (s & Hs & w & L & _ & ->). apply in_T_choices in Hs. destruct Hs as (gs & G & <-).
      destruct w as [|w0 w]; [discriminate|].
      exists (fun x => H (w0 + scalar w (signals (map (fun g => g x) gs) x))). split.
      + exists gs, w0, w. split; [exact G|]. split; [simpl in L; congruence | reflexivity].
      + unfold vectors. rewrite map_map. unfold table at 1. apply map_ext_in. intros x Hx. rewrite Values by exact Hx. simpl.
        rewrite Rmult_1_r. reflexivity. }
  set (good := fun t => existsb (fun s => if solution_dec (S D) (vectors s) t (AV s) then true else false) (T_choices n ds)).
  set (L := filter good (cube (2 ^ n))).
  assert (TL : tables n (steered n D ds signals) L).
  { split; [apply NoDup_filter, nodup_cube|]. intros t. rewrite I. unfold L. rewrite filter_In, in_cube. unfold good.
    rewrite existsb_exists. split.
    - intros (_ & s & Hs & Ds). exists s. split; [exact Hs|]. destruct (solution_dec _ _ _ _) as [Y|]; [exact Y | discriminate].
    - intros (s & Hs & Y). split.
      + destruct Y as (w & _ & _ & ->). unfold vectors. rewrite !map_length. apply length_cube.
      + exists s. split; [exact Hs|]. destruct (solution_dec _ _ _ _) as [|No]; [reflexivity | contradiction]. }
  exists (length L). split; [exists L; auto|]. rewrite <- length_T_choices. destruct TL as [NL EL].
  apply (labelled _ _ (list_eq_dec (list_eq_dec bool_dec)) solved); [exact NL | |].
  - intros t Ht. apply I, EL. exact Ht.
  - intros s K _ NK RK.
    assert (B : length K <= 2 * binomial_sum (length (vectors s) - 1) (S D)).
    { apply schlafli_region_bound; [|apply AV | exact NK | exact RK].
      unfold vectors. pose proof (cube_not_empty n). destruct (cube n); [contradiction | discriminate]. }
    unfold vectors in B. rewrite map_length, length_cube in B.
    assert (N2 : 2 <= 2 ^ n) by (change 2 with (2 ^ 1) at 1; apply Nat.pow_le_mono_r; lia).
    pose proof (binomial_sum_at_most_power D (2 ^ n) LD N2) as P. rewrite Nat.pow_mul_r. lia.
Qed.

(** ** Affine functions in any encoding of the inputs *)

Lemma encoded : forall (input : bool -> R), input true <> input false -> forall n p, polynomial 1 n p ->
  exists w0 w, length w = n /\ forall x, In x (cube n) -> p x = (w0 + scalar w (map input x))%R.
Proof.
  intros input N n p Hp. apply polynomial_one in Hp. destruct Hp as (c & v & L & E).
  assert (X : exists w0 w, length w = n /\ forall x, length x = n -> dot v x = (w0 + scalar w (map input x))%R).
  { clear p c E. revert v L. induction n as [|n IH]; intros [|a v] L; try discriminate.
    - exists 0%R, []. split; [reflexivity|]. intros [|]; [intros _; simpl; ring | discriminate].
    - destruct (IH v) as (w0 & w & Lw & E); [simpl in L; congruence|].
      set (a1 := (a / (input true - input false))%R).
      assert (Ea : (a1 * (input true - input false) = a)%R) by (unfold a1; field; lra).
      exists (w0 - a1 * input false)%R, (a1 :: w). split; [simpl; congruence|].
      intros [|b x] Lx; [discriminate|]. simpl. rewrite E by (simpl in Lx; congruence).
      destruct b; simpl; [rewrite <- Ea at 1|]; ring. }
  destruct X as (w0 & w & Lw & Ew). exists (c + w0)%R, w. split; [exact Lw|].
  intros x Hx. rewrite E, Ew by (exact Hx || (apply in_cube; exact Hx)). ring.
Qed.
