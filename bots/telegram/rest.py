"""Calls of the Bot API that need no update, so that any process can make them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import structlog
from telegram import (
    Bot,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction
from telegram.ext import ExtBot

from bots.telegram.errors import CallError, Trouble, translated
from bots.telegram.http_requests import BotApiRequest
from bots.telegram.limiter import Limiter, Pace
from bots.telegram.screens import Look, Screen
from core.enlisted import settle
from core.meter import UNMETERED, Meter
from core.renditions import Picture

log = structlog.get_logger(__name__)

TEXT_SECONDS = 12.0  # for the call itself
PICTURE_SECONDS = 30.0  # the waiting for room among other calls included
CONNECTIONS = 64
POOL_SECONDS = 10.0
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
USUAL = Pace()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message is put."""

    chat: str
    thread: str = ""  # a topic of a forum, or of a private chat
    reply_to: str = ""  # a message there
    only_there: bool = False  # not outside that topic

    def without(self, missing: Trouble) -> Place | None:
        """Return where to send a message instead, in the same chat; None where it cannot go.

        Who reads a forum reads its General topic as well, so nothing gets to others by that.
        """
        if missing is Trouble.REPLY_GONE and self.reply_to:
            return replace(self, reply_to="")
        if missing is Trouble.THREAD_GONE and self.thread and not self.only_there:
            return replace(self, thread="", reply_to="")  # a reply goes where that message is
        return None


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of ours, and where it got to: outside the topic, if that is gone."""

    message: str
    place: Place


@dataclass(frozen=True, slots=True)
class Media:
    """A picture to put into a message: as a photo or as a file, by its bytes or by a file id."""

    kind: str  # "photo" or "document"
    source: Picture | str


class Rest:
    """A bot that logs in when it is first used, and never asks for updates.

    What was asked for is marked as dealt with before people see an answer; *early* is what they see
    before that.
    """

    def __init__(
        self,
        token: str,
        api_base: str,
        *,
        shared: str = "memory://",
        meter: Meter = UNMETERED,
    ) -> None:
        """*shared* is where the fleet counts its calls, if there is a Redis."""
        base = api_base.rstrip("/")
        self.bot_id = token.partition(":")[0]
        self._bot: ExtBot[Pace] = ExtBot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=BotApiRequest(
                connection_pool_size=CONNECTIONS,
                pool_timeout=POOL_SECONDS,
                connect_timeout=5.0,
                read_timeout=TEXT_SECONDS,
                media_write_timeout=PICTURE_SECONDS,
            ),
            rate_limiter=Limiter(shared, meter=meter),
        )
        self._is_ready = False
        self._one_at_a_time = asyncio.Lock()

    async def bot(self) -> ExtBot[Pace]:
        """Return the bot, which knows its own name. Raises CallError."""
        async with self._one_at_a_time:
            if not self._is_ready:
                async with translated(TEXT_SECONDS):
                    await self._bot.initialize()
                self._is_ready = True
            return self._bot

    async def look(self, *, others_see: bool) -> Look:
        """Return how buttons look in a private chat, or in one where others see them."""
        bot = await self.bot()
        return Look(others_see=others_see, inline=bool(bot.bot.supports_inline_queries))

    @property
    def parser(self) -> Bot:
        """What the library wants to read updates with."""
        return self._bot

    async def close(self) -> None:
        """Close the connections."""
        await self._bot.shutdown()

    # --- Messages ---------------------------------------------------------------------------------

    async def send(
        self,
        to: Place,
        screen: Screen,
        *,
        quiet: bool = False,
        pace: Pace = USUAL,
        markup: Any = None,
        early: bool = False,
    ) -> Sent:
        """Send a message. Not idempotent. Raises CallError."""
        bot = await self.bot()
        if not early:
            await settle()

        async def send(place: Place) -> Message:
            async with translated(pace.patience + TEXT_SECONDS):
                return await bot.send_message(
                    int(place.chat),
                    screen.text,
                    entities=screen.entities,
                    reply_markup=markup or screen.keyboard,
                    message_thread_id=int(place.thread) if place.thread else None,
                    reply_parameters=_reply(place.reply_to),
                    disable_notification=quiet,
                    link_preview_options=NO_PREVIEW,
                    rate_limit_args=pace,
                )

        message, place = await _sent(to, send)
        return Sent(str(message.message_id), place)

    async def edit_text(
        self, address: dict[str, Any], screen: Screen, *, pace: Pace = USUAL, early: bool = False
    ) -> None:
        """Make it the text of a message of ours. Raises CallError."""
        bot = await self.bot()
        if not early:
            await settle()
        try:
            async with _unchanged_is_fine(), translated(pace.patience + TEXT_SECONDS):
                await bot.edit_message_text(
                    screen.text,
                    **address,
                    entities=screen.entities,
                    reply_markup=screen.keyboard,
                    link_preview_options=NO_PREVIEW,
                    rate_limit_args=pace,
                )
        except CallError as fault:
            if fault.trouble is not Trouble.NO_TEXT:
                raise
            await self.edit_caption(address, screen, pace=pace)

    async def edit_caption(
        self, address: dict[str, Any], screen: Screen, *, pace: Pace = USUAL
    ) -> None:
        """Change what stands below a picture, which stays. Raises CallError."""
        bot = await self.bot()
        async with _unchanged_is_fine(), translated(pace.patience + TEXT_SECONDS):
            await bot.edit_message_caption(
                **address,
                caption=screen.text,
                caption_entities=screen.entities,
                reply_markup=screen.keyboard,
                rate_limit_args=pace,
            )

    async def edit_picture(
        self, address: dict[str, Any], screen: Screen, media: Media
    ) -> str | None:
        """Put a picture into a message of ours; return the file's id, where Telegram tells it.

        Raises CallError.
        """
        bot = await self.bot()
        await settle()
        edited: Message | bool = True
        async with _unchanged_is_fine(), translated(PICTURE_SECONDS):
            edited = await bot.edit_message_media(
                _input(media, screen), **address, reply_markup=screen.keyboard
            )
        return file_id_of(edited)

    async def edit_rows(
        self, address: dict[str, Any], keyboard: InlineKeyboardMarkup | None
    ) -> None:
        """Change the buttons of a message and nothing else. Raises CallError."""
        bot = await self.bot()
        await settle()
        async with _unchanged_is_fine(), translated(USUAL.patience + TEXT_SECONDS):
            await bot.edit_message_reply_markup(**address, reply_markup=keyboard)

    async def send_picture(
        self, to: Place, screen: Screen, media: Media, *, quiet: bool = False
    ) -> tuple[str, str | None]:
        """Send a picture; return the message's id and the file's. Raises CallError."""
        bot = await self.bot()
        await settle()
        method: Callable[..., Awaitable[Message]] = (
            bot.send_photo if media.kind == "photo" else bot.send_document
        )

        async def send(place: Place) -> Message:
            async with translated(PICTURE_SECONDS):
                return await method(
                    int(place.chat),
                    _source(media),
                    caption=screen.text or None,
                    caption_entities=screen.entities,
                    reply_markup=screen.keyboard,
                    message_thread_id=int(place.thread) if place.thread else None,
                    reply_parameters=_reply(place.reply_to),
                    disable_notification=quiet,
                )

        message, _ = await _sent(to, send)
        return str(message.message_id), file_id_of(message)

    async def delete(self, address: dict[str, Any]) -> None:
        """Remove a message. Raises CallError."""
        bot = await self.bot()
        async with translated(USUAL.patience + TEXT_SECONDS):
            await bot.delete_message(**address)

    async def show_action(self, to: Place, action: ChatAction) -> None:
        """Show for a few seconds what we are about to do, if nothing is in the way of it."""
        try:
            bot = await self.bot()
            async with translated(TEXT_SECONDS):
                await bot.send_chat_action(
                    int(to.chat), action, message_thread_id=int(to.thread) if to.thread else None
                )
        except CallError as fault:
            log.debug("action_not_shown", trouble=fault.trouble.value)

    # --- Answers to presses and queries -----------------------------------------------------------

    async def answer_press(
        self, query: str, text: str = "", *, alert: bool = False, url: str = ""
    ) -> None:
        """End the waiting of who pressed a button. Raises CallError."""
        bot = await self.bot()
        async with translated(TEXT_SECONDS):
            await bot.answer_callback_query(
                query, text=text or None, show_alert=alert, url=url or None
            )

    # --- Chats and people -------------------------------------------------------------------------

    async def chat_name(self, chat: str) -> str:
        """Return what a chat is called. Raises CallError."""
        bot = await self.bot()
        async with translated(TEXT_SECONDS):
            found = await bot.get_chat(int(chat))
        return found.effective_name or chat

    async def is_admin(self, chat: str, user: str) -> bool:
        """Say whether somebody administers a group. Raises CallError."""
        bot = await self.bot()
        async with translated(TEXT_SECONDS):
            member = await bot.get_chat_member(int(chat), int(user))
        return member.status in {"administrator", "creator"}

    async def name_of(self, chat: str, user: str) -> str:
        """Return what somebody is called there; nothing where that is not to be had."""
        try:
            bot = await self.bot()
            async with translated(TEXT_SECONDS):
                member = await bot.get_chat_member(int(chat), int(user))
        except CallError as fault:
            log.info("name_unknown", trouble=fault.trouble.value)
            return ""
        return member.user.full_name


async def _sent(to: Place, send: Callable[[Place], Awaitable[Message]]) -> tuple[Message, Place]:
    """Send a message, once more without a topic or a message to reply to that is gone."""
    while True:
        try:
            return await send(to), to
        except CallError as fault:
            instead = to.without(fault.trouble)
            if instead is None:
                raise
            log.info("send_redirected", missing=fault.trouble.value, said=fault.said)
            to = instead


def file_id_of(message: Message | bool) -> str | None:  # noqa: FBT001 - as the library has it
    """Return the id of the picture in a message."""
    if isinstance(message, bool):
        return None
    if message.photo:
        return message.photo[-1].file_id
    return message.document.file_id if message.document else None


@asynccontextmanager
async def _unchanged_is_fine() -> AsyncIterator[None]:
    try:
        yield
    except CallError as fault:
        if fault.trouble is not Trouble.UNCHANGED:
            raise


def _reply(message: str) -> ReplyParameters | None:
    if not message:
        return None
    return ReplyParameters(int(message), allow_sending_without_reply=True)


def _source(media: Media) -> InputFile | str:
    if isinstance(media.source, str):
        return media.source
    return InputFile(media.source.data, filename=media.source.filename)


def _input(media: Media, screen: Screen) -> InputMediaPhoto | InputMediaDocument:
    kind = InputMediaPhoto if media.kind == "photo" else InputMediaDocument
    source = media.source
    if isinstance(source, str):
        return kind(source, caption=screen.text, caption_entities=screen.entities)
    return kind(
        source.data,
        filename=source.filename,
        caption=screen.text,
        caption_entities=screen.entities,
    )
