"""Benchmark of a gallery page among few and among very many comics."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
from sqlalchemy.engine import make_url

from bench.child_processes import Child, running
from bench.percentiles import milliseconds
from bench.registry import Row, Scale, at_most, benchmark
from storage.migrate import migrate
from tests.servers import MariaDbServer

FEW, MANY = 10_000, 1_000_000
USERS, EACH = 10, 1_000  # users who open their galleries, and comics of each
REQUESTS = 400
GOAL_RATIO, GOAL_LAG = 1.5, 50.0
SEED = 7

# Times are spread over all users: one user's comics lie far apart, as in practice.
JOBS = """
INSERT INTO jobs (id, request_key, body_hash, profile_id, platform, chat, prompt, params, panels,
  private, state, percent, panel, panel_count, claim_no, lost_claims, generator_attempt, instance,
  created_at, started_at, drawing_seconds, finished_at)
SELECT {id}, CONCAT('api:bench:', seq), '', {owner}, 'web', '',
  CONCAT('a cat opens bakery number ', seq, ' on the moon, and everybody comes to see it'),
  '{{"prompt":"a cat opens a bakery on the moon","style":"manga","panelCount":4}}', 4,
  1, 'drawn', 100, 4, 4, 1, 0, 1, '', {moment}, {moment}, 12.5, {moment}
FROM seq_1_to_{count}
"""
COMICS = """
INSERT INTO comics (id, profile_id, bucket, object_key, content_type, width, height, size_bytes,
  seed, model, style, title, alt_text, script, panels, visibility, favorite, created_at, purging)
SELECT {id}, {owner}, 'local', CONCAT('jobs/', seq, '/page.png'), 'image/png', 1024, 1536, 900000,
  seq, 'bench', 'manga', '', 'four panels with a cat and a bakery on the moon',
  '[{{"scene":"a bakery","caption":"It opens.","dialogue":[]}}]', '[]', 'private', 0, {moment}, 0
