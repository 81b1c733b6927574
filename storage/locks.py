"""Named locks of the whole fleet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.clock import db_now
from storage.statements import affected, insert_new
from storage.tables import locks

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class SqlLockRepository:
    """Fulfils `core.ports.LockRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def acquire(self, name: str, holder: str, *, lifetime: timedelta) -> bool:
        """Take or extend the lock; False while somebody else holds it."""
        until = db_now(lifetime)
        free = or_(locks.c.owner == holder, locks.c.until <= db_now())
        taken = update(locks).where(locks.c.name == name, free).values(owner=holder, until=until)
        if await affected(self._connection, taken):
            return True
        return await insert_new(
            self._connection, locks, {"name": name, "owner": holder, "until": until}
        )

    async def release(self, name: str, holder: str) -> None:
        """Give the lock back, if it is still this holder's."""
        await self._connection.execute(
            delete(locks).where(locks.c.name == name, locks.c.owner == holder)
        )

    async def release_all(self, holder: str) -> None:
        """Give back whatever this holder has: it is known to be dead."""
        await self._connection.execute(delete(locks).where(locks.c.owner == holder))


async def hold_row(connection: AsyncConnection, name: str) -> None:
    """Let nobody else past here until this transaction ends."""
    mine = select(locks.c.name).where(locks.c.name == name).with_for_update()
    if (await connection.execute(mine)).first() is None:
        # Inserting holds the row just as well; who comes second waits here, then below.
        await insert_new(connection, locks, {"name": name, "owner": "", "until": NEVER})
        await connection.execute(mine)
