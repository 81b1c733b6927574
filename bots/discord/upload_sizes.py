"""Sizes of uploaded pictures: as large as allowed, and smaller where Discord rejects that."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from bots.chat.api_errors import FailureKind
from bots.chat.cards import Card
from bots.discord.api_errors import DiscordApiError
from bots.discord.rendering import RenderedMessage, render_card
from core.gallery.renditions import Renditions

T = TypeVar("T")

log = structlog.get_logger(__name__)

UPLOAD_LIMIT = 10 * 1024 * 1024  # bytes per file, where the interaction gives no limit
FALLBACK_SIZES = (8_000_000, 4_000_000, 1_000_000, 250_000)  # bytes; tried in this order


async def upload_fitting(
    card: Card,
    edit: Callable[[RenderedMessage], Awaitable[T]],
    renditions: Renditions,
    *,
    limit: int,
    quote: bool = True,
) -> T:
    """Edit a message to show the card, with its image in at most *limit* bytes or smaller.

    Returns the result of *edit*. Raises DiscordApiError and ImageStoreError.
    """
    if card.comic is None:
        return await edit(render_card(card, quote=quote))
    for size in (limit, *(each for each in FALLBACK_SIZES if each < limit)):
        image = await renditions.at_most_bytes(card.comic, size)
        try:
            return await edit(render_card(card, image, quote=quote))
        except DiscordApiError as error:
            if error.kind is not FailureKind.TOO_LARGE:
                raise
            log.info("upload_size_rejected", limit=size)
    raise DiscordApiError(
        FailureKind.FORBIDDEN, detail="Discord rejected every rendition as too large"
    )
