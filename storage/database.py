"""Database of the service, opened by its URL."""

from __future__ import annotations

from storage.database_url import parse_url
from storage.sql_database import SqlDatabase

UNIT_SECONDS = 15.0  # for one attempt at a unit of work, including the wait for a connection
SILENCE_SECONDS = 3.0


def open_database(
    url: str,
    *,
    pool_size: int = 10,
    unit_seconds: float = UNIT_SECONDS,
    silence_seconds: float = SILENCE_SECONDS,
) -> SqlDatabase:
    """Return the database at *url* (`mysql://…` or `sqlite:///file`); it connects on first use.

    Units that users wait for fail when a server has been silent for *silence_seconds*. A MySQL URL
    may request TLS: `?ssl_ca=FILE`, or `?tls=true` for the system's authorities.
    """
    if parse_url(url).drivername == "sqlite":
        from storage.sqlite_database import SqliteDatabase
        from storage.sqlite_engine import make_sqlite_engine

        return SqliteDatabase(make_sqlite_engine(url), unit_seconds)
    from storage.mysql_database import MySqlDatabase
    from storage.mysql_engine import make_mysql_engine

    engine = make_mysql_engine(url, pool_size=pool_size)
    return MySqlDatabase(engine, unit_seconds, silence_seconds=silence_seconds)
