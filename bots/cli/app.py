"""Typer application of the command line, and what its commands share."""

from __future__ import annotations

import os
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

if TYPE_CHECKING:
    from core.config.settings import Config

T = TypeVar("T")

FAILED, MISUSED, INTERRUPTED = 1, 2, 130

cli = typer.Typer(
    help="ComicAI: turn a sentence into a comic.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

# A command that shows its own progress logs warnings and errors only.
QUIET = {"COMICAI_OPS__LOG_LEVEL": "warning"}


def print_error(text: str) -> None:
    """Print *text* to stderr, without secrets."""
    from core.runtime.log_setup import redact

    typer.secho(redact(text), fg=typer.colors.RED, err=True)


def configure(**overrides: object) -> Config:
    """Load the configuration, with command-line options taking precedence, and set up logging."""
    from core.runtime.log_setup import configure_logging

    configure_logging()  # until the configuration is known
    from core.config.settings import ConfigError, load_config
    from core.runtime.config_redaction import secret_values
    from core.runtime.log_setup import log_uncaught_exceptions

    typed = {name: str(value) for name, value in overrides.items() if value is not None}
    try:
        config = load_config(environ={**os.environ, **typed})
    except ConfigError as error:
        print_error(str(error))
        raise typer.Exit(MISUSED) from None
    configure_logging(config.ops.log_level, secrets=secret_values(config))
    log_uncaught_exceptions()
    return config


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run *work* in an event loop; return its result."""
    import uvloop

    return uvloop.run(work)
