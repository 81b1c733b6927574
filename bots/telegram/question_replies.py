"""What is done with replies to our questions: about new comics, and "edit & redraw" and more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from telegram import Message, User

from bots.chat.callback_data import Action, CallbackData
from bots.chat.report_reasons import OTHER, stored_reason
from bots.telegram.commands.comic import ComicCommands
from bots.telegram.context import TelegramContext
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.message_text import text_of
from bots.telegram.option_parser import parse_options
from bots.telegram.questions import put_question, quoted_in
from core.models.deliveries import Destination
from core.models.identity import JobId
from core.models.jobs import Receipt
from core.sentences import sentence


class QuestionReplies:
    """Asks, and understands what is replied."""

    def __init__(self, deps: HandlerDeps, drawing: ComicCommands) -> None:
        self._deps = deps
        self._drawing = drawing
        self._making: Mapping[
            Action, Callable[[TelegramContext, Message, str], Awaitable[None]]
        ] = {
            Action.DRAW: drawing.command,
            Action.OPTIONS: drawing.options,
        }

    async def ask(self, context: TelegramContext, press: CallbackData, person: User) -> None:
        """Ask the person; only they are to reply. Raises NotFoundError if it is not theirs."""
        told = await self._story(context, press)
        quote = told if press.action is Action.EDIT else ""
        await put_question(self._deps, context, press, person, quote=quote)

    async def answer(self, context: TelegramContext, press: CallbackData, message: Message) -> None:
        """Do what was replied. Raises NotFoundError if the comic is not theirs."""
        if not text_of(message):
            await self._deps.responses.say(context, sentence("only_text", context.locale))
            return
        if press.action in self._making:
            # Options that were typed before the story stand in the question.
            typed = f"{quoted_in(message.reply_to_message)} {text_of(message)}"
            await self._making[press.action](context, message, typed.strip())
            return
        if press.action is Action.REPORT:
            await self.report(context, press.id, stored_reason(OTHER, text_of(message)))
            await self._deps.responses.say(context, sentence("reported", context.locale))
            return
        comics = self._deps.services.requests
        status = await comics.status(press.id, context.requester)
        typed = text_of(message)
        wish = parse_options(typed, context.locale)
        text = wish.text if press.action is Action.CONTINUE else wish.text or status.job.prompt

        async def take(destination: Destination) -> Receipt:
            if press.action is Action.CONTINUE:
                return await comics.continue_story(
                    press.id, context.requester, destination, text=text, request_key=context.key
                )
            return await comics.edit(
                press.id,
                context.requester,
                destination,
                text=text,
                options=wish.options,
                request_key=context.key,
            )

        await self._drawing.place(context, take, prompt=text, private=status.job.private)

    async def report(self, context: TelegramContext, comic_id: JobId, reason: str) -> None:
        """Keep a report, and tell those who moderate where the comic was made."""
        _, job = await self._deps.services.chat_gallery.visible_comic_with_job(
            context.requester, comic_id
        )
        await self._deps.services.gallery.report(context.requester, comic_id, reason)
        await self._deps.moderators.tell(context, job, reason)

    async def _story(self, context: TelegramContext, press: CallbackData) -> str:
        """Return what the comic is made of. Raises NotFoundError for who may not do this to it."""
        if press.action is Action.REPORT:
            return (
                await self._deps.services.chat_gallery.visible_comic(context.requester, press.id)
            ).prompt
        return (await self._deps.services.requests.status(press.id, context.requester)).job.prompt
