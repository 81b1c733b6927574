"""Units of an order: the phrases that it consists of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log
from typing import get_args

from core.content.input_params_schema import Aspect
from core.content.orders.tokens import PromptToken
from core.content.orders.vocabulary import OptionValue, OrderPhrase, PhraseRole, vocabulary

_TIME = re.compile(r"\d{1,2}:(?:0\d|[4-5]\d)")
_DIGITS = 3  # of a number of panels; longer ones mean something else


@dataclass(frozen=True, slots=True)
class Unit:
    """Phrase at a place: indices of its first token and of the one after its last."""

    start: int
    end: int
    phrase: OrderPhrase

    def is_a(self, *roles: PhraseRole) -> bool:
        return not self.phrase.roles.isdisjoint(roles)


def units_in(tokens: Sequence[PromptToken], start: int = 0) -> list[Unit]:
    """Return the units from *start* up to the first token that belongs to no order."""
    units = list[Unit]()
    while start < len(tokens) and (unit := _unit_at(tokens, start)):
        units.append(unit)
        start = unit.end
    return _without_dangling(_joined(units))


def is_complete(units: Sequence[Unit], tokens: Sequence[PromptToken]) -> bool:
    """Return whether the units cover all tokens."""
    return bool(units) and units[-1].end == len(tokens)


def nearest_aspect(wide: float, high: float) -> str:
    """Return the aspect of a panel that is nearest to *wide* : *high*."""

    def distance(aspect: str) -> float:
        width, height = map(int, aspect.split(":"))
        return abs(log(width / height) - log(wide / high))

    aspects: tuple[str, ...] = get_args(Aspect)
    return min(aspects, key=distance)


def aspect_of(ratio: str) -> str | None:
    """Return the aspect that is nearest to a ratio such as "21:9"; None if it is none."""
    for sign in "：x×/":
        ratio = ratio.replace(sign, ":")
    wide, _, high = ratio.partition(":")
    if not (wide.strip().isdecimal() and high.strip().isdecimal()):
        return None
    width, height = int(wide), int(high)
    return nearest_aspect(width, height) if width and height else None


def _unit_at(tokens: Sequence[PromptToken], start: int) -> Unit | None:
    token = tokens[start]
    if token.is_ratio:
        aspect = None if _TIME.fullmatch(token.text) else aspect_of(token.text)
        value = OptionValue("aspect", aspect) if aspect else None
        return (
            Unit(start, start + 1, OrderPhrase(frozenset({PhraseRole.VALUE}), value))
            if value
            else None
        )
    found = vocabulary().at(tokens, start)
    if found is not None:
        return Unit(start, found[1], found[0])
    if token.text.isdecimal() and len(token.text) <= _DIGITS:
        return Unit(
            start, start + 1, OrderPhrase(frozenset({PhraseRole.NUMBER}), None, int(token.text))
        )
    if token.text in {":", "："}:
        return Unit(start, start + 1, OrderPhrase(frozenset({PhraseRole.ABOUT, PhraseRole.FILLER})))
    return None


def _joined(units: Sequence[Unit]) -> list[Unit]:
    """Return the units, with a number and the noun for panels as one value."""
    joined = list[Unit]()
    for unit in units:
        number = _number_before(joined) if unit.is_a(PhraseRole.PANEL) else None
        if number is not None:
            start = joined[number].start
            value = OptionValue("panelCount", str(joined[number].phrase.number))
            del joined[number:]
            joined.append(Unit(start, unit.end, OrderPhrase(frozenset({PhraseRole.VALUE}), value)))
        elif unit.is_a(PhraseRole.NUMBER) and _follows_panel_key(joined):
            value = OptionValue("panelCount", str(unit.phrase.number))
            joined.append(replace(unit, phrase=OrderPhrase(frozenset({PhraseRole.VALUE}), value)))
        else:
            joined.append(unit)
    return joined


def _number_before(units: Sequence[Unit]) -> int | None:
    """Return the index of a number that a noun after *units* belongs to."""
    last = len(units) - 1
    if (
        last >= 1
        and units[last].is_a(PhraseRole.ADJECTIVE)
        and not units[last].is_a(PhraseRole.NUMBER)
    ):
        last -= 1
    return last if last >= 0 and units[last].is_a(PhraseRole.NUMBER) else None


def _follows_panel_key(units: Sequence[Unit]) -> bool:
    for unit in reversed(units):
        if not unit.is_a(PhraseRole.FILLER):
            return unit.is_a(PhraseRole.PANEL_KEY)
    return False


def _without_dangling(units: list[Unit]) -> list[Unit]:
    """Return the units before a number or a noun for panels that belongs to nothing."""
    for index, unit in enumerate(units):
        if unit.phrase.roles <= {PhraseRole.NUMBER, PhraseRole.PANEL}:
            return units[:index]
    return units
