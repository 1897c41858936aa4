(** * A layer of gated pairs and a threshold output (Q-T7d) *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Number Gating Operators Layers Steered Hamming.
Import ListNotations.
Open Scope nat_scope.

Definition bit_products (s t : list bool) : list R := map (fun q => (bit (fst q) * bit (snd q))%R) (combine s t).

(** The functions H(sum_i c_i f_i g_i - theta), i = 1, ..., m, with f_i, g_i in T(n;1). *)
Definition gated_layer (n m : nat) (h : point -> bool) : Prop :=
  exists fs gs c theta, length fs = m /\ length gs = m /\ length c = m /\ Forall (ptf 1 n) fs /\ Forall (ptf 1 n) gs /\
    forall x, In x (cube n) ->
      h x = H (scalar c (bit_products (map (fun f => f x) fs) (map (fun g => g x) gs)) - theta).

(** ** Upper bound *)

Lemma gated_layer_number : forall n m, 1 <= n -> 2 <= m ->
  exists k, number n (gated_layer n m) k /\ k <= T n 1 ^ (2 * m) * 2 ^ (n * m).
Proof.
  intros n m Ln Lm. set (pad := repeat false (2 * m)).
  set (signals := fun (s : list bool) (x : point) => bit_products (firstn m (s ++ pad)) (firstn m (skipn m (s ++ pad)))).
  assert (S0 : forall a b x, length a = m -> length b = m -> signals (a ++ b) x = bit_products a b).
  { intros a b x La Lb. unfold signals. rewrite <- app_assoc, firstn_app, skipn_app, La, Nat.sub_diag. simpl.
    rewrite app_nil_r, firstn_all2, skipn_all2 by lia. simpl. rewrite firstn_app, Lb, Nat.sub_diag. simpl.
    rewrite app_nil_r, firstn_all2 by lia. reflexivity. }
  destruct (steered_number n m (repeat 1 (2 * m)) signals Lm Ln) as (k & N & U).
  { intros s x _. unfold signals, bit_products. rewrite map_length, combine_length, !firstn_length, skipn_length, app_length.
    unfold pad. rewrite repeat_length. lia. }
  rewrite map_repeat, product_repeat in U. exists k. split; [|exact U]. revert N. apply number_iff. intros h. split.
  - intros (hs & w0 & w & F & Lw & E). apply forall2_repeat in F. destruct F as [L A].
    assert (Lf : length (firstn m hs) = m) by (rewrite firstn_length; lia).
    assert (Lg : length (skipn m hs) = m) by (rewrite skipn_length; lia).
    rewrite <- (firstn_skipn m hs) in A. apply Forall_app in A. destruct A as [Af Ag].
    exists (firstn m hs), (skipn m hs), w, (- w0)%R. repeat split; auto.
    intros x Hx. rewrite E by exact Hx. rewrite <- (firstn_skipn m hs) at 1. rewrite map_app, S0 by (rewrite map_length; assumption).
    f_equal. ring.
  - intros (fs & gs & c & theta & Lf & Lg & Lc & Af & Ag & E). exists (fs ++ gs), (- theta)%R, c. split; [|split].
    + apply forall2_repeat. split; [rewrite app_length; lia | apply Forall_app; auto].
    + exact Lc.
    + intros x Hx. rewrite E by exact Hx. rewrite map_app, S0 by (rewrite map_length; assumption). f_equal. ring.
Qed.

(** ** Lower bound *)

Definition point_dec : forall a b : point, {a = b} + {a <> b} := list_eq_dec bool_dec.

(** A gated pair that is f at the address a, and 0 at the other addresses. *)
Lemma addressed_pair : forall n r a f, length a = r -> and_gated 1 1 n f -> exists F G, ptf 1 (r + n) F /\ ptf 1 (r + n) G /\
  forall b x, In b (cube r) -> In x (cube n) -> F (b ++ x) && G (b ++ x) = if point_dec b a then f x else false.
Proof.
  intros n r a f La (p & q & [Hp _] & [Hq _] & E). destruct (bounded _ (cube n) p) as (K & HK & BK).
  set (P := fun y => (p (skipn r y) + - K * INR (distance (firstn r y) a))%R).
  exists (fun y => H (P y)), (fun y => H (q (skipn r y))). split; [|split].
  - apply (ptf_of_polynomial _ _ P); [|reflexivity]. apply polynomial_add; [apply polynomial_pad_many; exact Hp|].
    apply polynomial_scale.
    apply (polynomial_ext _ _ (fun y =>
             distance_bias a + dot (distance_weights a) (firstn (length (distance_weights a)) y))%R).
    + intros y Hy. apply in_cube in Hy. unfold distance_weights at 2. rewrite map_length, La. symmetry. apply distance_affine.
      rewrite firstn_length. lia.
    + replace r with (length (distance_weights a)) by (unfold distance_weights; rewrite map_length; exact La).
      apply polynomial_of_selectors. lia.
  - apply (ptf_of_polynomial _ _ (fun y => q (skipn r y))); [|reflexivity]. apply polynomial_pad_many. exact Hq.
  - intros b x Hb Hx. apply in_cube in Hb. unfold P.
    rewrite firstn_app, skipn_app, Hb, Nat.sub_diag. simpl. rewrite app_nil_r, firstn_all2, skipn_all2 by lia. simpl.
    destruct (point_dec b a) as [->|N].
    + rewrite (proj2 (distance_zero a a eq_refl) eq_refl), E by exact Hx. f_equal. f_equal. simpl. ring.
    + pose proof (distance_positive b a ltac:(congruence) N). specialize (BK x Hx). apply Rabs_def2 in BK.
      rewrite H_nonpos by nra. reflexivity.
Qed.

Lemma addressed_pairs : forall n r places fs, Forall (fun a => length a = r) places -> Forall (and_gated 1 1 n) fs ->
  length places = length fs -> exists Fs Gs, length Fs = length fs /\ length Gs = length fs /\
    Forall (ptf 1 (r + n)) Fs /\ Forall (ptf 1 (r + n)) Gs /\ forall b x, In b (cube r) -> In x (cube n) ->
      bit_products (map (fun f => f (b ++ x)) Fs) (map (fun g => g (b ++ x)) Gs) =
      map (fun q => if point_dec b (fst q) then bit (snd q x) else 0%R) (combine places fs).
Proof.
  intros n r places fs A. revert fs. induction A as [|a places La A IH]; intros fs B L.
  - destruct fs; [|discriminate]. exists [], []. repeat split; constructor.
  - destruct fs as [|f fs]; [discriminate|]. inversion B as [|? ? Bf B']; subst. simpl in L. injection L as L.
    destruct (IH fs B' L) as (Fs & Gs & LF & LG & AF & AG & E). destruct (addressed_pair n _ a f eq_refl Bf) as (F & G & PF & PG & EFG).
    exists (F :: Fs), (G :: Gs). simpl. repeat split; try congruence; try (constructor; assumption).
    intros b x Hb Hx. unfold bit_products in *. simpl. rewrite E by assumption. f_equal.
    specialize (EFG b x Hb Hx). destruct (point_dec b a); rewrite <- ?EFG.
    + destruct (F (b ++ x)), (G (b ++ x)); simpl; ring.
    + destruct (F (b ++ x)), (G (b ++ x)); try discriminate; simpl; ring.
Qed.

Lemma selected_sum : forall (places : list point) (fs : list (point -> bool)) b x, NoDup places -> length places = length fs ->
  let total := scalar (repeat 1%R (length fs)) (map (fun q => if point_dec b (fst q) then bit (snd q x) else 0%R) (combine places fs)) in
  (~ In b places -> total = 0%R) /\ forall f, In (b, f) (combine places fs) -> total = bit (f x).
Proof.
  intros places fs b x N. revert fs. induction N as [|a places Na N IH]; intros fs L.
  - destruct fs; [|discriminate]. split; [reflexivity | intros f []].
  - destruct fs as [|f fs]; [discriminate|]. simpl in L. injection L as L. destruct (IH fs L) as [Z S]. simpl in *.
    destruct (point_dec b a) as [->|D].
    + split; [intros X; exfalso; apply X; left; reflexivity|]. intros g [E|Hg].
      * injection E as ->. rewrite Z by exact Na. ring.
      * exfalso. apply Na. apply in_combine_l in Hg. exact Hg.
    + split.
      * intros X. rewrite Z by (intros I; apply X; right; exact I). ring.
      * intros g [E|Hg]; [injection E as E _; congruence|]. rewrite (S g Hg). ring.
Qed.

Lemma nodup_prefix : forall A (l k : list A), NoDup (l ++ k) -> NoDup l.
Proof.
  induction l as [|a l IH]; intros k N; [constructor|]. inversion N as [|? ? Na N']; subst. constructor; [|exact (IH k N')].
  intros I. apply Na, in_or_app. left. exact I.
Qed.

Lemma gated_layer_shows : forall n r m A k, m <= 2 ^ r -> number n (and_gated 1 1 n) A ->
  number (r + n) (gated_layer (r + n) m) k -> A ^ m <= k.
Proof.
  intros n r m A k Lm NA (M & [NM EM] & <-).
  destruct (number_of_tuples _ n _ A m NA) as (L & [NL EL] & <-).
  set (places := firstn m (cube r)).
  assert (La : length places = m) by (unfold places; rewrite firstn_length, length_cube; lia).
  assert (Ia : forall a, In a places -> In a (cube r)).
  { intros a Ha. rewrite <- (firstn_skipn m (cube r)). apply in_or_app. left. exact Ha. }
  assert (Na : NoDup places).
  { pose proof (nodup_cube r) as N. rewrite <- (firstn_skipn m (cube r)) in N. exact (nodup_prefix _ _ _ N). }
  apply (at_least _ _ (fun t => table n (fun x => map (fun a => untable false t (a ++ x)) places))); [exact NL|].
  intros t Ht. apply EL in Ht. destruct Ht as (F & (fs & Lf & Af & EF) & <-).
  destruct (addressed_pairs n r places fs) as (Fs & Gs & LF & LG & AF & AG & E); [|exact Af | congruence|].
  { apply Forall_forall. intros a Ha. apply in_cube, Ia. exact Ha. }
  set (h := fun y => H (scalar (repeat 1%R m) (bit_products (map (fun f => f y) Fs) (map (fun g => g y) Gs)) - / 2)).
  exists (table (r + n) h). split.
  - apply EM. exists h. split; [|reflexivity]. exists Fs, Gs, (repeat 1%R m), (/ 2)%R.
    rewrite repeat_length. repeat split; auto; congruence.
  - apply table_ext. intros x Hx. rewrite EF by exact Hx.
    assert (V : forall a f, In (a, f) (combine places fs) -> untable false (table (r + n) h) (a ++ x) = f x).
    { intros a f Hf. assert (Ha : In a (cube r)) by (apply Ia; apply in_combine_l in Hf; exact Hf).
      rewrite untable_table.
      - unfold h. rewrite E by assumption. rewrite <- Lf. destruct (selected_sum places fs a x Na ltac:(congruence)) as [_ S].
        rewrite (S f Hf). destruct (f x); simpl; [apply H_pos | apply H_nonpos]; lra.
      - apply in_cube. apply in_cube in Ha. apply in_cube in Hx. rewrite app_length. lia. }
    assert (L2 : length places = length fs) by congruence. clear - V L2.
    revert fs V L2. induction places as [|a l IH]; intros [|f fs] V L2; try discriminate; [reflexivity|]. simpl. f_equal.
    + apply V. left. reflexivity.
    + apply IH; [intros b g Hg; apply V; right; exact Hg | simpl in L2; congruence].
Qed.

(** Q-T7d: with r = ceil(log2 m) <= n - 1 and m >= 2,
    T(n-r-1,1)^(2m) <= |A(n-r)|^m <= number of h <= T(n,1)^(2m) 2^(nm). *)
Theorem gated_layer_threshold_output : forall n m r, 2 <= m -> r = Nat.log2_up m -> r <= n - 1 ->
  exists A k, number (n - r) (and_gated 1 1 (n - r)) A /\ number n (gated_layer n m) k /\
    T (n - r - 1) 1 ^ (2 * m) <= A ^ m /\ A ^ m <= k /\ k <= T n 1 ^ (2 * m) * 2 ^ (n * m).
Proof.
  intros n m r Lm Er Lr. destruct (Nat.log2_up_spec m ltac:(lia)) as [_ S]. rewrite <- Er in S.
  assert (R1 : 1 <= r). { destruct r; [simpl in S; lia | lia]. }
  destruct (output_gating_bits (n - r) 1 ltac:(lia) ltac:(lia)) as (A & NA & BA & _).
  destruct (gated_layer_number n m ltac:(lia) Lm) as (k & Nk & U). exists A, k.
  split; [exact NA|]. split; [exact Nk|]. split; [|split; [|exact U]].
  - rewrite Nat.pow_mul_r. apply Nat.pow_le_mono_l. exact BA.
  - apply (gated_layer_shows (n - r) r m A k S NA). replace (r + (n - r)) with n by lia. exact Nk.
Qed.
