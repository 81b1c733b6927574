"""Tests of schema migration."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import stat
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import make_url

from core.errors import StorageUnavailableError
from storage import migrations
from storage.migrate import MigrationError, migrate, pending, sqlite_file
from storage.migration_engine import make_sync_engine
from storage.migrations import HEAD
from storage.tables import metadata
from tests.proxy import TcpProxy
from tests.servers import MariaDbServer

FOLDER = Path(migrations.__file__).parent


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new/comicai.sqlite3"
    server: MariaDbServer = request.getfixturevalue("mariadb")
    return server.make_database()


@pytest.fixture
def connection(empty: str, tmp_path: Path) -> Iterator[Connection]:
    """Connection to a freshly migrated database."""
    migrate(empty, data_dir=tmp_path)
    engine = make_sync_engine(empty)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def forget_revision(url: str) -> None:
    engine = make_sync_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    engine.dispose()


def test_migrating_an_empty_database_is_idempotent(empty: str, tmp_path: Path) -> None:
    assert pending(empty)

    first = migrate(empty, data_dir=tmp_path)
    second = migrate(empty, data_dir=tmp_path)

    assert (first.before, first.after, first.copy) == (None, HEAD, None)
    assert (second.before, second.after, second.copy) == (HEAD, HEAD, None)
    assert not pending(empty)


def test_migrations_and_metadata_agree(connection: Connection) -> None:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )

    assert compare_metadata(context, metadata) == []


def test_constraint_names_agree_with_the_metadata(connection: Connection) -> None:
    inspector = inspect(connection)

    for table in metadata.sorted_tables:
        known = {str(constraint.name) for constraint in table.constraints}
        found = {key["name"] for key in inspector.get_foreign_keys(table.name)}
        found |= {key["name"] for key in inspector.get_unique_constraints(table.name)}
        assert found == {name for name in known if not name.startswith("pk_")}


def test_an_interrupted_migration_is_completed(
    connection: Connection, empty: str, tmp_path: Path
) -> None:
    for statement in (
        "DROP TABLE file_ids",
        "DROP TABLE comics",
        "DROP TABLE alembic_version",
        "DROP TABLE locks",
    ):
        connection.execute(text(statement))
    connection.commit()
    on_mysql = " ON jobs" if connection.dialect.name == "mysql" else ""
    connection.execute(text(f"DROP INDEX ix_jobs_line{on_mysql}"))
    connection.commit()

    migrate(empty, data_dir=tmp_path)

    assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_several_processes_at_once_migrate_once(empty: str, tmp_path: Path) -> None:
    script = textwrap.dedent(
        f"""
        from pathlib import Path
        from storage.migrate import migrate
        print(migrate({empty!r}, data_dir=Path({str(tmp_path)!r})).before)
        """
    )

    def run(_: int) -> str:
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, capture_output=True, check=True, text=True, timeout=60)
        return done.stdout.strip()

    with ThreadPoolExecutor() as at_once:
        output = sorted(at_once.map(run, range(3)))

    assert output == sorted(["None", HEAD, HEAD])  # and nothing else is printed


def test_a_newer_schema_is_left_unchanged(
    connection: Connection, empty: str, tmp_path: Path
) -> None:
    connection.execute(text("UPDATE alembic_version SET version_num = '2099_01_01_later'"))
    connection.commit()

    with pytest.raises(MigrationError, match="newer"):
        migrate(empty, data_dir=tmp_path)
    with pytest.raises(MigrationError, match="2099_01_01_later"):
        pending(empty)


def test_an_unreachable_database_is_unavailable() -> None:
    nowhere = "mysql://nobody@127.0.0.1:1/nothing"

    with pytest.raises(StorageUnavailableError):
        pending(nowhere)
    with pytest.raises(StorageUnavailableError):
        migrate(nowhere, data_dir=Path("/nonexistent"))


@pytest.mark.mariadb
async def test_a_database_lost_during_a_query_is_unavailable(
    mariadb: MariaDbServer, mariadb_url: str
) -> None:
    proxy = TcpProxy("127.0.0.1", mariadb.url.port or 3306, cut_at=b"alembic_version")
    await proxy.start()
    url = make_url(mariadb_url).set(host="127.0.0.1", port=proxy.own_port)

    with pytest.raises(StorageUnavailableError):
        await asyncio.to_thread(pending, url.render_as_string(hide_password=False))

    assert proxy.cuts == 1
    await proxy.close()


# --- SQLite files ---------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "comicai.sqlite3"


def keep(file: Path, word: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS precious (word TEXT)")
        connection.execute("DELETE FROM precious")
        connection.execute("INSERT INTO precious VALUES (?)", [word])
        connection.commit()


def kept(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        word: str = connection.execute("SELECT word FROM precious").fetchone()[0]
        return word


def test_a_file_is_copied_before_it_is_changed(file: Path, tmp_path: Path) -> None:
    keep(file, "as it was")

    result = migrate(f"sqlite:///{file}", data_dir=tmp_path)

    assert result.copy is not None
    assert result.copy.parent == tmp_path / "backups"
    assert kept(result.copy) == "as it was"
    with closing(sqlite3.connect(result.copy)) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert names == {"precious"}
    assert stat.S_IMODE(result.copy.stat().st_mode) == 0o600


def test_the_copy_includes_the_write_ahead_log(file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(file)) as open_elsewhere:
        open_elsewhere.execute("PRAGMA journal_mode = WAL")
        keep(file, "not in the file yet")

        result = migrate(f"sqlite:///{file}", data_dir=tmp_path)

    assert result.copy is not None
    assert kept(result.copy) == "not in the file yet"


def test_the_three_newest_copies_are_kept(file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{file}"
    for number in range(5):
        keep(file, str(number))
        migrate(url, data_dir=tmp_path)
        forget_revision(url)

    copies = sorted((tmp_path / "backups").iterdir())
    assert [kept(copy) for copy in copies] == ["2", "3", "4"]


def test_a_new_file_can_be_read_by_its_owner_alone(file: Path, tmp_path: Path) -> None:
    migrate(f"sqlite:///{file}", data_dir=tmp_path)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_pending_creates_no_file(file: Path) -> None:
    assert pending(f"sqlite:///{file}")

    assert not file.exists()


def test_a_failed_migration_leaves_a_file_as_it_was(file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        # Its name collides with one of the indexes.
        connection.execute("CREATE TABLE ix_jobs_line (x)")

    with pytest.raises(MigrationError, match="ix_jobs_line"):
        migrate(f"sqlite:///{file}", data_dir=tmp_path)

    with closing(sqlite3.connect(file)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
    assert names == ["ix_jobs_line"]


def test_only_sqlite_has_a_file() -> None:
    assert sqlite_file("sqlite:////data/comicai.sqlite3") == Path("/data/comicai.sqlite3")
    assert sqlite_file("mysql://root@localhost/comicai") is None


# --- Conventions of migrations --------------------------------------------------------------------


def test_head_is_the_newest_revision() -> None:
    assert ScriptDirectory(str(FOLDER)).get_heads() == [HEAD]


def test_revisions_are_dated_and_named_like_their_files() -> None:
    for script in ScriptDirectory(str(FOLDER)).walk_revisions():
        assert Path(script.path).stem == script.revision
        assert len(script.revision) <= 32  # the column that keeps it
        year, month, day, *words = script.revision.split("_")
        assert (len(year), len(month), len(day)) == (4, 2, 2)
        assert words


def test_migrating_prints_and_logs_nothing(
    empty: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        migrate(empty, data_dir=tmp_path)

    assert caplog.records == []


def test_pending_does_not_import_alembic(file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{file}"
    migrate(url, data_dir=tmp_path)
    script = textwrap.dedent(
        f"""
        import sys
        from pathlib import Path
        from storage.migrate import migrate, pending
        assert not pending({url!r})
        migrate({url!r}, data_dir=Path({str(tmp_path)!r}))
        print("alembic" in sys.modules)
        """
    )

    output = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )

    assert output.stdout.strip() == "False"
