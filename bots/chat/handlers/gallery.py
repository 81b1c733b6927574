"""Gallery handlers: `/mygallery` and its buttons, which carry the cursor."""

from __future__ import annotations

from dataclasses import replace

import structlog

from bots.chat.callback_data import Action
from bots.chat.context import ButtonContext, RequestContext
from bots.chat.gallery_heading import is_heading_of
from bots.chat.gallery_view import GALLERY_MOVES, gallery_card
from bots.chat.handlers.registry import handles
from bots.chat.legacy_headings import filter_of
from core.errors import StorageError
from core.gallery.chat_gallery import GalleryPosition
from core.models.chats import MessageKey
from core.models.comics import GalleryFilter
from core.models.identity import JobId
from core.services import Services

log = structlog.get_logger(__name__)


class GalleryHandlers:
    """Handlers of the gallery, which only its owner sees and browses."""

    def __init__(self, services: Services) -> None:
        self._gallery = services.gallery
        self._chat_gallery = services.chat_gallery
        self._views = services.gallery_views

    async def open(self, context: RequestContext, gallery_filter: GalleryFilter) -> None:
        """Handle `/mygallery`."""
        await context.acknowledge(private=True)
        position = await self._chat_gallery.adjacent(context.requester, None, wanted=gallery_filter)
        key = await context.show(gallery_card(position, gallery_filter, context.requester))
        await self._save(context, key, gallery_filter)

    @handles(*GALLERY_MOVES)
    async def _browse(self, context: ButtonContext) -> None:
        await context.acknowledge_update()
        move = GALLERY_MOVES[context.data.action]
        saved = await self._find(context)
        gallery_filter = move.applied_to(_shown_filter(context, saved))
        position = await self._chat_gallery.adjacent(
            context.requester, context.data.extra or None, newer=move.newer, wanted=gallery_filter
        )
        await self._show(context, position, gallery_filter, saved=saved)

    @handles(Action.GALLERY_FAVORITE, Action.GALLERY_UNFAVORITE)
    async def _favorite(self, context: ButtonContext) -> None:
        await context.acknowledge_update()
        favorite = context.data.action is Action.GALLERY_FAVORITE
        await self._gallery.update(context.requester, context.data.id, favorite=favorite)
        await self._show_comic(context)

    @handles(Action.GALLERY_DELETE)
    async def _delete(self, context: ButtonContext) -> None:
        await context.acknowledge_update()
        await self._gallery.delete(context.requester, context.data.id)
        saved = await self._find(context)
        gallery_filter = _shown_filter(context, saved)
        position = await self._chat_gallery.adjacent(
            context.requester, context.data.extra or None, wanted=gallery_filter
        )
        await self._show(context, position, gallery_filter, saved=saved, deleted=context.data.id)

    @handles(Action.GALLERY_RESTORE)
    async def _restore(self, context: ButtonContext) -> None:
        await context.acknowledge_update()
        await self._gallery.restore(context.requester, context.data.id)
        await self._show_comic(context)

    async def _show_comic(self, context: ButtonContext) -> None:
        """Show the comic of the button at its position in the filtered gallery."""
        saved = await self._find(context)
        gallery_filter = _shown_filter(context, saved)
        position = await self._chat_gallery.position_of(
            context.requester, context.data.id, wanted=gallery_filter
        )
        await self._show(context, position, gallery_filter, saved=saved)

    async def _show(
        self,
        context: ButtonContext,
        position: GalleryPosition,
        gallery_filter: GalleryFilter,
        *,
        saved: GalleryFilter | None,
        deleted: JobId | None = None,
    ) -> None:
        if gallery_filter != saved:  # saved first, so that a quick second press finds it
            await self._save(context, context.message_key, gallery_filter)
        card = gallery_card(position, gallery_filter, context.requester, deleted=deleted)
        key = await context.show(card)
        if key != context.message_key:
            await self._save(context, key, gallery_filter)

    # --- Saved views ------------------------------------------------------------------------------

    async def _find(self, context: ButtonContext) -> GalleryFilter | None:
        """Return the saved filter of the message with the button."""
        key = context.message_key
        return await self._views.find(context.requester, key) if key is not None else None

    async def _save(
        self, context: RequestContext, key: MessageKey | None, gallery_filter: GalleryFilter
    ) -> None:
        """Save the filter that the message shows. A failure is logged: the heading shows it too."""
        if key is None:
            return
        try:
            await self._views.save(context.requester, key, gallery_filter)
        except (StorageError, TimeoutError) as error:
            log.warning("gallery_view_save_failed", error=type(error).__name__)


def _shown_filter(context: ButtonContext, saved: GalleryFilter | None) -> GalleryFilter:
    """Return the filter of the message with the button.

    The saved filter has the whole texts. It may be one press ahead of the message, or behind it if
    it could not be saved, and the heading shows that. A legacy message has its heading only.
    """
    heading = context.heading
    if heading is None:
        return saved or GalleryFilter()
    shown = filter_of(heading)
    if saved is not None:
        whole = replace(saved, favorite=shown.favorite)
        if is_heading_of(heading, whole):
            return whole
    return shown
