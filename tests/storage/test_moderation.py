"""Tests of chat settings, bans and reports."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from core.models.chats import Ban, Report
from core.models.identity import Identity, JobId, Platform
from core.ports.database import UnitOfWork
from storage.sql_database import SqlDatabase
from tests.storage.rows import add_job, destination

DISCORD, TELEGRAM = Platform.DISCORD, Platform.TELEGRAM
SOMEBODY = Identity(TELEGRAM, "42")


async def ban(database: SqlDatabase, chat: str = "", reason: str = "") -> None:
    one = Ban(platform=TELEGRAM, external_id="42", chat=chat, reason=reason)
    await database.write(lambda unit: unit.moderation.ban(one))


async def is_banned(database: SqlDatabase, *identities: Identity, chat: str = "") -> bool:
    return await database.read(lambda unit: unit.moderation.is_banned(identities, chat=chat))


async def test_settings_belong_to_one_chat_and_are_replaced_whole(database: SqlDatabase) -> None:
    async def play(unit: UnitOfWork) -> None:
        await unit.moderation.set_chat_settings(DISCORD, "1", {"style": "noir", "word": "🐱"})
        await unit.moderation.set_chat_settings(TELEGRAM, "1", {"style": "manga"})
        await unit.moderation.set_chat_settings(DISCORD, "1", {"word": "🐶"})

    await database.write(play)

    async def settings(unit: UnitOfWork) -> list[object]:
        return [
            await unit.moderation.chat_settings(platform, chat)
            for platform, chat in ((DISCORD, "1"), (TELEGRAM, "1"), (DISCORD, "2"))
        ]

    assert await database.read(settings) == [{"word": "🐶"}, {"style": "manga"}, {}]


async def test_a_supergroup_inherits_everything_of_its_group(
    database: SqlDatabase,
) -> None:
    job = await add_job(database)
    elsewhere = await add_job(database)
    await ban(database, chat="-1", reason="rude")

    async def play(unit: UnitOfWork) -> None:
        await unit.moderation.set_chat_settings(TELEGRAM, "-1", {"style": "noir"})
        await unit.deliveries.add(job.id, destination(platform=TELEGRAM, chat="-1"))
        await unit.deliveries.add(elsewhere.id, destination(platform=DISCORD, chat="-1"))
        await unit.moderation.rename_chat(TELEGRAM, "-1", "-1001")
        await unit.moderation.rename_chat(TELEGRAM, "-1", "-1001")

    await database.write(play)

    async def found(unit: UnitOfWork) -> tuple[object, ...]:
        delivery = await unit.deliveries.get(job.id)
        other = await unit.deliveries.get(elsewhere.id)
        assert delivery is not None
        assert other is not None
        return (
            await unit.moderation.chat_settings(TELEGRAM, "-1001"),
            await unit.moderation.chat_settings(TELEGRAM, "-1"),
            delivery.destination.chat,
            other.destination.chat,
        )

    assert await database.read(found) == ({"style": "noir"}, {}, "-1001", "-1")
    [moved] = await database.read(lambda unit: unit.moderation.bans())
    assert (moved.chat, moved.reason) == ("-1001", "rude")


async def test_a_ban_everywhere_holds_in_every_chat(database: SqlDatabase) -> None:
    await ban(database)

    assert await is_banned(database, SOMEBODY)
    assert await is_banned(database, SOMEBODY, chat="-5")
    assert await is_banned(database, Identity(DISCORD, "7"), SOMEBODY)
    assert not await is_banned(database, Identity(DISCORD, "42"))
    assert not await is_banned(database)


async def test_a_ban_in_a_chat_holds_in_that_chat(database: SqlDatabase) -> None:
    await ban(database, chat="-5")

    assert await is_banned(database, SOMEBODY, chat="-5")
    assert not await is_banned(database, SOMEBODY, chat="-6")
    assert not await is_banned(database, SOMEBODY)


async def test_a_ban_is_kept_once_and_lifted_once(database: SqlDatabase) -> None:
    await ban(database, reason="rude")
    await ban(database, reason="again")

    [kept] = await database.read(lambda unit: unit.moderation.bans())
    assert kept.reason == "rude"
    assert kept.created_at is not None

    async def unban(chat: str) -> bool:
        return await database.write(lambda unit: unit.moderation.unban(TELEGRAM, "42", chat=chat))

    assert [await unban("-5"), await unban(""), await unban("")] == [False, True, False]
    assert not await is_banned(database, SOMEBODY)


async def test_reports_are_open_until_resolved(database: SqlDatabase) -> None:
    made = [
        Report(
            id=uuid7(),
            comic_id=JobId(uuid7()),
            reporter=SOMEBODY,
            reason="rude 🐱",
            created_at=datetime(2026, 11, day, tzinfo=UTC),
        )
        for day in (2, 1)
    ]

    async def report(unit: UnitOfWork) -> None:
        for one in made:
            await unit.moderation.add_report(one)

    await database.write(report)

    async def resolve(report_id: UUID) -> bool:
        return await database.write(lambda unit: unit.moderation.resolve_report(report_id))

    assert await database.read(lambda unit: unit.moderation.open_reports()) == (made[1], made[0])
    assert await resolve(made[1].id)
    assert not await resolve(made[1].id)
    assert not await resolve(uuid7())
    assert await database.read(lambda unit: unit.moderation.open_reports()) == (made[0],)
