(** * Statements that are checked by evaluation

    What the data checkers of [proofs] say, stated over the real numbers and proved from the same certificates: each
    check is a Boolean function, and a theorem says what it means that the function is true.

    - [is_threshold]: polynomial threshold functions with real weights
    - [threshold_by_weights], [no_threshold_by_points]: integer weights, and points with equal sums of monomials
    - [exactly]: the number of polynomial threshold functions; [exactly_by_tree]: by a branch-and-refute tree
    - [has_rank], [rank_by_inverse]: the rank of an integer matrix, by a minor with its inverse modulo a number and a
      factorisation
    - [all_from], [some_from], [sum_from]: quantifiers and sums over finite ranges

    A point of the cube is the number whose bits are its coordinates, a function the number whose bit [p] is its value
    at the point [p], a monomial the number whose bits are its variables. *)

From Coq Require Import ZArith NArith Lia Reals Lra List Bool.
Import ListNotations.

(** ** Threshold functions *)

(** The value of a monomial at a point is 1 if it divides the point, 0 otherwise. *)
Definition divides (monomial point : N) : bool := N.eqb (N.land monomial point) monomial.

Fixpoint bits_of (p : positive) : nat :=
  match p with xH => 1 | xO q => bits_of q | xI q => S (bits_of q) end.

Definition size_of (monomial : N) : nat := match monomial with N0 => 0 | Npos p => bits_of p end.

Definition points (n : nat) : list N := map N.of_nat (seq 0 (2 ^ n)).

Definition monomials (n d : nat) : list N := filter (fun s => Nat.leb (size_of s) d) (points n).

Fixpoint value (masks : list N) (weights : list R) (point : N) : R :=
  match masks, weights with
  | mask :: masks', w :: weights' => (if divides mask point then w else 0) + value masks' weights' point
  | _, _ => 0
  end.

Definition represents (n d : nat) (weights : list R) (f : N) : Prop :=
  length weights = length (monomials n d) /\
  forall p : N, (p < 2 ^ N.of_nat n)%N -> (N.testbit f p = true <-> (value (monomials n d) weights p > 0)%R).

(** [f] is a polynomial threshold function of [n] variables of degree at most [d]. *)
Definition is_threshold (n d : nat) (f : N) : Prop := exists weights : list R, represents n d weights f.

Lemma number_of_points : forall n, N.of_nat (2 ^ n) = (2 ^ N.of_nat n)%N.
Proof.
  induction n as [|n IH]; [reflexivity|].
  replace (2 ^ S n)%nat with (2 * 2 ^ n)%nat by (cbn [Nat.pow]; ring).
  rewrite Nat2N.inj_mul, IH, (Nat2N.inj_succ n), N.pow_succ_r'. reflexivity.
Qed.

Lemma points_complete : forall n p, (p < 2 ^ N.of_nat n)%N -> In p (points n).
Proof.
  intros n p H. unfold points. apply in_map_iff. exists (N.to_nat p). split; [apply N2Nat.id|].
  apply in_seq. split; [lia|].
  pose proof (number_of_points n) as E.
  lia.
Qed.

(** *** Integer weights *)

Fixpoint value_of_integers (masks : list N) (weights : list Z) (point : N) : Z :=
  match masks, weights with
  | mask :: masks', w :: weights' => (if divides mask point then w else 0) + value_of_integers masks' weights' point
  | _, _ => 0
  end%Z.

Lemma value_of_integers_sound : forall masks weights p,
  value masks (map IZR weights) p = IZR (value_of_integers masks weights p).
Proof.
  induction masks as [|m masks IH]; intros [|w weights] p; try reflexivity.
  cbn [value value_of_integers map]. rewrite IH, plus_IZR. destruct (divides m p); reflexivity.
Qed.

Definition check_weights (n d : nat) (f : N) (weights : list Z) : bool :=
  Nat.eqb (length weights) (length (monomials n d)) &&
  forallb (fun p => Bool.eqb (N.testbit f p) (Z.ltb 0 (value_of_integers (monomials n d) weights p))) (points n).

Theorem threshold_by_weights : forall n d f weights, check_weights n d f weights = true -> is_threshold n d f.
Proof.
  intros n d f weights H. apply andb_prop in H. destruct H as [L H]. apply Nat.eqb_eq in L.
  exists (map IZR weights). split; [rewrite map_length; exact L|].
  intros p below. rewrite forallb_forall in H. specialize (H p (points_complete n p below)).
  apply Bool.eqb_prop in H. rewrite H, value_of_integers_sound, Z.ltb_lt.
  split; intro S; [apply Rlt_gt, IZR_lt, S | apply lt_IZR, Rgt_lt, S].
