"""Where a terminal command hands its wishes in, whether a server runs or not."""

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
    """How a job stands, as far as somebody who watches it cares."""

    state: JobState
    progress: Progress | None = None  # while it is being drawn
    position: int = 0  # in line, counting from 1; 0 when it is not in line
    eta_seconds: int | None = None
    problem: str = ""  # the sentence that says why it ended without a comic


@dataclass(frozen=True, slots=True)
class ComicFile:
    """A comic's bytes, and which form they have."""

    data: bytes
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryRow:
    """A comic in the gallery's table."""

    uuid: UUID
    created_at: datetime
    style: str
    favorite: bool
    prompt: str


@dataclass(frozen=True, slots=True)
class GalleryRows:
    """Some comics, newest first, and where the next ones start."""

    rows: tuple[GalleryRow, ...]
    next_cursor: str | None


class ComicClient(Protocol):
    """Takes the wishes of one terminal. Raises ComicAIError and TerminalError."""

    async def request(
        self, prompt: str, options: Mapping[str, Any], *, private: bool | None
    ) -> UUID:
        """Take a request on."""
        ...

    def follow(self, job_id: UUID) -> AsyncGenerator[ComicProgress, None]:
        """Yield how the job stands, again whenever that changes, until it is at an end."""
        ...

    async def cancel(self, job_id: UUID) -> bool:
        """Cancel the job; False if it was at an end already."""
        ...

    async def picture(self, comic_id: UUID) -> ComicFile: ...

    async def gallery(
        self, wanted: GalleryFilter, *, cursor: str | None, limit: int
    ) -> GalleryRows: ...
