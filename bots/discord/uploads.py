"""Pictures as large as Discord takes them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog

from bots.chat.cards import Card
from bots.discord.api_errors import DiscordApiError, FailureKind
from bots.discord.rendering import RenderedMessage, render_card
from core.gallery.renditions import Renditions

log = structlog.get_logger(__name__)

UPLOAD_LIMIT = 10 * 1024 * 1024  # bytes of a file, where Discord does not say
LADDER = (8_000_000, 4_000_000, 1_000_000, 250_000)  # bytes; what to try when that is too much


async def upload_fitting(
    card: Card,
    edit: Callable[[RenderedMessage], Awaitable[object]],
    renditions: Renditions,
    *,
    limit: int,
    quote: bool = True,
) -> None:
    """Edit the card in, with its picture in at most *limit* bytes, or less where that is refused.

    Raises DiscordApiError and ImageStoreError.
    """
    if card.comic is None:
        await edit(render_card(card, quote=quote))
        return
    for size in (limit, *(step for step in LADDER if step < limit)):
        picture = await renditions.at_most_bytes(card.comic, size)
        try:
            await edit(render_card(card, picture, quote=quote))
        except DiscordApiError as error:
            if error.kind is not FailureKind.TOO_LARGE:
                raise
            log.info("picture_too_large", limit=size)
        else:
            return
    raise DiscordApiError(FailureKind.FORBIDDEN, said="no picture is small enough")
