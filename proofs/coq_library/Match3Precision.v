(** * One attention layer of p bits for triple matching: m p H >= c N / log log N

    The precision model is a hypothesis: Alice's partial sums, m + 1 numbers a head, can be sent with C (p + log log N)
    bits a number, exactly enough for the output at the public token. What is proved without it is in [HeadMessages].

    - [sums_can_be_sent]: the hypothesis (S-D4, second consequence): codes of so many bits, one a number, that tell the
      output at the public token, together with Bob's input
    - [log_log]: log2 log2 N, with both logarithms rounded up
    - [one_layer_match3_lower_bound] is S-T7, with c = 1/(16 C) *)

From Coq Require Import List Bool Arith ZArith Lia.
From AttentionQuarks Require Import Thr Disjointness OneWay TripleMatching HeadMessages SparseAveraging.
Import ListNotations.
Open Scope nat_scope.

Definition sums_can_be_sent {F : Type} (zero : F) (add mul : F -> F -> F) (heads : list (head F)) (m n bits : nat)
    (decision : list bool -> list bool -> bool) : Prop :=
  exists (encode : list (F * list F) -> list nat) (decode : list nat -> list bool -> bool),
    (forall a, In a (cube n) -> length (encode (alice_message zero add mul heads m a)) = (m + 1) * length heads /\
      Forall (fun v => v < 2 ^ bits) (encode (alice_message zero add mul heads m a))) /\
    forall a b, In a (cube n) -> In b (cube n) ->
      decision a b = decode (encode (alice_message zero add mul heads m a)) b.

Definition log_log (N : nat) : nat := Nat.log2_up (Nat.log2_up N).

(** The query of token 1 depends on x_1, and the output map may see x_1: both are those for the first token of X. *)
Theorem one_layer_match3_lower_bound : forall C F G (zero : F) add mul quotient (zero' : G) add'
    (heads : Z -> list (head F)) m (output : Z -> list G -> bool) N n r modulus mode p,
  N = 2 * n + 1 + r -> r <= 1 -> 1 <= n -> 1 <= m -> 1 <= p -> (Z.of_nat N + 1 <= modulus)%Z ->
  let f := fun X => output (hd 1%Z X) (layer_output zero add mul quotient zero' add' (heads (hd 1%Z X)) m X) in
  sums_can_be_sent zero add mul (heads 1%Z) m n (C * (p + log_log N)) (fun a b => f (embedded modulus r a b)) ->
  (forall X, length X = N -> (forall x, In x X -> 0 <= x < modulus)%Z ->
    f X = true <-> matching_triple mode modulus X 0) ->
  N <= 16 * C * log_log N * (m * p * length (heads 1%Z)).
Proof.
  intros C F G zero add mul quotient zero' add' heads m output N n r M mode p EN Lr Pn Pm Pp Big f
    (encode & decode & Small & Same) Right.
  assert (Budget : n <= (m + 1) * length (heads 1%Z) * (C * (p + log_log N))).
  { apply (message_budget n _ _ (fun a => encode (alice_message zero add mul (heads 1%Z) m a)) decode Small).
    intros a b Ia Ib. rewrite <- (Same a b Ia Ib). apply in_cube in Ia, Ib.
    destruct (disjointness_embeds_in_match3 n r a b M mode Pn Ia Ib ltac:(lia)) as (Len & Range & D).
    apply eq_true_iff_eq. rewrite Right; [exact D | lia | exact Range]. }
  assert (PL : 1 <= log_log N).
  { unfold log_log. change 1 with (Nat.log2_up (Nat.log2_up 3)). apply Nat.log2_up_le_mono, Nat.log2_up_le_mono. lia. }
  set (L := log_log N) in *. set (h := length (heads 1%Z)) in *. clearbody L h.
  assert (p + L <= 2 * (p * L)) by nia. assert ((m + 1) * h <= 2 * (m * h)) by nia.
  assert (n <= 2 * (m * h) * (C * (2 * (p * L)))).
  { eapply Nat.le_trans; [exact Budget|]. apply Nat.mul_le_mono; [assumption|]. apply Nat.mul_le_mono_l. assumption. }
  nia.
Qed.
