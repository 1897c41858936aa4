(** * A transformer of any depth for triangle detection: D H (2m+1) p' >= N/9

    The tokens are the rows of the adjacency matrix of a graph of N = 3s nodes; Alice owns those of the nodes u_i, the
    first s, and Bob the others. In every layer and head the owner of a token sends its query, and the other party
      sends
    back the partial sums over its own tokens: the sum of the weights, and for each of the m coordinates the sum of the
    weighted values. The precision model is a hypothesis: m p' bits for a query and (m + 1) p' bits for partial sums
      are
    exactly enough, that is, each token of the next layer can be computed from the exact sums over the own tokens and
    from what was received.

    - [attention_head], [transformer_layer], [next_tokens], [run_layers]: a transformer (S-D2, S-D3);
      tokens of any type
    - [two_party_code], [told_next], [exactly_enough]: the precision model
    - [conversation], [conversation_mixed]: two parties that send messages in rounds
    - [triangle_detection_needs_linear_size] is S-P2 *)

From Coq Require Import Reals List Lia Arith Bool.
From AttentionQuarks Require Import Thr Disjointness Protocols OneWay HeadMessages Reductions SparseAveraging.
Import ListNotations.
Open Scope nat_scope.

(** ** Rounds of messages *)

Record exchange (A B M1 M2 M3 : Type) : Type := Exchange {
  alice_first : A -> M1; bob_second : B -> M1 -> M2; alice_third : A -> M2 -> M3;
  alice_goes_on : A -> M2 -> A; bob_goes_on : B -> M1 -> M3 -> B }.
Arguments alice_first {A B M1 M2 M3}. Arguments bob_second {A B M1 M2 M3}. Arguments alice_third {A B M1 M2 M3}.
Arguments alice_goes_on {A B M1 M2 M3}. Arguments bob_goes_on {A B M1 M2 M3}.

