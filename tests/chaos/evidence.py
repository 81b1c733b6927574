"""Evidence from storage: the database's rows and the generator's call log."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.chaos.installation import Installation
from tests.chaos.records import Drawing, JobRow

OPEN = "('waiting', 'queued', 'drawing')"
JOBS = """
    SELECT HEX(jobs.id), request_key, prompt, jobs.state, COALESCE(error_code, ''), private,
        COALESCE(HEX(jobs.profile_id), ''), finished_at, COALESCE(deliveries.state, ''),
        COALESCE(message_id, ''), COUNT(comics.id), COALESCE(MAX(HEX(comics.profile_id)), '')
    FROM jobs
    LEFT JOIN deliveries ON deliveries.job_id = jobs.id
    LEFT JOIN comics ON comics.id = jobs.id
    GROUP BY jobs.id, deliveries.job_id
"""
UNSETTLED = f"""
    SELECT (SELECT COUNT(*) FROM jobs WHERE state IN {OPEN}),
        (SELECT COUNT(*) FROM deliveries WHERE state = 'pending'),
        (SELECT COUNT(*) FROM inbox WHERE handled_at IS NULL)
"""


async def read_jobs(installation: Installation) -> list[JobRow]:
    """Return all jobs."""
    return [_job(row) for row in await installation.query(JOBS)]


async def count_unsettled(installation: Installation) -> dict[str, int]:
    """Return the numbers of jobs, deliveries and updates that have not ended."""
    [counts] = await installation.query(UNSETTLED)
    named = zip(("jobs", "deliveries", "inbox"), counts, strict=True)
    return {name: int(str(count)) for name, count in named}


def read_drawings(call_log: Path) -> list[Drawing]:
    """Return all drawings that were started. A last line cut off by a kill had no effect."""
    drawings, epoch = [], 0
    for line in call_log.read_text(encoding="utf-8").splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if "started" in entry and not entry["resumes"]:
            epoch += 1
        if "drawn" in entry:
            drawings.append(Drawing(entry["drawn"], entry["attempt"], entry["at"], epoch))
    return drawings


def _job(row: tuple[Any, ...]) -> JobRow:
    job_id, key, prompt, state, error, private = row[:6]
    owner, finished_at, delivery, message_id, comics, comic_owner = row[6:]
    return JobRow(
        id=_uuid(job_id),
        key=key,
        prompt=prompt,
        state=state,
        error=error,
        private=bool(private),
        owner=owner,
        finished_at=_unix_time(finished_at),
        delivery=delivery,
        message_id=message_id,
        comics=int(comics),
        comic_owner=comic_owner,
    )


def _unix_time(value: datetime | None) -> float:
    return value.replace(tzinfo=UTC).timestamp() if value else 0.0


def _uuid(hexadecimal: str) -> str:
    text = hexadecimal.lower()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
