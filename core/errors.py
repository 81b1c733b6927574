"""Root of all exceptions of this project, and the exceptions that are explained to users.

An exception that no user sees derives from ComicAIError and is defined next to the code that raises
it.

ComicAIError
└── ServiceError                          explained to the user; .code, .facts
    ├── RequestError                      the user can correct it
    │   ├── EmptyPromptError
    │   ├── PromptTooLongError            .length, .limit
    │   ├── PromptRejectedError           refused by the word list or the generator
    │   ├── InvalidOptionsError           .fields
    │   ├── QuotaError                    .limit, .resets_at
    │   │   ├── QueueFullError
    │   │   ├── DailyLimitError
    │   │   ├── ChatLimitError
    │   │   ├── TotalLimitError
    │   │   └── RegisterLimitError
    │   ├── BudgetError                   .resets_at
    │   │   ├── UserBudgetError
    │   │   ├── ChatBudgetError
    │   │   └── TotalBudgetError
    │   ├── BannedError
    │   ├── ChatPausedError               by the chat's moderators
    │   ├── ChannelNotAllowedError        by the chat's moderators
    │   ├── StyleNotAllowedError          by the chat's moderators
    │   ├── PrivateOnlyError              only the owner may see it, but others would
    │   │   └── AgeRestrictedError        others may, in age-restricted channels
    │   ├── AuthorOptedOutError           the author does not want messages drawn
    │   ├── NotModeratorError
    │   ├── NotFoundError                 does not exist, or belongs to another user
    │   ├── NotOwnerError                 acts on behalf of another user
    │   ├── IdempotencyKeyReusedError     with another body
    │   ├── NotSignedInError
    │   ├── WrongLoginError
    │   ├── TooManyAttemptsError          .retry_after
    │   ├── EmailTakenError
    │   ├── LinkCodeError                 unknown, used or expired
    │   ├── SameProfileError              the requester made the code
    │   └── LastIdentityError             unlinking it would lock the owner out
    └── DependencyError                   another service failed; a retry may succeed
        ├── StorageError
        │   ├── StorageUnavailableError   nothing was stored
        │   └── CommitUnconfirmedError    the outcome of a COMMIT is unknown
        ├── DiskFullError
        ├── JobQueueUnavailableError
        ├── ImageStoreError
        │   ├── ImageMissingError
        │   ├── NotAnImageError
        │   └── UnknownBucketError        .bucket: not a configured one
        └── GeneratorError                .reason as in the generator contract
            ├── GeneratorRejectedError    the request is refused
            ├── GeneratorUnavailableError .retry_after: unreachable or busy
            │   ├── GeneratorAsleepError  the rented GPU is not awake
            │   ├── GeneratorRefusesError it takes no request of this installation
            │   └── GeneratorSilentError  one job's status is unreadable; it is healthy
            ├── GeneratorRetryError       a new attempt may succeed
            └── GeneratorFailedError      final
                └── GeneratorOverdueError  it did not start the job in time
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar


class ComicAIError(Exception):
    """Base class of all exceptions of this project, except those of the reference generator.

    Catch a subclass: this class says neither what failed nor whether a user may read about it.
    """


class ServiceError(ComicAIError):
    """An error that is explained to the user: *code* is its message id and never changes."""

    code: ClassVar[str]
    retryable: ClassVar[bool] = False

    @property
    def facts(self) -> Mapping[str, str | int]:
        """The arguments of this error's message."""
        return {}


class RequestError(ServiceError):
    """Invalid request; the user can correct it, and the message says how."""


class EmptyPromptError(RequestError):
    """The prompt is empty."""

    code = "empty_prompt"


class PromptTooLongError(RequestError):
    """The prompt is too long."""

    code = "prompt_too_long"

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"prompt of {length} characters; at most {limit}")
        self.length = length
        self.limit = limit

    @property
    def facts(self) -> Mapping[str, str | int]:
        return {"length": self.length, "limit": self.limit}


