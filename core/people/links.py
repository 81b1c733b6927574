"""Links: merge the profiles of two identities of one user by a one-time code."""

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

from core.errors import LinkCodeError, SameProfileError
from core.models.identity import ProfileId, Requester
from core.models.people import MergePreview, ProfileDetails
from core.people.profile_lookup import (
    ensure_locked_profile,
    ensure_profile,
    lock_profiles,
    profile_details,
    profile_of,
)
from core.ports.database import Database, DuplicateKeyError, UnitOfWork
from core.runtime.attempt_limiter import AttemptLimiter

log = structlog.get_logger(__name__)

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no two characters that look alike
CODE_LENGTH = 8  # 39 bits: too many to guess in ten minutes
LIFETIME = timedelta(minutes=10)
TRIES_PERIOD = timedelta(minutes=10)
TRIES_PER_IDENTITY = 10
TRIES_PER_ORIGIN = 30


def random_code() -> str:
    """Return a code as shown to users: ABCD-EFGH."""
    half = CODE_LENGTH // 2
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return f"{code[:half]}-{code[half:]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Link service: issues codes, and merges the profiles of a code's maker and its claimer."""

    database: Database
    attempt_limiter: AttemptLimiter
    new_id: Callable[[], UUID] = uuid7
    new_code: Callable[[], str] = random_code

    async def make_code(self, requester: Requester) -> tuple[str, datetime]:
        """Return a new code, to be shown to the requester only, and its time of expiry.

        Any earlier code becomes invalid. Raises TooManyAttemptsError.
        """
        await self._limit("link-make", requester)
        code = self.new_code()

        async def work(unit: UnitOfWork) -> datetime:
            profile_id = await ensure_locked_profile(unit, requester, self.new_id)
            return await unit.link_codes.add(_hash(code), profile_id, lifetime=LIFETIME)

        try:
            return code, await self.database.write(work)
        except DuplicateKeyError:
            return await self.make_code(requester)  # the code is in use

    async def preview(self, requester: Requester, code: str) -> MergePreview:
        """Return what claiming the code would merge, without changing anything.

        Raises LinkCodeError, SameProfileError or TooManyAttemptsError.
        """
        await self._limit("link", requester)

        async def work(unit: UnitOfWork) -> MergePreview:
            found = await unit.link_codes.get(_hash(code))
            if found is None:
                raise LinkCodeError
            own = await profile_of(unit, requester)
            if own == found.profile_id:
                raise SameProfileError
            makers = await unit.profiles.identities(found.profile_id)
            claimers = await unit.profiles.identities(own) if own else (requester.identity,)
            comics = await unit.comics.count(found.profile_id)
            return MergePreview(
                identities=(*makers, *(each for each in claimers if each not in makers)),
                comics=comics + (await unit.comics.count(own) if own else 0),
            )

        return await self.database.read(work)

    async def claim(self, requester: Requester, code: str) -> ProfileDetails:
        """Consume the code and merge the profiles of its maker and the requester.

        Idempotent: a retry by the requester returns the same result.

        Raises LinkCodeError, SameProfileError (the code stays valid) or TooManyAttemptsError.
        """
        await self._limit("link", requester)

        async def work(unit: UnitOfWork) -> ProfileDetails:
            taken = await unit.link_codes.take(_hash(code))
            if taken is None:
                joined = await unit.link_codes.joined_by(_hash(code))
                if joined is None or joined != await profile_of(unit, requester):
                    raise LinkCodeError
            else:
                joined = await self._merge(unit, requester, taken.profile_id)
                await unit.link_codes.keep_used(taken, joined)
            return await profile_details(unit, joined)

        details = await self.database.write(work)
        log.info(
            "identity_linked",
            profile_id=str(details.profile.id),
            platform=requester.identity.platform.value,
        )
        return details

    async def _merge(self, unit: UnitOfWork, requester: Requester, maker: ProfileId) -> ProfileId:
        """Merge the profiles of the code's maker and the requester; return the remaining one."""
        own = await profile_of(unit, requester)
        if own is None and not requester.signed_in:
            await unit.profiles.lock(maker)
            if await unit.profiles.add_identity(requester.identity, maker):
                return maker
        own = await ensure_profile(unit, requester, self.new_id)
        into, source = await lock_profiles(unit, maker, own)
        if into == source:
            raise SameProfileError
        # If only the claimer has an account, the claimer's profile remains, because logins and
        # sessions belong to the account. Of two accounts, the maker's remains.
        if await unit.accounts.by_profile(source) and not await unit.accounts.by_profile(into):
            into, source = source, into
        await unit.profiles.merge(source, into)
        return into

    async def _limit(self, action: str, requester: Requester) -> None:
        identity = requester.identity
        await self.attempt_limiter.hit(
            f"{action}-identity",
            f"{identity.platform}:{identity.external_id}",
            amount=TRIES_PER_IDENTITY,
            period=TRIES_PERIOD,
        )
        if requester.origin:
            await self.attempt_limiter.hit(
                f"{action}-origin", requester.origin, amount=TRIES_PER_ORIGIN, period=TRIES_PERIOD
            )


def _hash(code: str) -> str:
    """Return the hash that is stored of a code; case, spaces and punctuation do not matter."""
    typed = unicodedata.normalize("NFKC", code).upper()
    return hashlib.sha256("".join(filter(str.isalnum, typed)).encode()).hexdigest()
