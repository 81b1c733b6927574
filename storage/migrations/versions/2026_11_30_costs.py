"""Add `costs`, what attempts at jobs have cost, and what an unfinished job may still cost.

Older releases neither read nor write them: what their jobs cost is not counted.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.column_types import EXACT, BinaryUuid, UtcDateTime, exact_text

revision = "2026_11_30_costs"
down_revision = "2026_11_30_gallery_views"


def upgrade() -> None:
    # An interrupted run on MySQL may have added some of it.
    there = sa.inspect(op.get_bind())
    if "reserved_micro_usd" not in {column["name"] for column in there.get_columns("jobs")}:
        op.add_column("jobs", sa.Column("reserved_micro_usd", sa.BigInteger()))
    if not there.has_table("costs"):
        op.create_table(
            "costs",
            sa.Column("job_id", BinaryUuid(), nullable=False),
            sa.Column("attempt", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("paid_at", UtcDateTime(), nullable=False),
            sa.Column("painter", exact_text(128), nullable=False),
            sa.Column("images", sa.Integer(), nullable=False),
            sa.Column("micro_usd", sa.BigInteger(), nullable=False),
            sa.PrimaryKeyConstraint("job_id", "attempt", name="pk_costs"),
            mysql_engine="InnoDB",
            mysql_charset="utf8mb4",
            mysql_collate=EXACT,
        )
    if not sa.inspect(op.get_bind()).has_index("costs", "ix_costs_paid_at"):
        op.create_index("ix_costs_paid_at", "costs", ["paid_at", "micro_usd", "images"])
