"""How a picture gets to where it was asked for, whatever became of the place."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from core.models.deliveries import DeliveryState
from tests.bots.telegram.adapter import PATIENCE, PROMPT, AdapterHarness
from tests.fakes.telegram import Fault
from tests.pictures import make_picture

pytestmark = pytest.mark.servers
UNDELIVERABLE = DeliveryState.UNDELIVERABLE


async def waiting(stage: AdapterHarness, chat: Any = None, text: str = f"/comic {PROMPT}") -> Any:
    """Ask for a comic that is being drawn, and return its status message."""
    stage.generator.hold()
    await stage.say(text, chat)
    await stage.generator.next_order()
    await stage.handled()
    return (chat or stage.chat).from_bot()[-1]


async def test_a_deleted_status_message_is_replaced(stage: AdapterHarness) -> None:
    status = await waiting(stage)
    await stage.fake.delete(status)

    stage.generator.go_on()
    message = await stage.picture_in(stage.chat)
    await stage.settled()

    assert message is not status
    assert (await stage.delivery()).destination.message_id == str(message.id)
    assert len(stage.chat.pictures()) == 1


async def test_who_has_blocked_the_bot_finds_the_comic_in_the_gallery(
    stage: AdapterHarness,
) -> None:
    await waiting(stage)
    await stage.fake.block(stage.ada)

    stage.generator.go_on()
    await stage.settled(UNDELIVERABLE)
    await stage.fake.unblock(stage.ada)
    await stage.say("/mygallery")

    assert PROMPT in (await stage.picture_in(stage.chat)).caption


async def test_from_a_group_that_threw_the_bot_out_it_comes_to_the_private_chat(
    stage: AdapterHarness,
) -> None:
    await stage.start()
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    await waiting(stage, group)
    await stage.fake.remove(group, stage.fake.bot)

    stage.generator.go_on()
    message = await stage.picture_in(stage.chat, after=1)

    assert PROMPT in message.caption
    assert group.pictures() == []


async def test_into_a_group_that_became_a_supergroup_it_follows(stage: AdapterHarness) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics", kind="group")
    await waiting(stage, group)
    new = await stage.fake.migrate(group)

    stage.generator.go_on()
    message = await stage.picture_in(new)
    await stage.settled()

    assert PROMPT in message.caption
    assert (await stage.delivery()).destination.chat == str(new.id)


@pytest.mark.parametrize(
    "fault", [Fault(), Fault(status=502), Fault(status=500, is_acted_upon=True)]
)
async def test_a_storm_of_errors_delays_a_picture_and_doubles_none(
    stage: AdapterHarness, fault: Fault
) -> None:
    await waiting(stage)
    stage.fake.fail("editMessageMedia", fault, times=3)

    stage.generator.go_on()
    async with asyncio.timeout(PATIENCE):
        while await asyncio.to_thread(stage.count, "deliveries WHERE state = 'pending'"):
            await stage.hurry()
            await stage.breathe()

    assert len(stage.chat.pictures()) == 1
    assert len(stage.chat.from_bot()) == 1


async def test_what_flood_control_refuses_comes_as_soon_as_it_may(stage: AdapterHarness) -> None:
    await waiting(stage)
    stage.fake.fail("editMessageMedia", Fault(status=429, retry_after=1))

    stage.generator.go_on()
    await stage.picture_in(stage.chat)

    assert len(stage.fake.ledger.to("editMessageMedia")) == 2


async def test_the_network_is_cut_and_the_picture_comes_afterwards(stage: AdapterHarness) -> None:
    await waiting(stage)
    await stage.fake.close()
    stage.generator.go_on()
    await stage.tried(1)

    await stage.fake.open()
    await stage.hurry()
    await stage.settled()

    assert len(stage.chat.pictures()) == 1
    assert len(stage.chat.from_bot()) == 1


@pytest.mark.parametrize(
    ("width", "height", "kind"), [(800, 600, "photo"), (2400, 300, "document")]
)
async def test_what_a_photo_would_make_unreadable_comes_as_a_file(
    stage: AdapterHarness, width: int, height: int, kind: str
) -> None:
    stage.generator.picture = make_picture(width=width, height=height)

    message = await stage.drawn()

    assert message.kind == kind
    assert message.picture == stage.generator.picture or kind == "photo"


async def test_what_is_larger_than_a_photo_may_be_comes_smaller_with_the_original_by_button(
    stage: AdapterHarness,
) -> None:
    stage.generator.picture = make_picture(width=2100, height=2000, noisy=True)
    assert len(stage.generator.picture) > 10_000_000

    message = await stage.drawn()
    await stage.fake.press(stage.ada, message, "Original")
    await stage.fake.until(lambda: stage.chat.last.kind == "document", "the original")

    assert message.kind == "photo"
    assert stage.chat.last.picture == stage.generator.picture


async def test_after_a_long_wait_a_reply_rings_once(stage: AdapterHarness) -> None:
    status = await waiting(stage)
    await stage.change("UPDATE jobs SET created_at = '2020-01-01'")

    stage.generator.go_on()
    word = await stage.said("your comic is ready")
    await stage.settled()

    assert word.reply_to is status
    assert len(stage.chat.from_bot()) == 2


async def test_a_file_that_was_uploaded_once_is_not_uploaded_again(stage: AdapterHarness) -> None:
    await stage.drawn()
    await stage.say("/mygallery")
    await stage.picture_in(stage.chat, after=1)

    uploads = [call for call in stage.fake.ledger.calls if call.files]
    assert len(uploads) == 1


async def test_a_file_id_of_another_bot_is_uploaded_anew(stage: AdapterHarness) -> None:
    await stage.drawn()
    await stage.settled()
    await stage.change("UPDATE file_ids SET file_id = 'AgACAgIAAxkBAAEforeign'")

    await stage.say("/mygallery")
    await stage.picture_in(stage.chat, after=1)

    assert len([call for call in stage.fake.ledger.calls if call.files]) == 2


async def test_where_a_group_had_no_room_for_a_receipt_the_delivery_begins_with_a_word(
    stage: AdapterHarness,
) -> None:
    group = await stage.fake.group(stage.bob, stage.ada, title="Comics")
    stage.generator.hold()
    stage.fake.fail("sendMessage", Fault(status=429, retry_after=4))
    await stage.say(f"/comic {PROMPT}", group)
    await stage.generator.next_order()
    await stage.handled()
    assert group.from_bot() == []
    await stage.change("UPDATE jobs SET created_at = '2020-01-01'")

    stage.generator.go_on()
    message = await stage.picture_in(group)
    await stage.settled()

    assert message.history[0].body.startswith("Ada, one moment")
    assert stage.ada.id in message.notified
    assert group.from_bot() == [message]  # so that nothing more has to ring
