(** * Whether real weights exist can be computed

    [Decide] eliminates with real numbers, which have no digits. For points with integer coordinates the same
    elimination can be carried out by a program.

    - [feasible]: the program; [feasible_solvable]: it says whether a system of strict homogeneous inequalities with
      integer coefficients has a real solution
    - [separated]: some weights give a list of vectors a list of signs; [separable] computes it
    - [separated_by_a_gate]: the vectors depend on a threshold gate; [counted]: then the functions can be counted *)

From Coq Require Import Reals List Lia Lra Arith Bool ZArith.
From AttentionQuarks Require Import Thr Decide Number Tree.
Import ListNotations.

(** ** The program *)

Open Scope Z_scope.

(** x a + y b. *)
Fixpoint row_sum (x y : Z) (a b : list Z) : list Z :=
  match a, b with
  | h :: a', k :: b' => x * h + y * k :: row_sum x y a' b'
  | _, _ => []
  end.

(** The first unknown eliminated: inequalities with coefficients of different signs are combined to one without it. *)
Definition eliminated_rows (A : list (list Z)) : list (list Z) :=
  map (@tl Z) (filter (fun a => hd 0 a =? 0) A) ++
  flat_map (fun p => map (fun q => row_sum (- hd 0 q) (hd 0 p) (tl p) (tl q)) (filter (fun a => hd 0 a <? 0) A))
    (filter (fun a => 0 <? hd 0 a) A).

Fixpoint same (a b : list Z) : bool :=
  match a, b with
  | [], [] => true
  | h :: a', k :: b' => if h =? k then same a' b' else false
  | _, _ => false
  end.

Fixpoint distinct (A : list (list Z)) : list (list Z) :=
  match A with
  | [] => []
  | a :: B => let C := distinct B in if existsb (same a) C then C else a :: C
  end.

Fixpoint feasible (d : nat) (A : list (list Z)) : bool :=
  if existsb (forallb (Z.eqb 0)) A then false
  else match d with O => true | S e => feasible e (distinct (eliminated_rows A)) end.

(** ** It is right *)

Lemma same_true : forall a b, same a b = true -> a = b.
Proof.
  induction a as [|h a IH]; intros [|k b] E; try discriminate; [reflexivity|]. simpl in E.
  destruct (h =? k) eqn:Eh; [|discriminate]. apply Z.eqb_eq in Eh. rewrite Eh, (IH b E). reflexivity.
Qed.

Lemma in_distinct : forall A a, In a (distinct A) <-> In a A.
Proof.
  induction A as [|b A IH]; intros a; simpl; [reflexivity|]. destruct (existsb (same b) (distinct A)) eqn:E.
  - rewrite IH. split; [auto|]. intros [<-|Ha]; [|exact Ha]. apply IH. apply existsb_exists in E.
    destruct E as (c & Hc & S). apply same_true in S. subst c. exact Hc.
  - simpl. rewrite IH. reflexivity.
Qed.

Definition real (a : list Z) : list R := map IZR a.

Open Scope R_scope.

Lemma solvable_multiples : forall d A B,
  (forall b, In b B -> exists a c, In a A /\ 0 < c /\ forall w, scalar w b = c * scalar w a) -> solvable d A -> solvable d B.
Proof.
  intros d A B M (w & L & S). exists w. split; [exact L|]. intros b Hb. destruct (M b Hb) as (a & c & Ha & Hc & ->).
  apply Rmult_lt_0_compat; [exact Hc | exact (S a Ha)].
Qed.

Lemma real_hd : forall a, first (real a) = IZR (hd 0%Z a).
Proof. intros [|h a]; reflexivity. Qed.

Lemma real_tl : forall a, tl (real a) = real (tl a).
Proof. intros [|h a]; reflexivity. Qed.

Lemma real_row_sum : forall w x y a b, length a = length b ->
  scalar w (real (row_sum x y a b)) = IZR x * scalar w (real a) + IZR y * scalar w (real b).
Proof.
  induction w as [|c w IH]; intros x y [|h a] [|k b] L; try discriminate; simpl; try ring. injection L as L.
  rewrite (IH x y a b L), plus_IZR, !mult_IZR. ring.
