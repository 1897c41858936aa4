(** * Exact numbers of gated functions of at most three inputs (Q-X1)

    Every class of Q-D6 for n = 1, 2, 3, by the program of [Elimination] on all truth tables and all gates.

    - [counts_of_output_gating]: A(n), X(n) and M(n), and how they lie to each other for n = 3
    - [counts_of_synaptic_gating]: one synapse gated in four encodings, all synapses but not the bias, the bias only *)

From Coq Require Import Reals List Lia Lra Arith Bool ZArith.
From AttentionQuarks Require Import Thr Decide Number Gating Additive Steered Synapse Unit Products AdditiveParity Tree Elimination.
Import ListNotations.
Open Scope nat_scope.

(** The class C has a functions of one input, b of two and c of three. *)
Definition counts {V : Type} (C : nat -> (point -> V) -> Prop) (a b c : nat) : Prop :=
  number 1 (C 1) a /\ number 2 (C 2) b /\ number 3 (C 3) c.

(** ** Output gating *)

(** H(p) or H(q). *)
Definition or_gated (d1 d2 n : nat) (f : point -> bool) : Prop :=
  exists p q, argument d1 n p /\ argument d2 n q /\ forall x, In x (cube n) -> f x = H (p x) || H (q x).

(** op(g,h) with g, h in T(n;d). *)
Definition composed (op : bool -> bool -> bool) (d n : nat) (f : point -> bool) : Prop :=
  exists g h, ptf d n g /\ ptf d n h /\ forall x, In x (cube n) -> f x = op (g x) (h x).

Fixpoint agree (op : bool -> bool -> bool) (t r s : list bool) : bool :=
  match t, r, s with
  | [], [], [] => true
  | a :: t', b :: r', c :: s' => if Bool.eqb a (op b c) then agree op t' r' s' else false
  | _, _, _ => false
  end.

Definition composes (op : bool -> bool -> bool) (L : list (list bool)) (t : list bool) : bool :=
  existsb (fun r => existsb (agree op t r) L) L.

Lemma agree_tables : forall op n f g h,
  agree op (table n f) (table n g) (table n h) = true <-> forall x, In x (cube n) -> f x = op (g x) (h x).
Proof.
  intros op n f g h. unfold table. induction (cube n) as [|x l IH]; simpl; [split; [intros _ x [] | reflexivity]|].
  destruct (Bool.eqb (f x) (op (g x) (h x))) eqn:E.
  - apply eqb_prop in E. rewrite IH. split; [intros A y [<-|Hy]; auto | auto].
  - split; [discriminate|]. intros A. rewrite (A x (or_introl eq_refl)), eqb_reflx in E. discriminate.
Qed.

Lemma composes_table : forall op d n f, composes op (threshold_tables d n) (table n f) = true <-> composed op d n f.
Proof.
  intros op d n f. unfold composes. rewrite existsb_exists. split.
  - intros (r & Hr & E). apply existsb_exists in E. destruct E as (s & Hs & E).
    apply in_threshold_tables in Hr. apply in_threshold_tables in Hs. destruct Hr as (g & Pg & <-), Hs as (h & Ph & <-).
    exists g, h. split; [exact Pg|]. split; [exact Ph|]. apply agree_tables. exact E.
  - intros (g & h & Pg & Ph & E). exists (table n g). split; [apply in_threshold_tables; exists g; auto|].
    apply existsb_exists. exists (table n h). split; [apply in_threshold_tables; exists h; auto|]. apply agree_tables. exact E.
Qed.

(** The number of functions of a class whose tables a program knows. *)
Lemma number_by_program : forall n (C : (point -> bool) -> Prop) good,
  (forall f g, table n f = table n g -> C f -> C g) ->
  (forall f, good (table n f) = true <-> C f) -> number n C (length (filter good (cube (2 ^ n)))).
