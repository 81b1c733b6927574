"""Signs at places that have no scene of their own, for the word that names them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.comic.geometry import box, ellipse
from pipeline.comic.palette import RGB
from pipeline.painters.sketch.canvas import Canvas

AFLOAT = frozenset(("sea", "sky", "underwater", "space"))  # no ground for a post
_BOARD: RGB = (236, 214, 170)
_POST: RGB = (168, 112, 66)
_SPOTS = (0.0, 0.18, -0.18, 0.36, -0.36)  # of the width, from the middle
_BESIDE = 4.0  # units between the middle of a board and a body, so that its word is seen


def draw_place_sign(
    canvas: Canvas,
    name: str,
    bodies: Sequence[tuple[float, float]],
    *,
    top: float,
    ground: float,
    hanging: bool,
) -> None:
    """Draw a board that hangs, or stands on a post, between *bodies* (middle and half width).

    Without room for it there is none. *top* is the lower edge of the lettering and *ground* the
    height of the feet, in units.
    """

    def room(spot: float) -> float:
        return min((abs(spot - x) - half for x, half in bodies), default=_BESIDE)

    x = max((share * canvas.width for share in _SPOTS), key=room)
    if room(x) < _BESIDE:
        return
    if hanging:
        y = top + 12
        canvas.stroke([(x - 8, y - 4), (x, y - 10), (x + 8, y - 4)], weight=0.8, curved=False)
    else:
        y = ground - min(36.0, (ground - top) * 0.5)
        canvas.dim(ellipse(x + 2, ground, 7, 1.4), 110)
        canvas.shape(box(x - 1.4, y, x + 1.4, ground), _POST, line=1, shade=0.8)
    canvas.shape(box(x - 12, y - 5, x + 12, y + 5), _BOARD, line=1, shade=1)
    canvas.mark("sign", name, (x, y))
