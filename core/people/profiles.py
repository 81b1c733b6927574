"""Profiles: settings, identities, and deletion of all personal data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from core.errors import InvalidOptionsError, LastIdentityError, NotFoundError
from core.models.identity import Identity, Platform, ProfileId, Requester
from core.models.people import ProfileDetails
from core.people.display_names import check_display_name
from core.people.profile_lookup import (
    ensure_locked_profile,
    lock_profile,
    profile_details,
    profile_of,
)
from core.ports.database import Database, UnitOfWork
from core.ports.jobs import JobQueue
from core.runtime.worker_notifications import notify_workers

log = structlog.get_logger(__name__)

LOCALE_SHAPE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")

# The settings that users can change, with their defaults.
DEFAULT_SETTINGS: Mapping[str, bool] = {
    "notify": True,  # a short reply when a comic that took long is delivered
    "drawn_by_others": True,  # other users may have this user's messages drawn
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiles:
    """Profile service: shows, changes and deletes a user's data."""

    database: Database
    job_queue: JobQueue

    async def me(self, requester: Requester) -> ProfileDetails:
        """Return the requester's profile. Raises NotFoundError if there is none."""

        async def work(unit: UnitOfWork) -> ProfileDetails:
            return await profile_details(unit, await _existing_profile(unit, requester))

        return await self.database.read(work)

    async def settings(self, requester: Requester) -> Mapping[str, Any]:
        """Return the requester's settings, completed by the defaults."""

        async def work(unit: UnitOfWork) -> Mapping[str, Any]:
            profile_id = await profile_of(unit, requester)
            profile = await unit.profiles.get(profile_id) if profile_id else None
            return {**DEFAULT_SETTINGS, **(profile.settings if profile else {})}

        return await self.database.read(work)

    async def update(
        self,
        requester: Requester,
        *,
        display_name: str | None = None,
        locale: str | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> ProfileDetails:
        """Change the given fields; None and settings that are not named stay unchanged.

        Raises NotFoundError or InvalidOptionsError.
        """
        display_name = _check(display_name, locale, settings)

        async def work(unit: UnitOfWork) -> ProfileDetails:
            profile_id = await lock_profile(unit, requester)
            profile = await unit.profiles.get(profile_id) if profile_id else None
            if profile is None:
                raise NotFoundError
            await unit.profiles.update(
                profile.id,
                display_name=display_name,
                locale=locale,
                settings=None if settings is None else {**profile.settings, **settings},
            )
            return await profile_details(unit, profile.id)

        return await self.database.write(work)

    async def set(self, requester: Requester, settings: Mapping[str, Any]) -> None:
        """Change settings, creating the requester's profile if necessary.

        This lets users object to having their messages drawn before they have requested anything.
        Raises InvalidOptionsError.
        """
        _check(None, None, settings)

        async def work(unit: UnitOfWork) -> None:
            profile_id = await ensure_locked_profile(unit, requester)
            profile = await unit.profiles.get(profile_id)
            if profile is None:
                raise NotFoundError
            await unit.profiles.update(profile.id, settings={**profile.settings, **settings})

        await self.database.write(work)

    async def unlink(self, requester: Requester, identity: Identity) -> ProfileDetails:
        """Unlink one of the requester's identities; its comics stay with the profile.

        Raises NotFoundError, or LastIdentityError if nothing else gives access to the profile.
        """

        async def work(unit: UnitOfWork) -> ProfileDetails:
            profile_id = await lock_profile(unit, requester)
            identities = await unit.profiles.identities(profile_id) if profile_id else ()
            if profile_id is None or identity not in identities:
                raise NotFoundError
            if len(identities) == 1 and not await unit.accounts.by_profile(profile_id):
                raise LastIdentityError
            await unit.profiles.remove_identity(identity, profile_id)
            if identity.platform is Platform.WEB:
                # An anonymous browser: its session has the same hash.
                await unit.sessions.delete(identity.external_id)
            return await profile_details(unit, profile_id)

        details = await self.database.write(work)
        log.info(
            "identity_unlinked",
            profile_id=str(details.profile.id),
            platform=identity.platform.value,
        )
        return details

    async def forget(self, requester: Requester) -> None:
        """Delete the requester's profile and data: open jobs are canceled, pictures purged.

        Pending deliveries are kept until the chat has been notified of the cancellation.
        Idempotent: an unknown requester has no data.
        """

        async def work(unit: UnitOfWork) -> ProfileId | None:
            profile_id = await lock_profile(unit, requester)
            if profile_id is None:
                return None
            for job_id in await unit.jobs.open_ids(profile_id):
                await unit.job_transitions.cancel(job_id)
                await unit.deliveries.make_due(job_id)  # the chat is notified of the end
            await unit.comics.delete_of(profile_id)
            await unit.profiles.delete(profile_id)
            return profile_id

        profile_id = await self.database.write(work)
        if profile_id is not None:
            log.info("profile_forgotten", profile_id=str(profile_id))
            await notify_workers(self.job_queue)


async def _existing_profile(unit: UnitOfWork, requester: Requester) -> ProfileId:
    profile_id = await profile_of(unit, requester)
    if profile_id is None:
        raise NotFoundError
    return profile_id


def _check(
    display_name: str | None, locale: str | None, settings: Mapping[str, Any] | None
) -> str | None:
    """Return the normalized name. Raises InvalidOptionsError for all mistakes at once."""
    fields: dict[str, str] = {}
    if display_name is not None:
        display_name, problem = check_display_name(display_name)
        if problem:
            fields["displayName"] = problem
    if locale is not None and not LOCALE_SHAPE.fullmatch(locale):
        fields["locale"] = "must be a language tag like en or pt-BR"
    for name, value in (settings or {}).items():
        if name not in DEFAULT_SETTINGS:
            fields[f"settings.{name}"] = "there is no such setting"
        elif not isinstance(value, bool):
            fields[f"settings.{name}"] = "must be true or false"
    if fields:
        raise InvalidOptionsError(fields)
    return display_name