Qed.

Lemma length_row_sum : forall x y a b, length a = length b -> length (row_sum x y a b) = length a.
Proof. induction a as [|h a IH]; intros [|k b] L; simpl in *; try discriminate; auto. Qed.

Lemma length_tail : forall d (a : list Z), length a = S d -> length (tl a) = d.
Proof. intros d [|h a] L; [discriminate | injection L; auto]. Qed.

Lemma eliminated_rows_length : forall d A, (forall a, In a A -> length a = S d) ->
  forall a, In a (eliminated_rows A) -> length a = d.
Proof.
  intros d A L a Ha. unfold eliminated_rows in Ha. rewrite in_app_iff, in_map_iff, in_flat_map in Ha.
  destruct Ha as [(b & <- & Hb)|(p & Hp & Ha)].
  - apply filter_In in Hb. apply length_tail, L, Hb.
  - apply in_map_iff in Ha. destruct Ha as (q & <- & Hq). apply filter_In in Hp. apply filter_In in Hq.
    rewrite length_row_sum; rewrite !(length_tail d); auto; apply L; tauto.
Qed.

(** A combination of two rows is a multiple of the one of [Decide]. *)
Lemma combined_rows : forall d p q, length p = S d -> length q = S d -> (0 < hd 0 p)%Z -> (hd 0 q < 0)%Z ->
  exists c, 0 < c /\ forall w, scalar w (real (row_sum (- hd 0 q) (hd 0 p) (tl p) (tl q))%Z) =
                               c * scalar w (vector_sum (scaled (real p)) (scaled (real q))).
Proof.
  intros d p q Lp Lq Pp Nq. apply IZR_lt in Pp. apply IZR_lt in Nq.
  assert (Lt : length (tl p) = length (tl q)) by (rewrite !(length_tail d) by assumption; reflexivity).
  exists (IZR (hd 0%Z p) * - IZR (hd 0%Z q)). split; [apply Rmult_lt_0_compat; lra|]. intros w.
  rewrite real_row_sum by exact Lt.
  rewrite scalar_sum by (unfold scaled; rewrite !map_length, !real_tl; unfold real; rewrite !map_length; exact Lt).
  rewrite !scalar_scaled, !real_tl, !real_hd, Rabs_right, (Rabs_left (IZR (hd 0%Z q))), opp_IZR by lra. field. lra.
Qed.

Lemma elimination_of_rows : forall d A, (forall a, In a A -> length a = S d) ->
  (solvable (S d) (map real A) <-> solvable d (map real (eliminated_rows A))).
