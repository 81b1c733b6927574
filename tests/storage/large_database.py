"""Database with many rows, for tests of query plans."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, text
from uuid_utils.compat import uuid7

from core.models.comics import Visibility
from core.models.deliveries import DeliveryState
from core.models.identity import Platform, ProfileId
from core.models.jobs import JobState
from storage.migration_engine import make_sync_engine
from storage.tables import comics, deliveries, gallery_views, jobs, metadata, profiles

PROFILES = 20
COMICS = 10_000  # of the first profile
OTHERS_COMICS = 2_000
RARE = 1_000  # one comic in this many is a favourite or has another style
IN_LINE = 500
DRAWING = 20
VIEWS = 2_000
DAY = timedelta(days=1)


def fill(url: str) -> ProfileId:
    """Store thousands of finished and some hundred open jobs; return the profile with the most."""
    engine = make_sync_engine(url)
    now = datetime.now(UTC)
    profile_ids = [ProfileId(uuid7()) for _ in range(PROFILES)]
    finished = [_job(now, age, JobState.DRAWN, profile_ids[0]) for age in range(COMICS)]
    finished += [
        _job(now, age, JobState.DRAWN, profile_ids[1 + age % (PROFILES - 1)])
        for age in range(OTHERS_COMICS)
    ]
    open_jobs = [
        _job(
            now,
            age,
            JobState.DRAWING if age < DRAWING else JobState.QUEUED,
            profile_ids[age % PROFILES],
        )
        for age in range(IN_LINE)
    ]
    with engine.begin() as connection:
        connection.execute(insert(profiles), [_profile(now, one) for one in profile_ids])
        connection.execute(insert(jobs), finished + open_jobs)
        connection.execute(
            insert(comics), [_comic(job, number) for number, job in enumerate(finished)]
        )
        connection.execute(
            insert(deliveries), [_delivery(job) for job in [*finished[-3000:], *open_jobs]]
        )
        connection.execute(
            insert(gallery_views),
            [_view(now, age, profile_ids[age % PROFILES]) for age in range(VIEWS)],
        )
    with engine.begin() as connection:
        _measure(connection)
    engine.dispose()
    return profile_ids[0]


def _measure(connection: Connection) -> None:
    """Update the planner's statistics."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("ANALYZE"))
        return
    names = ", ".join(table.name for table in metadata.sorted_tables)
    connection.execute(text(f"ANALYZE TABLE {names}")).all()


def _profile(now: datetime, profile_id: ProfileId) -> dict[str, Any]:
    return {
        "id": profile_id,
        "display_name": "",
        "locale": "en",
        "settings": {},
        "created_at": now - 365 * DAY,
    }


def _view(now: datetime, age: int, profile_id: ProfileId) -> dict[str, Any]:
    """Return a gallery view that was last used *age* minutes ago."""
    return {
        "platform": Platform.TELEGRAM,
        "application_id": "1",
        "chat": str(profile_id),
        "message_id": str(age),
        "profile_id": profile_id,
        "gallery_filter": {},
        "used_at": now - timedelta(minutes=age),
    }


def _job(now: datetime, age: int, state: JobState, profile_id: ProfileId) -> dict[str, Any]:
    """Return a job that is *age* minutes old."""
    held = state is JobState.DRAWING
    return {
        "id": (job_id := uuid7()),
        "request_key": str(job_id),
        "body_hash": "",
        "profile_id": profile_id,
        "platform": Platform.DISCORD,
        "chat": str(age % 100),
        "origin": f"origin-{age % 100}",
        "prompt": f"cat number {age}",
        "params": {},
        "panels": 4,
        "private": False,
        "state": state,
        "percent": 0,
        "panel": 0,
        "panel_count": 0,
        "claim_no": 1 if held else 0,
        "lost_claims": 0,
        "generator_attempt": 1,
        "instance": "",
        "lease_owner": f"worker-{age % 5}" if held else None,
        "lease_until": now + DAY if held else None,
        "claimed_at": now if held else None,
        "created_at": now - timedelta(minutes=age),
        "drawing_seconds": 8.0,
    }


def _comic(job: dict[str, Any], number: int) -> dict[str, Any]:
    """Return a comic; a few are favourites, and a few of another style."""
    return {
        "id": job["id"],
        "profile_id": job["profile_id"],
        "bucket": "comics",
        "object_key": str(job["id"]),
        "content_type": "image/png",
        "width": 1,
        "height": 1,
        "size_bytes": 1,
        "model": "",
        "style": "manga" if number % RARE else "noir",
        "title": "",
        "alt_text": "",
        "script": [],
        "panels": [],
        "visibility": Visibility.PRIVATE,
        "favorite": number % RARE == 0,
        "created_at": job["created_at"],
        "purging": False,
    }


def _delivery(job: dict[str, Any]) -> dict[str, Any]:
    """Return the delivery of a job: delivered long ago, or due now if the job is open."""
    is_open = job["state"] is not JobState.DRAWN
    return {
        "job_id": job["id"],
        "platform": Platform.DISCORD,
        "application_id": "1",
        "chat": job["chat"],
        "thread": "",
        "user_id": "7",
        "context": "guild",
        "install_owners": "",
        "ephemeral": False,
        "state": DeliveryState.PENDING if is_open else DeliveryState.DELIVERED,
        "claim_no": 0,
        "attempts": 0,
        "message_id": "1",
        "next_attempt_at": job["created_at"],
        "created_at": job["created_at"],
    }
