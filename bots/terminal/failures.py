"""From an error to the sentence that a person at the terminal reads."""

from __future__ import annotations

from collections.abc import Mapping

from bots.terminal.errors import TerminalError
from core.errors import ComicAIError


def sentence_for(error: Exception, environ: Mapping[str, str]) -> str | None:
    """Return what to say; None for an error that nobody foresaw."""
    if isinstance(error, TerminalError):
        return str(error)
    if isinstance(error, ComicAIError):
        from bots.terminal.identity import shell_locale
        from core.sentences import explain

        return explain(error, shell_locale(environ))
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error) if isinstance(error, _start_errors()) else None


def _start_errors() -> tuple[type[Exception], ...]:
    """Return the errors of starting up, which are sentences already."""
    from bots.embedded import PipelineError
    from bots.running import NotMigratedError
    from bots.web.server import PortTakenError
    from core.config import ConfigError
    from storage.migrate import MigrationError

    return ConfigError, MigrationError, NotMigratedError, PipelineError, PortTakenError
