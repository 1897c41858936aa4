(** * Restricted isometries have the null space property

    - [restricted_isometry m u l k delta]: for the keys u_j, j in l, and every h with at most k entries that are not
      zero, (1 - delta) ||h||^2 <= ||U h||^2 <= (1 + delta) ||h||^2
    - [outside l S]: the positions of l that are not in S
    - [isometry_implies_null_space_property] is S-L12 *)

From Coq Require Import List Arith Lia Reals Lra Bool Permutation.
From AttentionQuarks Require Import Decide Averages DualCertificates.
Import ListNotations.
Open Scope R_scope.

Definition restricted_isometry (m : nat) (u : nat -> list R) (l : list nat) (k : nat) (delta : R) : Prop :=
  forall T h, NoDup T -> incl T l -> (length T <= k)%nat ->
    (1 - delta) * summed (fun j => h j ^ 2) T <= scalar (mixture m h u T) (mixture m h u T)
      <= (1 + delta) * summed (fun j => h j ^ 2) T.

Definition outside (l S : list nat) : list nat := filter (fun j => negb (existsb (Nat.eqb j) S)) l.

Lemma in_outside : forall l S j, In j (outside l S) <-> In j l /\ ~ In j S.
Proof.
  intros l S j. unfold outside. rewrite filter_In. split; intros [A B]; (split; [exact A|]).
  - intros I. apply negb_true_iff in B. enough (existsb (Nat.eqb j) S = true) by congruence.
    apply existsb_exists. exists j. split; [exact I | apply Nat.eqb_refl].
  - apply negb_true_iff. destruct (existsb (Nat.eqb j) S) eqn:E; [|reflexivity]. exfalso. apply B.
    apply existsb_exists in E as (a & Ia & E). apply Nat.eqb_eq in E. subst a. exact Ia.
Qed.

Lemma joined_lists : forall A B : list nat, NoDup A -> NoDup B -> (forall j, In j A -> ~ In j B) -> NoDup (A ++ B).
Proof.
  intros A B DA DB. induction DA as [|a A N D IH]; intros X; [exact DB|]. simpl. constructor.
  - intros I. apply in_app_iff in I as [I|I]; [contradiction | apply (X a); [left; reflexivity | exact I]].
  - apply IH. intros j I. apply X. right. exact I.
Qed.

Lemma inside_and_outside : forall l S, NoDup l -> NoDup S -> incl S l -> Permutation l (S ++ outside l S).
Proof.
  intros l S Dl Ds Sub. apply NoDup_Permutation; [exact Dl| |].
  - apply joined_lists; [exact Ds | apply NoDup_filter, Dl|]. intros j I J. apply in_outside in J. tauto.
  - intros j. rewrite in_app_iff, in_outside. destruct (in_dec Nat.eq_dec j S) as [I|I]; [|tauto]. split; [tauto|].
    intros _. apply Sub, I.
Qed.

(** ** Sums and products over lists of positions *)

Lemma summed_permutation : forall A (f : A -> R) k l, Permutation k l -> summed f k = summed f l.
Proof. intros A f k l P. unfold summed. induction P; simpl; [reflexivity | rewrite IHP; reflexivity | ring |
  congruence]. Qed.

Definition product_sum (u : nat -> list R) (x y : nat -> R) (S T : list nat) : R :=
  summed (fun a => summed (fun b => x a * y b * gram u a b) T) S.

Lemma mixtures : forall m u x y S T, (forall j, length (u j) = m) ->
  scalar (mixture m x u S) (mixture m y u T) = product_sum u x y S T.
Proof.
  intros m u x y S T L. rewrite (proj2 (mixture_score m y u T _ (fun a _ => L a))). unfold product_sum.
  rewrite summed_swap. apply summed_ext. intros b _. rewrite scalar_symmetric.
  rewrite (proj2 (mixture_score m x u S _ (fun a _ => L a))), <- summed_scale. apply summed_ext. intros a _.
  rewrite gram_symmetric. unfold gram. ring.
Qed.

Lemma product_symmetric : forall u x y S T, product_sum u x y S T = product_sum u y x T S.
Proof.
  intros u x y S T. unfold product_sum. rewrite summed_swap. apply summed_ext. intros b _. apply summed_ext.
  intros a _.
  rewrite gram_symmetric. ring.
Qed.

