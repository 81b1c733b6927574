"""Receiving updates: none lost, none twice, in order, by one process at a time."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from core.errors import CommitUnconfirmedError
from core.models.jobs import Receipt
from core.requests.service import RequestService
from tests.bots.telegram.adapter import PROMPT, AdapterHarness, Outage, running_harness
from tests.fakes.telegram import FakeTelegram, Fault

pytestmark = pytest.mark.servers


async def test_a_repeated_update_creates_one_comic(harness: AdapterHarness) -> None:
    await harness.draw()
    [update] = [each for each in harness.fake.state.updates.everything if each.kind == "message"]

    harness.fake.state.updates.repeat(update)
    await harness.wait_until_handled()
    await harness.draw("/comic a dog opens a bakery")

    assert len(harness.generator.submissions) == 2
    assert len(harness.chat.pictures()) == 2


async def test_a_request_handled_again_after_a_crash_creates_one_comic(
    harness: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.telegram.update_inbox.IDLE_POLL_SECONDS", 0.2)
    message = await harness.draw()
    await harness.wait_until_handled()

    await harness.execute("UPDATE inbox SET handled_at = NULL")
    await harness.wait_until_handled()

    await harness.fake.until(
        lambda: harness.chat.from_bot() == [message], "no line besides the comic"
    )
    assert len(harness.generator.submissions) == 1


async def test_nothing_is_confirmed_before_it_is_committed(
    harness: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    await harness.draw()
    await harness.wait_until_handled()
    database = harness.running.services.database
    whole, gate, reached = database.write, asyncio.Event(), asyncio.Event()

    async def held(work: Any) -> Any:
        reached.set()
        await gate.wait()
        return await whole(work)

    monkeypatch.setattr(database, "write", held)
    await harness.say("/comic a dog")
    async with asyncio.timeout(30):
        await reached.wait()

    assert len(harness.fake.state.updates.pending()) == 1
    gate.set()
    await harness.wait_until_handled()


async def test_messages_of_one_chat_are_answered_in_order(harness: AdapterHarness) -> None:
    for number in range(4):
        await harness.say(f"/comic story number {number}")

    await harness.fake.until(lambda: len(harness.chat.pictures()) == 4, "four pictures")
    prompts = [submission["inputParams"]["prompt"] for submission in harness.generator.submissions]
    assert prompts == [f"story number {number}" for number in range(4)]


async def test_during_an_outage_users_are_notified_and_nothing_is_drawn_later(
    harness: AdapterHarness,
) -> None:
    await harness.draw()
    await harness.wait_until_handled()
    outage = Outage(harness.running.services.database)
    outage.begin()

    await harness.say("/comic one")
    await harness.say("/comic two", harness.fake.private(harness.bob), harness.bob)
    await harness.wait_for_text("nothing was saved")
    await harness.wait_for_text("nothing was saved", harness.fake.private(harness.bob))
    await harness.fake.until(lambda: not harness.fake.state.updates.pending(), "a confirmation")
    outage.end()
    await harness.draw("/comic three little pigs")
    await harness.wait_until_handled()

    prompts = [submission["inputParams"]["prompt"] for submission in harness.generator.submissions]
    assert prompts == [PROMPT, "three little pigs"]


async def test_a_failed_outage_notice_is_retried(harness: AdapterHarness) -> None:
    await harness.draw()
    await harness.wait_until_handled()
    bobs = harness.fake.private(harness.bob)
    outage = Outage(harness.running.services.database)
    outage.begin()
    harness.fake.fail("sendMessage", Fault(status=502))

    await harness.say("/comic one")
    await harness.wait_for_text("nothing was saved")
    await harness.say("/comic two", bobs, harness.bob)
    await harness.wait_for_text("nothing was saved", bobs)
    await harness.fake.until(lambda: not harness.fake.state.updates.pending(), "a confirmation")
    outage.end()
    await harness.draw("/comic three little pigs")
    await harness.wait_until_handled()

    notices = [message for chat in (harness.chat, bobs) for message in chat.from_bot(kind="text")]
    assert len(notices) == 2
    prompts = [submission["inputParams"]["prompt"] for submission in harness.generator.submissions]
    assert prompts == [PROMPT, "three little pigs"]


async def test_a_request_in_the_inbox_outlives_an_outage(harness: AdapterHarness) -> None:
    await harness.draw()
    await harness.wait_until_handled()
    outage = Outage(harness.running.services.database)
    gate = harness.fake.faults.hold("sendMessage")
    await harness.say("/comic two little pigs")
    await harness.fake.until(lambda: not harness.fake.state.updates.pending(), "a confirmation")

    outage.begin()
    gate.set()
    await harness.wait_for_text("as soon as my database is back")
    outage.end()
    message = await harness.wait_for_picture(harness.chat, after=1)

    assert "two little pigs" in message.caption
    assert len(harness.generator.submissions) == 2


async def test_a_request_with_an_unconfirmed_commit_keeps_its_message(
    harness: AdapterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, unconfirmed = RequestService.request, [CommitUnconfirmedError()]

    async def unsure(*arguments: Any) -> Receipt:
        receipt = await request(*arguments)
        if unconfirmed:
            raise unconfirmed.pop()
        return receipt

    monkeypatch.setattr(RequestService, "request", unsure)
    message = await harness.draw()
    await harness.wait_until_handled()

    assert not unconfirmed
    assert harness.chat.from_bot() == [message]
    assert len(harness.generator.submissions) == 1


async def test_updates_left_by_a_stopping_process_are_handled_by_the_next(
    fake: FakeTelegram, unlimited_rates: None, tmp_path: Path, migrated_file: Path
) -> None:
    async with running_harness(fake, tmp_path, migrated_file) as harness:
        await harness.draw()
        await harness.wait_until_handled()
        gate = fake.faults.hold("sendmessage")
        for number in range(3):
            await harness.say(f"/comic story number {number}")
        await fake.until(lambda: not fake.state.updates.pending(), "a confirmation")
    gate.set()
    fake.faults.clear()

    database = {"url": f"sqlite:///{harness.file}"}
    async with running_harness(
        fake, tmp_path / "next", None, AdapterHarness(fake), database=database
    ) as next_:
        await fake.until(lambda: len(harness.chat.pictures()) == 4, "all pictures")
        assert len(next_.generator.submissions) == 3


async def test_one_of_two_processes_is_the_leader_and_the_other_takes_over(
    fake: FakeTelegram, unlimited_rates: None, tmp_path: Path, migrated_file: Path
) -> None:
    telegram = frozenset({"telegram"})
    async with AsyncExitStack() as stack:
        web_process = await stack.enter_async_context(
            running_harness(fake, tmp_path, migrated_file, parts=frozenset({"web"}))
        )
        database = {"url": web_process.running.services.config.database_url}
        first = await stack.enter_async_context(AsyncExitStack())
        healths = []
        for name, where in (("first", first), ("second", stack)):
            started = await where.enter_async_context(
                running_harness(
                    fake,
                    tmp_path / name,
                    None,
                    AdapterHarness(fake),
                    parts=telegram,
                    database=database,
                )
            )
            healths.append(started.running.services.health)
        await web_process.say("/help")
        await web_process.wait_for_text("Just write me a sentence")
        await web_process.wait_until_handled()
        assert [health.parts()["telegram"] for health in healths] == [True, True]

        await first.aclose()
        await web_process.say("/queue")
        await web_process.wait_for_text("You have nothing in progress")

        assert len(web_process.chat.from_bot()) == 2
        assert [call for call in fake.call_log.refused() if call.status == 409] == []
