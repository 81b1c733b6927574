"""Costumes: what a role wears, by which it is recognized; the table is TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli

from pipeline.comic.palette import RGB, from_hex

_COLORS = frozenset(("top", "bottom", "accent", "skin", "hair"))


@dataclass(frozen=True, slots=True)
class Costume:
    """The clothes and the body of a role. None and empty: chosen for each person."""

    outfit: str
    hat: str = ""
    wears: frozenset[str] = frozenset()
    top: RGB | None = None
    bottom: RGB | None = None
    accent: RGB | None = None
    skin: RGB | None = None
    hair: RGB | None = None
    hair_style: str = ""
    sex: str = ""  # female, male
    age: str = ""  # young, old, baby
    height: float = 1.0

    @property
    def is_young(self) -> bool:
        return self.age in {"young", "baby"}


def _read() -> dict[str, Costume]:
    """Return the costumes of `costumes.toml`. Raises TypeError for a property that none has."""
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    tables = tomli.loads(text)
    return {role: _costume(tables[_original(tables, role)]) for role in tables}


def _original(tables: Mapping[str, Any], role: str) -> str:
    return str(tables[role].get("like", role))


def _costume(table: Mapping[str, Any]) -> Costume:
    return Costume(**{key: _value(key, value) for key, value in table.items()})


def _value(key: str, value: Any) -> Any:
    if key in _COLORS:
        return from_hex(value)
    return frozenset(value) if key == "wears" else value


COSTUMES = _read()
