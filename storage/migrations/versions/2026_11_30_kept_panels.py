"""Add `comics.panels_until`: when the panels that are kept beside a page are removed.

Null keeps them as long as the comic, as older releases do.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.column_types import UtcDateTime

revision = "2026_11_30_kept_panels"
down_revision = "2026_11_30_costs"


def upgrade() -> None:
    # An interrupted run on MySQL may have added it.
    there = sa.inspect(op.get_bind())
    if "panels_until" not in {column["name"] for column in there.get_columns("comics")}:
        op.add_column("comics", sa.Column("panels_until", UtcDateTime()))
    if not sa.inspect(op.get_bind()).has_index("comics", "ix_comics_panels_until"):
        op.create_index("ix_comics_panels_until", "comics", ["panels_until"])
