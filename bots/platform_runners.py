"""Chat platforms of a process: API clients, delivery adapters, operator notifiers and runners.

The platforms' libraries are imported where they are used, since importing them slows down the start
of processes that do not need them.
"""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from bots.background_tasks import BackgroundTasks
from bots.chat.delays import ChatDelays
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
    """Return the Discord API client (REST only, no gateway), or None if no token is set."""
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
    """Return the uploads to Telegram with their API client, or None if no token is set."""
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
    """Return the delivery adapters of the platforms that this process has a token for."""
    adapters: dict[Platform, DeliveryAdapter] = {}
    if discord is not None:
        from bots.discord.delivery_adapter import DiscordDeliveryAdapter

        adapters[Platform.DISCORD] = DiscordDeliveryAdapter(discord, renditions)
    if telegram is not None:
        from bots.telegram.delivery_adapter import TelegramDeliveryAdapter

        adapters[Platform.TELEGRAM] = TelegramDeliveryAdapter(telegram, database)
    return adapters


def notifiers(
    discord: DiscordApi | None, telegram: PictureUploads | None
) -> dict[Platform, OperatorNotifier]:
    """Return the operator notifiers of the platforms that this process has a token for."""
    found: dict[Platform, OperatorNotifier] = {}
    if discord is not None:
        from bots.discord.operator_notifier import DiscordOperatorNotifier

        found[Platform.DISCORD] = DiscordOperatorNotifier(discord)
    if telegram is not None:
        from bots.telegram.operator_notifier import TelegramOperatorNotifier

        found[Platform.TELEGRAM] = TelegramOperatorNotifier(telegram.api)
    return found


def start_discord(
    services: Services,
    api: DiscordApi,
    deps: WorkerDeps,
    background: BackgroundTasks,
    stack: AsyncExitStack,
    *,
    delays: ChatDelays,
) -> None:
    from bots.discord.runner import DiscordRunner

    runner = DiscordRunner(services, api, deps.job_queue, delays=delays, metrics=deps.metrics)
    background.start("discord", runner.run)
    background.start("chats", runner.deps.chats.run)
    background.start("discord_statuses", runner.follow)
    stack.push_async_callback(runner.stop)


def start_telegram(
    services: Services,
    pictures: PictureUploads,
    deps: WorkerDeps,
    background: BackgroundTasks,
    stack: AsyncExitStack,
    *,
    delays: ChatDelays,
) -> None:
    from bots.telegram.runner import TelegramRunner

    runner = TelegramRunner(
        services, pictures, deps.job_queue, deps.holder, delays=delays, metrics=deps.metrics
    )
    background.start("telegram", runner.run)
    background.start("telegram_chats", runner.deps.chats.run)
    stack.push_async_callback(runner.stop)
