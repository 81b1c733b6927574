"""One attempt at one comic: resume or submit the remote job, then poll it to its end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, NoReturn

import structlog

from core.errors import (
    ComicAIError,
    GeneratorFailedError,
    GeneratorOverdueError,
    GeneratorRefusesError,
    GeneratorRetryError,
    GeneratorSilentError,
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
    parse_plain,
)
from core.jobs.generator.conventional_keys import FindPage
from core.jobs.generator.error_codes import (
    BUSY,
    DENIED,
    NO_ROUTE,
    code_of,
    failure_of,
    refusal_of,
)
from core.jobs.generator.http_calls import GeneratorResponse, NoConnectionError, NoResponseError
from core.jobs.generator.polling import PollingSettings, PollIntervals, RetryDelays
from core.jobs.generator.progress_mapping import ProgressMapper, most_panels
from core.jobs.generator.stall_detection import StallDetector
from core.jobs.poll_hints import JobHints
from core.models.comics import DrawnComic
from core.models.jobs import Progress, Stage
from core.ports.jobs import GenerationRequest

log = structlog.get_logger(__name__)

_RESEND_DELAY = 30.0  # seconds, at level 0: the generator may still be drawing the first request
# How many attempts and runs a job has is decided in core/jobs/attempt_policy.py.
# Of a request whose response was lost, at level 1; at level 0 it is resent once.
_RESENDS_PER_SUBMISSION = 3
_FAILED_POLLS = 10  # in a row, before the generator counts as unavailable
_FAILING_SECONDS = 120.0  # the same, as a time
_BLOCKED_SECONDS = 60.0  # until a job is looked at again that the generator cannot start
# After so many failed polls and seconds, the generator's health decides whether it is unavailable,
# or hides the status of this job only.
_SILENT_POLLS = 3
_SILENT_SECONDS = 30.0

_SERVER_ERROR = 500


class _NotAcceptedError(ComicAIError):
    """The generator did not accept the request; it may be resent after *retry_after* seconds."""

    def __init__(
        self, reason: str, *, retry_after: float | None = None, warming: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after
        self.warming = warming  # the generator is starting up


class _UnconfirmedError(ComicAIError):
    """It is unknown whether the generator accepted the request."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _PollFailedError(ComicAIError):
    """A poll returned no status, which says nothing about the remote job."""

    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class Attempt:
    """One attempt at a generation request; created for one call of `HttpGenerator.draw`."""

    def __init__(
        self,
        api: GeneratorApi,
        request: GenerationRequest,
        report: Callable[[Progress], None],
        *,
        locate: Locate,
        params: Mapping[str, Any],
        polling: PollingSettings,
        blocked_by: Callable[[], str],
        is_up: Callable[[], Awaitable[bool]],
        find_page: FindPage,
        hints: JobHints | None = None,
    ) -> None:
        self._api = api
        self._request = request
        self._report = report
        self._locate = locate
        self._params = params
        self._polling = polling
        self._blocked_by = blocked_by  # the reason for which the generator starts no job, or empty
        self._is_up = is_up  # whether its health responds
        self._find_page = find_page
        self._hints = hints  # None: the generator sends no callbacks
        self._mapper = ProgressMapper(request.panels, most=most_panels(request))
        self._submitting = Stage.SUBMITTING if request.attempt == 1 else Stage.RESTARTING
        self._retry_after: float | None = None  # seconds, from the last response

    async def draw(self) -> DrawnComic:
        """Return the comic. Raises GeneratorError and UnknownBucketError."""
        job = None
        if not self._request.fresh and self._api.level != 0:
            job = await self._poll_with_retries()
        while True:
            if job is None:
                job = await self._submit()
            comic = await self._poll_to_end(job)
            if comic is not None:
                return comic
            log.warning("remote_job_lost", attempt=self._request.attempt)
            self._mapper.restart()
            self._submitting = Stage.RESTARTING
            job = None

    # --- Submission -------------------------------------------------------------------------------

    async def _submit(self) -> RemoteJob:
        """Submit the job; resend only where that cannot start it twice."""
        delays = RetryDelays(self._polling)
        unconfirmed = 0
        self._report(self._mapper.progress_in(self._submitting))
        while True:
            try:
                return await self._send()
            except _NotAcceptedError as error:
                log.info("submission_rejected", reason=error.reason, retry_after=error.retry_after)
                if error.warming:
                    self._report(self._mapper.progress_in(Stage.WAKING))
                await delays.wait(error.reason, error.retry_after)
            except _UnconfirmedError as error:
                unconfirmed += 1
                log.warning("submission_unconfirmed", reason=error.reason, times=unconfirmed)
                job = await self._resolve(error.reason, unconfirmed)
                if job is not None:
                    return job

    async def _send(self) -> RemoteJob:
        """Send the request once, or return the comic that an earlier request has stored.

        Raises _NotAcceptedError, _UnconfirmedError, or a GeneratorError that ends the attempt.
        """
        if (stored := await self._begin_run()) is not None:
            return stored
        try:
            self._check_lease(self._api.send_seconds)
            response = await self._api.submit(
                self._request.job_id, self._request.attempt, self._params
            )
        except GeneratorUnavailableError:
            self._request.runs.revoke()
            raise
        except NoConnectionError as error:
            self._request.runs.revoke()
            raise _NotAcceptedError(error.reason) from error
        except NoResponseError as error:
            raise _UnconfirmedError("no_answer") from error
        if not response.is_success or response.is_html:
            await self._raise_for_error(response)
        self._retry_after = response.retry_after
        try:
            parse = parse_plain if self._api.level == 0 else parse_job
            job = parse(response.body, self._request.job_id, self._locate)
        except BadResponseError as error:
            log.warning("response_parse_failed", error=str(error), status=response.status)
            raise _UnconfirmedError("bad_response") from error
        log.info("remote_job_submitted", attempt=self._request.attempt, status=job.status.value)
        return job

    async def _begin_run(self) -> RemoteJob | None:
        """Count a run, or return the comic that an earlier one of a plain generator has stored.

        A further run is begun only while the generator responds, so that an outage uses up none.
        Raises GeneratorFailedError if there may be no more.
        """
        runs = self._request.runs
        if runs.used and self._api.level != 1 and (stored := await self._stored()) is not None:
            return stored
        if runs.used and not await self._is_up():
            raise GeneratorUnavailableError("unreachable")
        if not await runs.begin():
            self._check_lease(self._api.send_seconds)
            raise GeneratorFailedError("job_lost")
        return None

    async def _stored(self) -> RemoteJob | None:
        """Return the comic at the conventional key as a succeeded job; None if there is none."""
        ref = await self._find_page(self._request.job_id)
        if ref is None:
            return None
        log.info("stored_page_found", attempt=self._request.attempt)
        return RemoteJob(status=RemoteStatus.SUCCEEDED, comic=DrawnComic(ref=ref))

    async def _raise_for_error(self, response: GeneratorResponse) -> NoReturn:
        """Raise the error of a response: by its error code if it has one, else by HTTP status."""
        error = parse_error(response.body)
        code = code_of(response) if error is None or error.code == "unknown" else error.code
        if response.status < _SERVER_ERROR or code in BUSY:
            self._request.runs.revoke()  # refused, or answered by somebody else
        if (refusal := refusal_of(response)) is not None:
            raise GeneratorRefusesError(refusal, retry_after=_BLOCKED_SECONDS)
        if code in BUSY:
            delay = response.retry_after or (error and error.retry_after) or BUSY[code]
            raise _NotAcceptedError(code, retry_after=delay, warming=code == "warming")
        if code == "conflict" and await self._is_earlier_attempt_active():
            raise _NotAcceptedError(code, retry_after=BUSY["warming"])
        if code == "invalid_request" and self._api.level != 1 and len(self._params) > 1:
            # A plain generator may accept the prompt only and reject any other parameter.
            log.info("options_dropped", count=len(self._params) - 1)
            self._params = {"prompt": self._params.get("prompt")}
            raise _NotAcceptedError(code)
        if error is not None and error.code == code:
            raise failure_of(error)
        if code == "bad_gateway" and self._api.level is not None:
            raise _UnconfirmedError(code)
        if code in {"not_ready", "no_such_route", "bad_gateway"}:
            raise _NotAcceptedError(code, retry_after=response.retry_after, warming=True)
        log.warning("generator_error_received", code=code, status=response.status)
        raise GeneratorRetryError(code) if code == "internal" else GeneratorFailedError(code)

    async def _is_earlier_attempt_active(self) -> bool:
        """Return whether the generator still holds an earlier attempt, given up by us."""
        if self._api.level != 1 or self._request.attempt == 1:
            return False
        try:
            response = await self._api.status(self._request.job_id)
            job = parse_job(response.body, self._request.job_id, self._locate)
        except (NoConnectionError, NoResponseError, BadResponseError, UnknownBucketError):
            return False
        return job.attempt is not None and job.attempt < self._request.attempt

    async def _resolve(self, reason: str, unconfirmed: int) -> RemoteJob | None:
        """Find out whether the generator accepted the request; None to resend it."""
        if reason == "bad_response":
            return await self._poll_after_bad_response()
        if self._api.level != 0:
            job = await self._poll_with_retries()
            if job is not None:
                return job
        if self._api.level == 1:
            if unconfirmed > _RESENDS_PER_SUBMISSION:
                raise GeneratorUnavailableError(reason)
            return None
        if unconfirmed > 1:
            if (stored := await self._stored()) is not None:
                return stored
            raise (GeneratorUnavailableError if reason == "bad_gateway" else GeneratorFailedError)(
                reason
            )
        await self._polling.sleep(_RESEND_DELAY)
        return None

    async def _poll_after_bad_response(self) -> RemoteJob:
        """Poll once, after the response to the submission could not be parsed."""
        try:
            job = await self._poll() if self._api.level == 1 else None
        except (BadResponseError, _PollFailedError) as error:
            raise GeneratorFailedError("bad_response") from error
        if job is None:
            raise GeneratorFailedError("bad_response")
        return job

    # --- Polling ----------------------------------------------------------------------------------

    async def _poll_to_end(self, job: RemoteJob) -> DrawnComic | None:
        """Poll until the remote job ends; None if the generator has lost it."""
        intervals = PollIntervals(self._polling, self._hints)
        stall_detector = StallDetector(self._polling.clock, panels=self._request.panels)
        while True:
            if not self._mapper.is_outdated(job):
                stall_detector.observe(job, blocked=bool(self._blocked_by()))
            if self._mapper.is_newer(job):
                self._report(self._mapper.progress_of(job))
            if job.status.is_terminal:
                return self._comic_of(job)
            if stall_detector.is_overdue:
                raise GeneratorOverdueError("deadline_exceeded")
            if stall_detector.is_stalled:
                await self._cancel_stalled()
                raise GeneratorRetryError("stalled")
            reason = self._blocked_by()
            if reason and job.status is RemoteStatus.QUEUED:
                # It may stay queued there for hours, which must not count as drawing time.
                raise GeneratorUnavailableError(reason, retry_after=_BLOCKED_SECONDS)
            await intervals.wait(self._retry_after)
            polled = await self._poll_with_retries()
            if polled is None:
                return None
            job = polled

    def _comic_of(self, job: RemoteJob) -> DrawnComic:
        """Return the comic of a remote job that has ended. Raises GeneratorError."""
        if job.comic is not None:
            return job.comic
        if job.error is not None and job.error.code not in BUSY:
            raise failure_of(job.error)
        raise GeneratorRetryError("canceled" if job.status is RemoteStatus.CANCELED else "internal")

    async def _cancel_stalled(self) -> None:
        """Cancel a stalled remote job, which frees the GPU for the next attempt."""
        log.warning("remote_job_stalled", attempt=self._request.attempt)
        self._check_lease(self._api.cancel_seconds)
        try:
            await self._api.cancel(self._request.job_id, self._request.attempt)
        except (NoConnectionError, NoResponseError) as error:
            log.warning("cancel_request_failed", error=str(error))

    async def _poll_with_retries(self) -> RemoteJob | None:
        """Poll until a status arrives; None if the generator does not know the job.

        Raises GeneratorUnavailableError if no status arrives (GeneratorSilentError if only this
        job's does not), and GeneratorFailedError if two responses in a row cannot be parsed.
        """
        intervals = PollIntervals(self._polling)
        started_at = self._polling.clock()
        was_bad = False
        for polls in range(1, _FAILED_POLLS + 1):
            try:
                return await self._poll()
            except BadResponseError as error:
                log.warning("response_parse_failed", error=str(error))
                if was_bad:
                    raise GeneratorFailedError("bad_response") from error
                was_bad, reason, retry_after = True, "bad_response", None
            except _PollFailedError as error:
                was_bad, reason, retry_after = False, error.reason, error.retry_after
            seconds = self._polling.clock() - started_at
            if seconds > _FAILING_SECONDS:
                break
            if polls >= _SILENT_POLLS and seconds >= _SILENT_SECONDS and await self._is_up():
                break
            await intervals.wait(retry_after)
        seconds = self._polling.clock() - started_at
        if self._api.level == 1 and await self._is_up():
            raise GeneratorSilentError("status_unreadable", seconds=seconds)
        raise GeneratorUnavailableError(reason, retry_after=retry_after)

    async def _poll(self) -> RemoteJob | None:
        """Request the status; None if the generator does not know this attempt.

        Raises _PollFailedError or BadResponseError.
        """
        try:
            response = await self._api.status(self._request.job_id)
        except (NoConnectionError, NoResponseError) as error:
            raise _PollFailedError("unreachable") from error
        if response.status in NO_ROUTE and (self._api.level != 1 or not response.is_html):
            return None
        if self._api.level is None and response.is_html and response.status < _SERVER_ERROR:
            # A plain generator's own page, or a proxy without a backend: submitting will show.
            return None
        if response.status in DENIED and not response.is_html:
            raise GeneratorRefusesError("unauthorized", retry_after=_BLOCKED_SECONDS)
        if not response.is_success or response.is_html:
            raise _PollFailedError(code_of(response), retry_after=response.retry_after)
        self._retry_after = response.retry_after
        return self._unless_earlier(parse_job(response.body, self._request.job_id, self._locate))

    def _unless_earlier(self, job: RemoteJob) -> RemoteJob | None:
        """Return the job, or None if it is an earlier attempt.

        Raises GeneratorUnavailableError for a later attempt.
        """
        attempt = self._request.attempt if job.attempt is None else job.attempt
        if attempt > self._request.attempt:
            # Another worker has claimed the job in the meantime; the lease is about to be lost.
            raise GeneratorUnavailableError("later_attempt")
        return job if attempt == self._request.attempt else None

    def _check_lease(self, seconds: float) -> None:
        if not self._request.outlasts(timedelta(seconds=seconds)):
            raise GeneratorUnavailableError("lease")
