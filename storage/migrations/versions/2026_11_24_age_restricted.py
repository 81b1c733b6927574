"""Add `jobs.age_restricted`: whether the job was requested in an age-restricted channel."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_age_restricted"
down_revision = "2026_11_23_first_tables"


def upgrade() -> None:
    columns = sa.inspect(op.get_bind()).get_columns("jobs")
    if not any(column["name"] == "age_restricted" for column in columns):
        op.add_column(
            "jobs",
            sa.Column("age_restricted", sa.Boolean, nullable=False, server_default=sa.false()),
        )
