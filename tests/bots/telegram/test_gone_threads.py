"""Topics and replied-to messages that are deleted before the bot writes."""

from __future__ import annotations

from typing import Any

import pytest

from core.models.deliveries import DeliveryState
from tests.bots.telegram.adapter import PROMPT, AdapterHarness
from tests.fakes.telegram import Fault
from tests.fakes.telegram.models import GENERAL

pytestmark = pytest.mark.servers

REPLY_GONE = Fault(status=400, description="Bad Request: message to be replied not found")


@pytest.fixture
async def forum(harness: AdapterHarness) -> Any:
    """Bob's forum, with Ada and the bot as members."""
    return await harness.fake.group(harness.bob, harness.ada, title="Comics", is_forum=True)


async def say_in_gone_thread(
    harness: AdapterHarness, text: str, chat: Any, topic: Any, end: str
) -> None:
    """Send a text to a topic that is deleted before the bot can answer."""
    gate = harness.fake.faults.hold("sendmessage")
    await harness.say(text, chat, thread=topic.id)
    await gate.reached.wait()
    await finish(harness, chat, topic, end)
    gate.set()


async def finish(harness: AdapterHarness, chat: Any, topic: Any, end: str) -> None:
    if end == "deleted":
        await harness.fake.delete_topic(chat, topic)
    else:
        topic.is_closed = True


async def waiting(
    harness: AdapterHarness, chat: Any, topic: Any, text: str = f"/comic {PROMPT}"
) -> Any:
    """Request a comic, hold it while it is drawn, and return its status message."""
    harness.generator.hold()
    await harness.say(text, chat, thread=topic.id)
    await harness.generator.next_submission()
    await harness.wait_until_handled()
    return chat.from_bot()[-1]


# --- Private chats --------------------------------------------------------------------------------


async def test_a_request_in_a_deleted_private_topic_is_delivered_outside_it(
    harness: AdapterHarness,
) -> None:
    topic = await harness.fake.topic(harness.chat, "Cats")

    await say_in_gone_thread(harness, f"/comic {PROMPT}", harness.chat, topic, "deleted")
    message = await harness.wait_for_picture(harness.chat)
    await harness.wait_until_delivered()

    assert PROMPT in message.caption
    assert message.thread_id == 0
    assert harness.chat.from_bot() == [message]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/help", "/mygallery shows your comics"),
        ("/nonsense", "I don’t know /"),
        ("/comic", "Reply to this message in your own words"),
        ("cats", "Shall I draw this?"),
        ("/options two cats fight a dragon", "How shall I draw it?"),
        ("/comic --flavour sweet a cat opens a bakery", "I don’t know --flavour"),
    ],
)
async def test_replies_to_a_deleted_private_topic_are_sent_outside_it(
    harness: AdapterHarness, typed: str, answer: str
) -> None:
    topic = await harness.fake.topic(harness.chat, "Cats")

    await say_in_gone_thread(harness, typed, harness.chat, topic, "deleted")

    assert (await harness.wait_for_text(answer)).thread_id == 0


async def test_a_comic_is_delivered_outside_a_private_topic_deleted_meanwhile(
    harness: AdapterHarness,
) -> None:
    topic = await harness.fake.topic(harness.chat, "Cats")
    status = await waiting(harness, harness.chat, topic)
    assert status.thread_id == topic.id
    await harness.fake.delete_topic(harness.chat, topic)

    harness.generator.resume()
    message = await harness.wait_for_picture(harness.chat)
    await harness.wait_until_delivered()

    assert message.thread_id == 0
    assert harness.chat.from_bot() == [message]


