(** * A layer of gated pairs and a threshold output (Q-T7d) *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Number Gating Operators Layers Steered HiddenLayer.
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

(** A gated pair that is f at the address a, and 0 at the other addresses. *)
Lemma addressed_pair : forall n r a f, length a = r -> and_gated 1 1 n f -> exists F G, ptf 1 (r + n) F /\ ptf 1 (r + n) G /\
  forall b x, In b (cube r) -> In x (cube n) -> F (b ++ x) && G (b ++ x) = if point_dec b a then f x else false.
Proof.
  intros n r a f La (p & q & Ap & [Hq _] & E).
  destruct (addressed_unit n r a (fun x => H (p x)) La) as (F & PF & EF); [apply ptf_iff_argument; exists p; auto|].
  exists F, (fun y => H (q (skipn r y))). split; [exact PF|]. split.
  - apply (ptf_of_polynomial _ _ (fun y => q (skipn r y))); [|reflexivity]. apply polynomial_pad_many. exact Hq.
  - intros b x Hb Hx. rewrite EF by assumption. apply in_cube in Hb.
    rewrite skipn_app, Hb, Nat.sub_diag, skipn_all2 by lia. simpl. destruct (point_dec b a); [|reflexivity].
    symmetry. apply E. exact Hx.
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

Lemma gated_layer_shows : forall n r m A k, m <= 2 ^ r -> number n (and_gated 1 1 n) A ->
  number (r + n) (gated_layer (r + n) m) k -> A ^ m <= k.
Proof.
  intros n r m A k Lm NA Nk. apply (addressed_tuples n r m (gated_layer (r + n) m) (and_gated 1 1 n) A k Lm NA Nk).
  intros places fs Np Ip L Lf Af.
  destruct (addressed_pairs n r places fs) as (Fs & Gs & LF & LG & AF & AG & E); [|exact Af | exact L|].
  { apply Forall_forall. intros a Ha. apply in_cube, Ip. exact Ha. }
  exists (fun y => H (scalar (repeat 1%R m) (bit_products (map (fun f => f y) Fs) (map (fun g => g y) Gs)) - / 2)). split.
  - exists Fs, Gs, (repeat 1%R m), (/ 2)%R. rewrite repeat_length. repeat split; auto; congruence.
  - intros a f x Hf Hx. assert (Ha : In a (cube r)) by (apply Ip; apply in_combine_l in Hf; exact Hf).
    rewrite E by assumption. rewrite <- Lf. destruct (selected_sum places fs a x Np L) as [_ S].
    rewrite (S f Hf). destruct (f x); simpl; [apply H_pos | apply H_nonpos]; lra.
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
