"""The vocabulary of the lexicon: the words of everyday prompts are known, the tables agree."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from pipeline.comic.grips import ALIKE
from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.lexicon_search import find
from pipeline.painters.sketch.drawings.library import names
from pipeline.painters.sketch.scenes.place_plan import place_names

LISTS = sorted(
    file
    for kind in ("nouns", "verbs")
    for file in (Path(__file__).parent / "vocabulary").glob(f"*_{kind}.txt")
)
CHARACTERS = (lexicon.SPECIES, lexicon.ROLES, lexicon.PEOPLE, lexicon.ANIMALS)
BELONGINGS = (lexicon.THINGS, lexicon.OBJECTS, lexicon.GARMENTS)
LOCATIONS = (lexicon.PLACES, lexicon.ROOMS, lexicon.SITES)
NOUNS = (*CHARACTERS, *BELONGINGS, *LOCATIONS)
TABLES = {"nouns": NOUNS, "verbs": (lexicon.VERBS,)}
SHARE = 0.95
# Languages whose tables of nouns and verbs are complete.
COMPLETE = ("en", "ja", "zh", "pt", "es")


def _is_known(word: str, language: str, tables: tuple[str, ...]) -> bool:
    """Return whether *word*, or its regular inflection, stands as a whole in one of *tables*."""
    return any(
        (found.start, found.end) == (0, len(word))
        for table in tables
        for found in find(word, table, (language,))
    )


@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.stem)
def test_the_words_of_everyday_prompts_are_known(file: Path) -> None:
    language, kind = file.stem.split("_")
    words = file.read_text(encoding="utf-8").split("\n")[:-1]

    unknown = [word for word in words if not _is_known(word, language, TABLES[kind])]

    assert len(words) >= (300 if kind == "nouns" else 100)
    assert len(unknown) <= (1 - SHARE) * len(words), unknown


@pytest.mark.parametrize("language", COMPLETE)
@pytest.mark.parametrize("table", [*NOUNS, lexicon.VERBS])
def test_a_word_has_one_meaning_in_a_table(table: str, language: str) -> None:
    meanings: dict[str, set[str]] = {}
    for meaning, words in lexicon.meanings(table, language).items():
        for word in words:
            meanings.setdefault(word.lower().replace("-", " "), set()).add(meaning)

    assert {word: found for word, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize("language", COMPLETE)
def test_words_have_a_gender_only_if_they_are_known(language: str) -> None:
    known = {
        word
        for table in CHARACTERS
        for words in lexicon.meanings(table, language).values()
        for word in words
    }
    genders = lexicon.meanings(lexicon.GENDERS, language)

    assert genders.keys() == {"female", "male"}
    assert set(itertools.chain(*genders.values())) - known == set()
    assert not set(genders["female"]) & set(genders["male"])


@pytest.mark.parametrize("language", COMPLETE)
def test_an_abstract_noun_is_nothing_to_draw(language: str) -> None:
    abstract = set(itertools.chain(*lexicon.meanings(lexicon.ABSTRACTS, language).values()))
    concrete = {
        word
        for table in (*CHARACTERS, lexicon.THINGS, lexicon.OBJECTS)
        for words in lexicon.meanings(table, language).values()
        for word in words
    }

    assert abstract & concrete == set()


@pytest.mark.parametrize("language", lexicon.languages())
@pytest.mark.parametrize("table", [*NOUNS, lexicon.VERBS])
def test_meanings_are_those_of_the_english_tables(table: str, language: str) -> None:
    unknown = lexicon.meanings(table, language).keys() - lexicon.meanings(table, "en").keys()

    assert unknown == set()


def test_every_site_looks_like_a_backdrop() -> None:
    likeness = lexicon.world()["likeness"]
    backdrops = {f"room:{room}" for room in lexicon.meanings(lexicon.ROOMS, "en")} | {
        f"place:{place}" for place in lexicon.meanings(lexicon.PLACES, "en")
    }

    assert likeness.keys() == lexicon.meanings(lexicon.SITES, "en").keys()
    planned = {f"room:{room}" for room in place_names(indoors=True)} | {
        f"place:{place}" for place in place_names(indoors=False)
    }
    assert set(likeness.values()) <= backdrops | planned


def test_what_is_found_somewhere_and_where_are_both_known() -> None:
    world = lexicon.world()
    backdrops = {
        *lexicon.meanings(lexicon.SITES, "en"),
        *(f"room:{room}" for room in lexicon.meanings(lexicon.ROOMS, "en")),
        *(f"place:{place}" for place in lexicon.meanings(lexicon.PLACES, "en")),
    }
    found = {
        meaning
        for table in (*CHARACTERS, *BELONGINGS, lexicon.VERBS)
        for meaning in lexicon.meanings(table, "en")
    }

    assert world["places_of"].keys() - found == set()
    assert set(world["places_of"].values()) - backdrops == set()


def test_every_drawing_has_words_and_every_thing_a_drawing() -> None:
    drawn = names("things")
    for language in ("en", "pt", "es", "ja"):
        named = {
            name
            for table in (lexicon.THINGS, lexicon.GARMENTS)
            for name in lexicon.meanings(table, language)
        }
        # Parcel and card stand for things without a drawing; the moon is a place unless it acts.
        assert drawn - named == {"parcel", "name card", "moon"}, language
    for language in lexicon.languages():
        assert lexicon.meanings(lexicon.THINGS, language).keys() <= drawn, language


def test_a_word_names_a_drawing_or_a_thing_without_one() -> None:
    for language in lexicon.languages():
        drawn = lexicon.meanings(lexicon.THINGS, language)
        assert not drawn.keys() & lexicon.meanings(lexicon.OBJECTS, language).keys(), language
    assert ALIKE.keys() <= lexicon.meanings(lexicon.OBJECTS, "en").keys()


def test_nine_of_ten_frequent_things_are_drawn() -> None:
    file = Path(__file__).parent / "vocabulary" / "en_nouns.txt"
    words = file.read_text(encoding="utf-8").split("\n")[:-1]
    things = [word for word in words if _is_known(word, "en", (lexicon.THINGS, lexicon.OBJECTS))]
    drawn = [word for word in things if _is_known(word, "en", (lexicon.THINGS,))]

    assert len(things) >= 100
    assert len(drawn) >= 0.9 * len(things)
