"""Flags in prompts: `--ar 16:9`, as image models have them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from core.content.orders.tokens import tokens_of
from core.content.orders.units import aspect_of, is_complete, units_in
from core.content.orders.vocabulary import OptionValue

_DATA = Path(__file__).with_name("flags.toml")
# A phone turns two hyphens into a dash.
_FLAG = re.compile(r"(?:(?<=\s)|^)(?:--|[—–])(?P<name>[A-Za-z][\w-]{0,20})(?:[=:\s]\s*|(?=$))")
_WORD = re.compile(r"\S+")
_LIST = re.compile(r"(?:(?!\s(?:--|[—–])[A-Za-z])[^\n]){1,300}")
_SEED = re.compile(r"\d{1,10}")
_LEFT_OUT_LENGTH = 30  # characters of a flag in a notice


@dataclass(slots=True)
class Flags:
    """Text without its flags, the values that they mean, and the flags that mean none."""

    text: str
    values: list[OptionValue] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)  # as written


def read_flags(text: str) -> Flags:
    """Return the flags in *text*. Unknown ones stay, unless a known one shows what they are."""
    flags = Flags("")
    end = 0
    found = [match for match in _FLAG.finditer(text) if not _is_said(text, match)]
    known = any(is_prompt_flag(match["name"]) for match in found)
    for match in found if known else ():
        if match.start() < end:
            continue
        flags.text += text[end : match.start()].rstrip(" ")
        end = match.end() + _consume(match["name"].lower(), text[match.end() :], flags)
    if not end:
        return Flags(text)
    rest = text[end:]
    flags.text = (flags.text + (rest if rest[:1] == "\n" else f" {rest.lstrip(' ')}")).strip(" ,;")
    return flags


def _is_said(text: str, match: re.Match[str]) -> bool:
    """Return whether a dash opens speech: "—No puedo —dijo", not the flag `--no`."""
    if match["name"].lower() != "no" or text.startswith("--", match.start()):
        return False
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()].lstrip()
    return match["name"] != "no" or not line or line[0] in "-–—"


def is_prompt_flag(name: str) -> bool:
    """Return whether people write `--name` in prompts, for us or for an image model."""
    words = _known()
    return name.lower() in {*words.options, *words.valued, *words.plain}


def _consume(name: str, rest: str, flags: Flags) -> int:
    """Read the value of a flag at the beginning of *rest*; return its length."""
    words = _known()
    option = words.options.get(name)
    if option == "negativePrompt":
        match = _LIST.match(rest)
        if match is None:
            return 0
        flags.unwanted.append(match[0])
        flags.values += _unwanted(match[0])
        return match.end()
    word = _WORD.match(rest)
    has_value = word is not None and not word[0].startswith(("--", "—", "–"))
    takes_value = option is not None or name in words.valued
    if word is None or not has_value or not (takes_value or word[0].isdecimal()):
        flags.left_out.append(f"--{name}")
        return 0
    value = _value(option, word[0]) if option else None
    if value is not None:
        flags.values.append(value)
    else:
        flags.left_out.append(f"--{name} {word[0]}"[:_LEFT_OUT_LENGTH])
    return word.end()


def _value(option: str, text: str) -> OptionValue | None:
    text = text.rstrip(",;.")
    if option == "aspect":
        aspect = aspect_of(text)
        return OptionValue(option, aspect) if aspect else None
    if option in {"seed", "panelCount"}:
        return OptionValue(option, text) if _SEED.fullmatch(text) else None
    tokens = tokens_of(text.replace("_", " "))
    units = units_in(tokens)
    values = (
        [unit.phrase.value for unit in units if unit.phrase.value]
        if is_complete(units, tokens)
        else []
    )
    return next((value for value in values if value.option == option), None) or _literal(
        option, text
    )


def _literal(option: str, text: str) -> OptionValue | None:
    """Return a value by the name that it has in the API."""
    return OptionValue(option, text.lower()) if text.lower() in _LITERALS.get(option, ()) else None


_LITERALS: Mapping[str, frozenset[str]] = {
    "layout": frozenset({"auto", "strip", "grid", "page", "vertical"}),
    "lettering": frozenset({"none", "captions", "bubbles", "full"}),
    "quality": frozenset({"draft", "standard", "high"}),
    "colorMode": frozenset({"color", "grayscale", "monochrome"}),
    "language": frozenset({"en", "es", "pt", "pt-br", "ja", "de", "fr", "it", "ru", "zh", "ko"}),
    "style": frozenset(),
}


def _unwanted(text: str) -> Iterator[OptionValue]:
    """Yield what "--no text, cars" means: text is lettering, and cars are not to be seen."""
    unwanted = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        tokens = tokens_of(f"no {part}")
        units = units_in(tokens)
        value = units[0].phrase.value if is_complete(units, tokens) and len(units) == 1 else None
        if value is not None:
            yield value
        else:
            unwanted.append(part)
    if unwanted:
        yield OptionValue("negativePrompt", ", ".join(unwanted))


# --- Words ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _FlagWords:
    options: Mapping[str, str]  # by the name of a flag
    valued: frozenset[str]
    plain: frozenset[str]


@cache
def _known() -> _FlagWords:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    options = {name: option for option, names in data["options"].items() for name in names}
    return _FlagWords(options, frozenset(data["valued"]), frozenset(data["plain"]))
