"""The errors ComicAI raises on purpose.

ComicAIError
├── RequestError                      the person can put it right
│   ├── EmptyPromptError
│   ├── PromptTooLongError            .length, .limit
│   ├── PromptRejectedError           our word list or the generator will not have it
│   ├── InvalidOptionsError           .fields
│   ├── QuotaError                    .limit, .resets_at
│   │   ├── QueueFullError
│   │   ├── DailyLimitError
│   │   ├── ChatLimitError
│   │   ├── TotalLimitError
│   │   └── RegisterLimitError
│   ├── BannedError
│   ├── ChatPausedError               the chat's moderators want no comics now
│   ├── ChannelNotAllowedError                nor in this channel
│   ├── StyleNotAllowedError                 nor in this style
│   ├── PrivateOnlyError              its owner alone may see it, and here others would
│   │   └── AgeRestrictedError        others may, in age-restricted places
│   ├── AuthorOptedOutError            whose message it is wants it not drawn
│   ├── NotModeratorError
│   ├── NotFoundError                 no such thing, or not theirs: one answer for both
│   ├── NotOwnerError                 acts for somebody else
│   ├── IdempotencyKeyReusedError                one Idempotency-Key, two bodies
│   ├── NotSignedInError
│   ├── WrongLoginError
│   ├── TooManyAttemptsError             .retry_after
│   ├── EmailTakenError
│   ├── LinkCodeError                 unknown, used or expired
│   ├── SamePersonError               the code is one's own
│   └── LastIdentityError             unlinking it would lock its owner out
└── DependencyError                   something we rely on failed; later it may not
    ├── StorageError
    │   ├── StorageUnavailableError   nothing was kept
    │   └── CommitUnconfirmedError          a COMMIT's outcome is not known
    ├── DiskFullError
    ├── JobQueueUnavailableError
    ├── ImageStoreError
    │   ├── ImageMissingError
    │   ├── NotAnImageError
    │   └── UnknownBucketError         .bucket: an s3Url outside our buckets
    └── GeneratorError                .code as in the generator contract
        ├── GeneratorRejectedError    it understood and will not draw this
        ├── GeneratorUnavailableError .retry_after: not reachable or busy; nothing was started
        ├── GeneratorRetryError       a new attempt may succeed
        └── GeneratorFailedError      it is over
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar


class ComicAIError(Exception):
    """Anything ComicAI raises on purpose; *code* names its sentence and never changes."""

    code: ClassVar[str]
    retryable: ClassVar[bool] = False

    @property
    def facts(self) -> Mapping[str, str | int]:
        """What the sentence for this error needs to know."""
        return {}


class RequestError(ComicAIError):
    """The person can put this right, so tell them how."""


class EmptyPromptError(RequestError):
    """There is nothing to draw."""

    code = "empty_prompt"


class PromptTooLongError(RequestError):
    """The prompt is longer than we take."""

    code = "prompt_too_long"

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"prompt of {length} characters; at most {limit}")
        self.length = length
        self.limit = limit

    @property
    def facts(self) -> Mapping[str, str | int]:
        return {"length": self.length, "limit": self.limit}


class PromptRejectedError(RequestError):
    """This will not be drawn; another wording may."""

    code = "prompt_rejected"


class InvalidOptionsError(RequestError):
    """Options that are unknown or out of range: *fields* says per option what is allowed."""

    code = "invalid_request"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {problem}" for name, problem in fields.items()))
        self.fields = dict(fields)

    @property
    def facts(self) -> Mapping[str, str | int]:
        return {"fields": str(self)}


class QuotaError(RequestError):
    """As much as is allowed has been asked for; *resets_at* is None where waiting is enough."""

    def __init__(self, limit: int, resets_at: datetime | None = None) -> None:
        super().__init__(f"at most {limit}")
        self.limit = limit
        self.resets_at = resets_at

    @property
    def facts(self) -> Mapping[str, str | int]:
        resets = self.resets_at.strftime("%H:%M UTC") if self.resets_at else ""
        return {"limit": self.limit, "resets": resets}


class QueueFullError(QuotaError):
    """This person has as many jobs open as they may."""

    code = "queue_full"


class DailyLimitError(QuotaError):
    """This person has had their comics of the day."""

    code = "daily_limit"


class ChatLimitError(QuotaError):
    """This chat has had its comics of the day."""

    code = "chat_limit"


class TotalLimitError(QuotaError):
    """Everybody together has had the comics of the day."""

    code = "total_limit"


class RegisterLimitError(QuotaError):
    """Too many new accounts from one address."""

    code = "register_limit"


class BannedError(RequestError):
    """This person may not ask here."""

    code = "banned"


class ChatPausedError(RequestError):
    """The moderators of this chat have paused the making of comics."""

    code = "chat_paused"


class ChannelNotAllowedError(RequestError):
    """Comics are made in other channels of this chat."""

    code = "elsewhere"


class StyleNotAllowedError(RequestError):
    """The moderators of this chat have switched this style off."""

    code = "style_off"


class PrivateOnlyError(RequestError):
    """Others would see the answer here: it has to go where only its person does."""

    code = "private_only"


class AgeRestrictedError(PrivateOnlyError):
    """Others may see this in age-restricted places, and this is none."""

    code = "age_restricted"


class AuthorOptedOutError(RequestError):
    """Whoever wrote the message does not want their words drawn."""

    code = "author_objects"


class NotModeratorError(RequestError):
    """This is for those who moderate the chat."""

    code = "not_moderator"


class NotFoundError(RequestError):
    """There is no such thing, or it is somebody else's; nobody learns which."""

    code = "not_found"


