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
from tests.core.job_services import in_discord
from tests.core.people_services import PeopleServices, chatter, visitor

TELEGRAM = chatter("9", Platform.TELEGRAM)


async def linked(house: PeopleServices) -> None:
    code, _ = await house.links.make_code(chatter())
    await house.links.claim(TELEGRAM, code)


async def test_a_new_user_has_no_data(house: PeopleServices) -> None:
    with pytest.raises(NotFoundError):
        await house.profiles.me(visitor())


async def test_users_see_their_own_data(house: PeopleServices) -> None:
    member = await house.member()

    person = await house.profiles.me(member)

    assert (person.email, person.identities) == ("ada@example.org", ())


async def test_given_fields_are_changed_and_others_are_not(house: PeopleServices) -> None:
    await house.draw(chatter())

    await house.profiles.update(chatter(), display_name="Ada", locale="ja")
    person = await house.profiles.update(chatter(), settings={"notify": False})

    profile = person.profile
    assert (profile.display_name, profile.locale) == ("Ada", "ja")
    assert profile.settings == {"notify": False}


async def test_settings_have_defaults(house: PeopleServices) -> None:
    assert await house.profiles.settings(visitor()) == DEFAULT_SETTINGS

    await house.draw(chatter())
    await house.profiles.update(chatter(), settings={"notify": False})

    assert await house.profiles.settings(chatter()) == {**DEFAULT_SETTINGS, "notify": False}


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
    house: PeopleServices, changes: dict[str, Any], field: str
) -> None:
    await house.draw(chatter())

    with pytest.raises(InvalidOptionsError) as caught:
        await house.profiles.update(chatter(), **changes)

    assert set(caught.value.fields) == {field}


async def test_a_new_user_has_no_profile_to_change(house: PeopleServices) -> None:
    with pytest.raises(NotFoundError):
        await house.profiles.update(visitor(), display_name="Ada")


async def test_an_unlinked_identity_has_no_profile(house: PeopleServices) -> None:
    await house.draw(TELEGRAM)
    await linked(house)

    person = await house.profiles.unlink(chatter(), TELEGRAM.identity)

    assert person.identities == (chatter().identity,)
    assert await house.profile_of(TELEGRAM) is None
    page, _ = await house.gallery.page(chatter())
    assert len(page.comics) == 1


async def test_an_unlinked_browser_is_signed_out(house: PeopleServices) -> None:
    cookie, browser = house.sessions.new_visitor()
    code, _ = await house.links.make_code(chatter())
    await house.links.claim(browser, code)
    await house.sessions.remember(browser, cookie)

    await house.profiles.unlink(chatter(), browser.identity)

    assert await house.profile_of(await house.sessions.requester_of_cookie(cookie)) is None


async def test_identities_of_others_cannot_be_unlinked(house: PeopleServices) -> None:
    await linked(house)
    await house.draw(visitor())

    for identity in (TELEGRAM.identity, Identity(Platform.WEB, "nobody")):
        with pytest.raises(NotFoundError):
            await house.profiles.unlink(visitor(), identity)
        with pytest.raises(NotFoundError):
            await house.profiles.unlink(visitor("unknown"), identity)

    assert await house.profile_of(TELEGRAM) is not None


async def test_the_last_identity_cannot_be_unlinked(house: PeopleServices) -> None:
    await house.draw(chatter())

    with pytest.raises(LastIdentityError):
        await house.profiles.unlink(chatter(), chatter().identity)

    assert await house.profile_of(chatter()) is not None


async def test_with_an_account_the_last_chat_can_be_unlinked(house: PeopleServices) -> None:
    member = await house.member()
    code, _ = await house.links.make_code(member)
    await house.links.claim(chatter(), code)

    person = await house.profiles.unlink(member, chatter().identity)

    assert person.identities == ()


async def test_forget_deletes_all_personal_data(house: PeopleServices) -> None:
    member = await house.member()
    code, _ = await house.links.make_code(member)
    await house.links.claim(chatter(), code)
    comic_id = await house.draw(chatter(), "a very private cat")
    await house.links.make_code(chatter())
    assert member.profile_id is not None
    await house.sessions.start(member.profile_id)

    await house.profiles.forget(chatter())

    for table in ("profiles", "identities", "accounts", "sessions", "link_codes", "deliveries"):
        assert house.count(table) == 0, table
    assert await house.scene.comic(comic_id) is None
    job = await house.scene.job(comic_id)
    assert (job.profile_id, job.prompt, dict(job.params)) == (None, "", {})


async def test_the_janitor_purges_the_pictures_of_a_deleted_profile(
    house: PeopleServices,
) -> None:
    comic_id = await house.draw(chatter())
    comic = await house.scene.comic(comic_id)
    assert comic is not None

    await house.profiles.forget(chatter())
    await house.scene.worker.sweep.run_once()

    with pytest.raises(ImageMissingError):
        await house.scene.images.read(comic.ref)
    assert house.count("comics") == 0


async def test_forget_cancels_open_jobs(house: PeopleServices) -> None:
    receipt = await house.scene.ask(who=chatter(), to=in_discord())

    await house.profiles.forget(chatter())

    assert (await house.scene.job(receipt.job_id)).state is JobState.CANCELED


async def test_a_pending_delivery_of_a_deleted_profile_is_made_and_then_removed(
    house: PeopleServices,
) -> None:
    who = replace(chatter(), locale="ja")
    house.scene.messenger.answers = [DeliveryResult(DeliveryState.DELIVERED)]
    receipt = await house.scene.ask(who=who, to=in_discord())

    await house.profiles.forget(who)
    await house.scene.worker.deliveries.deliver_next()

    [payload] = house.scene.messenger.payloads
    assert (payload.job.id, payload.job.state) == (receipt.job_id, JobState.CANCELED)
    assert payload.locale == "ja"
    assert house.count("deliveries") == 0


async def test_forget_does_not_affect_other_profiles(house: PeopleServices) -> None:
    await house.draw(chatter())
    await house.draw(visitor(), "mine")

    await house.profiles.forget(chatter())

    page, _ = await house.gallery.page(visitor())
    assert [comic.prompt for comic in page.comics] == ["mine"]


async def test_forget_is_idempotent(house: PeopleServices) -> None:
    await house.draw(chatter())

    await house.profiles.forget(chatter())
    await house.profiles.forget(chatter())
    await house.profiles.forget(visitor())

    assert house.count("profiles") == 0


async def test_a_user_can_start_again_after_forget(house: PeopleServices) -> None:
    await house.draw(chatter())
    await house.profiles.forget(chatter())

    await house.draw(chatter(), "again")

    page, _ = await house.gallery.page(chatter())
    assert [comic.prompt for comic in page.comics] == ["again"]
