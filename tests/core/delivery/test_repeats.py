"""Repeated deliveries: an edit of the status message may have replaced the image."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import NotFoundError
from core.models.deliveries import DeliveryState
from core.models.identity import Platform, Requester
from core.ports.delivery import DeliveryResult
from tests.core.job_services import JobServices, in_discord, somebody, unknown_job

ME = somebody(platform=Platform.DISCORD)
STRANGER = somebody("2", Platform.DISCORD)
DELIVERED = DeliveryResult(DeliveryState.DELIVERED)
HERE = replace(in_discord(), message_id="77")


async def test_a_delivery_has_started_once_it_was_claimed(scene: JobServices) -> None:
    scene.messenger.answers = [DeliveryResult(DeliveryState.PENDING)]
    receipt = await scene.ask(who=ME, to=HERE)
    deliveries = scene.worker.deliveries
    await scene.draw_all()

    before = await deliveries.has_started(receipt.job_id, ME)
    await deliveries.deliver_next()
    after = await deliveries.has_started(receipt.job_id, ME)

    assert (before, after) == (False, True)
    with pytest.raises(NotFoundError):
        await deliveries.has_started(receipt.job_id, STRANGER)


async def test_a_job_without_a_delivery_has_none_that_started(scene: JobServices) -> None:
    receipt = await scene.ask(who=ME)
    deliveries = scene.worker.deliveries

    assert not await deliveries.has_started(receipt.job_id, ME)
    assert not await deliveries.targets_message(receipt.job_id, ME, "77")


async def test_a_comic_is_delivered_again_into_the_same_message(scene: JobServices) -> None:
    scene.messenger.answers = [DELIVERED, DELIVERED]
    receipt = await scene.ask(who=ME, to=HERE)
    await scene.draw_all()
    await scene.worker.deliveries.deliver_next()

    repeated = await scene.worker.deliveries.repeat(receipt.job_id, ME, HERE)
    delivered = await scene.worker.deliveries.deliver_next()

    assert (repeated, delivered) == (True, True)
    assert scene.messenger.parcels[1].delivery.destination.message_id == "77"
    assert (await scene.delivery(receipt.job_id)).state is DeliveryState.DELIVERED


async def test_a_delivery_into_another_message_is_not_repeated(scene: JobServices) -> None:
    scene.messenger.answers = [DELIVERED]
    receipt = await scene.ask(who=ME, to=HERE)
    await scene.draw_all()
    await scene.worker.deliveries.deliver_next()

    there = replace(HERE, message_id="78")

    assert not await scene.worker.deliveries.repeat(receipt.job_id, ME, there)
    assert not await scene.worker.deliveries.deliver_next()


async def test_a_delivery_that_is_due_anyway_is_not_repeated(scene: JobServices) -> None:
    receipt = await scene.ask(who=ME, to=HERE)
    await scene.draw_all()

    assert not await scene.worker.deliveries.repeat(receipt.job_id, ME, HERE)


@pytest.mark.parametrize("who", [STRANGER, somebody(), somebody("1001", Platform.TELEGRAM)])
async def test_other_users_cannot_repeat_a_delivery(scene: JobServices, who: Requester) -> None:
    receipt = await scene.ask(who=ME, to=HERE)

    for job_id in (receipt.job_id, unknown_job()):
        with pytest.raises(NotFoundError):
            await scene.worker.deliveries.repeat(job_id, who, HERE)
