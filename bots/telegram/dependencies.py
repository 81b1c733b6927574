"""What every command and button of the adapter works with."""

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
    """The services of the process, and how to answer."""

    services: Services
    api: TelegramApi
    responses: MessageResponses
    status_messages: StatusMessages
    uploads: PictureUploads
    chats: ChatSettingsCache
    moderators: Moderators

    async def name(self) -> str:
        """Return the bot's own name, without the @. Raises CallError."""
        return (await self.api.bot()).username

    async def start_url(self, payload: str = "") -> str:
        """Return what opens a private chat with the bot. Raises CallError."""
        return start_url(await self.name(), payload)

    async def with_powers(self, context: TelegramContext) -> Requester:
        """Return who asks, and whether they moderate the group."""
        if not context.requester.community:
            return context.requester
        moderates = await self.moderators.are(context.requester.community, context.user_id)
        return replace(context.requester, moderates=moderates)
