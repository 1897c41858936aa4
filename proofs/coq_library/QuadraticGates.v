(** * An AND of two threshold functions of at most four inputs is a quadratic threshold function (Q-S7)

    For n = 4 there are 1882 threshold functions, and their products are too many for a list of weights. A program finds
    weights for one product of each orbit under the symmetries of the cube; what it finds is checked, and so is that
    nothing is missing. Sets of truth tables are kept as trees.

    - [asummable]: a set that holds all threshold functions: those that no two true and two false points of equal sum
      refute
    - [quadratic_tables]: a set of quadratic threshold functions
    - [and_of_two_is_quadratic]: A(n) is contained in T(n;2) for n <= 4 *)

From Coq Require Import Reals List Lia Lra Arith Bool ZArith.
From AttentionQuarks Require Import Thr Number Gating Closure Tree.
Import ListNotations.
Open Scope nat_scope.

(** ** Sets of truth tables *)

Inductive trie : Type :=
| Nothing : trie
| Whole : trie
| Fork : trie -> trie -> trie.

Fixpoint holds (s : trie) (t : list bool) : bool :=
  match s, t with
  | Whole, [] => true
  | Fork l r, b :: u => holds (if b then r else l) u
  | _, _ => false
  end.

Fixpoint put (t : list bool) (s : trie) : trie :=
  match t with
  | [] => Whole
  | b :: u =>
      match s with
      | Fork l r => if b then Fork l (put u r) else Fork (put u l) r
      | _ => if b then Fork Nothing (put u Nothing) else Fork (put u Nothing) Nothing
      end
  end.

Fixpoint members (s : trie) : list (list bool) :=
  match s with
  | Nothing => []
  | Whole => [[]]
  | Fork l r => map (cons false) (members l) ++ map (cons true) (members r)
  end.

Lemma holds_put : forall t s u, holds (put t s) u = true -> u = t \/ holds s u = true.
Proof.
  induction t as [|b t IH]; intros s u.
  - destruct u; simpl; [auto | discriminate].
  - assert (Z : holds Nothing (tl u) = true -> u = b :: t \/ holds s u = true) by discriminate.
    destruct s as [| |l r], b; simpl; destruct u as [|[] u]; simpl; intros E; try discriminate; auto;
      destruct (IH _ u E) as [->|]; auto; discriminate.
Qed.

Fixpoint conjunction (t u : list bool) : list bool :=
  match t, u with a :: t', b :: u' => a && b :: conjunction t' u' | _, _ => [] end.

(** The conjunction of every table of a with every table of b is in s. *)
Fixpoint meets_held (a b s : trie) {struct a} : bool :=
  match a, b with
  | Fork a0 a1, Fork b0 b1 =>
      match s with
      | Fork s0 s1 => meets_held a0 b0 s0 && meets_held a0 b1 s0 && meets_held a1 b0 s0 && meets_held a1 b1 s1
      | _ => false
      end
  | Whole, Whole => match s with Whole => true | _ => false end
  | _, _ => true
  end.

Lemma meets_held_holds : forall a b s t u, meets_held a b s = true -> holds a t = true -> holds b u = true ->
  length t = length u -> holds s (conjunction t u) = true.
Proof.
  induction a as [| |a0 IH0 a1 IH1]; intros b s t u M A B L.
  - discriminate.
  - destruct t; [|discriminate]. destruct u; [|discriminate]. destruct b; try discriminate. destruct s; try discriminate.
    reflexivity.
  - destruct t as [|x t]; [discriminate|]. destruct u as [|y u]; [discriminate|]. destruct b as [| |b0 b1]; try discriminate.
    destruct s as [| |s0 s1]; try discriminate. simpl in M. rewrite !andb_true_iff in M. destruct M as [[[M0 M1] M2] M3].
    simpl in L. injection L as L. simpl in A, B. destruct x, y; simpl; eauto.
Qed.

(** ** All threshold functions *)

(** x + y = u + v. *)
Fixpoint equal_sums (x y u v : point) : bool :=
  match x, y, u, v with
  | [], [], [], [] => true
  | a :: x', b :: y', c :: u', d :: v' =>
      if xorb (xorb a b) (xorb c d) then false
      else if Bool.eqb (a && b) (c && d) then equal_sums x' y' u' v' else false
  | _, _, _, _ => false
  end.

