"""Story author port: writes the story of an order, such as a language model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pipeline.errors import PipelineError
from pipeline.models import DrawingOrder

if TYPE_CHECKING:
    from pipeline.comic.story_json import Story


class UnusableStoryError(PipelineError):
    """An author returned no story that can be drawn. *reason* and *facts* are for the log.

    They contain no words of the order and none of the answer.
    """

    def __init__(self, reason: str, **facts: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


class StoryAuthor(Protocol):
    """Author of stories, instead of the rules of this package."""

    def write(self, order: DrawingOrder) -> Story:
        """Return a story with the panels of *order*. Raises UnusableStoryError."""
        ...
