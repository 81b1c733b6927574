"""Limits of requests: per user, per chat, per address and for the whole installation."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.config.settings import Limits
from core.errors import ChatLimitError, DailyLimitError, QueueFullError, TotalLimitError
from core.models.deliveries import Destination, DestinationContext
from core.models.identity import Platform
from core.models.jobs import JobState
from core.requests.quota import Quota, start_of_day
from tests.core.conftest import JobServicesFactory
from tests.core.job_services import JobServices, discord_destination, make_requester
from tests.storage.rows import admission_query

IN_TELEGRAM = Destination(
    platform=Platform.TELEGRAM, chat="42", user_id="7", context=DestinationContext.GROUP
)


def test_the_day_begins_at_midnight_in_utc() -> None:
    now = datetime(2026, 11, 30, 23, 59, 59, 999999, tzinfo=UTC)

    assert start_of_day(now) == datetime(2026, 11, 30, tzinfo=UTC)


async def next_midnight(job_services: JobServices) -> datetime:
    now = await job_services.database.read(lambda unit: unit.now())
    return start_of_day(now) + timedelta(days=1)


async def test_a_user_may_use_the_daily_limit_up(make_job_services: JobServicesFactory) -> None:
    job_services = make_job_services(per_day=2)
    await job_services.request()
    await job_services.request()

    with pytest.raises(DailyLimitError) as caught:
        await job_services.request()

    assert caught.value.limit == 2
    assert caught.value.resets_at == await next_midnight(job_services)


async def test_requests_of_earlier_days_do_not_count(make_job_services: JobServicesFactory) -> None:
    job_services = make_job_services(per_day=1, total_per_day=1)
    await job_services.request()
    job_services.sql("UPDATE jobs SET created_at = '2000-01-01 00:00:00.000000'")

    assert (await job_services.request()).state is JobState.QUEUED


async def test_all_users_together_have_a_daily_limit(make_job_services: JobServicesFactory) -> None:
    job_services = make_job_services(total_per_day=2)
    await job_services.request(requester=make_requester("1"))
    await job_services.request(requester=make_requester("2"))

    with pytest.raises(TotalLimitError) as caught:
        await job_services.request(requester=make_requester("3"))

    assert caught.value.limit == 2
    assert caught.value.resets_at == await next_midnight(job_services)


async def test_a_chat_has_a_daily_limit_for_all_of_its_users(
    make_job_services: JobServicesFactory,
) -> None:
    job_services = make_job_services(chat_per_day=2)
    for user in ("1", "2"):
        await job_services.request(
            requester=make_requester(user, Platform.DISCORD), destination=discord_destination(user)
        )

    with pytest.raises(ChatLimitError) as caught:
        await job_services.request(
            requester=make_requester("3", Platform.DISCORD), destination=discord_destination("3")
        )

    assert caught.value.limit == 2
    assert caught.value.resets_at == await next_midnight(job_services)
    # Neither another chat nor the chat of another platform with the same id is affected.
    elsewhere = replace(discord_destination("3"), chat="43")
    assert await job_services.request(
        requester=make_requester("3", Platform.DISCORD), destination=elsewhere
    )
    assert await job_services.request(
        requester=make_requester("7", Platform.TELEGRAM), destination=IN_TELEGRAM
    )


@pytest.mark.parametrize(("configured", "own"), [(2, 3), (3, 2), (0, 2), (2, 0)])
async def test_the_stricter_limit_of_a_chat_applies(
    make_job_services: JobServicesFactory, configured: int, own: int
) -> None:
    job_services = make_job_services()
    quota = Quota(Limits(chat_per_day=configured))
    who = make_requester("1", Platform.DISCORD)
    profile_id = (
        await job_services.job(
            (await job_services.request(requester=who, destination=discord_destination())).job_id
        )
    ).profile_id
    assert profile_id is not None

    async def admitted() -> JobState:
        query = admission_query(profile_id, identity=who.identity)
        facts = await job_services.database.read(lambda unit: unit.admission.facts(query))
        return quota.admit(facts, who, in_chat=True, chat_per_day=own)

    assert await admitted() is JobState.QUEUED  # the second of the day
    await job_services.request(requester=who, destination=discord_destination())
    with pytest.raises(ChatLimitError) as caught:
        await admitted()
    assert caught.value.limit == 2


async def test_web_visitors_have_their_own_limit_until_they_sign_in(
    make_job_services: JobServicesFactory,
) -> None:
    job_services = make_job_services(anonymous_per_day=1, per_day=2)
    visitor = make_requester("browser", Platform.WEB)
    await job_services.request(requester=visitor)

    with pytest.raises(DailyLimitError) as caught:
        await job_services.request(requester=visitor)
    await job_services.request(requester=replace(visitor, signed_in=True))
    with pytest.raises(DailyLimitError) as signed_in:
        await job_services.request(requester=replace(visitor, signed_in=True))

    assert (caught.value.limit, signed_in.value.limit) == (1, 2)


async def test_an_address_has_no_limit_for_signed_in_users(
    make_job_services: JobServicesFactory,
) -> None:
    job_services = make_job_services(anonymous_per_day=1)
    one, other = (replace(make_requester(name, Platform.WEB), origin="hash") for name in "ab")
    await job_services.request(requester=one)

    with pytest.raises(DailyLimitError) as caught:
        await job_services.request(requester=other)

    assert caught.value.limit == 1
    account = (
        await job_services.job((await job_services.request(requester=make_requester())).job_id)
    ).profile_id
    assert await job_services.request(requester=replace(other, signed_in=True, profile_id=account))


async def test_limits_of_zero_are_none(make_job_services: JobServicesFactory) -> None:
    job_services = make_job_services(
        per_day=0, anonymous_per_day=0, chat_per_day=0, total_per_day=0
    )
    visitor = replace(make_requester("browser", Platform.WEB), origin="hash")

    receipts = [await job_services.request(requester=visitor) for _ in range(3)]

    assert [each.state for each in receipts] == [
        JobState.QUEUED,
        JobState.QUEUED,
        JobState.WAITING,
    ]


async def test_a_request_does_not_overtake_the_waiting_ones_of_its_user(
    make_job_services: JobServicesFactory,
) -> None:
    job_services = make_job_services(in_flight=1, waiting=2)
    first = await job_services.request()
    await job_services.request()
    job_services.sql("UPDATE jobs SET state = 'canceled' WHERE id = :id", id=first.job_id.bytes)
    assert (await job_services.job(first.job_id)).state is JobState.CANCELED

    receipt = await job_services.request()

    assert receipt.state is JobState.WAITING
    with pytest.raises(QueueFullError) as caught:
        await job_services.request()
    assert (caught.value.limit, caught.value.resets_at) == (3, None)
