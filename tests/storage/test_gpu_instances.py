"""The row of the rented GPU instance."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from core.models.gpu import GpuInstance, GpuState, StuckReason
from storage.sql_database import SqlDatabase

NOW = datetime(2026, 3, 1, 12, 30, 15, 250_000, tzinfo=UTC)
FULL = GpuInstance(
    name="comics 1_a-b",
    state=GpuState.STUCK,
    since=NOW,
    reason=StuckReason.NO_FREE_GPU,
    url="https://0a1b.notebooks.example/generate",
    looked_at=NOW,
    idle_since=NOW,
    woken_at=NOW,
    resumes=(NOW, NOW.replace(hour=11)),
    ready_samples=(83.5, 90.0),
    usd_per_hour=0.89,
    spent_today=1.25,
)


async def test_a_row_is_read_as_it_was_stored(database: SqlDatabase) -> None:
    empty = GpuInstance(name="other", since=NOW)
    for row in (FULL, empty):
        await database.write(lambda unit, row=row: unit.gpu_instances.store(row))  # type: ignore[misc]

    assert await database.read(lambda unit: unit.gpu_instances.by_name(FULL.name)) == FULL
    assert await database.read(lambda unit: unit.gpu_instances.by_name("other")) == empty
    assert await database.read(lambda unit: unit.gpu_instances.by_name("Other")) is None


async def test_a_row_is_replaced_as_a_whole(database: SqlDatabase) -> None:
    await database.write(lambda unit: unit.gpu_instances.store(FULL))
    asleep = replace(
        FULL, state=GpuState.ASLEEP, reason=None, url="", idle_since=None, usd_per_hour=None
    )

    await database.write(lambda unit: unit.gpu_instances.store(asleep))

    assert await database.read(lambda unit: unit.gpu_instances.by_name(FULL.name)) == asleep
