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
from bots.chat.progress_updater import ProgressUpdater, TrackedMessage
from bots.discord.acknowledgement import Acknowledgement, taken_on
from bots.discord.api_client import DiscordApi
from bots.discord.api_errors import DiscordApiError, FailureKind
from bots.discord.context import Interaction, requester_of
from bots.discord.message_ref import message_ref_of
from bots.discord.rendering import RenderedMessage, render_card
from bots.discord.responses import FAREWELL_SECONDS, InteractionResponses
from core.errors import ComicAIError
from core.models.deliveries import AwaitedDelivery, Destination
from core.models.identity import Identity, JobId, Platform, Requester
from core.models.jobs import JobState, Receipt
from core.runtime.worker_notifications import notify_workers

log = structlog.get_logger(__name__)

EMPTY_CARD = Card()
EVERY = 5.0  # seconds between two edits of a status message
STOP_BEFORE = timedelta(seconds=60)  # the reply token expires
# From then on by the bot's token, whose calls are for pictures first.
SELDOM = 20.0  # seconds between two edits of a status message
A_SECOND = 0.5  # edits by this process; with more to tell than that, each is told more rarely
EDITABLE = timedelta(minutes=55)  # Discord limits edits of messages that are older than an hour
LANDS_WITHIN = timedelta(seconds=15)  # an edit under way, before a button to fetch it is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMessages:
    """Shows receipts and has jobs followed."""

    api: DiscordApi
    responses: InteractionResponses
    progress_updater: ProgressUpdater

    async def submit(
        self,
        interaction: Interaction,
        ack: Acknowledgement,
        take: Callable[[Destination], Awaitable[Receipt]],
        *,
        prompt: str,
        author: str = "",
    ) -> None:
        """Have the core take the request on, and show that it did."""
        await self._give_way(interaction)
        receipt, destination, _ = await self.responses.where_it_may_be(interaction, ack, take)
        if receipt.repeated:
            return  # whoever took it on first shows it
        taken_on(interaction)
        requester = requester_of(interaction)
        card = receipt_card(
            receipt, prompt, requester.locale, requester.identity.external_id, author
        )
        try:
            message_id = await self._receipt_in(interaction, destination, card)
        except asyncio.CancelledError:
            with suppress(TimeoutError):
                async with asyncio.timeout(FAREWELL_SECONDS):
                    await self._edit(destination, card)  # it may have arrived already, or not
            raise
        if destination.message_id is None and message_id is not None:
            # Another session acknowledged the interaction, so only now the message is known.
            destination = await self._with_message(destination, receipt.job_id, requester, message_id)
        self.follow(
            interaction,
            receipt.job_id,
            destination,
            card,
            edit_unconfirmed=message_id is None,
            receipt_state=receipt.state,
        )

    async def _give_way(self, interaction: Interaction) -> None:
        """Take on nothing that another session may be refusing. Raises AnsweredElsewhereError."""
        try:
            await self.responses.give_way(interaction)
        except DiscordApiError as error:
            # A request has a key, so two cannot make it two.
            log.info("answer_not_seen", kind=error.kind.value, code=error.code)

    async def _with_message(
        self, to: Destination, job_id: JobId, requester: Requester, message_id: str
    ) -> Destination:
        """Keep where the answer is, unless it is being brought already."""
        try:
            known = await self.progress_updater.deliveries.set_status_message(
                job_id, requester, message_id
            )
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
        card: Card,
        *,
        edit_unconfirmed: bool = False,
        receipt_state: JobState | None = None,
    ) -> None:
        """Keep the answer true until the job ends, or it is handed over to who fetches it."""
        message = self._tracked_message(
            job_id, requester_of(interaction), destination, card=card
        )
        self.progress_updater.track(
            replace(message, edit_unconfirmed=edit_unconfirmed, receipt_state=receipt_state)
        )

    def tracked_message_of(self, awaited: AwaitedDelivery) -> TrackedMessage | None:
        """Return how to follow what another process showed; None: nothing leads there any more."""
        to = awaited.delivery.destination
        if to.reply_token is None and not to.outlives_token:
            return None
        requester = Requester(
            identity=Identity(Platform.DISCORD, to.user_id), locale=awaited.locale
        )
        return self._tracked_message(awaited.delivery.job_id, requester, to)

    def _tracked_message(
        self,
        job_id: JobId,
        requester: Requester,
        destination: Destination,
        *,
        card: Card = EMPTY_CARD,
    ) -> TrackedMessage:
        left = _editable_for(destination, datetime.now(UTC))
        return TrackedMessage(
            job_id=job_id,
            requester=requester,
            destination=destination,
            card=card,
            edit=lambda update: self._show(destination, update),
            edit_interval=lambda: self._edit_interval(destination),
            deadline=time.monotonic() + left.total_seconds(),
        )

    def _edit_interval(self, to: Destination) -> float:
        return EVERY if _has_token(to) else max(SELDOM, self.progress_updater.count / A_SECOND)

    async def wake(self) -> None:
        """Have what is due delivered now."""
        await notify_workers(self.progress_updater.job_queue)

    async def _show(self, to: Destination, card: Card) -> bool:
        """Edit the answer; False where it may have been edited all the same."""
        try:
            await self._edited(to, card)
        except DiscordApiError as error:
            log.info("status_not_shown", kind=error.kind.value, code=error.code)
            return error.unsent or error.kind is not FailureKind.LATER
        return True

    async def _receipt_in(
        self, interaction: Interaction, to: Destination, card: Card
    ) -> str | None:
        """Make the answer the receipt, and return its id; a private message, where it is closed."""
        try:
            return await self._edited(to, card)
        except DiscordApiError as error:
            log.info("receipt_not_shown", kind=error.kind.value, code=error.code)
            if error.is_closed:
                await self.responses.whisper(interaction, card.text)
            return None

    async def _edit(self, to: Destination, card: Card) -> str | None:
        """Edit the answer, and return its id; None where that did not work."""
        try:
            return await self._edited(to, card)
        except DiscordApiError as error:
            log.info("status_not_shown", kind=error.kind.value, code=error.code)
            return None

    async def _edited(self, to: Destination, card: Card) -> str:
        """Edit the answer, without words that Discord refuses. Raises DiscordApiError."""
        try:
            return await self._put(to, render_card(card))
        except DiscordApiError as error:
            if error.kind is not FailureKind.BLOCKED:
                raise
        return await self._put(to, render_card(card, quote=False))

    async def _put(self, to: Destination, rendered: RenderedMessage) -> str:
        ref = message_ref_of(to)
        if ref is not None and not _has_token(to):
            await self.api.edit(ref.channel, ref.message, rendered, news=True)
            return ref.message
        message = ref.message if ref and ref.follows_up else None
        return await self.api.edit_reply(
            to.application_id, to.reply_token or "", rendered, message=message
        )


def _has_token(to: Destination) -> bool:
    """Say whether its reply token is of use for some time yet."""
    expires_at = to.expires_at
    return expires_at is not None and datetime.now(UTC) < expires_at - STOP_BEFORE


def _editable_for(to: Destination, now: datetime) -> timedelta:
    """Return how long a status message can be kept true."""
    if (handed_over := to.token_deadline(now)) is not None:
        return handed_over - LANDS_WITHIN
    if (ref := message_ref_of(to)) is not None:
        return snowflake_time(int(ref.message)) + EDITABLE - now
    return (to.expires_at or now) - STOP_BEFORE - now
