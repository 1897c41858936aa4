(** * Products of signs, and what commutation saves (Q-S4, Q-T4a) *)

From Coq Require Import Reals List Lia Lra Arith Bool ZArith.
From AttentionQuarks Require Import Thr Number Gating Cover.
Import ListNotations.
Open Scope nat_scope.

(** ** Degrees add up *)

Lemma polynomial_product : forall n d e p q,
  polynomial d n p -> polynomial e n q -> polynomial (d + e) n (fun x => (p x * q x)%R).
Proof.
  induction n as [|n IH]; intros d e p q Hp Hq.
  - apply (polynomial_ext _ _ (fun _ => (p [] * q [])%R)); [|apply polynomial_const].
    intros x [<-|[]]. reflexivity.
  - destruct d as [|d], e as [|e].
    + apply polynomial_split_zero in Hp. apply polynomial_split_zero in Hq.
      destruct Hp as (p0 & Hp & Ep), Hq as (q0 & Hq & Eq). apply polynomial_split_zero.
      exists (fun x => (p0 x * q0 x)%R). split; [apply (IH 0 0); assumption|].
      intros b x Hx. rewrite Ep, Eq by exact Hx. reflexivity.
    + apply polynomial_split_zero in Hp. apply polynomial_split in Hq.
      destruct Hp as (p0 & Hp & Ep), Hq as (q0 & q1 & Hq0 & Hq1 & Eq). apply polynomial_split.
      exists (fun x => (p0 x * q0 x)%R), (fun x => (p0 x * q1 x)%R). repeat split.
      * apply (IH 0 (S e)); assumption.
      * apply (IH 0 e); assumption.
      * intros b x Hx. rewrite Ep, Eq by exact Hx. ring.
    + apply polynomial_split in Hp. apply polynomial_split_zero in Hq.
      destruct Hp as (p0 & p1 & Hp0 & Hp1 & Ep), Hq as (q0 & Hq & Eq). apply polynomial_split.
      exists (fun x => (p0 x * q0 x)%R), (fun x => (p1 x * q0 x)%R). repeat split.
      * apply (IH (S d) 0); assumption.
      * apply (IH d 0); assumption.
      * intros b x Hx. rewrite Ep, Eq by exact Hx. ring.
    + apply polynomial_split in Hp. apply polynomial_split in Hq.
      destruct Hp as (p0 & p1 & Hp0 & Hp1 & Ep), Hq as (q0 & q1 & Hq0 & Hq1 & Eq). apply polynomial_split.
      exists (fun x => (p0 x * q0 x)%R), (fun x => (p0 x * q1 x + (p1 x * q0 x + p1 x * q1 x))%R). repeat split.
      * apply (IH (S d) (S e)); assumption.
      * change (polynomial (d + S e) n (fun x => (p0 x * q1 x + (p1 x * q0 x + p1 x * q1 x))%R)).
        apply polynomial_add; [|apply polynomial_add].
        -- replace (d + S e) with (S d + e) by lia. apply (IH (S d) e); assumption.
        -- apply (IH d (S e)); assumption.
        -- apply (polynomial_le (d + e)); [lia|]. apply (IH d e); assumption.
      * intros b x Hx. rewrite Ep, Eq by exact Hx. destruct b; unfold bit; ring.
Qed.

(** Q-S4: sgn p sgn q is the sign of a threshold function of degree d1 + d2. *)
Theorem sign_product_is_polynomial_threshold : forall d1 d2 n f, sign_gated d1 d2 n f ->
  exists g, ptf (d1 + d2) n g /\ forall x, In x (cube n) -> f x = sign (g x).
Proof.
  intros d1 d2 n f (p & q & [Hp Zp] & [Hq Zq] & E). exists (fun x => H (p x * q x)). split.
  - exists (fun x => (p x * q x)%R). split; [apply polynomial_product; assumption|].
    intros x Hx. split; [|reflexivity]. apply Rmult_integral_contrapositive_currified; auto.
  - intros x Hx. rewrite E by exact Hx. rewrite !sgn_is_sign_of_H. specialize (Zp x Hx). specialize (Zq x Hx).
    destruct (Rtotal_order (p x) 0) as [P|[P|P]], (Rtotal_order (q x) 0) as [Q|[Q|Q]]; try contradiction.
    + rewrite (H_nonpos (p x)), (H_nonpos (q x)), H_pos; [reflexivity | nra | lra | lra].
    + rewrite (H_nonpos (p x)), (H_pos (q x)), H_nonpos; [reflexivity | nra | lra | lra].
    + rewrite (H_pos (p x)), (H_nonpos (q x)), H_nonpos; [reflexivity | nra | lra | lra].
    + rewrite (H_pos (p x)), (H_pos (q x)), H_pos; [reflexivity | nra | lra | lra].
