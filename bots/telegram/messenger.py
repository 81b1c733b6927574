"""Brings comics to Telegram by the Bot API alone: the port `Messenger`."""

from __future__ import annotations

from datetime import timedelta

import structlog

from bots.chat.cards import Card, end_card, failure_card
from bots.telegram.errors import CallError
from bots.telegram.journey import Journey
from bots.telegram.pictures import Pictures
from core.errors import ImageMissingError, ImageStoreError, NotAnImageError
from core.models import DeliveryState
from core.ports import Brought, Database, Parcel

log = structlog.get_logger(__name__)


class TelegramMessenger:
    """Puts a parcel into the message that waits for it, or into the next best place."""

    def __init__(self, pictures: Pictures, database: Database) -> None:
        self._pictures = pictures
        self._database = database

    async def bring(self, parcel: Parcel) -> Brought:
        """Bring the parcel as far as it goes."""
        owner = parcel.delivery.destination.user_id
        try:
            card = end_card(parcel.job, parcel.comic, parcel.locale, owner)
            return await self._bring(parcel, card)
        except (ImageMissingError, NotAnImageError) as error:
            log.warning("picture_lost", error=error.code)
            return await self._bring(parcel, failure_card(parcel.job, parcel.locale, owner))
        except ImageStoreError as error:
            log.warning("picture_out_of_reach", error=error.code)
            return Brought(DeliveryState.PENDING)

    async def _bring(self, parcel: Parcel, card: Card) -> Brought:
        journey = Journey(self._pictures.rest, self._pictures, self._database, parcel, card)
        try:
            arrived = await journey.go()
        except CallError as error:
            log.info("delivery_put_off", trouble=error.trouble.value, said=error.said)
            wait = error.retry_after
            later = timedelta(seconds=wait) if wait is not None else None
            return Brought(DeliveryState.PENDING, later)
        if not arrived:
            return Brought(DeliveryState.UNDELIVERABLE)
        if parcel.notice:
            await journey.tell()
        return Brought(DeliveryState.DELIVERED)
