"""Expectations on the story of a comic: the terms of the story cases, and what falls short of them.

A *who* is a member of the cast if it is part of its id, name, species, description or label,
without regard to case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

Json: TypeAlias = Mapping[str, Any]

_CAST_KEYS = ("id", "name", "species", "description", "label")
_OPTIONS = {
    "style": "style",
    "lettering": "lettering",
    "aspect": "aspect",
    "color_mode": "colorMode",
}


class ReadStory:
    """The JSON of a story, as expectations look at it."""

    def __init__(self, story: Json) -> None:
        self.json = story
        self.cast: Sequence[Json] = story["cast"]
        self.panels: Sequence[Json] = story["panels"]
        self.lines: list[Json] = [line for panel in self.panels for line in panel["lines"]]
        self.texts = [_folded(line["text"]) for line in self.lines]

    def members(self, who: str) -> set[str]:
        """Return the ids of the cast that *who* means."""
        return {
            member["id"]
            for member in self.cast
            if any(_folded(who) in _folded(member.get(key)) for key in _CAST_KEYS)
        }

    def speakers(self, part: str) -> list[str | None]:
        """Return the speakers of the balloons with this part of their text."""
        return [
            line["speaker"]
            for line in self.lines
            if line["kind"] not in {"caption", "sfx"} and _folded(part) in _folded(line["text"])
        ]

    def seen(self, number: str) -> set[str]:
        """Return the ids of who is seen in a panel, none if there is no such panel."""
        if int(number) > len(self.panels):
            return set()
        return {member["id"] for member in self.panels[int(number) - 1]["cast"]}

    @property
    def things(self) -> str:
        """Everything that the panels name apart from people, as one text."""
        return " ".join(_folded(word) for panel in self.panels for word in _named_in(panel))


def shortfalls(story: Json, expect: Json) -> list[str]:
    """Return what the story lacks of an expectation. Raises KeyError if a term is unknown."""
    read = ReadStory(story)
    return [problem for term, want in expect.items() for problem in TERMS[term](read, want)]


def _panels(story: ReadStory, want: int) -> Iterator[str]:
    if len(story.panels) != want:
        yield f"{len(story.panels)} panels, not {want}"


def _speaker(story: ReadStory, want: Mapping[str, str | None]) -> Iterator[str]:
    for part, who in want.items():
        speakers = story.speakers(part)
        allowed = {None} if who is None else story.members(who)
        if not speakers:
            yield f"“{part}” is no balloon"
        elif not allowed.issuperset(speakers):
            yield f"“{part}” said by {speakers[0]}, not {who}"


def _cast(story: ReadStory, want: Sequence[str]) -> Iterator[str]:
    yield from (f"{who} is not in the cast" for who in want if not story.members(who))


def _not_cast(story: ReadStory, want: Sequence[str]) -> Iterator[str]:
    yield from (f"{who} is in the cast" for who in want if story.members(who))


def _cast_size(story: ReadStory, want: int) -> Iterator[str]:
    if len(story.cast) != want:
        yield f"a cast of {len(story.cast)}, not {want}"


def _gender(story: ReadStory, want: Mapping[str, str]) -> Iterator[str]:
    for who, gender in want.items():
        members = story.members(who)
        found = {member["gender"] for member in story.cast if member["id"] in members}
        if found != {gender}:
            yield f"{who} is {found or 'nobody'}, not {gender}"


def _in_panel(story: ReadStory, want: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for number, people in want.items():
        for who in people:
            if not story.members(who) & story.seen(number):
                yield f"{who} is missing from panel {number}"


def _not_in_panel(story: ReadStory, want: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for number, people in want.items():
        for who in people:
            if story.members(who) & story.seen(number):
                yield f"{who} is seen in panel {number}"


def _place(story: ReadStory, want: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for number, words in want.items():
        for index, panel in enumerate(story.panels, 1):
            place = _folded(panel["place"])
            if number in {"*", str(index)} and not any(_folded(word) in place for word in words):
                yield f"panel {index} plays in “{place}”, not in {' or '.join(words)}"


def _things(story: ReadStory, want: Sequence[str]) -> Iterator[str]:
    yield from (f"no {word}" for word in want if _folded(word) not in story.things)


def _caption_lacks(story: ReadStory, want: Sequence[str]) -> Iterator[str]:
    for part in want:
        if any(_folded(part) in text for text in story.texts):
            yield f"“{part}” is printed"


def _caption_has(story: ReadStory, want: Sequence[str]) -> Iterator[str]:
    for part in want:
        if not any(_folded(part) in text for text in story.texts):
            yield f"“{part}” is not printed"


def _notice(story: ReadStory, want: bool) -> Iterator[str]:
    if bool(story.json["notices"]) != want:
        yield "no notice" if want else "a notice"


def _ordered(story: ReadStory, want: Sequence[str]) -> Iterator[str]:
    found = [_first(story.texts, _folded(part)) for part in want]
    if -1 in found or any(after < before for before, after in pairwise(found)):
        yield f"in the lines {found}"


def _option(key: str) -> Callable[[ReadStory, str], Iterator[str]]:
    def check(story: ReadStory, want: str) -> Iterator[str]:
        if _folded(story.json[key]) != _folded(want):
            yield f"{key} {story.json[key]}, not {want}"

    return check


TERMS: Mapping[str, Callable[[ReadStory, Any], Iterator[str]]] = {
    "panels": _panels,
    "speaker": _speaker,
    "cast": _cast,
    "not_cast": _not_cast,
    "cast_size": _cast_size,
    "gender": _gender,
    "in_panel": _in_panel,
    "not_in_panel": _not_in_panel,
    "place": _place,
    "things": _things,
    "caption_lacks": _caption_lacks,
    "caption_has": _caption_has,
    "notice": _notice,
    "ordered": _ordered,
    **{term: _option(key) for term, key in _OPTIONS.items()},
}


def _named_in(panel: Json) -> Iterator[str]:
    yield from panel["things"]
    yield panel["place"]
    for member in panel["cast"]:
        yield from member["holds"]
        yield member["action"]


def _first(texts: Sequence[str], part: str) -> int:
    """Return the index of the first text with this part, or -1."""
    return next((index for index, text in enumerate(texts) if part in text), -1)


def _folded(text: str | None) -> str:
    return (text or "").casefold()
