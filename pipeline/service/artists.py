"""Artists by name: the functions that `--artist` and `artist.kind` stand for.

The service imports no painter: an artist is loaded by reference, in its own process.
"""

from __future__ import annotations

ARTISTS = {
    "sketch": "pipeline.painters.sketch:painter",
    "images": "pipeline.painters.images_api:painter",
    "a1111": "pipeline.painters.a1111:painter",
    "diffusers": "pipeline.painters.diffusers:painter",
}
DEFAULT_ARTIST = "sketch"
FREE_PAINTER = "sketch"  # which a job may ask for, whatever paints otherwise
PAINTER_KEY = "painter"  # of `inputParams`


def is_painter(artist: str) -> bool:
    """Return whether *artist* names a painter factory, and not a function that draws pages."""
    return artist in ARTISTS


def reference_of(artist: str) -> str:
    """Return `module:function` for a name of an artist, or for a reference itself."""
    return ARTISTS.get(artist, artist)


def image_format(artist: str) -> str:
    """Return the format of pages whose order chooses none: paintings are a quarter as WebP."""
    return "webp" if is_painter(artist) and artist != DEFAULT_ARTIST else "png"
