"""Operator notices: one per incident for the whole fleet, one on its resolution, one per day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.errors import StorageUnavailableError
from core.models.costs import Cost
from core.models.deliveries import DeliveryState
from core.models.identity import Platform
from core.models.jobs import JobState
from core.operations.alerts import (
    CALM_SECONDS,
    DATABASE_OUTAGE_SECONDS,
    AlertKind,
    Alerts,
    watch_blocks,
)
from core.operations.fleet_stats import FleetStats
from core.operations.operator_notices import OperatorNotices
from core.ports.database import Database
from core.ports.operations import OperatorNotifier
from tests.core.job_services import LONG_AGO, JobServices, discord_destination, make_requester
from tests.storage.rows import add_job, claimed_job

CHANNEL = (Platform.DISCORD, "123")


class Channel:
    """Operators' chat that records its notices."""

    def __init__(self) -> None:
        self.notices: list[str] = []
        self.nonces: list[str] = []
        self.is_unavailable = False

    async def send(self, chat: str, text: str, *, nonce: str) -> bool:
        if self.is_unavailable:
            return False
        assert chat == CHANNEL[1]
        self.notices.append(text)
        self.nonces.append(nonce)
        return True


class Fleet:
    """Processes on one database, with clocks that the test controls."""

    def __init__(self, job_services: JobServices) -> None:
        self.job_services = job_services
        self.channel = Channel()
        self.now = 1000.0

    def process(
        self, owner: str, *, database: Database | None = None, can_notify: bool = True
    ) -> Alerts:
        database = database or self.job_services.database
        notifiers: dict[Platform, OperatorNotifier] = (
            {Platform.DISCORD: self.channel} if can_notify else {}
        )
        return Alerts(
            database=database,
            fleet_stats=FleetStats(database, clock=self.tick),
            notices=OperatorNotices(database, notifiers, [CHANNEL], language="en"),
            holder=owner,
            daily_hour=8,
            clock=lambda: self.now,
        )

    def tick(self) -> float:
        """Advance the clocks so that every process checks again."""
        self.now += 2
        return self.now

    def calm(self) -> None:
        """Advance the clocks so that every problem has been unseen for long enough."""
        self.pass_time("marks", "name LIKE 'seen %'", "at", CALM_SECONDS + 1)

    def pass_time(self, table: str, which: str, column: str, seconds: float) -> None:
        at = f"'{LONG_AGO}'" if seconds > 86400 else _earlier(self.job_services, column, seconds)
        self.job_services.sql(f"UPDATE {table} SET {column} = {at} WHERE {which}")


def _earlier(job_services: JobServices, column: str, seconds: float) -> str:
    if job_services.url.startswith("sqlite"):
        return f"strftime('%Y-%m-%d %H:%M:%f000', {column}, '-{seconds} seconds')"
    return f"{column} - INTERVAL {seconds} SECOND"


@pytest.fixture
def fleet(job_services: JobServices) -> Fleet:
    return Fleet(job_services)


async def test_an_old_job_is_reported_once_by_the_whole_fleet_and_once_when_resolved(
    fleet: Fleet,
) -> None:
    one, other = fleet.process("one"), fleet.process("other")
    await fleet.job_services.request("a secret of Ada's")
    fleet.pass_time("jobs", "1 = 1", "created_at", 660)

    for _ in range(2):
        await one.run_once()
        await other.run_once()

    [notice] = fleet.channel.notices
    assert "in line for 11 minutes" in notice
    assert "secret" not in notice

    await fleet.job_services.draw_all()
    await one.run_once()
    assert len(fleet.channel.notices) == 1, "it may come back any moment"
    fleet.calm()
    for process in (other, one, other):
        await process.run_once()

    assert len(fleet.channel.notices) == 2
    assert "the line is moving again" in fleet.channel.notices[1]
    assert len(set(fleet.channel.nonces)) == 2


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("unauthorized", "artist.token"),
        ("no_credit", "no credit left"),
        ("load_failed", "its log says why"),
        ("out_of_paint", "its log says why"),
    ],
)
async def test_a_generator_that_draws_nothing_is_reported_with_its_reason(
    fleet: Fleet, reason: str, text: str
) -> None:
    blocked_by = reason
    process = fleet.process("one")
    watch_blocks(process, lambda: blocked_by)
    await process.run_once()
    await process.run_once()
    opened = list(fleet.channel.notices)
    blocked_by = ""
    fleet.calm()
    await process.run_once()

    assert len(opened) == 1
    assert text in opened[0]
    assert "can draw again" in fleet.channel.notices[1]


