"""Private servers for tests, each in a temporary folder on a free port, stopped by pid."""

from __future__ import annotations

import atexit
import os
import random
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from sqlalchemy import NullPool, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError

from storage.tables import metadata

START_SECONDS = 30.0
STOP_SECONDS = 15.0
REDIS_DATABASES = 16  # Redis's default


def find_program(name: str, *, package: str, variable: str) -> str:
    """Return the program's path. If it is missing, fail the test with a hint."""
    # Debian keeps servers in sbin, which is not on every user's PATH.
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.fail(
            f"{name} is missing: install the package {package}, "
            f"or set {variable} to a server that tests may use",
            pytrace=False,
        )
    return found


def free_port(ports: Sequence[int] = range(20_000, 32_000)) -> int:
    """Return a free port, a different one for each call and each process.

    From 32768 on the kernel assigns ports itself, possibly between this call and the use (ip(7)).
    """
    while True:
        port = random.SystemRandom().choice(ports)
        if not _claim(port):
            continue
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _claim(port: int) -> bool:
    """Reserve the port until this process ends; return False if it is reserved already.

    The name of an abstract socket belongs to one process at a time, so concurrent processes need
    no other coordination, and a killed one leaves no file behind (unix(7)).
    """
    claim = socket.socket(socket.AF_UNIX)
    try:
        claim.bind(f"\0comicai-test-port-{port}")
    except OSError:
        claim.close()
        return False
    claim.detach()  # it stays open as long as this process lives
    return True


class Process:
    """Process of a server with its own folder; both are removed when the tests end."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.folder = Path(tempfile.mkdtemp(prefix=f"comicai-{name}-"))
        self._running: subprocess.Popen[bytes] | None = None
        atexit.register(self.remove)  # regardless of the test that started it

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def start(self, command: Sequence[str], is_ready: Callable[[], bool]) -> None:
        """Start the server and wait until it answers.

        Otherwise fail the test and clean up.
        """
        with (self.folder / "log").open("ab") as log:
            self._running = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder
            )
        deadline = time.monotonic() + START_SECONDS
        while not is_ready():
            if self._running.poll() is not None or time.monotonic() > deadline:
                self.stop()
                output = self.log[-4000:]
                self.remove()
                pytest.fail(f"{self.name} did not start:\n{output}", pytrace=False)
            time.sleep(0.02)

    def kill(self) -> None:
        """Kill it, like a power failure."""
        if self._running is not None:
            self._running.kill()
            self._running.wait()
            self._running = None

    def stop(self) -> None:
        """Terminate it, and kill it after a while."""
        if self._running is not None:
            self._running.terminate()
            try:
                self._running.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._running.kill()
                self._running.wait()
            self._running = None

    def remove(self) -> None:
        """Stop it and remove its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        atexit.unregister(self.remove)


