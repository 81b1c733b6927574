"""Dispatch of callback queries, and the handlers of buttons that lead to a new comic.

Permissions are checked in the core.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from telegram import CallbackQuery, Message

from bots.chat.callback_data import NOBODY, Action, decode
from bots.chat.handlers.account import AccountHandlers
from bots.chat.handlers.comics import ComicHandlers
from bots.chat.handlers.gallery import GalleryHandlers
from bots.chat.handlers.open_jobs import OpenJobsHandlers
from bots.chat.handlers.registry import handlers_of, handles
from bots.telegram.callback_answer import CallbackAnswer
from bots.telegram.callback_context import TelegramButtonContext, button_context_of
from bots.telegram.comic_details import ComicDetailHandlers
from bots.telegram.commands.comic import ComicCommands
from bots.telegram.context import TelegramContext
from bots.telegram.deeplinks import payload_of
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.handler_failures import explaining_callback_failure
from bots.telegram.inline.handlers import InlineHandlers
from bots.telegram.option_keyboard import rows_of
from bots.telegram.question_replies import QuestionReplies
from bots.telegram.rendering import RenderOptions, keyboard_of
from bots.telegram.report_form import ReportHandlers
from core.errors import NotFoundError
from core.models.deliveries import Destination, DestinationContext
from core.models.jobs import Receipt
from core.sentences import sentence


class CallbackHandlers:
    """Dispatches callback queries to handlers, and answers each of them exactly once."""

    def __init__(
        self,
        deps: HandlerDeps,
        comic_commands: ComicCommands,
        question_replies: QuestionReplies,
        inline: InlineHandlers,
    ) -> None:
        self._deps = deps
        self._requests = deps.services.requests
        self._job_statuses = deps.services.job_statuses
        self._comic_commands = comic_commands
        self._question_replies = question_replies
        self._inline = inline
        self.comic_details = ComicDetailHandlers(deps)
        self.gallery = GalleryHandlers(deps.services)
        self.account = AccountHandlers(deps.services, privacy_addition="privacy_inline")
        self.queue = OpenJobsHandlers(deps.services)
        self.reports = ReportHandlers(deps, question_replies)
        self._handlers: Mapping[Action, Callable[[TelegramButtonContext], Awaitable[None]]] = (
            handlers_of(
                self,
                self.comic_details,
                self.gallery,
                self.account,
                self.queue,
                self.reports,
                inline,
                ComicHandlers(deps.services),
            )
        )

    async def handle(self, context: TelegramContext, query: CallbackQuery) -> None:
        """Handle a callback query; any failure is shown as an alert."""
        answer = CallbackAnswer(api=self._deps.api, query=query.id)
        data = decode(query.data or "")
        handler = self._handlers.get(data.action) if data else None
        if data is None or handler is None:
            await answer.say(sentence("button_outdated", context.locale), alert=True)
            return
        button_context = button_context_of(context, query, data, answer)
        async with answer.in_time(), explaining_callback_failure(button_context):
            await handler(button_context)

    # --- New comics -------------------------------------------------------------------------------

    @handles(Action.DRAW)
    async def _draw(self, context: TelegramButtonContext) -> None:
        if context.data.id != NOBODY:
            await self._inline.draw(context)
            return
        subject = _question_subject(context)
        await context.answer.say()
        try:
            await self._comic_commands.chosen(context, subject, context.data.extra, context.ref)
        except KeyError:
            await context.reply_text(sentence("message_gone", context.locale))

    @handles(Action.OPTIONS)
    async def _options(self, context: TelegramButtonContext) -> None:
        """Switch the keyboard to the menu that the button opens."""
        self._deps.services.wake_hints.send()
        _question_subject(context)
        rows = rows_of(context.data.extra, context.locale, private_chat=context.is_private)
        await self._deps.api.edit_keyboard(context.ref, keyboard_of(rows, RenderOptions()))

    @handles(Action.AGAIN, Action.RETRY)
    async def _again(self, context: TelegramButtonContext) -> None:
        data = context.data
        status = await self._job_statuses.get(data.id, context.requester)
        inline = context.scope is DestinationContext.INLINE
        await context.answer.say(sentence("answered_in_private", context.locale) if inline else "")

        async def submit(destination: Destination) -> Receipt:
            return await self._requests.try_again(
                data.id, context.requester, destination, request_key=context.key
            )

        job = status.job
        await self._comic_commands.submit(context, submit, prompt=job.prompt, private=job.private)

    @handles(Action.EDIT, Action.CONTINUE)
    async def _ask(self, context: TelegramButtonContext) -> None:
        if context.scope is DestinationContext.INLINE:
            await self._job_statuses.get(context.data.id, context.requester)
            payload = payload_of(context.data.action, context.data.id)
            await context.answer.say(url=await self._deps.start_url(payload))
            return
        await self._question_replies.ask(context, context.data, context.user)


def _question_subject(context: TelegramButtonContext) -> Message | None:
    """Return the message that a question is about. Raises NotFoundError for other users."""
    message = context.message
    if message is None:
        return None
    subject = message.reply_to_message
    named = next((each.user for each in message.entities if each.user is not None), None)
    addressee = named or (subject.from_user if subject is not None else context.user)
    if addressee != context.user and not context.is_private:
        raise NotFoundError
    return subject
