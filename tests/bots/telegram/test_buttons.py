"""Buttons under comics, failures and status messages, and the gallery."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.models.jobs import JobState
from tests.bots.telegram.adapter import PROMPT, AdapterHarness, running_stage
from tests.fakes.telegram import FakeTelegram

pytestmark = pytest.mark.servers


async def test_again_draws_another_one(stage: AdapterHarness) -> None:
    message = await stage.drawn()

    await stage.fake.press(stage.ada, message, "Again")
    other = await stage.picture_in(stage.chat, after=1)

    assert PROMPT in other.caption
    seeds = [order["inputParams"]["seed"] for order in stage.generator.orders]
    assert seeds[0] != seeds[1]


async def test_a_press_that_comes_again_is_one_comic(stage: AdapterHarness) -> None:
    message = await stage.drawn()
    await stage.fake.press(stage.ada, message, "Again")
    await stage.picture_in(stage.chat, after=1)
    pressed = [each for each in stage.fake.state.updates.everything if each.kind != "message"]

    stage.fake.state.updates.repeat(*pressed)
    await stage.handled()
    await stage.change("UPDATE inbox SET handled_at = NULL")
    await stage.handled()

    await stage.fake.until(lambda: len(stage.chat.from_bot()) == 2, "no line besides the comics")
    assert len(stage.generator.orders) == 2


async def test_edit_asks_by_a_reply_that_is_understood_after_a_restart(
    fake: FakeTelegram, unhurried: None, tmp_path: Path, migrated_file: Path
) -> None:
    async with running_stage(fake, tmp_path, migrated_file) as stage:
        message = await stage.drawn()
        await fake.press(stage.ada, message, "Edit")
        question = await stage.said("Edit & redraw this comic")
        await stage.handled()
    assert question.markup["force_reply"]
    assert PROMPT in question.text

    again = tmp_path / "again"
    database = {"url": f"sqlite:///{stage.file}"}
    async with running_stage(fake, again, None, stage, database=database) as stage:
        stage.file = tmp_path / "data" / "comicai.db"
        await stage.say("--style noir a dog opens a bank", reply_to=question)
        other = await stage.picture_in(stage.chat, after=1)
        assert "a dog opens a bank" in other.caption
        assert stage.generator.orders[0]["inputParams"]["style"] == "noir"


async def test_continue_asks_what_happens_next(stage: AdapterHarness) -> None:
    message = await stage.drawn("/comic --style manga " + PROMPT)
    await stage.fake.press(stage.ada, message, "Continue")
    question = await stage.said("Continue the story")

    await stage.say("the bread floats away", reply_to=question)
    other = await stage.picture_in(stage.chat, after=1)

    assert "the bread floats away" in other.caption
    first, second = (order["inputParams"] for order in stage.generator.orders)
    assert (second["style"], second["seed"]) == ("manga", first["seed"])


async def test_a_star_is_set_and_taken_away(stage: AdapterHarness) -> None:
    message = await stage.drawn()

    await stage.fake.press(stage.ada, message, "Favorite")
    await stage.fake.until(lambda: "💛 Unfavorite" in message.words, "a star")
    await stage.fake.press(stage.ada, message, "Unfavorite")
    await stage.fake.until(lambda: "⭐ Favorite" in message.words, "no star")

    assert PROMPT in message.caption


async def test_details_and_the_story_are_told_in_words(stage: AdapterHarness) -> None:
    message = await stage.drawn("/comic --style noir " + PROMPT)

    await stage.fake.press(stage.ada, message, "Details")
    await stage.said("Style: Noir")
    await stage.fake.press(stage.ada, message, "Read as text")
    await stage.fake.until(lambda: stage.chat.last.text == PROMPT, "the story")


async def test_what_is_deleted_can_be_brought_back(stage: AdapterHarness) -> None:
    message = await stage.drawn()
    await stage.fake.press(stage.ada, message, "Delete")
    await stage.fake.until(lambda: "🗑️ Yes, delete" in message.words, "a question")

    await stage.fake.press(stage.ada, message, "Yes, delete")
    word = await stage.said("for a short while")
    assert message.is_deleted
    await stage.fake.press(stage.ada, word, "Restore")
    back = await stage.picture_in(stage.chat)

    assert PROMPT in back.caption
    await stage.fake.until(lambda: word.is_deleted, "nothing that brings it once more")


async def test_cancel_ends_it_and_the_message_says_so(stage: AdapterHarness) -> None:
    stage.generator.hold()
    await stage.say(f"/comic {PROMPT}")
    await stage.generator.next_order()
    await stage.handled()
    status = stage.chat.last

    await stage.fake.press(stage.ada, status, "Cancel")
    await stage.fake.until(lambda: "Canceled" in status.text, "the end")

    assert await stage.counted(f"jobs WHERE state = '{JobState.CANCELED}'") == 1
    assert "🔁 Try again" in status.words


async def test_a_failure_is_told_and_tried_again(stage: AdapterHarness) -> None:
    stage.generator.refuse(422, "prompt_rejected")
    await stage.say(f"/comic {PROMPT}")
    message = await stage.said("I can’t draw this one")
    stage.generator.refusal = None

    await stage.fake.press(stage.ada, message, "Try again")

    assert PROMPT in (await stage.picture_in(stage.chat)).caption


async def test_a_button_of_another_version_is_answered(stage: AdapterHarness) -> None:
    message = await stage.drawn()

    press = await stage.fake.press_data(stage.ada, message, "later:xyz")

    assert "another version" in (await stage.fake.answered(press)).text


async def test_buttons_fit_into_what_telegram_takes(stage: AdapterHarness) -> None:
    message = await stage.drawn()
    await stage.say("/mygallery")
    page = await stage.picture_in(stage.chat, after=1)

    codes = [b["callback_data"] for b in message.buttons + page.buttons if "callback_data" in b]
    assert len(codes) > 10
    assert all(len(code.encode()) <= 64 for code in codes)


async def test_the_gallery_turns_its_pages_in_one_message_without_uploads(
    stage: AdapterHarness,
) -> None:
    for number in range(3):
        await stage.drawn(f"/comic story number {number}")
    uploads = len([call for call in stage.fake.ledger.calls if call.files])
    await stage.say("/mygallery")
    page = await stage.picture_in(stage.chat, after=3)
    assert "story number 2" in page.caption

    await stage.fake.press(stage.ada, page, "Older")
    await stage.fake.until(lambda: "story number 1" in page.caption, "the one before")
    await stage.fake.press(stage.ada, page, "Older")
    await stage.fake.until(lambda: "story number 0" in page.caption, "the first")
    await stage.fake.press(stage.ada, page, "Newer")
    await stage.fake.until(lambda: "story number 1" in page.caption, "the second again")

    assert len([call for call in stage.fake.ledger.calls if call.files]) == uploads
    assert len(stage.chat.from_bot()) == 4


async def test_the_gallery_is_filtered(stage: AdapterHarness) -> None:
    await stage.drawn("/comic --style noir a detective waits")
    await stage.drawn("/comic --style manga a ninja jumps")

    await stage.say("/mygallery --style noir")
    page = await stage.picture_in(stage.chat, after=2)
    await stage.say("/mygallery ninja")
    other = await stage.picture_in(stage.chat, after=3)
    await stage.say("/mygallery --favorites")
    await stage.said("No favorites yet")

    assert "a detective waits" in page.caption
    assert "a ninja jumps" in other.caption


async def test_deleting_the_last_comic_leaves_an_empty_gallery(stage: AdapterHarness) -> None:
    await stage.drawn()
    await stage.say("/mygallery")
    page = await stage.picture_in(stage.chat, after=1)

    await stage.fake.press(stage.ada, page, "Delete")
    word = await stage.said("Your gallery is empty")
    await stage.fake.press(stage.ada, word, "Restore")

    assert PROMPT in (await stage.picture_in(stage.chat, after=1)).caption
