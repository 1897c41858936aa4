(** * Units of higher order whose scores are cosines find the tuples that sum to 0 modulo M

    A unit of order s has a query and s - 1 keys; a tuple of s - 1 tokens has as its score the sum over the
    coordinates of the products of query and keys. The order 3 is third-order attention.

    - [multilinear]: the score; [keyed]: the keys of a tuple of tokens
    - [order_output]: what a unit computes for a token; the weight is the exponential of the score, the value of a
      tuple the product of the values of its tokens
    - [blank_query], [blank_key]: one more coordinate, in which the blank token has 1 in the keys and residues have 0
    - [four_query], [four_keys]; [three_query], [three_keys]; [order_query], [order_keys]: cos(a + b + c)
      with four and with three terms, and the cosine of a sum of s angles with s terms
    - [matching_tuple]: some r tokens sum to 0 modulo M together with the token of a position
    - [third_order_trigonometric_unit] is S-L27 *)

From Coq Require Import List Bool ZArith Lia Reals Lra.
From AttentionQuarks Require Import TripleMatching HeadMessages Averages CosineGap RealPart PairUnit.
Import ListNotations.
Open Scope R_scope.

Definition coordinatewise (q k : list R) : list R := map (fun p => fst p * snd p) (combine q k).

Fixpoint multilinear (q : list R) (ks : list (list R)) : R :=
  match ks with
  | [] => summed (fun a => a) q
  | k :: ks' => multilinear (coordinatewise q k) ks'
  end.

Definition keyed {T : Type} (keys : list (T -> list R)) (t : list T) : list (list R) :=
  map (fun p => fst p (snd p)) (combine keys t).

Definition product_of (l : list R) : R := fold_right Rmult 1 l.

Definition order_output {T : Type} (query : T -> list R) (keys : list (T -> list R)) (value : T -> R) (x : T)
    (tokens : list T) : R :=
  average (fun t => exp (multilinear (query x) (keyed keys t))) (fun t => product_of (map value t))
    (lists_of (length keys) tokens).

Definition blank_query (c : R) (d : nat) (q : Z -> list R) (t : option Z) : list R :=
  match t with
  | Some x => map (Rmult c) (q x) ++ [c]
  | None => repeat 0 (S d)
  end.

Definition blank_key (d : nat) (k : Z -> list R) (t : option Z) : list R :=
  match t with
  | Some y => k y ++ [0]
  | None => repeat 0 d ++ [1]
  end.

Definition matching_tuple (M : Z) (xs : list Z) (i r : nat) : Prop :=
  exists js, length js = r /\ (forall j, In j js -> (j < length xs)%nat) /\
    ((nth i xs 0 + fold_right Z.add 0 (map (fun j => nth j xs 0) js)) mod M = 0)%Z.

Definition four_query (M x : Z) : list R := let a := angle M x in [cos a; - cos a; sin a; sin a].

Definition four_keys (M : Z) : list (Z -> list R) :=
  [fun y => let b := angle M y in [cos b; sin b; - cos b; sin b];
   fun z => let c := angle M z in [cos c; sin c; sin c; - cos c]].

Definition three_query (M x : Z) : list R := map (fun k => 4 / 3 * cos (angle M x - 2 * PI * INR k / 3)) (seq 0 3).

Definition three_keys (M : Z) : list (Z -> list R) :=
  repeat (fun y => map (fun k => cos (angle M y - 2 * PI * INR k / 3)) (seq 0 3)) 2.

Definition linear_form (s k : nat) (a : R) : R := cos (part_of_pi s k) * cos a + sin (part_of_pi s k) * sin a.

Definition order_query (M : Z) (s : nat) (x : Z) : list R :=
  map (fun k => 2 ^ (s - 1) / INR s * (-1) ^ k * linear_form s k (angle M x)) (seq 0 s).

Definition order_keys (M : Z) (s : nat) : list (Z -> list R) :=
  repeat (fun y => map (fun k => linear_form s k (angle M y)) (seq 0 s)) (s - 1).

(** ** Scores with the blank coordinate *)

Lemma length_coordinatewise : forall d q k, length q = d -> length k = d -> length (coordinatewise q k) = d.
Proof. intros d q k Q K. unfold coordinatewise. rewrite map_length, combine_length. lia. Qed.

Lemma coordinatewise_app : forall q k a b, length q = length k ->
  coordinatewise (q ++ [a]) (k ++ [b]) = coordinatewise q k ++ [a * b].
Proof.
  unfold coordinatewise. induction q as [|x q IH]; intros [|y k] a b L; simpl in *; try discriminate; [reflexivity|].
  rewrite IH by lia. reflexivity.
