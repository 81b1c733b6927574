"""The composition root: opens what a process needs, wires it, runs it, and closes it again."""

from __future__ import annotations

import hashlib
import hmac
import os
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import aiohttp
import structlog

from bots.background import Background
from bots.data_folder import DataFolder
from bots.embedded import embedded_pipeline
from bots.fronts import (
    messengers,
    notifiers,
    open_discord,
    open_telegram,
    start_discord,
    start_telegram,
)
from bots.measures import Measures
from bots.worker import Machinery, Worker
from core.accounts import Accounts
from core.alerts import Alerts, Trouble
from core.capacity import Capacity
from core.comics import Comics
from core.config import Config
from core.gallery import Gallery
from core.generators.jarvis import JarvisGenerator
from core.generators.tempo import Tempo
from core.health import Health
from core.links import Links
from core.models import Platform
from core.moderation import WordList, load_words
from core.notices import Notices
from core.overview import Overview
from core.passwords import Passwords
from core.ports import Engine, ImageStore, Notifier, Unit
from core.profiles import Profiles
from core.quota import Quota
from core.renditions import Renditions
from core.services import Services
from core.sessions import Sessions
from core.showcase import Showcase
from core.throttle import Throttle
from core.tokens import Tokens
from core.watcher import Watcher
from storage.database import SqlDatabase, open_database
from storage.images import open_image_store
from storage.images_local import LocalImageStore
from storage.images_s3 import S3ImageStore
from storage.resizer import ProcessResizer

if TYPE_CHECKING:
    from bots.discord.rest import Rest

log = structlog.get_logger(__name__)

EMBEDDED_POLL = 0.15  # seconds until the first look at a drawing on this very machine
WEB, WORKER, DISCORD, TELEGRAM = "web", "worker", "discord", "telegram"
ALL_PARTS = frozenset({WEB, WORKER, DISCORD, TELEGRAM})


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """One process: its services, and what only the process itself needs."""

    services: Services
    engine: Engine
    discord: Rest | None  # None: it is off
    folder: DataFolder
    local_images: LocalImageStore | None  # None: pictures lie elsewhere
    measures: Measures
    alerts: Alerts


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
        measures = Measures()
        measures.watch_pool(database.connections_in_use)
        secret = config.login_secret or folder.secret()
        images = open_images(config, secret)
        stack.push_async_callback(images.close)
        resizer = ProcessResizer()
        stack.push_async_callback(resizer.close)
        renditions = Renditions(database=database, images=images, resizer=resizer)
        stack.push_async_callback(renditions.close)
        discord = await open_discord(config, measures, stack)
        telegram = await open_telegram(config, database, renditions, measures, stack)
        machinery = Machinery(
            config,
            database=database,
            images=images,
            # Who asked over HTTP or in a terminal comes and looks.
            messengers=messengers(discord, telegram, renditions, database),
            owner=owner,
            meter=measures,
        )
        stack.push_async_callback(machinery.engine.close)
        generator = await _open_generator(config, images, stack) if WORKER in parts else None
        capacity = None
        if generator is not None:
            wake = machinery.engine.wake_drawing
            capacity = Capacity(generator, fixed=config.engine.drawing, grown=wake)
        services = _services(
            config,
            machinery,
            database.for_people(),
            capacity,
            renditions=renditions,
            secret=secret,
            stack=stack,
        )
        if parts & {WORKER, TELEGRAM}:
            await _free_dead(database, folder)
        alerts = _alerts(services, machinery, notifiers(discord, telegram))
        background = Background(measures)
        stack.push_async_callback(background.stop)
        background.start("watcher", services.watcher.run)
        background.start("loop_lag", measures.measure_lag)
        background.start("alerts", alerts.run)
        if generator is not None and capacity is not None:
            worker = Worker(
                machinery, generator, capacity, watcher=services.watcher, health=services.health
            )
            worker.start(background)
            measures.watch_breaker(lambda: capacity.is_open)
            alerts.watch(Trouble.GENERATOR, lambda: capacity.is_open)
            stack.push_async_callback(worker.stop, background)
        if DISCORD in parts and discord is not None:
            start_discord(services, discord, machinery, background, stack)
        if TELEGRAM in parts and telegram is not None:
            start_telegram(services, telegram, machinery, background, stack)
        local = images if isinstance(images, LocalImageStore) else None
        yield App(
            services=services,
            engine=machinery.engine,
            discord=discord,
            folder=folder,
            local_images=local,
            measures=measures,
            alerts=alerts,
        )


