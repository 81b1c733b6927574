"""Tests of titles made of prompts."""

from __future__ import annotations

import pytest

from core.content.titles import title_of


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ("a cat opens a bakery", "a cat opens a bakery"),
        ("first line\nsecond line", "first line"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        (
            "a cat opens a bakery on the dark side of the moon, and all mice come",
            "a cat opens a bakery on the dark side of the moon, and all…",
        ),
    ],
)
def test_a_title_is_the_beginning_of_the_prompt(prompt: str, title: str) -> None:
    assert title_of(prompt) == title
