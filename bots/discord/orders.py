"""Orders: from an acknowledged interaction to a receipt that is kept true."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import structlog
from discord.utils import snowflake_time

from bots.chat.cards import Card, receipt_card
from bots.chat.following import Followers, Wait
from bots.discord.acks import Ack, taken_on
from bots.discord.answers import FAREWELL_SECONDS, Answers
from bots.discord.convert import Interaction, requester_of
from bots.discord.errors import DiscordError, Trouble
from bots.discord.rest import Rest
from bots.discord.screens import Screen, screen_of
from bots.discord.spots import spot_of
from core.errors import ComicAIError
from core.hints import hint
from core.models import (
    Awaited,
    Destination,
    Identity,
    JobId,
    JobState,
    Platform,
    Receipt,
    Requester,
)
from core.parting import parting

log = structlog.get_logger(__name__)

NOTHING = Card()
EVERY = 5.0  # seconds between two edits of a status message
STOP_BEFORE = timedelta(seconds=60)  # the reply token expires
# From then on by the bot's token, whose calls are for pictures first.
SELDOM = 20.0  # seconds between two edits of a status message
A_SECOND = 0.5  # edits by this process; with more to tell than that, each is told more rarely
EDITABLE = timedelta(minutes=55)  # Discord limits edits of messages that are older than an hour
LANDS_WITHIN = timedelta(seconds=15)  # an edit under way, before a button to fetch it is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """Shows receipts and has jobs followed."""

    rest: Rest
    answers: Answers
    followers: Followers

    async def place(
        self,
        interaction: Interaction,
        ack: Ack,
        take: Callable[[Destination], Awaitable[Receipt]],
        *,
        prompt: str,
        author: str = "",
    ) -> None:
        """Have the core take the request on, and show that it did."""
        await self._give_way(interaction)
        receipt, destination, _ = await self.answers.where_it_may_be(interaction, ack, take)
        if receipt.repeated:
            return  # whoever took it on first shows it
        taken_on(interaction)
        requester = requester_of(interaction)
        card = receipt_card(
            receipt, prompt, requester.locale, requester.identity.external_id, author
        )
        try:
            shown_in = await self._receipt_in(interaction, destination, card)
        except asyncio.CancelledError:
            with suppress(TimeoutError):
                async with asyncio.timeout(FAREWELL_SECONDS):
                    await self._edit(destination, card)  # it may have arrived already, or not
            raise
        if destination.message_id is None and shown_in is not None:
            # Another session acknowledged the interaction, so only now the message is known.
            destination = await self._with_message(destination, receipt.job_id, requester, shown_in)
        self.follow(
            interaction,
            receipt.job_id,
            destination,
            card,
            lost=shown_in is None,
            told=receipt.state,
        )

    async def _give_way(self, interaction: Interaction) -> None:
        """Take on nothing that another session may be refusing. Raises AnsweredElsewhereError."""
        try:
            await self.answers.give_way(interaction)
        except DiscordError as error:
            # A request has a key, so two cannot make it two.
            log.info("answer_not_seen", trouble=error.trouble.value, code=error.code)

    async def _with_message(
        self, to: Destination, job_id: JobId, requester: Requester, message_id: str
    ) -> Destination:
        """Keep where the answer is, unless it is being brought already."""
        try:
            known = await self.followers.deliveries.know_message(job_id, requester, message_id)
        except ComicAIError as error:
            # The request is taken on all the same.
            log.warning("message_not_kept", job_id=str(job_id), error=error.code)
            return to
        return replace(to, message_id=message_id) if known else to

    def follow(
        self,
        interaction: Interaction,
        job_id: JobId,
        destination: Destination,
        shown: Card,
        *,
        lost: bool = False,
        told: JobState | None = None,
    ) -> None:
        """Keep the answer true until the job ends, or it is handed over to who fetches it."""
        wait = self._wait(job_id, requester_of(interaction), destination, shown=shown)
        self.followers.follow(replace(wait, lost=lost, told=told))

    def wait_of(self, awaited: Awaited) -> Wait | None:
        """Return how to follow what another process showed; None: nothing leads there any more."""
        to = awaited.delivery.destination
        if to.reply_token is None and not to.outlives_token:
            return None
        requester = Requester(
            identity=Identity(Platform.DISCORD, to.user_id), locale=awaited.locale
        )
        return self._wait(awaited.delivery.job_id, requester, to)

    def _wait(
        self,
        job_id: JobId,
        requester: Requester,
        destination: Destination,
        *,
        shown: Card = NOTHING,
    ) -> Wait:
        left = _editable_for(destination, datetime.now(UTC))
        return Wait(
            job_id=job_id,
            requester=requester,
            destination=destination,
            shown=shown,
            show=lambda news: self._show(destination, news),
            pause=lambda: self._pause(destination),
            until=time.monotonic() + left.total_seconds(),
        )

    def _pause(self, to: Destination) -> float:
        return EVERY if _has_token(to) else max(SELDOM, self.followers.count / A_SECOND)

    async def wake(self) -> None:
        """Have what is due delivered now."""
        await hint(self.followers.engine)

    async def _show(self, to: Destination, card: Card) -> bool:
        """Edit the answer; False where it may have been edited all the same."""
        try:
            await self._edited(to, card)
        except DiscordError as error:
            log.info("status_not_shown", trouble=error.trouble.value, code=error.code)
            return error.unsent or error.trouble is not Trouble.LATER
        return True

    async def _receipt_in(
        self, interaction: Interaction, to: Destination, card: Card
    ) -> str | None:
        """Make the answer the receipt, and return its id; a private message, where it is closed."""
        try:
            return await self._edited(to, card)
        except DiscordError as error:
            log.info("receipt_not_shown", trouble=error.trouble.value, code=error.code)
            if error.is_closed:
                await self.answers.whisper(interaction, card.text)
            return None

    async def _edit(self, to: Destination, card: Card) -> str | None:
        """Edit the answer, and return its id; None where that did not work."""
        try:
            return await self._edited(to, card)
        except DiscordError as error:
            log.info("status_not_shown", trouble=error.trouble.value, code=error.code)
            return None

    async def _edited(self, to: Destination, card: Card) -> str:
        """Edit the answer, without words that Discord refuses. Raises DiscordError."""
        try:
            return await self._put(to, screen_of(card))
        except DiscordError as error:
            if error.trouble is not Trouble.BLOCKED:
                raise
        return await self._put(to, screen_of(card, quote=False))

    async def _put(self, to: Destination, screen: Screen) -> str:
        spot = spot_of(to)
        if spot is not None and not _has_token(to):
            await self.rest.edit(spot.channel, spot.message, screen, news=True)
            return spot.message
        message = spot.message if spot and spot.follows_up else None
        return await self.rest.edit_reply(
            to.application_id, to.reply_token or "", screen, message=message
        )


def _has_token(to: Destination) -> bool:
    """Say whether its reply token is of use for some time yet."""
    expires_at = to.expires_at
    return expires_at is not None and datetime.now(UTC) < expires_at - STOP_BEFORE


def _editable_for(to: Destination, now: datetime) -> timedelta:
    """Return how long a status message can be kept true."""
    if (handed_over := parting(to, now)) is not None:
        return handed_over - LANDS_WITHIN
    if (spot := spot_of(to)) is not None:
        return snowflake_time(int(spot.message)) + EDITABLE - now
    return (to.expires_at or now) - STOP_BEFORE - now
