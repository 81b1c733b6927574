"""Tests of the SQLite database: group commit, abandoned units and damaged files."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.engine import make_url
from structlog.testing import capture_logs

from core.errors import CommitUnconfirmedError, StorageUnavailableError
from core.models.jobs import Job
from core.ports.database import DuplicateKeyError, UnitOfWork
from storage.database import open_database
from storage.group_commit import BACKGROUND_UNITS
from storage.sql_database import FOREGROUND_UNITS, SqlDatabase
from storage.tables import deliveries, jobs
from tests.storage.rows import add_job, connection_of, destination, execute, new_job
from tests.unit_pause import UnitPause

WAIT_SECONDS = 20.0


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[SqlDatabase]:
    database = open_database(sqlite_url)
    yield database
    await database.close()


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Hold the write lock; fail at once if another connection holds it."""
    path = str(make_url(url).database)
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@asynccontextmanager
async def line(database: SqlDatabase) -> AsyncIterator[None]:
    """Occupy the writer's thread, so that units form a line; they run as one group afterwards."""
    occupied = UnitPause()
    task = asyncio.create_task(database.write(lambda _: occupied.pause()))
    await occupied.reached()
    try:
        yield
        await asyncio.sleep(0)  # the tasks of the line submit their units
    finally:
        occupied.resume()
    await task


@contextmanager
def commits(database: SqlDatabase) -> Iterator[list[None]]:
    """Record the commits of the database."""
    recorded: list[None] = []

    def record(_: object) -> None:
        recorded.append(None)

    event.listen(database.sync_engine, "commit", record)
    try:
        yield recorded
    finally:
        event.remove(database.sync_engine, "commit", record)


async def stored(database: SqlDatabase) -> set[str]:
    return {row.prompt for row in await execute(database, select(jobs.c.prompt))}


def adding(*prompts: str) -> Callable[[UnitOfWork], Awaitable[Job]]:
    async def work(unit: UnitOfWork) -> Job:
        added = [await unit.jobs.add(new_job(prompt=prompt)) for prompt in prompts]
        return added[-1]

    return work


async def in_one_group(
    database: SqlDatabase, *works: Callable[[UnitOfWork], Awaitable[object]]
) -> list[object]:
    """Run the units as one group; return their results and exceptions."""
    async with line(database):
        tasks = [asyncio.create_task(database.write(work)) for work in works]
    return await asyncio.gather(*tasks, return_exceptions=True)


# --- Group commit ---------------------------------------------------------------------------------


async def test_waiting_units_share_one_commit(sqlite: SqlDatabase) -> None:
    with commits(sqlite) as recorded:
        results = await in_one_group(
            sqlite, *(adding(f"comic {n}") for n in range(BACKGROUND_UNITS))
        )

    assert len(recorded) == 2  # that of the unit which occupied the thread, and the group's
    assert [job.prompt for job in results if isinstance(job, Job)] == [
        f"comic {n}" for n in range(BACKGROUND_UNITS)
    ]
    assert await stored(sqlite) == {f"comic {n}" for n in range(BACKGROUND_UNITS)}


async def test_a_long_line_is_committed_in_several_groups(sqlite: SqlDatabase) -> None:
    count = 4 * BACKGROUND_UNITS
    with commits(sqlite) as recorded:
        await in_one_group(sqlite, *(adding(f"comic {n}") for n in range(count)))

    assert count / BACKGROUND_UNITS < len(recorded) < count / 2
    assert len(await stored(sqlite)) == count


async def test_units_that_fail_are_rolled_back_alone(sqlite: SqlDatabase) -> None:
    async def fails(unit: UnitOfWork) -> None:
        await adding("by a unit that fails")(unit)
        raise LookupError("on purpose")

    async def doubles(unit: UnitOfWork) -> None:
        job = await adding("by a unit that stores it twice")(unit)
        await unit.jobs.add(new_job(request_key=job.request_key))

    async def goes_on(unit: UnitOfWork) -> None:
        job = await adding("after a duplicate")(unit)
        with pytest.raises(DuplicateKeyError):
            await unit.jobs.add(new_job(request_key=job.request_key))

    first, failed, doubled, _, last = await in_one_group(
        sqlite, adding("first"), fails, doubles, goes_on, adding("last")
    )

    assert isinstance(first, Job)
    assert isinstance(failed, LookupError)
    assert isinstance(doubled, DuplicateKeyError)
    assert isinstance(last, Job)
    assert await stored(sqlite) == {"first", "after a duplicate", "last"}


async def test_units_see_the_rows_of_those_before_them(sqlite: SqlDatabase) -> None:
    job = new_job()

    _, canceled, again = await in_one_group(
        sqlite,
        lambda unit: unit.jobs.add(job),
        lambda unit: unit.job_transitions.cancel(job.id),
        lambda unit: unit.job_transitions.cancel(job.id),
    )

    assert (canceled, again) == (True, False)


