"""Errors of the terminal commands."""

from __future__ import annotations

from core.errors import ComicAIError


class TerminalError(ComicAIError):
    """The command failed; the message is a complete sentence for the user."""