Qed.

(** *** Points with equal sums of monomials *)

Fixpoint total (masks : list N) (weights : list R) (ps : list N) : R :=
  match ps with [] => 0 | p :: ps' => value masks weights p + total masks weights ps' end.

Fixpoint occurrences (mask : N) (ps : list N) : Z :=
  match ps with [] => 0 | p :: ps' => (if divides mask p then 1 else 0) + occurrences mask ps' end%Z.

Lemma total_step : forall mask masks w weights ps,
  total (mask :: masks) (w :: weights) ps = (w * IZR (occurrences mask ps) + total masks weights ps)%R.
Proof.
  induction ps as [|p ps IH]; [cbn; ring|].
  cbn [total occurrences value]. rewrite IH, plus_IZR. destruct (divides mask p); ring.
Qed.

Lemma total_nothing : forall masks weights ps, masks = [] \/ weights = [] -> total masks weights ps = 0%R.
Proof.
  intros masks weights ps [E|E]; rewrite E; clear E; induction ps as [|p ps IH]; cbn [total]; try reflexivity;
    [destruct weights | destruct masks]; cbn [value]; rewrite IH; ring.
Qed.

Lemma total_equal : forall ps qs masks weights,
  (forall mask, In mask masks -> occurrences mask ps = occurrences mask qs) ->
  total masks weights ps = total masks weights qs.
Proof.
  intros ps qs. induction masks as [|m masks IH]; intros weights E.
  - rewrite !total_nothing by (left; reflexivity). reflexivity.
  - destruct weights as [|w weights]; [rewrite !total_nothing by (right; reflexivity); reflexivity|].
    rewrite !total_step, (E m (or_introl eq_refl)), (IH weights); [reflexivity|].
    intros mask I. apply E. right. exact I.
Qed.

(** The points below [k] of a partial function [f] show that no threshold function agrees with it there. *)
Definition check_points (masks : list N) (f k : N) (ps qs : list N) : bool :=
  negb (match ps with [] => true | _ => false end) &&
  forallb (fun p => N.ltb p k && N.testbit f p) ps &&
  forallb (fun q => N.ltb q k && negb (N.testbit f q)) qs &&
  forallb (fun mask => Z.eqb (occurrences mask ps) (occurrences mask qs)) masks.

Definition agree (k f g : N) : Prop := forall p : N, (p < k)%N -> N.testbit g p = N.testbit f p.

Lemma total_positive : forall masks weights ps,
  (forall p, In p ps -> (value masks weights p > 0)%R) -> ps <> [] -> (total masks weights ps > 0)%R.
Proof.
  intros masks weights. induction ps as [|p ps IH]; intros H N; [contradiction|].
  cbn [total]. pose proof (H p (or_introl eq_refl)) as P. destruct ps as [|q ps]; [cbn [total]; lra|].
  assert (T : (total masks weights (q :: ps) > 0)%R).
  { apply IH; [intros r I; apply H; right; exact I | discriminate]. }
  lra.
Qed.

Lemma total_not_positive : forall masks weights qs,
  (forall q, In q qs -> ~ (value masks weights q > 0)%R) -> ~ (total masks weights qs > 0)%R.
Proof.
  intros masks weights. induction qs as [|q qs IH]; intros H; [cbn [total]; lra|].
  cbn [total]. pose proof (H q (or_introl eq_refl)) as Q.
  assert (T : ~ (total masks weights qs > 0)%R) by (apply IH; intros r I; apply H; right; exact I).
  lra.
Qed.

Lemma check_points_sound : forall n d f k ps qs g,
  check_points (monomials n d) f k ps qs = true -> (k <= 2 ^ N.of_nat n)%N -> agree k f g -> ~ is_threshold n d g.
