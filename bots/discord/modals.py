"""Modals: their components and submitted values.

A modal has to be shown within 3 seconds and without a deferral, so it is filled from the message
that it belongs to. Submissions of any age are handled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import discord

from bots.chat.callback_data import CallbackData, encode
from bots.chat.report_reasons import REASONS
from core.sentences import sentence, style_name
from core.sentences.comic_text import STYLES

TITLE_LIMIT = 45  # characters
TEXT_LIMIT = 4000
REASON_LIMIT = 1000
OPEN_SECONDS = 900.0  # the library's time-out; later submissions are handled too


def edit_modal(callback: CallbackData, prompt: str, locale: str) -> discord.ui.Modal:
    """Return the modal of "Edit & redraw", filled with the prompt."""
    modal = _modal(callback, "form_edit", locale)
    _add_text(modal, "prompt", sentence("form_story", locale), prompt)
    choices = [
        discord.SelectOption(label=style_name(style, locale), value=style) for style in STYLES
    ]
    style: discord.ui.Select[Any] = discord.ui.Select(
        custom_id="style",
        options=choices,
        required=False,
        placeholder=sentence("form_as_it_was", locale),
    )
    modal.add_item(discord.ui.Label(text=sentence("form_style", locale), component=style))
    panels: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id="panels",
        required=False,
        max_length=2,
        placeholder=sentence("form_as_it_was", locale),
    )
    modal.add_item(discord.ui.Label(text=sentence("form_panels", locale), component=panels))
    return modal


def continue_modal(callback: CallbackData, locale: str) -> discord.ui.Modal:
    """Return the modal that asks how the story continues."""
    modal = _modal(callback, "form_continue", locale)
    _add_text(modal, "prompt", sentence("form_next", locale), "")
    return modal


def report_modal(callback: CallbackData, locale: str) -> discord.ui.Modal:
    """Return the modal that asks what is wrong with a comic."""
    modal = _modal(callback, "form_report", locale)
    choices = [
        discord.SelectOption(label=sentence(key, locale), value=kind)
        for kind, key in REASONS.items()
    ]
    kind: discord.ui.Select[Any] = discord.ui.Select(custom_id="kind", options=choices)
    modal.add_item(discord.ui.Label(text=sentence("form_reason", locale), component=kind))
    reason: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id="reason",
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=REASON_LIMIT,
    )
    modal.add_item(discord.ui.Label(text=sentence("form_more", locale), component=reason))
    return modal


def fields_of(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the submitted values by the custom ids of their inputs, without empty ones."""
    return {name: value for name, value in _inputs(data.get("components", ())) if value}


def _modal(callback: CallbackData, key: str, locale: str) -> discord.ui.Modal:
    return discord.ui.Modal(
        title=sentence(key, locale)[:TITLE_LIMIT],
        custom_id=encode(callback.action, callback.id, callback.extra),
        timeout=OPEN_SECONDS,
    )


def _add_text(
    modal: discord.ui.Modal, name: str, label: str, default: str, *, limit: int = TEXT_LIMIT
) -> None:
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=name,
        style=discord.TextStyle.paragraph,
        default=default[:limit] or None,
        max_length=limit,
    )
    modal.add_item(discord.ui.Label(text=label[:TITLE_LIMIT], component=field))


def _inputs(components: Any) -> Iterator[tuple[str, str]]:
    """Yield (custom id, value) of the inputs, nested in any rows and labels."""
    for each in components:
        if "custom_id" in each:
            values = each.get("values")
            yield each["custom_id"], each.get("value") or (values[0] if values else "")
        if "component" in each:
            yield from _inputs([each["component"]])
        yield from _inputs(each.get("components", ()))
