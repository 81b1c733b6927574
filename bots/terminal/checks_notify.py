"""Whether `comicai doctor` can see the chats where operators are told."""

from __future__ import annotations

from bots.terminal.ailments import AilingError
from core.config import Config
from core.models import Platform


async def check_notify(config: Config) -> str:
    """Look whether the bots see the chats of `ops.notify`."""
    if not config.ops.targets:
        return "off: nobody is told of trouble (ops.notify)"
    names = [await _name_of(config, platform, chat) for platform, chat in config.ops.targets]
    return f"told of trouble: {', '.join(names)}"


async def _name_of(config: Config, platform: Platform, chat: str) -> str:
    section = config.discord if platform is Platform.DISCORD else config.telegram
    if not section.token:
        raise AilingError(
            f"{platform}:{chat}: there is no {platform}.token", "Set it, or correct ops.notify."
        )
    look = _in_discord if platform is Platform.DISCORD else _in_telegram
    return f"{await look(config, chat)} ({platform})"


async def _in_discord(config: Config, chat: str) -> str:
    from bots.discord.endpoints import use_api_base
    from bots.discord.errors import DiscordError
    from bots.discord.rest import Rest

    use_api_base(config.discord.api_base)
    rest = Rest(config.discord.token.get_secret_value())
    try:
        return await rest.channel_name(chat)
    except DiscordError as error:
        raise AilingError(
            f"discord:{chat}: the bot does not see it: {error}",
            "Let the bot see and write in that channel, or correct ops.notify.",
        ) from error
    finally:
        await rest.close()


async def _in_telegram(config: Config, chat: str) -> str:
    from bots.telegram.errors import CallError
    from bots.telegram.rest import Rest

    rest = Rest(config.telegram.token.get_secret_value(), config.telegram.api_base)
    try:
        return await rest.chat_name(chat)
    except CallError as error:
        raise AilingError(
            f"telegram:{chat}: the bot is not there: {error.said}",
            "Add the bot to that group, or press Start in its private chat; or correct ops.notify.",
        ) from error
    finally:
        await rest.close()
