"""Telegram's request context: who caused an update, and the means to respond to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import structlog

from bots.chat.cards import Card, Rows
from bots.telegram.api_client import ChatTarget, TelegramApi
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.group_admins import GroupAdmins
from bots.telegram.rendering import RenderedMessage, RenderOptions, plain, render_card
from bots.telegram.uploads import PictureUploads
from core.models.chats import MessageKey
from core.models.comics import Comic
from core.models.deliveries import Destination, DestinationContext, MessageReference
from core.models.identity import Platform, Requester

log = structlog.get_logger(__name__)

OWNER_ONLY = RenderOptions(others_see=False)  # of a user's own data, which is never posted


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramContext:
    """Context of one update: a `RequestContext`."""

    api: TelegramApi
    uploads: PictureUploads
    group_admins: GroupAdmins
    key: str  # the request key, unique to the update
    requester: Requester
    target: ChatTarget  # where replies go; has no chat in inline mode
    scope: DestinationContext  # PRIVATE, GROUP or INLINE
    message_id: str = ""  # of the message that was sent, or whose button was pressed

    @property
    def bot_id(self) -> str:
        return self.api.bot_id

    @property
    def locale(self) -> str:
        return self.requester.locale

    @property
    def user_id(self) -> str:
        return self.requester.identity.external_id

    @property
    def is_private(self) -> bool:
        return self.scope is DestinationContext.PRIVATE

    @property
    def private_target(self) -> ChatTarget:
        """The user's private chat, which is closed until they start the bot."""
        return ChatTarget(self.user_id)

    def destination(self, ref: MessageReference | None = None) -> Destination:
        """Return the delivery destination: the message *ref*, if given."""
        return Destination(
            platform=Platform.TELEGRAM,
            application_id=self.bot_id,
            chat=self.target.chat,
            thread=self.target.thread,
            user_id=self.user_id,
            context=self.scope,
            message=ref,
        )

    def key_of(self, ref: MessageReference) -> MessageKey | None:
        """Return the key of a message of the bot; None for an inline message."""
        if not ref.chat:
            return None
        return MessageKey(
            platform=Platform.TELEGRAM,
            application_id=self.bot_id,
            chat=ref.chat,
            message_id=ref.message,
        )

    def in_private_chat(self) -> Self:
        """Return a copy that replies in the user's private chat."""
        return replace(self, target=self.private_target, scope=DestinationContext.PRIVATE)

    def moved(self, chat: str) -> Self:
        """Return a copy for a group that was migrated to the id *chat*."""
        return replace(self, target=ChatTarget(chat, self.target.thread))

    async def requester_with_permissions(self) -> Requester:
        """Return the requester, with whether they moderate the group."""
        if not self.requester.community:
            return self.requester
        moderates = await self.group_admins.is_admin(self.requester.community, self.user_id)
        return replace(self.requester, moderates=moderates)

    # --- Responses --------------------------------------------------------------------------------

    async def acknowledge(self, *, private: bool = False) -> None:
        """Do nothing: Telegram does not wait for the response to a message."""

    async def show(self, card: Card) -> MessageKey | None:
        """Send a card of the user's own data to their private chat, with its picture."""
        rendered = render_card(card, OWNER_ONLY)
        message_id = await self._send(self.private_target, rendered, card.comic)
        return self.key_of(MessageReference(self.private_target.chat, message_id))

    async def say(self, text: str) -> None:
        """Reply with a text. Best effort."""
        await self.reply_text(text)

    async def send_card(self, card: Card) -> None:
        """Send the card to the chat, with its picture. Raises TelegramApiError, ImageStoreError."""
        await self._send(self.target, render_card(card, await self.render_options()), card.comic)

    async def reply_text(self, text: str, rows: Rows = ()) -> None:
        """Reply with a text. Best effort."""
        await self.reply(plain(text, rows))

    async def reply(self, rendered: RenderedMessage, *, before_commit: bool = False) -> None:
        """Reply in the original chat, or privately if the group is closed. Best effort."""
        try:
            await self.reply_or_raise(rendered, before_commit=before_commit)
        except TelegramApiError as error:
            log.info("response_failed", kind=error.kind.value, detail=error.detail)

    async def reply_or_raise(
        self, rendered: RenderedMessage, *, before_commit: bool = False
    ) -> None:
        """Reply the same way. Raises TelegramApiError if neither chat accepts the message."""
        if not self.target.chat:
            return
        try:
            await self.api.send(self.target, rendered, before_commit=before_commit)
        except TelegramApiError as error:
            if self.is_private or not error.is_closed:
                raise
            log.info("reply_redirected", kind=error.kind.value, detail=error.detail)
            await self.api.send(self.private_target, rendered, before_commit=before_commit)

    async def send_privately(self, rendered: RenderedMessage) -> MessageReference:
        """Send a message to the user only. Raises TelegramApiError if that chat is closed."""
        sent = await self.api.send(self.private_target, rendered)
        return MessageReference(self.private_target.chat, sent.message)

    async def render_options(self) -> RenderOptions:
        """Return the options that render buttons for the chat. Raises TelegramApiError."""
        return await self.api.render_options(others_see=not self.is_private)

    async def _send(self, to: ChatTarget, rendered: RenderedMessage, comic: Comic | None) -> str:
        """Send a message, with a picture if a comic is given; return its id."""
        if comic is not None:
            return await self.uploads.send(to, rendered, comic)
        return (await self.api.send(to, rendered)).message
