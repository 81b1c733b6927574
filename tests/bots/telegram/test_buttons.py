"""Buttons under comics, failures and status messages, and the gallery."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.models.jobs import JobState
from core.sentences import sentence
from tests.bots.telegram.adapter import PROMPT, AdapterHarness, running_harness
from tests.fakes.telegram import FakeTelegram

pytestmark = pytest.mark.servers


async def test_again_draws_a_new_comic(harness: AdapterHarness) -> None:
    message = await harness.draw()

    await harness.fake.press(harness.ada, message, "Again")
    other = await harness.wait_for_picture(harness.chat, after=1)

    assert PROMPT in other.caption
    seeds = [submission["inputParams"]["seed"] for submission in harness.generator.submissions]
    assert seeds[0] != seeds[1]


async def test_remarks_of_the_generator_are_in_the_caption(harness: AdapterHarness) -> None:
    harness.generator.notices = [{"code": "planner_unavailable"}, {"code": "of_a_later_release"}]

    message = await harness.draw()

    assert message.caption.count(sentence("generator_planner_unavailable", "en")) == 1
    assert "later" not in message.caption


async def test_a_redelivered_callback_creates_one_comic(harness: AdapterHarness) -> None:
    message = await harness.draw()
    await harness.fake.press(harness.ada, message, "Again")
    await harness.wait_for_picture(harness.chat, after=1)
    pressed = [each for each in harness.fake.state.updates.everything if each.kind != "message"]

    harness.fake.state.updates.repeat(*pressed)
    await harness.wait_until_handled()
    await harness.execute("UPDATE inbox SET handled_at = NULL")
    await harness.wait_until_handled()

    await harness.fake.until(
        lambda: len(harness.chat.from_bot()) == 2, "no line besides the comics"
    )
    assert len(harness.generator.submissions) == 2


async def test_a_reply_to_the_edit_question_works_after_a_restart(
    fake: FakeTelegram, unlimited_rates: None, tmp_path: Path, migrated_file: Path
) -> None:
    async with running_harness(fake, tmp_path, migrated_file) as harness:
        message = await harness.draw()
        await fake.press(harness.ada, message, "Edit")
        question = await harness.wait_for_text("Edit & redraw this comic")
        await harness.wait_until_handled()
    assert question.markup["force_reply"]
    assert PROMPT in question.text

    again = tmp_path / "again"
    database = {"url": f"sqlite:///{harness.file}"}
    async with running_harness(fake, again, None, harness, database=database) as harness:
        harness.file = tmp_path / "data" / "comicai.db"
        await harness.say("--style noir a dog opens a bank", reply_to=question)
        other = await harness.wait_for_picture(harness.chat, after=1)
        assert "a dog opens a bank" in other.caption
        assert harness.generator.submissions[0]["inputParams"]["style"] == "noir"


async def test_continue_asks_what_happens_next(harness: AdapterHarness) -> None:
    message = await harness.draw("/comic --style manga " + PROMPT)
    await harness.fake.press(harness.ada, message, "Continue")
    question = await harness.wait_for_text("Continue the story")

    await harness.say("the bread floats away", reply_to=question)
    other = await harness.wait_for_picture(harness.chat, after=1)

    assert "the bread floats away" in other.caption
    first, second = (submission["inputParams"] for submission in harness.generator.submissions)
    assert (second["style"], second["seed"]) == ("manga", first["seed"])


async def test_a_favorite_is_set_and_removed(harness: AdapterHarness) -> None:
    message = await harness.draw()

    await harness.fake.press(harness.ada, message, "Favorite")
    await harness.fake.until(lambda: "💛 Unfavorite" in message.words, "a star")
    await harness.fake.press(harness.ada, message, "Unfavorite")
    await harness.fake.until(lambda: "⭐ Favorite" in message.words, "no star")

    assert PROMPT in message.caption


async def test_details_and_story_are_sent_as_text(harness: AdapterHarness) -> None:
    message = await harness.draw("/comic --style noir " + PROMPT)

    await harness.fake.press(harness.ada, message, "Details")
    await harness.wait_for_text("Style: Noir")
    await harness.fake.press(harness.ada, message, "Read as text")
    await harness.fake.until(lambda: harness.chat.last.text == PROMPT, "the story")


async def test_a_deleted_comic_can_be_restored(harness: AdapterHarness) -> None:
    message = await harness.draw()
    await harness.fake.press(harness.ada, message, "Delete")
    await harness.fake.until(lambda: "🗑️ Yes, delete" in message.words, "a question")

    await harness.fake.press(harness.ada, message, "Yes, delete")
    word = await harness.wait_for_text("for a short while")
    assert message.is_deleted
    await harness.fake.press(harness.ada, word, "Restore")
    back = await harness.wait_for_picture(harness.chat)

    assert PROMPT in back.caption
    await harness.fake.until(lambda: word.is_deleted, "nothing that brings it once more")


async def test_cancel_ends_the_job_and_updates_the_message(harness: AdapterHarness) -> None:
    harness.generator.hold()
    await harness.say(f"/comic {PROMPT}")
    await harness.generator.next_submission()
    await harness.wait_until_handled()
    status = harness.chat.last

    await harness.fake.press(harness.ada, status, "Cancel")
    await harness.fake.until(lambda: "Canceled" in status.text, "the end")

    assert await harness.count_rows(f"jobs WHERE state = '{JobState.CANCELED}'") == 1
    assert "🔁 Try again" in status.words


async def test_why_a_cancellation_is_refused_is_written_if_the_query_was_answered_already(
    harness: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness.generator.hold()
    await harness.say(f"/comic {PROMPT}")
    await harness.generator.next_submission()
    await harness.wait_until_handled()
    status = harness.chat.last
    cancel = status.button("Cancel")["callback_data"]
    await harness.fake.press(harness.ada, status, "Cancel")
    await harness.fake.until(lambda: "Canceled" in status.text, "the end")

    monkeypatch.setattr("bots.telegram.callback_answer.CALLBACK_ANSWER_SECONDS", 0.0)
    query = await harness.fake.press_data(harness.ada, status, cancel)

    assert (await harness.fake.answered(query)).text == ""
    await harness.fake.until(
        lambda: harness.chat.last is not status and "Canceled" in harness.chat.last.text, "a reason"
    )


async def test_a_failure_is_shown_and_can_be_retried(harness: AdapterHarness) -> None:
    harness.generator.refuse(422, "prompt_rejected")
    await harness.say(f"/comic {PROMPT}")
    message = await harness.wait_for_text("I can’t draw this one")
    harness.generator.refusal = None

    await harness.fake.press(harness.ada, message, "Try again")

    assert PROMPT in (await harness.wait_for_picture(harness.chat)).caption


async def test_a_button_of_another_version_is_answered(harness: AdapterHarness) -> None:
    message = await harness.draw()

    query = await harness.fake.press_data(harness.ada, message, "later:xyz")

    assert "another version" in (await harness.fake.answered(query)).text


async def test_keyboards_respect_telegrams_limits(harness: AdapterHarness) -> None:
    message = await harness.draw()
    await harness.say("/mygallery")
    page = await harness.wait_for_picture(harness.chat, after=1)

    codes = [b["callback_data"] for b in message.buttons + page.buttons if "callback_data" in b]
    assert len(codes) > 10
    assert all(len(code.encode()) <= 64 for code in codes)


async def test_the_gallery_turns_its_pages_in_one_message_without_uploads(
    harness: AdapterHarness,
) -> None:
    for number in range(3):
        await harness.draw(f"/comic story number {number}")
    uploads = len([call for call in harness.fake.call_log.calls if call.files])
    await harness.say("/mygallery")
    page = await harness.wait_for_picture(harness.chat, after=3)
    assert "story number 2" in page.caption

    await harness.fake.press(harness.ada, page, "Older")
    await harness.fake.until(lambda: "story number 1" in page.caption, "the one before")
    await harness.fake.press(harness.ada, page, "Older")
    await harness.fake.until(lambda: "story number 0" in page.caption, "the first")
    await harness.fake.press(harness.ada, page, "Newer")
    await harness.fake.until(lambda: "story number 1" in page.caption, "the second again")

    assert len([call for call in harness.fake.call_log.calls if call.files]) == uploads
    assert len(harness.chat.from_bot()) == 4


async def test_the_gallery_is_filtered(harness: AdapterHarness) -> None:
    await harness.draw("/comic --style noir a detective waits")
    await harness.draw("/comic --style manga a ninja jumps")

    await harness.say("/mygallery --style noir")
    page = await harness.wait_for_picture(harness.chat, after=2)
    await harness.say("/mygallery ninja")
    other = await harness.wait_for_picture(harness.chat, after=3)
    await harness.say("/mygallery --favorites")
    await harness.wait_for_text("No favorites yet")

    assert "a detective waits" in page.caption
    assert "a ninja jumps" in other.caption


async def test_deleting_the_last_comic_leaves_an_empty_gallery(harness: AdapterHarness) -> None:
    await harness.draw()
    await harness.say("/mygallery")
    page = await harness.wait_for_picture(harness.chat, after=1)

    await harness.fake.press(harness.ada, page, "Delete")
    word = await harness.wait_for_text("Your gallery is empty")
    await harness.fake.press(harness.ada, word, "Restore")

    assert PROMPT in (await harness.wait_for_picture(harness.chat, after=1)).caption