Lemma equal_sums_dot : forall w x y u v, equal_sums x y u v = true -> (dot w x + dot w y = dot w u + dot w v)%R.
Proof.
  induction w as [|c w IH]; intros x y u v E; [reflexivity|].
  destruct x as [|a x], y as [|b y], u as [|d u], v as [|e v]; try discriminate; [reflexivity|]. simpl in E.
  destruct (xorb (xorb a b) (xorb d e)) eqn:X; [discriminate|]. destruct (Bool.eqb (a && b) (d && e)) eqn:Y; [|discriminate].
  specialize (IH x y u v E). simpl. destruct a, b, d, e; try discriminate; simpl; lra.
Qed.

(** Some point beside x has with it the sum of two points of the other value. *)
Definition refuted (x : point) (beside against : list point) : bool :=
  existsb (fun y => existsb (fun u => existsb (fun v => equal_sums x y u v) against) against) beside.

Fixpoint asummable (open yes no : list point) : trie :=
  match open with
  | [] => Whole
  | x :: rest =>
      Fork (if refuted x no yes then Nothing else asummable rest yes (x :: no))
           (if refuted x yes no then Nothing else asummable rest (x :: yes) no)
  end.

Lemma refuted_sums : forall w x beside against, refuted x beside against = true -> exists y u v,
  In y beside /\ In u against /\ In v against /\ (dot w x + dot w y = dot w u + dot w v)%R.
Proof.
  intros w x beside against E. apply existsb_exists in E. destruct E as (y & Hy & E). apply existsb_exists in E.
  destruct E as (u & Hu & E). apply existsb_exists in E. destruct E as (v & Hv & E). exists y, u, v.
  repeat split; auto. apply equal_sums_dot. exact E.
Qed.

Lemma asummable_holds : forall w0 w f open yes no,
  (forall x, In x open -> (w0 + dot w x <> 0)%R /\ f x = H (w0 + dot w x)) ->
  (forall x, In x yes -> (0 < w0 + dot w x)%R) -> (forall x, In x no -> (w0 + dot w x < 0)%R) ->
  holds (asummable open yes no) (map f open) = true.
