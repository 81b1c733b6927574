"""Language negotiation: RFC 4647 lookup, with the weights of an Accept-Language header."""

from __future__ import annotations

from collections.abc import Collection

HEADER_LIMIT = 500  # characters of an Accept-Language header; the rest is ignored


def best_of(available: Collection[str], wanted: str) -> str | None:
    """Return the best available tag for a language tag or an Accept-Language header, if any."""
    for tag in _by_preference(wanted[:HEADER_LIMIT]):
        found = _nearest(available, tag)
        if found is not None:
            return found
    return None


def _by_preference(header: str) -> list[str]:
    weighed = []
    for entry in header.split(","):
        tag, _, parameter = entry.partition(";")
        weight = _weight(parameter)
        if tag.strip() and weight > 0:
            weighed.append((weight, tag.strip()))
    # The sort is stable: of equal weights, the first wins.
    return [tag for _, tag in sorted(weighed, key=lambda each: -each[0])]


def _weight(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0


def _nearest(available: Collection[str], tag: str) -> str | None:
    """Return the tag itself, or else one of the same language: pt-PT is answered in pt-BR."""
    subtags = tag.replace("_", "-").lower().split("-")
    by_subtags = {tuple(each.lower().split("-")): each for each in available}
    exact = by_subtags.get(tuple(subtags))
    same = (each for key, each in by_subtags.items() if key[0] == subtags[0])
    return exact or next(same, None)
