"""Notices on a request as text, such as on options that were adjusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.models.requests import Notice
from core.sentences.catalogue import sentence

# Message ids of the options' display names, by their names in `inputParams`.
OPTIONS: Mapping[str, str] = {
    "style": "option_style",
    "panelCount": "option_panels",
    "layout": "option_layout",
    "aspect": "option_aspect",
    "seed": "option_seed",
}


def describe_notice(notices: Iterable[Notice], locale: str) -> list[str]:
    """Return one sentence per notice, such as about options that were adjusted."""
    return [
        sentence(notice.key, locale, **_with_display_names(notice, locale)) for notice in notices
    ]


def _with_display_names(notice: Notice, locale: str) -> Mapping[str, str | int]:
    """Return the facts of a notice, with the display name of the option."""
    option = OPTIONS.get(str(notice.facts.get("option", "")))
    return {**notice.facts, "option": sentence(option, locale)} if option else notice.facts
