"""Ports: repositories of profiles, accounts, sessions and link codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from core.models.identity import Identity, ProfileId
from core.models.people import Account, LinkCode, Profile, Session


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
