"""Who is in a story: names, nouns, counts, and one character for all that mention it."""

from __future__ import annotations

import pytest

from pipeline.comic.planner.reading.cast_reader import MAX_CAST
from tests.pipeline.comic.planner.reading.readings import cast_of, reading_of

NAMES = (
    "Ana", "Ben", "Carla", "David", "Emma", "Felix", "Greta", "Hugo", "Ida",
    "Jonas", "Karla", "Leo", "Mia", "Nils", "Olga",
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "prompt", "cast"),
    [
        ("en", "A cat and a dog meet. The cat runs.", ["cat", "dog"]),
        ("en", "Mimi the cat bakes. Mimi sleeps.", ["Mimi"]),
        ("en", "Bolt, a small red robot, sings. Bolt laughs.", ["Bolt"]),
        ("en", "A cat named Mimi sleeps. Mimi wakes up.", ["Mimi"]),
        ("en", "Ana calls her brother Paul. Paul laughs.", ["Ana", "Paul"]),
        ("en", "Mr. Green waters the plants.", ["Mr. Green"]),
        ("en", "A cat meets another cat.", ["cat", "cat"]),
        ("en", "Three pelicans argue.", ["pelican"] * 3),
        ("en", "A zorple chases a cat.", ["zorple", "cat"]),
        ("es", "Una gata y un perro bailan. La gata ríe.", ["gata", "perro"]),
        ("pt", "O menino vê uma raposa. A raposa foge.", ["menino", "raposa"]),
        ("de", "Die Katze trifft einen Hund. Der Hund bellt.", ["Katze", "Hund"]),
        ("fr", "Le chat mange. Le chien regarde le chat.", ["chat", "chien"]),
        ("ja", "猫と犬が遊ぶ。猫が眠る。", ["猫", "犬"]),
        ("zh", "猫和狗跳舞。猫睡觉。", ["猫", "狗"]),
        ("ru", "Кот и собака танцуют.", ["Кот", "собака"]),
    ],
)
def test_each_character_is_there_once(language: str, prompt: str, cast: list[str]) -> None:
    assert cast_of(prompt, language) == cast


@pytest.mark.parametrize(
    ("prompt", "absent"),
    [
        ("A dog walks through London.", "London"),
        ("On Monday a dog sleeps.", "Monday"),
        ("There is no cat and no dog. A bird sings.", "cat"),
        ("A girl is afraid of spiders.", "spiders"),
        ("A boy eats fish.", "fish"),
        ("A man watches Netflix.", "Netflix"),
        ("A chef cooks soup in the kitchen.", "soup"),
        ("The robot, i.e. the one with the bow tie, sleeps.", "i.e."),
    ],
)
def test_places_days_food_and_what_is_not_there_are_nobody(prompt: str, absent: str) -> None:
    cast = " ".join(cast_of(prompt)).lower()

    assert cast
    assert absent.lower() not in cast.split()


@pytest.mark.parametrize(
    ("prompt", "gender"),
    [
        ("A grandpa sleeps.", "male"),
        ("An actress sings.", "female"),
        ("A goalkeeper stops the ball with her nose.", "female"),
        ("The mayor sleeps. He snores.", "male"),
        ("Nora sleeps.", "female"),
        ("Mrs. Smith sleeps.", "female"),
        ("A driver sleeps.", ""),
    ],
)
def test_gender_is_that_of_noun_name_title_or_pronoun(prompt: str, gender: str) -> None:
    assert reading_of(prompt).characters[0].gender == gender


def test_roles_and_kinds_are_those_of_all_nouns() -> None:
    (abuela,) = reading_of("La abuela pirata duerme.", "es").characters

    assert (abuela.role, abuela.body) == ("pirate", "grandma")


def test_an_unknown_noun_keeps_its_word() -> None:
    (zorple,) = reading_of("A zorple sings.").characters

    assert (zorple.noun, zorple.species, zorple.is_known) == ("zorple", "zorple", False)


def test_the_narrator_is_one_character() -> None:
    assert len(reading_of("I open the door. I see my cat.").characters) == 2


def test_the_cast_is_limited() -> None:

    reading = reading_of(" ".join(f"{name} laughs." for name in NAMES))
    assert len(reading.characters) == MAX_CAST


def test_somebody_who_is_missed_is_not_there() -> None:
    reading = reading_of("A cat meets a dog. The cat sleeps without the dog.")

    absent = [mention.absent for item in reading.told for mention in item.mentions]
    assert absent == [False, False, False, True]