def _alerts(
    services: Services, machinery: Machinery, notifiers: dict[Platform, Notifier]
) -> Alerts:
    """Return what watches over the fleet, and have readiness know what it sees."""
    ops, engine = services.config.ops, machinery.engine
    for platform, _ in ops.targets:
        if platform not in notifiers:
            # Another process may have the token; doctor looks at them all.
            log.warning("operators_out_of_reach", platform=platform.value)
    services.health.watch("engine", lambda: engine.is_well)
    services.health.watch("sweep", lambda: services.overview.is_swept)
    return Alerts(
        database=services.database,
        overview=services.overview,
        notices=Notices(services.database, notifiers, ops.targets, language=ops.language),
        owner=machinery.owner,
        daily_hour=ops.daily_hour,
        looks=(engine.look,),
    )


def open_images(config: Config, secret: str) -> LocalImageStore | S3ImageStore:
    """Return the image store; *secret* is what the local one signs links with."""
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
        http,
        pipeline.url,
        token=pipeline.token,
        locate=images.locate,
        tempo=Tempo(first_poll=EMBEDDED_POLL),
    )


def _services(
    config: Config,
    machinery: Machinery,
    database: SqlDatabase,
    capacity: Capacity | None,
    *,
    renditions: Renditions,
    secret: str,
    stack: AsyncExitStack,
) -> Services:
    images = machinery.images
    slots = capacity or (lambda: max(config.engine.drawing, 1))
    throttle = Throttle(config.engine.url.get_secret_value())
    stack.push_async_callback(throttle.close)
    passwords = Passwords()
    stack.callback(passwords.close)
    return Services(
        config=config,
        database=database,
        images=images,
        comics=Comics(
            database=database,
            engine=machinery.engine,
            images=images,
            moderation=WordList(_words(config)),
            quota=Quota(config.limits),
            slots=slots,
            min_free_bytes=config.images.min_free_mb * 1024 * 1024,
            meter=machinery.meter,
        ),
        watcher=Watcher(database),
        gallery=Gallery(
            database=database,
            images=images,
            throttle=throttle,
            link_lifetime=timedelta(seconds=config.images.link_seconds),
        ),
        showcase=Showcase(database=database),
        renditions=renditions,
        profiles=Profiles(database=database, engine=machinery.engine),
        accounts=Accounts(
            database=database,
            tokens=Tokens(secret),
            passwords=passwords,
            throttle=throttle,
            register_per_hour=config.limits.register_per_hour,
        ),
        sessions=Sessions(database=database),
        links=Links(database=database, throttle=throttle),
        deliveries=machinery.deliveries,
        health=Health(database),
        overview=Overview(database),
    )


def _words(config: Config) -> tuple[str, ...]:
    settings = config.moderation
    return settings.words + (load_words(Path(settings.words_file)) if settings.words_file else ())


async def _free_dead(database: SqlDatabase, folder: DataFolder) -> None:
    """Take up at once what a dead process of this data folder held: no need to wait a lease."""
    dead = folder.dead_owners()
    if not dead:
        return

    async def work(unit: Unit) -> int:
        for owner in dead:
            await unit.locks.release_all(owner)
        return await unit.jobs.free_leases(dead) + await unit.deliveries.free_leases(dead)

    freed = await database.write(work)
    folder.bury(dead)
    if freed:
        log.info("dead_leases_freed", rows=freed)
