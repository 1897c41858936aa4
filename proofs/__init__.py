r"""Proofs of the theory pages, checked step by step.

The trusted files are ``kernel``, ``facts``, ``definitions``, ``polynomials``, ``syntax``, ``data``, ``reader``,
``errors`` and ``verify``; everything else prepares or prints what they check. Import the modules by name.
"""
