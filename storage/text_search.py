"""Finding text as people expect it: without regard to case and accents."""

from __future__ import annotations

import unicodedata
from typing import Any

from sqlalchemy import Boolean, ColumnElement, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement


def fold(text: str | None) -> str | None:
    """Return the text without case and accents; a function of SQLite's, too."""
    if text is None:
        return None
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text)
    return "".join([part for part in parts if not unicodedata.combining(part)]).casefold()


class contains_text(FunctionElement[bool]):  # noqa: N801  (reads as a SQL function)
    """Whether a column of prose contains the text, in which no character is special."""

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: ColumnElement[Any], text: str) -> None:
        pattern = text.replace("|", "||").replace("%", "|%").replace("_", "|_")
        super().__init__(column, literal(f"%{pattern}%"), literal(fold(text)))


@compiles(contains_text, "mysql")
def _contains_on_mysql(element: contains_text, compiler: SQLCompiler, **kw: Any) -> str:
    column, pattern, _ = element.clauses
    # The column's collation knows what is alike.
    return f"{compiler.process(column, **kw)} LIKE {compiler.process(pattern, **kw)} ESCAPE '|'"


@compiles(contains_text, "sqlite")
def _contains_on_sqlite(element: contains_text, compiler: SQLCompiler, **kw: Any) -> str:
    column, _, folded = element.clauses
    return f"instr(fold({compiler.process(column, **kw)}), {compiler.process(folded, **kw)}) > 0"
