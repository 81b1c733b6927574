"""Corrections of English tags: function words, contractions, names, nouns and infinitives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.english_verbs import (
    BEFORE_NAME,
    SINGULAR_ARTICLES,
    VERB_TABLES,
    find_missing_verbs,
    verb_tag,
)
from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.hanta import lemma_as, tags_of
from pipeline.comic.planner.language.lexicon_index import senses_of
from pipeline.comic.planner.language.nouns import (
    gender_of_noun,
    is_kind,
    is_known_noun,
    may_be_name,
)
from pipeline.comic.planner.language.plurals import singulars
from pipeline.comic.planner.language.tagged_words import Tag, WordDraft
from pipeline.comic.planner.language.usage import usage_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.comic.planner.language.grammar import Grammar

_NOUNS = (Tag.NOUN, Tag.NAME)
_MAY_BE_NAMES = (
    Tag.NAME, Tag.NOUN, Tag.VERB, Tag.INFINITIVE, Tag.OTHER, Tag.ADJECTIVE, Tag.PARTICIPLE,
)  # fmt: skip
_NEGATIONS = frozenset(("not", "n't", "no", "never"))
_OBJECTS = (Tag.NOUN, Tag.NAME, Tag.DETERMINER, Tag.PREPOSITION, Tag.PARTICIPLE, Tag.ADJECTIVE)
_CONTRACTED = {"'ll": "will", "'re": "be", "'ve": "have", "'m": "be", "'d": "would", "n't": "not"}
_CUT_SHORT = {"ca": "can", "wo": "will", "sha": "shall"}
_GOVERNING = ("will", "would", "let", "make", "help")
_PERCEIVING = frozenset(
    ("sees", "see", "saw", "finds", "find", "found", "hears", "hear", "heard", "catches", "caught",
     "watches", "watched", "notices", "noticed", "spots", "spotted", "leaves", "left")
)  # fmt: skip
_SPAN = 60  # words of a quotation
_FAR = 5  # words between an auxiliary and its verb, with the subject of a question
_BETWEEN_AUXILIARY = frozenset(
    (Tag.ADVERB, Tag.NEGATION, Tag.PRONOUN, Tag.NOUN, Tag.NAME, Tag.DETERMINER, Tag.ADJECTIVE)
)


def correct_english(words: list[WordDraft], grammar: Grammar) -> None:
    """Correct the tags of one sentence in place."""
    _function_words(words, grammar)
    _contractions(words)
    _names(words, grammar)
    _vocative(words)
    _listed_gerund(words)
    for i, word in enumerate(words):
        _known_noun(word)
        _singular(word)
        _gerund(words, i)
        _infinitive(words, i)
        if word.tag is Tag.VERB and i and _opens_noun(words[i - 1]) and _can_be_noun(word):
            word.tag = Tag.NOUN
    for i, word in enumerate(words):
        _show(word, words[i - 1] if i else None)
        _object_described(words, i)
        if word.lower in grammar.named and i and words[i - 1].tag is Tag.NOUN:
            follows = words[i + 1] if i + 1 < len(words) else None
            if follows is not None and follows.tag is Tag.NAME:
                word.tag, word.fine = Tag.PARTICIPLE, BEFORE_NAME
    find_missing_verbs(words)


def _object_described(words: Sequence[WordDraft], i: int) -> None:
    """Tag "her" in "sees her crying", "finds her asleep" as a pronoun: no noun follows."""
    her, follows = words[i], words[i + 1] if i + 1 < len(words) else None
    after = words[i + 2] if i + 2 < len(words) else None
    if her.lower != "her" or not i or words[i - 1].tag is not Tag.VERB or follows is None:
        return
    if after is not None and after.tag in {*_NOUNS, Tag.ADJECTIVE, Tag.PARTICIPLE}:
        return
    is_gerund = follows.lower.endswith("ing") and words[i - 1].lower in _PERCEIVING
    if follows.tag is Tag.ADJECTIVE or is_gerund:
        her.tag = Tag.PRONOUN
        follows.tag = Tag.PARTICIPLE if is_gerund else follows.tag


def _listed_gerund(words: Sequence[WordDraft]) -> None:
    """Tell the object in "washing hands" from a verb."""
    for i, word in enumerate(words[:-1]):
        follows = words[i + 1]
        opens = not i or words[i - 1].tag is Tag.PUNCTUATION
        ends = i + 2 == len(words) or words[i + 2].tag is Tag.PUNCTUATION
        is_object = follows.fine == "VVZ" and is_known_noun(follows.lower, "en")
        if opens and ends and is_object and word.lower.endswith("ing") and word.tag is Tag.NOUN:
            word.tag, word.fine = Tag.PARTICIPLE, "VVG"
            word.lemma = lemma_as(word.lower, "VVG", "en")
            follows.tag, follows.fine = Tag.NOUN, "NN2"
            follows.lemma = lemma_as(follows.lower, "NN2", "en")


def _vocative(words: Sequence[WordDraft]) -> None:
    """Tell "bro" in "bro this dude walks in" from a subject."""
    following = (Tag.DETERMINER, Tag.PRONOUN, Tag.NAME)
    starts = len(words) > 1 and words[0].lower in usage_of("en").vocatives
    if starts and words[0].tag is Tag.NOUN and words[1].tag in following:
        words[0].tag = Tag.OTHER


def _function_words(words: Sequence[WordDraft], grammar: Grammar) -> None:
    for i, word in enumerate(words):
        lower = word.lower.replace("’", "'")
        if lower in _NEGATIONS:
            word.tag, word.lemma = Tag.NEGATION, "not" if lower == "n't" else lower
        elif Tag.NUMBER in grammar.tags_of(lower) and lower != "one":
            word.tag = Tag.NUMBER
        elif word.tag is Tag.NUMBER and is_known_noun(lower, "en"):
            word.tag, word.fine = Tag.NOUN, "NN1"  # HanTa counts with grandpas
        elif "." in lower and len(lower) > 1 and word.text.islower():
            word.tag = Tag.ADVERB  # i.e., p.m.
        elif word.fine == "AVQ" and not _asks(words, i):
            word.tag = Tag.SUBJUNCTION
        elif word.fine in ("DT0", "DTQ") and (i + 1 == len(words) or _ends_noun(words[i + 1])):
            word.tag = Tag.PRONOUN
        for reading in grammar.readings.get(lower, ()):
            if reading.tag is word.tag and (reading.plural or reading.gender):
                word.plural, word.gender = reading.plural, reading.gender


def _asks(words: Sequence[WordDraft], i: int) -> bool:
    """Return whether "when" or "where" asks: a verb follows it, or a question mark the sentence."""
    starts = not i or words[i - 1].tag is Tag.PUNCTUATION
    follows = words[i + 1].tag if i + 1 < len(words) else Tag.PUNCTUATION
    return starts and (words[-1].text == "?" or follows in (Tag.VERB, Tag.PUNCTUATION))


def _ends_noun(word: WordDraft) -> bool:
    return word.tag in (Tag.VERB, Tag.PUNCTUATION, Tag.PREPOSITION, Tag.CONJUNCTION)


def _contractions(words: Sequence[WordDraft]) -> None:
    for i, word in enumerate(words):
        lower = word.lower.replace("’", "'")
        before = words[i - 1] if i else None
        if lower in _CUT_SHORT and i + 1 < len(words) and words[i + 1].lower in ("n't", "n’t"):
            word.tag, word.lemma = Tag.VERB, _CUT_SHORT[lower]
        elif before is None or before.end != word.start:
            continue
        elif lower == "'s" and before.lemma == "let":
            word.tag, word.lemma = Tag.PRONOUN, "us"
        elif lower == "'s":
            owns = before.tag in _NOUNS and not _goes_on_as_verb(words, i)
            word.tag, word.lemma = (Tag.PARTICLE, "'s") if owns else (Tag.VERB, "be")
        elif lower in _CONTRACTED and lower != "n't":
            word.tag, word.lemma = Tag.VERB, _CONTRACTED[lower]
        elif (
            lower == "'"
            and before.lower.endswith("s")
            and not _quote_is_open(words[max(0, i - _SPAN) : i])
        ):
            word.tag, word.lemma = Tag.PARTICLE, "'s"


def _goes_on_as_verb(words: Sequence[WordDraft], i: int) -> bool:
    """Return whether what follows "'s" makes it "is" or "has": "the cat's asleep"."""
    if i + 1 == len(words):
        return False
    after = words[i + 1]
    if after.tag is Tag.ADJECTIVE:
        return i + 2 == len(words) or words[i + 2].tag not in (Tag.NOUN, Tag.ADJECTIVE, Tag.NAME)
    return after.fine in ("VVG", "VVN", "AT0", "DPS", "XX0", "PNP", "PRP", "VBN")


def _quote_is_open(words: Sequence[WordDraft]) -> bool:
    return sum(word.text in "'‘’" for word in words if len(word.text) == 1) % 2 == 1


def _names(words: Sequence[WordDraft], grammar: Grammar) -> None:
    for i, word in enumerate(words):
        follows = words[i + 1] if i + 1 < len(words) else None
        if not word.text[0].isalpha():
            continue
        if follows is not None and _is_title(word, follows, grammar):
            continue
        starts = not i or words[i - 1].tag in (Tag.PUNCTUATION, Tag.NUMBER)
        article = bool(i) and words[i - 1].tag in (Tag.DETERMINER, Tag.ADJECTIVE)
        if word.tag not in _MAY_BE_NAMES or word.fine == "VVZ":
            continue
        named = may_be_name(word.text, "en", starts=starts, after_article=article)
        if named or (starts and follows is not None and _is_first_of_name(word, follows)):
            word.tag, word.lemma = Tag.NAME, word.lower
        elif word.tag is Tag.NAME and _is_rather_noun(word, starts=starts, article=article):
            word.tag, word.lemma = Tag.NOUN, lemma_as(word.text, "NN1", "en")
        elif word.fine == "UNC" and word.tag is Tag.OTHER:
            word.tag = Tag.NAME if word.text[0].isupper() and not article else Tag.NOUN


def _is_title(word: WordDraft, follows: WordDraft, grammar: Grammar) -> bool:
    """Tag "Mr." in "Mr. Green", and "Green" as a name; return whether *word* is a title."""
    title = word.lower.removesuffix(".")
    if title not in grammar.titles or not word.text[0].isupper() or not follows.text[0].isupper():
        return False
    word.tag = Tag.NAME if word.text.endswith(".") else Tag.NOUN
    word.gender, word.lemma = grammar.titles[title], title
    follows.tag, follows.lemma = Tag.NAME, follows.lower
    return True


def _is_first_of_name(word: WordDraft, follows: WordDraft) -> bool:
    """Return whether a sentence begins with a name of two words: "Snow White"."""
    both = word.text.istitle() and follows.text.istitle()
    names = follows.tag in (Tag.NAME, Tag.NOUN, Tag.ADJECTIVE)
    return both and names and word.tag is Tag.NOUN and not is_kind(word.lower, "en", lexicon.BEINGS)


def _is_rather_noun(word: WordDraft, *, starts: bool, article: bool) -> bool:
    """Return whether what HanTa takes for a name is a noun: "Grandpa", "1girl"."""
    if not word.text[0].isupper():
        return True
    return (starts or article) and is_known_noun(word.lower, "en")


def _known_noun(word: WordDraft) -> None:
    """Take a word that the lexicon knows as a noun, and as no verb, for one: "ramen"."""
    if word.tag in (Tag.PARTICIPLE, Tag.VERB) and word.fine in ("VVN", "VVD", "VVG"):
        as_verb = senses_of(word.lemma, "en") | senses_of(word.lower, "en")
        if is_known_noun(word.lower, "en") and not any(t in VERB_TABLES for t, _ in as_verb):
            word.tag, word.fine, word.lemma = Tag.NOUN, "NN1", word.lower


def _singular(word: WordDraft) -> None:
    """Set the lemma of a noun; HanTa takes "toaster" for the plural of "toast"."""
    if word.tag is not Tag.NOUN or not word.lemma or not word.lower.startswith(word.lemma):
        return  # irregular: "mice"
    if word.fine == "NN2" and not word.lower.endswith(("s", "en")):
        word.fine = "NN1"
    if word.fine != "NN2":
        word.lemma = word.lower
        return
    forms = list(singulars(word.lower, "en"))
    if forms and word.lemma not in forms:
        word.lemma = next((form for form in forms if is_known_noun(form, "en")), forms[-1])


def _gerund(words: Sequence[WordDraft], i: int) -> None:
    """Take "eating" in "a samurai eating ramen" for a participle."""
    word = words[i]
    if i == 0 or i + 1 == len(words) or not word.lower.endswith("ing") or word.tag is not Tag.NOUN:
        return
    acts = words[i - 1].tag in _NOUNS and is_kind(words[i - 1].lower, "en", lexicon.BEINGS)
    if acts and words[i + 1].tag in _OBJECTS and "VVG" in tags_of(word.lower, "en"):
        word.tag, word.fine, word.lemma = Tag.PARTICIPLE, "VVG", lemma_as(word.text, "VVG", "en")


def _infinitive(words: Sequence[WordDraft], i: int) -> None:
    """Tell "to paint" from "to school", and a base form from an infinitive."""
    word = words[i]
    before = words[i - 1] if i else None
    if before and before.lower == "to" and before.fine in ("TO0", "PRP"):
        place = word.lower in grammar_of("en").destinations
        acts = word.tag in (Tag.VERB, Tag.INFINITIVE) or (word.tag is Tag.NOUN and _is_act(word))
        if place:
            before.tag, word.tag = Tag.PREPOSITION, Tag.NOUN
        elif acts:
            before.tag, word.tag = Tag.PARTICLE, Tag.INFINITIVE
            word.lemma = lemma_as(word.text, "VVI", "en")
    elif word.tag is Tag.INFINITIVE and not _has_auxiliary(words, i):
        word.tag = Tag.VERB
    elif word.tag is Tag.VERB and word.fine.endswith("B") and _has_auxiliary(words, i):
        word.tag = Tag.INFINITIVE


def _is_act(word: WordDraft) -> bool:
    """Return whether a noun after "to" is rather a verb: "to fish", not "to bed"."""
    place = is_kind(word.lower, "en", (lexicon.PLACES, lexicon.ROOMS, lexicon.SITES))
    return not place and word.fine != "NN2" and verb_tag(word, base=True) != ""


def _has_auxiliary(words: Sequence[WordDraft], i: int) -> bool:
    """Return whether an auxiliary before *i* governs it: "can't", "did you", "will never"."""
    for word in reversed(words[max(0, i - _FAR) : i]):
        if word.fine[:2] in ("VM", "VD") or word.lemma in _GOVERNING:
            return True
        if word.tag not in _BETWEEN_AUXILIARY:
            return False
    return False


def _opens_noun(word: WordDraft) -> bool:
    return word.tag is Tag.DETERMINER and word.fine in ("AT0", "DPS")


def _can_be_noun(word: WordDraft) -> bool:
    return any(tag.startswith("NN") for tag in tags_of(word.lower, "en"))


def _show(word: WordDraft, before: WordDraft | None) -> None:
    """Set the number and gender that a noun shows."""
    if word.tag is Tag.NOUN:
        many = word.fine == "NN2" or word.lower.endswith("men")
        word.plural = many and not (before and before.lower in SINGULAR_ARTICLES)
        word.gender = word.gender or gender_of_noun(word.lower, word.lemma, "en")
    elif word.tag is Tag.PRONOUN and word.lower in ("i", "you"):
        word.plural = False
