"""The nouns of ComicAI: plain data, free of SDK, SQL, clock and network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

JobId = NewType("JobId", UUID)
ProfileId = NewType("ProfileId", UUID)

Params = Mapping[str, Any]  # `inputParams` of the generator contract, as JSON values


class Platform(StrEnum):
    """Where people reach us."""

    DISCORD = "discord"
    TELEGRAM = "telegram"
    WEB = "web"
    TERMINAL = "terminal"

    @property
    def is_chat(self) -> bool:
        """Whether somebody else runs it, and answers are delivered there."""
        return self in {Platform.DISCORD, Platform.TELEGRAM}


# --- People ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody as one platform knows them.

    The external id is the platform's own and never changes; names do, so none is kept.
    On the web it is the hash of an anonymous visitor's cookie, or the name of an account.
    """

    platform: Platform
    external_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester:
    """Who asks, here and now, and in which language to answer."""

    identity: Identity
    locale: str = "en"
    # Known already, because a login or a session says so; otherwise the identity decides.
    profile_id: ProfileId | None = None
    signed_in: bool = False  # has an account, and proved it
    moderates: bool = False  # may moderate the chat that they ask in
    community: str = ""  # whose settings hold there: the server or the group; empty: nobody's
    origin: str | None = None  # a keyed hash of a web visitor's address, for limits only


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A person with us: linked identities, comics, settings."""

    id: ProfileId
    display_name: str = ""
    locale: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    merged_into: ProfileId | None = None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An e-mail address and a password for the web."""

    profile_id: ProfileId
    email: str
    password_hash: str = field(repr=False)
    token_version: int = 0  # raised to make every token issued so far worthless


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser that we know: by the hash of its cookie."""

    token_hash: str = field(repr=False)
    profile_id: ProfileId
    expires_at: datetime
    signed_in: bool = False  # belongs to an account's login, not to an anonymous visit


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCode:
    """A short-lived code that proves two identities are one person; only its hash is kept."""

    code_hash: str = field(repr=False)
    profile_id: ProfileId
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What `GET /auth/me` and `/privacy` show of a profile."""

    profile: Profile
    email: str | None
    identities: tuple[Identity, ...]
    comics: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePreview:
    """What linking would put together, before anybody agrees to it."""

    identities: tuple[Identity, ...]
    comics: int


# --- Requests and jobs ----------------------------------------------------------------------------


USER_INSTALL = "user"  # the bot was brought along by a person, and is no member of the chat
FOR_ONE = frozenset({"dm", "private"})  # contexts: a chat of one person and the bot


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where the answer goes in a chat; kept as the delivery's row. Ids are the platform's own."""

    platform: Platform
    application_id: str = ""
    chat: str = ""
    thread: str = ""
    parent: str = ""  # the channel that the chat hangs under, as a thread does; not kept
    user_id: str = ""
    context: str = ""  # guild, dm, private_channel, private, group, inline
    install_owners: str = ""
    ephemeral: bool = False
    age_restricted: bool = False  # whoever reads there said that they are of age; not kept
    size_limit: int | None = None  # bytes that the platform takes in one file, here
    message_id: str | None = None
    reply_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None  # of the reply token

    @property
    def is_for_one(self) -> bool:
        """Whether nobody but its person sees the answer."""
        return self.ephemeral or self.context in FOR_ONE

    @property
    def outlives_token(self) -> bool:
        """Whether its message can still be changed once the reply token has expired.

        Not where only its owner sees it, nor where the bot came along with a person and is no
        member itself.
        """
        is_member = self.context != "private_channel" and self.install_owners != USER_INSTALL
        return not self.ephemeral and is_member


class Relation(StrEnum):
    """How a job follows from an earlier one."""

    AGAIN = "again"
    EDIT = "edit"
    CONTINUE = "continue"
    RETRY = "retry"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComicRequest:
    """What somebody asks for, as they said it."""

    text: str
    options: Params = field(default_factory=dict)  # by the names of `inputParams`; not yet checked
    private: bool | None = None  # None: as the place where it is asked has it
    clamp: bool = False  # chats bend what is out of range and say so; API and terminal refuse
    request_key: str = ""  # names the event that this request is; empty: made from the job's id
    body_hash: str = ""  # of the body that came with the key; another body under one key is refused
    parent_id: JobId | None = None
    relation: Relation | None = None
    age_restricted: bool = False  # what it follows from is; where it is asked may make it so, too
    author: str = ""  # whose message is drawn, by the platform's id; empty: the requester's words


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
class Notice:
    """Something that the person should know, as a sentence's message id and its facts."""

    key: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStatus:
    """A job as a person may see it."""

    job: Job
    comic: Comic | None
    position: int  # in line, counting from 1; 0 when it is not in line
    eta_seconds: int | None


