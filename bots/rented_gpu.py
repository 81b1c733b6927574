"""Rented GPU: the keeper, the watch on its row, and the generator on it, wired together."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial

import aiohttp

from bots.background_tasks import BackgroundTasks
from core.config.settings import Config
from core.gpu.instance_watch import InstanceWatch
from core.gpu.jarvis_cloud import JarvisCloud
from core.gpu.keeper import GpuKeeper
from core.jobs.generator.client import probe
from core.models.gpu import Wake
from core.operations.alerts import AlertKind, Alerts
from core.operations.health import Health
from core.ports.database import Database
from core.ports.gpu import GpuCloud


def open_cloud(config: Config) -> JarvisCloud:
    """Return the client of the cloud, which is loaded here; it makes no call yet."""
    jarvis = config.jarvis
    return JarvisCloud(
        jarvis.api_key.get_secret_value(), script_id=jarvis.script_id, is_spot=jarvis.is_spot
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RentedGpu:
    """The parts of one process that deal with the rented GPU; each is None if no GPU is rented."""

    watch: InstanceWatch | None = None
    keeper: GpuKeeper | None = None  # only where jobs are drawn

    @property
    def wake(self) -> Wake | None:
        """What users are told while the GPU is not ready."""
        return self.watch.wake if self.watch is not None else None

    def start(self, background: BackgroundTasks, health: Health, alerts: Alerts) -> None:
        """Start reading the row, and keeping the instance; register both with the operators."""
        watch, keeper = self.watch, self.keeper
        if watch is not None:
            background.start("gpu_watch", watch.run)
            health.watch("gpu", lambda: not watch.is_stuck)
        if keeper is not None:
            background.start("gpu_keeper", keeper.run)
            health.watch("gpu_balance", lambda: not keeper.is_balance_low)
            alerts.watch(AlertKind.GPU_STUCK, lambda: keeper.is_stuck)
            alerts.watch(AlertKind.GPU_BALANCE, lambda: keeper.is_balance_low)


def new_keeper(
    config: Config, database: Database, holder: str, cloud: GpuCloud, http: aiohttp.ClientSession
) -> GpuKeeper:
    """Return a keeper that asks the generator on the instance for its health."""
    return GpuKeeper(
        database=database,
        cloud=cloud,
        probe=partial(probe, http),
        settings=config.jarvis,
        holder=holder,
    )


async def open_rented_gpu(
    config: Config, database: Database, holder: str, stack: AsyncExitStack, *, keeps: bool
) -> RentedGpu:
    """Return the parts of this process, with a row that was read once; *stack* closes them."""
    if not config.jarvis.instance_name:
        return RentedGpu()
    watch = InstanceWatch(database, config.jarvis.instance_name)
    await watch.refresh()
    if not keeps:
        return RentedGpu(watch=watch)
    http = await stack.enter_async_context(aiohttp.ClientSession())
    cloud = open_cloud(config)
    stack.push_async_callback(cloud.close)
    keeper = new_keeper(config, database, holder, cloud, http)
    stack.push_async_callback(keeper.stop)
    return RentedGpu(watch=watch, keeper=keeper)
