(** * Gating of all synapses but not of the bias (Q-T6b) *)

From Coq Require Import Reals List Lia Lra Arith Bool.
From AttentionQuarks Require Import Thr Decide Number Steered.
Import ListNotations.
Open Scope nat_scope.

(** sgn(w_0 + g(x) (w.x)) with g in T(n;1), as a truth value; gate and input say how g and x are read as numbers. *)
Definition gated_but_for_bias (gate input : bool -> R) (n : nat) (f : point -> bool) : Prop :=
  exists g w0 w, ptf 1 n g /\ length w = n /\
    forall x, In x (cube n) -> f x = H (w0 + gate (g x) * scalar w (map input x)).

Lemma scalar_scaled_inputs : forall w a l, scalar w (map (fun c => (a * c)%R) l) = (a * scalar w l)%R.
Proof. induction w as [|h w IH]; intros a [|c l]; simpl; try ring. rewrite IH. ring. Qed.

Lemma gated_but_for_bias_number : forall gate input n, 2 <= n ->
  exists k, number n (gated_but_for_bias gate input n) k /\ k <= T n 1 * 2 ^ (n * n).
Proof.
  intros gate input n Ln.
  set (signals := fun (s : list bool) x => map (fun c => (gate (hd false s) * c)%R) (map input x)).
  destruct (steered_number n n [1] signals Ln ltac:(lia)) as (k & N & U).
  { intros s x Hx. apply in_cube in Hx. unfold signals. rewrite !map_length. exact Hx. }
  exists k. split; [|simpl in U; rewrite Nat.mul_1_r in U; exact U]. revert N. apply number_iff. intros f. split.
  - intros (gs & w0 & w & G & L & E). inversion G as [|? g ? hs Pg G']; subst. inversion G'; subst.
    exists g, w0, w. split; [exact Pg|]. split; [reflexivity|]. intros x Hx. rewrite E by exact Hx.
    unfold signals. rewrite scalar_scaled_inputs. reflexivity.
  - intros (g & w0 & w & Pg & L & E). exists [g], w0, w. split; [repeat constructor; exact Pg|].
    split; [exact L|]. intros x Hx. rewrite E by exact Hx. unfold signals. rewrite scalar_scaled_inputs. reflexivity.
Qed.

(** A product of a unit and a gate on n + 1 inputs, shown where the input x_0 of n + 2 is 1: its weight takes the part
    of the bias that is gated. *)
Lemma two_views : forall (gate input : bool -> R) n k, gate true = 1%R -> (gate false <= 0)%R ->
  input true = 1%R -> input true <> input false ->
  number (2 + n) (gated_but_for_bias gate input (2 + n)) k -> T n 1 ^ 2 <= k.
Proof.
  intros gate input n k G1 G0 I1 NI Nk.
  replace (T n 1 ^ 2) with (product (map (T n) [1; 1])) by (simpl; lia).
  apply (lower_bound bool n 2 [1; 1] (gated_but_for_bias gate input (2 + n))
           [([true; true], fun v => v); ([true; false], fun v => v)] k Nk); [repeat constructor|].
  intros fs A. inversion A as [|? f0 ? gs Pf A']; subst. inversion A' as [|? g0 ? hs Pg A'']; subst.
  inversion A''; subst.
  destruct (half_and_constant 1 n f0 true true (le_n 1) Pf) as (F & PF & EF).
  destruct (half_and_constant 1 n g0 false true (le_n 1) Pg) as (G & PG & EG).
  destruct PF as (p & Hp & Zp). destruct (encoded input NI (S n) p Hp) as (w0 & w & Lw & Ep).
  destruct (bounded_away _ (cube (S n)) p) as (e & He & Be). apply ptf_dummy_input in PG.
  exists (fun y => H (- e + gate (G (tl y)) * scalar (w0 :: w) (map input y))). split.
  - exists (fun y => G (tl y)), (- e)%R, (w0 :: w). split; [exact PG|]. split; [simpl; congruence | reflexivity].
  - assert (V : forall y, In y (cube (S n)) ->
      (G y = true -> H (- e + gate (G y) * (w0 * input true + scalar w (map input y))) = F y) /\
      (F y = true -> H (- e + gate (G y) * (w0 * input true + scalar w (map input y))) = G y)).
    { intros y Hy. rewrite I1, Rmult_1_r, <- Ep by exact Hy. destruct (Zp y Hy) as [_ ->]. specialize (Be y Hy). split.
      - intros ->. rewrite G1. destruct (H (p y)) eqn:E; [apply H_true in E | apply H_false in E].
        + apply H_pos. specialize (Be E). lra.
        + apply H_nonpos. lra.
      - intros E. apply H_true in E. specialize (Be E). destruct (G y).
        + rewrite G1. apply H_pos. lra.
        + apply H_nonpos. nra. }
    repeat constructor; intros x Hx; destruct (EF x Hx) as [F1 F2], (EG x Hx) as [E1 E2]; simpl in F2, E2; simpl.
    + destruct (V (true :: x)) as [V1 _]; [apply cube_cons; exact Hx|]. rewrite <- F1. apply V1. exact E2.
    + destruct (V (false :: x)) as [_ V2]; [apply cube_cons; exact Hx|]. rewrite <- E1. apply V2. exact F2.
Qed.

(** Q-T6b: T(n-2,1)^2 <= count <= T(n,1) 2^(n^2) for n >= 2, in every encoding. *)
Theorem all_but_bias_gating : forall n gate input, 2 <= n -> In gate [bit; signed] -> In input [bit; signed] ->
  exists k, number n (gated_but_for_bias gate input n) k /\ T (n - 2) 1 ^ 2 <= k <= T n 1 * 2 ^ (n * n).
Proof.
  intros n gate input Ln Hg Hi. destruct (gated_but_for_bias_number gate input n Ln) as (k & N & U). exists k.
  split; [exact N|]. split; [|exact U]. destruct n as [|[|n]]; try lia. replace (S (S n) - 2) with n by lia.
  apply (two_views gate input n k); [| | | | exact N]; destruct Hg as [<-|[<-|[]]], Hi as [<-|[<-|[]]];
    unfold signed, bit; lra.
Qed.
