"""Percentiles of samples."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import quantiles

MILLI = 1000.0


def percentile(samples: Sequence[float], percent: int) -> float:
    """Return the value that *percent* of the samples do not exceed."""
    if len(samples) < 2:
        return samples[0] if samples else float("nan")
    return quantiles(samples, n=100, method="inclusive")[percent - 1]


def milliseconds(samples: Sequence[float], percent: int) -> float:
    """Return a percentile of seconds, in milliseconds."""
    return MILLI * percentile(samples, percent)
