"""Classification of driver exceptions by what they mean for the transaction."""

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
    """Reason why a transaction failed."""

    CONFLICT = auto()  # with another transaction: retry from the start
    BROKEN = auto()  # the connection was lost
    UNAVAILABLE = auto()  # the database cannot do it now
    BUG = auto()  # a mistake in the statement or its values; a retry would not help


def kind_of_error(error: SQLAlchemyError | sqlite3.Error | OSError) -> DriverErrorKind:
    """Classify *error*. An OSError, which includes time-outs, is a broken connection."""
    if isinstance(error, DBAPIError):
        return _kind_of_driver_error(error)
    if isinstance(error, OSError):
        return DriverErrorKind.BROKEN
    if isinstance(error, (PoolTimeoutError, sqlite3.Error)):  # the latter of a plain SAVEPOINT
        return DriverErrorKind.UNAVAILABLE
    return DriverErrorKind.BUG


def _kind_of_driver_error(error: DBAPIError) -> DriverErrorKind:
    if error.connection_invalidated:
        return DriverErrorKind.BROKEN
    if mysql_code(error) in CONFLICTS:
        return DriverErrorKind.CONFLICT
    if isinstance(error, (OperationalError, InterfaceError, InternalError)) or is_damage(error):
        return DriverErrorKind.UNAVAILABLE
    return DriverErrorKind.BUG


def is_damage(error: DBAPIError) -> bool:
    """Return whether an SQLite file is damaged or is not an SQLite database."""
    return isinstance(error.orig, sqlite3.Error) and (
        # The low byte is the error code; the rest says where SQLite found it.
        getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in DAMAGES
    )


def is_duplicate(error: IntegrityError) -> bool:
    """Return whether a unique or primary key was violated, and not another constraint."""
    if isinstance(error.orig, sqlite3.Error):
        return error.orig.sqlite_errorcode in {
            sqlite3.SQLITE_CONSTRAINT_UNIQUE,
            sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
        }
    return mysql_code(error) == DUPLICATE_ENTRY


def reason_of(error: SQLAlchemyError | sqlite3.Error | OSError) -> str:
    """Return the database's message without the statement it refers to."""
    return str(error.orig if isinstance(error, DBAPIError) else error)


def mysql_code(error: DBAPIError) -> int | None:
    """Return the error number if *error* comes from a MySQL server."""
    arguments = error.orig.args if error.orig is not None else ()
    return arguments[0] if arguments and isinstance(arguments[0], int) else None
