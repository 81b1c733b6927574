"""Markup in prompts: HTML, Markdown, Discord's mentions and chat logs, read as plain text."""

from __future__ import annotations

import html
import re

_DROPPED = re.compile(r"<(script|style)\b[^>]{0,200}>.{0,2000}?</\1\s*>", re.IGNORECASE | re.DOTALL)
# "<Tom> hi", as in logs of chats, unless the tag is closed
_CHAT_NAME = re.compile(r"^<([^\W\d_][\w .-]{0,24})>[ \t]+(?=\S)(?![^\n]{0,500}</)", re.MULTILINE)
_CHAT_TIME = re.compile(  # [14:05] Ann: hi; 14:05 - Ann: hi; [12/03/24, 2:05 PM] Ann: hi
    r"""^(\[)?
    (?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?[ ])?
    \d{1,2}:\d{2}(?::\d{2})?(?:[ ]?[AaPp][Mm])?
    (?(1)\][ \t]*|[ ][-–—][ ](?=[^\W\d_][^:\n]{0,30}:))""",
    re.MULTILINE | re.VERBOSE,
)
_INLINE_TAG = re.compile(
    r"</?(?:a|b|i|u|s|em|strong|span|small|sub|sup|mark|font|code)(?:\s[^<>\n]{0,200})?/?>",
    re.IGNORECASE,
)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|h[1-6]|br|li|ul|ol|tr|table|section|article|body|html|head|panel|hr)"
    r"(?:\s[^<>\n]{0,200})?/?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z][\w-]{0,20}(?:\s[^<>\n]{0,200})?/?>|<!--.{0,500}?-->", re.DOTALL)
_MENTION = re.compile(r"<(?:@[!&]?|#|a?:\w{1,40}:)\d{1,25}>")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,10}|#\d{1,6});")
_PICTURE = re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{0,300}\)")
_LINK = re.compile(r"\[([^\]\n]{1,200})\]\((?:https?:|/|#|www\.)?[^)\s]{0,300}\)")
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)\w{0,20}[ \t]*$", re.MULTILINE)
_EMPHASIS = re.compile(
    r"(?<!\w)(\*{2,3}|_{2,3}|~~|\|\||`{1,2})(?=\S)([^\n*`|~]{1,300}?)(?<=\S)\1(?!\w)"
)
_BOX = re.compile(r"^([ \t]*[-*+][ \t]+)\[[ xX]\][ \t]+", re.MULTILINE)
_TABLE = re.compile(
    r"^[ \t]*\|?[^\n|]{1,200}\|[^\n]*\n[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*\|[-:| \t]*$\n?", re.MULTILINE
)
_ROW = re.compile(r"^[ \t]*\|(.+)\|[ \t]*$", re.MULTILINE)
_ENDED = re.compile(r"[\W_]$")
_HASHTAG = re.compile(r"(?<![\w#&/])#(?=[^\W\d_])")
_REPEATED = re.compile(r"([.!?…])\1{5,}")
_JOINERS = re.compile(r"(?<=[A-Za-z ])[\u200b-\u200f\u2060]+|[\u200b-\u200f\u2060]+(?=[A-Za-z ])")
_MARKED = re.compile(r"[<&*_~|`\[#\u200b-\u200f\u2060]|([.!?…])\1{5}|\d:\d{2}")


def without_markup(text: str) -> str:
    """Return *text* with what markup means, and without its marks."""
    if not _MARKED.search(text):
        return text
    text = _CHAT_TIME.sub("", _JOINERS.sub("", text))
    if "<" in text:
        text = _CHAT_NAME.sub(r"\1: ", _DROPPED.sub("\n", text))
        text = _TAG.sub(" ", _INLINE_TAG.sub("", _BLOCK_TAG.sub("\n", _MENTION.sub("", text))))
    if _ENTITY.search(text):
        text = html.unescape(text)
    text = _LINK.sub(r"\1", _PICTURE.sub("", _FENCE.sub("", text)))
    text = _BOX.sub(r"\1", _EMPHASIS.sub(r"\2", text))
    text = _ROW.sub(_cells, _TABLE.sub("", text))
    return _REPEATED.sub(r"\1\1\1", _HASHTAG.sub("", text))


def _cells(row: re.Match[str]) -> str:
    """Return the cells of a row as one line, without its number."""
    cells = [cell.strip() for cell in row[1].split("|")]
    told = [cell for cell in cells if cell and not cell.isdecimal()]
    return " ".join(cell if _ENDED.search(cell) else f"{cell}." for cell in told)