Proof.
  intros n d f k ps qs g H K A [weights [_ W]].
  apply andb_prop in H. destruct H as [H E]. apply andb_prop in H. destruct H as [H F].
  apply andb_prop in H. destruct H as [H T].
  rewrite forallb_forall in E, F, T.
  apply (total_not_positive (monomials n d) weights qs).
  - intros q I. specialize (F q I). apply andb_prop in F. destruct F as [below F]. apply N.ltb_lt in below.
    rewrite <- (W q) by lia. rewrite (A q below). destruct (N.testbit f q); [discriminate F | discriminate].
  - rewrite <- (total_equal ps qs).
    + apply total_positive; [|destruct ps; [discriminate H | discriminate]].
      intros p I. specialize (T p I). apply andb_prop in T. destruct T as [below T]. apply N.ltb_lt in below.
      apply (W p); [lia|]. rewrite (A p below). exact T.
    + intros mask I. apply Z.eqb_eq, (E mask I).
Qed.

Theorem no_threshold_by_points : forall n d f ps qs,
  check_points (monomials n d) f (2 ^ N.of_nat n) ps qs = true -> ~ is_threshold n d f.
Proof.
  intros n d f ps qs H. apply (check_points_sound n d f _ ps qs f H); [lia | intros p _; reflexivity].
Qed.

(** *** The number of threshold functions *)

(** There are exactly [count] polynomial threshold functions. *)
Definition exactly (n d : nat) (count : Z) : Prop :=
  exists l : list N, NoDup l /\ Z.of_nat (length l) = count /\
    forall f : N, In f l <-> ((f < 2 ^ (2 ^ N.of_nat n))%N /\ is_threshold n d f).

(** A tree decides the points one after the other; its branches are 0 first. *)
Inductive tree : Set :=
  | Branch (zero one : tree)
  | Weights (weights : list Z)
  | Refuted (ps qs : list N).

Fixpoint count_tree (n d : nat) (t : tree) (left : nat) (k f : N) : option Z :=
  match t with
  | Branch zero one =>
    match left with
    | O => None
    | S left' =>
      match count_tree n d zero left' (N.succ k) f, count_tree n d one left' (N.succ k) (N.setbit f k) with
      | Some a, Some b => Some (a + b)%Z
      | _, _ => None
      end
    end
  | Weights weights => if Nat.eqb left 0 && check_weights n d f weights then Some 1%Z else None
  | Refuted ps qs => if check_points (monomials n d) f k ps qs then Some 0%Z else None
  end.

Lemma high_bits : forall g m p, (g < 2 ^ m)%N -> (m <= p)%N -> N.testbit g p = false.
Proof. intros g m p H L. rewrite <- (N.mod_small g (2 ^ m) H). apply N.mod_pow2_bits_high. exact L. Qed.

Lemma low_number : forall g m, (forall p, (m <= p)%N -> N.testbit g p = false) -> (g < 2 ^ m)%N.
Proof.
  intros g m H. replace g with (g mod 2 ^ m)%N; [apply N.mod_lt, N.pow_nonzero; discriminate|].
  apply N.bits_inj. intro p. destruct (N.lt_ge_cases p m) as [L|L].
  - apply N.mod_pow2_bits_low. exact L.
  - rewrite N.mod_pow2_bits_high by exact L. symmetry. apply H. exact L.
Qed.

Lemma NoDup_append : forall l m : list N,
  NoDup l -> NoDup m -> (forall x, In x l -> ~ In x m) -> NoDup (l ++ m).
Proof.
  induction l as [|x l IH]; intros m L M D; [exact M|].
  inversion L; subst. cbn [app]. constructor.
  - rewrite in_app_iff. intros [A|A]; [contradiction|]. apply (D x); [left; reflexivity | exact A].
  - apply IH; [assumption | exact M |]. intros y A. apply D. right. exact A.
Qed.

Lemma count_tree_sound : forall n d t left k f c,
  count_tree n d t left k f = Some c -> (k + N.of_nat left = 2 ^ N.of_nat n)%N ->
  (forall p, (k <= p)%N -> N.testbit f p = false) ->
  exists l : list N, NoDup l /\ Z.of_nat (length l) = c /\
    forall g, In g l <-> ((g < 2 ^ (2 ^ N.of_nat n))%N /\ is_threshold n d g /\ agree k f g).
