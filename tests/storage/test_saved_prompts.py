"""Tests of saved prompts."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from core.models.identity import Identity, JobId, Platform
from storage.sql_database import SqlDatabase

ADA, BOB = Identity(Platform.TELEGRAM, "1"), Identity(Platform.TELEGRAM, "2")


async def test_a_saved_prompt_is_found_only_by_its_owner(database: SqlDatabase) -> None:
    prompt_id = JobId(uuid4())
    await database.write(lambda unit: unit.saved_prompts.put(prompt_id, ADA, "a cat 🐱"))

    assert await database.read(lambda unit: unit.saved_prompts.get(prompt_id, ADA)) == "a cat 🐱"
    assert await database.read(lambda unit: unit.saved_prompts.get(prompt_id, BOB)) is None


async def test_saving_a_prompt_again_replaces_it(database: SqlDatabase) -> None:
    prompt_id = JobId(uuid4())
    for _ in range(2):
        await database.write(lambda unit: unit.saved_prompts.put(prompt_id, ADA, "a cat"))

    assert await database.write(lambda unit: unit.saved_prompts.purge(older_than=timedelta(0))) == 1


async def test_only_old_prompts_are_purged(database: SqlDatabase) -> None:
    prompt_id = JobId(uuid4())
    await database.write(lambda unit: unit.saved_prompts.put(prompt_id, ADA, "a cat"))

    purged = await database.write(
        lambda unit: unit.saved_prompts.purge(older_than=timedelta(days=1))
    )

    assert purged == 0
    assert await database.read(lambda unit: unit.saved_prompts.get(prompt_id, ADA)) == "a cat"
