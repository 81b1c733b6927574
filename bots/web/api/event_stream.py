"""Server-sent events with the status of a job."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
from hashlib import sha256

import structlog
from aiohttp import web

from bots.web.api.request_parsing import headers_of
from bots.web.api.schemas import EventHeaders, JobView
from bots.web.api.serialization import job_view
from bots.web.app_keys import HEARTBEAT, HTTP_METRICS, SERVICES, STOPPING, STREAM_LIMIT, STREAMS
from core.errors import DependencyError, NotFoundError, TooManyAttemptsError
from core.models.identity import JobId, Requester
from core.models.jobs import Job
from core.runtime.waiting import InterruptedByEventError, run_unless_set

log = structlog.get_logger(__name__)

HEARTBEAT_SECONDS = 15.0  # shorter than the time-out of proxies
STREAMS_PER_JOB = 20  # each queries the database at every change of the job
RETRY_MILLISECONDS = 2000  # before a browser that lost the connection reconnects
SEND_SECONDS = 20.0  # for a client that does not read
RETRY_AFTER_SECONDS = 15  # when a job has that many streams


async def stream_events(
    request: web.Request, job_id: JobId, requester: Requester
) -> web.StreamResponse:
    """Send the status at each change until the job ends, the client leaves or the server stops.

    Browsers reconnect by themselves even after the last event; the status 204 stops them. Raises
    TooManyAttemptsError if the job has as many streams as are allowed.
    """
    last_seen = headers_of(request, EventHeaders).last_event_id
    status = await request.config_dict[SERVICES].job_statuses.get(job_id, requester)
    if status.job.state.is_terminal and last_seen == _id_of(await job_view(request, status)):
        return web.Response(status=204)
    response = web.StreamResponse(headers={"X-Accel-Buffering": "no"})
    response.content_type = "text/event-stream"
    with _counted_stream(request, job_id):
        try:
            await response.prepare(request)
            if request.method != "HEAD":
                await _send_events(request, response, job_id, requester, last_seen)
        except (ConnectionError, TimeoutError):
            log.debug("event_stream_disconnected", job_id=str(job_id))
    return response


@contextmanager
def _counted_stream(request: web.Request, job_id: JobId) -> Iterator[None]:
    streams = request.config_dict[STREAMS]
    if streams[job_id] >= request.config_dict[STREAM_LIMIT]:
        raise TooManyAttemptsError(RETRY_AFTER_SECONDS)
    streams[job_id] += 1
    try:
        with request.config_dict[HTTP_METRICS].streams.track_inprogress():
            yield
    finally:
        streams[job_id] -= 1
        if not streams[job_id]:
            del streams[job_id]


async def _send_events(
    request: web.Request,
    response: web.StreamResponse,
    job_id: JobId,
    requester: Requester,
    last_seen: str | None,
) -> None:
    services = request.config_dict[SERVICES]
    changes = services.job_events.changes(job_id)
    await _write(response, f"retry: {RETRY_MILLISECONDS}\n\n")
    heartbeat = request.config_dict[HEARTBEAT]
    async with aclosing(_ticks(changes, request.config_dict[STOPPING], heartbeat)) as ticks:
        async for _ in ticks:
            try:
                status = await services.job_statuses.get(job_id, requester)
                view = await job_view(request, status)
            except NotFoundError:
                return  # deleted, or no longer visible to the caller
            except DependencyError as error:
                log.warning("event_skipped", job_id=str(job_id), error=error.code)
                await _write(response, ": \n\n")
                continue
            is_end = status.job.state.is_terminal
            event_id = _id_of(view)
            if event_id == last_seen:
                await _write(response, ": \n\n")
            else:
                await _write(response, _event("end" if is_end else "status", event_id, view))
            if is_end:
                return
            last_seen = event_id


async def _ticks(
    changes: AsyncGenerator[Job, None], stopping: asyncio.Event, heartbeat: float
) -> AsyncGenerator[None, None]:
    """Yield at every change and every *heartbeat* seconds.

    It ends when the changes end or the server stops. Heartbeats matter because the position in the
    queue changes without a change of the job.
    """
    change: asyncio.Future[Job | None] = asyncio.ensure_future(anext(changes, None))
    try:
        while not stopping.is_set():
            try:
                await run_unless_set(asyncio.wait({change}, timeout=heartbeat), stopping)
            except InterruptedByEventError:
                return
            if change.done():
                if change.result() is None:
                    return
                change = asyncio.ensure_future(anext(changes, None))
            yield
    finally:
        change.cancel()
        await asyncio.gather(change, return_exceptions=True)
        await changes.aclose()


def _id_of(view: JobView) -> str:
    """Return a hash of the status without its image link, which differs each time."""
    content = view.model_copy(update={"s3_url": None})
    return sha256(content.model_dump_json().encode()).hexdigest()[:16]


def _event(name: str, event_id: str, view: JobView) -> str:
    return f"event: {name}\nid: {event_id}\ndata: {view.model_dump_json(by_alias=True)}\n\n"


async def _write(response: web.StreamResponse, text: str) -> None:
    async with asyncio.timeout(SEND_SECONDS):
        await response.write(text.encode())
