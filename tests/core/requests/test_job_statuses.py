"""Statuses of jobs, lists of open jobs, and the history."""

from __future__ import annotations

import pytest

from core.errors import (
    NotFoundError,
)
from core.models.identity import Platform
from core.models.jobs import JobState
from tests.core.job_services import (
    JobServices,
    discord_destination,
    make_requester,
    unknown_job,
)


async def test_a_position_counts_earlier_jobs(job_services: JobServices) -> None:
    await job_services.request(requester=make_requester("1"))
    second = await job_services.request(requester=make_requester("2"))

    status = await job_services.job_statuses.get(second.job_id, make_requester("2"))

    assert (second.position, status.position) == (2, 2)
    assert status.eta_seconds is None  # nothing was drawn yet


async def test_by_uuid_alone_a_public_job_can_be_read_but_not_canceled(
    job_services: JobServices,
) -> None:
    receipt = await job_services.request()

    status = await job_services.job_statuses.get(receipt.job_id, make_requester("stranger"))
    with pytest.raises(NotFoundError):
        await job_services.cancellation.cancel(receipt.job_id, make_requester("stranger"))

    assert status.job.state is JobState.QUEUED


async def test_a_job_of_a_chat_is_read_by_its_owner_only(job_services: JobServices) -> None:
    me = make_requester(platform=Platform.DISCORD)
    receipt = await job_services.request(requester=me, destination=discord_destination())

    assert await job_services.job_statuses.get(receipt.job_id, me)
    with pytest.raises(NotFoundError):
        await job_services.job_statuses.get(receipt.job_id, make_requester("stranger"))


async def test_an_unknown_job_is_not_found(job_services: JobServices) -> None:
    with pytest.raises(NotFoundError):
        await job_services.job_statuses.get(unknown_job(), make_requester())


async def test_a_users_open_jobs_are_listed_oldest_first(job_services: JobServices) -> None:
    job_ids = [(await job_services.request()).job_id for _ in range(3)]

    listed = await job_services.job_statuses.open_jobs(make_requester())

    assert [status.job.id for status in listed] == job_ids


async def test_a_history_lists_all_jobs_newest_first_page_by_page(
    job_services: JobServices,
) -> None:
    me = make_requester()
    first = await job_services.request("one", me)
    await job_services.draw_all()
    second = await job_services.request("two", me)
    await job_services.cancellation.cancel(second.job_id, me)
    third = await job_services.request("three", me)
    await job_services.request("theirs", make_requester("other"))

    page, cursor = await job_services.job_statuses.history(me, limit=2)
    rest, end = await job_services.job_statuses.history(me, cursor=cursor, limit=2)

    shown = [status.job.id for status in (*page, *rest)]
    assert shown == [third.job_id, second.job_id, first.job_id]
    assert [status.job.state for status in page] == [JobState.QUEUED, JobState.CANCELED]
    assert (rest[0].comic is not None, end) == (True, None)


async def test_a_history_shows_no_comic_that_its_owner_deleted(job_services: JobServices) -> None:
    me = make_requester()
    receipt = await job_services.request("one", me)
    await job_services.draw_all()
    await job_services.database.write(lambda unit: unit.comics.delete(receipt.job_id))

    page, _ = await job_services.job_statuses.history(me)

    assert (page[0].job.state, page[0].comic) == (JobState.DRAWN, None)


async def test_a_user_without_requests_has_no_history(job_services: JobServices) -> None:
    assert await job_services.job_statuses.history(make_requester("new")) == ((), None)
