"""Tests of column types: values round-trip on every database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from sqlalchemy import Dialect, TypeDecorator, select, text
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.exc import DBAPIError, StatementError
from uuid_utils.compat import uuid7

from core.models.comics import ImageRef
from core.models.identity import JobId
from storage.admission import FACTS
from storage.job_transitions import UNFINISHED
from storage.sql_database import SqlDatabase
from storage.tables import jobs
from tests.storage.rows import add_comic, add_job, add_profile, execute, get_job, set_columns

NASTY = [
    "🐱‍🚀 opens a bakery on the 🌕",
    "𠮷野家で🍣を食べる",
    "שלום العالم",
    "Robert'); DROP TABLE jobs;-- \\ % _ ' \" `",
    "<b>&amp;</b>\n\ttwo lines",
    "e\u0301" + "\u0301" * 50,
]


@pytest.mark.parametrize("prompt", NASTY)
async def test_any_text_is_stored_unchanged(database: SqlDatabase, prompt: str) -> None:
    job = await add_job(database, prompt=prompt, params={"prompt": prompt})

    kept = await get_job(database, job.id)

    assert kept.prompt == prompt
    assert kept.params == {"prompt": prompt}


async def test_a_very_long_prompt_of_emoji_is_stored_whole(database: SqlDatabase) -> None:
    prompt = "🐱" * 20_000

    job = await add_job(database, prompt=prompt)

    assert (await get_job(database, job.id)).prompt == prompt


async def test_json_stores_a_lone_surrogate(database: SqlDatabase) -> None:
    job = await add_job(database, params={"prompt": "\ud83d"})

    assert (await get_job(database, job.id)).params == {"prompt": "\ud83d"}


async def test_ids_are_sixteen_bytes(database: SqlDatabase) -> None:
    job = await add_job(database)

    [(stored,)] = await execute(database, text("SELECT id FROM jobs"))

    assert bytes(stored) == job.id.bytes


async def test_an_id_of_awkward_bytes_is_found_again(database: SqlDatabase) -> None:
    job_id = JobId(UUID(bytes=b"\x00'\\\"\x80\xff%s\n\x1a\x00\x00\x00\x00\x00 "))

    await add_job(database, id=job_id, request_key="awkward")

    assert (await get_job(database, job_id)).id == job_id


async def test_microseconds_are_kept(database: SqlDatabase) -> None:
    job = await add_job(database)
    time = datetime(2026, 11, 23, 23, 59, 59, 999_999, tzinfo=UTC)

    await set_columns(database, jobs, job.id, not_before=time)

    assert (await get_job(database, job.id)).not_before == time


async def test_a_time_of_another_zone_is_stored_in_utc(database: SqlDatabase) -> None:
    job = await add_job(database)
    time = datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=9)))

    await set_columns(database, jobs, job.id, not_before=time)

    kept = (await get_job(database, job.id)).not_before
    assert kept == time
    assert kept.tzinfo is UTC


async def test_a_time_without_a_zone_is_refused(database: SqlDatabase) -> None:
    naive = datetime(2026, 11, 23, 12, 0)  # noqa: DTZ001

    with pytest.raises(StatementError, match="naive"):
        await execute(database, select(jobs.c.id).where(jobs.c.created_at > naive))


async def test_request_keys_differ_by_case(database: SqlDatabase) -> None:
    await add_job(database, request_key="api:a:Key")
    await add_job(database, request_key="api:a:key")

    found = await database.read(lambda unit: unit.jobs.by_request_key("api:a:Key"))

    assert found is not None
    assert found.request_key == "api:a:Key"


async def test_the_longest_object_key_of_s3_is_stored(database: SqlDatabase) -> None:
    profile_id = await add_profile(database)
    ref = ImageRef("b" * 63, "jobs/" + "ü" * 509 + "k")
    assert len(ref.key.encode()) == 1024

    comic_id = await add_comic(database, profile_id, drawn={"ref": ref})

    comic = await database.read(lambda unit: unit.comics.get(comic_id))
    assert comic is not None
    assert comic.ref == ref


async def test_seeds_of_64_bits_are_kept(database: SqlDatabase) -> None:
    comic_id = await add_comic(database, drawn={"seed": 2**63 - 1})

    comic = await database.read(lambda unit: unit.comics.get(comic_id))

    assert comic is not None
    assert comic.seed == 2**63 - 1


@pytest.mark.mariadb
async def test_mysql_never_truncates_silently(mysql: SqlDatabase) -> None:
    with pytest.raises(DBAPIError, match="too long"):
        await add_job(mysql, request_key="k" * 256)


@pytest.mark.mariadb
async def test_every_text_column_declares_its_character_set(mysql: SqlDatabase) -> None:
    collations = await execute(
        mysql,
        text(
            "SELECT DISTINCT collation_name FROM information_schema.columns"
            " WHERE table_schema = DATABASE() AND table_name <> 'alembic_version'"
        ),
    )

    assert {collation for (collation,) in collations} == {
        None,
        "ascii_bin",
        "utf8mb4_bin",
        "utf8mb4_unicode_520_ci",
    }


def test_ids_sort_in_order_of_creation() -> None:
    ids = [uuid7() for _ in range(100)]

    assert ids == sorted(ids, key=lambda one: one.bytes)


def test_a_constant_list_is_rendered_once() -> None:
    for statement in (FACTS, UNFINISHED):
        assert not statement.compile(dialect=sqlite.dialect()).post_compile_params


@pytest.mark.parametrize("dialect", [sqlite.dialect(), mysql.dialect()], ids=["sqlite", "mysql"])
def test_a_stored_type_is_made_once(dialect: Dialect) -> None:
    columns = [column for table in jobs.metadata.sorted_tables for column in table.columns]
    decorated = {column.type for column in columns if isinstance(column.type, TypeDecorator)}

    assert len({type(each) for each in decorated}) == 5
    for each in decorated:
        assert each.load_dialect_impl(dialect) is each.load_dialect_impl(dialect)
