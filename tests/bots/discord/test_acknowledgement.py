"""Acknowledgement of interactions: in time and once, despite slow parts and duplicate events."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from core.errors import StorageUnavailableError
from core.models.deliveries import MessageKind, MessageReference
from core.models.jobs import JobState
from storage.sql_database import SqlDatabase
from tests.bots.discord.adapter import AdapterHarness
from tests.fakes.discord import Fault

pytestmark = pytest.mark.servers
REQUESTS = 300


@pytest.fixture
def blocked_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[asyncio.Event]:
    """Block every database call until the event is set."""
    opened = asyncio.Event()
    for name in ("read", "write"):
        plain: Callable[..., Awaitable[Any]] = getattr(SqlDatabase, name)

        async def stuck(
            self: SqlDatabase, work: Any, plain: Callable[..., Awaitable[Any]] = plain
        ) -> Any:
            await opened.wait()
            return await plain(self, work)

        monkeypatch.setattr(SqlDatabase, name, stuck)
    yield opened
    opened.set()


async def test_many_commands_are_acknowledged_while_the_database_is_blocked(
    adapter: AdapterHarness, blocked_database: asyncio.Event
) -> None:
    fake = adapter.fake
    fake.limits.globally = fake.limits.globally.__class__(10_000, 1)
    interactions = []
    for _ in range(REQUESTS):
        interactions.append(await adapter.request_comic())
        await asyncio.sleep(3 / REQUESTS)

    await fake.until(
        lambda: all(each.is_acknowledged for each in interactions), "all acknowledgements"
    )

    assert len(interactions) == REQUESTS
    assert adapter.count("jobs") == 0
    blocked_database.set()


async def test_a_duplicate_event_creates_one_comic(adapter: AdapterHarness) -> None:
    adapter.generator.hold()
    interaction = await adapter.request_comic()
    await adapter.fake.send(interaction, times=2)
    await adapter.fake.responded(interaction)

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    assert adapter.count("jobs") == 1
    assert len(adapter.generator.submissions) == 1
    assert adapter.images_seen_by(adapter.bob, adapter.general) == 1
    assert len(adapter.general.messages_seen_by(adapter.bob)) == 1


async def test_one_event_in_two_processes_creates_one_comic(
    adapter: AdapterHarness, other: AdapterHarness
) -> None:
    interaction = await adapter.request_comic()
    await adapter.fake.responded(interaction)
    await adapter.wait_for_delivery(interaction)

    assert adapter.count("jobs") == 1
    assert adapter.images_seen_by(adapter.bob, adapter.general) == 1


async def test_a_lost_reply_to_the_acknowledgement_does_not_stop_the_request(
    adapter: AdapterHarness,
) -> None:
    adapter.fake.fail("callback", Fault(500, is_acted_upon=True))

    interaction = await adapter.draw_comic()

    await adapter.wait_for_delivery(interaction)
    assert adapter.images_seen_by(adapter.bob, adapter.general) == 1


async def test_a_database_outage_after_acceptance_leaves_the_receipt(
    adapter: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_given: object) -> bool:
        raise StorageUnavailableError

    monkeypatch.setattr(adapter.running.services.deliveries, "set_status_message", fail)
    adapter.fake.fail("callback", Fault(500, is_acted_upon=True))

    interaction = await adapter.comic_being_drawn(adapter.general)
    await adapter.yield_to_loop()

    assert interaction.original is not None
    assert "nothing was saved" not in interaction.original.text
    assert "Cancel" in str(interaction.original.components)


async def test_the_message_id_is_stored_although_the_acknowledgements_reply_was_lost(
    adapter: AdapterHarness,
) -> None:
    adapter.fake.fail("callback", Fault(500, is_acted_upon=True))
    interaction = await adapter.comic_being_drawn(adapter.general)
    adapter.expire_tokens()

    adapter.generator.resume()
    delivery = await adapter.wait_for_delivery(interaction)

    assert interaction.original is not None
    assert delivery.destination.message == MessageReference(
        str(adapter.general.id), str(interaction.original.id), MessageKind.INTERACTION_RESPONSE
    )
    assert len(adapter.general.messages_seen_by(adapter.bob)) == 1


async def test_an_acknowledgement_is_retried_after_a_connection_error(
    adapter: AdapterHarness,
) -> None:
    adapter.fake.fail("callback")

    interaction = await adapter.draw_comic()

    assert len(interaction.messages) == 1


async def test_an_expired_interaction_creates_no_job(adapter: AdapterHarness) -> None:
    adapter.fake.faults.slow("callback", 0.05)
    interaction = await adapter.request_comic()
    adapter.fake.clock.advance(seconds=4)

    await adapter.fake.until(lambda: adapter.fake.call_log.to("callback", status=404), "a refusal")

    assert adapter.fake.interactions.has_failed(interaction)
    assert adapter.count("jobs") == 0


async def test_a_database_outage_is_reported_at_once(adapter: AdapterHarness) -> None:
    adapter.break_database()

    assert "nothing was saved" in await adapter.refusal(await adapter.request_comic())


async def test_an_unexpected_error_is_reported_with_an_id_from_the_log(
    adapter: AdapterHarness, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("core.requests.service.read_params", broken)

    interaction = await adapter.request_comic()
    refusal = await adapter.refusal(interaction)

    logged = capsys.readouterr().out
    error_id = refusal.rsplit(" ", 1)[-1].rstrip(".")
    assert "went wrong on my side" in refusal
    assert f"error_id={error_id}" in logged
    assert interaction.token not in logged


async def test_each_of_many_accepted_requests_is_drawn_once(
    adapter: AdapterHarness,
) -> None:
    adapter.fake.limits.globally = adapter.fake.limits.globally.__class__(10_000, 1)
    interactions = [await adapter.request_comic() for _ in range(20)]

    for each in interactions:
        await adapter.wait_for_delivery(each)

    assert adapter.images_seen_by(adapter.bob, adapter.general) == 20
    states = {(await adapter.job_of(each)).state for each in interactions}
    assert states == {JobState.DRAWN}


async def test_a_duplicate_event_does_not_report_that_nothing_was_saved(
    adapter: AdapterHarness,
) -> None:
    interaction = await adapter.comic_being_drawn(adapter.general)
    assert interaction.original is not None
    adapter.break_database()

    await adapter.fake.send(interaction)
    await adapter.fake.until(
        lambda: adapter.fake.call_log.to("callback", status=400), "the second one"
    )
    unrelated = await adapter.fake.slash(adapter.bob, adapter.general, "comic", prompt="a dog")

    assert "nothing was saved" in await adapter.refusal(unrelated)
    assert interaction.messages == [interaction.original]
    assert "nothing was saved" not in interaction.original.text
