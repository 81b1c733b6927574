"""Tests of the handover: a stopping process hands its jobs back, and others continue at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import AsyncExitStack

import pytest

from tests.fakes.discord import FakeDiscord, Interaction
from tests.fakes.generator import FakeGenerator
from tests.fakes.telegram import FakeTelegram
from tests.machines import TIMEOUT, Machines, is_of, mishaps, request_comic
from tests.processes import ComicAIProcess

pytestmark = [pytest.mark.mariadb, pytest.mark.servers, pytest.mark.timeout(240)]

OVER_HTTP, IN_DISCORD, IN_TELEGRAM = 10, 5, 5
SECONDS_A_PANEL = 0.5


async def request_in_discord(fake: FakeDiscord) -> list[Interaction]:
    ada = fake.add_user("ada")
    fake.add_guild("Comics", ada)
    channel = fake.channel("general")
    return [
        await fake.slash(ada, channel, "comic", prompt=f"story {number}", panels=12)
        for number in range(IN_DISCORD)
    ]


async def request_in_telegram(fake: FakeTelegram) -> None:
    for number in range(IN_TELEGRAM):
        user = fake.user(f"Ada {number}")
        chat = fake.private(user)
        await fake.send(user, chat, f"/comic a cat opens bakery {number} -p 12")


async def test_others_finish_the_jobs_of_a_process_that_is_stopped(
    fleet: Machines, generator: FakeGenerator
) -> None:
    generator.capacity, generator.step_seconds = 20, SECONDS_A_PANEL
    # The janitor does not run within the test, so jobs are only found by notification.
    fleet.settings |= {"engine__sweep_seconds": 3600}
    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(FakeDiscord().running())
        telegram = await stack.enter_async_context(FakeTelegram().running())
        telegram.state.flood.limits.is_on = False
        fleet.settings |= {
            "discord__token": discord.token,
            "discord__api_base": discord.api_base,
            "discord__gateway_url": discord.gateway_url,
            "telegram__token": telegram.token,
            "telegram__api_base": telegram.url,
        }
        heir, *others = await asyncio.gather(
            fleet.worker("heir"),
            fleet.worker("worker"),
            fleet.start("run", "run"),
            fleet.start("web", "web"),
            fleet.start("discord", "discord"),
            fleet.start("telegram", "telegram"),
        )
        worker, everything, web, *_ = others
        await everything.ready()
        await web.ready()
        await discord.connected()
        uuids = [
            await request_comic((web, everything)[number % 2], number)
            for number in range(OVER_HTTP)
        ]
        interactions = await request_in_discord(discord)
        await request_in_telegram(telegram)
        await fleet.until("SELECT 1 FROM jobs HAVING count(*) = 20")
        await until_each_holds_a_job(fleet, worker, everything)

        statuses = await asyncio.gather(*(process.stop() for process in others))
        drawn_by_then = fleet.rows("SELECT count(*) FROM jobs WHERE state = 'drawn'")
        await fleet.end_of_all()
        await fleet.until(
            "SELECT 1 FROM deliveries HAVING sum(state = 'delivered') = "
            f"{IN_DISCORD + IN_TELEGRAM} AND count(*) = {IN_DISCORD + IN_TELEGRAM}"
        )

        assert statuses == [0] * len(others)
        assert [mishaps(process) for process in (heir, *others)] == [[]] * (1 + len(others))
        assert drawn_by_then[0][0] != 20
        assert fleet.rows("SELECT state, count(*), max(lost_claims) FROM jobs GROUP BY state") == [
            ("drawn", 20, 0)
        ]
        assert len(uuids) == OVER_HTTP
        assert set(Counter(uuid for uuid, _ in generator.drawn).values()) == {1}
        pictures = [len(each.original.pictures) for each in interactions if each.original]
        assert pictures == [1] * IN_DISCORD
        chats = [chat for chat in telegram.state.chat_store.chats.values() if chat.messages]
        assert [len(chat.pictures()) for chat in chats] == [1] * IN_TELEGRAM


async def until_each_holds_a_job(fleet: Machines, *workers: ComicAIProcess) -> None:
    for worker in workers:
        await fleet.until(f"SELECT 1 FROM jobs WHERE {is_of(worker, 'lease_owner')}")


async def test_an_idle_worker_is_notified_of_jobs_that_are_handed_back(
    fleet: Machines, generator: FakeGenerator
) -> None:
    generator.step_seconds = SECONDS_A_PANEL
    fleet.settings |= {"engine__sweep_seconds": 3600}
    web, worker = await asyncio.gather(fleet.web(), fleet.worker("worker"))
    for number in range(generator.capacity):
        await request_comic(web, number)
    await fleet.until(f"SELECT 1 FROM jobs HAVING sum({is_of(worker, 'lease_owner')}) = count(*)")
    heir = await fleet.worker("heir")
    async with asyncio.timeout(TIMEOUT):
        # It has polled by then, and found all jobs claimed.
        while "generator_marked_ready" not in heir.errors:
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)  # and its own wake-up at the start has been consumed

    status = await worker.stop()
    await fleet.end_of_all()

    assert status == 0
    assert fleet.rows("SELECT DISTINCT state, claim_no, lost_claims FROM jobs") == [("drawn", 2, 0)]
    assert len(generator.drawn) == generator.capacity
    assert mishaps(worker) + mishaps(heir) == []
