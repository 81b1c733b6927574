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

from bots.chat.callback_data import Action, encode
from bots.chat.cards import Card, bare
from bots.telegram.api_client import PICTURE_SECONDS, ChatTarget, TelegramApi
from bots.telegram.api_errors import FailureKind, TelegramApiError
from bots.telegram.deeplinks import start_url
from bots.telegram.message_ref import INLINE, MessageRef, message_ref_of
from bots.telegram.plain_text import harmless, units
from bots.telegram.rendering import RenderedMessage, plain, render_card
from bots.telegram.uploads import PictureUploads
from core.chats.chat_settings import ChatSettings
from core.models.comics import Comic
from core.models.identity import Platform
from core.ports.database import Database, UnitOfWork
from core.ports.delivery import DeliveryPayload
from core.sentences import sentence

log = structlog.get_logger(__name__)

# May work by and by. All else is refused, and will be refused again.
TRIED_AGAIN = {FailureKind.LATER, FailureKind.MIGRATED}
CALL = timedelta(seconds=PICTURE_SECONDS)
PRIVATE = "private"  # the context of what was asked for in a private chat


class LeaseTooShortError(TelegramApiError):
    """Somebody else may carry on any moment: start nothing more."""

    def __init__(self) -> None:
        super().__init__(FailureKind.LATER, "the lease runs out", retry_after=0)


