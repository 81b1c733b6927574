"""What people call themselves."""

from __future__ import annotations

from core.content.prompts import tidy_line

NAME_LIMIT = 80  # characters


def check_display_name(text: str) -> tuple[str, str | None]:
    """Return the name as it is kept, and what is wrong with it, if anything is."""
    name = tidy_line(text)
    if len(name) > NAME_LIMIT:
        return name, f"must have at most {NAME_LIMIT} characters"
    return name, None