Proof.
  intros n C good X G. exists (filter good (cube (2 ^ n))). split; [|reflexivity].
  split; [apply NoDup_filter, nodup_cube|]. intros t. rewrite filter_In, in_cube. split.
  - intros [L E]. exists (untable false t). split; [|apply table_untable; exact L].
    apply G. rewrite table_untable by exact L. exact E.
  - intros (f & Cf & <-). split; [apply length_table | apply G; exact Cf].
Qed.

Lemma composed_ext : forall op d n f g, table n f = table n g -> composed op d n f -> composed op d n g.
Proof.
  intros op d n f g E (h & k & Ph & Pk & F). exists h, k. split; [exact Ph|]. split; [exact Pk|].
  intros x Hx. rewrite <- F by exact Hx. symmetry. apply (proj1 (table_ext _ n f g) E). exact Hx.
Qed.

Lemma composed_iff : forall op d n f, composed op d n f <->
  exists p q, argument d n p /\ argument d n q /\ forall x, In x (cube n) -> f x = op (H (p x)) (H (q x)).
Proof.
  intros op d n f. split.
  - intros (g & h & Pg & Ph & E). apply ptf_iff_argument in Pg. apply ptf_iff_argument in Ph.
    destruct Pg as (p & Ap & Ep), Ph as (q & Aq & Eq). exists p, q. split; [exact Ap|]. split; [exact Aq|].
    intros x Hx. rewrite E, Ep, Eq by exact Hx. reflexivity.
  - intros (p & q & Ap & Aq & E). exists (fun x => H (p x)), (fun x => H (q x)).
    repeat split; [| |exact E]; apply ptf_iff_argument; [exists p | exists q]; auto.
Qed.

Lemma composed_number : forall op d n k,
  length (let L := threshold_tables d n in filter (composes op L) (cube (2 ^ n))) = k -> number n (composed op d n) k.
Proof.
  intros op d n k <-. apply number_by_program; [apply composed_ext | intros f; apply composes_table].
Qed.

Lemma and_gated_number : forall d n k,
  length (let L := threshold_tables d n in filter (composes andb L) (cube (2 ^ n))) = k -> number n (and_gated d d n) k.
Proof. intros d n k E. apply composed_number in E. revert E. apply number_iff. intros f. apply composed_iff. Qed.

(** A class of truth values, written with other values. *)
Lemma number_renamed : forall V n (C : (point -> bool) -> Prop) (D : (point -> V) -> Prop) (name : bool -> V) k,
  (forall a b, name a = name b -> a = b) -> number n C k ->
  (forall f, D f <-> exists g, C g /\ forall x, In x (cube n) -> f x = name (g x)) -> number n D k.
Proof.
  intros V n C D name k I (L & [N E] & <-) S. exists (map (map name) L). split; [|apply map_length]. split.
  - apply nodup_map; [|exact N]. intros s t _ _. revert t. induction s as [|a s IH]; intros [|b t] F; try discriminate; [reflexivity|].
    injection F as F1 F2. rewrite (I a b F1), (IH t F2). reflexivity.
  - intros t. rewrite in_map_iff. split.
    + intros (s & <- & Hs). apply E in Hs. destruct Hs as (g & Cg & <-). exists (fun x => name (g x)). split.
      * apply S. exists g. auto.
      * unfold table. rewrite map_map. reflexivity.
    + intros (f & Df & <-). apply S in Df. destruct Df as (g & Cg & F). exists (table n g). split.
      * unfold table. rewrite map_map. apply map_ext_in. intros x Hx. symmetry. auto.
      * apply E. exists g. auto.
Qed.

Definition both_or_neither (a b : bool) : bool := Bool.eqb a b.

Lemma sign_gated_iff : forall d n f, sign_gated d d n f <->
  exists g, composed both_or_neither d n g /\ forall x, In x (cube n) -> f x = sign (g x).
