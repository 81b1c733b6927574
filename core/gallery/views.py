"""Gallery views: the filter of the gallery that a chat message shows, saved for its buttons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import structlog

from core.errors import StorageError
from core.models.chats import MessageKey
from core.models.comics import GalleryFilter
from core.models.identity import Requester
from core.people.profile_lookup import lock_profile, profile_of
from core.ports.database import Database, UnitOfWork

log = structlog.get_logger(__name__)

KEPT = timedelta(days=30)  # since the last use
TOUCH_AFTER = timedelta(days=1)  # so that paging seldom writes


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryViews:
    """Saved gallery views. Only the requester whose gallery a message shows finds its view."""

    database: Database

    async def save(
        self, requester: Requester, key: MessageKey, gallery_filter: GalleryFilter
    ) -> None:
        """Save what the message shows. Does nothing for a requester without a profile."""

        async def work(unit: UnitOfWork) -> None:
            profile_id = await lock_profile(unit, requester)
            if profile_id is not None:  # without one, the gallery is empty
                await unit.gallery_views.save(key, profile_id, gallery_filter)

        await self.database.write(work)

    async def find(self, requester: Requester, key: MessageKey) -> GalleryFilter | None:
        """Return the filter of the message; None if none is saved, or if it is another user's."""

        async def work(unit: UnitOfWork) -> tuple[GalleryFilter | None, bool]:
            profile_id = await profile_of(unit, requester)
            view = await unit.gallery_views.get(key, profile_id) if profile_id else None
            if view is None:
                return None, False
            return view.gallery_filter, view.used_at + TOUCH_AFTER <= await unit.now()

        gallery_filter, was_idle = await self.database.read(work)
        if was_idle:
            await self._touch(requester, key)
        return gallery_filter

    async def _touch(self, requester: Requester, key: MessageKey) -> None:
        """Start the retention period again. A failure is logged; the next use repeats it."""

        async def work(unit: UnitOfWork) -> None:
            profile_id = await profile_of(unit, requester)
            if profile_id is not None:
                await unit.gallery_views.touch(key, profile_id)

        try:
            await self.database.write(work)
        except (StorageError, TimeoutError) as error:
            log.warning("gallery_view_touch_failed", error=type(error).__name__)
