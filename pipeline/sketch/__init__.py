"""The sketch artist: draws a story as comic panels on a single CPU core, without a model."""

from __future__ import annotations

from pipeline.sketch.page import MODEL, draw

__all__ = ["MODEL", "draw"]