async def test_a_problem_that_recurs_quickly_is_one_incident(fleet: Fleet) -> None:
    is_unavailable = True
    process = fleet.process("one")
    process.watch(AlertKind.GENERATOR, lambda: is_unavailable)
    for state in (True, False, True, False, True):
        is_unavailable = state
        await process.run_once()

    assert len(fleet.channel.notices) == 1
    is_unavailable = False
    fleet.calm()
    await process.run_once()
    is_unavailable = True
    await process.run_once()

    assert ["is answering again" in notice for notice in fleet.channel.notices] == [
        False,
        True,
        False,
    ]


async def test_a_signal_of_one_process_is_reported_by_another(fleet: Fleet) -> None:
    worker, web = fleet.process("worker", can_notify=False), fleet.process("front")
    worker.watch(AlertKind.GENERATOR, lambda: True)

    await worker.run_once()
    assert fleet.channel.notices == []
    await web.run_once()

    [notice] = fleet.channel.notices
    assert "generator is not answering" in notice


async def test_a_user_waiting_for_their_own_jobs_is_no_incident(
    fleet: Fleet, job_services: JobServices
) -> None:
    ada = make_requester("ada")
    for _ in range(3):  # of which two may be in flight
        await job_services.request(requester=ada)
    fleet.pass_time("jobs", "1 = 1", "created_at", 660)
    await job_services.worker.drawing.run_next()
    await job_services.worker.drawing.run_next()

    assert job_services.query("SELECT state FROM jobs WHERE released_at IS NOT NULL") == [
        ("queued",)
    ]
    await fleet.process("one").run_once()

    assert fleet.channel.notices == []


async def deliver(job_services: JobServices, state: DeliveryState, times: int) -> None:
    for number in range(times):
        await job_services.request(
            requester=make_requester(f"{state}{number}"), destination=discord_destination()
        )
    await job_services.draw_all()
    for _ in range(times):
        await job_services.finish_delivery(state)


async def test_undeliverable_comics_are_reported_from_the_third_on(
    fleet: Fleet, job_services: JobServices
) -> None:
    process = fleet.process("one")
    await deliver(job_services, DeliveryState.DELIVERED, 2)
    await deliver(job_services, DeliveryState.UNDELIVERABLE, 2)
    await process.run_once()
    assert fleet.channel.notices == []

    await deliver(job_services, DeliveryState.UNDELIVERABLE, 1)
    await process.run_once()

    [notice] = fleet.channel.notices
    assert "in the last hour: 3 of 5" in notice


async def end_jobs(job_services: JobServices, *codes: str | None) -> None:
    """Let jobs end one after another: as drawn, or failed with a code."""
    for code in codes:
        await add_job(job_services.database)
        job = await claimed_job(job_services.database)
        state = JobState.DRAWN if code is None else JobState.FAILED
        await job_services.database.write(
            lambda unit, job=job, state=state, code=code: unit.job_transitions.finish(  # type: ignore[misc]
                job.id, job.claim_no, state, error_code=code
            )
        )


async def test_many_failures_among_the_last_comics_are_reported_once_with_their_reason(
    fleet: Fleet, job_services: JobServices
) -> None:
    alerts = fleet.process("one")
    await end_jobs(job_services, *["internal"] * 4, *[None] * 6)
    await alerts.run_once()
    assert fleet.channel.notices == []

    await end_jobs(job_services, "gpu_oom", "bad_image", "gpu_oom", "gpu_oom", "internal")
    await alerts.run_once()
    await alerts.run_once()

    (notice,) = fleet.channel.notices
    assert "5 of the last 10 comics failed, most often with gpu_oom" in notice


async def test_a_late_janitor_is_reported(fleet: Fleet, job_services: JobServices) -> None:
    process = fleet.process("one")
    await job_services.worker.sweep.run_once()
    await process.run_once()
    assert fleet.channel.notices == []

    fleet.pass_time("marks", "name = 'sweep'", "at", 180)
    await process.run_once()
    [notice] = fleet.channel.notices
    assert "no sweep has run for 3 minutes" in notice

    await job_services.worker.sweep.run_once()
    fleet.calm()
    await process.run_once()
    assert "sweeps are running again" in fleet.channel.notices[-1]


async def test_an_unsent_notice_is_sent_later(fleet: Fleet, job_services: JobServices) -> None:
    process = fleet.process("one")
    process.watch(AlertKind.GENERATOR, lambda: True)
    fleet.channel.is_unavailable = True
    await process.run_once()
    fleet.channel.is_unavailable = False
    await process.run_once()
    assert fleet.channel.notices == [], "not at once again"

    fleet.pass_time("notices", "1 = 1", "next_attempt_at", 61)
    await process.run_once()
    await process.run_once()

    assert len(fleet.channel.notices) == 1
    assert job_services.query("SELECT count(*) FROM notices") == [(0,)]


