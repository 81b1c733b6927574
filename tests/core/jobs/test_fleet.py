"""Many people, several workers, and processes that die at any moment: all comics are drawn once."""

from __future__ import annotations

import asyncio
import gc
import warnings
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from functools import partial
from random import Random
from typing import TypeVar

import pytest

from core.errors import NotFoundError, StorageError
from core.models.identity import JobId, Platform, Requester
from core.models.jobs import JobState
from tests.core.conftest import SceneMaker
from tests.core.fleet import Fate, Fleet
from tests.core.job_services import JobServices, in_discord, somebody
from tests.core.people_services import People

# Whoever is killed leaves open sockets behind, here to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.timeout(240),
]

T = TypeVar("T")

PEOPLE = 10
JOBS = 6  # a person
CAP = 2
CAPACITY = 6
PATIENCE = 180.0  # seconds; it takes five, and on a machine that does ten other things a hundred


@pytest.fixture(autouse=True)
def _torn_connections() -> Iterator[None]:
    """Collect, here and not in a later test, connections killed while they were being opened.

    The driver and asyncio leave those to the collector, which closes them and warns.
    """
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


class Town:
    """People who ask, cancel, link and leave, all at once."""

    def __init__(self, scene: JobServices, people: People, chance: Random) -> None:
        self.scene = scene
        self.people = people
        self.chance = chance
        self.asked: dict[JobId, Requester] = {}
        self.linked: set[str] = set()

    async def live(self) -> None:
        async with asyncio.TaskGroup() as group:
            for number in range(PEOPLE):
                group.create_task(self._one(somebody(str(number), Platform.DISCORD)))
            group.create_task(self._link(somebody("0", Platform.DISCORD)))
            group.create_task(self._link(somebody("1", Platform.DISCORD)))
            group.create_task(self._leave(somebody("2", Platform.DISCORD)))

    async def _one(self, who: Requester) -> None:
        for number in range(JOBS):
            await self._pause(0.15)
            key = f"{who.identity.external_id}:{number}"
            ask = partial(self.scene.ask, who=who, to=in_discord(who.identity.external_id), key=key)
            receipt = await self._insist(ask)
            self.asked[receipt.job_id] = who
            if self.chance.random() < 0.15:
                await self._pause(0.3)
                await self._cancel(receipt.job_id, who)

    async def _insist(self, act: Callable[[], Awaitable[T]]) -> T:
        """Try until it is known to be done; SQLite may be locked where this many write."""
        while True:
            try:
                return await act()
            except StorageError:
                await self._pause(0.3)

    async def _cancel(self, job_id: JobId, who: Requester) -> None:
        try:
            await self._insist(partial(self.scene.comics.cancel, job_id, who))
        except NotFoundError:
            assert who.identity.external_id == "2"  # who has left

    async def _link(self, who: Requester) -> None:
        """Become one with somebody who has jobs too."""
        await self._pause(0.6)
        other = somebody(f"1{who.identity.external_id}", Platform.TELEGRAM)
        key = f"link:{other.identity.external_id}"
        receipt = await self._insist(partial(self.scene.ask, who=other, key=key))
        self.asked[receipt.job_id] = who
        code, _ = await self._insist(partial(self.people.links.make_code, other))
        await self._insist(partial(self.people.links.claim, who, code))
        self.linked.add(who.identity.external_id)

    async def _leave(self, who: Requester) -> None:
        await self._pause(0.8)
        await self._insist(partial(self.people.profiles.forget, who))

    async def _pause(self, longest: float) -> None:
        await asyncio.sleep(self.chance.uniform(0, longest))


