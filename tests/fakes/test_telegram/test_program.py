"""The fake Telegram as a program, with a page to use it by."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from tests.children import server
from tests.fakes.telegram import TOKEN
from tests.pictures import make_picture

pytestmark = pytest.mark.servers

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Again", callback_data="again")]])


@pytest.fixture
async def program() -> AsyncIterator[str]:
    """Its `telegram.api_base`."""
    async with server(sys.executable, "-m", "tests.fakes.telegram", "--port", "0") as (url,):
        yield url


async def test_a_person_types_presses_and_watches_on_its_page(program: str) -> None:
    async def look() -> Any:
        async with http.get("/look") as answer:
            return await answer.json()

    async with (
        aiohttp.ClientSession(program) as http,
        Bot(TOKEN, base_url=f"{program}/bot") as bot,
    ):
        async with http.get("/") as page:
            assert "A fake Telegram" in await page.text()
        await http.post("/send", json={"chat": "private", "text": "/comic a cat"})
        *_, update = await bot.get_updates(timeout=5)
        assert update.message
        await update.message.reply_photo(make_picture(), "A cat", reply_markup=KEYBOARD)
        written, shown = (await look())["chats"]["private"]
        assert (written["text"], shown["text"], shown["kind"]) == ("/comic a cat", "A cat", "photo")
        async with http.get(f"/picture/private/{shown['id']}") as picture:
            assert await picture.read() == make_picture()
        order = {"chat": "private", "message": shown["id"], "data": "again"}
        await http.post("/press", json=order)
        *_, update = await bot.get_updates(timeout=5)
        assert update.callback_query
        await update.callback_query.answer("Drawing it again")
        assert (await look())["answer"] == "Drawing it again"
