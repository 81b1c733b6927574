"""Neutralizing user text, so that Telegram shows no mention, link, hashtag or command in it.

Nothing is sent with a parse mode, so there is no markup to escape. But Telegram itself makes links
of addresses, usernames, hashtags and commands that it finds in plain text. An invisible word joiner
prevents this; `core.content.prompts.tidy` removes it from text that users send back.
"""

from __future__ import annotations

import re

from core.content.prompts import cut

TEXT_LIMIT = 4096  # UTF-16 code units, like all of Telegram's lengths
CAPTION_LIMIT = 1024
CALLBACK_ANSWER_LIMIT = 200  # of the text of `answerCallbackQuery`
JOINER = "\N{WORD JOINER}"
# The bot's own commands stay tappable.
ACTIVE_CHARACTERS = re.compile(
    r"[@#$.:](?=\S)|/(?=\S)(?!(?:comic|options|mygallery|link|queue|settings|privacy)\b)"
)


def harmless(text: str) -> str:
    """Return *text* with a word joiner after each character that could start an entity."""
    return ACTIVE_CHARACTERS.sub(rf"\g<0>{JOINER}", text)


def units(text: str) -> int:
    """Return the length of *text* in UTF-16 code units, as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, limit: int) -> str:
    """Return *text* cut to at most *limit* units, never inside a character."""
    if units(text) <= limit:
        return text
    if limit < 1:
        return ""
    end = min(len(text), limit - 1)
    while units(text[:end]) > limit - 1:
        end -= 1
    return f"{cut(text, end)}…" if end < len(text) else text
