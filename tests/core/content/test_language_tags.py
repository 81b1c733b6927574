from __future__ import annotations

import pytest

from core.content.language_tags import is_language


@pytest.mark.parametrize(
    "tag", ["en", "pt-BR", "zh-Hans", "zh-Hant-TW", "sr-Latn", "haw", "EN", "es-419", "uk", "or"]
)
def test_languages_are_taken(tag: str) -> None:
    assert is_language(tag)


@pytest.mark.parametrize(
    "tag",
    ["", "zz", "zz-invalid", "xx-XX", "e", "english", "en_US", "en-", "en-" + "a" * 9, "no no"],
)
def test_what_is_no_language_is_refused(tag: str) -> None:
    assert not is_language(tag)