class PromptRejectedError(RequestError):
    """The prompt was refused; another wording may be accepted."""

    code = "prompt_rejected"


class InvalidOptionsError(RequestError):
    """Options are unknown or out of range. *fields* maps each one to what is allowed."""

    code = "invalid_request"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {problem}" for name, problem in fields.items()))
        self.fields = dict(fields)

    @property
    def facts(self) -> Mapping[str, str | int]:
        return {"fields": str(self)}


class QuotaError(RequestError):
    """A limit is reached. *resets_at* is None if it frees up as jobs finish."""

    def __init__(self, limit: int, resets_at: datetime | None = None) -> None:
        super().__init__(f"at most {limit}")
        self.limit = limit
        self.resets_at = resets_at

    @property
    def facts(self) -> Mapping[str, str | int]:
        resets = self.resets_at.strftime("%H:%M UTC") if self.resets_at else ""
        return {"limit": self.limit, "resets": resets}


class QueueFullError(QuotaError):
    """The user has as many unfinished jobs as allowed."""

    code = "queue_full"


class DailyLimitError(QuotaError):
    """The user's daily limit is reached."""

    code = "daily_limit"


class ChatLimitError(QuotaError):
    """The chat's daily limit is reached."""

    code = "chat_limit"


class TotalLimitError(QuotaError):
    """The daily limit of all users together is reached."""

    code = "total_limit"


class RegisterLimitError(QuotaError):
    """Too many accounts were created from one IP address."""

    code = "register_limit"


class BudgetError(RequestError):
    """A limit of what comics may cost a day is reached. Amounts are not for users."""

    def __init__(self, resets_at: datetime) -> None:
        super().__init__("the daily budget is used up")
        self.resets_at = resets_at

    @property
    def facts(self) -> Mapping[str, str | int]:
        return {"resets": self.resets_at.strftime("%H:%M UTC")}


class UserBudgetError(BudgetError):
    """The user's daily budget is used up."""

    code = "user_budget"


class ChatBudgetError(BudgetError):
    """The chat's daily budget is used up."""

    code = "chat_budget"


class TotalBudgetError(BudgetError):
    """The daily budget of all users together is used up."""

    code = "total_budget"


class BannedError(RequestError):
    """The user is banned from this chat, or everywhere."""

    code = "banned"


class ChatPausedError(RequestError):
    """The moderators of this chat have paused ComicAI."""

    code = "chat_paused"


class ChannelNotAllowedError(RequestError):
    """The moderators allow comics in other channels only."""

    code = "elsewhere"


class StyleNotAllowedError(RequestError):
    """The moderators do not allow this style."""

    code = "style_off"


class PrivateOnlyError(RequestError):
    """Others would see the answer here, but only the requester may."""

    code = "private_only"


class AgeRestrictedError(PrivateOnlyError):
    """Others may see this in age-restricted channels only, and this is not one."""

    code = "age_restricted"


class AuthorOptedOutError(RequestError):
    """The message's author does not want it drawn."""

    code = "author_objects"


class NotModeratorError(RequestError):
    """This needs a moderator of the chat."""

    code = "not_moderator"


class NotFoundError(RequestError):
    """The object does not exist or belongs to another user; the error does not reveal which."""

    code = "not_found"


class NotOwnerError(RequestError):
    """This acts on behalf of another user."""

    code = "forbidden"


class IdempotencyKeyReusedError(RequestError):
    """The Idempotency-Key was used before with another body."""

    code = "conflict"


class NotSignedInError(RequestError):
    """This needs a valid login."""

    code = "unauthorized"


class WrongLoginError(RequestError):
    """The address or the password is wrong; the error does not reveal which."""

    code = "wrong_login"


class TooManyAttemptsError(RequestError):
    """Too many attempts. *retry_after* is in seconds."""

    code = "too_many_tries"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"try again in {retry_after} s")
        self.retry_after = retry_after

    @property
    def facts(self) -> Mapping[str, str | int]:
        return {"seconds": self.retry_after}


