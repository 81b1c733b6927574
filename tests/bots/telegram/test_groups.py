"""Groups: who is spoken to, where answers go, and who may press what."""

from __future__ import annotations

import pytest

from tests.bots.telegram.adapter import PROMPT, AdapterHarness

pytestmark = pytest.mark.servers


async def test_a_comic_in_a_group_answers_the_message_that_asked(stage: AdapterHarness) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")

    asked = await stage.say(f"/comic@{stage.fake.bot.username} {PROMPT}", group)
    message = await stage.picture_in(group)

    assert message.reply_to is asked
    assert PROMPT in message.caption


async def test_in_a_topic_it_stays_in_the_topic(stage: AdapterHarness) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics", is_forum=True)
    topic = await stage.fake.topic(group, "Cats")

    await stage.say(f"/comic {PROMPT}", group, thread=topic.id)
    message = await stage.picture_in(group)

    assert message.thread_id == topic.id


async def test_a_command_for_another_bot_is_not_ours(stage: AdapterHarness) -> None:
    await stage.start()
    await stage.say(f"/comic@OtherBot {PROMPT}")
    await stage.handled()

    assert stage.generator.orders == []
    assert len(stage.chat.from_bot()) == 1


async def test_a_mention_is_drawn(stage: AdapterHarness) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    stage.fake.state.settings.hears_mentions = True

    await stage.say(f"@{stage.fake.bot.username} {PROMPT}", group)
    message = await stage.picture_in(group)

    assert message.caption.startswith(PROMPT)


async def test_a_reply_draws_what_somebody_else_wrote_and_names_them(stage: AdapterHarness) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    wrote = await stage.say("my hamster learns to fly", group, stage.bob)

    await stage.say("/comic --style noir", group, reply_to=wrote)
    message = await stage.picture_in(group)

    assert "my hamster learns to fly" in message.caption
    assert "Words by Bob" in message.caption
    assert stage.generator.orders[0]["inputParams"]["style"] == "noir"


async def test_who_does_not_want_their_words_drawn_is_left_alone(stage: AdapterHarness) -> None:
    await stage.start(stage.bob)
    bobs = stage.fake.private(stage.bob)
    await stage.say("/settings", bobs, stage.bob)
    settings = await stage.said("Others may draw my messages", bobs)
    await stage.fake.press(stage.bob, settings, "Switch off: Others may draw my messages")
    await stage.fake.until(lambda: "⬜ Others may draw" in settings.text, "the change")
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    wrote = await stage.say("my hamster learns to fly", group, stage.bob)

    await stage.say("/comic", group, reply_to=wrote)

    await stage.said("doesn’t want others to draw", group)
    assert stage.generator.orders == []


async def test_what_is_private_is_delivered_in_the_private_chat(stage: AdapterHarness) -> None:
    await stage.start()
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")

    await stage.say(f"/comic --private {PROMPT}", group)
    message = await stage.picture_in(stage.chat, after=1)
    await stage.said("private chat", group)

    assert PROMPT in message.caption
    assert all(PROMPT not in each.body for each in group.from_bot())
    assert group.pictures() == []


async def test_where_the_bot_may_not_write_in_private_there_is_no_request(
    stage: AdapterHarness,
) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")

    await stage.say(f"/comic --private {PROMPT}", group)
    word = await stage.said("message me there first", group)
    await stage.handled()

    assert word.button("Open the private chat")["url"].startswith("https://t.me/")
    assert await stage.counted("jobs") == 0


async def test_a_stranger_presses_and_nothing_changes(stage: AdapterHarness) -> None:
    group = await stage.fake.group(stage.ada, stage.bob, title="Comics")
    message = await stage.drawn(chat=group)
    await stage.settled()
    look = message.look()

    for label in ("Again", "Edit", "Continue", "Favorite", "Delete"):
        press = await stage.fake.press(stage.bob, message, label)
        answer = await stage.fake.answered(press)
        assert answer.text.startswith("I can’t find that"), label
        assert answer.answer
        assert answer.answer["show_alert"]

    await stage.handled()
    assert message.look() == look
    assert len(stage.generator.orders) == 1
    assert group.from_bot() == [message]


async def test_an_admin_removes_the_message_and_the_comic_stays_its_owners(
    stage: AdapterHarness,
) -> None:
    await stage.start()
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    message = await stage.drawn(chat=group)

    await stage.fake.press(stage.bob, message, "Delete")
    await stage.fake.until(lambda: "Yes, delete" in str(message.words), "a question")
    await stage.fake.press(stage.bob, message, "Yes, delete")
    await stage.fake.until(lambda: message.is_deleted, "the end of the message")
    await stage.say("/mygallery")

    assert PROMPT in (await stage.picture_in(stage.chat, after=1)).caption


async def test_admins_set_what_holds_in_their_group(stage: AdapterHarness) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")

    await stage.say("/comicadmin pause on", group)
    await stage.said("Only moderators", group)
    await stage.say("/comicadmin pause on", group, stage.bob)
    await stage.said("Paused: on", group)
    await stage.say(f"/comic {PROMPT}", group)

    await stage.said("have paused comics", group)
    assert stage.generator.orders == []


async def test_admins_ban_who_they_reply_to(stage: AdapterHarness) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    wrote = await stage.say("I am a nuisance", group)

    await stage.say("/comicadmin ban", group, stage.bob, reply_to=wrote)
    await stage.said("won’t accept requests from them", group)
    await stage.say(f"/comic {PROMPT}", group)

    await stage.said("You can’t make comics here", group)


async def test_what_concerns_one_alone_goes_to_their_chat_and_the_group_is_told(
    stage: AdapterHarness,
) -> None:
    await stage.start()
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")

    asked = await stage.say("/queue", group)

    await stage.said("You have nothing in progress")
    told = await stage.said("answer in our private chat", group)
    assert told.reply_to is asked
    assert group.from_bot() == [told]


async def test_a_greeting_to_the_bot_is_answered_with_help(stage: AdapterHarness) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    stage.fake.state.settings.hears_mentions = True

    await stage.say(f"@{stage.fake.bot.username} hello!", group)

    await stage.said("Just write me a sentence", group)
    await stage.handled()
    assert stage.generator.orders == []


async def test_mistyped_rules_change_nothing_and_are_told_how_they_go(
    stage: AdapterHarness,
) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")

    await stage.say("/comicadmin pause maybe", group, stage.bob)
    shown = await stage.said("/comicadmin pause on, or off", group)
    await stage.say("/comicadmin style oil", group, stage.bob)
    styles = await stage.said("Which style would you like? Modern American", group)
    await stage.say("/comicadmin pause on", stage.fake.private(stage.bob), stage.bob)

    assert "Paused: off" in shown.text
    assert "Styles: nothing set" in styles.text
    await stage.said("That only works in groups", stage.fake.private(stage.bob))
