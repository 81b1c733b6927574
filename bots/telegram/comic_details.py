"""Handlers of buttons that show a comic: details, text, original, share, fetch."""

from __future__ import annotations

from bots.chat.callback_data import Action, CallbackData
from bots.chat.cards import Card, comic_card
from bots.chat.handlers.registry import handles
from bots.telegram.api_errors import TelegramApiError
from bots.telegram.callback_context import TelegramButtonContext
from bots.telegram.context import TelegramContext
from bots.telegram.deeplinks import payload_of
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.plain_text import harmless
from bots.telegram.rendering import plain
from core.errors import PrivateOnlyError
from core.models.deliveries import DestinationContext, MessageReference
from core.sentences import details, labelled, read_as_text, sentence


class ComicDetailHandlers:
    """Shows comics and their details to users who may see them."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps
        self._gallery = deps.services.gallery
        self._chat_gallery = deps.services.chat_gallery

    async def show(self, context: TelegramContext, data: CallbackData) -> None:
        """Send the requested details to this chat. Raises NotFoundError and TelegramApiError."""
        if data.action is Action.ORIGINAL:
            comic = await self._chat_gallery.visible_comic(context.requester, data.id)
            await self._deps.uploads.send_original(context.target, comic)
            return
        if data.action is Action.READ:
            comic = await self._chat_gallery.visible_comic(context.requester, data.id)
            text = read_as_text(comic, context.locale)
        else:
            comic, job = await self._chat_gallery.visible_comic_with_job(context.requester, data.id)
            rows = details(comic, job, context.locale)
            text = "\n".join(labelled(each.label, each.value, context.locale) for each in rows)
        await self._deps.api.send(context.target, plain(harmless(text)))

    @handles(Action.DETAILS, Action.READ, Action.ORIGINAL)
    async def _privately(self, context: TelegramButtonContext) -> None:
        """Send the details privately; if the private chat is closed, open it by a deep link."""
        data = context.data
        if context.is_private:
            await self.show(context, data)
            return
        await self._chat_gallery.visible_comic(context.requester, data.id)
        try:
            await self.show(context.in_private_chat(), data)
        except TelegramApiError as error:
            if not error.is_closed:
                raise
            url = await self._deps.start_url(payload_of(data.action, data.id))
            await context.answer.say(url=url)
        else:
            await context.answer.say(sentence("answered_in_private", context.locale))

    @handles(Action.SHARE)
    async def _share(self, context: TelegramButtonContext) -> None:
        comic = await self._chat_gallery.show_in_chat(
            context.requester, context.data.id, context.destination()
        )
        await context.send_card(comic_card(comic, context.locale, context.user_id))

    @handles(Action.FETCH)
    async def _fetch(self, context: TelegramButtonContext) -> None:
        """Redirect the delivery to this chat, after it could not be delivered elsewhere."""
        data, services = context.data, self._deps.services
        if context.scope is DestinationContext.INLINE:
            destination = context.destination(context.ref)
            await services.deliveries.redirect_here(data.id, context.requester, destination)
            await self._deps.status_messages.notify_workers()
            return
        status = await services.job_statuses.get(data.id, context.requester)
        placeholder = plain(sentence("one_moment", context.locale))
        sent = await self._deps.api.send(context.target, placeholder, before_commit=True)
        ref = MessageReference(sent.target.chat, sent.message)
        destination = context.destination(ref)
        try:
            is_redirected = await services.deliveries.redirect_here(
                data.id, context.requester, destination
            )
        except PrivateOnlyError:
            await self._deps.api.delete(ref)
            raise
        if not is_redirected:
            await self._deps.api.delete(ref)
            comic = await self._gallery.get(context.requester, data.id)
            await context.send_card(comic_card(comic, context.locale, context.user_id))
            return
        if status.job.state.is_terminal:
            await self._deps.status_messages.notify_workers()
        else:
            self._deps.status_messages.follow(context, data.id, Card(), ref)