Qed.

Lemma multilinear_app : forall d ks q a, length q = d -> (forall p, In p ks -> length (fst p) = d) ->
  multilinear (q ++ [a]) (map (fun p => fst p ++ [snd p]) ks)
  = multilinear q (map fst ks) + a * product_of (map snd ks).
Proof.
  intros d. induction ks as [|[k b] ks IH]; intros q a Q K; simpl.
  - rewrite summed_app. unfold summed at 2. simpl. ring.
  - rewrite coordinatewise_app by (rewrite Q; symmetry; apply (K (k, b)); left; reflexivity).
    assert (Lk : length k = d) by (apply (K (k, b)); left; reflexivity).
    rewrite IH; [ring | apply length_coordinatewise; assumption | intros p I; apply K; right; exact I].
Qed.

Lemma coordinatewise_zero : forall d k, length k = d ->
  coordinatewise (repeat 0 d) k = repeat 0 d /\ coordinatewise k (repeat 0 d) = repeat 0 d.
Proof.
  unfold coordinatewise. induction d as [|d IH]; intros [|x k] L; simpl in *; try discriminate; [auto|].
  destruct (IH k ltac:(lia)) as [-> ->]. rewrite Rmult_0_l, Rmult_0_r. auto.
Qed.

Lemma multilinear_zero : forall d ks, (forall k, In k ks -> length k = d) -> multilinear (repeat 0 d) ks = 0.
Proof.
  intros d. induction ks as [|k ks IH]; intros K; simpl.
  - rewrite (summed_ext _ _ (fun _ => 0)) by (intros a I; apply repeat_spec in I; exact I).
    rewrite summed_constant. ring.
  - rewrite (proj1 (coordinatewise_zero d k (K k (or_introl eq_refl)))). apply IH. intros l I. apply K. right.
    exact I.
Qed.

Lemma multilinear_zero_key : forall d ks q, length q = d -> (forall k, In k ks -> length k = d) ->
  In (repeat 0 d) ks -> multilinear q ks = 0.
Proof.
  intros d. induction ks as [|k ks IH]; intros q Q K I; [destruct I|]. simpl.
  assert (T : forall l, In l ks -> length l = d) by (intros l J; apply K; right; exact J). destruct I as [->|I].
  - rewrite (proj2 (coordinatewise_zero d q Q)). apply multilinear_zero, T.
  - apply IH; [apply length_coordinatewise; [exact Q | apply K; left; reflexivity] | exact T | exact I].
Qed.

Lemma multilinear_scale : forall ks c q, multilinear (map (Rmult c) q) ks = c * multilinear q ks.
Proof.
  induction ks as [|k ks IH]; intros c q; simpl.
  - rewrite summed_map. apply (summed_scale _ (fun a => a)).
  - rewrite <- IH. f_equal. unfold coordinatewise. revert k. induction q as [|x q IQ]; intros [|y k]; simpl; try
    reflexivity.
    rewrite IQ. f_equal. ring.
Qed.

Definition all_residues (t : list (option Z)) : bool := forallb (fun x => match x with Some _ => true |
  None => false end) t.
Definition all_blank (t : list (option Z)) : bool := forallb (fun x => match x with Some _ => false |
  None => true end) t.
Definition residues_of (t : list (option Z)) : list Z := flat_map (fun x => match x with Some y => [y] |
  None => [] end) t.
Definition blank_mark (t : option Z) : R := match t with Some _ => 0 | None => 1 end.

Lemma blank_scores : forall c d q ks x t, length (q x) = d -> (forall k y, In k ks -> length (k y) = d) ->
  length t = length ks -> ks <> [] ->
  multilinear (blank_query c d q (Some x)) (keyed (map (blank_key d) ks) t)
  = if all_residues t then c * multilinear (q x) (keyed ks (residues_of t)) else if all_blank t then c else 0.
