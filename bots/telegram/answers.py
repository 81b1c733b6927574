"""Answers in words: to messages where they were written, to presses in what pops up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog

from bots.chat.cards import Card, Rows
from bots.telegram.asks import Ask
from bots.telegram.errors import CallError, Trouble
from bots.telegram.rest import Rest
from bots.telegram.screens import Screen, plain, screen_of
from bots.telegram.texts import TOAST_LIMIT, shortened

log = structlog.get_logger(__name__)

TOAST_SECONDS = 2.5  # that somebody who pressed is kept waiting for a word


@dataclass(kw_only=True)
class Toast:
    """The one answer that each press gets."""

    rest: Rest
    query: str
    is_given: bool = field(default=False, init=False)

    async def say(self, text: str = "", *, alert: bool = False, url: str = "") -> bool:
        """Answer, with words or with a place to go to; say whether that was still possible."""
        if self.is_given:
            return False
        self.is_given = True
        try:
            await self.rest.answer_press(
                self.query, shortened(text, TOAST_LIMIT), alert=alert, url=url
            )
        except CallError as error:
            if error.trouble is not Trouble.STALE:
                log.info("press_not_answered", trouble=error.trouble.value, said=error.said)
            return False
        return True

    @asynccontextmanager
    async def in_time(self) -> AsyncIterator[None]:
        """Answer without words where none are said soon, and at the end in any case."""

        async def hurry() -> None:
            await asyncio.sleep(TOAST_SECONDS)
            await self.say()

        timer = asyncio.create_task(hurry(), name="toast")
        try:
            yield
        finally:
            timer.cancel()
            await asyncio.gather(timer, return_exceptions=True)
            await self.say()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Says things where they were asked for."""

    rest: Rest

    async def say(self, ask: Ask, text: str, rows: Rows = ()) -> None:
        """Say something of ours in the chat, as far as it can be said there."""
        await self.show(ask, plain(text, rows))

    async def card(self, ask: Ask, card: Card) -> None:
        """Show a card without a picture in the chat."""
        look = await self.rest.look(others_see=not ask.is_private)
        await self.show(ask, screen_of(card, look))

    async def show(self, ask: Ask, screen: Screen, *, early: bool = False) -> None:
        """Send a message to where it was asked; to the person, where that group is closed to us."""
        try:
            await self.tell(ask, screen, early=early)
        except CallError as error:
            log.info("not_answered", trouble=error.trouble.value, said=error.said)

    async def tell(self, ask: Ask, screen: Screen, *, early: bool = False) -> None:
        """Send it the same way. Raises CallError where neither place takes it."""
        if not ask.place.chat:
            return
        try:
            await self.rest.send(ask.place, screen, early=early)
        except CallError as error:
            if ask.is_private or not error.is_closed:
                raise
            log.info("answered_in_private", trouble=error.trouble.value, said=error.said)
            await self.rest.send(ask.in_private().place, screen, early=early)

    async def whisper(self, ask: Ask, screen: Screen) -> None:
        """Send it to the person alone. Raises CallError where they have not started us."""
        await self.rest.send(ask.in_private().place, screen)
