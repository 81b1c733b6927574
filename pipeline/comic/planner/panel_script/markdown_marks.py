"""Markdown in prompts: marks that people paste along with a script, and that are not text."""

from __future__ import annotations

import re

_HEADING = re.compile(r"\s{0,8}(?:#{1,6}(?:\s+|(?=\D))|>\s?)")
_CLOSING_HASHES = re.compile(r"\s#{1,6}\s*$")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,500}?)(?<=\S)\1")
_ITALIC = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,500}?)(?<=[^\s*_])\1(?![\w*])")
_LONE_BOLD = re.compile(r"\*\*+|(?<!\w)__+|__+(?!\w)")
_RULE = re.compile(r"\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|={3,}|~{3,}|`{3,}\w*)\s*")
_KEYCAP = re.compile("(\\d)\ufe0f?\u20e3")


def without_markdown(line: str) -> str:
    """Return a line without marks of headings, quotes and emphasis; a rule becomes empty."""
    if not line.strip() or _RULE.fullmatch(line):
        return ""
    line = _HEADING.sub("", line, count=1) if line.lstrip()[:1] in {"#", ">"} else line
    line = _CLOSING_HASHES.sub("", line)
    line = _LONE_BOLD.sub("", _ITALIC.sub(r"\2", _BOLD.sub(r"\2", line)))
    return _KEYCAP.sub(r"\1. ", line.replace("`", "")).strip()
