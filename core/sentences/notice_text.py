"""Notices on a request or a comic as text, such as on options that were adjusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.models.requests import GENERATOR, Notice, NoticeFact
from core.sentences.catalogue import negotiate, sentence
from core.sentences.comic_text import style_name
from core.sentences.formats import joined, listed
from core.sentences.language_names import language_name

LIST_LIMIT = 6  # entries; a notice is one quiet line
UNDERSTOOD = "understood"  # its entries are options with their values: `style=noir`
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
    "language_not_known": "generator_language_not_known",
    "drawn_as_label": "generator_drawn_as_label",
    "letters_missing": "generator_letters_missing",
    "panels_merged": "generator_panels_merged",
    "panels_added": "generator_panels_added",
}
# Message ids of the options that a prompt ordered, by option and value, or by option alone.
ORDERS: Mapping[str, str] = {
    "panelCount": "order_panels",
    "colorMode=monochrome": "order_monochrome",
    "colorMode=grayscale": "order_grayscale",
    "colorMode=color": "order_color",
    "lettering=none": "order_no_text",
    "lettering=captions": "order_no_speech",
    "lettering=bubbles": "order_no_captions",
    "lettering=full": "order_full_text",
    "layout": "order_layout",
    "language": "order_language",
    "readingDirection=rtl": "order_right_to_left",
    "readingDirection=ltr": "order_left_to_right",
    "quality=draft": "order_draft",
    "quality=standard": "order_standard",
    "quality=high": "order_high",
    "seed": "order_seed",
    "negativePrompt": "order_unwanted",
}
LAYOUTS: Mapping[str, str] = {
    layout: f"layout_{layout}" for layout in ("auto", "strip", "grid", "page", "vertical")
}


def describe_notice(notices: Iterable[Notice], locale: str) -> list[str]:
    """Return one sentence per notice, such as about options that were adjusted."""
    texts = [
        sentence(key, locale, **_worded(notice, locale))
        for notice in notices
        if (key := _message_id(notice))
    ]
    return list(dict.fromkeys(texts))  # two attempts of a generator may say the same


def notices_line(notices: Iterable[Notice], locale: str) -> str:
    """Return the notices as one line, to show under a comic; empty if there are none."""
    return joined(describe_notice(notices, locale), locale)


def _message_id(notice: Notice) -> str | None:
    if notice.key.startswith(GENERATOR):
        return GENERATOR_NOTICES.get(notice.key.removeprefix(GENERATOR))
    return notice.key


def _worded(notice: Notice, locale: str) -> Mapping[str, str | int]:
    """Return the facts of a notice, with display names and lists as text."""
    facts = {
        name: _display(name, _fact(value, locale), locale) for name, value in notice.facts.items()
    }
    what = notice.facts.get("what")
    if notice.key == UNDERSTOOD and isinstance(what, tuple):
        return {"what": listed([_order(entry, locale) for entry in what], locale)}
    return facts


def _display(name: str, value: str | int, locale: str) -> str | int:
    """Return the display name of an option, a style or a language."""
    match name:
        case "option":
            option = OPTIONS.get(str(value))
            return sentence(option, locale) if option else value
        case "style":
            return style_name(str(value), locale)
        case "language":
            return language_name(str(value), negotiate(locale))
    return value


def _order(entry: str, locale: str) -> str:
    """Return an option that was ordered in words, such as "no text" for `lettering=none`."""
    option, _, value = entry.partition("=")
    if option == "style":
        return style_name(value, locale)
    key = ORDERS.get(entry) or ORDERS.get(option)
    if key is None:
        return value
    shown: str | int = int(value) if value.isdecimal() and option == "panelCount" else value
    if option == "layout" and value in LAYOUTS:
        shown = sentence(LAYOUTS[value], locale)
    return sentence(key, locale, value=_display(option, shown, locale))


def _fact(value: NoticeFact, locale: str) -> str | int:
    if not isinstance(value, tuple):
        return value
    return listed(value[:LIST_LIMIT], locale) + ("…" if len(value) > LIST_LIMIT else "")
