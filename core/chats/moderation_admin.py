"""Moderation by operators: bans, reports and takedowns. Every change is logged."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import structlog

from core.errors import NotFoundError
from core.models.chats import Ban, Report
from core.models.identity import Identity, JobId
from core.ports.database import Database, UnitOfWork

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModerationAdmin:
    """Moderation service. *operator* is the name that the log records."""

    database: Database
    operator: str

    async def ban(self, identity: Identity, *, chat: str = "", reason: str = "") -> None:
        """Ban a user; an empty chat means everywhere. Idempotent."""
        ban = Ban(
            platform=identity.platform, external_id=identity.external_id, chat=chat, reason=reason
        )

        async def work(unit: UnitOfWork) -> None:
            await unit.moderation.ban(ban)

        await self.database.write(work)
        self._log("user_banned", identity, chat=chat, reason=reason)

    async def unban(self, identity: Identity, *, chat: str = "") -> None:
        """Lift a ban. Raises NotFoundError if there is no such ban."""

        async def work(unit: UnitOfWork) -> bool:
            return await unit.moderation.unban(identity.platform, identity.external_id, chat=chat)

        if not await self.database.write(work):
            raise NotFoundError
        self._log("user_unbanned", identity, chat=chat)

    async def bans(self) -> tuple[Ban, ...]:
        """Return all bans."""

        async def work(unit: UnitOfWork) -> tuple[Ban, ...]:
            return await unit.moderation.bans()

        return await self.database.read(work)

    async def open_reports(self) -> tuple[Report, ...]:
        """Return the unresolved reports, oldest first."""

        async def work(unit: UnitOfWork) -> tuple[Report, ...]:
            return await unit.moderation.open_reports()

        return await self.database.read(work)

    async def resolve(self, report_id: UUID) -> None:
        """Resolve a report and keep the comic. Raises NotFoundError if it is not open."""

        async def work(unit: UnitOfWork) -> bool:
            return await unit.moderation.resolve_report(report_id)

        if not await self.database.write(work):
            raise NotFoundError
        log.info("report_resolved", operator=self.operator, report_id=str(report_id))

    async def take_down(self, comic_id: JobId) -> int:
        """Delete a comic for good and resolve the reports about it; return how many.

        Its owner cannot restore it; the janitor purges its objects. Raises NotFoundError.
        """

        async def work(unit: UnitOfWork) -> int:
            if await unit.comics.get(comic_id) is None:
                raise NotFoundError
            await unit.comics.delete(comic_id, undo=False)
            reports = [r for r in await unit.moderation.open_reports() if r.comic_id == comic_id]
            return sum([await unit.moderation.resolve_report(report.id) for report in reports])

        resolved = await self.database.write(work)
        log.info("comic_taken_down", operator=self.operator, job_id=str(comic_id), reports=resolved)
        return resolved

    def _log(self, event: str, identity: Identity, **more: str) -> None:
        log.info(
            event,
            operator=self.operator,
            platform=identity.platform.value,
            external_id=identity.external_id,
            **more,
        )
