"""Policy of the rented GPU: how long it stays on without work, and how often it may be woken.

Pure functions. The keeper calls them, and so does the simulator of costs, `bench/gpu_cost.py`.

Keeping an idle machine costs its price; pausing it costs the next user a wait. Pausing after the
time in which both cost the same is never worse than twice the cost of knowing the future (the
ski-rental problem: Karlin et al. 1990).
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

SAMPLES = 20  # wakes that count
FIRST_WAKE_SECONDS = 120.0  # assumed before a wake was measured
BILLING_SECONDS = 60.0  # the cloud bills by the minute; half of one is lost at each pause
LEAST_IDLE_SECONDS = 120.0
MOST_IDLE_SECONDS = 1800.0
# After which the machine pauses itself, should no keeper do it. It is twice the longest time for
# which a keeper leaves an idle machine on.
SELF_PAUSE_MINUTES = 2 * MOST_IDLE_SECONDS / 60
LEAST_UP_SECONDS = 300.0  # after a resume, whatever the idle time
RESUMES_PER_HOUR = 6
_SECONDS_PER_HOUR = 3600.0


def wake_seconds(ready_samples: Sequence[float]) -> float:
    """Return how long a wake usually takes, from the resume until ready: median of the last ones.

    The break-even of `idle_timeout` needs what a pause costs on average. With a high percentile
    the machine would stay on for so long that the worst weeks cost more than twice the bound.
    """
    last = ready_samples[-SAMPLES:]
    return median(last) if last else FIRST_WAKE_SECONDS


def idle_timeout(*, wake: float, usd_per_hour: float | None, usd_per_waiting_hour: float) -> float:
    """Return after how many seconds without work the machine is paused.

    *wake* in seconds; *usd_per_waiting_hour* is what an hour of a waiting user counts as. Without a
    price the machine counts as expensive, so that an unknown price never keeps it on for long.
    """
    seconds = wake + BILLING_SECONDS / 2
    if usd_per_hour:
        seconds += usd_per_waiting_hour / usd_per_hour * wake
    return min(max(seconds, LEAST_IDLE_SECONDS), MOST_IDLE_SECONDS)


def may_pause(*, idle: float, up: float, timeout: float) -> bool:
    """Return whether a machine may be paused that is *idle* and *up* for so many seconds."""
    return idle >= timeout and up >= LEAST_UP_SECONDS


def may_resume(resumes_in_last_hour: int) -> bool:
    """Return whether the machine may be woken once more; else it stays on instead."""
    return resumes_in_last_hour < RESUMES_PER_HOUR
