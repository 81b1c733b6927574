"""Titles of comics, made of their prompts."""

from __future__ import annotations

from core.content.prompts import cut

TITLE_LENGTH = 60  # characters


def title_of(prompt: str) -> str:
    """Return a title for a comic: the beginning of its prompt, cut between words if possible."""
    line = prompt.split("\n", 1)[0]
    if len(line) <= TITLE_LENGTH:
        return line
    short = cut(line, TITLE_LENGTH - 1)
    head, space, _ = short.rpartition(" ")
    is_mid_word = not line[len(short)].isspace()
    if is_mid_word and space and len(head) >= TITLE_LENGTH // 2:
        short = head
    return short.rstrip(" ,;:–—-") + "…"
