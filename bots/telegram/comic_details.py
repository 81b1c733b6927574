"""Buttons that show something: details, the story as text, the original, a comic once more."""

from __future__ import annotations

from collections.abc import Mapping

from bots.chat.callback_data import Action, CallbackData
from bots.chat.cards import Card, comic_card
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.callback_context import CallbackContext, Handler
from bots.telegram.context import TelegramContext
from bots.telegram.deeplinks import payload_of
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.message_ref import INLINE, MessageRef
from bots.telegram.plain_text import harmless
from bots.telegram.rendering import plain, render_card
from core.errors import PrivateOnlyError
from core.models.comics import Comic
from core.sentences import details, labelled, read_as_text, sentence


class ComicDetailHandlers:
    """Shows what is there, to who may see it: in groups, in the person's private chat."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps
        self._gallery = deps.services.gallery
        self._chat_gallery = deps.services.chat_gallery
        self.buttons: Mapping[Action, Handler] = {
            Action.DETAILS: self._privately,
            Action.READ: self._privately,
            Action.ORIGINAL: self._privately,
            Action.SHARE: self._share,
            Action.RESTORE: self._restore,
            Action.FETCH: self._fetch,
        }

    async def show(self, context: TelegramContext, press: CallbackData) -> None:
        """Show it in this chat. Raises NotFoundError and TelegramApiError."""
        if press.action is Action.ORIGINAL:
            comic = await self._chat_gallery.visible_comic(context.requester, press.id)
            await self._deps.uploads.send_original(context.place, comic)
            return
        if press.action is Action.READ:
            comic = await self._chat_gallery.visible_comic(context.requester, press.id)
            text = read_as_text(comic, context.locale)
        else:
            comic, job = await self._chat_gallery.visible_comic_with_job(
                context.requester, press.id
            )
            known = details(comic, job, context.locale)
            text = "\n".join(labelled(each.label, each.value, context.locale) for each in known)
        await self._deps.api.send(context.place, plain(harmless(text)))

    async def comic(self, context: TelegramContext, comic: Comic) -> None:
        """Send a comic with its buttons. Raises TelegramApiError and ImageStoreError."""
        card = comic_card(comic, context.locale, context.user_id)
        look = await self._deps.api.look(others_see=not context.is_private)
        await self._deps.uploads.send(context.place, render_card(card, look), comic)

    async def _privately(self, callback: CallbackContext) -> None:
        """Where others read along, show it in private; or lead there who was never there."""
        context, press = callback.context, callback.data
        if context.is_private:
            await self.show(context, press)
            return
        await self._chat_gallery.visible_comic(context.requester, press.id)
        try:
            await self.show(context.in_private_chat(), press)
        except TelegramApiError as error:
            if not error.is_closed:
                raise
            url = await self._deps.start_url(payload_of(press.action, press.id))
            await callback.answer.say(url=url)
        else:
            await callback.answer.say(sentence("answered_in_private", callback.locale))

    async def _share(self, callback: CallbackContext) -> None:
        comic = await self._chat_gallery.show_in_chat(
            callback.context.requester, callback.data.id, callback.context.destination()
        )
        await self.comic(callback.context, comic)

    async def _restore(self, callback: CallbackContext) -> None:
        comic = await self._gallery.restore(callback.context.requester, callback.data.id)
        await self.comic(callback.context, comic)
        if callback.context.is_private:
            # Pressed once more, it would bring another copy.
            await self._deps.api.delete(callback.ref.address)

    async def _fetch(self, callback: CallbackContext) -> None:
        """Bring what could not be brought to a message in this chat."""
        context, press, services = callback.context, callback.data, self._deps.services
        if context.context == INLINE:
            destination = context.destination(callback.ref)
            await services.deliveries.redirect_here(press.id, context.requester, destination)
            await self._deps.status_messages.wake()
            return
        status = await services.requests.status(press.id, context.requester)
        waiting = plain(sentence("one_moment", context.locale))
        sent = await self._deps.api.send(context.place, waiting, early=True)
        ref = MessageRef(sent.place.chat, sent.message)
        destination = context.destination(ref)
        try:
            brought = await services.deliveries.redirect_here(
                press.id, context.requester, destination
            )
        except PrivateOnlyError:
            await self._deps.api.delete(ref.address)
            raise
        if not brought:
            await self._deps.api.delete(ref.address)
            await self.comic(context, await self._gallery.get(context.requester, press.id))
            return
        if status.job.state.is_terminal:
            await self._deps.status_messages.wake()
        else:
            self._deps.status_messages.follow(context, press.id, Card(), ref)
