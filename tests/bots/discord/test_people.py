"""Commands about a person, and about a server."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.models.identity import Identity, Platform, Requester
from tests.bots.discord.adapter import AdapterHarness, running_stage
from tests.bots.discord.test_buttons import pressed
from tests.bots.discord.test_delivery import waiting
from tests.fakes.discord import (
    CannotError,
    FakeDiscord,
    Interaction,
    Kind,
    Message,
    Permission,
    User,
)

pytestmark = pytest.mark.servers


async def told(
    stage: AdapterHarness, command: str, who: User | None = None, /, **given: object
) -> Interaction:
    """Type a command, and wait for what it says."""
    interaction = await stage.fake.slash(who or stage.ada, stage.general, command, **given)
    return await stage.fake.answered(interaction)


def text_of(interaction: Interaction) -> str:
    assert interaction.original is not None
    return interaction.original.text


@pytest.mark.parametrize("command", ["help", "privacy", "queue", "settings", "link", "mygallery"])
async def test_what_concerns_a_person_is_for_their_eyes(
    stage: AdapterHarness, command: str
) -> None:
    interaction = await told(stage, command)

    assert interaction.original is not None
    assert interaction.original.is_ephemeral
    assert stage.general.messages_seen_by(stage.bob) == []
    assert stage.fake.ledger.refused() == []


@pytest.mark.parametrize(
    ("locale", "word"),
    [("pt-BR", "galeria"), ("es-ES", "galería"), ("ja", "ギャラリー"), ("de", "gallery")],
)
async def test_people_are_answered_in_their_language(
    stage: AdapterHarness, locale: str, word: str
) -> None:
    stage.ada.locale = locale

    assert word in text_of(await told(stage, "mygallery"))


async def test_a_code_links_another_identity_after_asking(stage: AdapterHarness) -> None:
    await stage.settled(await stage.drawn())
    terminal = Requester(identity=Identity(Platform.TERMINAL, "shell"))
    code, _ = await stage.running.services.links.make_code(terminal)

    preview = await told(stage, "link", code=code)
    assert "the terminal" in text_of(preview)
    assert preview.original is not None
    await pressed(stage, preview.original, "Combine")
    await stage.fake.until(lambda: "Done" in text_of(preview), "the word that it is done")

    page, _ = await stage.running.services.gallery.page(terminal)
    assert len(page.comics) == 1


async def test_a_code_is_shown_and_good_elsewhere(stage: AdapterHarness) -> None:
    shown = text_of(await told(stage, "link")).replace("\\", "")
    code = shown.split("\n")[0].rsplit(" ", 1)[-1]
    terminal = Requester(identity=Identity(Platform.TERMINAL, "shell"))

    person = await stage.running.services.links.claim(terminal, code)

    assert Identity(Platform.DISCORD, str(stage.ada.id)) in person.identities


async def test_a_wrong_code_is_told_to_be_wrong(stage: AdapterHarness) -> None:
    assert "doesn’t work" in text_of(await told(stage, "link", code="AAAA-BBBB"))


async def test_the_queue_names_what_is_under_way_and_cancels_it(stage: AdapterHarness) -> None:
    stage.generator.hold()
    interaction = await stage.comic(prompt="a very long story")
    await stage.fake.answered(interaction)

    queue = await told(stage, "queue")
    assert "a very long story" in text_of(queue)
    assert queue.original is not None
    await pressed(stage, queue.original, "Cancel 1")

    await stage.fake.until(lambda: "nothing in progress" in text_of(queue), "an empty queue")
    await stage.settled(interaction)


async def test_everything_about_a_person_can_be_deleted(stage: AdapterHarness) -> None:
    await stage.settled(await stage.drawn())
    privacy = await told(stage, "privacy")
    assert privacy.original is not None
    assert "one comic of yours" in text_of(privacy)

    await pressed(stage, privacy.original, "Delete everything about me")
    await stage.fake.until(lambda: "for good" in text_of(privacy), "the question")
    assert stage.count("identities") == 1
    await pressed(stage, privacy.original, "Yes, delete everything")
    await stage.fake.until(lambda: "no longer know" in text_of(privacy), "the end")

    assert stage.count("identities") == 0


async def test_whoever_is_forgotten_while_waiting_is_told_that_it_is_over(
    stage: AdapterHarness,
) -> None:
    interaction = await waiting(stage, stage.general)
    privacy = await told(stage, "privacy")
    assert privacy.original is not None

    await pressed(stage, privacy.original, "Delete everything about me")
    await stage.fake.until(lambda: "for good" in text_of(privacy), "the question")
    await pressed(stage, privacy.original, "Yes, delete everything")

    await stage.fake.until(lambda: "Canceled" in text_of(interaction), "the end")
    assert "Cancel" not in str(interaction.original and interaction.original.components)


# --- Servers --------------------------------------------------------------------------------------


@pytest.fixture
def moderator(stage: AdapterHarness) -> User:
    stage.fake.grant(stage.guild, stage.bob, Permission.MANAGE_GUILD)
    return stage.bob


async def test_a_paused_server_makes_no_comics_until_it_goes_on(
    stage: AdapterHarness, moderator: User
) -> None:
    await told(stage, "comicadmin pause", moderator, paused=True)
    assert "paused" in await stage.refusal(await stage.comic())

    await told(stage, "comicadmin pause", moderator, paused=False)

    await stage.settled(await stage.drawn())


async def test_comics_of_a_private_server_are_seen_by_who_asked_alone(
    stage: AdapterHarness, moderator: User
) -> None:
    await told(stage, "comicadmin private", moderator, private=True)

    await stage.settled(await stage.drawn())

    assert stage.general.messages_seen_by(moderator)[1:] == []
    assert stage.pictures_seen_by(moderator, stage.general) == 0


async def test_what_is_shared_there_is_not_shown_to_others_either(
    stage: AdapterHarness, moderator: User
) -> None:
    await told(stage, "comicadmin private", moderator, private=True)
    interaction = await stage.drawn()
    await stage.settled(interaction)
    assert interaction.original is not None

    press = await pressed(stage, interaction.original, "Share here")
    await stage.picture_in(lambda: press.original)

    assert stage.pictures_seen_by(moderator, stage.general) == 0
    assert "Share here" in str(press.original and press.original.components)


async def test_a_channel_can_be_chosen(stage: AdapterHarness, moderator: User) -> None:
    other = stage.fake.add_channel(stage.guild, "comics")
    shown = await told(stage, "comicadmin channel", moderator, channel=other)
    assert f"<#{other.id}>" in text_of(shown)

    assert "in this channel" in await stage.refusal(await stage.comic())

    await stage.settled(await stage.drawn(other))


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.FORUM])
async def test_a_chosen_channel_is_chosen_with_its_threads(
    stage: AdapterHarness, moderator: User, kind: Kind
) -> None:
    chosen = stage.fake.add_channel(stage.guild, "comics", kind)
    await told(stage, "comicadmin channel", moderator, channel=chosen)

    await stage.settled(await stage.drawn(stage.fake.add_thread(chosen, "a thread")))


async def test_rules_too_long_for_a_message_are_shown_as_far_as_they_go(
    stage: AdapterHarness, moderator: User
) -> None:
    words = ",".join(["*" * 50] * 19)

    shown = await told(stage, "comicadmin words", moderator, words=words)

    assert "Forbidden words" in text_of(shown)
    assert "went wrong" not in text_of(shown)


async def test_a_ban_holds_in_that_server_and_can_be_lifted(
    stage: AdapterHarness, moderator: User
) -> None:
    await told(stage, "comicadmin ban", moderator, user=stage.ada)
    assert "can’t make comics here" in await stage.refusal(await stage.comic())

    await stage.settled(await stage.drawn(stage.fake.dm(stage.ada)))
    await told(stage, "comicadmin unban", moderator, user=stage.ada)
    await stage.settled(await stage.drawn())


async def test_only_who_manages_the_server_is_offered_its_rules(stage: AdapterHarness) -> None:
    with pytest.raises(CannotError):
        await told(stage, "comicadmin show")


async def test_who_was_let_in_by_an_override_is_refused_all_the_same(stage: AdapterHarness) -> None:
    [command] = [each for each in stage.fake.registry.all() if each["name"] == "comicadmin"]
    command["default_member_permissions"] = None

    shown = await told(stage, "comicadmin pause", paused=True)

    assert "Only moderators" in text_of(shown)


# --- The gallery ----------------------------------------------------------------------------------


async def test_the_gallery_shows_one_comic_and_leads_to_the_others(stage: AdapterHarness) -> None:
    for prompt in ("the first", "the second", "the third"):
        await stage.settled(await stage.drawn(prompt=prompt))
    gallery = await told(stage, "mygallery")
    shown = gallery.original
    assert shown is not None
    await stage.picture_in(lambda: shown)
    assert "the third" in shown.text
    assert "Newer" not in str(shown.components)

    for label, expected in (
        ("Older", "the second"),
        ("Older", "the first"),
        ("Newer", "the second"),
        ("Newer", "the third"),
    ):
        await pressed(stage, shown, label)
        await stage.fake.until(lambda: expected in shown.text, expected)  # noqa: B023 - within the turn
        assert len(shown.attachments) == 1
    assert "Newer" not in str(shown.components)


async def test_the_gallery_finds_words_and_favourites(stage: AdapterHarness) -> None:
    for prompt in ("a cat", "ein Zug", "日本の猫"):
        await stage.settled(await stage.drawn(prompt=prompt))

    found = await told(stage, "mygallery", search="猫")
    assert "日本の猫" in text_of(found)
    assert "a comic like that" in text_of(await told(stage, "mygallery", search="dog"))
    assert "No favorites" in text_of(await told(stage, "mygallery", favorites=True))

    shown = found.original
    assert shown is not None
    await pressed(stage, shown, "Favorite")
    await stage.fake.until(lambda: "Unfavorite" in str(shown.components), "the star")
    assert "日本の猫" in text_of(await told(stage, "mygallery", favorites=True))


async def test_what_is_looked_for_holds_through_every_button_also_after_a_restart(
    fake: FakeDiscord, tmp_path: Path, migrated_file: Path
) -> None:
    async with running_stage(fake, tmp_path, migrated_file) as stage:
        for prompt, style in (
            ("the first cat", "noir"),
            ("a cat in colour", "manga"),
            ("the second cat", "noir"),
            ("a dog", "noir"),
            ("the third cat", "noir"),
            ("a bird", "noir"),
        ):
            await stage.settled(await stage.drawn(prompt=prompt, style=style))
        gallery = await told(stage, "mygallery", search="CAT", style="noir")
    shown = gallery.original
    assert shown is not None
    assert "the third cat" in shown.text
    stage.ada.locale = "ja"  # whatever they read by now

    async with running_stage(fake, tmp_path, None, stage) as stage:

        async def lead(icon: str, *expected: str) -> None:
            labels = {
                button["emoji"]["name"]: button["label"]
                for row in shown.components
                for button in row["components"]
            }
            await pressed(stage, shown, labels[icon])
            await fake.until(lambda: all(each in shown.text for each in expected), str(expected))
            assert "CAT" in shown.text

        await lead("▶️", "the second cat")
        await lead("⭐", "the second cat")
        await lead("▶️", "the first cat")
        assert "▶️" not in str(shown.components)
        await lead("◀️", "the second cat")
        await lead("🗑️", "the first cat")
        await lead("↩️", "the second cat")
        stage.ada.locale = "en-US"
        await pressed(stage, shown, button_of(shown, "favs"))
        await fake.until(lambda: "💛 Favorites" in shown.text, "favourites")
        assert not {"▶️", "◀️"} & set(str(shown.components))
        await pressed(stage, shown, button_of(shown, "all"))
        await fake.until(lambda: "a bird" in shown.text, "all there is")
        assert "CAT" not in shown.text


def button_of(message: Message, action: str) -> str:
    """Return the label of the button that does this."""
    labels: list[str] = [
        button["label"]
        for row in message.components
        for button in row["components"]
        if button["custom_id"].startswith(f"{action}:")
    ]
    return labels[0]


async def test_a_comic_is_deleted_from_the_gallery_and_brought_back(stage: AdapterHarness) -> None:
    for prompt in ("the first", "the second"):
        await stage.settled(await stage.drawn(prompt=prompt))
    gallery = await told(stage, "mygallery")
    shown = gallery.original
    assert shown is not None

    await pressed(stage, shown, "Delete")
    await stage.fake.until(lambda: "the first" in shown.text, "the older one")
    assert "Deleted" in shown.text
    await pressed(stage, shown, "Restore")

    await stage.fake.until(lambda: "the second" in shown.text, "the one brought back")


async def test_a_comic_of_the_gallery_is_posted_for_all(stage: AdapterHarness) -> None:
    await stage.settled(await stage.drawn(stage.fake.dm(stage.ada)))
    gallery = await told(stage, "mygallery")
    assert gallery.original is not None

    press = await pressed(stage, gallery.original, "Post here")
    await stage.picture_in(lambda: press.original)

    assert stage.pictures_seen_by(stage.bob, stage.general) == 1
