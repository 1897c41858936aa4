(** * One attention layer for triple matching: the partial sums over Alice's tokens separate her inputs

    The token of position 1 is public, so what a head computes there are sums over all positions: the sum of the
    weights, and for each coordinate the sum of the weights times the values. The output of the head is their quotient,
    the output of the layer the sum over the heads. Of the weights nothing is assumed, so they may be exponentials of
    scores for any base; the numbers F may be integers, rational or real, and the quotients G others.

    - [head]: the weight of a token at a position, and its value, as functions of position and token
    - [layer_output]: what the layer computes at the public token; [quotient] is the division
    - [partial_sums]: the sum of the weights and the weighted sums of the values, for each head, over some positions
    - [head_messages_are_injective] is S-L32, [match3_integer_budget] is S-L33 *)

From Coq Require Import List Bool ZArith Lia.
From AttentionQuarks Require Import Thr Disjointness OneWay TripleMatching.
Import ListNotations.
Open Scope nat_scope.

Record head (F : Type) : Type := Head { weight : nat -> Z -> F; entry : nat -> Z -> nat -> F }.
Arguments weight {F}. Arguments entry {F}.

Definition sum_of {F : Type} (zero : F) (add : F -> F -> F) (l : list F) : F := fold_right add zero l.

(** The sum over tokens whose positions begin at [s]. *)
Fixpoint position_sum {F : Type} (zero : F) (add : F -> F -> F) (f : nat -> Z -> F) (s : nat) (tokens : list Z) : F :=
  match tokens with
  | [] => zero
  | x :: l => add (f s x) (position_sum zero add f (S s) l)
  end.

Definition denominator {F : Type} (zero : F) (add : F -> F -> F) (h : head F) (s : nat) (tokens : list Z) : F :=
  position_sum zero add (weight h) s tokens.

Definition numerator {F : Type} (zero : F) (add mul : F -> F -> F) (h : head F) (c s : nat) (tokens : list Z) : F :=
  position_sum zero add (fun i x => mul (weight h i x) (entry h i x c)) s tokens.

Definition partial_sums {F : Type} (zero : F) (add mul : F -> F -> F) (heads : list (head F)) (dimension s : nat)
    (tokens : list Z) : list (F * list F) :=
  map (fun h => (denominator zero add h s tokens, map (fun c => numerator zero add mul h c s tokens) (seq 0 dimension)))
      heads.

