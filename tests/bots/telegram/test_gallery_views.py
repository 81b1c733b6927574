"""The filter of an open gallery: saved for its buttons, and read from old messages."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from core.errors import StorageUnavailableError
from tests.bots.telegram.adapter import TIMEOUT, AdapterHarness

pytestmark = pytest.mark.servers

# Words that the heading does not show as they were typed, or that look like a part of it.
AWKWARD = {
    "line break": ("two cats\nin a boat", "two cats in a boat"),
    "very long": ("cat " * 60 + "purrs", "cat " * 60 + "sleeps"),
    "quotes": ('a "cat" isn\'t “one”', "a cat isnt one"),
    "markdown": ("\\*cat\\* _and_ `dog` [x](y)", "*cat* and dog x"),
    "prefix of a style": ("🎨 x", "🎨 Manga"),
    "prefix of the favorites": ("💛 💛", "💛"),
}


async def open_gallery(harness: AdapterHarness, words: str) -> Any:
    """Open the gallery; return its message once its view is saved."""
    before = len(harness.chat.pictures())
    await harness.say(f"/mygallery {words}")
    shown = await harness.wait_for_picture(harness.chat, after=before)
    await wait_for_view_of(harness, shown)
    return shown


async def wait_for_view_of(harness: AdapterHarness, shown: Any) -> None:
    """Wait until the view of the message is saved, which happens after it is shown."""
    async with asyncio.timeout(TIMEOUT):
        while not await harness.count_rows(f"gallery_views WHERE message_id = '{shown.id}'"):
            await harness.pause()


async def press(harness: AdapterHarness, shown: Any, label: str, expected: str) -> None:
    """Press a button of the gallery, and wait until its message contains *expected*."""
    await harness.fake.press(harness.ada, shown, label)
    await harness.fake.until(lambda: expected in caption(shown), expected)
    await harness.wait_until_handled()


def caption(shown: Any) -> str:
    return str(shown.caption).replace("\u2060", "")


def has(shown: Any, label: str) -> bool:
    return any(label in word for word in shown.words)


@pytest.mark.parametrize("case", AWKWARD)
async def test_any_words_are_kept_by_every_button(harness: AdapterHarness, case: str) -> None:
    words, similar = AWKWARD[case]
    for prompt in (f"first {words}", f"decoy {similar}", f"second {words}"):
        await harness.draw(f"/comic {prompt}")

    shown = await open_gallery(harness, words)

    assert "second" in caption(shown)
    await press(harness, shown, "Older", "first")
    assert not has(shown, "Older")
    await press(harness, shown, "Newer", "second")
    await press(harness, shown, "⭐ Favorite", "second")
    await harness.fake.until(lambda: has(shown, "Unfavorite"), "the other button")
    await press(harness, shown, "Older", "first")
    await harness.fake.press(harness.ada, shown, "All comics")
    await harness.fake.until(lambda: "🔎" not in caption(shown), "the gallery without a filter")
    await press(harness, shown, "Older", "decoy")


async def test_two_quick_presses_keep_words_that_the_heading_cannot_hold(
    harness: AdapterHarness,
) -> None:
    words = "two cats\nin a boat"
    for prompt in (f"first {words}", f"second {words}"):
        await harness.draw(f"/comic {prompt}")
    shown = await open_gallery(harness, words)
    await press(harness, shown, "⭐ Favorite", "second")
    await harness.fake.until(lambda: has(shown, "Unfavorite"), "the other button")

    for _ in range(2):  # the second carries the heading from before the first
        await harness.fake.press(harness.ada, shown, "💛 Favorites")
    await harness.fake.until(lambda: "💛" in caption(shown), "the favorites")
    await harness.wait_until_handled()

    saved = await harness.count_rows("gallery_views WHERE gallery_filter LIKE '%cats\\n%'")
    assert saved == 1


async def test_the_filter_of_a_message_that_telegram_hides_is_kept(
    harness: AdapterHarness,
) -> None:
    for prompt in ("the first cat", "a dog", "the second cat"):
        await harness.draw(f"/comic {prompt}")
    shown = await open_gallery(harness, "cat")
    shown.is_hidden = True

    await press(harness, shown, "Older", "the first cat")

    assert "🔎 cat" in caption(shown)


async def test_a_message_without_a_saved_view_is_paged_by_its_heading(
    harness: AdapterHarness,
) -> None:
    for prompt in ("the first cat", "a dog", "the second cat", "a bird", "the third cat"):
        await harness.draw(f"/comic {prompt}")
    shown = await open_gallery(harness, "cat")
    await harness.execute("DELETE FROM gallery_views")

    await press(harness, shown, "Older", "the second cat")
    await wait_for_view_of(harness, shown)
    await press(harness, shown, "Older", "the first cat")

    assert "🔎 cat" in caption(shown)


@pytest.mark.parametrize(
    "change",
    [
        "profile_id = x'00112233445566778899aabbccddeeff'",
        "gallery_filter = '{}'",
        "gallery_filter = 'no JSON'",
        "message_id = message_id + 1000",
        "application_id = 'another bot'",
    ],
)
async def test_a_view_of_another_user_or_message_or_an_unreadable_one_is_not_used(
    harness: AdapterHarness, change: str
) -> None:
    for prompt in ("the first cat", "a dog", "the second cat"):
        await harness.draw(f"/comic {prompt}")
    shown = await open_gallery(harness, "cat")
    document = '{"text":"dog","style":"","favorite":null,"platform":null,"age_restricted":null}'
    await harness.execute(f"UPDATE gallery_views SET gallery_filter = '{document}'")
    await harness.execute(f"UPDATE gallery_views SET {change}")

    await press(harness, shown, "Older", "the first cat")

    assert "🔎 cat" in caption(shown)


async def test_the_filter_moves_with_a_message_that_replaces_the_gallery(
    harness: AdapterHarness,
) -> None:
    """A picture cannot be removed from a message, so an empty gallery is a new one."""
    for prompt in ("a cat\non the moon", "a cat on the moon"):
        await harness.draw(f"/comic {prompt}")
    shown = await open_gallery(harness, "cat\non")

    await harness.fake.press(harness.ada, shown, "Delete")
    await harness.fake.until(lambda: harness.chat.last.kind == "text", "the empty gallery")
    empty = harness.chat.last
    await wait_for_view_of(harness, empty)
    assert shown.is_deleted
    await harness.fake.press(harness.ada, empty, "Restore")
    await harness.fake.until(lambda: empty.kind == "photo", "the restored comic")

    assert "a cat\non the moon" in caption(empty)
    assert not has(empty, "Newer")  # the other comic does not match


async def test_a_failed_save_does_not_fail_the_gallery_nor_bring_back_the_old_filter(
    harness: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    for prompt in ("the first cat", "a dog", "the second cat"):
        await harness.draw(f"/comic {prompt}")
    shown = await open_gallery(harness, "cat")
    database: Any = harness.running.services.database
    write = database.write

    async def refuse_views(work: Any) -> Any:
        if "GalleryViews" in work.__qualname__:
            raise StorageUnavailableError
        return await write(work)

    monkeypatch.setattr(database, "write", refuse_views)

    await harness.fake.press(harness.ada, shown, "All comics")
    await harness.fake.until(lambda: "🔎" not in caption(shown), "the gallery without a filter")
    await press(harness, shown, "Older", "a dog")
    before = len(harness.chat.pictures())
    await harness.say("/mygallery cat")
    unsaved = await harness.wait_for_picture(harness.chat, after=before)
    await press(harness, unsaved, "Older", "the first cat")

    assert await harness.count_rows("gallery_views") == 1


async def test_deleting_a_profile_deletes_its_gallery_views(harness: AdapterHarness) -> None:
    await harness.draw()
    await open_gallery(harness, "cat")
    assert await harness.count_rows("gallery_views") == 1

    await harness.say("/privacy")
    question = await harness.wait_for_text("of yours")
    await harness.fake.press(harness.ada, question, "Delete")
    await harness.fake.until(lambda: "Yes, delete everything" in str(question.words), "a question")
    await harness.fake.press(harness.ada, question, "Yes, delete everything")
    await harness.wait_for_text("I no longer know")

    assert await harness.count_rows("gallery_views") == 0
