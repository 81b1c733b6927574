"""Part-of-speech tagging of English and German: HanTa's tags as universal ones, corrected.

HanTa learned from newspapers and mixed texts; `english_corrections` and `german_corrections` mend
what it gets wrong in short stories.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.comic.planner.language.english_corrections import correct_english
from pipeline.comic.planner.language.german_corrections import correct_german
from pipeline.comic.planner.language.grammar import grammar_of
from pipeline.comic.planner.language.hanta import tag_sentence
from pipeline.comic.planner.language.respelling import respelled
from pipeline.comic.planner.language.tagged_words import Tag, WordDraft, tag_of_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.comic.planner.language.tokens import Token

# Beginnings of HanTa's tags; the longest that fits counts. C5 tags of the British National Corpus:
_C5 = {
    "AJ": Tag.ADJECTIVE, "ORD": Tag.ADJECTIVE, "AT0": Tag.DETERMINER, "DPS": Tag.DETERMINER,
    "DT": Tag.DETERMINER, "AV": Tag.ADVERB, "CJC": Tag.CONJUNCTION, "CJS": Tag.SUBJUNCTION,
    "CJT": Tag.SUBJUNCTION, "CRD": Tag.NUMBER, "EX0": Tag.PRONOUN, "NN": Tag.NOUN, "NP": Tag.NAME,
    "PN": Tag.PRONOUN, "POS": Tag.PARTICLE, "PR": Tag.PREPOSITION, "TO": Tag.PARTICLE,
    "PU": Tag.PUNCTUATION, "V": Tag.VERB, "VVG": Tag.PARTICIPLE, "VVN": Tag.PARTICIPLE,
    "VBG": Tag.PARTICIPLE, "VBN": Tag.PARTICIPLE, "VHG": Tag.PARTICIPLE, "VHN": Tag.PARTICIPLE,
    "VDG": Tag.PARTICIPLE, "VDN": Tag.PARTICIPLE, "VVI": Tag.INFINITIVE, "VBI": Tag.INFINITIVE,
    "VDI": Tag.INFINITIVE, "VHI": Tag.INFINITIVE, "XX0": Tag.NEGATION,
}  # fmt: skip
# Stuttgart-Tübingen tag set:
_STTS = {
    "NN": Tag.NOUN, "NE": Tag.NAME, "V": Tag.VERB, "VV(INF)": Tag.INFINITIVE,
    "VV(IZU)": Tag.INFINITIVE, "VA(INF)": Tag.INFINITIVE, "VM(INF)": Tag.INFINITIVE,
    "VV(PP)": Tag.PARTICIPLE, "VA(PP)": Tag.PARTICIPLE, "VM(PP)": Tag.PARTICIPLE,
    "ADJ": Tag.ADJECTIVE, "ART": Tag.DETERMINER, "PPOSAT": Tag.DETERMINER, "PDAT": Tag.DETERMINER,
    "PIAT": Tag.DETERMINER, "PWAT": Tag.DETERMINER, "P": Tag.PRONOUN, "APP": Tag.PREPOSITION,
    "APZR": Tag.PREPOSITION, "KO": Tag.CONJUNCTION, "KOUS": Tag.SUBJUNCTION,
    "KOUI": Tag.SUBJUNCTION, "ADV": Tag.ADVERB, "PWAV": Tag.ADVERB, "PROAV": Tag.ADVERB,
    "PTK": Tag.ADVERB, "PTKNEG": Tag.NEGATION, "PTKZU": Tag.PARTICLE, "PTKANT": Tag.OTHER,
    "CARD": Tag.NUMBER, "$": Tag.PUNCTUATION,
}  # fmt: skip
_TAG_SETS = {"en": _C5, "de": _STTS}


def tag_by_hanta(tokens: Sequence[Token], language: str) -> list[WordDraft]:
    """Return the tagged words of one sentence."""
    spelled = respelled(tokens) if language == "en" else [(t, t.text) for t in tokens]
    tagged = tag_sentence([form for _, form in spelled], language)
    drafts = []
    for (token, form), (lemma, fine) in zip(spelled, tagged, strict=True):
        draft = WordDraft(token.text, token.start, token.end, fine=fine)
        draft.lower = form.lower()
        if token.is_word:
            draft.tag, draft.lemma = _universal(fine, language), lemma
        else:
            draft.tag, draft.lemma = tag_of_mark(token.text), token.text
        drafts.append(draft)
    grammar = grammar_of(language)
    if language == "en":
        correct_english(drafts, grammar)
    else:
        correct_german(drafts, grammar)
    return drafts


@cache
def _universal(fine: str, language: str) -> Tag:
    tags = _TAG_SETS[language]
    for length in range(len(fine), 0, -1):
        if fine[:length] in tags:
            return tags[fine[:length]]
    return Tag.OTHER
