"""Simulated fleet of worker processes that are killed at random, with one shared generator."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any, TypeVar

from core.errors import (
    CommitUnconfirmedError,
    GeneratorRejectedError,
    GeneratorRetryError,
    GeneratorUnavailableError,
    StorageError,
)
from core.models.comics import DrawnComic, ImageRef
from core.models.deliveries import DeliveryState
from core.models.identity import JobId
from core.models.jobs import GeneratorHealth, Progress, Refusal, Stage
from core.ports.database import Database, Work
from core.ports.delivery import DeliveryPayload, DeliveryResult
from core.ports.jobs import GenerationRequest
from storage.database import open_database
from storage.images_local import LocalImageStore
from storage.sql_database import SqlDatabase
from tests.core.job_services import JobServices, Process
from tests.pictures import make_picture

T = TypeVar("T")

LEASE = timedelta(seconds=3)  # any shorter, and a busy machine cannot renew it in time
SWEEP_EVERY = timedelta(seconds=0.15)
IDLE_SECONDS = 0.03
RESTART_SECONDS = 0.1
OUTAGE_DELAY = timedelta(seconds=0.1)
SLOTS = 4


class Killed(BaseException):
    """The simulated process was killed."""


@dataclass
class FaultInjector:
    """Seeded source of faults."""

    rng: Random
    kill: float = 0.0  # probability at each await that leaves the process
    unconfirmed_commit: float = 0.0
    disabled: bool = False

    def occurs(self, probability: float) -> bool:
        return not self.disabled and self.rng.random() < probability


class KillableDatabase(Database):
    """Database of one process, at whose calls the process may be killed."""

    def __init__(self, inner: Database, faults: FaultInjector) -> None:
        self._inner = inner
        self._faults = faults
        self.alive = True

    async def write(self, work: Work[T]) -> T:
        self.step()
        result = await self._inner.write(work)
        if self._faults.occurs(self._faults.unconfirmed_commit):
            raise CommitUnconfirmedError("committed, but the confirmation was lost")
        self.step()
        return result

    async def read(self, work: Work[T]) -> T:
        self.step()
        result = await self._inner.read(work)
        self.step()
        return result

    async def ping(self) -> None:
        await self._inner.ping()

    def step(self) -> None:
        """Raise Killed if the process is killed, now or before."""
        if self._faults.occurs(self._faults.kill):
            self.alive = False
        if not self.alive:
            raise Killed


@dataclass
class Run:
    """One job at the generator."""

    canceled: bool = False
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class FleetGenerator:
    """Generator that keeps drawing when its caller is killed; submissions are idempotent."""

    def __init__(self, images: LocalImageStore, rng: Random) -> None:
        self._images = images
        self._rng = rng
        self._runs: dict[tuple[JobId, int], Run] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.submissions: Counter[tuple[JobId, int]] = Counter()
        self.blind_submissions: list[JobId] = []  # of known jobs, without polling first
        self.busy = 0
        self.max_busy = 0

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def draw(
        self, request: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        key = (request.job_id, request.attempt)
        await self._network()
        run = self._runs.get(key)
        if run is not None and request.fresh:
            self.blind_submissions.append(request.job_id)
        if run is None:
            if not request.outlasts(timedelta(seconds=0.3)):
                raise GeneratorUnavailableError("lease")
            if self._rng.random() < 0.05:
                raise GeneratorUnavailableError("unreachable", retry_after=0.05)
            run = self._start(key)
            await self._network()
        report(Progress(stage=Stage.RENDERING, percent=50, panel=1, panels=request.panels))
        await run.ended.wait()
        await self._network()
        return self._end(request, run)

    def _end(self, request: GenerationRequest, run: Run) -> DrawnComic:
        roll = Random(f"{request.job_id}{request.attempt}").random()
        if run.canceled:
            raise GeneratorRetryError("canceled")
        if roll < 0.08:
            raise GeneratorRejectedError("prompt_rejected")
        if roll < 0.16:
            raise GeneratorRetryError("gpu_oom")
        return DrawnComic(ref=_ref(*_key_of(request)), seed=7, model="fleet")

    def _start(self, key: tuple[JobId, int]) -> Run:
        self.submissions[key] += 1
        run = self._runs[key] = Run()
        task = asyncio.create_task(self._draw(key, run))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return run

    async def _draw(self, key: tuple[JobId, int], run: Run) -> None:
        self.busy += 1
        self.max_busy = max(self.max_busy, self.busy)
        await asyncio.sleep(self._rng.uniform(0.0, 0.12))
        await self._images.put(_ref(*key), make_picture(), "image/png")
        self.busy -= 1
        run.ended.set()

    async def cancel(self, job_id: JobId, attempt: int) -> None:
        await self._network()
        if run := self._runs.get((job_id, attempt)):
            run.canceled = run.canceled or not run.ended.is_set()

    @property
    def refusal(self) -> Refusal | None:
        return None

    async def health(self) -> GeneratorHealth:
        return GeneratorHealth(ready=True, model="fleet", capacity=4, level=1)

    async def _network(self) -> None:
        await asyncio.sleep(self._rng.uniform(0.0, 0.01))


class KillableGenerator:
    """Generator of one process, which may be killed before and after each call."""

    def __init__(self, inner: FleetGenerator, database: KillableDatabase) -> None:
        self._inner = inner
        self._step = database.step

    async def draw(
        self, request: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        self._step()
        drawn = await self._inner.draw(request, report)
        self._step()
        return drawn

    async def cancel(self, job_id: JobId, attempt: int) -> None:
        self._step()
        await self._inner.cancel(job_id, attempt)

    @property
    def refusal(self) -> Refusal | None:
        return None

    async def health(self) -> GeneratorHealth:
        return await self._inner.health()


class FleetAdapter:
    """Adapter that shows images by editing one message per job, like those of the platforms."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self.shown: dict[JobId, str | None] = {}  # job → object key shown in its message

    async def deliver(self, payload: DeliveryPayload) -> DeliveryResult:
        await asyncio.sleep(self._rng.uniform(0.0, 0.01))
        if self._rng.random() < 0.1:
            return DeliveryResult(DeliveryState.PENDING, retry_after=timedelta(0))
        self.shown[payload.job.id] = payload.comic.ref.key if payload.comic else None
        return DeliveryResult(DeliveryState.DELIVERED)


