"""The gallery: what becomes of comics once they are drawn."""

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
from core.runtime.cursors import decode_cursor, encode_cursor
from core.runtime.rate_limits import AttemptLimiter
from core.visibility import may_see_comic

log = structlog.get_logger(__name__)

PAGE_LIMIT = 100  # comics
TITLE_LIMIT = 200  # characters
REASON_LIMIT = 1000  # characters
REPORTS_PER_HOUR = 20  # from one address on the web, else of one identity
SHARE_BYTES = 16  # random ones: 128 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """Shows people their comics and lets them change what is theirs.

    Raises NotFoundError for whatever is not, whoever's it may be.
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
        limit: int = 24,
    ) -> tuple[GalleryPage, str | None]:
        """Return some of the requester's comics, newest first, and the cursor of the next page.

        Raises InvalidOptionsError for a cursor that none of our pages ended with.
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
        """Return a comic that the requester, or nobody in particular, may see."""

        async def work(unit: UnitOfWork) -> Comic:
            comic = await unit.comics.get(comic_id)
            profile_id = await profile_of(unit, requester) if requester else None
            if comic is None or not may_see_comic(comic, profile_id, share_token):
                raise NotFoundError
            return comic

        return await self.database.read(work)

    async def own(self, requester: Requester, comic_id: JobId) -> Comic:
        """Return one's own comic; what others merely show is not among them."""

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
        """Change what is given of one's own comic, and return it. Raises InvalidOptionsError."""
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
        """Hide one's own comic; for a short while `restore` brings it back. Idempotent."""

        async def work(unit: UnitOfWork) -> bool:
            await own_comic(unit, requester, comic_id, deleted=True)
            return await unit.comics.delete(comic_id)

        if await self.database.write(work):
            log.info("comic_deleted", job_id=str(comic_id))

    async def restore(self, requester: Requester, comic_id: JobId) -> Comic:
        """Undo `delete`. Raises NotFoundError once the picture is gone. Idempotent."""

        async def work(unit: UnitOfWork) -> Comic:
            comic = await own_comic(unit, requester, comic_id, deleted=True)
            if comic.deleted_at is None:
                return comic
            if not await unit.comics.restore(comic_id):
                raise NotFoundError
            return await own_comic(unit, requester, comic_id)

        return await self.database.write(work)

    async def share(self, requester: Requester, comic_id: JobId) -> str:
        """Return the token with which others may see one's own comic, until `unshare`."""
        new_token = secrets.token_urlsafe(SHARE_BYTES)

        async def work(unit: UnitOfWork) -> str:
            comic = await own_comic(unit, requester, comic_id)
            if comic.share_token:
                return comic.share_token
            await unit.comics.set_share_token(comic_id, new_token)
            return new_token

        return await self.database.write(work)

    async def unshare(self, requester: Requester, comic_id: JobId) -> None:
        """Make the token of one's own comic worthless. Idempotent."""

        async def work(unit: UnitOfWork) -> None:
            await own_comic(unit, requester, comic_id)
            await unit.comics.set_share_token(comic_id, None)

        await self.database.write(work)

    async def link(self, comic: Comic, *, base_url: str) -> str:
        """Return a fresh URL of the picture. Raises ImageStoreError."""
        return await self.images.link(comic.ref, base_url=base_url, lifetime=self.link_lifetime)

    async def report(
        self,
        requester: Requester,
        comic_id: JobId,
        reason: str,
        *,
        share_token: str | None = None,
    ) -> None:
        """Complain about a comic that the requester can see, also in a chat.

        Raises NotFoundError or TooManyTriesError.
        """
        said = cut(tidy_line(reason), REASON_LIMIT)

        async def look(unit: UnitOfWork) -> None:
            comic = await unit.comics.get(comic_id)
            profile_id = await profile_of(unit, requester)
            if comic is None or not (
                may_see_comic(comic, profile_id, share_token) or shares_chat(requester, comic)
            ):
                raise NotFoundError

        async def work(unit: UnitOfWork) -> None:
            await look(unit)
            report = Report(
                id=self.new_id(),
                comic_id=comic_id,
                reporter=requester.identity,
                reason=said,
                created_at=await unit.now(),
            )
            await unit.moderation.add_report(report)

        await self.database.read(look)
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
    """Whoever presses a button below a comic of a chat has it before their eyes."""
    return comic.visibility is Visibility.CHAT and requester.identity.platform is comic.platform
