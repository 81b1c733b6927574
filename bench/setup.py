"""Benchmark of the set-up, from a clone to a runnable ComicAI."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.percentiles import MILLI
from bench.registry import Row, Scale, at_most, benchmark

ROOT = Path(__file__).resolve().parent.parent
TIMEOUT = 1200.0  # seconds
AGAIN = 20
GOAL, GOAL_AGAIN, GOAL_SIZE = 60.0, 100.0, 550.0  # seconds, milliseconds, MB
MEGA = 1024 * 1024
# Packages come from the index configured on this machine, not from a cache of an earlier run.
NO_CACHE = {"PIP_NO_CACHE_DIR": "1", "UV_NO_CACHE": "1"}


@benchmark
async def setup(scale: Scale) -> Sequence[Row]:
    """Time from clone to ready as in `make run`, its size, and a set-up with nothing to do."""
    with TemporaryDirectory(prefix="comicai-bench-") as name:
        folder = Path(name)
        clone = folder / "clone"
        set_up = (str(clone / "tools" / "setup.sh"), "runtime")
        ready = await _took("git", "clone", "--quiet", str(ROOT), str(clone))
        ready += await _took(*set_up)
        bare = await _bare_pip(folder / "bare")
        size, bare_size = megabytes_of(clone / ".venv"), megabytes_of(folder / "bare")
        times = scale.of(AGAIN, 3)
        again = [await _took(*set_up) for _ in range(times)]
        python = str(clone / ".venv" / "bin" / "python")
        started = [await _took(python, "-I", "-S", "-c", "pass") for _ in range(times)]
    return [
        at_most("setup", ready, "s", floor=bare, goal=GOAL),
        at_most(
            "setup_again",
            MILLI * median(again),
            "ms",
            floor=MILLI * median(started),
            goal=GOAL_AGAIN,
        ),
        at_most("setup_size", size, "MB", floor=bare_size, goal=GOAL_SIZE),
    ]


def megabytes_of(folder: Path) -> float:
    """Return the size of the files in a folder; a file with several names counts once."""
    found = (path.lstat() for path in folder.rglob("*"))
    sizes = {each.st_ino: each.st_size for each in found if stat.S_ISREG(each.st_mode)}
    return sum(sizes.values()) / MEGA


async def _bare_pip(venv: Path) -> float:
    """Return the seconds that pip needs to install the same packages quietly."""
    took = await _took(sys.executable, "-m", "venv", str(venv))
    lock = ("--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / "requirements.txt"))
    return took + await _took(
        str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", *lock
    )


async def _took(*command: str) -> float:
    """Return the seconds that a command takes."""
    began = time.monotonic()
    child = await asyncio.create_subprocess_exec(
        *command,
        env={**os.environ, **NO_CACHE, "PYTHON": sys.executable},
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=STDOUT,
    )
    try:
        async with asyncio.timeout(TIMEOUT):
            printed, _ = await child.communicate()
    finally:
        if child.returncode is None:
            child.terminate()
            await child.wait()
    assert child.returncode == 0, printed.decode(errors="replace")
    return time.monotonic() - began
