"""Account cards: queue, settings, linked identities and stored data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bots.chat.callback_data import NOBODY, Action, encode
from bots.chat.cards import Button, Card, Rows, Tone
from core.models.identity import Platform
from core.models.people import MergePreview, ProfileDetails
from core.models.recipients import Recipient
from core.sentences import listed, recipients_text, sentence

SETTINGS: Mapping[str, str] = {
    "notify": "setting_notify",
    "drawn_by_others": "setting_drawn_by_others",
}
CHAT_PLATFORM_NAMES: Mapping[Platform, str] = {
    Platform.DISCORD: "Discord",
    Platform.TELEGRAM: "Telegram",
}
PLATFORM_MESSAGES: Mapping[Platform, str] = {
    Platform.WEB: "platform_web",
    Platform.TERMINAL: "platform_terminal",
}


def code_card(code: str, expires_at: datetime, now: datetime, locale: str) -> Card:
    """Return a link code with instructions."""
    minutes = max(round((expires_at - now).total_seconds() / 60), 1)
    return Card(text=sentence("link_code", locale, code=code, minutes=minutes))


def preview_card(preview: MergePreview, code: str, locale: str) -> Card:
    """Return the preview of a merge, with a button to confirm it."""
    text = sentence(
        "link_preview",
        locale,
        identities=_named([each.platform for each in preview.identities], locale),
        comics=preview.comics,
    )
    bare = "".join(filter(str.isalnum, code))
    label = sentence("button_link", locale)
    confirm = Button("🔗", label, encode(Action.LINK, NOBODY, bare), Tone.MAIN)
    return Card(text=text, rows=((confirm,),))


def linked_card(details: ProfileDetails, locale: str) -> Card:
    """Return the confirmation of a merge."""
    platforms = _named([each.platform for each in details.identities], locale)
    return Card(text=sentence("link_done", locale, identities=platforms))


def settings_card(settings: Mapping[str, Any], locale: str) -> Card:
    """Return the settings, with a button to toggle each."""
    lines, row = [], []
    for name, key in SETTINGS.items():
        on = bool(settings[name])
        label_text = sentence(key, locale)
        lines.append(f"{'✅' if on else '⬜'} {label_text}")
        label = sentence("button_off" if on else "button_on", locale, setting=label_text)
        row.append(
            Button("⬜" if on else "✅", label, encode(Action.SET, NOBODY, _value(name, on)))
        )
    return Card(text="\n".join(lines), rows=tuple((each,) for each in row))


def _value(name: str, on: bool) -> str:  # noqa: FBT001 - the setting's value
    return f"{name}={int(not on)}"


def parse_setting(extra: str) -> tuple[str, bool]:
    """Return the setting and the new value that a settings button carries."""
    name, _, value = extra.partition("=")
    return name, value == "1"


def privacy_card(
    details: ProfileDetails | None,
    comics: int,
    locale: str,
    *,
    recipients: Sequence[Recipient],
    addition: str | None = None,
) -> Card:
    """Return what is stored about the user and who gets their words, with a button to delete it.

    *addition* is the key of a sentence to append.
    """
    text = f"{sentence('privacy', locale)} {recipients_text(recipients, locale)}"
    if addition is not None:
        text += " " + sentence(addition, locale)
    rows: Rows = ()
    if details is not None:
        platforms = _named([each.platform for each in details.identities], locale)
        text += "\n\n" + sentence("privacy_yours", locale, comics=comics, identities=platforms)
        label = sentence("button_forget", locale)
        rows = ((Button("🗑️", label, encode(Action.FORGET), Tone.DANGER),),)
    return Card(text=text, rows=rows)


def forget_card(locale: str) -> Card:
    """Return the question whether to erase all data."""
    label = sentence("button_forget_now", locale)
    return Card(
        text=sentence("forget_confirm", locale),
        rows=((Button("🗑️", label, encode(Action.FORGET_NOW), Tone.DANGER),),),
    )


def _named(platforms: Sequence[Platform], locale: str) -> str:
    names = (
        CHAT_PLATFORM_NAMES[platform]
        if platform in CHAT_PLATFORM_NAMES
        else sentence(PLATFORM_MESSAGES[platform], locale)
        for platform in platforms
    )
    return listed(names, locale)
