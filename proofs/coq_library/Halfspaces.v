(** * Parity is an AND of threshold functions only if there are many of them (Q-S6) *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Number Cover Hamming AdditiveParity.
Import ListNotations.
Open Scope nat_scope.

(** Two points that differ in a coordinate exchange it. *)
Lemma exchanged : forall u v, length u = length v -> u <> v -> exists u' v',
  length u' = length u /\ length v' = length u /\ parity u' = negb (parity u) /\ parity v' = negb (parity v) /\
  forall w, (dot w u + dot w v = dot w u' + dot w v')%R.
Proof.
  induction u as [|b u IH]; intros [|c v] L N; try discriminate; [contradiction N; reflexivity|].
  simpl in L. injection L as L. destruct (bool_dec b c) as [->|D].
  - destruct (IH v L) as (u' & v' & Lu & Lv & Eu & Ev & S); [congruence|]. exists (c :: u'), (c :: v').
    simpl. rewrite Eu, Ev, !negb_xorb_r. repeat split; try congruence. intros [|a w]; simpl; [ring|].
    specialize (S w). lra.
  - exists (c :: u), (b :: v). simpl. repeat split; try congruence.
    + destruct b, c, (parity u); reflexivity || contradiction D; reflexivity.
    + destruct b, c, (parity v); reflexivity || contradiction D; reflexivity.
    + intros [|a w]; simpl; ring.
Qed.

Definition even_points (c : bool) (n : nat) : list point := filter (fun x => Bool.eqb (parity x) c) (cube n).

Lemma length_even_points : forall c n, 1 <= n -> length (even_points c n) = 2 ^ (n - 1).
Proof.
  intros c [|n] L; [lia|]. replace (S n - 1) with n by lia. unfold even_points. simpl cube.
  rewrite filter_app, !filter_map, app_length, !map_length. simpl.
  rewrite <- (length_cube n), (length_filter _ (fun x => Bool.eqb (parity x) c) (cube n)). f_equal.
  - f_equal. apply filter_ext. intros x. destruct (parity x); reflexivity.
  - f_equal. apply filter_ext. intros x. destruct (parity x), c; reflexivity.
Qed.

(** A threshold function that is true where the parity is not c is false at one point at most. *)
Lemma excludes_one : forall n f c u v, ptf 1 n f -> (forall x, In x (cube n) -> parity x <> c -> f x = true) ->
  In u (even_points c n) -> In v (even_points c n) -> f u = false -> f v = false -> u = v.
Proof.
  intros n f c u v P A Hu Hv Eu Ev. destruct (list_eq_dec bool_dec u v) as [|N]; [assumption | exfalso].
  apply filter_In in Hu. apply filter_In in Hv. destruct Hu as [Hu Pu], Hv as [Hv Pv].
  apply eqb_prop in Pu. apply eqb_prop in Pv. assert (Lu := proj1 (in_cube n u) Hu). assert (Lv := proj1 (in_cube n v) Hv).
  destruct (exchanged u v ltac:(congruence) N) as (u' & v' & Lu' & Lv' & Eu' & Ev' & S).
  apply ltf_is_ptf_of_degree_one in P. destruct P as (w0 & w & _ & E).
  assert (Hu' : In u' (cube n)) by (apply in_cube; congruence). assert (Hv' : In v' (cube n)) by (apply in_cube; congruence).
  assert (Tu : f u' = true) by (apply A; [exact Hu' | rewrite Eu', Pu; destruct c; discriminate]).
  assert (Tv : f v' = true) by (apply A; [exact Hv' | rewrite Ev', Pv; destruct c; discriminate]).
  destruct (E u Hu) as [_ Fu], (E v Hv) as [_ Fv], (E u' Hu') as [_ Fu'], (E v' Hv') as [_ Fv'].
  rewrite Eu in Fu. rewrite Ev in Fv. rewrite Tu in Fu'. rewrite Tv in Fv'. symmetry in Fu, Fv, Fu', Fv'.
  apply H_false in Fu. apply H_false in Fv. apply H_true in Fu'. apply H_true in Fv'. specialize (S w). lra.
Qed.

Lemma in_even_points : forall c n x, In x (even_points c n) <-> In x (cube n) /\ parity x = c.
Proof. intros c n x. unfold even_points. rewrite filter_In, eqb_true_iff. reflexivity. Qed.

(** Q-S6: parity (c = 0) and its negation (c = 1) of n >= 1 inputs are an AND of 2^(n-1) threshold functions, and of no
    fewer. *)
Theorem parity_needs_many_halfspaces : forall n c, 1 <= n ->
  (forall fs, Forall (ptf 1 n) fs -> (forall x, In x (cube n) -> xorb c (parity x) = forallb (fun f => f x) fs) ->
     2 ^ (n - 1) <= length fs) /\
  (exists fs, length fs = 2 ^ (n - 1) /\ Forall (ptf 1 n) fs /\
     forall x, In x (cube n) -> xorb c (parity x) = forallb (fun f => f x) fs).
Proof.
  intros n c L. split.
  - intros fs A E. rewrite <- (length_even_points c n L).
    set (excluded := fun f : point -> bool => hd [] (filter (fun x => negb (f x)) (even_points c n))).
    apply (at_least _ _ excluded); [apply NoDup_filter, nodup_cube|].
    intros u Hu. pose proof (proj1 (in_even_points c n u) Hu) as [Cu Pu].
    specialize (E u Cu) as Eu. rewrite Pu, xorb_nilpotent in Eu. symmetry in Eu.
    assert (X : exists f, In f fs /\ f u = false).
    { clear - Eu. induction fs as [|f fs IH]; [discriminate|]. simpl in Eu. destruct (f u) eqn:F.
      - destruct IH as (g & Hg & Fg); [exact Eu|]. exists g. split; [right; exact Hg | exact Fg].
      - exists f. split; [left; reflexivity | exact F]. }
    destruct X as (f & Hf & Fu). exists f. split; [exact Hf|].
    assert (Hd : In (excluded f) (filter (fun x => negb (f x)) (even_points c n))).
    { unfold excluded. assert (I : In u (filter (fun x => negb (f x)) (even_points c n))).
      { apply filter_In. rewrite Fu. auto. }
      destruct (filter _ _); [destruct I | left; reflexivity]. }
    apply filter_In in Hd. destruct Hd as [Hd Fd]. apply negb_true_iff in Fd.
    apply (excludes_one n f c); auto; [rewrite Forall_forall in A; apply A; exact Hf|].
    intros x Hx N. specialize (E x Hx). assert (T : xorb c (parity x) = true) by (destruct c, (parity x); congruence || reflexivity).
    rewrite T in E. symmetry in E. rewrite forallb_forall in E. apply E. exact Hf.
  - set (but := fun v x : point => H (INR (distance x v) - / 2)).
    assert (B : forall v x, In v (cube n) -> In x (cube n) -> (but v x = false <-> x = v)).
    { intros v x Hv Hx. apply in_cube in Hv. apply in_cube in Hx. unfold but. split.
      - intros F. apply H_false in F. destruct (list_eq_dec bool_dec x v) as [|N]; [assumption|].
        pose proof (distance_positive x v ltac:(congruence) N). lra.
      - intros ->. rewrite (proj2 (distance_zero v v eq_refl) eq_refl). apply H_nonpos. simpl. lra. }
    exists (map but (even_points c n)). split; [rewrite map_length; apply length_even_points; exact L|]. split.
    + apply Forall_forall. intros f Hf. apply in_map_iff in Hf. destruct Hf as (v & <- & Hv). apply in_even_points in Hv.
      apply (ptf_of_polynomial 1 n (fun x => INR (distance x v) + - / 2)%R); [|reflexivity].
      apply polynomial_add; [apply distance_polynomial, in_cube, Hv | apply polynomial_const].
    + intros x Hx. destruct (forallb (fun f => f x) (map but (even_points c n))) eqn:E.
      * rewrite forallb_forall in E. destruct (bool_dec (parity x) c) as [P|N].
        -- exfalso. assert (Hx' : In x (even_points c n)) by (apply in_even_points; auto).
           assert (F : but x x = true) by (apply E, in_map; exact Hx').
           rewrite (proj2 (B x x Hx Hx) eq_refl) in F. discriminate.
        -- destruct c, (parity x); congruence || reflexivity.
      * destruct (bool_dec (parity x) c) as [P|N]; [rewrite P; apply xorb_nilpotent|]. exfalso.
        assert (T : forallb (fun f => f x) (map but (even_points c n)) = true); [|congruence].
        apply forallb_forall. intros f Hf. apply in_map_iff in Hf. destruct Hf as (v & <- & Hv). apply in_even_points in Hv.
        destruct (but v x) eqn:F; [reflexivity|]. apply B in F; [|apply Hv | exact Hx]. subst x. destruct Hv as [_ Hv]. contradiction.
Qed.
