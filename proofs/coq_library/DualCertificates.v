(** * Keys whose scores tie on a set and are smaller off it, by the inverse of their Gram matrix

    For keys u_j and a set S of positions, given as a list without repetition, G is the matrix of the scalar products
    of the keys of S. The query is w = sum of x_a u_a over S with x = G^(-1) 1.

    - [gram], [inverse_gram]: G, and that H is inverse to it
    - [mixture]: the sum of multiples of keys; [certificate]: the query w
    - [nonzero_solution]: d equations in d + 1 unknowns have a solution other than zero
    - [norm], [smallest_singular_value]: the length of a vector; the least length of U^T v for v of length 1
    - [rational_dual_certificate] is S-L16/1, [incoherent_keys_suffice] is S-L17, [dual_certificate_norm_bound] is
      S-L14/1 *)

From Coq Require Import List Arith ZArith Lia Reals Lra.
From AttentionQuarks Require Import Decide Averages.
Import ListNotations.
Open Scope R_scope.

Definition gram (u : nat -> list R) (a b : nat) : R := scalar (u a) (u b).

Definition inverse_gram (u : nat -> list R) (S : list nat) (H : nat -> nat -> R) : Prop :=
  forall a c, In a S -> In c S -> summed (fun b => gram u a b * H b c) S = if (a =? c)%nat then 1 else 0.

Definition mixture (m : nat) (x : nat -> R) (u : nat -> list R) (S : list nat) : list R :=
  fold_right vector_sum (repeat 0 m) (map (fun a => map (Rmult (x a)) (u a)) S).

Definition certificate (m : nat) (u : nat -> list R) (S : list nat) (H : nat -> nat -> R) : list R :=
  mixture m (fun a => summed (H a) S) u S.

Definition norm (v : list R) : R := sqrt (scalar v v).

Definition smallest_singular_value (m : nat) (us : list (list R)) (sigma : R) : Prop :=
  0 <= sigma /\
  (forall v, length v = m -> sigma * norm v <= sqrt (summed (fun u => scalar v u ^ 2) us)) /\
  exists v, length v = m /\ norm v = 1 /\ sigma = sqrt (summed (fun u => scalar v u ^ 2) us).

(** ** Scalar products *)

Lemma scalar_symmetric : forall w a, scalar w a = scalar a w.
Proof. induction w as [|x w IH]; intros [|y a]; simpl; try reflexivity. rewrite IH. ring. Qed.

Lemma scalar_zero : forall v m, scalar v (repeat 0 m) = 0.
Proof. induction v as [|x v IH]; intros [|m]; simpl; try reflexivity. rewrite IH. ring. Qed.

Lemma mixture_score : forall m x u S v, (forall a, In a S -> length (u a) = m) ->
  length (mixture m x u S) = m /\ scalar v (mixture m x u S) = summed (fun a => x a * scalar v (u a)) S.
Proof.
  intros m x u S v. unfold mixture. induction S as [|a S IH]; intros L; simpl.
  - split; [apply repeat_length|]. rewrite scalar_zero. reflexivity.
  - destruct (IH (fun b I => L b (or_intror I))) as [Lm E]. pose proof (L a (or_introl eq_refl)) as La.
    assert (Eq : length (map (Rmult (x a)) (u a))
      = length (fold_right vector_sum (repeat 0 m) (map (fun b => map (Rmult (x b)) (u b)) S))).
    { rewrite map_length, Lm. exact La. }
    split; [rewrite length_vector_sum by exact Eq; rewrite map_length; exact La|].
    rewrite scalar_sum by exact Eq. rewrite scalar_multiple, E. reflexivity.
Qed.

Lemma summed_delta : forall (f : nat -> R) S a, NoDup S -> In a S ->
  summed (fun b => (if (a =? b)%nat then 1 else 0) * f b) S = f a.
Proof.
  intros f S a D. induction D as [|b S N D IH]; intros I; [destruct I|]. unfold summed in *. simpl.
  destruct (Nat.eqb_spec a b) as [->|E].
  - assert (Z : summed (fun c => (if (b =? c)%nat then 1 else 0) * f c) S = 0).
    { rewrite (summed_ext _ _ (fun _ => 0)); [rewrite summed_constant; ring|]. intros c J.
      destruct (Nat.eqb_spec b c) as [->|_]; [contradiction | ring]. }
    unfold summed in Z. rewrite Z. ring.
  - destruct I as [->|I]; [contradiction|]. rewrite IH by exact I. ring.
