"""How a picture gets to where it was asked for, also when the reply token has expired."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.models.deliveries import DeliveryState
from tests.bots.discord.adapter import PROMPT, AdapterHarness
from tests.fakes.discord import Channel, Fault, Interaction, Kind, Permission

pytestmark = pytest.mark.servers
UNDELIVERABLE = DeliveryState.UNDELIVERABLE


def server(stage: AdapterHarness) -> Channel:
    return stage.general


def thread(stage: AdapterHarness) -> Channel:
    return stage.fake.add_thread(stage.general, "a thread")


def post(stage: AdapterHarness) -> Channel:
    forum = stage.fake.add_channel(stage.guild, "forum", Kind.FORUM)
    return stage.fake.add_thread(forum, "a post")


def private_chat(stage: AdapterHarness) -> Channel:
    return stage.fake.dm(stage.ada)


def foreign_server(stage: AdapterHarness) -> Channel:
    stage.ada.has_installed = True
    members = (stage.ada, stage.bob)
    guild = stage.fake.add_guild("Elsewhere", *members, with_bot=False, with_commands=False)
    return next(iter(guild.channels.values()))


def group(stage: AdapterHarness) -> Channel:
    stage.ada.has_installed = True
    return stage.fake.add_group_dm("friends", stage.ada, stage.bob)


OURS = [server, thread, post, private_chat]
FOREIGN = [foreign_server, group]
Place = Callable[[AdapterHarness], Channel]


async def waiting(stage: AdapterHarness, channel: Channel, **options: Any) -> Interaction:
    """Ask for a comic that is being drawn and will not be done before the test says so."""
    stage.generator.hold()
    interaction = await stage.comic(channel, **options)
    await stage.fake.answered(interaction)
    await stage.generator.next_order()
    return interaction


async def has_button(stage: AdapterHarness, interaction: Interaction) -> None:
    message = interaction.original
    assert message is not None
    await stage.fake.until(lambda: "Fetch my comic" in str(message.components), "the button")


@pytest.mark.parametrize("place", [*OURS, *FOREIGN])
async def test_in_time_the_answer_itself_becomes_the_picture(
    stage: AdapterHarness, place: Place
) -> None:
    channel = place(stage)

    interaction = await stage.drawn(channel)

    await stage.settled(interaction)
    assert stage.pictures_seen_by(stage.ada, channel) == 1
    assert stage.fake.ledger.refused() == []


@pytest.mark.parametrize("place", OURS)
async def test_after_the_token_has_expired_the_same_message_becomes_the_picture(
    stage: AdapterHarness, place: Place
) -> None:
    channel = place(stage)
    interaction = await waiting(stage, channel)
    stage.expire()

    stage.generator.go_on()
    message = await stage.picture_in(lambda: interaction.original)

    await stage.settled(interaction)
    assert stage.pictures_seen_by(stage.ada, channel) == 1
    assert len(message.attachments) == 1
    assert len(stage.fake.ledger.to("webhook_edit", status=401)) == 1


async def test_in_a_private_chat_a_private_one_comes_into_the_same_message(
    stage: AdapterHarness,
) -> None:
    channel = private_chat(stage)
    interaction = await waiting(stage, channel, private=True)
    stage.expire()

    stage.generator.go_on()
    await stage.picture_in(lambda: interaction.original)

    await stage.settled(interaction)
    assert stage.pictures_seen_by(stage.ada, channel) == 1


@pytest.mark.parametrize("place", FOREIGN)
@pytest.mark.parametrize("private", [True, False])
async def test_where_the_bot_is_no_member_it_comes_by_private_message_then(
    stage: AdapterHarness, place: Place, private: bool
) -> None:
    channel = place(stage)
    interaction = await waiting(stage, channel, private=private)
    stage.expire()

    stage.generator.go_on()
    await stage.settled(interaction)

    assert stage.pictures_seen_by(stage.ada, stage.fake.dm(stage.ada), channel) == 1
    assert stage.pictures_seen_by(stage.ada, stage.fake.dm(stage.ada)) == 1
    assert stage.pictures_seen_by(stage.bob, channel) == 0


@pytest.mark.parametrize("place", [server, thread, post])
async def test_a_private_one_comes_by_private_message_then_and_nobody_else_sees_it(
    stage: AdapterHarness, place: Place
) -> None:
    channel = place(stage)
    interaction = await waiting(stage, channel, private=True)
    assert channel.messages_seen_by(stage.bob) in ([], channel.messages_seen_by(stage.bob)[:1])
    stage.expire()

    stage.generator.go_on()
    delivery = await stage.settled(interaction)

    dm = stage.fake.dm(stage.ada)
    assert stage.pictures_seen_by(stage.ada, dm) == 1
    assert stage.pictures_seen_by(stage.bob, channel) == 0
    assert not any(PROMPT in message.text for message in channel.messages_seen_by(stage.bob))
    assert delivery.destination.message_id == f"{dm.id}/{next(iter(dm.messages))}"


async def test_a_private_one_in_time_is_seen_by_its_person_alone(stage: AdapterHarness) -> None:
    interaction = await stage.drawn(private=True)

    assert interaction.original is not None
    assert interaction.original.is_ephemeral
    assert stage.pictures_seen_by(stage.ada, stage.general) == 1
    assert stage.general.messages_seen_by(stage.bob) == []


async def test_a_private_one_that_no_way_leads_to_stays_in_the_gallery(
    stage: AdapterHarness,
) -> None:
    stage.ada.dms_open = False
    interaction = await waiting(stage, stage.general, private=True)
    stage.expire()

    stage.generator.go_on()
    await stage.settled(interaction, UNDELIVERABLE)

    gallery = await stage.fake.slash(stage.ada, stage.general, "mygallery")
    await stage.picture_in(lambda: gallery.original)
    assert stage.pictures_seen_by(stage.bob, stage.general) == 0
    assert stage.general.messages_seen_by(stage.bob) == []


@pytest.mark.parametrize("place", FOREIGN)
@pytest.mark.parametrize("private", [True, False])
async def test_where_no_later_way_leads_a_button_fetches_it(
    stage: AdapterHarness, place: Place, private: bool
) -> None:
    stage.ada.dms_open = False
    channel = place(stage)
    interaction = await waiting(stage, channel, private=private)
    await stage.hurry()  # its last minutes begin
    await has_button(stage, interaction)
    stage.expire()
    stage.generator.go_on()
    await stage.settled(interaction, UNDELIVERABLE)
    assert stage.pictures_seen_by(stage.ada, channel) == 0

    assert interaction.original is not None
    press = await stage.fake.press(stage.ada, interaction.original, "Fetch my comic")
    await stage.picture_in(lambda: press.original)

    await stage.settled(interaction)
    assert stage.pictures_seen_by(stage.ada, channel) == 1
    assert stage.pictures_seen_by(stage.bob, channel) == (0 if private else 1)


async def test_fetching_what_failed_says_so_again(stage: AdapterHarness) -> None:
    interaction = await waiting(stage, foreign_server(stage))
    await stage.hurry()
    await has_button(stage, interaction)
    stage.expire()
    await stage.running.services.requests.cancel(
        (await stage.job_of(interaction)).id,
        stage.as_ada,
    )
    await stage.settled(interaction)  # by private message
    assert interaction.original is not None

    press = await stage.fake.press(stage.ada, interaction.original, "Fetch my comic")
    await stage.fake.answered(press)

    assert press.original is not None
    assert "Canceled" in press.original.text


async def test_fetching_too_early_waits_on(stage: AdapterHarness) -> None:
    channel = foreign_server(stage)
    interaction = await waiting(stage, channel)
    await stage.hurry()
    await has_button(stage, interaction)
    assert interaction.original is not None

    press = await stage.fake.press(stage.ada, interaction.original, "Fetch my comic")
    await stage.fake.answered(press)
    stage.generator.go_on()
    await stage.picture_in(lambda: press.original)

    await stage.settled(interaction)
    assert stage.pictures_seen_by(stage.ada, channel) == 1


# --- What is gone ---------------------------------------------------------------------------------


async def test_where_the_answer_was_deleted_a_new_message_takes_its_place(
    stage: AdapterHarness,
) -> None:
    interaction = await waiting(stage, stage.general)
    assert interaction.original is not None
    await stage.fake.delete_message(interaction.original)
    stage.expire()

    stage.generator.go_on()
    await stage.settled(interaction)

    assert stage.pictures_seen_by(stage.bob, stage.general) == 1


async def test_from_a_deleted_channel_it_comes_by_private_message(stage: AdapterHarness) -> None:
    interaction = await waiting(stage, stage.general)
    await stage.fake.delete_channel(stage.general)
    stage.expire()

    stage.generator.go_on()
    await stage.settled(interaction)

    assert stage.pictures_seen_by(stage.ada, stage.fake.dm(stage.ada)) == 1


@pytest.mark.parametrize("locked", [True, False])
async def test_in_a_thread_that_was_archived_it_arrives_all_the_same(
    stage: AdapterHarness, locked: bool
) -> None:
    channel = thread(stage)
    interaction = await waiting(stage, channel)
    channel.is_archived, channel.is_locked = True, locked
    stage.expire()

    stage.generator.go_on()
    await stage.settled(interaction)

    private = stage.fake.dm(stage.ada)
    assert stage.pictures_seen_by(stage.ada, private if locked else channel) == 1
    assert stage.pictures_seen_by(stage.ada, private, channel) == 1


@pytest.mark.parametrize(
    "lost", [Permission.VIEW_CHANNEL, Permission.ATTACH_FILES | Permission.SEND_MESSAGES]
)
async def test_where_the_bot_may_not_write_it_comes_by_private_message(
    stage: AdapterHarness, lost: Permission
) -> None:
    interaction = await waiting(stage, stage.general)
    assert interaction.original is not None
    await stage.fake.delete_message(interaction.original)
    stage.fake.permit(stage.general, stage.fake.bot, deny=lost)
    stage.expire()

    stage.generator.go_on()
    await stage.settled(interaction)

    assert stage.pictures_seen_by(stage.ada, stage.fake.dm(stage.ada)) == 1
    assert stage.pictures_seen_by(stage.ada, stage.general) == 0


async def test_a_bot_that_was_thrown_out_leaves_it_in_the_gallery(stage: AdapterHarness) -> None:
    stage.ada.dms_open = False
    interaction = await waiting(stage, stage.general)
    await stage.fake.remove_bot(stage.guild)
    stage.expire()

    stage.generator.go_on()

    await stage.settled(interaction, UNDELIVERABLE)


# --- Crashes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_acted_upon", [True, False])
@pytest.mark.parametrize("route", ["webhook_edit", "message_edit", "message_create", "dm_create"])
async def test_a_connection_that_breaks_at_any_step_shows_one_picture(
    stage: AdapterHarness, route: str, is_acted_upon: bool
) -> None:
    private = route == "dm_create"
    interaction = await waiting(stage, stage.general, private=private)
    assert interaction.original is not None
    if route == "message_create":
        await stage.fake.delete_message(interaction.original)
    if route != "webhook_edit":
        stage.expire()
    stage.fake.fail(route, Fault(is_acted_upon=is_acted_upon))

    stage.generator.go_on()
    await stage.fake.until(lambda: stage.fake.ledger.to(route, status=0), "the broken call")
    await stage.untaken(interaction)
    await stage.hurry()
    await stage.settled(interaction)

    places = (stage.general, stage.fake.dm(stage.ada))
    assert stage.pictures_seen_by(stage.ada, *places) == 1


STORMS = {
    "limited": (Fault(429, retry_after=0.02), 2),
    "limited as a whole": (Fault(429, retry_after=0.02, is_global=True), 2),
    "banned for a while": (Fault(429, is_ban=True), 1),
    "a mistake of theirs": (Fault(500), 1),  # the library tries again by itself, after a pause
    "overloaded": (Fault(503), 1),
    "overloaded, and done all the same": (Fault(503, is_acted_upon=True), 1),
}
WAYS = ["webhook_edit", "message_edit", "message_create", "dm_create"]


@pytest.mark.parametrize("storm", STORMS)
@pytest.mark.parametrize("route", WAYS)
async def test_a_storm_of_errors_on_any_way_is_waited_out(
    stage: AdapterHarness, route: str, storm: str
) -> None:
    fault, times = STORMS[storm]
    interaction = await waiting(stage, stage.general, private=route == "dm_create")
    assert interaction.original is not None
    if route == "message_create":
        await stage.fake.delete_message(interaction.original)
    if route != "webhook_edit":
        stage.expire()
    refused = len(stage.fake.ledger.to(route, status=fault.status))
    stage.fake.fail(route, fault, times=times)

    stage.generator.go_on()
    await stage.fake.until(
        lambda: len(stage.fake.ledger.to(route, status=fault.status)) == refused + times,
        "the storm",
    )
    while (await stage.delivery_of(interaction)).state is DeliveryState.PENDING:
        await stage.hurry()
        await stage.breathe()

    await stage.settled(interaction)
    assert stage.pictures_seen_by(stage.ada, stage.general, stage.fake.dm(stage.ada)) == 1
    assert stage.pictures_seen_by(stage.bob, stage.general) == (route != "dm_create")


async def test_a_delivery_is_measured(stage: AdapterHarness) -> None:
    interaction = await stage.drawn()
    await stage.settled(interaction)

    metrics = stage.running.app.metrics.registry
    labels = {"platform": "discord", "outcome": "delivered"}
    assert metrics.get_sample_value("comicai_deliveries_total", labels) == 1
    assert metrics.get_sample_value("comicai_delivery_seconds_count", {"platform": "discord"}) == 1


# --- Once more ------------------------------------------------------------------------------------


async def test_what_a_moderator_removed_is_not_posted_anew_by_a_repeat(
    stage: AdapterHarness,
) -> None:
    """An edit of ours may lie over the picture, so it is put in once more; too late, this time."""
    interaction = await stage.drawn()
    destination = (await stage.settled(interaction)).destination
    assert interaction.original is not None
    await stage.fake.delete_message(interaction.original)
    job = await stage.job_of(interaction)

    assert await stage.running.services.deliveries.repeat(job.id, stage.as_ada, destination)
    await stage.hurry()
    await stage.fake.until(
        lambda: stage.fake.ledger.to("message_edit", status=404), "the message to be missed"
    )
    await stage.settled(interaction)

    assert stage.general.messages_seen_by(stage.ada) == []
    assert stage.fake.dm(stage.ada).messages_seen_by(stage.ada) == []


@pytest.mark.parametrize("place", [server, foreign_server])
async def test_a_private_one_that_may_be_there_is_offered_and_not_brought_twice(
    stage: AdapterHarness, place: Place
) -> None:
    channel = place(stage)
    stage.ada.has_installed = True
    interaction = await waiting(stage, channel, private=True)
    # Discord puts it in, and nobody hears of that before the token has expired.
    stage.fake.fail("webhook_edit", Fault(is_acted_upon=True), times=9)
    stage.generator.go_on()
    message = await stage.picture_in(lambda: interaction.original)
    await stage.untaken(interaction)
    stage.expire()
    stage.fake.faults.clear()

    await stage.hurry()
    await stage.settled(interaction)

    dm = stage.fake.dm(stage.ada)
    assert len(message.pictures) == 1
    assert stage.pictures_seen_by(stage.ada, dm) == 0
    [offer] = dm.messages_seen_by(stage.ada)
    await stage.fake.press(stage.ada, offer, "Fetch my comic")
    await stage.fake.until(lambda: stage.pictures_seen_by(stage.ada, dm) == 1, "the picture")
