"""Part-of-speech tagging of Chinese: rjieba's segments and tags as universal tags."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.chinese_segments import CLASSIFIER, segments
from pipeline.comic.planner.language.given_names import gender_of_name
from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.lexicon_index import senses_of
from pipeline.comic.planner.language.nouns import gender_of_noun, is_kind
from pipeline.comic.planner.language.tagged_words import Tag, WordDraft, tag_of_mark

if TYPE_CHECKING:
    from collections.abc import Iterator

CALLING = "叫"  # lemma of 的 between a name and its noun
# Beginnings of rjieba's tags (ICTCLAS).
_ICTCLAS = {
    "n": Tag.NOUN, "nr": Tag.NAME, "ns": Tag.NAME, "nt": Tag.NAME, "nz": Tag.NOUN, "v": Tag.VERB,
    "vn": Tag.NOUN, "a": Tag.ADJECTIVE, "b": Tag.ADJECTIVE, "z": Tag.ADJECTIVE, "m": Tag.NUMBER,
    "q": Tag.DETERMINER, "r": Tag.PRONOUN, "p": Tag.PREPOSITION, "c": Tag.CONJUNCTION,
    "d": Tag.ADVERB, "f": Tag.PARTICLE, "u": Tag.PARTICLE, "y": Tag.PARTICLE, "t": Tag.ADVERB,
    "s": Tag.ADVERB, "g": Tag.NOUN, "k": Tag.PARTICLE,
    "i": Tag.OTHER, "l": Tag.OTHER, "x": Tag.NOUN, "e": Tag.OTHER,
}  # fmt: skip
_FIRST = (Tag.NEGATION, Tag.PRONOUN, Tag.PREPOSITION, Tag.CONJUNCTION, Tag.PARTICLE, Tag.NUMBER)
_NOUNS = frozenset(
    (
        *lexicon.BEINGS,
        lexicon.GARMENTS,
        lexicon.THINGS,
        lexicon.OBJECTS,
        lexicon.SITES,
        lexicon.PLACES,
        lexicon.ROOMS,
    )
)
_VERBS = frozenset(lexicon.DOINGS)
_SCENES = (lexicon.SITES, lexicon.PLACES, lexicon.ROOMS)
_NAME = 3  # characters of the longest name before a title
_LONGEST = 16  # characters of a word that is taken apart
_PROGRESSIVE = ("在", "正在", "正")
_RESULTS = ("到", "给", "給", "过", "過")
_POINTING = "这那這每某哪"
_OF_VERBS = (Tag.VERB, Tag.ADVERB)
_OF_NOUNS = (Tag.NOUN, Tag.NAME, Tag.ADJECTIVE, Tag.NUMBER, Tag.DETERMINER)


def tag_chinese(text: str) -> list[WordDraft]:
    """Return the tagged words of *text*."""
    drafts: list[WordDraft] = []
    at = 0
    for surface, fine in segments(text):
        begin = text.find(surface, at)
        if begin < 0 or not surface.strip():
            continue
        at = begin + len(surface)
        drafts.append(_draft(surface, begin, fine))
    drafts = list(_join_titles(drafts))
    for i in range(len(drafts)):
        _correct(drafts, i)
    return drafts


def _draft(surface: str, start: int, fine: str) -> WordDraft:
    known = grammar_of("zh").readings.get(surface, ())
    readings = sorted(
        (reading for reading in known if reading.tag in _FIRST),
        key=lambda reading: _FIRST.index(reading.tag),
    )
    draft = WordDraft(surface, start, start + len(surface), lemma=surface.lower(), fine=fine)
    if not any(char.isalnum() for char in surface):
        draft.tag = tag_of_mark(surface)
    elif fine == CLASSIFIER:
        draft.tag = Tag.DETERMINER
    elif readings:
        draft.tag = readings[0].tag
        draft.plural, draft.gender = readings[0].plural, readings[0].gender
    else:
        draft.tag = _by_lexicon(surface) or _by_library(surface, fine)
    return draft


def _by_library(surface: str, fine: str) -> Tag:
    if fine == "nr" and surface in grammar_of("zh").titles:
        return Tag.NOUN
    if fine == "s" and is_kind(surface[:-1] or surface, "zh", _SCENES):
        return Tag.NOUN
    tag = _universal(fine)
    endings = (surface[cut:] for cut in range(1, len(surface[:_LONGEST]) - 1))
    if tag is Tag.OTHER and any(is_kind(ending, "zh", lexicon.BEINGS) for ending in endings):
        return Tag.NOUN  # 摇滚|歌手
    return tag


def _join_titles(drafts: list[WordDraft]) -> Iterator[WordDraft]:
    """Join a family name with the title after it: 王|老师."""
    titles = grammar_of("zh").titles
    last: WordDraft | None = None
    for draft in drafts:
        is_name = last is not None and last.tag is Tag.NAME and last.end == draft.start
        if last is not None and is_name and draft.text in titles and len(last.text) <= _NAME:
            joined = last.text + draft.text
            last = WordDraft(joined, last.start, draft.end, Tag.NAME, joined, fine="nr")
            continue
        if last is not None:
            yield last
        last = draft
    if last is not None:
        yield last


def _correct(drafts: list[WordDraft], i: int) -> None:
    """Correct the tag of a word by those next to it, and set what it shows."""
    draft, before = drafts[i], drafts[i - 1] if i else None
    after = drafts[i + 1] if i + 1 < len(drafts) else None
    grammar = grammar_of("zh")
    if draft.text in _PROGRESSIVE and after is not None and after.tag in _OF_VERBS:
        draft.tag = Tag.ADVERB  # 老鼠|在|跳舞
    elif draft.text in _RESULTS and before is not None and before.tag is Tag.VERB:
        if not _leads_to_place(drafts, i):
            draft.tag = Tag.PARTICLE  # 捡|到|一个瓶子
    elif _points(draft, after):
        draft.tag = Tag.DETERMINER
    elif draft.text in grammar.named and after is not None and after.tag is Tag.NAME:
        if [other.text for other in drafts[i + 2 : i + 3]] == ["的"]:
            draft.tag, drafts[i + 2].lemma = Tag.PARTICLE, CALLING  # 叫|小明|的|男孩
    elif draft.text in grammar.suffixes and before is not None:
        before.plural = True
    elif draft.tag is Tag.NOUN and _acts(drafts, i):
        draft.tag = Tag.VERB
    if draft.tag in (Tag.NOUN, Tag.NAME):
        draft.gender = draft.gender or _gender(draft)


def _points(draft: WordDraft, after: WordDraft | None) -> bool:
    """Return whether a pronoun is a determiner of the noun that follows: 那个|老人."""
    if draft.tag is not Tag.PRONOUN or after is None or after.tag not in _OF_NOUNS:
        return False
    return Tag.DETERMINER in grammar_of("zh").tags_of(draft.text) or draft.text[0] in _POINTING


def _acts(drafts: list[WordDraft], i: int) -> bool:
    """Return whether a noun that the lexicon does not have is a verb: 在森林里|野餐, 人|卡|在."""
    before = drafts[i - 1] if i else None
    after = drafts[i + 1] if i + 1 < len(drafts) else None
    if before is None or is_kind(drafts[i].text, "zh", (*_NOUNS, *lexicon.BEINGS)):
        return False
    if after is not None and after.text == "在":
        return is_kind(before.text, "zh", lexicon.BEINGS)
    if is_kind(before.text, "zh", lexicon.BEINGS) and not _has_verb(drafts):  # 猫|剪指甲
        return after is None or after.tag in (Tag.PUNCTUATION, Tag.PARTICLE)
    if after is not None and after.tag not in (Tag.PUNCTUATION, Tag.PARTICLE):
        return False
    return any(draft.text == "在" for draft in drafts[max(0, i - 4) : i]) and (
        before.text in grammar_of("zh").localizers or is_kind(before.text, "zh", _SCENES)
    )


def _has_verb(drafts: list[WordDraft]) -> bool:
    return any(draft.tag is Tag.VERB for draft in drafts)


def _gender(draft: WordDraft) -> str:
    if draft.tag is Tag.NOUN:
        return gender_of_noun(draft.text, draft.lemma, "zh")
    if len(draft.text) > _LONGEST:
        return ""
    titles = grammar_of("zh").titles
    ends = [draft.text[cut:] for cut in range(1, len(draft.text))]
    genders = (titles.get(end) or gender_of_noun(end, end, "zh") for end in ends if len(end) > 1)
    given = (gender_of_name(draft.text[cut:]) for cut in range(min(2, len(draft.text))))
    return next(filter(None, (*genders, *given)), "")  # 李先生, 白雪公主, 小丽


def _leads_to_place(drafts: list[WordDraft], i: int) -> bool:
    noun = next(
        (draft for draft in drafts[i + 1 : i + 5] if draft.tag in (Tag.NOUN, Tag.NAME)), None
    )
    return noun is not None and (noun.tag is Tag.NAME or is_kind(noun.text, "zh", _SCENES))


def _by_lexicon(surface: str) -> Tag | None:
    """Return what the lexicon takes a word for, if it can be one thing only."""
    tables = {table for table, _ in senses_of(surface, "zh")}
    if tables & _NOUNS and not tables & _VERBS:
        return Tag.NOUN
    return Tag.VERB if tables & _VERBS and not tables & _NOUNS else None


@cache
def _universal(fine: str) -> Tag:
    for length in range(len(fine), 0, -1):
        if tag := _ICTCLAS.get(fine[:length]):
            return tag
    return Tag.OTHER