Qed.

Lemma gram_symmetric : forall u a b, gram u a b = gram u b a.
Proof. intros u a b. apply scalar_symmetric. Qed.

Lemma inverse_symmetric : forall u S H, NoDup S -> inverse_gram u S H -> forall a c,
  In a S -> In c S -> H a c = H c a.
Proof.
  intros u S H D G a c Ia Ic.
  rewrite <- (summed_delta (fun d => H d c) S a D Ia).
  rewrite (summed_ext _ _ (fun d => summed (fun b => H b a * gram u b d * H d c) S)).
  - rewrite summed_swap. rewrite <- (summed_delta (fun b => H b a) S c D Ic). apply summed_ext. intros b Ib.
    rewrite (summed_ext _ _ (fun d => H b a * (gram u b d * H d c))) by (intros; ring).
    rewrite summed_scale, G by assumption. rewrite (Nat.eqb_sym b c). ring.
  - intros d Id. rewrite (Nat.eqb_sym a d), <- (G d a Id Ia), Rmult_comm, <- summed_scale. apply summed_ext.
    intros b Ib.
    rewrite (gram_symmetric u d b). ring.
Qed.

Lemma solution_of_certificate : forall u S H, inverse_gram u S H -> forall a, NoDup S -> In a S ->
  summed (fun b => gram u a b * summed (H b) S) S = 1.
Proof.
  intros u S H G a D Ia. rewrite (summed_ext _ _ (fun b => summed (fun c => gram u a b * H b c) S))
    by (intros; rewrite summed_scale; reflexivity).
  rewrite summed_swap, (summed_ext _ _ (fun c => (if (a =? c)%nat then 1 else 0) * 1)).
  - apply (summed_delta (fun _ => 1)); assumption.
  - intros c Ic. rewrite G by assumption. ring.
Qed.

Theorem rational_dual_certificate : forall m (keys : nat -> list Z) (S : list nat) (H : nat -> nat -> R),
  let u := fun j => map IZR (keys j) in
  NoDup S -> (forall j, length (keys j) = m /\ forall e, In e (keys j) -> e = 1%Z \/ e = (-1)%Z) ->
  inverse_gram u S H ->
  length (certificate m u S H) = m /\
  (forall i, In i S -> scalar (certificate m u S H) (u i) = 1) /\
  (forall j, scalar (certificate m u S H) (u j) = summed (fun a => summed (fun b => H a b * scalar (u b) (u j)) S) S)
    /\
  (forall rho, (forall j, ~ In j S -> scalar (certificate m u S H) (u j) <= rho) -> rho < 1 ->
     forall i j, In i S -> ~ In j S ->
       scalar (certificate m u S H) (u j) <= scalar (certificate m u S H) (u i) - (1 - rho)) /\
  ((forall a b, rational (H a b)) -> forall j, rational (scalar (certificate m u S H) (u j))).
Proof.
  intros m keys S H u D K G. assert (L : forall a, In a S -> length (u a) = m).
  { intros a _. unfold u. rewrite map_length. apply K. }
  assert (Score : forall j, scalar (certificate m u S H) (u j) = summed (fun a => summed (H a) S * gram u j a) S).
  { intros j. rewrite scalar_symmetric. apply (mixture_score m _ u S (u j) L). }
  assert (On : forall i, In i S -> scalar (certificate m u S H) (u i) = 1).
  { intros i Ii. rewrite Score, <- (solution_of_certificate u S H G i D Ii). apply summed_ext. intros; ring. }
  split; [apply (proj1 (mixture_score m _ u S [] L))|]. split; [exact On|]. split; [|split].
  - intros j. rewrite Score, summed_swap. apply summed_ext. intros b Ib. rewrite Rmult_comm, <- summed_scale.
    apply summed_ext. intros a Ia. rewrite (inverse_symmetric u S H D G a b Ia Ib), gram_symmetric. unfold gram. ring.
  - intros rho Off R i j Ii Nj. rewrite (On i Ii). specialize (Off j Nj). lra.
  - intros Q j. rewrite Score. apply rational_summed. intros a _. apply rational_mult.
    + apply rational_summed. intros b _. apply Q.
    + unfold gram, u. generalize (keys j) as k, (keys a) as l. induction k as [|x k IH]; intros [|y l]; simpl;
        try apply (rational_integer 0). apply rational_plus; [apply rational_mult; apply rational_integer | apply IH].
