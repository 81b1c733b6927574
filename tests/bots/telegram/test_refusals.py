"""What Telegram refuses in words that the bot has never heard."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, TimedOut

from bots.telegram.api_errors import FailureKind, to_api_error
from core.models.deliveries import DeliveryState
from tests.bots.telegram.adapter import PATIENCE, PROMPT, AdapterHarness
from tests.fakes.telegram import Fault

UNKNOWN = Fault(status=400, description="Bad Request: NEVER_HEARD_OF")
UNDELIVERABLE = DeliveryState.UNDELIVERABLE


async def waiting(stage: AdapterHarness, chat: Any = None, text: str = f"/comic {PROMPT}") -> Any:
    """Ask for a comic that is being drawn, and return its status message."""
    stage.generator.hold()
    await stage.say(text, chat)
    await stage.generator.next_order()
    await stage.handled()
    return (chat or stage.chat).from_bot()[-1]


# --- What they mean -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ("Message thread not found", FailureKind.THREAD_GONE),
        ("TOPIC_CLOSED", FailureKind.THREAD_GONE),
        ("TOPIC_DELETED", FailureKind.THREAD_GONE),
        ("Message to be replied not found", FailureKind.REPLY_GONE),
        ("Reply message not found", FailureKind.REPLY_GONE),
        ("Chat topic must be specified", FailureKind.FORBIDDEN),
        ("Chat not found", FailureKind.FORBIDDEN),
        ("Have no rights to send a message", FailureKind.FORBIDDEN),
        ("CHANNEL_PRIVATE", FailureKind.FORBIDDEN),
        ("CHAT_ADMIN_REQUIRED", FailureKind.FORBIDDEN),
        ("CHAT_WRITE_FORBIDDEN", FailureKind.FORBIDDEN),
        ("USER_IS_BLOCKED", FailureKind.FORBIDDEN),
        ("NEVER_HEARD_OF", FailureKind.REFUSED),
        ("Message can't be edited", FailureKind.GONE),
        ("MESSAGE_ID_INVALID", FailureKind.GONE),
        ("Can't parse entities: unsupported start tag", FailureKind.INVALID),
        ("BUTTON_URL_INVALID", FailureKind.INVALID),
        ("Message is too long", FailureKind.INVALID),
        ("MEDIA_CAPTION_TOO_LONG", FailureKind.INVALID),
        ("Wrong file identifier/HTTP URL specified", FailureKind.WRONG_FILE),
        ("PHOTO_INVALID_DIMENSIONS", FailureKind.BAD_PICTURE),
        ("IMAGE_PROCESS_FAILED", FailureKind.BAD_PICTURE),
        ("Request Entity Too Large", FailureKind.BAD_PICTURE),
        ("Canceled by new editMessageMedia request", FailureKind.LATER),
    ],
)
def test_a_bad_request_is_told_by_its_words(said: str, trouble: FailureKind) -> None:
    assert to_api_error(BadRequest(said)).kind is trouble


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (Forbidden("Forbidden: never heard of"), FailureKind.FORBIDDEN),
        (InvalidToken("Unauthorized"), FailureKind.LATER),
        (Conflict("terminated by other getUpdates request"), FailureKind.LATER),
        (Conflict("can't use getUpdates method while webhook is active"), FailureKind.LATER),
        (NetworkError("Internal Server Error"), FailureKind.LATER),
        (NetworkError("Request Entity Too Large (413)"), FailureKind.BAD_PICTURE),
        (TimedOut(), FailureKind.LATER),
    ],
)
def test_what_is_no_bad_request_is_told_by_its_class(error: Any, trouble: FailureKind) -> None:
    assert to_api_error(error).kind is trouble


# --- Groups ---------------------------------------------------------------------------------------


@pytest.fixture
async def group(stage: AdapterHarness) -> Any:
    """A group of Bob's, where Ada and the bot are members."""
    return await stage.fake.group(stage.bob, stage.ada, title="Comics")


REFUSALS = ["CHANNEL_PRIVATE", "CHAT_ADMIN_REQUIRED", "NEVER_HEARD_OF"]


@pytest.mark.servers
@pytest.mark.parametrize("refusal", REFUSALS)
async def test_from_a_group_that_refuses_everything_a_comic_comes_to_the_private_chat(
    stage: AdapterHarness, group: Any, refusal: str
) -> None:
    await stage.start()
    await waiting(stage, group)
    group.refusal = refusal

    stage.generator.go_on()
    message = await stage.picture_in(stage.chat, after=1)
    await stage.settled()

    assert PROMPT in message.caption
    assert group.pictures() == []


@pytest.mark.servers
@pytest.mark.parametrize("refusal", REFUSALS)
async def test_who_cannot_be_reached_at_all_finds_the_comic_in_the_gallery(
    stage: AdapterHarness, group: Any, refusal: str
) -> None:
    await waiting(stage, group)
    group.refusal = refusal

    stage.generator.go_on()
    await stage.settled(UNDELIVERABLE)
    await stage.start()
    await stage.say("/mygallery")

    assert PROMPT in (await stage.picture_in(stage.chat, after=1)).caption


