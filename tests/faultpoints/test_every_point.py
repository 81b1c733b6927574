"""Whatever a process does to the world, it may die just before it or just after it.

What it does is found out by watching it once. Then, for each point that it came to, a process is
killed there, a fresh one is started on what it left, and in the end every promise is kept.

`make faults` goes through all points there are, `make test` through a share of them that has every
kind.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.faultpoints import journeys_discord, journeys_telegram, journeys_web
from tests.faultpoints.buckets import Buckets
from tests.faultpoints.cases import NOT_REACHED, Case
from tests.faultpoints.fault_points import Point
from tests.faultpoints.journeys import Journey
from tests.faultpoints.selection import Share
from tests.servers import MariaDbServer, RedisServer

NewCase = Callable[..., Case]

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
    journeys_discord.BroughtBack,
    journeys_discord.Forgotten,
    journeys_telegram.TelegramComic,
    journeys_telegram.GroupComic,
    journeys_telegram.PrivateFromGroup,
    journeys_web.SignedIn,
    journeys_web.Linked,
    journeys_web.Purged,
]

IN_BUCKETS: list[type[Journey]] = [journeys_web.SignedIn, journeys_web.Purged]


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
async def test_dying_at_any_point_loses_nothing_and_doubles_nothing(
    new_case: NewCase, share: Share, journey: type[Journey]
) -> None:
    assert await die_everywhere(functools.partial(new_case, journey), share) == {}


async def test_nor_does_it_where_hints_go_by_redis(
    new_case: NewCase, share: Share, redis: RedisServer
) -> None:
    def case(number: int) -> Case:
        url = f"{redis.url.rpartition('/')[0]}/{number % 16}"  # to each the hints of its own
        return new_case(journeys_discord.Comic, number, settings={"engine": {"url": url}})

    assert await die_everywhere(case, share) == {}


@pytest.mark.mariadb
async def test_nor_does_it_on_mariadb(
    new_case: NewCase, share: Share, mariadb: MariaDbServer, mariadb_url: str
) -> None:
    name = mariadb_url.rpartition("/")[2].partition("?")[0]

    def query(statement: str) -> list[Any]:
        return mariadb.execute(statement, database=name)

    def case(number: int) -> Case:
        mariadb.empty(mariadb_url)
        settings = {"database": {"url": mariadb_url}}
        return new_case(journeys_discord.Comic, number, settings=settings, query=query)

    assert await die_everywhere(case, share, at_once=1) == {}


@pytest.mark.parametrize("journey", IN_BUCKETS, ids=lambda journey: journey.__name__)
async def test_nor_does_it_where_pictures_lie_in_s3(
    new_case: NewCase, share: Share, journey: type[Journey], tmp_path: Path
) -> None:
    async with Buckets.served(tmp_path / "s3") as buckets:

        def case(number: int) -> Case:
            bucket = f"case-{number}"
            settings = {"images": buckets.settings(bucket)}
            return new_case(journey, number, settings=settings, store=buckets.store(bucket))

        assert await die_everywhere(case, share) == {}


async def die_everywhere(
    case: Callable[[int], Case], share: Share, *, at_once: int = AT_ONCE
) -> Mapping[str, list[str]]:
    """Die at every point that there is, and return what went wrong at which."""
    points, wrong = await case(0).watch()
    if wrong:
        return {"with nobody dying": wrong}
    fatal = share.of(points)
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
    assert len(missed) <= max(1, len(fatal) // 4), "most of what was seen comes about every time"
    return {
        str(point): wrong
        for point, wrong in zip(fatal, found, strict=True)
        if wrong and wrong != [NOT_REACHED]
    }