Qed.

(** ** A solution from a kernel vector *)

Lemma nonzero_solution : forall d (rows : list (list R)), length rows = d -> (forall a,
  In a rows -> length a = S d) ->
  exists y, length y = S d /\ (exists c, In c y /\ c <> 0) /\ forall a, In a rows -> scalar y a = 0.
Proof.
  induction d as [|d IH]; intros rows L A.
  { destruct rows; [|discriminate L]. exists [1]. split; [reflexivity|].
    split; [exists 1; split; [left; reflexivity | lra] | intros a []]. }
  destruct (Exists_dec (fun a => hd 0 a <> 0) rows) as [E|N].
  { intros a. destruct (Req_EM_T (hd 0 a) 0) as [Z|Z]; [right; intros F; apply F, Z | left; exact Z]. }
  - apply Exists_exists in E as (r & Ir & Nr). apply in_split in Ir as (k & l & ->).
    set (less := fun a : list R => vector_sum (tl a) (map (Rmult (- (hd 0 a / hd 0 r))) (tl r))).
    assert (Lr : length (tl r) = S d).
    { pose proof (A r ltac:(apply in_app_iff; right; left; reflexivity)) as X. destruct r; simpl in *; lia. }
    assert (Lt : forall a, In a (k ++ l) -> length (tl a) = S d).
    { intros a I. pose proof (A a ltac:(apply in_app_iff in I; apply in_app_iff; simpl; tauto)) as X.
      destruct a; simpl in *; lia. }
    destruct (IH (map less (k ++ l))) as (y & Ly & Ny & Ey).
    + rewrite map_length. rewrite app_length in *. simpl in L. lia.
    + intros b I. apply in_map_iff in I as (a & <- & I). unfold less. rewrite length_vector_sum.
      * apply Lt, I.
      * rewrite map_length, Lr. apply Lt, I.
    + exists (- (scalar y (tl r) / hd 0 r) :: y). split; [simpl; lia|]. split.
      * destruct Ny as (c & Ic & Nc). exists c. split; [right; exact Ic | exact Nc].
      * assert (Row : forall a, length a = S (S d) -> scalar (- (scalar y (tl r) / hd 0 r) :: y) a
          = - (scalar y (tl r) / hd 0 r) * hd 0 a + scalar y (tl a)).
        { intros [|x a] La; [discriminate La | reflexivity]. }
        intros a I. rewrite Row by (apply A, I). apply in_app_iff in I. simpl in I.
        destruct (in_app_or k (r :: l) a ltac:(apply in_app_iff; simpl; tauto)) as [Ik|[<-|Il]].
        -- assert (Z := Ey (less a) ltac:(apply in_map, in_app_iff; tauto)). unfold less in Z.
           rewrite scalar_sum in Z by (rewrite map_length, Lr; apply Lt, in_app_iff; tauto).
           rewrite scalar_multiple in Z. unfold Rdiv in *. lra.
        -- field. exact Nr.
        -- assert (Z := Ey (less a) ltac:(apply in_map, in_app_iff; tauto)). unfold less in Z.
           rewrite scalar_sum in Z by (rewrite map_length, Lr; apply Lt, in_app_iff; tauto).
           rewrite scalar_multiple in Z. unfold Rdiv in *. lra.
  - exists (1 :: repeat 0 (S d)). split; [simpl; rewrite repeat_length; reflexivity|].
    split; [exists 1; split; [left; reflexivity | lra]|]. intros a I. pose proof (A a I) as La.
    destruct a as [|x a]; [discriminate La|]. cbn [scalar]. rewrite scalar_symmetric, scalar_zero.
    destruct (Req_EM_T x 0) as [->|Z]; [ring|]. exfalso. apply N, Exists_exists. exists (x :: a).
    split; [exact I | exact Z].
