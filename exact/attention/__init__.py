"""Attention layers in rational arithmetic: what they compute, what they can do, and why small ones fail.

The modules, from the bottom up:

* attention itself: `normalization`, `unit`, `fixed_point`;
* proofs for all sizes: `symbolic_laws`, `polynomial_identity`;
* `tasks`, and the constructions: `sparse_averaging`, `dual_certificate`, `matching`, `pair_matching`,
  `trigonometric_matching`, `cosine_tensor`, `trigonometric_triples`, `triple_matching`, `structured_matching`, with
  `solution` as the door to them;
* the limits: `radon_obstruction`, `feedforward_obstruction`, `averaging_collision`, `communication`, `reductions`,
  `message_budget`;
* concrete layers: `unit_description` and `failure` (plain data, and the check of a failure), `unit_file` and
  `refutation` (the search for one);
* networks of several layers and of third order: `network_description` and `network`, `network_writer`, `network_file`,
  and `analysis` (scores, outputs, messages, the tasks that are solved).

Nothing heavy is loaded until it is used.
"""
