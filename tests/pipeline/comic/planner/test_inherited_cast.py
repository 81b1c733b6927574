"""Continued comics: each page inherits the cast, its looks and the place of the one before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.comic.character_look import Look
from pipeline.comic.page_plan import plan_page, shot_of
from pipeline.comic.planner.inherited_cast import (
    MAX_INHERITED,
    MAX_RECAP,
    NOTHING,
    continuation_of,
    inherited_by,
)
from pipeline.comic.planner.plan import plan
from pipeline.comic.planner.staging.story_staging import staged
from pipeline.comic.portraits import PortraitStore, with_references
from pipeline.comic.story import StagedStory
from pipeline.comic.story_json import Story
from pipeline.models import CONTINUATION_LIMIT, CastMember, DrawingOrder
from tests.pipeline.comic.drawing_orders import order, quiet
from tests.pipeline.painters.flat_painter import FlatPainter

FIRST = "Mimi the cat and a girl named Nora open a bakery on the moon. A pelican watches them."
NEXT = (
    "She is tired and sits down.",
    'The cat hides. "Where are you?" asks Nora.',
    "The pelican laughs.",
    "Nora sleeps.",
)


def _pages(*texts: str, **fields: Any) -> Iterator[tuple[DrawingOrder, StagedStory]]:
    """Yield the pages of a comic and its continuations, as a caller sends them."""
    continuation: dict[str, Any] = {}
    for text in texts:
        asked = order(text, panel_count=2, continuation=continuation, **fields)
        story = plan(asked)
        yield asked, story
        continuation = json.loads(json.dumps(continuation_of(story, asked)))


def _looks(story: StagedStory) -> dict[str, Look]:
    return {actor.name: actor.look for actor in story.cast}


def test_the_cast_of_page_five_is_the_cast_of_page_one() -> None:
    pages = [story for _, story in _pages(FIRST, *NEXT)]

    first = _looks(pages[0])
    assert {"Mimi", "Nora", "pelican"} <= first.keys()
    assert [_looks(page) for page in pages[1:]] == [first] * 4
    assert [actor.gender for actor in pages[4].cast] == [a.gender for a in pages[0].cast]


def test_pronouns_and_nouns_mean_the_cast_of_the_page_before() -> None:
    pages = [story for _, story in _pages(FIRST, *NEXT)]

    names = [[part.actor.name for part in page.panels[0].parts] for page in pages[1:]]
    assert "Mimi" in names[1]
    assert names[2] == ["pelican"]
    assert names[3] == ["Nora"]
    speakers = [line.name for panel in pages[2].panels for line in panel.lines]
    assert "Nora" in speakers
    assert all(len(page.cast) == len(pages[0].cast) for page in pages)


def test_she_is_the_woman_of_the_page_before() -> None:
    told = "Nora and her brother Paul walk in the forest.", "She finds a map."

    _, (_, second) = _pages(*told)

    shown = [part.actor.name for panel in second.panels for part in panel.parts]
    assert shown[0] == "Nora"
    assert len(second.cast) == 2


def test_a_page_without_a_place_begins_where_the_one_before_ended() -> None:
    _, (_, second), (_, third) = _pages("A cat in the desert at night.", "It eats.", "In a castle.")

    assert (second.panels[0].setting.place, second.panels[0].setting.time) == ("desert", "night")
    assert third.panels[0].setting.place == "castle"


def test_who_is_not_mentioned_on_a_page_is_back_on_the_next() -> None:
    *_, (_, third) = _pages(FIRST, "The pelican is alone.", "Nora waves.")

    assert [part.actor.name for part in third.panels[0].parts][:1] == ["Nora"]


def test_new_characters_join_the_cast() -> None:
    _, (_, second) = _pages("A cat sleeps.", "A robot wakes the cat.")

    assert [actor.look.kind for actor in second.cast] == ["cat", "robot"]


def test_characters_of_the_order_stay_those_of_the_order() -> None:
    mimi = CastMember("Mimi", "a grey cat with a red scarf")

    (_, first), (_, second) = _pages("Mimi bakes.", "Mimi sleeps.", characters=(mimi,))

    assert _looks(first) == _looks(second)
    assert len(second.cast) == 1


def test_a_story_of_a_language_model_has_the_inherited_cast_and_place() -> None:
    asked = order(FIRST, panel_count=2)
    before = plan(asked)
    written = Story.model_validate(
        {
            "title": "T",
            "cast": [{"id": "c1", "name": "Nora"}, {"id": "c2", "species": "pelican"}],
            "panels": [{"place": "", "cast": [{"id": "c1"}, {"id": "c2"}]}],
        }
    )

    story = staged(written, replace(asked, continuation=continuation_of(before, asked)))

    assert _looks(story).items() <= _looks(before).items()
    assert story.panels[0].setting.place == before.panels[-1].setting.place


def test_a_kept_portrait_is_used_on_every_page_even_for_a_single_panel() -> None:
    store, painter = PortraitStore(), FlatPainter(max_references=4)
    portraits: list[set[bytes]] = []
    for asked, story in _pages(FIRST, "Nora sleeps. Nora wakes.", "Nora walks. It rains."):
        page = plan_page(asked)
        assert page.story == story
        shown = 1 if portraits else len(story.panels)
        shots = [shot_of(page, asked, index) for index in range(shown)]
        found = with_references(shots, painter, quiet, store)
        portraits.append({r.image for shot in found for r in shot.references if r.name == "Nora"})

    assert len(portraits[0]) == 1
    assert portraits == [portraits[0]] * 3


# --- Limits ---------------------------------------------------------------------------------------


def test_a_long_story_stays_within_the_limits() -> None:
    told = "Ana, Eva, Tom, Max, Paul, Nora, Jack, Kate, Emma, Luke, Anna and Oscar run. "
    for asked, story in _pages(*(told + "これは長い。" * 60,) * 3):
        data = continuation_of(story, asked)
        sent = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        assert len(sent.encode()) <= CONTINUATION_LIMIT
        assert len(data["cast"]) <= MAX_INHERITED
        assert len(data["recap"]) <= MAX_RECAP


def test_a_continuation_says_nothing_of_the_order_but_its_story() -> None:
    ((asked, story),) = _pages("A cat sleeps.", negative_prompt="secret", painter="sketch")

    assert set(continuation_of(story, asked)) == {"version", "cast", "present", "setting", "recap"}
    assert "secret" not in json.dumps(continuation_of(story, asked))


def _broken() -> list[dict[str, Any]]:
    ((asked, story),) = _pages(FIRST)
    good = continuation_of(story, asked)
    member = good["cast"][0]
    return [
        {**good, "version": 2},
        {"version": 1},
        {**good, "cast": "all"},
        {**good, "present": None},
        {**good, "setting": 4},
        {**good, "setting": {**good["setting"], "time": "noon"}},
        {**good, "recap": ["x"]},
        {**good, "cast": [{**member, "look": {**member["look"], "skin": [0, 0, 999]}}]},
        {**good, "cast": [{**member, "look": {**member["look"], "skin": [0, 0]}}]},
        {**good, "cast": [{**member, "look": {**member["look"], "height": 1e9}}]},
        {**good, "cast": [{**member, "name": 5}]},
        {**good, "cast": [None]},
    ]


@pytest.mark.parametrize("continuation", _broken())
def test_what_cannot_be_read_is_left_out(continuation: dict[str, Any]) -> None:
    asked = order("A cat sleeps.", continuation=continuation)

    assert inherited_by(asked) == NOTHING
    assert plan(asked) == plan(replace(asked, continuation={}))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(), each, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["version", "cast", "present", "setting", "recap"]), JSON))
def test_any_continuation_can_be_planned(continuation: dict[str, Any]) -> None:
    assert plan(order("A cat sleeps.", panel_count=1, continuation=continuation)).cast
