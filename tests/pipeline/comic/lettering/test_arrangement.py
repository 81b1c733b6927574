from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.comic.geometry import inside
from pipeline.comic.lettering.arrangement import texts_of
from pipeline.comic.page_assembly import aimed
from pipeline.comic.page_plan import PagePlan, plan_page, shot_of
from pipeline.comic.planner.plan import plan
from pipeline.comic.story import DialogueLine
from pipeline.comic.styles import style_named
from pipeline.comic.typesetting.grapheme_clusters import clean
from pipeline.models import STYLES, CastMember, DrawingOrder, ScriptPanelText, SpeechLine
from pipeline.painters.sketch.panel.picture import draw_picture
from tests.pipeline.comic.drawing_orders import FOX, LONG, order
from tests.property_tests import examples

JAPANESE = (
    "月の上で猫がパン屋を開いた。「いらっしゃいませ！」と猫が言った。ロボットは、とても驚いて、逃げ出した。"
    * 30
)
ARABIC = "كان لملك الجبال ثلاث بنات. «أريد أن أبحر» قالت الأولى، ثم ضحكت (حقا!) وقالت 25 مرة. " * 20


def assert_text_lies_in_its_shapes(page: PagePlan) -> None:
    for rect, lettering in zip(page.sheet.panels, page.letterings, strict=True):
        for item in lettering.placed:
            outline = item.outline()
            x0, y0, x1, y1 = item.box
            assert min(x0, y0) >= 0, item.text
            assert x1 <= rect.width, item.text
            assert y1 <= rect.height, item.text
            for left, top, right, bottom in item.text_boxes():
                for corner in ((left, top), (right, top), (left, bottom), (right, bottom)):
                    assert inside(corner, outline), (item.kind, item.text)


def assert_shapes_do_not_overlap(page: PagePlan) -> None:
    for lettering in page.letterings:
        boxes = [item.box for item in lettering.placed]
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def assert_everything_planned_is_lettered(page: PagePlan) -> None:
    for panel, lettering in zip(page.story.panels, page.letterings, strict=True):
        planned = panel.caption + "".join(line.text for line in panel.lines)
        lettered = "".join(line.text for item in lettering.placed for line in item.block.lines)
        assert sorted(_letters(planned)) == sorted(_letters(lettered))


def _letters(text: str) -> str:
    return "".join(clean(text).upper().split())


CASES: dict[str, DrawingOrder] = {
    "short": order(FOX, panel_size=1024),
    "long, one panel": order(LONG[:2000], panel_count=1, panel_size=1024),
    "long, four panels": order(LONG[:2000], panel_count=4, panel_size=1024),
    "long, twelve small panels": order(LONG[:2000], panel_count=12, layout="grid"),
    "long, tall strip": order(LONG[:2000], panel_count=6, layout="strip", aspect="9:16"),
    "japanese": order(JAPANESE[:2000], panel_count=4, language="ja", style="manga"),
    "arabic": order(ARABIC[:2000], panel_count=3, language="ar", reading_direction="rtl"),
    "one endless word": order("Donaudampfschiff" * 125, panel_count=2),
    "emoji": order("👩‍👩‍👧‍👦🏳️‍🌈👍🏽🇯🇵" * 100, panel_count=2),
    "marks": order("Z" + "\u0336\u0321\u0316\u0300" * 400 + "algo", panel_count=1),
    "scripts without a font": order("ไทย हिन्दी ตัวอักษร " * 30, panel_count=2),
}


@pytest.mark.parametrize("name", CASES)
def test_text_lies_inside_its_shape_and_the_page(name: str) -> None:
    page = plan_page(CASES[name])

    assert_text_lies_in_its_shapes(page)
    assert_shapes_do_not_overlap(page)


@pytest.mark.parametrize(
    "name", [name for name in CASES if name not in {"scripts without a font", "marks"}]
)
def test_all_planned_text_is_lettered(name: str) -> None:
    assert_everything_planned_is_lettered(plan_page(CASES[name]))


@pytest.mark.parametrize("style", STYLES)
def test_no_word_that_fits_is_broken(style: str) -> None:
    said = "Händler: Das ist Schokolade! Bauer: Geschwindigkeitsbegrenzung, apparently."

    page = plan_page(order(said, panel_count=6, style=style))

    lines = [
        line.text.casefold()
        for lettering in page.letterings
        for item in lettering.placed
        for line in item.block.lines
    ]
    assert any("schokolade" in line for line in lines)
    assert any("geschwindigkeitsbegrenzung" in line for line in lines)


@pytest.mark.parametrize("style", STYLES)
def test_long_text_fits_in_every_style(style: str) -> None:
    assert_text_lies_in_its_shapes(plan_page(order(LONG[:1500], panel_count=5, style=style)))


