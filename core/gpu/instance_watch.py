"""Watch on the instance's row: what every process of the fleet knows of the rented GPU."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from math import ceil

import structlog

from core.errors import GeneratorAsleepError, StorageError
from core.gpu.policy import wake_seconds
from core.models.gpu import GpuInstance, GpuState, Wake
from core.ports.database import Database, UnitOfWork

log = structlog.get_logger(__name__)

POLL_SECONDS = 0.5
READ_SECONDS = 5.0  # time-out of a read
# A row that was read longer ago is not relied on: less than the keeper's `DRAIN`.
STALE_SECONDS = 4.0
# A URL that the cloud has not confirmed for so long may belong to somebody else by now.
CONFIRMED_WITHIN = timedelta(seconds=60)


class InstanceWatch:
    """Reader of the instance's row, twice a second for the whole process."""

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._name = name
        self._instance: GpuInstance | None = None
        self._confirmed = False
        self._read_at: float | None = None
        self._is_down = False  # the last read has failed

    async def run(self) -> None:
        """Read the row periodically until cancelled."""
        while True:
            await self.refresh()
            await asyncio.sleep(POLL_SECONDS)

    async def refresh(self) -> None:
        """Read the row now. An outage of the database is logged once, and the row becomes stale."""

        async def work(unit: UnitOfWork) -> tuple[GpuInstance | None, bool]:
            instance = await unit.gpu_instances.by_name(self._name)
            if instance is None or instance.looked_at is None:
                return instance, False
            return instance, await unit.now() - instance.looked_at <= CONFIRMED_WITHIN

        try:
            async with asyncio.timeout(READ_SECONDS):
                self._instance, self._confirmed = await self._database.read(work)
        except (StorageError, TimeoutError) as error:
            if not self._is_down:
                log.warning("gpu_row_unread", error=type(error).__name__)
            self._is_down = True
        else:
            self._read_at, self._is_down = time.monotonic(), False

    async def url(self) -> str:
        """Return the generator's current submit URL. Raises GeneratorAsleepError."""
        instance = self._instance
        if instance is None or self._is_stale:
            raise GeneratorAsleepError(GpuState.UNKNOWN.value)
        if instance.state is not GpuState.READY or not instance.url:
            raise GeneratorAsleepError(instance.state.value)
        if not self._confirmed:
            raise GeneratorAsleepError(GpuState.UNKNOWN.value)
        return instance.url

    @property
    def is_stuck(self) -> bool:
        """Whether the instance cannot draw until something changes outside."""
        return self._instance is not None and self._instance.state is GpuState.STUCK

    @property
    def wake(self) -> Wake | None:
        """What users are told while they wait; None while the GPU is ready."""
        instance = self._instance
        if instance is None:
            return Wake()
        if instance.state in {GpuState.READY, GpuState.DRAINING}:
            return None
        stuck = instance.reason if instance.state is GpuState.STUCK else None
        samples = instance.ready_samples
        return Wake(usual_seconds=ceil(wake_seconds(samples)) if samples else None, stuck=stuck)

    @property
    def _is_stale(self) -> bool:
        return self._read_at is None or time.monotonic() - self._read_at > STALE_SECONDS
