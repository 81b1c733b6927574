"""Rented GPU: the keeper, the watch on its row, and the generator on it, wired together."""

from __future__ import annotations

from contextlib import AsyncExitStack
from functools import partial

import aiohttp

from bots.background_tasks import BackgroundTasks
from core.config.settings import Config
from core.gpu.instance_watch import InstanceWatch
from core.gpu.jarvis_cloud import JarvisCloud
from core.gpu.keeper import GpuKeeper
from core.jobs.generator.client import probe
from core.operations.alerts import AlertKind, Alerts
from core.operations.health import Health
from core.ports.database import Database


def open_cloud(config: Config) -> JarvisCloud:
    """Return the client of the cloud, which is loaded here; it makes no call yet."""
    jarvis = config.jarvis
    return JarvisCloud(
        jarvis.api_key.get_secret_value(), script_id=jarvis.script_id, is_spot=jarvis.is_spot
    )


async def watch_instance(config: Config, database: Database) -> InstanceWatch | None:
    """Return a watch that has read the row once; None if no GPU is rented."""
    if not config.jarvis.instance_name:
        return None
    watch = InstanceWatch(database, config.jarvis.instance_name)
    await watch.refresh()
    return watch


async def keep_instance(
    config: Config, database: Database, holder: str, stack: AsyncExitStack
) -> GpuKeeper | None:
    """Return the keeper, which is closed with *stack*; None if no GPU is rented."""
    if not config.jarvis.instance_name:
        return None
    http = await stack.enter_async_context(aiohttp.ClientSession())
    cloud = open_cloud(config)
    stack.push_async_callback(cloud.close)
    keeper = GpuKeeper(
        database=database,
        cloud=cloud,
        probe=partial(probe, http),
        settings=config.jarvis,
        holder=holder,
    )
    stack.push_async_callback(keeper.stop)
    return keeper


def start_watching(
    watch: InstanceWatch, keeper: GpuKeeper | None, background: BackgroundTasks, health: Health
) -> None:
    """Start reading the row, and keeping the instance if this process draws."""
    background.start("gpu_watch", watch.run)
    health.watch("gpu", lambda: not watch.is_stuck)
    if keeper is not None:
        background.start("gpu_keeper", keeper.run)


def watch_keeper(alerts: Alerts, keeper: GpuKeeper) -> None:
    """Register the signals that only the keeper's process has."""
    alerts.watch(AlertKind.GPU_STUCK, lambda: keeper.is_stuck)
    alerts.watch(AlertKind.GPU_BALANCE, lambda: keeper.is_balance_low)
