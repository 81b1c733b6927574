"""Acknowledged in time, once, whatever else is slow or comes twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from core.errors import StorageUnavailableError
from core.models.jobs import JobState
from storage.database import SqlDatabase
from tests.bots.discord.adapter import AdapterHarness
from tests.bots.discord.test_delivery import waiting
from tests.fakes.discord import Fault

pytestmark = pytest.mark.servers
CROWD = 300


@pytest.fixture
def stuck_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[asyncio.Event]:
    """Let no call of the database through before this is set."""
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


async def test_a_crowd_is_acknowledged_while_the_database_answers_nobody(
    stage: AdapterHarness, stuck_database: asyncio.Event
) -> None:
    fake = stage.fake
    fake.limits.globally = fake.limits.globally.__class__(10_000, 1)
    crowd = []
    for _ in range(CROWD):
        crowd.append(await stage.comic())
        await asyncio.sleep(3 / CROWD)

    await fake.until(lambda: all(each.is_acknowledged for each in crowd), "all answers")

    assert len(crowd) == CROWD
    assert stage.count("jobs") == 0
    stuck_database.set()


async def test_the_same_event_twice_is_one_comic(stage: AdapterHarness) -> None:
    stage.generator.hold()
    interaction = await stage.comic()
    await stage.fake.send(interaction, times=2)
    await stage.fake.answered(interaction)

    stage.generator.go_on()
    await stage.settled(interaction)

    assert stage.count("jobs") == 1
    assert len(stage.generator.orders) == 1
    assert stage.pictures_seen_by(stage.bob, stage.general) == 1
    assert len(stage.general.messages_seen_by(stage.bob)) == 1


async def test_one_event_to_two_processes_is_one_comic(
    stage: AdapterHarness, other: AdapterHarness
) -> None:
    interaction = await stage.comic()
    await stage.fake.answered(interaction)
    await stage.settled(interaction)

    assert stage.count("jobs") == 1
    assert stage.pictures_seen_by(stage.bob, stage.general) == 1


async def test_an_acknowledgement_whose_answer_is_lost_is_no_reason_to_stop(
    stage: AdapterHarness,
) -> None:
    stage.fake.fail("callback", Fault(500, is_acted_upon=True))

    interaction = await stage.drawn()

    await stage.settled(interaction)
    assert stage.pictures_seen_by(stage.bob, stage.general) == 1


async def test_a_database_that_goes_once_it_is_taken_on_changes_nothing_of_the_receipt(
    stage: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_given: object) -> bool:
        raise StorageUnavailableError

    monkeypatch.setattr(stage.running.services.deliveries, "set_status_message", fail)
    stage.fake.fail("callback", Fault(500, is_acted_upon=True))

    interaction = await waiting(stage, stage.general)
    await stage.breathe()

    assert interaction.original is not None
    assert "nothing was saved" not in interaction.original.text
    assert "Cancel" in str(interaction.original.components)


async def test_a_message_that_another_acknowledged_is_known_from_its_first_edit_on(
    stage: AdapterHarness,
) -> None:
    stage.fake.fail("callback", Fault(500, is_acted_upon=True))
    interaction = await waiting(stage, stage.general)
    stage.expire()

    stage.generator.go_on()
    delivery = await stage.settled(interaction)

    assert interaction.original is not None
    assert delivery.destination.message_id == str(interaction.original.id)
    assert len(stage.general.messages_seen_by(stage.bob)) == 1


async def test_an_acknowledgement_whose_connection_breaks_is_made_all_the_same(
    stage: AdapterHarness,
) -> None:
    stage.fake.fail("callback")

    interaction = await stage.drawn()

    assert len(interaction.messages) == 1


async def test_what_came_too_late_is_not_drawn(stage: AdapterHarness) -> None:
    stage.fake.faults.slow("callback", 0.05)
    interaction = await stage.comic()
    stage.fake.clock.advance(seconds=4)

    await stage.fake.until(lambda: stage.fake.ledger.to("callback", status=404), "a refusal")

    assert stage.fake.interactions.has_failed(interaction)
    assert stage.count("jobs") == 0


async def test_a_database_that_is_away_is_told_at_once(stage: AdapterHarness) -> None:
    stage.lose_database()

    assert "nothing was saved" in await stage.refusal(await stage.comic())


async def test_a_mistake_of_ours_is_told_with_an_id_that_is_in_the_log(
    stage: AdapterHarness, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("core.requests.service.read_params", broken)

    interaction = await stage.comic()
    said = await stage.refusal(interaction)

    logged = capsys.readouterr().out
    error_id = said.rsplit(" ", 1)[-1].rstrip(".")
    assert "went wrong on my side" in said
    assert f"error_id={error_id}" in logged
    assert interaction.token not in logged


async def test_every_job_that_was_taken_on_is_drawn_once_by_a_crowd_of_commands(
    stage: AdapterHarness,
) -> None:
    stage.fake.limits.globally = stage.fake.limits.globally.__class__(10_000, 1)
    crowd = [await stage.comic() for _ in range(20)]

    for each in crowd:
        await stage.settled(each)

    assert stage.pictures_seen_by(stage.bob, stage.general) == 20
    states = {(await stage.job_of(each)).state for each in crowd}
    assert states == {JobState.DRAWN}


async def test_who_did_not_acknowledge_it_does_not_say_that_nothing_was_kept(
    stage: AdapterHarness,
) -> None:
    interaction = await waiting(stage, stage.general)
    assert interaction.original is not None
    stage.lose_database()

    await stage.fake.send(interaction)
    await stage.fake.until(lambda: stage.fake.ledger.to("callback", status=400), "the second one")
    bobs = await stage.fake.slash(stage.bob, stage.general, "comic", prompt="a dog")

    assert "nothing was saved" in await stage.refusal(bobs)
    assert interaction.messages == [interaction.original]
    assert "nothing was saved" not in interaction.original.text
