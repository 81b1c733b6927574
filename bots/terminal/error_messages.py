"""From an error to the sentence that a person at the terminal reads."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from bots.terminal.errors import TerminalError
from core.errors import ComicAIError, InvalidOptionsError, StorageUnavailableError
from core.runtime.log_setup import OUR_PACKAGES

OPTIONS = frozenset(
    {"panels", "style", "layout", "aspect", "seed", "language", "search", "limit", "cursor"}
)
OTHERWISE_TYPED: Mapping[str, str] = {"panelCount": "panels", "q": "search"}

# Their messages are sentences already. By module, since most commands load few of them.
START_ERRORS: Mapping[str, tuple[str, ...]] = {
    "bots.data_folder": ("DataFolderError", "DamagedFileError"),
    "bots.embedded": ("PipelineError",),
    "bots.process": ("NotMigratedError",),
    "bots.web.server": ("PortTakenError",),
    "core.config.settings": ("ConfigError",),
    "core.config.files": ("ConfigFileError",),
    "storage.migrate": ("MigrationError",),
}


def sentence_for(error: Exception, environ: Mapping[str, str]) -> str | None:
    """Return what to say; None for an error that nobody foresaw."""
    if isinstance(error, TerminalError):
        return str(error)
    if isinstance(error, ComicAIError):
        return _explain(error, environ)
    if isinstance(error, ModuleNotFoundError) and _is_foreign(error.name or ""):
        return f"The package {error.name} is missing. Run: make setup"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error) if isinstance(error, _start_errors()) else None


def _explain(error: ComicAIError, environ: Mapping[str, str]) -> str:
    from bots.terminal.identity import shell_locale
    from core.sentences import explain, sentence

    locale = shell_locale(environ)
    if isinstance(error, StorageUnavailableError):
        # Whoever reads it here can do something about it.
        return sentence("terminal_database_away", locale, reason=str(error))
    if isinstance(error, InvalidOptionsError):
        error = InvalidOptionsError({_typed(name): told for name, told in error.fields.items()})
    return explain(error, locale)


def _typed(field: str) -> str:
    """Return what is typed for a field of the API."""
    name = OTHERWISE_TYPED.get(field, field)
    return f"--{name}" if name in OPTIONS else name


def _is_foreign(module: str) -> bool:
    return module.partition(".")[0] not in OUR_PACKAGES


def _start_errors() -> tuple[type[Exception], ...]:
    """Return the errors of starting up, as far as what raises them is loaded."""
    return tuple(
        getattr(sys.modules[module], name)
        for module, names in START_ERRORS.items()
        if module in sys.modules
        for name in names
    )
