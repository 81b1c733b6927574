"""The shapes of what goes over the wire as JSON, in both directions; people's are in `wire_people`.

The OpenAPI document is made of these same models, so it cannot say anything else.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue
from pydantic.alias_generators import to_camel

from core.content.prompts import PROMPT_LIMIT
from core.gallery.service import PAGE_LIMIT, REASON_LIMIT, TITLE_LIMIT
from core.models.identity import Platform
from core.models.jobs import JobState, Stage
from core.models.requests import Relation
from core.requests.service import PAGE_LIMIT as HISTORY_LIMIT

PAGE_DEFAULT = 24  # comics
HISTORY_DEFAULT = 20  # jobs

_DIGITS = re.compile(r"[0-9]{1,9}")


def length(least: int, most: int) -> dict[str, JsonValue]:
    """Describe a text's length where core checks it, and names all mistakes at once."""
    return {"minLength": least, "maxLength": most}


class Schema(BaseModel):
    """Written in snake_case, sent in camelCase."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class RequestSchema(Schema):
    """A body as people send it: types are not bent, and what nobody knows is a mistake."""

    model_config = ConfigDict(strict=True, extra="forbid", populate_by_name=False)


def _number(value: object) -> object:
    """Read a number as a query string has it, without the liberties that Python takes."""
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    return value


def _is_none(value: object) -> bool:
    return value is None


# --- Errors ---------------------------------------------------------------------------------------


class Problem(Schema):
    """What went wrong."""

    code: str = Field(description="Never changes; for programs")
    message: str = Field(description="A sentence in the language of `Accept-Language`; for people")
    retryable: bool = Field(description="Whether the same request may succeed later")
    fields: dict[str, str] | None = Field(
        default=None, exclude_if=_is_none, description="What is wrong with each field that is"
    )


class ErrorAnswer(Schema):
    """The one form that all errors have."""

    error: Problem


class BadEnd(ErrorAnswer):
    """A job that ended without a comic; or a request that never became a job."""

    uuid: UUID | None = Field(
        default=None, exclude_if=_is_none, description="Of the job, if there is one"
    )


# --- Making comics --------------------------------------------------------------------------------


class GenerateBody(RequestSchema):
    """A wish for a comic."""

    # Callers that follow the product's contract may send more than we know.
    model_config = ConfigDict(extra="ignore")

    user_id: str | None = Field(
        default=None,
        description="The caller's own id, if it is given at all; without a login it is ignored",
    )
    input_params: dict[str, Any]
    private: bool | None = Field(
        default=None,
        description="Whether nobody else may see it; without a say, what is made with a login is",
    )


class EditBody(RequestSchema):
    """What to change about an earlier comic."""

    input_params: dict[str, Any] = Field(description="The prompt; options left out stay")


class ContinueBody(RequestSchema):
    """What happens next."""

    prompt: str = Field(json_schema_extra=length(1, PROMPT_LIMIT))


class GenerateHeaders(BaseModel):
    """How to wait, and how not to ask twice."""

    prefer: str | None = Field(
        default=None,
        alias="Prefer",
        description="`respond-async` does not wait for the comic; `wait=N` waits up to N seconds",
        examples=["respond-async", "wait=30"],
    )
    idempotency_key: str | None = Field(
        default=None,
        alias="Idempotency-Key",
        pattern=r"^[!-~]{1,200}$",
        description="A repeat with the same key and body is answered with the same job",
    )


class DrawnView(Schema):
    """The comic."""

    uuid: UUID
    s3_url: str = Field(description="Works for about an hour; ask for the job to get a fresh one")


class AcceptedView(Schema):
    """Taken on, not drawn yet."""

    uuid: UUID
    status: JobState
    status_url: str


class ProgressView(Schema):
    """How far the drawing is."""

    percent: int = Field(ge=0, le=100)
    panel: int = Field(ge=0, description="Being drawn, counting from 1; 0: none")
    panels: int = Field(ge=0)


class JobView(Schema):
    """A job as its caller may see it."""

    uuid: UUID
    status: JobState
    stage: Stage | None = Field(description="What is being done while it is `drawing`")
    s3_url: str | None
    progress: ProgressView | None
    position: int = Field(ge=0, description="In line, counting from 1; 0 when it is not in line")
    eta_seconds: int | None
    message: str = Field(description="How it stands, in the language of `Accept-Language`")
    error: Problem | None


class CancelView(JobView):
    """What became of the wish to cancel."""

    canceled: bool = Field(description="False: it was over already, and `status` says how")


class EventHeaders(BaseModel):
    """Where a reader that comes back left off."""

    last_event_id: str | None = Field(
        default=None,
        alias="Last-Event-ID",
        description="Sent by browsers of themselves; 204 if there is nothing to come after it",
    )


# --- Gallery --------------------------------------------------------------------------------------


class ComicView(Schema):
    """A comic in its owner's gallery."""

    uuid: UUID
    s3_url: str = Field(description="Works for about an hour")
    image_url: str = Field(
        description="Stays, for whoever may see the comic; `?width=` gives it smaller"
    )
    prompt: str
    title: str
    style: str
    platform: Platform = Field(description="Where it was asked for")
    favorite: bool
    created_at: datetime
    width: int
    height: int
    alt_text: str
    share_url: str | None = Field(description="Opens the picture for whoever has it; null: none")


