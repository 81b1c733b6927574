"""Taking updates in: none lost, none twice, in order, by one process at a time."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from core.errors import CommitUnconfirmedError
from core.models.jobs import Receipt
from core.requests.service import RequestService
from tests.bots.telegram.adapter import PROMPT, AdapterHarness, Outage, running_stage
from tests.fakes.telegram import FakeTelegram, Fault

pytestmark = pytest.mark.servers


async def test_an_update_that_comes_again_is_one_comic(stage: AdapterHarness) -> None:
    await stage.drawn()
    [update] = [each for each in stage.fake.state.updates.everything if each.kind == "message"]

    stage.fake.state.updates.repeat(update)
    await stage.handled()
    await stage.drawn("/comic a dog opens a bakery")

    assert len(stage.generator.orders) == 2
    assert len(stage.chat.pictures()) == 2


async def test_a_request_that_is_handled_again_after_a_crash_is_one_comic(
    stage: AdapterHarness,
) -> None:
    message = await stage.drawn()
    await stage.handled()

    await stage.change("UPDATE inbox SET handled_at = NULL")
    await stage.handled()

    await stage.fake.until(lambda: stage.chat.from_bot() == [message], "no line besides the comic")
    assert len(stage.generator.orders) == 1


async def test_nothing_is_confirmed_before_it_is_committed(
    stage: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.drawn()
    await stage.handled()
    database = stage.running.services.database
    whole, gate, reached = database.write, asyncio.Event(), asyncio.Event()

    async def held(work: Any) -> Any:
        reached.set()
        await gate.wait()
        return await whole(work)

    monkeypatch.setattr(database, "write", held)
    await stage.say("/comic a dog")
    async with asyncio.timeout(10):
        await reached.wait()

    assert len(stage.fake.state.updates.pending()) == 1
    gate.set()
    await stage.handled()


async def test_what_one_person_says_is_answered_in_order(stage: AdapterHarness) -> None:
    for number in range(4):
        await stage.say(f"/comic story number {number}")

    await stage.fake.until(lambda: len(stage.chat.pictures()) == 4, "four pictures")
    asked = [order["inputParams"]["prompt"] for order in stage.generator.orders]
    assert asked == [f"story number {number}" for number in range(4)]


async def test_while_the_database_is_away_each_gets_a_sentence_and_nothing_is_drawn_later(
    stage: AdapterHarness,
) -> None:
    await stage.drawn()
    await stage.handled()
    outage = Outage(stage.running.services.database)
    outage.begin()

    await stage.say("/comic one")
    await stage.say("/comic two", stage.fake.private(stage.bob), stage.bob)
    await stage.said("nothing was saved")
    await stage.said("nothing was saved", stage.fake.private(stage.bob))
    await stage.fake.until(lambda: not stage.fake.state.updates.pending(), "a confirmation")
    outage.end()
    await stage.drawn("/comic three little pigs")
    await stage.handled()

    asked = [order["inputParams"]["prompt"] for order in stage.generator.orders]
    assert asked == [PROMPT, "three little pigs"]


async def test_who_could_not_be_told_of_an_outage_is_told_later(stage: AdapterHarness) -> None:
    await stage.drawn()
    await stage.handled()
    bobs = stage.fake.private(stage.bob)
    outage = Outage(stage.running.services.database)
    outage.begin()
    stage.fake.fail("sendMessage", Fault(status=502))

    await stage.say("/comic one")
    await stage.said("nothing was saved")
    await stage.say("/comic two", bobs, stage.bob)
    await stage.said("nothing was saved", bobs)
    await stage.fake.until(lambda: not stage.fake.state.updates.pending(), "a confirmation")
    outage.end()
    await stage.drawn("/comic three little pigs")
    await stage.handled()

    told = [message for chat in (stage.chat, bobs) for message in chat.from_bot(kind="text")]
    assert len(told) == 2
    asked = [order["inputParams"]["prompt"] for order in stage.generator.orders]
    assert asked == [PROMPT, "three little pigs"]


async def test_a_request_in_the_inbox_outlives_an_outage(stage: AdapterHarness) -> None:
    await stage.drawn()
    await stage.handled()
    outage = Outage(stage.running.services.database)
    gate = stage.fake.faults.hold("sendMessage")
    await stage.say("/comic two little pigs")
    await stage.fake.until(lambda: not stage.fake.state.updates.pending(), "a confirmation")

    outage.begin()
    gate.set()
    await stage.said("as soon as my database is back")
    outage.end()
    message = await stage.picture_in(stage.chat, after=1)

    assert "two little pigs" in message.caption
    assert len(stage.generator.orders) == 2


async def test_a_request_whose_commit_nobody_could_confirm_keeps_its_message(
    stage: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, unconfirmed = RequestService.request, [CommitUnconfirmedError()]

    async def unsure(*arguments: Any) -> Receipt:
        receipt = await request(*arguments)
        if unconfirmed:
            raise unconfirmed.pop()
        return receipt

    monkeypatch.setattr(RequestService, "request", unsure)
    message = await stage.drawn()
    await stage.handled()

    assert not unconfirmed
    assert stage.chat.from_bot() == [message]
    assert len(stage.generator.orders) == 1


async def test_what_a_stopping_process_did_not_handle_its_successor_does(
    fake: FakeTelegram, unhurried: None, tmp_path: Path, migrated_file: Path
) -> None:
    async with running_stage(fake, tmp_path, migrated_file) as stage:
        await stage.drawn()
        await stage.handled()
        gate = fake.faults.hold("sendmessage")
        for number in range(3):
            await stage.say(f"/comic story number {number}")
        await fake.until(lambda: not fake.state.updates.pending(), "a confirmation")
    gate.set()
    fake.faults.clear()

    database = {"url": f"sqlite:///{stage.file}"}
    async with running_stage(
        fake, tmp_path / "next", None, AdapterHarness(fake), database=database
    ) as next_:
        await fake.until(lambda: len(stage.chat.pictures()) == 4, "all pictures")
        assert len(next_.generator.orders) == 3


async def test_of_two_processes_one_answers_and_the_other_takes_over(
    fake: FakeTelegram, unhurried: None, tmp_path: Path, migrated_file: Path
) -> None:
    telegram = frozenset({"telegram"})
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(
            running_stage(fake, tmp_path, migrated_file, parts=frozenset({"web"}))
        )
        database = {"url": house.running.services.config.database_url}
        first = await stack.enter_async_context(AsyncExitStack())
        both = []
        for name, where in (("first", first), ("second", stack)):
            started = await where.enter_async_context(
                running_stage(
                    fake,
                    tmp_path / name,
                    None,
                    AdapterHarness(fake),
                    parts=telegram,
                    database=database,
                )
            )
            both.append(started.running.services.health)
        await house.say("/help")
        await house.said("Just write me a sentence")
        await house.handled()
        assert [health.parts()["telegram"] for health in both] == [True, True]

        await first.aclose()
        await house.say("/queue")
        await house.said("You have nothing in progress")

        assert len(house.chat.from_bot()) == 2
        assert [call for call in fake.ledger.refused() if call.status == 409] == []
