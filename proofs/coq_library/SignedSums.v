(** * How often a signed sum takes a value (the inequality of Littlewood and Offord, in a weak form)

    - [occurrences c l s]: the number of choices of an element of l and of a part of the list c with the sum s
    - [few_zeros]: if c has at least 4 K^2 nonzero entries, at most a part 1/K of all points x has c.x = s
    - [half_zeros]: with one nonzero entry at most a half

    The sums are cut into increasing lists, and no increasing list has the value s twice. One more nonzero coefficient
    turns a list of k sums into one of k + 1 and one of k - 1; lists of length 0 are gone, and those of length L stay as
    they are. The lists that are neither are few after many coefficients, those of length L at most a part 1/L. *)

From Coq Require Import Reals List Lia Lra Arith Bool Sorted.
From AttentionQuarks Require Import Thr.
Import ListNotations.
Open Scope R_scope.

Definition is (s e : R) : bool := if Req_EM_T e s then true else false.

Fixpoint occurrences (c l : list R) (s : R) : nat :=
  match c with
  | [] => length (filter (is s) l)
  | a :: b => occurrences b l s + occurrences b (map (fun e => e + a) l) s
  end.

Definition nonzeros (c : list R) : nat := length (filter (fun a => negb (is 0 a)) c).

Definition increasing (l : list R) : Prop := StronglySorted Rlt l.

Lemma occurrences_app : forall c l k s, (occurrences c (l ++ k) s = occurrences c l s + occurrences c k s)%nat.
Proof.
  induction c as [|a c IH]; intros l k s; simpl.
  - rewrite filter_app, app_length. reflexivity.
  - rewrite map_app, !IH. lia.
Qed.

Lemma occurrences_cons : forall c e l s, (occurrences c (e :: l) s = occurrences c [e] s + occurrences c l s)%nat.
Proof. intros c e l s. apply (occurrences_app c [e] l s). Qed.

Lemma occurrences_nil : forall c s, occurrences c [] s = 0%nat.
Proof. induction c as [|a c IH]; intros s; simpl; [reflexivity|]. rewrite IH. reflexivity. Qed.

Lemma increasing_shift : forall a l, increasing l -> increasing (map (fun e => e + a) l).
Proof.
  intros a l I. induction I as [|e l I IH F]; simpl; constructor; [exact IH|].
  apply Forall_forall. intros y Hy. apply in_map_iff in Hy. destruct Hy as (z & <- & Hz).
  apply (proj1 (Forall_forall _ _) F) in Hz. lra.
Qed.

Lemma increasing_has_once : forall l s, increasing l -> (length (filter (is s) l) <= 1)%nat.
Proof.
  intros l s I. induction I as [|e l I IH F]; simpl; [lia|]. unfold is at 1.
  destruct (Req_EM_T e s) as [->|_]; [|exact IH]. simpl.
  assert (filter (is s) l = []) as ->; [|simpl; lia].
  clear I IH. induction F as [|y l Hy F IH]; simpl; [reflexivity|].
  unfold is at 1. destruct (Req_EM_T y s) as [->|_]; [lra | exact IH].
Qed.

(** For each part of c at most one element of the list. *)
Lemma occurrences_at_most : forall c l s, increasing l -> (occurrences c l s <= 2 ^ length c)%nat.
Proof.
  induction c as [|a c IH]; intros l s I; simpl.
  - apply increasing_has_once. exact I.
  - pose proof (IH l s I). pose proof (IH _ s (increasing_shift a l I)). lia.
Qed.

Lemma shift_back : forall a l, map (fun e => e + - a) (map (fun e => e + a) l) = l.
Proof. intros a l. induction l as [|e l IH]; simpl; [reflexivity|]. f_equal; [ring | exact IH]. Qed.

Lemma no_shift : forall l, map (fun e => e + 0) l = l.
Proof. induction l as [|e l IH]; simpl; [reflexivity|]. f_equal; [ring | exact IH]. Qed.

Lemma rearranged : forall (a : R) c (e : R) l s,
  (occurrences c (e :: l) s + occurrences c (map (fun y => y + a)%R (e :: l)) s =
   occurrences c ((e + a)%R :: e :: l) s + occurrences c (map (fun y => y + a)%R l) s)%nat.
Proof.
  intros a c e l s. simpl map.
  rewrite (occurrences_cons c (e + a) (map (fun y => y + a) l)), (occurrences_cons c (e + a) (e :: l)). lia.
Qed.

