"""Orders: from an acknowledged interaction to a receipt that is kept true."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import structlog

from bots.chat.cards import Card, receipt_card
from bots.chat.following import Followers, Wait
from bots.discord.answers import Ack
from bots.discord.convert import Interaction, destination_of, requester_of
from bots.discord.errors import DiscordError, Trouble
from bots.discord.rest import Rest
from bots.discord.screens import screen_of
from core.hints import hint
from core.models import Destination, JobId, Notice, Receipt

log = structlog.get_logger(__name__)

EVERY = 5.0  # seconds between two edits of a status message
STOP_BEFORE = 60.0  # seconds before the reply token expires; then other things are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """Shows receipts and has jobs followed."""

    rest: Rest
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
        destination = destination_of(interaction, ack)
        receipt = await take(destination)
        if receipt.repeated:
            return  # whoever took it on first shows it
        requester = requester_of(interaction)
        card = receipt_card(
            receipt, prompt, requester.locale, requester.identity.external_id, author
        )
        shown_in = await self._edit(destination, card)
        if destination.message_id is None and shown_in is not None:
            # Another session acknowledged the interaction, so only now the message is known.
            destination = replace(destination, message_id=shown_in)
            await self.followers.deliveries.know_message(receipt.job_id, requester, shown_in)
        self.follow(interaction, receipt.job_id, destination, card, receipt.notices)

    def follow(
        self,
        interaction: Interaction,
        job_id: JobId,
        destination: Destination,
        shown: Card,
        notices: tuple[Notice, ...] = (),
    ) -> None:
        """Keep the answer true until the job ends."""
        left = (interaction.expires_at - datetime.now(UTC)).total_seconds() - STOP_BEFORE
        self.followers.follow(
            Wait(
                job_id=job_id,
                requester=requester_of(interaction),
                destination=destination,
                notices=notices,
                shown=shown,
                show=lambda news: self._show(destination, news),
                every=EVERY,
                until=time.monotonic() + left,
            )
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
        try:
            return await self.rest.edit_reply(application, token, screen_of(card))
        except DiscordError as error:
            if error.trouble is not Trouble.BLOCKED:
                raise
        return await self.rest.edit_reply(application, token, screen_of(card, quote=False))
