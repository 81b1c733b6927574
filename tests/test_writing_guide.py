"""Examples of `docs/writing.md`: each prompt is planned, and what the page says below it must hold.

An example is a block marked `prompt`, or `continued` for the page after it. Its list has
`Panels`, `Cast` (all of it, with pronouns), `Place` (of all panels), `Things`, `Caption`, `Note`,
and otherwise who says a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from core.content.params import read_params
from core.models.requests import GENERATOR, Notice
from core.sentences import notices_line
from pipeline.comic.planner.inherited_cast import continuation_of
from pipeline.comic.planner.plan import plan
from pipeline.comic.planner.story_of import story_of
from pipeline.comic.story_json import Story
from pipeline.models import DrawingOrder, PageNotice
from pipeline.painters.sketch import draw
from pipeline.service.params import to_order
from tests.pipeline.comic.drawing_orders import quiet

PAGE = Path(__file__).resolve().parent.parent / "docs" / "writing.md"
SEED = 7
_EXAMPLE = re.compile(r"```(prompt|continued)\n(.*?)\n```\n\n((?:- [^\n]+\n)+)", re.DOTALL)
_MEMBER = re.compile(r"(.+?)(?: \((she|he)\))?")
_GENDERS = {"she": "female", "he": "male"}
_VERBS = {"speech": "", "shout": " shouts", "thought": " thinks", "whisper": ""}


@dataclass(frozen=True, slots=True)
class Example:
    """An example of the page; *before* is the prompt of the page that it continues."""

    prompt: str
    claims: tuple[tuple[str, str], ...]  # what the page says, by its label
    before: str = ""


def _examples() -> list[Example]:
    examples = []
    before = ""
    for kind, prompt, claims in _EXAMPLE.findall(PAGE.read_text(encoding="utf-8")):
        pairs = (line[2:].split(": ", 1) for line in claims.splitlines())
        read = tuple(
            (label, text.strip("“”") if "“" in text[:1] else text) for label, text in pairs
        )
        examples.append(Example(prompt, read, before if kind == "continued" else ""))
        before = prompt
    return examples


@pytest.mark.parametrize("example", _examples(), ids=lambda example: example.prompt[:30])
def test_an_example_is_understood_as_the_page_says(example: Example) -> None:
    continuation = {}
    if example.before:
        first, _ = _order(example.before)
        continuation = continuation_of(plan(first), first)
    order, notices = _order(example.prompt)
    order = replace(order, continuation=continuation)
    staged = plan(order)
    story = story_of(staged, order)

    claims = list(example.claims)
    assert claims
    for label, text in claims:
        match label:
            case "Panels":
                assert len(story.panels) == int(text)
            case "Cast":
                assert _cast(story, pronouns=text) == sorted(text.split(", "))
            case "Place":
                assert {panel.place for panel in story.panels} == {text}
            case "Things":
                assert set(text.split(", ")) <= set(_things(story))
            case "Caption":
                assert text in _lines(story, "caption")
            case "Note":
                notices = notices or [*map(_notice, _drawn_notices(order))]
                assert notices_line(notices, "en") == text
            case _:
                assert f"{label}: {text}" in set(_spoken(story))


def test_the_page_has_examples_of_each_kind() -> None:
    labels = {label for example in _examples() for label, _ in example.claims}

    assert {"Panels", "Cast", "Place", "Things", "Caption", "Note"} < labels
    blocks = PAGE.read_text(encoding="utf-8").count("```") // 2
    assert len(_examples()) == blocks


def _order(prompt: str) -> tuple[DrawingOrder, list[Notice]]:
    params, notices = read_params(
        {}, text=prompt, clamp=False, has_account=True, locale="en", new_seed=lambda: SEED
    )
    return to_order({**params, "panelSize": 512}), notices


def _drawn_notices(order: DrawingOrder) -> tuple[PageNotice, ...]:
    return draw(order, quiet).notices


def _notice(notice: PageNotice) -> Notice:
    return Notice(key=f"{GENERATOR}{notice.code}", facts=dict(notice.args))


def _cast(story: Story, *, pronouns: str) -> list[str]:
    """Return the cast as the page writes it, with a pronoun where *pronouns* has one."""
    told = {found.group(1): found.group(2) for found in _members(pronouns)}
    return sorted(
        f"{member.name} ({_pronoun(member.gender)})" if told.get(member.name) else member.name
        for member in story.cast
    )


def _members(text: str) -> Iterator[re.Match[str]]:
    for member in text.split(", "):
        found = _MEMBER.fullmatch(member)
        assert found is not None
        yield found


def _pronoun(gender: str | None) -> str:
    return next((word for word, meant in _GENDERS.items() if meant == gender), "they")


def _things(story: Story) -> Iterator[str]:
    for panel in story.panels:
        for thing in panel.things:
            yield thing.split(" (", maxsplit=1)[0]


def _lines(story: Story, kind: str) -> list[str]:
    return [line.text for panel in story.panels for line in panel.lines if line.kind == kind]


def _spoken(story: Story) -> Iterator[str]:
    names: dict[Any, str] = {member.id: member.name for member in story.cast}
    for panel in story.panels:
        for line in panel.lines:
            if line.kind in _VERBS:
                yield f"{names.get(line.speaker, '')}{_VERBS[line.kind]}: {line.text}"
