"""The HTTP side of contract v1: four routes, and one way to say no."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web

from pipeline.errors import ApiFault, ErrorCode, RefusedError, api_fault, invalid
from pipeline.job import PipelineStatus
from pipeline.live_job import LiveJob
from pipeline.schemas import CONTRACT, status_url
from pipeline.service import Cancel, PipelineService
from pipeline.submissions import manner_of, submission_of, uuid_of
from pipeline.word_list import BlockedWords

log = structlog.get_logger(__name__)

_BODY_LIMIT = 128 * 1024  # bytes on the wire; inputParams have a limit of their own
_BODY_SECONDS = 15
_SYNC_SECONDS = 900.0  # how long a level-0 caller is held at most
_WARM_SECONDS = 2
_RESTART_SECONDS = 5

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """Translates between HTTP and the studio."""

    def __init__(
        self,
        studio: PipelineService,
        *,
        token: str | None = None,
        rejected: BlockedWords | None = None,
    ) -> None:
        self._studio = studio
        self._token = token
        self._rejected = rejected
        self._closing = asyncio.Event()

    def application(self) -> web.Application:
        application = web.Application(
            middlewares=[self._envelope, self._authorize], client_max_size=_BODY_LIMIT
        )
        application.router.add_post("/generate", self.generate)
        application.router.add_get("/jobs/{uuid}", self.status)
        application.router.add_post("/jobs/{uuid}/cancel", self.cancel)
        application.router.add_get("/health", self.health)
        return application

    def close(self) -> None:
        """Answer everybody who is being held; the jobs stay on record."""
        self._closing.set()

    async def generate(self, request: web.Request) -> web.Response:
        body = await _read(request)
        submission = submission_of(
            body, request.headers, takes_callbacks=self._studio.takes_callbacks
        )
        if self._rejected and self._rejected.refuses(submission.order):
            raise RefusedError(
                api_fault(ErrorCode.PROMPT_REJECTED, "the prompt has a word on the list")
            )
        live = await self._studio.submit(submission)
        manner = manner_of(request.headers)
        if manner.hold_seconds is None:
            await self._hold(live, _SYNC_SECONDS)
            return self._plain(live)
        await self._hold(live, manner.hold_seconds)
        return self._accepted(live)

    async def status(self, request: web.Request) -> web.Response:
        return web.json_response(self._studio.describe(self._find(request)))

    async def cancel(self, request: web.Request) -> web.Response:
        live = self._find(request)
        outcome = await self._studio.cancel(live)
        statuses = {Cancel.ASKED: 202, Cancel.ALREADY: 200, Cancel.TOO_LATE: 409}
        return web.json_response(self._studio.describe(live), status=statuses[outcome])

    async def health(self, _request: web.Request) -> web.Response:
        if self._studio.is_ready:
            return web.json_response(self._studio.health())
        retry = {"Retry-After": str(_WARM_SECONDS)}
        return web.json_response(self._studio.health(), status=503, headers=retry)

    def _find(self, request: web.Request) -> LiveJob:
        uuid = uuid_of(request.match_info["uuid"])
        live = self._studio.find(uuid) if uuid else None
        if live is None:
            raise RefusedError(api_fault(ErrorCode.NOT_FOUND, "no such job"))
        return live

    async def _hold(self, live: LiveJob, seconds: float) -> None:
        """Wait for the job's end, for *seconds* or until this server stops."""
        async with asyncio.TaskGroup() as group:
            finish = group.create_task(live.finishes_within(seconds))
            closing = group.create_task(self._closing.wait())
            await asyncio.wait({finish, closing}, return_when=asyncio.FIRST_COMPLETED)
            finish.cancel()
            closing.cancel()

    def _accepted(self, live: LiveJob) -> web.Response:
        """Answer a caller that can come back for the rest."""
        wire = self._studio.describe(live)
        if live.job.status is PipelineStatus.SUCCEEDED:
            return web.json_response(wire)
        headers = {"Location": status_url(live.job), "Retry-After": str(_look_again(wire))}
        return web.json_response(wire, status=202, headers=headers)

    def _plain(self, live: LiveJob) -> web.Response:
        """Answer a caller that wants the picture's URL and knows nothing else."""
        job = live.job
        if job.result:
            return web.json_response({"s3Url": job.result.s3_url})
        if job.fault:
            raise RefusedError(job.fault)
        if job.status is PipelineStatus.CANCELED:
            raise RefusedError(api_fault(ErrorCode.CONFLICT, "the job was cancelled"))
        if self._closing.is_set():
            message = "this server is being restarted"
            raise RefusedError(
                api_fault(ErrorCode.WARMING, message, retry_after_seconds=_RESTART_SECONDS)
            )
        raise RefusedError(
            api_fault(ErrorCode.DEADLINE_EXCEEDED, f"not drawn in {_SYNC_SECONDS:.0f} s")
        )

    @web.middleware
    async def _authorize(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let in who knows the token. Health is for everybody: it tells nothing of any job."""
        if self._token and request.path != "/health":
            sent = request.headers.get("Authorization", "")
            if not _same(sent, f"Bearer {self._token}"):
                raise RefusedError(
                    api_fault(ErrorCode.UNAUTHORIZED, "a valid bearer token is needed")
                )
        return await handler(request)

    @web.middleware
    async def _envelope(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Put every refusal into the envelope, and our contract's number on every answer."""
        try:
            response = await handler(request)
        except RefusedError as error:
            response = _refusal(error.fault, error.http_status)
        except web.HTTPException as error:
            response = _http_refusal(error)
        except Exception:
            log.exception("request_crashed", path=request.path)
            response = _refusal(api_fault(ErrorCode.INTERNAL, "unexpected error, see the log"), 500)
        response.headers["ComicAI-Contract"] = CONTRACT
        return response


async def _read(request: web.Request) -> bytes:
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            return await request.read()
    except TimeoutError as error:
        raise invalid("the body did not come", http_status=408) from error
    except (ConnectionError, web.RequestPayloadError) as error:
        raise invalid("the body broke off or cannot be unpacked", http_status=400) from error


def _same(sent: str, expected: str) -> bool:
    """Compare in a time that tells nothing of where the two differ."""
    return hmac.compare_digest(sent.encode("utf-8", "surrogateescape"), expected.encode())


def _look_again(wire: dict[str, Any]) -> int:
    """Return in how many seconds a look at the job is likely to be worth it."""
    return max(1, min(5, wire.get("etaSeconds") or 1))


def _refusal(bad: ApiFault, http_status: int) -> web.Response:
    response = web.json_response({"error": bad.to_wire()}, status=http_status)
    if bad.retry_after_seconds is not None:
        response.headers["Retry-After"] = str(bad.retry_after_seconds)
    if http_status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _http_refusal(error: web.HTTPException) -> web.Response:
    """Return what aiohttp refused by itself: an unknown route or method, a body too large."""
    if isinstance(error, web.HTTPNotFound):
        return _refusal(api_fault(ErrorCode.NOT_FOUND, "no such route"), 404)
    refused = invalid(error.reason, http_status=error.status)
    response = _refusal(refused.fault, error.status)
    if isinstance(error, web.HTTPMethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(error.allowed_methods))
    return response
