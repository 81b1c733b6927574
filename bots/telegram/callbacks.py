"""Presses of buttons. Who may do what, core decides."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import structlog
from telegram import CallbackQuery, Message

from bots.chat.callback_data import NOBODY, Action, decode
from bots.chat.cards import comic_rows, confirm_rows, removed_card
from bots.telegram.account import AccountHandlers
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.callback_context import CallbackContext, Handler, pressed_message_ref
from bots.telegram.comic_details import ComicDetailHandlers
from bots.telegram.commands.comic import ComicCommands
from bots.telegram.context import TelegramContext
from bots.telegram.deeplinks import payload_of
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.gallery import GalleryHandlers
from bots.telegram.inline.handlers import InlineHandlers
from bots.telegram.message_ref import INLINE
from bots.telegram.option_keyboard import rows_of
from bots.telegram.question_replies import QuestionReplies
from bots.telegram.rendering import RenderOptions, keyboard_of, plain, render_card
from bots.telegram.reports import ReportHandlers
from bots.telegram.responses import CallbackAnswer
from core.errors import ComicAIError, NotFoundError
from core.gallery.chat_gallery import Removal
from core.models.comics import Comic
from core.models.deliveries import Destination
from core.models.jobs import Receipt
from core.sentences import explain, explain_end, sentence

log = structlog.get_logger(__name__)


class CallbackHandlers:
    """Answers presses: at once, once, and always in words where there is something to say."""

    def __init__(
        self,
        deps: HandlerDeps,
        drawing: ComicCommands,
        forms: QuestionReplies,
        inline: InlineHandlers,
    ) -> None:
        self._deps = deps
        self._requests = deps.services.requests
        self._gallery = deps.services.gallery
        self._chat_gallery = deps.services.chat_gallery
        self._drawing = drawing
        self._forms = forms
        self._inline = inline
        self.shows = ComicDetailHandlers(deps)
        self.shelves = GalleryHandlers(deps)
        self.persons = AccountHandlers(deps)
        self.reports = ReportHandlers(deps, forms)
        self._handlers: Mapping[Action, Handler] = {
            Action.DRAW: self._draw,
            Action.OPTIONS: self._options,
            Action.BRING: inline.bring,
            Action.AGAIN: self._again,
            Action.RETRY: self._again,
            Action.EDIT: self._ask,
            Action.CONTINUE: self._ask,
            Action.FAVORITE: self._favorite,
            Action.UNFAVORITE: self._favorite,
            Action.CANCEL: self._cancel,
            Action.DELETE: self._ask_whether,
            Action.KEEP: self._keep,
            Action.DELETE_NOW: self._delete,
            **self.shows.buttons,
            **self.shelves.buttons,
            **self.persons.buttons,
            **self.reports.buttons,
        }

    async def answer(self, context: TelegramContext, query: CallbackQuery) -> None:
        """Answer a press; whatever goes wrong pops up as a sentence."""
        toast = CallbackAnswer(api=self._deps.api, query=query.id)
        press = decode(query.data or "")
        handler = self._handlers.get(press.action) if press else None
        if press is None or handler is None:
            await toast.say(sentence("button_outdated", context.locale), alert=True)
            return
        callback = CallbackContext(
            context=context,
            data=press,
            answer=toast,
            ref=pressed_message_ref(query),
            person=query.from_user,
            message=query.message if isinstance(query.message, Message) else None,
        )
        async with toast.in_time():
            await self._do(handler, callback)

    async def _do(self, handler: Handler, callback: CallbackContext) -> None:
        locale = callback.locale
        try:
            await handler(callback)
        except ComicAIError as error:
            log.info("press_refused", action=callback.data.action.value, code=error.code)
            await self._tell(callback, explain(error, locale))
        except TelegramApiError as error:
            log.warning("press_not_done", kind=error.kind.value, said=error.said)
            await self._tell(callback, sentence("telegram_refused", locale))
        except Exception:
            error_id = secrets.token_hex(4)
            log.exception("press_crashed", error_id=error_id)
            await self._tell(callback, sentence("crashed", locale, reference=error_id))

    async def _tell(self, callback: CallbackContext, text: str) -> None:
        """Say it in what pops up; later than that, only where nobody else reads it."""
        if not await callback.answer.say(text, alert=True) and callback.context.is_private:
            await self._deps.responses.say(callback.context, text)

    # --- New comics -------------------------------------------------------------------------------

    async def _draw(self, callback: CallbackContext) -> None:
        if callback.data.id != NOBODY:
            await self._inline.draw(callback)
            return
        asked = _own_question(callback)
        await callback.answer.say()
        try:
            await self._drawing.chosen(callback.context, asked, callback.data.extra, callback.ref)
        except KeyError:
            await self._deps.responses.say(
                callback.context, sentence("message_gone", callback.locale)
            )

    async def _options(self, callback: CallbackContext) -> None:
        """Change the keyboard to what the button leads to."""
        _own_question(callback)
        context = callback.context
        rows = rows_of(callback.data.extra, context.locale, private_chat=context.is_private)
        await self._deps.api.edit_keyboard(callback.ref.address, keyboard_of(rows, RenderOptions()))

    async def _again(self, callback: CallbackContext) -> None:
        context, press = callback.context, callback.data
        status = await self._requests.status(press.id, context.requester)
        inline = context.context == INLINE
        await callback.answer.say(sentence("answered_in_private", context.locale) if inline else "")

        async def take(destination: Destination) -> Receipt:
            return await self._requests.try_again(
                press.id, context.requester, destination, request_key=context.key
            )

        job = status.job
        await self._drawing.place(context, take, prompt=job.prompt, private=job.private)

    async def _ask(self, callback: CallbackContext) -> None:
        if callback.context.context == INLINE:
            await self._requests.status(callback.data.id, callback.context.requester)
            payload = payload_of(callback.data.action, callback.data.id)
            await callback.answer.say(url=await self._deps.start_url(payload))
            return
        await self._forms.ask(callback.context, callback.data, callback.person)

    # --- What is there ----------------------------------------------------------------------------

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

    async def _ask_whether(self, callback: CallbackContext) -> None:
        requester = await self._deps.with_powers(callback.context)
        await self._chat_gallery.removal_for(requester, callback.data.id)
        look = await self._deps.api.look(others_see=not callback.context.is_private)
        rows = confirm_rows(callback.data.id, callback.locale, callback.data.extra)
        await self._deps.api.edit_keyboard(callback.ref.address, keyboard_of(rows, look))

    async def _keep(self, callback: CallbackContext) -> None:
        requester = await self._deps.with_powers(callback.context)
        await self._chat_gallery.removal_for(requester, callback.data.id)
        await self._show_rows(
            callback, await self._chat_gallery.visible_comic(requester, callback.data.id)
        )

    async def _delete(self, callback: CallbackContext) -> None:
        requester = await self._deps.with_powers(callback.context)
        removal = await self._chat_gallery.remove(requester, callback.data.id)
        whole = removal is Removal.COMIC
        card = removed_card(callback.data.id, callback.locale, whole=whole)
        look = await self._deps.api.look(others_see=not callback.context.is_private)
        rendered = render_card(card, look)
        await self._take_away(callback, card.text)
        if not whole or not callback.ref.chat:
            await callback.answer.say(card.text)
            return
        try:
            await self._deps.responses.whisper(callback.context, rendered)
        except TelegramApiError:
            await callback.answer.say(card.text, alert=True)

    async def _take_away(self, callback: CallbackContext, said: str) -> None:
        """Delete the message; where that cannot be, leave what there is to say, and no buttons."""
        try:
            if callback.ref.chat:
                await self._deps.api.delete(callback.ref.address)
                return
        except TelegramApiError as error:
            # Telegram lets no bot delete what is older than two days.
            log.info("message_not_deleted", said=error.said)
        await self._deps.api.edit_text(callback.ref.address, plain(said))

    async def _show_rows(self, callback: CallbackContext, comic: Comic) -> None:
        look = await self._deps.api.look(others_see=not callback.context.is_private)
        rows = comic_rows(comic, callback.locale, callback.data.extra)
        await self._deps.api.edit_keyboard(callback.ref.address, keyboard_of(rows, look))


def _own_question(callback: CallbackContext) -> Message | None:
    """Return the message that a question is about. Raises NotFoundError for anybody else's."""
    message = callback.message
    if message is None:
        return None
    asked = message.reply_to_message
    named = next((each.user for each in message.entities if each.user is not None), None)
    person = named or (asked.from_user if asked is not None else callback.person)
    if person != callback.person and not callback.context.is_private:
        raise NotFoundError
    return asked
