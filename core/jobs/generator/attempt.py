"""One attempt at one comic: picked up or submitted, then followed to its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any, NoReturn

import structlog

from core.errors import (
    GeneratorFailedError,
    GeneratorRetryError,
    GeneratorUnavailableError,
    UnknownBucketError,
)
from core.jobs.generator.api import GeneratorApi
from core.jobs.generator.contract import (
    BadResponseError,
    Locate,
    RemoteJob,
    RemoteStatus,
    parse_error,
    parse_job,
)
from core.jobs.generator.error_codes import BUSY, failure_of
from core.jobs.generator.http_calls import GeneratorResponse, NoConnectionError, NoResponseError
from core.jobs.generator.polling import PollingSettings, PollIntervals, RetryDelays
from core.jobs.generator.progress_mapping import ProgressMapper
from core.models.comics import DrawnComic
from core.models.jobs import Progress, Stage
from core.ports.jobs import GenerationRequest

log = structlog.get_logger(__name__)

_SEND_SECONDS = 15.0  # to connect and to write; a level-0 answer outlasts any lease
_CANCEL_SECONDS = 10.0
_CAUTION_SECONDS = 30.0  # before a level-0 generator is asked again what it may be drawing
_RESENDS = 3  # of a request whose answer got lost, level 1; at level 0 there is one
_RESUBMISSIONS = 2  # of a job that the generator has lost
_BLIND_LOOKS = 10  # in a row that fail
_BLIND_SECONDS = 120.0
_STALLED_SECONDS = 180.0  # without a sign of life while drawing

_NO_ROUTE = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED}
_DENIED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
_SERVER_TROUBLE = 500
_CODES: Mapping[int, str] = {
    **dict.fromkeys(_DENIED, "unauthorized"),
    **dict.fromkeys(_NO_ROUTE, "no_such_route"),
    HTTPStatus.CONFLICT: "conflict",
    HTTPStatus.TOO_MANY_REQUESTS: "overloaded",
    HTTPStatus.INTERNAL_SERVER_ERROR: "internal",
    HTTPStatus.SERVICE_UNAVAILABLE: "warming",
}


class _NotTakenError(Exception):
    """The request was not taken on; it may be sent again after *retry_after* seconds."""

    def __init__(
        self, reason: str, *, retry_after: float | None = None, asleep: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after
        self.asleep = asleep  # the generator is not there yet


class _DoubtError(Exception):
    """The request may have been taken on, or not."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _BlindError(Exception):
    """A look at the drawing showed nothing, which says nothing about the drawing."""

    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class _StallDetector:
    """Tells whether a drawing still moves."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sign: tuple[object, ...] = ()
        self._felt_at = clock()

    def feel(self, job: RemoteJob) -> None:
        """Take note of a status; waiting in the generator's queue counts as moving."""
        sign = (job.updated_at,) if job.updated_at else (job.seq, job.stage, job.percent, job.panel)
        if sign != self._sign or job.status is not RemoteStatus.RUNNING:
            self._sign, self._felt_at = sign, self._clock()

    @property
    def is_gone(self) -> bool:
        return self._clock() - self._felt_at > _STALLED_SECONDS


