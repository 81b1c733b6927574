"""Check of the database server's version."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from core.errors import ComicAIError, StorageUnavailableError
from storage.migration_engine import make_sync_engine

OLDEST = {"MySQL": (8, 0), "MariaDB": (10, 6)}  # the first with SKIP LOCKED


class ServerTooOldError(ComicAIError):
    """The server lacks features that this program requires."""


def server_version(url: str) -> str:
    """Return the server's name and version. Blocks.

    Raises ServerTooOldError or StorageUnavailableError.
    """
    engine = make_sync_engine(url)
    is_sqlite = engine.dialect.name == "sqlite"
    query = "SELECT sqlite_version()" if is_sqlite else "SELECT VERSION()"
    try:
        with engine.connect() as connection:
            reported: str = connection.execute(text(query)).scalar_one()
    except OperationalError as error:
        raise StorageUnavailableError(str(error.orig)) from error
    finally:
        engine.dispose()
    return f"SQLite {reported}" if is_sqlite else check_version(reported)


def check_version(reported: str) -> str:
    """Return name and version from a server's `VERSION()`. Raises ServerTooOldError."""
    kind = "MariaDB" if "mariadb" in reported.lower() else "MySQL"
    number = reported.partition("-")[0]
    oldest = OLDEST[kind]
    if tuple(map(int, number.split(".")[:2])) < oldest:
        raise ServerTooOldError(f"{kind} {number} is too old: {oldest[0]}.{oldest[1]} is required")
    return f"{kind} {number}"