Proof.
  intros w0 w f. induction open as [|x open IH]; intros yes no O Y N; [reflexivity|].
  assert (O' : forall y, In y open -> (w0 + dot w y <> 0)%R /\ f y = H (w0 + dot w y)) by (intros; apply O; right; assumption).
  destruct (O x (or_introl eq_refl)) as [N0 E]. simpl. symmetry in E. destruct (f x).
  - apply H_true in E. destruct (refuted x yes no) eqn:R.
    + destruct (refuted_sums w x yes no R) as (y & u & v & Hy & Hu & Hv & S). specialize (Y y Hy).
      pose proof (N u Hu). pose proof (N v Hv). lra.
    + apply IH; [exact O' | intros y [<-|Hy]; auto | exact N].
  - apply H_false in E. destruct (refuted x no yes) eqn:R.
    + destruct (refuted_sums w x no yes R) as (y & u & v & Hy & Hu & Hv & S). specialize (N y Hy).
      pose proof (Y u Hu). pose proof (Y v Hv). lra.
    + apply IH; [exact O' | exact Y | intros y [<-|Hy]; [lra | auto]].
Qed.

Definition threshold_trie (n : nat) : trie := asummable (cube n) [] [].

Lemma threshold_trie_holds : forall n f, ptf 1 n f -> holds (threshold_trie n) (table n f) = true.
Proof.
  intros n f P. apply ltf_is_ptf_of_degree_one in P. destruct P as (w0 & w & _ & E).
  apply (asummable_holds w0 w); [exact E | intros x [] | intros x []].
Qed.

(** ** Weights for a product: the perceptron *)

Fixpoint moved (plus : bool) (w : list Z) (b : list bool) : list Z :=
  match w, b with
  | a :: v, e :: c => (if e then if plus then a + 1 else a - 1 else a)%Z :: moved plus v c
  | _, _ => []
  end.

Definition adjusted (w : list Z) (e : list bool * bool) : list Z :=
  if represents w [e] then w else moved (snd e) w (fst e).

Fixpoint learned (rounds : nat) (w : list Z) (l : list (list bool * bool)) : list Z :=
  match rounds with
  | O => w
  | S k => if represents w l then w else learned k (fold_left adjusted l w) l
  end.

(** The rows of monomials of degree at most 2, and whether weights have been found for a table. *)
Definition monomial_rows (n : nat) : list (list bool) := map (bits 2 n) (cube n).

Definition learnable (n : nat) (rows : list (list bool)) (t : list bool) : bool :=
  let l := combine rows t in
  let w := learned 200 (map (fun _ => 0%Z) (exponents 2 n)) l in
  Nat.eqb (length t) (2 ^ n) && (Nat.eqb (length w) (length (exponents 2 n)) && represents w l).

Lemma learnable_ptf : forall n t, learnable n (monomial_rows n) t = true -> length t = 2 ^ n /\ ptf 2 n (untable false t).
Proof.
  intros n t E. unfold learnable in E. cbv zeta in E. apply andb_prop in E. destruct E as [L E]. apply Nat.eqb_eq in L.
  split; [exact L|]. apply ptf_iff_fits. rewrite table_untable by exact L. apply represents_sound in E. exact E.
Qed.

(** ** Symmetries *)

Fixpoint insertions {A : Type} (a : A) (l : list A) : list (list A) :=
  (a :: l) :: match l with [] => [] | b :: k => map (cons b) (insertions a k) end.

Fixpoint orders {A : Type} (l : list A) : list (list A) :=
  match l with [] => [[]] | a :: k => flat_map (insertions a) (orders k) end.

(** For each input the place from which it comes, and whether it is negated. *)
Definition symmetries (n : nat) : list (list (nat * bool)) :=
  flat_map (fun places => map (fun flips => combine places flips) (cube n)) (orders (seq 0 n)).

Definition rearranged (m : list (nat * bool)) (x : point) : point := map (fun p => xorb (snd p) (nth (fst p) x false)) m.

(** Where each value of the new table stands in the old one. *)
Definition positions (n : nat) (m : list (nat * bool)) : list nat := map (fun x => value (rearranged m x)) (cube n).

Definition picked (t : list bool) (l : list nat) : list bool := map (fun i => nth i t false) l.

Lemma picked_ptf : forall d n m t, length m = n -> length t = 2 ^ n -> ptf d n (untable false t) ->
  length (picked t (positions n m)) = 2 ^ n /\ ptf d n (untable false (picked t (positions n m))).
Proof.
  intros d n m t Lm Lt P.
  assert (E : picked t (positions n m) = table n (fun x => untable false t (rearranged m x))).
  { unfold picked, positions. rewrite map_map. reflexivity. }
  rewrite E, length_table. split; [reflexivity|].
  apply (ptf_ext d n (fun x => untable false t (rearranged m x))).
  - intros x Hx. rewrite untable_table by exact Hx. reflexivity.
  - set (literal_of := fun p : nat * bool => fun x : point => xorb (snd p) (input (fst p) x)).
    apply (ptf_ext d n (fun x => untable false t (map (fun h => h x) (map literal_of m)))).
    + intros x _. unfold rearranged. rewrite map_map. reflexivity.
    + apply (substitution d n n (map literal_of m) (untable false t)); [rewrite map_length; exact Lm | | exact P].
      apply Forall_forall. intros h Hh. apply in_map_iff in Hh. destruct Hh as (p & <- & _). apply literal_negated.
Qed.

Definition add_orbit (places : list (list nat)) (t : list bool) (s : trie) : trie :=
  fold_left (fun s l => put (picked t l) s) places s.

(** One function of each orbit. *)
Definition first_of_orbits (places : list (list nat)) (L : list (list bool)) : list (list bool) :=
  fst (fold_left (fun q t => if holds (snd q) t then q else (t :: fst q, add_orbit places t (snd q))) L ([], Nothing)).

(** The orbits of all products for which weights are found. *)
Definition with_product (n : nat) (rows : list (list bool)) (places : list (list nat)) (s : trie) (t : list bool) : trie :=
  if holds s t then s else if learnable n rows t then add_orbit places t s else s.

Definition quadratic_tables (n : nat) (a : trie) : trie :=
  let rows := monomial_rows n in
  let places := map (positions n) (filter (fun m => Nat.eqb (length m) n) (symmetries n)) in
  let L := members a in
  fold_left (fun s f => fold_left (fun s g => with_product n rows places s (conjunction f g)) L s) (first_of_orbits places L) Nothing.

Lemma fold_left_keeps : forall (A B : Type) (P : A -> Prop) (step : A -> B -> A) l s,
  (forall s b, In b l -> P s -> P (step s b)) -> P s -> P (fold_left step l s).
Proof.
  intros A B P step l. induction l as [|b l IH]; intros s K Ps; [exact Ps|]. simpl. apply IH.
  - intros u c Hc. apply K. right. exact Hc.
  - apply K; [left; reflexivity | exact Ps].
Qed.

Lemma quadratic_tables_ptf : forall n a t, holds (quadratic_tables n a) t = true -> length t = 2 ^ n /\ ptf 2 n (untable false t).
Proof.
  intros n a. set (P := fun s => forall t, holds s t = true -> length t = 2 ^ n /\ ptf 2 n (untable false t)).
  change (P (quadratic_tables n a)). unfold quadratic_tables. cbv zeta.
  apply fold_left_keeps; [intros s f _ Ps | intros t; discriminate].
  apply fold_left_keeps; [clear s Ps; intros s g _ Ps | exact Ps].
  unfold with_product. destruct (holds s (conjunction f g)); [exact Ps|]. destruct (learnable n _ (conjunction f g)) eqn:E; [|exact Ps].
  destruct (learnable_ptf n _ E) as [L Q]. unfold add_orbit. apply fold_left_keeps; [|exact Ps]. intros u places Hp Pu t Ht.
  apply holds_put in Ht. destruct Ht as [->|Ht]; [|exact (Pu t Ht)]. apply in_map_iff in Hp. destruct Hp as (m & <- & Hm).
  apply filter_In in Hm. destruct Hm as [_ Lm]. apply Nat.eqb_eq in Lm. apply picked_ptf; assumption.
Qed.

(** ** The theorem *)

Lemma products_are_quadratic : (let a := threshold_trie 4 in meets_held a a (quadratic_tables 4 a)) = true.
Proof. vm_cast_no_check (eq_refl true). Qed.

Lemma conjunction_tables : forall n g h, conjunction (table n g) (table n h) = table n (fun x => g x && h x).
Proof. intros n g h. unfold table. induction (cube n) as [|x l IH]; simpl; [|rewrite IH]; reflexivity. Qed.

Lemma and_of_two_of_four_inputs : forall g h, ptf 1 4 g -> ptf 1 4 h -> ptf 2 4 (fun x => g x && h x).
Proof.
  intros g h Pg Ph. apply (ptf_ext 2 4 (untable false (table 4 (fun x => g x && h x)))).
  - intros x Hx. apply untable_table. exact Hx.
  - rewrite <- conjunction_tables. apply (quadratic_tables_ptf 4 (threshold_trie 4)).
    apply (meets_held_holds (threshold_trie 4) (threshold_trie 4)); [exact products_are_quadratic | | |].
    + apply threshold_trie_holds. exact Pg.
    + apply threshold_trie_holds. exact Ph.
    + rewrite !length_table. reflexivity.
Qed.

Lemma and_of_two : forall k n g h, n + k = 4 -> ptf 1 n g -> ptf 1 n h -> ptf 2 n (fun x => g x && h x).
Proof.
  induction k as [|k IH]; intros n g h E Pg Ph.
  - replace n with 4 in * by lia. apply and_of_two_of_four_inputs; assumption.
  - specialize (IH (S n) (fun y => g (tl y)) (fun y => h (tl y)) ltac:(lia) (ptf_dummy_input 1 n g Pg) (ptf_dummy_input 1 n h Ph)).
    exact (ptf_restriction 2 n false _ IH).
Qed.

(** Q-S7: A(n) is contained in T(n;2) for n <= 4. *)
Theorem and_of_two_is_quadratic : forall n f, n <= 4 -> and_gated 1 1 n f -> ptf 2 n f.
Proof.
  intros n f L (p & q & Ap & Aq & E). apply (ptf_ext 2 n (fun x => H (p x) && H (q x))).
  - intros x Hx. symmetry. apply E. exact Hx.
  - apply (and_of_two (4 - n)); [lia | |]; apply ptf_iff_argument; [exists p | exists q]; auto.
Qed.
