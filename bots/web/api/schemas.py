"""JSON schemas of requests and responses; those of accounts are in `schemas_people`.

The OpenAPI document is generated from these models, with their docstrings as descriptions.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue
from pydantic.alias_generators import to_camel

from core.content.prompts import PROMPT_LIMIT
from core.gallery.service import PAGE_LIMIT, PAGE_SIZE, REASON_LIMIT, TITLE_LIMIT
from core.models.identity import Platform
from core.models.jobs import JobState, Stage
from core.models.requests import Relation
from core.requests.job_statuses import PAGE_LIMIT as HISTORY_LIMIT

HISTORY_DEFAULT = 20  # jobs

_DIGITS = re.compile(r"[0-9]{1,9}")


def length(minimum: int, maximum: int) -> dict[str, JsonValue]:
    """Return the schema of a text's length, which the core checks so as to report all errors."""
    return {"minLength": minimum, "maxLength": maximum}


class Schema(BaseModel):
    """Base of all schemas: snake_case in Python, camelCase in JSON."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        frozen=True,
        defer_build=True,  # until first use: building all validators takes a tenth of the start
    )


class RequestSchema(Schema):
    """Base of request bodies: no type coercion, and unknown fields are errors."""

    model_config = ConfigDict(strict=True, extra="forbid", populate_by_name=False)


def _number(value: object) -> object:
    """Convert a number of a query string; decimal digits only, unlike `int()`."""
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    return value


def _is_none(value: object) -> bool:
    return value is None


# --- Errors ---------------------------------------------------------------------------------------


class Problem(Schema):
    """Description of an error."""

    code: str = Field(description="Stable, for programs")
    message: str = Field(description="For users, in the language of `Accept-Language`")
    retryable: bool = Field(description="Whether the same request may succeed later")
    fields: dict[str, str] | None = Field(
        default=None, exclude_if=_is_none, description="Error message for each invalid field"
    )


class ErrorAnswer(Schema):
    """Envelope of all errors."""

    error: Problem


class BadEnd(ErrorAnswer):
    """Error of a job that ended without a comic, or of a request that was refused."""

    uuid: UUID | None = Field(
        default=None, exclude_if=_is_none, description="Of the job, if the request became one"
    )


# --- Making comics --------------------------------------------------------------------------------


class GenerateBody(RequestSchema):
    """Request for a comic."""

    # Clients written for the product's contract may send fields that are not used here.
    model_config = ConfigDict(extra="ignore")

    user_id: str | None = Field(
        default=None,
        description="Must be the caller's own id, if given; ignored without a login",
    )
    input_params: dict[str, Any] = Field(description="Prompt, and the options that were chosen")
    defaults: dict[str, Any] = Field(
        default={},
        description="Options for what neither `inputParams` nor the prompt says",
    )
    private: bool | None = Field(
        default=None,
        description="Whether only the caller may see it; default: true if signed in, else false",
    )


class EditBody(RequestSchema):
    """Changes to an earlier comic."""

    input_params: dict[str, Any] = Field(
        description="Prompt and options to change; those left out stay as they were"
    )


class ContinueBody(RequestSchema):
    """Prompt for the continuation of a comic."""

    prompt: str = Field(json_schema_extra=length(1, PROMPT_LIMIT))


class GenerateHeaders(BaseModel):
    """Headers of requests for comics."""

    prefer: str | None = Field(
        default=None,
        alias="Prefer",
        description="`respond-async`: do not wait for the comic; `wait=N`: wait up to N seconds",
        examples=["respond-async", "wait=30"],
    )
    idempotency_key: str | None = Field(
        default=None,
        alias="Idempotency-Key",
        pattern=r"^[!-~]{1,200}$",
        description="A repeat with the same key and body returns the same job",
    )


class DrawnView(Schema):
    """A comic that has been drawn."""

    uuid: UUID
    s3_url: str = Field(description="Valid for about an hour; get the job for a new one")


class AcceptedView(Schema):
    """A request that was accepted, with a job that is not finished."""

    uuid: UUID
    status: JobState
    status_url: str


class ProgressView(Schema):
    """Progress of a job that is being drawn."""

    percent: int = Field(ge=0, le=100)
    panel: int = Field(ge=0, description="Panel being drawn, from 1; 0 if none is")
    panels: int = Field(ge=0)


class JobView(Schema):
    """Status of a job."""

    uuid: UUID
    status: JobState
    stage: Stage | None = Field(description="Stage while the status is `drawing`, else null")
    s3_url: str | None
    progress: ProgressView | None
    position: int = Field(ge=0, description="In the queue, from 1; 0 if it is not queued")
    eta_seconds: int | None = Field(
        description="Estimated seconds until the comic is drawn; null until a first comic was "
        "drawn and the generator's speed is known, and at the end"
    )
    message: str = Field(description="Status in the language of `Accept-Language`")
    notices: list[str] = Field(
        description="Remarks on the request and the comic, in the language of `Accept-Language`"
    )
    error: Problem | None


class CancelView(JobView):
    """Status of a job after a request to cancel it."""

    canceled: bool = Field(description="False if it was in a terminal state already; see `status`")


class EventHeaders(BaseModel):
    """Headers of a client that reconnects to an event stream."""

    last_event_id: str | None = Field(
        default=None,
        alias="Last-Event-ID",
        description="Browsers send it when they reconnect; 204 if no events follow it",
    )


# --- Gallery --------------------------------------------------------------------------------------


class ComicView(Schema):
    """A comic in its owner's gallery."""

    uuid: UUID
    s3_url: str = Field(description="Valid for about an hour")
    image_url: str = Field(
        description="Stable, for callers who may see the comic; `?width=` returns a smaller image"
    )
    prompt: str
    title: str
    style: str
    platform: Platform = Field(description="Where it was requested")
    favorite: bool
    created_at: datetime
    width: int
    height: int
    alt_text: str
    share_url: str | None = Field(
        description="Shows the image to everyone who has the link; null if not shared"
    )


