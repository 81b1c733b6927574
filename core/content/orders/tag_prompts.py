"""Tag prompts, as for image models: tags with commas, a negative prompt, and settings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from core.content.orders.phrases import whole_order
from core.content.orders.tokens import tokens_of, without_quotations
from core.content.orders.units import nearest_aspect
from core.content.orders.vocabulary import OptionValue

_DATA = Path(__file__).with_name("tags.toml")
_COUNTED = re.compile(r"(\d{1,2})\+?\s?([a-z]+)", re.IGNORECASE)
_WEIGHTED = re.compile(r"[(\[{]{1,4}([^()\[\]{}<>:\n]{1,80})(?::\s?[\d.]{1,5})?[)\]}]{1,4}")
_NETWORK = re.compile(r"<(?:lora|lyco|hypernet|embedding)[^<>\n]{0,80}>", re.IGNORECASE)
_SCORE = re.compile(r"score_\d(?:_up)?", re.IGNORECASE)
_SEPARATOR = re.compile(r"[^\S\n]?[,、，]\s*")
_SEED_TAG = re.compile(r"seed:?\s?(\d{1,10})", re.IGNORECASE)
# "by Alphonse Mucha and Moebius", "style of Moebius"
_ARTIST = re.compile(
    r"(?:art(?:work)? )?by [A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|and|&|van|de|von)){0,8}"
    r"|(?:in the )?style of [\w.'’-]+(?: [\w.'’-]+){0,2}"
)
_SEED = re.compile(r"\bseed:\s*(\d{1,10})\b", re.IGNORECASE)
_SIZE = re.compile(r"\bsize:\s*(\d{2,5})\s*x\s*(\d{2,5})\b", re.IGNORECASE)
_CERTAIN = re.compile(
    r"\d+k\b|quality|detailed|masterpiece|artstation|uhd|absurdres|highres|engine"
)
_NUMBERS = ("", "a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_UNITED = 2  # quality tags from which a prompt consists of tags
_SETTING_LENGTH = 24  # characters of a setting in a notice


@dataclass(slots=True)
class Tags:
    """Text without what is meant for image models, and what that means."""

    text: str
    values: list[OptionValue] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    unwanted: str = ""  # as written


def read_tags(text: str) -> Tags:
    """Return *text* without sections and tags for image models; unchanged if it has none."""
    words = _tag_words()
    tags = Tags(text)
    has_settings = _cut_settings(tags, words)
    has_negative = _cut_negative(tags, words)
    has_marks = bool(_NETWORK.search(tags.text) or _SCORE.search(tags.text))
    parts = [_WEIGHTED.sub(r"\1", part) for part in _SEPARATOR.split(tags.text)]
    if has_settings or has_negative or has_marks or _consists_of_tags(parts, words):
        _read_all(tags, words)
    else:
        _drop_last(tags, words)
    return tags


def _consists_of_tags(parts: Sequence[str], words: _TagWords) -> bool:
    praise = sum(_key(part) in words.quality for part in parts)
    counted = any(_people(part, words) for part in parts)
    return len(parts) > 1 and (praise >= _UNITED or counted)


def _cut_settings(tags: Tags, words: _TagWords) -> bool:
    match = words.settings.search(tags.text)
    if match is None:
        return False
    settings = tags.text[match.start() :]
    tags.text = tags.text[: match.start()].rstrip(" ,\n")
    if seed := _SEED.search(settings):
        tags.values.append(OptionValue("seed", seed[1]))
    if size := _SIZE.search(settings):
        tags.values.append(OptionValue("aspect", nearest_aspect(int(size[1]), int(size[2]))))
    kept = [
        part for part in _SEPARATOR.split(settings) if not (_SEED.match(part) or _SIZE.match(part))
    ]
    tags.left_out += [
        part.split("\n")[0][:_SETTING_LENGTH].strip() for part in kept if part.strip()
    ]
    return True


def _cut_negative(tags: Tags, words: _TagWords) -> bool:
    match = words.negative.search(tags.text)
    if match is None:
        return False
    tags.unwanted = tags.text[match.end() :]
    unwanted = " ".join(tags.unwanted.split()).strip(" ,.")
    tags.text = tags.text[: match.start()].rstrip(" ,\n")
    if unwanted:
        tags.values.append(OptionValue("negativePrompt", unwanted))
    return True


def _read_all(tags: Tags, words: _TagWords) -> None:
    """Drop the praise among the tags, and say in words what the others mean."""
    lines = []
    for line in _NETWORK.sub("", tags.text).split("\n"):
        kept = []
        for part in _SEPARATOR.split(line):
            plain = _WEIGHTED.sub(r"\1", part).strip()
            praises = _key(plain) in words.quality
            if praises or _SCORE.fullmatch(plain) or _ARTIST.fullmatch(plain):
                tags.left_out.append(plain)
            elif plain:
                kept.append(_people(plain, words) or _spaced(plain))
        if kept:
            lines.append(", ".join(kept))
    tags.text = "\n".join(lines)


def _drop_last(tags: Tags, words: _TagWords) -> None:
    """Drop the praise, the artists and the seed at the end of a story; orders among them stay."""
    masked = without_quotations(tags.text)
    end, dropped, orders = len(tags.text), list[str](), list[str]()
    praise, seeds = list[str](), list[OptionValue]()
    while (comma := masked.rfind(",", 0, end)) > 0:
        part = tags.text[comma + 1 : end].strip(" .!")
        if _key(part) in words.quality:
            praise.insert(0, part)
            dropped.insert(0, part)
        elif seed := _SEED_TAG.fullmatch(part):
            seeds.append(OptionValue("seed", seed[1]))
        elif _is_order(part):
            orders.insert(0, part)
        elif _ARTIST.fullmatch(part):
            dropped.insert(0, part)
        elif part:
            break
        end = comma
    if len(praise) >= _UNITED or any(_CERTAIN.search(part.lower()) for part in praise):
        stop = "." if tags.text.rstrip().endswith(".") else ""
        tags.text = ", ".join([tags.text[:end].rstrip(), *orders]) + stop
        tags.left_out += dropped
        tags.values += seeds


def _is_order(part: str) -> bool:
    order = whole_order(tokens_of(part))
    return order is not None and bool(order.values)


def _people(part: str, words: _TagWords) -> str:
    """Return the words for a tag such as "1girl"; empty if it is none."""
    match = _COUNTED.fullmatch(part.strip())
    names = words.people.get(match[2].lower()) if match else None
    if match is None or names is None or not 0 < int(match[1]) < len(_NUMBERS):
        return ""
    count = int(match[1])
    return f"{_NUMBERS[count]} {names[0] if count == 1 else names[1]}"


def _spaced(tag: str) -> str:
    """Return a tag such as "red_hair" in words."""
    return tag.replace("_", " ") if " " not in tag and "_" in tag.strip("_") else tag


def _key(part: str) -> str:
    return " ".join(token.text for token in tokens_of(part.replace("_", " ").strip("() .")))


# --- Words ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _TagWords:
    quality: frozenset[str]
    people: Mapping[str, tuple[str, str]]  # singular and plural, by either
    negative: re.Pattern[str]
    settings: re.Pattern[str]


@cache
def _tag_words() -> _TagWords:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    people = dict[str, tuple[str, str]]()
    for name, forms in data["people"].items():
        shown = (
            "person" if name == "person" else forms[0],
            "people" if name == "person" else forms[1],
        )
        people |= dict.fromkeys(forms, shown)
    settings = "|".join(map(re.escape, data["settings"]))
    return _TagWords(
        quality=frozenset(_key(tag) for tag in data["quality"]),
        people=people,
        negative=re.compile(
            rf"(?:^|\s)(?:{'|'.join(map(re.escape, data['negative']))})\s?[:：]", re.IGNORECASE
        ),
        # At least two, since a story may have "Size: large" once.
        settings=re.compile(
            rf"(?:^|(?<=[\s.,]))(?:{settings}):\s?[^,\n]{{1,60}},\s*(?:{settings}):", re.IGNORECASE
        ),
    )
