(** * Deterministic communication: disjointness of subsets of n elements costs n + 1 bits

    Alice holds a, Bob holds b; a protocol tells whose turn it is, and that party sends a bit, a function of the own
    input and of what was sent before.

    - [protocol], [transcript], [cost], [leaves]: the bits that are sent, their greatest number, the number of leaves
    - [both_know], [alice_knows], [bob_knows]: who can tell the answer from the own input and the bits that were sent
    - [disjointness_fooling_set] is S-L5, [disjointness_cost] is S-L6 *)

From Coq Require Import List Bool Arith Lia.
From AttentionQuarks Require Import Thr Disjointness.
Import ListNotations.
Open Scope nat_scope.

Inductive protocol : Type :=
| Stop : protocol
| Alice : (list bool -> bool) -> protocol -> protocol -> protocol
| Bob : (list bool -> bool) -> protocol -> protocol -> protocol.

Fixpoint transcript (p : protocol) (a b : list bool) : list bool :=
  match p with
  | Stop => []
  | Alice f p0 p1 => f a :: transcript (if f a then p1 else p0) a b
  | Bob f p0 p1 => f b :: transcript (if f b then p1 else p0) a b
  end.

(** The number of bits in the worst case: the depth of the tree. *)
Fixpoint cost (p : protocol) : nat :=
  match p with
  | Stop => 0
  | Alice _ p0 p1 | Bob _ p0 p1 => S (max (cost p0) (cost p1))
  end.

Fixpoint leaves (p : protocol) : nat :=
  match p with
  | Stop => 1
  | Alice _ p0 p1 | Bob _ p0 p1 => leaves p0 + leaves p1
  end.

Definition alice_knows (n : nat) (f : list bool -> list bool -> bool) (p : protocol) : Prop :=
  exists g, forall a b, In a (cube n) -> In b (cube n) -> g (transcript p a b) a = f a b.

Definition bob_knows (n : nat) (f : list bool -> list bool -> bool) (p : protocol) : Prop :=
  exists h, forall a b, In a (cube n) -> In b (cube n) -> h (transcript p a b) b = f a b.

Definition both_know (n : nat) (f : list bool -> list bool -> bool) (p : protocol) : Prop :=
  alice_knows n f p /\ bob_knows n f p.

(** The least number of bits is k. *)
Definition least_cost (good : protocol -> Prop) (k : nat) : Prop :=
  (exists p, good p /\ cost p = k) /\ forall p, good p -> k <= cost p.

(** ** Rectangles and leaves *)

Lemma transcript_mixed : forall p a b c d, transcript p a b = transcript p c d -> transcript p a d = transcript p a b.
Proof.
  induction p as [|f p0 IH0 p1 IH1|f p0 IH0 p1 IH1]; intros a b c d E; simpl in *; [reflexivity| |];
    injection E as F E; rewrite <- F in *; f_equal.
  - destruct (f a); [apply (IH1 a b c d) | apply (IH0 a b c d)]; exact E.
  - destruct (f b); [apply (IH1 a b c d) | apply (IH0 a b c d)]; exact E.
Qed.

Lemma leaves_at_most : forall p, leaves p <= 2 ^ cost p.
Proof.
  induction p as [|f p0 IH0 p1 IH1|f p0 IH0 p1 IH1]; simpl; [lia| |];
    (assert (2 ^ cost p0 <= 2 ^ max (cost p0) (cost p1)) by (apply Nat.pow_le_mono_r; lia);
     assert (2 ^ cost p1 <= 2 ^ max (cost p0) (cost p1)) by (apply Nat.pow_le_mono_r; lia); lia).
Qed.

Fixpoint transcripts (p : protocol) : list (list bool) :=
  match p with
  | Stop => [[]]
  | Alice _ p0 p1 | Bob _ p0 p1 => map (cons false) (transcripts p0) ++ map (cons true) (transcripts p1)
  end.

Lemma length_transcripts : forall p, length (transcripts p) = leaves p.
Proof. induction p; simpl; rewrite ?app_length, ?map_length; lia. Qed.

Lemma in_transcripts : forall p a b, In (transcript p a b) (transcripts p).
Proof.
  induction p as [|f p0 IH0 p1 IH1|f p0 IH0 p1 IH1]; intros a b; simpl; [auto| |]; apply in_app_iff;
    [destruct (f a) | destruct (f b)]; [right | left | right | left]; apply in_map; auto.
