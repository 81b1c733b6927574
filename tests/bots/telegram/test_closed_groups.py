"""Groups that restrict the bot, and users who write as a group or a channel."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bots.telegram.adapter import PROMPT, AdapterHarness

pytestmark = pytest.mark.servers


@pytest.fixture
async def group(harness: AdapterHarness) -> Any:
    """Bob's group, with Ada and the bot as members."""
    return await harness.fake.group(harness.bob, harness.ada, title="Comics")


async def waiting(harness: AdapterHarness, chat: Any, **more: Any) -> Any:
    """Request a comic, hold it while it is drawn, and return its status message."""
    harness.generator.hold()
    await harness.say(f"/comic {PROMPT}", chat, **more)
    await harness.generator.next_submission()
    await harness.wait_until_handled()
    return chat.from_bot()[-1]


# --- Where the bot may not write ------------------------------------------------------------------


@pytest.mark.parametrize("restriction", ["may_write", "is_write_forbidden"])
async def test_requests_in_a_group_closed_to_the_bot_are_answered_privately(
    harness: AdapterHarness, group: Any, restriction: str
) -> None:
    await harness.start()
    setattr(group, restriction, restriction != "may_write")

    await harness.say(f"/comic {PROMPT}", group)
    message = await harness.wait_for_picture(harness.chat, after=1)
    await harness.wait_for_text("I’m not allowed to write in that group")

    assert PROMPT in message.caption
    assert group.from_bot() == []


async def test_no_request_is_made_if_the_bot_may_write_nowhere(
    harness: AdapterHarness, group: Any
) -> None:
    group.may_write = False

    await harness.say(f"/comic {PROMPT}", group)
    await harness.wait_until_handled()

    assert await harness.count_rows("jobs") == 0
    assert harness.chat.from_bot() == []


async def test_a_refusal_that_cannot_be_sent_to_the_group_is_sent_privately(
    harness: AdapterHarness, group: Any
) -> None:
    await harness.start()
    group.may_write = False

    await harness.say("/comicadmin pause on", group)

    await harness.wait_for_text("Only moderators")


async def test_a_group_without_pictures_gets_a_link_to_the_private_chat(
    harness: AdapterHarness, group: Any
) -> None:
    await harness.start()
    group.may_send_media = False

    await harness.say(f"/comic {PROMPT}", group)
    message = await harness.wait_for_picture(harness.chat, after=1)
    word = await harness.wait_for_text("I’m not allowed to show pictures here", group)
    await harness.wait_until_delivered()

    assert PROMPT in message.caption
    assert group.from_bot() == [word]
    assert word.button("private chat")["url"].startswith("https://t.me/")


async def test_a_status_message_that_an_admin_deletes_is_replaced_in_the_group(
    harness: AdapterHarness, group: Any
) -> None:
    status = await waiting(harness, group)
    await harness.fake.delete(status)

    harness.generator.resume()
    message = await harness.wait_for_picture(group)
    await harness.wait_until_delivered()

    assert message is not status
    assert group.from_bot() == [message]


# --- Topics ---------------------------------------------------------------------------------------


async def test_a_comic_is_delivered_in_a_topic_closed_meanwhile(
    harness: AdapterHarness,
) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics", is_forum=True)
    topic = await harness.fake.topic(group, "Cats")
    status = await waiting(harness, group, thread=topic.id)
    topic.is_closed = True

    harness.generator.resume()
    message = await harness.wait_for_picture(group)

    assert message is status


# --- Users who write as a group or a channel ------------------------------------------------------


async def test_an_anonymous_admin_is_asked_to_write_as_themselves(
    harness: AdapterHarness, group: Any
) -> None:
    await harness.fake.promote(group, harness.ada)

    await harness.say(f"/comic {PROMPT}", group, is_anonymous=True)

    await harness.wait_for_text("write as yourself", group)
    assert await harness.count_rows("jobs") == 0


async def test_an_anonymous_admin_manages_the_group(harness: AdapterHarness, group: Any) -> None:
    await harness.say("/comicadmin pause on", group, harness.bob, is_anonymous=True)

    await harness.wait_for_text("Paused: on", group)
    assert await harness.count_rows("profiles") == 0


async def test_an_anonymous_admins_callback_has_their_own_identity(
    harness: AdapterHarness, group: Any
) -> None:
    await harness.fake.promote(group, harness.ada)
    message = await harness.draw(chat=group)

    await harness.fake.press(harness.ada, message, "Favorite")

    await harness.fake.until(lambda: "💛 Unfavorite" in message.words, "a star")


@pytest.mark.parametrize("command", [f"/comic {PROMPT}", "/comicadmin pause on", "/mygallery"])
async def test_a_message_sent_as_a_channel_is_not_accepted(
    harness: AdapterHarness, group: Any, command: str
) -> None:
    channel = harness.fake.channel("Cat news")

    await harness.say(command, group, channel=channel)

    await harness.wait_for_text("write as yourself", group)
    assert await harness.count_rows("jobs") == 0
    assert await harness.count_rows("chat_settings") == 0


async def test_a_channels_post_in_its_discussion_group_is_ignored(
    harness: AdapterHarness, group: Any
) -> None:
    channel = harness.fake.channel("Cat news")

    await harness.say(f"/comic {PROMPT}", group, channel=channel, is_automatic=True)
    await harness.wait_until_handled()

    assert group.from_bot() == []


async def test_a_channels_message_is_drawn_without_credit(
    harness: AdapterHarness, group: Any
) -> None:
    channel = harness.fake.channel("Cat news")
    wrote = await harness.say("my hamster learns to fly", group, harness.bob, channel=channel)

    await harness.say("/comic", group, reply_to=wrote)
    message = await harness.wait_for_picture(group)

    assert message.caption == "my hamster learns to fly"
