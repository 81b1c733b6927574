"""Painting of panels: what was paid is reported at once, kept, and never paid again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from pipeline.comic.image_encoding import decode_kept
from pipeline.comic.job_cache import JobCache
from pipeline.comic.lettering.label import Label
from pipeline.comic.page import draw_page
from pipeline.comic.page_plan import plan_page, shot_of
from pipeline.comic.painter import Head, Shot
from pipeline.comic.painting import PaintingHooks, paint_panels
from pipeline.errors import DrawingError
from pipeline.models import CastMember, DrawingOrder, DrawnPanel, PictureCost
from pipeline.painters.sketch.painter import SketchPainter
from tests.pipeline.painters.paid_painter import PRICE, PaidPainter

ORDER = DrawingOrder(prompt="A cat opens a bakery. A robot comes in.", seed=7, panel_count=4)


def shots_of(order: DrawingOrder = ORDER) -> list[Shot]:
    page = plan_page(order)
    return [shot_of(page, order, index) for index in range(order.panel_count)]


def ignore(stage: str, panel: int) -> None:
    """Ignore the progress."""


@pytest.fixture
def cache(tmp_path: Path) -> JobCache:
    return JobCache(tmp_path / "job", salt="a")


@pytest.mark.parametrize("parallel", [1, 4])
def test_a_painted_panel_is_not_painted_again(cache: JobCache, parallel: int) -> None:
    paid: list[PictureCost] = []
    hooks = PaintingHooks(cache=cache, on_paid=paid.append)
    first = paint_panels(shots_of(), PaidPainter(parallel=parallel), ignore, hooks)
    painter = PaidPainter(parallel=parallel)

    second = paint_panels(shots_of(), painter, ignore, hooks)

    assert painter.painted == []
    assert paid == [PictureCost(1, PRICE)] * 4
    for one, other in zip(first, second, strict=True):
        assert ImageChops.difference(one.image, other.image).getbbox() is None
        assert (other.heads, other.cost) == (None, PictureCost())


@pytest.mark.parametrize("parallel", [1, 4])
def test_what_was_painted_before_a_failure_is_kept_for_the_next_attempt(
    cache: JobCache, parallel: int
) -> None:
    paid: list[PictureCost] = []
    hooks = PaintingHooks(cache=cache, on_paid=paid.append)
    failing = PaidPainter(parallel=parallel, failing={4})
    with pytest.raises(DrawingError):
        paint_panels(shots_of(), failing, ignore, hooks)
    assert paid == [PictureCost(1, PRICE)] * (len(failing.painted) + 1), (
        "the broken picture was paid too"
    )
    painter = PaidPainter(parallel=parallel)

    paint_panels(shots_of(), painter, ignore, hooks)

    assert sorted(failing.painted + painter.painted) == [1, 2, 3, 4]


def test_a_canceled_drawing_keeps_what_was_painted(cache: JobCache) -> None:
    class Stop(BaseException):
        pass

    def stop_at_the_third(stage: str, panel: int) -> None:
        if panel == 3:
            raise Stop

    painter = PaidPainter()
    with pytest.raises(Stop):
        paint_panels(shots_of(), painter, stop_at_the_third, PaintingHooks(cache=cache))

    paint_panels(shots_of(), painter, ignore, PaintingHooks(cache=cache))

    assert painter.painted == [1, 2, 3, 4]


def test_a_picture_that_a_cancel_interrupts_is_paid(cache: JobCache) -> None:
    class Stop(BaseException):
        pass

    reports: list[int] = []
    paid: list[PictureCost] = []

    def stop_while_the_second_is_painted(stage: str, panel: int) -> None:
        reports.append(panel)
        if reports.count(2) == 2:  # first when its turn comes, then by the painter
            raise Stop

    hooks = PaintingHooks(cache=cache, on_paid=paid.append)
    with pytest.raises(Stop):
        paint_panels(shots_of(), PaidPainter(), stop_while_the_second_is_painted, hooks)

    assert paid == [PictureCost(1, PRICE)] * 2


def test_heads_and_labels_are_kept_with_the_picture(cache: JobCache) -> None:
    heads = (Head((10.5, 20.0), 5.25), Head((1.0, 2.0), 3.0))
    labels = (Label("kind", "pelican", (3.0, 4.5)),)
    hooks = PaintingHooks(cache=cache)
    paint_panels(shots_of(), PaidPainter(heads=heads, labels=labels), ignore, hooks)

    again = paint_panels(shots_of(), PaidPainter(heads=heads), ignore, hooks)

    assert [picture.heads for picture in again] == [heads] * 4
    assert [picture.labels for picture in again] == [labels] * 4


CHANGES: dict[str, Callable[[Shot], Shot]] = {
    "another seed": lambda shot: replace(shot, seed=8),
    "another size": lambda shot: replace(shot, width=shot.width - 64),
    "other words": lambda shot: replace(shot, panel=replace(shot.panel, caption="By the sea")),
    "unwanted words": lambda shot: replace(shot, order=replace(shot.order, negative_prompt="rain")),
    "more steps": lambda shot: replace(shot, order=replace(shot.order, steps=30)),
    "another reference": lambda shot: replace(
        shot, order=replace(shot.order, characters=(CastMember("Mimi", reference_url="/b.png"),))
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_all_that_determines_a_picture_is_in_its_key(
    cache: JobCache, change: Callable[[Shot], Shot]
) -> None:
    shot = shots_of()[0]

    assert cache.picture_key("flat-1", change(shot)) != cache.picture_key("flat-1", shot)


def test_the_painter_and_its_settings_are_in_the_key(tmp_path: Path) -> None:
    shot, cache = shots_of()[0], JobCache(tmp_path, salt="a")

    assert cache.picture_key("flat-2", shot) != cache.picture_key("flat-1", shot)
    assert JobCache(tmp_path, salt="b").picture_key("flat-1", shot) != cache.picture_key(
        "flat-1", shot
    )


def test_what_changes_no_picture_is_not_in_its_key(cache: JobCache) -> None:
    def with_link(link: str, **changes: str) -> Shot:
        characters = (CastMember("Mimi", reference_url=link),)
        order = replace(ORDER, characters=characters, **changes)  # type: ignore[arg-type]
        return replace(shots_of()[0], order=order)

    old = with_link("https://comics.example/images/a.png?expires=1&signature=x")
    new = with_link("https://comics.example/images/a.png?expires=2&signature=y", format="webp")

    assert cache.picture_key("flat-1", old) == cache.picture_key("flat-1", new)


def test_a_key_is_the_same_in_another_process() -> None:
    script = (
        "from pathlib import Path\n"
        "from pipeline.comic.job_cache import JobCache\n"
        "from tests.pipeline.comic.test_painting import shots_of\n"
        "print([JobCache(Path('.')).picture_key('m', shot) for shot in shots_of()])\n"
    )
    keys = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(keys) == 1


BROKEN = (b"", b"null\nno image", b"no line", b"[[1]]\n", b"\xff\n\xff", b"null\n" + b"R" * 99)


@pytest.mark.parametrize("content", BROKEN)
def test_an_entry_that_cannot_be_read_is_painted_again(
    cache: JobCache, tmp_path: Path, content: bytes
) -> None:
    hooks = PaintingHooks(cache=cache)
    paint_panels(shots_of(), PaidPainter(), ignore, hooks)
    for path in (tmp_path / "job").iterdir():
        path.write_bytes(content)
    painter = PaidPainter()

    paint_panels(shots_of(), painter, ignore, hooks)

    assert painter.painted == [1, 2, 3, 4]


def test_a_full_disk_does_not_stop_a_drawing(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    hooks = PaintingHooks(cache=JobCache(in_the_way / "job"))

    assert len(paint_panels(shots_of(), PaidPainter(), ignore, hooks)) == 4


@pytest.mark.parametrize("parallel", [1, 4])
def test_every_panel_is_handed_on_without_loss(parallel: int) -> None:
    panels: list[DrawnPanel] = []
    hooks = PaintingHooks(on_painted=panels.append)

    pictures = paint_panels(shots_of(), PaidPainter(parallel=parallel), ignore, hooks)

    assert sorted(panel.index for panel in panels) == [1, 2, 3, 4]
    for panel in panels:
        original = pictures[panel.index - 1].image
        kept = decode_kept(panel.image)
        assert ImageChops.difference(kept, original).getbbox() is None
        assert (panel.seed, panel.content_type) == (7 + panel.index - 1, "image/webp")


def test_a_sketch_is_handed_on_without_loss() -> None:
    panels: list[DrawnPanel] = []
    shots = shots_of(replace(ORDER, panel_count=1))

    [picture] = paint_panels(
        shots, SketchPainter(), ignore, PaintingHooks(on_painted=panels.append)
    )

    kept = decode_kept(panels[0].image)
    assert isinstance(kept, Image.Image)
    assert ImageChops.difference(kept, picture.image).getbbox() is None


def test_a_page_has_the_cost_of_all_its_panels() -> None:
    page = draw_page(ORDER, PaidPainter(), ignore)

    assert page.cost.images == 4
    assert round(page.cost.usd, 6) == 4 * PRICE
    assert page.panels == ()


def test_panels_that_were_asked_for_come_with_the_page_and_not_to_the_hook() -> None:
    panels: list[DrawnPanel] = []

    page = draw_page(
        replace(ORDER, panels=True),
        PaidPainter(),
        ignore,
        hooks=PaintingHooks(on_painted=panels.append),
    )

    assert len(page.panels) == 4
    assert panels == []
