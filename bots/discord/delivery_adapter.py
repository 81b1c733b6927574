"""Delivery adapter for Discord, over REST alone: implements the port `DeliveryAdapter`."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import structlog

from bots.chat.cards import Card, end_card, failure_card, fetch_later_card
from bots.discord.api_client import DiscordApi
from bots.discord.api_errors import DiscordApiError
from bots.discord.delivery_attempt import DeliveryAttempt
from core.errors import ImageMissingError, ImageStoreError, NotAnImageError
from core.gallery.renditions import Renditions
from core.models.deliveries import DeliveryState
from core.ports.delivery import DeliveryPayload, DeliveryResult

log = structlog.get_logger(__name__)

# Per channel. Discord accepts five messages in five seconds there, and a notice that waits for its
# rate limit would delay other deliveries, to any channel.
MAX_CONCURRENT_NOTICES = 4


class DiscordDeliveryAdapter:
    """Delivers a payload into its status message, or over the next best route.

    An image is only ever put in by an edit of a message whose id is committed, so a repeated
    delivery shows it once.
    """

    def __init__(self, api: DiscordApi, renditions: Renditions) -> None:
        self._api = api
        self._renditions = renditions
        self._notices: Counter[str] = Counter()  # by channel

    async def deliver(self, payload: DeliveryPayload) -> DeliveryResult:
        """Make one attempt to deliver the payload."""
        try:
            return await self._attempt(payload, card_of(payload))
        except (ImageMissingError, NotAnImageError) as error:
            log.warning("image_missing", error=error.code)
            failure = failure_card(
                payload.job, payload.locale, payload.delivery.destination.user_id
            )
            return await self._attempt(payload, failure)
        except ImageStoreError as error:
            log.warning("image_store_failed", error=error.code)
            return DeliveryResult(DeliveryState.PENDING)

    async def _attempt(self, payload: DeliveryPayload, card: Card) -> DeliveryResult:
        attempt = DeliveryAttempt(self._api, self._renditions, payload, card)
        try:
            delivered = await attempt.run()
        except DiscordApiError as error:
            log.info("delivery_postponed", kind=error.kind.value, code=error.code)
            seconds = error.retry_after
            delay = timedelta(seconds=seconds) if seconds is not None else None
            return DeliveryResult(DeliveryState.PENDING, delay)
        if not delivered:
            return DeliveryResult(DeliveryState.UNDELIVERABLE)
        if payload.notice:
            await self._notify(attempt, payload.delivery.destination.chat)
        return DeliveryResult(DeliveryState.DELIVERED)

    async def _notify(self, attempt: DeliveryAttempt, channel: str) -> None:
        """Notify the user, unless the channel is too busy: deliveries take precedence."""
        if self._notices[channel] >= MAX_CONCURRENT_NOTICES:
            log.info("delivery_notice_skipped", kind="busy")
            return
        self._notices[channel] += 1
        try:
            await attempt.notify()
        finally:
            self._notices[channel] -= 1
            if not self._notices[channel]:
                del self._notices[channel]


def card_of(payload: DeliveryPayload) -> Card:
    """Return the card for the present state of the job."""
    job, owner = payload.job, payload.delivery.destination.user_id
    if not job.state.is_terminal:
        return fetch_later_card(job, payload.locale, owner)
    return end_card(job, payload.comic, payload.locale, owner)
