"""What people typed that a button has drawn."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from core.models.identity import Identity, JobId, Platform
from storage.database import SqlDatabase

ADA, BOB = Identity(Platform.TELEGRAM, "1"), Identity(Platform.TELEGRAM, "2")


async def test_a_wish_is_found_by_who_has_it_and_by_nobody_else(database: SqlDatabase) -> None:
    wish_id = JobId(uuid4())
    await database.write(lambda unit: unit.saved_prompts.put(wish_id, ADA, "a cat 🐱"))

    assert await database.read(lambda unit: unit.saved_prompts.get(wish_id, ADA)) == "a cat 🐱"
    assert await database.read(lambda unit: unit.saved_prompts.get(wish_id, BOB)) is None


async def test_the_same_wish_again_is_one(database: SqlDatabase) -> None:
    wish_id = JobId(uuid4())
    for _ in range(2):
        await database.write(lambda unit: unit.saved_prompts.put(wish_id, ADA, "a cat"))

    assert await database.write(lambda unit: unit.saved_prompts.purge(older_than=timedelta(0))) == 1


async def test_only_old_ones_are_purged(database: SqlDatabase) -> None:
    wish_id = JobId(uuid4())
    await database.write(lambda unit: unit.saved_prompts.put(wish_id, ADA, "a cat"))

    purged = await database.write(
        lambda unit: unit.saved_prompts.purge(older_than=timedelta(days=1))
    )

    assert purged == 0
    assert await database.read(lambda unit: unit.saved_prompts.get(wish_id, ADA)) == "a cat"
