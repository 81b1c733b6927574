"""Alerts: notify operators of incidents and of their resolution.

Every process checks; the holder of a database lock decides. An incident is a timestamp, kept from
the first detection of a problem until it has not been seen for a while. So a flapping problem is
one incident, reported once by the whole fleet.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import structlog

from core.errors import StorageError
from core.models.jobs import JobState
from core.operations.daily_summary import add_daily_summary
from core.operations.fleet_stats import SWEEP_LATE_SECONDS, FleetSnapshot, FleetStats
from core.operations.operator_notices import OperatorNotices
from core.ports.database import Database, UnitOfWork

log = structlog.get_logger(__name__)

CHECK_SECONDS = 30.0
LOCK_NAME = "alerts"
LOCK_LIFETIME = timedelta(seconds=3 * CHECK_SECONDS)
CALM_SECONDS = 120.0  # without being seen, until a problem counts as resolved
OLD_JOB_SECONDS = 600.0
UNDELIVERABLE_WINDOW = timedelta(hours=1)
UNDELIVERABLE_SHARE = 0.01
LAST_JOBS, FAILURES_LEAST = 10, 5
FAILURES_WINDOW = timedelta(days=1)  # older jobs say nothing about now
UNDELIVERABLE_LEAST = 3  # a single user who blocked the bot is not an incident
DATABASE_OUTAGE_SECONDS = 60.0


class AlertKind(StrEnum):
    """Kinds of incidents."""

    OLD_JOB = "old_job"
    UNDELIVERABLE = "undeliverable"
    GENERATOR = "generator"
    GENERATOR_UNAUTHORIZED = "generator_unauthorized"
    GENERATOR_NO_CREDIT = "generator_no_credit"
    GENERATOR_BLOCKED = "generator_blocked"
    GENERATOR_REFUSES = "generator_refuses"
    FAILURES = "failures"
    GPU_STUCK = "gpu_stuck"
    GPU_BALANCE = "gpu_balance"
    SWEEP = "sweep"


@dataclass(frozen=True, slots=True)
class _Sentences:
    opened: str
    resolved: str


SENTENCES: Mapping[AlertKind, _Sentences] = {
    AlertKind.OLD_JOB: _Sentences("ops_old_job", "ops_old_job_over"),
    AlertKind.UNDELIVERABLE: _Sentences("ops_undeliverable", "ops_undeliverable_over"),
    AlertKind.GENERATOR: _Sentences("ops_generator", "ops_generator_over"),
    AlertKind.GENERATOR_UNAUTHORIZED: _Sentences("ops_unauthorized", "ops_generator_ready"),
    AlertKind.GENERATOR_NO_CREDIT: _Sentences("ops_no_credit", "ops_generator_ready"),
    AlertKind.GENERATOR_BLOCKED: _Sentences("ops_generator_blocked", "ops_generator_ready"),
    AlertKind.GENERATOR_REFUSES: _Sentences("ops_generator_refuses", "ops_generator_refuses_over"),
    AlertKind.FAILURES: _Sentences("ops_failures", "ops_failures_over"),
    AlertKind.GPU_STUCK: _Sentences("ops_gpu_stuck", "ops_gpu_stuck_over"),
    AlertKind.GPU_BALANCE: _Sentences("ops_gpu_balance", "ops_gpu_balance_over"),
    AlertKind.SWEEP: _Sentences("ops_sweep", "ops_sweep_over"),
}


_BLOCKS: Mapping[str, AlertKind] = {  # other reasons: GENERATOR_BLOCKED
    "unauthorized": AlertKind.GENERATOR_UNAUTHORIZED,
    "no_credit": AlertKind.GENERATOR_NO_CREDIT,
}


class Alerts:
    """Alert checks on the rows of the fleet and on the signals of this process."""

    def __init__(
        self,
        *,
        database: Database,
        fleet_stats: FleetStats,
        notices: OperatorNotices,
        holder: str,
        daily_hour: int,
        checks: tuple[Callable[[], Awaitable[None]], ...] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._fleet_stats = fleet_stats
        self._notices = notices
        self._holder = holder
        self._daily_hour = daily_hour
        self._checks = checks
        self._clock = clock
        self._signals: dict[AlertKind, Callable[[], bool]] = {}
        self._is_leader = False
        self._outage_since: float | None = None
        self._outage_reported = False

    def watch(self, kind: AlertKind, is_firing: Callable[[], bool]) -> None:
        """Register a signal that only this process can observe."""
        self._signals[kind] = is_firing

    async def run(self) -> None:
        """Check periodically until cancelled."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            try:
                await self.run_once()
            except StorageError as error:
                log.warning("alert_check_failed", error=error.code)

    async def run_once(self) -> None:
        """Check now. Raises StorageError."""
        for check in self._checks:
            await check()
        stats = await self._fleet_stats.refresh()
        if stats is None:
            await self._report_database_outage()
            return
        if any(is_firing() for is_firing in self._signals.values()):
            await self._database.write(self._record_signals)
        if not self._notices.is_wanted:
            return
        await self._report_database_recovery()
        await self._database.write(lambda unit: self._decide(unit, stats))
        await self._notices.send_due()

    async def _record_signals(self, unit: UnitOfWork) -> None:
        """Record this process's firing signals for the whole fleet."""
        for kind, is_firing in self._signals.items():
            if is_firing():
                await unit.timestamps.touch(_seen(kind))

    async def _decide(self, unit: UnitOfWork, stats: FleetSnapshot) -> None:
        """Open and resolve incidents, if this process holds the lock."""
        self._is_leader = await unit.locks.acquire(LOCK_NAME, self._holder, lifetime=LOCK_LIFETIME)
        if not self._is_leader:
            return
        found = await self._detect(unit, stats)
        for kind in AlertKind:
            if kind in found:
                await unit.timestamps.touch(_seen(kind))
            await self._update_incident(unit, kind, found.get(kind, {}))
        await add_daily_summary(unit, self._notices, hour=self._daily_hour)

    async def _detect(
        self, unit: UnitOfWork, stats: FleetSnapshot
    ) -> dict[AlertKind, dict[str, int | str]]:
        """Return the problems that the rows show, with the facts to report."""
        found: dict[AlertKind, dict[str, int | str]] = {}
        oldest = max(stats.oldest.get(JobState.QUEUED, 0), stats.oldest.get(JobState.DRAWING, 0))
        if oldest > OLD_JOB_SECONDS:
            found[AlertKind.OLD_JOB] = {"minutes": int(oldest // 60)}
        delivered, lost = await unit.fleet_stats.recent_deliveries(within=UNDELIVERABLE_WINDOW)
        if lost >= UNDELIVERABLE_LEAST and lost > UNDELIVERABLE_SHARE * (delivered + lost):
            found[AlertKind.UNDELIVERABLE] = {"lost": lost, "total": delivered + lost}
        failures = await unit.fleet_stats.recent_failures(last=LAST_JOBS, within=FAILURES_WINDOW)
        if len(failures) >= FAILURES_LEAST:
            reason, _ = Counter(failures).most_common(1)[0]
            found[AlertKind.FAILURES] = {
                "failed": len(failures),
                "total": LAST_JOBS,
                "reason": reason,
            }
        if stats.sweep_age is not None and stats.sweep_age > SWEEP_LATE_SECONDS:
            found[AlertKind.SWEEP] = {"minutes": int(stats.sweep_age // 60)}
        return found

    async def _update_incident(
        self, unit: UnitOfWork, kind: AlertKind, facts: Mapping[str, int | str]
    ) -> None:
        unseen = await unit.timestamps.age(_seen(kind))
        if unseen is None:
            return
        since = await unit.timestamps.age(_incident(kind))
        if since is None and unseen < CALM_SECONDS:
            await unit.timestamps.touch(_incident(kind))
            await self._notices.add(unit, SENTENCES[kind].opened, **facts)
            log.error("incident_opened", kind=kind.value, **facts)
        elif since is not None and unseen >= CALM_SECONDS:
            minutes = max(round((since - unseen) / 60), 1)
            await unit.timestamps.remove(_incident(kind))
            await self._notices.add(unit, SENTENCES[kind].resolved, minutes=minutes)
            log.info("incident_resolved", kind=kind.value, minutes=minutes)

    # --- Database outages -------------------------------------------------------------------------

    async def _report_database_outage(self) -> None:
        """Report the outage directly if this process was the last leader, as no other can be."""
        if self._outage_since is None:
            self._outage_since = self._clock()
        seconds = self._clock() - self._outage_since
        if self._is_leader and not self._outage_reported and seconds >= DATABASE_OUTAGE_SECONDS:
            self._outage_reported = await self._notices.send_now("ops_database")
            log.error("database_outage_detected", seconds=round(seconds))

    async def _report_database_recovery(self) -> None:
        if self._outage_reported:
            seconds = self._clock() - (self._outage_since or self._clock())
            minutes = max(round(seconds / 60), 1)

            async def work(unit: UnitOfWork) -> None:
                await self._notices.add(unit, "ops_database_over", minutes=minutes)

            await self._database.write(work)
        self._outage_since, self._outage_reported = None, False


def _seen(kind: AlertKind) -> str:
    return f"seen {kind.value}"


def _incident(kind: AlertKind) -> str:
    return f"incident {kind.value}"


def watch_blocks(alerts: Alerts, blocked_by: Callable[[], str]) -> None:
    """Register a signal for each reason for which a generator says that it draws nothing."""

    def signal_of(kind: AlertKind) -> Callable[[], bool]:
        return lambda: _kind_of_block(blocked_by()) is kind

    for kind in (*_BLOCKS.values(), AlertKind.GENERATOR_BLOCKED):
        alerts.watch(kind, signal_of(kind))


def _kind_of_block(reason: str) -> AlertKind | None:
    return _BLOCKS.get(reason, AlertKind.GENERATOR_BLOCKED) if reason else None
