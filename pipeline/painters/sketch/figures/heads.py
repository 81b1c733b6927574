"""Heads, drawn around (0, 0) with a radius of about 17, from SVG files.

Layers of a head, the farthest first: `side` (what turns away: ears of people), `head`, `muzzle`,
the features, `nose`, `shut` (teeth of a mouth that does not talk). A head may have `eyes` and a
`mouth` of its own, and others for some feelings, `eyes.sad.angry`, or for talk, `mouth.talking`;
the style draws the features that it lacks. Markers: `eye` (the front one), `mouth`.

Layers of hair: `back`, `front`; of face details: `under` the features, `head`, and over them what
moves with the `mouth` or the front `eye`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.comic.character_look import HUMAN, Look
from pipeline.comic.geometry import Point, ellipse
from pipeline.comic.palette import darker
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.drawings.drawing import Drawing, Piece, draw_pieces
from pipeline.painters.sketch.drawings.library import drawing, names
from pipeline.painters.sketch.figures.faces import Face, draw_face, draw_mouth, tint
from pipeline.painters.sketch.figures.garments import palette_of
from pipeline.painters.sketch.figures.hats import draw_glasses, draw_hat
from pipeline.painters.sketch.figures.noses import draw_nose

_HEADS, _HAIR, _DETAILS = "heads", "hair", "face_details"
_HOODS = frozenset(("ninja", "helmet", "kabuto"))  # hats that hide all hair
_USUAL = Face()
_BEARDS, _BEARDED = frozenset(("beard",)), 4.8  # width of a mouth in a beard
_CHEEK, _CHIN = 2.0, 17.0  # heights of a head of people
_EAR_X = 16.4  # of an ear seen from behind
_ASIDE, _AWAY = 4.6, -2.4  # how far a turn moves the features, and the ears of people


def draw_head(canvas: Canvas, look: Look, face: Face) -> None:
    """Draw the head of *look*, with its hair, hat and glasses."""
    if face.from_behind:
        _draw_back(canvas, look)
        return
    head, colors = drawing(_HEADS, _kind(look)), palette_of(look)
    details = [drawing(_DETAILS, name) for name in _details(look)]

    def draw(pieces: Sequence[Piece], x: float = 0.0, y: float = 0.0) -> None:
        if pieces:
            with canvas.at(x, y):
                draw_pieces(canvas, pieces, colors)

    face, turned = _fitted(face, look, head), face.turn * _ASIDE
    draw(_hair(look, "back"))
    draw(head.layer("side"), face.turn * _AWAY)
    draw(_jawed(head.layer("head"), look, face))
    draw(head.layer("muzzle"), turned)
    for detail in details:
        draw(detail.layer("under"))
    states = ("talking", face.emotion) if face.talking else (face.emotion,)
    eyes, mouth = _own(head, "eyes", states), _own(head, "mouth", states)
    draw(eyes, turned)
    draw(mouth, turned)
    if not mouth:
        draw_face(canvas, replace(face, eyes="dot", eye_size=0.01, brows=False) if eyes else face)
    draw(head.layer("nose"), turned)
    if not face.talking:
        draw(head.layer("shut"), turned)
    if look.kind == HUMAN:
        draw_nose(canvas, face, look.skin)
    for detail in details:
        draw(detail.layer("head"))
        draw(detail.layer("mouth"), face.turn * 4, face.mouth_y - _USUAL.mouth_y)
        at = (face.spread - _USUAL.spread + face.turn * 3.6, face.eye_y - _USUAL.eye_y)
        draw(detail.layer("eye"), *at)
    if look.wears & _BEARDS:
        draw_mouth(canvas, replace(face, mouth_y=face.mouth_y + 0.8, mouth_width=_BEARDED))
    draw(_hair(look, "front"))
    _draw_worn(canvas, look, face)


def _draw_back(canvas: Canvas, look: Look) -> None:
    """Draw the head of *look* from behind: hair, ears and hat, and no face."""
    head, colors = drawing(_HEADS, _kind(look)), palette_of(look)
    pieces = (*_hair(look, "back"), *head.layer("side"), *head.layer("head"))
    draw_pieces(canvas, pieces, colors)
    if look.kind == HUMAN:
        for side in (-1, 1):
            canvas.shape(ellipse(side * _EAR_X, 2, 3.2, 4.4), look.skin, shade=0)
            canvas.stroke(
                [(side * _EAR_X, 0), (side * (_EAR_X + 1.4), 2), (side * _EAR_X, 4)], weight=0.6
            )
        if _hair(look, "front"):
            draw_pieces(canvas, _hair(look, "front"), colors)
            canvas.shape(ellipse(0, -3, 16.6, 16.2), look.hair, shade=0)
            for x in (-9, -3, 3, 9):  # locks that fall from the crown
                canvas.stroke([(x * 0.3, -13), (x * 0.9, -4), (x, 8)], weight=0.6)
    if look.hat:
        draw_hat(canvas, look)


def _draw_worn(canvas: Canvas, look: Look, face: Face) -> None:
    if "glasses" in look.wears:
        draw_glasses(canvas, face)
    if look.hat:
        draw_hat(canvas, look)


def _kind(look: Look) -> str:
    return look.kind if look.kind in names(_HEADS) else "stand-in"


def _jawed(pieces: tuple[Piece, ...], look: Look, face: Face) -> tuple[Piece, ...]:
    """Return the outline of a head; those of people have the jaw of the style."""
    jaw, chin = face.style.jaw, face.style.chin
    if look.kind != HUMAN or (jaw, chin) == (1.0, 0.0):
        return pieces

    def moved(point: Point) -> Point:
        share = min(1.0, max(0.0, (point[1] - _CHEEK) / (_CHIN - _CHEEK)))
        return (point[0] * (1 + (jaw - 1) * min(1.0, share * 2)), point[1] + chin * share)

    return tuple(replace(piece, path=[moved(point) for point in piece.path]) for piece in pieces)


def _details(look: Look) -> list[str]:
    worn = look.wears | {look.hat}
    if look.hat == "wizard" and "beard" in worn:
        worn = worn - {"beard"} | {"long beard"}
    return sorted(worn & names(_DETAILS))


def _hair(look: Look, layer: str) -> tuple[Piece, ...]:
    if look.kind != HUMAN or look.hat in _HOODS or look.hair_style not in names(_HAIR):
        return ()
    return drawing(_HAIR, look.hair_style).layer(layer)


def _fitted(face: Face, look: Look, head: Drawing) -> Face:
    """Return *face* in the colors of *look*, with its features where the drawing marks them."""
    face = replace(face, blush=tint(look.skin), lashes=look.female)
    if look.kind == HUMAN:
        face = replace(face, brow=look.hair)
    elif not look.has_figure:
        face = replace(face, brow=darker(look.skin, 0.6))
    if eye := head.markers.get("eye"):
        x, y = eye.at
        face = replace(face, spread=x, eye_y=y, eye_size=eye.radius, lashes=False)
    if mouth := head.markers.get("mouth"):
        face = replace(face, mouth_y=mouth.at[1], mouth_width=mouth.radius)
    return face


def _own(head: Drawing, feature: str, states: Sequence[str]) -> tuple[Piece, ...]:
    """Return the *feature* that the head has of its own in one of the *states*."""
    for layer in head.layers:
        kind, *when = layer.split(".")
        if kind == feature and (not when or not set(when).isdisjoint(states)):
            return head.layer(layer)
    return ()
