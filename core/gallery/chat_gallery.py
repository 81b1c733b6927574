"""Comics as chats show them: one at a time, to whoever stands before them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import structlog

from core.chats.chat_settings import check_ban, check_place
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
    """What deleting takes away."""

    COMIC = "comic"  # its owner wants it gone
    MESSAGE = "message"  # a moderator does, or who wrote the words: the comic is its owner's


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryPosition:
    """One comic of a gallery, and what stands beside it."""

    comic: Comic | None
    cursor: str = ""  # of the comic
    has_newer: bool = False
    has_older: bool = False


EMPTY_GALLERY = GalleryPosition(comic=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatGallery:
    """Leads people through their comics in a chat, and decides who may do what with a message.

    Raises NotFoundError for whatever is not, whoever's it may be.
    """

    database: Database

    async def visible_comic(self, requester: Requester, comic_id: JobId) -> Comic:
        """Return a comic that is the requester's own, or stands in a chat before their eyes."""

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
        """Return such a comic together with the request that it came from."""
        comic = await self.visible_comic(requester, comic_id)
        job = await self.database.read(lambda unit: unit.jobs.get(comic_id))
        if job is None:
            raise NotFoundError
        return comic, job

    async def position_of(
        self, requester: Requester, comic_id: JobId, *, wanted: GalleryFilter | None = None
    ) -> GalleryPosition:
        """Return one's own comic, and which of those that are *wanted* stand beside it."""
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
        """Return the comic of the requester next to where *cursor* is; None: their newest.

        Raises InvalidOptionsError for a cursor that is none of ours.
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
            ahead, behind = page.next_cursor is not None, bool(back.comics)
            return GalleryPosition(
                comic=comic,
                cursor=encode_cursor(here),
                has_newer=ahead if newer else behind,
                has_older=behind if newer else ahead,
            )

        return await self.database.read(work)

    async def removal_for(self, requester: Requester, comic_id: JobId) -> Removal:
        """Return what deleting would take away. Raises NotFoundError for a stranger."""
        return await self.database.read(lambda unit: _removable(unit, requester, comic_id))

    async def remove(self, requester: Requester, comic_id: JobId) -> Removal:
        """Delete one's own comic, as `delete` does; others take the message away alone.

        Those are who moderate the chat and who wrote the words. Raises NotFoundError for a
        stranger. Idempotent.
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
        """Let those see one's own comic who see the chat that it is put in.

        Raises BannedError, ChatPausedError or ElsewhereError where it may not be, PrivateOnlyError
        or AgeRestrictedError where its owner alone may see it.
        """

        async def work(unit: UnitOfWork) -> Comic:
            comic = await own_comic(unit, requester, comic_id)
            assert comic.profile_id is not None  # it is the requester's own
            chat = requester.community or destination.chat
            await check_ban(unit, requester, comic.profile_id, chat=chat)
            await check_place(
                unit, requester, destination, private=False, age_restricted=comic.age_restricted
            )
            if comic.visibility is Visibility.PRIVATE and not destination.is_for_one:
                await unit.comics.update(comic_id, visibility=Visibility.CHAT)
            return await own_comic(unit, requester, comic_id)

        return await self.database.write(work)

    async def postable_comic(self, requester: Requester, comic_id: JobId) -> Comic:
        """Return one's own comic, if it may be posted wherever one likes.

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
    wrote_it = requester.identity == Identity(job.platform, job.author)
    if requester.moderates or wrote_it:
        # Of the chat that they are in: whoever presses a button there has the message before them.
        return Removal.MESSAGE
    raise NotFoundError
