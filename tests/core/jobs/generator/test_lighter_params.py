"""Lighter orders for a GPU that is out of memory."""

from __future__ import annotations

from typing import Any

import pytest

from core.jobs.generator.lighter_params import lighter_params

BOTH = ("prompt", "panelSize", "quality")


@pytest.mark.parametrize(
    ("params", "keys", "changes"),
    [
        ({}, BOTH, {"panelSize": 768}),
        ({"panelSize": 1536}, BOTH, {"panelSize": 1152}),
        ({"panelSize": 1000}, BOTH, {"panelSize": 704}),  # a multiple of 64
        ({"panelSize": 683}, BOTH, {"panelSize": 512}),
        ({"panelSize": 640}, BOTH, {"quality": "draft"}),  # 480 would be too small
        ({"panelSize": 640, "quality": "draft"}, BOTH, None),
        ({}, ("prompt", "quality"), {"quality": "draft"}),
        ({"panelSize": 640}, ("panelSize",), None),
        ({}, (), None),
    ],
)
def test_the_size_is_lowered_before_the_quality(
    params: dict[str, Any], keys: tuple[str, ...], changes: dict[str, Any] | None
) -> None:
    assert lighter_params(params, keys) == changes
