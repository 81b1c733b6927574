"""Installation under test: ComicAI's processes, their servers, and a link for each pair.

The fakes of Discord and Telegram run in this process, which is not killed: what users see is the
ground truth of the verdict. The generator is a separate process, whose call log survives kills.
Pictures are in a shared folder, a store that never fails: S3 is not among what is killed.
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
from tests.chaos.schedule import CONNECTIONS, Fleet
from tests.fakes.discord import FakeDiscord
from tests.fakes.telegram import FakeTelegram
from tests.processes import environment
from tests.proxy import TcpProxy
from tests.servers import MariaDbServer, RedisServer, free_port

ROOT = Path(__file__).resolve().parents[2]
LONG_AGO = "2000-01-01"
DATABASE_RETRY_SECONDS = 0.2
RESTART_SECONDS = 1.0  # a process that starts while the database is down ends, and is restarted
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
    """The running programs and servers, and the links between them."""

    def __init__(
        self, folder: Path, fleet: Fleet, discord: FakeDiscord, telegram: FakeTelegram
    ) -> None:
        self.folder = folder
        self.fleet = fleet
        self.discord = discord
        self.telegram = telegram
        self.mariadb = MariaDbServer()
        self.redis = RedisServer()
        self.database = self.mariadb.make_database()
        self.call_log = folder / "generator" / "calls.jsonl"
        self.links: dict[str, TcpProxy] = {}  # by process and server: "worker-1 database"
        self.programs: dict[str, Program] = {}
        self._generator_port = free_port()
        self._web_ports = {name: free_port() for name in fleet.names if name.startswith("web")}
        self.restarts = 0  # of programs that ended by themselves
        self._machines: dict[str, int] = {}  # number of the machine that each process runs on

    @property
    def web_addresses(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self._web_ports.values()]

    # --- Starting ---------------------------------------------------------------------------------

    async def open(self, stack: AsyncExitStack) -> None:
        """Start everything and wait until it is ready."""
        await asyncio.to_thread(migrate, self.database, data_dir=self.folder)
        stack.push_async_callback(self._stop_all)
        await self.start_generator(resumes=True)
        for name in self.fleet.names:
            for server in CONNECTIONS[name.partition("-")[0]]:
                link = TcpProxy("127.0.0.1", self._port_of(server))
                await link.start()
                stack.push_async_callback(link.close)
                self.links[f"{name} {server}"] = link
        await asyncio.gather(*(self.start(name) for name in self.fleet.names))
        supervisor = asyncio.create_task(self._supervise(), name="supervisor")
        stack.push_async_callback(_cancel, supervisor)
        for name in self.fleet.names:
            await self.wait_until_ready(name)

    async def start(self, name: str) -> None:
        """Start one of ComicAI's processes, in the folder of its machine."""
        kind = name.partition("-")[0]
        folder = self.folder / f"{name}.{self._machines.setdefault(name, 1)}"
        folder.mkdir(exist_ok=True)
        program = self.programs.get(name)
        if program is None or program.folder != folder:
            program = self.programs[name] = Program(name, folder, (*COMICAI, kind))
        await program.start(environment(folder, self._settings(name)))

    async def wait_until_ready(self, name: str) -> None:
        """Wait until a process has started; the supervisor restarts one that fails to."""
        await self.programs[name].wait_for_output('"event": "process_started"')

    async def start_generator(self, *, resumes: bool) -> None:
        folder = self.call_log.parent
        folder.mkdir(exist_ok=True)
        command = (
            *(sys.executable, "-m", "tests.fakes.generator", f"--port={self._generator_port}"),
            *(f"--call-log={self.call_log}", f"--folder={self.folder / 'images'}"),
            *(f"--capacity={CAPACITY}", "--step-seconds=0.1"),
            *(("--resume",) if resumes else ()),
        )
        program = self.programs.get("generator")
        if program is None:
            program = self.programs["generator"] = Program("generator", folder, command)
        program.command = command
        await program.start({**os.environ, "PYTHONPATH": str(ROOT)})

    async def _supervise(self) -> None:
        """Restart programs that ended by themselves, like the service manager of a system."""
        while True:
            await asyncio.sleep(RESTART_SECONDS)
            for name in self.fleet.names:
                program = self.programs[name]
                if program.should_run and not program.is_alive:
                    self.restarts += 1
                    await self.start(name)

    # --- Stopping ---------------------------------------------------------------------------------

    async def lose_machine(self, name: str) -> None:
        """Lose the machine of a process: the next one starts empty, and its leases expire.

        The leases are set as expired in the database, which saves waiting for a minute.
        """
        program = self.programs[name]
        await program.kill()
        self._machines[name] += 1
        holder = f"LIKE '%%-{program.pids[-1]}-%%'"
        await self.query(
            f"UPDATE jobs SET lease_until = '{LONG_AGO}' WHERE lease_owner {holder}",
            f"UPDATE deliveries SET lease_until = '{LONG_AGO}' WHERE lease_owner {holder}",
            f"UPDATE locks SET until = '{LONG_AGO}' WHERE owner {holder}",
        )

    async def _stop_all(self) -> None:
        await asyncio.gather(*(program.stop() for program in self.programs.values()))

    # --- The database -----------------------------------------------------------------------------

    async def query(self, *statements: str) -> list[tuple[object, ...]]:
        """Query the database directly, not through a link; wait while it is down."""
        name = make_url(self.database).database
        while True:
            try:
                return await asyncio.to_thread(self.mariadb.execute, *statements, database=name)
            except OperationalError:
                await asyncio.sleep(DATABASE_RETRY_SECONDS)

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
        def link_port(server: str) -> int:
            return self.links[f"{name} {server}"].own_port

        kind = name.partition("-")[0]
        database = make_url(self.database).set(port=link_port("database"))
        settings: dict[str, object] = {
            **SETTINGS,
            "database__url": database.render_as_string(hide_password=False),
            "engine__url": f"redis://127.0.0.1:{link_port('redis')}/0",
            "images__folder": self.folder / "images",
        }
        if kind == "worker":
            settings["generator__url"] = (
                f"http://127.0.0.1:{link_port('generator')}/proxy/8000/generate"
            )
        else:
            # Never called; with a URL, the process starts no built-in artist.
            settings["generator__url"] = "http://127.0.0.1:9/generate"
        if "discord" in CONNECTIONS[kind]:
            settings |= {
                "discord__token": self.discord.token,
                "discord__api_base": f"http://127.0.0.1:{link_port('discord')}/api/v10",
                "discord__gateway_url": f"ws://127.0.0.1:{link_port('discord')}/gateway",
            }
        if "telegram" in CONNECTIONS[kind]:
            settings |= {
                "telegram__token": self.telegram.token,
                "telegram__api_base": f"http://127.0.0.1:{link_port('telegram')}",
            }
        if kind == "web":
            settings["web__port"] = self._web_ports[name]
        return settings


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def open_installation(
    folder: Path, fleet: Fleet, discord: FakeDiscord, telegram: FakeTelegram
) -> AsyncIterator[Installation]:
    """Run everything while the context is open; the fakes are already running."""
    installation = await asyncio.to_thread(Installation, folder, fleet, discord, telegram)
    async with AsyncExitStack() as stack:
        stack.callback(installation.mariadb.close)
        stack.callback(installation.redis.close)
        await installation.open(stack)
        yield installation
