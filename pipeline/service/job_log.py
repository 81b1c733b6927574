"""Job records on disk, from which the server restores its jobs after a restart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import structlog
from pydantic import TypeAdapter, ValidationError

from pipeline.files import remove_leftovers, write_atomically
from pipeline.service.job import PipelineJob

log = structlog.get_logger(__name__)

T = TypeVar("T")

_JOB: TypeAdapter[PipelineJob] = TypeAdapter(PipelineJob)


class JobLog:
    """One JSON file per job, replaced atomically. A single thread writes, which keeps the order.

    Methods raise OSError if the disk fails.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="job-log")

    async def load(self) -> list[PipelineJob]:
        """Return all recorded jobs, oldest first; rename invalid records to `*.unreadable`."""
        return await self._run(self._load)

    async def save(self, job: PipelineJob, *, durable: bool = True) -> None:
        """Write the record of *job*.

        Unless *durable*, the record survives a crash of this process but maybe not a power failure.
        """
        content = _JOB.dump_json(job)
        path = self._path(job.uuid)
        await self._run(lambda: write_atomically(path, content, durable=durable))

    async def remove(self, uuid: str) -> None:
        await self._run(lambda: self._path(uuid).unlink(missing_ok=True))

    def close(self) -> None:
        """Wait for pending writes; later calls raise RuntimeError."""
        self._thread.shutdown(wait=True)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _path(self, uuid: str) -> Path:
        return self._folder / f"{uuid}.json"

    def _load(self) -> list[PipelineJob]:
        self._folder.mkdir(parents=True, exist_ok=True)
        remove_leftovers(self._folder)
        found = (self._read(path) for path in self._folder.glob("*.json") if path.is_file())
        return sorted((job for job in found if job), key=lambda job: job.accepted_at)

    @staticmethod
    def _read(path: Path) -> PipelineJob | None:
        try:
            return _JOB.validate_json(path.read_bytes())
        except ValidationError:
            log.exception("job_record_rejected", path=str(path))
            path.replace(path.with_suffix(".unreadable"))
            return None
