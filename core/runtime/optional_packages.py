"""Optional packages of libraries, which a library loads at once if they are installed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def hidden_packages(*names: str) -> Iterator[None]:
    """Import libraries in this context as if *names* were not installed.

    For packages that only other parts of ComicAI need: they would take memory in each process, and
    time at each start. Packages that are loaded already stay available.
    """
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        # As documented: https://docs.python.org/3/reference/import.html#the-module-cache
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
