"""Content negotiation between page and JSON: `Accept` header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

HEADER_LIMIT = 1000  # characters that are parsed
PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
DATA_TYPES = ("application/json", "application/*", "*/*")  # the most specific one counts


def prefers_page(accept: str) -> bool:
    """Return whether HTML is accepted explicitly and has a higher weight than JSON.

    Clients that accept anything, as programs do, get JSON.
    """
    weights = _weights(accept[:HEADER_LIMIT])
    page = max((weights.get(kind, 0.0) for kind in PAGE_TYPES), default=0.0)
    data = next((weights[kind] for kind in DATA_TYPES if kind in weights), 0.0)
    return page > data


def _weights(accept: str) -> dict[str, float]:
    weights = {}
    for entry in accept.split(","):
        kind, *parameters = (part.strip().lower() for part in entry.split(";"))
        weights[kind] = _weight(parameters)
    return weights


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0
