"""Groups: addressing the bot, the target of replies, and permissions of buttons."""

from __future__ import annotations

import pytest

from tests.bots.telegram.adapter import PROMPT, AdapterHarness

pytestmark = pytest.mark.servers


async def test_a_comic_in_a_group_answers_the_message_that_asked(harness: AdapterHarness) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")

    request = await harness.say(f"/comic@{harness.fake.bot.username} {PROMPT}", group)
    message = await harness.wait_for_picture(group)

    assert message.reply_to is request
    assert PROMPT in message.caption


async def test_a_comic_stays_in_its_topic(harness: AdapterHarness) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics", is_forum=True)
    topic = await harness.fake.topic(group, "Cats")

    await harness.say(f"/comic {PROMPT}", group, thread=topic.id)
    message = await harness.wait_for_picture(group)

    assert message.thread_id == topic.id


async def test_a_command_for_another_bot_is_ignored(harness: AdapterHarness) -> None:
    await harness.start()
    await harness.say(f"/comic@OtherBot {PROMPT}")
    await harness.wait_until_handled()

    assert harness.generator.submissions == []
    assert len(harness.chat.from_bot()) == 1


async def test_a_mention_is_drawn(harness: AdapterHarness) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    harness.fake.state.settings.receives_mentions = True

    await harness.say(f"@{harness.fake.bot.username} {PROMPT}", group)
    message = await harness.wait_for_picture(group)

    assert message.caption.startswith(PROMPT)


async def test_a_reply_draws_another_users_message_and_credits_them(
    harness: AdapterHarness,
) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    wrote = await harness.say("my hamster learns to fly", group, harness.bob)

    await harness.say("/comic --style noir", group, reply_to=wrote)
    message = await harness.wait_for_picture(group)

    assert "my hamster learns to fly" in message.caption
    assert "Words by Bob" in message.caption
    assert harness.generator.submissions[0]["inputParams"]["style"] == "noir"


async def test_users_can_forbid_drawing_their_messages(harness: AdapterHarness) -> None:
    await harness.start(harness.bob)
    bobs = harness.fake.private(harness.bob)
    await harness.say("/settings", bobs, harness.bob)
    settings = await harness.wait_for_text("Others may draw my messages", bobs)
    await harness.fake.press(harness.bob, settings, "Switch off: Others may draw my messages")
    await harness.fake.until(lambda: "⬜ Others may draw" in settings.text, "the change")
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    wrote = await harness.say("my hamster learns to fly", group, harness.bob)

    await harness.say("/comic", group, reply_to=wrote)

    await harness.wait_for_text("doesn’t want others to draw", group)
    assert harness.generator.submissions == []


async def test_a_private_comic_is_delivered_privately(harness: AdapterHarness) -> None:
    await harness.start()
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")

    await harness.say(f"/comic --private {PROMPT}", group)
    message = await harness.wait_for_picture(harness.chat, after=1)
    await harness.wait_for_text("private chat", group)

    assert PROMPT in message.caption
    assert all(PROMPT not in each.body for each in group.from_bot())
    assert group.pictures() == []


async def test_no_request_is_made_if_the_private_chat_is_closed(
    harness: AdapterHarness,
) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")

    await harness.say(f"/comic --private {PROMPT}", group)
    word = await harness.wait_for_text("message me there first", group)
    await harness.wait_until_handled()

    assert word.button("Open the private chat")["url"].startswith("https://t.me/")
    assert await harness.count_rows("jobs") == 0


async def test_other_users_callbacks_change_nothing(harness: AdapterHarness) -> None:
    group = await harness.fake.group(harness.ada, harness.bob, title="Comics")
    message = await harness.draw(chat=group)
    await harness.wait_until_delivered()
    before = message.version()

    for label in ("Again", "Edit", "Continue", "Favorite", "Delete"):
        query = await harness.fake.press(harness.bob, message, label)
        answer = await harness.fake.answered(query)
        assert answer.text.startswith("I can’t find that"), label
        assert answer.answer
        assert answer.answer["show_alert"]

    await harness.wait_until_handled()
    assert message.version() == before
    assert len(harness.generator.submissions) == 1
    assert group.from_bot() == [message]


async def test_an_admin_removes_the_message_and_the_comic_stays_its_owners(
    harness: AdapterHarness,
) -> None:
    await harness.start()
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    message = await harness.draw(chat=group)

    await harness.fake.press(harness.bob, message, "Delete")
    await harness.fake.until(lambda: "Yes, delete" in str(message.words), "a question")
    await harness.fake.press(harness.bob, message, "Yes, delete")
    await harness.fake.until(lambda: message.is_deleted, "the end of the message")
    await harness.say("/mygallery")

    assert PROMPT in (await harness.wait_for_picture(harness.chat, after=1)).caption


async def test_admins_change_the_settings_of_their_group(harness: AdapterHarness) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")

    await harness.say("/comicadmin pause on", group)
    await harness.wait_for_text("Only moderators", group)
    await harness.say("/comicadmin pause on", group, harness.bob)
    await harness.wait_for_text("Paused: on", group)
    await harness.say(f"/comic {PROMPT}", group)

    await harness.wait_for_text("have paused comics", group)
    assert harness.generator.submissions == []


async def test_a_group_may_be_in_family_mode(harness: AdapterHarness) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")

    await harness.say("/comicadmin family on", group, harness.bob)
    await harness.wait_for_text("Family mode: on", group)
    await harness.say(f"/comic {PROMPT}", group)
    await harness.generator.next_submission()

    [submitted] = harness.generator.submissions
    assert submitted["inputParams"]["safety"] == "strict"


async def test_admins_ban_the_author_of_the_replied_to_message(harness: AdapterHarness) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    wrote = await harness.say("I am a nuisance", group)

    await harness.say("/comicadmin ban", group, harness.bob, reply_to=wrote)
    await harness.wait_for_text("won’t accept requests from them", group)
    await harness.say(f"/comic {PROMPT}", group)

    await harness.wait_for_text("You can’t make comics here", group)


async def test_private_replies_to_group_commands_are_announced_in_the_group(
    harness: AdapterHarness,
) -> None:
    await harness.start()
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")

    request = await harness.say("/queue", group)

    await harness.wait_for_text("You have nothing in progress")
    notice = await harness.wait_for_text("answer in our private chat", group)
    assert notice.reply_to is request
    assert group.from_bot() == [notice]


async def test_a_greeting_to_the_bot_is_answered_with_help(harness: AdapterHarness) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    harness.fake.state.settings.receives_mentions = True

    await harness.say(f"@{harness.fake.bot.username} hello!", group)

    await harness.wait_for_text("Just write me a sentence", group)
    await harness.wait_until_handled()
    assert harness.generator.submissions == []


async def test_mistyped_settings_change_nothing_and_show_the_usage(
    harness: AdapterHarness,
) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")

    await harness.say("/comicadmin pause maybe", group, harness.bob)
    shown = await harness.wait_for_text("/comicadmin pause on, or off", group)
    await harness.say("/comicadmin style oil", group, harness.bob)
    styles = await harness.wait_for_text("Which style would you like? Modern American", group)
    await harness.say("/comicadmin pause on", harness.fake.private(harness.bob), harness.bob)

    assert "Paused: off" in shown.text
    assert "Styles: nothing set" in styles.text
    await harness.wait_for_text("That only works in groups", harness.fake.private(harness.bob))
