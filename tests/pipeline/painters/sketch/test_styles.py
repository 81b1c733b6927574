"""Drawing styles: what tells them apart, measured on the same panels in every style."""

from __future__ import annotations

from functools import cache
from itertools import combinations, pairwise

import pytest
from PIL import Image, ImageChops, ImageStat

from pipeline.comic.character_look import HUMAN, LookHints, derive
from pipeline.comic.palette import WHITE, luminance
from pipeline.comic.seeded_random import chance
from pipeline.comic.story import Actor, PanelPlan, Part, Setting
from pipeline.comic.styles import STYLES, style_named
from pipeline.painters.sketch.canvas import NEAR, Canvas
from pipeline.painters.sketch.effects import finish
from pipeline.painters.sketch.panel.picture import draw_picture
from pipeline.painters.sketch.panel.styling import (
    at_hour_of,
    canvas_for,
    inked_look,
    light_of,
    lower_light,
)
from pipeline.painters.sketch.scenes.emphasis import draw_streaks
from tests.pipeline.comic.drawing_orders import order
from tests.pipeline.comic.shots import shots_of

PROMPTS = (
    "A girl runs across a sunny meadow",
    "A baker bakes bread in the bakery",
    "A man walks home through the city at night",
)


@cache
def picture(style: str, prompt: str) -> Image.Image:
    shot = shots_of(order(prompt, style=style, panel_count=1, lettering="none"))[0]
    return draw_picture(shot).image.convert("RGB")


def brightness(style: str, prompt: str) -> float:
    return ImageStat.Stat(picture(style, prompt).convert("L")).mean[0]


def colorfulness(style: str, prompt: str) -> float:
    saturation = picture(style, prompt).convert("HSV").getchannel("S")
    return ImageStat.Stat(saturation).mean[0]


@pytest.mark.parametrize("prompt", PROMPTS)
def test_any_two_styles_draw_different_pictures(prompt: str) -> None:
    small = {name: picture(name, prompt).resize((48, 48)) for name in STYLES}

    def distance(a: str, b: str) -> float:
        means = ImageStat.Stat(ImageChops.difference(small[a], small[b])).mean
        return sum(means) / 3

    alike = [(a, b) for a, b in combinations(STYLES, 2) if distance(a, b) < 9]

    assert not alike


@pytest.mark.parametrize("prompt", PROMPTS)
def test_noir_is_darker_than_every_other_style(prompt: str) -> None:
    others = [brightness(name, prompt) for name in STYLES if name != "noir"]

    assert brightness("noir", prompt) < 90  # large white shapes in the dark
    assert brightness("noir", prompt) < 0.75 * min(others)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_american_modern_has_the_strongest_colors_of_the_drawn_styles(prompt: str) -> None:
    drawn = ("franco_belgian", "newspaper_strip", "watercolor", "webtoon", "neutral")

    assert colorfulness("american_modern", prompt) > max(colorfulness(n, prompt) for n in drawn)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_manga_and_noir_have_no_color(prompt: str) -> None:
    assert colorfulness("manga", prompt) < 2  # the ink is not quite black
    assert colorfulness("noir", prompt) == 0


def test_a_neutral_panel_has_little_color_and_is_not_grey() -> None:
    assert 3 < colorfulness("neutral", PROMPTS[0]) < colorfulness("webtoon", PROMPTS[0])


def test_black_and_white_styles_have_pale_skin_and_hair_without_a_tone() -> None:
    for style in ("manga", "noir"):
        for actor in range(8):
            look = derive(HUMAN, "", LookHints(), f"actor {actor}")
            inked = inked_look(look, style_named(style))

            assert luminance(inked.skin) > max(140, luminance(look.skin))
            assert not 60 < luminance(inked.hair) < 220
            assert inked_look(look, style_named("webtoon")) is look


def test_the_light_of_a_stage_is_that_of_the_feeling_then_the_place_then_the_hour() -> None:
    def light(mood: str, setting: Setting) -> tuple[int, ...]:
        part = Part(
            actor=Actor("Ann", "woman", derive(HUMAN, "", LookHints(), "ann")), emotion=mood
        )
        return light_of(PanelPlan(setting, "medium", (part,)))

    home, office = Setting(room="home"), Setting(room="office")
    lights = [
        light("calm", home),
        light("calm", office),
        light("calm", Setting(time="sunset")),
        light("angry", home),
        light("scared", home),
    ]

    assert len(set(lights)) == len(lights)
    assert light("angry", office) == light("angry", home)
    assert light("bored", office) == light("calm", office)


