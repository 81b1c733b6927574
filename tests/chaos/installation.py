"""Everything that runs: ComicAI's processes, the servers they need, and a link for every pair.

The fakes of Discord and Telegram live in this process, which nobody kills: what people see is the
truth that is judged by. The generator is a process of its own, whose ledger outlives it. Pictures
lie in a folder that all share: a store that never fails, since S3 is none of what is killed.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from storage.migrate import migrate
from tests.chaos.processes import COMICAI, Program
from tests.chaos.schedule import LINKED, Crew
from tests.fakes.discord import FakeDiscord
from tests.fakes.telegram import FakeTelegram
from tests.processes import environment
from tests.proxy import TcpProxy
from tests.servers import MariaDbServer, RedisServer, free_port

ROOT = Path(__file__).resolve().parents[2]
LONG_AGO = "2000-01-01"
DATABASE_PAUSE = 0.2
RESTART_PAUSE = 1.0  # seconds; who starts while the database is away ends, and is started again
CAPACITY = 16  # drawings at once
SETTINGS = {
    "engine__sweep_seconds": 1,
    "engine__drawing": CAPACITY,
    "limits__in_flight": 3,
    "limits__waiting": 100,
    "limits__per_day": 0,
    "limits__register_per_hour": 0,
    "web__jwt_secret": "Zq7m2Vw9Xc4Lk8Rt5Np1Hb6Jd3Fg0SyAe",
    "discord__shard_count": 1,
}


class Installation:
    """What runs, by name, and how to reach it."""

    def __init__(
        self, folder: Path, crew: Crew, discord: FakeDiscord, telegram: FakeTelegram
    ) -> None:
        self.folder = folder
        self.crew = crew
        self.discord = discord
        self.telegram = telegram
        self.mariadb = MariaDbServer()
        self.redis = RedisServer()
        self.database = self.mariadb.make_database()
        self.ledger = folder / "generator" / "ledger.jsonl"
        self.links: dict[str, TcpProxy] = {}  # "worker-1 database" → what lies between
        self.programs: dict[str, Program] = {}
        self._generator_port = free_port()
        self._web_ports = {name: free_port() for name in crew.names if name.startswith("web")}
        self.restarts = 0  # of programs that ended by themselves
        self._homes: dict[str, int] = {}  # how often a machine of that name was lost

    @property
    def web_addresses(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self._web_ports.values()]

    # --- Starting ---------------------------------------------------------------------------------

    async def open(self, stack: AsyncExitStack) -> None:
        """Start everything, and wait until it is ready."""
        await asyncio.to_thread(migrate, self.database, data_dir=self.folder)
        stack.push_async_callback(self._stop_all)
        await self.start_generator(remembers=True)
        for name in self.crew.names:
            for server in LINKED[name.partition("-")[0]]:
                link = TcpProxy("127.0.0.1", self._port_of(server))
                await link.start()
                stack.push_async_callback(link.close)
                self.links[f"{name} {server}"] = link
        await asyncio.gather(*(self.start(name) for name in self.crew.names))
        watch = asyncio.create_task(self._supervise(), name="supervisor")
        stack.push_async_callback(_end, watch)
        for name in self.crew.names:
            await self.ready(name)

    async def start(self, name: str) -> None:
        """Start one of ComicAI's processes, in the folder that it had."""
        kind = name.partition("-")[0]
        folder = self.folder / f"{name}.{self._homes.setdefault(name, 1)}"
        folder.mkdir(exist_ok=True)
        program = self.programs.get(name)
        if program is None or program.folder != folder:
            program = self.programs[name] = Program(name, folder, (*COMICAI, kind))
        await program.start(environment(folder, self._settings(name)))

    async def ready(self, name: str) -> None:
        """Wait until a process works; one that ends while it starts is started again."""
        await self.programs[name].says('"event": "process_started"')

    async def start_generator(self, *, remembers: bool) -> None:
        folder = self.ledger.parent
        folder.mkdir(exist_ok=True)
        command = (
            *(sys.executable, "-m", "tests.fakes.generator", f"--port={self._generator_port}"),
            *(f"--ledger={self.ledger}", f"--folder={self.folder / 'images'}"),
            *(f"--capacity={CAPACITY}", "--step-seconds=0.1"),
            *(("--remembers",) if remembers else ()),
        )
        program = self.programs.get("generator")
        if program is None:
            program = self.programs["generator"] = Program("generator", folder, command)
        program.command = command
        await program.start({**os.environ, "PYTHONPATH": str(ROOT)})

    async def _supervise(self) -> None:
        """Start again whatever ended by itself, as an operating system does."""
        while True:
            await asyncio.sleep(RESTART_PAUSE)
            for name in self.crew.names:
                program = self.programs[name]
                if program.is_wanted and not program.is_alive:
                    self.restarts += 1
                    await self.start(name)

    # --- Ending -----------------------------------------------------------------------------------

    async def lose(self, name: str) -> None:
        """Lose a machine for good: its successor finds nothing of it, and its leases run out.

        The minute that this takes is given to the database: the dead need no time to be dead.
        """
        program = self.programs[name]
        await program.kill()
        self._homes[name] += 1
        like = f"LIKE '%%-{program.pids[-1]}-%%'"
        await self.query(
            f"UPDATE jobs SET lease_until = '{LONG_AGO}' WHERE lease_owner {like}",
            f"UPDATE deliveries SET lease_until = '{LONG_AGO}' WHERE lease_owner {like}",
            f"UPDATE locks SET until = '{LONG_AGO}' WHERE owner {like}",
        )

    async def _stop_all(self) -> None:
        await asyncio.gather(*(program.stop() for program in self.programs.values()))

    # --- Looking ----------------------------------------------------------------------------------

    async def query(self, *statements: str) -> list[tuple[object, ...]]:
        """Ask the database by no link of ComicAI's; waits while it is away."""
        name = make_url(self.database).database
        while True:
            try:
                return await asyncio.to_thread(self.mariadb.execute, *statements, database=name)
            except OperationalError:
                await asyncio.sleep(DATABASE_PAUSE)

    # --- Addresses --------------------------------------------------------------------------------

    def _port_of(self, server: str) -> int:
        urls = {
            "database": self.database,
            "redis": self.redis.url,
            "discord": self.discord.base,
            "telegram": self.telegram.url,
        }
        return make_url(urls[server]).port or 0 if server in urls else self._generator_port

    def _settings(self, name: str) -> Mapping[str, object]:
        def via(server: str) -> int:
            return self.links[f"{name} {server}"].own_port

        kind = name.partition("-")[0]
        database = make_url(self.database).set(port=via("database"))
        settings: dict[str, object] = {
            **SETTINGS,
            "database__url": database.render_as_string(hide_password=False),
            "engine__url": f"redis://127.0.0.1:{via('redis')}/0",
            "images__folder": self.folder / "images",
        }
        if kind == "worker":
            settings["generator__url"] = f"http://127.0.0.1:{via('generator')}/proxy/8000/generate"
        else:
            # Not reached from there, and no artist of their own is wanted.
            settings["generator__url"] = "http://127.0.0.1:9/generate"
        if "discord" in LINKED[kind]:
            settings |= {
                "discord__token": self.discord.token,
                "discord__api_base": f"http://127.0.0.1:{via('discord')}/api/v10",
                "discord__gateway_url": f"ws://127.0.0.1:{via('discord')}/gateway",
            }
        if "telegram" in LINKED[kind]:
            settings |= {
                "telegram__token": self.telegram.token,
                "telegram__api_base": f"http://127.0.0.1:{via('telegram')}",
            }
        if kind == "web":
            settings["web__port"] = self._web_ports[name]
        return settings


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def open_house(
    folder: Path, crew: Crew, discord: FakeDiscord, telegram: FakeTelegram
) -> AsyncIterator[Installation]:
    """Run everything while the context lasts; the fakes run already."""
    house = await asyncio.to_thread(Installation, folder, crew, discord, telegram)
    async with AsyncExitStack() as stack:
        stack.callback(house.mariadb.close)
        stack.callback(house.redis.close)
        await house.open(stack)
        yield house
