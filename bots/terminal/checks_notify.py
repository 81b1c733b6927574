"""Whether `comicai doctor` can see the chats where operators are told."""

from __future__ import annotations

from bots.terminal.diagnoses import DiagnosedError
from core.config.settings import Config
from core.models.identity import Platform


async def check_notify(config: Config) -> str:
    """Look whether the bots see the chats of `ops.notify`."""
    if not config.ops.targets:
        return "off: nobody is told of trouble (ops.notify)"
    names = [await _name_of(config, platform, chat) for platform, chat in config.ops.targets]
    return f"told of trouble: {', '.join(names)}"


async def _name_of(config: Config, platform: Platform, chat: str) -> str:
    section = config.discord if platform is Platform.DISCORD else config.telegram
    if not section.token:
        raise DiagnosedError(
            f"{platform}:{chat}: there is no {platform}.token", "Set it, or correct ops.notify."
        )
    look = _in_discord if platform is Platform.DISCORD else _in_telegram
    return f"{await look(config, chat)} ({platform})"


async def _in_discord(config: Config, chat: str) -> str:
    from bots.discord.api_client import DiscordApi
    from bots.discord.api_errors import DiscordApiError
    from bots.discord.endpoints import use_api_base

    use_api_base(config.discord.api_base)
    rest = DiscordApi(config.discord.token.get_secret_value())
    try:
        return await rest.channel_name(chat)
    except DiscordApiError as error:
        raise DiagnosedError(
            f"discord:{chat}: the bot does not see it: {error}",
            "Let the bot see and write in that channel, or correct ops.notify.",
        ) from error
    finally:
        await rest.close()


async def _in_telegram(config: Config, chat: str) -> str:
    from bots.telegram.api_client import TelegramApi
    from bots.telegram.api_errors import TelegramApiError

    rest = TelegramApi(config.telegram.token.get_secret_value(), config.telegram.api_base)
    try:
        return await rest.chat_name(chat)
    except TelegramApiError as error:
        raise DiagnosedError(
            f"telegram:{chat}: the bot is not there: {error.detail}",
            "Add the bot to that group, or press Start in its private chat; or correct ops.notify.",
        ) from error
    finally:
        await rest.close()
