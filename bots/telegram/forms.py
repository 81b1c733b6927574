"""What is done with replies to our questions: about new comics, and "edit & redraw" and more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from telegram import Message, User

from bots.chat.actions import Action, Press
from bots.chat.reasons import OTHER, kept_reason
from bots.telegram.asks import Ask
from bots.telegram.drawing import Drawing
from bots.telegram.kit import Kit
from bots.telegram.message_text import text_of
from bots.telegram.options import read_wish
from bots.telegram.questions import put_question, quoted_in
from core.models import Destination, JobId, Receipt
from core.sentences import sentence


class Forms:
    """Asks, and understands what is replied."""

    def __init__(self, kit: Kit, drawing: Drawing) -> None:
        self._kit = kit
        self._drawing = drawing
        self._making: Mapping[Action, Callable[[Ask, Message, str], Awaitable[None]]] = {
            Action.DRAW: drawing.command,
            Action.OPTIONS: drawing.options,
        }

    async def ask(self, ask: Ask, press: Press, person: User) -> None:
        """Ask the person; only they are to reply. Raises NotFoundError if it is not theirs."""
        told = await self._story(ask, press)
        quote = told if press.action is Action.EDIT else ""
        await put_question(self._kit, ask, press, person, quote=quote)

    async def answer(self, ask: Ask, press: Press, message: Message) -> None:
        """Do what was replied. Raises NotFoundError if the comic is not theirs."""
        if not text_of(message):
            await self._kit.answers.say(ask, sentence("only_text", ask.locale))
            return
        if press.action in self._making:
            # Options that were typed before the story stand in the question.
            typed = f"{quoted_in(message.reply_to_message)} {text_of(message)}"
            await self._making[press.action](ask, message, typed.strip())
            return
        if press.action is Action.REPORT:
            await self.report(ask, press.id, kept_reason(OTHER, text_of(message)))
            await self._kit.answers.say(ask, sentence("reported", ask.locale))
            return
        comics = self._kit.services.comics
        status = await comics.status(press.id, ask.requester)
        typed = text_of(message)
        wish = read_wish(typed, ask.locale)
        text = wish.text if press.action is Action.CONTINUE else wish.text or status.job.prompt

        async def take(destination: Destination) -> Receipt:
            if press.action is Action.CONTINUE:
                return await comics.continue_story(
                    press.id, ask.requester, destination, text=text, request_key=ask.key
                )
            return await comics.edit(
                press.id,
                ask.requester,
                destination,
                text=text,
                options=wish.options,
                request_key=ask.key,
            )

        await self._drawing.place(ask, take, prompt=text, private=status.job.private)

    async def report(self, ask: Ask, comic_id: JobId, reason: str) -> None:
        """Keep a report, and tell those who moderate where the comic was made."""
        _, job = await self._kit.services.showcase.seen_with_job(ask.requester, comic_id)
        await self._kit.services.gallery.report(ask.requester, comic_id, reason)
        await self._kit.moderators.tell(ask, job, reason)

    async def _story(self, ask: Ask, press: Press) -> str:
        """Return what the comic is made of. Raises NotFoundError for who may not do this to it."""
        if press.action is Action.REPORT:
            return (await self._kit.services.showcase.seen(ask.requester, press.id)).prompt
        return (await self._kit.services.comics.status(press.id, ask.requester)).job.prompt