Proof.
  intros d A L. rewrite elimination.
  2: { intros a Ha. apply in_map_iff in Ha. destruct Ha as (b & <- & Hb). unfold real. rewrite map_length. auto. }
  assert (Z0 : forall a, In (real a) (filter (fun a => negb (positive a || negative a)) (map real A)) -> hd 0%Z a = 0%Z).
  { intros a Ha. apply filter_In in Ha. destruct Ha as [_ N]. apply neither in N. rewrite real_hd in N. apply eq_IZR. exact N. }
  split; apply solvable_multiples; intros b Hb.
  - apply in_map_iff in Hb. destruct Hb as (r & <- & Hr). unfold eliminated_rows in Hr.
    rewrite in_app_iff, in_map_iff, in_flat_map in Hr. destruct Hr as [(a & <- & Ha)|(p & Hp & Hr)].
    + apply filter_In in Ha. destruct Ha as [Ha E]. apply Z.eqb_eq in E. exists (tl (real a)), 1.
      split; [|split; [lra | intros w; rewrite real_tl; ring]]. unfold eliminated. apply in_app_iff. left.
      apply in_map, filter_In. split; [apply in_map; exact Ha|]. apply neither. rewrite real_hd, E. reflexivity.
    + apply in_map_iff in Hr. destruct Hr as (q & <- & Hq). apply filter_In in Hp. apply filter_In in Hq.
      destruct Hp as [Hp Pp], Hq as [Hq Nq]. apply Z.ltb_lt in Pp. apply Z.ltb_lt in Nq.
      destruct (combined_rows d p q (L p Hp) (L q Hq) Pp Nq) as (c & Hc & E).
      exists (vector_sum (scaled (real p)) (scaled (real q))), c. split; [|auto]. unfold eliminated. apply in_app_iff. right.
      apply in_flat_map. exists (real p). split.
      * apply filter_In. split; [apply in_map; exact Hp|]. apply positive_true. rewrite real_hd. apply IZR_lt. exact Pp.
      * apply in_map_iff. exists (real q). split; [reflexivity|]. apply filter_In. split; [apply in_map; exact Hq|].
        apply negative_true. rewrite real_hd. apply IZR_lt. exact Nq.
  - unfold eliminated in Hb. rewrite in_app_iff, in_map_iff, in_flat_map in Hb.
    destruct Hb as [(r & <- & Hr)|(rp & Hp & Hb)].
    + pose proof Hr as Hz. apply filter_In in Hr. destruct Hr as [Hr _]. apply in_map_iff in Hr. destruct Hr as (a & <- & Ha).
      exists (real (tl a)), 1. split; [|split; [lra | intros w; rewrite real_tl; ring]].
      apply in_map. unfold eliminated_rows. apply in_app_iff. left. apply in_map, filter_In. split; [exact Ha|].
      apply Z.eqb_eq. apply Z0. exact Hz.
    + apply in_map_iff in Hb. destruct Hb as (rq & <- & Hq). apply filter_In in Hp. apply filter_In in Hq.
      destruct Hp as [Hp Pp], Hq as [Hq Nq]. apply in_map_iff in Hp. apply in_map_iff in Hq.
      destruct Hp as (p & <- & Hp), Hq as (q & <- & Hq). apply positive_true in Pp. apply negative_true in Nq.
      rewrite real_hd in Pp, Nq. apply (lt_IZR 0) in Pp. apply (lt_IZR _ 0) in Nq.
      destruct (combined_rows d p q (L p Hp) (L q Hq) Pp Nq) as (c & Hc & E).
      exists (real (row_sum (- hd 0 q) (hd 0 p) (tl p) (tl q))%Z), (/ c).
      split; [|split; [apply Rinv_0_lt_compat; exact Hc | intros w; rewrite E; field; lra]].
      apply in_map. unfold eliminated_rows. apply in_app_iff. right. apply in_flat_map. exists p. split.
      * apply filter_In. split; [exact Hp|]. apply Z.ltb_lt. exact Pp.
      * apply in_map_iff. exists q. split; [reflexivity|]. apply filter_In. split; [exact Hq|]. apply Z.ltb_lt. exact Nq.
Qed.

Lemma zero_row : forall w a, forallb (Z.eqb 0) a = true -> scalar w (real a) = 0.
Proof.
  induction w as [|c w IH]; intros [|h a] E; try reflexivity. cbn [forallb] in E. apply andb_prop in E.
  destruct E as [E1 E2]. apply Z.eqb_eq in E1. simpl. rewrite (IH a E2), <- E1. ring.
Qed.

(** The program says whether the inequalities a.w > 0 have a common real solution w. *)
Theorem feasible_solvable : forall d A, (forall a, In a A -> length a = d) ->
  (feasible d A = true <-> solvable d (map real A)).
Proof.
  induction d as [|d IH]; intros A L; simpl; destruct (existsb (forallb (Z.eqb 0)) A) eqn:Z0.
  1, 3: split; [discriminate|]; intros (w & _ & S); apply existsb_exists in Z0; destruct Z0 as (a & Ha & E);
    specialize (S (real a) (in_map real A a Ha)); rewrite zero_row in S by exact E; lra.
  - split; [|reflexivity]. intros _. destruct A as [|a A]; [exists []; split; [reflexivity | intros a []]|].
    specialize (L a (or_introl eq_refl)). destruct a; [discriminate Z0 | discriminate].
  - rewrite IH.
    + rewrite elimination_of_rows by exact L. split; apply solvable_multiples; intros b Hb; exists b, 1;
        (split; [|split; [lra | intros; ring]]); apply in_map_iff in Hb; destruct Hb as (a & <- & Ha); apply in_map;
        apply in_distinct; exact Ha.
    + intros a Ha. apply (proj1 (in_distinct _ _)) in Ha. exact (eliminated_rows_length d A L a Ha).
