"""Column types that mean the same on MySQL, MariaDB and SQLite."""

# ruff: noqa: ARG002 (SQLAlchemy passes the dialect to every conversion)

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import DateTime, Dialect, LargeBinary, String, Text
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeDecorator, TypeEngine

E = TypeVar("E", bound=StrEnum)

# SQLAlchemy remembers how each instance of a type converts its values, so the instances of stored
# types are made once.

MYSQL = "mysql"
EXACT = "utf8mb4_bin"
SEARCHABLE = "utf8mb4_unicode_520_ci"  # in both MySQL and MariaDB; distinguishes emoji


def ascii_text(length: int) -> TypeEngine[str]:
    """Return a column type for hashes, names and other values that this program generates."""
    return String(length).with_variant(
        mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), MYSQL
    )


def exact_text(length: int) -> TypeEngine[str]:
    """Return a column type for external ids: any characters, compared exactly."""
    return String(length).with_variant(
        mysql.VARCHAR(length, charset="utf8mb4", collation=EXACT), MYSQL
    )


def prose() -> TypeEngine[str]:
    """Return a column type for text written by users, searched without case and accents."""
    return Text().with_variant(
        mysql.MEDIUMTEXT(charset="utf8mb4", collation=SEARCHABLE),
        MYSQL,
    )


class BinaryUuid(TypeDecorator[UUID]):
    """UUID stored as sixteen bytes.

    SQLAlchemy's own type is CHAR(32) on MySQL and a third representation on MariaDB.
    """

    impl = LargeBinary(16).with_variant(mysql.BINARY(16), MYSQL)
    cache_ok = True

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> bytes | None:
        return None if value is None else value.bytes

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> UUID | None:
        return None if value is None else UUID(bytes=bytes(value))


class UtcDateTime(TypeDecorator[datetime]):
    """Aware time with microseconds.

    The databases store no time zone: values are converted to UTC when written and marked as UTC
    when read.
    """

    impl = DateTime().with_variant(mysql.DATETIME(fsp=6), MYSQL)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive time: {value}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Json(TypeDecorator[Any]):
    """JSON document stored as text; queries never look inside it.

    Escaped to ASCII, because a lone surrogate is legal in JSON but not in UTF-8.
    """

    impl = Text().with_variant(mysql.MEDIUMTEXT(charset="utf8mb4", collation=EXACT), MYSQL)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        return json.dumps(value, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class EnumName(TypeDecorator[E]):
    """Member of a StrEnum, stored by its value."""

    impl = ascii_text(16)
    cache_ok = True

    def __init__(self, members: type[E]) -> None:
        super().__init__()
        self.members = members

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        return None if value is None else self.members(value)


class ExactBytesText(TypeDecorator[str]):
    """Text with its length limited in UTF-8 bytes, as in S3, and compared byte by byte."""

    impl = String
    cache_ok = True

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size
        self._stored = String(size).with_variant(mysql.VARBINARY(size), MYSQL)

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return self._stored

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | bytes | None:
        if value is None or dialect.name != MYSQL:
            return value
        return value.encode()

    def process_result_value(self, value: str | bytes | None, dialect: Dialect) -> str | None:
        return bytes(value).decode() if isinstance(value, (bytes, bytearray)) else value
