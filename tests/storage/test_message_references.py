"""Tests of message references in a database that earlier releases also use."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from core.models.deliveries import DeliveryState, MessageKind, MessageReference
from core.models.identity import JobId, Platform
from storage.clock import db_now
from storage.database import open_database
from storage.job_rows import new_job_row
from storage.migrate import migrate
from storage.sql_database import SqlDatabase
from storage.tables import deliveries, jobs
from tests.servers import MariaDbServer
from tests.storage.rows import LEASE, add_job, destination, execute, new_job
from tests.storage.test_legacy_message_id import FORMS, MALFORMED
from tests.storage.test_migrations import upgrade

NOW = datetime.now(UTC)
BEFORE = "2026_11_30_panel_objects"  # the schema of the last release without these columns

RESPONSE, FOLLOW_UP, CHANNEL, INLINE = MessageKind
PENDING, DELIVERED, UNDELIVERABLE = DeliveryState
STATES: dict[str, dict[str, Any]] = {
    "waiting": {"state": PENDING},
    "due": {"state": PENDING, "next_attempt_at": db_now()},
    "claimed": {
        "state": PENDING,
        "claim_no": 1,
        "lease_owner": "worker",
        "lease_until": db_now(LEASE),
    },
    "retried": {"state": PENDING, "claim_no": 2, "attempts": 2, "next_attempt_at": db_now(LEASE)},
    "delivered": {"state": DELIVERED, "claim_no": 1, "delivered_at": db_now()},
    "undeliverable": {"state": UNDELIVERABLE, "claim_no": 1},
}
NOWHERE: tuple[tuple[Platform, str, str | None], ...] = (
    *MALFORMED,
    (Platform.DISCORD, "45", None),
    (Platform.DISCORD, "45", ""),
    (Platform.TELEGRAM, "-45", None),
)


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of a database with the schema of an older release."""
    url = f"sqlite:///{tmp_path}/comicai.sqlite3"
    if request.param == "mariadb":
        server: MariaDbServer = request.getfixturevalue("mariadb")
        url = server.make_database()
    upgrade(url, BEFORE)
    return url


@pytest.fixture
async def old_database(old_url: str) -> AsyncIterator[SqlDatabase]:
    database = open_database(old_url)
    yield database
    await database.close()


async def add_by_old_release(
    database: SqlDatabase, platform: Platform, chat: str, stored: str | None, **values: Any
) -> JobId:
    """Insert a job and its delivery with the columns that older releases know."""
    job = new_job()
    newer = {"reserved_micro_usd"}
    known = {name: value for name, value in new_job_row(job, NOW).items() if name not in newer}
    await execute(database, insert(jobs).values(known))
    row = {
        "job_id": job.id,
        "platform": platform,
        "application_id": "9",
        "chat": chat,
        "thread": "",
        "user_id": "7",
        "context": "",
        "install_owners": "",
        "ephemeral": False,
        "message_id": stored,
        "claim_no": 0,
        "attempts": 0,
        "created_at": db_now(),
    }
    await execute(database, insert(deliveries).values({**row, **values}))
    return job.id


async def message_of(database: SqlDatabase, job_id: JobId) -> MessageReference | None:
    delivery = await database.read(lambda unit: unit.deliveries.get(job_id))
    assert delivery is not None
    return delivery.destination.message


async def legacy_form_of(database: SqlDatabase, job_id: JobId) -> str | None:
    query = select(deliveries.c.message_id).where(deliveries.c.job_id == job_id)
    [(stored,)] = await execute(database, query)
    return stored  # type: ignore[no-any-return]


# --- Rows of older releases -----------------------------------------------------------------------


async def test_deliveries_of_an_older_release_keep_their_messages_in_every_state_and_form(
    old_url: str, old_database: SqlDatabase, tmp_path: Path
) -> None:
    expected: dict[JobId, tuple[str, MessageReference | None]] = {}
    for name, values in STATES.items():
        for platform, chat, stored, message in FORMS:
            job_id = await add_by_old_release(old_database, platform, chat, stored, **values)
            expected[job_id] = (name, message)
        for platform, chat, malformed in NOWHERE:
            job_id = await add_by_old_release(old_database, platform, chat, malformed, **values)
            expected[job_id] = (name, None)

    migrate(old_url, data_dir=tmp_path)

    for job_id, (name, reference) in expected.items():
        assert await message_of(old_database, job_id) == reference, (name, reference)


@pytest.mark.parametrize(("platform", "chat", "stored", "reference"), FORMS)
async def test_a_comic_delivered_by_an_older_release_can_be_repeated_in_its_message(
    database: SqlDatabase, platform: Platform, chat: str, stored: str, reference: MessageReference
) -> None:
    job_id = await add_by_old_release(database, platform, chat, stored, **STATES["delivered"])
    here = destination(platform=platform, chat=chat, message=reference)
    elsewhere = destination(platform=platform, chat=chat, message=MessageReference("1", "999"))

    assert not await database.write(lambda unit: unit.deliveries.repeat(job_id, elsewhere))
    assert await database.write(lambda unit: unit.deliveries.repeat(job_id, here))


# --- Rows that both releases write ----------------------------------------------------------------


