"""HTML fragments of the page: messages, components, modals, channels and commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from tests.fakes.discord.cdn import Cdn
from tests.fakes.discord.command_registry import CHAT, MESSAGE_MENU
from tests.fakes.discord.command_rules import GROUP, SUBCOMMAND
from tests.fakes.discord.component_rules import SELECTS, Component
from tests.fakes.discord.messages import Attachment, Message, shown_files, walk
from tests.fakes.discord.models import Channel, Kind, User
from tests.fakes.discord.page_text import to_html

SIGNS = {Kind.DM: "@", Kind.GROUP_DM: "@", Kind.PUBLIC_THREAD: "↳ ", Kind.PRIVATE_THREAD: "↳ "}
STYLES = {1: "primary", 3: "success", 4: "danger"}  # of buttons; others are grey


def place_name(channel: Channel) -> str:
    if channel.kind is Kind.DM:
        return "@comicai"
    note = " 18+" if channel.is_age_restricted else ""
    return f"{SIGNS.get(channel.kind, '#')}{channel.name}{note}"


def places(channels: Iterable[tuple[User, Channel]], *, here: str) -> str:
    """Return links to all channels of each user."""
    lists: dict[User, list[str]] = {}
    for user, channel in channels:
        path = f"/as/{user.id}/in/{channel.id}"
        current = ' aria-current="page"' if path == here else ""
        link = f'<li><a href="{path}"{current}>{escape(place_name(channel))}</a></li>'
        lists.setdefault(user, []).append(link)
    return "".join(
        f"<h2>{escape(user.name)}</h2><ul>{''.join(links)}</ul>" for user, links in lists.items()
    )


def message_html(
    message: Message, cdn: Cdn, names: Mapping[int, str], commands: list[dict[str, Any]]
) -> str:
    """Return one message as its reader sees it, with its components."""
    author = message.author
    used = (message.interaction or {}).get("name")
    by = (message.interaction or {}).get("user", {}).get("username", "")
    origin = f'<p class="origin">{escape(by)} used <b>/{escape(str(used))}</b></p>' if used else ""
    app = "<i>APP</i>" if author.is_bot else ""
    private = "<small>Only you can see this</small>" if message.is_ephemeral else ""
    text = "<p><em>comicai is thinking…</em></p>" if message.is_thinking else ""
    words = message.text.strip()
    text += to_html(words, names) if words else ""
    shown = shown_files(message)
    files = "".join(
        _file(file, cdn.url_of(file, message.channel))
        for file in message.attachments
        if file.filename in shown
    )
    classes = "ephemeral" if message.is_ephemeral else ""
    return (
        f'<article id="m{message.id}" class="{classes}">{origin}'
        f"<header><b>{escape(author.name)}</b>{app}<time>{message.created_at:%H:%M}</time>{private}"
        f"{_menu(message, commands)}</header>"
        f"{text}{files}{''.join(_rows(message))}</article>"
    )


def _file(file: Attachment, url: str) -> str:
    if file.size is None:
        return f'<p><a href="{escape(url)}">{escape(file.filename)}</a></p>'
    width, height = file.size
    size = f'width="{width}" height="{height}"'
    return f'<img {size} alt="{escape(file.description or "")}" src="{escape(url)}">'


def _menu(message: Message, commands: list[dict[str, Any]]) -> str:
    """Return the message commands."""
    offered = [str(command["name"]) for command in commands if command["type"] == MESSAGE_MENU]
    if message.is_ephemeral or not offered:
        return ""
    buttons = "".join(
        f'<button name="menu" value="{escape(name)}">{escape(name)}</button>' for name in offered
    )
    return f'<details><summary title="Apps">⋯</summary>{_form(message, buttons)}</details>'


def _rows(message: Message) -> Iterator[str]:
    for top in message.components:
        row = "".join(_component(part, message) for part in walk([top]))
        if row:
            yield f'<div class="row">{row}</div>'


def _component(part: dict[str, Any], message: Message) -> str:
    name = escape(str(part.get("custom_id", "")))
    off = " disabled" if part.get("disabled") else ""
    if part.get("type") == Component.BUTTON:
        emoji = (part.get("emoji") or {}).get("name") or ""
        label = escape(f"{emoji} {part.get('label') or ''}".strip())
        if part.get("url"):
            return f'<a class="button" href="{escape(part["url"])}">{label} ↗</a>'
        style = STYLES.get(int(part.get("style", 2)), "secondary")
        button = f'<button class="{style}" name="press" value="{name}"{off}>{label}</button>'
        return _form(message, button)
    if part.get("type") in SELECTS:
        choose = f'{_select("value", part)}<button name="press" value="{name}"{off}>Choose</button>'
        return _form(message, choose)
    return ""


def _form(message: Message, inner: str) -> str:
    hidden = f'<input type="hidden" name="message" value="{message.id}">'
    return f'<form method="post">{hidden}{inner}</form>'


def _select(name: str, part: dict[str, Any], *, optional: bool = False) -> str:
    hint = escape(str(part.get("placeholder") or "choose"))
    options = [f'<option value="">{hint}</option>'] if optional else []
    options += [
        f'<option value="{escape(option["value"])}"{" selected" if option.get("default") else ""}>'
        f"{escape(option['label'])}</option>"
        for option in part.get("options", [])
    ]
    return f'<select name="{escape(name)}">{"".join(options)}</select>'


def form_html(modal: dict[str, Any]) -> str:
    """Return a modal that the bot has opened; its fields are named by their custom ids."""
    fields = []
    for top in modal["components"]:
        for part in walk([top]):
            if "custom_id" in part:
                label = escape(str(top.get("label") or part.get("label") or part["custom_id"]))
                fields.append(f"<label>{label}{_field(part)}</label>")
    return (
        f'<form method="post" class="modal"><h2>{escape(str(modal["title"]))}</h2>'
        f'{"".join(fields)}<button class="primary" name="submit" value="1">Submit</button>'
        '<button name="cancel" value="1" formnovalidate>Cancel</button></form>'
    )


def _field(part: dict[str, Any]) -> str:
    name, needed = part["custom_id"], part.get("required", True)
    if part["type"] in SELECTS:
        return _select(name, part, optional=not needed)
    value, hint = escape(str(part.get("value") or "")), escape(str(part.get("placeholder") or ""))
    attributes = f'name="{escape(name)}" placeholder="{hint}"{" required" if needed else ""}'
    if part.get("style", 1) == 1:
        return f'<input value="{value}" {attributes}>'
    return f'<textarea rows="4" {attributes}>{value}</textarea>'


def command_line(commands: list[dict[str, Any]]) -> str:
    """Return the input for messages, and the list of commands with their options."""
    known = [
        (f"/{name}", described, " ".join(f"{option['name']}:" for option in options))
        for name, described, options in _flat(commands)
    ]
    suggested = "".join(f'<option value="{escape(name)} ">' for name, *_ in known)
    listed = "".join(
        f"<li><b>{escape(name)}</b> <code>{escape(options)}</code> {escape(described)}</li>"
        for name, described, options in known
    )
    return (
        '<form method="post" class="line"><input name="line" list="commands" autofocus required '
        'autocomplete="off" aria-label="Message" placeholder="/comic a cat opens a bakery">'
        '<button class="primary">Send</button>'
        f'<datalist id="commands">{suggested}</datalist></form>'
        f"<details><summary>Commands</summary><ul>{listed}</ul></details>"
    )


def _flat(commands: list[dict[str, Any]]) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Yield name, description and options of each command and sub-command."""
    for command in commands:
        if command.get("type", CHAT) not in {CHAT, GROUP}:
            continue
        options = command.get("options") or []
        inner = [option for option in options if option["type"] in {SUBCOMMAND, GROUP}]
        for part in inner:
            own = part.get("options") or []
            yield f"{command['name']} {part['name']}", str(part.get("description", "")), own
        if not inner:
            yield str(command["name"]), str(command.get("description", "")), options
