"""Inline mode: `@bot a cat` in any chat, also where the bot is no member.

What is shown is the person's own, so it is personal and kept by Telegram for a moment only. A
message sent that way takes no upload: its picture has to be known to Telegram before, by a file id.
https://core.telegram.org/bots/api#inline-mode
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import structlog
from telegram import (
    ChosenInlineResult,
    InlineQuery,
    InlineQueryResult,
    InlineQueryResultArticle,
    InlineQueryResultCachedDocument,
    InlineQueryResultCachedPhoto,
    InlineQueryResultsButton,
    InputTextMessageContent,
)

from bots.chat.actions import NOBODY, Action, encode
from bots.chat.cards import Button, Tone
from bots.telegram.asks import Ask
from bots.telegram.drawing import is_short
from bots.telegram.errors import CallError, Trouble, translated
from bots.telegram.kit import Kit
from bots.telegram.options import read_wish
from bots.telegram.pictures import PHOTO
from bots.telegram.pressed import Pressed
from bots.telegram.rest import NO_PREVIEW
from bots.telegram.screens import Look, keyboard_of
from bots.telegram.spots import INLINE, Spot
from bots.telegram.texts import CAPTION_LIMIT, TEXT_LIMIT, harmless, shortened
from core.errors import AgeRestrictedError, NotFoundError
from core.models import Comic, ComicRequest, Destination, GalleryFilter, JobId, Receipt
from core.prompts import title_of
from core.sentences import sentence

log = structlog.get_logger(__name__)

DRAW = "draw"  # the id of the result that has something drawn
SHOWN = 20  # of one's own comics, for each page
CACHE_SECONDS = 5
ANSWER_SECONDS = 8.0
ELSEWHERE = Look(others_see=True, inline=True)


class Inline:
    """Offers what somebody may want to show, and draws what they chose."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def offer(self, ask: Ask, query: InlineQuery, update_id: int) -> None:
        """Answer what somebody types: with their own comics, and with drawing it."""
        typed = query.query.strip()
        comics, cursor = await self._comics(ask, typed, query.offset)
        known = await self._kit.pictures.known(comics)
        results = [_shown(comic, *known[comic.id]) for comic in comics if comic.id in known]
        if typed and not query.offset and not is_short(typed) and _id_in(typed) is None:
            results.insert(0, _drawn(ask, typed, update_id))
        button = InlineQueryResultsButton(
            sentence("button_start", ask.locale), start_parameter="inline"
        )
        bot = await self._kit.rest.bot()
        try:
            async with translated(ANSWER_SECONDS):
                await bot.answer_inline_query(
                    query.id,
                    results,
                    cache_time=CACHE_SECONDS,
                    is_personal=True,
                    next_offset=cursor or "",
                    button=button,
                )
        except CallError as error:
            if error.trouble is not Trouble.STALE:
                log.warning("query_not_answered", trouble=error.trouble.value, said=error.said)

    async def chosen(self, ask: Ask, result: ChosenInlineResult) -> None:
        """Draw at once what was chosen; Telegram tells of it where that was switched on."""
        if result.result_id == DRAW and result.inline_message_id:
            await self._draw(ask, result.query, Spot("", result.inline_message_id))

    async def pressed(self, pressed: Pressed, update_id: int) -> None:
        """Draw what a placeholder is about whose person presses its button.

        The button leads to the question that it came of, which the inbox keeps for a while. Raises
        NotFoundError for anybody else.
        """
        database = self._kit.services.database
        bot_id = self._kit.rest.bot_id
        update = await database.read(lambda unit: unit.inbox.get(bot_id, update_id))
        query = update.payload.get("inline_query") if update else None
        if query is None or str(query["from"]["id"]) != pressed.ask.user_id:
            raise NotFoundError
        await pressed.toast.say()
        await self._draw(pressed.ask, query["query"], pressed.spot)

    async def _comics(
        self, ask: Ask, typed: str, offset: str
    ) -> tuple[Sequence[Comic], str | None]:
        gallery = self._kit.services.gallery
        comic_id = _id_in(typed)
        if comic_id is not None:
            try:
                showcase = self._kit.services.showcase
                return [await showcase.to_post(ask.requester, comic_id)], None
            except (NotFoundError, AgeRestrictedError):
                return [], None
        wanted = GalleryFilter(text=typed, age_restricted=False)
        page, cursor = await gallery.page(
            ask.requester, wanted=wanted, cursor=offset or None, limit=SHOWN
        )
        return page.comics, cursor

    async def _draw(self, ask: Ask, typed: str, spot: Spot) -> None:
        wish = read_wish(typed, ask.locale)
        # Whoever tells us first, by choosing or by pressing: one message is one comic.
        key = f"telegram:{ask.bot_id}:inline:{spot.message}"
        request = ComicRequest(text=wish.text, options=wish.options, clamp=True, request_key=key)

        async def take(destination: Destination) -> Receipt:
            return await self._kit.services.comics.request(request, ask.requester, destination)

        here = replace(ask, context=INLINE)
        await self._kit.orders.place(here, take, prompt=wish.text, spot=spot)


def _drawn(ask: Ask, typed: str, update_id: int) -> InlineQueryResult:
    """Return the result that has it drawn: a placeholder, with a button where we hear no more."""
    story = harmless(typed)
    label = sentence("button_draw", ask.locale)
    code = encode(Action.DRAW, NOBODY, f"query={update_id}")
    return InlineQueryResultArticle(
        id=DRAW,
        title=sentence("inline_draw", ask.locale, story=title_of(typed)),
        input_message_content=InputTextMessageContent(
            shortened(f"{sentence('heard', ask.locale)}\n{story}", TEXT_LIMIT),
            link_preview_options=NO_PREVIEW,
        ),
        reply_markup=keyboard_of(((Button("🎨", label, code, Tone.MAIN),),), ELSEWHERE),
    )


def _shown(comic: Comic, kind: str, file_id: str) -> InlineQueryResult:
    """Return the result that shows a comic, by what Telegram has of it."""
    name, caption = str(comic.id), shortened(harmless(comic.prompt), CAPTION_LIMIT)
    if kind == PHOTO:
        return InlineQueryResultCachedPhoto(name, file_id, title=comic.title, caption=caption)
    title = comic.title or title_of(comic.prompt)
    return InlineQueryResultCachedDocument(name, title, file_id, caption=caption)


def _id_in(typed: str) -> JobId | None:
    """Return the comic that is asked for by its UUID: what "share" below a comic types."""
    try:
        return JobId(UUID(typed))
    except ValueError:
        return None
