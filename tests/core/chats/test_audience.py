"""Audience of comics: private comics, private chats, age-restricted channels."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.chats.chat_settings import ChatSettingsCache
from core.errors import AgeRestrictedError, BannedError, PrivateOnlyError
from core.models.chats import Ban
from core.models.comics import GalleryFilter, Visibility
from core.models.deliveries import Destination, DestinationContext
from core.models.identity import Identity, Platform, Requester
from core.models.requests import ComicRequest, Notice
from tests.core.people_services import PeopleServices

OPEN = Destination(
    platform=Platform.DISCORD, chat="42", user_id="1001", context=DestinationContext.GUILD
)
ADULT = replace(OPEN, chat="18", age_restricted=True)
APART = replace(OPEN, ephemeral=True)
DM = replace(OPEN, chat="43", context=DestinationContext.DM)
IN_TELEGRAM = Destination(
    platform=Platform.TELEGRAM, chat="-5", user_id="7", context=DestinationContext.GROUP
)
ME = Requester(identity=Identity(Platform.DISCORD, "1001"), community="77")
NOTICE = Notice(key="notice_age_restricted")


@pytest.mark.parametrize("place", [APART, DM, replace(DM, context=DestinationContext.PRIVATE)])
async def test_comics_requested_where_only_the_requester_reads_are_private(
    people_services: PeopleServices, place: Destination
) -> None:
    comic_id = await people_services.draw(ME, destination=place)

    assert (await people_services.gallery.own(ME, comic_id)).visibility is Visibility.PRIVATE


@pytest.mark.parametrize(
    "place", [OPEN, ADULT, IN_TELEGRAM, replace(OPEN, context=DestinationContext.INLINE)]
)
async def test_private_requests_are_refused_where_others_read(
    people_services: PeopleServices, place: Destination
) -> None:
    request = ComicRequest(text="a cat opens a bakery", private=True)

    with pytest.raises(PrivateOnlyError):
        await people_services.job_services.comics.request(request, ME, place)

    assert people_services.count("jobs") == 0


async def test_changed_settings_apply_at_once(people_services: PeopleServices) -> None:
    book = ChatSettingsCache(database=people_services.database, platform=Platform.DISCORD)
    public = await people_services.draw(ME, destination=OPEN)
    await book.change(replace(ME, moderates=True), private=True)

    with pytest.raises(PrivateOnlyError):
        await people_services.draw(ME, destination=OPEN)
    with pytest.raises(PrivateOnlyError):
        await people_services.chat_gallery.show_in_chat(ME, public, OPEN)
    with pytest.raises(PrivateOnlyError):
        await people_services.job_services.worker.deliveries.redirect_here(public, ME, OPEN)
    await people_services.draw(ME, destination=APART)
    assert (await people_services.chat_gallery.show_in_chat(ME, public, APART)).id == public


async def test_a_private_comic_is_not_fetched_where_others_read(
    people_services: PeopleServices,
) -> None:
    private = await people_services.draw(ME, destination=OPEN, private=True)
    deliveries = people_services.job_services.worker.deliveries

    with pytest.raises(PrivateOnlyError):
        await deliveries.redirect_here(private, ME, OPEN)
    await deliveries.redirect_here(private, ME, DM)

    await people_services.chat_gallery.show_in_chat(ME, private, OPEN)
    await deliveries.redirect_here(private, ME, OPEN)  # the owner has made it visible there


async def test_showing_a_comic_to_its_owner_keeps_it_private(
    people_services: PeopleServices,
) -> None:
    private = await people_services.draw(ME, destination=OPEN, private=True)

    for place in (APART, DM):
        shown = await people_services.chat_gallery.show_in_chat(ME, private, place)
        assert shown.visibility is Visibility.PRIVATE


async def test_a_ban_of_one_identity_applies_to_the_whole_profile(
    people_services: PeopleServices,
) -> None:
    comic_id = await people_services.draw(ME, destination=OPEN)
    other = Requester(identity=Identity(Platform.TELEGRAM, "7"))
    code, _ = await people_services.links.make_code(ME)
    await people_services.links.claim(other, code)
    ban = Ban(platform=Platform.TELEGRAM, external_id="7")
    await people_services.database.write(lambda unit: unit.moderation.ban(ban))

    with pytest.raises(BannedError):
        await people_services.chat_gallery.show_in_chat(ME, comic_id, OPEN)


# --- Age-restricted -------------------------------------------------------------------------------


async def test_requests_in_an_age_restricted_channel_and_their_follow_ups_are_marked(
    people_services: PeopleServices,
) -> None:
    first = await people_services.draw(ME, destination=ADULT)
    comics = people_services.job_services.comics

    again = await comics.try_again(first, ME, ADULT)
    edited = await comics.edit(first, ME, APART, text="a dog", options={})
    continued = await comics.continue_story(edited.job_id, ME, DM, text="then")
    await people_services.job_services.draw_all()

    for job_id in (first, again.job_id, edited.job_id, continued.job_id):
        assert (await people_services.gallery.own(ME, job_id)).age_restricted
    assert not (
        await people_services.gallery.own(ME, await people_services.draw(ME, destination=OPEN))
    ).age_restricted


async def test_others_see_it_in_age_restricted_channels_only(
    people_services: PeopleServices,
) -> None:
    comic_id = await people_services.draw(ME, destination=ADULT)
    comics, deliveries = (
        people_services.job_services.comics,
        people_services.job_services.worker.deliveries,
    )

    for place in (OPEN, IN_TELEGRAM):
        with pytest.raises(AgeRestrictedError):
            await people_services.chat_gallery.show_in_chat(ME, comic_id, place)
        with pytest.raises(AgeRestrictedError):
            await deliveries.redirect_here(comic_id, ME, place)
        with pytest.raises(AgeRestrictedError):
            await comics.try_again(comic_id, ME, place)
        with pytest.raises(AgeRestrictedError):
            await comics.continue_story(comic_id, ME, place, text="then")
    with pytest.raises(AgeRestrictedError):
        await people_services.chat_gallery.postable_comic(ME, comic_id)

    assert (await people_services.chat_gallery.show_in_chat(ME, comic_id, ADULT)).id == comic_id
    assert (await people_services.chat_gallery.show_in_chat(ME, comic_id, APART)).id == comic_id
    await deliveries.redirect_here(comic_id, ME, ADULT)
    await deliveries.redirect_here(comic_id, ME, DM)


async def test_a_notice_explains_why_a_comic_is_private(people_services: PeopleServices) -> None:
    comic_id = await people_services.draw(ME, destination=ADULT)

    elsewhere = await people_services.job_services.comics.try_again(comic_id, ME, APART)
    there = await people_services.job_services.comics.try_again(comic_id, ME, ADULT)

    assert elsewhere.notices == (NOTICE,)
    assert (await people_services.job_services.job(elsewhere.job_id)).notices == (NOTICE,)
    assert there.notices == ()


async def test_a_follow_up_on_the_web_is_private(people_services: PeopleServices) -> None:
    comic_id = await people_services.draw(ME, destination=ADULT)

    profile_id = await people_services.profile_of(ME)
    at_home = Requester(identity=Identity(Platform.WEB, "browser"), profile_id=profile_id)

    again = await people_services.job_services.comics.try_again(comic_id, at_home)

    assert (await people_services.job_services.job(again.job_id)).private


async def test_only_unrestricted_comics_may_be_posted_anywhere(
    people_services: PeopleServices,
) -> None:
    await people_services.draw(ME, destination=ADULT)
    harmless = await people_services.draw(ME, destination=OPEN)

    page, _ = await people_services.gallery.page(ME, wanted=GalleryFilter(age_restricted=False))

    assert [comic.id for comic in page.comics] == [harmless]
    assert (await people_services.chat_gallery.postable_comic(ME, harmless)).id == harmless
