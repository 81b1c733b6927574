"""Orders: a neutral placeholder, then a receipt in its place, which is kept true."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from bots.chat.cards import Card, receipt_card
from bots.chat.following import Followers, Wait
from bots.telegram.answers import Answers
from bots.telegram.asks import Ask
from bots.telegram.errors import CallError, Trouble
from bots.telegram.limiter import Pace
from bots.telegram.rest import Place, Rest, Sent
from bots.telegram.screens import Screen, plain, screen_of
from bots.telegram.spots import Spot, spot_of
from core.errors import ComicAIError, NotFoundError, PrivateOnlyError, StorageError
from core.hints import hint
from core.models import Awaited, Destination, Identity, JobId, Platform, Receipt, Requester
from core.sentences import explain, sentence

log = structlog.get_logger(__name__)

Take = Callable[[Destination], Awaitable[Receipt]]

AT_ONCE = Pace(patience=2.0)  # for a placeholder: the request itself does not wait longer
PATIENT = Pace(patience=15.0)
NEWS = Pace(patience=0.0, news=True)
EVERY = {"private": 3.0, "group": 5.0, "inline": 5.0}  # seconds between two edits of a status
FOLLOWED = timedelta(hours=24)
OUTAGE_TOLD_AFTER = 3.0  # seconds
OUTAGE_PAUSE = 1.0


class CannotWriteError(Exception):
    """We may not write where the answer is wanted: the person has to let us first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """Takes requests on, shows receipts, and has jobs followed."""

    rest: Rest
    followers: Followers

    async def place(
        self, ask: Ask, take: Take, *, prompt: str, author: str = "", spot: Spot | None = None
    ) -> None:
        """Have the core take the request on, and show that it did, in *spot* or a new message.

        Raises CannotWriteError or PrivateOnlyError before there is a request.
        """
        # A question that led here can be answered otherwise, so it stays where it is refused.
        is_question = spot is not None and bool(spot.chat)
        if spot is None:
            ask, spot = await self._placeholder(ask)
        try:
            receipt = await self._until_kept(take, ask, spot)
        except PrivateOnlyError:
            await self._put_away(spot)
            raise
        except ComicAIError as error:
            log.info("request_refused", code=error.code)
            await self._tell(ask, None if is_question else spot, explain(error, ask.locale))
            return
        if receipt.repeated:
            if not await self._is_ours(ask, receipt, spot):
                await self._put_away(spot)  # the one before this is the answer
                return
            if receipt.state.is_terminal:
                return  # what stands there is what became of it
        card = receipt_card(receipt, prompt, ask.locale, ask.user_id, author)
        if spot is None or not await self._receipt_in(ask, spot, card):
            await self._put_away(spot)
            spot = await self._late_receipt(ask, receipt, card, author)
        if spot is not None:
            self.follow(ask, receipt.job_id, card, spot)

    def follow(self, ask: Ask, job_id: JobId, shown: Card, spot: Spot) -> None:
        """Keep a status message true until the job ends."""
        self.followers.follow(self._wait(ask, job_id, shown, spot))

    def wait_of(self, awaited: Awaited) -> Wait | None:
        """Return how to follow what another process showed; None: its message is not known."""
        to = awaited.delivery.destination
        spot = spot_of(to)
        if spot is None:
            return None
        ask = Ask(
            bot_id=to.application_id,
            key="",
            requester=Requester(
                identity=Identity(Platform.TELEGRAM, to.user_id), locale=awaited.locale
            ),
            place=Place(to.chat, to.thread),
            context=to.context,
        )
        return self._wait(ask, awaited.delivery.job_id, Card(), spot)

    def _wait(self, ask: Ask, job_id: JobId, shown: Card, spot: Spot) -> Wait:
        return Wait(
            job_id=job_id,
            requester=ask.requester,
            destination=ask.destination(spot),
            shown=shown,
            show=lambda news: self._show(ask, spot, news),
            pause=lambda: EVERY[ask.context],
            until=time.monotonic() + FOLLOWED.total_seconds(),
        )

    async def wake(self) -> None:
        """Have what is due delivered now."""
        await hint(self.followers.engine)

    # --- Taking on --------------------------------------------------------------------------------

    async def _placeholder(self, ask: Ask) -> tuple[Ask, Spot | None]:
        """Say at once that it was heard; where that has to wait, the request does not."""
        screen = plain(sentence("heard", ask.locale))
        try:
            sent = await self.rest.send(ask.place, screen, pace=AT_ONCE, early=True)
        except CallError as error:
            if error.trouble is Trouble.MIGRATED and error.new_chat != ask.place.chat:
                return await self._placeholder(ask.moved(error.new_chat))
            log.info("no_placeholder", trouble=error.trouble.value, said=error.said)
            # Only this person can be told in their own chat, and nobody knows why not just now.
            is_puzzling = ask.is_private and error.trouble is Trouble.REFUSED
            if error.is_closed and not is_puzzling:
                raise CannotWriteError from error
            return ask, None
        # What moderators allow in the topic that is gone, they may not allow outside.
        return replace(ask, place=sent.place), Spot(sent.place.chat, sent.message)

    async def _until_kept(self, take: Take, ask: Ask, spot: Spot | None) -> Receipt:
        """Have it taken on. It stands in the inbox already, so an outage can be waited out."""
        started, told = time.monotonic(), False
        while True:
            try:
                return await take(ask.destination(spot))
            except StorageError as error:
                log.warning("request_delayed", error=error.code)
            if not told and time.monotonic() - started >= OUTAGE_TOLD_AFTER:
                told = True
                await self._tell(ask, spot, sentence("kept_for_later", ask.locale))
            await asyncio.sleep(OUTAGE_PAUSE)

    # --- Showing ----------------------------------------------------------------------------------

    async def _late_receipt(
        self, ask: Ask, receipt: Receipt, card: Card, author: str
    ) -> Spot | None:
        """Send the receipt as a message of its own; None where the picture was faster."""
        try:
            screen = await self._screen(ask, card, ask.place.chat, author)
            # Where a group has no room, its lane goes on; the delivery begins with a message then.
            pace = PATIENT if ask.is_private else AT_ONCE
            sent = await self._send_receipt(ask, screen, pace)
        except CallError as error:
            log.info("no_receipt", trouble=error.trouble.value, said=error.said)
            return None
        spot = Spot(sent.place.chat, sent.message)
        if await self._waits_in(ask, receipt, spot):
            return spot
        await self._put_away(spot)
        return None

    async def _send_receipt(self, ask: Ask, screen: Screen, pace: Pace) -> Sent:
        """Send it to the person alone where the group is closed to us by now. Raises CallError."""
        try:
            return await self.rest.send(ask.place, screen, pace=pace)
        except CallError as error:
            if ask.is_private or not error.is_closed:
                raise
        return await self.rest.send(ask.in_private().place, screen, pace=PATIENT)

    async def _waits_in(self, ask: Ask, receipt: Receipt, spot: Spot) -> bool:
        try:
            kept = spot.kept(ask.destination())
            return await self.followers.deliveries.know_message(receipt.job_id, ask.requester, kept)
        except (StorageError, NotFoundError) as error:
            log.warning("receipt_not_kept", error=error.code)
            return False

    async def _is_ours(self, ask: Ask, receipt: Receipt, spot: Spot | None) -> bool:
        """Say whether it was this very attempt that was taken on, when nobody could confirm it."""
        if spot is None:
            return False
        kept = spot.kept(ask.destination())
        deliveries = self.followers.deliveries
        return await deliveries.goes_into(receipt.job_id, ask.requester, kept)

    async def _receipt_in(self, ask: Ask, spot: Spot, card: Card) -> bool:
        """Make the placeholder the receipt; False where that message is gone, or not ours to edit.

        In inline mode there is no other message that could become it.
        """
        try:
            await self._edit(ask, spot, card)
        except CallError as error:
            log.info("receipt_not_shown", trouble=error.trouble.value, said=error.said)
            return not spot.chat or not _is_lost(error)
        return True

    async def _show(self, ask: Ask, spot: Spot, card: Card) -> bool:
        """Edit the message; False where it may have been edited all the same."""
        try:
            await self._edit(ask, spot, card)
        except CallError as error:
            log.debug("status_not_shown", trouble=error.trouble.value)
            return not error.ambiguous
        return True

    async def _edit(self, ask: Ask, spot: Spot, card: Card) -> None:
        """Edit the message. Where many write to one group, pictures need what room there is."""
        author = card.credit.author if card.credit else ""
        screen = await self._screen(ask, card, spot.chat, author)
        await self.rest.edit_text(spot.address, screen, pace=NEWS)

    async def _screen(self, ask: Ask, card: Card, chat: str, author: str) -> Screen:
        name = await self.rest.name_of(chat, author) if author and chat else ""
        look = await self.rest.look(others_see=not ask.is_private)
        return screen_of(card, look, author=name)

    async def _tell(self, ask: Ask, spot: Spot | None, text: str) -> None:
        """Say it in the message that was to become the receipt, or else in one of its own.

        Nothing is accepted yet: after a crash the request is taken up, or refused, once more.
        """
        if spot is not None:
            try:
                await self.rest.edit_text(spot.address, plain(text), early=True)
            except CallError as error:
                log.info("not_answered", trouble=error.trouble.value, said=error.said)
                if not _is_lost(error):
                    return
            else:
                return
        await Answers(rest=self.rest).show(ask, plain(text), early=True)

    async def _put_away(self, spot: Spot | None) -> None:
        """Remove a placeholder that nothing will come into."""
        if spot is None or not spot.chat:
            return
        try:
            await self.rest.delete(spot.address)
        except CallError as error:
            log.info("placeholder_left", trouble=error.trouble.value)


def _is_lost(error: CallError) -> bool:
    """Say whether the message cannot be edited, now or later: another one has to do."""
    return error.is_closed or error.trouble is Trouble.GONE
