"""The reference generator: an HTTP server for generator contract v1 that draws comics."""

from __future__ import annotations

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line with *argv*, by default `sys.argv[1:]`; return the exit status."""
    # Imported late: the artist process imports this package too and needs no server.
    from pipeline.cli import main as run

    return run(argv)
