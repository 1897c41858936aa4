(** * Two values of a sum of signs (Q-L8a)

    The sign vectors are split into chains along which the sum grows: a symmetric chain decomposition of the cube, turned
    by the signs of the weights. A chain meets a value at most once, so two values at most twice, and it is known how many
    chains have one element only. Nothing is cited.

    - [chains]: the decomposition; [long_chains]: the number of chains of at least j elements
    - [two_value_littlewood_offord]: P(sum a_i e_i in {s,t}) <= C(m+1, floor((m+1)/2)) / 2^m *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Binomial Steered.
Import ListNotations.
Open Scope R_scope.

(** ** Chains *)

Definition grown (up : bool) (c : list point) : list (list point) :=
  (map (cons (negb up)) c ++ [up :: last c []]) ::
  match removelast c with [] => [] | x :: d => [map (cons up) (x :: d)] end.

(** The chains of the sign vectors, for weights a. *)
Fixpoint chains (a : list R) : list (list point) :=
  match a with
  | [] => [[[]]]
  | h :: b => flat_map (grown (H h)) (chains b)
  end.

Definition signed_sum (a : list R) (x : point) : R := scalar a (map signed x).

Lemma chains_not_empty : forall a c, In c (chains a) -> c <> [].
Proof.
  induction a as [|h a IH]; intros c Hc; simpl in Hc.
  - destruct Hc as [<-|[]]. discriminate.
  - apply in_flat_map in Hc. destruct Hc as (d & _ & Hc). destruct Hc as [<-|Hc].
    + intros E. apply app_eq_nil in E. destruct E. discriminate.
    + destruct (removelast d); [destruct Hc|]. destruct Hc as [<-|[]]. discriminate.
Qed.

(** Every sign vector lies on a chain. *)
Lemma chains_cover : forall a x, length x = length a -> exists c, In c (chains a) /\ In x c.
Proof.
  induction a as [|h a IH]; intros [|b x] L; try discriminate; [exists [[]]; simpl; auto|].
  simpl in L. injection L as L. destruct (IH x L) as (c & Hc & Hx). simpl.
  pose proof (chains_not_empty a c Hc) as N. pose proof (app_removelast_last [] N) as E.
  assert (G : exists d, In d (grown (H h) c) /\ In (b :: x) d).
  { unfold grown. destruct (bool_dec b (H h)) as [->|D].
    - rewrite E in Hx. apply in_app_iff in Hx. destruct Hx as [Hx|[<-|[]]].
      + destruct (removelast c) as [|y d]; [destruct Hx|]. exists (map (cons (H h)) (y :: d)). split; [right; left; reflexivity|].
        apply in_map. exact Hx.
      + eexists. split; [left; reflexivity|]. apply in_app_iff. right. left. reflexivity.
    - assert (b = negb (H h)) as -> by (destruct b, (H h); reflexivity || (exfalso; apply D; reflexivity)).
      eexists. split; [left; reflexivity|]. apply in_app_iff. left. apply in_map. exact Hx. }
  destruct G as (d & Hd & Hb). exists d. split; [|exact Hb]. apply in_flat_map. exists c. auto.
Qed.

(** The sum grows along a list. *)
Fixpoint growing (v : point -> R) (c : list point) : Prop :=
  match c with [] => True | x :: d => (forall y, In y d -> v x < v y) /\ growing v d end.

Lemma growing_app : forall v c d, growing v c -> growing v d -> (forall x y, In x c -> In y d -> v x < v y) -> growing v (c ++ d).
Proof.
  induction c as [|x c IH]; intros d G K A; [exact K|]. destruct G as [G1 G2]. split.
  - intros y Hy. apply in_app_iff in Hy. destruct Hy; [apply G1; assumption | apply A; [left; reflexivity | assumption]].
  - apply IH; [exact G2 | exact K|]. intros y z Hy. apply A. right. exact Hy.
Qed.

Lemma growing_prefix : forall v c d, growing v (c ++ d) -> growing v c.
Proof.
  induction c as [|x c IH]; intros d G; [exact I|]. destruct G as [G1 G2]. split; [|exact (IH d G2)].
  intros y Hy. apply G1, in_app_iff. left. exact Hy.
Qed.

Lemma growing_map : forall v u b e c, (forall x, v (b :: x) = e + u x) -> growing u c -> growing v (map (cons b) c).
Proof.
  intros v u b e c E. induction c as [|x c IH]; intros G; [exact I|]. destruct G as [G1 G2]. split; [|exact (IH G2)].
  intros y Hy. apply in_map_iff in Hy. destruct Hy as (z & <- & Hz). rewrite !E. specialize (G1 z Hz). lra.
Qed.

Lemma last_largest : forall v c x, growing v c -> In x c -> v x <= v (last c []).
Proof.
  induction c as [|y c IH]; intros x G Hx; [destruct Hx|]. destruct G as [G1 G2]. destruct c as [|z c].
  - destruct Hx as [<-|[]]. simpl. lra.
  - change (last (y :: z :: c) []) with (last (z :: c) []). destruct Hx as [<-|Hx]; [|exact (IH x G2 Hx)].
    specialize (IH z G2 (or_introl eq_refl)). specialize (G1 z (or_introl eq_refl)). lra.
Qed.

Lemma chains_grow : forall a, (forall h, In h a -> h <> 0) -> forall c, In c (chains a) -> growing (signed_sum a) c.
Proof.
  induction a as [|h a IH]; intros N c Hc; simpl in Hc.
  - destruct Hc as [<-|[]]. simpl. split; [intros y [] | exact I].
  - apply in_flat_map in Hc. destruct Hc as (d & Hd & Hc).
    assert (G : growing (signed_sum a) d) by (apply IH; [intros; apply N; right; assumption | exact Hd]).
    assert (Nh : h <> 0) by (apply N; left; reflexivity).
    assert (E : forall b x, signed_sum (h :: a) (b :: x) = h * signed b + signed_sum a x) by reflexivity.
    assert (U : h * signed (negb (H h)) < h * signed (H h)).
    { destruct (H h) eqn:Eh; [apply H_true in Eh | apply H_false in Eh]; unfold signed, bit; simpl; lra. }
    destruct Hc as [<-|Hc].
    + apply growing_app; [apply (growing_map _ (signed_sum a) _ (h * signed (negb (H h)))); [intros; apply E | exact G] | |].
      * split; [intros y [] | exact I].
      * intros x y Hx [<-|[]]. apply in_map_iff in Hx. destruct Hx as (z & <- & Hz). rewrite !E.
        pose proof (last_largest (signed_sum a) d z G Hz). lra.
    + pose proof (app_removelast_last [] (chains_not_empty a d Hd)) as Ed.
      destruct (removelast d) as [|y e] eqn:Er; [destruct Hc|]. destruct Hc as [<-|[]].
      apply (growing_map _ (signed_sum a) _ (h * signed (H h))); [intros; apply E|].
      rewrite Ed in G. exact (growing_prefix _ _ _ G).
Qed.

(** ** How many chains are long *)

Open Scope nat_scope.

Definition long_chains (j : nat) (l : list (list point)) : nat := length (filter (fun c => j <=? length c) l).

Lemma long_chains_app : forall j l k, long_chains j (l ++ k) = long_chains j l + long_chains j k.
Proof. intros. unfold long_chains. rewrite filter_app, app_length. reflexivity. Qed.

Lemma long_chains_cons : forall j c l, long_chains j (c :: l) = (if j <=? length c then 1 else 0) + long_chains j l.
Proof. intros. unfold long_chains. simpl. destruct (j <=? length c); reflexivity. Qed.

Lemma long_chains_grown : forall j up l, (forall c, In c l -> c <> []) ->
  long_chains (S j) (flat_map (grown up) l) = long_chains j l + long_chains (S (S j)) l.
Proof.
  intros j up l. induction l as [|c l IH]; intros N; [reflexivity|].
  change (flat_map (grown up) (c :: l)) with (grown up c ++ flat_map (grown up) l).
  rewrite long_chains_app, IH, !long_chains_cons by (intros; apply N; right; assumption).
  assert (Lc : length c = S (length (removelast c))).
  { rewrite (app_removelast_last [] (N c (or_introl eq_refl))) at 1. rewrite app_length. simpl. lia. }
  unfold grown. rewrite long_chains_cons, app_length, map_length. simpl length. rewrite Lc.
  destruct (removelast c) as [|x d].
  - simpl length. replace (1 + 1) with 2 by lia. unfold long_chains at 1. simpl filter. simpl length at 1.
    destruct j as [|[|j]]; simpl; lia.
  - rewrite long_chains_cons. unfold long_chains at 1. simpl filter. rewrite map_length. simpl length.
    destruct (S j <=? S (S (length d)) + 1) eqn:E1, (S j <=? S (length d)) eqn:E2, (j <=? S (S (length d))) eqn:E3,
      (S (S j) <=? S (S (length d))) eqn:E4; rewrite ?Nat.leb_le, ?Nat.leb_gt in *; simpl; lia.
Qed.

Lemma binomial_middle : forall m, binomial m (S m / 2) = binomial m (m / 2).
Proof.
  intros m. destruct (Nat.Even_or_Odd m) as [[k ->]|[k ->]].
  - replace (S (2 * k) / 2) with k by (apply (Nat.div_unique _ 2 k 1); lia).
    replace (2 * k / 2) with k by (apply (Nat.div_unique _ 2 k 0); lia). reflexivity.
  - replace (S (2 * k + 1) / 2) with (S k) by (apply (Nat.div_unique _ 2 (S k) 0); lia).
    replace ((2 * k + 1) / 2) with k by (apply (Nat.div_unique _ 2 k 1); lia).
    pose proof (absorption (2 * k + 1) k). nia.
Qed.

Lemma half_step : forall k, S (S k) / 2 = S (k / 2).
Proof. intros k. replace (S (S k)) with (k + 1 * 2) by lia. rewrite Nat.div_add by lia. lia. Qed.

Lemma long_chains_binomial : forall a j, long_chains (S j) (chains a) = binomial (length a) ((length a + S j) / 2) /\
  long_chains 0 (chains a) = long_chains 1 (chains a).
Proof.
  assert (Z : forall a, long_chains 0 (chains a) = long_chains 1 (chains a)).
  { intros a. pose proof (chains_not_empty a) as N. revert N. induction (chains a) as [|c l IH]; intros N; [reflexivity|].
    rewrite !long_chains_cons, IH by (intros; apply N; right; assumption).
    assert (X : c <> []) by (apply N; left; reflexivity). destruct c; [contradiction|]. reflexivity. }
  induction a as [|h a IH]; intros j; split; try apply Z.
  - unfold chains, long_chains. destruct j; [reflexivity|]. rewrite binomial_above; [reflexivity|].
    apply Nat.div_str_pos. simpl. lia.
  - simpl chains. rewrite long_chains_grown by apply chains_not_empty. destruct (IH (S j)) as [-> _].
    simpl length. set (m := length a) in *.
    replace (S m + S j) with (S (S (m + j))) by lia. rewrite half_step. replace (m + S (S j)) with (S (S (m + j))) by lia.
    rewrite half_step. simpl binomial. destruct j as [|j].
    + destruct (IH 0) as [E ->]. rewrite E. replace (m + 1) with (S m) by lia. rewrite binomial_middle, Nat.add_0_r. reflexivity.
    + destruct (IH j) as [-> _]. reflexivity.
Qed.

(** ** The bound *)

Definition is_one_of (v s t : R) : bool := if Req_EM_T v s then true else if Req_EM_T v t then true else false.

(** The sign vectors with sum s or t. *)
Definition hits (a : list R) (s t : R) : list point := filter (fun x => is_one_of (signed_sum a x) s t) (cube (length a)).

Lemma chain_hits : forall v c s t, growing v c -> length (filter (fun x => is_one_of (v x) s t) c) <= Nat.min 2 (length c).
Proof.
  intros v c s t G. apply Nat.min_glb.
  - assert (K : growing v (filter (fun x => is_one_of (v x) s t) c)).
    { induction c as [|x c IH]; [exact I|]. destruct G as [G1 G2]. simpl. destruct (is_one_of (v x) s t); [|exact (IH G2)].
      split; [|exact (IH G2)]. intros y Hy. apply filter_In in Hy. apply G1, Hy. }
    assert (A : forall x, In x (filter (fun x => is_one_of (v x) s t) c) -> v x = s \/ v x = t).
    { intros x Hx. apply filter_In in Hx. destruct Hx as [_ E]. unfold is_one_of in E.
      destruct (Req_EM_T (v x) s); [auto|]. destruct (Req_EM_T (v x) t); [auto | discriminate]. }
    destruct (filter _ c) as [|x [|y [|z l]]]; simpl; try lia. exfalso. destruct K as (Kx & Ky & _).
    pose proof (Kx y (or_introl eq_refl)). pose proof (Kx z (or_intror (or_introl eq_refl))).
    pose proof (Ky z (or_introl eq_refl)).
    destruct (A x) as [|]; [left; reflexivity | |]; destruct (A y) as [|]; try (right; left; reflexivity);
      destruct (A z) as [|]; try (right; right; left; reflexivity); lra.
  - induction c as [|x c IH]; [apply le_n|]. destruct G as [_ G]. specialize (IH G). simpl. destruct (is_one_of (v x) s t); simpl; lia.
Qed.

Lemma hits_on_chains : forall v s t l, (forall c, In c l -> growing v c) -> (forall c, In c l -> c <> []) ->
  length (filter (fun x => is_one_of (v x) s t) (concat l)) <= long_chains 1 l + long_chains 2 l.
Proof.
  intros v s t l. induction l as [|c l IH]; intros G N; [apply le_n|]. simpl concat.
  rewrite filter_app, app_length, !long_chains_cons. specialize (IH (fun d Hd => G d (or_intror Hd)) (fun d Hd => N d (or_intror Hd))).
  pose proof (chain_hits v c s t (G c (or_introl eq_refl))) as B. pose proof (N c (or_introl eq_refl)) as E.
  destruct c as [|x [|y c]]; [contradiction | |]; simpl in B |- *; lia.
Qed.

Lemma hits_at_most : forall a s t, (forall h, In h a -> h <> 0%R) ->
  length (hits a s t) <= binomial (length a + 1) ((length a + 1) / 2).
Proof.
  intros a s t N.
  apply (Nat.le_trans _ (length (filter (fun x => is_one_of (signed_sum a x) s t) (concat (chains a))))).
  - apply NoDup_incl_length; [apply NoDup_filter, nodup_cube|]. intros x Hx. unfold hits in Hx. apply filter_In in Hx.
    destruct Hx as [Hx E]. apply filter_In. split; [|exact E]. apply in_cube in Hx.
    destruct (chains_cover a x Hx) as (c & Hc & Hxc). apply in_concat. exists c. auto.
  - eapply Nat.le_trans; [apply hits_on_chains; [apply chains_grow; exact N | apply chains_not_empty]|].
    destruct (long_chains_binomial a 0) as [-> _]. destruct (long_chains_binomial a 1) as [-> _]. set (m := length a).
    replace (m + 1) with (S m) by lia. replace (m + 2) with (S (S m)) by lia. rewrite <- (binomial_middle (S m)), half_step, binomial_middle.
    apply le_n.
Qed.

(** The bound of the probability, for m signs. *)
Definition two_value_bound (m : nat) : R := (INR (binomial (m + 1) ((m + 1) / 2)) / 2 ^ m)%R.

Lemma central_step : forall m, binomial (m + 2) ((m + 2) / 2) <= 2 * binomial (m + 1) ((m + 1) / 2).
Proof.
  intros m. replace (m + 2) with (S (S m)) by lia. replace (m + 1) with (S m) by lia. rewrite half_step.
  change (binomial (S (S m)) (S (m / 2))) with (binomial (S m) (m / 2) + binomial (S m) (S (m / 2))).
  destruct (Nat.Even_or_Odd m) as [[k ->]|[k ->]].
  - replace (S (2 * k) / 2) with k by (apply (Nat.div_unique _ 2 k 1); lia).
    replace (2 * k / 2) with k by (apply (Nat.div_unique _ 2 k 0); lia).
    pose proof (absorption (S (2 * k)) k). nia.
  - replace (S (2 * k + 1) / 2) with (S k) by (apply (Nat.div_unique _ 2 (S k) 0); lia).
    replace ((2 * k + 1) / 2) with k by (apply (Nat.div_unique _ 2 k 1); lia).
    pose proof (absorption (S (2 * k + 1)) k). nia.
Qed.

(** Q-L8a. For nonzero reals a_1, ..., a_m and reals s, t: P(sum a_i e_i in {s,t}) <= C(m+1, floor((m+1)/2)) / 2^m. The
    bound is 3/4, 5/8, 5/8, 35/64, 35/64 for m = 3, ..., 7, and it never increases. *)
Theorem two_value_littlewood_offord :
  (forall (a : list R) (s t : R), (forall h, In h a -> h <> 0%R) ->
     (INR (length (hits a s t)) / 2 ^ length a <= two_value_bound (length a))%R) /\
  (two_value_bound 3 = 3 / 4 /\ two_value_bound 4 = 5 / 8 /\ two_value_bound 5 = 5 / 8 /\
   two_value_bound 6 = 35 / 64 /\ two_value_bound 7 = 35 / 64)%R /\
  forall m, (two_value_bound (m + 1) <= two_value_bound m)%R.
Proof.
  assert (P : forall m, (0 < 2 ^ m)%R) by (intros; apply pow_lt; lra).
  split; [|split].
  - intros a s t N. unfold two_value_bound, Rdiv. apply Rmult_le_compat_r; [apply Rlt_le, Rinv_0_lt_compat, P|].
    apply le_INR, hits_at_most. exact N.
  - unfold two_value_bound. repeat split; cbn [Nat.add]; simpl (_ / 2); simpl binomial; rewrite INR_IZR_INZ; simpl Z.of_nat; lra.
  - intros m. unfold two_value_bound. replace (m + 1 + 1) with (m + 2) by lia.
    pose proof (le_INR _ _ (central_step m)) as B. rewrite mult_INR in B. simpl (INR 2) in B. rewrite pow_add, pow_1.
    pose proof (P m). apply (Rmult_le_reg_r (2 ^ m * 2)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra.
    replace (INR (binomial (m + 1) ((m + 1) / 2)) * / 2 ^ m * (2 ^ m * 2))%R
      with (INR (binomial (m + 1) ((m + 1) / 2)) * 2)%R by (field; lra). lra.
Qed.