FROM seq_1_to_{count}
"""
ID = "UNHEX(CONCAT(LPAD(HEX(1760000000000 + seq), 12, '0'), '70008000', LPAD(HEX(seq), 12, '0')))"
MOMENT = "TIMESTAMPADD(MICROSECOND, seq * 1000, '2025-10-01 00:00:00')"


@benchmark
async def gallery(scale: Scale) -> Sequence[Row]:
    """A gallery page at 1 000 000 comics compared with the same page at 10 000 (MariaDB)."""
    server = await asyncio.to_thread(lambda: MariaDbServer(buffer_pool="256M"))
    try:
        with TemporaryDirectory(prefix="comicai-bench-") as name:
            async with AsyncExitStack() as stack:
                return await _compare(scale, server, Path(name), stack)
    finally:
        await asyncio.to_thread(server.close)


async def _compare(
    scale: Scale, server: MariaDbServer, folder: Path, stack: AsyncExitStack
) -> list[Row]:
    few = await Library.open(server, folder / "few", stack)
    many = await Library.open(server, folder / "many", stack)
    began = time.monotonic()
    await few.fill(scale.of(FEW, 1_000))
    await many.fill(scale.of(MANY, 5_000))
    filled_in = time.monotonic() - began
    rng = random.Random(SEED)
    for library in (few, many):
        await library.collect_cursors()
        await library.web.call("lag")
    lag: list[float] = []
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(scale.of(REQUESTS, 20)):
        user_index, page = rng.randrange(USERS), rng.random()
        times[0].append(await few.measure(user_index, page))
        times[1].append(await many.measure(user_index, page))
    lag += await few.web.call("lag") + await many.web.call("lag")
    floor = milliseconds(times[0], 99)
    return [
        at_most(
            "gallery_p99", milliseconds(times[1], 99), "ms", floor=floor, goal=GOAL_RATIO * floor
        ),
        at_most("gallery_p50", milliseconds(times[1], 50), "ms", floor=milliseconds(times[0], 50)),
        at_most("gallery_loop_lag_p99", milliseconds(lag, 99), "ms", goal=GOAL_LAG),
        Row(name="gallery_filled_in", measured=round(filled_in, 1), unit="s"),
    ]


class Library:
    """Database with comics, and a web process that serves them."""

    def __init__(self, server: MariaDbServer, url: str, web: Child, http: Any) -> None:
        self._server = server
        self._database = make_url(url).database
        self.web = web
        self._http: aiohttp.ClientSession = http
        self._users: list[dict[str, str]] = []
        self._cursors: list[list[str | None]] = []

    @classmethod
    async def open(cls, server: MariaDbServer, folder: Path, stack: AsyncExitStack) -> Library:
        url = await asyncio.to_thread(server.make_database)
        await asyncio.to_thread(migrate, url, data_dir=folder)
        web = await stack.enter_async_context(
            running("app", "web", folder=folder, settings={"database__url": url})
        )
        where = (await web.call("ready")).split()[3]
        http = await stack.enter_async_context(
            aiohttp.ClientSession(where, cookie_jar=aiohttp.DummyCookieJar())
        )
        library = cls(server, url, web, http)
        library._users = [await library._sign_up(number) for number in range(USERS)]
        return library

    async def _sign_up(self, number: int) -> dict[str, str]:
        body = {"email": f"{number}@example.org", "password": "correct horse battery staple"}
        async with self._http.post("/auth/register", json=body) as response:
            response.raise_for_status()
            result: dict[str, str] = await response.json()
            return result

    async def fill(self, count: int) -> None:
        """Create *count* comics on the server: `EACH` per test user, the rest for other owners."""
        ours = ", ".join(f"UNHEX('{each['userId'].replace('-', '')}')" for each in self._users)
        other_owners = max(count // EACH - USERS, 1)
        other_owner = f"UNHEX(LPAD(HEX(seq MOD {other_owners}), 32, 'E'))"
        every = max(count // (USERS * EACH), 1)  # comics per comic of a test user
        owner_number = f"(seq DIV {every}) MOD {USERS}"
        mine = f"ELT(1 + {owner_number}, {ours})"
        owner = f"IF(seq MOD {every} = 0, {mine}, {other_owner})"
        values = {"id": ID, "owner": owner, "moment": MOMENT, "count": count}
        unchecked = "SET unique_checks = 0, foreign_key_checks = 0"
        with ThreadPoolExecutor(2) as pool:
            loop = asyncio.get_running_loop()
            await asyncio.gather(
                *(
                    loop.run_in_executor(pool, self._execute, unchecked, sql.format(**values))
                    for sql in (JOBS, COMICS)
                )
            )
        await loop.run_in_executor(None, self._execute, "ANALYZE TABLE jobs, comics")

    def _execute(self, *statements: str) -> None:
        self._server.execute(*statements, database=self._database, seconds=600)

    async def collect_cursors(self) -> None:
        """Page through every gallery once to collect the cursors."""
        for user_index in range(USERS):
            cursors: list[str | None] = [None]
            while (
                next_cursor := (await self._page(user_index, cursors[-1]))["nextCursor"]
            ) is not None:
                cursors.append(next_cursor)
            self._cursors.append(cursors)

    async def measure(self, user_index: int, page: float) -> float:
        """Open the page at that fraction (0 to 1) of the gallery; return the seconds it took."""
        cursors = self._cursors[user_index]
        began = time.perf_counter()
        shown = await self._page(user_index, cursors[int(page * len(cursors))])
        took = time.perf_counter() - began
        if not shown["items"]:
            raise ValueError("the page is empty")
        return took

    async def _page(self, user_index: int, cursor: str | None) -> dict[str, Any]:
        query = {} if cursor is None else {"cursor": cursor}
        headers = {"Authorization": f"Bearer {self._users[user_index]['token']}"}
        async with self._http.get("/gallery", params=query, headers=headers) as response:
            response.raise_for_status()
            result: dict[str, Any] = await response.json()
            return result
