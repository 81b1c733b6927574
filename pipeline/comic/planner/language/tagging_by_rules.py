"""Part-of-speech tagging of Romance languages and Russian by grammar, lexicon and endings.

Each word may be several things: what the function words, the lexicon and its ending say. The most
plausible sequence is chosen by which parts of speech follow each other (Viterbi algorithm).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.agreement import show_agreement
from pipeline.comic.planner.language.clauses import clauses, subject_before
from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.lexicon_index import (
    STEMMED_NOUNS,
    Sense,
    index_of,
    senses_by_stem,
    senses_of,
    start_of,
    stem,
    stems_of,
    without_clitics,
)
from pipeline.comic.planner.language.nouns import may_be_name
from pipeline.comic.planner.language.plurals import singulars
from pipeline.comic.planner.language.russian_nouns import first_case_of
from pipeline.comic.planner.language.tagged_words import Tag, WordDraft, tag_of_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.comic.planner.language.grammar import Grammar
    from pipeline.comic.planner.language.tokens import Token

LANGUAGES = frozenset(("es", "pt", "fr", "it", "ru", "ar", "he"))

_WITH_ARTICLES = frozenset(("es", "pt", "fr", "it"))
_KINDS = {
    **dict.fromkeys(
        (*lexicon.BEINGS, lexicon.PLACES, lexicon.ROOMS, lexicon.SITES, lexicon.THINGS,
         lexicon.OBJECTS, lexicon.TIMES, lexicon.WEATHER, lexicon.GARMENTS, lexicon.ABSTRACTS),
        Tag.NOUN,
    ),
    **dict.fromkeys((lexicon.VERBS, lexicon.SAYING, lexicon.ACTIONS), Tag.VERB),
    **dict.fromkeys((lexicon.COLORS, lexicon.TRAITS, lexicon.EMOTIONS), Tag.ADJECTIVE),
    lexicon.NUMBERS: Tag.NUMBER,
}  # fmt: skip
_VERBS = frozenset((Tag.VERB, Tag.INFINITIVE, Tag.PARTICIPLE))
_SHORTEST = 3  # letters of a word that a prefix tells
# Letters to cut off a form of the third person, and what makes the infinitive of the rest.
_INFINITIVE_OF = {"fr": ((0, "r"), (1, "ir")), "it": ((0, "re"),)}
_ENDING = 2  # letters that an ending adds at most
_ADJECTIVE_FIRST = 0.1  # where a word could be an adjective as well as a noun
_SURE, _KNOWN, _FORMED, _POSSIBLE = 4.0, 3.0, 1.5, 0.5

# How well the second part of speech follows the first; 0 if not listed.
_FOLLOWS: dict[tuple[Tag, Tag], float] = {
    (Tag.DETERMINER, Tag.NOUN): 2.5, (Tag.DETERMINER, Tag.ADJECTIVE): 1.0,
    (Tag.DETERMINER, Tag.NUMBER): 1.0, (Tag.DETERMINER, Tag.NAME): 0.5,
    (Tag.DETERMINER, Tag.VERB): -4.0, (Tag.DETERMINER, Tag.INFINITIVE): -2.0,
    (Tag.DETERMINER, Tag.PREPOSITION): -3.0, (Tag.DETERMINER, Tag.PUNCTUATION): -3.0,
    (Tag.DETERMINER, Tag.DETERMINER): 0.3, (Tag.DETERMINER, Tag.PRONOUN): -2.0,
    (Tag.DETERMINER, Tag.CONJUNCTION): -3.0, (Tag.DETERMINER, Tag.PARTICIPLE): -0.5,
    (Tag.ADJECTIVE, Tag.NOUN): 1.0, (Tag.ADJECTIVE, Tag.VERB): 0.5,
    (Tag.NUMBER, Tag.NOUN): 2.5, (Tag.NUMBER, Tag.VERB): -1.0, (Tag.NUMBER, Tag.ADVERB): -2.0,
    (Tag.NOUN, Tag.VERB): 1.5, (Tag.NOUN, Tag.ADJECTIVE): 1.0, (Tag.NOUN, Tag.PREPOSITION): 0.5,
    (Tag.NOUN, Tag.NOUN): -0.5, (Tag.NOUN, Tag.PARTICIPLE): 0.5, (Tag.NOUN, Tag.INFINITIVE): -1.0,
    (Tag.NOUN, Tag.DETERMINER): -0.5,
    (Tag.NAME, Tag.VERB): 2.0, (Tag.NAME, Tag.NOUN): -1.0, (Tag.NAME, Tag.NAME): 1.0,
    (Tag.NAME, Tag.ADJECTIVE): -0.5,
    (Tag.PRONOUN, Tag.DETERMINER): -0.7, (Tag.PRONOUN, Tag.PRONOUN): 0.5,
    (Tag.PRONOUN, Tag.VERB): 2.5, (Tag.PRONOUN, Tag.NOUN): -2.5, (Tag.PRONOUN, Tag.ADJECTIVE): 0.5,
    (Tag.PRONOUN, Tag.INFINITIVE): -0.5, (Tag.PRONOUN, Tag.NAME): -1.0,
    (Tag.VERB, Tag.DETERMINER): 1.0, (Tag.VERB, Tag.NOUN): 0.3, (Tag.VERB, Tag.INFINITIVE): 1.0,
    (Tag.VERB, Tag.PARTICIPLE): 0.7, (Tag.VERB, Tag.PREPOSITION): 0.7, (Tag.VERB, Tag.VERB): -1.5,
    (Tag.VERB, Tag.ADVERB): 0.5, (Tag.VERB, Tag.PRONOUN): -0.3, (Tag.VERB, Tag.ADJECTIVE): 0.0,
    (Tag.PREPOSITION, Tag.DETERMINER): 1.0, (Tag.PREPOSITION, Tag.NOUN): 1.5,
    (Tag.PREPOSITION, Tag.INFINITIVE): 1.5, (Tag.PREPOSITION, Tag.NAME): 1.0,
    (Tag.PREPOSITION, Tag.VERB): -3.0, (Tag.PREPOSITION, Tag.PUNCTUATION): -2.0,
    (Tag.PREPOSITION, Tag.PREPOSITION): -1.0, (Tag.PREPOSITION, Tag.PRONOUN): -0.5,
    (Tag.NEGATION, Tag.VERB): 2.0, (Tag.NEGATION, Tag.PRONOUN): 0.5, (Tag.NEGATION, Tag.NOUN): 0.2,
    (Tag.SUBJUNCTION, Tag.VERB): 1.0, (Tag.SUBJUNCTION, Tag.DETERMINER): 0.5,
    (Tag.CONJUNCTION, Tag.DETERMINER): 0.7, (Tag.CONJUNCTION, Tag.VERB): 0.5,
    (Tag.ADVERB, Tag.VERB): 0.5, (Tag.ADVERB, Tag.ADJECTIVE): 0.5,
    (Tag.PUNCTUATION, Tag.NAME): 1.0, (Tag.DETERMINER, Tag.ADVERB): -2.0,
    (Tag.PUNCTUATION, Tag.DETERMINER): 0.5, (Tag.PUNCTUATION, Tag.VERB): 0.3,
    (Tag.PUNCTUATION, Tag.PREPOSITION): 0.3, (Tag.PUNCTUATION, Tag.PRONOUN): 0.0,
}  # fmt: skip


_NAME_OF_NOBILITY = re.compile(r"[DO]['’][^\W\d_a-z]")


def tag_by_rules(tokens: Sequence[Token], language: str) -> list[WordDraft]:
    """Return the tagged words of one sentence."""
    grammar = grammar_of(language)
    drafts = [WordDraft(token.text, token.start, token.end) for token in tokens]
    options = [_options(drafts, i, language, grammar) for i in range(len(drafts))]
    for draft, tag in zip(drafts, _likeliest(options), strict=True):
        draft.tag = tag
        draft.lemma = _lemma(draft, language)
    _mark_impersonal(drafts, grammar)
    _leave_objects(drafts, grammar)
    _give_verbs(drafts, options, language)
    if language in _WITH_ARTICLES:
        _take_verbs(drafts, options)
    show_agreement(drafts, language, grammar)
    return drafts


def _options(
    drafts: Sequence[WordDraft], i: int, language: str, grammar: Grammar
) -> dict[Tag, float]:
    """Return the parts of speech that a word can be, with a weight."""
    word = drafts[i]
    if not any(char.isalnum() for char in word.text):
        return {tag_of_mark(word.text): _SURE}
    if word.text[0].isdigit():
        return {Tag.NUMBER if word.text.isdecimal() else Tag.NOUN: _SURE}
    starts = not i or not drafts[i - 1].text[-1].isalnum()
    if function := grammar.tags_of(word.text):
        options = _as_function_word(word, function, starts=starts)
        if word.lower in grammar.homographs:
            options[Tag.VERB] = _KNOWN  # "Une souris entre dans la cuisine"
        return options
    if _NAME_OF_NOBILITY.match(word.text):
        return {Tag.NAME: _SURE}
    if (verb := without_clitics(word.lower)) != word.lower:
        return {_verb_form(verb, grammar): _SURE}
    options = _as_content_word(word, language, grammar, starts=starts)
    if i and drafts[i - 1].lower in grammar.degrees and Tag.VERB in options:
        options[Tag.ADJECTIVE] = _SURE  # "muy elegante"
    return options


def _as_content_word(
    word: WordDraft, language: str, grammar: Grammar, *, starts: bool
) -> dict[Tag, float]:
    options = _by_lexicon(word.lower, language, grammar)
    title = word.lower.removesuffix(".") in grammar.titles
    if not title and may_be_name(word.text, language, starts=starts, after_article=False):
        options[Tag.NAME] = _KNOWN + (0 if starts else 1)
    if not options:
        options = _by_ending(word.lower, grammar)
        if starts and language in _WITH_ARTICLES and word.text.istitle():
            options[Tag.NAME] = _FORMED - 0.2  # a noun would have an article
    return options


def _as_function_word(word: WordDraft, tags: frozenset[Tag], *, starts: bool) -> dict[Tag, float]:
    # of two that are as likely, the preposition comes before the determiner: "la peur des souris"
    options = dict.fromkeys(sorted(tags, reverse=True), _SURE)
    for tag in (Tag.DETERMINER, Tag.PREPOSITION):
        if tag in tags:
            options[tag] += 0.5
    if starts and Tag.DETERMINER in tags:
        options[Tag.DETERMINER] += 1.0
    if Tag.ADVERB in tags:
        options.setdefault(Tag.NOUN, 1.0)
    if len(word.text) > 1 and word.text[0].isupper() and not starts:
        options[Tag.NAME] = _SURE - 1
    return options


def _by_lexicon(lower: str, language: str, grammar: Grammar) -> dict[Tag, float]:
    """Return what the lexicon knows a form as, and what it knows words of its stem as."""
    exact = senses_of(lower, language)
    form = Tag.VERB if _is_finite(lower, language) else _verb_form(lower, grammar)
    finite = _ends_as(lower, Tag.VERB, grammar)
    options = _as_known(exact, form, _KNOWN, finite=finite)
    similar = _as_known(senses_by_stem(lower, language), form, _KNOWN - 0.5, finite=finite)
    for tag, weight in similar.items():
        if tag in _VERBS or not exact:
            options.setdefault(tag, weight - 1.0 if exact else weight)
    if Tag.NUMBER in options and lower in _collectives(language):
        options = {Tag.NOUN: _KNOWN}
    if not options:
        return options
    if Tag.VERB in options:
        options.setdefault(Tag.NOUN, _FORMED)
    elif not exact and (finite or language != "ru"):  # the endings of Russian verbs are known
        options[Tag.VERB] = _POSSIBLE
    for tag in {tag for ending, tag in grammar.endings if lower.endswith(ending)}:
        if tag in options:
            options[tag] += 0.5
    return options


@cache
def _collectives(language: str) -> frozenset[str]:
    return frozenset(lexicon.meanings("usage", language).get("collectives", ()))


def _as_known(
    senses: Iterable[Sense], verb_form: Tag, weight: float, *, finite: bool
) -> dict[Tag, float]:
    """Return the parts of speech of *senses*; *finite*: the word ends like a finite verb."""
    options: dict[Tag, float] = {}
    for table, _ in sorted(senses):
        tag = _KINDS.get(table)
        if tag is Tag.VERB:
            options[verb_form] = weight
            options.setdefault(Tag.VERB, _POSSIBLE)
        elif tag:
            # "une vieille dame" has a noun of its own
            options[tag] = weight + (_ADJECTIVE_FIRST if tag is Tag.ADJECTIVE else 0)
        if table == lexicon.WEATHER:
            options.setdefault(Tag.VERB, _FORMED)  # "il pleut", "llueve"
        if table == lexicon.EMOTIONS and finite:
            options[Tag.VERB] = weight  # "празднует"
    return options


def _ends_as(lower: str, tag: Tag, grammar: Grammar) -> bool:
    """Return whether the longest ending of a word that tells a part of speech tells *tag*."""
    told = (found for ending, found in grammar.endings if lower.endswith(ending))
    return next(told, None) is tag


def _is_finite(lower: str, language: str) -> bool:
    """Return whether the infinitive of a form shows that it is none itself, nor a participle.

    "montre" is of "montrer", "ouvre" of "ouvrir", "aspetta" of "aspettare".
    """
    known = index_of(language).forms
    return any(
        lower[: len(lower) - cut] + ending in known
        for cut, ending in _INFINITIVE_OF.get(language, ())
    )


def _verb_form(lower: str, grammar: Grammar) -> Tag:
    for ending, tag in grammar.endings:
        if tag in (Tag.INFINITIVE, Tag.PARTICIPLE) and lower.endswith(ending):
            return tag
    return Tag.VERB


def _by_ending(lower: str, grammar: Grammar) -> dict[Tag, float]:
    options = {Tag.NOUN: _FORMED, Tag.VERB: _POSSIBLE, Tag.ADJECTIVE: _POSSIBLE}
    if lower in grammar.greetings:
        options[Tag.OTHER] = _KNOWN
    for beginning, tag in grammar.beginnings:
        if lower.startswith(beginning) and len(lower) > _SHORTEST:
            options[tag] = _KNOWN
    for ending, tag in grammar.endings:
        if lower.endswith(ending) and len(lower) > len(ending) + 1:
            weight = _FORMED + 0.3 * min(len(ending), 3)
            if tag is not Tag.VERB and options[Tag.VERB] == _POSSIBLE:
                options[Tag.VERB] = 0.0
            options[tag] = max(options.get(tag, 0.0), weight)
    return options


def _likeliest(options: Sequence[dict[Tag, float]]) -> list[Tag]:
    """Return the best sequence of tags."""
    best: dict[Tag, float] = {Tag.PUNCTUATION: 0.0}
    back: list[dict[Tag, Tag]] = []
    for choices in options:
        row: dict[Tag, float] = {}
        links: dict[Tag, Tag] = {}
        for tag, weight in choices.items():
            before = max(
                best, key=lambda prev: best[prev] + _FOLLOWS.get((prev, tag), 0.0)
            )  # used at once
            row[tag] = best[before] + _FOLLOWS.get((before, tag), 0.0) + weight
            links[tag] = before
        best = row
        back.append(links)
    if not back:
        return []
    tags = [max(best, key=lambda tag: best[tag])]
    for links in reversed(back[1:]):
        tags.append(links[tags[-1]])
    return tags[::-1]


def _mark_impersonal(drafts: Sequence[WordDraft], grammar: Grammar) -> None:
    """Make particles of pronouns that mean nobody: "il y a", "il pleut"."""
    if not grammar.impersonal:
        return
    texts = [draft.lower.replace("’", "'") for draft in drafts]
    for start in range(len(drafts)):
        for phrase in grammar.impersonal.get(texts[start], ()):
            if tuple(texts[start : start + len(phrase)]) == phrase:
                for draft in drafts[start : start + len(phrase)]:
                    draft.tag = Tag.PARTICLE if draft.tag is Tag.PRONOUN else draft.tag


def _leave_objects(drafts: Sequence[WordDraft], grammar: Grammar) -> None:
    """Make adverbs of the negations that say nothing of the object: "ne trouve pas sa clé"."""
    for draft, following in pairwise(drafts):
        is_of_verb = draft.lower in grammar.negations_of_verbs
        if is_of_verb and following.tag is Tag.DETERMINER and following.lower[:2] != "d'":
            draft.tag = Tag.ADVERB


def _give_verbs(
    drafts: list[WordDraft], options: Sequence[dict[Tag, float]], language: str
) -> None:
    """Make a verb of the likeliest word in a clause that has none."""
    places = {draft.start: i for i, draft in enumerate(drafts)}
    for clause in clauses(drafts):
        if any(word.tag is Tag.VERB for word in clause):
            continue
        for i, word in enumerate(clause):
            if word.tag is Tag.NOUN or word.tag is Tag.ADJECTIVE or word.tag is Tag.PARTICIPLE:
                known = options[places[word.start]]
                end = _before_clitics(clause, i, language)
                subject = subject_before(clause, end)
                if known.get(Tag.VERB) and subject is not None and _is_opened(clause[:end]):
                    for clitic in clause[end:i]:
                        clitic.tag = Tag.PRONOUN
                    word.tag = Tag.VERB
                    word.lemma = _lemma(word, language)
                    break


def _take_verbs(drafts: list[WordDraft], options: Sequence[dict[Tag, float]]) -> None:
    """Make no verb of an unknown word in a clause that has a known one."""
    places = {draft.start: i for i, draft in enumerate(drafts)}
    for clause in clauses(drafts):
        verbs = [i for i, word in enumerate(clause) if word.tag is Tag.VERB]
        weights = {i: options[places[clause[i].start]].get(Tag.VERB, 0.0) for i in verbs}
        for i in verbs if max(weights.values(), default=0.0) > _FORMED else ():
            if weights[i] <= _POSSIBLE:
                after_noun = i > 0 and clause[i - 1].tag is Tag.NOUN
                clause[i].tag = Tag.ADJECTIVE if after_noun else Tag.NOUN
                clause[i].lemma = clause[i].lower


def _before_clitics(clause: Sequence[WordDraft], i: int, language: str) -> int:
    """Return the index before which a subject ends, if *i* is a verb: "la fourmi l'aide"."""
    clitics = grammar_of(language).clitics
    while i > 1 and clause[i - 1].lower in clitics and clause[i - 1].tag is Tag.DETERMINER:
        i -= 1
    return i


def _is_opened(words: Sequence[WordDraft]) -> bool:
    """Return whether the words before hold a subject that is complete."""
    return any(word.tag in (Tag.DETERMINER, Tag.NAME, Tag.PRONOUN, Tag.NUMBER) for word in words)


@cache
def _verbs_by_start(language: str) -> dict[str, list[tuple[str, str]]]:
    """Return the forms of the verbs in the lexicon, with the infinitive, by first letters."""
    found: dict[str, list[tuple[str, str]]] = {}
    for forms in lexicon.meanings(lexicon.VERBS, language).values():
        for form in forms:
            found.setdefault(start_of(form), []).append((form, forms[0]))
    return found


@cache
def _infinitives(language: str, start: str) -> dict[str, str]:
    """Return the infinitive of each verb in the lexicon that begins so, by its stem."""
    found: dict[str, str] = {}
    for form, infinitive in _verbs_by_start(language).get(start, ()):
        found.setdefault(stem(form, language), infinitive)
        found.setdefault(form, infinitive)
    return found


@cache
def _nouns_by_start(language: str) -> dict[str, list[str]]:
    """Return the words of the lexicon that are no verbs, by first letters."""
    found: dict[str, list[str]] = {}
    for table, tag in _KINDS.items():
        if tag is not Tag.VERB:
            for forms in lexicon.meanings(table, language).values():
                for form in forms:
                    found.setdefault(start_of(form), []).append(form)
    return found


@cache
def _nouns_by_stem(language: str, start: str) -> dict[str, list[str]]:
    """Return the words of the lexicon that are no verbs and begin so, by their stem."""
    found: dict[str, list[str]] = {}
    for form in _nouns_by_start(language).get(start, ()):
        for key in stems_of(form, language):
            found.setdefault(key, []).append(form.lower())
    return found


def _lemma(word: WordDraft, language: str) -> str:
    lower = word.lower
    if word.tag in _VERBS:
        known = _infinitives(language, start_of(lower))
        base = without_clitics(lower)
        return known.get(lower) or known.get(stem(base, language)) or lower
    if word.tag is Tag.NOUN and language == "ru" and lower in index_of(language).forms:
        return first_case_of(lower)
    if word.tag in (Tag.NOUN, Tag.ADJECTIVE) and lower not in index_of(language).forms:
        singular = _known_singular(lower, language)
        if singular or (word.tag is Tag.NOUN and language not in STEMMED_NOUNS):
            return singular or lower
        similar = _nouns_by_stem(language, start_of(lower)).get(stem(lower, language), ())
        near = [form for form in similar if _is_inflection(form, lower, grammar_of(language))]
        # the most letters in common from the beginning, then the shortest
        return min(near, key=lambda form: (-_shared(form, lower), len(form)), default=lower)
    return lower


def _is_inflection(form: str, lower: str, grammar: Grammar) -> bool:
    """Return whether two nouns differ by an ending only: "gata", "gatos", but not "pescar"."""
    alike = abs(len(form) - len(lower)) <= _ENDING
    same = _shared(form, lower) >= min(len(form), len(lower)) - _ENDING
    return alike and same and _verb_form(form, grammar) is not Tag.INFINITIVE


def _known_singular(lower: str, language: str) -> str:
    known = index_of(language).forms
    return next((form for form in singulars(lower, language) if form in known), "")


def _shared(a: str, b: str) -> int:
    """Return how many letters two words begin with alike."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
