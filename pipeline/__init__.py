"""The reference generator: an HTTP server of generator contract v1 that draws comics."""

from __future__ import annotations

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run `python -m pipeline` with these arguments; return its exit status."""
    # Imported late: a drawing process imports this package too, and serves nothing.
    from pipeline.cli import main as run

    return run(argv)