Qed.

(** Pairs of inputs that pairwise have different transcripts are at most as many as the leaves. *)
Lemma pairs_at_most_leaves : forall p (L : list (list bool * list bool)),
  NoDup (map (fun ab => transcript p (fst ab) (snd ab)) L) -> length L <= leaves p.
Proof.
  intros p L D. rewrite <- length_transcripts, <- (map_length (fun ab => transcript p (fst ab) (snd ab)) L).
  apply NoDup_incl_length; [exact D|].
  intros t I. apply in_map_iff in I. destruct I as (ab & <- & _). apply in_transcripts.
Qed.

(** ** Fooling sets *)

Definition complement (a : list bool) : list bool := map negb a.

Lemma in_cube_complement : forall n a, In a (cube n) -> In (complement a) (cube n).
Proof. intros n a I. apply in_cube in I. apply in_cube. unfold complement. rewrite map_length. exact I. Qed.

Lemma disjoint_complement : forall a, disjoint a (complement a) = true.
Proof. induction a as [|[] a IH]; simpl; auto. Qed.

Lemma complements_meet : forall a b, length a = length b -> a <> b ->
  disjoint a (complement b) = false \/ disjoint b (complement a) = false.
Proof.
  induction a as [|x a IH]; intros [|y b] L N; try discriminate L; [contradiction|].
  injection L as L. destruct x, y; simpl; auto; apply IH; auto; congruence.
Qed.

Definition fooling_set (f : list bool -> list bool -> bool) (v : bool) (L : list (list bool * list bool)) : Prop :=
  NoDup L /\ (forall ab, In ab L -> f (fst ab) (snd ab) = v) /\
  forall ab cd, In ab L -> In cd L -> ab <> cd -> f (fst ab) (snd cd) <> v \/ f (fst cd) (snd ab) <> v.

Theorem disjointness_fooling_set : forall n,
  length (map (fun a => (a, complement a)) (cube n)) = 2 ^ n /\
  fooling_set disjoint true (map (fun a => (a, complement a)) (cube n)).
Proof.
  intros n. split; [rewrite map_length; apply length_cube|]. split; [|split].
  - apply nodup_map; [|apply nodup_cube]. intros x y _ _ E. congruence.
  - intros ab I. apply in_map_iff in I. destruct I as (a & <- & _). apply disjoint_complement.
  - intros ab cd Ha Hc N. apply in_map_iff in Ha, Hc. destruct Ha as (a & <- & Ha), Hc as (c & <- & Hc). simpl.
    apply in_cube in Ha, Hc. destruct (complements_meet a c) as [E|E]; [congruence | congruence | |]; rewrite E; auto.
Qed.

(** If both know the answer, it is the same on the whole rectangle of a leaf. *)
Lemma same_answer : forall n f p, both_know n f p -> forall a b c d,
  In a (cube n) -> In b (cube n) -> In c (cube n) -> In d (cube n) -> transcript p a b = transcript p c d ->
  f a d = f a b /\ f c d = f a b.
Proof.
  intros n f p ((g & G) & (h & Hh)) a b c d Ia Ib Ic Id E. pose proof (transcript_mixed p a b c d E) as M.
  assert (F : f a d = f a b) by (rewrite <- (G a d), <- (G a b), M by assumption; reflexivity).
  split; [exact F|]. rewrite <- F, <- (Hh c d), <- (Hh a d), M, E by assumption. reflexivity.
Qed.

Lemma different_transcripts : forall n f p v L, both_know n f p -> fooling_set f v L ->
  (forall ab, In ab L -> In (fst ab) (cube n) /\ In (snd ab) (cube n)) ->
  NoDup (map (fun ab => transcript p (fst ab) (snd ab)) L).
