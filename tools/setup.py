"""Set-up of the virtual environment .venv: locked packages, and the project itself.

There are two sets: `runtime` for running, and `everything`, which adds the packages for tests and
development. The stamp `.venv/installed` says which are installed. It is removed first and written
last, so an interrupted set-up starts over.
"""

from __future__ import annotations

import fcntl
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from installing.commands import CommandError
from installing.environment import VenvError, make_venv, version_of_venv
from installing.failure_hints import explain
from installing.installers import install
from installing.progress import Progress, site_packages
from installing.stamp import (
    ROOT,
    RUNTIME,
    STAMP,
    Stamp,
    is_in_place,
    is_up_to_date,
    new_stamp,
    read_stamp,
    write_stamp,
)

MUTEX = ROOT / ".venv.lock"  # not in .venv, which is emptied when it is recreated
INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    """Set up the set named on the command line; return the exit status."""
    wanted, python = arguments
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, _stop)
    progress = Progress(sys.stderr)
    try:
        set_up(wanted, python, progress)
    except KeyboardInterrupt:
        progress.end("The set-up was interrupted.")
        return INTERRUPTED
    except CommandError as error:
        progress.end(explain(error))
        return 1
    except (VenvError, OSError) as error:
        progress.end(str(error))
        return 1
    return 0


def set_up(wanted: str, python: str, progress: Progress) -> None:
    """Install what is missing from the set *wanted*; create .venv with *python* if necessary."""
    began = time.monotonic()
    with _only_one(progress) as mutex:
        stamp, version = read_stamp(), version_of_venv()
        if is_up_to_date(stamp, version, wanted):
            progress.clear()
            return
        if not is_in_place(stamp, version):
            make_venv(python, progress)
            stamp, version = {}, version_of_venv()
        project = not is_up_to_date(stamp, version, RUNTIME)
        with _unstamped(stamp):
            name = install(wanted, mutex, progress, project=project)
        write_stamp(new_stamp(version, wanted))
    progress.end(f"Set up .venv with {name} in {time.monotonic() - began:.0f} s.")


@contextmanager
def _only_one(progress: Progress) -> Iterator[int]:
    """Hold the lock on set-ups of this folder; yield the locked file."""
    with MUTEX.open("a", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.show("waiting for another set-up of this folder")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()


@contextmanager
def _unstamped(stamp: Stamp) -> Iterator[None]:
    """Remove the stamp; after an error restore it if no package was changed.

    A set-up that fails without a network leaves a runnable installation runnable.
    """
    STAMP.unlink(missing_ok=True)
    site = site_packages()
    before = site.stat().st_mtime_ns
    try:
        yield
    except BaseException:
        if stamp and site.stat().st_mtime_ns == before:
            write_stamp(stamp)
        raise


def _stop(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
