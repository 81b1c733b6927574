"""Gallery handlers: `/mygallery` and its buttons, which carry the cursor."""

from __future__ import annotations

from bots.chat.callback_data import Action
from bots.chat.context import ButtonContext, RequestContext
from bots.chat.gallery_view import GALLERY_MOVES, filter_of, gallery_card, moved_filter
from bots.chat.handlers.registry import handles
from core.models.comics import GalleryFilter
from core.services import Services


class GalleryHandlers:
    """Handlers of the gallery, which only its owner sees and browses."""

    def __init__(self, services: Services) -> None:
        self._gallery = services.gallery
        self._chat_gallery = services.chat_gallery

    async def open(self, context: RequestContext, gallery_filter: GalleryFilter) -> None:
        """Handle `/mygallery`."""
        await context.acknowledge(private=True)
        requester = context.requester
        position = await self._chat_gallery.adjacent(requester, None, wanted=gallery_filter)
        await context.show(gallery_card(position, gallery_filter, requester))

    @handles(*GALLERY_MOVES)
    async def _browse(self, context: ButtonContext) -> None:
        await context.acknowledge_update()
        move = GALLERY_MOVES[context.data.action]
        gallery_filter = moved_filter(move, context.heading)
        position = await self._chat_gallery.adjacent(
            context.requester, context.data.extra or None, newer=move.newer, wanted=gallery_filter
        )
        await context.show(gallery_card(position, gallery_filter, context.requester))

    @handles(Action.GALLERY_FAVORITE, Action.GALLERY_UNFAVORITE)
    async def _favorite(self, context: ButtonContext) -> None:
        await context.acknowledge_update()
        favorite = context.data.action is Action.GALLERY_FAVORITE
        await self._gallery.update(context.requester, context.data.id, favorite=favorite)
        await self._show(context)

    @handles(Action.GALLERY_DELETE)
    async def _delete(self, context: ButtonContext) -> None:
        await context.acknowledge_update()
        requester, gallery_filter = context.requester, filter_of(context.heading)
        await self._gallery.delete(requester, context.data.id)
        position = await self._chat_gallery.adjacent(
            requester, context.data.extra or None, wanted=gallery_filter
        )
        await context.show(
            gallery_card(position, gallery_filter, requester, deleted=context.data.id)
        )

    @handles(Action.GALLERY_RESTORE)
    async def _restore(self, context: ButtonContext) -> None:
        await context.acknowledge_update()
        await self._gallery.restore(context.requester, context.data.id)
        await self._show(context)

    async def _show(self, context: ButtonContext) -> None:
        """Show the comic at its position in the filtered gallery."""
        requester, gallery_filter = context.requester, filter_of(context.heading)
        position = await self._chat_gallery.position_of(
            requester, context.data.id, wanted=gallery_filter
        )
        await context.show(gallery_card(position, gallery_filter, requester))
