"""Groups that do not let the bot write, or only words, and people who write as somebody else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bots.telegram.adapter import PROMPT, AdapterHarness

pytestmark = pytest.mark.servers


@pytest.fixture
async def group(stage: AdapterHarness) -> Any:
    """A group of Bob's, where Ada and the bot are members."""
    return await stage.fake.group(stage.bob, stage.ada, title="Comics")


async def waiting(stage: AdapterHarness, chat: Any, **more: Any) -> Any:
    """Ask for a comic that is being drawn, and return its status message."""
    stage.generator.hold()
    await stage.say(f"/comic {PROMPT}", chat, **more)
    await stage.generator.next_order()
    await stage.handled()
    return chat.from_bot()[-1]


# --- Where the bot may not write ------------------------------------------------------------------


@pytest.mark.parametrize("restriction", ["may_write", "is_write_forbidden"])
async def test_what_is_asked_where_the_bot_may_not_write_is_answered_in_private(
    stage: AdapterHarness, group: Any, restriction: str
) -> None:
    await stage.start()
    setattr(group, restriction, restriction != "may_write")

    await stage.say(f"/comic {PROMPT}", group)
    message = await stage.picture_in(stage.chat, after=1)
    await stage.said("I’m not allowed to write in that group")

    assert PROMPT in message.caption
    assert group.from_bot() == []


async def test_where_the_bot_may_write_nowhere_there_is_no_request(
    stage: AdapterHarness, group: Any
) -> None:
    group.may_write = False

    await stage.say(f"/comic {PROMPT}", group)
    await stage.handled()

    assert await stage.counted("jobs") == 0
    assert stage.chat.from_bot() == []


async def test_a_refusal_that_cannot_be_said_in_the_group_is_said_in_private(
    stage: AdapterHarness, group: Any
) -> None:
    await stage.start()
    group.may_write = False

    await stage.say("/comicadmin pause on", group)

    await stage.said("Only moderators")


async def test_where_pictures_are_not_allowed_the_group_hears_where_it_is(
    stage: AdapterHarness, group: Any
) -> None:
    await stage.start()
    group.may_send_media = False

    await stage.say(f"/comic {PROMPT}", group)
    message = await stage.picture_in(stage.chat, after=1)
    word = await stage.said("I’m not allowed to show pictures here", group)
    await stage.settled()

    assert PROMPT in message.caption
    assert group.from_bot() == [word]
    assert word.button("private chat")["url"].startswith("https://t.me/")


async def test_a_status_message_that_an_admin_deletes_is_replaced_in_the_group(
    stage: AdapterHarness, group: Any
) -> None:
    status = await waiting(stage, group)
    await stage.fake.delete(status)

    stage.generator.go_on()
    message = await stage.picture_in(group)
    await stage.settled()

    assert message is not status
    assert group.from_bot() == [message]


# --- Topics ---------------------------------------------------------------------------------------


async def test_in_a_topic_that_was_closed_meanwhile_the_comic_still_appears(
    stage: AdapterHarness,
) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics", is_forum=True)
    topic = await stage.fake.topic(group, "Cats")
    status = await waiting(stage, group, thread=topic.id)
    topic.is_closed = True

    stage.generator.go_on()
    message = await stage.picture_in(group)

    assert message is status


# --- People who write in another name -------------------------------------------------------------


async def test_an_anonymous_admin_is_asked_to_write_as_themselves(
    stage: AdapterHarness, group: Any
) -> None:
    await stage.fake.promote(group, stage.ada)

    await stage.say(f"/comic {PROMPT}", group, is_anonymous=True)

    await stage.said("write as yourself", group)
    assert await stage.counted("jobs") == 0


async def test_an_anonymous_admin_manages_the_group(stage: AdapterHarness, group: Any) -> None:
    await stage.say("/comicadmin pause on", group, stage.bob, is_anonymous=True)

    await stage.said("Paused: on", group)
    assert await stage.counted("profiles") == 0


async def test_an_anonymous_admin_presses_as_themselves(stage: AdapterHarness, group: Any) -> None:
    await stage.fake.promote(group, stage.ada)
    message = await stage.drawn(chat=group)

    await stage.fake.press(stage.ada, message, "Favorite")

    await stage.fake.until(lambda: "💛 Unfavorite" in message.words, "a star")


@pytest.mark.parametrize("command", [f"/comic {PROMPT}", "/comicadmin pause on", "/mygallery"])
async def test_who_writes_as_a_channel_is_asked_to_write_as_themselves(
    stage: AdapterHarness, group: Any, command: str
) -> None:
    channel = stage.fake.channel("Cat news")

    await stage.say(command, group, channel=channel)

    await stage.said("write as yourself", group)
    assert await stage.counted("jobs") == 0
    assert await stage.counted("chat_settings") == 0


async def test_a_channels_post_in_its_group_is_not_for_us(
    stage: AdapterHarness, group: Any
) -> None:
    channel = stage.fake.channel("Cat news")

    await stage.say(f"/comic {PROMPT}", group, channel=channel, is_automatic=True)
    await stage.handled()

    assert group.from_bot() == []


async def test_a_channels_words_are_drawn_without_a_name(stage: AdapterHarness, group: Any) -> None:
    channel = stage.fake.channel("Cat news")
    wrote = await stage.say("my hamster learns to fly", group, stage.bob, channel=channel)

    await stage.say("/comic", group, reply_to=wrote)
    message = await stage.picture_in(group)

    assert message.caption == "my hamster learns to fly"