class Attempt:
    """Sees one drawing order through; made for one call of `draw`."""

    def __init__(
        self,
        api: GeneratorApi,
        order: GenerationRequest,
        report: Callable[[Progress], None],
        *,
        locate: Locate,
        params: Mapping[str, Any],
        tempo: PollingSettings,
    ) -> None:
        self._api = api
        self._order = order
        self._report = report
        self._locate = locate
        self._params = params
        self._tempo = tempo
        self._mapper = ProgressMapper(order.panels)
        self._requested: float | None = None  # seconds that the last answer asked us to wait

    async def draw(self) -> DrawnComic:
        """Return the comic. Raises errors of the generator, and UnknownBucketError."""
        job = None
        if not self._order.fresh and self._api.level != 0:
            job = await self._look_patiently()
        for _ in range(1 + _RESUBMISSIONS):
            if job is None:
                job = await self._submit()
            comic = await self._follow(job)
            if comic is not None:
                return comic
            log.warning("drawing_forgotten", attempt=self._order.attempt)
            self._mapper.restart()
            job = None
        raise GeneratorRetryError("job_lost")

    # --- Submitting -------------------------------------------------------------------------------

    async def _submit(self) -> RemoteJob:
        """Have the drawing taken on; sent again only where that starts nothing twice."""
        patience = RetryDelays(self._tempo)
        doubts = 0
        self._report(self._mapper.progress_in(Stage.SUBMITTING))
        while True:
            try:
                return await self._send()
            except _NotTakenError as error:
                log.info("drawing_not_taken", reason=error.reason, retry_after=error.retry_after)
                if error.asleep:
                    self._report(self._mapper.progress_in(Stage.WAKING))
                await patience.pause(error.reason, error.retry_after)
            except _DoubtError as error:
                doubts += 1
                log.warning("drawing_in_doubt", reason=error.reason, times=doubts)
                job = await self._resolve(error.reason, doubts)
                if job is not None:
                    return job

    async def _send(self) -> RemoteJob:
        """Send the request once. Raises _NotTakenError, _DoubtError, or what ends the attempt."""
        seconds = self._api.submit_seconds
        self._check_lease(seconds if self._api.level == 1 else min(seconds, _SEND_SECONDS))
        try:
            answer = await self._api.submit(self._order.job_id, self._order.attempt, self._params)
        except NoConnectionError as error:
            raise _NotTakenError("unreachable", asleep=True) from error
        except NoResponseError as error:
            raise _DoubtError("no_answer") from error
        if not answer.is_success or answer.is_html:
            await self._refused(answer)
        self._requested = answer.retry_after
        try:
            job = parse_job(answer.body, self._order.job_id, self._locate)
        except BadResponseError as error:
            log.warning("answer_not_understood", error=str(error), status=answer.status)
            raise _DoubtError("bad_response") from error
        log.info("drawing_taken", attempt=self._order.attempt, status=job.status.value)
        return job

    async def _refused(self, answer: GeneratorResponse) -> NoReturn:
        """Raise what a refusal means: by its code where it has one, by its HTTP status else."""
        error = parse_error(answer.body)
        code = _code_of(answer) if error is None or error.code == "unknown" else error.code
        if code in BUSY:
            wait = answer.retry_after or (error and error.retry_after) or BUSY[code]
            raise _NotTakenError(code, retry_after=wait, asleep=code == "warming")
        if code == "conflict" and await self._earlier_is_in_the_way():
            raise _NotTakenError(code, retry_after=BUSY["warming"])
        if code == "invalid_request" and self._api.level != 1 and len(self._params) > 1:
            # A plain generator may know the prompt only, and be strict about it.
            log.info("options_left_out", count=len(self._params) - 1)
            self._params = {"prompt": self._params.get("prompt")}
            raise _NotTakenError(code)
        if error is not None and error.code == code:
            raise failure_of(error)
        if code == "bad_gateway" and self._api.level is not None:
            raise _DoubtError(code)
        if code in {"not_ready", "no_such_route", "bad_gateway"}:
            raise _NotTakenError(code, retry_after=answer.retry_after, asleep=True)
        log.warning("generator_refused", code=code, status=answer.status)
        raise GeneratorRetryError(code) if code == "internal" else GeneratorFailedError(code)

    async def _earlier_is_in_the_way(self) -> bool:
        """Return whether the generator has not let go yet of an attempt that we gave up."""
        if self._api.level != 1 or self._order.attempt == 1:
            return False
        try:
            answer = await self._api.status(self._order.job_id)
            job = parse_job(answer.body, self._order.job_id, self._locate)
        except (NoConnectionError, NoResponseError, BadResponseError, UnknownBucketError):
            return False
        return job.attempt is not None and job.attempt < self._order.attempt

    async def _resolve(self, reason: str, doubts: int) -> RemoteJob | None:
        """Find out whether the drawing was taken on; None if it shall be sent again."""
        if reason == "bad_response":
            return await self._look_instead()
        if self._api.level != 0:
            job = await self._look_patiently()
            if job is not None:
                return job
        if self._api.level == 1:
            if doubts > _RESENDS:
                raise GeneratorUnavailableError(reason)
            return None
        if doubts > 1:
            raise (GeneratorUnavailableError if reason == "bad_gateway" else GeneratorFailedError)(
                reason
            )
        await self._tempo.sleep(_CAUTION_SECONDS)
        return None

    async def _look_instead(self) -> RemoteJob:
        """Look once at a drawing whose submission got an answer that makes no sense."""
        try:
            job = await self._look() if self._api.level == 1 else None
        except (BadResponseError, _BlindError) as error:
            raise GeneratorFailedError("bad_response") from error
        if job is None:
            raise GeneratorFailedError("bad_response")
        return job

    # --- Following --------------------------------------------------------------------------------

    async def _follow(self, job: RemoteJob) -> DrawnComic | None:
        """Wait for the drawing's end; None if the generator has lost it."""
        polls = PollIntervals(self._tempo)
        pulse = _StallDetector(self._tempo.clock)
        while True:
            if not self._mapper.is_outdated(job):
                pulse.feel(job)
            if self._mapper.is_news(job):
                self._report(self._mapper.progress_of(job))
            if job.status.is_terminal:
                return self._end(job)
            if pulse.is_gone:
                await self._give_up()
                raise GeneratorRetryError("stalled")
            await polls.pause(self._requested)
            looked = await self._look_patiently()
            if looked is None:
                return None
            job = looked

    def _end(self, job: RemoteJob) -> DrawnComic:
        if job.comic is not None:
            return job.comic
        if job.error is not None and job.error.code not in BUSY:
            raise failure_of(job.error)
        raise GeneratorRetryError("canceled" if job.status is RemoteStatus.CANCELED else "internal")

    async def _give_up(self) -> None:
        """Stop a drawing that does not move: its GPU is needed for the next attempt."""
        log.warning("drawing_stalled", attempt=self._order.attempt)
        self._check_lease(_CANCEL_SECONDS)
        try:
            await self._api.cancel(self._order.job_id, self._order.attempt)
        except (NoConnectionError, NoResponseError) as error:
            log.warning("cancel_failed", error=str(error))

    async def _look_patiently(self) -> RemoteJob | None:
        """Look until there is something to see; None if the generator does not know the drawing.

        Raises GeneratorUnavailableError when it stays silent, GeneratorFailedError for nonsense.
        """
        polls = PollIntervals(self._tempo)
        until = self._tempo.clock() + _BLIND_SECONDS
        nonsense = False
        for _ in range(_BLIND_LOOKS):
            try:
                return await self._look()
            except BadResponseError as error:
                log.warning("answer_not_understood", error=str(error))
                if nonsense:
                    raise GeneratorFailedError("bad_response") from error
                nonsense, reason, wait = True, "bad_response", None
            except _BlindError as error:
                nonsense, reason, wait = False, error.reason, error.retry_after
            if self._tempo.clock() > until:
                break
            await polls.pause(wait)
        raise GeneratorUnavailableError(reason, retry_after=wait)

    async def _look(self) -> RemoteJob | None:
        """Ask how the drawing stands. Raises _BlindError or BadResponseError."""
        try:
            answer = await self._api.status(self._order.job_id)
        except (NoConnectionError, NoResponseError) as error:
            raise _BlindError("unreachable") from error
        if answer.status in _NO_ROUTE and (self._api.level != 1 or not answer.is_html):
            return None
        if self._api.level is None and answer.is_html and answer.status < _SERVER_TROUBLE:
            return None  # a plain generator's own page, or nobody yet: submitting will tell
        if answer.status in _DENIED and not answer.is_html:
            raise GeneratorFailedError("unauthorized")
        if not answer.is_success or answer.is_html:
            raise _BlindError(_code_of(answer), retry_after=answer.retry_after)
        self._requested = answer.retry_after
        return self._own(parse_job(answer.body, self._order.job_id, self._locate))

    def _own(self, job: RemoteJob) -> RemoteJob | None:
        """Return the job unless it is an earlier attempt.

        Raises GeneratorUnavailableError for a later one.
        """
        attempt = self._order.attempt if job.attempt is None else job.attempt
        if attempt > self._order.attempt:
            # Somebody else has our job by now, and will find out that we had it.
            raise GeneratorUnavailableError("later_attempt")
        return job if attempt == self._order.attempt else None

    def _check_lease(self, seconds: float) -> None:
        if not self._order.outlasts(timedelta(seconds=seconds)):
            raise GeneratorUnavailableError("lease")


def _code_of(answer: GeneratorResponse) -> str:
    """Return what an answer without an error code comes down to."""
    status = answer.status
    if status in _CODES and not (answer.is_html and status < HTTPStatus.TOO_MANY_REQUESTS):
        return _CODES[status]
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "bad_gateway"
    if answer.is_html or status < HTTPStatus.BAD_REQUEST:
        return "not_ready"  # a proxy's page, or its way to a login, stands where the answer should
    return "invalid_request"
