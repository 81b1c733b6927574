"""Tests of the object index: no comic takes or purges objects that another comic holds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import delete, insert, select, text

from core.models.comics import DrawnComic, ImageRef, PanelImage, Visibility
from core.models.identity import JobId
from core.models.object_keys import webp_ref
from core.ports.database import DuplicateKeyError, UnitOfWork
from storage import migrations
from storage.database import open_database
from storage.migrate import migrate
from storage.migration_engine import make_sync_engine
from storage.sql_database import SqlDatabase
from storage.tables import comics, panel_objects
from tests.storage.rows import INFO, add_comic, age_comic, execute, new_job

PAGE, PANEL = ImageRef("comics", "strips/1.png"), ImageRef("comics", "strips/1-1.png")
FREE = ImageRef("comics", "strips/2-1.png")
NO_UNDO = timedelta(seconds=-1)


@pytest.fixture
async def other(url: str) -> AsyncIterator[SqlDatabase]:
    """The same database as another process sees it."""
    other = open_database(url)
    yield other
    await other.close()


def panels_of(*refs: ImageRef) -> tuple[PanelImage, ...]:
    return tuple(PanelImage(index=index, seed=None, ref=ref) for index, ref in enumerate(refs, 1))


async def store(
    database: SqlDatabase, page: ImageRef | None = None, *panels: ImageRef
) -> tuple[JobId, Sequence[ImageRef]]:
    """Store a comic; return it and the panels that were left out."""
    job = new_job()
    ref = page or ImageRef("comics", f"jobs/{job.id}/page.png")

    async def work(unit: UnitOfWork) -> tuple[PanelImage, ...]:
        await unit.jobs.add(job)
        drawn = DrawnComic(ref=ref, panels=panels_of(*panels))
        return await unit.comics.add_drawn(
            job.id, drawn, INFO, style="", visibility=Visibility.PRIVATE
        )

    left_out = await database.write(work)
    return job.id, [panel.ref for panel in left_out]


async def panels_in(database: SqlDatabase, comic_id: JobId) -> list[ImageRef]:
    comic = await database.read(lambda unit: unit.comics.get(comic_id))
    assert comic is not None
    return [panel.ref for panel in comic.panels]


async def held(database: SqlDatabase, comic_id: JobId, *refs: ImageRef) -> set[ImageRef]:
    return await database.read(lambda unit: unit.comics.held_by_others(comic_id, refs))


async def purge(database: SqlDatabase, comic_id: JobId) -> None:
    await database.write(lambda unit: unit.comics.delete(comic_id, undo=False))
    await database.write(lambda unit: unit.comics.purge(comic_id))


async def listed(database: SqlDatabase) -> set[tuple[str, JobId]]:
    query = select(panel_objects.c.object_key, panel_objects.c.comic_id)
    return {(row.object_key, row.comic_id) for row in await execute(database, query)}


async def store_unchecked(database: SqlDatabase, *panels: ImageRef) -> JobId:
    """Store a comic with unchecked panels, as an older release did and the migration lists it."""
    comic_id, _ = await store(database)
    rows = [{"index": 1, "seed": None, "bucket": ref.bucket, "key": ref.key} for ref in panels]
    await age_comic(database, comic_id, panels=rows)
    for ref in panels:
        values = {"bucket": ref.bucket, "object_key": ref.key, "comic_id": comic_id}
        await execute(database, insert(panel_objects).values(values))
    return comic_id


# --- Storing --------------------------------------------------------------------------------------


async def test_panels_that_another_comic_holds_are_left_out(database: SqlDatabase) -> None:
    theirs, _ = await store(database, PAGE, PANEL)
    named = ImageRef("comics", f"jobs/{theirs}/panel-1.png")
    rendition = webp_ref(PAGE, 320)

    mine, left_out = await store(database, None, PAGE, FREE, PANEL, named, rendition)

    assert left_out == [PAGE, PANEL, named, rendition]
    assert await panels_in(database, mine) == [FREE]
    assert await panels_in(database, theirs) == [PANEL]
    assert await listed(database) == {(PANEL.key, theirs), (FREE.key, mine)}


@pytest.mark.parametrize(
    "page",
    [PAGE, PANEL, webp_ref(PAGE, 1280), ImageRef("others", "jobs/{}/2/page.png")],
    ids=["page", "panel", "rendition", "named"],
)
async def test_a_page_that_another_comic_holds_is_refused(
    database: SqlDatabase, page: ImageRef
) -> None:
    theirs, _ = await store(database, PAGE, PANEL)

    with pytest.raises(DuplicateKeyError):
        await store(database, ImageRef(page.bucket, page.key.format(theirs)), FREE)

    assert await listed(database) == {(PANEL.key, theirs)}


async def test_keys_are_compared_by_bucket_and_byte_by_byte(database: SqlDatabase) -> None:
    await store(database, PAGE, PANEL)
    others = [
        ImageRef("others", PANEL.key),
        ImageRef("others", PAGE.key),
        ImageRef("comics", PANEL.key.upper()),
        ImageRef("comics", f"{PANEL.key} "),
        ImageRef("comics", "x" * 1024),
        ImageRef("comics", "猫" * 341),
    ]

    _, left_out = await store(database, ImageRef("comics", PAGE.key.upper()), *others)

    assert left_out == []
    assert (await store(database, None, *others))[1] == others


async def test_a_deleted_comic_holds_its_objects_until_purged(database: SqlDatabase) -> None:
    theirs, _ = await store(database, PAGE, PANEL)
    await database.write(lambda unit: unit.comics.delete(theirs))

    assert (await store(database, None, PAGE, PANEL))[1] == [PAGE, PANEL]
    await purge(database, theirs)

    assert await listed(database) == set()
    assert (await store(database, None, PAGE, PANEL))[1] == []


async def test_a_comic_may_name_its_own_objects_twice(database: SqlDatabase) -> None:
    comic_id, left_out = await store(database, PAGE, PANEL, PAGE, PANEL)

    assert left_out == []
    assert await held(database, comic_id, PAGE, PANEL, webp_ref(PAGE, 320)) == set()
    await purge(database, comic_id)


async def test_usual_keys_need_no_row_and_no_query(database: SqlDatabase) -> None:
    job = new_job()
    keys = [f"jobs/{job.id}/page.png", f"jobs/{job.id}/panel-1.png"]
    page, panel = (ImageRef("comics", key) for key in keys)
    await add_comic(database, id=job.id, drawn={"ref": page, "panels": panels_of(panel)})

    assert await panels_in(database, job.id) == [panel]
    assert await listed(database) == set()


@pytest.mark.parametrize("turn", range(6))
async def test_one_of_several_concurrent_comics_gets_the_object(
    database: SqlDatabase, other: SqlDatabase, turn: int
) -> None:
    both = (database, other)
    stored = await asyncio.gather(
        *(store(both[number % 2], None, PAGE, PANEL, FREE) for number in range(4)),
        *(store(both[number % 2], PAGE) for number in range(turn % 3)),
        return_exceptions=True,
    )

    assert all(isinstance(one, (tuple, DuplicateKeyError)) for one in stored), stored
    made = [one[0] for one in stored if isinstance(one, tuple)]
    pages = [
        row.id
        for row in await execute(
            database, select(comics.c.id).where(comics.c.object_key == PAGE.key)
        )
    ]
    takers = [ref for comic_id in made for ref in await panels_in(database, comic_id)]
    assert len(pages) + takers.count(PAGE) == 1
    assert (takers.count(PANEL), takers.count(FREE)) == (1, 1)
    assert len(await listed(database)) == len(takers)


# --- Orphans --------------------------------------------------------------------------------------


async def orphans(database: SqlDatabase) -> list[tuple[ImageRef, ...]]:
    due = await database.write(lambda unit: unit.comics.due_to_purge(undo=NO_UNDO, limit=10))
    return [refs for _, refs in due]


async def test_an_orphan_contains_only_unheld_objects(database: SqlDatabase) -> None:
    theirs, _ = await store(database, PAGE, PANEL)
    named = ImageRef("comics", f"jobs/{theirs}/page.png")
    job = await database.write(lambda unit: unit.jobs.add(new_job()))
    mine = ImageRef("comics", f"jobs/{job.id}/panel-1.png")
    refs = [PANEL, FREE, named, webp_ref(PAGE, 320), mine]

    await database.write(lambda unit: unit.comics.add_orphan(job.id, PAGE, refs))

    assert await orphans(database) == [(FREE, mine)]


async def test_an_orphan_without_unheld_objects_is_not_stored(database: SqlDatabase) -> None:
    await store(database, PAGE, PANEL)
    job = await database.write(lambda unit: unit.jobs.add(new_job()))

    await database.write(lambda unit: unit.comics.add_orphan(job.id, PAGE, [PANEL]))

    assert await orphans(database) == []


async def test_no_comic_takes_objects_of_an_orphan(database: SqlDatabase) -> None:
    job = await database.write(lambda unit: unit.jobs.add(new_job()))
    await database.write(lambda unit: unit.comics.add_orphan(job.id, PAGE, [PANEL]))

    assert (await store(database, None, PANEL, FREE, PAGE))[1] == [PANEL, PAGE]


# --- Purging --------------------------------------------------------------------------------------


async def test_shared_objects_of_older_releases_are_found(
    database: SqlDatabase,
) -> None:
    theirs, _ = await store(database, PAGE, PANEL)
    named = ImageRef("comics", f"jobs/{theirs}/page.png")
    rendition = webp_ref(PAGE, 640)
    mine = await store_unchecked(database, PAGE, PANEL, named, rendition, FREE)

    assert await held(database, mine, PAGE, PANEL, named, rendition, FREE) == {
        PAGE,
        PANEL,
        named,
        rendition,
    }
    assert await held(database, theirs, PAGE, PANEL, named, rendition) == {PAGE, PANEL, rendition}
    await purge(database, theirs)
    assert await held(database, mine, PAGE, PANEL, named, rendition, FREE) == set()


async def test_stale_rows_of_older_releases_hold_nothing(database: SqlDatabase) -> None:
    deleted, _ = await store(database, None, PANEL)
    await execute(database, delete(comics).where(comics.c.id == deleted))

    assert (await store(database, None, PANEL))[1] == []


# --- Migration of existing panels -----------------------------------------------------------------


BEFORE, REVISION = "2026_11_25_gallery_filters", "2026_11_30_panel_objects"


@pytest.mark.parametrize("left", ["DROP TABLE panel_objects", "DELETE FROM panel_objects"])
async def test_the_migration_lists_existing_panels(
    database: SqlDatabase, url: str, tmp_path: Path, left: str
) -> None:
    many = ImageRef("comics", "shared/logo.png")
    made = [await store_unchecked(database, many) for _ in range(3)]
    own, _ = await store(database)
    panel = {"index": 1, "seed": None, "bucket": "comics", "key": f"jobs/{own}/panel-1.png"}
    await age_comic(database, own, panels=[panel])
    named = ImageRef("comics", f"jobs/{own}/page.png")
    made.append(await store_unchecked(database, named, ImageRef("comics", "猫" * 341)))
    was = await listed(database)
    if left.startswith("DELETE"):  # a run that was interrupted in the middle
        left += " WHERE object_key = 'shared/logo.png'"
    await execute(database, text(left))
    await execute(database, text(f"UPDATE alembic_version SET version_num = '{BEFORE}'"))

    await asyncio.to_thread(migrate, url, data_dir=tmp_path)

    assert await listed(database) == was
    assert {comic_id for _, comic_id in was} == set(made)


async def test_the_migration_reads_in_chunks(database: SqlDatabase, url: str) -> None:
    made = [await store_unchecked(database, FREE) for _ in range(12)]
    [script] = [
        each
        for each in ScriptDirectory(str(Path(migrations.__file__).parent)).walk_revisions()
        if each.revision == REVISION
    ]
    await execute(database, delete(panel_objects))
    engine = make_sync_engine(url)
    with engine.begin() as connection:
        for chunk in script.module._chunks(connection, size=5):
            assert len(chunk) <= 5
            script.module._list(connection, chunk)
    engine.dispose()

    assert {comic_id for _, comic_id in await listed(database)} == set(made)
