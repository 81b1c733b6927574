"""Repository of gallery views: the filters of the galleries in chat messages."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import structlog
from sqlalchemy import ColumnElement, delete, select, update

from core.models.chats import MessageKey
from core.models.comics import GalleryFilter, GalleryView
from core.models.identity import Platform, ProfileId
from storage.clock import db_now
from storage.connection import SqlConnection
from storage.statements import affected, put
from storage.tables import gallery_views

log = structlog.get_logger(__name__)


class SqlGalleryViewRepository:
    """SQL implementation of `core.ports.gallery.GalleryViewRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def save(
        self, key: MessageKey, profile_id: ProfileId, gallery_filter: GalleryFilter
    ) -> None:
        values = {
            "profile_id": profile_id,
            "gallery_filter": asdict(gallery_filter),
            "used_at": db_now(),
        }
        await put(self._connection, gallery_views, asdict(key), values)

    async def get(self, key: MessageKey, profile_id: ProfileId) -> GalleryView | None:
        query = select(gallery_views.c.gallery_filter, gallery_views.c.used_at).where(
            *_is(key, profile_id)
        )
        result = await self._connection.execute(query)
        try:
            row = result.one_or_none()  # decodes JSON and time
            if row is None:
                return None
            return GalleryView(_to_filter(row.gallery_filter), row.used_at)
        except ValueError as error:
            log.warning("gallery_view_rejected", message_id=key.message_id, error=str(error))
            return None

    async def touch(self, key: MessageKey, profile_id: ProfileId) -> None:
        await self._connection.execute(
            update(gallery_views).where(*_is(key, profile_id)).values(used_at=db_now())
        )

    async def purge(self, *, unused_for: timedelta, limit: int) -> int:
        # DELETE has no LIMIT on SQLite, so the batch ends at a time; rows of the same time are
        # deleted with it.
        used_at = gallery_views.c.used_at
        batch = select(used_at).where(used_at <= db_now(-unused_for)).order_by(used_at).limit(limit)
        times = (await self._connection.execute(batch)).scalars().all()
        if not times:
            return 0
        return await affected(self._connection, delete(gallery_views).where(used_at <= times[-1]))


def _is(key: MessageKey, profile_id: ProfileId) -> list[ColumnElement[bool]]:
    names = asdict(key).items()
    return [
        *(gallery_views.c[name] == value for name, value in names),
        gallery_views.c.profile_id == profile_id,
    ]


def _to_filter(document: object) -> GalleryFilter:
    """Return the stored filter. Raises ValueError unless all of it is understood."""
    match document:
        case {
            "text": str(text),
            "style": str(style),
            "favorite": bool() | None as favorite,
            "platform": str() | None as platform,
            "age_restricted": bool() | None as age_restricted,
            **unknown,
        } if not unknown:
            return GalleryFilter(
                text=text,
                style=style,
                favorite=favorite,
                platform=None if platform is None else Platform(platform),
                age_restricted=age_restricted,
            )
    raise ValueError("not a gallery filter")
