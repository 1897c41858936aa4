(** * Equality in the bound of Schlafli and Cover (Q-L1, second part)

    N vectors in R^D have exactly 2 sum_{k<D} C(N-1,k) sign patterns if and only if they are in general position: any
    min(N,D) of them are linearly independent.

    - [patterns]: the list of all sign patterns; [pattern_recursion]: deletion and restriction count them exactly
    - [independent], [general]: for points and the functions of a span; [general_recursion]: the same recursion
    - [schlafli_equality]: for vectors *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Number Binomial Cover Additive.
Import ListNotations.
Open Scope R_scope.

(** ** Counting exactly *)

(** L lists without repetition the sign patterns of the span on the points. *)
Definition patterns {P : Type} (gs : list (P -> R)) (ps : list P) (L : list (list bool)) : Prop :=
  NoDup L /\ forall s, In s L <-> realised gs ps s.

Lemma patterns_exist : forall P (gs : list (P -> R)) ps, exists L, patterns gs ps L.
Proof.
  intros P gs ps. exists (filter (fun s => if pattern_dec P gs ps s then true else false) (cube (length ps))).
  split; [apply NoDup_filter, nodup_cube|]. intros s. rewrite filter_In, in_cube. unfold realised.
  destruct (pattern_dec P gs ps s) as [Y|N].
  - split; [auto|]. intros _. split; [|reflexivity]. destruct Y as (v & _ & F). clear - F. induction F; simpl; congruence.
  - split; [intros [_ D]; discriminate | contradiction].
Qed.

Lemma patterns_length : forall P (gs : list (P -> R)) ps L M, patterns gs ps L -> patterns gs ps M -> length L = length M.
Proof.
  intros P gs ps L M [NL EL] [NM EM]. apply Nat.le_antisymm; apply NoDup_incl_length; auto; intros s Hs;
    [apply EM, EL | apply EL, EM]; exact Hs.
Qed.

(** A pattern survives a small change. *)
Lemma pattern_perturbed : forall P (v u : P -> R) ps s, pattern v ps s ->
  exists e, 0 < e /\ forall t, Rabs t <= e -> pattern (fun q => v q + t * u q) ps s.
Proof.
  intros P v u ps s F. induction F as [|p b ps s Fp F IH].
  - exists 1. split; [lra | constructor].
  - destruct IH as (e & He & A).
    assert (X : exists d, 0 < d /\ forall t, Rabs t <= d -> if b then 0 < v p + t * u p else v p + t * u p < 0).
    { assert (Q : 0 < Rabs (v p)) by (apply Rabs_pos_lt; destruct b; lra).
      exists (Rabs (v p) / (2 * (1 + Rabs (u p)))). pose proof (Rabs_pos (u p)) as U.
      split; [apply Rdiv_lt_0_compat; lra|]. intros t Ht.
      assert (B : Rabs (t * u p) < Rabs (v p)).
      { rewrite Rabs_mult. pose proof (Rabs_pos t).
        apply (Rle_lt_trans _ (Rabs (v p) / (2 * (1 + Rabs (u p))) * (1 + Rabs (u p)))).
        - apply Rmult_le_compat; lra.
        - replace (Rabs (v p) / (2 * (1 + Rabs (u p))) * (1 + Rabs (u p))) with (Rabs (v p) / 2) by (field; lra). lra. }
      apply Rabs_def2 in B. destruct b.
      - rewrite (Rabs_right (v p)) in B by lra. lra.
      - rewrite (Rabs_left (v p)) in B by lra. lra. }
    destruct X as (d & Hd & B). exists (Rmin d e). split; [apply Rmin_glb_lt; assumption|]. intros t Ht.
    constructor; [apply B | apply A]; (eapply Rle_trans; [exact Ht|]); [apply Rmin_l | apply Rmin_r].
Qed.

(** The functions of the span that vanish at p, exactly. *)
Lemma span_restricted : forall P (gs : list (P -> R)) p,
  (forall v, span gs v -> v p = 0) \/
  exists hs u, length gs = S (length hs) /\ (forall v, span hs v <-> span gs v /\ v p = 0) /\ span gs u /\ u p = 1.
Proof.
  intros P gs p. induction gs as [|g gs IH]; [left; simpl; auto|].
  destruct (Req_dec (g p) 0) as [Z|N].
  - destruct IH as [V|(hs & u & L & V & Su & Up)].
    + left. intros v [c S]. specialize (V _ S). simpl in V. rewrite Z in V. lra.
    + right. exists (g :: hs), u. split; [simpl; congruence|]. split; [|split; [|exact Up]].
      * intros v. split.
        -- intros [c S]. apply V in S. destruct S as [S E]. split; [exists c; exact S|]. rewrite Z in E. lra.
        -- intros [[c S] E]. exists c. apply V. split; [exact S|]. rewrite Z, E. ring.
      * exists 0. apply (span_ext _ _ u); [intros; ring | exact Su].
  - right. set (e := fun h : P -> R => fun q => h q - h p / g p * g q).
    assert (E : forall ks w, span ks w -> span (map e ks) (e w)).
    { induction ks as [|k ks IHk]; simpl; intros w S.
      - intros q. unfold e. rewrite !S. field. exact N.
      - destruct S as [c S]. exists c. apply IHk in S. revert S. apply span_ext.
        intros q. unfold e. field. exact N. }
    assert (E' : forall ks w, span (map e ks) w -> exists c, span ks (fun q => w q - c * g q) /\ w p = 0).
    { induction ks as [|k ks IHk]; simpl; intros w S.
      - exists 0. split; [intros q; rewrite S; ring | apply S].
      - destruct S as [c S]. destruct (IHk _ S) as (a & Sa & Ea). simpl in Ea.
        exists (a - c * (k p / g p)). split.
        + exists c. revert Sa. apply span_ext. intros q. unfold e. field. exact N.
        + unfold e in Ea. assert (K : k p - k p / g p * g p = 0) by (field; exact N). rewrite K in Ea. lra. }
    exists (map e gs), (fun q => g q / g p). split; [simpl; rewrite map_length; reflexivity|]. split; [|split].
    + intros v. split.
      * intros S. destruct (E' gs v S) as (c & Sc & Ec). split; [exists c; exact Sc | exact Ec].
      * intros [[c S] Zv]. apply E in S. revert S. apply span_ext. intros q. unfold e. rewrite Zv. field. exact N.
    + exists (/ g p). apply (span_ext _ _ (fun _ => 0)); [intros q; field; exact N|].
      clear. induction gs as [|h gs IH]; simpl; [reflexivity|]. exists 0. revert IH. apply span_ext. intros; ring.
    + field. exact N.
Qed.

Lemma realised_tail : forall P (gs : list (P -> R)) p ps u s, span gs u -> u p = 1 ->
  (realised gs ps s <-> realised gs (p :: ps) (true :: s) \/ realised gs (p :: ps) (false :: s)).
Proof.
  intros P gs p ps u s Su Up. split.
  - intros (v & Sv & F). destruct (pattern_perturbed P v u ps s F) as (e & He & A).
    assert (X : forall t, span gs (fun q => v q + t * u q)).
    { intros t. apply (span_ext _ _ (fun q => 1 * v q + t * u q)); [intros; ring|]. apply span_combination; assumption. }
    destruct (Rtotal_order (v p) 0) as [N|[Z|N]].
    + right. exists v. split; [exact Sv|]. constructor; assumption.
    + left. exists (fun q => v q + e * u q). split; [apply X|]. constructor; [rewrite Z, Up; lra|].
      apply A. rewrite Rabs_right; lra.
    + left. exists v. split; [exact Sv|]. constructor; assumption.
  - intros [(v & Sv & F)|(v & Sv & F)]; exists v; (split; [exact Sv|]); inversion F; assumption.
Qed.

Lemma realised_both : forall P (gs hs : list (P -> R)) p ps u s, span gs u -> u p = 1 ->
  (forall v, span hs v <-> span gs v /\ v p = 0) ->
  (realised hs ps s <-> realised gs (p :: ps) (true :: s) /\ realised gs (p :: ps) (false :: s)).
Proof.
  intros P gs hs p ps u s Su Up V. split.
  - intros (v & Sv & F). apply V in Sv. destruct Sv as [Sv Z]. destruct (pattern_perturbed P v u ps s F) as (e & He & A).
    assert (X : forall t, span gs (fun q => v q + t * u q)).
    { intros t. apply (span_ext _ _ (fun q => 1 * v q + t * u q)); [intros; ring|]. apply span_combination; assumption. }
    split; [exists (fun q => v q + e * u q) | exists (fun q => v q + - e * u q)]; (split; [apply X|]); constructor;
      try (rewrite Z, Up; lra); apply A; [rewrite Rabs_right | rewrite Rabs_left]; lra.
  - intros [(v & Sv & Fv) (w & Sw & Fw)]. inversion Fv as [|? ? ? ? Vp Fv']; subst. inversion Fw as [|? ? ? ? Wp Fw']; subst.
    simpl in Vp, Wp. exists (fun q => - w p * v q + v p * w q). split.
    + apply V. split; [apply span_combination; assumption | ring].
    + clear - Fv' Fw' Vp Wp. revert Fw'. unfold pattern. induction Fv' as [|q b ps s Vq Fv IH]; intros Fw; [constructor|].
      inversion Fw as [|? ? ? ? Wq Fw']; subst. constructor; [|apply IH; exact Fw']. destruct b; nra.
Qed.

Lemma pattern_recursion : forall P (gs hs : list (P -> R)) p ps u L L1 L2, span gs u -> u p = 1 ->
  (forall v, span hs v <-> span gs v /\ v p = 0) ->
  patterns gs (p :: ps) L -> patterns gs ps L1 -> patterns hs ps L2 -> length L = (length L1 + length L2)%nat.
Proof.
  intros P gs hs p ps u L L1 L2 Su Up V [NL EL] [N1 E1] [N2 E2].
  set (A := Cover.rest true L). set (C := Cover.rest false L).
  assert (IA : forall s, In s A <-> In (true :: s) L) by (intros; apply in_rest).
  assert (IC : forall s, In s C <-> In (false :: s) L) by (intros; apply in_rest).
  set (in_A := fun s => if in_dec (list_eq_dec bool_dec) s A then true else false).
  assert (InA : forall s, in_A s = true <-> In s A).
  { intros s. unfold in_A. destruct (in_dec _ s A); split; auto; discriminate || contradiction. }
  assert (EQ : length L = (length (A ++ filter (fun s => negb (in_A s)) C) + length (filter in_A C))%nat).
  { rewrite app_length. pose proof (length_filter _ in_A C). rewrite (length_rest L); [fold A C; lia|].
    intros s Hs ->. apply EL in Hs. destruct Hs as (v & _ & F). inversion F. }
  rewrite EQ. f_equal.
  - apply (patterns_length P gs ps); [|split; assumption]. split.
    + apply nodup_app; [apply nodup_rest; exact NL | apply NoDup_filter, nodup_rest; exact NL|].
      intros s Hs Ht. apply filter_In in Ht. destruct Ht as [_ Ht]. apply negb_true_iff in Ht. apply InA in Hs. congruence.
    + intros s. rewrite (realised_tail P gs p ps u s Su Up), <- !EL, in_app_iff, filter_In, negb_true_iff, IA, IC.
      split; [tauto|]. intros [Ht|Hf]; [auto|]. destruct (in_A s) eqn:Es; [left; apply IA, InA; exact Es | auto].
  - apply (patterns_length P hs ps); [|split; assumption]. split.
    + apply NoDup_filter, nodup_rest. exact NL.
    + intros s. rewrite (realised_both P gs hs p ps u s Su Up V), <- !EL, filter_In, InA, IA, IC. tauto.
Qed.

(** ** General position *)

(** Q is a part of ps, in the same order. *)
Inductive part {A : Type} : list A -> list A -> Prop :=
| part_nil : part [] []
| part_skip : forall a Q ps, part Q ps -> part Q (a :: ps)
| part_take : forall a Q ps, part Q ps -> part (a :: Q) (a :: ps).

(** Only the trivial combination of the values at the points of Q vanishes on the whole span. *)
Definition independent {P : Type} (gs : list (P -> R)) (Q : list P) : Prop :=
  forall c, length c = length Q -> (forall v, span gs v -> scalar c (map v Q) = 0) -> forall a, In a c -> a = 0.

Definition general {P : Type} (gs : list (P -> R)) (ps : list P) : Prop :=
  forall Q, part Q ps -> length Q = Nat.min (length ps) (length gs) -> independent gs Q.

Lemma part_length : forall A (Q ps : list A), part Q ps -> (length Q <= length ps)%nat.
Proof. intros A Q ps S. induction S; simpl; lia. Qed.

Lemma part_whole : forall A (Q ps : list A), part Q ps -> length Q = length ps -> Q = ps.
Proof.
  intros A Q ps S. induction S as [|a Q ps S IH|a Q ps S IH]; intros L; [reflexivity | |].
  - pose proof (part_length _ _ _ S). simpl in L. lia.
  - f_equal. apply IH. simpl in L. congruence.
Qed.

Lemma part_of_length : forall A (ps : list A) k, (k <= length ps)%nat -> exists Q, part Q ps /\ length Q = k.
Proof.
  induction ps as [|a ps IH]; intros k L.
  - simpl in L. exists []. split; [constructor | simpl; lia].
  - destruct k as [|k].
    + destruct (IH 0%nat ltac:(lia)) as (Q & S & E). exists Q. split; [constructor; exact S | exact E].
    + destruct (IH k) as (Q & S & E); [simpl in L; lia|]. exists (a :: Q). split; [constructor; exact S | simpl; congruence].
Qed.

Lemma scalar_combined : forall P (v u : P -> R) t c Q,
  scalar c (map (fun q => v q + t * u q) Q) = scalar c (map v Q) + t * scalar c (map u Q).
Proof.
  intros P v u t c. induction c as [|a c IH]; intros [|q Q]; simpl; try ring. rewrite IH. ring.
Qed.

Lemma independent_cons : forall P (gs hs : list (P -> R)) p u Q, span gs u -> u p = 1 ->
  (forall v, span hs v <-> span gs v /\ v p = 0) -> (independent gs (p :: Q) <-> independent hs Q).
Proof.
  intros P gs hs p u Q Su Up V. split; intros I c Lc K a Ha.
  - apply (I (- scalar c (map u Q) :: c)); [simpl; congruence | | right; exact Ha]. intros v Sv. simpl.
    assert (X : scalar c (map (fun q => v q + - v p * u q) Q) = 0).
    { apply K, V. split; [|rewrite Up; ring]. apply (span_ext _ _ (fun q => 1 * v q + - v p * u q)); [intros; ring|].
      apply span_combination; assumption. }
    rewrite scalar_combined in X. lra.
  - destruct c as [|c0 c]; [discriminate|]. simpl in Lc. injection Lc as Lc.
    assert (Z : forall b, In b c -> b = 0).
    { apply (I c Lc). intros v Sv. apply V in Sv. destruct Sv as [Sv E]. specialize (K v Sv). simpl in K. rewrite E in K. lra. }
    assert (S0 : forall l, scalar c l = 0).
    { clear - Z. induction c as [|b c IH]; intros [|x l]; try reflexivity. simpl. rewrite (Z b) by (left; reflexivity).
      rewrite IH by (intros; apply Z; right; assumption). ring. }
    specialize (K u Su). simpl in K. rewrite S0, Up in K. destruct Ha as [<-|Ha]; [lra | apply Z; exact Ha].
Qed.

Lemma independent_tail : forall P (gs : list (P -> R)) p Q, independent gs (p :: Q) -> independent gs Q.
Proof.
  intros P gs p Q I c Lc K a Ha. apply (I (0 :: c)); [simpl; congruence | | right; exact Ha].
  intros v Sv. simpl. rewrite (K v Sv). ring.
Qed.

Lemma general_recursion : forall P (gs hs : list (P -> R)) p u ps, length gs = S (length hs) -> span gs u -> u p = 1 ->
  (forall v, span hs v <-> span gs v /\ v p = 0) -> (general gs (p :: ps) <-> general gs ps /\ general hs ps).
Proof.
  intros P gs hs p u ps Lg Su Up V. unfold general. simpl length. rewrite Lg. split.
  - intros G. split; intros Q SQ LQ.
    + destruct (le_lt_dec (S (length hs)) (length ps)) as [Le|Lt].
      * apply G; [constructor; exact SQ | lia].
      * apply (independent_tail P gs p). apply G; [apply part_take; exact SQ | simpl; lia].
    + apply (independent_cons P gs hs p u Q Su Up V). apply G; [apply part_take; exact SQ | simpl; lia].
  - intros [G1 G2] Q SQ LQ. inversion SQ as [|? ? ? SQ'|? Q' ? SQ']; subst.
    + pose proof (part_length _ _ _ SQ'). apply G1; [exact SQ' | lia].
    + apply (independent_cons P gs hs p u Q' Su Up V). apply G2; [exact SQ' | simpl in LQ; lia].
Qed.

Lemma general_vanishing : forall P (gs : list (P -> R)) p ps, (forall v, span gs v -> v p = 0) ->
  (1 <= length gs)%nat -> ~ general gs (p :: ps).
Proof.
  intros P gs p ps V Lg G.
  destruct (part_of_length P ps (Nat.min (length ps) (length gs - 1)) ltac:(lia)) as (Q & SQ & LQ).
  assert (I : independent gs (p :: Q)) by (apply G; [apply part_take; exact SQ | simpl length; lia]).
  assert (X : 1 = 0); [|lra]. apply (I (1 :: repeat 0 (length Q))); [simpl; rewrite repeat_length; reflexivity | | left; reflexivity].
  intros v Sv. simpl. rewrite (V v Sv). assert (S0 : forall n l, scalar (repeat 0 n) l = 0).
  { induction n as [|n IH]; intros [|x l]; try reflexivity. simpl. rewrite IH. ring. }
  rewrite S0. ring.
Qed.

Lemma regions_positive : forall N d, (1 <= d)%nat -> (1 <= regions N d)%nat.
Proof.
  induction N as [|N IH]; intros [|d] L; simpl; try lia. specialize (IH (S d) ltac:(lia)). lia.
Qed.

(** The number of patterns is the largest possible exactly in general position. *)
Theorem regions_equality : forall P (ps : list P) (gs : list (P -> R)) L, patterns gs ps L ->
  (length L = regions (length ps) (length gs) <-> general gs ps).
Proof.
  intros P. induction ps as [|p ps IH]; intros gs L HL.
  - assert (E : length L = 1%nat).
    { apply (patterns_length P gs [] L [[]] HL). split; [repeat constructor; auto|]. intros s. split.
      - intros [<-|[]]. exists (fun _ => 0). split; [|constructor].
        clear. induction gs as [|g gs IH]; simpl; [reflexivity|]. exists 0. revert IH. apply span_ext. intros; ring.
      - intros (v & _ & F). inversion F. left. reflexivity. }
    split; [|intros _; exact E]. intros _ Q SQ _. inversion SQ; subst. intros c Lc _ a Ha. destruct c; [destruct Ha | discriminate].
  - destruct (span_restricted P gs p) as [V|(hs & u & Lg & V & Su & Up)].
    + assert (E : L = []).
      { destruct L as [|s L]; [reflexivity|]. exfalso. destruct (proj1 (proj2 HL s) (or_introl eq_refl)) as (v & S & F).
        specialize (V v S). inversion F as [|? b ? ? Fb]; subst. destruct b; lra. }
      subst L. destruct (length gs) as [|d] eqn:Ed.
      * split; [|reflexivity]. intros _ Q SQ LQ. rewrite Ed, Nat.min_0_r in LQ. destruct Q; [|discriminate].
        intros c Lc _ a Ha. destruct c; [destruct Ha | discriminate].
      * split; intros X; exfalso.
        -- pose proof (regions_positive (length (p :: ps)) (S d) ltac:(lia)). simpl in X. simpl length in *. simpl regions in *. lia.
        -- apply (general_vanishing P gs p ps V); [lia | exact X].
    + destruct (patterns_exist P gs ps) as [L1 H1]. destruct (patterns_exist P hs ps) as [L2 H2].
      rewrite (pattern_recursion P gs hs p ps u L L1 L2 Su Up V HL H1 H2), (general_recursion P gs hs p u ps Lg Su Up V).
      rewrite <- (IH gs L1 H1), <- (IH hs L2 H2). rewrite Lg. simpl length. simpl regions. rewrite <- Lg.
      pose proof (cover_recursive P ps gs L1 (proj1 H1) (fun s Hs => proj1 (proj2 H1 s) Hs)).
      pose proof (cover_recursive P ps hs L2 (proj1 H2) (fun s Hs => proj1 (proj2 H2 s) Hs)). lia.
Qed.

(** ** Vectors *)

(** Only the trivial combination of the vectors in Q is zero. *)
Definition independent_vectors (D : nat) (Q : list (list R)) : Prop :=
  forall c, length c = length Q -> (forall i, (i < D)%nat -> scalar c (map (fun x => nth i x 0) Q) = 0) ->
    forall a, In a c -> a = 0.

Lemma coordinates_are_entries : forall D g, In g (coordinates D) -> exists i, (i < D)%nat /\ forall a, g a = nth i a 0.
Proof.
  induction D as [|D IH]; intros g Hg; [destruct Hg|]. destruct Hg as [<-|Hg].
  - exists 0%nat. split; [lia|]. intros [|h a]; reflexivity.
  - apply in_map_iff in Hg. destruct Hg as (h & <- & Hh). destruct (IH h Hh) as (i & Hi & E). exists (S i). split; [lia|].
    intros a. rewrite E. destruct a as [|x a]; [destruct i|]; reflexivity.
Qed.

Lemma entries_are_coordinates : forall D i, (i < D)%nat -> exists g, In g (coordinates D) /\ forall a, g a = nth i a 0.
Proof.
  induction D as [|D IH]; intros [|i] L; try lia.
  - eexists. split; [left; reflexivity|]. intros [|h a]; reflexivity.
  - destruct (IH i ltac:(lia)) as (g & Hg & E). exists (fun a => g (tl a)). split; [right; apply (in_map (fun g a => g (tl a))); exact Hg|].
    intros a. rewrite E. destruct a as [|x a]; [destruct i|]; reflexivity.
Qed.

Lemma span_generator : forall P (gs : list (P -> R)) g, In g gs -> span gs g.
Proof.
  intros P gs. induction gs as [|h gs IH]; intros g Hg; [destruct Hg|]. simpl. destruct Hg as [<-|Hg].
  - exists 1. apply (span_ext _ _ (fun _ => 0)); [intros; ring|]. clear. induction gs as [|h gs IH]; simpl; [reflexivity|].
    exists 0. revert IH. apply span_ext. intros; ring.
  - exists 0. apply (span_ext _ _ g); [intros; ring | exact (IH g Hg)].
Qed.

Lemma vanishing_on_generators : forall P (gs : list (P -> R)) c Q, (forall g, In g gs -> scalar c (map g Q) = 0) ->
  forall v, span gs v -> scalar c (map v Q) = 0.
Proof.
  intros P gs c Q. induction gs as [|g gs IH]; intros K v S.
  - simpl in S. rewrite (map_ext v (fun _ => 0)) by exact S. clear. revert c. induction Q as [|q Q IH]; intros [|a c]; try reflexivity.
    simpl. rewrite IH. ring.
  - destruct S as [e S]. specialize (IH (fun h Hh => K h (or_intror Hh)) _ S).
    rewrite (map_ext _ (fun q => v q + - e * g q)) in IH by (intros; ring). rewrite scalar_combined, (K g (or_introl eq_refl)) in IH. lra.
Qed.

Lemma independent_coordinates : forall D Q, independent (coordinates D) Q <-> independent_vectors D Q.
Proof.
  intros D Q. split; intros I c Lc K; apply (I c Lc).
  - apply vanishing_on_generators. intros g Hg. destruct (coordinates_are_entries D g Hg) as (i & Hi & E).
    rewrite (map_ext g (fun x => nth i x 0)) by exact E. apply K. exact Hi.
  - intros i Hi. destruct (entries_are_coordinates D i Hi) as (g & Hg & E).
    rewrite <- (map_ext g (fun x => nth i x 0)) by exact E. apply K, span_generator. exact Hg.
Qed.

Lemma span_is_scalar : forall D v, span (coordinates D) v -> exists w, length w = D /\ forall a, length a = D -> v a = scalar w a.
Proof.
  intros D v S. apply span_scalar_of in S. destruct S as (w & L & E). rewrite length_coordinates in L. exists w.
  split; [exact L|]. intros a La. rewrite E. f_equal. clear - La. revert a La. induction D as [|D IH]; intros [|h a] La; try discriminate; [reflexivity|].
  simpl. f_equal. rewrite map_map. apply IH. simpl in La. congruence.
Qed.

(** Q-L1, the second part. N >= 1 vectors in R^D have exactly 2 sum_{k<D} C(N-1,k) sign patterns if and only if any
    min(N,D) of them are linearly independent. *)
Theorem schlafli_equality : forall D (xs : list (list R)) (L : list (list bool)),
  xs <> [] -> (forall x, In x xs -> length x = D) -> NoDup L ->
  (forall s, In s L <-> exists w, length w = D /\ (forall x, In x xs -> scalar w x <> 0) /\
                                  s = map (fun x => H (scalar w x)) xs) ->
  (length L = (2 * binomial_sum (length xs - 1) D)%nat <->
   forall Q, part Q xs -> length Q = Nat.min (length xs) D -> independent_vectors D Q).
Proof.
  intros D xs L NE A NL EL.
  assert (HL : patterns (coordinates D) xs L).
  { split; [exact NL|]. intros s. rewrite EL. clear EL NL NE. split.
    - intros (w & Lw & Z & ->). exists (fun a => scalar w a). split; [apply span_scalar; exact Lw|]. clear A.
      induction xs as [|x xs IH]; constructor.
      + specialize (Z x (or_introl eq_refl)). destruct (H (scalar w x)) eqn:E; [apply H_true; exact E | apply H_false in E; lra].
      + apply IH. intros y Hy. apply Z. right. exact Hy.
    - intros (v & Sv & F). destruct (span_is_scalar D v Sv) as (w & Lw & E). exists w. split; [exact Lw|].
      revert s F. induction xs as [|x xs IH]; intros s F; inversion F as [|? b ? s' Fb F']; subst; [split; [intros x [] | reflexivity]|].
      destruct (IH (fun y Hy => A y (or_intror Hy)) s' F') as [Z ->]. rewrite E in Fb by (apply A; left; reflexivity). split.
      + intros y [<-|Hy]; [destruct b; lra | exact (Z y Hy)].
      + simpl. f_equal. symmetry. destruct b; [apply H_pos | apply H_nonpos]; lra. }
  rewrite <- regions_closed_form. destruct xs as [|x xs]; [contradiction|].
  replace (S (length (x :: xs) - 1)) with (length (x :: xs)) by (simpl; lia).
  pose proof (regions_equality _ (x :: xs) (coordinates D) L HL) as G. rewrite length_coordinates in G. rewrite G.
  unfold general. rewrite length_coordinates.
  split; intros X Q SQ LQ; apply independent_coordinates; apply X; assumption.
Qed.
