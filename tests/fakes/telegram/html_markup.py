"""`parse_mode=HTML`, with the errors of TDLib's parse_html."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.fakes.telegram.api_errors import ApiError, bad
from tests.fakes.telegram.text import Entity, units

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}  # "the API currently supports only" these
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]+));")
_ATTRIBUTE = re.compile(r"""\s*([a-zA-Z-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int  # UTF-16 units of the text
    byte: int


def unparsable(what: str) -> ApiError:
    return bad(f"can't parse entities: {what}")


def parse_html(markup: str) -> tuple[str, list[Entity]]:
    """Return text and entities. Raises ApiError."""
    return _Html(markup).parse()


class _Html:
    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._text = ""
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        at = 0
        while at < len(self._markup):
            at = self._tag(at) if self._markup[at] == "<" else self._letter(at)
        if self._open:
            tag = self._open[-1].tag
            raise unparsable(f'Can\'t find end tag corresponding to start tag "{tag}"')
        return self._text, self._entities

    def _letter(self, at: int) -> int:
        match = _REFERENCE.match(self._markup, at)
        letter = _letter_of(match) if match else ""
        if match and letter:
            self._text += letter
            return match.end()
        self._text += self._markup[at]
        return at + 1

    def _tag(self, at: int) -> int:
        byte = len(self._markup[:at].encode())
        is_end = self._markup.startswith("</", at)
        end = _end_of_tag(self._markup, at)
        if end < 0:
            raise unparsable(f"Unclosed {'end' if is_end else 'start'} tag at byte offset {byte}")
        inner = self._markup[at + 1 + is_end : end]
        name = (re.match(r"[^\s/>]*", inner) or [""])[0].lower()
        if is_end:
            self._close(name, byte)
        else:
            self._begin(name, inner[len(name) :], byte)
        return end + 1

    def _begin(self, tag: str, rest: str, byte: int) -> None:
        attributes = {
            match[1].lower(): (match[2] or "").strip("\"'") for match in _ATTRIBUTE.finditer(rest)
        }
        if tag not in _KINDS:
            raise unparsable(f'Unsupported start tag "{tag}" at byte offset {byte}')
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {byte}')
        self._open.append(_Open(tag, attributes, units(self._text), byte))

    def _close(self, tag: str, byte: int) -> None:
        if not self._open:
            raise unparsable(f"Unexpected end tag at byte offset {byte}")
        opened = self._open.pop()
        if tag not in {"", opened.tag}:
            raise unparsable(
                f"Unmatched end tag at byte offset {byte}, "
                f'expected "</{opened.tag}>", found "</{tag}>"'
            )
        length = units(self._text) - opened.offset
        entity: Entity = {"type": _KINDS[opened.tag], "offset": opened.offset, "length": length}
        if opened.tag == "a":
            href = opened.attributes.get("href", "")
            if not re.match(r"(?:https?|tg)://[^\s/]", href):
                return  # TDLib keeps the text and drops the link
            entity["url"] = href
        if length:
            self._entities.append(entity)


def _letter_of(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _NAMED.get(name, "")
    number = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else ""


def _end_of_tag(markup: str, at: int) -> int:
    """Return the index of the tag's `>` outside quotes; -1 if there is none."""
    quote = ""
    for place in range(at + 1, len(markup)):
        letter = markup[place]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'" and "=" in markup[at:place]:
            quote = letter
        elif letter == ">":
            return place
    return -1
