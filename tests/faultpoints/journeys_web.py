"""Journeys over HTTP, where a client whose connection breaks asks again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.application import PASSWORD
from tests.fakes.discord import Interaction, Message
from tests.faultpoints.environment import Client, uuid_of
from tests.faultpoints.journeys import PROMPT, Journey, expect
from tests.faultpoints.journeys_discord import InDiscord

WEBP = (200, "image/webp")
LONG_AGO = "2020-01-01 00:00:00.000000"


class OverHttp(Journey):
    """Clients of the API."""

    @asynccontextmanager
    async def around(self) -> AsyncIterator[Mapping[str, Any]]:
        async with self.clients():
            yield {}

    @asynccontextmanager
    async def clients(self) -> AsyncIterator[None]:
        async with browser() as one, browser() as other:
            self.client, self.other = Client(self.world, one), Client(self.world, other)
            yield

    async def sign_up(self, email: str = "ada@example.org") -> None:
        """Open an account, and be known by it from then on."""
        body = {"email": email, "password": PASSWORD}
        reply = await self.client.call("POST", "/auth/register", json=body)
        self.client.headers["Authorization"] = f"Bearer {reply.json['token']}"


class SignedIn(OverHttp):
    """A comic for an account, looked at in a smaller size."""

    async def prepare(self) -> None:
        await self.sign_up()

    async def act(self) -> None:
        key = {"Idempotency-Key": "one-and-the-same"}
        self.uuid = await self.client.comic(PROMPT, **key)
        self.seen = await self.client.call("GET", f"/comics/{self.uuid}/image?width=640")

    async def broken(self) -> list[str]:
        gallery = (await self.client.call("GET", "/gallery")).json
        found = expect("gallery", [item["uuid"] for item in gallery["items"]], [self.uuid])
        found += expect("jobs", await self.world.count("jobs"), 1)
        found += expect("the picture", (self.seen.status, self.seen.headers["Content-Type"]), WEBP)
        return found + expect("drawings", len(self.world.generator.drawn), 1)


class Purged(OverHttp):
    """Pictures that are to go: one that was deleted, one of somebody who was forgotten."""

    from_the_start = True

    async def prepare(self) -> None:
        self.world.begin()
        await self.world.process.ready()
        await self.sign_up()
        self.kept = await self.client.comic("one to keep")
        deleted = await self.client.comic("one to delete")
        await self.other.comic("one of somebody else")
        await self.client.call("DELETE", f"/gallery/{deleted}")
        await self.other.call("DELETE", "/auth/me", json={})
        assert await self.world.count("comics WHERE deleted_at IS NOT NULL") == 2
        await self.world.process.kill()
        self.world.processes.clear()
        await self.world.rows(
            f"UPDATE comics SET deleted_at = '{LONG_AGO}' WHERE deleted_at IS NOT NULL"
        )

    async def act(self) -> None:
        """Nobody has to do anything."""

    async def waits_for(self) -> str:
        return "" if await self.world.count("comics") == 1 else "comics to purge"

    async def broken(self) -> list[str]:
        comics = [uuid_of(row[0]) for row in await self.world.rows("SELECT id FROM comics")]
        found = expect("comics", comics, [self.kept])
        return found + expect("pictures", self.world.pictures, {self.kept})


class Linked(OverHttp, InDiscord):
    """Somebody in Discord enters the code of an account."""

    @asynccontextmanager
    async def around(self) -> AsyncIterator[Mapping[str, Any]]:
        async with InDiscord.around(self) as settings, self.clients():
            yield settings

    async def prepare(self) -> None:
        await self.sign_up()
        await self.client.comic("a comic of the account")
        await self.drawn()
        self.code = (await self.client.call("POST", "/link")).json["code"]

    async def act(self) -> None:
        message = (await self._preview()).original
        assert message is not None
        self.message = message
        await self.press(message, "Combine", lambda: self.is_told(message))

    @staticmethod
    def is_told(message: Message) -> bool:
        return "Done. One gallery for" in message.text

    async def _preview(self) -> Interaction:
        shown = await self.fake.slash(self.ada, self.general, "link", code=self.code)

        def is_shown() -> bool:
            return shown.original is not None and not shown.is_thinking

        if not await self.world.until(is_shown):
            await self.world.successor()
            if not is_shown():
                return await self._preview()
        return shown

    async def broken(self) -> list[str]:
        owners = {
            table: {row[0] for row in await self.world.rows(f"SELECT profile_id FROM {table}")}
            for table in ("accounts", "identities", "jobs", "comics")
        }
        found = expect("owners", len(set.union(*owners.values())), 1)
        gallery = (await self.client.call("GET", "/gallery")).json
        found += expect("the person is told", self.is_told(self.message), True)
        return found + expect("comics in the gallery", len(gallery["items"]), 2)


def browser() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
