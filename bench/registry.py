"""Registry of benchmarks, which are async functions that return rows of the table."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import bench

INFRASTRUCTURE = {
    *("__main__", "child_processes", "cpu_time", "crowd_bots", "installations", "percentiles"),
    *("gpu_plot", "gpu_simulation", "gpu_weeks", "registry", "report"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Row of the table and object in `latest.json`.

    *floor* is the result of the bare clients, or of the machine itself, in the same run; *ratio*
    is measured divided by floor. A row without a *goal* is informational.
    """

    name: str
    measured: float
    unit: str
    floor: float | None = None
    ratio: float | None = None
    goal: float | None = None
    ok: bool = True


def at_most(
    name: str, measured: float, unit: str, *, floor: float | None = None, goal: float | None = None
) -> Row:
    """Return a row that passes if *measured* is at most *goal*."""
    return Row(
        name=name,
        measured=round(measured, 3),
        unit=unit,
        floor=None if floor is None else round(floor, 3),
        ratio=round(measured / floor, 2) if floor else None,
        goal=None if goal is None else round(goal, 3),
        ok=goal is None or measured <= goal,
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """Size of a run: *quick* only shows that a benchmark works."""

    quick: bool

    def of(self, full: int, quick: int) -> int:
        """Return *quick* in a quick run, else *full*."""
        return quick if self.quick else full


Run = Callable[[Scale], Awaitable[Sequence[Row]]]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Registered benchmark, under the name that `ONLY=` accepts."""

    name: str
    about: str
    run: Run


_BENCHMARKS: dict[str, Benchmark] = {}


def benchmark(run: Run) -> Run:
    """Register a benchmark under its function's name, described by its docstring's first line."""
    name = getattr(run, "__name__", "")
    about = (run.__doc__ or "").strip().partition("\n")[0]
    _BENCHMARKS[name] = Benchmark(name, about, run)
    return run


def benchmarks() -> dict[str, Benchmark]:
    """Return all benchmarks by name, in the order of the table."""
    for module in pkgutil.iter_modules(bench.__path__):
        if module.name not in INFRASTRUCTURE and not module.ispkg:
            importlib.import_module(f"bench.{module.name}")
    return dict(sorted(_BENCHMARKS.items()))