Qed.

Lemma assigned : forall (S : list nat) (y : list R), NoDup S -> length y = length S -> exists x, y = map x S.
Proof.
  induction S as [|a S IH]; intros [|t y] D L; try discriminate L; [exists (fun _ => 0); reflexivity|].
  inversion D as [|b l N D' E]. subst. destruct (IH y D' ltac:(simpl in L; lia)) as (x & ->).
  exists (fun b => if (b =? a)%nat then t else x b). simpl. rewrite Nat.eqb_refl. f_equal. apply map_ext_in.
  intros b I. destruct (Nat.eqb_spec b a) as [->|_]; [contradiction | reflexivity].
Qed.

Lemma scalar_of_maps : forall (x f : nat -> R) S, scalar (map x S) (map f S) = summed (fun b => f b * x b) S.
Proof. intros x f S. unfold summed. induction S as [|a S IH]; simpl; [reflexivity|]. rewrite IH. ring. Qed.

Lemma solvable_system : forall (G : nat -> nat -> R) S r, NoDup S ->
  (forall x, (forall a, In a S -> summed (fun b => G a b * x b) S = 0) -> forall a, In a S -> x a = 0) ->
  exists x, forall a, In a S -> summed (fun b => G a b * x b) S = r a.
Proof.
  intros G S r D Inj. destruct (nonzero_solution (length S) (map (fun a => - r a :: map (G a) S) S)) as (y & L & (c &
    Ic
    & Nc) & E).
  - apply map_length.
  - intros b I. apply in_map_iff in I as (a & <- & _). simpl. rewrite map_length. reflexivity.
  - destruct y as [|t y]; [discriminate L|]. simpl in L. destruct (assigned S y D ltac:(lia)) as (x & ->).
    assert (Eq : forall a, In a S -> summed (fun b => G a b * x b) S = t * r a).
    { intros a Ia. pose proof (E _ (in_map (fun a => - r a :: map (G a) S) S a Ia)) as Z. cbn [scalar] in Z.
      rewrite scalar_of_maps in Z. lra. }
    destruct (Req_EM_T t 0) as [->|T].
    + exfalso. assert (X : forall a, In a S -> x a = 0).
      { apply Inj. intros a Ia. rewrite Eq by exact Ia. ring. }
      destruct Ic as [<-|Ic]; [apply Nc; reflexivity|]. apply in_map_iff in Ic as (a & <- & Ia). apply Nc, X, Ia.
    + exists (fun b => x b / t). intros a Ia.
      rewrite (summed_ext _ _ (fun b => / t * (G a b * x b))) by (intros; unfold Rdiv; ring).
      rewrite summed_scale, Eq by exact Ia. field. exact T.
Qed.

(** ** Incoherent keys *)

Lemma nearly_identity : forall u S mu x a, NoDup S -> In a S -> (forall b, In b S -> gram u b b = 1) ->
  (forall b c, In b S -> In c S -> b <> c -> Rabs (gram u b c) <= mu) ->
  Rabs (summed (fun b => gram u a b * x b) S - x a) <= mu * (summed (fun b => Rabs (x b)) S - Rabs (x a)).
Proof.
  intros u S mu x a D Ia One Mu. rewrite <- (summed_delta x S a D Ia).
  replace (Rabs (summed (fun b => (if (a =? b)%nat then 1 else 0) * x b) S)) with (Rabs (x a))
    by (rewrite (summed_delta x S a D Ia); reflexivity).
  rewrite <- (summed_delta (fun b => Rabs (x b)) S a D Ia).
  replace (summed (fun b => gram u a b * x b) S - summed (fun b => (if (a =? b)%nat then 1 else 0) * x b) S)
    with (summed (fun b => gram u a b * x b + -1 * ((if (a =? b)%nat then 1 else 0) * x b)) S)
    by (rewrite summed_plus, summed_scale; ring).
  replace (mu * (summed (fun b => Rabs (x b)) S - summed (fun b => (if (a =? b)%nat then 1 else 0) * Rabs (x b)) S))
    with (summed (fun b => mu * (Rabs (x b) + -1 * ((if (a =? b)%nat then 1 else 0) * Rabs (x b)))) S)
    by (rewrite summed_scale, summed_plus, summed_scale; ring).
  apply (Rle_trans _ _ _ (summed_abs _ _ _)). apply summed_le. intros b Ib. destruct (Nat.eqb_spec a b) as [->|N].
  - rewrite One by exact Ib. replace (1 * x b + -1 * (1 * x b)) with 0 by ring. rewrite Rabs_R0. right. ring.
  - replace (gram u a b * x b + -1 * (0 * x b)) with (gram u a b * x b) by ring. rewrite Rabs_mult.
    replace (mu * (Rabs (x b) + -1 * (0 * Rabs (x b)))) with (mu * Rabs (x b)) by ring.
    apply Rmult_le_compat_r; [apply Rabs_pos | apply Mu; assumption].
