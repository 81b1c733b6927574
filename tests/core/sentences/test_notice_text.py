"""Tests of notices as text."""

from __future__ import annotations

import pytest

from core.models.requests import Notice
from core.sentences import CATALOGUE, describe_notice
from core.sentences.notice_text import GENERATOR_NOTICES


@pytest.mark.parametrize("code", GENERATOR_NOTICES)
def test_the_notices_of_generators_are_sentences_in_every_language(code: str) -> None:
    texts = [
        describe_notice([Notice(key=f"generator.{code}")], locale) for locale in CATALOGUE.languages
    ]

    assert all(len(text) == 1 and text[0] for text in texts)
    assert len({text[0] for text in texts}) == len(texts)


def test_codes_of_a_later_release_are_not_shown() -> None:
    later = Notice(key="generator.of_a_later_release", facts={"what": ("a", "b")})
    known = Notice(key="notice_age_restricted")

    assert len(describe_notice([later, known], "en")) == 1


def test_a_generator_cannot_use_the_sentences_of_the_catalogue() -> None:
    assert describe_notice([Notice(key="generator.notice_account")], "en") == []


def test_lists_are_enumerated_as_in_the_language() -> None:
    notice = Notice(key="notice_unsupported", facts={"option": ("a", "b")})

    assert "a, b" in describe_notice([notice], "en")[0]
    assert "a、b" in describe_notice([notice], "ja")[0]
