"""Entry point of the command line: runs the command, and turns errors into sentences."""

from __future__ import annotations

import os
import secrets
import sys

from bots.cli.app import FAILED, INTERRUPTED, cli, print_error

# Importing these registers their commands, in the order of the help text.
from bots.cli import serving  # isort: skip
from bots.cli import comics  # isort: skip
from bots.cli import operating  # isort: skip
from bots.cli import gpu  # isort: skip
from bots.cli import moderation  # isort: skip

__all__ = ["cli", "comics", "gpu", "main", "moderation", "operating", "serving"]


def main() -> None:
    """Run the command that was typed. Errors end in a sentence on stderr, never in a traceback."""
    try:
        cli()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - the outermost handler: prints or logs each error
        sys.exit(_explain(error))


def _explain(error: Exception) -> int:
    """Print what went wrong to stderr; return the exit status."""
    from bots.terminal.error_messages import sentence_for

    known = sentence_for(error, os.environ)
    if known is not None:
        print_error(known)
        return FAILED
    import structlog

    if not structlog.is_configured():
        # structlog's default configuration prints the local variables of each frame.
        from core.runtime.log_setup import configure_logging

        configure_logging()
    error_id = secrets.token_hex(4)
    structlog.get_logger(__name__).error("command_failed", error_id=error_id, exc_info=error)
    print_error(f"An unexpected error occurred. Please report it with the id {error_id}.")
    return FAILED
