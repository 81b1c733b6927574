"""Gallery handlers: `/mygallery` and its buttons, which carry the cursor."""

from __future__ import annotations

from collections.abc import Mapping

from bots.chat.callback_data import Action, CallbackData
from bots.chat.gallery_view import GALLERY_MOVES, filter_of, gallery_card, moved_filter
from bots.discord.acknowledgement import acknowledge, acknowledge_callback
from bots.discord.callback_handler import Handler
from bots.discord.comic_details import ComicDetailHandlers
from bots.discord.context import Interaction, requester_of
from bots.discord.dependencies import HandlerDeps
from bots.discord.plain_text import heading_in
from core.models.comics import GalleryFilter


class GalleryHandlers:
    """Handlers of the gallery, which only its owner can see and browse."""

    def __init__(self, deps: HandlerDeps, comic_details: ComicDetailHandlers) -> None:
        self._gallery = deps.services.gallery
        self._chat_gallery = deps.services.chat_gallery
        self._comic_details = comic_details
        self.buttons: Mapping[Action, Handler] = {
            **dict.fromkeys(GALLERY_MOVES, self._browse),
            Action.GALLERY_FAVORITE: self._favorite,
            Action.GALLERY_UNFAVORITE: self._favorite,
            Action.GALLERY_DELETE: self._delete,
            Action.GALLERY_RESTORE: self._restore,
        }

    async def open(self, interaction: Interaction, gallery_filter: GalleryFilter) -> None:
        """Handle `/mygallery`."""
        await acknowledge(interaction, private=True)
        requester = requester_of(interaction)
        position = await self._chat_gallery.adjacent(requester, None, wanted=gallery_filter)
        await self._comic_details.card(
            interaction, gallery_card(position, gallery_filter, requester)
        )

    async def _browse(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge_callback(interaction)
        move = GALLERY_MOVES[callback.action]
        gallery_filter = moved_filter(move, _heading_in(interaction))
        requester = requester_of(interaction)
        position = await self._chat_gallery.adjacent(
            requester, callback.extra or None, newer=move.newer, wanted=gallery_filter
        )
        await self._comic_details.card(
            interaction, gallery_card(position, gallery_filter, requester)
        )

    async def _favorite(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge_callback(interaction)
        favorite = callback.action is Action.GALLERY_FAVORITE
        await self._gallery.update(requester_of(interaction), callback.id, favorite=favorite)
        await self._show(interaction, callback)

    async def _delete(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge_callback(interaction)
        requester, gallery_filter = requester_of(interaction), filter_of(_heading_in(interaction))
        await self._gallery.delete(requester, callback.id)
        position = await self._chat_gallery.adjacent(
            requester, callback.extra or None, wanted=gallery_filter
        )
        card = gallery_card(position, gallery_filter, requester, deleted=callback.id)
        await self._comic_details.card(interaction, card)

    async def _restore(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge_callback(interaction)
        await self._gallery.restore(requester_of(interaction), callback.id)
        await self._show(interaction, callback)

    async def _show(self, interaction: Interaction, callback: CallbackData) -> None:
        """Show the comic at its position in the filtered gallery."""
        requester, gallery_filter = requester_of(interaction), filter_of(_heading_in(interaction))
        position = await self._chat_gallery.position_of(
            requester, callback.id, wanted=gallery_filter
        )
        await self._comic_details.card(
            interaction, gallery_card(position, gallery_filter, requester)
        )


def _heading_in(interaction: Interaction) -> list[str]:
    return heading_in(interaction.message.content) if interaction.message else []
