"""Story author port: writes the story of an order, such as a language model."""

from __future__ import annotations

import hashlib
import json
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


class ResultStore(Protocol):
    """Store of the results of one job, over its attempts and restarts."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, content: bytes) -> None: ...


class KeptAuthor:
    """Author that is asked once for a job, and whose answer, good or bad, counts for every attempt.

    Pictures that were painted for one story are of no use for another.
    """

    def __init__(self, author: StoryAuthor, results: ResultStore) -> None:
        self._author = author
        self._results = results

    def write(self, order: DrawingOrder) -> Story:
        key = _story_key(order)
        kept = self._results.get(key)
        if kept is not None:
            return _restored(kept)
        try:
            story = self._author.write(order)
        except UnusableStoryError:
            self._results.put(key, b"")
            raise
        self._results.put(key, story.model_dump_json().encode())
        return story


def _story_key(order: DrawingOrder) -> str:
    """Return the key of the story of *order*: of what an author is told, and the seed."""
    cast = [(character.name, character.description) for character in order.characters]
    told = [order.prompt, order.panel_count, order.language, order.seed, cast]
    return f"story-{hashlib.sha256(json.dumps(told).encode()).hexdigest()}"


def _restored(content: bytes) -> Story:
    from pydantic import ValidationError

    from pipeline.comic.story_json import Story

    if not content:
        raise UnusableStoryError("failed_before")
    try:
        return Story.model_validate_json(content)
    except ValidationError:
        raise UnusableStoryError("kept_story_invalid") from None


def configured_author(
    still_wanted: Callable[[], None] = lambda: None, results: ResultStore | None = None
) -> StoryAuthor | None:
    """Return the language model of the settings, or None if there is none.

    *still_wanted* is called while the model writes, and raises if the job has been canceled.
    *results* keeps its story for further attempts at the job.
    """
    if not os.environ.get(_URL):
        return None  # settings and validation are not loaded for a sketch
    from pipeline.comic.planner.language_model import LanguageModel
    from pipeline.settings import options_from

    model = LanguageModel(options_from().planner, still_wanted)
    return model if results is None else KeptAuthor(model, results)
