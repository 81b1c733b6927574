"""Add `deliveries.locale`: the language for the last message after a profile was deleted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.column_types import ascii_text

revision = "2026_11_25_locale_of_deliveries"
down_revision = "2026_11_25_operating"


def upgrade() -> None:
    # An interrupted run on MySQL may have added it.
    columns = sa.inspect(op.get_bind()).get_columns("deliveries")
    if "locale" not in {column["name"] for column in columns}:
        op.add_column("deliveries", sa.Column("locale", ascii_text(35)))