Qed.

(** ** Signs of vectors *)

(** Some weights give each vector the sign that stands beside it. *)
Definition separated (d : nat) (l : list (list Z * bool)) : Prop :=
  exists w : list R, length w = d /\ forall a b, In (a, b) l -> scalar w (real a) <> 0 /\ b = H (scalar w (real a)).

Definition oriented (l : list (list Z * bool)) : list (list Z) :=
  map (fun q : list Z * bool => if snd q then fst q else map Z.opp (fst q)) l.

Definition separable (d : nat) (l : list (list Z * bool)) : bool := feasible d (oriented l).

Lemma real_opposite : forall w a, scalar w (real (map Z.opp a)) = - scalar w (real a).
Proof.
  intros w a. rewrite <- scalar_opposite. f_equal. unfold real. rewrite !map_map. apply map_ext. intros z. apply opp_IZR.
Qed.

Theorem separable_separated : forall d l, (forall a b, In (a, b) l -> length a = d) ->
  (separable d l = true <-> separated d l).
Proof.
  intros d l L. unfold separable. rewrite feasible_solvable.
  2: { intros a Ha. apply in_map_iff in Ha. destruct Ha as ([r b] & <- & Hr). specialize (L r b Hr). simpl.
       destruct b; [exact L | rewrite map_length; exact L]. }
  split; intros (w & Lw & S); exists w; (split; [exact Lw|]).
  - intros a b Hab. assert (I : In (real (if b then a else map Z.opp a)) (map real (oriented l))).
    { apply in_map, in_map_iff. exists (a, b). auto. }
    specialize (S _ I). destruct b; [|rewrite real_opposite in S]; (split; [lra|]); symmetry;
      [apply H_pos | apply H_nonpos]; lra.
  - intros r Hr. apply in_map_iff in Hr. destruct Hr as (v & <- & Hv). apply in_map_iff in Hv.
    destruct Hv as ([a b] & <- & Hab). destruct (S a b Hab) as [N E]. simpl. destruct b.
    + apply H_true. auto.
    + rewrite real_opposite. symmetry in E. apply H_false in E. lra.
Qed.

(** ** Classes that are steered by a threshold gate *)

(** The sign of w.row(g(x),x), which has no zero on the cube, with g in T(n;1). *)
Definition separated_by_a_gate (d : nat) (row : bool -> point -> list Z) (n : nat) (f : point -> bool) : Prop :=
  exists g w, ptf 1 n g /\ length w = d /\ forall x, In x (cube n) ->
    scalar w (real (row (g x) x)) <> 0 /\ f x = H (scalar w (real (row (g x) x))).

Definition integer (b : bool) : Z := if b then 1%Z else 0%Z.

(** The tables of T(n;d). *)
Definition threshold_tables (d n : nat) : list (list bool) :=
  let rows := map (fun x => map integer (bits d n x)) (cube n) in
  filter (fun t => separable (length (exponents d n)) (combine rows t)) (cube (2 ^ n)).

Definition gated_rows (row : bool -> point -> list Z) (n : nat) (s : list bool) : list (list Z) :=
  map (fun q => row (snd q) (fst q)) (combine (cube n) s).

Definition gated_tables (d : nat) (row : bool -> point -> list Z) (n : nat) : list (list bool) :=
  let gates := map (gated_rows row n) (threshold_tables 1 n) in
  filter (fun t => existsb (fun rows => separable d (combine rows t)) gates) (cube (2 ^ n)).

Lemma in_combine : forall n (A : Type) (G : point -> A) (f : point -> bool) q,
  In q (combine (map G (cube n)) (table n f)) <-> exists x, In x (cube n) /\ q = (G x, f x).
Proof.
  intros n A G f q. unfold table. induction (cube n) as [|x l IH]; simpl; [split; [intros [] | intros (x & [] & _)]|].
  rewrite IH. split.
  - intros [<-|(y & Hy & E)]; [exists x | exists y]; auto.
  - intros (y & [<-|Hy] & E); [left; auto | right; exists y; auto].
Qed.

