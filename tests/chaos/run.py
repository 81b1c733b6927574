"""One run: everything is started, asked, killed, left to come to rest, and judged."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from tests.chaos.discord_people import DiscordPeople
from tests.chaos.evidence import read_jobs, read_runs, unsettled
from tests.chaos.fault_injection import Troubles
from tests.chaos.installation import Installation, open_house
from tests.chaos.records import Asked, Books
from tests.chaos.schedule import Plan, Wish
from tests.chaos.telegram_people import TelegramPeople
from tests.chaos.verdict import Violation, judge
from tests.chaos.web_people import WebPeople
from tests.fakes.discord import FakeDiscord
from tests.fakes.telegram import FakeTelegram

T = TypeVar("T")

FAR_AWAY = 0.1  # seconds that a platform takes to answer
SETTLE_SECONDS = 300.0  # in which everything has to come to rest
LOOK_EVERY = 0.5
TELL_EVERY = 20.0
QUIET_LOOKS = 5  # so often in a row there has to be nothing under way


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it."""

    requests: int
    accepted: int
    kills: int
    restarts: int  # of processes that ended by themselves, because the database was away
    seconds: float  # from the first request until all was quiet
    ends: dict[str, int]  # how many jobs ended in which way
    violations: list[Violation]


async def run(plan: Plan, folder: Path, say: Callable[[str], None]) -> Result:
    """Do as the plan says, and judge what came of it. Logs and ledgers stay in the folder."""
    discord, telegram = FakeDiscord(), FakeTelegram()
    async with AsyncExitStack() as stack:
        # Before the processes, so that they close after them.
        on_discord = DiscordPeople(discord, plan.people)
        on_telegram = TelegramPeople(telegram, plan.people)
        for fake in (discord, telegram):
            fake.faults.slow("*", FAR_AWAY)
        await stack.enter_async_context(discord.running())
        await stack.enter_async_context(telegram.running())
        house = await stack.enter_async_context(open_house(folder, plan.crew, discord, telegram))
        web = WebPeople(house.web_addresses, plan.people)
        stack.push_async_callback(web.close)
        await on_telegram.furnish()
        await asyncio.gather(on_discord.ready(), on_telegram.ready(), web.furnish())
        say(f"seed {plan.seed}: everything runs; logs and ledgers in {folder}")
        asked = {
            "discord": lambda: on_discord.many,
            "telegram": lambda: on_telegram.many,
            "web": lambda: web.many,
        }
        troubles = Troubles(house, on_telegram, asked)
        stage = _Stage(plan, house, on_discord, on_telegram, web, troubles)
        return await stage.play(say)


@dataclass(frozen=True, slots=True)
class _Stage:
    plan: Plan
    house: Installation
    discord: DiscordPeople
    telegram: TelegramPeople
    web: WebPeople
    troubles: Troubles

    async def play(self, say: Callable[[str], None]) -> Result:
        loop = asyncio.get_running_loop()
        began = loop.time()
        async with asyncio.TaskGroup() as group:
            asking = [
                group.create_task(self._at(began + wish.at, partial(self._ask, wish)))
                for wish in self.plan.wishes
            ]
            for deed in self.plan.deeds:
                group.create_task(self._at(began + deed.at, partial(self.troubles.make, deed)))
        asked = [task.result() for task in asking]
        say(f"seed {self.plan.seed}: all was asked and all went wrong; coming to rest")
        await self._come_to_rest(say)
        seconds = loop.time() - began
        books = await self._books(asked)
        ends: dict[str, int] = {}
        for job in books.jobs:
            ends[job.state] = ends.get(job.state, 0) + 1
        return Result(
            requests=len(asked),
            accepted=sum(any(job.prompt == each.prompt for job in books.jobs) for each in asked),
            kills=self.troubles.killed,
            restarts=self.house.restarts,
            seconds=seconds,
            ends=ends,
            violations=judge(books),
        )

    async def _at(self, moment: float, work: Callable[[], Awaitable[T]]) -> T:
        await asyncio.sleep(moment - asyncio.get_running_loop().time())
        return await work()

    async def _ask(self, wish: Wish) -> Asked:
        match wish.way.platform:
            case "discord":
                return await self.discord.ask(wish)
            case "telegram":
                return await self.telegram.ask(wish)
            case _:
                return await self.web.ask(wish)

    async def _come_to_rest(self, say: Callable[[str], None]) -> None:
        """Wait until nothing is under way; what still is after so long is stuck."""
        loop = asyncio.get_running_loop()
        deadline, quiet = loop.time() + SETTLE_SECONDS, 0
        told = loop.time()
        while quiet < QUIET_LOOKS and loop.time() < deadline:
            await asyncio.sleep(LOOK_EVERY)
            left = await unsettled(self.house)
            left["updates"] = len(self.house.telegram.updates.pending())
            quiet = 0 if any(left.values()) else quiet + 1
            if loop.time() - told > TELL_EVERY:
                told = loop.time()
                say(f"seed {self.plan.seed}: still under way: {left}")

    async def _books(self, asked: list[Asked]) -> Books:
        self.discord.close_books()
        self.telegram.close_books()
        fetched = {}
        for each, wish in zip(asked, self.plan.wishes, strict=True):
            if each.uuid:
                fetched[each.uuid] = await self.web.fetch(each.uuid, each, wish.person)
        return Books(
            asked=asked,
            shown=[*self.discord.shown(), *self.telegram.shown()],
            jobs=await read_jobs(self.house),
            runs=read_runs(self.house.ledger),
            fetched=fetched,
        )
