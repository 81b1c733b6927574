"""Deliveries are made once, retried with backoff, and given up after a day."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.errors import NotFoundError
from core.models.deliveries import DeliveryState, Destination, DestinationContext, MessageReference
from core.models.identity import Platform
from core.models.jobs import Receipt
from core.ports.delivery import DeliveryPayload, DeliveryResult
from tests.core.job_services import LONG_AGO, JobServices, discord_destination, make_requester

ME = make_requester(platform=Platform.DISCORD)
DELIVERED = DeliveryResult(DeliveryState.DELIVERED)
NOT_YET = DeliveryResult(DeliveryState.PENDING)
MESSAGE = MessageReference("42", "77")


async def drawn(job_services: JobServices) -> Receipt:
    receipt = await job_services.request(requester=ME, destination=discord_destination())
    await job_services.draw_all()
    return receipt


async def test_a_drawn_comic_is_delivered_to_the_original_chat(job_services: JobServices) -> None:
    job_services.messenger.answers = [DELIVERED]
    receipt = await drawn(job_services)

    await job_services.worker.deliveries.deliver_next()

    payload = job_services.messenger.payloads[0]
    assert payload.comic is not None
    assert payload.comic.id == receipt.job_id
    assert (payload.delivery.destination.chat, payload.delivery.destination.reply_token) == (
        "42",
        "secret",
    )


async def test_nothing_is_delivered_before_the_job_ends(job_services: JobServices) -> None:
    await job_services.request(requester=ME, destination=discord_destination())

    assert not await job_services.worker.deliveries.deliver_next()


async def test_a_delivered_comic_is_not_delivered_again_and_its_token_is_deleted(
    job_services: JobServices,
) -> None:
    job_services.messenger.answers = [DELIVERED]
    receipt = await drawn(job_services)
    await job_services.worker.deliveries.deliver_next()

    again = await job_services.worker.deliveries.deliver_next()

    delivery = await job_services.delivery(receipt.job_id)
    assert not again
    assert delivery.state is DeliveryState.DELIVERED
    assert delivery.destination.reply_token is None


@pytest.mark.parametrize("answer", [NOT_YET, RuntimeError("a mistake"), TimeoutError()])
async def test_a_failed_delivery_is_retried_later(
    job_services: JobServices, answer: DeliveryResult | Exception
) -> None:
    job_services.messenger.answers = [answer, DELIVERED]
    receipt = await drawn(job_services)

    await job_services.worker.deliveries.deliver_next()
    too_soon = await job_services.worker.deliveries.deliver_next()
    job_services.make_retries_due()
    await job_services.worker.deliveries.deliver_next()

    delivery = await job_services.delivery(receipt.job_id)
    assert not too_soon
    assert (delivery.state, delivery.attempts) == (DeliveryState.DELIVERED, 1)


async def test_after_a_day_a_delivery_is_undeliverable_and_the_comic_stays_in_the_gallery(
    job_services: JobServices,
) -> None:
    receipt = await drawn(job_services)
    job_services.sql(f"UPDATE jobs SET finished_at = '{LONG_AGO}'")

    await job_services.worker.deliveries.deliver_next()

    assert (await job_services.delivery(receipt.job_id)).state is DeliveryState.UNDELIVERABLE
    assert job_services.messenger.payloads == []


async def test_the_owner_can_redirect_the_delivery(job_services: JobServices) -> None:
    job_services.messenger.answers = [DeliveryResult(DeliveryState.UNDELIVERABLE), DELIVERED]
    receipt = await drawn(job_services)
    await job_services.worker.deliveries.deliver_next()

    redirected = await job_services.worker.deliveries.redirect_here(
        receipt.job_id, ME, discord_destination()
    )
    await job_services.worker.deliveries.deliver_next()

    assert redirected
    assert (await job_services.delivery(receipt.job_id)).state is DeliveryState.DELIVERED


async def test_other_users_cannot_redirect_the_delivery(job_services: JobServices) -> None:
    receipt = await drawn(job_services)

    with pytest.raises(NotFoundError):
        await job_services.worker.deliveries.redirect_here(
            receipt.job_id, make_requester("2", Platform.DISCORD), discord_destination("2")
        )


async def test_only_the_owner_learns_which_message_waits_for_a_job(
    job_services: JobServices,
) -> None:
    receipt = await job_services.request(requester=ME, destination=discord_destination())
    deliveries = job_services.worker.deliveries
    await deliveries.set_status_message(receipt.job_id, ME, MESSAGE)

    assert await deliveries.targets_message(receipt.job_id, ME, MESSAGE)
    assert not await deliveries.targets_message(receipt.job_id, ME, replace(MESSAGE, message="78"))
    with pytest.raises(NotFoundError):
        await deliveries.targets_message(
            receipt.job_id, make_requester("other", Platform.DISCORD), MESSAGE
        )


async def test_the_id_of_a_placeholder_is_stored_for_the_next_attempt(
    job_services: JobServices,
) -> None:
    kept: list[bool] = []

    class Adapter:
        async def deliver(self, payload: DeliveryPayload) -> DeliveryResult:
            if payload.delivery.destination.message is None:
                kept.append(await payload.save_message(MESSAGE))
                raise ConnectionResetError
            return DELIVERED

    receipt = await drawn(job_services)
    job_services.worker.deliveries._adapters = {Platform.DISCORD: Adapter()}

    await job_services.worker.deliveries.deliver_next()
    job_services.make_retries_due()
    await job_services.worker.deliveries.deliver_next()

    delivery = await job_services.delivery(receipt.job_id)
    assert kept == [True]
    assert delivery.destination.message == MESSAGE
    assert delivery.state is DeliveryState.DELIVERED


async def test_a_worker_that_lost_its_claim_cannot_store_a_placeholder(
    job_services: JobServices,
) -> None:
    answers: list[bool] = []
    taken_over = asyncio.Event()

    class Adapter:
        async def deliver(self, payload: DeliveryPayload) -> DeliveryResult:
            job_services.expire_leases()
            await job_services.worker.sweep.run_once()
            other = job_services.process("worker-2")
            job_services.messenger.answers = [DELIVERED]
            await other.deliveries.deliver_next()
            taken_over.set()
            answers.append(await payload.save_message(MESSAGE))
            return DELIVERED

    receipt = await drawn(job_services)
    job_services.worker.deliveries._adapters = {Platform.DISCORD: Adapter()}

    await job_services.worker.deliveries.deliver_next()

    assert taken_over.is_set()
    assert answers == [False]
    assert (await job_services.delivery(receipt.job_id)).destination.message is None


async def test_a_shutdown_makes_the_delivery_due_for_other_processes_at_once(
    job_services: JobServices,
) -> None:
    started = asyncio.Event()

    class Adapter:
        async def deliver(self, payload: DeliveryPayload) -> DeliveryResult:
            started.set()
            await asyncio.Event().wait()
            raise AssertionError

    await drawn(job_services)
    job_services.worker.deliveries._adapters = {Platform.DISCORD: Adapter()}
    delivering = asyncio.create_task(job_services.worker.deliveries.deliver_next())
    await started.wait()

    job_services.worker.deliveries.stop()
    await delivering

    job_services.messenger.answers = [DELIVERED]
    assert await job_services.process("worker-2").deliveries.deliver_next()


async def test_a_platform_this_process_has_no_token_for_is_left_pending(
    job_services: JobServices,
) -> None:
    receipt = await drawn(job_services)
    job_services.worker.deliveries._adapters = {}

    assert not await job_services.worker.deliveries.deliver_next()

    delivery = await job_services.delivery(receipt.job_id)
    assert (delivery.state, delivery.claim_no) == (DeliveryState.PENDING, 0)


async def test_after_a_day_a_delivery_is_undeliverable_even_if_no_process_has_a_token(
    job_services: JobServices,
) -> None:
    receipt = await drawn(job_services)
    job_services.worker.deliveries._adapters = {}
    job_services.sql(f"UPDATE jobs SET finished_at = '{LONG_AGO}'")

    await job_services.worker.sweep.run_once()

    delivery = await job_services.delivery(receipt.job_id)
    assert delivery.state is DeliveryState.UNDELIVERABLE


async def test_a_retry_delay_of_the_platform_is_respected(job_services: JobServices) -> None:
    delay = timedelta(seconds=1234)
    job_services.messenger.answers = [DeliveryResult(DeliveryState.PENDING, retry_after=delay)]
    receipt = await drawn(job_services)

    await job_services.worker.deliveries.deliver_next()

    delivery = await job_services.delivery(receipt.job_id)
    now = await job_services.database.read(lambda unit: unit.now())
    assert delivery.next_attempt_at is not None
    assert timedelta(seconds=1200) < delivery.next_attempt_at - now <= delay


async def test_retry_delays_grow_up_to_five_minutes(job_services: JobServices) -> None:
    seconds = (2, 5, 15, 30, 60, 120, 300, 300)
    job_services.messenger.answers = [NOT_YET] * len(seconds)
    receipt = await drawn(job_services)

    for number, delay in enumerate(seconds, 1):
        job_services.make_retries_due()
        before = await job_services.database.read(lambda unit: unit.now())
        assert await job_services.worker.deliveries.deliver_next()
        after = await job_services.database.read(lambda unit: unit.now())

        delivery = await job_services.delivery(receipt.job_id)
        assert delivery.attempts == number
        assert delivery.next_attempt_at is not None
        assert before <= delivery.next_attempt_at - timedelta(seconds=delay) <= after, number


# --- Before the reply token expires ---------------------------------------------------------------


def ephemeral_destination(expires_at: datetime) -> Destination:
    return Destination(
        platform=Platform.DISCORD,
        chat="42",
        user_id="1001",
        context=DestinationContext.GUILD,
        ephemeral=True,
        reply_token="secret",
        expires_at=expires_at,
    )


async def test_without_a_fallback_a_delivery_is_made_before_the_token_expires(
    job_services: JobServices,
) -> None:
    job_services.messenger.answers = [DELIVERED, DELIVERED]
    now = await job_services.database.read(lambda unit: unit.now())
    receipt = await job_services.request(
        requester=ME, destination=ephemeral_destination(now + timedelta(seconds=60))
    )

    assert await job_services.worker.deliveries.deliver_next()

    early = job_services.messenger.payloads[0]
    delivery = await job_services.delivery(receipt.job_id)
    assert early.comic is None
    assert not early.job.state.is_terminal
    assert (delivery.state, delivery.next_attempt_at) == (DeliveryState.PENDING, None)
    assert delivery.destination.reply_token is None
    assert not await job_services.worker.deliveries.deliver_next()
    await job_services.draw_all()
    await job_services.worker.deliveries.deliver_next()
    assert job_services.messenger.payloads[1].comic is not None


async def test_a_delivery_whose_message_can_be_edited_later_waits_for_the_job(
    job_services: JobServices,
) -> None:
    now = await job_services.database.read(lambda unit: unit.now())
    destination = replace(ephemeral_destination(now + timedelta(seconds=60)), ephemeral=False)
    await job_services.request(requester=ME, destination=destination)

    assert not await job_services.worker.deliveries.deliver_next()


async def test_a_job_that_ends_meanwhile_is_delivered_at_once(job_services: JobServices) -> None:
    class Adapter:
        def __init__(self) -> None:
            self.delivered: list[bool] = []

        async def deliver(self, payload: DeliveryPayload) -> DeliveryResult:
            if not self.delivered:
                await job_services.draw_all()
            self.delivered.append(payload.job.state.is_terminal)
            return DELIVERED

    adapter = Adapter()
    job_services.worker.deliveries._adapters = {Platform.DISCORD: adapter}
    now = await job_services.database.read(lambda unit: unit.now())
    receipt = await job_services.request(
        requester=ME, destination=ephemeral_destination(now + timedelta(seconds=60))
    )

    while await job_services.worker.deliveries.deliver_next():
        pass

    assert adapter.delivered == [False, True]
    assert (await job_services.delivery(receipt.job_id)).state is DeliveryState.DELIVERED


# --- Notices --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "notice"), [(0, False), (60, True)])
async def test_a_slow_comic_is_to_be_announced(
    job_services: JobServices, seconds: int, notice: bool
) -> None:
    job_services.messenger.answers = [DELIVERED]
    await drawn(job_services)
    if seconds:
        job_services.sql(f"UPDATE jobs SET created_at = '{LONG_AGO}'")

    await job_services.worker.deliveries.deliver_next()

    assert job_services.messenger.payloads[0].notice is notice


async def test_a_user_who_canceled_is_not_notified(job_services: JobServices) -> None:
    job_services.messenger.answers = [DELIVERED]
    receipt = await job_services.request(requester=ME, destination=discord_destination())
    await job_services.cancellation.cancel(receipt.job_id, ME)
    job_services.sql(f"UPDATE jobs SET created_at = '{LONG_AGO}'")

    await job_services.worker.deliveries.deliver_next()

    assert job_services.messenger.payloads[0].notice is False
