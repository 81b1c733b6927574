"""`/comicadmin`: what administrators of a group set."""

from __future__ import annotations

from dataclasses import replace

from telegram import Message

from bots.chat.choices import style_typed
from bots.chat.community import settings_text
from bots.telegram.asks import Ask, is_group_itself
from bots.telegram.kit import Kit
from bots.telegram.texts import harmless
from core.chats import toggled
from core.community import Community
from core.errors import NotModeratorError
from core.models import Identity, Platform, Requester
from core.sentences import CATALOGUE, STYLES, listed, sentence, style_name


class Admin:
    """Changes one thing, and shows what is set then."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def answer(self, ask: Ask, message: Message, typed: str) -> None:
        """Answer the command. Raises NotModeratorError and RequestErrors."""
        if ask.is_private:
            await self._kit.answers.say(ask, sentence("admin_in_group", ask.locale))
            return
        requester = await self._powers(ask, message)
        name, _, value = typed.partition(" ")
        said = await self._change(ask, requester, message, name.casefold(), value.strip())
        settings = await self._kit.chats.settings(requester.community)
        shown = harmless(settings_text(settings, ask.locale))
        await self._kit.answers.say(ask, "\n\n".join(filter(None, [said, shown])))

    async def _powers(self, ask: Ask, message: Message) -> Requester:
        if is_group_itself(message):
            requester = replace(ask.requester, moderates=True)
        else:
            requester = await self._kit.with_powers(ask)
        if not requester.moderates:
            raise NotModeratorError
        return requester

    async def _change(
        self, ask: Ask, requester: Requester, message: Message, name: str, value: str
    ) -> str:
        """Do what is wanted; return what to say besides, which is how it is used if nothing is."""
        chats = self._kit.chats
        is_on = not value or value.casefold() in CATALOGUE.words("on")
        is_clear = is_on or value.casefold() in CATALOGUE.words("off")
        match name:
            case "pause" | "private" | "log" if not is_clear:
                return sentence("admin_usage", ask.locale)
            case "pause":
                await chats.change(requester, paused=is_on)
            case "private":
                await chats.change(requester, private=is_on)
            case "style" if value:
                return await self._style(ask, requester, value)
            case "topic":
                await toggled(chats, requester, "channels", ask.place.thread or ask.place.chat)
            case "words":
                listed = tuple(filter(None, (word.strip() for word in value.split(","))))
                await chats.change(requester, words=listed)
            case "limit" if value.isdecimal():
                await chats.change(requester, per_day=int(value))
            case "log":
                await chats.change(requester, log_channel=ask.place.chat if is_on else "")
            case "ban" | "unban":
                return await self._ban(ask, requester, message, name)
            case _:
                return sentence("admin_usage", ask.locale)
        return ""

    async def _style(self, ask: Ask, requester: Requester, typed: str) -> str:
        """Allow a style, or no longer; return which there are where it is none."""
        style = style_typed(typed, ask.locale)
        if style not in STYLES:
            names = listed((style_name(each, ask.locale) for each in STYLES), ask.locale)
            return f"{sentence('style_unknown', ask.locale)} {names}"
        await toggled(self._kit.chats, requester, "styles", style)
        return ""

    async def _ban(self, ask: Ask, requester: Requester, message: Message, name: str) -> str:
        """Ban who wrote the message that this replies to, or let them ask again."""
        about = message.reply_to_message
        if about is None or about.from_user is None or about.from_user.is_bot:
            return sentence("admin_reply_to", ask.locale)
        identity = Identity(Platform.TELEGRAM, str(about.from_user.id))
        community = Community(
            database=self._kit.services.database,
            operator=f"telegram:{requester.identity.external_id}",
        )
        if name == "ban":
            await community.ban(identity, chat=requester.community)
            return sentence("banned_here", ask.locale)
        await community.unban(identity, chat=requester.community)
        return sentence("unbanned", ask.locale)
