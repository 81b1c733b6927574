"""Paid pictures on disk: those of jobs and portraits, removed when they are old or too many."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)

PORTRAIT_SECONDS = 30 * 86400.0  # after a portrait's last use: comics of one cast follow each other


def portraits_beside(folder: Path) -> Path:
    """Return the folder of portraits, which all comics use, for that of the jobs' caches."""
    return folder.with_name("portraits")


class PaidPictures:
    """Folder of the caches of all jobs (`pipeline.comic.job_cache`). Synchronous.

    A job's folder is as old as its newest file. Beside it are the portraits of the cast of all
    comics (`pipeline.comic.portraits`), which are as old as their last use.
    """

    def __init__(
        self, folder: Path, *, lifetime: float, max_bytes: int, now: Callable[[], float]
    ) -> None:
        self.folder = folder
        self.portraits = portraits_beside(folder)
        self._lifetime = lifetime  # seconds, of a job's folder
        self._max_bytes = max_bytes
        self._now = now

    def remove(self, uuid: str) -> None:
        """Remove what was kept for a job."""
        shutil.rmtree(self.folder / uuid, ignore_errors=True)

    def purge(self) -> None:
        """Remove what is too old, then the oldest until the rest is small enough."""
        found = sorted((_measured(path) for path in self._kept()), key=lambda each: each[0])
        total = sum(size for _, size, _ in found)
        for changed_at, size, path in found:
            if self._now() - changed_at < self._lifetime_of(path) and total <= self._max_bytes:
                continue
            _remove(path)
            total -= size
            log.info("paid_pictures_purged", name=path.name, bytes=size)

    def _lifetime_of(self, path: Path) -> float:
        return PORTRAIT_SECONDS if path.parent == self.portraits else self._lifetime

    def _kept(self) -> Iterator[Path]:
        """Yield the folders of jobs, and the files of portraits."""
        for folder in (self.folder, self.portraits):
            try:
                yield from list(folder.iterdir())
            except FileNotFoundError:
                continue


def _measured(kept: Path) -> tuple[float, int, Path]:
    """Return the time of a file, or of a folder's newest file, and the size of all of them."""
    newest, size = 0.0, 0
    for path in kept.iterdir() if kept.is_dir() else (kept,):
        try:
            stat = path.stat()
        except FileNotFoundError:  # it was being written
            continue
        newest, size = max(newest, stat.st_mtime), size + stat.st_size
    return newest, size, kept


def _remove(kept: Path) -> None:
    if kept.is_dir():
        shutil.rmtree(kept, ignore_errors=True)
        return
    with suppress(OSError):
        kept.unlink()
