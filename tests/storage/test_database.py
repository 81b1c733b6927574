"""Tests of transactions: commit, conflicts, time-outs and broken connections."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.engine import make_url

from core.errors import CommitUnconfirmedError, StorageUnavailableError
from core.models.identity import JobId, ProfileId
from core.models.jobs import Job
from core.ports.database import DuplicateKeyError, UnitOfWork
from storage.database import open_database
from storage.sql_database import FOREGROUND_UNITS, SqlDatabase
from storage.tables import jobs, profiles
from tests.proxy import TcpProxy
from tests.servers import MariaDbServer
from tests.storage.rows import add_job, add_profile, connection_of, destination, execute, new_job


async def all_jobs(database: SqlDatabase) -> int:
    return len(await execute(database, select(jobs.c.id)))


# --- Atomicity and cancellation -------------------------------------------------------------------


async def test_a_unit_is_committed_as_a_whole(database: SqlDatabase) -> None:
    async def work(unit: UnitOfWork) -> str:
        await unit.jobs.add(new_job())
        await unit.jobs.add(new_job())
        return "both"

    assert await database.write(work) == "both"

    assert await all_jobs(database) == 2


async def test_an_error_in_the_work_rolls_back_and_propagates(
    database: SqlDatabase,
) -> None:
    async def work(unit: UnitOfWork) -> None:
        await unit.jobs.add(new_job())
        raise LookupError("on purpose")

    with pytest.raises(LookupError, match="on purpose"):
        await database.write(work)

    assert await all_jobs(database) == 0


async def test_a_duplicate_key_rolls_back_the_unit(database: SqlDatabase) -> None:
    await add_job(database, request_key="taken")

    async def work(unit: UnitOfWork) -> None:
        await unit.jobs.add(new_job())
        await unit.jobs.add(new_job(request_key="taken"))

    with pytest.raises(DuplicateKeyError):
        await database.write(work)

    assert await all_jobs(database) == 1


async def test_a_foreign_key_violation_is_not_a_duplicate(database: SqlDatabase) -> None:
    no_job = new_job().id

    with pytest.raises(Exception, match=r"(?i)foreign key") as raised:
        await database.write(lambda unit: unit.deliveries.add(no_job, destination()))

    assert not isinstance(raised.value, DuplicateKeyError)


async def test_read_sees_committed_rows_and_rejects_writes(database: SqlDatabase) -> None:
    job = await add_job(database)

    assert await database.read(lambda unit: unit.jobs.get(job.id)) == job
    with pytest.raises(RuntimeError, match=r"Database\.write"):
        await database.read(lambda unit: unit.job_transitions.cancel(job.id))


@pytest.mark.mariadb
async def test_a_cancelled_unit_rolls_back_and_leaves_the_pool_intact(
    mysql: SqlDatabase,
) -> None:
    started = asyncio.Event()

    async def work(unit: UnitOfWork) -> None:
        await unit.jobs.add(new_job())
        started.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(mysql.write(work))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    await add_job(mysql)
    assert await all_jobs(mysql) == 1


async def test_cancellation_between_statements_loses_no_connection(
    database: SqlDatabase,
) -> None:
    async def work(unit: UnitOfWork) -> None:
        for _ in range(50):
            await unit.jobs.open_ids(ProfileId(new_job().id))

    for turn in range(25):
        task = asyncio.create_task(database.read(work))
        for _ in range(turn):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    await asyncio.gather(*(add_job(database) for _ in range(20)))
    assert await all_jobs(database) == 20


@pytest.mark.mariadb
async def test_a_unit_times_out(mariadb_url: str) -> None:
    database = open_database(mariadb_url, unit_seconds=0.2)

    async def work(unit: UnitOfWork) -> None:
        await unit.jobs.add(new_job())
        await asyncio.sleep(30)

    try:
        with pytest.raises(StorageUnavailableError):
            await database.write(work)
        assert await all_jobs(database) == 0
    finally:
        await database.close()


# --- Concurrency ----------------------------------------------------------------------------------


async def test_concurrent_increments_are_not_lost(database: SqlDatabase) -> None:
    profile_id = await add_profile(database)

    async def raise_counter(unit: UnitOfWork) -> None:
        await unit.profiles.lock(profile_id)
        profile = await unit.profiles.get(profile_id)
        assert profile is not None
        count = profile.settings.get("count", 0)
        await unit.profiles.update(profile_id, settings={"count": count + 1})

    await asyncio.gather(*(database.write(raise_counter) for _ in range(30)))

    profile = await database.read(lambda unit: unit.profiles.get(profile_id))
    assert profile is not None
    assert profile.settings == {"count": 30}


@pytest.mark.mariadb
async def test_foreground_reads_are_limited(mysql: SqlDatabase) -> None:
    people, inside, most = mysql.for_foreground(), 0, 0

    async def work(unit: UnitOfWork) -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await unit.now()
        inside -= 1

    await asyncio.gather(*(people.read(work) for _ in range(3 * FOREGROUND_UNITS)))

    assert most <= FOREGROUND_UNITS


def swap(
    first: JobId, second: JobId, meet: asyncio.Barrier, runs: list[JobId]
) -> Callable[[UnitOfWork], Awaitable[None]]:
    """Return work that changes two rows; its first run waits at the barrier between the two."""

    async def work(unit: UnitOfWork) -> None:
        runs.append(first)
        connection = connection_of(unit)
        for job_id in (first, second):
            await connection.execute(
                update(jobs).where(jobs.c.id == job_id).values(panels=jobs.c.panels + 1)
            )
            if job_id == first and len(runs) <= 2:
                await meet.wait()

    return work


@pytest.mark.mariadb
async def test_a_deadlocked_unit_is_retried_as_a_whole(mysql: SqlDatabase) -> None:
    one, other = await add_job(mysql, panels=0), await add_job(mysql, panels=0)
    meet, runs = asyncio.Barrier(2), list[JobId]()

    await asyncio.gather(
        mysql.write(swap(one.id, other.id, meet, runs)),
        mysql.write(swap(other.id, one.id, meet, runs)),
    )

    assert len(runs) == 3  # one of the two was the victim, once
    assert [row.panels for row in await execute(mysql, select(jobs.c.panels))] == [2, 2]


@pytest.mark.mariadb
async def test_a_lock_wait_timeout_is_retried(mysql: SqlDatabase) -> None:
    profile_id = await add_profile(mysql)
    held, tries = asyncio.Event(), 0
    failed_once = asyncio.Event()

    async def hold(unit: UnitOfWork) -> None:
        await unit.profiles.lock(profile_id)
        held.set()
        await failed_once.wait()

    async def want(unit: UnitOfWork) -> None:
        nonlocal tries
        tries += 1
        if tries == 2:
            failed_once.set()
        await connection_of(unit).execute(text("SET innodb_lock_wait_timeout = 1"))
        await unit.profiles.lock(profile_id)

    holding = asyncio.create_task(mysql.write(hold))
    await held.wait()
    await mysql.write(want)
    await holding

    assert tries == 2


@pytest.mark.mariadb
async def test_endless_conflicts_make_the_database_unavailable(mysql: SqlDatabase) -> None:
    tries = 0

    async def work(unit: UnitOfWork) -> None:
        nonlocal tries
        tries += 1
        await connection_of(unit).execute(
            text("SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'Deadlock'")
        )

    with pytest.raises(StorageUnavailableError):
        await mysql.write(work)

    assert tries == 8


# --- MySQL failures -------------------------------------------------------------------------------


@pytest.mark.mariadb
async def test_sessions_are_strict_in_utc_and_read_what_is_committed(mysql: SqlDatabase) -> None:
    query = text(
        "SELECT @@time_zone, @@sql_mode, @@innodb_lock_wait_timeout, @@session.wait_timeout"
    )
    [(zone, modes, timeout, abandoned)] = await execute(mysql, query)
    # Its name differs between servers.
    [(_, isolation)] = await execute(
        mysql,
        text(
            "SHOW SESSION VARIABLES WHERE variable_name = 'transaction_isolation'"
            " OR variable_name = 'tx_isolation'"
        ),
    )

    assert zone == "+00:00"
    assert "STRICT_TRANS_TABLES" in modes
    assert isolation == "READ-COMMITTED"
    assert (timeout, abandoned) == (5, 120)


async def kill_connection(unit: UnitOfWork, server: MariaDbServer) -> None:
    query = text("SELECT CONNECTION_ID()")
    number = (await connection_of(unit).execute(query)).scalar_one()
    server.execute(f"KILL CONNECTION {number}")


@pytest.mark.mariadb
async def test_a_connection_that_breaks_in_a_unit_is_replaced_once(
    mysql: SqlDatabase, mariadb: MariaDbServer
) -> None:
    runs = 0

    async def work(unit: UnitOfWork) -> Job:
        nonlocal runs
        runs += 1
        await unit.jobs.add(new_job())
        if runs == 1:
            await kill_connection(unit, mariadb)
        return await unit.jobs.add(new_job())

    await mysql.write(work)

    assert runs == 2
    assert await all_jobs(mysql) == 2


@pytest.mark.mariadb
async def test_connections_that_keep_breaking_make_the_database_unavailable(
    mysql: SqlDatabase, mariadb: MariaDbServer
) -> None:
    async def work(unit: UnitOfWork) -> None:
        await unit.jobs.add(new_job())
        await kill_connection(unit, mariadb)
        await unit.jobs.add(new_job())

    with pytest.raises(StorageUnavailableError):
        await mysql.write(work)

    assert await all_jobs(mysql) == 0


@pytest.mark.mariadb
async def test_broken_idle_connections_are_replaced_silently(
    mysql: SqlDatabase, mariadb: MariaDbServer
) -> None:
    await asyncio.gather(*(add_job(mysql) for _ in range(5)))
    name = mysql.sync_engine.url.database
    idle = mariadb.execute(f"SELECT id FROM information_schema.processlist WHERE db = '{name}'")
    assert len(idle) >= 2
    mariadb.execute(*(f"KILL CONNECTION {number}" for (number,) in idle))

    await asyncio.gather(*(add_job(mysql) for _ in range(5)))

    assert await all_jobs(mysql) == 10


@pytest.fixture
async def proxy(mariadb: MariaDbServer) -> AsyncIterator[TcpProxy]:
    proxy = TcpProxy(mariadb.url.host or "127.0.0.1", mariadb.url.port or 3306)
    await proxy.start()
    yield proxy
    await proxy.close()


@pytest.fixture
async def behind_proxy(mariadb_url: str, proxy: TcpProxy) -> AsyncIterator[SqlDatabase]:
    url = make_url(mariadb_url).set(host="127.0.0.1", port=proxy.own_port)
    database = open_database(url.render_as_string(hide_password=False), unit_seconds=1.0)
    yield database
    await database.close()


@pytest.mark.mariadb
async def test_a_server_lost_in_a_unit_is_unavailable_until_it_returns(
    behind_proxy: SqlDatabase, proxy: TcpProxy, mysql: SqlDatabase
) -> None:
    await add_job(behind_proxy)

    async def work(unit: UnitOfWork) -> None:
        await unit.jobs.add(new_job())
        await proxy.close()
        await unit.jobs.add(new_job())

    with pytest.raises(StorageUnavailableError):
        await behind_proxy.write(work)
    with pytest.raises(StorageUnavailableError):
        await behind_proxy.ping()
    await proxy.start()

    await behind_proxy.ping()
    assert await all_jobs(mysql) == 1


@pytest.mark.mariadb
@pytest.mark.parametrize("delivers_last", [True, False])
async def test_a_commit_without_an_answer_is_unconfirmed(
    behind_proxy: SqlDatabase, proxy: TcpProxy, mysql: SqlDatabase, *, delivers_last: bool
) -> None:
    await behind_proxy.ping()
    proxy.cut_at, proxy.delivers_last = b"COMMIT", delivers_last

    with pytest.raises(CommitUnconfirmedError):
        await add_job(behind_proxy)

    assert proxy.cuts == 1  # it was not simply tried again
    assert await all_jobs(mysql) == int(delivers_last)


@pytest.mark.mariadb
async def test_a_silent_network_times_out(behind_proxy: SqlDatabase, proxy: TcpProxy) -> None:
    await behind_proxy.ping()

    async def work(unit: UnitOfWork) -> None:
        await unit.jobs.add(new_job())
        proxy.silent = True
        await unit.jobs.add(new_job())

    async with asyncio.timeout(5):
        with pytest.raises(StorageUnavailableError):
            await behind_proxy.write(work)
        with pytest.raises(StorageUnavailableError):
            await behind_proxy.ping()
    proxy.silent = False

    await behind_proxy.ping()


@pytest.mark.mariadb
async def test_silence_after_commit_is_unconfirmed(
    behind_proxy: SqlDatabase, proxy: TcpProxy
) -> None:
    async def work(unit: UnitOfWork) -> None:
        await unit.jobs.add(new_job())
        proxy.silent = True

    with pytest.raises(CommitUnconfirmedError):
        await behind_proxy.write(work)


@pytest.mark.mariadb
async def test_foreground_units_fail_early_on_a_silent_server(
    mariadb_url: str, proxy: TcpProxy
) -> None:
    url = make_url(mariadb_url).set(host="127.0.0.1", port=proxy.own_port)
    database = open_database(
        url.render_as_string(hide_password=False), unit_seconds=3600, silence_seconds=0.3
    )
    await database.ping()
    proxy.silent = True

    with pytest.raises(StorageUnavailableError):
        await add_job(database.for_foreground())

    proxy.silent = False
    await database.ping()
    await database.close()


@pytest.mark.mariadb
async def test_foreground_units_wait_for_a_server_that_answers_others(mariadb_url: str) -> None:
    other = open_database(mariadb_url, silence_seconds=0.5)
    foreground = other.for_foreground()
    waited = asyncio.Event()

    async def slow(unit: UnitOfWork) -> None:
        await connection_of(unit).execute(text("SELECT SLEEP(1.5)"))
        waited.set()

    async with asyncio.TaskGroup() as group:
        group.create_task(foreground.read(slow))
        while not waited.is_set():
            await other.ping()
            await asyncio.sleep(0.05)
    await other.close()


async def test_an_unreachable_server_is_unavailable() -> None:
    database = open_database("mysql://nobody@127.0.0.1:1/nothing")

    with pytest.raises(StorageUnavailableError):
        await database.ping()

    await database.close()


def test_unsupported_databases_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="postgresql"):
        open_database("postgresql://localhost/comicai")


async def test_an_empty_database_has_no_profiles(database: SqlDatabase) -> None:
    assert await execute(database, select(profiles)) == []


async def test_a_damaged_file_makes_the_database_unavailable(tmp_path: Path) -> None:
    (tmp_path / "comicai.db").write_text("this is no database, but long enough to be read")
    database = open_database(f"sqlite:///{tmp_path / 'comicai.db'}")

    with pytest.raises(StorageUnavailableError, match="not a database"):
        await database.ping()

    await database.close()