Lemma separable_ptf : forall d n f,
  separable (length (exponents d n)) (combine (map (fun x => map integer (bits d n x)) (cube n)) (table n f)) = true <->
  ptf d n f.
Proof.
  intros d n f. rewrite separable_separated.
  2: { intros a b Hab. apply in_combine in Hab. destruct Hab as (x & _ & E). injection E as -> ->. unfold bits.
       rewrite !map_length. reflexivity. }
  assert (V : forall b, real (map integer b) = map bit b).
  { intros b. unfold real. rewrite map_map. apply map_ext. intros []; reflexivity. }
  rewrite ptf_iff_fits. split; intros (w & L & S); exists w; (split; [exact L|]).
  - intros e He. apply in_combine in He. destruct He as (x & Hx & ->). unfold agrees. simpl.
    destruct (S (map integer (bits d n x)) (f x)) as [N E]; [apply in_combine; exists x; auto|]. rewrite V in N, E.
    symmetry in E. destruct (f x); [apply H_true in E | apply H_false in E]; lra.
  - intros a b Hab. apply in_combine in Hab. destruct Hab as (x & Hx & E). injection E as -> ->. rewrite V.
    assert (A := S (bits d n x, f x) (proj2 (in_combine n _ _ f _) (ex_intro _ x (conj Hx eq_refl)))). unfold agrees in A.
    simpl in A. split; [destruct (f x); lra|]. symmetry. destruct (f x); [apply H_pos | apply H_nonpos]; lra.
Qed.

Lemma in_threshold_tables : forall d n t, In t (threshold_tables d n) <-> exists g, ptf d n g /\ table n g = t.
Proof.
  intros d n t. unfold threshold_tables. cbv zeta. rewrite filter_In, in_cube. split.
  - intros [L E]. exists (untable false t). rewrite <- separable_ptf, (table_untable _ false n t L). auto.
  - intros (g & P & <-). split; [apply length_table | apply separable_ptf; exact P].
Qed.

Lemma gated_rows_table : forall row n g, gated_rows row n (table n g) = map (fun x => row (g x) x) (cube n).
Proof.
  intros row n g. unfold gated_rows, table. induction (cube n) as [|x l IH]; simpl; [|rewrite IH]; reflexivity.
Qed.

(** The number of functions of such a class, as it can be computed. *)
Theorem gated_count : forall d row n, (forall b x, In x (cube n) -> length (row b x) = d) ->
  number n (separated_by_a_gate d row n) (length (gated_tables d row n)).
Proof.
  intros d row n L. exists (gated_tables d row n). split; [|reflexivity].
  split; [apply NoDup_filter, nodup_cube|]. intros t. unfold gated_tables. rewrite filter_In, in_cube, existsb_exists.
  assert (X : forall g f, separable d (combine (gated_rows row n (table n g)) (table n f)) = true <->
    exists w, length w = d /\ forall x, In x (cube n) ->
      scalar w (real (row (g x) x)) <> 0 /\ f x = H (scalar w (real (row (g x) x)))).
  { intros g f. rewrite gated_rows_table, separable_separated.
    2: { intros a b Hab. apply in_combine in Hab. destruct Hab as (x & Hx & E). injection E as -> ->. auto. }
    split; intros (w & Lw & S); exists w; (split; [exact Lw|]).
    - intros x Hx. apply S, in_combine. exists x. auto.
    - intros a b Hab. apply in_combine in Hab. destruct Hab as (x & Hx & E). injection E as -> ->. auto. }
  split.
  - intros (Lt & rows & Hr & E). apply in_map_iff in Hr. destruct Hr as (s & <- & Hs). apply in_threshold_tables in Hs.
    destruct Hs as (g & P & <-). exists (untable false t). rewrite (table_untable _ false n t Lt). split; [|reflexivity].
    rewrite <- (table_untable _ false n t Lt) in E. apply X in E. destruct E as (w & Lw & S). exists g, w. auto.
  - intros (f & (g & w & P & Lw & S) & <-). split; [apply length_table|]. exists (gated_rows row n (table n g)). split.
    + apply in_map, in_threshold_tables. exists g. auto.
    + apply X. exists w. auto.
Qed.
