"""Composition root: opens, wires, runs and closes the parts of a process."""

from __future__ import annotations

import hashlib
import hmac
import os
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import aiohttp
import structlog

from bots.background_tasks import BackgroundTasks
from bots.chat.delays import DEFAULT_DELAYS, ChatDelays
from bots.data_folder import DataFolder
from bots.embedded_pipeline import EmbeddedPipeline, embedded_pipeline
from bots.metrics_prometheus import PrometheusMetrics
from bots.parts import ALL_PARTS, DISCORD, TELEGRAM, WORKER
from bots.platform_runners import (
    delivery_adapters,
    notifiers,
    open_discord,
    open_telegram,
    start_discord,
    start_telegram,
)
from bots.rented_gpu import RentedGpu, open_rented_gpu
from bots.word_moderator import word_moderator
from bots.worker import Worker, WorkerDeps
from core.config.settings import Config
from core.delivery.job_events import JobEventFeed
from core.gallery.chat_gallery import ChatGallery
from core.gallery.renditions import Renditions
from core.gallery.service import Gallery
from core.gallery.views import GalleryViews
from core.gpu.wake_hints import WakeHints
from core.jobs.capacity import Capacity
from core.jobs.generator.api import Timeouts
from core.jobs.generator.client import HttpGenerator
from core.jobs.generator.conventional_keys import page_finder
from core.jobs.generator.polling import PollingSettings
from core.jobs.poll_hints import PollHints
from core.models.identity import Platform
from core.operations.alerts import AlertKind, Alerts, watch_blocks
from core.operations.fleet_stats import FleetStats
from core.operations.health import Health
from core.operations.operator_notices import OperatorNotices
from core.people.accounts import Accounts
from core.people.links import Links
from core.people.passwords import Passwords
from core.people.profiles import Profiles
from core.people.sessions import Sessions
from core.people.tokens import Tokens
from core.ports.database import UnitOfWork
from core.ports.gallery import ImageStore
from core.ports.jobs import JobQueue
from core.ports.operations import OperatorNotifier
from core.requests.budget import Budget
from core.requests.cancellation import Cancellation
from core.requests.eta import EtaEstimator
from core.requests.job_statuses import JobStatuses
from core.requests.quota import Quota
from core.requests.service import RequestService
from core.runtime.attempt_limiter import AttemptLimiter
from core.services import Services
from storage.database import open_database
from storage.image_stores import open_image_store
from storage.images_local import BUCKET as LOCAL_BUCKET
from storage.images_local import LocalImageStore
from storage.images_s3 import S3ImageStore
from storage.resizer import ProcessResizer
from storage.sql_database import SqlDatabase

if TYPE_CHECKING:
    from bots.discord.api_client import DiscordApi

log = structlog.get_logger(__name__)

EMBEDDED_POLL = 0.15  # seconds until the first poll of a job on the built-in generator


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """Services of one process, and the parts that only the process itself uses."""

    services: Services
    job_queue: JobQueue
    discord: DiscordApi | None  # None: no token is set
    folder: DataFolder
    local_images: LocalImageStore | None  # None: images are stored in S3
    metrics: PrometheusMetrics
    alerts: Alerts
    capacity: Capacity | None  # None: this process draws nothing