@pytest.mark.servers
@pytest.mark.parametrize("refusal", REFUSALS)
async def test_what_is_asked_in_a_group_that_refuses_everything_is_answered_in_private(
    stage: AdapterHarness, group: Any, refusal: str
) -> None:
    await stage.start()
    group.refusal = refusal

    await stage.say(f"/comic {PROMPT}", group)
    await stage.picture_in(stage.chat, after=1)
    await stage.say("/help", group)
    await stage.said("/mygallery shows your comics")

    assert group.from_bot() == []


@pytest.mark.servers
@pytest.mark.parametrize("method", ["editMessageText", "editMessageMedia"])
async def test_in_a_group_that_refuses_everything_from_one_call_on_nothing_is_lost(
    stage: AdapterHarness, group: Any, method: str
) -> None:
    await stage.start()
    gate = stage.fake.faults.hold(method.lower())

    await stage.say(f"/comic {PROMPT}", group)
    await gate.reached.wait()
    group.refusal = "NEVER_HEARD_OF"
    gate.set()
    message = await stage.picture_in(stage.chat, after=1)
    await stage.settled()

    assert PROMPT in message.caption
    assert len(stage.chat.pictures()) == 2


@pytest.mark.servers
async def test_a_private_comic_that_is_refused_in_private_is_not_shown_in_the_group(
    stage: AdapterHarness, group: Any
) -> None:
    await stage.start()
    await waiting(stage, group, f"/comic --private {PROMPT}")
    stage.chat.refusal = "NEVER_HEARD_OF"

    stage.generator.go_on()
    await stage.settled(UNDELIVERABLE)

    assert group.pictures() == []
    assert not any(PROMPT in message.body for message in group.from_bot())


# --- Private chats --------------------------------------------------------------------------------


@pytest.mark.servers
@pytest.mark.parametrize("status", [400, 406, 420])
async def test_a_message_that_refuses_the_picture_is_replaced(
    stage: AdapterHarness, status: int
) -> None:
    await waiting(stage)
    refusal = Fault(status=status, description="Bad Request: NEVER_HEARD_OF")
    stage.fake.fail("editMessageMedia", refusal)

    stage.generator.go_on()
    message = await stage.picture_in(stage.chat)
    await stage.settled()

    assert PROMPT in message.caption
    assert stage.chat.from_bot() == [message]


@pytest.mark.servers
@pytest.mark.parametrize("description", ["NEVER_HEARD_OF", "CHAT_ADMIN_REQUIRED"])
async def test_where_no_picture_is_taken_words_say_where_it_is(
    stage: AdapterHarness, description: str
) -> None:
    status = await waiting(stage)
    refusal = Fault(status=400, description=f"Bad Request: {description}")
    stage.fake.fail("editMessageMedia", refusal, times=9)

    stage.generator.go_on()
    word = await stage.said("I can’t show it here")
    await stage.settled(UNDELIVERABLE)
    stage.fake.faults.clear()
    await stage.say("/mygallery")

    assert word is status
    assert PROMPT in (await stage.picture_in(stage.chat)).caption
    assert len(stage.chat.from_bot()) == 2


@pytest.mark.servers
async def test_a_request_whose_first_answer_is_refused_is_answered_by_the_comic(
    stage: AdapterHarness,
) -> None:
    stage.fake.fail("sendMessage", UNKNOWN)

    await stage.say(f"/comic {PROMPT}")

    assert PROMPT in (await stage.picture_in(stage.chat)).caption


@pytest.mark.servers
async def test_where_the_buttons_are_refused_the_picture_comes_without(
    stage: AdapterHarness,
) -> None:
    await waiting(stage)
    refusal = Fault(status=400, description="Bad Request: BUTTON_DATA_INVALID")
    stage.fake.fail("editMessageMedia", refusal)

    stage.generator.go_on()
    message = await stage.picture_in(stage.chat)
    await stage.settled()

    assert message.buttons == []
    assert stage.chat.from_bot() == [message]


@pytest.mark.servers
@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=400, description="Bad Request: canceled by new editMessageMedia request"),
        Fault(status=401, description="Unauthorized"),
        Fault(status=429),
        Fault(status=500, description="Internal Server Error: sent message was deleted"),
    ],
)
async def test_what_is_no_refusal_of_the_chat_is_tried_again_there(
    stage: AdapterHarness, fault: Fault
) -> None:
    status = await waiting(stage)
    stage.fake.fail("editMessageMedia", fault)

    stage.generator.go_on()
    async with asyncio.timeout(PATIENCE):
        while await asyncio.to_thread(stage.count, "deliveries WHERE state = 'pending'"):
            await stage.hurry()
            await stage.breathe()

    assert stage.chat.from_bot() == [status]
    assert PROMPT in status.caption
