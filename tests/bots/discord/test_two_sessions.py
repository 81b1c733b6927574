"""Two processes that have the same session: both are told of every press, one acknowledges it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bots.discord import responses, runner
from bots.discord.responses import InteractionResponses
from tests.bots.discord.adapter import AdapterHarness, running_stage
from tests.bots.discord.test_buttons import comic_of
from tests.fakes.discord import FakeDiscord, Fault, Interaction, Message, Permission

pytestmark = pytest.mark.servers


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> list[InteractionResponses]:
    """What answers interactions in each process, the first one first."""
    kept: list[InteractionResponses] = []

    def keep(**given: Any) -> InteractionResponses:
        kept.append(InteractionResponses(**given))
        return kept[-1]

    monkeypatch.setattr(runner, "InteractionResponses", keep)
    return kept


async def both_are_through(stage: AdapterHarness, press: Interaction) -> None:
    """Wait until both have tried to acknowledge, and have said what they have to say."""
    ledger = stage.fake.ledger
    await stage.fake.acknowledged(press)
    await stage.fake.until(lambda: ledger.to("callback", status=400), "the slower one")
    await asyncio.sleep(0.5)


@pytest.mark.parametrize("label", ["Favorite", "Delete"])
async def test_a_stranger_who_presses_leaves_the_picture_where_it_is(
    stage: AdapterHarness, other: AdapterHarness, label: str
) -> None:
    message = await comic_of(stage)

    press = await stage.fake.press(stage.bob, message, label)
    await both_are_through(stage, press)

    unhurt(message)


@pytest.mark.parametrize("label", ["Edit & redraw", "Continue", "Report"])
async def test_a_form_is_opened_once_and_nothing_is_said_over_the_picture(
    stage: AdapterHarness, other: AdapterHarness, label: str
) -> None:
    message = await comic_of(stage)

    press = await stage.fake.press(stage.ada, message, label)
    await both_are_through(stage, press)

    assert press.modal is not None
    assert press.messages == []
    unhurt(message)


async def test_a_process_that_stops_leaves_what_another_answers_alone(
    answering: list[InteractionResponses], stage: AdapterHarness, other: AdapterHarness
) -> None:
    message = await comic_of(stage)
    answering[1].draining = True

    press = await stage.fake.press(stage.ada, message, "Favorite")
    await both_are_through(stage, press)

    unhurt(message)


async def test_a_press_whose_acknowledgement_is_lost_leaves_the_picture_where_it_is(
    stage: AdapterHarness,
) -> None:
    message = await comic_of(stage)
    stage.fake.fail("callback", Fault(500, is_acted_upon=True))

    press = await stage.fake.press(stage.bob, message, "Favorite")
    await stage.fake.until(lambda: press.messages, "a refusal")

    unhurt(message)


async def test_a_refusal_is_told_once_and_to_its_person_alone(
    stage: AdapterHarness, other: AdapterHarness
) -> None:
    await asyncio.to_thread(
        stage.sql,
        "INSERT INTO chat_settings (platform, chat_id, settings) "
        f"VALUES ('discord', '{stage.guild.id}', '{{\"paused\": true}}')",
    )

    interaction = await stage.comic()
    await both_are_through(stage, interaction)

    assert "paused" in await stage.refusal(interaction)
    assert stage.general.messages_seen_by(stage.bob) == []


async def slower_one_looked(stage: AdapterHarness) -> None:
    """Wait until the slower one has given way, and has found an answer."""
    looks = stage.fake.ledger.to
    await stage.fake.until(lambda: len(looks("webhook_get")) == 2, "a look at the answer")
    await asyncio.sleep(0.3)


async def test_what_a_moderator_switches_is_switched_once(
    stage: AdapterHarness, other: AdapterHarness
) -> None:
    stage.fake.grant(stage.guild, stage.bob, Permission.MANAGE_GUILD)

    done = await stage.fake.slash(
        stage.bob, stage.general, "comicadmin channel", channel=stage.general
    )
    await both_are_through(stage, done)
    await slower_one_looked(stage)

    assert done.original is not None
    assert f"<#{stage.general.id}>" in done.original.content
    assert stage.count(f"chat_settings WHERE settings LIKE '%{stage.general.id}%'") == 1


async def test_a_report_is_kept_once(stage: AdapterHarness, other: AdapterHarness) -> None:
    message = await comic_of(stage)
    press = await stage.fake.press(stage.bob, message, "Report")
    await stage.fake.acknowledged(press)
    stage.fake.ledger.calls.clear()

    await stage.fake.submit_modal(press, kind=["hate"], reason="")
    await slower_one_looked(stage)

    assert stage.count("reports") == 1


# --- The other session, played by the test --------------------------------------------------------


async def acknowledged_elsewhere(
    stage: AdapterHarness, *, says: str = "", breaks: int = 0, **options: Any
) -> Interaction:
    """Have another session acknowledge a command before others' eyes, and answer or fall silent.

    *breaks*: how often the connection over which we acknowledge it breaks.
    """
    stage.fake.fail("callback", times=breaks)
    ours = stage.fake.faults.hold("callback")
    interaction = await stage.comic(**options)
    await stage.fake.until(lambda: stage.fake.faults.waiting, "our acknowledgement")
    stage.fake.answering.acknowledge(interaction, {"type": 5}, [])
    if says:
        stage.fake.answering.edit(interaction, "@original", {"content": says}, [])
    ours.set()
    return interaction


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(responses, "OTHER_SESSION_SECONDS", 0.2)


@pytest.mark.usefixtures("hasty")
async def test_what_is_private_is_not_put_into_an_answer_that_another_made_for_all(
    stage: AdapterHarness,
) -> None:
    interaction = await acknowledged_elsewhere(stage, private=True)

    message = await stage.picture_in(lambda: next(iter(interaction.follow_ups), None))

    assert message.is_ephemeral
    assert (await stage.job_of(interaction)).private
    assert stage.general.messages_seen_by(stage.bob) == []


@pytest.mark.usefixtures("hasty")
async def test_what_another_has_answered_is_not_taken_away_by_who_would_refuse_it(
    stage: AdapterHarness,
) -> None:
    stage.lose_database()
    interaction = await acknowledged_elsewhere(stage, says="On it!")

    await slower_one_looked(stage)

    [message] = interaction.messages
    assert message.text == "On it!"


@pytest.mark.usefixtures("hasty")
async def test_what_another_has_refused_is_not_taken_on(stage: AdapterHarness) -> None:
    await acknowledged_elsewhere(stage, says="I can’t accept requests right now")

    await slower_one_looked(stage)

    assert stage.count("jobs") == 0


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("breaks", [1, 2])
async def test_who_does_not_know_whether_they_acknowledged_it_write_over_nothing(
    stage: AdapterHarness, breaks: int
) -> None:
    interaction = await acknowledged_elsewhere(stage, says="On it!", breaks=breaks)

    await stage.fake.until(lambda: stage.fake.ledger.to("callback", status=400), "our refusal")
    await asyncio.sleep(1)

    assert [message.text for message in interaction.messages] == ["On it!"]


async def test_what_another_acknowledged_a_quarter_of_an_hour_ago_is_not_taken_on(
    stage: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(responses, "OTHER_SESSION_SECONDS", 1.0)
    interaction = await acknowledged_elsewhere(stage)
    await stage.fake.until(lambda: stage.fake.ledger.to("webhook_get"), "a first look")

    stage.expire()

    await slower_one_looked(stage)
    assert interaction.is_thinking
    assert stage.count("jobs") == 0


@pytest.mark.usefixtures("hasty")
async def test_what_another_acknowledged_and_left_is_taken_on_also_where_nobody_can_look(
    stage: AdapterHarness,
) -> None:
    stage.fake.fail("webhook_get", 403, times=2)

    interaction = await acknowledged_elsewhere(stage)

    await stage.picture_in(lambda: interaction.original)


@pytest.mark.usefixtures("hasty")
async def test_what_another_acknowledged_and_left_is_refused_all_the_same(
    stage: AdapterHarness,
) -> None:
    stage.lose_database()

    interaction = await acknowledged_elsewhere(stage)

    assert "couldn’t confirm" in await stage.refusal(interaction)


async def test_a_process_that_stops_has_no_last_word_in_what_another_acknowledged(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "DRAIN_SECONDS", 0.1)
    async with running_stage(fake, tmp_path, migrated_file) as stage:
        stage.lose_database()
        interaction = await acknowledged_elsewhere(stage, says="On it!")
        await fake.until(lambda: fake.ledger.to("webhook_get"), "a look at the answer")

    [message] = interaction.messages
    assert message.text == "On it!"


def unhurt(message: Message) -> None:
    assert len(message.pictures) == 1
    assert "bakery" in message.content
    assert "Again" in str(message.components)
