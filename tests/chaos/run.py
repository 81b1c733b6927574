"""One run: start everything, send requests, inject disruptions, wait for the end, and judge."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from tests.chaos.discord_users import DiscordUsers
from tests.chaos.evidence import count_unsettled, read_drawings, read_jobs
from tests.chaos.fault_injection import FaultInjector
from tests.chaos.installation import Installation, open_installation
from tests.chaos.records import Evidence, RequestRecord
from tests.chaos.schedule import Plan, PlannedRequest
from tests.chaos.telegram_users import TelegramUsers
from tests.chaos.verdict import Violation, find_violations
from tests.chaos.web_users import WebUsers
from tests.fakes.discord import FakeDiscord
from tests.fakes.telegram import FakeTelegram

T = TypeVar("T")

PLATFORM_LATENCY = 0.1  # seconds
SETTLE_SECONDS = 300.0  # for all requests to end, after the last disruption
POLL_SECONDS = 0.5
REPORT_SECONDS = 20.0
QUIET_POLLS = 5  # consecutive polls that must find nothing unsettled


@dataclass(frozen=True, slots=True)
class Result:
    """Result of a run."""

    requests: int
    accepted: int
    kills: int
    restarts: int  # of processes that ended by themselves, because the database was unreachable
    seconds: float  # from the first request until everything has settled
    end_states: dict[str, int]  # number of jobs by state
    violations: list[Violation]


async def run(plan: Plan, folder: Path, report: Callable[[str], None]) -> Result:
    """Execute the plan and judge the result. All logs stay in the folder."""
    discord, telegram = FakeDiscord(), FakeTelegram()
    async with AsyncExitStack() as stack:
        # Before the processes, so that they are closed after them.
        discord_users = DiscordUsers(discord, plan.users)
        telegram_users = TelegramUsers(telegram, plan.users)
        for fake in (discord, telegram):
            fake.faults.slow("*", PLATFORM_LATENCY)
        await stack.enter_async_context(discord.running())
        await stack.enter_async_context(telegram.running())
        installation = await stack.enter_async_context(
            open_installation(folder, plan.fleet, discord, telegram)
        )
        web_users = WebUsers(installation.web_addresses, plan.users)
        stack.push_async_callback(web_users.close)
        await telegram_users.prepare()
        await asyncio.gather(
            discord_users.wait_until_ready(), telegram_users.wait_until_ready(), web_users.prepare()
        )
        report(f"seed {plan.seed}: everything runs; logs in {folder}")
        sent_counts = {
            "discord": lambda: discord_users.sent_count,
            "telegram": lambda: telegram_users.sent_count,
            "web": lambda: web_users.sent_count,
        }
        faults = FaultInjector(installation, telegram_users, sent_counts)
        execution = _Execution(plan, installation, discord_users, telegram_users, web_users, faults)
        return await execution.result(report)


@dataclass(frozen=True, slots=True)
class _Execution:
    plan: Plan
    installation: Installation
    discord: DiscordUsers
    telegram: TelegramUsers
    web: WebUsers
    faults: FaultInjector

    async def result(self, report: Callable[[str], None]) -> Result:
        loop = asyncio.get_running_loop()
        started_at = loop.time()
        async with asyncio.TaskGroup() as group:
            sending = [
                group.create_task(self._at(started_at + planned.at, partial(self._send, planned)))
                for planned in self.plan.planned_requests
            ]
            for disruption in self.plan.disruptions:
                inject = partial(self.faults.inject, disruption)
                group.create_task(self._at(started_at + disruption.at, inject))
        requests = [task.result() for task in sending]
        report(f"seed {self.plan.seed}: all requests sent, all disruptions over; settling")
        await self._settle(report)
        seconds = loop.time() - started_at
        evidence = await self._collect_evidence(requests)
        prompts = {job.prompt for job in evidence.jobs}
        return Result(
            requests=len(requests),
            accepted=sum(request.prompt in prompts for request in requests),
            kills=self.faults.kills,
            restarts=self.installation.restarts,
            seconds=seconds,
            end_states=Counter(job.state for job in evidence.jobs),
            violations=find_violations(evidence),
        )

    async def _at(self, moment: float, work: Callable[[], Awaitable[T]]) -> T:
        await asyncio.sleep(moment - asyncio.get_running_loop().time())
        return await work()

    async def _send(self, planned: PlannedRequest) -> RequestRecord:
        match planned.origin.platform:
            case "discord":
                return await self.discord.send(planned)
            case "telegram":
                return await self.telegram.send(planned)
            case _:
                return await self.web.send(planned)

    async def _settle(self, report: Callable[[str], None]) -> None:
        """Wait until everything has ended; what has not ended in time is stuck."""
        loop = asyncio.get_running_loop()
        deadline, quiet_polls = loop.time() + SETTLE_SECONDS, 0
        reported_at = loop.time()
        while quiet_polls < QUIET_POLLS and loop.time() < deadline:
            await asyncio.sleep(POLL_SECONDS)
            unsettled = await count_unsettled(self.installation)
            unsettled["updates"] = len(self.installation.telegram.updates.pending())
            quiet_polls = 0 if any(unsettled.values()) else quiet_polls + 1
            if loop.time() - reported_at > REPORT_SECONDS:
                reported_at = loop.time()
                report(f"seed {self.plan.seed}: not settled yet: {unsettled}")

    async def _collect_evidence(self, requests: list[RequestRecord]) -> Evidence:
        self.discord.collect_evidence()
        self.telegram.collect_evidence()
        fetched = {}
        for request, planned in zip(requests, self.plan.planned_requests, strict=True):
            if request.uuid:
                fetched[request.uuid] = await self.web.fetch(request, planned.user)
        return Evidence(
            requests=requests,
            messages=[*self.discord.visible_messages(), *self.telegram.visible_messages()],
            jobs=await read_jobs(self.installation),
            drawings=read_drawings(self.installation.call_log),
            fetched=fetched,
        )
