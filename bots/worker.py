"""The part of a process that draws and delivers."""

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
from core.jobs.cancellation import RemoteCancellation
from core.jobs.capacity import Capacity
from core.jobs.job_queue import QueueConsumer, TaskiqJobQueue, open_broker
from core.jobs.leases import LeaseKeeper
from core.jobs.progress import ProgressWriter
from core.jobs.runner import JobRunner
from core.models.identity import JobId, Platform
from core.operations.health import Health
from core.operations.janitor import Janitor
from core.ports.database import Database, UnitOfWork
from core.ports.delivery import DeliveryAdapter
from core.ports.gallery import ImageStore
from core.ports.jobs import Generator
from core.runtime.metrics import Metrics

log = structlog.get_logger(__name__)

DRAWING_SLOTS = 100  # of one process, where the generator's own capacity is the limit
STOP_SECONDS = 8.0  # for handing back what is being drawn
PASS_ON_SECONDS = 2.0  # for telling others of it


class WorkerDeps:
    """What services and workers share: the engine's brokers, the leases, the deliveries."""

    def __init__(
        self,
        config: Config,
        *,
        database: Database,
        images: ImageStore,
        delivery_adapters: Mapping[Platform, DeliveryAdapter],
        holder: str,
        metrics: Metrics,
    ) -> None:
        self.config = config
        self.metrics = metrics
        self.database = database
        self.images = images
        self.holder = holder
        self.lease = timedelta(seconds=config.engine.lease_seconds)
        url = config.engine.url.get_secret_value()
        self.draw_broker = open_broker(url, "comicai:draw")
        self.deliver_broker = open_broker(url, "comicai:deliver")
        self.job_queue = TaskiqJobQueue(self.draw_broker, self.deliver_broker)
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
            return await unit.jobs.renew(self.holder, job_ids, lease=self.lease)

        return await self.database.write(work)

    async def _renew_deliveries(self, job_ids: Collection[JobId]) -> dict[JobId, int]:
        async def work(unit: UnitOfWork) -> dict[JobId, int]:
            return await unit.deliveries.renew(self.holder, job_ids, lease=self.lease)

        return await self.database.write(work)


class Worker:
    """The part of a process that draws and delivers."""

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
        self.drawing = JobRunner(
            database=deps.database,
            generator=generator,
            remote_cancellation=remote_cancellation,
            images=deps.images,
            job_queue=deps.job_queue,
            holder=deps.holder,
            leases=deps.draw_leases,
            progress=self.progress,
            capacity=capacity,
            in_flight=config.limits.in_flight,
            on_change=job_events.notify,
            metrics=metrics,
        )
        self.sweep = Janitor(
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
        self._drawers = QueueConsumer(
            deps.draw_broker,
            self.drawing.run_next,
            slots=config.engine.drawing or DRAWING_SLOTS,
            kind="drawing",
            metrics=metrics,
        )
        self._deliverers = QueueConsumer(
            deps.deliver_broker,
            deps.deliveries.deliver_next,
            slots=config.engine.delivering,
            kind="delivering",
            metrics=metrics,
        )
        health.watch("generator", lambda: capacity.is_healthy)

    def start(self, background: BackgroundTasks) -> None:
        """Start drawing, delivering, renewing and sweeping."""
        background.start("leases", self._deps.draw_leases.run)
        background.start("delivery_leases", self._deps.deliver_leases.run)
        background.start("progress", self.progress.run)
        background.start("capacity", self._capacity.run)
        background.start("drawers", self._drawers.run)
        background.start("deliverers", self._deliverers.run)
        background.start("sweep", self.sweep.run)

    async def stop(self, background: BackgroundTasks) -> None:
        """Claim nothing more, hand back what is under way, and let the others know of it."""
        # One more of each kind, for a hint that we had taken and did not get to use.
        drawing = len(self._deps.draw_leases.held) + 1
        delivering = len(self._deps.deliver_leases.held) + 1
        self.drawing.stop()
        self._deps.deliveries.stop()
        self._drawers.stop()
        self._deliverers.stop()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await background.wait_for("drawers")
                await background.wait_for("deliverers")
        except TimeoutError:
            # Leases end by themselves, so nothing is lost by what did not stop in time.
            log.warning("worker_not_stopped_in_time")
        await self._pass_on(drawing, delivering)

    async def _pass_on(self, drawing: int, delivering: int) -> None:
        """Have others go on at once; without this they would find it with their next sweep."""
        try:
            async with asyncio.timeout(PASS_ON_SECONDS):
                await self.sweep.release()
                await self._deps.job_queue.notify_drawing(drawing)
                await self._deps.job_queue.notify_delivering(delivering)
        except (StorageError, JobQueueUnavailableError, TimeoutError) as error:
            log.warning("work_not_passed_on", error=type(error).__name__)
