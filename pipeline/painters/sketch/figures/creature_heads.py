"""Heads of birds, reptiles, robots and other creatures that are neither people nor mammals."""

from __future__ import annotations

import math
from dataclasses import replace

from pipeline.comic.character_look import Look
from pipeline.comic.geometry import (
    arc,
    ellipse,
    rounded,
)
from pipeline.comic.palette import BLACK, RGB, darker, lighter
from pipeline.painters.sketch.canvas import Canvas
from pipeline.painters.sketch.figures.faces import Face, draw_face, tint
from pipeline.painters.sketch.figures.mammal_heads import furry


def feathered(canvas: Canvas, look: Look, face: Face) -> None:
    kind, x = look.kind, face.turn * 5
    _crest(canvas, look)
    canvas.shape(ellipse(0, 0, 16.6, 16.4), look.skin, shade=3.2)
    if kind == "penguin":
        for side in (-1, 1):
            canvas.shape(ellipse(side * 6 + x * 0.5, 2.4, 8.4, 10), (250, 250, 248), line=0)
    elif kind == "owl":
        for side in (-1, 1):
            canvas.shape(ellipse(side * 7 + x * 0.6, -1, 8.4, 8.6), look.belly, line=0.6)
    size = face.eye_size * (1.15 if kind == "owl" else 1)
    draw_face(canvas, replace(furry(look, face), mouth_width=0.1, mouth_y=40, eye_size=size))
    opened = face.talking or face.emotion in {"happy", "love", "surprised", "scared", "angry"}
    _beak(canvas, x, flat=kind == "duck", opened=opened)
    if kind == "chicken":
        canvas.shape(ellipse(x, 13.4, 2.2, 3.2), (222, 60, 56), line=0.7)


def _crest(canvas: Canvas, look: Look) -> None:
    if look.kind == "owl":
        for side in (-1, 1):
            canvas.shape([(side * 5, -15), (side * 15, -24), (side * 16, -8)], look.skin)
    elif look.kind == "chicken":
        for i, tip in enumerate((-5.0, 0.0, 5.0)):
            lump = ellipse(tip + 1, -17 - (i == 1) * 2, 3.4, 4.4)
            canvas.shape(lump, (222, 60, 56), line=0.8)
    elif look.kind == "bird":
        tuft = [(-3, -15), (-7, -24), (0, -20), (2, -26), (4, -15)]
        canvas.shape(tuft, look.skin, curved=True)


def _beak(canvas: Canvas, x: float, *, flat: bool, opened: bool) -> None:
    tone: RGB = (246, 168, 50)
    if flat:
        if opened:
            canvas.shape(ellipse(x + 1, 9.6, 6.4, 3.4), darker(tone, 0.3), line=0.8)
        upper = [(x - 9, 5.4), (x, 3), (x + 9, 5.4), (x + 7, 8.6), (x - 7, 8.6)]
        canvas.shape(upper, tone, curved=True, shade=1)
        return
    if opened:
        lower = [(x - 4, 6.4), (x + 4, 6.4), (x + 1, 12.6)]
        canvas.shape(lower, darker(tone, 0.3), line=0.8)
    tip = 8.0 if opened else 10.4
    canvas.shape([(x - 5, 4.4), (x, 2.2), (x + 5, 4.4), (x + 0.8, tip)], tone, line=0.9, shade=1)


def reptile(canvas: Canvas, look: Look, face: Face) -> None:
    kind, x = look.kind, face.turn * 5
    if kind == "dragon":
        for side in (-1, 1):
            canvas.shape(
                [(side * 6, -13), (side * 9, -27), (side * 15, -32), (side * 13, -12)],
                (242, 226, 184),
                curved=True,
                shade=1,
            )
            canvas.shape(
                [
                    (side * 14, -4),
                    (side * 25, -11),
                    (side * 22, -2),
                    (side * 25, 4),
                    (side * 14, 5),
                ],
                look.accent,
                line=0.8,
            )
    if kind in {"dragon", "dinosaur"}:
        for i in range(3):
            canvas.shape(
                [(-7 + i * 5, -14), (-3 + i * 5, -23 + abs(i - 1) * 2), (0 + i * 5, -14)],
                look.accent,
                line=0.8,
            )
    canvas.shape(ellipse(0, -2, 16.4, 15), look.skin, shade=3)
    canvas.shape(
        [
            (x - 13, 5),
            (x - 9, 0),
            (x, -1),
            (x + 9, 0),
            (x + 13, 5),
            (x + 12, 14),
            (x, 18),
            (x - 12, 14),
        ],
        lighter(look.skin, 0.14),
        curved=True,
        shade=2.4,
    )
    for side in (-1, 1):
        canvas.blot(ellipse(x + side * 4.4, 3.6, 1.1, 1.6))
    draw_face(canvas, replace(furry(look, face), mouth_y=11, mouth_width=7.4, eye_y=-6))
    if kind == "dragon" and not face.talking:
        for side in (-1, 1):
            canvas.shape(
                [(x + side * 6 - 1.4, 11.4), (x + side * 6 + 1.4, 11.4), (x + side * 6, 14.6)],
                (255, 255, 255),
                line=0.5,
            )


