"""Kept panels: unlettered panels, stored beside the page while the drawing goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from pipeline.models import DrawnPanel
from pipeline.service.job import PipelineJob, StoredPanel
from pipeline.service.object_stores import ObjectStore, StoreError, object_key

log = structlog.get_logger(__name__)


class KeptPanels:
    """Uploads of the panels of one drawing, beside its other work.

    A panel that cannot be stored is left out: nothing but later changes of the comic needs it.
    """

    def __init__(
        self,
        store: ObjectStore,
        job: PipelineJob,
        announce: Callable[[StoredPanel], Awaitable[None]],
    ) -> None:
        self._store = store
        self._job = job
        self._announce = announce
        self._uploads: set[asyncio.Task[None]] = set()
        self.stored: dict[int, StoredPanel] = {}

    def add(self, panel: DrawnPanel) -> None:
        """Store a panel, without waiting for it."""
        self._uploads.add(asyncio.create_task(self._put(panel)))

    async def finish(self) -> tuple[StoredPanel, ...]:
        """Wait for the uploads; return the panels that were stored, in order."""
        await asyncio.gather(*self._uploads)
        return tuple(panel for _, panel in sorted(self.stored.items()))

    def cancel(self) -> None:
        """End the uploads at shutdown; the drawing is repeated at the next start."""
        for upload in self._uploads:
            upload.cancel()

    async def _put(self, panel: DrawnPanel) -> None:
        key = object_key(
            self._job.uuid, self._job.attempt, f"panel-{panel.index}", panel.content_type
        )
        try:
            url = await self._store.put(key, panel.image, panel.content_type)
        except StoreError as error:
            log.warning("panel_store_failed", panel=panel.index, error=str(error))
            return
        stored = StoredPanel(index=panel.index, seed=panel.seed, s3_url=url, key=key)
        self.stored[panel.index] = stored
        await self._announce(stored)


async def purge_panels(store: ObjectStore, job: PipelineJob) -> None:
    """Remove the kept panels of a job that ended without a comic."""
    for panel in job.painted:
        try:
            await store.delete(panel.key)
        except StoreError as error:
            log.warning("panel_purge_failed", key=panel.key, error=str(error))