Proof.
  intros n f p v L K (D & V & N) C. apply nodup_map; [|exact D].
  intros [a b] [c d] Iab Icd E. simpl in E.
  destruct (list_eq_dec bool_dec a c) as [->|Nac]; [destruct (list_eq_dec bool_dec b d) as [->|Nbd]; [reflexivity|]|].
  all: exfalso; destruct (C _ Iab) as [Ia Ib], (C _ Icd) as [Ic Id]; simpl in *.
  all: pose proof (same_answer n f p K _ _ _ _ Ia Ib Ic Id E) as [F _].
  all: pose proof (same_answer n f p K _ _ _ _ Ic Id Ia Ib (eq_sym E)) as [G _].
  all: pose proof (V _ Iab) as Va; pose proof (V _ Icd) as Vc; simpl in *.
  all: destruct (N _ _ Iab Icd) as [X|X]; simpl in *; congruence.
Qed.

(** ** Lower bounds *)

(** The pairs of complements with the pair of the full sets. *)
Theorem disjointness_leaves : forall n p, 1 <= n -> both_know n meet p -> 2 ^ n + 1 <= leaves p.
Proof.
  intros n p Pos K. destruct (disjointness_fooling_set n) as (Len & D & V & N).
  set (L := map (fun a => (a, complement a)) (cube n)) in *. set (ones := repeat true n).
  assert (Iones : In ones (cube n)) by (apply in_cube, repeat_length).
  assert (Cube : forall ab, In ab L -> In (fst ab) (cube n) /\ In (snd ab) (cube n)).
  { intros ab I. apply in_map_iff in I. destruct I as (a & <- & I). split; [exact I | apply in_cube_complement, I]. }
  rewrite <- Len, Nat.add_1_r. change (S (length L)) with (length ((ones, ones) :: L)). apply pairs_at_most_leaves.
  simpl. constructor.
  - intros I. apply in_map_iff in I. destruct I as ([a b] & E & I). destruct (Cube _ I) as [Ia Ib]. simpl in *.
    destruct (same_answer n meet p K a b ones ones Ia Ib Iones Iones E) as [F G].
    pose proof (V _ I) as Vab. simpl in Vab. unfold meet in F, G. rewrite Vab in F, G. simpl in F, G.
    apply negb_false_iff in F, G. apply in_map_iff in I. destruct I as (c & Ec & _). injection Ec as -> <-.
    apply in_cube in Ia. destruct n as [|n]; [lia|]. destruct a as [|[] a]; simpl in *; discriminate.
  - apply (different_transcripts n meet p false L K); [|exact Cube]. split; [exact D|]. split.
    + intros ab I. unfold meet. rewrite (V _ I). reflexivity.
    + intros ab cd I J X. unfold meet.
      destruct (N ab cd I J X) as [Y|Y]; apply not_true_is_false in Y; [left | right]; rewrite Y; discriminate.
Qed.

Lemma both_know_costs : forall n p, 1 <= n -> both_know n meet p -> n + 1 <= cost p.
Proof.
  intros n p Pos K. pose proof (disjointness_leaves n p Pos K). pose proof (leaves_at_most p).
  assert (~ cost p <= n); [|lia]. intros L. apply (Nat.pow_le_mono_r 2) in L; lia.
Qed.

(** Bob tells the answer. *)
Fixpoint told (p : protocol) (h : list bool -> list bool -> bool) : protocol :=
  match p with
  | Stop => Bob (h []) Stop Stop
  | Alice f p0 p1 => Alice f (told p0 (fun t => h (false :: t))) (told p1 (fun t => h (true :: t)))
  | Bob f p0 p1 => Bob f (told p0 (fun t => h (false :: t))) (told p1 (fun t => h (true :: t)))
  end.

Lemma told_transcript : forall p h a b, transcript (told p h) a b = transcript p a b ++ [h (transcript p a b) b].
Proof.
  induction p as [|f p0 IH0 p1 IH1|f p0 IH0 p1 IH1]; intros h a b; simpl.
  - destruct (h [] b); reflexivity.
  - destruct (f a); [rewrite IH1 | rewrite IH0]; reflexivity.
  - destruct (f b); [rewrite IH1 | rewrite IH0]; reflexivity.
Qed.

Lemma told_cost : forall p h, cost (told p h) = S (cost p).
Proof. induction p as [|f p0 IH0 p1 IH1|f p0 IH0 p1 IH1]; intros h; simpl; rewrite ?IH0, ?IH1; reflexivity. Qed.