class NotOwnerError(RequestError):
    """This acts for somebody else."""

    code = "forbidden"


class IdempotencyKeyReusedError(RequestError):
    """The same Idempotency-Key came with another body before."""

    code = "conflict"


class NotSignedInError(RequestError):
    """This needs a login."""

    code = "unauthorized"


class WrongLoginError(RequestError):
    """The address or the password is wrong; nobody learns which."""

    code = "wrong_login"


class TooManyAttemptsError(RequestError):
    """Too many tries; *retry_after* is in seconds."""

    code = "too_many_tries"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"try again in {retry_after} s")
        self.retry_after = retry_after

    @property
    def facts(self) -> Mapping[str, str | int]:
        return {"seconds": self.retry_after}


class EmailTakenError(RequestError):
    """There is an account with this address."""

    code = "email_taken"


class LinkCodeError(RequestError):
    """The code is unknown, used up or too old."""

    code = "link_code_invalid"


class SamePersonError(RequestError):
    """The code was made by the person who claims it."""

    code = "link_same_person"


class LastIdentityError(RequestError):
    """The only way in cannot be unlinked; what is meant is `forget`."""

    code = "last_identity"


class DependencyError(ComicAIError):
    """Something we rely on failed; nobody in the chat can help it."""


class StorageError(DependencyError):
    """The database failed."""


class StorageUnavailableError(StorageError):
    """The database is away; nothing was kept."""

    code = "storage_unavailable"
    retryable = True


class CommitUnconfirmedError(StorageError):
    """The connection broke during COMMIT: kept or not kept, it is not known."""

    code = "unconfirmed"
    retryable = True


class DiskFullError(DependencyError):
    """The embedded run's disk is nearly full."""

    code = "disk_full"
    retryable = True


class JobQueueUnavailableError(DependencyError):
    """The engine takes nothing on; the sweep will."""

    code = "engine_unavailable"
    retryable = True


class ImageStoreError(DependencyError):
    """The image store failed or is away."""

    code = "image_store_unavailable"
    retryable = True


class ImageMissingError(ImageStoreError):
    """There is no such object."""

    code = "image_missing"


class NotAnImageError(ImageStoreError):
    """The object is no picture, too large, or not the one that was promised."""

    code = "bad_image"
    retryable = False


class UnknownBucketError(ImageStoreError):
    """A URL that is not in one of our buckets; *bucket* as far as it can be told."""

    code = "bad_response"
    retryable = False

    def __init__(self, bucket: str) -> None:
        super().__init__("the URL is not in one of our buckets")
        self.bucket = bucket


class GeneratorError(DependencyError):
    """The generator failed; *reason* is its own error code, for the job's row and the log."""

    code = "generator_failed"

    def __init__(self, reason: str, message: str = "") -> None:
        super().__init__(f"{reason}: {message}" if message else reason)
        self.reason = reason


class GeneratorRejectedError(GeneratorError):
    """The generator understood and will not draw this; the person has to change something."""

    code = "prompt_rejected"


class GeneratorUnavailableError(GeneratorError):
    """Not reachable, or too busy: nothing was started, or it can be picked up later."""

    code = "generator_unavailable"
    retryable = True

    def __init__(self, reason: str, message: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(reason, message)
        self.retry_after = retry_after  # seconds


class GeneratorRetryError(GeneratorError):
    """This attempt is lost; a new one may succeed."""

    retryable = True


class GeneratorFailedError(GeneratorError):
    """This is over; only a new request may succeed."""
