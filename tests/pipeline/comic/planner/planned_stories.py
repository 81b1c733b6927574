"""Stories as `comicai plan --json` prints them, planned in this process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.content.params import read_params
from pipeline.comic.planner.plan import plan
from pipeline.comic.planner.story_of import story_of
from pipeline.service.params import to_order

SEED = 7


def planned_story(prompt: str, options: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the story of a prompt, asked for in English as far as the request says."""
    params, notices = read_params(
        options or {},
        text=prompt,
        clamp=False,
        has_account=True,
        locale="en",
        new_seed=lambda: SEED,
    )
    order = to_order(params)
    story: dict[str, Any] = story_of(plan(order), order).model_dump(mode="json")
    return {**story, "notices": [*({"code": each.key} for each in notices), *story["notices"]]}
