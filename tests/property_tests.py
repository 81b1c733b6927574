"""Settings of property tests: the same examples in every run, or random ones where asked for.

A rare counterexample would refuse a change that has nothing to do with it. `make explore` looks for
such counterexamples: with EXAMPLES in the environment, examples are random and so many.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("EXAMPLES") or 0)
EXPLORES = EXAMPLES > 0
_USUAL = 100  # examples of a test, by Hypothesis's default


def load_profile() -> None:
    """Load the profile from which the settings of every test inherit; to be called before them."""
    # A slow machine is not a failure.
    patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("same", patient, derandomize=True)
    settings.register_profile("random", patient, max_examples=EXAMPLES or _USUAL)
    settings.load_profile("random" if EXPLORES else "same")


def examples(usual: int) -> int:
    """Return the number of examples of a slow test that usually has so many: fewer than others."""
    return max(1, usual * EXAMPLES // _USUAL) if EXPLORES else usual