Lemma longer : forall a e l, a < 0 -> increasing (e :: l) -> increasing ((e + a) :: e :: l).
Proof.
  intros a e l La I. constructor; [exact I|]. inversion I as [|? ? _ F]; subst. constructor; [lra|].
  apply Forall_forall. intros y Hy. apply (proj1 (Forall_forall _ _) F) in Hy. lra.
Qed.

Lemma two_lists : forall (L m j i o1 o2 Q : nat), L = (j + 2 + i)%nat ->
  (L * m * o1 <= Q * (m * (j + 2) + L * (j + 2) * i))%nat -> (L * m * o2 <= Q * (m * j + L * j * (i + 2)))%nat ->
  (o1 + o2 <= 2 * Q)%nat ->
  (L * S m * (o1 + o2) <= 2 * Q * (S m * (j + 1) + L * (j + 1) * (i + 1)))%nat.
Proof.
  intros L m j i o1 o2 Q E A B C. clear E.
  assert (L * (o1 + o2) <= L * (2 * Q))%nat by (apply Nat.mul_le_mono_l; exact C).
  replace (L * S m * (o1 + o2))%nat with (L * m * o1 + L * m * o2 + L * (o1 + o2))%nat by lia.
  assert (X : (Q * (m * (j + 2) + L * (j + 2) * i) + Q * (m * j + L * j * (i + 2)) + L * (2 * Q)
    = 2 * Q * (m * (j + 1) + L * (j + 1) * (i + 1)))%nat) by ring.
  assert (Y : (2 * Q * (m * (j + 1) + L * (j + 1) * (i + 1)) <= 2 * Q * (S m * (j + 1) + L * (j + 1) * (i + 1)))%nat).
  { apply Nat.mul_le_mono_l. lia. }
  lia.
Qed.

(** With L the greatest length and m nonzero coefficients, lists of length k have the value at most
    2^q (k/L + k (L-k)/m) times. *)
Theorem occurrences_bound : forall L c l s m, increasing l -> (length l <= L)%nat -> (m <= nonzeros c)%nat ->
  (L * m * occurrences c l s <= 2 ^ length c * (m * length l + L * length l * (L - length l)))%nat.
