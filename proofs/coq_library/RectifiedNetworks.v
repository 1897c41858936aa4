(** * No finite network of rectified linear units computes an inner product exactly

    - [network_unit]: a unit with a bias and weights for the inputs and the units before it, rectified or linear
    - [network_output]: the output of the last unit of a finite feedforward network with these inputs
    - [open_points D U]: U is an open set of points of R^D
    - [inner_product_is_not_rectified] is step 3 of Q-S18

    A point of R^D is the list of its coordinates. *)

From Coq Require Import Reals List Lia Lra Arith.
Import ListNotations.
Open Scope nat_scope.

Record network_unit : Type := NetworkUnit { is_rectified : bool; unit_bias : R; unit_weights : list R }.

Fixpoint list_product (w x : list R) : R :=
  match w, x with
  | a :: v, b :: y => (a * b + list_product v y)%R
  | _, _ => 0%R
  end.

Definition unit_output (u : network_unit) (signals : list R) : R :=
  let s := (unit_bias u + list_product (unit_weights u) signals)%R in if is_rectified u then Rmax 0 s else s.

(** Inputs and outputs of all units, where every unit sees what is before it. *)
Fixpoint network_signals (units : list network_unit) (signals : list R) : list R :=
  match units with
  | [] => signals
  | u :: rest => network_signals rest (signals ++ [unit_output u signals])
  end.

Definition network_output (units : list network_unit) (inputs : list R) : R := last (network_signals units inputs) 0%R.

(** With every point, U holds all points of R^D whose coordinates differ from its own by less than some e > 0. *)
Definition open_points (D : nat) (U : list R -> Prop) : Prop :=
  forall x, U x -> length x = D /\ exists e, (0 < e)%R /\
    forall y, length y = D -> Forall2 (fun a b => (Rabs (b - a) < e)%R) x y -> U y.

(** ** Functions of one variable that are affine on an interval *)

Definition affine_between (s t : R) (f : R -> R) : Prop :=
  exists a b, forall r, (s < r < t)%R -> f r = (a + b * r)%R.

Lemma affine_narrower : forall s t s' t' f, (s <= s')%R -> (t' <= t)%R ->
  affine_between s t f -> affine_between s' t' f.
Proof. intros s t s' t' f L M (a & b & E). exists a, b. intros r I. apply E. lra. Qed.

Lemma affine_list_product : forall s t w fs, Forall (affine_between s t) fs ->
  affine_between s t (fun r => list_product w (map (fun f => f r) fs)).