Qed.

(** Q-T4a, third part: X(n;1) is contained in T(n;2). *)
Theorem sign_gated_is_quadratic_threshold : forall n f, sign_gated 1 1 n f ->
  exists g, ptf 2 n g /\ forall x, In x (cube n) -> f x = sign (g x).
Proof. intros n f. apply (sign_product_is_polynomial_threshold 1 1). Qed.

(** ** Unordered pairs *)

Fixpoint pairs {A : Type} (L : list A) : list (A * A) :=
  match L with
  | [] => []
  | a :: K => map (pair a) (a :: K) ++ pairs K
  end.

Lemma length_pairs : forall A (L : list A), 2 * length (pairs L) = length L * (length L + 1).
Proof.
  induction L as [|a L IH]; [reflexivity|]. cbn [pairs]. rewrite app_length, map_length. cbn [length]. nia.
Qed.

Lemma in_pairs : forall A (L : list A) a b, In a L -> In b L -> In (a, b) (pairs L) \/ In (b, a) (pairs L).
Proof.
  induction L as [|c L IH]; intros a b Ha Hb; [destruct Ha|]. cbn [pairs]. rewrite !in_app_iff, !in_map_iff.
  destruct Ha as [->|Ha].
  - left. left. exists b. auto.
  - destruct Hb as [->|Hb]; [right; left; exists a; simpl; auto|].
    destruct (IH a b Ha Hb); auto.
Qed.

Lemma number_at_most : forall V A n (C : (point -> V) -> Prop) (M : list A) (F : A -> point -> V) k, number n C k ->
  (forall f, C f -> exists a, In a M /\ forall x, In x (cube n) -> f x = F a x) -> k <= length M.
Proof.
  intros V A n C M F k (L & [N E] & <-) S. rewrite <- (map_length (fun a => table n (F a)) M).
  apply NoDup_incl_length; [exact N|]. intros t Ht. apply E in Ht. destruct Ht as (f & Cf & <-).
  destruct (S f Cf) as (a & Ha & Ea). apply in_map_iff. exists a. split; [|exact Ha].
  apply table_ext. intros x Hx. symmetry. auto.
Qed.

Lemma table_of_ptf : forall n d f, ptf d n f -> In (table n f) (T_tables n d).
Proof. intros n d f P. apply (proj2 (T_tables_are_the_tables n d)). exists f. auto. Qed.

(** Q-T4a: |A(n;d)| <= T(T+1)/2. *)
Theorem output_gating_bits_unordered : forall n d A, number n (and_gated d d n) A -> 2 * A <= T n d * (T n d + 1).
Proof.
  intros n d A N. change (T n d) with (length (T_tables n d)). rewrite <- length_pairs. apply Nat.mul_le_mono_l.
  apply (number_at_most _ _ n _ _ (fun st x => untable false (fst st) x && untable false (snd st) x) A N).
  intros f (p & q & Ap & Aq & E).
  assert (I : forall r, argument d n r -> In (table n (fun x => H (r x))) (T_tables n d)).
  { intros r Ar. apply table_of_ptf, ptf_iff_argument. exists r. auto. }
  destruct (in_pairs _ _ _ _ (I p Ap) (I q Aq)) as [P|P]; eexists; (split; [exact P|]); intros x Hx; simpl;
    rewrite !untable_table by exact Hx; rewrite E by exact Hx; [reflexivity | apply andb_comm].
Qed.

(** The threshold functions that are 1 at the first point: one of every pair f, -f. *)
Definition representatives (n d : nat) : list (list bool) := filter (fun t => hd false t) (T_tables n d).

Lemma hd_table_negation : forall n f, hd false (table n (fun x => negb (f x))) = negb (hd false (table n f)).
Proof.
  intros n f. unfold table. pose proof (length_cube n) as L. destruct (cube n) as [|x l]; [|reflexivity].
  pose proof (Nat.pow_nonzero 2 n). simpl in L. lia.
Qed.

Lemma negated : forall n d t, In t (T_tables n d) ->
  In (map negb t) (T_tables n d) /\ hd false (map negb t) = negb (hd false t).
