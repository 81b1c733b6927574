from __future__ import annotations

from collections import Counter

from tests.chaos.schedule import SERVERS, VICTIMS, Trouble, Way, make_plan

KILLS = {Trouble.KILL, Trouble.LOSE}


def test_the_same_numbers_play_the_same_schedule() -> None:
    assert make_plan(7, requests=500, kills=100) == make_plan(7, requests=500, kills=100)


def test_another_seed_plays_another_schedule() -> None:
    assert make_plan(7, requests=25, kills=6) != make_plan(8, requests=25, kills=6)


def test_there_are_as_many_requests_and_kills_as_were_ordered() -> None:
    plan = make_plan(7, requests=500, kills=100)

    assert [wish.number for wish in plan.wishes] == list(range(500))
    assert plan.kills == 100
    times = [wish.at for wish in plan.wishes] + [deed.at for deed in plan.deeds]
    assert all(0 < at <= plan.seconds for at in times)


def test_a_short_run_asks_in_every_way() -> None:
    plan = make_plan(7, requests=25, kills=6)

    assert {wish.way for wish in plan.wishes} == {*Way}


def test_a_long_run_makes_every_trouble_and_kills_everybody() -> None:
    plan = make_plan(7, requests=500, kills=100)
    killed = Counter(deed.target for deed in plan.deeds if deed.trouble in KILLS)

    assert {deed.trouble for deed in plan.deeds} == {*Trouble}
    assert set(killed) == {*plan.crew.names, *SERVERS}


def test_nobody_is_killed_twice_before_each_kind_was_killed_once() -> None:
    for seed in range(20):
        plan = make_plan(seed, requests=25, kills=len(VICTIMS))

        kinds = [d.target.partition("-")[0] for d in plan.deeds if d.trouble in KILLS]
        assert sorted(kinds) == sorted(VICTIMS)