async def test_old_notices_are_deleted(fleet: Fleet, job_services: JobServices) -> None:
    process = fleet.process("one")
    process.watch(AlertKind.GENERATOR, lambda: True)
    fleet.channel.is_unavailable = True
    await process.run_once()
    fleet.channel.is_unavailable = False

    fleet.pass_time("notices", "1 = 1", "created_at", 10**6)
    fleet.pass_time("notices", "1 = 1", "next_attempt_at", 10**6)
    await process.run_once()

    assert fleet.channel.notices == []
    assert job_services.query("SELECT count(*) FROM notices") == [(0,)]


async def test_without_operators_no_notices_are_stored(
    fleet: Fleet, job_services: JobServices
) -> None:
    process = fleet.process("one", can_notify=False)
    process.watch(AlertKind.GENERATOR, lambda: True)

    await process.run_once()

    assert job_services.query("SELECT count(*) FROM notices") == [(0,)]


# --- Database outages -----------------------------------------------------------------------------


class IntermittentDatabase:
    """Database with outages."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.is_unavailable = False

    async def write(self, work: object) -> object:
        return await self._pass("write", work)

    async def read(self, work: object) -> object:
        return await self._pass("read", work)

    async def _pass(self, how: str, work: object) -> object:
        if self.is_unavailable:
            raise StorageUnavailableError
        return await getattr(self._database, how)(work)


async def test_a_database_outage_is_reported_once_by_the_last_leader(
    fleet: Fleet, job_services: JobServices
) -> None:
    database = IntermittentDatabase(job_services.database)
    processes = [fleet.process(name, database=database) for name in ("one", "other")]  # type: ignore[arg-type]
    for process in processes:
        await process.run_once()

    database.is_unavailable = True
    for _ in range(3):
        for process in processes:
            await process.run_once()
        fleet.now += DATABASE_OUTAGE_SECONDS
    assert len(fleet.channel.notices) == 1
    assert "database is not answering" in fleet.channel.notices[0]

    database.is_unavailable = False
    for process in (*processes, *processes):
        await process.run_once()

    assert len(fleet.channel.notices) == 2
    assert "database is answering again" in fleet.channel.notices[1]


async def test_a_short_outage_is_not_reported(fleet: Fleet, job_services: JobServices) -> None:
    database = IntermittentDatabase(job_services.database)
    process = fleet.process("one", database=database)  # type: ignore[arg-type]
    for is_unavailable in (False, True, False):
        database.is_unavailable = is_unavailable
        await process.run_once()

    assert fleet.channel.notices == []


# --- Daily summary --------------------------------------------------------------------------------


async def a_day_later(fleet: Fleet) -> None:
    """Move all requests into the day of the next daily summary."""
    now = await fleet.job_services.database.read(lambda unit: unit.now())
    end = now.replace(hour=8, minute=0, second=0, microsecond=0)
    end -= timedelta(days=1) if end > now else timedelta(0)
    fleet.job_services.sql(
        "UPDATE jobs SET finished_at = :finished, created_at = :asked",
        asked=f"{end - timedelta(hours=2):%Y-%m-%d %H:%M:%S.%f}",
        finished=f"{end - timedelta(hours=2) + timedelta(seconds=95):%Y-%m-%d %H:%M:%S.%f}",
    )
    fleet.pass_time("marks", "name = 'daily'", "at", 86400)


async def test_the_fleet_sends_one_summary_a_day(fleet: Fleet, job_services: JobServices) -> None:
    one, other = fleet.process("one"), fleet.process("other")
    await one.run_once()
    for name in ("ada", "bob"):
        await job_services.request(requester=make_requester(name))
    await job_services.draw_all()
    await job_services.request(requester=make_requester("eve"))
    job_services.sql("UPDATE jobs SET state = 'failed' WHERE state = 'queued'")
    assert fleet.channel.notices == [], "the first day is not whole"

    await a_day_later(fleet)
    for process in (one, other, one):
        await process.run_once()

    [notice] = fleet.channel.notices
    assert "Requests: 3, comics: 2, failures: 1" in notice
    assert "Longest wait: 95 s" in notice


async def test_the_summary_names_what_was_paid(fleet: Fleet, job_services: JobServices) -> None:
    process = fleet.process("one")
    await process.run_once()
    receipt = await job_services.request()
    await job_services.draw_all()
    cost = Cost(images=4, micro_usd=1_234_567)
    await job_services.database.write(lambda unit: unit.costs.put(receipt.job_id, 1, cost))

    await a_day_later(fleet)
    job_services.sql("UPDATE costs SET paid_at = (SELECT created_at FROM jobs)")
    await process.run_once()

    [notice] = fleet.channel.notices
    assert "Requests: 1" in notice
    assert "Paid pictures: 4, US$ 1.23" in notice


async def test_a_day_without_requests_has_no_summary(fleet: Fleet) -> None:
    process = fleet.process("one")
    await process.run_once()

    await a_day_later(fleet)
    await process.run_once()

    assert fleet.channel.notices == []
