(** * Self-attention as a network of linear units, output gates and gated synapses

    - [head_signal]: the names of the signals of h heads on n tokens
    - [network_node]: a linear unit, an output gate (the product of two signals), a unit with the transfer function f
      normalized over a group, or a linear unit whose synapses have weight 1 and are multiplied by attending signals
    - [node_output f node o]: the output of a node when o gives the signals
    - [obeys_network f net o]: every signal of the network is the output of its node
    - [feedforward]: every node reads inputs and earlier nodes only
    - [attention_nodes]: the nodes of h heads with query dimension k, value dimension v and inputs of dimension d
    - [output_gates], [gated_synapses], [is_attending]: the gates, the gated synapses, the signals that gate them
    - [self_attention_is_gating] is Q-S12 *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr QuadraticForm ParameterCount SelfAttention.
Import ListNotations.
Open Scope nat_scope.

Inductive head_signal : Type :=
  | Token (a i : nat)            (* coordinate i of token a, an input *)
  | Query (h a c : nat)
  | Key (h a c : nat)
  | Value (h a c : nat)
  | Product (h a b c : nat)      (* Query h a c times Key h b c *)
  | Score (h a b : nat)
  | Attention (h a b : nat)
  | Attended (h a c : nat).      (* coordinate c of the output of head h at token a *)

Inductive network_node : Type :=
  | LinearNode (synapses : list (head_signal * R))
  | OutputGate (x y : head_signal)
  | NormalizedNode (x : head_signal) (group : list head_signal)
  | GatedNode (synapses : list (head_signal * head_signal)).    (* attending signal, presynaptic signal *)

Definition node_output (f : R -> R) (node : network_node) (o : head_signal -> R) : R :=
  match node with
  | LinearNode synapses => total_of (map (fun p => (snd p * o (fst p))%R) synapses)
  | OutputGate x y => (o x * o y)%R
  | NormalizedNode x group => (f (o x) / total_of (map (fun y => f (o y)) group))%R
  | GatedNode synapses => total_of (map (fun p => (o (fst p) * 1 * o (snd p))%R) synapses)
  end.

Definition obeys_network (f : R -> R) (net : list (head_signal * network_node)) (o : head_signal -> R) : Prop :=
  forall x node, In (x, node) net -> o x = node_output f node o.

(** The signals that a node reads. *)
Definition signals_read (node : network_node) : list head_signal :=
  match node with
  | LinearNode synapses => map fst synapses
  | OutputGate x y => [x; y]
  | NormalizedNode x group => x :: group
  | GatedNode synapses => map fst synapses ++ map snd synapses
  end.

(** Every node reads signals of earlier levels only, and has a name of its own. *)
Definition feedforward (net : list (head_signal * network_node)) : Prop :=
  NoDup (map fst net) /\
  exists level : head_signal -> nat, forall x node y, In (x, node) net -> In y (signals_read node) ->
    level y < level x.

(** ** The heads *)

(** All (i, j, l) with i < a, j < b, l < c. *)
Definition index_triples (a b c : nat) : list (nat * nat * nat) :=
  list_prod (list_prod (seq 0 a) (seq 0 b)) (seq 0 c).

Definition attention_nodes (heads n d k v : nat) (WQ WK WV : nat -> real_matrix) :
  list (head_signal * network_node) :=
  map (fun '(h, a, c) => (Query h a c, LinearNode (map (fun i => (Token a i, WQ h i c)) (seq 0 d))))
      (index_triples heads n k)
  ++ map (fun '(h, a, c) => (Key h a c, LinearNode (map (fun i => (Token a i, WK h i c)) (seq 0 d))))
      (index_triples heads n k)
  ++ map (fun '(h, a, c) => (Value h a c, LinearNode (map (fun i => (Token a i, WV h i c)) (seq 0 d))))
      (index_triples heads n v)
  ++ map (fun '(h, a, b, c) => (Product h a b c, OutputGate (Query h a c) (Key h b c)))
      (list_prod (index_triples heads n n) (seq 0 k))
  ++ map (fun '(h, a, b) => (Score h a b, LinearNode (map (fun c => (Product h a b c, 1%R)) (seq 0 k))))
      (index_triples heads n n)
  ++ map (fun '(h, a, b) => (Attention h a b, NormalizedNode (Score h a b) (map (fun c => Score h a c) (seq 0 n))))
      (index_triples heads n n)
  ++ map (fun '(h, a, c) => (Attended h a c, GatedNode (map (fun b => (Attention h a b, Value h b c)) (seq 0 n))))
      (index_triples heads n v).

Definition is_output_gate (x : head_signal * network_node) : bool :=
  match snd x with OutputGate _ _ => true | _ => false end.

(** The number of products of two outputs. *)
Definition output_gates (net : list (head_signal * network_node)) : nat := length (filter is_output_gate net).

(** The gated synapses: attending signal, presynaptic signal, signal of the unit that has the synapse. *)
Definition gated_synapses (net : list (head_signal * network_node)) :
  list (head_signal * head_signal * head_signal) :=
  flat_map (fun x => match snd x with GatedNode synapses => map (fun p => (p, fst x)) synapses | _ => [] end) net.

(** The signal x gates a synapse. *)
Definition is_attending (net : list (head_signal * network_node)) (x : head_signal) : Prop :=
  exists y z, In (x, y, z) (gated_synapses net).

(** ** Lists of indices *)

Lemma in_triples : forall a b c i j l, In (i, j, l) (index_triples a b c) <-> i < a /\ j < b /\ l < c.
Proof. intros. unfold index_triples. rewrite !in_prod_iff, !in_seq. lia. Qed.

Lemma length_triples : forall a b c, length (index_triples a b c) = a * b * c.
Proof. intros. unfold index_triples. rewrite !prod_length, !seq_length. reflexivity. Qed.

Lemma nodup_list_prod : forall A B (l : list A) (k : list B), NoDup l -> NoDup k -> NoDup (list_prod l k).
Proof.
  intros A B l k N M. induction N as [|a l Na N IH]; simpl; [constructor|]. apply nodup_app; [|exact IH|].
  - apply nodup_map; [intros x y _ _ E; injection E; auto | exact M].
  - intros (x & y) I J. apply in_map_iff in I. destruct I as (z & E & _). injection E as <- _.
    apply in_prod_iff in J. tauto.
Qed.

Lemma nodup_triples : forall a b c, NoDup (index_triples a b c).
Proof. intros. unfold index_triples. repeat apply nodup_list_prod; apply seq_NoDup. Qed.

Lemma total_over_seq : forall A (h : nat -> A) g n,
  total_of (map g (map h (seq 0 n))) = sum_below n (fun i => g (h i)).
Proof. intros A h g n. rewrite map_map, sum_below_is_total. reflexivity. Qed.

(** ** The nodes one by one *)

Lemma in_attention_nodes : forall heads n d k v WQ WK WV x node,
  In (x, node) (attention_nodes heads n d k v WQ WK WV) <->
  (exists h a c, (h < heads /\ a < n /\ c < k) /\
     x = Query h a c /\ node = LinearNode (map (fun i => (Token a i, WQ h i c)) (seq 0 d))) \/
  (exists h a c, (h < heads /\ a < n /\ c < k) /\
     x = Key h a c /\ node = LinearNode (map (fun i => (Token a i, WK h i c)) (seq 0 d))) \/
  (exists h a c, (h < heads /\ a < n /\ c < v) /\
     x = Value h a c /\ node = LinearNode (map (fun i => (Token a i, WV h i c)) (seq 0 d))) \/
  (exists h a b c, (h < heads /\ a < n /\ b < n /\ c < k) /\
     x = Product h a b c /\ node = OutputGate (Query h a c) (Key h b c)) \/
  (exists h a b, (h < heads /\ a < n /\ b < n) /\
     x = Score h a b /\ node = LinearNode (map (fun c => (Product h a b c, 1%R)) (seq 0 k))) \/
  (exists h a b, (h < heads /\ a < n /\ b < n) /\
     x = Attention h a b /\ node = NormalizedNode (Score h a b) (map (fun c => Score h a c) (seq 0 n))) \/
  (exists h a c, (h < heads /\ a < n /\ c < v) /\
     x = Attended h a c /\ node = GatedNode (map (fun b => (Attention h a b, Value h b c)) (seq 0 n))).
Proof.
  intros heads n d k v WQ WK WV x node.
  assert (Three : forall (F : nat -> nat -> nat -> head_signal * network_node) p q r,
    In (x, node) (map (fun '(h, a, c) => F h a c) (index_triples p q r)) <->
    exists h a c, (h < p /\ a < q /\ c < r) /\ F h a c = (x, node)).
  { intros F p q r. rewrite in_map_iff. split.
    - intros (((h & a) & c) & E & I). apply in_triples in I. exists h, a, c. auto.
    - intros (h & a & c & I & E). exists (h, a, c). split; [exact E | apply in_triples; exact I]. }
  unfold attention_nodes. rewrite !in_app_iff, !Three.
  assert (Four : In (x, node) (map (fun '(h, a, b, c) => (Product h a b c, OutputGate (Query h a c) (Key h b c)))
      (list_prod (index_triples heads n n) (seq 0 k))) <->
    exists h a b c, (h < heads /\ a < n /\ b < n /\ c < k) /\
      x = Product h a b c /\ node = OutputGate (Query h a c) (Key h b c)).
  { rewrite in_map_iff. split.
    - intros ((((h & a) & b) & c) & E & I). injection E as <- <-. apply in_prod_iff in I. destruct I as [I J].
      apply in_triples in I. apply in_seq in J. exists h, a, b, c. repeat split; lia.
    - intros (h & a & b & c & I & -> & ->). exists (h, a, b, c). split; [reflexivity|]. apply in_prod_iff.
      split; [apply in_triples | apply in_seq]; lia. }
  rewrite Four. split; intros C.
  all: repeat match goal with
    | H : _ \/ _ |- _ => destruct H as [H|H]
    | H : exists _, _ |- _ => destruct H
    | H : _ /\ _ |- _ => destruct H
    end.
  all: try match goal with E : (_, _) = (_, _) |- _ => injection E as <- <- end.
  all: subst; eauto 20.
Qed.

Ltac node_cases I :=
  apply in_attention_nodes in I;
  destruct I as [(h & a & c & B & -> & ->)|[(h & a & c & B & -> & ->)|[(h & a & c & B & -> & ->)|
    [(h & a & b & c & B & -> & ->)|[(h & a & b & B & -> & ->)|[(h & a & b & B & -> & ->)|
    (h & a & c & B & -> & ->)]]]]]].

Ltac find_here := first
  [do 3 eexists; split; [|split; reflexivity]; lia | do 4 eexists; split; [|split; reflexivity]; lia].
Ltac find_node := first [left; find_here | find_here | right; find_node].

(** Inputs, projections, products, scores, weights, outputs. *)
Definition signal_level (x : head_signal) : nat :=
  match x with
  | Token _ _ => 0
  | Query _ _ _ | Key _ _ _ | Value _ _ _ => 1
  | Product _ _ _ _ => 2
  | Score _ _ _ => 3
  | Attention _ _ _ => 4
  | Attended _ _ _ => 5
  end.

Lemma attention_nodes_are_feedforward : forall heads n d k v WQ WK WV,
  feedforward (attention_nodes heads n d k v WQ WK WV).
Proof.
  intros heads n d k v WQ WK WV. split.
  - unfold attention_nodes. rewrite !map_app, !map_map.
    repeat apply nodup_app.
    all: try (apply nodup_map; [|repeat apply nodup_list_prod; apply seq_NoDup]).
    all: try (intros (((h & a) & b) & c) (((h' & a') & b') & c') _ _ E; simpl in E; congruence).
    all: try (intros ((h & a) & b) ((h' & a') & b') _ _ E; simpl in E; congruence).
    all: intros x I J; repeat rewrite in_app_iff in J; rewrite in_map_iff in I; repeat rewrite in_map_iff in J.
    all: repeat match goal with
      | H : _ \/ _ |- _ => destruct H as [H|H]
      | H : exists _, _ |- _ => destruct H
      | H : _ /\ _ |- _ => destruct H
      | p : (_ * _)%type |- _ => destruct p
      end.
    all: simpl in *; congruence.
  - exists signal_level. intros x node y I J. node_cases I; simpl in J |- *.
    all: rewrite ?map_map, ?in_app_iff in J; repeat destruct J as [J|J].
    all: try (apply in_map_iff in J; destruct J as (i & J & _)).
    all: subst; simpl; try lia; contradiction.
Qed.

(** The signals of the network, computed. *)
Definition attention_signals (f : R -> R) (n d k : nat) (WQ WK WV : nat -> real_matrix) (X : real_matrix)
    (x : head_signal) : R :=
  match x with
  | Token a i => X a i
  | Query h a c => matrix_product d X (WQ h) a c
  | Key h a c => matrix_product d X (WK h) a c
  | Value h a c => matrix_product d X (WV h) a c
  | Product h a b c => (matrix_product d X (WQ h) a c * matrix_product d X (WK h) b c)%R
  | Score h a b => attention_score d k X (WQ h) (WK h) a b
  | Attention h a b => attention_weight f n d k X (WQ h) (WK h) a b
  | Attended h a c => self_attention f n d k (WQ h) (WK h) (WV h) X a c
  end.

Lemma attention_signals_obey : forall f heads n d k v WQ WK WV X,
  obeys_network f (attention_nodes heads n d k v WQ WK WV) (attention_signals f n d k WQ WK WV X).
Proof.
  intros f heads n d k v WQ WK WV X x node I. node_cases I; simpl; rewrite ?total_over_seq; try reflexivity.
  all: apply sum_below_ext; intros i _; simpl; ring.
Qed.

(** What obeys the network has these signals: level after level. *)
Lemma attention_signals_are_forced : forall f heads n d k v WQ WK WV X o, (forall a i, o (Token a i) = X a i) ->
  obeys_network f (attention_nodes heads n d k v WQ WK WV) o ->
  forall x node, In (x, node) (attention_nodes heads n d k v WQ WK WV) ->
  o x = attention_signals f n d k WQ WK WV X x.
Proof.
  intros f heads n d k v WQ WK WV X o Inputs O.
  set (net := attention_nodes heads n d k v WQ WK WV) in *.
  set (good := fun x => o x = attention_signals f n d k WQ WK WV X x).
  (* if the signals that a node reads are right, so is its own *)
  assert (Step : forall x node, In (x, node) net -> (forall y, In y (signals_read node) -> good y) -> good x).
  { intros x node I Right. unfold good.
    rewrite (O x node I), (attention_signals_obey f heads n d k v WQ WK WV X x node I).
    clear I. destruct node as [l|y z|y l|l]; simpl in *.
    - induction l as [|p l IH]; simpl; [reflexivity|]. simpl in Right.
      rewrite (Right (fst p)), IH by auto. reflexivity.
    - rewrite (Right y), (Right z) by auto. reflexivity.
    - rewrite (Right y) by auto. f_equal.
      assert (L : forall z, In z l -> good z) by auto. clear - L.
      induction l as [|z l IH]; simpl; [reflexivity|]. simpl in L. rewrite (L z), IH by auto. reflexivity.
    - assert (L : forall p, In p l -> good (fst p) /\ good (snd p)).
      { intros p Ip. split; apply Right; apply in_or_app; [left | right]; apply in_map; exact Ip. }
      clear - L. induction l as [|p l IH]; simpl; [reflexivity|].
      destruct (L p (or_introl eq_refl)) as [-> ->]. rewrite IH by (intros; apply L; right; assumption).
      reflexivity. }
  assert (Reads : forall x node y, In (x, node) net -> In y (signals_read node) ->
    (exists a i, y = Token a i) \/ exists node', In (y, node') net).
  { intros x node y I J. unfold net in *. node_cases I; simpl in J.
    all: rewrite ?map_map, ?in_app_iff in J; repeat destruct J as [J|J].
    all: try (apply in_map_iff in J; destruct J as (i & J & Li); apply in_seq in Li; simpl in J).
    all: subst; try (left; eauto; fail); try contradiction.
    all: right; eexists; apply in_attention_nodes; find_node. }
  destruct (attention_nodes_are_feedforward heads n d k v WQ WK WV) as [_ (level & Up)]. fold net in Up.
  assert (All : forall L x node, level x < L -> In (x, node) net -> good x).
  { induction L as [|L IH]; intros x node Lx I; [lia|]. apply (Step x node I). intros y J.
    destruct (Reads x node y I J) as [(a & i & ->)|(node' & I')]; [apply Inputs|].
    apply (IH y node'); [|exact I']. pose proof (Up x node y I J). lia. }
  intros x node. apply (All (S (level x))). lia.
Qed.

(** ** The theorem *)

Lemma in_gated_synapses : forall heads n d k v WQ WK WV x y z,
  In (x, y, z) (gated_synapses (attention_nodes heads n d k v WQ WK WV)) <->
  exists h a b c, (h < heads /\ a < n /\ b < n /\ c < v) /\
    x = Attention h a b /\ y = Value h b c /\ z = Attended h a c.
Proof.
  intros heads n d k v WQ WK WV x y z. unfold gated_synapses. rewrite in_flat_map. split.
  - intros ((s & node) & I & J). node_cases I; simpl in J; try contradiction.
    apply in_map_iff in J. destruct J as (p & E & J). apply in_map_iff in J. destruct J as (b & <- & Lb).
    injection E as <- <- <-. apply in_seq in Lb. exists h, a, b, c. repeat split; lia.
  - intros (h & a & b & c & B & -> & -> & ->).
    exists (Attended h a c, GatedNode (map (fun b => (Attention h a b, Value h b c)) (seq 0 n))). split.
    + apply in_attention_nodes. do 6 right. exists h, a, c. repeat split; tauto.
    + simpl. apply in_map_iff. exists (Attention h a b, Value h b c). split; [reflexivity|].
      apply in_map_iff. exists b. split; [reflexivity | apply in_seq; lia].
Qed.

Lemma filter_all : forall A (p : A -> bool) l, (forall a, In a l -> p a = true) -> filter p l = l.
Proof.
  intros A p l E. induction l as [|a l IH]; simpl; [reflexivity|]. rewrite (E a), IH; simpl; auto.
  intros b I. apply E. right. exact I.
Qed.

Lemma flat_map_nothing : forall A B (g : A -> list B) l, (forall a, In a l -> g a = []) -> flat_map g l = [].
Proof.
  intros A B g l E. induction l as [|a l IH]; simpl; [reflexivity|]. rewrite (E a), IH; simpl; auto.
  intros b I. apply E. right. exact I.
Qed.

Lemma length_flat_map_equal : forall A B (g : A -> list B) l k, (forall a, In a l -> length (g a) = k) ->
  length (flat_map g l) = length l * k.
Proof.
  intros A B g l k E. induction l as [|a l IH]; simpl; [reflexivity|].
  rewrite app_length, (E a), IH; simpl; auto. intros b I. apply E. right. exact I.
Qed.

Ltac by_nodes :=
  let p := fresh in let I := fresh in
  intros p I; apply in_map_iff in I; destruct I as (? & <- & _);
  repeat match goal with q : (_ * _)%type |- _ => destruct q end; try reflexivity.

(** Q-S12: h heads of query dimension m/h on n tokens are a feedforward network that computes self-attention. Its
    output gates are the m n^2 products of a coordinate of a query and of a key; the h n^2 attention weights gate the
    synapses from the v coordinates of the values; the rest are linear units and units with a normalized transfer
    function. *)
Theorem self_attention_is_gating : forall f heads n d k v m WQ WK WV, heads * k = m -> 1 <= v ->
  let net := attention_nodes heads n d k v WQ WK WV in
  feedforward net /\
  (forall X, exists o, (forall a i, o (Token a i) = X a i) /\ obeys_network f net o) /\
  (forall X o, (forall a i, o (Token a i) = X a i) -> obeys_network f net o ->
     forall h a c, h < heads -> a < n -> c < v ->
     o (Attended h a c) = self_attention f n d k (WQ h) (WK h) (WV h) X a c) /\
  (forall z x y, In (z, OutputGate x y) net <-> exists h a b c,
     (h < heads /\ a < n /\ b < n /\ c < k) /\ z = Product h a b c /\ x = Query h a c /\ y = Key h b c) /\
  output_gates net = m * n ^ 2 /\
  (forall x y z, In (x, y, z) (gated_synapses net) <-> exists h a b c,
     (h < heads /\ a < n /\ b < n /\ c < v) /\ x = Attention h a b /\ y = Value h b c /\ z = Attended h a c) /\
  length (gated_synapses net) = heads * n ^ 2 * v /\
  exists L, NoDup L /\ length L = heads * n ^ 2 /\ forall x, In x L <-> is_attending net x.
Proof.
  intros f heads n d k v m WQ WK WV Hm Lv net. split; [apply attention_nodes_are_feedforward|].
  split; [|split; [|split; [|split; [|split; [apply in_gated_synapses | split]]]]].
  - intros X. exists (attention_signals f n d k WQ WK WV X). split; [reflexivity | apply attention_signals_obey].
  - intros X o Inputs O h a c Lh La Lc.
    apply (attention_signals_are_forced f heads n d k v WQ WK WV X o Inputs O (Attended h a c)
      (GatedNode (map (fun b => (Attention h a b, Value h b c)) (seq 0 n)))).
    apply in_attention_nodes. do 6 right. exists h, a, c. auto.
  - intros z x y. split.
    + intros I. apply in_attention_nodes in I.
      destruct I as [(h & a & c & B & -> & E)|[(h & a & c & B & -> & E)|[(h & a & c & B & -> & E)|
        [(h & a & b & c & B & -> & E)|[(h & a & b & B & -> & E)|[(h & a & b & B & -> & E)|
        (h & a & c & B & -> & E)]]]]]]; try discriminate E.
      injection E as -> ->. exists h, a, b, c. auto.
    + intros (h & a & b & c & B & -> & -> & ->). apply in_attention_nodes. do 3 right. left. exists h, a, b, c. auto.
  - unfold output_gates, net, attention_nodes. rewrite !filter_app, !app_length.
    rewrite (filter_all _ _ (map _ (list_prod (index_triples heads n n) (seq 0 k)))) by by_nodes.
    rewrite !filter_none by by_nodes. rewrite map_length, prod_length, length_triples, seq_length. simpl. nia.
  - unfold gated_synapses, net, attention_nodes. rewrite !flat_map_app, !app_length.
    do 6 rewrite flat_map_nothing by by_nodes. rewrite (length_flat_map_equal _ _ _ _ n).
    + rewrite map_length, length_triples. simpl. nia.
    + intros p I. apply in_map_iff in I. destruct I as (((h & a) & c) & <- & _). simpl.
      rewrite !map_length, seq_length. reflexivity.
  - exists (map (fun '(h, a, b) => Attention h a b) (index_triples heads n n)). split; [|split].
    + apply nodup_map; [|apply nodup_triples].
      intros ((h & a) & b) ((h' & a') & b') _ _ E. injection E as -> -> ->. reflexivity.
    + rewrite map_length, length_triples. simpl. nia.
    + intros x. rewrite in_map_iff. split.
      * intros (((h & a) & b) & <- & I). apply in_triples in I. exists (Value h b 0), (Attended h a 0).
        apply in_gated_synapses. exists h, a, b, 0. repeat split; lia.
      * intros (y & z & I). apply in_gated_synapses in I. destruct I as (h & a & b & c & B & -> & _ & _).
        exists (h, a, b). split; [reflexivity | apply in_triples; lia].
Qed.
