"""Handlers of buttons under comics: cancel, favorite, delete and restore."""

from __future__ import annotations

from bots.chat.callback_data import Action
from bots.chat.cards import comic_card, comic_rows, confirm_rows, removed_card
from bots.chat.context import ButtonContext
from bots.chat.handlers.registry import handles
from core.gallery.chat_gallery import Removal
from core.sentences import explain_end
from core.services import Services


class ComicHandlers:
    """Handlers of the buttons that change a comic. The core decides who may do what."""

    def __init__(self, services: Services) -> None:
        self._cancellation = services.cancellation
        self._gallery = services.gallery
        self._chat_gallery = services.chat_gallery

    @handles(Action.CANCEL)
    async def _cancel(self, context: ButtonContext) -> None:
        await context.acknowledge_update()
        cancellation = await self._cancellation.cancel(context.data.id, context.requester)
        text = explain_end(cancellation.status.job, context.locale)
        if cancellation.canceled:
            await context.confirm(text)  # the delivery shows the same in the message
        else:
            await context.say(text)

    @handles(Action.FAVORITE, Action.UNFAVORITE)
    async def _favorite(self, context: ButtonContext) -> None:
        await context.acknowledge_update()
        favorite = context.data.action is Action.FAVORITE
        comic = await self._gallery.update(context.requester, context.data.id, favorite=favorite)
        await context.show_buttons(comic_rows(comic, context.locale, context.data.extra))

    @handles(Action.DELETE)
    async def _confirm_delete(self, context: ButtonContext) -> None:
        await context.acknowledge_update()
        requester = await context.requester_with_permissions()
        await self._chat_gallery.removal_for(requester, context.data.id)
        rows = confirm_rows(context.data.id, context.locale, context.data.extra)
        await context.show_buttons(rows)

    @handles(Action.KEEP)
    async def _keep(self, context: ButtonContext) -> None:
        await context.acknowledge_update()
        requester = await context.requester_with_permissions()
        await self._chat_gallery.removal_for(requester, context.data.id)
        comic = await self._chat_gallery.visible_comic(requester, context.data.id)
        await context.show_buttons(comic_rows(comic, context.locale, context.data.extra))

    @handles(Action.DELETE_NOW)
    async def _delete(self, context: ButtonContext) -> None:
        await context.acknowledge_update()
        requester = await context.requester_with_permissions()
        removal = await self._chat_gallery.remove(requester, context.data.id)
        is_whole = removal is Removal.COMIC
        await context.remove_message(removed_card(context.data.id, context.locale, whole=is_whole))

    @handles(Action.RESTORE)
    async def _restore(self, context: ButtonContext) -> None:
        await context.acknowledge(private=True)
        requester = context.requester
        comic = await self._gallery.restore(requester, context.data.id)
        card = comic_card(comic, context.locale, requester.identity.external_id)
        await context.show_in_new_message(card)