Proof.
  intros n d t Ht. apply (proj2 (T_tables_are_the_tables n d)) in Ht. destruct Ht as (f & P & <-).
  replace (map negb (table n f)) with (table n (fun x => negb (f x))) by (unfold table; rewrite map_map; reflexivity).
  split; [apply table_of_ptf, ptf_negation; exact P | apply hd_table_negation].
Qed.

Lemma map_negb_injective : forall s t, map negb s = map negb t -> s = t.
Proof.
  induction s as [|a s IH]; intros [|b t] E; simpl in E; try discriminate; [reflexivity|].
  injection E as E1 E2. f_equal; [destruct a, b; auto; discriminate | auto].
Qed.

Lemma half_are_representatives : forall n d, T n d = 2 * length (representatives n d).
Proof.
  intros n d. unfold T. rewrite (length_filter _ (fun t => hd false t) (T_tables n d)). fold (representatives n d).
  set (others := filter (fun t => negb (hd false t)) (T_tables n d)).
  assert (N : NoDup (T_tables n d)) by apply T_tables_are_the_tables.
  assert (length (representatives n d) <= length others); [|assert (length others <= length (representatives n d)); [|lia]].
  all: rewrite <- (map_length (map negb)); apply NoDup_incl_length;
    [apply nodup_map; [intros; apply map_negb_injective; assumption | apply NoDup_filter; exact N]|];
    intros t Ht; apply in_map_iff in Ht; destruct Ht as (s & <- & Hs); apply filter_In in Hs; destruct Hs as [Hs Es];
    destruct (negated n d s Hs) as [I E]; apply filter_In; split; auto; rewrite E; rewrite ?Es; auto.
Qed.

Lemma represented : forall n d f, ptf d n f -> exists c t, In c [1%Z; (-1)%Z] /\ In t (representatives n d) /\
  forall x, In x (cube n) -> sign (f x) = (c * sign (untable false t x))%Z.
Proof.
  intros n d f P. destruct (hd false (table n f)) eqn:E.
  - exists 1%Z, (table n f). split; [simpl; auto|]. split; [apply filter_In; auto using table_of_ptf|].
    intros x Hx. rewrite untable_table by exact Hx. lia.
  - exists (-1)%Z, (table n (fun x => negb (f x))). split; [simpl; auto|]. split.
    + apply filter_In. split; [apply table_of_ptf, ptf_negation; exact P|]. rewrite hd_table_negation, E. reflexivity.
    + intros x Hx. rewrite untable_table by exact Hx. destruct (f x); reflexivity.
Qed.

(** Q-T4a: |X(n;d)| <= (T^2 + 2T)/4. *)
Theorem output_gating_signs_unordered : forall n d X, number n (sign_gated d d n) X ->
  4 * X <= T n d * T n d + 2 * T n d.
Proof.
  intros n d X N. rewrite half_are_representatives. set (R := representatives n d).
  assert (B : X <= length (list_prod [1%Z; (-1)%Z] (pairs R))).
  { apply (number_at_most _ _ n _ _ (fun a x =>
      (fst a * (sign (untable false (fst (snd a)) x) * sign (untable false (snd (snd a)) x)))%Z) X N).
    intros f (p & q & Ap & Aq & E).
    assert (Rep : forall r, argument d n r -> exists c t, In c [1%Z; (-1)%Z] /\ In t R /\
      forall x, In x (cube n) -> sgn (r x) = (c * sign (untable false t x))%Z).
    { intros r Ar. destruct (represented n d (fun x => H (r x))) as (c & t & Hc & Ht & Es).
      - apply ptf_iff_argument. exists r. auto.
      - exists c, t. repeat split; auto. intros x Hx. rewrite sgn_is_sign_of_H. auto. }
    destruct (Rep p Ap) as (c & s & Hc & Hs & Ep), (Rep q Aq) as (e & t & He & Ht & Eq).
    assert (Hce : In (c * e)%Z [1%Z; (-1)%Z]).
    { destruct Hc as [<-|[<-|[]]], He as [<-|[<-|[]]]; simpl; auto. }
    destruct (in_pairs _ R s t Hs Ht) as [I|I]; [exists ((c * e)%Z, (s, t)) | exists ((c * e)%Z, (t, s))];
      (split; [apply in_prod; assumption|]); intros x Hx; rewrite E, Ep, Eq by exact Hx; simpl; ring. }
  rewrite prod_length in B. pose proof (length_pairs _ R) as L. simpl length in B. nia.
Qed.
