"""SQLAlchemy engine for MySQL and MariaDB: session settings, lock wait, TLS."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import URL

from storage.database_url import parse_url

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

CONNECT_SECONDS = 5  # the driver's own default is to wait forever
RECYCLE_SECONDS = 280  # load balancers drop connections that are idle for 350 s
LOCK_WAIT_SECONDS = 5
# Locks held by a machine that lost its network are released after this time, not after hours.
ABANDONED_SECONDS = 120

# Without strict mode over-long values are truncated silently; some servers have it off.
MYSQL_MODES = "STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO"
MYSQL_SESSION = (
    "SET SESSION time_zone = '+00:00', "
    f"SESSION sql_mode = '{MYSQL_MODES},NO_ENGINE_SUBSTITUTION', "
    f"SESSION innodb_lock_wait_timeout = {LOCK_WAIT_SECONDS}, "
    f"SESSION lock_wait_timeout = {LOCK_WAIT_SECONDS}, "  # for table locks; the default is a year
    f"SESSION wait_timeout = {ABANDONED_SECONDS}"
)


def make_mysql_engine(url: str, *, pool_size: int) -> AsyncEngine:
    """Return the engine of the running service for a MySQL server; it connects on first use."""
    # Imported here: it loads the ORM, which nothing else uses.
    from sqlalchemy.ext.asyncio import create_async_engine

    parsed = parse_url(url)
    return create_async_engine(
        without_tls(parsed).set(drivername="mysql+aiomysql"),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        pool_recycle=RECYCLE_SECONDS,
        isolation_level="READ COMMITTED",
        hide_parameters=True,  # keeps prompts and tokens out of the logs
        connect_args={**mysql_arguments(parsed), "async_creator_fn": _connect_in_time},
    )


async def _connect_in_time(**arguments: Any) -> Any:
    """Connect within `CONNECT_SECONDS`.

    The driver's own `connect_timeout` is not used: it loses a cancellation that arrives together
    with the connection (`asyncio.wait_for` before Python 3.12).
    """
    import aiomysql

    async with asyncio.timeout(CONNECT_SECONDS):
        return await aiomysql.connect(**arguments)


def mysql_arguments(url: URL) -> dict[str, Any]:
    """Return the arguments that both drivers take: character set, session settings and TLS."""
    arguments: dict[str, Any] = {
        "charset": "utf8mb4",
        "init_command": MYSQL_SESSION,
    }
    authorities = url.query.get("ssl_ca")
    if authorities or url.query.get("tls") == "true":
        # Both drivers accept an SSLContext; the arguments SQLAlchemy makes of a URL suit only one.
        cafile = str(authorities) if authorities else None
        arguments["ssl"] = ssl.create_default_context(cafile=cafile)
    return arguments


def without_tls(url: URL) -> URL:
    return url.difference_update_query(["ssl_ca", "tls"])
