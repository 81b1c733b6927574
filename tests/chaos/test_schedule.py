from __future__ import annotations

from collections import Counter

from tests.chaos.schedule import (
    KILL_WEIGHTS,
    KILLS,
    SERVERS,
    DisruptionKind,
    Origin,
    make_plan,
)


def test_the_same_numbers_give_the_same_schedule() -> None:
    assert make_plan(7, requests=500, kills=100) == make_plan(7, requests=500, kills=100)


def test_another_seed_gives_another_schedule() -> None:
    assert make_plan(7, requests=25, kills=6) != make_plan(8, requests=25, kills=6)


def test_a_plan_has_as_many_requests_and_kills_as_specified() -> None:
    plan = make_plan(7, requests=500, kills=100)

    assert [planned.number for planned in plan.planned_requests] == list(range(500))
    assert plan.kills == 100
    times = [planned.at for planned in plan.planned_requests]
    times += [disruption.at for disruption in plan.disruptions]
    assert all(0 < at <= plan.seconds for at in times)


def test_a_short_run_uses_every_origin() -> None:
    plan = make_plan(7, requests=25, kills=6)

    assert {planned.origin for planned in plan.planned_requests} == {*Origin}


def test_a_long_run_has_every_kind_of_disruption_and_kills_every_process() -> None:
    plan = make_plan(7, requests=500, kills=100)
    killed = Counter(each.target for each in plan.disruptions if each.kind in KILLS)

    assert {each.kind for each in plan.disruptions} == {*DisruptionKind}
    assert set(killed) == {*plan.fleet.names, *SERVERS}


def test_each_kind_of_process_is_killed_once_before_any_is_killed_again() -> None:
    for seed in range(20):
        plan = make_plan(seed, requests=25, kills=len(KILL_WEIGHTS))

        kinds = [each.target.partition("-")[0] for each in plan.disruptions if each.kind in KILLS]
        assert sorted(kinds) == sorted(KILL_WEIGHTS)
