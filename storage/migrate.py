"""Schema migration, run once however many processes request it at the same time."""

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

from core.errors import ComicAIError, StorageUnavailableError
from storage.database_url import parse_url
from storage.driver_errors import is_damage, mysql_code
from storage.migration_engine import make_sync_engine
from storage.migrations import HEAD

WAIT_SECONDS = 60  # for another process that migrates
COPIES = 3

NO_SUCH_TABLE = 1146
LOCK_WAIT_TIMEOUT = 1205


@dataclass(frozen=True, slots=True)
class MigrationResult:
    """Result of `migrate`; nothing was changed if *before* and *after* are equal."""

    before: str | None  # revision; None: the database was empty
    after: str
    copy: Path | None  # of the SQLite file before the migration


class MigrationError(ComicAIError):
    """The migration failed for a reason that an operator has to resolve."""


class DamagedError(MigrationError):
    """The SQLite file cannot be read; *fix* says what the operator can do."""

    fix = (
        "Replace it with a copy, such as the newest one in the folder backups next to it, or move "
        "it away to start with an empty database."
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
    """Upgrade the schema to the newest revision; repeated or concurrent calls are harmless.

    An SQLite file is copied to `data_dir/backups` first. Blocks: call it before the event loop
    starts or in a thread. Raises MigrationError or StorageUnavailableError.
    """
    file = sqlite_file(url)
    existed = file is not None and file.exists() and file.stat().st_size > 0
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)  # it contains secrets
    with _connected(url) as connection:
        before = _revision(connection)
        if before == HEAD:
            return MigrationResult(before, HEAD, copy=None)
        with _alone(connection, file):
            before = _revision(connection)
            if before == HEAD:
                return MigrationResult(before, HEAD, copy=None)
            _check_known(before)
            copy = _copy(file, data_dir / "backups") if file and existed else None
            try:
                _upgrade(connection)
            except DBAPIError as error:
                raise MigrationError(f"migration failed: {error.orig}") from error
    return MigrationResult(before, HEAD, copy)


def sqlite_file(url: str) -> Path | None:
    """Return the path of an SQLite database, None for other databases."""
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
    """Return the schema's revision, with plain SQL because Alembic is slow to import."""
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
            f"the database (revision {revision}) is newer than this program ({HEAD})"
        ) from error


@stamina.retry(
    on=lambda error: isinstance(error, DBAPIError) and mysql_code(error) == LOCK_WAIT_TIMEOUT,
    attempts=5,
)
def _upgrade(connection: Connection) -> None:
    """Run the missing migrations; retry while a long transaction holds a table."""
    from alembic import command
    from alembic.config import Config

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    command.upgrade(config, "head")
    connection.commit()


@contextmanager
def _alone(connection: Connection, file: Path | None) -> Iterator[None]:
    """Hold the migration lock of this database."""
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
        raise MigrationError(f"another process has held the migration lock for {WAIT_SECONDS} s")
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
    """Copy the database, even while it is in use, and keep only the newest `COPIES` copies."""
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    copy = folder / f"{file.stem}-{now}{file.suffix}"
    copy.touch(mode=0o600)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    for old in sorted(folder.glob(f"{file.stem}-*{file.suffix}"))[:-COPIES]:
        old.unlink()
    return copy
