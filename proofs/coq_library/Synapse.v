(** * Gating of one synapse (Q-T6)

    [synapse_gated gate input n]: Y_1(n), where the gate and the inputs are read as 0, 1 by [bit] and as -1, +1 by
    [signed], so that the four encodings of Q-D6 are the four choices. *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Number Steered.
Import ListNotations.
Open Scope nat_scope.

(** sgn(w_0 + w_1 g(x) x_1 + sum_{i>=2} w_i x_i) with g in T(n;1), as a truth value. *)
Definition synapse_gated (gate input : bool -> R) (n : nat) (f : point -> bool) : Prop :=
  exists g w0 w1 w, ptf 1 n g /\ length w = n - 1 /\ forall x, In x (cube n) ->
    f x = H (w0 + (w1 * (gate (g x) * input (hd false x)) + scalar w (map input (tl x)))).

Lemma synapse_gated_number : forall gate input n, 2 <= n ->
  exists Y, number n (synapse_gated gate input n) Y /\ Y <= T n 1 * 2 ^ (n * n).
Proof.
  intros gate input n Ln.
  set (signals := fun (s : list bool) x => (gate (hd false s) * input (hd false x))%R :: map input (tl x)).
  destruct (steered_number n n [1] signals Ln ltac:(lia)) as (k & N & U).
  { intros s x Hx. apply in_cube in Hx. destruct x as [|b x]; simpl in *; [lia|]. rewrite map_length. exact Hx. }
  exists k. split; [|simpl in U; rewrite Nat.mul_1_r in U; exact U]. revert N. apply number_iff. intros f. split.
  - intros (gs & w0 & w & G & L & E). inversion G as [|? g ? hs Pg G']; subst. inversion G'; subst.
    destruct w as [|w1 w]; [simpl in Ln; lia|]. exists g, w0, w1, w. split; [exact Pg|]. split; [simpl; lia | exact E].
  - intros (g & w0 & w1 & w & Pg & L & E). exists [g], w0, (w1 :: w). split; [repeat constructor; exact Pg|].
    split; [simpl; lia | exact E].
Qed.

Lemma shows_sign : forall p K (g : bool) e, (Rabs p < K)%R -> e = (if g then K else - K)%R -> H (p + e) = g.
Proof.
  intros p K g e B ->. apply Rabs_def2 in B. destruct g; [apply H_pos | apply H_nonpos]; lra.
Qed.

(** Two selector inputs: at the address (b, 0) the argument is that of f0, and at (1, 1) the sign is that of g0. *)
Lemma two_selectors : forall (gate input : bool -> R) n b eps (c0 c1 c2 : R) Y, input true <> input false ->
  (c0 + (c1 * (gate eps * input b) + c2 * input false) = 0)%R ->
  (c0 + (c1 * (gate true * input true) + c2 * input true) = 1)%R ->
  (c0 + (c1 * (gate false * input true) + c2 * input true) = -1)%R ->
  number (2 + n) (synapse_gated gate input (2 + n)) Y -> T n 1 ^ 2 <= Y.
Proof.
  intros gate input n b eps c0 c1 c2 Y NI E0 E1 E2 NY.
  replace (T n 1 ^ 2) with (product (map (T n) [1; 1])) by (simpl; lia).
  apply (lower_bound bool n 2 [1; 1] (synapse_gated gate input (2 + n))
           [([b; false], fun v => v); ([true; true], fun v => v)] Y NY); [repeat constructor|].
  intros fs F. inversion F as [|? f0 ? gs Pf F']; subst. inversion F' as [|? g0 ? hs Pg F'']; subst.
  inversion F''; subst. destruct Pf as (p & Hp & Zp). destruct (bounded _ (cube n) p) as (K & HK & BK).
  destruct (half_and_constant 1 n g0 true eps (le_n 1) Pg) as (G & PG & EG). apply ptf_dummy_input in PG.
  destruct (encoded input NI n p Hp) as (w0 & w & Lw & Ep).
  exists (fun y => H ((w0 + K * c0) + ((K * c1) * (gate (G (tl y)) * input (hd false y)) +
                                     scalar ((K * c2)%R :: w) (map input (tl y))))). split.
  - exists (fun y => G (tl y)), (w0 + K * c0)%R, (K * c1)%R, ((K * c2)%R :: w). split; [exact PG|].
    split; [simpl; lia | reflexivity].
  - repeat constructor; intros x Hx; destruct (EG x Hx) as [G1 G2]; simpl in G2; simpl.
    + rewrite G2. destruct (Zp x Hx) as [_ ->]. f_equal. rewrite Ep by exact Hx.
      replace (w0 + scalar w (map input x))%R with
        (w0 + scalar w (map input x) + K * (c0 + (c1 * (gate eps * input b) + c2 * input false)))%R by (rewrite E0; ring).
      ring.
    + rewrite G1. etransitivity; [|apply (shows_sign (p x) K (g0 x) _ (BK x Hx) eq_refl)]. f_equal. rewrite Ep by exact Hx.
      destruct (g0 x).
      * replace K with (K * (c0 + (c1 * (gate true * input true) + c2 * input true)))%R at 4 by (rewrite E1; ring). ring.
      * replace (- K)%R with (K * (c0 + (c1 * (gate false * input true) + c2 * input true)))%R by (rewrite E2; ring). ring.
Qed.

(** Q-T6: T(n-2,1)^2 <= |Y_1(n)| <= T(n,1) 2^(n^2) for n >= 2, in every encoding. *)
Theorem single_synapse_gating : forall n gate input, 2 <= n -> In gate [bit; signed] -> In input [bit; signed] ->
  exists Y, number n (synapse_gated gate input n) Y /\ T (n - 2) 1 ^ 2 <= Y <= T n 1 * 2 ^ (n * n).
Proof.
  intros n gate input Ln Hg Hi. destruct (synapse_gated_number gate input n Ln) as (Y & N & U). exists Y.
  split; [exact N|]. split; [|exact U]. destruct n as [|[|n]]; try lia. replace (S (S n) - 2) with n by lia.
  destruct Hg as [<-|[<-|[]]], Hi as [<-|[<-|[]]].
  - apply (two_selectors bit bit n false false 0 2 (-1) Y); try exact N; unfold bit; lra.
  - apply (two_selectors bit signed n true false (-1/2) 2 (-1/2) Y); try exact N; unfold signed, bit; lra.
  - apply (two_selectors signed bit n false true 0 1 0 Y); try exact N; unfold signed, bit; lra.
  - apply (two_selectors signed signed n true true (-1/2) 1 (1/2) Y); try exact N; unfold signed, bit; lra.
Qed.

(** Q-T6, encoding (iii): T(n-1,1)^2 <= |Y_1(n)| for a gate in {-1,+1} and inputs in {0,1}. *)
Theorem single_synapse_gating_of_bits_by_signs : forall n, 2 <= n ->
  exists Y, number n (synapse_gated signed bit n) Y /\ T (n - 1) 1 ^ 2 <= Y <= T n 1 * 2 ^ (n * n).
Proof.
  intros n Ln. destruct (synapse_gated_number signed bit n Ln) as (Y & N & U). exists Y.
  split; [exact N|]. split; [|exact U]. destruct n as [|n]; [lia|]. replace (S n - 1) with n by lia.
  replace (T n 1 ^ 2) with (product (map (T n) [1; 1])) by (simpl; lia).
  apply (lower_bound bool n 1 [1; 1] (synapse_gated signed bit (S n)) [([false], fun v => v); ([true], fun v => v)] Y N);
    [repeat constructor|].
  intros fs F. inversion F as [|? f0 ? gs Pf F']; subst. inversion F' as [|? g0 ? hs Pg F'']; subst.
  inversion F''; subst. destruct Pf as (p & Hp & Zp). destruct (bounded _ (cube n) p) as (K & HK & BK).
  assert (NI : bit true <> bit false) by (unfold bit; lra).
  destruct (encoded bit NI n p Hp) as (w0 & w & Lw & Ep).
  exists (fun y => H (w0 + (K * (signed (g0 (tl y)) * bit (hd false y)) + scalar w (map bit (tl y))))). split.
  - exists (fun y => g0 (tl y)), w0, K, w. split; [apply ptf_dummy_input; exact Pg|]. split; [simpl; lia | reflexivity].
  - repeat constructor; intros x Hx; simpl.
    + destruct (Zp x Hx) as [_ ->]. f_equal. rewrite Ep by exact Hx. ring.
    + etransitivity; [|apply (shows_sign (p x) K (g0 x) _ (BK x Hx) eq_refl)]. f_equal. rewrite Ep by exact Hx.
      unfold signed. destruct (g0 x); simpl; ring.
Qed.
