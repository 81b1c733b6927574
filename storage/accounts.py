"""Repository of accounts."""

from __future__ import annotations

import unicodedata
from typing import Any

from sqlalchemy import ColumnElement, select, update

from core.models.identity import ProfileId
from core.models.people import Account
from storage.connection import SqlConnection
from storage.statements import insert_new
from storage.tables import accounts


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


def _email_key(email: str) -> str:
    """Return the normalized form by which two spellings of one address are compared."""
    return unicodedata.normalize("NFKC", email.strip()).casefold()
