"""Report handlers: ask in the user's private chat why they report a comic.

The reason is one of a few choices, or the text of a reply to a question.
"""

from __future__ import annotations

from bots.chat.callback_data import Action, CallbackData, encode
from bots.chat.cards import Button
from bots.chat.handlers.registry import handles
from bots.chat.report_reasons import OTHER, REASONS, stored_reason
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.callback_context import TelegramButtonContext
from bots.telegram.context import TelegramContext
from bots.telegram.deeplinks import payload_of
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.question_replies import QuestionReplies
from bots.telegram.rendering import plain
from core.sentences import sentence


class ReportHandlers:
    """Asks for the reason of a report, and submits it."""

    def __init__(self, deps: HandlerDeps, question_replies: QuestionReplies) -> None:
        self._deps = deps
        self._question_replies = question_replies

    async def ask(self, context: TelegramContext, data: CallbackData) -> None:
        """Send the choice of reasons to this chat. Raises NotFoundError and TelegramApiError."""
        await self._deps.services.chat_gallery.visible_comic(context.requester, data.id)
        rows = tuple(
            (Button("🚩", sentence(key, context.locale), encode(Action.REASON, data.id, kind)),)
            for kind, key in REASONS.items()
        )
        await self._deps.api.send(
            context.target, plain(sentence("form_reason", context.locale), rows)
        )

    @handles(Action.REPORT)
    async def _ask_reason(self, context: TelegramButtonContext) -> None:
        """Ask privately; if the private chat is closed, open it by a deep link."""
        data = context.data
        try:
            await self.ask(context if context.is_private else context.in_private_chat(), data)
        except TelegramApiError as error:
            if not error.is_closed:
                raise
            url = await self._deps.start_url(payload_of(data.action, data.id))
            await context.answer.say(url=url)
        else:
            await context.answer.say(
                "" if context.is_private else sentence("answered_in_private", context.locale)
            )

    @handles(Action.REASON)
    async def _submit(self, context: TelegramButtonContext) -> None:
        data = context.data
        if data.extra == OTHER:
            await self._question_replies.ask(
                context, CallbackData(Action.REPORT, data.id), context.user
            )
            return
        await self._question_replies.report(context, data.id, stored_reason(data.extra, ""))
        await self._deps.api.edit_text(context.ref, plain(sentence("reported", context.locale)))
