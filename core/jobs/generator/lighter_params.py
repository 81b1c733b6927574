"""Lighter parameters: what to change in a request for which the GPU has too little memory."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from core.models.identity import Params

_DEFAULT_SIZE = 1024  # pixels of the longer side, as in the contract
_MIN_SIZE = 512
_SIZE_STEP = 64
_SCALE = 0.75


def lighter_params(params: Params, input_keys: Collection[str]) -> dict[str, Any] | None:
    """Return the changes; None if nothing can be lowered that the generator supports."""
    if "panelSize" in input_keys:
        size = params.get("panelSize")
        size = size if isinstance(size, int) else _DEFAULT_SIZE
        lowered = int(size * _SCALE) // _SIZE_STEP * _SIZE_STEP
        if lowered >= _MIN_SIZE:
            return {"panelSize": lowered}
    if "quality" in input_keys and params.get("quality") != "draft":
        return {"quality": "draft"}
    return None
