"""Topics, and messages to reply to, that are gone when the bot writes."""

from __future__ import annotations

from typing import Any

import pytest

from core.models.deliveries import DeliveryState
from tests.bots.telegram.adapter import PROMPT, AdapterHarness
from tests.fakes.telegram import Fault
from tests.fakes.telegram.world import GENERAL

pytestmark = pytest.mark.servers

REPLY_GONE = Fault(status=400, description="Bad Request: message to be replied not found")


@pytest.fixture
async def forum(stage: AdapterHarness) -> Any:
    """A forum of Bob's, where Ada and the bot are members."""
    return await stage.fake.group(stage.bob, stage.ada, title="Comics", is_forum=True)


async def said_too_late(stage: AdapterHarness, text: str, chat: Any, topic: Any, end: str) -> None:
    """Type something in a topic that is gone before the bot can answer."""
    gate = stage.fake.faults.hold("sendmessage")
    await stage.say(text, chat, thread=topic.id)
    await gate.reached.wait()
    await finish(stage, chat, topic, end)
    gate.set()


async def finish(stage: AdapterHarness, chat: Any, topic: Any, end: str) -> None:
    if end == "deleted":
        await stage.fake.delete_topic(chat, topic)
    else:
        topic.is_closed = True


async def waiting(
    stage: AdapterHarness, chat: Any, topic: Any, text: str = f"/comic {PROMPT}"
) -> Any:
    """Ask for a comic that is being drawn, and return its status message."""
    stage.generator.hold()
    await stage.say(text, chat, thread=topic.id)
    await stage.generator.next_order()
    await stage.handled()
    return chat.from_bot()[-1]


# --- Private chats --------------------------------------------------------------------------------


async def test_a_comic_asked_for_in_a_private_topic_that_is_gone_comes_beside_it(
    stage: AdapterHarness,
) -> None:
    topic = await stage.fake.topic(stage.chat, "Cats")

    await said_too_late(stage, f"/comic {PROMPT}", stage.chat, topic, "deleted")
    message = await stage.picture_in(stage.chat)
    await stage.settled()

    assert PROMPT in message.caption
    assert message.thread_id == 0
    assert stage.chat.from_bot() == [message]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/help", "/mygallery shows your comics"),
        ("/nonsense", "I don’t know /"),
        ("/comic", "Answer this message with your words"),
        ("cats", "Shall I draw this?"),
        ("/options two cats fight a dragon", "How shall I draw it?"),
        ("/comic --colour red a cat opens a bakery", "I don’t know --colour"),
    ],
)
async def test_whatever_is_answered_in_a_private_topic_that_is_gone_is_said_beside_it(
    stage: AdapterHarness, typed: str, answer: str
) -> None:
    topic = await stage.fake.topic(stage.chat, "Cats")

    await said_too_late(stage, typed, stage.chat, topic, "deleted")

    assert (await stage.said(answer)).thread_id == 0


async def test_a_comic_whose_private_topic_goes_while_it_is_drawn_comes_beside_it(
    stage: AdapterHarness,
) -> None:
    topic = await stage.fake.topic(stage.chat, "Cats")
    status = await waiting(stage, stage.chat, topic)
    assert status.thread_id == topic.id
    await stage.fake.delete_topic(stage.chat, topic)

    stage.generator.go_on()
    message = await stage.picture_in(stage.chat)
    await stage.settled()

    assert message.thread_id == 0
    assert stage.chat.from_bot() == [message]


async def test_the_original_of_a_comic_whose_private_topic_goes_comes_beside_it(
    stage: AdapterHarness,
) -> None:
    topic = await stage.fake.topic(stage.chat, "Cats")
    await stage.say(f"/comic {PROMPT}", stage.chat, thread=topic.id)
    message = await stage.picture_in(stage.chat)
    gate = stage.fake.faults.hold("senddocument")

    await stage.fake.press(stage.ada, message, "Original")
    await gate.reached.wait()
    await stage.fake.delete_topic(stage.chat, topic)
    gate.set()

    await stage.fake.until(
        lambda: [m.kind for m in stage.chat.from_bot()] == ["document"], "the original"
    )


async def test_what_a_placeholder_was_to_say_is_said_anew_where_its_topic_is_gone(
    stage: AdapterHarness,
) -> None:
    topic = await stage.fake.topic(stage.chat, "Cats")
    gate = stage.fake.faults.hold("editmessagetext")

    await stage.say("/comic " + "cats " * 700, stage.chat, thread=topic.id)
    await gate.reached.wait()
    await stage.fake.delete_topic(stage.chat, topic)
    gate.set()

    await stage.said("Please shorten it")


async def test_a_receipt_whose_placeholder_is_gone_is_shown_in_another_message(
    stage: AdapterHarness,
) -> None:
    topic = await stage.fake.topic(stage.chat, "Cats")
    gate = stage.fake.faults.hold("editmessagetext")
    stage.generator.hold()

    await stage.say(f"/comic {PROMPT}", stage.chat, thread=topic.id)
    await gate.reached.wait()
    await stage.fake.delete_topic(stage.chat, topic)
    gate.set()
    receipt = await stage.said(PROMPT)

    assert "Cancel" in receipt.words[0]
    stage.generator.go_on()
    assert await stage.picture_in(stage.chat) is not None
    await stage.settled()
    assert len(stage.chat.from_bot()) == 1


# --- Forums ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["deleted", "closed"])
async def test_a_comic_asked_for_in_a_topic_that_is_gone_comes_in_general(
    stage: AdapterHarness, forum: Any, end: str
) -> None:
    topic = await stage.fake.topic(forum, "Cats")

    await said_too_late(stage, f"/comic {PROMPT}", forum, topic, end)
    message = await stage.picture_in(forum)
    await stage.settled()

    assert PROMPT in message.caption
    assert message.thread_id == 0
    assert forum.from_bot() == [message]