def frog(canvas: Canvas, look: Look, face: Face) -> None:
    for side in (-1, 1):
        canvas.shape(ellipse(side * 9.5 + face.turn, -13, 7.4, 7.4), look.skin, shade=1.4)
    canvas.shape(ellipse(0, 2, 19, 14), look.skin, shade=3)
    canvas.shape(ellipse(0, 9, 13, 6), look.belly, line=0)
    draw_face(
        canvas,
        replace(furry(look, face), eye_y=-13, spread=9.2, mouth_y=5.6, mouth_width=9, brows=False),
    )


def robot(canvas: Canvas, look: Look, face: Face) -> None:
    metal = look.skin
    canvas.stroke([(0, -16), (0, -25)], weight=1.6)
    canvas.shape(ellipse(0, -27, 3.4, 3.4), (240, 80, 70), line=0.8)
    for side in (-1, 1):
        canvas.shape(rounded(side * 19 - 3, -6, side * 19 + 3, 7, 2), darker(metal, 0.25), line=0.9)
    canvas.shape(rounded(-18, -17, 18, 16, 6), metal, shade=3.4)
    canvas.shape(
        rounded(-14 + face.turn * 2, -12, 14 + face.turn * 2, 12.4, 5), (44, 56, 78), line=0.8
    )
    glow: RGB = (126, 240, 232)
    x, y = face.turn * 4.4, -2.4
    for side in (-1, 1):
        _lamp(canvas, face.emotion, x + side * 6, y, side, glow)
    _led_mouth(canvas, face, x, glow)
    for cx, cy in ((-15, -14), (15, -14), (-15, 13), (15, 13)):
        canvas.dot(cx, cy, 0.9, darker(metal, 0.45))


def _lamp(canvas: Canvas, feeling: str, x: float, y: float, side: int, glow: RGB) -> None:  # noqa: PLR0917 - coordinates
    if feeling in {"happy", "love"}:
        canvas.streak(
            arc(x, y + 2, 3.4, 4.4, math.pi + 0.1, math.tau - 0.1), glow, weight=2, taper=0.8
        )
    elif feeling == "asleep":
        canvas.streak([(x - 3, y), (x + 3, y)], glow, weight=1.6, taper=0.8)
    elif feeling == "angry":
        canvas.shape(
            [(x - 3.4, y - 2 + side), (x + 3.4, y - 2 - side), (x + 3.2, y + 3), (x - 3.2, y + 3)],
            (255, 120, 96),
            line=0,
        )
    elif feeling == "sad":
        canvas.shape(
            [(x - 3.4, y - 1 - side), (x + 3.4, y - 1 + side), (x + 3, y + 3), (x - 3, y + 3)],
            glow,
            line=0,
        )
    else:
        size = 4.3 if feeling in {"surprised", "scared"} else 3.4
        canvas.shape(ellipse(x, y, size, size), glow, line=0)
        canvas.dot(x - 1, y - 1, 0.9, (255, 255, 255))


def _led_mouth(canvas: Canvas, face: Face, x: float, glow: RGB) -> None:
    feeling = face.emotion
    if face.talking or feeling in {"surprised", "scared"}:
        canvas.shape(rounded(x - 4, 4.4, x + 4, 9.6, 1.6), glow, line=0)
        canvas.streak([(x - 3, 7), (x + 3, 7)], (44, 56, 78), weight=0.8, taper=1)
    elif feeling in {"sad", "angry"}:
        canvas.streak(
            arc(x, 10.6, 5, 4, math.pi + 0.3, math.tau - 0.3), glow, weight=1.5, taper=0.8
        )
    else:
        canvas.streak(arc(x, 4, 5.4, 4.6, 0.3, math.pi - 0.3), glow, weight=1.5, taper=0.8)


