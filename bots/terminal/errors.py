"""What a terminal command says when it cannot do what was asked."""

from __future__ import annotations


class TerminalError(Exception):
    """The command ends here; the message is a whole sentence for whoever typed it."""
