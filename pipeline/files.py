"""Atomic file writes, and a lock file for exclusive use of a folder."""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TEMPORARY_SUFFIX = ".part"

LOCK_SECONDS = 10.0  # a predecessor whose parent died may still be shutting down


def write_atomically(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Replace *path* by *content*: readers see the old file or the new one, even after a crash.

    If *durable*, file and folder are synced to disk before this returns.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=_TEMPORARY_SUFFIX)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if durable:
        _sync_folder(path.parent)


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files of processes that died while writing to *folder*."""
    for temporary in folder.glob(f"*{_TEMPORARY_SUFFIX}"):
        temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def exclusive_lock(folder: Path, *, lock_seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the exclusive lock on *folder* while the context is open.

    Blocks for up to *lock_seconds*; raises BlockingIOError if another process still holds the lock.
    """
    folder.mkdir(parents=True, exist_ok=True)
    give_up_at = time.monotonic() + lock_seconds
    with (folder / "lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > give_up_at:
                    raise
                time.sleep(0.05)
        yield
