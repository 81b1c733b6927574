"""Worker: draws jobs, delivers comics and runs the janitor."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from datetime import timedelta

import structlog

from bots.background_tasks import BackgroundTasks
from core.config.settings import Config
from core.delivery.job_events import JobEventFeed
from core.delivery.service import DeliveryService
from core.errors import JobQueueUnavailableError, StorageError
from core.jobs.capacity import Capacity
from core.jobs.job_queue import QueueConsumer, TaskiqJobQueue, open_broker
from core.jobs.leases import LeaseKeeper
from core.jobs.poll_hints import PollHints
from core.jobs.progress_writer import ProgressWriter
from core.jobs.remote_cancellation import RemoteCancellation
from core.jobs.runner import JobRunner
from core.models.identity import JobId, Platform
from core.operations.health import Health
from core.operations.janitor import Janitor
from core.ports.chats import Moderator
from core.ports.database import Database, UnitOfWork
from core.ports.delivery import DeliveryAdapter
from core.ports.gallery import ImageStore
from core.ports.jobs import Generator
from core.runtime.metrics import Metrics

log = structlog.get_logger(__name__)

DRAWING_SLOTS = 100  # of one process, where the generator's own capacity is the limit
STOP_SECONDS = 8.0  # for handing back claimed jobs and deliveries
NOTIFY_SECONDS = 2.0  # for waking other workers to claim them


class WorkerDeps:
    """Dependencies shared by services and worker: brokers, job queue, leases, deliveries."""

    def __init__(
        self,
        config: Config,
        *,
        database: Database,
        images: ImageStore,
        delivery_adapters: Mapping[Platform, DeliveryAdapter],
        moderator: Moderator,
        holder: str,
        metrics: Metrics,
    ) -> None:
        self.config = config
        self.moderator = moderator
        self.metrics = metrics
        self.database = database
        self.images = images
        self.holder = holder
        self.lease = timedelta(seconds=config.engine.lease_seconds)
        url = config.engine.url.get_secret_value()
        self.draw_broker = open_broker(url, "comicai:draw")
        self.deliver_broker = open_broker(url, "comicai:deliver")
        self.job_queue = TaskiqJobQueue(self.draw_broker, self.deliver_broker)
        self.poll_hints = PollHints(url)
        self.draw_leases = LeaseKeeper(self._renew_jobs, lease=self.lease)
        self.deliver_leases = LeaseKeeper(self._renew_deliveries, lease=self.lease)
        self.deliveries = DeliveryService(
            database=database,
            delivery_adapters=delivery_adapters,
            holder=holder,
            leases=self.deliver_leases,
            metrics=metrics,
        )

    async def _renew_jobs(self, job_ids: Collection[JobId]) -> dict[JobId, int]:
        async def work(unit: UnitOfWork) -> dict[JobId, int]:
            return await unit.job_claims.renew(self.holder, job_ids, lease=self.lease)

        return await self.database.write(work)

    async def _renew_deliveries(self, job_ids: Collection[JobId]) -> dict[JobId, int]:
        async def work(unit: UnitOfWork) -> dict[JobId, int]:
            return await unit.deliveries.renew(self.holder, job_ids, lease=self.lease)

        return await self.database.write(work)


class Worker:
    """Job runner, deliveries and janitor of one process."""

    def __init__(
        self,
        deps: WorkerDeps,
        generator: Generator,
        capacity: Capacity,
        *,
        job_events: JobEventFeed,
        health: Health,
    ) -> None:
        config, metrics = deps.config, deps.metrics
        self._deps = deps
        self._capacity = capacity
        self.progress = ProgressWriter(
            deps.database,
            deps.holder,
            deps.draw_leases,
            on_change=job_events.notify,
            metrics=metrics,
        )
        remote_cancellation = RemoteCancellation(deps.database, generator)
        self.runner = JobRunner(
            database=deps.database,
            generator=generator,
            remote_cancellation=remote_cancellation,
            moderator=deps.moderator,
            images=deps.images,
            job_queue=deps.job_queue,
            holder=deps.holder,
            leases=deps.draw_leases,
            progress=self.progress,
            capacity=capacity,
            in_flight=config.limits.in_flight,
            panels_lifetime=timedelta(days=config.artist.panels_days),
            on_begin=job_events.began,
            on_end=job_events.ended,
            metrics=metrics,
        )
        self.janitor = Janitor(
            database=deps.database,
            job_queue=deps.job_queue,
            images=deps.images,
            remote_cancellation=remote_cancellation,
            holder=deps.holder,
            every=timedelta(seconds=config.engine.sweep_seconds),
            lease=deps.lease,
            undo=timedelta(seconds=config.images.undo_seconds),
            max_wait=timedelta(hours=config.limits.max_wait_hours),
            in_flight=config.limits.in_flight,
            metrics=metrics,
        )
        self._draw_consumer = QueueConsumer(
            deps.draw_broker,
            self.runner.run_next,
            slots=config.engine.drawing or DRAWING_SLOTS,
            kind="drawing",
            metrics=metrics,
        )
        self._delivery_consumer = QueueConsumer(
            deps.deliver_broker,
            deps.deliveries.deliver_next,
            slots=config.engine.delivering,
            kind="delivering",
            metrics=metrics,
        )
        health.watch(
            "generator",
            lambda: capacity.is_healthy or capacity.is_asleep,
            lambda: capacity.blocked_by,
        )

    def start(self, background: BackgroundTasks) -> None:
        """Start the tasks that draw, deliver, renew leases and clean up."""
        background.start("leases", self._deps.draw_leases.run)
        background.start("delivery_leases", self._deps.deliver_leases.run)
        background.start("progress", self.progress.run)
        background.start("poll_hints", self._deps.poll_hints.run)
        background.start("capacity", self._capacity.run)
        background.start("drawers", self._draw_consumer.run)
        background.start("deliverers", self._delivery_consumer.run)
        background.start("sweep", self.janitor.run)

    async def stop(self, background: BackgroundTasks) -> None:
        """Stop claiming, hand back what is in progress, and wake other workers to claim it."""
        # One more of each kind, for a wake-up message that was received and not yet acted on.
        drawing = len(self._deps.draw_leases.held) + 1
        delivering = len(self._deps.deliver_leases.held) + 1
        self.runner.stop()
        self._deps.deliveries.stop()
        self._draw_consumer.stop()
        self._delivery_consumer.stop()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await background.wait_for("drawers")
                await background.wait_for("deliverers")
        except TimeoutError:
            # Nothing is lost: the leases of work that did not stop in time expire.
            log.warning("worker_stop_timed_out")
        await self._notify_others(drawing, delivering)

    async def _notify_others(self, drawing: int, delivering: int) -> None:
        """Wake other workers at once; without this they would wait for the janitor's next run."""
        try:
            async with asyncio.timeout(NOTIFY_SECONDS):
                await self.janitor.release()
                await self._deps.job_queue.notify_drawing(drawing)
                await self._deps.job_queue.notify_delivering(delivering)
        except (StorageError, JobQueueUnavailableError, TimeoutError) as error:
            log.warning("worker_handover_failed", error=type(error).__name__)
