"""Submissions of modals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.discord.component_rules import SELECTS, Component


def filled(components: list[dict[str, Any]], fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a modal's components as its submission has them; **fields* by custom_id or label.

    Other inputs keep their initial values. Raises ValueError for what a client would not send.
    """
    left = dict(fields)
    sent = [_top(component, left) for component in components]
    if left:
        raise ValueError(f"the form has no {sorted(left)}")
    return sent


def _top(component: dict[str, Any], left: dict[str, Any]) -> dict[str, Any]:
    kind = component["type"]
    if kind == Component.ROW:
        parts = [_field(part, left, str(part.get("label"))) for part in component["components"]]
        return {"type": kind, "components": parts}
    if kind == Component.LABEL:
        return {"type": kind, "component": _field(component["component"], left, component["label"])}
    return {"type": kind}


def _field(part: dict[str, Any], left: dict[str, Any], label: str) -> dict[str, Any]:
    name = part["custom_id"]
    value = left.pop(name, left.pop(label, None))
    sent = {"type": part["type"], "custom_id": name}
    if part["type"] == Component.TEXT_INPUT:
        return sent | {"value": _text(part, value, label)}
    if part["type"] in SELECTS | {Component.CHECKBOX_GROUP}:
        return sent | {"values": _values(part, value, label)}
    if part["type"] == Component.CHECKBOX:
        return sent | {"value": bool(part.get("default")) if value is None else bool(value)}
    if part["type"] == Component.RADIO_GROUP:
        picked = _values(part, None if value is None else [value], label, single=True)
        return sent | {"value": picked[0] if picked else None}
    raise ValueError(f"{label}: the fake cannot fill in components of type {part['type']}")


def _text(part: dict[str, Any], value: Any, label: str) -> str:
    text = str(part.get("value") or "" if value is None else value)
    if not text and part.get("required", True):
        raise ValueError(f"{label} must be filled in")
    low, high = part.get("min_length") or 0, part.get("max_length") or 4000
    if text and not low <= len(text) <= high:
        raise ValueError(f"{label} takes {low} to {high} characters")
    return text


def _values(part: dict[str, Any], value: Any, label: str, *, single: bool = False) -> list[str]:
    options = part.get("options") or []
    default = [option["value"] for option in options if option.get("default")]
    values = default if value is None else list(value)
    low = (part.get("min_values", 1) if part.get("required", True) else 0) if not single else 0
    if not low <= len(values) <= (1 if single else part.get("max_values", max(1, len(options)))):
        raise ValueError(f"{label} does not take {len(values)} values")
    if options and not set(values) <= {option["value"] for option in options}:
        raise ValueError(f"{label} does not offer all of {values}")
    return values
