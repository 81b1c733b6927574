"""Dependencies of the adapter's handlers."""

from __future__ import annotations

from dataclasses import dataclass

from bots.discord.api_client import DiscordApi
from bots.discord.handler_tasks import HandlerTasks
from bots.discord.report_notices import ReportNotifier
from bots.discord.status_messages import StatusMessages
from core.chats.chat_settings import ChatSettingsCache
from core.services import Services


# Without a repr: tracebacks in the log show local variables, and would repeat all services in each
# frame of a handler.
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class HandlerDeps:
    """The process's services and the adapter's own objects."""

    services: Services
    api: DiscordApi
    handler_tasks: HandlerTasks
    status_messages: StatusMessages
    chats: ChatSettingsCache
    report_notifier: ReportNotifier
