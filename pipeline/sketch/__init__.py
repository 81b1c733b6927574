"""The sketch artist: draws a story as comic panels with nothing but a processor core."""

from __future__ import annotations

from pipeline.sketch.page import MODEL, draw

__all__ = ["MODEL", "draw"]
