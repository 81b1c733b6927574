"""The chat platforms in this process: how to reach them, who brings and tells there, who answers.

Their libraries are imported where they are used: they would slow down every other start.
"""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from bots.background import Background
from bots.worker import Machinery
from core.config import Config
from core.meter import Meter
from core.models import Platform
from core.ports import Database, Messenger, Notifier
from core.renditions import Renditions
from core.services import Services

if TYPE_CHECKING:
    from bots.discord.rest import Rest
    from bots.telegram.pictures import Pictures


async def open_discord(config: Config, meter: Meter, stack: AsyncExitStack) -> Rest | None:
    """Return how to reach Discord, which needs no connection to its gateway; None: it is off."""
    token = config.discord.token.get_secret_value()
    if not token:
        return None
    from bots.discord.endpoints import use_api_base
    from bots.discord.rest import Rest

    use_api_base(config.discord.api_base)
    rest = Rest(token, shared=config.engine.url.get_secret_value(), meter=meter)
    stack.push_async_callback(rest.close)
    return rest


async def open_telegram(
    config: Config,
    database: Database,
    renditions: Renditions,
    meter: Meter,
    stack: AsyncExitStack,
) -> Pictures | None:
    """Return how to reach Telegram, and to show comics there; None: it is off."""
    token = config.telegram.token.get_secret_value()
    if not token:
        return None
    from bots.telegram.pictures import Pictures
    from bots.telegram.rest import Rest

    shared = config.engine.url.get_secret_value()
    rest = Rest(token, config.telegram.api_base, shared=shared, meter=meter)
    stack.push_async_callback(rest.close)
    return Pictures(rest=rest, renditions=renditions, database=database)


def messengers(
    discord: Rest | None, telegram: Pictures | None, renditions: Renditions, database: Database
) -> dict[Platform, Messenger]:
    """Return who brings comics where: every process with a platform's token can."""
    messengers: dict[Platform, Messenger] = {}
    if discord is not None:
        from bots.discord.messenger import DiscordMessenger

        messengers[Platform.DISCORD] = DiscordMessenger(discord, renditions)
    if telegram is not None:
        from bots.telegram.messenger import TelegramMessenger

        messengers[Platform.TELEGRAM] = TelegramMessenger(telegram, database)
    return messengers


def notifiers(discord: Rest | None, telegram: Pictures | None) -> dict[Platform, Notifier]:
    """Return who writes to operators where, likewise."""
    notifiers: dict[Platform, Notifier] = {}
    if discord is not None:
        from bots.discord.notifier import DiscordNotifier

        notifiers[Platform.DISCORD] = DiscordNotifier(discord)
    if telegram is not None:
        from bots.telegram.notifier import TelegramNotifier

        notifiers[Platform.TELEGRAM] = TelegramNotifier(telegram.rest)
    return notifiers


def start_discord(
    services: Services,
    rest: Rest,
    machinery: Machinery,
    background: Background,
    stack: AsyncExitStack,
) -> None:
    from bots.discord.front import DiscordFront

    front = DiscordFront(services, rest, machinery.engine, meter=machinery.meter)
    background.start("discord", front.run)
    background.start("chats", front.kit.chats.run)
    background.start("discord_statuses", front.follow)
    stack.push_async_callback(front.stop)


def start_telegram(
    services: Services,
    pictures: Pictures,
    machinery: Machinery,
    background: Background,
    stack: AsyncExitStack,
) -> None:
    from bots.telegram.front import TelegramFront

    front = TelegramFront(
        services, pictures, machinery.engine, machinery.owner, meter=machinery.meter
    )
    background.start("telegram", front.run)
    background.start("telegram_chats", front.kit.chats.run)
    stack.push_async_callback(front.stop)
