(** * The determinant of a Gram matrix clears the denominators of its inverse

    For keys with integer entries, the Gram matrix G of a set S of them is a matrix of integers. Cramer's rule: det G
    times an entry of G^(-1) is the determinant of G with one row replaced by a row of the identity, an integer. So
    det G times the query w = U_S G^(-1) 1 is a vector of integers.

    - [integer_scalar], [gram_rows]: the scalar product of integer vectors; the rows of G
    - [row_functional]: a determinant is a linear function of each row
    - [gram_determinant_positive]: det G > 0, since det G times an entry of the diagonal of G^(-1) is the determinant
      of one key less
    - [gram_determinant_clears_denominators] is S-L16/2 *)

From Coq Require Import List Arith ZArith Lia Reals Lra.
From AttentionQuarks Require Import Decide Averages Determinant DualCertificates.
Import ListNotations.
Open Scope R_scope.

Fixpoint integer_scalar (a b : list Z) : Z :=
  match a, b with
  | x :: a', y :: b' => x * y + integer_scalar a' b'
  | _, _ => 0
  end%Z.

Definition gram_rows (keys : nat -> list Z) (S : list nat) : list (list Z) :=
  map (fun a => map (fun b => integer_scalar (keys a) (keys b)) S) S.

Definition integral (x : R) : Prop := exists z, x = IZR z.

(** ** Integers among the real numbers *)

Lemma integral_plus : forall x y, integral x -> integral y -> integral (x + y).
Proof. intros x y [a ->] [b ->]. exists (a + b)%Z. rewrite plus_IZR. reflexivity. Qed.

Lemma integral_mult : forall x y, integral x -> integral y -> integral (x * y).
Proof. intros x y [a ->] [b ->]. exists (a * b)%Z. rewrite mult_IZR. reflexivity. Qed.

Lemma integral_summed : forall A (f : A -> R) l, (forall x, In x l -> integral (f x)) -> integral (summed f l).
Proof.
  intros A f l. unfold summed. induction l as [|x l IH]; intros P; simpl; [exists 0%Z; reflexivity|].
  apply integral_plus; [apply P; left; reflexivity|]. apply IH. intros y I. apply P. right. exact I.
Qed.

Lemma scalar_of_integers : forall a b, scalar (map IZR a) (map IZR b) = IZR (integer_scalar a b).
Proof.
  induction a as [|x a IH]; intros [|y b]; simpl; try reflexivity. rewrite IH, plus_IZR, mult_IZR. reflexivity.
Qed.

Lemma summed_of_integers : forall (f g : nat -> Z) S,
  summed (fun a => IZR (f a) * IZR (g a)) S = IZR (integer_scalar (map f S) (map g S)).
Proof.
  intros f g S. unfold summed. induction S as [|a S IH]; simpl; [reflexivity|].
  rewrite IH, plus_IZR, mult_IZR. reflexivity.
Qed.

(** ** A determinant as a function of one row *)

Lemma linear_functional : forall w (f : list Z -> Z),
  (forall a u v, length u = w -> length v = w -> (f (combined_row a u v) = f u + a * f v)%Z) ->
  exists c, length c = w /\ forall r, length r = w -> f r = integer_scalar r c.
Proof.
  induction w as [|w IH]; intros f L.
  - exists []. split; [reflexivity|]. intros [|x r] Lr; [|discriminate Lr].
    specialize (L 1%Z [] [] eq_refl eq_refl). unfold combined_row in L.
    cbn [combine map integer_scalar] in *. lia.
  - destruct (IH (fun r => f (0%Z :: r))) as (c & Lc & E).
    { intros a u v Lu Lv. rewrite <- L by (simpl; congruence). unfold combined_row. cbn [combine map fst snd].
      f_equal. f_equal. lia. }
    exists (f (1%Z :: repeat 0%Z w) :: c). split; [simpl; congruence|]. intros [|x r] Lr; [discriminate Lr|].
    injection Lr as Lr. cbn [integer_scalar]. rewrite <- E by exact Lr.
    replace (x :: r) with (combined_row x (0%Z :: r) (1%Z :: repeat 0%Z w)).
    + rewrite L by (simpl; try rewrite repeat_length; congruence). lia.
    + unfold combined_row. cbn [combine map fst snd]. f_equal; [lia|]. clear - Lr. revert w Lr.
      induction r as [|y r IHr]; intros [|w] Lr; try discriminate Lr; [reflexivity|].
      cbn [repeat combine map fst snd]. rewrite IHr by (simpl in Lr; lia). f_equal. lia.
