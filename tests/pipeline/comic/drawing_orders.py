"""Orders and prompts shared by the tests of the sketch artist."""

from __future__ import annotations

from typing import Any

from pipeline.models import DrawingOrder

FOX = (
    'A red fox and a grey rabbit meet in the forest. "Are you lost?" asked the fox. '
    '"I AM NOT LOST!" shouted the rabbit. They walk home together at night.'
)
LONG = (
    "The old king of the mountains had three daughters, and none of them wanted to be queen. "
    '"I want to sail," said the princess. "Then sail," said the king, and he meant it. '
    "A dragon looked out of the cave at the snow, thinking about bread. "
) * 9


def order(prompt: str = "A cat opens a bakery on the moon", **fields: Any) -> DrawingOrder:
    """A small order, quick to draw."""
    return DrawingOrder(**{"prompt": prompt, "seed": 7, "panel_size": 512, **fields})


def quiet(stage: str, panel: int) -> None:
    """Ignore the progress report."""
