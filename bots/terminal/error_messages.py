"""Error messages of the terminal commands."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from bots.terminal.errors import TerminalError
from core.errors import InvalidOptionsError, ServiceError, StorageUnavailableError
from core.runtime.log_setup import OUR_PACKAGES

OPTIONS = frozenset(
    {
        "panels",
        "style",
        "layout",
        "aspect",
        "seed",
        "language",
        "lettering",
        "search",
        "limit",
        "cursor",
    }
)
OPTION_NAMES: Mapping[str, str] = {"panelCount": "panels", "q": "search"}  # by the API's field

# Errors whose message is a sentence for the user. By module, since a command loads few of them.
START_ERRORS: Mapping[str, tuple[str, ...]] = {
    "bots.data_folder": ("DataFolderError", "DamagedFileError"),
    "bots.embedded_pipeline": ("EmbeddedPipelineError",),
    "bots.process": ("NotMigratedError",),
    "bots.web.server": ("PortTakenError",),
    "core.config.settings": ("ConfigError",),
    "core.config.files": ("ConfigFileError",),
    "storage.migrate": ("MigrationError",),
}


def sentence_for(error: Exception, environ: Mapping[str, str]) -> str | None:
    """Return the message for the user, or None for an unexpected error."""
    if isinstance(error, TerminalError):
        return str(error)
    if isinstance(error, ServiceError):
        return _explain(error, environ)
    if isinstance(error, ModuleNotFoundError) and _is_foreign(error.name or ""):
        return f"The package {error.name} is missing. Run: make setup"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error) if isinstance(error, _start_errors()) else None


def _explain(error: ServiceError, environ: Mapping[str, str]) -> str:
    from bots.terminal.shell_locale import shell_locale
    from core.sentences import explain, sentence

    locale = shell_locale(environ)
    if isinstance(error, StorageUnavailableError):
        # Unlike users of a chat, the reader is an operator and can act on the reason.
        return sentence("terminal_database_away", locale, reason=str(error))
    if isinstance(error, InvalidOptionsError):
        error = InvalidOptionsError(
            {_option_name(field): message for field, message in error.fields.items()}
        )
    return explain(error, locale)


def _option_name(field: str) -> str:
    """Return the command-line option for a field of the API."""
    name = OPTION_NAMES.get(field, field)
    return f"--{name}" if name in OPTIONS else name


def _is_foreign(module: str) -> bool:
    return module.partition(".")[0] not in OUR_PACKAGES


def _start_errors() -> tuple[type[Exception], ...]:
    """Return the errors of START_ERRORS whose module is loaded."""
    return tuple(
        getattr(sys.modules[module], name)
        for module, names in START_ERRORS.items()
        if module in sys.modules
        for name in names
    )
