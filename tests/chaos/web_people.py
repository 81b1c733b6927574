"""People in browsers and programs that call the HTTP API, and call again when nothing comes."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from contextlib import AsyncExitStack

import aiohttp

from tests.chaos.records import Asked
from tests.chaos.schedule import Way, Wish

PASSWORD = "correct horse battery staple"
PATIENCE = 90.0  # seconds, in which a call is repeated with the same key
PAUSE = 0.5
FETCH_TRIES = 60
ONE_CALL = aiohttp.ClientTimeout(total=10)
LATER = {429, 500, 502, 503, 504}


class WebPeople:
    """Asks for comics over HTTP; half of its people have an account."""

    def __init__(self, addresses: Sequence[str], people: int) -> None:
        self._addresses = addresses
        self._turns = itertools.cycle(addresses)
        self._people = people
        self._many = 0
        self._visitors: list[aiohttp.ClientSession] = []
        self._accounts: list[aiohttp.ClientSession] = []
        self._stack = AsyncExitStack()

    async def furnish(self) -> None:
        """Let everybody come by once, while all is well: they are known by a cookie from then on.

        Whoever is not known yet cannot repeat a request: nobody could tell whose it is.
        """
        for number in range(self._people):
            visitor, owner = await self._browser(), await self._browser()
            if not await self._call(visitor, "a comic to be known by", f"first-{number}"):
                raise RuntimeError("the API takes nothing on, and all is well")
            body = {"email": f"person{number}@example.org", "password": PASSWORD}
            async with owner.post(f"{self._addresses[0]}/auth/register", json=body) as response:
                response.raise_for_status()
            self._visitors.append(visitor)
            self._accounts.append(owner)

    @property
    def many(self) -> int:
        """How many requests were made so far."""
        return self._many

    async def close(self) -> None:
        await self._stack.aclose()

    async def ask(self, wish: Wish) -> Asked:
        """Ask until it is known what became of it, each time with the same key."""
        asked = Asked(wish.number, wish.way)
        self._many += 1
        known = self._accounts if wish.way is Way.WEB_ACCOUNT else self._visitors
        browser = known[wish.person]
        calls = [self._until_known(asked, browser, after) for after in (0.0, *wish.again)]
        await asyncio.gather(*calls)
        return asked

    async def fetch(self, uuid: str, asked: Asked, person: int) -> str:
        """Return what its maker gets at the end: `picture`, or how it ended, or what is wrong."""
        for _ in range(FETCH_TRIES):
            try:
                return await self._fetch(uuid, asked, person)
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(PAUSE)  # it is starting
        return "no connection"

    async def _fetch(self, uuid: str, asked: Asked, person: int) -> str:
        known = self._accounts if asked.way is Way.WEB_ACCOUNT else self._visitors
        browser, base = known[person], self._addresses[0]
        async with browser.get(f"{base}/ml/{uuid}", timeout=ONE_CALL) as response:
            if response.status != 200:
                return f"status {response.status}"
            body = await response.json()
        if not body.get("s3Url"):
            return f"ended: {body['status']}" if body.get("error") else f"says {body['status']}"
        async with browser.get(body["s3Url"], timeout=ONE_CALL) as response:
            picture = await response.read()
        return "picture" if picture.startswith(b"\x89PNG") else "a link to no picture"

    async def _until_known(
        self, asked: Asked, browser: aiohttp.ClientSession, after: float
    ) -> None:
        await asyncio.sleep(after)
        uuid = ""
        try:
            async with asyncio.timeout(PATIENCE):
                while not (uuid := await self._call(browser, asked.prompt, str(asked.number))):
                    await asyncio.sleep(PAUSE)
        except TimeoutError:
            asked.unanswered = not asked.uuid
        else:
            # Two answers that differ are two comics: the judge counts jobs by their words.
            asked.uuid = asked.uuid or uuid

    async def _call(self, browser: aiohttp.ClientSession, prompt: str, key: str) -> str:
        """Return the UUID; empty where nobody answered, or nobody could say."""
        base = next(self._turns)
        headers = {"Idempotency-Key": f"chaos-{key}", "Prefer": "respond-async"}
        wish = {"inputParams": {"prompt": prompt}}
        try:
            async with browser.post(
                f"{base}/ml/generate", json=wish, headers=headers, timeout=ONE_CALL
            ) as response:
                if response.status in LATER:
                    return ""
                response.raise_for_status()
                return str((await response.json())["uuid"])
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, TimeoutError):
            return ""

    async def _browser(self) -> aiohttp.ClientSession:
        jar = aiohttp.CookieJar(unsafe=True)
        return await self._stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar))
