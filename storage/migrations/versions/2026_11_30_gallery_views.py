"""Add `gallery_views`, the filters of the galleries in chat messages.

Older releases neither read nor write the table; they read the filter from the message's text, which
still contains it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.column_types import EXACT, BinaryUuid, Json, UtcDateTime, ascii_text, exact_text

revision = "2026_11_30_gallery_views"
down_revision = "2026_11_30_message_references"

KEY = ("platform", "application_id", "chat", "message_id")


def upgrade() -> None:
    there = sa.inspect(op.get_bind())
    if not there.has_table("gallery_views"):
        op.create_table(
            "gallery_views",
            sa.Column("platform", ascii_text(16), nullable=False),
            sa.Column("application_id", exact_text(64), nullable=False),
            sa.Column("chat", exact_text(128), nullable=False),
            sa.Column("message_id", exact_text(128), nullable=False),
            sa.Column("profile_id", BinaryUuid(), nullable=False),
            sa.Column("gallery_filter", Json(), nullable=False),
            sa.Column("used_at", UtcDateTime(), nullable=False),
            sa.PrimaryKeyConstraint(*KEY, name="pk_gallery_views"),
            mysql_engine="InnoDB",
            mysql_charset="utf8mb4",
            mysql_collate=EXACT,
        )
    _create_index("ix_gallery_views_profile_id", "profile_id")
    _create_index("ix_gallery_views_used_at", "used_at")


def _create_index(name: str, *columns: str) -> None:
    # An interrupted run on MySQL may have created it.
    if not sa.inspect(op.get_bind()).has_index("gallery_views", name):
        op.create_index(name, "gallery_views", columns)
