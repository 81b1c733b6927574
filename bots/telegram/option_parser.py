"""Options in what people type: `--style manga`, also as phones bend it, and `style:manga`.

One dash does too, and `style=manga`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bots.chat.choices import ASPECTS, LAYOUTS, folded, style_typed
from core.sentences import sentence
from core.sentences.reading import STYLES

# What an option is called on the wire, by the name that people use. Their own languages' names
# stand in the catalogue, as Discord shows them.
NAMES: Mapping[str, str] = {
    "style": "style",
    "panels": "panelCount",
    "layout": "layout",
    "aspect": "aspect",
    "seed": "seed",
    "private": "private",
}
TRANSLATED: Mapping[str, str] = {
    "style": "option_style",
    "panels": "option_panels",
    "layout": "option_layout",
    "aspect": "option_aspect",
    "seed": "option_seed",
    "private": "option_private",
}
LONGEST_STYLE = 3  # words
ALIKE = 0.72  # from which on a name is taken for a mistyped one of ours

# A dash alone is speech in many languages, so what stands behind it has to be a name of ours.
DASHED = re.compile(r"(?:(?<=\s)|^)(?P<dash>--|[—–-])(?P<name>[^\W\d][\w-]*)(?:[=:]|(?=\s|$))\s*")
WITH_COLON = re.compile(r"(?:(?<=\s)|^)(?P<name>[^\W\d][\w-]*)[:=](?=\S)")
WORD = re.compile(r"“(?P<curly>[^”]*)”|\"(?P<straight>[^\"]*)\"|(?P<bare>\S+)")


@dataclass(slots=True)
class ParsedCommand:
    """What somebody typed: the story, and the options."""

    text: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    private: bool | None = None
    unknown: list[str] = field(default_factory=list)  # options that we do not know
    styleless: str | None = None  # a style was asked for by a name that we do not know


def parse_options(typed: str, locale: str) -> ParsedCommand:
    """Return what somebody wants. What is unclear is for them to say."""
    return _OptionParser(typed, locale).read()


class _OptionParser:
    def __init__(self, typed: str, locale: str) -> None:
        self._api = typed
        self._locale = locale
        self._names = {name: name for name in NAMES}
        for name, key in TRANSLATED.items():
            self._names[folded(sentence(key, locale))] = name
        self._wish = ParsedCommand()

    def read(self) -> ParsedCommand:
        start = 0
        while found := self._next(start):
            name = self._names.get(folded(found["name"]))
            if name is not None:
                start = self._take(name, found)
            elif self._is_meant(found):
                self._wish.unknown.append(found["name"])
                self._api = self._api[: found.start()] + self._api[found.end() :]
                start = found.start()
            else:
                start = found.end()
        self._wish.text = self._api.strip()
        return self._wish

    def _next(self, start: int) -> re.Match[str] | None:
        dashed = DASHED.search(self._api, start)
        colon = WITH_COLON.search(self._api, start)
        found = [each for each in (dashed, colon) if each]
        return min(found, key=lambda each: each.start(), default=None)

    def _is_meant(self, found: re.Match[str]) -> bool:
        """Say whether this is an option at all, and not a name, speech or an address."""
        if found.re is WITH_COLON:
            return False
        return found["dash"] == "--" or bool(
            difflib.get_close_matches(folded(found["name"]), list(self._names), 1, ALIKE)
        )

    def _take(self, name: str, found: re.Match[str]) -> int:
        """Take the option and its value out of the text; return where to go on."""
        if name == "private":
            self._wish.private = True
            end = found.end()
            if found.re is WITH_COLON and (word := WORD.match(self._api, end)):
                end = word.end()
        else:
            end = self._take_value(name, found.end())
        self._api = self._api[: found.start()] + self._api[end:].lstrip(" ")
        return found.start()

    def _take_value(self, name: str, start: int) -> int:
        word = WORD.match(self._api, start)
        value = next(filter(None, word.groups()), "") if word else ""
        end = word.end() if word else start
        if name == "style":
            return self._take_style(value, start, end)
        read = READERS.get(name, str)
        self._wish.options[NAMES[name]] = read(value)
        return end

    def _take_style(self, value: str, start: int, end: int) -> int:
        """Take a style's name, which may have several words."""
        ends = [word.end() for word in WORD.finditer(self._api, start)][:LONGEST_STYLE]
        for stop in reversed(ends):
            style = style_typed(self._api[start:stop].strip('"“”'), self._locale)
            if style in STYLES:
                self._wish.options["style"] = style
                return stop
        self._wish.styleless = value
        return end


def _number(typed: str) -> int | str:
    """Return the number, in any script; else what it was, for the core to judge."""
    return int(typed) if typed.isdecimal() else typed


def _layout(typed: str) -> str:
    return typed.casefold() if typed.casefold() in LAYOUTS else typed


def _aspect(typed: str) -> str:
    even = typed.replace("x", ":").replace("/", ":").replace("×", ":")
    return even if even in ASPECTS else typed


READERS: Mapping[str, Callable[[str], Any]] = {
    "panels": _number,
    "seed": _number,
    "layout": _layout,
    "aspect": _aspect,
}
