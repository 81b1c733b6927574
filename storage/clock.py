"""SQL expressions for the database's clock, the only clock that rows are compared with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Float, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement

from storage.column_types import UtcDateTime

# `func.now()` is not usable: it returns whole seconds on SQLite and local time on MySQL.


class db_now(FunctionElement[datetime]):  # noqa: N801  (named like a SQL function)
    """Current UTC time plus *offset*: microseconds on MySQL, milliseconds on SQLite."""

    type = UtcDateTime()
    inherit_cache = True

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        microseconds = offset // timedelta(microseconds=1)
        super().__init__(literal(microseconds, BigInteger()))


@compiles(db_now, "mysql")
def _now_on_mysql(element: db_now, compiler: SQLCompiler, **kw: Any) -> str:
    offset = compiler.process(element.clauses, **kw)
    return f"(UTC_TIMESTAMP(6) + INTERVAL {offset} MICROSECOND)"


@compiles(db_now, "sqlite")
def _now_on_sqlite(element: db_now, compiler: SQLCompiler, **kw: Any) -> str:
    offset = compiler.process(element.clauses, **kw)
    # The format in which SQLAlchemy stores times, so that comparing text compares times.
    return (
        "(strftime('%Y-%m-%d %H:%M:%f', 'now', "
        f"printf('%+.6f seconds', {offset} / 1000000.0)) || '000')"
    )


class db_today(FunctionElement[datetime]):  # noqa: N801
    """Last midnight in UTC."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(db_today, "mysql")
def _today_on_mysql(_element: db_today, _compiler: SQLCompiler, **_: Any) -> str:
    return "TIMESTAMP(UTC_DATE())"


@compiles(db_today, "sqlite")
def _today_on_sqlite(_element: db_today, _compiler: SQLCompiler, **_: Any) -> str:
    return "strftime('%Y-%m-%d 00:00:00.000000', 'now')"


class seconds_between(FunctionElement[float]):  # noqa: N801
    """Seconds from one time to another, including fractions."""

    type = Float()
    inherit_cache = True

    def __init__(self, start: ColumnElement[Any], end: ColumnElement[Any]) -> None:
        super().__init__(start, end)


@compiles(seconds_between, "mysql")
def _seconds_on_mysql(element: seconds_between, compiler: SQLCompiler, **kw: Any) -> str:
    start, end = (compiler.process(time, **kw) for time in element.clauses)
    return f"(TIMESTAMPDIFF(MICROSECOND, {start}, {end}) / 1e6)"


@compiles(seconds_between, "sqlite")
def _seconds_on_sqlite(element: seconds_between, compiler: SQLCompiler, **kw: Any) -> str:
    start, end = (compiler.process(time, **kw) for time in element.clauses)
    return f"((julianday({end}) - julianday({start})) * 86400.0)"
