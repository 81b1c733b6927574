"""The one logging configuration: columns for people at a terminal, JSON for everything else.

Secrets stay out of it by the names of fields, in URLs, and by their values wherever they stand:
libraries put them into the texts of exceptions. Tracebacks never show local variables.
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

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

OUR_PACKAGES = ("bots", "core", "storage", "pipeline")
HIDDEN = "(hidden)"
SHORTEST_SECRET = 4  # characters; a shorter one could be any word
WORDLIKE_SECRET = (
    16  # characters; a shorter one may be part of another word, and is left alone there
)
# A field whose name holds one of these is a secret, whatever stands before or after.
SECRET_NAMES = re.compile(
    r"token|password|passwd|secret|authorization|cookie|signature|api_?key|credential",
    re.IGNORECASE,
)
# A URL's query may hold a signature, what stands before its @ a password.
URL_QUERY = re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s?#\"'<>]*)\?[^\s#\"'<>]+", re.IGNORECASE)
URL_LOGIN = re.compile(r"(\b[a-z][a-z0-9+.-]*://)[^\s/@\"'<>]+@", re.IGNORECASE)


def configure_logging(
    level: str = "info", *, stream: TextIO | None = None, secrets: Iterable[str] = ()
) -> None:
    """Send all log records, structlog's and the standard library's, to *stream* (stderr).

    *level* counts for our own packages. Others speak from `warning` up: their debug records hold
    request headers and signatures. *secrets* are replaced wherever they stand.
    """
    global _redaction  # noqa: PLW0603 - as global as the logging configuration itself
    _redaction = Redaction(secrets)
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
    handler = RecordHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _redaction,
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


class RecordHandler(logging.StreamHandler[TextIO]):
    """A stream handler that says of a record it cannot write where it came from, and no more."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the base's name
        """Name what failed; the base class would print the record, with every secret in it."""
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
    """A processor that replaces secrets, however deep they lie, tracebacks included."""

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
        """Return *text* without known secrets, and without the logins and queries of URLs."""
        text = self._known.sub(HIDDEN, text) if self._known else text
        return hide_in_urls(text)


def _pattern_of(secret: str) -> str:
    escaped = re.escape(secret)
    return escaped if len(secret) >= WORDLIKE_SECRET else rf"(?<!\w){escaped}(?!\w)"


_redaction = Redaction()


def redact(text: str) -> str:
    """Return *text* as the log would show it: for what is printed past the log."""
    return _redaction.text(text)


def hide_in_urls(text: str) -> str:
    """Return *text* with the logins and the queries of all URLs in it replaced."""
    if "://" not in text:
        return text
    return URL_LOGIN.sub(rf"\1{HIDDEN}@", URL_QUERY.sub(rf"\1?{HIDDEN}", text))


def log_uncaught_exceptions() -> None:
    """Have the interpreter log what it would print: exceptions that no code has caught.

    What it prints itself passes no redaction.
    """
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
