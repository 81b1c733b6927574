"""Paid pictures on disk: one folder a job, removed when it is canceled, old or too much."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)


class PaidPictures:
    """Folder of the caches of all jobs (`pipeline.comic.job_cache`). Synchronous.

    A job's folder is as old as its newest file.
    """

    def __init__(
        self, folder: Path, *, lifetime: float, max_bytes: int, now: Callable[[], float]
    ) -> None:
        self.folder = folder
        self._lifetime = lifetime  # seconds
        self._max_bytes = max_bytes
        self._now = now

    def remove(self, uuid: str) -> None:
        """Remove what was kept for a job."""
        shutil.rmtree(self.folder / uuid, ignore_errors=True)

    def purge(self) -> None:
        """Remove the folders that are too old, then the oldest until the rest is small enough."""
        found = sorted((_measured(path) for path in self._folders()), key=lambda each: each[0])
        total = sum(size for _, size, _ in found)
        for changed_at, size, path in found:
            if self._now() - changed_at < self._lifetime and total <= self._max_bytes:
                return
            shutil.rmtree(path, ignore_errors=True)
            total -= size
            log.info("paid_pictures_purged", uuid=path.name, bytes=size)

    def _folders(self) -> list[Path]:
        try:
            return [path for path in self.folder.iterdir() if path.is_dir()]
        except FileNotFoundError:
            return []


def _measured(folder: Path) -> tuple[float, int, Path]:
    """Return the time of a folder's newest file, and the size of all of them."""
    newest, size = 0.0, 0
    for path in folder.iterdir():
        try:
            stat = path.stat()
        except FileNotFoundError:  # it was being written
            continue
        newest, size = max(newest, stat.st_mtime), size + stat.st_size
    return newest, size, folder
