"""Buttons: effects, permissions, and function after a restart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.models.jobs import JobState
from core.models.requests import Relation
from tests.bots.discord.adapter import PROMPT, AdapterHarness, running_adapter
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


async def delivered_comic(adapter: AdapterHarness, **options: Any) -> Message:
    interaction = await adapter.draw_comic(**options)
    await adapter.wait_for_delivery(interaction)
    assert interaction.original is not None
    return interaction.original


async def press_button(
    adapter: AdapterHarness, message: Message, label: str, user: Any = None
) -> Interaction:
    """Press the button, and wait until the interaction is acknowledged."""
    press = await adapter.fake.press(user or adapter.ada, message, label)
    await adapter.fake.acknowledged(press)
    return press


async def response_to(adapter: AdapterHarness, press: Interaction) -> Message:
    """Wait for a response with content, in a separate message."""
    fake = adapter.fake

    def with_content() -> list[Message]:
        return [each for each in press.messages if each.text or each.pictures]

    await fake.until(with_content, f"a response; refused: {press.refused}")
    return with_content()[-1]


async def test_the_buttons_under_a_comic_have_labels_and_icons(adapter: AdapterHarness) -> None:
    message = await delivered_comic(adapter)

    buttons = [button for row in message.components for button in row["components"]]
    assert [button["label"] for button in buttons] == COMIC_BUTTONS
    assert all(button["emoji"] for button in buttons)


async def test_again_draws_a_new_comic_with_another_seed(adapter: AdapterHarness) -> None:
    message = await delivered_comic(adapter)

    press = await press_button(adapter, message, "Again")
    await adapter.wait_for_image(lambda: press.original)

    first, second = adapter.generator.submissions
    assert press.original is not message
    assert first["inputParams"]["prompt"] == second["inputParams"]["prompt"] == PROMPT
    assert first["inputParams"]["seed"] != second["inputParams"]["seed"]
    assert adapter.images_seen_by(adapter.bob, adapter.general) == 2


async def test_edit_opens_a_modal_with_the_prompt_and_redraws(adapter: AdapterHarness) -> None:
    message = await delivered_comic(adapter, prompt="a *cat* & <b>@everyone</b>", style="manga")
    press = await press_button(adapter, message, "Edit & redraw")
    assert press.modal is not None
    assert "a *cat* & <b>@everyone</b>" in str(press.modal)

    form = await adapter.fake.submit_modal(press, prompt="a dog", panels="2")
    await adapter.wait_for_image(lambda: form.original)

    wanted = adapter.generator.submissions[1]["inputParams"]
    assert (wanted["prompt"], wanted["panelCount"], wanted["style"]) == ("a dog", 2, "manga")


async def test_the_edit_modal_has_the_whole_long_prompt(adapter: AdapterHarness) -> None:
    prompt = ("a cat and a dog " * 150)[:2000].strip()
    message = await delivered_comic(adapter, prompt=prompt)

    press = await press_button(adapter, message, "Edit & redraw")

    assert prompt in str(press.modal)


async def test_continue_opens_a_modal_and_creates_a_sequel(adapter: AdapterHarness) -> None:
    message = await delivered_comic(adapter, style="noir")
    press = await press_button(adapter, message, "Continue")

    form = await adapter.fake.submit_modal(press, prompt="the bakery closes")
    await adapter.wait_for_image(lambda: form.original)

    child = await adapter.job_of(form)
    assert child.relation is Relation.CONTINUE
    assert child.params["style"] == "noir"


async def test_a_favorite_is_set_and_unset(adapter: AdapterHarness) -> None:
    message = await delivered_comic(adapter)

    await press_button(adapter, message, "Favorite")
    await adapter.fake.until(lambda: "Unfavorite" in str(message.components), "the other button")
    await press_button(adapter, message, "Unfavorite")
    await adapter.fake.until(lambda: "Unfavorite" not in str(message.components), "the first")

    assert len(message.pictures) == 1
    assert PROMPT in message.content


@pytest.mark.parametrize(
    ("label", "expected"), [("Details", "Modern American"), ("Read as text", "bakery")]
)
async def test_details_of_a_comic_are_ephemeral(
    adapter: AdapterHarness, label: str, expected: str
) -> None:
    message = await delivered_comic(adapter)

    response = await response_to(adapter, await press_button(adapter, message, label))

    assert response.is_ephemeral
    assert expected in response.text


async def test_the_original_is_sent_as_a_file(adapter: AdapterHarness) -> None:
    message = await delivered_comic(adapter)

    response = await response_to(adapter, await press_button(adapter, message, "Original file"))

    assert response.is_ephemeral
    assert response.attachments[0].data == adapter.generator.picture


async def test_deletion_is_confirmed_and_can_be_undone(adapter: AdapterHarness) -> None:
    message = await delivered_comic(adapter)
    await press_button(adapter, message, "Delete")
    await adapter.fake.until(lambda: "Yes, delete" in str(message.components), "the question")
    assert not message.is_deleted

    press = await press_button(adapter, message, "Yes, delete")
    response = await response_to(adapter, press)
    await adapter.fake.until(lambda: message.is_deleted, "the message to go")
    restored = await press_button(adapter, response, "Restore")
    await adapter.wait_for_image(lambda: restored.original)

    assert restored.original is not None
    assert restored.original.is_ephemeral
    assert adapter.images_seen_by(adapter.bob, adapter.general) == 0


async def test_keep_restores_the_buttons(adapter: AdapterHarness) -> None:
    message = await delivered_comic(adapter)
    await press_button(adapter, message, "Delete")
    await adapter.fake.until(lambda: "Yes, delete" in str(message.components), "the question")

    await press_button(adapter, message, "Keep")

    await adapter.fake.until(lambda: "Again" in str(message.components), "the buttons")
    assert len(message.pictures) == 1


async def test_a_report_is_stored_and_sent_to_the_log_channel(adapter: AdapterHarness) -> None:
    log = adapter.fake.add_channel(adapter.guild, "log")
    adapter.fake.grant(adapter.guild, adapter.bob, Permission.MANAGE_GUILD)
    done = await adapter.fake.slash(adapter.bob, adapter.general, "comicadmin log", channel=log)
    await adapter.fake.responded(done)
    message = await delivered_comic(adapter)

    press = await press_button(adapter, message, "Report", adapter.bob)
    form = await adapter.fake.submit_modal(press, kind=["hate"], reason="not @everyone's taste")
    response = await response_to(adapter, form)

    assert response.is_ephemeral
    await adapter.fake.until(lambda: log.messages, "the notice to the moderators")
    notice = log.last_message
    assert notice is not None
    assert "Hateful" in notice.content
    assert "taste" in notice.content
    assert not notice.pinged_everyone
    assert adapter.count("reports") == 1


async def test_the_owner_shares_a_private_comic(adapter: AdapterHarness) -> None:
    message = await delivered_comic(adapter, private=True)

    press = await press_button(adapter, message, "Share here")
    await adapter.wait_for_image(lambda: press.original)

    assert adapter.images_seen_by(adapter.bob, adapter.general) == 1


async def test_a_failure_offers_a_retry(adapter: AdapterHarness) -> None:
    adapter.generator.refuse(422, "prompt_rejected")
    interaction = await adapter.request_comic()
    await adapter.wait_for_delivery(interaction)
    assert interaction.original is not None
    assert "can’t draw this one" in interaction.original.text
    adapter.generator.refusal = None

    press = await press_button(adapter, interaction.original, "Try again")
    await adapter.wait_for_image(lambda: press.original)

    assert (await adapter.job_of(press)).relation is Relation.RETRY


async def test_the_requester_can_cancel(adapter: AdapterHarness) -> None:
    adapter.generator.hold()
    interaction = await adapter.request_comic()
    await adapter.fake.responded(interaction)
    assert interaction.original is not None

    await press_button(adapter, interaction.original, "Cancel")
    await adapter.wait_for_delivery(interaction)

    assert "Canceled" in interaction.original.text
    assert (await adapter.job_of(interaction)).state is JobState.CANCELED


# --- Permissions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["a stranger", "a moderator of another channel"])
async def test_other_users_change_nothing_with_any_button(
    adapter: AdapterHarness, who: str
) -> None:
    message = await delivered_comic(adapter)
    if who != "a stranger":
        other = adapter.fake.add_channel(adapter.guild, "other")
        adapter.fake.permit(other, adapter.bob, allow=Permission.MANAGE_MESSAGES)
    jobs, buttons = adapter.count("jobs"), str(message.components)

    for label in COMIC_BUTTONS:
        press = await press_button(adapter, message, label, adapter.bob)
        if press.modal is not None and label != "Report":
            press = await adapter.fake.submit_modal(press, prompt="mine now")
        if label in {"Details", "Read as text", "Original file", "Report"}:
            continue  # allowed for everyone who sees the comic
        response = await response_to(adapter, press)
        assert response.is_ephemeral, label
        assert "can’t find that" in response.text, label

    assert adapter.count("jobs") == jobs
    assert str(message.components) == buttons
    assert not message.is_deleted
    seen = adapter.general.messages_seen_by(adapter.bob)
    assert [each for each in seen if each.pictures and not each.is_ephemeral] == [message]


async def test_a_moderator_deletes_the_message_but_not_the_comic(adapter: AdapterHarness) -> None:
    adapter.fake.grant(adapter.guild, adapter.bob, Permission.MANAGE_MESSAGES)
    message = await delivered_comic(adapter)
    await press_button(adapter, message, "Delete", adapter.bob)
    await adapter.fake.until(lambda: "Yes, delete" in str(message.components), "the question")

    response = await response_to(
        adapter, await press_button(adapter, message, "Yes, delete", adapter.bob)
    )
    await adapter.fake.until(lambda: message.is_deleted, "the message to go")

    assert "stays in its owner’s gallery" in response.text
    gallery = await adapter.fake.slash(adapter.ada, adapter.general, "mygallery")
    await adapter.wait_for_image(lambda: gallery.original)


async def test_the_author_of_a_drawn_message_is_credited_and_may_delete_the_comics_message(
    adapter: AdapterHarness,
) -> None:
    source = adapter.fake.say(adapter.bob, adapter.general, "my dog ate the moon")
    interaction = await adapter.fake.menu(adapter.ada, source, "Make a comic")
    message = await adapter.wait_for_image(lambda: interaction.original)
    await adapter.wait_for_delivery(interaction)
    assert f"<@{adapter.bob.id}>" in message.content
    assert not message.pinged

    await press_button(adapter, message, "Delete", adapter.bob)
    await adapter.fake.until(lambda: "Yes, delete" in str(message.components), "the question")
    await press_button(adapter, message, "Yes, delete", adapter.bob)

    await adapter.fake.until(lambda: message.is_deleted, "the message to go")


async def test_messages_of_users_who_opted_out_are_not_drawn(adapter: AdapterHarness) -> None:
    opened = await adapter.fake.slash(adapter.bob, adapter.general, "settings")
    await adapter.fake.responded(opened)
    shown = opened.original
    assert shown is not None
    await press_button(adapter, shown, "Switch off: Others may draw my messages", adapter.bob)
    await adapter.fake.until(lambda: "⬜ Others" in shown.text, "the setting")
    source = adapter.fake.say(adapter.bob, adapter.general, "my dog ate the moon")

    interaction = await adapter.fake.menu(adapter.ada, source, "Make a comic")

    assert "doesn’t want others to draw" in await adapter.refusal(interaction)


# --- After a restart ------------------------------------------------------------------------------


async def test_buttons_and_modals_work_after_a_restart(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    async with running_adapter(fake, tmp_path, migrated_file) as adapter:
        message = await delivered_comic(adapter)
        opened = await press_button(adapter, message, "Edit & redraw")

    async with running_adapter(fake, tmp_path, None, adapter) as adapter:
        adapter.generator.submissions.clear()
        form = await adapter.fake.submit_modal(opened, prompt="a dog")
        await adapter.wait_for_image(lambda: form.original)
        again = await press_button(adapter, message, "Again")
        await adapter.wait_for_image(lambda: again.original)
        response = await response_to(adapter, await press_button(adapter, message, "Details"))

    assert "Modern American" in response.text
    assert len(adapter.generator.submissions) == 2


async def test_an_unknown_button_gets_a_response(adapter: AdapterHarness) -> None:
    message = await delivered_comic(adapter)
    message.components[0]["components"][0]["custom_id"] = "fly:AAAAAAAAAAAAAAAAAAAAAA"

    response = await response_to(adapter, await press_button(adapter, message, "Again"))

    assert response.is_ephemeral
    assert "another version" in response.text


@pytest.mark.parametrize("label", ["Edit & redraw", "Continue"])
async def test_a_form_about_a_story_hints_that_the_gpu_will_be_needed(
    adapter: AdapterHarness, label: str
) -> None:
    message = await delivered_comic(adapter)
    adapter.running.services.wake_hints.enabled = True

    await press_button(adapter, message, label)

    await adapter.running.wait_for_wake_hint()
