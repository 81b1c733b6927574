"""The cost of gallery queries is independent of the gallery's size."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, event, select
from sqlalchemy.pool import NullPool
from uuid_utils.compat import uuid7

from core.models.identity import Platform
from storage.tables import comics, identities, jobs
from storage.text_search import fold
from tests.bots.discord.adapter import AdapterHarness
from tests.bots.discord.test_buttons import press_button
from tests.fakes.discord import User

pytestmark = pytest.mark.servers

FEW, MANY = 10, 10_000
WITH_IMAGE = 30  # comics at the new end of the gallery that have an image file


async def test_browsing_ten_thousand_comics_takes_no_more_steps_than_ten(
    adapter: AdapterHarness,
) -> None:
    for user, count in ((adapter.ada, FEW), (adapter.bob, MANY)):
        await adapter.wait_for_delivery(await adapter.draw_comic(user=user))
        await asyncio.to_thread(fill, adapter, user, count)

    few = await cost_of_browsing(adapter, adapter.ada)
    many = await cost_of_browsing(adapter, adapter.bob)

    assert many.statements == few.statements
    assert many.steps < few.steps * 1.2
    assert many.rows_sorted == few.rows_sorted == 0


class QueryCost:
    """The recorded statements, and the work of the database to execute them."""

    def __init__(self) -> None:
        self.executed: list[tuple[str, Any]] = []
        self.steps = 0  # of SQLite's virtual machine
        self.rows_sorted = 0

    @property
    def statements(self) -> list[str]:
        return [statement for statement, _ in self.executed]

    def count(self, adapter: AdapterHarness) -> None:
        """Execute all statements again, counting the steps."""
        with closing(sqlite3.connect(adapter.file)) as connection:
            connection.create_function("fold", 1, fold, deterministic=True)
            for statement, parameters in self.executed:
                plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                self.rows_sorted += sum("TEMP B-TREE" in str(row) for row in plan)
                connection.set_progress_handler(self._step, 1)
                connection.execute(statement, parameters).fetchall()
                connection.set_progress_handler(None, 0)

    def _step(self) -> None:
        self.steps += 1


async def cost_of_browsing(adapter: AdapterHarness, user: User) -> QueryCost:
    """Open the gallery with several filters, and browse it."""
    with recorded(adapter) as cost:
        await browse(adapter, user, "Older", "Older", "Newer")
        await browse(adapter, user, "Favorites", "Older", "Newer", "All comics")
        await browse(adapter, user, "Older", "Newer", style="noir")
        await browse(adapter, user, "Older", style="noir", favorites=True)
    await asyncio.to_thread(cost.count, adapter)
    return cost


async def browse(adapter: AdapterHarness, user: User, *labels: str, **filters: Any) -> None:
    gallery = await adapter.fake.slash(user, adapter.general, "mygallery", **filters)
    message = await adapter.wait_for_image(lambda: gallery.original)
    for label in labels:
        edits = message.edits
        await press_button(adapter, message, label, user)
        await adapter.fake.until(lambda: message.edits > edits, label)  # noqa: B023 - within the turn
        assert message.pictures


@contextmanager
def recorded(adapter: AdapterHarness) -> Iterator[QueryCost]:
    """Record the statements on a profile's comics only, since other tasks may run meanwhile."""
    database: Any = adapter.running.services.database
    engine, cost = database.sync_engine, QueryCost()

    def record(_c: Any, _cursor: Any, statement: str, parameters: Any, *_api: Any) -> None:
        if "WHERE comics.profile_id" in statement:
            cost.executed.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", record)
    try:
        yield cost
    finally:
        event.remove(engine, "before_cursor_execute", record)


def fill(adapter: AdapterHarness, user: User, count: int) -> None:
    """Insert comics of decreasing age for a user; the rare ones are far apart."""
    engine = create_engine(f"sqlite:///{adapter.file}", poolclass=NullPool)
    now, rare = datetime.now(UTC), max(count // 4, 1)
    mine = identities.c.external_id == str(user.id)
    with engine.begin() as connection:
        me = connection.execute(select(identities.c.profile_id).where(mine)).scalar_one()
        [job] = connection.execute(select(jobs).where(jobs.c.profile_id == me)).mappings()
        [comic] = connection.execute(select(comics).where(comics.c.profile_id == me)).mappings()
        ids = [uuid7() for _ in range(count)]
        made = [now - timedelta(minutes=1 + number) for number in range(count)]
        new_jobs = [
            {**job, "id": each, "request_key": str(each), "created_at": at, "prompt": f"cat {at}"}
            for each, at in zip(ids, made, strict=True)
        ]
        new_comics = [
            {
                **comic,
                "id": each,
                "object_key": f"jobs/{each}/page.png",
                "created_at": at,
                "style": "manga" if number % rare else "noir",
                "favorite": number % rare == 0,
            }
            for number, (each, at) in enumerate(zip(ids, made, strict=True))
        ]
        connection.execute(jobs.insert(), new_jobs)
        connection.execute(comics.insert(), new_comics)
    engine.dispose()
    assert job["platform"] is Platform.DISCORD
    with_image = {*ids[:WITH_IMAGE], *ids[::rare]}
    for each in with_image:
        path = adapter.generator.folder / f"jobs/{each}/page.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(adapter.generator.picture)
