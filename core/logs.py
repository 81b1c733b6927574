"""The one logging configuration: columns for people at a terminal, JSON for everything else."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Mapping
from typing import Any, TextIO

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

OUR_PACKAGES = ("bots", "core", "storage", "pipeline")
HIDDEN = "(hidden)"
# A field whose name holds one of these is a secret, whatever stands before or after.
SECRET_NAMES = re.compile(
    r"token|password|passwd|secret|authorization|cookie|signature|api_?key|credential",
    re.IGNORECASE,
)
# A URL's query may hold a signature, what stands before its @ a password.
URL_QUERY = re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s?#\"'<>]*)\?[^\s#\"'<>]+", re.IGNORECASE)
URL_LOGIN = re.compile(r"(\b[a-z][a-z0-9+.-]*://)[^\s/@\"'<>]+@", re.IGNORECASE)


def configure_logs(level: str = "info", *, stream: TextIO | None = None) -> None:
    """Send all log records, structlog's and the standard library's, to *stream* (stderr).

    *level* counts for our own packages. Others speak from `warning` up: their debug records hold
    request headers and signatures.
    """
    stream = stream or sys.stderr
    people = stream.isatty()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="%H:%M:%S" if people else "iso", utc=not people),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                hide_secrets,
                _for_people() if people else structlog.processors.JSONRenderer(default=str),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for package in OUR_PACKAGES:
        logging.getLogger(package).setLevel(level.upper())
    logging.captureWarnings(capture=True)


def _for_people() -> Processor:
    return structlog.dev.ConsoleRenderer(
        colors=not os.environ.get("NO_COLOR"),
        # Rich tracebacks show the values of local variables, and among them secrets.
        exception_formatter=structlog.dev.plain_traceback,
    )


def hide_secrets(_logger: WrappedLogger, _method: str, event_dict: EventDict) -> EventDict:
    """Replace what looks like a secret, however deep it lies, tracebacks included."""
    return {key: _hidden(key, value) for key, value in event_dict.items()}


def _hidden(name: object, value: Any) -> Any:
    if isinstance(name, str) and SECRET_NAMES.search(name):
        return HIDDEN if value else value
    if isinstance(value, str):
        return hide_in_urls(value)
    if isinstance(value, Mapping):
        return {key: _hidden(key, item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_hidden(None, item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return hide_in_urls(str(value))


def hide_in_urls(text: str) -> str:
    """Return *text* with the logins and the queries of all URLs in it replaced."""
    if "://" not in text:
        return text
    return URL_LOGIN.sub(rf"\1{HIDDEN}@", URL_QUERY.sub(rf"\1?{HIDDEN}", text))