def test_a_dark_figure_stands_out_against_the_night_of_noir() -> None:
    canvas = canvas_for(style_named("noir"), (200, 200), chance("rim"))
    lower_light(canvas, style_named("noir"), PanelPlan(Setting(), "wide", ()), chance("rim"))
    canvas.nearness = NEAR
    canvas.shape([(-20, 20), (20, 20), (20, 80), (-20, 80)], (30, 30, 34), shade=4)
    image = finish(canvas, style_named("noir"), tint=WHITE, mode="monochrome", size=(200, 200))
    edge = image.convert("L").crop((128, 100, 144, 101))

    assert any(edge.histogram()[201:])


def test_pixels_are_squares() -> None:
    shot = shots_of(order(PROMPTS[0], style="pixel", panel_count=1))[0]
    image = draw_picture(shot).image.convert("RGB")
    row = [image.getpixel((x, image.height // 2)) for x in range(image.width)]
    changes = [x for x, (a, b) in enumerate(pairwise(row), 1) if a != b]

    assert shot.coarse >= 2
    assert len(changes) <= image.width // shot.coarse + 1
    assert min(b - a for a, b in pairwise(changes)) >= shot.coarse - 1


@pytest.mark.parametrize("style", ["franco_belgian", "newspaper_strip"])
def test_a_style_without_shading_has_an_empty_shade_layer(style: str) -> None:
    canvas = canvas_for(style_named(style), (200, 200), chance("shade"))
    canvas.shape([(-20, 20), (20, 20), (20, 60), (-20, 60)], (200, 90, 60), shade=6)
    canvas.limb([(-30, 70), (30, 70)], 9, 7, (200, 90, 60), shade=3)
    canvas.dim([(-20, 80), (20, 80), (0, 90)], 200)

    assert canvas.shade.getbbox() is None


def test_other_styles_shade() -> None:
    for style in STYLES.values():
        canvas = canvas_for(style, (200, 200), chance("shade"))
        canvas.shape([(-20, 20), (20, 20), (20, 60), (-20, 60)], (200, 90, 60), shade=6)

        assert (canvas.shade.getbbox() is not None) == (style.shading > 0)


@pytest.mark.parametrize("style", STYLES)
def test_a_style_draws_the_same_panel_twice(style: str) -> None:
    shot = shots_of(order(PROMPTS[2], style=style, panel_count=1))[0]

    assert draw_picture(shot).image.tobytes() == draw_picture(shot).image.tobytes()


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("mode", ["color", "grayscale", "monochrome"])
def test_every_style_can_be_printed_in_every_color_mode(style: str, mode: str) -> None:
    canvas = canvas_for(style_named(style), (120, 90), chance("mode"))
    canvas.sky((40, 90, 200), (220, 240, 250), 60)
    canvas.nearness = NEAR
    canvas.shape([(-20, 20), (20, 20), (20, 60), (-20, 60)], (220, 60, 40), shade=6)
    image = finish(canvas, style_named(style), tint=WHITE, mode=mode, size=(120, 90))

    saturation = image.convert("HSV").getchannel("S").histogram()
    assert image.size == (120, 90)
    assert any(saturation[41:]) == (mode == "color")


def test_it_is_always_a_rainy_night_in_noir() -> None:
    sunny = PanelPlan(Setting(time="day", weather="clear"), "wide", ())
    snowy = PanelPlan(Setting(time="dawn", weather="snow"), "wide", ())
    noir = style_named("noir")

    assert at_hour_of(noir, sunny).setting.time == at_hour_of(noir, snowy).setting.time == "night"
    assert at_hour_of(noir, sunny).setting.weather == "rain"
    assert at_hour_of(noir, snowy).setting.weather == "snow"
    assert at_hour_of(style_named("manga"), sunny) is sunny


@pytest.mark.parametrize("room", ["bakery", ""])
def test_noir_leaves_some_light_in_the_dark(room: str) -> None:
    panel = PanelPlan(Setting(room=room), "wide", ())
    canvas = canvas_for(style_named("noir"), (200, 200), chance("light"))
    lower_light(canvas, style_named("noir"), panel, chance("light"))
    shares = canvas.shade.histogram()
    dark = sum(shares[100:]) / sum(shares)

    assert 0.5 < dark < 0.95


def test_streaks_cross_the_panel() -> None:
    canvas = Canvas(300, 200, oversample=1, line=0.6, wobble=0, source=chance("streaks"))
    draw_streaks(canvas, 50, 60)
    box = canvas.ink.getbbox()

    assert box is not None
    assert box[2] - box[0] > 200


def test_the_background_of_a_newspaper_strip_has_light_but_real_colors() -> None:
    prompt = "A farmer stands on the farm"
    sky = picture("newspaper_strip", prompt).convert("HSV").crop((0, 0, 400, 60))
    _, saturation, value = ImageStat.Stat(sky).mean
    assert saturation > 16
    assert value > 180


def test_by_day_the_sky_of_a_manga_has_no_dots() -> None:
    sky = picture("manga", "A farmer stands on the farm").convert("L").crop((10, 10, 100, 40))
    assert ImageStat.Stat(sky).mean[0] > 235
