"""Ideas that ComicAI offers, each with a case that says how it is understood."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bots.telegram.commands.comic import IDEAS as TELEGRAM_IDEAS
from bots.web.pages.option_choices import IDEAS as WEB_IDEAS
from core.sentences import CATALOGUE, sentence
from tests.pipeline.comic.planner import test_story_cases

ROOT = Path(__file__).resolve().parents[2]
CASES = next(file for file in test_story_cases.FILES if file.stem == "ideas")
_IN_QUOTES = re.compile(r"[“«「]([^”»」]+)[”»」]")
_ON_THE_COMMAND_LINE = re.compile(r'(?:comic|plan) "([^"]+)"|"prompt": "([^"]+)"')


def test_each_idea_is_understood() -> None:
    assert list(test_story_cases.failed_cases(test_story_cases.cases_in(CASES))) == []


@pytest.mark.parametrize("locale", CATALOGUE.languages)
def test_each_idea_of_a_button_and_of_the_welcome_has_a_case(locale: str) -> None:
    quoted = [_IN_QUOTES.findall(sentence(key, locale))[0] for key in ("welcome", "empty_prompt")]
    ideas = {sentence(key, locale) for key in (*TELEGRAM_IDEAS, *WEB_IDEAS)}

    assert {*ideas, *quoted} <= _prompts()


def test_each_example_of_the_readme_and_of_its_screenshots_has_a_case() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    examples = {"".join(found) for found in _ON_THE_COMMAND_LINE.findall(readme)}

    stories = _stories_of_screenshots()
    assert examples
    assert stories
    assert examples | stories <= _prompts()


def _stories_of_screenshots() -> set[str]:
    """Return the stories in `tools/screenshots.py`, which is a script."""
    script = ast.parse((ROOT / "tools" / "screenshots.py").read_text(encoding="utf-8"))
    values = (
        node.value
        for node in script.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "STORIES"
    )
    return {story for value in values for story, _style, _panels in ast.literal_eval(value)}


def _prompts() -> set[str]:
    return {case["prompt"] for case in test_story_cases.cases_in(CASES)}
