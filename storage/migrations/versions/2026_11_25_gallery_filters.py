"""Add indexes for the gallery filters by favourite and by style."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_gallery_filters"
down_revision = "2026_11_25_locale_of_deliveries"

INDEXES = {"ix_comics_favorites": "favorite", "ix_comics_styles": "style"}


def upgrade() -> None:
    for name, column in INDEXES.items():
        if not sa.inspect(op.get_bind()).has_index("comics", name):
            columns = ["profile_id", "deleted_at", column, "created_at", "id"]
            op.create_index(name, "comics", columns)
