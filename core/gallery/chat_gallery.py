"""Gallery in chats: one comic at a time, visible to the members of the chat."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import structlog

from core.chats.chat_settings import check_ban, check_place, current_settings
from core.errors import AgeRestrictedError, NotFoundError
from core.gallery.service import own_comic, shares_chat
from core.models.comics import Comic, Cursor, GalleryFilter, Visibility
from core.models.deliveries import Destination
from core.models.identity import Identity, JobId, Requester
from core.models.jobs import Job
from core.people.profile_lookup import profile_of
from core.ports.database import Database, UnitOfWork
from core.runtime.cursors import decode_cursor, encode_cursor
from core.visibility import may_see_comic

log = structlog.get_logger(__name__)


class Removal(Enum):
    """Effect of deleting a comic from a chat."""

    COMIC = "comic"  # the comic is deleted: its owner asked
    MESSAGE = "message"  # only the message: a moderator or the author of its words asked


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryPosition:
    """Position in a gallery: one comic, and whether there are newer and older ones."""

    comic: Comic | None
    cursor: str = ""  # of the comic
    has_newer: bool = False
    has_older: bool = False


EMPTY_GALLERY = GalleryPosition(comic=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatGallery:
    """Gallery service for chats: paging, and permissions on messages with comics.

    All methods raise NotFoundError for a comic that does not exist or may not be accessed.
    """

    database: Database

    async def visible_comic(self, requester: Requester, comic_id: JobId) -> Comic:
        """Return a comic that the requester owns, or sees in a chat."""

        async def work(unit: UnitOfWork) -> Comic:
            comic = await unit.comics.get(comic_id)
            profile_id = await profile_of(unit, requester)
            if comic is None or not (
                may_see_comic(comic, profile_id) or shares_chat(requester, comic)
            ):
                raise NotFoundError
            return comic

        return await self.database.read(work)

    async def visible_comic_with_job(
        self, requester: Requester, comic_id: JobId
    ) -> tuple[Comic, Job]:
        """Return a visible comic together with its job."""
        comic = await self.visible_comic(requester, comic_id)
        job = await self.database.read(lambda unit: unit.jobs.get(comic_id))
        if job is None:
            raise NotFoundError
        return comic, job

    async def position_of(
        self, requester: Requester, comic_id: JobId, *, wanted: GalleryFilter | None = None
    ) -> GalleryPosition:
        """Return the position of the requester's own comic among those that match *wanted*."""
        comic = await self.database.read(lambda unit: own_comic(unit, requester, comic_id))
        here = encode_cursor(Cursor(comic.created_at, comic.id))
        newer = await self.adjacent(requester, here, newer=True, wanted=wanted)
        older = await self.adjacent(requester, here, wanted=wanted)
        return GalleryPosition(
            comic=comic,
            cursor=here,
            has_newer=newer.comic is not None,
            has_older=older.comic is not None,
        )

    async def adjacent(
        self,
        requester: Requester,
        cursor: str | None,
        *,
        newer: bool = False,
        wanted: GalleryFilter | None = None,
    ) -> GalleryPosition:
        """Return the requester's comic next to *cursor*, by default the newest one.

        Raises InvalidOptionsError for an invalid cursor.
        """
        start = decode_cursor(cursor) if cursor else None

        async def work(unit: UnitOfWork) -> GalleryPosition:
            profile_id = await profile_of(unit, requester)
            if profile_id is None:
                return EMPTY_GALLERY
            page = await unit.comics.page(
                profile_id,
                wanted=wanted or GalleryFilter(),
                cursor=start,
                limit=1,
                newer=newer,
            )
            if not page.comics:
                return EMPTY_GALLERY
            comic = page.comics[0]
            here = Cursor(comic.created_at, comic.id)
            back = await unit.comics.page(
                profile_id, wanted=wanted or GalleryFilter(), cursor=here, limit=1, newer=not newer
            )
            has_next, has_previous = page.next_cursor is not None, bool(back.comics)
            return GalleryPosition(
                comic=comic,
                cursor=encode_cursor(here),
                has_newer=has_next if newer else has_previous,
                has_older=has_previous if newer else has_next,
            )

        return await self.database.read(work)

    async def removal_for(self, requester: Requester, comic_id: JobId) -> Removal:
        """Return the effect of `remove`, without removing anything."""
        return await self.database.read(lambda unit: _removable(unit, requester, comic_id))

    async def remove(self, requester: Requester, comic_id: JobId) -> Removal:
        """Delete the comic if the requester owns it, as `Gallery.delete` does. Idempotent.

        Moderators of the chat and the author of the drawn words may only remove the message,
        which is left to the caller. Raises NotFoundError for anyone else.
        """

        async def work(unit: UnitOfWork) -> Removal:
            removal = await _removable(unit, requester, comic_id)
            if removal is Removal.COMIC:
                await unit.comics.delete(comic_id)
            return removal

        removal = await self.database.write(work)
        log.info("comic_removed", job_id=str(comic_id), removed=removal.value)
        return removal

    async def show_in_chat(
        self, requester: Requester, comic_id: JobId, destination: Destination
    ) -> Comic:
        """Make the requester's own comic visible to the chat that it is posted in.

        Raises BannedError, ChatPausedError or ChannelNotAllowedError if it may not be posted
        there, and PrivateOnlyError or AgeRestrictedError if only its owner may see it there.
        """

        async def work(unit: UnitOfWork) -> Comic:
            comic = await own_comic(unit, requester, comic_id)
            assert comic.profile_id is not None  # it is the requester's own
            chat = requester.community or destination.chat
            await check_ban(unit, requester, comic.profile_id, chat=chat)
            settings = await current_settings(unit, requester, destination)
            check_place(settings, destination, private=False, age_restricted=comic.age_restricted)
            if comic.visibility is Visibility.PRIVATE and not destination.is_for_one:
                await unit.comics.update(comic_id, visibility=Visibility.CHAT)
            return await own_comic(unit, requester, comic_id)

        return await self.database.write(work)

    async def postable_comic(self, requester: Requester, comic_id: JobId) -> Comic:
        """Return the requester's own comic if it may be posted in any chat.

        Raises AgeRestrictedError.
        """
        comic = await self.database.read(lambda unit: own_comic(unit, requester, comic_id))
        if comic.age_restricted:
            raise AgeRestrictedError
        return comic


async def _removable(unit: UnitOfWork, requester: Requester, comic_id: JobId) -> Removal:
    job = await unit.jobs.get(comic_id)
    if job is None:
        raise NotFoundError
    profile_id = await profile_of(unit, requester)
    if profile_id is not None and profile_id == job.profile_id:
        return Removal.COMIC
    is_author = requester.identity == Identity(job.platform, job.author)
    if requester.moderates or is_author:
        # The message is in the moderator's chat, because the button that was pressed is there.
        return Removal.MESSAGE
    raise NotFoundError
