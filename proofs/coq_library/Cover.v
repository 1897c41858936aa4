(** * Cover's theorem, for every point set

    - [span gs v]: the real function v is a linear combination of the functions gs
    - [cover]: the functions of a span of d generators have on N points, no matter how these lie, at most
      2 sum_{k<d} C(N-1,k) strict sign patterns
    - [schlafli_region_bound] is Q-L1 (first part): the same for N vectors in R^D *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Binomial.
Import ListNotations.
Open Scope R_scope.

Fixpoint span {P : Type} (gs : list (P -> R)) (v : P -> R) : Prop :=
  match gs with
  | [] => forall p, v p = 0
  | g :: hs => exists c, span hs (fun p => v p - c * g p)
  end.

(** The sign pattern s of v on the points ps; no value may be zero. *)
Definition pattern {P : Type} (v : P -> R) (ps : list P) (s : list bool) : Prop :=
  Forall2 (fun p (b : bool) => if b then 0 < v p else v p < 0) ps s.

(** The recursion that counts them: regions N d belongs to N points and d generators. *)
Fixpoint regions (N d : nat) : nat :=
  match N, d with
  | O, _ => 1
  | S _, O => 0
  | S M, S e => regions M (S e) + regions M e
  end.

Lemma regions_closed_form : forall N d, regions (S N) d = (2 * binomial_sum N d)%nat.
Proof.
  induction N as [|N IH]; intros [|d].
  - reflexivity.
  - rewrite binomial_sum_zero. destruct d; reflexivity.
  - reflexivity.
  - rewrite binomial_sum_pascal.
    change (regions (S (S N)) (S d)) with (regions (S N) (S d) + regions (S N) d)%nat.
    rewrite !IH. lia.
Qed.

(** ** Spans *)

Lemma span_ext : forall P (gs : list (P -> R)) u v, (forall p, u p = v p) -> span gs u -> span gs v.
Proof.
  induction gs as [|g gs IH]; simpl; intros u v E S.
  - intros p. rewrite <- E. apply S.
  - destruct S as [c S]. exists c. apply (IH _ _ (fun p => f_equal (fun t => t - c * g p) (E p)) S).
Qed.

Lemma span_combination : forall P (gs : list (P -> R)) u v a b,
  span gs u -> span gs v -> span gs (fun p => a * u p + b * v p).
Proof.
  induction gs as [|g gs IH]; simpl; intros u v a b Su Sv.
  - intros p. rewrite Su, Sv. ring.
  - destruct Su as [c Su], Sv as [e Sv]. exists (a * c + b * e).
    apply (span_ext _ _ (fun p => a * (u p - c * g p) + b * (v p - e * g p))); [intros; ring|].
    apply IH; assumption.
Qed.

(** The functions of the span that vanish at p, if not all do, are spanned by one generator fewer. *)
Lemma span_vanishing : forall P (gs : list (P -> R)) p,
  (forall v, span gs v -> v p = 0) \/
  exists hs, length gs = S (length hs) /\ forall v, span gs v -> v p = 0 -> span hs v.
Proof.
  intros P gs p. induction gs as [|g gs IH]; [left; simpl; auto|].
  destruct (Req_dec (g p) 0) as [Z|N].
  - destruct IH as [V|(hs & L & V)].
    + left. intros v [c S]. specialize (V _ S). simpl in V. rewrite Z in V. lra.
    + right. exists (g :: hs). split; [simpl; congruence|]. intros v [c S] Zv. exists c.
      apply V; [exact S|]. simpl. rewrite Z, Zv. ring.
  - right. set (e := fun h : P -> R => fun q => h q - h p / g p * g q).
    exists (map e gs). split; [simpl; rewrite map_length; reflexivity|].
    assert (E : forall ks u, span ks u -> span (map e ks) (e u)).
    { induction ks as [|k ks IHk]; simpl; intros u S.
      - intros q. unfold e. rewrite !S. field. exact N.
      - destruct S as [c S]. exists c. apply IHk in S. revert S. apply span_ext.
        intros q. unfold e. field. exact N. }
    intros v [c S] Zv. apply E in S. revert S. apply span_ext.
    intros q. unfold e. rewrite Zv. field. exact N.
Qed.

(** ** The theorem *)

Definition realised {P : Type} (gs : list (P -> R)) (ps : list P) (s : list bool) : Prop :=
  exists v, span gs v /\ pattern v ps s.

Definition starts (b : bool) (s : list bool) : bool := match s with [] => false | a :: _ => Bool.eqb a b end.
Definition rest (b : bool) (L : list (list bool)) : list (list bool) := map (@tl bool) (filter (starts b) L).

Lemma in_rest : forall b L s, In s (rest b L) <-> In (b :: s) L.
Proof.
  intros b L s. unfold rest. rewrite in_map_iff. split.
  - intros (t & <- & Ht). apply filter_In in Ht. destruct Ht as [Ht S].
    destruct t as [|a t]; [discriminate|]. apply eqb_prop in S. subst. exact Ht.
  - intros Hs. exists (b :: s). split; [reflexivity|]. apply filter_In. split; [exact Hs | apply eqb_reflx].
Qed.

Lemma nodup_rest : forall b L, NoDup L -> NoDup (rest b L).
Proof.
  intros b L N. apply nodup_map; [|apply NoDup_filter; exact N].
  intros s t Hs Ht E. apply filter_In in Hs. apply filter_In in Ht. destruct Hs as [_ Hs], Ht as [_ Ht].
  destruct s as [|a s], t as [|c t]; try discriminate. apply eqb_prop in Hs. apply eqb_prop in Ht.
  simpl in E. congruence.
Qed.

Lemma length_rest : forall L, (forall s, In s L -> s <> []) ->
  length L = (length (rest true L) + length (rest false L))%nat.
Proof.
  unfold rest. induction L as [|s L IH]; intros N; [reflexivity|].
  specialize (IH (fun t Ht => N t (or_intror Ht))). rewrite !map_length in *.
  destruct s as [|[|] s]; [destruct (N [] (or_introl eq_refl) eq_refl) | |]; simpl; lia.
Qed.

Lemma length_filter : forall A (P : A -> bool) l,
  length l = (length (filter P l) + length (filter (fun a => negb (P a)) l))%nat.
Proof. induction l as [|a l IH]; simpl; [reflexivity|]. destruct (P a); simpl; lia. Qed.

Theorem cover_recursive : forall P (ps : list P) (gs : list (P -> R)) L,
  NoDup L -> (forall s, In s L -> realised gs ps s) -> (length L <= regions (length ps) (length gs))%nat.
Proof.
  induction ps as [|p ps IH]; intros gs L NL RL.
  - simpl. apply (NoDup_incl_length NL (l' := [[]])). intros s Hs.
    destruct (RL s Hs) as (v & _ & F). inversion F. left. reflexivity.
  - destruct (span_vanishing P gs p) as [V|(hs & Lg & V)].
    + destruct L as [|s L]; [apply Nat.le_0_l|]. exfalso. destruct (RL s (or_introl eq_refl)) as (v & S & F).
      specialize (V v S). inversion F as [|? b ? ? Fb]; subst. destruct b; lra.
    + rewrite Lg. simpl length. simpl regions. rewrite <- Lg.
      set (A := rest true L). set (C := rest false L).
      set (in_A := fun s => if in_dec (list_eq_dec bool_dec) s A then true else false).
      assert (EL : length L = (length (A ++ filter (fun s => negb (in_A s)) C) + length (filter in_A C))%nat).
      { rewrite app_length. pose proof (length_filter _ in_A C). rewrite (length_rest L); [fold A C; lia|].
        intros s Hs ->. destruct (RL [] Hs) as (v & _ & F). inversion F. }
      rewrite EL. apply Nat.add_le_mono.
      * apply IH.
        -- apply nodup_app; [apply nodup_rest; exact NL | apply NoDup_filter, nodup_rest; exact NL|].
           intros s Hs Ht. apply filter_In in Ht. destruct Ht as [_ Ht]. unfold in_A in Ht.
           destruct (in_dec (list_eq_dec bool_dec) s A); [discriminate | contradiction].
        -- intros s Hs. apply in_app_iff in Hs.
           assert (exists b, In (b :: s) L) as [b Hb].
           { destruct Hs as [Hs|Hs]; [exists true; apply in_rest; exact Hs|].
             apply filter_In in Hs. exists false. apply in_rest. apply Hs. }
           destruct (RL _ Hb) as (v & S & F). exists v. split; [exact S|]. inversion F. assumption.
      * apply IH; [apply NoDup_filter, nodup_rest; exact NL|].
        intros s Hs. apply filter_In in Hs. destruct Hs as [Hs D]. unfold in_A in D.
        destruct (in_dec (list_eq_dec bool_dec) s A) as [Ht|]; [|discriminate].
        apply in_rest in Hs. apply in_rest in Ht.
        destruct (RL _ Hs) as (u & Su & Fu), (RL _ Ht) as (v & Sv & Fv).
        inversion Fu as [|? ? ? ? Up Fu']; subst. inversion Fv as [|? ? ? ? Vp Fv']; subst. simpl in Up, Vp.
        exists (fun q => - u p * v q + v p * u q). split.
        -- apply V; [apply span_combination; assumption | ring].
        -- clear - Fu' Fv' Up Vp. revert Fv'. unfold pattern.
           induction Fu' as [|q b ps s Uq Fu IH]; intros Fv; [constructor|].
           inversion Fv as [|? ? ? ? Vq Fv']; subst. constructor; [|apply IH; exact Fv'].
           destruct b; nra.
Qed.

(** Cover's theorem for any N >= 1 points and any d functions. *)
Theorem cover : forall P (ps : list P) (gs : list (P -> R)) L, ps <> [] ->
  NoDup L -> (forall s, In s L -> exists v, span gs v /\ pattern v ps s) ->
  (length L <= 2 * binomial_sum (length ps - 1) (length gs))%nat.
Proof.
  intros P ps gs L NE NL RL. rewrite <- regions_closed_form. destruct ps as [|p ps]; [contradiction|].
  replace (S (length (p :: ps) - 1)) with (length (p :: ps)) by (simpl; lia).
  exact (cover_recursive P (p :: ps) gs L NL RL).
Qed.

(** ** Vectors *)

Fixpoint coordinates (D : nat) : list (list R -> R) :=
  match D with
  | O => []
  | S E => (fun a => hd 0 a) :: map (fun g a => g (tl a)) (coordinates E)
  end.

Lemma length_coordinates : forall D, length (coordinates D) = D.
Proof. induction D; simpl; [|rewrite map_length]; auto. Qed.

Lemma span_tl : forall (gs : list (list R -> R)) v, span gs v -> span (map (fun g a => g (tl a)) gs) (fun a => v (tl a)).
Proof.
  induction gs as [|g gs IH]; simpl; intros v S; [auto|]. destruct S as [c S]. exists c.
  exact (IH (fun a => v a - c * g a) S).
Qed.

Lemma span_scalar : forall D w, length w = D -> span (coordinates D) (fun a => scalar w a).
Proof.
  induction D as [|D IH]; intros [|c w] L; try discriminate; simpl; [reflexivity|]. exists c.
  apply (span_ext _ _ (fun a => scalar w (tl a))); [|apply span_tl, IH; injection L; auto].
  intros [|h a]; simpl; [destruct w; simpl; ring | ring].
Qed.

(** Q-L1, the bound: N vectors in R^D, repetitions and zero allowed, admit at most 2 sum_{k<D} C(N-1,k) sign patterns
    without a zero. *)
Theorem schlafli_region_bound : forall D (xs : list (list R)) (L : list (list bool)),
  xs <> [] -> (forall x, In x xs -> length x = D) -> NoDup L ->
  (forall s, In s L -> exists w, length w = D /\ (forall x, In x xs -> scalar w x <> 0) /\
                                 s = map (fun x => H (scalar w x)) xs) ->
  (length L <= 2 * binomial_sum (length xs - 1) D)%nat.
Proof.
  intros D xs L NE _ NL RL. rewrite <- (length_coordinates D). apply cover; [exact NE | exact NL|].
  intros s Hs. destruct (RL s Hs) as (w & Lw & Z & ->). exists (fun a => scalar w a).
  split; [apply span_scalar; exact Lw|]. unfold pattern. clear - Z.
  induction xs as [|x xs IH]; simpl; constructor.
  - specialize (Z x (or_introl eq_refl)). destruct (H (scalar w x)) eqn:E.
    + apply H_true. exact E.
    + apply H_false in E. lra.
  - apply IH. intros y Hy. apply Z. right. exact Hy.
Qed.
