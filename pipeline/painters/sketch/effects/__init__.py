"""Print finishes: how each style turns the layers of a canvas into an image."""

from __future__ import annotations

from pipeline.painters.sketch.effects.finish import finish

__all__ = ["finish"]
