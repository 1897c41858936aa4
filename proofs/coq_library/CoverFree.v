(** * Keys with entries 0 and 1 from polynomials over a prime field

    For a prime pi, the positions are the polynomials of degree at most r over the integers modulo pi, given by their
    r + 1 coefficients in {0..pi-1}. The key of g is the indicator of {(x, g(x))}, with pi^2 coordinates;
      the query of a
    set y of positions is -1 at the coordinates that no key of y covers.

    - [code_polynomials], [code_value], [code_key], [code_query]: the code
    - [few_agreements]: two different polynomials agree in at most r points
    - [cover_free_keys_suffice] is S-L18 *)

From Coq Require Import List ZArith Znumtheory Lia Bool.
From AttentionQuarks Require Import Thr MomentCurve HeadMessages.
Import ListNotations.
Open Scope Z_scope.

Definition residues (pi : nat) : list Z := map Z.of_nat (seq 0 pi).

Definition code_polynomials (pi r : nat) : list (list Z) := lists_of (r + 1) (residues pi).

Definition code_value (pi : nat) (g : list Z) (x : Z) : Z := evaluated g x mod Z.of_nat pi.

Definition code_coordinates (pi : nat) : list (Z * Z) := list_prod (residues pi) (residues pi).

Definition code_key (pi : nat) (g : list Z) : list Z :=
  map (fun xv => if code_value pi g (fst xv) =? snd xv then 1 else 0) (code_coordinates pi).

Definition covered (pi : nat) (y : list (list Z)) (x v : Z) : bool := existsb (fun g => code_value pi g x =? v) y.

Definition code_query (pi : nat) (y : list (list Z)) : list Z :=
  map (fun xv => if covered pi y (fst xv) (snd xv) then 0 else -1) (code_coordinates pi).

(** ** Roots *)

(** The coefficients of (c(t) - c(a)) / (t - a). *)
Fixpoint divided (a : Z) (c : list Z) : list Z :=
  match c with
  | _ :: (_ :: _) as r => evaluated r a :: divided a r
  | _ => []
  end.

Lemma divided_back : forall a c, c <> [] -> times_linear a (evaluated c a) (divided a c) = c.
Proof.
  intros a c. induction c as [|x [|y r] IH]; intros N; [contradiction | simpl; f_equal; ring|].
  change (divided a (x :: y :: r)) with (evaluated (y :: r) a :: divided a (y :: r)).
  cbn [times_linear]. rewrite IH by discriminate. f_equal. cbn [evaluated]. ring.
Qed.

Lemma length_divided : forall a c, length (divided a c) = (length c - 1)%nat.
Proof.
  intros a c. induction c as [|x [|y r] IH]; [reflexivity..|].
  change (divided a (x :: y :: r)) with (evaluated (y :: r) a :: divided a (y :: r)).
  cbn [length] in *. rewrite IH. lia.
Qed.

Lemma many_roots : forall p, prime p -> forall roots c, NoDup roots -> (forall x, In x roots -> 0 <= x < p) ->
  (length c <= length roots)%nat -> (forall x, In x roots -> (p | evaluated c x)) -> forall k, (p | nth k c 0).
Proof.
  intros p Pr roots. induction roots as [|a roots IH]; intros c D B L Z k.
  - destruct c; [|simpl in L; lia]. destruct k; apply Z.divide_0_r.
  - destruct c as [|x r]; [destruct k; apply Z.divide_0_r|]. set (c := x :: r) in *.
    apply NoDup_cons_iff in D as [Out D]. pose proof (Z a (or_introl eq_refl)) as Za.
    assert (Rest : forall k, (p | nth k (divided a c) 0)).
    { apply IH; [exact D | intros; apply B; right; assumption | rewrite length_divided; simpl in L |- *; lia|].
      intros b I. pose proof (Z b (or_intror I)) as Zb. rewrite <- (divided_back a c) in Zb by discriminate.
      rewrite evaluated_times_linear in Zb. apply Z.divide_add_cancel_r in Zb; [|exact Za].
      apply prime_mult in Zb; [|exact Pr]. destruct Zb as [Zb|Zb]; [exfalso|exact Zb].
      pose proof (B a (or_introl eq_refl)). pose proof (B b (or_intror I)).
      destruct Zb as [m E]. assert (m = 0) by nia. assert (b = a) by nia. subst b. contradiction. }
    rewrite <- (divided_back a c), nth_times_linear by discriminate.
    apply Z.divide_sub_r; [destruct k; [exact Za | apply Rest] | apply Z.divide_mul_r, Rest].
