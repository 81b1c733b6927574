"""Ports: repositories for profiles, accounts, sessions and link codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from core.models.identity import Identity, JobId, ProfileId
from core.models.people import Account, LinkCode, Profile, Session


class ProfileRepository(Protocol):
    """Profiles, their identities and the rows that belong to them."""

    async def add(self, profile_id: ProfileId, *, locale: str) -> None: ...

    async def get(self, profile_id: ProfileId) -> Profile | None:
        """Return the profile. For a merged one, return the profile that it was merged into."""
        ...

    async def find(self, identity: Identity) -> ProfileId | None:
        """Return the profile that has this identity."""
        ...

    async def lock_by_identity(self, identity: Identity) -> ProfileId | None:
        """Lock the row of the profile that has this identity, and return its id.

        A merge may move the identity to another profile while this waits for the lock.
        """
        ...

    async def lock_owner(self, job_id: JobId) -> ProfileId | None:
        """Lock the row of the profile that owns the job, and return its id.

        A merge may give the job to another profile while this waits for the lock.
        """
        ...

    async def lock(self, *profile_ids: ProfileId) -> None:
        """Lock the profiles' rows until the transaction ends, always in the order of their ids.

        A profile may have been merged or deleted while waiting for its lock, so read it again.
        """
        ...

    async def add_identity(self, identity: Identity, profile_id: ProfileId) -> bool:
        """Add an identity to the profile. False if a profile has it already."""
        ...

    async def remove_identity(self, identity: Identity, profile_id: ProfileId) -> bool:
        """Remove an identity from the profile. False if the profile does not have it."""
        ...

    async def identities(self, profile_id: ProfileId) -> tuple[Identity, ...]: ...

    async def update(
        self,
        profile_id: ProfileId,
        *,
        display_name: str | None = None,
        locale: str | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        """Change the given fields; None leaves a field unchanged."""
        ...

    async def merge(self, source: ProfileId, into: ProfileId) -> None:
        """Move everything from *source* to *into*, jobs before comics, and leave a pointer.

        Both rows must be locked. The sessions and link codes of *source* are deleted, and so is
        its account if *into* has one.
        """
        ...

    async def delete(self, profile_id: ProfileId) -> None:
        """Delete the profile and all rows that belong to it, except jobs and comics.

        Jobs lose their prompt, params, origin and owner. Comics must be marked as deleted first.
        """
        ...


class AccountRepository(Protocol):
    """Accounts. E-mail addresses are compared without regard to case."""

    async def add(self, account: Account) -> bool:
        """Store an account. False if its address or its profile already has one."""
        ...

    async def by_email(self, email: str) -> Account | None: ...

    async def by_profile(self, profile_id: ProfileId) -> Account | None: ...

    async def set_password(self, profile_id: ProfileId, password_hash: str) -> None: ...

    async def raise_token_version(self, profile_id: ProfileId) -> None:
        """Invalidate every bearer token that the account was issued."""
        ...


class SessionRepository(Protocol):
    """Browser sessions, by the hash of their cookie."""

    async def add(
        self, token_hash: str, profile_id: ProfileId, *, lifetime: timedelta, signed_in: bool
    ) -> None: ...

    async def get(self, token_hash: str) -> Session | None:
        """Return the session unless it has expired."""
        ...

    async def extend(self, token_hash: str, *, lifetime: timedelta) -> None:
        """Let the session expire *lifetime* from now."""
        ...

    async def delete(self, token_hash: str) -> None: ...

    async def delete_of(self, profile_id: ProfileId) -> None:
        """Delete all sessions of a profile."""
        ...

    async def purge_expired(self) -> None: ...


class LinkCodeRepository(Protocol):
    """One-time link codes, by their hash."""

    async def add(self, code_hash: str, profile_id: ProfileId, *, lifetime: timedelta) -> datetime:
        """Store a code, replacing any other code of the profile; return when it expires.

        Raises DuplicateKeyError if the code exists.
        """
        ...

    async def get(self, code_hash: str) -> LinkCode | None:
        """Return the code unless it has expired."""
        ...

    async def take(self, code_hash: str) -> LinkCode | None:
        """Consume the code and return it. Only one of several concurrent calls succeeds."""
        ...

    async def keep_used(self, code: LinkCode, profile_id: ProfileId) -> None:
        """Remember, until the code expires, which profile a consumed code led to.

        Any other code of this profile becomes invalid.
        """
        ...

    async def joined_by(self, code_hash: str) -> ProfileId | None:
        """Return the profile that a consumed code led to, until the code expires."""
        ...

    async def purge_expired(self) -> None: ...
