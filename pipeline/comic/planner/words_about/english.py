"""Descriptions in English."""

from __future__ import annotations

import re

from pipeline.comic.character_look import HUMAN
from pipeline.comic.planner.words_about.grammar import Noun, SentenceGrammar
from pipeline.comic.story import Actor

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six")
_ARTICLE = re.compile(r"(?:an?|the|some)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:his|her|their|its|my|our|your)\s+", re.IGNORECASE)
_AN = re.compile(r"(?:[aeio]|u(?!ni|se|[ft]o)|hour|honest)", re.IGNORECASE)


class English(SentenceGrammar):
    """English: plurals and articles by rule, with a list of exceptions."""

    def noun(self, actor: Actor) -> Noun:
        role, look = actor.look.role, actor.look
        forms = self._phrases.words("beings", role)
        if forms and look.kind == HUMAN:
            return Noun(forms[look.female])
        usual = ("man", "woman")[look.female] if look.kind == HUMAN else look.kind
        words = self._singular(_ARTICLE.sub("", actor.label or role or usual, count=1))
        return Noun(words.title() if words in self._phrases.words("nouns", "names") else words)

    def definite(self, noun: Noun) -> str:
        return noun.words if _POSSESSIVE.match(noun.words) else f"the {noun.words}"

    def counted(self, noun: Noun, count: int) -> str:
        return f"{_NUMBERS[count]} {self._plural(noun.words)}"

    def introduced(self, name: str, noun: Noun) -> str:
        return f"{name} the {noun.words}"

    def at_site(self, site: str) -> str:
        place = _ARTICLE.sub("", site, count=1)
        key, words = place.lower(), self._phrases.words
        bare = place[:1].isupper() or key in words("sites", "in_bare")
        if key in words("sites", "on_bare"):
            return f"on {place}"
        if bare:
            return f"in {place}"
        if key in words("sites", "on"):
            return f"on the {place}"
        inside = key in words("sites", "in") or key.endswith(words("sites", "in_endings"))
        return f"in the {place}" if inside else f"at the {place}"

    def a_thing(self, thing: str) -> str:
        if _ARTICLE.match(thing) or _POSSESSIVE.match(thing) or thing[:1].isupper():
            return thing
        if thing.endswith("s") and not thing.endswith(("ss", "us", "is")):
            return f"some {thing}"
        return f"{'an' if _AN.match(thing) else 'a'} {thing}"

    def the_thing(self, words: str) -> str:
        if _POSSESSIVE.match(words) or words[:1].isupper():
            return words
        return f"the {_ARTICLE.sub('', words, count=1)}"

    def _plural(self, noun: str) -> str:
        head, _, last = noun.rpartition(" ")
        return f"{head} {self._plural_word(last)}".strip()

    def _plural_word(self, word: str) -> str:
        known = self._phrases.text("nouns", word)
        if known:
            return known
        if word.endswith(("s", "x", "z", "ch", "sh")):
            return f"{word}es"
        if word.endswith("y") and word[-2:-1] not in set("aeiou"):
            return f"{word[:-1]}ies"
        return f"{word}s"

    def _singular(self, noun: str) -> str:
        """Return the singular of a noun that the story may have used in the plural."""
        head, _, last = noun.rpartition(" ")
        return f"{head} {self._singular_word(last)}".strip()

    def _singular_word(self, word: str) -> str:
        known = self._phrases.key_of("nouns", word)
        if known or word[:1].isupper():
            return known or word
        if word.endswith("ies") and len(word) > 4:
            return f"{word[:-3]}y"
        if word.endswith(("xes", "ches", "shes", "sses")):
            return word[:-2]
        return word if word.endswith(("ss", "us", "is")) else word.removesuffix("s")
