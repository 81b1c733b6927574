"""Add tables and columns for operator notices and fleet statistics.

MySQL commits after each DDL statement, so an interrupted run may have left some of them: existing
ones are skipped. Nothing that older releases use changes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.column_types import EXACT, BinaryUuid, Json, UtcDateTime, ascii_text, exact_text

revision = "2026_11_25_operating"
down_revision = "2026_11_25_wishes"


def upgrade() -> None:
    _add_column("jobs", sa.Column("released_at", UtcDateTime()))
    _add_column("deliveries", sa.Column("ended_at", UtcDateTime()))
    _create_index("ix_deliveries_ended", "deliveries", "state", "ended_at")
    _create_table(
        "marks",
        sa.Column("name", ascii_text(64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )
    _create_table(
        "notices",
        sa.Column("id", BinaryUuid(), nullable=False),
        sa.Column("platform", ascii_text(16), nullable=False),
        sa.Column("chat", exact_text(64), nullable=False),
        sa.Column("sentence", ascii_text(64), nullable=False),
        sa.Column("facts", Json(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("next_attempt_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
    )
    _create_index("ix_notices_next_attempt_at", "notices", "next_attempt_at")


def _add_column(table: str, column: sa.Column[object]) -> None:
    known = {found["name"] for found in sa.inspect(op.get_bind()).get_columns(table)}
    if column.name not in known:
        op.add_column(table, column)


def _create_table(name: str, *parts: sa.schema.SchemaItem) -> None:
    if not sa.inspect(op.get_bind()).has_table(name):
        op.create_table(
            name, *parts, mysql_engine="InnoDB", mysql_charset="utf8mb4", mysql_collate=EXACT
        )


def _create_index(name: str, table: str, *columns: str) -> None:
    if not sa.inspect(op.get_bind()).has_index(table, name):
        op.create_index(name, table, columns)
