"""Fault injection: carries out the disruptions of a plan."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.exceptions import RedisError

from tests.chaos.installation import Installation
from tests.chaos.schedule import Disruption, DisruptionKind
from tests.chaos.telegram_users import TelegramUsers
from tests.proxy import TcpProxy

QUEUES = ("comicai:draw", "comicai:deliver")
AIM_SECONDS = 5.0  # after which a disruption strikes even if its target is idle
SLOW_SECONDS = 0.15  # delay of all bytes on a slow link
TOKEN_MINUTES = 16  # a reply token is valid for 15 minutes
# The request, by server, whose response is lost after the server has processed it.
UNANSWERED_REQUESTS = {
    "database": b"COMMIT",
    "redis": b"LPUSH",
    "generator": b"POST /proxy",
    "discord": b"PATCH /api",
    "telegram": b"/edit",
}


class FaultInjector:
    """Carries out disruptions; those of the same target wait for each other."""

    def __init__(
        self,
        installation: Installation,
        telegram: TelegramUsers,
        sent_counts: Mapping[str, Callable[[], int]],
    ) -> None:
        """*sent_counts* returns the number of requests sent so far, by platform."""
        self._installation = installation
        self._telegram = telegram
        self._sent_counts = sent_counts
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.kills = 0

    async def inject(self, disruption: Disruption) -> None:
        match disruption.kind:
            case DisruptionKind.KILL | DisruptionKind.LOSE_MACHINE:
                async with self._locks[disruption.target]:
                    if disruption.aim_delay is not None:
                        await self._aim(disruption.target)
                        await asyncio.sleep(disruption.aim_delay)
                    await self._kill(disruption)
                    self.kills += 1
            case (
                DisruptionKind.CUT
                | DisruptionKind.STALL
                | DisruptionKind.SLOW
                | DisruptionKind.LOSE_RESPONSE
            ):
                async with self._locks[disruption.target]:
                    await self._disturb_link(disruption)
            case DisruptionKind.SHUFFLE_QUEUE:
                await self._shuffle_queue()
            case DisruptionKind.REORDER_UPDATES:
                await self._telegram.reorder_updates(min(disruption.seconds, 1.0))
            case DisruptionKind.EXPIRE_TOKENS:
                self._installation.discord.clock.advance(minutes=TOKEN_MINUTES)
            case DisruptionKind.DROP_GATEWAY:
                await self._drop_gateway()

    # --- Aiming -----------------------------------------------------------------------------------

    async def _aim(self, target: str) -> None:
        """Wait a few seconds for a request at this front end, or for a claim of this worker."""
        kind = target.partition("-")[0]
        before = self._sent_counts[kind]() if kind in self._sent_counts else 0
        with suppress(TimeoutError):
            async with asyncio.timeout(AIM_SECONDS):
                if kind in self._sent_counts:
                    while self._sent_counts[kind]() == before:
                        await asyncio.sleep(0.01)
                else:
                    while not await self._installation.query(self._claims_of(target, kind)):
                        await asyncio.sleep(0.02)

    def _claims_of(self, target: str, kind: str) -> str:
        """Return the query for claims of a worker; for a server, for claims of any worker."""
        condition = "IS NOT NULL"
        if kind == "worker":
            condition = f"LIKE '%%-{self._installation.programs[target].pids[-1]}-%%'"
        return (
            f"SELECT 1 FROM jobs WHERE lease_owner {condition} "
            f"UNION SELECT 1 FROM deliveries WHERE lease_owner {condition}"
        )

    # --- Kills ------------------------------------------------------------------------------------

    async def _kill(self, disruption: Disruption) -> None:
        installation = self._installation
        match disruption.target:
            case "database":
                await asyncio.to_thread(installation.mariadb.kill)
                await asyncio.sleep(disruption.seconds)
                await asyncio.to_thread(installation.mariadb.start)
            case "redis":
                await asyncio.to_thread(installation.redis.kill)
                await asyncio.sleep(disruption.seconds)
                await asyncio.to_thread(installation.redis.start)
            case "generator":
                await installation.programs["generator"].kill()
                await asyncio.sleep(disruption.seconds)
                await installation.start_generator(resumes=disruption.resumes)
            case name:
                if disruption.kind is DisruptionKind.LOSE_MACHINE:
                    await installation.lose_machine(name)
                else:
                    await installation.programs[name].kill()
                await asyncio.sleep(disruption.seconds)
                await installation.start(name)
                await installation.wait_until_ready(name)

    # --- Links ------------------------------------------------------------------------------------

    async def _disturb_link(self, disruption: Disruption) -> None:
        link = self._installation.links[disruption.target]
        match disruption.kind:
            case DisruptionKind.STALL:
                link.silent = True
                await asyncio.sleep(disruption.seconds)
                link.silent = False
            case DisruptionKind.SLOW:
                link.delay = SLOW_SECONDS
                await asyncio.sleep(disruption.seconds)
                link.delay = 0.0
                return
            case DisruptionKind.LOSE_RESPONSE:
                await self._lose_response(link, disruption)
                return
        link.cut()

    async def _lose_response(self, link: TcpProxy, disruption: Disruption) -> None:
        """Cut each connection that carries such a request, once the server has processed it."""
        link.delivers_last = True
        link.cut_at = UNANSWERED_REQUESTS[disruption.target.partition(" ")[2]]
        await asyncio.sleep(disruption.seconds)
        link.cut_at = b""

    async def _drop_gateway(self) -> None:
        for session in self._installation.discord.gateway.sessions.connected:
            session.connection.pull()

    # --- The job queue ----------------------------------------------------------------------------

    async def _shuffle_queue(self) -> None:
        """Double one message, move another to the end, and remove a third."""
        parts = urlsplit(self._installation.redis.url)
        try:
            async with Redis(host=parts.hostname or "", port=parts.port or 0) as redis:
                for queue in QUEUES:
                    for message in await redis.lrange(queue, 0, 0):
                        await redis.lpush(queue, message)
                    await redis.lmove(queue, queue, "LEFT", "RIGHT")
                    await redis.rpop(queue)
        except (RedisError, OSError):
            return  # Redis is down as well
