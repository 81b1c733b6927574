"""Tests of outages of Redis and the database: killed, or cut off silently."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy.engine import make_url

from core.jobs.job_queue import MAX_DELAY
from tests.durations import FULL_LENGTH
from tests.fakes.discord import FakeDiscord
from tests.fakes.generator import FakeGenerator
from tests.fakes.telegram import FakeTelegram
from tests.machines import TIMEOUT, Machines, mishaps, request_comic
from tests.processes import ComicAIProcess, post
from tests.proxy import TcpProxy
from tests.servers import MariaDbServer, RedisServer

pytestmark = [pytest.mark.mariadb, pytest.mark.servers, pytest.mark.timeout(600)]

OUTAGE = 60.0 if FULL_LENGTH else MAX_DELAY / 2  # seconds
QUIET = 15.0 if FULL_LENGTH else 6.0  # redis-py ends a read after 5 s by default

NOT_TAKEN = "can’t accept requests right now"
# If the database does not answer, the inbox does not wait to find out whether it has committed.
UNKNOWN = "couldn’t confirm whether that went through"


@asynccontextmanager
async def proxy_to(host: str | None, port: int | None) -> AsyncIterator[TcpProxy]:
    assert host
    assert port
    proxy = TcpProxy(host, port)
    await proxy.start()
    try:
        yield proxy
    finally:
        await proxy.close()


async def heal(proxy: TcpProxy) -> None:
    """Forward packets again, and cut the old connections, which are unusable."""
    proxy.silent = False
    proxy.cut()


# --- Redis ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["killed", "silent"])
async def test_without_redis_requests_are_accepted_and_afterwards_wake_ups_work_again(
    fleet: Machines, own_redis: RedisServer, kind: str
) -> None:
    if not own_redis.is_ours:
        pytest.fail("this test kills its server: unset COMICAI_TEST_REDIS_URL", pytrace=False)
    address = urlsplit(own_redis.url)
    # The janitor does not run within the test, so jobs are only found by notification.
    fleet.settings |= {"engine__sweep_seconds": 3600}
    async with proxy_to(address.hostname, address.port) as proxy:
        fleet.settings |= {"engine__url": f"redis://127.0.0.1:{proxy.own_port}/0"}
        web, worker = await asyncio.gather(fleet.web(), fleet.worker("one"))
        await request_comic(web, 0, panels=1)
        await fleet.end_of_all()

        if kind == "killed":
            own_redis.kill()
        else:
            proxy.silent = True
        began = time.monotonic()
        for number in range(1, 5):
            await request_comic(web, number, panels=1)
        await asyncio.sleep(began + OUTAGE - time.monotonic())
        if kind == "killed":
            await asyncio.to_thread(own_redis.start)
        else:
            await heal(proxy)
        await fleet.end_of_all()

        await asyncio.sleep(QUIET)
        await request_comic(web, 5, panels=1)
        await fleet.end_of_all()

        assert fleet.rows("SELECT state, count(*) FROM jobs GROUP BY state") == [("drawn", 6)]
        assert [await process.stop() for process in (web, worker)] == [0, 0]
        assert mishaps(web) + mishaps(worker) == []


# --- The database ---------------------------------------------------------------------------------


class Clients:
    """Requests on every front end, accepted or refused."""

    def __init__(self, web: ComicAIProcess, discord: FakeDiscord, telegram: FakeTelegram) -> None:
        self._web = web
        self._discord, self._telegram = discord, telegram
        self._ada = discord.add_user("ada")
        discord.add_guild("Comics", self._ada)
        self._bob = telegram.user("Bob")
        self.accepted = 0

    async def request_comics(self) -> None:
        """Request a comic on every front end."""
        await request_comic(self._web, 0, panels=4)
        await self._request_in_discord()
        await self._telegram.send(self._bob, self._telegram.private(self._bob), "/comic a cat -p 4")
        self.accepted += 3

    async def expect_refusals(self) -> None:
        """Request a comic on every front end at once, and wait for the refusals.

        The caller ends the outage afterwards: a refusal that waits for its end never comes.
        """
        async with asyncio.timeout(TIMEOUT):
            await asyncio.gather(
                self._api(), self._refused_by_discord(), self._refused_by_telegram()
            )

    async def _api(self) -> None:
        status, answer = await post(
            f"{self._web.url}/ml/generate", {"inputParams": {"prompt": "a cat"}}
        )
        assert status == 503
        assert NOT_TAKEN in answer["error"]["message"]
        assert (answer["error"]["code"], answer["error"]["retryable"]) == (
            "storage_unavailable",
            True,
        )

    async def _request_in_discord(self) -> Any:
        channel = self._discord.channel("general")
        return await self._discord.slash(self._ada, channel, "comic", prompt="a cat", panels=4)

    async def _refused_by_discord(self) -> None:
        before = len(self._discord.call_log.calls)
        await self._request_in_discord()

        def is_refused() -> bool:
            calls = self._discord.call_log.calls[before:]
            return any(NOT_TAKEN in str(call.body.get("content", "")) for call in calls)

        await self._discord.until(is_refused, "the refusal", seconds=TIMEOUT)

    async def _refused_by_telegram(self) -> None:
        chat = self._telegram.private(self._bob)
        before = len(chat.messages)
        await self._telegram.send(self._bob, chat, "/comic a cat")

        def is_refused() -> bool:
            texts = [each.text or "" for each in chat.messages[before:]]
            return any(NOT_TAKEN in text or UNKNOWN in text for text in texts)

        await self._telegram.until(is_refused, "the refusal", seconds=TIMEOUT)


@pytest.mark.parametrize("kind", ["killed", "silent"])
async def test_without_the_database_requests_are_refused_and_accepted_jobs_finish_afterwards(
    fleet: Machines, generator: FakeGenerator, mariadb: MariaDbServer, kind: str
) -> None:
    if not mariadb.is_ours:
        pytest.fail("this test kills its server: unset COMICAI_TEST_MYSQL_URL", pytrace=False)
    generator.step_seconds = 0.2
    url = make_url(str(fleet.settings["database__url"]))
    async with AsyncExitStack() as stack:
        proxy = await stack.enter_async_context(proxy_to(url.host, url.port))
        discord = await stack.enter_async_context(FakeDiscord().running())
        telegram = await stack.enter_async_context(FakeTelegram().running())
        behind = url.set(host="127.0.0.1", port=proxy.own_port)
        settings: dict[str, object] = {
            "database__url": behind.render_as_string(hide_password=False),
            "discord__token": discord.token,
            "discord__api_base": discord.api_base,
            "discord__gateway_url": discord.gateway_url,
            "telegram__token": telegram.token,
            "telegram__api_base": telegram.url,
        }
        web, *others = processes = await asyncio.gather(
            fleet.web(**settings),
            fleet.worker("one", **settings),
            fleet.start("discord", "discord", **settings),
            fleet.start("telegram", "telegram", **settings),
        )
        await discord.connected()
        clients = Clients(web, discord, telegram)
        await clients.request_comics()
        await fleet.until("SELECT 1 FROM jobs WHERE state = 'drawing' HAVING count(*) = 3")

        if kind == "killed":
            await asyncio.to_thread(mariadb.kill)
        else:
            proxy.silent = True
        began = time.monotonic()
        try:
            for _ in range(2):
                await clients.expect_refusals()
            await asyncio.sleep(max(began + OUTAGE - time.monotonic(), 0))
        finally:
            if kind == "killed":
                await asyncio.to_thread(mariadb.start)
            else:
                await heal(proxy)
        await fleet.end_of_all()
        await clients.request_comics()
        await fleet.until(f"SELECT 1 FROM jobs HAVING count(*) = {clients.accepted}")
        await fleet.end_of_all()
        await fleet.until("SELECT 1 FROM deliveries HAVING sum(state = 'delivered') = 4")

        assert fleet.rows("SELECT state, count(*) FROM jobs GROUP BY state") == [
            ("drawn", clients.accepted)
        ]
        assert len(generator.drawn) == clients.accepted
        assert [await process.stop() for process in processes] == [0] * 4
        assert [mishaps(process) for process in processes] == [[]] * 4
        assert len(others) == 3
