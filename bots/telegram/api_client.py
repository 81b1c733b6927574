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

from bots.telegram.api_errors import FailureKind, TelegramApiError, translated
from bots.telegram.http_requests import BotApiRequest
from bots.telegram.rate_limit import SendPriority, TelegramRateLimiter
from bots.telegram.rendering import RenderedMessage, RenderOptions
from core.gallery.renditions import RenditionFile
from core.runtime.metrics import NO_METRICS, Metrics
from core.runtime.transaction_hooks import commit_pending_hook

log = structlog.get_logger(__name__)

TEXT_SECONDS = 12.0  # for the call itself
PICTURE_SECONDS = 30.0  # the waiting for room among other calls included
CONNECTIONS = 64
POOL_SECONDS = 10.0
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
USUAL = SendPriority()


@dataclass(frozen=True, slots=True)
class ChatTarget:
    """Where a message is put."""

    chat: str
    thread: str = ""  # a topic of a forum, or of a private chat
    reply_to: str = ""  # a message there
    only_there: bool = False  # not outside that topic

    def without(self, missing: FailureKind) -> ChatTarget | None:
        """Return where to send a message instead, in the same chat; None where it cannot go.

        Who reads a forum reads its General topic as well, so nothing gets to others by that.
        """
        if missing is FailureKind.REPLY_GONE and self.reply_to:
            return replace(self, reply_to="")
        if missing is FailureKind.THREAD_GONE and self.thread and not self.only_there:
            return replace(self, thread="", reply_to="")  # a reply goes where that message is
        return None


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of ours, and where it got to: outside the topic, if that is gone."""

    message: str
    place: ChatTarget


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A picture to put into a message: as a photo or as a file, by its bytes or by a file id."""

    kind: str  # "photo" or "document"
    source: RenditionFile | str


class TelegramApi:
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
        metrics: Metrics = NO_METRICS,
    ) -> None:
        """*shared* is where the fleet counts its calls, if there is a Redis."""
        base = api_base.rstrip("/")
        self.bot_id = token.partition(":")[0]
        self._bot: ExtBot[SendPriority] = ExtBot(
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
            rate_limiter=TelegramRateLimiter(shared, metrics=metrics),
        )
        self._is_ready = False
        self._one_at_a_time = asyncio.Lock()

    async def bot(self) -> ExtBot[SendPriority]:
        """Return the bot, which knows its own name. Raises TelegramApiError."""
        async with self._one_at_a_time:
            if not self._is_ready:
                async with translated(TEXT_SECONDS):
                    await self._bot.initialize()
                self._is_ready = True
            return self._bot

    async def look(self, *, others_see: bool) -> RenderOptions:
        """Return how buttons look in a private chat, or in one where others see them."""
        bot = await self.bot()
        return RenderOptions(others_see=others_see, inline=bool(bot.bot.supports_inline_queries))

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
        to: ChatTarget,
        rendered: RenderedMessage,
        *,
        quiet: bool = False,
        pace: SendPriority = USUAL,
        markup: Any = None,
        early: bool = False,
    ) -> Sent:
        """Send a message. Not idempotent. Raises TelegramApiError."""
        bot = await self.bot()
        if not early:
            await commit_pending_hook()

        async def send(place: ChatTarget) -> Message:
            async with translated(pace.patience + TEXT_SECONDS):
                return await bot.send_message(
                    int(place.chat),
                    rendered.text,
                    entities=rendered.entities,
                    reply_markup=markup or rendered.keyboard,
                    message_thread_id=int(place.thread) if place.thread else None,
                    reply_parameters=_reply(place.reply_to),
                    disable_notification=quiet,
                    link_preview_options=NO_PREVIEW,
                    rate_limit_args=pace,
                )

        message, place = await _sent(to, send)
        return Sent(str(message.message_id), place)

    async def edit_text(
        self,
        address: dict[str, Any],
        rendered: RenderedMessage,
        *,
        pace: SendPriority = USUAL,
        early: bool = False,
    ) -> None:
        """Make it the text of a message of ours. Raises TelegramApiError."""
        bot = await self.bot()
        if not early:
            await commit_pending_hook()
        try:
            async with _unchanged_is_fine(), translated(pace.patience + TEXT_SECONDS):
                await bot.edit_message_text(
                    rendered.text,
                    **address,
                    entities=rendered.entities,
                    reply_markup=rendered.keyboard,
                    link_preview_options=NO_PREVIEW,
                    rate_limit_args=pace,
                )
        except TelegramApiError as fault:
            if fault.kind is not FailureKind.NO_TEXT:
                raise
            await self.edit_caption(address, rendered, pace=pace)

    async def edit_caption(
        self, address: dict[str, Any], rendered: RenderedMessage, *, pace: SendPriority = USUAL
    ) -> None:
        """Change what stands below a picture, which stays. Raises TelegramApiError."""
        bot = await self.bot()
        async with _unchanged_is_fine(), translated(pace.patience + TEXT_SECONDS):
            await bot.edit_message_caption(
                **address,
                caption=rendered.text,
                caption_entities=rendered.entities,
                reply_markup=rendered.keyboard,
                rate_limit_args=pace,
            )

    async def edit_picture(
        self, address: dict[str, Any], rendered: RenderedMessage, media: MediaFile
    ) -> str | None:
        """Put a picture into a message of ours; return the file's id, where Telegram tells it.

        Raises TelegramApiError.
        """
        bot = await self.bot()
        await commit_pending_hook()
        edited: Message | bool = True
        async with _unchanged_is_fine(), translated(PICTURE_SECONDS):
            edited = await bot.edit_message_media(
                _input(media, rendered), **address, reply_markup=rendered.keyboard
            )
        return file_id_of(edited)

    async def edit_keyboard(
        self, address: dict[str, Any], keyboard: InlineKeyboardMarkup | None
    ) -> None:
        """Change the buttons of a message and nothing else. Raises TelegramApiError."""
        bot = await self.bot()
        await commit_pending_hook()
        async with _unchanged_is_fine(), translated(USUAL.patience + TEXT_SECONDS):
            await bot.edit_message_reply_markup(**address, reply_markup=keyboard)

    async def send_picture(
        self, to: ChatTarget, rendered: RenderedMessage, media: MediaFile, *, quiet: bool = False
    ) -> tuple[str, str | None]:
        """Send a picture; return the message's id and the file's. Raises TelegramApiError."""
        bot = await self.bot()
        await commit_pending_hook()
        method: Callable[..., Awaitable[Message]] = (
            bot.send_photo if media.kind == "photo" else bot.send_document
        )

        async def send(place: ChatTarget) -> Message:
            async with translated(PICTURE_SECONDS):
                return await method(
                    int(place.chat),
                    _source(media),
                    caption=rendered.text or None,
                    caption_entities=rendered.entities,
                    reply_markup=rendered.keyboard,
                    message_thread_id=int(place.thread) if place.thread else None,
                    reply_parameters=_reply(place.reply_to),
                    disable_notification=quiet,
                )

        message, _ = await _sent(to, send)
        return str(message.message_id), file_id_of(message)

    async def delete(self, address: dict[str, Any]) -> None:
        """Remove a message. Raises TelegramApiError."""
        bot = await self.bot()
        async with translated(USUAL.patience + TEXT_SECONDS):
            await bot.delete_message(**address)

    async def show_action(self, to: ChatTarget, action: ChatAction) -> None:
        """Show for a few seconds what we are about to do, if nothing is in the way of it."""
        try:
            bot = await self.bot()
            async with translated(TEXT_SECONDS):
                await bot.send_chat_action(
                    int(to.chat), action, message_thread_id=int(to.thread) if to.thread else None
                )
        except TelegramApiError as fault:
            log.debug("action_not_shown", kind=fault.kind.value)

    # --- Answers to presses and queries -----------------------------------------------------------

    async def answer_press(
        self, query: str, text: str = "", *, alert: bool = False, url: str = ""
    ) -> None:
        """End the waiting of who pressed a button. Raises TelegramApiError."""
        bot = await self.bot()
        async with translated(TEXT_SECONDS):
            await bot.answer_callback_query(
                query, text=text or None, show_alert=alert, url=url or None
            )

    # --- Chats and people -------------------------------------------------------------------------

    async def chat_name(self, chat: str) -> str:
        """Return what a chat is called. Raises TelegramApiError."""
        bot = await self.bot()
        async with translated(TEXT_SECONDS):
            found = await bot.get_chat(int(chat))
        return found.effective_name or chat

    async def is_admin(self, chat: str, user: str) -> bool:
        """Say whether somebody administers a group. Raises TelegramApiError."""
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
        except TelegramApiError as fault:
            log.info("name_unknown", kind=fault.kind.value)
            return ""
        return member.user.full_name


async def _sent(
    to: ChatTarget, send: Callable[[ChatTarget], Awaitable[Message]]
) -> tuple[Message, ChatTarget]:
    """Send a message, once more without a topic or a message to reply to that is gone."""
    while True:
        try:
            return await send(to), to
        except TelegramApiError as fault:
            instead = to.without(fault.kind)
            if instead is None:
                raise
            log.info("send_redirected", missing=fault.kind.value, said=fault.said)
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
    except TelegramApiError as fault:
        if fault.kind is not FailureKind.UNCHANGED:
            raise


def _reply(message: str) -> ReplyParameters | None:
    if not message:
        return None
    return ReplyParameters(int(message), allow_sending_without_reply=True)


def _source(media: MediaFile) -> InputFile | str:
    if isinstance(media.source, str):
        return media.source
    return InputFile(media.source.data, filename=media.source.filename)


def _input(media: MediaFile, rendered: RenderedMessage) -> InputMediaPhoto | InputMediaDocument:
    kind = InputMediaPhoto if media.kind == "photo" else InputMediaDocument
    source = media.source
    if isinstance(source, str):
        return kind(source, caption=rendered.text, caption_entities=rendered.entities)
    return kind(
        source.data,
        filename=source.filename,
        caption=rendered.text,
        caption_entities=rendered.entities,
    )
