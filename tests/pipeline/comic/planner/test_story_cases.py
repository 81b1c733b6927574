"""Prompts as people write them, and what a reader takes from each.

The cases of a kind are a file in `story_cases`, one case a line: its id, its prompt, options of the
request, and what is right, in the terms of `story_expectations`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.comic.planner.planned_stories import planned_story
from tests.pipeline.comic.planner.story_expectations import TERMS, shortfalls

FILES = sorted((Path(__file__).parent / "story_cases").glob("*.jsonl"))
SHARE = 0.95  # of the cases of a kind that have to hold
OPTION_NAMES = {"panels": "panelCount"}


def cases_in(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def options_of(case: dict[str, Any]) -> dict[str, Any]:
    """Return the options of a case, which are those of the command line, as of a request."""
    return {
        OPTION_NAMES.get(name, name): int(value) if str(value).isdecimal() else value
        for name, value in case.get("options", {}).items()
    }


def failed_cases(cases: list[dict[str, Any]]) -> Iterator[str]:
    """Yield a line for each case that does not hold."""
    for case in cases:
        story = planned_story(case["prompt"], options_of(case))
        if problems := shortfalls(story, case["expect"]):
            yield f"{case['id']}: {'; '.join(problems)}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_prompts_are_understood(file: Path) -> None:
    cases = cases_in(file)

    failed = list(failed_cases(cases))

    held = len(cases) - len(failed)
    assert held >= SHARE * len(cases), "\n".join([f"{held} of {len(cases)} hold", *failed])


def test_cases_are_many_distinct_and_in_known_terms() -> None:
    cases = [case for file in FILES for case in cases_in(file)]

    assert len(cases) >= 300
    assert len({case["id"] for case in cases}) == len(cases)
    assert len({case["prompt"] for case in cases}) == len(cases)
    assert {term for case in cases for term in case["expect"]} <= set(TERMS)
    assert all(case["expect"] for case in cases)
