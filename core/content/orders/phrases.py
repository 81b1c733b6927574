"""Orders as phrases: whole clauses, and what stands before or after the story in a clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from core.content.orders.tokens import PromptToken
from core.content.orders.units import Unit, is_complete, units_in
from core.content.orders.vocabulary import OptionValue, PhraseRole, vocabulary
from core.content.word_rules.word_matching import UNSPACED

_UNSPACED = re.compile(f"[{UNSPACED}]")
_LONGEST = 48  # tokens of an order before the story or instead of it
_TAIL_LENGTH = 24  # tokens
_SKIPPED = 2  # unknown adjectives in a request: "Create a heartwarming comic about ..."
# What may stand at the end of a sentence without a request before it: "A cat naps in 3 panels."
_TAIL_OPTIONS = frozenset({"panelCount", "style", "aspect", "colorMode"})
_OCCASION_LENGTH = 6  # tokens of what a comic is for
_CERTAIN = frozenset({"panelCount"})
_STORY_BEFORE = 4  # tokens before an order that colours in a picture could be meant with


class Standing(IntEnum):
    """How certain it is that a clause is an order."""

    STORY = 0
    WEAK = 1  # at the beginning or the end of a prompt only
    ORDER = 2
    COURTESY = 3  # next to an order only: "Thank you!"


@dataclass(frozen=True, slots=True)
class PromptOrder:
    """Order: its values, and how certain it is."""

    standing: Standing
    values: tuple[OptionValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """Order at one end of a clause, and the token at which the story begins or ends."""

    token: int
    values: list[OptionValue] = field(default_factory=list)
    is_question: bool = False  # "Can you draw ...?"


def whole_order(tokens: Sequence[PromptToken]) -> PromptOrder | None:
    """Return the order that a clause consists of; None if it is part of the story."""
    if len(tokens) > _LONGEST:
        return None
    units = units_in(tokens)
    if not is_complete(units, tokens) or any(_begins_story(unit) for unit in units):
        return None
    values = _values(units)
    is_request = any(unit.is_a(PhraseRole.REQUEST) for unit in units)
    if not values:
        return _without_values(units)
    if any(value.option == "language" for value in values):
        is_certain = len(values) > 1 or any(
            unit.is_a(PhraseRole.WRITTEN, PhraseRole.KEY, PhraseRole.COMIC) for unit in units
        )
        return PromptOrder(Standing.ORDER if is_certain else Standing.WEAK, values)
    if is_request or _is_supported(units) or not all(value.weak for value in values):
        return PromptOrder(Standing.ORDER, values)
    options = [value.option for value in values]
    return PromptOrder(Standing.WEAK, values) if len(set(options)) == len(options) else None


def _without_values(units: Sequence[Unit]) -> PromptOrder | None:
    if all(unit.is_a(PhraseRole.COURTESY, PhraseRole.FILLER) for unit in units):
        return PromptOrder(Standing.COURTESY)
    asks = any(unit.is_a(PhraseRole.REQUEST) for unit in units)
    named = any(unit.is_a(PhraseRole.COMIC) for unit in units)
    return PromptOrder(Standing.ORDER) if asks and named else None


def head(tokens: Sequence[PromptToken]) -> Edge | None:
    """Return the order before the story: "Create a noir comic about ..."."""
    tokens = tokens[:_LONGEST]
    units, known = _head_units(tokens)
    occasion = _occasion_end(units, tokens)
    if occasion is not None:
        return Edge(occasion, list(_values(units)), _is_question(tokens))
    story = _story_begins(units)
    if story is not None:
        index, begin = story
        while begin < known and tokens[begin].text in {":", "："}:
            begin += 1
        return Edge(begin, list(_values(units[:index])), _is_question(tokens))
    return _picture_request(units, tokens)


def after_connector(tokens: Sequence[PromptToken]) -> Edge | None:
    """Return the beginning of the story in a clause such as "about a cat"."""
    units = units_in(tokens[:_LONGEST])
    return Edge(units[0].end) if units and _begins_story(units[0]) else None


def tail(tokens: Sequence[PromptToken], *, requested: bool) -> Edge | None:
    """Return the order after the story: "... in the style of noir", 「…の漫画を描いて」."""
    begin = max(1, len(tokens) - _TAIL_LENGTH)
    for start in range(begin, len(tokens)):
        units = None
        if _UNSPACED.match(tokens[start].text) or _UNSPACED.match(tokens[start - 1].text):
            if _begins_unspaced_tail(tokens, start):
                units = units_in(tokens, start)
                if is_complete(units, tokens) and _is_unspaced_tail(units, requested=requested):
                    return Edge(start, list(_values(units)))
        elif _is_intro(tokens[start]):
            units = units_in(tokens, start)
            if is_complete(units, tokens) and _is_tail(tokens, start, units, requested=requested):
                return Edge(start, list(_values(units)))
    return None


# --- Whole clauses --------------------------------------------------------------------------------


def _values(units: Sequence[Unit]) -> tuple[OptionValue, ...]:
    return tuple(unit.phrase.value for unit in units if unit.phrase.value)


def _begins_story(unit: Unit) -> bool:
    return unit.is_a(PhraseRole.ABOUT) and not unit.is_a(PhraseRole.FILLER)


def _is_supported(units: Sequence[Unit]) -> bool:
    """Return whether a word next to the values shows that they are about the comic."""
    return any(
        unit.is_a(PhraseRole.STYLE_WORD, PhraseRole.KEY, PhraseRole.PANEL_KEY)
        or (unit.is_a(PhraseRole.COMIC, PhraseRole.PICTURE) and unit.phrase.value is None)
        for unit in units
    )


# --- Before the story -----------------------------------------------------------------------------


def _head_units(tokens: Sequence[PromptToken]) -> tuple[list[Unit], int]:
    """Return the units at the beginning, and the token at which they end.

    After a request, unknown adjectives before the noun are skipped.
    """
    units = units_in(tokens)
    end = units[-1].end if units else 0
    for skipped in range(1, _SKIPPED + 1):
        asks = any(unit.is_a(PhraseRole.REQUEST) for unit in units)
        if not asks or any(unit.is_a(PhraseRole.COMIC) for unit in units):
            break
        following = units_in(tokens, end + skipped)
        if following and following[0].is_a(PhraseRole.COMIC, PhraseRole.VALUE):
            units += following
            return units, units[-1].end
    return units, end


def _story_begins(units: Sequence[Unit]) -> tuple[int, int] | None:
    """Return the unit that introduces the story, and the token after it."""
    found = None
    requested = named = pictured = valued = False
    for index, unit in enumerate(units):
        is_noun = unit.is_a(PhraseRole.COMIC) or (
            unit.is_a(PhraseRole.PICTURE) and (requested or valued)
        )
        if unit.is_a(PhraseRole.ABOUT):
            pictures = pictured and not unit.is_a(PhraseRole.FILLER)
            return (index, unit.end) if named or requested or valued or pictures else None
        if unit.is_a(PhraseRole.WITH) and named:
            found = index, unit.end
        elif unit.is_a(PhraseRole.FILLER) and not (named or requested or _may_precede_noun(unit)):
            return None
        requested |= unit.is_a(PhraseRole.REQUEST)
        named |= is_noun
        pictured |= unit.is_a(PhraseRole.PICTURE)
        valued |= unit.phrase.value is not None
    return found


def _occasion_end(units: Sequence[Unit], tokens: Sequence[PromptToken]) -> int | None:
    """Return where the story begins behind an occasion: "A comic for my class: ..."."""
    is_order = any(
        unit.is_a(PhraseRole.COMIC) or (unit.phrase.value and unit.phrase.value.option in _CERTAIN)
        for unit in units
    )
    if not is_order or not any(unit.is_a(PhraseRole.WITH) for unit in units[1:]):
        return None
    end = units[-1].end
    for index in range(end, min(end + _OCCASION_LENGTH, len(tokens) - 1)):
        if tokens[index].text in {":", "："}:
            return index + 1
    return None


def _may_precede_noun(unit: Unit) -> bool:
    """Return whether the unit may stand before the noun without a request: not "the"."""
    return unit.is_a(
        PhraseRole.REQUEST,
        PhraseRole.ARTICLE,
        PhraseRole.WITH,
        PhraseRole.STYLE_WORD,
        PhraseRole.VALUE,
        PhraseRole.ADJECTIVE,
    )


def _picture_request(units: Sequence[Unit], tokens: Sequence[PromptToken]) -> Edge | None:
    """Return the request before what is to be drawn: "Draw a cat ..."."""
    if not units or not units[0].is_a(PhraseRole.DRAW) or units[0].end >= len(tokens):
        return None
    following = vocabulary().at(tokens, units[0].end)
    is_thing = following is not None and not following[0].roles.isdisjoint(
        {PhraseRole.ARTICLE, PhraseRole.NUMBER, PhraseRole.POSSESSIVE}
    )
    is_thing |= _is_question(tokens)  # "Could you draw Olga?" cannot mean anything else
    return Edge(units[0].end, is_question=_is_question(tokens)) if is_thing else None


def _is_question(tokens: Sequence[PromptToken]) -> bool:
    return tokens[0].text in vocabulary().asks


# --- After the story ------------------------------------------------------------------------------


def _is_intro(token: PromptToken) -> bool:
    phrase = vocabulary().phrases.get((token.text,))
    return phrase is not None and PhraseRole.INTRO in phrase.roles


def _is_tail(
    tokens: Sequence[PromptToken], start: int, units: Sequence[Unit], *, requested: bool
) -> bool:
    values = _values(units)
    if not values or tokens[start - 1].text in vocabulary().not_after:
        return False
    if requested:
        return True
    if {value.option for value in values} - _TAIL_OPTIONS:
        return False
    if units[0].is_a(PhraseRole.WITH) and all(value.option == "panelCount" for value in values):
        return False  # "a door with six panels"
    colors = any(value.option == "colorMode" for value in values)
    if colors and start < _STORY_BEFORE:
        return False
    return _is_supported(units) or not any(value.weak for value in values)


def _begins_unspaced_tail(tokens: Sequence[PromptToken], start: int) -> bool:
    found = vocabulary().at(tokens, start)
    roles = found[0].roles if found else frozenset[PhraseRole]()
    return tokens[start].text.isdecimal() or not roles.isdisjoint(
        {PhraseRole.TAIL, PhraseRole.VALUE, PhraseRole.COMIC, PhraseRole.NUMBER}
    )


def _is_unspaced_tail(units: Sequence[Unit], *, requested: bool) -> bool:
    asks = requested or any(unit.is_a(PhraseRole.REQUEST) for unit in units)
    named = any(unit.is_a(PhraseRole.COMIC) for unit in units)
    pictured = any(unit.is_a(PhraseRole.PICTURE) for unit in units)
    values = _values(units)
    if asks and (named or pictured or values):
        return True
    if any(unit.is_a(PhraseRole.DRAW) for unit in units):
        return True
    return any(value.option in _TAIL_OPTIONS for value in values) and (
        named or not all(value.weak for value in values)
    )