Proof.
  assert (S : forall s t, (sgn s * sgn t)%Z = sign (both_or_neither (H s) (H t))).
  { intros s t. rewrite !sgn_is_sign_of_H. destruct (H s), (H t); reflexivity. }
  intros d n f. split.
  - intros (p & q & Ap & Aq & E). exists (fun x => both_or_neither (H (p x)) (H (q x))). split.
    + apply composed_iff. exists p, q. auto.
    + intros x Hx. rewrite E by exact Hx. apply S.
  - intros (g & Cg & E). apply composed_iff in Cg. destruct Cg as (p & q & Ap & Aq & F). exists p, q.
    split; [exact Ap|]. split; [exact Aq|]. intros x Hx. rewrite E, F, S by exact Hx. reflexivity.
Qed.

Lemma sign_gated_number : forall d n k,
  length (let L := threshold_tables d n in filter (composes both_or_neither L) (cube (2 ^ n))) = k ->
  number n (sign_gated d d n) k.
Proof.
  intros d n k E. apply composed_number in E.
  apply (number_renamed Z n (composed both_or_neither d n) (sign_gated d d n) sign k); [|exact E | apply sign_gated_iff].
  intros [] []; discriminate || reflexivity.
Qed.

(** ** Gates on signals *)

Lemma number_by_gates : forall d row n C k, (forall b x, In x (cube n) -> length (row b x) = d) ->
  (forall f, separated_by_a_gate d row n f <-> C f) -> length (gated_tables d row n) = k -> number n C k.
Proof.
  intros d row n C k L I <-. apply (number_iff _ n (separated_by_a_gate d row n)); [exact I | apply gated_count; exact L].
Qed.

(** A free bias moves the zeros away (Q-F1). *)
Lemma free_bias : forall d row n f, separated_by_a_gate (S d) (fun b x => 1%Z :: row b x) n f <->
  exists g w0 w, ptf 1 n g /\ length w = d /\ forall x, In x (cube n) -> f x = H (w0 + scalar w (real (row (g x) x))).
Proof.
  intros d row n f. split.
  - intros (g & [|w0 w] & Pg & L & S); [discriminate|]. exists g, w0, w. split; [exact Pg|].
    split; [simpl in L; congruence|]. intros x Hx. destruct (S x Hx) as [_ ->]. simpl. rewrite Rmult_1_r. reflexivity.
  - intros (g & w0 & w & Pg & L & E). set (s := fun x : point => real (row (g x) x)) in *.
    set (F := fun v : point -> R => exists c, forall x, v x = (c + scalar w (s x))%R).
    assert (C : forall v a, F v -> F (fun x => (v x + a)%R)).
    { intros v a [c Ec]. exists (c + a)%R. intros x. rewrite Ec. ring. }
    destruct (zero_arguments_can_be_removed _ (cube n) F C (fun x => (w0 + scalar w (s x))%R)) as (v & [c Ev] & Z0).
    + exists w0. reflexivity.
    + exists g, (c :: w). split; [exact Pg|]. split; [simpl; congruence|]. intros x Hx. simpl. fold (s x).
      rewrite Rmult_1_r, <- Ev, E by exact Hx. destruct (Z0 x Hx) as [N EH]. split; [exact N | symmetry; exact EH].
Qed.

Definition sign_or_bit (signs : bool) (b : bool) : Z := if signs then sign b else integer b.
Definition read (signs : bool) : bool -> R := if signs then signed else bit.

Lemma read_integer : forall signs b, IZR (sign_or_bit signs b) = read signs b.
Proof. intros [|] [|]; simpl; unfold signed, bit; lra. Qed.

Lemma real_read : forall signs x, real (map (sign_or_bit signs) x) = map (read signs) x.
Proof. intros signs x. unfold real. rewrite map_map. apply map_ext. intros b. apply read_integer. Qed.

Definition synapse_row (gate input b : bool) (x : point) : list Z :=
  match x with [] => [] | a :: y => (sign_or_bit gate b * sign_or_bit input a)%Z :: map (sign_or_bit input) y end.

Definition unit_row (gate input b : bool) (x : point) : list Z :=
  map (fun a => (sign_or_bit gate b * sign_or_bit input a)%Z) x.

