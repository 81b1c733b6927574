"""English as it is typed is read as the words that are meant."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.language.tagging import Tag, tag_words


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("a drgaon eats the tabel", ["a", "dragon", "eat", "the", "table"]),
        ("the elehpant sings", ["the", "elephant", "sing"]),
        ("a monky in the hosue", ["a", "monkey", "in", "the", "house"]),
        ("a gloop meets a zorb", ["a", "gloop", "meet", "a", "zorb"]),
        ("my mom ate ur cookies", ["my", "mom", "eat", "your", "cookie"]),
    ],
)
def test_a_typing_error_is_read_as_the_word_that_is_meant(text: str, lemmas: list[str]) -> None:
    words = tag_words(text, "en")

    assert [word.lemma for word in words] == lemmas
    assert " ".join(word.text for word in words) == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("the frog doesnt jump", ["the", "frog", "does", "nt", "jump"]),
        ("its a trap", ["it", "s", "a", "trap"]),
        ("im late", ["i", "m", "late"]),
    ],
)
def test_a_contraction_without_an_apostrophe_is_two_words(text: str, parts: list[str]) -> None:
    words = tag_words(text, "en")

    assert [word.text for word in words] == parts
    assert Tag.VERB in {word.tag for word in words}
    assert all(word.text == text[word.start : word.end] for word in words)


def test_its_is_a_possessive_before_a_noun() -> None:
    assert [word.text for word in tag_words("the dog eats its bone", "en")][3] == "its"