class DeliveryAttempt:
    """Brings one parcel. Raises TelegramApiError where it has to be tried again later."""

    def __init__(
        self,
        rest: TelegramApi,
        pictures: PictureUploads,
        database: Database,
        payload: DeliveryPayload,
        card: Card,
    ) -> None:
        self._api = rest
        self._pictures = pictures
        self._database = database
        self._payload = payload
        self._card = card
        self._to = payload.delivery.destination
        self._refused: list[MessageRef] = []  # messages of ours that do not take the picture
        self._is_closed = False  # the chat takes no pictures of ours
        self._tried: MessageRef | None = None
        self._announced = False  # by a new message, which notified the person by itself
        self.delivered_to: MessageRef | None = None

    async def run(self) -> bool:
        """Try all ways; say whether one led there. Raises TelegramApiError.

        What is brought once more goes where it was, or nowhere: somebody may have removed it.
        """
        ways = (self._to_known_message, self._to_chat, self._to_private_chat)
        was_there = self._payload.delivery.delivered_at is not None
        for way in ways[:1] if was_there else ways:
            self._tried = None
            try:
                self.delivered_to = await self._try_route(way)
            except TelegramApiError as error:
                if error.kind in TRIED_AGAIN:
                    raise
                self._note(way.__name__, error)
            else:
                if self.delivered_to is not None:
                    break
        if was_there:
            return True
        await self._leave_words()
        return self.delivered_to is not None

    async def notify(self) -> None:
        """Notify the person, and nobody else, that it is there; at most once."""
        ref, to = self.delivered_to, self._to
        if ref is None or not ref.chat or ref.chat != to.chat:
            return  # of inline mode, or in a private chat that a message just arrived in
        if not await self._payload.record_notice() or self._announced:
            return
        drawn = self._payload.comic is not None
        said = sentence("notice_ready" if drawn else "notice_ended", self._payload.locale)
        try:
            await self._ring(ref, said)
        except TelegramApiError as error:
            log.info("not_told", kind=error.kind.value, said=error.said)

    async def _ring(self, ref: MessageRef, said: str) -> None:
        """Say it below the picture, or in private where a group takes no text.

        Raises TelegramApiError.
        """
        to = self._to
        if to.context == PRIVATE:
            await self._api.send(ChatTarget(to.chat, to.thread, ref.message), plain(said))
            return
        # Outside its topic nobody would know what this is about.
        below = ChatTarget(to.chat, to.thread, ref.message, only_there=True)
        try:
            await self._api.send(below, await self._mentioning(said))
        except TelegramApiError as error:
            if not error.is_closed:
                raise
            await self._api.send(ChatTarget(to.user_id), plain(said))

    def _note(self, way: str, error: TelegramApiError) -> None:
        if error.kind is FailureKind.INVALID:
            log.error("delivery_refused", way=way, said=error.said)  # a mistake of ours
        else:
            log.info("way_closed", way=way, kind=error.kind.value, said=error.said)
        self._is_closed = self._is_closed or error.kind is FailureKind.FORBIDDEN
        if self._tried is not None and error.kind is not FailureKind.GONE:
            self._refused.append(self._tried)

    # --- The ways ---------------------------------------------------------------------------------

    async def _try_route(
        self, way: Callable[[], Awaitable[MessageRef | None]]
    ) -> MessageRef | None:
        try:
            return await way()
        except TelegramApiError as error:
            if error.kind is not FailureKind.MIGRATED:
                raise
            await self._move(error.new_chat)
            return await self._to_chat()

    async def _to_known_message(self) -> MessageRef | None:
        ref = message_ref_of(self._to)
        if ref is None:
            return None
        await self._put(ref)
        return ref

    async def _to_chat(self) -> MessageRef | None:
        to = self._to
        if to.context == INLINE or not to.chat or self._is_closed:
            return None
        only_there = bool(to.thread) and await self._is_for_topics_only()
        return await self._to_placeholder(ChatTarget(to.chat, to.thread, only_there=only_there))

    async def _to_private_chat(self) -> MessageRef | None:
        if self._to.context == PRIVATE or not self._to.user_id:
            return None
        return await self._to_placeholder(ChatTarget(self._to.user_id))

    async def _is_for_topics_only(self) -> bool:
        """Say whether moderators want comics in some topics of the group, and nowhere else."""
        chat = self._to.chat
        kept = await self._database.read(
            lambda unit: unit.moderation.chat_settings(Platform.TELEGRAM, chat)
        )
        channels = ChatSettings.of(kept).channels
        return bool(channels) and chat not in channels

    # --- How they go ------------------------------------------------------------------------------

    async def _to_placeholder(self, place: ChatTarget) -> MessageRef:
        self._start()
        locale = self._payload.locale
        if place.chat == self._to.user_id:
            waiting = plain(sentence("one_moment", locale))
        else:
            waiting = await self._mentioning(sentence("one_moment_for", locale))
        sent = await self._api.send(place, waiting)
        ref = MessageRef(sent.place.chat, sent.message)
        self._announced = True
        if not await self._payload.save_message_id(ref.to_stored(self._to)):
            raise LeaseTooShortError
        await self._put(ref)
        return ref

    async def _put(self, ref: MessageRef) -> None:
        """Edit the message; the picture alone, where what stands with it is refused."""
        self._tried = ref
        try:
            await self._put_card(ref, self._card)
        except TelegramApiError as error:
            if error.kind is not FailureKind.INVALID:
                raise
            log.error("card_refused", said=error.said)  # noqa: TRY400 - it says all there is
            await self._put_card(ref, bare(self._card))

    async def _put_card(self, ref: MessageRef, card: Card) -> None:
        others_see = ref.chat != self._to.user_id
        author = ""
        if card.credit is not None and ref.chat:
            author = await self._api.name_of(ref.chat, card.credit.author)
        rendered = render_card(card, await self._api.look(others_see=others_see), author=author)
        self._start()
        if card.comic is None:
            await self._api.edit_text(ref.address, rendered)
            return
        if not others_see:
            await self._api.show_action(ChatTarget(ref.chat), ChatAction.UPLOAD_PHOTO)
        elif not ref.chat:
            await self._make_known(card.comic)
        await self._pictures.put(ref.address, rendered, card.comic)

    async def _make_known(self, comic: Comic) -> None:
        """A message of inline mode takes no upload, so the picture has to be known before."""
        try:
            await self._pictures.upload(ChatTarget(self._to.user_id), comic)
        except TelegramApiError as error:
            if error.is_closed:
                await self._ask_to_start(comic)
            raise
        self._start()

    async def _ask_to_start(self, comic: Comic) -> None:
        """Say in the message that the person has to write to us before it can have its picture."""
        locale, to = self._payload.locale, self._to
        fetch = encode(Action.FETCH, comic.id, to.user_id)
        start = InlineKeyboardButton(
            sentence("button_start", locale), url=start_url((await self._api.bot()).username)
        )
        button = InlineKeyboardButton(f"📬 {sentence('button_fetch', locale)}", callback_data=fetch)
        rendered = RenderedMessage(
            sentence("inline_start_first", locale), (), InlineKeyboardMarkup([[start], [button]])
        )
        await self._api.edit_text({"inline_message_id": to.message_id}, rendered)

    async def _leave_words(self) -> None:
        """Say where the comic is in the first message that did not take it; remove the others."""
        stale = [ref for ref in self._refused if ref.chat and ref != self.delivered_to]
        for number, ref in enumerate(stale):
            is_private = ref.chat == self._to.user_id
            try:
                if number or (is_private and self.delivered_to is not None):
                    await self._api.delete(ref.address)
                elif not is_private:
                    await self._point_to_private_chat(ref)
                elif self._card.comic is not None:
                    await self._api.edit_text(ref.address, self._kept_in_gallery())
            except TelegramApiError as error:
                log.info("place_not_told", kind=error.kind.value, said=error.said)

    def _kept_in_gallery(self) -> RenderedMessage:
        return plain(sentence("kept_in_gallery", self._payload.locale))

    async def _point_to_private_chat(self, ref: MessageRef) -> None:
        """Say where the comic is, in a group that takes no pictures from the bot.

        Raises TelegramApiError.
        """
        locale = self._payload.locale
        start = InlineKeyboardButton(
            sentence("button_start", locale), url=start_url((await self._api.bot()).username)
        )
        rendered = RenderedMessage(
            sentence("no_pictures_here", locale), (), InlineKeyboardMarkup([[start]])
        )
        await self._api.edit_text(ref.address, rendered)

    async def _move(self, new_chat: str) -> None:
        """The group became a supergroup: everything of it moves along."""
        old = self._to.chat

        async def work(unit: UnitOfWork) -> None:
            await unit.moderation.rename_chat(Platform.TELEGRAM, old, new_chat)

        await self._database.write(work)
        log.info("chat_moved", chat=old, to=new_chat)
        self._to = replace(self._to, chat=new_chat, message_id=None)

    async def _mentioning(self, said: str) -> RenderedMessage:
        """Return the sentence with the person's name before it, by which they are notified."""
        to = self._to
        name = harmless(await self._api.name_of(to.chat, to.user_id))
        if not name:
            return plain(said)
        user = User(int(to.user_id), name, is_bot=False)
        entity = MessageEntity(MessageEntity.TEXT_MENTION, 0, units(name), user=user)
        return RenderedMessage(f"{name}, {said}", (entity,))

    def _start(self) -> None:
        if not self._payload.outlasts(CALL):
            raise LeaseTooShortError
