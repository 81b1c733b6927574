"""Fixtures: one browser and one server per module, and a new browser context per user."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.application import RunningApp, running_app
from tests.bots.web.browsing import FLAGS, ConsoleErrors, chromium_path

Visit: TypeAlias = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path(), args=list(FLAGS)
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path
) -> AsyncIterator[RunningApp]:
    async with running_app(tmp_path_factory.mktemp("app"), migrated=migrated_file) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def visit(app: RunningApp, browser: Browser) -> AsyncIterator[Visit]:
    """Factory of browsers, one for each user.

    The test fails at its end if a page reported a script error or a violation of its content
    security policy.
    """
    app.generator.resume()
    app.generator.refusal = None
    contexts: list[BrowserContext] = []
    console_errors = ConsoleErrors()

    async def new_user_page(**options: Any) -> Page:
        context = await browser.new_context(
            base_url=app.url, **{"viewport": {"width": 1000, "height": 800}, **options}
        )
        contexts.append(context)
        page = await context.new_page()
        console_errors.listen_to(page)
        return page

    yield new_user_page
    app.generator.resume()
    for context in contexts:
        await context.close()
    assert console_errors.messages == []
