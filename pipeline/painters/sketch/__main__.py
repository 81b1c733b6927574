"""Command line of the sketch painter: draws one comic, or its catalogue, into a file."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from pipeline.models import ASPECTS, LAYOUTS, STYLES, DrawingOrder
from pipeline.painters.sketch import draw, draw_storyboard
from pipeline.painters.sketch.catalogue import draw_catalogue


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m pipeline.painters.sketch", description=__doc__)
    parser.add_argument("prompt", help='what to draw; "catalogue": everything that can be drawn')
    parser.add_argument("sections", nargs="*", help="sections of the catalogue; none: all")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--style", choices=STYLES, default="american_modern")
    parser.add_argument("--panels", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layout", choices=LAYOUTS, default="auto")
    parser.add_argument("--aspect", choices=ASPECTS, default="1:1")
    parser.add_argument("--size", type=int, default=1024, help="longer side of a panel, in pixels")
    parser.add_argument("--language", default="en")
    parser.add_argument("--color-mode", choices=("color", "grayscale", "monochrome"), default="")
    parser.add_argument("--storyboard", action="store_true", help="a page in pencil")
    parser.add_argument("--rtl", action="store_true", help="read from right to left")
    given = parser.parse_args(arguments)
    if given.prompt == "catalogue":
        draw_catalogue(given.out, given.sections)
        return 0
    order = DrawingOrder(
        prompt=given.prompt,
        seed=given.seed,
        style=given.style,
        color_mode=given.color_mode,
        panel_count=given.panels,
        layout=given.layout,
        aspect=given.aspect,
        panel_size=given.size,
        language=given.language,
        reading_direction="rtl" if given.rtl else "ltr",
        format={".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp"}.get(given.out.suffix, "png"),
    )
    began = time.perf_counter()
    drawn = draw_storyboard if given.storyboard else draw
    drawing = drawn(order, lambda _stage, _panel: None)
    given.out.write_bytes(drawing.image)
    seconds = time.perf_counter() - began
    sys.stdout.write(
        f"{given.out}: {drawing.width} x {drawing.height}, {seconds:.2f} s\n{drawing.alt_text}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
