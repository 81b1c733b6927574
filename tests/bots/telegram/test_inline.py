"""Inline mode: comics in chats in which the bot is no member."""

from __future__ import annotations

import pytest

from core.models import DeliveryState
from tests.bots.telegram.stage import PROMPT, Stage

pytestmark = pytest.mark.servers


async def test_what_was_chosen_is_drawn_into_that_very_message(stage: Stage) -> None:
    await stage.start()
    theirs = stage.fake.people_chat(stage.ada, stage.bob)

    asked = await stage.fake.inline_query(stage.ada, PROMPT)
    message = await stage.fake.choose(stage.ada, asked.result("Draw: "), theirs)
    await stage.fake.until(lambda: message.kind == "photo", "the picture")
    await stage.settled()

    assert PROMPT in message.caption
    assert len(stage.generator.orders) == 1
    assert stage.chat.from_bot(kind="photo") == stage.chat.pictures()[:1]


async def test_without_feedback_the_button_has_it_drawn(stage: Stage) -> None:
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


async def test_choosing_and_pressing_make_one_comic(stage: Stage) -> None:
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
    stage: Stage,
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


async def test_ones_own_comics_are_offered_and_nobody_elses(stage: Stage) -> None:
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


async def test_share_takes_one_comic_to_another_chat(stage: Stage) -> None:
    message = await stage.drawn()
    await stage.settled()

    query = message.button("Share")["switch_inline_query"]
    asked = await stage.fake.inline_query(stage.ada, query)

    assert [result.given["type"] for result in asked.results or []] == ["photo"]
