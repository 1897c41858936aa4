(** * Threshold functions on any finite set of points (Q-L9)

    - [separating]: a direction that orders the points
    - [finite_set_capacity]: 2 |E| <= t(E) <= 2 sum_{k<=n} C(|E|-1,k) *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Number Binomial Cover Lower Steered.
Import ListNotations.
Open Scope R_scope.

(** t is the restriction to E, a list of points of R^n, of a threshold function H(w0 + w.x). *)
Definition restriction (n : nat) (E : list (list R)) (t : list bool) : Prop :=
  exists w0 w, length w = n /\ t = map (fun x => H (w0 + scalar w x)) E.

(** The list of all restrictions; its length is t(E). *)
Definition restrictions (n : nat) (E : list (list R)) (L : list (list bool)) : Prop :=
  NoDup L /\ forall t, In t L <-> restriction n E t.

Lemma restriction_without_zeros : forall n E t, restriction n E t <->
  exists w, length w = S n /\ (forall a, In a (map (cons 1) E) -> scalar w a <> 0) /\
            t = map (fun a => H (scalar w a)) (map (cons 1) E).
Proof.
  intros n E t. split.
  - intros (w0 & w & L & ->). set (F := fun v : list R -> R => exists w0, forall x, v x = w0 + scalar w x).
    assert (C : forall v a, F v -> F (fun x => v x + a)).
    { intros v a [c Ec]. exists (c + a). intros x. rewrite Ec. ring. }
    destruct (zero_arguments_can_be_removed _ E F C (fun x => w0 + scalar w x)) as (v & [v0 Ev] & Z); [exists w0; reflexivity|].
    exists (v0 :: w). split; [simpl; congruence|]. split.
    + intros a Ha. apply in_map_iff in Ha. destruct Ha as (x & <- & Hx). simpl. rewrite Rmult_1_r, <- Ev. apply Z. exact Hx.
    + rewrite map_map. apply map_ext_in. intros x Hx. simpl. rewrite Rmult_1_r, <- Ev. symmetry. apply Z. exact Hx.
  - intros ([|w0 w] & L & _ & ->); [discriminate|]. exists w0, w. split; [simpl in L; congruence|].
    rewrite map_map. apply map_ext. intros x. simpl. rewrite Rmult_1_r. reflexivity.
Qed.

Lemma restrictions_exist : forall n E, (forall x, In x E -> length x = n) -> exists L, restrictions n E L.
Proof.
  intros n E A. assert (A' : forall a, In a (map (cons 1) E) -> length a = S n).
  { intros a Ha. apply in_map_iff in Ha. destruct Ha as (x & <- & Hx). simpl. rewrite A by exact Hx. reflexivity. }
  exists (filter (fun t => if solution_dec (S n) (map (cons 1) E) t A' then true else false) (cube (length E))).
  split; [apply NoDup_filter, nodup_cube|]. intros t. rewrite filter_In, in_cube, restriction_without_zeros. split.
  - intros [_ D]. destruct (solution_dec _ _ _ _) as [Y|]; [exact Y | discriminate].
  - intros Y. split.
    + destruct Y as (w & _ & _ & ->). rewrite !map_length. reflexivity.
    + destruct (solution_dec _ _ _ _) as [|N]; [reflexivity | contradiction].
Qed.

Lemma opposite_restriction : forall n E t, restriction n E t -> restriction n E (map negb t).
Proof.
  intros n E t X. apply restriction_without_zeros in X. destruct X as (w & L & Z & ->). apply restriction_without_zeros.
  exists (map (Rmult (-1)) w). assert (S0 : forall v a, scalar (map (Rmult (-1)) v) a = - scalar v a).
  { induction v as [|c v IH]; intros [|b a]; simpl; try ring. rewrite IH. ring. }
  split; [rewrite map_length; exact L|]. split.
  - intros a Ha. rewrite S0. specialize (Z a Ha). lra.
  - rewrite map_map. apply map_ext_in. intros a Ha. rewrite S0. specialize (Z a Ha).
    destruct (Rtotal_order (scalar w a) 0) as [Q|[Q|Q]]; [|contradiction|].
    + rewrite H_nonpos, H_pos by lra. reflexivity.
    + rewrite H_pos, H_nonpos by lra. reflexivity.
Qed.

(** ** A direction in which all points are different *)

Lemma scalar_step : forall n (u v : list R) e, length u = n -> length v = n ->
  exists w, length w = n /\ forall b, length b = n -> scalar w b = scalar u b + e * scalar v b.
Proof.
  intros n u v e Lu Lv. exists (map (fun p => fst p + e * snd p) (combine u v)).
  split; [rewrite map_length, combine_length; lia|]. intros b _.
  assert (X : length u = length v) by congruence. clear Lu Lv. revert v b X.
  induction u as [|h u IH]; intros [|k v] [|c b] X; simpl in *; try discriminate; try ring.
  rewrite IH by lia. ring.
Qed.

Lemma nonzero_square : forall d, (exists c, In c d /\ c <> 0) -> scalar d d <> 0.
Proof.
  assert (P : forall d, 0 <= scalar d d) by (induction d as [|c d IH]; simpl; nra).
  induction d as [|c d IH]; intros (b & Hb & N); [destruct Hb|]. simpl. pose proof (P d). destruct Hb as [->|Hb].
  - nra.
  - assert (scalar d d <> 0) by (apply IH; exists b; auto). nra.
Qed.

Lemma separating_differences : forall n (ds : list (list R)),
  (forall d, In d ds -> length d = n /\ exists c, In c d /\ c <> 0) ->
  exists w, length w = n /\ forall d, In d ds -> scalar w d <> 0.
Proof.
  intros n. induction ds as [|d ds IH]; intros A.
  - exists (repeat 0 n). split; [apply repeat_length | intros d []].
  - destruct IH as (u & Lu & Zu); [intros; apply A; right; assumption|].
    destruct (A d (or_introl eq_refl)) as [Ld Nd]. apply nonzero_square in Nd.
    destruct (avoid (map (fun b => - scalar u b / scalar d b) (d :: ds)) 1 ltac:(lra)) as (e & [He _] & Av).
    destruct (scalar_step n u d e Lu Ld) as (w & Lw & Ew). exists w. split; [exact Lw|].
    assert (Good : forall b, In b (d :: ds) -> scalar d b <> 0 -> scalar w b <> 0).
    { intros b Hb N Z0. rewrite Ew in Z0 by (apply A; exact Hb).
      apply (Av (- scalar u b / scalar d b)); [apply (in_map (fun b => - scalar u b / scalar d b)); exact Hb|].
      apply (Rmult_eq_reg_r (scalar d b)); [|exact N]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by exact N. lra. }
    intros b [<-|Hb]; [apply Good; [left; reflexivity | exact Nd]|].
    destruct (Req_dec (scalar d b) 0) as [Z0|N]; [|apply Good; [right; exact Hb | exact N]].
    rewrite Ew by (apply A; right; exact Hb). rewrite Z0. specialize (Zu b Hb). lra.
Qed.

Definition difference (x y : list R) : list R := map (fun p => fst p - snd p) (combine x y).

Lemma separating : forall n E, (forall x, In x E -> length x = n) ->
  exists w, length w = n /\ forall x y, In x E -> In y E -> scalar w x = scalar w y -> x = y.
Proof.
  intros n E A.
  assert (Dec : forall x y : list R, {x = y} + {x <> y}) by (apply list_eq_dec, Req_EM_T).
  set (ds := map (fun p => difference (fst p) (snd p))
               (filter (fun p => if Dec (fst p) (snd p) then false else true) (list_prod E E))).
  destruct (separating_differences n ds) as (w & Lw & Z).
  - intros d Hd. apply in_map_iff in Hd. destruct Hd as ([x y] & <- & Hp). apply filter_In in Hp. destruct Hp as [Hp N].
    apply in_prod_iff in Hp. destruct Hp as [Hx Hy]. simpl in *. destruct (Dec x y) as [|D]; [discriminate|].
    assert (Lx := A x Hx). assert (Ly := A y Hy). unfold difference.
    split; [rewrite map_length, combine_length; lia|]. clear - D Lx Ly. rewrite <- Ly in Lx. clear Ly.
    revert y Lx D. induction x as [|a x IH]; intros [|b y] L D; try discriminate; [contradiction D; reflexivity|].
    simpl in *. destruct (Req_dec a b) as [<-|N].
    + destruct (IH y) as (c & Hc & Nc); [lia | congruence|]. exists c. auto.
    + exists (a - b). split; [left; reflexivity | lra].
  - exists w. split; [exact Lw|]. intros x y Hx Hy E0. destruct (Dec x y) as [|D]; [assumption | exfalso].
    assert (In (difference x y) ds).
    { apply (in_map (fun p => difference (fst p) (snd p)) _ (x, y)). apply filter_In. split; [apply in_prod; assumption|].
      simpl. destruct (Dec x y); [contradiction | reflexivity]. }
    apply (Z _ H). unfold difference. transitivity (scalar w x - scalar w y); [|lra].
    assert (Lx := A x Hx). assert (Ly := A y Hy). clear - Lx Ly Lw. rewrite <- Lx in Lw. rewrite <- Lx in Ly. clear Lx.
    revert w y Lw Ly. induction x as [|a x IH]; intros [|c w] [|b y] Lw Ly; simpl in *; try discriminate; try ring.
    rewrite IH by lia. ring.
Qed.

(** ** The number *)

(** Q-L9, the first part: 2 |E| <= t(E) <= 2 sum_{k<=n} C(|E|-1,k). *)
Theorem finite_set_capacity : forall n (E : list (list R)), E <> [] -> NoDup E -> (forall x, In x E -> length x = n) ->
  exists L, restrictions n E L /\ (2 * length E <= length L <= 2 * binomial_sum (length E - 1) (n + 1))%nat.
Proof.
  intros n E NE ND A. destruct (restrictions_exist n E A) as (L & NL & IL). exists L. split; [split; assumption|]. split.
  - destruct (separating n E A) as (w & Lw & I).
    set (cut := fun x => map (fun y => H (- scalar w x + scalar w y)) E).
    assert (At : forall y, In y E -> forall t u : list R -> bool, map t E = map u E -> t y = u y).
    { intros y Hy t u Etu. clear - Hy Etu. induction E as [|z E IH]; [destruct Hy|]. simpl in Etu. injection Etu as E1 E2.
      destruct Hy as [<-|Hy]; auto. }
    assert (Order : forall x y, In x E -> In y E -> cut x = cut y -> scalar w x <= scalar w y).
    { intros x y Hx Hy C. assert (X := At x Hx _ _ C). cbv beta in X.
      rewrite (H_nonpos (- scalar w x + scalar w x)) in X by lra. symmetry in X. apply H_false in X. lra. }
    replace (2 * length E)%nat with
      (length (map cut E ++ map (fun x => map negb (cut x)) E)) by (rewrite app_length, !map_length; lia).
    assert (Injective : forall x y, In x E -> In y E -> cut x = cut y -> x = y).
    { intros x y Hx Hy C. apply I; auto. apply Rle_antisym; apply Order; auto. }
    apply NoDup_incl_length.
    + apply nodup_app.
      * apply nodup_map; auto.
      * apply nodup_map; [|exact ND]. intros x y Hx Hy C. apply Injective; auto.
        assert (N2 : forall l, map negb (map negb l) = l).
        { induction l as [|b l IH]; simpl; [reflexivity|]. rewrite IH, negb_involutive. reflexivity. }
        rewrite <- (N2 (cut x)), C, N2. reflexivity.
      * intros t Ht Hu. apply in_map_iff in Ht. apply in_map_iff in Hu.
        destruct Ht as (x & <- & Hx), Hu as (y & C & Hy). unfold cut in C. rewrite map_map in C.
        assert (Cx := At x Hx _ _ C). assert (Cy := At y Hy _ _ C). cbv beta in Cx, Cy.
        rewrite (H_nonpos (- scalar w x + scalar w x)) in Cx by lra.
        rewrite (H_nonpos (- scalar w y + scalar w y)) in Cy by lra.
        apply negb_false_iff, H_true in Cx. simpl in Cy. symmetry in Cy. apply H_true in Cy. lra.
    + assert (Cut : forall x, restriction n E (cut x)) by (intros x; exists (- scalar w x), w; auto).
      intros t Ht. apply IL. apply in_app_iff in Ht.
      destruct Ht as [Ht|Ht]; apply in_map_iff in Ht; destruct Ht as (x & <- & _); [apply Cut | apply opposite_restriction, Cut].
  - replace (n + 1)%nat with (S n) by lia. rewrite <- (map_length (cons 1) E). apply schlafli_region_bound.
    + destruct E; [contradiction | discriminate].
    + intros a Ha. apply in_map_iff in Ha. destruct Ha as (x & <- & Hx). simpl. rewrite A by exact Hx. reflexivity.
    + exact NL.
    + intros t Ht. apply restriction_without_zeros, IL. exact Ht.
Qed.
