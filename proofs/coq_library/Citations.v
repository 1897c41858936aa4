(** * Published theorems that are cited: what is said about T(n,d), and nothing else

    The name of each is [cite_] and the key of its source. Whatever rests on one of them shows it among its axioms. The
    inequalities are those of the citations of the kernel: "for every eps > 0", with eps = 1/m, and both sides to the
    power of m instead of a logarithm. *)

From Coq Require Import Arith.
From AttentionQuarks Require Import Number Binomial.

(** Baldi and Vershynin: log2 T(n,d) >= (1 - C/ln n)^d n C(n,<=d) for 1 <= d <= n^0.9 and ln n > C, with an absolute
    constant C. So for every fixed d >= 1 and every m >= 1 there is N, so that for n >= N
    log2 T(n,d) >= (1 - 1/m) n C(n,<=d). Here C(n,<=d) is [binomial_sum n (S d)]. *)
Axiom cite_BV19a : forall d m, 1 <= d -> 1 <= m -> exists N, forall n, N <= n ->
  2 ^ ((m - 1) * (n * binomial_sum n (S d))) <= T n d ^ m.
