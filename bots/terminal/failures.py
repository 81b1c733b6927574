"""From an error to the sentence that a person at the terminal reads."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from bots.terminal.errors import TerminalError
from core.errors import ComicAIError
from core.logs import OUR_PACKAGES

# Their messages are sentences already. By module, since most commands load few of them.
START_ERRORS: Mapping[str, str] = {
    "bots.embedded": "PipelineError",
    "bots.running": "NotMigratedError",
    "bots.web.server": "PortTakenError",
    "core.config": "ConfigError",
    "storage.migrate": "MigrationError",
}


def sentence_for(error: Exception, environ: Mapping[str, str]) -> str | None:
    """Return what to say; None for an error that nobody foresaw."""
    if isinstance(error, TerminalError):
        return str(error)
    if isinstance(error, ComicAIError):
        from bots.terminal.identity import shell_locale
        from core.sentences import explain

        return explain(error, shell_locale(environ))
    if isinstance(error, ModuleNotFoundError) and _is_foreign(error.name or ""):
        return f"The package {error.name} is missing. Run: make setup"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error) if isinstance(error, _start_errors()) else None


def _is_foreign(module: str) -> bool:
    return module.partition(".")[0] not in OUR_PACKAGES


def _start_errors() -> tuple[type[Exception], ...]:
    """Return the errors of starting up, as far as what raises them is loaded."""
    return tuple(
        getattr(sys.modules[module], name)
        for module, name in START_ERRORS.items()
        if module in sys.modules
    )
