"""Telegram implementation of the port `DeliveryAdapter`; it needs only the Bot API client."""

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
    """Delivers payloads to their status message, or by the next best route."""

    def __init__(self, uploads: PictureUploads, database: Database) -> None:
        self._uploads = uploads
        self._database = database

    async def deliver(self, payload: DeliveryPayload) -> DeliveryResult:
        owner = payload.delivery.destination.user_id
        try:
            card = end_card(payload.job, payload.comic, payload.locale, owner)
            return await self._attempt(payload, card)
        except (ImageMissingError, NotAnImageError) as error:
            log.warning("image_missing", error=error.code)
            return await self._attempt(payload, failure_card(payload.job, payload.locale, owner))
        except ImageStoreError as error:
            log.warning("image_store_failed", error=error.code)
            return DeliveryResult(DeliveryState.PENDING)

    async def _attempt(self, payload: DeliveryPayload, card: Card) -> DeliveryResult:
        attempt = DeliveryAttempt(self._uploads.api, self._uploads, self._database, payload, card)
        try:
            is_delivered = await attempt.run()
        except TelegramApiError as error:
            log.info("delivery_postponed", kind=error.kind.value, detail=error.detail)
            retry_after = error.retry_after
            delay = timedelta(seconds=retry_after) if retry_after is not None else None
            return DeliveryResult(DeliveryState.PENDING, delay)
        if not is_delivered:
            return DeliveryResult(DeliveryState.UNDELIVERABLE)
        if payload.notice:
            await attempt.notify()
        return DeliveryResult(DeliveryState.DELIVERED)
