"""Client of the services in this process, used if no server is running."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bots.terminal.client import ComicFile, ComicProgress, GalleryRow, GalleryRows
from core.models.comics import GalleryFilter
from core.models.identity import JobId, Requester
from core.models.job_status import JobStatus
from core.models.jobs import JobState
from core.models.requests import ComicRequest
from core.sentences import describe_notice, explain_end
from core.services import Services


@dataclass(frozen=True, slots=True)
class LocalClient:
    """Implementation of `ComicClient` that calls the core."""

    services: Services
    requester: Requester

    async def request(
        self, prompt: str, options: Mapping[str, Any], *, private: bool | None
    ) -> UUID:
        request = ComicRequest(text=prompt, options=options, private=private)
        receipt = await self.services.requests.request(request, self.requester)
        return receipt.job_id

    async def follow(self, job_id: UUID) -> AsyncGenerator[ComicProgress, None]:
        async with aclosing(self.services.job_events.changes(JobId(job_id))) as changes:
            async for _ in changes:
                status = await self.services.job_statuses.get(JobId(job_id), self.requester)
                yield self._progress_of(status)
                if status.job.state.is_terminal:
                    return

    def _progress_of(self, status: JobStatus) -> ComicProgress:
        job = status.job
        has_failed = job.state.is_terminal and job.state is not JobState.DRAWN
        return ComicProgress(
            state=job.state,
            progress=job.progress if job.state is JobState.DRAWING else None,
            position=status.position,
            eta_seconds=status.eta_seconds,
            problem=explain_end(job, self.requester.locale) if has_failed else "",
            notices=tuple(describe_notice(job.notices, self.requester.locale)),
        )

    async def cancel(self, job_id: UUID) -> bool:
        cancellation = await self.services.cancellation.cancel(JobId(job_id), self.requester)
        return cancellation.canceled

    async def picture(self, comic_id: UUID) -> ComicFile:
        comic = await self.services.gallery.get(self.requester, JobId(comic_id))
        return ComicFile(await self.services.images.read(comic.ref), comic.content_type)

    async def gallery(
        self, wanted: GalleryFilter, *, cursor: str | None, limit: int
    ) -> GalleryRows:
        page, next_cursor = await self.services.gallery.page(
            self.requester, wanted=wanted, cursor=cursor, limit=limit
        )
        rows = tuple(
            GalleryRow(
                uuid=comic.id,
                created_at=comic.created_at,
                style=comic.style,
                favorite=comic.favorite,
                prompt=comic.prompt,
            )
            for comic in page.comics
        )
        return GalleryRows(rows, next_cursor)
