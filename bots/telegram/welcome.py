"""Welcome message: a finished comic, and ideas to start with."""

from __future__ import annotations

from importlib import resources

from bots.chat.api_errors import FailureKind
from bots.telegram.api_client import MediaFile
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.commands.comic import idea_rows
from bots.telegram.context import TelegramContext
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.rendering import RenderedMessage, RenderOptions, keyboard_of
from bots.telegram.upload_sizes import PHOTO
from core.gallery.renditions import RenditionFile
from core.sentences import sentence

FILE = "welcome.jpg"  # drawn by the sketch artist


class Welcome:
    """Sends the welcome message; its picture is uploaded once per process."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps
        self._file_id: str | None = None

    async def show(self, context: TelegramContext) -> None:
        """Send the welcome message. Raises TelegramApiError."""
        rows = idea_rows(context.locale)
        keyboard = keyboard_of(rows, RenderOptions())
        rendered = RenderedMessage(sentence("welcome", context.locale), (), keyboard)
        if self._file_id is not None:
            try:
                await self._deps.api.send_picture(
                    context.target, rendered, MediaFile(PHOTO, self._file_id)
                )
            except TelegramApiError as error:
                if error.kind is not FailureKind.WRONG_FILE:
                    raise
            else:
                return
        data = resources.files(__package__).joinpath(FILE).read_bytes()
        picture = RenditionFile(data=data, content_type="image/jpeg", filename=FILE)
        _, self._file_id = await self._deps.api.send_picture(
            context.target, rendered, MediaFile(PHOTO, picture)
        )
