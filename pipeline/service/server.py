"""HTTP server of contract v1: four routes, authorization and the error envelope."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web
from aiohttp.web_urldispatcher import SystemRoute

from pipeline.errors import ApiFault, ErrorCode, RefusedError, api_fault, invalid
from pipeline.moderation.words import WordRules
from pipeline.service.idle_exit import IdleTimer
from pipeline.service.job import PipelineStatus
from pipeline.service.job_service import CancelOutcome, PipelineService
from pipeline.service.live_job import LiveJob
from pipeline.service.params import OrderRules
from pipeline.service.schemas import CONTRACT, status_url
from pipeline.service.submission_parser import parse_submission, parse_uuid, response_mode

log = structlog.get_logger(__name__)

_BODY_LIMIT = 128 * 1024  # bytes; inputParams has its own limit
_BODY_SECONDS = 15
_SYNC_SECONDS = 900.0  # longest time to hold a level-0 request
_RESTART_SECONDS = 5

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """Translates between HTTP and the job service."""

    def __init__(
        self,
        service: PipelineService,
        *,
        token: str | None = None,
        word_rules: WordRules | None = None,
        rules: OrderRules | None = None,
        idle_timer: IdleTimer | None = None,
    ) -> None:
        self._service = service
        self._token = token
        self._word_rules = word_rules or WordRules()
        self._rules = rules
        self._idle_timer = idle_timer or IdleTimer()
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
        """Answer the held requests now; their jobs stay on record."""
        self._closing.set()

    async def generate(self, request: web.Request) -> web.Response:
        body = await _read(request)
        submission = parse_submission(
            body,
            request.headers,
            takes_callbacks=self._service.takes_callbacks,
            rules=self._rules,
        )
        if self._word_rules.refuse_order(submission.order):
            raise RefusedError(
                api_fault(
                    ErrorCode.PROMPT_REJECTED, "the prompt contains words that may not be drawn"
                )
            )
        live = await self._service.submit(submission)
        mode = response_mode(request.headers)
        if mode.hold_seconds is None:
            await self._hold(live, _SYNC_SECONDS)
            return self._plain(live)
        await self._hold(live, mode.hold_seconds)
        return self._accepted(live)

    async def status(self, request: web.Request) -> web.Response:
        return web.json_response(self._service.describe(self._find(request)))

    async def cancel(self, request: web.Request) -> web.Response:
        live = self._find(request)
        outcome = await self._service.cancel(live)
        statuses = {
            CancelOutcome.REQUESTED: 202,
            CancelOutcome.ALREADY_CANCELED: 200,
            CancelOutcome.ALREADY_FINISHED: 409,
        }
        return web.json_response(self._service.describe(live), status=statuses[outcome])

    async def health(self, _request: web.Request) -> web.Response:
        if self._service.is_ready:
            return web.json_response(self._service.health())
        retry = {"Retry-After": str(self._service.retry_after_seconds)}
        return web.json_response(self._service.health(), status=503, headers=retry)

    def _find(self, request: web.Request) -> LiveJob:
        uuid = parse_uuid(request.match_info["uuid"])
        live = self._service.find(uuid) if uuid else None
        if live is None:
            raise RefusedError(api_fault(ErrorCode.NOT_FOUND, "no such job"))
        return live

    async def _hold(self, live: LiveJob, seconds: float) -> None:
        """Wait until the job is terminal, *seconds* have passed or this server stops."""
        async with asyncio.TaskGroup() as group:
            finish = group.create_task(live.finishes_within(seconds))
            closing = group.create_task(self._closing.wait())
            await asyncio.wait({finish, closing}, return_when=asyncio.FIRST_COMPLETED)
            finish.cancel()
            closing.cancel()

    def _accepted(self, live: LiveJob) -> web.Response:
        """Return the response for a caller that can poll."""
        wire = self._service.describe(live)
        if live.job.status is PipelineStatus.SUCCEEDED:
            return web.json_response(wire)
        headers = {"Location": status_url(live.job), "Retry-After": str(_poll_seconds(wire))}
        return web.json_response(wire, status=202, headers=headers)

    def _plain(self, live: LiveJob) -> web.Response:
        """Return the response for a level-0 caller: the image's URL or an error."""
        job = live.job
        if job.result:
            return web.json_response({"s3Url": job.result.s3_url})
        if job.fault:
            raise RefusedError(job.fault)
        if job.status is PipelineStatus.CANCELED:
            raise RefusedError(api_fault(ErrorCode.CONFLICT, "the job was canceled"))
        if self._closing.is_set():
            message = "the server is restarting"
            raise RefusedError(
                api_fault(ErrorCode.WARMING, message, retry_after_seconds=_RESTART_SECONDS)
            )
        raise RefusedError(
            api_fault(ErrorCode.DEADLINE_EXCEEDED, f"not drawn within {_SYNC_SECONDS:.0f} s")
        )

    @web.middleware
    async def _authorize(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Require the bearer token. Health is public: it reveals nothing about any job."""
        if self._token and request.path != "/health":
            sent = request.headers.get("Authorization", "")
            if not _equal(sent, f"Bearer {self._token}"):
                raise RefusedError(
                    api_fault(ErrorCode.UNAUTHORIZED, "a valid bearer token is required")
                )
        if not isinstance(request.match_info.route, SystemRoute):  # an unknown route
            self._idle_timer.touch()
        return await handler(request)

    @web.middleware
    async def _envelope(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Wrap every error in the envelope, and add the contract's version to every response."""
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
        raise invalid("the request body did not arrive in time", http_status=408) from error
    except (ConnectionError, web.RequestPayloadError) as error:
        raise invalid(
            "the request body is incomplete or cannot be decompressed", http_status=400
        ) from error


def _equal(sent: str, expected: str) -> bool:
    """Compare in constant time, against timing attacks."""
    return hmac.compare_digest(sent.encode("utf-8", "surrogateescape"), expected.encode())


def _poll_seconds(wire: dict[str, Any]) -> int:
    """Return the Retry-After of a status object, in seconds: its ETA, within 1 to 5."""
    return max(1, min(5, wire.get("etaSeconds") or 1))


def _refusal(fault: ApiFault, http_status: int) -> web.Response:
    response = web.json_response({"error": fault.to_wire()}, status=http_status)
    if fault.retry_after_seconds is not None:
        response.headers["Retry-After"] = str(fault.retry_after_seconds)
    if http_status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _http_refusal(error: web.HTTPException) -> web.Response:
    """Return the envelope for an error raised by aiohttp, such as an unknown route."""
    if isinstance(error, web.HTTPNotFound):
        return _refusal(api_fault(ErrorCode.NOT_FOUND, "no such route"), 404)
    refused = invalid(error.reason, http_status=error.status)
    response = _refusal(refused.fault, error.status)
    if isinstance(error, web.HTTPMethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(error.allowed_methods))
    return response
