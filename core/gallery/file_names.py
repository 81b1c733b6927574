"""File names of comics that are uploaded or downloaded."""

from __future__ import annotations

import re

from core.content.prompts import cut
from core.models.comics import Comic

NAME_LIMIT = 60  # characters, without the ending
ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}


def filename_of(comic: Comic, content_type: str) -> str:
    """Return a file name for the comic: letters and digits of its title, in any alphabet."""
    words = "-".join(re.findall(r"\w+", comic.title))
    return f"{cut(words, NAME_LIMIT).strip('-') or 'comic'}{ENDINGS.get(content_type, '.png')}"
