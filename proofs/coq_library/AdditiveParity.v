(** * Additive activation attention and parity (Q-T5a)

    - [chain]: along four steps that do not lower p, and of which those that do not lower q come first, the sign of
      p + a g cannot alternate, because g falls at most once
    - [small_units]: all functions of three inputs, found from small weights by computation *)

From Coq Require Import Reals List Lia Lra Arith Bool ZArith Permutation.
From AttentionQuarks Require Import Thr Decide Number Operators Additive.
Import ListNotations.
Open Scope R_scope.

Fixpoint parity (x : point) : bool := match x with [] => false | b :: y => xorb b (parity y) end.

(** ** Four inputs *)

Lemma chain : forall P Q a d1 d2 d3 d4 e1 e2 e3 e4 c, 0 <= a -> 0 <= d1 -> 0 <= d2 -> 0 <= d3 -> 0 <= d4 ->
  (e1 <= 0 /\ e2 <= 0 /\ e3 <= 0 /\ e4 <= 0) \/ (0 <= e1 /\ e2 <= 0 /\ e3 <= 0 /\ e4 <= 0) \/
  (0 <= e1 /\ 0 <= e2 /\ e3 <= 0 /\ e4 <= 0) \/ (0 <= e1 /\ 0 <= e2 /\ 0 <= e3 /\ e4 <= 0) \/
  (0 <= e1 /\ 0 <= e2 /\ 0 <= e3 /\ 0 <= e4) ->
  H (P + a * bit (H Q)) = c -> H (P + d1 + a * bit (H (Q + e1))) = negb c ->
  H (P + d1 + d2 + a * bit (H (Q + e1 + e2))) = c -> H (P + d1 + d2 + d3 + a * bit (H (Q + e1 + e2 + e3))) = negb c ->
  H (P + d1 + d2 + d3 + d4 + a * bit (H (Q + e1 + e2 + e3 + e4))) = c -> False.
Proof.
  intros P Q a d1 d2 d3 d4 e1 e2 e3 e4 c Ha D1 D2 D3 D4 U.
  assert (V : forall t, H t = true /\ 0 < t /\ bit (H t) = 1 \/ H t = false /\ t <= 0 /\ bit (H t) = 0).
  { intros t. destruct (H t) eqn:E; [left | right]; (split; [reflexivity|]); split; try reflexivity;
      [apply H_true | apply H_false]; exact E. }
  destruct (V Q) as [(_ & G0 & ->)|(_ & G0 & ->)], (V (Q + e1)) as [(_ & G1 & ->)|(_ & G1 & ->)],
    (V (Q + e1 + e2)) as [(_ & G2 & ->)|(_ & G2 & ->)], (V (Q + e1 + e2 + e3)) as [(_ & G3 & ->)|(_ & G3 & ->)],
    (V (Q + e1 + e2 + e3 + e4)) as [(_ & G4 & ->)|(_ & G4 & ->)];
    clear V; intros S0 S1 S2 S3 S4; destruct c; simpl in *;
    rewrite ?H_true, ?H_false in *; try lra;
    destruct U as [U|[U|[U|[U|U]]]]; lra.
Qed.

(** An input is read in the direction in which p does not fall. *)
Lemma direction : forall p q, exists s p0 d q0 e, 0 <= d /\
  forall b, p * bit (xorb s b) = p0 + d * bit b /\ q * bit (xorb s b) = q0 + e * bit b.
Proof.
  intros p q. destruct (Rle_dec 0 p) as [L|L].
  - exists false, 0, p, 0, q. split; [exact L|]. intros b. rewrite xorb_false_l. split; ring.
  - exists true, p, (- p), q, (- q). split; [lra|]. intros b. destruct b; simpl; split; ring.
Qed.

(** The steps are the pairs (d, e) of the list: the sign alternates in every direction. *)
Definition alternates (a P Q : R) (c : bool) (l : list (R * R)) : Prop := forall y, length y = length l ->
  H (P + dot (map fst l) y + a * bit (H (Q + dot (map snd l) y))) = xorb c (parity y).