Qed.

Lemma row_functional : forall n w k l, (length k + length l + 1)%nat = n ->
  exists c, length c = w /\ forall r, length r = w -> determinant_of n (k ++ r :: l) = integer_scalar r c.
Proof.
  intros n w k l L. apply (linear_functional w (fun r => determinant_of n (k ++ r :: l))). intros a u v Lu Lv.
  apply linear_in_row; [congruence | exact L].
Qed.

Lemma integer_scalar_zero : forall w c, integer_scalar (repeat 0%Z w) c = 0%Z.
Proof. induction w as [|w IH]; intros [|x c]; cbn [repeat integer_scalar]; try reflexivity. rewrite IH. lia. Qed.

Lemma determinant_of_zero_row : forall n w k l, (length k + length l + 1)%nat = n ->
  determinant_of n (k ++ repeat 0%Z w :: l) = 0%Z.
Proof.
  intros n w k l L. destruct (row_functional n w k l L) as (c & _ & E). rewrite E by apply repeat_length.
  apply integer_scalar_zero.
Qed.

Lemma expansion_of_zeros : forall f x m, (forall k l, (length k + length l + 1)%nat = m -> f (k ++ x :: l) = 0%Z) ->
  forall rows sign k l, (length k + length l + 1 + length rows)%nat = S m ->
  expansion f sign (k ++ x :: l) rows = 0%Z.
Proof.
  intros f x m Zero rows. induction rows as [|r rows IH]; intros sign k l L; cbn [expansion]; [reflexivity|].
  rewrite <- !app_assoc. cbn [app]. rewrite Zero by (rewrite app_length; cbn [length] in L; lia).
  rewrite IH by (rewrite app_length; cbn [length] in *; lia). lia.
Qed.

Lemma first_unit_row : forall m w l, length l = m ->
  determinant_of (S m) ((1%Z :: repeat 0%Z w) :: l) = determinant_of m (map (@tl Z) l).
Proof.
  intros m w l L. cbn [determinant_of expansion hd app].
  rewrite (expansion_of_zeros _ (1%Z :: repeat 0%Z w) m) with (k := []) (l := []); [lia | | cbn [length]; lia].
  intros k l' L'. rewrite map_app. cbn [map tl]. apply determinant_of_zero_row. rewrite !map_length. exact L'.
Qed.

(** The values of a list, one for each position of S. *)
Lemma list_as_function : forall (S : list nat) (c : list Z), NoDup S -> length c = length S ->
  exists f, c = map f S.
Proof.
  intros S c D. revert c. induction D as [|a S N D IH]; intros [|x c] L; try discriminate L.
  - exists (fun _ => 0%Z). reflexivity.
  - destruct (IH c) as [f ->]; [simpl in L; lia|]. exists (fun b => if (a =? b)%nat then x else f b). simpl.
    rewrite Nat.eqb_refl. f_equal. apply map_ext_in. intros b I.
    destruct (Nat.eqb_spec a b) as [->|_]; [contradiction | reflexivity].
Qed.

