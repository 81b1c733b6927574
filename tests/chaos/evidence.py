"""Reading the books: the database's rows and the generator's ledger."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.chaos.installation import Installation
from tests.chaos.records import JobRow, Run

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


async def read_jobs(house: Installation) -> list[JobRow]:
    """Return every job there is."""
    return [_job(row) for row in await house.query(JOBS)]


async def unsettled(house: Installation) -> dict[str, int]:
    """Return how many jobs, deliveries and updates are under way."""
    [counts] = await house.query(UNSETTLED)
    named = zip(("jobs", "deliveries", "inbox"), counts, strict=True)
    return {name: int(str(count)) for name, count in named}


def read_runs(ledger: Path) -> list[Run]:
    """Return every drawing that was begun. A last line cut short by a kill was never acted on."""
    runs, epoch = [], 0
    for line in ledger.read_text(encoding="utf-8").splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if "started" in entry and not entry["remembers"]:
            epoch += 1
        if "drawn" in entry:
            runs.append(Run(entry["drawn"], entry["attempt"], entry["at"], epoch))
    return runs


def _job(row: tuple[Any, ...]) -> JobRow:
    number, key, prompt, state, error, private, owner, finished, delivery, message, many, whose = (
        row
    )
    return JobRow(
        id=_uuid(number),
        key=key,
        prompt=prompt,
        state=state,
        error=error,
        private=bool(private),
        owner=owner,
        finished_at=_moment(finished),
        delivery=delivery,
        message=message,
        comics=int(many),
        comic_owner=whose,
    )


def _moment(value: datetime | None) -> float:
    return value.replace(tzinfo=UTC).timestamp() if value else 0.0


def _uuid(hexadecimal: str) -> str:
    text = hexadecimal.lower()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
