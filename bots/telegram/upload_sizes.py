"""Sizes of uploaded pictures: as a photo if it stays readable, and smaller after a refusal."""

from __future__ import annotations

from core.models.comics import Comic

PHOTO, DOCUMENT = "photo", "document"
SIZE_LIMITS = {PHOTO: 10_000_000, DOCUMENT: 50_000_000}  # bytes
FALLBACK_SIZES = {PHOTO: 4_000_000, DOCUMENT: 8_000_000}  # where the full size is refused
SIDES_LIMIT = 10_000  # pixels, width and height of a photo together
# Telegram accepts photos up to 20:1, but shrinks them to 2,560 pixels: above this ratio the
# lettering becomes unreadable.
RATIO_LIMIT = 5


def shape_of(comic: Comic) -> str:
    """Return the kind of media that the comic is sent as."""
    short, long = sorted((comic.width, comic.height))
    fits = short + long <= SIDES_LIMIT and long <= RATIO_LIMIT * short
    return PHOTO if fits else DOCUMENT


def upload_attempts(shape: str) -> list[tuple[str, int]]:
    """Return the kinds and size limits (bytes) to try, in order."""
    attempts = [(shape, SIZE_LIMITS[shape]), (shape, FALLBACK_SIZES[shape])]
    return attempts if shape == DOCUMENT else [*attempts, (DOCUMENT, SIZE_LIMITS[DOCUMENT])]
