(** * How many lists of points are zeros of one function

    - [closure_coefficients]: if all functions of a span that vanish on X vanish at x, then x is a combination of X
    - [lists_with_a_kernel]: few lists of n points consist of zeros of one function, if that has few zeros *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Binomial Cover Flats SignedSums.
Import ListNotations.
Open Scope R_scope.

Lemma span_scaled : forall P (gs : list (P -> R)) v a, span gs v -> span gs (fun p => a * v p).
Proof.
  intros P gs v a S. apply (span_ext _ _ (fun p => a * v p + 0 * v p)); [intros; ring|].
  apply span_combination; assumption.
Qed.

Lemma closure_coefficients : forall P (X : list P) (gs : list (P -> R)) x,
  (forall v, span gs v -> (forall y, In y X -> v y = 0) -> v x = 0) ->
  exists a, length a = length X /\ forall v, span gs v -> v x = scalar a (map v X).
Proof.
  intros P. induction X as [|y X IH]; intros gs x E.
  - exists []. split; [reflexivity|]. intros v S. simpl. apply E; [exact S | intros y []].
  - destruct (span_kernel P gs y) as [V|[(u & Su & Nu) (hs & K)]].
    + destruct (IH gs x) as (a & La & Ea).
      { intros v S Z. apply E; [exact S|]. intros z [<-|Hz]; auto. }
      exists (0 :: a). split; [simpl; congruence|]. intros v S. simpl. rewrite <- Ea by exact S. ring.
    + destruct (IH hs x) as (a & La & Ea).
      { intros v S Z. apply K in S. destruct S as [S Zy]. apply E; [exact S|]. intros z [<-|Hz]; auto. }
      exists ((u x - scalar a (map u X)) / u y :: a). split; [simpl; congruence|]. intros v S. simpl.
      assert (H1 : span hs (fun p => 1 * v p + - (v y / u y) * u p)).
      { apply K. split; [apply span_combination; assumption | field; exact Nu]. }
      apply Ea in H1.
      assert (L : forall l b, length b = length l ->
        scalar b (map (fun p => 1 * v p + - (v y / u y) * u p) l) =
        scalar b (map v l) - v y / u y * scalar b (map u l)).
      { induction l as [|z l IHl]; intros [|c b] Lb; simpl in *; try discriminate; [ring|].
        rewrite IHl by congruence. ring. }
      rewrite L in H1 by exact La.
      replace (v x) with ((1 * v x + - (v y / u y) * u x) + v y / u y * u x) by ring. rewrite H1. field. exact Nu.
Qed.

(** ** Lists that start with a given point *)

Definition starting {P : Type} (eq_dec : forall a b : P, {a = b} + {a <> b}) (p : P) (G : list (list P)) :=
  map (@tl P) (filter (fun l => match l with [] => false | q :: _ => if eq_dec q p then true else false end) G).

Lemma in_starting : forall P eq_dec (p : P) G l, In l (starting eq_dec p G) <-> In (p :: l) G.
Proof.
  intros P eq_dec p G l. unfold starting. rewrite in_map_iff. split.
  - intros (k & <- & Hk). apply filter_In in Hk. destruct Hk as [Hk E]. destruct k as [|q k]; [discriminate|].
    destruct (eq_dec q p) as [->|]; [exact Hk | discriminate].
  - intros Hl. exists (p :: l). split; [reflexivity|]. apply filter_In. split; [exact Hl|].
    destruct (eq_dec p p); [reflexivity | contradiction].
Qed.

Lemma nodup_starting : forall P eq_dec (p : P) G, NoDup G -> NoDup (starting eq_dec p G).
Proof.
  intros P eq_dec p G N. apply nodup_map; [|apply NoDup_filter; exact N].
  intros l k Hl Hk E. apply filter_In in Hl. apply filter_In in Hk. destruct Hl as [_ Hl], Hk as [_ Hk].
  destruct l as [|a l], k as [|b k]; try discriminate.
  destruct (eq_dec a p) as [->|]; [|discriminate]. destruct (eq_dec b p) as [->|]; [|discriminate].
  simpl in E. congruence.
Qed.

Lemma length_of_parts : forall A B (F : A -> list B) (z : A -> bool) (ps : list A) c a b,
  (forall p, In p ps -> length (F p) * c <= (if z p then a else 0) + b)%nat ->
  (length (flat_map F ps) * c <= length (filter z ps) * a + length ps * b)%nat.
Proof.
  intros A B F z. induction ps as [|p ps IH]; intros c a b E; simpl; [lia|].
  pose proof (E p (or_introl eq_refl)) as Ep. specialize (IH c a b (fun q Hq => E q (or_intror Hq))).
  rewrite app_length. destruct (z p); simpl; lia.
Qed.

(** ** The bound *)

(** Lists of n points of ps, all of them zeros of a function that lies in a span of D generators and has at most a part
    1/K of the points as zeros, are at most a part K^(D-n) sum_{k<=D} C(n,k) of all lists of n points: a point at which
    not all functions of the span vanish leaves D - 1 generators, and the other points are zeros of the function. *)
Theorem lists_with_a_kernel : forall P (eq_dec : forall a b : P, {a = b} + {a <> b}) (ps : list P) K, (1 <= K)%nat ->
  forall n (gs : list (P -> R)) (G : list (list P)), NoDup G ->
  (forall l, In l G -> length l = n /\ (forall p, In p l -> In p ps) /\
     exists v, span gs v /\ (zero_count v ps * K <= length ps)%nat /\ forall p, In p l -> v p = 0) ->
  (length G * K ^ n <= length ps ^ n * K ^ length gs * binomial_sum n (S (length gs)))%nat.
Proof.
  intros P eq_dec ps K LK. induction n as [|n IH]; intros gs G N E.
  - rewrite binomial_sum_zero. assert (L : (length G <= length [@nil P])%nat).
    { apply NoDup_incl_length; [exact N|]. intros l Hl. destruct (E l Hl) as [L _].
      destruct l; [left; reflexivity | discriminate]. }
    simpl in *. pose proof (Nat.pow_nonzero K (length gs)). lia.
  - destruct G as [|l0 G0]; [simpl; lia|]. remember (l0 :: G0) as G eqn:EG.
    destruct (E l0 ltac:(rewrite EG; left; reflexivity)) as (_ & _ & v0 & S0 & Few & _).
    clear EG l0 G0. set (Q := length ps) in *.
    set (E1 := (Q ^ n * K ^ length gs * binomial_sum n (S (length gs)))%nat).
    set (E2 := match length gs with O => 0 | S d => Q ^ n * K ^ d * binomial_sum n (S d) end%nat).
    assert (A : forall p, In p ps ->
      (length (map (cons p) (starting eq_dec p G)) * K ^ n <= (if is 0 (v0 p) then E1 else 0) + E2)%nat).
    { intros p Hp. rewrite map_length. destruct (span_vanishing P gs p) as [V|(hs & Lh & V)].
      - assert (is 0 (v0 p) = true) as ->.
        { unfold is. destruct (Req_EM_T (v0 p) 0); [reflexivity|]. exfalso. auto. }
        apply Nat.le_trans with E1; [|lia]. apply IH; [apply nodup_starting; exact N|]. intros l Hl.
        apply in_starting in Hl. destruct (E _ Hl) as (L & I & v & Sv & F & Z).
        split; [simpl in L; lia|]. split; [intros q Hq; apply I; right; exact Hq|].
        exists v. split; [exact Sv|]. split; [exact F|]. intros q Hq. apply Z. right. exact Hq.
      - apply Nat.le_trans with E2; [|lia]. unfold E2. rewrite Lh. apply IH; [apply nodup_starting; exact N|].
        intros l Hl. apply in_starting in Hl. destruct (E _ Hl) as (L & I & v & Sv & F & Z).
        split; [simpl in L; lia|]. split; [intros q Hq; apply I; right; exact Hq|].
        exists v. split; [apply V; [exact Sv | apply Z; left; reflexivity]|]. split; [exact F|].
        intros q Hq. apply Z. right. exact Hq. }
    apply length_of_parts in A. fold (zero_count v0 ps) in A. fold Q in A.
    assert (B : (length G <= length (flat_map (fun p => map (cons p) (starting eq_dec p G)) ps))%nat).
    { apply NoDup_incl_length; [exact N|]. intros l Hl. destruct (E l Hl) as (L & I & _).
      destruct l as [|p l]; [discriminate|]. apply in_flat_map. exists p. split; [apply I; left; reflexivity|].
      apply in_map, in_starting. exact Hl. }
    apply (Nat.mul_le_mono_r _ _ (K ^ n)) in B. apply (Nat.le_trans _ _ _ B) in A. clear B.
    apply (Nat.mul_le_mono_r _ _ K) in A. apply (Nat.mul_le_mono_r _ _ E1) in Few.
    rewrite !Nat.pow_succ_r'. replace (length G * (K * K ^ n))%nat with (length G * K ^ n * K)%nat by lia.
    apply (Nat.le_trans _ _ _ A). apply Nat.le_trans with (Q * E1 + Q * E2 * K)%nat; [lia|].
    rewrite binomial_sum_pascal. unfold E1, E2. destruct (length gs) as [|d].
    + simpl binomial_sum. lia.
    + rewrite (Nat.pow_succ_r' K d). apply Nat.eq_le_incl. ring.
Qed.
