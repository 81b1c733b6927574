"""Requests are admitted and repeated."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from structlog.testing import capture_logs

from core.errors import (
    BannedError,
    CommitUnconfirmedError,
    DailyLimitError,
    DiskFullError,
    EmptyPromptError,
    GeneratorFailedError,
    IdempotencyKeyReusedError,
    JobQueueUnavailableError,
    NotFoundError,
    PromptRejectedError,
    PromptTooLongError,
    QueueFullError,
    StorageUnavailableError,
)
from core.models.chats import Ban
from core.models.identity import Platform, Requester
from core.models.jobs import JobState, Receipt
from core.models.requests import ComicRequest, Relation
from core.ports.database import Database, UnitOfWork, Work
from core.requests.service import RequestService
from tests.core.conftest import JobServicesFactory
from tests.core.job_services import (
    JobServices,
    discord_destination,
    fails_with,
    make_requester,
)
from tests.unit_pause import UnitPause


async def test_a_request_becomes_a_queued_job_and_workers_are_notified(
    job_services: JobServices,
) -> None:
    receipt = await job_services.request("  a cat\topens a bakery ")

    job = await job_services.job(receipt.job_id)
    assert (receipt.state, receipt.position) == (JobState.QUEUED, 1)
    assert job.prompt == "a cat opens a bakery"
    assert job_services.job_queue.drawing == 1


async def test_all_params_are_stored_so_that_a_comic_can_be_redrawn(
    job_services: JobServices,
) -> None:
    receipt = await job_services.request()

    params = (await job_services.job(receipt.job_id)).params
    assert params["prompt"] == "a cat opens a bakery on the moon"
    assert isinstance(params["seed"], int)


@pytest.mark.parametrize(
    ("prompt", "error"),
    [
        ("", EmptyPromptError),
        (" \n\t ", EmptyPromptError),
        ("x" * 2001, PromptTooLongError),
        ("a forbidden thing", PromptRejectedError),
    ],
)
async def test_a_bad_prompt_never_becomes_a_job(
    job_services: JobServices, prompt: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await job_services.request(prompt, key="k")

    assert await job_services.database.read(lambda unit: unit.jobs.by_request_key("k")) is None


async def test_requests_over_the_cap_wait_until_the_queue_is_full(
    make_job_services: JobServicesFactory,
) -> None:
    job_services = make_job_services(in_flight=1, waiting=1)

    states = [(await job_services.request()).state, (await job_services.request()).state]
    with pytest.raises(QueueFullError) as caught:
        await job_services.request()

    assert states == [JobState.QUEUED, JobState.WAITING]
    assert caught.value.limit == 2


async def test_concurrent_requests_stay_within_the_limit_in_flight(
    job_services: JobServices,
) -> None:
    receipts = await asyncio.gather(*(job_services.request() for _ in range(12)))

    states = [receipt.state for receipt in receipts]
    assert (states.count(JobState.QUEUED), states.count(JobState.WAITING)) == (2, 10)


async def test_a_refusal_by_the_daily_limit_has_the_time_of_the_reset(
    make_job_services: JobServicesFactory,
) -> None:
    job_services = make_job_services(per_day=1)
    await job_services.request()

    with pytest.raises(DailyLimitError) as caught:
        await job_services.request()

    assert caught.value.resets_at is not None
    assert await job_services.request(requester=make_requester("1002"))


async def test_a_canceled_request_does_not_count_against_the_daily_limit(
    make_job_services: JobServicesFactory,
) -> None:
    job_services = make_job_services(per_day=1)
    receipt = await job_services.request()
    await job_services.cancellation.cancel(receipt.job_id, make_requester())

    assert (await job_services.request()).state is JobState.QUEUED


async def test_anonymous_visitors_of_one_address_share_a_limit(
    make_job_services: JobServicesFactory,
) -> None:
    job_services = make_job_services(anonymous_per_day=2)
    visitors = [replace(make_requester(name, Platform.WEB), origin="hash") for name in "abc"]
    await job_services.request(requester=visitors[0])
    await job_services.request(requester=visitors[1])

    with pytest.raises(DailyLimitError):
        await job_services.request(requester=visitors[2])
    assert await job_services.request(requester=replace(visitors[2], origin="other"))


async def test_a_banned_user_is_refused(job_services: JobServices) -> None:
    ban = Ban(platform=Platform.TERMINAL, external_id="1001")
    await job_services.database.write(lambda unit: unit.moderation.ban(ban))

    with pytest.raises(BannedError):
        await job_services.request()


async def test_concurrent_duplicates_of_an_event_are_one_job_even_in_the_last_place(
    make_job_services: JobServicesFactory,
) -> None:
    job_services = make_job_services(per_day=2)
    await job_services.request()

    receipts = await asyncio.gather(*(job_services.request(key="discord:1") for _ in range(6)))

    assert len({receipt.job_id for receipt in receipts}) == 1
    assert [receipt.repeated for receipt in receipts].count(False) == 1


async def test_a_duplicate_event_is_one_job(job_services: JobServices) -> None:
    first, second = await asyncio.gather(
        job_services.request(key="discord:1"), job_services.request(key="discord:1")
    )

    assert first.job_id == second.job_id
    assert sorted([first.repeated, second.repeated]) == [False, True]


async def test_one_key_with_another_body_is_refused(job_services: JobServices) -> None:
    await job_services.request(key="api:me:1", body_hash="a")

    with pytest.raises(IdempotencyKeyReusedError):
        await job_services.request(key="api:me:1", body_hash="b")


async def test_a_request_is_accepted_while_the_job_queue_is_down(job_services: JobServices) -> None:
    class DeadJobQueue:
        reaches_workers = True

        async def notify_drawing(self, count: int = 1) -> None:
            raise JobQueueUnavailableError("down")

        async def notify_delivering(self, count: int = 1) -> None:
            raise JobQueueUnavailableError("down")

    comics = replace(job_services.comics, job_queue=DeadJobQueue())

    receipt = await comics.request(ComicRequest(text="a cat"), make_requester())

    assert (await job_services.job(receipt.job_id)).state is JobState.QUEUED


T = TypeVar("T")


class BreaksOnCommit(Database):
    """Database whose connection breaks during COMMIT, before or after it took effect."""

    def __init__(self, inner: Database, *, kept: bool, times: int = 1) -> None:
        self._inner = inner
        self._kept = kept
        self._times = times

    async def write(self, work: Work[T]) -> T:
        if not self._times:
            return await self._inner.write(work)
        self._times -= 1
        if self._kept:
            await self._inner.write(work)
        raise CommitUnconfirmedError

    async def read(self, work: Work[T]) -> T:
        return await self._inner.read(work)

    async def ping(self) -> None:
        await self._inner.ping()


async def test_an_unconfirmed_commit_that_took_effect_returns_a_receipt(
    job_services: JobServices,
) -> None:
    comics = replace(job_services.comics, database=BreaksOnCommit(job_services.database, kept=True))

    receipt = await comics.request(ComicRequest(text="a cat", request_key="k"), make_requester())

    assert (await job_services.job(receipt.job_id)).request_key == "k"
    assert not receipt.repeated


async def test_an_unconfirmed_commit_that_was_lost_is_a_refusal(job_services: JobServices) -> None:
    comics = replace(
        job_services.comics, database=BreaksOnCommit(job_services.database, kept=False)
    )

    with pytest.raises(StorageUnavailableError):
        await comics.request(ComicRequest(text="a cat"), make_requester())


async def test_while_the_outcome_is_unknown_a_request_is_neither_accepted_nor_rejected(
    job_services: JobServices,
) -> None:
    comics = replace(
        job_services.comics, database=BreaksOnCommit(job_services.database, kept=False, times=2)
    )

    with pytest.raises(CommitUnconfirmedError):
        await comics.request(ComicRequest(text="a cat"), make_requester())


async def test_an_unconfirmed_commit_that_is_still_running_is_waited_for(
    job_services: JobServices,
) -> None:
    stored = UnitPause()
    committing: list[asyncio.Task[Receipt]] = []

    class CommitsLate(BreaksOnCommit):
        async def write(self, work: Work[T]) -> T:
            if committing:
                return await job_services.database.write(work)

            async def slow(unit: UnitOfWork) -> T:
                result = await work(unit)
                await stored.pause()
                return result

            committing.append(asyncio.create_task(job_services.database.write(slow)))  # type: ignore[arg-type]
            await stored.reached()
            raise CommitUnconfirmedError

    comics = replace(job_services.comics, database=CommitsLate(job_services.database, kept=True))
    asking = asyncio.create_task(comics.request(ComicRequest(text="a cat"), make_requester()))
    await stored.reached()
    await asyncio.sleep(0.1)  # it reads, and the row is not visible yet
    stored.resume()

    receipt = await asking

    assert (await job_services.job(receipt.job_id)).state is JobState.QUEUED
    await asyncio.gather(*committing)


async def test_a_nearly_full_disk_refuses_new_comics(job_services: JobServices) -> None:
    comics = replace(job_services.comics, min_free_bytes=1 << 60)

    with pytest.raises(DiskFullError):
        await comics.request(ComicRequest(text="a cat"), make_requester())


async def test_the_job_is_logged_but_not_its_prompt(job_services: JobServices) -> None:
    with capture_logs() as events:
        await job_services.request("a secret cat")

    assert [event["event"] for event in events] == ["job_accepted"]
    assert "secret" not in str(events)


Act = Callable[[RequestService, Requester], Awaitable[object]]


@pytest.mark.parametrize(
    "requester", [make_requester("stranger"), make_requester("", Platform.WEB)]
)
async def test_other_users_cannot_access_a_private_job(
    job_services: JobServices, requester: Requester
) -> None:
    receipt = await job_services.comics.request(
        ComicRequest(text="mine", private=True), make_requester()
    )
    job_id = receipt.job_id
    acts: dict[str, Act] = {
        "status": lambda _, they: job_services.job_statuses.get(job_id, they),
        "cancel": lambda _, they: job_services.cancellation.cancel(job_id, they),
        "try_again": lambda comics, they: comics.try_again(job_id, they),
        "redirect_here": lambda _, they: job_services.worker.deliveries.redirect_here(
            job_id, they, discord_destination()
        ),
    }

    for act in acts.values():
        with pytest.raises(NotFoundError):
            await act(job_services.comics, requester)

    assert (await job_services.job(job_id)).state is JobState.QUEUED
    assert await job_services.job_statuses.open_jobs(requester) == ()


async def test_a_retry_after_a_failure_is_a_new_job_with_the_same_input(
    job_services: JobServices,
) -> None:
    job_services.generator.answers = [fails_with(GeneratorFailedError("invalid_request"))]
    failed = await job_services.request()
    await job_services.draw_all()

    receipt = await job_services.comics.try_again(failed.job_id, make_requester())

    old, new = await job_services.job(failed.job_id), await job_services.job(receipt.job_id)
    assert (new.parent_id, new.relation) == (old.id, Relation.RETRY)
    assert new.params == old.params


async def test_redrawing_a_comic_uses_another_seed(job_services: JobServices) -> None:
    first = await job_services.request()
    await job_services.draw_all()

    receipt = await job_services.comics.try_again(first.job_id, make_requester())

    old, new = await job_services.job(first.job_id), await job_services.job(receipt.job_id)
    assert new.relation is Relation.AGAIN
    assert new.params["seed"] != old.params["seed"]


async def test_a_merge_moves_open_jobs(job_services: JobServices) -> None:
    receipt = await job_services.request(requester=make_requester("old"))
    await job_services.request(requester=make_requester("new"))

    async def merge(unit: UnitOfWork) -> None:
        source = await unit.profiles.find(make_requester("old").identity)
        into = await unit.profiles.find(make_requester("new").identity)
        assert source is not None
        assert into is not None
        await unit.profiles.lock(source, into)
        await unit.profiles.merge(source, into)

    await job_services.database.write(merge)
    await job_services.draw_all()

    comic = await job_services.comic(receipt.job_id)
    assert comic is not None
    assert comic.profile_id == (await job_services.job(receipt.job_id)).profile_id
