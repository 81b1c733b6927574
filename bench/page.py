"""Benchmarks of a page: what the pipeline adds to its painter, and what keeping panels adds."""

from __future__ import annotations

import asyncio
import io
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from PIL import Image
from pydantic import SecretStr

from bench.registry import Row, Scale, at_most, benchmark
from pipeline.comic.page import draw_page
from pipeline.comic.page_plan import plan_page, shot_of
from pipeline.comic.painter import Picture, Shot, StepReport
from pipeline.comic.painting import NO_HOOKS, PaintingHooks
from pipeline.comic.portraits import PortraitStore
from pipeline.models import DrawingOrder, DrawnPanel
from pipeline.painters.images_api import ImagesApiPainter
from pipeline.painters.sketch.painter import SketchPainter
from pipeline.settings import ArtistOptions
from tests.fakes.painting.images import KEY, MODEL

ROUNDS = 7
PANELS = 4
ORDER = DrawingOrder(
    prompt='A cat opens a bakery on the moon. "Fresh bread!" says the cat. A robot comes in.',
    seed=7,
    panel_count=PANELS,
)
GOAL_OVERHEAD, GOAL_KEPT, GOAL_TOGETHER = 0.45, 0.15, 1.4  # seconds
# Of the time of the panels alone, as before the page and its painters were divided.
GOAL_SKETCH = 1.35
PAINTING_SECONDS = 1.0  # of one picture, by the images API


class FlatPainter:
    """Painter that returns flat pictures at once."""

    model = "flat"
    input_keys: tuple[str, ...] = ()
    knows_heads = False
    max_references = 0
    parallel = 1

    def paint(self, shot: Shot, report: StepReport) -> Picture:
        report(0.5)
        return Picture(Image.new("RGB", (shot.width, shot.height), (200, 120, 40 * shot.index)))


@dataclass(frozen=True, slots=True)
class Spent:
    """Durations of the same work with and without what is measured, by turns."""

    measured: float
    floor: float


@benchmark
async def page_overhead(scale: Scale) -> Sequence[Row]:
    """A page of four flat pictures that cost no time: plan, lettering and encoding on one core."""
    spent = _by_turns(scale, lambda: _draw(FlatPainter()), _encode_flat_page)
    return [
        at_most("page_overhead", spent.measured, "CPU s", floor=spent.floor, goal=GOAL_OVERHEAD)
    ]


@benchmark
async def sketch_page(scale: Scale) -> Sequence[Row]:
    """A page of four panels by the sketch, plan to encoded page, on one core."""
    spent = _by_turns(scale, lambda: _draw(SketchPainter()), _sketch_pictures)
    return [
        at_most(
            "sketch_page",
            spent.measured,
            "CPU s",
            floor=spent.floor,
            goal=GOAL_SKETCH * spent.floor,
        )
    ]


@benchmark
async def panels_kept(scale: Scale) -> Sequence[Row]:
    """What handing on each panel of a sketch without loss adds to its page."""
    kept: list[DrawnPanel] = []
    hooks = PaintingHooks(on_painted=kept.append)
    spent = _by_turns(scale, lambda: _draw(SketchPainter(), hooks), lambda: _draw(SketchPainter()))
    added = max(spent.measured - spent.floor, 0.0)
    size = sum(len(panel.image) for panel in kept[:PANELS]) / 1000
    return [
        at_most("panels_kept", added, "CPU s a page", floor=spent.floor, goal=GOAL_KEPT),
        at_most("panels_kept_size", size, "kB a page"),
    ]


@benchmark
async def panels_together(scale: Scale) -> Sequence[Row]:
    """Four panels by an images API that takes a second each; portraits are kept already."""
    rounds = scale.of(5, 1)
    async with _images_api() as url:
        spent = await asyncio.to_thread(_draw_by_api, url, rounds)
    bare = [_seconds(_wait_together, time.monotonic) for _ in range(rounds)]
    return [at_most("panels_together", median(spent), "s", floor=median(bare), goal=GOAL_TOGETHER)]


def _by_turns(scale: Scale, ours: Callable[[], object], bare: Callable[[], object]) -> Spent:
    """Return the median CPU times of this process, after a round that loads everything."""
    measured, floor = [], []
    for number in range(1 + scale.of(ROUNDS, 1)):
        floor.append(_seconds(bare, time.process_time))
        measured.append(_seconds(ours, time.process_time))
        if number == 0:
            measured.clear()
            floor.clear()
    return Spent(median(measured), median(floor))


def _seconds(work: Callable[[], object], clock: Callable[[], float]) -> float:
    began = clock()
    work()
    return clock() - began


def _draw(painter: FlatPainter | SketchPainter, hooks: PaintingHooks = NO_HOOKS) -> None:
    draw_page(ORDER, painter, _ignore_progress, hooks=hooks)


@asynccontextmanager
async def _images_api() -> AsyncIterator[str]:
    """Run the fake images API; yield its base URL."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.fakes.painting", "--kind=images"),
        f"--seconds={PAINTING_SECONDS}",
        stdout=PIPE,
        cwd=Path(__file__).parents[1],
    )
    try:
        assert process.stdout is not None
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.terminate()
        await process.wait()


def _draw_by_api(url: str, rounds: int) -> list[float]:
    """Return the durations of pages after the first, which paints the portraits."""
    options = ArtistOptions(kind="images", url=url, token=SecretStr(KEY), model=MODEL)
    painter, portraits = ImagesApiPainter(options), PortraitStore()
    try:
        return [
            _seconds(lambda: draw_page(ORDER, painter, _ignore_progress, portraits), time.monotonic)
            for _ in range(1 + rounds)
        ][1:]
    finally:
        painter.close()


def _ignore_progress(_stage: str, _panel: int) -> None:
    """Ignore the progress."""


def _encode_flat_page() -> None:
    """Compose and encode a page of flat panels, as any program has to."""
    sheet = plan_page(ORDER).sheet
    page = Image.new("RGB", (sheet.width, sheet.height), (255, 255, 255))
    for rect in sheet.panels:
        page.paste((200, 120, 40), (rect.x, rect.y, rect.x + rect.width, rect.y + rect.height))
    page.save(io.BytesIO(), "PNG", compress_level=4)


def _sketch_pictures() -> None:
    """Paint the panels alone, without a page around them."""
    page = plan_page(ORDER)
    for index in range(PANELS):
        SketchPainter().paint(shot_of(page, ORDER, index), lambda _share: None)


def _wait_together() -> None:
    """Wait as long as the painter does, in as many threads."""
    with ThreadPoolExecutor(PANELS) as threads:
        list(threads.map(time.sleep, [PAINTING_SECONDS] * PANELS))
