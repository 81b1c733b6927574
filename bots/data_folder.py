"""Data folder: process locks, lock files of lease holders, and the generated secret."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from core.errors import ComicAIError

SECRET_FILE = "secret"  # noqa: S105 - a file name
SECRET_LENGTH = 64  # characters
RUN_LOCK = "run.lock"
RUN_FILE = "run.json"
HOLDERS = "owners"
HIDDEN = "."  # prefix of a holder's file that is not locked yet

LOCK_ATTEMPTS = 4
LOCK_RETRY_SECONDS = 0.05  # another process that only tests the lock holds it for far less


class DataFolderError(ComicAIError):
    """The data folder cannot be created or accessed."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The data folder {path} cannot be used: {reason}. Make it writable for this user, or "
            "choose another one: data_dir in config.local.toml, or the environment variable "
            "COMICAI_DATA_DIR."
        )
        self.path = path
        self.reason = reason


class DamagedFileError(ComicAIError):
    """A file in the data folder is shorter than what was written to it, or not ASCII."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The file {path} is damaged. Restore it from a backup of the data folder, or remove "
            "it: a new one is then created, and logins and links that depend on the old one stop "
            "working."
        )


class AlreadyRunningError(ComicAIError):
    """Another `comicai run` uses this data folder; *server* is None until it is ready."""

    def __init__(self, server: RunningServer | None) -> None:
        super().__init__("another process uses this data folder")
        self.server = server


@dataclass(frozen=True, slots=True)
class RunningServer:
    """Process id and address of the `comicai run` that uses a data folder."""

    pid: int
    url: str


class DataFolder:
    """Folder with everything that the embedded setup stores, accessible to its owner only.

    Locks are the kernel's (flock), so they are released when the process ends, even by a crash.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def make(self) -> None:
        """Create the folder with mode 0700 if it is missing. Raises DataFolderError."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        except FileExistsError:
            raise DataFolderError(self.path, "there is a file of that name") from None
        except OSError as error:
            raise DataFolderError(self.path, error.strerror or str(error)) from error
        if not os.access(self.path, os.R_OK | os.W_OK | os.X_OK):
            raise DataFolderError(self.path, os.strerror(errno.EACCES))

    def secret(self) -> str:
        """Return the secret for logins and links, created at first use. Raises DamagedFileError."""
        return random_text_in(self.path / SECRET_FILE, SECRET_LENGTH)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Hold the lock of the folder's only `comicai run`. Raises AlreadyRunningError."""
        with (self.path / RUN_LOCK).open("a") as lock:
            if not _lock_with_retries(lock):
                raise AlreadyRunningError(self.running_server())
            # A run that was killed may have left its address here.
            (self.path / RUN_FILE).unlink(missing_ok=True)
            try:
                yield
            finally:
                (self.path / RUN_FILE).unlink(missing_ok=True)

    def announce(self, url: str) -> None:
        """Write the address of this run, by which the terminal commands find it."""
        temporary = self.path / f"{RUN_FILE}.{os.getpid()}"
        temporary.write_text(json.dumps({"pid": os.getpid(), "url": url}), encoding="utf-8")
        temporary.replace(self.path / RUN_FILE)

    def running_server(self) -> RunningServer | None:
        """Return the `comicai run` that uses this folder, or None if none has announced itself."""
        try:
            with (self.path / RUN_LOCK).open("a") as lock:
                if _try_lock(lock):
                    return None
            announced = json.loads((self.path / RUN_FILE).read_text(encoding="utf-8"))
            return RunningServer(int(announced["pid"]), str(announced["url"]))
        except (OSError, ValueError, KeyError):
            return None

    @contextmanager
    def holder(self, name: str) -> Iterator[None]:
        """Keep a lease holder's file locked, so that other processes can detect its death."""
        folder = self.path / HOLDERS
        folder.mkdir(exist_ok=True, mode=0o700)
        path, hidden = folder / name, folder / f"{HIDDEN}{name}"
        with hidden.open("w") as lock:
            # Locked before it is visible: other processes consider an unlocked holder dead.
            fcntl.flock(lock, fcntl.LOCK_EX)
            hidden.rename(path)
            try:
                yield
            finally:
                path.unlink(missing_ok=True)

    def dead_holders(self) -> list[str]:
        """Return the names of this folder's lease holders whose process has died."""
        folder = self.path / HOLDERS
        known = folder.iterdir() if folder.is_dir() else ()
        return [path.name for path in known if not path.name.startswith(HIDDEN) and _is_free(path)]

    def forget_dead(self, names: list[str]) -> None:
        """Remove the files of dead holders, once their leases are freed."""
        for name in names:
            (self.path / HOLDERS / name).unlink(missing_ok=True)


def random_text_in(path: Path, length: int) -> str:
    """Return the random text in a file, which is created if it is missing.

    Processes that create it at the same time all get the same text. Raises DamagedFileError if the
    file is shorter than *length* or not ASCII: an identity or a signing key must not be guessable.
    """
    if not path.exists():
        _make_random_text(path, length)
    text = path.read_text(encoding="ascii", errors="replace").strip()
    if len(text) < length or not text.isascii():
        raise DamagedFileError(path)
    return text


def _make_random_text(path: Path, length: int) -> None:
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    temporary.touch(mode=0o600)
    with temporary.open("w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(length)[:length])
        file.flush()
        os.fsync(file.fileno())  # a power failure must not leave an empty file
    with suppress(FileExistsError):
        os.link(temporary, path)  # unlike a rename, never replaces another process's file
    temporary.unlink()


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _lock_with_retries(file: IO[str]) -> bool:
    """Take the lock, even if another process is just testing whether it is held."""
    for _ in range(LOCK_ATTEMPTS):
        if _try_lock(file):
            return True
        time.sleep(LOCK_RETRY_SECONDS)
    return False


def _is_free(path: Path) -> bool:
    try:
        with path.open() as file:
            # No link left: its holder removed it properly, just after it was opened here.
            return _try_lock(file) and os.fstat(file.fileno()).st_nlink > 0
    except FileNotFoundError:
        return False