Lemma product_left : forall u x y S S' T, product_sum u x y (S ++ S') T = product_sum u x y S T + product_sum u x y
  S' T.
Proof. intros. unfold product_sum. apply summed_app. Qed.

Lemma product_right : forall u x y S T T', product_sum u x y S (T ++ T') = product_sum u x y S T + product_sum u x y
  S T'.
Proof. intros. rewrite product_symmetric, product_left, (product_symmetric u y x T), (product_symmetric u y x T').
reflexivity. Qed.

(** ** A quadratic polynomial that is never negative *)

Lemma discriminant : forall a p c, 0 <= a -> (forall s, 0 <= a * s ^ 2 - 2 * p * s + c) -> p ^ 2 <= a * c.
Proof.
  intros a p c A H. destruct (Req_EM_T a 0) as [->|N].
  - destruct (Req_EM_T p 0) as [->|P]; [nra|]. exfalso. specialize (H ((c + 1) / (2 * p))).
    replace (0 * ((c + 1) / (2 * p)) ^ 2 - 2 * p * ((c + 1) / (2 * p)) + c) with (-1) in H by (field; exact P). lra.
  - specialize (H (p / a)). replace (a * (p / a) ^ 2 - 2 * p * (p / a) + c) with ((a * c - p ^ 2) / a) in H
    by (field; exact N).
    destruct (Rle_lt_dec (p ^ 2) (a * c)) as [Y|Y]; [exact Y|]. exfalso.
    assert (0 < (p ^ 2 - a * c) / a) by (apply Rdiv_lt_0_compat; lra).
    replace ((a * c - p ^ 2) / a) with (- ((p ^ 2 - a * c) / a)) in H by (field; exact N). lra.
Qed.

Lemma sum_against_squares : forall A (f : A -> R) l, summed f l ^ 2 <= INR (length l) * summed (fun x => f x ^ 2) l.
Proof.
  intros A f l. rewrite Rmult_comm. apply discriminant; [apply summed_nonneg; intros; apply pow2_ge_0|]. intros s.
  replace (summed (fun x => f x ^ 2) l * s ^ 2 - 2 * summed f l * s + INR (length l))
    with (summed (fun x => (f x * s - 1) ^ 2) l).
  - apply summed_nonneg. intros. apply pow2_ge_0.
  - rewrite (summed_ext _ _ (fun x => s ^ 2 * f x ^ 2 + (-2 * s * f x + 1))) by (intros; ring).
    rewrite !summed_plus, !summed_scale, summed_constant. ring.
Qed.

Lemma nearly_orthogonal : forall m u l k delta h S T, (forall j, length (u j) = m) -> 0 <= delta ->
  restricted_isometry m u l k delta -> NoDup (S ++ T) -> incl (S ++ T) l -> (length (S ++ T) <= k)%nat ->
  Rabs (product_sum u h h S T)
    <= delta * sqrt (summed (fun j => h j ^ 2) S) * sqrt (summed (fun j => h j ^ 2) T).
Proof.
  intros m u l k delta h S T L D0 R D I Len. set (p := product_sum u h h S T). set (X := summed (fun j => h j ^ 2) S).
  set (Y := summed (fun j => h j ^ 2) T). assert (X0 : 0 <= X) by (apply summed_nonneg; intros; apply pow2_ge_0).
  assert (Y0 : 0 <= Y) by (apply summed_nonneg; intros; apply pow2_ge_0).
  assert (Disjoint : forall b, In b T -> existsb (Nat.eqb b) S = false).
  { intros b Ib. destruct (existsb (Nat.eqb b) S) eqn:E; [|reflexivity]. exfalso.
    apply existsb_exists in E as (a & Ia & E).
    apply Nat.eqb_eq in E. subst a. clear - D Ia Ib. induction S as [|a S IH]; [destruct Ia|]. simpl in D.
    inversion D as [|c r N D' Q]. subst. destruct Ia as [->|Ia]; [apply N, in_app_iff; right; exact Ib | apply IH;
      assumption]. }
  assert (Own : forall a, In a S -> existsb (Nat.eqb a) S = true).
  { intros a Ia. apply existsb_exists. exists a. split; [exact Ia | apply Nat.eqb_refl]. }
  assert (Both : forall s, let z := fun j => if existsb (Nat.eqb j) S then s * h j else h j in
    summed (fun j => z j ^ 2) (S ++ T) = s ^ 2 * X + Y /\
    scalar (mixture m z u (S ++ T)) (mixture m z u (S ++ T))
      = s ^ 2 * product_sum u h h S S + 2 * s * p + product_sum u h h T T).
  { intros s z. split.
    - rewrite summed_app. unfold X, Y. rewrite <- summed_scale. f_equal; apply summed_ext; intros j Ij; unfold z.
      + rewrite Own by exact Ij. ring.
      + rewrite Disjoint by exact Ij. reflexivity.
    - rewrite mixtures, product_left, !product_right, (product_symmetric u z z T S) by exact L. unfold p, product_sum.
      rewrite (summed_ext _ (fun a => summed (fun b => z a * z b * gram u a b) S)
        (fun a => s ^ 2 * summed (fun b => h a * h b * gram u a b) S)).
      2: { intros a Ia. rewrite <- summed_scale. apply summed_ext. intros b Ib. unfold z. rewrite !Own by assumption.
      ring. }
      rewrite (summed_ext _ (fun a => summed (fun b => z a * z b * gram u a b) T)
        (fun a => s * summed (fun b => h a * h b * gram u a b) T) S).
      2: { intros a Ia. rewrite <- summed_scale. apply summed_ext. intros b Ib. unfold z.
           rewrite Own, Disjoint by assumption. ring. }
      rewrite (summed_ext _ (fun a => summed (fun b => z a * z b * gram u a b) T)
        (fun a => summed (fun b => h a * h b * gram u a b) T) T).
      2: { intros a Ia. apply summed_ext. intros b Ib. unfold z. rewrite !Disjoint by assumption. reflexivity. }
      rewrite !summed_scale. ring. }
  assert (Q : p ^ 2 <= (delta * X) * (delta * Y)).
  { apply discriminant; [apply Rmult_le_pos; assumption|]. intros s.
    destruct (Both s) as [N1 P1]. destruct (Both (- s)) as [N2 P2].
    pose proof (R (S ++ T) (fun j => if existsb (Nat.eqb j) S then s * h j else h j) D I Len) as [_ U].
    pose proof (R (S ++ T) (fun j => if existsb (Nat.eqb j) S then - s * h j else h j) D I Len) as [V _].
    rewrite N1, P1 in U. rewrite N2, P2 in V. replace ((- s) ^ 2) with (s ^ 2) in V by ring. nra. }
  apply Rsqr_incr_0_var; [|apply Rmult_le_pos; [apply Rmult_le_pos; [exact D0 | apply sqrt_pos] | apply sqrt_pos]].
  rewrite <- Rsqr_abs. unfold Rsqr. pose proof (sqrt_sqrt X X0) as SX. pose proof (sqrt_sqrt Y Y0) as SY.
  replace (delta * sqrt X * sqrt Y * (delta * sqrt X * sqrt Y))
    with ((delta * (sqrt X * sqrt X)) * (delta * (sqrt Y * sqrt Y))) by ring. rewrite SX, SY. simpl in Q. lra.
Qed.

(** ** Blocks by decreasing size *)

Lemma largest_first : forall (h : nat -> R) k R, exists T R', Permutation R (T ++ R') /\
  length T = Nat.min k (length R) /\ forall a b, In a T -> In b R' -> Rabs (h b) <= Rabs (h a).
