"""Part-of-speech tagging of Japanese: Sudachi's morphemes as universal tags.

Sudachi cuts finely; what belongs to one noun is joined again: お|母|さん, パン|屋, 魔法|使い.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.lexicon_index import index_of
from pipeline.comic.planner.language.nouns import gender_of_noun, is_kind
from pipeline.comic.planner.language.tagged_words import Tag, WordDraft, tag_of_mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sudachipy import Tokenizer

# Beginnings of Sudachi's parts of speech (UniDic); the longest that fits counts.
_UNIDIC = {
    "名詞": Tag.NOUN, "名詞,固有名詞": Tag.NAME, "名詞,数詞": Tag.NUMBER, "代名詞": Tag.PRONOUN,
    "形状詞": Tag.ADJECTIVE, "動詞": Tag.VERB, "形容詞": Tag.ADJECTIVE, "助詞": Tag.PARTICLE,
    "助動詞": Tag.PARTICLE, "副詞": Tag.ADVERB, "接続詞": Tag.CONJUNCTION, "連体詞": Tag.DETERMINER,
    "接頭辞": Tag.ADJECTIVE, "接尾辞": Tag.PARTICLE, "接尾辞,名詞的": Tag.NOUN,
    "接尾辞,名詞的,助数詞": Tag.PARTICLE, "補助記号": Tag.PUNCTUATION, "記号": Tag.OTHER,
}  # fmt: skip
_NEGATIONS = frozenset(("ない", "無い", "ぬ", "ず"))
_WITHOUT = frozenset(("なし", "無し", "抜き"))
_HONORIFICS = frozenset(("さん", "ちゃん", "くん", "君", "様", "さま", "氏", "殿"))
_PLURALS = frozenset(("たち", "達", "ら", "等"))
_PEOPLE = re.compile("([一二三四五六七八九十百千]+)人")
CALLING = "という"  # lemma of the words between a name and its noun
_NAME_OF = (["名前", "の"], ["名", "の"], ["あだ名", "の"], ["なまえ", "の"])
_COUNTER, _PERSONS, _BY_TIME = "助数詞", "人", "副詞可能"
_ONE = ("一", "1")
_MANY = "六"  # the largest number that the lexicon tells apart
_PREFIX, _SUFFIX = "接頭辞", "接尾辞,名詞的"
_LONGEST = 5  # morphemes of a noun that the lexicon knows
_PIECE = 4000  # characters analyzed at once; Sudachi takes 49 149 bytes


@cache
def _tokenizer() -> Tokenizer:
    from sudachipy import Dictionary, SplitMode  # 40 MB, on first use

    return Dictionary(dict="small").tokenizer(SplitMode.C)


def tag_japanese(text: str) -> list[WordDraft]:
    """Return the tagged words of *text*."""
    drafts: list[WordDraft] = []
    for start in range(0, len(text), _PIECE):
        drafts += _morphemes(text[start : start + _PIECE], start)
    drafts = [part for draft in _join(drafts) for part in _split_color(draft)]
    drafts = list(_join_calling(list(_join_numbers(drafts))))
    for i, draft in enumerate(drafts):
        _correct(draft, drafts[i - 1] if i else None, drafts[i + 1 : i + 2])
    return drafts


def _correct(draft: WordDraft, before: WordDraft | None, follows: list[WordDraft]) -> None:
    """Set what a word and those next to it show: number, gender, and whether it is a name."""
    grammar = grammar_of("ja")
    if draft.tag is Tag.PRONOUN:
        for reading in grammar.readings.get(draft.text, ()):
            draft.plural = draft.plural or reading.plural
            draft.gender = draft.gender or reading.gender
    elif draft.tag is Tag.NOUN:
        draft.gender = gender_of_noun(draft.text, draft.lemma, "ja")
        if _BY_TIME in draft.fine and follows and follows[0].tag in (Tag.NOUN, Tag.NAME):
            draft.tag = Tag.ADVERB  # 毎日|猫が
    elif draft.tag is Tag.PARTICLE and before is not None:
        if draft.text in _PLURALS:
            before.plural = True
        elif draft.text in _HONORIFICS or draft.lemma == CALLING:
            before.gender = grammar.titles.get(draft.text, "") or before.gender
            if before.tag is Tag.NOUN and not is_kind(before.text, "ja", lexicon.BEINGS):
                before.tag = Tag.NAME  # さくらちゃん, ポチという犬


def _join_numbers(drafts: list[WordDraft]) -> Iterator[WordDraft]:
    """Join a number with its counter and の: 二匹の."""
    i = 0
    while i < len(drafts):
        number = _number_at(drafts, i)
        if number is None:
            yield drafts[i]
            i += 1
        else:
            yield number
            i = next(k for k in range(i, len(drafts)) if drafts[k].end == number.end) + 1


def _number_at(drafts: list[WordDraft], i: int) -> WordDraft | None:
    draft = drafts[i]
    follows = [other.text for other in drafts[i + 1 : i + 3]]
    if draft.tag is Tag.NUMBER and not draft.text[-1].isnumeric():  # 1人
        last, amount = i, draft.lemma
    elif draft.tag is Tag.NUMBER:
        last = i
        while last + 1 < len(drafts) and drafts[last + 1].tag is Tag.NUMBER:
            last += 1
        counter = drafts[last + 1] if last + 1 < len(drafts) else None
        if counter is None or not (_COUNTER in counter.fine or counter.text == _PERSONS):
            return None
        last += 1
        amount = drafts[i].lemma if last == i + 1 else _MANY
    elif draft.tag is Tag.NOUN and draft.text.endswith(_PERSONS) and len(draft.text) > 1:
        amount = unicodedata.normalize("NFKC", draft.text[:-1])
        if not (amount.isdecimal() or amount in grammar_of("ja").readings):
            return None
        if follows[:1] != ["の"] and not (i and drafts[i - 1].tag is Tag.NOUN):
            plural = amount not in _ONE
            return replace(draft, tag=Tag.PRONOUN if plural else draft.tag, plural=plural)
        last = i
    else:
        return None
    if last + 2 < len(drafts) and drafts[last + 1].text == "の":
        last += 1
    text = _text(drafts[i : last + 1])
    return WordDraft(text, draft.start, drafts[last].end, Tag.NUMBER, amount, fine=_COUNTER)


def _join_calling(drafts: list[WordDraft]) -> Iterator[WordDraft]:
    """Join what stands between a name and its noun: ポチ|という名前の|犬."""
    calling = grammar_of("ja").calling
    i = 0
    while i < len(drafts):
        draft = drafts[i]
        if draft.text not in calling or not i or drafts[i - 1].tag not in (Tag.NOUN, Tag.NAME):
            yield draft
            i += 1
            continue
        last = i
        if [other.text for other in drafts[i + 1 : i + 3]] in _NAME_OF:
            last = i + 2
        text = _text(drafts[i : last + 1])
        yield WordDraft(text, draft.start, drafts[last].end, Tag.PARTICLE, CALLING, fine=draft.fine)
        i = last + 1


def _morphemes(text: str, start: int) -> Iterator[WordDraft]:
    for morpheme in _tokenizer().tokenize(text):
        begin, end = morpheme.begin(), morpheme.end()
        surface = text[begin:end]
        if not surface.strip():
            continue
        fine = ",".join(morpheme.part_of_speech()[:3])
        base = morpheme.dictionary_form()
        tag = _universal(fine)
        if not any(char.isalnum() for char in surface):
            tag = tag_of_mark(surface)
        elif tag is Tag.NAME and surface in index_of("ja").forms:
            tag = Tag.NOUN
        elif tag is Tag.NOUN and (people := _PEOPLE.fullmatch(surface)):
            tag, base = Tag.NUMBER, people[1]
        elif tag is Tag.NOUN and surface[0].isdecimal():
            tag, base = Tag.NUMBER, "".join(char for char in base if char.isdecimal())
        elif (base in _NEGATIONS and tag in (Tag.PARTICLE, Tag.ADJECTIVE)) or (
            surface in _WITHOUT and tag is Tag.NOUN
        ):
            tag = Tag.NEGATION
        yield WordDraft(
            surface, start + begin, start + end, tag, base.lower() or surface, fine=fine
        )


@cache
def _universal(fine: str) -> Tag:
    parts = fine.split(",")
    for length in range(len(parts), 0, -1):
        if tag := _UNIDIC.get(",".join(parts[:length])):
            return tag
    return Tag.OTHER


def _join(drafts: list[WordDraft]) -> Iterator[WordDraft]:
    """Join the morphemes of one noun."""
    known = index_of("ja").forms
    i = 0
    while i < len(drafts):
        last = _last_of_noun(drafts, i)
        for end in range(min(i + _LONGEST, len(drafts)) - 1, last, -1):
            if _text(drafts[i : end + 1]) in known and _touch(drafts[i : end + 1]):
                last = end
                break
        if last == i and _text(drafts[i : i + 2]) == "という":
            last = i + 1
            yield replace(drafts[i], text="という", end=drafts[last].end, lemma="という")
        else:
            yield _joined(drafts[i : last + 1]) if last > i else _ending(drafts, i)
        i = last + 1


def _last_of_noun(drafts: list[WordDraft], i: int) -> int:
    """Return the index of the last morpheme of the noun that begins at *i*."""
    last = i
    has_prefix = drafts[i].fine.startswith(_PREFIX)
    if has_prefix:
        if i + 1 == len(drafts) or drafts[i + 1].tag is not Tag.NOUN:
            return i
        last = i + 1
    while last + 1 < len(drafts) and drafts[last].tag is Tag.NOUN:
        after = drafts[last + 1]
        if not after.fine.startswith(_SUFFIX) or "助数詞" in after.fine or after.text in _PLURALS:
            break
        if after.text in _HONORIFICS and not has_prefix:
            break
        last += 1
    return last


def _ending(drafts: list[WordDraft], i: int) -> WordDraft:
    """Return a morpheme of its own; a suffix that nothing was joined with means nothing."""
    if drafts[i].fine.startswith(_SUFFIX):
        drafts[i].tag = Tag.PARTICLE
    return drafts[i]


def _joined(parts: list[WordDraft]) -> WordDraft:
    text, last = _text(parts), parts[-1]
    if last.tag is Tag.VERB:
        lemma = text.removesuffix(last.text) + last.lemma
        return WordDraft(text, parts[0].start, last.end, Tag.VERB, lemma, fine=last.fine)
    tag = Tag.PRONOUN if parts[0].tag is Tag.PRONOUN else Tag.NOUN  # 彼ら
    return WordDraft(text, parts[0].start, last.end, tag, text, fine=last.fine)


def _split_color(draft: WordDraft) -> list[WordDraft]:
    """Split the color off a noun: 黒|猫."""
    forms = index_of("ja").forms
    color, rest = draft.text[:1], draft.text[1:]
    if draft.tag is not Tag.NOUN or rest not in forms:
        return [draft]
    if not forms.get(draft.text, frozenset()) <= forms[rest]:  # 白鳥, a swan, is no white bird
        return [draft]
    if not any(table == lexicon.COLORS for table, _ in forms.get(color, ())):
        return [draft]
    middle = draft.start + 1
    return [
        WordDraft(color, draft.start, middle, Tag.ADJECTIVE, color),
        WordDraft(rest, middle, draft.end, Tag.NOUN, rest, fine=draft.fine),
    ]


def _text(parts: list[WordDraft]) -> str:
    return "".join(part.text for part in parts)


def _touch(parts: list[WordDraft]) -> bool:
    marks = any(part.tag is Tag.PUNCTUATION for part in parts)
    return not marks and parts[-1].end - parts[0].start == sum(len(part.text) for part in parts)