Lemma bob_knows_costs : forall n p, bob_knows n meet p -> n <= cost p.
Proof.
  intros [|n] p (h & K); [lia|]. assert (B : both_know (S n) meet (told p h)).
  { split; exists (fun t _ => last t false); intros a b Ia Ib; rewrite told_transcript, last_last; auto. }
  apply both_know_costs in B; [|lia]. rewrite told_cost in B. lia.
Qed.

(** Alice and Bob exchange their parts. *)
Fixpoint exchanged (p : protocol) : protocol :=
  match p with
  | Stop => Stop
  | Alice f p0 p1 => Bob f (exchanged p0) (exchanged p1)
  | Bob f p0 p1 => Alice f (exchanged p0) (exchanged p1)
  end.

Lemma exchanged_transcript : forall p a b, transcript (exchanged p) a b = transcript p b a.
Proof.
  induction p as [|f p0 IH0 p1 IH1|f p0 IH0 p1 IH1]; intros a b; simpl; [reflexivity| |].
  - destruct (f b); congruence.
  - destruct (f a); congruence.
Qed.

Lemma exchanged_cost : forall p, cost (exchanged p) = cost p.
Proof. induction p as [|f p0 IH0 p1 IH1|f p0 IH0 p1 IH1]; simpl; congruence. Qed.

Lemma exchanged_knows : forall n p,
  (alice_knows n meet p -> bob_knows n meet (exchanged p)) /\ (bob_knows n meet p -> alice_knows n meet (exchanged p)).
Proof.
  intros n p. split; intros (g & G); exists g; intros a b Ia Ib; rewrite exchanged_transcript, G by assumption;
    unfold meet; rewrite disjoint_symmetric; reflexivity.
Qed.

(** ** Upper bounds *)

(** Alice sends her bits from the i-th one on, then they go on. *)
Fixpoint sent (m i : nat) (next : list bool -> protocol) : protocol :=
  match m with
  | 0 => next []
  | S l => Alice (fun a => nth i a false)
      (sent l (S i) (fun t => next (false :: t))) (sent l (S i) (fun t => next (true :: t)))
  end.

Lemma sent_transcript : forall m i next a b, i + m = length a ->
  transcript (sent m i next) a b = skipn i a ++ transcript (next (skipn i a)) a b.
Proof.
  induction m as [|m IH]; intros i next a b E; simpl.
  - rewrite skipn_all2 by lia. reflexivity.
  - assert (X : skipn i a = nth i a false :: skipn (S i) a).
    { clear IH. revert i E.
      induction a as [|x a IH]; intros [|i] E; simpl in *; try lia; [reflexivity|]. apply IH. lia. }
    rewrite X. destruct (nth i a false); rewrite IH by lia; reflexivity.
Qed.

Lemma sent_cost : forall m i next c, (forall t, cost (next t) = c) -> cost (sent m i next) = m + c.
Proof.
  induction m as [|m IH]; intros i next c C; simpl; [apply C|].
  rewrite !(IH _ _ c) by (intros; apply C). rewrite Nat.max_id. reflexivity.
Qed.

Lemma bob_knows_bound : forall n, exists p, bob_knows n meet p /\ cost p = n.
Proof.
  intros n. exists (sent n 0 (fun _ => Stop)). split.
  - exists meet. intros a b Ia Ib. apply in_cube in Ia. rewrite sent_transcript by (simpl; congruence).
    simpl. rewrite app_nil_r. reflexivity.
  - rewrite (sent_cost _ _ _ 0) by reflexivity. lia.
Qed.

Theorem disjointness_cost : forall n,
  (1 <= n -> least_cost (both_know n meet) (n + 1)) /\
  least_cost (alice_knows n meet) n /\ least_cost (bob_knows n meet) n.
Proof.
  intros n. destruct (bob_knows_bound n) as (p & (h & K) & C). split; [|split].
  - intros Pos. split; [|intros; apply both_know_costs; assumption]. exists (told p h).
    split; [|rewrite told_cost; lia].
    split; exists (fun t _ => last t false); intros a b Ia Ib; rewrite told_transcript, last_last; auto.
  - split; [exists (exchanged p) | intros q Q].
    + split; [apply exchanged_knows; exists h; exact K | rewrite exchanged_cost; exact C].
    + rewrite <- exchanged_cost. apply bob_knows_costs, exchanged_knows, Q.
  - split; [exists p; split; [exists h; exact K | exact C] | apply bob_knows_costs].
Qed.
