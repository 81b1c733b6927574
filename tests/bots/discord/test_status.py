"""Status messages: up to date while a job runs, and never in place of the image."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bots.chat import progress_updater
from bots.chat.api_errors import FailureKind
from bots.chat.cards import Card, status_card
from bots.discord import rate_limit, status_messages
from bots.discord.api_errors import DiscordApiError
from core.delivery import service
from core.models import deliveries
from core.models.deliveries import DeliveryState, Destination
from core.models.identity import JobId, Requester
from core.models.job_status import JobStatus
from core.models.jobs import JobState, Progress
from core.models.jobs import Stage as JobStage
from core.requests.job_statuses import JobStatuses
from core.sentences import sentence
from tests.bots.discord.adapter import TIMEOUT, AdapterHarness
from tests.bots.discord.test_delivery import foreign_server, wait_for_fetch_button
from tests.fakes.discord import Interaction

pytestmark = pytest.mark.servers


@pytest.fixture(autouse=True)
def record_edits(adapter: AdapterHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    """Record the contents of all edits."""
    edit = adapter.api.edit_reply

    async def recorded(application: str, token: str, rendered: Any, **options: Any) -> str:
        message = await edit(application, token, rendered, **options)
        adapter.sent_text += f"{rendered.content}\n"
        return message

    monkeypatch.setattr(adapter.api, "edit_reply", recorded)
    edit_by_bot = adapter.api.edit

    async def recorded_by_bot(channel: str, message: str, rendered: Any, **options: Any) -> None:
        await edit_by_bot(channel, message, rendered, **options)
        adapter.sent_text += f"{rendered.content}\n"

    monkeypatch.setattr(adapter.api, "edit", recorded_by_bot)


@pytest.fixture(autouse=True)
def unlimited_edits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lift the minimum interval between two edits."""
    monkeypatch.setattr(status_messages, "EDIT_INTERVAL", 0.0)


async def report_progress(
    adapter: AdapterHarness, interaction: Interaction, progress: Progress, words: str
) -> None:
    """Report progress as a worker does, until it is sent to Discord.

    The real worker overwrites it with its own state once a second.
    """
    job = await adapter.job_of(interaction)
    owner = job.lease_owner
    assert owner is not None
    services = adapter.running.services
    batch = {job.id: (job.claim_no, progress)}
    async with asyncio.timeout(TIMEOUT):
        while words not in adapter.sent_text:
            await services.database.write(
                lambda unit: unit.job_progress.write_progress(owner, batch)
            )
            services.job_events.notify()
            await adapter.yield_to_loop()


async def test_the_status_message_shows_the_progress(adapter: AdapterHarness) -> None:
    interaction = await adapter.comic_being_drawn(adapter.general)
    message = interaction.original
    assert message is not None
    for progress, words in (
        (Progress(stage=JobStage.WAKING, eta_seconds=90), "Waking the artist"),
        (Progress(stage=JobStage.RENDERING, panel=2, panels=4, eta_seconds=20), "panel 2 of 4"),
        (Progress(stage=JobStage.LETTERING), "Lettering"),
    ):
        await report_progress(adapter, interaction, progress, words)
    assert "Cancel" in str(message.components)

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)
    assert "Lettering" not in message.text


async def test_after_the_token_expired_the_bots_token_edits_the_status(
    adapter: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status_messages, "BOT_EDIT_INTERVAL", 0.0)
    monkeypatch.setattr(status_messages, "BOT_EDITS_PER_SECOND", 1000.0)
    interaction = await adapter.comic_being_drawn(adapter.general)
    adapter.expire_tokens()
    monkeypatch.setattr(status_messages, "TOKEN_MARGIN", timedelta(minutes=15))

    await report_progress(
        adapter, interaction, Progress(stage=JobStage.RENDERING, panel=2, panels=4), "2 of 4"
    )
    assert interaction.original is not None
    assert "Cancel" in str(interaction.original.components)
    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    assert len(adapter.general.messages_seen_by(adapter.bob)) == 1
    assert adapter.images_seen_by(adapter.bob, adapter.general) == 1
    assert "2 of 4" not in interaction.original.text


