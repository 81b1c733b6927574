"""Known characters: whom of the cast a name or noun mentions again."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.lexicon_search import find, fold
from pipeline.comic.planner.language.tagged_words import Word
from pipeline.comic.planner.language.usage import usage_of
from pipeline.comic.planner.reading import cues
from pipeline.comic.planner.reading.characters import ToldCharacter
from pipeline.comic.planner.reading.new_characters import count_of, noun_gender
from pipeline.comic.planner.reading.phrases import Phrase
from pipeline.comic.planner.reading.pronouns import Recency
from pipeline.comic.planner.reading.sentences import Sentence


@dataclass(frozen=True, slots=True)
class KnownCharacters:
    """The cast so far, searched by names and nouns."""

    characters: list[ToldCharacter]
    recency: Recency

    def by_key(self, key: str) -> list[int]:
        """Return the characters that may be mentioned by *key*, a folded name or noun."""
        return [i for i, character in enumerate(self.characters) if key in character.keys]

    def named(self, name: str) -> int | None:
        """Return the character that *name*, before a colon or in an attribution, means."""
        folded = fold(name).strip(" .*_")
        exact = self.by_key(folded)
        if exact or any(char.isdigit() for char in folded):  # Robot 1 is not Robot 2
            same = [i for i in exact if folded in self._names_of(i)]
            return (same or exact)[-1] if exact else None
        suffixes = (s for s in grammar_of("ja").suffixes if folded.endswith(s) and folded != s)
        bare = [folded.removesuffix(suffix) for suffix in suffixes]  # 佐藤さん
        words = (*bare, *reversed(folded.split()))
        found = ([i for i in self.by_key(word) if self._fits(i, name)] for word in words)
        return next((known[-1] for known in found if known), None)

    def _fits(self, index: int, name: str) -> bool:
        """Return whether a character may be called *name*, all of it.

        "Father zombie" is another one than "Zombie", and "Kid's mom" is not the kid.
        """
        character = self.characters[index]
        articles = usage_of("en").definite
        words = [fold(word) for word in name.split() if fold(word) not in articles]
        named = set(fold(character.name).split()) & set(words)
        if len(words) < 2 or named:
            return True
        cues_of = [key.split() for key in character.keys if " " in key]
        if any(words[-1] == told[-1] and words != told for told in cues_of):
            return False  # "Young man" is not "Old man"
        others = [word for word in words if word not in character.keys]
        return not any(cues.is_being(word) for word in others) or self._is_same_kind(index, others)

    def _names_of(self, index: int) -> set[str]:
        character = self.characters[index]
        return {fold(character.name), fold(character.noun)}

    def _is_same_kind(self, index: int, words: list[str]) -> bool:
        """Return whether *words* have no meaning that the character at *index* lacks."""
        keys = self.characters[index].keys
        return all(
            f"={found.name}" in keys
            for word in words
            for table in lexicon.BEINGS
            for found in find(word, table, lexicon.languages())
        )

    def mentioned(self, phrase: Phrase, sentence: Sentence) -> tuple[int, ...]:
        """Return the characters that *phrase* mentions again; empty if they are new."""
        if phrase.names:
            found = self._with_name(sentence.written(phrase.names))
            if found or phrase.nouns:
                return found
        if not phrase.nouns or _is_another(phrase, sentence):
            return ()
        alike = self._with_noun(phrase, sentence)
        wanted = count_of(phrase, sentence)
        if alike and wanted == 1 and not sentence.words[phrase.head].plural:
            return (self.recency.latest(alike),)
        return () if len(alike) == 1 < wanted else tuple(alike)

    def _with_name(self, name: str) -> tuple[int, ...]:
        words = name.split()
        for key in dict.fromkeys((name, words[0], words[-1])):
            found = self.by_key(fold(key))
            if found:
                return (found[-1],)
        return ()

    def _with_noun(self, phrase: Phrase, sentence: Sentence) -> list[int]:
        word = sentence.words[phrase.head]
        gender = noun_gender(phrase, sentence)
        same_word = self.by_key(fold(word.lemma)) or self.by_key(fold(word.text))
        if same_word and _is_definite(phrase, sentence):
            return same_word
        if same_word:  # "un tenista y una tenista"
            return [i for i in same_word if not gender or self.characters[i].gender in {"", gender}]
        keys = {f"={sense.name}" for sense in sentence.of(phrase, *lexicon.BEINGS)}
        # "um gato e uma gata": two of a kind, told apart by their words
        fits = [
            i
            for i, character in enumerate(self.characters)
            if character.keys & keys and (not gender or character.gender in {"", gender})
        ]
        return fits if _is_definite(phrase, sentence) or not self._have_others(fits, word) else []

    def _have_others(self, found: list[int], word: Word) -> bool:
        """Return whether all of *found* are told of with another noun than *word*."""
        nouns = [self.characters[i].noun for i in found]
        return all(noun and fold(noun) != fold(word.text) for noun in nouns)


def _is_definite(phrase: Phrase, sentence: Sentence) -> bool:
    first = fold(sentence.words[phrase.first].text)
    return first in usage_of(sentence.language).definite or phrase.owner is not None


def _is_another(phrase: Phrase, sentence: Sentence) -> bool:
    before = sentence.words[phrase.first : phrase.head]
    return any(fold(word.text) in usage_of(sentence.language).another for word in before)
