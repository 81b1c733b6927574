"""Add `panel_objects`, which finds panels by keys that do not contain the id of their comic.

With it, a purge does not remove objects that another comic holds. Older releases neither read nor
write the table: panels they store from now on are not in it, but a purge still finds their pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from storage.column_types import EXACT, BinaryUuid, ExactBytesText, Json, ascii_text

revision = "2026_11_30_panel_objects"
down_revision = "2026_11_25_gallery_filters"

CHUNK = 500  # comics read per query

comics = sa.table("comics", sa.column("id", BinaryUuid()), sa.column("panels", Json()))
panel_objects = sa.table(
    "panel_objects",
    sa.column("bucket", ascii_text(63)),
    sa.column("object_key", ExactBytesText(1024)),
    sa.column("comic_id", BinaryUuid()),
)


def upgrade() -> None:
    # An interrupted run on MySQL may have created the table and filled part of it.
    there = sa.inspect(op.get_bind())
    if not there.has_table("panel_objects"):
        op.create_table(
            "panel_objects",
            sa.Column("bucket", ascii_text(63), nullable=False),
            sa.Column("object_key", ExactBytesText(1024), nullable=False),
            sa.Column("comic_id", BinaryUuid(), nullable=False),
            sa.PrimaryKeyConstraint("bucket", "object_key", "comic_id", name="pk_panel_objects"),
            mysql_engine="InnoDB",
            mysql_charset="utf8mb4",
            mysql_collate=EXACT,
        )
    if not sa.inspect(op.get_bind()).has_index("panel_objects", "ix_panel_objects_comic_id"):
        op.create_index("ix_panel_objects_comic_id", "panel_objects", ["comic_id"])
    for chunk in _chunks(op.get_bind()):
        _list(op.get_bind(), chunk)


def _chunks(connection: sa.Connection, size: int = CHUNK) -> Iterator[dict[UUID, Any]]:
    """Yield the comics and their panels without locking rows."""
    query = (
        sa.select(comics.c.id, comics.c.panels)
        .where(comics.c.panels != sa.literal([], Json()))
        .order_by(comics.c.id)
        .limit(size)
    )
    found = connection.execute(query).all()
    while found:
        yield {row.id: row.panels for row in found}
        found = connection.execute(query.where(comics.c.id > found[-1].id)).all()


def _list(connection: sa.Connection, chunk: dict[UUID, Any]) -> None:
    wanted = {
        (panel["bucket"], panel["key"], comic_id)
        for comic_id, panels in chunk.items()
        if isinstance(panels, list)
        for panel in panels
        if not panel["key"].startswith(f"jobs/{comic_id}/")
    }
    if not wanted:
        return
    ids = {comic_id for _, _, comic_id in wanted}
    query = sa.select(panel_objects).where(panel_objects.c.comic_id.in_(ids))
    missing = wanted - {tuple(row) for row in connection.execute(query)}
    if missing:
        names = ("bucket", "object_key", "comic_id")
        rows = [dict(zip(names, row, strict=True)) for row in sorted(missing)]
        connection.execute(sa.insert(panel_objects), rows)
