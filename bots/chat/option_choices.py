"""Option choices: layouts, numbers of panels and aspect ratios."""

from __future__ import annotations

from collections.abc import Mapping

LAYOUTS: Mapping[str, str] = {
    "auto": "layout_auto",
    "strip": "layout_strip",
    "grid": "layout_grid",
    "page": "layout_page",
    "vertical": "layout_vertical",
}
MOST_PANELS = 12
ASPECTS = ("1:1", "4:3", "3:4", "3:2", "2:3", "16:9", "9:16")
