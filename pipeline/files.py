"""Files that are either there as a whole or not at all, and a folder's single user."""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LEFTOVER = ".part"

LOCK_SECONDS = 10.0  # for a predecessor whose parent died, which may still be on its way out


def write_atomically(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Put *content* at *path*: readers see the old file or the new one, also after a crash.

    Only what is *durable* is forced to the disk before this returns.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=_LEFTOVER)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    if durable:
        _sync_folder(path.parent)


def remove_leftovers(folder: Path) -> None:
    """Remove what a process left that died while writing into *folder*."""
    for part in folder.glob(f"*{_LEFTOVER}"):
        part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def only_user(folder: Path, *, lock_seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Be the only process that works in *folder*.

    Raises BlockingIOError if another one still works there after *lock_seconds*.
    """
    folder.mkdir(parents=True, exist_ok=True)
    give_up = time.monotonic() + lock_seconds
    with (folder / "lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.05)
        yield