@asynccontextmanager
async def open_app(
    config: Config,
    parts: frozenset[str] = ALL_PARTS,
    *,
    pipeline: EmbeddedPipeline | None = None,
    delays: ChatDelays = DEFAULT_DELAYS,
) -> AsyncIterator[App]:
    """Open everything that *parts* need, start the background tasks, and close it all at the end.

    The database must be migrated. *pipeline* is the built-in generator if the caller has started
    it; otherwise it is started here, if it is needed. Raises EmbeddedPipelineError if it does not
    start.
    """
    folder = DataFolder(config.data_dir)
    folder.make()
    holder = f"{socket.gethostname()[:20]}-{os.getpid()}-{uuid4().hex[:12]}"
    async with AsyncExitStack() as stack:
        stack.enter_context(folder.holder(holder))
        database = open_database(config.database_url, pool_size=config.database.pool_size)
        stack.push_async_callback(database.close)
        metrics = PrometheusMetrics()
        metrics.watch_pool(database.connections_in_use)
        secret = config.login_secret or folder.secret()
        images = open_images(config, secret)
        stack.push_async_callback(images.close)
        resizer = ProcessResizer()
        stack.push_async_callback(resizer.close)
        renditions = Renditions(database=database, images=images, resizer=resizer)
        stack.push_async_callback(renditions.close)
        discord = await open_discord(config, metrics, stack)
        telegram = await open_telegram(config, database, renditions, metrics, stack)
        deps = WorkerDeps(
            config,
            database=database,
            images=images,
            # HTTP and terminal have no adapter: their callers poll.
            delivery_adapters=delivery_adapters(discord, telegram, renditions, database),
            moderator=word_moderator(config),
            holder=holder,
            metrics=metrics,
        )
        stack.push_async_callback(deps.job_queue.close)
        stack.push_async_callback(deps.poll_hints.close)
        gpu = await open_rented_gpu(config, database, holder, stack, keeps=WORKER in parts)
        generator, capacity = None, None
        if WORKER in parts:
            generator = await _open_generator(
                config, pipeline, images, hints=deps.poll_hints, gpu=gpu, stack=stack
            )
            notify = deps.job_queue.notify_drawing
            capacity = Capacity(generator, fixed=config.engine.drawing, on_increase=notify)
        services = _services(
            config,
            deps,
            database.for_foreground(),
            capacity,
            gpu=gpu,
            renditions=renditions,
            secret=secret,
            stack=stack,
        )
        if parts & {WORKER, TELEGRAM}:
            await _free_dead_leases(database, folder)
        alerts = _alerts(services, deps, notifiers(discord, telegram))
        background = BackgroundTasks(metrics)
        stack.push_async_callback(background.stop)
        background.start("watcher", services.job_events.run)
        gpu.start(background, services.health, alerts)
        background.start("loop_lag", metrics.measure_lag)
        background.start("alerts", alerts.run)
        if generator is not None and capacity is not None:
            worker = Worker(
                deps, generator, capacity, job_events=services.job_events, health=services.health
            )
            worker.start(background)
            stack.push_async_callback(worker.stop, background)
            _report_capacity(capacity, metrics, alerts)
        if DISCORD in parts and discord is not None:
            start_discord(services, discord, deps, background, stack, delays=delays)
        if TELEGRAM in parts and telegram is not None:
            start_telegram(services, telegram, deps, background, stack, delays=delays)
        local = images if isinstance(images, LocalImageStore) else None
        yield App(
            services=services,
            job_queue=deps.job_queue,
            discord=discord,
            folder=folder,
            local_images=local,
            metrics=metrics,
            alerts=alerts,
            capacity=capacity,
        )


def _report_capacity(capacity: Capacity, metrics: PrometheusMetrics, alerts: Alerts) -> None:
    """Let metrics and alerts see whether the generator is away or draws nothing."""
    metrics.watch_breaker(lambda: capacity.is_open)
    metrics.watch_block(lambda: bool(capacity.blocked_by))
    alerts.watch(AlertKind.GENERATOR, lambda: capacity.is_open)
    alerts.watch(AlertKind.GENERATOR_REFUSES, lambda: capacity.is_refused)
    watch_blocks(alerts, lambda: capacity.unready_reason)


def _alerts(
    services: Services, deps: WorkerDeps, notifiers: dict[Platform, OperatorNotifier]
) -> Alerts:
    """Return the fleet's alerts, and register the job queue and the janitor with readiness."""
    ops, job_queue = services.config.ops, deps.job_queue
    for platform, _ in ops.targets:
        if platform not in notifiers:
            # Another process may have the token; `comicai doctor` checks every target.
            log.warning("operator_notifier_missing", platform=platform.value)
    services.health.watch("engine", lambda: job_queue.is_healthy)
    services.health.watch("sweep", lambda: services.fleet_stats.is_janitor_on_time)
    return Alerts(
        database=services.database,
        fleet_stats=services.fleet_stats,
        notices=OperatorNotices(services.database, notifiers, ops.targets, language=ops.language),
        holder=deps.holder,
        daily_hour=ops.daily_hour,
        checks=(job_queue.check,),
    )


def open_images(config: Config, secret: str) -> LocalImageStore | S3ImageStore:
    """Return the image store; the local store signs links with a key derived from *secret*."""
    images = config.images
    return open_image_store(
        images.store,
        folder=config.images_folder,
        secret=derive_key(secret, "image links"),
        bucket=images.bucket,
        buckets=config.generator.buckets,
        region=images.region,
        endpoint_url=images.endpoint_url,
        links=images.links,
        access_key_id=images.access_key_id.get_secret_value(),
        secret_access_key=images.secret_access_key.get_secret_value(),
    )


def derive_key(secret: str, purpose: str) -> bytes:
    """Return a separate key for each purpose of the one secret (HMAC-SHA256)."""
    return hmac.digest(secret.encode(), purpose.encode(), hashlib.sha256)


