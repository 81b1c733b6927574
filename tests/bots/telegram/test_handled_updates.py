"""When an update is marked as handled: atomically with its action, and before the reply."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from core.errors import StorageUnavailableError
from core.models.identity import Identity, Platform, Requester
from storage.inbox import SqlInboxRepository
from tests.bots.telegram.adapter import PROMPT, TIMEOUT, AdapterHarness

pytestmark = pytest.mark.servers

AFFECTED_ROWS = (
    "SELECT id, settings, merged_into FROM profiles",
    "SELECT platform, external_id, profile_id FROM identities",
    "SELECT id, state FROM jobs",
    "SELECT id, favorite, deleted_at FROM comics",
    "SELECT code_hash FROM link_codes",
    "SELECT * FROM chat_settings",
    "SELECT comic_id, reason FROM reports",
)


class MarkingSwitch:
    """A switch that makes marking updates as handled fail."""

    def __init__(self) -> None:
        self.are_refused = False
        self.tried = asyncio.Event()


@pytest.fixture
async def marking(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[MarkingSwitch]:
    marking, whole = MarkingSwitch(), SqlInboxRepository.mark_handled

    async def mark(self: SqlInboxRepository, bot_id: str, update_id: int) -> bool:
        if marking.are_refused:
            marking.tried.set()
            raise StorageUnavailableError
        return await whole(self, bot_id, update_id)

    monkeypatch.setattr(SqlInboxRepository, "mark_handled", mark)
    yield marking
    marking.are_refused = False


async def affected_rows(harness: AdapterHarness) -> list[Any]:
    return [await asyncio.to_thread(harness.rows, query) for query in AFFECTED_ROWS]


async def begin(harness: AdapterHarness, action: str) -> None:
    """Perform an action that changes stored data."""
    if action.startswith("/"):
        await harness.say(action)
        return
    message = harness.chat.from_bot()[-1]
    await harness.fake.press(harness.ada, message, action)


@pytest.mark.parametrize(
    "action",
    [
        f"/comic {PROMPT}",
        "/link",
        "Again",
        "Favorite",
        "Switch off: Others may draw my messages",
        "Yes, delete",
        "Yes, delete everything",
        "Combine",
        "Cancel",
    ],
)
async def test_an_action_and_its_mark_are_committed_atomically(
    harness: AdapterHarness, marking: MarkingSwitch, action: str
) -> None:
    await set_up(harness, action)
    before = await affected_rows(harness)

    marking.are_refused = True
    await begin(harness, action)
    async with asyncio.timeout(TIMEOUT):
        await marking.tried.wait()
    assert await affected_rows(harness) == before

    marking.are_refused = False
    await harness.wait_until_handled()


async def set_up(harness: AdapterHarness, action: str) -> None:
    """Prepare the action; its button is then below the last message."""
    match action:
        case "Cancel":
            harness.generator.hold()
            await harness.say(f"/comic {PROMPT}")
            await harness.generator.next_submission()
        case "Switch off: Others may draw my messages":
            await harness.draw()
            await harness.say("/settings")
            await harness.wait_for_text("Others may draw my messages")
        case "Yes, delete everything":
            await harness.draw()
            await harness.say("/privacy")
            question = await harness.wait_for_text("Telegram")
            await harness.fake.press(harness.ada, question, "Delete")
            await harness.fake.until(lambda: action in str(question.words), "a question")
        case "Combine":
            await harness.draw()
            links = harness.running.services.links
            code, _ = await links.make_code(Requester(identity=Identity(Platform.DISCORD, "7")))
            await harness.say(f"/link {code}")
            await harness.wait_for_text("This creates one gallery")
        case "Yes, delete":
            message = await harness.draw()
            await harness.wait_until_delivered()
            await harness.fake.press(harness.ada, message, "Delete")
            await harness.fake.until(lambda: action in str(message.words), "a question")
        case _:
            await harness.draw()
            await harness.wait_until_delivered()
    await harness.wait_until_handled()


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("/help", "sendMessage"),
        ("/queue", "sendMessage"),
        ("/settings", "sendMessage"),
        ("/privacy", "sendMessage"),
        ("/link", "sendMessage"),
        ("/mygallery", "sendPhoto"),
        ("/start", "sendPhoto"),
        ("Read as text", "sendMessage"),
        ("Original", "sendDocument"),
        ("Edit", "sendMessage"),
    ],
)
async def test_a_query_is_marked_as_handled_before_the_reply(
    harness: AdapterHarness, asked: str, answer: str
) -> None:
    await harness.draw()
    await harness.wait_until_delivered()
    await harness.wait_until_handled()
    gate = harness.fake.faults.hold(answer)

    await begin(harness, asked)
    async with asyncio.timeout(TIMEOUT):
        await gate.reached.wait()

    assert await harness.count_rows("inbox WHERE handled_at IS NULL") == 0
    gate.set()
    await harness.wait_until_handled()


async def test_a_request_is_not_marked_as_handled_before_it_is_committed(
    harness: AdapterHarness,
) -> None:
    gate = harness.fake.faults.hold("sendMessage")

    await harness.say(f"/comic {PROMPT}")
    async with asyncio.timeout(TIMEOUT):
        await gate.reached.wait()
    assert await harness.count_rows("inbox WHERE handled_at IS NULL") == 1

    gate.set()
    await harness.wait_for_picture(harness.chat)
    await harness.wait_until_handled()
    assert len(harness.generator.submissions) == 1
