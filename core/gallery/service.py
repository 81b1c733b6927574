"""Gallery service: finished comics, their titles, favorites, deletion, sharing and reports."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import structlog
from uuid_utils.compat import uuid7

from core.content.prompts import cut, tidy_line
from core.errors import InvalidOptionsError, NotFoundError
from core.models.chats import Report
from core.models.comics import Comic, GalleryFilter, GalleryPage, Visibility
from core.models.identity import JobId, Requester
from core.people.profile_lookup import profile_of
from core.ports.database import Database, UnitOfWork
from core.ports.gallery import ImageStore
from core.runtime.attempt_limiter import AttemptLimiter
from core.runtime.cursors import decode_cursor, encode_cursor
from core.visibility import may_see_comic

log = structlog.get_logger(__name__)

PAGE_SIZE = 24  # comics; also of the gallery on the web, whose script requests no other
PAGE_LIMIT = 100  # comics
TITLE_LIMIT = 200  # characters
REASON_LIMIT = 1000  # characters
REPORTS_PER_HOUR = 20  # per IP address on the web, otherwise per identity
SHARE_BYTES = 16  # random ones: 128 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """Gallery service: shows comics, and lets owners change their own.

    All methods raise NotFoundError for a comic that does not exist or may not be accessed.
    """

    database: Database
    images: ImageStore
    attempt_limiter: AttemptLimiter = field(default_factory=AttemptLimiter)
    link_lifetime: timedelta = timedelta(hours=1)
    new_id: Callable[[], UUID] = uuid7

    async def page(
        self,
        requester: Requester,
        *,
        wanted: GalleryFilter | None = None,
        cursor: str | None = None,
        limit: int = PAGE_SIZE,
    ) -> tuple[GalleryPage, str | None]:
        """Return a page of the requester's comics, newest first, and the cursor of the next page.

        Raises InvalidOptionsError for an invalid cursor.
        """
        start = decode_cursor(cursor) if cursor else None
        limit = min(max(limit, 1), PAGE_LIMIT)

        async def work(unit: UnitOfWork) -> GalleryPage:
            profile_id = await profile_of(unit, requester)
            if profile_id is None:
                return GalleryPage(comics=(), next_cursor=None)
            return await unit.comics.page(
                profile_id, wanted=wanted or GalleryFilter(), cursor=start, limit=limit
            )

        page = await self.database.read(work)
        return page, encode_cursor(page.next_cursor) if page.next_cursor else None

    async def get(
        self, requester: Requester | None, comic_id: JobId, *, share_token: str | None = None
    ) -> Comic:
        """Return a comic that the requester may see; without a requester, anyone."""

        async def work(unit: UnitOfWork) -> Comic:
            comic = await unit.comics.get(comic_id)
            profile_id = await profile_of(unit, requester) if requester else None
            if comic is None or not may_see_comic(comic, profile_id, share_token):
                raise NotFoundError
            return comic

        return await self.database.read(work)

    async def own(self, requester: Requester, comic_id: JobId) -> Comic:
        """Return a comic that the requester owns."""

        async def work(unit: UnitOfWork) -> Comic:
            return await own_comic(unit, requester, comic_id)

        return await self.database.read(work)

    async def count(self, requester: Requester) -> int:
        """Return how many comics the requester has."""

        async def work(unit: UnitOfWork) -> int:
            profile_id = await profile_of(unit, requester)
            return await unit.comics.count(profile_id) if profile_id else 0

        return await self.database.read(work)

    async def update(
        self,
        requester: Requester,
        comic_id: JobId,
        *,
        favorite: bool | None = None,
        title: str | None = None,
    ) -> Comic:
        """Change the given fields of the requester's own comic. Raises InvalidOptionsError."""
        if title is not None:
            title = tidy_line(title)
            if not 1 <= len(title) <= TITLE_LIMIT:
                raise InvalidOptionsError({"title": f"must have 1 to {TITLE_LIMIT} characters"})

        async def work(unit: UnitOfWork) -> Comic:
            await own_comic(unit, requester, comic_id)
            await unit.comics.update(comic_id, favorite=favorite, title=title)
            return await own_comic(unit, requester, comic_id)

        return await self.database.write(work)

    async def delete(self, requester: Requester, comic_id: JobId) -> None:
        """Delete the requester's own comic; `restore` can undo it for a short time. Idempotent."""

        async def work(unit: UnitOfWork) -> bool:
            await own_comic(unit, requester, comic_id, deleted=True)
            return await unit.comics.delete(comic_id)

        if await self.database.write(work):
            log.info("comic_deleted", job_id=str(comic_id))

    async def restore(self, requester: Requester, comic_id: JobId) -> Comic:
        """Undo `delete`. Raises NotFoundError once purging has begun. Idempotent."""

        async def work(unit: UnitOfWork) -> Comic:
            comic = await own_comic(unit, requester, comic_id, deleted=True)
            if comic.deleted_at is None:
                return comic
            if not await unit.comics.restore(comic_id):
                raise NotFoundError
            return await own_comic(unit, requester, comic_id)

        return await self.database.write(work)

    async def share(self, requester: Requester, comic_id: JobId) -> str:
        """Return a share token, with which others may see the comic until `unshare`."""
        new_token = secrets.token_urlsafe(SHARE_BYTES)

        async def work(unit: UnitOfWork) -> str:
            comic = await own_comic(unit, requester, comic_id)
            if comic.share_token:
                return comic.share_token
            await unit.comics.set_share_token(comic_id, new_token)
            return new_token

        return await self.database.write(work)

    async def unshare(self, requester: Requester, comic_id: JobId) -> None:
        """Revoke the share token of the requester's own comic. Idempotent."""

        async def work(unit: UnitOfWork) -> None:
            await own_comic(unit, requester, comic_id)
            await unit.comics.set_share_token(comic_id, None)

        await self.database.write(work)

    async def link(self, comic: Comic, *, base_url: str) -> str:
        """Return a new URL of the picture. Raises ImageStoreError."""
        return await self.images.link(comic.ref, base_url=base_url, lifetime=self.link_lifetime)

    async def report(
        self,
        requester: Requester,
        comic_id: JobId,
        reason: str,
        *,
        share_token: str | None = None,
    ) -> None:
        """Report a comic that the requester can see, possibly in a chat.

        Raises NotFoundError or TooManyAttemptsError.
        """
        text = cut(tidy_line(reason), REASON_LIMIT)

        async def check(unit: UnitOfWork) -> None:
            comic = await unit.comics.get(comic_id)
            profile_id = await profile_of(unit, requester)
            if comic is None or not (
                may_see_comic(comic, profile_id, share_token) or shares_chat(requester, comic)
            ):
                raise NotFoundError

        async def work(unit: UnitOfWork) -> None:
            await check(unit)
            report = Report(
                id=self.new_id(),
                comic_id=comic_id,
                reporter=requester.identity,
                reason=text,
                created_at=await unit.now(),
            )
            await unit.moderation.add_report(report)

        await self.database.read(check)
        await self._limit_reports(requester)
        await self.database.write(work)
        log.info("comic_reported", job_id=str(comic_id))

    async def _limit_reports(self, requester: Requester) -> None:
        identity = requester.identity
        await self.attempt_limiter.hit(
            "report",
            requester.origin or f"{identity.platform}:{identity.external_id}",
            amount=REPORTS_PER_HOUR,
            period=timedelta(hours=1),
        )


async def own_comic(
    unit: UnitOfWork, requester: Requester, comic_id: JobId, *, deleted: bool = False
) -> Comic:
    """Return the requester's own comic. Raises NotFoundError."""
    comic = await unit.comics.get(comic_id, deleted=deleted)
    profile_id = await profile_of(unit, requester)
    if comic is None or profile_id is None or comic.profile_id != profile_id:
        raise NotFoundError
    return comic


def shares_chat(requester: Requester, comic: Comic) -> bool:
    """Return whether the requester sees the comic in a chat.

    A chat's comic is acted on by the buttons of its message, which only its members can press.
    """
    return comic.visibility is Visibility.CHAT and requester.identity.platform is comic.platform
