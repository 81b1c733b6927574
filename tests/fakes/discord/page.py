"""Web page on which a user operates the bot by hand."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from tests.fakes.discord.command_options import InvalidValueError
from tests.fakes.discord.component_rules import SELECTS
from tests.fakes.discord.messages import walk
from tests.fakes.discord.models import Channel, User
from tests.fakes.discord.page_parts import (
    command_line,
    form_html,
    message_html,
    place_name,
    places,
)
from tests.fakes.discord.typed_commands import parse_command
from tests.fakes.discord.user_actions import NotOfferedError

if TYPE_CHECKING:
    from tests.fakes.discord.interactions import Interaction
    from tests.fakes.discord.server import FakeDiscord

FOLDER = Path(__file__).parent
FRAME = (FOLDER / "page.html").read_text(encoding="utf-8")


class Page:
    """One page per channel and user, with HTML forms for their actions."""

    def __init__(self, fake: FakeDiscord) -> None:
        self._fake = fake
        self._notices: dict[User, str] = {}  # the error of the last action
        self._open: dict[User, Interaction] = {}

    def add_to(self, application: web.Application) -> None:
        application.router.add_get("/", self._home)
        application.router.add_get("/as/{user}/in/{channel}", self._show)
        application.router.add_get("/as/{user}/in/{channel}/messages", self._show_messages)
        application.router.add_post("/as/{user}/in/{channel}", self._act)

    async def _home(self, request: web.Request) -> web.Response:
        words = "<p>Choose who you are, and where.</p>"
        return self._page(request, "A fake Discord", f"<h1>A fake Discord</h1>{words}", "home")

    async def _show(self, request: web.Request) -> web.Response:
        user, channel = self._found(request)
        head = f"<h1>{escape(place_name(channel))}</h1><small>you are {escape(user.name)}</small>"
        notice = f'<p role="alert">{escape(self._notices.get(user, ""))}</p>'
        opened = self._open.get(user)
        modal = opened.modal if opened is not None and opened.channel is channel else None
        writing = form_html(modal) if modal else command_line(self._fake.registry.all())
        body = (
            f'<header><a href="/" aria-label="All places">‹</a>{head}</header>'
            f'<section id="messages">{self._messages(user, channel)}</section>'
            f"<footer>{notice if user in self._notices else ''}{writing}</footer>"
        )
        return self._page(request, channel.name, body, "place")

    async def _show_messages(self, request: web.Request) -> web.Response:
        """Return the new HTML of the messages, once something has changed."""
        user, channel = self._found(request)
        return web.Response(text=self._messages(user, channel), content_type="text/html")

    async def _act(self, request: web.Request) -> web.Response:
        user, channel = self._found(request)
        form = {name: str(value) for name, value in (await request.post()).items()}
        self._notices.pop(user, None)
        try:
            interaction = await self._done(user, channel, form)
            if interaction is not None:
                await self._fake.acknowledged(interaction)
        except (NotOfferedError, InvalidValueError, ValueError, AssertionError) as error:
            self._notices[user] = str(error)
        else:
            if interaction is not None and interaction.modal is not None:
                self._open[user] = interaction
        pressed = f"#m{form['message']}" if "message" in form else ""
        raise web.HTTPSeeOther(f"{request.path}{pressed}")

    async def _done(self, user: User, channel: Channel, form: dict[str, str]) -> Interaction | None:
        """Execute a form's action; return None if it creates no interaction."""
        if "message" in form:
            message = channel.messages[int(form["message"])]
            if "menu" in form:
                return await self._fake.menu(user, message, form["menu"])
            values = [form["value"]] if "value" in form else None
            return await self._fake.press(user, message, form["press"], values)
        opened = self._open.pop(user, None)
        if "line" in form:
            return await self._write(user, channel, form["line"])
        if opened is None or opened.modal is None or "cancel" in form:
            return None
        return await self._fake.submit(opened, _filled_in(opened.modal, form))

    async def _write(self, user: User, channel: Channel, line: str) -> Interaction | None:
        if not line.startswith("/"):
            self._fake.say(user, channel, line)
            return None
        name, options = parse_command(line, self._fake.registry.all(), self._named)
        return await self._fake.slash(user, channel, name, **options)

    def _named(self, text: str) -> object:
        """Return the user or the channel with this name."""
        name = text.lstrip("@#")
        return next(
            (each for each in self._everything() if name in {each.name, str(each.id)}), text
        )

    def _everything(self) -> list[User | Channel]:
        return [*self._fake.users.values(), *self._fake.channels.values()]

    def _found(self, request: web.Request) -> tuple[User, Channel]:
        user = self._fake.users.get(int(request.match_info["user"]))
        channel = self._fake.channels.get(int(request.match_info["channel"]))
        if user is None or channel is None:
            raise web.HTTPNotFound
        return user, channel

    def _messages(self, user: User, channel: Channel) -> str:
        names = {each.id: each.name for each in self._everything()}
        commands = self._fake.registry.all()
        seen = channel.messages_seen_by(user)
        return "".join(message_html(each, self._fake.cdn, names, commands) for each in seen)

    def _page(self, request: web.Request, title: str, body: str, kind: str) -> web.Response:
        replaced = {
            "TITLE": escape(title),
            "KIND": kind,
            "PLACES": places(self._everywhere(), here=request.path),
            "BODY": body,
        }
        page = FRAME
        for mark, text in replaced.items():
            page = page.replace(f"<!--{mark}-->", text)
        return web.Response(text=page, content_type="text/html")

    def _everywhere(self) -> Iterator[tuple[User, Channel]]:
        for user in self._fake.users.values():
            for channel in self._fake.channels.values():
                if not user.is_bot and _is_in(user, channel):
                    yield user, channel


def _filled_in(modal: dict[str, object], form: dict[str, str]) -> dict[str, object]:
    """Return the fields of an HTML form as modal values; choices are lists."""
    fields: dict[str, object] = {}
    for part in walk(modal["components"]):
        name = str(part.get("custom_id", ""))
        if name in form:
            chosen = [form[name]] if form[name] else []
            fields[name] = chosen if part["type"] in SELECTS else form[name]
    return fields


def _is_in(user: User, channel: Channel) -> bool:
    if channel.guild is not None:
        return user.id in channel.guild.members
    return user in channel.recipients
