"""Tests of privacy: every route that takes an id, called by other users and without a login.

The routes come from the declared operations, so new ones are included automatically.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import aiohttp
import pytest
import pytest_asyncio

from bots.web.api.operation import Operation
from bots.web.app import OPERATIONS
from core.models.deliveries import Destination, DestinationContext
from core.models.identity import Identity, JobId, Platform, Requester
from core.models.requests import ComicRequest
from core.ports.database import UnitOfWork
from tests.application import RunningApp, bearer, call, draw, running_app, sign_up

SECRET_PROMPT = "the wedding that nobody must know of"
CALLERS = ("another account", "another visitor", "anonymous")
REFUSALS = {401, 403, 404}

# Bodies by operation. A new operation with an id and a body must be added here.
BODIES: dict[str, list[dict[str, Any]]] = {
    "changeComic": [
        {"favorite": True, "title": "Stolen"},
        {"shared": True},
        {"shared": False},
        {"deleted": False},
    ],
    "editJob": [{"inputParams": {"prompt": "mine now"}}],
    "continueJob": [{"prompt": "mine now"}],
    "reportComic": [{"reason": "I want to know"}, {"reason": "", "share": "guessed"}],
}

# Query strings by operation.
QUERIES = {"getImage": ["", "?width=320", "?download=1", "?width=320&share=guessed"]}

pytestmark = pytest.mark.asyncio(loop_scope="module")

WITH_AN_ID = [operation for operation in OPERATIONS if "{" in operation.path]


@dataclass(frozen=True)
class PrivacyHarness:
    """Ada's jobs, and the other callers."""

    app: RunningApp
    ada: dict[str, str]  # her headers
    callers: dict[str, tuple[aiohttp.ClientSession, dict[str, str]]]
    jobs: dict[str, str]  # what the job is → its UUID
    identities: list[tuple[str, str]]
    image_key: str

    async def state(self) -> Any:
        """Return everything of Ada's that another caller could have changed."""
        client, nothing = self.callers["anonymous"]
        assert nothing == {}
        gallery = await call(client, "GET", "/gallery", headers=self.ada)
        me = await call(client, "GET", "/auth/me", headers=self.ada)
        jobs = [
            await self.app.services.database.read(self._job(uuid)) for uuid in self.jobs.values()
        ]
        history = await call(client, "GET", "/ml", headers=self.ada)
        items = [(item["uuid"], item["prompt"], item["status"]) for item in history.json["items"]]
        comics = [{**comic, "s3Url": ""} for comic in gallery.json["items"]]
        return (
            comics,
            items,
            me.json,
            [(job.id, job.state) for job in jobs],
            len(await self._all_jobs()),
        )

    def _job(self, uuid: str) -> Any:
        return lambda unit: unit.jobs.get(JobId(UUID(uuid)))

    async def _all_jobs(self) -> list[Any]:
        async def work(unit: UnitOfWork) -> list[Any]:
            account = await unit.accounts.by_email("ada@example.org")
            assert account is not None
            return list(await unit.jobs.open_ids(account.profile_id))

        return await self.app.services.database.read(work)

    def paths(self, operation: Operation) -> Iterator[str]:
        """Yield the operation's path for each of Ada's jobs and identities."""
        if "{uuid}" in operation.path:
            for uuid in self.jobs.values():
                for query in QUERIES.get(operation.id, [""]):
                    yield operation.path.replace("{uuid}", uuid) + query
        elif "{externalId}" in operation.path:
            for platform, external_id in self.identities:
                yield f"/identities/{platform}/{external_id}"
        else:
            assert "{key}" in operation.path, f"say what {operation.path} takes"
            yield operation.path.replace("{key}", self.image_key)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def harness(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path
) -> AsyncIterator[PrivacyHarness]:
    folder = tmp_path_factory.mktemp("app")
    async with running_app(folder, migrated=migrated_file) as app:
        browser, linked = await app.browser(), await app.browser()
        login = await sign_up(browser)
        ada = bearer(login)
        await draw(linked)
        code = (await call(browser, "POST", "/link")).json["code"]
        me = (await call(linked, "POST", "/link/claim", json={"code": code})).json
        anonymous = await app.browser(cookies=False)
        drawn = await draw(browser, SECRET_PROMPT)
        deleted = await draw(browser, SECRET_PROMPT)
        await call(browser, "DELETE", f"/gallery/{deleted}")
        app.generator.refuse(422, "prompt_rejected")
        request_body = {"inputParams": {"prompt": SECRET_PROMPT}}
        rejected = (await call(browser, "POST", "/ml/generate", json=request_body)).json["uuid"]
        app.generator.refusal = None
        in_chat = await _drawn_in_chat(app)
        app.generator.hold()
        hasty = {"Prefer": "respond-async"}
        drawing = (
            await call(browser, "POST", "/ml/generate", json=request_body, headers=hasty)
        ).json
        while await app.generator.next_submission() != drawing["uuid"]:
            continue

        stranger, visitor = await app.browser(cookies=False), await app.browser()
        bob = bearer(await sign_up(stranger, "bob@example.org"))
        await call(visitor, "POST", "/ml/generate", json=request_body, headers=hasty)
        picture = (await call(anonymous, "GET", f"/ml/{drawn}", headers=ada)).json["s3Url"]
        yield PrivacyHarness(
            app=app,
            ada=ada,
            callers={
                "another account": (stranger, bob),
                "another visitor": (visitor, {}),
                "anonymous": (anonymous, {}),
            },
            jobs={
                "drawn": drawn,
                "deleted": deleted,
                "rejected": rejected,
                "drawing": drawing["uuid"],
                "in a chat": in_chat,
            },
            identities=[(one["platform"], one["externalId"]) for one in me["identities"]],
            image_key=urlsplit(picture).path.removeprefix("/images/"),
        )


