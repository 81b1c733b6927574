from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pipeline.comic.layout import choose
from pipeline.comic.page_plan import plan_page
from pipeline.comic.palette import WHITE
from pipeline.comic.planner.descriptions import MAX_ALT
from pipeline.comic.seeded_random import chance
from pipeline.comic.styles import style_named
from pipeline.errors import DrawingError, ErrorCode
from pipeline.models import ASPECTS, LAYOUTS, STYLES, CastMember, ScriptPanelText, SpeechLine
from pipeline.painters.sketch import MODEL, draw
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.effects import finish
from tests.pipeline.comic.drawing_orders import FOX, LONG, order, quiet
from tests.property_tests import examples


def _image(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def _pixels(picture: Image.Image) -> list[tuple[int, int, int]]:
    data = picture.convert("RGB").tobytes()
    return list(zip(data[::3], data[1::3], data[2::3], strict=True))


def test_the_same_order_gives_the_same_bytes() -> None:
    given_order = order(FOX, style="watercolor", panels=True)

    assert draw(given_order, quiet) == draw(given_order, quiet)


def test_another_seed_gives_another_picture() -> None:
    assert draw(order(seed=1), quiet).image != draw(order(seed=2), quiet).image


def test_other_processes_draw_the_same_whatever_their_hash_seed() -> None:
    code = (
        "import hashlib; from tests.pipeline.comic.drawing_orders import FOX, order, quiet;"
        "from pipeline.painters.sketch import draw;"
        "print(hashlib.sha256(draw(order(FOX, panel_count=2), quiet).image).hexdigest())"
    )
    root = Path(__file__).parents[3]
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    here = hashlib.sha256(draw(order(FOX, panel_count=2), quiet).image).hexdigest()

    assert digests == {here}


@pytest.mark.parametrize("style", STYLES)
def test_every_style_can_be_drawn(style: str) -> None:
    drawing = draw(order(FOX, style=style, panel_count=3), quiet)

    picture = _image(drawing.image)
    assert picture.size == (drawing.width, drawing.height)
    assert len(set(_pixels(picture.resize((60, 60))))) > 20


def test_styles_differ_visibly() -> None:
    small = {
        style: _image(draw(order(panel_count=1, style=style), quiet).image).resize((32, 32))
        for style in STYLES
    }

    def distance(a: str, b: str) -> float:
        pairs = zip(small[a].tobytes(), small[b].tobytes(), strict=True)
        return sum(abs(x - y) for x, y in pairs) / (32 * 32 * 3)

    unlike = [a for a in STYLES if all(distance(a, b) > 6 for b in STYLES if b != a)]
    assert len(unlike) >= 7


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7, 9, 12])
def test_every_layout_places_every_panel_apart(layout: str, count: int) -> None:
    sheet = plan_page(order(panel_count=count, layout=layout)).sheet

    assert len(sheet.panels) == count
    for i, a in enumerate(sheet.panels):
        assert 0 <= a.x < a.right <= sheet.width
        assert 0 <= a.y < a.bottom <= sheet.height
        for b in sheet.panels[i + 1 :]:
            assert a.right <= b.x or b.right <= a.x or a.bottom <= b.y or b.bottom <= a.y


@pytest.mark.parametrize("aspect", ASPECTS)
def test_every_aspect_shapes_the_panels(aspect: str) -> None:
    wide, tall = (int(part) for part in aspect.split(":"))

    panel = plan_page(
        order("A dog sleeps", panel_count=4, layout="grid", aspect=aspect)
    ).sheet.panels[0]

    assert panel.width / panel.height == pytest.approx(wide / tall, rel=0.1)


@pytest.mark.parametrize("count", range(1, 13))
def test_any_number_of_panels_is_drawn(count: int) -> None:
    drawing = draw(order("A robot runs through the rain", panel_count=count), quiet)

    assert len(drawing.script) == count


def test_reading_from_the_right_mirrors_the_order_of_panels() -> None:
    ltr = plan_page(order(FOX, layout="grid")).sheet
    rtl = plan_page(order(FOX, layout="grid", reading_direction="rtl")).sheet

    assert [ltr.width - p.right for p in ltr.panels] == [p.x for p in rtl.panels]


def test_a_strip_too_long_for_a_row_becomes_another_layout() -> None:
    assert choose(order(panel_count=12, layout="strip")) != "strip"
    assert choose(order(panel_count=4, layout="strip")) == "strip"


def test_a_long_webtoon_is_wide_enough_to_read() -> None:
    sheet = plan_page(order(panel_count=9, style="webtoon", panel_size=1024)).sheet

    assert sheet.width >= 900
    assert sheet.height <= 4 * sheet.width
    assert choose(order(panel_count=4, style="webtoon")) == "vertical"


def test_noir_hatching_begins_without_a_seam() -> None:
    canvas = Canvas(480, 240, oversample=1, line=0.5, wobble=0, source=chance("seam"))
    ramp = Image.linear_gradient("L").rotate(90).resize(canvas.flats.size)
    canvas.flats.paste(Image.merge("RGB", (ramp, ramp, ramp)))

    printed = finish(
        canvas, style_named("noir"), tint=WHITE, mode="monochrome", size=(480, 240)
    ).convert("L")

    columns = [value / 255 for value in printed.resize((40, 1), Image.Resampling.BOX).tobytes()]
    assert min(columns) < 0.05
    assert max(columns) > 0.9
    assert max(abs(a - b) for a, b in pairwise(columns)) < 0.25


