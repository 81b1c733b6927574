"""Remote cancellations: ended jobs that the generator may still be drawing."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, select, update

from core.models.identity import JobId
from core.models.jobs import Job
from storage.clock import db_now
from storage.connection import SqlConnection
from storage.job_rows import ENDED, update_jobs
from storage.jobs import SqlJobRepository
from storage.statements import one_of
from storage.tables import jobs


class SqlRemoteCancellationRepository:
    """SQL implementation of `core.ports.jobs.RemoteCancellationRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def due_to_stop(
        self, *, limit: int, again_after: timedelta, known: timedelta
    ) -> tuple[Job, ...]:
        ran_out = and_(jobs.c.lease_until <= db_now(), one_of(jobs.c.state, ENDED))
        found = await self._connection.execute(
            select(jobs.c.id, (jobs.c.finished_at <= db_now(-known)).label("is_unknown"))
            .where(ran_out)
            .order_by(jobs.c.lease_until)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = found.all()
        due = [row.id for row in rows if not row.is_unknown]
        unknown = [row.id for row in rows if row.is_unknown]
        await update_jobs(self._connection, due, lease_until=db_now(again_after))
        await update_jobs(self._connection, unknown, lease_owner=None, lease_until=None)
        return await SqlJobRepository(self._connection).get_many(due)

    async def mark_stopped(self, job_id: JobId) -> None:
        await self._connection.execute(
            update(jobs)
            .where(jobs.c.id == job_id, one_of(jobs.c.state, ENDED))
            .values(lease_owner=None, lease_until=None)
        )
