(** * Regions are at least as many as flats (Q-L7)

    The points ps give linear conditions "v vanishes at p" on the functions v of a span; they are the hyperplanes of a
    central arrangement. A flat is given by the set Z of all hyperplanes that contain it: Z is closed, every hyperplane
    that contains the intersection of those in Z is in Z. A region is a strict sign pattern.

    - [regions_at_least_flats]: not more flats than regions, if no condition is void (parallel ones are allowed);
      [regions_at_least_flats_of_vectors]: the same for hyperplanes in R^D
    - [flats_at_most_T]: so T(n,d) is at least the number of flats of the 2^n monomial vectors, the second step of Zuev's
      lower bound *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Number Cover Upper.
Import ListNotations.
Open Scope R_scope.

(** v vanishes at the points in Z; Z is a list of truth values, one for each point. *)
Definition vanishes {P : Type} (v : P -> R) (ps : list P) (Z : list bool) : Prop :=
  forall p, In (p, true) (combine ps Z) -> v p = 0.

(** Z is closed: it holds every point at which all functions of the span that vanish on Z vanish too. *)
Definition flat {P : Type} (gs : list (P -> R)) (ps : list P) (Z : list bool) : Prop :=
  length Z = length ps /\
  forall p b, In (p, b) (combine ps Z) -> (forall v, span gs v -> vanishes v ps Z -> v p = 0) -> b = true.

(** ** Spans and their kernels *)

Lemma span_zero : forall P (gs : list (P -> R)), span gs (fun _ => 0).
Proof.
  induction gs as [|g gs IH]; simpl; [reflexivity|]. exists 0.
  apply (span_ext _ _ (fun _ => 0)); [intros; ring | exact IH].
Qed.

Lemma span_kernel : forall P (gs : list (P -> R)) p,
  (forall v, span gs v -> v p = 0) \/
  (exists u, span gs u /\ u p <> 0) /\ exists hs, forall v, span hs v <-> span gs v /\ v p = 0.
Proof.
  intros P gs p. induction gs as [|g gs IH]; [left; simpl; auto|].
  destruct (Req_dec (g p) 0) as [Z|N].
  - destruct IH as [V|[(u & Su & Nu) (hs & E)]].
    + left. intros v [c S]. specialize (V _ S). simpl in V. rewrite Z in V. lra.
    + right. split.
      * exists u. split; [|exact Nu]. exists 0. apply (span_ext _ _ u); [intros; ring | exact Su].
      * exists (g :: hs). intros v. split.
        -- intros [c S]. apply E in S. destruct S as [S Zv]. simpl in Zv. rewrite Z in Zv. split; [exists c; exact S | lra].
        -- intros [[c S] Zv]. exists c. apply E. split; [exact S|]. simpl. rewrite Z, Zv. ring.
  - right. split.
    + exists g. split; [|exact N]. exists 1. apply (span_ext _ _ (fun _ => 0)); [intros; ring | apply span_zero].
    + set (e := fun h : P -> R => fun q => h q - h p / g p * g q). exists (map e gs).
      assert (E1 : forall ks u, span ks u -> span (map e ks) (e u)).
      { induction ks as [|k ks IHk]; simpl; intros u S.
        - intros q. unfold e. rewrite !S. field. exact N.
        - destruct S as [c S]. exists c. apply IHk in S. revert S. apply span_ext. intros q. unfold e. field. exact N. }
      assert (E2 : forall ks u, span (map e ks) u -> (exists c, span ks (fun q => u q - c * g q)) /\ u p = 0).
      { induction ks as [|k ks IHk]; simpl; intros u S.
        - split; [exists 0; intros q; rewrite S; ring | apply S].
        - destruct S as [c S]. apply IHk in S. destruct S as [[a S] Z]. split.
          + exists (a - c * (k p / g p)), c. revert S. apply span_ext. intros q. unfold e. field. exact N.
          + revert Z. unfold e. intros Z. replace (u p) with (u p - c * (k p - k p / g p * g p)); [exact Z|].
            field. exact N. }
      intros v. split.
      * intros S. apply E2 in S. exact S.
      * intros [[c S] Zv]. apply E1 in S. revert S. apply span_ext. intros q. unfold e. rewrite Zv. field. exact N.
Qed.

Lemma void_or_not : forall P (gs : list (P -> R)) ps,
  (exists q, In q ps /\ forall v, span gs v -> v q = 0) \/ (forall q, In q ps -> exists v, span gs v /\ v q <> 0).
Proof.
  intros P gs. induction ps as [|p ps IH]; [right; intros q []|].
  destruct (span_kernel P gs p) as [V|[(u & Su & Nu) _]]; [left; exists p; simpl; auto|].
  destruct IH as [(q & Hq & V)|A]; [left; exists q; simpl; auto|].
  right. intros q [<-|Hq]; [exists u; auto | auto].
Qed.

(** ** Patterns *)

Lemma pattern_close : forall P (v w : P -> R) ps s, (forall p, In p ps -> Rabs (w p - v p) < Rabs (v p)) ->
  pattern v ps s -> pattern w ps s.
Proof.
  intros P v w ps s C F. induction F as [|p b ps s Fb F IH]; constructor.
  - specialize (C p (or_introl eq_refl)). destruct b.
    + rewrite (Rabs_right (v p)) in C by lra. apply Rabs_def2 in C. lra.
    + rewrite (Rabs_left (v p)) in C by lra. apply Rabs_def2 in C. lra.
  - apply IH. intros q Hq. apply C. right. exact Hq.
Qed.

Lemma pattern_nonzero : forall P (v : P -> R) ps s, pattern v ps s -> forall p, In p ps -> v p <> 0.
Proof.
  intros P v ps s F. induction F as [|p b ps s Fb F IH]; intros q []; [subst; destruct b; lra | auto].
Qed.

(** A small multiple of u can be added. *)
Lemma perturbed : forall P (v u : P -> R) ps s, pattern v ps s ->
  exists e, 0 < e /\ pattern (fun p => 1 * v p + e * u p) ps s /\ pattern (fun p => 1 * v p + - e * u p) ps s.
Proof.
  intros P v u ps s F. destruct (bounded _ ps u) as (K & HK & BK).
  destruct (bounded_away _ ps (fun p => Rabs (v p))) as (m & Hm & Bm).
  exists (m / K). assert (He : 0 < m / K) by (apply Rmult_lt_0_compat; [lra | apply Rinv_0_lt_compat; lra]).
  assert (Ek : m / K * K = m) by (field; lra). split; [exact He|].
  assert (C : forall p, In p ps -> Rabs (m / K * u p) < Rabs (v p)).
  { intros p Hp. pose proof (Bm p Hp (Rabs_pos_lt _ (pattern_nonzero _ _ _ _ F p Hp))). specialize (BK p Hp).
    rewrite Rabs_mult, (Rabs_right (m / K)) by lra. nra. }
  split; apply (pattern_close _ v); auto; intros p Hp; specialize (C p Hp).
  - replace (1 * v p + m / K * u p - v p) with (m / K * u p) by ring. exact C.
  - replace (1 * v p + - (m / K) * u p - v p) with (- (m / K * u p)) by ring. rewrite Rabs_Ropp. exact C.
Qed.

(** Each member of a list extended by a first value. *)
Lemma extended : forall (R0 : list bool -> Prop) (L : list (list bool)), NoDup L -> (forall s, In s L -> exists b, R0 (b :: s)) ->
  exists M, NoDup M /\ length M = length L /\ forall t, In t M -> R0 t /\ exists b s, t = b :: s /\ In s L.
Proof.
  intros R0 L N E.
  assert (X : exists M, map (@tl bool) M = L /\ forall t, In t M -> R0 t /\ exists b s, t = b :: s /\ In s L).
  { clear N. induction L as [|s L IH]; [exists []; split; [reflexivity | intros t []]|].
    destruct IH as (M & EM & AM); [intros; apply E; right; assumption|].
    destruct (E s (or_introl eq_refl)) as [b Hb]. exists ((b :: s) :: M). split; [simpl; congruence|].
    intros t [<-|Ht]; [split; [exact Hb | exists b, s; simpl; auto]|].
    destruct (AM t Ht) as [At (a & r & -> & Hr)]. split; [exact At|]. exists a, r. simpl. auto. }
  destruct X as (M & EM & AM). exists M. split; [|split; [|exact AM]].
  - apply (NoDup_map_inv (@tl bool)). rewrite EM. exact N.
  - rewrite <- EM, map_length. reflexivity.
Qed.

(** ** The theorem *)

Theorem regions_at_least_flats : forall P (ps : list P) (gs : list (P -> R)) (Fs : list (list bool)),
  (forall p, In p ps -> exists v, span gs v /\ v p <> 0) -> NoDup Fs -> (forall Z, In Z Fs -> flat gs ps Z) ->
  exists L, NoDup L /\ (length Fs <= length L)%nat /\ forall s, In s L -> exists v, span gs v /\ pattern v ps s.
Proof.
  intros P. induction ps as [|p ps IH]; intros gs Fs A N F.
  - exists [[]]. split; [repeat constructor; auto|]. split.
    + apply NoDup_incl_length; [exact N|]. intros Z HZ. destruct (F Z HZ) as [L _].
      destruct Z; [left; reflexivity | discriminate].
    + intros s [<-|[]]. exists (fun _ => 0). split; [apply span_zero | constructor].
  - assert (A' : forall q, In q ps -> exists v, span gs v /\ v q <> 0) by (intros; apply A; right; assumption).
    destruct (span_kernel P gs p) as [V|[(u & Su & Nu) (hs & E)]].
    { exfalso. destruct (A p (or_introl eq_refl)) as (v & Sv & Nv). apply Nv, V, Sv. }
    destruct (void_or_not P hs ps) as [(q & Hq & V)|A0].
    + (* some q in ps is parallel to p *)
      assert (Par : forall v, span gs v -> v q = v p / u p * u q).
      { intros v Sv. assert (X : 1 * v q + - (v p / u p) * u q = 0); [|lra].
        apply (V (fun r => 1 * v r + - (v p / u p) * u r)). apply E. split; [apply span_combination; assumption|].
        field. exact Nu. }
      assert (Nq : u q <> 0).
      { intros Z. destruct (A' q Hq) as (w & Sw & Nw). apply Nw. rewrite (Par w Sw), Z. ring. }
      assert (Head : forall b Z c, In (b :: Z) Fs -> In (q, c) (combine ps Z) -> b = c).
      { intros b Z c HZ Hc. destruct (F _ HZ) as [_ C]. simpl in C.
        assert (In_q : In (q, c) ((p, b) :: combine ps Z)) by (right; exact Hc).
        assert (In_p : In (p, b) ((p, b) :: combine ps Z)) by (left; reflexivity).
        destruct b, c; auto.
        - exfalso. assert (false = true); [|discriminate]. apply (C q false In_q). intros v Sv Vv.
          apply V, E. split; [exact Sv|]. apply Vv. left. reflexivity.
        - exfalso. assert (false = true); [|discriminate]. apply (C p false In_p). intros v Sv Vv.
          assert (X : v q = 0) by (apply Vv; right; exact Hc). rewrite (Par v Sv) in X.
          destruct (Req_dec (v p) 0) as [|Np]; [assumption|]. exfalso.
          assert (v p / u p * u q <> 0); [|contradiction].
          apply Rmult_integral_contrapositive_currified; [|exact Nq].
          apply Rmult_integral_contrapositive_currified; [exact Np | apply Rinv_neq_0_compat; exact Nu]. }
      assert (Some_c : forall Z : list bool, length Z = length ps -> exists c, In (q, c) (combine ps Z)).
      { clear - Hq. revert Hq. induction ps as [|r ps IH]; intros [] [|z Z] L; try discriminate.
        - subst. exists z. left. reflexivity.
        - destruct (IH H Z) as [c Hc]; [simpl in L; lia|]. exists c. right. exact Hc. }
      destruct (IH gs (map (@tl bool) Fs) A') as (L & NL & Len & RL).
      { apply nodup_map; [|exact N]. intros X Y HX HY ET.
        destruct (F X HX) as [LX _], (F Y HY) as [LY _]. destruct X as [|b X], Y as [|c Y]; try discriminate.
        simpl in ET. subst Y. simpl in LX. injection LX as LX. destruct (Some_c X LX) as [a Ha].
        rewrite (Head b X a HX Ha), (Head c X a HY Ha). reflexivity. }
      { intros Z HZ. apply in_map_iff in HZ. destruct HZ as (Y & <- & HY). destruct (F Y HY) as [LY C].
        destruct Y as [|b Y]; [discriminate|]. simpl. split; [simpl in LY; lia|]. intros r c Hr Cr.
        apply (C r c); [right; exact Hr|]. intros v Sv Vv. apply Cr; [exact Sv|].
        intros t Ht. apply Vv. right. exact Ht. }
      destruct (extended (realised gs (p :: ps)) L NL) as (M & NM & LM & RM).
      { intros s Hs. destruct (RL s Hs) as (v & Sv & Pv).
        assert (Np : v p <> 0).
        { intros Z. apply (pattern_nonzero _ _ _ _ Pv q Hq). rewrite (Par v Sv), Z. field. exact Nu. }
        destruct (Rtotal_order (v p) 0) as [T|[T|T]]; [exists false | contradiction | exists true];
          exists v; (split; [exact Sv|]); constructor; assumption. }
      rewrite map_length in Len. exists M. split; [exact NM|]. split; [lia|]. intros t Ht. apply RM. exact Ht.
    + (* no point of ps is parallel to p *)
      destruct (IH hs (rest true Fs) A0 (nodup_rest true Fs N)) as (L0 & N0 & Len0 & R0).
      { intros Z HZ. apply in_rest in HZ. destruct (F _ HZ) as [LZ C]. split; [simpl in LZ; lia|].
        intros r c Hr Cr. apply (C r c); [right; exact Hr|]. intros v Sv Vv. apply Cr.
        - apply E. split; [exact Sv|]. apply Vv. left. reflexivity.
        - intros t Ht. apply Vv. right. exact Ht. }
      destruct (IH gs (rest false Fs) A' (nodup_rest false Fs N)) as (L1 & N1 & Len1 & R1).
      { intros Z HZ. apply in_rest in HZ. destruct (F _ HZ) as [LZ C]. split; [simpl in LZ; lia|].
        intros r c Hr Cr. apply (C r c); [right; exact Hr|]. intros v Sv Vv. apply Cr; [exact Sv|].
        intros t Ht. apply Vv. right. exact Ht. }
      set (old := fun s => if in_dec (list_eq_dec bool_dec) s L0 then true else false).
      assert (Old : forall s, old s = true <-> In s L0).
      { intros s. unfold old. destruct (in_dec (list_eq_dec bool_dec) s L0); split; auto; discriminate || contradiction. }
      destruct (extended (realised gs (p :: ps)) (filter (fun s => negb (old s)) L1) (NoDup_filter _ N1)) as (M & NM & LM & RM).
      { intros s Hs. apply filter_In in Hs. destruct Hs as [Hs _]. destruct (R1 s Hs) as (v & Sv & Pv).
        destruct (Rtotal_order (v p) 0) as [T|[T|T]].
        - exists false, v. split; [exact Sv|]. constructor; assumption.
        - destruct (perturbed P v u ps s Pv) as (e & He & P1 & _).
          assert (X : 1 * v p + e * u p <> 0) by (rewrite T; nra).
          destruct (Rtotal_order (1 * v p + e * u p) 0) as [Y|[Y|Y]]; [exists false | contradiction | exists true];
            exists (fun r => 1 * v r + e * u r); (split; [apply span_combination; assumption|]);
            constructor; assumption.
        - exists true, v. split; [exact Sv|]. constructor; assumption. }
      exists (M ++ map (cons true) L0 ++ map (cons false) L0). split; [|split].
      * apply nodup_app; [exact NM| |].
        -- apply nodup_app; [apply nodup_map; [intros ? ? _ _ X; injection X; auto | exact N0] |
                             apply nodup_map; [intros ? ? _ _ X; injection X; auto | exact N0] |].
           intros t Ht Ht'. apply in_map_iff in Ht. apply in_map_iff in Ht'.
           destruct Ht as (? & <- & _), Ht' as (? & X & _). discriminate.
        -- intros t Ht Ht'. destruct (RM t Ht) as [_ (b & s & -> & Hs)]. apply filter_In in Hs. destruct Hs as [_ Hs].
           assert (I : In s L0).
           { apply in_app_iff in Ht'. destruct Ht' as [X|X]; apply in_map_iff in X; destruct X as (r & Er & Hr);
               injection Er as _ <-; exact Hr. }
           apply Old in I. rewrite I in Hs. discriminate.
      * rewrite !app_length, !map_length, LM.
        assert (NE : forall Z, In Z Fs -> Z <> []) by (intros Z HZ ->; destruct (F [] HZ); discriminate).
        rewrite (length_rest Fs NE). pose proof (length_filter _ old L1) as LF.
        assert (B : (length (filter old L1) <= length L0)%nat).
        { apply NoDup_incl_length; [apply NoDup_filter; exact N1|]. intros s Hs. apply filter_In in Hs. apply Old, Hs. }
        lia.
      * assert (Both : forall b s, In s L0 -> realised gs (p :: ps) (b :: s)).
        { intros b s Hs. destruct (R0 s Hs) as (v & Sv & Pv). apply E in Sv. destruct Sv as [Sv Zv].
          destruct (perturbed P v u ps s Pv) as (e & He & P1 & P2).
          destruct (Rtotal_order (u p) 0) as [T|[T|T]]; [|contradiction|]; destruct b;
            [ exists (fun r => 1 * v r + - e * u r) | exists (fun r => 1 * v r + e * u r)
            | exists (fun r => 1 * v r + e * u r) | exists (fun r => 1 * v r + - e * u r) ];
            (split; [apply span_combination; assumption|]); constructor; try assumption; rewrite Zv; nra. }
        intros t Ht. rewrite !in_app_iff, !in_map_iff in Ht. destruct Ht as [Ht|[(s & <- & Hs)|(s & <- & Hs)]].
        -- apply RM. exact Ht.
        -- apply Both. exact Hs.
        -- apply Both. exact Hs.
Qed.

(** ** Vectors *)

Lemma span_coordinates : forall D v, span (coordinates D) v <-> exists w, length w = D /\ forall a, v a = scalar w a.
Proof.
  assert (X : forall (gs : list (list R -> R)) u, span (map (fun g a => g (tl a)) gs) u ->
    exists f, span gs f /\ forall a, u a = f (tl a)).
  { induction gs as [|g gs IH]; simpl; intros u S.
    - exists (fun _ => 0). split; [reflexivity | exact S].
    - destruct S as [c S]. destruct (IH _ S) as (f & Sf & Ef). exists (fun a => f a + c * g a). split.
      + exists c. revert Sf. apply span_ext. intros a. ring.
      + intros a. rewrite <- Ef. ring. }
  intros D v. split.
  - revert v. induction D as [|D IH]; simpl; intros v S.
    + exists []. split; [reflexivity | exact S].
    + destruct S as [c S]. destruct (X _ _ S) as (f & Sf & Ef). destruct (IH f Sf) as (w & Lw & Ew).
      exists (c :: w). split; [simpl; congruence|]. intros a. specialize (Ef a). rewrite Ew in Ef.
      destruct a as [|h a]; simpl in *; [destruct w; simpl in Ef; lra | lra].
  - intros (w & Lw & E). apply (span_ext _ _ (fun a => scalar w a)); [intros; symmetry; apply E | apply span_scalar; exact Lw].
Qed.

(** Q-L7. The hyperplanes x.w = 0 for finitely many nonzero vectors x in R^D. A flat is an intersection of some of them,
    given by the set Z of all those that contain it: if every w orthogonal to the vectors in Z is orthogonal to x, then x
    is in Z. The list Fs of different flats is not longer than some list L of different regions. *)
Theorem regions_at_least_flats_of_vectors : forall D (xs : list (list R)) (Fs : list (list bool)),
  (forall x, In x xs -> exists w, length w = D /\ scalar w x <> 0) -> NoDup Fs ->
  (forall Z, In Z Fs -> length Z = length xs /\ forall x b, In (x, b) (combine xs Z) ->
     (forall w, length w = D -> (forall y, In (y, true) (combine xs Z) -> scalar w y = 0) -> scalar w x = 0) -> b = true) ->
  exists L, NoDup L /\ (length Fs <= length L)%nat /\
    forall s, In s L -> exists w, length w = D /\ (forall x, In x xs -> scalar w x <> 0) /\
                                  s = map (fun x => H (scalar w x)) xs.
Proof.
  intros D xs Fs A N F.
  destruct (regions_at_least_flats _ xs (coordinates D) Fs) as (L & NL & Len & RL).
  - intros x Hx. destruct (A x Hx) as (w & Lw & Nw). exists (fun a => scalar w a).
    split; [apply span_scalar; exact Lw | exact Nw].
  - exact N.
  - intros Z HZ. destruct (F Z HZ) as [LZ C]. split; [exact LZ|]. intros x b Hb Cb. apply (C x b Hb).
    intros w Lw V. apply (Cb (fun a => scalar w a)); [apply span_scalar; exact Lw | exact V].
  - exists L. split; [exact NL|]. split; [exact Len|]. intros s Hs. destruct (RL s Hs) as (v & Sv & Pv).
    apply span_coordinates in Sv. destruct Sv as (w & Lw & Ew). exists w. split; [exact Lw|]. split.
    + intros x Hx. rewrite <- Ew. exact (pattern_nonzero _ _ _ _ Pv x Hx).
    + clear - Pv Ew. induction Pv as [|x b xs s Fb Pv IH]; simpl; [reflexivity|]. f_equal; [|exact IH].
      rewrite Ew in Fb. destruct b; symmetry; [apply H_pos | apply H_nonpos]; lra.
Qed.

(** ** Threshold functions *)

Lemma span_monomials : forall d n v, span (map monomial (exponents d n)) v -> polynomial d n v.
Proof.
  intros d n v S.
  assert (X : forall (l : list point) v, span (map monomial l) v ->
    exists w, length w = length l /\ forall x, v x = scalar w (map (fun u => monomial u x) l)).
  { induction l as [|u l IH]; simpl; intros f Sf.
    - exists []. split; [reflexivity | exact Sf].
    - destruct Sf as [c Sf]. destruct (IH _ Sf) as (w & Lw & Ew). exists (c :: w). split; [simpl; congruence|].
      intros x. simpl. rewrite <- Ew. ring. }
  destruct (X _ v S) as (w & Lw & Ew). destruct (coefficients _ w (nodup_exponents d n) Lw) as [c <-].
  exists c. intros x _. rewrite Ew. apply scalar_sum_of.
Qed.

Lemma table_of_pattern : forall n (v : point -> R) s, pattern v (cube n) s ->
  s = table n (fun x => H (v x)) /\ forall x, In x (cube n) -> v x <> 0.
Proof.
  intros n v s F. split; [|apply (pattern_nonzero _ _ _ _ F)]. unfold table.
  induction F as [|x b l s Fb F IH]; simpl; [reflexivity|]. f_equal; [|exact IH].
  destruct b; symmetry; [apply H_pos | apply H_nonpos]; lra.
Qed.

(** The arrangement of the 2^n vectors of monomials of degree at most d has at most T(n,d) flats; for d = 1 these are the
    vectors (1,x). *)
Theorem flats_at_most_T : forall n d (Fs : list (list bool)), NoDup Fs ->
  (forall Z, In Z Fs -> flat (map monomial (exponents d n)) (cube n) Z) -> (length Fs <= T n d)%nat.
Proof.
  intros n d Fs N F.
  destruct (regions_at_least_flats _ (cube n) (map monomial (exponents d n)) Fs) as (L & NL & Len & RL); auto.
  - intros x Hx. destruct (polynomial_const n d 1) as [c Ec].
    exists (fun y => sum (exponents d n) (fun u => c u * monomial u y)). split; [apply span_sum|].
    rewrite <- Ec by exact Hx. lra.
  - apply (Nat.le_trans _ (length L)); [exact Len|]. apply NoDup_incl_length; [exact NL|].
    intros s Hs. destruct (RL s Hs) as (v & Sv & Pv). destruct (table_of_pattern n v s Pv) as [-> NZ].
    apply (proj2 (T_tables_are_the_tables n d)). exists (fun x => H (v x)). split; [|reflexivity].
    exists v. split; [apply span_monomials; exact Sv | auto].
Qed.
