"""The data folder: who uses it, who has died in it, and the secret that is made in it."""

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

SECRET_FILE = "secret"  # noqa: S105 - a file name
SECRET_LENGTH = 64  # characters
RUN_LOCK = "run.lock"
RUN_FILE = "run.json"
OWNERS = "owners"
HIDDEN = "."  # what the name of an unfinished file begins with

LOOKS_ENDURED = 4
LOOK_SECONDS = 0.05  # a look takes far less


class DataFolderError(Exception):
    """The folder cannot be used."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The data folder {path} cannot be used: {reason}. Make it writable for this user, or "
            "choose another: data_dir in config.local.toml, or the variable COMICAI_DATA_DIR."
        )
        self.path = path
        self.reason = reason


class DamagedFileError(Exception):
    """A file of the data folder does not hold what was written to it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The file {path} is damaged. Put it back from a copy of the data folder; or remove "
            "it, and whoever was known by it is a stranger from then on."
        )


class AlreadyRunningError(Exception):
    """Another `comicai run` uses this data folder."""

    def __init__(self, server: RunningServer | None) -> None:
        super().__init__("another process uses this data folder")
        self.server = server


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A `comicai run` of this data folder, and where it is reached."""

    pid: int
    url: str


class DataFolder:
    """Everything the embedded run keeps lies under it; only its owner may look inside.

    Locks are the kernel's (flock), so they end with the process, however it ends.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def make(self) -> None:
        """Make the folder, readable by its owner alone. Raises DataFolderError."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        except FileExistsError:
            raise DataFolderError(self.path, "a file stands in its place") from None
        except OSError as error:
            raise DataFolderError(self.path, error.strerror or str(error)) from error
        if not os.access(self.path, os.R_OK | os.W_OK | os.X_OK):
            raise DataFolderError(self.path, os.strerror(errno.EACCES))

    def secret(self) -> str:
        """Return the secret for logins and links, made at first use. Raises DamagedFileError."""
        return random_text_in(self.path / SECRET_FILE, SECRET_LENGTH)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Be the one `comicai run` of this folder. Raises AlreadyRunningError."""
        with (self.path / RUN_LOCK).open("a") as lock:
            if not _lock_despite_looks(lock):
                raise AlreadyRunningError(self.running_server())
            # A run that was killed may have left its own; nobody should look for us there.
            (self.path / RUN_FILE).unlink(missing_ok=True)
            try:
                yield
            finally:
                (self.path / RUN_FILE).unlink(missing_ok=True)

    def announce(self, url: str) -> None:
        """Tell the terminal commands where this run is reached."""
        made = self.path / f"{RUN_FILE}.{os.getpid()}"
        made.write_text(json.dumps({"pid": os.getpid(), "url": url}), encoding="utf-8")
        made.replace(self.path / RUN_FILE)

    def running_server(self) -> RunningServer | None:
        """Return the `comicai run` that uses this folder now, once it has announced itself."""
        try:
            with (self.path / RUN_LOCK).open("a") as lock:
                if _try_lock(lock):
                    return None
            said = json.loads((self.path / RUN_FILE).read_text(encoding="utf-8"))
            return RunningServer(int(said["pid"]), str(said["url"]))
        except (OSError, ValueError, KeyError):
            return None

    @contextmanager
    def holder(self, name: str) -> Iterator[None]:
        """Hold the lock file of a lease owner, so that others see when it dies."""
        folder = self.path / OWNERS
        folder.mkdir(exist_ok=True, mode=0o700)
        path, unseen = folder / name, folder / f"{HIDDEN}{name}"
        with unseen.open("w") as lock:
            # Before it can be seen: whoever looks takes one that is not locked for dead.
            fcntl.flock(lock, fcntl.LOCK_EX)
            unseen.rename(path)
            try:
                yield
            finally:
                path.unlink(missing_ok=True)

    def dead_holders(self) -> list[str]:
        """Return the lease owners of this folder whose process is gone."""
        folder = self.path / OWNERS
        known = folder.iterdir() if folder.is_dir() else ()
        return [path.name for path in known if not path.name.startswith(HIDDEN) and _is_free(path)]

    def forget_dead(self, names: list[str]) -> None:
        """Forget dead owners whose leases were freed."""
        for name in names:
            (self.path / OWNERS / name).unlink(missing_ok=True)


def random_text_in(path: Path, length: int) -> str:
    """Return the random text that a file keeps, made at first use; two at once get the same.

    Raises DamagedFileError if the file holds anything else: nobody may be known by, or sign with,
    what everybody can guess.
    """
    if not path.exists():
        _make_random_text(path, length)
    text = path.read_text(encoding="ascii", errors="replace").strip()
    if len(text) < length or not text.isascii():
        raise DamagedFileError(path)
    return text


def _make_random_text(path: Path, length: int) -> None:
    made = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    made.touch(mode=0o600)
    with made.open("w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(length)[:length])
        file.flush()
        os.fsync(file.fileno())  # a power cut must not leave an empty one
    with suppress(FileExistsError):
        os.link(made, path)  # unlike a rename, never replaces what another has made
    made.unlink()


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _lock_despite_looks(file: IO[str]) -> bool:
    """Take the lock, even if somebody looks at this very moment whether it is taken."""
    for _ in range(LOOKS_ENDURED):
        if _try_lock(file):
            return True
        time.sleep(LOOK_SECONDS)
    return False


def _is_free(path: Path) -> bool:
    try:
        with path.open() as file:
            # Without a name it was given back in good order, just after it was opened here.
            return _try_lock(file) and os.fstat(file.fileno()).st_nlink > 0
    except FileNotFoundError:
        return False
