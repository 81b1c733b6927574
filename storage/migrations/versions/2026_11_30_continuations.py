"""Add `comics.continuation`: the generator's data for a comic that continues this one.

Null, as in rows of older releases, continues the comic by its options alone.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.column_types import Json

revision = "2026_11_30_continuations"
down_revision = "2026_11_30_kept_panels"


def upgrade() -> None:
    # An interrupted run on MySQL may have added it.
    there = sa.inspect(op.get_bind())
    if "continuation" not in {column["name"] for column in there.get_columns("comics")}:
        op.add_column("comics", sa.Column("continuation", Json()))
