"""Gallery views: who finds a saved filter, for how long, and what happens to it with a profile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import StorageUnavailableError
from core.gallery.views import GalleryViews
from core.models.chats import MessageKey
from core.models.comics import GalleryFilter
from core.models.identity import Platform
from core.people.links import Links
from core.people.profiles import Profiles
from core.runtime.attempt_limiter import AttemptLimiter
from tests.core.job_services import LONG_AGO, JobServices, make_requester

ADA, BOB = make_requester("ada", Platform.TELEGRAM), make_requester("bob", Platform.TELEGRAM)
ADA_ON_DISCORD = make_requester("ada", Platform.DISCORD)
KEY = MessageKey(platform=Platform.TELEGRAM, application_id="1", chat="42", message_id="7")
CATS = GalleryFilter(text="🎨 cats\nin \\space", style="noir", favorite=True)


@pytest.fixture
async def views(job_services: JobServices) -> GalleryViews:
    """Views, of which Ada, Bob and Ada's second identity have none yet."""
    for requester in (ADA, BOB, ADA_ON_DISCORD):
        await job_services.request("a cat", requester)
    return GalleryViews(database=job_services.database)


def used_at(job_services: JobServices) -> str:
    with job_services.sync.connect() as connection:
        return str(connection.exec_driver_sql("SELECT used_at FROM gallery_views").scalar_one())


def count(job_services: JobServices) -> int:
    with job_services.sync.connect() as connection:
        found: int = connection.exec_driver_sql("SELECT count(*) FROM gallery_views").scalar_one()
        return found


async def test_only_the_requester_who_saved_a_view_finds_it(views: GalleryViews) -> None:
    await views.save(ADA, KEY, CATS)

    assert await views.find(ADA, KEY) == CATS
    assert await views.find(BOB, KEY) is None
    assert await views.find(ADA_ON_DISCORD, KEY) is None
    assert await views.find(make_requester("nobody"), KEY) is None
    assert await views.find(ADA, replace(KEY, message_id="8")) is None


async def test_the_last_saved_filter_is_found(views: GalleryViews) -> None:
    for wanted in (CATS, GalleryFilter(), replace(CATS, favorite=None)):
        await views.save(ADA, KEY, wanted)

        assert await views.find(ADA, KEY) == wanted


async def test_nothing_is_stored_about_someone_without_a_profile(
    views: GalleryViews, job_services: JobServices
) -> None:
    await views.save(make_requester("nobody"), KEY, CATS)

    assert count(job_services) == 0
    with job_services.sync.connect() as connection:
        profiles = connection.exec_driver_sql("SELECT count(*) FROM profiles").scalar_one()
    assert profiles == 3


async def test_linked_identities_share_the_view_after_a_merge(
    views: GalleryViews, job_services: JobServices
) -> None:
    await views.save(ADA, KEY, CATS)
    limiter = AttemptLimiter()
    links = Links(database=job_services.database, attempt_limiter=limiter)

    code, _ = await links.make_code(ADA_ON_DISCORD)
    await links.claim(ADA, code)
    await limiter.close()

    assert await views.find(ADA, KEY) == CATS
    assert await views.find(ADA_ON_DISCORD, KEY) == CATS
    assert await views.find(BOB, KEY) is None


async def test_deleting_a_profile_deletes_its_views_and_no_others(
    views: GalleryViews, job_services: JobServices
) -> None:
    profiles = Profiles(database=job_services.database, job_queue=job_services.job_queue)
    await views.save(ADA, KEY, CATS)
    await views.save(BOB, replace(KEY, chat="43"), CATS)

    await profiles.forget(ADA)

    assert count(job_services) == 1
    assert await views.find(ADA, KEY) is None
    assert await views.find(BOB, replace(KEY, chat="43")) == CATS
    await job_services.request("a new life", ADA)
    assert await views.find(ADA, KEY) is None


async def test_the_janitor_deletes_views_that_were_not_used_for_a_month(
    views: GalleryViews, job_services: JobServices
) -> None:
    await views.save(ADA, KEY, CATS)
    await views.save(BOB, replace(KEY, chat="43"), CATS)
    job_services.sql(f"UPDATE gallery_views SET used_at = '{LONG_AGO}' WHERE chat = '42'")

    await job_services.worker.sweep.run_once()

    assert count(job_services) == 1
    assert await views.find(BOB, replace(KEY, chat="43")) == CATS


async def test_a_use_keeps_a_view_and_writes_at_most_once_a_day(
    views: GalleryViews, job_services: JobServices
) -> None:
    await views.save(ADA, KEY, CATS)
    saved = used_at(job_services)
    assert await views.find(ADA, KEY) == CATS
    assert used_at(job_services) == saved
    job_services.sql(f"UPDATE gallery_views SET used_at = '{LONG_AGO}'")

    assert await views.find(BOB, KEY) is None
    assert used_at(job_services) < saved
    assert await views.find(ADA, KEY) == CATS

    assert used_at(job_services) >= saved
    await job_services.worker.sweep.run_once()
    assert await views.find(ADA, KEY) == CATS


async def test_a_view_is_found_even_if_its_use_cannot_be_recorded(
    views: GalleryViews, job_services: JobServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    await views.save(ADA, KEY, CATS)
    job_services.sql(f"UPDATE gallery_views SET used_at = '{LONG_AGO}'")

    async def fail(_work: object) -> None:
        raise StorageUnavailableError

    monkeypatch.setattr(job_services.database, "write", fail)

    assert await views.find(ADA, KEY) == CATS
