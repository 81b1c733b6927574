"""Display names: normalization and limits."""

from __future__ import annotations

from core.content.prompts import tidy_line

NAME_LIMIT = 80  # characters


def check_display_name(text: str) -> tuple[str, str | None]:
    """Return the normalized name, and a description of the mistake if it is invalid."""
    name = tidy_line(text)
    if len(name) > NAME_LIMIT:
        return name, f"must have at most {NAME_LIMIT} characters"
    return name, None