def alien(canvas: Canvas, look: Look, face: Face) -> None:
    for side in (-1, 1):
        canvas.stroke([(side * 6, -18), (side * 9, -25), (side * 14, -28)], weight=1.4)
        canvas.shape(ellipse(side * 14, -28.6, 2.8, 2.8), look.accent, line=0.8)
    canvas.shape(
        [
            (0, -21),
            (13, -18),
            (19, -7),
            (15, 5),
            (7, 14),
            (0, 17),
            (-7, 14),
            (-15, 5),
            (-19, -7),
            (-13, -18),
        ],
        look.skin,
        curved=True,
        shade=3.2,
    )
    x = face.turn * 3.4
    if face.emotion in {"happy", "love", "asleep"}:
        draw_face(canvas, replace(face, spread=7.6, eye_size=5.4, blush=tint(look.skin)))
        return
    for side in (-1, 1):
        tall = 1.25 if face.emotion in {"surprised", "scared"} else 1.0
        canvas.shape(
            ellipse(x + side * 7.6, -1.4, 4.6, 6.4 * tall, turn=side * 0.42), (34, 32, 52), line=0.6
        )
        canvas.dot(x + side * 7.6 - 1.2, -4, 1.4, (255, 255, 255))
    draw_face(
        canvas,
        replace(
            face,
            emotion=face.emotion,
            eye_size=0.01,
            mouth_y=9.4,
            mouth_width=4.4,
            brows=False,
            eyes="dot",
        ),
    )


def ghost(canvas: Canvas, look: Look, face: Face) -> None:
    """Draw only the face: the sheet is drawn as the body."""
    draw_face(
        canvas,
        replace(
            furry(look, face),
            brows=False,
            eyes="dot" if face.eyes == "oval" else face.eyes,
            eye_size=face.eye_size * 1.35,
        ),
    )


def fish(canvas: Canvas, look: Look, face: Face) -> None:
    """Draw the face of a body that consists of a head only."""
    draw_face(canvas, replace(furry(look, face), eye_y=-4, mouth_y=6, brows=False))


def octopus(canvas: Canvas, look: Look, face: Face) -> None:
    canvas.shape(
        [
            (0, -26),
            (14, -22),
            (20, -8),
            (17, 8),
            (10, 15),
            (-10, 15),
            (-17, 8),
            (-20, -8),
            (-14, -22),
        ],
        look.skin,
        curved=True,
        shade=3.6,
    )
    for x, y, r in ((-9, -17, 2.4), (-3, -21, 1.6), (10, -16, 2)):
        canvas.dot(x, y, r, lighter(look.skin, 0.4))
    draw_face(canvas, replace(furry(look, face), brows=False))


def monster(canvas: Canvas, look: Look, face: Face) -> None:
    for side in (-1, 1):
        canvas.shape([(side * 8, -14), (side * 15, -26), (side * 15, -9)], (244, 230, 190), shade=1)
    tufts = [
        (
            18.4 * math.cos(t / 20 * math.tau) * (1 + 0.08 * (t % 2)),
            17 * math.sin(t / 20 * math.tau) * (1 + 0.08 * (t % 2)),
        )
        for t in range(20)
    ]
    canvas.shape(tufts, look.skin, shade=3.4)
    draw_face(canvas, replace(furry(look, face), mouth_width=8.4, mouth_y=7))
    x = face.turn * 4
    for side in (-1, 1):
        canvas.shape(
            [(x + side * 4 - 1.4, 8), (x + side * 4 + 1.4, 8), (x + side * 4, 4.4)],
            (255, 255, 255),
            line=0.5,
        )


def snowman(canvas: Canvas, look: Look, face: Face) -> None:
    canvas.shape(ellipse(0, 0, 16, 15.4), look.skin, shade=3.2)
    draw_face(canvas, replace(face, eyes="dot", blush=(246, 178, 176)))
    x = face.turn * 6
    canvas.shape(
        [(x - 1, 0.6), (x - 1, 5), (x + 12 * (1 if face.turn >= 0 else -1), 4)],
        (244, 138, 52),
        line=0.8,
    )


def bee(canvas: Canvas, look: Look, face: Face) -> None:
    for side in (-1, 1):
        canvas.stroke([(side * 5, -15), (side * 8, -22), (side * 12, -24)], weight=1.2)
        canvas.shape(ellipse(side * 12, -24.4, 2, 2), BLACK, line=0.6)
    canvas.shape(ellipse(0, 0, 16.4, 15.6), look.skin, shade=3)
    draw_face(canvas, furry(look, face))
