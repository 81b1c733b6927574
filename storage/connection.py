"""Connections as the repositories use them, and the one over a blocking driver."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVarTuple, overload

from sqlalchemy import Connection, CursorResult, Executable, UpdateBase

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import _CoreAnyExecuteParams
    from sqlalchemy.sql.selectable import TypedReturnsRows

Columns = TypeVarTuple("Columns")


class SqlConnection(Protocol):
    """The part of SQLAlchemy's `SqlConnection` that repositories use."""

    @overload
    async def execute(
        self,
        statement: TypedReturnsRows[*Columns],
        parameters: _CoreAnyExecuteParams | None = None,
    ) -> CursorResult[*Columns]: ...

    @overload
    async def execute(
        self, statement: Executable, parameters: _CoreAnyExecuteParams | None = None
    ) -> CursorResult[*tuple[Any, ...]]: ...

    async def exec_driver_sql(
        self, statement: str, parameters: Any = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Execute a statement of the driver's own dialect."""
        ...


class ReadingConnection:
    """`SqlConnection` of a unit that will not be committed, so its changes would be lost."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        if isinstance(statement, UpdateBase):
            raise RuntimeError("a change in Database.read would be lost; use Database.write")  # noqa: TRY004
        return await self._connection.execute(statement, parameters)

    async def exec_driver_sql(self, statement: str, parameters: Any = None) -> CursorResult[Any]:
        return await self._connection.exec_driver_sql(statement, parameters)


class BlockingConnection:
    """`SqlConnection` over a blocking connection: its coroutines never suspend.

    A unit of work on it runs from its first statement to its last in one thread. *check* runs
    before each statement and raises if nobody waits for the result any more.
    """

    def __init__(self, connection: Connection, check: Callable[[], None]) -> None:
        self._connection = connection
        self._check = check

    async def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        self._check()
        return self._connection.execute(statement, parameters)

    async def exec_driver_sql(self, statement: str, parameters: Any = None) -> CursorResult[Any]:
        self._check()
        return self._connection.exec_driver_sql(statement, parameters)
