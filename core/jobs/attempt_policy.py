"""Attempt policy: which failures may be followed by a new attempt, and with which parameters."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.models.identity import Params
from core.models.jobs import AttemptHistory
from core.models.requests import Notice

ATTEMPTS_PER_JOB = 3  # whatever the reasons, each of which allows one more attempt only
RUNS_PER_JOB = 3  # submissions that may start a drawing, over all attempts and claims
SILENT_SPELLS = 3  # in which the status was unreadable, after which the attempt has failed
SILENT_SECONDS = 300.0  # the same, as the length of all spells together
_SEEDS = 2**32

# Options that are lowered for a GPU that is out of memory → the notice about it.
_LOWERED = {"panelSize": "notice_lowered_size", "quality": "notice_lowered_quality"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAttempt:
    """A new attempt, the history up to it, and what the user is told about it."""

    params: Params
    history: AttemptHistory
    notices: tuple[Notice, ...] = ()


def next_attempt(
    reason: str,
    *,
    attempt: int,
    params: Params,
    history: AttemptHistory,
    changes: Mapping[str, Any] | None = None,
) -> NextAttempt | None:
    """Return the attempt to make after one that failed for *reason*; None: the job has failed."""
    if (
        attempt >= ATTEMPTS_PER_JOB
        or history.runs >= RUNS_PER_JOB
        or reason in history.failures
        or (reason == "gpu_oom" and not changes)
    ):
        return None
    if reason == "output_rejected":
        changes = {"seed": _other_seed(params.get("seed"))}
    elif reason != "gpu_oom":
        changes = None
    return NextAttempt(
        params={**params, **(changes or {})},
        history=replace(
            history,
            failures=(*history.failures, reason),
            silent_spells=0,
            silent_seconds=0.0,
        ),
        notices=tuple(Notice(key=_LOWERED[name]) for name in changes or () if name in _LOWERED),
    )


def is_silent(history: AttemptHistory) -> bool:
    """Return whether an attempt was unreadable for so long that it has failed."""
    return history.silent_spells >= SILENT_SPELLS or history.silent_seconds >= SILENT_SECONDS


def _other_seed(seed: object) -> int:
    if isinstance(seed, int):
        return (seed + 1 + secrets.randbelow(_SEEDS - 1)) % _SEEDS
    return secrets.randbelow(_SEEDS)
