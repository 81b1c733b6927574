"""Tests of the repository of deliveries: due, claimed, delivered, retried."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from core.models.deliveries import (
    Delivery,
    DeliveryState,
    Destination,
    DestinationContext,
    MessageKind,
    MessageReference,
)
from core.models.identity import JobId, Platform
from core.models.jobs import JobState
from core.ports.database import DuplicateKeyError, UnitOfWork
from storage.sql_database import SqlDatabase
from storage.tables import deliveries, jobs
from tests.storage.rows import LEASE, OVER, add_job, add_profile, destination, execute, set_columns

NOW = timedelta(0)
MINUTE = timedelta(minutes=1)
PENDING, DELIVERED, UNDELIVERABLE = DeliveryState


async def add(database: SqlDatabase, to: Destination | None = None) -> JobId:
    job = await add_job(database)
    await database.write(lambda unit: unit.deliveries.add(job.id, to or destination()))
    return job.id


async def add_due(database: SqlDatabase, to: Destination | None = None) -> JobId:
    job_id = await add(database, to)
    assert await database.write(lambda unit: unit.deliveries.make_due(job_id))
    return job_id


def response(message_id: str, chat: str = "100") -> MessageReference:
    return MessageReference(chat, message_id, MessageKind.INTERACTION_RESPONSE)


async def get(database: SqlDatabase, job_id: JobId) -> Delivery:
    delivery = await database.read(lambda unit: unit.deliveries.get(job_id))
    assert delivery is not None
    return delivery


async def claim(
    database: SqlDatabase, owner: str = "worker", lease: timedelta = LEASE
) -> Delivery | None:
    claimed = await database.write(
        lambda unit: unit.deliveries.claim(owner, lease=lease, platforms=list(Platform), limit=1)
    )
    return claimed[0] if claimed else None


async def finish(database: SqlDatabase, job_id: JobId, no: int, state: DeliveryState) -> bool:
    return await database.write(lambda unit: unit.deliveries.finish(job_id, no, state))


async def redirect(
    database: SqlDatabase, job_id: JobId, to: Destination, after: timedelta | None = NOW
) -> bool:
    return await database.write(lambda unit: unit.deliveries.redirect(job_id, to, after=after))


async def test_a_destination_is_kept_whole(database: SqlDatabase) -> None:
    to = Destination(
        platform=Platform.DISCORD,
        application_id="1000",
        chat="-100200300",
        thread="77",
        user_id="18446744073709551615",
        context=DestinationContext.PRIVATE_CHANNEL,
        install_owners='{"1": "18446744073709551615"}',
        ephemeral=True,
        size_limit=10 * 2**20,
        message=MessageReference("-100200300", "555", MessageKind.FOLLOW_UP, True),
        reply_token="aW50ZXJhY3Rpb246" * 16,
        expires_at=datetime(2027, 1, 1, 0, 0, 0, 123456, tzinfo=UTC),
    )

    delivery = await get(database, await add(database, to))

    assert delivery.destination == to
    assert (delivery.state, delivery.claim_no, delivery.attempts) == (PENDING, 0, 0)
    assert delivery.next_attempt_at is None


@pytest.mark.parametrize(
    ("stored", "context"),
    [
        ("", DestinationContext.UNKNOWN),
        ("guild", DestinationContext.GUILD),
        ("dm", DestinationContext.DM),
        ("private_channel", DestinationContext.PRIVATE_CHANNEL),
        ("private", DestinationContext.PRIVATE),
        ("group", DestinationContext.GROUP),
        ("inline", DestinationContext.INLINE),
    ],
)
async def test_contexts_are_stored_by_names_that_never_change(
    database: SqlDatabase, stored: str, context: DestinationContext
) -> None:
    job_id = await add(database, destination(context=context))

    assert await execute(database, select(deliveries.c.context)) == [(stored,)]
    assert (await get(database, job_id)).destination.context is context
    assert len(DestinationContext) == 7


async def test_a_context_of_another_release_is_unknown(database: SqlDatabase) -> None:
    job_id = await add(database)
    await execute(database, update(deliveries).values(context="stage_channel"))

    to = (await get(database, job_id)).destination
    assert to.context is DestinationContext.UNKNOWN
    assert not to.is_for_one


async def test_a_job_has_one_delivery_or_none(database: SqlDatabase) -> None:
    job_id = await add(database)
    without = await add_job(database)

    with pytest.raises(DuplicateKeyError):
        await database.write(lambda unit: unit.deliveries.add(job_id, destination()))
    assert await database.read(lambda unit: unit.deliveries.get(without.id)) is None
    assert not await database.write(lambda unit: unit.deliveries.make_due(without.id))


async def count_due(database: SqlDatabase, limit: int = 9) -> int:
    return await database.read(lambda unit: unit.deliveries.count_due(limit=limit))


async def test_only_deliveries_that_can_be_claimed_now_are_counted(database: SqlDatabase) -> None:
    await add(database)
    delivered, retried, held = [await add_due(database) for _ in range(3)]
    for _ in range(3):
        await claim(database)
    await finish(database, delivered, 1, DELIVERED)
    await database.write(lambda unit: unit.deliveries.retry_later(retried, 1, delay=MINUTE))

    assert await count_due(database) == 0
    assert (await get(database, held)).claim_no == 1
    for platform in (Platform.DISCORD, Platform.TELEGRAM, Platform.DISCORD):
        await add_due(database, destination(platform=platform))
    assert await count_due(database) == 3
    assert await count_due(database, limit=2) == 2


async def test_nothing_is_delivered_before_its_job_ends(database: SqlDatabase) -> None:
    job_id = await add(database)

    assert await claim(database) is None
    assert await database.write(lambda unit: unit.deliveries.make_due(job_id))
    assert not await database.write(lambda unit: unit.deliveries.make_due(job_id))
    delivery = await claim(database)

    assert delivery is not None
    assert (delivery.job_id, delivery.claim_no) == (job_id, 1)
    assert await claim(database) is None


async def test_the_longest_due_delivery_is_claimed_first(database: SqlDatabase) -> None:
    first, second = await add(database), await add(database)
    for job_id in (second, first):
        await make_due(database, job_id)
        await pass_a_millisecond(database)

    claimed = [await claim(database), await claim(database)]

    assert [one.job_id for one in claimed if one] == [second, first]


async def make_due(database: SqlDatabase, job_id: JobId) -> None:
    await database.write(lambda unit: unit.deliveries.make_due(job_id))


async def pass_a_millisecond(database: SqlDatabase) -> None:
    before = now = await database.read(lambda unit: unit.now())
    while now == before:
        now = await database.read(lambda unit: unit.now())


@pytest.mark.parametrize("state", [DELIVERED, UNDELIVERABLE])
async def test_a_terminal_state_removes_the_reply_token(
    database: SqlDatabase, state: DeliveryState
) -> None:
    token = destination(reply_token="secret", expires_at=datetime(2030, 1, 1, tzinfo=UTC))
    job_id = await add_due(database, token)
    await claim(database)

    assert await finish(database, job_id, 1, state)
    assert not await finish(database, job_id, 1, state)

    delivery = await get(database, job_id)
    assert delivery.state is state
    assert delivery.destination.reply_token is None
    assert await claim(database) is None


async def test_pending_is_not_a_terminal_state(database: SqlDatabase) -> None:
    job_id = await add_due(database)
    await claim(database)

    with pytest.raises(ValueError, match="pending"):
        await finish(database, job_id, 1, PENDING)


async def test_only_the_holder_saves_the_placeholder(
    database: SqlDatabase,
) -> None:
    job_id = await add_due(database)
    await claim(database)

    async def keep(claim_no: int, message_id: str) -> bool:
        message = MessageReference("77", message_id)
        return await database.write(
            lambda unit: unit.deliveries.save_message(job_id, claim_no, message)
        )

    assert await keep(1, "900")
    assert not await keep(0, "901")
    assert not await keep(2, "902")
    assert (await get(database, job_id)).destination.message == MessageReference("77", "900")
    await finish(database, job_id, 1, DELIVERED)
    assert not await keep(1, "903")


async def test_an_adapter_sets_the_message_id_until_the_first_claim(
    database: SqlDatabase,
) -> None:
    job_id = await add_due(database)

    async def keep(message_id: str) -> bool:
        return await database.write(
            lambda unit: unit.deliveries.set_message(job_id, response(message_id))
        )

    assert await keep("1")
    assert await keep("2")
    await claim(database)
    assert not await keep("3")
    assert (await get(database, job_id)).destination.message == response("2")


async def test_a_failed_delivery_is_retried_later(database: SqlDatabase) -> None:
    job_id = await add_due(database)
    await claim(database)

    async def later(claim_no: int, delay: timedelta) -> bool:
        return await database.write(
            lambda unit: unit.deliveries.retry_later(job_id, claim_no, delay=delay)
        )

    assert await later(1, MINUTE)
    assert not await later(1, MINUTE)
    delivery = await get(database, job_id)
    now = await database.read(lambda unit: unit.now())
    assert (delivery.state, delivery.attempts) == (PENDING, 1)
    assert delivery.next_attempt_at is not None
    assert delivery.next_attempt_at > now
    assert await claim(database) is None


async def test_a_due_retry_gets_a_new_claim(database: SqlDatabase) -> None:
    job_id = await add_due(database)
    await claim(database)
    await database.write(lambda unit: unit.deliveries.retry_later(job_id, 1, delay=timedelta(0)))

    again = await claim(database)

    assert again is not None
    assert (again.claim_no, again.attempts) == (2, 1)
    assert not await finish(database, job_id, 1, DELIVERED)
    assert await finish(database, job_id, 2, DELIVERED)


# --- Leases ---------------------------------------------------------------------------------------


async def test_an_expired_lease_lets_another_worker_deliver(database: SqlDatabase) -> None:
    job_id = await add_due(database)
    await claim(database, "dead", OVER)
    await add_due(database)
    await claim(database, "alive")

    assert await claim(database) is None
    assert await database.write(lambda unit: unit.deliveries.expire_leases()) == 1
    again = await claim(database)

    assert again is not None
    assert (again.job_id, again.claim_no) == (job_id, 2)


async def test_leases_of_dead_processes_are_freed_at_once(database: SqlDatabase) -> None:
    for owner in ("dead", "dead", "alive"):
        await add_due(database)
        await claim(database, owner)

    assert await database.write(lambda unit: unit.deliveries.free_leases(["dead", "x"])) == 2
    assert await claim(database) is not None
    assert await claim(database) is not None
    assert await claim(database) is None


async def test_renewing_covers_only_own_leases(database: SqlDatabase) -> None:
    mine = await add_due(database)
    await claim(database, "me", OVER)
    other = await add_due(database)
    await claim(database, "other", OVER)

    async def renew() -> dict[JobId, int]:
        return await database.write(
            lambda unit: unit.deliveries.renew("me", [mine, other], lease=MINUTE)
        )

    held = await renew()

    assert held == {mine: 1}
    assert await database.write(lambda unit: unit.deliveries.expire_leases()) == 1
    await finish(database, mine, 1, DELIVERED)
    assert await renew() == {}


# --- Redirection ----------------------------------------------------------------------------------


async def test_a_repeated_request_redirects_the_delivery(database: SqlDatabase) -> None:
    job_id = await add_due(database)
    await claim(database)
    await finish(database, job_id, 1, UNDELIVERABLE)
    here = destination(chat="200", reply_token="new", message=response("5", "200"))

    assert await redirect(database, job_id, here)

    delivery = await claim(database)
    assert delivery is not None
    assert (delivery.job_id, delivery.claim_no, delivery.attempts) == (job_id, 2, 0)
    assert delivery.destination == here


async def test_a_delivered_or_claimed_delivery_is_not_redirected(
    database: SqlDatabase,
) -> None:
    delivered, held = await add_due(database), await add_due(database)
    await claim(database)
    await finish(database, delivered, 1, DELIVERED)
    await claim(database)

    for job_id in (delivered, held):
        before = await get(database, job_id)
        assert not await redirect(database, job_id, destination(chat="200"))
        assert await get(database, job_id) == before


async def test_a_redirected_delivery_of_an_open_job_is_due_at_its_end(
    database: SqlDatabase,
) -> None:
    job_id = await add(database)

    assert await redirect(database, job_id, destination(chat="200"), after=None)

    assert await claim(database) is None
    await make_due(database, job_id)
    delivery = await claim(database)
    assert delivery is not None
    assert delivery.destination.chat == "200"


async def test_reply_tokens_are_forgotten_when_they_expire(database: SqlDatabase) -> None:
    now = await database.read(lambda unit: unit.now())
    over = await add(database, destination(reply_token="old", expires_at=now - MINUTE))
    fresh = await add(database, destination(reply_token="new", expires_at=now + MINUTE))

    assert await database.write(lambda unit: unit.deliveries.forget_tokens()) == 1
    assert await database.write(lambda unit: unit.deliveries.forget_tokens()) == 0

    assert (await get(database, over)).destination.reply_token is None
    assert (await get(database, over)).state is PENDING
    assert (await get(database, fresh)).destination.reply_token == "new"
    assert "new" not in repr(await get(database, fresh))


async def test_a_worker_claims_only_its_own_platforms(
    database: SqlDatabase,
) -> None:
    job_id = await add_due(database)

    async def claim_for(platform: Platform) -> tuple[Delivery, ...]:
        return await database.write(
            lambda unit: unit.deliveries.claim("worker", lease=LEASE, platforms=[platform], limit=5)
        )

    assert not await claim_for(Platform.TELEGRAM)
    [claimed] = await claim_for(Platform.DISCORD)
    assert claimed.job_id == job_id


async def test_an_expiring_reply_token_makes_a_delivery_due_before_its_job_ends(
    database: SqlDatabase,
) -> None:
    soon, later = await add_job(database), await add_job(database)
    await database.write(lambda unit: unit.deliveries.add(soon.id, destination(), after=NOW))
    await database.write(lambda unit: unit.deliveries.add(later.id, destination(), after=MINUTE))

    claimed = await claim(database)

    assert claimed is not None
    assert claimed.job_id == soon.id
    assert await claim(database) is None
    assert await database.write(lambda unit: unit.deliveries.make_due(later.id))
    assert await claim(database) is not None


async def test_a_delivery_that_waits_for_its_job_is_due_at_its_end(database: SqlDatabase) -> None:
    job = await add_job(database)
    to = destination(reply_token="secret", expires_at=datetime(2030, 1, 1, tzinfo=UTC))
    await database.write(lambda unit: unit.deliveries.add(job.id, to, after=NOW))
    await claim(database)

    assert await database.write(lambda unit: unit.deliveries.wait_for_end(job.id, 1))

    assert await claim(database) is None
    assert (await get(database, job.id)).destination.reply_token is None
    await make_due(database, job.id)
    assert await claim(database) is not None


async def test_a_notice_is_recorded_once(database: SqlDatabase) -> None:
    job_id = await add_due(database)
    await claim(database)

    async def record(claim_no: int) -> bool:
        return await database.write(lambda unit: unit.deliveries.record_notice(job_id, claim_no))

    assert not await record(0)
    assert await record(1)
    assert not await record(1)


async def test_repeat_applies_only_to_the_same_message(database: SqlDatabase) -> None:
    job_id = await add_due(database, destination(message=response("5")))
    here, elsewhere = (
        destination(message=response("5"), reply_token="new"),
        destination(message=response("6")),
    )

    async def repeat(to: Destination) -> bool:
        return await database.write(lambda unit: unit.deliveries.repeat(job_id, to))

    assert not await repeat(here)
    await claim(database)
    await finish(database, job_id, 1, DELIVERED)

    assert not await repeat(elsewhere)
    assert await repeat(here)
    again = await claim(database)
    assert again is not None
    assert again.destination == here


async def test_an_old_undelivered_delivery_is_given_up(database: SqlDatabase) -> None:
    job_id = await add_due(database)
    fresh = await add_due(database)

    async def give_up() -> int:
        return await database.write(lambda unit: unit.deliveries.give_up(older_than=MINUTE))

    assert await give_up() == 0
    now = await database.read(lambda unit: unit.now())
    await set_columns(database, jobs, job_id, finished_at=now - MINUTE)
    await set_columns(database, jobs, fresh, finished_at=now)

    assert await give_up() == 1
    assert (await get(database, job_id)).state is UNDELIVERABLE
    assert (await get(database, fresh)).state is PENDING


async def test_delivered_at_is_kept_until_redirected(
    database: SqlDatabase,
) -> None:
    job_id = await add_due(database, destination(message=response("5")))
    await claim(database)
    assert (await get(database, job_id)).delivered_at is None

    await finish(database, job_id, 1, DELIVERED)
    first = (await get(database, job_id)).delivered_at
    here = destination(message=response("5"))
    assert await database.write(lambda unit: unit.deliveries.repeat(job_id, here))
    await pass_a_millisecond(database)
    await claim(database)
    await finish(database, job_id, 2, DELIVERED)

    assert first is not None
    assert (await get(database, job_id)).delivered_at == first
    await database.write(lambda unit: unit.deliveries.repeat(job_id, here))
    assert await redirect(database, job_id, destination(message=response("6")))
    assert (await get(database, job_id)).delivered_at is None


async def test_open_deliveries_have_an_open_job_and_a_message(
    database: SqlDatabase,
) -> None:
    profile_id = await add_profile(database)
    made: dict[str, JobId] = {}
    for name, state, message_id, platform in (
        ("waiting", JobState.WAITING, "1", Platform.DISCORD),
        ("drawing", JobState.DRAWING, "2", Platform.DISCORD),
        ("over", JobState.DRAWN, "3", Platform.DISCORD),
        ("unknown", JobState.QUEUED, None, Platform.DISCORD),
        ("elsewhere", JobState.QUEUED, "4", Platform.TELEGRAM),
    ):
        job = await add_job(database, profile_id, chat="77")
        message = MessageReference("77", message_id) if message_id else None
        to = destination(message=message, platform=platform)
        await database.write(partial(_add, job.id, to))
        await set_columns(database, jobs, job.id, state=state)
        made[name] = job.id

    found = await database.read(
        lambda unit: unit.deliveries.open_deliveries(Platform.DISCORD, limit=9)
    )
    fewer = await database.read(
        lambda unit: unit.deliveries.open_deliveries(Platform.DISCORD, limit=1)
    )

    assert [each.delivery.job_id for each in found] == [made["drawing"], made["waiting"]]
    assert {(each.community, each.locale) for each in found} == {("77", "en")}
    assert fewer == found[:1]


async def _add(job_id: JobId, to: Destination, unit: UnitOfWork) -> None:
    await unit.deliveries.add(job_id, to)
