"""Keeper of the rented GPU: wakes it for the first request, and pauses it when nobody draws.

One process of the fleet keeps it, under a lock with a lease; all others read the row. The row is
stored before the cloud is called, and what the call has done only the next look tells. So a keeper
that is killed at any moment is followed by one that sees the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from core.config.jarvis_settings import JarvisSettings
from core.errors import GeneratorUnavailableError, StorageError
from core.gpu.decision import Action, Demand, decide
from core.gpu.observation import changed, counted, observed
from core.gpu.wake_hints import HINT, HINT_SECONDS, HINTED_WAKE, HINTED_WAKE_SECONDS, PAUSE_WISH
from core.models.gpu import Balance, GpuInstance, GpuState, Machine, StuckReason
from core.models.jobs import GeneratorHealth
from core.ports.database import Database, UnitOfWork
from core.ports.gpu import CloudFailure, GpuCloud, GpuCloudError
from core.runtime.backoff import Backoff
from core.runtime.leader_lock import LeaderLock, LeaderLockLostError

log = structlog.get_logger(__name__)

LOCK_NAME = "gpu keeper"
TICK_SECONDS = 0.5  # between two steps; users wait for the one that finds it ready
CALL_SECONDS = 60.0  # of a call to the cloud, with the retries of its client
WRITE_SECONDS = 10.0
BUSY_LOOK = timedelta(seconds=3)  # between looks at a machine in transition
READY_LOOK = timedelta(seconds=30)  # at a running machine, whose URL has to stay confirmed
CALM_LOOK = timedelta(seconds=60)  # at a paused or broken machine
FRESH = timedelta(seconds=5)  # age of a look after which the cloud may be called
MONEY_LOOK = timedelta(minutes=15)  # between looks at the balance and the price
LOW_BALANCE_HOURS = 2.0
FIRST_LOOK_DELAY, MAX_LOOK_DELAY = 3.0, 30.0  # seconds after a failed look
FIRST_DELAY, MAX_DELAY = 1.0, 30.0  # seconds after a failed step

_BUSY = {GpuState.WAKING, GpuState.PAUSING}
_RUNNING = {GpuState.BOOTING, GpuState.READY, GpuState.DRAINING}
_REFUSALS = {
    CloudFailure.NO_FREE_GPU: StuckReason.NO_FREE_GPU,
    CloudFailure.NO_BALANCE: StuckReason.NO_BALANCE,
    CloudFailure.UNAUTHORIZED: StuckReason.UNAUTHORIZED,
}

Probe = Callable[[str], Awaitable[GeneratorHealth]]


class GpuKeeper:
    """Keeper of one instance; `run` in every process that draws."""

    def __init__(
        self,
        *,
        database: Database,
        cloud: GpuCloud,
        probe: Probe,
        settings: JarvisSettings,
        holder: str,
        tick_seconds: float = TICK_SECONDS,
    ) -> None:
        self._database = database
        self._cloud = cloud
        self._probe = probe  # raises GeneratorUnavailableError
        self._settings = settings
        self._holder = holder
        self._tick_seconds = tick_seconds
        self._lock = LeaderLock(database, LOCK_NAME, holder)
        self._machine: Machine | None = None  # as of the last look of this process
        self._look_delays = Backoff(FIRST_LOOK_DELAY, MAX_LOOK_DELAY)  # while looks fail
        self._look_again_at: datetime | None = None
        self._asked_for_money_at: datetime | None = None
        self._balance: Balance | None = None
        self._instance: GpuInstance | None = None  # as last stored by this process

    @property
    def is_stuck(self) -> bool:
        """Whether this process keeps an instance that needs its operator."""
        return self._instance is not None and self._instance.state is GpuState.STUCK

    @property
    def is_balance_low(self) -> bool:
        """Whether the money of the account lasts for less than `LOW_BALANCE_HOURS`."""
        price = self._instance.usd_per_hour if self._instance else None
        if self._balance is None or self._balance.currency != "USD" or not price:
            return False
        return self._balance.amount < LOW_BALANCE_HOURS * price

    async def run(self) -> None:
        """Keep the instance whenever this process holds the lock, until cancelled."""
        while True:
            await self._lock.acquire()
            log.info("gpu_keeper_elected", instance=self._settings.instance_name)
            try:
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(self._lock.keep_renewed())
                    tasks.create_task(self._keep())
            except* LeaderLockLostError:
                log.warning("gpu_keeper_replaced")
            finally:
                self._machine, self._instance = None, None

    async def stop(self) -> None:
        """Let another process keep the instance at once; call it after `run` was cancelled."""
        await self._lock.release()

    async def _keep(self) -> None:
        backoff = Backoff(FIRST_DELAY, MAX_DELAY)
        while True:
            try:
                await self.step()
            except (StorageError, TimeoutError) as error:
                log.warning("gpu_step_failed", error=type(error).__name__)
                await asyncio.sleep(backoff.next())
            else:
                backoff.reset()
                await asyncio.sleep(self._tick_seconds)

    async def step(self) -> GpuInstance:
        """Look, decide, store and act once; return the row.

        Raises StorageError, TimeoutError or LeaderLockLostError.
        """
        stored, demand, now = await self._read()
        instance = stored
        if self._is_look_due(instance, now):
            instance = await self._look(instance, now)
        health = await self._health(instance, demand)
        decided, action = decide(instance, demand, health, now)
        if action is not Action.NONE and not self._is_fresh(instance, now):
            instance = await self._look(instance, now)
            decided, action = decide(instance, demand, health, now)
            if action is not Action.NONE and not self._is_fresh(instance, now):
                # The cloud does not say what the machine is, so nothing is done to it.
                decided, action = instance, Action.NONE
        if decided != stored:
            await self._store(decided, stored, hinted=demand.hinted and demand.open_jobs == 0)
        if action is not Action.NONE:
            decided = await self._act(decided, action)
        self._instance = decided
        return decided

    # --- Reading and looking ----------------------------------------------------------------------

    async def _read(self) -> tuple[GpuInstance, Demand, datetime]:
        name, settings = self._settings.instance_name, self._settings

        async def work(unit: UnitOfWork) -> tuple[GpuInstance, Demand, datetime]:
            now = await unit.now()
            instance = await unit.gpu_instances.by_name(name) or GpuInstance(name=name, since=now)
            hint, wake = await unit.timestamps.age(HINT), await unit.timestamps.age(HINTED_WAKE)
            is_hinted = hint is not None and hint < HINT_SECONDS
            wish = await unit.timestamps.age(PAUSE_WISH)
            demand = Demand(
                open_jobs=sum((await unit.job_counts.open_by_state()).values()),
                hinted=is_hinted and (wake is None or wake > HINTED_WAKE_SECONDS),
                pause_asked=wish is not None and wish < HINT_SECONDS,
                usd_per_day=settings.usd_per_day,
                usd_per_waiting_hour=settings.usd_per_waiting_hour,
            )
            return instance, demand, now

        async with asyncio.timeout(WRITE_SECONDS):
            return await self._database.read(work)

    def _is_look_due(self, instance: GpuInstance, now: datetime) -> bool:
        if instance.state in _BUSY:
            interval = BUSY_LOOK
        elif instance.state in _RUNNING:
            interval = READY_LOOK
        else:
            interval = CALM_LOOK
        return instance.looked_at is None or now - instance.looked_at >= interval

    def _is_fresh(self, instance: GpuInstance, now: datetime) -> bool:
        looked_at = instance.looked_at
        return self._machine is not None and looked_at is not None and now - looked_at < FRESH

    async def _look(self, instance: GpuInstance, now: datetime) -> GpuInstance:
        if self._look_again_at is not None and now < self._look_again_at:
            return instance
        try:
            async with asyncio.timeout(CALL_SECONDS):
                machines = await self._cloud.find(self._settings.instance_name)
        except (GpuCloudError, TimeoutError) as error:
            return await self._unseen(instance, error, now)
        self._machine = machines[0] if len(machines) == 1 else None
        self._look_delays.reset()
        self._look_again_at = None
        instance = observed(instance, machines, self._settings.path, now)
        return await self._with_price(instance, now)

    async def _unseen(self, instance: GpuInstance, error: Exception, now: datetime) -> GpuInstance:
        """Return the instance after a look that failed: a running machine goes on serving."""
        log.warning("gpu_look_failed", error=str(error) or type(error).__name__)
        self._machine = None
        self._look_again_at = now + timedelta(seconds=self._look_delays.next())
        if isinstance(error, GpuCloudError) and error.kind is CloudFailure.UNAUTHORIZED:
            stuck = changed(instance, GpuState.STUCK, now, StuckReason.UNAUTHORIZED)
            return replace(stuck, looked_at=now, url="")
        if instance.state is GpuState.READY and await self._asked(instance.url) is not None:
            # Its generator still answers there.
            return replace(counted(instance, now), looked_at=now)
        return instance

    async def _with_price(self, instance: GpuInstance, now: datetime) -> GpuInstance:
        """Ask for price and balance now and then; neither is needed to draw."""
        machine, asked_at = self._machine, self._asked_for_money_at
        if machine is None or (asked_at is not None and now - asked_at < MONEY_LOOK):
            return instance
        self._asked_for_money_at = now
        try:
            async with asyncio.timeout(CALL_SECONDS):
                price = await self._cloud.usd_per_hour(machine)
                self._balance = await self._cloud.balance()
        except (GpuCloudError, TimeoutError) as error:
            log.warning("gpu_price_unknown", error=str(error) or type(error).__name__)
            return instance
        return replace(instance, usd_per_hour=price or instance.usd_per_hour)

    async def _health(self, instance: GpuInstance, demand: Demand) -> GeneratorHealth | None:
        """Ask the generator on a running machine how it is, where that decides anything."""
        is_serving = instance.state is GpuState.READY and demand.wakes
        return await self._asked(instance.url) if instance.url and not is_serving else None

    async def _asked(self, url: str) -> GeneratorHealth | None:
        try:
            return await self._probe(url)
        except GeneratorUnavailableError:
            return None

    # --- Storing and acting -----------------------------------------------------------------------

    async def _store(self, instance: GpuInstance, before: GpuInstance, *, hinted: bool) -> None:
        """Store the row, if this process still holds the lock. Raises LeaderLockLostError."""
        wakes = instance.state is GpuState.WAKING and before.state is not GpuState.WAKING

        async def work(unit: UnitOfWork) -> bool:
            if not await unit.locks.acquire(LOCK_NAME, self._holder, lifetime=self._lock.lifetime):
                return False
            await unit.gpu_instances.store(instance)
            if wakes and hinted:
                await unit.timestamps.touch(HINTED_WAKE)
            return True

        async with asyncio.timeout(WRITE_SECONDS):
            if not await self._database.write(work):
                raise LeaderLockLostError(LOCK_NAME)
        if instance.state is not before.state:
            log.info(
                "gpu_state_changed",
                state=instance.state.value,
                before=before.state.value,
                reason=instance.reason,
            )

    async def _act(self, instance: GpuInstance, action: Action) -> GpuInstance:
        machine = self._machine
        assert machine is not None  # a fresh look has found it
        call = self._cloud.resume if action is Action.RESUME else self._cloud.pause
        try:
            async with asyncio.timeout(CALL_SECONDS):
                await call(machine)
        except TimeoutError:
            log.warning("gpu_call_unanswered", call=action.value)
        except GpuCloudError as error:
            log.warning("gpu_call_failed", call=action.value, error=str(error))
            reason = _REFUSALS.get(error.kind)
            if action is Action.RESUME and reason is not None:
                return await self._refused(instance, reason)
        return instance

    async def _refused(self, instance: GpuInstance, reason: StuckReason) -> GpuInstance:
        """Store why the machine was not resumed: without a free GPU it is tried for a while."""
        _, _, now = await self._read()
        was_stuck = instance.state is GpuState.STUCK
        state = GpuState.WAKING
        if was_stuck or reason is not StuckReason.NO_FREE_GPU:
            state = GpuState.STUCK
        refused = changed(instance, state, now, reason)
        await self._store(refused, instance, hinted=False)
        return refused
