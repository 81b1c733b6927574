"""Tests that migrations are backward compatible, since they run while older releases serve."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from core.ports.database import UnitOfWork
from storage import migrations
from storage.database import open_database
from storage.migrate import migrate, pending
from storage.migration_engine import make_sync_engine
from storage.migrations import HEAD
from storage.sql_database import SqlDatabase
from storage.unit_of_work import SqlUnitOfWork
from tests.servers import MariaDbServer

FOLDER = str(Path(migrations.__file__).parent)
FIRST = "2026_11_23_first_tables"  # the schema of the first release
# Migrations that remove what no release in use needs; each names the last such release in its file.
CONTRACTING: frozenset[str] = frozenset()
ROUNDS_AFTERWARDS = 3


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/comicai.sqlite3"
    server: MariaDbServer = request.getfixturevalue("mariadb")
    return server.make_database()


@contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    engine = make_sync_engine(url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def upgrade(url: str, revision: str) -> None:
    with connected(url) as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", FOLDER)
        command.upgrade(config, revision)
        connection.commit()


def revisions() -> list[str]:
    """Return all revisions, oldest first."""
    return [script.revision for script in ScriptDirectory(FOLDER).walk_revisions()][::-1]


# --- Schema comparison ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    type: str
    nullable: bool
    has_default: bool


@dataclass(frozen=True, slots=True)
class Table:
    columns: Mapping[str, Column]
    rules: frozenset[str]  # constraints


def schema_of(url: str) -> dict[str, Table]:
    with connected(url) as connection:
        found = sa.inspect(connection)
        return {name: _table(found, name) for name in found.get_table_names()}


def _table(found: sa.Inspector, name: str) -> Table:
    columns = {
        column["name"]: Column(
            str(column["type"]), bool(column["nullable"]), column["default"] is not None
        )
        for column in found.get_columns(name)
    }
    rules = {f"unique {key['column_names']}" for key in found.get_unique_constraints(name)}
    rules |= {f"unique {key['column_names']}" for key in found.get_indexes(name) if key["unique"]}
    rules |= {f"{key['constrained_columns']} refers" for key in found.get_foreign_keys(name)}
    rules |= {f"check {key['sqltext']}" for key in found.get_check_constraints(name)}
    rules.add(f"primary {found.get_pk_constraint(name)['constrained_columns']}")
    return Table(columns, frozenset(rules))


def taken_away(before: Mapping[str, Table], after: Mapping[str, Table]) -> list[str]:
    """Return the changes from *before* to *after* that break a program written for *before*."""
    complaints = [f"{name} is gone" for name in before.keys() - after.keys()]
    for name in before.keys() & after.keys():
        old, new = before[name], after[name]
        complaints += [f"{name}: {rule} is new" for rule in new.rules - old.rules]
        for column in old.columns.keys() | new.columns.keys():
            was, now = old.columns.get(column), new.columns.get(column)
            if now is None:
                complaints.append(f"{name}.{column} is gone")
            elif was is None:
                if not (now.nullable or now.has_default):
                    complaints.append(f"{name}.{column} is new and has to be given")
            elif was.type != now.type:
                complaints.append(f"{name}.{column} was {was.type} and is {now.type}")
            elif (was.nullable and not now.nullable) or (was.has_default and not now.has_default):
                complaints.append(f"{name}.{column} has to be given now")
    return complaints


def test_every_migration_is_backward_compatible(empty: str) -> None:
    before: dict[str, Table] = {}
    for revision in revisions():
        upgrade(empty, revision)
        after = schema_of(empty)
        if revision not in CONTRACTING:
            assert taken_away(before, after) == [], revision
        before = after
    assert {"jobs", "comics", "deliveries", "profiles"} <= before.keys()


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        ("DROP TABLE file_ids", "file_ids is gone"),
        ("ALTER TABLE comics DROP COLUMN model", "comics.model is gone"),
        ("ALTER TABLE comics RENAME COLUMN model TO artist", "comics.model is gone"),
        ("ALTER TABLE locks ADD COLUMN why INTEGER NOT NULL", "locks.why is new and has to be"),
        ("ALTER TABLE locks MODIFY owner VARCHAR(7) NOT NULL", "locks.owner was VARCHAR"),
        ("ALTER TABLE profiles MODIFY merged_into BINARY(16) NOT NULL", "has to be given now"),
        ("CREATE UNIQUE INDEX one_each ON jobs (profile_id)", "unique ['profile_id'] is new"),
        ("ALTER TABLE jobs ADD CHECK (panels > 0)", "is new"),
    ],
)
@pytest.mark.mariadb
def test_incompatible_changes_are_detected(
    mariadb: MariaDbServer, tmp_path: Path, statement: str, complaint: str
) -> None:
    url = mariadb.make_database()
    migrate(url, data_dir=tmp_path)
    before = schema_of(url)

    mariadb.execute("SET FOREIGN_KEY_CHECKS = 0", statement, database=sa.make_url(url).database)

    found = taken_away(before, schema_of(url))
    assert any(complaint in each for each in found), found


# --- An older release during a migration ----------------------------------------------------------


class OldRelease:
    """Older release: writes, changes and reads rows of every table by the columns it knows."""

    def __init__(self, url: str) -> None:
        self._tables = sa.MetaData()
        with connected(url) as connection:
            self._tables.reflect(connection)
        self._tables.remove(self._tables.tables["alembic_version"])

    async def do_everything(self, database: SqlDatabase, number: int) -> None:
        """Run each kind of statement once per table, each kind in its own transaction."""

        async def write(unit: UnitOfWork) -> None:
            assert isinstance(unit, SqlUnitOfWork)
            for table in self._tables.sorted_tables:
                await unit._connection.execute(table.insert().values(self._row(table, number)))

        async def change(unit: UnitOfWork) -> None:
            assert isinstance(unit, SqlUnitOfWork)
            for table in self._tables.sorted_tables:
                row = self._row(table, number)
                changed = table.update().where(*self._same(table, row)).values(row)
                await unit._connection.execute(changed)

        async def read(unit: UnitOfWork) -> list[str]:
            assert isinstance(unit, SqlUnitOfWork)
            lost = []
            for table in self._tables.sorted_tables:
                row = self._row(table, number)
                query = sa.select(table).where(*self._same(table, row))
                found = (await unit._connection.execute(query)).mappings().one()
                lost += [f"{table}.{name}" for name in row if found[name] is None]
            return lost

        async def remove(unit: UnitOfWork) -> None:
            assert isinstance(unit, SqlUnitOfWork)
            for table in reversed(self._tables.sorted_tables):
                where = self._same(table, self._row(table, number))
                await unit._connection.execute(table.delete().where(*where))

        await database.write(write)
        await database.write(change)
        assert await database.read(read) == []
        if number % 2:
            await database.write(remove)

    def _row(self, table: sa.Table, number: int) -> dict[str, Any]:
        return {column.name: self._value(column, number) for column in table.columns}

    def _same(self, table: sa.Table, row: Mapping[str, Any]) -> list[sa.ColumnElement[bool]]:
        return [column == row[column.name] for column in table.primary_key]

    def _value(self, column: sa.Column[Any], number: int) -> Any:
        """Return a valid value; the same in all tables, so that foreign keys match."""
        kind = column.type.python_type
        if kind is bytes:
            return number.to_bytes(16)
        if kind is datetime:
            return datetime.now(UTC).replace(tzinfo=None)
        if kind in {int, bool}:
            return number % 2
        if kind in {float, Decimal}:
            return float(number)
        # JSON columns are reflected as text; a number is valid as both.
        return str(number)


async def test_the_first_release_serves_while_the_schema_is_brought_up_to_date(
    empty: str, tmp_path: Path
) -> None:
    upgrade(empty, FIRST)
    old, database = OldRelease(empty), open_database(empty)
    numbers = itertools.count(1)
    try:
        await old.do_everything(database, next(numbers))
        migrating = asyncio.create_task(asyncio.to_thread(migrate, empty, data_dir=tmp_path))
        while not migrating.done():
            await old.do_everything(database, next(numbers))
        await migrating
        for _ in range(ROUNDS_AFTERWARDS):
            await old.do_everything(database, next(numbers))
    finally:
        await database.close()

    assert not pending(empty)
    with connected(empty) as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).all() == [
            (HEAD,)
        ]
        kept = connection.execute(sa.text("SELECT count(*) FROM jobs")).scalar_one()
    assert kept == (next(numbers) - 1) // 2
