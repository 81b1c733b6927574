"""Repository of named timestamps that the whole fleet shares."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from storage.clock import db_now, seconds_between
from storage.connection import SqlConnection
from storage.statements import put
from storage.tables import marks


class SqlTimestampRepository:
    """SQL implementation of `core.ports.operations.TimestampRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def touch(self, name: str, at: datetime | None = None) -> None:
        await put(self._connection, marks, {"name": name}, {"at": at or db_now()})

    async def get(self, name: str) -> datetime | None:
        query = select(marks.c.at).where(marks.c.name == name)
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def age(self, name: str) -> float | None:
        query = select(seconds_between(marks.c.at, db_now())).where(marks.c.name == name)
        seconds = (await self._connection.execute(query)).scalar_one_or_none()
        return None if seconds is None else max(float(seconds), 0.0)

    async def remove(self, name: str) -> None:
        await self._connection.execute(delete(marks).where(marks.c.name == name))
