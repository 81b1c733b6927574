"""Brings comics to Discord by REST alone: the port `Messenger`."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import structlog

from bots.chat.cards import Card, end_card, failure_card, parting_card
from bots.discord.errors import DiscordError
from bots.discord.journey import Journey
from bots.discord.rest import Rest
from core.errors import ImageMissingError, ImageStoreError, NotAnImageError
from core.models import DeliveryState
from core.ports import Brought, Parcel
from core.renditions import Renditions

log = structlog.get_logger(__name__)

# In one channel. Discord takes five messages in five seconds there, and whoever waits for that
# keeps somebody else's picture waiting, wherever it is to go.
TELLING_AT_ONCE = 4


class DiscordMessenger:
    """Puts a parcel into the message that waits for it, or into the next best place.

    A picture only ever gets in by an edit of a message whose id is committed, so that bringing it
    twice shows it once.
    """

    def __init__(self, rest: Rest, renditions: Renditions) -> None:
        self._rest = rest
        self._renditions = renditions
        self._telling: Counter[str] = Counter()  # by channel

    async def bring(self, parcel: Parcel) -> Brought:
        """Bring the parcel as far as it goes."""
        try:
            return await self._bring(parcel, card_of(parcel))
        except (ImageMissingError, NotAnImageError) as error:
            log.warning("picture_lost", error=error.code)
            lost = failure_card(parcel.job, parcel.locale, parcel.delivery.destination.user_id)
            return await self._bring(parcel, lost)
        except ImageStoreError as error:
            log.warning("picture_out_of_reach", error=error.code)
            return Brought(DeliveryState.PENDING)

    async def _bring(self, parcel: Parcel, card: Card) -> Brought:
        journey = Journey(self._rest, self._renditions, parcel, card)
        try:
            arrived = await journey.go()
        except DiscordError as error:
            log.info("delivery_put_off", trouble=error.trouble.value, code=error.code)
            wait = error.retry_after
            later = timedelta(seconds=wait) if wait is not None else None
            return Brought(DeliveryState.PENDING, later)
        if not arrived:
            return Brought(DeliveryState.UNDELIVERABLE)
        if parcel.notice:
            await self._tell(journey, parcel.delivery.destination.chat)
        return Brought(DeliveryState.DELIVERED)

    async def _tell(self, journey: Journey, channel: str) -> None:
        """Notify the person, unless the channel is too busy for that: pictures go first."""
        if self._telling[channel] >= TELLING_AT_ONCE:
            log.info("not_told", trouble="busy")
            return
        self._telling[channel] += 1
        try:
            await journey.tell()
        finally:
            self._telling[channel] -= 1
            if not self._telling[channel]:
                del self._telling[channel]


def card_of(parcel: Parcel) -> Card:
    """Return what there is to say at this point."""
    job, owner = parcel.job, parcel.delivery.destination.user_id
    if not job.state.is_terminal:
        return parting_card(job, parcel.locale, owner)
    return end_card(job, parcel.comic, parcel.locale, owner)
