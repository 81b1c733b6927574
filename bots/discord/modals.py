"""Forms: filled from the message they belong to, and answered however old they are.

Discord gives no time to look anything up before a form has to be shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import discord

from bots.chat.callback_data import CallbackData, encode
from bots.chat.report_reasons import REASONS
from core.sentences import sentence, style_name
from core.sentences.reading import STYLES

TITLE_LIMIT = 45  # characters
LONGEST_TEXT = 4000
REASON_LIMIT = 1000
OPEN_SECONDS = 900.0  # that the library remembers a form; we answer older ones as well


def edit_modal(callback: CallbackData, prompt: str, locale: str) -> discord.ui.Modal:
    """Return the form of "edit & redraw", filled with the prompt."""
    form = _form(callback, "form_edit", locale)
    _add_text(form, "prompt", sentence("form_story", locale), prompt)
    choices = [
        discord.SelectOption(label=style_name(style, locale), value=style) for style in STYLES
    ]
    style: discord.ui.Select[Any] = discord.ui.Select(
        custom_id="style",
        options=choices,
        required=False,
        placeholder=sentence("form_as_it_was", locale),
    )
    form.add_item(discord.ui.Label(text=sentence("form_style", locale), component=style))
    panels: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id="panels",
        required=False,
        max_length=2,
        placeholder=sentence("form_as_it_was", locale),
    )
    form.add_item(discord.ui.Label(text=sentence("form_panels", locale), component=panels))
    return form


def continue_modal(callback: CallbackData, locale: str) -> discord.ui.Modal:
    """Return the form that asks what happens next."""
    form = _form(callback, "form_continue", locale)
    _add_text(form, "prompt", sentence("form_next", locale), "")
    return form


def report_modal(callback: CallbackData, locale: str) -> discord.ui.Modal:
    """Return the form that asks what is wrong with a comic."""
    form = _form(callback, "form_report", locale)
    choices = [
        discord.SelectOption(label=sentence(key, locale), value=kind)
        for kind, key in REASONS.items()
    ]
    kind: discord.ui.Select[Any] = discord.ui.Select(custom_id="kind", options=choices)
    form.add_item(discord.ui.Label(text=sentence("form_reason", locale), component=kind))
    reason: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id="reason",
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=REASON_LIMIT,
    )
    form.add_item(discord.ui.Label(text=sentence("form_more", locale), component=reason))
    return form


def fields_of(data: Mapping[str, Any]) -> dict[str, str]:
    """Return what was filled in, by the inputs' custom ids; what was left empty is missing."""
    return {name: value for name, value in _inputs(data.get("components", ())) if value}


def _form(callback: CallbackData, key: str, locale: str) -> discord.ui.Modal:
    return discord.ui.Modal(
        title=sentence(key, locale)[:TITLE_LIMIT],
        custom_id=encode(callback.action, callback.id, callback.extra),
        timeout=OPEN_SECONDS,
    )


def _add_text(
    form: discord.ui.Modal, name: str, label: str, filled: str, *, limit: int = LONGEST_TEXT
) -> None:
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=name,
        style=discord.TextStyle.paragraph,
        default=filled[:limit] or None,
        max_length=limit,
    )
    form.add_item(discord.ui.Label(text=label[:TITLE_LIMIT], component=field))


def _inputs(components: Any) -> Iterator[tuple[str, str]]:
    """Yield the inputs of a form, whatever rows and labels they stand in."""
    for each in components:
        if "custom_id" in each:
            values = each.get("values")
            yield each["custom_id"], each.get("value") or (values[0] if values else "")
        if "component" in each:
            yield from _inputs([each["component"]])
        yield from _inputs(each.get("components", ()))