class Fleet:
    """Several worker processes on one database, each restarted when it is killed."""

    def __init__(self, job_services: JobServices, faults: FaultInjector, *, size: int) -> None:
        self.job_services = job_services
        self.faults = faults
        self.generator = FleetGenerator(job_services.images, Random(faults.rng.random()))
        self.messenger = FleetAdapter(Random(faults.rng.random()))
        self.kills = 0
        self._size = size
        self._started = 0

    async def run(self) -> None:
        """Run until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(self._size):
                    group.create_task(self._restart_processes())
        finally:
            await self.generator.close()

    async def _restart_processes(self) -> None:
        database = open_database(self.job_services.url, pool_size=5)
        try:
            while True:
                if await self._run_process(database):
                    self.kills += 1
                await asyncio.sleep(RESTART_SECONDS)
        finally:
            await database.close()

    async def _run_process(self, database: SqlDatabase) -> bool:
        """Run one process; return whether it was killed rather than stopped."""
        killable = KillableDatabase(database, self.faults)
        self._started += 1
        process = self.job_services.process(
            f"worker-{self._started}",
            database=killable,
            generator=KillableGenerator(self.generator, killable),
            adapter=self.messenger,
            lease=LEASE,
            sweep_every=SWEEP_EVERY,
            outage_delay=OUTAGE_DELAY,
            clock=time.monotonic,
        )
        stopping = asyncio.Event()
        tasks = [asyncio.create_task(part) for part in self._parts(process, stopping)]
        if self.faults.occurs(0.3):
            tasks.append(asyncio.create_task(self._stop_eventually(process, stopping)))
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            killed = not killable.alive
            if not killed:
                await asyncio.gather(*tasks[:SLOTS], return_exceptions=True)
        finally:
            killable.alive = False  # remaining tasks must not write any more
            for task in tasks:
                task.cancel()
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome
        return killed

    def _parts(self, process: Process, stopping: asyncio.Event) -> list[Coroutine[Any, Any, None]]:
        slots = [_slot(process.drawing.run_next, stopping) for _ in range(SLOTS)]
        return [
            *slots,
            _slot(process.deliveries.deliver_next, stopping),
            process.leases.run(),
            process.deliver_leases.run(),
            _every(process.progress.flush, 0.1),
            _every(process.sweep.run_once, SWEEP_EVERY.total_seconds()),
        ]

    async def _stop_eventually(self, process: Process, stopping: asyncio.Event) -> None:
        await asyncio.sleep(self.faults.rng.uniform(0.2, 1.5))
        process.drawing.stop()
        process.deliveries.stop()
        stopping.set()


async def _slot(run_next: Callable[[], Awaitable[bool]], stopping: asyncio.Event) -> None:
    """Poll for work like a slot of a QueueConsumer, which survives exceptions of its work."""
    while not stopping.is_set():
        try:
            if await run_next():
                continue
        except StorageError:
            pass  # SQLite may stay locked for long with this many writers
        await asyncio.sleep(IDLE_SECONDS)


async def _every(act: Callable[[], Awaitable[None]], seconds: float) -> None:
    """Call *act* repeatedly until cancelled."""
    while True:
        await act()
        await asyncio.sleep(seconds)


def _key_of(request: GenerationRequest) -> tuple[JobId, int]:
    return request.job_id, request.attempt


def _ref(job_id: JobId, attempt: int) -> ImageRef:
    return ImageRef("local", f"jobs/{job_id}/{attempt}/page.png")
