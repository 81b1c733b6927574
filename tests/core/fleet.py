"""A fleet of worker processes that die at any moment, and a generator that outlives them."""

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
from core.models.jobs import GeneratorHealth, Progress, Stage
from core.ports.database import Database, Work
from core.ports.delivery import DeliveryPayload, DeliveryResult
from core.ports.jobs import GenerationRequest
from storage.database import SqlDatabase, open_database
from storage.images_local import LocalImageStore
from tests.core.job_services import JobServices, Process
from tests.pictures import make_picture

T = TypeVar("T")

LEASE = timedelta(seconds=3)  # less, and a busy machine cannot renew them in time
SWEEP_EVERY = timedelta(seconds=0.15)
IDLE_SECONDS = 0.03
RESTART_SECONDS = 0.1
SLOTS = 4


class Killed(BaseException):
    """The process is no more."""


@dataclass
class Fate:
    """Decides, from a seed, when what happens."""

    chance: Random
    death: float = 0.0  # probability at each await that leaves a process
    broken_commit: float = 0.0
    over: bool = False  # from now on nobody dies any more

    def strikes(self, probability: float) -> bool:
        return not self.over and self.chance.random() < probability


class MortalDatabase(Database):
    """One process's way to the database, which ends where the process does."""

    def __init__(self, inner: Database, fate: Fate) -> None:
        self._inner = inner
        self._fate = fate
        self.alive = True

    async def write(self, work: Work[T]) -> T:
        self.step()
        result = await self._inner.write(work)
        if self._fate.strikes(self._fate.broken_commit):
            raise CommitUnconfirmedError("kept, but nobody was told")
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
        """Go on, unless this is the end of the process."""
        if self._fate.strikes(self._fate.death):
            self.alive = False
        if not self.alive:
            raise Killed


