"""HTTP client of a generator: contract level 1, and plain request and response (level 0)."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any, NoReturn
from uuid import uuid4

import aiohttp
import structlog

from core.errors import (
    GeneratorFailedError,
    GeneratorRefusesError,
    GeneratorRetryError,
    GeneratorUnavailableError,
    UnknownBucketError,
)
from core.jobs.generator.api import GeneratorApi, SubmitUrl, Timeouts, fixed
from core.jobs.generator.attempt import Attempt
from core.jobs.generator.contract import Locate, parse_health
from core.jobs.generator.conventional_keys import FindPage, find_nothing
from core.jobs.generator.error_codes import DENIED, refusal_of
from core.jobs.generator.http_calls import GeneratorResponse, NoConnectionError, NoResponseError
from core.jobs.generator.lighter_params import lighter_params
from core.jobs.generator.polling import PollingSettings
from core.jobs.poll_hints import JobHints, PollHints
from core.models.comics import DrawnComic
from core.models.identity import JobId
from core.models.jobs import PAINTER, GeneratorHealth, Progress, Refusal
from core.ports.jobs import GenerationRequest

log = structlog.get_logger(__name__)

_REFUSED_SECONDS = 60.0  # until a job is tried again whose page is in a foreign bucket
_SOUND_SECONDS = 600.0  # for which a comic shows that buckets are configured right
_LOADING_DELAY = 3.0  # seconds until a job for another painter is tried again


class HttpGenerator:
    """Implementation of the port `Generator` over HTTP; caches the capabilities of the server.

    It relies on polling; callbacks only make it poll sooner. `jobs/{uuid}` returns the status of a
    job, so a job of unknown status is polled before it is submitted again. Of the URLs in responses
    only the image's is used: *locate* maps it to an object in the store, and nothing is downloaded
    from it.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        url: str | SubmitUrl,
        *,
        token: str,
        locate: Locate,
        find_page: FindPage = find_nothing,
        callback_url: str | None = None,
        hints: PollHints | None = None,
        wait_seconds: int = 2,  # for which a submission is held open; polling shows progress sooner
        start_within: timedelta = timedelta(minutes=15),
        timeouts: Timeouts | None = None,
        polling: PollingSettings | None = None,
    ) -> None:
        self._api = GeneratorApi(
            http,
            fixed(url) if isinstance(url, str) else url,
            token=token,
            callback_url=callback_url,
            wait_seconds=wait_seconds,
            start_within=start_within,
            timeouts=timeouts or Timeouts(),
        )
        self._callback_url = callback_url
        self._hints = hints or PollHints()
        self._locate = locate
        self._find_page = find_page
        self._polling = polling or PollingSettings()
        self._health: GeneratorHealth | None = None
        self._active = 0  # calls of `draw` in progress
        self._refusal: Refusal | None = None
        self._drew_at: float | None = None  # when the last comic was drawn

    @property
    def refusal(self) -> Refusal | None:
        return self._refusal

    def _refuse(self, error: GeneratorRefusesError) -> None:
        """Note that nothing is drawn for us, although the health of the generator may be good."""
        if self._refusal is None or self._refusal.reason != error.reason:
            log.error("generator_refusal_noticed", reason=error.reason)
        self._refusal = Refusal(error.reason, time.monotonic())

    async def draw(
        self, request: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        await self._probe()
        with self._hints.of(request.job_id) as hints:
            return await self._draw(request, report, hints if self._callback_url else None)

    async def _draw(
        self,
        request: GenerationRequest,
        report: Callable[[Progress], None],
        hints: JobHints | None,
    ) -> DrawnComic:
        attempt = Attempt(
            self._api,
            request,
            report,
            locate=self._locate,
            params=self._supported(request.params),
            polling=self._polling,
            blocked_by=lambda: self._health.blocked_by if self._health else "",
            hints=hints,
            is_up=self._is_up,
            find_page=self._find_page,
        )
        self._active += 1
        try:
            drawn = await attempt.draw()
        except GeneratorRetryError as error:
            if error.reason != "gpu_oom":
                raise
            changes = lighter_params(request.params, self._input_keys)
            raise GeneratorRetryError(error.reason, changes=changes) from error
        except UnknownBucketError as error:
            # No traceback: this is not a crash, and the traceback would show the URL.
            log.error("image_url_rejected", bucket=error.bucket, setting="generator.buckets")  # noqa: TRY400
            if self._drew_at is not None and time.monotonic() - self._drew_at < _SOUND_SECONDS:
                # Other comics are in the right bucket, so this is no mistake of the settings.
                raise GeneratorFailedError("bad_response", "s3Url in a foreign bucket") from error
            refusal = GeneratorRefusesError("wrong_bucket", retry_after=_REFUSED_SECONDS)
            self._refuse(refusal)
            raise refusal from error
        except GeneratorRefusesError as error:
            self._refuse(error)
            raise
        else:
            self._refusal, self._drew_at = None, time.monotonic()
            return drawn
        finally:
            self._active -= 1

    async def cancel(self, job_id: JobId, attempt: int) -> None:
        """Request cancellation; does nothing at level 0, which has no such route."""
        if self._api.level == 0:
            return
        try:
            response = await self._api.cancel(job_id, attempt)
        except (NoConnectionError, NoResponseError, GeneratorUnavailableError) as error:
            log.warning("cancel_request_failed", error=str(error))
        else:
            log.info("cancel_request_sent", status=response.status)

    async def health(self) -> GeneratorHealth:
        """Return the generator's health. Raises GeneratorUnavailableError.

        A level-0 generator has no health route; any response from it counts as ready.
        """
        try:
            response = await self._api.health(busy=self._active > 0)
        except (NoConnectionError, NoResponseError) as error:
            reason = error.reason if isinstance(error, NoConnectionError) else "unreachable"
            raise GeneratorUnavailableError(reason, str(error)) from error
        self._health = self._parse_health(response)
        return self._health

    async def _is_up(self) -> bool:
        """Return whether the generator responds to a health check at present."""
        try:
            await self.health()
        except GeneratorUnavailableError:
            return False
        return True

    @property
    def _input_keys(self) -> tuple[str, ...]:
        """The parameters that the generator lists; none if it lists none."""
        return (self._health.input_keys if self._health else None) or ()

    def _parse_health(self, response: GeneratorResponse) -> GeneratorHealth:
        if _is_health(response) and response.body is not None:
            self._api.level = 1
            return parse_health(response.body)
        if response.status in DENIED:
            raise GeneratorUnavailableError("unauthorized")
        if self._api.level == 1 or not _is_plain(response):
            raise GeneratorUnavailableError("not_ready", retry_after=response.retry_after)
        self._api.level = 0
        return GeneratorHealth(ready=True)

    async def _probe(self) -> None:
        """Request the health unless it is known: it lists the supported parameters."""
        if self._health is None:
            try:
                await self.health()
            except GeneratorUnavailableError as error:
                # Submission handles an unavailable generator, with retries.
                log.info("generator_probe_failed", reason=error.reason)

    def _supported(self, params: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the parameters that the generator supports; all if it does not list them.

        While it loads, its list may lack what its painter takes, such as `safety`.
        """
        keys = self._health.input_keys if self._health and self._health.ready else None
        if PAINTER in params and PAINTER not in (keys or ()):
            self._refuse_painter()
        if keys is None:
            return params
        return {key: value for key, value in params.items() if key in {"prompt", *keys}}

    def _refuse_painter(self) -> NoReturn:
        """Refuse a job for another painter: without that key it would be painted, and paid."""
        if self._health is None or not self._health.ready:
            raise GeneratorUnavailableError("not_ready", retry_after=_LOADING_DELAY)
        log.error("painter_rejected", setting="artist.fallback")
        raise GeneratorFailedError("painter_unsupported")

    async def check_access(self) -> None:
        """Submit a job that may not be started any more. Raises GeneratorRefusesError.

        Only for a generator of level 1, since another one would draw it. One that ignores the
        deadline is asked to cancel it. Raises GeneratorUnavailableError without an answer.
        """
        job_id = uuid4()
        try:
            response = await self._api.submit(job_id, 1, {"prompt": "a cat"})
            await self._api.cancel(job_id, 1)
        except (NoConnectionError, NoResponseError) as error:
            raise GeneratorUnavailableError("unreachable", str(error)) from error
        if (refusal := refusal_of(response)) is not None:
            raise GeneratorRefusesError(refusal)


async def probe(http: aiohttp.ClientSession, url: str) -> GeneratorHealth:
    """Return the health of a generator that may still be starting, without sending a token.

    Raises GeneratorUnavailableError. A proxy in front of a machine whose server does not listen
    yet answers in many ways, also with 200 and a page, but not with a JSON object.
    """
    api = GeneratorApi(
        http,
        fixed(url),
        token="",
        callback_url=None,
        wait_seconds=0,
        start_within=timedelta(),
        timeouts=Timeouts(),
    )
    try:
        response = await api.health(busy=False)
    except (NoConnectionError, NoResponseError) as error:
        raise GeneratorUnavailableError("unreachable", str(error)) from error
    if response.body is not None:
        if _is_health(response):
            return parse_health(response.body)
        if _is_plain(response):
            return GeneratorHealth(ready=True)
    raise GeneratorUnavailableError("not_ready")


def _is_health(response: GeneratorResponse) -> bool:
    """Return whether this is the health of a level-1 generator; its status is 503 while loading."""
    is_level_1 = response.knows_contract or str((response.body or {}).get("contract")) == "1"
    return is_level_1 and (response.is_success or response.status == HTTPStatus.SERVICE_UNAVAILABLE)


def _is_plain(response: GeneratorResponse) -> bool:
    """Return whether a generator without a health route would respond like this."""
    if response.status in {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}:
        return False
    has_no_route = 400 <= response.status < 500 or response.status == HTTPStatus.NOT_IMPLEMENTED
    return has_no_route or (response.is_success and not response.is_html)
