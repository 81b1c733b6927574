"""Jobs: their states and progress, claims and receipts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.models.identity import JobId, Params, Platform, ProfileId
from core.models.requests import Notice, Relation


class JobState(StrEnum):
    """Where a job stands. A terminal state never changes."""

    WAITING = "waiting"  # its person has as many in flight as they may
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
    """What is being done inside `drawing`, for people to look at."""

    WAKING = "waking"
    SUBMITTING = "submitting"
    REMOTE_QUEUE = "remote_queue"
    PLANNING = "planning"
    RENDERING = "rendering"
    LETTERING = "lettering"
    UPLOADING = "uploading"
    VERIFYING = "verifying"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a drawing is."""

    stage: Stage
    percent: int = 0  # 0 to 100; never falls within an attempt
    panel: int = 0  # being drawn, counting from 1; 0: none
    panels: int = 0
    eta_seconds: int | None = None  # as the generator says


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A job about to be stored."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One request on its way to one comic."""

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
    progress: Progress | None
    claim_no: int
    generator_attempt: int
    instance: str
    lease_owner: str | None
    lease_until: datetime | None
    not_before: datetime | None
    error_code: str | None
    created_at: datetime
    started_at: datetime | None  # when it was first claimed
    drawing_seconds: float  # active time in `drawing`, over all claims so far
    finished_at: datetime | None
    author: str = ""  # whose message was drawn, where that is somebody else
    age_restricted: bool = False  # is shown to others in age-restricted places only
    notices: tuple[Notice, ...] = ()  # what was bent to make it fit, and what else to know of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A worker's hold on a job: the job as claimed; its `claim_no` guards every later write."""

    job: Job
    recovered: bool  # somebody had it before us, so the generator may know it already


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the person hears at once."""

    job_id: JobId
    state: JobState
    position: int  # in line, counting from 1; 0 when it is no longer in line
    eta_seconds: int | None
    notices: tuple[Notice, ...] = ()  # what was bent to fit
    repeated: bool = False  # this very request was taken on before


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratorHealth:
    """What the generator says of itself."""

    ready: bool
    model: str = ""
    capacity: int = 1
    active: int = 0
    queued: int = 0
    input_keys: tuple[str, ...] | None = None  # None: it does not say
    median_panel_seconds: float | None = None
    level: int = 0  # of the contract
