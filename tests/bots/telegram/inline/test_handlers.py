"""Inline mode: comics in chats where the bot is not a member."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.models.deliveries import DeliveryState
from tests.bots.telegram.adapter import PROMPT, AdapterHarness, running_harness
from tests.fakes.telegram import FakeTelegram
from tests.servers import free_port

pytestmark = pytest.mark.servers


async def test_a_chosen_result_becomes_the_comic(harness: AdapterHarness) -> None:
    await harness.start()
    theirs = harness.fake.private_chat_between(harness.ada, harness.bob)

    inline_query = await harness.fake.inline_query(harness.ada, PROMPT)
    message = await harness.fake.choose(harness.ada, inline_query.result("Draw: "), theirs)
    await harness.fake.until(lambda: message.kind == "photo", "the picture")
    await harness.wait_until_delivered()

    assert PROMPT in message.caption
    assert len(harness.generator.submissions) == 1
    assert harness.chat.from_bot(kind="photo") == harness.chat.pictures()[:1]


async def test_the_button_draws_without_inline_feedback(harness: AdapterHarness) -> None:
    await harness.start()
    harness.fake.state.settings.has_feedback = False
    theirs = harness.fake.private_chat_between(harness.ada, harness.bob)
    inline_query = await harness.fake.inline_query(harness.ada, PROMPT)
    message = await harness.fake.choose(harness.ada, inline_query.result("Draw: "), theirs)
    stranger = await harness.fake.press(harness.bob, message, "Draw this")
    assert "can’t find that" in (await harness.fake.answered(stranger)).text
    assert harness.generator.submissions == []

    await harness.fake.press(harness.ada, message, "Draw this")
    await harness.fake.until(lambda: message.kind == "photo", "the picture")

    assert len(harness.generator.submissions) == 1


async def test_chosen_result_and_button_create_one_comic(harness: AdapterHarness) -> None:
    await harness.start()
    theirs = harness.fake.private_chat_between(harness.ada, harness.bob)
    harness.generator.hold()
    inline_query = await harness.fake.inline_query(harness.ada, PROMPT)
    message = await harness.fake.choose(harness.ada, inline_query.result("Draw: "), theirs)
    draw = next(b["callback_data"] for b in message.history[0].keyboard[0])
    await harness.generator.next_submission()

    await harness.fake.press_data(harness.ada, message, draw)
    await harness.wait_until_handled()
    harness.generator.resume()
    await harness.fake.until(lambda: message.kind == "photo", "the picture")

    assert len(harness.generator.submissions) == 1


async def test_a_user_who_has_not_started_the_bot_can_fetch_the_comic_later(
    harness: AdapterHarness,
) -> None:
    theirs = harness.fake.private_chat_between(harness.ada, harness.bob)
    inline_query = await harness.fake.inline_query(harness.ada, PROMPT)
    message = await harness.fake.choose(harness.ada, inline_query.result("Draw: "), theirs)
    await harness.fake.until(lambda: "needs" in message.text or "need a" in message.text, "a word")
    await harness.wait_until_delivered(DeliveryState.UNDELIVERABLE)

    await harness.start()
    await harness.fake.press(harness.ada, message, "Fetch")
    await harness.fake.until(lambda: message.kind == "photo", "the picture")

    assert PROMPT in message.caption


async def test_only_the_users_own_comics_are_offered(harness: AdapterHarness) -> None:
    await harness.draw("/comic a detective waits")
    await harness.draw("/comic a ninja jumps")
    await harness.wait_until_delivered()

    mine = await harness.fake.inline_query(harness.ada, "ninja")
    theirs = await harness.fake.inline_query(harness.bob, "ninja")
    shown = await harness.fake.choose(
        harness.ada,
        (mine.results or [])[0],
        harness.fake.private_chat_between(harness.ada, harness.bob),
    )

    assert shown.kind == "photo"
    assert "a ninja jumps" in shown.caption
    assert theirs.results == []


async def test_share_offers_one_comic_in_another_chat(harness: AdapterHarness) -> None:
    message = await harness.draw()
    await harness.wait_until_delivered()

    query = message.button("Share in a chat")["switch_inline_query"]
    inline_query = await harness.fake.inline_query(harness.ada, query)

    assert [result.given["type"] for result in inline_query.results or []] == ["photo"]


async def test_the_placeholder_button_works_after_its_update_is_purged(
    harness: AdapterHarness,
) -> None:
    await harness.start()
    harness.fake.state.settings.has_feedback = False
    theirs = harness.fake.private_chat_between(harness.ada, harness.bob)
    inline_query = await harness.fake.inline_query(harness.ada, PROMPT)
    message = await harness.fake.choose(harness.ada, inline_query.result("Draw: "), theirs)
    await harness.wait_until_handled()
    await harness.execute("DELETE FROM inbox")

    await harness.fake.press(harness.ada, message, "Draw this")
    await harness.fake.until(lambda: message.kind == "photo", "the picture")

    assert PROMPT in message.caption


async def test_deleting_a_profile_deletes_its_saved_prompts(harness: AdapterHarness) -> None:
    await harness.draw()
    await harness.fake.inline_query(harness.ada, PROMPT)
    await harness.fake.inline_query(harness.bob, PROMPT)
    assert await harness.count_rows("wishes") == 2

    await harness.say("/privacy")
    question = await harness.wait_for_text("of yours")
    await harness.fake.press(harness.ada, question, "Delete")
    await harness.fake.until(lambda: "Yes, delete everything" in str(question.words), "a question")
    await harness.fake.press(harness.ada, question, "Yes, delete everything")
    await harness.wait_for_text("I no longer know")

    assert await harness.count_rows("wishes") == 1


# --- Comics without a file id ---------------------------------------------------------------------


async def never_sent(harness: AdapterHarness, chat: Any = None) -> None:
    """Return a comic without a file id, as one that was made on the web."""
    await harness.draw(chat=chat)
    await harness.wait_until_delivered()
    await harness.execute("DELETE FROM file_ids")


async def test_a_comic_without_file_id_is_offered_by_title_and_inserted_when_chosen(
    harness: AdapterHarness,
) -> None:
    await never_sent(harness)
    before = len(harness.chat.messages)
    theirs = harness.fake.private_chat_between(harness.ada, harness.bob)

    inline_query = await harness.fake.inline_query(harness.ada, "bakery")
    [result] = inline_query.results or []
    message = await harness.fake.choose(harness.ada, result, theirs)
    await harness.fake.until(lambda: message.kind == "photo", "the picture")

    assert PROMPT in message.caption
    assert len(harness.chat.messages) == before  # the message of the upload is deleted


async def test_without_feedback_only_the_owner_can_insert_it_by_button(
    harness: AdapterHarness,
) -> None:
    await never_sent(harness)
    harness.fake.state.settings.has_feedback = False
    inline_query = await harness.fake.inline_query(harness.ada, "bakery")
    theirs = harness.fake.private_chat_between(harness.ada, harness.bob)
    message = await harness.fake.choose(harness.ada, (inline_query.results or [])[0], theirs)

    stranger = await harness.fake.press(harness.bob, message, "Show it here")
    assert "can’t find that" in (await harness.fake.answered(stranger)).text
    assert message.kind == "text"
    await harness.fake.press(harness.ada, message, "Show it here")

    await harness.fake.until(lambda: message.kind == "photo", "the picture")


async def test_a_comic_can_be_inserted_after_starting_the_bot(
    harness: AdapterHarness,
) -> None:
    await never_sent(harness, await harness.fake.group(harness.bob, harness.ada, title="Comics"))
    theirs = harness.fake.private_chat_between(harness.ada, harness.bob)
    inline_query = await harness.fake.inline_query(harness.ada, "bakery")
    message = await harness.fake.choose(harness.ada, (inline_query.results or [])[0], theirs)
    await harness.fake.until(lambda: "need a private chat" in message.text, "a word")

    await harness.start()
    await harness.fake.press(harness.ada, message, "Show it here")

    await harness.fake.until(lambda: message.kind == "photo", "the picture")


async def test_with_a_public_url_telegram_fetches_comics_without_file_id(
    fake: FakeTelegram, unlimited_rates: None, tmp_path: Path, migrated_file: Path
) -> None:
    port = free_port()
    public = {"port": port, "public_url": f"http://127.0.0.1:{port}"}
    async with running_harness(fake, tmp_path, migrated_file, web=public) as harness:
        await never_sent(harness)

        inline_query = await fake.inline_query(harness.ada, "bakery")
        [result] = inline_query.results or []
        theirs = fake.private_chat_between(harness.ada, harness.bob)
        message = await fake.choose(harness.ada, result, theirs)

        assert result.given["type"] == "photo"
        assert result.given["thumbnail_url"] != result.given["photo_url"]
        assert message.kind == "photo"
        assert PROMPT in message.caption


async def test_a_typed_query_hints_that_the_gpu_will_be_needed(harness: AdapterHarness) -> None:
    await harness.start()
    harness.running.services.wake_hints.enabled = True

    await harness.fake.inline_query(harness.ada, PROMPT)

    await harness.running.wait_for_wake_hint()
