"""Kept stories: what an author wrote for a job is not asked for again by its next attempt.

Another story would have other panels, which would all be paid again.
"""

from __future__ import annotations

from dataclasses import replace

import structlog
from pydantic import ValidationError

from pipeline.comic.job_cache import JobCache
from pipeline.comic.planner.author import StoryAuthor, UnusableStoryError
from pipeline.comic.story_json import Story
from pipeline.models import DrawingOrder

log = structlog.get_logger(__name__)

_UNUSABLE = b"unusable"


class KeptStories:
    """Author that writes each story once."""

    def __init__(self, author: StoryAuthor, cache: JobCache) -> None:
        self._author = author
        self._cache = cache

    def write(self, order: DrawingOrder) -> Story:
        key = self._cache.key("story", replace(order, format="png", panels=False))
        kept = self._cache.get(key)
        if kept == _UNUSABLE:
            raise UnusableStoryError("unusable_before")
        if kept is not None:
            try:
                return Story.model_validate_json(kept)
            except ValidationError:
                log.warning("job_cache_entry_rejected")
        try:
            story = self._author.write(order)
        except UnusableStoryError:
            # The panels of the plan by rules are painted and paid then; the next attempt is to
            # find them, and not to be given a story after all.
            self._cache.put(key, _UNUSABLE)
            raise
        self._cache.put(key, story.model_dump_json().encode())
        return story