@dataclass
class Run:
    """One drawing on the generator's side."""

    canceled: bool = False
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class FleetGenerator:
    """Draws on its own, whoever asked for it; a second submission of the same starts nothing."""

    def __init__(self, images: LocalImageStore, chance: Random) -> None:
        self._images = images
        self._chance = chance
        self._runs: dict[tuple[JobId, int], Run] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.submissions: Counter[tuple[JobId, int]] = Counter()
        self.blind_submissions: list[JobId] = []  # of what it knew, by who had not asked
        self.busy = 0
        self.most_busy = 0

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def draw(
        self, order: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        key = (order.job_id, order.attempt)
        await self._network()
        run = self._runs.get(key)
        if run is not None and order.fresh:
            self.blind_submissions.append(order.job_id)
        if run is None:
            if not order.outlasts(timedelta(seconds=0.3)):
                raise GeneratorUnavailableError("lease")
            if self._chance.random() < 0.05:
                raise GeneratorUnavailableError("unreachable", retry_after=0.05)
            run = self._start(key)
            await self._network()
        report(Progress(stage=Stage.RENDERING, percent=50, panel=1, panels=order.panels))
        await run.ended.wait()
        await self._network()
        return self._end(order, run)

    def _end(self, order: GenerationRequest, run: Run) -> DrawnComic:
        fate = Random(f"{order.job_id}{order.attempt}").random()
        if run.canceled:
            raise GeneratorRetryError("canceled")
        if fate < 0.08:
            raise GeneratorRejectedError("prompt_rejected")
        if fate < 0.16:
            raise GeneratorRetryError("gpu_oom")
        return DrawnComic(ref=_ref(*_key_of(order)), seed=7, model="fleet")

    def _start(self, key: tuple[JobId, int]) -> Run:
        self.submissions[key] += 1
        run = self._runs[key] = Run()
        task = asyncio.create_task(self._draw(key, run))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return run

    async def _draw(self, key: tuple[JobId, int], run: Run) -> None:
        self.busy += 1
        self.most_busy = max(self.most_busy, self.busy)
        await asyncio.sleep(self._chance.uniform(0.0, 0.12))
        await self._images.put(_ref(*key), make_picture(), "image/png")
        self.busy -= 1
        run.ended.set()

    async def cancel(self, job_id: JobId, attempt: int) -> None:
        await self._network()
        if run := self._runs.get((job_id, attempt)):
            run.canceled = run.canceled or not run.ended.is_set()

    async def health(self) -> GeneratorHealth:
        return GeneratorHealth(ready=True, model="fleet", capacity=4, level=1)

    async def _network(self) -> None:
        await asyncio.sleep(self._chance.uniform(0.0, 0.01))


class MortalGenerator:
    """One process's connection to the generator: the process may die at either end of a call."""

    def __init__(self, inner: FleetGenerator, database: MortalDatabase) -> None:
        self._inner = inner
        self._step = database.step

    async def draw(
        self, order: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        self._step()
        drawn = await self._inner.draw(order, report)
        self._step()
        return drawn

    async def cancel(self, job_id: JobId, attempt: int) -> None:
        self._step()
        await self._inner.cancel(job_id, attempt)

    async def health(self) -> GeneratorHealth:
        return await self._inner.health()


class FleetMessenger:
    """Shows a picture by editing one message a job, as every platform's messenger does."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self.shown: dict[JobId, str | None] = {}  # message → the object in it

    async def deliver(self, payload: DeliveryPayload) -> DeliveryResult:
        await asyncio.sleep(self._chance.uniform(0.0, 0.01))
        if self._chance.random() < 0.1:
            return DeliveryResult(DeliveryState.PENDING, retry_after=timedelta(0))
        self.shown[payload.job.id] = payload.comic.ref.key if payload.comic else None
        return DeliveryResult(DeliveryState.DELIVERED)


class Fleet:
    """Any number of worker processes over one database, each started again when it has died."""

    def __init__(self, scene: JobServices, fate: Fate, *, size: int) -> None:
        self.scene = scene
        self.fate = fate
        self.generator = FleetGenerator(scene.images, Random(fate.chance.random()))
        self.messenger = FleetMessenger(Random(fate.chance.random()))
        self.deaths = 0
        self._size = size
        self._started = 0

    async def run(self) -> None:
        """Run until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(self._size):
                    group.create_task(self._one_after_another())
        finally:
            await self.generator.close()

    async def _one_after_another(self) -> None:
        database = open_database(self.scene.url, pool_size=5)
        try:
            while True:
                if await self._live(database):
                    self.deaths += 1
                await asyncio.sleep(RESTART_SECONDS)
        finally:
            await database.close()

    async def _live(self, database: SqlDatabase) -> bool:
        """Be one process; return whether it was killed rather than asked to stop."""
        mortal = MortalDatabase(database, self.fate)
        self._started += 1
        process = self.scene.process(
            f"worker-{self._started}",
            database=mortal,
            generator=MortalGenerator(self.generator, mortal),
            adapter=self.messenger,
            lease=LEASE,
            sweep_every=SWEEP_EVERY,
            clock=time.monotonic,
        )
        stopping = asyncio.Event()
        tasks = [asyncio.create_task(part) for part in self._parts(process, stopping)]
        if self.fate.strikes(0.3):
            tasks.append(asyncio.create_task(self._stop_some_time(process, stopping)))
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            killed = not mortal.alive
            if not killed:
                await asyncio.gather(*tasks[:SLOTS], return_exceptions=True)
        finally:
            mortal.alive = False  # what still runs must not write any more
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
            _again_and_again(process.progress.flush, 0.1),
            _again_and_again(process.sweep.run_once, SWEEP_EVERY.total_seconds()),
        ]

    async def _stop_some_time(self, process: Process, stopping: asyncio.Event) -> None:
        await asyncio.sleep(self.fate.chance.uniform(0.2, 1.5))
        process.drawing.stop()
        process.deliveries.stop()
        stopping.set()


async def _slot(look: Callable[[], Awaitable[bool]], stopping: asyncio.Event) -> None:
    """Look for work as a slot of the engine does, which outlives whatever a look may raise."""
    while not stopping.is_set():
        try:
            if await look():
                continue
        except StorageError:
            pass  # SQLite may be locked for long where this many write
        await asyncio.sleep(IDLE_SECONDS)


async def _again_and_again(act: Callable[[], Awaitable[None]], seconds: float) -> None:
    while True:
        await act()
        await asyncio.sleep(seconds)


def _key_of(order: GenerationRequest) -> tuple[JobId, int]:
    return order.job_id, order.attempt


def _ref(job_id: JobId, attempt: int) -> ImageRef:
    return ImageRef("local", f"jobs/{job_id}/{attempt}/page.png")
