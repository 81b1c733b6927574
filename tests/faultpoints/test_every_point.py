"""Whatever a process does to the world, it may die just before it or just after it.

What it does is found out by watching it once. Then, for each point that it came to, a process is
killed there, a fresh one is started on what it left, and in the end every promise is kept.

`make test` leaves out the points after an effect where the next thing is to begin another: what a
process had in mind dies with it, so for all others that is the moment before the other effect.
With FAULT_POINTS=all they are gone through as well.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.faultpoints import journeys_discord, journeys_telegram, journeys_web
from tests.faultpoints.cases import NOT_REACHED, Case
from tests.faultpoints.journeys import Journey
from tests.faultpoints.points import AFTER, BEFORE, Point
from tests.faultpoints.process import Nursery
from tests.servers import MariaDbServer, RedisServer

pytestmark = [pytest.mark.servers, pytest.mark.timeout(900)]

AT_ONCE = 3  # cases: they wait for a good part of their time
TRIES = 3  # of a point that another order of things had left out
JOURNEYS: list[type[Journey]] = [
    journeys_discord.Comic,
    journeys_discord.PrivateComic,
    journeys_discord.Rejected,
    journeys_discord.Overdue,
    journeys_discord.OverdueAndGone,
    journeys_discord.OverduePrivate,
    journeys_discord.Canceled,
    journeys_discord.CanceledTooLate,
    journeys_discord.Deleted,
    journeys_discord.Forgotten,
    journeys_telegram.TelegramComic,
    journeys_telegram.GroupComic,
    journeys_telegram.PrivateFromGroup,
    journeys_web.SignedIn,
    journeys_web.Linked,
    journeys_web.Purged,
]


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
async def test_dying_at_any_point_loses_nothing_and_doubles_nothing(
    nursery: Nursery, journey: type[Journey], tmp_path: Path, migrated_file: Path
) -> None:
    def case(number: int) -> Case:
        return Case(nursery, journey, tmp_path / str(number), migrated_file)

    assert await die_everywhere(case) == {}


async def test_nor_does_it_where_hints_go_by_redis(
    nursery: Nursery, redis: RedisServer, tmp_path: Path, migrated_file: Path
) -> None:
    def case(number: int) -> Case:
        url = f"{redis.url.rpartition('/')[0]}/{number % 16}"  # to each the hints of its own
        settings = {"engine": {"url": url}}
        folder = tmp_path / str(number)
        return Case(nursery, journeys_discord.Comic, folder, migrated_file, settings=settings)

    assert await die_everywhere(case) == {}


@pytest.mark.mariadb
async def test_nor_does_it_on_mariadb(
    nursery: Nursery,
    mariadb: MariaDbServer,
    mariadb_url: str,
    tmp_path: Path,
    migrated_file: Path,
) -> None:
    name = mariadb_url.rpartition("/")[2].partition("?")[0]

    def query(statement: str) -> list[Any]:
        return mariadb.execute(statement, database=name)

    def case(number: int) -> Case:
        mariadb.empty(mariadb_url)
        return Case(
            nursery,
            journeys_discord.Comic,
            tmp_path / str(number),
            migrated_file,
            settings={"database": {"url": mariadb_url}},
            query=query,
        )

    assert await die_everywhere(case, at_once=1) == {}


async def die_everywhere(
    case: Callable[[int], Case], *, at_once: int = AT_ONCE
) -> Mapping[str, list[str]]:
    """Die at every point that there is, and return what went wrong at which."""
    points, wrong = await case(0).watch()
    if wrong:
        return {"with nobody dying": wrong}
    fatal = points if os.environ.get("FAULT_POINTS") == "all" else distinct(points)
    assert fatal
    room = asyncio.Semaphore(at_once)

    async def die(number: int, point: Point) -> list[str]:
        for attempt in range(TRIES):
            async with room:
                try:
                    found = await case(1 + number * TRIES + attempt).die(point)
                except (AssertionError, TimeoutError) as error:
                    found = [f"{type(error).__name__}: {error}"]
            if found != [NOT_REACHED]:
                break
        return found

    found = await asyncio.gather(*(die(*each) for each in enumerate(fatal)))
    missed = [point for point, wrong in zip(fatal, found, strict=True) if wrong == [NOT_REACHED]]
    print(f"{len(points)} points, {len(fatal)} gone through, but for {[*map(str, missed)]}")  # noqa: T201 - what a run was worth
    assert len(missed) <= len(fatal) // 4, "most of what was seen comes about every time"
    return {
        str(point): wrong
        for point, wrong in zip(fatal, found, strict=True)
        if wrong and wrong != [NOT_REACHED]
    }


def distinct(points: Sequence[Point]) -> list[Point]:
    """Leave out those after an effect that are, for the world, those before the next one."""
    doubled = {
        this for this, then in pairwise(points) if (this.moment, then.moment) == (AFTER, BEFORE)
    }
    return [point for point in points if point not in doubled]