async def _drawn_in_chat(app: RunningApp) -> str:
    """Draw a comic in a Discord server, where all see it, but which its UUID does not open."""
    receipt = await app.services.requests.request(
        ComicRequest(text=SECRET_PROMPT),
        Requester(identity=Identity(Platform.DISCORD, "1001")),
        Destination(
            platform=Platform.DISCORD,
            application_id="9",
            chat="42",
            context=DestinationContext.GUILD,
        ),
    )
    await app.wait_for_end(str(receipt.job_id))
    return str(receipt.job_id)


@pytest.mark.parametrize("who", CALLERS)
async def test_others_cannot_see_or_change_anything_by_its_id(
    harness: PrivacyHarness, who: str
) -> None:
    client, headers = harness.callers[who]
    before = await harness.state()
    walked = 0

    for operation in WITH_AN_ID:
        for path in harness.paths(operation):
            for body in _bodies(operation):
                reply = await call(client, operation.method, path, json=body, headers=headers)
                assert reply.status in REFUSALS, (operation.id, path, body, reply.text)
                assert set(reply.json) == {"error"}
                assert SECRET_PROMPT not in reply.text
                walked += 1

    assert walked >= 5 * 7
    assert await harness.state() == before


def _bodies(operation: Operation) -> list[dict[str, Any] | None]:
    return [*BODIES[operation.id]] if operation.body is not None else [None]


async def test_every_route_with_an_id_is_covered() -> None:
    assert {operation.id for operation in WITH_AN_ID} == {
        *("getJob", "watchJob", "cancelJob", "retryJob", "editJob", "continueJob"),
        *("getComic", "changeComic", "deleteComic", "reportComic", "getImage"),
        *("unlinkIdentity", "getStoredImage"),
    }
    names = {name for operation in WITH_AN_ID for name in re.findall(r"{(\w+)}", operation.path)}
    assert names == {"uuid", "platform", "externalId", "key"}


@pytest.mark.parametrize("who", CALLERS)
async def test_galleries_and_profiles_show_nothing_of_others(
    harness: PrivacyHarness, who: str
) -> None:
    client, headers = harness.callers[who]

    replies = [
        await call(client, "GET", path, headers=headers)
        for path in ("/gallery", "/gallery?q=wedding", "/ml", "/auth/me")
    ]

    for reply in replies:
        assert not any(uuid in reply.text for uuid in harness.jobs.values())
        assert "ada@example.org" not in reply.text


@pytest.mark.parametrize("who", CALLERS)
@pytest.mark.parametrize("path", ["/gallery", "/ml"])
async def test_a_cursor_of_another_user_grants_no_access(
    harness: PrivacyHarness, who: str, path: str
) -> None:
    client, headers = harness.callers[who]
    anonymous, _ = harness.callers["anonymous"]
    page = await call(anonymous, "GET", f"{path}?limit=1", headers=harness.ada)
    cursor = page.json["nextCursor"]
    assert cursor

    reply = await call(client, "GET", f"{path}?cursor={cursor}", headers=headers)

    assert reply.status == 401 or reply.json["items"] == []


async def test_the_owner_can_access_what_others_cannot(harness: PrivacyHarness) -> None:
    anonymous, _ = harness.callers["anonymous"]
    drawn = harness.jobs["drawn"]

    for path in (f"/ml/{drawn}", f"/ml/{drawn}/events", f"/gallery/{drawn}"):
        assert (await call(anonymous, "GET", path, headers=harness.ada)).status == 200
    drawing = harness.jobs["drawing"]
    canceled = await call(anonymous, "POST", f"/ml/{drawing}/cancel", headers=harness.ada)
    assert canceled.json["canceled"] is True
