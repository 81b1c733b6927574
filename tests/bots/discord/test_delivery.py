"""Delivery of comics to their original chat, also after the reply token expired."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.models.deliveries import DeliveryState, MessageReference
from tests.bots.discord.adapter import PROMPT, AdapterHarness
from tests.fakes.discord import Channel, Fault, Interaction, Kind, Permission

pytestmark = pytest.mark.servers
UNDELIVERABLE = DeliveryState.UNDELIVERABLE


def server(adapter: AdapterHarness) -> Channel:
    return adapter.general


def thread(adapter: AdapterHarness) -> Channel:
    return adapter.fake.add_thread(adapter.general, "a thread")


def post(adapter: AdapterHarness) -> Channel:
    forum = adapter.fake.add_channel(adapter.guild, "forum", Kind.FORUM)
    return adapter.fake.add_thread(forum, "a post")


def private_chat(adapter: AdapterHarness) -> Channel:
    return adapter.fake.dm(adapter.ada)


def foreign_server(adapter: AdapterHarness) -> Channel:
    adapter.ada.has_installed = True
    members = (adapter.ada, adapter.bob)
    guild = adapter.fake.add_guild("Elsewhere", *members, with_bot=False, with_commands=False)
    return next(iter(guild.channels.values()))


def group(adapter: AdapterHarness) -> Channel:
    adapter.ada.has_installed = True
    return adapter.fake.add_group_dm("friends", adapter.ada, adapter.bob)


WITH_BOT = [server, thread, post, private_chat]
WITHOUT_BOT = [foreign_server, group]
ChannelFactory = Callable[[AdapterHarness], Channel]


async def wait_for_fetch_button(adapter: AdapterHarness, interaction: Interaction) -> None:
    message = interaction.original
    assert message is not None
    await adapter.fake.until(lambda: "Fetch my comic" in str(message.components), "the button")


@pytest.mark.parametrize("channel_of", [*WITH_BOT, *WITHOUT_BOT])
async def test_before_the_token_expires_the_response_gets_the_image(
    adapter: AdapterHarness, channel_of: ChannelFactory
) -> None:
    channel = channel_of(adapter)

    interaction = await adapter.draw_comic(channel)

    await adapter.wait_for_delivery(interaction)
    assert adapter.images_seen_by(adapter.ada, channel) == 1
    assert adapter.fake.call_log.refused() == []


@pytest.mark.parametrize("channel_of", WITH_BOT)
async def test_after_the_token_expired_the_same_message_gets_the_image(
    adapter: AdapterHarness, channel_of: ChannelFactory
) -> None:
    channel = channel_of(adapter)
    interaction = await adapter.comic_being_drawn(channel)
    adapter.expire_tokens()

    adapter.generator.resume()
    message = await adapter.wait_for_image(lambda: interaction.original)

    await adapter.wait_for_delivery(interaction)
    assert adapter.images_seen_by(adapter.ada, channel) == 1
    assert len(message.attachments) == 1
    assert len(adapter.fake.call_log.to("webhook_edit", status=401)) == 1


async def test_in_direct_messages_a_private_comic_gets_into_the_same_message(
    adapter: AdapterHarness,
) -> None:
    channel = private_chat(adapter)
    interaction = await adapter.comic_being_drawn(channel, private=True)
    adapter.expire_tokens()

    adapter.generator.resume()
    await adapter.wait_for_image(lambda: interaction.original)

    await adapter.wait_for_delivery(interaction)
    assert adapter.images_seen_by(adapter.ada, channel) == 1


@pytest.mark.parametrize("channel_of", WITHOUT_BOT)
@pytest.mark.parametrize("private", [True, False])
async def test_where_the_bot_is_no_member_a_late_comic_arrives_as_a_direct_message(
    adapter: AdapterHarness, channel_of: ChannelFactory, private: bool
) -> None:
    channel = channel_of(adapter)
    interaction = await adapter.comic_being_drawn(channel, private=private)
    adapter.expire_tokens()

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    assert adapter.images_seen_by(adapter.ada, adapter.fake.dm(adapter.ada), channel) == 1
    assert adapter.images_seen_by(adapter.ada, adapter.fake.dm(adapter.ada)) == 1
    assert adapter.images_seen_by(adapter.bob, channel) == 0


@pytest.mark.parametrize("channel_of", [server, thread, post])
async def test_a_late_private_comic_arrives_as_a_direct_message(
    adapter: AdapterHarness, channel_of: ChannelFactory
) -> None:
    channel = channel_of(adapter)
    interaction = await adapter.comic_being_drawn(channel, private=True)
    assert channel.messages_seen_by(adapter.bob) in ([], channel.messages_seen_by(adapter.bob)[:1])
    adapter.expire_tokens()

    adapter.generator.resume()
    delivery = await adapter.wait_for_delivery(interaction)

    dm = adapter.fake.dm(adapter.ada)
    assert adapter.images_seen_by(adapter.ada, dm) == 1
    assert adapter.images_seen_by(adapter.bob, channel) == 0
    assert not any(PROMPT in message.text for message in channel.messages_seen_by(adapter.bob))
    assert delivery.destination.message == MessageReference(
        str(dm.id), str(next(iter(dm.messages)))
    )


async def test_a_private_comic_in_time_is_ephemeral(adapter: AdapterHarness) -> None:
    interaction = await adapter.draw_comic(private=True)

    assert interaction.original is not None
    assert interaction.original.is_ephemeral
    assert adapter.images_seen_by(adapter.ada, adapter.general) == 1
    assert adapter.general.messages_seen_by(adapter.bob) == []


async def test_an_undeliverable_private_comic_stays_in_the_gallery(
    adapter: AdapterHarness,
) -> None:
    adapter.ada.dms_open = False
    interaction = await adapter.comic_being_drawn(adapter.general, private=True)
    adapter.expire_tokens()

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction, UNDELIVERABLE)

    gallery = await adapter.fake.slash(adapter.ada, adapter.general, "mygallery")
    await adapter.wait_for_image(lambda: gallery.original)
    assert adapter.images_seen_by(adapter.bob, adapter.general) == 0
    assert adapter.general.messages_seen_by(adapter.bob) == []


@pytest.mark.parametrize("channel_of", WITHOUT_BOT)
@pytest.mark.parametrize("private", [True, False])
async def test_where_no_route_remains_a_button_fetches_the_comic(
    adapter: AdapterHarness, channel_of: ChannelFactory, private: bool
) -> None:
    adapter.ada.dms_open = False
    channel = channel_of(adapter)
    interaction = await adapter.comic_being_drawn(channel, private=private)
    await adapter.retry_deliveries()  # its last minutes begin
    await wait_for_fetch_button(adapter, interaction)
    adapter.expire_tokens()
    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction, UNDELIVERABLE)
    assert adapter.images_seen_by(adapter.ada, channel) == 0

    assert interaction.original is not None
    press = await adapter.fake.press(adapter.ada, interaction.original, "Fetch my comic")
    await adapter.wait_for_image(lambda: press.original)

    await adapter.wait_for_delivery(interaction)
    assert adapter.images_seen_by(adapter.ada, channel) == 1
    assert adapter.images_seen_by(adapter.bob, channel) == (0 if private else 1)


async def test_fetching_a_canceled_job_says_so(adapter: AdapterHarness) -> None:
    interaction = await adapter.comic_being_drawn(foreign_server(adapter))
    await adapter.retry_deliveries()
    await wait_for_fetch_button(adapter, interaction)
    adapter.expire_tokens()
    await adapter.running.services.cancellation.cancel(
        (await adapter.job_of(interaction)).id,
        adapter.as_ada,
    )
    await adapter.wait_for_delivery(interaction)  # by private message
    assert interaction.original is not None

    press = await adapter.fake.press(adapter.ada, interaction.original, "Fetch my comic")
    await adapter.fake.responded(press)

    assert press.original is not None
    assert "Canceled" in press.original.text


async def test_fetching_before_the_end_continues_the_status_message(
    adapter: AdapterHarness,
) -> None:
    channel = foreign_server(adapter)
    interaction = await adapter.comic_being_drawn(channel)
    await adapter.retry_deliveries()
    await wait_for_fetch_button(adapter, interaction)
    assert interaction.original is not None

    press = await adapter.fake.press(adapter.ada, interaction.original, "Fetch my comic")
    await adapter.fake.responded(press)
    adapter.generator.resume()
    await adapter.wait_for_image(lambda: press.original)

    await adapter.wait_for_delivery(interaction)
    assert adapter.images_seen_by(adapter.ada, channel) == 1


# --- Deleted and closed destinations --------------------------------------------------------------


async def test_a_deleted_response_is_replaced_by_a_new_message(
    adapter: AdapterHarness,
) -> None:
    interaction = await adapter.comic_being_drawn(adapter.general)
    assert interaction.original is not None
    await adapter.fake.delete_message(interaction.original)
    adapter.expire_tokens()

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    assert adapter.images_seen_by(adapter.bob, adapter.general) == 1


async def test_a_comic_for_a_deleted_channel_arrives_as_a_direct_message(
    adapter: AdapterHarness,
) -> None:
    interaction = await adapter.comic_being_drawn(adapter.general)
    await adapter.fake.delete_channel(adapter.general)
    adapter.expire_tokens()

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    assert adapter.images_seen_by(adapter.ada, adapter.fake.dm(adapter.ada)) == 1


@pytest.mark.parametrize("locked", [True, False])
async def test_a_comic_for_an_archived_thread_is_delivered(
    adapter: AdapterHarness, locked: bool
) -> None:
    channel = thread(adapter)
    interaction = await adapter.comic_being_drawn(channel)
    channel.is_archived, channel.is_locked = True, locked
    adapter.expire_tokens()

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    private = adapter.fake.dm(adapter.ada)
    assert adapter.images_seen_by(adapter.ada, private if locked else channel) == 1
    assert adapter.images_seen_by(adapter.ada, private, channel) == 1


@pytest.mark.parametrize(
    "lost", [Permission.VIEW_CHANNEL, Permission.ATTACH_FILES | Permission.SEND_MESSAGES]
)
async def test_without_permission_to_write_the_comic_arrives_as_a_direct_message(
    adapter: AdapterHarness, lost: Permission
) -> None:
    interaction = await adapter.comic_being_drawn(adapter.general)
    assert interaction.original is not None
    await adapter.fake.delete_message(interaction.original)
    adapter.fake.permit(adapter.general, adapter.fake.bot, deny=lost)
    adapter.expire_tokens()

    adapter.generator.resume()
    await adapter.wait_for_delivery(interaction)

    assert adapter.images_seen_by(adapter.ada, adapter.fake.dm(adapter.ada)) == 1
    assert adapter.images_seen_by(adapter.ada, adapter.general) == 0


async def test_after_the_bot_was_removed_the_comic_is_undeliverable(
    adapter: AdapterHarness,
) -> None:
    adapter.ada.dms_open = False
    interaction = await adapter.comic_being_drawn(adapter.general)
    await adapter.fake.remove_bot(adapter.guild)
    adapter.expire_tokens()

    adapter.generator.resume()

    await adapter.wait_for_delivery(interaction, UNDELIVERABLE)


# --- Faults ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_acted_upon", [True, False])
@pytest.mark.parametrize("route", ["webhook_edit", "message_edit", "message_create", "dm_create"])
async def test_a_connection_error_at_any_step_results_in_one_image(
    adapter: AdapterHarness, route: str, is_acted_upon: bool
) -> None:
    private = route == "dm_create"
    interaction = await adapter.comic_being_drawn(adapter.general, private=private)
    assert interaction.original is not None
    if route == "message_create":
        await adapter.fake.delete_message(interaction.original)
    if route != "webhook_edit":
        adapter.expire_tokens()
    adapter.fake.fail(route, Fault(is_acted_upon=is_acted_upon))

    adapter.generator.resume()
    await adapter.fake.until(lambda: adapter.fake.call_log.to(route, status=0), "the broken call")
    await adapter.wait_for_lease_release(interaction)
    await adapter.retry_deliveries()
    await adapter.wait_for_delivery(interaction)

    places = (adapter.general, adapter.fake.dm(adapter.ada))
    assert adapter.images_seen_by(adapter.ada, *places) == 1


FAULTS = {
    "rate limited": (Fault(429, retry_after=0.02), 2),
    "globally rate limited": (Fault(429, retry_after=0.02, is_global=True), 2),
    "temporarily banned": (Fault(429, is_ban=True), 1),
    "internal server error": (Fault(500), 1),  # the library itself retries after a delay
    "overloaded": (Fault(503), 1),
    "overloaded, but executed": (Fault(503, is_acted_upon=True), 1),
}
ROUTES = ["webhook_edit", "message_edit", "message_create", "dm_create"]


@pytest.mark.parametrize("fault_name", FAULTS)
@pytest.mark.parametrize("route", ROUTES)
async def test_temporary_errors_on_any_route_are_retried(
    adapter: AdapterHarness, route: str, fault_name: str
) -> None:
    fault, times = FAULTS[fault_name]
    interaction = await adapter.comic_being_drawn(adapter.general, private=route == "dm_create")
    assert interaction.original is not None
    if route == "message_create":
        await adapter.fake.delete_message(interaction.original)
    if route != "webhook_edit":
        adapter.expire_tokens()
    refused = len(adapter.fake.call_log.to(route, status=fault.status))
    adapter.fake.fail(route, fault, times=times)

    adapter.generator.resume()
    await adapter.fake.until(
        lambda: len(adapter.fake.call_log.to(route, status=fault.status)) == refused + times,
        "the fault",
    )
    while (await adapter.delivery_of(interaction)).state is DeliveryState.PENDING:
        await adapter.retry_deliveries()
        await adapter.yield_to_loop()

    await adapter.wait_for_delivery(interaction)
    assert adapter.images_seen_by(adapter.ada, adapter.general, adapter.fake.dm(adapter.ada)) == 1
    assert adapter.images_seen_by(adapter.bob, adapter.general) == (route != "dm_create")


async def test_a_delivery_is_measured(adapter: AdapterHarness) -> None:
    interaction = await adapter.draw_comic()
    await adapter.wait_for_delivery(interaction)

    metrics = adapter.running.app.metrics.registry
    labels = {"platform": "discord", "outcome": "delivered"}
    assert metrics.get_sample_value("comicai_deliveries_total", labels) == 1
    assert metrics.get_sample_value("comicai_delivery_seconds_count", {"platform": "discord"}) == 1


# --- Repeated deliveries --------------------------------------------------------------------------


async def test_a_repeated_delivery_does_not_repost_a_deleted_message(
    adapter: AdapterHarness,
) -> None:
    """A late edit may have replaced the image, so the delivery is repeated; here, too late."""
    interaction = await adapter.draw_comic()
    destination = (await adapter.wait_for_delivery(interaction)).destination
    assert interaction.original is not None
    await adapter.fake.delete_message(interaction.original)
    job = await adapter.job_of(interaction)

    assert await adapter.running.services.deliveries.repeat(job.id, adapter.as_ada, destination)
    await adapter.retry_deliveries()
    await adapter.fake.until(
        lambda: adapter.fake.call_log.to("message_edit", status=404),
        "the edit of the deleted message",
    )
    await adapter.wait_for_delivery(interaction)

    assert adapter.general.messages_seen_by(adapter.ada) == []
    assert adapter.fake.dm(adapter.ada).messages_seen_by(adapter.ada) == []


@pytest.mark.parametrize("channel_of", [server, foreign_server])
async def test_a_possibly_delivered_private_comic_is_offered_with_a_button(
    adapter: AdapterHarness, channel_of: ChannelFactory
) -> None:
    channel = channel_of(adapter)
    adapter.ada.has_installed = True
    interaction = await adapter.comic_being_drawn(channel, private=True)
    # Discord executes the edit, but its replies are lost until the token has expired.
    adapter.fake.fail("webhook_edit", Fault(is_acted_upon=True), times=9)
    adapter.generator.resume()
    message = await adapter.wait_for_image(lambda: interaction.original)
    await adapter.wait_for_lease_release(interaction)
    adapter.expire_tokens()
    adapter.fake.faults.clear()

    await adapter.retry_deliveries()
    await adapter.wait_for_delivery(interaction)

    dm = adapter.fake.dm(adapter.ada)
    assert len(message.pictures) == 1
    assert adapter.images_seen_by(adapter.ada, dm) == 0
    [offer] = dm.messages_seen_by(adapter.ada)
    await adapter.fake.press(adapter.ada, offer, "Fetch my comic")
    await adapter.fake.until(lambda: adapter.images_seen_by(adapter.ada, dm) == 1, "the picture")
