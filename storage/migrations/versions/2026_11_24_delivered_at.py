"""Add `deliveries.delivered_at`: when the comic was first delivered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.column_types import UtcDateTime

revision = "2026_11_24_delivered_at"
down_revision = "2026_11_24_notices"


def upgrade() -> None:
    columns = sa.inspect(op.get_bind()).get_columns("deliveries")
    if not any(column["name"] == "delivered_at" for column in columns):
        op.add_column("deliveries", sa.Column("delivered_at", UtcDateTime()))
