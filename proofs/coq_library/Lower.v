(** * Lower bounds for the number of threshold functions (Q-L4, Q-L5)

    - [cuts]: T(n+1,1) >= (2^n + 1) T(n,1)
    - [linear_threshold_functions_at_least]: log2 T(n,1) >= 1 + n(n-1)/2, and one more for n >= 1
    - [degree_split]: T(n,d) >= T(n-1,d) T(n-1,d-1), hence log2 T(n,d) >= C(n,d+1) *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Number Binomial.
Import ListNotations.
Open Scope R_scope.

(** ** Weights in general position *)

(** A small positive number that avoids finitely many given ones. *)
Lemma avoid : forall (E : list R) d, 0 < d -> exists e, 0 < e < d /\ forall a, In a E -> e <> a.
Proof.
  assert (A : forall (E : list R) d, 0 < d -> exists e, 0 < e <= d /\ forall a, In a E -> ~ (0 < a < e)).
  { induction E as [|a E IH]; intros d Hd; [exists d; split; [lra | intros a []]|].
    destruct (IH d Hd) as (e & He & B). destruct (Rlt_dec 0 a) as [P|P].
    - exists (Rmin e a). pose proof (Rmin_l e a). pose proof (Rmin_r e a).
      assert (0 < Rmin e a) by (apply Rmin_glb_lt; lra). split; [lra|].
      intros b [<-|Hb]; [lra | specialize (B b Hb); lra].
    - exists e. split; [exact He|]. intros b [<-|Hb]; [lra | auto]. }
  intros E d Hd. destruct (A E d Hd) as (e & He & B). exists (e / 2). split; [lra|].
  intros a Ha <-. apply (B _ Ha). lra.
Qed.

(** The number that a point is in binary, as a linear form: its values are all different. *)
Fixpoint binary (n : nat) : list R := match n with O => [] | S m => 2 ^ m :: binary m end.

Lemma dot_binary : forall x, dot (binary (length x)) x = INR (value x).
Proof.
  induction x as [|b x IH]; [reflexivity|].
  simpl dot. simpl value. rewrite IH, plus_INR. f_equal.
  destruct b; unfold bit; [rewrite pow_INR; replace (INR 2) with 2 by (simpl; ring); ring | simpl; ring].
Qed.

Lemma value_injective : forall n x y, In x (cube n) -> In y (cube n) -> value x = value y -> x = y.
Proof.
  induction n as [|n IH]; intros x y Hx Hy E.
  - destruct Hx as [<-|[]], Hy as [<-|[]]. reflexivity.
  - apply cube_inv in Hx. apply cube_inv in Hy. destruct Hx as (b & x' & -> & Hx), Hy as (c & y' & -> & Hy).
    simpl in E. pose proof (value_lt x') as Lx. pose proof (value_lt y') as Ly.
    assert (Ex := proj1 (in_cube n x') Hx). assert (Ey := proj1 (in_cube n y') Hy). rewrite Ex in *. rewrite Ey in *.
    destruct b, c; try lia; f_equal; apply IH; auto; lia.
Qed.

Lemma dot_combination : forall w v x a, length w = length v ->
  dot (map (fun p => fst p + a * snd p) (combine w v)) x = dot w x + a * dot v x.
Proof.
  induction w as [|h w IH]; intros [|k v] [|b x] a E; simpl in *; try discriminate; try ring.
  rewrite IH by lia. ring.
Qed.

Lemma length_binary : forall n, length (binary n) = n.
Proof. induction n; simpl; auto. Qed.

(** Every threshold function has weights w with different values w.x at the points of the cube. *)
Lemma general_weights : forall n f, ltf n f -> exists w0 w,
  (forall x, In x (cube n) -> f x = H (w0 + dot w x)) /\
  (forall x y, In x (cube n) -> In y (cube n) -> dot w x = dot w y -> x = y) /\ length w = n.
Proof.
  intros n f (w0 & w & Lw & Z).
  destruct (bounded _ (cube n) (fun x => INR (value x))) as (K & HK & BK).
  destruct (bounded_away _ (cube n) (fun x => Rabs (w0 + dot w x))) as (m & Hm & Bm).
  set (bad := map (fun p => - (dot w (fst p) - dot w (snd p)) / (INR (value (fst p)) - INR (value (snd p))))
                (list_prod (cube n) (cube n))).
  destruct (avoid bad (m / K)) as (e & [He1 He2] & A).
  { apply Rmult_lt_0_compat; [lra | apply Rinv_0_lt_compat; lra]. }
  set (v := map (fun p => fst p + e * snd p) (combine w (binary n))).
  assert (E : forall x, In x (cube n) -> dot v x = dot w x + e * INR (value x)).
  { intros x Hx. unfold v. rewrite dot_combination by (rewrite length_binary; exact Lw).
    apply in_cube in Hx. rewrite <- Hx at 1. rewrite dot_binary. reflexivity. }
  exists w0, v. split; [|split].
  - intros x Hx. destruct (Z x Hx) as [N ->]. rewrite (E x Hx).
    specialize (Bm x Hx (Rabs_pos_lt _ N)). specialize (BK x Hx).
    assert (0 <= INR (value x)) by apply pos_INR. rewrite Rabs_right in BK by lra.
    assert (e * K < m). { apply (Rmult_lt_compat_r K) in He2; [|lra]. unfold Rdiv in He2.
      rewrite Rmult_assoc, Rinv_l in He2 by lra. lra. }
    assert (0 <= e * INR (value x) <= e * K) by (split; [apply Rmult_le_pos | apply Rmult_le_compat_l]; lra).
    destruct (Rtotal_order (w0 + dot w x) 0) as [L|[L|L]]; [|contradiction|].
    + rewrite Rabs_left in Bm by lra. rewrite !H_nonpos; [reflexivity | lra | lra].
    + rewrite !H_pos; [reflexivity | lra | lra].
  - intros x y Hx Hy D. rewrite (E x Hx), (E y Hy) in D.
    destruct (Nat.eq_dec (value x) (value y)) as [V|V]; [apply (value_injective n); assumption|]. exfalso.
    assert (V' : INR (value x) - INR (value y) <> 0) by (intros F; apply V, INR_eq; lra).
    apply (A (- (dot w x - dot w y) / (INR (value x) - INR (value y)))).
    + unfold bad. apply in_map_iff. exists (x, y). split; [reflexivity | apply in_prod; assumption].
    + apply (Rmult_eq_reg_r (INR (value x) - INR (value y))); [|exact V'].
      unfold Rdiv. rewrite Rmult_assoc, Rinv_l by exact V'. lra.
  - unfold v. rewrite map_length, combine_length, length_binary, Lw. lia.
Qed.

(** ** The cuts of the other half *)

(** For a threshold function f there are 2^n + 1 threshold functions of n + 1 inputs that are f on the half 0. *)
Lemma fibre : forall n f, ltf n f -> exists L : list (list bool), NoDup L /\ length L = (2 ^ n + 1)%nat /\
  forall t, In t L -> firstn (2 ^ n) t = table n f /\ exists F, ltf (S n) F /\ table (S n) F = t.
Proof.
  intros n f Hf. destruct (general_weights n f Hf) as (w0 & w & Ef & I & Lw).
  destruct (bounded _ (cube n) (dot w)) as (K & HK & B).
  assert (Half : forall c : R, exists F, ltf (S n) F /\
    table (S n) F = table n f ++ table n (fun x => H (dot w x - c))).
  { intros c. set (p := fun y => (w0 + dot w (tl y)) + (- c - w0) * bit (hd false y)).
    assert (Pp : polynomial 1 (S n) p).
    { apply polynomial_add; [|apply polynomial_scale, polynomial_head; lia].
      apply (polynomial_pad 1 n (fun x => w0 + dot w x)). apply polynomial_one. exists w0, w. auto. }
    exists (fun y => H (p y)). split; [apply ltf_is_ptf_of_degree_one, (ptf_of_polynomial 1 _ p); auto|].
    unfold table. simpl cube. rewrite map_app, !map_map. f_equal; apply map_ext_in; intros x Hx; unfold p; simpl.
    - rewrite Ef by exact Hx. f_equal. ring.
    - f_equal. ring. }
  exists (map (fun c => table n f ++ table n (fun x => H (dot w x - c))) (- K :: map (dot w) (cube n))).
  split; [|split].
  - apply nodup_map.
    + intros a b Ha Hb E. apply app_inv_head in E.
      assert (E' : forall x, In x (cube n) -> H (dot w x - a) = H (dot w x - b))
        by (apply table_ext; exact E). clear E.
      assert (S : forall c, In c (- K :: map (dot w) (cube n)) ->
        c = - K \/ exists x, In x (cube n) /\ c = dot w x).
      { intros c [<-|Hc]; [auto|]. right. apply in_map_iff in Hc. destruct Hc as (x & <- & Hx). exists x. auto. }
      assert (Low : forall c x, In c (- K :: map (dot w) (cube n)) -> In x (cube n) ->
        H (dot w x - c) = H (dot w x - dot w x) -> dot w x <= c).
      { intros c x _ _ Eh. rewrite (H_nonpos (dot w x - dot w x)) in Eh by lra. apply H_false in Eh. lra. }
      destruct (S a Ha) as [->|(x & Hx & ->)], (S b Hb) as [->|(y & Hy & ->)].
      * reflexivity.
      * specialize (Low (- K) y (or_introl eq_refl) Hy (E' y Hy)). specialize (B y Hy). apply Rabs_def2 in B. lra.
      * specialize (Low (- K) x (or_introl eq_refl) Hx (eq_sym (E' x Hx))).
        specialize (B x Hx). apply Rabs_def2 in B. lra.
      * pose proof (Low (dot w x) y Ha Hy (E' y Hy)). pose proof (Low (dot w y) x Hb Hx (eq_sym (E' x Hx))). lra.
    + constructor.
      * intros Hk. apply in_map_iff in Hk. destruct Hk as (x & E & Hx). specialize (B x Hx). apply Rabs_def2 in B. lra.
      * apply nodup_map; [exact I | apply nodup_cube].
  - rewrite map_length. simpl. rewrite map_length, length_cube. lia.
  - intros t Ht. apply in_map_iff in Ht. destruct Ht as (c & <- & _). split; [|apply Half].
    rewrite firstn_app, length_table, Nat.sub_diag. simpl. rewrite app_nil_r.
    apply firstn_all2. rewrite length_table. apply le_n.
Qed.

Open Scope nat_scope.

(** Lists without repetition, one over each element, that do not meet. *)
Lemma fibres : forall (A B : Type) (r : B -> A) (M : list B) (L : list A) m, NoDup L ->
  (forall a, In a L -> exists K, NoDup K /\ length K = m /\ forall b, In b K -> r b = a /\ In b M) ->
  m * length L <= length M.
Proof.
  intros A B r M L m N S.
  assert (X : exists U, NoDup U /\ length U = m * length L /\ forall b, In b U -> In (r b) L /\ In b M).
  { induction N as [|a L Na N IH].
    - exists []. split; [constructor|]. split; [simpl; lia | intros b []].
    - destruct IH as (U & NU & LU & SU); [intros; apply S; right; assumption|].
      destruct (S a (or_introl eq_refl)) as (K & NK & LK & SK). exists (K ++ U). split; [|split].
      + apply nodup_app; [exact NK | exact NU|]. intros b Hb Hb'. destruct (SK b Hb) as [E _].
        destruct (SU b Hb') as [Hr _]. rewrite E in Hr. contradiction.
      + rewrite app_length, LK, LU. simpl. lia.
      + intros b Hb. apply in_app_iff in Hb. destruct Hb as [Hb|Hb].
        * destruct (SK b Hb) as [-> Hm]. simpl. auto.
        * destruct (SU b Hb). simpl. auto. }
  destruct X as (U & NU & <- & SU). apply NoDup_incl_length; [exact NU|]. intros b Hb. apply SU. exact Hb.
Qed.

(** Q-L4: T(n+1,1) >= (2^n + 1) T(n,1), for all n >= 0. *)
Theorem cuts : forall n, (2 ^ n + 1) * T n 1 <= T (n + 1) 1.
Proof.
  intros n. replace (n + 1) with (S n) by lia.
  destruct (T_tables_are_the_tables n 1) as [N E]. destruct (T_tables_are_the_tables (S n) 1) as [_ E1].
  unfold T. apply (fibres _ _ (firstn (2 ^ n))); [exact N|]. intros t Ht.
  apply E in Ht. destruct Ht as (f & Pf & <-). apply ltf_is_ptf_of_degree_one in Pf.
  destruct (fibre n f Pf) as (L & NL & LL & SL). exists L. split; [exact NL|]. split; [exact LL|].
  intros u Hu. destruct (SL u Hu) as [E2 (F & PF & EF)]. split; [exact E2|].
  apply E1. exists F. split; [apply ltf_is_ptf_of_degree_one; exact PF | exact EF].
Qed.

Lemma T_zero_inputs : forall d, T 0 d = 2.
Proof.
  intros d. apply T_from. exists [[false]; [true]]. split; [|reflexivity]. split.
  - repeat constructor; simpl; intuition discriminate.
  - intros t. split.
    + assert (C : forall b, ptf d 0 (fun _ => b)).
      { intros b. apply (ptf_of_polynomial d 0 (fun _ => if b then 1%R else 0%R)); [apply polynomial_const|].
        intros x _. destruct b; [rewrite H_pos | rewrite H_nonpos]; auto; lra. }
      intros [<-|[<-|[]]]; [exists (fun _ => false) | exists (fun _ => true)]; split; auto.
    + intros (f & _ & <-). unfold table. simpl. destruct (f []); auto.
Qed.

Lemma triangle : forall n, (S n) * (S n - 1) / 2 = n * (n - 1) / 2 + n.
Proof.
  intros n. rewrite <- Nat.div_add by lia. f_equal. destruct n; [reflexivity|]. simpl. rewrite Nat.sub_0_r. nia.
Qed.

(** Q-L4, consequences: log2 T(n,1) >= 1 + n(n-1)/2, and log2 T(n,1) >= 2 + n(n-1)/2 for n >= 1. *)
Theorem linear_threshold_functions_at_least : forall n, 2 ^ (1 + n * (n - 1) / 2) <= T n 1.
Proof.
  induction n as [|n IH]; [rewrite T_zero_inputs; simpl; lia|].
  pose proof (cuts n) as C. replace (n + 1) with (S n) in C by lia.
  rewrite triangle, Nat.add_assoc, Nat.pow_add_r. nia.
Qed.

Theorem linear_threshold_functions_at_least_sharper : forall n, 1 <= n -> 2 ^ (2 + n * (n - 1) / 2) <= T n 1.
Proof.
  intros n L. induction L as [|n L IH].
  - pose proof (cuts 0) as C. rewrite T_zero_inputs in C. simpl in *. lia.
  - pose proof (cuts n) as C. replace (n + 1) with (S n) in C by lia.
    rewrite triangle, Nat.add_assoc, Nat.pow_add_r. nia.
Qed.

(** Both, as Q-L4 states them. *)
Theorem linear_threshold_functions_lower_bounds : forall n,
  2 ^ (1 + n * (n - 1) / 2) <= T n 1 /\ (1 <= n -> 2 ^ (2 + n * (n - 1) / 2) <= T n 1).
Proof.
  intros n. split; [apply linear_threshold_functions_at_least | apply linear_threshold_functions_at_least_sharper].
Qed.

(** ** Higher degrees *)

(** Q-L5: T(n,d) >= T(n-1,d) T(n-1,d-1) for n, d >= 1. *)
Theorem degree_split : forall n d, 1 <= n -> 1 <= d -> T (n - 1) d * T (n - 1) (d - 1) <= T n d.
Proof.
  intros [|n] [|d] Ln Ld; try lia. replace (S n - 1) with n by lia. replace (S d - 1) with d by lia.
  replace (T n (S d) * T n d) with (product (map (T n) [S d; d])) by (simpl; lia).
  apply (lower_bound bool n 1 [S d; d] (ptf (S d) (S n)) [([false], fun b => b); ([true], fun b => b)]).
  - apply T_is_the_number.
  - repeat constructor.
  - intros fs F. inversion F as [|? f ? gs Pf F']; subst. inversion F' as [|? g ? hs Pg F'']; subst.
    inversion F''; subst. destruct Pf as (p & Hp & Zp), Pg as (q & Hq & Zq).
    destruct (bounded _ (cube n) p) as (K & HK & BK).
    destruct (bounded_away _ (cube n) (fun x => Rabs (q x))) as (m & Hm & Bm).
    assert (He : (0 < m / K)%R) by (apply Rmult_lt_0_compat; [lra | apply Rinv_0_lt_compat; lra]).
    assert (Hc : (m / K * K = m)%R) by (field; lra).
    set (r := fun y => (m / K * p (tl y) + bit (hd false y) * q (tl y))%R).
    assert (Hr : polynomial (S d) (S n) r).
    { apply polynomial_add; [apply polynomial_scale, polynomial_pad; exact Hp | apply polynomial_times_head; exact Hq]. }
    exists (fun y => H (r y)). split; [apply (ptf_of_polynomial _ _ r); auto|].
    repeat constructor; intros x Hx; simpl; unfold r; simpl.
    + destruct (Zp x Hx) as [N ->]. destruct (Rtotal_order (p x) 0) as [L|[L|L]]; [|contradiction|].
      * rewrite !H_nonpos; [reflexivity | lra | nra].
      * rewrite !H_pos; [reflexivity | lra | nra].
    + destruct (Zq x Hx) as [N ->]. specialize (Bm x Hx (Rabs_pos_lt _ N)). specialize (BK x Hx).
      apply Rabs_def2 in BK. assert (- m < m / K * p x < m)%R by (split; nra).
      destruct (Rtotal_order (q x) 0) as [L|[L|L]]; [|contradiction|].
      * rewrite Rabs_left in Bm by lra. rewrite !H_nonpos; [reflexivity | lra | lra].
      * rewrite Rabs_right in Bm by lra. rewrite !H_pos; [reflexivity | lra | lra].
Qed.

(** Q-L5, consequence: log2 T(n,d) >= C(n,d+1) for n, d >= 1. *)
Theorem threshold_functions_at_least_binomial : forall n d, 1 <= n -> 1 <= d -> 2 ^ binomial n (d + 1) <= T n d.
Proof.
  intros n d Ln. revert d. induction Ln as [|n Ln IH]; intros d Ld.
  - rewrite binomial_above by lia. pose proof (degree_split 1 d (le_n 1) Ld) as Q.
    simpl in Q. rewrite !T_zero_inputs in Q. simpl. lia.
  - pose proof (degree_split (S n) d ltac:(lia) Ld) as Q. replace (S n - 1) with n in Q by lia.
    pose proof (IH d Ld) as I. replace (d + 1) with (S d) in * by lia. simpl binomial.
    rewrite Nat.pow_add_r. destruct d as [|[|d]]; [lia | |].
    + (* degree 1: T(n,0) is too small; Q-L4 *)
      pose proof (linear_threshold_functions_at_least (S n)) as A.
      rewrite <- Nat.pow_add_r, binomial_1. eapply Nat.le_trans; [|exact A].
      apply Nat.pow_le_mono_r; [lia|]. rewrite triangle. pose proof (binomial_2 n) as B.
      assert (binomial n 2 = n * (n - 1) / 2); [|lia].
      apply Nat.div_unique_exact; [lia|]. nia.
    + pose proof (IH (S d) ltac:(lia)) as I1. replace (S d + 1) with (S (S d)) in I1 by lia.
      replace (S (S d) - 1) with (S d) in Q by lia. nia.
Qed.
