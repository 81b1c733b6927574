"""Worn things: which part of a look each of them changes, from `worn.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import tomli


@cache
def worn() -> dict[str, tuple[str, str]]:
    """Return the part of a look that each thing changes when it is worn, and to what."""
    tables = tomli.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {name: (part, to) for part, table in tables.items() for name, to in table.items()}