async def test_status_edits_with_the_bots_token_yield_to_deliveries(
    adapter: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All calls are reserved for deliveries, so no status edit is sent."""
    monkeypatch.setattr(status_messages, "BOT_EDIT_INTERVAL", 0.0)
    monkeypatch.setattr(status_messages, "BOT_EDITS_PER_SECOND", 1000.0)
    monkeypatch.setattr(rate_limit, "RESERVED_SHARE", 1.0)
    interaction = await adapter.comic_being_drawn(adapter.general)
    adapter.expire_tokens()
    shown, show = [], status_messages.StatusMessages._show

    async def recorded(self: status_messages.StatusMessages, to: Destination, card: Card) -> bool:
        shown.append(await show(self, to, card))
        adapter.sent_text += card.text
        return shown[-1]

    monkeypatch.setattr(status_messages.StatusMessages, "_show", recorded)
    monkeypatch.setattr(status_messages, "TOKEN_MARGIN", timedelta(minutes=15))

    await report_progress(adapter, interaction, Progress(stage=JobStage.LETTERING), "Lettering")
    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    assert shown
    assert all(shown)
    assert adapter.images_seen_by(adapter.bob, adapter.general) == 1
    assert interaction.original is not None
    assert "Lettering" not in str(interaction.original.history)


async def test_a_queued_job_shows_its_position(adapter: AdapterHarness) -> None:
    await adapter.comic_being_drawn(adapter.general)
    second, third = await adapter.request_comic(), await adapter.request_comic()

    await adapter.fake.responded(second)
    await adapter.fake.responded(third)

    assert third.original is not None
    assert "number 2 in line" in third.original.text


async def test_a_queued_job_costs_no_query_of_its_own(
    adapter: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the receipt shows is neither queried again per job nor edited."""
    queried, get_status = list[UUID](), JobStatuses.get

    async def recorded(job_statuses: JobStatuses, job_id: JobId, requester: Requester) -> JobStatus:
        queried.append(job_id)
        return await get_status(job_statuses, job_id, requester)

    monkeypatch.setattr(JobStatuses, "get", recorded)
    await adapter.comic_being_drawn(adapter.general)
    second = await adapter.request_comic()
    await adapter.fake.responded(second)
    job, job_events = await adapter.job_of(second), adapter.running.services.job_events
    async with asyncio.timeout(TIMEOUT):
        while job.id not in job_events._pending:  # until the feed has seen the job
            job_events.notify()
            await adapter.yield_to_loop()

    assert job.id not in queried
    assert "in line" not in adapter.sent_text  # the message still shows the receipt

    adapter.generator.resume()
    await adapter.wait_for_delivery(second)
    assert adapter.images_seen_by(adapter.bob, adapter.general) == 2


async def test_a_late_status_edit_does_not_replace_the_image(
    adapter: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process edits the status while the image is put in."""
    interaction = await adapter.comic_being_drawn(adapter.general)
    message = interaction.original
    assert message is not None
    held, edit = asyncio.Event(), adapter.api.edit_reply

    async def late(application: str, token: str, rendered: Any, **options: Any) -> str:
        if "Lettering" in rendered.content:
            adapter.sent_text += rendered.content
            await held.wait()
        return await edit(application, token, rendered, **options)

    monkeypatch.setattr(adapter.api, "edit_reply", late)
    edits = len(adapter.fake.call_log.to("webhook_edit"))
    await report_progress(adapter, interaction, Progress(stage=JobStage.LETTERING), "Lettering")
    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)
    assert len(adapter.fake.call_log.to("webhook_edit")) > edits

    held.set()
    await adapter.fake.until(lambda: "Lettering" in message.text, "the late edit")
    await adapter.fake.until(lambda: "Lettering" not in message.text, "the image again")

    await adapter.wait_for_delivery(interaction)
    assert adapter.images_seen_by(adapter.bob, adapter.general) == 1
    assert "Again" in str(message.components)


async def test_a_late_receipt_does_not_replace_the_image(
    adapter: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The edit that shows the receipt times out and takes effect later."""
    monkeypatch.setattr(progress_updater, "SETTLED_AFTER", 0.5)
    held, edit = asyncio.Event(), adapter.api.edit_reply
    lost: list[asyncio.Task[str]] = []

    async def late(*given: Any) -> str:
        await held.wait()
        return await edit(*given)

    async def time_out_once(*given: Any, **options: Any) -> str:
        if lost:
            return await edit(*given, **options)
        lost.append(asyncio.create_task(late(*given)))
        raise DiscordApiError(FailureKind.LATER)

    monkeypatch.setattr(adapter.api, "edit_reply", time_out_once)
    interaction = await adapter.draw_comic()
    message = interaction.original
    assert message is not None
    await adapter.wait_for_delivery(interaction)

    held.set()
    await lost[0]
    assert message.pictures == []

    await adapter.wait_for_image(lambda: interaction.original)


async def test_the_fetch_button_is_not_overwritten(
    adapter: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button is shown at once, since the margin is almost as long as the token's lifetime."""
    monkeypatch.setattr(deliveries, "TOKEN_MARGIN", timedelta(minutes=15) - timedelta(seconds=3))
    interaction = await adapter.comic_being_drawn(foreign_server(adapter))
    await adapter.retry_deliveries()
    await wait_for_fetch_button(adapter, interaction)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(3):
            await report_progress(
                adapter, interaction, Progress(stage=JobStage.LETTERING), "Lettering"
            )

    await wait_for_fetch_button(adapter, interaction)


async def test_fifty_status_messages_for_ten_minutes_exceed_no_rate_limit(
    adapter: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each changes every 30 seconds of Discord's simulated clock.

    With Discord's real limits no call may have to wait, least of all a delivery.
    """
    steps, step = 20, 0

    def numbered_card(status: JobStatus, locale: str, owner: str) -> Card:
        return replace(status_card(status, locale, owner), text=f"step {step}")

    monkeypatch.setattr(progress_updater, "status_card", numbered_card)
    monkeypatch.setattr(progress_updater, "POSITION_INTERVAL", timedelta(seconds=0.1))
    monkeypatch.setattr(service, "NOTIFY_AFTER", timedelta(hours=1))  # no notices
    adapter.generator.hold()
    interactions = [await adapter.request_comic() for _ in range(50)]
    for each in interactions:
        await adapter.fake.responded(each)
    for step in range(1, steps + 1):
        words = f"step {step}\n"
        await adapter.fake.until(lambda: adapter.sent_text.count(words) == 50, words, 60)  # noqa: B023
        adapter.fake.clock.advance(seconds=30)

    adapter.generator.resume()
    for each in interactions:
        await adapter.wait_for_delivery(each)

    assert adapter.fake.call_log.with_status(429) == []
    assert len(adapter.fake.call_log.to("webhook_edit")) >= 50 * (steps + 2)
    assert [(await adapter.delivery_of(each)).attempts for each in interactions] == [0] * 50
    assert adapter.images_seen_by(adapter.bob, adapter.general) == 50


async def test_the_finished_comic_shows_notices_of_adjusted_options(
    adapter: AdapterHarness,
) -> None:
    interaction = await adapter.comic_being_drawn(adapter.general, layout="strip", panels=12)
    message = interaction.original
    assert message is not None
    assert "don’t fit the layout strip" in message.text

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    assert "don’t fit the layout strip" in message.text
    assert len(message.pictures) == 1


async def test_the_finished_comic_shows_remarks_of_the_generator(adapter: AdapterHarness) -> None:
    adapter.generator.notices = [{"code": "planner_unavailable"}, {"code": "of_a_later_release"}]
    interaction = await adapter.comic_being_drawn(adapter.general)
    message = interaction.original
    assert message is not None

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    assert message.text.count(sentence("generator_planner_unavailable", "en")) == 1
    assert "later" not in message.text


# --- Notices --------------------------------------------------------------------------------------


async def make_job_old(adapter: AdapterHarness) -> None:
    await asyncio.to_thread(
        adapter.execute_sql, "UPDATE jobs SET created_at = '2026-01-01 00:00:00.000000'"
    )


async def test_a_slow_comic_is_announced_to_the_requester_alone(adapter: AdapterHarness) -> None:
    interaction = await adapter.comic_being_drawn(adapter.general)
    await make_job_old(adapter)

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    message, notice = adapter.general.messages_seen_by(adapter.bob)
    assert message.pictures
    assert notice.pinged == {adapter.ada.id}
    assert notice.replies_to == message.id
    assert "ready" in notice.text


async def test_a_repeated_delivery_is_announced_once(adapter: AdapterHarness) -> None:
    interaction = await adapter.comic_being_drawn(adapter.general)
    await make_job_old(adapter)
    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    await asyncio.to_thread(adapter.execute_sql, "UPDATE deliveries SET state = 'pending'")
    await adapter.retry_deliveries()
    await adapter.wait_for_delivery(interaction)

    assert len(adapter.general.messages_seen_by(adapter.bob)) == 2


async def test_where_the_bot_is_no_member_the_notice_is_a_follow_up(
    adapter: AdapterHarness,
) -> None:
    channel = foreign_server(adapter)
    interaction = await adapter.comic_being_drawn(channel)
    await make_job_old(adapter)

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)
    await adapter.fake.until(lambda: interaction.follow_ups, "the announcement")

    assert interaction.follow_ups[0].pinged == {adapter.ada.id}


async def test_users_who_switched_notices_off_get_none(adapter: AdapterHarness) -> None:
    interaction = await adapter.comic_being_drawn(adapter.general)
    await make_job_old(adapter)
    await asyncio.to_thread(
        adapter.execute_sql, "UPDATE profiles SET settings = '{\"notify\": false}'"
    )

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    assert len(adapter.general.messages_seen_by(adapter.bob)) == 1
    assert (await adapter.job_of(interaction)).state is JobState.DRAWN
    assert (await adapter.delivery_of(interaction)).state is DeliveryState.DELIVERED