Lemma alternates_in_any_order : forall a l k, Permutation l k -> forall P Q c, alternates a P Q c l -> alternates a P Q c k.
Proof.
  intros a l k X. induction X as [|[d e] l k X IH|[d e] [d' e'] l|]; intros P Q c A; auto.
  - intros [|b y] L; [discriminate|]. simpl in L. injection L as L. simpl.
    rewrite <- xorb_assoc, <- !Rplus_assoc. apply IH; [|exact L]. intros z Lz.
    pose proof (A (b :: z) ltac:(simpl; congruence)) as E. simpl in E. rewrite <- xorb_assoc, <- !Rplus_assoc in E. exact E.
  - intros [|b [|b' y]] L; try discriminate. pose proof (A (b' :: b :: y) L) as E. simpl in *.
    match type of E with H (?s + a * bit (H ?t)) = _ => match goal with |- H (?u + a * bit (H ?v)) = _ =>
      replace u with s by ring; replace v with t by ring end end.
    rewrite E. destruct b, b', c, (parity y); reflexivity.
Qed.

Lemma parted : forall A (f : A -> bool) l, Permutation l (filter f l ++ filter (fun x => negb (f x)) l).
Proof.
  induction l as [|x l IH]; simpl; [constructor|]. destruct (f x); simpl; [constructor; exact IH|].
  apply Permutation_cons_app. exact IH.
Qed.

Ltac shown A :=
  let E := fresh in pose proof A as E; simpl in E;
  match type of E with H (?s + ?a * bit (H ?t)) = xorb ?c _ => match goal with |- H (?u + ?a * bit (H ?v)) = _ =>
    replace u with s by ring; replace v with t by ring; rewrite E; destruct c; reflexivity end end.

Lemma no_alternation : forall P Q a d1 d2 d3 d4 e1 e2 e3 e4 c,
  0 <= a -> 0 <= d1 -> 0 <= d2 -> 0 <= d3 -> 0 <= d4 -> ~ alternates a P Q c [(d1, e1); (d2, e2); (d3, e3); (d4, e4)].
Proof.
  intros P Q a d1 d2 d3 d4 e1 e2 e3 e4 c Ha D1 D2 D3 D4 A.
  apply (alternates_in_any_order a _ _ (parted _ (fun s => if Rle_dec 0 (snd s) then true else false) _)) in A.
  simpl in A. destruct (Rle_dec 0 e1), (Rle_dec 0 e2), (Rle_dec 0 e3), (Rle_dec 0 e4); simpl in A;
    match type of A with alternates _ _ _ _ [(?x1, ?y1); (?x2, ?y2); (?x3, ?y3); (?x4, ?y4)] =>
      apply (chain P Q a x1 x2 x3 x4 y1 y2 y3 y4 c); try assumption;
      [first [left; lra | right; left; lra | right; right; left; lra | right; right; right; left; lra |
             right; right; right; right; lra] | | | | |];
      [shown (A [false; false; false; false] eq_refl) | shown (A [true; false; false; false] eq_refl) |
       shown (A [true; true; false; false] eq_refl) | shown (A [true; true; true; false] eq_refl) |
       shown (A [true; true; true; true] eq_refl)]
    end.
Qed.

(** ** Any number of inputs, at least four *)

Lemma parity_of_falses : forall r, parity (repeat false r) = false.
Proof. induction r as [|r IH]; simpl; [reflexivity | rewrite IH; reflexivity]. Qed.

