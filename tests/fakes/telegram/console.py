"""A page where a person types, presses buttons and watches; for the fake as a program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiohttp import web

from tests.fakes.telegram.server import FakeTelegram
from tests.fakes.telegram.world import Chat, Message, User

PAGE = Path(__file__).with_name("console.html")


class Console:
    """Lets one person, You, use a private chat with the bot and a group."""

    def __init__(self, fake: FakeTelegram) -> None:
        self._fake = fake
        self._you = fake.user("You", username="you", language_code="en")
        self._chats: dict[str, Chat] = {}

    async def furnish(self) -> None:
        """Make the chats."""
        friend: User = self._fake.user("Friend", username="friend")
        group = await self._fake.group(self._you, friend, title="Friends")
        self._chats = {"private": self._fake.private(self._you), "group": group}

    def add_routes(self, application: web.Application) -> None:
        application.router.add_get("/", self._page)
        application.router.add_get("/look", self._look)
        application.router.add_get("/picture/{chat}/{message}", self._picture)
        application.router.add_post("/send", self._send)
        application.router.add_post("/press", self._press)

    async def _page(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGE)

    async def _look(self, _request: web.Request) -> web.Response:
        chats = {name: [_shown(m) for m in chat.messages] for name, chat in self._chats.items()}
        answers = [press.text for press in self._fake.state.presses.values() if press.is_answered]
        return web.json_response({"chats": chats, "answer": answers[-1] if answers else ""})

    async def _picture(self, request: web.Request) -> web.Response:
        message = self._message(request.match_info["chat"], request.match_info["message"])
        if message.file is None:
            raise web.HTTPNotFound
        return web.Response(body=message.picture, content_type="image/png")

    async def _send(self, request: web.Request) -> web.Response:
        order = await request.json()
        await self._fake.send(self._you, self._chats[order["chat"]], order["text"])
        return web.json_response({})

    async def _press(self, request: web.Request) -> web.Response:
        order = await request.json()
        message = self._message(order["chat"], order["message"])
        await self._fake.press(self._you, message, order["data"])
        return web.json_response({})

    def _message(self, chat: str, message_id: str) -> Message:
        message = self._chats[chat].find(int(message_id)) if chat in self._chats else None
        if message is None:
            raise web.HTTPNotFound
        return message


def _shown(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "from": message.sender.first_name,
        "text": message.body,
        "kind": message.kind,
        "version": len(message.history),
        "keyboard": message.keyboard,
    }
