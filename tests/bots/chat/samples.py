"""Jobs and comics for tests that only show them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bots.chat.cards import Rows
from core.models.comics import Comic, ImageRef, Visibility
from core.models.identity import JobId, Platform, ProfileId
from core.models.jobs import Job, JobState

COMIC = JobId(UUID("0195b7a1-8c1f-7d3e-9f00-123456789abc"))
OWNER = "80351110224678912"
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def comic(**changes: Any) -> Comic:
    values: dict[str, Any] = {
        "id": COMIC,
        "profile_id": None,
        "ref": ImageRef("local", f"jobs/{COMIC}/page.png"),
        "content_type": "image/png",
        "width": 800,
        "height": 600,
        "size_bytes": 1234,
        "sha256": None,
        "seed": 7,
        "model": "",
        "style": "manga",
        "title": "The Moon Bakery",
        "alt_text": "",
        "script": (),
        "panels": (),
        "visibility": Visibility.CHAT,
        "favorite": False,
        "created_at": NOW,
        "prompt": "a cat opens a bakery",
    }
    return Comic(**{**values, **changes})


def job(**changes: Any) -> Job:
    values: dict[str, Any] = {
        "id": COMIC,
        "request_key": "key",
        "body_hash": "",
        "profile_id": ProfileId(UUID(int=1)),
        "platform": Platform.DISCORD,
        "chat": "",
        "prompt": "a cat opens a bakery",
        "params": {},
        "panels": 4,
        "private": False,
        "parent_id": None,
        "relation": None,
        "state": JobState.QUEUED,
        "progress": None,
        "claim_no": 0,
        "generator_attempt": 1,
        "instance": "",
        "lease_owner": None,
        "lease_until": None,
        "not_before": None,
        "error_code": None,
        "created_at": NOW,
        "started_at": None,
        "drawing_seconds": 0.0,
        "finished_at": None,
    }
    return Job(**{**values, **changes})


def shown(rows: Rows) -> list[list[str]]:
    """Return each row of buttons as users see it: icon, label and tone, and what it does."""
    return [
        [f"{each.icon} {each.label} ({each.tone.value}) {each.code}" for each in row]
        for row in rows
    ]
