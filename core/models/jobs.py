"""Jobs: their states, progress, claims and receipts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.models.comics import PanelImage
from core.models.costs import Cost
from core.models.identity import JobId, Params, Platform, ProfileId
from core.models.requests import Notice, Relation

PAINTER = "painter"  # key of a job's params; only `sketch` is a value
LOADING = "loading"  # a reason of an unready generator, which passes by itself


class JobState(StrEnum):
    """State of a job. A terminal state never changes."""

    WAITING = "waiting"  # its profile has as many jobs in flight as allowed
    QUEUED = "queued"
    DRAWING = "drawing"
    DRAWN = "drawn"
    REJECTED = "rejected"
    FAILED = "failed"
    CANCELED = "canceled"
    EXPIRED = "expired"

    @property
    def is_terminal(self) -> bool:
        return self not in {JobState.WAITING, JobState.QUEUED, JobState.DRAWING}


class Stage(StrEnum):
    """Stage within the state `drawing`, for display only."""

    WAKING = "waking"
    SUBMITTING = "submitting"
    RESTARTING = "restarting"  # submitting again, after the generator lost the job or failed
    REMOTE_QUEUE = "remote_queue"
    PLANNING = "planning"
    RENDERING = "rendering"
    LETTERING = "lettering"
    UPLOADING = "uploading"
    VERIFYING = "verifying"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Progress of a drawing."""

    stage: Stage
    percent: int = 0  # 0 to 100; never decreases within a job
    panel: int = 0  # the one being drawn, from 1; 0: none
    panels: int = 0
    eta_seconds: int | None = None  # as the generator estimates
    cost: Cost | None = None  # of the attempt so far; None: not reported
    painted: tuple[PanelImage, ...] = ()  # panels that are finished and stored already


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """New job, not yet stored."""

    id: JobId
    request_key: str
    body_hash: str = ""
    profile_id: ProfileId | None
    platform: Platform
    chat: str = ""  # the chat that `limits.chat_per_day` counts; empty: none
    origin: str | None = None
    prompt: str
    params: Params
    panels: int
    private: bool
    age_restricted: bool = False
    parent_id: JobId | None = None
    relation: Relation | None = None
    author: str = ""
    notices: tuple[Notice, ...] = ()
    state: JobState  # waiting or queued
    reserved_micro_usd: int = 0  # what it may cost


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptHistory:
    """What has been tried for a job so far, over all its claims and attempts."""

    runs: int = 0  # submissions that may have started a drawing
    failures: tuple[str, ...] = ()  # reasons for which a new attempt was made
    silent_spells: int = 0  # of this attempt: its status was unreadable, the generator healthy
    silent_seconds: float = 0.0  # the length of all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Job: one request, to become one comic."""

    id: JobId
    request_key: str
    body_hash: str
    profile_id: ProfileId | None
    platform: Platform
    chat: str
    prompt: str
    params: Params  # exactly what is sent to the generator
    panels: int
    private: bool
    parent_id: JobId | None
    relation: Relation | None
    state: JobState
    progress: Progress | None = None
    claim_no: int = 0
    generator_attempt: int = 1
    instance: str = ""
    lease_owner: str | None = None
    lease_until: datetime | None = None
    not_before: datetime | None = None
    error_code: str | None = None
    created_at: datetime
    started_at: datetime | None = None  # when it was first claimed
    drawing_seconds: float = 0.0  # active time in `drawing`, over all claims so far
    finished_at: datetime | None = None
    author: str = ""  # who wrote the message that was drawn, if not the requester
    age_restricted: bool = False  # others may see it in age-restricted channels only
    notices: tuple[Notice, ...] = ()  # adjusted options, and remarks of the generator
    history: AttemptHistory | None = None  # None: nothing was recorded yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Claim of a worker on a job. The `claim_no` of the job as claimed guards every later write."""

    job: Job
    recovered: bool  # it was claimed before, so the generator may know it already


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Receipt: the immediate answer to a request."""

    job_id: JobId
    state: JobState
    position: int  # in the queue, from 1; 0 if it is no longer queued
    eta_seconds: int | None
    notices: tuple[Notice, ...] = ()  # options that were adjusted
    repeated: bool = False  # the same request was accepted before


@dataclass(frozen=True, slots=True)
class Refusal:
    """A generator takes no request of this installation, until its operator does something."""

    reason: str  # unauthorized, no_credit or wrong_bucket
    at: float  # monotonic time of the last one


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratorHealth:
    """Health report of a generator."""

    ready: bool
    reason: str = ""  # why it is not ready: loading, unauthorized, no_credit, ...; empty: unknown
    model: str = ""
    capacity: int = 1
    active: int = 0
    queued: int = 0
    input_keys: tuple[str, ...] | None = None  # None: not reported
    median_panel_seconds: float | None = None
    level: int = 0  # contract level: 0 or 1

    @property
    def blocked_by(self) -> str:
        """The reason for which it draws nothing until somebody does something; empty: none."""
        return "" if self.ready or self.reason == LOADING else self.reason
