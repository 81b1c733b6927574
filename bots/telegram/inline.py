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

from bots.chat.actions import Action, encode
from bots.telegram import inline_results as results
from bots.telegram.asks import Ask
from bots.telegram.drawing import is_short
from bots.telegram.errors import CallError, Trouble, translated
from bots.telegram.jpegs import Jpegs
from bots.telegram.kit import Kit
from bots.telegram.options import read_wish
from bots.telegram.pressed import Pressed
from bots.telegram.rest import Place
from bots.telegram.screens import Screen
from bots.telegram.spots import INLINE, Spot
from core.errors import AgeRestrictedError, ComicAIError, NotFoundError
from core.models import Comic, ComicRequest, Destination, GalleryFilter, JobId, Receipt
from core.sentences import sentence
from core.wishes import Wishes

log = structlog.get_logger(__name__)

SHOWN = 20  # of one's own comics, for each page
CACHE_SECONDS = 5
ANSWER_SECONDS = 8.0


class Inline:
    """Offers what somebody may want to show, and draws or brings what they chose."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        services = kit.services
        self._gallery = services.gallery
        self._showcase = services.showcase
        self._wishes = Wishes(database=services.database)
        self._jpegs = Jpegs(
            services.renditions,
            services.images,
            services.config.web.public_url,
            timedelta(seconds=services.config.images.link_seconds),
        )

    async def offer(self, ask: Ask, query: InlineQuery) -> None:
        """Answer what somebody types: with their own comics, and with drawing it."""
        typed = query.query.strip()
        comics, cursor = await self._comics(ask, typed, query.offset)
        offered = await self._shown(ask, comics)
        if typed and not query.offset and not is_short(typed) and _id_in(typed) is None:
            wish_id = await self._wishes.keep(ask.requester, typed)
            offered.insert(0, results.drawn(typed, wish_id, ask.locale))
        button = InlineQueryResultsButton(
            sentence("button_start", ask.locale), start_parameter="inline"
        )
        bot = await self._kit.rest.bot()
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
        except CallError as error:
            if error.trouble is not Trouble.STALE:
                log.warning("query_not_answered", trouble=error.trouble.value, said=error.said)

    async def chosen(self, ask: Ask, result: ChosenInlineResult) -> None:
        """Do at once what was chosen; Telegram tells of it where that was switched on."""
        if not result.inline_message_id:
            return
        spot = Spot("", result.inline_message_id)
        comic_id = _id_in(result.result_id)
        try:
            if result.result_id == results.DRAW:
                await self._draw(ask, result.query, spot)
            elif comic_id is not None:
                await self._bring(ask, await self._showcase.to_post(ask.requester, comic_id), spot)
        except (ComicAIError, CallError) as error:
            # The placeholder's button does the same, and says what is wrong.
            log.warning("chosen_not_done", error=str(error))

    async def draw(self, pressed: Pressed) -> None:
        """Draw what a placeholder is about whose person presses its button.

        Raises NotFoundError for anybody else.
        """
        typed = await self._wishes.get(pressed.ask.requester, pressed.press.id)
        await pressed.toast.say()
        await self._draw(pressed.ask, typed, pressed.spot)

    async def bring(self, pressed: Pressed) -> None:
        """Put a comic into the placeholder that stands for it.

        Raises NotFoundError, AgeRestrictedError.
        """
        if pressed.spot.chat:
            raise NotFoundError  # no such button is anywhere but in inline mode
        comic = await self._showcase.to_post(pressed.ask.requester, pressed.press.id)
        await pressed.toast.say()
        await self._bring(pressed.ask, comic, pressed.spot)

    async def _comics(
        self, ask: Ask, typed: str, offset: str
    ) -> tuple[Sequence[Comic], str | None]:
        comic_id = _id_in(typed)
        if comic_id is not None:
            try:
                return [await self._showcase.to_post(ask.requester, comic_id)], None
            except (NotFoundError, AgeRestrictedError):
                return [], None
        page, cursor = await self._gallery.page(
            ask.requester,
            wanted=GalleryFilter(text=typed, age_restricted=False),
            cursor=offset or None,
            limit=SHOWN,
        )
        return page.comics, cursor

    async def _shown(self, ask: Ask, comics: Sequence[Comic]) -> list[InlineQueryResult]:
        """Return the comics, each in the best form that it can be shown in."""
        known = await self._kit.pictures.known(comics)
        fetched = await self._jpegs.addresses([comic for comic in comics if comic.id not in known])
        shown = []
        for comic in comics:
            if comic.id in known:
                shown.append(results.known(comic, *known[comic.id]))
            elif comic.id in fetched:
                shown.append(results.fetched(comic, fetched[comic.id]))
            else:
                shown.append(results.brought(comic, ask.locale))
        return shown

    async def _draw(self, ask: Ask, typed: str, spot: Spot) -> None:
        wish = read_wish(typed, ask.locale)
        # Whoever tells us first, by choosing or by pressing: one message is one comic.
        key = f"telegram:{ask.bot_id}:inline:{spot.message}"
        request = ComicRequest(text=wish.text, options=wish.options, clamp=True, request_key=key)

        async def take(destination: Destination) -> Receipt:
            return await self._kit.services.comics.request(request, ask.requester, destination)

        here = replace(ask, context=INLINE)
        await self._kit.orders.place(here, take, prompt=wish.text, spot=spot)

    async def _bring(self, ask: Ask, comic: Comic, spot: Spot) -> None:
        """Put the picture there; Telegram has to know it before. Raises CallError."""
        try:
            await self._kit.pictures.upload(Place(ask.user_id), comic)
        except CallError as error:
            if not error.is_closed:
                raise
            await self._ask_to_start(ask, comic, spot)
        else:
            await self._kit.pictures.put(spot.address, results.screen_of_shown(comic), comic)

    async def _ask_to_start(self, ask: Ask, comic: Comic, spot: Spot) -> None:
        start = InlineKeyboardButton(
            sentence("button_start", ask.locale), url=await self._kit.start_url()
        )
        again = InlineKeyboardButton(
            f"🖼️ {sentence('button_bring', ask.locale)}",
            callback_data=encode(Action.BRING, comic.id),
        )
        markup = InlineKeyboardMarkup([[start], [again]])
        await self._kit.rest.edit_text(
            spot.address, Screen(sentence("inline_start_first", ask.locale), (), markup)
        )


def _id_in(typed: str) -> JobId | None:
    """Return the comic that is named by its UUID: what "share" below a comic types."""
    try:
        return JobId(UUID(typed))
    except ValueError:
        return None
