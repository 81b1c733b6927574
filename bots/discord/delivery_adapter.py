"""Brings comics to Discord by REST alone: the port `Messenger`."""

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

# In one channel. Discord takes five messages in five seconds there, and whoever waits for that
# keeps somebody else's picture waiting, wherever it is to go.
TELLING_AT_ONCE = 4


class DiscordDeliveryAdapter:
    """Puts a parcel into the message that waits for it, or into the next best place.

    A picture only ever gets in by an edit of a message whose id is committed, so that bringing it
    twice shows it once.
    """

    def __init__(self, api: DiscordApi, renditions: Renditions) -> None:
        self._api = api
        self._renditions = renditions
        self._telling: Counter[str] = Counter()  # by channel

    async def deliver(self, payload: DeliveryPayload) -> DeliveryResult:
        """Bring the parcel as far as it goes."""
        try:
            return await self._bring(payload, card_of(payload))
        except (ImageMissingError, NotAnImageError) as error:
            log.warning("picture_lost", error=error.code)
            lost = failure_card(payload.job, payload.locale, payload.delivery.destination.user_id)
            return await self._bring(payload, lost)
        except ImageStoreError as error:
            log.warning("picture_out_of_reach", error=error.code)
            return DeliveryResult(DeliveryState.PENDING)

    async def _bring(self, payload: DeliveryPayload, card: Card) -> DeliveryResult:
        attempt = DeliveryAttempt(self._api, self._renditions, payload, card)
        try:
            arrived = await attempt.run()
        except DiscordApiError as error:
            log.info("delivery_put_off", kind=error.kind.value, code=error.code)
            wait = error.retry_after
            later = timedelta(seconds=wait) if wait is not None else None
            return DeliveryResult(DeliveryState.PENDING, later)
        if not arrived:
            return DeliveryResult(DeliveryState.UNDELIVERABLE)
        if payload.notice:
            await self._tell(attempt, payload.delivery.destination.chat)
        return DeliveryResult(DeliveryState.DELIVERED)

    async def _tell(self, attempt: DeliveryAttempt, channel: str) -> None:
        """Notify the person, unless the channel is too busy for that: pictures go first."""
        if self._telling[channel] >= TELLING_AT_ONCE:
            log.info("not_told", kind="busy")
            return
        self._telling[channel] += 1
        try:
            await attempt.notify()
        finally:
            self._telling[channel] -= 1
            if not self._telling[channel]:
                del self._telling[channel]


def card_of(payload: DeliveryPayload) -> Card:
    """Return what there is to say at this point."""
    job, owner = payload.job, payload.delivery.destination.user_id
    if not job.state.is_terminal:
        return fetch_later_card(job, payload.locale, owner)
    return end_card(job, payload.comic, payload.locale, owner)
