"""Cues: what introduces a line of speech, a caption or a sound, in any language the planner knows.

Speech may be introduced in another language than the rest of a prompt is in, so that the words of
all languages count here.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.detection import KNOWN, language_of
from pipeline.comic.planner.language.given_names import is_given_name
from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.lexicon_search import find, fold
from pipeline.comic.planner.language.tagged_words import Tag
from pipeline.comic.planner.language.tagging import tag_words
from pipeline.comic.planner.language.usage import usage_of

LABEL = "label"  # "Story: ...", which only names what follows
FRAME = "frame"  # "Style: noir", which tells nothing of the story
HEADING = "heading"  # "Reality: ...", which is printed with what follows
_OPENING_QUOTES = frozenset("\"'“‘«„「『")
_SPEAKER_LAST = ("es", "pt", "fr", "it")  # languages that put the speaker after the verb
_MANNERS = frozenset(("thought", "whisper", "shout"))
_MOST_TERM_WORDS = 4  # words of a name or title between marks
_ENDED = (".", "!", "?", "…", "。", "！", "？", ",", "،", "؟")
_OFFICES = (lexicon.ROLES, lexicon.PEOPLE)  # which are no names of those who speak
_CAPITALIZED = {"de": "der"}  # languages that write nouns like names, and an article
_CLAUSES = {"en": "the {} waits"}  # in which a bear is no verb
_POSSESSIVE = re.compile(r"['’]s$")
_ASIDES = frozenset(("also", "meanwhile", "still", "then", "later", "now"))
_WHEN = frozenset(("at", "in", "on", "when", "after", "before", "during", "trying", "every"))
_LETTERS = re.compile(r"[^\W\d_]+")
_JOINING = frozenset((Tag.PREPOSITION, Tag.CONJUNCTION, Tag.SUBJUNCTION))
_QUOTED = re.compile(r"[\"“«][^\"”»]{1,300}[\"”»]")


@cache
def _cue_words() -> dict[str, str]:
    return {
        fold(word): kind
        for language in lexicon.languages()
        for kind, words in lexicon.meanings(lexicon.CUES, language).items()
        for word in words
    }


def kind_of(name: str) -> str:
    """Return what *name* before a colon introduces: caption, sfx, scene, title; empty: speech."""
    bare = re.sub(r"[\d\s#.*]+$", "", name).strip()
    kind = _cue_words().get(fold(bare), "")
    if not kind and is_of_whole(bare):
        return LABEL
    return "" if kind in _MANNERS else kind


def is_of_whole(name: str) -> bool:
    """Return whether *name* only says what the whole is: "A short comic", "Horror story"."""
    articles = {word for code in lexicon.languages() for word in _articles(code)}
    words = [word for word in fold(name).split() if word not in articles]
    if len(words) > 1 and _cue_words().get(words[-1]) == LABEL:  # "Full zombie apocalypse story"
        return True
    ends = {words[-1], words[0]} if words and len(words) <= _MOST_TERM_WORDS else set()
    if not any(_cue_words().get(word) == LABEL for word in ends):
        return False
    return len(words) == 1 or not (is_being(name) or is_given_name(words[-1]))


@cache
def _articles(language: str) -> frozenset[str]:
    grammar = grammar_of(language)
    return frozenset(word for word in grammar.readings if Tag.DETERMINER in grammar.tags_of(word))


def is_heading(name: str, rest: str) -> bool:
    """Return whether *name* heads what is told, and is printed with it: "Gym on January 1st: ...".

    So do words that contrast ("Reality: ..."), an hour or a day of what cannot speak, and a title.
    """
    if (kind := kind_of(name)) != "":
        return kind == HEADING
    if rest.lstrip()[:1] in _OPENING_QUOTES or is_being(name):
        return False
    head = name_in(name)
    if head != name and any(char.isdigit() for char in name):
        return not is_speaker_noun(head) and fold(head) not in usage_of("en").first_person
    words = rest.split(maxsplit=1)
    return len(name.split()) > 2 and bool(words) and fold(words[0]) in _articles("en")


def manner_of(remark: str) -> str:
    """Return how a line is spoken, by the remark in parentheses: thought, whisper; empty."""
    known = _cue_words()
    kinds = (known.get(word, "") for word in _LETTERS.findall(fold(remark)))
    return next((kind for kind in kinds if kind in {"thought", "whisper"}), "")


@lru_cache(maxsize=4096)
def says_something(text: str) -> bool:
    """Return whether *text* has a verb of saying."""
    return bool(find(text, lexicon.SAYING, lexicon.languages()))


def is_being(name: str) -> bool:
    """Return whether *name* has the word for a person or an animal."""
    return any(find(name, table, lexicon.languages()) for table in lexicon.BEINGS)


def as_noun(name: str, language: str) -> str:
    """Return a cue as a sentence would have it: "the boss" for "Boss", although that is a name."""
    written = [
        word.title() if word.isupper() else word[:1].upper() + word[1:] for word in name.split()
    ]
    is_office = any(find(name, table, (language,)) for table in _OFFICES)
    if language in _CAPITALIZED:
        return " ".join([*([_CAPITALIZED[language]] if is_office else []), *written])
    is_kind = len(written) > 1 and any(word.islower() and is_being(word) for word in name.split())
    if not is_office and not is_kind:
        return name.title()
    small = [word.lower() if is_being(_POSSESSIVE.sub("", word)) else word for word in written]
    return _CLAUSES.get(language, "{}").format(" ".join(small))


def is_speaker_noun(name: str) -> bool:
    """Return whether *name* is a given name or has the word for a being."""
    return is_being(name) or is_given_name(name.split(maxsplit=1)[0])


def tells(name: str, rest: str) -> bool:
    """Return whether what stands before a colon is a clause: "Inside sits another fox: ..."."""
    language = language_of(rest, "", f"{name} {rest}")
    tags = [word.tag for word in tag_words(name[:1].lower() + name[1:], language)]
    return language in KNOWN and Tag.VERB in tags[:-1]


def _is_clause(text: str, around: str) -> bool:
    """Return whether *text*, the beginning of *around*, has a finite verb: "My aunt sleeps"."""
    language = language_of(around)
    words = tag_words(text[:1].lower() + text[1:], language if language in KNOWN else "en")
    return any(word.tag is Tag.VERB for word in words)


def is_label(name: str, rest: str) -> bool:
    """Return whether words before a colon only say what follows: "Alternative ending: ...".

    A speaker of such a name would rather be known, or say something to somebody.
    """
    last = name.rsplit(maxsplit=1)[-1]
    if not last[:1].islower() or is_speaker_noun(name) or is_speaker_noun(last.title()):
        return fold(last) in _nobody()
    unquoted = _QUOTED.sub("", rest)
    said = {fold(word) for word in _LETTERS.findall(unquoted)}
    return not said & _spoken_words()


@cache
def _spoken_words() -> frozenset[str]:
    """Return the English words that only speech has: I, you, hello."""
    usage = usage_of("en")
    return frozenset((*usage.first_person, *usage.speech_openers, "you", "your"))


@cache
def _nobody() -> frozenset[str]:
    negations = {word for code in lexicon.languages() for word in grammar_of(code).negations}
    return frozenset(fold(word) for word in negations & lexicon.never_names())


def name_in(text: str) -> str:
    """Return the name in a cue: of "also me at 3am" it is "me".

    What is told before a colon stays as it is: "My aunt sleeps in the tent and the dog asks".
    """
    words = text.split()
    while len(words) > 1 and fold(words[0]) in _ASIDES:
        words = words[1:]
    cut = next((i for i, word in enumerate(words) if i and fold(word) in _WHEN), len(words))
    digits = any(char.isdigit() for word in words[cut:] for char in word)
    is_pronoun = fold(words[0]) in usage_of("en").first_person if words else False
    name = " ".join(words[:cut])
    if cut < len(words) and (digits or is_pronoun) and not _is_clause(name, text):
        return name
    return " ".join(words) or text.strip()


def is_attribution(text: str) -> bool:
    """Return whether *text*, between dashes of a dialogue, says who speaks."""
    return text[:1].islower() and (says_something(text) or _puts_subject_last(text))


def _puts_subject_last(text: str) -> bool:
    """Return whether *text* is a verb and then a noun with its article: "aclara el tiburón"."""
    first, second, *rest = [*text.lower().split(), "", ""]
    for language in _SPEAKER_LAST if rest[:-1] else ():
        grammar = grammar_of(language)
        if Tag.DETERMINER in grammar.tags_of(second) and not grammar.tags_of(first):
            return True
    return False


def is_term(before: str, text: str, after: str) -> bool:
    """Return whether what stands between marks is a name or a word, and not said by anybody.

    A cat called "Mimi"; the "magic" hat; the book "War and Peace".
    """
    if len(text.split()) > _MOST_TERM_WORDS or text.endswith(_ENDED) or len(text) > 40:
        return False
    lead = before.rstrip()
    if is_inscribed(lead, text):
        return True
    if not lead or lead.endswith((",", ":", "：", "—", "–")) or before.endswith(("\n", "。")):
        return False
    return _is_named(lead, text, after)


def _is_named(lead: str, text: str, after: str) -> bool:
    """Return whether *text* behind *lead* is called so, or a part of its clause."""
    following = after.strip()
    if fold(last_words(lead, 1)) in naming_words() and _goes_on(following):
        return True
    if lead[-1:] in ".!?…" or says_something(last_words(lead)) or says_something(after[:40]):
        return False
    if fold(last_words(lead, 1)) in naming_words():
        return True
    return bool(following) and following[0].islower() and not text[:1].isupper()


def is_inscribed(lead: str, text: str) -> bool:
    """Return whether *text* only stands written somewhere: he gets a cup with the word "Hi"."""
    word = fold(last_words(lead.rstrip(" :,"), 1))
    is_one = word in _inscribing() and not lead.endswith(",")
    if lead.endswith(":") and len(last_words(lead.rstrip(" :")).split()) < _MOST_TERM_WORDS:
        return False  # The sign: "Closed"
    return is_one and not (says_something(word) and text[-1:] in _ENDED)


@cache
def _inscribing() -> frozenset[str]:
    return frozenset(word for code in lexicon.languages() for word in usage_of(code).inscribing)


def _goes_on(following: str) -> bool:
    """Return whether a clause goes on: a cat called "Mimi" sleeps."""
    word = following.split(maxsplit=1)[0] if following else ""
    return word[:1].islower() and not joins(word)


def last_words(text: str, count: int = 8) -> str:
    """Return the last words of *text*, of its last sentence only."""
    return " ".join(re.split(r"[.!?;\n。！？；]", text)[-1].split()[-count:])


def starts_with_preposition(name: str) -> bool:
    """Return whether *name* tells where something is: "In the kitchen", "Am Nordpol"."""
    words = name.lower().split()
    return len(words) > 1 and words[0] in _prepositions()


@cache
def _prepositions() -> frozenset[str]:
    """Return the words that are prepositions somewhere, and nowhere articles, as "la" is."""
    tags: dict[str, set[Tag]] = {}
    for language in lexicon.languages():
        for word in grammar_of(language).readings:
            tags.setdefault(word, set()).update(grammar_of(language).tags_of(word))
    return frozenset(
        word
        for word, known in tags.items()
        if Tag.PREPOSITION in known and not known & {Tag.DETERMINER, Tag.PRONOUN} and len(word) > 1
    )


def is_time(name: str) -> bool:
    """Return whether *name* is that of a day, or "Day 1" and the like."""
    words = _LETTERS.findall(fold(name))
    known = _words_of_time()
    return bool(words) and all(word in known for word in words)


@cache
def _words_of_time() -> frozenset[str]:
    languages, found = lexicon.languages(), set(lexicon.never_names())
    for language in languages:
        found |= usage_of(language).abstract
        found.update(*lexicon.meanings(lexicon.TIMES, language).values())
    pronouns = {
        word
        for word in lexicon.never_names()
        if any(Tag.PRONOUN in grammar_of(language).tags_of(word) for language in languages)
    }
    return frozenset(map(fold, found - pronouns))


@cache
def naming_words() -> frozenset[str]:
    """Return the words before a name: named, called."""
    return frozenset(
        fold(word)
        for language in lexicon.languages()
        for word in lexicon.meanings(lexicon.GRAMMAR, language).get("named", ())
    )


@lru_cache(maxsize=4096)
def joins(word: str) -> bool:
    """Return whether *word* is a preposition or conjunction in some language, and else nothing."""
    tags = {tag for language in lexicon.languages() for tag in grammar_of(language).tags_of(word)}
    return bool(tags & _JOINING) and not tags & {Tag.DETERMINER, Tag.PRONOUN}
