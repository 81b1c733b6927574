"""Add the table of the rented GPU instance."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.column_types import EXACT, Json, UtcDateTime, ascii_text, exact_text

revision = "2026_12_01_instances"
down_revision = "2026_12_01_attempt_history"


def upgrade() -> None:
    # An interrupted run on MySQL may have made it.
    if sa.inspect(op.get_bind()).has_table("instances"):
        return
    op.create_table(
        "instances",
        sa.Column("name", exact_text(64), nullable=False),
        sa.Column("state", ascii_text(16), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("reason", ascii_text(16)),
        sa.Column("url", exact_text(512), nullable=False),
        sa.Column("looked_at", UtcDateTime()),
        sa.Column("idle_since", UtcDateTime()),
        sa.Column("woken_at", UtcDateTime()),
        sa.Column("resumes", Json(), nullable=False),
        sa.Column("ready_samples", Json(), nullable=False),
        sa.Column("usd_per_hour", sa.Double),
        sa.Column("spent_today", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_instances"),
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate=EXACT,
    )
