"""Notices: who is mentioned when a comic is ready, and when deliveries are given up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.models.deliveries import DeliveryState
from core.models.identity import Platform
from core.models.jobs import Receipt
from core.ports.delivery import DeliveryPayload, DeliveryResult
from tests.core.job_services import LONG_AGO, JobServices, discord_destination, make_requester
from tests.core.people_services import PeopleServices

ME = make_requester(platform=Platform.DISCORD)
DELIVERED = DeliveryResult(DeliveryState.DELIVERED)


async def drawn(job_services: JobServices) -> Receipt:
    receipt = await job_services.request(requester=ME, destination=discord_destination())
    await job_services.draw_all()
    return receipt


async def move_back(job_services: JobServices, column: str, by: timedelta) -> None:
    """Move a timestamp of every job back by this time, by the clock of the database."""
    now = await job_services.database.read(lambda unit: unit.now())
    moment = (now - by).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    job_services.sql(f"UPDATE jobs SET {column} = '{moment}'")


@pytest.mark.parametrize(("seconds", "notice"), [(20, False), (40, True)])
async def test_users_are_notified_if_it_took_longer_than_half_a_minute(
    job_services: JobServices, seconds: int, *, notice: bool
) -> None:
    job_services.messenger.answers = [DELIVERED]
    await drawn(job_services)
    await move_back(job_services, "created_at", timedelta(seconds=seconds))

    await job_services.worker.deliveries.deliver_next()

    assert job_services.messenger.payloads[0].notice is notice


@pytest.mark.parametrize("notify", [True, False])
async def test_users_can_switch_notices_off(
    people_services: PeopleServices, *, notify: bool
) -> None:
    job_services = people_services.job_services
    job_services.messenger.answers = [DELIVERED]
    await drawn(job_services)
    await people_services.profiles.update(ME, settings={"notify": notify})
    job_services.sql(f"UPDATE jobs SET created_at = '{LONG_AGO}'")

    await job_services.worker.deliveries.deliver_next()

    assert job_services.messenger.payloads[0].notice is notify


async def test_a_notice_is_recorded_once_over_all_attempts(job_services: JobServices) -> None:
    recorded: list[bool] = []

    class Adapter:
        async def deliver(self, payload: DeliveryPayload) -> DeliveryResult:
            recorded.append(await payload.record_notice())
            return DELIVERED if len(recorded) > 1 else DeliveryResult(DeliveryState.PENDING)

    job_services.worker.deliveries._adapters = {Platform.DISCORD: Adapter()}
    await drawn(job_services)
    for _ in range(2):
        await job_services.worker.deliveries.deliver_next()
        job_services.make_retries_due()

    assert recorded == [True, False]


@pytest.mark.parametrize(
    ("hours", "state"), [(23, DeliveryState.DELIVERED), (25, DeliveryState.UNDELIVERABLE)]
)
async def test_deliveries_are_given_up_a_day_after_the_job_ended(
    job_services: JobServices, hours: int, state: DeliveryState
) -> None:
    job_services.messenger.answers = [DELIVERED]
    receipt = await drawn(job_services)
    await move_back(job_services, "finished_at", timedelta(hours=hours))

    await job_services.worker.deliveries.deliver_next()

    assert (await job_services.delivery(receipt.job_id)).state is state
    assert len(job_services.messenger.payloads) == (state is DeliveryState.DELIVERED)
