"""The fake Telegram as a program, with its web page."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from playwright.async_api import async_playwright
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)

from tests.bots.web.browsing import FLAGS, ConsoleErrors, chromium_path
from tests.child_processes import server
from tests.fakes.telegram import TOKEN
from tests.pictures import make_picture

pytestmark = pytest.mark.servers

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Again", callback_data="again")]])


@pytest.fixture
async def program() -> AsyncIterator[str]:
    """Its `telegram.api_base`."""
    async with server(sys.executable, "-m", "tests.fakes.telegram", "--port", "0") as (url,):
        yield url


async def test_a_user_sends_messages_and_presses_buttons_on_the_page(program: str) -> None:
    async def state() -> Any:
        async with http.get("/state") as answer:
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
        written, shown = (await state())["chats"]["private"]
        assert (written["text"], shown["text"], shown["kind"]) == ("/comic a cat", "A cat", "photo")
        async with http.get(f"/picture/private/{shown['id']}") as picture:
            assert await picture.read() == make_picture()
        body = {"chat": "private", "message": shown["id"], "data": "again"}
        await http.post("/press", json=body)
        *_, update = await bot.get_updates(timeout=5)
        assert update.callback_query
        await update.callback_query.answer("Drawing it again")
        assert (await state())["answer"] == "Drawing it again"


async def test_a_user_replies_and_uses_inline_mode_on_the_page(program: str) -> None:
    async with (
        aiohttp.ClientSession(program) as http,
        Bot(TOKEN, base_url=f"{program}/bot") as bot,
    ):
        await http.post("/send", json={"chat": "private", "text": "/comic"})
        *_, update = await bot.get_updates(timeout=5)
        assert update.message
        question = await update.message.reply_text("Which story?", reply_markup=ForceReply())
        body = {"chat": "private", "text": "a cat", "reply_to": question.message_id}
        await http.post("/send", json=body)
        *_, update = await bot.get_updates(offset=update.update_id + 1, timeout=5)
        assert update.message
        assert update.message.reply_to_message
        assert update.message.reply_to_message.text == "Which story?"

        query_task = asyncio.create_task(
            http.post("/inline-query", json={"chat": "group", "query": "a fox"})
        )
        *_, update = await bot.get_updates(offset=update.update_id + 1, timeout=5)
        assert update.inline_query
        assert update.inline_query.query == "a fox"
        article = InlineQueryResultArticle("1", "Draw it", InputTextMessageContent("Drawing"))
        await update.inline_query.answer([article])
        offered = await (await query_task).json()
        assert offered == {"results": [{"id": "1", "title": "Draw it", "about": ""}]}
        await http.post("/choose", json={"chat": "group", "id": "1"})
        (sent,) = (await (await http.get("/state")).json())["chats"]["group"]
        assert (sent["text"], sent["via"], sent["is_mine"]) == ("Drawing", "ComicBot", True)


@pytest.mark.browser
async def test_in_a_browser_a_question_is_answered_with_a_reply(program: str) -> None:
    console_errors = ConsoleErrors()
    async with async_playwright() as playwright, Bot(TOKEN, base_url=f"{program}/bot") as bot:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path(), args=list(FLAGS)
        )
        page = await browser.new_page()
        console_errors.listen_to(page)
        await page.goto(program)
        await page.fill("#text", "/comic")
        await page.press("#text", "Enter")
        *_, update = await bot.get_updates(timeout=10)
        assert update.message
        hint = ForceReply(input_field_placeholder="Your story")
        await update.message.reply_html(
            "<b>Which</b> story?<blockquote>😀 a dog</blockquote>", reply_markup=hint
        )
        await page.get_by_placeholder("Your story").wait_for()
        assert await page.locator("#messages b").inner_text() == "Which"
        assert await page.locator("#messages blockquote").inner_text() == "😀 a dog"
        await page.fill("#text", "a cat <script>")
        await page.press("#text", "Enter")
        await page.locator(".mine q").wait_for()
        *_, update = await bot.get_updates(offset=update.update_id + 1, timeout=10)
        await browser.close()

    assert update.message
    assert update.message.text == "a cat <script>"
    assert update.message.reply_to_message is not None
    assert console_errors.messages == []
