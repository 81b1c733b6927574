"""Dependencies of the command and callback handlers."""

from __future__ import annotations

from dataclasses import dataclass

from bots.telegram.api_client import TelegramApi
from bots.telegram.deeplinks import start_url
from bots.telegram.group_admins import GroupAdmins
from bots.telegram.report_notices import ReportNotifier
from bots.telegram.status_messages import StatusMessages
from bots.telegram.uploads import PictureUploads
from core.chats.chat_settings import ChatSettingsCache
from core.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerDeps:
    """The core's services and the adapter's means to respond."""

    services: Services
    api: TelegramApi
    status_messages: StatusMessages
    uploads: PictureUploads
    chats: ChatSettingsCache
    group_admins: GroupAdmins
    report_notifier: ReportNotifier

    async def bot_username(self) -> str:
        """Return the bot's username, without the @. Raises TelegramApiError."""
        return (await self.api.bot()).username

    async def start_url(self, payload: str = "") -> str:
        """Return the deep link to the bot's private chat. Raises TelegramApiError."""
        return start_url(await self.bot_username(), payload)
