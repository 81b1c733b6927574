"""What the keeper makes of a look, and what it does: states, time-outs, limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.gpu.decision import DRAIN, SILENT_SECONDS, Action, Demand, decide
from core.gpu.observation import (
    FREE_GPU_WITHIN,
    NOTICED_WITHIN,
    PAUSED_WITHIN,
    READY_WITHIN,
    RUNNING_WITHIN,
    observed,
)
from core.gpu.policy import LEAST_UP_SECONDS, MOST_IDLE_SECONDS
from core.models.gpu import GpuInstance, GpuState, Machine, MachineStatus, StuckReason
from core.models.jobs import GeneratorHealth

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
A_MOMENT = timedelta(seconds=1)
URL = "https://host.example/generate"
READY = GeneratorHealth(ready=True)
WORK, REST = Demand(open_jobs=1), Demand(open_jobs=0)


def instance(state: GpuState, *, ago: timedelta = timedelta(), **changes: Any) -> GpuInstance:
    row = GpuInstance(name="comics", state=state, since=NOW - ago, looked_at=NOW)
    if state in {GpuState.BOOTING, GpuState.READY, GpuState.DRAINING}:
        row = replace(row, url=URL)
    return replace(row, **changes)


def look(row: GpuInstance, status: MachineStatus) -> GpuInstance:
    endpoint = "https://host.example/" if status is MachineStatus.RUNNING else ""
    machine = Machine(id=1, name="comics", status=status, endpoint=endpoint)
    return observed(row, [machine], "/generate", NOW)


@pytest.mark.parametrize(
    ("before", "status", "after"),
    [
        (GpuState.UNKNOWN, MachineStatus.PAUSED, GpuState.ASLEEP),
        (GpuState.UNKNOWN, MachineStatus.RUNNING, GpuState.BOOTING),
        (GpuState.ASLEEP, MachineStatus.RUNNING, GpuState.BOOTING),  # by hand
        (GpuState.ASLEEP, MachineStatus.STARTING, GpuState.WAKING),
        (GpuState.WAKING, MachineStatus.STARTING, GpuState.WAKING),
        (GpuState.WAKING, MachineStatus.RUNNING, GpuState.BOOTING),
        (GpuState.BOOTING, MachineStatus.RUNNING, GpuState.BOOTING),
        (GpuState.READY, MachineStatus.RUNNING, GpuState.READY),
        (GpuState.READY, MachineStatus.PAUSED, GpuState.ASLEEP),  # a spot instance, reclaimed
        (GpuState.READY, MachineStatus.PAUSING, GpuState.PAUSING),
        (GpuState.PAUSING, MachineStatus.RUNNING, GpuState.PAUSING),  # not noticed yet
        (GpuState.PAUSING, MachineStatus.PAUSED, GpuState.ASLEEP),
        (GpuState.READY, MachineStatus.FAILED, GpuState.STUCK),
    ],
)
def test_a_look_tells_what_the_machine_is(
    before: GpuState, status: MachineStatus, after: GpuState
) -> None:
    row = look(instance(before), status)

    assert row.state is after
    assert row.url == (URL if status is MachineStatus.RUNNING else "")


@pytest.mark.parametrize(
    ("machines", "reason"), [(0, StuckReason.NOT_FOUND), (2, StuckReason.AMBIGUOUS)]
)
def test_a_name_has_to_have_exactly_one_machine(machines: int, reason: StuckReason) -> None:
    machine = Machine(id=1, name="comics", status=MachineStatus.RUNNING, endpoint="https://x")

    row = observed(instance(GpuState.READY), [machine] * machines, "/generate", NOW)

    assert (row.state, row.reason, row.url) == (GpuState.STUCK, reason, "")
    assert decide(row, WORK, None, NOW) == (row, Action.NONE)
    assert look(row, MachineStatus.PAUSED).state is GpuState.ASLEEP


@pytest.mark.parametrize(
    ("state", "status", "within", "after"),
    [
        (GpuState.WAKING, MachineStatus.STARTING, RUNNING_WITHIN, GpuState.STUCK),
        (GpuState.BOOTING, MachineStatus.RUNNING, READY_WITHIN, GpuState.STUCK),
        (GpuState.PAUSING, MachineStatus.RUNNING, PAUSED_WITHIN, GpuState.BOOTING),
    ],
)
def test_a_transition_that_takes_too_long_is_given_up(
    state: GpuState, status: MachineStatus, within: timedelta, after: GpuState
) -> None:
    assert look(instance(state, ago=within - A_MOMENT), status).state is state
    assert look(instance(state, ago=within + A_MOMENT), status).state is after


def test_a_resume_that_was_lost_is_repeated_only_after_a_while() -> None:
    row = instance(GpuState.WAKING, woken_at=NOW - NOTICED_WITHIN + A_MOMENT)
    assert look(row, MachineStatus.PAUSED).state is GpuState.WAKING
    assert decide(row, WORK, None, NOW)[1] is Action.NONE

    row = look(instance(GpuState.WAKING, woken_at=NOW - NOTICED_WITHIN), MachineStatus.PAUSED)
    assert row.state is GpuState.ASLEEP
    assert decide(row, WORK, None, NOW)[1] is Action.RESUME


@pytest.mark.parametrize(
    ("demand", "action"),
    [
        (WORK, Action.RESUME),
        (Demand(open_jobs=0, hinted=True), Action.RESUME),
        (REST, Action.NONE),
    ],
)
def test_an_open_job_or_a_hint_wakes(demand: Demand, action: Action) -> None:
    row, found = decide(instance(GpuState.ASLEEP), demand, None, NOW)

    assert found is action
    assert (row.state is GpuState.WAKING) == (action is Action.RESUME)
    assert row.resumes == ((NOW,) if action is Action.RESUME else ())


def test_a_machine_is_resumed_at_most_six_times_an_hour() -> None:
    resumes = tuple(NOW - timedelta(minutes=minutes) for minutes in (59, 50, 40, 30, 20, 10))

    assert decide(instance(GpuState.ASLEEP, resumes=resumes), WORK, None, NOW)[1] is Action.NONE
    later = NOW + timedelta(minutes=2)
    row, action = decide(instance(GpuState.ASLEEP, resumes=resumes), WORK, None, later)
    assert action is Action.RESUME
    assert row.resumes == (*resumes[1:], later)


def test_beyond_the_days_budget_nothing_is_woken_until_the_next_day() -> None:
    demand = Demand(open_jobs=1, usd_per_day=2.0)
    asleep = instance(GpuState.ASLEEP, spent_today=2.0)

    row, action = decide(asleep, demand, None, NOW)
    assert (row.state, row.reason, action) == (GpuState.STUCK, StuckReason.BUDGET, Action.NONE)
    row = look(row, MachineStatus.PAUSED)
    assert (row.state, row.reason) == (GpuState.STUCK, StuckReason.BUDGET)

    tomorrow = NOW + timedelta(days=1)
    row = observed(row, [Machine(id=1, name="comics", status=MachineStatus.PAUSED)], "/", tomorrow)
    assert row.spent_today == 0
    assert decide(row, demand, None, tomorrow)[1] is Action.RESUME


def test_a_running_machine_costs_its_price_by_the_second_and_by_the_day() -> None:
    row = instance(GpuState.READY, usd_per_hour=3.6, looked_at=NOW - timedelta(seconds=100))
    assert look(row, MachineStatus.RUNNING).spent_today == pytest.approx(0.1)

    midnight = NOW.replace(hour=0)
    row = replace(row, looked_at=midnight - timedelta(hours=5), spent_today=9.0)
    after = midnight + timedelta(seconds=1000)
    machine = Machine(id=1, name="comics", status=MachineStatus.RUNNING, endpoint="https://x")
    assert observed(row, [machine], "/", after).spent_today == pytest.approx(1.0)

    asleep = instance(GpuState.ASLEEP, usd_per_hour=3.6, looked_at=NOW - timedelta(seconds=100))
    assert look(asleep, MachineStatus.PAUSED).spent_today == 0


def test_without_a_free_gpu_a_resume_is_repeated_and_after_a_while_said_to_be_stuck() -> None:
    ago = timedelta(seconds=40)
    row = instance(GpuState.WAKING, ago=ago, woken_at=NOW - ago, reason=StuckReason.NO_FREE_GPU)
    row = look(row, MachineStatus.PAUSED)
    assert row.state is GpuState.WAKING
    assert decide(row, WORK, None, NOW)[1] is Action.RESUME
    assert decide(row, REST, None, NOW)[0].state is GpuState.ASLEEP
    assert decide(replace(row, woken_at=NOW - A_MOMENT), WORK, None, NOW)[1] is Action.NONE

    row = look(replace(row, since=NOW - FREE_GPU_WITHIN - A_MOMENT), MachineStatus.PAUSED)
    assert (row.state, row.reason) == (GpuState.STUCK, StuckReason.NO_FREE_GPU)
    later = NOW + timedelta(seconds=61)
    assert decide(row, WORK, None, later)[1] is Action.RESUME


def test_a_machine_is_ready_once_its_generator_says_so() -> None:
    woken = NOW - timedelta(seconds=83)
    booting = instance(GpuState.BOOTING, woken_at=woken, ready_samples=tuple([70.0] * 20))

    assert decide(booting, WORK, None, NOW)[0].state is GpuState.BOOTING
    assert decide(booting, WORK, GeneratorHealth(ready=False), NOW)[0].state is GpuState.BOOTING
    row, action = decide(booting, WORK, READY, NOW)

    assert (row.state, action) == (GpuState.READY, Action.NONE)
    assert row.ready_samples == (*([70.0] * 19), 83.0)


def test_a_machine_that_was_started_by_hand_measures_no_wake() -> None:
    assert decide(instance(GpuState.BOOTING), WORK, READY, NOW)[0].ready_samples == ()


def test_a_machine_that_was_given_up_may_still_become_ready() -> None:
    row = instance(GpuState.STUCK, url=URL, reason=StuckReason.FAILED)

    assert decide(row, WORK, READY, NOW)[0].state is GpuState.READY
    assert decide(row, WORK, None, NOW)[1] is Action.NONE


def test_a_running_machine_that_never_becomes_ready_is_paused_in_the_end() -> None:
    ago = timedelta(seconds=MOST_IDLE_SECONDS + 1)
    row = instance(GpuState.STUCK, ago=ago, url=URL, reason=StuckReason.FAILED)

    assert decide(row, WORK, None, NOW)[1] is Action.PAUSE


def idle(seconds: float, *, up: float = 10_000.0, **changes: Any) -> GpuInstance:
    return instance(
        GpuState.READY,
        idle_since=NOW - timedelta(seconds=seconds),
        woken_at=NOW - timedelta(seconds=up),
        usd_per_hour=0.89,
        **changes,
    )


def test_a_machine_is_drained_after_its_idle_timeout_and_never_with_a_job_open() -> None:
    # R = 120 s before there are samples, so 13.7 minutes.
    assert decide(idle(820), REST, READY, NOW)[0].state is GpuState.READY
    assert decide(idle(830), REST, READY, NOW)[0].state is GpuState.DRAINING
    busy, _ = decide(idle(830), WORK, READY, NOW)
    assert (busy.state, busy.idle_since) == (GpuState.READY, None)
    drawing, _ = decide(idle(830), REST, GeneratorHealth(ready=True, active=1), NOW)
    assert (drawing.state, drawing.idle_since) == (GpuState.READY, None)


def test_a_machine_stays_up_for_some_minutes_and_after_many_resumes() -> None:
    row = idle(280, up=LEAST_UP_SECONDS - 1, ready_samples=(10.0,))
    assert decide(row, REST, READY, NOW)[0].state is GpuState.READY
    row = idle(280, up=LEAST_UP_SECONDS, ready_samples=(10.0,))
    assert decide(row, REST, READY, NOW)[0].state is GpuState.DRAINING
    resumes = tuple(NOW - timedelta(minutes=5) for _ in range(6))
    assert decide(replace(row, resumes=resumes), REST, READY, NOW)[0].state is GpuState.READY


def test_a_silent_generator_without_work_is_paused_later() -> None:
    samples = (10.0,)  # an idle time-out of two minutes
    early, late = idle(SILENT_SECONDS - 1), idle(SILENT_SECONDS)

    assert decide(replace(early, ready_samples=samples), REST, None, NOW)[0].state is GpuState.READY
    row, _ = decide(replace(late, ready_samples=samples), REST, None, NOW)
    assert row.state is GpuState.DRAINING


def test_a_draining_machine_is_paused_once_every_process_knows_and_unless_a_job_came() -> None:
    early, late = instance(GpuState.DRAINING), instance(GpuState.DRAINING, ago=DRAIN)

    assert decide(early, REST, READY, NOW)[1] is Action.NONE
    row, action = decide(late, REST, READY, NOW)
    assert (row.state, row.url, action) == (GpuState.PAUSING, "", Action.PAUSE)
    row, action = decide(late, WORK, READY, NOW)
    assert (row.state, row.url, action) == (GpuState.READY, URL, Action.NONE)
    drawing = GeneratorHealth(ready=True, queued=1)
    assert decide(late, REST, drawing, NOW)[0].state is GpuState.READY


def test_a_request_while_the_machine_is_pausing_waits_until_it_is_paused() -> None:
    row = instance(GpuState.PAUSING)

    assert decide(row, WORK, None, NOW) == (row, Action.NONE)
    row = look(row, MachineStatus.PAUSED)
    assert decide(row, WORK, None, NOW)[1] is Action.RESUME
