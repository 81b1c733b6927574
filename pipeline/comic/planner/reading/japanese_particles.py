"""Japanese particles: what they make of the phrase before them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.comic.planner.language.tagged_words import Tag, Word
from pipeline.comic.planner.reading.noun_phrases import ClauseRole, Phrase

_SUBJECT = frozenset(("は", "が", "も"))
_ADVERBIAL = frozenset(("に", "へ", "で", "から", "まで", "より"))
_OBJECT = "を"
_OF = "の"
_AND = (["と"], ["や"], ["、"], ["も"], ["とか"])
_EXISTING = frozenset(("いる", "居る", "ある", "有る", "おる"))
_BECOMING = frozenset(("なる", "成る"))  # いなくなる: somebody was there


def read_particles(words: Sequence[Word], phrases: list[Phrase]) -> None:
    """Set the role of each of *phrases* by the particle after it."""
    verbs = [i for i, word in enumerate(words) if word.tag in {Tag.VERB, Tag.PARTICIPLE}]
    for phrase in phrases:
        after = words[phrase.last + 1].text if phrase.last + 1 < len(words) else ""
        phrase.verb = next((i for i in verbs if i > phrase.last), None)
        if after in _SUBJECT:
            phrase.role = ClauseRole.SUBJECT
        elif after == _OBJECT:
            phrase.role = ClauseRole.OBJECT
        elif after in _ADVERBIAL:
            phrase.role = ClauseRole.ADVERBIAL
            phrase.preposition = after
        phrase.negated = phrase.negated or _is_not_there(words, phrase)
    _join(words, phrases)


def _is_not_there(words: Sequence[Word], phrase: Phrase) -> bool:
    """Return whether *phrase* is said not to be there: 猫がいない, 犬なしで."""
    after = list(words[phrase.last + 1 : phrase.last + 6])
    if after and after[0].tag is Tag.NEGATION:
        return True
    if not after or after[0].text not in _SUBJECT | {_OF}:
        return False
    after = after[1:]
    if after and after[0].tag is Tag.VERB and after[0].lemma in _EXISTING:
        after = [word for word in after[1:] if word.text != "ませ"]
    if not after or after[0].tag is not Tag.NEGATION:
        return False
    return len(after) == 1 or after[1].lemma not in _BECOMING


def _join(words: Sequence[Word], phrases: list[Phrase]) -> None:
    """Give phrases before と and や the role of the phrase that follows: 犬と猫が遊ぶ."""
    for phrase, following in zip(reversed(phrases[:-1]), reversed(phrases[1:]), strict=True):
        between = [word.text for word in words[phrase.last + 1 : following.first]]
        if between in _AND:
            phrase.role, phrase.verb = following.role, following.verb
            phrase.preposition, following.joined = following.preposition, phrase
        elif between == ["と", "、"]:
            phrase.role = ClauseRole.SUBJECT
