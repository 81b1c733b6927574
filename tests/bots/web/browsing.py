"""Helpers for tests in a real browser: starting it, and common actions on the pages."""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest
from playwright.async_api import ConsoleMessage, Page, expect

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
# Browsers log this for every error response, which the page itself handles.
REFUSED = "Failed to load resource"

expect.set_options(timeout=30_000)  # milliseconds; a busy machine may need many


class ConsoleErrors:
    """Errors and warnings in the console of pages, except for *ignored* ones."""

    def __init__(self, *, ignored: tuple[str, ...] = ()) -> None:
        self.messages: list[str] = []
        self._ignored = (REFUSED, *ignored)

    def listen_to(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.messages.append(str(error)))
        page.on("console", self._record)

    def _record(self, message: ConsoleMessage) -> None:
        known = any(part in message.text for part in self._ignored)
        if message.type in {"error", "warning"} and not known:
            self.messages.append(message.text)


def chromium_path() -> str:
    """Return the path of Chromium. Fails the test if it is missing."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not found:
        pytest.fail("chromium is missing: install it, or set CHROMIUM", pytrace=False)
    return found


async def goto(page: Page, path: str) -> None:
    """Open a page, and wait until its script is ready."""
    await page.goto(path)
    await page.wait_for_selector(READY)


async def request_comic(page: Page, story: str, **options: Any) -> None:
    """Submit a prompt on the chat page."""
    for name, value in options.items():
        picker = page.locator("#style-picker" if name == "style" else "#panel-picker")
        await picker.locator("summary").click()
        await picker.locator(f"input[value='{value}']").click()
    await page.fill("#story", story)
    await page.press("#story", "Enter")


async def make(page: Page, story: str, **options: Any) -> str:
    """Draw a comic on the chat page; return its UUID once it is visible."""
    before = await page.locator(".answer.comic").count()
    await request_comic(page, story, **options)
    await page.locator(".answer.comic").nth(before).wait_for()
    uuid = await page.locator(".message").last.get_attribute("data-uuid")
    assert uuid is not None
    return uuid
