"""Bot API client. It receives no updates, so any process can use it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
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

from bots.chat.api_errors import FailureKind
from bots.telegram.api_errors import TelegramApiError, translated
from bots.telegram.http_requests import BotApiRequest, client_options
from bots.telegram.rate_limit import SendPriority, TelegramRateLimiter
from bots.telegram.rendering import RenderedMessage, RenderOptions
from core.gallery.renditions import RenditionFile
from core.models.deliveries import MessageReference
from core.runtime.metrics import NO_METRICS, Metrics
from core.runtime.transaction_hooks import commit_pending_hook

log = structlog.get_logger(__name__)

TEXT_SECONDS = 12.0  # for the call itself, without waiting for the rate limit
PICTURE_SECONDS = 30.0  # including the wait for the rate limit
CONNECTIONS = 64
POOL_SECONDS = 10.0
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
DEFAULT_PRIORITY = SendPriority()


@dataclass(frozen=True, slots=True)
class ChatTarget:
    """The chat, topic and replied-to message of an outgoing message."""

    chat: str
    thread: str = ""  # a topic of a forum, or of a private chat
    reply_to: str = ""  # the id of a message in that chat
    same_topic_only: bool = False  # never send outside the topic

    def without(self, missing: FailureKind) -> ChatTarget | None:
        """Return a fallback target in the same chat if *missing* is gone; None if impossible.

        Members of a forum can read its General topic too, so this exposes nothing to others.
        """
        if missing is FailureKind.REPLY_GONE and self.reply_to:
            return replace(self, reply_to="")
        if missing is FailureKind.THREAD_GONE and self.thread and not self.same_topic_only:
            return replace(
                self, thread="", reply_to=""
            )  # a reply would be sent to the topic of that message
        return None


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that the bot sent, and its actual target: outside the topic if that is gone."""

    message: str
    target: ChatTarget


@dataclass(frozen=True, slots=True)
class MediaFile:
    """The picture of a message: a photo or a document, given as bytes or as a file id."""

    kind: str  # "photo" or "document"
    source: RenditionFile | str


