"""Account, gallery and server commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.models.identity import Identity, Platform, Requester
from core.sentences import sentence
from tests.bots.discord.adapter import AdapterHarness, running_adapter
from tests.bots.discord.test_buttons import press_button
from tests.fakes.discord import (
    FakeDiscord,
    Interaction,
    Kind,
    Message,
    NotOfferedError,
    Permission,
    User,
)

pytestmark = pytest.mark.servers


async def run_command(
    adapter: AdapterHarness, command: str, who: User | None = None, /, **given: object
) -> Interaction:
    """Run a command, and wait for its response."""
    interaction = await adapter.fake.slash(who or adapter.ada, adapter.general, command, **given)
    return await adapter.fake.responded(interaction)


def text_of(interaction: Interaction) -> str:
    assert interaction.original is not None
    return interaction.original.text


@pytest.mark.parametrize("command", ["help", "privacy", "queue", "settings", "link", "mygallery"])
async def test_responses_to_account_commands_are_ephemeral(
    adapter: AdapterHarness, command: str
) -> None:
    interaction = await run_command(adapter, command)

    assert interaction.original is not None
    assert interaction.original.is_ephemeral
    assert adapter.general.messages_seen_by(adapter.bob) == []
    assert adapter.fake.call_log.refused() == []


@pytest.mark.parametrize(
    ("locale", "word"),
    [("pt-BR", "galeria"), ("es-ES", "galería"), ("ja", "ギャラリー"), ("de", "gallery")],
)
async def test_responses_are_in_the_users_language(
    adapter: AdapterHarness, locale: str, word: str
) -> None:
    adapter.ada.locale = locale

    assert word in text_of(await run_command(adapter, "mygallery"))


async def test_a_link_code_links_another_identity_after_confirmation(
    adapter: AdapterHarness,
) -> None:
    await adapter.wait_for_delivery(await adapter.draw_comic())
    terminal = Requester(identity=Identity(Platform.TERMINAL, "shell"))
    code, _ = await adapter.running.services.links.make_code(terminal)

    preview = await run_command(adapter, "link", code=code)
    assert "the terminal" in text_of(preview)
    assert preview.original is not None
    await press_button(adapter, preview.original, "Combine")
    await adapter.fake.until(lambda: "Done" in text_of(preview), "the confirmation")

    page, _ = await adapter.running.services.gallery.page(terminal)
    assert len(page.comics) == 1


async def test_a_new_link_code_is_valid_on_another_platform(adapter: AdapterHarness) -> None:
    shown = text_of(await run_command(adapter, "link")).replace("\\", "")
    code = shown.split("\n")[0].rsplit(" ", 1)[-1]
    terminal = Requester(identity=Identity(Platform.TERMINAL, "shell"))

    details = await adapter.running.services.links.claim(terminal, code)

    assert Identity(Platform.DISCORD, str(adapter.ada.id)) in details.identities


async def test_an_invalid_link_code_is_rejected(adapter: AdapterHarness) -> None:
    assert "doesn’t work" in text_of(await run_command(adapter, "link", code="AAAA-BBBB"))


async def test_the_queue_lists_open_jobs_and_cancels_them(adapter: AdapterHarness) -> None:
    adapter.generator.hold()
    interaction = await adapter.request_comic(prompt="a very long story")
    await adapter.fake.responded(interaction)

    queue = await run_command(adapter, "queue")
    assert "a very long story" in text_of(queue)
    assert queue.original is not None
    await press_button(adapter, queue.original, "Cancel 1")

    await adapter.fake.until(lambda: "nothing in progress" in text_of(queue), "an empty queue")
    await adapter.wait_for_delivery(interaction)


async def test_all_data_of_a_user_can_be_erased(adapter: AdapterHarness) -> None:
    await adapter.wait_for_delivery(await adapter.draw_comic())
    privacy = await run_command(adapter, "privacy")
    assert privacy.original is not None
    assert "one comic of yours" in text_of(privacy)
    assert sentence("recipient_none", "en") in text_of(privacy)

    await press_button(adapter, privacy.original, "Delete everything about me")
    await adapter.fake.until(lambda: "for good" in text_of(privacy), "the question")
    assert adapter.count("identities") == 1
    await press_button(adapter, privacy.original, "Yes, delete everything")
    await adapter.fake.until(lambda: "no longer know" in text_of(privacy), "the end")

    assert adapter.count("identities") == 0


async def test_erasing_an_account_cancels_its_open_job_visibly(
    adapter: AdapterHarness,
) -> None:
    interaction = await adapter.comic_being_drawn(adapter.general)
    privacy = await run_command(adapter, "privacy")
    assert privacy.original is not None

    await press_button(adapter, privacy.original, "Delete everything about me")
    await adapter.fake.until(lambda: "for good" in text_of(privacy), "the question")
    await press_button(adapter, privacy.original, "Yes, delete everything")

    await adapter.fake.until(lambda: "Canceled" in text_of(interaction), "the end")
    assert "Cancel" not in str(interaction.original and interaction.original.components)


# --- Servers --------------------------------------------------------------------------------------


@pytest.fixture
def moderator(adapter: AdapterHarness) -> User:
    adapter.fake.grant(adapter.guild, adapter.bob, Permission.MANAGE_GUILD)
    return adapter.bob


async def test_a_paused_server_refuses_comics_until_resumed(
    adapter: AdapterHarness, moderator: User
) -> None:
    await run_command(adapter, "comicadmin pause", moderator, paused=True)
    assert "paused" in await adapter.refusal(await adapter.request_comic())

    await run_command(adapter, "comicadmin pause", moderator, paused=False)

    await adapter.wait_for_delivery(await adapter.draw_comic())


async def test_comics_in_a_private_server_are_ephemeral(
    adapter: AdapterHarness, moderator: User
) -> None:
    await run_command(adapter, "comicadmin private", moderator, private=True)

    await adapter.wait_for_delivery(await adapter.draw_comic())

    assert adapter.general.messages_seen_by(moderator)[1:] == []
    assert adapter.images_seen_by(moderator, adapter.general) == 0


async def test_a_server_may_be_in_family_mode(adapter: AdapterHarness, moderator: User) -> None:
    shown = await run_command(adapter, "comicadmin family", moderator, family=True)
    assert "Family mode" in text_of(shown)

    await adapter.wait_for_delivery(await adapter.draw_comic())

    [submitted] = adapter.generator.submissions
    assert submitted["inputParams"]["safety"] == "strict"


async def test_sharing_in_a_private_server_stays_ephemeral(
    adapter: AdapterHarness, moderator: User
) -> None:
    await run_command(adapter, "comicadmin private", moderator, private=True)
    interaction = await adapter.draw_comic()
    await adapter.wait_for_delivery(interaction)
    assert interaction.original is not None

    press = await press_button(adapter, interaction.original, "Share here")
    await adapter.wait_for_image(lambda: press.original)

    assert adapter.images_seen_by(moderator, adapter.general) == 0
    assert "Share here" in str(press.original and press.original.components)


async def test_comics_can_be_limited_to_a_channel(adapter: AdapterHarness, moderator: User) -> None:
    other = adapter.fake.add_channel(adapter.guild, "comics")
    shown = await run_command(adapter, "comicadmin channel", moderator, channel=other)
    assert f"<#{other.id}>" in text_of(shown)

    assert "in this channel" in await adapter.refusal(await adapter.request_comic())

    await adapter.wait_for_delivery(await adapter.draw_comic(other))


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.FORUM])
async def test_an_allowed_channel_includes_its_threads(
    adapter: AdapterHarness, moderator: User, kind: Kind
) -> None:
    chosen = adapter.fake.add_channel(adapter.guild, "comics", kind)
    await run_command(adapter, "comicadmin channel", moderator, channel=chosen)

    await adapter.wait_for_delivery(
        await adapter.draw_comic(adapter.fake.add_thread(chosen, "a thread"))
    )


async def test_settings_too_long_for_a_message_are_shortened(
    adapter: AdapterHarness, moderator: User
) -> None:
    words = ",".join(["*" * 50] * 19)

    shown = await run_command(adapter, "comicadmin words", moderator, words=words)

    assert "Forbidden words" in text_of(shown)
    assert "went wrong" not in text_of(shown)


async def test_a_ban_applies_to_its_server_and_can_be_lifted(
    adapter: AdapterHarness, moderator: User
) -> None:
    await run_command(adapter, "comicadmin ban", moderator, user=adapter.ada)
    assert "can’t make comics here" in await adapter.refusal(await adapter.request_comic())

    await adapter.wait_for_delivery(await adapter.draw_comic(adapter.fake.dm(adapter.ada)))
    await run_command(adapter, "comicadmin unban", moderator, user=adapter.ada)
    await adapter.wait_for_delivery(await adapter.draw_comic())


async def test_only_members_who_manage_the_server_see_comicadmin(adapter: AdapterHarness) -> None:
    with pytest.raises(NotOfferedError):
        await run_command(adapter, "comicadmin show")


async def test_a_permission_override_does_not_make_a_moderator(adapter: AdapterHarness) -> None:
    [command] = [each for each in adapter.fake.registry.all() if each["name"] == "comicadmin"]
    command["default_member_permissions"] = None

    shown = await run_command(adapter, "comicadmin pause", paused=True)

    assert "Only moderators" in text_of(shown)


# --- The gallery ----------------------------------------------------------------------------------


async def test_the_gallery_shows_one_comic_and_navigates_to_the_others(
    adapter: AdapterHarness,
) -> None:
    for prompt in ("the first", "the second", "the third"):
        await adapter.wait_for_delivery(await adapter.draw_comic(prompt=prompt))
    gallery = await run_command(adapter, "mygallery")
    shown = gallery.original
    assert shown is not None
    await adapter.wait_for_image(lambda: shown)
    assert "the third" in shown.text
    assert "Newer" not in str(shown.components)

    for label, expected in (
        ("Older", "the second"),
        ("Older", "the first"),
        ("Newer", "the second"),
        ("Newer", "the third"),
    ):
        await press_button(adapter, shown, label)
        await adapter.fake.until(lambda: expected in shown.text, expected)  # noqa: B023 - within the turn
        assert len(shown.attachments) == 1
    assert "Newer" not in str(shown.components)


async def test_the_gallery_filters_by_text_and_favorites(adapter: AdapterHarness) -> None:
    for prompt in ("a cat", "ein Zug", "日本の猫"):
        await adapter.wait_for_delivery(await adapter.draw_comic(prompt=prompt))

    found = await run_command(adapter, "mygallery", search="猫")
    assert "日本の猫" in text_of(found)
    assert "a comic like that" in text_of(await run_command(adapter, "mygallery", search="dog"))
    assert "No favorites" in text_of(await run_command(adapter, "mygallery", favorites=True))

    shown = found.original
    assert shown is not None
    await press_button(adapter, shown, "Favorite")
    await adapter.fake.until(lambda: "Unfavorite" in str(shown.components), "the star")
    assert "日本の猫" in text_of(await run_command(adapter, "mygallery", favorites=True))


async def test_the_gallery_filter_survives_every_button_and_a_restart(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    async with running_adapter(fake, tmp_path, migrated_file) as adapter:
        for prompt, style in (
            ("the first cat", "noir"),
            ("a cat in colour", "manga"),
            ("the second cat", "noir"),
            ("a dog", "noir"),
            ("the third cat", "noir"),
            ("a bird", "noir"),
        ):
            await adapter.wait_for_delivery(await adapter.draw_comic(prompt=prompt, style=style))
        gallery = await run_command(adapter, "mygallery", search="CAT", style="noir")
    shown = gallery.original
    assert shown is not None
    assert "the third cat" in shown.text
    adapter.ada.locale = "ja"  # the language may change in between

    async with running_adapter(fake, tmp_path, None, adapter) as adapter:

        async def navigate(icon: str, *expected: str) -> None:
            labels = {
                button["emoji"]["name"]: button["label"]
                for row in shown.components
                for button in row["components"]
            }
            await press_button(adapter, shown, labels[icon])
            await fake.until(lambda: all(each in shown.text for each in expected), str(expected))
            assert "CAT" in shown.text

        await navigate("▶️", "the second cat")
        await navigate("⭐", "the second cat")
        await navigate("▶️", "the first cat")
        assert "▶️" not in str(shown.components)
        await navigate("◀️", "the second cat")
        await navigate("🗑️", "the first cat")
        await navigate("↩️", "the second cat")
        adapter.ada.locale = "en-US"
        await press_button(adapter, shown, button_of(shown, "favs"))
        await fake.until(lambda: "💛 Favorites" in shown.text, "the favorites")
        assert not {"▶️", "◀️"} & set(str(shown.components))
        await press_button(adapter, shown, button_of(shown, "all"))
        await fake.until(lambda: "a bird" in shown.text, "the unfiltered gallery")
        assert "CAT" not in shown.text


async def test_the_gallery_filter_survives_though_the_server_blocks_its_words(
    adapter: AdapterHarness,
) -> None:
    for prompt in ("the first cat", "a dog", "the second cat"):
        await adapter.wait_for_delivery(await adapter.draw_comic(prompt=prompt))
    adapter.guild.blocked_words = {"cat"}  # so the message has neither a heading nor a quote
    gallery = await run_command(adapter, "mygallery", search="cat")
    shown = await adapter.wait_for_image(lambda: gallery.original)
    assert "🔎" not in shown.text
    adapter.guild.blocked_words = set()
    await adapter.fake.until(lambda: adapter.count("gallery_views") == 1, "the saved filter")

    await press_button(adapter, shown, "Older")

    await adapter.fake.until(lambda: shown.edits > 1, "the older one")
    assert "the first cat" in shown.text


async def test_a_gallery_message_of_an_older_release_is_read_by_its_heading(
    adapter: AdapterHarness,
) -> None:
    for prompt in ("the first cat", "a dog", "the second cat"):
        await adapter.wait_for_delivery(await adapter.draw_comic(prompt=prompt))
    shown = (await run_command(adapter, "mygallery", search="cat")).original
    assert shown is not None
    await adapter.fake.until(lambda: adapter.count("gallery_views") == 1, "the saved filter")
    adapter.execute_sql("DELETE FROM gallery_views")

    await press_button(adapter, shown, "Older")
    await adapter.fake.until(lambda: "the first cat" in shown.text, "the older cat")
    await press_button(adapter, shown, "All comics")
    await adapter.fake.until(lambda: "🔎" not in shown.text, "the whole gallery")
    await press_button(adapter, shown, "Older")
    await adapter.fake.until(lambda: "a dog" in shown.text, "the next comic")

    await adapter.fake.until(lambda: adapter.count("gallery_views") == 1, "the saved filter")


def button_of(message: Message, action: str) -> str:
    """Return the label of the button with this action."""
    labels: list[str] = [
        button["label"]
        for row in message.components
        for button in row["components"]
        if button["custom_id"].startswith(f"{action}:")
    ]
    return labels[0]


async def test_a_comic_is_deleted_from_the_gallery_and_restored(adapter: AdapterHarness) -> None:
    for prompt in ("the first", "the second"):
        await adapter.wait_for_delivery(await adapter.draw_comic(prompt=prompt))
    gallery = await run_command(adapter, "mygallery")
    shown = gallery.original
    assert shown is not None

    await press_button(adapter, shown, "Delete")
    await adapter.fake.until(lambda: "the first" in shown.text, "the older one")
    assert "Deleted" in shown.text
    await press_button(adapter, shown, "Restore")

    await adapter.fake.until(lambda: "the second" in shown.text, "the restored comic")


async def test_a_comic_from_the_gallery_is_posted_publicly(adapter: AdapterHarness) -> None:
    await adapter.wait_for_delivery(await adapter.draw_comic(adapter.fake.dm(adapter.ada)))
    gallery = await run_command(adapter, "mygallery")
    assert gallery.original is not None

    press = await press_button(adapter, gallery.original, "Post here")
    await adapter.wait_for_image(lambda: press.original)

    assert adapter.images_seen_by(adapter.bob, adapter.general) == 1