Proof.
  intros c d q ks x t Q K L Ne. simpl blank_query.
  set (pairs := map (fun p => (match snd p with Some y => fst p y | None => repeat 0 d end,
    blank_mark (snd p))) (combine ks t)).
  assert (Split : keyed (map (blank_key d) ks) t = map (fun p => fst p ++ [snd p]) pairs).
  { unfold keyed, pairs. rewrite map_map. clear. revert t. induction ks as [|k ks IH]; intros [|y t]; simpl; try
    reflexivity.
    rewrite IH. f_equal. destruct y; reflexivity. }
  assert (Lp : forall p, In p pairs -> length (fst p) = d).
  { intros p I. unfold pairs in I. apply in_map_iff in I as ([k y] & <- & I). simpl. apply in_combine_l in I.
    destruct y; [apply K, I | apply repeat_length]. }
  rewrite Split, (multilinear_app d) by (try rewrite map_length; assumption). rewrite multilinear_scale.
  assert (Lk : forall k, In k (map fst pairs) -> length k = d).
  { intros k I. apply in_map_iff in I as (p & <- & I). apply Lp, I. }
  assert (Some_blank : In None t -> multilinear (q x) (map fst pairs) = 0).
  { intros I. apply (multilinear_zero_key d); [exact Q | exact Lk|]. apply in_map_iff.
    apply (In_nth _ _ None) in I as (j & Lj & E). destruct ks as [|k0 ks']; [contradiction|].
    exists (repeat 0 d, blank_mark None). split; [reflexivity|]. unfold pairs. apply in_map_iff.
    exists (nth j (k0 :: ks') k0, None). split; [reflexivity|]. rewrite <- E, <- combine_nth by (symmetry; exact L).
    apply nth_In. rewrite combine_length. lia. }
  assert (Marks : map snd pairs = map blank_mark t).
  { unfold pairs. rewrite map_map. simpl. rewrite <- (map_map snd blank_mark). f_equal.
    clear - L. revert t L. induction ks as [|k ks IH]; intros [|y t] L; simpl in *; try discriminate; [reflexivity|].
    rewrite IH by lia. reflexivity. }
  rewrite Marks.
  assert (Zero : (exists y, In (Some y) t) -> product_of (map blank_mark t) = 0).
  { intros (y & I). unfold product_of. clear - I. induction t as [|z t IH]; [destruct I|]. simpl.
    destruct I as [->|I]; [simpl; ring | rewrite IH by exact I; ring]. }
  destruct (all_residues t) eqn:A.
  - assert (Fst : map fst pairs = keyed ks (residues_of t)).
    { unfold pairs, keyed. rewrite map_map. simpl. clear - L A. revert t L A.
      induction ks as [|k ks IH]; intros [|y t] L A; simpl in *; try discriminate; [reflexivity|].
      destruct y as [y|]; [|discriminate A]. simpl. rewrite IH by (assumption || lia). reflexivity. }
    rewrite Fst, Zero; [ring|]. destruct t as [|y t]; [destruct ks; [contradiction | discriminate L]|].
    simpl in A. destruct y as [y|]; [|discriminate A]. exists y. left. reflexivity.
  - assert (N : In None t).
    { clear - A. induction t as [|y t IH]; [discriminate A|]. simpl in A.
      destruct y; [right; apply IH, A | left; reflexivity]. }
    rewrite Some_blank by exact N. destruct (all_blank t) eqn:B.
    + assert (P : product_of (map blank_mark t) = 1).
      { unfold product_of. clear - B. induction t as [|y t IH]; [reflexivity|]. simpl in *.
        destruct y; [discriminate B|]. rewrite IH by exact B. simpl. ring. }
      rewrite P. ring.
    + rewrite Zero; [ring|]. clear - B. induction t as [|y t IH]; [discriminate B|]. simpl in B.
      destruct y as [y|]; [exists y; left; reflexivity|]. destruct (IH B) as (z & I). exists z. right. exact I.
Qed.

(** ** Sums over tuples *)

Lemma summed_flat_map : forall A B (g : A -> list B) (f : B -> R) l,
  summed f (flat_map g l) = summed (fun x => summed f (g x)) l.
Proof.
  intros A B g f l. induction l as [|x l IH]; [reflexivity|]. simpl. rewrite summed_app, IH. reflexivity.
Qed.

Lemma summed_tuples : forall T (f : list T -> R) r l,
  summed f (lists_of (S r) l) = summed (fun v => summed (fun t => f (v :: t)) (lists_of r l)) l.
Proof.
  intros T f r l. simpl. rewrite summed_flat_map. apply summed_ext. intros v _. apply summed_map.
Qed.

Lemma sum_over_residues : forall xs b r,
  summed (fun t => if all_residues t then b else 0) (lists_of r (with_blank xs)) = INR (length xs) ^ r * b.
Proof.
  intros xs b. induction r as [|r IH]; [unfold summed; simpl; ring|]. rewrite summed_tuples, summed_with_blank.
  simpl all_residues.
  rewrite (summed_ext _ _ (fun _ => INR (length xs) ^ r * b)) by (intros; apply IH).
  rewrite !summed_constant. simpl. ring.
Qed.

Lemma sum_over_blanks : forall xs b r,
  summed (fun t => if all_blank t then b else 0) (lists_of r (with_blank xs)) = b.
Proof.
  intros xs b. induction r as [|r IH]; [unfold summed; simpl; ring|]. rewrite summed_tuples, summed_with_blank.
  simpl all_blank.
  rewrite (summed_ext _ _ (fun _ => 0)); [|intros; rewrite summed_constant; ring].
  rewrite summed_constant. rewrite IH. ring.
Qed.

Lemma length_of_tuple : forall T r (l : list T) t, In t (lists_of r l) -> length t = r /\ forall v, In v t -> In v l.
Proof.
  intros T. induction r as [|r IH]; intros l t I; simpl in I.
  - destruct I as [<-|[]]. split; [reflexivity | intros v []].
  - apply in_flat_map in I as (v & Iv & I). apply in_map_iff in I as (u & <- & I). destruct (IH l u I) as [L S].
    split.
    + simpl. lia.
    + intros w [<-|J]; [exact Iv | apply S, J].
Qed.

Lemma order_sums : forall (w : list (option Z) -> R) g E r xs, (1 <= r)%nat ->
  (forall t, length t = r -> w t = if all_residues t then g t else if all_blank t then E else 1) ->
  let l := lists_of r (with_blank xs) in
  let W := summed (fun t => if all_residues t then g t else 0) l in
  average w (fun t => product_of (map residue_mark t)) l
  = W / (W + (INR (S (length xs)) ^ r - INR (length xs) ^ r - 1) + E).
Proof.
  intros w g E r xs R Hw l W. unfold average.
  assert (Num : summed (fun t => w t * product_of (map residue_mark t)) l = W).
  { apply summed_ext. intros t I. destruct (length_of_tuple _ r _ t I) as [L _]. rewrite Hw by exact L.
    destruct (all_residues t) eqn:A.
    - assert (P : product_of (map residue_mark t) = 1); [|rewrite P; ring].
      unfold product_of. clear - A. induction t as [|y t IH]; [reflexivity|]. simpl in *.
      destruct y; [|discriminate A]. rewrite IH by exact A. simpl. ring.
    - assert (P : product_of (map residue_mark t) = 0); [|rewrite P; ring].
      unfold product_of. clear - A. induction t as [|y t IH]; [discriminate A|]. simpl in *.
      destruct y; [rewrite IH by exact A|]; simpl; ring. }
  assert (Den : summed w l = W + (INR (S (length xs)) ^ r - INR (length xs) ^ r - 1) + E).
  { rewrite (summed_ext _ _ (fun t => (if all_residues t then g t else 0) + ((if all_blank t then E else 0)
      + (1 + ((if all_residues t then -1 else 0) + (if all_blank t then -1 else 0)))))).
    - rewrite !summed_plus. unfold l. rewrite sum_over_blanks, sum_over_residues, sum_over_blanks.
      rewrite (summed_constant _ _ 1), length_lists_of. unfold with_blank at 2. rewrite app_length, map_length.
      simpl (length [None]). rewrite pow_INR. replace (length xs + 1)%nat with (S (length xs)) by lia. unfold W, l.
      ring.
    - intros t I. destruct (length_of_tuple _ r _ t I) as [L _]. rewrite Hw by exact L.
      destruct (all_residues t) eqn:A, (all_blank t) eqn:B; try ring. exfalso.
      destruct t as [|y t]; [simpl in L; lia|].
      simpl in A, B. destruct y; discriminate. }
  rewrite Num, Den. reflexivity.
Qed.

(** ** The units *)

Lemma angle_of_sum : forall M x ys, angle M (x + fold_right Z.add 0%Z ys)
  = angle M x + fold_right Rplus 0 (map (angle M) ys).
Proof.
  intros M x ys. assert (E : forall u v, angle M (u + v) = angle M u + angle M v).
  { intros u v. unfold angle. rewrite plus_IZR. unfold Rdiv. ring. }
  rewrite E. f_equal. induction ys as [|y ys IH]; simpl; [unfold angle; unfold Rdiv; ring|]. rewrite E, IH.
  reflexivity.
Qed.

Lemma in_residue_tuples : forall (xs : list Z) r (ys : list Z), length ys = r -> (forall y, In y ys -> In y xs) ->
  In (map Some ys) (lists_of r (with_blank xs)).
Proof.
  intros xs r ys L I. rewrite <- L, <- (map_length (@Some Z)). apply in_lists_of. intros v J.
  apply in_map_iff in J as (y & <- & J). unfold with_blank. apply in_app_iff. left. apply in_map, I, J.
Qed.

Lemma residues_of_tuple : forall t, all_residues t = true -> t = map Some (residues_of t).
Proof.
  induction t as [|y t IH]; intros A; [reflexivity|]. simpl in A. destruct y as [y|]; [|discriminate A]. simpl.
  rewrite <- IH by exact A. reflexivity.
Qed.

Lemma length_residues : forall t, all_residues t = true -> length (residues_of t) = length t.
Proof. intros t A. rewrite (residues_of_tuple t A) at 2. rewrite map_length. reflexivity. Qed.

Lemma residues_of_map : forall ys, residues_of (map Some ys) = ys /\ all_residues (map Some ys) = true.
Proof.
  induction ys as [|y ys [E A]]; [auto|]. split; [|exact A].
  change ((y :: residues_of (map (@Some Z) ys))%list = (y :: ys)%list). rewrite E. reflexivity.
Qed.

(** What a unit does whose scores are cosines of sums. *)
Lemma cosine_unit : forall M xs i c d q ks r, (1 <= M)%Z -> (i < length xs)%nat -> ks <> [] -> length ks = r ->
  (forall x, length (q x) = d) -> (forall k y, In k ks -> length (k y) = d) ->
  (forall x ys, length ys = r -> multilinear (q x) (keyed ks ys) = cos (angle M (x + fold_right Z.add 0%Z ys))) ->
  6 * INR (length xs) ^ r <= exp (8 * c / IZR M ^ 2) ->
  let output := order_output (blank_query c d q) (map (blank_key d) ks) residue_mark
                  (Some (nth i xs 0%Z)) (with_blank xs) in
  exists W, output = W / (W + (INR (S (length xs)) ^ r - INR (length xs) ^ r - 1) + exp c) /\ 0 <= W /\
    (~ matching_tuple M xs i r -> 6 * W <= exp c) /\ (matching_tuple M xs i r -> exp c <= W).
Proof.
  intros M xs i c d q ks r PM Li Ne Lr Q K Cos BB output. assert (Size : 1 <= INR (length xs)) by (apply (le_INR 1);
    lia).
  set (N := INR (length xs)) in *. assert (Np : 1 <= N ^ r) by (apply pow_R1_Rle; exact Size).
  assert (Cp : IZR M ^ 2 / 8 <= c) by (apply exponent_nonnegative; [exact PM | lra]).
  assert (C0 : 0 <= c) by (pose proof (pow2_ge_0 (IZR M)); lra).
  assert (Rp : (1 <= r)%nat) by (destruct ks; [contradiction | simpl in Lr; lia]).
  set (x := nth i xs 0%Z) in *. set (g := fun t => exp (c * cos (angle M (x + fold_right Z.add 0%Z (residues_of
    t))))).
  set (l := lists_of r (with_blank xs)). exists (summed (fun t => if all_residues t then g t else 0) l).
  split; [|split; [|split]].
  - unfold output, order_output. rewrite map_length, Lr. apply order_sums; [exact Rp|]. intros t L.
    rewrite blank_scores by (try assumption; try apply Q; lia). unfold g. destruct (all_residues t) eqn:A.
    + rewrite Cos; [reflexivity|]. rewrite length_residues; assumption.
    + destruct (all_blank t); [reflexivity | apply exp_0].
  - apply summed_nonneg. intros t _. destruct (all_residues t); [left; apply exp_pos | lra].
  - intros No. apply Rle_trans with (6 * (N ^ r * (exp c / (6 * N ^ r)))); [|right; field; lra].
    apply Rmult_le_compat_l; [lra|]. unfold N. rewrite <- (sum_over_residues xs). apply summed_le. intros t I.
    destruct (all_residues t) eqn:A; [|lra]. unfold g. apply weight_off_match; try assumption; try lra.
    + intros E. apply No. destruct (length_of_tuple _ r _ t I) as [L S].
      assert (Js : forall ys, (forall y, In y ys -> In y xs) -> exists js, length js = length ys /\
        (forall j, In j js -> (j < length xs)%nat) /\ map (fun j => nth j xs 0%Z) js = ys).
      { induction ys as [|y ys IH]; intros H; [exists []; repeat split; intros j []|].
        destruct (IH (fun z J => H z (or_intror J))) as (js & Ljs & Bjs & Ejs).
        destruct (In_nth xs y 0%Z (H y (or_introl eq_refl))) as (j & Lj & Ej). exists (j :: js). split; [simpl; lia|].
        split; [intros h [<-|J]; [exact Lj | apply Bjs, J]|]. simpl. rewrite Ej, Ejs. reflexivity. }
      destruct (Js (residues_of t)) as (js & Ljs & Bjs & Ejs).
      * intros y J. apply (in_map Some) in J. rewrite <- residues_of_tuple in J by exact A. apply S in J.
        unfold with_blank in J. apply in_app_iff in J as [J|[J|[]]]; [|discriminate J].
        apply in_map_iff in J as (z & Ez & J). injection Ez as ->. exact J.
      * exists js. split; [|split; [exact Bjs | rewrite Ejs; exact E]].
        rewrite Ljs, <- L. apply length_residues, A.
    + fold N. lra.
  - intros (js & Ljs & Bjs & E). set (ys := map (fun j => nth j xs 0%Z) js) in *. fold x in E.
    destruct (residues_of_map ys) as [Ry Ay].
    replace (exp c) with (if all_residues (map Some ys) then g (map Some ys) else 0).
    + apply (summed_member _ (fun t => if all_residues t then g t else 0)).
      * intros t _. destruct (all_residues t); [left; apply exp_pos | lra].
      * apply in_residue_tuples; [unfold ys; rewrite map_length; exact Ljs|]. intros y J. unfold ys in J.
        apply in_map_iff in J as (j & <- & J). apply nth_In, Bjs, J.
    + rewrite Ay. unfold g. rewrite Ry, cosine_of_multiple, Rmult_1_r by assumption. reflexivity.
Qed.

Lemma four_terms : forall M x ys, length ys = 2%nat ->
  multilinear (four_query M x) (keyed (four_keys M) ys) = cos (angle M (x + fold_right Z.add 0%Z ys)).
Proof.
  intros M x [|y [|z [|w ys]]] L; try discriminate L. rewrite angle_of_sum. unfold summed, four_query. simpl.
  unfold summed. simpl. rewrite !Rplus_0_r, cos_plus, (cos_plus (angle M y)), (sin_plus (angle M y)). ring.
Qed.

Lemma three_terms : forall M x ys, length ys = 2%nat ->
  multilinear (three_query M x) (keyed (three_keys M) ys) = cos (angle M (x + fold_right Z.add 0%Z ys)).
Proof.
  intros M x [|y [|z [|w ys]]] L; try discriminate L. rewrite angle_of_sum. simpl map. cbn [fold_right].
  rewrite Rplus_0_r, <- Rplus_assoc. rewrite (proj1 cosine_of_three_sum_rank_three).
  unfold multilinear, three_query, three_keys, keyed, coordinatewise, summed. simpl. ring.
Qed.

Lemma multilinear_maps : forall A (f : A -> R) gs (l : list A),
  multilinear (map f l) (map (fun g => map g l) gs) = summed (fun k => f k * product_of (map (fun g => g k) gs)) l.
Proof.
  intros A f gs l. revert f. induction gs as [|g gs IH]; intros f; simpl.
  - rewrite summed_map. apply summed_ext. intros k _. ring.
  - assert (C : coordinatewise (map f l) (map g l) = map (fun k => f k * g k) l).
    { unfold coordinatewise. clear. induction l as [|x l IH]; [reflexivity|]. simpl. rewrite IH. reflexivity. }
    rewrite C, IH. apply summed_ext. intros k _. ring.
Qed.

Lemma product_on_circle : forall l,
  complex_product (map (fun a => (cos a, sin a)) l) = (cos (fold_right Rplus 0 l), sin (fold_right Rplus 0 l)).
Proof.
  unfold complex_product. induction l as [|a l IH]; simpl; [rewrite cos_0, sin_0; reflexivity|]. rewrite IH.
  unfold complex_times. simpl. rewrite cos_plus, sin_plus. f_equal. ring.
Qed.

Lemma order_terms : forall M s x ys, (1 <= s)%nat -> length ys = (s - 1)%nat ->
  multilinear (order_query M s x) (keyed (order_keys M s) ys) = cos (angle M (x + fold_right Z.add 0%Z ys)).
Proof.
  intros M s x ys P L. rewrite angle_of_sum.
  change (angle M x + fold_right Rplus 0 (map (angle M) ys)) with (fold_right Rplus 0 (map (angle M) (x :: ys))).
  assert (Cs : cos (fold_right Rplus 0 (map (angle M) (x :: ys)))
    = fst (complex_product (map (fun a => (cos a, sin a)) (map (angle M) (x :: ys))))) by (rewrite product_on_circle;
      reflexivity).
  rewrite Cs, (proj2 (real_part_power_identity s P)) by (rewrite !map_length; simpl; lia).
  assert (Keys : keyed (order_keys M s) ys
    = map (fun g => map g (seq 0 s)) (map (fun y k => linear_form s k (angle M y)) ys)).
  { unfold keyed, order_keys. rewrite <- L, map_map. clear. induction ys as [|y ys IH]; [reflexivity|]. simpl.
    rewrite IH. reflexivity. }
  rewrite Keys. unfold order_query. rewrite multilinear_maps, <- summed_scale. apply summed_ext. intros k _.
  rewrite map_map. unfold linear_form. change (INR k * PI / INR s) with (part_of_pi s k). set (phi := part_of_pi s k).
  simpl map. change (projection phi ((cos (angle M x), sin (angle M x)) :: map (fun a => (cos a,
    sin a)) (map (angle M) ys)))
    with ((cos phi * cos (angle M x) + sin phi * sin (angle M x)) * projection phi (map (fun a => (cos a,
      sin a)) (map (angle M) ys))).
  assert (Pr : projection phi (map (fun a => (cos a, sin a)) (map (angle M) ys))
    = product_of (map (fun y => cos phi * cos (angle M y) + sin phi * sin (angle M y)) ys)).
  { clear. unfold projection, product_of. induction ys as [|y ys IH]; simpl; [reflexivity|]. rewrite IH. reflexivity.
    }
  rewrite Pr. ring.
Qed.

Lemma triple_as_tuple : forall M xs i, matching_tuple M xs i 2 <-> matching_triple Literal M xs i.
Proof.
  intros M xs i. split.
  - intros ([|j [|k [|h js]]] & L & B & E); try discriminate L. simpl in E. exists j, k.
    split; [apply B; left; reflexivity|]. split; [apply B; right; left; reflexivity|]. split; [exact I|].
    rewrite Z.add_0_r, Z.add_assoc in E. exact E.
  - intros (j & k & Lj & Lk & _ & E). exists [j; k]. split; [reflexivity|].
    split; [intros h [<-|[<-|[]]]; assumption|]. simpl. rewrite Z.add_0_r, Z.add_assoc. exact E.
Qed.

Theorem third_order_trigonometric_unit : forall M (xs : list Z) i c, (2 <= M)%Z -> (i < length xs)%nat ->
  let output := fun d q ks => order_output (blank_query c d q) (map (blank_key d) ks) residue_mark
                                (Some (nth i xs 0%Z)) (with_blank xs) in
  let columns := fun d q ks n => (forall t, length (blank_query c d q t) = n) /\
                   forall k t, In k ks -> length (blank_key d k t) = n in
  (6 * INR (length xs) ^ 2 <= exp (8 * c / IZR M ^ 2) ->
   forall d q ks, In (d, q, ks) [(4%nat, four_query M, four_keys M); (3%nat, three_query M, three_keys M)] ->
     length ks = 2%nat /\ columns d q ks (d + 1)%nat /\
     (~ matching_triple Literal M xs i -> output d q ks <= 1 / 7) /\
     (matching_triple Literal M xs i -> 1 / 3 + 2 / 100 < output d q ks)) /\
  forall s, (2 <= s)%nat -> 6 * INR (length xs) ^ (s - 1) <= exp (8 * c / IZR M ^ 2) ->
    6 * INR (length xs + 1) ^ (s - 1) <= exp c ->
    length (order_keys M s) = (s - 1)%nat /\ columns s (order_query M s) (order_keys M s) (s + 1)%nat /\
    (~ matching_tuple M xs i (s - 1) -> output s (order_query M s) (order_keys M s) <= 1 / 7) /\
    (matching_tuple M xs i (s - 1) -> 6 / 13 <= output s (order_query M s) (order_keys M s)).
Proof.
  intros M xs i c PM Li output columns. assert (Size : 1 <= INR (length xs)) by (apply (le_INR 1); lia).
  pose proof (exp_pos c) as Ep.
  assert (Cols : forall d q ks, (forall x, length (q x) = d) -> (forall k y, In k ks -> length (k y) = d) ->
    columns d q ks (d + 1)%nat).
  { intros d q ks Q K. split.
    - intros [x|]; simpl; [rewrite app_length, map_length, Q; reflexivity | rewrite repeat_length; lia].
    - intros k [y|] I; simpl; rewrite app_length; [rewrite K by exact I | rewrite repeat_length]; reflexivity. }
  assert (Frac : forall W Z E a, 0 < E -> 0 <= W -> 0 <= Z -> 0 <= a -> a * (W + Z + E) <= W -> a <= W / (W + Z + E)).
  { intros W Z E a PE PW PZ PA L. apply (Rmult_le_reg_r (W + Z + E)); [lra|]. unfold Rdiv.
    rewrite (Rmult_assoc W), Rinv_l by lra. lra. }
  assert (Low : forall W Z E, 0 < E -> 0 <= W -> 0 <= Z -> 6 * W <= E -> W / (W + Z + E) <= 1 / 7).
  { intros W Z E PE PW PZ L. apply (Rmult_le_reg_r (W + Z + E)); [lra|]. unfold Rdiv.
    rewrite (Rmult_assoc W), Rinv_l by lra. lra. }
  split.
  - intros BB d q ks I.
    assert (Unit : length ks = 2%nat /\ (forall x, length (q x) = d) /\ (forall k y, In k ks -> length (k y) = d) /\
      forall x ys, length ys = 2%nat -> multilinear (q x) (keyed ks ys)
        = cos (angle M (x + fold_right Z.add 0%Z ys))).
    { destruct I as [E|[E|[]]]; injection E as <- <- <-.
      - repeat split; [intros k y [<-|[<-|[]]]; reflexivity | apply four_terms].
      - repeat split; [intros k y [<-|[<-|[]]]; reflexivity | apply three_terms]. }
    destruct Unit as (L & Q & K & Cos). split; [exact L|]. split; [apply Cols; assumption|].
    destruct (cosine_unit M xs i c d q ks 2 ltac:(lia) Li ltac:(intros ->; discriminate L) L Q K Cos BB)
      as (W & Form & Wp & No & Yes). unfold output. rewrite Form. clear Form. rewrite triple_as_tuple in No, Yes.
    rewrite S_INR. set (N := INR (length xs)) in *.
    replace ((N + 1) ^ 2 - N ^ 2 - 1) with (2 * N) by ring. split.
    + intros H. apply Low; try lra. apply No, H.
    + intros H. specialize (Yes H).
      assert (Sq : 6 * N ^ 2 <= exp c * exp c).
      { apply (Rle_trans _ _ _ BB). rewrite <- exp_plus. assert (Mp : 2 <= IZR M) by (apply (IZR_le 2); exact PM).
        assert (C0 : IZR M ^ 2 / 8 <= c) by (apply exponent_nonnegative; [lia | nra]).
        assert (Ex : 8 * c / IZR M ^ 2 <= c + c).
        { assert (M4 : 4 <= IZR M ^ 2) by nra. set (m := IZR M ^ 2) in *. apply (Rmult_le_reg_r m); [lra|].
          unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra. }
        destruct Ex as [Ex|Ex]; [left; apply exp_increasing, Ex | right; rewrite Ex; reflexivity]. }
      apply Rlt_le_trans with (3545 / 10000); [lra|]. apply Frac; try lra.
      assert (2 * N <= 82 / 100 * exp c) by nra. lra.
  - intros s Ls BB BE. assert (Lk : length (order_keys M s) = (s - 1)%nat) by apply repeat_length.
    assert (Q : forall x, length (order_query M s x) = s) by (intros; unfold order_query; rewrite map_length;
      apply seq_length).
    assert (K : forall k y, In k (order_keys M s) -> length (k y) = s).
    { intros k y I. apply repeat_spec in I. subst k. rewrite map_length. apply seq_length. }
    split; [exact Lk|]. split; [apply Cols; assumption|].
    destruct (cosine_unit M xs i c s (order_query M s) (order_keys M s) (s - 1) ltac:(lia) Li) as (W & Form & Wp & No
      & Yes);
      try assumption.
    { intros E. rewrite E in Lk. simpl in Lk. lia. }
    { intros x ys L. apply order_terms; [lia | exact L]. }
    unfold output. rewrite Form. clear Form. replace (length xs + 1)%nat with (S (length xs)) in BE by lia.
    assert (Z0 : 0 <= INR (S (length xs)) ^ (s - 1) - INR (length xs) ^ (s - 1) - 1).
    { destruct s as [|[|s]]; [lia | lia|]. replace (S (S s) - 1)%nat with (S s) by lia. rewrite S_INR.
      set (N := INR (length xs)) in *.
      assert (A : N ^ s <= (N + 1) ^ s) by (apply pow_incr; lra). assert (B : 1 <= (N + 1) ^ s) by (apply pow_R1_Rle;
        lra).
      pose proof (Rmult_le_compat_l N _ _ ltac:(lra) A). simpl. lra. }
    split.
    + intros H. apply Low; try lra. apply No, H.
    + intros H. specialize (Yes H). apply Frac; try lra.
      assert (1 <= INR (length xs) ^ (s - 1)) by (apply pow_R1_Rle; exact Size). lra.
Qed.
