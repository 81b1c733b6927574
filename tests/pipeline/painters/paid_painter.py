"""Paid painter: one colour a panel, at once, for a price; a test decides which panels fail."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from PIL import Image

from pipeline.comic.lettering.label import Label
from pipeline.comic.painter import Head, Picture, Shot, StepReport
from pipeline.errors import DrawingError, ErrorCode, api_fault
from pipeline.models import PictureCost

PRICE = 0.04  # US dollars
PAID = "tests.pipeline.painters.paid_painter:painter"
# Names a file: one line a painted panel; the process dies instead if it holds the word `die`.
LOG_VARIABLE = "PAID_PAINTER_LOG"


@dataclass
class PaidPainter:
    """Painter whose pictures depend on seed and panel only."""

    model: str = "flat-1"
    input_keys: tuple[str, ...] = ("steps",)
    parallel: int = 1
    knows_heads: bool = False
    max_references: int = 0
    interrupted_cost: PictureCost = field(default_factory=lambda: PictureCost(1, PRICE))
    heads: tuple[Head, ...] | None = None
    labels: tuple[Label, ...] = ()
    failing: set[int] = field(default_factory=set)  # panels, from 1
    painted: list[int] = field(default_factory=list)
    log: Path | None = None
    lock: Lock = field(default_factory=Lock)

    def paint(self, shot: Shot, report: StepReport) -> Picture:
        report(0.5)
        panel = shot.index + 1
        if panel in self.failing:
            fault = api_fault(ErrorCode.GENERATION_FAILED, "a broken picture")
            raise DrawingError(fault, paid_images=1, paid_usd=PRICE)
        with self.lock:
            self.painted.append(panel)
        self._record(panel)
        color = (shot.panel_seed % 256, 60 * shot.index % 256, 128)
        image = Image.new("RGB", (shot.width, shot.height), color)
        return Picture(image, self.heads, PictureCost(1, PRICE), labels=self.labels)

    def _record(self, panel: int) -> None:
        if self.log is None:
            return
        if self.log.exists() and "die" in self.log.read_text(encoding="utf-8") and panel == 3:
            self.log.write_text("", encoding="utf-8")
            os._exit(3)
        with self.log.open("a", encoding="utf-8") as file:
            file.write(f"{panel}\n")


def painter() -> PaidPainter:
    """Return the painter for an artist process."""
    log = os.environ.get(LOG_VARIABLE)
    return PaidPainter(log=Path(log) if log else None)
