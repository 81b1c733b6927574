"""Messages with the bot's token: nonces, permissions, files, mentions and validation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import discord
import pytest

from tests.fakes.discord import Channel, FakeDiscord, Kind, Message, Permission, User
from tests.fakes.discord_bot import Bot
from tests.pictures import make_picture

PICTURE = make_picture()


@pytest.fixture
async def bot(fake: FakeDiscord) -> AsyncIterator[Bot]:
    """A bot that is logged in without a gateway connection."""
    fake.limits.of_route.clear()
    client = Bot()
    await client.login(fake.token)
    yield client
    await client.close()


def messageable(bot: Bot, channel: Channel) -> discord.PartialMessageable:
    return bot.get_partial_messageable(channel.id)


def file(data: bytes = PICTURE, name: str = "page.png", alt: str | None = None) -> discord.File:
    return discord.File(BytesIO(data), name, description=alt)


def last(channel: Channel) -> Message:
    assert channel.last_message is not None
    return channel.last_message


async def refusal(call: Any) -> tuple[int, int]:
    """Return the status and the code of an error response."""
    with pytest.raises(discord.HTTPException) as refused:
        await call
    return refused.value.status, refused.value.code


# --- Sending, editing, deleting -------------------------------------------------------------------


async def test_a_nonce_sends_once_for_some_minutes(
    fake: FakeDiscord, bot: Bot, general: Channel
) -> None:
    first = await messageable(bot, general).send("one", nonce="job-1")
    again = await messageable(bot, general).send("one", nonce="job-1")
    assert again.id == first.id
    assert len(general.messages) == 1

    fake.clock.advance(minutes=6)
    later = await messageable(bot, general).send("one", nonce="job-1")
    assert later.id != first.id

    await later.delete()
    assert await refusal(messageable(bot, general).send("one", nonce="job-1")) == (404, 10008)
    assert await refusal(messageable(bot, general).send("one", nonce="x" * 26)) == (400, 50035)


async def test_an_edit_that_lists_attachments_keeps_only_those(bot: Bot, general: Channel) -> None:
    sent = await messageable(bot, general).send(files=[file(alt="one"), file(name="two.png")])
    await sent.edit(content="words")
    assert [a.filename for a in last(general).attachments] == ["page.png", "two.png"]

    await sent.edit(attachments=[sent.attachments[1], file(name="new.png")])
    await sent.edit(attachments=[sent.attachments[1], file(name="new.png")])

    assert [a.filename for a in last(general).attachments] == ["two.png", "new.png"]
    assert last(general).content == "words"


async def test_an_attachment_is_served_until_its_url_expires(
    fake: FakeDiscord, bot: Bot, general: Channel
) -> None:
    sent = await messageable(bot, general).send(file=file(alt="a cat"))
    [attachment] = sent.attachments

    assert await attachment.read() == PICTURE
    assert (attachment.width, attachment.height) == (40, 30)
    assert (attachment.description, attachment.content_type) == ("a cat", "image/png")

    fake.clock.advance(minutes=25 * 60)
    assert await refusal(attachment.read()) == (404, 0)
    fresh = await messageable(bot, general).fetch_message(sent.id)
    assert await fresh.attachments[0].read() == PICTURE


async def test_a_reply_needs_its_message_and_the_permission_to_read(
    fake: FakeDiscord, bot: Bot, ada: User, general: Channel
) -> None:
    said = fake.say(ada, general, "hello")
    target = messageable(bot, general).get_partial_message(said.id)
    await messageable(bot, general).send("hi", reference=target)
    assert last(general).reference is said

    fake.permit(general, fake.bot, deny=Permission.READ_MESSAGE_HISTORY)
    assert await refusal(messageable(bot, general).send("hi", reference=target)) == (400, 160002)
    await fake.delete_message(said)
    assert await refusal(messageable(bot, general).send("hi", reference=target)) == (400, 50035)
    lenient = target.to_reference(fail_if_not_exists=False)
    await messageable(bot, general).send("hi", reference=lenient)
    assert last(general).reference is None


async def test_others_messages_can_be_deleted_with_permission_but_not_edited(
    fake: FakeDiscord, bot: Bot, ada: User, general: Channel
) -> None:
    said = fake.say(ada, general, "hello")
    others_message = messageable(bot, general).get_partial_message(said.id)

    assert await refusal(others_message.edit(content="mine")) == (403, 50005)
    assert await refusal(others_message.delete()) == (403, 50013)
    fake.permit(general, fake.bot, allow=Permission.MANAGE_MESSAGES)
    await others_message.delete()
    assert await refusal(others_message.delete()) == (404, 10008)


# --- Permissions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("denied", "code"),
    [
        (Permission.VIEW_CHANNEL, 50001),
        (Permission.SEND_MESSAGES, 50013),
        (Permission.ATTACH_FILES, 50013),
        (Permission.EMBED_LINKS, 50013),
    ],
)
async def test_a_missing_permission_is_refused(
    fake: FakeDiscord, bot: Bot, general: Channel, denied: Permission, code: int
) -> None:
    fake.permit(general, fake.bot, deny=denied)
    embed = discord.Embed(title="a cat")

    sending = messageable(bot, general).send("hello", file=file(), embed=embed)

    assert await refusal(sending) == (403, code)


async def test_threads_have_their_own_permissions_and_forums_accept_no_messages(
    fake: FakeDiscord, bot: Bot, general: Channel
) -> None:
    assert general.guild is not None
    forum = fake.add_channel(general.guild, "ideas", Kind.FORUM)
    post, thread = fake.add_thread(forum, "a post"), fake.add_thread(general, "a thread")
    fake.permit(general, fake.bot, deny=Permission.SEND_MESSAGES)

    await messageable(bot, thread).send("hello")
    await messageable(bot, post).send("hello")
    assert await refusal(messageable(bot, forum).send("hello")) == (400, 50008)
    fake.permit(general, fake.bot, deny=Permission.SEND_MESSAGES_IN_THREADS)
    assert await refusal(messageable(bot, thread).send("hello")) == (403, 50013)
    secret = fake.add_thread(general, "secret", private=True)
    assert await refusal(messageable(bot, secret).send("hello")) == (403, 50001)


async def test_deleted_objects_are_unknown(fake: FakeDiscord, bot: Bot, general: Channel) -> None:
    assert general.guild is not None
    ideas = fake.add_channel(general.guild, "ideas")
    await fake.delete_channel(ideas)
    await fake.remove_bot(general.guild)

    assert await refusal(messageable(bot, ideas).send("hello")) == (404, 10003)
    assert await refusal(messageable(bot, general).send("hello")) == (403, 50001)


async def test_a_dm_reaches_users_who_accept_it(fake: FakeDiscord, bot: Bot, ada: User) -> None:
    channel = await bot.create_dm(discord.Object(ada.id))
    await channel.send("hello")
    assert [message.content for message in fake.dm(ada).messages_seen_by(ada)] == ["hello"]

    ada.dms_open = False
    assert await refusal(channel.send("hello")) == (403, 50007)
    stranger = await bot.create_dm(discord.Object(fake.add_user("eve").id))
    assert await refusal(stranger.send("hello")) == (403, 50007)


async def test_automod_blocks_words_in_every_part_of_a_message(
    fake: FakeDiscord, bot: Bot, general: Channel
) -> None:
    assert general.guild is not None
    general.guild.blocked_words.add("badword")
    sent = await messageable(bot, general).send("fine")

    assert await refusal(sent.edit(content="a BadWord")) == (400, 200000)
    hidden = discord.Embed(description="badword")
    assert await refusal(messageable(bot, general).send(embed=hidden)) == (400, 200000)
    assert last(general).content == "fine"


async def test_files_over_the_channels_limit_are_refused(
    fake: FakeDiscord, bot: Bot, general: Channel
) -> None:
    assert general.guild is not None
    general.guild.upload_limit = 5000
    await messageable(bot, general).send(file=file(b"x" * 5000))

    assert await refusal(messageable(bot, general).send(file=file(b"x" * 5001))) == (413, 40005)


# --- Mentions -------------------------------------------------------------------------------------


async def test_notified_users_are_distinguished_from_mentioned_users(
    fake: FakeDiscord, bot: Bot, ada: User, bob: User, general: Channel
) -> None:
    text = f"<@{ada.id}> <@{bob.id}> @everyone"
    await messageable(bot, general).send(text)
    silent = last(general)
    assert (silent.pinged, silent.pinged_everyone) == (set(), False)
    assert [user.name for user in silent.mentions] == ["ada", "bob"]

    fake.permit(general, fake.bot, allow=Permission.MENTION_EVERYONE)
    only_ada = discord.AllowedMentions(users=[discord.Object(ada.id)], everyone=True)
    sent = await messageable(bot, general).send(text, allowed_mentions=only_ada)
    assert (last(general).pinged, last(general).pinged_everyone) == ({ada.id}, True)

    await sent.edit(content=f"<@{bob.id}>", allowed_mentions=discord.AllowedMentions.all())
    assert last(general).pinged == {ada.id}  # an edit notifies no one


# --- Validation -----------------------------------------------------------------------------------


def view(*items: discord.ui.Item[Any]) -> discord.ui.View:
    made = discord.ui.View(timeout=None)
    for item in items:
        made.add_item(item)
    return made


def button(custom_id: str = "one", label: str = "One", **more: Any) -> discord.ui.Button[Any]:
    return discord.ui.Button(custom_id=custom_id, label=label, **more)


def embeds(*texts: str) -> list[discord.Embed]:
    return [discord.Embed(description=text) for text in texts]


@pytest.mark.parametrize(
    ("message", "where"),
    [
        ({"content": "x" * 2001}, "content"),
        ({"embeds": embeds("x" * 4097)}, "embeds.0.description"),
        ({"embeds": embeds("x" * 3001, "x" * 3000)}, "embeds"),
        ({"embed": discord.Embed(title="x" * 257)}, "embeds.0.title"),
        ({"embed": discord.Embed().add_field(name="", value="x")}, "embeds.0.fields.0.name"),
        ({"embed": discord.Embed().set_image(url="ftp://x/y")}, "embeds.0.image.url"),
        ({"view": view(button("x" * 101))}, "components.0.components.0.custom_id"),
        ({"view": view(button(label="x" * 81))}, "components.0.components.0.label"),
        ({"view": view(button(), button())}, "components.0.components.1.custom_id"),
        (
            {"view": view(discord.ui.Button(label="x", url="https://x/" + "y" * 503))},
            "components.0.components.0.url",
        ),
        ({"file": file(alt="x" * 1025)}, "attachments.0.description"),
    ],
)
async def test_a_message_over_the_limits_is_refused_with_the_path_of_each_error(
    bot: Bot, general: Channel, message: dict[str, Any], where: str
) -> None:
    with pytest.raises(discord.HTTPException) as refused:
        await messageable(bot, general).send(**message)

    assert refused.value.code == 50035
    assert f"In {where}: " in refused.value.text
    assert general.messages == {}


async def test_a_file_that_an_embed_shows_is_not_listed_as_an_attachment(
    bot: Bot, general: Channel
) -> None:
    embed = discord.Embed(title="a cat").set_image(url="attachment://page.png")
    sent = await messageable(bot, general).send(embed=embed, files=[file(), file(name="two.png")])

    assert [attachment.filename for attachment in sent.attachments] == ["two.png"]
    assert (sent.embeds[0].image.url or "").startswith("http://127.0.0.1:")
    assert last(general).pictures == [PICTURE, PICTURE]


async def test_an_empty_message_is_refused(bot: Bot, general: Channel) -> None:
    assert await refusal(messageable(bot, general).send("")) == (400, 50006)
    assert await refusal(messageable(bot, general).send(" \n")) == (400, 50006)


class Page(discord.ui.LayoutView):
    """An image between texts, in components V2."""

    def __init__(self, shows: str = "page.png", words: str = "a cat") -> None:
        super().__init__(timeout=None)
        gallery: discord.ui.MediaGallery[Page] = discord.ui.MediaGallery()
        gallery.add_item(media=f"attachment://{shows}", description="a cat")
        row: discord.ui.ActionRow[Page] = discord.ui.ActionRow(button(emoji="🔁"))
        self.add_item(discord.ui.Container(discord.ui.TextDisplay(words), gallery, row))


async def test_components_v2_show_the_files_that_they_refer_to(bot: Bot, general: Channel) -> None:
    sent = await messageable(bot, general).send(
        view=Page(), files=[file(), file(name="hidden.png")]
    )

    assert last(general).pictures == [PICTURE]
    assert last(general).text.strip() == "a cat"
    missing = messageable(bot, general).send(view=Page(shows="other.png"), file=file())
    assert await refusal(missing) == (400, 50035)
    assert await refusal(sent.edit(content="words")) == (400, 50035)
    long = messageable(bot, general).send(view=Page(words="x" * 4001), file=file())
    assert await refusal(long) == (400, 50035)


async def test_an_edit_to_v2_must_remove_the_content(bot: Bot, general: Channel) -> None:
    sent = await messageable(bot, general).send("thinking")

    assert await refusal(sent.edit(view=Page(), attachments=[file()])) == (400, 50035)
    await sent.edit(content=None, view=Page(), attachments=[file()])

    assert last(general).pictures == [PICTURE]


async def raw(bot: Bot, channel: Channel, **body: Any) -> Any:
    """Send a body that discord.py itself would not send."""
    route = discord.http.Route("POST", "/channels/{channel_id}/messages", channel_id=channel.id)
    return await bot.http.request(route, json=body)


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        {"content": "x", "allowed_mentions": {"parse": ["nobody"]}},
        {"content": "x", "components": [{"type": 10, "content": "V2 without its flag"}]},
        {"content": "x", "components": [{"type": 2, "label": "x", "style": 1, "custom_id": "x"}]},
        {"content": "x", "components": [{"type": 1, "components": [{"type": 99}]}]},
        {"content": "x", "components": [{"type": 1, "components": []}]},
        {"content": "x", "flags": 1 << 15, "components": [{"type": 10, "content": "y"}]},
        {"flags": 1 << 15, "components": [{"type": 10, "content": "y"}] * 41},
        {"content": "x", "attachments": [{"id": "7"}]},
        {"content": ["x"]},
        {"content": "x", "embeds": [{}] * 11},
    ],
)
async def test_bodies_that_the_library_would_not_send_are_refused(
    bot: Bot, general: Channel, body: dict[str, Any]
) -> None:
    assert await refusal(raw(bot, general, **body)) == (400, 50035)
    assert general.messages == {}
