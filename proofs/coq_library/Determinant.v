(** * The determinants of the disjointness matrices

    - [determinant]: of a square matrix of integers, the list of its rows, by expansion along the first column
    - [disjointness_rows]: the rows of D_n, in the order of the points of the cube
    - [disjointness_matrix_determinant] is S-L3/2 *)

From Coq Require Import List Bool ZArith Lia.
From AttentionQuarks Require Import Thr Disjointness.
Import ListNotations.
Open Scope Z_scope.

(** The sum over the rows of the sign, which alternates, times the first entry times f of the other rows. *)
Fixpoint expansion (f : list (list Z) -> Z) (sign : Z) (before rows : list (list Z)) : Z :=
  match rows with
  | [] => 0
  | r :: l => sign * hd 0 r * f (before ++ l) + expansion f (- sign) (before ++ [r]) l
  end.

Fixpoint determinant_of (n : nat) (rows : list (list Z)) : Z :=
  match n with
  | O => 1
  | S m => expansion (fun rs => determinant_of m (map (@tl Z) rs)) 1 [] rows
  end.

Definition determinant (rows : list (list Z)) : Z := determinant_of (length rows) rows.

Definition disjointness_rows (n : nat) : list (list Z) :=
  map (fun a => map (fun b => indicator (disjoint a b)) (cube n)) (cube n).

(** ** Linear in every row *)

(** u + a v *)
Definition combined_row (a : Z) (u v : list Z) : list Z := map (fun xy => fst xy + a * snd xy) (combine u v).

Lemma combined_hd : forall a u v, length u = length v -> hd 0 (combined_row a u v) = hd 0 u + a * hd 0 v.
Proof. intros a [|x u] [|y v] L; try discriminate L; simpl; lia. Qed.

Lemma combined_tl : forall a u v, length u = length v -> tl (combined_row a u v) = combined_row a (tl u) (tl v).
Proof. intros a [|x u] [|y v] L; try discriminate L; reflexivity. Qed.

Lemma expansion_ext : forall f g rows sign before, (forall l, f l = g l) ->
  expansion f sign before rows = expansion g sign before rows.
Proof.
  intros f g rows. induction rows as [|r l IH]; intros sign before E; simpl; [reflexivity|].
  rewrite E, (IH _ _ E). reflexivity.
Qed.

Lemma linear_before : forall f m a u v, (forall k l, (length k + length l + 1)%nat = m ->
    f (k ++ combined_row a u v :: l) = f (k ++ u :: l) + a * f (k ++ v :: l)) ->
  forall rows sign k l, (length k + length l + 1 + length rows)%nat = S m ->
  expansion f sign (k ++ combined_row a u v :: l) rows
    = expansion f sign (k ++ u :: l) rows + a * expansion f sign (k ++ v :: l) rows.
Proof.
  intros f m a u v Lin rows. induction rows as [|r rows IH]; intros sign k l L; cbn [expansion]; [ring|].
  rewrite <- !app_assoc. cbn [app]. rewrite Lin by (rewrite app_length; cbn [length] in L; lia).
  rewrite IH by (rewrite app_length; cbn [length] in *; lia). ring.
Qed.

Lemma linear_in_row : forall n a k u v l, length u = length v -> (length k + length l + 1)%nat = n ->
  determinant_of n (k ++ combined_row a u v :: l)
    = determinant_of n (k ++ u :: l) + a * determinant_of n (k ++ v :: l).
