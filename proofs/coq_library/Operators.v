(** * Operators that depend on all their arguments (Q-T4b) *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Number.
Import ListNotations.
Open Scope nat_scope.

(** The list with its entry number j replaced. *)
Fixpoint replace_at {A : Type} (j : nat) (a : A) (l : list A) : list A :=
  match l, j with
  | [], _ => []
  | _ :: k, 0 => a :: k
  | b :: k, S i => b :: replace_at i a k
  end.

(** B, a function of k truth values, depends on its argument number j. *)
Definition depends_on {V : Type} (k : nat) (B : list bool -> V) (j : nat) : Prop :=
  exists b, length b = k /\ B (replace_at j true b) <> B (replace_at j false b).

(** ** Lists *)

Lemma length_replace_at : forall A j (a : A) l, length (replace_at j a l) = length l.
Proof. intros A j a l. revert j. induction l as [|b l IH]; intros [|j]; simpl; auto. Qed.

Lemma nth_replace_at : forall A j i (a d : A) l, i < length l ->
  nth i (replace_at j a l) d = if Nat.eqb i j then a else nth i l d.
Proof.
  intros A j i a d l. revert j i. induction l as [|b l IH]; intros [|j] [|i] L; simpl in *; try lia; auto.
  apply IH. lia.
Qed.

Lemma build : forall A (a : A) k (P : nat -> A -> Prop), (forall i, i < k -> exists b, P i b) ->
  exists l, length l = k /\ forall i, i < k -> P i (nth i l a).
Proof.
  intros A a k. induction k as [|k IH]; intros P E.
  - exists []. split; [reflexivity|]. intros i L. lia.
  - destruct (IH (fun i => P (S i))) as (l & Ll & El); [intros; apply E; lia|].
    destruct (E 0) as (b & Hb); [lia|]. exists (b :: l). split; [simpl; congruence|].
    intros [|i] L; [exact Hb | apply El; lia].
Qed.

Lemma forall2_nth : forall A B (a : A) (b : B) (P : A -> B -> Prop) l k,
  Forall2 P l k <-> length l = length k /\ forall i, i < length l -> P (nth i l a) (nth i k b).
Proof.
  intros A B a b P l. induction l as [|x l IH]; intros k.
  - split; [intros F; inversion F; split; [reflexivity | simpl; lia]|].
    intros [L _]. destruct k; [constructor | discriminate].
  - split.
    + intros F. inversion F as [|? y ? m Pxy G]; subst. apply IH in G. destruct G as [L G].
      split; [simpl; congruence|]. intros [|i] Hi; [exact Pxy | apply G; simpl in Hi; lia].
    + intros [L G]. destruct k as [|y m]; [discriminate|]. constructor; [apply (G 0); simpl; lia|].
      apply IH. split; [simpl in L; congruence|]. intros i Hi. apply (G (S i)). simpl. lia.
Qed.

(** ** More variables *)

Lemma polynomial_pad_many : forall r d n p, polynomial d n p -> polynomial d (r + n) (fun y => p (skipn r y)).
Proof.
  induction r as [|r IH]; intros d n p Hp; [exact Hp|].
  apply (polynomial_ext _ _ (fun y => p (skipn r (tl y)))).
  - intros y Hy. apply cube_inv in Hy. destruct Hy as (b & x & -> & _). reflexivity.
  - apply (polynomial_pad d (r + n) (fun y => p (skipn r y))), IH. exact Hp.
Qed.

Lemma dot_firstn : forall w x, dot w (firstn (length w) x) = dot w x.
Proof. induction w as [|a w IH]; intros [|b x]; simpl; try reflexivity. rewrite IH. reflexivity. Qed.

Lemma polynomial_of_selectors : forall d n w0 w, 1 <= d ->
  polynomial d (length w + n) (fun y => (w0 + dot w (firstn (length w) y))%R).
Proof.
  intros d n w0 w L. apply (polynomial_le 1); [exact L|]. apply polynomial_one.
  exists w0, (w ++ repeat 0%R n). split; [rewrite app_length, repeat_length; reflexivity|].
  intros y _. f_equal. rewrite dot_firstn. revert y.
  induction w as [|a w IH]; intros y; simpl.
  - revert y. induction n as [|n IH]; intros [|b y]; simpl; try reflexivity. rewrite <- IH. simpl. lra.
  - destruct y as [|b y]; [reflexivity|]. rewrite IH. reflexivity.
Qed.

(** The addresses: r unit vectors, and the number r is the zero vector. *)
Fixpoint address (r j : nat) : point :=
  match r with
  | 0 => []
  | S q => match j with 0 => true :: repeat false q | S i => false :: address q i end
  end.

Lemma length_address : forall r j, length (address r j) = r.
Proof. induction r as [|r IH]; intros [|j]; simpl; rewrite ?repeat_length; auto. Qed.

Lemma dot_falses : forall w r, dot w (repeat false r) = 0%R.
Proof. induction w as [|a w IH]; intros [|r]; simpl; try reflexivity. rewrite IH. lra. Qed.

Lemma dot_address : forall w j, dot w (address (length w) j) = nth j w 0%R.
Proof.
  induction w as [|a w IH]; intros [|j]; simpl; try reflexivity.
  - rewrite dot_falses. lra.
  - rewrite IH. lra.
Qed.

(** An affine function of the selectors with given values at the r + 1 addresses. *)
Lemma prescribed : forall r (v : nat -> R), exists w0 w, length w = r /\
  forall j, j <= r -> (w0 + dot w (address r j))%R = v j.
Proof.
  intros r v. set (g := fun i => (v i - v r)%R). exists (v r), (map g (seq 0 r)).
  split; [rewrite map_length, seq_length; reflexivity|]. intros j L.
  set (w := map g (seq 0 r)).
  assert (Lw : length w = r) by (unfold w; rewrite map_length, seq_length; reflexivity).
  replace (address r j) with (address (length w) j) by (rewrite Lw; reflexivity).
  rewrite dot_address. unfold w. destruct (Nat.eq_dec j r) as [->|N].
  - rewrite nth_overflow by (rewrite map_length, seq_length; lia). lra.
  - rewrite (nth_indep _ _ (g 0)) by (rewrite map_length, seq_length; lia).
    rewrite map_nth, seq_nth by lia. unfold g. simpl. lra.
Qed.

(** A threshold function of n inputs extended to r + n inputs: itself at the address i, and constants at the others. *)
Lemma multiplexing_many : forall d n r i (b : nat -> bool) f, 1 <= d -> i <= r -> ptf d n f ->
  exists F, ptf d (r + n) F /\ forall x, In x (cube n) ->
    F (address r i ++ x) = f x /\ forall j, j <= r -> j <> i -> F (address r j ++ x) = b j.
Proof.
  intros d n r i b f Ld Li (p & Hp & Z). destruct (bounded _ (cube n) p) as (K & HK & BK).
  destruct (prescribed r (fun j => if Nat.eqb j i then 0%R else if b j then K else (- K)%R)) as (w0 & w & Lw & E).
  set (q := fun y => (p (skipn r y) + (w0 + dot w (firstn r y)))%R).
  assert (Hq : polynomial d (r + n) q).
  { apply polynomial_add; [apply polynomial_pad_many; exact Hp|]. rewrite <- Lw. apply polynomial_of_selectors. exact Ld. }
  assert (Eq : forall x j, j <= r -> q (address r j ++ x) = (p x + (if Nat.eqb j i then 0 else if b j then K else - K))%R).
  { intros x j Lj. unfold q. rewrite <- E by exact Lj.
    rewrite skipn_app, firstn_app, length_address, Nat.sub_diag. simpl. rewrite app_nil_r.
    rewrite skipn_all2, firstn_all2 by (rewrite length_address; lia). reflexivity. }
  exists (fun y => H (q y)). split; [apply (ptf_of_polynomial _ _ q); auto|].
  intros x Hx. destruct (Z x Hx) as [_ ->]. specialize (BK x Hx). apply Rabs_def2 in BK. split.
  - rewrite Eq, Nat.eqb_refl by exact Li. f_equal. lra.
  - intros j Lj N. rewrite Eq by exact Lj. apply Nat.eqb_neq in N. rewrite N.
    destruct (b j); [apply H_pos | apply H_nonpos]; lra.
Qed.

(** Q-T4b. Let B depend on all its k arguments, k >= 1, n >= k - 1 and d_j >= 1. Then
    prod_j T(n-k+1, d_j) <= |{B(f_1,...,f_k) : f_j in T(n;d_j)}| <= prod_j T(n, d_j). *)
Theorem irreducible_operator_sandwich :
  forall V (eq_dec : forall a b : V, {a = b} + {a <> b}) n (ds : list nat) (B : list bool -> V),
  1 <= length ds -> length ds - 1 <= n -> Forall (fun d => 1 <= d) ds ->
  (forall j, j < length ds -> depends_on (length ds) B j) ->
  exists c, number n (combined n ds B) c /\
    product (map (T (n - (length ds - 1))) ds) <= c <= product (map (T n) ds).
Proof.
  intros V eq_dec n ds B Lk Ln Ld D. set (k := length ds) in *. set (r := k - 1).
  destruct (combined_number V eq_dec n ds B) as (c & N & U). exists c. split; [exact N|]. split; [|exact U].
  destruct (build (list bool) [] k (fun j b => length b = k /\ B (replace_at j true b) <> B (replace_at j false b)) D)
    as (contexts & Lc & C).
  set (context := fun j => nth j contexts []).
  set (see := fun j v => if eq_dec v (B (replace_at j true (context j))) then true else false).
  assert (See : forall j a, j < k -> see j (B (replace_at j a (context j))) = a).
  { intros j a Lj. unfold see. destruct (C j Lj) as [_ Cj]. fold (context j) in Cj.
    destruct a; destruct (eq_dec _ _) as [E|E]; try reflexivity.
    - contradiction (E eq_refl).
    - exfalso. apply Cj. symmetry. exact E. }
  assert (En : n = r + (n - r)) by lia. fold r. clear U. set (view := fun j => (address r j, see j)).
  apply (lower_bound V (n - r) r ds (combined n ds B) (map view (seq 0 k))).
  - rewrite <- En. exact N.
  - apply Forall_forall. intros a Ha. apply in_map_iff in Ha. destruct Ha as (j & <- & _). apply length_address.
  - intros fs F. apply (forall2_nth _ _ 0 (fun _ => false)) in F. destruct F as [Lf F]. fold k in Lf, F.
    destruct (build _ (fun _ : point => false) k (fun i G => ptf (nth i ds 0) (r + (n - r)) G /\
      forall x, In x (cube (n - r)) -> G (address r i ++ x) = nth i fs (fun _ => false) x /\
        forall j, j <= r -> j <> i -> G (address r j ++ x) = nth i (context j) false)) as (Gs & LG & EG).
    { intros i Li. apply multiplexing_many; [|unfold r; lia | apply F; exact Li].
      rewrite Forall_forall in Ld. apply Ld, nth_In. exact Li. }
    exists (fun y => B (map (fun g => g y) Gs)). split.
    + exists Gs. split; [|reflexivity]. apply (forall2_nth _ _ 0 (fun _ => false)).
      split; [fold k; congruence|]. fold k. intros i Li. rewrite En. apply EG. exact Li.
    + apply (forall2_nth _ _ ([], fun _ => false) (fun _ => false)).
      rewrite map_length, seq_length. split; [exact Lf|]. intros j Lj x Hx.
      rewrite (nth_indep _ _ (view 0)) by (rewrite map_length, seq_length; exact Lj).
      rewrite map_nth, seq_nth by exact Lj. unfold view. simpl.
      set (at_x := fun g : point -> bool => g (address r j ++ x)).
      replace (map at_x Gs) with (replace_at j (nth j fs (fun _ => false) x) (context j)); [apply See; exact Lj|].
      destruct (C j Lj) as [Lb _]. fold (context j) in Lb.
      apply (nth_ext _ _ false (at_x (fun _ => false))); rewrite length_replace_at; [rewrite map_length; congruence|].
      rewrite Lb. intros i Li. rewrite map_nth. unfold at_x.
      rewrite nth_replace_at by (rewrite Lb; exact Li). destruct (EG i Li) as [_ Ei]. destruct (Ei x Hx) as [E1 E2].
      destruct (Nat.eqb i j) eqn:Eij.
      * apply Nat.eqb_eq in Eij. subst i. symmetry. exact E1.
      * apply Nat.eqb_neq in Eij. symmetry. apply E2; [unfold r; lia | auto].
Qed.
