"""Alt text of comics."""

from __future__ import annotations

from core.content.prompts import cut
from core.models.comics import Comic


def alt_text(comic: Comic, limit: int) -> str:
    """Return the stored alt text, else prompt and captions, in at most *limit* characters."""
    if comic.alt_text:
        return _cut(comic.alt_text, limit)
    captions = (str(panel.get("caption", "")) for panel in comic.script)
    return _cut("\n".join([comic.prompt or comic.title, *filter(None, captions)]), limit)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{cut(text, limit - 1)}…"
