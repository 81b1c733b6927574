"""Tails, bridges and the reading order of balloons, by their geometry."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.comic.geometry import Box, Point
from pipeline.comic.lettering.arrangement import Lettering, Placed, Room, Text, arrange
from pipeline.comic.lettering.tails import aim, bridge_half, tail_half
from pipeline.comic.page_assembly import aimed
from pipeline.comic.page_plan import plan_page, shot_of
from pipeline.comic.painter import Head, Picture
from pipeline.comic.typesetting.text_blocks import Paragraph
from pipeline.models import STYLES, CastMember, DrawingOrder, ScriptPanelText, SpeechLine
from pipeline.painters.sketch.panel.picture import draw_picture
from tests.pipeline.comic.drawing_orders import FOX, order

WORDS = (
    "Did you bring the map?", "What map?", "The map of the island, of course.", "I gave it to you.",
    "That was the menu.", "So what are we following?", "The soup of the day.", "Oh.",
    "And where does it lead?", "To the kitchen, I hope, because I am hungry.",
)  # fmt: skip
NAMES = ("Ann", "Bob", "Cid")
CAST = (CastMember("Ann", "a girl"), CastMember("Bob", "a bear"), CastMember("Cid", "a fox"))


def talk(count: int, speakers: int, **fields: Any) -> DrawingOrder:
    lines = tuple(SpeechLine(WORDS[i % 10], NAMES[i % speakers]) for i in range(count))
    script = (ScriptPanelText("a beach", "", lines),)
    return order(panel_count=1, script=script, characters=CAST[:speakers], **fields)


ORDERS = {
    "fox": order(FOX),
    "fox, webtoon": order(FOX, style="webtoon"),
    **{f"{n} by {k}": talk(n, k) for n in (1, 3, 6, 10) for k in (1, 2, 3)},
    **{f"{n} by {k}, rtl": talk(n, k, reading_direction="rtl") for n in (3, 10) for k in (2, 3)},
    **{f"6 by 3, {style}": talk(6, 3, style=style) for style in STYLES},
    "japanese": order(
        "「いらっしゃいませ！」と猫が言った。「パンをください」と犬が言った。", language="ja"
    ),
    "arabic": order("قالت القطة: «خبز طازج!»", language="ar", reading_direction="rtl"),
}


def lettered(given_order: DrawingOrder) -> Iterator[tuple[list[Placed], Picture]]:
    page = plan_page(given_order)
    for i, rect in enumerate(page.sheet.panels):
        picture = draw_picture(shot_of(page, given_order, i))
        yield aimed(page.letterings[i], picture, rect), picture


# --- Geometry, apart from that of the code --------------------------------------------------------


def band(item: Placed) -> list[tuple[Point, float]]:
    """Return points close together on the tail or bridge of a balloon, with half its width there,
    outside the balloon.
    """
    line, half = item.tail or item.bridge, tail_half(item) if item.tail else bridge_half(item)
    found = []
    for k, (a, b) in enumerate(pairwise(line)):
        for step in range(8):
            t = step / 8
            point = (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
            taper = 1 - (k + t) / (len(line) - 1) if item.tail else 1.0
            if not within(point, item.box):
                found.append((point, half * taper))
    return found


def within(point: Point, box: Box) -> bool:
    return box[0] < point[0] < box[2] and box[1] < point[1] < box[3]


def gap(point: Point, box: Box) -> float:
    x = max(box[0] - point[0], 0.0, point[0] - box[2])
    y = max(box[1] - point[1], 0.0, point[1] - box[3])
    return math.hypot(x, y)


def assert_free(items: Sequence[Placed], heads: Sequence[Head]) -> None:
    """Assert that no tail or bridge touches another one, another item, or another's face."""
    bands = [band(item) for item in items]
    for i, own in enumerate(bands):
        for k, other in enumerate(items):
            if k not in {i, items[i].bridged}:
                assert not any(within(point, other.footprint) for point, _ in own), other.text
        for k, head in enumerate(heads):
            near = min((math.dist(point, head.center) for point, _ in own), default=math.inf)
            assert near > head.radius * 0.98, (items[i].text, k)
    for (i, a), (k, b) in combinations(enumerate(bands), 2):
        joined = {i, k, items[i].bridged, items[k].bridged}
        ends = [items[j].box for j in joined if j is not None]
        seen = [p for p, _ in a if not any(within(p, box) for box in ends)]
        rest = [p for p, _ in b if not any(within(p, box) for box in ends)]
        assert all(math.dist(p, q) > 0.5 for p in seen for q in rest), (i, k)


