"""When an update counts as dealt with: together with what it leads to, and before the answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from core.errors import StorageUnavailableError
from core.models.identity import Identity, Platform, Requester
from storage.inbox import SqlInboxRepository
from tests.bots.telegram.adapter import PATIENCE, PROMPT, AdapterHarness

pytestmark = pytest.mark.servers

ACTED_ON = (
    "SELECT id, settings, merged_into FROM profiles",
    "SELECT platform, external_id, profile_id FROM identities",
    "SELECT id, state FROM jobs",
    "SELECT id, favorite, deleted_at FROM comics",
    "SELECT code_hash FROM link_codes",
    "SELECT * FROM chat_settings",
    "SELECT comic_id, reason FROM reports",
)


class Marks:
    """The note that an update is dealt with, which can be made to fail."""

    def __init__(self) -> None:
        self.are_refused = False
        self.tried = asyncio.Event()


@pytest.fixture
async def marks(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Marks]:
    marks, whole = Marks(), SqlInboxRepository.mark_handled

    async def mark(self: SqlInboxRepository, bot_id: str, update_id: int) -> bool:
        if marks.are_refused:
            marks.tried.set()
            raise StorageUnavailableError
        return await whole(self, bot_id, update_id)

    monkeypatch.setattr(SqlInboxRepository, "mark_handled", mark)
    yield marks
    marks.are_refused = False


async def all_acted_on(stage: AdapterHarness) -> list[Any]:
    return [await asyncio.to_thread(stage.rows, query) for query in ACTED_ON]


async def begin(stage: AdapterHarness, action: str) -> None:
    """Have somebody do something that changes what we keep."""
    if action.startswith("/"):
        await stage.say(action)
        return
    message = stage.chat.from_bot()[-1]
    await stage.fake.press(stage.ada, message, action)


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
async def test_an_action_and_its_mark_are_kept_together_or_not_at_all(
    stage: AdapterHarness, marks: Marks, action: str
) -> None:
    await set_up(stage, action)
    before = await all_acted_on(stage)

    marks.are_refused = True
    await begin(stage, action)
    async with asyncio.timeout(PATIENCE):
        await marks.tried.wait()
    assert await all_acted_on(stage) == before

    marks.are_refused = False
    await stage.handled()


async def set_up(stage: AdapterHarness, action: str) -> None:
    """Bring about what the action is about; its button is below the last message then."""
    match action:
        case "Cancel":
            stage.generator.hold()
            await stage.say(f"/comic {PROMPT}")
            await stage.generator.next_order()
        case "Switch off: Others may draw my messages":
            await stage.drawn()
            await stage.say("/settings")
            await stage.said("Others may draw my messages")
        case "Yes, delete everything":
            await stage.drawn()
            await stage.say("/privacy")
            question = await stage.said("Telegram")
            await stage.fake.press(stage.ada, question, "Delete")
            await stage.fake.until(lambda: action in str(question.words), "a question")
        case "Combine":
            await stage.drawn()
            links = stage.running.services.links
            code, _ = await links.make_code(Requester(identity=Identity(Platform.DISCORD, "7")))
            await stage.say(f"/link {code}")
            await stage.said("This creates one gallery")
        case "Yes, delete":
            message = await stage.drawn()
            await stage.settled()
            await stage.fake.press(stage.ada, message, "Delete")
            await stage.fake.until(lambda: action in str(message.words), "a question")
        case _:
            await stage.drawn()
            await stage.settled()
    await stage.handled()


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
async def test_it_is_dealt_with_before_the_answer_leaves(
    stage: AdapterHarness, asked: str, answer: str
) -> None:
    await stage.drawn()
    await stage.settled()
    await stage.handled()
    gate = stage.fake.faults.hold(answer)

    await begin(stage, asked)
    async with asyncio.timeout(PATIENCE):
        await gate.reached.wait()

    assert await stage.counted("inbox WHERE handled_at IS NULL") == 0
    gate.set()
    await stage.handled()


async def test_a_request_is_not_dealt_with_before_it_is_kept(stage: AdapterHarness) -> None:
    gate = stage.fake.faults.hold("sendMessage")

    await stage.say(f"/comic {PROMPT}")
    async with asyncio.timeout(PATIENCE):
        await gate.reached.wait()
    assert await stage.counted("inbox WHERE handled_at IS NULL") == 1

    gate.set()
    await stage.picture_in(stage.chat)
    await stage.handled()
    assert len(stage.generator.orders) == 1
