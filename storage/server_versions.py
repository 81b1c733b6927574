"""Which database server is there."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from core.errors import StorageUnavailableError
from storage.engines import make_sync_engine

OLDEST = {"MySQL": (8, 0), "MariaDB": (10, 6)}  # the first ones that know SKIP LOCKED


class ServerTooOldError(Exception):
    """The server lacks what we cannot do without."""


def server_version(url: str) -> str:
    """Return the server's kind and version. Blocks.

    Raises ServerTooOldError or StorageUnavailableError.
    """
    engine = make_sync_engine(url)
    is_sqlite = engine.dialect.name == "sqlite"
    query = "SELECT sqlite_version()" if is_sqlite else "SELECT VERSION()"
    try:
        with engine.connect() as connection:
            said: str = connection.execute(text(query)).scalar_one()
    except OperationalError as error:
        raise StorageUnavailableError(str(error.orig)) from error
    finally:
        engine.dispose()
    return f"SQLite {said}" if is_sqlite else check_version(said)


def check_version(said: str) -> str:
    """Return what a server's `VERSION()` means. Raises ServerTooOldError."""
    kind = "MariaDB" if "mariadb" in said.lower() else "MySQL"
    number = said.partition("-")[0]
    oldest = OLDEST[kind]
    if tuple(map(int, number.split(".")[:2])) < oldest:
        raise ServerTooOldError(f"{kind} {number} is too old: at least {oldest[0]}.{oldest[1]}")
    return f"{kind} {number}"
