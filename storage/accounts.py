"""Repositories of web accounts, browser sessions and link codes."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from core.models.identity import ProfileId
from core.models.people import Account, LinkCode, Session
from core.ports.database import DuplicateKeyError
from storage.clock import db_now
from storage.connection import SqlConnection
from storage.statements import affected, insert_new, insert_unique, put
from storage.tables import accounts, link_codes, sessions

USED = "used:"  # prefix of the hash of a code that has been redeemed


class SqlAccountRepository:
    """SQL implementation of `core.ports.people.AccountRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def add(self, account: Account) -> bool:
        values = {
            "profile_id": account.profile_id,
            "email": account.email,
            "email_key": _email_key(account.email),
            "password_hash": account.password_hash,
            "token_version": account.token_version,
        }
        return await insert_new(self._connection, accounts, values)

    async def by_email(self, email: str) -> Account | None:
        """Look the address up without regard to case."""
        return await self._find(accounts.c.email_key == _email_key(email))

    async def by_profile(self, profile_id: ProfileId) -> Account | None:
        return await self._find(accounts.c.profile_id == profile_id)

    async def set_password(self, profile_id: ProfileId, password_hash: str) -> None:
        await self._update(profile_id, password_hash=password_hash)

    async def raise_token_version(self, profile_id: ProfileId) -> None:
        """Invalidate every API token issued so far."""
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
    """SQL implementation of `core.ports.people.SessionRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def add(
        self, token_hash: str, profile_id: ProfileId, *, lifetime: timedelta, signed_in: bool
    ) -> None:
        """Store the session. Raises DuplicateKeyError if the hash is taken."""
        values = {
            "token_hash": token_hash,
            "profile_id": profile_id,
            "signed_in": signed_in,
            "expires_at": db_now(lifetime),
        }
        await insert_unique(self._connection, sessions, values)

    async def get(self, token_hash: str) -> Session | None:
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
        """Set the expiry to *lifetime* from now, unless the session has expired."""
        await self._connection.execute(
            update(sessions).where(_is_live(token_hash)).values(expires_at=db_now(lifetime))
        )

    async def delete(self, token_hash: str) -> None:
        await self._connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))

    async def delete_of(self, profile_id: ProfileId) -> None:
        await self._connection.execute(delete(sessions).where(sessions.c.profile_id == profile_id))


class SqlLinkCodeRepository:
    """SQL implementation of `core.ports.people.LinkCodeRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def add(self, code_hash: str, profile_id: ProfileId, *, lifetime: timedelta) -> datetime:
        """Replace the code of the profile.

        Raises DuplicateKeyError if another profile has the same code.
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
        code = await self.get(code_hash)
        used = delete(link_codes).where(link_codes.c.code_hash == code_hash)
        if code is None or not await affected(self._connection, used):
            return None
        return code

    async def keep_used(self, code: LinkCode, profile_id: ProfileId) -> None:
        values = {"code_hash": USED + code.code_hash, "expires_at": code.expires_at}
        await put(self._connection, link_codes, {"profile_id": profile_id}, values)

    async def joined_by(self, code_hash: str) -> ProfileId | None:
        code = await self.get(USED + code_hash)
        return code.profile_id if code else None


def _is_live(token_hash: str) -> ColumnElement[bool]:
    return (sessions.c.token_hash == token_hash) & (sessions.c.expires_at > db_now())


def _email_key(email: str) -> str:
    """Return the normalized form by which two spellings of one address are compared."""
    return unicodedata.normalize("NFKC", email.strip()).casefold()
