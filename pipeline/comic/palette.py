"""Colors: mixing, brightness, and the named colors that a story can mention."""

from __future__ import annotations

RGB = tuple[int, int, int]

WHITE: RGB = (255, 255, 255)

PAINTS: dict[str, RGB] = {
    "red": (214, 52, 46),
    "orange": (240, 138, 44),
    "yellow": (250, 206, 66),
    "green": (86, 164, 78),
    "blue": (62, 122, 206),
    "purple": (136, 84, 178),
    "pink": (242, 146, 172),
    "brown": (146, 92, 54),
    "black": (52, 50, 60),
    "white": (246, 244, 238),
    "grey": (150, 154, 164),
    "gold": (232, 182, 60),
    "silver": (190, 198, 208),
    "turquoise": (72, 184, 182),
    "blond": (246, 212, 110),
}

SKINS: tuple[RGB, ...] = (
    (255, 222, 196),
    (250, 206, 170),
    (232, 180, 138),
    (202, 146, 104),
    (160, 108, 76),
    (116, 76, 54),
)
HAIRS: tuple[RGB, ...] = (
    (58, 44, 40),
    (104, 66, 40),
    (156, 98, 48),
    (222, 166, 76),
    (196, 84, 40),
    (40, 40, 52),
)
CLOTHES: tuple[RGB, ...] = (
    (208, 66, 58),
    (58, 118, 190),
    (242, 190, 66),
    (84, 156, 98),
    (142, 92, 170),
    (236, 134, 60),
    (72, 172, 176),
    (226, 110, 146),
)


def mix(a: RGB, b: RGB, share: float) -> RGB:
    """*share* 0 is *a*, 1 is *b*."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def darker(color: RGB, share: float = 0.25) -> RGB:
    return mix(color, (20, 16, 34), share)


def lighter(color: RGB, share: float = 0.35) -> RGB:
    return mix(color, WHITE, share)


def luminance(color: RGB) -> float:
    """0 (black) to 255 (white)."""
    return 0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2]


def from_hex(text: str) -> RGB:
    """Return the color written as #rrggbb. Raises ValueError."""
    red, green, blue = bytes.fromhex(text.removeprefix("#"))
    return red, green, blue