async def _open_generator(
    config: Config,
    pipeline: EmbeddedPipeline | None,
    images: ImageStore,
    *,
    hints: PollHints,
    gpu: RentedGpu,
    stack: AsyncExitStack,
) -> HttpGenerator:
    http = await stack.enter_async_context(aiohttp.ClientSession())
    if not config.draws_itself:
        token = config.generator.token.get_secret_value()
        return HttpGenerator(
            http,
            gpu.watch.url if gpu.watch is not None else config.generator.url,
            token=token,
            locate=images.locate,
            find_page=page_finder(images, _page_buckets(config)),
            callback_url=config.callback_url,
            hints=hints,
            timeouts=Timeouts(plain_submit=config.generator.plain_seconds),
        )
    if pipeline is None:
        pipeline = await stack.enter_async_context(embedded_pipeline(config))
    return HttpGenerator(
        http,
        await pipeline.url(),
        token=pipeline.token,
        locate=images.locate,
        polling=PollingSettings(first_poll=EMBEDDED_POLL),
    )


def _page_buckets(config: Config) -> tuple[str, ...]:
    """Return the buckets in which a generator may have stored a page."""
    if config.images.store == "local":
        return (LOCAL_BUCKET,)
    return (config.images.bucket, *config.generator.buckets)


def _services(
    config: Config,
    deps: WorkerDeps,
    database: SqlDatabase,
    capacity: Capacity | None,
    *,
    gpu: RentedGpu,
    renditions: Renditions,
    secret: str,
    stack: AsyncExitStack,
) -> Services:
    images = deps.images
    slots = capacity or (lambda: max(config.engine.drawing, 1))
    attempt_limiter = AttemptLimiter(config.engine.url.get_secret_value())
    stack.push_async_callback(attempt_limiter.close)
    passwords = Passwords()
    stack.callback(passwords.close)
    eta = EtaEstimator(
        is_blocked=lambda: (
            bool(capacity and (capacity.blocked_by or capacity.is_away)) or gpu.wake is not None
        )
    )
    job_statuses = JobStatuses(
        database=database,
        slots=slots,
        eta=eta,
        wake=lambda: gpu.wake,
        is_away=lambda: bool(capacity and capacity.is_away),
    )
    wake_hints = WakeHints(database, enabled=gpu.watch is not None)
    stack.push_async_callback(wake_hints.close)
    return Services(
        config=config,
        database=database,
        images=images,
        requests=RequestService(
            database=database,
            job_queue=deps.job_queue,
            images=images,
            moderator=deps.moderator,
            family=config.moderation.family,
            quota=Quota(config.limits),
            budget=Budget(config.artist),
            slots=slots,
            eta=eta,
            min_free_bytes=config.images.min_free_mb * 1024 * 1024,
            metrics=deps.metrics,
        ),
        cancellation=Cancellation(
            database=database,
            job_queue=deps.job_queue,
            job_statuses=job_statuses,
            in_flight=config.limits.in_flight,
            metrics=deps.metrics,
        ),
        job_statuses=job_statuses,
        job_events=JobEventFeed(database),
        gallery=Gallery(
            database=database,
            images=images,
            attempt_limiter=attempt_limiter,
            link_lifetime=timedelta(seconds=config.images.link_seconds),
        ),
        chat_gallery=ChatGallery(database=database),
        gallery_views=GalleryViews(database=database),
        renditions=renditions,
        profiles=Profiles(database=database, job_queue=deps.job_queue),
        accounts=Accounts(
            database=database,
            tokens=Tokens(secret),
            passwords=passwords,
            attempt_limiter=attempt_limiter,
            register_per_hour=config.limits.register_per_hour,
        ),
        sessions=Sessions(database=database),
        links=Links(database=database, attempt_limiter=attempt_limiter),
        deliveries=deps.deliveries,
        poll_hints=deps.poll_hints,
        wake_hints=wake_hints,
        health=Health(database),
        fleet_stats=FleetStats(database),
    )


async def _free_dead_leases(database: SqlDatabase, folder: DataFolder) -> None:
    """Free locks and leases of dead processes of this data folder before they expire."""
    dead = folder.dead_holders()
    if not dead:
        return

    async def work(unit: UnitOfWork) -> int:
        for holder in dead:
            await unit.locks.release_all(holder)
        return await unit.job_expiry.free_leases(dead) + await unit.deliveries.free_leases(dead)

    freed = await database.write(work)
    folder.forget_dead(dead)
    if freed:
        log.info("dead_leases_freed", leases=freed)
