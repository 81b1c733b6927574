"""Tests of gallery pages and search."""

from __future__ import annotations

import pytest

from core.models.comics import Comic, Cursor, GalleryFilter, GalleryPage
from core.models.identity import JobId, Platform, ProfileId
from storage.sql_database import SqlDatabase
from storage.tables import comics
from tests.storage.rows import add_comic, add_profile, set_columns

ALL = GalleryFilter()


async def page(
    database: SqlDatabase,
    profile_id: ProfileId,
    cursor: Cursor | None = None,
    *,
    limit: int = 2,
    wanted: GalleryFilter = ALL,
) -> GalleryPage:
    return await database.read(
        lambda unit: unit.comics.page(profile_id, wanted=wanted, cursor=cursor, limit=limit)
    )


async def pages(database: SqlDatabase, profile_id: ProfileId, *, limit: int) -> list[JobId]:
    found: list[JobId] = []
    cursor: Cursor | None = None
    while True:
        one = await page(database, profile_id, cursor, limit=limit)
        found += ids(one.comics)
        if one.next_cursor is None:
            return found
        cursor = one.next_cursor


def ids(found: tuple[Comic, ...]) -> list[JobId]:
    return [comic.id for comic in found]


async def found_by(database: SqlDatabase, me: ProfileId, wanted: GalleryFilter) -> list[JobId]:
    return ids((await page(database, me, wanted=wanted, limit=50)).comics)


async def test_comics_are_listed_newest_first_and_by_owner(database: SqlDatabase) -> None:
    me, other = await add_profile(database), await add_profile(database)
    made = [await add_comic(database, me) for _ in range(5)]
    await add_comic(database, other)
    await add_comic(database)

    assert await pages(database, me, limit=2) == made[::-1]


async def test_a_full_last_page_has_no_cursor(database: SqlDatabase) -> None:
    me = await add_profile(database)
    for _ in range(4):
        await add_comic(database, me)

    first = await page(database, me)
    assert first.next_cursor is not None
    second = await page(database, me, first.next_cursor)

    assert len(second.comics) == 2
    assert second.next_cursor is None


async def test_an_empty_gallery_is_one_empty_page(database: SqlDatabase) -> None:
    me = await add_profile(database)

    assert await page(database, me) == GalleryPage(comics=(), next_cursor=None)


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
async def test_comics_with_equal_times_are_neither_lost_nor_repeated(
    database: SqlDatabase, limit: int
) -> None:
    me = await add_profile(database)
    made = [await add_comic(database, me) for _ in range(7)]
    first = (await page(database, me)).comics[0]
    for comic_id in made:
        await set_columns(database, comics, comic_id, created_at=first.created_at)

    assert await pages(database, me, limit=limit) == sorted(made, reverse=True)


async def test_changes_between_two_pages_shift_nothing(
    database: SqlDatabase,
) -> None:
    me = await add_profile(database)
    made = [await add_comic(database, me) for _ in range(6)]
    first = await page(database, me)
    for comic_id in (made[5], made[4], made[3]):  # including the one that the cursor points at
        await delete(database, comic_id)
    await add_comic(database, me)

    rest = await page(database, me, first.next_cursor, limit=10)

    assert ids(first.comics) == [made[5], made[4]]
    assert ids(rest.comics) == [made[2], made[1], made[0]]


async def delete(database: SqlDatabase, comic_id: JobId) -> None:
    assert await database.write(lambda unit: unit.comics.delete(comic_id))


# --- Search ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prompt", "query"),
    [
        ("A Cat opens a Bakery", "cat"),
        ("a cat", "CAT"),
        ("ação e emoção", "ACAO"),
        ("el niño", "nino"),
        ("猫がパン屋を開く", "パン屋"),
        ("𠮷野家で食べる", "𠮷野"),
        ("a cat 🐱 in space 🚀", "🚀"),
        ("a cat 🐱", "cat 🐱"),
        ("100% cat_food", "100%"),
        ("100% cat_food", "t_f"),
        ("a|b \\ c", "|b \\"),
        ('it\'s "quoted"', "'s \"q"),
        ("Captain O’Brien’s cat", "o'brien's"),
        ("Captain O'Brien", "O’Brien"),
        ("“Ahoy”, says the cat", '"ahoy"'),
    ],
)
async def test_comics_are_found_by_words_of_the_prompt(
    database: SqlDatabase, prompt: str, query: str
) -> None:
    me = await add_profile(database)
    comic_id = await add_comic(database, me, prompt=prompt)

    assert await found_by(database, me, GalleryFilter(text=query)) == [comic_id]


@pytest.mark.parametrize(
    ("prompt", "query"),
    [
        ("a cat", "dog"),
        ("catXfood", "cat_food"),
        ("100 cats", "100%"),
        ("a cat", "%"),
        ("a cat", "_"),
        ("a cat", "|"),
        ("a cat 🐱", "🐶"),
        ("a cat", "\\"),
    ],
)
async def test_no_character_of_a_search_is_special(
    database: SqlDatabase, prompt: str, query: str
) -> None:
    me = await add_profile(database)
    await add_comic(database, me, prompt=prompt)

    assert await found_by(database, me, GalleryFilter(text=query)) == []


async def test_comics_are_found_by_their_title_too(database: SqlDatabase) -> None:
    me = await add_profile(database)
    comic_id = await add_comic(database, me, drawn={"title": "Moon Bakery"}, prompt="x")
    await add_comic(database, me, prompt="y")

    assert await found_by(database, me, GalleryFilter(text="bakery")) == [comic_id]


async def test_filters_work_together(database: SqlDatabase) -> None:
    me = await add_profile(database)
    noir = await add_comic(database, me, style="noir", platform=Platform.DISCORD, prompt="cat")
    await add_comic(database, me, style="manga", platform=Platform.DISCORD, prompt="cat")
    telegram = await add_comic(database, me, style="noir", platform=Platform.TELEGRAM)
    await database.write(lambda unit: unit.comics.update(noir, favorite=True))

    async def found(**wanted: object) -> list[JobId]:
        return await found_by(database, me, GalleryFilter(**wanted))  # type: ignore[arg-type]

    assert await found(style="noir") == [telegram, noir]
    assert await found(platform=Platform.TELEGRAM) == [telegram]
    assert await found(favorite=True) == [noir]
    assert len(await found(favorite=False)) == 2
    assert await found(style="noir", favorite=True, text="CAT", platform=Platform.DISCORD) == [noir]
    assert await found(style="manga", favorite=True) == []


async def test_a_search_is_paged_like_everything_else(database: SqlDatabase) -> None:
    me = await add_profile(database)
    cats = []
    for _ in range(3):
        cats.append(await add_comic(database, me, prompt="a cat"))
        await add_comic(database, me, prompt="a dog")
    wanted = GalleryFilter(text="cat")

    first = await page(database, me, wanted=wanted)
    second = await page(database, me, first.next_cursor, wanted=wanted)

    assert ids(first.comics) + ids(second.comics) == cats[::-1]
    assert second.next_cursor is None
