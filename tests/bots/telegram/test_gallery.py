"""The gallery in a private chat, and sharing from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bots.telegram.adapter import PROMPT, AdapterHarness, running_harness
from tests.fakes.telegram import FakeTelegram

pytestmark = pytest.mark.servers
RESTRICT = "UPDATE jobs SET age_restricted = 1"


async def test_the_filter_is_kept_by_every_button_and_after_a_restart(
    fake: FakeTelegram, unlimited_rates: None, tmp_path: Path, migrated_file: Path
) -> None:
    async with running_harness(fake, tmp_path, migrated_file) as harness:
        for prompt in ("the first cat.com", "a dog", "the second cat.com", "a bird"):
            await harness.draw(f"/comic {prompt} --style noir")
        await harness.draw("/comic the third cat.com --style manga")
        before = len(harness.chat.pictures())
        await harness.say("/mygallery CAT.com --style noir")
        shown = await harness.wait_for_picture(harness.chat, after=before)
        await harness.wait_until_handled()

    async with running_harness(fake, tmp_path, None, harness) as harness:

        async def lead(label: str, expected: str) -> None:
            await fake.press(harness.ada, shown, label)
            await fake.until(lambda: reply(expected), expected)
            assert len(shown.caption.replace("\u2060", "").split("CAT.com")) == 2

        def reply(words: str) -> bool:
            return words in shown.caption.replace("\u2060", "")

        assert reply("the second cat.com")
        await lead("Older", "the first cat.com")
        await lead("Newer", "the second cat.com")
        await lead("⭐ Favorite", "the second cat.com")
        await lead("Favorites", "💛")
        await fake.press(harness.ada, shown, "All comics")
        await fake.until(lambda: reply("the third cat.com"), "all there is")
        assert not reply("CAT.com")


async def test_age_restricted_comics_are_never_posted_in_telegram(harness: AdapterHarness) -> None:
    group = await harness.fake.group(harness.ada, harness.bob, title="Comics")
    private = await harness.start()
    await harness.say(f"/comic {PROMPT}", group)
    message = await harness.wait_for_picture(group)
    await harness.wait_until_delivered()
    await harness.execute(RESTRICT)
    before = len(private.pictures())

    await harness.fake.press(harness.ada, message, "Again")
    again = await harness.wait_for_picture(private, after=before)
    await harness.wait_until_delivered()

    assert len(group.pictures()) == 1
    assert "age-restricted" in again.caption
    assert "Share" not in again.words
    inline_query = await harness.fake.inline_query(harness.ada, "")
    offered = [result.given["type"] for result in inline_query.results or []]
    assert "photo" not in offered


async def test_nothing_is_shared_in_private_only_groups(harness: AdapterHarness) -> None:
    group = await harness.fake.group(harness.ada, harness.bob, title="Comics")
    private = await harness.start()
    settings = '{"private": true}'
    await harness.execute(
        "INSERT INTO chat_settings (platform, chat_id, settings) "
        f"VALUES ('telegram', '{group.id}', '{settings}')"
    )
    before = len(private.pictures())

    await harness.say(f"/comic {PROMPT}", group)  # this process has not read the settings yet
    await harness.wait_for_picture(private, after=before)
    await harness.wait_until_delivered()

    assert group.pictures() == []
    assert await harness.count_rows("jobs WHERE private") == 1


async def test_a_comic_in_the_gallery_is_read_as_text_and_sent_as_its_original(
    harness: AdapterHarness,
) -> None:
    await harness.draw()
    await harness.say("/mygallery")
    page = await harness.wait_for_picture(harness.chat, after=1)

    await harness.fake.press(harness.ada, page, "Read as text")
    await harness.fake.until(lambda: harness.chat.last.text == PROMPT, "the story")
    await harness.fake.press(harness.ada, page, "Original file")
    await harness.fake.until(lambda: harness.chat.last.kind == "document", "the file")


async def test_an_empty_gallery_has_no_buttons(harness: AdapterHarness) -> None:
    await harness.say("/mygallery")
    empty = await harness.wait_for_text("Your gallery is empty")
    await harness.say("/mygallery favourites")
    none = await harness.wait_for_text("No favorites yet")

    assert empty.words == []
    assert none.words == ["🖼️ All comics"]
