"""Tests of query plans in a large database.

The statements are recorded from the repositories and then explained.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from core.models.comics import Cursor, GalleryFilter, ImageRef
from core.models.identity import JobId, Platform, ProfileId
from core.ports.database import UnitOfWork
from storage.database import open_database
from storage.migrate import migrate
from storage.object_index import take_objects
from storage.sql_database import SqlDatabase
from tests.servers import MariaDbServer
from tests.storage.large_database import COMICS, VIEWS, fill
from tests.storage.rows import LEASE, admission_query, connection_of, new_job

pytestmark = pytest.mark.mariadb

MINUTE = timedelta(minutes=1)
Use = Callable[[UnitOfWork, ProfileId], Awaitable[Any]]


@pytest.fixture(scope="module")
def populated_mariadb(
    mariadb: MariaDbServer, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, ProfileId]:
    url = mariadb.make_database()
    migrate(url, data_dir=tmp_path_factory.mktemp("crowd"))
    return url, fill(url)


@pytest.fixture(scope="module")
def populated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ProfileId]:
    folder = tmp_path_factory.mktemp("crowd")
    url = f"sqlite:///{folder}/crowd.sqlite3"
    migrate(url, data_dir=folder)
    return url, fill(url)


@pytest.fixture
async def mariadb_database(populated_mariadb: tuple[str, ProfileId]) -> AsyncIterator[SqlDatabase]:
    database = open_database(populated_mariadb[0])
    yield database
    await database.close()


@pytest.fixture
async def sqlite_database(populated_sqlite: tuple[str, ProfileId]) -> AsyncIterator[SqlDatabase]:
    database = open_database(populated_sqlite[0])
    yield database
    await database.close()


async def claim(unit: UnitOfWork, me: ProfileId) -> object:
    return await unit.job_claims.claim("worker", lease=LEASE, capacity=100, limit=10)


async def mark_notified(unit: UnitOfWork, me: ProfileId) -> object:
    return await unit.job_claims.mark_notified(limit=100, again_after=MINUTE)


async def progress(unit: UnitOfWork, me: ProfileId) -> object:
    return await unit.job_progress.write_progress("worker-1", {})


async def expire(unit: UnitOfWork, me: ProfileId) -> object:
    return await unit.job_expiry.expire_leases(poisoned_after=20)


async def overdue(unit: UnitOfWork, me: ProfileId) -> object:
    return await unit.job_expiry.expire_overdue(max_wait=timedelta(hours=8))


async def admission(unit: UnitOfWork, me: ProfileId) -> object:
    counted = ("counts_cost_of_profile", "counts_cost_in_chat", "counts_cost_in_total")
    query = admission_query(me, origin="origin-7", **dict.fromkeys(counted, True))
    return await unit.admission.facts(query)


async def open_by_state(unit: UnitOfWork, me: ProfileId) -> object:
    return await unit.job_counts.open_by_state()


async def speed(unit: UnitOfWork, me: ProfileId) -> object:
    return await unit.job_eta.median_panel_seconds()


async def first_page(unit: UnitOfWork, me: ProfileId) -> object:
    return await unit.comics.page(me, wanted=GalleryFilter(), cursor=None, limit=20)


async def last_page(unit: UnitOfWork, me: ProfileId) -> object:
    end = await unit.now() - timedelta(minutes=COMICS - 10)
    cursor = Cursor(end, JobId(new_job().id))
    page = await unit.comics.page(me, wanted=GalleryFilter(), cursor=cursor, limit=20)
    assert 5 <= len(page.comics) <= 15
    return page


async def liked_page(unit: UnitOfWork, me: ProfileId) -> object:
    wanted = GalleryFilter(favorite=True)
    page = await unit.comics.page(me, wanted=wanted, cursor=await _middle(unit), limit=1)
    assert page.comics
    return page


async def page_of_a_style(unit: UnitOfWork, me: ProfileId) -> object:
    wanted = GalleryFilter(style="noir")
    cursor = await _middle(unit)
    page = await unit.comics.page(me, wanted=wanted, cursor=cursor, limit=1, newer=True)
    assert page.comics
    return page


async def _middle(unit: UnitOfWork) -> Cursor:
    return Cursor(await unit.now() - timedelta(minutes=COMICS // 2), JobId(new_job().id))


async def open_deliveries(unit: UnitOfWork, me: ProfileId) -> object:
    return await unit.deliveries.open_deliveries(Platform.DISCORD, limit=5000)


async def history(unit: UnitOfWork, me: ProfileId) -> object:
    cursor = Cursor(await unit.now() - timedelta(minutes=100), JobId(new_job().id))
    found = await unit.jobs.history(me, cursor=cursor, limit=20)
    assert found
    return found


async def stop(unit: UnitOfWork, me: ProfileId) -> object:
    return await unit.remote_cancellations.due_to_stop(limit=20, again_after=MINUTE, known=LEASE)


async def purge(unit: UnitOfWork, me: ProfileId) -> object:
    return await unit.comics.due_to_purge(undo=MINUTE, limit=50)


async def deliver(unit: UnitOfWork, me: ProfileId) -> object:
    return await unit.deliveries.claim("worker", lease=LEASE, platforms=list(Platform), limit=10)


async def count_deliveries(unit: UnitOfWork, me: ProfileId) -> object:
    counted = await unit.deliveries.count_due(limit=8)
    assert counted == 8
    return counted


async def expire_deliveries(unit: UnitOfWork, me: ProfileId) -> object:
    return await unit.deliveries.expire_leases()


async def forget_tokens(unit: UnitOfWork, me: ProfileId) -> object:
    return await unit.deliveries.forget_tokens()


async def purge_views(unit: UnitOfWork, me: ProfileId) -> object:
    purged = await unit.gallery_views.purge(unused_for=MINUTE * VIEWS // 2, limit=50)
    assert purged == 50
    return purged


IN_ORDER = [  # read in index order, no further than needed
    (claim, "jobs", "ix_jobs_line"),
    (mark_notified, "jobs", "ix_jobs_line"),
    (speed, "jobs", "ix_jobs_line"),
    (first_page, "comics", "ix_comics_gallery"),
    (last_page, "comics", "ix_comics_gallery"),
    (liked_page, "comics", "ix_comics_favorites"),
    (page_of_a_style, "comics", "ix_comics_styles"),
    (history, "jobs", "ix_jobs_history"),
    (deliver, "deliveries", "ix_deliveries_due"),
    (count_deliveries, "deliveries", "ix_deliveries_due"),
    (purge_views, "gallery_views", "ix_gallery_views_used_at"),
]
FOUND = [  # by a range of an index
    (progress, "jobs", "ix_jobs_lease"),
    (expire, "jobs", "ix_jobs_lease_until"),
    (stop, "jobs", "ix_jobs_lease_until"),
    (overdue, "jobs", "ix_jobs_line"),
    (open_by_state, "jobs", "ix_jobs_line"),
    (purge, "comics", "ix_comics_purge"),
    (expire_deliveries, "deliveries", "ix_deliveries_lease_until"),
    (forget_tokens, "deliveries", "ix_deliveries_expires_at"),
]


async def explain(
    database: SqlDatabase, use: Use, me: ProfileId, how: str
) -> list[list[dict[str, Any]]]:
    """Return the query plan of each SELECT that this use sends."""
    sent: list[tuple[str, Any]] = []

    def record(_c: Any, _cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        if statement.startswith("SELECT") and " FROM " in statement.replace("\n", " "):
            sent.append((statement, parameters))

    engine = database.sync_engine
    event.listen(engine, "before_cursor_execute", record)

    async def work(unit: UnitOfWork) -> None:
        await use(unit, me)
        raise LookupError  # roll back

    try:
        with pytest.raises(LookupError):
            await database.write(work)
    finally:
        event.remove(engine, "before_cursor_execute", record)
    assert sent

    async def plans(unit: UnitOfWork) -> list[list[dict[str, Any]]]:
        connection = connection_of(unit)
        return [
            [
                dict(row._mapping)
                for row in await connection.exec_driver_sql(f"{how} {statement}", parameters)
            ]
            for statement, parameters in sent
        ]

    return await database.read(plans)


@pytest.mark.parametrize(("use", "table", "index"), IN_ORDER + FOUND)
async def test_mariadb_uses_the_intended_index(
    mariadb_database: SqlDatabase,
    populated_mariadb: tuple[str, ProfileId],
    use: Use,
    table: str,
    index: str,
) -> None:
    plans = await explain(mariadb_database, use, populated_mariadb[1], "EXPLAIN")

    steps = [step for plan in plans for step in plan if step["table"] == table]
    by_key = [step for step in steps if step["key"] not in {"PRIMARY", None}]
    # After the bar follow the indexes used as row filters.
    assert {step["key"].partition("|")[0] for step in by_key} == {index}, plans
    for step in steps:
        assert step["type"] not in {"ALL", "index"} or step["rows"] <= 1, plans


@pytest.mark.parametrize(("use", "table", "index"), IN_ORDER)
async def test_mariadb_reads_one_page_without_sorting(
    mariadb_database: SqlDatabase,
    populated_mariadb: tuple[str, ProfileId],
    use: Use,
    table: str,
    index: str,
) -> None:
    plans = await explain(mariadb_database, use, populated_mariadb[1], "EXPLAIN")
    assert not [step for plan in plans for step in plan if "filesort" in (step["Extra"] or "")]
    looked_at = 0

    async def work(unit: UnitOfWork) -> None:
        nonlocal looked_at
        connection = connection_of(unit)
        await connection.execute(text("FLUSH STATUS"))
        await use(unit, populated_mariadb[1])
        counted = await connection.execute(text("SHOW SESSION STATUS LIKE 'Handler_read%'"))
        looked_at = sum(int(number) for _, number in counted)
        raise LookupError

    with pytest.raises(LookupError):
        await mariadb_database.write(work)

    assert looked_at < 500  # of 12 500


@pytest.mark.parametrize(("use", "table", "index"), IN_ORDER + FOUND)
async def test_sqlite_uses_the_intended_index(
    sqlite_database: SqlDatabase,
    populated_sqlite: tuple[str, ProfileId],
    use: Use,
    table: str,
    index: str,
) -> None:
    plans = await explain(sqlite_database, use, populated_sqlite[1], "EXPLAIN QUERY PLAN")

    steps = [step["detail"] for plan in plans for step in plan]
    assert any(f"INDEX {index}" in step for step in steps), steps
    assert not [step for step in steps if step == f"SCAN {table}"], steps
    if (use, table, index) in IN_ORDER:
        assert not [step for step in steps if "TEMP B-TREE" in step], steps


@pytest.mark.parametrize("use", [open_deliveries, admission])
async def test_jobs_are_found_without_scanning_ended_ones(
    mariadb_database: SqlDatabase,
    populated_mariadb: tuple[str, ProfileId],
    sqlite_database: SqlDatabase,
    populated_sqlite: tuple[str, ProfileId],
    use: Use,
) -> None:
    [steps] = await explain(mariadb_database, use, populated_mariadb[1], "EXPLAIN")
    assert not [step for step in steps if step["type"] in {"ALL", "index"}], steps

    [details] = await explain(sqlite_database, use, populated_sqlite[1], "EXPLAIN QUERY PLAN")
    scans = [step["detail"] for step in details if step["detail"].startswith("SCAN")]
    assert set(scans) <= {"SCAN CONSTANT ROW"}, details


async def holders(unit: UnitOfWork, me: ProfileId) -> object:
    refs = [ImageRef("comics", f"strips/{number}.png") for number in range(13)]
    job_id = JobId(new_job().id)
    unit_of_storage = connection_of(unit)
    return await take_objects(unit_of_storage, job_id, refs[0], refs[1:])


async def test_holders_of_an_object_are_found_by_index(
    mariadb_database: SqlDatabase,
    populated_mariadb: tuple[str, ProfileId],
    sqlite_database: SqlDatabase,
    populated_sqlite: tuple[str, ProfileId],
) -> None:
    plans = await explain(mariadb_database, holders, populated_mariadb[1], "EXPLAIN")
    assert len(plans) == 2
    keys = {step["table"]: step["key"] for plan in plans for step in plan}
    assert keys["comics"] in {"uq_comics_bucket", "PRIMARY"}, plans
    for step in (step for plan in plans for step in plan):
        assert step["type"] not in {"ALL", "index"} or step["rows"] <= 20, plans

    details = await explain(sqlite_database, holders, populated_sqlite[1], "EXPLAIN QUERY PLAN")
    steps = [step["detail"] for plan in details for step in plan]
    assert any("sqlite_autoindex_comics" in step for step in steps), steps
    assert not [step for step in steps if step.startswith("SCAN")], steps


async def test_no_query_uses_offset(
    mariadb_database: SqlDatabase, populated_mariadb: tuple[str, ProfileId]
) -> None:
    sent: list[str] = []

    def record(_c: Any, _cursor: Any, statement: str, *rest: Any) -> None:
        sent.append(statement.upper())

    event.listen(mariadb_database.sync_engine, "before_cursor_execute", record)
    await mariadb_database.read(lambda unit: last_page(unit, populated_mariadb[1]))

    assert any("LIMIT" in statement for statement in sent)
    assert not any("OFFSET" in statement for statement in sent)
