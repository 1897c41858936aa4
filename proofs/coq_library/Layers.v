(** * Layers of gated units: the number of maps

    - [tuples m C]: the maps whose m components are functions of C; [number_of_tuples]: exactly the m-th power, hence
      [recurrent_step_count] and [recurrent_step_capacity] (Q-T3c) and [independent_gated_layer_count] (Q-T7a)
    - [shared_gate]: f_1 g, ..., f_m g (Q-T7b); [all_products]: all f_i g_j (Q-T7c) *)

From Coq Require Import Reals List Lia Arith Bool ZArith.
From AttentionQuarks Require Import Thr Number Upper Lower Gating Operators.
Import ListNotations.
Open Scope nat_scope.

(** ** Independent units *)

Definition tuples {V : Type} (n m : nat) (C : (point -> V) -> Prop) (f : point -> list V) : Prop :=
  exists fs, length fs = m /\ Forall C fs /\ forall x, In x (cube n) -> f x = map (fun g => g x) fs.

Lemma functions_of_tables : forall V n (C : (point -> V) -> Prop) L, (forall t, In t L -> exists f, C f /\ table n f = t) ->
  exists Fs, Forall C Fs /\ map (table n) Fs = L.
Proof.
  intros V n C L. induction L as [|t L IH]; intros E; [exists []; auto|].
  destruct IH as (Fs & A & M); [intros; apply E; right; assumption|].
  destruct (E t (or_introl eq_refl)) as (f & Cf & Ef). exists (f :: Fs). split; [constructor; assumption|].
  simpl. rewrite M, Ef. reflexivity.
Qed.

Lemma map_repeat : forall A B (f : A -> B) a k, map f (repeat a k) = repeat (f a) k.
Proof. induction k as [|k IH]; simpl; [|rewrite IH]; reflexivity. Qed.

Lemma product_repeat : forall k m, product (repeat k m) = k ^ m.
Proof. induction m as [|m IH]; simpl; [|rewrite IH]; reflexivity. Qed.

Theorem number_of_tuples : forall V n (C : (point -> V) -> Prop) k m,
  number n C k -> number n (tuples n m C) (k ^ m).
