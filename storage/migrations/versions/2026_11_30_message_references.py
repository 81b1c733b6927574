"""Add columns for the message of a delivery, which `message_id` holds as a string so far.

Older releases read and write only `message_id`, and may do so while this release is introduced. So
no row is converted here: this release reads and writes both forms.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.column_types import ascii_text, exact_text

revision = "2026_11_30_message_references"
down_revision = "2026_11_30_panel_objects"


def upgrade() -> None:
    # MySQL commits after each statement, so an interrupted run may have added some.
    existing = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("deliveries")}
    columns: tuple[sa.Column[object], ...] = (
        sa.Column("reference_chat", exact_text(128)),
        sa.Column("reference_message", exact_text(128)),
        sa.Column("reference_kind", ascii_text(16)),
        sa.Column(
            "upload_may_have_happened", sa.Boolean, nullable=False, server_default=sa.false()
        ),
    )
    for column in columns:
        if column.name not in existing:
            op.add_column("deliveries", column)
