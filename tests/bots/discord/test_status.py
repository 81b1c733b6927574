"""The status message: true while somebody waits, and never over the picture."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bots.chat import following
from bots.discord import orders
from bots.discord.errors import DiscordError, Trouble
from core import parting
from core.models import DeliveryState, JobState, Progress
from core.models import Stage as Step
from tests.bots.discord.stage import PATIENCE, Stage
from tests.bots.discord.test_delivery import foreign_server, has_button, waiting
from tests.fakes.discord import Interaction

pytestmark = pytest.mark.servers


@pytest.fixture(autouse=True)
def sent(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep all that is sent as status messages."""
    edit = stage.rest.edit_reply

    async def recorded(application: str, token: str, screen: Any, **options: Any) -> str:
        message = await edit(application, token, screen, **options)
        stage.sent += f"{screen.content}\n"
        return message

    monkeypatch.setattr(stage.rest, "edit_reply", recorded)


@pytest.fixture(autouse=True)
def quick_edits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let status messages change as often as they like."""
    monkeypatch.setattr(orders, "EVERY", 0.0)


async def tell(stage: Stage, interaction: Interaction, progress: Progress, words: str) -> None:
    """Have a worker report how far a drawing is, until that is sent to Discord.

    The worker that really draws it has nothing to report, and says so once a second.
    """
    job = await stage.job_of(interaction)
    owner = job.lease_owner
    assert owner is not None
    services = stage.running.services
    batch = {job.id: (job.claim_no, progress)}
    async with asyncio.timeout(PATIENCE):
        while words not in stage.sent:
            await services.database.write(lambda unit: unit.jobs.write_progress(owner, batch))
            services.watcher.nudge()
            await stage.breathe()


async def test_it_tells_in_words_how_far_the_comic_is(stage: Stage) -> None:
    interaction = await waiting(stage, stage.general)
    message = interaction.original
    assert message is not None
    for progress, words in (
        (Progress(stage=Step.WAKING, eta_seconds=90), "Waking the artist"),
        (Progress(stage=Step.RENDERING, panel=2, panels=4, eta_seconds=20), "panel 2 of 4"),
        (Progress(stage=Step.LETTERING), "Lettering"),
    ):
        await tell(stage, interaction, progress, words)
    assert "Cancel" in str(message.components)

    stage.generator.go_on()
    await stage.settled(interaction)
    assert "Lettering" not in message.text


async def test_whoever_is_in_line_sees_their_place(stage: Stage) -> None:
    await waiting(stage, stage.general)
    second, third = await stage.comic(), await stage.comic()

    await stage.fake.answered(second)
    await stage.fake.answered(third)

    assert third.original is not None
    assert "number 2 in line" in third.original.text


async def test_an_edit_that_lands_after_the_picture_does_not_bury_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process edits the status just when the picture is put in."""
    interaction = await waiting(stage, stage.general)
    message = interaction.original
    assert message is not None
    held, edit = asyncio.Event(), stage.rest.edit_reply

    async def late(application: str, token: str, screen: Any, **options: Any) -> str:
        if "Lettering" in screen.content:
            stage.sent += screen.content
            await held.wait()
        return await edit(application, token, screen, **options)

    monkeypatch.setattr(stage.rest, "edit_reply", late)
    edits = len(stage.fake.ledger.to("webhook_edit"))
    await tell(stage, interaction, Progress(stage=Step.LETTERING), "Lettering")
    stage.generator.go_on()
    await stage.settled(interaction)
    assert len(stage.fake.ledger.to("webhook_edit")) > edits

    held.set()
    await stage.fake.until(lambda: "Lettering" in message.text, "the late edit")
    await stage.fake.until(lambda: "Lettering" not in message.text, "the picture again")

    await stage.settled(interaction)
    assert stage.pictures_seen_by(stage.bob, stage.general) == 1
    assert "Again" in str(message.components)


