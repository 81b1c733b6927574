"""Counts of jobs: by state, and against the limits of users, chats and the installation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from core.models.identity import Platform, ProfileId
from core.models.jobs import JobState
from core.ports.jobs import OpenJobs
from storage.connection import SqlConnection
from storage.job_rows import OPEN, count_jobs
from storage.tables import jobs

IN_FLIGHT = (JobState.QUEUED, JobState.DRAWING)
COUNTED = (*OPEN, JobState.DRAWN)  # the other states do not count against a limit


class SqlJobCountRepository:
    """SQL implementation of `core.ports.jobs.JobCountRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def open_jobs(self, profile_id: ProfileId) -> OpenJobs:
        counts = (
            select(jobs.c.state, func.count())
            .where(jobs.c.profile_id == profile_id, jobs.c.state.in_(OPEN))
            .group_by(jobs.c.state)
        )
        rows = await self._connection.execute(counts)
        by_state: dict[JobState, int] = dict(rows.all())
        return OpenJobs(
            in_flight=sum(by_state.get(state, 0) for state in IN_FLIGHT),
            waiting=by_state.get(JobState.WAITING, 0),
        )

    async def open_by_state(self) -> Mapping[JobState, int]:
        counts = (
            select(jobs.c.state, func.count()).where(jobs.c.state.in_(OPEN)).group_by(jobs.c.state)
        )
        rows = await self._connection.execute(counts)
        return dict.fromkeys(OPEN, 0) | dict(rows.all())

    async def count_since(
        self,
        since: datetime,
        *,
        profile_id: ProfileId | None = None,
        origin: str | None = None,
        chat: tuple[Platform, str] | None = None,
    ) -> int:
        wanted = [jobs.c.created_at >= since, jobs.c.state.in_(COUNTED)]
        if profile_id is not None:
            wanted.append(jobs.c.profile_id == profile_id)
        if origin is not None:
            wanted.append(jobs.c.origin == origin)
        if chat is not None:
            wanted += [jobs.c.platform == chat[0], jobs.c.chat == chat[1]]
        return await count_jobs(self._connection, *wanted)