Proof.
  intros h. induction k as [|k IH]; intros R.
  { exists [], R. split; [apply Permutation_refl|]. split; [reflexivity | intros a b []]. }
  destruct R as [|r R]; [exists [], []; split; [apply Permutation_refl | split; [reflexivity | intros a b []]]|].
  assert (Max : forall (r : nat) R, exists a R1, Permutation (r :: R) (a :: R1) /\ forall b,
    In b R1 -> Rabs (h b) <= Rabs (h a)).
  { clear. intros r R. induction R as [|c R (a & R1 & P & M)].
    - exists r, []. split; [apply Permutation_refl | intros b []].
    - assert (P' : Permutation (r :: c :: R) (c :: a :: R1)).
      { apply perm_trans with (c :: r :: R); [apply perm_swap | apply perm_skip, P]. }
      destruct (Rle_lt_dec (Rabs (h c)) (Rabs (h a))) as [Le|Lt].
      + exists a, (c :: R1). split; [apply perm_trans with (1 := P'), perm_swap|].
        intros b [<-|I]; [exact Le | apply M, I].
      + exists c, (a :: R1). split; [exact P'|]. intros b [<-|I]; [lra|]. specialize (M b I). lra. }
  destruct (Max r R) as (a & R1 & P & M). destruct (IH R1) as (T & R' & P1 & Len & O). exists (a :: T), R'.
  split; [|split].
  - apply perm_trans with (1 := P). simpl. apply perm_skip, P1.
  - apply Permutation_length in P. simpl in *. lia.
  - intros b c [<-|Ib] Ic; [|apply O; assumption]. apply M. apply Permutation_in with (1 := Permutation_sym P1).
    apply in_app_iff. right. exact Ic.
Qed.

Lemma blocks : forall (h : nat -> R) q n R T, (1 <= q)%nat -> (length R <= n)%nat -> (length T = q \/ R = []) ->
  (forall a b, In a T -> In b R -> Rabs (h b) <= Rabs (h a)) ->
  exists Ts, Permutation R (concat Ts) /\ (forall B, In B Ts -> (length B <= q)%nat) /\
    sqrt (INR q) * summed (fun B => sqrt (summed (fun j => h j ^ 2) B)) Ts
      <= summed (fun j => Rabs (h j)) T + summed (fun j => Rabs (h j)) R.
Proof.
  intros h q. induction n as [|n IH]; intros R T Q Len LT O.
  - destruct R; [|simpl in Len; lia]. exists []. split; [apply Permutation_refl|]. split; [intros B []|].
    unfold summed at 1 3. simpl. rewrite Rmult_0_r, Rplus_0_r. apply summed_nonneg. intros; apply Rabs_pos.
  - destruct R as [|r R].
    { exists []. split; [apply Permutation_refl|]. split; [intros B []|].
      unfold summed at 1 3. simpl. rewrite Rmult_0_r, Rplus_0_r. apply summed_nonneg. intros; apply Rabs_pos. }
    destruct LT as [LT|E]; [|discriminate E]. destruct (largest_first h q (r :: R)) as (T' & R' & P & L' & O').
    pose proof (Permutation_length P) as LP. rewrite app_length in LP. simpl length in *.
    destruct (IH R' T' Q) as (Ts & PT & BT & ST).
    + lia.
    + destruct R' as [|c R'']; [right; reflexivity | left]. simpl in LP. lia.
    + exact O'.
    + exists (T' :: Ts). split; [apply perm_trans with (1 := P); simpl; apply Permutation_app_head, PT|]. split.
      * intros B [<-|I]; [lia | apply BT, I].
      * unfold summed at 1. cbn [fold_right]. fold (summed (fun B => sqrt (summed (fun j => h j ^ 2) B)) Ts).
        rewrite (summed_permutation _ _ _ _ P), summed_app, Rmult_plus_distr_l.
        enough (First : sqrt (INR q) * sqrt (summed (fun j => h j ^ 2) T') <= summed (fun j => Rabs (h j)) T) by lra.
        set (t := summed (fun j => Rabs (h j)) T). assert (Qp : 1 <= INR q) by (apply (le_INR 1); exact Q).
        assert (T0 : 0 <= t) by (apply summed_nonneg; intros; apply Rabs_pos).
        assert (Each : forall b, In b T' -> INR q * Rabs (h b) <= t).
        { intros b Ib. rewrite <- LT, <- summed_constant. apply summed_le. intros a Ia. apply O; [exact Ia|].
          apply Permutation_in with (1 := Permutation_sym P). apply in_app_iff. left. exact Ib. }
        assert (Sq : summed (fun j => h j ^ 2) T' <= INR q * (t / INR q) ^ 2).
        { apply Rle_trans with (INR (length T') * (t / INR q) ^ 2).
          - apply summed_at_most. intros b Ib. specialize (Each b Ib). rewrite <- pow2_abs. apply pow_incr.
            split; [apply Rabs_pos|]. apply (Rmult_le_reg_l (INR q)); [lra|].
            replace (INR q * (t / INR q)) with t by (field; lra). exact Each.
          - apply Rmult_le_compat_r; [apply pow2_ge_0 | apply le_INR; lia]. }
        rewrite <- sqrt_mult_alt by lra. rewrite <- (sqrt_square t T0). apply sqrt_le_1_alt.
        apply Rle_trans with (INR q * (INR q * (t / INR q) ^ 2)); [apply Rmult_le_compat_l; lra|].
        right. field. lra.
Qed.

Theorem isometry_implies_null_space_property : forall m (u : nat -> list R) (l S : list nat) (h : nat -> R) q delta,
  (1 <= q)%nat -> (forall j, length (u j) = m) -> NoDup l -> NoDup S -> incl S l -> (length S <= q)%nat ->
  0 <= delta < 1 -> restricted_isometry m u l (2 * q) delta -> mixture m h u l = repeat 0 m ->
  summed (fun j => Rabs (h j)) S <= sqrt 2 * delta / (1 - delta) * summed (fun j => Rabs (h j)) (outside l S) /\
  (delta <= 1 / (1 + 2 * sqrt 2) <-> sqrt 2 * delta / (1 - delta) <= 1 / 2).
Proof.
  intros m u l S h q delta Q L Dl Ds Sub Len [D0 D1] Iso Ker.
  assert (R2 : 0 < sqrt 2) by (apply sqrt_lt_R0; lra). assert (R22 : sqrt 2 * sqrt 2 = 2) by (apply sqrt_sqrt; lra).
  assert (Qp : 1 <= INR q) by (apply (le_INR 1); exact Q). assert (Rq : 0 < sqrt (INR q)) by (apply sqrt_lt_R0; lra).
  split.
  - set (R := outside l S).
    assert (Pl : Permutation l (S ++ R)) by (apply inside_and_outside; assumption).
    destruct (largest_first h q R) as (T & R' & PR & LT & OT).
    destruct (blocks h q (length R') R' T Q (le_n _)) as (Ts & PT & BT & ST).
    { pose proof (Permutation_length PR) as X. rewrite app_length in X.
      destruct R' as [|c R'']; [right; reflexivity | left].
      simpl in X. lia. }
    { exact OT. }
    set (n1 := fun A => summed (fun j => Rabs (h j)) A) in *. set (n2 := fun A => sqrt (summed (fun j => h j ^ 2) A))
      in *.
    change (n1 S <= sqrt 2 * delta / (1 - delta) * n1 R).
    assert (PRT : n1 T + n1 R' = n1 R) by (unfold n1; rewrite (summed_permutation _ _ _ _ PR), summed_app;
      reflexivity).
    set (sigma := summed n2 Ts) in *. assert (ST' : sqrt (INR q) * sigma <= n1 R).
    { rewrite <- PRT. exact ST. }
    assert (Pall : Permutation l ((S ++ T) ++ concat Ts)).
    { apply perm_trans with (1 := Pl). rewrite <- app_assoc. apply Permutation_app_head.
      apply perm_trans with (1 := PR).
      apply Permutation_app_head, PT. }
    assert (Dall : NoDup ((S ++ T) ++ concat Ts)) by (apply (Permutation_NoDup Pall), Dl).
    assert (Iall : forall j, In j ((S ++ T) ++ concat Ts) -> In j l).
    { intros j. apply Permutation_in, Permutation_sym, Pall. }
    assert (Parts : forall A B : list nat, NoDup (A ++ B) -> NoDup A /\ NoDup B /\ forall j, In j A -> ~ In j B).
    { clear. intros A B. induction A as [|a A IH]; intros D; [split; [constructor | split; [exact D | intros j []]]|].
      simpl in D. inversion D as [|c r N D' E]. subst. destruct (IH D') as (DA & DB & X).
      split; [|split; [exact DB|]].
      - constructor; [intros I; apply N, in_app_iff; left; exact I | exact DA].
      - intros j [<-|I]; [intros I; apply N, in_app_iff; right; exact I | apply X, I]. }
    destruct (Parts _ _ Dall) as (D01 & Dc & X01). destruct (Parts _ _ D01) as (_ & DT & XST).
    assert (Block : forall B, In B Ts -> NoDup B /\ (forall j, In j B -> In j (concat Ts))).
    { intros B I. split.
      - clear - Dc I Parts. induction Ts as [|A Ts IH]; [destruct I|]. simpl in Dc.
        destruct (Parts _ _ Dc) as (DA & DC & _).
        destruct I as [->|I]; [exact DA | apply IH; assumption].
      - intros j Ij. apply in_concat. exists B. split; assumption. }
    assert (LT' : (length T <= q)%nat) by lia.
    assert (Orth : forall A B, (A = S \/ A = T) -> In B Ts -> Rabs (product_sum u h h A B) <= delta * n2 A * n2 B).
    { intros A B EA IB. destruct (Block B IB) as [DB SubB]. pose proof (BT B IB) as LB.
      apply (nearly_orthogonal m u l (2 * q) delta h A B L D0 Iso).
      - apply joined_lists; [destruct EA as [->| ->]; assumption | exact DB|]. intros j Ij Jj.
        apply (X01 j); [|apply SubB, Jj].
        apply in_app_iff. destruct EA as [->| ->]; tauto.
      - intros j Ij. apply Iall. apply in_app_iff in Ij as [Ij|Ij].
        + apply in_app_iff. left. apply in_app_iff. destruct EA as [->| ->]; tauto.
        + apply in_app_iff. right. apply SubB, Ij.
      - rewrite app_length. destruct EA as [->| ->]; lia. }
    assert (Zero : product_sum u h h (S ++ T) l = 0).
    { rewrite <- (mixtures m u h h (S ++ T) l L), Ker. apply scalar_zero. }
    assert (Split : product_sum u h h (S ++ T) (S ++ T) + product_sum u h h (S ++ T) (concat Ts) = 0).
    { rewrite <- product_right, <- Zero. unfold product_sum. apply summed_ext. intros a _.
      apply summed_permutation, Permutation_sym, Pall. }
    assert (Cross : Rabs (product_sum u h h (S ++ T) (concat Ts)) <= delta * (n2 S + n2 T) * sigma).
    { unfold sigma. clear - Orth D0. induction Ts as [|B Ts IH].
      - simpl. unfold product_sum at 1. rewrite (summed_ext _ _ (fun _ => 0)) by (intros; reflexivity).
        rewrite summed_constant, Rmult_0_r, Rabs_R0. unfold summed. simpl. lra.
      - simpl concat. rewrite product_right, product_left. unfold summed. cbn [fold_right]. fold (summed n2 Ts).
        pose proof (Orth S B (or_introl eq_refl) (or_introl eq_refl)) as O1.
        pose proof (Orth T B (or_intror eq_refl) (or_introl eq_refl)) as O2.
        assert (O3 := IH (fun A C EA I => Orth A C EA (or_intror I))).
        set (p1 := product_sum u h h S B) in *. set (p2 := product_sum u h h T B) in *.
        set (p3 := product_sum u h h (S ++ T) (concat Ts)) in *.
        pose proof (Rabs_triang (p1 + p2) p3). pose proof (Rabs_triang p1 p2). lra. }
    set (H2 := summed (fun j => h j ^ 2) (S ++ T)).
    assert (Low : (1 - delta) * H2 <= delta * (n2 S + n2 T) * sigma).
    { destruct (Iso (S ++ T) h D01) as [A _].
      - intros j I. apply Iall, in_app_iff. left. exact I.
      - rewrite app_length. lia.
      - rewrite (mixtures m u h h _ _ L) in A. fold H2 in A. apply (Rle_trans _ _ _ A).
        replace (product_sum u h h (S ++ T) (S ++ T)) with (- product_sum u h h (S ++ T) (concat Ts)) by lra.
        pose proof (Rle_abs (- product_sum u h h (S ++ T) (concat Ts))) as B. rewrite Rabs_Ropp in B. lra. }
    assert (HS : 0 <= summed (fun j => h j ^ 2) S) by (apply summed_nonneg; intros; apply pow2_ge_0).
    assert (HT : 0 <= summed (fun j => h j ^ 2) T) by (apply summed_nonneg; intros; apply pow2_ge_0).
    assert (EH : H2 = n2 S * n2 S + n2 T * n2 T).
    { unfold H2, n2. rewrite summed_app, !sqrt_sqrt by assumption. reflexivity. }
    assert (N0 : 0 <= n2 S /\ 0 <= n2 T) by (split; apply sqrt_pos). destruct N0 as [NS NT].
    assert (Sg : 0 <= sigma) by (apply summed_nonneg; intros; apply sqrt_pos).
    set (r := sqrt H2). assert (H20 : 0 <= H2) by nra. assert (Rr : r * r = H2) by (apply sqrt_sqrt, H20).
    assert (R0 : 0 <= r) by apply sqrt_pos.
    assert (Both : n2 S + n2 T <= sqrt 2 * r).
    { apply Rsqr_incr_0_var; [|apply Rmult_le_pos; lra]. unfold Rsqr.
      replace (sqrt 2 * r * (sqrt 2 * r)) with (sqrt 2 * sqrt 2 * (r * r)) by ring. rewrite R22, Rr, EH.
      pose proof (Rle_0_sqr (n2 S - n2 T)) as Z. unfold Rsqr in Z. lra. }
    assert (Main : (1 - delta) * r <= sqrt 2 * delta * sigma).
    { destruct (Req_EM_T r 0) as [->|Nr].
      - rewrite Rmult_0_r. apply Rmult_le_pos; [apply Rmult_le_pos; lra | exact Sg].
      - apply (Rmult_le_reg_r r); [lra|]. rewrite Rmult_assoc, Rr. apply (Rle_trans _ _ _ Low).
        replace (sqrt 2 * delta * sigma * r) with (delta * (sqrt 2 * r) * sigma) by ring.
        apply Rmult_le_compat_r; [exact Sg|]. apply Rmult_le_compat_l; [exact D0 | exact Both]. }
    assert (NSr : n2 S <= r).
    { apply Rsqr_incr_0_var; [|exact R0]. unfold Rsqr. rewrite Rr, EH. nra. }
    assert (C : n1 S <= sqrt (INR q) * n2 S).
    { apply Rsqr_incr_0_var; [|apply Rmult_le_pos; lra]. unfold Rsqr.
      pose proof (sum_against_squares _ (fun j => Rabs (h j)) S) as CS.
      rewrite (summed_ext _ (fun x => Rabs (h x) ^ 2) (fun j => h j ^ 2)) in CS by (intros; apply pow2_abs).
      replace (sqrt (INR q) * n2 S * (sqrt (INR q) * n2 S)) with (sqrt (INR q) * sqrt (INR q) * (n2 S * n2 S))
        by ring.
      unfold n2 at 1 2. rewrite !sqrt_sqrt by (lra || exact HS). fold (n1 S) in CS. simpl in CS.
      rewrite Rmult_1_r in CS.
      apply (Rle_trans _ _ _ CS). apply Rmult_le_compat_r; [exact HS | apply le_INR, Len]. }
    apply (Rmult_le_reg_l (1 - delta)); [lra|].
    replace ((1 - delta) * (sqrt 2 * delta / (1 - delta) * n1 R)) with (sqrt 2 * delta * n1 R) by (field; lra).
    apply Rle_trans with ((1 - delta) * (sqrt (INR q) * r)).
    + apply Rmult_le_compat_l; [lra|]. apply (Rle_trans _ _ _ C). apply Rmult_le_compat_l; lra.
    + replace ((1 - delta) * (sqrt (INR q) * r)) with (sqrt (INR q) * ((1 - delta) * r)) by ring.
      apply Rle_trans with (sqrt (INR q) * (sqrt 2 * delta * sigma)); [apply Rmult_le_compat_l; lra|].
      replace (sqrt (INR q) * (sqrt 2 * delta * sigma)) with (sqrt 2 * delta * (sqrt (INR q) * sigma)) by ring.
      apply Rmult_le_compat_l; [apply Rmult_le_pos; lra | exact ST'].
  - assert (E1 : delta <= 1 / (1 + 2 * sqrt 2) <-> delta * (1 + 2 * sqrt 2) <= 1).
    { split; intros H.
      - apply (Rmult_le_compat_r (1 + 2 * sqrt 2)) in H; [|lra]. unfold Rdiv in H.
        rewrite Rmult_assoc, Rinv_l in H by lra. lra.
      - apply (Rmult_le_reg_r (1 + 2 * sqrt 2)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
    assert (E2 : sqrt 2 * delta / (1 - delta) <= 1 / 2 <-> sqrt 2 * delta <= 1 / 2 * (1 - delta)).
    { split; intros H.
      - apply (Rmult_le_compat_r (1 - delta)) in H; [|lra]. unfold Rdiv in H at 1.
        rewrite Rmult_assoc, Rinv_l in H by lra. lra.
      - apply (Rmult_le_reg_r (1 - delta)); [lra|]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra. lra. }
    rewrite E1, E2. split; intros; lra.
Qed.
