"""The filter of an open gallery: saved for its buttons, and read from old messages."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from core.errors import StorageUnavailableError
from tests.bots.discord.adapter import TIMEOUT, AdapterHarness
from tests.bots.discord.test_account_commands import run_command
from tests.bots.discord.test_buttons import press_button
from tests.fakes.discord import Message

pytestmark = pytest.mark.servers

# Words that Discord's markup changes, or that look like a part of the heading.
AWKWARD = ['a "cat" isn’t', "\\*cat\\* _and_ `dog` [x](y)", "🎨 x", "-# 💛"]


async def open_gallery(adapter: AdapterHarness, **given: object) -> Message:
    """Open the gallery; return its message once its view is saved."""
    gallery = await run_command(adapter, "mygallery", **given)
    assert gallery.original is not None
    await wait_for_view_of(adapter, gallery.original)
    return gallery.original


async def wait_for_view_of(adapter: AdapterHarness, shown: Message) -> None:
    """Wait until the view of the message is saved, which happens after it is shown."""
    saved = (
        f"gallery_views WHERE platform = 'discord' AND message_id = '{shown.id}' "
        f"AND chat = '{shown.channel.id}'"
    )
    async with asyncio.timeout(TIMEOUT):
        while not await asyncio.to_thread(adapter.count, saved):
            await adapter.yield_to_loop()


async def press(adapter: AdapterHarness, shown: Message, label: str, expected: str) -> None:
    """Press a button of the gallery, and wait until its message contains *expected*."""
    await press_button(adapter, shown, label)
    await adapter.fake.until(lambda: expected in shown.text, expected)


async def draw(adapter: AdapterHarness, *prompts: str) -> None:
    for prompt in prompts:
        await adapter.wait_for_delivery(await adapter.draw_comic(prompt=prompt))


@pytest.mark.parametrize("words", AWKWARD)
async def test_any_words_are_kept_by_every_button(adapter: AdapterHarness, words: str) -> None:
    await draw(adapter, f"first {words}", "another", f"second {words}")

    shown = await open_gallery(adapter, search=words)

    await press(adapter, shown, "Older", "first")
    assert "Older" not in str(shown.components)
    await press(adapter, shown, "Newer", "second")
    await press_button(adapter, shown, "All comics")
    await adapter.fake.until(lambda: "🔎" not in shown.text, "the gallery without a filter")
    await press(adapter, shown, "Older", "another")


async def test_the_saved_filter_counts_not_the_text_of_the_message(
    adapter: AdapterHarness,
) -> None:
    await draw(adapter, "the first cat", "a dog", "the second cat")
    shown = await open_gallery(adapter, search="the")
    await replace_words(adapter, "cat")

    await press(adapter, shown, "Older", "the first cat")

    assert "cat" in shown.text.splitlines()[0]


async def replace_words(adapter: AdapterHarness, words: str) -> None:
    """Replace the words of the only saved filter."""
    document = json.dumps(
        {"text": words, "style": "", "favorite": None, "platform": None, "age_restricted": None}
    )
    statement = f"UPDATE gallery_views SET gallery_filter = '{document}'"
    await asyncio.to_thread(adapter.execute_sql, statement)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM gallery_views",
        "UPDATE gallery_views SET profile_id = x'00112233445566778899aabbccddeeff'",
        "UPDATE gallery_views SET gallery_filter = '[]'",
        "UPDATE gallery_views SET chat = '1'",
    ],
)
async def test_without_a_view_of_the_user_the_heading_counts(
    adapter: AdapterHarness, change: str
) -> None:
    await draw(adapter, "the first cat", "a dog", "the second cat")
    shown = await open_gallery(adapter, search="cat")
    await replace_words(adapter, "dog")
    await asyncio.to_thread(adapter.execute_sql, change)

    await press(adapter, shown, "Older", "the first cat")

    assert "cat" in shown.text.splitlines()[0]
    await wait_for_view_of(adapter, shown)


async def test_a_failed_save_does_not_fail_the_gallery_nor_bring_back_the_old_filter(
    adapter: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    await draw(adapter, "the first cat", "a dog", "the second cat")
    shown = await open_gallery(adapter, search="cat")
    database: Any = adapter.running.services.database
    write = database.write

    async def refuse_views(work: Any) -> Any:
        if "GalleryViews" in work.__qualname__:
            raise StorageUnavailableError
        return await write(work)

    monkeypatch.setattr(database, "write", refuse_views)

    await press_button(adapter, shown, "All comics")
    await adapter.fake.until(lambda: "🔎" not in shown.text, "the gallery without a filter")
    await press(adapter, shown, "Older", "a dog")
