"""`/mygallery`: one comic at a time, with what is older and newer. Its buttons carry the place."""

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
    """Shows people their galleries; nobody but they can see or turn the pages."""

    def __init__(self, deps: HandlerDeps, shows: ComicDetailHandlers) -> None:
        self._gallery = deps.services.gallery
        self._chat_gallery = deps.services.chat_gallery
        self._shows = shows
        self.buttons: Mapping[Action, Handler] = {
            **dict.fromkeys(GALLERY_MOVES, self._turn),
            Action.GALLERY_FAVORITE: self._favorite,
            Action.GALLERY_UNFAVORITE: self._favorite,
            Action.GALLERY_DELETE: self._delete,
            Action.GALLERY_RESTORE: self._restore,
        }

    async def open(self, interaction: Interaction, wanted: GalleryFilter) -> None:
        """Answer `/mygallery`."""
        await acknowledge(interaction, private=True)
        requester = requester_of(interaction)
        position = await self._chat_gallery.adjacent(requester, None, wanted=wanted)
        await self._shows.card(interaction, gallery_card(position, wanted, requester))

    async def _turn(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge_callback(interaction)
        turn = GALLERY_MOVES[callback.action]
        wanted = moved_filter(turn, _heading_in(interaction))
        requester = requester_of(interaction)
        position = await self._chat_gallery.adjacent(
            requester, callback.extra or None, newer=turn.newer, wanted=wanted
        )
        await self._shows.card(interaction, gallery_card(position, wanted, requester))

    async def _favorite(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge_callback(interaction)
        favorite = callback.action is Action.GALLERY_FAVORITE
        await self._gallery.update(requester_of(interaction), callback.id, favorite=favorite)
        await self._show(interaction, callback)

    async def _delete(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge_callback(interaction)
        requester, wanted = requester_of(interaction), filter_of(_heading_in(interaction))
        await self._gallery.delete(requester, callback.id)
        position = await self._chat_gallery.adjacent(
            requester, callback.extra or None, wanted=wanted
        )
        card = gallery_card(position, wanted, requester, deleted=callback.id)
        await self._shows.card(interaction, card)

    async def _restore(self, interaction: Interaction, callback: CallbackData) -> None:
        await acknowledge_callback(interaction)
        await self._gallery.restore(requester_of(interaction), callback.id)
        await self._show(interaction, callback)

    async def _show(self, interaction: Interaction, callback: CallbackData) -> None:
        """Show the comic among those that are looked at."""
        requester, wanted = requester_of(interaction), filter_of(_heading_in(interaction))
        position = await self._chat_gallery.position_of(requester, callback.id, wanted=wanted)
        await self._shows.card(interaction, gallery_card(position, wanted, requester))


def _heading_in(interaction: Interaction) -> list[str]:
    return heading_in(interaction.message.content) if interaction.message else []
