"""Notices on a request or a comic as text, such as on options that were adjusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.models.requests import GENERATOR, Notice, NoticeFact
from core.sentences.catalogue import sentence
from core.sentences.formats import listed

# Message ids of the options' display names, by their names in `inputParams`.
OPTIONS: Mapping[str, str] = {
    "style": "option_style",
    "panelCount": "option_panels",
    "layout": "option_layout",
    "aspect": "option_aspect",
    "seed": "option_seed",
}
# Message ids of the notices of generators, by code. A generator may send others, of a later
# release; those are not shown.
GENERATOR_NOTICES: Mapping[str, str] = {
    "planner_unavailable": "generator_planner_unavailable",
}


def describe_notice(notices: Iterable[Notice], locale: str) -> list[str]:
    """Return one sentence per notice, such as about options that were adjusted."""
    return [
        sentence(key, locale, **_worded(notice, locale))
        for notice in notices
        if (key := _message_id(notice))
    ]


def _message_id(notice: Notice) -> str | None:
    if notice.key.startswith(GENERATOR):
        return GENERATOR_NOTICES.get(notice.key.removeprefix(GENERATOR))
    return notice.key


def _worded(notice: Notice, locale: str) -> Mapping[str, str | int]:
    """Return the facts of a notice, with the display name of the option and lists as text."""
    facts = {name: _fact(value, locale) for name, value in notice.facts.items()}
    option = OPTIONS.get(str(facts.get("option", "")))
    return {**facts, "option": sentence(option, locale)} if option else facts


def _fact(value: NoticeFact, locale: str) -> str | int:
    return listed(value, locale) if isinstance(value, tuple) else value