Qed.

Theorem incoherent_keys_suffice : forall m (u : nat -> list R) (S : list nat) mu, NoDup S -> S <> [] -> 0 <= mu ->
  (forall j, length (u j) = m) -> (forall j, scalar (u j) (u j) = 1) ->
  (forall i j, i <> j -> Rabs (scalar (u i) (u j)) <= mu) -> (3 * INR (length S) - 1) * mu <= 1 ->
  (exists H, inverse_gram u S H) /\
  INR (length S) * mu / (1 - (INR (length S) - 1) * mu) <= 1 / 2 /\
  forall H, inverse_gram u S H ->
    (forall i, In i S -> scalar (certificate m u S H) (u i) = 1) /\
    forall j, ~ In j S ->
      Rabs (scalar (certificate m u S H) (u j)) <= INR (length S) * mu / (1 - (INR (length S) - 1) * mu).
Proof.
  intros m u S mu D Ne Mp L One Mu Small. set (q := INR (length S)) in *.
  assert (Q : 1 <= q) by (apply (le_INR 1); destruct S; [contradiction | simpl; lia]).
  assert (Pos : 2 * (q * mu) <= 1 - (q - 1) * mu) by lra.
  assert (Pos' : 0 < 1 - (q - 1) * mu).
  { destruct (Req_EM_T mu 0) as [->|N]; [lra|]. assert (0 < q * mu) by nra. lra. }
  assert (Gone : forall b, In b S -> gram u b b = 1) by (intros; apply One).
  assert (Gmu : forall b c, In b S -> In c S -> b <> c -> Rabs (gram u b c) <= mu) by (intros; apply Mu; assumption).
  assert (Norm : forall x r, 0 <= r -> (forall a, In a S -> Rabs (summed (fun b => gram u a b * x b) S) <= r) ->
    summed (fun b => Rabs (x b)) S <= q * r / (1 - (q - 1) * mu)).
  { intros x r R0 E. set (s := summed (fun b => Rabs (x b)) S).
    assert (Each : forall a, In a S -> Rabs (x a) <= r + (mu * s + - mu * Rabs (x a))).
    { intros a Ia. pose proof (nearly_identity u S mu x a D Ia Gone Gmu) as X. fold s in X. specialize (E a Ia).
      set (t := summed (fun b => gram u a b * x b) S) in *. pose proof (Rabs_triang t (x a - t)) as T.
      replace (t + (x a - t)) with (x a) in T by ring. rewrite (Rabs_minus_sym (x a) t) in T. lra. }
    apply summed_le in Each. rewrite summed_plus, summed_plus, !summed_constant, summed_scale in Each.
    fold s q in Each.
    apply (Rmult_le_reg_r (1 - (q - 1) * mu)); [exact Pos'|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  split; [|split].
  - assert (Solve : forall r, exists x, forall a, In a S -> summed (fun b => gram u a b * x b) S = r a).
    { intros r. apply solvable_system; [exact D|]. intros x Z a Ia.
      assert (N := Norm x 0 (Rle_refl 0) ltac:(intros b Ib; rewrite Z by exact Ib; rewrite Rabs_R0; lra)).
      rewrite Rmult_0_r in N. unfold Rdiv in N. rewrite Rmult_0_l in N.
      pose proof (summed_member _ (fun b => Rabs (x b)) S a (fun b _ => Rabs_pos (x b)) Ia) as M.
      pose proof (Rabs_pos (x a)). destruct (Req_EM_T (x a) 0) as [E|E]; [exact E|]. apply Rabs_no_R0 in E. lra. }
    assert (Columns : forall T : list nat, exists H, forall a c, In a S -> In c T ->
      summed (fun b => gram u a b * H b c) S = if (a =? c)%nat then 1 else 0).
    { induction T as [|c T (H & E)]; [exists (fun _ _ => 0); intros a c _ []|].
      destruct (Solve (fun a => if (a =? c)%nat then 1 else 0)) as (x & X).
      exists (fun b d => if (d =? c)%nat then x b else H b d). intros a d Ia Id.
      destruct (Nat.eqb_spec d c) as [->|N].
      - apply X, Ia.
      - destruct Id as [->|Id]; [contradiction|]. apply E; assumption. }
    destruct (Columns S) as (H & E). exists H. exact E.
  - apply (Rmult_le_reg_r (1 - (q - 1) * mu)); [exact Pos'|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
  - intros H G.
    assert (Score : forall j, scalar (certificate m u S H) (u j) = summed (fun a => summed (H a) S * gram u j a) S).
    { intros j. rewrite scalar_symmetric. apply (mixture_score m _ u S (u j)). intros; apply L. }
    split.
    + intros i Ii. rewrite Score, <- (solution_of_certificate u S H G i D Ii). apply summed_ext. intros; ring.
    + intros j Nj. rewrite Score. apply (Rle_trans _ _ _ (summed_abs _ _ _)).
      apply Rle_trans with (mu * summed (fun a => Rabs (summed (H a) S)) S).
      * rewrite <- summed_scale. apply summed_le. intros a Ia. rewrite Rabs_mult, Rmult_comm.
        apply Rmult_le_compat_r; [apply Rabs_pos|]. apply Mu. intros ->. contradiction.
      * replace (q * mu / (1 - (q - 1) * mu)) with (mu * (q * 1 / (1 - (q - 1) * mu))) by (field; lra).
        apply Rmult_le_compat_l; [exact Mp|]. apply Norm; [lra|]. intros a Ia.
        rewrite (solution_of_certificate u S H G a D Ia), Rabs_R1. lra.
Qed.

(** ** The length of a query *)

Lemma scalar_square : forall v, 0 <= scalar v v.
Proof. induction v as [|x v IH]; simpl; nra. Qed.

Theorem dual_certificate_norm_bound : forall m (us : list (list R)) (w : list R) sigma, length w = m ->
  smallest_singular_value m us sigma ->
  (forall v, length v = m -> (forall u, In u us -> scalar v u = 0) -> norm v = 0) ->
  (forall u, In u us -> Rabs (scalar w u) <= 1) ->
  0 < sigma /\ norm w <= sqrt (INR (length us)) / sigma.
Proof.
  intros m us w sigma Lw (S0 & Least & v & Lv & Nv & Ev) Rank Bound.
  assert (Pos : 0 < sigma).
  { destruct S0 as [P|Z]; [exact P|]. exfalso. rewrite <- Z in Ev. symmetry in Ev. apply sqrt_eq_0 in Ev.
    - rewrite (Rank v Lv) in Nv; [lra|]. intros u Iu.
      pose proof (summed_member _ (fun u => scalar v u ^ 2) us u (fun b _ => pow2_ge_0 (scalar v b)) Iu) as M.
      cbv beta in M. rewrite Ev in M. nra.
    - apply summed_nonneg. intros. apply pow2_ge_0. }
  split; [exact Pos|]. apply (Rmult_le_reg_l sigma); [exact Pos|].
  replace (sigma * (sqrt (INR (length us)) / sigma)) with (sqrt (INR (length us))) by (field; lra).
  apply (Rle_trans _ _ _ (Least w Lw)). apply sqrt_le_1_alt. rewrite <- (Rmult_1_r (INR (length us))).
  apply summed_at_most. intros u Iu. specialize (Bound u Iu). pose proof (Rabs_pos (scalar w u)).
  rewrite <- pow2_abs. nra.
Qed.
