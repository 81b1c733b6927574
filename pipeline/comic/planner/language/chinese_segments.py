"""Chinese segments: rjieba's words, mended by the words of the lexicon.

rjieba joins what are words of their own, 爸爸|妈妈, 狗|叫, 小红|骑, and cuts others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.comic.planner.language import lexicon
from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.lexicon_index import index_of, senses_of
from pipeline.comic.planner.language.nouns import is_kind
from pipeline.comic.planner.language.tagged_words import Tag

if TYPE_CHECKING:
    from collections.abc import Iterator

Segment = tuple[str, str]  # a word, and rjieba's tag

CLASSIFIER = "q"
_VERB, _NOUN, _NAME, _NUMBER, _PRONOUN = "v", "n", "nr", "m", "r"
_ASPECTS = ("着", "著", "了", "过", "過")
_CLASSIFIERS = "个個只隻位条條名些头頭匹群"
_POINTING = "这那這每某哪有"
_PLACES = (lexicon.SITES, lexicon.PLACES, lexicon.ROOMS)
_OBJECTS = (lexicon.THINGS, lexicon.OBJECTS, *lexicon.BEINGS)
_SEXES = ("女", "男")
_LONGEST = 8  # characters of the longest word of the lexicon that is looked for
_WORD = 4  # characters of a word that may follow a nickname's first


def segments(text: str) -> Iterator[Segment]:
    """Yield the words of *text*, each with its tag."""
    start = 0
    for begin, end in _nicknames(text):
        yield from _mended(text[start:begin])
        yield text[begin:end], _NAME
        start = end
    yield from _mended(text[start:])


def _nicknames(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of familiar names: 小明, 老王."""
    grammar, known = grammar_of("zh"), index_of("zh").forms
    for i in range(len(text) - 1):
        if text[i] not in grammar.nicknames or text[i + 1] not in grammar.name_characters:
            continue
        lengths = range(2, _WORD + 1)
        longer = any(text[i : i + n] in known or text[i + 1 : i + n] in known for n in lengths[1:])
        if text[i : i + 2] in known or longer or _describes(text, i):
            continue
        yield i, i + 2


def _describes(text: str, i: int) -> bool:
    """Return whether 小白 is no name, but describes what follows: 小白兔."""
    if not is_kind(text[i + 1], "zh", (lexicon.COLORS, *lexicon.BEINGS)):
        return False
    return any(is_kind(text[i + 2 : i + n], "zh", _OBJECTS) for n in range(3, 3 + _WORD))


def _mended(text: str) -> Iterator[Segment]:
    import rjieba  # 32 MB, on first use

    words = rjieba.tag(text) if text else []
    i = 0
    while i < len(words):
        joined = ""
        best = 0
        for j in range(i, min(i + _LONGEST, len(words))):
            joined += words[j][0]
            if j > i and senses_of(joined, "zh"):
                best = j
        follows = words[i + 1][0] if i + 1 < len(words) else ""
        if not best and words[i][0] in _SEXES and is_kind(follows, "zh", lexicon.BEINGS):
            best = i + 1  # 女|学生
        if best:
            yield "".join(word for word, _ in words[i : best + 1]), _NOUN
            i = best + 1
        else:
            yield from _parts(*words[i])
            i += 1


def _parts(word: str, fine: str) -> Iterator[Segment]:
    """Split what rjieba joins: 一|只, 喝|茶, 叫|小红, 不|会, 骑|着."""
    grammar = grammar_of("zh")
    if len(word) == 1 or word in grammar.readings or word in index_of("zh").forms:
        yield word, fine
    elif fine == _NUMBER and Tag.NUMBER in grammar.tags_of(word[0]):
        yield word[:-1], _NUMBER
        yield word[-1], _NUMBER if Tag.NUMBER in grammar.tags_of(word[-1]) else CLASSIFIER
    elif fine == _PRONOUN and word[0] in _POINTING and word[-1] in _CLASSIFIERS:
        yield word[:-1], _VERB if word[0] == "有" else _PRONOUN
        yield word[-1], CLASSIFIER
    elif word[1] in _CLASSIFIERS and is_kind(word[2:], "zh", lexicon.BEINGS):  # 一|条|龙
        yield word[0], _NUMBER
        yield word[1], CLASSIFIER
        yield word[2:], _NOUN
    elif word[0] in grammar.named and not fine.startswith(_VERB):
        yield word[0], _VERB
        yield word[1:], _NAME
    elif word[0] in grammar.negations and fine[0] in "vda":
        yield word[0], "d"
        yield from _parts(word[1:], _VERB)
    elif word[-1] in _ASPECTS and fine[0] in "vu":
        yield word[:-1], _VERB
        yield word[-1], "u"
    elif aspect := next((i for i in range(1, len(word) - 1) if word[i] in _ASPECTS), 0):
        yield word[:aspect], _VERB
        yield word[aspect], "u"
        yield from _parts(word[aspect + 1 :], _NOUN)
    elif cut := _cut(word, fine):
        yield from _parts(word[:cut], _tag_of(word[:cut], fine))
        yield from _parts(word[cut:], _tag_of(word[cut:], fine))
    else:
        yield word, fine


def _cut(word: str, fine: str) -> int:
    """Return where a word that the lexicon does not have falls into two that it has, or 0."""
    cuts = range(1, len(word) if len(word) <= _LONGEST else 0)
    return next((cut for cut in cuts if _are_words(word[:cut], word[cut:], fine)), 0)


def _are_words(head: str, rest: str, fine: str) -> bool:
    """Return whether two parts of what rjieba tagged *fine* are words of their own."""
    functions = grammar_of("zh").readings
    if is_kind(head, "zh", lexicon.BEINGS):  # 爸爸|妈妈, 狗|叫, 貓|對
        return rest in functions or is_kind(rest, "zh", (*lexicon.BEINGS, *lexicon.DOINGS))
    if is_kind(head, "zh", _PLACES) and rest in grammar_of("zh").localizers:
        return True
    if is_kind(head, "zh", (lexicon.COLORS,)) and is_kind(rest, "zh", lexicon.BEINGS):  # 白|狗
        return True
    if head in functions and is_kind(rest, "zh", lexicon.DOINGS):  # 却|说
        return True
    is_verb = is_kind(head, "zh", lexicon.DOINGS) or fine.startswith(_VERB)
    return is_verb and is_kind(rest, "zh", (*_OBJECTS, *_PLACES))


def _tag_of(word: str, fine: str) -> str:
    """Return the tag of a part of a word that was split."""
    if word in grammar_of("zh").localizers:
        return "f"
    if Tag.ADVERB in grammar_of("zh").tags_of(word):
        return "d"
    if is_kind(word, "zh", (lexicon.COLORS,)):
        return "a"
    is_noun = is_kind(word, "zh", (*_OBJECTS, *_PLACES))
    if is_kind(word, "zh", lexicon.DOINGS) and not is_noun:
        return _VERB
    return _NOUN if is_noun else _VERB if fine.startswith(_NOUN) else fine
