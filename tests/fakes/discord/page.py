"""A page on which a person talks to the bot by hand."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from aiohttp import web

from tests.fakes.discord.acting import CannotError
from tests.fakes.discord.component_rules import SELECTS, Component
from tests.fakes.discord.messages import Attachment, Message, shown_files, walk
from tests.fakes.discord.options import CannotGiveError
from tests.fakes.discord.typed import typed
from tests.fakes.discord.world import Channel, User

if TYPE_CHECKING:
    from tests.fakes.discord.interactions import Interaction
    from tests.fakes.discord.server import FakeDiscord

STYLE = (
    "body{font:16px sans-serif;background:#313338;color:#ddd;max-width:50rem;margin:1rem auto}"
    "article{margin:.6rem 0;padding:.6rem;background:#2b2d31;white-space:pre-wrap}"
    "img{max-width:100%;display:block;margin:.4rem 0}input,textarea{width:60%;font:inherit}"
    "small{color:#999}button{font:inherit;margin:.2rem}a{color:#8af}"
)
# Shows what is new, unless somebody is typing.
FRESH = "setInterval(()=>document.querySelector('[name=line]').value||location.reload(),2000)"


class Page:
    """One page for each channel and person; forms post what they do."""

    def __init__(self, fake: FakeDiscord) -> None:
        self._fake = fake
        self._notice = ""
        self._open: dict[User, Interaction] = {}

    def add_to(self, application: web.Application) -> None:
        application.router.add_get("/", self._home)
        application.router.add_get("/as/{user}/in/{channel}", self._show)
        application.router.add_post("/as/{user}/in/{channel}", self._act)

    async def _home(self, _request: web.Request) -> web.Response:
        links = [
            f'<li><a href="/as/{user.id}/in/{channel.id}">{escape(user.name)} in '
            f"{escape(channel.name)}</a>"
            for user in self._fake.users.values()
            for channel in self._fake.channels.values()
            if not user.is_bot and _is_in(user, channel)
        ]
        return _html("A fake Discord", f"<ul>{''.join(links)}</ul>")

    async def _show(self, request: web.Request) -> web.Response:
        user, channel = self._found(request)
        parts = [
            f'<p><a href="/">everywhere</a> · {escape(user.name)} in {escape(channel.name)}</p>'
        ]
        parts += [self._message(message, user) for message in channel.messages_seen_by(user)]
        parts.append(f"<p><b>{escape(self._notice)}</b></p>" if self._notice else "")
        opened = self._open.get(user)
        parts.append(_modal(opened) if opened is not None else _command_line(self._fake))
        self._notice = ""
        return _html(channel.name, "".join(parts))

    async def _act(self, request: web.Request) -> web.Response:
        user, channel = self._found(request)
        form = {name: str(value) for name, value in (await request.post()).items()}
        try:
            interaction = await self._done(user, channel, form)
            await self._fake.acknowledged(interaction)
        except (CannotError, CannotGiveError, ValueError, AssertionError) as error:
            self._notice = str(error)
        else:
            if interaction.modal is not None:
                self._open[user] = interaction
        raise web.HTTPSeeOther(request.path)

    async def _done(self, user: User, channel: Channel, form: dict[str, str]) -> Interaction:
        if "press" in form:
            message = channel.messages[int(form["message"])]
            values = [form["value"]] if "value" in form else None
            return await self._fake.press(user, message, form["press"], values)
        if (opened := self._open.pop(user, None)) is not None:
            return await self._fake.submit(opened, form)
        name, options = typed(form["line"], self._fake.registry.all())
        return await self._fake.slash(user, channel, name, **options)

    def _found(self, request: web.Request) -> tuple[User, Channel]:
        user = self._fake.users.get(int(request.match_info["user"]))
        channel = self._fake.channels.get(int(request.match_info["channel"]))
        if user is None or channel is None:
            raise web.HTTPNotFound
        return user, channel

    def _message(self, message: Message, user: User) -> str:
        note = "only you see this" if message.is_ephemeral else ""
        head = f"<small>{escape(message.author.name)} {note}</small>\n"
        text = "thinking…" if message.is_thinking else message.text.strip()
        shown = shown_files(message)
        files = [self._file(f, message) for f in message.attachments if f.filename in shown]
        return f"<article>{head}{escape(text)}{''.join(files)}{_buttons(message)}</article>"

    def _file(self, file: Attachment, message: Message) -> str:
        url = escape(self._fake.cdn.url_of(file, message.channel))
        if file.size is None:
            return f'<a href="{url}">{escape(file.filename)}</a>'
        return f'<img src="{url}" alt="{escape(file.description or "")}">'


def _is_in(user: User, channel: Channel) -> bool:
    if channel.guild is not None:
        return user.id in channel.guild.members
    return user in channel.recipients


def _buttons(message: Message) -> str:
    made = []
    for part in walk(message.components):
        label = (
            part.get("label") or (part.get("emoji") or {}).get("name") or part.get("placeholder")
        )
        hidden = f'<input type="hidden" name="message" value="{message.id}">'
        name = escape(str(part.get("custom_id", "")))
        off = "disabled" if part.get("disabled") else ""
        if part.get("type") == Component.BUTTON and name:
            inner = f'<button name="press" value="{name}" {off}>{escape(str(label))}</button>'
            made.append(f'<form method="post" style="display:inline">{hidden}{inner}</form>')
        elif part.get("type") in SELECTS:
            options = "".join(
                f'<option value="{escape(o["value"])}">{escape(o["label"])}</option>'
                for o in part.get("options", [])
            )
            inner = f'<select name="value">{options}</select><button name="press" value="{name}">ok'
            made.append(f'<form method="post">{hidden}{inner}</button></form>')
        elif part.get("url") and part.get("type") == Component.BUTTON:
            made.append(f'<a href="{escape(part["url"])}">{escape(str(label))}</a>')
    return "<div>" + " ".join(made) + "</div>"


def _modal(opened: Interaction) -> str:
    assert opened.modal is not None
    fields = []
    for part in walk(opened.modal["components"]):
        if part.get("type") == Component.TEXT_INPUT:
            value, name = escape(str(part.get("value") or "")), escape(part["custom_id"])
            label = escape(str(part.get("label") or name))
            fields.append(
                f'<p><label>{label}<br><textarea name="{name}">{value}</textarea></label>'
            )
    title = escape(str(opened.modal["title"]))
    return f'<form method="post"><h2>{title}</h2>{"".join(fields)}<button>Send</button></form>'


def _command_line(fake: FakeDiscord) -> str:
    names = " ".join(f"/{escape(str(command['name']))}" for command in fake.registry.all())
    field = '<input name="line" autofocus placeholder="/comic a cat opens a bakery">'
    form = f'<form method="post">{field}<button>Send</button></form>'
    return f"{form}<small>{names}</small><script>{FRESH}</script>"


def _html(title: str, body: str) -> web.Response:
    page = f"<!doctype html><title>{escape(title)}</title><style>{STYLE}</style>{body}"
    return web.Response(text=page, content_type="text/html")
