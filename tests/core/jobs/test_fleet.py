"""Many users, several workers, and processes killed at random: every comic is drawn once."""

from __future__ import annotations

import asyncio
import gc
import warnings
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from random import Random
from typing import TypeVar

import pytest

from core.errors import NotFoundError, StorageError
from core.models.identity import JobId, Platform, Requester
from core.models.jobs import JobState
from tests.core.conftest import JobServicesFactory
from tests.core.fleet import FaultInjector, Fleet
from tests.core.job_services import JobServices, discord_destination, make_requester
from tests.core.people_services import DatabaseServices

# A killed process leaves open sockets behind, here to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.timeout(240),
]

T = TypeVar("T")

USERS = 10
JOBS = 6  # per user
CAP = 2
CAPACITY = 6
TIMEOUT = 180.0  # seconds; it takes 5, and on a busy machine 100


@pytest.fixture(autouse=True)
def _torn_connections() -> Iterator[None]:
    """Collect, here and not in a later test, connections killed while they were being opened.

    The driver and asyncio leave those to the collector, which closes them and warns.
    """
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


class Users:
    """Users who request, cancel, link and delete their profiles concurrently."""

    def __init__(self, job_services: JobServices, services: DatabaseServices, rng: Random) -> None:
        self.job_services = job_services
        self.services = services
        self.rng = rng
        self.requested: dict[JobId, Requester] = {}
        self.linked: set[str] = set()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for number in range(USERS):
                group.create_task(
                    self._request_comics(make_requester(str(number), Platform.DISCORD))
                )
            group.create_task(self._link(make_requester("0", Platform.DISCORD)))
            group.create_task(self._link(make_requester("1", Platform.DISCORD)))
            group.create_task(self._delete_profile(make_requester("2", Platform.DISCORD)))

    async def _request_comics(self, requester: Requester) -> None:
        for number in range(JOBS):
            await self._sleep(0.15)
            key = f"{requester.identity.external_id}:{number}"
            send = partial(
                self.job_services.request,
                requester=requester,
                destination=discord_destination(requester.identity.external_id),
                key=key,
            )
            receipt = await self._retry(send)
            self.requested[receipt.job_id] = requester
            if self.rng.random() < 0.15:
                await self._sleep(0.3)
                await self._cancel(receipt.job_id, requester)

    async def _retry(self, operation: Callable[[], Awaitable[T]]) -> T:
        """Retry until it succeeds: SQLite may stay locked with this many writers."""
        while True:
            try:
                return await operation()
            except StorageError:
                await self._sleep(0.3)

    async def _cancel(self, job_id: JobId, requester: Requester) -> None:
        try:
            await self._retry(partial(self.job_services.cancellation.cancel, job_id, requester))
        except NotFoundError:
            assert requester.identity.external_id == "2"  # this user's profile is deleted

    async def _link(self, requester: Requester) -> None:
        """Link with a profile that has jobs too."""
        await self._sleep(0.6)
        other = make_requester(f"1{requester.identity.external_id}", Platform.TELEGRAM)
        key = f"link:{other.identity.external_id}"
        receipt = await self._retry(partial(self.job_services.request, requester=other, key=key))
        self.requested[receipt.job_id] = requester
        code, _ = await self._retry(partial(self.services.links.make_code, other))
        await self._retry(partial(self.services.links.claim, requester, code))
        self.linked.add(requester.identity.external_id)

    async def _delete_profile(self, requester: Requester) -> None:
        await self._sleep(0.8)
        await self._retry(partial(self.services.profiles.forget, requester))

    async def _sleep(self, longest: float) -> None:
        await asyncio.sleep(self.rng.uniform(0, longest))


class InvariantChecker:
    """Invariant checker: polls whether any limit is exceeded."""

    def __init__(self, job_services: JobServices, users: Users) -> None:
        self.job_services = job_services
        self.users = users
        self.violations: list[str] = []

    async def watch(self) -> None:
        while True:
            await asyncio.to_thread(self._check)
            await asyncio.sleep(0.05)

    def _check(self) -> None:
        rows = self.job_services.query(
            "SELECT profile_id, state FROM jobs WHERE state IN ('queued', 'drawing')"
        )
        drawing = sum(state == "drawing" for _, state in rows)
        if drawing > CAPACITY:
            self.violations.append(f"{drawing} jobs drawing at once")
        most = Counter(profile_id for profile_id, _ in rows).most_common(1)
        # A merged profile keeps the jobs in flight of both.
        if most and most[0][1] > CAP + 1:
            self.violations.append(f"{most[0][1]} in flight")


@pytest.mark.parametrize("seed", range(2))
async def test_every_comic_is_drawn_once_while_workers_are_killed(
    make_job_services: JobServicesFactory, seed: int
) -> None:
    job_services = make_job_services(in_flight=CAP)
    job_services.capacity = CAPACITY
    services = DatabaseServices(job_services.database, job_services.images)
    users = Users(job_services, services, Random(seed))
    faults = FaultInjector(Random(seed + 100), kill=0.004, unconfirmed_commit=0.01)
    fleet, checker = Fleet(job_services, faults, size=4), InvariantChecker(job_services, users)
    running = [asyncio.create_task(fleet.run()), asyncio.create_task(checker.watch())]
    try:
        async with asyncio.timeout(TIMEOUT):
            await users.run()
            await until_all_ended(job_services, running)
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await services.close()

    assert fleet.kills
    assert checker.violations == []
    assert fleet.generator.blind_submissions == []
    assert set(fleet.generator.submissions.values()) == {1}
    for job_id in users.requested:
        await check(job_services, fleet, job_id)


async def until_all_ended(job_services: JobServices, running: list[asyncio.Task[None]]) -> None:
    """Wait until no job is open and no delivery is due."""
    while True:
        for task in running:
            if task.done():
                task.result()
        jobs = job_services.query(
            "SELECT state, count(*) FROM jobs "
            "WHERE state IN ('waiting', 'queued', 'drawing') GROUP BY state"
        )
        due = job_services.query("SELECT count(*) FROM deliveries WHERE state = 'pending'")
        if not jobs and due == [(0,)]:
            return
        await asyncio.sleep(0.05)


async def check(job_services: JobServices, fleet: Fleet, job_id: JobId) -> None:
    job, comic = await job_services.job(job_id), await job_services.comic(job_id)
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


async def test_one_users_requests_in_flight_stay_within_the_limit(
    make_job_services: JobServicesFactory,
) -> None:
    job_services = make_job_services(in_flight=CAP, waiting=100)
    job_services.capacity = 10
    fleet = Fleet(job_services, FaultInjector(Random(1)), size=3)
    me = make_requester(platform=Platform.DISCORD)
    most = 0

    async def watch() -> None:
        nonlocal most
        while True:
            rows = await asyncio.to_thread(
                job_services.query, "SELECT count(*) FROM jobs WHERE state IN ('queued', 'drawing')"
            )
            most = max(most, rows[0][0])
            await asyncio.sleep(0.005)

    running = [asyncio.create_task(fleet.run()), asyncio.create_task(watch())]
    try:
        async with asyncio.timeout(TIMEOUT):
            for _ in range(4):
                await asyncio.gather(
                    *(
                        job_services.request(requester=me, destination=discord_destination())
                        for _ in range(5)
                    )
                )
            await until_all_ended(job_services, running)
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    assert most == CAP