Qed.

Fixpoint subtracted (g h : list Z) : list Z :=
  match g, h with
  | x :: g', y :: h' => (x - y) :: subtracted g' h'
  | _, _ => []
  end.

Lemma evaluated_subtracted : forall g h t, length g = length h ->
  evaluated (subtracted g h) t = evaluated g t - evaluated h t.
Proof.
  induction g as [|x g IH]; intros [|y h] t L; try discriminate L; [reflexivity|]. injection L as L.
  cbn [subtracted evaluated]. rewrite IH by exact L. ring.
Qed.

Lemma length_subtracted : forall g h, length g = length h -> length (subtracted g h) = length g.
Proof. induction g as [|x g IH]; intros [|y h] L; try discriminate L; simpl; auto. Qed.

Lemma subtracted_multiples : forall p g h, length g = length h -> (forall x, In x g -> 0 <= x < p) ->
  (forall x, In x h -> 0 <= x < p) -> (forall k, (p | nth k (subtracted g h) 0)) -> g = h.
Proof.
  intros p. induction g as [|x g IH]; intros [|y h] L Bg Bh D; try discriminate L; [reflexivity|].
  injection L as L. pose proof (D 0%nat) as D0. cbn in D0. pose proof (Bg x (or_introl eq_refl)).
  pose proof (Bh y (or_introl eq_refl)). destruct D0 as [m E]. assert (m = 0) by nia. f_equal; [nia|].
  apply IH; [exact L | intros; apply Bg; right; assumption | intros; apply Bh; right; assumption|].
  intros k. apply (D (S k)).
Qed.

Lemma in_residues : forall pi x, In x (residues pi) <-> 0 <= x < Z.of_nat pi.
Proof.
  intros pi x. unfold residues. rewrite in_map_iff. split.
  - intros (i & <- & I). apply in_seq in I. lia.
  - intros B. exists (Z.to_nat x). rewrite in_seq. lia.
Qed.

Lemma nodup_residues : forall pi, NoDup (residues pi).
Proof. intros pi. unfold residues. apply nodup_map; [intros x y _ _ E; lia | apply seq_NoDup]. Qed.

Lemma in_lists_of_inverse : forall A k (l m : list A), In m (lists_of k l) -> length m = k /\ forall v, In v m ->
  In v l.
