"""Browser sessions."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from core.models.identity import ProfileId
from storage.sql_database import SqlDatabase
from storage.tables import sessions
from tests.storage.rows import LEASE, OVER, add_profile, execute

HOUR = timedelta(hours=1)


async def add_session(
    database: SqlDatabase, token_hash: str, profile_id: ProfileId, lifetime: timedelta = LEASE
) -> None:
    await database.write(
        lambda unit: unit.sessions.add(token_hash, profile_id, lifetime=lifetime, signed_in=True)
    )


async def is_known(database: SqlDatabase, token_hash: str) -> bool:
    return await database.read(lambda unit: unit.sessions.get(token_hash)) is not None


async def test_session_is_valid_until_it_expires(database: SqlDatabase) -> None:
    me = await add_profile(database)
    await add_session(database, "fresh", me)
    await add_session(database, "over", me, OVER)

    session = await database.read(lambda unit: unit.sessions.get("fresh"))

    assert session is not None
    assert (session.profile_id, session.signed_in) == (me, True)
    assert not await is_known(database, "over")
    assert not await is_known(database, "unknown")


async def test_extending_a_session_starts_now_and_never_revives_it(database: SqlDatabase) -> None:
    me = await add_profile(database)
    await add_session(database, "fresh", me)
    await add_session(database, "over", me, OVER)

    for token_hash in ("fresh", "over"):
        await extend(database, token_hash)

    session = await database.read(lambda unit: unit.sessions.get("fresh"))
    now = await database.read(lambda unit: unit.now())
    assert session is not None
    assert session.expires_at - now > HOUR / 2
    assert not await is_known(database, "over")


async def extend(database: SqlDatabase, token_hash: str) -> None:
    await database.write(lambda unit: unit.sessions.extend(token_hash, lifetime=HOUR))


async def test_one_session_or_all_of_a_profile_are_deleted(database: SqlDatabase) -> None:
    me, other = await add_profile(database), await add_profile(database)
    for token_hash, whose in (("a", me), ("b", me), ("c", me), ("d", other)):
        await add_session(database, token_hash, whose)

    await database.write(lambda unit: unit.sessions.delete("a"))
    assert [await is_known(database, one) for one in "abcd"] == [False, True, True, True]
    await database.write(lambda unit: unit.sessions.delete_of(me))
    assert [await is_known(database, one) for one in "abcd"] == [False, False, False, True]


async def test_a_purge_deletes_expired_sessions_only(database: SqlDatabase) -> None:
    me = await add_profile(database)
    await add_session(database, "fresh", me)
    await add_session(database, "over", me, OVER)

    await database.write(lambda unit: unit.sessions.purge_expired())

    assert await execute(database, select(sessions.c.token_hash)) == [("fresh",)]
