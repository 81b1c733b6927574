"""Benchmarks of a crowd that asks at once, beside the leanest bot, on SQLite and on MariaDB."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.crowd_bots import Bot, Conditions, Served, cost_rows, picture_rows
from bench.percentiles import milliseconds
from bench.registry import Row, Scale, at_most, benchmark
from storage.migrate import migrate
from tests.servers import MariaDbServer

PLACES, DRAWING_SECONDS = 10, 1.0
PICTURE_BYTES = 300_000  # a page of the reference generator has 200 to 800 kB
WARM_UP = 3
FLOOR, SQLITE, MARIADB = "floor", "sqlite", "mariadb"
COUNTERS = "SHOW GLOBAL STATUS WHERE Variable_name IN ('Questions', 'Com_commit', 'Com_rollback')"


@dataclass(frozen=True, slots=True)
class Crowd:
    """A number of users who send one command each, at random times within *seconds*."""

    name: str
    count: int
    seconds: float
    rounds: int  # for each bot, by turns


@benchmark
async def crowd_discord(scale: Scale) -> Sequence[Row]:
    """500 users in 60 s, and 50 in 10 s, who ask in Discord for drawings of 1 s, ten at once."""
    return await _crowds(scale, "discord")


@benchmark
async def crowd_telegram(scale: Scale) -> Sequence[Row]:
    """500 users in 60 s, and 50 in 10 s, who ask in Telegram for drawings of 1 s, ten at once."""
    return await _crowds(scale, "telegram")


async def _crowds(scale: Scale, platform: str) -> list[Row]:
    server = await asyncio.to_thread(MariaDbServer)
    try:
        with TemporaryDirectory(prefix="comicai-bench-") as name:
            async with AsyncExitStack() as stack:
                site = await Site.open(platform, server, Path(name), stack)
                return await site.measure(scale)
    finally:
        await asyncio.to_thread(server.close)


class Site:
    """The bots that are compared, all running."""

    def __init__(self, platform: str, server: MariaDbServer, bots: dict[str, Bot]) -> None:
        self._platform = platform
        self._server = server
        self._bots = bots

    @classmethod
    async def open(
        cls, platform: str, server: MariaDbServer, folder: Path, stack: AsyncExitStack
    ) -> Site:
        """Run the bots until *stack* closes."""
        conditions = Conditions(
            platform=platform,
            places=PLACES,
            drawing_seconds=DRAWING_SECONDS,
            picture_bytes=PICTURE_BYTES,
        )
        url = await asyncio.to_thread(server.make_database)
        await asyncio.to_thread(migrate, url, data_dir=folder)
        on_mariadb = {"database__url": url}
        bots = {
            FLOOR: await stack.enter_async_context(conditions.floor(folder / FLOOR)),
            SQLITE: await stack.enter_async_context(conditions.product(folder / SQLITE, {})),
            MARIADB: await stack.enter_async_context(
                conditions.product(folder / MARIADB, on_mariadb)
            ),
        }
        return cls(platform, server, bots)

    async def measure(self, scale: Scale) -> list[Row]:
        """Have each crowd served by each bot."""
        for bot in self._bots.values():
            await bot.serve(WARM_UP, 0)
        rows: list[Row] = []
        for crowd in (
            Crowd("50", scale.of(50, 5), scale.of(10, 1), scale.of(3, 1)),
            Crowd("500", scale.of(500, 10), scale.of(60, 2), 1),
        ):
            rows += await self._measure(crowd)
        return rows

    async def _measure(self, crowd: Crowd) -> list[Row]:
        served = dict.fromkeys(self._bots, Served())
        statements = commits = 0
        for _ in range(crowd.rounds):
            for name, bot in self._bots.items():
                before = await self._counters()
                served[name] += await bot.serve(crowd.count, crowd.seconds)
                if name == MARIADB:
                    after = await self._counters()
                    statements += after[0] - before[0]
                    commits += after[1] - before[1]
        prefix = f"crowd_{self._platform}_{crowd.name}"
        for name, each in served.items():
            each.report_missing(f"{prefix}_{name}")
        pictures = max(len(served[MARIADB].pictures), 1)
        return [
            *rows_of(f"{prefix}_{SQLITE}", served[SQLITE], served[FLOOR]),
            *rows_of(f"{prefix}_{MARIADB}", served[MARIADB], served[FLOOR]),
            at_most(f"{prefix}_{MARIADB}_statements", statements / pictures, "per picture"),
            at_most(f"{prefix}_{MARIADB}_commits", commits / pictures, "per picture"),
        ]

    async def _counters(self) -> tuple[int, int]:
        """Return how many statements and commits MariaDB has executed."""
        found = await asyncio.to_thread(self._server.execute, COUNTERS)
        values = {str(name): int(value) for name, value in found}
        commits = values["Com_commit"]
        return values["Questions"] - commits - values["Com_rollback"], commits


def rows_of(prefix: str, ours: Served, floor: Served) -> list[Row]:
    """Return the rows of one crowd; a picture that never came fails the row of the missing."""
    first_words = [
        at_most(
            f"{prefix}_first_words_p{percent}",
            milliseconds(ours.first_words, percent),
            "ms",
            floor=milliseconds(floor.first_words, percent),
        )
        for percent in (50, 99)
    ]
    return [
        *picture_rows(f"{prefix}_picture", ours, floor),
        *first_words,
        at_most(f"{prefix}_last_picture", ours.after_last, "s", floor=floor.after_last),
        *cost_rows(prefix, ours, floor),
    ]
