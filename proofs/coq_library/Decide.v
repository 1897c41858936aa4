(** * Whether real weights exist is decidable

    Fourier and Motzkin's elimination: a system of strict homogeneous inequalities w.a > 0 either has a real solution w
    or has none, and one of the two can be computed from comparisons of real numbers. So T(n,d) in [Number] is a
    function of n and d, without the law of the excluded middle. *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr.
Import ListNotations.
Open Scope R_scope.

(** The scalar product of two vectors of the same length. *)
Fixpoint scalar (w a : list R) : R :=
  match w, a with
  | c :: v, h :: b => c * h + scalar v b
  | _, _ => 0
  end.

Fixpoint vector_sum (a b : list R) : list R :=
  match a, b with
  | h :: a', k :: b' => h + k :: vector_sum a' b'
  | _, _ => []
  end.

Lemma scalar_multiple : forall w a c, scalar w (map (Rmult c) a) = c * scalar w a.
Proof. induction w as [|h w IH]; intros [|k a] c; simpl; [ring | ring | ring |]. rewrite IH. ring. Qed.

Lemma scalar_sum : forall w a b, length a = length b -> scalar w (vector_sum a b) = scalar w a + scalar w b.
Proof.
  induction w as [|h w IH]; intros [|k a] [|l b] E; simpl in *; try discriminate; try ring.
  rewrite IH by lia. ring.
Qed.

Lemma length_vector_sum : forall a b, length a = length b -> length (vector_sum a b) = length a.
Proof. induction a as [|h a IH]; intros [|k b] E; simpl in *; try discriminate; auto. Qed.

Lemma has_maximum : forall X : list R, X = [] \/ exists m, In m X /\ forall x, In x X -> x <= m.
Proof.
  induction X as [|a X [->|(m & Hm & B)]]; [auto | right; exists a; simpl; intuition lra |].
  right. destruct (Rle_dec m a).
  - exists a. split; [simpl; auto|]. intros x [<-|Hx]; [lra|]. specialize (B x Hx). lra.
  - exists m. split; [simpl; auto|]. intros x [<-|Hx]; [lra | auto].
Qed.

Lemma has_minimum : forall X : list R, X = [] \/ exists m, In m X /\ forall x, In x X -> m <= x.
Proof.
  intros X. destruct (has_maximum (map Ropp X)) as [E|(m & Hm & B)].
  - left. destruct X; [reflexivity | discriminate].
  - right. apply in_map_iff in Hm. destruct Hm as (x & <- & Hx). exists x. split; [exact Hx|].
    intros y Hy. specialize (B (- y) (in_map Ropp X y Hy)). lra.
Qed.

Lemma between : forall X Y : list R, (forall x y, In x X -> In y Y -> x < y) ->
  exists c, (forall x, In x X -> x < c) /\ (forall y, In y Y -> c < y).
Proof.
  intros X Y S. destruct (has_maximum X) as [->|(m & Hm & BX)], (has_minimum Y) as [->|(k & Hk & BY)].
  - exists 0. split; intros ? [].
  - exists (k - 1). split; [intros ? []|]. intros y Hy. specialize (BY y Hy). lra.
  - exists (m + 1). split; [|intros ? []]. intros x Hx. specialize (BX x Hx). lra.
  - specialize (S m k Hm Hk). exists ((m + k) / 2).
    split; [intros x Hx; specialize (BX x Hx) | intros y Hy; specialize (BY y Hy)]; lra.
Qed.

Definition solvable (d : nat) (A : list (list R)) : Prop :=
  exists w, length w = d /\ forall a, In a A -> 0 < scalar w a.

(** The first unknown eliminated: its inequalities are scaled to coefficients 1 and -1, and added in pairs. *)
Definition first (a : list R) : R := hd 0 a.
Definition positive (a : list R) : bool := if Rlt_dec 0 (first a) then true else false.
Definition negative (a : list R) : bool := if Rlt_dec (first a) 0 then true else false.
Definition scaled (a : list R) : list R := map (Rmult (/ Rabs (first a))) (tl a).
Definition eliminated (A : list (list R)) : list (list R) :=
  map (@tl R) (filter (fun a => negb (positive a || negative a)) A) ++
  flat_map (fun p => map (fun q => vector_sum (scaled p) (scaled q)) (filter negative A)) (filter positive A).

Lemma positive_true : forall a, positive a = true <-> 0 < first a.
Proof. intros a. unfold positive. destruct (Rlt_dec 0 (first a)); split; auto; discriminate || contradiction. Qed.

Lemma negative_true : forall a, negative a = true <-> first a < 0.
Proof. intros a. unfold negative. destruct (Rlt_dec (first a) 0); split; auto; discriminate || contradiction. Qed.

Lemma neither : forall a, negb (positive a || negative a) = true <-> first a = 0.
Proof.
  intros a. unfold positive, negative.
  destruct (Rlt_dec 0 (first a)), (Rlt_dec (first a) 0); simpl; split; intros; try discriminate; auto; lra.
Qed.

Lemma scalar_first : forall c w a, length a = S (length w) -> scalar (c :: w) a = c * first a + scalar w (tl a).
Proof. intros c w [|h a] E; [discriminate|]. reflexivity. Qed.

Lemma scalar_scaled : forall w a, scalar w (scaled a) = / Rabs (first a) * scalar w (tl a).
Proof. intros. apply scalar_multiple. Qed.

Lemma length_tl : forall d (a : list R), length a = S d -> length (tl a) = d.
Proof. intros d [|h a] E; [discriminate|]. injection E; auto. Qed.

Lemma eliminated_length : forall d A, (forall a, In a A -> length a = S d) ->
  forall a, In a (eliminated A) -> length a = d.
Proof.
  intros d A L a Ha. unfold eliminated in Ha. rewrite in_app_iff, in_map_iff, in_flat_map in Ha.
  destruct Ha as [(b & <- & Hb)|(p & Hp & Ha)].
  - apply filter_In in Hb. apply length_tl, L, Hb.
  - apply in_map_iff in Ha. destruct Ha as (q & <- & Hq).
    apply filter_In in Hp. apply filter_In in Hq. unfold scaled.
    rewrite length_vector_sum; rewrite !map_length; rewrite !(length_tl d); auto; apply L; tauto.
Qed.

Lemma elimination : forall d A, (forall a, In a A -> length a = S d) ->
  (solvable (S d) A <-> solvable d (eliminated A)).
Proof.
  intros d A L. split.
  - intros ([|c w] & Lw & S); [discriminate|]. injection Lw as Lw. exists w. split; [exact Lw|].
    assert (S' : forall a, In a A -> 0 < c * first a + scalar w (tl a)).
    { intros a Ha. rewrite <- scalar_first; [auto|]. rewrite L; auto. }
    intros a Ha. unfold eliminated in Ha. rewrite in_app_iff, in_map_iff, in_flat_map in Ha.
    destruct Ha as [(b & <- & Hb)|(p & Hp & Ha)].
    + apply filter_In in Hb. destruct Hb as [Hb Z]. apply neither in Z.
      specialize (S' b Hb). rewrite Z in S'. lra.
    + apply in_map_iff in Ha. destruct Ha as (q & <- & Hq).
      apply filter_In in Hp. destruct Hp as [Hp P]. apply positive_true in P.
      apply filter_In in Hq. destruct Hq as [Hq N]. apply negative_true in N.
      rewrite scalar_sum by (unfold scaled; rewrite !map_length, !(length_tl d); auto).
      rewrite !scalar_scaled, Rabs_right, (Rabs_left (first q)) by lra.
      pose proof (Rmult_lt_0_compat _ _ (Rinv_0_lt_compat _ P) (S' p Hp)) as E1.
      assert (P' : 0 < - first q) by lra.
      pose proof (Rmult_lt_0_compat _ _ (Rinv_0_lt_compat _ P') (S' q Hq)) as E2.
      replace (/ first p * (c * first p + scalar w (tl p))) with (c + / first p * scalar w (tl p)) in E1 by (field; lra).
      replace (/ - first q * (c * first q + scalar w (tl q))) with (- c + / - first q * scalar w (tl q)) in E2
        by (field; lra).
      lra.
  - intros (w & Lw & S).
    destruct (between (map (fun p => - scalar w (scaled p)) (filter positive A))
                      (map (fun q => scalar w (scaled q)) (filter negative A))) as (c & BP & BN).
    { intros x y Hx Hy. apply in_map_iff in Hx. destruct Hx as (p & <- & Hp).
      apply in_map_iff in Hy. destruct Hy as (q & <- & Hq).
      assert (I : 0 < scalar w (vector_sum (scaled p) (scaled q))).
      { apply S. unfold eliminated. rewrite in_app_iff, in_flat_map. right. exists p. split; [exact Hp|].
        apply in_map_iff. exists q. auto. }
      apply filter_In in Hp. apply filter_In in Hq.
      rewrite scalar_sum in I by (unfold scaled; rewrite !map_length, !(length_tl d); auto; apply L; tauto).
      lra. }
    exists (c :: w). split; [simpl; congruence|]. intros a Ha.
    rewrite scalar_first by (rewrite L; auto).
    destruct (Rtotal_order (first a) 0) as [N|[Z|P]].
    + assert (I : c < scalar w (scaled a)).
      { apply BN, in_map_iff. exists a. split; [reflexivity|]. apply filter_In. split; [exact Ha|].
        apply negative_true. exact N. }
      rewrite scalar_scaled, Rabs_left in I by lra. assert (P : 0 < - first a) by lra.
      apply (Rmult_lt_compat_l _ _ _ P) in I. rewrite <- Rmult_assoc, Rinv_r in I by lra. lra.
    + rewrite Z. assert (0 < scalar w (tl a)); [|lra]. apply S. unfold eliminated. rewrite in_app_iff, in_map_iff. left.
      exists a. split; [reflexivity|]. apply filter_In. split; [exact Ha|]. apply neither. exact Z.
    + assert (I : - scalar w (scaled a) < c).
      { apply BP, in_map_iff. exists a. split; [reflexivity|]. apply filter_In. split; [exact Ha|].
        apply positive_true. exact P. }
      rewrite scalar_scaled, Rabs_right in I by lra.
      apply (Rmult_lt_compat_l _ _ _ P) in I. rewrite Ropp_mult_distr_r, <- Rmult_assoc, Rinv_r in I by lra. lra.
Qed.

Theorem solvable_dec : forall d A, (forall a, In a A -> length a = d) -> {solvable d A} + {~ solvable d A}.
Proof.
  induction d as [|d IH]; intros A L.
  - destruct A as [|a A].
    + left. exists []. split; [reflexivity | intros a []].
    + right. intros (w & Lw & S). specialize (S a (or_introl eq_refl)). destruct w; [simpl in S; lra | discriminate].
  - destruct (IH (eliminated A) (eliminated_length d A L)) as [Y|N].
    + left. apply elimination; assumption.
    + right. intros S. apply N. apply elimination; assumption.
Qed.

(** ** Threshold functions are decidable *)

Lemma coefficients : forall (l : list point) (w : list R), NoDup l -> length w = length l ->
  exists c : point -> R, map c l = w.
Proof.
  induction l as [|u l IH]; intros [|a w] N E; simpl in *; try discriminate.
  - exists (fun _ => 0). reflexivity.
  - inversion N as [|? ? Nu Nl]; subst. destruct (IH w Nl) as [c <-]; [lia|].
    exists (fun v => if list_eq_dec bool_dec v u then a else c v).
    destruct (list_eq_dec bool_dec u u) as [_|F]; [|contradiction]. f_equal.
    apply map_ext_in. intros v Hv. destruct (list_eq_dec bool_dec v u); [subst; contradiction | reflexivity].
Qed.

Lemma scalar_sum_of : forall (l : list point) c g, scalar (map c l) (map g l) = sum l (fun u => c u * g u).
Proof. induction l as [|u l IH]; intros; simpl; [|rewrite IH]; reflexivity. Qed.

Lemma scalar_opposite : forall w a, scalar w (map Ropp a) = - scalar w a.
Proof. induction w as [|h w IH]; intros [|k a]; simpl; [ring | ring | ring |]. rewrite IH. ring. Qed.

Lemma nodup_exponents : forall d n, NoDup (exponents d n).
Proof. intros. apply NoDup_filter, nodup_cube. Qed.

(** The inequality of a point: its monomials, with the sign of the value there. *)
Definition features (d n : nat) (x : point) : list R := map (fun u => monomial u x) (exponents d n).
Definition inequality (d n : nat) (f : point -> bool) (x : point) : list R :=
  if f x then features d n x else map Ropp (features d n x).

Lemma ptf_iff_solvable : forall d n f,
  ptf d n f <-> solvable (length (exponents d n)) (map (inequality d n f) (cube n)).
Proof.
  intros d n f. split.
  - intros (p & [c Ep] & Z). exists (map c (exponents d n)). split; [apply map_length|].
    intros a Ha. apply in_map_iff in Ha. destruct Ha as (x & <- & Hx).
    assert (E : scalar (map c (exponents d n)) (features d n x) = p x)
      by (rewrite Ep by exact Hx; apply scalar_sum_of).
    destruct (Z x Hx) as [N Ef]. unfold inequality. destruct (f x).
    + rewrite E. apply H_true. auto.
    + rewrite scalar_opposite, E. symmetry in Ef. apply H_false in Ef. lra.
  - intros (w & Lw & S). destruct (coefficients _ w (nodup_exponents d n) Lw) as [c <-].
    exists (fun x => sum (exponents d n) (fun u => c u * monomial u x)). split; [exists c; reflexivity|].
    intros x Hx. specialize (S _ (in_map (inequality d n f) _ x Hx)). unfold inequality in S.
    destruct (f x).
    + unfold features in S. rewrite scalar_sum_of in S. split; [lra | symmetry; apply H_pos; exact S].
    + rewrite scalar_opposite in S. unfold features in S. rewrite scalar_sum_of in S.
      split; [lra | symmetry; apply H_nonpos; lra].
Qed.

Theorem ptf_dec : forall d n f, {ptf d n f} + {~ ptf d n f}.
Proof.
  intros d n f. destruct (solvable_dec (length (exponents d n)) (map (inequality d n f) (cube n))) as [Y|N].
  - intros a Ha. apply in_map_iff in Ha. destruct Ha as (x & <- & _). unfold inequality, features.
    destruct (f x); rewrite ?map_length; reflexivity.
  - left. apply ptf_iff_solvable. exact Y.
  - right. intros F. apply N, ptf_iff_solvable. exact F.
Qed.
