"""Chat settings: changes by moderators, and their effect on requests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.chats.chat_settings import (
    ChatSettings,
    ChatSettingsCache,
    RecentChatSettings,
    toggled,
)
from core.errors import (
    AuthorOptedOutError,
    ChannelNotAllowedError,
    ChatLimitError,
    ChatPausedError,
    InvalidOptionsError,
    NotModeratorError,
    PromptRejectedError,
    RequestError,
    StyleNotAllowedError,
)
from core.models.deliveries import Destination
from core.models.identity import Identity, Platform, Requester
from core.models.requests import ComicRequest
from tests.core.people_services import PeopleServices

GUILD = "77"
THERE = Destination(platform=Platform.DISCORD, chat="42", user_id="1001")
MEMBER = Requester(identity=Identity(Platform.DISCORD, "1001"), community=GUILD)
MODERATOR = Requester(identity=Identity(Platform.DISCORD, "9"), community=GUILD, moderates=True)


@pytest.fixture
def cache(people_services: PeopleServices) -> ChatSettingsCache:
    return ChatSettingsCache(database=people_services.database, platform=Platform.DISCORD)


async def ask(
    people_services: PeopleServices, requester: Requester = MEMBER, **options: Any
) -> None:
    request = ComicRequest(text="a cat opens a bakery", options=options)
    await people_services.job_services.comics.request(request, requester, THERE)


@pytest.mark.parametrize(
    ("changes", "options", "error"),
    [
        ({"paused": True}, {}, ChatPausedError),
        ({"channels": ("41",)}, {}, ChannelNotAllowedError),
        ({"styles": ("noir",)}, {"style": "manga"}, StyleNotAllowedError),
        ({"words": ("bakery",)}, {}, PromptRejectedError),
    ],
)
async def test_settings_apply_to_their_own_chat_only(
    people_services: PeopleServices,
    cache: ChatSettingsCache,
    changes: dict[str, Any],
    options: dict[str, Any],
    error: type[RequestError],
) -> None:
    await cache.change(MODERATOR, **changes)

    with pytest.raises(error):
        await ask(people_services, **options)
    await ask(people_services, replace(MEMBER, community="78"), **options)
    assert people_services.count("jobs") == 1


async def test_allowed_requests_are_accepted(
    people_services: PeopleServices, cache: ChatSettingsCache
) -> None:
    await cache.change(MODERATOR, channels=("41", "42"), styles=("manga",), words=("gore",))

    await ask(people_services, style="manga")

    assert people_services.count("jobs") == 1


async def test_a_chats_own_limit_counts_the_whole_chat(
    people_services: PeopleServices, cache: ChatSettingsCache
) -> None:
    await cache.change(MODERATOR, per_day=1)
    await ask(people_services)

    with pytest.raises(ChatLimitError):
        await ask(people_services, replace(MODERATOR, moderates=False))


async def test_only_moderators_change_settings(cache: ChatSettingsCache) -> None:
    with pytest.raises(NotModeratorError):
        await cache.change(MEMBER, paused=True)
    with pytest.raises(NotModeratorError):
        await cache.change(replace(MODERATOR, community=""), paused=True)

    assert await cache.settings(GUILD) == ChatSettings()


@pytest.mark.parametrize(
    "changes", [{"words": ("x" * 61,)}, {"words": ("x",) * 201}, {"styles": ("cubism",)}]
)
async def test_invalid_settings_are_refused(
    cache: ChatSettingsCache, changes: dict[str, Any]
) -> None:
    with pytest.raises(InvalidOptionsError):
        await cache.change(MODERATOR, **changes)


async def test_an_entry_is_added_and_removed(cache: ChatSettingsCache) -> None:
    await toggled(cache, MODERATOR, "channels", "42")
    settings = await toggled(cache, MODERATOR, "channels", "43")
    assert settings.channels == ("42", "43")

    settings = await toggled(cache, MODERATOR, "channels", "42")

    assert settings.channels == ("43",)
    assert await cache.settings(GUILD) == settings


async def test_private_chats_are_known_from_the_cache(
    people_services: PeopleServices, cache: ChatSettingsCache
) -> None:
    await cache.change(MODERATOR, private=True)
    fresh = ChatSettingsCache(database=people_services.database, platform=Platform.DISCORD)
    assert not fresh.is_private(GUILD)

    await fresh.read()

    assert fresh.is_private(GUILD)
    assert not fresh.is_private("78")


async def test_messages_of_users_who_opted_out_are_not_drawn(
    people_services: PeopleServices,
) -> None:
    author = Requester(identity=Identity(Platform.DISCORD, "55"))
    request = ComicRequest(text="a cat opens a bakery", author="55")
    await people_services.job_services.comics.request(request, MEMBER, THERE)

    await people_services.profiles.set(author, {"drawn_by_others": False})

    with pytest.raises(AuthorOptedOutError):
        await people_services.job_services.comics.request(request, MEMBER, THERE)
    await people_services.job_services.comics.request(replace(request, author="56"), MEMBER, THERE)


@pytest.mark.parametrize("changes", [{"paused": True}, {"channels": ("41",)}])
async def test_older_comics_are_not_posted_in_paused_chats(
    people_services: PeopleServices, cache: ChatSettingsCache, changes: dict[str, Any]
) -> None:
    comic_id = await people_services.draw(MEMBER, destination=THERE, private=True)
    await cache.change(MODERATOR, **changes)

    with pytest.raises((ChatPausedError, ChannelNotAllowedError)):
        await people_services.chat_gallery.show_in_chat(MEMBER, comic_id, THERE)
    elsewhere = replace(MEMBER, community="78")
    assert (
        await people_services.chat_gallery.show_in_chat(elsewhere, comic_id, THERE)
    ).id == comic_id


@pytest.mark.parametrize("age_restricted", [False, True])
async def test_no_setting_allows_minors_in_sexual_comics(
    people_services: PeopleServices, *, age_restricted: bool
) -> None:
    there = replace(THERE, age_restricted=age_restricted)
    comics = people_services.job_services.comics

    for text, options in (
        ("a naked child", {}),
        ("at the beach", {"characters": [{"name": "A", "description": "a sexy schoolgirl"}]}),
        ("a child", {"characters": [{"name": "A", "description": "naked"}]}),
    ):
        with pytest.raises(PromptRejectedError):
            await comics.request(ComicRequest(text=text, options=options), MEMBER, there)


async def test_unwanted_words_do_not_break_the_minors_rule(people_services: PeopleServices) -> None:
    await ask(people_services, negativePrompt="nude, naked child")


@pytest.mark.parametrize("where", ["chat", "installation"])
async def test_family_mode_makes_comics_strict(
    people_services: PeopleServices, cache: ChatSettingsCache, where: str
) -> None:
    comics = people_services.job_services.comics
    if where == "chat":
        await cache.change(MODERATOR, family=True)
    else:
        comics = replace(comics, family=True)

    receipt = await comics.request(ComicRequest(text="a cat"), MEMBER, THERE)
    outside = await people_services.job_services.request()

    job = await people_services.job_services.job(receipt.job_id)
    assert job.params["safety"] == "strict"
    assert (await people_services.job_services.job(outside.job_id)).params["safety"] == "standard"


async def test_recent_settings_are_read_again_after_a_while(
    people_services: PeopleServices, cache: ChatSettingsCache
) -> None:
    now = 100.0
    recent = RecentChatSettings(database=people_services.database, clock=lambda: now)

    assert await recent.of(Platform.DISCORD, GUILD) == ChatSettings()
    await cache.change(MODERATOR, words=("gore",))
    assert (await recent.of(Platform.DISCORD, GUILD)).words == ()
    now += 30
    assert (await recent.of(Platform.DISCORD, GUILD)).words == ("gore",)
    assert await recent.of(Platform.DISCORD, "") == ChatSettings()
