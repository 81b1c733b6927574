"""Bringing a database's schema up to date, once, however many processes ask for it."""

from __future__ import annotations

import fcntl
import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import stamina
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from core.errors import StorageUnavailableError
from storage.driver_errors import is_damage, mysql_code
from storage.engines import make_sync_engine, parse_url
from storage.migrations import HEAD

WAIT_SECONDS = 60  # for another process that migrates
COPIES = 3

NO_SUCH_TABLE = 1146
LOCK_WAIT_TIMEOUT = 1205


@dataclass(frozen=True, slots=True)
class MigrationResult:
    """What `migrate` did: nothing, if *before* and *after* are the same."""

    before: str | None  # the revision; None: there was no schema
    after: str
    copy: Path | None  # of the SQLite file as it was before


class MigrationError(Exception):
    """The schema cannot be brought up to date, for a reason that somebody has to look at."""


class DamagedError(MigrationError):
    """The SQLite file cannot be read; *fix* says what can be done about it."""

    fix = (
        "Put a copy in its place, such as the newest in the folder backups beside it, or move it "
        "away to begin with an empty one."
    )

    def __init__(self, problem: str) -> None:
        super().__init__(f"{problem}. {self.fix}")
        self.problem = problem


def pending(url: str) -> bool:
    """Return whether `migrate` would change anything.

    Raises MigrationError if the schema is newer than this program, StorageUnavailableError.
    """
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return True
    with _connected(url) as connection:
        revision = _revision(connection)
    if revision not in {None, HEAD}:
        _check_known(revision)
    return revision != HEAD


def migrate(url: str, *, data_dir: Path) -> MigrationResult:
    """Bring the schema up to date; twice, or by two at once, is harmless.

    An SQLite file is copied to `data_dir/backups` first. Blocks: meant for before the event loop,
    or a thread. Raises MigrationError or StorageUnavailableError.
    """
    file = sqlite_file(url)
    was_there = file is not None and file.exists() and file.stat().st_size > 0
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)  # it keeps secrets
    with _connected(url) as connection:
        before = _revision(connection)
        if before == HEAD:
            return MigrationResult(before, HEAD, copy=None)
        with _alone(connection, file):
            before = _revision(connection)
            if before == HEAD:
                return MigrationResult(before, HEAD, copy=None)
            _check_known(before)
            copy = _copy(file, data_dir / "backups") if file and was_there else None
            try:
                _upgrade(connection)
            except DBAPIError as error:
                raise MigrationError(f"not migrated: {error.orig}") from error
    return MigrationResult(before, HEAD, copy)


def sqlite_file(url: str) -> Path | None:
    """Return the file of an SQLite database, None for any other."""
    parsed = parse_url(url)
    return Path(parsed.database or "") if parsed.drivername == "sqlite" else None


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = make_sync_engine(url)
    try:
        with _connect(engine) as connection:
            yield connection
    except DBAPIError as error:
        if is_damage(error):
            raise _damage(url, error) from error
        if error.connection_invalidated:
            raise StorageUnavailableError(str(error.orig)) from error
        raise
    finally:
        engine.dispose()


def _connect(engine: Engine) -> Connection:
    try:
        return engine.connect()
    except OperationalError as error:
        raise StorageUnavailableError(str(error.orig)) from error


def _damage(url: str, error: DBAPIError) -> DamagedError:
    return DamagedError(f"the database {sqlite_file(url)} is damaged: {error.orig}")


def _revision(connection: Connection) -> str | None:
    """Return the schema's revision. Asked in plain SQL: Alembic takes long to import."""
    try:
        found: str | None = connection.execute(
            text("SELECT version_num FROM alembic_version")
        ).scalar_one_or_none()
    except DBAPIError as error:
        no_table = "no such table" in str(error.orig) or mysql_code(error) == NO_SUCH_TABLE
        if not no_table:
            raise
        found = None
    connection.rollback()
    return found


def _check_known(revision: str | None) -> None:
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    if revision is None:
        return
    try:
        ScriptDirectory(str(Path(__file__).parent / "migrations")).get_revision(revision)
    except CommandError as error:
        raise MigrationError(
            f"the database is newer than this program: it is at {revision}, we know {HEAD}"
        ) from error


@stamina.retry(
    on=lambda error: isinstance(error, DBAPIError) and mysql_code(error) == LOCK_WAIT_TIMEOUT,
    attempts=5,
)
def _upgrade(connection: Connection) -> None:
    """Run what is missing; again, if somebody's long transaction holds a table."""
    from alembic import command
    from alembic.config import Config

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    command.upgrade(config, "head")
    connection.commit()


@contextmanager
def _alone(connection: Connection, file: Path | None) -> Iterator[None]:
    """Let nobody else migrate this database meanwhile."""
    if file is None:
        with _mysql_lock(connection):
            yield
    else:
        with _file_lock(file.with_name(f"{file.name}.migrating")):
            yield


@contextmanager
def _mysql_lock(connection: Connection) -> Iterator[None]:
    name = {"name": f"comicai migrates {connection.engine.url.database}"[:64]}
    got = connection.execute(
        text("SELECT GET_LOCK(:name, :seconds)"), {**name, "seconds": WAIT_SECONDS}
    ).scalar_one()
    connection.rollback()
    if not got:
        raise MigrationError("another process has been migrating this database for long")
    yield
    connection.execute(text("SELECT RELEASE_LOCK(:name)"), name)


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    deadline = time.monotonic() + WAIT_SECONDS
    with path.open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > deadline:
                    raise MigrationError(f"another process holds {path}") from error
                time.sleep(0.05)
        yield


def _copy(file: Path, folder: Path) -> Path:
    """Copy the database as it is, also while others use it; keep the newest copies only."""
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    copy = folder / f"{file.stem}-{now}{file.suffix}"
    copy.touch(mode=0o600)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    for old in sorted(folder.glob(f"{file.stem}-*{file.suffix}"))[:-COPIES]:
        old.unlink()
    return copy
