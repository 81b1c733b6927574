"""Counts of jobs by state."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select

from core.models.jobs import JobState
from storage.connection import SqlConnection
from storage.job_rows import OPEN
from storage.statements import one_of
from storage.tables import jobs


class SqlJobCountRepository:
    """SQL implementation of `core.ports.jobs.JobCountRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def open_by_state(self) -> Mapping[JobState, int]:
        counts = (
            select(jobs.c.state, func.count())
            .where(one_of(jobs.c.state, OPEN))
            .group_by(jobs.c.state)
        )
        rows = await self._connection.execute(counts)
        return dict.fromkeys(OPEN, 0) | dict(rows.all())
