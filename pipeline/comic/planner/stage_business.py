"""Stage business: small wordless gags for panels without narration."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Business:
    """A gag: what the hero does with an object that the story does not mention."""

    thing: str
    pose: str
    emotion: str
    held: bool = False


GAGS: tuple[tuple[Business, ...], ...] = (
    (
        Business("butterfly", "point", "surprised"),
        Business("butterfly", "run", "happy"),
        Business("butterfly", "relaxed", "love"),
    ),
    (
        Business("gift", "shock", "surprised"),
        Business("gift", "carry", "happy", held=True),
        Business("balloon", "lift", "happy", held=True),
    ),
    (
        Business("ball", "point", "surprised"),
        Business("ball", "kick", "happy", held=True),
        Business("ball", "sleep", "asleep"),
    ),
    (
        Business("flowers", "think", "thinking"),
        Business("flowers", "carry", "love", held=True),
        Business("butterfly", "reach", "happy"),
    ),
    (
        Business("kite", "lift", "happy", held=True),
        Business("kite", "run", "surprised", held=True),
        Business("kite", "jump", "happy", held=True),
    ),
    (
        Business("ice cream", "sip", "love", held=True),
        Business("butterfly", "shock", "surprised"),
        Business("ice cream", "dance", "happy"),
    ),
    (
        Business("book", "read", "thinking", held=True),
        Business("book", "read", "surprised", held=True),
        Business("book", "sleep", "asleep"),
    ),
)
# nothing flies, grows or rolls here
_ROUGH = frozenset(("space", "underwater", "sea", "sky", "moon", "volcano", "cave"))


def gags_for(place: str) -> tuple[tuple[Business, ...], ...]:
    """Return the gags that are possible at *place*."""
    if place in _ROUGH:
        return (GAGS[1], GAGS[6])
    return GAGS
