"""Hints to workers: nobody is turned away, and nothing is lost, where one cannot be sent."""

from __future__ import annotations

import structlog

from core.errors import JobQueueUnavailableError
from core.ports.jobs import JobQueue

log = structlog.get_logger(__name__)


async def notify_workers(job_queue: JobQueue, *, drawing: int = 1, delivering: int = 1) -> None:
    """Ask for that many looks at the rows; while the engine is away, the sweep finds them."""
    try:
        await job_queue.notify_delivering(delivering)
        await job_queue.notify_drawing(drawing)
    except JobQueueUnavailableError as error:
        log.warning("wake_failed", error=str(error))