class EmailTakenError(RequestError):
    """An account with this address exists."""

    code = "email_taken"


class LinkCodeError(RequestError):
    """The link code is unknown, used or expired."""

    code = "link_code_invalid"


class SameProfileError(RequestError):
    """The link code was made by the profile that claims it."""

    code = "link_same_person"


class LastIdentityError(RequestError):
    """The last identity of a profile cannot be unlinked; deleting the profile is `forget`."""

    code = "last_identity"


class DependencyError(ServiceError):
    """Another service failed; the user can do nothing about it."""


class StorageError(DependencyError):
    """The database failed."""


class StorageUnavailableError(StorageError):
    """The database is unavailable; nothing was stored."""

    code = "storage_unavailable"
    retryable = True


class CommitUnconfirmedError(StorageError):
    """The connection broke during COMMIT; the outcome is unknown."""

    code = "unconfirmed"
    retryable = True


class DiskFullError(DependencyError):
    """The disk of an embedded installation is nearly full."""

    code = "disk_full"
    retryable = True


class JobQueueUnavailableError(DependencyError):
    """The job queue is unavailable. The janitor wakes workers later."""

    code = "engine_unavailable"
    retryable = True


class ImageStoreError(DependencyError):
    """The image store failed or is unavailable."""

    code = "image_store_unavailable"
    retryable = True


class ImageMissingError(ImageStoreError):
    """The object does not exist."""

    code = "image_missing"


class NotAnImageError(ImageStoreError):
    """The object is not a picture, is too large, or has the wrong hash."""

    code = "bad_image"
    retryable = False


class UnknownBucketError(ImageStoreError):
    """A URL does not name an object in a configured bucket. *bucket* may be empty."""

    code = "bad_response"
    retryable = False

    def __init__(self, bucket: str) -> None:
        super().__init__("the URL is not in one of the configured buckets")
        self.bucket = bucket


class GeneratorError(DependencyError):
    """The generator failed. *reason* is its own error code, for the job's row and the log."""

    code = "generator_failed"

    def __init__(self, reason: str, message: str = "") -> None:
        super().__init__(f"{reason}: {message}" if message else reason)
        self.reason = reason


class GeneratorRejectedError(GeneratorError):
    """The generator refuses the request; the user has to change it."""

    code = "prompt_rejected"


class GeneratorUnavailableError(GeneratorError):
    """The generator is unreachable or too busy. The attempt was not started, or can be resumed."""

    code = "generator_unavailable"
    retryable = True

    def __init__(self, reason: str, message: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(reason, message)
        self.retry_after = retry_after  # seconds


class GeneratorAsleepError(GeneratorUnavailableError):
    """The rented GPU is asleep, is being woken, or cannot be; requests wait in the queue."""


class GeneratorRefusesError(GeneratorUnavailableError):
    """The generator takes no request of this installation, until its operator does something.

    Reasons: `unauthorized`, `no_credit` and `wrong_bucket`.
    """


class GeneratorSilentError(GeneratorUnavailableError):
    """The status of one job cannot be read, although the generator is healthy."""

    def __init__(self, reason: str, *, seconds: float = 0.0) -> None:
        super().__init__(reason)
        self.seconds = seconds  # for which it could not be read


class GeneratorRetryError(GeneratorError):
    """This attempt failed; a new one may succeed.

    *changes* are the parameters to change for it; None: it may succeed with the same ones, or with
    none, if the reason is `gpu_oom`.
    """

    retryable = True

    def __init__(
        self, reason: str, message: str = "", *, changes: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(reason, message)
        self.changes = changes


class GeneratorFailedError(GeneratorError):
    """The job failed for good; only a new request may succeed."""


class GeneratorOverdueError(GeneratorFailedError):
    """The generator did not start the job in time; the job expires."""
