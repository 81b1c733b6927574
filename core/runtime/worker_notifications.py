"""Best-effort notifications to workers; an undelivered one loses no work."""

from __future__ import annotations

import structlog

from core.errors import JobQueueUnavailableError
from core.ports.jobs import JobQueue

log = structlog.get_logger(__name__)


async def notify_workers(job_queue: JobQueue, *, drawing: int = 1, delivering: int = 1) -> None:
    """Notify that many slots; while the job queue is unavailable, the janitor finds the work."""
    try:
        await job_queue.notify_delivering(delivering)
        await job_queue.notify_drawing(drawing)
    except JobQueueUnavailableError as error:
        log.warning("worker_notification_failed", error=str(error))
