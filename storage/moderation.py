"""Repository of chat settings, bans and reports."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, exists, or_, select, update

from core.models.chats import Ban, Report
from core.models.identity import Identity, Platform
from storage.clock import db_now
from storage.connection import SqlConnection
from storage.statements import affected, insert_new, insert_unique, put
from storage.tables import bans, chat_settings, deliveries, reports


class SqlModerationRepository:
    """SQL implementation of `core.ports.chats.ModerationRepository`."""

    def __init__(self, connection: SqlConnection) -> None:
        self._connection = connection

    # --- Chats ------------------------------------------------------------------------------------

    async def chat_settings(self, platform: Platform, chat: str) -> Mapping[str, Any]:
        query = select(chat_settings.c.settings).where(
            chat_settings.c.platform == platform, chat_settings.c.chat_id == chat
        )
        found: Mapping[str, Any] | None = (
            await self._connection.execute(query)
        ).scalar_one_or_none()
        return found or {}

    async def set_chat_settings(
        self, platform: Platform, chat: str, settings: Mapping[str, Any]
    ) -> None:
        key = {"platform": platform, "chat_id": chat}
        await put(self._connection, chat_settings, key, {"settings": dict(settings)})

    async def all_chat_settings(self, platform: Platform) -> Mapping[str, Mapping[str, Any]]:
        query = select(chat_settings.c.chat_id, chat_settings.c.settings).where(
            chat_settings.c.platform == platform
        )
        rows = await self._connection.execute(query)
        return dict(rows.all())

    async def rename_chat(self, platform: Platform, old: str, new: str) -> None:
        if settings := await self.chat_settings(platform, old):
            await self.set_chat_settings(platform, new, settings)
            await self._connection.execute(
                delete(chat_settings).where(
                    chat_settings.c.platform == platform, chat_settings.c.chat_id == old
                )
            )
        for ban in await self._bans(bans.c.platform == platform, bans.c.chat == old):
            await self.unban(platform, ban.external_id, chat=old)
            await self._add_ban(ban, chat=new)
        await self._connection.execute(
            update(deliveries)
            .where(deliveries.c.platform == platform, deliveries.c.chat == old)
            .values(chat=new)
        )

    # --- Bans -------------------------------------------------------------------------------------

    async def ban(self, ban: Ban) -> None:
        """Add the ban; an existing one keeps its first reason."""
        await self._add_ban(ban, chat=ban.chat)

    async def unban(self, platform: Platform, external_id: str, *, chat: str = "") -> bool:
        """Return False if no such ban exists."""
        lifted = delete(bans).where(
            bans.c.platform == platform, bans.c.external_id == external_id, bans.c.chat == chat
        )
        return bool(await affected(self._connection, lifted))

    async def is_banned(self, identities: Collection[Identity], *, chat: str = "") -> bool:
        if not identities:
            return False
        any_of_them = or_(
            *(
                and_(bans.c.platform == one.platform, bans.c.external_id == one.external_id)
                for one in identities
            )
        )
        query = select(exists().where(any_of_them, bans.c.chat.in_({"", chat})))
        return bool((await self._connection.execute(query)).scalar_one())

    async def bans(self) -> tuple[Ban, ...]:
        return await self._bans()

    async def _bans(self, *wanted: Any) -> tuple[Ban, ...]:
        query = select(bans).where(*wanted).order_by(bans.c.created_at, bans.c.external_id)
        return tuple(
            Ban(
                platform=row.platform,
                external_id=row.external_id,
                chat=row.chat,
                reason=row.reason,
                created_at=row.created_at,
            )
            for row in await self._connection.execute(query)
        )

    async def _add_ban(self, ban: Ban, *, chat: str) -> None:
        values = {
            "platform": ban.platform,
            "external_id": ban.external_id,
            "chat": chat,
            "reason": ban.reason,
            "created_at": ban.created_at or db_now(),
        }
        await insert_new(self._connection, bans, values)

    # --- Reports ----------------------------------------------------------------------------------

    async def add_report(self, report: Report) -> None:
        """Store the report. Raises DuplicateKeyError if its id is taken."""
        values = {
            "id": report.id,
            "comic_id": report.comic_id,
            "platform": report.reporter.platform,
            "external_id": report.reporter.external_id,
            "reason": report.reason,
            "created_at": report.created_at,
            "resolved_at": report.resolved_at,
        }
        await insert_unique(self._connection, reports, values)

    async def open_reports(self) -> tuple[Report, ...]:
        query = (
            select(reports)
            .where(reports.c.resolved_at.is_(None))
            .order_by(reports.c.created_at, reports.c.id)
        )
        return tuple(
            Report(
                id=row.id,
                comic_id=row.comic_id,
                reporter=Identity(row.platform, row.external_id),
                reason=row.reason,
                created_at=row.created_at,
                resolved_at=row.resolved_at,
            )
            for row in await self._connection.execute(query)
        )

    async def resolve_report(self, report_id: UUID) -> bool:
        """Return False if the report does not exist or was resolved before."""
        closed = (
            update(reports)
            .where(reports.c.id == report_id, reports.c.resolved_at.is_(None))
            .values(resolved_at=db_now())
        )
        return bool(await affected(self._connection, closed))