Proof.
  intros n d. induction t as [zero IH0 one IH1|weights|ps qs]; intros left k f c H size high; cbn [count_tree] in H.
  - destruct left as [|left]; [discriminate H|].
    destruct (count_tree n d zero left (N.succ k) f) as [a|] eqn:E0; [|discriminate H].
    destruct (count_tree n d one left (N.succ k) (N.setbit f k)) as [b|] eqn:E1; [|discriminate H].
    injection H as <-.
    destruct (IH0 _ _ _ _ E0) as [l0 [N0 [L0 I0]]]; [lia | intros p P; apply high; lia |].
    destruct (IH1 _ _ _ _ E1) as [l1 [N1 [L1 I1]]]; [lia | |].
    { intros p P. rewrite N.setbit_neq by lia. apply high. lia. }
    assert (K : N.testbit f k = false) by (apply high; lia).
    exists (l0 ++ l1). split; [|split].
    + apply NoDup_append; [exact N0 | exact N1 |]. intros h A B. apply I0 in A. apply I1 in B.
      destruct A as [_ [_ A]], B as [_ [_ B]].
      specialize (A k (N.lt_succ_diag_r k)). specialize (B k (N.lt_succ_diag_r k)).
      rewrite N.setbit_eq, A, K in B. discriminate B.
    + rewrite app_length. lia.
    + intro g. rewrite in_app_iff, I0, I1. split.
      * intros [[B [T A]]|[B [T A]]]; (split; [exact B|split; [exact T|]]); intros p P.
        -- apply A. lia.
        -- rewrite (A p) by lia. apply N.setbit_neq. lia.
      * intros [B [T A]]. destruct (N.testbit g k) eqn:G; [right|left]; (split; [exact B|split; [exact T|]]); intros p P.
        -- destruct (N.eq_dec p k) as [->|D]; [rewrite N.setbit_eq; exact G|].
           rewrite N.setbit_neq by lia. apply A. lia.
        -- destruct (N.eq_dec p k) as [->|D]; [rewrite K; exact G | apply A; lia].
  - destruct (Nat.eqb left 0 && check_weights n d f weights) eqn:E; [|discriminate H]. injection H as <-.
    apply andb_prop in E. destruct E as [O W]. apply Nat.eqb_eq in O. subst left.
    assert (size' : k = (2 ^ N.of_nat n)%N) by lia. subst k.
    exists [f]. split; [|split; [reflexivity|]].
    + constructor; [intros []|constructor].
    + intro g. cbn [In]. split.
      * intros [<-|[]]. split; [apply low_number, high|].
        split; [exact (threshold_by_weights n d f weights W) | intros p _; reflexivity].
      * intros [B [_ A]]. left. apply N.bits_inj. intro p.
        destruct (N.lt_ge_cases p (2 ^ N.of_nat n)) as [L|L]; [symmetry; apply A; exact L|].
        rewrite (high p L). symmetry. exact (high_bits g _ p B L).
  - destruct (check_points (monomials n d) f k ps qs) eqn:E; [|discriminate H]. injection H as <-.
    exists []. split; [constructor|split; [reflexivity|]]. intro g. cbn [In]. split; [intros []|].
    intros [_ [T A]]. apply (check_points_sound n d f k ps qs g E); [lia | exact A | exact T].
Qed.

Theorem exactly_by_tree : forall n d t count,
  count_tree n d t (2 ^ n) 0 0 = Some count -> exactly n d count.
Proof.
  intros n d t count H.
  destruct (count_tree_sound n d t (2 ^ n) 0 0 count H) as [l [U [L I]]].
  - rewrite N.add_0_l. apply number_of_points.
  - intros p _. apply N.bits_0.
  - exists l. split; [exact U|split; [exact L|]]. intro f. rewrite I. split; [tauto|].
    intros [B T]. split; [exact B|split; [exact T|]]. intros p P. lia.
Qed.

(** ** Ranks *)

Open Scope Z_scope.

Fixpoint sum (n : nat) (f : nat -> Z) : Z := match n with O => 0 | S m => sum m f + f m end.

(** The rows of a matrix with [r] rows are linearly independent over the integers, hence over the rational numbers. *)
Definition independent (r columns : nat) (m : nat -> nat -> Z) : Prop :=
  forall v : nat -> Z, (forall j, (j < columns)%nat -> sum r (fun a => v a * m a j) = 0) ->
  forall a, (a < r)%nat -> v a = 0.

(** A matrix has the rank [r]: [r] of its rows are independent, and it is a product through dimension [r]. *)
Definition has_rank (rows columns : nat) (m : nat -> nat -> Z) (r : nat) : Prop :=
  (exists pick : nat -> nat, (forall a, (a < r)%nat -> (pick a < rows)%nat) /\
    independent r columns (fun a j => m (pick a) j)) /\
  (exists left right : nat -> nat -> Z, forall i j, (i < rows)%nat -> (j < columns)%nat ->
    m i j = sum r (fun c => left i c * right c j)).

Lemma sum_equal : forall n f g, (forall i, (i < n)%nat -> f i = g i) -> sum n f = sum n g.
Proof.
  induction n as [|n IH]; intros f g H; [reflexivity|]. cbn [sum].
  rewrite (IH f g), (H n); [reflexivity | lia | intros i L; apply H; lia].
Qed.

Lemma sum_add : forall n f g, sum n (fun i => f i + g i) = sum n f + sum n g.
Proof. induction n as [|n IH]; intros f g; [reflexivity|]. cbn [sum]. rewrite IH. ring. Qed.

Lemma sum_scale : forall n c f, sum n (fun i => c * f i) = c * sum n f.
Proof. induction n as [|n IH]; intros c f; [cbn [sum]; ring|]. cbn [sum]. rewrite IH. ring. Qed.

Lemma sum_zero : forall n f, (forall i, (i < n)%nat -> f i = 0) -> sum n f = 0.
Proof.
  induction n as [|n IH]; intros f H; [reflexivity|]. cbn [sum].
  rewrite (IH f), (H n); [reflexivity | lia | intros i L; apply H; lia].
Qed.

Lemma sum_exchange : forall n m f, sum n (fun i => sum m (fun j => f i j)) = sum m (fun j => sum n (fun i => f i j)).
Proof.
  induction n as [|n IH]; intros m f; cbn [sum].
  - symmetry. apply sum_zero. reflexivity.
  - rewrite IH, <- sum_add. reflexivity.
Qed.

Lemma sum_delta : forall n b f, (b < n)%nat -> sum n (fun i => f i * (if Nat.eqb i b then 1 else 0)) = f b.
Proof.
  induction n as [|n IH]; intros b f L; [lia|]. cbn [sum]. destruct (Nat.eqb_spec n b) as [->|D].
  - rewrite sum_zero; [ring|]. intros i I. destruct (Nat.eqb_spec i b); [lia|ring].
  - rewrite IH by lia. ring.
Qed.

Definition entry (m : list (list Z)) (i j : nat) : Z := nth j (nth i m []) 0.

Definition below (n : nat) (test : nat -> bool) : bool := forallb test (seq 0 n).

Lemma below_sound : forall n test i, below n test = true -> (i < n)%nat -> test i = true.
Proof. intros n test i H L. unfold below in H. rewrite forallb_forall in H. apply H, in_seq. lia. Qed.

Definition check_rank (rows columns : nat) (m : nat -> nat -> Z) (r : nat) (picked_rows picked_columns : list nat)
  (modulus : Z) (inverse left right : list (list Z)) : bool :=
  (1 <? modulus) &&
  below r (fun a => Nat.ltb (nth a picked_rows 0%nat) rows && Nat.ltb (nth a picked_columns 0%nat) columns) &&
  below r (fun a => below r (fun b =>
    (sum r (fun c => m (nth a picked_rows 0%nat) (nth c picked_columns 0%nat) * entry inverse c b)
     - (if Nat.eqb a b then 1 else 0)) mod modulus =? 0)) &&
  below rows (fun i => below columns (fun j => m i j =? sum r (fun c => entry left i c * entry right c j))).

(** A vector that a matrix with an inverse modulo a number sends to 0 is divisible by that number, again and again. *)
Lemma inverse_independent : forall r (m x y : nat -> nat -> Z) (modulus : Z),
  modulus > 1 ->
  (forall a b, (a < r)%nat -> (b < r)%nat ->
    sum r (fun c => m a c * x c b) = (if Nat.eqb a b then 1 else 0) + modulus * y a b) ->
  independent r r m.
Proof.
  intros r m x y modulus big inverse.
  assert (divisible : forall v, (forall j, (j < r)%nat -> sum r (fun a => v a * m a j) = 0) ->
    forall b, (b < r)%nat -> v b = modulus * (- sum r (fun a => v a * y a b))).
  { intros v zero b B.
    assert (E : sum r (fun c => sum r (fun a => v a * m a c) * x c b) = 0).
    { apply sum_zero. intros c C. rewrite (zero c C). ring. }
    assert (F : sum r (fun a => v a * sum r (fun c => m a c * x c b)) = 0).
    { rewrite <- E. rewrite (sum_equal r _ (fun a => sum r (fun c => v a * m a c * x c b))).
      - rewrite sum_exchange. apply sum_equal. intros c C. rewrite Z.mul_comm, <- sum_scale. apply sum_equal.
        intros a A. ring.
      - intros a A. rewrite <- sum_scale. apply sum_equal. intros c C. ring. }
    rewrite (sum_equal r _ (fun a => v a * (if Nat.eqb a b then 1 else 0) + modulus * (v a * y a b))) in F.
    - rewrite sum_add, sum_delta, sum_scale in F by exact B. lia.
    - intros a A. rewrite (inverse a b A B). ring. }
  assert (small : forall (n : nat) v, (forall j, (j < r)%nat -> sum r (fun a => v a * m a j) = 0) ->
    (forall b, (b < r)%nat -> Z.abs (v b) <= Z.of_nat n) -> forall b, (b < r)%nat -> v b = 0).
  { induction n as [|n IH]; intros v zero bounded b B; [specialize (bounded b B); lia|].
    pose (u := fun b => - sum r (fun a => v a * y a b)).
    assert (U : forall b, (b < r)%nat -> v b = modulus * u b) by (intros a A; apply divisible; assumption).
    rewrite (U b B). replace (u b) with 0; [ring|]. symmetry. apply (IH u); [| |exact B].
    - intros j J. assert (M : modulus * sum r (fun a => u a * m a j) = 0).
      { rewrite <- sum_scale, <- (zero j J). apply sum_equal. intros a A. rewrite (U a A). ring. }
      nia.
    - intros a A. specialize (bounded a A). rewrite (U a A) in bounded. nia. }
  intros v zero a A.
  assert (bound : exists n, forall b, (b < r)%nat -> Z.abs (v b) <= Z.of_nat n).
  { clear. induction r as [|r [n IH]]; [exists 0%nat; intros b B; lia|].
    exists (Nat.max n (Z.to_nat (Z.abs (v r)))). intros b B.
    destruct (Nat.eq_dec b r) as [->|D]; [lia|]. specialize (IH b). lia. }
  destruct bound as [n bound]. exact (small n v zero bound a A).
Qed.

Theorem rank_by_inverse : forall rows columns m r picked_rows picked_columns modulus inverse left right,
  check_rank rows columns m r picked_rows picked_columns modulus inverse left right = true -> has_rank rows columns m r.
Proof.
  intros rows columns m r pr pc modulus inverse left right H.
  apply andb_prop in H. destruct H as [H product]. apply andb_prop in H. destruct H as [H identity].
  apply andb_prop in H. destruct H as [big picked]. apply Z.ltb_lt in big. split.
  - exists (fun a => nth a pr 0%nat). split.
    + intros a A. pose proof (below_sound _ _ a picked A) as P. apply andb_prop in P. destruct P as [P _].
      apply Nat.ltb_lt, P.
    + intros v zero. apply (inverse_independent r (fun a c => m (nth a pr 0%nat) (nth c pc 0%nat)) (entry inverse)
        (fun a b => (sum r (fun c => m (nth a pr 0%nat) (nth c pc 0%nat) * entry inverse c b)
          - (if Nat.eqb a b then 1 else 0)) / modulus) modulus); [lia | |].
      * intros a b A B. pose proof (below_sound _ _ b (below_sound _ _ a identity A) B) as E. apply Z.eqb_eq in E.
        pose proof (Z_div_mod_eq_full
          (sum r (fun c => m (nth a pr 0%nat) (nth c pc 0%nat) * entry inverse c b)
            - (if Nat.eqb a b then 1 else 0)) modulus) as D.
        rewrite E in D. lia.
      * intros j J. pose proof (below_sound _ _ j picked J) as P. apply andb_prop in P. destruct P as [_ P].
        apply Nat.ltb_lt in P. exact (zero (nth j pc 0%nat) P).
  - exists (entry left), (entry right). intros i j I J.
    apply Z.eqb_eq, (below_sound _ _ j (below_sound _ _ i product I) J).
Qed.

(** ** Closed statements over finite ranges *)

Definition range (first last : Z) : list Z :=
  map (fun i => first + Z.of_nat i) (seq 0 (Z.to_nat (last - first + 1))).

Definition all_from (first last : Z) (body : Z -> bool) : bool := forallb body (range first last).

Definition some_from (first last : Z) (body : Z -> bool) : bool := existsb body (range first last).

Definition sum_from (first last : Z) (body : Z -> Z) : Z := fold_right (fun i total => body i + total) 0 (range first last).
