"""Callback-query handlers. Permissions are checked in the core."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import structlog
from telegram import CallbackQuery, Message

from bots.chat.callback_data import NOBODY, Action, decode
from bots.chat.cards import comic_rows, confirm_rows, removed_card
from bots.telegram.account import AccountHandlers
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.callback_context import CallbackContext, Handler, callback_message_ref
from bots.telegram.comic_details import ComicDetailHandlers
from bots.telegram.commands.comic import ComicCommands
from bots.telegram.context import TelegramContext
from bots.telegram.deeplinks import payload_of
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.gallery import GalleryHandlers
from bots.telegram.inline.handlers import InlineHandlers
from bots.telegram.option_keyboard import rows_of
from bots.telegram.question_replies import QuestionReplies
from bots.telegram.rendering import RenderOptions, keyboard_of, plain, render_card
from bots.telegram.reports import ReportHandlers
from bots.telegram.responses import CallbackAnswer
from core.errors import NotFoundError, ServiceError
from core.gallery.chat_gallery import Removal
from core.models.comics import Comic
from core.models.deliveries import Destination, DestinationContext
from core.models.jobs import Receipt
from core.sentences import explain, explain_end, sentence

log = structlog.get_logger(__name__)


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
        self._gallery = deps.services.gallery
        self._chat_gallery = deps.services.chat_gallery
        self._comic_commands = comic_commands
        self._question_replies = question_replies
        self._inline = inline
        self.comic_details = ComicDetailHandlers(deps)
        self.gallery = GalleryHandlers(deps)
        self.account = AccountHandlers(deps)
        self.reports = ReportHandlers(deps, question_replies)
        self._handlers: Mapping[Action, Handler] = {
            Action.DRAW: self._draw,
            Action.OPTIONS: self._options,
            Action.BRING: inline.insert,
            Action.AGAIN: self._again,
            Action.RETRY: self._again,
            Action.EDIT: self._ask,
            Action.CONTINUE: self._ask,
            Action.FAVORITE: self._favorite,
            Action.UNFAVORITE: self._favorite,
            Action.CANCEL: self._cancel,
            Action.DELETE: self._confirm_delete,
            Action.KEEP: self._keep,
            Action.DELETE_NOW: self._delete,
            **self.comic_details.buttons,
            **self.gallery.buttons,
            **self.account.buttons,
            **self.reports.buttons,
        }

    async def handle(self, context: TelegramContext, query: CallbackQuery) -> None:
        """Handle a callback query; any failure is shown as an alert."""
        answer = CallbackAnswer(api=self._deps.api, query=query.id)
        data = decode(query.data or "")
        handler = self._handlers.get(data.action) if data else None
        if data is None or handler is None:
            await answer.say(sentence("button_outdated", context.locale), alert=True)
            return
        callback = CallbackContext(
            context=context,
            data=data,
            answer=answer,
            ref=callback_message_ref(query),
            user=query.from_user,
            message=query.message if isinstance(query.message, Message) else None,
        )
        async with answer.in_time():
            await self._run(handler, callback)

    async def _run(self, handler: Handler, callback: CallbackContext) -> None:
        locale = callback.locale
        try:
            await handler(callback)
        except ServiceError as error:
            log.info("callback_refused", action=callback.data.action.value, code=error.code)
            await self._send_error(callback, explain(error, locale))
        except TelegramApiError as error:
            log.warning("callback_failed", kind=error.kind.value, detail=error.detail)
            await self._send_error(callback, sentence("telegram_refused", locale))
        except Exception:
            error_id = secrets.token_hex(4)
            log.exception("callback_crashed", error_id=error_id)
            await self._send_error(callback, sentence("crashed", locale, reference=error_id))

    async def _send_error(self, callback: CallbackContext, text: str) -> None:
        """Show the error as an alert; if already answered, send it, but only to a private chat."""
        if not await callback.answer.say(text, alert=True) and callback.context.is_private:
            await self._deps.responses.send_text(callback.context, text)

    # --- New comics -------------------------------------------------------------------------------

    async def _draw(self, callback: CallbackContext) -> None:
        if callback.data.id != NOBODY:
            await self._inline.draw(callback)
            return
        subject = _question_subject(callback)
        await callback.answer.say()
        try:
            await self._comic_commands.chosen(
                callback.context, subject, callback.data.extra, callback.ref
            )
        except KeyError:
            await self._deps.responses.send_text(
                callback.context, sentence("message_gone", callback.locale)
            )

    async def _options(self, callback: CallbackContext) -> None:
        """Switch the keyboard to the menu that the button opens."""
        _question_subject(callback)
        context = callback.context
        rows = rows_of(callback.data.extra, context.locale, private_chat=context.is_private)
        await self._deps.api.edit_keyboard(callback.ref, keyboard_of(rows, RenderOptions()))

    async def _again(self, callback: CallbackContext) -> None:
        context, data = callback.context, callback.data
        status = await self._requests.status(data.id, context.requester)
        inline = context.scope is DestinationContext.INLINE
        await callback.answer.say(sentence("answered_in_private", context.locale) if inline else "")

        async def submit(destination: Destination) -> Receipt:
            return await self._requests.try_again(
                data.id, context.requester, destination, request_key=context.key
            )

        job = status.job
        await self._comic_commands.submit(context, submit, prompt=job.prompt, private=job.private)

    async def _ask(self, callback: CallbackContext) -> None:
        if callback.context.scope is DestinationContext.INLINE:
            await self._requests.status(callback.data.id, callback.context.requester)
            payload = payload_of(callback.data.action, callback.data.id)
            await callback.answer.say(url=await self._deps.start_url(payload))
            return
        await self._question_replies.ask(callback.context, callback.data, callback.user)

    # --- Existing comics --------------------------------------------------------------------------

    async def _cancel(self, callback: CallbackContext) -> None:
        cancellation = await self._requests.cancel(callback.data.id, callback.context.requester)
        text = explain_end(cancellation.status.job, callback.locale)
        await callback.answer.say(text, alert=not cancellation.canceled)

    async def _favorite(self, callback: CallbackContext) -> None:
        comic = await self._gallery.update(
            callback.context.requester,
            callback.data.id,
            favorite=callback.data.action is Action.FAVORITE,
        )
        await self._show_rows(callback, comic)

    async def _confirm_delete(self, callback: CallbackContext) -> None:
        requester = await self._deps.with_permissions(callback.context)
        await self._chat_gallery.removal_for(requester, callback.data.id)
        options = await self._deps.api.render_options(others_see=not callback.context.is_private)
        rows = confirm_rows(callback.data.id, callback.locale, callback.data.extra)
        await self._deps.api.edit_keyboard(callback.ref, keyboard_of(rows, options))

    async def _keep(self, callback: CallbackContext) -> None:
        requester = await self._deps.with_permissions(callback.context)
        await self._chat_gallery.removal_for(requester, callback.data.id)
        await self._show_rows(
            callback, await self._chat_gallery.visible_comic(requester, callback.data.id)
        )

    async def _delete(self, callback: CallbackContext) -> None:
        requester = await self._deps.with_permissions(callback.context)
        removal = await self._chat_gallery.remove(requester, callback.data.id)
        whole = removal is Removal.COMIC
        card = removed_card(callback.data.id, callback.locale, whole=whole)
        options = await self._deps.api.render_options(others_see=not callback.context.is_private)
        rendered = render_card(card, options)
        await self._remove_message(callback, card.text)
        if not whole or not callback.ref.chat:
            await callback.answer.say(card.text)
            return
        try:
            await self._deps.responses.send_privately(callback.context, rendered)
        except TelegramApiError:
            await callback.answer.say(card.text, alert=True)

    async def _remove_message(self, callback: CallbackContext, text: str) -> None:
        """Delete the message; if that fails, replace it with the text and no buttons."""
        try:
            if callback.ref.chat:
                await self._deps.api.delete(callback.ref)
                return
        except TelegramApiError as error:
            # Bots cannot delete messages that are older than two days.
            log.info("message_delete_failed", detail=error.detail)
        await self._deps.api.edit_text(callback.ref, plain(text))

    async def _show_rows(self, callback: CallbackContext, comic: Comic) -> None:
        options = await self._deps.api.render_options(others_see=not callback.context.is_private)
        rows = comic_rows(comic, callback.locale, callback.data.extra)
        await self._deps.api.edit_keyboard(callback.ref, keyboard_of(rows, options))


def _question_subject(callback: CallbackContext) -> Message | None:
    """Return the message that a question is about. Raises NotFoundError for other users."""
    message = callback.message
    if message is None:
        return None
    subject = message.reply_to_message
    named = next((each.user for each in message.entities if each.user is not None), None)
    addressee = named or (subject.from_user if subject is not None else callback.user)
    if addressee != callback.user and not callback.context.is_private:
        raise NotFoundError
    return subject
