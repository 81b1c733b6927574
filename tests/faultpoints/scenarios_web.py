"""Scenarios over HTTP, where clients repeat a call after a broken connection."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.application import PASSWORD
from tests.fakes.discord import Interaction, Message
from tests.faultpoints.environment import Client, uuid_of
from tests.faultpoints.scenario_base import PROMPT, Scenario, expect
from tests.faultpoints.scenarios_discord import OnDiscord

WEBP = (200, "image/webp")
LONG_AGO = "2020-01-01 00:00:00.000000"


class OnWeb(Scenario):
    """Clients of the API."""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Mapping[str, Any]]:
        async with self.clients():
            yield {}

    @asynccontextmanager
    async def clients(self) -> AsyncIterator[None]:
        async with browser() as one, browser() as other:
            self.client, self.other = Client(self.environment, one), Client(self.environment, other)
            yield

    async def sign_up(self, email: str = "ada@example.org") -> None:
        """Register an account, and log in to it."""
        body = {"email": email, "password": PASSWORD}
        reply = await self.client.call("POST", "/auth/register", json=body)
        self.client.headers["Authorization"] = f"Bearer {reply.json['token']}"


class AccountComic(OnWeb):
    """A comic of an account, fetched as a smaller rendition."""

    async def prepare(self) -> None:
        await self.sign_up()

    async def act(self) -> None:
        key = {"Idempotency-Key": "the-same-for-each-attempt"}
        self.uuid = await self.client.comic(PROMPT, **key)
        self.seen = await self.client.call("GET", f"/comics/{self.uuid}/image?width=640")

    async def violations(self) -> list[str]:
        gallery = (await self.client.call("GET", "/gallery")).json
        found = expect("gallery", [item["uuid"] for item in gallery["items"]], [self.uuid])
        found += expect("jobs", await self.environment.count("jobs"), 1)
        found += expect("the picture", (self.seen.status, self.seen.headers["Content-Type"]), WEBP)
        return found + expect("drawings", len(self.environment.generator.drawn), 1)


class PurgedComics(OnWeb):
    """Comics to purge: a deleted one, and one of a user who deleted their account."""

    counts_from_start = True

    async def prepare(self) -> None:
        self.environment.start()
        await self.environment.process.ready()
        await self.sign_up()
        self.kept = await self.client.comic("one to keep")
        deleted = await self.client.comic("one to delete")
        await self.other.comic("one of another user")
        await self.client.call("DELETE", f"/gallery/{deleted}")
        await self.other.call("DELETE", "/auth/me", json={})
        assert await self.environment.count("comics WHERE deleted_at IS NOT NULL") == 2
        await self.environment.process.kill()
        self.environment.processes.clear()
        await self.environment.rows(
            f"UPDATE comics SET deleted_at = '{LONG_AGO}' WHERE deleted_at IS NOT NULL"
        )

    async def act(self) -> None:
        """Do nothing: the janitor purges by itself."""

    async def pending_work(self) -> str:
        return "" if await self.environment.count("comics") == 1 else "comics to purge"

    async def violations(self) -> list[str]:
        comics = [uuid_of(row[0]) for row in await self.environment.rows("SELECT id FROM comics")]
        found = expect("comics", comics, [self.kept])
        return found + expect("pictures", self.environment.pictures, {self.kept})


class LinkedAccount(OnWeb, OnDiscord):
    """A Discord user who enters the link code of an account."""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Mapping[str, Any]]:
        async with OnDiscord.running(self) as settings, self.clients():
            yield settings

    async def prepare(self) -> None:
        await self.sign_up()
        await self.client.comic("a comic of the account")
        await self.draw()
        self.code = (await self.client.call("POST", "/link")).json["code"]

    async def act(self) -> None:
        message = (await self._preview()).original
        assert message is not None
        self.message = message
        await self.press(message, "Combine", lambda: self.is_notified(message))

    @staticmethod
    def is_notified(message: Message) -> bool:
        return "Done. One gallery for" in message.text

    async def _preview(self) -> Interaction:
        preview = await self.fake.slash(self.ada, self.general, "link", code=self.code)

        def is_shown() -> bool:
            return preview.original is not None and not preview.is_thinking

        if not await self.environment.until(is_shown):
            await self.environment.wait_for_successor()
            if not is_shown():
                return await self._preview()
        return preview

    async def violations(self) -> list[str]:
        owners = {
            table: {
                row[0] for row in await self.environment.rows(f"SELECT profile_id FROM {table}")
            }
            for table in ("accounts", "identities", "jobs", "comics")
        }
        found = expect("owners", len(set.union(*owners.values())), 1)
        gallery = (await self.client.call("GET", "/gallery")).json
        found += expect("the user is notified", self.is_notified(self.message), True)
        return found + expect("comics in the gallery", len(gallery["items"]), 2)


def browser() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
