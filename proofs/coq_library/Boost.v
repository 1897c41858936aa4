(** * Many linear threshold functions in one of higher degree (Q-L6)

    [boosted]: the sum of u^U l_U(v) over sets U of the same size; at the point u = 1_U it is l_U(v) *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Number Binomial Operators Layers Closure.
Import ListNotations.
Open Scope R_scope.

Fixpoint boosted (k : nat) (sets : list point) (ls : list (point -> R)) (y : point) : R :=
  match sets, ls with
  | u :: us, l :: ks => monomial u (firstn k y) * l (skipn k y) + boosted k us ks y
  | _, _ => 0
  end.

(** ** Sets of the same size *)

Definition subsets (k j : nat) : list point := filter (fun u => size u =? j)%nat (cube k).

Lemma length_subsets : forall k j, length (subsets k j) = binomial k j.
Proof.
  induction k as [|k IH]; intros j; [destruct j; reflexivity|].
  unfold subsets in *. simpl cube. rewrite filter_app, !filter_map, app_length, !map_length. simpl. rewrite IH.
  destruct j as [|j]; simpl.
  - rewrite binomial_0. assert (Z : forall l : list point, filter (fun _ => false) l = []) by (induction l; auto).
    rewrite Z. reflexivity.
  - rewrite (IH j). lia.
Qed.

Lemma monomial_self : forall u, monomial u u = 1.
Proof. induction u as [|[|] u IH]; simpl; rewrite ?IH; ring. Qed.

Lemma monomial_other : forall u v, length u = length v -> (size v <= size u)%nat -> u <> v -> monomial u v = 0.
Proof.
  induction u as [|b u IH]; intros [|c v] L S N; try discriminate; [contradiction N; reflexivity|].
  simpl in L. injection L as L. destruct b, c; simpl in S |- *.
  - rewrite IH; [ring | exact L | lia | congruence].
  - ring.
  - apply IH; [exact L | lia|]. intros ->. lia.
  - apply IH; [exact L | lia | congruence].
Qed.

(** ** The polynomial *)

Lemma monomial_times : forall e n hs u p, Forall literal hs -> polynomial e n p ->
  polynomial (size u + e) n (fun x => monomial u (map (fun h => h x) hs) * p x).
Proof.
  intros e n hs u p A Hp. revert u. induction A as [|h hs Lh A IH]; intros u.
  - apply (polynomial_le e); [lia|]. apply (polynomial_ext _ _ p); [|exact Hp]. intros x _. destruct u as [|[] u]; simpl; ring.
  - destruct u as [|[|] u]; simpl.
    + apply (polynomial_ext _ _ p); [intros; ring | exact Hp].
    + apply (polynomial_ext _ _ (fun x => bit (h x) * (monomial u (map (fun g => g x) hs) * p x))); [intros; ring|].
      apply polynomial_times_literal; [exact Lh | apply IH].
    + apply IH.
Qed.

Lemma boosted_polynomial : forall d k m us ls, (forall u, In u us -> size u = d) -> Forall (polynomial 1 m) ls ->
  polynomial (S d) (k + m) (boosted k us ls).
Proof.
  intros d k m. induction us as [|u us IH]; intros ls S A; [apply polynomial_const|].
  destruct A as [|l ls Pl A]; [apply polynomial_const|]. simpl. apply polynomial_add.
  - apply (polynomial_ext _ _ (fun y => monomial u (map (fun h => h y) (map input (seq 0 k))) * l (skipn k y))).
    + intros y Hy. apply in_cube in Hy. rewrite map_map, segment by lia. reflexivity.
    + apply (polynomial_le (size u + 1)); [rewrite S by (left; reflexivity); lia|].
      apply monomial_times; [apply inputs_are_literals | apply polynomial_pad_many; exact Pl].
  - apply IH; [intros v Hv; apply S; right; exact Hv | exact A].
Qed.

Lemma boosted_elsewhere : forall d k us ls v x, (forall u, In u us -> length u = k /\ size u = d) ->
  length v = k -> size v = d -> ~ In v us -> boosted k us ls (v ++ x) = 0.
Proof.
  intros d k. induction us as [|u us IH]; intros ls v x A Lv Sv N; [reflexivity|]. destruct ls as [|l ls]; [reflexivity|].
  simpl. rewrite IH; [|intros; apply A; right; assumption | exact Lv | exact Sv | intros I; apply N; right; exact I].
  destruct (A u (or_introl eq_refl)) as [Lu Su].
  rewrite firstn_app, Lv, Nat.sub_diag, firstn_O, app_nil_r, firstn_all2 by lia.
  rewrite monomial_other; [ring | congruence | lia|]. intros ->. apply N. left. reflexivity.
Qed.

Lemma boosted_at : forall d k us (fs : list (point -> bool)) ls m rest,
  (forall u, In u us -> length u = k /\ size u = d) -> NoDup us -> length us = length fs ->
  Forall2 (fun l f => forall x, In x (cube m) -> f x = H (l x)) ls fs ->
  (forall u x, In u us -> rest (u ++ x) = 0) ->
  Forall2 (fun (view : point * (bool -> bool)) f => forall x, In x (cube m) ->
      snd view (H (rest (fst view ++ x) + boosted k us ls (fst view ++ x))) = f x)
    (map (fun u => (u, fun b => b)) us) fs.
Proof.
  intros d k us fs ls m rest A N L F. revert us rest A N L. induction F as [|l f ls fs E F IH]; intros us rest A N L Z.
  - destruct us; [constructor | discriminate].
  - destruct us as [|u us]; [discriminate|]. simpl in L. injection L as L. inversion N as [|? ? Nu N']; subst.
    destruct (A u (or_introl eq_refl)) as [Lu Su]. simpl. constructor.
    + intros x Hx. simpl. rewrite Z by (left; reflexivity).
      rewrite (boosted_elsewhere d k); [|intros; apply A; right; assumption | exact Lu | exact Su | exact Nu].
      rewrite firstn_app, skipn_app, Lu, Nat.sub_diag, firstn_O, app_nil_r, firstn_all2, skipn_all2 by lia. simpl.
      rewrite monomial_self, E by exact Hx. f_equal. ring.
    + specialize (IH us (fun y => rest y + monomial u (firstn k y) * l (skipn k y))).
      assert (X : Forall2 (fun (view : point * (bool -> bool)) g => forall x, In x (cube m) ->
          snd view (H (rest (fst view ++ x) + monomial u (firstn k (fst view ++ x)) * l (skipn k (fst view ++ x)) +
                       boosted k us ls (fst view ++ x))) = g x) (map (fun v => (v, fun b => b)) us) fs).
      { apply IH; [intros; apply A; right; assumption | exact N' | exact L|].
        intros v x Hv. rewrite Z by (right; exact Hv). destruct (A v (or_intror Hv)) as [Lv Sv].
        rewrite firstn_app, Lv, Nat.sub_diag, firstn_O, app_nil_r, firstn_all2 by lia.
        rewrite monomial_other; [ring | congruence | lia | intros ->; contradiction]. }
      clear - X. induction X as [|view g views gs E X IHX]; constructor; [|exact IHX].
      intros x Hx. rewrite <- E by exact Hx. do 2 f_equal. ring.
Qed.

(** Q-L6: T(m+k,d) >= T(m,1)^C(k,d-1) for d >= 1 and k >= d - 1. *)
Theorem multiplexer_boost : forall m k d, (1 <= d)%nat -> (d - 1 <= k)%nat ->
  (T m 1 ^ binomial k (d - 1) <= T (m + k) d)%nat.
Proof.
  intros m k [|d] Ld _; [lia|]. replace (S d - 1)%nat with d by lia. rewrite (Nat.add_comm m k).
  rewrite <- length_subsets, <- product_repeat, <- map_repeat.
  apply (lower_bound bool m k (repeat 1%nat (length (subsets k d))) (ptf (S d) (k + m))
           (map (fun u => (u, fun b => b)) (subsets k d))).
  - apply T_is_the_number.
  - apply Forall_forall. intros view Hv. apply in_map_iff in Hv. destruct Hv as (u & <- & Hu).
    apply filter_In in Hu. apply in_cube, Hu.
  - intros fs F. apply forall2_repeat in F. destruct F as [L A].
    assert (X : exists ls, Forall (polynomial 1 m) ls /\
        Forall2 (fun l (f : point -> bool) => forall x, In x (cube m) -> f x = H (l x)) ls fs).
    { clear L. induction A as [|f fs Pf A IH]; [exists []; auto|]. destruct IH as (ls & Al & Fl). destruct Pf as (l & Hl & Zl).
      exists (l :: ls). split; constructor; auto. intros x Hx. apply Zl. exact Hx. }
    destruct X as (ls & Al & Fl).
    assert (Sub : forall u, In u (subsets k d) -> length u = k /\ size u = d).
    { intros u Hu. apply filter_In in Hu. destruct Hu as [Hu Su]. apply Nat.eqb_eq in Su. apply in_cube in Hu. auto. }
    exists (fun y => H (0 + boosted k (subsets k d) ls y)). split.
    + apply (ptf_of_polynomial (S d) (k + m) (boosted k (subsets k d) ls)).
      * apply boosted_polynomial; [intros; apply Sub; assumption | exact Al].
      * intros y _. f_equal. ring.
    + apply (boosted_at d k (subsets k d) fs ls m (fun _ => 0)); auto. apply NoDup_filter, nodup_cube.
Qed.