async def test_a_unit_that_fails_at_commit_is_the_only_one_lost(sqlite: SqlDatabase) -> None:
    async def breaks_commit(unit: UnitOfWork) -> None:
        connection = connection_of(unit)
        await connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        await unit.deliveries.add(new_job().id, destination())  # of a job that does not exist

    first, broken, last = await in_one_group(sqlite, adding("first"), breaks_commit, adding("last"))

    assert (type(first), type(last)) == (Job, Job)
    assert "FOREIGN KEY" in str(broken)
    assert await stored(sqlite) == {"first", "last"}
    assert not await execute(sqlite, select(deliveries.c.job_id))


async def test_a_unit_that_fills_the_disk_is_the_only_one_lost(sqlite: SqlDatabase) -> None:
    async def limit_size(unit: UnitOfWork) -> None:
        connection = connection_of(unit)
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 3}")

    await sqlite.write(limit_size)
    first, filling, last = await in_one_group(
        sqlite, adding("first"), adding("small", "x" * 500_000), adding("last")
    )

    assert (type(first), type(last)) == (Job, Job)
    assert isinstance(filling, StorageUnavailableError)
    assert "full" in str(filling)
    assert await stored(sqlite) == {"first", "last"}


async def test_units_no_user_waits_for_go_first(sqlite: SqlDatabase) -> None:
    order: list[str] = []

    def noting(name: str) -> Callable[[UnitOfWork], Awaitable[None]]:
        async def work(_: UnitOfWork) -> None:
            order.append(name)

        return work

    people = sqlite.for_foreground()
    async with line(sqlite):
        tasks = [asyncio.create_task(people.write(noting("user"))) for _ in range(20)]
        tasks += [asyncio.create_task(sqlite.write(noting("worker"))) for _ in range(3)]
    await asyncio.gather(*tasks)

    assert order[:3] == ["worker"] * 3
    assert order.count("user") == 20


async def test_a_unit_may_await_only_its_own_statements(sqlite: SqlDatabase) -> None:
    async def waits(unit: UnitOfWork) -> None:
        await adding("before it waited")(unit)
        await asyncio.sleep(0)

    for run in (sqlite.write, sqlite.read):
        with pytest.raises(RuntimeError):
            await run(waits)

    assert not await stored(sqlite)