Definition bias_row (gate input b : bool) (x : point) : list Z := sign_or_bit gate b :: map (sign_or_bit input) x.

Definition attention_row (b : bool) (x : point) : list Z := 1%Z :: integer b :: map integer x.

Lemma synapse_counted : forall gate input n k, 1 <= n ->
  length (gated_tables (S n) (fun b x => 1%Z :: synapse_row gate input b x) n) = k ->
  number n (synapse_gated (read gate) (read input) n) k.
Proof.
  intros gate input n k Ln. apply number_by_gates.
  - intros b x Hx. apply in_cube in Hx. destruct x as [|a x]; simpl in *; [lia|]. rewrite map_length. lia.
  - intros f. rewrite free_bias.
    assert (V : forall w1 w b x, In x (cube n) -> scalar (w1 :: w) (real (synapse_row gate input b x)) =
      (w1 * (read gate b * read input (hd false x)) + scalar w (map (read input) (tl x)))%R).
    { intros w1 w b [|a x] Hx; [apply in_cube in Hx; simpl in Hx; lia|]. simpl. fold (real (map (sign_or_bit input) x)).
      rewrite mult_IZR, !read_integer, real_read. reflexivity. }
    split.
    + intros (g & w0 & [|w1 w] & Pg & L & E); [simpl in L; lia|]. exists g, w0, w1, w. split; [exact Pg|].
      split; [simpl in L; lia|]. intros x Hx. rewrite E, V by exact Hx. reflexivity.
    + intros (g & w0 & w1 & w & Pg & L & E). exists g, w0, (w1 :: w). split; [exact Pg|]. split; [simpl; lia|].
      intros x Hx. rewrite E, V by exact Hx. reflexivity.
Qed.

Lemma unit_counted : forall gate input n k,
  length (gated_tables (S n) (fun b x => 1%Z :: unit_row gate input b x) n) = k ->
  number n (gated_but_for_bias (read gate) (read input) n) k.
Proof.
  intros gate input n k. apply number_by_gates.
  - intros b x Hx. apply in_cube in Hx. unfold unit_row. simpl. rewrite map_length. congruence.
  - intros f. rewrite free_bias.
    assert (V : forall w b x, scalar w (real (unit_row gate input b x)) = (read gate b * scalar w (map (read input) x))%R).
    { intros w b x. rewrite <- scalar_scaled_inputs. f_equal. unfold real, unit_row. rewrite !map_map. apply map_ext.
      intros a. rewrite mult_IZR, !read_integer. reflexivity. }
    split; intros (g & w0 & w & Pg & L & E); exists g, w0, w; (split; [exact Pg|]); (split; [exact L|]);
      intros x Hx; rewrite E, V by exact Hx; reflexivity.
Qed.

(** sgn(w_0 g(x) + w.x), where the argument has no zero on the cube: only the bias is gated. *)
Definition bias_gated (gate input : bool -> R) (n : nat) (f : point -> bool) : Prop :=
  exists g w0 w, ptf 1 n g /\ length w = n /\ forall x, In x (cube n) ->
    (w0 * gate (g x) + scalar w (map input x) <> 0)%R /\ f x = H (w0 * gate (g x) + scalar w (map input x)).

Lemma bias_counted : forall gate input n k, length (gated_tables (S n) (bias_row gate input) n) = k ->
  number n (bias_gated (read gate) (read input) n) k.
Proof.
  intros gate input n k. apply number_by_gates.
  - intros b x Hx. apply in_cube in Hx. simpl. rewrite map_length. congruence.
  - assert (V : forall w0 w b x, scalar (w0 :: w) (real (bias_row gate input b x)) =
      (w0 * read gate b + scalar w (map (read input) x))%R).
    { intros w0 w b x. simpl. fold (real (map (sign_or_bit input) x)). rewrite read_integer, real_read. reflexivity. }
    intros f. split.
    + intros (g & [|w0 w] & Pg & L & S); [discriminate|]. exists g, w0, w. split; [exact Pg|].
      split; [simpl in L; congruence|]. intros x Hx. rewrite <- V. apply S. exact Hx.
    + intros (g & w0 & w & Pg & L & S). exists g, (w0 :: w). split; [exact Pg|]. split; [simpl; congruence|].
      intros x Hx. rewrite V. apply S. exact Hx.
