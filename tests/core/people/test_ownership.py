"""Whatever takes an id, walked as another person and as nobody: nothing seen, nothing changed."""

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
from core.models.identity import Identity, JobId, Params, Platform, Requester
from core.models.requests import ComicRequest
from core.people.profiles import Profiles
from core.requests.service import RequestService
from core.services import Services
from tests.core.job_services import JobServices, in_discord, somebody

VICTIM = somebody("victim")
STRANGER = somebody("stranger", Platform.DISCORD)
NOBODY = somebody("nobody", Platform.WEB)
OTHERS = {"a stranger": STRANGER, "nobody": NOBODY}

# Of these, ids are no key to anything: they act on the requester's own, or on a link code.
IDS = (JobId, Identity)
# By UUID alone: what the picture's own link and the adapters' waits are for; they check nothing.
TRUSTED = {"JobEventFeed", "Database", "ImageStore", "Generator", "JobQueue", "Sessions", "Config"}


@dataclass
class House:
    scene: JobServices
    services: dict[str, object]
    private: JobId  # drawn
    drawing: JobId

    def rows(self) -> list[str]:
        """Return everything in the database, as text."""
        connection = sqlite3.connect(self.scene.path)
        try:
            return list(connection.iterdump())
        finally:
            connection.close()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    scene = JobServices(tmp_path)
    ids = []
    for _ in range(2):
        request = ComicRequest(text="my very own secret", private=True)
        ids.append((await scene.comics.request(request, VICTIM)).job_id)
    await scene.worker.drawing.run_next()
    await scene.ask("theirs", STRANGER)
    services: dict[str, object] = {
        "requests": scene.comics,
        "deliveries": scene.worker.deliveries,
        "gallery": Gallery(database=scene.database, images=scene.images),
        "chat_gallery": ChatGallery(database=scene.database),
        "profiles": Profiles(database=scene.database, job_queue=scene.job_queue),
    }
    yield House(scene, services, private=ids[0], drawing=ids[1])
    await scene.close()


def methods_with_ids() -> list[tuple[str, str]]:
    """Return service and name of every public method that takes somebody's id."""
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


def test_the_walk_finds_what_it_should() -> None:
    assert {("requests", "cancel"), ("gallery", "delete"), ("profiles", "unlink")} <= set(
        methods_with_ids()
    )
    assert {
        kind.__name__ for kind in (RequestService, Gallery, DeliveryService, Profiles)
    } & TRUSTED == set()


def arguments(method: Callable[..., Any], who: Requester, job_id: JobId) -> dict[str, Any]:
    """Return something for every parameter of *method* that has no default."""
    known: dict[Any, object] = {
        Requester: who,
        Requester | None: who,
        JobId: job_id,
        Identity: VICTIM.identity,
        str: "text",
        Params: {},
    }
    hints = get_type_hints(method)
    given: dict[str, Any] = {}
    for name, parameter in inspect.signature(method).parameters.items():
        if name == "destination":
            given[name] = in_discord()
        elif parameter.default is inspect.Parameter.empty:
            given[name] = known[hints[name]]
    return given


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize(("service", "name"), methods_with_ids())
async def test_others_find_nothing_and_change_nothing(
    house: House, service: str, name: str, who: str
) -> None:
    method = getattr(house.services[service], name)
    for job_id in (house.private, house.drawing):
        before = house.rows()

        with pytest.raises(NotFoundError):
            await method(**arguments(method, OTHERS[who], job_id))

        assert house.rows() == before


async def test_their_lists_hold_nothing_of_the_victims(house: House) -> None:
    gallery = house.services["gallery"]
    assert isinstance(gallery, Gallery)
    for who in OTHERS.values():
        page, _ = await gallery.page(who, limit=50)
        open_jobs = await house.scene.comics.open_jobs(who)
        history, _ = await house.scene.comics.history(who)

        assert house.private not in {comic.id for comic in page.comics}
        assert house.drawing not in {status.job.id for status in (*open_jobs, *history)}
