"""Story author port: writes the story of an order, such as a language model."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from pipeline.errors import PipelineError
from pipeline.models import DrawingOrder

if TYPE_CHECKING:
    from pipeline.comic.story_json import Story

_URL = "COMICAI_PLANNER__URL"


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


def configured_author(still_wanted: Callable[[], None] = lambda: None) -> StoryAuthor | None:
    """Return the language model of the settings, or None if there is none.

    *still_wanted* is called while the model writes, and raises if the job has been canceled.
    """
    if not os.environ.get(_URL):
        return None  # settings and validation are not loaded for a sketch
    from pipeline.comic.planner.language_model import LanguageModel
    from pipeline.settings import options_from

    return LanguageModel(options_from().planner, still_wanted)
