"""Repository of fleet-wide named locks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, delete, or_, select, update

from storage.clock import db_now
from storage.connection import SqlConnection
from storage.statements import affected, insert_new
from storage.tables import locks

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class SqlLockRepository:
    """SQL implementation of `core.ports.operations.LockRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def acquire(self, name: str, holder: str, *, lifetime: timedelta) -> bool:
        until = db_now(lifetime)
        free = or_(locks.c.owner == holder, locks.c.until <= db_now())
        taken = update(locks).where(locks.c.name == name, free).values(owner=holder, until=until)
        if await affected(self._connection, taken):
            return True
        return await insert_new(
            self._connection, locks, {"name": name, "owner": holder, "until": until}
        )

    async def release(self, name: str, holder: str) -> None:
        await self._connection.execute(
            delete(locks).where(locks.c.name == name, locks.c.owner == holder)
        )

    async def release_all(self, holder: str) -> None:
        await self._connection.execute(delete(locks).where(locks.c.owner == holder))

    async def purge_expired(self) -> None:
        await self._connection.execute(delete(locks).where(locks.c.until <= db_now()))


LOCK = select(locks.c.name).where(locks.c.name == bindparam("name")).with_for_update()


async def hold_row(connection: SqlConnection, name: str) -> None:
    """Lock the named row until this transaction ends, creating it if necessary."""
    row = {"name": name}
    if (await connection.execute(LOCK, row)).first() is None:
        # Inserting locks the row as well; a second transaction waits here, then below.
        await insert_new(connection, locks, {"name": name, "owner": "", "until": NEVER})
        await connection.execute(LOCK, row)