Qed.

Lemma attention_counted : forall n k, length (gated_tables (S (S n)) attention_row n) = k -> number n (multiplexed n) k.
Proof.
  intros n k. apply number_by_gates.
  - intros b x Hx. apply in_cube in Hx. simpl. rewrite map_length. congruence.
  - assert (V : forall w0 a w b x, scalar (w0 :: a :: w) (real (attention_row b x)) = (w0 + dot w x + a * bit b)%R).
    { intros w0 a w b x. simpl. assert (E : scalar w (real (map integer x)) = dot w x).
      { revert x. induction w as [|c w IH]; intros [|e x]; try reflexivity. simpl. rewrite IH. destruct e; reflexivity. }
      rewrite E. destruct b; simpl; ring. }
    intros f. split.
    + intros (g & [|w0 [|a w]] & Pg & L & S); try discriminate. exists g, a, (fun x => w0 + dot w x)%R. split; [exact Pg|].
      split; [apply polynomial_one; exists w0, w; simpl in L; split; [congruence | reflexivity]|].
      intros x Hx. rewrite <- V. apply S. exact Hx.
    + intros (g & a & p & Pg & Hp & S). apply polynomial_one in Hp. destruct Hp as (w0 & w & L & E).
      exists g, (w0 :: a :: w). split; [exact Pg|]. split; [simpl; congruence|]. intros x Hx. rewrite V, <- E by exact Hx.
      apply S. exact Hx.
Qed.

(** ** The numbers *)

(** Q-X1, output gating and additive attention for n <= 3. *)
Theorem counts_of_output_gating :
  counts (and_gated 1 1) 4 16 246 /\ counts (sign_gated 1 1) 4 16 254 /\ counts multiplexed 4 16 256 /\
  number 3 (fun f => and_gated 1 1 3 f /\ or_gated 1 1 3 f) 238 /\
  number 3 (fun f => and_gated 1 1 3 f \/ or_gated 1 1 3 f) 254 /\
  number 3 (and_gated 2 2 3) 256 /\ number 3 (sign_gated 2 2 3) 256 /\
  forall f, ptf 2 3 f <-> exists h, sign_gated 1 1 3 h /\ forall x, In x (cube 3) -> h x = sign (f x).