async def test_the_original_is_sent_outside_a_deleted_private_topic(
    harness: AdapterHarness,
) -> None:
    topic = await harness.fake.topic(harness.chat, "Cats")
    await harness.say(f"/comic {PROMPT}", harness.chat, thread=topic.id)
    message = await harness.wait_for_picture(harness.chat)
    gate = harness.fake.faults.hold("senddocument")

    await harness.fake.press(harness.ada, message, "Original")
    await gate.reached.wait()
    await harness.fake.delete_topic(harness.chat, topic)
    gate.set()

    await harness.fake.until(
        lambda: [m.kind for m in harness.chat.from_bot()] == ["document"], "the original"
    )


async def test_a_refusal_is_sent_again_if_the_placeholders_topic_is_deleted(
    harness: AdapterHarness,
) -> None:
    topic = await harness.fake.topic(harness.chat, "Cats")
    gate = harness.fake.faults.hold("editmessagetext")

    await harness.say("/comic " + "cats " * 700, harness.chat, thread=topic.id)
    await gate.reached.wait()
    await harness.fake.delete_topic(harness.chat, topic)
    gate.set()

    await harness.wait_for_text("Please shorten it")


async def test_a_receipt_without_its_placeholder_is_sent_as_a_new_message(
    harness: AdapterHarness,
) -> None:
    topic = await harness.fake.topic(harness.chat, "Cats")
    gate = harness.fake.faults.hold("editmessagetext")
    harness.generator.hold()

    await harness.say(f"/comic {PROMPT}", harness.chat, thread=topic.id)
    await gate.reached.wait()
    await harness.fake.delete_topic(harness.chat, topic)
    gate.set()
    receipt = await harness.wait_for_text(PROMPT)

    assert "Cancel" in receipt.words[0]
    harness.generator.resume()
    assert await harness.wait_for_picture(harness.chat) is not None
    await harness.wait_until_delivered()
    assert len(harness.chat.from_bot()) == 1


# --- Forums ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["deleted", "closed"])
async def test_a_request_in_a_deleted_topic_is_delivered_in_general(
    harness: AdapterHarness, forum: Any, end: str
) -> None:
    topic = await harness.fake.topic(forum, "Cats")

    await say_in_gone_thread(harness, f"/comic {PROMPT}", forum, topic, end)
    message = await harness.wait_for_picture(forum)
    await harness.wait_until_delivered()

    assert PROMPT in message.caption
    assert message.thread_id == 0
    assert forum.from_bot() == [message]


@pytest.mark.parametrize("end", ["deleted", "closed and tidied up"])
async def test_a_comic_is_delivered_in_general_if_its_topic_is_deleted_meanwhile(
    harness: AdapterHarness, forum: Any, end: str
) -> None:
    topic = await harness.fake.topic(forum, "Cats")
    status = await waiting(harness, forum, topic)
    await finish(harness, forum, topic, end)
    await harness.fake.delete(status)

    harness.generator.resume()
    message = await harness.wait_for_picture(forum)
    await harness.wait_until_delivered()

    assert message.thread_id == 0
    assert harness.ada.id in message.notified
    assert forum.from_bot() == [message]


async def test_if_general_is_closed_too_the_comic_is_delivered_privately(
    harness: AdapterHarness, forum: Any
) -> None:
    await harness.start()
    topic = await harness.fake.topic(forum, "Cats")
    await waiting(harness, forum, topic)
    await harness.fake.delete_topic(forum, topic)
    forum.topics[GENERAL].is_closed = True

    harness.generator.resume()
    message = await harness.wait_for_picture(harness.chat, after=1)

    assert PROMPT in message.caption
    assert forum.from_bot() == []


async def test_if_general_is_closed_too_commands_are_answered_privately(
    harness: AdapterHarness, forum: Any
) -> None:
    await harness.start()
    topic = await harness.fake.topic(forum, "Cats")
    forum.topics[GENERAL].is_closed = True

    await say_in_gone_thread(harness, "/help", forum, topic, "deleted")

    await harness.wait_for_text("/mygallery shows your comics")
    assert forum.from_bot() == []


