"""Web page for using the fake by hand: send messages, press buttons, see replies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiohttp import web

from tests.fakes.telegram.models import Chat, Message, User
from tests.fakes.telegram.server import FakeTelegram
from tests.fakes.telegram.state import InlineQuery

PAGE = Path(__file__).with_name("console.html")


class Console:
    """Gives one user, You, a private chat with the bot and a group."""

    def __init__(self, fake: FakeTelegram) -> None:
        self._fake = fake
        self._you = fake.user("You", username="you", language_code="en")
        self._chats: dict[str, Chat] = {}
        self._inline_query: InlineQuery | None = None

    async def add_chats(self) -> None:
        """Create the chats."""
        friend: User = self._fake.user("Friend", username="friend")
        group = await self._fake.group(self._you, friend, title="Friends")
        self._chats = {"private": self._fake.private(self._you), "group": group}

    def add_routes(self, application: web.Application) -> None:
        application.router.add_get("/", self._page)
        application.router.add_get("/state", self._read_state)
        application.router.add_get("/picture/{chat}/{message}", self._picture)
        application.router.add_post("/send", self._send)
        application.router.add_post("/press", self._press)
        application.router.add_post("/inline-query", self._query_inline)
        application.router.add_post("/choose", self._choose)

    async def _page(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGE)

    async def _read_state(self, _request: web.Request) -> web.Response:
        chats = {
            name: [_shown(m, self._you) for m in chat.messages]
            for name, chat in self._chats.items()
        }
        callback_queries = self._fake.state.callback_queries.values()
        answered = [query for query in callback_queries if query.is_answered]
        commands = {
            name: self._fake.commands(self._you, chat) for name, chat in self._chats.items()
        }
        return web.json_response(
            {
                "bot": self._fake.bot.username,
                "chats": chats,
                "commands": commands,
                "answer": answered[-1].text if answered else "",
                "answers": len(answered),
            }
        )

    async def _picture(self, request: web.Request) -> web.Response:
        message = self._message(request.match_info["chat"], request.match_info["message"])
        if message.file is None:
            raise web.HTTPNotFound
        return web.Response(body=message.picture, content_type="image/png")

    async def _send(self, request: web.Request) -> web.Response:
        body = await request.json()
        reply_to_id = body.get("reply_to")
        reply_to = self._message(body["chat"], reply_to_id) if reply_to_id else None
        chat = self._chats[body["chat"]]
        await self._fake.send(self._you, chat, body["text"], reply_to=reply_to)
        return web.json_response({})

    async def _press(self, request: web.Request) -> web.Response:
        body = await request.json()
        message = self._message(body["chat"], body["message"])
        await self._fake.press_data(self._you, message, body["data"])
        return web.json_response({})

    async def _query_inline(self, request: web.Request) -> web.Response:
        """Send an inline query."""
        body = await request.json()
        kind = "sender" if body["chat"] == "private" else self._chats[body["chat"]].type
        try:
            self._inline_query = await self._fake.inline_query(
                self._you, body["query"], chat_type=kind
            )
        except AssertionError as error:
            return web.json_response({"results": [], "error": str(error)})
        results = [
            {
                "id": result.id,
                "title": result.title or "A picture",
                "about": result.given.get("description", ""),
            }
            for result in self._inline_query.results or []
        ]
        return web.json_response({"results": results})

    async def _choose(self, request: web.Request) -> web.Response:
        body = await request.json()
        if self._inline_query is None:
            raise web.HTTPNotFound
        result = self._inline_query.result(body["id"])
        await self._fake.choose(self._you, result, self._chats[body["chat"]])
        return web.json_response({})

    def _message(self, chat: str, message_id: str | int) -> Message:
        message = self._chats[chat].find(int(message_id)) if chat in self._chats else None
        if message is None:
            raise web.HTTPNotFound
        return message


def _shown(message: Message, reader: User) -> dict[str, Any]:
    reply_to = message.reply_to
    return {
        "id": message.id,
        "from": message.sender.first_name,
        "is_mine": message.sender is reader,
        "via": message.via_bot.username if message.via_bot else "",
        "text": message.body,
        "entities": [
            {key: entity[key] for key in ("type", "offset", "length", "url") if key in entity}
            for entity in message.entities
        ],
        "kind": message.kind,
        "name": message.file.name if message.file else "",
        "version": len(message.history),
        "keyboard": message.keyboard,
        "force_reply": bool(message.markup.get("force_reply")),
        "placeholder": message.markup.get("input_field_placeholder", ""),
        "reply_to": reply_to.body[:80] if reply_to else "",
        "time": message.date,
    }