Proof.
  intros s t w. induction w as [|c w IH]; intros [|f fs] F; try (exists 0%R, 0%R; intros; simpl; ring).
  inversion F as [|? ? (a & b & E) G]; subst. destruct (IH fs G) as (a' & b' & E').
  exists (c * a + a')%R, (c * b + b')%R. intros r I. simpl. rewrite (E r I), (E' r I). ring.
Qed.

(** A rectified affine function is affine on a part of the interval. *)
Lemma rectified_is_affine_somewhere : forall s t f, (s < t)%R -> affine_between s t f ->
  exists s' t', (s <= s')%R /\ (s' < t')%R /\ (t' <= t)%R /\ affine_between s' t' (fun r => Rmax 0 (f r)).
Proof.
  intros s t f L (a & b & E).
  assert (Pos : forall s' t', (s <= s' -> s' < t' -> t' <= t -> (forall r, s' < r < t' -> 0 <= a + b * r) ->
    exists s' t', s <= s' /\ s' < t' /\ t' <= t /\ affine_between s' t' (fun r => Rmax 0 (f r)))%R).
  { intros s' t' A B C N. exists s', t'. repeat split; auto. exists a, b. intros r I. rewrite E by lra.
    apply Rmax_right, N, I. }
  assert (Neg : forall s' t', (s <= s' -> s' < t' -> t' <= t -> (forall r, s' < r < t' -> a + b * r <= 0) ->
    exists s' t', s <= s' /\ s' < t' /\ t' <= t /\ affine_between s' t' (fun r => Rmax 0 (f r)))%R).
  { intros s' t' A B C N. exists s', t'. repeat split; auto. exists 0%R, 0%R. intros r I. rewrite E by lra.
    rewrite Rmax_left by (apply N, I). ring. }
  set (c := ((s + t) / 2)%R). assert (Hc : (s < c < t)%R) by (unfold c; lra).
  (* on one side of the middle the sign of an affine function does not change *)
  destruct (Rle_lt_dec 0 (a + b * c)) as [V|V], (Rle_lt_dec 0 b) as [B|B].
  - apply (Pos c t); try lra. intros r I. assert (0 <= b * (r - c))%R by (apply Rmult_le_pos; lra). lra.
  - apply (Pos s c); try lra. intros r I. assert (0 <= (- b) * (c - r))%R by (apply Rmult_le_pos; lra). lra.
  - apply (Neg s c); try lra. intros r I. assert (0 <= b * (c - r))%R by (apply Rmult_le_pos; lra). lra.
  - apply (Neg c t); try lra. intros r I. assert (0 <= (- b) * (r - c))%R by (apply Rmult_le_pos; lra). lra.
Qed.

Lemma unit_is_affine_somewhere : forall u s t fs, (s < t)%R -> Forall (affine_between s t) fs ->
  exists s' t', (s <= s')%R /\ (s' < t')%R /\ (t' <= t)%R /\
    affine_between s' t' (fun r => unit_output u (map (fun f => f r) fs)).
Proof.
  intros u s t fs L F.
  assert (A : affine_between s t (fun r => (unit_bias u + list_product (unit_weights u) (map (fun f => f r) fs))%R)).
  { destruct (affine_list_product s t (unit_weights u) fs F) as (a & b & E). exists (unit_bias u + a)%R, b.
    intros r I. rewrite (E r I). ring. }
  unfold unit_output. destruct (is_rectified u).
  - exact (rectified_is_affine_somewhere s t _ L A).
  - exists s, t. repeat split; auto; lra.
Qed.

Lemma network_is_affine_somewhere : forall units s t fs, (s < t)%R -> Forall (affine_between s t) fs ->
  exists s' t', (s <= s')%R /\ (s' < t')%R /\ (t' <= t)%R /\
    affine_between s' t' (fun r => network_output units (map (fun f => f r) fs)).
Proof.
  induction units as [|u units IH]; intros s t fs L F.
  - exists s, t. repeat split; try lra. unfold network_output. simpl.
    induction F as [|f fs A F IH]; [exists 0%R, 0%R; intros; simpl; ring|].
    destruct fs as [|g fs]; [exact A | exact IH].
  - destruct (unit_is_affine_somewhere u s t fs L F) as (s1 & t1 & A1 & B1 & C1 & U).
    destruct (IH s1 t1 (fs ++ [fun r => unit_output u (map (fun f => f r) fs)]) B1) as (s2 & t2 & A2 & B2 & C2 & V).
    + apply Forall_app. split; [|repeat constructor; exact U].
      apply (Forall_impl (affine_between s1 t1)) with (2 := F). intros f. apply affine_narrower; assumption.
    + exists s2, t2. repeat split; try lra. destruct V as (a & b & E). exists a, b. intros r I. rewrite <- (E r I).
      unfold network_output. simpl. rewrite map_app. reflexivity.
Qed.

(** ** The inner product along a line *)

Lemma square_is_not_affine : forall s t p q, (s < t)%R -> ~ affine_between s t (fun r => ((p + r) * (q + r))%R).
Proof.
  intros s t p q L (a & b & E). set (h := ((t - s) / 4)%R). assert (0 < h)%R by (unfold h; lra).
  assert (I : (s < s + h /\ s + h < s + 2 * h /\ s + 2 * h < s + 3 * h /\ s + 3 * h < t)%R) by (unfold h; lra).
  pose proof (E (s + h)%R ltac:(lra)) as E1. pose proof (E (s + 2 * h)%R ltac:(lra)) as E2.
  pose proof (E (s + 3 * h)%R ltac:(lra)) as E3.
  assert (Z : (2 * (h * h) = 0)%R).
  { replace (2 * (h * h))%R with ((p + (s + h)) * (q + (s + h)) - 2 * ((p + (s + 2 * h)) * (q + (s + 2 * h)))
      + (p + (s + 3 * h)) * (q + (s + 3 * h)))%R by ring. rewrite E1, E2, E3. ring. }
  assert (0 < h * h)%R by (apply Rmult_lt_0_compat; assumption). lra.
Qed.

(** The second arguments of this list of functions of r are constant but for those of the two moved places. *)
Definition constant_signals (x : list R) : list (R -> R) := map (fun a _ => a) x.

Lemma constants_are_affine : forall s t x, Forall (affine_between s t) (constant_signals x).
Proof. intros s t x. apply Forall_map, Forall_forall. intros a _. exists a, 0%R. intros. ring. Qed.

Lemma constants_at : forall r x, map (fun f => f r) (constant_signals x) = x.
Proof. intros r x. unfold constant_signals. rewrite map_map. apply map_id. Qed.

Lemma near_itself : forall e x, (0 < e)%R -> Forall2 (fun a b => (Rabs (b - a) < e)%R) x x.
Proof.
  intros e x P. induction x as [|a x IH]; constructor; [|exact IH].
  replace (a - a)%R with 0%R by ring. rewrite Rabs_R0. exact P.
Qed.

(** Q-S18/3: on no nonempty open set of pairs of vectors in R^m, m >= 1, is the inner product the output of a finite
    network of rectified and linear units. *)
Theorem inner_product_is_not_rectified : forall m (U : list R -> Prop) units, 1 <= m ->
  open_points (m + m) U -> (exists x, U x) ->
  ~ forall u v, length u = m -> length v = m -> U (u ++ v) -> network_output units (u ++ v) = list_product u v.
Proof.
  intros m U units Lm Open (x & Ux) Exact. destruct (Open x Ux) as (Len & e & Pe & Near).
  set (u := firstn m x). set (v := skipn m x).
  assert (Lu : length u = m) by (unfold u; rewrite firstn_length; lia).
  assert (Lv : length v = m) by (unfold v; rewrite skipn_length; lia).
  assert (Ex : x = u ++ v) by (symmetry; apply firstn_skipn).
  destruct u as [|p u]; [simpl in Lu; lia|]. destruct v as [|q v]; [simpl in Lv; lia|].
  set (fs := (fun r : R => (p + r)%R) :: constant_signals u ++ (fun r : R => (q + r)%R) :: constant_signals v).
  assert (At : forall r, map (fun f => f r) fs = ((p + r)%R :: u) ++ (q + r)%R :: v).
  { intros r. unfold fs. simpl. rewrite map_app. simpl. rewrite !constants_at. reflexivity. }
  assert (F : Forall (affine_between (- e) e) fs).
  { unfold fs. constructor; [exists p, 1%R; intros; ring|]. apply Forall_app.
    split; [apply constants_are_affine | constructor; [exists q, 1%R; intros; ring | apply constants_are_affine]]. }
  destruct (network_is_affine_somewhere units (- e)%R e fs ltac:(lra) F) as (s & t & A & B & C & V).
  apply (square_is_not_affine s t p q B). destruct V as (a & b & E). exists (a - list_product u v)%R, b. intros r I.
  assert (Inside : U (((p + r)%R :: u) ++ (q + r)%R :: v)).
  { apply Near.
    - rewrite app_length. simpl in *. lia.
    - rewrite Ex. assert (Small : (Rabs r < e)%R) by (apply Rabs_def1; lra).
      apply Forall2_app; constructor; try (apply near_itself; exact Pe).
      + replace (p + r - p)%R with r by ring. exact Small.
      + replace (q + r - q)%R with r by ring. exact Small. }
  specialize (Exact ((p + r)%R :: u) ((q + r)%R :: v) Lu Lv Inside). rewrite <- At, (E r I) in Exact. simpl in Exact.
  lra.
Qed.
