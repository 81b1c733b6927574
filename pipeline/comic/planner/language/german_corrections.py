"""Corrections of German tags: capitals tell nouns, articles tell gender and number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.comic.planner.language.clauses import clauses, subject_before
from pipeline.comic.planner.language.hanta import lemma_as, tags_of
from pipeline.comic.planner.language.nouns import gender_of_noun, is_known_noun, may_be_name
from pipeline.comic.planner.language.tagged_words import FEMALE, MALE, Tag, WordDraft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.comic.planner.language.grammar import Grammar

# What a word with a capital inside a sentence can be besides a noun: "Sie", "Ihr", "In".
_CAPITAL = frozenset(
    (Tag.NOUN, Tag.NAME, Tag.PRONOUN, Tag.DETERMINER, Tag.NEGATION, Tag.NUMBER, Tag.PREPOSITION,
     Tag.CONJUNCTION, Tag.SUBJUNCTION, Tag.PUNCTUATION)
)  # fmt: skip
_NEGATIONS = ("nicht", "nie", "niemals")
_MASCULINE = frozenset(("einen", "den", "diesen", "jeden", "keinen", "meinen", "deinen", "seinen"))
_FEMININE = frozenset(
    ("eine", "einer", "diese", "jede", "keine", "meine", "deine", "seine", "ihre")
)
_PLURALS = frozenset(("die", "diese", "alle", "beide", "viele", "einige", "mehrere", "keine",
                      "meine", "deine", "seine", "ihre", "unsere", "eure", "den"))  # fmt: skip
_BETWEEN = (Tag.ADJECTIVE, Tag.NUMBER)
_WITH_ARTICLES = frozenset(("am", "ans", "beim", "im", "ins", "vom", "zum", "zur", "fürs", "ums"))
_GENITIVE = frozenset(("der", "einer", "seiner", "ihrer", "meiner", "deiner", "unserer", "eurer"))


def correct_german(words: list[WordDraft], grammar: Grammar) -> None:
    """Correct the tags of one sentence in place."""
    for i, word in enumerate(words):
        _function_word(word, grammar)
        starts = not i or words[i - 1].tag is Tag.PUNCTUATION
        opened = bool(i) and (
            words[i - 1].tag in (Tag.DETERMINER, Tag.ADJECTIVE)
            or words[i - 1].lower in _WITH_ARTICLES
        )
        if word.text[0].isalpha():
            _capital(word, starts=starts, opened=opened)
            _title(words, i, grammar)
    for clause in clauses(words):
        last = clause[-1]
        if last.tag is Tag.INFINITIVE and not any(word.tag is Tag.VERB for word in clause):
            subject = subject_before(clause, len(clause) - 1)
            if subject is not None and not any(w.tag is Tag.PARTICLE for w in clause):
                last.tag = Tag.VERB
    for i, word in enumerate(words):
        if word.tag is Tag.NOUN or word.tag is Tag.NAME:
            _show_case(words, i, grammar)
        if word.tag is Tag.NOUN:
            _show(words, i)


def _function_word(word: WordDraft, grammar: Grammar) -> None:
    lower = word.lower
    if lower in _NEGATIONS or (lower.startswith("kein") and lower in grammar.negations):
        word.tag = Tag.NEGATION
    for reading in grammar.readings.get(lower, ()):
        if reading.tag is word.tag and (reading.plural or reading.gender):
            word.plural, word.gender = reading.plural, reading.gender
    word.oblique = word.tag is Tag.PRONOUN and lower in grammar.oblique
    if lower == "sie" and word.text == "sie":
        word.gender = FEMALE


def _capital(word: WordDraft, *, starts: bool, opened: bool) -> None:
    """Let capitals decide between nouns and other words."""
    nouns = (Tag.NOUN, Tag.NAME)
    if word.text[0].islower() and word.tag in nouns:
        tags = [tag for tag in tags_of(word.text, "de") if not tag.startswith("N")]
        verb = word.text.endswith(("t", "te", "ten", "st"))
        fine = tags[0] if tags else "VV(FIN)" if verb else "ADJ(D)"
        word.tag = Tag.VERB if "FIN" in fine else Tag.ADJECTIVE
        word.lemma = lemma_as(word.text, fine, "de")
    elif word.text[0].isupper() and not starts and word.tag not in _CAPITAL:
        word.tag, word.lemma = Tag.NOUN, lemma_as(word.text, "NN", "de")
    if (starts or opened) and word.tag is Tag.NAME and is_known_noun(word.lower, "de"):
        word.tag = Tag.NOUN
    elif word.tag in (*nouns, Tag.OTHER) and may_be_name(
        word.text, "de", starts=True, after_article=opened
    ):
        word.tag, word.lemma = Tag.NAME, word.lower


def _title(words: Sequence[WordDraft], i: int, grammar: Grammar) -> None:
    title = words[i].lower.removesuffix(".")
    if title in grammar.titles and i + 1 < len(words) and words[i + 1].text[0].isupper():
        words[i].gender = grammar.titles[title]
        words[i].tag = Tag.NAME if words[i].text.endswith(".") else Tag.NOUN
        words[i + 1].tag, words[i + 1].lemma = Tag.NAME, words[i + 1].lower


def _show_case(words: Sequence[WordDraft], i: int, grammar: Grammar) -> None:
    """Note that a noun or name is no subject, if its article tells: den, einem, des."""
    at = i - 1
    while at >= 0 and words[at].tag in _BETWEEN:
        at -= 1
    if at < 0 or words[at].tag not in (Tag.DETERMINER, Tag.NEGATION):
        return
    owns = at > 0 and words[at - 1].tag in (Tag.NOUN, Tag.NAME)  # "der Hut der Hexe"
    words[i].oblique = words[at].lower in grammar.oblique or (owns and words[at].lower in _GENITIVE)


def _show(words: Sequence[WordDraft], i: int) -> None:
    """Set the gender and number of a noun from its article."""
    word = words[i]
    at = i - 1
    while at >= 0 and words[at].tag in _BETWEEN:
        at -= 1
    inner = words[at + 1 : i]
    article = words[at].lower if at >= 0 else ""
    opens = at >= 0 and words[at].tag in (Tag.DETERMINER, Tag.NEGATION)
    numbered = any(w.tag is Tag.NUMBER for w in inner)
    changed = word.lower != word.lemma
    if numbered or (changed and (not opens or article in _PLURALS)):
        word.plural = True
    word.gender = word.gender or gender_of_noun(word.lower, word.lemma, "de")
    if word.gender or word.plural or not opens:
        return
    word.gender = _by_article(words, at, inner)


def _by_article(words: Sequence[WordDraft], at: int, inner: Sequence[WordDraft]) -> str:
    """Return the gender that an article and the adjectives after it tell."""
    article = words[at].lower
    if article == "der":
        return FEMALE if _is_dative(words, at) else MALE
    if article in _FEMININE or article == "die":
        return FEMALE
    strong = article == "ein" and bool(inner) and inner[-1].lower.endswith("er")
    return MALE if strong or article in _MASCULINE else ""


def _is_dative(words: Sequence[WordDraft], at: int) -> bool:
    """Return whether "der" is dative: after a preposition, or after a subject and its verb."""
    if at and words[at - 1].tag is Tag.PREPOSITION:
        return True
    after_verb = bool(at) and words[at - 1].tag is Tag.VERB
    subjects = (Tag.NOUN, Tag.NAME, Tag.PRONOUN)
    start = next((i for i in range(at - 1, -1, -1) if words[i].tag is Tag.PUNCTUATION), -1) + 1
    opened = start < at and words[start].tag is not Tag.PREPOSITION
    return after_verb and opened and any(word.tag in subjects for word in words[start : at - 1])
