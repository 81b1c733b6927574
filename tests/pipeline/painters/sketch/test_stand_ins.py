"""Stand-ins: creatures, roles, things and places that the sketch has no drawing of."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image, ImageChops

from pipeline.comic.character_look import HUMAN, Look, LookHints, derive
from pipeline.comic.geometry import Point
from pipeline.comic.lettering.label import Label
from pipeline.comic.lettering.label_placement import LabelRoom, place_labels, shown_labels
from pipeline.comic.page import draw_page
from pipeline.comic.painter import Picture, Shot, StepReport
from pipeline.comic.palette import PAINTS
from pipeline.comic.story import Actor, PanelPlan, Part, Setting
from pipeline.comic.styles import style_named
from pipeline.models import STYLES, DrawnPage, PageNotice
from pipeline.painters.sketch.figures.poses import POSES
from pipeline.painters.sketch.painter import SketchPainter
from pipeline.painters.sketch.panel.picture import draw_picture
from tests.pipeline.comic.drawing_orders import order, quiet
from tests.pipeline.comic.shots import shots_of
from tests.pipeline.painters.flat_painter import FlatPainter

EMOTIONS = ("happy", "sad", "angry", "scared", "surprised", "love", "thinking", "asleep", "calm")


def _actor(kind: str, *, name: str = "", label: str = "", role: str = "") -> Actor:
    look = derive(kind, role, LookHints(), (name, kind, role))
    return Actor(name, label or role or kind, look, species=kind)


GARGOYLE = _actor("gargoyle", name="Pico", label="gárgola")
SQUIRREL = _actor("squirrel")
CAT = _actor("cat", name="Mimi")


def _panel(*parts: Part, shot: str = "wide", things: tuple[str, ...] = ()) -> PanelPlan:
    return PanelPlan(Setting(), shot, parts, things)


def _picture(panel: PanelPlan, style: str = "neutral", **fields: Any) -> Picture:
    (shot,) = shots_of(order(style=style, panel_count=1, **fields))
    seats = tuple(shot.width * (i + 1) / (len(panel.parts) + 1) for i in range(len(panel.parts)))
    return draw_picture(replace(shot, panel=panel, seats=seats))


def _words(picture: Picture) -> list[tuple[str, str]]:
    return [(label.kind, label.text) for label in picture.labels]


class _Staged(SketchPainter):
    """Sketch painter of one given panel."""

    def __init__(self, panel: PanelPlan) -> None:
        self._panel = panel

    def paint(self, shot: Shot, report: StepReport) -> Picture:
        seats = tuple(shot.width / 2 for _ in self._panel.parts)
        return super().paint(replace(shot, panel=self._panel, seats=seats), report)


def _page(panel: PanelPlan, **fields: Any) -> DrawnPage:
    return draw_page(order(panel_count=1, **fields), _Staged(panel), quiet)


# --- What is labelled -----------------------------------------------------------------------------


def test_a_creature_without_a_figure_is_named_in_the_language_of_the_comic() -> None:
    assert _words(_picture(_panel(Part(GARGOYLE), Part(CAT)))) == [("kind", "gárgola")]


def test_a_role_without_a_costume_is_named_unless_the_person_is() -> None:
    unnamed = _actor(HUMAN, role="astrologer")
    named = _actor(HUMAN, name="Ada", role="mayor")
    chef = _actor(HUMAN, role="chef")

    picture = _picture(_panel(Part(unnamed), Part(named), Part(chef)))

    assert _words(picture) == [("role", "astrologer")]


def test_things_without_a_drawing_are_named_on_the_ground_and_in_the_hand() -> None:
    panel = _panel(Part(CAT, "carry", holding="hologram"), things=("cake", "weather vane"))
    panel = replace(panel, labels={"weather vane": "veleta"})

    assert sorted(_words(_picture(panel))) == [("thing", "hologram"), ("thing", "veleta")]


@pytest.mark.parametrize(
    "setting",
    [
        Setting("moon", name="Mars"),
        Setting("city", "hospital", name="Mars"),
        Setting("park", building="hospital", name="Mars"),
        Setting("sea", name="Mars"),
    ],
)
def test_a_place_without_a_scene_has_one_sign(setting: Setting) -> None:
    panel = replace(_panel(Part(CAT)), setting=setting)

    assert _words(_picture(panel)) == [("place", "Mars")]


def test_a_sign_that_nobody_could_read_is_not_drawn() -> None:
    crowd = _panel(*[Part(CAT)] * 4, shot="medium")

    assert _words(_picture(replace(crowd, setting=Setting("moon", name="Mars")))) == []
    alone = replace(_panel(Part(CAT)), setting=Setting("moon", name="Mars"))
    assert _words(_picture(alone, lettering="none")) == []


def test_what_the_sketch_draws_has_no_label() -> None:
    panel = _panel(Part(CAT, holding="cake"), Part(_actor(HUMAN, role="chef")), things=("ball",))

    assert _picture(replace(panel, setting=Setting("park", building="bakery"))).labels == ()


# --- How it is drawn ------------------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES)
def test_a_stand_in_is_drawn_in_every_style(style: str) -> None:
    empty, drawn = _picture(_panel(), style), _picture(_panel(Part(GARGOYLE)), style)

    assert ImageChops.difference(empty.image, drawn.image).getbbox() is not None
    assert drawn.heads is not None
    assert len(drawn.heads) == 1


def test_a_stand_in_plays_every_pose_and_feeling_in_its_own_way() -> None:
    poses = {_picture(_panel(Part(SQUIRREL, pose))).image.tobytes() for pose in POSES}
    moods = {_picture(_panel(Part(SQUIRREL, "stand", mood))).image.tobytes() for mood in EMOTIONS}

    assert len(poses) == len(POSES.keys() - {pose.outdoors for pose in POSES.values()})
    assert len(moods) == len(EMOTIONS)


def test_the_same_word_has_the_same_look_and_a_told_color_is_kept() -> None:
    look = derive("slime", "", LookHints(body="green"), "x")

    assert look == derive("slime", "", LookHints(body="green"), "x")
    assert look.skin == PAINTS["green"]


def test_the_look_of_an_unknown_role_follows_the_gender() -> None:
    looks = {female: _astrologer(female=female) for female in (True, False)}

    assert {female: look.female for female, look in looks.items()} == {True: True, False: False}
    assert looks[True].outfit == "dress"
    assert looks[False].outfit == "shirt"


def _astrologer(*, female: bool) -> Look:
    return derive(HUMAN, "astrologer", LookHints(female=female), "x")


# --- Lettering ------------------------------------------------------------------------------------


def _differs(panel: PanelPlan, lettering: str) -> bool:
    """Return whether the words of *panel* are lettered."""
    other = replace(panel, labels=dict.fromkeys(panel.things, "a quite different word"))
    pages = [_page(each, lettering=lettering).image for each in (panel, other)]
    first, second = (Image.open(io.BytesIO(page)).convert("RGB") for page in pages)
    return ImageChops.difference(first, second).getbbox() is not None


@pytest.mark.parametrize(
    ("lettering", "lettered"),
    [("full", True), ("captions", True), ("bubbles", True), ("none", False)],
)
def test_words_are_written_unless_the_comic_has_no_letters(lettering: str, lettered: bool) -> None:
    assert _differs(_panel(Part(CAT), things=("weather vane",)), lettering) is lettered


def test_the_notice_lists_each_word_once_and_models_give_none() -> None:
    panel = _panel(Part(GARGOYLE), Part(GARGOYLE), things=("hologram",))

    assert _page(panel).notices == (
        PageNotice("drawn_as_label", {"words": ("gárgola", "hologram")}),
    )
    assert _page(_panel(Part(CAT))).notices == ()
    assert draw_page(order(panel_count=1), FlatPainter(), quiet).notices == ()


def test_people_are_named_once_a_comic_and_creatures_once_a_panel() -> None:
    astrologer, slime = Label("role", "astrologer", (0, 0)), Label("kind", "slime", (0, 0))

    assert shown_labels([(slime, slime, astrologer), (astrologer, slime)]) == [
        (slime, astrologer),
        (slime,),
    ]


@pytest.mark.parametrize("center", [(0, 0), (400, 10), (200, 399), (-50, 900)])
@pytest.mark.parametrize("text", ["pelican", "a very long word for a very small creature", "梟"])
def test_tags_stay_inside_the_panel_and_off_heads_and_balloons(center: Point, text: str) -> None:
    taken = ((0.0, 0.0, 400.0, 90.0), (100.0, 120.0, 300.0, 300.0))
    room = LabelRoom(400, 400, 20, taken)

    (tag,) = place_labels([Label("kind", text, center)], room, style_named("neutral"), "en")

    x0, y0, x1, y1 = tag.box
    assert x0 >= 0
    assert y0 >= 0
    assert x1 <= 400
    assert y1 <= 400
    assert not any(x0 < c and a < x1 and y0 < d and b < y1 for a, b, c, d in taken)


def test_two_tags_do_not_cover_each_other() -> None:
    labels = [Label("kind", word, (200, 350)) for word in ("pelican", "squirrel", "slime")]

    tags = place_labels(labels, LabelRoom(400, 400, 20, ()), style_named("neutral"), "en")

    boxes = [tag.box for tag in tags]
    for i, (x0, y0, x1, y1) in enumerate(boxes):
        assert not any(x0 < c and a < x1 and y0 < d and b < y1 for a, b, c, d in boxes[i + 1 :])