def as_old_discord_adapter(stored: str, chat: str) -> tuple[str, str, bool, bool, bool]:
    """Read a reference as the last release without these columns did.

    Returns channel, message, and whether it is a response, a follow-up, and in doubt.
    """
    doubt = stored.startswith("?")
    channel, slash, message = stored.removeprefix("?").partition("/")
    if not slash:
        return chat, channel, True, False, doubt
    if channel == "+":
        return chat, message, False, True, doubt
    return channel, message, False, False, False


def as_old_telegram_adapter(stored: str, chat: str) -> tuple[str, str]:
    """Read a reference as the last release without these columns did: chat and message."""
    before, slash, message = stored.partition("/")
    return (before, message) if slash else (chat, stored)


def as_older_release(platform: Platform, stored: str | None, chat: str) -> tuple[Any, ...]:
    assert stored is not None
    if platform is Platform.DISCORD:
        return as_old_discord_adapter(stored, chat)
    return as_old_telegram_adapter(stored, chat)


def expected_by_older_release(platform: Platform, reference: MessageReference) -> tuple[Any, ...]:
    place = (reference.chat, reference.message)
    if platform is Platform.TELEGRAM:
        return place
    flags = (reference.is_response, reference.is_follow_up, reference.upload_may_have_happened)
    return (*place, *flags)


@pytest.mark.parametrize(("platform", "chat", "reference"), [(p, c, r) for p, c, _, r in FORMS])
async def test_older_releases_understand_what_is_written(
    database: SqlDatabase, platform: Platform, chat: str, reference: MessageReference
) -> None:
    at_once, saved, changed = [await add_job(database) for _ in range(3)]
    to = destination(platform=platform, chat=chat)
    known = destination(platform=platform, chat=chat, message=reference)
    for job, where in ((at_once, known), (saved, to), (changed, to)):
        await database.write(lambda unit, job=job, where=where: unit.deliveries.add(job.id, where))  # type: ignore[misc]
    assert await database.write(lambda unit: unit.deliveries.set_message(saved.id, reference))
    assert await database.write(
        lambda unit: unit.deliveries.redirect(changed.id, known, after=None)
    )

    for job in (at_once, saved, changed):
        stored = await legacy_form_of(database, job.id)
        assert as_older_release(platform, stored, chat) == expected_by_older_release(
            platform, reference
        )
        assert await message_of(database, job.id) == reference


async def test_a_message_of_the_holder_is_written_in_both_forms_and_can_be_withdrawn(
    database: SqlDatabase,
) -> None:
    job = await add_job(database)
    await database.write(lambda unit: unit.deliveries.add(job.id, destination()))
    await database.write(lambda unit: unit.deliveries.make_due(job.id))
    await database.write(
        lambda unit: unit.deliveries.claim("worker", lease=LEASE, platforms=list(Platform), limit=1)
    )
    doubtful = MessageReference("100", "", RESPONSE, True)

    async def save(message: MessageReference | None) -> bool:
        return await database.write(lambda unit: unit.deliveries.save_message(job.id, 1, message))

    assert await save(doubtful)
    assert await message_of(database, job.id) == doubtful
    assert await legacy_form_of(database, job.id) == "?"
    assert await save(None)
    assert await message_of(database, job.id) is None
    assert await legacy_form_of(database, job.id) is None


@pytest.mark.parametrize(
    ("changes", "reference"),
    [
        ({"message_id": "124"}, MessageReference("-45", "124")),
        ({"message_id": "678/124"}, MessageReference("678", "124")),
        ({"message_id": None}, None),
        ({"chat": "-67"}, MessageReference("-67", "123")),  # the group became a supergroup
        ({"chat": "-67", "message_id": "124"}, MessageReference("-67", "124")),
        ({"chat": "", "message_id": "AgAAA"}, MessageReference("", "AgAAA", INLINE)),
        (
            {"platform": Platform.DISCORD, "chat": "45", "message_id": "?+/9"},
            MessageReference("45", "9", FOLLOW_UP, True),
        ),
    ],
)
async def test_what_an_older_release_wrote_later_counts(
    database: SqlDatabase, changes: dict[str, Any], reference: MessageReference | None
) -> None:
    job = await add_job(database)
    message = MessageReference("-45", "123")
    to = destination(platform=Platform.TELEGRAM, chat="-45", message=message)
    await database.write(lambda unit: unit.deliveries.add(job.id, to))
    assert await message_of(database, job.id) == message

    await execute(database, update(deliveries).values(changes))

    assert await message_of(database, job.id) == reference


async def test_a_reference_that_the_platform_of_an_older_writer_lacks_is_not_an_error(
    database: SqlDatabase,
) -> None:
    job = await add_job(database)
    message = MessageReference("", "AgAAA", INLINE)
    to = destination(platform=Platform.TELEGRAM, chat="", message=message)
    await database.write(lambda unit: unit.deliveries.add(job.id, to))

    discord = {"platform": Platform.DISCORD, "chat": "45", "message_id": "12/34"}
    await execute(database, update(deliveries).values(discord))

    assert await message_of(database, job.id) == MessageReference("12", "34", CHANNEL)
