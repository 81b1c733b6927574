"""What can be made to go wrong."""

from __future__ import annotations

from collections import deque
from enum import StrEnum


class Fault(StrEnum):
    """One kind of failure of a request; it is not acted upon but where said otherwise."""

    BAD_GATEWAY = "bad_gateway"  # a proxy's 502 page
    TAKEN_THEN_BAD_GATEWAY = "taken_then_bad_gateway"  # acted upon, then a proxy's 502 page
    CRASH = "crash"  # 500 without an envelope
    WARMING = "warming"  # 503 with Retry-After
    OVERLOADED = "overloaded"  # 429 with Retry-After
    HTML = "html"  # 200 with some other server's page
    HTML_NOT_FOUND = "html_not_found"  # 404 with some other server's page
    REDIRECT = "redirect"  # to a login
    HANG = "hang"  # no answer until the server stops
    TAKEN_THEN_HANG = "taken_then_hang"  # acted upon, and no answer
    DROP = "drop"  # the connection breaks before anything is done
    TAKEN_THEN_DROP = "taken_then_drop"  # acted upon, and the connection breaks
    NONSENSE = "nonsense"  # 200 with JSON of no use
    TAKEN_THEN_NONSENSE = "taken_then_nonsense"  # acted upon, then as above
    HUGE = "huge"  # 200 with more than any answer may hold
    UNAUTHORIZED = "unauthorized"
    INVALID_REQUEST = "invalid_request"
    CONFLICT = "conflict"
    LOSE_JOB = "lose_job"  # the job is forgotten before the request is answered


class JobFault(StrEnum):
    """One kind of failure of a drawing, decided when it is submitted."""

    PROMPT_REJECTED = "prompt_rejected"
    OUTPUT_REJECTED = "output_rejected"
    OUTPUT_REJECTED_FOR_NOW = "output_rejected_for_now"  # retryable
    GENERATION_FAILED = "generation_failed"
    GPU_OOM = "gpu_oom"
    UPLOAD_FAILED = "upload_failed"
    DEADLINE_EXCEEDED = "deadline_exceeded"
    BAD_URL = "bad_url"  # s3Url in somebody else's bucket
    BAD_PANEL_URL = "bad_panel_url"  # one panel in somebody else's bucket
    NO_URL = "no_url"  # succeeded without s3Url
    WRONG_DIGEST = "wrong_digest"
    STALE_SEQ = "stale_seq"  # every second look shows an older status
    STALL = "stall"  # the second panel never gets done
    CANCELED = "canceled"  # somebody at the generator stops it


class FaultPlan:
    """Faults to come, in order: of requests by route, of drawings in a line of their own."""

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
