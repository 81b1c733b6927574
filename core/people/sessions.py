"""Sessions: browsers recognized by a cookie, of which only the hash is stored."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from core.models.identity import Identity, Platform, ProfileId, Requester
from core.models.people import Session
from core.people.profile_lookup import account_identity, profile_of
from core.ports.database import Database, DuplicateKeyError, UnitOfWork

LIFETIME = timedelta(days=30)  # from the last visit
EXTEND_AFTER = timedelta(days=1)  # so that there is at most one write per day and browser
COOKIE_BYTES = 24  # random ones: 192 bits


def hash_of(cookie: str) -> str:
    """Return the hash that is stored of a cookie."""
    return hashlib.sha256(cookie.encode("utf-8", "replace")).hexdigest()


def visitor_identity(cookie: str) -> Identity:
    """Return the web identity of an anonymous visitor."""
    return Identity(Platform.WEB, hash_of(cookie))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """Session service: maps cookies to requesters."""

    database: Database
    lifetime: timedelta = LIFETIME

    def new_visitor(
        self, *, locale: str = "en", origin: str | None = None
    ) -> tuple[str, Requester]:
        """Return a new cookie and its requester. Nothing is stored before `remember`."""
        cookie = _new_cookie()
        return cookie, _visitor(cookie, locale=locale, origin=origin)

    async def requester_of_cookie(
        self, cookie: str, *, locale: str = "en", origin: str | None = None
    ) -> Requester:
        """Return the requester of a cookie: an anonymous visitor if there is no valid session."""
        token_hash = hash_of(cookie)

        async def work(unit: UnitOfWork) -> tuple[Requester, bool] | None:
            session = await unit.sessions.get(token_hash)
            if session is None:
                return None
            requester = await _owner(unit, session, cookie, locale=locale, origin=origin)
            age = self.lifetime - (session.expires_at - await unit.now())
            return None if requester is None else (requester, age > EXTEND_AFTER)

        found = await self.database.read(work)
        if found is None:
            return _visitor(cookie, locale=locale, origin=origin)
        requester, is_due = found
        if is_due:
            await self._extend(token_hash)
        return requester

    async def remember(self, requester: Requester, cookie: str) -> None:
        """Store the session of a visitor who has a profile by now. Idempotent."""
        token_hash = hash_of(cookie)

        async def work(unit: UnitOfWork) -> None:
            profile_id = await profile_of(unit, requester)
            if profile_id is None or await unit.sessions.get(token_hash):
                return
            await unit.sessions.add(
                token_hash, profile_id, lifetime=self.lifetime, signed_in=requester.signed_in
            )

        try:
            await self.database.write(work)
        except DuplicateKeyError:
            return  # a concurrent request of the browser has stored it

    async def start(self, profile_id: ProfileId, *, old_cookie: str | None = None) -> str:
        """Start a signed-in session, end the browser's former one, and return the new cookie."""
        cookie = _new_cookie()

        async def work(unit: UnitOfWork) -> None:
            if old_cookie:
                await unit.sessions.delete(hash_of(old_cookie))
            await unit.sessions.add(
                hash_of(cookie), profile_id, lifetime=self.lifetime, signed_in=True
            )

        await self.database.write(work)
        return cookie

    async def end(self, cookie: str) -> None:
        """Delete the session of a cookie. Idempotent."""

        async def work(unit: UnitOfWork) -> None:
            await unit.sessions.delete(hash_of(cookie))

        await self.database.write(work)

    async def _extend(self, token_hash: str) -> None:
        async def work(unit: UnitOfWork) -> None:
            await unit.sessions.extend(token_hash, lifetime=self.lifetime)

        await self.database.write(work)


def _new_cookie() -> str:
    return secrets.token_urlsafe(COOKIE_BYTES)


def _visitor(cookie: str, *, locale: str, origin: str | None) -> Requester:
    return Requester(identity=visitor_identity(cookie), locale=locale, origin=origin)


async def _owner(
    unit: UnitOfWork, session: Session, cookie: str, *, locale: str, origin: str | None
) -> Requester | None:
    """Return the requester of a session; None if the profile or the account was deleted."""
    profile = await unit.profiles.get(session.profile_id)
    if profile is None:
        return None
    identity = visitor_identity(cookie)
    if session.signed_in:
        account = await unit.accounts.by_profile(profile.id)
        if account is None:
            return None
        identity = account_identity(account.email)
    return Requester(
        identity=identity,
        locale=locale,
        profile_id=profile.id,
        signed_in=session.signed_in,
        origin=origin,
    )
