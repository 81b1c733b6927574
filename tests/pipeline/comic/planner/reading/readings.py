"""Readings of prompts and of single sentences, shared by the tests of this package."""

from __future__ import annotations

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.reading.cast_reader import CastReader
from pipeline.comic.planner.reading.noun_phrases import Phrase
from pipeline.comic.planner.reading.reader import Reader, StoryReading
from pipeline.comic.planner.reading.sentences import Sentence, sentences_of


def reading_of(prompt: str, language: str = "en") -> StoryReading:
    """Return the reading of a prompt by somebody who knows no character before."""
    return Reader(language, CastReader()).read(prompt)


def sentence_of(text: str, language: str = "en") -> Sentence:
    """Return the one sentence of a text."""
    (sentence,) = sentences_of(text, language, 0, lexicon.MEANINGS)
    return sentence


def phrase_with(sentence: Sentence, word: str) -> Phrase:
    """Return the phrase that has a word, by its first letters."""
    return next(
        phrase
        for phrase in sentence.phrases
        for index in range(phrase.first, phrase.last + 1)
        if sentence.words[index].text.lower().startswith(word.lower())
    )


def shown_name(reading: StoryReading, index: int | None) -> str:
    """Return the name of a character, or else its noun; "-" for nobody."""
    if index is None:
        return "-"
    character = reading.characters[index]
    return character.name or character.noun or "?"


def cast_of(prompt: str, language: str = "en") -> list[str]:
    """Return the names and nouns of the cast of a prompt."""
    reading = reading_of(prompt, language)
    return [shown_name(reading, index) for index in range(len(reading.characters))]


def lines_of(prompt: str, language: str = "en") -> list[str]:
    """Return who says what, as "name: text"."""
    reading = reading_of(prompt, language)
    return [
        f"{shown_name(reading, item.speaker)}: {item.text}"
        for item in reading.told
        if item.passage.is_spoken
    ]
