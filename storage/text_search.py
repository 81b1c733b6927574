"""Text search without regard to case and accents."""

from __future__ import annotations

import unicodedata
from typing import Any

from sqlalchemy import Boolean, ColumnElement, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement

# phones write curly marks, keyboards straight ones
_PLAIN_MARKS = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"'})

_ANY_MARK = dict.fromkeys((*_PLAIN_MARKS, ord("'"), ord('"')), "_")  # any character in LIKE


def fold(text: str | None) -> str | None:
    """Return the text without case and accents; also registered as an SQLite function."""
    if text is None:
        return None
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.translate(_PLAIN_MARKS))
    return "".join([part for part in parts if not unicodedata.combining(part)]).casefold()


class contains_text(FunctionElement[bool]):  # noqa: N801  (named like a SQL function)
    """Condition that a column of prose contains the literal text."""

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: ColumnElement[Any], text: str) -> None:
        pattern = text.replace("|", "||").replace("%", "|%").replace("_", "|_")
        pattern = pattern.translate(_ANY_MARK)
        super().__init__(column, literal(f"%{pattern}%"), literal(fold(text)))


@compiles(contains_text, "mysql")
def _contains_on_mysql(element: contains_text, compiler: SQLCompiler, **kw: Any) -> str:
    column, pattern, _ = element.clauses
    # The column's collation ignores case and accents.
    return f"{compiler.process(column, **kw)} LIKE {compiler.process(pattern, **kw)} ESCAPE '|'"


@compiles(contains_text, "sqlite")
def _contains_on_sqlite(element: contains_text, compiler: SQLCompiler, **kw: Any) -> str:
    column, _, folded = element.clauses
    return f"instr(fold({compiler.process(column, **kw)}), {compiler.process(folded, **kw)}) > 0"
