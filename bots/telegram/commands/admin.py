"""`/comicadmin`: the settings of a group, for its administrators."""

from __future__ import annotations

from dataclasses import replace

from telegram import Message

from bots.chat.settings_text import settings_text
from bots.chat.style_names import style_typed
from bots.telegram.context import TelegramContext
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.message_author import is_group_itself
from bots.telegram.plain_text import harmless
from core.chats.chat_settings import toggled
from core.chats.moderation_admin import ModerationAdmin
from core.errors import NotModeratorError
from core.models.identity import Identity, Platform, Requester
from core.sentences import CATALOGUE, STYLES, listed, sentence, style_name

SWITCHES = {"pause": "paused", "private": "private", "family": "family"}  # to names of settings


class AdminCommands:
    """Changes one setting, and replies with all current settings."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps

    async def answer(self, context: TelegramContext, message: Message, typed: str) -> None:
        """Answer the command. Raises NotModeratorError and RequestError."""
        if context.is_private:
            await context.reply_text(sentence("admin_in_group", context.locale))
            return
        requester = await self._require_moderator(context, message)
        name, _, value = typed.partition(" ")
        reply = await self._change(context, requester, message, name.casefold(), value.strip())
        settings = await self._deps.chats.settings(requester.community)
        shown = harmless(settings_text(settings, context.locale))
        await context.reply_text("\n\n".join(filter(None, [reply, shown])))

    async def _require_moderator(self, context: TelegramContext, message: Message) -> Requester:
        if is_group_itself(message):
            requester = replace(context.requester, moderates=True)
        else:
            requester = await context.requester_with_permissions()
        if not requester.moderates:
            raise NotModeratorError
        return requester

    async def _change(
        self,
        context: TelegramContext,
        requester: Requester,
        message: Message,
        name: str,
        value: str,
    ) -> str:
        """Change a setting; return an additional reply, such as the usage for unknown settings."""
        chats = self._deps.chats
        is_on = not value or value.casefold() in CATALOGUE.words("on")
        is_clear = is_on or value.casefold() in CATALOGUE.words("off")
        match name:
            case "pause" | "private" | "family" | "log" if not is_clear:
                return sentence("admin_usage", context.locale)
            case "pause" | "private" | "family":
                await chats.change(requester, **{SWITCHES[name]: is_on})
            case "style" if value:
                return await self._style(context, requester, value)
            case "topic":
                await toggled(
                    chats, requester, "channels", context.target.thread or context.target.chat
                )
            case "words":
                listed = tuple(filter(None, (word.strip() for word in value.split(","))))
                await chats.change(requester, words=listed)
            case "limit" if value.isdecimal():
                await chats.change(requester, per_day=int(value))
            case "log":
                await chats.change(requester, log_channel=context.target.chat if is_on else "")
            case "ban" | "unban":
                return await self._ban(context, requester, message, name)
            case _:
                return sentence("admin_usage", context.locale)
        return ""

    async def _style(self, context: TelegramContext, requester: Requester, typed: str) -> str:
        """Toggle a style; return the list of styles if the name is unknown."""
        style = style_typed(typed, context.locale)
        if style not in STYLES:
            names = listed((style_name(each, context.locale) for each in STYLES), context.locale)
            return f"{sentence('style_unknown', context.locale)} {names}"
        await toggled(self._deps.chats, requester, "styles", style)
        return ""

    async def _ban(
        self, context: TelegramContext, requester: Requester, message: Message, name: str
    ) -> str:
        """Ban or unban the author of the replied-to message."""
        replied_to = message.reply_to_message
        if replied_to is None or replied_to.from_user is None or replied_to.from_user.is_bot:
            return sentence("admin_reply_to", context.locale)
        identity = Identity(Platform.TELEGRAM, str(replied_to.from_user.id))
        moderation_admin = ModerationAdmin(
            database=self._deps.services.database,
            operator=f"telegram:{requester.identity.external_id}",
        )
        if name == "ban":
            await moderation_admin.ban(identity, chat=requester.community)
            return sentence("banned_here", context.locale)
        await moderation_admin.unban(identity, chat=requester.community)
        return sentence("unbanned", context.locale)
