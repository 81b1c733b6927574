"""Inline mode: `@bot a cat` in any chat, also where the bot is no member.

What is shown is the person's own, so it is personal and kept by Telegram for a moment only. A
message sent that way takes no upload: its picture has to be known to Telegram before, by a file id.
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

from bots.chat.callback_data import Action, encode
from bots.telegram.api_client import ChatTarget
from bots.telegram.api_errors import FailureKind, TelegramApiError, translated
from bots.telegram.callback_context import CallbackContext
from bots.telegram.commands.comic import is_short
from bots.telegram.context import TelegramContext
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.inline import results
from bots.telegram.inline.photos import InlinePhotos
from bots.telegram.message_ref import INLINE, MessageRef
from bots.telegram.option_parser import parse_options
from bots.telegram.rendering import RenderedMessage
from core.chats.saved_prompts import SavedPrompts
from core.errors import AgeRestrictedError, ComicAIError, NotFoundError
from core.models.comics import Comic, GalleryFilter
from core.models.deliveries import Destination
from core.models.identity import JobId
from core.models.jobs import Receipt
from core.models.requests import ComicRequest
from core.sentences import sentence

log = structlog.get_logger(__name__)

SHOWN = 20  # of one's own comics, for each page
CACHE_SECONDS = 5
ANSWER_SECONDS = 8.0


class InlineHandlers:
    """Offers what somebody may want to show, and draws or brings what they chose."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps
        services = deps.services
        self._gallery = services.gallery
        self._chat_gallery = services.chat_gallery
        self._wishes = SavedPrompts(database=services.database)
        self._jpegs = InlinePhotos(
            services.renditions,
            services.images,
            services.config.web.public_url,
            timedelta(seconds=services.config.images.link_seconds),
        )

    async def offer(self, context: TelegramContext, query: InlineQuery) -> None:
        """Answer what somebody types: with their own comics, and with drawing it."""
        typed = query.query.strip()
        comics, cursor = await self._comics(context, typed, query.offset)
        offered = await self._shown(context, comics)
        if typed and not query.offset and not is_short(typed) and _id_in(typed) is None:
            wish_id = await self._wishes.keep(context.requester, typed)
            offered.insert(0, results.drawn(typed, wish_id, context.locale))
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
                log.warning("query_not_answered", kind=error.kind.value, said=error.said)

    async def chosen(self, context: TelegramContext, result: ChosenInlineResult) -> None:
        """Do at once what was chosen; Telegram tells of it where that was switched on."""
        if not result.inline_message_id:
            return
        ref = MessageRef("", result.inline_message_id)
        comic_id = _id_in(result.result_id)
        try:
            if result.result_id == results.DRAW:
                await self._draw(context, result.query, ref)
            elif comic_id is not None:
                await self._bring(
                    context,
                    await self._chat_gallery.postable_comic(context.requester, comic_id),
                    ref,
                )
        except (ComicAIError, TelegramApiError) as error:
            # The placeholder's button does the same, and says what is wrong.
            log.warning("chosen_not_done", error=str(error))

    async def draw(self, callback: CallbackContext) -> None:
        """Draw what a placeholder is about whose person presses its button.

        Raises NotFoundError for anybody else.
        """
        typed = await self._wishes.get(callback.context.requester, callback.data.id)
        await callback.answer.say()
        await self._draw(callback.context, typed, callback.ref)

    async def bring(self, callback: CallbackContext) -> None:
        """Put a comic into the placeholder that stands for it.

        Raises NotFoundError, AgeRestrictedError.
        """
        if callback.ref.chat:
            raise NotFoundError  # no such button is anywhere but in inline mode
        comic = await self._chat_gallery.postable_comic(
            callback.context.requester, callback.data.id
        )
        await callback.answer.say()
        await self._bring(callback.context, comic, callback.ref)

    async def _comics(
        self, context: TelegramContext, typed: str, offset: str
    ) -> tuple[Sequence[Comic], str | None]:
        comic_id = _id_in(typed)
        if comic_id is not None:
            try:
                return [await self._chat_gallery.postable_comic(context.requester, comic_id)], None
            except (NotFoundError, AgeRestrictedError):
                return [], None
        page, cursor = await self._gallery.page(
            context.requester,
            wanted=GalleryFilter(text=typed, age_restricted=False),
            cursor=offset or None,
            limit=SHOWN,
        )
        return page.comics, cursor

    async def _shown(
        self, context: TelegramContext, comics: Sequence[Comic]
    ) -> list[InlineQueryResult]:
        """Return the comics, each in the best form that it can be shown in."""
        known = await self._deps.uploads.known(comics)
        fetched = await self._jpegs.addresses([comic for comic in comics if comic.id not in known])
        shown = []
        for comic in comics:
            if comic.id in known:
                shown.append(results.known(comic, *known[comic.id]))
            elif comic.id in fetched:
                shown.append(results.fetched(comic, fetched[comic.id]))
            else:
                shown.append(results.brought(comic, context.locale))
        return shown

    async def _draw(self, context: TelegramContext, typed: str, ref: MessageRef) -> None:
        wish = parse_options(typed, context.locale)
        # Whoever tells us first, by choosing or by pressing: one message is one comic.
        key = f"telegram:{context.bot_id}:inline:{ref.message}"
        request = ComicRequest(text=wish.text, options=wish.options, clamp=True, request_key=key)

        async def take(destination: Destination) -> Receipt:
            return await self._deps.services.requests.request(
                request, context.requester, destination
            )

        here = replace(context, context=INLINE)
        await self._deps.status_messages.submit(here, take, prompt=wish.text, ref=ref)

    async def _bring(self, context: TelegramContext, comic: Comic, ref: MessageRef) -> None:
        """Put the picture there; Telegram has to know it before. Raises TelegramApiError."""
        try:
            await self._deps.uploads.upload(ChatTarget(context.user_id), comic)
        except TelegramApiError as error:
            if not error.is_closed:
                raise
            await self._ask_to_start(context, comic, ref)
        else:
            await self._deps.uploads.put(ref.address, results.screen_of_shown(comic), comic)

    async def _ask_to_start(self, context: TelegramContext, comic: Comic, ref: MessageRef) -> None:
        start = InlineKeyboardButton(
            sentence("button_start", context.locale), url=await self._deps.start_url()
        )
        again = InlineKeyboardButton(
            f"🖼️ {sentence('button_bring', context.locale)}",
            callback_data=encode(Action.BRING, comic.id),
        )
        markup = InlineKeyboardMarkup([[start], [again]])
        await self._deps.api.edit_text(
            ref.address, RenderedMessage(sentence("inline_start_first", context.locale), (), markup)
        )


def _id_in(typed: str) -> JobId | None:
    """Return the comic that is named by its UUID: what "share" below a comic types."""
    try:
        return JobId(UUID(typed))
    except ValueError:
        return None
