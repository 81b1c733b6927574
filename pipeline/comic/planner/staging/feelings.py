"""Feelings: who feels what in a beat, by the words of its narration and of what is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.acts import acts_of
from pipeline.comic.planner.language.lexicon_index import UNSPACED
from pipeline.comic.planner.language.tagged_words import Tag
from pipeline.comic.planner.reading.beats import Beat
from pipeline.comic.planner.reading.inner_clauses import described_object
from pipeline.comic.planner.reading.passages import Kind
from pipeline.comic.planner.reading.predicates import Predicate, predicates_of
from pipeline.comic.planner.reading.reader import Told

LAUGHING = "laughing"  # a key of interjections, not of emotions
CALM = "calm"
_BREAK = re.compile(r"[^\w'’\-\s()（）]+|[\r\n]+")
_RUN = re.compile(r"(.)\1{2,}")
_ASKING = re.compile(r"\?!|!\?|？！|！？|\?\?|？？|‽")
_LOUD = re.compile(r"[!！]{2,}")
_TRAILING = re.compile(r"(\.\.\.|…|……)[\"'”»」]?\s*$")
_LEAST_CAPITALS = 5
_ACRONYM = 4  # letters of the longest that is nothing shouted
_LONG_PHRASE = 6  # letters of a phrase that says something wherever it stands
_EMOJI = {
    "😂🤣😆😹": LAUGHING,
    "😀😃😄😁😊🙂🎉🥳": "happy",
    "😍🥰😘❤💕💖💘": "love",
    "😢😭😿💔🥺☹": "sad",
    "😡😠🤬💢": "angry",
    "😱😨😰": "scared",
    "😮😲🤯😳": "surprised",
    "😴💤": "asleep",
    "🤔": "thinking",
    "🤢🤮": "disgusted",
    "😫😩🥱": "tired",
    "😏😈": "smug",
    "😎": "proud",
}
_EMOTICONS = {
    ":)": "happy", ":-)": "happy", ":D": "happy", "xD": LAUGHING, "XD": LAUGHING, ":(": "sad",
    ":-(": "sad", ":'(": "sad", ">:(": "angry", "<3": "love", ":O": "surprised", "T_T": "sad",
    "^_^": "happy", ";)": "smug",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToldFeelings:
    """The feelings that the narration of a beat tells: by character, and of nobody named."""

    by_character: dict[int, str]
    of_all: str = ""


def told_feelings(beat: Beat) -> ToldFeelings:
    """Return what the narration of *beat* says about feelings; the first of each counts."""
    found: dict[int, str] = {}
    of_all = ""
    for item in beat.told:
        for name, who in _feelings_in(item):
            if not who:
                of_all = of_all or name
            for character in who:
                found.setdefault(character, name)
    return ToldFeelings(found, of_all)


def _feelings_in(item: Told) -> Iterator[tuple[str, tuple[int, ...]]]:
    sentence = item.sentence
    if sentence is None:
        return
    predicates = predicates_of(sentence, item.words)
    mains = {predicate.main for predicate in predicates}
    for sense in sentence.senses:
        if sense.table != lexicon.EMOTIONS or sense.first not in item.words:
            continue
        near = sentence.words[max(0, sense.first - 2) : sense.first]
        if any(word.tag is Tag.NEGATION for word in near):
            continue
        if sense.first in mains and _is_act(sentence.names_of(sense.first, lexicon.VERBS)):
            continue  # the act says who feels how
        yield sense.name, _who_feels(item, predicates, sense.first)


def _is_act(verbs: frozenset[str]) -> bool:
    return any(act.feels or act.other_feels for verb in verbs for act in acts_of(verb))


def _who_feels(item: Told, predicates: list[Predicate], index: int) -> tuple[int, ...]:
    """Return who a word of feeling is about: "the sad king", else the subject of its clause."""
    sentence = item.sentence
    if sentence is None:
        return ()
    phrase = next((p for p in sentence.phrases if p.first <= index <= p.last), None)
    mentions = [m for m in item.mentions if m.characters and not m.absent]
    own = [m for m in mentions if phrase is not None and m.first == phrase.first]
    if own:
        return own[0].characters
    described = described_object(sentence, predicates, index)
    seen = [m for m in mentions if described is not None and m.first == described.first]
    if seen:
        return seen[0].characters
    before = [p for p in predicates if p.finite <= index or p.main <= index] or predicates[:1]
    for predicate in reversed(before):
        verbs = {predicate.finite, predicate.main}
        subjects = [m for m in mentions if m.is_subject and m.verb in verbs]
        if subjects:
            return tuple(c for m in subjects for c in m.characters)
    subjects = [m for m in mentions if m.is_subject]
    return tuple(c for m in subjects for c in m.characters)


# --- Speech ---------------------------------------------------------------------------------------


def feeling_of_speech(text: str, kind: Kind, languages: tuple[str, ...]) -> str:
    """Return how somebody feels who says *text*: an emotion, `LAUGHING`, or nothing."""
    shown = _shown_by_signs(text)
    said = shown or _said(text, languages)
    if said:
        return said
    letters = [char for char in text if char.isalpha()]
    if _ASKING.search(text):
        return "surprised"
    if (len(letters) >= _LEAST_CAPITALS and all(map(str.isupper, letters))) or _is_loud(text):
        return "angry"
    if _LOUD.search(text):
        return "surprised"
    if kind is Kind.THOUGHT or (_TRAILING.search(text) or not letters):
        return "thinking"
    return ""


def _is_loud(text: str) -> bool:
    """Return whether a word is in capitals: "You are late AGAIN!"."""
    words = text.split() if "!" in text else []
    return any(word.isupper() and sum(map(str.isalpha, word)) > _ACRONYM for word in words)


def _shown_by_signs(text: str) -> str:
    for signs, feeling in _EMOJI.items():
        if any(sign in text for sign in signs):
            return feeling
    return next((feeling for sign, feeling in _EMOTICONS.items() if sign in text), "")


def _said(text: str, languages: tuple[str, ...]) -> str:
    """Return the feeling of the most telling exclamation of *text*: the longest."""
    best, longest = "", 0
    for language in languages:
        spaced = language not in UNSPACED
        parts = [_plain(part) if spaced else part.lower() for part in _BREAK.split(text)]
        for phrase, feeling in _phrases(language):
            size = len(phrase)
            if size > longest and any(_tells(part, phrase, spaced=spaced) for part in parts):
                best, longest = feeling, size
    return best


def _tells(part: str, phrase: str, *, spaced: bool) -> bool:
    if not spaced:
        return part.startswith(phrase) if len(phrase) == 1 else phrase in part
    if part == phrase:
        return True
    is_long = " " in phrase or len(phrase) >= _LONG_PHRASE
    return is_long and f" {phrase} " in f" {part} "


@cache
def _phrases(language: str) -> tuple[tuple[str, str], ...]:
    known = lexicon.meanings(lexicon.INTERJECTIONS, language)
    plain = str.lower if language in UNSPACED else _plain
    return tuple((plain(word), feeling) for feeling, words in known.items() for word in words)


def _plain(text: str) -> str:
    """Return *text* in small letters; a letter that is drawn out once only: "noooo"."""
    return _RUN.sub(r"\1", " ".join(text.lower().replace("’", "'").split()))
