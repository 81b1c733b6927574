"""Inline-mode handlers: `@bot a cat` in any chat, even where the bot is not a member.

Results are personal, so Telegram caches them only briefly. An inline message accepts no upload: its
picture needs a file id or URL in advance.
https://core.telegram.org/bots/api#inline-mode
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import structlog
from telegram import (
    ChosenInlineResult,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResult,
    InlineQueryResultsButton,
)

from bots.chat.api_errors import FailureKind
from bots.chat.callback_data import Action, encode
from bots.chat.handlers.registry import handles
from bots.telegram.api_client import ChatTarget
from bots.telegram.api_errors import TelegramApiError, translated
from bots.telegram.callback_context import TelegramButtonContext
from bots.telegram.commands.comic import is_short
from bots.telegram.context import TelegramContext
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.inline import results
from bots.telegram.inline.photo_links import InlinePhotos
from bots.telegram.option_parser import parse_options
from bots.telegram.rendering import RenderedMessage
from core.chats.saved_prompts import SavedPrompts
from core.errors import AgeRestrictedError, NotFoundError, ServiceError
from core.models.comics import Comic, GalleryFilter
from core.models.deliveries import Destination, DestinationContext, MessageKind, MessageReference
from core.models.identity import JobId
from core.models.jobs import Receipt
from core.models.requests import ComicRequest
from core.sentences import sentence

log = structlog.get_logger(__name__)

PAGE_SIZE = 20  # of the user's comics
CACHE_SECONDS = 5
ANSWER_SECONDS = 8.0


class InlineHandlers:
    """Answers inline queries, and draws or inserts the chosen comic."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps
        services = deps.services
        self._gallery = services.gallery
        self._chat_gallery = services.chat_gallery
        self._saved_prompts = SavedPrompts(database=services.database)
        self._photos = InlinePhotos(
            services.renditions,
            services.images,
            services.config.web.public_url,
            timedelta(seconds=services.config.images.link_seconds),
        )

    async def answer_query(self, context: TelegramContext, query: InlineQuery) -> None:
        """Answer a query with the user's matching comics and a result that draws a new one."""
        typed = query.query.strip()
        if typed:
            self._deps.services.wake_hints.send()
        comics, cursor = await self._comics(context, typed, query.offset)
        offered = await self._results(context, comics)
        if typed and not query.offset and not is_short(typed) and _parse_id(typed) is None:
            prompt_id = await self._saved_prompts.keep(context.requester, typed)
            offered.insert(0, results.draw_result(typed, prompt_id, context.locale))
        button = InlineQueryResultsButton(
            sentence("button_start", context.locale), start_parameter="inline"
        )
        bot = await self._deps.api.bot()
        try:
            async with translated(ANSWER_SECONDS):
                await bot.answer_inline_query(
                    query.id,
                    offered,
                    cache_time=CACHE_SECONDS,
                    is_personal=True,
                    next_offset=cursor or "",
                    button=button,
                )
        except TelegramApiError as error:
            if error.kind is not FailureKind.STALE:
                log.warning(
                    "inline_query_answer_failed", kind=error.kind.value, detail=error.detail
                )

    async def handle_chosen(self, context: TelegramContext, result: ChosenInlineResult) -> None:
        """Handle a chosen result. Telegram sends it only if inline feedback is enabled."""
        if not result.inline_message_id:
            return
        ref = MessageReference("", result.inline_message_id, MessageKind.INLINE_MESSAGE)
        comic_id = _parse_id(result.result_id)
        try:
            if result.result_id == results.DRAW:
                await self._draw(context, result.query, ref)
            elif comic_id is not None:
                await self._insert(
                    context,
                    await self._chat_gallery.postable_comic(context.requester, comic_id),
                    ref,
                )
        except (ServiceError, TelegramApiError) as error:
            # The placeholder's button does the same, and shows the reason.
            log.warning("chosen_result_failed", error=str(error))

    async def draw(self, context: TelegramButtonContext) -> None:
        """Draw the prompt of a placeholder after its button was pressed.

        Raises NotFoundError for users other than the author.
        """
        typed = await self._saved_prompts.get(context.requester, context.data.id)
        await context.answer.say()
        await self._draw(context, typed, context.ref)

    @handles(Action.DELIVER_INLINE)
    async def insert(self, context: TelegramButtonContext) -> None:
        """Edit a comic's placeholder to show its picture.

        Raises NotFoundError, AgeRestrictedError.
        """
        if context.ref.chat:
            raise NotFoundError  # forged: this button exists only in inline messages
        comic = await self._chat_gallery.postable_comic(context.requester, context.data.id)
        await context.answer.say()
        await self._insert(context, comic, context.ref)

    async def _comics(
        self, context: TelegramContext, typed: str, offset: str
    ) -> tuple[Sequence[Comic], str | None]:
        comic_id = _parse_id(typed)
        if comic_id is not None:
            try:
                return [await self._chat_gallery.postable_comic(context.requester, comic_id)], None
            except (NotFoundError, AgeRestrictedError):
                return [], None
        page, cursor = await self._gallery.page(
            context.requester,
            wanted=GalleryFilter(text=typed, age_restricted=False),
            cursor=offset or None,
            limit=PAGE_SIZE,
        )
        return page.comics, cursor

    async def _results(
        self, context: TelegramContext, comics: Sequence[Comic]
    ) -> list[InlineQueryResult]:
        """Return the comics as results, each in the best available form."""
        known = await self._deps.uploads.known_files(comics)
        fetched = await self._photos.urls([comic for comic in comics if comic.id not in known])
        offered = []
        for comic in comics:
            if comic.id in known:
                offered.append(results.cached_result(comic, *known[comic.id]))
            elif comic.id in fetched:
                offered.append(results.photo_result(comic, fetched[comic.id]))
            else:
                offered.append(results.placeholder_result(comic, context.locale))
        return offered

    async def _draw(self, context: TelegramContext, typed: str, ref: MessageReference) -> None:
        parsed = parse_options(typed, context.locale)
        # The chosen result and the button share a key: one message is one comic.
        key = f"telegram:{context.bot_id}:inline:{ref.message}"
        request = ComicRequest(
            text=parsed.text, options=parsed.options, clamp=True, request_key=key
        )

        async def submit(destination: Destination) -> Receipt:
            return await self._deps.services.requests.request(
                request, context.requester, destination
            )

        inline_context = replace(context, scope=DestinationContext.INLINE)
        await self._deps.status_messages.submit(inline_context, submit, prompt=parsed.text, ref=ref)

    async def _insert(self, context: TelegramContext, comic: Comic, ref: MessageReference) -> None:
        """Edit the message to show the picture, uploading it first. Raises TelegramApiError."""
        try:
            await self._deps.uploads.upload(ChatTarget(context.user_id), comic)
        except TelegramApiError as error:
            if not error.is_closed:
                raise
            await self._ask_to_start(context, comic, ref)
        else:
            await self._deps.uploads.edit(ref, results.posted_message(comic), comic)

    async def _ask_to_start(
        self, context: TelegramContext, comic: Comic, ref: MessageReference
    ) -> None:
        start = InlineKeyboardButton(
            sentence("button_start", context.locale), url=await self._deps.start_url()
        )
        insert = InlineKeyboardButton(
            f"🖼️ {sentence('button_bring', context.locale)}",
            callback_data=encode(Action.DELIVER_INLINE, comic.id),
        )
        markup = InlineKeyboardMarkup([[start], [insert]])
        await self._deps.api.edit_text(
            ref, RenderedMessage(sentence("inline_start_first", context.locale), (), markup)
        )


def _parse_id(typed: str) -> JobId | None:
    """Return the comic id in a query; the button "share" inserts one."""
    try:
        return JobId(UUID(typed))
    except ValueError:
        return None
