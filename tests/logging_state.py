"""Restoration of the process-wide logging configuration after a test."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from core.runtime.log_setup import OUR_PACKAGES


@contextmanager
def logging_as_before() -> Iterator[None]:
    """Undo the changes that `configure_logs` makes within the context."""
    root = logging.getLogger()
    loggers = [root, *map(logging.getLogger, OUR_PACKAGES)]
    handlers, levels = root.handlers, [logger.level for logger in loggers]
    try:
        yield
    finally:
        logging.captureWarnings(capture=False)
        structlog.reset_defaults()
        root.handlers = handlers
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
