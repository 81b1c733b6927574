"""Buttons: they do what they say, for their owner, also after a restart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.models.jobs import JobState
from core.models.requests import Relation
from tests.bots.discord.adapter import PROMPT, AdapterHarness, running_stage
from tests.fakes.discord import FakeDiscord, Interaction, Message, Permission

pytestmark = pytest.mark.servers
COMIC_BUTTONS = [
    "Again",
    "Edit & redraw",
    "Continue",
    "Favorite",
    "Details",
    "Read as text",
    "Original file",
    "Delete",
    "Report",
]


async def comic_of(stage: AdapterHarness, **options: Any) -> Message:
    interaction = await stage.drawn(**options)
    await stage.settled(interaction)
    assert interaction.original is not None
    return interaction.original


async def pressed(
    stage: AdapterHarness, message: Message, label: str, who: Any = None
) -> Interaction:
    """Press, and wait for an answer that is more than "thinking…"."""
    press = await stage.fake.press(who or stage.ada, message, label)
    await stage.fake.acknowledged(press)
    return press


async def answer_of(stage: AdapterHarness, press: Interaction) -> Message:
    """Wait for words that answer a press, in a message of their own."""
    fake = stage.fake

    def said() -> list[Message]:
        return [each for each in press.messages if each.text or each.pictures]

    await fake.until(said, f"an answer in words; refused: {press.refused}")
    return said()[-1]


async def test_under_a_comic_stand_its_buttons_each_with_a_word(stage: AdapterHarness) -> None:
    message = await comic_of(stage)

    buttons = [button for row in message.components for button in row["components"]]
    assert [button["label"] for button in buttons] == COMIC_BUTTONS
    assert all(button["emoji"] for button in buttons)


async def test_again_draws_a_new_one_with_another_seed(stage: AdapterHarness) -> None:
    message = await comic_of(stage)

    press = await pressed(stage, message, "Again")
    await stage.picture_in(lambda: press.original)

    first, second = stage.generator.orders
    assert press.original is not message
    assert first["inputParams"]["prompt"] == second["inputParams"]["prompt"] == PROMPT
    assert first["inputParams"]["seed"] != second["inputParams"]["seed"]
    assert stage.pictures_seen_by(stage.bob, stage.general) == 2


async def test_edit_opens_a_form_with_the_prompt_and_redraws(stage: AdapterHarness) -> None:
    message = await comic_of(stage, prompt="a *cat* & <b>@everyone</b>", style="manga")
    press = await pressed(stage, message, "Edit & redraw")
    assert press.modal is not None
    assert "a *cat* & <b>@everyone</b>" in str(press.modal)

    form = await stage.fake.submit_modal(press, prompt="a dog", panels="2")
    await stage.picture_in(lambda: form.original)

    wanted = stage.generator.orders[1]["inputParams"]
    assert (wanted["prompt"], wanted["panelCount"], wanted["style"]) == ("a dog", 2, "manga")


async def test_a_long_prompt_is_whole_in_the_form(stage: AdapterHarness) -> None:
    prompt = ("a cat and a dog " * 150)[:2000].strip()
    message = await comic_of(stage, prompt=prompt)

    press = await pressed(stage, message, "Edit & redraw")

    assert prompt in str(press.modal)


async def test_continue_asks_what_happens_next(stage: AdapterHarness) -> None:
    message = await comic_of(stage, style="noir")
    press = await pressed(stage, message, "Continue")

    form = await stage.fake.submit_modal(press, prompt="the bakery closes")
    await stage.picture_in(lambda: form.original)

    child = await stage.job_of(form)
    assert child.relation is Relation.CONTINUE
    assert child.params["style"] == "noir"


async def test_a_favourite_is_set_and_unset(stage: AdapterHarness) -> None:
    message = await comic_of(stage)

    await pressed(stage, message, "Favorite")
    await stage.fake.until(lambda: "Unfavorite" in str(message.components), "the other button")
    await pressed(stage, message, "Unfavorite")
    await stage.fake.until(lambda: "Unfavorite" not in str(message.components), "the first")

    assert len(message.pictures) == 1
    assert PROMPT in message.content


@pytest.mark.parametrize(
    ("label", "expected"), [("Details", "Modern American"), ("Read as text", "bakery")]
)
async def test_what_is_known_of_a_comic_is_told_privately(
    stage: AdapterHarness, label: str, expected: str
) -> None:
    message = await comic_of(stage)

    answer = await answer_of(stage, await pressed(stage, message, label))

    assert answer.is_ephemeral
    assert expected in answer.text


async def test_the_original_comes_as_a_file(stage: AdapterHarness) -> None:
    message = await comic_of(stage)

    answer = await answer_of(stage, await pressed(stage, message, "Original file"))

    assert answer.is_ephemeral
    assert answer.attachments[0].data == stage.generator.picture


async def test_deleting_asks_first_and_can_be_undone(stage: AdapterHarness) -> None:
    message = await comic_of(stage)
    await pressed(stage, message, "Delete")
    await stage.fake.until(lambda: "Yes, delete" in str(message.components), "the question")
    assert not message.is_deleted

    press = await pressed(stage, message, "Yes, delete")
    answer = await answer_of(stage, press)
    await stage.fake.until(lambda: message.is_deleted, "the message to go")
    back = await pressed(stage, answer, "Restore")
    await stage.picture_in(lambda: back.original)

    assert back.original is not None
    assert back.original.is_ephemeral
    assert stage.pictures_seen_by(stage.bob, stage.general) == 0


async def test_keeping_it_brings_the_buttons_back(stage: AdapterHarness) -> None:
    message = await comic_of(stage)
    await pressed(stage, message, "Delete")
    await stage.fake.until(lambda: "Yes, delete" in str(message.components), "the question")

    await pressed(stage, message, "Keep")

    await stage.fake.until(lambda: "Again" in str(message.components), "the buttons")
    assert len(message.pictures) == 1


async def test_a_report_is_kept_and_told_to_the_moderators(stage: AdapterHarness) -> None:
    log = stage.fake.add_channel(stage.guild, "log")
    stage.fake.grant(stage.guild, stage.bob, Permission.MANAGE_GUILD)
    done = await stage.fake.slash(stage.bob, stage.general, "comicadmin log", channel=log)
    await stage.fake.answered(done)
    message = await comic_of(stage)

    press = await pressed(stage, message, "Report", stage.bob)
    form = await stage.fake.submit_modal(press, kind=["hate"], reason="not @everyone's taste")
    answer = await answer_of(stage, form)

    assert answer.is_ephemeral
    await stage.fake.until(lambda: log.messages, "word to the moderators")
    told = log.last_message
    assert told is not None
    assert "Hateful" in told.content
    assert "taste" in told.content
    assert not told.pinged_everyone
    assert stage.count("reports") == 1


async def test_a_private_one_is_shared_by_its_owner(stage: AdapterHarness) -> None:
    message = await comic_of(stage, private=True)

    press = await pressed(stage, message, "Share here")
    await stage.picture_in(lambda: press.original)

    assert stage.pictures_seen_by(stage.bob, stage.general) == 1


async def test_under_a_failure_one_can_try_again(stage: AdapterHarness) -> None:
    stage.generator.refuse(422, "prompt_rejected")
    interaction = await stage.comic()
    await stage.settled(interaction)
    assert interaction.original is not None
    assert "can’t draw this one" in interaction.original.text
    stage.generator.refusal = None

    press = await pressed(stage, interaction.original, "Try again")
    await stage.picture_in(lambda: press.original)

    assert (await stage.job_of(press)).relation is Relation.RETRY


async def test_whoever_waits_can_cancel(stage: AdapterHarness) -> None:
    stage.generator.hold()
    interaction = await stage.comic()
    await stage.fake.answered(interaction)
    assert interaction.original is not None

    await pressed(stage, interaction.original, "Cancel")
    await stage.settled(interaction)

    assert "Canceled" in interaction.original.text
    assert (await stage.job_of(interaction)).state is JobState.CANCELED


# --- Who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["a stranger", "a moderator of another channel"])
async def test_others_change_nothing_by_any_button(stage: AdapterHarness, who: str) -> None:
    message = await comic_of(stage)
    if who != "a stranger":
        other = stage.fake.add_channel(stage.guild, "other")
        stage.fake.permit(other, stage.bob, allow=Permission.MANAGE_MESSAGES)
    jobs, buttons = stage.count("jobs"), str(message.components)

    for label in COMIC_BUTTONS:
        press = await pressed(stage, message, label, stage.bob)
        if press.modal is not None and label != "Report":
            press = await stage.fake.submit_modal(press, prompt="mine now")
        if label in {"Details", "Read as text", "Original file", "Report"}:
            continue  # whoever sees a comic may look at it more closely, and complain
        answer = await answer_of(stage, press)
        assert answer.is_ephemeral, label
        assert "can’t find that" in answer.text, label

    assert stage.count("jobs") == jobs
    assert str(message.components) == buttons
    assert not message.is_deleted
    seen = stage.general.messages_seen_by(stage.bob)
    assert [each for each in seen if each.pictures and not each.is_ephemeral] == [message]


async def test_a_moderator_removes_the_message_and_not_the_comic(stage: AdapterHarness) -> None:
    stage.fake.grant(stage.guild, stage.bob, Permission.MANAGE_MESSAGES)
    message = await comic_of(stage)
    await pressed(stage, message, "Delete", stage.bob)
    await stage.fake.until(lambda: "Yes, delete" in str(message.components), "the question")

    answer = await answer_of(stage, await pressed(stage, message, "Yes, delete", stage.bob))
    await stage.fake.until(lambda: message.is_deleted, "the message to go")

    assert "stays in its owner’s gallery" in answer.text
    gallery = await stage.fake.slash(stage.ada, stage.general, "mygallery")
    await stage.picture_in(lambda: gallery.original)


async def test_whose_message_was_drawn_is_named_and_may_remove_it(stage: AdapterHarness) -> None:
    source = stage.fake.say(stage.bob, stage.general, "my dog ate the moon")
    interaction = await stage.fake.menu(stage.ada, source, "Make a comic")
    message = await stage.picture_in(lambda: interaction.original)
    await stage.settled(interaction)
    assert f"<@{stage.bob.id}>" in message.content
    assert not message.pinged

    await pressed(stage, message, "Delete", stage.bob)
    await stage.fake.until(lambda: "Yes, delete" in str(message.components), "the question")
    await pressed(stage, message, "Yes, delete", stage.bob)

    await stage.fake.until(lambda: message.is_deleted, "the message to go")


async def test_whoever_opted_out_is_not_drawn(stage: AdapterHarness) -> None:
    opened = await stage.fake.slash(stage.bob, stage.general, "settings")
    await stage.fake.answered(opened)
    shown = opened.original
    assert shown is not None
    await pressed(stage, shown, "Switch off: Others may draw my messages", stage.bob)
    await stage.fake.until(lambda: "⬜ Others" in shown.text, "the setting")
    source = stage.fake.say(stage.bob, stage.general, "my dog ate the moon")

    interaction = await stage.fake.menu(stage.ada, source, "Make a comic")

    assert "doesn’t want others to draw" in await stage.refusal(interaction)


# --- After a restart ------------------------------------------------------------------------------


async def test_buttons_and_forms_outlive_the_process(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    async with running_stage(fake, tmp_path, migrated_file) as stage:
        message = await comic_of(stage)
        opened = await pressed(stage, message, "Edit & redraw")

    async with running_stage(fake, tmp_path, None, stage) as stage:
        stage.generator.orders.clear()
        form = await stage.fake.submit_modal(opened, prompt="a dog")
        await stage.picture_in(lambda: form.original)
        again = await pressed(stage, message, "Again")
        await stage.picture_in(lambda: again.original)
        answer = await answer_of(stage, await pressed(stage, message, "Details"))

    assert "Modern American" in answer.text
    assert len(stage.generator.orders) == 2


async def test_a_button_of_another_version_is_answered(stage: AdapterHarness) -> None:
    message = await comic_of(stage)
    message.components[0]["components"][0]["custom_id"] = "fly:AAAAAAAAAAAAAAAAAAAAAA"

    answer = await answer_of(stage, await pressed(stage, message, "Again"))

    assert answer.is_ephemeral
    assert "another version" in answer.text
