"""One try at bringing one parcel: all the ways there are, the best first.

1. Edit the message that waits for it.
2. Put a placeholder into the chat, commit its id, and edit that. Where the topic is gone, it goes
   outside it, unless moderators want comics in some topics only.
3. The same in a private chat with the person.

Whatever Telegram refuses, for a reason that we know or not, leads to the next way: the same call
would be refused again. What is refused because of what is in the message goes once more without
what was added to the picture.

A picture only ever gets in by an edit of a message whose id is committed, so that bringing it twice
shows it once. What was asked for in private is for a private chat from the start.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, User
from telegram.constants import ChatAction

from bots.chat.actions import Action, encode
from bots.chat.cards import Card, bare
from bots.telegram.deeplinks import start_url
from bots.telegram.errors import CallError, Trouble
from bots.telegram.pictures import Pictures
from bots.telegram.rest import PICTURE_SECONDS, Place, Rest
from bots.telegram.screens import Screen, plain, screen_of
from bots.telegram.spots import INLINE, Spot, spot_of
from bots.telegram.texts import harmless, units
from core.chats import ChatSettings
from core.models import Comic, Platform
from core.ports import Database, Parcel, Unit
from core.sentences import sentence

log = structlog.get_logger(__name__)

# May work by and by. All else is refused, and will be refused again.
TRIED_AGAIN = {Trouble.LATER, Trouble.MIGRATED}
CALL = timedelta(seconds=PICTURE_SECONDS)
PRIVATE = "private"  # the context of what was asked for in a private chat


class LeaseTooShortError(CallError):
    """Somebody else may carry on any moment: start nothing more."""

    def __init__(self) -> None:
        super().__init__(Trouble.LATER, "the lease runs out", retry_after=0)


class Journey:
    """Brings one parcel. Raises CallError where it has to be tried again later."""

    def __init__(
        self, rest: Rest, pictures: Pictures, database: Database, parcel: Parcel, card: Card
    ) -> None:
        self._rest = rest
        self._pictures = pictures
        self._database = database
        self._parcel = parcel
        self._card = card
        self._to = parcel.delivery.destination
        self._refused: list[Spot] = []  # messages of ours that do not take the picture
        self._is_closed = False  # the chat takes no pictures of ours
        self._tried: Spot | None = None
        self._announced = False  # by a new message, which notified the person by itself
        self.arrived_at: Spot | None = None

    async def go(self) -> bool:
        """Try all ways; say whether one led there. Raises CallError.

        What is brought once more goes where it was, or nowhere: somebody may have removed it.
        """
        ways = (self._into_known_message, self._into_the_chat, self._into_private_chat)
        was_there = self._parcel.delivery.delivered_at is not None
        for way in ways[:1] if was_there else ways:
            self._tried = None
            try:
                self.arrived_at = await self._go(way)
            except CallError as error:
                if error.trouble in TRIED_AGAIN:
                    raise
                self._note(way.__name__, error)
            else:
                if self.arrived_at is not None:
                    break
        if was_there:
            return True
        await self._leave_words()
        return self.arrived_at is not None

    async def tell(self) -> None:
        """Notify the person, and nobody else, that it is there; at most once."""
        spot, to = self.arrived_at, self._to
        if spot is None or not spot.chat or spot.chat != to.chat:
            return  # of inline mode, or in a private chat that a message just arrived in
        if not await self._parcel.record_notice() or self._announced:
            return
        drawn = self._parcel.comic is not None
        said = sentence("notice_ready" if drawn else "notice_ended", self._parcel.locale)
        try:
            await self._ring(spot, said)
        except CallError as error:
            log.info("not_told", trouble=error.trouble.value, said=error.said)

    async def _ring(self, spot: Spot, said: str) -> None:
        """Say it below the picture; in private where a group takes no words. Raises CallError."""
        to = self._to
        if to.context == PRIVATE:
            await self._rest.send(Place(to.chat, to.thread, spot.message), plain(said))
            return
        # Outside its topic nobody would know what this is about.
        below = Place(to.chat, to.thread, spot.message, only_there=True)
        try:
            await self._rest.send(below, await self._mentioning(said))
        except CallError as error:
            if not error.is_closed:
                raise
            await self._rest.send(Place(to.user_id), plain(said))

    def _note(self, way: str, error: CallError) -> None:
        if error.trouble is Trouble.INVALID:
            log.error("delivery_refused", way=way, said=error.said)  # a mistake of ours
        else:
            log.info("way_closed", way=way, trouble=error.trouble.value, said=error.said)
        self._is_closed = self._is_closed or error.trouble is Trouble.FORBIDDEN
        if self._tried is not None and error.trouble is not Trouble.GONE:
            self._refused.append(self._tried)

    # --- The ways ---------------------------------------------------------------------------------

    async def _go(self, way: Callable[[], Awaitable[Spot | None]]) -> Spot | None:
        try:
            return await way()
        except CallError as error:
            if error.trouble is not Trouble.MIGRATED:
                raise
            await self._move(error.new_chat)
            return await self._into_the_chat()

    async def _into_known_message(self) -> Spot | None:
        spot = spot_of(self._to)
        if spot is None:
            return None
        await self._put(spot)
        return spot

    async def _into_the_chat(self) -> Spot | None:
        to = self._to
        if to.context == INLINE or not to.chat or self._is_closed:
            return None
        only_there = bool(to.thread) and await self._is_for_topics_only()
        return await self._into_placeholder(Place(to.chat, to.thread, only_there=only_there))

    async def _into_private_chat(self) -> Spot | None:
        if self._to.context == PRIVATE or not self._to.user_id:
            return None
        return await self._into_placeholder(Place(self._to.user_id))

    async def _is_for_topics_only(self) -> bool:
        """Say whether moderators want comics in some topics of the group, and nowhere else."""
        chat = self._to.chat
        kept = await self._database.read(
            lambda unit: unit.community.chat_settings(Platform.TELEGRAM, chat)
        )
        channels = ChatSettings.of(kept).channels
        return bool(channels) and chat not in channels

    # --- How they go ------------------------------------------------------------------------------

    async def _into_placeholder(self, place: Place) -> Spot:
        self._start()
        locale = self._parcel.locale
        if place.chat == self._to.user_id:
            waiting = plain(sentence("one_moment", locale))
        else:
            waiting = await self._mentioning(sentence("one_moment_for", locale))
        sent = await self._rest.send(place, waiting)
        spot = Spot(sent.place.chat, sent.message)
        self._announced = True
        if not await self._parcel.keep_message_id(spot.kept(self._to)):
            raise LeaseTooShortError
        await self._put(spot)
        return spot

    async def _put(self, spot: Spot) -> None:
        """Edit the message; the picture alone, where what stands with it is refused."""
        self._tried = spot
        try:
            await self._put_card(spot, self._card)
        except CallError as error:
            if error.trouble is not Trouble.INVALID:
                raise
            log.error("card_refused", said=error.said)  # noqa: TRY400 - it says all there is
            await self._put_card(spot, bare(self._card))

    async def _put_card(self, spot: Spot, card: Card) -> None:
        others_see = spot.chat != self._to.user_id
        author = ""
        if card.credit is not None and spot.chat:
            author = await self._rest.name_of(spot.chat, card.credit.author)
        screen = screen_of(card, await self._rest.look(others_see=others_see), author=author)
        self._start()
        if card.comic is None:
            await self._rest.edit_text(spot.address, screen)
            return
        if not others_see:
            await self._rest.show_action(Place(spot.chat), ChatAction.UPLOAD_PHOTO)
        elif not spot.chat:
            await self._make_known(card.comic)
        await self._pictures.put(spot.address, screen, card.comic)

    async def _make_known(self, comic: Comic) -> None:
        """A message of inline mode takes no upload, so the picture has to be known before."""
        try:
            await self._pictures.upload(Place(self._to.user_id), comic)
        except CallError as error:
            if error.is_closed:
                await self._ask_to_start(comic)
            raise
        self._start()

    async def _ask_to_start(self, comic: Comic) -> None:
        """Say in the message that the person has to write to us before it can have its picture."""
        locale, to = self._parcel.locale, self._to
        fetch = encode(Action.FETCH, comic.id, to.user_id)
        start = InlineKeyboardButton(
            sentence("button_start", locale), url=start_url((await self._rest.bot()).username)
        )
        button = InlineKeyboardButton(f"📬 {sentence('button_fetch', locale)}", callback_data=fetch)
        screen = Screen(
            sentence("inline_start_first", locale), (), InlineKeyboardMarkup([[start], [button]])
        )
        await self._rest.edit_text({"inline_message_id": to.message_id}, screen)

    async def _leave_words(self) -> None:
        """Say where the comic is in the first message that did not take it; remove the others."""
        stale = [spot for spot in self._refused if spot.chat and spot != self.arrived_at]
        for number, spot in enumerate(stale):
            is_private = spot.chat == self._to.user_id
            try:
                if number or (is_private and self.arrived_at is not None):
                    await self._rest.delete(spot.address)
                elif not is_private:
                    await self._point_to_private_chat(spot)
                elif self._card.comic is not None:
                    await self._rest.edit_text(spot.address, self._kept_in_gallery())
            except CallError as error:
                log.info("place_not_told", trouble=error.trouble.value, said=error.said)

    def _kept_in_gallery(self) -> Screen:
        return plain(sentence("kept_in_gallery", self._parcel.locale))

    async def _point_to_private_chat(self, spot: Spot) -> None:
        """Say in a group that takes no pictures of ours where the comic is. Raises CallError."""
        locale = self._parcel.locale
        start = InlineKeyboardButton(
            sentence("button_start", locale), url=start_url((await self._rest.bot()).username)
        )
        screen = Screen(sentence("no_pictures_here", locale), (), InlineKeyboardMarkup([[start]]))
        await self._rest.edit_text(spot.address, screen)

    async def _move(self, new_chat: str) -> None:
        """The group became a supergroup: everything of it moves along."""
        old = self._to.chat

        async def work(unit: Unit) -> None:
            await unit.community.rename_chat(Platform.TELEGRAM, old, new_chat)

        await self._database.write(work)
        log.info("chat_moved", chat=old, to=new_chat)
        self._to = replace(self._to, chat=new_chat, message_id=None)

    async def _mentioning(self, said: str) -> Screen:
        """Return the sentence with the person's name before it, by which they are notified."""
        to = self._to
        name = harmless(await self._rest.name_of(to.chat, to.user_id))
        if not name:
            return plain(said)
        user = User(int(to.user_id), name, is_bot=False)
        entity = MessageEntity(MessageEntity.TEXT_MENTION, 0, units(name), user=user)
        return Screen(f"{name}, {said}", (entity,))

    def _start(self) -> None:
        if not self._parcel.may_start(CALL):
            raise LeaseTooShortError