async def test_a_receipt_that_lands_after_the_picture_does_not_bury_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receipt takes so long that nobody knows what became of it."""
    monkeypatch.setattr(following, "SETTLED_AFTER", 0.5)
    held, edit = asyncio.Event(), stage.rest.edit_reply
    lost: list[asyncio.Task[str]] = []

    async def late(*given: Any) -> str:
        await held.wait()
        return await edit(*given)

    async def time_out_once(*given: Any, **options: Any) -> str:
        if lost:
            return await edit(*given, **options)
        lost.append(asyncio.create_task(late(*given)))
        raise DiscordError(Trouble.LATER)

    monkeypatch.setattr(stage.rest, "edit_reply", time_out_once)
    interaction = await stage.drawn()
    message = interaction.original
    assert message is not None
    await stage.settled(interaction)

    held.set()
    await lost[0]
    assert message.pictures == []

    await stage.picture_in(lambda: interaction.original)


async def test_the_button_that_fetches_it_is_not_written_over(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is shown at once here, for the token is held to be at its end all but as it begins."""
    monkeypatch.setattr(parting, "BEFORE_EXPIRY", timedelta(minutes=15) - timedelta(seconds=3))
    interaction = await waiting(stage, foreign_server(stage))
    await stage.hurry()
    await has_button(stage, interaction)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(3):
            await tell(stage, interaction, Progress(stage=Step.LETTERING), "Lettering")

    await has_button(stage, interaction)


async def test_fifty_status_messages_run_into_no_limit(stage: Stage) -> None:
    stage.generator.hold()
    crowd = [await stage.comic() for _ in range(50)]
    for each in crowd:
        await stage.fake.answered(each)

    for _ in range(6):  # changes as fast as they can be shown
        stage.running.services.watcher.nudge()
        await asyncio.sleep(0.3)
    stage.generator.go_on()
    for each in crowd:
        await stage.settled(each)

    assert stage.fake.ledger.with_status(429) == []
    assert stage.pictures_seen_by(stage.bob, stage.general) == 50


# --- Who looked away ------------------------------------------------------------------------------


async def long_ago(stage: Stage) -> None:
    await asyncio.to_thread(stage.sql, "UPDATE jobs SET created_at = '2026-01-01 00:00:00.000000'")


async def test_what_took_long_is_announced_to_its_person_alone(stage: Stage) -> None:
    interaction = await waiting(stage, stage.general)
    await long_ago(stage)

    stage.generator.go_on()
    await stage.settled(interaction)

    message, notice = stage.general.messages_seen_by(stage.bob)
    assert message.pictures
    assert notice.pinged == {stage.ada.id}
    assert notice.replies_to == message.id
    assert "ready" in notice.text


async def test_it_is_announced_once_however_often_it_is_brought(stage: Stage) -> None:
    interaction = await waiting(stage, stage.general)
    await long_ago(stage)
    stage.generator.go_on()
    await stage.settled(interaction)

    await asyncio.to_thread(stage.sql, "UPDATE deliveries SET state = 'pending'")
    await stage.hurry()
    await stage.settled(interaction)

    assert len(stage.general.messages_seen_by(stage.bob)) == 2


async def test_where_the_bot_is_no_member_a_follow_up_announces_it(stage: Stage) -> None:
    channel = foreign_server(stage)
    interaction = await waiting(stage, channel)
    await long_ago(stage)

    stage.generator.go_on()
    await stage.settled(interaction)
    await stage.fake.until(lambda: interaction.follow_ups, "the announcement")

    assert interaction.follow_ups[0].pinged == {stage.ada.id}


async def test_whoever_does_not_want_it_is_left_in_peace(stage: Stage) -> None:
    interaction = await waiting(stage, stage.general)
    await long_ago(stage)
    await asyncio.to_thread(stage.sql, "UPDATE profiles SET settings = '{\"notify\": false}'")

    stage.generator.go_on()
    await stage.settled(interaction)

    assert len(stage.general.messages_seen_by(stage.bob)) == 1
    assert (await stage.job_of(interaction)).state is JobState.DRAWN
    assert (await stage.delivery_of(interaction)).state is DeliveryState.DELIVERED