@pytest.mark.parametrize("end", ["deleted", "closed and tidied up"])
async def test_a_comic_whose_topic_goes_while_it_is_drawn_comes_in_general(
    stage: AdapterHarness, forum: Any, end: str
) -> None:
    topic = await stage.fake.topic(forum, "Cats")
    status = await waiting(stage, forum, topic)
    await finish(stage, forum, topic, end)
    await stage.fake.delete(status)

    stage.generator.go_on()
    message = await stage.picture_in(forum)
    await stage.settled()

    assert message.thread_id == 0
    assert stage.ada.id in message.notified
    assert forum.from_bot() == [message]


async def test_where_general_is_closed_too_the_comic_comes_to_the_private_chat(
    stage: AdapterHarness, forum: Any
) -> None:
    await stage.start()
    topic = await stage.fake.topic(forum, "Cats")
    await waiting(stage, forum, topic)
    await stage.fake.delete_topic(forum, topic)
    forum.topics[GENERAL].is_closed = True

    stage.generator.go_on()
    message = await stage.picture_in(stage.chat, after=1)

    assert PROMPT in message.caption
    assert forum.from_bot() == []


async def test_where_general_is_closed_too_what_is_asked_is_answered_in_private(
    stage: AdapterHarness, forum: Any
) -> None:
    await stage.start()
    topic = await stage.fake.topic(forum, "Cats")
    forum.topics[GENERAL].is_closed = True

    await said_too_late(stage, "/help", forum, topic, "deleted")

    await stage.said("/mygallery shows your comics")
    assert forum.from_bot() == []


async def test_who_has_no_private_chat_finds_it_in_the_gallery_later(
    stage: AdapterHarness, forum: Any
) -> None:
    topic = await stage.fake.topic(forum, "Cats")
    await waiting(stage, forum, topic)
    await stage.fake.delete_topic(forum, topic)
    forum.topics[GENERAL].is_closed = True

    stage.generator.go_on()
    await stage.settled(DeliveryState.UNDELIVERABLE)
    await stage.start()
    await stage.say("/mygallery")

    assert PROMPT in (await stage.picture_in(stage.chat, after=1)).caption


async def test_where_comics_are_for_one_topic_they_come_in_no_other(
    stage: AdapterHarness, forum: Any
) -> None:
    await stage.start()
    topic = await stage.fake.topic(forum, "Cats")
    await stage.say("/comicadmin topic", forum, stage.bob, thread=topic.id)
    await stage.fake.until(forum.from_bot, "an answer")
    await waiting(stage, forum, topic)
    await stage.fake.delete_topic(forum, topic)

    stage.generator.go_on()
    message = await stage.picture_in(stage.chat, after=1)
    await stage.settled()

    assert PROMPT in message.caption
    assert forum.from_bot() == []


async def test_where_comics_are_for_one_topic_none_is_begun_in_another(
    stage: AdapterHarness, forum: Any
) -> None:
    topic = await stage.fake.topic(forum, "Cats")
    await stage.say("/comicadmin topic", forum, stage.bob, thread=topic.id)
    await stage.fake.until(forum.from_bot, "an answer")

    await said_too_late(stage, f"/comic {PROMPT}", forum, topic, "deleted")
    await stage.said("Comics are made in other channels here", forum)
    await stage.handled()

    assert await stage.counted("jobs") == 0


async def test_a_private_comic_is_not_shown_in_general(stage: AdapterHarness, forum: Any) -> None:
    await stage.start()
    topic = await stage.fake.topic(forum, "Cats")
    await waiting(stage, forum, topic, f"/comic --private {PROMPT}")
    await stage.fake.delete_topic(forum, topic)

    stage.generator.go_on()
    await stage.picture_in(stage.chat, after=1)
    await stage.settled()

    assert forum.pictures() == []
    assert not any(PROMPT in look.body for m in forum.everything for look in m.history[1:])
    assert not any(PROMPT in m.body for m in forum.from_bot())


async def test_that_it_is_ready_is_told_in_private_where_the_topic_was_closed(
    stage: AdapterHarness, forum: Any
) -> None:
    await stage.start()
    topic = await stage.fake.topic(forum, "Cats")
    status = await waiting(stage, forum, topic)
    topic.is_closed = True
    await stage.change("UPDATE jobs SET created_at = '2020-01-01'")

    stage.generator.go_on()
    await stage.said("your comic is ready")
    await stage.settled()

    assert forum.from_bot() == [status]
    assert len(status.chat.pictures()) == 1


# --- Replies, and people's messages to a channel --------------------------------------------------


@pytest.mark.parametrize("typed", [f"/comic {PROMPT}", "/help"])
async def test_where_the_message_to_reply_to_is_gone_no_reply_is_made(
    stage: AdapterHarness, typed: str
) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    stage.fake.fail("sendMessage", REPLY_GONE)

    await stage.say(typed, group)

    await stage.fake.until(group.from_bot, "an answer in the group")
    assert group.from_bot()[0].reply_to is None


async def test_a_message_to_a_channel_is_answered_in_private(stage: AdapterHarness) -> None:
    await stage.start()
    channel = await stage.fake.group(stage.bob, stage.ada, title="Cat news")
    channel.is_direct_messages = True

    await stage.say(f"/comic {PROMPT}", channel)
    message = await stage.picture_in(stage.chat, after=1)

    assert PROMPT in message.caption
    assert channel.from_bot() == []
