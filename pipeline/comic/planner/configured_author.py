"""The story author of the settings, loaded only if there is one."""

from __future__ import annotations

import os
from collections.abc import Callable

from pipeline.comic.planner.author import StoryAuthor

_URL = "COMICAI_PLANNER__URL"


def configured_author(still_wanted: Callable[[], None] = lambda: None) -> StoryAuthor | None:
    """Return the language model of the settings, or None if there is none.

    *still_wanted* is called while the model writes, and raises if the job has been canceled.
    """
    if not os.environ.get(_URL):
        return None  # settings and validation are not loaded for a sketch
    from pipeline.comic.planner.language_model import LanguageModel
    from pipeline.settings import options_from

    return LanguageModel(options_from().planner, still_wanted)