# --- Comics ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ImageRef:
    """Where a picture lies. A URL is made of this when somebody looks."""

    bucket: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageInfo:
    """What a look at a stored object showed."""

    content_type: str
    size_bytes: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelImage:
    """One panel without its lettering."""

    index: int
    seed: int | None
    ref: ImageRef


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnComic:
    """What the generator says it drew, with every URL already turned into bucket and key."""

    ref: ImageRef
    sha256: str | None = None
    seed: int | None = None
    model: str = ""
    title: str = ""
    alt_text: str = ""
    script: tuple[Mapping[str, Any], ...] = ()  # a panel an entry: scene, caption, dialogue
    panels: tuple[PanelImage, ...] = ()
    run_seconds: float | None = None


class Visibility(StrEnum):
    """Who may see a comic besides its owner."""

    PRIVATE = "private"  # nobody, unless it is shared by a link
    CHAT = "chat"  # whoever sees the chat that it was made in
    LINK = "link"  # whoever has its UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Comic:
    """A finished picture and what is known of it; its id is the job's."""

    id: JobId
    profile_id: ProfileId | None
    ref: ImageRef
    content_type: str
    width: int
    height: int
    size_bytes: int
    sha256: str | None
    seed: int | None
    model: str
    style: str
    title: str
    alt_text: str
    script: tuple[Mapping[str, Any], ...]
    panels: tuple[PanelImage, ...]
    visibility: Visibility
    favorite: bool
    share_token: str | None = field(default=None, repr=False)
    created_at: datetime
    deleted_at: datetime | None = None
    prompt: str = ""  # of its job
    platform: Platform = Platform.WEB  # where it was asked for
    age_restricted: bool = False  # is shown to others in age-restricted places only


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of the gallery ended."""

    created_at: datetime
    id: JobId


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryFilter:
    """Which comics somebody wants to see; empty and None mean all."""

    text: str = ""
    style: str = ""
    favorite: bool | None = None
    platform: Platform | None = None
    age_restricted: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryPage:
    """Some comics, newest first, and where the next page starts."""

    comics: tuple[Comic, ...]
    next_cursor: Cursor | None


# --- Deliveries -----------------------------------------------------------------------------------


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"  # due at `next_attempt_at`; without one, its job is not at an end yet
    DELIVERED = "delivered"
    UNDELIVERABLE = "undeliverable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Getting a comic, or the sentence that explains its absence, to its destination."""

    job_id: JobId
    destination: Destination
    state: DeliveryState
    claim_no: int
    attempts: int
    next_attempt_at: datetime | None
    created_at: datetime
    delivered_at: datetime | None = None  # when it was there for the first time
    locale: str = ""  # of somebody who was forgotten; others' profiles tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A delivery whose job is not at an end: somebody looks at its status message."""

    delivery: Delivery
    community: str  # that it was asked for in, as limits count; else its chat
    locale: str  # of its person


# --- Chats, inbox and moderation ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InboxUpdate:
    """One Telegram update as it came, waiting to be handled."""

    bot_id: str
    update_id: int
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """Somebody who may not ask here; an empty chat means everywhere."""

    platform: Platform
    external_id: str
    chat: str = ""
    reason: str = ""
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Somebody's complaint about a comic."""

    id: UUID
    comic_id: JobId
    reporter: Identity
    reason: str
    created_at: datetime
    resolved_at: datetime | None = None


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


# --- Operating ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorNotice:
    """What the operators are to be told in one chat: a sentence of the catalogue and its facts."""

    id: UUID
    platform: Platform
    chat: str
    sentence: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfComics:
    """What became of one day's requests."""

    asked: int
    drawn: int
    failed: int  # expired ones included
    longest_seconds: float  # that somebody waited, or waits still
