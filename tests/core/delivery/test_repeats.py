"""Repeated deliveries: an edit of the status message may have replaced the image."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import NotFoundError
from core.models.deliveries import DeliveryState, MessageReference
from core.models.identity import Platform, Requester
from core.ports.delivery import DeliveryResult
from tests.core.job_services import JobServices, discord_destination, make_requester, unknown_job

ME = make_requester(platform=Platform.DISCORD)
STRANGER = make_requester("2", Platform.DISCORD)
DELIVERED = DeliveryResult(DeliveryState.DELIVERED)
MESSAGE = MessageReference("42", "77")
HERE = replace(discord_destination(), message=MESSAGE)


async def test_a_delivery_has_started_once_it_was_claimed(job_services: JobServices) -> None:
    job_services.messenger.answers = [DeliveryResult(DeliveryState.PENDING)]
    receipt = await job_services.request(requester=ME, destination=HERE)
    deliveries = job_services.worker.deliveries
    await job_services.draw_all()

    before = await deliveries.has_started(receipt.job_id, ME)
    await deliveries.deliver_next()
    after = await deliveries.has_started(receipt.job_id, ME)

    assert (before, after) == (False, True)
    with pytest.raises(NotFoundError):
        await deliveries.has_started(receipt.job_id, STRANGER)


async def test_a_job_without_a_delivery_has_none_that_started(job_services: JobServices) -> None:
    receipt = await job_services.request(requester=ME)
    deliveries = job_services.worker.deliveries

    assert not await deliveries.has_started(receipt.job_id, ME)
    assert not await deliveries.targets_message(receipt.job_id, ME, MESSAGE)


async def test_a_comic_is_delivered_again_into_the_same_message(job_services: JobServices) -> None:
    job_services.messenger.answers = [DELIVERED, DELIVERED]
    receipt = await job_services.request(requester=ME, destination=HERE)
    await job_services.draw_all()
    await job_services.worker.deliveries.deliver_next()

    repeated = await job_services.worker.deliveries.repeat(receipt.job_id, ME, HERE)
    delivered = await job_services.worker.deliveries.deliver_next()

    assert (repeated, delivered) == (True, True)
    assert job_services.messenger.payloads[1].delivery.destination.message == MESSAGE
    assert (await job_services.delivery(receipt.job_id)).state is DeliveryState.DELIVERED


async def test_a_delivery_into_another_message_is_not_repeated(job_services: JobServices) -> None:
    job_services.messenger.answers = [DELIVERED]
    receipt = await job_services.request(requester=ME, destination=HERE)
    await job_services.draw_all()
    await job_services.worker.deliveries.deliver_next()

    there = replace(HERE, message=MessageReference("42", "78"))

    assert not await job_services.worker.deliveries.repeat(receipt.job_id, ME, there)
    assert not await job_services.worker.deliveries.deliver_next()


async def test_a_delivery_that_is_due_anyway_is_not_repeated(job_services: JobServices) -> None:
    receipt = await job_services.request(requester=ME, destination=HERE)
    await job_services.draw_all()

    assert not await job_services.worker.deliveries.repeat(receipt.job_id, ME, HERE)


@pytest.mark.parametrize(
    "who", [STRANGER, make_requester(), make_requester("1001", Platform.TELEGRAM)]
)
async def test_other_users_cannot_repeat_a_delivery(
    job_services: JobServices, who: Requester
) -> None:
    receipt = await job_services.request(requester=ME, destination=HERE)

    for job_id in (receipt.job_id, unknown_job()):
        with pytest.raises(NotFoundError):
            await job_services.worker.deliveries.repeat(job_id, who, HERE)
