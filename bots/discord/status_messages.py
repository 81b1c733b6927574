"""Status messages: from an acknowledged interaction to a receipt that is kept up to date."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import structlog
from discord.utils import snowflake_time

from bots.chat.api_errors import FailureKind
from bots.chat.cards import Card, receipt_card
from bots.chat.progress_updater import ProgressUpdater, TrackedMessage
from bots.discord.api_client import DiscordApi
from bots.discord.api_errors import DiscordApiError
from bots.discord.context import DiscordContext
from bots.discord.handler_tasks import LAST_RESPONSE_SECONDS
from bots.discord.rendering import RenderedMessage, render_card
from core.errors import ServiceError
from core.models.deliveries import Destination, MessageKind, MessageReference, OpenDelivery
from core.models.identity import Identity, JobId, Platform, Requester
from core.models.jobs import JobState, Receipt
from core.runtime.worker_notifications import notify_workers

log = structlog.get_logger(__name__)

EMPTY_CARD = Card()
EDIT_INTERVAL = 5.0  # seconds between two edits of a status message
TOKEN_MARGIN = timedelta(seconds=60)  # before the reply token expires
# After that the bot's token is used, whose calls are for deliveries first.
BOT_EDIT_INTERVAL = 20.0  # seconds between two edits of a status message
BOT_EDITS_PER_SECOND = 0.5  # by this process; above that, each message is edited less often
EDITABLE_FOR = timedelta(minutes=55)  # Discord limits edits of messages older than an hour
EDIT_MARGIN = timedelta(seconds=15)  # for a running edit, before the button to fetch is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMessages:
    """Submission of requests, and the status messages of their jobs."""

    api: DiscordApi
    progress_updater: ProgressUpdater

    async def submit(
        self,
        context: DiscordContext,
        submit_request: Callable[[Destination], Awaitable[Receipt]],
        *,
        prompt: str,
        author: str = "",
    ) -> None:
        """Submit a request to the core, and show its receipt."""
        await self._give_way(context)
        receipt, _ = await context.with_allowed_destination(submit_request)
        if receipt.repeated:
            return  # the session that submitted it first shows the receipt
        context.acknowledgement.accepted()
        requester, destination = context.requester, context.destination()
        card = receipt_card(
            receipt, prompt, requester.locale, requester.identity.external_id, author
        )
        try:
            message_id = await self._show_receipt(context, destination, card)
        except asyncio.CancelledError:
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST_RESPONSE_SECONDS):
                    await self._try_edit(destination, card)  # the first edit may have failed
            raise
        if destination.message is None and message_id is not None:
            # Another session acknowledged the interaction, so the message is known only now.
            response = MessageReference(
                destination.chat, message_id, MessageKind.INTERACTION_RESPONSE
            )
            destination = await self._save_message(destination, receipt.job_id, requester, response)
        self.follow(
            context,
            receipt.job_id,
            destination,
            card,
            edit_unconfirmed=message_id is None,
            receipt_state=receipt.state,
        )

    async def _give_way(self, context: DiscordContext) -> None:
        """Submit nothing that another session may be rejecting. Raises HandledElsewhereError."""
        try:
            await context.give_way()
        except DiscordApiError as error:
            # Requests are idempotent by their key, so two sessions cannot create two jobs.
            log.info("response_fetch_failed", kind=error.kind.value, code=error.code)

    async def _save_message(
        self, to: Destination, job_id: JobId, requester: Requester, response: MessageReference
    ) -> Destination:
        """Store where the response is, unless its delivery has begun."""
        try:
            known = await self.progress_updater.deliveries.set_status_message(
                job_id, requester, response
            )
        except ServiceError as error:
            # The request is accepted nevertheless.
            log.warning("status_message_store_failed", job_id=str(job_id), error=error.code)
            return to
        return replace(to, message=response) if known else to

    def follow(
        self,
        context: DiscordContext,
        job_id: JobId,
        destination: Destination,
        card: Card,
        *,
        edit_unconfirmed: bool = False,
        receipt_state: JobState | None = None,
    ) -> None:
        """Keep the response up to date until the job ends or its reply token is about to expire."""
        message = self._tracked_message(job_id, context.requester, destination, card=card)
        self.progress_updater.track(
            replace(message, edit_unconfirmed=edit_unconfirmed, receipt_state=receipt_state)
        )

    def tracked_message_of(self, open_delivery: OpenDelivery) -> TrackedMessage | None:
        """Return the status message that another process showed; None: it cannot be edited."""
        to = open_delivery.delivery.destination
        if to.reply_token is None and not to.outlives_token:
            return None
        requester = Requester(
            identity=Identity(Platform.DISCORD, to.user_id), locale=open_delivery.locale
        )
        return self._tracked_message(open_delivery.delivery.job_id, requester, to)

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
        return (
            EDIT_INTERVAL
            if _has_token(to)
            else max(BOT_EDIT_INTERVAL, self.progress_updater.count / BOT_EDITS_PER_SECOND)
        )

    async def notify_workers(self) -> None:
        """Notify the workers, so that due deliveries start now."""
        await notify_workers(self.progress_updater.job_queue)

    async def _show(self, to: Destination, card: Card) -> bool:
        """Edit the response; False if a failed edit may still take effect."""
        try:
            await self._edit(to, card)
        except DiscordApiError as error:
            log.info("status_edit_failed", kind=error.kind.value, code=error.code)
            return error.unsent or error.kind is not FailureKind.LATER
        return True

    async def _show_receipt(
        self, context: DiscordContext, to: Destination, card: Card
    ) -> str | None:
        """Put the receipt into the response, and return its id; where it is closed, send a DM."""
        try:
            return await self._edit(to, card)
        except DiscordApiError as error:
            log.info("receipt_edit_failed", kind=error.kind.value, code=error.code)
            if error.is_closed:
                await context.send_direct_message(card.text)
            return None

    async def _try_edit(self, to: Destination, card: Card) -> None:
        """Edit the response, if that works."""
        try:
            await self._edit(to, card)
        except DiscordApiError as error:
            log.info("status_edit_failed", kind=error.kind.value, code=error.code)

    async def _edit(self, to: Destination, card: Card) -> str:
        """Edit the response, without its quote if Discord blocks that; return its id.

        Raises DiscordApiError.
        """
        try:
            return await self._edit_message(to, render_card(card))
        except DiscordApiError as error:
            if error.kind is not FailureKind.BLOCKED:
                raise
        return await self._edit_message(to, render_card(card, quote=False))

    async def _edit_message(self, to: Destination, rendered: RenderedMessage) -> str:
        ref = to.message
        if ref is not None and not _has_token(to):
            await self.api.edit(ref.chat, ref.message, rendered, low_priority=True)
            return ref.message
        message = ref.message if ref and ref.is_follow_up else None
        return await self.api.edit_reply(
            to.application_id, to.reply_token or "", rendered, message=message
        )


def _has_token(to: Destination) -> bool:
    """Return whether its reply token is valid for a while yet."""
    expires_at = to.expires_at
    return expires_at is not None and datetime.now(UTC) < expires_at - TOKEN_MARGIN


def _editable_for(to: Destination, now: datetime) -> timedelta:
    """Return for how long a status message can be edited."""
    if (deadline := to.token_deadline(now)) is not None:
        return deadline - EDIT_MARGIN
    if (ref := to.message) is not None:
        return snowflake_time(int(ref.message)) + EDITABLE_FOR - now
    return (to.expires_at or now) - TOKEN_MARGIN - now