KILLED = """
import asyncio, os, signal, sys
from sqlalchemy import event
from storage.database import open_database
from tests.storage.rows import new_job

async def main(url, kill_at):
    database = open_database(url)
    executed = 0

    def count(*_):
        nonlocal executed
        executed += 1
        if executed == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(database.sync_engine, "after_cursor_execute", count)

    async def add(number):
        await database.write(lambda unit: unit.jobs.add(new_job(prompt=f"comic {number}")))
        os.write(1, f"comic {number}\\n".encode())

    await asyncio.gather(*(add(number) for number in range(30)))

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


@pytest.mark.parametrize("kill_at", [1, 3, 8, 25, 40, 60])
async def test_what_was_reported_is_on_disk_after_a_kill(sqlite_url: str, kill_at: int) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, sqlite_url, str(kill_at), stdout=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(WAIT_SECONDS):
        output, _ = await process.communicate()
    assert process.returncode == -signal.SIGKILL

    database = open_database(sqlite_url)
    kept = await stored(database)
    await database.close()

    assert set(output.decode().splitlines()) <= kept


# --- Abandoned units ------------------------------------------------------------------------------


async def test_a_unit_cancelled_in_line_never_runs(sqlite: SqlDatabase) -> None:
    async with line(sqlite):
        task = asyncio.create_task(sqlite.write(adding("cancelled")))
        other = asyncio.create_task(sqlite.write(adding("other")))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await other

    assert await stored(sqlite) == {"other"}


async def test_a_unit_cancelled_between_statements_is_rolled_back_alone(
    sqlite: SqlDatabase,
) -> None:
    halfway = UnitPause()

    async def two_steps(unit: UnitOfWork) -> None:
        await adding("first step")(unit)
        await halfway.pause()
        await adding("second step")(unit)

    async with line(sqlite):
        before = asyncio.create_task(sqlite.write(adding("before")))
        task = asyncio.create_task(sqlite.write(two_steps))
        after = asyncio.create_task(sqlite.write(adding("after")))
    await halfway.reached()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    halfway.resume()
    await asyncio.gather(before, after)

    assert await stored(sqlite) == {"before", "after"}


async def test_a_unit_that_takes_too_long_keeps_nothing(sqlite_url: str) -> None:
    database, halfway = open_database(sqlite_url, unit_seconds=0.2), UnitPause()

    async def slow(unit: UnitOfWork) -> None:
        await adding("slow")(unit)
        await halfway.pause()
        await unit.now()

    with pytest.raises(StorageUnavailableError):
        await database.write(slow)
    halfway.resume()

    assert not await stored(database)
    await database.close()


async def test_a_commit_that_takes_too_long_is_unconfirmed(sqlite_url: str) -> None:
    database, go_on = open_database(sqlite_url, unit_seconds=0.5), threading.Event()

    def wait(_: object) -> None:
        assert go_on.wait(WAIT_SECONDS)

    event.listen(database.sync_engine, "commit", wait, once=True)
    with pytest.raises(CommitUnconfirmedError):
        await database.write(adding("unconfirmed"))
    go_on.set()

    assert await stored(database) == {"unconfirmed"}
    await database.close()


async def test_a_read_that_takes_too_long_is_interrupted(sqlite_url: str) -> None:
    database, ended = open_database(sqlite_url, unit_seconds=0.3), threading.Event()
    endless = text(
        "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    )

    async def work(unit: UnitOfWork) -> None:
        try:
            await connection_of(unit).execute(endless)
        finally:
            ended.set()

    with pytest.raises(StorageUnavailableError):
        await database.read(work)

    assert await asyncio.to_thread(ended.wait, WAIT_SECONDS)
    await database.ping()
    await database.close()


async def test_a_write_cancelled_twice_leaves_no_lock_and_no_task(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    for turn in range(20):
        with locked(sqlite_url):
            task = asyncio.create_task(database.write(lambda unit: unit.now()))
            await asyncio.sleep(0.02)  # by now its thread waits for the lock
            task.cancel()
            for _ in range(turn):
                await asyncio.sleep(0)
            task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    assert asyncio.all_tasks() == {asyncio.current_task()}
    await database.ping()
    await database.close()
    with locked(sqlite_url):
        pass


async def test_a_closed_database_refuses_units(sqlite: SqlDatabase) -> None:
    await sqlite.write(adding("before"))
    await sqlite.close()

    for run in (sqlite.write, sqlite.read):
        with pytest.raises(StorageUnavailableError):
            await run(lambda unit: unit.now())


# --- Failures of the file -------------------------------------------------------------------------


async def test_a_locked_file_is_unavailable_after_a_while(
    sqlite: SqlDatabase, sqlite_url: str
) -> None:
    async def set_busy_timeout(unit: UnitOfWork) -> None:
        await connection_of(unit).exec_driver_sql("PRAGMA busy_timeout = 100")

    await sqlite.write(set_busy_timeout)
    with locked(sqlite_url):
        refused = await asyncio.gather(
            *(sqlite.write(adding(f"refused {n}")) for n in range(3)), return_exceptions=True
        )
        assert [type(error) for error in refused] == [StorageUnavailableError] * 3
        assert "locked" in str(refused[0])
        # Readers continue meanwhile.
        assert await sqlite.read(lambda unit: unit.jobs.by_request_key("none")) is None
    await sqlite.write(adding("accepted"))

    assert await stored(sqlite) == {"accepted"}


async def test_an_sqlite_file_enforces_foreign_keys_and_is_safe_in_a_power_cut(
    sqlite: SqlDatabase,
) -> None:
    [(enforced,)] = await execute(sqlite, text("PRAGMA foreign_keys"))
    [(journal,)] = await execute(sqlite, text("PRAGMA journal_mode"))
    [(synchronous,)] = await execute(sqlite, text("PRAGMA synchronous"))

    assert (enforced, journal, synchronous) == (1, "wal", 2)


async def test_two_databases_on_one_file_wait_for_each_other(
    sqlite: SqlDatabase, sqlite_url: str
) -> None:
    other = open_database(sqlite_url)

    await asyncio.gather(*(add_job((sqlite, other)[turn % 2]) for turn in range(40)))

    assert len(await execute(sqlite, select(jobs.c.id))) == 40
    await other.close()


async def test_a_damaged_file_is_unavailable_to_writers(tmp_path: Path) -> None:
    (tmp_path / "comicai.db").write_text("this is no database, but long enough to be read")
    database = open_database(f"sqlite:///{tmp_path / 'comicai.db'}")

    with capture_logs() as events:
        refused = await asyncio.gather(
            *(database.write(adding("comic")) for _ in range(3)), return_exceptions=True
        )
    await database.close()

    assert [type(error) for error in refused] == [StorageUnavailableError] * 3
    assert "not a database" in str(refused[0])
    assert not events


async def test_reads_of_users_leave_threads_for_workers(sqlite: SqlDatabase) -> None:
    reading = [UnitPause() for _ in range(3 * FOREGROUND_UNITS)]
    people = sqlite.for_foreground()
    tasks = [
        asyncio.create_task(people.read(lambda _, pause=pause: pause.pause()))  # type: ignore[misc]
        for pause in reading
    ]
    await reading[FOREGROUND_UNITS - 1].reached()

    assert await sqlite.read(lambda unit: unit.jobs.by_request_key("none")) is None

    for pause in reading:
        pause.resume()
    await asyncio.gather(*tasks)
