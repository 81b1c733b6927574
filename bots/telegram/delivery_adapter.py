"""Brings comics to Telegram by the Bot API alone: the port `Messenger`."""

from __future__ import annotations

from datetime import timedelta

import structlog

from bots.chat.cards import Card, end_card, failure_card
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.delivery_attempt import DeliveryAttempt
from bots.telegram.uploads import PictureUploads
from core.errors import ImageMissingError, ImageStoreError, NotAnImageError
from core.models.deliveries import DeliveryState
from core.ports.database import Database
from core.ports.delivery import DeliveryPayload, DeliveryResult

log = structlog.get_logger(__name__)


class TelegramDeliveryAdapter:
    """Puts a parcel into the message that waits for it, or into the next best place."""

    def __init__(self, pictures: PictureUploads, database: Database) -> None:
        self._pictures = pictures
        self._database = database

    async def deliver(self, payload: DeliveryPayload) -> DeliveryResult:
        """Bring the parcel as far as it goes."""
        owner = payload.delivery.destination.user_id
        try:
            card = end_card(payload.job, payload.comic, payload.locale, owner)
            return await self._bring(payload, card)
        except (ImageMissingError, NotAnImageError) as error:
            log.warning("picture_lost", error=error.code)
            return await self._bring(payload, failure_card(payload.job, payload.locale, owner))
        except ImageStoreError as error:
            log.warning("picture_out_of_reach", error=error.code)
            return DeliveryResult(DeliveryState.PENDING)

    async def _bring(self, payload: DeliveryPayload, card: Card) -> DeliveryResult:
        attempt = DeliveryAttempt(self._pictures.api, self._pictures, self._database, payload, card)
        try:
            arrived = await attempt.run()
        except TelegramApiError as error:
            log.info("delivery_put_off", kind=error.kind.value, said=error.said)
            wait = error.retry_after
            later = timedelta(seconds=wait) if wait is not None else None
            return DeliveryResult(DeliveryState.PENDING, later)
        if not arrived:
            return DeliveryResult(DeliveryState.UNDELIVERABLE)
        if payload.notice:
            await attempt.notify()
        return DeliveryResult(DeliveryState.DELIVERED)
