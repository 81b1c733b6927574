"""Logging configuration: columns on a terminal, JSON lines elsewhere.

Secrets are redacted by field name, inside URLs, and by value anywhere, since libraries put them
into exception messages. Tracebacks never show local variables.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, TextIO

from core.runtime.optional_packages import hidden_packages

with hidden_packages("rich"):  # only for tracebacks, which would show the values of variables
    import structlog
    from structlog.types import EventDict, Processor, WrappedLogger

OUR_PACKAGES = ("bots", "core", "storage", "pipeline")
HIDDEN = "(hidden)"
SHORTEST_SECRET = 4  # characters; a shorter value could be any word
WORDLIKE_SECRET = 16  # characters; a shorter value is redacted only as a whole word
# A field whose name contains one of these is a secret.
SECRET_NAMES = re.compile(
    r"token|password|passwd|secret|authorization|cookie|signature|api_?key|credential",
    re.IGNORECASE,
)
# The query of a URL may hold a signature, and its user information a password.
URL_QUERY = re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s?#\"'<>]*)\?[^\s#\"'<>]+", re.IGNORECASE)
URL_LOGIN = re.compile(r"(\b[a-z][a-z0-9+.-]*://)[^\s/@\"'<>]+@", re.IGNORECASE)


def configure_logging(
    level: str = "info", *, stream: TextIO | None = None, secrets: Iterable[str] = ()
) -> None:
    """Send all log records, structlog's and the standard library's, to *stream* (stderr).

    *level* applies to our own packages. Others log from `warning` up, since their debug records
    contain request headers and signatures. *secrets* are replaced wherever they occur.
    """
    global _redaction  # noqa: PLW0603 - as global as the logging configuration itself
    _redaction = Redaction(secrets)
    stream = stream or sys.stderr
    is_terminal = stream.isatty()
    shared = _shared_processors(for_terminal=is_terminal)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = RecordHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _redaction,
                _console_renderer()
                if is_terminal
                else structlog.processors.JSONRenderer(default=str),
            ],
        )
    )
    _install(handler, level)


def _install(handler: logging.Handler, level: str) -> None:
    """Make *handler* the only one, and set the levels of our packages and of all others."""
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for package in OUR_PACKAGES:
        logging.getLogger(package).setLevel(level.upper())
    logging.captureWarnings(capture=True)


def _shared_processors(*, for_terminal: bool) -> list[Processor]:
    """Return the processors of structlog's and the standard library's records alike."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(
            fmt="%H:%M:%S" if for_terminal else "iso", utc=not for_terminal
        ),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]


def _console_renderer() -> Processor:
    return structlog.dev.ConsoleRenderer(
        colors=not os.environ.get("NO_COLOR"),
        # Rich tracebacks show the values of local variables, which may be secrets.
        exception_formatter=structlog.dev.plain_traceback,
    )


class RecordHandler(logging.StreamHandler[TextIO]):
    """Stream handler that reports only the logger's name of a record it cannot write."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the base's name
        """Report the failure; the base class would print the record with its secrets."""
        kind = sys.exc_info()[0]
        lost = {
            "event": "log_record_lost",
            "level": "error",
            "logger": record.name,
            "error": kind.__name__ if kind else "",
        }
        with suppress(OSError, ValueError):  # ValueError: the stream is closed
            self.stream.write(json.dumps(lost) + self.terminator)


class Redaction:
    """Processor that replaces secrets at any depth, tracebacks included."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {secret for secret in secrets if len(secret) >= SHORTEST_SECRET}
        longest_first = sorted(known, key=len, reverse=True)
        self._known = re.compile("|".join(map(_pattern_of, longest_first))) if known else None

    def __call__(
        self, _logger: WrappedLogger, _method: str, event_dict: EventDict
    ) -> Mapping[str, Any]:
        return {key: self._redacted(key, value) for key, value in event_dict.items()}

    def _redacted(self, name: object, value: Any) -> Any:
        if isinstance(name, str) and SECRET_NAMES.search(name):
            return HIDDEN if value else value
        if isinstance(value, Mapping):
            return {key: self._redacted(key, item) for key, item in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self._redacted(None, item) for item in value]
        if value is None or isinstance(value, bool | int | float):
            return value
        return self.text(value if isinstance(value, str) else str(value))

    def text(self, text: str) -> str:
        """Return *text* without known secrets, and without user information and queries of URLs."""
        text = self._known.sub(HIDDEN, text) if self._known else text
        return hide_in_urls(text)


def _pattern_of(secret: str) -> str:
    escaped = re.escape(secret)
    return escaped if len(secret) >= WORDLIKE_SECRET else rf"(?<!\w){escaped}(?!\w)"


_redaction = Redaction()


def redact(text: str) -> str:
    """Return *text* as the log would show it, for output that bypasses the log."""
    return _redaction.text(text)


def hide_in_urls(text: str) -> str:
    """Return *text* with the user information and queries of all URLs replaced."""
    if "://" not in text:
        return text
    return URL_LOGIN.sub(rf"\1{HIDDEN}@", URL_QUERY.sub(rf"\1?{HIDDEN}", text))


def log_uncaught_exceptions() -> None:
    """Log exceptions that no code has caught, which the interpreter would print unredacted."""
    log = structlog.get_logger(__name__)

    def uncaught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, Exception):
            log.critical("exception_uncaught", exc_info=(kind, error, trace))
        else:
            sys.__excepthook__(kind, error, trace)

    def uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_type is not SystemExit:
            _log_raised(log, "thread_crashed", args)

    sys.excepthook = uncaught
    threading.excepthook = uncaught_in_thread
    sys.unraisablehook = lambda args: _log_raised(log, "exception_ignored", args)


def _log_raised(
    log: Any, event: str, raised: threading.ExceptHookArgs | sys.UnraisableHookArgs
) -> None:
    log.error(event, exc_info=(raised.exc_type, raised.exc_value, raised.exc_traceback))
