"""Ten thousand comics are no slower to look at than ten."""

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
from tests.bots.discord.test_buttons import pressed
from tests.fakes.discord import User

pytestmark = pytest.mark.servers

FEW, MANY = 10, 10_000
SHOWN = 30  # from either end, of which there is a picture


async def test_ten_thousand_comics_take_no_more_steps_than_ten(stage: AdapterHarness) -> None:
    for person, count in ((stage.ada, FEW), (stage.bob, MANY)):
        await stage.settled(await stage.drawn(user=person))
        await asyncio.to_thread(fill, stage, person, count)

    few = await cost_of_looking_around(stage, stage.ada)
    many = await cost_of_looking_around(stage, stage.bob)

    assert many.statements == few.statements
    assert many.steps < few.steps * 1.2
    assert many.rows_sorted == few.rows_sorted == 0


class Cost:
    """What the database was asked, and how much it had to do for that."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []
        self.steps = 0  # of SQLite's machine
        self.rows_sorted = 0

    @property
    def statements(self) -> list[str]:
        return [statement for statement, _ in self.asked]

    def count(self, stage: AdapterHarness) -> None:
        """Ask all of it again, counting."""
        with closing(sqlite3.connect(stage.file)) as connection:
            connection.create_function("fold", 1, fold, deterministic=True)
            for statement, parameters in self.asked:
                plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                self.rows_sorted += sum("TEMP B-TREE" in str(row) for row in plan)
                connection.set_progress_handler(self._step, 1)
                connection.execute(statement, parameters).fetchall()
                connection.set_progress_handler(None, 0)

    def _step(self) -> None:
        self.steps += 1


async def cost_of_looking_around(stage: AdapterHarness, person: User) -> Cost:
    """Open the gallery in several ways, and turn its pages."""
    with recorded(stage) as cost:
        await look(stage, person, "Older", "Older", "Newer")
        await look(stage, person, "Favorites", "Older", "Newer", "All comics")
        await look(stage, person, "Older", "Newer", style="noir")
        await look(stage, person, "Older", style="noir", favorites=True)
    await asyncio.to_thread(cost.count, stage)
    return cost


async def look(stage: AdapterHarness, person: User, *labels: str, **wanted: Any) -> None:
    gallery = await stage.fake.slash(person, stage.general, "mygallery", **wanted)
    message = await stage.picture_in(lambda: gallery.original)
    for label in labels:
        edits = message.edits
        await pressed(stage, message, label, person)
        await stage.fake.until(lambda: message.edits > edits, label)  # noqa: B023 - within the turn
        assert message.pictures


@contextmanager
def recorded(stage: AdapterHarness) -> Iterator[Cost]:
    """Record what is read of the gallery; of deliveries and the like something may go on."""
    database: Any = stage.running.services.database
    engine, cost = database._engine.sync_engine, Cost()

    def record(_c: Any, _cursor: Any, statement: str, parameters: Any, *_api: Any) -> None:
        if "WHERE comics.profile_id" in statement:
            cost.asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", record)
    try:
        yield cost
    finally:
        event.remove(engine, "before_cursor_execute", record)


def fill(stage: AdapterHarness, person: User, count: int) -> None:
    """Give somebody more comics, each older than the one before; the rare ones lie far apart."""
    engine = create_engine(f"sqlite:///{stage.file}", poolclass=NullPool)
    now, rare = datetime.now(UTC), max(count // 4, 1)
    mine = identities.c.external_id == str(person.id)
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
    pictured = {*ids[:SHOWN], *ids[::rare]}
    for each in pictured:
        place = stage.generator.folder / f"jobs/{each}/page.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(stage.generator.picture)
