"""Simulator of what a rented GPU costs: `python -m bench.gpu_cost [--trace FILE] [--plot FILE]`.

Compares idle time-outs over seeded weeks, or over a trace of your own from `comicai gpu trace`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from rich.console import Console
from rich.table import Table

from bench.gpu_simulation import (
    Bill,
    PausePolicy,
    Prices,
    Simulation,
    always_on_bill,
    computed,
    foresight,
    pause_after,
)
from bench.gpu_weeks import DAY, DAYS, WEEKS, Drawing, read_trace
from bench.registry import Row, Scale, at_most, benchmark

SEEDS = 20
GOAL = 2.0
MINUTE = 60.0
BEST, ALWAYS_ON, COMPUTED = "foresight", "always on", "T*"
POLICIES: Mapping[str, PausePolicy] = {
    BEST: foresight,
    "5 min": pause_after(5 * MINUTE),
    "10 min": pause_after(10 * MINUTE),
    "30 min": pause_after(30 * MINUTE),
    COMPUTED: computed,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyResult:
    """One kind of week under one policy, averaged over its seeds."""

    week: str
    policy: str
    usd: float  # a week
    waited: float  # seconds a request
    wakes: float  # a week
    sum: float  # money and waits, in US dollars a week
    ratio: float  # of that sum to the one with perfect foresight


def bills(drawings: Sequence[Drawing], prices: Prices, *, end: float, seed: int) -> dict[str, Bill]:
    """Return the bill of each policy for the same requests."""
    found = {
        name: Simulation(drawings, policy, prices, seed=seed).run(end)
        for name, policy in POLICIES.items()
    }
    return {**found, ALWAYS_ON: always_on_bill(drawings, prices, end=end)}


def lines_of(
    week: str, runs: Sequence[tuple[Sequence[Drawing], float]], prices: Prices
) -> list[PolicyResult]:
    """Return one line a policy for runs of requests, each with its end in seconds."""
    all_bills = [
        bills(drawings, prices, end=end, seed=seed) for seed, (drawings, end) in enumerate(runs)
    ]
    best = fmean(each[BEST].sum for each in all_bills)
    found = []
    for policy in all_bills[0]:
        mine = [each[policy] for each in all_bills]
        waited = fmean(
            bill.waited / max(len(drawings), 1)
            for bill, (drawings, _) in zip(mine, runs, strict=True)
        )
        mean = fmean(bill.sum for bill in mine)
        found.append(
            PolicyResult(
                week=week,
                policy=policy,
                usd=fmean(bill.usd for bill in mine),
                waited=waited,
                wakes=fmean(bill.wakes for bill in mine),
                sum=mean,
                ratio=mean / best if best else 1.0,
            )
        )
    return found


def seeded_lines(prices: Prices, *, seeds: int = SEEDS) -> list[PolicyResult]:
    """Return the lines of all kinds of weeks."""
    end = DAYS * DAY
    return [
        line
        for week in WEEKS
        for line in lines_of(
            week.name, [(week.drawings(seed), end) for seed in range(seeds)], prices
        )
    ]


@benchmark
async def gpu_cost(scale: Scale) -> Sequence[Row]:
    """Money and waits of a rented GPU under the keeper's policy, against perfect foresight."""
    lines = {
        (line.week, line.policy): line
        for line in seeded_lines(Prices(), seeds=scale.of(SEEDS, quick=2))
    }
    return [
        at_most(
            f"gpu_cost_{week.name.replace(' ', '_')}",
            lines[week.name, COMPUTED].sum,
            "$/week",
            floor=lines[week.name, BEST].sum,
            goal=GOAL * lines[week.name, BEST].sum,
        )
        for week in WEEKS
    ]


def show(lines: Sequence[PolicyResult], prices: Prices) -> None:
    """Print the table."""
    title = (
        f"{prices.usd_per_hour:g} $/h, a wake takes {prices.wake:g} s, "
        f"an hour of waiting counts as {prices.usd_per_waiting_hour:g} $"
    )
    table = Table(
        *("week", "policy", "$ a week", "wait per comic", "wakes a week", "$ with waits", "ratio"),
        title=title,
    )
    for line in lines:
        table.add_row(
            line.week,
            line.policy,
            f"{line.usd:.2f}",
            f"{line.waited:.1f} s",
            f"{line.wakes:.0f}",
            f"{line.sum:.2f}",
            f"{line.ratio:.2f}",
        )
    Console(width=110).print(table)


def main() -> int:
    """Simulate, print the table, and draw the plot; 1 if T* is worse than twice the best."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.gpu_cost",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--trace", type=Path, help="requests from `comicai gpu trace`")
    parser.add_argument("--plot", type=Path, help="file for the plot, .svg or .png")
    parser.add_argument("--usd-per-hour", type=float, default=0.89)
    parser.add_argument("--usd-per-waiting-hour", type=float, default=5.0)
    parser.add_argument("--wake-seconds", type=float, default=120.0)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="weeks of each kind")
    options = parser.parse_args()
    prices = Prices(
        usd_per_hour=options.usd_per_hour,
        usd_per_waiting_hour=options.usd_per_waiting_hour,
        wake=options.wake_seconds,
    )
    if options.trace:
        try:
            drawings = read_trace(options.trace)
        except (OSError, ValueError, KeyError, TypeError) as error:
            parser.error(f"{options.trace} is not a trace: {error}")
        if not drawings:
            parser.error(f"{options.trace} has no drawings")
        end = drawings[-1].at + drawings[-1].seconds
        lines = lines_of(options.trace.stem, [(drawings, end)] * options.seeds, prices)
    else:
        lines = seeded_lines(prices, seeds=options.seeds)
    show(lines, prices)
    if options.plot:
        from bench.gpu_plot import draw

        draw(lines, options.plot)
    return 0 if all(line.ratio <= GOAL for line in lines if line.policy == COMPUTED) else 1


if __name__ == "__main__":
    sys.exit(main())
