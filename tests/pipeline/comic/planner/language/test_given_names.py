"""Given names: known in many cultures, with the gender of those who bear them."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.language.given_names import gender_of_name, is_given_name


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Margaret", "female"), ("Henry", "male"), ("Anita", "female"), ("Rahul", "male"),
        ("Jürgen", "male"), ("Zoé", "female"), ("Giulia", "female"), ("João", "male"),
        ("Olga", "female"), ("Иван", "male"), ("Мария", "female"), ("太郎", "male"),
        ("花子", "female"), ("Omar", "male"), ("Fatima", "female"), ("NADIA", "female"),
    ],
)  # fmt: skip
def test_the_gender_of_a_name(name: str, gender: str) -> None:
    assert gender_of_name(name) == gender
    assert is_given_name(name)


@pytest.mark.parametrize("word", ["Panel", "Dragon", "Kitchen", "Suddenly", "Quadro", "", "12"])
def test_other_words_are_no_names(word: str) -> None:
    assert not is_given_name(word)
    assert gender_of_name(word) == ""


def test_a_name_of_both_has_no_gender() -> None:
    assert is_given_name("Kim")
    assert gender_of_name("Kim") == ""
