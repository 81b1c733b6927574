"""Queue position of a job and the usual drawing speed, from which an ETA is estimated."""

from __future__ import annotations

from statistics import median

from sqlalchemy import ColumnElement, and_, or_, select

from core.models.jobs import Job, JobState
from storage.connection import SqlConnection
from storage.job_rows import IN_LINE, count_jobs
from storage.tables import jobs

MEASURED = 50  # recently drawn jobs from which the usual speed is computed


class SqlJobEtaRepository:
    """SQL implementation of `core.ports.jobs.JobEtaRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def position(self, job: Job) -> int:
        if job.state not in IN_LINE:
            return 0
        ahead: ColumnElement[bool] = jobs.c.state == JobState.QUEUED
        if job.state is JobState.WAITING:
            own = and_(jobs.c.state == JobState.WAITING, jobs.c.profile_id == job.profile_id)
            ahead = or_(ahead, own)
        older = or_(
            jobs.c.created_at < job.created_at,
            and_(jobs.c.created_at == job.created_at, jobs.c.id < job.id),
        )
        return await count_jobs(self._connection, ahead, older) + 1

    async def median_panel_seconds(self) -> float | None:
        last = (
            select(jobs.c.drawing_seconds, jobs.c.panels)
            .where(jobs.c.state == JobState.DRAWN)
            .order_by(jobs.c.created_at.desc(), jobs.c.id.desc())
            .limit(MEASURED)
        )
        rows = (await self._connection.execute(last)).all()
        return median(row.drawing_seconds / max(row.panels, 1) for row in rows) if rows else None