Proof.
  split; [repeat split; apply and_gated_number|].
  1: vm_cast_no_check (eq_refl 4). 1: vm_cast_no_check (eq_refl 16). 1: vm_cast_no_check (eq_refl 246).
  split; [repeat split; apply sign_gated_number|].
  1: vm_cast_no_check (eq_refl 4). 1: vm_cast_no_check (eq_refl 16). 1: vm_cast_no_check (eq_refl 254).
  split; [repeat split; [apply attention_counted | apply attention_counted | apply additive_attention_misses_parity]|].
  1: vm_cast_no_check (eq_refl 4). 1: vm_cast_no_check (eq_refl 16).
  assert (A : forall f, composes andb (threshold_tables 1 3) (table 3 f) = true <-> and_gated 1 1 3 f).
  { intros f. rewrite composes_table. apply composed_iff. }
  assert (O : forall f, composes orb (threshold_tables 1 3) (table 3 f) = true <-> or_gated 1 1 3 f).
  { intros f. rewrite composes_table. apply composed_iff. }
  assert (X : forall f g, table 3 f = table 3 g ->
    (and_gated 1 1 3 f -> and_gated 1 1 3 g) /\ (or_gated 1 1 3 f -> or_gated 1 1 3 g)).
  { intros f g E. rewrite <- !A, <- !O, E. auto. }
  split; [|split].
  - replace 238 with (length (let L := threshold_tables 1 3 in
      filter (fun t => composes andb L t && composes orb L t) (cube (2 ^ 3)))) by (vm_cast_no_check (eq_refl 238)).
    apply number_by_program.
    + intros f g E [Af Of]. split; apply (X f g E); assumption.
    + intros f. rewrite andb_true_iff, A, O. reflexivity.
  - replace 254 with (length (let L := threshold_tables 1 3 in
      filter (fun t => composes andb L t || composes orb L t) (cube (2 ^ 3)))) by (vm_cast_no_check (eq_refl 254)).
    apply number_by_program.
    + intros f g E [Af|Of]; [left | right]; apply (X f g E); assumption.
    + intros f. rewrite orb_true_iff, A, O. reflexivity.
  - split; [apply and_gated_number; vm_cast_no_check (eq_refl 256)|].
    split; [apply sign_gated_number; vm_cast_no_check (eq_refl 256)|]. intros f. split.
    + intros P. exists (fun x => sign (f x)). split; [|reflexivity]. apply sign_gated_iff. exists f. split; [|reflexivity].
      apply composes_table.
      assert (All : forallb (composes both_or_neither (threshold_tables 1 3)) (threshold_tables 2 3) = true)
        by (vm_cast_no_check (eq_refl true)).
      rewrite forallb_forall in All. apply All, in_threshold_tables. exists f. auto.
    + intros (h & Sh & E). destruct (sign_gated_is_quadratic_threshold 3 h Sh) as (g & Pg & F).
      apply (ptf_ext 2 3 g); [|exact Pg]. intros x Hx. specialize (E x Hx). rewrite F in E by exact Hx.
      destruct (f x), (g x); reflexivity || discriminate.
Qed.

(** Q-X1, synaptic gating for n <= 3: one synapse in the encodings (i) to (iv), all synapses but not the bias, only the
    bias. *)
Theorem counts_of_synaptic_gating :
  counts (synapse_gated signed signed) 4 16 252 /\ counts (synapse_gated bit signed) 4 14 144 /\
  counts (synapse_gated signed bit) 4 16 216 /\ counts (synapse_gated bit bit) 4 14 132 /\
  counts (gated_but_for_bias signed signed) 4 16 254 /\ counts (gated_but_for_bias bit signed) 4 14 144 /\
  counts (bias_gated signed signed) 4 14 146.
Proof.
  repeat split.
  1, 2, 3: apply (synapse_counted true true); [lia|].
  1: vm_cast_no_check (eq_refl 4). 1: vm_cast_no_check (eq_refl 16). 1: vm_cast_no_check (eq_refl 252).
  1, 2, 3: apply (synapse_counted false true); [lia|].
  1: vm_cast_no_check (eq_refl 4). 1: vm_cast_no_check (eq_refl 14). 1: vm_cast_no_check (eq_refl 144).
  1, 2, 3: apply (synapse_counted true false); [lia|].
  1: vm_cast_no_check (eq_refl 4). 1: vm_cast_no_check (eq_refl 16). 1: vm_cast_no_check (eq_refl 216).
  1, 2, 3: apply (synapse_counted false false); [lia|].
  1: vm_cast_no_check (eq_refl 4). 1: vm_cast_no_check (eq_refl 14). 1: vm_cast_no_check (eq_refl 132).
  1, 2, 3: apply (unit_counted true true).
  1: vm_cast_no_check (eq_refl 4). 1: vm_cast_no_check (eq_refl 16). 1: vm_cast_no_check (eq_refl 254).
  1, 2, 3: apply (unit_counted false true).
  1: vm_cast_no_check (eq_refl 4). 1: vm_cast_no_check (eq_refl 14). 1: vm_cast_no_check (eq_refl 144).
  1, 2, 3: apply (bias_counted true true).
  1: vm_cast_no_check (eq_refl 4). 1: vm_cast_no_check (eq_refl 14). 1: vm_cast_no_check (eq_refl 146).
Qed.
