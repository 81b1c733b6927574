"""Gallery handlers: one message whose picture changes with each page, mostly by file id."""

from __future__ import annotations

from collections.abc import Mapping

from bots.chat.callback_data import Action
from bots.chat.cards import Card
from bots.chat.gallery_view import GALLERY_MOVES, filter_of, gallery_card, moved_filter
from bots.telegram.callback_context import CallbackContext, Handler
from bots.telegram.context import TelegramContext
from bots.telegram.dependencies import HandlerDeps
from bots.telegram.rendering import RenderOptions, heading_in, render_card
from core.models.comics import GalleryFilter

PRIVATE_CHAT = RenderOptions(others_see=False)


class GalleryHandlers:
    """Shows users their galleries, in private chats only."""

    def __init__(self, deps: HandlerDeps) -> None:
        self._deps = deps
        self._gallery = deps.services.gallery
        self._chat_gallery = deps.services.chat_gallery
        self.buttons: Mapping[Action, Handler] = {
            **dict.fromkeys(GALLERY_MOVES, self._move),
            Action.GALLERY_FAVORITE: self._favorite,
            Action.GALLERY_UNFAVORITE: self._favorite,
            Action.GALLERY_DELETE: self._delete,
            Action.GALLERY_RESTORE: self._restore,
        }

    async def open(self, context: TelegramContext, wanted: GalleryFilter) -> None:
        """Answer `/mygallery`. Raises TelegramApiError if the user has not started the bot."""
        position = await self._chat_gallery.adjacent(context.requester, None, wanted=wanted)
        await self._send(
            context.in_private_chat(), gallery_card(position, wanted, context.requester)
        )

    async def _move(self, callback: CallbackContext) -> None:
        move = GALLERY_MOVES[callback.data.action]
        wanted = moved_filter(move, heading_in(callback.message))
        requester = callback.context.requester
        position = await self._chat_gallery.adjacent(
            requester, callback.data.extra or None, newer=move.newer, wanted=wanted
        )
        await self._show(callback, gallery_card(position, wanted, requester))

    async def _favorite(self, callback: CallbackContext) -> None:
        favorite = callback.data.action is Action.GALLERY_FAVORITE
        await self._gallery.update(callback.context.requester, callback.data.id, favorite=favorite)
        await self._refresh(callback)

    async def _delete(self, callback: CallbackContext) -> None:
        requester, wanted = callback.context.requester, filter_of(heading_in(callback.message))
        await self._gallery.delete(requester, callback.data.id)
        position = await self._chat_gallery.adjacent(
            requester, callback.data.extra or None, wanted=wanted
        )
        await self._show(
            callback, gallery_card(position, wanted, requester, deleted=callback.data.id)
        )

    async def _restore(self, callback: CallbackContext) -> None:
        await self._gallery.restore(callback.context.requester, callback.data.id)
        await self._refresh(callback)

    async def _refresh(self, callback: CallbackContext) -> None:
        """Show the comic again, at its position in the current filter."""
        requester, wanted = callback.context.requester, filter_of(heading_in(callback.message))
        position = await self._chat_gallery.position_of(requester, callback.data.id, wanted=wanted)
        await self._show(callback, gallery_card(position, wanted, requester))

    async def _show(self, callback: CallbackContext, card: Card) -> None:
        """Edit the message to show the card. A picture cannot be removed from a message."""
        ref = callback.ref
        if card.comic is not None:
            await self._deps.uploads.put(ref, render_card(card, PRIVATE_CHAT), card.comic)
        elif callback.has_picture:
            await self._send(callback.context.in_private_chat(), card)
            await self._deps.api.delete(ref)
        else:
            await self._deps.api.edit_text(ref, render_card(card, PRIVATE_CHAT))

    async def _send(self, context: TelegramContext, card: Card) -> None:
        rendered = render_card(card, PRIVATE_CHAT)
        if card.comic is not None:
            await self._deps.uploads.send(context.target, rendered, card.comic)
        else:
            await self._deps.api.send(context.target, rendered)
