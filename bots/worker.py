"""The part of a process that draws and delivers."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from datetime import timedelta

import structlog

from bots.background import Background
from core.capacity import Capacity
from core.config import Config
from core.delivery import Deliveries
from core.drawing import Drawing
from core.engine import TaskiqEngine, Workers, open_broker
from core.errors import EngineUnavailableError, StorageError
from core.health import Health
from core.leases import LeaseKeeper
from core.meter import Meter
from core.models import JobId, Platform
from core.ports import Database, Generator, ImageStore, Messenger, Unit
from core.progress import ProgressBook
from core.stopping import Stopper
from core.sweep import Sweep
from core.watcher import Watcher

log = structlog.get_logger(__name__)

DRAWING_SLOTS = 100  # of one process, where the generator's own capacity is the limit
STOP_SECONDS = 8.0  # for handing back what is being drawn
PASS_ON_SECONDS = 2.0  # for telling others of it


class Machinery:
    """What services and workers share: the engine's brokers, the leases, the deliveries."""

    def __init__(
        self,
        config: Config,
        *,
        database: Database,
        images: ImageStore,
        messengers: Mapping[Platform, Messenger],
        owner: str,
        meter: Meter,
    ) -> None:
        self.config = config
        self.meter = meter
        self.database = database
        self.images = images
        self.owner = owner
        self.lease = timedelta(seconds=config.engine.lease_seconds)
        url = config.engine.url.get_secret_value()
        self.draw_broker = open_broker(url, "comicai:draw")
        self.deliver_broker = open_broker(url, "comicai:deliver")
        self.engine = TaskiqEngine(self.draw_broker, self.deliver_broker)
        self.draw_leases = LeaseKeeper(self._renew_jobs, lease=self.lease)
        self.deliver_leases = LeaseKeeper(self._renew_deliveries, lease=self.lease)
        self.deliveries = Deliveries(
            database=database,
            messengers=messengers,
            owner=owner,
            leases=self.deliver_leases,
            meter=meter,
        )

    async def _renew_jobs(self, job_ids: Collection[JobId]) -> dict[JobId, int]:
        async def work(unit: Unit) -> dict[JobId, int]:
            return await unit.jobs.renew(self.owner, job_ids, lease=self.lease)

        return await self.database.write(work)

    async def _renew_deliveries(self, job_ids: Collection[JobId]) -> dict[JobId, int]:
        async def work(unit: Unit) -> dict[JobId, int]:
            return await unit.deliveries.renew(self.owner, job_ids, lease=self.lease)

        return await self.database.write(work)


class Worker:
    """The part of a process that draws and delivers."""

    def __init__(
        self,
        machinery: Machinery,
        generator: Generator,
        capacity: Capacity,
        *,
        watcher: Watcher,
        health: Health,
    ) -> None:
        config, meter = machinery.config, machinery.meter
        self._machinery = machinery
        self._capacity = capacity
        self.progress = ProgressBook(
            machinery.database,
            machinery.owner,
            machinery.draw_leases,
            changed=watcher.nudge,
            meter=meter,
        )
        stopper = Stopper(machinery.database, generator)
        self.drawing = Drawing(
            database=machinery.database,
            generator=generator,
            stopper=stopper,
            images=machinery.images,
            engine=machinery.engine,
            owner=machinery.owner,
            leases=machinery.draw_leases,
            progress=self.progress,
            capacity=capacity,
            in_flight=config.limits.in_flight,
            changed=watcher.nudge,
            meter=meter,
        )
        self.sweep = Sweep(
            database=machinery.database,
            engine=machinery.engine,
            images=machinery.images,
            stopper=stopper,
            owner=machinery.owner,
            every=timedelta(seconds=config.engine.sweep_seconds),
            lease=machinery.lease,
            undo=timedelta(seconds=config.images.undo_seconds),
            max_wait=timedelta(hours=config.limits.max_wait_hours),
            in_flight=config.limits.in_flight,
            meter=meter,
        )
        self._drawers = Workers(
            machinery.draw_broker,
            self.drawing.draw_next,
            slots=config.engine.drawing or DRAWING_SLOTS,
            kind="drawing",
            meter=meter,
        )
        self._deliverers = Workers(
            machinery.deliver_broker,
            machinery.deliveries.deliver_next,
            slots=config.engine.delivering,
            kind="delivering",
            meter=meter,
        )
        health.watch("generator", lambda: capacity.is_well)

    def start(self, background: Background) -> None:
        """Start drawing, delivering, renewing and sweeping."""
        background.start("leases", self._machinery.draw_leases.run)
        background.start("delivery_leases", self._machinery.deliver_leases.run)
        background.start("progress", self.progress.run)
        background.start("capacity", self._capacity.run)
        background.start("drawers", self._drawers.run)
        background.start("deliverers", self._deliverers.run)
        background.start("sweep", self.sweep.run)

    async def stop(self, background: Background) -> None:
        """Claim nothing more, hand back what is under way, and let the others know of it."""
        # One more of each kind, for a hint that we had taken and did not get to use.
        drawing = len(self._machinery.draw_leases.held) + 1
        delivering = len(self._machinery.deliver_leases.held) + 1
        self.drawing.stop()
        self._machinery.deliveries.stop()
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
                await self._machinery.engine.wake_drawing(drawing)
                await self._machinery.engine.wake_delivering(delivering)
        except (StorageError, EngineUnavailableError, TimeoutError) as error:
            log.warning("work_not_passed_on", error=type(error).__name__)
