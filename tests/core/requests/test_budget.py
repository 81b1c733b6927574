"""Limits of what comics may cost: per user, per chat and for the whole installation."""

from __future__ import annotations

import pytest

from core.config.artist_settings import ArtistSettings
from core.errors import BudgetError, ChatBudgetError, TotalBudgetError, UserBudgetError
from core.models.costs import Cost, micros
from core.models.jobs import PAINTER, JobState
from core.requests.quota import next_day
from tests.core.conftest import JobServicesFactory
from tests.core.job_services import JobServices, discord_destination, make_requester

COMIC = 4 * 0.04  # US dollars


def artist(**settings: object) -> ArtistSettings:
    return ArtistSettings.model_validate({"usd_per_image": 0.04, **settings})


async def end_and_pay(job_services: JobServices, usd: float, state: str = "drawn") -> None:
    """End all open jobs, each of which has cost that much."""
    for (job_id,) in job_services.query("SELECT id FROM jobs WHERE state = 'queued'"):
        job_services.sql(
            "INSERT INTO costs (job_id, attempt, paid_at, painter, images, micro_usd) "
            "SELECT id, 1, created_at, 'dear-1', 4, :amount FROM jobs WHERE id = :id",
            id=job_id,
            amount=micros(usd),
        )
    job_services.sql(f"UPDATE jobs SET state = '{state}'")


async def test_a_user_may_use_the_budget_up(make_job_services: JobServicesFactory) -> None:
    job_services = make_job_services(artist(usd_per_day_person=2 * COMIC))
    await job_services.request()
    await job_services.request()

    with pytest.raises(UserBudgetError) as caught:
        await job_services.request()

    now = await job_services.database.read(lambda unit: unit.now())
    assert caught.value.resets_at == next_day(now)
    assert caught.value.facts == {"resets": "00:00 UTC"}
    assert await job_services.request(requester=make_requester("another"))


async def test_what_was_paid_counts_instead_of_the_estimate_once_a_job_has_ended(
    make_job_services: JobServicesFactory,
) -> None:
    job_services = make_job_services(artist(usd_per_day_person=2 * COMIC))
    await job_services.request()
    await end_and_pay(job_services, COMIC / 4)
    await job_services.request()
    await end_and_pay(job_services, 2 * COMIC, state="failed")

    with pytest.raises(UserBudgetError):
        await job_services.request()


async def test_what_a_canceled_job_did_not_pay_is_free_again(
    make_job_services: JobServicesFactory,
) -> None:
    job_services = make_job_services(artist(usd_per_day_person=COMIC))
    receipt = await job_services.request()
    with pytest.raises(UserBudgetError):
        await job_services.request()

    await job_services.database.write(lambda unit: unit.job_transitions.cancel(receipt.job_id))

    assert (await job_services.request()).state is JobState.QUEUED


async def test_yesterday_does_not_count(make_job_services: JobServicesFactory) -> None:
    job_services = make_job_services(artist(usd_per_day_person=COMIC, usd_per_day=COMIC))
    await job_services.request()
    await end_and_pay(job_services, COMIC)
    job_services.sql("UPDATE costs SET paid_at = '2000-01-01 00:00:00.000000'")

    assert (await job_services.request()).state is JobState.QUEUED


async def test_a_chat_has_a_budget_for_all_of_its_users(
    make_job_services: JobServicesFactory,
) -> None:
    job_services = make_job_services(artist(usd_per_day_chat=COMIC))
    here = discord_destination()
    await job_services.request(requester=make_requester("1"), destination=here)

    with pytest.raises(ChatBudgetError):
        await job_services.request(requester=make_requester("2"), destination=here)

    assert await job_services.request(requester=make_requester("2"))


async def test_all_users_together_have_a_budget(make_job_services: JobServicesFactory) -> None:
    job_services = make_job_services(artist(usd_per_day=COMIC))
    await job_services.request(requester=make_requester("1"))

    with pytest.raises(TotalBudgetError):
        await job_services.request(requester=make_requester("2"))


async def test_without_a_price_a_limit_holds_for_what_was_paid(
    make_job_services: JobServicesFactory,
) -> None:
    job_services = make_job_services(artist(usd_per_image=0, usd_per_day=1))
    await job_services.request()
    await end_and_pay(job_services, 1)

    with pytest.raises(BudgetError):
        await job_services.request()


async def test_over_a_limit_the_sketch_draws_if_it_is_the_fallback(
    make_job_services: JobServicesFactory,
) -> None:
    job_services = make_job_services(artist(usd_per_day_person=COMIC, fallback="sketch"))
    paid = await job_services.request()

    free = await job_services.request()
    more = await job_services.request()

    assert PAINTER not in (await job_services.job(paid.job_id)).params
    for receipt in (free, more):
        assert (await job_services.job(receipt.job_id)).params[PAINTER] == "sketch"
        assert [notice.key for notice in receipt.notices] == ["notice_sketch"]
    again = await job_services.comics.try_again(free.job_id, make_requester())
    assert (await job_services.job(again.job_id)).params[PAINTER] == "sketch"


async def test_a_comic_is_painted_again_on_the_day_after_it_was_a_sketch(
    make_job_services: JobServicesFactory,
) -> None:
    job_services = make_job_services(artist(usd_per_day_person=COMIC, fallback="sketch"))
    await job_services.request()
    await end_and_pay(job_services, COMIC)
    sketch = await job_services.request()
    await job_services.draw_all()
    job_services.sql("UPDATE costs SET paid_at = '2000-01-01 00:00:00.000000'")

    again = await job_services.comics.try_again(sketch.job_id, make_requester())

    assert PAINTER not in (await job_services.job(again.job_id)).params


async def test_costs_reported_by_a_generator_count(make_job_services: JobServicesFactory) -> None:
    job_services = make_job_services(artist(usd_per_image=0, usd_per_day_person=0.1))
    receipt = await job_services.request()
    cost = Cost(images=3, micro_usd=micros(0.1))
    await job_services.database.write(lambda unit: unit.costs.put(receipt.job_id, 1, cost))

    with pytest.raises(UserBudgetError):
        await job_services.request()
