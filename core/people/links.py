"""Links: put two identities together as one person, by a one-time code."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from uuid_utils.compat import uuid7

from core.errors import LinkCodeError, SamePersonError
from core.models.identity import ProfileId, Requester
from core.models.people import MergePreview, Person
from core.people.profile_lookup import (
    ensure_locked_profile,
    ensure_profile,
    lock_profiles,
    person_of,
    profile_of,
)
from core.ports.database import Database, DuplicateKeyError, UnitOfWork
from core.runtime.rate_limits import AttemptLimiter

log = structlog.get_logger(__name__)

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that looks like something else
CODE_LENGTH = 8  # 39 bits; nobody guesses one in its ten minutes
LIFETIME = timedelta(minutes=10)
TRIES_PERIOD = timedelta(minutes=10)
TRIES_PER_IDENTITY = 10
TRIES_PER_ORIGIN = 30


def random_code() -> str:
    """Return a code the way people are shown it: ABCD-EFGH."""
    half = CODE_LENGTH // 2
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return f"{code[:half]}-{code[half:]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Makes codes, and merges the profiles of whoever made one and whoever claims it."""

    database: Database
    attempt_limiter: AttemptLimiter
    new_id: Callable[[], UUID] = uuid7
    new_code: Callable[[], str] = random_code

    async def make_code(self, requester: Requester) -> tuple[str, datetime]:
        """Return a code to show to the requester alone, and when it expires.

        The code before it is worthless from now on. Raises TooManyTriesError.
        """
        await self._limit("link-make", requester)
        code = self.new_code()

        async def work(unit: UnitOfWork) -> datetime:
            profile_id = await ensure_locked_profile(unit, requester, self.new_id)
            return await unit.link_codes.add(_hash(code), profile_id, lifetime=LIFETIME)

        try:
            return code, await self.database.write(work)
        except DuplicateKeyError:
            return await self.make_code(requester)  # somebody has this very code

    async def preview(self, requester: Requester, code: str) -> MergePreview:
        """Return what claiming the code would put together; nothing is changed.

        Raises LinkCodeError, SamePersonError or TooManyTriesError.
        """
        await self._limit("link", requester)

        async def work(unit: UnitOfWork) -> MergePreview:
            found = await unit.link_codes.get(_hash(code))
            if found is None:
                raise LinkCodeError
            mine = await profile_of(unit, requester)
            if mine == found.profile_id:
                raise SamePersonError
            theirs = await unit.profiles.identities(found.profile_id)
            ours = await unit.profiles.identities(mine) if mine else (requester.identity,)
            comics = await unit.comics.count(found.profile_id)
            return MergePreview(
                identities=(*theirs, *(one for one in ours if one not in theirs)),
                comics=comics + (await unit.comics.count(mine) if mine else 0),
            )

        return await self.database.read(work)

    async def claim(self, requester: Requester, code: str) -> Person:
        """Use the code up: its maker and the requester are one person from now on.

        Idempotent: whoever comes again, having heard no answer, gets the same one.

        Raises LinkCodeError, SamePersonError (the code stays good) or TooManyTriesError.
        """
        await self._limit("link", requester)

        async def work(unit: UnitOfWork) -> Person:
            taken = await unit.link_codes.take(_hash(code))
            if taken is None:
                joined = await unit.link_codes.joined_by(_hash(code))
                if joined is None or joined != await profile_of(unit, requester):
                    raise LinkCodeError
            else:
                joined = await self._join(unit, requester, taken.profile_id)
                await unit.link_codes.keep_used(taken, joined)
            return await person_of(unit, joined)

        person = await self.database.write(work)
        log.info(
            "identity_linked",
            profile_id=str(person.profile.id),
            platform=requester.identity.platform.value,
        )
        return person

    async def _join(self, unit: UnitOfWork, requester: Requester, maker: ProfileId) -> ProfileId:
        """Return the profile that holds everything afterwards."""
        mine = await profile_of(unit, requester)
        if mine is None and not requester.signed_in:
            await unit.profiles.lock(maker)
            if await unit.profiles.add_identity(requester.identity, maker):
                return maker
        mine = await ensure_profile(unit, requester, self.new_id)
        into, source = await lock_profiles(unit, maker, mine)
        if into == source:
            raise SamePersonError
        # Where only the claimer has an account, their profile is the one to stay: logins and
        # sessions are the account's. Of two accounts the maker's stays.
        if await unit.accounts.by_profile(source) and not await unit.accounts.by_profile(into):
            into, source = source, into
        await unit.profiles.merge(source, into)
        return into

    async def _limit(self, what: str, requester: Requester) -> None:
        identity = requester.identity
        await self.attempt_limiter.hit(
            f"{what}-identity",
            f"{identity.platform}:{identity.external_id}",
            amount=TRIES_PER_IDENTITY,
            period=TRIES_PERIOD,
        )
        if requester.origin:
            await self.attempt_limiter.hit(
                f"{what}-origin", requester.origin, amount=TRIES_PER_ORIGIN, period=TRIES_PERIOD
            )


def _hash(code: str) -> str:
    """Return what is kept of a code, however somebody typed it."""
    typed = unicodedata.normalize("NFKC", code).upper()
    return hashlib.sha256("".join(filter(str.isalnum, typed)).encode()).hexdigest()