Proof.
  intros L. induction c as [|a c IH]; intros l s m I Ll Lm.
  - unfold nonzeros in Lm. simpl in Lm. replace m with 0%nat by lia. lia.
  - unfold nonzeros in Lm. simpl filter in Lm. unfold is at 1 in Lm. simpl occurrences.
    change (length (a :: c)) with (S (length c)). rewrite Nat.pow_succ_r'.
    destruct (Req_EM_T a 0) as [->|Na]; simpl in Lm.
    + rewrite no_shift. pose proof (IH l s m I Ll Lm). nia.
    + destruct m as [|m]; [lia|].
      assert (N : (m <= nonzeros c)%nat) by (unfold nonzeros; lia).
      destruct (Nat.eq_dec (length l) L) as [El|Nl].
      { pose proof (occurrences_at_most (a :: c) l s I) as B. simpl occurrences in B. simpl length in B.
        rewrite Nat.pow_succ_r' in B. rewrite El, Nat.sub_diag, Nat.mul_0_r, Nat.add_0_r.
        replace (2 * 2 ^ length c * (S m * L))%nat with (L * S m * (2 * 2 ^ length c))%nat by ring.
        apply Nat.mul_le_mono_l. exact B. }
      assert (X : forall b k, b < 0 -> increasing k -> length k = length l ->
        (L * S m * (occurrences c k s + occurrences c (map (fun e => e + b)%R k) s) <=
         2 * 2 ^ length c * (S m * length l + L * length l * (L - length l)))%nat).
      { intros b [|e k] Lb Ik Ek; [rewrite !occurrences_nil; lia|]. simpl in Ek.
        pose proof (occurrences_at_most (b :: c) (e :: k) s Ik) as B. simpl occurrences in B. simpl length in B.
        rewrite Nat.pow_succ_r' in B.
        change (e + b :: map (fun y => y + b) k) with (map (fun y => y + b) (e :: k)) in B.
        rewrite rearranged in B |- *.
        assert (Ik' : increasing k) by (inversion Ik; assumption).
        pose proof (IH ((e + b) :: e :: k) s m (longer b e k Lb Ik) ltac:(simpl; lia) N) as A1.
        pose proof (IH (map (fun y => y + b) k) s m (increasing_shift b k Ik') ltac:(rewrite map_length; lia) N) as A2.
        rewrite map_length in A2. simpl length in A1. set (j := length k) in *.
        set (i := (L - j - 2)%nat) in *. assert (EL : L = (j + 2 + i)%nat) by lia.
        replace (L - S (S j))%nat with i in A1 by lia. replace (L - j)%nat with (i + 2)%nat in A2 by lia.
        replace (length l) with (j + 1)%nat by lia. replace (L - (j + 1))%nat with (i + 1)%nat by lia.
        replace (S (S j)) with (j + 2)%nat in A1 by lia.
        apply (two_lists L m j i _ _ _ EL A1 A2). exact B. }
      destruct (Rlt_le_dec a 0) as [La|La]; [apply X; auto|].
      pose proof (X (- a) (map (fun e => e + a) l) ltac:(lra) (increasing_shift a l I) (map_length _ _)) as Y.
      rewrite shift_back in Y. rewrite Nat.add_comm. exact Y.
Qed.

(** ** The number of points *)

Definition zero_count {P : Type} (v : P -> R) (ps : list P) : nat := length (filter (fun p => is 0 (v p)) ps).

Lemma filter_map : forall A B (f : A -> B) (g : B -> bool) l, filter g (map f l) = map f (filter (fun a => g (f a)) l).
Proof. induction l as [|a l IH]; simpl; [reflexivity|]. rewrite IH. destruct (g (f a)); reflexivity. Qed.

Lemma zeros_occurrences : forall c e, zero_count (fun x => e + dot c x) (cube (length c)) = occurrences c [e] 0.
Proof.
  unfold zero_count. induction c as [|a c IH]; intros e.
  - simpl. replace (e + 0) with e by ring. destruct (is 0 e); reflexivity.
  - simpl cube. simpl occurrences. rewrite filter_app, app_length, !filter_map, !map_length. f_equal.
    + rewrite <- IH. f_equal. apply filter_ext. intros x. simpl. f_equal. ring.
    + rewrite <- IH. f_equal. apply filter_ext. intros x. simpl. f_equal. ring.
Qed.

Lemma zeros_dot : forall c, zero_count (dot c) (cube (length c)) = occurrences c [0] 0.
Proof.
  intros c. rewrite <- zeros_occurrences. unfold zero_count. f_equal. apply filter_ext. intros x. f_equal. ring.
Qed.

Lemma one_is_increasing : forall e, increasing [e].
Proof. intros e. repeat constructor. Qed.

Theorem few_zeros : forall K c, (1 <= K)%nat -> (4 * K * K <= nonzeros c)%nat ->
  (zero_count (dot c) (cube (length c)) * K <= 2 ^ length c)%nat.
Proof.
  intros K c LK N. rewrite zeros_dot.
  pose proof (occurrences_bound (2 * K) c [0] 0 (4 * K * K) (one_is_increasing 0) ltac:(simpl; lia) N) as B.
  simpl length in B. set (o := occurrences c [0] 0) in *. set (Q := (2 ^ length c)%nat) in *.
  assert (P : (0 < K * K)%nat) by (apply Nat.mul_pos_pos; lia).
  apply (Nat.mul_le_mono_pos_r _ _ (8 * (K * K))); [lia|].
  replace (o * K * (8 * (K * K)))%nat with (2 * K * (4 * K * K) * o)%nat by ring.
  apply (Nat.le_trans _ _ _ B). apply Nat.mul_le_mono_l. nia.
Qed.

Lemma half_occurrences : forall c e s, (1 <= nonzeros c)%nat -> (occurrences c [e] s * 2 <= 2 ^ length c)%nat.
Proof.
  induction c as [|a c IH]; intros e s N; unfold nonzeros in N; simpl in N; [lia|].
  unfold is at 1 in N. simpl occurrences. change (length (a :: c)) with (S (length c)). rewrite Nat.pow_succ_r'.
  destruct (Req_EM_T a 0) as [->|Na]; simpl in N.
  - replace (e + 0) with e by ring. pose proof (IH e s N). lia.
  - assert (X : (occurrences c [e] s + occurrences c [(e + a)%R] s <= 2 ^ length c)%nat); [|lia].
    destruct (Rlt_le_dec a 0) as [La|La]; [rewrite Nat.add_comm|]; rewrite <- occurrences_cons;
      apply occurrences_at_most; constructor; try apply one_is_increasing; (constructor; [lra | constructor]).
Qed.

Theorem half_zeros : forall c, (1 <= nonzeros c)%nat -> (zero_count (dot c) (cube (length c)) * 2 <= 2 ^ length c)%nat.
Proof. intros c N. rewrite zeros_dot. apply half_occurrences. exact N. Qed.