Proof.
  intros V n C k m (L & [N E] & <-).
  destruct (functions_of_tables V n C L) as (Fs & AF & MF); [intros t Ht; apply E; exact Ht|].
  assert (NF : NoDup Fs) by (apply (NoDup_map_inv (table n)); rewrite MF; exact N).
  assert (In_F : forall fs, In fs (choices (repeat Fs m)) <-> length fs = m /\ forall f, In f fs -> In f Fs).
  { induction m as [|m IHm]; intros fs; rewrite in_choices in *; simpl.
    - split; [intros F; inversion F; split; [reflexivity | intros f []]|].
      intros [Lf _]. destruct fs; [constructor | discriminate].
    - split.
      + intros F. inversion F as [|? f ? gs Hf G]; subst. apply in_choices in G. apply IHm in G.
        destruct G as [Lg G]. split; [simpl; congruence|]. intros h [<-|Hh]; auto.
      + intros [Lf I]. destruct fs as [|f fs]; [discriminate|]. constructor; [apply I; left; reflexivity|].
        apply in_choices, IHm. split; [simpl in Lf; congruence|]. intros h Hh. apply I. right. exact Hh. }
  exists (map (fun fs => table n (fun x => map (fun g => g x) fs)) (choices (repeat Fs m))). split; [split|].
  - apply nodup_map.
    + intros fs gs Hf Hg Et. apply In_F in Hf. apply In_F in Hg. destruct Hf as [Lf If], Hg as [Lg Ig].
      assert (Et' : forall x, In x (cube n) -> map (fun g => g x) fs = map (fun g => g x) gs)
        by (apply table_ext; exact Et). clear Et.
      rewrite <- Lg in Lf. clear Lg m In_F. revert gs Lf Ig Et'.
      induction fs as [|f fs IHf]; intros [|g gs] Lf Ig Et; try discriminate; [reflexivity|].
      assert (f = g) as <-.
      { assert (Ef : table n f = table n g).
        { apply table_ext. intros x Hx. specialize (Et x Hx). simpl in Et. injection Et. auto. }
        assert (If0 : In f Fs) by (apply If; left; reflexivity). assert (Ig0 : In g Fs) by (apply Ig; left; reflexivity).
        clear - Ef If0 Ig0 N MF. rewrite <- MF in N. clear MF. induction Fs as [|h Fs IH]; [destruct If0|].
        simpl in N. inversion N as [|? ? Nh N']; subst.
        destruct If0 as [->|If0], Ig0 as [->|Ig0]; auto.
        - exfalso. apply Nh. rewrite Ef. apply in_map. exact Ig0.
        - exfalso. apply Nh. rewrite <- Ef. apply in_map. exact If0. }
      f_equal. apply IHf.
      * intros h Hh. apply If. right. exact Hh.
      * simpl in Lf. congruence.
      * intros h Hh. apply Ig. right. exact Hh.
      * intros x Hx. specialize (Et x Hx). simpl in Et. injection Et. auto.
    + apply nodup_choices, Forall_forall. intros K HK. apply repeat_spec in HK. subst K. exact NF.
  - intros t. rewrite in_map_iff. split.
    + intros (fs & <- & Hf). apply In_F in Hf. destruct Hf as [Lf If].
      exists (fun x => map (fun g => g x) fs). split; [|reflexivity]. exists fs. split; [exact Lf|].
      split; [|reflexivity]. apply Forall_forall. intros f Hf. rewrite Forall_forall in AF. auto.
    + intros (f & (fs & Lf & Cf & Ef) & <-).
      assert (R : exists gs, length gs = length fs /\ (forall g, In g gs -> In g Fs) /\
        forall x, In x (cube n) -> map (fun g => g x) fs = map (fun g => g x) gs).
      { clear Lf Ef. induction fs as [|g fs IH]; [exists []; repeat split; auto; intros g []|].
        destruct (IH (Forall_inv_tail Cf)) as (gs & Lg & Ig & Eg). pose proof (Forall_inv Cf) as Cg.
        assert (Hg : In (table n g) (map (table n) Fs)) by (rewrite MF; apply E; exists g; auto).
        apply in_map_iff in Hg. destruct Hg as (h & Eh & Hh). exists (h :: gs). split; [simpl; congruence|]. split.
        - intros u [<-|Hu]; auto.
        - intros x Hx. simpl. rewrite Eg by exact Hx. f_equal. symmetry. apply (proj1 (table_ext _ n h g) Eh x Hx). }
      destruct R as (gs & Lg & Ig & Eg). exists gs. split.
      * apply table_ext. intros x Hx. rewrite Ef by exact Hx. symmetry. auto.
      * apply In_F. split; [congruence | exact Ig].
  - rewrite map_length, length_choices, map_repeat, product_repeat, <- MF, map_length. reflexivity.
Qed.

(** Q-T3c: one synchronous step of n threshold units, each reading all n outputs, is one of exactly T(n,1)^n maps. *)
Theorem recurrent_step_count : forall n, number n (tuples n n (ltf n)) (T n 1 ^ n).
Proof.
  intros n. apply number_of_tuples. apply (number_iff _ n (ptf 1 n)); [|apply T_is_the_number].
  intros f. symmetry. apply ltf_is_ptf_of_degree_one.
Qed.

(** Its capacity is less than n^3, and at least n^3/2 without any theorem that is cited. *)
Theorem recurrent_step_capacity : forall n, 2 <= n -> exists k, number n (tuples n n (ltf n)) k /\
  2 ^ (n * (2 + n * (n - 1) / 2)) <= k < 2 ^ (n * n * n).
Proof.
  intros n L. exists (T n 1 ^ n). split; [apply recurrent_step_count|].
  destruct (linear_threshold_functions_lower_bounds n) as [_ B]. specialize (B ltac:(lia)).
  pose proof (linear_threshold_functions_below_power n L) as U. split.
  - rewrite (Nat.mul_comm n (2 + _)), Nat.pow_mul_r. apply Nat.pow_le_mono_l. exact B.
  - rewrite (Nat.pow_mul_r 2 (n * n) n). apply Nat.pow_lt_mono_l; [lia | exact U].
Qed.

(** Q-T7a: m independent gated units have exactly |A(n;d)|^m maps, and |X(n;d)|^m with values in {-1,+1}. *)
Theorem independent_gated_layer_count : forall n d m,
  (forall A, number n (and_gated d d n) A -> number n (tuples n m (and_gated d d n)) (A ^ m)) /\
  (forall X, number n (sign_gated d d n) X -> number n (tuples n m (sign_gated d d n)) (X ^ m)).
Proof. intros n d m. split; intros k; apply number_of_tuples. Qed.

(** ** Gates that are shared

    The products are op a b, where the partner [true] lets the other value be seen, as in {0,1} and in {-1,+1}. *)

(** (f_1 g, ..., f_m g). *)
Definition shared {V : Type} (op : bool -> bool -> V) (d n m : nat) (h : point -> list V) : Prop :=
  exists fs g, length fs = m /\ Forall (ptf d n) fs /\ ptf d n g /\
    forall x, In x (cube n) -> h x = map (fun f : point -> bool => op (f x) (g x)) fs.

(** All products f_i g_j, i <= m, j <= k, row by row. *)
Definition products {V : Type} (op : bool -> bool -> V) (d n m k : nat) (h : point -> list V) : Prop :=
  exists fs gs, length fs = m /\ length gs = k /\ Forall (ptf d n) fs /\ Forall (ptf d n) gs /\
    forall x, In x (cube n) ->
      h x = flat_map (fun f : point -> bool => map (fun g : point -> bool => op (f x) (g x)) gs) fs.

Lemma shared_is_products : forall V (op : bool -> bool -> V) d n m h,
  shared op d n m h <-> products op d n m 1 h.
Proof.
  intros V op d n m h.
  assert (F : forall (g : point -> bool) x fs,
    flat_map (fun f : point -> bool => map (fun g : point -> bool => op (f x) (g x)) [g]) fs =
    map (fun f : point -> bool => op (f x) (g x)) fs).
  { induction fs as [|f fs IH]; simpl in *; [reflexivity | f_equal; exact IH]. }
  split.
  - intros (fs & g & L & A & P & E). exists fs, [g].
    split; [exact L|]. split; [reflexivity|]. split; [exact A|]. split; [constructor; auto|].
    intros x Hx. rewrite F. auto.
  - intros (fs & gs & L & L1 & A & P & E). destruct gs as [|g [|]]; try discriminate.
    exists fs, g. split; [exact L|]. split; [exact A|]. split; [exact (Forall_inv P)|].
    intros x Hx. rewrite <- F. auto.
Qed.

Lemma forall2_repeat : forall A B (P : A -> B -> Prop) a m l,
  Forall2 P (repeat a m) l <-> length l = m /\ Forall (P a) l.
Proof.
  intros A B P a m. induction m as [|m IH]; intros l; simpl.
  - split; [intros F; inversion F; auto|]. intros [L _]. destruct l; [constructor | discriminate].
  - split.
    + intros F. inversion F as [|? b ? k Pb G]; subst. apply IH in G. destruct G as [L G]. split; [simpl; congruence|].
      constructor; assumption.
    + intros [L G]. destruct l as [|b l]; [discriminate|]. inversion G; subst. constructor; [assumption|].
      apply IH. split; [simpl in L; congruence | assumption].
Qed.

Definition rule {V : Type} (op : bool -> bool -> V) (m : nat) (s : list bool) : list V :=
  flat_map (fun a => map (op a) (skipn m s)) (firstn m s).

Lemma products_combined : forall V (op : bool -> bool -> V) d n m k h,
  products op d n m k h <-> combined n (repeat d (m + k)) (rule op m) h.
Proof.
  intros V op d n m k h.
  assert (R : forall fs gs (x : point), length fs = m -> rule op m (map (fun g : point -> bool => g x) (fs ++ gs)) =
    flat_map (fun f : point -> bool => map (fun g : point -> bool => op (f x) (g x)) gs) fs).
  { intros fs gs x L. unfold rule. rewrite map_app, firstn_app, skipn_app, map_length, L, Nat.sub_diag.
    rewrite skipn_all2, firstn_all2 by (rewrite map_length; lia). simpl. rewrite app_nil_r. clear L.
    induction fs as [|f fs IH]; simpl; [reflexivity|]. rewrite IH, map_map. reflexivity. }
  split.
  - intros (fs & gs & Lf & Lg & Af & Ag & E). exists (fs ++ gs). split.
    + apply forall2_repeat. split; [rewrite app_length; congruence | apply Forall_app; auto].
    + intros x Hx. rewrite R by exact Lf. auto.
  - intros (hs & F & E). apply forall2_repeat in F. destruct F as [L A].
    exists (firstn m hs), (skipn m hs).
    assert (Lf : length (firstn m hs) = m) by (rewrite firstn_length; lia).
    rewrite <- (firstn_skipn m hs) in A. apply Forall_app in A. destruct A as [Af Ag].
    repeat split; auto; [rewrite skipn_length; lia|].
    intros x Hx. rewrite <- R by exact Lf. rewrite firstn_skipn. auto.
Qed.

Lemma nth_flat_map : forall A B (d : B) (F : A -> list B) k l i j (a : A), (forall a, length (F a) = k) ->
  i < length l -> j < k -> nth (i * k + j) (flat_map F l) d = nth j (F (nth i l a)) d.
Proof.
  intros A B d F k l i j a LF. revert i. induction l as [|b l IH]; intros i Li Lj; [simpl in Li; lia|].
  destruct i as [|i]; simpl.
  - apply app_nth1. rewrite LF. exact Lj.
  - rewrite app_nth2 by (rewrite LF; lia). rewrite LF. replace (k + i * k + j - k) with (i * k + j) by lia.
    apply IH; [simpl in Li; lia | exact Lj].
Qed.

Theorem products_sandwich : forall V (eq_dec : forall a b : V, {a = b} + {a <> b}) (op : bool -> bool -> V)
  (see : V -> bool) d n m k,
  (forall a, see (op a true) = a) -> (forall a, see (op true a) = a) ->
  1 <= d -> 1 <= n -> 1 <= m -> 1 <= k ->
  exists c, number n (products op d n m k) c /\ T (n - 1) d ^ (m + k) <= c <= T n d ^ (m + k).
Proof.
  intros V eq_dec op see d n m k S1 S2 Ld Ln Lm Lk. destruct n as [|n]; [lia|]. replace (S n - 1) with n by lia.
  destruct (combined_number (list V) (list_eq_dec eq_dec) (S n) (repeat d (m + k)) (rule op m)) as (c & N & U).
  rewrite map_repeat, product_repeat in U. exists c.
  assert (N' : number (S n) (products op d (S n) m k) c).
  { revert N. apply number_iff. intros h. symmetry. apply products_combined. }
  split; [exact N'|]. split; [|exact U]. rewrite <- product_repeat, <- map_repeat.
  set (v0 := op true true).
  set (row := fun i => ([true], fun t : list V => see (nth (i * k) t v0))).
  set (column := fun j => ([false], fun t : list V => see (nth j t v0))).
  apply (lower_bound (list V) n 1 (repeat d (m + k)) _ (map row (seq 0 m) ++ map column (seq 0 k)) c N').
  - apply Forall_app. split; apply Forall_forall; intros a Ha; apply in_map_iff in Ha;
      destruct Ha as (i & <- & _); reflexivity.
  - intros hs F. apply forall2_repeat in F. destruct F as [L A].
    rewrite <- (firstn_skipn m hs) in A. apply Forall_app in A. destruct A as [Af Ag].
    set (f0 := firstn m hs) in *. set (g0 := skipn m hs) in *.
    assert (Lf : length f0 = m) by (unfold f0; rewrite firstn_length; lia).
    assert (Lg : length g0 = k) by (unfold g0; rewrite skipn_length; lia).
    set (z := fun _ : point => false).
    assert (X : forall s l, Forall (ptf d n) l -> exists Fs, length Fs = length l /\ forall i, i < length l ->
      ptf d (S n) (nth i Fs z) /\ forall x, In x (cube n) -> nth i Fs z (s :: x) = nth i l z x /\ nth i Fs z (negb s :: x) = true).
    { intros s l Al. apply (build _ z (length l) (fun i F => ptf d (S n) F /\
        forall x, In x (cube n) -> F (s :: x) = nth i l z x /\ F (negb s :: x) = true)). intros i Li. destruct (half_and_constant d n (nth i l z) s true Ld) as (G & PG & EG).
      - rewrite Forall_forall in Al. apply Al, nth_In. exact Li.
      - exists G. auto. }
    destruct (X true f0 Af) as (Fs & LF & EF). destruct (X false g0 Ag) as (Gs & LG & EG). rewrite Lf in *. rewrite Lg in *.
    assert (AF : Forall (ptf d (S n)) Fs).
    { apply Forall_forall. intros f Hf. destruct (In_nth Fs f z Hf) as (i & Li & <-). apply EF. lia. }
    assert (AG : Forall (ptf d (S n)) Gs).
    { apply Forall_forall. intros g Hg. destruct (In_nth Gs g z Hg) as (i & Li & <-). apply EG. lia. }
    exists (fun y => flat_map (fun f : point -> bool => map (fun g : point -> bool => op (f y) (g y)) Gs) Fs).
    split; [exists Fs, Gs; repeat split; auto|].
    assert (Entry : forall y i j, i < m -> j < k ->
      nth (i * k + j) (flat_map (fun f : point -> bool => map (fun g : point -> bool => op (f y) (g y)) Gs) Fs) v0 =
      op (nth i Fs z y) (nth j Gs z y)).
    { intros y i j Li Lj. rewrite (nth_flat_map _ _ v0 _ k Fs i j z); [|intros; rewrite map_length; exact LG | lia | exact Lj].
      set (e := fun g : point -> bool => op (nth i Fs z y) (g y)).
      rewrite (nth_indep _ _ (e z)) by (rewrite map_length; lia). rewrite (map_nth e). reflexivity. }
    rewrite <- (firstn_skipn m hs). fold f0 g0. apply Forall2_app.
    + apply (forall2_nth _ _ (row 0) z). rewrite map_length, seq_length. split; [auto|]. intros i Li x Hx.
      rewrite (map_nth row), seq_nth by exact Li. unfold row. cbn [fst snd app plus].
      replace (i * k) with (i * k + 0) by lia. rewrite Entry by lia.
      destruct (EF i Li) as [_ E1]. destruct (E1 x Hx) as [-> _].
      destruct (EG 0 ltac:(lia)) as [_ E2]. destruct (E2 x Hx) as [_ E3]. simpl in E3. rewrite E3. apply S1.
    + apply (forall2_nth _ _ (column 0) z). rewrite map_length, seq_length. split; [auto|]. intros j Lj x Hx.
      rewrite (map_nth column), seq_nth by exact Lj. unfold column. cbn [fst snd app plus].
      replace j with (0 * k + j) at 1 by lia. rewrite Entry by lia.
      destruct (EF 0 ltac:(lia)) as [_ E1]. destruct (E1 x Hx) as [_ E3]. simpl in E3. rewrite E3.
      destruct (EG j Lj) as [_ E2]. destruct (E2 x Hx) as [-> _]. apply S2.
Qed.

Definition times (a b : bool) : Z := (sign a * sign b)%Z.

(** Q-T7c: T(n-1)^(m+k) <= |{(f_i g_j)}| <= T(n)^(m+k), for m, k, n, d >= 1, in {0,1} and in {-1,+1}. *)
Theorem all_products : forall n d m k, 1 <= n -> 1 <= d -> 1 <= m -> 1 <= k ->
  (exists c, number n (products andb d n m k) c /\ T (n - 1) d ^ (m + k) <= c <= T n d ^ (m + k)) /\
  (exists c, number n (products times d n m k) c /\ T (n - 1) d ^ (m + k) <= c <= T n d ^ (m + k)).
Proof.
  intros n d m k Ln Ld Lm Lk. split.
  - apply (products_sandwich bool bool_dec andb (fun b => b)); auto. intros []; reflexivity.
  - apply (products_sandwich Z Z.eq_dec times (fun z => (0 <? z)%Z)); auto; intros []; reflexivity.
Qed.

(** Q-T7b: T(n-1)^(m+1) <= |{(f_1 g, ..., f_m g)}| <= T(n)^(m+1), for m, n, d >= 1, in {0,1} and in {-1,+1}. *)
Theorem shared_gate : forall n d m, 1 <= n -> 1 <= d -> 1 <= m ->
  (exists c, number n (shared andb d n m) c /\ T (n - 1) d ^ (m + 1) <= c <= T n d ^ (m + 1)) /\
  (exists c, number n (shared times d n m) c /\ T (n - 1) d ^ (m + 1) <= c <= T n d ^ (m + 1)).
Proof.
  intros n d m Ln Ld Lm. destruct (all_products n d m 1 Ln Ld Lm (le_n 1)) as [(c & N & B) (e & M & D)].
  split; [exists c | exists e]; (split; [|assumption]); [revert N | revert M]; apply number_iff; intros h; symmetry;
    apply shared_is_products.
Qed.