(** ** Cramer's rule *)

(** f is the column of the adjugate that belongs to c: the coefficients of det G with the row of c replaced by r. *)
Lemma cramer : forall keys k c l, NoDup (k ++ c :: l) -> let S := k ++ c :: l in
  let row := fun a => map (fun b => integer_scalar (keys a) (keys b)) S in
  exists f : nat -> Z,
  (forall r, length r = length S ->
    determinant_of (length S) (map row k ++ r :: map row l) = integer_scalar r (map f S)) /\
  forall b, In b S ->
    integer_scalar (row b) (map f S) = if (b =? c)%nat then determinant (gram_rows keys S) else 0%Z.
Proof.
  intros keys k c l D S row.
  assert (Len : (length (map row k) + length (map row l) + 1)%nat = length S).
  { unfold S. rewrite !map_length, app_length. simpl. lia. }
  assert (Lr : forall a, length (row a) = length S) by (intros a; apply map_length).
  destruct (row_functional (length S) (length S) (map row k) (map row l) Len) as (g & Lg & E).
  destruct (list_as_function S g D Lg) as [f ->]. exists f. split; [exact E|]. intros b I.
  rewrite <- E by apply Lr. destruct (Nat.eqb_spec b c) as [->|N].
  - unfold determinant, gram_rows. rewrite map_length. f_equal. symmetry. apply (map_app row k (c :: l)).
  - unfold S in I. apply in_app_or in I. destruct I as [I|[I|I]]; [| congruence |].
    + apply in_split in I as (k1 & k2 & ->). rewrite map_app, <- app_assoc. cbn [map app]. apply equal_rows.
      * intros x J. apply in_map_iff in J as (a & <- & _). rewrite !Lr. reflexivity.
      * rewrite map_app, app_length in Len. cbn [map length] in Len. lia.
    + apply in_split in I as (l1 & l2 & ->). rewrite map_app. cbn [map]. apply equal_rows.
      * intros x J. apply in_map_iff in J as (a & <- & _). rewrite !Lr. reflexivity.
      * rewrite map_app, app_length in Len. cbn [map length] in Len. lia.
Qed.

Lemma solved : forall u S H, NoDup S -> inverse_gram u S H -> forall (y : nat -> R) a, In a S ->
  summed (fun b => H a b * summed (fun d => gram u b d * y d) S) S = y a.
Proof.
  intros u S H D G y a Ia.
  rewrite (summed_ext _ _ (fun b => summed (fun d => H a b * (gram u b d * y d)) S))
    by (intros; rewrite summed_scale; reflexivity).
  rewrite summed_swap, <- (summed_delta y S a D Ia). apply summed_ext. intros d Id.
  rewrite (Nat.eqb_sym a d), <- (G d a Id Ia), Rmult_comm, <- summed_scale. apply summed_ext. intros b Ib.
  rewrite (inverse_symmetric u S H D G a b Ia Ib), (gram_symmetric u d b). ring.
Qed.

Lemma inverse_entry : forall keys k c l H, let S := k ++ c :: l in let u := fun j => map IZR (keys j) in
  NoDup S -> inverse_gram u S H -> forall f : nat -> Z,
  (forall b, In b S -> integer_scalar (map (fun d => integer_scalar (keys b) (keys d)) S) (map f S)
    = if (b =? c)%nat then determinant (gram_rows keys S) else 0%Z) ->
  forall a, In a S -> IZR (determinant (gram_rows keys S)) * H a c = IZR (f a).
Proof.
  intros keys k c l H S u D G f E a Ia. assert (Ic : In c S) by (unfold S; apply in_or_app; simpl; auto).
  rewrite <- (solved u S H D G (fun d => IZR (f d)) a Ia).
  rewrite (summed_ext _ _ (fun b => (if (c =? b)%nat then 1 else 0) * (IZR (determinant (gram_rows keys S)) * H a b))).
  - symmetry. apply (summed_delta (fun b => IZR (determinant (gram_rows keys S)) * H a b) S c D Ic).
  - intros b Ib.
    rewrite (summed_ext _ _ (fun d => IZR (integer_scalar (keys b) (keys d)) * IZR (f d)))
      by (intros; unfold gram, u; rewrite scalar_of_integers; reflexivity).
    rewrite (summed_of_integers (fun d => integer_scalar (keys b) (keys d)) f S), E by exact Ib.
    rewrite (Nat.eqb_sym b c). destruct (Nat.eqb_spec c b) as [->|_]; ring.
Qed.

Lemma integral_inverse : forall keys S H, let u := fun j => map IZR (keys j) in NoDup S -> inverse_gram u S H ->
  forall a c, In a S -> In c S -> integral (IZR (determinant (gram_rows keys S)) * H a c).
Proof.
  intros keys S H u D G a c Ia Ic. apply in_split in Ic as (k & l & ->).
  destruct (cramer keys k c l D) as (f & _ & E). exists (f a). apply inverse_entry; assumption.
Qed.

(** ** The determinant is positive *)

Lemma scalar_self : forall v, 0 <= scalar v v /\ (scalar v v = 0 -> forall a, scalar a v = 0).
Proof.
  induction v as [|x v [P IH]]; [split; [simpl; lra | intros _ [|]; reflexivity]|].
  pose proof (Rle_0_sqr x) as Q. unfold Rsqr in Q. split; [simpl; lra|]. simpl. intros E [|y a]; [reflexivity|].
  assert (x = 0) as ->. { assert (Q0 : x * x = 0) by lra. apply Rmult_integral in Q0. tauto. }
  simpl. rewrite IH by lra. ring.
Qed.

Lemma inverse_diagonal : forall m u S H, NoDup S -> (forall a, In a S -> length (u a) = m) -> inverse_gram u S H ->
  forall c, In c S -> 0 < H c c.
Proof.
  intros m u S H D L G c Ic. set (v := mixture m (fun a => H a c) u S).
  assert (Score : forall b, In b S -> scalar (u b) v = if (c =? b)%nat then 1 else 0).
  { intros b Ib. unfold v. rewrite (proj2 (mixture_score m _ u S (u b) L)), (Nat.eqb_sym c b), <- (G b c Ib Ic).
    apply summed_ext. intros a _. unfold gram. ring. }
  assert (Self : scalar v v = H c c).
  { unfold v at 2. rewrite (proj2 (mixture_score m _ u S v L)), <- (summed_delta (fun a => H a c) S c D Ic).
    apply summed_ext. intros a Ia. rewrite scalar_symmetric, Score by exact Ia. ring. }
  destruct (scalar_self v) as [P Z]. destruct (Req_dec (H c c) 0) as [E|N]; [|lra]. exfalso.
  specialize (Score c Ic). rewrite Z, Nat.eqb_refl in Score by lra. lra.
Qed.

Lemma inverse_without : forall u c S H, NoDup (c :: S) -> inverse_gram u (c :: S) H -> H c c <> 0 ->
  inverse_gram u S (fun a b => H a b - H a c * H c b / H c c).
Proof.
  intros u c S H D G N a e Ia Ie. inversion D as [|x l Nc D' E]; subst.
  pose proof (G a e (or_intror Ia) (or_intror Ie)) as X. pose proof (G a c (or_intror Ia) (or_introl eq_refl)) as Y.
  destruct (Nat.eqb_spec a c) as [->|_]; [contradiction|].
  change (gram u a c * H c e + summed (fun b => gram u a b * H b e) S = if (a =? e)%nat then 1 else 0) in X.
  change (gram u a c * H c c + summed (fun b => gram u a b * H b c) S = 0) in Y.
  rewrite (summed_ext _ _ (fun b => gram u a b * H b e + - (H c e / H c c) * (gram u a b * H b c)))
    by (intros; field; exact N).
  rewrite summed_plus, summed_scale, <- X.
  replace (summed (fun b => gram u a b * H b c) S) with (- (gram u a c * H c c)) by lra. field. exact N.
Qed.

Lemma gram_determinant_positive : forall m keys S H, let u := fun j => map IZR (keys j) in
  NoDup S -> (forall a, In a S -> length (keys a) = m) -> inverse_gram u S H ->
  (0 < determinant (gram_rows keys S))%Z.
Proof.
  intros m keys S H u. revert H. induction S as [|c S IH]; intros H D L G; [reflexivity|].
  assert (Pos : 0 < H c c).
  { apply (inverse_diagonal m u (c :: S) H D); [|exact G | left; reflexivity].
    intros a I. unfold u. rewrite map_length. apply L, I. }
  assert (Smaller : (0 < determinant (gram_rows keys S))%Z).
  { inversion D; subst. apply (IH (fun a b => H a b - H a c * H c b / H c c)); [assumption | | ].
    - intros a I. apply L. right. exact I.
    - apply inverse_without; [exact D | exact G | lra]. }
  destruct (cramer keys [] c S D) as (f & E & F). cbn [app map] in E, F.
  pose proof (inverse_entry keys [] c S H D G f F c (or_introl eq_refl)) as Q.
  specialize (E (1%Z :: repeat 0%Z (length S)) ltac:(simpl; rewrite repeat_length; reflexivity)).
  cbn [length] in E. rewrite first_unit_row in E by apply map_length. cbn [integer_scalar] in E.
  rewrite integer_scalar_zero, map_map in E. cbn [tl] in E.
  assert (Fc : f c = determinant (gram_rows keys S)).
  { unfold determinant, gram_rows. rewrite map_length, E. lia. }
  rewrite Fc in Q. cbn [app] in Q. apply lt_IZR. apply IZR_lt in Smaller. rewrite <- Q in Smaller.
  destruct (Rlt_or_le 0 (IZR (determinant (gram_rows keys (c :: S))))) as [P|P]; [exact P|].
  pose proof (Rmult_le_compat_r (H c c) _ _ (Rlt_le _ _ Pos) P) as B. lra.
Qed.

(** ** The query *)

Lemma integral_entries : forall D m x (keys : nat -> list Z) S, (forall a, In a S -> integral (D * x a)) ->
  forall e, In e (mixture m x (fun j => map IZR (keys j)) S) -> integral (D * e).
Proof.
  intros D m x keys S. unfold mixture. induction S as [|a S IH]; intros P e I; cbn [map fold_right] in I.
  - apply repeat_spec in I. subst e. exists 0%Z. ring.
  - specialize (IH (fun b J => P b (or_intror J))). specialize (P a (or_introl eq_refl)). revert I IH.
    generalize (fold_right vector_sum (repeat 0 m) (map (fun b => map (Rmult (x b)) (map IZR (keys b))) S)) as v.
    generalize (keys a) as k. induction k as [|z k IHk]; intros [|y v] I V; try (destruct I; fail).
    cbn [map vector_sum] in I. destruct I as [<-|I].
    + replace (D * (x a * IZR z + y)) with (D * x a * IZR z + D * y) by ring. apply integral_plus.
      * apply integral_mult; [exact P | exists z; reflexivity].
      * apply V. left. reflexivity.
    + apply (IHk v); [exact I|]. intros y' J. apply V. right. exact J.
Qed.

Lemma integral_score : forall D v k, (forall e, In e v -> integral (D * e)) -> integral (D * scalar v (map IZR k)).
Proof.
  intros D. induction v as [|x v IH]; intros [|z k] P; cbn [map scalar]; try (exists 0%Z; ring).
  replace (D * (x * IZR z + scalar v (map IZR k))) with (D * x * IZR z + D * scalar v (map IZR k)) by ring.
  apply integral_plus; [apply integral_mult; [apply P; left; reflexivity | exists z; reflexivity]|].
  apply IH. intros e I. apply P. right. exact I.
Qed.

Theorem gram_determinant_clears_denominators : forall m (keys : nat -> list Z) (S : list nat) (H : nat -> nat -> R),
  let u := fun j => map IZR (keys j) in
  let det := IZR (determinant (gram_rows keys S)) in
  let w := map (Rmult det) (certificate m u S H) in
  NoDup S -> (forall j, length (keys j) = m) -> inverse_gram u S H ->
  0 < det /\
  (forall a b, In a S -> In b S -> exists z, det * H a b = IZR z) /\
  (forall e, In e w -> exists z, e = IZR z) /\
  (forall i, In i S -> scalar w (u i) = det) /\
  (forall j, exists z, scalar w (u j) = IZR z) /\
  (forall j, scalar (certificate m u S H) (u j) < 1 -> scalar w (u j) <= det - 1).
Proof.
  intros m keys S H u det w D L G.
  assert (Lu : forall a, In a S -> length (u a) = m) by (intros a _; unfold u; rewrite map_length; apply L).
  assert (Pos : 0 < det) by (apply IZR_lt, (gram_determinant_positive m keys S H D (fun a _ => L a) G)).
  assert (Inv : forall a b, In a S -> In b S -> integral (det * H a b)) by (apply integral_inverse; assumption).
  assert (Entries : forall e, In e (certificate m u S H) -> integral (det * e)).
  { apply integral_entries. intros a Ia. rewrite <- summed_scale. apply integral_summed. intros b Ib.
    apply Inv; assumption. }
  assert (Score : forall j, scalar w (u j) = det * scalar (certificate m u S H) (u j)).
  { intros j. unfold w. rewrite scalar_symmetric, scalar_multiple, scalar_symmetric. reflexivity. }
  assert (Whole : forall j, integral (scalar w (u j))).
  { intros j. rewrite Score. apply integral_score, Entries. }
  split; [exact Pos|]. split; [exact Inv|]. split; [|split; [|split]].
  - intros e I. apply in_map_iff in I as (x & <- & I). apply Entries, I.
  - intros i Ii. rewrite Score, scalar_symmetric. unfold certificate.
    rewrite (proj2 (mixture_score m _ u S (u i) Lu)).
    rewrite (summed_ext _ _ (fun b => gram u i b * summed (H b) S)) by (intros; unfold gram; ring).
    rewrite (solution_of_certificate u S H G i D Ii). ring.
  - exact Whole.
  - intros j B. destruct (Whole j) as [z E]. rewrite Score in *. apply (Rmult_lt_compat_l det) in B; [|exact Pos].
    rewrite E in *. unfold det in *. rewrite Rmult_1_r in B. apply lt_IZR in B. rewrite <- minus_IZR. apply IZR_le.
    lia.
Qed.
