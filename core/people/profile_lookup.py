"""Profile lookup: the profile of a requester, with or without locking its row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import UUID

from uuid_utils.compat import uuid7

from core.errors import NotFoundError, NotSignedInError
from core.models.identity import Identity, Platform, ProfileId, Requester
from core.models.jobs import Job
from core.models.people import ProfileDetails
from core.ports.database import UnitOfWork


def account_identity(email: str) -> Identity:
    """Return the web identity of an account.

    It survives merges of profiles, and does not reveal the address.
    """
    digest = hashlib.sha256(email.lower().encode()).hexdigest()
    return Identity(Platform.WEB, f"account:{digest}")


async def profile_of(unit: UnitOfWork, requester: Requester) -> ProfileId | None:
    """Return the requester's profile; None if it was not created yet, or was deleted."""
    if requester.profile_id is not None:
        profile = await unit.profiles.get(requester.profile_id)
        if profile is not None:
            return profile.id
        if requester.signed_in:
            return None
    return await unit.profiles.find(requester.identity)


async def owns_job(unit: UnitOfWork, requester: Requester, job: Job) -> bool:
    profile_id = await profile_of(unit, requester)
    return profile_id is not None and profile_id == job.profile_id


async def ensure_profile(
    unit: UnitOfWork, requester: Requester, new_id: Callable[[], UUID] = uuid7
) -> ProfileId:
    """Return the requester's profile, creating it if necessary.

    Concurrent requests of an unknown requester get the same profile. Raises NotSignedInError if
    the requester's account was deleted.
    """
    known = await profile_of(unit, requester)
    if known is None:
        known = await _add_profile(unit, requester, new_id)
    if known is None:
        known = await unit.profiles.find(requester.identity)
    if known is None:
        raise NotFoundError
    return known


async def _add_profile(
    unit: UnitOfWork, requester: Requester, new_id: Callable[[], UUID]
) -> ProfileId | None:
    """Create the requester's profile; return None if a concurrent request has committed one.

    Raises NotSignedInError if the requester's account was deleted.
    """
    if requester.signed_in:
        raise NotSignedInError
    profile_id = ProfileId(new_id())
    await unit.profiles.add(profile_id, locale=requester.locale)
    if await unit.profiles.add_identity(requester.identity, profile_id):
        return profile_id
    await unit.profiles.delete(profile_id)  # it was never visible
    return None


async def lock_profile(unit: UnitOfWork, requester: Requester) -> ProfileId | None:
    """Return the requester's profile with its row locked.

    A merge may move the requester to another profile while this waits for the lock, so the
    profile is looked up again afterwards.
    """
    profile_id = await profile_of(unit, requester)
    while profile_id is not None:
        await unit.profiles.lock(profile_id)
        current = await profile_of(unit, requester)
        if current == profile_id:
            break
        profile_id = current
    return profile_id


async def ensure_locked_profile(
    unit: UnitOfWork, requester: Requester, new_id: Callable[[], UUID] = uuid7
) -> ProfileId:
    """Return the requester's profile with its row locked, creating it if necessary.

    Rows that belong to a profile are inserted under this lock, so that no merge misses them.
    """
    profile_id = None
    while profile_id is None:
        # Inserting a row locks it as well.
        profile_id = await lock_profile(unit, requester) or await _add_profile(
            unit, requester, new_id
        )
    return profile_id


async def lock_profiles(unit: UnitOfWork, *profile_ids: ProfileId) -> tuple[ProfileId, ...]:
    """Lock profiles; return their ids, which differ for profiles merged in the meantime.

    Raises NotFoundError if one of them was deleted.
    """
    current = profile_ids
    while True:
        await unit.profiles.lock(*current)
        profiles = [await unit.profiles.get(profile_id) for profile_id in current]
        if not all(profiles):
            raise NotFoundError
        locked = tuple(profile.id for profile in profiles if profile)
        if locked == current:
            return current
        current = locked


async def profile_details(unit: UnitOfWork, profile_id: ProfileId) -> ProfileDetails:
    """Return a profile as shown to its owner. Raises NotFoundError."""
    profile = await unit.profiles.get(profile_id)
    if profile is None:
        raise NotFoundError
    account = await unit.accounts.by_profile(profile.id)
    return ProfileDetails(
        profile=profile,
        email=account.email if account else None,
        identities=await unit.profiles.identities(profile.id),
        comics=await unit.comics.count(profile.id),
    )