Proof.
  induction n as [|m IH]; intros a k u v l Luv L; [lia|]. cbn [determinant_of].
  set (f := fun rs => determinant_of m (map (@tl Z) rs)).
  assert (Lin : forall k l, (length k + length l + 1)%nat = m ->
    f (k ++ combined_row a u v :: l) = f (k ++ u :: l) + a * f (k ++ v :: l)).
  { intros k' l' L'. unfold f. rewrite !map_app. cbn [map]. rewrite combined_tl by exact Luv. apply IH.
    - destruct u, v; try discriminate Luv; simpl in *; lia.
    - rewrite !map_length. exact L'. }
  assert (G : forall k sign before, (length before + length k + length l + 1)%nat = S m ->
    expansion f sign before (k ++ combined_row a u v :: l)
      = expansion f sign before (k ++ u :: l) + a * expansion f sign before (k ++ v :: l)).
  { clear k L. induction k as [|r k IHk]; intros sign before L; cbn [app expansion].
    - rewrite (linear_before f m a u v Lin l (- sign) before []) by (cbn [length] in *; lia).
      rewrite combined_hd by exact Luv. ring.
    - rewrite IHk by (rewrite app_length; cbn [length] in *; lia).
      destruct (Nat.eq_dec (length before + length k + length l + 1) m) as [E|N]; [|cbn [length] in L; lia].
      rewrite !app_assoc, (Lin (before ++ k) l) by (rewrite app_length; exact E). ring. }
  apply G. cbn [length]. lia.
Qed.

(** ** Alternating *)

Lemma equal_before : forall f m r, (forall k l, (length k + length l + 2)%nat = m -> f (k ++ r :: r :: l) = 0) ->
  forall rows sign k l, (length k + length l + 2 + length rows)%nat = S m ->
  expansion f sign (k ++ r :: r :: l) rows = 0.
Proof.
  intros f m r Zero rows. induction rows as [|x rows IH]; intros sign k l L; cbn [expansion]; [reflexivity|].
  rewrite <- !app_assoc. cbn [app]. rewrite Zero by (rewrite app_length; cbn [length] in L; lia).
  rewrite IH by (rewrite app_length; cbn [length] in *; lia). ring.
Qed.

Lemma adjacent_equal : forall n k r l, (length k + length l + 2)%nat = n -> determinant_of n (k ++ r :: r :: l) = 0.
Proof.
  induction n as [|m IH]; intros k r l L; [lia|]. cbn [determinant_of].
  set (f := fun rs => determinant_of m (map (@tl Z) rs)).
  assert (Zero : forall k l, (length k + length l + 2)%nat = m -> f (k ++ r :: r :: l) = 0).
  { intros k' l' L'. unfold f. rewrite map_app. cbn [map]. apply IH. rewrite !map_length. exact L'. }
  assert (G : forall k sign before, (length before + length k + length l + 2)%nat = S m ->
    expansion f sign before (k ++ r :: r :: l) = 0).
  { clear k L. induction k as [|x k IHk]; intros sign before L; cbn [app expansion].
    - rewrite <- !app_assoc. cbn [app].
      rewrite (equal_before f m r Zero l (- - sign) before []) by (cbn [length] in *; lia). ring.
    - rewrite IHk by (rewrite app_length; cbn [length] in *; lia).
      rewrite app_assoc, Zero by (rewrite app_length; cbn [length] in L; lia). ring. }
  apply G. cbn [length]. lia.
Qed.

Lemma adjacent_swapped : forall n k u v l, length u = length v -> (length k + length l + 2)%nat = n ->
  determinant_of n (k ++ u :: v :: l) = - determinant_of n (k ++ v :: u :: l).
Proof.
  intros n k u v l Luv L. set (w := combined_row 1 u v).
  assert (Lw : length w = length v) by (unfold w, combined_row; rewrite map_length, combine_length; lia).
  pose proof (adjacent_equal n k w l L) as E. unfold w at 1 in E.
  rewrite linear_in_row in E by (cbn [length]; lia).
  assert (Second : forall r, determinant_of n (k ++ r :: w :: l)
    = determinant_of n (k ++ r :: u :: l) + 1 * determinant_of n (k ++ r :: v :: l)).
  { intros r. change (k ++ r :: w :: l) with (k ++ [r] ++ w :: l). rewrite app_assoc. unfold w.
    rewrite linear_in_row by (try rewrite app_length; cbn [length]; lia). rewrite <- !app_assoc. reflexivity. }
  rewrite !Second, !adjacent_equal in E by exact L. lia.
Qed.

Lemma equal_rows : forall n k r m l, (forall x, In x m -> length x = length r) ->
  (length k + length m + length l + 2)%nat = n -> determinant_of n (k ++ r :: m ++ r :: l) = 0.
Proof.
  intros n k r m. revert k. induction m as [|x m IH]; intros k l W L; cbn [app].
  - apply adjacent_equal. cbn [length] in L. lia.
  - rewrite adjacent_swapped.
    + change (k ++ x :: r :: m ++ r :: l) with (k ++ [x] ++ r :: m ++ r :: l). rewrite app_assoc, IH; [ring| |].
      * intros y I. apply W. right. exact I.
      * rewrite app_length. cbn [length] in *. lia.
    + symmetry. apply W. left. reflexivity.
    + rewrite app_length. cbn [length] in *. lia.
Qed.

Lemma add_multiple : forall n w a before b r after, In r before -> (forall x, In x before -> length x = w) ->
  length b = w -> (length before + length after + 1)%nat = n ->
  determinant_of n (before ++ combined_row a b r :: after) = determinant_of n (before ++ b :: after).
Proof.
  intros n w a before b r after I W Lb L. rewrite linear_in_row; [|rewrite Lb; symmetry; apply W, I | exact L].
  apply in_split in I. destruct I as (k & m & ->). rewrite <- !app_assoc. cbn [app]. rewrite app_length in L.
  cbn [length] in L. rewrite (equal_rows n k r m after); [ring | | lia].
  intros x J. rewrite (W x), (W r); [reflexivity | |]; apply in_or_app; simpl; auto.
Qed.

Lemma add_multiples : forall a w pairs n before, (forall r b, In (r, b) pairs -> In r before /\ length b = w) ->
  (forall x, In x before -> length x = w) -> (length before + length pairs)%nat = n ->
  determinant_of n (before ++ map (fun rb => combined_row a (snd rb) (fst rb)) pairs)
    = determinant_of n (before ++ map snd pairs).
Proof.
  intros a w pairs. induction pairs as [|[r b] pairs IH]; intros n before P W L; [reflexivity|].
  cbn [map fst snd]. destruct (P r b (or_introl eq_refl)) as [Ir Lb].
  rewrite (add_multiple n w) by (try assumption; rewrite map_length; cbn [length] in L; lia).
  replace (before ++ b :: map (fun rb => combined_row a (snd rb) (fst rb)) pairs)
    with ((before ++ [b]) ++ map (fun rb => combined_row a (snd rb) (fst rb)) pairs)
    by (rewrite <- app_assoc; reflexivity).
  rewrite IH.
  - rewrite <- app_assoc. reflexivity.
  - intros r' b' I. destruct (P r' b' (or_intror I)) as [Ir' Lb']. split; [apply in_or_app; auto | exact Lb'].
  - intros x I. apply in_app_or in I. destruct I as [I|[<-|[]]]; [apply W, I | exact Lb].
  - rewrite app_length. cbn [length] in *. lia.
Qed.

(** ** Blocks *)

Definition joined (xy : list Z * list Z) : list Z := fst xy ++ snd xy.

Lemma expansion_zero : forall f rows sign before, (forall r, In r rows -> hd 0 r = 0) ->
  expansion f sign before rows = 0.
Proof.
  intros f rows. induction rows as [|r l IH]; intros sign before Z; simpl; [reflexivity|].
  rewrite (Z r (or_introl eq_refl)), IH; [ring|]. intros x I. apply Z. right. exact I.
Qed.

Lemma block_triangular : forall k tops C, length tops = k -> (forall xy, In xy tops -> length (fst xy) = k) ->
  determinant_of (k + length C) (map joined tops ++ map (fun c => repeat 0 k ++ c) C)
    = determinant_of k (map fst tops) * determinant C.
Proof.
  induction k as [|k IH]; intros tops C L W.
  - destruct tops; [|discriminate L]. cbn [map app repeat Nat.add determinant_of]. rewrite map_id.
    unfold determinant. ring.
  - cbn [Nat.add determinant_of]. set (f := fun rs => determinant_of (k + length C) (map (@tl Z) rs)).
    set (g := fun rs => determinant_of k (map (@tl Z) rs)). set (low := map (fun c => repeat 0 (S k) ++ c) C).
    assert (Minor : forall ts, length ts = k -> (forall xy, In xy ts -> length (fst xy) = S k) ->
      f (map joined ts ++ low) = g (map fst ts) * determinant C).
    { intros ts Lt Wt. unfold f, g, low. rewrite map_app, !map_map. cbn [repeat app tl].
      rewrite (map_ext_in (fun x => tl (joined x)) (fun xy => joined (tl (fst xy), snd xy))).
      - rewrite <- (map_map (fun xy : list Z * list Z => (tl (fst xy), snd xy)) joined).
        rewrite IH; [rewrite map_map; reflexivity | rewrite map_length; exact Lt|].
        intros xy I. apply in_map_iff in I. destruct I as (xy' & <- & I). cbn [fst]. specialize (Wt xy' I).
        destruct (fst xy'); simpl in *; lia.
      - intros [x y] I. specialize (Wt _ I). unfold joined. cbn [fst snd] in *.
        destruct x; [discriminate Wt | reflexivity]. }
    assert (G : forall ts before sign, (length before + length ts)%nat = S k ->
      (forall xy, In xy (before ++ ts) -> length (fst xy) = S k) ->
      expansion f sign (map joined before) (map joined ts ++ low)
        = expansion g sign (map fst before) (map fst ts) * determinant C).
    { induction ts as [|t ts IHt]; intros before sign Lt Wt; cbn [map app expansion].
      - rewrite expansion_zero; [ring|]. intros r I. apply in_map_iff in I. destruct I as (c & <- & _). reflexivity.
      - rewrite app_assoc, <- map_app. rewrite Minor.
        + replace (map joined before ++ [joined t]) with (map joined (before ++ [t])) by (rewrite map_app;
          reflexivity).
          rewrite IHt.
          * rewrite !map_app. cbn [map]. assert (Hd : hd 0 (joined t) = hd 0 (fst t)).
            { specialize (Wt t ltac:(apply in_or_app; simpl; auto)). unfold joined.
              destruct (fst t); [discriminate Wt | reflexivity]. }
            rewrite Hd. ring.
          * rewrite app_length. cbn [length] in *. lia.
          * intros xy I. apply Wt. rewrite <- app_assoc in I. exact I.
        + rewrite app_length. cbn [length] in Lt. lia.
        + intros xy I. apply Wt. apply in_app_or in I. apply in_or_app. simpl. tauto. }
    apply (G tops [] 1); [exact L | exact W].
Qed.

Lemma negated_rows : forall n rows, length rows = n ->
  determinant_of n (map (map Z.opp) rows) = (-1) ^ Z.of_nat n * determinant_of n rows.
Proof.
  induction n as [|m IH]; intros rows L; [reflexivity|]. cbn [determinant_of].
  rewrite Nat2Z.inj_succ, Z.pow_succ_r by lia.
  assert (G : forall l before sign, (length before + length l)%nat = S m ->
    expansion (fun rs => determinant_of m (map (@tl Z) rs)) sign (map (map Z.opp) before) (map (map Z.opp) l)
      = -1 * (-1) ^ Z.of_nat m * expansion (fun rs => determinant_of m (map (@tl Z) rs)) sign before l).
  { induction l as [|r l IHl]; intros before sign Ll; cbn [map expansion]; [ring|].
    replace (map (map Z.opp) before ++ [map Z.opp r]) with (map (map Z.opp) (before ++ [r]))
      by (rewrite map_app; reflexivity).
    rewrite IHl by (rewrite app_length; cbn [length] in *; lia). rewrite <- map_app, map_map.
    rewrite (map_ext (fun x => tl (map Z.opp x)) (fun x => map Z.opp (tl x))) by (intros []; reflexivity).
    rewrite <- (map_map (@tl Z) (map Z.opp)), IH
      by (rewrite map_length, app_length; cbn [length] in Ll; lia).
    assert (Hd : hd 0 (map Z.opp r) = - hd 0 r) by (destruct r; reflexivity). rewrite Hd. ring. }
  apply (G rows [] 1). exact L.
Qed.

(** ** The matrices *)

Lemma indicator_opposite : forall l : list (list bool), forall f,
  combined_row (-1) (map f l ++ repeat 0 (length l)) (map f l ++ map f l) = repeat 0 (length l) ++ map Z.opp (map f l).
Proof.
  intros l f. unfold combined_row.
  assert (Split : forall a b c d : list Z, length a = length c ->
    combine (a ++ b) (c ++ d) = combine a c ++ combine b d).
  { induction a as [|x a IH]; intros b [|y c] d L; try discriminate L; simpl; [reflexivity|]. rewrite IH; auto. }
  rewrite Split, map_app by reflexivity. f_equal.
  - induction l as [|x l IH]; cbn [length repeat map combine fst snd]; [reflexivity|]. rewrite IH. f_equal; lia.
  - induction l as [|x l IH]; cbn [length repeat map combine fst snd]; [reflexivity|]. rewrite IH. f_equal; lia.
Qed.

Lemma disjointness_step : forall n, determinant (disjointness_rows (S n))
  = (-1) ^ Z.of_nat (2 ^ n) * (determinant (disjointness_rows n) * determinant (disjointness_rows n)).
Proof.
  intros n. set (d := fun a => map (fun b => indicator (disjoint a b)) (cube n)).
  assert (Rows : disjointness_rows (S n) = map (fun a => d a ++ d a) (cube n)
    ++ map (fun a => d a ++ repeat 0 (length (cube n))) (cube n)).
  { unfold disjointness_rows. cbn [cube]. rewrite map_app, !map_map. f_equal; apply map_ext; intros a;
      rewrite map_app, !map_map; cbn [disjoint andb negb]; f_equal.
    all: try (apply map_ext; intros b; reflexivity).
    clear. induction (cube n) as [|b l IH]; cbn [map repeat length]; [reflexivity|]. f_equal. exact IH. }
  assert (Len : length (disjointness_rows (S n)) = (length (cube n) + length (cube n))%nat).
  { rewrite Rows, app_length, !map_length. reflexivity. }
  unfold determinant at 1. rewrite Len, Rows.
  set (pairs := map (fun a => (d a ++ d a, d a ++ repeat 0 (length (cube n)))) (cube n)).
  replace (map (fun a => d a ++ repeat 0 (length (cube n))) (cube n)) with (map snd pairs)
    by (unfold pairs; rewrite map_map; reflexivity).
  rewrite <- (add_multiples (-1) (2 * length (cube n))).
  - unfold pairs. rewrite map_map. cbn [fst snd].
    rewrite (map_ext (fun a => combined_row (-1) (d a ++ repeat 0 (length (cube n))) (d a ++ d a))
      (fun a => repeat 0 (length (cube n)) ++ map Z.opp (d a))) by (intros; apply indicator_opposite).
    replace (map (fun a => d a ++ d a) (cube n)) with (map joined (map (fun a => (d a, d a)) (cube n)))
      by (rewrite map_map; reflexivity).
    replace (map (fun a => repeat 0 (length (cube n)) ++ map Z.opp (d a)) (cube n))
      with (map (fun c => repeat 0 (length (cube n)) ++ c) (map (map Z.opp) (disjointness_rows n)))
      by (unfold disjointness_rows; rewrite !map_map; reflexivity).
    assert (LD : length (disjointness_rows n) = length (cube n)) by (unfold disjointness_rows; apply map_length).
    replace (length (cube n) + length (cube n))%nat
      with (length (cube n) + length (map (map Z.opp) (disjointness_rows n)))%nat by (rewrite map_length, LD;
        reflexivity).
    rewrite block_triangular; [|apply map_length | ].
    + rewrite map_map. cbn [fst]. unfold determinant. rewrite map_length, LD.
      rewrite (negated_rows (length (cube n))) by exact LD. rewrite length_cube. unfold d, disjointness_rows. ring.
    + intros xy I. apply in_map_iff in I. destruct I as (a & <- & _). cbn [fst]. apply map_length.
  - intros r b I. unfold pairs in I. apply in_map_iff in I. destruct I as (a & E & I). injection E as <- <-.
    split; [apply in_map_iff; exists a; auto|]. rewrite app_length, repeat_length. unfold d. rewrite map_length. lia.
  - intros x I. apply in_map_iff in I. destruct I as (a & <- & _). rewrite app_length. unfold d. rewrite map_length.
    lia.
  - unfold pairs. rewrite !map_length. reflexivity.
Qed.

Theorem disjointness_matrix_determinant :
  determinant (disjointness_rows 1) = -1 /\ forall n, (2 <= n)%nat -> determinant (disjointness_rows n) = 1.
Proof.
  assert (One : determinant (disjointness_rows 1) = -1) by reflexivity. split; [exact One|].
  assert (Even : forall n, (1 <= n)%nat -> (-1) ^ Z.of_nat (2 ^ n) = 1).
  { intros [|n] L; [lia|]. rewrite Nat.pow_succ_r', Nat2Z.inj_mul, Z.pow_mul_r by lia.
    change ((-1) ^ Z.of_nat 2) with 1. apply Z.pow_1_l. lia. }
  intros n L. destruct n as [|n]; [lia|]. rewrite disjointness_step, Even by lia.
  assert (Two : determinant (disjointness_rows n) = 1 \/ determinant (disjointness_rows n) = -1);
    [|destruct Two as [->| ->]; reflexivity].
  assert (G : forall m, (1 <= m)%nat -> determinant (disjointness_rows m) = 1 \/ determinant (disjointness_rows m) =
    -1).
  { induction m as [|m IH]; intros Lm; [lia|]. destruct m as [|m]; [right; exact One|]. left.
    rewrite disjointness_step, Even by lia. destruct (IH ltac:(lia)) as [->| ->]; reflexivity. }
  apply G. lia.
Qed.
