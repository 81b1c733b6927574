"""Progress of the jobs that a worker holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, case, select, update

from core.models.identity import JobId
from core.models.jobs import JobState, Progress, Stage
from storage.connection import SqlConnection
from storage.tables import jobs


class SqlJobProgressRepository:
    """SQL implementation of `core.ports.jobs.JobProgressRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def write_progress(
        self, owner: str, progress: Mapping[JobId, tuple[int, Progress]]
    ) -> set[JobId]:
        own = select(jobs.c.id, jobs.c.claim_no).where(
            jobs.c.lease_owner == owner, jobs.c.state == JobState.DRAWING
        )
        held = {(job_id, no) for job_id, no in await self._connection.execute(own)}
        # In the same order everywhere, to avoid deadlocks.
        held_ids = sorted(job_id for job_id, (no, _) in progress.items() if (job_id, no) in held)
        if held_ids:
            changes = [_progress_row(job_id, *progress[job_id]) for job_id in held_ids]
            await self._connection.execute(WRITE_PROGRESS, changes)
        return set(held_ids)


WRITE_PROGRESS = (
    update(jobs)
    .where(
        jobs.c.id == bindparam("job"),
        jobs.c.claim_no == bindparam("no"),
        jobs.c.state == JobState.DRAWING,
    )
    .values(
        stage=bindparam("new_stage"),
        percent=case(
            (jobs.c.percent > bindparam("new_percent"), jobs.c.percent),
            else_=bindparam("new_percent"),
        ),
        panel=bindparam("new_panel"),
        panel_count=bindparam("new_panel_count"),
        eta_seconds=bindparam("new_eta_seconds"),
    )
)


def _progress_row(job_id: JobId, claim_no: int, progress: Progress) -> dict[str, Any]:
    return {
        "job": job_id,
        "no": claim_no,
        # Older releases cannot read `restarting`; the attempt tells it when the row is read.
        "new_stage": Stage.SUBMITTING if progress.stage is Stage.RESTARTING else progress.stage,
        "new_percent": progress.percent,
        "new_panel": progress.panel,
        "new_panel_count": progress.panels,
        "new_eta_seconds": progress.eta_seconds,
    }
