"""Content the bot cannot handle: answered in private chats, and never blocking."""

from __future__ import annotations

from typing import Any

import pytest
from structlog.testing import capture_logs

from core.sentences import sentence
from tests.bots.telegram.adapter import PROMPT, AdapterHarness, Outage

pytestmark = pytest.mark.servers

POLL = {
    "id": "5",
    "question": "a cat or a dog?",
    "options": [{"persistent_id": "0", "text": "a cat", "voter_count": 0}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": True,
    "members_only": False,
}
CHECKLIST = {"title": "a cat", "tasks": [{"id": 1, "text": "bake bread"}]}
NOT_UNDERSTOOD: dict[str, dict[str, Any]] = {
    "a poll": {"poll": POLL},
    "a checklist": {"checklist": CHECKLIST},
    "a die": {"dice": {"emoji": "🎲", "value": 3}},
    "a kind still to come": {"hologram": {"seconds": 5}},
    "a kind that has become another": {"poll": {"id": "5"}},
    "nothing at all": {},
}
REPORTED: dict[str, dict[str, Any]] = {
    "pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}},
    "message_auto_delete_timer_changed": {"message_auto_delete_time": 86400},
    "write_access_allowed": {},
    "chat_background_set": {"type": {"type": "chat_theme", "theme_name": "x"}},
    "boost_added": {"boost_count": 1},
    "users_shared": {"request_id": 1, "users": []},
    "community_chat_joined": {"community": {"id": 1}},
    "chat_haunted": {"ghosts": 3},
    "checklist_tasks_done": {"marked_as_done_task_ids": [1]},
    "video_chat_ended": {"length": 5},  # of another type now: the library expects a duration
}


def ids(log: list[Any], event: str) -> list[Any]:
    return [entry.get("error_id") for entry in log if entry["event"] == event]


@pytest.mark.parametrize("language", ["en", "pt-BR", "es", "ja"])
@pytest.mark.parametrize("kind", ["a checklist", "a kind that has become another"])
async def test_unsupported_content_is_answered_in_the_users_language(
    harness: AdapterHarness, kind: str, language: str
) -> None:
    user = harness.fake.user("Eva", language_code=language)
    chat = harness.fake.private(user)

    await harness.fake.send_other(user, chat, **NOT_UNDERSTOOD[kind])
    word = await harness.wait_for_text(sentence("only_text", language), chat)
    await harness.wait_until_handled()

    assert chat.from_bot() == [word]


@pytest.mark.parametrize("kind", NOT_UNDERSTOOD)
async def test_private_unsupported_messages_are_answered_once_and_block_nothing(
    harness: AdapterHarness, kind: str
) -> None:
    await harness.fake.send_other(harness.ada, harness.chat, **NOT_UNDERSTOOD[kind])
    await harness.wait_for_text("I draw what you write")
    await harness.draw(PROMPT)
    await harness.wait_until_handled()

    assert [m.kind for m in harness.chat.from_bot()] == ["text", "photo"]


async def test_unsupported_messages_in_groups_are_ignored(harness: AdapterHarness) -> None:
    harness.fake.state.settings.has_privacy_mode = False
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")

    for content in NOT_UNDERSTOOD.values():
        await harness.fake.send_other(harness.ada, group, **content)
    await harness.say(f"/comic {PROMPT}", group)
    await harness.wait_for_picture(group)
    await harness.wait_until_handled()

    assert len(group.from_bot()) == 1


async def test_service_messages_are_ignored(harness: AdapterHarness) -> None:
    for name, content in REPORTED.items():
        await harness.fake.happen(harness.ada, harness.chat, **{name: content})
    await harness.draw(PROMPT)
    await harness.wait_until_handled()

    assert [m.kind for m in harness.chat.from_bot()] == ["photo"]


# --- Updates that the library cannot parse --------------------------------------------------------


async def test_an_unparsable_text_is_answered_with_the_logged_error_id(
    harness: AdapterHarness,
) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics", is_forum=True)
    topic = await harness.fake.topic(group, "Cats")
    broken = {"entities": [{"type": "bold"}]}

    for chat, text in ((harness.chat, PROMPT), (group, f"/comic@ComicBot {PROMPT}")):
        with capture_logs() as log:
            message = await harness.say(text, chat, thread=topic.id if chat is group else 0)
            message.other = broken
            harness.fake.state.updates.everything[-1].body.update(broken)
            word = await harness.wait_for_text("Something went wrong on my side", chat)
            await harness.wait_until_handled()
        [error_id] = ids(log, "update_unparsed")
        assert error_id in word.text
        assert chat.from_bot() == [word]
        assert word.thread_id == (topic.id if chat is group else 0)

    await harness.draw(PROMPT)
    assert len(harness.generator.submissions) == 1


async def test_a_callback_on_an_unparsable_message_is_answered(
    harness: AdapterHarness,
) -> None:
    message = await harness.draw()
    await harness.wait_until_delivered()
    message.other = {"poll": {"id": "5"}}

    query = await harness.fake.press(harness.ada, message, "Favorite")

    answer = await harness.fake.answered(query)
    assert "Something went wrong on my side" in answer.text


@pytest.mark.parametrize(
    "broken",
    [
        {"message": "a cat"},
        {"message": {}},
        {"message": {"message_id": 1, "chat": 7, "from": "Ada"}},
        {"message": {"message_id": 1, "chat": {"id": {}}, "from": {"id": []}, "text": [1]}},
        {"callback_query": {"id": 1, "message": 7, "from": None}},
        {"callback_query": None},
        {"inline_query": {"id": 1, "from": {}}},
    ],
)
async def test_an_update_without_a_user_is_logged_once_and_dropped(
    harness: AdapterHarness, broken: dict[str, Any]
) -> None:
    [(kind, body)] = broken.items()

    with capture_logs() as log:
        harness.fake.state.updates.add(kind, body, "nobody")
        await harness.draw(PROMPT)
        await harness.wait_until_handled()

    assert len(ids(log, "update_unparsed")) == (0 if body is None else 1)
    assert ids(log, "update_crashed") == []
    assert "telegram_crashed" not in [entry["event"] for entry in log]


async def test_only_users_who_addressed_the_bot_are_notified_of_outages(
    harness: AdapterHarness,
) -> None:
    bobs = await harness.start(harness.bob)
    await harness.draw()
    await harness.wait_until_handled()
    outage = Outage(harness.running.services.database)
    outage.begin()
    try:
        await harness.fake.send_other(harness.ada, harness.chat, poll={"id": "5"})
        await harness.fake.happen(harness.bob, bobs, write_access_allowed={})
        await harness.wait_for_text("nothing was saved")
        await harness.fake.until(lambda: not harness.fake.state.updates.pending(), "a confirmation")
    finally:
        outage.end()

    assert [m.kind for m in harness.chat.from_bot()] == ["photo", "text"]
    assert [m.kind for m in bobs.from_bot()] == ["photo"]
