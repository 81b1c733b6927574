"""Tests of the repository of comics: store, change, delete and purge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from core.models.comics import Comic, DrawnComic, ImageRef, PanelImage, Visibility
from core.models.identity import JobId, Platform
from core.ports.database import DuplicateKeyError, UnitOfWork
from storage.sql_database import SqlDatabase
from tests.storage.rows import INFO, add_comic, add_job, add_profile, new_job

UNDO = timedelta(minutes=1)
NO_UNDO = timedelta(seconds=-1)


async def get(database: SqlDatabase, comic_id: JobId, *, deleted: bool = False) -> Comic | None:
    return await database.read(lambda unit: unit.comics.get(comic_id, deleted=deleted))


async def due(
    database: SqlDatabase, *, undo: timedelta, limit: int = 10
) -> list[tuple[JobId, tuple[ImageRef, ...]]]:
    return await database.write(lambda unit: unit.comics.due_to_purge(undo=undo, limit=limit))


async def continuation(database: SqlDatabase, comic_id: JobId) -> Mapping[str, Any] | None:
    return await database.read(lambda unit: unit.comics.continuation(comic_id))


async def delete(database: SqlDatabase, comic_id: JobId) -> bool:
    return await database.write(lambda unit: unit.comics.delete(comic_id))


# --- Stored ---------------------------------------------------------------------------------------


async def test_all_fields_of_a_comic_are_stored(database: SqlDatabase) -> None:
    me = await add_profile(database)
    drawn = DrawnComic(
        ref=ImageRef("comics", "jobs/1/page.png"),
        sha256="ab" * 32,
        seed=4242,
        model="sdxl-comic-v3",
        title="A cat 🐱 opens a bakery",
        alt_text="Panel 1: …",
        script=({"scene": "the moon", "dialogue": [{"speaker": "Mimi", "text": "¡Miau!"}]},),
        panels=(
            PanelImage(index=1, seed=4242, ref=ImageRef("comics", "jobs/1/1.png")),
            PanelImage(index=2, seed=None, ref=ImageRef("comics", "jobs/1/2.png")),
        ),
        continuation={"version": 1, "cast": [{"name": "Mimi 🐱"}]},
    )

    job = new_job(me, platform=Platform.TELEGRAM, prompt="a cat")

    async def store(unit: UnitOfWork) -> None:
        await unit.jobs.add(job)
        await unit.comics.add_drawn(job.id, drawn, INFO, style="noir", visibility=Visibility.CHAT)

    await database.write(store)

    comic = await get(database, job.id)
    assert comic is not None
    for name in ["ref", "sha256", "seed", "model", "title", "alt_text", "script", "panels"]:
        assert getattr(comic, name) == getattr(drawn, name)
    for name in ["content_type", "size_bytes", "width", "height"]:
        assert getattr(comic, name) == getattr(INFO, name)
    assert (comic.id, comic.profile_id) == (job.id, me)
    assert (comic.style, comic.visibility, comic.favorite) == ("noir", Visibility.CHAT, False)
    assert (comic.prompt, comic.platform) == ("a cat", Platform.TELEGRAM)
    assert (comic.share_token, comic.deleted_at) == (None, None)
    assert await continuation(database, job.id) == drawn.continuation


async def test_a_deleted_or_old_comic_has_no_continuation(database: SqlDatabase) -> None:
    me = await add_profile(database)
    old = await add_comic(database, me)
    deleted = await add_comic(database, me, drawn={"continuation": {"version": 1}})

    assert await continuation(database, old) is None
    assert await continuation(database, deleted) == {"version": 1}
    await delete(database, deleted)
    assert await continuation(database, deleted) is None


async def test_a_comic_gets_its_profile_from_the_job_row(database: SqlDatabase) -> None:
    source, into = await add_profile(database), await add_profile(database)
    job = await add_job(database, source)

    async def work(unit: UnitOfWork) -> None:
        await unit.profiles.merge(source, into)
        await unit.comics.add_drawn(
            job.id,
            DrawnComic(ref=ImageRef("comics", "1")),
            INFO,
            style="manga",
            visibility=Visibility.LINK,
        )

    await database.write(work)

    comic = await get(database, job.id)
    assert comic is not None
    assert comic.profile_id == into


async def test_an_object_of_another_comic_is_rejected(database: SqlDatabase) -> None:
    ref = ImageRef("comics", "jobs/1/page.png")
    await add_comic(database, drawn={"ref": ref})
    await add_comic(database, drawn={"ref": ImageRef("others", ref.key)})
    await add_comic(database, drawn={"ref": ImageRef("comics", ref.key.upper())})

    with pytest.raises(DuplicateKeyError):
        await add_comic(database, drawn={"ref": ref})


async def test_get_many_omits_deleted_comics(
    database: SqlDatabase,
) -> None:
    kept, deleted = await add_comic(database), await add_comic(database)
    await delete(database, deleted)

    found = await database.read(
        lambda unit: unit.comics.get_many({kept, deleted, JobId(new_job().id)})
    )

    assert list(found) == [kept]


# --- Changed --------------------------------------------------------------------------------------


async def test_only_given_fields_change(database: SqlDatabase) -> None:
    comic_id = await add_comic(database, drawn={"title": "Old"})

    await database.write(lambda unit: unit.comics.update(comic_id, favorite=True))
    await database.write(lambda unit: unit.comics.update(comic_id, title="New"))
    await database.write(lambda unit: unit.comics.update(comic_id, visibility=Visibility.LINK))
    await database.write(lambda unit: unit.comics.update(comic_id))

    comic = await get(database, comic_id)
    assert comic is not None
    assert (comic.favorite, comic.title, comic.visibility) == (True, "New", Visibility.LINK)
    await database.write(lambda unit: unit.comics.update(comic_id, favorite=False))
    comic = await get(database, comic_id)
    assert comic is not None
    assert not comic.favorite


async def test_a_share_token_can_be_withdrawn(database: SqlDatabase) -> None:
    comic_id = await add_comic(database)

    async def shared() -> Comic | None:
        return await database.read(lambda unit: unit.comics.by_share_token("token"))

    await database.write(lambda unit: unit.comics.set_share_token(comic_id, "token"))
    comic = await shared()
    await database.write(lambda unit: unit.comics.set_share_token(comic_id, None))

    assert comic is not None
    assert (comic.id, comic.share_token) == (comic_id, "token")
    assert "token" not in repr(comic)
    assert await shared() is None


# --- Deleted --------------------------------------------------------------------------------------


async def test_a_deleted_comic_is_hidden_until_restored(database: SqlDatabase) -> None:
    me = await add_profile(database)
    comic_id = await add_comic(database, me)
    await database.write(lambda unit: unit.comics.set_share_token(comic_id, "token"))

    assert await delete(database, comic_id)
    assert not await delete(database, comic_id)

    assert await get(database, comic_id) is None
    assert await database.read(lambda unit: unit.comics.by_share_token("token")) is None
    assert await database.read(lambda unit: unit.comics.count(me)) == 0
    deleted = await get(database, comic_id, deleted=True)
    assert deleted is not None
    assert deleted.deleted_at is not None
    assert await database.write(lambda unit: unit.comics.restore(comic_id))
    assert not await database.write(lambda unit: unit.comics.restore(comic_id))
    assert await get(database, comic_id) is not None
    assert await database.read(lambda unit: unit.comics.count(me)) == 1


async def test_a_deleted_comic_is_due_to_purge_after_the_undo_period(
    database: SqlDatabase,
) -> None:
    panel = PanelImage(index=1, seed=None, ref=ImageRef("comics", "panel"))
    ref = ImageRef("comics", "page")
    comic_id = await add_comic(database, drawn={"ref": ref, "panels": (panel,)})
    await add_comic(database)
    await delete(database, comic_id)

    assert await due(database, undo=UNDO) == []
    assert await due(database, undo=NO_UNDO) == [(comic_id, (ref, panel.ref))]


async def test_a_comic_being_purged_cannot_be_restored(database: SqlDatabase) -> None:
    comic_id = await add_comic(database)
    await delete(database, comic_id)
    going = await due(database, undo=NO_UNDO)

    assert not await database.write(lambda unit: unit.comics.restore(comic_id))
    assert await get(database, comic_id, deleted=True) is None
    assert await due(database, undo=UNDO) == going  # until they are gone


async def test_a_purged_comic_leaves_nothing_behind(database: SqlDatabase) -> None:
    ref = ImageRef("comics", "page")
    comic_id = await add_comic(database, drawn={"ref": ref})
    await database.write(lambda unit: unit.comics.keep_file_id("bot", comic_id, "page", "AgAC"))
    await delete(database, comic_id)
    await due(database, undo=NO_UNDO)

    await database.write(lambda unit: unit.comics.purge(comic_id))

    assert await due(database, undo=NO_UNDO) == []
    assert await database.read(lambda unit: unit.comics.file_id("bot", comic_id, "page")) is None
    await add_comic(database, drawn={"ref": ref})  # its place is free


async def test_a_visible_comic_is_never_purged(database: SqlDatabase) -> None:
    comic_id = await add_comic(database)

    await database.write(lambda unit: unit.comics.purge(comic_id))

    assert await get(database, comic_id) is not None


async def test_purging_is_oldest_first_and_limited(
    database: SqlDatabase,
) -> None:
    made = [await add_comic(database) for _ in range(4)]
    for comic_id in reversed(made):
        await delete(database, comic_id)

    first = await due(database, undo=NO_UNDO, limit=2)

    assert [comic_id for comic_id, _ in first] == [made[3], made[2]]


async def test_all_comics_of_a_profile_are_deleted_without_undo(database: SqlDatabase) -> None:
    me, other = await add_profile(database), await add_profile(database)
    mine = {await add_comic(database, me) for _ in range(3)}
    theirs = await add_comic(database, other)
    deleted_before = await add_comic(database, me)
    await delete(database, deleted_before)

    marked = await database.write(lambda unit: unit.comics.delete_of(me))

    assert marked == 4
    assert {comic_id for comic_id, _ in await due(database, undo=UNDO)} == mine | {deleted_before}
    assert await get(database, theirs) is not None
    assert not await database.write(lambda unit: unit.comics.restore(deleted_before))


async def test_an_orphan_is_purged_and_never_shown(
    database: SqlDatabase,
) -> None:
    me = await add_profile(database)
    job = await add_job(database, me)
    page, panel = ImageRef("comics", "page"), ImageRef("comics", "panel")

    for _ in range(2):
        await database.write(lambda unit: unit.comics.add_orphan(job.id, page, [panel]))

    assert await get(database, job.id, deleted=True) is None
    assert await database.read(lambda unit: unit.comics.count(me)) == 0
    assert await due(database, undo=UNDO) == [(job.id, (page, panel))]


async def test_an_orphan_never_takes_an_object_from_a_comic(database: SqlDatabase) -> None:
    ref = ImageRef("comics", "page")
    comic_id = await add_comic(database, drawn={"ref": ref})
    job = await add_job(database)

    await database.write(lambda unit: unit.comics.add_orphan(job.id, ref, []))
    await database.write(
        lambda unit: unit.comics.add_orphan(comic_id, ImageRef("comics", "other"), [])
    )

    assert await due(database, undo=NO_UNDO) == []
    assert await get(database, comic_id) is not None


# --- Telegram file ids ----------------------------------------------------------------------------


async def test_file_ids_are_kept_by_bot_and_kind(database: SqlDatabase) -> None:
    comic_id = await add_comic(database)

    async def keep(bot: str, kind: str, file_id: str) -> None:
        await database.write(lambda unit: unit.comics.keep_file_id(bot, comic_id, kind, file_id))

    async def kept(bot: str, kind: str) -> str | None:
        return await database.read(lambda unit: unit.comics.file_id(bot, comic_id, kind))

    await keep("bot-1", "photo", "old")
    await keep("bot-1", "photo", "new")
    await keep("bot-1", "document", "doc")

    assert await kept("bot-1", "photo") == "new"
    assert await kept("bot-1", "document") == "doc"
    assert await kept("bot-2", "photo") is None
