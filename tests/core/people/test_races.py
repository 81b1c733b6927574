"""Races between concurrent requests of one user, on SQLite and on MariaDB."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from core.errors import EmailTakenError, LinkCodeError, NotFoundError, SameProfileError
from core.models.identity import JobId, Platform, ProfileId, Requester
from core.models.jobs import Job, JobState, NewJob
from core.people.profile_lookup import ensure_locked_profile, ensure_profile
from core.ports.database import UnitOfWork
from storage.database import open_database
from storage.images_local import LocalImageStore
from tests.core.job_services import unknown_job
from tests.core.people_services import PASSWORD, DatabaseServices, chat_user, visitor

ROUNDS = 5
TELEGRAM = chat_user("9", Platform.TELEGRAM)


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
async def services(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[DatabaseServices]:
    database = open_database(request.getfixturevalue(f"{request.param}_url"))
    images = LocalImageStore(tmp_path / "images", b"k" * 32)
    services = DatabaseServices(database, images)
    yield services
    await services.close()
    await images.close()
    await database.close()


async def add_job(services: DatabaseServices, requester: Requester, job_id: JobId) -> None:
    async def work(unit: UnitOfWork) -> None:
        profile_id = await ensure_locked_profile(unit, requester)
        await unit.jobs.add(
            NewJob(
                id=job_id,
                request_key=str(job_id),
                profile_id=profile_id,
                platform=requester.identity.platform,
                prompt="a private cat 🐈",
                params={"prompt": "a private cat 🐈"},
                panels=4,
                private=True,
                state=JobState.QUEUED,
            )
        )

    await services.database.write(work)


async def _jobs(unit: UnitOfWork, *, job_ids: list[JobId]) -> tuple[Job, ...]:
    return await unit.jobs.get_many(job_ids)


async def test_concurrent_first_requests_create_one_profile(services: DatabaseServices) -> None:
    async def ask() -> ProfileId:
        return await services.database.write(lambda unit: ensure_profile(unit, chat_user()))

    profile_ids = await asyncio.gather(*(ask() for _ in range(8)))

    assert set(profile_ids) == {await services.profile_of(chat_user())}


async def test_one_of_many_concurrent_claims_of_a_code_succeeds(services: DatabaseServices) -> None:
    code, _ = await services.links.make_code(chat_user())
    claimers = [visitor(str(number)) for number in range(6)]
    for claimer in claimers[:3]:  # some have a profile, some are new
        await services.links.make_code(claimer)

    outcomes = await asyncio.gather(
        *(services.links.claim(claimer, code) for claimer in claimers), return_exceptions=True
    )

    assert [type(outcome) for outcome in outcomes].count(LinkCodeError) == 5
    assert len((await services.profiles.me(chat_user())).identities) == 2


async def test_a_request_during_a_login_is_not_lost(services: DatabaseServices) -> None:
    await services.register()
    for number in range(ROUNDS):
        someone = visitor(str(number))
        job_ids = [JobId(UUID(int=10 * number + digit)) for digit in range(1, 4)]
        await add_job(services, someone, job_ids[0])

        logging_in = asyncio.create_task(
            services.accounts.login("ada@example.org", PASSWORD, adopt=someone, address="192.0.2.1")
        )
        await asyncio.gather(*(add_job(services, someone, job_id) for job_id in job_ids[1:]))
        login = await logging_in

        jobs = await services.database.read(partial(_jobs, job_ids=job_ids))
        owners = {login.profile_id, await services.profile_of(someone)}
        assert len(jobs) == len(job_ids)
        assert {job.profile_id for job in jobs} <= owners


async def test_concurrent_logins_adopt_a_visitor_once(services: DatabaseServices) -> None:
    login = await services.register()
    await add_job(services, visitor(), unknown_job())

    await asyncio.gather(
        *(
            services.accounts.login(
                "ada@example.org", PASSWORD, adopt=visitor(), address="192.0.2.1"
            )
            for _ in range(4)
        )
    )

    job = await services.database.read(lambda unit: unit.jobs.get(unknown_job()))
    assert job is not None
    assert job.profile_id == login.profile_id


async def test_concurrent_mutual_claims_end_with_one_profile(services: DatabaseServices) -> None:
    for number in range(ROUNDS):
        one, other = chat_user(f"d{number}"), chat_user(f"t{number}", Platform.TELEGRAM)
        ones_code, _ = await services.links.make_code(one)
        others_code, _ = await services.links.make_code(other)

        outcomes = await asyncio.gather(
            services.links.claim(one, others_code),
            services.links.claim(other, ones_code),
            return_exceptions=True,
        )

        assert await services.profile_of(one) == await services.profile_of(other)
        errors = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        assert all(isinstance(error, (LinkCodeError, SameProfileError)) for error in errors)


async def test_concurrent_registrations_create_one_account_and_one_profile(
    services: DatabaseServices,
) -> None:
    outcomes = await asyncio.gather(
        services.register(requester=visitor("1")),
        services.register(requester=visitor("2")),
        return_exceptions=True,
    )

    assert [type(outcome) for outcome in outcomes].count(EmailTakenError) == 1


async def test_concurrent_link_and_forget_leave_a_consistent_profile(
    services: DatabaseServices,
) -> None:
    for number in range(ROUNDS):
        maker, claimer = chat_user(f"m{number}"), chat_user(f"c{number}")
        await services.links.make_code(claimer)
        code, _ = await services.links.make_code(maker)

        outcomes = await asyncio.gather(
            services.links.claim(claimer, code),
            services.profiles.forget(maker),
            return_exceptions=True,
        )

        errors = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        assert all(isinstance(error, (LinkCodeError, NotFoundError)) for error in errors)
        owners = {await services.profile_of(maker), await services.profile_of(claimer)}
        if not errors:  # linked first, then deleted together
            assert owners == {None}
        else:  # deleted first; the claimer's profile is unchanged
            assert await services.profile_of(maker) is None
            assert await services.profile_of(claimer) is not None


async def test_concurrent_changes_of_settings_are_all_stored(services: DatabaseServices) -> None:
    await services.links.make_code(chat_user())

    await asyncio.gather(
        services.profiles.update(chat_user(), settings={"notify": False}),
        services.profiles.update(chat_user(), display_name="Ada"),
        services.profiles.update(chat_user(), locale="ja"),
    )

    profile = (await services.profiles.me(chat_user())).profile
    assert (profile.display_name, profile.locale) == ("Ada", "ja")
    assert profile.settings == {"notify": False}


async def test_a_job_stored_during_a_merge_belongs_to_the_remaining_profile(
    services: DatabaseServices,
) -> None:
    for number in range(ROUNDS):
        maker, claimer = chat_user(f"m{number}"), chat_user(f"c{number}")
        await services.links.make_code(claimer)
        code, _ = await services.links.make_code(maker)
        job_id = JobId(UUID(int=number + 1))

        await asyncio.gather(
            services.links.claim(claimer, code), add_job(services, claimer, job_id)
        )

        job = await services.database.read(lambda unit, job_id=job_id: unit.jobs.get(job_id))  # type: ignore[misc]
        assert job is not None
        assert job.profile_id == await services.profile_of(claimer)
        assert job.profile_id == await services.profile_of(maker)


async def test_forget_deletes_the_data_of_all_linked_identities(services: DatabaseServices) -> None:
    job_id = unknown_job()
    await add_job(services, TELEGRAM, job_id)
    code, _ = await services.links.make_code(chat_user())
    await services.links.claim(TELEGRAM, code)

    await services.profiles.forget(chat_user())

    job = await services.database.read(lambda unit: unit.jobs.get(job_id))
    assert job is not None
    assert (job.state, job.profile_id, job.prompt) == (JobState.CANCELED, None, "")
    assert await services.profile_of(TELEGRAM) is None
