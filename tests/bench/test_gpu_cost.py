"""Simulator of the costs of a rented GPU."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from bench.gpu_cost import ALWAYS_ON, BEST, COMPUTED, GOAL, seeded_lines
from bench.gpu_simulation import (
    PAUSE_SECONDS,
    Idle,
    Prices,
    Simulation,
    foresight,
    pause_after,
)
from bench.gpu_weeks import DAY, HOUR, WEEKS, Drawing

PRICES = Prices(
    usd_per_hour=3.6, usd_per_waiting_hour=0.0, wake=100.0
)  # a tenth of a cent a second
MINUTE = 60.0


def test_a_week_has_as_many_requests_as_its_kind_says_and_is_the_same_each_time() -> None:
    for week in WEEKS:
        drawings = week.drawings(3)

        assert drawings == week.drawings(3)
        assert drawings != week.drawings(4)
        # Of a Poisson process, within five standard deviations.
        assert abs(len(drawings) - 7 * week.per_day) < 5 * (7 * week.per_day) ** 0.5
        assert all(one.at < other.at for one, other in pairwise(drawings))


def test_a_machine_is_billed_from_its_resume_until_it_is_paused() -> None:
    drawings = [Drawing(1000.0, 40.0)]
    simulation = Simulation(drawings, pause_after(10 * MINUTE), PRICES, seed=1)

    bill = simulation.run(DAY)

    # A tenth of a cent a second: a wake of about 100 s, 40 s of drawing, ten idle minutes.
    assert 0.6 + 0.1 < bill.usd < 0.9
    assert bill.wakes == 1
    assert 50 < bill.waited < 200


def test_a_request_while_the_machine_is_pausing_waits_for_the_pause_too() -> None:
    paused_at: list[float] = []

    def at_once(idle: Idle, _: Prices) -> float:
        paused_at.append(idle.at)
        return idle.at

    alone = Simulation([Drawing(1000.0, 40.0)], at_once, PRICES, seed=1).run(DAY).waited
    drawings = [Drawing(1000.0, 40.0), Drawing(paused_at[0] + 1.0, 40.0)]
    both = Simulation(drawings, at_once, PRICES, seed=1).run(DAY)
    late = [Drawing(1000.0, 40.0), Drawing(paused_at[0] + HOUR, 40.0)]
    asleep = Simulation(late, at_once, PRICES, seed=1).run(DAY)

    assert both.wakes == asleep.wakes == 2
    # While the first user waits, the second one would wait for the first drawing anyway.
    assert both.waited > alone + PAUSE_SECONDS - 1.0
    assert asleep.waited > alone


def test_a_machine_that_was_woken_often_stays_on() -> None:
    drawings = [Drawing(400.0 * number, 1.0) for number in range(9)]
    bill = Simulation(drawings, pause_after(0.0), PRICES, seed=1).run(DAY)

    assert bill.wakes <= 7  # six in one hour, and one after it


def test_perfect_foresight_pauses_only_before_long_gaps() -> None:
    short = [Drawing(0.0, 10.0), Drawing(200.0, 10.0)]
    long = [Drawing(0.0, 10.0), Drawing(2000.0, 10.0)]

    assert Simulation(short, foresight, PRICES, seed=1).run(2100.0).wakes == 1
    assert Simulation(long, foresight, PRICES, seed=1).run(2100.0).wakes == 2


def test_the_keepers_policy_costs_at_most_twice_the_bound_in_every_week() -> None:
    lines = {(line.week, line.policy): line for line in seeded_lines(Prices(), seeds=3)}

    for week in WEEKS:
        assert lines[week.name, COMPUTED].ratio <= GOAL
        assert lines[week.name, BEST].ratio == 1.0
    assert lines["trickle", ALWAYS_ON].ratio > 10


def test_a_trace_of_ones_own_is_simulated_and_plotted(tmp_path: Path) -> None:
    trace, plot = tmp_path / "ours.json", tmp_path / "ours.svg"
    drawings = [{"after": 0, "seconds": 41.5}, {"after": 4000, "seconds": 38}]
    trace.write_text(json.dumps({"drawings": drawings}))
    command = (sys.executable, "-m", "bench.gpu_cost", f"--trace={trace}", f"--plot={plot}")

    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)

    assert "ours" in done.stdout, done.stderr
    assert "T*" in done.stdout
    assert "always on" in plot.read_text()


@pytest.mark.parametrize(
    "content", ["", "[]", '{"drawings": [{"after": "soon"}]}', '{"drawings": []}']
)
def test_a_file_that_is_no_trace_is_refused_with_a_sentence(tmp_path: Path, content: str) -> None:
    trace = tmp_path / "ours.json"
    trace.write_text(content)
    command = (sys.executable, "-m", "bench.gpu_cost", f"--trace={trace}")

    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert str(trace) in done.stderr
