"""Faults of the fake generator."""

from __future__ import annotations

from collections import deque
from enum import StrEnum


class Fault(StrEnum):
    """Kind of failure of a request, which has no effect unless stated otherwise."""

    BAD_GATEWAY = "bad_gateway"  # a proxy's 502 page
    TAKEN_THEN_BAD_GATEWAY = "taken_then_bad_gateway"  # processed, then a proxy's 502 page
    CRASH = "crash"  # 500 without an envelope
    WARMING = "warming"  # 503 with Retry-After
    OVERLOADED = "overloaded"  # 429 with Retry-After
    HTML = "html"  # 200 with some other server's page
    HTML_NOT_FOUND = "html_not_found"  # 404 with some other server's page
    REDIRECT = "redirect"  # to a login
    HANG = "hang"  # no answer until the server stops
    TAKEN_THEN_HANG = "taken_then_hang"  # processed, then no answer
    DROP = "drop"  # the connection breaks before the request is processed
    TAKEN_THEN_DROP = "taken_then_drop"  # processed, then the connection breaks
    NONSENSE = "nonsense"  # 200 with unusable JSON
    TAKEN_THEN_NONSENSE = "taken_then_nonsense"  # processed, then as above
    HUGE = "huge"  # 200 with a body over any limit
    UNAUTHORIZED = "unauthorized"
    INVALID_REQUEST = "invalid_request"
    CONFLICT = "conflict"
    PAYMENT_REQUIRED = "payment_required"  # 402, by a proxy or an API behind it
    CLAIMS_OK = "claims_ok"  # processed; `"status": "ok"` beside the URL, as no contract has it
    LOSE_JOB = "lose_job"  # the job is removed before the request is processed


class JobFault(StrEnum):
    """Kind of failure of a drawing, determined when it is submitted."""

    PROMPT_REJECTED = "prompt_rejected"
    OUTPUT_REJECTED = "output_rejected"
    OUTPUT_REJECTED_FOR_NOW = "output_rejected_for_now"  # retryable
    GENERATION_FAILED = "generation_failed"
    GPU_OOM = "gpu_oom"
    UPLOAD_FAILED = "upload_failed"
    DEADLINE_EXCEEDED = "deadline_exceeded"
    BAD_URL = "bad_url"  # s3Url in a foreign bucket
    BAD_PANEL_URL = "bad_panel_url"  # one panel in a foreign bucket
    NO_URL = "no_url"  # succeeded without s3Url
    WRONG_DIGEST = "wrong_digest"
    TRUNCATED = "truncated"  # an upload that broke off, without a digest that would tell
    TOO_MANY_PIXELS = "too_many_pixels"  # a small file of 9 000 by 9 000 pixels
    STALE_SEQ = "stale_seq"  # every second poll returns an older status
    STALL = "stall"  # the second panel is never finished
    ONLY_UPDATED_AT = "only_updated_at"  # as above, but `updatedAt` goes on
    ABSURD_COUNTS = "absurd_counts"  # panel 1 000 000 000 of 1 000 000 000
    CANCELED = "canceled"  # stopped at the generator itself


class FaultPlan:
    """Queues of planned faults: one for each route, and one for drawings."""

    def __init__(self) -> None:
        self._requests: dict[str, deque[Fault]] = {}
        self._jobs: deque[JobFault] = deque()

    def add(self, fault: Fault | JobFault, *, route: str, times: int) -> None:
        if isinstance(fault, JobFault):
            self._jobs.extend([fault] * times)
        else:
            self._requests.setdefault(route, deque()).extend([fault] * times)

    def clear(self) -> None:
        self._requests.clear()
        self._jobs.clear()

    def of_request(self, route: str) -> Fault | None:
        planned = self._requests.get(route)
        return planned.popleft() if planned else None

    def of_job(self) -> JobFault | None:
        return self._jobs.popleft() if self._jobs else None


def fault_named(name: str) -> Fault | JobFault:
    return Fault(name) if name in {fault.value for fault in Fault} else JobFault(name)
