"""What people wrote, shown in Telegram as it is: no markup, no mention, no link, no command.

Nothing is sent with a parse mode, so there is no markup to escape. But Telegram itself makes links
of addresses, names, tags and commands that it finds in plain text. A word joiner, which nobody
sees, keeps it from finding them; `core.content.prompts.tidy` takes it out of what comes back.
"""

from __future__ import annotations

import re

from core.content.prompts import cut

TEXT_LIMIT = 4096  # UTF-16 code units, as all of Telegram's lengths
CAPTION_LIMIT = 1024
TOAST_LIMIT = 200  # of what pops up after a press
JOINER = "\N{WORD JOINER}"
# Our own commands may be tapped on, whoever mentions them.
SIGNS = re.compile(
    r"[@#$.:](?=\S)|/(?=\S)(?!(?:comic|options|mygallery|link|queue|settings|privacy)\b)"
)


def harmless(text: str) -> str:
    """Return *text* so that Telegram finds nothing in it."""
    return SIGNS.sub(rf"\g<0>{JOINER}", text)


def units(text: str) -> int:
    """Return how long Telegram takes *text* to be."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, room: int) -> str:
    """Return *text* in at most *room* units, never half of a letter."""
    if units(text) <= room:
        return text
    if room < 1:
        return ""
    end = min(len(text), room - 1)
    while units(text[:end]) > room - 1:
        end -= 1
    return f"{cut(text, end)}…" if end < len(text) else text
