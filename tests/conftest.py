"""Profiles of Hypothesis, chosen by the environment variable HYPOTHESIS_PROFILE; `desk` unless said otherwise.

Every profile but `night` is derandomized: the same tree gives the same examples, so a failure is seen again by whoever
runs the test again. `night` looks further and prints how to see its failure again.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("desk", max_examples=50, derandomize=True, deadline=None)
settings.register_profile("ci", max_examples=500, derandomize=True, deadline=None)
settings.register_profile(
    "night",
    max_examples=20_000,
    derandomize=False,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "desk"))
