"""Watches over the fleet: tells operators what is wrong, when it is over, and how the day was.

Every process looks; one at a time decides, by a lock in the database. An incident is a mark: open
from the first look that found the trouble until nobody has seen it for a while, so that what comes
and goes is one incident, and told once by the whole fleet.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from core.errors import StorageError
from core.models.jobs import JobState
from core.operations.fleet_stats import SWEEP_LATE_SECONDS, FleetSnapshot, FleetStats
from core.operations.operator_notices import OperatorNotices
from core.ports.database import Database, UnitOfWork

log = structlog.get_logger(__name__)

CHECK_SECONDS = 30.0
LOCK_NAME = "alerts"
LOCK_LIFETIME = timedelta(seconds=3 * CHECK_SECONDS)
CALM_SECONDS = 120.0  # without being seen, until trouble counts as over
OLD_JOB_SECONDS = 600.0
UNDELIVERABLE_WINDOW = timedelta(hours=1)
UNDELIVERABLE_SHARE = 0.01
UNDELIVERABLE_LEAST = 3  # one person who blocked the bot is nobody's alarm
DATABASE_AWAY_SECONDS = 60.0
DAILY = "daily"  # the mark of the last daily line


class AlertKind(StrEnum):
    """What operators are woken for."""

    OLD_JOB = "old_job"
    UNDELIVERABLE = "undeliverable"
    GENERATOR = "generator"
    SWEEP = "sweep"


@dataclass(frozen=True, slots=True)
class _Words:
    raised: str
    over: str


WORDS: Mapping[AlertKind, _Words] = {
    AlertKind.OLD_JOB: _Words("ops_old_job", "ops_old_job_over"),
    AlertKind.UNDELIVERABLE: _Words("ops_undeliverable", "ops_undeliverable_over"),
    AlertKind.GENERATOR: _Words("ops_generator", "ops_generator_over"),
    AlertKind.SWEEP: _Words("ops_sweep", "ops_sweep_over"),
}


class Alerts:
    """Looks at the rows, and at *signals* that only this process has."""

    def __init__(
        self,
        *,
        database: Database,
        fleet_stats: FleetStats,
        notices: OperatorNotices,
        holder: str,
        daily_hour: int,
        looks: tuple[Callable[[], Awaitable[None]], ...] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._fleet_stats = fleet_stats
        self._notices = notices
        self._holder = holder
        self._daily_hour = daily_hour
        self._looks = looks
        self._clock = clock
        self._signals: dict[AlertKind, Callable[[], bool]] = {}
        self._has_turn = False
        self._away_since: float | None = None
        self._told_away = False

    def watch(self, trouble: AlertKind, is_there: Callable[[], bool]) -> None:
        """Take what this process knows by itself into account."""
        self._signals[trouble] = is_there

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            try:
                await self.run_once()
            except StorageError as error:
                log.warning("alerts_delayed", error=error.code)

    async def run_once(self) -> None:
        """Look now. Raises StorageError."""
        for look in self._looks:
            await look()
        view = await self._fleet_stats.refresh()
        if view is None:
            await self._without_database()
            return
        if any(is_there() for is_there in self._signals.values()):
            await self._database.write(self._signal)
        if not self._notices.is_wanted:
            return
        await self._database_is_back()
        await self._database.write(lambda unit: self._decide(unit, view))
        await self._notices.tell_all()

    async def _signal(self, unit: UnitOfWork) -> None:
        """Let the whole fleet know what this process sees."""
        for trouble, is_there in self._signals.items():
            if is_there():
                await unit.timestamps.touch(_seen(trouble))

    async def _decide(self, unit: UnitOfWork, view: FleetSnapshot) -> None:
        """Open and close incidents, if it is our turn to."""
        self._has_turn = await unit.locks.acquire(LOCK_NAME, self._holder, lifetime=LOCK_LIFETIME)
        if not self._has_turn:
            return
        found = await self._found(unit, view)
        for trouble in AlertKind:
            if trouble in found:
                await unit.timestamps.touch(_seen(trouble))
            await self._weigh(unit, trouble, found.get(trouble, {}))
        await self._daily(unit)

    async def _found(
        self, unit: UnitOfWork, view: FleetSnapshot
    ) -> dict[AlertKind, dict[str, int]]:
        """Return what the rows show, with the facts to tell."""
        found: dict[AlertKind, dict[str, int]] = {}
        oldest = max(view.oldest.get(JobState.QUEUED, 0), view.oldest.get(JobState.DRAWING, 0))
        if oldest > OLD_JOB_SECONDS:
            found[AlertKind.OLD_JOB] = {"minutes": int(oldest // 60)}
        delivered, lost = await unit.fleet_stats.recent_deliveries(within=UNDELIVERABLE_WINDOW)
        if lost >= UNDELIVERABLE_LEAST and lost > UNDELIVERABLE_SHARE * (delivered + lost):
            found[AlertKind.UNDELIVERABLE] = {"lost": lost, "total": delivered + lost}
        if view.sweep_age is not None and view.sweep_age > SWEEP_LATE_SECONDS:
            found[AlertKind.SWEEP] = {"minutes": int(view.sweep_age // 60)}
        return found

    async def _weigh(self, unit: UnitOfWork, trouble: AlertKind, facts: Mapping[str, int]) -> None:
        unseen = await unit.timestamps.age(_seen(trouble))
        if unseen is None:
            return
        since = await unit.timestamps.age(_incident(trouble))
        if since is None and unseen < CALM_SECONDS:
            await unit.timestamps.touch(_incident(trouble))
            await self._notices.add(unit, WORDS[trouble].raised, **facts)
            log.error("incident_opened", trouble=trouble.value, **facts)
        elif since is not None and unseen >= CALM_SECONDS:
            minutes = max(round((since - unseen) / 60), 1)
            await unit.timestamps.remove(_incident(trouble))
            await self._notices.add(unit, WORDS[trouble].over, minutes=minutes)
            log.info("incident_resolved", trouble=trouble.value, minutes=minutes)

    # --- The day ----------------------------------------------------------------------------------

    async def _daily(self, unit: UnitOfWork) -> None:
        """Once a day say how the 24 hours before were; of a day without requests, nothing."""
        end = _last(await unit.now(), self._daily_hour)
        told = await unit.timestamps.get(DAILY)
        if told is not None and told >= end:
            return
        await unit.timestamps.touch(DAILY, end)
        if told is None:
            return  # the first day is not whole
        day = await unit.fleet_stats.daily_summary(end - timedelta(days=1), end)
        if day.asked:
            await self._notices.add(
                unit,
                "ops_daily",
                asked=day.asked,
                drawn=day.drawn,
                failed=day.failed,
                seconds=round(day.longest_seconds),
            )

    # --- Without a database -----------------------------------------------------------------------

    async def _without_database(self) -> None:
        """Tell of it by oneself: whoever had the turn, for nobody else can have taken it."""
        if self._away_since is None:
            self._away_since = self._clock()
        away = self._clock() - self._away_since
        if self._has_turn and not self._told_away and away >= DATABASE_AWAY_SECONDS:
            self._told_away = await self._notices.tell_now("ops_database")
            log.error("database_away", seconds=round(away))

    async def _database_is_back(self) -> None:
        if self._told_away:
            away = self._clock() - (self._away_since or self._clock())
            minutes = max(round(away / 60), 1)

            async def work(unit: UnitOfWork) -> None:
                await self._notices.add(unit, "ops_database_over", minutes=minutes)

            await self._database.write(work)
        self._away_since, self._told_away = None, False


def _seen(trouble: AlertKind) -> str:
    return f"seen {trouble.value}"


def _incident(trouble: AlertKind) -> str:
    return f"incident {trouble.value}"


def _last(now: datetime, hour: int) -> datetime:
    """Return the last time that it was that hour, UTC."""
    today = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)