async def test_without_a_private_chat_the_comic_is_only_in_the_gallery(
    harness: AdapterHarness, forum: Any
) -> None:
    topic = await harness.fake.topic(forum, "Cats")
    await waiting(harness, forum, topic)
    await harness.fake.delete_topic(forum, topic)
    forum.topics[GENERAL].is_closed = True

    harness.generator.resume()
    await harness.wait_until_delivered(DeliveryState.UNDELIVERABLE)
    await harness.start()
    await harness.say("/mygallery")

    assert PROMPT in (await harness.wait_for_picture(harness.chat, after=1)).caption


async def test_comics_limited_to_one_topic_are_delivered_in_no_other(
    harness: AdapterHarness, forum: Any
) -> None:
    await harness.start()
    topic = await harness.fake.topic(forum, "Cats")
    await harness.say("/comicadmin topic", forum, harness.bob, thread=topic.id)
    await harness.fake.until(forum.from_bot, "an answer")
    await waiting(harness, forum, topic)
    await harness.fake.delete_topic(forum, topic)

    harness.generator.resume()
    message = await harness.wait_for_picture(harness.chat, after=1)
    await harness.wait_until_delivered()

    assert PROMPT in message.caption
    assert forum.from_bot() == []


async def test_comics_limited_to_one_topic_are_refused_in_others(
    harness: AdapterHarness, forum: Any
) -> None:
    topic = await harness.fake.topic(forum, "Cats")
    await harness.say("/comicadmin topic", forum, harness.bob, thread=topic.id)
    await harness.fake.until(forum.from_bot, "an answer")

    await say_in_gone_thread(harness, f"/comic {PROMPT}", forum, topic, "deleted")
    await harness.wait_for_text("You can’t make comics in this channel", forum)
    await harness.wait_until_handled()

    assert await harness.count_rows("jobs") == 0


async def test_a_private_comic_is_not_shown_in_general(harness: AdapterHarness, forum: Any) -> None:
    await harness.start()
    topic = await harness.fake.topic(forum, "Cats")
    await waiting(harness, forum, topic, f"/comic --private {PROMPT}")
    await harness.fake.delete_topic(forum, topic)

    harness.generator.resume()
    await harness.wait_for_picture(harness.chat, after=1)
    await harness.wait_until_delivered()

    assert forum.pictures() == []
    assert not any(PROMPT in look.body for m in forum.everything for look in m.history[1:])
    assert not any(PROMPT in m.body for m in forum.from_bot())


async def test_the_notice_is_sent_privately_if_the_topic_was_closed(
    harness: AdapterHarness, forum: Any
) -> None:
    await harness.start()
    topic = await harness.fake.topic(forum, "Cats")
    status = await waiting(harness, forum, topic)
    topic.is_closed = True
    await harness.execute("UPDATE jobs SET created_at = '2020-01-01'")

    harness.generator.resume()
    await harness.wait_for_text("your comic is ready")
    await harness.wait_until_delivered()

    assert forum.from_bot() == [status]
    assert len(status.chat.pictures()) == 1


# --- Replies, and users' messages to a channel ----------------------------------------------------


@pytest.mark.parametrize("typed", [f"/comic {PROMPT}", "/help"])
async def test_a_deleted_message_is_not_replied_to(harness: AdapterHarness, typed: str) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    harness.fake.fail("sendMessage", REPLY_GONE)

    await harness.say(typed, group)

    await harness.fake.until(group.from_bot, "an answer in the group")
    assert group.from_bot()[0].reply_to is None


async def test_a_message_to_a_channel_is_answered_privately(harness: AdapterHarness) -> None:
    await harness.start()
    channel = await harness.fake.group(harness.bob, harness.ada, title="Cat news")
    channel.is_direct_messages = True

    await harness.say(f"/comic {PROMPT}", channel)
    message = await harness.wait_for_picture(harness.chat, after=1)

    assert PROMPT in message.caption
    assert channel.from_bot() == []
