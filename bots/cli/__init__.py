"""Command line of ComicAI. Each command imports what it needs itself, which keeps --help fast."""

from __future__ import annotations

from bots.cli.entry_point import cli, main

__all__ = ["cli", "main"]
