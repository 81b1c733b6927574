"""Add `jobs.notices`: remarks on the request that its user gets to read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.column_types import Json

revision = "2026_11_24_notices"
down_revision = "2026_11_24_age_restricted"


def upgrade() -> None:
    columns = sa.inspect(op.get_bind()).get_columns("jobs")
    if not any(column["name"] == "notices" for column in columns):
        op.add_column("jobs", sa.Column("notices", Json()))
