"""What goes wrong, done."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.exceptions import RedisError

from tests.chaos.installation import Installation
from tests.chaos.schedule import Deed, Trouble
from tests.chaos.telegram_people import TelegramPeople
from tests.proxy import TcpProxy

QUEUES = ("comicai:draw", "comicai:deliver")
AIM_SECONDS = 5.0  # then it strikes all the same
SLOW = 0.15  # seconds more for everything that passes
MINUTES = 16  # a reply token lives for 15
# The call whose answer is lost: what it asks for is done, and nobody hears of it.
LAST_WORDS = {
    "database": b"COMMIT",
    "redis": b"LPUSH",
    "generator": b"POST /proxy",
    "discord": b"PATCH /api",
    "telegram": b"/edit",
}


class Troubles:
    """Makes things go wrong; what is down already goes down again once it is up."""

    def __init__(
        self, house: Installation, telegram: TelegramPeople, asked: Mapping[str, Callable[[], int]]
    ) -> None:
        """*asked* says how many requests were made so far on each platform."""
        self._house = house
        self._telegram = telegram
        self._asked = asked
        self._busy: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.killed = 0

    async def make(self, deed: Deed) -> None:
        match deed.trouble:
            case Trouble.KILL | Trouble.LOSE:
                async with self._busy[deed.target]:
                    if deed.aimed is not None:
                        await self._aim(deed.target)
                        await asyncio.sleep(deed.aimed)
                    await self._kill(deed)
                    self.killed += 1
            case Trouble.CUT | Trouble.SILENCE | Trouble.SLOW | Trouble.UNHEARD:
                async with self._busy[deed.target]:
                    await self._disturb(deed)
            case Trouble.HINTS:
                await self._shuffle_hints()
            case Trouble.DISORDER:
                await self._telegram.disorder(min(deed.seconds, 1.0))
            case Trouble.TOKENS:
                self._house.discord.clock.advance(minutes=MINUTES)
            case Trouble.DROP:
                await self._drop_gateway()

    # --- Aiming -----------------------------------------------------------------------------------

    async def _aim(self, target: str) -> None:
        """Wait a little for a request at this front end, or for work in this worker's hands."""
        kind = target.partition("-")[0]
        before = self._asked[kind]() if kind in self._asked else 0
        with suppress(TimeoutError):
            async with asyncio.timeout(AIM_SECONDS):
                if kind in self._asked:
                    while self._asked[kind]() == before:
                        await asyncio.sleep(0.01)
                else:
                    while not await self._house.query(self._work_of(target, kind)):
                        await asyncio.sleep(0.02)

    def _work_of(self, target: str, kind: str) -> str:
        whose = "IS NOT NULL"
        if kind == "worker":
            whose = f"LIKE '%%-{self._house.programs[target].pids[-1]}-%%'"
        return (
            f"SELECT 1 FROM jobs WHERE lease_owner {whose} "
            f"UNION SELECT 1 FROM deliveries WHERE lease_owner {whose}"
        )

    # --- Kills ------------------------------------------------------------------------------------

    async def _kill(self, deed: Deed) -> None:
        house = self._house
        match deed.target:
            case "database":
                await asyncio.to_thread(house.mariadb.kill)
                await asyncio.sleep(deed.seconds)
                await asyncio.to_thread(house.mariadb.start)
            case "redis":
                await asyncio.to_thread(house.redis.kill)
                await asyncio.sleep(deed.seconds)
                await asyncio.to_thread(house.redis.start)
            case "generator":
                await house.programs["generator"].kill()
                await asyncio.sleep(deed.seconds)
                await house.start_generator(remembers=deed.remembers)
            case name if deed.trouble is Trouble.LOSE:
                await house.lose(name)
                await asyncio.sleep(deed.seconds)
                await house.start(name)
                await house.ready(name)
            case name:
                await house.programs[name].kill()
                await asyncio.sleep(deed.seconds)
                await house.start(name)
                await house.ready(name)

    # --- Links ------------------------------------------------------------------------------------

    async def _disturb(self, deed: Deed) -> None:
        link = self._house.links[deed.target]
        match deed.trouble:
            case Trouble.SILENCE:
                link.silent = True
                await asyncio.sleep(deed.seconds)
                link.silent = False
            case Trouble.SLOW:
                link.delay = SLOW
                await asyncio.sleep(deed.seconds)
                link.delay = 0.0
                return
            case Trouble.UNHEARD:
                await self._lose_an_answer(link, deed)
                return
        link.cut()

    async def _lose_an_answer(self, link: TcpProxy, deed: Deed) -> None:
        """Break the connections on which something is asked for, once it was done."""
        link.delivers_last = True
        link.cut_at = LAST_WORDS[deed.target.partition(" ")[2]]
        await asyncio.sleep(deed.seconds)
        link.cut_at = b""

    async def _drop_gateway(self) -> None:
        for session in self._house.discord.gateway.sessions.connected:
            session.connection.pull()

    # --- Hints ------------------------------------------------------------------------------------

    async def _shuffle_hints(self) -> None:
        """Double one message, put another last, and lose a third; Redis may be away."""
        parts = urlsplit(self._house.redis.url)
        try:
            async with Redis(host=parts.hostname or "", port=parts.port or 0) as redis:
                for queue in QUEUES:
                    for message in await redis.lrange(queue, 0, 0):
                        await redis.lpush(queue, message)
                    await redis.lmove(queue, queue, "LEFT", "RIGHT")
                    await redis.rpop(queue)
        except (RedisError, OSError):
            return
