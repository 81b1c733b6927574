"""One case: a scenario during which a process is killed at one point, or at none."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.faultpoints.environment import TIMEOUT, Query, Store, TestEnvironment
from tests.faultpoints.fault_points import Point
from tests.faultpoints.process import PAUSE, ForkServer
from tests.faultpoints.scenario_base import Scenario

NOT_REACHED = "the process did not reach this point"


class Case:
    """Runs one scenario in its own folder."""

    def __init__(
        self,
        fork_server: ForkServer,
        kind: type[Scenario],
        folder: Path,
        migrated: Path,
        *,
        settings: Mapping[str, Any] | None = None,
        query: Query | None = None,
        store: Store | None = None,
    ) -> None:
        self._fork_server = fork_server
        self._kind = kind
        self._folder = folder
        self._migrated = migrated
        self._settings = settings or {}
        self._query = query
        self._store = store

    async def observe(self) -> tuple[list[Point], list[str]]:
        """Run it without a kill; return the points that were reached, and the violations."""
        return await self._run(None)

    async def crash_at(self, point: Point) -> list[str]:
        """Run it with a kill at the point; return the violations."""
        return (await self._run(point))[1]

    async def _run(self, crash_point: Point | None) -> tuple[list[Point], list[str]]:
        environment = TestEnvironment(
            self._fork_server, self._folder, self._settings, query=self._query, store=self._store
        )
        scenario = self._kind(environment)
        async with scenario.running() as settings, environment.running(self._migrated):
            environment.sections |= settings
            await self._prepare(scenario, crash_point)
            act_task = asyncio.create_task(scenario.act())
            try:
                found = await self._run_to_end(scenario, act_task, crash_point)
                points = list(environment.processes[0].points)
                found = found or await environment.violations() + await scenario.violations()
            finally:
                act_task.cancel()
                await asyncio.gather(act_task, return_exceptions=True)
            return points, found

    async def _prepare(self, scenario: Scenario, crash_point: Point | None) -> None:
        environment = scenario.environment
        if scenario.counts_from_start:
            await scenario.prepare()
            environment.start(crash_point, is_armed=True)
            return
        process = environment.start(crash_point)
        await environment.ready()
        await scenario.prepare()
        await process.wait_until_quiet()
        await process.arm()

    async def _run_to_end(
        self, scenario: Scenario, act_task: asyncio.Task[None], crash_point: Point | None
    ) -> list[str]:
        environment = scenario.environment
        pending = await _settle(scenario, act_task, until_crash=True)
        if environment.process.ended.is_set():
            await environment.start_successor()
            pending = await _settle(scenario, act_task)
        elif crash_point is not None:
            return [NOT_REACHED, *pending]
        if pending:
            return [f"stuck: {', '.join(pending)}"]
        act_task.result()
        return []


async def _settle(
    scenario: Scenario, act_task: asyncio.Task[None], *, until_crash: bool = False
) -> list[str]:
    """Wait until everything has ended; return what has not ended before the time-out."""
    environment = scenario.environment
    pending: list[str] = []
    try:
        async with asyncio.timeout(TIMEOUT):
            while not (until_crash and environment.process.ended.is_set()):
                pending = await environment.unsettled()
                if not act_task.done():
                    pending.append("a user who waits for an answer")
                elif work := await scenario.pending_work():
                    pending.append(work)
                if not pending:
                    await environment.process.wait_until_quiet()
                    if not await environment.unsettled():
                        return []
                await asyncio.sleep(PAUSE)
    except TimeoutError:
        return pending
    return []
