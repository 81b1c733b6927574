"""Two processes with the same shard: both receive every interaction, one acknowledges it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bots.discord import responder, runner
from bots.discord.handler_tasks import HandlerTasks
from tests.bots.discord.adapter import AdapterHarness, running_adapter
from tests.bots.discord.test_buttons import delivered_comic
from tests.fakes.discord import FakeDiscord, Fault, Interaction, Message, Permission

pytestmark = pytest.mark.servers


async def wait_for_both_processes(adapter: AdapterHarness, press: Interaction) -> None:
    """Wait until both have tried to acknowledge, and have responded if they do."""
    call_log = adapter.fake.call_log
    await adapter.fake.acknowledged(press)
    await adapter.fake.until(lambda: call_log.to("callback", status=400), "the slower session")
    await asyncio.sleep(0.5)


@pytest.mark.parametrize("label", ["Favorite", "Delete"])
async def test_a_button_pressed_by_another_user_leaves_the_image(
    adapter: AdapterHarness, other: AdapterHarness, label: str
) -> None:
    message = await delivered_comic(adapter)

    press = await adapter.fake.press(adapter.bob, message, label)
    await wait_for_both_processes(adapter, press)

    assert_unchanged(message)


@pytest.mark.parametrize("label", ["Edit & redraw", "Continue", "Report"])
async def test_a_modal_opens_once_and_leaves_the_image(
    adapter: AdapterHarness, other: AdapterHarness, label: str
) -> None:
    message = await delivered_comic(adapter)

    press = await adapter.fake.press(adapter.ada, message, label)
    await wait_for_both_processes(adapter, press)

    assert press.modal is not None
    assert press.messages == []
    assert_unchanged(message)


async def test_a_draining_process_does_not_disturb_the_other_ones_response(
    handler_tasks: list[HandlerTasks], adapter: AdapterHarness, other: AdapterHarness
) -> None:
    message = await delivered_comic(adapter)
    handler_tasks[1].draining = True

    press = await adapter.fake.press(adapter.ada, message, "Favorite")
    await wait_for_both_processes(adapter, press)

    assert_unchanged(message)


async def test_a_lost_reply_to_the_acknowledgement_leaves_the_image(
    adapter: AdapterHarness,
) -> None:
    message = await delivered_comic(adapter)
    adapter.fake.fail("callback", Fault(500, is_acted_upon=True))

    press = await adapter.fake.press(adapter.bob, message, "Favorite")
    await adapter.fake.until(lambda: press.messages, "a refusal")

    assert_unchanged(message)


async def test_a_refusal_is_given_once_and_ephemeral(
    adapter: AdapterHarness, other: AdapterHarness
) -> None:
    await asyncio.to_thread(
        adapter.execute_sql,
        "INSERT INTO chat_settings (platform, chat_id, settings) "
        f"VALUES ('discord', '{adapter.guild.id}', '{{\"paused\": true}}')",
    )

    interaction = await adapter.request_comic()
    await wait_for_both_processes(adapter, interaction)

    assert "paused" in await adapter.refusal(interaction)
    assert adapter.general.messages_seen_by(adapter.bob) == []


async def wait_for_slower_session(adapter: AdapterHarness) -> None:
    """Wait until the slower session has waited, and has fetched the response."""
    calls = adapter.fake.call_log.to
    await adapter.fake.until(lambda: len(calls("webhook_get")) == 2, "a fetch of the response")
    await asyncio.sleep(0.3)


async def test_a_setting_is_changed_once(adapter: AdapterHarness, other: AdapterHarness) -> None:
    adapter.fake.grant(adapter.guild, adapter.bob, Permission.MANAGE_GUILD)

    done = await adapter.fake.slash(
        adapter.bob, adapter.general, "comicadmin channel", channel=adapter.general
    )
    await wait_for_both_processes(adapter, done)
    await wait_for_slower_session(adapter)

    assert done.original is not None
    assert f"<#{adapter.general.id}>" in done.original.content
    assert adapter.count(f"chat_settings WHERE settings LIKE '%{adapter.general.id}%'") == 1


async def test_a_report_is_stored_once(adapter: AdapterHarness, other: AdapterHarness) -> None:
    message = await delivered_comic(adapter)
    press = await adapter.fake.press(adapter.bob, message, "Report")
    await adapter.fake.acknowledged(press)
    adapter.fake.call_log.calls.clear()

    await adapter.fake.submit_modal(press, kind=["hate"], reason="")
    await wait_for_slower_session(adapter)

    assert adapter.count("reports") == 1


# --- The other session, simulated by the test -----------------------------------------------------


async def acknowledged_elsewhere(
    adapter: AdapterHarness, *, response: str = "", failures: int = 0, **options: Any
) -> Interaction:
    """Run a command that another session acknowledges publicly, with a response or none.

    *failures*: the number of connection errors of this session's acknowledgement.
    """
    adapter.fake.fail("callback", times=failures)
    gate = adapter.fake.faults.hold("callback")
    interaction = await adapter.request_comic(**options)
    await adapter.fake.until(lambda: adapter.fake.faults.waiting, "the acknowledgement")
    adapter.fake.response_processor.acknowledge(interaction, {"type": 5}, [])
    if response:
        adapter.fake.response_processor.edit(interaction, "@original", {"content": response}, [])
    gate.set()
    return interaction


@pytest.fixture
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(responder, "OTHER_SESSION_SECONDS", 0.2)


@pytest.mark.usefixtures("short_wait")
async def test_a_private_comic_is_not_put_into_the_others_public_response(
    adapter: AdapterHarness,
) -> None:
    interaction = await acknowledged_elsewhere(adapter, private=True)

    message = await adapter.wait_for_image(lambda: next(iter(interaction.follow_ups), None))

    assert message.is_ephemeral
    assert (await adapter.job_of(interaction)).private
    assert adapter.general.messages_seen_by(adapter.bob) == []


@pytest.mark.usefixtures("short_wait")
async def test_a_refusal_does_not_replace_the_others_response(
    adapter: AdapterHarness,
) -> None:
    adapter.break_database()
    interaction = await acknowledged_elsewhere(adapter, response="On it!")

    await wait_for_slower_session(adapter)

    [message] = interaction.messages
    assert message.text == "On it!"


@pytest.mark.usefixtures("short_wait")
async def test_a_request_that_the_other_refused_is_not_submitted(adapter: AdapterHarness) -> None:
    await acknowledged_elsewhere(adapter, response="I can’t accept requests right now")

    await wait_for_slower_session(adapter)

    assert adapter.count("jobs") == 0


@pytest.mark.usefixtures("short_wait")
@pytest.mark.parametrize("failures", [1, 2])
async def test_an_uncertain_acknowledgement_overwrites_nothing(
    adapter: AdapterHarness, failures: int
) -> None:
    interaction = await acknowledged_elsewhere(adapter, response="On it!", failures=failures)

    await adapter.fake.until(
        lambda: adapter.fake.call_log.to("callback", status=400), "the rejected acknowledgement"
    )
    await asyncio.sleep(1)

    assert [message.text for message in interaction.messages] == ["On it!"]


async def test_a_request_with_an_expired_token_is_not_submitted(
    adapter: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(responder, "OTHER_SESSION_SECONDS", 1.0)
    interaction = await acknowledged_elsewhere(adapter)
    await adapter.fake.until(lambda: adapter.fake.call_log.to("webhook_get"), "the first fetch")

    adapter.expire_tokens()

    await wait_for_slower_session(adapter)
    assert interaction.is_thinking
    assert adapter.count("jobs") == 0


@pytest.mark.usefixtures("short_wait")
async def test_a_request_is_submitted_if_the_response_cannot_be_fetched(
    adapter: AdapterHarness,
) -> None:
    adapter.fake.fail("webhook_get", 403, times=2)

    interaction = await acknowledged_elsewhere(adapter)

    await adapter.wait_for_image(lambda: interaction.original)


@pytest.mark.usefixtures("short_wait")
async def test_an_abandoned_request_is_refused_by_this_session(
    adapter: AdapterHarness,
) -> None:
    adapter.break_database()

    interaction = await acknowledged_elsewhere(adapter)

    assert "couldn’t confirm" in await adapter.refusal(interaction)


async def test_a_shutdown_does_not_overwrite_the_others_response(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "DRAIN_SECONDS", 0.1)
    async with running_adapter(fake, tmp_path, migrated_file) as adapter:
        adapter.break_database()
        interaction = await acknowledged_elsewhere(adapter, response="On it!")
        await fake.until(lambda: fake.call_log.to("webhook_get"), "a fetch of the response")

    [message] = interaction.messages
    assert message.text == "On it!"


def assert_unchanged(message: Message) -> None:
    assert len(message.pictures) == 1
    assert "bakery" in message.content
    assert "Again" in str(message.components)
