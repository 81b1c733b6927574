"""Tests of saved gallery views."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from core.models.chats import MessageKey
from core.models.comics import GalleryFilter
from core.models.identity import Platform, ProfileId
from storage.clock import db_now
from storage.sql_database import SqlDatabase
from storage.tables import gallery_views
from storage.unit_of_work import SqlUnitOfWork
from tests.storage.rows import add_profile, execute

KEY = MessageKey(platform=Platform.TELEGRAM, application_id="1", chat="42", message_id="7")
DAY = timedelta(days=1)
FILTERS = [
    GalleryFilter(),
    GalleryFilter(
        text="a \\ b\n\"c\" '🎨 x' \ud800 %_" + "猫" * 2000,
        style="Aquarela",
        favorite=True,
        platform=Platform.DISCORD,
        age_restricted=False,
    ),
    GalleryFilter(favorite=False, age_restricted=True),
]


async def save(
    database: SqlDatabase, key: MessageKey, profile_id: ProfileId, wanted: GalleryFilter
) -> None:
    await database.write(lambda unit: unit.gallery_views.save(key, profile_id, wanted))


async def get(database: SqlDatabase, key: MessageKey, owner: ProfileId) -> GalleryFilter | None:
    view = await database.read(lambda unit: unit.gallery_views.get(key, owner))
    return view.gallery_filter if view is not None else None


async def age(database: SqlDatabase, key: MessageKey, by: timedelta) -> None:
    """Make the view look as if it had been unused for this time."""
    changed = update(gallery_views).where(gallery_views.c.message_id == key.message_id)

    async def work(unit: object) -> None:
        assert isinstance(unit, SqlUnitOfWork)
        await unit._connection.execute(changed.values(used_at=db_now(-by)))

    await database.write(work)


@pytest.mark.parametrize("wanted", FILTERS)
async def test_a_filter_is_returned_as_it_was_saved(
    database: SqlDatabase, wanted: GalleryFilter
) -> None:
    me = await add_profile(database)

    await save(database, KEY, me, wanted)

    assert await get(database, KEY, me) == wanted


async def test_a_view_is_found_only_by_its_owner_and_its_whole_key(database: SqlDatabase) -> None:
    me, other = await add_profile(database), await add_profile(database)
    await save(database, KEY, me, GalleryFilter(text="cat"))

    assert await get(database, KEY, other) is None
    for key in (
        replace(KEY, platform=Platform.DISCORD),
        replace(KEY, application_id="2"),
        replace(KEY, chat="43"),
        replace(KEY, message_id="8"),
    ):
        assert await get(database, key, me) is None


async def test_a_message_has_one_view_the_last_saved(database: SqlDatabase) -> None:
    me, other = await add_profile(database), await add_profile(database)
    for owner, words in ((me, "cat"), (me, "dog"), (other, "bird")):
        await save(database, KEY, owner, GalleryFilter(text=words))

    assert await get(database, KEY, me) is None
    assert await get(database, KEY, other) == GalleryFilter(text="bird")


@pytest.mark.parametrize(
    "document",
    [
        "",
        "{",
        "null",
        "[]",
        '{"text": "cat"}',
        '{"text":7,"style":"","favorite":null,"platform":null,"age_restricted":null}',
        '{"text":"","style":"","favorite":1,"platform":null,"age_restricted":null}',
        '{"text":"","style":"","favorite":null,"platform":"icq","age_restricted":null}',
        '{"text":"","style":"","favorite":null,"platform":null,"age_restricted":null,"new":1}',
    ],
)
async def test_an_unreadable_view_is_not_found_and_can_be_replaced(
    database: SqlDatabase, document: str
) -> None:
    me = await add_profile(database)
    await save(database, KEY, me, GalleryFilter(text="cat"))

    async def damage(unit: object) -> None:
        assert isinstance(unit, SqlUnitOfWork)
        statement = text("UPDATE gallery_views SET gallery_filter = :document")
        await unit._connection.execute(statement, {"document": document})

    await database.write(damage)

    assert await get(database, KEY, me) is None
    await save(database, KEY, me, GalleryFilter(text="dog"))
    assert await get(database, KEY, me) == GalleryFilter(text="dog")


async def test_views_unused_for_long_are_purged_in_batches(database: SqlDatabase) -> None:
    me = await add_profile(database)
    keys = [replace(KEY, message_id=str(number)) for number in range(7)]
    for number, key in enumerate(keys):
        await save(database, key, me, GalleryFilter())
        await age(database, key, (40 - 2 * number) * DAY)  # 40, 38, … 28 days

    async def purge() -> int:
        return await database.write(
            lambda unit: unit.gallery_views.purge(unused_for=30 * DAY, limit=4)
        )

    async def left() -> list[str]:
        rows = await execute(database, select(gallery_views.c.message_id))
        return sorted(row.message_id for row in rows)

    assert (await purge(), await left()) == (4, ["4", "5", "6"])  # the oldest first
    assert (await purge(), await left()) == (2, ["6"])
    assert (await purge(), await left()) == (0, ["6"])


async def test_a_use_and_a_save_start_the_retention_period_again(database: SqlDatabase) -> None:
    me, other = await add_profile(database), await add_profile(database)
    used, saved, foreign = (replace(KEY, message_id=name) for name in ("1", "2", "3"))
    for key in (used, saved, foreign):
        await save(database, key, me, GalleryFilter())
        await age(database, key, 31 * DAY)

    await database.write(lambda unit: unit.gallery_views.touch(used, me))
    await save(database, saved, me, GalleryFilter())
    await database.write(lambda unit: unit.gallery_views.touch(foreign, other))

    assert (
        await database.write(lambda unit: unit.gallery_views.purge(unused_for=30 * DAY, limit=10))
        == 1
    )
    assert await get(database, foreign, me) is None
