"""Errors of the terminal commands."""

from __future__ import annotations


class TerminalError(Exception):
    """The command failed; the message is a complete sentence for the user."""
