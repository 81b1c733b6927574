"""Pictures as Telegram takes them: as a photo where that can be read, else as a file.

A picture is uploaded once for each bot. From then on its file id is sent, which costs nothing and
has no limit. https://core.telegram.org/bots/api#sending-files
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import structlog
from telegram.constants import ChatAction

from bots.telegram.api_client import ChatTarget, MediaFile, TelegramApi
from bots.telegram.api_errors import FailureKind, TelegramApiError
from bots.telegram.rendering import RenderedMessage
from core.errors import StorageError
from core.gallery.renditions import Renditions
from core.models.comics import Comic
from core.models.identity import JobId
from core.ports.database import Database, UnitOfWork

log = structlog.get_logger(__name__)

PHOTO, DOCUMENT, ORIGINAL = "photo", "document", "original"
SIZES = {PHOTO: 10_000_000, DOCUMENT: 50_000_000}  # bytes
SMALLER = {PHOTO: 4_000_000, DOCUMENT: 8_000_000}  # where that is refused all the same
SUM_LIMIT = 10_000  # pixels, width and height of a photo together
# Telegram takes photos up to 20:1, and shrinks them to 2,560 pixels: what is longer than this has
# letters that nobody could read.
RATIO_LIMIT = 5


Show: TypeAlias = Callable[[MediaFile], Awaitable[str | None]]


def shape_of(comic: Comic) -> str:
    """Say as what the comic is shown."""
    short, long = sorted((comic.width, comic.height))
    fits = short + long <= SUM_LIMIT and long <= RATIO_LIMIT * short
    return PHOTO if fits else DOCUMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureUploads:
    """Puts comics into messages. Raises TelegramApiError and ImageStoreError."""

    api: TelegramApi
    renditions: Renditions
    database: Database

    async def put(self, address: dict[str, Any], rendered: RenderedMessage, comic: Comic) -> None:
        """Make the comic the picture of a message of ours, which may have been text before."""
        shape = shape_of(comic)

        async def edit(media: MediaFile) -> str | None:
            return await self.api.edit_picture(address, rendered, media)

        await self._each_way(comic, shape, edit)

    async def send(self, to: ChatTarget, rendered: RenderedMessage, comic: Comic) -> None:
        """Send the comic in a message of its own. Not idempotent."""

        async def send(media: MediaFile) -> str | None:
            return (await self.api.send_picture(to, rendered, media))[1]

        await self._each_way(comic, shape_of(comic), send)

    async def send_original(self, to: ChatTarget, comic: Comic) -> None:
        """Send the comic as it was drawn, as a file. Not idempotent."""
        known = await self.file_id(comic, ORIGINAL)
        if known is not None:
            try:
                await self.api.send_picture(to, RenderedMessage(""), MediaFile(DOCUMENT, known))
            except TelegramApiError as error:
                if error.kind is not FailureKind.WRONG_FILE:
                    raise
            else:
                return
        await self.api.show_action(to, ChatAction.UPLOAD_DOCUMENT)
        original = MediaFile(DOCUMENT, await self.renditions.original(comic))
        _, file_id = await self.api.send_picture(to, RenderedMessage(""), original)
        await self._keep(comic, ORIGINAL, file_id)

    async def upload(self, to: ChatTarget, comic: Comic) -> None:
        """Have Telegram know the comic's file: what inline mode shows must be known before.

        It goes through a private chat, silently, and leaves nothing there.
        """
        if await self.file_id(comic, shape_of(comic)) is not None:
            return

        async def send(media: MediaFile) -> str | None:
            message, file_id = await self.api.send_picture(
                to, RenderedMessage(""), media, quiet=True
            )
            await self.api.delete({"chat_id": int(to.chat), "message_id": int(message)})
            return file_id

        await self._each_way(comic, shape_of(comic), send)

    async def file_id(self, comic: Comic, kind: str) -> str | None:
        """Return how this bot knows the picture; None: not at all, or that cannot be found out."""
        try:
            return await self.database.read(
                lambda unit: unit.comics.file_id(self.api.bot_id, comic.id, kind)
            )
        except StorageError as error:
            log.warning("file_id_unread", error=error.code)
            return None

    async def known(self, comics: Sequence[Comic]) -> dict[JobId, tuple[str, str]]:
        """Return as what, and by which file id, this bot knows comics. Raises StorageError."""

        async def work(unit: UnitOfWork) -> dict[JobId, tuple[str, str]]:
            found = {}
            for comic in comics:
                for kind in (PHOTO, DOCUMENT):
                    file_id = await unit.comics.file_id(self.api.bot_id, comic.id, kind)
                    if file_id is not None:
                        found[comic.id] = (kind, file_id)
                        break
            return found

        return await self.database.read(work)

    async def _each_way(self, comic: Comic, shape: str, show: Show) -> None:
        """Show it by its file id, else by its bytes, else by fewer, else as a file."""
        known = await self.file_id(comic, shape)
        if known is not None:
            try:
                await show(MediaFile(shape, known))
            except TelegramApiError as error:
                if error.kind is not FailureKind.WRONG_FILE:
                    raise
                log.info("file_id_useless", job_id=str(comic.id))
            else:
                return
        for kind, size in _ways(shape):
            picture = await self.renditions.at_most_bytes(comic, size)
            try:
                file_id = await show(MediaFile(kind, picture))
            except TelegramApiError as error:
                if error.kind not in {FailureKind.BAD_PICTURE, FailureKind.WRONG_FILE}:
                    raise
                log.info("picture_refused", kind=kind, size=len(picture.data), said=error.said)
            else:
                await self._keep(comic, kind, file_id)
                return
        raise TelegramApiError(FailureKind.FORBIDDEN, "no form of the picture is taken")

    async def _keep(self, comic: Comic, kind: str, file_id: str | None) -> None:
        if file_id is None:
            return

        async def work(unit: UnitOfWork) -> None:
            await unit.comics.keep_file_id(self.api.bot_id, comic.id, kind, file_id)

        try:
            await self.database.write(work)
        except StorageError as error:
            log.warning("file_id_not_kept", error=error.code)  # it is uploaded again then


def _ways(shape: str) -> list[tuple[str, int]]:
    """Return as what to try to show it, and in how many bytes."""
    ways = [(shape, SIZES[shape]), (shape, SMALLER[shape])]
    return ways if shape == DOCUMENT else [*ways, (DOCUMENT, SIZES[DOCUMENT])]