Proof.
  intros A. induction k as [|k IH]; intros l m I; simpl in I.
  - destruct I as [<-|[]]. split; [reflexivity | intros v []].
  - apply in_flat_map in I. destruct I as (v & Iv & I). apply in_map_iff in I. destruct I as (m' & <- & I).
    destruct (IH l m' I) as [L B]. split; [simpl; congruence|]. intros w [<-|J]; auto.
Qed.

Lemma nodup_lists_of : forall A k (l : list A), NoDup l -> NoDup (lists_of k l).
Proof.
  intros A. induction k as [|k IH]; intros l D; simpl; [repeat constructor; intros []|].
  specialize (IH l D). revert IH. generalize (lists_of k l). intros L DL.
  induction D as [|v l N D IHl]; simpl; [constructor|]. apply nodup_app; [|exact IHl|].
  - apply nodup_map; [|exact DL]. intros x y _ _ E. congruence.
  - intros m I J. apply in_map_iff in I. destruct I as (m' & <- & _). apply in_flat_map in J.
    destruct J as (w & Iw & J). apply in_map_iff in J. destruct J as (m'' & E & _). injection E as -> _. contradiction.
Qed.

Definition agreements (pi : nat) (g h : list Z) : list Z :=
  filter (fun x => code_value pi h x =? code_value pi g x) (residues pi).

Lemma few_agreements : forall pi r g h, prime (Z.of_nat pi) -> In g (code_polynomials pi r) ->
  In h (code_polynomials pi r) -> g <> h -> (length (agreements pi g h) <= r)%nat.
Proof.
  intros pi r g h Pr Ig Ih N. destruct (Nat.le_gt_cases (length (agreements pi g h)) r) as [L|G]; [exact L|].
  exfalso. apply N. apply in_lists_of_inverse in Ig, Ih. destruct Ig as [Lg Bg], Ih as [Lh Bh].
  apply (subtracted_multiples (Z.of_nat pi)); [congruence | intros; apply in_residues, Bg; assumption
    | intros; apply in_residues, Bh; assumption|].
  apply (many_roots _ Pr (agreements pi g h)); [apply NoDup_filter, nodup_residues | | |].
  - intros x I. apply filter_In in I. apply in_residues, I.
  - rewrite length_subtracted; lia.
  - intros x I. apply filter_In in I. destruct I as [_ E]. apply Z.eqb_eq in E. unfold code_value in E.
    rewrite evaluated_subtracted by congruence. destruct Pr as [P1 _].
    apply Z.mod_divide; [lia|]. rewrite Zminus_mod, E, Z.sub_diag. reflexivity.
Qed.

(** ** The scores *)

Fixpoint integer_sum {A : Type} (l : list A) (f : A -> Z) : Z :=
  match l with
  | [] => 0
  | x :: k => f x + integer_sum k f
  end.

Lemma score_of_maps : forall A (f g : A -> Z) l, score (map f l) (map g l) = integer_sum l (fun x => f x * g x).
Proof. intros A f g l. induction l as [|x l IH]; cbn [map score integer_sum]; congruence. Qed.

Lemma integer_sum_app : forall A (k l : list A) f, integer_sum (k ++ l) f = integer_sum k f + integer_sum l f.
Proof. intros A k l f. induction k as [|x k IH]; cbn [app integer_sum]; lia. Qed.

Lemma integer_sum_product : forall A B (k : list A) (l : list B) f,
  integer_sum (list_prod k l) f = integer_sum k (fun x => integer_sum l (fun y => f (x, y))).
Proof.
  intros A B k l f. induction k as [|x k IH]; cbn [list_prod integer_sum]; [reflexivity|].
  rewrite integer_sum_app, IH. f_equal. clear. induction l as [|y l IH]; cbn [map integer_sum]; congruence.
Qed.

Lemma integer_sum_one : forall l (f : Z -> Z) w, NoDup l -> In w l ->
  integer_sum l (fun v => f v * (if w =? v then 1 else 0)) = f w.
Proof.
  intros l f w D. assert (Zero : forall k, ~ In w k -> integer_sum k (fun v => f v * (if w =? v then 1 else 0)) = 0).
  { induction k as [|v k IH]; intros N; cbn [integer_sum]; [reflexivity|]. simpl in N.
    destruct (Z.eqb_spec w v); [exfalso; apply N; left; congruence|]. rewrite IH by tauto. ring. }
  induction D as [|v l N D IH]; intros I; [destruct I|]. cbn [integer_sum]. destruct (Z.eqb_spec w v) as [->|X].
  - rewrite Zero by exact N. ring.
  - destruct I as [->|I]; [contradiction|]. rewrite IH by exact I. ring.
Qed.

Lemma integer_sum_ext : forall A (l : list A) f g, (forall x, In x l -> f x = g x) ->
  integer_sum l f = integer_sum l g.
Proof.
  intros A l f g E. induction l as [|x l IH]; cbn [integer_sum]; [reflexivity|].
  rewrite (E x (or_introl eq_refl)), IH; [reflexivity|]. intros y I. apply E. right. exact I.
Qed.

Lemma code_score : forall pi y g, (1 <= pi)%nat -> score (code_query pi y) (code_key pi g)
  = Z.of_nat (length (filter (fun x => covered pi y x (code_value pi g x)) (residues pi))) - Z.of_nat pi.
Proof.
  intros pi y g P. unfold code_query, code_key. rewrite score_of_maps. unfold code_coordinates.
  rewrite integer_sum_product. cbn [fst snd].
  rewrite (integer_sum_ext _ _ _ (fun x => if covered pi y x (code_value pi g x) then 0 else -1)).
  - assert (Len : Z.of_nat pi = Z.of_nat (length (residues pi))).
    { unfold residues. rewrite map_length, seq_length. reflexivity. }
    rewrite Len. clear. induction (residues pi) as [|x l IH]; cbn [integer_sum filter]; [reflexivity|]. rewrite IH.
    destruct (covered pi y x (code_value pi g x)); cbn [length]; lia.
  - intros x _. apply (integer_sum_one _ (fun v => if covered pi y x v then 0 else -1)); [apply nodup_residues|].
    apply in_residues. apply Z.mod_pos_bound. lia.
Qed.

Lemma filter_or : forall A (P Q : A -> bool) l,
  (length (filter (fun x => P x || Q x) l) <= length (filter P l) + length (filter Q l))%nat.
Proof.
  intros A P Q l. induction l as [|x l IH]; cbn [filter]; [simpl; lia|].
  destruct (P x), (Q x); cbn [orb length]; lia.
Qed.

Theorem cover_free_keys_suffice : forall pi q r : nat, Znumtheory.prime (Z.of_nat pi) -> (q * r < pi)%nat ->
  length (code_polynomials pi r) = (pi ^ (r + 1))%nat /\ NoDup (code_polynomials pi r) /\
  forall y, length y = q -> (forall g, In g y -> In g (code_polynomials pi r)) ->
    length (code_query pi y) = (pi ^ 2)%nat /\ (forall c, In c (code_query pi y) -> c = 0 \/ c = -1) /\
    forall g, In g (code_polynomials pi r) ->
      length (code_key pi g) = (pi ^ 2)%nat /\ (forall c, In c (code_key pi g) -> c = 0 \/ c = 1) /\
      (In g y -> score (code_query pi y) (code_key pi g) = 0) /\
      (~ In g y -> score (code_query pi y) (code_key pi g) <= - (Z.of_nat pi - Z.of_nat q * Z.of_nat r) <= -1).
Proof.
  intros pi q r Pr Small.
  assert (Size : length (residues pi) = pi) by (unfold residues; rewrite map_length, seq_length; reflexivity).
  assert (Square : length (code_coordinates pi) = (pi ^ 2)%nat).
  { unfold code_coordinates. rewrite prod_length, Size. simpl. lia. }
  split; [unfold code_polynomials; rewrite length_lists_of, Size; reflexivity|].
  split; [apply nodup_lists_of, nodup_residues|]. intros y Ly By.
  split; [unfold code_query; rewrite map_length; exact Square|]. split.
  { intros c I. apply in_map_iff in I. destruct I as (xv & <- & _). destruct (covered _ _ _ _); auto. }
  intros g Ig. split; [unfold code_key; rewrite map_length; exact Square|]. split.
  { intros c I. apply in_map_iff in I. destruct I as (xv & <- & _). destruct (_ =? _); auto. }
  rewrite code_score by lia. split.
  - intros I. assert (All : filter (fun x => covered pi y x (code_value pi g x)) (residues pi) = residues pi).
    { assert (E : forall l, filter (fun x => covered pi y x (code_value pi g x)) l = l).
      { induction l as [|x l IH]; cbn [filter]; [reflexivity|]. rewrite IH.
        assert (Cx : covered pi y x (code_value pi g x) = true); [|rewrite Cx; reflexivity].
        apply existsb_exists. exists g. rewrite Z.eqb_refl. auto. }
      apply E. }
    rewrite All, Size. lia.
  - intros N. split; [|lia].
    assert (Count : forall z, (forall h, In h z -> In h (code_polynomials pi r) /\ g <> h) ->
      (length (filter (fun x => covered pi z x (code_value pi g x)) (residues pi)) <= length z * r)%nat).
    { induction z as [|h z IH]; intros B.
      - assert (E : forall l : list Z, filter (fun _ => false) l = []) by (induction l; auto).
        unfold covered. cbn [existsb]. rewrite E. simpl. lia.
      - specialize (IH ltac:(intros; apply B; right; assumption)). destruct (B h (or_introl eq_refl)) as [Ih Nh].
        pose proof (few_agreements pi r g h Pr Ig Ih Nh) as A.
        pose proof (filter_or _ (fun x => code_value pi h x =? code_value pi g x)
          (fun x => covered pi z x (code_value pi g x)) (residues pi)) as O.
        unfold agreements in A.
        change (length (filter (fun x => (code_value pi h x =? code_value pi g x)%Z
          || covered pi z x (code_value pi g x)) (residues pi)) <= r + length z * r)%nat. lia. }
    specialize (Count y). rewrite Ly in Count.
    assert (X : (length (filter (fun x => covered pi y x (code_value pi g x)) (residues pi)) <= q * r)%nat).
    { apply Count. intros h I. split; [apply By, I | congruence]. }
    lia.
Qed.
