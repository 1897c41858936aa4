(** * The smallest score off a set is the largest ratio of a kernel vector

    - [tied u l S w r]: the scores of w are 1 on S and at most r in absolute value on the other positions of l
    - [conic]: a set of constraints that is closed under sums with multipliers that are not negative
    - [elimination_with_multipliers]: Fourier and Motzkin's elimination; a system has a solution if finitely many
      combinations of its constraints, free of the unknowns, hold
    - [dual_certificate_lp_duality] is S-L11 *)

From Coq Require Import List Arith Lia Reals Lra Bool.
From AttentionQuarks Require Import Decide Averages DualCertificates RestrictedIsometry.
Import ListNotations.
Open Scope R_scope.

(** ** Elimination *)

(** A constraint: the coefficients of the unknowns, and the multipliers of the original constraints. *)
Definition combination {K : Type} (s t : R) (p p' : list R * (K -> R)) : list R * (K -> R) :=
  (vector_sum (map (Rmult s) (fst p)) (map (Rmult t) (fst p')), fun k => s * snd p k + t * snd p' k).

Definition conic {K : Type} (d : nat) (P : list R * (K -> R) -> Prop) : Prop :=
  forall s t p p', 0 <= s -> 0 <= t -> length (fst p) = d -> length (fst p')
    = d -> P p -> P p' -> P (combination s t p p').

Definition functional {K : Type} (c : (K -> R) -> R) : Prop :=
  forall s t g g', c (fun k => s * g k + t * g' k) = s * c g + t * c g'.

Lemma separating_number : forall X Y : list R, (forall x y, In x X -> In y Y -> x <= y) ->
  exists z, (forall x, In x X -> x <= z) /\ (forall y, In y Y -> z <= y).
Proof.
  intros X Y H. destruct (has_maximum X) as [->|(x & Ix & Mx)].
  - destruct (has_minimum Y) as [->|(y & Iy & My)]; [exists 0; split; intros z []|].
    exists y. split; [intros z [] | exact My].
  - exists x. split; [exact Mx | intros y Iy; apply H; assumption].
Qed.

Lemma tail_of_sum : forall s t (a b : list R),
  tl (vector_sum (map (Rmult s) a) (map (Rmult t) b)) = vector_sum (map (Rmult s) (tl a)) (map (Rmult t) (tl b)).
Proof. intros s t [|x a] [|y b]; simpl; try reflexivity. destruct a; reflexivity. Qed.

Lemma elimination_with_multipliers : forall K d (D : list (list R * (K -> R))) P,
  (forall p, In p D -> length (fst p) = d) -> conic d P -> (forall p, In p D -> P p) ->
  exists Y : list (K -> R), (forall y, In y Y -> P (repeat 0 d, y)) /\
    forall c, functional c -> (forall y, In y Y -> 0 <= c y) ->
      exists w, length w = d /\ forall p, In p D -> scalar w (fst p) <= c (snd p).
