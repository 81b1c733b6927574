"""The first word to somebody new: a finished comic, and ideas to start with."""

from __future__ import annotations

from importlib import resources

from bots.telegram.asks import Ask
from bots.telegram.drawing import idea_rows
from bots.telegram.errors import CallError, Trouble
from bots.telegram.kit import Kit
from bots.telegram.pictures import PHOTO
from bots.telegram.rest import Media
from bots.telegram.screens import Look, Screen, keyboard_of
from core.renditions import Picture
from core.sentences import sentence

FILE = "welcome.jpg"  # drawn by the sketch artist


class Welcome:
    """Uploads the picture once in a process's life."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._file_id: str | None = None

    async def show(self, ask: Ask) -> None:
        """Welcome somebody. Raises CallError."""
        rows = idea_rows(ask.locale)
        keyboard = keyboard_of(rows, Look())
        screen = Screen(sentence("welcome", ask.locale), (), keyboard)
        if self._file_id is not None:
            try:
                await self._kit.rest.send_picture(ask.place, screen, Media(PHOTO, self._file_id))
            except CallError as error:
                if error.trouble is not Trouble.WRONG_FILE:
                    raise
            else:
                return
        data = resources.files(__package__).joinpath(FILE).read_bytes()
        picture = Picture(data=data, content_type="image/jpeg", filename=FILE)
        _, self._file_id = await self._kit.rest.send_picture(
            ask.place, screen, Media(PHOTO, picture)
        )
