"""The chat platforms in this process: how to reach them, who brings and tells there, who answers.

Their libraries are imported where they are used: they would slow down every other start.
"""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from bots.background_tasks import BackgroundTasks
from bots.worker import WorkerDeps
from core.config.settings import Config
from core.gallery.renditions import Renditions
from core.models.identity import Platform
from core.ports.database import Database
from core.ports.delivery import DeliveryAdapter
from core.ports.operations import OperatorNotifier
from core.runtime.metrics import Metrics
from core.services import Services

if TYPE_CHECKING:
    from bots.discord.api_client import DiscordApi
    from bots.telegram.uploads import PictureUploads


async def open_discord(
    config: Config, metrics: Metrics, stack: AsyncExitStack
) -> DiscordApi | None:
    """Return how to reach Discord, which needs no connection to its gateway; None: it is off."""
    token = config.discord.token.get_secret_value()
    if not token:
        return None
    from bots.discord.api_client import DiscordApi
    from bots.discord.endpoints import use_api_base

    use_api_base(config.discord.api_base)
    api = DiscordApi(token, shared=config.engine.url.get_secret_value(), metrics=metrics)
    stack.push_async_callback(api.close)
    return api


async def open_telegram(
    config: Config,
    database: Database,
    renditions: Renditions,
    metrics: Metrics,
    stack: AsyncExitStack,
) -> PictureUploads | None:
    """Return how to reach Telegram, and to show comics there; None: it is off."""
    token = config.telegram.token.get_secret_value()
    if not token:
        return None
    from bots.telegram.api_client import TelegramApi
    from bots.telegram.uploads import PictureUploads

    shared = config.engine.url.get_secret_value()
    api = TelegramApi(token, config.telegram.api_base, shared=shared, metrics=metrics)
    stack.push_async_callback(api.close)
    return PictureUploads(api=api, renditions=renditions, database=database)


def delivery_adapters(
    discord: DiscordApi | None,
    telegram: PictureUploads | None,
    renditions: Renditions,
    database: Database,
) -> dict[Platform, DeliveryAdapter]:
    """Return who brings comics where: every process with a platform's token can."""
    delivery_adapters: dict[Platform, DeliveryAdapter] = {}
    if discord is not None:
        from bots.discord.delivery_adapter import DiscordDeliveryAdapter

        delivery_adapters[Platform.DISCORD] = DiscordDeliveryAdapter(discord, renditions)
    if telegram is not None:
        from bots.telegram.delivery_adapter import TelegramDeliveryAdapter

        delivery_adapters[Platform.TELEGRAM] = TelegramDeliveryAdapter(telegram, database)
    return delivery_adapters


def notifiers(
    discord: DiscordApi | None, telegram: PictureUploads | None
) -> dict[Platform, OperatorNotifier]:
    """Return who writes to operators where, likewise."""
    notifiers: dict[Platform, OperatorNotifier] = {}
    if discord is not None:
        from bots.discord.operator_notifier import DiscordOperatorNotifier

        notifiers[Platform.DISCORD] = DiscordOperatorNotifier(discord)
    if telegram is not None:
        from bots.telegram.operator_notifier import TelegramOperatorNotifier

        notifiers[Platform.TELEGRAM] = TelegramOperatorNotifier(telegram.api)
    return notifiers


def start_discord(
    services: Services,
    api: DiscordApi,
    deps: WorkerDeps,
    background: BackgroundTasks,
    stack: AsyncExitStack,
) -> None:
    from bots.discord.runner import DiscordRunner

    front = DiscordRunner(services, api, deps.job_queue, metrics=deps.metrics)
    background.start("discord", front.run)
    background.start("chats", front.deps.chats.run)
    background.start("discord_statuses", front.follow)
    stack.push_async_callback(front.stop)


def start_telegram(
    services: Services,
    pictures: PictureUploads,
    deps: WorkerDeps,
    background: BackgroundTasks,
    stack: AsyncExitStack,
) -> None:
    from bots.telegram.runner import TelegramRunner

    front = TelegramRunner(services, pictures, deps.job_queue, deps.holder, metrics=deps.metrics)
    background.start("telegram", front.run)
    background.start("telegram_chats", front.deps.chats.run)
    stack.push_async_callback(front.stop)
