"""Part-of-speech tagging of any text: a tag, a lemma and what each word shows.

English and German are tagged by HanTa, Romance languages and Russian by rules, Japanese by Sudachi,
Chinese by rjieba. Of other languages the words are told from the marks. Libraries load on first
use of their language.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.comic.planner.language import hanta, tagging_by_rules
from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.tagged_words import Tag, Word, WordDraft, tag_of_mark
from pipeline.comic.planner.language.tagging_by_rules import tag_by_rules
from pipeline.comic.planner.language.tagging_chinese import tag_chinese
from pipeline.comic.planner.language.tagging_hanta import tag_by_hanta
from pipeline.comic.planner.language.tagging_japanese import tag_japanese
from pipeline.comic.planner.language.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.comic.planner.language.tokens import Token

__all__ = ["Tag", "Word", "tag_words"]

_SENTENCE_ENDS = frozenset(".!?…։؟।॥።။")
_CLOSING = frozenset("\"'”’»›)]」』")


def tag_words(text: str, language: str) -> list[Word]:
    """Return the tagged words and marks of *text*, in order.

    *language* is a BCP 47 code. Whatever the text, all but its white space is in one of the words.
    """
    return list(_tagged(text, language.split("-", maxsplit=1)[0].lower()))


@lru_cache(maxsize=256)
def _tagged(text: str, language: str) -> tuple[Word, ...]:
    if language == "ja":
        drafts = tag_japanese(text)
    elif language == "zh":
        drafts = tag_chinese(text)
    else:
        drafts = []
        tokens = tokenize(text, language, grammar_of(language).abbreviations)
        for sentence in _sentences(tokens, text):
            drafts += _tag_sentence(sentence, language)
    return tuple(draft.word() for draft in drafts)


def _tag_sentence(tokens: list[Token], language: str) -> list[WordDraft]:
    if language in hanta.LANGUAGES:
        return tag_by_hanta(tokens, language)
    if language in tagging_by_rules.LANGUAGES:
        return tag_by_rules(tokens, language)
    return [
        WordDraft(
            token.text,
            token.start,
            token.end,
            Tag.OTHER if token.is_word else tag_of_mark(token.text),
        )
        for token in tokens
    ]


def _sentences(tokens: list[Token], text: str) -> Iterator[list[Token]]:
    """Split at line breaks and after a full stop with the marks that close it."""
    begin = 0
    for i in range(1, len(tokens)):
        before, token = tokens[i - 1], tokens[i]
        ended = before.text in _SENTENCE_ENDS or (
            before.text in _CLOSING and i - begin > 1 and tokens[i - 2].text in _SENTENCE_ENDS
        )
        goes_on = token.text in _SENTENCE_ENDS or token.text in _CLOSING
        if (ended and not goes_on) or "\n" in text[before.end : token.start]:
            yield tokens[begin:i]
            begin = i
    if begin < len(tokens):
        yield tokens[begin:]
