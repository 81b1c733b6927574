"""Print finish of a panel: the treatment of its style, then the color mode of the order."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PIL import Image

from pipeline.comic.palette import RGB, WHITE, mix
from pipeline.comic.styles import Style
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.effects.inked import clear, modern, plain
from pipeline.painters.sketch.effects.noir import noir
from pipeline.painters.sketch.effects.painted import soft, watercolor
from pipeline.painters.sketch.effects.panel_layers import STAGE, PanelLayers, Size, as_rgb
from pipeline.painters.sketch.effects.pencil import pencil
from pipeline.painters.sketch.effects.pixels import pixel
from pipeline.painters.sketch.effects.printed import benday, newsprint, one_ink, screentone

Treatment = Callable[[PanelLayers, Style, str], Image.Image]

_TREATMENTS: Mapping[str, Treatment] = {
    "plain": plain,
    "modern": modern,
    "benday": benday,
    "screentone": screentone,
    "clear": clear,
    "newsprint": newsprint,
    "noir": noir,
    "watercolor": watercolor,
    "soft": soft,
    "pixel": pixel,
    "pencil": pencil,
}


def finish(
    canvas: Canvas, style: Style, *, tint: RGB, light: RGB = STAGE, mode: str, size: Size
) -> Image.Image:
    """Return the printed panel: *tint* is the light of the hour, *light* that of a stage at the
    edges, *mode* is color, grayscale or monochrome, *size* the size of the result in pixels.
    """
    if style.mode != "color":
        tint = mix(tint, WHITE, 0.75)  # in black and white only the sky shows that it is night
    image = _TREATMENTS[style.treatment](PanelLayers(canvas, tint, size, light), style, mode)
    own = {"manga": "grayscale", "noir": "monochrome"}.get(style.name)
    if mode == "grayscale" and own != "grayscale":
        image = as_rgb(image.convert("L"))
    elif mode == "monochrome" and own != "monochrome":
        image = one_ink(image, size)
    return image
