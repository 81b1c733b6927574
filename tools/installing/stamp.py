"""Stamp of the set-up: which sets of packages are installed, and from which locks.

Run as a program by .venv's own Python, its exit status says whether a set is up to date. Nearly
every `make` runs it, so it imports little.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PROGRAM = VENV / "bin" / "comicai"
STAMP = VENV / "installed"

RUNTIME, EVERYTHING = "runtime", "everything"
DEVELOPMENT_LOCK = "requirements-dev.txt"  # a superset of the other two
LOCKS = {
    RUNTIME: ("requirements.txt", "requirements-build.txt"),
    EVERYTHING: (DEVELOPMENT_LOCK,),
}
ALSO_DECISIVE = ("pyproject.toml", "tools/installing/installers.py")

Stamp = dict[str, str]


def digest(wanted: str) -> str:
    """Return the digest of all files that determine a set."""
    locks = LOCKS[RUNTIME] + (LOCKS[EVERYTHING] if wanted == EVERYTHING else ())
    total = hashlib.sha256()
    for name in (*locks, *ALSO_DECISIVE):
        total.update(hashlib.sha256((ROOT / name).read_bytes()).digest())
    return total.hexdigest()


def new_stamp(version: str, wanted: str) -> Stamp:
    """Return the stamp of a finished set-up; each set includes `runtime`."""
    place = {"folder": str(ROOT), "python": version}
    return place | {each: digest(each) for each in (RUNTIME, wanted)}


def read_stamp() -> Stamp:
    """Return the stamp, or {} without a finished set-up."""
    try:
        stamp = json.loads(STAMP.read_bytes())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp: Stamp) -> None:
    new = STAMP.with_suffix(".new")
    new.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")
    new.replace(STAMP)


def is_in_place(stamp: Stamp, version: str) -> bool:
    """Return whether .venv was created in this folder with this Python: it cannot be moved."""
    return (stamp.get("folder"), stamp.get("python")) == (str(ROOT), version)


def is_up_to_date(stamp: Stamp, version: str, wanted: str) -> bool:
    return (
        is_in_place(stamp, version)
        and stamp.get(wanted) == digest(wanted)
        and os.access(PROGRAM, os.X_OK)
    )


if __name__ == "__main__":
    sys.exit(not is_up_to_date(read_stamp(), sys.version.strip(), sys.argv[1]))
