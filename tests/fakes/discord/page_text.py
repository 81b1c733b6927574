"""Discord's markup as HTML: the part that the bot's messages use, and escapes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

INLINE = re.compile(
    r"""
      \\(?P<plain>[^0-9A-Za-z\s])
    | \*\*(?P<bold>.+?)\*\*
    | `(?P<code>[^`]+)`
    | \[(?P<label>[^\]]+)\]\(<?(?P<target>https?://[^\s)>]+)>?\)
    | <(?P<mention>@[!&]?|\#)(?P<id>\d+)>
    | (?P<url>https?://[^\s<>]+)
    """,
    re.VERBOSE,
)
BLOCKS = {"> ": "blockquote", "-# ": "small", "### ": "h4", "## ": "h3", "# ": "h2"}


def to_html(text: str, names: Mapping[int, str]) -> str:
    """Return the HTML of a message's text; *names* are those of users, roles and channels."""
    shown: list[str] = []
    last = "p"
    for line in text.split("\n"):
        mark, tag = next((pair for pair in BLOCKS.items() if line.startswith(pair[0])), ("", "p"))
        words = _inline(line.removeprefix(mark), names)
        if shown and tag == last and tag in {"p", "blockquote"}:
            shown[-1] = f"{shown[-1].removesuffix(f'</{tag}>')}<br>{words}</{tag}>"
        else:
            shown.append(f"<{tag}>{words}</{tag}>")
        last = tag
    return "".join(shown)


def _inline(text: str, names: Mapping[int, str]) -> str:
    shown, end = [], 0
    for hit in INLINE.finditer(text):
        shown += [escape(text[end : hit.start()]), _marked(hit, names)]
        end = hit.end()
    return "".join([*shown, escape(text[end:])])


def _marked(hit: re.Match[str], names: Mapping[int, str]) -> str:
    if hit["plain"]:
        return escape(hit["plain"])
    if hit["bold"]:
        return f"<b>{_inline(hit['bold'], names)}</b>"
    if hit["code"]:
        return f"<code>{escape(hit['code'])}</code>"
    if hit["id"]:
        name = names.get(int(hit["id"]), "unknown")
        return f"<mark>{escape(hit['mention'][0] + name)}</mark>"
    target = escape(hit["target"] or hit["url"])
    label = _inline(hit["label"], names) if hit["label"] else target
    return f'<a href="{target}">{label}</a>'
