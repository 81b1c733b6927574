"""Fluent messages of one language, each parsed when it is first needed.

Parsing all messages of four languages takes a third of a second, and most processes need few of
them.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import TYPE_CHECKING

from core.sentences.languages import Language

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle
    from fluent.syntax import ast

# A message or term begins at the start of a line; its other lines are indented or close a brace.
ENTRY = re.compile(r"^(-?[A-Za-z][A-Za-z0-9_-]*)[ ]*=", re.MULTILINE)
COMMENT = re.compile(r"^#.*$", re.MULTILINE)
REFERENCE = re.compile(r"\{\s*(-?[A-Za-z][A-Za-z0-9_-]*)")


class FluentMessages:
    """Messages of a language by key; if a key occurs twice, the first message counts."""

    def __init__(self, language: Language) -> None:
        self._tag = language.tag
        self._sources: dict[str, str] = {}  # of each message and term
        for text in language.resources.values():
            for key, source in _entries(text):
                self._sources.setdefault(key, source)
        self._parsed: set[str] = set()

    @property
    def keys(self) -> AbstractSet[str]:
        """The keys of all messages."""
        return self._sources.keys()

    def formatted(self, key: str, facts: dict[str, str | int]) -> tuple[str, list[Exception]]:
        """Return a message with *facts* inserted, and the problems. Raises KeyError."""
        self._parse(key)
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise KeyError(key)
        text, problems = self._bundle.format_pattern(pattern, facts)
        return str(text), problems

    def facts(self, key: str) -> set[str]:
        """Return the names of the facts in a message. Raises KeyError."""
        from fluent.syntax import parse

        return _facts(parse(self._sources[key]))

    def _parse(self, key: str) -> None:
        """Add a message, and all that it refers to, to the bundle."""
        from fluent.runtime import FluentResource

        if key in self._parsed:
            return
        self._parsed.add(key)
        source = self._sources[key]
        self._bundle.add_resource(FluentResource(source))
        for reference in REFERENCE.findall(source):
            if reference in self._sources:
                self._parse(reference)

    @cached_property
    def _bundle(self) -> FluentBundle:
        # Imported on first use: loading the parser would slow down every start.
        from fluent.runtime import FluentBundle

        # Isolation marks around facts would show as boxes in terminals and old chat clients.
        return FluentBundle([self._tag], use_isolating=False)


def _entries(text: str) -> list[tuple[str, str]]:
    """Return the key and the source of each message and term."""
    text = COMMENT.sub("", text)
    found = list(ENTRY.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    return [(match[1], text[match.start() : end]) for match, end in zip(found, ends, strict=True)]


def _facts(resource: ast.Resource) -> set[str]:
    from fluent.syntax import visitor

    class Facts(visitor.Visitor):
        def __init__(self) -> None:
            self.names: set[str] = set()

        def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
            self.names.add(node.id.name)

    facts = Facts()
    facts.visit(resource)
    return facts.names
