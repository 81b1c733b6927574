"""Uploads of comics, and the file ids that replace them.

A picture is uploaded once for each bot. After that its file id is sent, which needs no upload and
has no size limit. https://core.telegram.org/bots/api#sending-files
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import structlog
from telegram.constants import ChatAction

from bots.chat.api_errors import FailureKind
from bots.telegram.api_client import ChatTarget, MediaFile, TelegramApi
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.rendering import RenderedMessage
from bots.telegram.upload_sizes import DOCUMENT, PHOTO, shape_of, upload_attempts
from core.errors import StorageError
from core.gallery.renditions import Renditions
from core.models.comics import Comic
from core.models.deliveries import MessageReference
from core.models.identity import JobId
from core.ports.database import Database, UnitOfWork

log = structlog.get_logger(__name__)

ORIGINAL = "original"  # kind of a file id, next to those of `upload_sizes`

Show: TypeAlias = Callable[[MediaFile], Awaitable[str | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureUploads:
    """Sends comics in messages. Raises TelegramApiError and ImageStoreError."""

    api: TelegramApi
    renditions: Renditions
    database: Database

    async def edit(self, ref: MessageReference, rendered: RenderedMessage, comic: Comic) -> None:
        """Edit one of the bot's messages, which may be a text message, to show the comic."""
        shape = shape_of(comic)

        async def edit_media(media: MediaFile) -> str | None:
            return await self.api.edit_picture(ref, rendered, media)

        await self._show_with_fallbacks(comic, shape, edit_media)

    async def send(self, to: ChatTarget, rendered: RenderedMessage, comic: Comic) -> str:
        """Send the comic in a new message; return the message's id. Not idempotent."""
        message_id = ""

        async def send(media: MediaFile) -> str | None:
            nonlocal message_id
            message_id, file_id = await self.api.send_picture(to, rendered, media)
            return file_id

        await self._show_with_fallbacks(comic, shape_of(comic), send)
        return message_id

    async def send_original(self, to: ChatTarget, comic: Comic) -> None:
        """Send the original image as a document. Not idempotent."""
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
        await self._save_file_id(comic, ORIGINAL, file_id)

    async def upload(self, to: ChatTarget, comic: Comic) -> None:
        """Upload the comic to get a file id: inline messages accept no uploads.

        It is sent silently to a private chat and deleted there.
        """
        if await self.file_id(comic, shape_of(comic)) is not None:
            return

        async def send(media: MediaFile) -> str | None:
            message, file_id = await self.api.send_picture(
                to, RenderedMessage(""), media, silent=True
            )
            await self.api.delete(MessageReference(to.chat, message))
            return file_id

        await self._show_with_fallbacks(comic, shape_of(comic), send)

    async def file_id(self, comic: Comic, kind: str) -> str | None:
        """Return this bot's file id of the picture; None if unknown or storage is unavailable."""
        try:
            return await self.database.read(
                lambda unit: unit.comics.file_id(self.api.bot_id, comic.id, kind)
            )
        except StorageError as error:
            log.warning("file_id_read_failed", error=error.code)
            return None

    async def known_files(self, comics: Sequence[Comic]) -> dict[JobId, tuple[str, str]]:
        """Return kind and file id of the comics that this bot has uploaded. Raises StorageError."""

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

    async def _show_with_fallbacks(self, comic: Comic, shape: str, show: Show) -> None:
        """Try the file id, then an upload, then a smaller one, then a document."""
        known = await self.file_id(comic, shape)
        if known is not None:
            try:
                await show(MediaFile(shape, known))
            except TelegramApiError as error:
                if error.kind is not FailureKind.WRONG_FILE:
                    raise
                log.info("file_id_rejected", job_id=str(comic.id))
            else:
                return
        for kind, size in upload_attempts(shape):
            picture = await self.renditions.at_most_bytes(comic, size)
            try:
                file_id = await show(MediaFile(kind, picture))
            except TelegramApiError as error:
                if error.kind not in {FailureKind.BAD_PICTURE, FailureKind.WRONG_FILE}:
                    raise
                log.info("picture_refused", kind=kind, size=len(picture.data), detail=error.detail)
            else:
                await self._save_file_id(comic, kind, file_id)
                return
        raise TelegramApiError(FailureKind.FORBIDDEN, "Telegram accepts the picture in no form")

    async def _save_file_id(self, comic: Comic, kind: str, file_id: str | None) -> None:
        if file_id is None:
            return

        async def work(unit: UnitOfWork) -> None:
            await unit.comics.keep_file_id(self.api.bot_id, comic.id, kind, file_id)

        try:
            await self.database.write(work)
        except StorageError as error:
            log.warning("file_id_store_failed", error=error.code)  # the next use uploads again
