"""The composition root: opens what a process needs, wires it, runs it, and closes it again."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import aiohttp
import structlog

from bots.data_folder import DataFolder
from bots.embedded import embedded_pipeline
from core.accounts import Accounts
from core.capacity import Capacity
from core.comics import Comics
from core.config import Config
from core.delivery import Deliveries
from core.drawing import Drawing
from core.engine import TaskiqEngine, Workers, open_broker
from core.gallery import Gallery
from core.generators.jarvis import JarvisGenerator
from core.health import Health
from core.leases import LeaseKeeper
from core.links import Links
from core.models import JobId, Platform
from core.moderation import WordList, load_words
from core.passwords import Passwords
from core.ports import Database, Generator, ImageStore, Messenger, Unit
from core.profiles import Profiles
from core.progress import ProgressBook
from core.quota import Quota
from core.services import Services
from core.sessions import Sessions
from core.sweep import Sweep
from core.throttle import Throttle
from core.tokens import Tokens
from core.watcher import Watcher
from storage.database import SqlDatabase, open_database
from storage.images import open_image_store
from storage.images_local import LocalImageStore
from storage.images_s3 import S3ImageStore

log = structlog.get_logger(__name__)

DRAWING_SLOTS = 100  # of one process, where the generator's own capacity is the limit
STOP_SECONDS = 20.0  # for handing back what is being drawn
RESTART_PAUSE = 1.0
EMBEDDED_POLL = 0.15  # seconds until the first look at a drawing on this very machine

WEB, WORKER = "web", "worker"
ALL_PARTS = frozenset({WEB, WORKER})


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """One process: its services, and what only this process has."""

    services: Services
    owner: str
    local_images: LocalImageStore | None
    worker: Worker | None


@asynccontextmanager
async def open_app(config: Config, parts: frozenset[str] = ALL_PARTS) -> AsyncIterator[App]:
    """Open everything that *parts* need, start what runs in the background, and close it all.

    The database has to be migrated. Raises PipelineError if the built-in generator does not start.
    """
    folder = DataFolder(config.data_dir)
    folder.make()
    owner = f"{socket.gethostname()[:20]}-{os.getpid()}-{uuid4().hex[:12]}"
    async with AsyncExitStack() as stack:
        stack.enter_context(folder.owner(owner))
        database = open_database(config.database_url, pool_size=config.database.pool_size)
        stack.push_async_callback(database.close)
        secret = config.web.jwt_secret.get_secret_value() or folder.secret()
        images = _open_images(config, secret)
        stack.push_async_callback(images.close)
        generator = await _open_generator(config, images, stack) if WORKER in parts else None
        background = Background()
        stack.push_async_callback(background.stop)
        worker_parts = _WorkerParts(config, database, images, owner, generator)
        services = await _services(config, worker_parts, secret, stack)
        background.start("watcher", services.watcher.run)
        worker = None
        if generator is not None:
            await _free_dead(database, folder)
            worker = Worker(worker_parts, services)
            worker.start(background)
            stack.push_async_callback(worker.stop)
        local = images if isinstance(images, LocalImageStore) else None
        yield App(services=services, owner=owner, local_images=local, worker=worker)


class Background:
    """Owns the tasks that run as long as the process does, and starts again those that fail."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self.failures: dict[str, int] = {}

    def start(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        """Run *run* until it returns or the process stops."""
        self._tasks[name] = asyncio.create_task(self._supervise(name, run), name=name)

    async def wait_for(self, name: str) -> None:
        """Wait until that one has returned."""
        await asyncio.wait({self._tasks[name]})

    async def stop(self) -> None:
        """Cancel all that still run, and wait for them."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _supervise(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await run()
            except Exception:
                self.failures[name] = self.failures.get(name, 0) + 1
                log.exception("background_failed", part=name, failures=self.failures[name])
                await asyncio.sleep(RESTART_PAUSE)
            else:
                return


class _WorkerParts:
    """What services and workers share: brokers, leases and the capacity of the generator."""

    def __init__(
        self,
        config: Config,
        database: Database,
        images: ImageStore,
        owner: str,
        generator: Generator | None,
    ) -> None:
        self.config = config
        self.database = database
        self.images = images
        self.owner = owner
        self.generator = generator
        self.lease = timedelta(seconds=config.engine.lease_seconds)
        url = config.engine.url.get_secret_value()
        self.draw_broker = open_broker(url, "comicai:draw")
        self.deliver_broker = open_broker(url, "comicai:deliver")
        self.engine = TaskiqEngine(self.draw_broker, self.deliver_broker)
        self.draw_leases = LeaseKeeper(self._renew_jobs, lease=self.lease)
        self.deliver_leases = LeaseKeeper(self._renew_deliveries, lease=self.lease)
        fixed = config.engine.drawing
        self.capacity = Capacity(generator, fixed=fixed) if generator else None
        self.deliveries = Deliveries(
            database=database,
            messengers=_messengers(),
            owner=owner,
            leases=self.deliver_leases,
        )

    def slots(self) -> int:
        """Return how many comics are drawn at once, as far as this process knows."""
        return self.capacity() if self.capacity else max(self.config.engine.drawing, 1)

    async def _renew_jobs(self) -> dict[JobId, int]:
        async def work(unit: Unit) -> dict[JobId, int]:
            return await unit.jobs.renew(self.owner, lease=self.lease)

        return await self.database.write(work)

    async def _renew_deliveries(self) -> dict[JobId, int]:
        async def work(unit: Unit) -> dict[JobId, int]:
            return await unit.deliveries.renew(self.owner, lease=self.lease)

        return await self.database.write(work)


class Worker:
    """The part of a process that draws and delivers."""

    def __init__(self, parts: _WorkerParts, services: Services) -> None:
        assert parts.generator is not None
        assert parts.capacity is not None
        config = parts.config
        self._parts = parts
        self.capacity = parts.capacity
        self.progress = ProgressBook(
            parts.database, parts.owner, parts.draw_leases, changed=services.watcher.nudge
        )
        self.drawing = Drawing(
            database=parts.database,
            generator=parts.generator,
            images=parts.images,
            engine=parts.engine,
            owner=parts.owner,
            leases=parts.draw_leases,
            progress=self.progress,
            capacity=parts.capacity,
            in_flight=config.limits.in_flight,
            changed=services.watcher.nudge,
        )
        self.sweep = Sweep(
            database=parts.database,
            engine=parts.engine,
            images=parts.images,
            owner=parts.owner,
            every=timedelta(seconds=config.engine.sweep_seconds),
            lease=parts.lease,
            undo=timedelta(seconds=config.images.undo_seconds),
            max_wait=timedelta(hours=config.limits.max_wait_hours),
            in_flight=config.limits.in_flight,
        )
        self._drawers = Workers(
            parts.draw_broker,
            self.drawing.draw_next,
            slots=config.engine.drawing or DRAWING_SLOTS,
            kind="drawing",
        )
        self._deliverers = Workers(
            parts.deliver_broker,
            parts.deliveries.deliver_next,
            slots=config.engine.delivering,
            kind="delivering",
        )
        services.health.watch("generator", lambda: parts.capacity.is_well)
        self._background: Background | None = None

    def start(self, background: Background) -> None:
        """Start drawing, delivering, renewing and sweeping."""
        self._background = background
        background.start("leases", self._parts.draw_leases.run)
        background.start("delivery_leases", self._parts.deliver_leases.run)
        background.start("progress", self.progress.run)
        background.start("capacity", self.capacity.run)
        background.start("drawers", self._drawers.run)
        background.start("deliverers", self._deliverers.run)
        background.start("sweep", self.sweep.run)

    async def stop(self) -> None:
        """Claim nothing more and hand back what is under way, within STOP_SECONDS."""
        assert self._background is not None
        self.drawing.stop()
        self._parts.deliveries.stop()
        self._drawers.stop()
        self._deliverers.stop()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._background.wait_for("drawers")
                await self._background.wait_for("deliverers")
                await self.sweep.release()
        except Exception:
            # Leases end by themselves, so nothing is lost by what did not stop in time.
            log.warning("worker_not_stopped_in_time", exc_info=True)


def _messengers() -> Mapping[Platform, Messenger]:
    """Return the messengers of the platforms that answers are delivered to, where there are any.

    HTTP requests and the terminal have no deliveries: who asked there comes and looks.
    """
    return {}


def _open_images(config: Config, secret: str) -> LocalImageStore | S3ImageStore:
    images = config.images
    return open_image_store(
        images.store,
        folder=config.images_folder,
        secret=derived(secret, "image links"),
        bucket=images.bucket,
        buckets=config.generator.buckets,
        region=images.region,
        endpoint_url=images.endpoint_url,
        links=images.links,
        access_key_id=images.access_key_id.get_secret_value(),
        secret_access_key=images.secret_access_key.get_secret_value(),
    )


def derived(secret: str, purpose: str) -> bytes:
    """Return a key of its own for each purpose that the one secret serves."""
    return hmac.digest(secret.encode(), purpose.encode(), hashlib.sha256)


async def _open_generator(
    config: Config, images: ImageStore, stack: AsyncExitStack
) -> JarvisGenerator:
    http = await stack.enter_async_context(aiohttp.ClientSession())
    if not config.draws_itself:
        token = config.generator.token.get_secret_value()
        return JarvisGenerator(http, config.generator.url, token=token, locate=images.locate)
    pipeline = await stack.enter_async_context(embedded_pipeline(config))
    return JarvisGenerator(
        http, pipeline.url, token=pipeline.token, locate=images.locate, first_poll=EMBEDDED_POLL
    )


async def _services(
    config: Config, parts: _WorkerParts, secret: str, stack: AsyncExitStack
) -> Services:
    database, images = parts.database, parts.images
    throttle = Throttle(config.engine.url.get_secret_value())
    stack.push_async_callback(throttle.close)
    passwords = Passwords()
    stack.callback(passwords.close)
    return Services(
        config=config,
        database=database,
        images=images,
        generator=parts.generator,
        engine=parts.engine,
        comics=Comics(
            database=database,
            engine=parts.engine,
            images=images,
            moderation=WordList(_words(config)),
            quota=Quota(config.limits),
            slots=parts.slots,
            min_free_bytes=config.images.min_free_mb * 1024 * 1024,
        ),
        watcher=Watcher(database),
        gallery=Gallery(
            database=database,
            images=images,
            link_lifetime=timedelta(seconds=config.images.link_seconds),
        ),
        profiles=Profiles(database=database),
        accounts=Accounts(
            database=database,
            tokens=Tokens(secret),
            passwords=passwords,
            throttle=throttle,
            register_per_hour=config.limits.register_per_hour,
        ),
        sessions=Sessions(database=database),
        links=Links(database=database, throttle=throttle),
        deliveries=parts.deliveries,
        health=Health(database),
    )


def _words(config: Config) -> tuple[str, ...]:
    settings = config.moderation
    return settings.words + (load_words(settings.words_file) if settings.words_file else ())


async def _free_dead(database: SqlDatabase, folder: DataFolder) -> None:
    """Take up at once what a dead process of this data folder held: no need to wait a lease."""
    dead = folder.dead_owners()
    if not dead:
        return

    async def work(unit: Unit) -> int:
        return await unit.jobs.free_leases(dead) + await unit.deliveries.free_leases(dead)

    freed = await database.write(work)
    folder.bury(dead)
    if freed:
        log.info("dead_leases_freed", rows=freed)


def stop_on_signals() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop
