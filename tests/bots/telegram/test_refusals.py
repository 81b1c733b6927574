"""Refusals with descriptions that the bot does not know."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, TimedOut

from bots.chat.api_errors import FailureKind
from bots.telegram.api_errors import api_error_of
from core.models.deliveries import DeliveryState
from tests.bots.telegram.adapter import PROMPT, TIMEOUT, AdapterHarness
from tests.fakes.telegram import Fault

UNKNOWN = Fault(status=400, description="Bad Request: NEVER_HEARD_OF")
UNDELIVERABLE = DeliveryState.UNDELIVERABLE


async def waiting(harness: AdapterHarness, chat: Any = None, text: str = f"/comic {PROMPT}") -> Any:
    """Request a comic, hold it while it is drawn, and return its status message."""
    harness.generator.hold()
    await harness.say(text, chat)
    await harness.generator.next_submission()
    await harness.wait_until_handled()
    return (chat or harness.chat).from_bot()[-1]


# --- Classification -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("description", "kind"),
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
def test_bad_requests_are_classified_by_description(description: str, kind: FailureKind) -> None:
    assert api_error_of(BadRequest(description)).kind is kind


@pytest.mark.parametrize(
    ("error", "kind"),
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
def test_other_errors_are_classified_by_class(error: Any, kind: FailureKind) -> None:
    assert api_error_of(error).kind is kind


# --- Groups ---------------------------------------------------------------------------------------


@pytest.fixture
async def group(harness: AdapterHarness) -> Any:
    """Bob's group, with Ada and the bot as members."""
    return await harness.fake.group(harness.bob, harness.ada, title="Comics")


REFUSALS = ["CHANNEL_PRIVATE", "CHAT_ADMIN_REQUIRED", "NEVER_HEARD_OF"]


@pytest.mark.servers
@pytest.mark.parametrize("refusal", REFUSALS)
async def test_a_comic_for_a_group_that_refuses_everything_is_delivered_privately(
    harness: AdapterHarness, group: Any, refusal: str
) -> None:
    await harness.start()
    await waiting(harness, group)
    group.refusal = refusal

    harness.generator.resume()
    message = await harness.wait_for_picture(harness.chat, after=1)
    await harness.wait_until_delivered()

    assert PROMPT in message.caption
    assert group.pictures() == []


@pytest.mark.servers
@pytest.mark.parametrize("refusal", REFUSALS)
async def test_an_unreachable_user_finds_the_comic_in_the_gallery(
    harness: AdapterHarness, group: Any, refusal: str
) -> None:
    await waiting(harness, group)
    group.refusal = refusal

    harness.generator.resume()
    await harness.wait_until_delivered(UNDELIVERABLE)
    await harness.start()
    await harness.say("/mygallery")

    assert PROMPT in (await harness.wait_for_picture(harness.chat, after=1)).caption


@pytest.mark.servers
@pytest.mark.parametrize("refusal", REFUSALS)
async def test_commands_in_a_group_that_refuses_everything_are_answered_privately(
    harness: AdapterHarness, group: Any, refusal: str
) -> None:
    await harness.start()
    group.refusal = refusal

    await harness.say(f"/comic {PROMPT}", group)
    await harness.wait_for_picture(harness.chat, after=1)
    await harness.say("/help", group)
    await harness.wait_for_text("/mygallery shows your comics")

    assert group.from_bot() == []


@pytest.mark.servers
@pytest.mark.parametrize("method", ["editMessageText", "editMessageMedia"])
async def test_nothing_is_lost_if_a_group_starts_to_refuse_everything(
    harness: AdapterHarness, group: Any, method: str
) -> None:
    await harness.start()
    gate = harness.fake.faults.hold(method.lower())

    await harness.say(f"/comic {PROMPT}", group)
    await gate.reached.wait()
    group.refusal = "NEVER_HEARD_OF"
    gate.set()
    message = await harness.wait_for_picture(harness.chat, after=1)
    await harness.wait_until_delivered()

    assert PROMPT in message.caption
    assert len(harness.chat.pictures()) == 2


@pytest.mark.servers
async def test_a_private_comic_that_is_refused_in_private_is_not_shown_in_the_group(
    harness: AdapterHarness, group: Any
) -> None:
    await harness.start()
    await waiting(harness, group, f"/comic --private {PROMPT}")
    harness.chat.refusal = "NEVER_HEARD_OF"

    harness.generator.resume()
    await harness.wait_until_delivered(UNDELIVERABLE)

    assert group.pictures() == []
    assert not any(PROMPT in message.body for message in group.from_bot())


# --- Private chats --------------------------------------------------------------------------------


@pytest.mark.servers
@pytest.mark.parametrize("status", [400, 406, 420])
async def test_a_message_that_refuses_the_picture_is_replaced(
    harness: AdapterHarness, status: int
) -> None:
    await waiting(harness)
    refusal = Fault(status=status, description="Bad Request: NEVER_HEARD_OF")
    harness.fake.fail("editMessageMedia", refusal)

    harness.generator.resume()
    message = await harness.wait_for_picture(harness.chat)
    await harness.wait_until_delivered()

    assert PROMPT in message.caption
    assert harness.chat.from_bot() == [message]


@pytest.mark.servers
@pytest.mark.parametrize("description", ["NEVER_HEARD_OF", "CHAT_ADMIN_REQUIRED"])
async def test_a_chat_that_refuses_pictures_gets_a_text_with_the_location(
    harness: AdapterHarness, description: str
) -> None:
    status = await waiting(harness)
    refusal = Fault(status=400, description=f"Bad Request: {description}")
    harness.fake.fail("editMessageMedia", refusal, times=9)

    harness.generator.resume()
    word = await harness.wait_for_text("I can’t show it here")
    await harness.wait_until_delivered(UNDELIVERABLE)
    harness.fake.faults.clear()
    await harness.say("/mygallery")

    assert word is status
    assert PROMPT in (await harness.wait_for_picture(harness.chat)).caption
    assert len(harness.chat.from_bot()) == 2


@pytest.mark.servers
async def test_a_request_with_a_refused_placeholder_still_gets_its_comic(
    harness: AdapterHarness,
) -> None:
    harness.fake.fail("sendMessage", UNKNOWN)

    await harness.say(f"/comic {PROMPT}")

    assert PROMPT in (await harness.wait_for_picture(harness.chat)).caption


@pytest.mark.servers
async def test_if_the_buttons_are_refused_the_bare_picture_is_sent(
    harness: AdapterHarness,
) -> None:
    await waiting(harness)
    refusal = Fault(status=400, description="Bad Request: BUTTON_DATA_INVALID")
    harness.fake.fail("editMessageMedia", refusal)

    harness.generator.resume()
    message = await harness.wait_for_picture(harness.chat)
    await harness.wait_until_delivered()

    assert message.buttons == []
    assert harness.chat.from_bot() == [message]


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
async def test_temporary_failures_are_retried_in_the_same_chat(
    harness: AdapterHarness, fault: Fault
) -> None:
    status = await waiting(harness)
    harness.fake.fail("editMessageMedia", fault)

    harness.generator.resume()
    async with asyncio.timeout(TIMEOUT):
        while await asyncio.to_thread(harness.count, "deliveries WHERE state = 'pending'"):
            await harness.skip_backoff()
            await harness.pause()

    assert harness.chat.from_bot() == [status]
    assert PROMPT in status.caption
