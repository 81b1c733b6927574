"""`parse_mode=MarkdownV2`, with the errors of TDLib's parse_markdown_v2."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.fakes.telegram.html_markup import unparsable
from tests.fakes.telegram.text import Entity, units

RESERVED = "_*[]()~`>#+-=|{}.!"

# Delimiters, longest first, with the entity type and TDLib's name for it in errors.
_MARKS = (
    ("```", "pre", "Pre"),
    ("__", "underline", "Underline"),
    ("||", "spoiler", "Spoiler"),
    ("*", "bold", "Bold"),
    ("_", "italic", "Italic"),
    ("~", "strikethrough", "Strikethrough"),
    ("`", "code", "Code"),
)
_NAMES = {kind: name for _, kind, name in _MARKS} | {"text_link": "TextUrl"}
_LANGUAGE = re.compile(r"([A-Za-z0-9_+#-]+)\n|\n")


@dataclass
class _Open:
    mark: str
    kind: str
    offset: int
    byte: int


def parse_markdown(markup: str) -> tuple[str, list[Entity]]:
    """Return text and entities. Raises ApiError."""
    return _Markdown(markup).parse()


class _Markdown:
    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._at = 0
        self._text = ""
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self._at < len(self._markup):
            self._step()
        if self._open:
            opened = self._open[-1]
            name = _NAMES[opened.kind]
            raise unparsable(f"Can't find end of {name} entity at byte offset {opened.byte}")
        return self._text, self._entities

    def _step(self) -> None:
        letter = self._markup[self._at]
        if letter == "\\" and self._escapes():
            self._keep(self._markup[self._at + 1], 2)
        elif self._open and self._open[-1].kind in {"code", "pre"}:
            opened = self._open[-1]
            if self._sees(opened.mark):
                self._end()
            else:
                self._keep(letter, 1)
        elif self._open and self._open[-1].kind == "text_link" and letter == "]":
            self._end_link()
        elif mark := next((found for found in _MARKS if self._sees(found[0])), None):
            self._mark(mark[0], mark[1])
        elif letter == "[":
            self._begin("[", "text_link")
        elif letter == ">" and self._is_at_line_start():
            self._at += 1  # a block quotation; no test needs its entity
        elif letter in RESERVED:
            raise unparsable(
                f"Character '{letter}' is reserved and must be escaped with the preceding '\\'"
            )
        else:
            self._keep(letter, 1)

    def _sees(self, mark: str) -> bool:
        return self._markup.startswith(mark, self._at)

    def _escapes(self) -> bool:
        after = self._markup[self._at + 1 : self._at + 2]
        return bool(after) and 0 < ord(after) < 127

    def _is_at_line_start(self) -> bool:
        return self._at == 0 or self._markup[self._at - 1] == "\n"

    def _keep(self, letter: str, used: int) -> None:
        self._text += letter
        self._at += used

    def _mark(self, mark: str, kind: str) -> None:
        if self._open and self._open[-1].kind == kind:
            self._end()
        else:
            self._begin(mark, kind)
            if kind == "pre" and (language := _LANGUAGE.match(self._markup, self._at)):
                self._at = language.end()

    def _begin(self, mark: str, kind: str) -> None:
        byte = len(self._markup[: self._at].encode())
        self._open.append(_Open(mark, kind, units(self._text), byte))
        self._at += len(mark)

    def _end(self) -> None:
        opened = self._open.pop()
        self._at += len(opened.mark)
        self._add(opened)

    def _end_link(self) -> None:
        opened = self._open.pop()
        self._at += 1
        if not self._sees("("):
            self._add(opened, url="")
            return
        end = self._at + 1
        while end < len(self._markup) and self._markup[end] != ")":
            end += 2 if self._markup[end] == "\\" else 1
        if end >= len(self._markup):
            byte = len(self._markup[: self._at].encode())
            raise unparsable(f"Can't find end of a URL at byte offset {byte}")
        url = re.sub(r"\\(.)", r"\1", self._markup[self._at + 1 : end])
        self._at = end + 1
        self._add(opened, url=url)

    def _add(self, opened: _Open, url: str | None = None) -> None:
        length = units(self._text) - opened.offset
        entity: Entity = {"type": opened.kind, "offset": opened.offset, "length": length}
        if url is not None:
            if not re.match(r"(?:https?|tg)://[^\s/]", url):
                return
            entity["url"] = url
        if length:
            self._entities.append(entity)
