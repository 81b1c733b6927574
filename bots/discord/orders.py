"""Orders: from an acknowledged interaction to a receipt that is kept true."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import structlog

from bots.chat.cards import Card, receipt_card
from bots.chat.following import Followers, Wait
from bots.discord.acks import Ack, taken_on
from bots.discord.answers import FAREWELL_SECONDS, Answers
from bots.discord.convert import Interaction, requester_of
from bots.discord.errors import DiscordError, Trouble
from bots.discord.rest import Rest
from bots.discord.screens import screen_of
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
        receipt, destination, _ = await self.answers.where_it_may_be(interaction, ack, take)
        if receipt.repeated:
            return  # whoever took it on first shows it
        taken_on(interaction)
        requester = requester_of(interaction)
        card = receipt_card(
            receipt, prompt, requester.locale, requester.identity.external_id, author
        )
        try:
            shown_in = await self._edit(destination, card)
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
        requester, ends_at = requester_of(interaction), interaction.expires_at
        wait = self._wait(job_id, requester, destination, ends_at, shown=shown)
        self.followers.follow(replace(wait, lost=lost, told=told))

    def wait_of(self, awaited: Awaited) -> Wait | None:
        """Return how to follow what another process showed; None: its reply token is gone."""
        to = awaited.delivery.destination
        if to.reply_token is None or to.expires_at is None:
            return None
        requester = Requester(
            identity=Identity(Platform.DISCORD, to.user_id), locale=awaited.locale
        )
        return self._wait(awaited.delivery.job_id, requester, to, to.expires_at)

    def _wait(
        self,
        job_id: JobId,
        requester: Requester,
        destination: Destination,
        ends_at: datetime,
        *,
        shown: Card = NOTHING,
    ) -> Wait:
        now = datetime.now(UTC)
        left = ends_at - STOP_BEFORE - now
        if (handed_over := parting(destination, now)) is not None:
            left = handed_over - LANDS_WITHIN
        return Wait(
            job_id=job_id,
            requester=requester,
            destination=destination,
            shown=shown,
            show=lambda news: self._show(destination, news),
            every=EVERY,
            until=time.monotonic() + left.total_seconds(),
        )

    async def wake(self) -> None:
        """Have what is due delivered now."""
        await hint(self.followers.engine)

    async def _show(self, to: Destination, card: Card) -> bool:
        """Edit the answer; False where it may have been edited all the same."""
        try:
            await self._edited(to, card)
        except DiscordError as error:
            log.info("status_not_shown", trouble=error.trouble.value, code=error.code)
            return error.trouble is not Trouble.LATER
        return True

    async def _edit(self, to: Destination, card: Card) -> str | None:
        """Edit the answer, and return its id; None where that did not work."""
        try:
            return await self._edited(to, card)
        except DiscordError as error:
            log.info("status_not_shown", trouble=error.trouble.value, code=error.code)
            return None

    async def _edited(self, to: Destination, card: Card) -> str:
        """Edit the answer, without words that Discord refuses. Raises DiscordError."""
        application, token = to.application_id, to.reply_token or ""
        spot = spot_of(to)
        message = spot.message if spot and spot.follows_up else None
        try:
            return await self.rest.edit_reply(application, token, screen_of(card), message=message)
        except DiscordError as error:
            if error.trouble is not Trouble.BLOCKED:
                raise
        wordless = screen_of(card, quote=False)
        return await self.rest.edit_reply(application, token, wordless, message=message)
