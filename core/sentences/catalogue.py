"""The texts themselves, by language and message id."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

DEFAULT_LOCALE = "en"
LOCALES = (DEFAULT_LOCALE, "pt-BR", "es", "ja")
HEADER_LIMIT = 500  # characters of an Accept-Language that are looked at


def sentence(key: str, locale: str = DEFAULT_LOCALE, **facts: str | int) -> str:
    """Return what we say, in the language nearest to *locale*. Raises KeyError.

    A fact that the text asks for and does not get is logged, and its name stands in its place.
    """
    bundle = _bundle(negotiate(locale))
    pattern = bundle.get_message(key).value
    if pattern is None:
        raise KeyError(key)
    text, problems = bundle.format_pattern(pattern, facts)
    if problems:
        _report(key, problems)
    return str(text)


def patterns(prefix: str, locale: str = DEFAULT_LOCALE) -> dict[str, str]:
    """Return all sentences whose id begins so, by id, with each fact's name in braces.

    For programs that put facts in by themselves, so it suits sentences that only quote them.
    """
    from fluent.syntax import ast, parse, visitor

    class Facts(visitor.Visitor):
        def __init__(self) -> None:
            self.names: set[str] = set()

        def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
            self.names.add(node.id.name)

    found = {}
    for entry in parse(_text(negotiate(locale))).body:
        if isinstance(entry, ast.Message) and entry.id.name.startswith(prefix):
            facts = Facts()
            facts.visit(entry)
            key = entry.id.name
            found[key] = sentence(key, locale, **{name: f"{{{name}}}" for name in facts.names})
    return found


def _report(key: str, problems: list[Exception]) -> None:
    import structlog  # late, like the parser below: seldom needed, and slow to load

    log = structlog.get_logger(__name__)
    log.error("sentence_incomplete", key=key, problems=[str(each) for each in problems])


@lru_cache(maxsize=256)
def negotiate(locale: str) -> str:
    """Return which of our languages suits best: a language tag, or a whole Accept-Language."""
    for tag in _by_preference(locale[:HEADER_LIMIT]):
        ours = _nearest(tag)
        if ours is not None:
            return ours
    return DEFAULT_LOCALE


def _by_preference(header: str) -> list[str]:
    weighed = []
    for entry in header.split(","):
        tag, _, parameter = entry.partition(";")
        weight = _weight(parameter)
        if tag.strip() and weight > 0:
            weighed.append((weight, tag.strip()))
    # Stable: what comes first wins among equals.
    return [tag for _, tag in sorted(weighed, key=lambda each: -each[0])]


def _weight(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0


def _nearest(tag: str) -> str | None:
    """Return our kind of the language, whatever the country: pt-PT is answered in pt-BR."""
    language = tag.replace("_", "-").split("-")[0].lower()
    return next((ours for ours in LOCALES if ours.split("-")[0] == language), None)


@cache
def _bundle(locale: str) -> FluentBundle:
    # Imported when the first sentence is said: the parser would slow down every start.
    from fluent.runtime import FluentBundle, FluentResource

    # Marks of isolation around facts would show as boxes in terminals and old chat clients.
    bundle = FluentBundle([locale], use_isolating=False)
    bundle.add_resource(FluentResource(_text(locale)))
    return bundle


def _text(locale: str) -> str:
    return resources.files(__package__).joinpath(f"{locale}.ftl").read_text(encoding="utf-8")
