(** * The smallest gap of the keys on the moment curve

    - [minimum_gap]: the square of floor(q/2)! ceil(q/2)!
    - [moment_curve_minimum_gap] is S-L9 *)

From Coq Require Import List Arith ZArith Lia Factorial.
From AttentionQuarks Require Import Thr MomentCurve.
Import ListNotations.
Open Scope nat_scope.

Definition minimum_gap (q : nat) : Z := (Z.of_nat (fact (q / 2) * fact (q - q / 2)) ^ 2)%Z.

Definition multiplied (l : list nat) : nat := fold_right Nat.mul 1 l.

Lemma multiplied_app : forall k l, multiplied (k ++ l) = multiplied k * multiplied l.
Proof. intros k l. unfold multiplied. induction k as [|x k IH]; simpl; [lia|]. rewrite IH. lia. Qed.

(** Different positive numbers: one of them is at least their number. *)
Lemma factorial_at_most : forall m l, length l = m -> NoDup l -> (forall x, In x l -> 1 <= x) -> fact m <= multiplied l.
Proof.
  induction m as [|m IH]; intros l L D P.
  { destruct l; [simpl; lia | discriminate L]. }
  assert (Large : exists x, In x l /\ S m <= x).
  { destruct (existsb (fun x => S m <=? x) l) eqn:E.
    - apply existsb_exists in E. destruct E as (x & I & E). apply Nat.leb_le in E. exists x. auto.
    - exfalso. assert (I : incl l (seq 1 m)).
      { intros x I. apply in_seq. specialize (P x I). destruct (Nat.lt_ge_cases x (S m)) as [X|X]; [lia|].
        assert (existsb (fun x => S m <=? x) l = true); [|congruence].
        apply existsb_exists. exists x. split; [exact I | apply Nat.leb_le, X]. }
      apply (NoDup_incl_length D) in I. rewrite seq_length in I. lia. }
  destruct Large as (x & I & B). apply in_split in I. destruct I as (k & r & ->).
  rewrite app_length in L. simpl in L. apply NoDup_remove_1 in D.
  assert (R : fact m <= multiplied (k ++ r)).
  { apply IH; [rewrite app_length; lia | exact D|]. intros y J. apply P. apply in_app_iff in J. apply in_app_iff.
    simpl. tauto. }
  rewrite multiplied_app in *. change (multiplied (x :: r)) with (x * multiplied r).
  change (fact (S m)) with (S m * fact m). apply Nat.le_trans with (x * (multiplied k * multiplied r)); [|lia].
  apply Nat.mul_le_mono; assumption.
Qed.

Lemma balanced_factorials : forall d k, fact (k + d / 2) * fact (k + (d - d / 2)) <= fact k * fact (k + d).
Proof.
  induction d as [d IH] using lt_wf_ind. intros k. destruct d as [|[|d]].
  - simpl. rewrite Nat.add_0_r. lia.
  - simpl. rewrite Nat.add_0_r. lia.
  - specialize (IH d ltac:(lia) (S k)). replace (S (S d) / 2) with (S (d / 2)).
    + replace (k + S (d / 2)) with (S k + d / 2) by lia.
      replace (k + (S (S d) - S (d / 2))) with (S k + (d - d / 2)) by (pose proof (Nat.div_le_upper_bound d 2 d); lia).
      apply (Nat.le_trans _ _ _ IH). replace (k + S (S d)) with (S (S k + d)) by lia.
      change (fact (S k)) with (S k * fact k). change (fact (S (S k + d))) with (S (S k + d) * fact (S k + d)).
      generalize (fact k) as u, (fact (S k + d)) as v. intros u v. nia.
    + change (S (S d)) with (2 + d). replace (2 + d) with (1 * 2 + d) by lia. rewrite Nat.div_add_l by lia. lia.
Qed.

Lemma smallest_product : forall k l, fact ((k + l) / 2) * fact (k + l - (k + l) / 2) <= fact k * fact l.
Proof.
  assert (Less : forall k l, k <= l -> fact ((k + l) / 2) * fact (k + l - (k + l) / 2) <= fact k * fact l).
  { intros k l L. pose proof (balanced_factorials (l - k) k) as B. replace (k + (l - k)) with l in B by lia.
    replace ((k + l) / 2) with (k + (l - k) / 2).
    - replace (k + l - (k + (l - k) / 2)) with (k + (l - k - (l - k) / 2)); [exact B|].
      pose proof (Nat.div_le_upper_bound (l - k) 2 (l - k)). lia.
    - rewrite <- Nat.div_add_l by lia. f_equal. lia. }
  intros k l. destruct (Nat.le_ge_cases k l) as [L|L]; [apply Less, L|].
  rewrite (Nat.mul_comm (fact k)), (Nat.add_comm k). apply Less, L.
Qed.

(** The positions before j and after j, by their distances to j. *)
Lemma sides : forall j y, NoDup y -> ~ In j y -> exists before after,
  NoDup before /\ NoDup after /\ (forall x, In x before <-> 1 <= x /\ In (j - Z.of_nat x)%Z y) /\
  (forall x, In x after <-> 1 <= x /\ In (j + Z.of_nat x)%Z y) /\ length before + length after = length y /\
  support_product y j = (Z.of_nat (multiplied before * multiplied after) ^ 2)%Z.
