"""A real browser on our pages: how it is started, and what people do with it."""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest
from playwright.async_api import ConsoleMessage, Page

FLAGS = (
    "--no-sandbox",  # Chromium refuses to sandbox for root
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
READY = "body[data-ready]"
# What browsers say of every answer with an error; that is for the page to show.
REFUSED = "Failed to load resource"


class Complaints:
    """What pages have to say for themselves, but for what a test brings about."""

    def __init__(self, *, ignored: tuple[str, ...] = ()) -> None:
        self.heard: list[str] = []
        self._ignored = (REFUSED, *ignored)

    def listen_to(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.heard.append(str(error)))
        page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        known = any(part in message.text for part in self._ignored)
        if message.type in {"error", "warning"} and not known:
            self.heard.append(message.text)


def chromium_path() -> str:
    """Return the browser. Fails the test, and says what to do, where there is none."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not found:
        pytest.fail("chromium is missing: install it, or set CHROMIUM", pytrace=False)
    return found


async def goto(page: Page, path: str) -> None:
    """Open one of our pages, and wait until its script has done its first work."""
    await page.goto(path)
    await page.wait_for_selector(READY)


async def ask(page: Page, story: str, **options: Any) -> None:
    """Write a story on the chat page and send it off."""
    for name, value in options.items():
        picker = page.locator("#style-picker" if name == "style" else "#panel-picker")
        await picker.locator("summary").click()
        await picker.locator(f"input[value='{value}']").click()
    await page.fill("#story", story)
    await page.press("#story", "Enter")


async def make(page: Page, story: str, **options: Any) -> str:
    """Have a comic drawn on the chat page; return its UUID once it is seen."""
    before = await page.locator(".answer.comic").count()
    await ask(page, story, **options)
    await page.locator(".answer.comic").nth(before).wait_for()
    uuid = await page.locator(".message").last.get_attribute("data-uuid")
    assert uuid is not None
    return uuid