Definition layer_output {F G : Type} (zero : F) (add mul : F -> F -> F) (quotient : F -> F -> G) (zero' : G)
    (add' : G -> G -> G) (heads : list (head F)) (dimension : nat) (tokens : list Z) : list G :=
  map (fun c => sum_of zero' add'
    (map (fun h => quotient (numerator zero add mul h c 0 tokens) (denominator zero add h 0 tokens)) heads))
    (seq 0 dimension).

(** The message of Alice, whose tokens begin at position 1 (the public token has position 0). *)
Definition alice_message {F : Type} (zero : F) (add mul : F -> F -> F) (heads : list (head F)) (dimension : nat)
    (a : list bool) : list (F * list F) :=
  partial_sums zero add mul heads dimension 1 (party alpha 1 a).

Lemma position_sum_app : forall F (zero : F) add, (forall x, add zero x = x) ->
  (forall x y z, add x (add y z) = add (add x y) z) -> forall f k l s,
  position_sum zero add f s (k ++ l) = add (position_sum zero add f s k) (position_sum zero add f (s + length k) l).
Proof.
  intros F zero add Zero Assoc f k l. induction k as [|x k IH]; intros s; simpl.
  - rewrite Zero, Nat.add_0_r. reflexivity.
  - rewrite IH, <- Assoc, Nat.add_succ_comm. reflexivity.
Qed.

Lemma map_equal : forall A B (f g : A -> B) l, map f l = map g l -> forall x, In x l -> f x = g x.
Proof. intros A B f g l E. induction l as [|y l IH]; intros x []; simpl in E; injection E as Ey E; subst; auto. Qed.

Lemma same_message_same_output : forall F G (zero : F) add mul quotient (zero' : G) add' heads dimension,
  (forall x, add zero x = x) -> (forall x y z, add x (add y z) = add (add x y) z) ->
  forall a c, length a = length c ->
  alice_message zero add mul heads dimension a = alice_message zero add mul heads dimension c ->
  forall M r b, layer_output zero add mul quotient zero' add' heads dimension (embedded M r a b) =
                layer_output zero add mul quotient zero' add' heads dimension (embedded M r c b).
Proof.
  intros F G zero add mul quotient zero' add' heads dimension Zero Assoc a c L E M r b.
  unfold layer_output. apply map_ext_in. intros k Ik. f_equal. apply map_ext_in. intros h Ih.
  pose proof (map_equal _ _ _ _ _ E h Ih) as Eh. injection Eh as Den Num.
  pose proof (map_equal _ _ _ _ _ Num k Ik) as Nk. unfold denominator, numerator, embedded in *. cbn [position_sum].
  rewrite !(position_sum_app _ _ _ Zero Assoc), Den, Nk, !length_party, L. reflexivity.
Qed.

Theorem head_messages_are_injective : forall F G (zero : F) add mul quotient (zero' : G) add' heads dimension
    (output : list G -> bool) n r modulus m,
  (forall x, add zero x = x) -> (forall x y z, add x (add y z) = add (add x y) z) ->
  1 <= n -> (2 * Z.of_nat n + 2 <= modulus)%Z ->
  (forall a b, In a (cube n) -> In b (cube n) ->
     output (layer_output zero add mul quotient zero' add' heads dimension (embedded modulus r a b)) = true
     <-> matching_triple m modulus (embedded modulus r a b) 0) ->
  (forall a c, In a (cube n) -> In c (cube n) ->
     alice_message zero add mul heads dimension a = alice_message zero add mul heads dimension c -> a = c) /\
  forall messages, (forall a, In a (cube n) -> In (alice_message zero add mul heads dimension a) messages) ->
     2 ^ n <= length messages.
Proof.
  intros F G zero add mul quotient zero' add' heads dimension output n r M m Zero Assoc Pos Big Right.
  assert (Inj : forall a c, In a (cube n) -> In c (cube n) ->
    alice_message zero add mul heads dimension a = alice_message zero add mul heads dimension c -> a = c).
  { intros a c Ia Ic E. destruct (list_eq_dec bool_dec a c) as [S|N]; [exact S|].
    pose proof (proj1 (in_cube n a) Ia) as La. pose proof (proj1 (in_cube n c) Ic) as Lc.
    destruct (first_difference a c ltac:(congruence) N) as (i & L & D). rewrite La in L.
    assert (Same : meet a (single n i) = meet c (single n i)).
    { pose proof (in_cube_single n i) as Ib. pose proof (proj1 (in_cube n _) Ib) as Lb.
      pose proof (Right a _ Ia Ib) as Ra. pose proof (Right c _ Ic Ib) as Rc.
      destruct (disjointness_embeds_in_match3 n r a _ M m Pos La Lb Big) as (_ & _ & Da).
      destruct (disjointness_embeds_in_match3 n r c _ M m Pos Lc Lb Big) as (_ & _ & Dc).
      rewrite (same_message_same_output F G zero add mul quotient zero' add' heads dimension Zero Assoc a c) in Ra
        by congruence.
      apply eq_true_iff_eq. tauto. }
    rewrite !single_meets in Same by assumption. contradiction. }
  split; [exact Inj|]. intros messages All.
  rewrite <- (length_cube n), <- (map_length (alice_message zero add mul heads dimension)).
  apply NoDup_incl_length; [apply nodup_map; [exact Inj | apply nodup_cube]|].
  intros t I. apply in_map_iff in I. destruct I as (a & <- & I). apply All, I.
Qed.

(** ** Integer scores, base and values *)

Fixpoint lists_of {A : Type} (k : nat) (l : list A) : list (list A) :=
  match k with
  | 0 => [[]]
  | S j => flat_map (fun v => map (cons v) (lists_of j l)) l
  end.

Lemma length_flat_map_same : forall A B (g : A -> list B) c l, (forall v, length (g v) = c) ->
  length (flat_map g l) = length l * c.
Proof. intros A B g c l E. induction l as [|v l IH]; simpl; [reflexivity|]. rewrite app_length, IH, E. reflexivity. Qed.

Lemma length_lists_of : forall A k (l : list A), length (lists_of k l) = length l ^ k.
Proof.
  intros A. induction k as [|k IH]; intros l; simpl; [reflexivity|]. rewrite <- IH.
  apply length_flat_map_same. intros v. apply map_length.
Qed.

Lemma in_lists_of : forall A (l m : list A), (forall v, In v m -> In v l) -> In m (lists_of (length m) l).
Proof.
  intros A l. induction m as [|v m IH]; intros I; simpl; [auto|].
  apply in_flat_map. exists v. split; [apply I; left; reflexivity|]. apply in_map, IH.
  intros w J. apply I. right. exact J.
Qed.

Lemma position_sum_at_most : forall f bound l s, (forall i x, f i x <= bound) ->
  position_sum 0 Nat.add f s l <= length l * bound.
Proof.
  intros f bound l. induction l as [|x l IH]; intros s B; simpl; [lia|].
  specialize (IH (S s) B). specialize (B s x). lia.
Qed.

Theorem match3_integer_budget : forall G quotient (zero' : G) add' base (scores : list (nat -> Z -> nat))
    (entries : list (nat -> Z -> nat -> nat)) dimension output n r modulus m s_max v_max,
  let heads := map (fun se => Head nat (fun i x => base ^ fst se i x) (snd se)) (combine scores entries) in
  length scores = length entries -> 1 <= n -> 1 <= base -> (2 * Z.of_nat n + 2 <= modulus)%Z ->
  (forall s i x, In s scores -> s i x <= s_max) -> (forall e i x c, In e entries -> e i x c <= v_max) ->
  (forall a b, In a (cube n) -> In b (cube n) ->
     output (layer_output 0 Nat.add Nat.mul quotient zero' add' heads dimension (embedded modulus r a b)) = true
     <-> matching_triple m modulus (embedded modulus r a b) 0) ->
  2 ^ n <= ((1 + n * base ^ s_max) * (1 + n * v_max * base ^ s_max) ^ dimension) ^ length scores.
Proof.
  intros G quotient zero' add' base scores entries dimension output n r M m s_max v_max heads
    Len Pos Base Big Bs Bv Right.
  destruct (head_messages_are_injective nat G 0 Nat.add Nat.mul quotient zero' add' heads dimension output n r M m
    (fun x => eq_refl) Nat.add_assoc Pos Big Right) as [_ Many].
  specialize (Many (lists_of (length scores) (list_prod (seq 0 (1 + n * base ^ s_max))
    (lists_of dimension (seq 0 (1 + n * v_max * base ^ s_max)))))).
  rewrite length_lists_of, prod_length, length_lists_of, !seq_length in Many. apply Many. clear Many. intros a Ia.
  apply in_cube in Ia. assert (Heads : length heads = length scores).
  { unfold heads. rewrite map_length, combine_length. lia. }
  unfold alice_message.
  replace (length scores) with (length (partial_sums 0 Nat.add Nat.mul heads dimension 1 (party alpha 1 a)))
    by (unfold partial_sums; rewrite map_length; exact Heads).
  apply in_lists_of. intros v Iv. unfold partial_sums in Iv. apply in_map_iff in Iv. destruct Iv as (h & <- & Ih).
  unfold heads in Ih. apply in_map_iff in Ih. destruct Ih as ((s & e) & <- & Ise). cbn [fst snd].
  pose proof (in_combine_l _ _ _ _ Ise) as Is. pose proof (in_combine_r _ _ _ _ Ise) as Ie.
  assert (Weight : forall i x, base ^ s i x <= base ^ s_max) by (intros; apply Nat.pow_le_mono_r; [lia | auto]).
  apply in_prod.
  - apply in_seq. unfold denominator. cbn [weight].
    pose proof (position_sum_at_most (fun i x => base ^ s i x) _ (party alpha 1 a) 1 Weight) as B.
    rewrite length_party, Ia in B. lia.
  - set (numerators := map _ (seq 0 dimension)). replace dimension with (length numerators)
      by (unfold numerators; rewrite map_length, seq_length; reflexivity).
    apply in_lists_of. intros w Iw. unfold numerators in Iw. apply in_map_iff in Iw. destruct Iw as (c & <- & _).
    apply in_seq. unfold numerator. cbn [weight entry].
    assert (B : forall i x, base ^ s i x * e i x c <= v_max * base ^ s_max).
    { intros i x. rewrite (Nat.mul_comm v_max). apply Nat.mul_le_mono; auto. }
    pose proof (position_sum_at_most (fun i x => base ^ s i x * e i x c) _ (party alpha 1 a) 1 B) as X.
    rewrite length_party, Ia, Nat.mul_assoc in X. lia.
Qed.
