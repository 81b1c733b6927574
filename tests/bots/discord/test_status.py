"""The status message: true while somebody waits, and never over the picture."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bots.chat import progress_updater
from bots.chat.cards import Card, status_card
from bots.discord import rate_limit, status_messages
from bots.discord.api_errors import DiscordApiError, FailureKind
from core.delivery import service
from core.models import deliveries
from core.models.deliveries import DeliveryState, Destination
from core.models.identity import JobId, Requester
from core.models.job_status import JobStatus
from core.models.jobs import JobState, Progress
from core.models.jobs import Stage as JobStage
from core.requests.service import RequestService
from tests.bots.discord.adapter import PATIENCE, AdapterHarness
from tests.bots.discord.test_delivery import foreign_server, has_button, waiting
from tests.fakes.discord import Interaction

pytestmark = pytest.mark.servers


@pytest.fixture(autouse=True)
def sent(stage: AdapterHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep all that is sent as status messages."""
    edit = stage.api.edit_reply

    async def recorded(application: str, token: str, screen: Any, **options: Any) -> str:
        message = await edit(application, token, screen, **options)
        stage.sent += f"{screen.content}\n"
        return message

    monkeypatch.setattr(stage.api, "edit_reply", recorded)
    edit_ours = stage.api.edit

    async def recorded_of_ours(channel: str, message: str, screen: Any, **options: Any) -> None:
        await edit_ours(channel, message, screen, **options)
        stage.sent += f"{screen.content}\n"

    monkeypatch.setattr(stage.api, "edit", recorded_of_ours)


@pytest.fixture(autouse=True)
def quick_edits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let status messages change as often as they like."""
    monkeypatch.setattr(status_messages, "EDIT_INTERVAL", 0.0)


async def tell(
    stage: AdapterHarness, interaction: Interaction, progress: Progress, words: str
) -> None:
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
            services.job_events.notify()
            await stage.breathe()


async def test_it_tells_in_words_how_far_the_comic_is(stage: AdapterHarness) -> None:
    interaction = await waiting(stage, stage.general)
    message = interaction.original
    assert message is not None
    for progress, words in (
        (Progress(stage=JobStage.WAKING, eta_seconds=90), "Waking the artist"),
        (Progress(stage=JobStage.RENDERING, panel=2, panels=4, eta_seconds=20), "panel 2 of 4"),
        (Progress(stage=JobStage.LETTERING), "Lettering"),
    ):
        await tell(stage, interaction, progress, words)
    assert "Cancel" in str(message.components)

    stage.generator.go_on()
    await stage.settled(interaction)
    assert "Lettering" not in message.text


async def test_once_the_token_has_expired_it_is_told_by_the_bot_itself(
    stage: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status_messages, "BOT_EDIT_INTERVAL", 0.0)
    monkeypatch.setattr(status_messages, "BOT_EDITS_PER_SECOND", 1000.0)
    interaction = await waiting(stage, stage.general)
    stage.expire()
    monkeypatch.setattr(status_messages, "TOKEN_MARGIN", timedelta(minutes=15))

    await tell(stage, interaction, Progress(stage=JobStage.RENDERING, panel=2, panels=4), "2 of 4")
    assert interaction.original is not None
    assert "Cancel" in str(interaction.original.components)
    stage.generator.go_on()
    await stage.settled(interaction)

    assert len(stage.general.messages_seen_by(stage.bob)) == 1
    assert stage.pictures_seen_by(stage.bob, stage.general) == 1
    assert "2 of 4" not in interaction.original.text


async def test_what_is_told_by_the_bot_itself_gives_way_to_pictures(
    stage: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no room but what is kept for pictures: nothing was sent that could come over one."""
    monkeypatch.setattr(status_messages, "BOT_EDIT_INTERVAL", 0.0)
    monkeypatch.setattr(status_messages, "BOT_EDITS_PER_SECOND", 1000.0)
    monkeypatch.setattr(rate_limit, "RESERVED_SHARE", 1.0)
    interaction = await waiting(stage, stage.general)
    stage.expire()
    shown, show = [], status_messages.StatusMessages._show

    async def recorded(self: status_messages.StatusMessages, to: Destination, card: Card) -> bool:
        shown.append(await show(self, to, card))
        stage.sent += card.text
        return shown[-1]

    monkeypatch.setattr(status_messages.StatusMessages, "_show", recorded)
    monkeypatch.setattr(status_messages, "TOKEN_MARGIN", timedelta(minutes=15))

    await tell(stage, interaction, Progress(stage=JobStage.LETTERING), "Lettering")
    stage.generator.go_on()
    await stage.settled(interaction)

    assert shown
    assert all(shown)
    assert stage.pictures_seen_by(stage.bob, stage.general) == 1
    assert interaction.original is not None
    assert "Lettering" not in str(interaction.original.history)


