"""HanTa (Hanover Tagger): tags and lemmas of English and German words in its own tag sets.

A hidden Markov model over morphemes and words, 1.2 to 1.7 MB a language, loaded on first use.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from HanTa.HanoverTagger import HanoverTagger

_MODELS = {"en": "morphmodel_en.pgz", "de": "morphmodel_ger.pgz"}
LANGUAGES = frozenset(_MODELS)
_PIECE = 80  # words tagged at once; the cost of a longer sentence grows with its length
_LONGEST = 30  # letters of a word; the cost grows with their square
_QUOTES = frozenset("\"'“”„‟«»‹›‘’‚`´「」『』")


@cache
def _tagger(language: str) -> HanoverTagger:
    from HanTa.HanoverTagger import HanoverTagger  # 20 MB, on first use

    tagger = HanoverTagger(_MODELS[language])
    # the costly step, 1 ms for a word that the model does not list; asked for twice a word
    tagger.analyze_forward = lru_cache(maxsize=4096)(tagger.analyze_forward)
    return tagger


def tag_sentence(forms: Sequence[str], language: str) -> list[tuple[str, str]]:
    """Return the lemma in lower case and HanTa's tag of each word of a sentence."""
    tagged: list[tuple[str, str]] = []
    for i in range(0, len(forms), _PIECE):
        piece = forms[i : i + _PIECE]
        tags = _tagger(language).tag_sent([_as_trained(form) for form in piece], taglevel=0)
        tagged += [
            (lemma_as(form, tag, language), tag) for form, tag in zip(piece, tags, strict=True)
        ]
    return tagged


@cache
def _listed(language: str) -> frozenset[str]:
    return frozenset(form.lower() for form in _tagger(language).cache)


def is_listed(form: str, language: str) -> bool:
    """Return whether *form*, in lower case, is among the words that the model lists."""
    return form in _listed(language)


@lru_cache(maxsize=4096)
def tags_of(form: str, language: str) -> dict[str, float]:
    """Return the likely tags of a word on its own, with the logarithm of their probability."""
    return {tag: float(weight) for tag, weight in _tagger(language).tag_word(_as_trained(form))}


@lru_cache(maxsize=4096)
def lemma_as(form: str, tag: str, language: str) -> str:
    """Return the lemma of a word in lower case if HanTa's tag of it is *tag*."""
    lemma: str = _tagger(language).analyze(_as_trained(form), pos=tag)[0]
    return lemma.lower()


def _as_trained(form: str) -> str:
    """Return *form* as the texts that HanTa learned from write it."""
    if len(form) == 1:
        return '"' if form in _QUOTES else form
    return form[:_LONGEST].replace("’", "'").removesuffix(".") or "..."
