"""Tests of the messages of one language, which are parsed one by one."""

from __future__ import annotations

import pytest
from fluent.syntax import ast, parse

from core.sentences import CATALOGUE
from core.sentences.fluent_messages import FluentMessages
from core.sentences.languages import Language

FIRST = """
# A comment = with an equals sign
greeting = Hello, { $name }!
    { count($x) ->
        [one] a line
       *[other] lines
}

### A section
quoting = { greeting } And { -brand }.
cats = { $count ->
    [one] one cat
   *[other] { $count } cats
}
"""
SECOND = """
-brand = ComicAI
greeting = not used
"""


def messages(*texts: str) -> FluentMessages:
    language = Language(
        tag="en",
        name="English",
        direction="ltr",
        fallback=None,
        discord=(),
        telegram=None,
        words={},
        resources={str(number): text for number, text in enumerate(texts)},
    )
    return FluentMessages(language)


def test_a_message_may_refer_to_messages_and_terms_of_other_files() -> None:
    found = messages("greeting = Hello, { $name }!", "quoting = { greeting } { -brand }", SECOND)

    assert found.formatted("quoting", {"name": "Ana"}) == ("Hello, Ana! ComicAI", [])


@pytest.mark.parametrize(("count", "text"), [(1, "one cat"), (3, "3 cats")])
def test_a_message_may_span_lines(count: int, text: str) -> None:
    assert messages(FIRST, SECOND).formatted("cats", {"count": count}) == (text, [])


def test_a_missing_fact_is_reported_and_a_missing_message_raises() -> None:
    found = messages("greeting = Hello, { $name }!")

    text, problems = found.formatted("greeting", {})

    assert text == "Hello, name!"
    assert len(problems) == 1
    with pytest.raises(KeyError):
        found.formatted("farewell", {})


def test_the_facts_of_a_message_are_its_variables() -> None:
    assert messages(FIRST).facts("cats") == {"count"}


@pytest.mark.parametrize("language", CATALOGUE.languages.values(), ids=lambda each: each.tag)
def test_the_messages_are_those_that_the_parser_finds(language: Language) -> None:
    expected = [
        entry.id.name
        for text in language.resources.values()
        for entry in parse(text).body
        if isinstance(entry, ast.Message)
    ]

    assert list(FluentMessages(language).keys) == expected