Proof.
  intros j y D. induction D as [|s y N D IH]; intros O.
  { exists [], []. repeat split; try constructor; simpl in *; tauto. }
  simpl in O. destruct (IH ltac:(tauto)) as (b & a & Db & Da & Ib & Ia & L & P). clear IH.
  destruct (Z_lt_le_dec s j) as [S|S].
  - set (x := Z.to_nat (j - s)). assert (X : Z.of_nat x = (j - s)%Z) by (apply Z2Nat.id; lia).
    exists (x :: b), a. split; [|split; [|split; [|split; [|split]]]].
    + constructor; [|exact Db]. intros I. apply Ib in I. replace (j - Z.of_nat x)%Z with s in I by lia. tauto.
    + exact Da.
    + intros z. simpl. rewrite Ib. split; [intros [<-|I] | intros [Pz [E|I]]]; [|tauto | left; lia | tauto].
      split; [lia | left; lia].
    + intros z. simpl. rewrite Ia. split; [tauto|]. intros [Pz [E|I]]; [lia | tauto].
    + simpl. lia.
    + change (multiplied (x :: b)) with (x * multiplied b). cbn [support_product]. rewrite P, !Nat2Z.inj_mul, X. ring.
  - set (x := Z.to_nat (s - j)). assert (X : Z.of_nat x = (s - j)%Z) by (apply Z2Nat.id; lia).
    exists b, (x :: a). split; [|split; [|split; [|split; [|split]]]].
    + exact Db.
    + constructor; [|exact Da]. intros I. apply Ia in I. replace (j + Z.of_nat x)%Z with s in I by lia. tauto.
    + intros z. simpl. rewrite Ib. split; [tauto|]. intros [Pz [E|I]]; [lia | tauto].
    + intros z. simpl. rewrite Ia. split; [intros [<-|I] | intros [Pz [E|I]]]; [|tauto | left; lia | tauto].
      split; [lia | left; lia].
    + simpl. lia.
    + change (multiplied (x :: a)) with (x * multiplied a). cbn [support_product]. rewrite P, !Nat2Z.inj_mul, X. ring.
Qed.

Lemma support_product_app : forall k l t, (support_product (k ++ l) t = support_product k t * support_product l t)%Z.
Proof. intros k l t. induction k as [|s k IH]; cbn [app support_product]; [lia|]. rewrite IH. ring. Qed.

Lemma positions_before : forall m s,
  support_product (map Z.of_nat (seq s m)) (Z.of_nat (s + m)) = (Z.of_nat (fact m) ^ 2)%Z.
Proof.
  induction m as [|m IH]; intros s; [reflexivity|]. cbn [seq map support_product].
  replace (s + S m) with (S s + m) by lia. rewrite IH. change (fact (S m)) with (S m * fact m).
  rewrite Nat2Z.inj_mul. replace (Z.of_nat (S s + m) - Z.of_nat s)%Z with (Z.of_nat (S m)) by lia. ring.
Qed.

Lemma positions_after : forall m c,
  support_product (map Z.of_nat (seq (S c) m)) (Z.of_nat c) = (Z.of_nat (fact m) ^ 2)%Z.
Proof.
  induction m as [|m IH]; intros c; [reflexivity|]. rewrite seq_S, map_app, support_product_app, IH.
  cbn [map support_product]. change (fact (S m)) with (S m * fact m). rewrite Nat2Z.inj_mul.
  replace (Z.of_nat c - Z.of_nat (S c + m))%Z with (- Z.of_nat (S m))%Z by lia. ring.
Qed.

Theorem moment_curve_minimum_gap : forall q N, q + 1 <= N ->
  (forall y j, length y = q -> NoDup y -> (forall s, In s y -> 1 <= s <= Z.of_nat N)%Z -> (1 <= j <= Z.of_nat N)%Z ->
     ~ In j y -> (minimum_gap q <= support_product y j)%Z) /\
  exists y j, length y = q /\ NoDup y /\ (forall s, In s y -> 1 <= s <= Z.of_nat N)%Z /\ (1 <= j <= Z.of_nat N)%Z /\
     ~ In j y /\ support_product y j = minimum_gap q.
Proof.
  intros q N B. split.
  - intros y j L D _ _ O. destruct (sides j y D O) as (b & a & Db & Da & Ib & Ia & Len & P). rewrite P.
    unfold minimum_gap. apply Z.pow_le_mono_l. split; [lia|]. apply Nat2Z.inj_le. rewrite <- L, <- Len.
    apply (Nat.le_trans _ _ _ (smallest_product (length b) (length a))).
    apply Nat.mul_le_mono; apply factorial_at_most; auto; intros x I; [apply Ib in I | apply Ia in I]; tauto.
  - set (h := q / 2). assert (H : h <= q) by (apply Nat.div_le_upper_bound; lia).
    exists (map Z.of_nat (seq 1 h ++ seq (S (S h)) (q - h))), (Z.of_nat (1 + h)).
    assert (I : forall i, In i (seq 1 h ++ seq (S (S h)) (q - h)) <-> 1 <= i <= q + 1 /\ i <> 1 + h).
    { intros i. rewrite in_app_iff, !in_seq. lia. }
    split; [|split; [|split; [|split; [|split]]]].
    + rewrite map_length, app_length, !seq_length. lia.
    + apply nodup_map; [intros u v _ _; lia|]. apply nodup_app; [apply seq_NoDup | apply seq_NoDup|].
      intros i J. rewrite in_seq in *. lia.
    + intros s J. apply in_map_iff in J. destruct J as (i & <- & J). apply I in J. lia.
    + lia.
    + intros J. apply in_map_iff in J. destruct J as (i & E & J). apply I in J. lia.
    + rewrite map_app, support_product_app, positions_before. change (1 + h) with (S h). rewrite positions_after.
      unfold minimum_gap. fold h. rewrite Nat2Z.inj_mul. ring.
Qed.
