"""Notices: who is mentioned when a comic is ready, and when deliveries are given up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.models.deliveries import DeliveryState
from core.models.identity import Platform
from core.models.jobs import Receipt
from core.ports.delivery import DeliveryPayload, DeliveryResult
from tests.core.job_services import LONG_AGO, JobServices, in_discord, somebody
from tests.core.people_services import PeopleServices

ME = somebody(platform=Platform.DISCORD)
DELIVERED = DeliveryResult(DeliveryState.DELIVERED)


async def drawn(scene: JobServices) -> Receipt:
    receipt = await scene.ask(who=ME, to=in_discord())
    await scene.draw_all()
    return receipt


async def move_back(scene: JobServices, column: str, by: timedelta) -> None:
    """Set a time of every job to that long ago, by the clock of the database."""
    now = await scene.database.read(lambda unit: unit.now())
    moment = (now - by).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    scene.sql(f"UPDATE jobs SET {column} = '{moment}'")


@pytest.mark.parametrize(("seconds", "notice"), [(20, False), (40, True)])
async def test_users_are_notified_if_it_took_longer_than_half_a_minute(
    scene: JobServices, seconds: int, *, notice: bool
) -> None:
    scene.messenger.answers = [DELIVERED]
    await drawn(scene)
    await move_back(scene, "created_at", timedelta(seconds=seconds))

    await scene.worker.deliveries.deliver_next()

    assert scene.messenger.parcels[0].notice is notice


@pytest.mark.parametrize("notify", [True, False])
async def test_users_can_switch_notices_off(house: PeopleServices, *, notify: bool) -> None:
    scene = house.scene
    scene.messenger.answers = [DELIVERED]
    await drawn(scene)
    await house.profiles.update(ME, settings={"notify": notify})
    scene.sql(f"UPDATE jobs SET created_at = '{LONG_AGO}'")

    await scene.worker.deliveries.deliver_next()

    assert scene.messenger.parcels[0].notice is notify


async def test_a_notice_is_recorded_once_over_all_attempts(scene: JobServices) -> None:
    recorded: list[bool] = []

    class Adapter:
        async def deliver(self, payload: DeliveryPayload) -> DeliveryResult:
            recorded.append(await payload.record_notice())
            return DELIVERED if len(recorded) > 1 else DeliveryResult(DeliveryState.PENDING)

    scene.worker.deliveries._adapters = {Platform.DISCORD: Adapter()}
    await drawn(scene)
    for _ in range(2):
        await scene.worker.deliveries.deliver_next()
        scene.make_retries_due()

    assert recorded == [True, False]


@pytest.mark.parametrize(
    ("hours", "state"), [(23, DeliveryState.DELIVERED), (25, DeliveryState.UNDELIVERABLE)]
)
async def test_deliveries_are_given_up_a_day_after_the_job_ended(
    scene: JobServices, hours: int, state: DeliveryState
) -> None:
    scene.messenger.answers = [DELIVERED]
    receipt = await drawn(scene)
    await move_back(scene, "finished_at", timedelta(hours=hours))

    await scene.worker.deliveries.deliver_next()

    assert (await scene.delivery(receipt.job_id)).state is state
    assert len(scene.messenger.parcels) == (state is DeliveryState.DELIVERED)