async def test_whoever_is_in_line_sees_their_place(stage: AdapterHarness) -> None:
    await waiting(stage, stage.general)
    second, third = await stage.comic(), await stage.comic()

    await stage.fake.answered(second)
    await stage.fake.answered(third)

    assert third.original is not None
    assert "number 2 in line" in third.original.text


async def test_whoever_stands_in_line_costs_no_more_than_a_look_at_all(
    stage: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the receipt says is not read again for everybody, nor written over."""
    asked, status = list[UUID](), RequestService.status

    async def recorded(comics: RequestService, job_id: JobId, requester: Requester) -> JobStatus:
        asked.append(job_id)
        return await status(comics, job_id, requester)

    monkeypatch.setattr(RequestService, "status", recorded)
    await waiting(stage, stage.general)
    second = await stage.comic()
    await stage.fake.answered(second)
    job, job_events = await stage.job_of(second), stage.running.services.job_events
    async with asyncio.timeout(PATIENCE):
        while job.id not in job_events._in_line:  # looked at, and nothing new
            job_events.notify()
            await stage.breathe()

    assert job.id not in asked
    assert "in line" not in stage.sent  # its receipt is what stands there

    stage.generator.go_on()
    await stage.settled(second)
    assert stage.pictures_seen_by(stage.bob, stage.general) == 2


async def test_an_edit_that_lands_after_the_picture_does_not_bury_it(
    stage: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process edits the status just when the picture is put in."""
    interaction = await waiting(stage, stage.general)
    message = interaction.original
    assert message is not None
    held, edit = asyncio.Event(), stage.api.edit_reply

    async def late(application: str, token: str, screen: Any, **options: Any) -> str:
        if "Lettering" in screen.content:
            stage.sent += screen.content
            await held.wait()
        return await edit(application, token, screen, **options)

    monkeypatch.setattr(stage.api, "edit_reply", late)
    edits = len(stage.fake.ledger.to("webhook_edit"))
    await tell(stage, interaction, Progress(stage=JobStage.LETTERING), "Lettering")
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
    stage: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receipt takes so long that nobody knows what became of it."""
    monkeypatch.setattr(progress_updater, "SETTLED_AFTER", 0.5)
    held, edit = asyncio.Event(), stage.api.edit_reply
    lost: list[asyncio.Task[str]] = []

    async def late(*given: Any) -> str:
        await held.wait()
        return await edit(*given)

    async def time_out_once(*given: Any, **options: Any) -> str:
        if lost:
            return await edit(*given, **options)
        lost.append(asyncio.create_task(late(*given)))
        raise DiscordApiError(FailureKind.LATER)

    monkeypatch.setattr(stage.api, "edit_reply", time_out_once)
    interaction = await stage.drawn()
    message = interaction.original
    assert message is not None
    await stage.settled(interaction)

    held.set()
    await lost[0]
    assert message.pictures == []

    await stage.picture_in(lambda: interaction.original)


async def test_the_button_that_fetches_it_is_not_written_over(
    stage: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is shown at once here, for the token is held to be at its end all but as it begins."""
    monkeypatch.setattr(deliveries, "TOKEN_MARGIN", timedelta(minutes=15) - timedelta(seconds=3))
    interaction = await waiting(stage, foreign_server(stage))
    await stage.hurry()
    await has_button(stage, interaction)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(3):
            await tell(stage, interaction, Progress(stage=JobStage.LETTERING), "Lettering")

    await has_button(stage, interaction)


async def test_ten_minutes_of_fifty_status_messages_run_into_no_limit(
    stage: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each tells something new every half minute, in Discord's time; in ours they are much faster.

    With the limits that Discord has, no call may have to wait, least of all those with pictures.
    """
    steps, step = 20, 0

    def news(status: JobStatus, locale: str, owner: str) -> Card:
        return replace(status_card(status, locale, owner), text=f"step {step}")

    monkeypatch.setattr(progress_updater, "status_card", news)
    monkeypatch.setattr(progress_updater, "POSITION_INTERVAL", timedelta(seconds=0.1))
    monkeypatch.setattr(service, "NOTIFY_AFTER", timedelta(hours=1))  # nobody is called
    stage.generator.hold()
    crowd = [await stage.comic() for _ in range(50)]
    for each in crowd:
        await stage.fake.answered(each)
    for step in range(1, steps + 1):
        words = f"step {step}\n"
        await stage.fake.until(lambda: stage.sent.count(words) == 50, words, 60)  # noqa: B023
        stage.fake.clock.advance(seconds=30)

    stage.generator.go_on()
    for each in crowd:
        await stage.settled(each)

    assert stage.fake.ledger.with_status(429) == []
    assert len(stage.fake.ledger.to("webhook_edit")) >= 50 * (steps + 2)
    assert [(await stage.delivery_of(each)).attempts for each in crowd] == [0] * 50
    assert stage.pictures_seen_by(stage.bob, stage.general) == 50


async def test_what_was_bent_stands_under_the_finished_comic(stage: AdapterHarness) -> None:
    interaction = await waiting(stage, stage.general, layout="strip", panels=12)
    message = interaction.original
    assert message is not None
    assert "don’t fit the layout strip" in message.text

    stage.generator.go_on()
    await stage.settled(interaction)

    assert "don’t fit the layout strip" in message.text
    assert len(message.pictures) == 1


# --- Who looked away ------------------------------------------------------------------------------


async def long_ago(stage: AdapterHarness) -> None:
    await asyncio.to_thread(stage.sql, "UPDATE jobs SET created_at = '2026-01-01 00:00:00.000000'")


async def test_what_took_long_is_announced_to_its_person_alone(stage: AdapterHarness) -> None:
    interaction = await waiting(stage, stage.general)
    await long_ago(stage)

    stage.generator.go_on()
    await stage.settled(interaction)

    message, notice = stage.general.messages_seen_by(stage.bob)
    assert message.pictures
    assert notice.pinged == {stage.ada.id}
    assert notice.replies_to == message.id
    assert "ready" in notice.text


async def test_it_is_announced_once_however_often_it_is_brought(stage: AdapterHarness) -> None:
    interaction = await waiting(stage, stage.general)
    await long_ago(stage)
    stage.generator.go_on()
    await stage.settled(interaction)

    await asyncio.to_thread(stage.sql, "UPDATE deliveries SET state = 'pending'")
    await stage.hurry()
    await stage.settled(interaction)

    assert len(stage.general.messages_seen_by(stage.bob)) == 2


async def test_where_the_bot_is_no_member_a_follow_up_announces_it(stage: AdapterHarness) -> None:
    channel = foreign_server(stage)
    interaction = await waiting(stage, channel)
    await long_ago(stage)

    stage.generator.go_on()
    await stage.settled(interaction)
    await stage.fake.until(lambda: interaction.follow_ups, "the announcement")

    assert interaction.follow_ups[0].pinged == {stage.ada.id}


async def test_whoever_does_not_want_it_is_left_in_peace(stage: AdapterHarness) -> None:
    interaction = await waiting(stage, stage.general)
    await long_ago(stage)
    await asyncio.to_thread(stage.sql, "UPDATE profiles SET settings = '{\"notify\": false}'")

    stage.generator.go_on()
    await stage.settled(interaction)

    assert len(stage.general.messages_seen_by(stage.bob)) == 1
    assert (await stage.job_of(interaction)).state is JobState.DRAWN
    assert (await stage.delivery_of(interaction)).state is DeliveryState.DELIVERED
