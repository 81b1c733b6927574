"""Upload of a finished page and its panels to the object store."""

from __future__ import annotations

import time
from datetime import timedelta

from pipeline.service.artist_process import TimedDrawing
from pipeline.service.job import JobResult, JobTiming, PipelineJob, StoredPanel
from pipeline.service.object_stores import ObjectStore, object_key


async def upload_page(
    store: ObjectStore,
    job: PipelineJob,
    drawn: TimedDrawing,
    kept: tuple[StoredPanel, ...],
    *,
    queued: timedelta,
) -> JobResult:
    """Store the images, the page last: an existing page implies a complete result.

    *kept* are the panels that are stored already, *queued* is the time before the drawing began.
    Raises StoreError.
    """
    drawing, started = drawn.drawing, time.monotonic()

    async def put(name: str, image: bytes) -> str:
        key = object_key(job.uuid, job.attempt, name, drawing.content_type)
        return await store.put(key, image, drawing.content_type)

    panels = [
        StoredPanel(
            index=panel.index,
            seed=panel.seed,
            s3_url=await put(f"panel-{panel.index}", panel.image),
        )
        for panel in drawing.panels
    ]
    page = await put("page", drawing.image)
    timing = JobTiming(
        queued_ms=round(queued.total_seconds() * 1000),
        load_ms=drawn.load_ms,
        run_ms=drawn.run_ms,
        upload_ms=round((time.monotonic() - started) * 1000),
    )
    return JobResult(
        s3_url=page,
        content_type=drawing.content_type,
        width=drawing.width,
        height=drawing.height,
        size=len(drawing.image),
        sha256=drawn.sha256,
        seed=drawing.seed,
        model=drawing.model,
        title=drawing.title,
        alt_text=drawing.alt_text,
        script=drawing.script,
        panels=tuple(panels) or kept,
        timing=timing,
        notices=drawing.notices,
        continuation=drawing.continuation,
    )
