"""Presses of buttons. Who may do what, core decides."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import structlog
from telegram import CallbackQuery, Message

from bots.chat.actions import NOBODY, Action, decode
from bots.chat.cards import comic_rows, confirm_rows, removed_card
from bots.telegram.answers import Toast
from bots.telegram.asks import Ask
from bots.telegram.deeplinks import payload_of
from bots.telegram.drawing import Drawing
from bots.telegram.errors import CallError
from bots.telegram.forms import Forms
from bots.telegram.inline import Inline
from bots.telegram.kit import Kit
from bots.telegram.option_keys import rows_of
from bots.telegram.persons import Persons
from bots.telegram.pressed import Handler, Pressed, spot_pressed
from bots.telegram.reports import Reports
from bots.telegram.screens import Look, keyboard_of, plain, screen_of
from bots.telegram.shelves import Shelves
from bots.telegram.shows import Shows
from bots.telegram.spots import INLINE
from core.errors import ComicAIError, NotFoundError
from core.models import Comic, Destination, Receipt
from core.sentences import explain, explain_end, sentence
from core.showcase import Removal

log = structlog.get_logger(__name__)


class Presses:
    """Answers presses: at once, once, and always in words where there is something to say."""

    def __init__(self, kit: Kit, drawing: Drawing, forms: Forms, inline: Inline) -> None:
        self._kit = kit
        self._comics = kit.services.comics
        self._gallery = kit.services.gallery
        self._showcase = kit.services.showcase
        self._drawing = drawing
        self._forms = forms
        self._inline = inline
        self.shows = Shows(kit)
        self.shelves = Shelves(kit)
        self.persons = Persons(kit)
        self.reports = Reports(kit, forms)
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

    async def answer(self, ask: Ask, query: CallbackQuery) -> None:
        """Answer a press; whatever goes wrong pops up as a sentence."""
        toast = Toast(rest=self._kit.rest, query=query.id)
        press = decode(query.data or "")
        handler = self._handlers.get(press.action) if press else None
        if press is None or handler is None:
            await toast.say(sentence("button_outdated", ask.locale), alert=True)
            return
        pressed = Pressed(
            ask=ask,
            press=press,
            toast=toast,
            spot=spot_pressed(query),
            person=query.from_user,
            message=query.message if isinstance(query.message, Message) else None,
        )
        async with toast.in_time():
            await self._do(handler, pressed)

    async def _do(self, handler: Handler, pressed: Pressed) -> None:
        locale = pressed.locale
        try:
            await handler(pressed)
        except ComicAIError as error:
            log.info("press_refused", action=pressed.press.action.value, code=error.code)
            await self._tell(pressed, explain(error, locale))
        except CallError as error:
            log.warning("press_not_done", trouble=error.trouble.value, said=error.said)
            await self._tell(pressed, sentence("telegram_refused", locale))
        except Exception:
            error_id = secrets.token_hex(4)
            log.exception("press_crashed", error_id=error_id)
            await self._tell(pressed, sentence("crashed", locale, reference=error_id))

    async def _tell(self, pressed: Pressed, text: str) -> None:
        """Say it in what pops up; later than that, only where nobody else reads it."""
        if not await pressed.toast.say(text, alert=True) and pressed.ask.is_private:
            await self._kit.answers.say(pressed.ask, text)

    # --- New comics -------------------------------------------------------------------------------

    async def _draw(self, pressed: Pressed) -> None:
        if pressed.press.id != NOBODY:
            await self._inline.draw(pressed)
            return
        asked = _own_question(pressed)
        await pressed.toast.say()
        try:
            await self._drawing.chosen(pressed.ask, asked, pressed.press.extra, pressed.spot)
        except KeyError:
            await self._kit.answers.say(pressed.ask, sentence("message_gone", pressed.locale))

    async def _options(self, pressed: Pressed) -> None:
        """Change the keyboard to what the button leads to."""
        _own_question(pressed)
        ask = pressed.ask
        rows = rows_of(pressed.press.extra, ask.locale, private_chat=ask.is_private)
        await self._kit.rest.edit_rows(pressed.spot.address, keyboard_of(rows, Look()))

    async def _again(self, pressed: Pressed) -> None:
        ask, press = pressed.ask, pressed.press
        status = await self._comics.status(press.id, ask.requester)
        inline = ask.context == INLINE
        await pressed.toast.say(sentence("answered_in_private", ask.locale) if inline else "")

        async def take(destination: Destination) -> Receipt:
            return await self._comics.try_again(
                press.id, ask.requester, destination, request_key=ask.key
            )

        job = status.job
        await self._drawing.place(ask, take, prompt=job.prompt, private=job.private)

    async def _ask(self, pressed: Pressed) -> None:
        if pressed.ask.context == INLINE:
            await self._comics.status(pressed.press.id, pressed.ask.requester)
            payload = payload_of(pressed.press.action, pressed.press.id)
            await pressed.toast.say(url=await self._kit.start_url(payload))
            return
        await self._forms.ask(pressed.ask, pressed.press, pressed.person)

    # --- What is there ----------------------------------------------------------------------------

    async def _cancel(self, pressed: Pressed) -> None:
        cancellation = await self._comics.cancel(pressed.press.id, pressed.ask.requester)
        text = explain_end(cancellation.status.job, pressed.locale)
        await pressed.toast.say(text, alert=not cancellation.canceled)

    async def _favorite(self, pressed: Pressed) -> None:
        comic = await self._gallery.update(
            pressed.ask.requester,
            pressed.press.id,
            favorite=pressed.press.action is Action.FAVORITE,
        )
        await self._show_rows(pressed, comic)

    async def _ask_whether(self, pressed: Pressed) -> None:
        requester = await self._kit.with_powers(pressed.ask)
        await self._showcase.removable(requester, pressed.press.id)
        look = await self._kit.rest.look(others_see=not pressed.ask.is_private)
        rows = confirm_rows(pressed.press.id, pressed.locale, pressed.press.extra)
        await self._kit.rest.edit_rows(pressed.spot.address, keyboard_of(rows, look))

    async def _keep(self, pressed: Pressed) -> None:
        requester = await self._kit.with_powers(pressed.ask)
        await self._showcase.removable(requester, pressed.press.id)
        await self._show_rows(pressed, await self._showcase.seen(requester, pressed.press.id))

    async def _delete(self, pressed: Pressed) -> None:
        requester = await self._kit.with_powers(pressed.ask)
        removal = await self._showcase.remove(requester, pressed.press.id)
        whole = removal is Removal.COMIC
        card = removed_card(pressed.press.id, pressed.locale, whole=whole)
        look = await self._kit.rest.look(others_see=not pressed.ask.is_private)
        screen = screen_of(card, look)
        await self._take_away(pressed, card.text)
        if not whole or not pressed.spot.chat:
            await pressed.toast.say(card.text)
            return
        try:
            await self._kit.answers.whisper(pressed.ask, screen)
        except CallError:
            await pressed.toast.say(card.text, alert=True)

    async def _take_away(self, pressed: Pressed, said: str) -> None:
        """Delete the message; where that cannot be, leave what there is to say, and no buttons."""
        try:
            if pressed.spot.chat:
                await self._kit.rest.delete(pressed.spot.address)
                return
        except CallError as error:
            # Telegram lets no bot delete what is older than two days.
            log.info("message_not_deleted", said=error.said)
        await self._kit.rest.edit_text(pressed.spot.address, plain(said))

    async def _show_rows(self, pressed: Pressed, comic: Comic) -> None:
        look = await self._kit.rest.look(others_see=not pressed.ask.is_private)
        rows = comic_rows(comic, pressed.locale, pressed.press.extra)
        await self._kit.rest.edit_rows(pressed.spot.address, keyboard_of(rows, look))


def _own_question(pressed: Pressed) -> Message | None:
    """Return the message that a question is about. Raises NotFoundError for anybody else's."""
    message = pressed.message
    if message is None:
        return None
    asked = message.reply_to_message
    named = next((each.user for each in message.entities if each.user is not None), None)
    person = named or (asked.from_user if asked is not None else pressed.person)
    if person != pressed.person and not pressed.ask.is_private:
        raise NotFoundError
    return asked
