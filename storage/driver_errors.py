"""What an exception of a driver means for the transaction that it ended."""

from __future__ import annotations

import sqlite3
from enum import Enum, auto

from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

DUPLICATE_ENTRY = 1062
# Record has changed since last read; lock wait timeout; deadlock.
CONFLICTS = {1020, 1205, 1213}
DAMAGES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class DriverErrorKind(Enum):
    """Why a transaction could not be finished."""

    CONFLICT = auto()  # others were in the way: once more, from the start
    BROKEN = auto()  # the connection is gone
    AWAY = auto()  # the database cannot do it now
    BUG = auto()  # a mistake in the statement or its values; repeating it would not help


def kind_of_error(error: SQLAlchemyError | OSError) -> DriverErrorKind:
    """Say what *error* means. An OSError, which time-outs are too, is a broken connection."""
    if isinstance(error, (OSError, PoolTimeoutError)):
        return DriverErrorKind.BROKEN if isinstance(error, OSError) else DriverErrorKind.AWAY
    if not isinstance(error, DBAPIError):
        return DriverErrorKind.BUG
    if error.connection_invalidated:
        return DriverErrorKind.BROKEN
    if mysql_code(error) in CONFLICTS:
        return DriverErrorKind.CONFLICT
    if isinstance(error, (OperationalError, InterfaceError, InternalError)) or is_damage(error):
        return DriverErrorKind.AWAY
    return DriverErrorKind.BUG


def is_damage(error: DBAPIError) -> bool:
    """Return whether an SQLite file is damaged, or none at all."""
    return isinstance(error.orig, sqlite3.Error) and (
        # The low byte; the rest says where it was noticed.
        getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in DAMAGES
    )


def is_duplicate(error: IntegrityError) -> bool:
    """Return whether a UNIQUE or a primary key was hit, and not another constraint."""
    if isinstance(error.orig, sqlite3.Error):
        return error.orig.sqlite_errorcode in {
            sqlite3.SQLITE_CONSTRAINT_UNIQUE,
            sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
        }
    return mysql_code(error) == DUPLICATE_ENTRY


def reason_of(error: SQLAlchemyError | OSError) -> str:
    """Return what the database said, without the statement that it said it of."""
    return str(error.orig if isinstance(error, DBAPIError) else error)


def mysql_code(error: DBAPIError) -> int | None:
    """Return the server's error number, if it is a MySQL server that speaks."""
    arguments = error.orig.args if error.orig is not None else ()
    return arguments[0] if arguments and isinstance(arguments[0], int) else None
