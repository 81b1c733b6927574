"""Orders: a neutral placeholder, then a receipt in its place, which is kept true."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from bots.chat.cards import Card, receipt_card
from bots.chat.progress_updater import ProgressUpdater, TrackedMessage
from bots.telegram.api_client import ChatTarget, Sent, TelegramApi
from bots.telegram.api_errors import FailureKind, TelegramApiError
from bots.telegram.context import TelegramContext
from bots.telegram.message_ref import MessageRef, message_ref_of
from bots.telegram.rate_limit import SendPriority
from bots.telegram.rendering import RenderedMessage, plain, render_card
from bots.telegram.responses import MessageResponses
from core.errors import ComicAIError, NotFoundError, PrivateOnlyError, StorageError
from core.models.deliveries import AwaitedDelivery, Destination
from core.models.identity import Identity, JobId, Platform, Requester
from core.models.jobs import Receipt
from core.runtime.worker_notifications import notify_workers
from core.sentences import explain, sentence

log = structlog.get_logger(__name__)

Take = Callable[[Destination], Awaitable[Receipt]]

AT_ONCE = SendPriority(patience=2.0)  # for a placeholder: the request itself does not wait longer
PATIENT = SendPriority(patience=15.0)
NEWS = SendPriority(patience=0.0, news=True)
EVERY = {"private": 3.0, "group": 5.0, "inline": 5.0}  # seconds between two edits of a status
FOLLOWED = timedelta(hours=24)
OUTAGE_TOLD_AFTER = 3.0  # seconds
OUTAGE_PAUSE = 1.0


class CannotWriteError(Exception):
    """We may not write where the answer is wanted: the person has to let us first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMessages:
    """Takes requests on, shows receipts, and has jobs followed."""

    api: TelegramApi
    progress_updater: ProgressUpdater

    async def submit(
        self,
        context: TelegramContext,
        take: Take,
        *,
        prompt: str,
        author: str = "",
        ref: MessageRef | None = None,
    ) -> None:
        """Have the core take the request on, and show that it did, in *spot* or a new message.

        Raises CannotWriteError or PrivateOnlyError before there is a request.
        """
        # A question that led here can be answered otherwise, so it stays where it is refused.
        is_question = ref is not None and bool(ref.chat)
        if ref is None:
            context, ref = await self._placeholder(context)
        try:
            receipt = await self._until_kept(take, context, ref)
        except PrivateOnlyError:
            await self._put_away(ref)
            raise
        except ComicAIError as error:
            log.info("request_refused", code=error.code)
            await self._tell(context, None if is_question else ref, explain(error, context.locale))
            return
        if receipt.repeated:
            if not await self._is_ours(context, receipt, ref):
                await self._put_away(ref)  # the one before this is the answer
                return
            if receipt.state.is_terminal:
                return  # what stands there is what became of it
        card = receipt_card(receipt, prompt, context.locale, context.user_id, author)
        if ref is None or not await self._receipt_in(context, ref, card):
            await self._put_away(ref)
            ref = await self._late_receipt(context, receipt, card, author)
        if ref is not None:
            self.follow(context, receipt.job_id, card, ref)

    def follow(self, context: TelegramContext, job_id: JobId, shown: Card, ref: MessageRef) -> None:
        """Keep a status message true until the job ends."""
        self.progress_updater.track(self._wait(context, job_id, shown, ref))

    def tracked_message_of(self, awaited: AwaitedDelivery) -> TrackedMessage | None:
        """Return how to follow what another process showed; None: its message is not known."""
        to = awaited.delivery.destination
        ref = message_ref_of(to)
        if ref is None:
            return None
        context = TelegramContext(
            bot_id=to.application_id,
            key="",
            requester=Requester(
                identity=Identity(Platform.TELEGRAM, to.user_id), locale=awaited.locale
            ),
            place=ChatTarget(to.chat, to.thread),
            context=to.context,
        )
        return self._wait(context, awaited.delivery.job_id, Card(), ref)

    def _wait(
        self, context: TelegramContext, job_id: JobId, shown: Card, ref: MessageRef
    ) -> TrackedMessage:
        return TrackedMessage(
            job_id=job_id,
            requester=context.requester,
            destination=context.destination(ref),
            card=shown,
            edit=lambda news: self._show(context, ref, news),
            edit_interval=lambda: EVERY[context.context],
            deadline=time.monotonic() + FOLLOWED.total_seconds(),
        )

    async def wake(self) -> None:
        """Have what is due delivered now."""
        await notify_workers(self.progress_updater.job_queue)

    # --- Taking on --------------------------------------------------------------------------------

    async def _placeholder(
        self, context: TelegramContext
    ) -> tuple[TelegramContext, MessageRef | None]:
        """Say at once that it was heard; where that has to wait, the request does not."""
        rendered = plain(sentence("heard", context.locale))
        try:
            sent = await self.api.send(context.place, rendered, pace=AT_ONCE, early=True)
        except TelegramApiError as error:
            if error.kind is FailureKind.MIGRATED and error.new_chat != context.place.chat:
                return await self._placeholder(context.moved(error.new_chat))
            log.info("no_placeholder", kind=error.kind.value, said=error.said)
            # Only this person can be told in their own chat, and nobody knows why not just now.
            is_puzzling = context.is_private and error.kind is FailureKind.REFUSED
            if error.is_closed and not is_puzzling:
                raise CannotWriteError from error
            return context, None
        # What moderators allow in the topic that is gone, they may not allow outside.
        return replace(context, place=sent.place), MessageRef(sent.place.chat, sent.message)

    async def _until_kept(
        self, take: Take, context: TelegramContext, ref: MessageRef | None
    ) -> Receipt:
        """Have it taken on. It stands in the inbox already, so an outage can be waited out."""
        started, told = time.monotonic(), False
        while True:
            try:
                return await take(context.destination(ref))
            except StorageError as error:
                log.warning("request_delayed", error=error.code)
            if not told and time.monotonic() - started >= OUTAGE_TOLD_AFTER:
                told = True
                await self._tell(context, ref, sentence("kept_for_later", context.locale))
            await asyncio.sleep(OUTAGE_PAUSE)

    # --- Showing ----------------------------------------------------------------------------------

    async def _late_receipt(
        self, context: TelegramContext, receipt: Receipt, card: Card, author: str
    ) -> MessageRef | None:
        """Send the receipt as a message of its own; None where the picture was faster."""
        try:
            rendered = await self._screen(context, card, context.place.chat, author)
            # Where a group has no room, its lane goes on; the delivery begins with a message then.
            pace = PATIENT if context.is_private else AT_ONCE
            sent = await self._send_receipt(context, rendered, pace)
        except TelegramApiError as error:
            log.info("no_receipt", kind=error.kind.value, said=error.said)
            return None
        ref = MessageRef(sent.place.chat, sent.message)
        if await self._waits_in(context, receipt, ref):
            return ref
        await self._put_away(ref)
        return None

    async def _send_receipt(
        self, context: TelegramContext, rendered: RenderedMessage, pace: SendPriority
    ) -> Sent:
        """Send it to the user alone where the group is closed to the bot by now.

        Raises TelegramApiError.
        """
        try:
            return await self.api.send(context.place, rendered, pace=pace)
        except TelegramApiError as error:
            if context.is_private or not error.is_closed:
                raise
        return await self.api.send(context.in_private_chat().place, rendered, pace=PATIENT)

    async def _waits_in(self, context: TelegramContext, receipt: Receipt, ref: MessageRef) -> bool:
        try:
            kept = ref.to_stored(context.destination())
            return await self.progress_updater.deliveries.set_status_message(
                receipt.job_id, context.requester, kept
            )
        except (StorageError, NotFoundError) as error:
            log.warning("receipt_not_kept", error=error.code)
            return False

    async def _is_ours(
        self, context: TelegramContext, receipt: Receipt, ref: MessageRef | None
    ) -> bool:
        """Say whether it was this very attempt that was taken on, when nobody could confirm it."""
        if ref is None:
            return False
        kept = ref.to_stored(context.destination())
        deliveries = self.progress_updater.deliveries
        return await deliveries.targets_message(receipt.job_id, context.requester, kept)

    async def _receipt_in(self, context: TelegramContext, ref: MessageRef, card: Card) -> bool:
        """Make the placeholder the receipt; False where that message is gone, or not ours to edit.

        In inline mode there is no other message that could become it.
        """
        try:
            await self._edit(context, ref, card)
        except TelegramApiError as error:
            log.info("receipt_not_shown", kind=error.kind.value, said=error.said)
            return not ref.chat or not _is_lost(error)
        return True

    async def _show(self, context: TelegramContext, ref: MessageRef, card: Card) -> bool:
        """Edit the message; False where it may have been edited all the same."""
        try:
            await self._edit(context, ref, card)
        except TelegramApiError as error:
            log.debug("status_not_shown", kind=error.kind.value)
            return not error.ambiguous
        return True

    async def _edit(self, context: TelegramContext, ref: MessageRef, card: Card) -> None:
        """Edit the message. Where many write to one group, pictures need what room there is."""
        author = card.credit.author if card.credit else ""
        rendered = await self._screen(context, card, ref.chat, author)
        await self.api.edit_text(ref.address, rendered, pace=NEWS)

    async def _screen(
        self, context: TelegramContext, card: Card, chat: str, author: str
    ) -> RenderedMessage:
        name = await self.api.name_of(chat, author) if author and chat else ""
        look = await self.api.look(others_see=not context.is_private)
        return render_card(card, look, author=name)

    async def _tell(self, context: TelegramContext, ref: MessageRef | None, text: str) -> None:
        """Say it in the message that was to become the receipt, or else in one of its own.

        Nothing is accepted yet: after a crash the request is taken up, or refused, once more.
        """
        if ref is not None:
            try:
                await self.api.edit_text(ref.address, plain(text), early=True)
            except TelegramApiError as error:
                log.info("not_answered", kind=error.kind.value, said=error.said)
                if not _is_lost(error):
                    return
            else:
                return
        await MessageResponses(api=self.api).show(context, plain(text), early=True)

    async def _put_away(self, ref: MessageRef | None) -> None:
        """Remove a placeholder that nothing will come into."""
        if ref is None or not ref.chat:
            return
        try:
            await self.api.delete(ref.address)
        except TelegramApiError as error:
            log.info("placeholder_left", kind=error.kind.value)


def _is_lost(error: TelegramApiError) -> bool:
    """Say whether the message cannot be edited, now or later: another one has to do."""
    return error.is_closed or error.kind is FailureKind.GONE