@pytest.mark.parametrize(("kind", "name"), [("png", "PNG"), ("webp", "WEBP"), ("jpeg", "JPEG")])
def test_the_file_has_the_requested_format(kind: str, name: str) -> None:
    drawing = draw(order(panel_count=2, format=kind), quiet)

    assert drawing.content_type == f"image/{kind}"
    assert Image.open(io.BytesIO(drawing.image)).format == name


@pytest.mark.parametrize("mode", ["grayscale", "monochrome"])
@pytest.mark.parametrize("style", ["american_modern", "watercolor", "manga"])
def test_color_mode_removes_the_color(mode: str, style: str) -> None:
    drawing = draw(order("A red dragon ❤️", panel_count=1, style=style, color_mode=mode), quiet)

    picture = _image(drawing.image)
    assert all(r == g == b for r, g, b in _pixels(picture.resize((80, 80))))


def test_scale_multiplies_the_page() -> None:
    small = draw(order(panel_count=2), quiet)
    large = draw(order(panel_count=2, scale=2), quiet)

    assert (large.width, large.height) == (2 * small.width, 2 * small.height)


def test_single_panels_are_unlettered_and_have_their_seeds() -> None:
    lettered = draw(order(FOX, panels=True, seed=2**32 - 1), quiet)
    silent = draw(order(FOX, panels=True, seed=2**32 - 1, style="pixel"), quiet)

    assert [p.index for p in lettered.panels] == [1, 2, 3, 4]
    assert [p.seed for p in lettered.panels] == [2**32 - 1, 0, 1, 2]
    assert all(_image(p.image).width > 100 for p in silent.panels)


def test_lettering_none_leaves_no_text() -> None:
    drawing = draw(order(FOX, lettering="none"), quiet)

    assert all(not p.caption and not p.dialogue for p in drawing.script)


def test_lettering_can_be_captions_or_bubbles_only() -> None:
    captions = draw(order(FOX, lettering="captions"), quiet).script
    bubbles = draw(order(FOX, lettering="bubbles"), quiet).script

    assert any(p.caption for p in captions)
    assert not any(p.dialogue for p in captions)
    assert any(p.dialogue for p in bubbles)
    assert not any(p.caption for p in bubbles)


def test_the_report_names_stages_in_order() -> None:
    heard: list[tuple[str, int]] = []

    def hear(stage: str, panel: int) -> None:
        heard.append((stage, panel))

    draw(order(panel_count=3), hear)

    assert heard == [
        ("planning", 0),
        ("rendering", 1),
        ("rendering", 2),
        ("rendering", 3),
        ("lettering", 0),
        ("composing", 0),
    ]


def test_a_drawing_has_a_description() -> None:
    drawing = draw(order(FOX, seed=99), quiet)

    assert drawing.model == MODEL
    assert drawing.seed == 99
    assert drawing.title == "A red fox and a grey rabbit meet in the forest"
    assert "Are you lost?" in drawing.alt_text
    assert "fox" in drawing.alt_text


def test_the_script_of_a_drawing_says_in_sentences_what_is_seen() -> None:
    drawing = draw(order(FOX, seed=99, lettering="none"), quiet)

    scenes = [panel.scene for panel in drawing.script]
    assert all(scene.endswith(".") and scene[0].isupper() for scene in scenes if scene)
    assert any("The fox" in scene or "the fox" in scene for scene in scenes)
    assert all(scene in drawing.alt_text for scene in scenes)


def test_alternative_text_stays_within_its_limit() -> None:
    drawing = draw(order(LONG[:2000], panel_count=12), quiet)

    assert 0 < len(drawing.alt_text) <= MAX_ALT


def test_it_draws_in_a_worker_process() -> None:
    with ProcessPoolExecutor(1) as pool:
        drawing = pool.submit(draw, order(panel_count=1), quiet).result(timeout=60)

    assert drawing == draw(order(panel_count=1), quiet)


def test_a_given_script_is_drawn_as_given() -> None:
    script = (
        ScriptPanelText("a beach at sunset", "Evening.", (SpeechLine("Look!", "Mimi", "shout"),)),
        ScriptPanelText(
            "the same beach", "", (SpeechLine("I wonder…", "Bolt", "thought"), SpeechLine("Hm"))
        ),
    )
    characters = (CastMember("Mimi", "small grey cat, red scarf"), CastMember("Bolt", "a robot"))

    drawing = draw(order(panel_count=2, script=script, characters=characters), quiet)

    assert [p.caption for p in drawing.script] == ["Evening.", ""]
    assert drawing.script[0].dialogue == script[0].dialogue
    assert [s.kind for s in drawing.script[1].dialogue] == ["thought", "speech"]
    assert drawing.script[0].scene == "a beach at sunset"


@settings(max_examples=examples(25))
@given(
    prompt=st.text(min_size=1, max_size=120),
    style=st.sampled_from(STYLES),
    layout=st.sampled_from(LAYOUTS),
    count=st.integers(1, 4),
)
def test_unusual_text_is_drawn(prompt: str, style: str, layout: str, count: int) -> None:
    try:
        drawing = draw(order(prompt, style=style, layout=layout, panel_count=count), quiet)
    except DrawingError as error:
        assert error.fault.code is ErrorCode.LETTERS_MISSING  # noqa: PT017
        return

    assert len(drawing.script) == count
