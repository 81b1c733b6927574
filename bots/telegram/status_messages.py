"""Status messages: a placeholder that becomes the receipt of a request and shows its progress."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from bots.chat.api_errors import FailureKind
from bots.chat.cards import Card, receipt_card
from bots.chat.progress_updater import ProgressUpdater, TrackedMessage
from bots.telegram.api_client import SentMessage, TelegramApi
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.context import TelegramContext
from bots.telegram.rate_limit import SendPriority
from bots.telegram.rendering import RenderedMessage, plain, render_card
from core.errors import ComicAIError, NotFoundError, PrivateOnlyError, ServiceError, StorageError
from core.models.deliveries import Destination, DestinationContext, MessageReference, OpenDelivery
from core.models.identity import Identity, JobId, Platform, Requester
from core.models.jobs import JobState, Receipt
from core.runtime.worker_notifications import notify_workers
from core.sentences import explain, sentence

log = structlog.get_logger(__name__)

SubmitRequest = Callable[[Destination], Awaitable[Receipt]]

PLACEHOLDER_PRIORITY = SendPriority(max_wait=2.0)  # the request does not wait longer than this
RECEIPT_PRIORITY = SendPriority(max_wait=15.0)
PROGRESS_PRIORITY = SendPriority(max_wait=0.0, low_priority=True)
EDIT_INTERVAL = 5.0  # seconds between two edits of a status message that others see
PRIVATE_EDIT_INTERVAL = 3.0
TRACKED_FOR = timedelta(hours=24)
OUTAGE_NOTICE_AFTER = 3.0  # seconds
OUTAGE_RETRY_SECONDS = 1.0


class CannotWriteError(ComicAIError):
    """The bot may not write to the target chat until the user or an administrator allows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMessages:
    """Submits requests, shows their receipts, and tracks their jobs."""

    api: TelegramApi
    progress_updater: ProgressUpdater

    async def submit(
        self,
        context: TelegramContext,
        submit_request: SubmitRequest,
        *,
        prompt: str,
        author: str = "",
        ref: MessageReference | None = None,
    ) -> None:
        """Submit a request to the core, and show its receipt in *ref* or in a new message.

        If CannotWriteError or PrivateOnlyError is raised, no request was created.
        """
        # A question keeps its buttons after a refusal: another answer may be accepted.
        is_question = ref is not None and not ref.is_inline
        if ref is None:
            context, ref = await self._send_placeholder(context)
        try:
            receipt = await self._submit_until_stored(submit_request, context, ref)
        except PrivateOnlyError:
            await self._delete_placeholder(ref)
            raise
        except ServiceError as error:
            log.info("request_refused", code=error.code)
            await self._notify(
                context, None if is_question else ref, explain(error, context.locale)
            )
            return
        if receipt.repeated:
            if not await self._is_this_attempt(context, receipt, ref):
                await self._delete_placeholder(ref)  # the first attempt's message is the receipt
                return
            if receipt.state.is_terminal:
                return  # the message already shows the result
        card = receipt_card(receipt, prompt, context.locale, context.user_id, author)
        if ref is None or not await self._show_receipt(context, ref, card):
            await self._delete_placeholder(ref)
            ref = await self._send_late_receipt(context, receipt, card, author)
        if ref is not None:
            self.follow(context, receipt.job_id, card, ref, receipt_state=receipt.state)

    def follow(
        self,
        context: TelegramContext,
        job_id: JobId,
        shown: Card,
        ref: MessageReference,
        *,
        receipt_state: JobState | None = None,
    ) -> None:
        """Keep a status message up to date until the job ends."""
        destination = context.destination(ref)
        message = self._tracked_message(context.requester, destination, job_id, shown, ref)
        self.progress_updater.track(replace(message, receipt_state=receipt_state))

    def tracked_message_of(self, open_delivery: OpenDelivery) -> TrackedMessage | None:
        """Return the tracked message of a delivery from the database; None without an id."""
        to = open_delivery.delivery.destination
        ref = to.message
        if ref is None:
            return None
        requester = Requester(
            identity=Identity(Platform.TELEGRAM, to.user_id), locale=open_delivery.locale
        )
        return self._tracked_message(requester, to, open_delivery.delivery.job_id, Card(), ref)

    def _tracked_message(
        self,
        requester: Requester,
        destination: Destination,
        job_id: JobId,
        shown: Card,
        ref: MessageReference,
    ) -> TrackedMessage:
        others_see = destination.context is not DestinationContext.PRIVATE
        return TrackedMessage(
            job_id=job_id,
            requester=requester,
            destination=destination,
            card=shown,
            edit=lambda card: self._show_progress(ref, card, others_see=others_see),
            edit_interval=lambda: EDIT_INTERVAL if others_see else PRIVATE_EDIT_INTERVAL,
            deadline=time.monotonic() + TRACKED_FOR.total_seconds(),
        )

    async def notify_workers(self) -> None:
        """Notify the workers, so that due deliveries start now."""
        await notify_workers(self.progress_updater.job_queue)

    # --- Submission -------------------------------------------------------------------------------

    async def _send_placeholder(
        self, context: TelegramContext
    ) -> tuple[TelegramContext, MessageReference | None]:
        """Acknowledge the request at once; if that has to wait, the request does not."""
        rendered = plain(sentence("heard", context.locale))
        try:
            sent = await self.api.send(
                context.target, rendered, priority=PLACEHOLDER_PRIORITY, before_commit=True
            )
        except TelegramApiError as error:
            if error.kind is FailureKind.MIGRATED and error.new_chat != context.target.chat:
                return await self._send_placeholder(context.moved(error.new_chat))
            log.info("placeholder_send_failed", kind=error.kind.value, detail=error.detail)
            # A private chat is the last resort, and an unknown refusal may not be permanent.
            is_unexplained = context.is_private and error.kind is FailureKind.REFUSED
            if error.is_closed and not is_unexplained:
                raise CannotWriteError from error
            return context, None
        # The actual target counts: moderators may not allow comics outside the deleted topic.
        return replace(context, target=sent.target), MessageReference(
            sent.target.chat, sent.message
        )

    async def _submit_until_stored(
        self, submit_request: SubmitRequest, context: TelegramContext, ref: MessageReference | None
    ) -> Receipt:
        """Submit the request. The update is in the inbox, so an outage can be waited out."""
        started, notified = time.monotonic(), False
        while True:
            try:
                return await submit_request(context.destination(ref))
            except StorageError as error:
                log.warning("request_delayed", error=error.code)
            if not notified and time.monotonic() - started >= OUTAGE_NOTICE_AFTER:
                notified = True
                await self._notify(context, ref, sentence("kept_for_later", context.locale))
            await asyncio.sleep(OUTAGE_RETRY_SECONDS)

    # --- Messages ---------------------------------------------------------------------------------

    async def _send_late_receipt(
        self, context: TelegramContext, receipt: Receipt, card: Card, author: str
    ) -> MessageReference | None:
        """Send the receipt as a new message; return None if it failed or was no longer needed."""
        try:
            rendered = await self._render(
                card, context.target.chat, author, others_see=not context.is_private
            )
            # A group at its rate limit must not block its queue; the delivery sends a message then.
            priority = RECEIPT_PRIORITY if context.is_private else PLACEHOLDER_PRIORITY
            sent = await self._send_receipt(context, rendered, priority)
        except TelegramApiError as error:
            log.info("receipt_send_failed", kind=error.kind.value, detail=error.detail)
            return None
        ref = MessageReference(sent.target.chat, sent.message)
        if await self._set_status_message(context, receipt, ref):
            return ref
        await self._delete_placeholder(ref)
        return None

    async def _send_receipt(
        self, context: TelegramContext, rendered: RenderedMessage, priority: SendPriority
    ) -> SentMessage:
        """Send the receipt, privately if the group is closed to the bot by now.

        Raises TelegramApiError.
        """
        try:
            return await self.api.send(context.target, rendered, priority=priority)
        except TelegramApiError as error:
            if context.is_private or not error.is_closed:
                raise
        return await self.api.send(
            context.in_private_chat().target, rendered, priority=RECEIPT_PRIORITY
        )

    async def _set_status_message(
        self, context: TelegramContext, receipt: Receipt, ref: MessageReference
    ) -> bool:
        try:
            return await self.progress_updater.deliveries.set_status_message(
                receipt.job_id, context.requester, ref
            )
        except (StorageError, NotFoundError) as error:
            log.warning("receipt_store_failed", error=error.code)
            return False

    async def _is_this_attempt(
        self, context: TelegramContext, receipt: Receipt, ref: MessageReference | None
    ) -> bool:
        """Return whether an unconfirmed commit stored the request with this very message."""
        if ref is None:
            return False
        deliveries = self.progress_updater.deliveries
        return await deliveries.targets_message(receipt.job_id, context.requester, ref)

    async def _show_receipt(
        self, context: TelegramContext, ref: MessageReference, card: Card
    ) -> bool:
        """Edit the placeholder into the receipt; return False if it can no longer be edited.

        An inline message is the only possible one, so the result is True for it.
        """
        try:
            await self._edit(ref, card, others_see=not context.is_private)
        except TelegramApiError as error:
            log.info("receipt_edit_failed", kind=error.kind.value, detail=error.detail)
            return ref.is_inline or not _is_uneditable(error)
        return True

    async def _show_progress(self, ref: MessageReference, card: Card, *, others_see: bool) -> bool:
        """Edit the message; return False if the result of the edit is unknown."""
        try:
            await self._edit(ref, card, others_see=others_see)
        except TelegramApiError as error:
            log.debug("status_edit_failed", kind=error.kind.value)
            return not error.ambiguous
        return True

    async def _edit(self, ref: MessageReference, card: Card, *, others_see: bool) -> None:
        """Edit the message with low priority: pictures need the capacity of a busy group."""
        author = card.credit.author if card.credit else ""
        rendered = await self._render(card, ref.chat, author, others_see=others_see)
        await self.api.edit_text(ref, rendered, priority=PROGRESS_PRIORITY)

    async def _render(
        self, card: Card, chat: str, author: str, *, others_see: bool
    ) -> RenderedMessage:
        name = await self.api.name_of(chat, author) if author and chat else ""
        options = await self.api.render_options(others_see=others_see)
        return render_card(card, options, author=name)

    async def _notify(
        self, context: TelegramContext, ref: MessageReference | None, text: str
    ) -> None:
        """Show the text in the placeholder, or else in a new message.

        Nothing is committed yet: after a crash the update is handled again.
        """
        if ref is not None:
            try:
                await self.api.edit_text(ref, plain(text), before_commit=True)
            except TelegramApiError as error:
                log.info("notice_send_failed", kind=error.kind.value, detail=error.detail)
                if not _is_uneditable(error):
                    return
            else:
                return
        await context.reply(plain(text), before_commit=True)

    async def _delete_placeholder(self, ref: MessageReference | None) -> None:
        """Delete a placeholder that is no longer needed."""
        if ref is None or ref.is_inline:
            return
        try:
            await self.api.delete(ref)
        except TelegramApiError as error:
            log.info("placeholder_delete_failed", kind=error.kind.value)


def _is_uneditable(error: TelegramApiError) -> bool:
    """Return whether the message can permanently not be edited, so that a new one is needed."""
    return error.is_closed or error.kind is FailureKind.GONE
