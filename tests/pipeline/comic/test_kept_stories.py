"""Stories of an author are asked for once a job, usable or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.comic.job_cache import JobCache
from pipeline.comic.kept_stories import KeptStories
from pipeline.comic.planner.author import UnusableStoryError
from pipeline.comic.story_json import Story
from pipeline.models import DrawingOrder
from tests.pipeline.comic.drawing_orders import order

STORY = Story.model_validate({"title": "A fox", "panels": [{"place": "wood"}, {"place": "den"}]})


class CountingAuthor:
    """Author with one story, or none."""

    def __init__(self, story: Story | None = STORY) -> None:
        self.story = story
        self.asked = 0

    def write(self, order: DrawingOrder) -> Story:
        self.asked += 1
        if self.story is None:
            raise UnusableStoryError("prose")
        return self.story


@pytest.fixture
def cache(tmp_path: Path) -> JobCache:
    return JobCache(tmp_path)


def test_the_next_attempt_gets_the_same_story(cache: JobCache) -> None:
    author = CountingAuthor()
    stories = KeptStories(author, cache)

    first = stories.write(order("a fox", panel_count=2))
    second = KeptStories(CountingAuthor(None), cache).write(order("a fox", panel_count=2))

    assert first == second == STORY
    assert stories.write(order("a wolf", panel_count=2)) == STORY
    assert author.asked == 2, "another order is another story"


def test_an_attempt_after_an_unusable_story_keeps_the_plan_by_rules(cache: JobCache) -> None:
    with pytest.raises(UnusableStoryError):
        KeptStories(CountingAuthor(None), cache).write(order("a fox"))
    author = CountingAuthor()

    with pytest.raises(UnusableStoryError):
        KeptStories(author, cache).write(order("a fox"))

    assert author.asked == 0


def test_a_story_that_cannot_be_read_is_asked_for_again(cache: JobCache, tmp_path: Path) -> None:
    author = CountingAuthor()
    KeptStories(author, cache).write(order("a fox"))
    for path in tmp_path.iterdir():
        path.write_bytes(b"{")

    assert KeptStories(author, cache).write(order("a fox")) == STORY
    assert author.asked == 2
