"""How people are known on the web: accounts, browsers and link codes."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.models.identity import ProfileId
from core.models.people import Account, LinkCode, Session
from core.ports.database import DuplicateKeyError
from storage.clock import db_now
from storage.statements import affected, insert_new, insert_unique, put
from storage.tables import accounts, link_codes, sessions

USED = "used:"  # stands before the hash of a code that is good no more


class SqlAccountRepository:
    """Fulfils `core.ports.AccountRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, account: Account) -> bool:
        """Store the account; False if its address or its profile has one already."""
        values = {
            "profile_id": account.profile_id,
            "email": account.email,
            "email_key": _email_key(account.email),
            "password_hash": account.password_hash,
            "token_version": account.token_version,
        }
        return await insert_new(self._connection, accounts, values)

    async def by_email(self, email: str) -> Account | None:
        """Return the account with this address, however it is capitalised."""
        return await self._find(accounts.c.email_key == _email_key(email))

    async def by_profile(self, profile_id: ProfileId) -> Account | None:
        """Return the profile's account."""
        return await self._find(accounts.c.profile_id == profile_id)

    async def set_password(self, profile_id: ProfileId, password_hash: str) -> None:
        """Replace the password."""
        await self._update(profile_id, password_hash=password_hash)

    async def raise_token_version(self, profile_id: ProfileId) -> None:
        """Make every token issued so far worthless."""
        await self._update(profile_id, token_version=accounts.c.token_version + 1)

    async def _find(self, wanted: ColumnElement[bool]) -> Account | None:
        row = (await self._connection.execute(select(accounts).where(wanted))).one_or_none()
        if row is None:
            return None
        return Account(
            profile_id=row.profile_id,
            email=row.email,
            password_hash=row.password_hash,
            token_version=row.token_version,
        )

    async def _update(self, profile_id: ProfileId, **changes: Any) -> None:
        await self._connection.execute(
            update(accounts).where(accounts.c.profile_id == profile_id).values(changes)
        )


class SqlSessionRepository:
    """Fulfils `core.ports.SessionRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self, token_hash: str, profile_id: ProfileId, *, lifetime: timedelta, signed_in: bool
    ) -> None:
        """Remember a browser. Raises DuplicateKeyError if the hash is taken."""
        values = {
            "token_hash": token_hash,
            "profile_id": profile_id,
            "signed_in": signed_in,
            "expires_at": db_now(lifetime),
        }
        await insert_unique(self._connection, sessions, values)

    async def get(self, token_hash: str) -> Session | None:
        """Return the session unless it has expired."""
        live = select(sessions).where(_is_live(token_hash))
        row = (await self._connection.execute(live)).one_or_none()
        if row is None:
            return None
        return Session(
            token_hash=row.token_hash,
            profile_id=row.profile_id,
            expires_at=row.expires_at,
            signed_in=row.signed_in,
        )

    async def extend(self, token_hash: str, *, lifetime: timedelta) -> None:
        """Let the session last that long from now on, unless it is over."""
        await self._connection.execute(
            update(sessions).where(_is_live(token_hash)).values(expires_at=db_now(lifetime))
        )

    async def delete(self, token_hash: str) -> None:
        """Forget the browser."""
        await self._connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))

    async def delete_of(self, profile_id: ProfileId) -> None:
        """Forget all browsers of the profile."""
        await self._connection.execute(delete(sessions).where(sessions.c.profile_id == profile_id))


class SqlLinkCodeRepository:
    """Fulfils `core.ports.LinkCodeRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, code_hash: str, profile_id: ProfileId, *, lifetime: timedelta) -> datetime:
        """Store the code, replacing any other of this profile; return when it expires.

        Raises DuplicateKeyError if another profile has this very code.
        """
        values = {"code_hash": code_hash, "expires_at": db_now(lifetime)}
        await put(self._connection, link_codes, {"profile_id": profile_id}, values)
        expiry = select(link_codes.c.expires_at).where(
            link_codes.c.code_hash == code_hash, link_codes.c.profile_id == profile_id
        )
        expires_at: datetime | None = (await self._connection.execute(expiry)).scalar_one_or_none()
        if expires_at is None:
            raise DuplicateKeyError
        return expires_at

    async def get(self, code_hash: str) -> LinkCode | None:
        """Return the code unless it has expired."""
        live = select(link_codes).where(
            link_codes.c.code_hash == code_hash, link_codes.c.expires_at > db_now()
        )
        row = (await self._connection.execute(live)).one_or_none()
        if row is None:
            return None
        return LinkCode(
            code_hash=row.code_hash, profile_id=row.profile_id, expires_at=row.expires_at
        )

    async def take(self, code_hash: str) -> LinkCode | None:
        """Use the code up and return it; of several that try, one succeeds."""
        code = await self.get(code_hash)
        used = delete(link_codes).where(link_codes.c.code_hash == code_hash)
        if code is None or not await affected(self._connection, used):
            return None
        return code

    async def keep_used(self, code: LinkCode, profile_id: ProfileId) -> None:
        """Remember until it expires who came together by a code that was taken."""
        values = {"code_hash": USED + code.code_hash, "expires_at": code.expires_at}
        await put(self._connection, link_codes, {"profile_id": profile_id}, values)

    async def joined_by(self, code_hash: str) -> ProfileId | None:
        """Return the profile that a code made of two, while that is remembered."""
        code = await self.get(USED + code_hash)
        return code.profile_id if code else None


def _is_live(token_hash: str) -> ColumnElement[bool]:
    return (sessions.c.token_hash == token_hash) & (sessions.c.expires_at > db_now())


def _email_key(email: str) -> str:
    """Return what two spellings of one address have in common."""
    return unicodedata.normalize("NFKC", email.strip()).casefold()
