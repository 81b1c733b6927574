"""Repository of link codes."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from core.models.identity import ProfileId
from core.models.people import LinkCode
from core.ports.database import DuplicateKeyError
from storage.clock import db_now
from storage.connection import SqlConnection
from storage.statements import affected, put
from storage.tables import link_codes

USED = "used:"  # prefix of the hash of a code that has been redeemed


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

    async def purge_expired(self) -> None:
        await self._connection.execute(
            delete(link_codes).where(link_codes.c.expires_at <= db_now())
        )