def is_read_before(first: Box, second: Box, *, rtl: bool) -> bool:
    """Return whether *second* is lower, or level and on the side that is read later."""
    below = second[1] >= first[3] - 0.2 * (first[3] - first[1])
    beside = second[2] <= first[0] if rtl else second[0] >= first[2]
    return below or (beside and second[1] >= first[1] - 1)


# --- Pages of the sketch --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ORDERS)
def test_tails_cross_nothing_and_balloons_cover_no_face(name: str) -> None:
    for items, picture in lettered(ORDERS[name]):
        heads = picture.heads or ()
        assert_free(items, heads)
        for item in items:
            for head in heads:
                assert gap(head.center, item.box) > head.radius * 0.85, item.text


@pytest.mark.parametrize("name", ORDERS)
def test_balloons_are_in_reading_order(name: str) -> None:
    rtl = ORDERS[name].reading_direction == "rtl"
    for items, _ in lettered(ORDERS[name]):
        balloons = [item.box for item in items if item.kind != "caption"]
        assert all(is_read_before(a, b, rtl=rtl) for a, b in combinations(balloons, 2))


@pytest.mark.parametrize("name", ORDERS)
def test_each_balloon_has_a_tail_or_leads_to_one_that_has(name: str) -> None:
    for items, _ in lettered(ORDERS[name]):
        for item in items:
            if item.kind not in {"caption", "sfx"}:
                assert item.tail or item.bridged is not None, item.text


@pytest.mark.parametrize("name", ORDERS)
def test_tails_lead_to_the_mouth_and_end_before_the_face(name: str) -> None:
    for items, picture in lettered(ORDERS[name]):
        heads = picture.heads or ()
        for item in items:
            if item.tail and item.speaker is not None and item.speaker < len(heads):
                head = heads[item.speaker]
                assert math.dist(item.tail[-1], head.center) >= head.radius
                before, tip = item.tail[len(item.tail) // 2], item.tail[-1]
                assert math.dist(tip, head.mouth) < math.dist(before, head.mouth)


def test_lines_of_one_speaker_are_bridged_and_only_the_last_has_a_tail() -> None:
    ((items, _),) = lettered(talk(3, 1))

    assert [item.bridged for item in items] == [1, 2, None]
    assert [bool(item.tail) for item in items] == [False, False, True]


def test_a_voice_from_outside_leads_to_the_border() -> None:
    page = plan_page(talk(1, 1))
    (item,) = page.letterings[0].placed
    rect = page.sheet.panels[0]

    (found,) = aim([replace(item, speaker=None)], (), (rect.width, rect.height))

    assert found.tail[-1][0] in {0.0, float(rect.width)}


# --- Any balloons and heads -----------------------------------------------------------------------


@st.composite
def crowds(draw: st.DrawFn) -> tuple[Lettering, list[Head], Room]:
    """Return the lettering of a panel, and heads anywhere below it."""
    count = draw(st.integers(1, 4))
    seats = sorted(draw(st.lists(st.integers(60, 540), min_size=count, max_size=count)))
    room = Room(600, 600, draw(st.integers(15, 26)), tuple(map(float, seats)), draw(st.booleans()))
    kinds = st.sampled_from(["speech", "whisper", "thought", "shout", "sfx"])
    texts = [
        Text(
            draw(kinds),
            Paragraph(words, face="hand", language="en"),
            draw(st.integers(0, count - 1) | st.none()),
            words,
        )
        for words in draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8))
    ]
    lettering = arrange(texts, room)
    heads = [
        Head((seat, lettering.top + 60 + draw(st.integers(0, 300))), draw(st.integers(20, 45)))
        for seat in room.seats
    ]
    return lettering, heads, room


@settings(max_examples=60, deadline=None)
@given(crowds())
def test_tails_of_any_crowd_are_free(crowd: tuple[Lettering, list[Head], Room]) -> None:
    lettering, heads, room = crowd
    tall = max(room.height, lettering.top + 420)

    assert_free(aim(lettering.placed, heads, (room.width, tall)), heads)


@settings(max_examples=60, deadline=None)
@given(crowds())
def test_any_crowd_is_in_reading_order(crowd: tuple[Lettering, list[Head], Room]) -> None:
    lettering, _, room = crowd
    boxes = [item.box for item in lettering.placed]

    assert all(is_read_before(a, b, rtl=room.rtl) for a, b in combinations(boxes, 2))
