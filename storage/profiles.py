"""Repository of profiles and their identities, including merging and deleting profiles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Row, Select, bindparam, delete, or_, select, update

from core.models.deliveries import DeliveryState
from core.models.identity import Identity, JobId, ProfileId
from core.models.jobs import JobState
from core.models.people import Profile
from storage.clock import db_now
from storage.connection import SqlConnection
from storage.statements import affected, insert_new, insert_unique
from storage.tables import (
    accounts,
    comics,
    deliveries,
    gallery_views,
    identities,
    jobs,
    link_codes,
    profiles,
    reports,
    saved_prompts,
    sessions,
)


class SqlProfileRepository:
    """SQL implementation of `core.ports.people.ProfileRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    async def add(self, profile_id: ProfileId, *, locale: str) -> None:
        """Store a profile without identities. Raises DuplicateKeyError if it exists."""
        values = {
            "id": profile_id,
            "display_name": "",
            "locale": locale,
            "settings": {},
            "created_at": db_now(),
        }
        await insert_unique(self._connection, profiles, values)

    async def get(self, profile_id: ProfileId) -> Profile | None:
        seen: set[ProfileId] = set()
        wanted: ProfileId | None = profile_id
        profile: Profile | None = None
        while wanted is not None and wanted not in seen:
            seen.add(wanted)
            row = (await self._connection.execute(PROFILE, {"profile": wanted})).one_or_none()
            profile = _to_profile(row) if row is not None else None
            wanted = profile.merged_into if profile else None
        return profile

    async def find(self, identity: Identity) -> ProfileId | None:
        whose = await self._connection.execute(OF_IDENTITY, _parameters(identity))
        return whose.scalar_one_or_none()

    async def lock_by_identity(self, identity: Identity) -> ProfileId | None:
        locked = await self._connection.execute(LOCK_OF_IDENTITY, _parameters(identity))
        return locked.scalar_one_or_none()

    async def lock_owner(self, job_id: JobId) -> ProfileId | None:
        locked = await self._connection.execute(LOCK_OF_JOB, {"job": job_id})
        return locked.scalar_one_or_none()

    async def lock(self, *profile_ids: ProfileId) -> None:
        for profile_id in sorted(set(profile_ids)):
            await self._connection.execute(LOCK, {"profile": profile_id})

    async def add_identity(self, identity: Identity, profile_id: ProfileId) -> bool:
        values = {
            "platform": identity.platform,
            "external_id": identity.external_id,
            "profile_id": profile_id,
            "created_at": db_now(),
        }
        return await insert_new(self._connection, identities, values)

    async def remove_identity(self, identity: Identity, profile_id: ProfileId) -> bool:
        taken = delete(identities).where(
            identities.c.platform == identity.platform,
            identities.c.external_id == identity.external_id,
            identities.c.profile_id == profile_id,
        )
        return bool(await affected(self._connection, taken))

    async def identities(self, profile_id: ProfileId) -> tuple[Identity, ...]:
        linked = (
            select(identities.c.platform, identities.c.external_id)
            .where(identities.c.profile_id == profile_id)
            .order_by(identities.c.created_at, identities.c.platform, identities.c.external_id)
        )
        rows = await self._connection.execute(linked)
        return tuple(Identity(row.platform, row.external_id) for row in rows)

    async def update(
        self,
        profile_id: ProfileId,
        *,
        display_name: str | None = None,
        locale: str | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        given = {
            "display_name": display_name,
            "locale": locale,
            "settings": dict(settings) if settings is not None else None,
        }
        changes = {name: value for name, value in given.items() if value is not None}
        if changes:
            await self._connection.execute(
                update(profiles).where(profiles.c.id == profile_id).values(changes)
            )

    async def merge(self, source: ProfileId, into: ProfileId) -> None:
        # A comic gets its profile from its job. Once the jobs have moved, a worker that was
        # storing a comic has committed it, so it is moved here; a later one stores it there.
        await self._move(jobs.c.profile_id, source, into)
        await self._move(comics.c.profile_id, source, into)
        await self._move(identities.c.profile_id, source, into)
        await self._move(gallery_views.c.profile_id, source, into)
        await self._move_account(source, into)
        await self._remove(sessions.c.profile_id, source)
        await self._remove(link_codes.c.profile_id, source)
        await self._connection.execute(
            update(profiles).where(profiles.c.id == source).values(merged_into=into)
        )

    async def delete(self, profile_id: ProfileId) -> None:
        for deleted in [*await self._merged_into(profile_id), profile_id]:
            await self._anonymize_jobs(deleted)
            await self._anonymize_reports(deleted)
            await self._delete_saved_prompts(deleted)
            for owner in (
                identities.c.profile_id,
                accounts.c.profile_id,
                sessions.c.profile_id,
                link_codes.c.profile_id,
                gallery_views.c.profile_id,
                profiles.c.id,
            ):
                await self._remove(owner, deleted)

    async def _move(self, owner: Column[Any], source: ProfileId, into: ProfileId) -> None:
        await self._connection.execute(
            update(owner.table).where(owner == source).values({owner.name: into})
        )

    async def _move_account(self, source: ProfileId, into: ProfileId) -> None:
        taken = select(accounts.c.profile_id).where(accounts.c.profile_id == into)
        if (await self._connection.execute(taken)).first() is None:
            await self._move(accounts.c.profile_id, source, into)
        else:
            await self._remove(accounts.c.profile_id, source)

    async def _remove(self, owner: Column[Any], profile_id: ProfileId) -> None:
        await self._connection.execute(delete(owner.table).where(owner == profile_id))

    async def _merged_into(self, profile_id: ProfileId) -> list[ProfileId]:
        """Return all profiles merged into this one, directly or not, the most distant first."""
        found: list[ProfileId] = []
        level = [profile_id]
        while level:
            rows = await self._connection.execute(
                select(profiles.c.id).where(profiles.c.merged_into.in_(level))
            )
            level = [merged for merged in rows.scalars() if merged not in found]
            found = [*level, *found]
        return found

    async def _anonymize_jobs(self, profile_id: ProfileId) -> None:
        """Remove personal data from the jobs; keep deliveries that still have to report an end."""
        job_ids = select(jobs.c.id).where(jobs.c.profile_id == profile_id)
        canceled = job_ids.where(jobs.c.state == JobState.CANCELED)
        settled = or_(
            deliveries.c.state != DeliveryState.PENDING, deliveries.c.job_id.not_in(canceled)
        )
        await self._connection.execute(
            delete(deliveries).where(deliveries.c.job_id.in_(job_ids), settled)
        )
        locale = select(profiles.c.locale).where(profiles.c.id == profile_id).scalar_subquery()
        await self._connection.execute(
            update(deliveries).where(deliveries.c.job_id.in_(job_ids)).values(locale=locale)
        )
        await self._connection.execute(
            update(jobs)
            .where(jobs.c.profile_id == profile_id)
            .values(profile_id=None, prompt="", params={}, origin=None)
        )

    async def _anonymize_reports(self, profile_id: ProfileId) -> None:
        for identity in await self.identities(profile_id):
            await self._connection.execute(
                update(reports)
                .where(
                    reports.c.platform == identity.platform,
                    reports.c.external_id == identity.external_id,
                )
                .values(external_id="")
            )

    async def _delete_saved_prompts(self, profile_id: ProfileId) -> None:
        for identity in await self.identities(profile_id):
            await self._connection.execute(
                delete(saved_prompts).where(
                    saved_prompts.c.platform == identity.platform,
                    saved_prompts.c.external_id == identity.external_id,
                )
            )


# Built once, since each comic needs them.
OF_IDENTITY = select(identities.c.profile_id).where(
    identities.c.platform == bindparam("platform"),
    identities.c.external_id == bindparam("external_id"),
)
PROFILE = select(profiles).where(profiles.c.id == bindparam("profile"))
LOCK = select(profiles.c.id).where(profiles.c.id == bindparam("profile")).with_for_update()


def _lock_chosen(chosen: Select[ProfileId]) -> Select[ProfileId]:
    # The rows of the subquery are read without a lock, so they may be stale.
    one = select(profiles.c.id).where(profiles.c.id == chosen.scalar_subquery())
    return one.with_for_update()


LOCK_OF_IDENTITY = _lock_chosen(OF_IDENTITY)
LOCK_OF_JOB = _lock_chosen(select(jobs.c.profile_id).where(jobs.c.id == bindparam("job")))


def _parameters(identity: Identity) -> dict[str, Any]:
    return {"platform": identity.platform, "external_id": identity.external_id}


def _to_profile(row: Row[Any]) -> Profile:
    return Profile(
        id=row.id,
        display_name=row.display_name,
        locale=row.locale,
        settings=row.settings,
        merged_into=row.merged_into,
        created_at=row.created_at,
    )