class MariaDbServer:
    """MySQL server: a private MariaDB, or the server in COMICAI_TEST_MYSQL_URL.

    Databases created in an external server are dropped at the end.
    """

    variable = "COMICAI_TEST_MYSQL_URL"

    def __init__(self, *, buffer_pool: str = "64M") -> None:
        self._buffer_pool = buffer_pool
        self._made: list[str] = []
        self._process: Process | None = None
        given = os.environ.get(self.variable)
        if given:
            self.url = make_url(given).set(drivername="mysql")
            return
        self._program = find_program(
            "mariadbd", package="mariadb-server-core", variable=self.variable
        )
        self._process = Process("mariadb")
        self.url = URL.create("mysql", "root", host="127.0.0.1", port=free_port())
        self._install(self._process)
        self.start()

    @property
    def is_ours(self) -> bool:
        """Whether it may be killed."""
        return self._process is not None

    def start(self) -> None:
        """Start the private server; also after `kill`."""
        assert self._process is not None
        self._process.start(
            [
                *self._command(self._process),
                "--bind-address=127.0.0.1",
                f"--port={self.url.port}",
                f"--socket={self._process.folder / 'socket'}",
                "--max-connections=300",
                "--skip-name-resolve",
                "--skip-grant-tables",
                "--skip-log-bin",
                # Commits have to survive `kill`, but not a power failure.
                "--innodb-flush-log-at-trx-commit=2",
            ],
            self._answers,
        )

    def kill(self) -> None:
        """Kill the private server, like a power failure."""
        assert self._process is not None
        self._process.kill()

    def make_database(self) -> str:
        """Return the URL of a new, empty database."""
        name = f"comicai_test_{uuid4().hex}"
        self.execute(f"CREATE DATABASE {name}")
        self._made.append(name)
        return self.url.set(database=name).render_as_string(hide_password=False)

    def empty(self, url: str) -> None:
        """Remove all rows, with DELETE because TRUNCATE takes fifty times as long."""
        tables = [table.name for table in reversed(metadata.sorted_tables)]
        self.execute(*(f"DELETE FROM {name}" for name in tables), database=make_url(url).database)

    def execute(
        self, *statements: str, database: str | None = None, seconds: int = 30
    ) -> list[tuple[Any, ...]]:
        """Run statements on a separate connection; return the rows of the last one.

        No statement may take longer than *seconds*.
        """
        engine = create_engine(
            self.url.set(drivername="mysql+pymysql", database=database),
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={"charset": "utf8mb4", "connect_timeout": 5, "read_timeout": seconds},
        )
        rows: list[tuple[Any, ...]] = []
        with engine.connect() as connection:
            for statement in statements:
                result = connection.exec_driver_sql(statement)
                rows = [tuple(row) for row in result] if result.returns_rows else []
        return rows

    def close(self) -> None:
        """Leave nothing behind."""
        if self._process is not None:
            self._process.remove()
            return
        for name in self._made:
            self.execute(f"DROP DATABASE {name}")

    def _answers(self) -> bool:
        try:
            self.execute("SELECT 1")
        except OperationalError:
            return False
        return True

    def _command(self, process: Process) -> list[str]:
        command = [
            self._program,
            "--no-defaults",
            f"--datadir={process.folder / 'data'}",
            f"--tmpdir={process.folder}",
            f"--pid-file={process.folder / 'pid'}",
            f"--innodb-buffer-pool-size={self._buffer_pool}",
            "--innodb-log-file-size=16M",
            "--innodb-flush-method=nosync",
            "--aria-pagecache-buffer-size=8M",
            "--key-buffer-size=1M",
        ]
        # It refuses to run as root without this option.
        return [*command, "--user=root"] if os.geteuid() == 0 else command

    def _install(self, process: Process) -> None:
        """Create the system tables like `mariadb-install-db`, which needs more packages."""
        (process.folder / "data").mkdir()
        scripts = self._scripts()
        statements = "CREATE DATABASE mysql;\nUSE mysql;\n" + "".join(
            (scripts / f"{name}.sql").read_text()
            for name in ("mysql_system_tables", "mysql_system_tables_data")
        )
        made = subprocess.run(
            [*self._command(process), "--bootstrap", "--silent-startup"],
            input=statements.encode(),
            capture_output=True,
            timeout=START_SECONDS,
            check=False,
        )
        if made.returncode:
            process.remove()
            pytest.fail(f"mariadbd --bootstrap: {made.stderr.decode()[-2000:]}", pytrace=False)

    def _scripts(self) -> Path:
        share = Path(self._program).resolve().parents[1] / "share"
        for folder in (share / "mysql", share / "mariadb"):
            if (folder / "mysql_system_tables.sql").exists():
                return folder
        pytest.fail(f"no mysql_system_tables.sql below {share}", pytrace=False)


class RedisServer:
    """Redis server: a private one without persistence, or the one in COMICAI_TEST_REDIS_URL.

    An external server is never emptied, so tests use distinct keys, and each parallel test worker
    uses its own database.
    """

    variable = "COMICAI_TEST_REDIS_URL"

    def __init__(self) -> None:
        self._process: Process | None = None
        given = os.environ.get(self.variable)
        if given:
            self.url = own_database(given, os.environ.get("PYTEST_XDIST_WORKER", ""))
            return
        self._program = find_program("redis-server", package="redis-server", variable=self.variable)
        self._process = Process("redis")
        self._port = free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self.start()

    @property
    def is_ours(self) -> bool:
        """Whether it may be killed."""
        return self._process is not None

    def start(self) -> None:
        """Start the private server, empty; also after `kill`."""
        assert self._process is not None
        self._process.start(
            [
                self._program,
                *("--port", str(self._port)),
                *("--bind", "127.0.0.1"),
                *("--dir", str(self._process.folder)),
                *("--save", ""),
                *("--appendonly", "no"),
            ],
            self._answers,
        )

    def kill(self) -> None:
        """Kill the private server, which loses its data."""
        assert self._process is not None
        self._process.kill()

    def close(self) -> None:
        """Leave nothing behind."""
        if self._process is not None:
            self._process.remove()

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self._port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def own_database(url: str, worker: str) -> str:
    """Return the URL of the test worker's database, numbered upwards from the given one."""
    number = int(worker.removeprefix("gw") or 0)
    parts = urlsplit(url)
    first = int(parts.path.strip("/") or 0)
    return parts._replace(path=f"/{(first - number) % REDIS_DATABASES}").geturl()