Lemma not_multiplexed : forall n c, (4 <= n)%nat -> ~ multiplexed n (fun x => xorb c (parity x)).
Proof.
  intros n c L M.
  assert (M' : exists g a p, ptf 1 n g /\ polynomial 1 n p /\ 0 <= a /\
    forall x, In x (cube n) -> xorb c (parity x) = H (p x + a * bit (g x))).
  { destruct M as (g & a & p & Pg & Hp & Z). destruct (Rle_dec 0 a) as [A|A].
    - exists g, a, p. repeat split; auto. intros x Hx. apply Z. exact Hx.
    - exists (fun x => negb (g x)), (- a), (fun x => p x + a). split; [apply ptf_negation; exact Pg|].
      split; [apply polynomial_add; [exact Hp | apply polynomial_const]|]. split; [lra|].
      intros x Hx. destruct (Z x Hx) as [_ ->]. f_equal. destruct (g x); simpl; ring. }
  clear M. destruct M' as (g & a & p & Pg & Hp & Ha & E).
  destruct Pg as (q & Hq & Zq). apply polynomial_one in Hp. apply polynomial_one in Hq.
  destruct Hp as (p0 & v & Lv & Ep), Hq as (q0 & w & Lw & Eq).
  destruct v as [|v1 [|v2 [|v3 [|v4 v]]]]; simpl in Lv; try lia.
  destruct w as [|w1 [|w2 [|w3 [|w4 w]]]]; simpl in Lw; try lia.
  destruct (direction v1 w1) as (s1 & P1 & d1 & Q1 & e1 & D1 & X1), (direction v2 w2) as (s2 & P2 & d2 & Q2 & e2 & D2 & X2),
    (direction v3 w3) as (s3 & P3 & d3 & Q3 & e3 & D3 & X3), (direction v4 w4) as (s4 & P4 & d4 & Q4 & e4 & D4 & X4).
  apply (no_alternation (p0 + P1 + P2 + P3 + P4) (q0 + Q1 + Q2 + Q3 + Q4) a d1 d2 d3 d4 e1 e2 e3 e4
           (xorb c (xorb s1 (xorb s2 (xorb s3 s4)))) Ha D1 D2 D3 D4).
  intros [|b1 [|b2 [|b3 [|b4 [|]]]]] Ly; try discriminate.
  set (x := xorb s1 b1 :: xorb s2 b2 :: xorb s3 b3 :: xorb s4 b4 :: repeat false (n - 4)).
  assert (Hx : In x (cube n)) by (apply in_cube; unfold x; simpl; rewrite repeat_length; lia).
  pose proof (E x Hx) as Ex. destruct (Zq x Hx) as [_ Gx]. rewrite Gx, Ep, Eq in Ex by exact Hx. unfold x in Ex.
  simpl in Ex. rewrite !dot_falses, parity_of_falses in Ex.
  destruct (X1 b1) as [U1 V1], (X2 b2) as [U2 V2], (X3 b3) as [U3 V3], (X4 b4) as [U4 V4].
  rewrite U1, U2, U3, U4, V1, V2, V3, V4 in Ex.
  simpl. transitivity (xorb c (xorb (xorb s1 b1) (xorb (xorb s2 b2) (xorb (xorb s3 b3) (xorb (xorb s4 b4) false))))).
  - rewrite Ex. clear. f_equal. f_equal; [ring|]. f_equal. f_equal. f_equal. ring.
  - destruct c, s1, s2, s3, s4, b1, b2, b3, b4; reflexivity.
Qed.

(** ** Three inputs *)

Open Scope Z_scope.

Fixpoint weigh (w : list Z) (x : point) : Z :=
  match w, x with a :: v, b :: y => (if b then a else 0) + weigh v y | _, _ => 0 end.

Lemma weigh_dot : forall w x, dot (map IZR w) x = IZR (weigh w x).
Proof.
  induction w as [|a w IH]; intros [|b x]; try reflexivity. simpl. rewrite IH, plus_IZR. destruct b; simpl; ring.
Qed.

(** A unit: the gate q, the weight a of the gate, the unit p. *)
Definition unit_value (q p : Z * list Z) (a : Z) (x : point) : Z :=
  fst p + weigh (snd p) x + (if 0 <? fst q + weigh (snd q) x then a else 0).

Definition unit_tables : list (list bool) :=
  flat_map (fun q => flat_map (fun p => flat_map (fun a =>
      let values := map (unit_value q p a) (cube 3) in
      if forallb (fun v => negb (v =? 0)) values then [map (fun v => 0 <? v) values] else [])
    [-6; 6])
    (list_prod [-11; -9; -7; -5; -3; -1; 1; 3; 5; 7; 9; 11]
      (choices [[-4; -2; 0; 2; 4]; [-4; -2; 0; 2; 4]; [-4; -2; 0; 2; 4]])))
    [(1, [-2; -2; -2]); (3, [-2; -2; 2]); (3, [-2; 2; -2]); (-3, [-2; 2; 2]); (1, [-2; -2; 0]); (1, [-2; 0; -2]);
     (1, [0; -2; -2]); (3, [-2; -2; -2])].

Fixpoint equal (s t : list bool) : bool :=
  match s, t with [], [] => true | a :: u, b :: v => if Bool.eqb a b then equal u v else false | _, _ => false end.

Lemma equal_true : forall s t, equal s t = true -> s = t.
Proof.
  induction s as [|a s IH]; intros [|b t] E; try discriminate; [reflexivity|]. simpl in E.
  destruct (Bool.eqb a b) eqn:Eab; [|discriminate]. apply eqb_prop in Eab. rewrite Eab, (IH t E). reflexivity.
Qed.

Lemma all_tables : forallb (fun t => existsb (equal t) unit_tables) (cube 8) = true.
Proof. vm_compute. reflexivity. Qed.

Lemma heaviside : forall z, H (IZR z) = (0 <? z).
Proof.
  intros z. destruct (0 <? z) eqn:E.
  - apply Z.ltb_lt, IZR_lt in E. apply H_pos. exact E.
  - apply Z.ltb_ge, IZR_le in E. apply H_nonpos. exact E.
Qed.

Lemma in_choices_length : forall (A : Type) (Ls : list (list A)) s, In s (choices Ls) -> length s = length Ls.
Proof.
  intros A Ls s Hs. apply in_choices in Hs. induction Hs; simpl; congruence.
Qed.

Lemma small_units : forall f, multiplexed 3 f.
Proof.
  intros f. pose proof all_tables as A. rewrite forallb_forall in A.
  specialize (A (table 3 f) (proj2 (in_cube 8 _) (length_table _ 3 f))).
  apply existsb_exists in A. destruct A as (t & Ht & E). apply equal_true in E. subst t.
  unfold unit_tables in Ht. apply in_flat_map in Ht. destruct Ht as (q & Hq & Ht).
  apply in_flat_map in Ht. destruct Ht as ([p0 p] & Hp & Ht). apply in_flat_map in Ht. destruct Ht as (a & _ & Ht).
  cbv zeta in Ht. destruct (forallb _ _) eqn:NZ; [|destruct Ht]. destruct Ht as [Et|[]].
  rewrite forallb_forall in NZ. rewrite map_map in Et. fold (table 3 (fun x => 0 <? unit_value q (p0, p) a x)) in Et.
  assert (Lq : length (snd q) = 3%nat) by (simpl in Hq; repeat (destruct Hq as [<-|Hq]; [reflexivity|]); destruct Hq).
  assert (Lp : length p = 3%nat).
  { apply in_prod_iff in Hp. destruct Hp as [_ Hp]. exact (in_choices_length _ _ _ Hp). }
  set (g := fun x => 0 <? fst q + weigh (snd q) x).
  assert (V : forall x, (IZR p0 + dot (map IZR p) x + IZR a * bit (g x))%R = IZR (unit_value q (p0, p) a x)).
  { intros x. unfold unit_value. fold (g x). rewrite weigh_dot, !plus_IZR. simpl. destruct (g x); simpl; ring. }
  exists g, (IZR a), (fun x => IZR p0 + dot (map IZR p) x)%R. split; [|split].
  - apply (ptf_of_polynomial 1 3 (fun x => IZR (fst q) + dot (map IZR (snd q)) x)%R).
    + apply polynomial_one. exists (IZR (fst q)), (map IZR (snd q)). rewrite map_length. auto.
    + intros x _. unfold g. rewrite weigh_dot, <- plus_IZR, heaviside. reflexivity.
  - apply polynomial_one. exists (IZR p0), (map IZR p). rewrite map_length. auto.
  - intros x Hx. rewrite V. split.
    + intros Z0. apply eq_IZR in Z0. specialize (NZ (unit_value q (p0, p) a x)). rewrite Z0 in NZ.
      discriminate NZ. rewrite <- Z0. apply in_map. exact Hx.
    + rewrite heaviside. symmetry. apply (proj1 (table_ext _ 3 _ _) Et). exact Hx.
Qed.

(** Q-T5a: for n >= 4 neither parity nor its negation lies in M(n); M(3) is the set of all 256 functions. *)
Theorem additive_attention_misses_parity :
  (forall n, (4 <= n)%nat -> ~ multiplexed n parity /\ ~ multiplexed n (fun x => negb (parity x))) /\
  (forall f, multiplexed 3 f) /\ number 3 (multiplexed 3) 256.
Proof.
  split; [|split; [exact small_units|]].
  - intros n L. assert (X : forall f c, (forall x, f x = xorb c (parity x)) -> ~ multiplexed n f).
    { intros f c E (g & a & p & Pg & Hp & Z). apply (not_multiplexed n c L). exists g, a, p. repeat split; auto.
      - apply Z. assumption.
      - rewrite <- E. apply Z. assumption. }
    split; [apply (X _ false) | apply (X _ true)]; intros x; destruct (parity x); reflexivity.
  - exists (cube 8). split; [|reflexivity]. split; [apply nodup_cube|]. intros t. split.
    + intros Ht. apply in_cube in Ht. exists (untable false t). split; [apply small_units | apply table_untable; exact Ht].
    + intros (f & _ & <-). apply in_cube, (length_table _ 3).
Qed.
