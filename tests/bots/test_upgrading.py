"""Tests of an upgrade: a new release refuses to start before the migration, and then serves."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from storage.migrations import HEAD
from tests.processes import comicai, get
from tests.servers import MariaDbServer
from tests.storage.test_migrations import FIRST, upgrade

pytestmark = [pytest.mark.mariadb, pytest.mark.servers, pytest.mark.timeout(180)]

COMMANDS = ("web", "worker", "run")


@pytest.mark.parametrize("revision", [None, FIRST])
async def test_nothing_is_served_before_the_migration_and_two_migrations_can_run_concurrently(
    mariadb: MariaDbServer, tmp_path: Path, revision: str | None
) -> None:
    url = mariadb.make_database()
    if revision is not None:
        upgrade(url, revision)
    settings = {"database__url": url, "generator__url": "http://127.0.0.1:1/generate"}

    async def outcome(command: str, name: str) -> tuple[int, str, str]:
        folder = tmp_path / name
        folder.mkdir()
        async with comicai(folder, command, **settings) as process:
            return await process.end(), process.output, process.errors

    if revision != HEAD:
        for status, _, errors in await asyncio.gather(*(outcome(each, each) for each in COMMANDS)):
            assert status == 1
            assert "older than this version of ComicAI: run `comicai migrate`" in errors
            assert "Traceback" not in errors
    for status, output, errors in await asyncio.gather(
        *(outcome("migrate", f"migrate {number}") for number in range(2))
    ):
        assert (status, output, errors) == (0, "The database is up to date.\n", "")
    async with comicai(tmp_path, "web", **settings) as web:
        await web.ready()
        assert (await get(f"{web.url}/health/ready"))[0] == 200
