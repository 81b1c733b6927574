"""Reports: what is wrong with a comic, asked of who reports it in their private chat.

The reason is one of a few, or the words with which they answer a question.
"""

from __future__ import annotations

from collections.abc import Mapping

from bots.chat.callback_data import Action, CallbackData, encode
from bots.chat.cards import Button
from bots.chat.report_reasons import OTHER, REASONS, stored_reason
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.callback_context import CallbackContext, Handler
from bots.telegram.context import TelegramContext
from bots.telegram.deeplinks import payload_of
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.question_replies import QuestionReplies
from bots.telegram.rendering import plain
from core.sentences import sentence


class ReportHandlers:
    """Asks for the reason, and passes it on."""

    def __init__(self, deps: HandlerDeps, forms: QuestionReplies) -> None:
        self._deps = deps
        self._forms = forms
        self.buttons: Mapping[Action, Handler] = {
            Action.REPORT: self._begin,
            Action.REASON: self._take,
        }

    async def ask(self, context: TelegramContext, press: CallbackData) -> None:
        """Ask in this chat. Raises NotFoundError and TelegramApiError."""
        await self._deps.services.chat_gallery.visible_comic(context.requester, press.id)
        rows = tuple(
            (Button("🚩", sentence(key, context.locale), encode(Action.REASON, press.id, kind)),)
            for kind, key in REASONS.items()
        )
        await self._deps.api.send(
            context.place, plain(sentence("form_reason", context.locale), rows)
        )

    async def _begin(self, callback: CallbackContext) -> None:
        """Ask in private, or lead there who was never there."""
        context, press = callback.context, callback.data
        try:
            await self.ask(context if context.is_private else context.in_private_chat(), press)
        except TelegramApiError as error:
            if not error.is_closed:
                raise
            url = await self._deps.start_url(payload_of(press.action, press.id))
            await callback.answer.say(url=url)
        else:
            await callback.answer.say(
                "" if context.is_private else sentence("answered_in_private", context.locale)
            )

    async def _take(self, callback: CallbackContext) -> None:
        context, press = callback.context, callback.data
        if press.extra == OTHER:
            await self._forms.ask(context, CallbackData(Action.REPORT, press.id), callback.person)
            return
        await self._forms.report(context, press.id, stored_reason(press.extra, ""))
        await self._deps.api.edit_text(
            callback.ref.address, plain(sentence("reported", context.locale))
        )