Proof.
  intros K. induction d as [|d IH]; intros D P L Con All.
  - exists (map snd D). split.
    + intros y I. apply in_map_iff in I as (p & <- & I). pose proof (L p I) as E. specialize (All p I).
      destruct p as [a g]. simpl in *. destruct a; [exact All | discriminate E].
    + intros c _ H. exists []. split; [reflexivity|]. intros p I. simpl. apply H, in_map, I.
  - set (tail := fun p : list R * (K -> R) => (tl (fst p), snd p)).
    set (zero := filter (fun p => if Req_EM_T (hd 0 (fst p)) 0 then true else false) D).
    set (pos := filter (fun p => if Rlt_dec 0 (hd 0 (fst p)) then true else false) D).
    set (neg := filter (fun p => if Rlt_dec (hd 0 (fst p)) 0 then true else false) D).
    set (pair := fun pq : (list R * (K -> R)) * (list R * (K -> R)) =>
      combination (/ hd 0 (fst (fst pq))) (/ - hd 0 (fst (snd pq))) (fst pq) (snd pq)).
    assert (Zero : forall p, In p zero <-> In p D /\ hd 0 (fst p) = 0).
    { intros p. unfold zero. rewrite filter_In. destruct (Req_EM_T (hd 0 (fst p)) 0); intuition congruence. }
    assert (Pos : forall p, In p pos <-> In p D /\ 0 < hd 0 (fst p)).
    { intros p. unfold pos. rewrite filter_In. destruct (Rlt_dec 0 (hd 0 (fst p))); intuition congruence. }
    assert (Neg : forall p, In p neg <-> In p D /\ hd 0 (fst p) < 0).
    { intros p. unfold neg. rewrite filter_In. destruct (Rlt_dec (hd 0 (fst p)) 0); intuition congruence. }
    set (P' := fun p : list R * (K -> R) => P (0 :: fst p, snd p)).
    set (D' := map tail zero ++ map (fun pq => tail (pair pq)) (list_prod pos neg)).
    assert (LT : forall p, In p D -> length (tl (fst p)) = d /\ fst p = hd 0 (fst p) :: tl (fst p)).
    { intros p I. specialize (L p I). destruct p as [[|x a] g]; simpl in *; [discriminate L|].
      split; [lia | reflexivity]. }
    assert (PairShape : forall p p', In p pos -> In p' neg ->
      fst (pair (p, p')) = 0 :: tl (fst (pair (p, p'))) /\ length (tl (fst (pair (p, p')))) = d /\ P (pair (p, p'))).
    { intros p p' Ip Ip'. apply Pos in Ip as [Ip H]. apply Neg in Ip' as [Ip' H'].
      destruct (LT p Ip) as [Lp Ep]. destruct (LT p' Ip') as [Lp' Ep']. split; [|split].
      - unfold pair, combination. simpl. rewrite Ep, Ep'. simpl. f_equal. field. split; lra.
      - unfold pair, combination. simpl. rewrite Ep, Ep'. simpl. rewrite length_vector_sum; rewrite !map_length;
        congruence.
      - apply Con; [left; apply Rinv_0_lt_compat; simpl; lra | left; apply Rinv_0_lt_compat; simpl; lra | apply L, Ip
          | apply L, Ip' | apply All, Ip | apply All, Ip']. }
    destruct (IH D' P') as (Y & PY & Sol).
    + intros p I. unfold D' in I. apply in_app_iff in I as [I|I]; apply in_map_iff in I as (q & <- & I).
      * apply Zero in I as [I _]. apply LT, I.
      * destruct q as [p1 p2]. apply in_prod_iff in I as [I1 I2]. apply PairShape; assumption.
    + intros s t [a g] [a' g'] S0 T0 La La' Pa Pa'. unfold P' in *. simpl in *.
      pose proof (Con s t (0 :: a, g) (0 :: a', g') S0 T0 ltac:(simpl; lia) ltac:(simpl; lia) Pa Pa') as X.
      unfold combination in X. simpl in X. rewrite !Rmult_0_r, Rplus_0_r in X. exact X.
    + intros p I. unfold D' in I. apply in_app_iff in I as [I|I]; apply in_map_iff in I as (q & <- & I); unfold P',
      tail; simpl.
      * apply Zero in I as [I H]. destruct (LT q I) as [_ E]. rewrite H in E. rewrite <- E.
        rewrite <- surjective_pairing. apply All, I.
      * destruct q as [p1 p2]. apply in_prod_iff in I as [I1 I2]. destruct (PairShape p1 p2 I1 I2) as (E & _ & Pp).
        change (P (0 :: tl (fst (pair (p1, p2))), snd (pair (p1, p2)))). rewrite <- E, <- surjective_pairing.
        exact Pp.
    + exists Y. split; [exact PY|]. intros c Fc H. destruct (Sol c Fc H) as (w & Lw & Sw).
      assert (Sz : forall p, In p zero -> scalar w (tl (fst p)) <= c (snd p)).
      { intros p I. apply (Sw (tail p)). unfold D'. apply in_app_iff. left. apply in_map, I. }
      assert (Sp : forall p p', In p pos -> In p' neg ->
        / hd 0 (fst p) * scalar w (tl (fst p)) + / - hd 0 (fst p') * scalar w (tl (fst p'))
        <= / hd 0 (fst p) * c (snd p) + / - hd 0 (fst p') * c (snd p')).
      { intros p p' I I'. pose proof (Sw (tail (pair (p, p')))
          ltac:(unfold D'; apply in_app_iff; right; apply in_map_iff; exists (p, p'); split; [reflexivity |
            apply in_prod; assumption])) as X.
        unfold tail, pair in X. cbn [fst snd combination] in X. unfold combination in X. cbn [fst snd] in X.
        rewrite Fc, tail_of_sum in X. apply Pos in I as [I _]. apply Neg in I' as [I' _].
        rewrite scalar_sum in X by (rewrite !map_length, (proj1 (LT p I)), (proj1 (LT p' I')); reflexivity).
        rewrite !scalar_multiple in X. exact X. }
      destruct (separating_number (map (fun p => / - hd 0 (fst p) * (scalar w (tl (fst p)) - c (snd p))) neg)
        (map (fun p => / hd 0 (fst p) * (c (snd p) - scalar w (tl (fst p)))) pos)) as (z & Lo & Hi).
      { intros x y Ix Iy. apply in_map_iff in Ix as (p' & <- & I'). apply in_map_iff in Iy as (p & <- & I).
        specialize (Sp p p' I I'). lra. }
      exists (z :: w). split; [simpl; lia|]. intros p I. destruct (LT p I) as [_ E]. rewrite E. cbn [scalar].
      destruct (Rtotal_order (hd 0 (fst p)) 0) as [N|[Z|N]].
      * pose proof (Lo _ (in_map (fun p => / - hd 0 (fst p) * (scalar w (tl (fst p)) - c (snd p))) neg p
          (proj2 (Neg p) (conj I N)))) as X. cbv beta in X. set (x := hd 0 (fst p)) in *.
        apply (Rmult_le_compat_l (- x)) in X; [|lra]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l in X by lra. lra.
      * rewrite Z. specialize (Sz p (proj2 (Zero p) (conj I Z))). lra.
      * pose proof (Hi _ (in_map (fun p => / hd 0 (fst p) * (c (snd p) - scalar w (tl (fst p)))) pos p
          (proj2 (Pos p) (conj I N)))) as X. cbv beta in X. set (x := hd 0 (fst p)) in *.
        apply (Rmult_le_compat_l x) in X; [|lra]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l in X by lra. lra.
Qed.

(** ** The duality *)

Definition tied (u : nat -> list R) (l S : list nat) (w : list R) (r : R) : Prop :=
  (forall i, In i S -> scalar w (u i) = 1) /\ forall j, In j l -> ~ In j S -> Rabs (scalar w (u j)) <= r.

Lemma vector_of_zeros : forall m a, length a = m -> (forall w, scalar w a = 0) -> a = repeat 0 m.
Proof.
  intros m a <- H. specialize (H a). induction a as [|x a IH]; [reflexivity|]. simpl in *.
  pose proof (scalar_square a).
  assert (x = 0) by nra. subst x. f_equal. apply IH. lra.
Qed.

Definition chosen_bound (i : nat) (b : bool) (k : nat * bool) : R :=
  if (i =? fst k)%nat && Bool.eqb b (snd k) then 1 else 0.

Lemma sum_of_chosen : forall l (f : nat -> R) i, NoDup l ->
  summed (fun j => (if (i =? j)%nat then 1 else 0) * f j) l = if in_dec Nat.eq_dec i l then f i else 0.
Proof.
  intros l f i D. destruct (in_dec Nat.eq_dec i l) as [I|I]; [apply summed_delta; assumption|].
  rewrite (summed_ext _ _ (fun _ => 0)); [rewrite summed_constant; ring|]. intros j J.
  destruct (Nat.eqb_spec i j) as [->|_]; [contradiction | ring].
Qed.

Theorem dual_certificate_lp_duality : forall m (u : nat -> list R) (l S : list nat), (forall j, length (u j) = m) ->
  NoDup l -> NoDup S -> incl S l ->
  (forall x, mixture m x u S = repeat 0 m -> forall a, In a S -> x a = 0) ->
  exists rho, 0 <= rho /\
    (exists w, length w = m /\ tied u l S w rho) /\
    (forall w r, length w = m -> 0 <= r -> tied u l S w r -> rho <= r) /\
    (forall h, mixture m h u l = repeat 0 m -> (exists j, In j l /\ h j <> 0) ->
       0 < summed (fun j => Rabs (h j)) (outside l S) /\
       Rabs (summed h S) <= rho * summed (fun j => Rabs (h j)) (outside l S)) /\
    (0 < rho -> exists h, mixture m h u l = repeat 0 m /\ (exists j, In j l /\ h j <> 0) /\
       Rabs (summed h S) = rho * summed (fun j => Rabs (h j)) (outside l S)).
Proof.
  intros m u l S L Dl Ds Sub Ind. pose proof (inside_and_outside l S Dl Ds Sub) as Perm. set (R := outside l S) in *.
  assert (DR : NoDup R) by (apply NoDup_filter, Dl).
  set (D := flat_map (fun i => [(u i, chosen_bound i true); (map Ropp (u i), chosen_bound i false)]) l).
  set (P := fun p : list Rdefinitions.R * (nat * bool -> Rdefinitions.R) => (forall k, 0 <= snd p k) /\
    forall w, scalar w (fst p) = summed (fun i => (snd p (i, true) - snd p (i, false)) * scalar w (u i)) l).
  set (sig := fun y : nat * bool -> Rdefinitions.R => summed (fun i => y (i, true) - y (i, false)) S).
  set (tau := fun y : nat * bool -> Rdefinitions.R => summed (fun i => y (i, true) + y (i, false)) R).
  destruct (elimination_with_multipliers _ m D P) as (Y & PY & Sol).
  { intros p I. unfold D in I. apply in_flat_map in I as (i & _ & [<-|[<-|[]]]); simpl; [apply L|].
    rewrite map_length. apply L. }
  { intros s t p p' S0 T0 Lp Lp' [N1 E1] [N2 E2]. unfold P, combination. simpl. split.
    - intros k. specialize (N1 k). specialize (N2 k). assert (0 <= s * snd p k) by (apply Rmult_le_pos; assumption).
      assert (0 <= t * snd p' k) by (apply Rmult_le_pos; assumption). lra.
    - intros w. rewrite scalar_sum by (rewrite !map_length; congruence). rewrite !scalar_multiple, E1, E2.
      rewrite <- !summed_scale, <- summed_plus. apply summed_ext. intros i _. ring. }
  { intros p I. unfold D in I. apply in_flat_map in I as (i & Ii & [<-|[<-|[]]]); unfold P; cbn [fst snd]; split.
    - intros k. unfold chosen_bound. destruct (_ && _); lra.
    - intros w. rewrite <- (summed_delta (fun j => scalar w (u j)) l i Dl Ii). apply summed_ext. intros j _.
      unfold chosen_bound. cbn [fst snd Bool.eqb]. rewrite andb_true_r, andb_false_r. ring.
    - intros k. unfold chosen_bound. destruct (_ && _); lra.
    - intros w. rewrite scalar_opposite, <- (summed_delta (fun j => scalar w (u j)) l i Dl Ii).
      replace (- summed (fun b => (if (i =? b)%nat then 1 else 0) * scalar w (u b)) l)
        with (-1 * summed (fun b => (if (i =? b)%nat then 1 else 0) * scalar w (u b)) l) by ring.
      rewrite <- summed_scale. apply summed_ext. intros j _.
      unfold chosen_bound. cbn [fst snd Bool.eqb]. rewrite andb_true_r, andb_false_r. ring. }
  set (hy := fun (y : nat * bool -> Rdefinitions.R) i => y (i, true) - y (i, false)).
  assert (Kernel : forall y, In y Y -> mixture m (hy y) u l = repeat 0 m /\ (forall k, 0 <= y k)).
  { intros y I. destruct (PY y I) as [N E]. cbn [fst snd] in N, E. split; [|exact N]. apply vector_of_zeros.
    - apply (proj1 (mixture_score m (hy y) u l [] (fun a _ => L a))).
    - intros w. rewrite (proj2 (mixture_score m (hy y) u l w (fun a _ => L a))).
      rewrite <- (scalar_zero w m). symmetry. apply E. }
  assert (Tau0 : forall y, In y Y -> 0 <= tau y).
  { intros y I. destruct (Kernel y I) as [_ N]. apply summed_nonneg. intros i _. pose proof (N (i, true)).
    pose proof (N (i, false)). lra. }
  assert (Inside : forall h, mixture m h u l = repeat 0 m -> (forall j, In j R -> h j = 0) -> forall a,
    In a S -> h a = 0).
  { intros h K Z. apply Ind. apply vector_of_zeros.
    - apply (proj1 (mixture_score m h u S [] (fun a _ => L a))).
    - intros w. rewrite (proj2 (mixture_score m h u S w (fun a _ => L a))).
      pose proof (proj2 (mixture_score m h u l w (fun a _ => L a))) as E. rewrite K, scalar_zero in E.
      rewrite (summed_permutation _ _ _ _ Perm), summed_app in E.
      rewrite (summed_ext _ _ (fun _ => 0) R) in E by (intros j I; rewrite Z by exact I; ring).
      rewrite summed_constant in E. lra. }
  assert (Weak : forall w r h, 0 <= r -> tied u l S w r -> mixture m h u l = repeat 0 m ->
    Rabs (summed h S) <= r * summed (fun j => Rabs (h j)) R).
  { intros w r h R0 [On Off] K. pose proof (proj2 (mixture_score m h u l w (fun a _ => L a))) as E.
    rewrite K, scalar_zero, (summed_permutation _ _ _ _ Perm), summed_app in E.
    rewrite (summed_ext _ (fun a => h a * scalar w (u a)) h S) in E by (intros i I; rewrite On by exact I; ring).
    replace (summed h S) with (- summed (fun a => h a * scalar w (u a)) R) by lra. rewrite Rabs_Ropp.
    apply (Rle_trans _ _ _ (summed_abs _ _ _)). rewrite <- summed_scale. apply summed_le. intros j I.
    apply in_outside in I as [I N]. rewrite Rabs_mult, Rmult_comm. apply Rmult_le_compat_r; [apply Rabs_pos|].
    apply Off; assumption. }
  set (X := 0 :: map (fun y => if Rlt_dec 0 (tau y) then - sig y / tau y else 0) Y).
  destruct (has_maximum X) as [E|(rho & Irho & Max)]; [discriminate E|].
  assert (Rho0 : 0 <= rho) by (apply Max; left; reflexivity).
  assert (Feasible : forall y, In y Y -> 0 <= sig y + rho * tau y).
  { intros y I. destruct (Kernel y I) as [K N]. destruct (Rlt_dec 0 (tau y)) as [T|T].
    - assert (M : - sig y / tau y <= rho).
      { apply Max. right. apply in_map_iff. exists y. split; [|exact I].
        destruct (Rlt_dec 0 (tau y)); [reflexivity | contradiction]. }
      apply (Rmult_le_compat_r (tau y)) in M; [|lra]. unfold Rdiv in M. rewrite Rmult_assoc, Rinv_l in M by lra. lra.
    - assert (T0 : tau y = 0) by (pose proof (Tau0 y I); lra).
      assert (Z : forall a, In a S -> hy y a = 0).
      { apply Inside; [exact K|]. intros j J. unfold hy. pose proof (N (j, true)). pose proof (N (j, false)).
        assert (B : forall i, In i R -> 0 <= y (i, true) + y (i, false)).
        { intros i _. pose proof (N (i, true)). pose proof (N (i, false)). lra. }
        pose proof (summed_member _ (fun i => y (i, true) + y (i, false)) R j B J) as M. cbv beta in M.
        fold (tau y) in M. lra. }
      assert (Sg : sig y = 0).
      { unfold sig. rewrite (summed_ext _ _ (fun _ => 0)) by (intros a Ia; apply (Z a Ia)). rewrite summed_constant.
        ring. }
      rewrite Sg, T0. lra. }
  destruct (Sol (fun y => sig y + rho * tau y)) as (w & Lw & Hw).
  { intros s t g g'. unfold sig, tau.
    rewrite (summed_ext _ _ (fun i => s * (g (i, true) - g (i, false)) + t * (g' (i, true) - g' (i, false))) S)
      by (intros; ring).
    rewrite (summed_ext _ (fun i => s * g (i, true) + t * g' (i, true) + (s * g (i, false) + t * g' (i, false)))
      (fun i => s * (g (i, true) + g (i, false)) + t * (g' (i, true) + g' (i, false))) R) by (intros; ring).
    repeat rewrite ?summed_plus, ?summed_scale. ring. }
  { exact Feasible. }
  assert (Value : forall i b, sig (chosen_bound i b) = (if b then 1 else -1) * (if in_dec Nat.eq_dec i S then 1 else
    0) /\
    tau (chosen_bound i b) = if in_dec Nat.eq_dec i R then 1 else 0).
  { intros i b. rewrite <- (sum_of_chosen S (fun _ => 1) i Ds), <- (sum_of_chosen R (fun _ => 1) i DR),
    <- summed_scale.
    unfold sig, tau. split; apply summed_ext; intros j _; unfold chosen_bound; cbn [fst snd];
      destruct b; cbn [Bool.eqb]; cbv iota; rewrite andb_true_r, andb_false_r; ring. }
  assert (Bounds : forall i, In i l -> scalar w (u i) <= sig (chosen_bound i true) + rho * tau (chosen_bound i true)
    /\
    - scalar w (u i) <= sig (chosen_bound i false) + rho * tau (chosen_bound i false)).
  { intros i Ii. split; [apply (Hw (u i, chosen_bound i true)) | rewrite <- scalar_opposite;
    apply (Hw (map Ropp (u i),
    chosen_bound i false))];
      unfold D; apply in_flat_map; exists i; (split; [exact Ii | simpl; tauto]). }
  assert (Tied : tied u l S w rho).
  { split.
    - intros i Ii. destruct (Bounds i (Sub i Ii)) as [A B].
      rewrite (proj1 (Value i true)), (proj2 (Value i true)) in A. rewrite (proj1 (Value i false)), (proj2 (Value i
        false)) in B.
      destruct (in_dec Nat.eq_dec i S) as [_|N]; [|contradiction].
      destruct (in_dec Nat.eq_dec i R) as [J|_]; [apply in_outside in J; tauto|]. lra.
    - intros j Ij Nj. destruct (Bounds j Ij) as [A B].
      rewrite (proj1 (Value j true)), (proj2 (Value j true)) in A. rewrite (proj1 (Value j false)), (proj2 (Value j
        false)) in B.
      destruct (in_dec Nat.eq_dec j S) as [J|_]; [contradiction|].
      destruct (in_dec Nat.eq_dec j R) as [_|N]; [|exfalso; apply N, in_outside; tauto]. apply Rabs_le. lra. }
  assert (Attained : 0 < rho -> exists h, mixture m h u l = repeat 0 m /\ (exists j, In j l /\ h j <> 0) /\
    rho * summed (fun j => Rabs (h j)) R <= Rabs (summed h S) /\ 0 < Rabs (summed h S)).
  { intros Rp. destruct Irho as [Z|I]; [lra|]. apply in_map_iff in I as (y & E & I).
    destruct (Rlt_dec 0 (tau y)) as [T|T]; [|lra]. destruct (Kernel y I) as [K N]. exists (hy y). split; [exact K|].
    assert (Sg : sig y = - (rho * tau y)) by (rewrite <- E; field; lra).
    assert (Rt : 0 < rho * tau y) by (apply Rmult_lt_0_compat; assumption).
    assert (Ab : Rabs (summed (hy y) S) = rho * tau y).
    { change (Rabs (sig y) = rho * tau y). rewrite Sg, Rabs_Ropp. apply Rabs_pos_eq. lra. }
    split; [|split].
    - assert (Ex : forall A : list nat, summed (hy y) A <> 0 -> exists j, In j A /\ hy y j <> 0).
      { clear. induction A as [|a A IH]; intros Nz; [exfalso; apply Nz; reflexivity|].
        destruct (Req_EM_T (hy y a) 0) as [Z|Z]; [|exists a; split; [left; reflexivity | exact Z]].
        destruct IH as (j & Ij & Nj); [|exists j; split; [right; exact Ij | exact Nj]].
        intros F. apply Nz. unfold summed in *. simpl. rewrite Z, F. ring. }
      destruct (Ex S) as (j & Ij & Nj).
      + intros F. rewrite F, Rabs_R0 in Ab. lra.
      + exists j. split; [apply Sub, Ij | exact Nj].
    - rewrite Ab. apply Rmult_le_compat_l; [exact Rho0|]. apply summed_le. intros j _. unfold hy.
      pose proof (N (j, true)). pose proof (N (j, false)). apply Rabs_le. lra.
    - rewrite Ab. exact Rt. }
  exists rho. split; [exact Rho0|]. split; [exists w; split; assumption|]. split; [|split].
  - intros v r Lv R0 Tv. destruct (Rle_lt_or_eq_dec 0 rho Rho0) as [Rp|<-]; [|exact R0].
    destruct (Attained Rp) as (h & K & _ & Low & Ps). pose proof (Weak v r h R0 Tv K) as Up.
    destruct (Rle_lt_dec rho r) as [Y1|N1]; [exact Y1|]. exfalso.
    assert (H0 : 0 <= summed (fun j => Rabs (h j)) R) by (apply summed_nonneg; intros; apply Rabs_pos).
    destruct H0 as [H0|H0]; [nra | rewrite <- H0 in Up; lra].
  - intros h K (j & Ij & Nj). split; [|apply (Weak w); assumption].
    assert (H0 : 0 <= summed (fun j => Rabs (h j)) R) by (apply summed_nonneg; intros; apply Rabs_pos).
    destruct H0 as [H0|H0]; [exact H0|]. exfalso.
    assert (Z : forall i, In i R -> h i = 0).
    { intros i Ii. pose proof (summed_member _ (fun j => Rabs (h j)) R i (fun y _ => Rabs_pos (h y)) Ii) as M.
      cbv beta in M. rewrite <- H0 in M. destruct (Req_EM_T (h i) 0) as [E|E]; [exact E|].
      apply Rabs_pos_lt in E. lra. }
    apply Nj. destruct (in_dec Nat.eq_dec j S) as [J|J]; [apply (Inside h K Z j J)|]. apply Z, in_outside. tauto.
  - intros Rp. destruct (Attained Rp) as (h & K & Nz & Low & _). exists h. split; [exact K|]. split; [exact Nz|].
    pose proof (Weak w rho h Rho0 Tied K). lra.
Qed.
