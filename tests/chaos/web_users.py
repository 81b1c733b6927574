"""Web users: browsers and API clients that repeat a call that was not answered."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from contextlib import AsyncExitStack

import aiohttp

from tests.chaos.records import RequestRecord
from tests.chaos.schedule import Origin, PlannedRequest

PASSWORD = "correct horse battery staple"
RETRY_SECONDS = 90.0  # for which a call is repeated with the same key
RETRY_DELAY = 0.5
FETCH_ATTEMPTS = 60
CALL_TIMEOUT = aiohttp.ClientTimeout(total=10)
RETRIED_STATUSES = {429, 500, 502, 503, 504}


class WebUsers:
    """Users who request comics over HTTP: for each number one visitor and one account."""

    def __init__(self, addresses: Sequence[str], users: int) -> None:
        self._addresses = addresses
        self._next_address = itertools.cycle(addresses)
        self._users = users
        self._sent_count = 0
        self._visitors: list[aiohttp.ClientSession] = []
        self._accounts: list[aiohttp.ClientSession] = []
        self._stack = AsyncExitStack()

    async def prepare(self) -> None:
        """Make one successful call per user, after which each is known by a cookie.

        The first request of an unknown visitor could not be repeated: the server would not know
        that both calls are from the same visitor.
        """
        for number in range(self._users):
            visitor, owner = await self._browser(), await self._browser()
            if not await self._call(visitor, "a comic to get a cookie", f"first-{number}"):
                raise RuntimeError("the API accepts no request although everything runs")
            body = {"email": f"user{number}@example.org", "password": PASSWORD}
            async with owner.post(f"{self._addresses[0]}/auth/register", json=body) as response:
                response.raise_for_status()
            self._visitors.append(visitor)
            self._accounts.append(owner)

    @property
    def sent_count(self) -> int:
        """Number of requests sent so far."""
        return self._sent_count

    async def close(self) -> None:
        await self._stack.aclose()

    async def send(self, planned: PlannedRequest) -> RequestRecord:
        """Send the request until its outcome is known, each time with the same key."""
        request = RequestRecord(planned.number, planned.origin)
        self._sent_count += 1
        browser = self._browser_of(request, planned.user)
        calls = [
            self._send_until_answered(request, browser, after)
            for after in (0.0, *planned.repeat_after)
        ]
        await asyncio.gather(*calls)
        return request

    async def fetch(self, request: RequestRecord, user: int) -> str:
        """Return what the requester gets at the end: `picture`, `ended: …`, or what is wrong."""
        for _ in range(FETCH_ATTEMPTS):
            try:
                return await self._fetch(request, user)
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(RETRY_DELAY)  # the server is still starting
        return "no connection"

    def _browser_of(self, request: RequestRecord, user: int) -> aiohttp.ClientSession:
        is_account = request.origin is Origin.WEB_ACCOUNT
        return (self._accounts if is_account else self._visitors)[user]

    async def _fetch(self, request: RequestRecord, user: int) -> str:
        browser, base = self._browser_of(request, user), self._addresses[0]
        async with browser.get(f"{base}/ml/{request.uuid}", timeout=CALL_TIMEOUT) as response:
            if response.status != 200:
                return f"HTTP status {response.status}"
            body = await response.json()
        if not body.get("s3Url"):
            return f"ended: {body['status']}" if body.get("error") else f"status {body['status']}"
        async with browser.get(body["s3Url"], timeout=CALL_TIMEOUT) as response:
            picture = await response.read()
        return "picture" if picture.startswith(b"\x89PNG") else "a link that returns no picture"

    async def _send_until_answered(
        self, request: RequestRecord, browser: aiohttp.ClientSession, after: float
    ) -> None:
        await asyncio.sleep(after)
        uuid = ""
        try:
            async with asyncio.timeout(RETRY_SECONDS):
                while not (uuid := await self._call(browser, request.prompt, str(request.number))):
                    await asyncio.sleep(RETRY_DELAY)
        except TimeoutError:
            request.unanswered = not request.uuid
        else:
            # Two different answers are two comics: the verdict counts jobs by their prompts.
            request.uuid = request.uuid or uuid

    async def _call(self, browser: aiohttp.ClientSession, prompt: str, key: str) -> str:
        """Return the UUID; empty without an answer, or if the outcome is not known."""
        base = next(self._next_address)
        headers = {"Idempotency-Key": f"chaos-{key}", "Prefer": "respond-async"}
        body = {"inputParams": {"prompt": prompt}}
        try:
            async with browser.post(
                f"{base}/ml/generate", json=body, headers=headers, timeout=CALL_TIMEOUT
            ) as response:
                if response.status in RETRIED_STATUSES:
                    return ""
                response.raise_for_status()
                return str((await response.json())["uuid"])
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, TimeoutError):
            return ""

    async def _browser(self) -> aiohttp.ClientSession:
        jar = aiohttp.CookieJar(unsafe=True)
        return await self._stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar))
