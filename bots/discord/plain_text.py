"""What people wrote, shown in Discord as plain text: no markup, no mention, no link, no invite."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.content.prompts import cut

CONTENT_LIMIT = 2000  # characters of a message
QUOTE_LIMIT = 1500  # of those, for what somebody wrote
CUT = "…"  # at the end of a quote that is not whole
QUOTED = "> "
HEADED = "-# "  # small print

# Discord hides a backslash before a sign and takes the sign for what it is. With the slashes and
# colons of an address gone that way, it is no link and no invite either.
SIGNS = re.compile(r"([\\*_~|`>#\-\[\]()<@:/])")
ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")


def plain(text: str) -> str:
    """Return *text* so that it is shown as it is."""
    return SIGNS.sub(r"\\\1", text)


def quoted(text: str, limit: int = QUOTE_LIMIT) -> str:
    """Return *text* as a quotation of at most *limit* characters."""
    whole = _quotation(text)
    if len(whole) <= limit:
        return whole
    end = len(text)
    while len(whole) > limit:
        # Signs count twice, so approach the limit from above.
        end = min(end - 1, end - (len(whole) - limit) // 2)
        whole = _quotation(cut(text, end) + CUT)
    return whole


def unquoted(content: str) -> tuple[str, bool]:
    """Return what is quoted in a message of ours, and whether that is all of it."""
    lines = [line.removeprefix(QUOTED) for line in content.split("\n") if line.startswith(QUOTED)]
    text = ESCAPE.sub(r"\1", "\n".join(lines))
    whole = bool(lines) and not text.endswith(CUT)
    return text.removesuffix(CUT), whole


def headed(lines: Iterable[str]) -> list[str]:
    """Return the lines as small print, which is found again: what others wrote never is."""
    return [f"{HEADED}{plain(line)}" for line in lines]


def heading_in(content: str) -> list[str]:
    """Return the lines of small print in a message of ours."""
    lines = [line.removeprefix(HEADED) for line in content.split("\n") if line.startswith(HEADED)]
    return [ESCAPE.sub(r"\1", line) for line in lines]


def _quotation(text: str) -> str:
    return "\n".join(f"{QUOTED}{plain(line)}" for line in text.split("\n"))
