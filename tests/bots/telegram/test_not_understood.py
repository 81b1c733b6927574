"""What the bot does not understand: told so in private chats, and in nobody's way."""

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
    "video_chat_ended": {"length": 5},  # has become another kind: the library wants a duration
}


def ids(log: list[Any], event: str) -> list[Any]:
    return [entry.get("error_id") for entry in log if entry["event"] == event]


@pytest.mark.parametrize("language", ["en", "pt-BR", "es", "ja"])
@pytest.mark.parametrize("kind", ["a checklist", "a kind that has become another"])
async def test_it_is_told_so_in_the_persons_language(
    stage: AdapterHarness, kind: str, language: str
) -> None:
    person = stage.fake.user("Eva", language_code=language)
    chat = stage.fake.private(person)

    await stage.fake.send_other(person, chat, **NOT_UNDERSTOOD[kind])
    word = await stage.said(sentence("only_text", language), chat)
    await stage.handled()

    assert chat.from_bot() == [word]


@pytest.mark.parametrize("kind", NOT_UNDERSTOOD)
async def test_in_a_private_chat_all_is_told_so_once_and_holds_up_nothing(
    stage: AdapterHarness, kind: str
) -> None:
    await stage.fake.send_other(stage.ada, stage.chat, **NOT_UNDERSTOOD[kind])
    await stage.said("I draw what you write")
    await stage.drawn(PROMPT)
    await stage.handled()

    assert [m.kind for m in stage.chat.from_bot()] == ["text", "photo"]


async def test_in_a_group_nothing_is_said(stage: AdapterHarness) -> None:
    stage.fake.state.settings.is_private = False
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")

    for content in NOT_UNDERSTOOD.values():
        await stage.fake.send_other(stage.ada, group, **content)
    await stage.say(f"/comic {PROMPT}", group)
    await stage.picture_in(group)
    await stage.handled()

    assert len(group.from_bot()) == 1


async def test_what_telegram_reports_is_not_answered(stage: AdapterHarness) -> None:
    for name, content in REPORTED.items():
        await stage.fake.happen(stage.ada, stage.chat, **{name: content})
    await stage.drawn(PROMPT)
    await stage.handled()

    assert [m.kind for m in stage.chat.from_bot()] == ["photo"]


# --- What the library cannot parse ----------------------------------------------------------------


async def test_text_that_cannot_be_parsed_is_answered_with_an_error_that_is_in_the_log(
    stage: AdapterHarness,
) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics", is_forum=True)
    topic = await stage.fake.topic(group, "Cats")
    broken = {"entities": [{"type": "bold"}]}

    for chat, text in ((stage.chat, PROMPT), (group, f"/comic@ComicBot {PROMPT}")):
        with capture_logs() as log:
            message = await stage.say(text, chat, thread=topic.id if chat is group else 0)
            message.other = broken
            stage.fake.state.updates.everything[-1].body.update(broken)
            word = await stage.said("Something went wrong on my side", chat)
            await stage.handled()
        [error_id] = ids(log, "update_unparsed")
        assert error_id in word.text
        assert chat.from_bot() == [word]
        assert word.thread_id == (topic.id if chat is group else 0)

    await stage.drawn(PROMPT)
    assert len(stage.generator.orders) == 1


async def test_a_press_on_a_message_that_cannot_be_parsed_is_answered(
    stage: AdapterHarness,
) -> None:
    message = await stage.drawn()
    await stage.settled()
    message.other = {"poll": {"id": "5"}}

    press = await stage.fake.press(stage.ada, message, "Favorite")

    answer = await stage.fake.answered(press)
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
async def test_what_nobody_can_be_found_for_is_logged_once_and_forgotten(
    stage: AdapterHarness, broken: dict[str, Any]
) -> None:
    [(kind, body)] = broken.items()

    with capture_logs() as log:
        stage.fake.state.updates.add(kind, body, "nobody")
        await stage.drawn(PROMPT)
        await stage.handled()

    assert len(ids(log, "update_unparsed")) == (0 if body is None else 1)
    assert ids(log, "update_crashed") == []
    assert "telegram_failed" not in [entry["event"] for entry in log]


async def test_its_people_are_told_of_outages_and_others_are_not(stage: AdapterHarness) -> None:
    bobs = await stage.start(stage.bob)
    await stage.drawn()
    await stage.handled()
    outage = Outage(stage.running.services.database)
    outage.begin()
    try:
        await stage.fake.send_other(stage.ada, stage.chat, poll={"id": "5"})
        await stage.fake.happen(stage.bob, bobs, write_access_allowed={})
        await stage.said("nothing was kept")
        await stage.fake.until(lambda: not stage.fake.state.updates.pending(), "a confirmation")
    finally:
        outage.end()

    assert [m.kind for m in stage.chat.from_bot()] == ["photo", "text"]
    assert [m.kind for m in bobs.from_bot()] == ["photo"]
