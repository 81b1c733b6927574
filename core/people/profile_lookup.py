"""Who somebody is: from a requester to a profile."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import UUID

from uuid_utils.compat import uuid7

from core.errors import NotFoundError, NotSignedInError
from core.models.identity import Identity, Platform, ProfileId, Requester
from core.models.people import Person
from core.ports.database import UnitOfWork


def account_identity(email: str) -> Identity:
    """Return how the owner of an account is known on the web.

    It outlives merges of profiles, and tells nobody the address.
    """
    digest = hashlib.sha256(email.lower().encode()).hexdigest()
    return Identity(Platform.WEB, f"account:{digest}")


async def profile_of(unit: UnitOfWork, requester: Requester) -> ProfileId | None:
    """Return the requester's profile, or None if they have none (yet, or any more)."""
    if requester.profile_id is not None:
        profile = await unit.profiles.get(requester.profile_id)
        if profile is not None:
            return profile.id
        if requester.signed_in:
            return None
    return await unit.profiles.find(requester.identity)


async def ensure_profile(
    unit: UnitOfWork, requester: Requester, new_id: Callable[[], UUID] = uuid7
) -> ProfileId:
    """Return the requester's profile; somebody unknown gets one, and only one if they ask twice.

    Raises NotSignedInError if the account that they signed in to is gone by now.
    """
    known = await profile_of(unit, requester)
    if known is not None:
        return known
    if requester.signed_in:
        raise NotSignedInError
    profile_id = ProfileId(new_id())
    await unit.profiles.add(profile_id, locale=requester.locale)
    if await unit.profiles.add_identity(requester.identity, profile_id):
        return profile_id
    # Somebody was faster; theirs is committed now, and ours was never seen.
    await unit.profiles.delete(profile_id)
    owner = await unit.profiles.find(requester.identity)
    if owner is None:
        raise NotFoundError
    return owner


async def lock_profile(unit: UnitOfWork, requester: Requester) -> ProfileId | None:
    """Return the requester's profile with its row locked.

    A merge may move the requester to another profile while we wait for the lock, so look again.
    """
    profile_id = await profile_of(unit, requester)
    while profile_id is not None:
        await unit.profiles.lock(profile_id)
        again = await profile_of(unit, requester)
        if again == profile_id:
            break
        profile_id = again
    return profile_id


async def ensure_locked_profile(
    unit: UnitOfWork, requester: Requester, new_id: Callable[[], UUID] = uuid7
) -> ProfileId:
    """Return the requester's profile with its row locked; somebody unknown gets one.

    What hangs on a profile is stored below this lock, so that no merge can pass it by.
    """
    while True:
        profile_id = await ensure_profile(unit, requester, new_id)
        if await lock_profile(unit, requester) == profile_id:
            return profile_id


async def lock_profiles(unit: UnitOfWork, *profile_ids: ProfileId) -> tuple[ProfileId, ...]:
    """Return the profiles as they are once locked; a merge may have been faster than we.

    Raises NotFoundError if one of them is gone.
    """
    current = profile_ids
    while True:
        await unit.profiles.lock(*current)
        profiles = [await unit.profiles.get(profile_id) for profile_id in current]
        if not all(profiles):
            raise NotFoundError
        again = tuple(profile.id for profile in profiles if profile)
        if again == current:
            return current
        current = again


async def person_of(unit: UnitOfWork, profile_id: ProfileId) -> Person:
    """Return what a person may know of their profile. Raises NotFoundError."""
    profile = await unit.profiles.get(profile_id)
    if profile is None:
        raise NotFoundError
    account = await unit.accounts.by_profile(profile.id)
    return Person(
        profile=profile,
        email=account.email if account else None,
        identities=await unit.profiles.identities(profile.id),
        comics=await unit.comics.count(profile.id),
    )
