from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from pipeline.comic.job_cache import JobCache
from pipeline.comic.page import draw_page
from pipeline.comic.painting import PaintingHooks
from pipeline.comic.portraits import PORTRAIT_SIZE, PortraitStore, with_references
from pipeline.comic.shot_words import PORTRAIT, shot_words
from pipeline.models import CastMember, DrawnPanel, ScriptPanelText, SpeechLine
from tests.pipeline.comic.drawing_orders import order, quiet
from tests.pipeline.comic.shots import shots_of
from tests.pipeline.painters.flat_painter import FlatPainter
from tests.pipeline.painters.paid_painter import PaidPainter

MIMI = CastMember("Mimi", "small grey cat, red scarf", consistency=0.9)
BOLT = CastMember("Bolt", "a round robot")
EXTRA = CastMember("Zoe", "a girl in a yellow coat")
SCRIPT = (
    ScriptPanelText("Mimi bakes", "", (SpeechLine("Bread!", "Mimi"),)),
    ScriptPanelText(
        "Mimi and Bolt eat", "", (SpeechLine("Good?", "Mimi"), SpeechLine("Yes.", "Bolt"))
    ),
    ScriptPanelText("Bolt meets Zoe", "", (SpeechLine("Hello!", "Zoe"),)),
)
ORDER = order(panel_count=3, script=SCRIPT, characters=(MIMI, BOLT, EXTRA))


def painted(painter: FlatPainter, kind: str) -> list[str]:
    """Return the names of the characters of each shot of *kind*."""
    return [
        ", ".join(part.actor.name for part in shot.panel.parts)
        for shot in painter.shots
        if (shot.panel.shot == PORTRAIT) == (kind == "portraits")
    ]


def test_each_recurring_character_is_painted_once_and_first() -> None:
    painter = FlatPainter(max_references=4)

    draw_page(ORDER, painter, quiet)

    assert painted(painter, "portraits") == ["Mimi", "Bolt"]
    assert [shot.panel.shot == PORTRAIT for shot in painter.shots[:2]] == [True, True]
    assert len(painted(painter, "panels")) == 3


def test_each_panel_gets_the_portraits_of_those_who_are_in_it() -> None:
    painter = FlatPainter(max_references=4)
    shots = with_references(shots_of(ORDER), painter, quiet, PortraitStore())

    names = [[reference.name for reference in shot.references] for shot in shots]
    assert [set(found) for found in names] == [{"Mimi"}, {"Mimi", "Bolt"}, {"Bolt"}]
    first = shots[0].references[0]
    assert Image.open(io.BytesIO(first.image)).size == PORTRAIT_SIZE
    assert first.consistency == 0.9
    assert "The given pictures show, in this order: Mimi" in shot_words(shots[0]).words


def test_a_painter_gets_no_more_references_than_it_takes() -> None:
    painter = FlatPainter(max_references=1)
    shots = with_references(shots_of(ORDER), painter, quiet, PortraitStore())

    assert all(len(shot.references) <= 1 for shot in shots)


def test_a_painter_without_references_paints_no_portraits() -> None:
    painter = FlatPainter()

    draw_page(ORDER, painter, quiet)

    assert painted(painter, "portraits") == []
    assert all(not shot.references for shot in painter.shots)


def test_portraits_are_kept_for_other_comics(tmp_path: Path) -> None:
    for _ in range(2):  # another store on the folder, as after a restart
        painter = FlatPainter(max_references=4)
        draw_page(ORDER, painter, quiet, PortraitStore(tmp_path / "portraits"))

    assert painted(painter, "portraits") == []
    assert len(list((tmp_path / "portraits").iterdir())) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 8},
        {"style": "noir"},
        {"color_mode": "grayscale"},
        {"safety": "strict"},
        {"characters": (CastMember("Mimi", "large black cat"), BOLT, EXTRA)},
    ],
)
def test_what_changes_a_face_needs_another_portrait(
    tmp_path: Path, change: dict[str, object]
) -> None:
    store = PortraitStore(tmp_path)
    draw_page(ORDER, FlatPainter(max_references=4), quiet, store)
    painter = FlatPainter(max_references=4)
    fields: dict[str, object] = {
        "panel_count": 3,
        "script": SCRIPT,
        "characters": (MIMI, BOLT, EXTRA),
        **change,
    }

    draw_page(order(**fields), painter, quiet, store)  # type: ignore[arg-type]

    assert "Mimi" in painted(painter, "portraits")


def test_another_model_needs_another_portrait(tmp_path: Path) -> None:
    store = PortraitStore(tmp_path)
    draw_page(ORDER, FlatPainter(max_references=4), quiet, store)
    painter = FlatPainter(max_references=4)
    painter.model = "other"

    draw_page(ORDER, painter, quiet, store)

    assert painted(painter, "portraits") == ["Mimi", "Bolt"]


def test_a_portrait_does_not_depend_on_its_place_among_the_others() -> None:
    painter = FlatPainter(max_references=4)
    draw_page(ORDER, painter, quiet)

    seeds = {shot.panel_seed for shot in painter.shots if shot.panel.shot == PORTRAIT}
    assert seeds == {ORDER.seed}


def test_a_portrait_that_was_not_checked_is_not_used_where_portraits_are(tmp_path: Path) -> None:
    store = PortraitStore(tmp_path)
    with_references(shots_of(ORDER), FlatPainter(max_references=4), quiet, store)
    checked: list[tuple[int, int]] = []
    hooks = PaintingHooks(check=lambda image, _safety: checked.append(image.size))

    with_references(shots_of(ORDER), FlatPainter(max_references=4), quiet, store, hooks)

    assert checked == [PORTRAIT_SIZE] * 2


def test_other_settings_of_the_painter_need_another_portrait(tmp_path: Path) -> None:
    for salt in ("low", "high"):
        painter = FlatPainter(max_references=4)
        draw_page(ORDER, painter, quiet, PortraitStore(tmp_path, salt=salt))

        assert len(painted(painter, "portraits")) == 2


def test_portraits_are_paid_and_kept_but_no_panels(tmp_path: Path) -> None:
    announced: list[DrawnPanel] = []
    hooks = PaintingHooks(cache=JobCache(tmp_path), on_painted=announced.append)

    first = draw_page(ORDER, PaidPainter(max_references=4), quiet, hooks=hooks)
    second = draw_page(ORDER, PaidPainter(max_references=4), quiet, hooks=hooks)

    assert first.cost.images == 5
    assert [panel.index for panel in announced] == [1, 2, 3] * 2
    assert second.cost.images == 0


def test_a_folder_that_cannot_be_written_costs_no_comic(tmp_path: Path) -> None:
    (tmp_path / "portraits").write_text("not a folder")
    painter = FlatPainter(max_references=4)

    draw_page(ORDER, painter, quiet, PortraitStore(tmp_path / "portraits"))

    assert len(painter.shots) == 5


def test_the_same_characters_of_one_kind_share_a_portrait() -> None:
    painter = FlatPainter(max_references=4)
    draw_page(order("Three cats sing. Three cats sleep.", panel_count=2), painter, quiet)

    shown = {len(shot.references) for shot in painter.shots if shot.panel.shot != PORTRAIT}
    assert max(shown) <= 4
