(** * One hidden layer of threshold units (Q-T3b)

    - [hidden_layer]: the functions of the architecture (n,m,1); [one_hidden_layer]: their number from both sides
    - [top_unit]: with the hidden units fixed, the top unit contributes at most min(nm, m^2) bits
    - [addressed_unit], [selected_sum]: what [GatedLayer] uses too *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Number Binomial Upper Products Operators Layers Steered Hamming.
Import ListNotations.
Open Scope nat_scope.

(** The functions H(sum_i c_i f_i - theta), i = 1, ..., m, of hidden units f_i. *)
Definition on_top_of (fs : list (point -> bool)) (n : nat) (h : point -> bool) : Prop :=
  exists c theta, length c = length fs /\ forall x, In x (cube n) ->
    h x = H (scalar c (map (fun f : point -> bool => bit (f x)) fs) - theta).

(** The same with any m units of T(n;1). *)
Definition hidden_layer (n m : nat) (h : point -> bool) : Prop :=
  exists fs, length fs = m /\ Forall (ptf 1 n) fs /\ on_top_of fs n h.

(** ** Upper bounds *)

Lemma hidden_layer_number : forall n m, 1 <= n -> 2 <= m ->
  exists k, number n (hidden_layer n m) k /\ k <= T n 1 ^ m * 2 ^ (n * m).
Proof.
  intros n m Ln Lm. set (pad := repeat false m).
  set (signals := fun (s : list bool) (x : point) => map bit (firstn m (s ++ pad))).
  assert (S0 : forall s x, length s = m -> signals s x = map bit s).
  { intros s x L. unfold signals. rewrite firstn_app, L, Nat.sub_diag, firstn_all2 by lia. simpl. rewrite app_nil_r. reflexivity. }
  destruct (steered_number n m (repeat 1 m) signals Lm Ln) as (k & N & U).
  { intros s x _. unfold signals. rewrite map_length, firstn_length, app_length. unfold pad. rewrite repeat_length. lia. }
  rewrite map_repeat, product_repeat in U. exists k. split; [|exact U]. revert N. apply number_iff. intros h. split.
  - intros (fs & w0 & w & F & Lw & E). apply forall2_repeat in F. destruct F as [L A]. exists fs.
    split; [exact L|]. split; [exact A|]. exists w, (- w0)%R. split; [congruence|]. intros x Hx.
    rewrite E by exact Hx. rewrite S0, map_map by (rewrite map_length; exact L). f_equal. ring.
  - intros (fs & L & A & c & theta & Lc & E). exists fs, (- theta)%R, c. split; [apply forall2_repeat; auto|].
    split; [congruence|]. intros x Hx. rewrite E by exact Hx. rewrite S0, map_map by (rewrite map_length; exact L). f_equal. ring.
Qed.

(** Q-T3b, the last sentence: the top unit contributes at most min(nm, m^2) bits. *)
Theorem top_unit : forall n fs, 1 <= n -> 2 <= length fs ->
  exists k, number n (on_top_of fs n) k /\ k <= 2 ^ Nat.min (n * length fs) (length fs * length fs).
Proof.
  intros n fs Ln Lm.
  destruct (steered_number n (length fs) [] (fun _ x => map (fun f : point -> bool => bit (f x)) fs) Lm Ln) as (k & N & U).
  { intros _ x _. apply map_length. }
  simpl in U. exists k.
  assert (N' : number n (on_top_of fs n) k).
  { revert N. apply number_iff. intros h. split.
    - intros (gs & w0 & w & _ & L & E). exists w, (- w0)%R. split; [exact L|]. intros x Hx. rewrite E by exact Hx. f_equal. ring.
    - intros (c & theta & L & E). exists [], (- theta)%R, c. split; [constructor|]. split; [exact L|].
      intros x Hx. rewrite E by exact Hx. f_equal. ring. }
  split; [exact N'|]. apply Nat.min_case; [lia|].
  pose proof (linear_threshold_functions_below_power (length fs) Lm) as B.
  enough (k <= T (length fs) 1) by lia.
  apply (number_at_most bool _ n (on_top_of fs n) (T_tables (length fs) 1)
           (fun t x => untable false t (map (fun f : point -> bool => f x) fs)) k N').
  intros h (c & theta & L & E). set (v := fun y : point => (scalar c (map bit y) - theta)%R).
  exists (table (length fs) (fun y => H (v y))). split.
  - apply table_of_ptf, (ptf_of_polynomial 1 _ v); [|reflexivity]. apply polynomial_one. exists (- theta)%R, c.
    split; [exact L|]. intros y _. unfold v. replace (scalar c (map bit y)) with (dot c y); [ring|].
    clear. revert y. induction c as [|a c IH]; intros [|b y]; try reflexivity. simpl. rewrite IH. reflexivity.
  - intros x Hx. rewrite untable_table by (apply in_cube, map_length). unfold v. rewrite map_map. apply E. exact Hx.
Qed.

(** ** Lower bound *)

Definition point_dec : forall a b : point, {a = b} + {a <> b} := list_eq_dec bool_dec.

(** A unit that is f at the address a, and 0 at the other addresses. *)
Lemma addressed_unit : forall n r a f, length a = r -> ptf 1 n f -> exists F, ptf 1 (r + n) F /\
  forall b x, In b (cube r) -> In x (cube n) -> F (b ++ x) = if point_dec b a then f x else false.
Proof.
  intros n r a f La (p & Hp & Z). destruct (bounded _ (cube n) p) as (K & HK & BK).
  set (P := fun y => (p (skipn r y) + - K * INR (distance (firstn r y) a))%R).
  exists (fun y => H (P y)). split.
  - apply (ptf_of_polynomial _ _ P); [|reflexivity]. apply polynomial_add; [apply polynomial_pad_many; exact Hp|].
    apply polynomial_scale.
    apply (polynomial_ext _ _ (fun y =>
             distance_bias a + dot (distance_weights a) (firstn (length (distance_weights a)) y))%R).
    + intros y Hy. apply in_cube in Hy. unfold distance_weights at 2. rewrite map_length, La. symmetry. apply distance_affine.
      rewrite firstn_length. lia.
    + replace r with (length (distance_weights a)) by (unfold distance_weights; rewrite map_length; exact La).
      apply polynomial_of_selectors. lia.
  - intros b x Hb Hx. apply in_cube in Hb. unfold P.
    rewrite firstn_app, skipn_app, Hb, Nat.sub_diag. simpl. rewrite app_nil_r, firstn_all2, skipn_all2 by lia. simpl.
    destruct (point_dec b a) as [->|N].
    + rewrite (proj2 (distance_zero a a eq_refl) eq_refl), (proj2 (Z x Hx)). f_equal. simpl. ring.
    + pose proof (distance_positive b a ltac:(congruence) N). specialize (BK x Hx). apply Rabs_def2 in BK.
      apply H_nonpos. nra.
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

(** If a class C of functions of r + n inputs has, for every tuple of m <= 2^r functions of D, a function that shows each
    of them at an address of its own, then C has at least as many functions as there are tuples. *)
Lemma addressed_tuples : forall n r m (C D : (point -> bool) -> Prop) A k, m <= 2 ^ r -> number n D A -> number (r + n) C k ->
  (forall places fs, NoDup places -> (forall a, In a places -> In a (cube r)) -> length places = length fs -> length fs = m ->
     Forall D fs -> exists h, C h /\ forall a f x, In (a, f) (combine places fs) -> In x (cube n) -> h (a ++ x) = f x) ->
  A ^ m <= k.
Proof.
  intros n r m C D A k Lm NA (M & [NM EM] & <-) Shows.
  destruct (number_of_tuples _ n _ A m NA) as (L & [NL EL] & <-).
  set (places := firstn m (cube r)).
  assert (La : length places = m) by (unfold places; rewrite firstn_length, length_cube; lia).
  assert (Ia : forall a, In a places -> In a (cube r)).
  { intros a Ha. rewrite <- (firstn_skipn m (cube r)). apply in_or_app. left. exact Ha. }
  assert (Na : NoDup places).
  { pose proof (nodup_cube r) as N. rewrite <- (firstn_skipn m (cube r)) in N. exact (nodup_prefix _ _ _ N). }
  apply (at_least _ _ (fun t => table n (fun x => map (fun a => untable false t (a ++ x)) places))); [exact NL|].
  intros t Ht. apply EL in Ht. destruct Ht as (F & (fs & Lf & Af & EF) & <-).
  destruct (Shows places fs Na Ia ltac:(congruence) Lf Af) as (h & Ch & E).
  exists (table (r + n) h). split; [apply EM; exists h; auto|].
  apply table_ext. intros x Hx. rewrite EF by exact Hx.
  assert (V : forall a f, In (a, f) (combine places fs) -> untable false (table (r + n) h) (a ++ x) = f x).
  { intros a f Hf. assert (Ha : In a (cube r)) by (apply Ia; apply in_combine_l in Hf; exact Hf). rewrite untable_table.
    - apply E; assumption.
    - apply in_cube. apply in_cube in Ha. apply in_cube in Hx. rewrite app_length. lia. }
  assert (L2 : length places = length fs) by congruence. clear - V L2.
  revert fs V L2. induction places as [|a l IH]; intros [|f fs] V L2; try discriminate; [reflexivity|]. simpl. f_equal.
  - apply V. left. reflexivity.
  - apply IH; [intros b g Hg; apply V; right; exact Hg | simpl in L2; congruence].
Qed.

Lemma addressed_units : forall n r places fs, (forall a, In a places -> In a (cube r)) -> Forall (ptf 1 n) fs ->
  length places = length fs -> exists Fs, length Fs = length fs /\ Forall (ptf 1 (r + n)) Fs /\
    forall b x, In b (cube r) -> In x (cube n) -> map (fun f : point -> bool => bit (f (b ++ x))) Fs =
      map (fun q => if point_dec b (fst q) then bit (snd q x) else 0%R) (combine places fs).
Proof.
  intros n r places. induction places as [|a places IH]; intros [|f fs] I A L; try discriminate.
  - exists []. repeat split; constructor.
  - inversion A as [|? ? Pf A']; subst. simpl in L. injection L as L.
    destruct (IH fs (fun b Hb => I b (or_intror Hb)) A' L) as (Fs & LF & AF & E).
    assert (La : length a = r) by (apply in_cube, I; left; reflexivity).
    destruct (addressed_unit n r a f La Pf) as (F & PF & EF). exists (F :: Fs). simpl.
    split; [congruence|]. split; [constructor; assumption|]. intros b x Hb Hx. rewrite E by assumption. f_equal.
    rewrite EF by assumption. destruct (point_dec b a); reflexivity.
Qed.

Lemma hidden_layer_shows : forall n r m k, m <= 2 ^ r -> number (r + n) (hidden_layer (r + n) m) k -> T n 1 ^ m <= k.
Proof.
  intros n r m k Lm Nk. apply (addressed_tuples n r m (hidden_layer (r + n) m) (ptf 1 n) (T n 1) k Lm (T_is_the_number n 1) Nk).
  intros places fs Np Ip L Lf A. destruct (addressed_units n r places fs Ip A L) as (Fs & LF & AF & E).
  exists (fun y => H (scalar (repeat 1%R m) (map (fun f : point -> bool => bit (f y)) Fs) - / 2)). split.
  - exists Fs. split; [congruence|]. split; [exact AF|]. exists (repeat 1%R m), (/ 2)%R.
    split; [rewrite repeat_length; congruence | reflexivity].
  - intros a f x Hf Hx. assert (Ha : In a (cube r)) by (apply Ip; apply in_combine_l in Hf; exact Hf).
    rewrite E by assumption. rewrite <- Lf. destruct (selected_sum places fs a x Np L) as [_ S]. rewrite (S f Hf).
    destruct (f x); simpl; [apply H_pos | apply H_nonpos]; lra.
Qed.

(** Q-T3b: T(n-r,1)^m <= N(n,m,1) <= T(n,1)^m 2^(nm), so at most m n^2 + n m bits, for m >= 2 and r = ceil(log2 m) < n. *)
Theorem one_hidden_layer : forall n m r, 2 <= m -> r = Nat.log2_up m -> r < n ->
  exists k, number n (hidden_layer n m) k /\ T (n - r) 1 ^ m <= k <= T n 1 ^ m * 2 ^ (n * m) /\
    k <= 2 ^ (m * (n * n) + n * m).
Proof.
  intros n m r Lm Er Lr. destruct (Nat.log2_up_spec m ltac:(lia)) as [_ S]. rewrite <- Er in S.
  assert (R1 : 1 <= r). { destruct r; [simpl in S; lia | lia]. }
  destruct (hidden_layer_number n m ltac:(lia) Lm) as (k & Nk & U). exists k. split; [exact Nk|]. split; [split; [|exact U]|].
  - apply (hidden_layer_shows (n - r) r m k S). replace (r + (n - r)) with n by lia. exact Nk.
  - apply (Nat.le_trans _ _ _ U). rewrite Nat.pow_add_r. apply Nat.mul_le_mono_r. rewrite (Nat.mul_comm m), Nat.pow_mul_r.
    apply Nat.pow_le_mono_l. pose proof (linear_threshold_functions_below_power n ltac:(lia)). lia.
Qed.
