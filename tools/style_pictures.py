"""Draw the thumbnails of the styles for the picker on the chat page.

Run it again after changes to the sketch artist: `.venv/bin/python tools/style_pictures.py`.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from pipeline.models import STYLES, DrawingOrder
from pipeline.painters.sketch import draw

FOLDER = Path(__file__).resolve().parent.parent / "bots" / "web" / "static" / "styles"
PROMPT = "A cat with a red scarf waves on the beach"
SEED = 7
SIZE = (240, 180)  # pixels; shown at half the size, to be sharp on high-density screens
MARGIN = 0.1  # fraction of the page cut off on each side, with its frame and paper
QUALITY = 78


def picture(style: str) -> Image.Image:
    """Return the centre of one panel in that style."""
    order = DrawingOrder(
        prompt=PROMPT,
        seed=SEED,
        style=style,
        panel_count=1,
        aspect="4:3",
        panel_size=512,
        lettering="none",
    )
    page = Image.open(io.BytesIO(draw(order, lambda _stage, _panel: None).image)).convert("RGB")
    across, down = int(page.width * MARGIN), int(page.height * MARGIN)
    middle = page.crop((across, down, page.width - across, page.height - down))
    return middle.resize(SIZE, Image.Resampling.LANCZOS)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for style in STYLES:
        path = FOLDER / f"{style}.webp"
        picture(style).save(path, "WEBP", quality=QUALITY, method=6)
        print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
