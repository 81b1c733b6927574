"""Inline mode: comics in chats in which the bot is no member."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.models.deliveries import DeliveryState
from tests.bots.telegram.adapter import PROMPT, AdapterHarness, running_stage
from tests.fakes.telegram import FakeTelegram
from tests.servers import free_port

pytestmark = pytest.mark.servers


async def test_what_was_chosen_is_drawn_into_that_very_message(stage: AdapterHarness) -> None:
    await stage.start()
    theirs = stage.fake.people_chat(stage.ada, stage.bob)

    asked = await stage.fake.inline_query(stage.ada, PROMPT)
    message = await stage.fake.choose(stage.ada, asked.result("Draw: "), theirs)
    await stage.fake.until(lambda: message.kind == "photo", "the picture")
    await stage.settled()

    assert PROMPT in message.caption
    assert len(stage.generator.orders) == 1
    assert stage.chat.from_bot(kind="photo") == stage.chat.pictures()[:1]


async def test_without_feedback_the_button_has_it_drawn(stage: AdapterHarness) -> None:
    await stage.start()
    stage.fake.state.settings.has_feedback = False
    theirs = stage.fake.people_chat(stage.ada, stage.bob)
    asked = await stage.fake.inline_query(stage.ada, PROMPT)
    message = await stage.fake.choose(stage.ada, asked.result("Draw: "), theirs)
    stranger = await stage.fake.press(stage.bob, message, "Draw this")
    assert "can’t find that" in (await stage.fake.answered(stranger)).text
    assert stage.generator.orders == []

    await stage.fake.press(stage.ada, message, "Draw this")
    await stage.fake.until(lambda: message.kind == "photo", "the picture")

    assert len(stage.generator.orders) == 1


async def test_choosing_and_pressing_make_one_comic(stage: AdapterHarness) -> None:
    await stage.start()
    theirs = stage.fake.people_chat(stage.ada, stage.bob)
    stage.generator.hold()
    asked = await stage.fake.inline_query(stage.ada, PROMPT)
    message = await stage.fake.choose(stage.ada, asked.result("Draw: "), theirs)
    draw = next(b["callback_data"] for b in message.history[0].keyboard[0])
    await stage.generator.next_order()

    await stage.fake.press_data(stage.ada, message, draw)
    await stage.handled()
    stage.generator.go_on()
    await stage.fake.until(lambda: message.kind == "photo", "the picture")

    assert len(stage.generator.orders) == 1


async def test_who_never_started_the_bot_is_asked_to_and_fetches_the_comic_then(
    stage: AdapterHarness,
) -> None:
    theirs = stage.fake.people_chat(stage.ada, stage.bob)
    asked = await stage.fake.inline_query(stage.ada, PROMPT)
    message = await stage.fake.choose(stage.ada, asked.result("Draw: "), theirs)
    await stage.fake.until(lambda: "needs" in message.text or "need a" in message.text, "a word")
    await stage.settled(DeliveryState.UNDELIVERABLE)

    await stage.start()
    await stage.fake.press(stage.ada, message, "Fetch")
    await stage.fake.until(lambda: message.kind == "photo", "the picture")

    assert PROMPT in message.caption


async def test_ones_own_comics_are_offered_and_nobody_elses(stage: AdapterHarness) -> None:
    await stage.drawn("/comic a detective waits")
    await stage.drawn("/comic a ninja jumps")
    await stage.settled()

    mine = await stage.fake.inline_query(stage.ada, "ninja")
    theirs = await stage.fake.inline_query(stage.bob, "ninja")
    shown = await stage.fake.choose(
        stage.ada, (mine.results or [])[0], stage.fake.people_chat(stage.ada, stage.bob)
    )

    assert shown.kind == "photo"
    assert "a ninja jumps" in shown.caption
    assert theirs.results == []


async def test_share_takes_one_comic_to_another_chat(stage: AdapterHarness) -> None:
    message = await stage.drawn()
    await stage.settled()

    query = message.button("Share in a chat")["switch_inline_query"]
    asked = await stage.fake.inline_query(stage.ada, query)

    assert [result.given["type"] for result in asked.results or []] == ["photo"]


async def test_the_placeholders_button_outlives_what_it_came_from(stage: AdapterHarness) -> None:
    await stage.start()
    stage.fake.state.settings.has_feedback = False
    theirs = stage.fake.people_chat(stage.ada, stage.bob)
    asked = await stage.fake.inline_query(stage.ada, PROMPT)
    message = await stage.fake.choose(stage.ada, asked.result("Draw: "), theirs)
    await stage.handled()
    await stage.change("DELETE FROM inbox")

    await stage.fake.press(stage.ada, message, "Draw this")
    await stage.fake.until(lambda: message.kind == "photo", "the picture")

    assert PROMPT in message.caption


async def test_who_is_forgotten_has_typed_nothing(stage: AdapterHarness) -> None:
    await stage.drawn()
    await stage.fake.inline_query(stage.ada, PROMPT)
    await stage.fake.inline_query(stage.bob, PROMPT)
    assert await stage.counted("wishes") == 2

    await stage.say("/privacy")
    question = await stage.said("of yours")
    await stage.fake.press(stage.ada, question, "Delete")
    await stage.fake.until(lambda: "Yes, delete everything" in str(question.words), "a question")
    await stage.fake.press(stage.ada, question, "Yes, delete everything")
    await stage.said("I no longer know")

    assert await stage.counted("wishes") == 1


# --- Comics that this bot has never sent ----------------------------------------------------------


async def never_sent(stage: AdapterHarness, chat: Any = None) -> None:
    """Have a comic whose file Telegram does not know, as one of the web's."""
    await stage.drawn(chat=chat)
    await stage.settled()
    await stage.change("DELETE FROM file_ids")


