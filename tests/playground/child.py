"""`comicai`, running as long as its stdin is open: python -m tests.playground.child FOLDER run

The parent holds the other end. When it closes, even by the parent's death, the program gets
SIGTERM, and FOLDER is removed if the parent is no longer there to do it.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from pathlib import Path

from bots.cli import main


def _stop_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        continue
    os.kill(os.getpid(), signal.SIGTERM)


def _run(folder: Path) -> None:
    parent = os.getppid()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # until the program has its own handler
    threading.Thread(target=_stop_with_parent, name="parent-pipe", daemon=True).start()
    try:
        main()
    finally:
        if os.getppid() != parent:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    _run(Path(sys.argv.pop(1)))
