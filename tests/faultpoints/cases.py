"""One case: a journey during which a process dies at a point, or at none."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.faultpoints.environment import PATIENCE, Query, Store, TestEnvironment
from tests.faultpoints.fault_points import Point
from tests.faultpoints.journeys import Journey
from tests.faultpoints.process import PAUSE, ForkServer

NOT_REACHED = "the process did not come to this point"


class Case:
    """Runs one; its folder is its own."""

    def __init__(
        self,
        nursery: ForkServer,
        kind: type[Journey],
        folder: Path,
        migrated: Path,
        *,
        settings: Mapping[str, Any] | None = None,
        query: Query | None = None,
        store: Store | None = None,
    ) -> None:
        self._nursery = nursery
        self._kind = kind
        self._folder = folder
        self._migrated = migrated
        self._settings = settings or {}
        self._query = query
        self._store = store

    async def watch(self) -> tuple[list[Point], list[str]]:
        """Run it with nobody dying; return the points on the way, and what is wrong then."""
        return await self._run(None)

    async def die(self, point: Point) -> list[str]:
        """Run it with a process dying there; return what is wrong in the end."""
        return (await self._run(point))[1]

    async def _run(self, fatal: Point | None) -> tuple[list[Point], list[str]]:
        world = TestEnvironment(
            self._nursery, self._folder, self._settings, query=self._query, store=self._store
        )
        journey = self._kind(world)
        async with journey.around() as settings, world.running(self._migrated):
            world.sections |= settings
            await self._come_to_the_start(journey, fatal)
            acting = asyncio.create_task(journey.act())
            try:
                stuck = await self._see_through(journey, acting, fatal)
                points = list(world.processes[0].points)
                wrong = stuck or await world.broken() + await journey.broken()
            finally:
                acting.cancel()
                await asyncio.gather(acting, return_exceptions=True)
            return points, wrong

    async def _come_to_the_start(self, journey: Journey, fatal: Point | None) -> None:
        world = journey.world
        if journey.from_the_start:
            await journey.prepare()
            world.begin(fatal, is_armed=True)
            return
        process = world.begin(fatal)
        await world.ready()
        await journey.prepare()
        await process.quiet()
        await process.arm()

    async def _see_through(
        self, journey: Journey, acting: asyncio.Task[None], fatal: Point | None
    ) -> list[str]:
        world = journey.world
        stuck = await _settled(journey, acting, until_death=True)
        if world.process.dead.is_set():
            await world.succeed()
            stuck = await _settled(journey, acting)
        elif fatal is not None:
            return [NOT_REACHED, *stuck]
        if stuck:
            return [f"stuck: {', '.join(stuck)}"]
        acting.result()
        return []


async def _settled(
    journey: Journey, acting: asyncio.Task[None], *, until_death: bool = False
) -> list[str]:
    """Wait until there is nothing left to do; return what there still is when patience ends."""
    world = journey.world
    left: list[str] = []
    try:
        async with asyncio.timeout(PATIENCE):
            while not (until_death and world.process.dead.is_set()):
                left = await world.unsettled()
                if not acting.done():
                    left.append("somebody who waits for an answer")
                elif waits := await journey.waits_for():
                    left.append(waits)
                if not left:
                    await world.process.quiet()
                    if not await world.unsettled():
                        return []
                await asyncio.sleep(PAUSE)
    except TimeoutError:
        return left
    return []