(** The messages of all rounds, and Alice's state after them. *)
Fixpoint conversation {A B M1 M2 M3 : Type} (rounds : list (exchange A B M1 M2 M3)) (x : A) (y : B)
    : list (M1 * (M2 * M3)) * A :=
  match rounds with
  | [] => ([], x)
  | e :: l =>
    let m1 := alice_first e x in
    let m2 := bob_second e y m1 in
    let m3 := alice_third e x m2 in
    let rest := conversation l (alice_goes_on e x m2) (bob_goes_on e y m1 m3) in
    ((m1, (m2, m3)) :: fst rest, snd rest)
  end.

Lemma conversation_mixed : forall A B M1 M2 M3 (rounds : list (exchange A B M1 M2 M3)) x y x' y',
  fst (conversation rounds x y) = fst (conversation rounds x' y') ->
  conversation rounds x y' = conversation rounds x y.
Proof.
  intros A B M1 M2 M3 rounds. induction rounds as [|e l IH]; intros x y x' y' E; simpl in *; [reflexivity|].
  injection E as E1 E2 E3 E. rewrite <- E1 in *. rewrite <- E2 in *. rewrite <- E3 in *.
  rewrite (IH _ _ _ _ E). reflexivity.
Qed.

(** ** The transformer *)

Record attention_head (E : Type) : Type :=
  AttentionHead { parameters : attention_unit E; weight_of_pair : list R -> list R -> R }.
Arguments parameters {E}. Arguments weight_of_pair {E}.

(** [update] is the element-wise map after the layer; it may see the position and the token. *)
Record transformer_layer (E : Type) : Type :=
  TransformerLayer { heads_of : list (attention_head E); update : nat -> E -> list R -> E }.
Arguments heads_of {E}. Arguments update {E}.

Definition head_at {E : Type} (m : nat) (h : attention_head E) (x : E) (X : list E) : list R :=
  attended (weight_of_pair h) (parameters h) m (query_of (parameters h) x) X.

Definition vector_sum (m : nat) (vs : list (list R)) : list R :=
  map (fun c => sum_over vs (fun v => nth c v 0%R)) (seq 0 m).

Definition next_tokens {E : Type} (m : nat) (l : transformer_layer E) (X : list E) : list E :=
  map (fun ix => update l (fst ix) (snd ix) (vector_sum m (map (fun h => head_at m h (snd ix) X) (heads_of l))))
    (combine (seq 0 (length X)) X).

Fixpoint run_layers {E : Type} (m : nat) (ls : list (transformer_layer E)) (X : list E) : list E :=
  match ls with
  | [] => X
  | l :: k => run_layers m k (next_tokens m l X)
  end.

(** ** The precision model *)

Definition partial_sums_of {E : Type} (m : nat) (h : attention_head E) (q : list R) (X : list E) : list R :=
  sum_over X (fun t => weight_of_pair h q (key_of (parameters h) t)) ::
  map (fun c => sum_over X (fun t => weight_of_pair h q (key_of (parameters h) t)
    * nth c (value_of (parameters h) t) 0)%R) (seq 0 m).

(** How queries and partial sums are sent, and how a head's output is made from the own and the received sums. *)
Record two_party_code (E : Type) : Type := TwoPartyCode {
  send_query : attention_head E -> list R -> list bool; received_query : attention_head E -> list bool -> list R;
  send_sums : attention_head E -> list R -> list bool; recombine : attention_head E -> list R -> list bool -> list R }.
Arguments send_query {E}. Arguments received_query {E}. Arguments send_sums {E}. Arguments recombine {E}.

(** The tokens of one party, from the position [start] on, as that party computes them. *)
Definition told_next {E : Type} (m : nat) (l : transformer_layer E) (c : two_party_code E) (start : nat)
    (own other : list E) : list E :=
  map (fun ix => update l (fst ix) (snd ix) (vector_sum m (map (fun h =>
      let q := query_of (parameters h) (snd ix) in
      recombine c h (partial_sums_of m h q own)
        (send_sums c h (partial_sums_of m h (received_query c h (send_query c h q)) other))) (heads_of l))))
    (combine (seq start (length own)) own).

Fixpoint exactly_enough {E : Type} (m : nat) (ls : list (transformer_layer E * two_party_code E))
    (X Y : list E) : Prop :=
  match ls with
  | [] => True
  | (l, c) :: k =>
    let X' := told_next m l c 0 X Y in
    let Y' := told_next m l c (length X) Y X in
    next_tokens m l (X ++ Y) = X' ++ Y' /\ exactly_enough m k X' Y'
  end.

(** ** The conversation about a transformer *)

Definition queries_of {E : Type} (l : transformer_layer E) (c : two_party_code E) (X : list E)
    : list (list (list bool)) :=
  map (fun x => map (fun h => send_query c h (query_of (parameters h) x)) (heads_of l)) X.

Definition answers_to {E : Type} (m : nat) (l : transformer_layer E) (c : two_party_code E) (X : list E)
    (asked : list (list (list bool))) : list (list (list bool)) :=
  map (fun qs => map (fun hq => send_sums c (fst hq) (partial_sums_of m (fst hq) (received_query c (fst hq) (snd hq))
    X))
    (combine (heads_of l) qs)) asked.

Definition going_on {E : Type} (m : nat) (l : transformer_layer E) (c : two_party_code E) (start : nat) (own : list E)
    (answers : list (list (list bool))) : list E :=
  map (fun ixs => update l (fst (fst ixs)) (snd (fst ixs)) (vector_sum m (map (fun hs =>
      recombine c (fst hs) (partial_sums_of m (fst hs) (query_of (parameters (fst hs)) (snd (fst ixs))) own) (snd hs))
      (combine (heads_of l) (snd ixs)))))
    (combine (combine (seq start (length own)) own) answers).

Definition layer_exchange {E : Type} (m s : nat) (lc : transformer_layer E * two_party_code E) :=
  let (l, c) := lc in
  Exchange (list E) (list E) (list (list (list bool)))
    (list (list (list bool)) * list (list (list bool))) (list (list (list bool)))
    (queries_of l c)
    (fun Y asked => (queries_of l c Y, answers_to m l c Y asked))
    (fun X m2 => answers_to m l c X (fst m2))
    (fun X m2 => going_on m l c 0 X (snd m2))
    (fun Y _ m3 => going_on m l c s Y m3).

Lemma combine_map_same : forall A C D (f : A -> C -> D) (g : A -> C) (l : list A),
  map (fun hq : A * C => f (fst hq) (snd hq)) (combine l (map g l)) = map (fun h => f h (g h)) l.
Proof. intros A C D f g l. induction l as [|x l IH]; simpl; congruence. Qed.

Lemma combine_positions : forall A C (F : A -> C) (l : list A) (ps : list nat),
  combine (combine ps l) (map F l) = map (fun ix => (ix, F (snd ix))) (combine ps l).
Proof. intros A C F. induction l as [|x l IH]; intros [|p ps]; simpl; [reflexivity..|]. rewrite IH. reflexivity. Qed.

Lemma going_on_is_told : forall E m l (c : two_party_code E) start own other,
  going_on m l c start own (answers_to m l c other (queries_of l c own)) = told_next m l c start own other.
Proof.
  intros E m l c start own other. unfold going_on, told_next, answers_to, queries_of.
  rewrite map_map, combine_positions, map_map. apply map_ext. intros [i x]. cbn [fst snd]. f_equal. f_equal.
  rewrite (combine_map_same _ _ _ (fun h q => send_sums c h (partial_sums_of m h (received_query c h q) other))
    (fun h => send_query c h (query_of (parameters h) x)) (heads_of l)).
  rewrite (combine_map_same _ _ _ (fun h s => recombine c h
    (partial_sums_of m h (query_of (parameters h) x) own) s) _ (heads_of l)). reflexivity.
Qed.

Lemma length_told : forall E m l (c : two_party_code E) start own other,
  length (told_next m l c start own other) = length own.
Proof. intros. unfold told_next. rewrite map_length, combine_length, seq_length. lia. Qed.

Lemma conversation_runs : forall E m s (ls : list (transformer_layer E * two_party_code E)) X Y, length X = s ->
  exactly_enough m ls X Y -> exists Y', run_layers m (map fst ls) (X ++ Y)
    = snd (conversation (map (layer_exchange m s) ls) X Y) ++ Y' /\
    length (snd (conversation (map (layer_exchange m s) ls) X Y)) = s.
Proof.
  intros E m s ls. induction ls as [|(l & c) ls IH]; intros X Y Ls En; [exists Y; simpl; auto|].
  cbn [exactly_enough map fst run_layers] in *. destruct En as [Next En]. rewrite Next, Ls in *.
  cbn [layer_exchange conversation alice_first bob_second alice_third alice_goes_on bob_goes_on fst snd].
  rewrite !going_on_is_told. apply IH; [rewrite length_told; exact Ls | exact En].
Qed.

(** The messages are from lists of known lengths. *)
Definition messages_of (m s H p : nat) : list (list (list (list bool))
    * ((list (list (list bool)) * list (list (list bool))) * list (list (list bool)))) :=
  let queries k := lists_of k (lists_of H (cube (m * p))) in
  let sums k := lists_of k (lists_of H (cube ((m + 1) * p))) in
  list_prod (queries s) (list_prod (list_prod (queries (2 * s)) (sums s)) (sums (2 * s))).

Lemma in_lists_of_length : forall A (l m : list A) k, length m = k -> (forall v, In v m -> In v l) ->
  In m (lists_of k l).
Proof. intros A l m k <-. apply in_lists_of. Qed.

Lemma conversation_counted : forall E m s H p (ls : list (transformer_layer E * two_party_code E)) X Y,
  length X = s -> length Y = 2 * s ->
  (forall l c, In (l, c) ls -> length (heads_of l) = H /\ (forall h q, length (send_query c h q) = m * p) /\
    forall h v, length (send_sums c h v) = (m + 1) * p) ->
  In (fst (conversation (map (layer_exchange m s) ls) X Y)) (lists_of (length ls) (messages_of m s H p)).
Proof.
  intros E m s H p ls. induction ls as [|(l & c) ls IH]; intros X Y LX LY B; [simpl; auto|].
  cbn [layer_exchange map conversation alice_first bob_second alice_third alice_goes_on bob_goes_on fst snd].
  rewrite !going_on_is_told. cbn [length lists_of]. apply in_flat_map.
  destruct (B l c (or_introl eq_refl)) as (LH & LQ & LS).
  assert (Q : forall Z k, length Z = k -> In (queries_of l c Z) (lists_of k (lists_of H (cube (m * p))))).
  { intros Z k Lk. apply in_lists_of_length; [unfold queries_of; rewrite map_length; exact Lk|].
    intros v I. apply in_map_iff in I. destruct I as (x & <- & _). apply in_lists_of_length; [rewrite map_length;
      exact LH|].
    intros w J. apply in_map_iff in J. destruct J as (h & <- & _). apply in_cube, LQ. }
  assert (A : forall Z Z' k, length Z' = k ->
    In (answers_to m l c Z (queries_of l c Z')) (lists_of k (lists_of H (cube ((m + 1) * p))))).
  { intros Z Z' k Lk. apply in_lists_of_length; [unfold answers_to, queries_of; rewrite !map_length; exact Lk|].
    intros v I. apply in_map_iff in I. destruct I as (qs & <- & I). unfold queries_of in I. apply in_map_iff in I.
    destruct I as (x & <- & _).
    apply in_lists_of_length; [rewrite map_length, combine_length, map_length, LH; lia|].
    intros w J. apply in_map_iff in J. destruct J as (hq & <- & _). apply in_cube, LS. }
  eexists. split; [|apply in_map, IH].
  - unfold messages_of. repeat apply in_prod; auto.
  - rewrite length_told. exact LX.
  - rewrite length_told. exact LY.
  - intros l' c' I. apply (B l' c'). right. exact I.
Qed.

Lemma length_messages : forall m s H p, length (messages_of m s H p) = 2 ^ (3 * s * H * ((2 * m + 1) * p)).
Proof.
  intros m s H p. unfold messages_of. rewrite !prod_length, !length_lists_of, !length_cube.
  rewrite <- !Nat.pow_mul_r, <- !Nat.pow_add_r. f_equal. ring.
Qed.

(** ** The theorem *)

Definition rows {E : Type} (embed : nat -> list bool -> E) (N : nat) (edge : nat -> nat ->
  bool) (s k : nat) : list E :=
  map (fun i => embed i (map (edge i) (seq 0 N))) (seq s k).

Theorem triangle_detection_needs_linear_size : forall E (embed : nat -> list bool -> E) (says : E -> bool) m s H p
    (ls : list (transformer_layer E * two_party_code E)),
  let N := 3 * s in
  (forall l c, In (l, c) ls -> length (heads_of l) = H /\ (forall h q, length (send_query c h q) = m * p) /\
    forall h v, length (send_sums c h v) = (m + 1) * p) ->
  (forall edge, exactly_enough m ls (rows embed N edge 0 s) (rows embed N edge s (2 * s))) ->
  (forall edge i, i < N ->
    nth i (map says (run_layers m (map fst ls) (rows embed N edge 0 N))) false = true <-> triangle_through N edge i) ->
  N <= 9 * (length ls * H * (2 * m + 1) * p).
Proof.
  intros E embed says m s H p ls N Sizes Enough Right. destruct (Nat.eq_dec s 0) as [Z|Ps]; [unfold N; lia|].
  set (XA := fun a => rows embed N (triangle_graph s a []) 0 s).
  set (YB := fun b => rows embed N (triangle_graph s [] b) s (2 * s)).
  assert (Own : forall a b, rows embed N (triangle_graph s a b) 0 s = XA a /\
    rows embed N (triangle_graph s a b) s (2 * s) = YB b).
  { intros a b. split; apply map_ext_in; intros i I; apply in_seq in I; f_equal; apply map_ext; intros j;
      unfold triangle_graph.
    - rewrite (Nat.div_small i s) by lia. destruct (j / s) as [|[|]]; reflexivity.
    - assert (1 <= i / s) by (apply Nat.div_le_lower_bound; lia).
      destruct (i / s) as [|[|]]; [lia | |]; destruct (j / s) as [|[|[|]]]; reflexivity. }
  set (talk := fun a b => conversation (map (layer_exchange m s) ls) (XA a) (YB b)).
  assert (Answer : forall a b, In a (cube (s * s)) -> In b (cube (s * s)) ->
    existsb says (snd (talk a b)) = meet a b).
  { intros a b Ia Ib. apply in_cube in Ia, Ib.
    destruct (disjointness_embeds_in_triangles s a b Ia Ib) as [_ M]. apply eq_true_iff_eq. rewrite <- M.
    specialize (Enough (triangle_graph s a b)). destruct (Own a b) as [OA OB]. rewrite OA, OB in Enough.
    destruct (conversation_runs E m s ls (XA a) (YB b)) as (Y' & Run & Len);
      [unfold XA, rows; rewrite map_length, seq_length; reflexivity | exact Enough|].
    fold (talk a b) in Run, Len.
    assert (Whole : rows embed N (triangle_graph s a b) 0 N = XA a ++ YB b).
    { rewrite <- OA, <- OB. unfold rows. rewrite <- map_app. f_equal.
      replace N with (s + 2 * s) by (unfold N; lia). rewrite seq_app. reflexivity. }
    assert (At : forall i, i < s -> nth i (map says (snd (talk a b))) false = true <->
      triangle_through N (triangle_graph s a b) i).
    { intros i Li. rewrite <- (Right (triangle_graph s a b) i) by (unfold N; lia). rewrite Whole, Run, map_app.
      rewrite app_nth1 by (rewrite map_length, Len; exact Li). tauto. }
    rewrite existsb_exists. split.
    - intros (x & I & Sx). apply (In_nth _ _ x) in I. destruct I as (i & Li & Ei). rewrite Len in Li. exists i.
      split; [exact Li|]. apply At; [exact Li|]. rewrite (nth_indep _ _ (says x)) by (rewrite map_length, Len;
        exact Li).
      rewrite map_nth, Ei. exact Sx.
    - intros (i & Li & T). apply At in T; [|exact Li].
      destruct (nth_in_or_default i (map says (snd (talk a b))) false) as [I|D]; [|congruence].
      apply in_map_iff in I. destruct I as (x & Ex & I). exists x. split; [exact I | congruence]. }
  assert (Bits : s * s <= length ls * (3 * s * H * ((2 * m + 1) * p))).
  { apply power_at_most.
    replace (2 ^ (length ls * (3 * s * H * ((2 * m + 1) * p))))
      with (length (lists_of (length ls) (messages_of m s H p)))
      by (rewrite length_lists_of, length_messages, <- Nat.pow_mul_r; f_equal; ring).
    apply (messages_counted (s * s) _ (fun a => fst (talk a (complement a)))).
    - intros a c Ia Ic Eq. pose proof (in_cube_complement _ _ Ia) as Ka. pose proof (in_cube_complement _ _ Ic) as Kc.
      pose proof (conversation_mixed _ _ _ _ _ _ _ _ _ _ Eq) as Mac.
      pose proof (conversation_mixed _ _ _ _ _ _ _ _ _ _ (eq_sym Eq)) as Mca.
      fold (talk a (complement c)) (talk a (complement a)) in Mac.
      fold (talk c (complement a)) (talk c (complement c)) in Mca.
      pose proof (Answer a _ Ia Kc) as Aac. pose proof (Answer c _ Ic Ka) as Aca.
      pose proof (Answer a _ Ia Ka) as Aaa. pose proof (Answer c _ Ic Kc) as Acc.
      unfold meet in *. rewrite disjoint_complement in Aaa, Acc.
      rewrite Mac, Aaa in Aac. rewrite Mca, Acc in Aca.
      destruct (list_eq_dec bool_dec a c) as [Y|X]; [exact Y|]. apply in_cube in Ia, Ic.
      destruct (complements_meet a c ltac:(congruence) X) as [D|D]; rewrite D in *; discriminate.
    - intros a Ia. apply conversation_counted; [| |exact Sizes]; unfold XA, YB, rows; rewrite map_length, seq_length;
        reflexivity. }
  unfold N. nia.
Qed.
