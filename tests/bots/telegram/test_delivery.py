"""Deliveries to chats that change, fail or refuse while a comic is drawn."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from core.models.deliveries import DeliveryState, MessageReference
from tests.bots.telegram.adapter import PROMPT, TIMEOUT, AdapterHarness
from tests.fakes.telegram import Fault
from tests.pictures import make_picture

pytestmark = pytest.mark.servers
UNDELIVERABLE = DeliveryState.UNDELIVERABLE


async def waiting(harness: AdapterHarness, chat: Any = None, text: str = f"/comic {PROMPT}") -> Any:
    """Request a comic, hold it while it is drawn, and return its status message."""
    harness.generator.hold()
    await harness.say(text, chat)
    await harness.generator.next_submission()
    await harness.wait_until_handled()
    return (chat or harness.chat).from_bot()[-1]


async def test_a_deleted_status_message_is_replaced(harness: AdapterHarness) -> None:
    status = await waiting(harness)
    await harness.fake.delete(status)

    harness.generator.resume()
    message = await harness.wait_for_picture(harness.chat)
    await harness.wait_until_delivered()

    assert message is not status
    reference = MessageReference(str(harness.chat.id), str(message.id))
    assert (await harness.delivery()).destination.message == reference
    assert len(harness.chat.pictures()) == 1


async def test_a_user_who_blocked_the_bot_finds_the_comic_in_the_gallery(
    harness: AdapterHarness,
) -> None:
    await waiting(harness)
    await harness.fake.block(harness.ada)

    harness.generator.resume()
    await harness.wait_until_delivered(UNDELIVERABLE)
    await harness.fake.unblock(harness.ada)
    await harness.say("/mygallery")

    assert PROMPT in (await harness.wait_for_picture(harness.chat)).caption


async def test_after_removal_from_a_group_the_comic_is_delivered_privately(
    harness: AdapterHarness,
) -> None:
    await harness.start()
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    await waiting(harness, group)
    await harness.fake.remove(group, harness.fake.bot)

    harness.generator.resume()
    message = await harness.wait_for_picture(harness.chat, after=1)

    assert PROMPT in message.caption
    assert group.pictures() == []


async def test_delivery_follows_a_group_that_became_a_supergroup(harness: AdapterHarness) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics", kind="group")
    await waiting(harness, group)
    new = await harness.fake.migrate(group)

    harness.generator.resume()
    message = await harness.wait_for_picture(new)
    await harness.wait_until_delivered()

    assert PROMPT in message.caption
    assert (await harness.delivery()).destination.chat == str(new.id)


@pytest.mark.parametrize(
    "fault", [Fault(), Fault(status=502), Fault(status=500, is_acted_upon=True)]
)
async def test_many_errors_delay_a_picture_but_duplicate_none(
    harness: AdapterHarness, fault: Fault
) -> None:
    await waiting(harness)
    harness.fake.fail("editMessageMedia", fault, times=3)

    harness.generator.resume()
    async with asyncio.timeout(TIMEOUT):
        while await asyncio.to_thread(harness.count, "deliveries WHERE state = 'pending'"):
            await harness.skip_backoff()
            await harness.pause()

    assert len(harness.chat.pictures()) == 1
    assert len(harness.chat.from_bot()) == 1


async def test_a_delivery_is_retried_right_after_flood_control(harness: AdapterHarness) -> None:
    await waiting(harness)
    harness.fake.fail("editMessageMedia", Fault(status=429, retry_after=1))

    harness.generator.resume()
    await harness.wait_for_picture(harness.chat)

    assert len(harness.fake.call_log.to("editMessageMedia")) == 2


async def test_a_picture_is_delivered_after_a_network_failure(harness: AdapterHarness) -> None:
    await waiting(harness)
    await harness.fake.close()
    harness.generator.resume()
    await harness.wait_for_attempts(1)

    await harness.fake.open()
    await harness.skip_backoff()
    await harness.wait_until_delivered()

    assert len(harness.chat.pictures()) == 1
    assert len(harness.chat.from_bot()) == 1


@pytest.mark.parametrize(
    ("width", "height", "kind"), [(800, 600, "photo"), (2400, 300, "document")]
)
async def test_a_picture_unreadable_as_photo_is_sent_as_document(
    harness: AdapterHarness, width: int, height: int, kind: str
) -> None:
    harness.generator.picture = make_picture(width=width, height=height)

    message = await harness.draw()

    assert message.kind == kind
    assert message.picture == harness.generator.picture or kind == "photo"


async def test_webp_is_sent_as_a_document_with_caption_not_as_a_sticker(
    harness: AdapterHarness,
) -> None:
    harness.generator.picture = make_picture("WEBP", width=2400, height=300)

    message = await harness.draw()
    await harness.say("/mygallery")
    page = await harness.wait_for_picture(harness.chat, after=1)
    harness.generator.picture = make_picture("WEBP", width=800, height=600)
    await harness.draw()
    await harness.say("/mygallery")
    shown = await harness.wait_for_picture(harness.chat, after=3)
    await harness.fake.press(harness.ada, shown, "Original file")
    await harness.fake.until(lambda: len(harness.chat.from_bot()) > 4, "the original")

    assert [(m.kind, bool(m.caption)) for m in (message, page)] == [("document", True)] * 2
    assert harness.chat.last.kind == "document"
    assert harness.chat.last.picture == harness.generator.picture


async def test_an_oversized_photo_is_sent_smaller_with_the_original_by_button(
    harness: AdapterHarness,
) -> None:
    harness.generator.picture = make_picture(width=2100, height=2000, noisy=True)
    assert len(harness.generator.picture) > 10_000_000

    message = await harness.draw()
    await harness.fake.press(harness.ada, message, "Original")
    await harness.fake.until(lambda: harness.chat.last.kind == "document", "the original")

    assert message.kind == "photo"
    assert harness.chat.last.picture == harness.generator.picture


async def test_after_a_long_wait_one_reply_notifies_the_user(harness: AdapterHarness) -> None:
    status = await waiting(harness)
    await harness.execute("UPDATE jobs SET created_at = '2020-01-01'")

    harness.generator.resume()
    word = await harness.wait_for_text("your comic is ready")
    await harness.wait_until_delivered()

    assert word.reply_to is status
    assert len(harness.chat.from_bot()) == 2


async def test_a_file_that_was_uploaded_once_is_not_uploaded_again(harness: AdapterHarness) -> None:
    await harness.draw()
    await harness.say("/mygallery")
    await harness.wait_for_picture(harness.chat, after=1)

    uploads = [call for call in harness.fake.call_log.calls if call.files]
    assert len(uploads) == 1


async def test_a_file_id_of_another_bot_is_uploaded_again(harness: AdapterHarness) -> None:
    await harness.draw()
    await harness.wait_until_delivered()
    await harness.execute("UPDATE file_ids SET file_id = 'AgACAgIAAxkBAAEforeign'")

    await harness.say("/mygallery")
    await harness.wait_for_picture(harness.chat, after=1)

    assert len([call for call in harness.fake.call_log.calls if call.files]) == 2


async def test_a_delivery_without_receipt_in_a_busy_group_starts_with_a_placeholder(
    harness: AdapterHarness,
) -> None:
    group = await harness.fake.group(harness.bob, harness.ada, title="Comics")
    harness.generator.hold()
    harness.fake.fail("sendMessage", Fault(status=429, retry_after=4))
    await harness.say(f"/comic {PROMPT}", group)
    await harness.generator.next_submission()
    await harness.wait_until_handled()
    assert group.from_bot() == []
    await harness.execute("UPDATE jobs SET created_at = '2020-01-01'")

    harness.generator.resume()
    message = await harness.wait_for_picture(group)
    await harness.wait_until_delivered()

    assert message.history[0].body.startswith("Ada, one moment")
    assert harness.ada.id in message.notified
    assert group.from_bot() == [message]  # so that no notice is needed
