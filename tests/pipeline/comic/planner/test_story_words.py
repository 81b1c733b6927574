"""Every word of a story is printed, in order, and quotations word for word."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.pipeline.comic.planner.planned_stories import planned_story
from tests.pipeline.comic.planner.story_texts import (
    LANGUAGES,
    StoryLanguage,
    stories,
    story_text,
)
from tests.property_tests import examples

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LETTER = re.compile(r"[^\W_]")


def words_of(text: str, language: StoryLanguage) -> list[str]:
    """Return the words of a text, or its letters where words are not divided by spaces."""
    return (WORD if language.spaced else LETTER).findall(text.casefold())


def in_order(wanted: Iterable[str], printed: Iterable[str]) -> bool:
    """Return whether all wanted words are among the printed ones in their order."""
    rest = iter(printed)
    return all(word in rest for word in wanted)


def joined(texts: Iterable[str]) -> str:
    """Return texts as one without spaces: one balloon may hold two quotations, or half of one."""
    return "".join(" ".join(texts).split())


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
@given(data=st.data())
@settings(max_examples=examples(60), phases=set(Phase) - {Phase.explain})
def test_every_word_of_a_story_is_printed_in_order(
    language: StoryLanguage, data: st.DataObject
) -> None:
    pieces = data.draw(stories(language))
    panels = data.draw(st.integers(1, 8))

    story = planned_story(story_text(language, pieces), {"panelCount": panels})

    lines = [line for panel in story["panels"] for line in panel["lines"]]
    printed = words_of(" ".join(line["text"] for line in lines), language)
    assert in_order(words_of(" ".join(piece.printed for piece in pieces), language), printed)
    spoken = [line["text"] for line in lines if line["kind"] not in {"caption", "sfx"}]
    assert joined(spoken) == joined(piece.printed for piece in pieces if piece.quoted)
