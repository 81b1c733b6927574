"""Chinese clauses: serial verbs, prepositions and places, and the roles of phrases in them.

Commas end clauses, and one subject may have several verbs: 小红骑自行车去学校.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.tagged_words import Tag, Word
from pipeline.comic.planner.reading.noun_phrases import ClauseRole, Phrase

_ENDS = frozenset("，,；;：:。.！!？?…—")
_OF = "的"
_IN = "在"
_HANDLED = frozenset(("把", "将", "將"))  # before an object
_TOWARDS = frozenset(
    (
        "去", "到", "回", "来", "來", "进", "進", "走进", "走進", "跑进", "跑進", "上",
        "来到", "來到", "走到", "回到", "跑到", "飞到", "飛到", "进入", "進入", "飞往",
        "前往", "走向", "冲进", "闯进", "住", "掉进", "跳进",
    )
)  # fmt: skip


def read_chinese_clauses(words: Sequence[Word], phrases: list[Phrase]) -> None:
    """Set the role of each of *phrases* by its clause."""
    waiting: list[Phrase] = []  # of clauses without a verb
    for first, last in _clauses(words):
        there = [phrase for phrase in phrases if first <= phrase.first < last]
        verbs = [i for i in range(first, last) if _is_verb(words, i)]
        _read_clause(words, there, verbs)
        if not verbs:
            waiting += there
            continue
        leading = [p for p in there if p.last < verbs[0] and p.role is ClauseRole.SUBJECT]
        for phrase in waiting if not leading else ():
            if phrase.role is ClauseRole.APART:
                phrase.role, phrase.verb = ClauseRole.SUBJECT, verbs[0]
        waiting = []
    _join(words, phrases)


def _clauses(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    start = 0
    for i, word in enumerate(words):
        if word.text in _ENDS:
            yield start, i
            start = i + 1
    yield start, len(words)


def _is_verb(words: Sequence[Word], i: int) -> bool:
    """Return whether a word is a verb of its clause: 没有 before a noun is one."""
    if words[i].tag is Tag.VERB or words[i].tag is Tag.PARTICIPLE:
        return True
    follows = words[i + 1].tag if i + 1 < len(words) else Tag.OTHER
    return words[i].tag is Tag.NEGATION and follows in {Tag.NOUN, Tag.NAME, Tag.NUMBER}


def _read_clause(words: Sequence[Word], phrases: list[Phrase], verbs: list[int]) -> None:
    for phrase in phrases:
        before = words[phrase.first - 1] if phrase.first else None
        after = next((i for i in verbs if i > phrase.last), None)
        passed = [i for i in verbs if i < phrase.first]
        if before is not None and before.tag is Tag.PREPOSITION:
            _govern(phrase, before.text, passed, after)
        elif _is_localized(words, phrase):
            phrase.role, phrase.preposition, phrase.verb = ClauseRole.ADVERBIAL, _IN, after
        elif not passed:
            if after is not None:
                phrase.role, phrase.verb = ClauseRole.SUBJECT, after
        elif before is not None and before.text == _OF and after is not None:
            phrase.role, phrase.verb = ClauseRole.SUBJECT, after  # 卖火柴的|小女孩
        elif not phrase.negated:
            phrase.role, phrase.verb = ClauseRole.OBJECT, passed[-1]
            if words[passed[-1]].text in _TOWARDS:
                phrase.preposition = words[passed[-1]].text
                phrase.role = ClauseRole.ADVERBIAL


def _govern(phrase: Phrase, preposition: str, passed: list[int], after: int | None) -> None:
    if preposition in _HANDLED:
        phrase.role, phrase.verb = ClauseRole.OBJECT, after
        return
    phrase.role, phrase.preposition = ClauseRole.ADVERBIAL, preposition
    phrase.verb = after if after is not None else (passed[-1] if passed else None)


def _is_localized(words: Sequence[Word], phrase: Phrase) -> bool:
    """Return whether a word after *phrase*, or its end, makes a place of it: 教室里."""
    localizers = grammar_of("zh").localizers
    if not phrase.nouns:
        return False
    follows = words[phrase.last + 1].text if phrase.last + 1 < len(words) else ""
    noun = words[phrase.head].text
    return follows in localizers or (len(noun) > 1 and noun[-1] in localizers)


def _join(words: Sequence[Word], phrases: list[Phrase]) -> None:
    """Give what stands before 和 and 、 the role of the phrase that follows."""
    for phrase, following in zip(reversed(phrases[:-1]), reversed(phrases[1:]), strict=True):
        between = words[phrase.last + 1 : following.first]
        joins = len(between) == 1 and (between[0].tag is Tag.CONJUNCTION or between[0].text == "、")
        if not joins and (between or not words[following.head].gender):
            continue
        following.joined = phrase
        if phrase.role is ClauseRole.ADVERBIAL or following.role is ClauseRole.APART:
            following.role, following.verb = phrase.role, phrase.verb
            following.preposition = phrase.preposition