class DetailView(Schema):
    """One detail of a comic, in words."""

    label: str
    value: str


class ComicDetailsView(ComicView):
    """A comic with its details, in the language of `Accept-Language`."""

    details: list[DetailView]
    text: str = Field(description="Text version, panel by panel, for users who cannot see it")
    panels: int = Field(ge=1)


class GalleryView(Schema):
    """Page of the gallery, newest first."""

    items: list[ComicView]
    next_cursor: str | None


class GalleryQuery(BaseModel):
    """Filters and paging of the gallery."""

    model_config = ConfigDict(strict=True)

    cursor: str | None = Field(
        default=None, max_length=64, description="`nextCursor` of the previous page"
    )
    limit: Annotated[int, BeforeValidator(_number)] = Field(default=PAGE_SIZE, ge=1, le=PAGE_LIMIT)
    q: str = Field(default="", max_length=200, description="Words in the prompt")
    style: str = Field(default="", max_length=64)
    favorite: Literal["true", "false"] | None = None
    platform: Literal["discord", "telegram", "web", "terminal"] | None = Field(
        default=None, description="Where they were requested"
    )


_FALSE: dict[str, JsonValue] = {"const": False}


def _only_false(value: bool) -> bool:  # noqa: FBT001 - a validator of pydantic
    if value:
        raise ValueError("must be false; use DELETE to delete")
    return value


class ComicChange(RequestSchema):
    """Changes to a comic; fields that are left out stay as they are."""

    favorite: bool | None = None
    title: str | None = Field(default=None, json_schema_extra=length(1, TITLE_LIMIT))
    deleted: (
        Annotated[bool, AfterValidator(_only_false), Field(json_schema_extra=_FALSE)] | None
    ) = Field(
        default=None,
        description="`false`, as the only field, undoes a deletion within about a minute",
    )
    shared: bool | None = Field(
        default=None, description="Whether everyone who has the link may see the image"
    )


class ReportBody(RequestSchema):
    """Report about a comic."""

    reason: str = Field(description=f"The first {REASON_LIMIT} characters are stored")
    share: str | None = Field(
        default=None, description="Token of the share link, if the caller sees the comic by it"
    )


class ImageQuery(BaseModel):
    """Authorization and form of an image."""

    share: str | None = Field(default=None, max_length=200, description="Token of a share link")
    width: Literal["320", "640", "1280"] | None = Field(
        default=None, description="Maximum width in pixels; the image is WebP then"
    )
    download: Literal["1"] | None = Field(
        default=None, description="Original image as a file download; `width` is ignored"
    )


class PageQuery(BaseModel):
    """Query parameters of the page of a comic."""

    share: str | None = Field(default=None, max_length=200)
    adult: Literal["1"] | None = None  # the user has confirmed to be of age


# --- History --------------------------------------------------------------------------------------


class JobItemView(JobView):
    """One of the caller's jobs, with its request and its comic."""

    prompt: str
    input_params: dict[str, Any] = Field(description="As sent to the generator")
    private: bool = Field(description="Whether only the caller may see it")
    relation: Relation | None = Field(description="Relation to the earlier job `parentUuid`")
    parent_uuid: UUID | None = Field(description="Earlier job from which this one follows")
    created_at: datetime
    comic: ComicView | None = Field(description="null if not drawn, or deleted since")


class HistoryView(Schema):
    """Page of the caller's jobs, newest first."""

    items: list[JobItemView]
    next_cursor: str | None


class HistoryQuery(BaseModel):
    """Paging of the caller's jobs."""

    model_config = ConfigDict(strict=True)

    cursor: str | None = Field(
        default=None, max_length=64, description="`nextCursor` of the previous page"
    )
    limit: Annotated[int, BeforeValidator(_number)] = Field(
        default=HISTORY_DEFAULT, ge=1, le=HISTORY_LIMIT
    )


# --- The server -----------------------------------------------------------------------------------


class ServerView(Schema):
    """Name, version and important URLs of the server."""

    name: str
    version: str
    links: dict[str, str]


class AliveView(Schema):
    """Liveness of the process."""

    status: Literal["alive"] = "alive"


class ReadyView(Schema):
    """Readiness of the process."""

    status: Literal["ready", "unready"]
    degraded: list[str] = Field(description="Parts that are down, while requests are accepted")
    reason: str = Field(description="If unready: `starting`, `draining` or `database`")
    causes: dict[str, str] = Field(
        description="Why a part is down, where that is known, as in `generator`: `no_credit`"
    )


class SignedQuery(BaseModel):
    """Expiry and signature of a link to a stored image."""

    expires: str = Field(max_length=12)
    signature: str = Field(max_length=100)
