"""Parser of options in typed text: `--style manga`, `-style manga`, `style:manga`, `style=manga`.

Dashes that phones auto-correct (an em dash for `--`) are accepted as well.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bots.chat.option_choices import ASPECTS, LAYOUTS
from bots.chat.style_names import folded, style_typed
from core.content.orders import is_prompt_flag
from core.sentences import sentence
from core.sentences.comic_text import STYLES

# The request field of each option, by the name that users type. Localized names come from the
# catalogue (`LABEL_KEYS`), as Discord shows them.
OPTION_FIELDS: Mapping[str, str] = {
    "style": "style",
    "panels": "panelCount",
    "layout": "layout",
    "aspect": "aspect",
    "seed": "seed",
    "private": "private",
}
LABEL_KEYS: Mapping[str, str] = {
    "style": "option_style",
    "panels": "option_panels",
    "layout": "option_layout",
    "aspect": "option_aspect",
    "seed": "option_seed",
    "private": "option_private",
}
MAX_STYLE_WORDS = 3
SIMILARITY = 0.72  # ratio from which a name counts as a mistyped option

# A single dash also introduces speech in many languages, so a known name has to follow it.
DASHED = re.compile(r"(?:(?<=\s)|^)(?P<dash>--|[—–-])(?P<name>[^\W\d][\w-]*)(?:[=:]|(?=\s|$))\s*")
WITH_COLON = re.compile(r"(?:(?<=\s)|^)(?P<name>[^\W\d][\w-]*)[:=](?=\S)")
WORD = re.compile(r"“(?P<curly>[^”]*)”|\"(?P<straight>[^\"]*)\"|(?P<bare>\S+)")


@dataclass(slots=True)
class ParsedCommand:
    """The story and the options of a typed command."""

    text: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    private: bool | None = None
    unknown: list[str] = field(default_factory=list)  # names of unknown options
    styleless: str | None = None  # an unknown style name


def parse_options(typed: str, locale: str) -> ParsedCommand:
    """Parse the typed text. The caller asks the user about unknown options and styles."""
    return _OptionParser(typed, locale).parse()


class _OptionParser:
    def __init__(self, typed: str, locale: str) -> None:
        self._text = typed
        self._locale = locale
        self._names = {name: name for name in OPTION_FIELDS}
        for name, key in LABEL_KEYS.items():
            self._names[folded(sentence(key, locale))] = name
        self._parsed = ParsedCommand()

    def parse(self) -> ParsedCommand:
        start = 0
        while match := self._next(start):
            name = self._names.get(folded(match["name"]))
            if name is not None:
                start = self._consume(name, match)
            elif self._is_option(match):
                self._parsed.unknown.append(match["name"])
                self._text = self._text[: match.start()] + self._text[match.end() :]
                start = match.start()
            else:
                start = match.end()
        self._parsed.text = self._text.strip()
        return self._parsed

    def _next(self, start: int) -> re.Match[str] | None:
        dashed = DASHED.search(self._text, start)
        colon = WITH_COLON.search(self._text, start)
        match = [each for each in (dashed, colon) if each]
        return min(match, key=lambda each: each.start(), default=None)

    def _is_option(self, match: re.Match[str]) -> bool:
        """Return whether this is meant as an option rather than a name, speech or an address."""
        if match.re is WITH_COLON or is_prompt_flag(match["name"]):
            return False
        return match["dash"] == "--" or bool(
            difflib.get_close_matches(folded(match["name"]), list(self._names), 1, SIMILARITY)
        )

    def _consume(self, name: str, match: re.Match[str]) -> int:
        """Remove the option and its value from the text; return where to continue."""
        if name == "private":
            self._parsed.private = True
            end = match.end()
            if match.re is WITH_COLON and (word := WORD.match(self._text, end)):
                end = word.end()
        else:
            end = self._consume_value(name, match.end())
        self._text = self._text[: match.start()] + self._text[end:].lstrip(" ")
        return match.start()

    def _consume_value(self, name: str, start: int) -> int:
        word = WORD.match(self._text, start)
        value = next(filter(None, word.groups()), "") if word else ""
        end = word.end() if word else start
        if name == "style":
            return self._consume_style(value, start, end)
        parse = VALUE_PARSERS.get(name, str)
        self._parsed.options[OPTION_FIELDS[name]] = parse(value)
        return end

    def _consume_style(self, value: str, start: int, end: int) -> int:
        """Parse a style name, which may have several words."""
        ends = [word.end() for word in WORD.finditer(self._text, start)][:MAX_STYLE_WORDS]
        for stop in reversed(ends):
            style = style_typed(self._text[start:stop].strip('"“”'), self._locale)
            if style in STYLES:
                self._parsed.options["style"] = style
                return stop
        self._parsed.styleless = value
        return end


def _number(typed: str) -> int | str:
    """Return the number, in any script; otherwise the text, which the core rejects."""
    return int(typed) if typed.isdecimal() else typed


def _layout(typed: str) -> str:
    return typed.casefold() if typed.casefold() in LAYOUTS else typed


def _aspect(typed: str) -> str:
    normalized = typed.replace("x", ":").replace("/", ":").replace("×", ":")
    return normalized if normalized in ASPECTS else typed


VALUE_PARSERS: Mapping[str, Callable[[str], Any]] = {
    "panels": _number,
    "seed": _number,
    "layout": _layout,
    "aspect": _aspect,
}
