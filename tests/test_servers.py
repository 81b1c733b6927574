"""Tests of ports and databases for parallel test runs."""

from __future__ import annotations

import random
import socket
import subprocess
import sys

import pytest

from tests.servers import Process, free_port, own_database

HOLDER = """
import sys
from tests.servers import free_port
print(free_port(range(int(sys.argv[1]), int(sys.argv[1]) + 1)), flush=True)
sys.stdin.read()
"""


def two_ports() -> range:
    """Return two neighboring ports that nothing listens on."""
    while True:
        first = random.SystemRandom().randrange(12_000, 19_000)
        if all(_is_free(port) for port in (first, first + 1)):
            return range(first, first + 2)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_two_processes_never_get_the_same_port() -> None:
    ports = two_ports()
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(ports[0])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == f"{ports[0]}\n"

        assert free_port(ports) == ports[1]

        holder.communicate()
    assert free_port(ports[:1]) == ports[0], "a process that ended reserves nothing"


def test_a_port_is_allocated_once() -> None:
    ports = two_ports()

    assert {free_port(ports), free_port(ports)} == set(ports)


def test_a_port_in_use_is_not_allocated() -> None:
    ports = two_ports()
    with socket.create_server(("127.0.0.1", ports[0])):
        assert free_port(ports) == ports[1]


@pytest.mark.parametrize(
    ("worker", "database"), [("", "/1"), ("gw0", "/1"), ("gw1", "/0"), ("gw2", "/15")]
)
def test_each_worker_has_its_own_redis_database(worker: str, database: str) -> None:
    url = "redis://user:secret@redis.example:6379"

    assert own_database(f"{url}/1", worker) == url + database


def test_a_redis_url_without_a_database_means_the_first() -> None:
    assert own_database("redis://redis.example", "gw0") == "redis://redis.example/0"


def test_a_server_that_does_not_start_leaves_nothing() -> None:
    server = Process("broken")

    with pytest.raises(pytest.fail.Exception, match="no such thing"):
        server.start(["sh", "-c", "echo no such thing; exit 1"], lambda: False)

    assert not server.folder.exists()