class TelegramApi:
    """A bot that logs in on first use, and never polls for updates.

    Before a message is sent, the pending transaction hook is committed: it marks the update as
    handled. *before_commit* skips this, for messages that are shown before the update is handled.
    """

    def __init__(
        self,
        token: str,
        api_base: str,
        *,
        shared: str = "memory://",
        metrics: Metrics = NO_METRICS,
    ) -> None:
        """*shared* is the URL of the Redis in which all processes count their calls, if any."""
        base = api_base.rstrip("/")
        self.bot_id = token.partition(":")[0]
        request = BotApiRequest(
            connection_pool_size=CONNECTIONS,
            pool_timeout=POOL_SECONDS,
            connect_timeout=5.0,
            read_timeout=TEXT_SECONDS,
            media_write_timeout=PICTURE_SECONDS,
            httpx_kwargs=client_options(),
        )
        self._bot: ExtBot[SendPriority] = ExtBot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=request,
            get_updates_request=request,  # unused: `Polling` has a client of its own
            rate_limiter=TelegramRateLimiter(shared, metrics=metrics),
        )
        self._is_ready = False
        self._init_lock = asyncio.Lock()

    async def bot(self) -> ExtBot[SendPriority]:
        """Return the bot, initialized with its own profile. Raises TelegramApiError."""
        async with self._init_lock:
            if not self._is_ready:
                async with translated(TEXT_SECONDS):
                    await self._bot.initialize()
                self._is_ready = True
            return self._bot

    async def render_options(self, *, others_see: bool) -> RenderOptions:
        """Return the options that render buttons for a private chat, or for one that others see."""
        bot = await self.bot()
        return RenderOptions(others_see=others_see, inline=bool(bot.bot.supports_inline_queries))

    @property
    def parser(self) -> Bot:
        """The bot that `Update.de_json` needs."""
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
        silent: bool = False,
        priority: SendPriority = DEFAULT_PRIORITY,
        markup: Any = None,
        before_commit: bool = False,
    ) -> SentMessage:
        """Send a message. Not idempotent. Raises TelegramApiError."""
        bot = await self.bot()
        if not before_commit:
            await commit_pending_hook()

        async def send(target: ChatTarget) -> Message:
            async with translated(priority.max_wait + TEXT_SECONDS):
                return await bot.send_message(
                    int(target.chat),
                    rendered.text,
                    entities=rendered.entities,
                    reply_markup=markup or rendered.keyboard,
                    message_thread_id=int(target.thread) if target.thread else None,
                    reply_parameters=_reply(target.reply_to),
                    disable_notification=silent,
                    link_preview_options=NO_PREVIEW,
                    rate_limit_args=priority,
                )

        message, target = await _send_with_fallback(to, send)
        return SentMessage(str(message.message_id), target)

    async def edit_text(
        self,
        ref: MessageReference,
        rendered: RenderedMessage,
        *,
        priority: SendPriority = DEFAULT_PRIORITY,
        before_commit: bool = False,
    ) -> None:
        """Replace the text of one of the bot's messages. Raises TelegramApiError."""
        bot = await self.bot()
        if not before_commit:
            await commit_pending_hook()
        try:
            async with _ignore_unchanged(), translated(priority.max_wait + TEXT_SECONDS):
                await bot.edit_message_text(
                    rendered.text,
                    **_address_of(ref),
                    entities=rendered.entities,
                    reply_markup=rendered.keyboard,
                    link_preview_options=NO_PREVIEW,
                    rate_limit_args=priority,
                )
        except TelegramApiError as error:
            if error.kind is not FailureKind.NO_TEXT:
                raise
            await self.edit_caption(ref, rendered, priority=priority)

    async def edit_caption(
        self,
        ref: MessageReference,
        rendered: RenderedMessage,
        *,
        priority: SendPriority = DEFAULT_PRIORITY,
    ) -> None:
        """Replace the caption of a picture. Raises TelegramApiError."""
        bot = await self.bot()
        async with _ignore_unchanged(), translated(priority.max_wait + TEXT_SECONDS):
            await bot.edit_message_caption(
                **_address_of(ref),
                caption=rendered.text,
                caption_entities=rendered.entities,
                reply_markup=rendered.keyboard,
                rate_limit_args=priority,
            )

    async def edit_picture(
        self, ref: MessageReference, rendered: RenderedMessage, media: MediaFile
    ) -> str | None:
        """Put a picture into one of the bot's messages. Return the file id, if Telegram reports it.

        Raises TelegramApiError.
        """
        bot = await self.bot()
        await commit_pending_hook()
        edited: Message | bool = True
        async with _ignore_unchanged(), translated(PICTURE_SECONDS):
            edited = await bot.edit_message_media(
                _input(media, rendered), **_address_of(ref), reply_markup=rendered.keyboard
            )
        return file_id_of(edited)

    async def edit_keyboard(
        self, ref: MessageReference, keyboard: InlineKeyboardMarkup | None
    ) -> None:
        """Replace only the keyboard of a message. Raises TelegramApiError."""
        bot = await self.bot()
        await commit_pending_hook()
        async with _ignore_unchanged(), translated(DEFAULT_PRIORITY.max_wait + TEXT_SECONDS):
            await bot.edit_message_reply_markup(**_address_of(ref), reply_markup=keyboard)

    async def send_picture(
        self, to: ChatTarget, rendered: RenderedMessage, media: MediaFile, *, silent: bool = False
    ) -> tuple[str, str | None]:
        """Send a picture. Return the message id and the file id. Raises TelegramApiError."""
        bot = await self.bot()
        await commit_pending_hook()
        method: Callable[..., Awaitable[Message]] = (
            bot.send_photo
            if media.kind == "photo"
            else partial(bot.send_document, disable_content_type_detection=True)
        )

        async def send(target: ChatTarget) -> Message:
            async with translated(PICTURE_SECONDS):
                return await method(
                    int(target.chat),
                    _source(media),
                    caption=rendered.text or None,
                    caption_entities=rendered.entities,
                    reply_markup=rendered.keyboard,
                    message_thread_id=int(target.thread) if target.thread else None,
                    reply_parameters=_reply(target.reply_to),
                    disable_notification=silent,
                )

        message, _ = await _send_with_fallback(to, send)
        return str(message.message_id), file_id_of(message)

    async def delete(self, ref: MessageReference) -> None:
        """Delete a message. Raises TelegramApiError."""
        bot = await self.bot()
        async with translated(DEFAULT_PRIORITY.max_wait + TEXT_SECONDS):
            await bot.delete_message(**_address_of(ref))

    async def show_action(self, to: ChatTarget, action: ChatAction) -> None:
        """Show a chat action for a few seconds. Best effort."""
        try:
            bot = await self.bot()
            async with translated(TEXT_SECONDS):
                await bot.send_chat_action(
                    int(to.chat), action, message_thread_id=int(to.thread) if to.thread else None
                )
        except TelegramApiError as error:
            log.debug("chat_action_failed", kind=error.kind.value)

    # --- Callback queries -------------------------------------------------------------------------

    async def answer_callback_query(
        self, query: str, text: str = "", *, alert: bool = False, url: str = ""
    ) -> None:
        """Stop the progress indicator of a pressed button. Raises TelegramApiError."""
        bot = await self.bot()
        async with translated(TEXT_SECONDS):
            await bot.answer_callback_query(
                query, text=text or None, show_alert=alert, url=url or None
            )

    # --- Chats and users --------------------------------------------------------------------------

    async def chat_name(self, chat: str) -> str:
        """Return the display name of a chat. Raises TelegramApiError."""
        bot = await self.bot()
        async with translated(TEXT_SECONDS):
            chat_info = await bot.get_chat(int(chat))
        return chat_info.effective_name or chat

    async def is_admin(self, chat: str, user: str) -> bool:
        """Return whether a user is an administrator of a group. Raises TelegramApiError."""
        bot = await self.bot()
        async with translated(TEXT_SECONDS):
            member = await bot.get_chat_member(int(chat), int(user))
        return member.status in {"administrator", "creator"}

    async def name_of(self, chat: str, user: str) -> str:
        """Return a user's display name; empty if it is unavailable."""
        try:
            bot = await self.bot()
            async with translated(TEXT_SECONDS):
                member = await bot.get_chat_member(int(chat), int(user))
        except TelegramApiError as error:
            log.info("user_name_unavailable", kind=error.kind.value)
            return ""
        return member.user.full_name


