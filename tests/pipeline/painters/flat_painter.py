"""Painter of flat colours, which knows no heads: for tests of what all painters share."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from pipeline.comic.painter import Picture, Shot, StepReport
from pipeline.comic.seeded_random import chance


class FlatPainter:
    """Records its shots. *interrupt* is called with each shot before it is painted."""

    model = "flat"
    input_keys: tuple[str, ...] = ()
    knows_heads = False

    def __init__(
        self,
        *,
        parallel: int = 1,
        max_references: int = 0,
        interrupt: Callable[[Shot], None] | None = None,
    ) -> None:
        self.parallel = parallel
        self.max_references = max_references
        self.shots: list[Shot] = []
        self._interrupt = interrupt

    def paint(self, shot: Shot, report: StepReport) -> Picture:
        self.shots.append(shot)
        report(0.0)
        if self._interrupt is not None:
            self._interrupt(shot)
        source = chance("flat", shot.panel_seed)
        color = (source.randrange(150, 250), source.randrange(150, 250), source.randrange(150, 250))
        image = Image.new("RGB", (shot.width, shot.height), color)
        return Picture(image if shot.mode == "color" else image.convert("L").convert("RGB"))
