"""Descriptions in Spanish and Portuguese: articles, plurals and agreement."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.comic.character_look import HUMAN
from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.words_about.grammar import Noun, SentenceGrammar
from pipeline.comic.story import Actor


@dataclass(frozen=True, slots=True)
class _Forms:
    """What Spanish and Portuguese do alike with different letters."""

    articles: tuple[str, str, str, str]  # masculine, feminine, and their plurals
    indefinite: tuple[str, str]
    numbers: tuple[str, ...]
    feminine_two: str
    at: tuple[str, str, str, str]  # "in the"
    at_bare: str
    female_articles: frozenset[str]
    male_articles: frozenset[str]
    plurals: Mapping[str, str]  # endings; the first that fits
    singulars: Mapping[str, str]  # likewise
    contractions: Mapping[str, str]


SPANISH = _Forms(
    articles=("el", "la", "los", "las"),
    indefinite=("un", "una"),
    numbers=("cero", "un", "dos", "tres", "cuatro", "cinco", "seis"),
    feminine_two="dos",
    at=("en el", "en la", "en los", "en las"),
    at_bare="en",
    female_articles=frozenset(("la", "las", "una", "unas")),
    male_articles=frozenset(("el", "los", "un", "unos")),
    plurals={
        "ión": "iones",
        "ón": "ones",
        "án": "anes",
        "én": "enes",
        "ín": "ines",
        "ún": "unes",
        "és": "eses",
        "z": "ces",
        "s": "s",
        "x": "x",
        "ái": "áis",
        "y": "yes",
        **dict.fromkeys("aeiouáéó", ""),
        "": "es",
    },
    singulars={
        "iones": "ión",
        "ones": "ón",
        "anes": "án",
        "ines": "ín",
        "eses": "és",
        "ores": "or",
        "ces": "z",
        **{f"{vowel}s": vowel for vowel in "aeioé"},
    },
    contractions={"de el": "del", "a el": "al"},
)
PORTUGUESE = _Forms(
    articles=("o", "a", "os", "as"),
    indefinite=("um", "uma"),
    numbers=("zero", "um", "dois", "três", "quatro", "cinco", "seis"),
    feminine_two="duas",
    at=("no", "na", "nos", "nas"),
    at_bare="em",
    female_articles=frozenset(("a", "as", "uma", "umas")),
    male_articles=frozenset(("o", "os", "um", "uns")),
    plurals={
        "pão": "pães",
        "cão": "cães",
        "mão": "mãos",
        "irmão": "irmãos",
        "ão": "ões",
        "m": "ns",
        "al": "ais",
        "el": "éis",
        "ol": "óis",
        "ul": "uis",
        "il": "is",
        "r": "res",
        "z": "zes",
        "ês": "eses",
        "s": "s",
        "x": "x",
        "n": "ns",
        "": "s",
    },
    singulars={
        "ões": "ão",
        "ães": "ão",
        "ãos": "ão",
        "ns": "m",
        "ais": "al",
        "éis": "el",
        "óis": "ol",
        "res": "r",
        "zes": "z",
        **{f"{vowel}s": vowel for vowel in "aeioáéêóôã"},
    },
    contractions={
        **{f"em {article}": f"n{article}" for article in ("o", "a", "os", "as", "um", "uma")},
        **{f"de {article}": f"d{article}" for article in ("o", "a", "os", "as")},
        **{f"por {article}": f"pel{article}" for article in ("o", "a", "os", "as")},
    },
)
_ARTICLE = re.compile(r"([^\W\d_]+)\s+")


class Romance(SentenceGrammar):
    """Spanish or Portuguese."""

    time_joint = ", "

    def __init__(self, code: str, cast: Sequence[Actor] = ()) -> None:
        self._forms = SPANISH if code == "es" else PORTUGUESE
        super().__init__(code, cast)

    # --- Nouns ------------------------------------------------------------------------------

    def noun(self, actor: Actor) -> Noun:
        label, told = self._split(actor.label)
        label, look = self._singular(label), actor.look
        for table, key in ((lexicon.SPECIES, look.kind), (lexicon.ROLES, look.role)):
            known = lexicon.meanings(table, self._code).get(key, ())
            forms = self._phrases.words("beings", key)
            if forms and label in ("", key, *known[:1]):
                is_female = actor.gender == "female" or (look.kind == HUMAN and look.female)
                return _form(forms, female=is_female if told is None else told)
        if not label:
            return _form(self._phrases.words("beings", "man"), female=look.female)
        if told is None:
            told = look.female if look.kind == HUMAN else self._is_female(label)
        return Noun(label, told)

    def _split(self, words: str) -> tuple[str, bool | None]:
        """Return *words* without their article, and whether it is feminine, None without one."""
        found = _ARTICLE.match(words)
        article = found.group(1).lower() if found else ""
        if found and article in self._forms.female_articles:
            return words[found.end() :], True
        if found and article in self._forms.male_articles:
            return words[found.end() :], False
        return words, None

    def _is_female(self, noun: str) -> bool:
        """Return the gender of *noun* by its first word: exceptions, then the ending."""
        head = noun.split(maxsplit=1)[0].lower() if noun.split() else ""
        singular = self._singular(head)
        for word in (head, singular):
            if word in self._phrases.words("nouns", "female"):
                return True
            if word in self._phrases.words("nouns", "male"):
                return False
        return singular.endswith(self._phrases.words("nouns", "endings_female"))

    def definite(self, noun: Noun) -> str:
        stressed = noun.words.split()[0].lower() in self._phrases.words("nouns", "stressed_a")
        return f"{self._forms.articles[noun.female and not stressed]} {noun.words}"

    def counted(self, noun: Noun, count: int) -> str:
        number = self._forms.numbers[count]
        if count == 2 and noun.female:
            number = self._forms.feminine_two
        return f"{number} {self._plural(noun.words)}"

    def introduced(self, name: str, noun: Noun) -> str:
        return f"{self.definite(noun)} {name}"

    def _plural(self, noun: str) -> str:
        """Return the plural; of "muñeco de nieve" it is that of the first word."""
        first, blank, rest = noun.partition(" ")
        for ending, plural in self._forms.plurals.items():
            if ending and first.endswith(ending):
                stem = first.removesuffix(ending)
                many = f"{stem}{plural}" if plural else f"{first}s"
                return f"{many}{blank}{rest}"
        return f"{first}{self._forms.plurals['']}{blank}{rest}"

    def _singular(self, noun: str) -> str:
        """Return the singular of a noun that the story may have used in the plural."""
        first, blank, rest = noun.partition(" ")
        if first[:1].isupper() or first in self._phrases.words("nouns", "ending_in_s"):
            return noun
        for ending, singular in self._forms.singulars.items():
            if first.endswith(ending) and len(first) > len(ending) + 1:
                return f"{first.removesuffix(ending)}{singular}{blank}{rest}"
        return noun

    def _is_plural(self, noun: str) -> bool:
        return self._singular(noun) != noun

    # --- Places, things, agreement ----------------------------------------------------------

    def at_site(self, site: str) -> str:
        place, told = self._split(site)
        if place[:1].isupper() and told is None:
            return f"{self._forms.at_bare} {place}"
        female = self._is_female(place) if told is None else told
        plural = self._is_plural(place)
        return f"{self._forms.at[female + 2 * plural]} {place}"

    def a_thing(self, thing: str) -> str:
        words, told = self._split(thing)
        if told is not None or not words or words[:1].isupper():
            return thing
        if self._is_plural(words):
            return words
        return f"{self._forms.indefinite[self._is_female(words)]} {words}"

    def the_thing(self, words: str) -> str:
        thing, female = self._split(words)
        if female is None:
            return words
        plural = words.split(maxsplit=1)[0].endswith("s")
        return f"{self._forms.articles[female + 2 * plural]} {thing}"

    def contracted(self, text: str) -> str:
        contractions = self._forms.contractions
        return re.sub(
            r"\b(?:de|a|em|por) (?:el|o|a|os|as|uma?)\b",
            lambda found: contractions.get(found.group(), found.group()),
            text,
        )

    def within(self, place: str) -> str:
        if self._code == "es":
            return self.contracted(re.sub(r"^en ", "de ", place))
        return re.sub(r"^n(?=[oa]s? )", "d", place)


def _form(forms: tuple[str, ...], *, female: bool) -> Noun:
    """Return the masculine or feminine form of a being; some have only one."""
    masculine, feminine = forms
    return (
        Noun(feminine, female=True) if feminine and (female or not masculine) else Noun(masculine)
    )
