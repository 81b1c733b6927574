"""Coats: colors and size of each kind of being that has a figure of its own; the table is TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli

from pipeline.comic.palette import RGB, darker, lighter

_COLORS = ("belly", "hair", "accent")


@dataclass(frozen=True, slots=True)
class Coat:
    """What beings of a kind look like. A color that is None follows the coat, or chance."""

    coats: tuple[RGB, ...] = ()
    like: str = ""  # the kind whose drawing it has, if not its own
    height: float = 0.86  # of an adult person
    girth: float = 1.0
    belly: RGB | None = None
    hair: RGB | None = None
    accent: RGB | None = None
    light_belly: bool = False
    bare: bool = False  # wears no clothes

    def belly_of(self, skin: RGB) -> RGB:
        return self.belly or lighter(skin, 0.62 if self.light_belly else 0.4)

    def hair_of(self, skin: RGB) -> RGB:
        return self.hair or darker(skin, 0.35)


def _read() -> dict[str, Coat]:
    """Return the coats of `coats.toml`. Raises TypeError for a property that no coat has."""
    tables = tomli.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {kind: _coat(table) for kind, table in tables.items()}


def _coat(table: Mapping[str, Any]) -> Coat:
    colors = {key: _rgb(table[key]) for key in _COLORS if key in table}
    return Coat(**{**table, **colors, "coats": tuple(map(_rgb, table["coats"]))})


def _rgb(value: str) -> RGB:
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


COATS = _read()
_STRANGE = Coat()


def coat_of(kind: str) -> Coat:
    """Return the coat of *kind*; that of an unknown kind has no colors of its own."""
    return COATS.get(kind, _STRANGE)
