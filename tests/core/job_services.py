"""Job services of core on a real database, with a scripted generator."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from core.config.artist_settings import ArtistSettings
from core.config.settings import Limits
from core.content.moderation import WordModerator
from core.delivery.job_events import JobEventFeed
from core.delivery.service import DeliveryService
from core.errors import GeneratorUnavailableError
from core.jobs.leases import LeaseKeeper
from core.jobs.progress_writer import ProgressWriter
from core.jobs.remote_cancellation import RemoteCancellation
from core.jobs.runner import OUTAGE_DELAY, JobRunner
from core.models.comics import Comic, DrawnComic, ImageRef
from core.models.deliveries import Delivery, DeliveryState, Destination
from core.models.identity import Identity, JobId, Platform, Requester
from core.models.jobs import GeneratorHealth, Job, Progress, Receipt, Refusal, Stage
from core.models.requests import ComicRequest
from core.operations.janitor import Janitor
from core.ports.database import Database, UnitOfWork
from core.ports.delivery import DeliveryAdapter, DeliveryPayload, DeliveryResult
from core.ports.gallery import ImageStore
from core.ports.jobs import GenerationRequest, Generator
from core.requests.budget import Budget
from core.requests.cancellation import Cancellation
from core.requests.job_statuses import JobStatuses
from core.requests.quota import Quota
from core.requests.service import RequestService
from storage.database import open_database
from storage.images_local import LocalImageStore
from storage.migration_engine import make_sync_engine
from storage.sql_database import SqlDatabase
from storage.tables import metadata
from tests.pictures import make_picture

LEASE = timedelta(seconds=60)
SWEEP_EVERY = timedelta(seconds=15)
LONG_AGO = "2000-01-01 00:00:00.000000"


class RecordingJobQueue:
    """Job queue that counts notifications."""

    def __init__(self) -> None:
        self.drawing = 0
        self.delivering = 0
        self.reaches_workers = True

    async def notify_drawing(self, count: int = 1) -> None:
        self.drawing += count

    async def notify_delivering(self, count: int = 1) -> None:
        self.delivering += count


Answer = Callable[[GenerationRequest, Callable[[Progress], None]], Awaitable[DrawnComic]]


class ScriptedGenerator:
    """Generator that draws a small real image at once, unless a test queues another answer.

    It remembers no earlier submissions, so every request starts a new job.
    """

    def __init__(self, images: LocalImageStore) -> None:
        self.images = images
        self.answers: list[Answer] = []
        self.requests: list[GenerationRequest] = []
        self.canceled: list[tuple[JobId, int]] = []

    async def draw(
        self, request: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        if not request.outlasts(timedelta(0)):
            raise GeneratorUnavailableError("lease")
        self.requests.append(request)
        answer = self.answers.pop(0) if self.answers else self.draw_at_once
        return await answer(request, report)

    async def draw_at_once(
        self, request: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        report(Progress(stage=Stage.RENDERING, percent=50, panel=1, panels=request.panels))
        ref = ImageRef("local", f"jobs/{request.job_id}/page.png")
        await self.images.put(ref, make_picture(), "image/png")
        return DrawnComic(ref=ref, seed=7, model="scripted", title="A comic")

    async def cancel(self, job_id: JobId, attempt: int) -> None:
        self.canceled.append((job_id, attempt))

    @property
    def refusal(self) -> Refusal | None:
        return None

    async def health(self) -> GeneratorHealth:
        return GeneratorHealth(ready=True, model="scripted", capacity=4, level=1)


def fails_with(error: Exception) -> Answer:
    async def answer(request: GenerationRequest, report: Callable[[Progress], None]) -> DrawnComic:
        raise error

    return answer


@dataclass
class PausedDraw:
    """Answer that blocks until the test sets `resume`."""

    generator: ScriptedGenerator
    started: asyncio.Event = field(default_factory=asyncio.Event)
    resume: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(
        self, request: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        self.started.set()
        await self.resume.wait()
        return await self.generator.draw_at_once(request, report)


class RecordingAdapter:
    """Delivery adapter that records its payloads and returns queued answers."""

    def __init__(self) -> None:
        self.payloads: list[DeliveryPayload] = []
        self.answers: list[DeliveryResult | Exception] = []

    async def deliver(self, payload: DeliveryPayload) -> DeliveryResult:
        self.payloads.append(payload)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def skip_sleep(_seconds: float) -> None:
    """Return at once instead of sleeping."""


@dataclass
class Process:
    """Services of one worker process."""

    holder: str
    leases: LeaseKeeper
    deliver_leases: LeaseKeeper
    progress: ProgressWriter
    drawing: JobRunner
    deliveries: DeliveryService
    sweep: Janitor


class JobServices:
    """Job services on one database, with any number of worker processes and fakes around them."""

    def __init__(
        self,
        folder: Path,
        url: str = "",
        artist: ArtistSettings | None = None,
        **limits: int,
    ) -> None:
        """Use the migrated, empty database at *url*; by default a new one on SQLite."""
        self.path = folder / "comicai.db"
        self.url = url or f"sqlite:///{self.path}"
        self.sync = make_sync_engine(self.url)
        if not url:
            metadata.create_all(self.sync)
        self.database: SqlDatabase = open_database(self.url)
        self.images = LocalImageStore(folder / "images", b"k" * 32)
        self.generator = ScriptedGenerator(self.images)
        self.messenger = RecordingAdapter()
        self.job_queue = RecordingJobQueue()
        self.limits = Limits(**limits)
        self.capacity = 4
        self.panels_lifetime = timedelta(days=30)
        self.now = 1000.0  # monotonic time of every process
        self.job_events = JobEventFeed(self.database)
        self.moderator = WordModerator(("forbidden",))
        self.comics = RequestService(
            database=self.database,
            job_queue=self.job_queue,
            images=self.images,
            moderator=self.moderator,
            quota=Quota(self.limits),
            budget=Budget(artist or ArtistSettings()),
            slots=lambda: self.capacity,
        )
        self.job_statuses = JobStatuses(database=self.database, slots=lambda: self.capacity)
        self.cancellation = Cancellation(
            database=self.database,
            job_queue=self.job_queue,
            job_statuses=self.job_statuses,
            in_flight=self.limits.in_flight,
        )
        self.worker = self.process("worker-1")

    async def close(self) -> None:
        await self.images.close()
        await self.database.close()
        self.sync.dispose()

    def process(
        self,
        holder: str,
        *,
        database: Database | None = None,
        generator: Generator | None = None,
        adapter: DeliveryAdapter | None = None,
        images: ImageStore | None = None,
        lease: timedelta = LEASE,
        sweep_every: timedelta = SWEEP_EVERY,
        outage_delay: timedelta = OUTAGE_DELAY,
        clock: Callable[[], float] | None = None,
    ) -> Process:
        database = database or self.database
        clock = clock or (lambda: self.now)
        generator = generator or self.generator
        images = images or self.images
        remote_cancellation = RemoteCancellation(database, generator)

        async def renew_jobs(job_ids: Collection[JobId]) -> dict[JobId, int]:
            return await database.write(
                lambda unit: unit.job_claims.renew(holder, job_ids, lease=lease)
            )

        async def renew_deliveries(job_ids: Collection[JobId]) -> dict[JobId, int]:
            return await database.write(
                lambda unit: unit.deliveries.renew(holder, job_ids, lease=lease)
            )

        leases = LeaseKeeper(renew_jobs, lease=lease, clock=clock)
        deliver_leases = LeaseKeeper(renew_deliveries, lease=lease, clock=clock)
        progress = ProgressWriter(database, holder, leases)
        delivery_adapters: dict[Platform, DeliveryAdapter] = {
            Platform.DISCORD: adapter or self.messenger
        }
        return Process(
            holder=holder,
            leases=leases,
            deliver_leases=deliver_leases,
            progress=progress,
            drawing=JobRunner(
                database=database,
                generator=generator,
                remote_cancellation=remote_cancellation,
                moderator=self.moderator,
                images=images,
                job_queue=self.job_queue,
                holder=holder,
                leases=leases,
                progress=progress,
                capacity=lambda: self.capacity,
                in_flight=self.limits.in_flight,
                panels_lifetime=self.panels_lifetime,
                outage_delay=outage_delay,
                sleep=skip_sleep,
            ),
            deliveries=DeliveryService(
                database=database,
                delivery_adapters=delivery_adapters,
                holder=holder,
                leases=deliver_leases,
            ),
            sweep=Janitor(
                database=database,
                job_queue=self.job_queue,
                images=images,
                remote_cancellation=remote_cancellation,
                holder=holder,
                every=sweep_every,
                lease=lease,
                undo=timedelta(seconds=60),
                max_wait=timedelta(hours=24),
                in_flight=self.limits.in_flight,
                clock=clock,
            ),
        )

    async def request(
        self,
        prompt: str = "a cat opens a bakery on the moon",
        requester: Requester | None = None,
        *,
        destination: Destination | None = None,
        key: str = "",
        body_hash: str = "",
    ) -> Receipt:
        request = ComicRequest(text=prompt, request_key=key, body_hash=body_hash)
        return await self.comics.request(request, requester or make_requester(), destination)

    async def draw_all(self, process: Process | None = None) -> None:
        while await (process or self.worker).drawing.run_next():
            pass

    async def job(self, job_id: JobId) -> Job:
        job = await self.database.read(lambda unit: unit.jobs.get(job_id))
        assert job is not None
        return job

    async def comic(self, job_id: JobId) -> Comic | None:
        return await self.database.read(lambda unit: unit.comics.get(job_id))

    async def delivery(self, job_id: JobId) -> Delivery:
        delivery = await self.database.read(lambda unit: unit.deliveries.get(job_id))
        assert delivery is not None
        return delivery

    async def finish_delivery(self, state: DeliveryState) -> None:
        """Claim the next delivery and end it in *state*, like a worker."""

        async def work(unit: UnitOfWork) -> None:
            [delivery] = await unit.deliveries.claim(
                "worker-1", lease=LEASE, platforms=[Platform.DISCORD], limit=1
            )
            assert await unit.deliveries.finish(delivery.job_id, delivery.claim_no, state)

        await self.database.write(work)

    async def claim(self, holder: str) -> JobId:
        """Claim a job and do nothing with it, like a worker that is killed."""

        async def work(unit: UnitOfWork) -> JobId:
            [claim] = await unit.job_claims.claim(
                holder, lease=LEASE, capacity=self.capacity, limit=1
            )
            return claim.job.id

        return await self.database.write(work)

    def sql(self, statement: str, **values: object) -> None:
        """Change rows directly, which is the only way to move the database's time."""
        with self.sync.begin() as connection:
            connection.execute(text(statement), values)

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """Read committed rows."""
        with self.sync.connect().execution_options(write=False) as connection:
            return [tuple(row) for row in connection.execute(text(statement))]

    def expire_leases(self) -> None:
        for table in ("jobs", "deliveries"):
            self.sql(f"UPDATE {table} SET lease_until = '{LONG_AGO}' WHERE lease_until IS NOT NULL")

    def make_retries_due(self) -> None:
        self.sql("UPDATE jobs SET not_before = NULL")
        self.sql(
            f"UPDATE deliveries SET next_attempt_at = '{LONG_AGO}' "
            "WHERE next_attempt_at IS NOT NULL"
        )


def make_requester(name: str = "1001", platform: Platform = Platform.TERMINAL) -> Requester:
    return Requester(identity=Identity(platform, name))


def discord_destination(user: str = "1001") -> Destination:
    return Destination(
        platform=Platform.DISCORD, application_id="9", chat="42", user_id=user, reply_token="secret"
    )


def unknown_job() -> JobId:
    return JobId(UUID(int=1))
