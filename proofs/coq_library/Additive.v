(** * Additive activation attention (Q-T5) *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Number Binomial Cover Upper Flats.
Import ListNotations.
Open Scope nat_scope.

(** M(n): sgn(p + a g) with g in T(n;1), a real, p affine, where the argument has no zero on the cube. The values are
    given as truth values: true for +1. *)
Definition multiplexed (n : nat) (f : point -> bool) : Prop :=
  exists g a p, ptf 1 n g /\ polynomial 1 n p /\
    forall x, In x (cube n) -> (p x + a * bit (g x) <> 0)%R /\ f x = H (p x + a * bit (g x)).

(** ** Lower bound *)

Lemma multiplexed_shows_two : forall n f0 g0, ptf 1 n f0 -> ptf 1 n g0 -> exists F, multiplexed (S n) F /\
  forall x, In x (cube n) -> F (false :: x) = f0 x /\ F (true :: x) = g0 x.
Proof.
  intros n f0 g0 (p & Hp & Zp) Pg. destruct (bounded _ (cube n) p) as (K & HK & BK).
  destruct (half_and_constant 1 n g0 true false (le_n 1) Pg) as (G & PG & EG).
  set (q := fun y => (p (tl y) + - K * bit (hd false y))%R).
  assert (V : forall x, In x (cube n) -> (q (false :: x) + 2 * K * bit (G (false :: x)) = p x)%R /\
    (q (true :: x) + 2 * K * bit (G (true :: x)) = p x + (2 * bit (g0 x) - 1) * K)%R).
  { intros x Hx. destruct (EG x Hx) as [E1 E2]. simpl in E2. unfold q. cbn [tl hd]. rewrite E1, E2.
    change (bit false) with 0%R. change (bit true) with 1%R. split; ring. }
  assert (S0 : forall x, In x (cube n) ->
    (p x + (2 * bit (g0 x) - 1) * K <> 0)%R /\ g0 x = H (p x + (2 * bit (g0 x) - 1) * K)).
  { intros x Hx. specialize (BK x Hx). apply Rabs_def2 in BK. destruct (g0 x); simpl.
    - split; [lra | symmetry; apply H_pos; lra].
    - split; [lra | symmetry; apply H_nonpos; lra]. }
  exists (fun y => H (q y + 2 * K * bit (G y))). split.
  - exists G, (2 * K)%R, q. split; [exact PG|]. split.
    + apply polynomial_add; [apply polynomial_pad; exact Hp | apply polynomial_scale, polynomial_head; lia].
    + intros y Hy. split; [|reflexivity]. apply cube_inv in Hy. destruct Hy as ([|] & x & -> & Hx).
      * rewrite (proj2 (V x Hx)). apply S0. exact Hx.
      * rewrite (proj1 (V x Hx)). apply Zp. exact Hx.
  - intros x Hx. rewrite (proj1 (V x Hx)), (proj2 (V x Hx)). split; symmetry; [apply Zp | apply S0]; exact Hx.
Qed.

(** ** Upper bound *)

(** If every element of L has a label in M, and at most m elements have the same label, then L has at most m |M|
    elements. *)
Lemma labelled : forall (A B : Type) (eq_dec : forall a b : A, {a = b} + {a <> b}) (R0 : A -> B -> Prop) (M : list A) (L : list B) m,
  NoDup L -> (forall b, In b L -> exists a, In a M /\ R0 a b) ->
  (forall a K, In a M -> NoDup K -> (forall b, In b K -> R0 a b) -> length K <= m) -> length L <= length M * m.
Proof.
  intros A B eq_dec R0 M L m N S U.
  assert (X : exists P : list (A * B), map snd P = L /\ forall q, In q P -> In (fst q) M /\ R0 (fst q) (snd q)).
  { clear N. induction L as [|b L IH]; [exists []; split; [reflexivity | intros q []]|].
    destruct IH as (P & EP & AP); [intros; apply S; right; assumption|].
    destruct (S b (or_introl eq_refl)) as (a & Ha & Rab). exists ((a, b) :: P). split; [simpl; congruence|].
    intros q [<-|Hq]; [simpl; auto | apply AP; exact Hq]. }
  destruct X as (P & <- & AP). rewrite map_length. clear S.
  revert P N AP. induction M as [|a M IH]; intros P N AP.
  - destruct P as [|q P]; [simpl; lia|]. destruct (AP q (or_introl eq_refl)) as [[] _].
  - set (here := fun q : A * B => if eq_dec (fst q) a then true else false).
    rewrite (length_filter _ here P). simpl. apply Nat.add_le_mono.
    + rewrite <- (map_length snd). apply (U a); [left; reflexivity | |].
      * clear - N. induction P as [|q P IH]; simpl in *; [constructor|]. inversion N as [|? ? Nq N']; subst.
        destruct (here q); simpl; [|auto]. constructor; [|auto]. intros I. apply Nq.
        apply in_map_iff in I. destruct I as (r & Er & Hr). apply filter_In in Hr. rewrite <- Er. apply in_map, Hr.
      * intros b Hb. apply in_map_iff in Hb. destruct Hb as (q & <- & Hq). apply filter_In in Hq. destruct Hq as [Hq Eq].
        unfold here in Eq. destruct (eq_dec (fst q) a) as [<-|]; [apply AP; exact Hq | discriminate].
    + apply IH.
      * intros c K Hc. apply U. right. exact Hc.
      * clear - N. induction P as [|q P IH]; simpl in *; [constructor|]. inversion N as [|? ? Nq N']; subst.
        destruct (negb (here q)); simpl; [|auto]. constructor; [|auto]. intros I. apply Nq.
        apply in_map_iff in I. destruct I as (r & Er & Hr). apply filter_In in Hr. rewrite <- Er. apply in_map, Hr.
      * intros q Hq. apply filter_In in Hq. destruct Hq as [Hq Eq]. destruct (AP q Hq) as [[E|I] Rq]; [|auto].
        unfold here in Eq. destruct (eq_dec (fst q) a) as [|F]; [discriminate | symmetry in E; contradiction].
Qed.

(** ** The class has a number *)

Lemma span_scalar_of : forall P (gs : list (P -> R)) v,
  span gs v <-> exists w, length w = length gs /\ forall p, v p = scalar w (map (fun g => g p) gs).
Proof.
  intros P. induction gs as [|g gs IH]; intros v; simpl.
  - split; [intros S; exists []; auto | intros (w & L & E) p; rewrite E; destruct w; reflexivity].
  - split.
    + intros [c S]. apply IH in S. destruct S as (w & L & E). exists (c :: w). split; [simpl; congruence|].
      intros p. simpl. rewrite <- E. ring.
    + intros ([|c w] & L & E); [discriminate|]. exists c. apply IH. exists w. split; [simpl in L; congruence|].
      intros p. rewrite E. simpl. ring.
Qed.

Lemma pattern_dec : forall P (gs : list (P -> R)) ps s,
  {exists v, span gs v /\ pattern v ps s} + {~ exists v, span gs v /\ pattern v ps s}.
Proof.
  intros P gs ps s. destruct (Nat.eq_dec (length ps) (length s)) as [EL|NL].
  - set (vector := fun q : P * bool => if snd q then map (fun g => g (fst q)) gs else map Ropp (map (fun g => g (fst q)) gs)).
    assert (W : forall w v, (forall p, v p = scalar w (map (fun g => g p) gs)) ->
      ((forall a, In a (map vector (combine ps s)) -> (0 < scalar w a)%R) <-> pattern v ps s)).
    { intros w v E. revert s EL. induction ps as [|p ps IH]; intros [|b s] EL; try discriminate.
      - split; [constructor | intros _ a []].
      - simpl in EL. injection EL as EL. specialize (IH s EL). split.
        + intros A. constructor; [|apply IH; intros a Ha; apply A; right; exact Ha].
          specialize (A _ (or_introl eq_refl)). unfold vector in A. simpl in A. destruct b.
          * rewrite E. exact A.
          * rewrite scalar_opposite, <- E in A. lra.
        + intros F a Ha. inversion F as [|? ? ? ? Fb F']; subst. destruct Ha as [<-|Ha]; [|apply IH; assumption].
          unfold vector. simpl. destruct b; [rewrite <- E; exact Fb|]. rewrite scalar_opposite, <- E. lra. }
    destruct (solvable_dec (length gs) (map vector (combine ps s))) as [Y|No].
    + intros a Ha. apply in_map_iff in Ha. destruct Ha as ([p b] & <- & _). unfold vector. simpl.
      destruct b; rewrite ?map_length; reflexivity.
    + left. destruct Y as (w & L & A). exists (fun p => scalar w (map (fun g => g p) gs)).
      split; [apply span_scalar_of; exists w; auto | apply (W w); auto].
    + right. intros (v & S & F). apply No. apply span_scalar_of in S. destruct S as (w & L & E).
      exists w. split; [exact L|]. apply (W w v E). exact F.
  - right. intros (v & _ & F). apply NL. clear NL. induction F; simpl; congruence.
Qed.

(** The generators for a fixed gate: the gate, and the monomials 1, x_1, ..., x_n. *)
Definition gate_and_inputs (n : nat) (g : point -> bool) : list (point -> R) :=
  (fun x => bit (g x)) :: map monomial (exponents 1 n).

Lemma gate_and_inputs_span : forall n g a p, polynomial 1 n p -> exists v, span (gate_and_inputs n g) v /\
  forall x, In x (cube n) -> v x = (p x + a * bit (g x))%R.
Proof.
  intros n g a p [c Ec]. exists (fun x => (sum (exponents 1 n) (fun u => c u * monomial u x) + a * bit (g x))%R). split.
  - exists a. apply (span_ext _ _ (fun x => sum (exponents 1 n) (fun u => (c u * monomial u x)%R))); [intros; ring | apply span_sum].
  - intros x Hx. rewrite <- Ec by exact Hx. reflexivity.
Qed.

Lemma multiplexed_iff : forall n t, (exists f, multiplexed n f /\ table n f = t) <->
  exists s, In s (T_tables n 1) /\ exists v, span (gate_and_inputs n (untable false s)) v /\ pattern v (cube n) t.
Proof.
  intros n t. split.
  - intros (f & (g & a & p & Pg & Hp & Z) & <-). exists (table n g).
    split; [apply (proj2 (T_tables_are_the_tables n 1)); exists g; auto|].
    destruct (gate_and_inputs_span n (untable false (table n g)) a p Hp) as (v & Sv & Ev). exists v. split; [exact Sv|].
    apply pattern_of_table. intros x Hx. rewrite Ev by exact Hx. rewrite untable_table by exact Hx. apply Z. exact Hx.
  - intros (s & Hs & v & [a S] & F). apply (proj2 (T_tables_are_the_tables n 1)) in Hs. destruct Hs as (g & Pg & <-).
    destruct (table_of_pattern n v t F) as [-> NZ]. exists (fun x => H (v x)). split; [|reflexivity].
    exists g, a, (fun x => (v x - a * bit (untable false (table n g) x))%R). split; [exact Pg|].
    split; [apply span_monomials; exact S|]. intros x Hx. rewrite untable_table by exact Hx.
    replace (v x - a * bit (g x) + a * bit (g x))%R with (v x) by ring. auto.
Qed.

Lemma multiplexed_tables : forall n, exists L, tables n (multiplexed n) L.
Proof.
  intros n.
  set (D := fun s t => pattern_dec _ (gate_and_inputs n (untable false s)) (cube n) t).
  set (good := fun t => existsb (fun s => if D s t then true else false) (T_tables n 1)).
  exists (filter good (cube (2 ^ n))). split; [apply NoDup_filter, nodup_cube|]. intros t.
  rewrite multiplexed_iff, filter_In, in_cube. unfold good. rewrite existsb_exists. split.
  - intros (_ & s & Hs & Ds). exists s. split; [exact Hs|]. destruct (D s t) as [Y|]; [exact Y | discriminate].
  - intros (s & Hs & Y). split.
    + destruct Y as (v & _ & F). destruct (table_of_pattern n v t F) as [-> _]. apply length_table.
    + exists s. split; [exact Hs|]. destruct (D s t) as [|No]; [reflexivity | contradiction].
Qed.

(** Q-T5: T(n-1,1)^2 <= |M(n)| <= T(n,1) 2^(n(n+1)) for n >= 1. *)
Theorem additive_attention_sandwich : forall n, 1 <= n ->
  exists M, number n (multiplexed n) M /\ T (n - 1) 1 ^ 2 <= M <= T n 1 * 2 ^ (n * (n + 1)).
Proof.
  intros n Ln. destruct (multiplexed_tables n) as [L TL]. exists (length L). split; [exists L; auto|]. split.
  - destruct n as [|n]; [lia|]. replace (S n - 1) with n by lia.
    replace (T n 1 ^ 2) with (product (map (T n) [1; 1])) by (simpl; lia).
    apply (lower_bound bool n 1 [1; 1] (multiplexed (S n)) [([false], fun b => b); ([true], fun b => b)]).
    + exists L. auto.
    + repeat constructor.
    + intros fs F. inversion F as [|? f ? gs Pf F']; subst. inversion F' as [|? g ? hs Pg F'']; subst.
      inversion F''; subst. destruct (multiplexed_shows_two n f g Pf Pg) as (G & MG & EG). exists G. split; [exact MG|].
      repeat constructor; intros x Hx; apply EG; exact Hx.
  - destruct TL as [NL EL].
    apply (labelled (list bool) (list bool) (list_eq_dec bool_dec)
             (fun s t => exists v, span (gate_and_inputs n (untable false s)) v /\ pattern v (cube n) t) (T_tables n 1)); [exact NL | |].
    + intros t Ht. apply multiplexed_iff, EL. exact Ht.
    + intros s K _ NK RK.
      assert (B : length K <= 2 * binomial_sum (length (cube n) - 1) (length (gate_and_inputs n (untable false s)))).
      { apply cover; [apply cube_not_empty | exact NK | exact RK]. }
      rewrite length_cube in B. unfold gate_and_inputs in B. simpl length in B. rewrite map_length, length_exponents in B.
      assert (D : binomial_sum n 2 = n + 1) by (simpl; rewrite binomial_0, binomial_1; lia). rewrite D in B.
      assert (N2 : 2 <= 2 ^ n) by (change 2 with (2 ^ 1) at 1; apply Nat.pow_le_mono_r; lia).
      pose proof (binomial_sum_at_most_power (n + 1) (2 ^ n) ltac:(lia) N2) as P. rewrite Nat.pow_mul_r. lia.
Qed.
