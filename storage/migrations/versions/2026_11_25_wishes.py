"""Add the table of saved prompts, which buttons of inline results refer to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.column_types import EXACT, BinaryUuid, UtcDateTime, ascii_text, exact_text, prose

revision = "2026_11_25_wishes"
down_revision = "2026_11_24_delivered_at"


def upgrade() -> None:
    there = sa.inspect(op.get_bind())
    if not there.has_table("wishes"):
        op.create_table(
            "wishes",
            sa.Column("id", BinaryUuid(), nullable=False),
            sa.Column("platform", ascii_text(16), nullable=False),
            sa.Column("external_id", exact_text(191), nullable=False),
            sa.Column("text", prose(), nullable=False),
            sa.Column("kept_at", UtcDateTime(), nullable=False),
            sa.PrimaryKeyConstraint("id", name="pk_wishes"),
            mysql_engine="InnoDB",
            mysql_charset="utf8mb4",
            mysql_collate=EXACT,
        )
    _create_index("ix_wishes_platform_external_id", "platform", "external_id")
    _create_index("ix_wishes_kept_at", "kept_at")


def _create_index(name: str, *columns: str) -> None:
    if not sa.inspect(op.get_bind()).has_index("wishes", name):
        op.create_index(name, "wishes", columns)