async def _send_with_fallback(
    to: ChatTarget, send: Callable[[ChatTarget], Awaitable[Message]]
) -> tuple[Message, ChatTarget]:
    """Send a message; retry without the topic or the replied-to message if that is gone."""
    while True:
        try:
            return await send(to), to
        except TelegramApiError as error:
            fallback = to.without(error.kind)
            if fallback is None:
                raise
            log.info("send_redirected", missing=error.kind.value, detail=error.detail)
            to = fallback


def file_id_of(message: Message | bool) -> str | None:  # noqa: FBT001 - the library's return type
    """Return the file id of the picture in a message."""
    if isinstance(message, bool):
        return None
    if message.photo:
        return message.photo[-1].file_id
    return message.document.file_id if message.document else None


@asynccontextmanager
async def _ignore_unchanged() -> AsyncIterator[None]:
    try:
        yield
    except TelegramApiError as error:
        if error.kind is not FailureKind.UNCHANGED:
            raise


def _address_of(ref: MessageReference) -> dict[str, Any]:
    """Return the parameters that identify a message."""
    if ref.is_inline:
        return {"inline_message_id": ref.message}
    return {"chat_id": int(ref.chat), "message_id": int(ref.message)}


def _reply(message: str) -> ReplyParameters | None:
    if not message:
        return None
    return ReplyParameters(int(message), allow_sending_without_reply=True)


def _source(media: MediaFile) -> InputFile | str:
    if isinstance(media.source, str):
        return media.source
    return InputFile(media.source.data, filename=media.source.filename)


def _input(media: MediaFile, rendered: RenderedMessage) -> InputMediaPhoto | InputMediaDocument:
    # Without the flag, Telegram turns a WebP document into a sticker, which has no caption.
    kind: Callable[..., InputMediaPhoto | InputMediaDocument] = (
        InputMediaPhoto
        if media.kind == "photo"
        else partial(InputMediaDocument, disable_content_type_detection=True)
    )
    source = media.source
    if isinstance(source, str):
        return kind(source, caption=rendered.text, caption_entities=rendered.entities)
    return kind(
        source.data,
        filename=source.filename,
        caption=rendered.text,
        caption_entities=rendered.entities,
    )