def test_a_full_script_fits() -> None:
    said = tuple(
        SpeechLine("I have got so very much to say about this, you know, " * 2, f"P{i}", kind)
        for i, kind in enumerate(("speech", "shout", "thought", "speech"))
    )
    script = (ScriptPanelText("a hall", "It was a long day in the castle. " * 5, said),) * 12

    page = plan_page(order(panel_count=12, script=script, layout="grid"))

    assert_text_lies_in_its_shapes(page)
    assert_shapes_do_not_overlap(page)
    assert_everything_planned_is_lettered(page)


@settings(max_examples=examples(60))
@given(
    prompt=st.text(
        alphabet=st.one_of(
            st.characters(codec="utf-8"),
            st.sampled_from('aeiou nrst,.!?"“”«»「」—-'),
            st.sampled_from("שלוםمرحبا世界こんにちは、。👍🏽❤️\u0301\u200d"),
        ),
        min_size=1,
        max_size=400,
    ),
    count=st.integers(1, 6),
)
def test_unusual_text_stays_inside_its_shapes(prompt: str, count: int) -> None:
    assert_text_lies_in_its_shapes(plan_page(order(prompt, panel_count=count)))


def test_every_word_of_a_long_prompt_is_on_the_page() -> None:
    prompt = LONG[:1990]
    page = plan_page(order(prompt, panel_count=4))

    shown = " ".join(
        text
        for panel in page.story.panels
        for text in (panel.caption, *(x.text for x in panel.lines))
    )
    tags = {"said", "the", "princess", "king"}  # "said the king" is expressed by a tail
    for word in clean(prompt).replace('"', " ").split():
        assert word in shown or word.strip(",.") in shown or word.strip(",.") in tags


def test_tails_point_at_the_speaker() -> None:
    given_order = order(FOX, panel_size=1024)
    page = plan_page(given_order)
    checked = 0
    for i, panel in enumerate(page.story.panels):
        picture = draw_picture(shot_of(page, given_order, i))
        items = [
            p
            for p in aimed(page.letterings[i], picture, page.sheet.panels[i])
            if p.kind != "caption"
        ]
        for item, line in zip(items, panel.lines, strict=True):
            assert line.speaker is not None
            distances = [math.dist(item.tail[-1], head.center) for head in picture.heads or ()]
            assert distances.index(min(distances)) == line.speaker
            checked += 1
    assert checked == 2


def test_balloons_of_two_speakers_keep_their_reading_order() -> None:
    script = (
        ScriptPanelText("a park", "", (SpeechLine("First.", "Ann"), SpeechLine("Second.", "Bob"))),
    )
    characters = (CastMember("Ann", "a girl"), CastMember("Bob", "a bear"))

    for direction in ("ltr", "rtl"):
        page = plan_page(
            order(panel_count=1, script=script, characters=characters, reading_direction=direction)
        )
        first, second = page.letterings[0].placed
        assert first.box[1] < second.box[1]
        assert (first.center[0] < second.center[0]) == (direction == "ltr")


def test_thoughts_and_shouts_have_their_own_shapes() -> None:
    script = (
        ScriptPanelText(
            "a park",
            "",
            (
                SpeechLine("One", "Ann"),
                SpeechLine("Two", "Ann", "thought"),
                SpeechLine("Tri", "Ann", "shout"),
            ),
        ),
    )
    placed = plan_page(order(panel_count=1, script=script)).letterings[0].placed

    assert [item.kind for item in placed] == ["speech", "thought", "shout"]


def test_long_text_enlarges_the_panel_instead_of_shrinking_below_a_limit() -> None:
    short = plan_page(order("A dog sleeps.", panel_count=1))
    long = plan_page(order(LONG[:2000], panel_count=1))

    assert long.sheet.height > short.sheet.height
    assert min(item.size for item in long.letterings[0].placed) >= 13


@pytest.mark.parametrize(
    ("told", "text", "capitals"),
    [
        ("en", "Η γάτα τρώει!", "Η ΓΑΤΑ ΤΡΩΕΙ!"),
        ("tr", "Kedi!", "KEDİ!"),
        ("en", "Kitten!", "KITTEN!"),
    ],
)
def test_capitals_are_those_of_the_language_of_the_text(
    told: str, text: str, capitals: str
) -> None:
    panel = plan(order("A cat.", panel_count=1)).panels[0]
    panel = replace(panel, caption="", lines=(DialogueLine(text, "shout", None),))
    (found,) = texts_of(panel, style_named("american_modern"), told)

    assert found.paragraph.set(100).lines[0].text == capitals
