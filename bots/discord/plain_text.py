"""Escaping of user-written text: no markup, mention, link or invite takes effect."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.content.prompts import cut

CONTENT_LIMIT = 2000  # characters of a message
QUOTE_LIMIT = 1500  # of those, for the quote
CUT = "…"  # marks the end of a shortened quote
QUOTED = "> "
HEADED = "-# "  # Discord's subtext

# Discord hides a backslash before one of these characters and shows the character literally. With
# its slashes and colons escaped, a URL is neither a link nor an invite.
ESCAPED = re.compile(r"([\\*_~|`>#\-\[\]()<@:/])")
ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")


def plain(text: str) -> str:
    """Return *text* escaped, so that it is shown literally."""
    return ESCAPED.sub(r"\\\1", text)


def quoted(text: str, limit: int = QUOTE_LIMIT) -> str:
    """Return *text* as a block quote of at most *limit* characters."""
    whole = _quotation(text)
    if len(whole) <= limit:
        return whole
    end = len(text)
    while len(whole) > limit:
        # Escaped characters count twice, so approach the limit from above.
        end = min(end - 1, end - (len(whole) - limit) // 2)
        whole = _quotation(cut(text, end) + CUT)
    return whole


def unquoted(content: str) -> tuple[str, bool]:
    """Return the text quoted in one of the bot's messages, and whether it is complete."""
    lines = [line.removeprefix(QUOTED) for line in content.split("\n") if line.startswith(QUOTED)]
    text = ESCAPE.sub(r"\1", "\n".join(lines))
    whole = bool(lines) and not text.endswith(CUT)
    return text.removesuffix(CUT), whole


def headed(lines: Iterable[str]) -> list[str]:
    """Return the lines as subtext, which `heading_in` parses; escaped text never matches."""
    return [f"{HEADED}{plain(line)}" for line in lines]


def heading_in(content: str) -> list[str]:
    """Return the lines of subtext in one of the bot's messages."""
    lines = [line.removeprefix(HEADED) for line in content.split("\n") if line.startswith(HEADED)]
    return [ESCAPE.sub(r"\1", line) for line in lines]


def _quotation(text: str) -> str:
    return "\n".join(f"{QUOTED}{plain(line)}" for line in text.split("\n"))
