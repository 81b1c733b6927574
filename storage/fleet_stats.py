"""Repository of fleet-wide statistics for operators."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select

from core.models.deliveries import DeliveryState
from core.models.jobs import JobState
from core.models.operations import DailySummary, DrawingTime
from storage.clock import db_now, seconds_between
from storage.connection import SqlConnection
from storage.job_rows import OPEN
from storage.statements import one_of
from storage.tables import deliveries, jobs

FAILED = (JobState.FAILED, JobState.EXPIRED)


class SqlFleetStatsRepository:
    """SQL implementation of `core.ports.operations.FleetStatsRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def oldest_open(self) -> Mapping[JobState, float]:
        since = func.min(func.coalesce(jobs.c.released_at, jobs.c.created_at))
        query = (
            select(jobs.c.state, seconds_between(since, db_now()))
            .where(one_of(jobs.c.state, OPEN))
            .group_by(jobs.c.state)
        )
        rows = (await self._connection.execute(query)).all()
        return {state: max(float(seconds), 0.0) for state, seconds in rows}

    async def recent_deliveries(self, *, within: timedelta) -> tuple[int, int]:
        ended = (DeliveryState.DELIVERED, DeliveryState.UNDELIVERABLE)
        query = (
            select(deliveries.c.state, func.count())
            .where(one_of(deliveries.c.state, ended), deliveries.c.ended_at >= db_now(-within))
            .group_by(deliveries.c.state)
        )
        rows = (await self._connection.execute(query)).all()
        counts: dict[DeliveryState, int] = dict(rows)
        delivered, undeliverable = (counts.get(state, 0) for state in ended)
        return delivered, undeliverable

    async def daily_summary(self, start: datetime, end: datetime) -> DailySummary:
        """Summarize the period; a job that is still open counts as having waited until now."""
        waited = seconds_between(jobs.c.created_at, func.coalesce(jobs.c.finished_at, db_now()))
        query = (
            select(jobs.c.state, func.count(), func.max(waited))
            # By state first, because the index begins with it.
            .where(one_of(jobs.c.state, JobState))
            .where(jobs.c.created_at >= start, jobs.c.created_at < end)
            .group_by(jobs.c.state)
        )
        rows = (await self._connection.execute(query)).all()
        counts: dict[JobState, int] = {state: count for state, count, _ in rows}
        answered = [float(longest) for state, _, longest in rows if state is not JobState.CANCELED]
        return DailySummary(
            requested=sum(counts.values()),
            drawn=counts.get(JobState.DRAWN, 0),
            failed=sum(counts.get(state, 0) for state in FAILED),
            longest_seconds=max(answered, default=0.0),
        )

    async def recent_failures(self, *, last: int, within: timedelta) -> tuple[str, ...]:
        ends = []
        # State by state, because the index begins with it.
        for state in (JobState.DRAWN, JobState.FAILED):
            query = (
                select(jobs.c.finished_at, jobs.c.error_code)
                .where(jobs.c.state == state, jobs.c.created_at >= db_now(-within))
                .order_by(jobs.c.created_at.desc(), jobs.c.id.desc())
                .limit(last)
            )
            rows = (await self._connection.execute(query)).all()
            ends += [(row.finished_at, state, row.error_code or "") for row in rows]
        ends.sort(reverse=True, key=lambda end: end[0])
        return tuple(code for _, state, code in ends[:last] if state is JobState.FAILED)

    async def drawings(self, since: datetime, *, limit: int) -> tuple[DrawingTime, ...]:
        query = (
            select(jobs.c.created_at, jobs.c.drawing_seconds)
            # By state first, because the index begins with it.
            .where(jobs.c.state == JobState.DRAWN, jobs.c.created_at >= since)
            .order_by(jobs.c.created_at.desc(), jobs.c.id.desc())
            .limit(limit)
        )
        rows = (await self._connection.execute(query)).all()
        return tuple(
            DrawingTime(requested_at=row.created_at, seconds=row.drawing_seconds)
            for row in reversed(rows)
        )
