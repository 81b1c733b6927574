"""Guard against changes in a unit of work that only reads."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection


def refuse_lost_writes(connection: Connection, *rest: Any) -> None:
    """Raise if a unit that will not be committed changes rows."""
    _cursor, _sql, _parameters, context, _many = rest
    changes_rows = context.isinsert or context.isupdate or context.isdelete
    if changes_rows and not connection.get_execution_options().get("write", True):
        raise RuntimeError("a change in Database.read would be lost; use Database.write")
