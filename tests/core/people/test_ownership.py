"""Ownership: every public method that takes an id, called by others and by anonymous users."""

from __future__ import annotations

import inspect
import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from core.delivery.service import DeliveryService
from core.errors import NotFoundError
from core.gallery.chat_gallery import ChatGallery
from core.gallery.service import Gallery
from core.gallery.views import GalleryViews
from core.models.deliveries import MessageReference
from core.models.identity import Identity, JobId, Params, Platform, Requester
from core.models.requests import ComicRequest
from core.people.profiles import Profiles
from core.requests.cancellation import Cancellation
from core.requests.job_statuses import JobStatuses
from core.requests.service import RequestService
from core.services import Services
from tests.core.job_services import JobServices, discord_destination, make_requester

VICTIM = make_requester("victim")
STRANGER = make_requester("stranger", Platform.DISCORD)
NOBODY = make_requester("nobody", Platform.WEB)
OTHERS = {"a stranger": STRANGER, "nobody": NOBODY}

# The types of ids that name a user's data.
IDS = (JobId, Identity)
# Services that check no owner: they work by UUID alone, for links to pictures and for adapters.
TRUSTED = {
    "JobEventFeed",
    "Database",
    "ImageStore",
    "Generator",
    "JobQueue",
    "Sessions",
    "Config",
    "PollHints",
}


@dataclass
class OwnershipHarness:
    job_services: JobServices
    services: dict[str, object]
    private: JobId  # drawn
    drawing: JobId

    def rows(self) -> list[str]:
        """Return a text dump of the database."""
        connection = sqlite3.connect(self.job_services.path)
        try:
            return list(connection.iterdump())
        finally:
            connection.close()


@pytest.fixture
async def harness(tmp_path: Path) -> AsyncIterator[OwnershipHarness]:
    job_services = JobServices(tmp_path)
    ids = []
    for _ in range(2):
        request = ComicRequest(text="my very own secret", private=True)
        ids.append((await job_services.comics.request(request, VICTIM)).job_id)
    await job_services.worker.drawing.run_next()
    await job_services.request("theirs", STRANGER)
    services: dict[str, object] = {
        "requests": job_services.comics,
        "cancellation": job_services.cancellation,
        "job_statuses": job_services.job_statuses,
        "deliveries": job_services.worker.deliveries,
        "gallery": Gallery(database=job_services.database, images=job_services.images),
        "chat_gallery": ChatGallery(database=job_services.database),
        "gallery_views": GalleryViews(database=job_services.database),
        "profiles": Profiles(database=job_services.database, job_queue=job_services.job_queue),
    }
    yield OwnershipHarness(job_services, services, private=ids[0], drawing=ids[1])
    await job_services.close()


def methods_with_ids() -> list[tuple[str, str]]:
    """Return service and name of every public method that takes such an id."""
    found = []
    for service in fields(Services):
        kind = get_type_hints(Services)[service.name]
        if getattr(kind, "__name__", "") in TRUSTED or not inspect.isclass(kind):
            continue
        for name, method in inspect.getmembers(kind, inspect.iscoroutinefunction):
            hints = get_type_hints(method)
            hints.pop("return", None)
            if not name.startswith("_") and any(hint in IDS for hint in hints.values()):
                found.append((service.name, name))
    return found


def test_the_search_finds_the_expected_methods() -> None:
    assert {("cancellation", "cancel"), ("gallery", "delete"), ("profiles", "unlink")} <= set(
        methods_with_ids()
    )
    checked = (RequestService, Cancellation, JobStatuses, Gallery, DeliveryService, Profiles)
    assert {kind.__name__ for kind in checked} & TRUSTED == set()


def arguments(method: Callable[..., Any], requester: Requester, job_id: JobId) -> dict[str, Any]:
    """Return an argument for every parameter of *method* that has no default."""
    known: dict[Any, object] = {
        Requester: requester,
        Requester | None: requester,
        JobId: job_id,
        Identity: VICTIM.identity,
        MessageReference: MessageReference("42", "77"),
        str: "text",
        Params: {},
    }
    hints = get_type_hints(method)
    given: dict[str, Any] = {}
    for name, parameter in inspect.signature(method).parameters.items():
        if name == "destination":
            given[name] = discord_destination()
        elif parameter.default is inspect.Parameter.empty:
            given[name] = known[hints[name]]
    return given


@pytest.mark.parametrize("requester", OTHERS)
@pytest.mark.parametrize(("service", "name"), methods_with_ids())
async def test_other_users_see_nothing_and_change_nothing(
    harness: OwnershipHarness, service: str, name: str, requester: str
) -> None:
    method = getattr(harness.services[service], name)
    for job_id in (harness.private, harness.drawing):
        before = harness.rows()

        with pytest.raises(NotFoundError):
            await method(**arguments(method, OTHERS[requester], job_id))

        assert harness.rows() == before


async def test_lists_of_other_users_contain_nothing_of_the_victims(
    harness: OwnershipHarness,
) -> None:
    gallery = harness.services["gallery"]
    assert isinstance(gallery, Gallery)
    for requester in OTHERS.values():
        page, _ = await gallery.page(requester, limit=50)
        open_jobs = await harness.job_services.job_statuses.open_jobs(requester)
        history, _ = await harness.job_services.job_statuses.history(requester)

        assert harness.private not in {comic.id for comic in page.comics}
        assert harness.drawing not in {status.job.id for status in (*open_jobs, *history)}