class Watchman:
    """Looks again and again whether anybody has more than they may."""

    def __init__(self, scene: JobServices, town: Town) -> None:
        self.scene = scene
        self.town = town
        self.complaints: list[str] = []

    async def watch(self) -> None:
        while True:
            await asyncio.to_thread(self._look)
            await asyncio.sleep(0.05)

    def _look(self) -> None:
        rows = self.scene.query(
            "SELECT profile_id, state FROM jobs WHERE state IN ('queued', 'drawing')"
        )
        drawing = sum(state == "drawing" for _, state in rows)
        if drawing > CAPACITY:
            self.complaints.append(f"{drawing} drawn at once")
        most = Counter(profile_id for profile_id, _ in rows).most_common(1)
        # Who becomes one with somebody brings along what is in flight.
        if most and most[0][1] > CAP + 1:
            self.complaints.append(f"{most[0][1]} in flight")


@pytest.mark.parametrize("seed", range(2))
async def test_whoever_dies_every_comic_is_drawn_once(
    make_scene: SceneMaker, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr("core.jobs.runner.OUTAGE_DELAY", timedelta(seconds=0.1))
    scene = make_scene(in_flight=CAP)
    scene.capacity = CAPACITY
    people = People(scene.database, scene.images)
    town = Town(scene, people, Random(seed))
    fate = Fate(Random(seed + 100), death=0.004, broken_commit=0.01)
    fleet, watchman = Fleet(scene, fate, size=4), Watchman(scene, town)
    running = [asyncio.create_task(fleet.run()), asyncio.create_task(watchman.watch())]
    try:
        async with asyncio.timeout(PATIENCE):
            await town.live()
            await until_all_is_over(scene, running)
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await people.close()

    assert fleet.deaths
    assert watchman.complaints == []
    assert fleet.generator.blind_submissions == []
    assert set(fleet.generator.submissions.values()) == {1}
    for job_id in town.asked:
        await check(scene, fleet, job_id)


async def until_all_is_over(scene: JobServices, running: list[asyncio.Task[None]]) -> None:
    """Wait until no job is open and no delivery is due."""
    while True:
        for task in running:
            if task.done():
                task.result()
        jobs = scene.query(
            "SELECT state, count(*) FROM jobs "
            "WHERE state IN ('waiting', 'queued', 'drawing') GROUP BY state"
        )
        due = scene.query("SELECT count(*) FROM deliveries WHERE state = 'pending'")
        if not jobs and due == [(0,)]:
            return
        await asyncio.sleep(0.05)


async def check(scene: JobServices, fleet: Fleet, job_id: JobId) -> None:
    job, comic = await scene.job(job_id), await scene.comic(job_id)
    assert job.state in {JobState.DRAWN, JobState.REJECTED, JobState.FAILED, JobState.CANCELED}
    assert job.error_code != "gave_up"
    if job.profile_id is None:
        assert comic is None
        return
    assert (comic is not None) == (job.state is JobState.DRAWN)
    if comic is not None:
        assert comic.profile_id == job.profile_id
    if job.platform is Platform.DISCORD:
        assert fleet.messenger.shown[job_id] == (comic.ref.key if comic else None)


async def test_of_one_persons_many_requests_no_more_are_in_flight_than_allowed(
    make_scene: SceneMaker,
) -> None:
    scene = make_scene(in_flight=CAP, waiting=100)
    scene.capacity = 10
    fleet = Fleet(scene, Fate(Random(1)), size=3)
    me = somebody(platform=Platform.DISCORD)
    most = 0

    async def watch() -> None:
        nonlocal most
        while True:
            rows = await asyncio.to_thread(
                scene.query, "SELECT count(*) FROM jobs WHERE state IN ('queued', 'drawing')"
            )
            most = max(most, rows[0][0])
            await asyncio.sleep(0.005)

    running = [asyncio.create_task(fleet.run()), asyncio.create_task(watch())]
    try:
        async with asyncio.timeout(PATIENCE):
            for _ in range(4):
                await asyncio.gather(*(scene.ask(who=me, to=in_discord()) for _ in range(5)))
            await until_all_is_over(scene, running)
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    assert most == CAP
