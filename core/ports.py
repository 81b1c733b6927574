"""What core asks of the outside world. Whoever fulfils a port keeps the promises written here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeAlias, TypeVar
from uuid import UUID

from core.models import (
    Account,
    Awaited,
    Ban,
    Claim,
    Comic,
    Cursor,
    DayOfComics,
    Delivery,
    DeliveryState,
    Destination,
    DrawnComic,
    GalleryFilter,
    GalleryPage,
    GeneratorHealth,
    Identity,
    ImageInfo,
    ImageRef,
    InboxUpdate,
    Job,
    JobId,
    JobState,
    LinkCode,
    NewJob,
    OperatorNotice,
    PanelImage,
    Params,
    Platform,
    Profile,
    ProfileId,
    Progress,
    Report,
    Session,
    Visibility,
)

T = TypeVar("T")

# --- Storage: one transaction and what can be said in it ------------------------------------------


class ProfileRepository(Protocol):
    """Profiles, their identities and what hangs on them."""

    async def add(self, profile_id: ProfileId, *, locale: str) -> None: ...

    async def get(self, profile_id: ProfileId) -> Profile | None:
        """Return the profile; a merged one is followed to the one it was merged into."""
        ...

    async def find(self, identity: Identity) -> ProfileId | None:
        """Return whose identity this is."""
        ...

    async def lock(self, *profile_ids: ProfileId) -> None:
        """Hold these profiles' rows until the transaction ends; always in id order.

        Whoever waited here may find a profile merged or gone: look again.
        """
        ...

    async def add_identity(self, identity: Identity, profile_id: ProfileId) -> bool:
        """Give the identity to the profile; False if somebody has it already."""
        ...

    async def remove_identity(self, identity: Identity, profile_id: ProfileId) -> bool: ...

    async def identities(self, profile_id: ProfileId) -> tuple[Identity, ...]: ...

    async def update(
        self,
        profile_id: ProfileId,
        *,
        display_name: str | None = None,
        locale: str | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        """Change what is given; None leaves as it is."""
        ...

    async def merge(self, source: ProfileId, into: ProfileId) -> None:
        """Move everything of *source* over, jobs before comics, and leave a pointer behind.

        Both rows must be locked. A second account, sessions and link codes of *source* go.
        """
        ...

    async def delete(self, profile_id: ProfileId) -> None:
        """Remove the profile and everything that hangs on it but its comics' rows.

        Jobs lose their prompt, params, origin and owner; comics must be marked deleted first.
        """
        ...


class AccountRepository(Protocol):
    """E-mail addresses and passwords. Addresses compare without regard to case."""

    async def add(self, account: Account) -> bool:
        """Store the account; False if its address or its profile has one already."""
        ...

    async def by_email(self, email: str) -> Account | None: ...

    async def by_profile(self, profile_id: ProfileId) -> Account | None: ...

    async def set_password(self, profile_id: ProfileId, password_hash: str) -> None: ...

    async def raise_token_version(self, profile_id: ProfileId) -> None: ...


class SessionRepository(Protocol):
    """Browsers that are known by a cookie."""

    async def add(
        self, token_hash: str, profile_id: ProfileId, *, lifetime: timedelta, signed_in: bool
    ) -> None: ...

    async def get(self, token_hash: str) -> Session | None:
        """Return the session unless it has expired."""
        ...

    async def extend(self, token_hash: str, *, lifetime: timedelta) -> None: ...

    async def delete(self, token_hash: str) -> None: ...

    async def delete_of(self, profile_id: ProfileId) -> None: ...


class LinkCodeRepository(Protocol):
    """One-time codes, by their hash."""

    async def add(self, code_hash: str, profile_id: ProfileId, *, lifetime: timedelta) -> datetime:
        """Store the code, replacing any other of this profile; return when it expires."""
        ...

    async def get(self, code_hash: str) -> LinkCode | None:
        """Return the code unless it has expired."""
        ...

    async def take(self, code_hash: str) -> LinkCode | None:
        """Use the code up and return it; of several that try, one succeeds."""
        ...

    async def keep_used(self, code: LinkCode, profile_id: ProfileId) -> None:
        """Remember until it expires who came together by a code that was taken.

        Any other code of this profile is worthless from now on.
        """
        ...

    async def joined_by(self, code_hash: str) -> ProfileId | None:
        """Return the profile that a code made of two, while that is remembered."""
        ...


@dataclass(frozen=True, slots=True)
class OpenJobs:
    """How many jobs of somebody are not at an end."""

    in_flight: int  # queued or drawing
    waiting: int


class JobRepository(Protocol):
    """All jobs there are, and every transition of their states.

    Each transition is one UPDATE with the expected old state (and the claim, for a worker's) in
    its WHERE; the returned bool says whether it matched. Times are the database's own.
    """

    async def add(self, job: NewJob, *, handed: bool = False) -> Job:
        """Store the job. Raises DuplicateKeyError if its request key is taken.

        *handed*: the engine is told of it at once.
        """
        ...

    async def get(self, job_id: JobId) -> Job | None: ...

    async def get_many(
        self, job_ids: Collection[JobId], *, unless: JobState | None = None
    ) -> tuple[Job, ...]:
        """Return those of the jobs that exist, in no order; not those in the state *unless*."""
        ...

    async def by_request_key(self, request_key: str, *, settled: bool = False) -> Job | None:
        """Return the job that this request became.

        *settled* waits for whoever is storing one at this moment, and wants a transaction that
        writes.
        """
        ...

    async def open_jobs(self, profile_id: ProfileId) -> OpenJobs: ...

    async def open_by_state(self) -> Mapping[JobState, int]:
        """Count everybody's jobs that are not at an end, by state; a state without any is there."""
        ...

    async def open_ids(self, profile_id: ProfileId) -> tuple[JobId, ...]:
        """Return the jobs of somebody that are not at an end, oldest first."""
        ...

    async def history(
        self, profile_id: ProfileId, *, cursor: Cursor | None, limit: int
    ) -> tuple[Job, ...]:
        """Return jobs of somebody, newest first, after the cursor, whatever became of them."""
        ...

    async def count_since(
        self,
        since: datetime,
        *,
        profile_id: ProfileId | None = None,
        origin: str | None = None,
        chat: tuple[Platform, str] | None = None,
    ) -> int:
        """Count jobs made since then that count against limits; without a filter, everybody's.

        Rejected, failed, canceled and expired ones give theirs back.
        """
        ...

    async def position(self, job: Job) -> int:
        """Return the job's place in line, counting from 1; 0 if it is not waiting or queued."""
        ...

    async def median_panel_seconds(self) -> float | None:
        """Return the median drawing time a panel over the last 50 drawn jobs."""
        ...

    async def claim(self, owner: str, *, lease: timedelta, capacity: int) -> Claim | None:
        """Take the oldest due queued job, unless *capacity* jobs are drawing in the whole fleet.

        Raises its `claim_no`; of several that try for one job, exactly one gets it.
        """
        ...

    async def renew(
        self, owner: str, job_ids: Collection[JobId], *, lease: timedelta
    ) -> dict[JobId, int]:
        """Extend the leases on these jobs that are still *owner*'s; return job → claim_no.

        Only what is worked on is named: a claim whose COMMIT nobody heard of has to run out.
        """
        ...

    async def write_progress(
        self, owner: str, progress: Mapping[JobId, tuple[int, Progress]]
    ) -> set[JobId]:
        """Write progress by job and `claim_no`; return those that are still this owner's."""
        ...

    async def raise_attempt(self, job_id: JobId, claim_no: int) -> bool:
        """Raise `generator_attempt` by one."""
        ...

    async def hand_back(
        self,
        job_id: JobId,
        claim_no: int,
        *,
        delay: timedelta,
        error_code: str | None,
        active: bool = True,
    ) -> bool:
        """Drawing → queued, not before *delay* has passed; the active time so far is kept.

        Not *active*: an outage filled the time of this claim, so it does not count.
        """
        ...

    async def finish(
        self, job_id: JobId, claim_no: int, state: JobState, *, error_code: str | None = None
    ) -> bool:
        """Drawing → a terminal state; where it expired, the generator is still to be stopped."""
        ...

    async def cancel(self, job_id: JobId) -> bool:
        """waiting, queued or drawing → canceled; the generator is still to be stopped."""
        ...

    async def due_to_stop(
        self, *, limit: int, again_after: timedelta, known: timedelta
    ) -> tuple[Job, ...]:
        """Return ended jobs whose generator may still draw, though nobody holds them any more.

        They are due again *again_after* that, but none that ended longer than *known* ago.
        """
        ...

    async def stopped(self, job_id: JobId) -> None:
        """Nothing is drawn for this ended job any more."""
        ...

    async def release_waiting(self, profile_id: ProfileId, *, in_flight: int) -> int:
        """Waiting → queued for the oldest ones, up to *in_flight* in flight; return how many.

        The profile's row must be locked.
        """
        ...

    async def free_leases(self, owners: Collection[str]) -> int:
        """Let the leases of owners known to be dead run out now; `expire_leases` does the rest."""
        ...

    async def expire_leases(self, *, poisoned_after: int) -> tuple[int, list[JobId]]:
        """Drawing → queued where the lease ran out, → failed the *poisoned_after*th time it did.

        A job that keeps killing its workers ends so; being handed back does not count. Returns how
        many were queued, and which failed; at most 100 at a time.
        """
        ...

    async def expire_overdue(self, *, max_wait: timedelta) -> list[JobId]:
        """Waiting or queued → expired where the request is older than *max_wait*.

        Holds the profiles of their owners, as `expire_leases` does for those that fail.

        At most 100 at a time.
        """
        ...

    async def due_to_wake(self, *, limit: int, again_after: timedelta) -> int:
        """Mark due queued jobs as handed over now; return how many there were, at most *limit*.

        Only those never handed over, or longer ago than *again_after*.
        """
        ...


class ComicRepository(Protocol):
    """All comics there are. What was deleted is not found, except where said otherwise."""

    async def add_drawn(
        self,
        job_id: JobId,
        drawn: DrawnComic,
        info: ImageInfo,
        *,
        style: str,
        visibility: Visibility,
    ) -> tuple[PanelImage, ...]:
        """Store the comic of a job just moved to `drawn`, for the profile of the job's row.

        Returns the panels that were left out because they may be somebody else's. Raises
        DuplicateKeyError if the page may be: another comic holds it, or its key is reserved.
        """
        ...

    async def add_orphan(self, job_id: JobId, ref: ImageRef, panels: Sequence[ImageRef]) -> None:
        """Remember an object nobody will see as deleted, so that it gets purged. Idempotent.

        Objects that may be somebody else's are left out.
        """
        ...

    async def get(self, comic_id: JobId, *, deleted: bool = False) -> Comic | None:
        """Return the comic; with *deleted* also one whose deletion can still be undone."""
        ...

    async def get_many(self, comic_ids: Collection[JobId]) -> dict[JobId, Comic]: ...

    async def by_share_token(self, token: str) -> Comic | None: ...

    async def page(
        self,
        profile_id: ProfileId,
        *,
        wanted: GalleryFilter,
        cursor: Cursor | None,
        limit: int,
        newer: bool = False,
    ) -> GalleryPage:
        """Return a profile's comics, newest first, after the cursor.

        *newer* goes the other way: those before the cursor, the nearest first.
        """
        ...

    async def count(self, profile_id: ProfileId) -> int: ...

    async def update(
        self,
        comic_id: JobId,
        *,
        favorite: bool | None = None,
        title: str | None = None,
        visibility: Visibility | None = None,
    ) -> None: ...

    async def set_share_token(self, comic_id: JobId, token: str | None) -> None: ...

    async def delete(self, comic_id: JobId, *, undo: bool = True) -> bool:
        """Hide the comic; its objects go after the time for undo, or as soon as can be."""
        ...

    async def restore(self, comic_id: JobId) -> bool:
        """Undo `delete`, as long as the objects are there."""
        ...

    async def delete_of(self, profile_id: ProfileId) -> int:
        """Mark all comics of a profile for purging, at once and with no undo."""
        ...

    async def due_to_purge(
        self, *, undo: timedelta, limit: int
    ) -> list[tuple[JobId, tuple[ImageRef, ...]]]:
        """Return deleted comics past their undo time with all objects they hold.

        From then on there is no way back for them; until `purge` they are returned again.
        """
        ...

    async def held_by_others(self, comic_id: JobId, refs: Collection[ImageRef]) -> set[ImageRef]:
        """Return those objects that another comic holds, as its page, a panel or a rendition.

        A deleted comic holds its objects until it is purged.
        """
        ...

    async def purge(self, comic_id: JobId) -> None:
        """Remove the row of a deleted comic whose objects are gone."""
        ...

    async def file_id(self, bot_id: str, comic_id: JobId, kind: str) -> str | None: ...

    async def keep_file_id(self, bot_id: str, comic_id: JobId, kind: str, file_id: str) -> None: ...


class DeliveryRepository(Protocol):
    """All deliveries there are, with leases of their own."""

    async def add(
        self, job_id: JobId, destination: Destination, *, after: timedelta | None = None
    ) -> None:
        """Store where the job's answer goes; due when the job ends, and *after* that time too."""
        ...

    async def get(self, job_id: JobId) -> Delivery | None: ...

    async def awaited(self, platform: Platform, *, limit: int) -> tuple[Awaited, ...]:
        """Return those with a known message whose jobs are not at an end, the newest first."""
        ...

    async def make_due(self, job_id: JobId) -> bool:
        """Say that the job is at an end: the delivery, if there is one, may be made now."""
        ...

    async def claim(
        self, owner: str, *, lease: timedelta, platforms: Collection[Platform]
    ) -> Delivery | None:
        """Take the delivery there that is due longest and held by nobody; raises its `claim_no`."""
        ...

    async def renew(
        self, owner: str, job_ids: Collection[JobId], *, lease: timedelta
    ) -> dict[JobId, int]:
        """Extend the leases on these that are still *owner*'s; return job → claim_no."""
        ...

    async def keep_message_id(self, job_id: JobId, claim_no: int, message_id: str) -> bool:
        """Commit the id of the placeholder that the picture will be edited into."""
        ...

    async def set_message_id(self, job_id: JobId, message_id: str) -> bool:
        """Keep the id of the status message, as a front end learns it before any claim."""
        ...

    async def finish(self, job_id: JobId, claim_no: int, state: DeliveryState) -> bool:
        """Pending → delivered or undeliverable; the reply token is forgotten."""
        ...

    async def remove(self, job_id: JobId, claim_no: int) -> bool:
        """Forget it: it was brought to somebody who has gone."""
        ...

    async def retry_later(self, job_id: JobId, claim_no: int, *, delay: timedelta) -> bool:
        """Keep it pending, raise `attempts`, and give the lease back."""
        ...

    async def wait_for_end(self, job_id: JobId, claim_no: int) -> bool:
        """Its job is not at an end, and its reply token is used up: due when the job is."""
        ...

    async def record_notice(self, job_id: JobId, claim_no: int) -> bool:
        """Say that its person is being told; False if they were told before."""
        ...

    async def redirect(
        self, job_id: JobId, destination: Destination, *, after: timedelta | None
    ) -> bool:
        """Undeliverable or pending, its person came again: pending, and to go there.

        Due *after* that time; None: when its job is at an end. False while somebody is bringing it.
        """
        ...

    async def repeat(self, job_id: JobId, destination: Destination) -> bool:
        """Delivered into this very message: pending, due, and to be put in once more."""
        ...

    async def give_up(self, *, older_than: timedelta) -> int:
        """Pending → undeliverable where the job ended that long ago."""
        ...

    async def free_leases(self, owners: Collection[str]) -> int: ...

    async def expire_leases(self) -> int: ...

    async def forget_tokens(self) -> int:
        """Null reply tokens that have expired."""
        ...


class InboxRepository(Protocol):
    """Telegram updates that were taken in and not handled yet."""

    async def add(self, updates: Sequence[InboxUpdate]) -> int:
        """Store them; those known already are left as they are. Returns how many were new."""
        ...

    async def unhandled(self, bot_id: str, *, limit: int) -> tuple[InboxUpdate, ...]: ...

    async def mark_handled(self, bot_id: str, update_id: int) -> bool: ...

    async def purge(self, *, older_than: timedelta) -> int:
        """Remove handled updates of that age."""
        ...


class WishRepository(Protocol):
    """What people typed that a button has drawn."""

    async def put(self, wish_id: JobId, identity: Identity, text: str) -> None:
        """Keep a wish, from now on; the same one again begins anew."""
        ...

    async def get(self, wish_id: JobId, identity: Identity) -> str | None:
        """Return what this person typed."""
        ...

    async def purge(self, *, older_than: timedelta) -> int: ...


class CommunityRepository(Protocol):
    """Chat settings, bans and reports."""

    async def chat_settings(self, platform: Platform, chat: str) -> Mapping[str, Any]: ...

    async def set_chat_settings(
        self, platform: Platform, chat: str, settings: Mapping[str, Any]
    ) -> None: ...

    async def all_chat_settings(self, platform: Platform) -> Mapping[str, Mapping[str, Any]]:
        """Return what was set, by chat."""
        ...

    async def rename_chat(self, platform: Platform, old: str, new: str) -> None:
        """A group became a supergroup: settings, bans and deliveries move along."""
        ...

    async def ban(self, ban: Ban) -> None:
        """Idempotent."""
        ...

    async def unban(self, platform: Platform, external_id: str, *, chat: str = "") -> bool: ...

    async def is_banned(self, identities: Collection[Identity], *, chat: str = "") -> bool:
        """Return whether any of them is banned everywhere, or in *chat*."""
        ...

    async def bans(self) -> tuple[Ban, ...]: ...

    async def add_report(self, report: Report) -> None: ...

    async def open_reports(self) -> tuple[Report, ...]: ...

    async def resolve_report(self, report_id: UUID) -> bool: ...


class LockRepository(Protocol):
    """Named locks of the whole fleet, with a time to live."""

    async def acquire(self, name: str, owner: str, *, lifetime: timedelta) -> bool:
        """Take or extend the lock; False while somebody else holds it."""
        ...

    async def release(self, name: str, owner: str) -> None: ...

    async def release_all(self, owner: str) -> None:
        """Give back whatever this owner holds: it is known to be dead."""
        ...


class Figures(Protocol):
    """Numbers of the whole fleet, for its operators."""

    async def oldest(self) -> Mapping[JobState, float]:
        """Return how long the oldest job has been open, in seconds, by state; none: not there.

        Time that a job waited for others of its own person does not count.
        """
        ...

    async def brought(self, *, within: timedelta) -> tuple[int, int]:
        """Count deliveries that ended lately: delivered, and undeliverable."""
        ...

    async def day(self, start: datetime, end: datetime) -> DayOfComics:
        """Sum up what was asked for in that time."""
        ...


class MarkRepository(Protocol):
    """Moments that all processes of the fleet know, by name."""

    async def touch(self, name: str, at: datetime | None = None) -> None:
        """Set the mark; without a time, to now."""
        ...

    async def get(self, name: str) -> datetime | None: ...

    async def age(self, name: str) -> float | None:
        """Return for how many seconds it has not been touched; None if it never was."""
        ...

    async def remove(self, name: str) -> None: ...


class NoticeRepository(Protocol):
    """What operators are to be told and were not told yet."""

    async def add(self, notice: OperatorNotice) -> None: ...

    async def claim(
        self, platforms: Collection[Platform], *, pause: timedelta
    ) -> OperatorNotice | None:
        """Take the oldest that is due; unless it is `done`, it is due again after *pause*."""
        ...

    async def done(self, notice_id: UUID) -> None:
        """Forget it: it was told."""
        ...

    async def purge(self, *, older_than: timedelta) -> int:
        """Forget what nobody got to tell for so long; return how many."""
        ...


class Unit(Protocol):
    """One transaction: what its work did is kept as a whole, or not at all."""

    @property
    def profiles(self) -> ProfileRepository: ...
    @property
    def accounts(self) -> AccountRepository: ...
    @property
    def sessions(self) -> SessionRepository: ...
    @property
    def link_codes(self) -> LinkCodeRepository: ...
    @property
    def jobs(self) -> JobRepository: ...
    @property
    def comics(self) -> ComicRepository: ...
    @property
    def deliveries(self) -> DeliveryRepository: ...
    @property
    def inbox(self) -> InboxRepository: ...
    @property
    def wishes(self) -> WishRepository: ...
    @property
    def community(self) -> CommunityRepository: ...
    @property
    def locks(self) -> LockRepository: ...
    @property
    def figures(self) -> Figures: ...
    @property
    def marks(self) -> MarkRepository: ...
    @property
    def notices(self) -> NoticeRepository: ...

    async def now(self) -> datetime:
        """Return the database's time: aware, UTC, microseconds where it has them."""
        ...

    async def purge_expired(self) -> None:
        """Remove sessions, link codes and locks whose time is over."""
        ...


Work: TypeAlias = Callable[[Unit], Awaitable[T]]


class DuplicateKeyError(Exception):
    """A UNIQUE value is taken; the unit of work that met it is rolled back when it leaves *work*.

    Never reaches a person: whoever inserts decides what a duplicate means.
    """


class Database(Protocol):
    """Runs work in transactions.

    *work* may run several times (deadlocks are retried with a fresh transaction), so it must do
    nothing but talk to its unit, and change nothing in `read`. Raises StorageUnavailableError when
    nothing was kept, and UnconfirmedError when the connection broke during COMMIT.
    """

    async def write(self, work: Work[T]) -> T:
        """Run it and commit, together with what is enlisted (`core.enlisted`)."""
        ...

    async def read(self, work: Work[T]) -> T: ...

    async def ping(self) -> None:
        """Raise StorageUnavailableError unless the database answers."""
        ...


# --- Pictures -------------------------------------------------------------------------------------


class ImageStore(Protocol):
    """Where pictures lie. Raises ImageStoreError for whatever goes wrong below."""

    def locate(self, url: str) -> ImageRef:
        """Return bucket and key of an `s3Url`, which is never fetched.

        Raises ForeignImageError for whatever is not an object in one of our buckets.
        """
        ...

    async def inspect(self, ref: ImageRef, *, sha256: str | None = None) -> ImageInfo:
        """Look at the object. Raises ImageMissingError or NotAnImageError.

        With *sha256* (hex) the whole object is read and compared.
        """
        ...

    async def read(self, ref: ImageRef) -> bytes: ...

    async def put(self, ref: ImageRef, data: bytes, content_type: str) -> None: ...

    async def delete(self, refs: Sequence[ImageRef]) -> None:
        """Remove the objects; those that are not there are no error."""
        ...

    async def link(self, ref: ImageRef, *, base_url: str, lifetime: timedelta) -> str:
        """Return an absolute URL at which the picture can be seen for that long.

        *base_url* is where this server is reached; only the local store needs it.
        """
        ...

    async def free_bytes(self) -> int | None:
        """Return the room left; None where there is no telling."""
        ...


class Resizer(Protocol):
    """Makes pictures smaller, away from the event loop.

    Raises NotAnImageError for what is broken or has far too many pixels, and ImageStoreError
    where it takes too long.
    """

    async def narrow(self, data: bytes, *, width: int) -> bytes:
        """Return the picture as WebP, at most that many pixels wide and never enlarged."""
        ...

    async def squeeze(self, data: bytes, *, limit: int) -> bytes:
        """Return the picture as the best JPEG that has at most *limit* bytes."""
        ...


# --- The generator --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawingOrder:
    """One attempt at one job."""

    job_id: JobId
    attempt: int
    params: Params
    panels: int
    fresh: bool  # nobody can have submitted this attempt before, so no status is asked first
    may_start: Callable[[timedelta], bool]  # whether the lease outlasts a call of that length


class Generator(Protocol):
    """Draws comics, somewhere else."""

    async def draw(self, order: DrawingOrder, report: Callable[[Progress], None]) -> DrawnComic:
        """Have the comic drawn and return what the generator says of it, not yet verified.

        Picks up a drawing that runs already. Raises GeneratorRejectedError, GeneratorAwayError,
        GeneratorRetryError or GeneratorFailedError. Being cancelled stops the waiting only.
        """
        ...

    async def cancel(self, job_id: JobId, attempt: int) -> None:
        """Ask for the drawing to be stopped; best effort, raises nothing of ours."""
        ...

    async def health(self) -> GeneratorHealth:
        """Return what the generator says of itself. Raises GeneratorAwayError."""
        ...


# --- Engine, moderation, delivery -----------------------------------------------------------------


class Engine(Protocol):
    """Gets work to workers. What it carries is a hint: it may be lost, doubled or late."""

    @property
    def is_heard(self) -> bool:
        """Whether a worker can hear it at all: one in memory leads no further than this process."""
        ...

    async def wake_drawing(self, count: int = 1) -> None:
        """Ask workers to look for jobs to draw. Raises EngineUnavailableError."""
        ...

    async def wake_delivering(self, count: int = 1) -> None:
        """Ask workers to look for deliveries to make. Raises EngineUnavailableError."""
        ...


class Moderation(Protocol):
    """Says what may be drawn."""

    async def check(self, text: str, *, locale: str) -> None:
        """Raise PromptRejectedError if this may not be drawn."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What a messenger has to bring: a comic, or the end of a job without one.

    A job that is not at an end is brought just before its reply token expires, where no later way
    leads: what the person gets then is a button to fetch it with.
    """

    delivery: Delivery
    job: Job
    comic: Comic | None
    locale: str
    notice: bool  # it took long, so tell the person that it is there, unless they were told
    keep_message_id: Callable[[str], Awaitable[bool]]  # commits a placeholder's id, or says no
    record_notice: Callable[[], Awaitable[bool]]  # to be asked before telling
    may_start: Callable[[timedelta], bool]  # whether the lease outlasts a call of that length


@dataclass(frozen=True, slots=True)
class Brought:
    """How bringing a parcel went."""

    state: DeliveryState  # pending: not yet, try again
    retry_after: timedelta | None = None


class Messenger(Protocol):
    """Brings parcels to one platform through its REST API; bringing one twice shows it once."""

    async def bring(self, parcel: Parcel) -> Brought: ...


class Notifier(Protocol):
    """Writes to operators on one platform."""

    async def tell(self, chat: str, text: str, *, nonce: str) -> bool:
        """Write it there, once a nonce where the platform can; False: it has to be tried again."""
        ...
