"""Add `attempt_history`, what has been tried for a job over all its claims and attempts.

Older releases neither read nor write it: the runs of their jobs are not counted.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.column_types import Json

revision = "2026_12_01_attempt_history"
down_revision = "2026_11_30_continuations"


def upgrade() -> None:
    # An interrupted run on MySQL may have added it.
    columns = sa.inspect(op.get_bind()).get_columns("jobs")
    if "attempt_history" not in {column["name"] for column in columns}:
        op.add_column("jobs", sa.Column("attempt_history", Json()))
