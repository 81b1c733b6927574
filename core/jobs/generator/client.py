"""The generator over HTTP: contract v1, and the plain request and answer below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import aiohttp
import structlog

from core.errors import GeneratorFailedError, GeneratorUnavailableError, UnknownBucketError
from core.jobs.generator.api import GeneratorApi, Timeouts
from core.jobs.generator.attempt import Attempt
from core.jobs.generator.contract import Locate, parse_health
from core.jobs.generator.http_calls import GeneratorResponse, NoConnectionError, NoResponseError
from core.jobs.generator.polling import PollingSettings
from core.models.comics import DrawnComic
from core.models.identity import JobId
from core.models.jobs import GeneratorHealth, Progress
from core.ports.jobs import GenerationRequest

log = structlog.get_logger(__name__)


class HttpGenerator:
    """Draws by asking a pipeline at one URL, and remembers what it is able to.

    Polling is what everything rests on. `jobs/{uuid}` shows how a drawing stands, so a drawing
    that was lost sight of is looked for before it is submitted again. Of the URLs in answers only
    the picture's is read, by *locate*, and not even that is fetched.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        url: str,
        *,
        token: str,
        locate: Locate,
        callback_url: str | None = None,
        wait_seconds: int = 2,  # that a submission is held for; later there is progress to see
        start_within: timedelta = timedelta(minutes=15),
        timeouts: Timeouts | None = None,
        tempo: PollingSettings | None = None,
    ) -> None:
        self._api = GeneratorApi(
            http,
            url,
            token=token,
            callback_url=callback_url,
            wait_seconds=wait_seconds,
            start_within=start_within,
            timeouts=timeouts or Timeouts(),
        )
        self._locate = locate
        self._tempo = tempo or PollingSettings()
        self._health: GeneratorHealth | None = None
        self._drawing = 0

    async def draw(
        self, order: GenerationRequest, report: Callable[[Progress], None]
    ) -> DrawnComic:
        """Have the comic drawn, as the port promises. Raises GeneratorError."""
        await self._get_to_know()
        attempt = Attempt(
            self._api,
            order,
            report,
            locate=self._locate,
            params=self._understood(order.params),
            tempo=self._tempo,
        )
        self._drawing += 1
        try:
            return await attempt.draw()
        except UnknownBucketError as error:
            log.error("image_url_refused", bucket=error.bucket, setting="generator.buckets")  # noqa: TRY400 - no crash of ours, and the URL is nobody's business
            raise GeneratorFailedError("bad_response", "s3Url outside our buckets") from error
        finally:
            self._drawing -= 1

    async def cancel(self, job_id: JobId, attempt: int) -> None:
        """Ask for the drawing to be stopped; at level 0 nobody would listen."""
        if self._api.level == 0:
            return
        try:
            answer = await self._api.cancel(job_id, attempt)
        except (NoConnectionError, NoResponseError) as error:
            log.warning("cancel_failed", error=str(error))
        else:
            log.info("cancel_asked", status=answer.status)

    async def health(self) -> GeneratorHealth:
        """Return what the generator says of itself. Raises GeneratorUnavailableError.

        A level-0 generator has no such route; that it answers at all is all there is to know.
        """
        try:
            answer = await self._api.health(busy=self._drawing > 0)
        except (NoConnectionError, NoResponseError) as error:
            raise GeneratorUnavailableError("unreachable", str(error)) from error
        self._health = self._health_in(answer)
        return self._health

    def _health_in(self, answer: GeneratorResponse) -> GeneratorHealth:
        if _is_health(answer) and answer.body is not None:
            self._api.level = 1
            return parse_health(answer.body)
        if answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            raise GeneratorUnavailableError("unauthorized")
        if self._api.level == 1 or not _is_plain(answer):
            raise GeneratorUnavailableError("not_ready", retry_after=answer.retry_after)
        self._api.level = 0
        return GeneratorHealth(ready=True)

    async def _get_to_know(self) -> None:
        """Ask for health if nobody has: it says which options are understood."""
        if self._health is None:
            try:
                await self.health()
            except GeneratorUnavailableError as error:
                # Submitting knows better how to deal with a generator that is away.
                log.info("generator_not_known", reason=error.reason)

    def _understood(self, params: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the params that this generator knows; all of them if it does not say."""
        keys = self._health.input_keys if self._health else None
        if keys is None:
            return params
        return {key: value for key, value in params.items() if key in {"prompt", *keys}}


def _is_health(answer: GeneratorResponse) -> bool:
    """Return whether this is a level-1 generator's health; 503 while it loads."""
    told = answer.knows_contract or str((answer.body or {}).get("contract")) == "1"
    return told and (answer.is_success or answer.status == HTTPStatus.SERVICE_UNAVAILABLE)


def _is_plain(answer: GeneratorResponse) -> bool:
    """Return whether a generator without a health route would answer like this."""
    if answer.status in {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}:
        return False
    missing = 400 <= answer.status < 500 or answer.status == HTTPStatus.NOT_IMPLEMENTED
    return missing or (answer.is_success and not answer.is_html)
