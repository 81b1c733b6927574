"""Handlers of replies to the bot's questions: new comics, edit, continue and report."""

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
from bots.telegram.questions import quoted_text, send_question
from core.models.deliveries import Destination
from core.models.identity import JobId
from core.models.jobs import Receipt
from core.sentences import sentence


class QuestionReplies:
    """Sends questions and handles the replies to them."""

    def __init__(self, deps: HandlerDeps, comic_commands: ComicCommands) -> None:
        self._deps = deps
        self._comic_commands = comic_commands
        self._comic_handlers: Mapping[
            Action, Callable[[TelegramContext, Message, str], Awaitable[None]]
        ] = {
            Action.DRAW: comic_commands.command,
            Action.OPTIONS: comic_commands.options,
        }

    async def ask(self, context: TelegramContext, data: CallbackData, user: User) -> None:
        """Send a question to the user. Raises NotFoundError if the comic is not theirs."""
        story = await self._story(context, data)
        quote = story if data.action is Action.EDIT else ""
        await send_question(self._deps, context, data, user, quote=quote)

    async def answer(self, context: TelegramContext, data: CallbackData, message: Message) -> None:
        """Handle a reply to a question. Raises NotFoundError if the comic is not theirs."""
        if not text_of(message):
            await context.reply_text(sentence("only_text", context.locale))
            return
        if data.action in self._comic_handlers:
            # The question quotes the options that were typed before the story.
            typed = f"{quoted_text(message.reply_to_message)} {text_of(message)}"
            await self._comic_handlers[data.action](context, message, typed.strip())
            return
        if data.action is Action.REPORT:
            await self.report(context, data.id, stored_reason(OTHER, text_of(message)))
            await context.reply_text(sentence("reported", context.locale))
            return
        requests = self._deps.services.requests
        status = await self._deps.services.job_statuses.get(data.id, context.requester)
        typed = text_of(message)
        parsed = parse_options(typed, context.locale)
        text = parsed.text if data.action is Action.CONTINUE else parsed.text or status.job.prompt

        async def submit(destination: Destination) -> Receipt:
            if data.action is Action.CONTINUE:
                return await requests.continue_story(
                    data.id, context.requester, destination, text=text, request_key=context.key
                )
            return await requests.edit(
                data.id,
                context.requester,
                destination,
                text=text,
                options=parsed.options,
                request_key=context.key,
            )

        await self._comic_commands.submit(context, submit, prompt=text, private=status.job.private)

    async def report(self, context: TelegramContext, comic_id: JobId, reason: str) -> None:
        """Store a report, and notify the moderators of the group where the comic was made."""
        _, job = await self._deps.services.chat_gallery.visible_comic_with_job(
            context.requester, comic_id
        )
        await self._deps.services.gallery.report(context.requester, comic_id, reason)
        await self._deps.report_notifier.notify(job, reason, context.locale)

    async def _story(self, context: TelegramContext, data: CallbackData) -> str:
        """Return the comic's prompt. Raises NotFoundError if the user may not do this."""
        if data.action is Action.REPORT:
            return (
                await self._deps.services.chat_gallery.visible_comic(context.requester, data.id)
            ).prompt
        return (await self._deps.services.job_statuses.get(data.id, context.requester)).job.prompt
