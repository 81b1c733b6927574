"""Kinds of lettering: sounds, shouts, whispers, thoughts and captions, in every style."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image, ImageChops

from pipeline.comic.geometry import Box
from pipeline.comic.lettering.arrangement import Lettering, Placed, Room, Text, arrange
from pipeline.comic.lettering.balloons import draw_lettering
from pipeline.comic.lettering.tails import aim
from pipeline.comic.page_plan import plan_page
from pipeline.comic.painter import Head
from pipeline.comic.planner.plan import plan
from pipeline.comic.planner.story_of import story_of
from pipeline.comic.styles import style_named
from pipeline.comic.typesetting.text_blocks import Paragraph
from pipeline.models import STYLES
from tests.pipeline.comic.drawing_orders import order

PINK = (255, 0, 255)
LOUD = (
    'A knight and a dragon are in a cave.\nSFX: KABOOM!\n"Get out!" shouts the dragon. '
    '"Please be quiet," whispers the knight. The knight thinks: "Oh dear."'
)
ROOM = Room(600, 500, 24, (300.0,), rtl=False)


def one(kind: str, words: str = "Boom", room: Room = ROOM) -> Lettering:
    paragraph = Paragraph(words, face="hand", language="en")
    speaker = None if kind == "sfx" else 0
    return arrange([Text(kind, paragraph, speaker, words)], room)


def drawn(items: list[Placed], style: str = "neutral", coarse: int = 1) -> Image.Image:
    page = Image.new("RGB", (600, 500), PINK)
    draw_lettering(page, items, style_named(style), (0, 0), coarse)
    return page


def inked(page: Image.Image) -> Box:
    box = ImageChops.difference(page, Image.new("RGB", page.size, PINK)).getbbox()
    assert box is not None
    return box


def test_sounds_and_whispers_stay_what_they_are() -> None:
    given = order(LOUD, panel_count=1)
    story = plan(given)
    kinds = {line.text: line.kind for line in story.panels[0].lines}

    assert kinds["KABOOM!"] == "sfx"
    assert kinds["Please be quiet."] == "whisper"
    assert {line.kind for line in story_of(story, given).panels[0].lines} >= {"sfx", "whisper"}
    told = {line.text: line.kind for line in story.panels[0].dialogue}
    assert (told["KABOOM!"], told["Please be quiet."]) == ("shout", "speech"), "the contract's"


def test_a_sound_is_large_and_tilted_and_of_nobody() -> None:
    (sound,) = one("sfx").placed
    (speech,) = one("speech").placed

    assert sound.size >= 1.5 * speech.size
    assert sound.tilt
    (found,) = aim([sound], [Head((300, 400), 40)], (600, 500))
    assert found.tail == ()


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("kind", ["sfx", "speech", "whisper", "shout", "thought", "caption"])
def test_what_is_drawn_stays_close_to_its_box(kind: str, style: str) -> None:
    (item,) = one(kind, "Clatter, clatter!").placed
    x0, y0, x1, y1 = inked(drawn([item], style))
    pad = item.size * 0.95

    assert x0 >= item.box[0] - pad
    assert y0 >= item.box[1] - pad
    assert x1 <= item.box[2] + pad
    assert y1 <= item.box[3] + pad


@pytest.mark.parametrize("style", STYLES)
def test_each_kind_looks_like_no_other(style: str) -> None:
    (item,) = one("speech", "Clatter!").placed
    kinds = ("sfx", "speech", "whisper", "shout", "thought", "caption")
    pages = {drawn([replace(item, kind=kind)], style).tobytes() for kind in kinds}

    assert len(pages) == len(kinds)


def test_a_whisper_has_gaps_in_its_line() -> None:
    (item,) = one("speech", "Psst, over here").placed
    ink = style_named("neutral").ink

    def line_of(kind: str) -> int:
        page = drawn([replace(item, kind=kind, block=replace(item.block, lines=()))])
        away = ImageChops.difference(page, Image.new("RGB", page.size, ink)).convert("L")
        return away.histogram()[0]

    assert 0.3 * line_of("speech") < line_of("whisper") < 0.75 * line_of("speech")


def test_sounds_of_the_styles_differ() -> None:
    (item,) = one("sfx").placed
    pages = {drawn([item], style).tobytes() for style in STYLES}

    assert len(pages) >= 8


def test_a_long_sound_stays_inside_the_panel() -> None:
    room = replace(ROOM, width=260)
    (item,) = one("sfx", "KRRRRRAAAAAAKABOOOOOOOM", room).placed

    assert item.box[0] >= 0
    assert item.box[2] <= room.width
    assert item.size >= room.size


def test_bridged_balloons_have_one_outline() -> None:
    paragraphs = [Paragraph(words, face="hand", language="en") for words in ("One.", "Two.")]
    texts = [Text("speech", paragraph, 0, paragraph.text) for paragraph in paragraphs]
    lettering = arrange(texts, ROOM)
    first, second = aim(lettering.placed, [Head((300, 400), 40)], (600, 500))

    x, _ = first.bridge[len(first.bridge) // 2]
    between = (round(x), round((first.box[3] + second.box[1]) / 2))
    assert drawn([first, second]).getpixel(between) == style_named("neutral").balloon


def test_a_thought_leads_to_the_head_by_bubbles() -> None:
    lettering = one("thought")
    (item,) = aim(lettering.placed, [Head((300, 400), 40)], (600, 500))
    page = drawn([item])

    column = [page.getpixel((round(x), round(y))) for x, y in item.tail]
    below = [pixel for pixel, (_, y) in zip(column, item.tail, strict=True) if y > item.box[3] + 20]
    assert PINK in below, "the bubbles stand apart"
    assert set(below) - {PINK}


def test_sounds_are_lettered_in_every_style() -> None:
    for style in STYLES:
        page = plan_page(order(LOUD, panel_count=1, style=style))
        kinds = [item.kind for item in page.letterings[0].placed]
        assert {"sfx", "whisper", "shout", "thought"} <= set(kinds)
