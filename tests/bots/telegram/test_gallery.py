"""The gallery in a private chat, and what of it others may see."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bots.telegram.adapter import PROMPT, AdapterHarness, running_stage
from tests.fakes.telegram import FakeTelegram

pytestmark = pytest.mark.servers
RESTRICT = "UPDATE jobs SET age_restricted = 1"


async def test_what_is_looked_for_holds_through_every_button_also_after_a_restart(
    fake: FakeTelegram, unhurried: None, tmp_path: Path, migrated_file: Path
) -> None:
    async with running_stage(fake, tmp_path, migrated_file) as stage:
        for prompt in ("the first cat.com", "a dog", "the second cat.com", "a bird"):
            await stage.drawn(f"/comic {prompt} --style noir")
        await stage.drawn("/comic the third cat.com --style manga")
        before = len(stage.chat.pictures())
        await stage.say("/mygallery CAT.com --style noir")
        shown = await stage.picture_in(stage.chat, after=before)
        await stage.handled()

    async with running_stage(fake, tmp_path, None, stage) as stage:

        async def lead(label: str, expected: str) -> None:
            await fake.press(stage.ada, shown, label)
            await fake.until(lambda: said(expected), expected)
            assert len(shown.caption.replace("\u2060", "").split("CAT.com")) == 2

        def said(words: str) -> bool:
            return words in shown.caption.replace("\u2060", "")

        assert said("the second cat.com")
        await lead("Older", "the first cat.com")
        await lead("Newer", "the second cat.com")
        await lead("⭐ Favorite", "the second cat.com")
        await lead("Favorites", "💛")
        await fake.press(stage.ada, shown, "All comics")
        await fake.until(lambda: said("the third cat.com"), "all there is")
        assert not said("CAT.com")


async def test_what_is_for_adults_is_never_posted_in_telegram(stage: AdapterHarness) -> None:
    group = await stage.fake.group(stage.ada, stage.bob, title="Comics")
    private = await stage.start()
    await stage.say(f"/comic {PROMPT}", group)
    message = await stage.picture_in(group)
    await stage.settled()
    await stage.change(RESTRICT)
    before = len(private.pictures())

    await stage.fake.press(stage.ada, message, "Again")
    again = await stage.picture_in(private, after=before)
    await stage.settled()

    assert len(group.pictures()) == 1
    assert "age-restricted" in again.caption
    assert "Share" not in again.words
    asked = await stage.fake.inline_query(stage.ada, "")
    offered = [result.given["type"] for result in asked.results or []]
    assert "photo" not in offered


async def test_where_moderators_want_it_private_nothing_is_shared(stage: AdapterHarness) -> None:
    group = await stage.fake.group(stage.ada, stage.bob, title="Comics")
    private = await stage.start()
    settings = '{"private": true}'
    await stage.change(
        "INSERT INTO chat_settings (platform, chat_id, settings) "
        f"VALUES ('telegram', '{group.id}', '{settings}')"
    )
    before = len(private.pictures())

    await stage.say(f"/comic {PROMPT}", group)  # nobody here has read the settings yet
    await stage.picture_in(private, after=before)
    await stage.settled()

    assert group.pictures() == []
    assert await stage.counted("jobs WHERE private") == 1


async def test_a_comic_in_the_gallery_is_read_as_text_and_sent_as_its_original(
    stage: AdapterHarness,
) -> None:
    await stage.drawn()
    await stage.say("/mygallery")
    page = await stage.picture_in(stage.chat, after=1)

    await stage.fake.press(stage.ada, page, "Read as text")
    await stage.fake.until(lambda: stage.chat.last.text == PROMPT, "the story")
    await stage.fake.press(stage.ada, page, "Original file")
    await stage.fake.until(lambda: stage.chat.last.kind == "document", "the file")


async def test_an_empty_gallery_offers_nothing_to_press(stage: AdapterHarness) -> None:
    await stage.say("/mygallery")
    empty = await stage.said("Your gallery is empty")
    await stage.say("/mygallery favourites")
    none = await stage.said("No favorites yet")

    assert empty.words == []
    assert none.words == ["🖼️ All comics"]
