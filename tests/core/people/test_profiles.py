"""Profiles: reading, changing and deleting them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.errors import ImageMissingError, InvalidOptionsError, LastIdentityError, NotFoundError
from core.models.deliveries import DeliveryState
from core.models.identity import Identity, Platform
from core.models.jobs import JobState
from core.people.profiles import DEFAULT_SETTINGS
from core.ports.delivery import DeliveryResult
from tests.core.job_services import discord_destination
from tests.core.people_services import PeopleServices, chat_user, visitor

TELEGRAM = chat_user("9", Platform.TELEGRAM)


async def linked(people_services: PeopleServices) -> None:
    code, _ = await people_services.links.make_code(chat_user())
    await people_services.links.claim(TELEGRAM, code)


async def test_a_new_user_has_no_data(people_services: PeopleServices) -> None:
    with pytest.raises(NotFoundError):
        await people_services.profiles.me(visitor())


async def test_users_see_their_own_data(people_services: PeopleServices) -> None:
    member = await people_services.member()

    details = await people_services.profiles.me(member)

    assert (details.email, details.identities) == ("ada@example.org", ())


async def test_given_fields_are_changed_and_others_are_not(people_services: PeopleServices) -> None:
    await people_services.draw(chat_user())

    await people_services.profiles.update(chat_user(), display_name="Ada", locale="ja")
    details = await people_services.profiles.update(chat_user(), settings={"notify": False})

    profile = details.profile
    assert (profile.display_name, profile.locale) == ("Ada", "ja")
    assert profile.settings == {"notify": False}


async def test_settings_have_defaults(people_services: PeopleServices) -> None:
    assert await people_services.profiles.settings(visitor()) == DEFAULT_SETTINGS

    await people_services.draw(chat_user())
    await people_services.profiles.update(chat_user(), settings={"notify": False})

    assert await people_services.profiles.settings(chat_user()) == {
        **DEFAULT_SETTINGS,
        "notify": False,
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"display_name": "x" * 81}, "displayName"),
        ({"locale": "no language"}, "locale"),
        ({"locale": "x" * 60}, "locale"),
        ({"settings": {"unknown": True}}, "settings.unknown"),
        ({"settings": {"notify": "yes"}}, "settings.notify"),
    ],
)
async def test_invalid_changes_are_refused(
    people_services: PeopleServices, changes: dict[str, Any], field: str
) -> None:
    await people_services.draw(chat_user())

    with pytest.raises(InvalidOptionsError) as caught:
        await people_services.profiles.update(chat_user(), **changes)

    assert set(caught.value.fields) == {field}


async def test_a_new_user_has_no_profile_to_change(people_services: PeopleServices) -> None:
    with pytest.raises(NotFoundError):
        await people_services.profiles.update(visitor(), display_name="Ada")


async def test_an_unlinked_identity_has_no_profile(people_services: PeopleServices) -> None:
    await people_services.draw(TELEGRAM)
    await linked(people_services)

    details = await people_services.profiles.unlink(chat_user(), TELEGRAM.identity)

    assert details.identities == (chat_user().identity,)
    assert await people_services.profile_of(TELEGRAM) is None
    page, _ = await people_services.gallery.page(chat_user())
    assert len(page.comics) == 1


async def test_an_unlinked_browser_is_signed_out(people_services: PeopleServices) -> None:
    cookie, browser = people_services.sessions.new_visitor()
    code, _ = await people_services.links.make_code(chat_user())
    await people_services.links.claim(browser, code)
    await people_services.sessions.remember(browser, cookie)

    await people_services.profiles.unlink(chat_user(), browser.identity)

    assert (
        await people_services.profile_of(await people_services.sessions.requester_of_cookie(cookie))
        is None
    )


async def test_identities_of_others_cannot_be_unlinked(people_services: PeopleServices) -> None:
    await linked(people_services)
    await people_services.draw(visitor())

    for identity in (TELEGRAM.identity, Identity(Platform.WEB, "nobody")):
        with pytest.raises(NotFoundError):
            await people_services.profiles.unlink(visitor(), identity)
        with pytest.raises(NotFoundError):
            await people_services.profiles.unlink(visitor("unknown"), identity)

    assert await people_services.profile_of(TELEGRAM) is not None


async def test_the_last_identity_cannot_be_unlinked(people_services: PeopleServices) -> None:
    await people_services.draw(chat_user())

    with pytest.raises(LastIdentityError):
        await people_services.profiles.unlink(chat_user(), chat_user().identity)

    assert await people_services.profile_of(chat_user()) is not None


async def test_with_an_account_the_last_chat_can_be_unlinked(
    people_services: PeopleServices,
) -> None:
    member = await people_services.member()
    code, _ = await people_services.links.make_code(member)
    await people_services.links.claim(chat_user(), code)

    details = await people_services.profiles.unlink(member, chat_user().identity)

    assert details.identities == ()


async def test_forget_deletes_all_personal_data(people_services: PeopleServices) -> None:
    member = await people_services.member()
    code, _ = await people_services.links.make_code(member)
    await people_services.links.claim(chat_user(), code)
    comic_id = await people_services.draw(chat_user(), "a very private cat")
    await people_services.links.make_code(chat_user())
    assert member.profile_id is not None
    await people_services.sessions.start(member.profile_id)

    await people_services.profiles.forget(chat_user())

    for table in ("profiles", "identities", "accounts", "sessions", "link_codes", "deliveries"):
        assert people_services.count(table) == 0, table
    assert await people_services.job_services.comic(comic_id) is None
    job = await people_services.job_services.job(comic_id)
    assert (job.profile_id, job.prompt, dict(job.params)) == (None, "", {})


async def test_the_janitor_purges_the_pictures_of_a_deleted_profile(
    people_services: PeopleServices,
) -> None:
    comic_id = await people_services.draw(chat_user())
    comic = await people_services.job_services.comic(comic_id)
    assert comic is not None

    await people_services.profiles.forget(chat_user())
    await people_services.job_services.worker.sweep.run_once()

    with pytest.raises(ImageMissingError):
        await people_services.job_services.images.read(comic.ref)
    assert people_services.count("comics") == 0


async def test_forget_cancels_open_jobs(people_services: PeopleServices) -> None:
    receipt = await people_services.job_services.request(
        requester=chat_user(), destination=discord_destination()
    )

    await people_services.profiles.forget(chat_user())

    assert (await people_services.job_services.job(receipt.job_id)).state is JobState.CANCELED


async def test_a_pending_delivery_of_a_deleted_profile_is_made_and_then_removed(
    people_services: PeopleServices,
) -> None:
    requester = replace(chat_user(), locale="ja")
    people_services.job_services.messenger.answers = [DeliveryResult(DeliveryState.DELIVERED)]
    receipt = await people_services.job_services.request(
        requester=requester, destination=discord_destination()
    )

    await people_services.profiles.forget(requester)
    await people_services.job_services.worker.deliveries.deliver_next()

    [payload] = people_services.job_services.messenger.payloads
    assert (payload.job.id, payload.job.state) == (receipt.job_id, JobState.CANCELED)
    assert payload.locale == "ja"
    assert people_services.count("deliveries") == 0


async def test_forget_does_not_affect_other_profiles(people_services: PeopleServices) -> None:
    await people_services.draw(chat_user())
    await people_services.draw(visitor(), "mine")

    await people_services.profiles.forget(chat_user())

    page, _ = await people_services.gallery.page(visitor())
    assert [comic.prompt for comic in page.comics] == ["mine"]


async def test_forget_is_idempotent(people_services: PeopleServices) -> None:
    await people_services.draw(chat_user())

    await people_services.profiles.forget(chat_user())
    await people_services.profiles.forget(chat_user())
    await people_services.profiles.forget(visitor())

    assert people_services.count("profiles") == 0


async def test_a_user_can_start_again_after_forget(people_services: PeopleServices) -> None:
    await people_services.draw(chat_user())
    await people_services.profiles.forget(chat_user())

    await people_services.draw(chat_user(), "again")

    page, _ = await people_services.gallery.page(chat_user())
    assert [comic.prompt for comic in page.comics] == ["again"]
