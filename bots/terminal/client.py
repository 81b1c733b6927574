"""Client interface of the terminal commands, and the data it returns."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from core.models.comics import GalleryFilter
from core.models.jobs import JobState, Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class ComicProgress:
    """Snapshot of a job, as the terminal shows it."""

    state: JobState
    progress: Progress | None = None  # while it is being drawn
    position: int = 0  # in the queue, from 1; 0 if it is not queued
    eta_seconds: int | None = None
    problem: str = ""  # why it ended without a comic, as a sentence for the user
    notices: tuple[str, ...] = ()  # remarks on the comic, as sentences for the user


@dataclass(frozen=True, slots=True)
class ComicFile:
    """Image file of a comic."""

    data: bytes
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryRow:
    """One comic in the gallery listing."""

    uuid: UUID
    created_at: datetime
    style: str
    favorite: bool
    prompt: str


@dataclass(frozen=True, slots=True)
class GalleryRows:
    """Page of the gallery, newest first, with the cursor of the next page."""

    rows: tuple[GalleryRow, ...]
    next_cursor: str | None


class ComicClient(Protocol):
    """Client of the local or remote service, acting as one terminal's user.

    Its methods raise ServiceError and TerminalError.
    """

    async def request(
        self, prompt: str, options: Mapping[str, Any], *, private: bool | None
    ) -> UUID:
        """Submit a request; return the job's id, which is also the comic's."""
        ...

    def follow(self, job_id: UUID) -> AsyncGenerator[ComicProgress, None]:
        """Yield the job's snapshot now and at each change, until a terminal state."""
        ...

    async def cancel(self, job_id: UUID) -> bool:
        """Cancel the job; return False if it was in a terminal state already."""
        ...

    async def picture(self, comic_id: UUID) -> ComicFile: ...

    async def gallery(
        self, wanted: GalleryFilter, *, cursor: str | None, limit: int
    ) -> GalleryRows: ...
