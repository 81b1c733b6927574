"""Repository of browser sessions."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update

from core.models.identity import ProfileId
from core.models.people import Session
from storage.clock import db_now
from storage.connection import SqlConnection
from storage.statements import insert_unique
from storage.tables import sessions


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

    async def purge_expired(self) -> None:
        await self._connection.execute(delete(sessions).where(sessions.c.expires_at <= db_now()))


def _is_live(token_hash: str) -> ColumnElement[bool]:
    return (sessions.c.token_hash == token_hash) & (sessions.c.expires_at > db_now())
