"""What goes wrong, done."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.exceptions import RedisError

from tests.chaos.house import House
from tests.chaos.schedule import Deed, Trouble
from tests.chaos.telegram_people import TelegramPeople
from tests.proxy import TcpProxy

QUEUES = ("comicai:draw", "comicai:deliver")
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

    def __init__(self, house: House, telegram: TelegramPeople) -> None:
        self._house = house
        self._telegram = telegram
        self._busy: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.killed = 0

    async def make(self, deed: Deed) -> None:
        match deed.trouble:
            case Trouble.KILL | Trouble.LOSE:
                async with self._busy[deed.target]:
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
