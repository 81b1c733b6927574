"""Moderation of words: lists of forbidden words, and the rule that protects minors."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from core.content.word_rules import minors_rule
from core.content.word_rules.word_matching import WordList
from core.errors import PromptRejectedError
from core.models.comics import DrawnComic


class WordModerator:
    """Moderator of words: the lists of the installation and of a chat, and the minors rule."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words = WordList(words)

    async def check_words(
        self, words: str, *, unwanted: str = "", chat_words: Collection[str] = ()
    ) -> None:
        # The minors rule does not read what is unwanted: there, its terms prevent such pictures.
        texts = f"{words}\n{unwanted}" if unwanted else words
        is_listed = self._words.finds_in(texts) or WordList(chat_words).finds_in(texts)
        if is_listed or minors_rule.refuses([words]):
            raise PromptRejectedError


def words_of(drawn: DrawnComic) -> str:
    """Return all texts that a generator wrote for a comic, one per line."""
    texts = [drawn.title, drawn.alt_text]
    for panel in drawn.script:
        texts += _panel_texts(panel)
    return "\n".join(filter(None, texts))


def _panel_texts(panel: Mapping[str, Any]) -> Iterator[str]:
    yield str(panel.get("scene", ""))
    yield str(panel.get("caption", ""))
    for line in panel.get("dialogue", ()):
        yield str(line.get("speaker", ""))
        yield str(line.get("text", ""))
