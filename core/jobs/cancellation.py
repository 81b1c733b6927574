"""Drawings that nobody waits for any more: stopped at the generator, and purged where done."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog
from structlog.contextvars import bound_contextvars

from core.errors import GeneratorError, GeneratorUnavailableError, StorageError
from core.models.comics import DrawnComic
from core.models.identity import JobId
from core.models.jobs import Job, Progress
from core.ports.database import Database, UnitOfWork, Work
from core.ports.jobs import GenerationRequest, Generator

log = structlog.get_logger(__name__)

CANCEL_SECONDS = 15.0  # for stopping the generator and seeing what it had drawn
AT_MOST = 20  # drawings a sweep
AGAIN_AFTER = timedelta(minutes=1)  # where the generator is away
KNOWN = timedelta(days=1)  # that a generator remembers a drawing for, by its contract


class RemoteCancellation:
    """Tells the generator of jobs that were canceled, have expired, or killed their workers.

    A job's worker does so as soon as it notices; for a dead worker, the sweep does.
    """

    def __init__(self, database: Database, generator: Generator) -> None:
        self._database = database
        self._generator = generator

    async def cancel_due(self) -> None:
        """Stop what no worker is left to stop. Raises StorageError."""

        async def work(unit: UnitOfWork) -> tuple[Job, ...]:
            return await unit.jobs.due_to_stop(limit=AT_MOST, again_after=AGAIN_AFTER, known=KNOWN)

        due = await self._database.write(work)
        await asyncio.gather(*(self.cancel(job) for job in due))

    async def cancel(self, job: Job) -> None:
        """Stop the drawing of an ended job; what is there already gets purged.

        What comes in between is logged, and the sweep tries again.
        """
        with bound_contextvars(job_id=str(job.id)):
            try:
                async with asyncio.timeout(CANCEL_SECONDS):
                    await self._generator.cancel(job.id, job.generator_attempt)
                    drawn = await self._drawn_all_the_same(job)
                await self._database.write(mark_stopped(job.id, drawn))
            except (GeneratorUnavailableError, StorageError, TimeoutError) as error:
                log.warning("drawing_not_stopped", reason=type(error).__name__)
            else:
                log.info("drawing_stopped", orphan=drawn.ref.key if drawn else None)

    async def _drawn_all_the_same(self, job: Job) -> DrawnComic | None:
        """Return what the generator had drawn; None if it has nothing, nor ever will.

        Raises GeneratorUnavailableError where there is no telling.
        """
        is_known = True

        def submits_nothing(_call: timedelta) -> bool:
            nonlocal is_known
            is_known = False
            return False

        order = GenerationRequest(
            job_id=job.id,
            attempt=job.generator_attempt,
            params=job.params,
            panels=job.panels,
            fresh=False,
            outlasts=submits_nothing,
        )
        try:
            return await self._generator.draw(order, _unheard)
        except GeneratorUnavailableError:
            if is_known:
                raise
        except GeneratorError as error:
            log.info("nothing_left_to_purge", reason=error.reason)
        return None


def mark_stopped(job_id: JobId, drawn: DrawnComic | None) -> Work[None]:
    """Note that nothing is drawn for an ended job any more, and have purged what was."""

    async def work(unit: UnitOfWork) -> None:
        if drawn is not None:
            await unit.comics.add_orphan(job_id, drawn.ref, [panel.ref for panel in drawn.panels])
        await unit.jobs.mark_stopped(job_id)

    return work


def _unheard(_progress: Progress) -> None:
    """Take progress that nobody waits for any more."""
