"""Check of `comicai doctor` for the chats that receive operator notices."""

from __future__ import annotations

from bots.terminal.diagnoses import DiagnosedError
from core.config.settings import Config
from core.models.identity import Platform


async def check_notify(config: Config) -> str:
    """Check that the bots have access to the chats of `ops.notify`."""
    if not config.ops.targets:
        return "off: no chat receives alerts (ops.notify)"
    names = [await _name_of(config, platform, chat) for platform, chat in config.ops.targets]
    return f"alerts go to: {', '.join(names)}"


async def _name_of(config: Config, platform: Platform, chat: str) -> str:
    section = config.discord if platform is Platform.DISCORD else config.telegram
    if not section.token:
        raise DiagnosedError(
            f"{platform}:{chat}: {platform}.token is not set", "Set it, or correct ops.notify."
        )
    find_name = _discord_channel if platform is Platform.DISCORD else _telegram_chat
    return f"{await find_name(config, chat)} ({platform})"


async def _discord_channel(config: Config, chat: str) -> str:
    from bots.discord.api_client import DiscordApi
    from bots.discord.api_errors import DiscordApiError
    from bots.discord.endpoints import use_api_base

    use_api_base(config.discord.api_base)
    api = DiscordApi(config.discord.token.get_secret_value())
    try:
        return await api.channel_name(chat)
    except DiscordApiError as error:
        raise DiagnosedError(
            f"discord:{chat}: the bot has no access to it: {error}",
            "Let the bot view that channel and send messages there, or correct ops.notify.",
        ) from error
    finally:
        await api.close()


async def _telegram_chat(config: Config, chat: str) -> str:
    from bots.telegram.api_client import TelegramApi
    from bots.telegram.api_errors import TelegramApiError

    api = TelegramApi(config.telegram.token.get_secret_value(), config.telegram.api_base)
    try:
        return await api.chat_name(chat)
    except TelegramApiError as error:
        raise DiagnosedError(
            f"telegram:{chat}: the bot has no access to it: {error.detail}",
            "Add the bot to that group, or press Start in its private chat; or correct ops.notify.",
        ) from error
    finally:
        await api.close()
