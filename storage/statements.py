"""Statements shared by the repositories: inserts, upserts and pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    Select,
    Table,
    UpdateBase,
    and_,
    insert,
    literal,
    or_,
    update,
)
from sqlalchemy.exc import IntegrityError

from core.models.comics import Cursor
from core.ports.database import DuplicateKeyError
from storage.connection import SqlConnection
from storage.driver_errors import is_duplicate


def one_of(column: ColumnElement[Any], constants: Iterable[Any]) -> ColumnElement[bool]:
    """Match some constants.

    SQLAlchemy renders a list of values anew for each execution, but a list of literals only once.
    """
    return column.in_([literal(each, column.type) for each in constants])


async def affected(
    connection: SqlConnection, statement: UpdateBase, parameters: Mapping[str, Any] | None = None
) -> int:
    """Run the statement; return how many rows its WHERE matched.

    Raises DuplicateKeyError if it violates a unique key.
    """
    try:
        return (await connection.execute(statement, parameters)).rowcount
    except IntegrityError as error:
        if is_duplicate(error):
            raise DuplicateKeyError from error
        raise


async def insert_unique(connection: SqlConnection, table: Table, values: Mapping[str, Any]) -> None:
    """Insert a row. Raises DuplicateKeyError if it violates a unique key."""
    # What is passed as a parameter need not be built into a statement of its own each time.
    built = {name: value for name, value in values.items() if isinstance(value, ClauseElement)}
    plain = {name: value for name, value in values.items() if name not in built}
    statement = insert(table).values(built) if built else insert(table)
    await affected(connection, statement, plain)


async def insert_new(connection: SqlConnection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert a row unless it violates a unique key; return whether it was inserted."""
    # Both databases roll back only the failed statement, so the transaction continues.
    try:
        await insert_unique(connection, table, values)
    except DuplicateKeyError:
        return False
    return True


async def put(
    connection: SqlConnection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    """Update the row with that key, or insert it."""
    matches = and_(*(table.c[name] == value for name, value in key.items()))
    change = update(table).where(matches).values(values)
    if await affected(connection, change):
        return
    if not await insert_new(connection, table, {**key, **values}):
        await affected(connection, change)  # another transaction has just inserted it


def newest_first(query: Select[Any], table: Table, cursor: Cursor | None) -> Select[Any]:
    """Order by `created_at` and id, newest first, starting after the cursor."""
    if cursor is not None:
        # Not a row comparison: MySQL cannot use an index range for it.
        query = query.where(
            table.c.created_at <= cursor.created_at,
            or_(table.c.created_at < cursor.created_at, table.c.id < cursor.id),
        )
    return query.order_by(table.c.created_at.desc(), table.c.id.desc())


def oldest_first(query: Select[Any], table: Table, cursor: Cursor | None) -> Select[Any]:
    """Order the rows before the cursor in the opposite direction, the nearest first."""
    if cursor is not None:
        query = query.where(
            table.c.created_at >= cursor.created_at,
            or_(table.c.created_at > cursor.created_at, table.c.id > cursor.id),
        )
    return query.order_by(table.c.created_at, table.c.id)
