"""Browser tests with real server processes that are killed and restarted."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.bots.web.browsing import FLAGS, ConsoleErrors, chromium_path, goto, request_comic
from tests.processes import ComicAIProcess, comicai
from tests.servers import free_port

pytestmark = [pytest.mark.browser, pytest.mark.servers, pytest.mark.timeout(180)]

SECONDS = 60_000  # milliseconds, for a start and a drawing on a slow machine
CONNECTION_REFUSED = "ERR_CONNECTION"  # what browsers report about a server that is not running


async def a_drawing_runs(folder: Path) -> None:
    """Wait until a job is being drawn."""
    async with asyncio.timeout(30):
        while True:
            with sqlite3.connect(folder / "data" / "comicai.db") as connection:
                if connection.execute("SELECT 1 FROM jobs WHERE state = 'drawing'").fetchone():
                    return
            await asyncio.sleep(0.01)


def comics(folder: Path) -> int:
    with sqlite3.connect(folder / "data" / "comicai.db") as connection:
        count: int = connection.execute("SELECT count(*) FROM comics").fetchone()[0]
        return count


async def kill_while_drawing(page: Page, server: ComicAIProcess, folder: Path) -> None:
    """Kill the server while it draws, and check what the page shows meanwhile."""
    await goto(page, "/")
    await request_comic(page, "a cat opens a bakery on the moon", panels=12)
    await a_drawing_runs(folder)
    await server.kill()
    await expect(page.locator(".notice")).to_contain_text("reconnecting", timeout=SECONDS)
    await request_comic(page, "sent while nobody was there")
    await expect(page.locator("[data-say]").last).to_contain_text("Your story is saved")


async def test_the_page_continues_after_the_server_is_killed_and_restarted(tmp_path: Path) -> None:
    port = free_port()
    console_errors = ConsoleErrors(ignored=(CONNECTION_REFUSED,))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path(), args=list(FLAGS)
        )
        context = await browser.new_context(base_url=f"http://127.0.0.1:{port}")
        page = await context.new_page()
        console_errors.listen_to(page)
        async with comicai(tmp_path, "run", web__port=port) as server:
            await server.ready()
            await kill_while_drawing(page, server, tmp_path)
        async with comicai(tmp_path, "run", web__port=port) as server:
            await server.ready()

            await expect(page.locator(".answer.comic")).to_have_count(2, timeout=SECONDS)
            await expect(page.locator(".notice", has_text="reconnecting")).to_have_count(0)

            await page.reload()
            await expect(page.locator(".answer.comic")).to_have_count(2, timeout=SECONDS)
        await browser.close()
    assert comics(tmp_path) == 2
    assert console_errors.messages == []
