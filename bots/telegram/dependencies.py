"""Dependencies of the command and callback handlers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bots.telegram.api_client import TelegramApi
from bots.telegram.context import TelegramContext
from bots.telegram.deeplinks import start_url
from bots.telegram.moderators import Moderators
from bots.telegram.responses import MessageResponses
from bots.telegram.status_messages import StatusMessages
from bots.telegram.uploads import PictureUploads
from core.chats.chat_settings import ChatSettingsCache
from core.models.identity import Requester
from core.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerDeps:
    """The core's services and the adapter's means to respond."""

    services: Services
    api: TelegramApi
    responses: MessageResponses
    status_messages: StatusMessages
    uploads: PictureUploads
    chats: ChatSettingsCache
    moderators: Moderators

    async def bot_username(self) -> str:
        """Return the bot's username, without the @. Raises TelegramApiError."""
        return (await self.api.bot()).username

    async def start_url(self, payload: str = "") -> str:
        """Return the deep link to the bot's private chat. Raises TelegramApiError."""
        return start_url(await self.bot_username(), payload)

    async def with_permissions(self, context: TelegramContext) -> Requester:
        """Return the requester, with whether they moderate the group."""
        if not context.requester.community:
            return context.requester
        moderates = await self.moderators.is_moderator(context.requester.community, context.user_id)
        return replace(context.requester, moderates=moderates)
