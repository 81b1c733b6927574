"""SQLAlchemy engine without a pool, for migrations and the check of the server's version."""

from __future__ import annotations

from sqlalchemy import Engine, NullPool, create_engine

from storage.database_url import parse_url
from storage.mysql_engine import CONNECT_SECONDS, mysql_arguments, without_tls
from storage.sqlite_engine import SqliteConnection, prepare_sqlite


def make_sync_engine(url: str) -> Engine:
    """Return the engine for migrations: synchronous and without a pool."""
    parsed = parse_url(url)
    if parsed.drivername == "sqlite":
        engine = create_engine(
            parsed, poolclass=NullPool, connect_args={"factory": SqliteConnection}
        )
        prepare_sqlite(engine)
        return engine
    return create_engine(
        without_tls(parsed).set(drivername="mysql+pymysql"),
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={**mysql_arguments(parsed), "connect_timeout": CONNECT_SECONDS},
    )