async def test_what_was_never_sent_is_offered_by_its_name_and_brought_when_chosen(
    stage: AdapterHarness,
) -> None:
    await never_sent(stage)
    before = len(stage.chat.messages)
    theirs = stage.fake.people_chat(stage.ada, stage.bob)

    asked = await stage.fake.inline_query(stage.ada, "bakery")
    [result] = asked.results or []
    message = await stage.fake.choose(stage.ada, result, theirs)
    await stage.fake.until(lambda: message.kind == "photo", "the picture")

    assert PROMPT in message.caption
    assert len(stage.chat.messages) == before  # nothing is left of what it went through


async def test_without_feedback_its_button_brings_it_for_its_owner_alone(
    stage: AdapterHarness,
) -> None:
    await never_sent(stage)
    stage.fake.state.settings.has_feedback = False
    asked = await stage.fake.inline_query(stage.ada, "bakery")
    theirs = stage.fake.people_chat(stage.ada, stage.bob)
    message = await stage.fake.choose(stage.ada, (asked.results or [])[0], theirs)

    stranger = await stage.fake.press(stage.bob, message, "Show it here")
    assert "can’t find that" in (await stage.fake.answered(stranger)).text
    assert message.kind == "text"
    await stage.fake.press(stage.ada, message, "Show it here")

    await stage.fake.until(lambda: message.kind == "photo", "the picture")


async def test_who_never_started_the_bot_does_so_and_then_shows_the_comic(
    stage: AdapterHarness,
) -> None:
    await never_sent(stage, await stage.fake.group(stage.bob, stage.ada, title="Comics"))
    theirs = stage.fake.people_chat(stage.ada, stage.bob)
    asked = await stage.fake.inline_query(stage.ada, "bakery")
    message = await stage.fake.choose(stage.ada, (asked.results or [])[0], theirs)
    await stage.fake.until(lambda: "need a private chat" in message.text, "a word")

    await stage.start()
    await stage.fake.press(stage.ada, message, "Show it here")

    await stage.fake.until(lambda: message.kind == "photo", "the picture")


async def test_where_we_have_an_address_telegram_fetches_what_was_never_sent(
    fake: FakeTelegram, unhurried: None, tmp_path: Path, migrated_file: Path
) -> None:
    port = free_port()
    public = {"port": port, "public_url": f"http://127.0.0.1:{port}"}
    async with running_stage(fake, tmp_path, migrated_file, web=public) as stage:
        await never_sent(stage)

        asked = await fake.inline_query(stage.ada, "bakery")
        [result] = asked.results or []
        theirs = fake.people_chat(stage.ada, stage.bob)
        message = await fake.choose(stage.ada, result, theirs)

        assert result.given["type"] == "photo"
        assert result.given["thumbnail_url"] != result.given["photo_url"]
        assert message.kind == "photo"
        assert PROMPT in message.caption
