"""Word list that rejects prompts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pipeline.models import DrawingOrder


class BlockedWords:
    """Words that no text of an order may contain, ignoring case."""

    def __init__(self, words: Iterable[str]) -> None:
        """Each item is a word or phrase; blank ones are ignored."""
        folded = [_fold(word.strip()) for word in words if word.strip()]
        self._pattern = (
            re.compile("|".join(_whole_word_pattern(word) for word in folded)) if folded else None
        )

    def refuses(self, order: DrawingOrder) -> bool:
        if self._pattern is None:
            return False
        return any(self._pattern.search(_fold(text)) for text in _texts(order))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _whole_word_pattern(word: str) -> str:
    """Return a pattern for *word*, with word boundaries next to ASCII characters only.

    Scripts such as Japanese do not separate words by spaces.
    """
    before = r"(?<!\w)" if word[0].isascii() else ""
    after = r"(?!\w)" if word[-1].isascii() else ""
    return f"{before}{re.escape(word)}{after}"


def _texts(order: DrawingOrder) -> Iterable[str]:
    yield order.prompt
    for character in order.characters:
        yield character.name
        yield character.description
    for panel in order.script:
        yield panel.scene
        yield panel.caption
        for line in panel.dialogue:
            yield line.speaker
            yield line.text
