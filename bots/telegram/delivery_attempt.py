"""Delivery attempt: one payload, tried by several routes in order of preference.

1. Edit the message that is stored with the delivery.
2. Send a placeholder to the chat, commit its id, and edit it. If the topic is gone, send it outside
   the topic, unless moderators limit comics to some topics.
3. The same in the user's private chat.

Any refusal, known or not, leads to the next route: repeating the call would be refused again. If
the content of the message is refused, it is retried with the bare picture.

A picture is only ever shown by editing a message whose id is committed, so a repeated delivery
shows it once. Private requests have the private chat as their destination from the start.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, User

from bots.chat.api_errors import FailureKind
from bots.chat.callback_data import Action, encode
from bots.chat.cards import Card, bare
from bots.telegram.api_client import PICTURE_SECONDS, ChatTarget, TelegramApi
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.deeplinks import start_url
from bots.telegram.plain_text import harmless, units
from bots.telegram.rendering import RenderedMessage, plain, render_card
from bots.telegram.uploads import PictureUploads
from core.chats.chat_settings import ChatSettings
from core.models.comics import Comic
from core.models.deliveries import DestinationContext, MessageReference
from core.models.identity import Platform
from core.ports.database import Database, UnitOfWork
from core.ports.delivery import DeliveryPayload
from core.sentences import sentence

log = structlog.get_logger(__name__)

# Failures after which the delivery is retried later. All others are permanent.
RETRIED = {FailureKind.LATER, FailureKind.MIGRATED}
CALL = timedelta(seconds=PICTURE_SECONDS)


class LeaseTooShortError(TelegramApiError):
    """The lease is about to expire and another worker may take over: start no more calls."""

    def __init__(self) -> None:
        super().__init__(
            FailureKind.LATER, "the lease expires before the call could finish", retry_after=0
        )


class DeliveryAttempt:
    """Delivers one payload. Raises TelegramApiError if it has to be retried later."""

    def __init__(
        self,
        api: TelegramApi,
        uploads: PictureUploads,
        database: Database,
        payload: DeliveryPayload,
        card: Card,
    ) -> None:
        self._api = api
        self._uploads = uploads
        self._database = database
        self._payload = payload
        self._card = card
        self._to = payload.delivery.destination
        self._refused: list[MessageReference] = []  # messages of the bot that refused the picture
        self._is_closed = False  # the chat refuses the bot's messages
        self._attempted: MessageReference | None = None
        self._announced = False  # a new message already notified the user
        self.delivered_to: MessageReference | None = None

    async def run(self) -> bool:
        """Try all routes; return whether one succeeded. Raises TelegramApiError.

        A redelivery only edits the original message: if that is gone, a user may have deleted it.
        """
        routes = (self._to_known_message, self._to_chat, self._to_private_chat)
        is_redelivery = self._payload.delivery.delivered_at is not None
        for route in routes[:1] if is_redelivery else routes:
            self._attempted = None
            try:
                self.delivered_to = await self._try_route(route)
            except TelegramApiError as error:
                if error.kind in RETRIED:
                    raise
                self._record_failure(route.__name__, error)
            else:
                if self.delivered_to is not None:
                    break
        if is_redelivery:
            return True
        await self._update_refused_messages()
        return self.delivered_to is not None

    async def notify(self) -> None:
        """Notify only the user that the delivery has arrived, at most once."""
        ref, to = self.delivered_to, self._to
        if ref is None or ref.is_inline or ref.chat != to.chat:
            return  # an inline message, or a private chat where a new message just arrived
        if not await self._payload.record_notice() or self._announced:
            return
        is_comic = self._payload.comic is not None
        text = sentence("notice_ready" if is_comic else "notice_ended", self._payload.locale)
        try:
            await self._send_notice(ref, text)
        except TelegramApiError as error:
            log.info("delivery_notice_failed", kind=error.kind.value, detail=error.detail)

    async def _send_notice(self, ref: MessageReference, text: str) -> None:
        """Reply to the picture, or write privately if the group accepts no text.

        Raises TelegramApiError.
        """
        to = self._to
        if to.context is DestinationContext.PRIVATE:
            await self._api.send(ChatTarget(to.chat, to.thread, ref.message), plain(text))
            return
        # Outside its topic the notice would lack its context.
        below = ChatTarget(to.chat, to.thread, ref.message, same_topic_only=True)
        try:
            await self._api.send(below, await self._with_mention(text))
        except TelegramApiError as error:
            if not error.is_closed:
                raise
            await self._api.send(ChatTarget(to.user_id), plain(text))

    def _record_failure(self, route: str, error: TelegramApiError) -> None:
        if error.kind is FailureKind.INVALID:
            log.error("delivery_refused", route=route, detail=error.detail)  # a bug
        else:
            log.info(
                "delivery_route_failed", route=route, kind=error.kind.value, detail=error.detail
            )
        self._is_closed = self._is_closed or error.kind is FailureKind.FORBIDDEN
        if self._attempted is not None and error.kind is not FailureKind.GONE:
            self._refused.append(self._attempted)

    # --- Routes -----------------------------------------------------------------------------------

    async def _try_route(
        self, route: Callable[[], Awaitable[MessageReference | None]]
    ) -> MessageReference | None:
        try:
            return await route()
        except TelegramApiError as error:
            if error.kind is not FailureKind.MIGRATED:
                raise
            await self._move(error.new_chat)
            return await self._to_chat()

    async def _to_known_message(self) -> MessageReference | None:
        ref = self._to.message
        if ref is None:
            return None
        await self._show_with_fallback(ref)
        return ref

    async def _to_chat(self) -> MessageReference | None:
        to = self._to
        if to.context is DestinationContext.INLINE or not to.chat or self._is_closed:
            return None
        same_topic_only = bool(to.thread) and await self._is_limited_to_topics()
        return await self._to_placeholder(
            ChatTarget(to.chat, to.thread, same_topic_only=same_topic_only)
        )

    async def _to_private_chat(self) -> MessageReference | None:
        if self._to.context is DestinationContext.PRIVATE or not self._to.user_id:
            return None
        return await self._to_placeholder(ChatTarget(self._to.user_id))

    async def _is_limited_to_topics(self) -> bool:
        """Return whether moderators limit comics to some topics of the group."""
        chat = self._to.chat
        values = await self._database.read(
            lambda unit: unit.moderation.chat_settings(Platform.TELEGRAM, chat)
        )
        channels = ChatSettings.of(values).channels
        return bool(channels) and chat not in channels

    # --- Messages ---------------------------------------------------------------------------------

    async def _to_placeholder(self, target: ChatTarget) -> MessageReference:
        self._check_lease()
        locale = self._payload.locale
        if target.chat == self._to.user_id:
            placeholder = plain(sentence("one_moment", locale))
        else:
            placeholder = await self._with_mention(sentence("one_moment_for", locale))
        sent = await self._api.send(target, placeholder)
        ref = MessageReference(sent.target.chat, sent.message)
        self._announced = True
        if not await self._payload.save_message(ref):
            raise LeaseTooShortError
        await self._show_with_fallback(ref)
        return ref

    async def _show_with_fallback(self, ref: MessageReference) -> None:
        """Edit the message; retry with the bare picture if the card's content is refused."""
        self._attempted = ref
        try:
            await self._show_card(ref, self._card)
        except TelegramApiError as error:
            if error.kind is not FailureKind.INVALID:
                raise
            log.error("message_refused", detail=error.detail)  # noqa: TRY400 - no trace needed
            await self._show_card(ref, bare(self._card))

    async def _show_card(self, ref: MessageReference, card: Card) -> None:
        others_see = ref.chat != self._to.user_id
        author = ""
        if card.credit is not None and not ref.is_inline:
            author = await self._api.name_of(ref.chat, card.credit.author)
        rendered = render_card(
            card, await self._api.render_options(others_see=others_see), author=author
        )
        self._check_lease()
        if card.comic is None:
            await self._api.edit_text(ref, rendered)
            return
        if ref.is_inline:
            await self._upload_for_inline(ref, card.comic)
        await self._uploads.edit(ref, rendered, card.comic)

    async def _upload_for_inline(self, ref: MessageReference, comic: Comic) -> None:
        """Upload the picture in advance: an inline message accepts only a file id."""
        try:
            await self._uploads.upload(ChatTarget(self._to.user_id), comic)
        except TelegramApiError as error:
            if error.is_closed:
                await self._ask_to_start(ref, comic)
            raise
        self._check_lease()

    async def _ask_to_start(self, ref: MessageReference, comic: Comic) -> None:
        """Ask the user, in the message, to start the bot so that the picture can be uploaded."""
        locale, to = self._payload.locale, self._to
        fetch = encode(Action.FETCH, comic.id, to.user_id)
        start = InlineKeyboardButton(
            sentence("button_start", locale), url=start_url((await self._api.bot()).username)
        )
        button = InlineKeyboardButton(f"📬 {sentence('button_fetch', locale)}", callback_data=fetch)
        rendered = RenderedMessage(
            sentence("inline_start_first", locale), (), InlineKeyboardMarkup([[start], [button]])
        )
        await self._api.edit_text(ref, rendered)

    async def _update_refused_messages(self) -> None:
        """Point to the comic in the first message that refused it; delete the others."""
        stale = [ref for ref in self._refused if not ref.is_inline and ref != self.delivered_to]
        for number, ref in enumerate(stale):
            is_private = ref.chat == self._to.user_id
            try:
                if number or (is_private and self.delivered_to is not None):
                    await self._api.delete(ref)
                elif not is_private:
                    await self._point_to_private_chat(ref)
                elif self._card.comic is not None:
                    await self._api.edit_text(ref, self._in_gallery_notice())
            except TelegramApiError as error:
                log.info("refused_message_edit_failed", kind=error.kind.value, detail=error.detail)

    def _in_gallery_notice(self) -> RenderedMessage:
        return plain(sentence("kept_in_gallery", self._payload.locale))

    async def _point_to_private_chat(self, ref: MessageReference) -> None:
        """Point to the private chat, in a group that accepts no pictures from the bot.

        Raises TelegramApiError.
        """
        locale = self._payload.locale
        start = InlineKeyboardButton(
            sentence("button_start", locale), url=start_url((await self._api.bot()).username)
        )
        rendered = RenderedMessage(
            sentence("no_pictures_here", locale), (), InlineKeyboardMarkup([[start]])
        )
        await self._api.edit_text(ref, rendered)

    async def _move(self, new_chat: str) -> None:
        """Move the settings and this delivery of a group that became a supergroup."""
        old = self._to.chat

        async def work(unit: UnitOfWork) -> None:
            await unit.moderation.rename_chat(Platform.TELEGRAM, old, new_chat)

        await self._database.write(work)
        log.info("chat_migrated", chat=old, to=new_chat)
        self._to = replace(self._to, chat=new_chat, message=None)

    async def _with_mention(self, text: str) -> RenderedMessage:
        """Return the text preceded by a mention of the user, which notifies them."""
        to = self._to
        name = harmless(await self._api.name_of(to.chat, to.user_id))
        if not name:
            return plain(text)
        user = User(int(to.user_id), name, is_bot=False)
        entity = MessageEntity(MessageEntity.TEXT_MENTION, 0, units(name), user=user)
        return RenderedMessage(f"{name}, {text}", (entity,))

    def _check_lease(self) -> None:
        if not self._payload.outlasts(CALL):
            raise LeaseTooShortError