class DetailView(Schema):
    """One thing that is known of a comic, in words."""

    label: str
    value: str


class ComicDetailsView(ComicView):
    """A comic, and what is worth knowing of it, in the language of `Accept-Language`."""

    details: list[DetailView]
    text: str = Field(description="The comic told panel by panel, for who cannot see it")
    panels: int = Field(ge=1)


class GalleryView(Schema):
    """A page of the gallery, newest first."""

    items: list[ComicView]
    next_cursor: str | None


class GalleryQuery(BaseModel):
    """Which comics."""

    model_config = ConfigDict(strict=True)

    cursor: str | None = Field(
        default=None, max_length=64, description="`nextCursor` of the page before"
    )
    limit: Annotated[int, BeforeValidator(_number)] = Field(
        default=PAGE_DEFAULT, ge=1, le=PAGE_LIMIT
    )
    q: str = Field(default="", max_length=200, description="Words in the prompt")
    style: str = Field(default="", max_length=64)
    favorite: Literal["true", "false"] | None = None
    platform: Literal["discord", "telegram", "web", "terminal"] | None = Field(
        default=None, description="Where they were asked for"
    )


_FALSE: dict[str, JsonValue] = {"const": False}


def _only_false(value: bool) -> bool:  # noqa: FBT001 - a validator of pydantic
    if value:
        raise ValueError("must be false; DELETE deletes")
    return value


class ComicChange(RequestSchema):
    """What to change about a comic; what is left out stays."""

    favorite: bool | None = None
    title: str | None = Field(default=None, json_schema_extra=length(1, TITLE_LIMIT))
    deleted: (
        Annotated[bool, AfterValidator(_only_false), Field(json_schema_extra=_FALSE)] | None
    ) = Field(
        default=None,
        description="`false`, and nothing besides, undoes a deletion, for about a minute",
    )
    shared: bool | None = Field(
        default=None, description="Whether whoever has the link may see the picture"
    )


class ReportBody(RequestSchema):
    """A complaint about a comic."""

    reason: str = Field(description=f"Of what is said, {REASON_LIMIT} characters are kept")
    share: str | None = Field(
        default=None, description="The token of the share link that shows the comic"
    )


class ImageQuery(BaseModel):
    """By what right, and in which form."""

    share: str | None = Field(default=None, max_length=200, description="The token of a share link")
    width: Literal["320", "640", "1280"] | None = Field(
        default=None, description="As WebP, at most so many pixels wide"
    )
    download: Literal["1"] | None = Field(
        default=None, description="As it was drawn, as a file; `width` does not count then"
    )


class PageQuery(BaseModel):
    """By what right somebody looks at the page of a comic."""

    share: str | None = Field(default=None, max_length=200)
    adult: Literal["1"] | None = None  # they say that they are of age


# --- History --------------------------------------------------------------------------------------


class JobItemView(JobView):
    """A job of the caller's own, with what was asked for and what came of it."""

    prompt: str
    input_params: dict[str, Any] = Field(description="As they are sent to the generator")
    private: bool = Field(description="Whether nobody else may see it")
    relation: Relation | None = Field(description="How it follows from an earlier job")
    parent_uuid: UUID | None = Field(description="That earlier job")
    created_at: datetime
    comic: ComicView | None = Field(description="null: not drawn, or deleted since")


class HistoryView(Schema):
    """A page of what the caller asked for, newest first."""

    items: list[JobItemView]
    next_cursor: str | None


class HistoryQuery(BaseModel):
    """Which part of it."""

    model_config = ConfigDict(strict=True)

    cursor: str | None = Field(
        default=None, max_length=64, description="`nextCursor` of the page before"
    )
    limit: Annotated[int, BeforeValidator(_number)] = Field(
        default=HISTORY_DEFAULT, ge=1, le=HISTORY_LIMIT
    )


# --- The server -----------------------------------------------------------------------------------


class ServerView(Schema):
    """What answers here."""

    name: str
    version: str
    links: dict[str, str]


class AliveView(Schema):
    """The process runs."""

    status: Literal["alive"] = "alive"


class ReadyView(Schema):
    """Whether requests are taken."""

    status: Literal["ready", "unready"]
    degraded: list[str] = Field(description="Parts that are down, though requests are taken")
    reason: str = Field(description="Why not: starting, draining or database")


class SignedQuery(BaseModel):
    """The signature that makes the link ours."""

    expires: str = Field(max_length=12)
    signature: str = Field(max_length=100)
