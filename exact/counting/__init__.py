"""Exact counts of threshold functions and of arrangements with symmetry.

The modules, from the bottom up: `weyl_group` (faces of a chamber), `chamber_arrangement`, `splitting_tree` and
`restriction_tree` (plain Python), `compiled_splitting_tree` and `compiled_restriction_tree` (threads), `shards` with
`shard_store`, `shard_work` and `shard_cluster` (restartable), `effort` (what is refused), `canonical_matrix` and
`flats` (the independent road), `finite_field` (Whitney numbers), `threshold_numbers` (all columns), `threshold`,
`polynomial_threshold`, `degree_representatives`, `codegree_two` and `resonance` (the counts themselves); `gated_class`
(names and options), `gated_enumeration_cells`, `gated_enumeration_pairs`, `gated_enumeration_marks`,
`gated_enumeration_rows`, `gated_enumeration_layers` and `gated_enumeration` (gated classes), `gated_disjoint`
(formulas), `gated_inclusions`, and `gated_methods` (the choice).

Nothing heavy is loaded until a compiled count is asked for.
"""
