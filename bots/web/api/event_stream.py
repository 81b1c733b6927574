"""Server-sent events: how a job stands, told whenever that changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
from hashlib import sha256
from typing import Any

import structlog
from aiohttp import web

from bots.web.api.request_parsing import headers_of
from bots.web.api.schemas import EventHeaders, JobView
from bots.web.api.serialization import job_view
from bots.web.app_keys import METRICS, SERVICES, STOPPING, STREAMS
from core.errors import DependencyError, NotFoundError, TooManyAttemptsError
from core.models.identity import JobId, Requester
from core.models.jobs import Job

log = structlog.get_logger(__name__)

HEARTBEAT_SECONDS = 15.0  # less than what proxies take for a dead connection
RETRY_MILLISECONDS = 2000  # after which a browser that lost the connection comes back
SEND_SECONDS = 20.0  # for a reader who does not read
STREAMS_A_JOB = 20  # each costs a look at the database whenever the job changes
FULL_SECONDS = 15  # after which one of them may be gone


async def stream_events(
    request: web.Request, job_id: JobId, requester: Requester
) -> web.StreamResponse:
    """Send how the job stands until it is at an end, its reader is gone, or the server stops.

    Browsers come back even after the end of their own accord; 204 tells them that this was it.
    Raises TooManyAttemptsError while too many watch the same job.
    """
    last_seen = headers_of(request, EventHeaders).last_event_id
    status = await request.config_dict[SERVICES].requests.status(job_id, requester)
    if status.job.state.is_terminal and last_seen == _id_of(await job_view(request, status)):
        return web.Response(status=204)
    response = web.StreamResponse(headers={"X-Accel-Buffering": "no"})
    response.content_type = "text/event-stream"
    with _place_among_readers(request, job_id):
        try:
            await response.prepare(request)
            if request.method != "HEAD":
                await _tell(request, response, job_id, requester, last_seen)
        except (ConnectionError, TimeoutError):
            log.debug("event_stream_left", job_id=str(job_id))
    return response


@contextmanager
def _place_among_readers(request: web.Request, job_id: JobId) -> Iterator[None]:
    readers = request.config_dict[STREAMS]
    if readers[job_id] >= STREAMS_A_JOB:
        raise TooManyAttemptsError(FULL_SECONDS)
    readers[job_id] += 1
    try:
        with request.config_dict[METRICS].streams.track_inprogress():
            yield
    finally:
        readers[job_id] -= 1
        if not readers[job_id]:
            del readers[job_id]


async def _tell(
    request: web.Request,
    response: web.StreamResponse,
    job_id: JobId,
    requester: Requester,
    last_seen: str | None,
) -> None:
    services = request.config_dict[SERVICES]
    changes = services.job_events.changes(job_id)
    await _write(response, f"retry: {RETRY_MILLISECONDS}\n\n")
    async with aclosing(_moments(changes, request.config_dict[STOPPING])) as moments:
        async for _ in moments:
            try:
                status = await services.requests.status(job_id, requester)
                view = await job_view(request, status)
            except NotFoundError:
                return  # its owner is gone, or does not show it any more
            except DependencyError as error:
                log.warning("event_not_told", job_id=str(job_id), error=error.code)
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


async def _moments(
    changes: AsyncGenerator[Job, None], stopping: asyncio.Event
) -> AsyncGenerator[None, None]:
    """Yield at every change, and at every heartbeat, for the place in line moves by itself.

    Ends when the changes do, or when the server stops.
    """
    stop: asyncio.Future[Any] = asyncio.ensure_future(stopping.wait())
    change: asyncio.Future[Any] = asyncio.ensure_future(anext(changes, None))
    try:
        while True:
            done, _ = await asyncio.wait(
                {change, stop}, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            if stop in done or (change in done and change.result() is None):
                return
            if change in done:
                change = asyncio.ensure_future(anext(changes, None))
            yield
    finally:
        for waiting in (change, stop):
            waiting.cancel()
        await asyncio.gather(change, stop, return_exceptions=True)
        await changes.aclose()


def _id_of(view: JobView) -> str:
    """Return what tells two events apart; a fresh link to the same picture is no news."""
    news = view.model_copy(update={"s3_url": None})
    return sha256(news.model_dump_json().encode()).hexdigest()[:16]


def _event(name: str, event_id: str, view: JobView) -> str:
    return f"event: {name}\nid: {event_id}\ndata: {view.model_dump_json(by_alias=True)}\n\n"


async def _write(response: web.StreamResponse, text: str) -> None:
    async with asyncio.timeout(SEND_SECONDS):
        await response.write(text.encode())
